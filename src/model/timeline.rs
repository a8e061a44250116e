//! What happened when: timeline, milestones, phases and the leads that led nowhere.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Minutes, Moment};

/// One line of the timeline, in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TimelineEntry {
    /// `None` where the author wrote a placeholder (`[???]`).
    pub at: Option<Moment>,
    /// The end of an entry that covers a range.
    pub until: Option<Moment>,
    /// Minutes from the start of the incident (or from the first entry, where no start is known).
    pub elapsed: Option<Minutes>,
    pub text: String,
    pub kind: EventKind,
    /// Line of the source file, counted from 1.
    pub line: usize,
}

/// What a timeline entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Detected,
    Responded,
    Investigating,
    FalseLead,
    RuledOut,
    Escalated,
    CulpritNamed,
    Identified,
    Fixed,
    Resolved,
    Began,
    Ended,
    Note,
}

/// The moments that matter for phases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Milestones {
    pub detected_at: Option<Moment>,
    pub responded_at: Option<Moment>,
    pub escalated_at: Option<Moment>,
    pub culprit_named_at: Option<Moment>,
    pub identified_at: Option<Moment>,
    pub fixed_at: Option<Moment>,
    pub resolved_at: Option<Moment>,
}

/// Minutes from the start of the incident to each milestone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Phases {
    /// `None` where the report starts with its detection: how long it went unseen is then unknown, not zero.
    pub detect: Option<Minutes>,
    pub respond: Option<Minutes>,
    pub escalate: Option<Minutes>,
    pub culprit_named: Option<Minutes>,
    pub identify: Option<Minutes>,
    pub fix: Option<Minutes>,
    pub resolve: Option<Minutes>,
}

/// Phases in minutes as the author wrote them ("Time to repair: 1h 37m" is `fix`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct StatedPhases {
    pub detect: Option<Minutes>,
    pub fix: Option<Minutes>,
    pub resolve: Option<Minutes>,
}

/// A suspect that was followed and turned out not to be the cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FalseLead {
    /// The suspect in the author's words.
    pub suspect: String,
    /// Component id of the cause rules, where one was named.
    pub component: Option<String>,
    pub from: Option<Moment>,
    pub to: Option<Moment>,
    /// `None` where no times are known.
    pub minutes: Option<MinuteRange>,
    pub basis: FalseLeadBasis,
    /// The cause had already been named when this lead was opened.
    pub after_identification: bool,
    /// Line of the source file, counted from 1.
    pub line: usize,
}

/// At least and at most this long; equal where the end was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MinuteRange {
    pub min: Minutes,
    pub max: Minutes,
}

/// What ended a false lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FalseLeadBasis {
    /// It was ruled out.
    Refuted,
    /// Another suspect took its place.
    Superseded,
    /// The cause was found; when the lead was dropped is not stated.
    Identified,
    /// The incident was fixed; when the lead was dropped is not stated.
    Fixed,
    /// The document never says.
    Open,
}

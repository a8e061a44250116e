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
    /// What the line is to the incident; `None` where its words do not tell.
    pub role: Option<EntryRole>,
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

/// What a timeline entry is to the incident: a timeline holds more than the outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryRole {
    /// It led up to the incident, days before or without effect.
    Background,
    /// The trouble set in.
    Onset,
    /// Something was seen to be wrong.
    Symptom,
    /// Somebody or something noticed.
    Detection,
    /// Somebody looked into it.
    Response,
    /// Something was done that did not help.
    Attempt,
    Fix,
    /// It worked again.
    Recovery,
    /// Paperwork and good measure, when all was over.
    Aftermath,
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

/// A moment that matters for phases, in the order of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    Detected,
    Responded,
    Escalated,
    CulpritNamed,
    Identified,
    Fixed,
    Resolved,
}

impl Milestone {
    pub const ALL: [Self; 7] = [
        Self::Detected,
        Self::Responded,
        Self::Escalated,
        Self::CulpritNamed,
        Self::Identified,
        Self::Fixed,
        Self::Resolved,
    ];

    /// Key paths of the schema: the moment, and the minutes to it from the start.
    pub fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::Detected => ("milestones.detected_at", "phases.detect"),
            Self::Responded => ("milestones.responded_at", "phases.respond"),
            Self::Escalated => ("milestones.escalated_at", "phases.escalate"),
            Self::CulpritNamed => ("milestones.culprit_named_at", "phases.culprit_named"),
            Self::Identified => ("milestones.identified_at", "phases.identify"),
            Self::Fixed => ("milestones.fixed_at", "phases.fix"),
            Self::Resolved => ("milestones.resolved_at", "phases.resolve"),
        }
    }

    /// What happened then, in the middle of a sentence: `detected`, `culprit named`.
    pub fn happened(self) -> &'static str {
        match self {
            Self::Detected => "detected",
            Self::Responded => "responded",
            Self::Escalated => "escalated",
            Self::CulpritNamed => "culprit named",
            Self::Identified => "identified",
            Self::Fixed => "fixed",
            Self::Resolved => "resolved",
        }
    }
}

impl Milestones {
    pub fn get(&self, milestone: Milestone) -> Option<&Moment> {
        match milestone {
            Milestone::Detected => &self.detected_at,
            Milestone::Responded => &self.responded_at,
            Milestone::Escalated => &self.escalated_at,
            Milestone::CulpritNamed => &self.culprit_named_at,
            Milestone::Identified => &self.identified_at,
            Milestone::Fixed => &self.fixed_at,
            Milestone::Resolved => &self.resolved_at,
        }
        .as_ref()
    }

    pub fn slot(&mut self, milestone: Milestone) -> &mut Option<Moment> {
        match milestone {
            Milestone::Detected => &mut self.detected_at,
            Milestone::Responded => &mut self.responded_at,
            Milestone::Escalated => &mut self.escalated_at,
            Milestone::CulpritNamed => &mut self.culprit_named_at,
            Milestone::Identified => &mut self.identified_at,
            Milestone::Fixed => &mut self.fixed_at,
            Milestone::Resolved => &mut self.resolved_at,
        }
    }
}

impl Phases {
    pub fn get(&self, milestone: Milestone) -> Option<Minutes> {
        match milestone {
            Milestone::Detected => self.detect,
            Milestone::Responded => self.respond,
            Milestone::Escalated => self.escalate,
            Milestone::CulpritNamed => self.culprit_named,
            Milestone::Identified => self.identify,
            Milestone::Fixed => self.fix,
            Milestone::Resolved => self.resolve,
        }
    }

    pub fn slot(&mut self, milestone: Milestone) -> &mut Option<Minutes> {
        match milestone {
            Milestone::Detected => &mut self.detect,
            Milestone::Responded => &mut self.respond,
            Milestone::Escalated => &mut self.escalate,
            Milestone::CulpritNamed => &mut self.culprit_named,
            Milestone::Identified => &mut self.identify,
            Milestone::Fixed => &mut self.fix,
            Milestone::Resolved => &mut self.resolve,
        }
    }
}

/// A suspect that was followed and turned out not to be the cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FalseLead {
    /// The suspect in the author's words.
    pub suspect: String,
    /// The noun among these words, as the author writes it: `load balancer`. `None` where they name a deed, or nothing that
    /// another reader would know: such a lead stands on its own page and in no table across incidents.
    pub named: Option<String>,
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

impl FalseLead {
    /// A lead that the text takes back and gives no times for.
    pub fn refuted(suspect: String, component: Option<String>, line: usize) -> Self {
        let basis = FalseLeadBasis::Refuted;
        Self {
            suspect,
            named: None,
            component,
            from: None,
            to: None,
            minutes: None,
            basis,
            after_identification: false,
            line,
        }
    }
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

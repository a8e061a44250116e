//! What was promised afterwards.

use schemars::JsonSchema;
use serde::Serialize;

/// One promise, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActionItem {
    pub text: String,
    pub group: ActionGroup,
    pub kind: ActionKind,
    pub state: ActionState,
    /// A team or role as written.
    pub owner: Option<String>,
    /// The due date as written (`2025-06-30`, `Q4 2025`).
    pub due: Option<String>,
    /// `#123`, `OPS-12` or the address of the ticket.
    pub ticket: Option<String>,
    /// Line of the source file, counted from 1.
    pub line: usize,
}

/// Which list of the document it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionGroup {
    ActionItems,
    Improvements,
    Tasks,
    Preventive,
    Corrective,
    Immediate,
    FollowUps,
    Detection,
    Documentation,
    Process,
}

/// What the action would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    Validate,
    Monitor,
    Audit,
    Review,
    Document,
    Train,
    Automate,
    Capacity,
    Guard,
    Process,
    Investigate,
    Replace,
    Other,
}

/// Where the promise stands, as far as the document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    Open,
    /// A ticket or a backlog holds it, and nothing else is said.
    Tracked,
    /// Ticked, or a mark or its table row says so.
    Done,
    /// Prose says that it was done.
    ClaimedDone,
    /// Struck through, or said not to be done any more.
    Dropped,
    /// Nothing says either way.
    Unknown,
}

impl ActionState {
    /// Known to be still to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Tracked)
    }
}

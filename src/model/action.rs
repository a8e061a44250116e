//! What was promised afterwards.

use schemars::JsonSchema;
use serde::Serialize;

use super::PartialDate;

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
    pub life: ActionLife,
}

/// How far a promise has come, and what says so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ActionLife {
    pub stage: ActionStage,
    /// The day it was done, as its ticket says, else the commit that ticked its box; `None` where neither does.
    pub done_on: Option<PartialDate>,
    /// What says where it stands: the author, then the ticket, then the history of the archive. Empty where nothing does.
    pub evidence: Vec<ActionEvidence>,
}

/// How far a promise has come; what is further stands behind. Dropped or not is the state's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionStage {
    /// Somebody wrote it down.
    #[default]
    Promised,
    /// A ticket or a backlog holds it.
    Tracked,
    /// Its author says that it was done, and nothing else does, or its ticket says otherwise.
    Claimed,
    /// A ticket, a ticked box or a commit says that it was done.
    Evidenced,
    /// An incident followed that it should have stopped or shown; told across an archive, never of one document.
    Tested,
}

/// One thing that says where a promise stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActionEvidence {
    pub kind: EvidenceKind,
    /// Where the promise stands by it.
    pub says: ActionState,
    /// Since when, where it says so: the day on which the ticket was closed, or the box ticked.
    pub on: Option<PartialDate>,
    /// The file of the archive that says so; `None` for the document itself, and for readers who do not see that file.
    pub path: Option<String>,
    /// Line of that file, counted from 1.
    pub line: Option<usize>,
    /// The commit, in seven digits.
    pub commit: Option<String>,
}

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A word of its author: in the sentence, in brackets, in a column, in the heading of the list.
    Word,
    /// The box in front of it.
    Box,
    /// A row of `tickets.json` or `tickets.csv`.
    Ticket,
    /// The commit that ticked its box.
    Commit,
}

impl ActionItem {
    /// What is said by one kind of evidence.
    pub fn told_by(&self, kind: EvidenceKind) -> Option<&ActionEvidence> {
        self.life.evidence.iter().find(|evidence| evidence.kind == kind)
    }

    /// Where it stands by its author and by its ticket, where these two disagree.
    pub fn dispute(&self) -> Option<(ActionState, ActionState)> {
        let author = self.told_by(EvidenceKind::Word).or_else(|| self.told_by(EvidenceKind::Box))?.says;
        let ticket = self.told_by(EvidenceKind::Ticket)?.says;
        (author.is_done(), author == ActionState::Dropped)
            .ne(&(ticket.is_done(), ticket == ActionState::Dropped))
            .then_some((author, ticket))
    }

    /// How far it has come by its state and its evidence, short of being tested.
    pub fn stage(&self) -> ActionStage {
        const PROOF: [EvidenceKind; 3] = [EvidenceKind::Box, EvidenceKind::Ticket, EvidenceKind::Commit];
        let mut evidence = self.life.evidence.iter();
        let is_proven = evidence.any(|one| PROOF.contains(&one.kind) && one.says.is_done());
        match self.state.is_done() {
            true if is_proven && self.dispute().is_none() => ActionStage::Evidenced,
            true => ActionStage::Claimed,
            false if self.ticket.is_some() || self.state == ActionState::Tracked => ActionStage::Tracked,
            false => ActionStage::Promised,
        }
    }
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
    /// A ticket or a backlog holds it, and nothing says where that stands.
    Tracked,
    /// Ticked, or a mark, its table row or its ticket says so.
    Done,
    /// Prose says that it was done.
    ClaimedDone,
    /// Struck through, or said not to be done any more.
    Dropped,
    /// Nothing says either way.
    Unknown,
}

impl ActionState {
    /// Known to be still to do; what only has a ticket is not.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }

    /// Said to be done, by whomever.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::ClaimedDone)
    }

    /// Nothing says where it stands.
    pub fn is_unrecorded(self) -> bool {
        matches!(self, Self::Tracked | Self::Unknown)
    }
}

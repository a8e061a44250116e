//! What its own line says of the life of a promise.

use crate::model::{ActionEvidence, ActionItem, ActionLife, ActionState, EvidenceKind};

use super::RawAction;
use super::state::{Mark, mark_of_box};

/// The author's word, or the box, for a state that was read from it.
pub(super) fn of_author(raw: &RawAction, state: ActionState) -> ActionLife {
    if state.is_unrecorded() {
        return ActionLife::default();
    }
    let by_box = matches!(
        (raw.task.map(mark_of_box), state),
        (Some(Mark::Done), ActionState::Done)
            | (Some(Mark::Open), ActionState::Open)
            | (Some(Mark::Dropped), ActionState::Dropped)
    );
    let kind = if by_box { EvidenceKind::Box } else { EvidenceKind::Word };
    let evidence = ActionEvidence { kind, says: state, on: None, path: None, line: Some(raw.line), commit: None };
    ActionLife { evidence: vec![evidence], ..ActionLife::default() }
}

/// The items with the stage that each has come to.
pub fn staged(items: Vec<ActionItem>) -> Vec<ActionItem> {
    let staged = |item: ActionItem| {
        let stage = item.stage();
        ActionItem { life: ActionLife { stage, ..item.life }, ..item }
    };
    items.into_iter().map(staged).collect()
}

//! How far a promise has come, in the words that stand beside its state.

use crate::model::{ActionEvidence, ActionItem, ActionStage, ActionState, EvidenceKind};

/// `evidenced: ticket done on 2026-05-03 (tickets.json, line 4)`; `None` where nothing but its own line says anything new.
pub fn told(item: &ActionItem) -> Option<String> {
    let ticket = item.told_by(EvidenceKind::Ticket);
    if let (Some((author, said)), Some(ticket)) = (item.dispute(), ticket) {
        let author = if author.is_done() { "said to be done" } else { word(author) };
        return Some(format!("{author}, ticket {}{}", word(said), place(ticket)));
    }
    let commit = item.told_by(EvidenceKind::Commit);
    let stage = match item.life.stage {
        ActionStage::Evidenced | ActionStage::Tested => "evidenced: ",
        ActionStage::Claimed => "claimed: ",
        ActionStage::Promised | ActionStage::Tracked => "",
    };
    let own = item.told_by(EvidenceKind::Box).or_else(|| item.told_by(EvidenceKind::Word));
    let what = match (ticket, commit, own) {
        (Some(ticket), _, _) => format!("ticket {}{}", word(ticket.says), place(ticket)),
        (None, Some(commit), _) => format!("box ticked{}", place(commit)),
        (None, None, Some(own)) if own.says.is_done() => {
            let what = if own.kind == EvidenceKind::Box { "box ticked" } else { "its author's word" };
            format!("{what}{}", own.line.map(|line| format!(", line {line}")).unwrap_or_default())
        }
        _ => return None,
    };
    Some(format!("{stage}{what}"))
}

fn word(state: ActionState) -> &'static str {
    match state {
        ActionState::Done | ActionState::ClaimedDone => "done",
        ActionState::Dropped => "dropped",
        _ => "open",
    }
}

/// ` on 2026-05-03 (tickets.json, line 4)`, as far as it is known.
fn place(evidence: &ActionEvidence) -> String {
    let on = evidence.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let place = match (&evidence.path, evidence.line, &evidence.commit) {
        (Some(path), Some(line), _) => format!(" ({path}, line {line})"),
        (_, _, Some(commit)) => format!(" (commit {commit})"),
        _ => String::new(),
    };
    on + &place
}

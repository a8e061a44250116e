//! What says where a promise stands, behind its text.

use crate::model::{ActionEvidence, ActionItem, ActionState, EvidenceKind, Incident};

/// `done on 2026-05-03 by tickets.json:4`, `said to be done, ticket open (tickets.json:4)`; `None` where only the
/// document's own line says anything.
pub(super) fn told(item: &ActionItem) -> Option<String> {
    let ticket = item.told_by(EvidenceKind::Ticket);
    let commit = item.told_by(EvidenceKind::Commit);
    match (item.dispute(), ticket, commit) {
        (Some((author, said)), Some(ticket), _) => {
            let author = if author.is_done() { "said to be done".to_owned() } else { word(author).to_owned() };
            Some(format!("{author}, ticket {}{}{}", word(said), since(ticket), place(ticket)))
        }
        (None, Some(ticket), _) => Some(format!("ticket {}{}{}", word(ticket.says), since(ticket), place(ticket))),
        (_, None, Some(commit)) => Some(format!("box ticked{}{}", since(commit), place(commit))),
        _ => None,
    }
}

/// When the document was written and changed, where the history of the archive is read.
pub(super) fn written(incident: &Incident) -> Option<String> {
    let recorded = incident.recorded.as_ref()?;
    let after = recorded.write_up_days.map(|days| format!(" ({days} d after)")).unwrap_or_default();
    let first = match recorded.written_on {
        Some(on) => format!("{on}{after}"),
        None => "unknown, as it came with many others at once".to_owned(),
    };
    Some(format!("{first}; last changed on {}", recorded.edited_on))
}

fn word(state: ActionState) -> &'static str {
    match state {
        ActionState::Done | ActionState::ClaimedDone => "done",
        ActionState::Dropped => "dropped",
        _ => "open",
    }
}

fn since(evidence: &ActionEvidence) -> String {
    evidence.on.map(|on| format!(" on {on}")).unwrap_or_default()
}

fn place(evidence: &ActionEvidence) -> String {
    match (&evidence.path, evidence.line, &evidence.commit) {
        (Some(path), Some(line), _) => format!(" [{path}:{line}]"),
        (_, _, Some(commit)) => format!(" [commit {commit}]"),
        _ => String::new(),
    }
}

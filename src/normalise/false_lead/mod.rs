//! Leads that led nowhere and what they cost.
//!
//! In: entries whose kinds are set, or the sentences of a report without a timeline. Out: the false leads, each with
//! its suspect, its minutes and what ended it. A lead whose suspect is the classified culprit was right and is none.
//! Absence proves nothing: few authors write down what they suspected first.

mod choice;
mod clue;
mod cue;
mod gather;
mod headed;
mod noun;
mod prose;
mod suspect;
#[cfg(test)]
mod tests;
mod told;
mod trail;
mod tried;
mod vain;
mod verdict;

use crate::model::{EventKind, FalseLead, FalseLeadBasis, MinuteRange, Minutes};
use crate::normalise::event::{EventContext, PlacedEntry, ReadEntry};

pub(super) use choice::Document as LeadDocument;
pub(super) use cue::{LeadCues, Strength};
pub(in crate::normalise) use gather::gather;
pub use headed::is_of_leads;
use trail::Lead;
pub(super) use trail::follow;
pub use vain::in_vain;
use verdict::{names_again, names_of};

/// Finds the leads of a timeline that turned out not to be the cause, in the order they were opened.
///
/// Minutes are exact where the end is stated; otherwise they run from the next entry to the one that closed the
/// matter. `None` where an entry concerned has no time, or where nothing ever ended the lead.
///
/// `read` holds the entries as read, in the same order.
pub(in crate::normalise) fn find_false_leads(
    entries: &[PlacedEntry],
    read: &[ReadEntry],
    context: &EventContext,
) -> Vec<FalseLead> {
    let kinds: Vec<EventKind> = entries.iter().map(|entry| entry.entry.kind).collect();
    let leads = follow(read, &kinds, context);
    let is_false = |lead: &Lead| lead.is_false && !is_confirmed(&read[lead.opened + 1..], &lead.suspect);
    leads.into_iter().filter(is_false).map(|lead| false_lead(entries, lead)).collect()
}

/// Whether one of the later entries says that a suspect was the cause after all, however it had been dropped before:
/// "confirming that the update of the pump is the root cause".
fn is_confirmed(later: &[ReadEntry], suspect: &str) -> bool {
    let names = names_of(suspect);
    later
        .iter()
        .any(|entry| told::confirms_a_cause(&entry.words).iter().any(|it| names_again(&entry.words, it, &names)))
}

fn false_lead(entries: &[PlacedEntry], lead: Lead) -> FalseLead {
    let opening = &entries[lead.opened];
    let end = lead.closed.map(|closed| &entries[closed]);
    FalseLead {
        minutes: minutes(entries, &lead),
        suspect: lead.suspect,
        named: None,
        component: lead.components.into_iter().next(),
        from: opening.entry.at.clone(),
        to: end.and_then(|end| end.entry.at.clone()),
        basis: lead.basis,
        after_identification: lead.after_identification,
        line: opening.entry.line,
    }
}

/// The stated length, or from the next entry after the last sign of the lead to the one that closed the matter.
fn minutes(entries: &[PlacedEntry], lead: &Lead) -> Option<MinuteRange> {
    let from = entries[lead.opened].at?;
    let closed = lead.closed?;
    let until = if closed == lead.opened { after_same_entry(entries, closed)? } else { entries[closed].at? };
    let stated = closed != lead.opened && matches!(lead.basis, FalseLeadBasis::Refuted | FalseLeadBasis::Superseded);
    let earliest = if stated {
        until
    } else if closed == lead.opened {
        entries[closed].until.unwrap_or(from)
    } else {
        entries[lead.last_seen + 1..=closed].iter().filter_map(|entry| entry.at).find(|at| *at > from).unwrap_or(until)
    };
    let span = |to: i64| to.checked_sub(from).map(Minutes::from_seconds);
    let range = MinuteRange { min: span(earliest)?, max: span(until)? };
    (from <= earliest && earliest <= until).then_some(range)
}

/// A lead opened and refuted in one entry lasted until its end, or at most until the next one.
fn after_same_entry(entries: &[PlacedEntry], index: usize) -> Option<i64> {
    let next = || entries[index + 1..].iter().find_map(|entry| entry.at);
    entries[index].until.or_else(next).or(entries[index].at)
}

//! What became of a follow-up, told in brackets behind it: "(filed #12)", "(fixed by adding a check)".
//!
//! In: the inside of a bracket, or a paragraph that may end in one. Out: a ticket, a claim, or nothing where the words are
//! part of the promise.

use super::label::Told;
use super::ticket::ticket_of;
use super::trailer::Links;

/// Verbs that put a promise into a tracker.
const FILED: &[&str] = &["filed", "opened", "raised", "created", "logged", "reported", "tracked", "ticketed"];

/// Verbs that say that something was done.
#[rustfmt::skip]
const DONE: &[&str] = &[
    "added", "adjusted", "automated", "blocked", "bought", "built", "changed", "cleaned", "completed", "configured",
    "corrected", "created", "decommissioned", "deployed", "disabled", "documented", "done", "enabled", "extended", "fixed",
    "implemented", "improved", "increased", "installed", "introduced", "lowered", "merged", "migrated", "moved", "ordered",
    "patched", "raised", "reconfigured", "reduced", "removed", "renewed", "replaced", "resolved", "restored", "reverted",
    "rewrote", "scheduled", "sent", "set", "shipped", "solved", "switched", "tested", "turned", "updated", "upgraded",
    "wrote",
];

/// What follows such a verb where it tells what was done: "added an alert", "fixed by", "moved to".
#[rustfmt::skip]
const FOLLOWS: &[&str] = &[
    "a", "an", "the", "our", "this", "that", "it", "all", "some", "more", "new", "another", "by", "with", "via", "in", "on",
    "to", "through", "as", "up", "out", "off", "its", "their", "two", "both",
];

/// What a bracket says became of the promise in front of it.
pub(super) fn outcome(inside: &str, links: Links) -> Option<Vec<Told>> {
    let mut words = inside.split_whitespace().map(|word| word.trim_matches([',', ':', ';', '.']));
    let skipped = |word: &&str| {
        matches!(
            word.to_lowercase().as_str(),
            "we" | "already" | "have" | "has" | "been" | "now" | "since" | "was" | "is"
        )
    };
    let mut words = words.by_ref().skip_while(skipped);
    let verb = words.next()?.to_lowercase();
    let second = words.next()?;
    if FILED.contains(&verb.as_str()) {
        let linked = links.iter().rev().find(|(text, _)| inside.contains(text.trim())).map(|(_, url)| url.clone());
        let named = || inside.split_whitespace().rev().find_map(|word| ticket_of(word.trim_matches([',', ';', '.'])));
        if let Some(ticket) = linked.filter(|_| inside.split_whitespace().count() <= 6).or_else(named) {
            return Some(vec![Told::Ticket(ticket)]);
        }
    }
    let tells = DONE.contains(&verb.as_str()) && FOLLOWS.contains(&second.to_lowercase().as_str());
    tells.then(|| vec![Told::Claimed])
}

/// Whether a paragraph ends in brackets that say what became of it.
pub fn tells_outcome(text: &str, links: &[(String, String)]) -> bool {
    let Some(inside) = text.trim_end().trim_end_matches('.').strip_suffix(')') else { return false };
    let Some((before, inside)) = inside.rsplit_once('(') else { return false };
    !before.trim().is_empty() && outcome(inside, links).is_some()
}

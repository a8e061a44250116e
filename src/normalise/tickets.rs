//! Where the promises stand whose tickets a snapshot knows.
//!
//! Input: incidents, and the tickets of `tickets.json` and `tickets.csv`. Output: the same incidents; an item of which the
//! document says nothing has the state of its ticket, one of which it says something keeps it, and the ticket stands beside.
//! A ticket that no item names is never looked at, so a snapshot tells readers nothing that their documents do not name.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Level, Span};
use crate::model::{
    ActionEvidence, ActionItem, ActionState, Audience, EvidenceKind, Incident, Origin, PartialDate, Provenance,
};
use crate::parse::Ticket;

/// Settles the state of every action item that names a ticket; findings in the order of the incidents, for readers who see
/// everything.
pub fn settle_tickets<'i>(
    incidents: impl Iterator<Item = &'i mut Incident>,
    tickets: &[Ticket],
    audience: &Audience,
) -> Vec<Diagnostic> {
    let (known, mut findings) = Known::of(tickets);
    for incident in incidents {
        let Incident { action_items, source, provenance, .. } = incident;
        for (at, item) in action_items.iter_mut().enumerate() {
            let before = (item.state, item.life.done_on);
            let odd = settle(item, &known, audience);
            let ticket = item.told_by(EvidenceKind::Ticket);
            let changed = [(item.state != before.0, "state"), (item.life.done_on != before.1, "life.done_on")];
            for (_, key) in changed.into_iter().filter(|(changed, _)| *changed) {
                provenance.insert(format!("action_items[{at}].{key}").into(), origin(ticket));
            }
            findings.extend(odd.map(|odd| odd.at(&source.path, Some(Span::line(item.line)))));
        }
    }
    if audience.is_internal() { findings } else { Vec::new() }
}

/// The row that a value was taken from, for those who see it.
fn origin(ticket: Option<&ActionEvidence>) -> Provenance {
    let place = ticket.and_then(|ticket| Some(format!("{}:{}", ticket.path.as_deref()?, ticket.line?)));
    Provenance { origin: Origin::Derived, line: None, column: None, rule: "ticket-snapshot".into(), excerpt: place }
}

fn settle(item: &mut ActionItem, known: &Known<'_>, audience: &Audience) -> Option<Diagnostic> {
    let written = item.ticket.as_deref()?;
    let ticket = match known.find(written) {
        [] => return None,
        [ticket] => *ticket,
        several => {
            let message = format!("{written} may be one of {} tickets of the snapshot", several.len());
            return Some(Diagnostic::new("ticket_ambiguous", message));
        }
    };
    if item.state.is_unrecorded() {
        item.state = ticket.says;
    }
    let closed = ticket.closed.map(PartialDate::Day);
    // Of the snapshot narrower readers learn what became of the ticket that they see, and not where it stands in the file.
    let (path, line) = match audience.is_internal() {
        true => (Some(ticket.path.clone()), Some(ticket.line)),
        false => (None, None),
    };
    let kind = EvidenceKind::Ticket;
    item.life.evidence.push(ActionEvidence { kind, says: ticket.says, on: closed, path, line, commit: None });
    let dispute = item.dispute();
    if item.state.is_done() && dispute.is_none() {
        item.life.done_on = closed;
    }
    item.life.stage = item.stage();
    let (author, said) = dispute?;
    let place = format!("{}:{}", ticket.path, ticket.line);
    let message = format!("the document says {}, ticket {} is {} ({place})", word(author), ticket.key, word(said));
    let finding = Diagnostic::new("ticket_disagrees", message);
    // An old document whose ticket went on is no mistake.
    Some(if author == ActionState::Open { Diagnostic { level: Level::Note, ..finding } } else { finding })
}

fn word(state: ActionState) -> &'static str {
    match state {
        ActionState::Done | ActionState::ClaimedDone => "done",
        ActionState::Dropped => "dropped",
        _ => "open",
    }
}

/// The tickets by each of their names.
struct Known<'t>(BTreeMap<String, Vec<&'t Ticket>>);

impl<'t> Known<'t> {
    /// Of a ticket that stands twice the first row counts; that the rows differ is a finding.
    fn of(tickets: &'t [Ticket]) -> (Self, Vec<Diagnostic>) {
        let (mut known, mut findings) = (BTreeMap::<String, Vec<&Ticket>>::new(), Vec::new());
        let mut first_rows = BTreeMap::<String, &Ticket>::new();
        for ticket in tickets {
            let names = names(ticket);
            let Some(own) = names.first().cloned() else { continue };
            match first_rows.get(&own) {
                Some(first) if first.says == ticket.says => {}
                Some(first) => {
                    let place = format!("{}:{}", first.path, first.line);
                    let message = format!(
                        "{} stands twice, {} at {place} and {} here",
                        ticket.key,
                        word(first.says),
                        word(ticket.says)
                    );
                    let help = "keep the newer of the two rows; until then the first counts";
                    let finding = Diagnostic::new("ticket_row_odd", message).help(help);
                    findings.push(finding.at(&ticket.path, Some(Span::line(ticket.line))));
                }
                None => {
                    first_rows.insert(own, ticket);
                    for name in names {
                        known.entry(name).or_default().push(ticket);
                    }
                }
            }
        }
        (Self(known), findings)
    }

    /// What an item means by a ticket as written: an address, `OPS-12`, `#12`, `shop#12`, `org/shop#12`.
    fn find(&self, written: &str) -> &[&'t Ticket] {
        let name = match written.contains("://") {
            true => names_of_address(written).into_iter().next().unwrap_or_default(),
            false => plain(written),
        };
        self.0.get(&name).map_or(&[], Vec::as_slice)
    }
}

/// The names of a ticket, the most exact one first.
fn names(ticket: &Ticket) -> Vec<String> {
    let mut names = ticket.url.as_deref().map(names_of_address).unwrap_or_default();
    names.push(plain(&ticket.key));
    names.dedup();
    names
}

fn plain(written: &str) -> String {
    written.trim().to_lowercase()
}

/// `https://git.example/org/shop/issues/12` is `git.example/org/shop#12`, `org/shop#12` and `shop#12`; an address that ends
/// in a key is that key; any other is itself without scheme, query and fragment.
fn names_of_address(url: &str) -> Vec<String> {
    let lower = plain(url);
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let parts: Vec<&str> = bare.strip_prefix("www.").unwrap_or(bare).split('/').collect();
    const NUMBERED: [(&str, char); 6] = [
        ("issues", '#'),
        ("work_items", '#'),
        ("pull", '#'),
        ("merge_requests", '!'),
        ("pull-requests", '!'),
        ("incidents", '#'),
    ];
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    for (at, pair) in parts.windows(2).enumerate() {
        let Some((_, sign)) = NUMBERED.iter().find(|(name, _)| *name == pair[0]).filter(|_| is_number(pair[1])) else {
            if matches!(pair[0], "browse" | "issue") && is_key(pair[1]) {
                return vec![pair[1].to_owned()];
            }
            continue;
        };
        let project: Vec<&str> = parts[..at].iter().copied().filter(|part| *part != "-").collect();
        // The host and what lies on it; from the second on it is a project's own name.
        let from = |start: usize| format!("{}{sign}{}", project[start..].join("/"), pair[1]);
        let mut names = vec![from(0)];
        names.extend((1..project.len()).map(from));
        return names;
    }
    vec![parts.join("/")]
}

/// `ops-12`, in lower case.
fn is_key(part: &str) -> bool {
    part.rsplit_once('-').is_some_and(|(name, number)| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_host_and_its_project() {
        for (url, expected) in [
            ("https://GitHub.com/reed/ops/issues/12#note", "github.com/reed/ops#12, reed/ops#12, ops#12"),
            ("https://github.com/reed/ops/pull/12/", "github.com/reed/ops#12, reed/ops#12, ops#12"),
            ("https://git.example/a/b/c/-/issues/7", "git.example/a/b/c#7, a/b/c#7, b/c#7, c#7"),
            ("https://git.example/a/b/-/merge_requests/7", "git.example/a/b!7, a/b!7, b!7"),
            ("https://reed.atlassian.net/browse/OPS-12?focus=1", "ops-12"),
            ("https://linear.app/reed/issue/OPS-12/renew-it", "ops-12"),
            ("https://trello.com/c/abc", "trello.com/c/abc"),
        ] {
            assert_eq!(names_of_address(url).join(", "), expected, "{url}");
        }
    }
}

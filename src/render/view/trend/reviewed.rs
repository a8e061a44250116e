//! What people decided in reviews: beside the group that it is about, and all of it below with how much was upheld.

use super::{Cell, Fact, Grid, Names, Section, TRENDS_DATA, further, incident_path};
use crate::analyse::{Judged, Promise, RecurringCause, Trends};
use crate::model::{Answer, Subject};
use crate::render::view::Link;

/// Decisions in one table.
const SHOWN: usize = 200;
/// Columns of the table.
const HEADS: [&str; 5] = ["Asked", "About", "Claimed automatically", "Answer", "Reason"];
/// Decisions beside one group.
const FACTS: usize = 8;

/// What was decided about the pairs and fixes of a cause.
pub fn of_cause(trends: &Trends, cause: &RecurringCause, names: &Names) -> Vec<Fact> {
    let decided = trends.reviewed.of_kinds(&[Subject::Cause, Subject::Recurred, Subject::Held]);
    let is_member = |reference: &String| cause.incidents.iter().any(|name| name == incident_of(reference, names));
    facts(decided, names, is_member)
}

/// What was decided about the items of a promise.
pub fn of_promise(trends: &Trends, promise: &Promise, names: &Names) -> Vec<Fact> {
    let decided = trends.reviewed.of_kinds(&[Subject::Promise]);
    let is_item = |reference: &String| {
        promise.items.iter().any(|item| *reference == format!("{}#a{}", item.incident, item.number))
    };
    facts(decided, names, is_item)
}

fn facts<'t>(
    decided: impl Iterator<Item = &'t Judged>,
    names: &Names,
    is_member: impl Fn(&String) -> bool,
) -> Vec<Fact> {
    let facts = decided.filter_map(|it| {
        let within = it.decision.between.iter().filter(|reference| is_member(reference)).count();
        let label = match (it.decision.answer, within) {
            (Answer::Same, 2) => "Joined by review",
            (Answer::Different, 1) => "Kept apart by review",
            (Answer::Right, 2) => "Upheld by review",
            (Answer::Wrong, 2) => "A reviewer disagrees",
            _ => return None,
        };
        Some(Fact::new(label, reason(it)).links(links(it, names)))
    });
    facts.take(FACTS).collect()
}

/// Of some kinds: how many were upheld, as `readings` say, and every decision. `None` where nobody said anything.
pub fn section(trends: &Trends, kinds: &[Subject], readings: &[&Option<String>], names: &Names) -> Option<Section> {
    let readings: Vec<&str> = readings.iter().filter_map(|reading| reading.as_deref()).collect();
    let decided: Vec<&Judged> = trends.reviewed.of_kinds(kinds).collect();
    if readings.is_empty() && decided.is_empty() {
        return None;
    }
    let mut section = Section::new("reviewed", "Checked by people").reading(readings.join(" "));
    if !decided.is_empty() {
        // Only internal readers see reasons.
        let columns = if decided.iter().any(|it| !reason(it).is_empty()) { HEADS.len() } else { HEADS.len() - 1 };
        let rows = decided.iter().take(SHOWN).map(|it| {
            let mut row = vec![
                Cell::text(asked(it.decision.kind)),
                Cell::links(links(it, names)),
                Cell::text(if it.by_itself { "yes" } else { "no" }),
                Cell::text(it.decision.answer.word()),
                Cell::text(reason(it)),
            ];
            row.truncate(columns);
            row
        });
        let grid = Grid::new("Decisions of reviews", &HEADS[..columns]);
        section = section.grid(grid.rows(rows)).further(further(decided.len(), SHOWN, TRENDS_DATA));
    }
    Some(section)
}

/// How the figures of [`section`] are counted.
pub const METHOD: &str = "Checked are those that the program claims by itself, computed as if nobody had said anything, and on which somebody decided: with incidex review, same_as, not_same_as or a name in causes.toml, where neighbours in its list count as a pair. Upheld are those that were confirmed.";

fn asked(kind: Subject) -> &'static str {
    match kind {
        Subject::Cause => "one cause",
        Subject::Promise => "one promise",
        Subject::Recurred => "recurred after a fix",
        Subject::Held => "the fix held",
    }
}

/// The reason with the day, as far as they are known.
fn reason(it: &Judged) -> String {
    let reason = it.decision.reason.clone().unwrap_or_default();
    match it.decision.as_of {
        Some(day) if reason.is_empty() => format!("({day})"),
        Some(day) => format!("{reason} ({day})"),
        None => reason,
    }
}

fn links(it: &Judged, names: &Names) -> Vec<Link> {
    it.decision.between.iter().map(|reference| link(reference, names)).collect()
}

/// An incident by its title, an action item by its reference.
fn link(reference: &str, names: &Names) -> Link {
    let incident = incident_of(reference, names);
    match names.slug(incident) {
        Some(slug) if incident != reference => {
            let anchor = &reference[incident.len()..];
            Link::new(reference, format!("{}{anchor}", incident_path(slug)))
        }
        _ => names.link(reference),
    }
}

/// `INC-7` of `INC-7#a3`; a name may hold `#` itself.
fn incident_of<'r>(reference: &'r str, names: &Names) -> &'r str {
    match reference.rsplit_once('#') {
        Some((incident, _)) if names.slug(reference).is_none() => incident,
        _ => reference,
    }
}

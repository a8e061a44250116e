//! Whether the incident is over.

use crate::model::{Origin, Status};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::Part;
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;

const RESOLVED: &[&str] = &[
    "resolved",
    "closed",
    "done",
    "fixed",
    "completed",
    "complete",
    "mitigated",
    "postmortem",
    "final",
    "true",
    "over",
    "resuelto",
    "gelöst",
];
const OPEN: &[&str] = &[
    "open",
    "ongoing",
    "investigating",
    "identified",
    "monitoring",
    "active",
    "in progress",
    "unresolved",
    "false",
    "abierto",
    "offen",
];

/// The status its author states, else what the end of the incident tells.
pub fn status(author: &Author, parts: &[Part], ended: bool, resolution: bool, trail: &mut Trail) -> Status {
    if let Some((word, place)) = author.text(Key::Status)
        && let Some(status) = named(&word)
    {
        trail.note("status", Origin::Stated, "front-matter", place);
        return status;
    }
    let line = parts.iter().filter(|part| part.field == Some(Field::Status)).find_map(|part| part.lines().next());
    if let Some((line, status)) = line.and_then(|line| named(&line.text).map(|status| (line, status))) {
        trail.note("status", Origin::Stated, "label", &Place::of(line));
        return status;
    }
    if ended || resolution {
        let rule = if ended { "has-an-end" } else { "has-a-resolution" };
        trail.note("status", Origin::Derived, rule, &Place::nowhere());
        return Status::Resolved;
    }
    Status::Unknown
}

fn named(text: &str) -> Option<Status> {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    let head = text.split([',', ';', '(']).next().unwrap_or_default().trim();
    let is = |words: &[&str]| words.iter().any(|word| head == *word || head.starts_with(&format!("{word} ")));
    if is(OPEN) {
        Some(Status::Open)
    } else if is(RESOLVED) {
        Some(Status::Resolved)
    } else {
        None
    }
}

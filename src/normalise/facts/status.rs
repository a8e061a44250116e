//! Whether the incident is over.

use super::over;
use crate::model::{Origin, Status};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::Part;
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::Line;

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

/// What tells that an incident is over.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// Its end is known.
    pub ended: bool,
    /// A part of the document tells the resolution.
    pub resolution: bool,
    /// Something ended the impact.
    pub remedied: bool,
}

/// The status its author states, else what the end of the incident, its remedy or the words about it tell.
pub fn status(author: &Author, parts: &[Part], evidence: Evidence, trail: &mut Trail) -> Status {
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
    if let Some((line, status)) = jotted(parts) {
        trail.note("status", Origin::Stated, "label", &Place::of(line));
        return status;
    }
    if evidence.ended || evidence.resolution {
        let rule = if evidence.ended { "has-an-end" } else { "has-a-resolution" };
        trail.note("status", Origin::Derived, rule, &Place::nowhere());
        return Status::Resolved;
    }
    if let Some(line) = over::line(parts) {
        trail.note("status", Origin::Inferred, "says-it-is-over", &Place::of(line));
        return Status::Resolved;
    }
    if evidence.remedied && !over::goes_on(parts) {
        trail.note("status", Origin::Derived, "has-a-remedy", &Place::nowhere());
        return Status::Resolved;
    }
    Status::Unknown
}

/// `current status: ONGOING`: a label in hasty lower case at the top.
fn jotted(parts: &[Part]) -> Option<(&Line, Status)> {
    const TOP: usize = 12;
    const NAMES: &[&str] = &["status", "current status", "status now", "state", "incident status"];
    parts.iter().flat_map(Part::lines).take(TOP).find_map(|line| {
        let (name, value) = line.text.split_once(':')?;
        let known = NAMES.contains(&name.trim().to_lowercase().as_str());
        Some((line, named(value).filter(|_| known)?))
    })
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

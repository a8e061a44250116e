//! "Seen before" on the page of an incident: others like it, and why they are thought alike.

use serde::Serialize;

use super::{Names, incident_path};
use crate::analyse::Neighbour;
use crate::render::archive::Archive;
use crate::render::view::Link;
use crate::render::view::incident::shortened;
use crate::render::words;

/// Others like an incident, nearest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seen {
    pub heading: &'static str,
    pub rows: Vec<SeenRow>,
    /// From which likeness on, and how many at most.
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeenRow {
    pub link: Link,
    pub date: Option<String>,
    /// It came after this one.
    pub later: bool,
    /// `same service: checkout; shared words: connection pool, exhausted`
    pub reasons: String,
    /// What ended it, in its own words.
    pub fixed_by: Option<String>,
}

impl Seen {
    /// `None` where nothing is alike enough.
    pub fn new(archive: &Archive, names: &Names, slug: &str) -> Option<Self> {
        let similar = names.similar(slug)?;
        let own = names.date(&similar.incident).map(|date| date.to_string());
        let rows: Vec<SeenRow> = similar.neighbours.iter().map(|it| row(archive, it, own.as_deref())).collect();
        let heading = if rows.iter().all(|row| row.later) { "Seen again since" } else { "Seen before" };
        let options = &archive.input.trends.options;
        let most = words::count(options.thresholds.similar_shown, "is", "are");
        let note = format!("At most {most} shown, from a likeness of {} on.", options.thresholds.similar);
        (!rows.is_empty()).then_some(Self { heading, rows, note })
    }
}

fn row(archive: &Archive, neighbour: &Neighbour, own: Option<&str>) -> SeenRow {
    let mut reasons = Vec::new();
    if let Some(class) = &neighbour.same_class {
        let cause = archive.cause_label(class, neighbour.same_component.as_deref());
        reasons.push(format!("same cause: {}", words::lower_first(&cause)));
    } else if let Some(component) = &neighbour.same_component {
        reasons.push(format!("same component: {}", words::lower_first(&archive.component_label(component))));
    }
    if !neighbour.same_services.is_empty() {
        reasons.push(format!("same service: {}", neighbour.same_services.join(", ")));
    }
    if !neighbour.shared_terms.is_empty() {
        reasons.push(format!("shared words: {}", neighbour.shared_terms.join(", ")));
    }
    // Dates of the form 2024-05-12 sort as text; a month sorts before its days and is not called later than they are.
    let date = neighbour.date.map(|date| date.to_string());
    let later = matches!((date.as_deref(), own), (Some(date), Some(own)) if date > own && !date.starts_with(own));
    SeenRow {
        later,
        link: Link::new(neighbour.title.clone(), incident_path(&neighbour.slug)),
        date,
        reasons: reasons.join("; "),
        fixed_by: neighbour.fixed_by.as_deref().map(|text| shortened(text, 120)),
    }
}

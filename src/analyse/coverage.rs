//! What we cannot know: per field how many documents state it, how many let it be derived or inferred, how many are silent.
//!
//! Input: the archive. Output: counts over all incidents and per quarter.

use std::ops::Bound::{Included, Unbounded};

use serde::Serialize;

use crate::model::field::Key;
use crate::model::{DetectionSource, Incident, Origin, SeverityLevel, Status};

use super::archive::{Archive, Case};
use super::period::Quarter;
use super::wording;

/// One field over all incidents; the four add up to their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldCoverage {
    pub field: &'static str,
    pub stated: usize,
    /// Computed from stated values, or taken over from a neighbour.
    pub derived: usize,
    /// Read out of prose by a rule.
    pub inferred: usize,
    pub missing: usize,
}

/// Share of fields that are filled, per quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuarterCoverage {
    pub quarter: Quarter,
    pub n: usize,
    /// Incidents that fill the field, in the order of [`FIELDS`].
    pub filled: Vec<usize>,
}

/// Whether a field has a value.
type Filled = fn(&Incident) -> bool;

/// A field that analyses rest on.
pub struct Rested {
    /// How the trends call it.
    pub name: &'static str,
    /// What states it.
    pub key: Key,
    /// Key path of its provenance.
    path: &'static str,
    pub filled: Filled,
}

const fn rested(name: &'static str, key: Key, path: &'static str, filled: Filled) -> Rested {
    Rested { name, key, path, filled }
}

/// The fields that analyses rest on, in the order of the tables.
#[rustfmt::skip]
pub const FIELDS: [Rested; 19] = [
    rested("title", Key::Title, "title", |it| !it.title_generated),
    rested("summary", Key::Summary, "summary", |it| it.summary.is_some()),
    rested("severity", Key::Severity, "severity.level", |it| it.severity.level != SeverityLevel::Unknown),
    rested("services", Key::Services, "services", |it| !it.services.is_empty()),
    rested("status", Key::Status, "status", |it| it.status != Status::Unknown),
    rested("started_at", Key::StartedAt, "started_at", |it| it.started_at.is_some()),
    rested("ended_at", Key::EndedAt, "ended_at", |it| it.ended_at.is_some()),
    rested("duration", Key::Duration, "duration.minutes", |it| it.duration.minutes.is_some()),
    rested("time_to_detect", Key::DetectedAt, "phases.detect", |it| it.phases.detect.is_some()),
    rested("time_to_identify", Key::IdentifiedAt, "phases.identify", |it| it.phases.identify.is_some()),
    rested("time_to_fix", Key::FixedAt, "phases.fix", |it| it.phases.fix.is_some()),
    rested("timeline", Key::Timeline, "timeline", |it| !it.timeline.is_empty()),
    rested("detection", Key::Detection, "detection.source", |it| it.detection.source != DetectionSource::Unknown),
    rested("cause", Key::Cause, "cause.class", |it| it.cause.class.as_deref().is_some_and(|class| class != "unknown")),
    rested("component", Key::Component, "cause.component", |it| it.cause.component.is_some()),
    rested("impact", Key::Impact, "impact.text", |it| it.impact.text.is_some()),
    rested("mitigation", Key::Mitigation, "mitigation", |it| it.mitigation.is_some()),
    rested("action_items", Key::ActionItems, "action_items", |it| !it.action_items.is_empty()),
    rested("false_leads", Key::FalseLeads, "false_leads", |it| !it.false_leads.is_empty()),
];

/// One row per field of [`FIELDS`], in their order.
pub fn coverage(archive: &Archive) -> Vec<FieldCoverage> {
    FIELDS
        .iter()
        .map(|Rested { name, path, filled, .. }| {
            let mut row = FieldCoverage { field: name, stated: 0, derived: 0, inferred: 0, missing: 0 };
            for case in &archive.cases {
                *match origin(case.incident, path, *filled) {
                    Some(Origin::Stated) => &mut row.stated,
                    Some(Origin::Inherited | Origin::Rolled | Origin::Derived) => &mut row.derived,
                    Some(Origin::Inferred) => &mut row.inferred,
                    Some(Origin::Default) | None => &mut row.missing,
                } += 1;
            }
            row
        })
        .collect()
}

/// `None` where the field has no value. A value without a trail of its own is taken from the trail of the key above it,
/// and counts as inferred where there is none either.
fn origin(incident: &Incident, path: &str, filled: Filled) -> Option<Origin> {
    if !filled(incident) {
        return None;
    }
    let above = path.split_once('.').map_or(path, |(above, _)| above);
    let trail = incident.provenance.get(path).or_else(|| incident.provenance.get(above));
    let below = || {
        let prefix = format!("{path}.");
        let entry = incident.provenance.range::<str, _>((Included(prefix.as_str()), Unbounded)).next()?;
        entry.0.starts_with(&prefix).then_some(entry.1)
    };
    Some(trail.or_else(below).map_or(Origin::Inferred, |trail| trail.origin))
}

pub fn by_quarter(archive: &Archive) -> Vec<QuarterCoverage> {
    let quarter = |case: &Case| case.date.and_then(Quarter::of);
    let empty = |quarter| QuarterCoverage { quarter, n: 0, filled: vec![0; FIELDS.len()] };
    let mut rows: Vec<QuarterCoverage> =
        Quarter::span(archive.cases.iter().filter_map(quarter)).into_iter().map(empty).collect();
    for case in &archive.cases {
        let Some(at) = quarter(case).and_then(|it| rows.binary_search_by_key(&it, |row| row.quarter).ok()) else {
            continue;
        };
        rows[at].n += 1;
        for (count, field) in rows[at].filled.iter_mut().zip(&FIELDS) {
            *count += usize::from((field.filled)(case.incident));
        }
    }
    rows
}

/// `time_to_detect` in the middle of a sentence.
pub fn in_words(field: &str) -> String {
    match field {
        "started_at" => "start".to_owned(),
        "ended_at" => "end".to_owned(),
        other => other.replace('_', " "),
    }
}

/// One sentence: what is told most rarely.
pub fn reading(rows: &[FieldCoverage], all: usize) -> String {
    if all == 0 {
        return "There is no incident yet.".to_owned();
    }
    // False leads are rarely told because they are rare, so they are no gap.
    let gaps = rows.iter().filter(|row| row.field != "false_leads" && row.missing > 0);
    let mut gaps: Vec<&FieldCoverage> = gaps.collect();
    gaps.sort_by_key(|row| std::cmp::Reverse(row.missing));
    let worst: Vec<String> =
        gaps.iter().take(3).map(|row| format!("{} ({} of {all})", in_words(row.field), row.missing)).collect();
    match worst.is_empty() {
        true => format!("Every field is known in {}.", wording::some_of(all, all, "incident", "", "")),
        false => format!("Most often missing: {}.", wording::list(&worst)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{Draft, archive as built, draft};
    use crate::model::Provenance;

    fn told(draft: Draft, path: &str, origin: Origin) -> Draft {
        let provenance = Provenance { origin, line: None, column: None, rule: "test".into(), excerpt: None };
        draft.with(|incident| {
            incident.provenance.insert(path.to_owned().into(), provenance);
        })
    }

    fn check(field: &str, drafts: Vec<Draft>, expected: [usize; 4]) {
        let kb = built(drafts);
        let rows = coverage(&Archive::new(&kb));
        let row = rows.into_iter().find(|row| row.field == field).unwrap();
        assert_eq!([row.stated, row.derived, row.inferred, row.missing], expected);
    }

    #[test]
    fn each_incident_counts_once_per_field() {
        let start = |id: &str, origin| told(draft(id).on("2024-01-01"), "started_at", origin);
        let drafts = vec![
            start("a", Origin::Stated),
            start("b", Origin::Rolled),
            start("c", Origin::Inferred),
            draft("d").on("2024-02-01"),
            draft("e"),
        ];
        check("started_at", drafts, [1, 1, 2, 1]);
    }

    #[test]
    fn a_key_may_be_told_above_or_below_its_path() {
        let cause = |id: &str, path| told(draft(id).cause("config", "", ""), path, Origin::Stated);
        check("cause", vec![cause("a", "cause"), cause("b", "cause.class"), cause("c", "causes")], [2, 0, 1, 0]);
        check("services", vec![told(draft("a").service("web"), "services.0", Origin::Stated)], [1, 0, 0, 0]);
    }

    #[test]
    fn an_unknown_value_is_missing() {
        check("cause", vec![draft("a").cause("unknown", "", "")], [0, 0, 0, 1]);
        check("severity", vec![draft("a")], [0, 0, 0, 1]);
    }
}

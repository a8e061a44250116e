//! Where each value comes from and how its author can overrule it.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::{Incident, Provenance};
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProvenanceRow<'a> {
    /// `severity.level`; with `ix-origin-` before it the id of the row.
    pub key: &'a str,
    /// `Severity`
    pub label: Cow<'a, str>,
    pub origin: &'static str,
    /// `line 14, rule duration-range`
    pub place: String,
    pub excerpt: Option<&'a str>,
    /// The front matter key that overrules it.
    pub override_key: Option<&'static str>,
}

/// Key path of the schema, what pages call it, and the front matter key that states it.
const KEYS: &[(&str, &str, Option<&str>)] = &[
    ("action_items", "Action items", None),
    ("audience", "Audience", Some("audience")),
    ("cause.class", "Cause", Some("cause")),
    ("cause.component", "Component", Some("component")),
    ("cause.contributing", "Contributing causes", Some("contributing")),
    ("cause.statement", "Sentence that states the cause", Some("cause")),
    ("detection.source", "Detected by", Some("detection")),
    ("detection.sources", "All who noticed", Some("detection")),
    ("duration.clock", "Clock of the duration", None),
    ("duration.minutes", "Duration", Some("duration")),
    ("duration.stated_minutes", "Duration as written", Some("duration")),
    ("ended_at", "End", Some("ended_at")),
    ("false_leads", "False leads", None),
    ("id", "Id", Some("id")),
    ("impact.text", "Impact", Some("impact")),
    ("impact.users_percent", "Share of users", Some("users_percent")),
    ("kind", "Kind", Some("kind")),
    ("lessons", "Lessons", None),
    ("milestones.culprit_named_at", "Cause first named", Some("culprit_named_at")),
    ("milestones.detected_at", "Detected", Some("detected_at")),
    ("milestones.escalated_at", "Escalated", Some("escalated_at")),
    ("milestones.fixed_at", "Fixed", Some("fixed_at")),
    ("milestones.identified_at", "Cause identified", Some("identified_at")),
    ("milestones.resolved_at", "Resolved", Some("ended_at")),
    ("milestones.responded_at", "Responded", Some("responded_at")),
    ("mitigation", "What ended it", Some("mitigation")),
    ("mitigation.kind", "What ended it", Some("mitigation")),
    ("mitigation.text", "What ended it, in words", Some("mitigation")),
    ("organisation", "Organisation", Some("organisation")),
    ("part", "Part", Some("part")),
    ("related", "Related incidents", Some("related")),
    ("resolution", "Resolution", Some("resolution")),
    ("services", "Services", Some("services")),
    ("severity", "Severity", Some("severity")),
    ("severity.label", "Severity as written", Some("severity")),
    ("severity.level", "Severity", Some("severity")),
    ("started_at", "Start", Some("started_at")),
    ("status", "Status", Some("status")),
    ("summary", "Summary", Some("summary")),
    ("tags", "Tags", Some("tags")),
    ("timeline", "Timeline", None),
    ("title", "Title", Some("title")),
];

/// One row for each filled key; those of single timeline entries and items stand beside them instead.
pub fn rows(incident: &Incident) -> Vec<ProvenanceRow<'_>> {
    let own = incident.provenance.iter().filter(|(key, _)| position(key).is_none());
    own.map(|(key, provenance)| {
        let known = KEYS.binary_search_by_key(&key.as_str(), |(path, _, _)| path).ok().map(|at| KEYS[at]);
        ProvenanceRow {
            key,
            label: known.map_or_else(
                || Cow::Owned(words::upper_first(&key.replace(['.', '_'], " "))),
                |(_, label, _)| Cow::Borrowed(label),
            ),
            origin: words::origin(provenance.origin),
            place: place(provenance),
            excerpt: super::filled(provenance.excerpt.as_deref()),
            override_key: known.and_then(|(_, _, key)| key),
        }
    })
    .collect()
}

fn place(provenance: &Provenance) -> String {
    let mut text = String::with_capacity(40);
    if let Some(line) = provenance.line {
        text.push_str("line ");
        words::push_number(&mut text, line as i64);
        text.push_str(", ");
    }
    text.push_str("rule ");
    text.push_str(&provenance.rule);
    text
}

/// Id of the row of a key.
pub fn anchor(key: &str) -> String {
    format!("ix-origin-{key}")
}

/// The position in a key path such as `timeline[3].at` or `timeline.3.at`.
pub fn position(key: &str) -> Option<usize> {
    let parts = key.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.skip(1).find_map(|part| part.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_keys_can_be_searched() {
        assert!(KEYS.is_sorted_by_key(|(path, _, _)| path));
    }

    #[test]
    fn a_key_of_a_single_entry_is_told_from_a_key_of_the_incident() {
        let positions = ["timeline[3].at", "timeline.12.until", "severity.level", "timeline"].map(position);
        assert_eq!(positions, [Some(3), Some(12), None, None]);
    }
}

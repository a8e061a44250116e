//! From a change to its first symptom, by the timelines that begin with the change.
//!
//! Input: the archive. Output: minutes per incident and kind of change. Only lines before the first detection count, and
//! a change that undoes another is none.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{EventKind, Incident, Minutes, PartialDate};

use super::archive::{Archive, Case};
use super::options::Options;
use super::summary::Summary;
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeLag {
    /// Minutes from the change to the detection.
    pub summary: Summary,
    pub by_kind: Vec<KindLag>,
    /// Shortest lag first: the steps of a cumulative curve.
    pub points: Vec<LagPoint>,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindLag {
    pub kind: &'static str,
    #[serde(flatten)]
    pub summary: Summary,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LagPoint {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    pub kind: &'static str,
    pub minutes: Minutes,
    /// The line that tells of the change.
    pub text: String,
}

/// Words of a change and its kind.
const CHANGES: [(&str, &str); 20] = [
    ("deployed", "deployment"),
    ("deployment", "deployment"),
    ("released", "deployment"),
    ("rolled out", "deployment"),
    ("rollout", "deployment"),
    ("shipped", "deployment"),
    ("merged", "deployment"),
    ("upgrade", "upgrade"),
    ("migrat", "migration"),
    ("terraform apply", "infrastructure change"),
    ("pipeline unpaused", "infrastructure change"),
    ("applied", "configuration change"),
    ("configuration change", "configuration change"),
    ("config change", "configuration change"),
    ("setting changed", "configuration change"),
    ("settings changed", "configuration change"),
    ("feature flag", "flag"),
    ("flag enabled", "flag"),
    ("flag turned on", "flag"),
    ("switched on", "flag"),
];
const UNDONE: [&str; 6] = ["roll back", "rolled back", "rollback", "revert", "no recent", "not deployed"];

pub fn change_lag(archive: &Archive, options: &Options) -> ChangeLag {
    let mut points: Vec<LagPoint> = archive.cases.iter().filter_map(point).collect();
    points.sort_by(|a, b| (a.minutes, &a.incident).cmp(&(b.minutes, &b.incident)));
    let mut kinds = BTreeMap::<&str, Vec<Minutes>>::new();
    for point in &points {
        kinds.entry(point.kind).or_default().push(point.minutes);
    }
    let by_kind = kinds
        .into_iter()
        .map(|(kind, minutes)| KindLag { kind, summary: Summary::new(&minutes, minutes.len(), options) })
        .collect();
    let minutes: Vec<Minutes> = points.iter().map(|point| point.minutes).collect();
    let summary = Summary::new(&minutes, archive.cases.len(), options);
    let reading = reading(&summary, &minutes, options.thresholds.tested_from);
    ChangeLag { summary, by_kind, points, reading }
}

fn point(case: &Case) -> Option<LagPoint> {
    let (kind, text, minutes) = lag(case.incident)?;
    Some(LagPoint {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        date: case.date,
        kind,
        minutes,
        text: text.to_owned(),
    })
}

/// From the last change before the detection to the detection.
fn lag(incident: &Incident) -> Option<(&'static str, &str, Minutes)> {
    let at = incident.timeline.iter().position(|entry| entry.kind == EventKind::Detected)?;
    let detected = incident.timeline[at].elapsed?;
    let change = |text: &str| {
        let lower = text.to_lowercase();
        let undone = UNDONE.iter().any(|cue| lower.contains(cue));
        CHANGES.iter().find(|(cue, _)| lower.contains(cue) && !undone).map(|(_, kind)| *kind)
    };
    let before = incident.timeline[..at].iter().rev();
    let (kind, entry) = before.filter_map(|entry| Some((change(&entry.text)?, entry))).next()?;
    let minutes = Minutes::from_seconds(detected.seconds - entry.elapsed?.seconds);
    (minutes.seconds >= 0).then_some((kind, entry.text.as_str(), minutes))
}

fn reading(summary: &Summary, ascending: &[Minutes], summarised_from: usize) -> String {
    let n = ascending.len();
    if n == 0 {
        let none = wording::some_of(0, summary.of, "timeline", "tells", "tell");
        return format!("{} of a change before the detection.", wording::sentence(&none));
    }
    let told = summary.reading("the time from a change to its detection", summarised_from);
    if n < summarised_from {
        return told;
    }
    let within = ascending[(n * 4).div_ceil(5) - 1];
    format!("{told} Four of five show within {}.", wording::minutes(within))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{Draft, archive as built, draft};

    fn check(draft: Draft, expected: Option<(&str, i64)>) {
        let kb = built([draft]);
        let points = change_lag(&Archive::new(&kb), &Options::default()).points;
        assert_eq!(points.first().map(|point| (point.kind, point.minutes.rounded())), expected);
    }

    #[test]
    fn the_last_change_before_the_detection_counts() {
        let timeline = draft("a")
            .line(0, EventKind::Note, "Version 4 released")
            .line(30, EventKind::Note, "Feature flag turned on for everybody")
            .line(42, EventKind::Detected, "Error rate alert");
        check(timeline, Some(("flag", 12)));
    }

    #[test]
    fn undoing_is_no_change_and_later_changes_do_not_count() {
        check(
            draft("a")
                .line(0, EventKind::Note, "Yesterday's release rolled back")
                .line(5, EventKind::Detected, "Alert")
                .line(9, EventKind::Note, "Deployed more logging"),
            None,
        );
    }
}

//! The header of an incident: what one wants to know first, on one line.

use serde::Serialize;

use super::super::row::services;
use super::super::{Link, SeverityMark};
use crate::model::{DurationClock, Incident, Moment, Origin};
use crate::render::archive::{Archive, Entry};
use crate::render::moment::{When, date_text, in_utc};
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facts<'a> {
    pub date: Option<String>,
    /// Page of the year.
    pub year_path: Option<String>,
    pub severity: SeverityMark,
    pub severity_why: Option<String>,
    /// `near miss`, `planned maintenance`, `notice`.
    pub kind: Option<&'static str>,
    pub services: Vec<Link>,
    pub services_why: Option<String>,
    pub start: Option<When>,
    /// In UTC, where the document's zone is another one and the instant is known.
    pub start_utc: Option<String>,
    pub start_why: Option<String>,
    pub end: Option<When>,
    pub end_utc: Option<String>,
    pub end_why: Option<String>,
    pub duration: Option<Fact>,
    /// Where the times add up to something else than the author's figure.
    pub other_duration: Option<String>,
    pub support_hours: bool,
    pub detection: Option<Fact>,
    pub users: Option<Fact>,
    pub status: Option<Fact>,
    /// `written up on 2026-05-09, 3 days after; last changed on 2026-06-01`
    pub written: Option<Fact>,
    pub organisation: Option<&'a str>,
}

/// A value in words and, where it is ours rather than the author's, the anchor of its origin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    pub text: String,
    /// ISO 8601, for durations.
    pub datetime: Option<String>,
    pub why: Option<String>,
}

impl<'a> Facts<'a> {
    pub fn new(archive: &'a Archive, entry: &Entry<'a>) -> Self {
        let incident = entry.incident();
        let year = entry.moment.and_then(|moment| moment.date).map(|date| date.year());
        Self {
            date: entry.date(),
            year_path: year.map(|year| format!("years/{year}/index.html")).filter(|_| is_listed(incident)),
            severity: SeverityMark::new(&incident.severity),
            severity_why: why(incident, "severity.level"),
            kind: words::kind(incident.kind),
            services: services(archive, &incident.services),
            services_why: why(incident, "services"),
            start: incident.started_at.as_ref().map(|start| start_of(start, incident, entry.date().as_deref())),
            start_utc: incident.started_at.as_ref().and_then(in_utc),
            start_why: why(incident, "started_at"),
            end: incident.ended_at.as_ref().map(|end| beside(end, entry.date().as_deref())),
            end_utc: incident.ended_at.as_ref().and_then(in_utc),
            end_why: why(incident, "ended_at"),
            duration: duration(incident),
            other_duration: other_duration(incident),
            support_hours: incident.duration.clock == DurationClock::SupportHours,
            detection: detection(incident),
            users: users(incident),
            status: words::status(incident.status).map(|text| fact(incident, "status", text)),
            written: written(incident),
            organisation: incident.organisation.as_deref(),
        }
    }
}

/// Near misses and incidents have severity and year pages; planned work has not.
fn is_listed(incident: &Incident) -> bool {
    use crate::model::Kind::{Incident, NearMiss};
    matches!(incident.kind, Incident | NearMiss)
}

/// The start, without its zone where the end names the same one.
fn start_of(start: &Moment, incident: &Incident, date: Option<&str>) -> When {
    let same_zone = incident.ended_at.as_ref().is_some_and(|end| end.time.is_some() && end.zone == start.zone);
    let same_date = start.date.is_none_or(|own| Some(date_text(own).as_str()) == date);
    if same_zone && same_date { When::bare_time(start) } else { beside(start, date) }
}

/// A moment without its date where that is the one already shown.
fn beside(moment: &Moment, date: Option<&str>) -> When {
    match moment.date {
        Some(own) if Some(date_text(own).as_str()) != date => When::full(moment),
        _ => When::time_only(moment),
    }
}

fn duration(incident: &Incident) -> Option<Fact> {
    let duration = &incident.duration;
    let text = words::duration_of(duration)?;
    let length = duration.stated_minutes.or(duration.minutes).or(duration.at_most_minutes)?;
    let key = match (duration.stated_minutes, duration.minutes) {
        (Some(_), _) => "duration.stated_minutes",
        (None, Some(_)) => "duration.minutes",
        (None, None) => "duration.at_most_minutes",
    };
    Some(Fact { datetime: Some(words::iso_duration(length)), ..fact(incident, key, text) })
}

fn other_duration(incident: &Incident) -> Option<String> {
    let duration = &incident.duration;
    let (stated, counted) = (duration.stated_minutes?, duration.minutes?);
    (stated != counted).then(|| words::duration(counted))
}

fn detection(incident: &Incident) -> Option<Fact> {
    let source = words::detection(incident.detection.source)?;
    Some(fact(incident, "detection.source", format!("detected by {source}")))
}

fn users(incident: &Incident) -> Option<Fact> {
    let share = incident.impact.users_percent?;
    let about = if incident.impact.approximate { "about " } else { "" };
    Some(fact(incident, "impact.users_percent", format!("{about}{} of users", words::percent(share))))
}

/// What the history of the archive tells of the report.
fn written(incident: &Incident) -> Option<Fact> {
    let recorded = incident.recorded.as_ref()?;
    let after = recorded.write_up_days.and_then(|days| usize::try_from(days).ok());
    let after = after.map(|days| format!(", {} after", words::count(days, "day", "days"))).unwrap_or_default();
    let first = recorded.written_on.map(|on| format!("written up on {on}{after}; "));
    let edited = format!("{}last changed on {}", first.unwrap_or_default(), recorded.edited_on);
    Some(fact(incident, "recorded", edited))
}

fn fact(incident: &Incident, key: &str, text: impl Into<String>) -> Fact {
    Fact { text: text.into(), datetime: None, why: why(incident, key) }
}

/// Anchor of the origin of a value that the author did not write that way.
fn why(incident: &Incident, key: &str) -> Option<String> {
    let origin = incident.provenance.get(key)?.origin;
    (origin != Origin::Stated).then(|| super::provenance::anchor(key))
}

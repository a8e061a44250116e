//! Moments on a page: the words, the machine-readable form and a key to sort by.
//!
//! Input: a [`Moment`]. Output: text and an HTML `datetime` value that say no more than the moment does.

use serde::Serialize;

use crate::model::{Incident, Moment, PartialDate};

/// A moment for `<time datetime="...">text</time>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// `2024-03-03 22:00 UTC`, `22:00`, `2024-03`.
    pub text: String,
    /// `None` where no valid form exists.
    pub datetime: Option<String>,
    /// `2024-03-03 22:00 UTC` where the document's zone is another one and the instant is known.
    pub utc: Option<String>,
}

impl When {
    /// Date, time and zone, as far as they are known.
    pub fn full(moment: &Moment) -> Self {
        let parts = [moment.date.map(|date| date.to_string()), clock(moment)];
        Self::with_text(moment, parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    /// Time and zone only, where the date stands beside it anyway.
    pub fn time_only(moment: &Moment) -> Self {
        clock(moment).map_or_else(|| Self::full(moment), |text| Self::with_text(moment, text))
    }

    /// Time without its zone, where the zone stands beside it anyway.
    pub fn bare_time(moment: &Moment) -> Self {
        moment.time.map_or_else(|| Self::full(moment), |time| Self::with_text(moment, time.to_string()))
    }

    fn with_text(moment: &Moment, text: String) -> Self {
        let text = if text.is_empty() { moment.text.clone() } else { text };
        let text = if moment.approximate { format!("about {text}") } else { text };
        Self { text, datetime: datetime(moment), utc: utc(moment) }
    }
}

/// The time of day with its zone.
fn clock(moment: &Moment) -> Option<String> {
    let time = moment.time?;
    Some(match &moment.zone {
        Some(zone) => format!("{time}\u{a0}{zone}"),
        None => time.to_string(),
    })
}

fn datetime(moment: &Moment) -> Option<String> {
    if let Some(utc) = moment.utc {
        return Some(utc.to_string());
    }
    match (moment.date, moment.time) {
        (Some(PartialDate::Day(date)), Some(time)) => Some(format!("{date}T{time}")),
        (Some(date), _) => Some(date.to_string()),
        (None, Some(time)) => Some(time.to_string()),
        (None, None) => None,
    }
}

fn utc(moment: &Moment) -> Option<String> {
    let is_utc = moment.zone.as_deref().is_some_and(|zone| matches!(zone, "UTC" | "Z" | "GMT"));
    let instant = moment.utc.filter(|_| !is_utc)?;
    let civil = jiff::tz::TimeZone::UTC.to_datetime(instant);
    Some(format!("{} {:02}:{:02}\u{a0}UTC", civil.date(), civil.hour(), civil.minute()))
}

/// Sorts moments in the author's own clock; missing parts sort first, a moment without a date sorts before all others.
pub type SortKey = (i16, i8, i8, i64);

pub fn sort_key(moment: &Moment) -> SortKey {
    let seconds = moment.time.map_or(-1, |time| time.seconds());
    match moment.date {
        Some(PartialDate::Day(date)) => (date.year(), date.month(), date.day(), seconds),
        Some(PartialDate::Month(year, month)) => (year, month, 0, seconds),
        Some(PartialDate::Year(year)) => (year, 0, 0, seconds),
        None => (i16::MIN, 0, 0, seconds),
    }
}

/// The moment that dates an incident: its start, else the first thing known about it that carries a date.
pub fn dated(incident: &Incident) -> Option<&Moment> {
    let milestones = &incident.milestones;
    let candidates = [
        &incident.started_at,
        &milestones.detected_at,
        &milestones.responded_at,
        &milestones.resolved_at,
        &incident.ended_at,
    ];
    let timeline = incident.timeline.iter().filter_map(|entry| entry.at.as_ref());
    candidates.into_iter().flatten().chain(timeline).find(|moment| moment.date.is_some())
}

/// Days since 1970 with their fraction; a month or a year counts as its middle.
pub fn day_number(moment: &Moment) -> Option<f64> {
    let (date, fraction) = match moment.date? {
        PartialDate::Day(date) => (date, moment.time.map_or(0.5, |time| time.seconds() as f64 / 86_400.0)),
        PartialDate::Month(year, month) => (jiff::civil::Date::new(year, month, 15).ok()?, 0.0),
        PartialDate::Year(year) => (jiff::civil::Date::new(year, 7, 1).ok()?, 0.0),
    };
    Some(f64::from(days_since_1970(date)) + fraction)
}

/// Whole days since 1970-01-01.
pub fn days_since_1970(date: jiff::civil::Date) -> i32 {
    date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours().div_euclid(24) as i32
}

/// Whole days from an incident to `as_of`; `None` where the day is unknown or lies later.
pub fn age_in_days(moment: Option<&Moment>, as_of: jiff::civil::Date) -> Option<usize> {
    let day = moment?.date?.day()?;
    usize::try_from(days_since_1970(as_of) - days_since_1970(day)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{moment, moment_in};

    fn check(cases: &[(Moment, &str, Option<&str>)]) {
        for (moment, text, datetime) in cases {
            let when = When::full(moment);
            assert_eq!(when.text.replace('\u{a0}', " "), *text);
            assert_eq!(when.datetime.as_deref(), *datetime);
        }
    }

    #[test]
    fn a_moment_says_no_more_than_is_known() {
        check(&[
            (moment("2024-03-03 22:00 UTC"), "2024-03-03 22:00 UTC", Some("2024-03-03T22:00:00Z")),
            (moment("2024-03-03 22:00"), "2024-03-03 22:00", Some("2024-03-03T22:00")),
            (moment("2024-03-03"), "2024-03-03", Some("2024-03-03")),
            (moment("2024-03"), "2024-03", Some("2024-03")),
            (moment("22:00"), "22:00", Some("22:00")),
        ]);
    }

    #[test]
    fn another_zone_is_shown_in_utc_as_well() {
        let when = When::full(&moment_in("2024-01-01 00:30", "+02:00", 120));
        assert_eq!(when.utc.as_deref(), Some("2023-12-31 22:30\u{a0}UTC"));
        assert_eq!(When::full(&moment("2024-01-01 00:30 UTC")).utc, None);
    }
}

//! Moments on a page: the words, the machine-readable form and a key to sort by.
//!
//! Input: a [`Moment`]. Output: text and an HTML `datetime` value that say no more than the moment does.

use serde::Serialize;
use tera::Value;

use super::view::markup;
use super::words::push_two;
use crate::model::{ClockTime, Incident, Moment, PartialDate};
use crate::theme::push_escaped;

/// A moment for `<time datetime="...">text</time>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// `2024-03-03 22:00 UTC`, `22:00`, `2024-03`.
    pub text: String,
    /// `None` where no valid form exists.
    pub datetime: Option<String>,
}

impl When {
    /// Date, time and zone, as far as they are known.
    pub fn full(moment: &Moment) -> Self {
        Self::of(moment, true, true)
    }

    /// Time and zone only, where the date stands beside it anyway.
    pub fn time_only(moment: &Moment) -> Self {
        Self::of(moment, moment.time.is_none(), true)
    }

    /// Time without its zone, where the zone stands beside it anyway.
    pub fn bare_time(moment: &Moment) -> Self {
        Self::of(moment, moment.time.is_none(), moment.time.is_none())
    }

    /// `<time datetime="...">...</time>`, or the words alone where there is no machine-readable form.
    pub fn element(&self) -> Value {
        let mut html = String::with_capacity(80);
        if let Some(datetime) = &self.datetime {
            html.push_str("<time datetime=\"");
            push_escaped(&mut html, datetime);
            html.push_str("\">");
        }
        push_escaped(&mut html, &self.text);
        if self.datetime.is_some() {
            html.push_str("</time>");
        }
        markup(&html)
    }

    fn of(moment: &Moment, date: bool, zone: bool) -> Self {
        let mut text = String::with_capacity(24);
        if moment.approximate {
            text.push_str("about ");
        }
        let shown = moment.date.filter(|_| date);
        if let Some(date) = shown {
            push_date(&mut text, date);
        }
        if let Some(time) = moment.time {
            if shown.is_some() {
                text.push(' ');
            }
            push_time(&mut text, time);
            if let Some(zone) = moment.zone.as_ref().filter(|_| zone) {
                text.push('\u{a0}');
                text.push_str(zone);
            }
        } else if shown.is_none() {
            text.push_str(&moment.text);
        }
        Self { text, datetime: datetime(moment) }
    }
}

/// The instant where it is known, else what is known of date and time.
fn datetime(moment: &Moment) -> Option<String> {
    let is_utc = moment.zone.as_deref() == Some("UTC");
    if let Some(utc) = moment.utc.filter(|_| !is_utc) {
        return Some(utc.to_string());
    }
    let mut text = String::with_capacity(20);
    match (moment.date, moment.time) {
        (Some(date @ PartialDate::Day(_)), Some(time)) => {
            push_date(&mut text, date);
            text.push('T');
            push_time(&mut text, time);
            if moment.utc.is_some() {
                text.push('Z');
            }
        }
        (Some(date), _) => push_date(&mut text, date),
        (None, Some(time)) => push_time(&mut text, time),
        (None, None) => return None,
    }
    Some(text)
}

/// `2024-03-03`, `2024-03` or `2024`.
pub fn date_text(date: PartialDate) -> String {
    let mut text = String::with_capacity(10);
    push_date(&mut text, date);
    text
}

fn push_date(text: &mut String, date: PartialDate) {
    let year = date.year();
    push_two(text, (year / 100) as i8);
    push_two(text, (year % 100) as i8);
    if let Some(month) = date.month() {
        text.push('-');
        push_two(text, month);
    }
    if let Some(day) = date.day() {
        text.push('-');
        push_two(text, day.day());
    }
}

fn push_time(text: &mut String, time: ClockTime) {
    push_two(text, time.hour);
    text.push(':');
    push_two(text, time.minute);
    if let Some(second) = time.second {
        text.push(':');
        push_two(text, second);
    }
}

/// `2024-03-03 22:00 UTC` where the document's zone is another one and the instant is known.
pub fn in_utc(moment: &Moment) -> Option<String> {
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
            (moment("2024-03-03 22:00 UTC"), "2024-03-03 22:00 UTC", Some("2024-03-03T22:00Z")),
            (moment("2024-03-03 22:00"), "2024-03-03 22:00", Some("2024-03-03T22:00")),
            (moment("2024-03-03"), "2024-03-03", Some("2024-03-03")),
            (moment("2024-03"), "2024-03", Some("2024-03")),
            (moment("22:00"), "22:00", Some("22:00")),
        ]);
    }

    #[test]
    fn another_zone_is_shown_in_utc_as_well() {
        let local = moment_in("2024-01-01 00:30", "+02:00", 120);
        assert_eq!(in_utc(&local).as_deref(), Some("2023-12-31 22:30\u{a0}UTC"));
        assert_eq!(in_utc(&moment("2024-01-01 00:30 UTC")), None);
    }
}

//! The timeline as a table: days, times, what happened and what it meant.

use std::collections::HashMap;
use std::ops::Bound::{Included, Unbounded};

use serde::Serialize;
use tera::Value;

use super::anchors::Anchors;
use super::phases::minutes_between;
use super::provenance::position;
use crate::model::{EventKind, FalseLead, Incident, Minutes, Moment, Origin, TimelineEntry};
use crate::render::moment::{When, date_text};
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineTable<'a> {
    /// `9 entries over 3 h`
    pub caption: String,
    /// The zone of every time; `None` where it differs or none is known.
    pub zone: Option<&'a str>,
    pub zone_missing: bool,
    pub days: Vec<Day<'a>>,
}

/// The entries of one date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day<'a> {
    /// `None` where no date is known.
    pub date: Option<String>,
    /// Set from the second day on: the table breaks there.
    pub is_break: bool,
    pub rows: Vec<TimelineRow<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineRow<'a> {
    pub anchor: String,
    /// What kind of entry it is, whether it is a milestone, and whether it starts or stands within a false lead.
    pub class: String,
    /// As HTML; `None` where the author left it open.
    pub at: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Value>,
    /// `+2 h 30 min`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed: Option<String>,
    pub text: &'a str,
    /// `cause identified`; `None` for a plain note.
    pub kind: Option<&'static str>,
    /// How its date came about, where it is not written there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_note: Option<String>,
}

impl<'a> TimelineTable<'a> {
    /// `None` without entries.
    pub fn new(incident: &'a Incident, anchors: &mut Anchors) -> Option<Self> {
        if incident.timeline.is_empty() {
            return None;
        }
        let zone = common_zone(&incident.timeline);
        let notes = date_notes(incident);
        let mut days = Vec::<Day<'a>>::new();
        let mut last = None;
        for (at, entry) in incident.timeline.iter().enumerate() {
            let date = entry.at.as_ref().and_then(|moment| moment.date);
            let row = row(incident, entry, anchors, zone.is_some(), notes.get(&at).copied());
            match days.last_mut() {
                Some(day) if date.is_none() || last == date => day.rows.push(row),
                _ => {
                    let is_break = !days.is_empty();
                    days.push(Day { date: date.map(date_text), is_break, rows: vec![row] });
                    last = date;
                }
            }
        }
        let zone_missing = incident.timeline.iter().flat_map(|entry| &entry.at).all(|moment| moment.zone.is_none());
        Some(Self { caption: caption(&incident.timeline), zone, zone_missing, days })
    }
}

fn row<'a>(
    incident: &Incident,
    entry: &'a TimelineEntry,
    anchors: &mut Anchors,
    zone_in_head: bool,
    date_note: Option<&'static str>,
) -> TimelineRow<'a> {
    let when = |moment: &Moment| {
        let when = if zone_in_head { When::bare_time(moment) } else { When::time_only(moment) };
        when.element()
    };
    TimelineRow {
        anchor: anchors.timeline(entry.at.as_ref(), entry.line),
        at: entry.at.as_ref().map(when),
        until: entry.until.as_ref().map(when),
        class: class(incident, entry),
        elapsed: entry.elapsed.map(elapsed),
        text: &entry.text,
        kind: words::event(entry.kind),
        date_note: date_note.map(|note| format!("{note}, line {}", entry.line)),
    }
}

fn elapsed(length: Minutes) -> String {
    let mut text = String::with_capacity(16);
    text.push('+');
    words::push_duration(&mut text, length);
    text
}

fn class(incident: &Incident, entry: &TimelineEntry) -> String {
    let mut class = words::event_id(entry.kind).to_owned();
    if words::is_milestone(entry.kind) {
        class.push_str(" milestone");
    }
    if let Some(lead) = incident.false_leads.iter().find_map(|lead| within(lead, entry)) {
        class.push_str(lead);
    }
    class
}

/// Whether an entry starts a false lead or stands within the time it took.
fn within(lead: &FalseLead, entry: &TimelineEntry) -> Option<&'static str> {
    if lead.line == entry.line {
        return Some(" lead-start");
    }
    if entry.kind == EventKind::FalseLead {
        return None;
    }
    let (from, to, at) = (lead.from.as_ref()?, lead.to.as_ref()?, entry.at.as_ref()?);
    let is_inside = minutes_between(from, at)? > 0.0 && minutes_between(at, to)? > 0.0;
    is_inside.then_some(" lead-inside")
}

/// The zone that all entries name.
fn common_zone(timeline: &[TimelineEntry]) -> Option<&str> {
    let mut zones = timeline.iter().flat_map(|entry| &entry.at).map(|moment| moment.zone.as_deref());
    let first = zones.next()??;
    zones.all(|zone| zone == Some(first)).then_some(first)
}

/// What to say beside entries whose date was not written there, by position.
fn date_notes(incident: &Incident) -> HashMap<usize, &'static str> {
    let mut notes = HashMap::new();
    let of_timeline = incident
        .provenance
        .range::<str, _>((Included("timeline"), Unbounded))
        .take_while(|(key, _)| key.starts_with("timeline"));
    for (key, provenance) in of_timeline {
        let note = match provenance.origin {
            Origin::Rolled => "next day, as the clock fell back",
            Origin::Inherited => "date taken over from above",
            _ => continue,
        };
        if let Some(at) = position(key) {
            notes.insert(at, note);
        }
    }
    notes
}

fn caption(timeline: &[TimelineEntry]) -> String {
    let entries = words::count(timeline.len(), "entry", "entries");
    let mut known = timeline.iter().flat_map(|entry| &entry.at);
    let span = known.next().zip(known.next_back()).and_then(|(first, last)| minutes_between(first, last));
    match span {
        Some(minutes) if minutes > 0.0 => {
            let length = words::duration(Minutes::from_seconds((minutes * 60.0).round() as i64));
            format!("{entries} over {length}")
        }
        _ => entries,
    }
}

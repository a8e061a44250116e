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
        let leads = Leads::of(incident);
        let mut days = Vec::<Day<'a>>::new();
        let mut last = None;
        for (at, entry) in incident.timeline.iter().enumerate() {
            let date = entry.at.as_ref().and_then(|moment| moment.date);
            let row = row(&leads, entry, anchors, zone.is_some(), notes.get(&at).copied());
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
    leads: &Leads<'_>,
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
        class: class(leads, entry),
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

fn class(leads: &Leads<'_>, entry: &TimelineEntry) -> String {
    let mut class = words::event_id(entry.kind).to_owned();
    if words::is_milestone(entry.kind) {
        class.push_str(" milestone");
    }
    class.push_str(leads.class_of(entry));
    class
}

/// The false leads of an incident, to tell which entries start one or stand within the time it took.
struct Leads<'a> {
    /// The first lead that starts in a line, by its position.
    starts: HashMap<usize, usize>,
    /// Each entry is held against all of these.
    shaded: &'a [FalseLead],
}

/// So many false leads are shaded in a timeline; of further ones only the start is marked.
const MOST_SHADED: usize = 64;

impl<'a> Leads<'a> {
    fn of(incident: &'a Incident) -> Self {
        let leads = &incident.false_leads;
        // The first one of a line is put in last.
        let starts = leads.iter().enumerate().rev().map(|(at, lead)| (lead.line, at)).collect();
        Self { starts, shaded: &leads[..leads.len().min(MOST_SHADED)] }
    }

    /// Told of the first lead that has anything to do with an entry.
    fn class_of(&self, entry: &TimelineEntry) -> &'static str {
        let start = self.starts.get(&entry.line).copied();
        let within = self.shaded.iter().position(|lead| is_within(lead, entry));
        match (start, within) {
            (Some(start), within) if within.is_none_or(|within| start <= within) => " lead-start",
            (_, Some(_)) => " lead-inside",
            (_, None) => "",
        }
    }
}

fn is_within(lead: &FalseLead, entry: &TimelineEntry) -> bool {
    let ends = lead.from.as_ref().zip(lead.to.as_ref()).zip(entry.at.as_ref());
    let Some(((from, to), at)) = ends.filter(|_| entry.kind != EventKind::FalseLead) else { return false };
    minutes_between(from, at).is_some_and(|minutes| minutes > 0.0)
        && minutes_between(at, to).is_some_and(|minutes| minutes > 0.0)
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

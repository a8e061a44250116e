//! A kind for every entry.
//!
//! In: entries in order of time and what is known of the cause. Out: the same entries with their kinds. Each entry is
//! read by itself first; then what only the whole can tell is settled: which find was the cause, which act was the fix,
//! which lead was false.

use crate::model::EventKind;
use crate::normalise::false_lead::{Strength, follow};
use crate::normalise::phrase::Words;

use super::cue::{Cue, Reading};
use super::{EventContext, PlacedEntry};

/// Sets the kind of every entry from its words and its place.
///
/// Entries must be in order of time. Where one entry tells several things, the rarer milestone wins: resolved, then
/// identified, fixed, escalated; the first sign is the detection and the first to take it up the response.
pub fn classify_events(entries: &mut [PlacedEntry], context: &EventContext) {
    let readings: Vec<Reading> = entries.iter().map(|entry| Reading::of(&Words::of(&entry.entry.text))).collect();
    let mut seen = Seen::default();
    for (entry, reading) in entries.iter_mut().zip(&readings) {
        entry.entry.kind = kind(reading, &seen);
        seen.add(entry.entry.kind);
    }
    settle_identified(entries, &readings, context);
    settle_fixed(entries, &readings);
    settle_leads(entries, context);
}

/// Which milestones have passed already.
#[derive(Debug, Default)]
struct Seen {
    detected: bool,
    responded: bool,
    identified: bool,
    fixed: bool,
}

impl Seen {
    fn add(&mut self, kind: EventKind) {
        match kind {
            EventKind::Detected => self.detected = true,
            EventKind::Responded => (self.detected, self.responded) = (true, true),
            EventKind::Identified => self.identified = true,
            EventKind::Fixed | EventKind::Resolved => self.fixed = true,
            _ => {}
        }
    }
}

/// The kind of an entry as far as its own words and what went before tell it.
fn kind(reading: &Reading, seen: &Seen) -> EventKind {
    use Cue::{Began, Detected, Ended, Escalated, Fixed, Identified, Investigating, Resolved, Responded};
    let tells = |cue| reading.tells(cue);
    if !seen.detected && !seen.fixed && tells(Detected) && is_first_sign(reading) {
        return EventKind::Detected;
    }
    if tells(Resolved) {
        return EventKind::Resolved;
    }
    if tells(Ended) {
        return EventKind::Ended;
    }
    if tells(Identified) && !seen.identified {
        return EventKind::Identified;
    }
    if tells(Fixed) && !reading.tells_first(Escalated, Fixed) {
        return EventKind::Fixed;
    }
    if tells(Escalated) {
        return EventKind::Escalated;
    }
    if tells(Responded) && !seen.responded && !seen.fixed {
        return EventKind::Responded;
    }
    if tells(Began) && !seen.detected && !seen.fixed {
        return EventKind::Began;
    }
    if tells(Investigating) || (tells(Responded) && !seen.fixed) {
        return EventKind::Investigating;
    }
    EventKind::Note
}

/// The words of a detection stand before those of any later milestone.
fn is_first_sign(reading: &Reading) -> bool {
    [Cue::Identified, Cue::Fixed, Cue::Resolved, Cue::Escalated, Cue::Ended]
        .into_iter()
        .all(|later| reading.tells_first(Cue::Detected, later))
}

/// Where no entry says outright that the cause is known, the first find that names the culprit is it.
fn settle_identified(entries: &mut [PlacedEntry], readings: &[Reading], context: &EventContext) {
    let known = |entry: &PlacedEntry, reading: &Reading| {
        entry.entry.kind == EventKind::Identified || (reading.tells(Cue::Identified) && is_end(entry.entry.kind))
    };
    let stated = entries.iter().zip(readings).any(|(entry, reading)| known(entry, reading));
    for (entry, reading) in entries.iter_mut().zip(readings) {
        let open = matches!(entry.entry.kind, EventKind::Investigating | EventKind::Note | EventKind::Responded);
        if !open || !reading.tells(Cue::Found) || !context.names_culprit(&entry.entry.text) {
            continue;
        }
        if !stated {
            entry.entry.kind = EventKind::Identified;
            return;
        }
        if entry.entry.kind != EventKind::Responded {
            entry.entry.kind = EventKind::CulpritNamed;
        }
    }
}

fn is_end(kind: EventKind) -> bool {
    matches!(kind, EventKind::Fixed | EventKind::Resolved)
}

/// Where the service came back without a word of the fix, the last act before that was it.
fn settle_fixed(entries: &mut [PlacedEntry], readings: &[Reading]) {
    let Some(resolved) = entries.iter().position(|entry| entry.entry.kind == EventKind::Resolved) else { return };
    let stated = entries.iter().zip(readings).any(|(entry, reading)| {
        entry.entry.kind == EventKind::Fixed || (entry.entry.kind == EventKind::Resolved && tells_fix(reading))
    });
    if stated {
        return;
    }
    let from = entries
        .iter()
        .position(|entry| matches!(entry.entry.kind, EventKind::Detected | EventKind::Responded))
        .unwrap_or(0);
    let act = (from..resolved).rev().find(|&index| {
        let quiet = matches!(entries[index].entry.kind, EventKind::Note | EventKind::Investigating);
        let reading = &readings[index];
        quiet && reading.tells(Cue::Acted) && !reading.tells(Cue::Investigating) && !reading.tells(Cue::Found)
    });
    if let Some(act) = act {
        entries[act].entry.kind = EventKind::Fixed;
    }
}

/// Whether an entry that tells of the end also tells what was done.
pub(super) fn tells_fix(reading: &Reading) -> bool {
    reading.tells(Cue::Fixed) || reading.tells(Cue::Acted)
}

/// Marks false leads and what ruled them out.
fn settle_leads(entries: &mut [PlacedEntry], context: &EventContext) {
    for lead in follow(entries, context) {
        if let Some(closed) = lead.closed.filter(|closed| lead.ruled_out && is_open_kind(entries[*closed].entry.kind)) {
            entries[closed].entry.kind = EventKind::RuledOut;
        }
        let opening = &mut entries[lead.opened].entry.kind;
        if lead.is_false && lead.strength >= Strength::Guess && is_open_kind(*opening) {
            *opening = EventKind::FalseLead;
        }
    }
}

fn is_open_kind(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Investigating
            | EventKind::Note
            | EventKind::CulpritNamed
            | EventKind::Escalated
            | EventKind::Responded
    )
}

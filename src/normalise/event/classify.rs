//! A kind for every entry.
//!
//! In: entries in order of time and what is known of the cause. Out: the same entries with their kinds. Each entry is
//! read by itself first; then what only the whole can tell is settled: which find was the cause, which act was the fix,
//! which lead was false.

use crate::model::EventKind;
use crate::normalise::false_lead::{Strength, follow, rules_out};
use crate::normalise::phrase::Words;

use super::cue::{Cue, Reading};
use super::{EventContext, PlacedEntry};

/// Sets the kind of every entry from its words and its place.
///
/// Entries must be in order of time. Where one entry tells several things, the rarer milestone wins: resolved, then
/// identified, fixed, escalated; the first sign is the detection and the first to take it up the response.
pub fn classify_events(entries: &mut [PlacedEntry], context: &EventContext) {
    let read: Vec<(Reading, bool)> = entries.iter().map(|entry| read(&entry.entry.text)).collect();
    let readings: Vec<Reading> = read.iter().map(|(reading, _)| reading.clone()).collect();
    let first_sign = first_sign(&readings);
    let mut seen = Seen { detected: first_sign.is_none(), ..Seen::default() };
    for (index, (entry, (reading, rules_out))) in entries.iter_mut().zip(&read).enumerate() {
        let kind = if Some(index) == first_sign { EventKind::Detected } else { kind(reading, *rules_out, &seen) };
        entry.entry.kind = kind;
        seen.add(kind, reading);
    }
    settle_identified(entries, &read, context);
    take_back_fixes(entries, &readings);
    settle_leads(entries, context);
    settle_fixed(entries, &readings);
}

fn read(text: &str) -> (Reading, bool) {
    let words = Words::of(text);
    (Reading::of(&words), rules_out(&words))
}

/// The entry that tells of the detection: the first to speak of one, as long as nobody knew or did anything before.
fn first_sign(readings: &[Reading]) -> Option<usize> {
    let later =
        |reading: &Reading| [Cue::Identified, Cue::Fixed, Cue::Escalated].into_iter().any(|cue| reading.tells(cue));
    let index = readings.iter().position(is_first_sign)?;
    (!readings[..index].iter().any(later)).then_some(index)
}

/// The words of a detection stand before those of any later milestone.
fn is_first_sign(reading: &Reading) -> bool {
    [Cue::Identified, Cue::Fixed, Cue::Resolved, Cue::Escalated, Cue::Ended]
        .into_iter()
        .all(|later| reading.tells_first(Cue::Detected, later))
}

/// Which milestones have passed already.
#[derive(Debug, Default)]
struct Seen {
    /// True from the start where no entry tells of a detection.
    detected: bool,
    responded: bool,
    identified: bool,
    over: bool,
}

impl Seen {
    fn add(&mut self, kind: EventKind, reading: &Reading) {
        self.detected |= kind == EventKind::Detected;
        self.responded |=
            kind == EventKind::Responded || (kind == EventKind::Detected && reading.tells(Cue::Responded));
        self.identified |= kind == EventKind::Identified;
        self.over |= matches!(kind, EventKind::Fixed | EventKind::Resolved | EventKind::Ended);
    }
}

/// The kind of an entry as far as its own words and what went before tell it.
fn kind(reading: &Reading, rules_out: bool, seen: &Seen) -> EventKind {
    use Cue::{Alerted, Ended, Escalated, Fixed, Identified, Investigating, Resolved, Responded};
    let tells = |cue| reading.tells(cue);
    let takes_up = tells(Alerted) || tells(Responded);
    if !seen.detected {
        return before_detection(reading);
    }
    if tells(Resolved) {
        EventKind::Resolved
    } else if tells(Ended) {
        EventKind::Ended
    } else if tells(Identified) && !seen.identified {
        EventKind::Identified
    } else if tells(Fixed) && !reading.tells_first(Escalated, Fixed) {
        EventKind::Fixed
    } else if tells(Escalated) {
        EventKind::Escalated
    } else if takes_up && !seen.responded && !seen.over {
        EventKind::Responded
    } else if (rules_out || reading.in_vain()) && !seen.over {
        EventKind::RuledOut
    } else if tells(Investigating) {
        EventKind::Investigating
    } else {
        EventKind::Note
    }
}

/// What happened before anybody noticed: it began, or somebody did something.
fn before_detection(reading: &Reading) -> EventKind {
    if reading.tells(Cue::Began) {
        EventKind::Began
    } else if reading.tells(Cue::Responded) {
        EventKind::Responded
    } else {
        EventKind::Note
    }
}

/// Where no entry says outright that the cause is known, it is the first find that names the culprit or says what the
/// cause says.
fn settle_identified(entries: &mut [PlacedEntry], read: &[(Reading, bool)], context: &EventContext) {
    let known = |entry: &PlacedEntry, reading: &Reading| {
        entry.entry.kind == EventKind::Identified || (reading.tells(Cue::Identified) && is_end(entry.entry.kind))
    };
    let stated = entries.iter().zip(read).any(|(entry, (reading, _))| known(entry, reading));
    for (entry, (reading, rules_out)) in entries.iter_mut().zip(read) {
        let open = matches!(entry.entry.kind, EventKind::Investigating | EventKind::Note | EventKind::Responded);
        if !open || *rules_out || !reading.tells(Cue::Found) || !context.tells_of_cause(&entry.entry.text) {
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

/// A fix that is followed by word that the trouble goes on, before anything was resolved, was none.
fn take_back_fixes(entries: &mut [PlacedEntry], readings: &[Reading]) {
    let goes_on = |reading: &Reading| reading.tells(Cue::Persists) || reading.in_vain();
    for index in 0..entries.len() {
        if entries[index].entry.kind != EventKind::Fixed {
            continue;
        }
        let next_end =
            (index + 1..entries.len()).find(|&next| is_end(entries[next].entry.kind)).unwrap_or(entries.len());
        let Some(word) = (index + 1..next_end).find(|&next| goes_on(&readings[next])) else { continue };
        entries[index].entry.kind = EventKind::Note;
        if readings[word].in_vain() && entries[word].entry.kind == EventKind::Note {
            entries[word].entry.kind = EventKind::RuledOut;
        }
    }
}

/// Where the service came back without a word of the fix, the last act before that was it.
fn settle_fixed(entries: &mut [PlacedEntry], readings: &[Reading]) {
    let over = |kind| matches!(kind, EventKind::Resolved | EventKind::Ended);
    let Some(end) = entries.iter().position(|entry| over(entry.entry.kind)) else { return };
    let stated = entries
        .iter()
        .zip(readings)
        .any(|(entry, reading)| entry.entry.kind == EventKind::Fixed || (over(entry.entry.kind) && tells_fix(reading)));
    if stated {
        return;
    }
    let first = |wanted: EventKind| entries[..end].iter().position(|entry| entry.entry.kind == wanted);
    let from = first(EventKind::Detected).or(first(EventKind::Responded)).unwrap_or(0);
    let act =
        (from..end).rev().find(|&index| is_act(&entries[index], &readings[index]) && readings[index].tells(Cue::Acted));
    let found = first(EventKind::Identified);
    let last = || {
        (found? + 1..end)
            .rev()
            .find(|&index| is_act(&entries[index], &readings[index]) && is_deed(&entries[index].entry.text))
    };
    if let Some(fix) = act.or_else(last) {
        entries[fix].entry.kind = EventKind::Fixed;
    }
}

/// Whether an entry tells of nothing else than an act.
fn is_act(entry: &PlacedEntry, reading: &Reading) -> bool {
    let elsewhere = [Cue::Investigating, Cue::Found, Cue::Detected, Cue::Persists, Cue::Alerted]
        .into_iter()
        .any(|cue| reading.tells(cue));
    matches!(entry.entry.kind, EventKind::Note | EventKind::Investigating) && !elsewhere
}

/// Whether a short text says that something was done: "Zone re-signed and published".
fn is_deed(text: &str) -> bool {
    const SHORT: usize = 12;
    const TOLD: &[&str] = &[
        "posted",
        "informed",
        "communicated",
        "announced",
        "shared",
        "needed",
        "expected",
        "planned",
        "updated",
        "discussed",
        "waited",
        "continued",
        "decided",
        "asked",
        "named",
    ];
    let words = Words::of(text);
    let deeds =
        |index: usize| words.word(index).len() > 4 && words.word(index).ends_with("ed") && !words.negated(index);
    let told = |index: usize| TOLD.contains(&words.word(index));
    words.len() <= SHORT && (0..words.len()).any(deeds) && !(0..words.len()).any(told)
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

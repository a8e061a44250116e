//! A timeline once it is read: its entries, how each of their times came about, and what is added to them.

use crate::model::{EventKind, Moment, Origin, Precision, TimelineEntry};
use crate::normalise::event::PlacedEntry;
use crate::normalise::trail::{Place, Trail};

use super::anchor::Anchor;
use super::moments::NamedMoment;

/// A timeline and how each of its times came about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// In order of time; kinds are left at [`EventKind::Note`].
    pub entries: Vec<PlacedEntry>,
    /// One per entry.
    pub readings: Vec<TimeReading>,
}

/// How the time of an entry was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeReading {
    pub origin: Origin,
    pub column: usize,
}

/// Puts moments with a name into the timeline where no entry has their minute.
pub fn add_named(timeline: &mut Timeline, named: &[NamedMoment]) {
    for moment in named {
        let (Some(line), Some(at)) = (&moment.line, moment.anchor.at) else { continue };
        if moment.anchor.rule != "key-event"
            || timeline.entries.iter().any(|entry| entry.at.is_some_and(|known| known / 60 == at / 60))
        {
            continue;
        }
        let text = line.text.replacen(&moment.anchor.moment.text, "", 1);
        let text = text.trim().trim_end_matches(':').trim().to_owned();
        let entry = TimelineEntry {
            at: Some(moment.anchor.moment.clone()),
            until: None,
            elapsed: None,
            text,
            kind: EventKind::Note,
            role: None,
            line: line.number,
        };
        let place = timeline.entries.partition_point(|entry| entry.at.is_none_or(|known| known <= at));
        timeline.entries.insert(place, PlacedEntry { entry, at: Some(at), until: None });
        timeline.readings.insert(place, TimeReading { origin: Origin::Stated, column: line.column });
    }
}

impl Timeline {
    /// Notes where the timeline was read, and every entry that was moved past midnight.
    ///
    /// An entry's own words and line stand in the entry; a date that its words do not hold was carried from above.
    pub fn note(&self, trail: &mut Trail) {
        let Some((first, reading)) = self.entries.first().zip(self.readings.first()) else { return };
        let words = first.entry.at.as_ref().map_or("", |moment| &moment.text);
        trail.note("timeline", Origin::Stated, "timeline-entries", &Place::at(first.entry.line, reading.column, words));
        for (index, (placed, reading)) in self.entries.iter().zip(&self.readings).enumerate() {
            if let Some(moment) = placed.entry.at.as_ref().filter(|_| reading.origin == Origin::Rolled) {
                let place = Place::at(placed.entry.line, reading.column, &moment.text);
                trail.note(format!("timeline.{index}.at"), Origin::Rolled, "past-midnight", &place);
            }
        }
    }
}

/// The moment of an entry as a claim of its own.
pub fn from_entry(placed: &PlacedEntry, column: usize, rule: &'static str) -> Anchor {
    let entry = &placed.entry;
    let moment = entry.at.clone().unwrap_or(Moment {
        text: String::new(),
        utc: None,
        date: None,
        time: None,
        zone: None,
        precision: Precision::Clock,
        approximate: true,
    });
    let words = format!("{} {}", moment.text, entry.text);
    Anchor { moment, at: placed.at, origin: Origin::Derived, rule, place: Place::at(entry.line, column, &words) }
}

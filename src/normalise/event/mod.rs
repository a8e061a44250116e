//! What a timeline entry tells, milestones and phases.
//!
//! In: the entries of one incident in order of time, each with its place on the incident's own time axis, and what the
//! cause rules said. Out: a kind for every entry, the moments that matter and the minutes to each. Knows nothing of how
//! times are written or of the cause rules themselves.

mod choice;
mod classify;
mod cue;
mod milestone;
mod read;
mod telling;
#[cfg(test)]
mod tests;
mod verb;

use std::ops::Range;

use crate::model::{ComponentId, Moment, TimelineEntry};

pub(super) use choice::KINDS;
pub(super) use classify::{classify_events, settle_by_end, settle_story};
pub(super) use milestone::{mark, milestones};
pub(super) use read::ReadEntry;
pub(super) use telling::Telling;

/// Whether a text tells that somebody or something noticed.
pub(super) fn tells_of_notice(text: &str) -> bool {
    cue::Reading::of(&crate::text::Words::of(text)).tells(cue::Cue::Detected)
}

/// An entry with its place on the incident's own time axis.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedEntry {
    /// Its kind is set by `classify_events`.
    pub entry: TimelineEntry,
    /// Seconds from an arbitrary origin within the document; `None` where no time is known.
    pub at: Option<i64>,
    /// Seconds on the same axis, for an entry that covers a range.
    pub until: Option<i64>,
}

/// A stated start or end of the incident, on the axis of the entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    /// Seconds from the origin that [`PlacedEntry::at`] uses.
    pub at: i64,
    pub moment: Moment,
    /// Line of the source file, counted from 1.
    pub line: Option<usize>,
}

/// Finds the components named in a text, with the bytes that name them.
pub type ComponentFinder<'a> = &'a dyn Fn(&str) -> Vec<(ComponentId, Range<usize>)>;

/// What is known of the cause before the timeline is read.
#[derive(Clone, Copy)]
pub struct EventContext<'a> {
    /// Component of the classified cause; `None` where none was found.
    pub culprit: Option<&'a str>,
    /// The sentence that states the cause, as written.
    pub cause: Option<&'a str>,
    pub components_in: ComponentFinder<'a>,
}

impl EventContext<'_> {
    /// Ids of the components named in a text, without repeats, in the order they are named.
    pub(super) fn components(&self, text: &str) -> Vec<ComponentId> {
        let mut found = (self.components_in)(text);
        found.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
        let mut ids = Vec::new();
        for (id, _) in found {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

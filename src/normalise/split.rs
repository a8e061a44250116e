//! A file with several incidents: where one ends and the next begins.
//!
//! Input: the sections of a document. Output: one range of sections per incident. Two headings of the highest level
//! each followed by its own timeline, cause, impact or actions are two incidents.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::parse::Section;

use super::outline;
use super::vocabulary::{self, Field};

/// Sections below a heading that must be recognised before it counts as an incident of its own.
const FIELDS_OF_AN_INCIDENT: usize = 2;

/// The ranges of `sections` that hold one incident each; text before the first is part of it.
pub fn incidents(sections: &[Section]) -> Vec<Range<usize>> {
    let whole = 0..sections.len();
    let levels: BTreeSet<u8> =
        sections.iter().filter_map(|s| s.heading.as_ref()).map(|heading| heading.level).collect();
    for level in levels.into_iter().take(2) {
        let starts: Vec<usize> = (0..sections.len()).filter(|&index| opens_incident(sections, index, level)).collect();
        if starts.len() >= 2 {
            return ranges(sections, &starts, level);
        }
    }
    vec![whole]
}

fn opens_incident(sections: &[Section], index: usize, level: u8) -> bool {
    let Some(heading) = sections[index].heading.as_ref().filter(|heading| heading.level == level) else { return false };
    if vocabulary::field_of(&heading.line.text).is_some() {
        return false;
    }
    let fields: BTreeSet<Field> = outline::parts(&sections[index..end_of(sections, index, level)])
        .iter()
        .filter_map(|part| part.field)
        .filter(|field| is_telling(*field))
        .collect();
    fields.len() >= FIELDS_OF_AN_INCIDENT
}

/// Fields that a document about one incident has once.
fn is_telling(field: Field) -> bool {
    matches!(
        field,
        Field::Timeline
            | Field::KeyEvents
            | Field::Cause
            | Field::CauseAndResolution
            | Field::Impact
            | Field::Duration
            | Field::Resolution
            | Field::Detection
            | Field::Actions(_)
            | Field::Start
            | Field::Severity
    )
}

fn end_of(sections: &[Section], index: usize, level: u8) -> usize {
    let next =
        sections[index + 1..].iter().position(|s| s.heading.as_ref().is_some_and(|heading| heading.level <= level));
    next.map_or(sections.len(), |offset| index + 1 + offset)
}

/// From each start to the next; sections of the same level that are no incident stay with the one above.
fn ranges(sections: &[Section], starts: &[usize], level: u8) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let last = starts[starts.len() - 1];
    ranges.push(last..sections.len());
    let opening_is_prose =
        sections[..starts[0]].iter().all(|s| s.heading.as_ref().is_none_or(|heading| heading.level < level));
    if opening_is_prose && starts[0] > 0 {
        return ranges;
    }
    ranges[0].start = 0;
    ranges
}

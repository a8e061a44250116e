//! How many incidents began while nobody was on duty: a section of the calendar page.

use super::{Names, SHOWN_ROWS, Section, TRENDS_DATA, further};
use crate::analyse::OutOfHours;

pub fn section(found: &OutOfHours, names: &Names) -> Section {
    let mut section = Section::new("out-of-hours", "Outside support hours").reading(found.reading.clone());
    section.links = found.incidents.iter().rev().take(SHOWN_ROWS).map(|name| names.link(name)).collect();
    section.further(further(found.incidents.len(), SHOWN_ROWS, TRENDS_DATA))
}

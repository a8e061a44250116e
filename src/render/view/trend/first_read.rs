//! What a newcomer reads first, and what happened on this day of earlier years: sections of the overview.

use super::{Cell, Grid, Section, incident_path};
use crate::analyse::{OnThisDay, ReadingList};
use crate::render::view::Link;
use crate::render::words;

/// `None` where there is nothing to begin with.
pub fn to_read(list: &ReadingList) -> Option<Section> {
    let rows = list.incidents.iter().map(|it| {
        let link = Link::new(it.title.clone(), incident_path(&it.slug));
        vec![Cell::link(link).quoted(), Cell::date(it.date), Cell::prose(it.reason.clone())]
    });
    let grid = Grid::new("What to read first", &["Incident", "Date", "Why"]).rows(rows);
    let section = Section::new("read-first", "New here? Read these first").reading(list.reading.clone());
    (!list.incidents.is_empty()).then(|| section.grid(grid))
}

/// `None` where nothing happened then.
pub fn on_this_day(found: &OnThisDay) -> Option<Section> {
    let rows = found.incidents.iter().map(|it| {
        let link = Link::new(it.title.clone(), incident_path(&it.slug));
        let ago = words::count(usize::try_from(it.years).unwrap_or_default(), "year ago", "years ago");
        vec![Cell::link(link).quoted(), Cell::date(Some(it.date)), Cell::text(ago)]
    });
    let grid = Grid::new("On this day", &["Incident", "Date", "When"]).rows(rows);
    let section = Section::new("on-this-day", "On this day").reading(found.reading.clone());
    (!found.incidents.is_empty()).then(|| section.grid(grid))
}

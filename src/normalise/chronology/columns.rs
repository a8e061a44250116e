//! The columns of a timeline's table, by their heads.

use crate::normalise::time::{self, Zone};
use crate::parse::Block;

/// What the columns of a timeline table hold.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub table: usize,
    pub date: Option<usize>,
    pub time: Option<usize>,
    pub skip: Vec<usize>,
    pub zone: Option<Zone>,
    pub year: Option<i16>,
}

pub fn columns(head: &Block, table: usize) -> Columns {
    let mut columns = Columns { table, ..Columns::default() };
    for (index, cell) in head.lines.iter().enumerate() {
        let name = cell.text.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
        if columns.time.is_none() && is(&["time", "hora", "uhrzeit", "when", "clock", "utc", "heure", "start"]) {
            columns.time = Some(index);
        } else if columns.date.is_none() && is(&["date", "fecha", "datum"]) {
            columns.date = Some(index);
        } else if is(&["day", "weekday", "elapsed", "#", "+", "tag"]) {
            columns.skip.push(index);
        }
        columns.zone = columns.zone.take().or_else(|| time::document_zone(&cell.text));
        columns.year = columns.year.or_else(|| time::document_year(&cell.text));
    }
    columns
}

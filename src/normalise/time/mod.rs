//! Dates, times, zones and durations as people write them in postmortems.
//!
//! In: one line of text, and the order of day and month where it is known. Out: what is written there, as plain data
//! with byte ranges, gaps left as gaps. Does not know Markdown, sections or the line before: carrying a date from one
//! entry to the next, rolling over midnight and choosing between two zones is the caller's.

mod clock;
mod date;
mod document;
mod duration;
mod iso;
mod leading;
mod range;
mod scan;
mod spoken;
mod stamp;
#[cfg(test)]
mod tests;
mod words;
mod zone;
mod zone_table;

use std::ops::Range;

use jiff::civil;

use crate::model::{ClockTime, Precision};

pub use document::{document_year, document_zone, file_date, label_zone, proven_order, value};
pub use duration::{Bound, WrittenDuration, durations, is_endless, number};
pub use leading::{Leading, When, leading};
pub use range::{StampRange, ranges};
pub use spoken::may_hold as may_hold_spoken;
pub use stamp::stamps;
pub use words::{month, weekday};
pub use zone::{Passing, Zone, instant, is_dst_suspect, parse_zone, passing};

/// Whether `10/04/2024` is 10 April (`DayFirst`) or 4 October.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
    /// Nothing decides: such a date is read as [`WrittenDate::Ambiguous`].
    Undecided,
}

impl From<Option<bool>> for DayOrder {
    /// From the setting `day_first`.
    fn from(day_first: Option<bool>) -> Self {
        match day_first {
            Some(true) => Self::DayFirst,
            Some(false) => Self::MonthFirst,
            None => Self::Undecided,
        }
    }
}

/// A date, a time, or both, as written at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes of the text it was read from.
    pub range: Range<usize>,
    pub date: Option<WrittenDate>,
    pub time: Option<ClockTime>,
    pub zone: Option<Zone>,
    /// Of what is written here: a time without a date is [`Precision::Clock`].
    pub precision: Precision,
    /// The finest unit written, never `Clock`: what the precision becomes once a date is carried over to a lone time.
    pub unit: Precision,
    pub approximate: bool,
    /// In the order met, each at most once.
    pub oddities: Vec<Oddity>,
}

/// A date with the parts that were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WrittenDate {
    Full(civil::Date),
    YearMonth {
        year: i16,
        month: i8,
    },
    Year(i16),
    /// No year is written: `March 3rd`.
    MonthDay {
        month: i8,
        day: i8,
    },
    /// Neither month nor year are written: `Friday 22th`.
    DayOfMonth {
        day: i8,
    },
    /// `10/04/2024` where nothing decides which number is the day; also without a year (`10/04 15:00`).
    Ambiguous {
        first: i8,
        second: i8,
        year: Option<i16>,
    },
}

impl WrittenDate {
    /// The date, where day, month and year are all written and clear.
    pub fn full(self) -> Option<civil::Date> {
        match self {
            Self::Full(date) => Some(date),
            _ => None,
        }
    }
}

/// Something about a stamp that its reader should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Oddity {
    /// AM or PM beside an hour above 12, or an afternoon written as `2:00` behind a 24-hour time.
    AmPmSuspect,
    /// `22025` read as 2025.
    YearTypo,
    /// `-00:00`, read as UTC.
    UnknownOffset,
    /// IST, CST, BST, AST or SST.
    ZoneAmbiguous,
    /// A standard-time abbreviation in the daylight saving season.
    ZoneDstSuspect,
    /// Day and month could be swapped.
    DateAmbiguous,
    /// A placeholder stands where a time belongs (`??:??`, `HH:mm`, `Time TBC`).
    TimeUnreadable,
    /// Two clocks for one moment that do not name the same instant.
    ClocksDisagree,
    /// The day of the week is not that of the date.
    WeekdayWrong,
}

impl Oddity {
    /// The name of the finding in the catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::AmPmSuspect => "ampm_suspect",
            Self::YearTypo => "year_typo",
            Self::UnknownOffset => "unknown_offset",
            Self::ZoneAmbiguous => "zone_ambiguous",
            Self::ZoneDstSuspect => "zone_dst_suspect",
            Self::DateAmbiguous => "date_ambiguous",
            Self::TimeUnreadable => "time_unreadable",
            Self::ClocksDisagree => "clocks_disagree",
            Self::WeekdayWrong => "weekday_wrong",
        }
    }
}

//! Quarters of a year.

use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::model::PartialDate;

/// `2026-Q3`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
}

impl Quarter {
    /// `None` where not even the month is known.
    pub fn of(date: PartialDate) -> Option<Self> {
        Some(Self { year: date.year(), number: (date.month()? + 2) / 3 })
    }

    pub fn of_day(day: Date) -> Self {
        Self { year: day.year(), number: (day.month() + 2) / 3 }
    }

    pub fn next(self) -> Self {
        match self.number {
            4 => Self { year: self.year + 1, number: 1 },
            number => Self { year: self.year, number: number + 1 },
        }
    }

    /// All quarters from the first to the last of these, in order, whether or not something happened in them.
    pub fn span(quarters: impl Iterator<Item = Self> + Clone) -> Vec<Self> {
        let (Some(first), Some(last)) = (quarters.clone().min(), quarters.max()) else { return Vec::new() };
        std::iter::successors(Some(first), |quarter| Some(quarter.next()))
            .take_while(|quarter| *quarter <= last)
            .collect()
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

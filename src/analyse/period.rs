//! Quarters of a year.

use std::fmt;
use std::str::FromStr;

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

    pub fn previous(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 4 },
            number => Self { year: self.year, number: number - 1 },
        }
    }

    pub fn first_day(self) -> Date {
        Date::constant(self.year, 3 * self.number - 2, 1)
    }

    pub fn last_day(self) -> Date {
        Date::constant(self.year, 3 * self.number, 1).last_of_month()
    }

    /// 90 to 92.
    pub fn days(self) -> i64 {
        i64::from(self.last_day().day_of_year()) - i64::from(self.first_day().day_of_year()) + 1
    }

    /// All quarters from the first to the last of these, in order, whether or not something happened in them.
    pub fn span(quarters: impl Iterator<Item = Self> + Clone) -> Vec<Self> {
        let (Some(first), Some(last)) = (quarters.clone().min(), quarters.max()) else { return Vec::new() };
        std::iter::successors(Some(first), |quarter| Some(quarter.next()))
            .take_while(|quarter| *quarter <= last)
            .collect()
    }
}

/// A text that is no quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write it like 2026-Q3")]
pub struct NoQuarter;

impl FromStr for Quarter {
    type Err = NoQuarter;

    /// Reads `2026-Q3`; the hyphen may be left out and the letter be small.
    fn from_str(text: &str) -> Result<Self, NoQuarter> {
        let (year, number) = text.split_once(['Q', 'q']).ok_or(NoQuarter)?;
        let year = year.strip_suffix('-').unwrap_or(year);
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(number, 1) {
            return Err(NoQuarter);
        }
        let (year, number) = (year.parse().map_err(|_| NoQuarter)?, number.parse().map_err(|_| NoQuarter)?);
        if year >= 1 && (1..=4).contains(&number) { Ok(Self { year, number }) } else { Err(NoQuarter) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(text.parse::<Quarter>().ok().map(|quarter| quarter.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_quarter_is_a_year_and_a_number() {
        check("2026-Q3", Some("2026-Q3"));
        check("2026q1", Some("2026-Q1"));
        for text in ["2026-Q5", "2026-Q0", "Q3", "2026", "26-Q1", "2026-3", "2026-Q12", "0000-Q1", ""] {
            check(text, None);
        }
    }

    #[test]
    fn a_quarter_has_its_days_and_its_neighbours() {
        let first: Quarter = "2024-Q1".parse().unwrap();
        assert_eq!((first.previous().to_string(), first.next().to_string()), ("2023-Q4".into(), "2024-Q2".into()));
        assert_eq!(
            (first.first_day().to_string(), first.last_day().to_string()),
            ("2024-01-01".into(), "2024-03-31".into())
        );
        assert_eq!((first.days(), first.next().days(), first.previous().days()), (91, 91, 92));
    }
}

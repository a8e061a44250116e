//! The stretch of days that a review looks at: a quarter, or all days from one to another.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::model::PartialDate;

use super::archive::{days_between, first_day, last_day};
use super::period::Quarter;

/// `2026-Q3`, or `2026-05-01 to 2026-06-02`: both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    Quarter(Quarter),
    /// The first day is not later than the last.
    Days(Date, Date),
}

impl Stretch {
    pub fn first_day(self) -> Date {
        match self {
            Self::Quarter(quarter) => quarter.first_day(),
            Self::Days(first, _) => first,
        }
    }

    pub fn last_day(self) -> Date {
        match self {
            Self::Quarter(quarter) => quarter.last_day(),
            Self::Days(_, last) => last,
        }
    }

    /// One at least.
    pub fn days(self) -> i64 {
        days_between(self.first_day(), self.last_day()) + 1
    }

    /// Whether every day that a date can mean lies within.
    pub fn holds(self, date: PartialDate) -> bool {
        let within = |day: Date| (self.first_day()..=self.last_day()).contains(&day);
        first_day(date).is_some_and(within) && last_day(date).is_some_and(within)
    }

    /// Whether nobody can say if a date lies within: it can mean days on both sides, or is so vague that it is in no quarter.
    pub fn is_vague(self, date: Option<PartialDate>) -> bool {
        match (self, date) {
            (_, None) => true,
            (Self::Quarter(_), Some(date)) => Quarter::of(date).is_none(),
            (Self::Days(first, last), Some(date)) => {
                let apart =
                    last_day(date).is_none_or(|day| day < first) || first_day(date).is_none_or(|day| day > last);
                !apart && !self.holds(date)
            }
        }
    }

    /// The quarter before, or as many days right before.
    pub fn before(self) -> Self {
        match self {
            Self::Quarter(quarter) => Self::Quarter(quarter.previous()),
            Self::Days(first, _) => {
                let last = first.yesterday().unwrap_or(first);
                Self::Days(last.saturating_sub((self.days() - 1).days()), last)
            }
        }
    }

    /// The same quarter, or the same days, of the year before.
    pub fn a_year_before(self) -> Self {
        match self {
            Self::Quarter(Quarter { year, number }) => Self::Quarter(Quarter { year: year - 1, number }),
            Self::Days(first, last) => Self::Days(first.saturating_sub(1.year()), last.saturating_sub(1.year())),
        }
    }

    /// `quarter` or `period`: what a sentence calls it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Quarter(_) => "quarter",
            Self::Days(..) => "period",
        }
    }

    pub fn quarter(self) -> Option<Quarter> {
        match self {
            Self::Quarter(quarter) => Some(quarter),
            Self::Days(..) => None,
        }
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quarter(quarter) => quarter.fmt(f),
            Self::Days(first, last) => write!(f, "{first} to {last}"),
        }
    }
}

impl Serialize for Stretch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days() -> Stretch {
        Stretch::Days(date(2024, 3, 3), date(2024, 4, 8))
    }

    #[test]
    fn a_date_lies_within_where_each_day_it_can_mean_does() {
        let check = |at: PartialDate, holds: bool, is_vague: bool| {
            assert_eq!((days().holds(at), days().is_vague(Some(at))), (holds, is_vague), "{at}");
        };
        check(PartialDate::Day(date(2024, 3, 3)), true, false);
        check(PartialDate::Day(date(2024, 3, 2)), false, false);
        check(PartialDate::Month(2024, 3), false, true);
        check(PartialDate::Month(2024, 2), false, false);
        check(PartialDate::Year(2024), false, true);
        assert!(days().is_vague(None));
    }

    #[test]
    fn what_came_before_is_as_long() {
        assert_eq!((days().before().to_string(), days().days()), ("2024-01-26 to 2024-03-02".into(), 37));
        assert_eq!(days().before().days(), 37);
        assert_eq!(days().a_year_before().to_string(), "2023-03-03 to 2023-04-08");
        let quarter = Stretch::Quarter("2024-Q1".parse().unwrap());
        assert_eq!(
            (quarter.before().to_string(), quarter.a_year_before().to_string()),
            ("2023-Q4".into(), "2023-Q1".into())
        );
    }
}

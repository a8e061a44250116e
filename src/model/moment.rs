//! Moments as authors give them: often partial, sometimes without a zone, never guessed.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// A point in time as far as the document tells it.
///
/// `utc` is set only when date, time and zone are all known; everything else keeps its gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Moment {
    /// The words it was read from.
    pub text: String,
    /// The instant, RFC 3339 in UTC.
    #[schemars(with = "Option<String>")]
    pub utc: Option<jiff::Timestamp>,
    /// `2024-03-03`, `2024-03` or `2024`, in the zone of the document.
    pub date: Option<PartialDate>,
    /// `22:00` or `22:00:31`, in the zone of the document.
    pub time: Option<ClockTime>,
    /// The zone as its author named it (`UTC`, `+02:00`, `America/Denver`).
    pub zone: Option<String>,
    pub precision: Precision,
    pub approximate: bool,
}

/// How exact a whole [`Moment`] is; `Clock` is a time without a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Second,
    Minute,
    Hour,
    Day,
    Month,
    Year,
    Clock,
}

/// A calendar date that may lack its day or its month: a day without a month has no spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartialDate {
    Year(i16),
    Month(i16, i8),
    Day(jiff::civil::Date),
}

impl PartialDate {
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(date) => date.year(),
        }
    }

    pub fn month(self) -> Option<i8> {
        match self {
            Self::Year(_) => None,
            Self::Month(_, month) => Some(month),
            Self::Day(date) => Some(date.month()),
        }
    }

    /// The full date, where the day is known.
    pub fn day(self) -> Option<jiff::civil::Date> {
        match self {
            Self::Day(date) => Some(date),
            _ => None,
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}

/// A time of day, to the second where seconds were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    /// 0 to 23.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// 0 to 59; `None` where only hours and minutes were written.
    pub second: Option<i8>,
}

impl ClockTime {
    /// Seconds since midnight, 0 to 86,399.
    pub fn seconds(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second.unwrap_or(0))
    }

    /// The clock some seconds later on the same day; `None` past midnight.
    pub fn later(self, seconds: i64) -> Option<Self> {
        let all = self.seconds().checked_add(seconds).filter(|all| (0..86_400).contains(all))?;
        let second = self.second.map(|_| (all % 60) as i8);
        Some(Self { hour: (all / 3600) as i8, minute: (all / 60 % 60) as i8, second })
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        match self.second {
            Some(second) => write!(f, ":{second:02}"),
            None => Ok(()),
        }
    }
}

/// A length of time: exact to the second, written as minutes.
///
/// Serialises as a whole number of minutes where it is one, otherwise with up to two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Minutes {
    pub seconds: i64,
}

impl Minutes {
    /// Nothing that is longer, either way, is a length of an incident or of anything in it: a hundred years.
    ///
    /// So many seconds can be added up a hundred million times.
    pub const LONGEST: Self = Self::new(100 * 366 * 24 * 60);

    /// Whether this is a length that anything can have.
    pub fn is_plausible(self) -> bool {
        self.seconds.unsigned_abs() <= Self::LONGEST.seconds.unsigned_abs()
    }

    pub const fn new(minutes: i64) -> Self {
        Self { seconds: minutes * 60 }
    }

    pub const fn from_seconds(seconds: i64) -> Self {
        Self { seconds }
    }

    /// Minutes with their fraction.
    pub fn as_f64(self) -> f64 {
        self.seconds as f64 / 60.0
    }

    /// Whole minutes, rounded to the nearest.
    pub fn rounded(self) -> i64 {
        (self.seconds + 30).div_euclid(60)
    }
}

impl Serialize for Minutes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.seconds % 60 == 0 {
            serializer.serialize_i64(self.seconds / 60)
        } else {
            serializer.serialize_f64((self.as_f64() * 100.0).round() / 100.0)
        }
    }
}

impl JsonSchema for Minutes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Minutes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "description": "minutes" })
    }
}

macro_rules! serialised_as_text {
    ($type:ty, $name:literal, $pattern:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

serialised_as_text!(PartialDate, "PartialDate", r"^\d{4}(-\d{2}(-\d{2})?)?$");
serialised_as_text!(ClockTime, "ClockTime", r"^\d{2}:\d{2}(:\d{2})?$");

//! Dates as written: `2024-03-03`, `March 3rd, 2024`, `19. April`, `14/04/2024`, `Friday 22th`.
//!
//! In: tokens and the order of day and month, where one is known. Out: a [`DateRead`]. Nothing is filled in: a year
//! nobody wrote stays out, an undecided order is kept undecided.

use jiff::civil::Date;

use super::clock::Before;
use super::scan::{DASH, HYPHEN, Scan};
use super::words::{is_ordinal, is_weak_month, is_weekday, month, weekday};
use super::{DayOrder, Oddity, WrittenDate};

/// A date and where it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateRead {
    pub date: WrittenDate,
    /// Token after it.
    pub next: usize,
    /// Written in digits only.
    pub numeric: bool,
    pub oddity: Option<Oddity>,
    /// The second end of `October 29-30, 2025`: date, first token, token after.
    pub until: Option<(WrittenDate, usize, usize)>,
}

impl DateRead {
    fn new(date: WrittenDate, next: usize) -> Self {
        Self { date, next, numeric: false, oddity: None, until: None }
    }

    fn numeric(date: WrittenDate, next: usize) -> Self {
        Self { numeric: true, ..Self::new(date, next) }
    }

    pub fn as_before(&self) -> Before {
        if self.numeric { Before::NumericDate } else { Before::Date }
    }
}

static YEAR_CUES: &[&str] = &["in", "since", "during", "late", "early", "mid"];
/// Words that may follow a lone year; anything else makes it a count.
static AFTER_YEAR: &[&str] =
    &["and", "the", "we", "when", "but", "after", "to", "until", "a", "as", "with", "because", "it", "by", "on", "for"];

impl Scan<'_> {
    /// The date that begins at this token.
    pub fn date(&self, at: usize) -> Option<DateRead> {
        let read = match self.number(at) {
            Some((value, digits)) => self.date_from_number(at, value, digits),
            None => self.date_from_word(at, self.word(at)?),
        }?;
        let behind =
            if self.is_sign(read.next, '(') || self.glued_sign(read.next, ',') { read.next + 1 } else { read.next };
        let read = match self.word(behind).filter(|word| behind > read.next && is_weekday(word)) {
            Some(word) => with_weekday(read, word),
            None => read,
        };
        self.date_ends(read.next).then_some(read)
    }

    /// `2020-12-08-release-notes` is the name of a file.
    fn date_ends(&self, next: usize) -> bool {
        let slug = self.glued_sign(next, HYPHEN) && self.glued_word(next + 1).is_some();
        let iso_clock = matches!(self.glued_word(next), Some("T" | "t")) && self.glued_number(next + 1).is_some();
        !slug && (iso_clock || self.ends_clean(next))
    }

    fn date_from_number(&self, at: usize, value: u32, digits: usize) -> Option<DateRead> {
        match digits {
            4 | 5 => self.iso_date(at, value, digits).or_else(|| self.lone_year(at, value, digits)),
            1 | 2 => self.numeric_date(at, value).or_else(|| self.day_month(at, value)),
            6 => self.compact_date(at, value),
            8 => self.packed_date(at, value),
            _ => None,
        }
    }

    /// `2024-03-03`, `2016/11/07`, `22025-03-18`, `2022-02-??`.
    fn iso_date(&self, at: usize, value: u32, digits: usize) -> Option<DateRead> {
        let (year, typo) = plausible_year(value, digits)?;
        let separator = self.sign(at + 1).filter(|sign| matches!(*sign, HYPHEN | '/' | DASH))?;
        if !self.glued(at + 1) {
            return None;
        }
        let oddity = typo.then_some(Oddity::YearTypo);
        if let Some(next) = self.marks(at + 2) {
            let next = self.marks(next + 1).filter(|_| self.glued_sign(next, separator))?;
            return Some(DateRead { oddity, ..DateRead::numeric(WrittenDate::Year(year), next) });
        }
        let (month, 1 | 2) = self.glued_number(at + 2)? else { return None };
        if !self.glued_sign(at + 3, separator) {
            return None;
        }
        if let Some(next) = self.marks(at + 4) {
            let date = (1..=12).contains(&month).then_some(WrittenDate::YearMonth { year, month: month as i8 })?;
            return Some(DateRead { oddity, ..DateRead::numeric(date, next) });
        }
        let (day, 1 | 2) = self.glued_number(at + 4)? else { return None };
        let date = full(year, month, day)?;
        Some(DateRead { oddity, ..DateRead::numeric(date, at + 5) })
    }

    /// `??`, glued: the token after.
    fn marks(&self, at: usize) -> Option<usize> {
        (self.glued_sign(at, '?') && self.glued_sign(at + 1, '?')).then_some(at + 2)
    }

    /// `14/04/2024`, `02-13-2025`, `1.2.2024`, `4/21/23`.
    fn numeric_date(&self, at: usize, first: u32) -> Option<DateRead> {
        let separator = self.sign(at + 1).filter(|sign| matches!(*sign, HYPHEN | '/' | '.'))?;
        let (second, 1 | 2) = self.glued_number(at + 2).filter(|_| self.glued(at + 1))? else { return None };
        let (year, digits) = self.glued_number(at + 4).filter(|_| self.glued_sign(at + 3, separator))?;
        let year = match digits {
            4 => plausible_year(year, 4)?.0,
            2 if separator == '/' => 2000 + year as i16,
            _ => return None,
        };
        let order = if separator == '.' { DayOrder::DayFirst } else { self.order };
        let date = ordered(first, second, Some(year), order)?;
        let oddity = matches!(date, WrittenDate::Ambiguous { .. }).then_some(Oddity::DateAmbiguous);
        Some(DateRead { oddity, ..DateRead::numeric(date, at + 5) })
    }

    /// `070223 / 0654`: only in front of its clock.
    fn compact_date(&self, at: usize, value: u32) -> Option<DateRead> {
        let clock = self.is_sign(at + 1, '/')
            && matches!(self.number(at + 2), Some((value, 4)) if value / 100 < 24 && value % 100 < 60);
        let date = ordered(value / 10_000, value / 100 % 100, Some(2000 + (value % 100) as i16), self.order)
            .filter(|_| clock)?;
        let oddity = matches!(date, WrittenDate::Ambiguous { .. }).then_some(Oddity::DateAmbiguous);
        Some(DateRead { oddity, ..DateRead::numeric(date, at + 1) })
    }

    /// `20240303`: only in front of a clock.
    fn packed_date(&self, at: usize, value: u32) -> Option<DateRead> {
        let packed = matches!(self.glued_word(at + 1), Some("T" | "t")) && self.packed_clock(at + 2).is_some();
        let colon =
            self.number(at + 1).is_some() && self.glued_sign(at + 2, ':') && self.glued_number(at + 3).is_some();
        let clock = colon || packed;
        let (year, _) = plausible_year(value / 10_000, 4).filter(|_| clock)?;
        let date = full(year, value / 100 % 100, value % 100)?;
        Some(DateRead::numeric(date, at + 1))
    }

    /// `10/29` or `12-05`, right in front of a clock; the caller checks that one follows.
    pub fn short_date(&self, at: usize) -> Option<DateRead> {
        let (first, 1 | 2) = self.number(at)? else { return None };
        let separator = self.sign(at + 1).filter(|sign| matches!(*sign, HYPHEN | '/'))?;
        let (second, digits @ (1 | 2)) = self.glued_number(at + 2).filter(|_| self.glued(at + 1))? else { return None };
        let bracketed = self.before(at).is_some_and(|before| self.is_sign(before, '['));
        // `[12-05 16:21]` is ISO without its year.
        let order = match (separator, self.order) {
            (HYPHEN, _) if !bracketed || digits != 2 => return None,
            (HYPHEN, DayOrder::Undecided) => DayOrder::MonthFirst,
            (_, order) => order,
        };
        let date = ordered(first, second, None, order)?;
        let oddity = matches!(date, WrittenDate::Ambiguous { .. }).then_some(Oddity::DateAmbiguous);
        Some(DateRead { oddity, ..DateRead::numeric(date, at + 3) })
    }

    /// `3 March 2024`, `19. April`, `2nd of June`, `14-19 January 2026`, `12-May-2024`.
    fn day_month(&self, at: usize, day: u32) -> Option<DateRead> {
        let mut next = self.after_ordinal(at + 1);
        if self.glued_sign(next, '.') && !self.glued(next + 1) {
            next += 1;
        }
        if self.joins_days(next)
            && let Some((last, 1 | 2)) = self.number(next + 1)
            && last > day
            && let Some(second) = self.day_month(next + 1, last).filter(|second| second.until.is_none())
        {
            let first = second.date.with_day(day)?;
            return Some(DateRead { until: Some((second.date, next + 1, second.next)), ..DateRead::new(first, next) });
        }
        if self.is_word(next, "of") {
            next += 1;
        }
        let hyphens = self.glued_sign(next, HYPHEN) && self.glued(next + 1);
        let name_at = if hyphens { next + 1 } else { next };
        let name = self.word(name_at)?;
        let month = month(name)?;
        let mut next = name_at + 1;
        let year = if hyphens {
            if !self.glued_sign(next, HYPHEN) {
                return None;
            }
            let (value, digits) = self.glued_number(next + 1)?;
            let year = if digits == 2 { 2000 + value as i16 } else { plausible_year(value, digits)?.0 };
            Some((year, next + 2))
        } else {
            if self.glued_sign(next, '.') && name.len() <= 4 && (!self.glued(next + 1)) {
                next += 1;
            }
            self.year(next)
        };
        let ordinal = self.after_ordinal(at + 1) != at + 1;
        if year.is_none() && is_weak_month(name) && !ordinal {
            return None;
        }
        dated(year, month, day, next)
    }

    fn joins_days(&self, at: usize) -> bool {
        self.is_dash(at) || self.is_word(at, "to")
    }

    fn after_ordinal(&self, at: usize) -> usize {
        if self.glued_word(at).is_some_and(is_ordinal) { at + 1 } else { at }
    }

    /// A year behind a day or a month: `2024`, `, 2024`, `of 2024`.
    fn year(&self, at: usize) -> Option<(i16, usize)> {
        let at = if self.glued_sign(at, ',') || self.is_word(at, "of") { at + 1 } else { at };
        let (value, digits @ (4 | 5)) = self.number(at)? else { return None };
        let (year, _) = plausible_year(value, digits)?;
        let clock = self.glued_sign(at + 1, ':') && self.glued_number(at + 2).is_some();
        let iso = self.glued_sign(at + 1, HYPHEN) && self.glued_number(at + 2).is_some();
        (!clock && !iso && self.ends_clean(at + 1)).then_some((year, at + 1))
    }

    /// `(2022)`, `in 2022`: a year that stands for itself.
    fn lone_year(&self, at: usize, value: u32, digits: usize) -> Option<DateRead> {
        let year = (digits == 4 && (1990..2060).contains(&value)).then_some(value as i16)?;
        let before = self.before(at)?;
        let enclosed = self.is_sign(before, '(') && self.is_sign(at + 1, ')');
        let led = self.is_any(before, YEAR_CUES)
            && match self.word(at + 1) {
                Some(_) => self.is_any(at + 1, AFTER_YEAR),
                None => self.number(at + 1).is_none() && !self.is_dash(at + 1) && !self.is_sign(at + 1, '/'),
            };
        (enclosed || led).then(|| DateRead::new(WrittenDate::Year(year), at + 1))
    }

    fn date_from_word(&self, at: usize, word: &str) -> Option<DateRead> {
        if let Some(month) = month(word) {
            return self.month_day(at, month, word);
        }
        if !is_weekday(word) {
            return None;
        }
        let mut next = at + 1;
        if self.glued_sign(next, ',') || self.glued_sign(next, '.') {
            next += 1;
        }
        if self.is_word(next, "the") {
            next += 1;
        }
        let date = match (self.number(next), self.word(next)) {
            (Some((value, digits)), _) => self.date_from_number(next, value, digits),
            (None, Some(word)) => month(word).and_then(|month| self.month_day(next, month, word)),
            (None, None) => None,
        };
        let read =
            date.filter(|read| !matches!(read.date, WrittenDate::Year(_))).or_else(|| self.day_of_month(next))?;
        Some(with_weekday(read, word))
    }

    /// `22th`, behind a weekday or `the`.
    pub fn day_of_month(&self, at: usize) -> Option<DateRead> {
        let (day, 1 | 2) = self.number(at)? else { return None };
        let next = self.after_ordinal(at + 1);
        let date = WrittenDate::DayOfMonth { day: day as i8 };
        (next != at + 1 && (1..=31).contains(&day)).then(|| DateRead::new(date, next))
    }

    /// `March 3rd, 2024`, `Apr 30`, `January 2024`, `October 29-30, 2025`.
    fn month_day(&self, at: usize, month: i8, name: &str) -> Option<DateRead> {
        let mut first = at + 1;
        if self.glued_sign(first, '.') && !self.glued(first + 1) {
            first += 1;
        }
        if let Some((year, next)) = self.year(first) {
            return Some(DateRead::new(WrittenDate::YearMonth { year, month }, next));
        }
        if self.is_word(first, "the") {
            first += 1;
        }
        let (day, 1 | 2) = self.number(first)? else { return None };
        let next = self.after_ordinal(first + 1);
        let ordinal = next != first + 1;
        if self.glued_sign(next, ':') && self.glued_number(next + 1).is_some() {
            return None;
        }
        if let Some(span) = self.day_span(next, month, day) {
            return Some(span);
        }
        let year = self.year(next);
        if year.is_none() && is_weak_month(name) && !ordinal {
            return None;
        }
        dated(year, month, day, next)
    }

    /// The `-30, 2025` behind `October 29`.
    fn day_span(&self, at: usize, month: i8, day: u32) -> Option<DateRead> {
        let (last, 1 | 2) = self.number(at + 1).filter(|_| self.is_dash(at))? else { return None };
        let next = self.after_ordinal(at + 2);
        let clock = self.is_sign(next, ':') && self.glued_number(next + 1).is_some() || self.is_meridiem(next);
        let another = self.glued_sign(next, HYPHEN)
            || self.glued_sign(next, '/')
            || self.word(next).is_some_and(|word| super::words::month(word).is_some());
        if last <= day || clock || another || !self.ends_clean(next) {
            return None;
        }
        let year = self.year(next);
        if year.is_none() && !self.glued(at + 1) && self.word(next).is_some() {
            return None;
        }
        let second = dated(year, month, last, next)?;
        let first = second.date.with_day(day)?;
        Some(DateRead { until: Some((second.date, at + 1, second.next)), ..DateRead::new(first, at) })
    }
}

/// Notes where a day of the week is not that of its date.
fn with_weekday(read: DateRead, word: &str) -> DateRead {
    let wrong = read.until.is_none()
        && read.date.full().zip(weekday(word)).is_some_and(|(date, weekday)| date.weekday() != weekday);
    DateRead { oddity: read.oddity.or(wrong.then_some(Oddity::WeekdayWrong)), ..read }
}

impl WrittenDate {
    /// The same month on another day.
    fn with_day(self, day: u32) -> Option<Self> {
        match self {
            Self::Full(date) => full(date.year(), date.month() as u32, day),
            Self::MonthDay { month, .. } => month_day(month, day),
            _ => None,
        }
    }
}

fn dated(year: Option<(i16, usize)>, month: i8, day: u32, next: usize) -> Option<DateRead> {
    match year {
        Some((year, next)) => Some(DateRead::new(full(year, month as u32, day)?, next)),
        None => Some(DateRead::new(month_day(month, day)?, next)),
    }
}

fn full(year: i16, month: u32, day: u32) -> Option<WrittenDate> {
    if month > 12 || day > 31 {
        return None;
    }
    Date::new(year, month as i8, day as i8).ok().map(WrittenDate::Full)
}

/// A day that some year has.
fn month_day(month: i8, day: u32) -> Option<WrittenDate> {
    full(2024, month as u32, day).map(|_| WrittenDate::MonthDay { month, day: day as i8 })
}

/// Two numbers in the only order that makes a date, else in the order given.
fn ordered(first: u32, second: u32, year: Option<i16>, order: DayOrder) -> Option<WrittenDate> {
    let make = |day: u32, month: u32| match year {
        Some(year) => full(year, month, day),
        None => (month <= 12).then(|| month_day(month as i8, day)).flatten(),
    };
    match (make(first, second), make(second, first), order) {
        (Some(day_first), None, _) => Some(day_first),
        (None, month_first, _) => month_first,
        (Some(day_first), Some(_), DayOrder::DayFirst) => Some(day_first),
        (Some(_), Some(month_first), DayOrder::MonthFirst) => Some(month_first),
        (Some(same), Some(_), DayOrder::Undecided) if first == second => Some(same),
        (Some(_), Some(_), DayOrder::Undecided) => {
            Some(WrittenDate::Ambiguous { first: first as i8, second: second as i8, year })
        }
    }
}

/// A year of this age, and whether a doubled digit had to go (`22025`).
pub(super) fn plausible_year(value: u32, digits: usize) -> Option<(i16, bool)> {
    let plausible = |value: u32| (1970..2100).contains(&value);
    match digits {
        4 => plausible(value).then_some((value as i16, false)),
        5 => {
            let text = value.to_string();
            let bytes = text.as_bytes();
            let doubled = bytes.windows(2).position(|pair| pair[0] == pair[1]);
            let without = |at: usize| {
                let kept = text.char_indices().filter(|(index, _)| *index != at).map(|(_, digit)| digit);
                kept.collect::<String>().parse().ok().filter(|year| plausible(*year))
            };
            let year = doubled.and_then(without).or_else(|| without(4))?;
            Some((year as i16, true))
        }
        _ => None,
    }
}

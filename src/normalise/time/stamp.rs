//! Dates and clocks that belong together: one stamp per place.
//!
//! In: tokens. Out: [`Draft`]s for the range reader, [`Stamp`]s for everyone else. A date may stand on either side of
//! its clock, a zone behind either of them.

use super::clock::{Before, Clock};
use super::date::{DateRead, plausible_year};
use super::scan::{Kind, Scan, TILDE};
use super::words::{ABOUT, is_weekday, month};
use super::zone::OffsetRule;
use super::{DayOrder, Oddity, Stamp, WrittenDate, Zone};
use crate::model::Precision;

/// Every stamp of one line, from left to right.
pub fn stamps(text: &str, order: DayOrder) -> Vec<Stamp> {
    let mut found = Vec::new();
    if !may_hold_stamp(text) {
        return found;
    }
    let scan = Scan::new(text, order);
    let mut at = 0;
    while at < scan.len() {
        match scan.draft(at) {
            Some(draft) => {
                at = draft.resume();
                found.push(draft.stamp(&scan));
                found.extend(draft.second_stamp(&scan));
            }
            None => at += 1,
        }
    }
    found
}

/// A line without a digit holds a stamp only if it says noon or midnight, or tells the time in words.
pub(super) fn may_hold_stamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().any(u8::is_ascii_digit)
        || memchr::memmem::find(bytes, b"night").is_some()
        || memchr::memmem::find(bytes, b"oon").is_some()
        || super::spoken::may_hold(text)
}

/// A stamp that still knows how it was written.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub date: Option<WrittenDate>,
    pub clock: Option<Clock>,
    pub zone: Option<Zone>,
    pub approximate: bool,
    pub oddities: Vec<Oddity>,
    /// First token.
    pub first: usize,
    /// First token of the clock, or of the date where there is no clock.
    pub core: usize,
    /// Token after it.
    pub next: usize,
    /// The date stands behind the clock.
    pub date_behind: bool,
    /// The second end of `October 29-30, 2025`.
    pub until: Option<(WrittenDate, usize, usize)>,
}

impl Draft {
    fn new(first: usize, core: usize, next: usize) -> Self {
        Self {
            date: None,
            clock: None,
            zone: None,
            approximate: false,
            oddities: Vec::new(),
            first,
            core,
            next,
            date_behind: false,
            until: None,
        }
    }

    pub fn note(&mut self, oddity: Option<Oddity>) {
        if let Some(oddity) = oddity.filter(|oddity| !self.oddities.contains(oddity)) {
            self.oddities.push(oddity);
        }
    }

    /// The token at which reading goes on.
    pub fn resume(&self) -> usize {
        self.until.map_or(self.next, |(_, _, next)| next)
    }

    pub fn stamp(&self, scan: &Scan) -> Stamp {
        let mut oddities = self.oddities.clone();
        if self.clock.is_some_and(|clock| clock.is_meridiem_suspect()) && !oddities.contains(&Oddity::AmPmSuspect) {
            oddities.push(Oddity::AmPmSuspect);
        }
        let date = match (self.date, self.clock) {
            (Some(WrittenDate::Full(date)), Some(clock)) if clock.is_end_of_day() => {
                date.tomorrow().ok().map(WrittenDate::Full)
            }
            (Some(WrittenDate::MonthDay { month, day }), Some(clock)) if clock.is_end_of_day() => {
                let next = jiff::civil::Date::new(2023, month, day).ok().and_then(|date| date.tomorrow().ok());
                next.map(|next| WrittenDate::MonthDay { month: next.month(), day: next.day() })
            }
            (date, _) => date,
        };
        if let (Some(zone), Some(WrittenDate::Full(date))) = (&self.zone, date)
            && super::is_dst_suspect(zone, date)
        {
            oddities.push(Oddity::ZoneDstSuspect);
        }
        let unit = match (self.clock, date) {
            (Some(clock), _) => clock.unit,
            (None, Some(date)) => date_precision(date),
            (None, None) => Precision::Clock,
        };
        Stamp {
            range: scan.start(self.first)..scan.end_before(self.next),
            date,
            time: self.clock.map(|clock| clock.time()),
            zone: self.zone.clone(),
            precision: whole_precision(date, unit),
            unit,
            approximate: self.approximate,
            oddities,
        }
    }

    pub fn second_stamp(&self, scan: &Scan) -> Option<Stamp> {
        let (date, first, next) = self.until?;
        let second = Self { date: Some(date), clock: None, first, next, ..self.clone() };
        Some(second.stamp(scan))
    }
}

fn date_precision(date: WrittenDate) -> Precision {
    match date {
        WrittenDate::Year(_) => Precision::Year,
        WrittenDate::YearMonth { .. } => Precision::Month,
        _ => Precision::Day,
    }
}

/// A clock in a month is no more exact than the month.
pub(super) fn whole_precision(date: Option<WrittenDate>, unit: Precision) -> Precision {
    match date {
        None => Precision::Clock,
        Some(date) => match date_precision(date) {
            Precision::Day => unit,
            coarse => coarse,
        },
    }
}

/// A clock that belongs to the date before it.
struct Linked {
    clock: Clock,
    at: usize,
    approximate: bool,
    /// It stands in a bracket that the date does not.
    bracket: bool,
    /// Only a `T` stands between the two.
    iso: bool,
}

impl Scan<'_> {
    /// The stamp that begins at this token.
    pub fn draft(&self, at: usize) -> Option<Draft> {
        if self.starts_clean(at) { self.draft_behind_joint(at) } else { None }
    }

    /// The same where a dash before it is known to join two ends.
    pub fn draft_behind_joint(&self, at: usize) -> Option<Draft> {
        if !self.may_begin_stamp(at) {
            return None;
        }
        let mut draft = self.date_and_clock(at).or_else(|| self.clock_and_date(at))?;
        if let Some(first) = self.approximate_before(at) {
            (draft.approximate, draft.first) = (true, first);
        }
        let tilde = self.glued_sign(draft.next, TILDE);
        let about = self.is_any(draft.next, &["approx", "approximately"]);
        if (tilde || about) && self.number(draft.next + 1).is_none() {
            (draft.approximate, draft.next) = (true, draft.next + 1);
        }
        Some(draft)
    }

    fn may_begin_stamp(&self, at: usize) -> bool {
        match self.token(at).map(|token| token.kind) {
            Some(Kind::Number) => true,
            Some(Kind::Word) => self.word(at).is_some_and(|word| {
                month(word).is_some()
                    || is_weekday(word)
                    || matches!(word.as_bytes()[0] | 0x20, b'n' | b'm')
                    || super::spoken::opens(word)
            }),
            _ => false,
        }
    }

    fn date_and_clock(&self, at: usize) -> Option<Draft> {
        let (read, linked) = match self.date(at) {
            Some(read) => (read, self.linked_clock(&read)),
            None => self.short_date_and_clock(at)?,
        };
        let mut draft = Draft::new(at, at, read.next);
        draft.date = Some(read.date);
        draft.until = read.until;
        draft.note(read.oddity);
        let Some(linked) = linked else {
            self.read_placeholder(&mut draft);
            return Some(draft);
        };
        draft.core = linked.at;
        draft.approximate = linked.approximate || linked.clock.approximate;
        draft.clock = Some(linked.clock);
        draft.next = linked.clock.next;
        let exact = linked.clock.second.is_some() && read.numeric;
        let rule = match (linked.iso, exact) {
            (true, _) => OffsetRule::Iso,
            (false, true) => OffsetRule::Exact,
            (false, false) => OffsetRule::Dated,
        };
        self.read_zone(&mut draft, rule);
        self.read_trailing_year(&mut draft);
        if linked.bracket && self.is_sign(draft.next, ')') {
            draft.next += 1;
            self.read_zone(&mut draft, OffsetRule::Clock);
        }
        Some(draft)
    }

    /// `10/29 14:05`, `[12-05 16:21]`, `the 9th around 11:50`: dates only where a clock follows.
    fn short_date_and_clock(&self, at: usize) -> Option<(DateRead, Option<Linked>)> {
        let day = || self.day_of_month(at).filter(|_| self.follows_any(at, &["the", "on"]));
        let read = self.short_date(at).or_else(day)?;
        let linked = self.linked_clock(&read)?;
        Some((read, Some(linked)))
    }

    /// The clock behind a date, over the few words and signs that may stand between the two.
    fn linked_clock(&self, read: &DateRead) -> Option<Linked> {
        if read.until.is_some() || matches!(read.date, WrittenDate::Year(_)) {
            return None;
        }
        let from = read.next;
        let iso = matches!(self.glued_word(from), Some("T" | "t"));
        if iso {
            let clock = self.clock(from + 1, Before::Date).or_else(|| self.packed_clock(from + 1));
            let clock = clock.filter(|_| self.glued(from + 1))?;
            return Some(Linked { clock, at: from + 1, approximate: false, bracket: false, iso });
        }
        let (mut approximate, mut bracket) = (false, false);
        let mut before = read.as_before();
        for at in from..from + 6 {
            if self.number(at).is_some() || self.is_any(at, &["noon", "midnight", "midday"]) {
                let clock = self.clock(at, before).filter(|_| !self.glued(at) || at > from)?;
                return Some(Linked { clock, at, approximate, bracket, iso });
            }
            match self.sign(at) {
                Some(',' | '-' | '–' | '@' | '|') => before = Before::Date,
                Some(')') if bracket => bracket = false,
                Some('/') if !self.glued(at) => {}
                Some(':') if !self.glued(at + 1) => before = Before::Date,
                Some('.') if self.follows_any(at, ABOUT) => {}
                Some('(') if !bracket => (bracket, before) = (true, Before::Date),
                Some(TILDE) => approximate = true,
                None if self.is_any(at, ABOUT) => approximate = true,
                None if self.word(at).is_some_and(is_weekday) => before = Before::Date,
                None if self.is_any(at, &["at", "from", "between", "starting", "beginning", "by", "the"]) => {
                    before = Before::Date;
                }
                _ => return None,
            }
        }
        None
    }

    fn clock_and_date(&self, at: usize) -> Option<Draft> {
        let clock = self.clock(at, Before::Anything)?;
        let mut draft = Draft::new(at, at, clock.next);
        draft.clock = Some(clock);
        draft.approximate = clock.approximate;
        self.read_zone(&mut draft, OffsetRule::Clock);
        if let Some((read, next)) = self.trailing_date(draft.next) {
            draft.date = Some(read.date);
            draft.note(read.oddity);
            draft.next = next;
            draft.date_behind = true;
            self.read_zone(&mut draft, OffsetRule::Clock);
        }
        Some(draft)
    }

    fn read_zone(&self, draft: &mut Draft, rule: OffsetRule) {
        if draft.zone.is_none()
            && let Some(read) = self.zone_after(draft.next, rule)
        {
            draft.zone = Some(read.zone);
            draft.next = read.next;
            draft.note(read.oddity);
        } else if draft.zone.is_none() && rule == OffsetRule::Clock {
            // `12:35 a.m. on Wednesday (PST)`
            let day = draft.next + usize::from(self.is_word(draft.next, "on"));
            let named = self.word(day).is_some_and(is_weekday) && self.is_sign(day + 1, '(');
            if let Some((zone, next)) = named.then(|| self.bracketed_zone(day + 1)).flatten() {
                (draft.zone, draft.next) = (Some(zone), next);
            }
        }
    }

    /// The year and offset at the end of `May 10 19:03:52 2021 +0900`.
    fn read_trailing_year(&self, draft: &mut Draft) {
        let (Some(WrittenDate::MonthDay { month, day }), Some(clock)) = (draft.date, draft.clock) else { return };
        let year = self.number(draft.next).and_then(|(value, digits)| plausible_year(value, digits));
        if let (Some(_), Some((year, false))) = (clock.second, year)
            && let Ok(date) = jiff::civil::Date::new(year, month, day)
        {
            draft.date = Some(WrittenDate::Full(date));
            draft.next += 1;
            self.read_zone(draft, OffsetRule::Dated);
        }
    }

    /// The date behind a clock: `on April 15, 2024`, `2026-02-21`, `, January 14 2020`, `in January 2024`.
    fn trailing_date(&self, at: usize) -> Option<(DateRead, usize)> {
        let led = self.is_any(at, &["on", "in", "of"]);
        let bracket = self.is_sign(at, '(');
        let mut start = if led || bracket || self.glued_sign(at, ',') { at + 1 } else { at };
        if led && self.is_word(start, "the") {
            start += 1;
        }
        if self.glued(start) && !bracket || !self.may_begin_stamp(start) {
            return None;
        }
        // `06:10 on the 15th`, but not `at 06:10 on the 2nd node`.
        let bare = || self.day_of_month(start).filter(|read| led && self.word(read.next).is_none());
        let read = self
            .date(start)
            .filter(|read| read.until.is_none() && !matches!(read.date, WrittenDate::Year(_)))
            .or_else(bare)?;
        let month_only = matches!(read.date, WrittenDate::YearMonth { .. });
        if self.is_word(at, "in") != month_only && (led || month_only) {
            return None;
        }
        // The date of the next stamp: `5:00 PM, May 12, 6:00 PM`.
        if !led && self.linked_clock(&read).is_some() {
            return None;
        }
        match bracket {
            true => self.is_sign(read.next, ')').then_some((read, read.next + 1)),
            false => Some((read, read.next)),
        }
    }

    /// `??:??`, `HH:mm`, `--:--`, `14:??` or `(Time TBC)` behind a date.
    fn read_placeholder(&self, draft: &mut Draft) {
        if draft.until.is_none()
            && let Some(next) = self.placeholder(draft.next)
        {
            draft.next = next;
            draft.note(Some(Oddity::TimeUnreadable));
        }
    }

    /// The token after a placeholder for a time.
    pub fn placeholder(&self, at: usize) -> Option<usize> {
        if self.is_sign(at, '(') || self.is_sign(at, '[') {
            let word = if self.is_word(at + 1, "time") { at + 2 } else { at + 1 };
            let unknown =
                self.is_any(word, &["tbc", "tbd", "unknown"]) && matches!(self.sign(word + 1), Some(')' | ']'));
            return unknown.then_some(word + 2);
        }
        let half = |at: usize| match self.sign(at) {
            Some(sign @ ('?' | '-' | '_')) => self.glued_sign(at + 1, sign).then_some(at + 2),
            _ => self.word(at).filter(|word| matches!(*word, "HH" | "hh" | "xx" | "XX")).map(|_| at + 1),
        };
        let minutes = |at: usize| match self.word(at) {
            Some("mm" | "MM" | "xx" | "XX") => Some(at + 1),
            _ => half(at),
        };
        let colon = match self.number(at) {
            Some((_, 1 | 2)) => at + 1,
            _ => half(at)?,
        };
        let end = minutes(colon + 1).filter(|_| self.glued_sign(colon, ':') && self.glued(colon + 1))?;
        self.ends_clean(end).then_some(end)
    }

    /// The first token of a "~" or "about" before; `None` where nothing of the kind stands there.
    fn approximate_before(&self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        if self.is_sign(before, TILDE) {
            // `10:00 ~ 11:00` and `10:00~11:00` are ranges.
            let opens = before == 0 || !self.glued(before) && self.glued(at) || !self.is_end_of_clock(before - 1);
            return opens.then_some(before);
        }
        let word = if self.is_sign(before, '.') { before.checked_sub(1)? } else { before };
        let word = if self.is_any(word, &["at", "the"]) { word.checked_sub(1)? } else { word };
        self.is_any(word, ABOUT).then_some(at)
    }

    fn is_end_of_clock(&self, at: usize) -> bool {
        self.number(at).is_some() || self.word(at).is_some_and(|word| word.len() <= 4) || self.is_sign(at, ')')
    }
}

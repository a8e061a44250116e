//! Times of day as written: `10:05 PM`, `09h30`, `1pm`, `14.43`, `1600h`, noon.
//!
//! In: tokens. Out: a [`Clock`] that still knows how it was written, since the other end of a range may finish it.

use super::scan::{DASH, HYPHEN, Scan, TILDE};
use super::zone::{OffsetRule, Place};
use crate::model::{ClockTime, Precision};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meridiem {
    Am,
    Pm,
}

/// A time of day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// 0 to 24, before AM or PM is applied.
    pub hour: u8,
    pub minute: u8,
    pub second: Option<u8>,
    pub meridiem: Option<Meridiem>,
    /// The hour has two digits, so `02:00` is hardly an afternoon.
    pub padded: bool,
    /// Second, minute or hour.
    pub unit: Precision,
    /// Token after it.
    pub next: usize,
    /// `10:30ish`.
    pub approximate: bool,
}

impl Clock {
    /// 12 AM is 0, 12 PM is 12, 24:00 is 0, and an hour above 12 stays what it is.
    pub fn time(&self) -> ClockTime {
        let hour = match (self.hour, self.meridiem) {
            (12, Some(Meridiem::Am)) | (24, _) => 0,
            (1..=11, Some(Meridiem::Pm)) => self.hour + 12,
            (hour, _) => hour,
        };
        ClockTime {
            hour: hour as i8,
            minute: self.minute as i8,
            second: self.second.map(|second| second.min(59) as i8),
        }
    }

    /// AM or PM beside an hour that has no need of it.
    pub fn is_meridiem_suspect(&self) -> bool {
        match self.meridiem {
            Some(Meridiem::Am) => self.hour > 12,
            Some(Meridiem::Pm) => self.hour > 12 || self.hour == 0,
            None => false,
        }
    }

    pub fn is_end_of_day(&self) -> bool {
        self.hour == 24
    }
}

/// What stands before a clock, which decides how loosely it may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Anything,
    /// A written date: `14.43` is a time.
    Date,
    /// A date in digits: `1600` is a time as well.
    NumericDate,
}

/// Words before a length of time, after which `00:45:00` and `2h30` are lengths.
static LENGTH_CUES: &[&str] =
    &["took", "takes", "take", "for", "lasted", "lasting", "lasts", "within", "duration", "elapsed", "of", "initial"];
/// Words before a time of day, after which `9h30` is one.
static CLOCK_CUES: &[&str] = &[
    "at",
    "from",
    "between",
    "around",
    "since",
    "until",
    "till",
    "to",
    "and",
    "by",
    "before",
    "ca",
    "circa",
    "on",
    "starting",
    "beginning",
];

impl Scan<'_> {
    /// The time of day that begins at this token.
    pub fn clock(&self, at: usize, before: Before) -> Option<Clock> {
        let (value, digits) = match self.number(at) {
            Some(number) => number,
            None => {
                let spoken = self.spoken_clock(at).filter(|clock| self.clock_ends(clock.next));
                return spoken.or_else(|| self.named_clock(at));
            }
        };
        let clock = match digits {
            1 | 2 => self
                .colon_clock(at, value)
                .or_else(|| self.letter_clock(at, value))
                .or_else(|| self.dot_clock(at, value, before))
                .or_else(|| self.hour_with_a_gap(at, value))
                .or_else(|| self.hour_clock(at, value))
                .or_else(|| self.spoken_clock(at)),
            4 => self.compact_clock(at, value, before),
            _ => None,
        }?;
        let clock = self.with_ish(clock);
        (clock.hour <= 24 && clock.minute < 60 && (clock.hour < 24 || clock.minute == 0) && self.clock_ends(clock.next))
            .then_some(clock)
    }

    /// A clock may be followed by a zone without a space, and by nothing else that belongs to a longer thing.
    fn clock_ends(&self, next: usize) -> bool {
        if self.is_any(next, &["minutes", "mins", "min", "seconds"]) {
            return false;
        }
        self.ends_clean(next) || self.glued_word(next).is_some() && self.zone(next, Place::Prose).is_some()
    }

    fn new_clock(&self, at: usize, hour: u32, minute: u32, next: usize) -> Clock {
        Clock {
            hour: hour.min(99) as u8,
            minute: minute.min(99) as u8,
            second: None,
            meridiem: None,
            padded: self.number(at).is_some_and(|(_, digits)| digits >= 2),
            unit: Precision::Minute,
            next,
            approximate: false,
        }
    }

    /// `10:05`, `10:05:31`, `10:05:31.250`, each with AM, PM or `h`.
    fn colon_clock(&self, at: usize, hour: u32) -> Option<Clock> {
        let (minute, 2) = self.glued_number(at + 2).filter(|_| self.glued_sign(at + 1, ':'))? else { return None };
        let mut clock = self.new_clock(at, hour, minute, at + 3);
        if self.glued_sign(at + 3, ':')
            && let Some((second, 2)) = self.glued_number(at + 4)
        {
            clock.second = (second <= 60).then_some(second as u8);
            clock.second?;
            clock.unit = Precision::Second;
            clock.next = self.after_fraction(at + 5);
            let settled = self.is_meridiem(clock.next) || self.zone_after(clock.next, OffsetRule::Clock).is_some();
            if !settled && self.is_length_before(at) {
                return None;
            }
        }
        if self.is_length_before(at) && self.is_any(clock.next, &["hours", "hrs", "h"]) {
            return None;
        }
        clock.next = self.after_hour_word(clock.next);
        Some(self.with_meridiem(clock))
    }

    /// `22:XX`: the hour is known and the minutes are not.
    fn hour_with_a_gap(&self, at: usize, hour: u32) -> Option<Clock> {
        let gap =
            self.glued_sign(at + 1, ':') && self.glued_word(at + 2).is_some_and(|word| matches!(word, "XX" | "xx"));
        let clock = self.new_clock(at, hour, 0, at + 3);
        gap.then_some(Clock { unit: Precision::Hour, approximate: true, ..clock })
    }

    /// `140500` or `1405` behind the `T` of `20240305T140500Z`.
    pub fn packed_clock(&self, at: usize) -> Option<Clock> {
        let (value, digits) = self.glued_number(at)?;
        let (hour, minute, second) = match digits {
            6 => (value / 10_000, value / 100 % 100, Some((value % 100) as u8)),
            4 => (value / 100, value % 100, None),
            _ => return None,
        };
        let unit = if second.is_some() { Precision::Second } else { Precision::Minute };
        let clock = Clock { second, unit, ..self.new_clock(at, hour, minute, at + 1) };
        (hour < 24 && minute < 60 && second.is_none_or(|second| second <= 60)).then_some(clock)
    }

    /// `1900` in "between the hours of 1900 and 2100".
    fn is_of_hours(&self, at: usize) -> bool {
        let of = |at: usize| self.follows_any(at, &["of"]) && at >= 2 && self.is_any(at - 2, &["hours"]);
        of(at)
            || self.follows_any(at, &["and", "to"])
                && at >= 2
                && matches!(self.number(at - 2), Some((_, 4)))
                && of(at - 2)
    }

    fn after_fraction(&self, next: usize) -> usize {
        let comma_or_point = self.glued_sign(next, '.') || self.glued_sign(next, ',');
        match self.glued_number(next + 1) {
            Some((_, digits)) if comma_or_point && (digits >= 3 || self.glued_sign(next, '.')) => next + 2,
            _ => next,
        }
    }

    fn after_hour_word(&self, next: usize) -> usize {
        let glued = self.glued_word(next).is_some_and(|word| matches!(word, "h" | "H" | "hrs" | "hs" | "Uhr"));
        if glued || self.is_any(next, &["hours", "hrs", "uhr"]) { next + 1 } else { next }
    }

    /// `15h50`, `09h30am`: a clock unless the words around it make it a length.
    fn letter_clock(&self, at: usize, hour: u32) -> Option<Clock> {
        if !matches!(self.glued_word(at + 1)?, "h" | "H") {
            return None;
        }
        let (minute, 2) = self.glued_number(at + 2)? else { return None };
        if self.glued_word(at + 3).is_some_and(|word| matches!(word, "m" | "min" | "mins" | "M")) {
            return None;
        }
        let clock = self.with_meridiem(self.new_clock(at, hour, minute, at + 3));
        let settled = clock.meridiem.is_some() || self.zone_after(clock.next, OffsetRule::Clock).is_some();
        let clock_like = settled || clock.padded || self.follows_any(at, CLOCK_CUES);
        (clock_like && (settled || !self.is_length_before(at))).then_some(clock)
    }

    /// Whether the words around `9h30` make it a time of day.
    pub fn is_letter_clock(&self, at: usize) -> bool {
        self.number(at).is_some_and(|(hour, digits)| digits <= 2 && self.letter_clock(at, hour).is_some())
    }

    /// `14.43` behind a date, `4.30 pm` anywhere.
    fn dot_clock(&self, at: usize, hour: u32, before: Before) -> Option<Clock> {
        let (minute, 2) = self.glued_number(at + 2).filter(|_| self.glued_sign(at + 1, '.'))? else { return None };
        let clock = self.with_meridiem(self.new_clock(at, hour, minute, at + 3));
        // `2024-04-15 1.29` may be a version: behind a date the hour needs two digits.
        (clock.meridiem.is_some() || before != Before::Anything && clock.padded).then_some(clock)
    }

    /// `1pm`, `6 a.m.`, and the `8` of `8-9 PM`.
    fn hour_clock(&self, at: usize, hour: u32) -> Option<Clock> {
        let mut clock = self.new_clock(at, hour, 0, at + 1);
        clock.unit = Precision::Hour;
        let clock = self.with_meridiem(clock);
        if clock.meridiem.is_some() {
            return (1..=24).contains(&hour).then_some(clock);
        }
        ((1..=12).contains(&hour) && self.is_hour_of_range(at)).then_some(clock)
    }

    /// Whether a bare number is the first end of a range whose second end says AM or PM.
    fn is_hour_of_range(&self, at: usize) -> bool {
        let opened = self.follows_any(at, &["from", "between"])
            || self.before(at).is_some_and(|before| self.is_sign(before, TILDE))
                && self.before(at).is_some_and(|tilde| self.follows_any(tilde, &["from", "between"]));
        let joined = matches!(self.sign(at + 1), Some(HYPHEN | DASH)) || opened && self.is_any(at + 1, &["to", "and"]);
        if !joined {
            return false;
        }
        let Some((value, 1 | 2)) = self.number(at + 2) else { return false };
        let minutes = self.glued_sign(at + 3, ':') && matches!(self.glued_number(at + 4), Some((_, 2)));
        (1..=12).contains(&value) && self.is_meridiem(if minutes { at + 5 } else { at + 3 })
    }

    /// `1600` behind a date in digits, `1600h`, `0930 UTC`, `0930: text`.
    fn compact_clock(&self, at: usize, value: u32, before: Before) -> Option<Clock> {
        let mut clock = self.new_clock(at, value / 100, value % 100, at + 1);
        let letter = self.glued_word(at + 1).is_some_and(|word| matches!(word, "h" | "H" | "hrs" | "Z"))
            || self.is_any(at + 1, &["hrs"]);
        let year_like = (1990..2060).contains(&value);
        let zoned = !year_like && self.zone_after(at + 1, OffsetRule::Clock).is_some();
        let dated = before == Before::NumericDate && self.compact_clock_ends(at + 1);
        let opens_line = at == 0 && !year_like && self.glued_sign(1, ':') && !self.glued(2);
        if self.glued_word(at + 1) != Some("Z") {
            clock.next = self.after_hour_word(at + 1);
        }
        (letter || zoned || dated || opens_line || self.is_of_hours(at)).then_some(clock)
    }

    /// `2024-03-03 1200 users` is no time of day.
    fn compact_clock_ends(&self, next: usize) -> bool {
        match self.word(next) {
            Some(word) => word.starts_with(|first: char| first.is_uppercase()),
            None => true,
        }
    }

    /// Noon and midnight, where the words around make them a time.
    fn named_clock(&self, at: usize) -> Option<Clock> {
        let hour = match self.word(at)? {
            word if word.eq_ignore_ascii_case("noon") || word.eq_ignore_ascii_case("midday") => 12,
            word if word.eq_ignore_ascii_case("midnight") => 0,
            _ => return None,
        };
        let led =
            self.follows_any(at, CLOCK_CUES) || self.follows_any(at, &["after", "about", "approximately", "past"]);
        let label = at == 0 && matches!(self.sign(1), Some(':' | HYPHEN | DASH));
        let followed = label || self.zone_after(at + 1, OffsetRule::Clock).is_some() || self.is_word(at + 1, "on");
        let mut clock = self.new_clock(at, hour, 0, at + 1);
        clock.padded = true;
        (led || followed).then_some(clock)
    }

    /// Reads the AM or PM behind a clock, and the `noon` of `12 noon`.
    fn with_meridiem(&self, mut clock: Clock) -> Clock {
        let read = match self.meridiem(clock.next) {
            None if clock.hour == 12 && self.is_word(clock.next, "noon") => Some((Meridiem::Pm, clock.next + 1)),
            None if clock.hour == 12 && self.is_word(clock.next, "midnight") => Some((Meridiem::Am, clock.next + 1)),
            read => read,
        };
        if let Some((meridiem, next)) = read {
            (clock.meridiem, clock.next) = (Some(meridiem), next);
        }
        clock
    }

    pub fn is_meridiem(&self, at: usize) -> bool {
        self.meridiem(at).is_some()
    }

    /// Whether `:04` stands right before a token.
    fn is_minute_before(&self, at: usize) -> bool {
        at >= 2 && self.number(at - 1).is_some_and(|(_, digits)| digits == 2) && self.is_sign(at - 2, ':')
    }

    /// `AM`, `pm`, `a.m.`, `p.m.`.
    fn meridiem(&self, at: usize) -> Option<(Meridiem, usize)> {
        let word = self.word(at)?;
        let (first, rest) = match word.as_bytes() {
            [first, b'm' | b'M'] => (first, at + 1),
            // `9:04a`
            [first] if self.glued(at) && self.is_minute_before(at) && !self.glued_sign(at + 1, '.') => (first, at + 1),
            [first]
                if self.glued_sign(at + 1, '.')
                    && self.glued_word(at + 2).is_some_and(|m| m.eq_ignore_ascii_case("m")) =>
            {
                (first, if self.glued_sign(at + 3, '.') { at + 4 } else { at + 3 })
            }
            _ => return None,
        };
        match first {
            b'a' | b'A' => Some((Meridiem::Am, rest)),
            b'p' | b'P' => Some((Meridiem::Pm, rest)),
            _ => None,
        }
    }

    fn with_ish(&self, mut clock: Clock) -> Clock {
        let ish = |at: usize| self.glued_word(at).is_some_and(|word| word.eq_ignore_ascii_case("ish"));
        if ish(clock.next) {
            (clock.approximate, clock.next) = (true, clock.next + 1);
        } else if self.glued_sign(clock.next, HYPHEN) && ish(clock.next + 1) {
            (clock.approximate, clock.next) = (true, clock.next + 2);
        }
        clock
    }

    /// Whether the words before say that a length of time follows.
    pub fn is_length_before(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        let word =
            if self.is_sign(before, ':') || self.is_sign(before, TILDE) { before.checked_sub(1) } else { Some(before) };
        word.is_some_and(|word| self.is_any(word, LENGTH_CUES))
    }
}

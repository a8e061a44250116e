//! Times of day in words: `half past two in the afternoon`, `quarter to midnight`, `ten in the morning`, `9 o'clock`.
//!
//! In: tokens. Out: a [`Clock`]. An hour alone is a number: it takes a part of the day or `o'clock` to be a time.

use super::clock::{Clock, Meridiem};
use super::scan::Scan;
use crate::model::Precision;

static NUMBERS: &[&str] =
    &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Minutes that people count from an hour.
static STEPS: &[(&str, u8)] = &[("half", 30), ("quarter", 15), ("twenty", 20), ("ten", 10), ("five", 5)];

/// Tokens before a time among which its part of the day may stand: "this morning, at quarter to eight".
const REACH: usize = 5;

/// Whether a word may begin a time in words.
pub(super) fn opens(word: &str) -> bool {
    let is = |known: &&str| word.eq_ignore_ascii_case(known);
    (3..=7).contains(&word.len()) && (NUMBERS.iter().any(is) || STEPS.iter().any(|(step, _)| is(step)))
}

/// Whether a line without a digit may hold a time in words.
pub fn may_hold(text: &str) -> bool {
    const PARTS: &[&str] = &["morning", "evening", "clock", " past ", "quarter to", "at night", "afternoon"];
    PARTS.iter().any(|part| memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some())
}

impl Scan<'_> {
    /// The time in words that begins at this token; an hour may be in digits.
    pub(super) fn spoken_clock(&self, at: usize) -> Option<Clock> {
        self.counted_clock(at).or_else(|| self.plain_hour(at))
    }

    /// `quarter to eight`: minutes from an hour. Those that are no half or quarter need a part of the day, as "five to ten"
    /// is a range of numbers.
    fn counted_clock(&self, at: usize) -> Option<Clock> {
        let step = STEPS.iter().find(|(step, _)| self.is_word(at, step))?.1;
        let joint = if self.is_word(at + 1, "minutes") { at + 2 } else { at + 1 };
        let back = self.is_any(joint, &["to", "before"]);
        if !back && !self.is_any(joint, &["past", "after"]) || back && step == 30 {
            return None;
        }
        let (hour, next) = self.spoken_hour(joint + 1)?;
        let (part, next) = self.part_of_day(at, next, hour);
        let named = hour == 0 || hour == 24;
        if !named && part.is_none() && !(matches!(step, 15 | 30) && self.is_led(at)) {
            return None;
        }
        let minutes = u32::from(hour) * 60 + u32::from(step);
        let minutes = if back { minutes + 24 * 60 - 2 * u32::from(step) } else { minutes } % (24 * 60);
        let (hour, minute) = ((minutes / 60) as u8, (minutes % 60) as u8);
        let hour = if hour == 0 && part.is_some() && !named { 12 } else { hour };
        Some(spoken(hour, minute, part, Precision::Minute, next))
    }

    /// `ten in the morning`, `9 o'clock`.
    fn plain_hour(&self, at: usize) -> Option<Clock> {
        let (hour, next) = self.spoken_hour(at).filter(|(hour, _)| (1..=11).contains(hour))?;
        let (behind, end) = self.part_behind(next);
        let clock = self.after_oclock(next) > next;
        let part = behind.or_else(|| clock.then(|| self.part_before(at)).flatten());
        let meridiem = part.map(|part| part.half(hour));
        (behind.is_some() || clock && self.is_led(at)).then(|| spoken(hour, 0, meridiem, Precision::Hour, end))
    }

    fn is_led(&self, at: usize) -> bool {
        const LEADS: &[&str] =
            &["at", "from", "around", "about", "since", "until", "till", "by", "before", "after", "between", "a"];
        self.follows_any(at, LEADS) || at > 0 && self.sign(at - 1).is_some()
    }

    /// An hour in words or digits, with noon as 12 and midnight as 0, and the token after it.
    fn spoken_hour(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((value, 1 | 2)) = self.number(at) {
            let alone = !self.glued(at + 1) || self.sign(at + 1).is_some_and(|sign| matches!(sign, ',' | '.' | ')'));
            let decimal = self.glued_number(at + 2).is_some() && self.glued(at + 1);
            return ((1..=12).contains(&value) && alone && !decimal).then_some((value as u8, at + 1));
        }
        if self.is_word(at, "midnight") {
            return Some((0, at + 1));
        }
        if self.is_any(at, &["noon", "midday"]) {
            return Some((12, at + 1));
        }
        let index = NUMBERS.iter().position(|number| self.is_word(at, number))?;
        Some((index as u8 + 1, at + 1))
    }

    /// Which half of the day it is by the words behind the hour, else by those before the time.
    fn part_of_day(&self, first: usize, next: usize, hour: u8) -> (Option<Meridiem>, usize) {
        let (part, end) = self.part_behind(next);
        let part = part.or_else(|| self.part_before(first)).filter(|_| hour != 0);
        let noon = hour == 12 && self.is_any(next - 1, &["noon", "midday"]);
        (if noon { None } else { part.map(|part| part.half(hour)) }, end)
    }

    fn part_behind(&self, next: usize) -> (Option<Part>, usize) {
        let next = self.after_oclock(next);
        let the = self.is_word(next, "in") && self.is_word(next + 1, "the");
        let night = self.is_word(next, "at") && self.is_word(next + 1, "night");
        let place = if the { next + 2 } else { next + 1 };
        let part = self.word(place).filter(|_| the || night).and_then(Part::named);
        (part, if part.is_some() { place + 1 } else { next })
    }

    fn part_before(&self, first: usize) -> Option<Part> {
        (first.saturating_sub(REACH)..first).rev().find_map(|at| self.word(at).and_then(Part::named))
    }

    fn after_oclock(&self, at: usize) -> usize {
        let spelt = self.is_word(at, "o") && self.glued(at + 1) && self.is_word(at + 2, "clock");
        if spelt { at + 3 } else { at + usize::from(self.is_any(at, &["oclock", "o'clock", "o’clock"])) }
    }
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    fn named(word: &str) -> Option<Self> {
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        match word {
            _ if is("morning") => Some(Self::Morning),
            _ if is("afternoon") => Some(Self::Afternoon),
            _ if is("evening") => Some(Self::Evening),
            _ if is("night") => Some(Self::Night),
            _ => None,
        }
    }

    /// Five at night is in the small hours, eleven at night is not.
    fn half(self, hour: u8) -> Meridiem {
        match self {
            Self::Morning => Meridiem::Am,
            Self::Night if hour < 6 || hour == 12 => Meridiem::Am,
            _ => Meridiem::Pm,
        }
    }
}

fn spoken(hour: u8, minute: u8, meridiem: Option<Meridiem>, unit: Precision, next: usize) -> Clock {
    Clock { hour, minute, second: None, meridiem, padded: true, unit, next, approximate: false }
}

#[cfg(test)]
mod tests {
    use super::super::{DayOrder, stamps};

    #[test]
    fn clocks_may_be_told_in_words() {
        let check = |text: &str, expected: &str| {
            let found = stamps(text, DayOrder::Undecided).into_iter().find_map(|stamp| stamp.time);
            assert_eq!(found.map(|time| time.to_string()).unwrap_or_default(), expected, "{text}");
        };
        check("Shortly after half past nine in the evening the lamps went out", "21:30");
        check("the pumps stood still until quarter past four in the morning", "04:15");
        check("It broke at half past midnight", "00:30");
        check("we left at a quarter to one in the afternoon", "12:45");
        check("from about eight in the morning on", "08:00");
        check("this morning, quarter to nine, it was over", "08:45");
        check("at 7 o'clock in the evening", "19:00");
        check("twenty past eleven at night", "23:20");
        check("five minutes to midnight", "23:55");
        check("five to ten people sat there", "");
        check("half of the ten nodes", "");
        check("two in three requests", "");
        check("one of the nine clerks", "");
    }
}

//! Lengths of time as written: `1d 5h 47m`, `seven hours and ten minutes`, `half an hour`, `15-21 hours`, `00:45:00`.
//!
//! In: one line. Out: every [`WrittenDuration`] from left to right. A time of day is never read as a length: `AM` is no
//! "a m", `1600h` no 1600 hours. Repetitions (`every 5 minutes`, `per hour`) are no lengths of anything.

use std::ops::Range;

use super::DayOrder;
use super::scan::{DASH, HYPHEN, Scan, TILDE};
use super::words::ABOUT;
use crate::model::Minutes;

/// A length of time as written at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDuration {
    /// Bytes of the text it was read from.
    pub range: Range<usize>,
    /// The length, or the smaller one of `15-21 hours`.
    pub length: Minutes,
    /// The larger one of `15-21 hours`.
    pub at_most: Option<Minutes>,
    /// "about", "nearly", "up to", "over", `~`, or two lengths.
    pub approximate: bool,
    /// "at least", "up to": which side of the true length this is.
    pub bound: Option<Bound>,
    /// Counted in the hours in which support was on duty: no elapsed time.
    pub support_hours: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// It was this long or longer.
    AtLeast,
    /// It was this long or shorter.
    AtMost,
}

/// Every length of time in one line, from left to right; one longer than anything lasts is none.
pub fn durations(text: &str) -> Vec<WrittenDuration> {
    let mut found = written(text);
    found.retain(is_plausible);
    found
}

/// Whether a length stands in the line that is longer than anything lasts.
pub fn is_endless(text: &str) -> bool {
    written(text).iter().any(|length| !is_plausible(length))
}

fn is_plausible(written: &WrittenDuration) -> bool {
    written.length.is_plausible() && written.at_most.is_none_or(Minutes::is_plausible)
}

fn written(text: &str) -> Vec<WrittenDuration> {
    let mut found = Vec::new();
    if !may_hold_length(text) {
        return found;
    }
    let scan = Scan::new(text, DayOrder::Undecided);
    let mut at = 0;
    while at < scan.len() {
        match scan.written_duration(at) {
            Some((duration, next)) => {
                at = next;
                found.push(duration);
            }
            None => at += 1,
        }
    }
    found
}

fn may_hold_length(text: &str) -> bool {
    let bytes = text.as_bytes();
    let names = [&b"hour"[..], b"inute", b"day", b"week", b"econd"];
    bytes.iter().any(u8::is_ascii_digit) || names.iter().any(|name| memchr::memmem::find(bytes, name).is_some())
}

/// Seconds of a unit, and whether its name is a whole word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    seconds: i64,
    long: bool,
}

static LONG_UNITS: &[(&str, i64)] = &[
    ("minutes", 60),
    ("minute", 60),
    ("mins", 60),
    ("min", 60),
    ("hours", 3600),
    ("hour", 3600),
    ("hrs", 3600),
    ("hr", 3600),
    ("seconds", 1),
    ("second", 1),
    ("secs", 1),
    ("sec", 1),
    ("days", 86_400),
    ("day", 86_400),
    ("weeks", 604_800),
    ("week", 604_800),
    ("minutos", 60),
    ("minuto", 60),
    ("horas", 3600),
    ("hora", 3600),
    ("heures", 3600),
    ("heure", 3600),
    ("stunden", 3600),
    ("stunde", 3600),
    ("minuten", 60),
    ("días", 86_400),
    ("jours", 86_400),
    ("시간", 3600),
    ("분", 60),
    ("초", 1),
    ("時間", 3600),
    ("分", 60),
    ("分間", 60),
];

/// A number by its English word, in any case.
pub fn number(word: &str) -> Option<u32> {
    NUMBERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, value)| *value)
}

static NUMBERS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("ninety", 90),
];

/// Words that make "a day" or "a minute" a length and not a rate.
static LEADS_A: &[&str] = &[
    "for",
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "over",
    "under",
    "within",
    "in",
    "after",
    "than",
    "lasted",
    "took",
    "lasting",
    "and",
    "just",
    "of",
    "exactly",
    "only",
    "another",
    "half",
    "least",
    "most",
    "was",
    "is",
    "to",
    "up",
    "duration",
];
/// Words behind `5m` that make it five million, or a share of a processor.
static COUNTED: &[&str] = &[
    "users",
    "requests",
    "rows",
    "records",
    "customers",
    "messages",
    "events",
    "people",
    "lines",
    "queries",
    "keys",
    "cpu",
    "core",
    "cores",
    "items",
    "jobs",
    "files",
    "documents",
    "objects",
];
static ON_DUTY: &[&str] = &["support", "working", "office", "business"];
static REPEATED: &[&str] = &["every", "each", "per"];

impl Scan<'_> {
    fn written_duration(&self, at: usize) -> Option<(WrittenDuration, usize)> {
        if !self.may_begin_length(at) || !self.starts_clean(at) && !self.follows_dash(at) {
            return None;
        }
        let (first, last, next) = self.length_range(at)?;
        if self.follows_any(at, REPEATED) || self.is_rate(next) {
            return None;
        }
        let (mut approximate, mut bound, start) = self.qualifier_before(at);
        let (suffix, bound_behind, next) = self.qualifier_behind(next);
        approximate |= suffix || last.is_some();
        bound = bound.or(bound_behind);
        let support_hours = self.is_on_duty(next) || self.is_any(next - 2, ON_DUTY);
        let duration = WrittenDuration {
            range: self.start(start)..self.end_before(next),
            length: Minutes::from_seconds(first),
            at_most: last.map(Minutes::from_seconds),
            approximate: approximate || bound.is_some(),
            bound,
            support_hours,
        };
        Some((duration, next))
    }

    fn may_begin_length(&self, at: usize) -> bool {
        self.number(at).is_some()
            || self.sign(at).and_then(fraction_sign).is_some()
            || self.word(at).is_some_and(|word| {
                matches!(word.as_bytes()[0] | 0x20, b'a' | b'h' | b'o' | b't' | b'f' | b's' | b'e' | b'n' | b'p')
            })
    }

    /// `a 20-minute outage` begins clean; `(—20 minutes` does as well.
    fn follows_dash(&self, at: usize) -> bool {
        self.before(at).is_some_and(|before| self.is_sign(before, DASH))
    }

    /// `24 hours a day`, `10 minutes per run`.
    fn is_rate(&self, next: usize) -> bool {
        self.is_word(next, "per") || self.is_word(next, "a") && self.is_any(next + 1, &["day", "week", "month"])
    }

    /// One length or two: seconds, seconds of the larger one, the token after.
    fn length_range(&self, at: usize) -> Option<(i64, Option<i64>, usize)> {
        if let Some((seconds, next)) = self.length(at) {
            let joined = self.length_joint(at, next);
            let second = joined.and_then(|joint| self.length(joint)).filter(|(last, _)| *last > seconds);
            return Some(match second {
                Some((last, next)) => (seconds, Some(last), next),
                None => (seconds, None, next),
            });
        }
        let (low, after) = self.quantity(at)?;
        let joint = self.length_joint(at, after)?;
        let (high, unit_at) = self.quantity(joint)?;
        let (unit, next) = self.unit(unit_at, false)?;
        let seconds = |quantity: f64| (quantity * unit.seconds as f64).round() as i64;
        (high > low && self.ends_clean(next)).then(|| (seconds(low), Some(seconds(high)), next))
    }

    /// The token behind the `-`, `to` or `and` that joins two lengths.
    fn length_joint(&self, first: usize, at: usize) -> Option<usize> {
        let joined = match self.sign(at) {
            Some(HYPHEN | DASH | TILDE) => true,
            Some(_) => false,
            None => self.is_any(at, &["to", "or"]) || self.is_word(at, "and") && self.follows_any(first, &["between"]),
        };
        joined.then_some(at + 1)
    }

    /// The length that begins at this token, for `T+2m`.
    pub(super) fn length_at(&self, at: usize) -> Option<(i64, usize)> {
        self.length(at).filter(|(seconds, _)| Minutes::from_seconds(*seconds).is_plausible())
    }

    fn length(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(length) = self.clock_length(at).or_else(|| self.half_clock_length(at)) {
            return Some(length);
        }
        if let Some(length) = self.iso_length(at) {
            return Some(length);
        }
        let (quantity, unit_at) = self.quantity(at)?;
        if self.is_time_of_day(at) || self.is_letter_clock(at) {
            return None;
        }
        let (unit, mut next) = self.unit(unit_at, false)?;
        let mut seconds = (quantity * unit.seconds as f64).round() as i64;
        let mut smallest = unit;
        while let Some((part, unit, after)) = self.further_part(next, smallest) {
            (seconds, smallest, next) = (seconds.saturating_add(part), unit, after);
        }
        if let Some(minutes) = self.bare_minutes(next, smallest) {
            (seconds, next) = (seconds.saturating_add(i64::from(minutes) * 60), next + 1);
        }
        (self.ends_clean(next) && !self.is_count(at, unit, unit_at, next)).then_some((seconds, next))
    }

    /// `1600h` and `0900 hours`.
    fn is_time_of_day(&self, at: usize) -> bool {
        let Some((value, 4)) = self.number(at) else { return false };
        let military = value / 100 < 24 && value % 100 < 60;
        let padded = self.text.as_bytes().get(self.start(at)) == Some(&b'0');
        let letter = self.glued_word(at + 1).is_some_and(|word| matches!(word, "h" | "H" | "hrs"));
        military && (letter || padded && self.is_any(at + 1, &["hours", "hrs", "h"]))
    }

    /// `5m users`, `500m` of a processor, `5M`.
    fn is_count(&self, at: usize, unit: Unit, unit_at: usize, next: usize) -> bool {
        if unit.long || next != unit_at + 1 {
            return false;
        }
        let capital = self.word(unit_at).is_some_and(|word| matches!(word, "M" | "D" | "S"));
        let counted = self.is_any(next, COUNTED);
        let before = (1..=3).any(|back| {
            at.checked_sub(back).is_some_and(|at| self.is_any(at, &["cpu", "limit", "limits", "core", "cores", "cpus"]))
        });
        capital || unit.seconds == 60 && (counted || before)
    }

    /// The `30m` of `1h 30m`, the `and ten minutes` of `seven hours and ten minutes`, the `and a half`.
    fn further_part(&self, at: usize, larger: Unit) -> Option<(i64, Unit, usize)> {
        let comma = usize::from(self.is_sign(at, ',') && !self.glued(at + 1));
        let and = usize::from(self.is_word(at + comma, "and"));
        let start = at + comma + and;
        if and == 1
            && self.is_word(start, "a")
            && self.is_any(start + 1, &["half", "quarter"])
            && self.unit(start + 2, true).is_none()
        {
            let parts = if self.is_word(start + 1, "half") { 2 } else { 4 };
            return Some((larger.seconds / parts, Unit { seconds: 1, long: true }, start + 2));
        }
        let (quantity, unit_at) = self.quantity(start)?;
        let (unit, next) = self.unit(unit_at, true)?;
        let smaller = unit.seconds < larger.seconds && self.ends_clean_or_goes_on(next);
        smaller.then(|| ((quantity * unit.seconds as f64).round() as i64, unit, next))
    }

    fn ends_clean_or_goes_on(&self, next: usize) -> bool {
        self.ends_clean(next) || self.glued_number(next).is_some()
    }

    /// The `20` of `1h20`.
    fn bare_minutes(&self, at: usize, unit: Unit) -> Option<u32> {
        let (minutes, 2) = self.glued_number(at).filter(|_| unit.seconds == 3600 && !unit.long)? else { return None };
        (minutes < 60 && self.ends_clean(at + 1)).then_some(minutes)
    }

    /// `00:45:00` behind "took" or "lasted", or alone.
    fn clock_length(&self, at: usize) -> Option<(i64, usize)> {
        let (hours, 1..=3) = self.number(at)? else { return None };
        let (minutes, 2) = self.glued_number(at + 2).filter(|_| self.glued_sign(at + 1, ':'))? else { return None };
        let (seconds, 2) = self.glued_number(at + 4).filter(|_| self.glued_sign(at + 3, ':'))? else { return None };
        let asked = self.is_length_before(at) || at == 0 && self.len() == 5;
        let zoned = self.is_meridiem(at + 5) || self.zone_after(at + 5, super::zone::OffsetRule::Clock).is_some();
        let length = i64::from(hours) * 3600 + i64::from(minutes) * 60 + i64::from(seconds);
        (asked && !zoned && minutes < 60 && seconds < 60 && self.ends_clean(at + 5)).then_some((length, at + 5))
    }

    /// `1:30 hours` behind "took" or "for", `10:30 minutes` anywhere.
    fn half_clock_length(&self, at: usize) -> Option<(i64, usize)> {
        let (whole, 1 | 2) = self.number(at)? else { return None };
        let (part @ 0..60, 2) = self.glued_number(at + 2).filter(|_| self.glued_sign(at + 1, ':'))? else {
            return None;
        };
        let unit = if self.is_any(at + 3, &["minutes", "mins", "min"]) {
            1
        } else if self.is_any(at + 3, &["hours", "hrs", "h"]) && self.is_length_before(at) {
            60
        } else {
            return None;
        };
        Some(((i64::from(whole) * 60 + i64::from(part)) * unit, at + 4))
    }

    /// How many, and the token after.
    fn quantity(&self, at: usize) -> Option<(f64, usize)> {
        match self.number(at) {
            Some((value, digits)) => self.digits(at, value, digits),
            None => self.number_in_words(at),
        }
    }

    /// `8`, `8.75`, `1,415`, `1/2`, `2 1/2`, `2½`.
    fn digits(&self, at: usize, value: u32, digits: usize) -> Option<(f64, usize)> {
        if digits > 7 {
            return None;
        }
        let whole = f64::from(value);
        match (self.sign(at + 1), self.number(at + 2)) {
            (Some('.'), Some((part, places @ 1..=6))) if self.glued(at + 1) && self.glued(at + 2) => {
                return Some((whole + f64::from(part) / 10f64.powi(places as i32), at + 3));
            }
            // A decimal comma, where a unit follows: `1,5 Stunden`.
            (Some(','), Some((part, places @ 1..=2)))
                if self.glued(at + 1) && self.glued(at + 2) && self.unit(at + 3, false).is_some() =>
            {
                return Some((whole + f64::from(part) / 10f64.powi(places as i32), at + 3));
            }
            (Some(','), Some((part, 3))) if self.glued(at + 1) && self.glued(at + 2) => {
                return Some((whole * 1000.0 + f64::from(part), at + 3));
            }
            (Some('/'), Some((part @ 2..=4, 1))) if self.glued(at + 1) && value < part => {
                return Some((whole / f64::from(part), at + 3));
            }
            _ => {}
        }
        if let Some(part) = self.sign(at + 1).and_then(fraction_sign) {
            return Some((whole + part, at + 2));
        }
        if let (Some((1, 1)), Some('/'), Some((part @ 2..=4, 1))) =
            (self.number(at + 1), self.sign(at + 2), self.number(at + 3))
        {
            return Some((whole + 1.0 / f64::from(part), at + 4));
        }
        Some((whole, at + 1))
    }

    fn number_in_words(&self, at: usize) -> Option<(f64, usize)> {
        if let Some(part) = self.sign(at).and_then(fraction_sign) {
            return Some((part, at + 1));
        }
        let word = self.word(at)?;
        if word.eq_ignore_ascii_case("half") {
            let filled = self.is_any(at + 1, &["a", "an"]) || self.is_dash(at + 1);
            let after = if filled { at + 2 } else { at + 1 };
            return Some((0.5, after));
        }
        if word.eq_ignore_ascii_case("a") || word.eq_ignore_ascii_case("an") {
            return self.article(at);
        }
        let value = number(word)?;
        let mut next = at + 1;
        let mut quantity = f64::from(value);
        if value >= 20 {
            let second = if self.glued_sign(next, HYPHEN) { next + 1 } else { next };
            if let Some(ones @ 1..=9) = self.word(second).and_then(number) {
                (quantity, next) = (quantity + f64::from(ones), second + 1);
            }
        }
        if self.is_word(next, "and") && self.is_word(next + 1, "a") && self.is_word(next + 2, "half") {
            (quantity, next) = (quantity + 0.5, next + 3);
        }
        Some((quantity, next))
    }

    /// `an hour`, `a half hour`, `a couple of hours`, `a quarter of an hour`.
    fn article(&self, at: usize) -> Option<(f64, usize)> {
        if self.is_word(at + 1, "half") {
            return Some((0.5, if self.is_dash(at + 2) { at + 3 } else { at + 2 }));
        }
        if self.is_word(at + 1, "couple") {
            return Some((2.0, if self.is_word(at + 2, "of") { at + 3 } else { at + 2 }));
        }
        if self.is_word(at + 1, "quarter") && self.is_word(at + 2, "of") && self.is_any(at + 3, &["an", "a"]) {
            return Some((0.25, at + 4));
        }
        let (unit, next) = self.unit(at + 1, false)?;
        let led = at == 0
            || self.follows_any(at, LEADS_A)
            || self.before(at).is_some_and(|before| self.sign(before).is_some())
            || unit.seconds == 3600
                && (self.is_word(next, "and") || self.is_any(next, &["later", "after", "long", "ago"]));
        (unit.long && led && unit.seconds > 1).then_some((1.0, at + 1))
    }

    /// The unit at this token: a letter only directly behind its number, unless a larger unit came before.
    fn unit(&self, at: usize, continued: bool) -> Option<(Unit, usize)> {
        let at = if self.glued_sign(at, HYPHEN) && self.glued(at + 1) { at + 1 } else { at };
        let hyphenated = self.before(at).is_some_and(|before| self.is_sign(before, HYPHEN));
        let at = if self.is_any(at, ON_DUTY) { at + 1 } else { at };
        let word = self.word(at)?;
        if let Some((_, seconds)) = LONG_UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
            return Some((Unit { seconds: *seconds, long: true }, at + 1));
        }
        let seconds = match word {
            "h" | "H" => 3600,
            "m" | "M" => 60,
            "d" | "D" => 86_400,
            "s" | "S" => 1,
            "w" => 604_800,
            _ => return None,
        };
        let near = self.glued(at) || continued || seconds == 3600;
        let letters_follow = self.glued_sign(at + 1, '.') && self.glued_word(at + 2).is_some();
        (near && !hyphenated && !letters_follow).then_some((Unit { seconds, long: false }, at + 1))
    }

    /// Words before a length: approximate, which bound, the first token of the range.
    fn qualifier_before(&self, at: usize) -> (bool, Option<Bound>, usize) {
        let Some(before) = self.before(at) else { return (false, None, at) };
        if self.is_sign(before, TILDE) {
            return (true, self.bound_before(before), before);
        }
        if matches!(self.sign(before), Some('<' | '≤')) {
            return (true, Some(Bound::AtMost), before);
        }
        if matches!(self.sign(before), Some('>' | '≥')) && before > 0 && !self.glued(before) {
            return (true, Some(Bound::AtLeast), before);
        }
        let word = match before.checked_sub(1) {
            Some(earlier) if self.is_sign(before, '.') || self.is_any(before, &["a", "between", "from"]) => earlier,
            _ => before,
        };
        let about =
            self.is_any(word, ABOUT) || self.is_any(word, &["nearly", "almost", "some", "maybe", "somewhere", "about"]);
        (about, self.bound_before(at), at)
    }

    fn bound_before(&self, at: usize) -> Option<Bound> {
        let last = at.checked_sub(1)?;
        let first = last.checked_sub(1);
        let pair =
            |one: &str, other: &str| self.is_word(last, other) && first.is_some_and(|first| self.is_word(first, one));
        if pair("at", "least")
            || pair("more", "than")
            || pair("longer", "than")
            || pair("upwards", "of")
            || self.is_any(last, &["over", "minimum", "exceeding", "exceeded"])
        {
            let refused = pair("more", "than") && first.is_some_and(|first| self.follows_any(first, &["no", "not"]));
            return Some(if refused { Bound::AtMost } else { Bound::AtLeast });
        }
        let most = pair("at", "most") || pair("up", "to") || pair("less", "than") || pair("fewer", "than");
        (most || self.is_any(last, &["under", "maximum", "max", "within", "below"])).then_some(Bound::AtMost)
    }

    /// `or so`, `or more`, `+`, `-ish`, `max` behind a length.
    fn qualifier_behind(&self, next: usize) -> (bool, Option<Bound>, usize) {
        if self.is_word(next, "or") && self.is_any(next + 1, &["so", "more", "less", "longer"]) {
            let bound = match self.word(next + 1) {
                Some("more" | "longer") => Some(Bound::AtLeast),
                Some("less") => Some(Bound::AtMost),
                _ => None,
            };
            return (true, bound, next + 2);
        }
        if self.glued_sign(next, '+') && !self.glued(next + 1) {
            return (true, Some(Bound::AtLeast), next + 1);
        }
        let ish = self.glued_word(next + 1).is_some_and(|word| word.eq_ignore_ascii_case("ish"));
        if self.glued_sign(next, HYPHEN) && ish {
            return (true, None, next + 2);
        }
        if self.is_any(next, &["max", "maximum"]) {
            return (true, Some(Bound::AtMost), next + 1);
        }
        (false, None, next)
    }

    /// `(during support hours 10:00-17:00)`.
    fn is_on_duty(&self, next: usize) -> bool {
        let mut at = next;
        for _ in 0..3 {
            if matches!(self.sign(at), Some('(' | ',' | '['))
                || self.is_any(at, &["during", "in", "within", "of", "over", "the", "only"])
            {
                at += 1;
            }
        }
        at > next && self.is_any(at, ON_DUTY) && self.is_any(at + 1, &["hours", "time"])
    }
}

fn fraction_sign(sign: char) -> Option<f64> {
    match sign {
        '½' => Some(0.5),
        '¼' => Some(0.25),
        '¾' => Some(0.75),
        _ => None,
    }
}

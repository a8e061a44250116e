//! Where each entry of a timeline stands on the axis: what it inherits from the one before, and what `T+4m` counts from.
//!
//! Input: entries as read. Output: the same, placed. Reads no lines.

use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::model::{EventKind, Moment, Origin, PartialDate, TimelineEntry};
use crate::normalise::event::PlacedEntry;
use crate::normalise::outline::Part;
use crate::normalise::time::{self, Oddity, Stamp, StampRange, When};
use crate::normalise::trail::Trail;

use super::clock::{self, Clock, next_day, shifted};
use super::entries::{DAY, Raw, SIX_HOURS};
use super::moments::oddities;
use super::row::is_earlier;
use super::timeline::TimeReading;
use super::window::on_weekday;

/// What an entry passes on to the next.
pub(super) struct Carry {
    pub date: Option<PartialDate>,
    /// Days past the first, where the date is not known.
    pub day: i64,
    /// Seconds since midnight of the entry before.
    pub last: Option<i64>,
    /// Where the first entry stands on the axis: what `T+2m` counts from.
    pub first: Option<i64>,
    /// The day of the week that an entry before named.
    pub weekday: Option<Weekday>,
    /// The moment that the author calls `T0`.
    pub zero: Option<Moment>,
}

/// The date that an entry writes itself.
pub(super) fn own_date(when: &When, clock: &Clock) -> Option<PartialDate> {
    match when {
        When::At(range) => range.from.date.and_then(|written| clock.date_of(written, None)),
        _ => None,
    }
}

/// Whether an entry tells of a day before the incident's, so that the bare clocks below it are not of its day.
pub(super) fn is_of_another_day(date: PartialDate, placed: &PlacedEntry, clock: &Clock) -> bool {
    let (Some(day), Some(home)) = (date.day(), clock.date.and_then(PartialDate::day)) else { return false };
    let apart = clock::days(home) - clock::days(day);
    let untimed = placed.entry.at.as_ref().is_some_and(|moment| moment.time.is_none());
    apart > 0 && untimed || apart > 1 && (clock.sure || is_earlier(&placed.entry.text))
}

impl Carry {
    /// Goes back to the incident's day after an entry of days before.
    pub(super) fn return_from(&mut self, date: PartialDate, clock: &Clock) {
        if self.date == Some(date) {
            (self.date, self.day, self.last) = (clock.date, 0, None);
        }
    }

    /// A date alone on its line dates the entries below it.
    pub(super) fn only_date(&mut self, raw: &Raw, clock: &Clock) {
        if let When::At(range) = &raw.when
            && let Some(date) = range.from.date.and_then(|written| clock.date_of(written, self.date))
        {
            (self.date, self.day, self.last) = (Some(date), 0, None);
        }
    }
}

pub(super) fn place(raw: Raw, clock: &Clock, carry: &mut Carry, trail: &mut Trail) -> (PlacedEntry, TimeReading) {
    let (at, until, origin) = match &raw.when {
        When::At(range) => {
            let (moment, origin) = resolve(&range.from, &raw, clock, carry, trail);
            if let Some(to) = &range.to {
                oddities(to, Some(raw.line), trail);
            }
            flag_second_clock(range, &raw, &moment, clock, trail);
            let until = range.to.as_ref().map(|stamp| until(stamp, range.rolled, &raw, clock, &moment));
            (Some(moment), until, origin)
        }
        When::Unreadable => {
            trail.flag("time_unreadable", format!("\"{}\" is not a time", raw.words), Some(raw.line));
            (None, None, Origin::Stated)
        }
        When::InWords => (None, None, Origin::Stated),
        When::Relative { offset, .. } => {
            let at =
                carry.zero.as_ref().map(|zero| Moment { text: raw.words.clone(), ..shifted(zero, offset.seconds) });
            (at, None, Origin::Derived)
        }
    };
    let pseudo = |moment: &Moment| {
        let day = if moment.date.and_then(PartialDate::day).is_none() { carry.day * DAY } else { 0 };
        Clock::axis(moment).map(|seconds| seconds + day)
    };
    let seconds = match &raw.when {
        When::Relative { offset, .. } => Some(carry.first.unwrap_or(0) + offset.seconds),
        _ => at.as_ref().and_then(pseudo),
    };
    let until_seconds = until.as_ref().and_then(pseudo).filter(|until| seconds.is_none_or(|at| *until >= at));
    carry.first = carry.first.or(seconds);
    let entry =
        TimelineEntry { at, until, elapsed: None, text: raw.text, kind: EventKind::Note, role: None, line: raw.line };
    (PlacedEntry { entry, at: seconds, until: until_seconds }, TimeReading { origin, column: raw.column })
}

/// `12:40 (6:40 PDT)` on a page in UTC: the two clocks do not show the same instant.
fn flag_second_clock(range: &StampRange, raw: &Raw, moment: &Moment, clock: &Clock, trail: &mut Trail) {
    let Some(also) = &range.also else { return };
    let other = clock.moment(also, &raw.words, moment.date);
    let differ = moment.utc.zip(other.utc).is_some_and(|(one, other)| one != other);
    if differ && !range.from.oddities.contains(&Oddity::ClocksDisagree) {
        trail.flag("clocks_disagree", format!("\"{}\" names two instants", raw.words), Some(raw.line));
    }
}

/// The moment of an entry: its own date, or the last one, or the day after it where the clock fell back.
fn resolve(stamp: &Stamp, raw: &Raw, clock: &Clock, carry: &mut Carry, trail: &mut Trail) -> (Moment, Origin) {
    oddities(stamp, Some(raw.line), trail);
    let mut stamp = stamp.clone();
    stamp.zone = stamp.zone.or_else(|| raw.zone.clone());
    let near = raw.year.map(PartialDate::Year).or(carry.date);
    let own = stamp.date.and_then(|written| clock.date_of(written, near));
    let own = own.or_else(|| on_day(raw.weekday?, carry, clock));
    let seconds = stamp.time.map(|time| time.seconds());
    let mut origin = if own.is_some() { Origin::Stated } else { Origin::Inherited };
    match own {
        Some(date) => {
            let earlier = match carry.date {
                Some(before) if before == date => carry.last.zip(seconds).is_some_and(|(last, now)| now < last),
                Some(before) => {
                    let days = date.day().zip(before.day());
                    days.is_some_and(|(day, before)| day < before) && carry.last.is_some()
                }
                None => false,
            };
            if earlier {
                let message = format!("\"{}\" is earlier than the entry above it", raw.words);
                trail.flag("out_of_order", message, Some(raw.line));
            }
            if Some(date) != carry.date {
                carry.last = None;
            }
            carry.date = Some(date);
            carry.day = 0;
        }
        None => {
            if let (Some(last), Some(now)) = (carry.last, seconds)
                && now < last
            {
                if last - now > SIX_HOURS {
                    if is_noon_hour(last) && is_first_hour(now) {
                        let message = format!("\"{}\" may be meant as half a day later", raw.words);
                        trail.flag("ampm_suspect", message, Some(raw.line));
                    }
                    origin = Origin::Rolled;
                    carry.day += 1;
                    carry.date = carry.date.map(next_day);
                } else {
                    let message = format!("\"{}\" is earlier than the entry above it", raw.words);
                    trail.flag("out_of_order", message, Some(raw.line));
                }
            }
        }
    }
    if seconds.is_some() {
        carry.last = seconds;
    }
    carry.weekday = raw.weekday.or(carry.weekday);
    stamp.date = None;
    (clock.moment(&stamp, &raw.words, carry.date), origin)
}

/// The date of a day of the week: the first from the entry above on; for the first entry the nearest to the document's day.
fn on_day(weekday: Weekday, carry: &Carry, clock: &Clock) -> Option<PartialDate> {
    if carry.last.is_some() || carry.weekday.is_some() {
        return carry.date.filter(|date| date.day().is_some()).map(|date| on_weekday(date, weekday));
    }
    let home = clock.date.and_then(PartialDate::day)?;
    let ahead = i64::from(home.weekday().until(weekday).rem_euclid(7));
    let days = if ahead > 3 || clock.written && ahead > 0 { ahead - 7 } else { ahead };
    home.checked_add(days.days()).ok().map(PartialDate::Day)
}

/// `12:00 PM` and a few minutes more; an hour after midnight behind it is more likely noon with the wrong letters.
fn is_noon_hour(seconds: i64) -> bool {
    (43_200..46_800).contains(&seconds)
}

fn is_first_hour(seconds: i64) -> bool {
    seconds < 3_600
}

/// The end of an entry's range, on the next day where it passes midnight.
fn until(stamp: &Stamp, rolled: bool, raw: &Raw, clock: &Clock, from: &Moment) -> Moment {
    let mut stamp = stamp.clone();
    stamp.zone = stamp.zone.or_else(|| raw.zone.clone());
    let date = if rolled && stamp.date.is_none() { from.date.map(next_day) } else { from.date };
    clock.moment(&stamp, &raw.words, date)
}

/// `T0 = 2026-01-14 13:05 UTC`: the moment that all others are counted from.
pub(super) fn zero(parts: &[Part], clock: &Clock) -> Option<Moment> {
    fn names_zero(text: &str) -> bool {
        const COUNTED: &[&str] = &[
            "relative to",
            "counted from",
            "counting from",
            "measured from",
            "minutes from",
            "minutes since",
            "minutes after",
            "time zero",
            "clock starts",
        ];
        let lower = text.to_lowercase();
        if COUNTED.iter().any(|counted| lower.contains(counted)) {
            return true;
        }
        if ["T = ", "T=", "T is ", "T: ", "T0 ", "T+0 ", "T0=", "T-0 "]
            .iter()
            .any(|name| text.match_indices(name).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric)))
        {
            return true;
        }
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(letter) = text.strip_prefix(['T', 't']) else { return false };
        let rest = letter.trim_start_matches(['+', '-', '=', ' ']).strip_prefix('0').map(str::trim_start);
        rest.is_some_and(|rest| {
            rest.starts_with(['=', ':', '(', '–', '-']) || rest.starts_with("is ") || rest.starts_with("was ")
        })
    }
    let labels = parts.iter().filter_map(|part| part.label.as_ref());
    let lines = labels.chain(parts.iter().flat_map(|part| &part.blocks).flat_map(|block| &block.lines));
    lines.filter(|line| names_zero(&line.text)).find_map(|line| {
        let stamp = time::stamps(&line.text, clock.order).into_iter().find(|stamp| stamp.time.is_some())?;
        let words = line.text.get(stamp.range.clone()).unwrap_or_default();
        Some(clock.moment(&stamp, words, clock.date))
    })
}

//! Two stamps with "to" between them, and what each end lends the other.
//!
//! In: one line. Out: every [`StampRange`] from left to right; a lone stamp is a range without an end.

use std::ops::Range;

use jiff::civil::Date;

use super::clock::{Clock, Meridiem};
use super::scan::{ARROW, DASH, HYPHEN, Scan, TILDE};
use super::stamp::{Draft, may_hold_stamp};
use super::words::ABOUT;
use super::{DayOrder, Oddity, Stamp, WrittenDate, Zone, instant};

/// From one stamp to another, or a stamp alone.
///
/// Date, year, zone and AM/PM written at one end are given to the other where people mean both. An end without a date
/// of its own whose clock is earlier than the start's has `rolled` set; where the start's date is known, it is already
/// the day after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampRange {
    pub from: Stamp,
    pub to: Option<Stamp>,
    /// Bytes of the text from the first end to the last.
    pub range: Range<usize>,
    /// The end lies on the day after the start although nobody wrote so.
    pub rolled: bool,
    /// The start once more on another clock: the `6:48 PDT` of `12:48 (6:48 PDT)`. Not used, but kept; where the two
    /// zones are known and the instants differ, `from` has [`Oddity::ClocksDisagree`].
    pub also: Option<Stamp>,
}

impl StampRange {
    pub(super) fn single(stamp: Stamp) -> Self {
        Self { range: stamp.range.clone(), from: stamp, to: None, rolled: false, also: None }
    }
}

/// Every range and every lone stamp of one line, from left to right.
pub fn ranges(text: &str, order: DayOrder) -> Vec<StampRange> {
    let mut found = Vec::new();
    if !may_hold_stamp(text) {
        return found;
    }
    let scan = Scan::new(text, order);
    let mut at = 0;
    while at < scan.len() {
        match scan.range_at(at) {
            Some((range, next)) => {
                at = next;
                found.push(range);
            }
            None => at += 1,
        }
    }
    found
}

/// Words between "between" and the first end of its range.
static BETWEEN_FILLERS: &[&str] = &["the", "hours", "of", "as", "early"];

/// "Start 16:12 UTC, stop 16:49 UTC": the words that name the two ends.
static BEGINS: &[&str] = &["start", "started", "begin", "began", "beginning", "down", "since", "onset", "from"];
static STOPS: &[&str] = &[
    "stop",
    "stopped",
    "end",
    "ended",
    "over",
    "finish",
    "finished",
    "back",
    "recovered",
    "restored",
    "resolved",
    "up",
];

impl Scan<'_> {
    /// The range or stamp that begins at this token, and the token after it and its second clock.
    pub(super) fn range_at(&self, at: usize) -> Option<(StampRange, usize)> {
        let (mut range, next) = self.single_range_at(at)?;
        let second = self.second_clock(&range, next);
        let Some((also, next)) = second else { return Some((range, next)) };
        resolve_zone(&mut range.from, &also);
        if disagree(&range.from, &also) {
            range.from.oddities.push(Oddity::ClocksDisagree);
        }
        range.range.end = self.end_before(next);
        range.also = Some(also);
        Some((range, next))
    }

    /// `(6:48 PDT)`, `(16:00 - 17:00 Paris)`, `/ 5pm ET`: the same moment in another zone.
    fn second_clock(&self, range: &StampRange, next: usize) -> Option<(Stamp, usize)> {
        let bracket = self.is_sign(next, '(');
        let slash = self.is_sign(next, '/') && range.from.zone.is_some();
        if range.from.time.is_none() || !(bracket || slash) {
            return None;
        }
        let (second, end) = self.single_range_at(next + 1)?;
        let second_clock = second.from.time.is_some() && second.from.date.is_none() && second.from.zone.is_some();
        let same_shape = second.to.is_none() || range.to.is_some();
        let closed = slash || self.is_sign(end, ')');
        (second_clock && same_shape && closed).then_some((second.from, if bracket { end + 1 } else { end }))
    }

    fn single_range_at(&self, at: usize) -> Option<(StampRange, usize)> {
        let from = self.draft(at)?;
        if from.until.is_some() {
            return Some(self.span_of_days(&from));
        }
        if let Some(start) = self.connector(&from) {
            if let Some(to) = self.draft_behind_joint(start)
                && to.until.is_none()
                && let Some(joined) = self.join(&from, &to)
            {
                return Some((joined, to.next));
            }
            if from.clock.is_some()
                && let Some(next) = self.placeholder(start)
            {
                return Some((self.open_range(from, next), next));
            }
        }
        Some((StampRange::single(from.stamp(self)), from.next))
    }

    fn span_of_days(&self, draft: &Draft) -> (StampRange, usize) {
        let (from, to) = (draft.stamp(self), draft.second_stamp(self));
        let end = to.as_ref().map_or(from.range.end, |to| to.range.end);
        (StampRange { range: from.range.start..end, from, to, rolled: false, also: None }, draft.resume())
    }

    /// `12:26-12:??`.
    fn open_range(&self, mut from: Draft, next: usize) -> StampRange {
        from.note(Some(Oddity::TimeUnreadable));
        let mut open = StampRange::single(from.stamp(self));
        open.range.end = self.end_before(next);
        open
    }

    /// The first token of the second end, where a word or sign behind the first says that there is one.
    fn connector(&self, from: &Draft) -> Option<usize> {
        let mut at = from.next;
        if self.is_sign(at, '(') {
            at = self.behind_aside(at).unwrap_or(at);
        }
        if self.is_sign(at, ',') {
            at += 1;
        }
        if self.is_any(at, STOPS) && self.before(from.first).is_some_and(|before| self.is_any(before, BEGINS)) {
            return Some(at + 1);
        }
        let mut next = match self.sign(at) {
            Some(HYPHEN) if self.glued_sign(at + 1, HYPHEN) => at + 2,
            Some(HYPHEN | DASH | ARROW | TILDE) => at + 1,
            Some(_) => return None,
            None if self.is_any(at, &["to", "until", "till", "til", "through", "thru"]) => at + 1,
            None if self.is_word(at, "up") && self.is_word(at + 1, "to") => at + 2,
            None if self.is_word(at, "and") && self.is_between(from) => at + 1,
            None => return None,
        };
        for _ in 0..3 {
            let filler = self.is_any(next, ABOUT)
                || self.is_any(next, &["at", "the", "on"])
                || self.is_sign(next, TILDE)
                || self.is_sign(next, '.') && self.follows_any(next, ABOUT);
            if filler {
                next += 1;
            }
        }
        Some(next)
    }

    /// The token behind `(invoice run)`: a few words in brackets.
    fn behind_aside(&self, open: usize) -> Option<usize> {
        const MOST: usize = 6;
        let end = (open + 1..open + 2 + MOST).find(|at| self.is_sign(*at, ')'))?;
        (open + 1..end).all(|at| self.word(at).is_some()).then_some(end + 1)
    }

    fn is_between(&self, from: &Draft) -> bool {
        [from.first, from.core].into_iter().any(|start| {
            let mut at = start;
            while let Some(before) = self.before(at) {
                if self.is_word(before, "between") {
                    return true;
                }
                let filler =
                    self.is_any(before, ABOUT) || self.is_any(before, BETWEEN_FILLERS) || self.is_sign(before, TILDE);
                if start - before > 4 || !filler {
                    return false;
                }
                at = before;
            }
            false
        })
    }

    fn join(&self, from: &Draft, to: &Draft) -> Option<StampRange> {
        let (mut from, mut to) = (from.clone(), to.clone());
        let rolled = match (&from.clock, &to.clock) {
            (Some(_), Some(_)) => join_clocks(&mut from, &mut to),
            (None, _) if to.date.is_some() => {
                share_years(&mut from, &mut to);
                false
            }
            _ => return None,
        };
        match (&from.zone, &to.zone) {
            (None, Some(zone)) if from.clock.is_some() => from.zone = Some(zone.clone()),
            (Some(zone), None) => to.zone = Some(zone.clone()),
            _ => {}
        }
        let (from, to) = (from.stamp(self), to.stamp(self));
        Some(StampRange { range: from.range.start..to.range.end, from, to: Some(to), rolled, also: None })
    }
}

/// Lends AM/PM, date and year; says whether the end is the next day.
fn join_clocks(from: &mut Draft, to: &mut Draft) -> bool {
    let (Some(mut first), Some(mut last)) = (from.clock, to.clock) else { return false };
    let same_day = from.date.is_none() || to.date.is_none();
    match (first.meridiem, last.meridiem) {
        (None, Some(meridiem)) => first = lend(first, meridiem, |clock| !same_day || clock.time() <= last.time()),
        (Some(meridiem), None) => last = lend(last, meridiem, |clock| !same_day || clock.time() >= first.time()),
        _ => {}
    }
    let falls_back = last.time() < first.time() && !last.is_end_of_day();
    let unmarked = first.meridiem.is_none() && last.meridiem.is_none();
    if unmarked && same_day && falls_back && first.hour > 12 && last.hour < 12 && !last.padded {
        to.note(Some(Oddity::AmPmSuspect));
        // `13:20-2:00`: the afternoon, where that keeps the order.
        let afternoon = Clock { meridiem: Some(Meridiem::Pm), ..last };
        if afternoon.time() >= first.time() {
            last = afternoon;
        }
    }
    let falls_back = last.time() < first.time() && !last.is_end_of_day();
    (from.clock, to.clock) = (Some(first), Some(last));
    match (from.date, to.date) {
        (Some(date), None) => {
            to.date = if falls_back { day_after(date) } else { Some(date) };
            falls_back
        }
        (None, Some(date)) if falls_back && to.date_behind => {
            (from.date, to.date) = (Some(date), day_after(date));
            true
        }
        (None, Some(date)) => {
            from.date = (!falls_back).then_some(date);
            false
        }
        (None, None) => falls_back,
        (Some(_), Some(_)) => {
            share_years(from, to);
            false
        }
    }
}

/// The other end's AM or PM, or its opposite where only that keeps the order.
fn lend(clock: Clock, meridiem: Meridiem, fits: impl Fn(&Clock) -> bool) -> Clock {
    if !(1..=12).contains(&clock.hour) {
        return clock;
    }
    let other = match meridiem {
        Meridiem::Am => Meridiem::Pm,
        Meridiem::Pm => Meridiem::Am,
    };
    let same = Clock { meridiem: Some(meridiem), ..clock };
    let flipped = Clock { meridiem: Some(other), ..clock };
    if !fits(&same) && fits(&flipped) { flipped } else { same }
}

fn day_after(date: WrittenDate) -> Option<WrittenDate> {
    match date {
        WrittenDate::Full(date) => date.tomorrow().ok().map(WrittenDate::Full),
        WrittenDate::YearMonth { .. } | WrittenDate::Year(_) => Some(date),
        _ => None,
    }
}

/// Gives a date without a year (or month) the year of the other end, the end never before the start.
fn share_years(from: &mut Draft, to: &mut Draft) {
    match (from.date, to.date) {
        (Some(WrittenDate::MonthDay { month, day }), Some(WrittenDate::Full(last))) => {
            let year = if (month, day) > (last.month(), last.day()) { last.year() - 1 } else { last.year() };
            from.date = Date::new(year, month, day).ok().map(WrittenDate::Full).or(from.date);
        }
        (Some(WrittenDate::Full(first)), Some(WrittenDate::MonthDay { month, day })) => {
            let year = if (month, day) < (first.month(), first.day()) { first.year() + 1 } else { first.year() };
            to.date = Date::new(year, month, day).ok().map(WrittenDate::Full).or(to.date);
        }
        (Some(WrittenDate::Full(first)), Some(WrittenDate::DayOfMonth { day })) if day >= first.day() => {
            to.date = Date::new(first.year(), first.month(), day).ok().map(WrittenDate::Full).or(to.date);
        }
        _ => {}
    }
}

/// `15:00 BST (14:00 UTC)` says which BST is meant.
fn resolve_zone(first: &mut Stamp, second: &Stamp) {
    let (Some(Zone::Ambiguous { name }), Some(Zone::Fixed { seconds, .. })) = (&first.zone, &second.zone) else {
        return;
    };
    let (Some(here), Some(there)) = (first.time, second.time) else { return };
    let east = (here.seconds() - there.seconds() + i64::from(*seconds) + 43_200).rem_euclid(86_400) - 43_200;
    if east % 900 == 0 {
        first.zone = Some(Zone::Fixed { name: name.clone(), seconds: east as i32 });
        first.oddities.retain(|oddity| *oddity != Oddity::ZoneAmbiguous);
    }
}

/// Whether two clocks in known zones name different instants.
fn disagree(first: &Stamp, second: &Stamp) -> bool {
    let date = first.date.and_then(WrittenDate::full);
    let seconds = |stamp: &Stamp| {
        let time = stamp.time?;
        match (stamp.zone.as_ref()?, date) {
            (Zone::Fixed { seconds, .. }, _) => Some(time.seconds() - i64::from(*seconds)),
            (zone, Some(date)) => Some(instant(date, time, zone)?.as_second()),
            (_, None) => None,
        }
    };
    match (seconds(first), seconds(second)) {
        (Some(first), Some(second)) => (first - second).rem_euclid(86_400) != 0,
        _ => false,
    }
}

//! The range that a label states: `Duration: 10:00 to 12:30 UTC`, `Time: 08.50 - 12.10`.
//!
//! Input: parts. Output: its ends on the axis, or the one end that stands alone.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Origin, PartialDate};
use crate::normalise::outline::Part;
use crate::normalise::time::{self, Stamp};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::Line;

use super::anchor::Anchor;
use super::clock::{Clock, next_day};
use super::date::is_letter;
use super::moments::oddities;

/// The range that a `Duration:` line (or its kin) states.
pub fn stated_range(parts: &[Part], clock: &Clock, trail: &mut Trail) -> (Option<Anchor>, Option<Anchor>) {
    let mut lone = None;
    let mut united: Option<(Anchor, Anchor)> = None;
    let letter = is_letter(parts);
    let dates = |part: &&Part| part.field == Some(Field::Duration) || part.field == Some(Field::Date) && !letter;
    for part in parts.iter().filter(dates) {
        for line in part.lines() {
            let line = &with_colons(line);
            // `9h (during support hours 10:00-17:00)`: those times are no part of the incident.
            let hours = time::durations(&line.text).into_iter().find(|length| length.support_hours);
            let before = hours.map_or(usize::MAX, |length| length.range.start);
            let ranges = time::ranges(&line.text, clock.order).into_iter();
            for range in ranges.filter(|range| range.range.start < before) {
                let from = anchor(&range.from, line, clock, "duration-range", trail);
                match range.to {
                    Some(to) => {
                        let to = end_of_range(&to, range.rolled, &from, line, clock, trail);
                        let Some((first, last)) = &mut united else {
                            united = Some((from, to));
                            continue;
                        };
                        unite(first, last, from, to);
                    }
                    // The day of a letter is not that of what it tells.
                    None if part.field == Some(Field::Date) && is_of_another_day(&from, clock) => {}
                    None if lone.is_none() => {
                        let rule = if part.field == Some(Field::Date) { "date-label" } else { "duration-start" };
                        lone = Some(Anchor { rule, ..from });
                    }
                    None => {}
                }
            }
        }
    }
    match united {
        Some((from, to)) => (Some(from), Some(to)),
        None => (lone, None),
    }
}

/// Two ranges under labels that overlap are of one incident.
fn unite(first: &mut Anchor, last: &mut Anchor, from: Anchor, to: Anchor) {
    let (Some(start), Some(end), Some(other), Some(until)) = (first.at, last.at, from.at, to.at) else { return };
    if other <= end && start <= until && other < until {
        if other < start {
            *first = from;
        }
        if until > end {
            *last = to;
        }
    }
}

fn is_of_another_day(anchor: &Anchor, clock: &Clock) -> bool {
    let day = |date: Option<PartialDate>| date.and_then(PartialDate::day);
    anchor.moment.time.is_none()
        && day(anchor.moment.date).zip(day(clock.date)).is_some_and(|(one, other)| one != other)
}

/// `08.50 - 12.10` as the value of a label: clocks with a point, which stands for a colon. Offsets stay as they are.
fn with_colons(line: &Line) -> Cow<'_, Line> {
    static CLOCKS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\D{0,12}\b[0-2]?\d\.[0-5]\d\b[^.\d]{1,12}\b[0-2]?\d\.[0-5]\d\b(?:[^.\d]|$)")
            .expect("a compiled-in pattern")
    });
    let dotted = line.text.contains('.') && !line.text.contains(':') && CLOCKS.is_match(&line.text);
    match dotted {
        true => Cow::Owned(Line { text: line.text.replace('.', ":"), ..line.clone() }),
        false => Cow::Borrowed(line),
    }
}

fn anchor(stamp: &Stamp, line: &Line, clock: &Clock, rule: &'static str, trail: &mut Trail) -> Anchor {
    oddities(stamp, Some(line.number), trail);
    let words = line.text.get(stamp.range.clone()).unwrap_or(&line.text);
    let moment = clock.moment(stamp, words, clock.date);
    let place = Place::at(line.number, line.column_at(stamp.range.start.min(line.text.len())), &line.text);
    Anchor { at: Clock::axis(&moment), moment, origin: Origin::Stated, rule, place }
}

/// The end of a stated range; `rolled` says that it lies on the day after the start although nobody wrote so.
fn end_of_range(stamp: &Stamp, rolled: bool, from: &Anchor, line: &Line, clock: &Clock, trail: &mut Trail) -> Anchor {
    let mut to = anchor(stamp, line, clock, "duration-range", trail);
    if stamp.date.is_none() {
        let words = to.moment.text.clone();
        let date = if rolled { from.moment.date.map(next_day) } else { from.moment.date };
        to.moment = clock.moment(stamp, &words, date);
        to.at = Clock::axis(&to.moment);
    }
    if rolled {
        to.origin = Origin::Rolled;
        to.rule = "past-midnight";
        if to.moment.date.and_then(PartialDate::day).is_none() {
            to.at = to.at.map(|at| at + 86_400);
        }
    }
    to
}

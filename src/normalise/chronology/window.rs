//! Windows of prose on the document's axis: written ends become anchors, with the dates they inherit.

use std::collections::HashSet;

use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::model::{EventKind, Moment, Origin, PartialDate, TimelineEntry};
use crate::normalise::event::PlacedEntry;
use crate::normalise::outline::Part;
use crate::normalise::trail::Trail;

use super::anchor::Anchor;
use super::clock::{Clock, completed, next_day, shifted};
use super::date::is_letter;
use super::day::Day;
use super::mention::Mention;
use super::moments::oddities;
use super::passage::{Passage, Standing, may_hold_clock, passages};
use super::prose::{self, Told, Window};
use super::stated::StatedLength;
use super::timeline::{TimeReading, Timeline};

const DAY: i64 = 86_400;
/// A clock that falls back by more than this has passed midnight.
const FALLS_BACK: i64 = 6 * 3600;

/// A window with its ends on the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    pub start: Option<Anchor>,
    pub end: Option<Anchor>,
    pub length: Option<StatedLength>,
    pub standing: Standing,
    pub weak: bool,
    /// Both ends were stated as one range.
    pub closed: bool,
}

/// What the prose of a document states of when it was, best first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prose {
    pub stretches: Vec<Stretch>,
    /// Lengths of the whole, in the order written.
    pub lengths: Vec<StatedLength>,
    /// Since when a row says that it had been going on: "10:05 errors since 09:58".
    pub since: Option<Anchor>,
    /// What is told with a clock beside it, in order of time: rows of a timeline that nobody laid out as one.
    pub story: Timeline,
}

/// Reads the prose; what stands in rows of the timeline is no prose.
pub fn prose(parts: &[Part], clock: &Clock, timeline: &Timeline, trail: &mut Trail) -> Prose {
    let rows: HashSet<usize> = timeline.entries.iter().map(|placed| placed.entry.line).collect();
    let mut found = Prose::default();
    let mut windows: Vec<Window> = Vec::new();
    let mut mentions: Vec<Mention> = Vec::new();
    let letter = is_letter(parts);
    let head = |passage: &Passage| letter && heads_letter(&passage.text);
    let mut told: Option<(usize, Day)> = None;
    for passage in passages(parts).into_iter().filter(|passage| !rows.contains(&passage.line()) && !head(passage)) {
        // The paragraphs of one section tell one story.
        let day = told.filter(|(part, _)| *part == passage.part).map(|(_, day)| day).unwrap_or_default();
        let statement = prose::read_behind(&passage, clock.order, day);
        told = Some((passage.part, statement.day));
        windows.extend(statement.windows);
        found.lengths.extend(statement.lengths);
        mentions.extend(statement.mentions);
    }
    windows.sort_by_key(Window::rank);
    let home = clock.guessed.then(|| home(&windows, clock)).flatten();
    let clock = &home.map_or_else(|| clock.clone(), |date| Clock { date: Some(date), ..clock.clone() });
    if let Some(best) = windows.first() {
        for told in [&best.start, &best.end].into_iter().flatten() {
            oddities(&told.stamp, told.place.line, trail);
        }
    }
    found.stretches = windows.iter().map(|window| stretch(window, clock, None, "prose")).collect();
    unite(&mut found.stretches);
    let ends = found.stretches.iter().flat_map(|stretch| [&stretch.start, &stretch.end]).flatten();
    let zoned = ends.map(|anchor| &anchor.moment).find(|moment| moment.zone.is_some()).cloned();
    let first = found.stretches.first().and_then(|stretch| stretch.start.as_ref()).map(|anchor| anchor.moment.clone());
    found.since = since(timeline, clock);
    found.story = story(&mentions, zoned, first.as_ref(), clock);
    found
}

/// A stretch that began before the best one and was over by its end is of the same incident: "jobs hung from 13:46 to 17:30,
/// pages from 16:06 to 17:30".
fn unite(stretches: &mut [Stretch]) {
    let closed = |one: &Stretch| one.closed && !one.weak;
    let ends = |one: &Stretch| Some((one.start.as_ref()?.at?, one.end.as_ref()?.at?));
    let Some((best, others)) = stretches.split_first_mut().filter(|(best, _)| closed(best)) else { return };
    for other in others.iter().filter(|other| closed(other) && other.standing == best.standing) {
        let (Some((from, to)), Some((start, end))) = (ends(best), ends(other)) else { continue };
        if start < from && from <= end && end <= to {
            best.start = other.start.clone();
        }
    }
}

/// The day that the best window writes itself, where that of the document is only the first that its prose names.
fn home(windows: &[Window], clock: &Clock) -> Option<PartialDate> {
    let dated = windows.iter().filter_map(|window| window.start.as_ref()?.stamp.date).next()?;
    clock.date_of(dated, clock.date).filter(|date| date.day().is_some())
}

/// Whether a passage is the head of a mail: `Date: Thu, 16 Oct 2025 09:30:00 +0200`.
fn heads_letter(text: &str) -> bool {
    const HEAD: &[&str] = &["from:", "to:", "date:", "sent:", "subject:", "cc:", "received:"];
    let lower = text.get(..12).unwrap_or(text).to_lowercase();
    HEAD.iter().any(|head| lower.starts_with(head))
}

/// The beginning that one of the first rows tells, before its own time.
fn since(timeline: &Timeline, clock: &Clock) -> Option<Anchor> {
    const FIRST: usize = 3;
    let rows = timeline.entries.iter().filter(|placed| placed.at.is_some()).take(FIRST);
    rows.filter(|placed| may_hold_clock(&placed.entry.text)).find_map(|placed| {
        let passage = Passage::at(&placed.entry.text, placed.entry.line, 1, Standing::Whole);
        let found = prose::read(&passage, clock.order).windows;
        let mut near = clock.clone();
        near.date = placed.entry.at.as_ref().and_then(|moment| moment.date).or(clock.date);
        let window = found.iter().find(|window| window.start.is_some() && window.end.is_none() && !window.weak)?;
        let start = stretch(window, &near, placed.at, "prose").start?;
        start.at.zip(placed.at).is_some_and(|(start, row)| start < row && row - start < DAY).then_some(start)
    })
}

/// Mentions as rows, with the zone and the day that the prose names elsewhere; those without a place on the axis are left out.
fn story<'m>(mentions: &'m [Mention], zoned: Option<Moment>, first: Option<&Moment>, clock: &Clock) -> Timeline {
    let placed = |mention: &Mention| anchor(&mention.told, day_of(&mention.told, clock), clock, "story");
    let zoned = zoned.or_else(|| mentions.iter().map(|one| placed(one).moment).find(|moment| moment.zone.is_some()));
    let near = first.and_then(|moment| moment.date).filter(|_| clock.date.is_none());
    let zone = zoned.or(first.cloned()).map(|moment| Moment { date: near, ..moment });
    let mut last: Option<i64> = None;
    let mut before: Option<&Mention> = None;
    let row = |mention: &'m Mention| {
        let mut told = placed(mention);
        if let Some(zone) = &zone {
            told = completed(&told, zone);
        }
        // A bare clock that falls far back behind the one told before it is of the day after.
        let bare = mention.told.stamp.date.is_none();
        // A day that another passage named is not passed on.
        let parted = before.is_some_and(|before| {
            before.passage != mention.passage && (before.told.stamp.date.is_some() || before.passage > mention.passage)
        });
        last = last.filter(|_| !parted);
        before = Some(mention);
        if bare && told.at.zip(last).is_some_and(|(at, last)| at + FALLS_BACK < last && last - at < 2 * DAY) {
            let days = told.at.zip(last).map_or(1, |(at, last)| (last - at - FALLS_BACK) / DAY + 1);
            told.moment = shifted(&told.moment, days * DAY);
            told.at = told.at.map(|at| at + days * DAY);
        }
        last = told.at.or(last);
        let entry = TimelineEntry {
            at: Some(told.moment),
            until: None,
            elapsed: None,
            text: mention.text.clone(),
            kind: EventKind::Note,
            role: None,
            line: told.place.line.unwrap_or_default(),
        };
        let reading = TimeReading { origin: Origin::Stated, column: told.place.column.unwrap_or(1) };
        told.at.map(|at| (PlacedEntry { entry, at: Some(at), until: None }, reading))
    };
    let mut rows: Vec<_> = mentions.iter().filter_map(row).collect();
    rows.sort_by_key(|(placed, _)| placed.at);
    let (entries, readings) = rows.into_iter().unzip();
    Timeline { entries, readings }
}

/// Puts a window on the axis; `written` is when it was told, which no end of it comes after.
pub fn stretch(window: &Window, clock: &Clock, written: Option<i64>, origin: &'static str) -> Stretch {
    let rule = |side: &'static str| match (origin, side) {
        ("update", "start") => "start-in-update",
        ("update", _) => "end-in-update",
        (_, "start") => "start-in-prose",
        _ => "end-in-prose",
    };
    let mut start = window.start.as_ref().map(|told| anchor(told, day_of(told, clock), clock, rule("start")));
    let mut end = match (&window.end, &start) {
        (Some(told), Some(start)) => Some(end_behind(told, start, window, clock, rule("end"))),
        (Some(told), None) => Some(anchor(told, day_of(told, clock), clock, rule("end"))),
        (None, _) => None,
    };
    let bare = |told: &Option<Told>| told.as_ref().is_none_or(|told| told.stamp.date.is_none());
    let late = [&start, &end].into_iter().flatten().filter_map(|side| side.at).max();
    if let (Some(late), Some(written)) = (late, written)
        && late > written + 60
        && late - written < DAY
        && bare(&window.start)
        && bare(&window.end)
    {
        for side in [&mut start, &mut end].into_iter().flatten() {
            *side = on_the_day_before(side);
        }
    }
    Stretch {
        start,
        end,
        length: window.length.clone(),
        standing: window.standing,
        weak: window.weak,
        closed: window.closed,
    }
}

fn day_of(told: &Told, clock: &Clock) -> Option<PartialDate> {
    let written = told.stamp.date.or(told.carried);
    let date = written.and_then(|written| clock.date_of(written, clock.date)).or(clock.date)?;
    let back = clock.written && written.is_none();
    let date = match told.weekday {
        Some(weekday) if back => back_to_weekday(date, weekday),
        Some(weekday) => near_weekday(date, weekday, told.heard),
        None => date,
    };
    let later = told.days + i64::from(clock.yesterday && told.of_writing);
    Some(days_past(date, later))
}

/// The day of this name that is nearest to a date; one that lies before it and stood without a clock is no day of the story.
fn near_weekday(date: PartialDate, weekday: Weekday, heard: bool) -> PartialDate {
    const AHEAD: i64 = 3;
    let Some(day) = date.day() else { return date };
    match i64::from(day.weekday().until(weekday).rem_euclid(7)) {
        ahead if ahead <= AHEAD => days_past(date, ahead),
        _ if heard => date,
        ahead => days_past(date, ahead - 7),
    }
}

/// The last day up to a date that has this name.
fn back_to_weekday(date: PartialDate, weekday: Weekday) -> PartialDate {
    let named = |date: &PartialDate| date.day().is_none_or(|day| day.weekday() == weekday);
    std::iter::successors(Some(date), |date| Some(days_past(*date, -1))).take(7).find(named).unwrap_or(date)
}

fn days_past(date: PartialDate, days: i64) -> PartialDate {
    match date.day().and_then(|day| day.checked_add(days.days()).ok()) {
        Some(day) => PartialDate::Day(day),
        None => date,
    }
}

/// The first day from a date on that has this name.
pub(super) fn on_weekday(date: PartialDate, weekday: Weekday) -> PartialDate {
    let named = |date: &PartialDate| date.day().is_none_or(|day| day.weekday() == weekday);
    std::iter::successors(Some(date), |date| Some(next_day(*date))).take(7).find(named).unwrap_or(date)
}

fn anchor(told: &Told, date: Option<PartialDate>, clock: &Clock, rule: &'static str) -> Anchor {
    let mut stamp = told.stamp.clone();
    stamp.date = None;
    let moment = clock.moment(&stamp, &told.words, date);
    let undated = date.and_then(PartialDate::day).is_none();
    let at = Clock::axis(&moment).map(|at| if undated { at + told.days * DAY } else { at });
    Anchor { at, moment, origin: Origin::Stated, rule, place: told.place.clone() }
}

/// The end of a window: on its own date, else on that of the start, or the day after where its clock is earlier.
fn end_behind(told: &Told, start: &Anchor, window: &Window, clock: &Clock, rule: &'static str) -> Anchor {
    let near = start.moment.date.or(clock.date);
    if let Some(date) = told.stamp.date.and_then(|written| clock.date_of(written, near)) {
        return anchor(told, Some(date), clock, rule);
    }
    let carried = told.carried.and_then(|written| clock.date_of(written, near));
    let date = carried.filter(|date| near.is_none_or(|near| *date >= near)).or(near);
    let mut end = anchor(told, date, clock, rule);
    let before = end.at.zip(start.at).is_some_and(|(end, start)| end < start);
    if window.rolled || before {
        end = anchor(told, date.map(next_day), clock, rule);
        end.origin = Origin::Rolled;
        if date.and_then(PartialDate::day).is_none() {
            end.at = end.at.map(|at| at + DAY);
        }
    }
    end
}

fn on_the_day_before(anchor: &Anchor) -> Anchor {
    let moment = shifted(&anchor.moment, -DAY);
    Anchor { moment, at: anchor.at.map(|at| at - DAY), origin: Origin::Inherited, ..anchor.clone() }
}

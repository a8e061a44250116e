//! Start, end and duration: the stated range before stated words before milestones before the timeline's own span.

use crate::model::{DurationClock, EventKind, Minutes, Moment, Origin, PartialDate};
use crate::normalise::event::PlacedEntry;
use crate::normalise::outline::Part;
use crate::normalise::time::{self, Stamp};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::Line;

use super::anchor::Anchor;
use super::clock::Clock;
use super::clock::next_day;
use super::entries::Timeline;
use super::moments::{NamedMoment, Role, oddities};
use super::stated::StatedLengths;

/// When the incident began and ended, and how long it lasted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    pub start: Option<Anchor>,
    pub end: Option<Anchor>,
    pub minutes: Option<Minutes>,
    pub stated_minutes: Option<Minutes>,
    pub approximate: bool,
    pub clock: Option<DurationClock>,
}

/// Stated and computed durations closer than this agree (an author rounds).
const TOLERANCE: i64 = 60;

/// The range that a `Duration:` line (or its kin) states.
pub fn stated_range(parts: &[Part], clock: &Clock, trail: &mut Trail) -> (Option<Anchor>, Option<Anchor>) {
    let mut lone = None;
    for part in parts.iter().filter(|part| matches!(part.field, Some(Field::Duration | Field::Date))) {
        for line in part.lines() {
            // `9h (during support hours 10:00-17:00)`: those times are no part of the incident.
            let hours = time::durations(&line.text).into_iter().find(|length| length.support_hours);
            let before = hours.map_or(usize::MAX, |length| length.range.start);
            let ranges = time::ranges(&line.text, clock.order).into_iter();
            for range in ranges.filter(|range| range.range.start < before) {
                let from = anchor(&range.from, line, clock, "duration-range", trail);
                match range.to {
                    Some(to) => {
                        let to = end_of_range(&to, range.rolled, &from, line, clock, trail);
                        return (Some(from), Some(to));
                    }
                    None if lone.is_none() => lone = Some(Anchor { rule: "duration-start", ..from }),
                    None => {}
                }
            }
        }
    }
    (lone, None)
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

/// Everything that could say when the incident began or ended.
pub struct Evidence<'e> {
    pub stated_range: (Option<Anchor>, Option<Anchor>),
    pub named: &'e [NamedMoment],
    pub timeline: &'e Timeline,
    pub lengths: &'e StatedLengths,
    /// A date without a time: of the title, the front matter or the file's name.
    pub date: Option<Anchor>,
}

/// Chooses start and end and computes the duration.
pub fn span(evidence: &Evidence<'_>, trail: &mut Trail) -> Span {
    let start = start(evidence, trail);
    let end = end(evidence, trail);
    let mut span = Span { start, end, ..Span::default() };
    let lengths = evidence.lengths;
    span.stated_minutes = lengths.duration.as_ref().map(|stated| stated.minutes);
    if is_reversed(&span) {
        let line = span.end.as_ref().and_then(|end| end.place.line);
        trail.flag("end_before_start", "the end lies before the start", line);
        span.minutes = span.stated_minutes;
        note(&span, trail);
        return span;
    }
    let computed = span.start.as_ref().zip(span.end.as_ref()).and_then(|(start, end)| Some(end.at? - start.at?));
    let is_range = [&span.start, &span.end]
        .iter()
        .all(|side| side.as_ref().is_some_and(|anchor| anchor.origin != Origin::Derived));
    let (minutes, rule, origin) = match (computed, span.stated_minutes) {
        (Some(seconds), _) if is_range => (Some(Minutes::from_seconds(seconds)), "stated-range", Origin::Derived),
        (_, Some(stated)) => (Some(stated), "stated-words", Origin::Stated),
        (Some(seconds), None) => (Some(Minutes::from_seconds(seconds)), "milestones", Origin::Derived),
        (None, None) => (timeline_span(&span.start, &evidence.timeline.entries), "timeline-span", Origin::Derived),
    };
    span.minutes = minutes;
    if let Some(stated) = &lengths.duration {
        span.clock = Some(stated.clock).filter(|_| rule == "stated-words");
        span.approximate = stated.approximate && rule == "stated-words";
        if let Some(seconds) = computed.filter(|_| stated.clock == DurationClock::Wall) {
            compare(seconds, stated.minutes, stated.approximate, &stated.place, trail);
        }
    }
    let moments_approximate =
        [&span.start, &span.end].iter().any(|side| side.as_ref().is_some_and(|a| a.moment.approximate));
    span.approximate |= moments_approximate && rule != "stated-words";
    if span.minutes.is_some() {
        let place = match (rule, &lengths.duration) {
            ("stated-words", Some(stated)) => stated.place.clone(),
            _ => span.start.as_ref().map(|start| start.place.clone()).unwrap_or_default(),
        };
        trail.note("duration.minutes", origin, rule, &place);
    }
    note(&span, trail);
    span
}

fn is_reversed(span: &Span) -> bool {
    let (Some(start), Some(end)) = (&span.start, &span.end) else { return false };
    match (start.at, end.at) {
        (Some(start), Some(end)) => end < start,
        _ => start.moment.date.zip(end.moment.date).is_some_and(|(start, end)| end < start),
    }
}

fn note(span: &Span, trail: &mut Trail) {
    for (key, side) in [("started_at", &span.start), ("ended_at", &span.end)] {
        if let Some(anchor) = side {
            trail.note(key, anchor.origin, anchor.rule, &anchor.place);
        }
    }
}

/// Flags a stated duration that the times do not add up to; an approximate one may be off by a tenth.
fn compare(seconds: i64, stated: Minutes, approximate: bool, place: &Place, trail: &mut Trail) {
    let slack = if approximate { (stated.seconds / 10).max(15 * 60) } else { TOLERANCE };
    if (seconds - stated.seconds).abs() > slack {
        let minutes = Minutes::from_seconds(seconds).rounded();
        let message = format!("{} minutes are stated, the times add up to {minutes}", stated.rounded());
        trail.flag("duration_conflict", message, place.line);
    }
}

/// From the first entry to the last, where there are at least two with a time and none of an earlier day without.
fn timeline_span(start: &Option<Anchor>, entries: &[PlacedEntry]) -> Option<Minutes> {
    let begins_untimed = start.as_ref().is_some_and(|start| start.rule == "first-timeline-entry" && start.at.is_none());
    if begins_untimed {
        return None;
    }
    let times: Vec<i64> = entries.iter().filter_map(|entry| entry.at).collect();
    let (first, last) = (times.iter().min()?, times.iter().max()?);
    (last > first).then(|| Minutes::from_seconds(last - first))
}

fn start(evidence: &Evidence<'_>, trail: &mut Trail) -> Option<Anchor> {
    let named =
        |role: Role| evidence.named.iter().filter(move |moment| moment.role == role).map(|moment| &moment.anchor);
    let front = || named(Role::Started).find(|anchor| anchor.rule == "front-matter").cloned();
    let weak = || named(Role::Started).find(|anchor| anchor.rule == "front-matter-date").cloned();
    let body = || named(Role::Started).find(|anchor| !anchor.rule.starts_with("front-matter")).cloned();
    let first = || first_entry(evidence.timeline);
    let detected = || named(Role::Detected).min_by_key(|anchor| anchor.at.unwrap_or(i64::MAX)).cloned();
    let body_stated = evidence.stated_range.0.clone().or_else(body);
    let timed = |anchor: &Anchor| anchor.moment.time.is_some();

    if let Some(front) = front() {
        let finer = body_stated
            .clone()
            .or_else(detected)
            .or_else(first)
            .filter(|body| !timed(&front) && timed(body) && same_day(body, &front));
        if let Some(body) = body_stated.filter(|body| disagree(body, &front)) {
            conflict(&front, &body, "start", trail);
        }
        return Some(finer.unwrap_or(front));
    }
    if let Some(body) = body_stated {
        if let Some(date) = weak().filter(|date| disagree(date, &body)) {
            conflict(&body, &date, "start", trail);
        }
        let finer = detected().or_else(first).filter(|entry| !timed(&body) && timed(entry) && same_day(entry, &body));
        return Some(finer.unwrap_or(body));
    }
    weak()
        .filter(timed)
        .or_else(|| detected().map(|anchor| Anchor { rule: "first-detected", ..anchor }))
        .or_else(first)
        .or_else(weak)
        .or_else(|| evidence.date.clone())
}

fn end(evidence: &Evidence<'_>, trail: &mut Trail) -> Option<Anchor> {
    let named =
        |role: Role| evidence.named.iter().filter(move |moment| moment.role == role).map(|moment| &moment.anchor);
    let front = named(Role::Ended).find(|anchor| anchor.rule == "front-matter").cloned();
    let body = evidence
        .stated_range
        .1
        .clone()
        .or_else(|| named(Role::Ended).find(|anchor| anchor.rule != "front-matter").cloned())
        .or_else(|| named(Role::Resolved).max_by_key(|anchor| anchor.at).cloned());
    if let Some(front) = front {
        if let Some(body) = body.filter(|body| disagree(body, &front)) {
            conflict(&front, &body, "end", trail);
        }
        return Some(front);
    }
    body.or_else(|| named(Role::Fixed).max_by_key(|anchor| anchor.at).cloned())
        .or_else(|| last_resolved(evidence.timeline))
}

fn same_day(a: &Anchor, b: &Anchor) -> bool {
    match (a.moment.date.and_then(PartialDate::day), b.moment.date.and_then(PartialDate::day)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Whether two anchors cannot both be true as far as they go.
fn disagree(a: &Anchor, b: &Anchor) -> bool {
    match (a.at, b.at) {
        (Some(a_at), Some(b_at)) if a.moment.date.is_some() && b.moment.date.is_some() => {
            (a_at - b_at).abs() > TOLERANCE
        }
        _ => !same_day(a, b),
    }
}

fn conflict(kept: &Anchor, other: &Anchor, side: &str, trail: &mut Trail) {
    let message = format!("the {side} is given as \"{}\" and as \"{}\"", shown(&kept.moment), shown(&other.moment));
    trail.flag("date_conflict", message, other.place.line.or(kept.place.line));
}

fn shown(moment: &Moment) -> &str {
    &moment.text
}

fn first_entry(timeline: &Timeline) -> Option<Anchor> {
    let earliest = timeline.entries.iter().zip(&timeline.readings).find(|(placed, _)| placed.entry.at.is_some())?;
    Some(from_entry(earliest.0, earliest.1.column, "first-timeline-entry"))
}

fn last_resolved(timeline: &Timeline) -> Option<Anchor> {
    let ends = |placed: &PlacedEntry| matches!(placed.entry.kind, EventKind::Resolved | EventKind::Ended);
    let mut reversed = timeline.entries.iter().zip(&timeline.readings).rev();
    let (placed, reading) = reversed.find(|(placed, _)| ends(placed) && placed.entry.at.is_some())?;
    Some(from_entry(placed, reading.column, "resolved-in-timeline"))
}

fn from_entry(placed: &PlacedEntry, column: usize, rule: &'static str) -> Anchor {
    let entry = &placed.entry;
    let moment = entry.at.clone().unwrap_or(Moment {
        text: String::new(),
        utc: None,
        date: None,
        time: None,
        zone: None,
        precision: crate::model::Precision::Clock,
        approximate: true,
    });
    let words = format!("{} {}", moment.text, entry.text);
    Anchor { moment, at: placed.at, origin: Origin::Derived, rule, place: Place::at(entry.line, column, &words) }
}

//! The moments that matter and the minutes to each.
//!
//! In: entries with their kinds, the stated start and end. Out: milestones, phases in minutes from the start and the
//! flags that say what could not be told. Nothing is guessed: a phase that would be negative is left out.

use crate::model::{EventKind, Flag, Milestones, Minutes, Moment, Phases};
use crate::text::{Words, telling_words};

use super::choice::{CHOSEN, Rows};
use super::classify::tells_fix;
use super::cue::{Cue, Reading};
use super::verb::{asks, comes_to_know};
use super::{Anchor, EventContext, PlacedEntry, ReadEntry};

/// A moment on the axis of the incident; `at` is `None` where only its words are known.
#[derive(Debug, Clone, PartialEq)]
struct Point {
    at: Option<i64>,
    moment: Option<Moment>,
    line: Option<usize>,
}

/// Finds the milestones of a timeline and the minutes to each from the start.
///
/// Without a stated start, minutes count from the entry that tells how it began, else from the first entry that has a
/// time. `phases.detect` is `None`, with the flag `start_is_detection`, where nothing lies before the detection. A
/// stated end is the resolution, whatever the timeline says; where the timeline stops earlier, that is a flag too.
///
/// `read` holds the entries as read, in the same order.
pub(in crate::normalise) fn milestones(
    entries: &[PlacedEntry],
    read: &[ReadEntry],
    start: Option<Anchor>,
    end: Option<Anchor>,
    context: &EventContext,
) -> (Milestones, Phases, Vec<Flag>) {
    let timeline = Timeline { entries, read, context };
    let detected = timeline.first_kind(EventKind::Detected);
    let responded = timeline.responded(detected);
    let escalated = timeline.first(|kind, reading| kind == EventKind::Escalated || reading.tells(Cue::Escalated));
    let identified = timeline.identified();
    let named = timeline.culprit_named(detected, identified);
    let fixed = timeline.fixed();
    let rows = Rows {
        entries,
        read,
        context,
        start: start.as_ref().map(|anchor| anchor.at),
        end: end.as_ref().map(|anchor| anchor.at),
        by_rules: [detected, responded, escalated, named, identified, fixed],
    };
    let [detected, responded, escalated, named, identified, fixed] = in_order(rows.choose(), read);
    let point = |index: Option<usize>| index.map(|index| timeline.point(index));
    let resolved = end.as_ref().map(Anchor::point).or_else(|| point(timeline.resolved()));

    let origin = start.as_ref().map(|anchor| anchor.at).or_else(|| timeline.origin());
    let points = [detected, responded, escalated, named, identified, fixed].map(point);
    let flags = flags(&timeline, origin, points[0].as_ref(), end.as_ref());
    let [detected, responded, escalated, named, identified, fixed] = points;
    let detect = detected.clone().filter(|detected| detected.at != origin);
    let phases = Phases {
        detect: minutes(origin, &detect),
        respond: minutes(origin, &responded),
        escalate: minutes(origin, &escalated),
        culprit_named: minutes(origin, &named),
        identify: minutes(origin, &identified),
        fix: minutes(origin, &fixed),
        resolve: minutes(origin, &resolved),
    };
    let moment = |point: Option<Point>| point.and_then(|point| point.moment);
    let milestones = Milestones {
        detected_at: moment(detected),
        responded_at: moment(responded),
        escalated_at: moment(escalated),
        culprit_named_at: moment(named),
        identified_at: moment(identified),
        fixed_at: moment(fixed),
        resolved_at: moment(resolved),
    };
    (milestones, phases, flags)
}

/// Nobody finds what nobody has noticed, unless a phrase says so; whoever knows the cause has named the culprit by then.
fn in_order(mut chosen: [Option<usize>; CHOSEN.len()], read: &[ReadEntry]) -> [Option<usize>; CHOSEN.len()] {
    const NAMED: usize = 3;
    const IDENTIFIED: usize = 4;
    let known = chosen[..NAMED].iter().flatten().min().copied();
    let found = |row: usize| {
        known.is_some_and(|known| known <= row) || read[row].tells(Cue::Identified) || read[row].tells(Cue::Found)
    };
    for place in [NAMED, IDENTIFIED] {
        chosen[place] = chosen[place].filter(|row| found(*row));
    }
    if chosen[IDENTIFIED].is_some_and(|identified| chosen[NAMED].is_some_and(|named| named > identified)) {
        chosen[NAMED] = chosen[IDENTIFIED];
    }
    chosen
}

/// Gives the entries that are milestones their kinds, where they have no rarer one; one entry alone tells of the detection,
/// and one of the cause.
pub(in crate::normalise) fn mark(entries: &mut [PlacedEntry], milestones: &Milestones) {
    let marks = [
        (&milestones.responded_at, EventKind::Responded),
        (&milestones.escalated_at, EventKind::Escalated),
        (&milestones.culprit_named_at, EventKind::CulpritNamed),
        (&milestones.identified_at, EventKind::Identified),
        (&milestones.fixed_at, EventKind::Fixed),
        (&milestones.detected_at, EventKind::Detected),
    ];
    for (moment, kind) in marks {
        let is_it = |placed: &PlacedEntry| placed.entry.at.is_some() && placed.entry.at == *moment;
        if entries.iter().any(|placed| is_it(placed) && placed.entry.kind == kind) {
            continue;
        }
        let Some(chosen) = entries.iter().position(is_it) else { continue };
        let now = entries[chosen].entry.kind;
        let rarer = matches!(now, EventKind::Resolved | EventKind::Ended | EventKind::Identified);
        // Whoever looks into it has taken it up, and is still looking.
        let early = matches!(kind, EventKind::Detected | EventKind::Responded | EventKind::Escalated);
        let gives_way = matches!(now, EventKind::Note | EventKind::Began)
            || kind == EventKind::Detected && now == EventKind::Responded;
        if rarer || early && !gives_way {
            continue;
        }
        let once = matches!(kind, EventKind::Detected | EventKind::Identified | EventKind::CulpritNamed);
        for placed in entries.iter_mut().filter(|placed| once && placed.entry.kind == kind) {
            placed.entry.kind = EventKind::Note;
        }
        entries[chosen].entry.kind = kind;
    }
}

impl Anchor {
    fn point(&self) -> Point {
        Point { at: Some(self.at), moment: Some(self.moment.clone()), line: self.line }
    }
}

fn minutes(origin: Option<i64>, point: &Option<Point>) -> Option<Minutes> {
    let seconds = point.as_ref()?.at?.checked_sub(origin?)?;
    (seconds >= 0).then(|| Minutes::from_seconds(seconds))
}

/// Where no entry tells of the detection, the first one is taken for what set in or was seen first.
const FIRST_REPORT: usize = 1;

struct Timeline<'a> {
    entries: &'a [PlacedEntry],
    read: &'a [ReadEntry<'a>],
    context: &'a EventContext<'a>,
}

impl Timeline<'_> {
    fn point(&self, index: usize) -> Point {
        let entry = &self.entries[index];
        Point { at: entry.at, moment: entry.entry.at.clone(), line: Some(entry.entry.line) }
    }

    fn kind(&self, index: usize) -> EventKind {
        self.entries[index].entry.kind
    }

    fn first_kind(&self, kind: EventKind) -> Option<usize> {
        (0..self.entries.len()).find(|&index| self.kind(index) == kind)
    }

    fn last_kind(&self, kind: EventKind) -> Option<usize> {
        (0..self.entries.len()).rev().find(|&index| self.kind(index) == kind)
    }

    /// The first entry of a kind that the words of an entry support, the kind itself first.
    fn first(&self, holds: impl Fn(EventKind, &Reading) -> bool) -> Option<usize> {
        (0..self.entries.len()).find(|&index| holds(self.kind(index), &self.read[index].reading))
    }

    /// Where it began, as far as the timeline tells, else its first time.
    fn origin(&self) -> Option<i64> {
        let began = self.first_kind(EventKind::Began).and_then(|index| self.entries[index].at);
        began.or_else(|| self.entries.iter().find_map(|entry| entry.at))
    }

    /// The response, which may stand in the entry of the detection, else the first entry in which somebody acts.
    fn responded(&self, detected: Option<usize>) -> Option<usize> {
        let from = detected.map_or(0, |detected| detected + 1);
        let acts = |kind| {
            matches!(
                kind,
                EventKind::Investigating
                    | EventKind::FalseLead
                    | EventKind::RuledOut
                    | EventKind::Escalated
                    | EventKind::CulpritNamed
            )
        };
        let at_once = || detected.filter(|&index| self.read[index].reading.tells(Cue::Responded));
        self.first_kind(EventKind::Responded)
            .or_else(at_once)
            .or_else(|| (from..self.entries.len()).find(|&index| acts(self.kind(index))))
    }

    /// The first entry that says the cause is known, also where it was fixed in the same breath.
    fn identified(&self) -> Option<usize> {
        let in_passing = |kind: EventKind, reading: &Reading| {
            matches!(kind, EventKind::Fixed | EventKind::Resolved) && reading.tells(Cue::Identified)
        };
        self.first_kind(EventKind::Identified).or_else(|| self.first(in_passing))
    }

    /// The first entry behind the first report in which somebody of the time says what it was, up to the one that
    /// identifies it, which names it at the latest. What set in, and what was seen first, is told with hindsight: it names nothing yet.
    fn culprit_named(&self, detected: Option<usize>, identified: Option<usize>) -> Option<usize> {
        let from = detected.map_or(FIRST_REPORT, |detected| detected + 1);
        let end = identified.map_or(self.entries.len(), |identified| identified + 1);
        let of_the_time = |index: usize| !matches!(self.kind(index), EventKind::Began | EventKind::Detected);
        let cause = self.context.cause.map(Words::opening);
        let cause = cause.as_ref().map(telling_words);
        (from..end)
            .find(|&index| of_the_time(index) && self.read[index].says_culprit(cause.as_deref(), self.context))
            .or_else(|| identified.and_then(|index| self.confirmed(from, index)))
            .or(identified.filter(|&index| of_the_time(index)))
    }

    /// What an entry confirms: the find or the question right before it.
    fn confirmed(&self, from: usize, identified: usize) -> Option<usize> {
        let words = |index: usize| &self.read[index].words;
        let confirms = |index: usize| (0..words(index).len()).any(|at| words(index).word(at).starts_with("confirm"));
        let open = |index: &usize| {
            let kind = self.kind(*index);
            matches!(kind, EventKind::Note | EventKind::Investigating | EventKind::CulpritNamed | EventKind::Responded)
                && !self.read[*index].reading.in_vain()
        };
        let said = |index: &usize| open(index) && (comes_to_know(words(*index)) || asks(words(*index)));
        (confirms(identified) && from < identified).then(|| (from..identified).rfind(said)).flatten()
    }

    /// The last fix, else the end where it says what was done.
    fn fixed(&self) -> Option<usize> {
        let with_the_end = || {
            (0..self.entries.len())
                .rev()
                .find(|&index| self.kind(index) == EventKind::Resolved && tells_fix(&self.read[index]))
        };
        let when_found = || {
            (0..self.entries.len())
                .rev()
                .find(|&index| self.kind(index) == EventKind::Identified && self.read[index].reading.tells(Cue::Fixed))
        };
        self.last_kind(EventKind::Fixed).or_else(with_the_end).or_else(when_found)
    }

    fn resolved(&self) -> Option<usize> {
        self.last_kind(EventKind::Resolved).or_else(|| self.last_kind(EventKind::Ended))
    }
}

/// In seconds: who writes down the end a few minutes after the last event has left nothing out.
const SILENCE: i64 = 10 * 60;
/// Fewer times than these are no record of what happened, so nothing is missing from it.
const ROWS_OF_A_RECORD: usize = 3;

fn flags(timeline: &Timeline, origin: Option<i64>, detected: Option<&Point>, end: Option<&Anchor>) -> Vec<Flag> {
    let mut flags = Vec::new();
    if let Some(detected) = detected.filter(|detected| detected.at.is_some() && detected.at <= origin) {
        flags.push(Flag {
            code: "start_is_detection",
            message: "the first moment known is the detection, so how long the fault went unseen is unknown".into(),
            line: detected.line,
        });
    }
    let timed = || timeline.entries.iter().filter_map(|entry| Some((entry.until.or(entry.at)?, entry.entry.line)));
    if let (Some((last, line)), Some(end)) = (timed().max(), end)
        && end.at.saturating_sub(last) >= SILENCE
        && timed().count() >= ROWS_OF_A_RECORD
    {
        let gap = Minutes::from_seconds(end.at.saturating_sub(last)).rounded();
        flags.push(Flag {
            code: "timeline_ends_before_stated_end",
            message: format!("the last entry is {gap} minutes earlier than the stated end"),
            line: Some(line),
        });
    }
    flags
}

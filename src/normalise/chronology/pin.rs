//! A stated length moves an end that only a row gives to the row that fits.
//!
//! Input: the claims chosen so far, a length. Output: the same claims, pinned.

use crate::model::{DurationClock, EntryRole, Origin};
use crate::normalise::event::PlacedEntry;

use super::anchor::Anchor;
use super::clock::shifted;
use super::moments::Role;
use super::row::Row;
use super::solve::{Authority, Claim, Evidence, TOLERANCE, slip};
use super::stated::StatedLength;
use super::timeline::from_entry;

/// Start and end that only rows give are moved to the rows that fit a stated length.
pub fn pin(evidence: &Evidence<'_>, length: &StatedLength, start: &mut Option<Claim>, end: &mut Option<Claim>) {
    if length.clock == DurationClock::SupportHours || evidence.lengths.unknown {
        return;
    }
    let loose = |claim: &Option<Claim>| claim.as_ref().is_none_or(|claim| claim.authority >= Authority::Role);
    let slack = slack(length);
    let fits = |from: i64, to: i64| (to - from - length.minutes.seconds).abs() <= slack;
    let at = |claim: &Option<Claim>| claim.as_ref().and_then(|claim| claim.anchor.at);
    if let (Some(from), Some(to)) = (at(start), at(end))
        && fits(from, to)
    {
        return;
    }
    let rows = || evidence.timeline.entries.iter().enumerate().filter_map(|(index, placed)| Some((index, placed.at?)));
    let row = |index: usize, rule| {
        let placed = &evidence.timeline.entries[index];
        Claim::new(Authority::Role, from_entry(placed, evidence.timeline.readings[index].column, rule))
    };
    let role = |index: usize| evidence.rows.get(index).and_then(|row| row.role);
    let deed = |index: usize| evidence.rows.get(index).is_some_and(|row| row.deed);
    let over = |index: usize| matches!(role(index), Some(EntryRole::Recovery | EntryRole::Fix)) || deed(index);
    let wrong = |index: usize| matches!(role(index), Some(EntryRole::Onset | EntryRole::Symptom));
    if loose(end) && loose(start) {
        // From a row that tells of trouble to one that tells of its end, before anything is moved by the length alone.
        let behind = |from: i64| rows().find(|(index, to)| over(*index) && fits(from, *to));
        let first = at(start).and_then(behind).map(|(to, _)| (None, to));
        let pair = || {
            let mut onsets = rows().filter(|(index, _)| wrong(*index));
            onsets.find_map(|(from, at)| behind(at).map(|(to, _)| (Some(from), to)))
        };
        // The first row whatever it tells is the weakest beginning.
        let blind = start.as_ref().is_none_or(|claim| claim.authority == Authority::Last);
        // Whatever it tells, a row that lies so far before the last word of recovery.
        let counted = || {
            let (last, to) = rows().rfind(|(index, _)| role(*index) == Some(EntryRole::Recovery))?;
            let mut fit = rows().filter(|(index, from)| !over(*index) && fits(*from, to));
            fit.next().map(|(from, _)| (Some(from), last))
        };
        let fit = if blind { pair().or_else(counted).or(first) } else { first.or_else(pair) };
        if let Some((from, to)) = fit {
            *start = from.map(|from| row(from, "end-minus-length")).or(start.take());
            *end = Some(row(to, "start-plus-length"));
            return;
        }
    }
    if loose(end)
        && let Some(from) = at(start)
    {
        // Fixes and recoveries first: what follows them may fit within the same rounding.
        let fit = rows().find(|(index, to)| over(*index) && fits(from, *to)).or_else(|| {
            rows().find(|(index, to)| *to > from && fits(from, *to) && role(*index) != Some(EntryRole::Background))
        });
        if let Some((index, _)) = fit {
            *end = Some(row(index, "start-plus-length"));
            return;
        }
    }
    if loose(start)
        && let Some(to) = at(end)
        && let Some((index, _)) = rows().find(|(_, from)| *from < to && fits(*from, to))
    {
        *start = Some(row(index, "end-minus-length"));
        return;
    }
    if end.is_none()
        && let Some(claim) = start.as_ref().filter(|claim| claim.anchor.moment.time.is_some())
        && let Some(from) = claim.anchor.at
    {
        let mut moment = shifted(&claim.anchor.moment, length.minutes.seconds);
        moment.approximate |= length.approximate;
        let at = Some(from + length.minutes.seconds);
        let place = length.place.clone();
        *end = Some(Claim::new(
            Authority::Last,
            Anchor { moment, at, origin: Origin::Derived, rule: "start-plus-length", place },
        ));
    }
}

/// A stated time to detection says which row before the detection began it.
pub fn pin_by_detection(evidence: &Evidence<'_>, start: &mut Option<Claim>) {
    let (Some(detect), true) =
        (evidence.lengths.phases.detect, start.as_ref().is_none_or(|claim| claim.authority >= Authority::Role))
    else {
        return;
    };
    let named = evidence.named.iter().find(|moment| moment.role == Role::Detected).and_then(|moment| moment.anchor.at);
    let noticed = |row: &Row| row.role == Some(EntryRole::Detection);
    let row = || evidence.rows.iter().position(noticed).and_then(|index| evidence.timeline.entries[index].at);
    let Some(detected) = named.or_else(row) else { return };
    let fits = |placed: &PlacedEntry| placed.at.is_some_and(|at| (detected - at - detect.seconds).abs() <= TOLERANCE);
    if let Some(index) = evidence.timeline.entries.iter().position(fits) {
        let placed = &evidence.timeline.entries[index];
        let anchor = from_entry(placed, evidence.timeline.readings[index].column, "detection-minus-length");
        *start = Some(Claim::new(Authority::Role, anchor));
    }
}

/// How far a stated length may be from the true one: half of the last unit that its author used, more where it is "about".
pub fn slack(length: &StatedLength) -> i64 {
    let seconds = length.minutes.seconds;
    let rounding = match seconds {
        _ if seconds % 86_400 == 0 => 43_200,
        _ if seconds % 3600 == 0 => 1800,
        _ if seconds % 1800 == 0 => 900,
        _ if seconds % 300 == 0 => 150,
        _ => TOLERANCE,
    };
    match length.approximate {
        true => rounding.max(seconds / 10).max(15 * 60),
        false => rounding.min((seconds / 4).max(TOLERANCE)).max(slip(seconds)),
    }
}

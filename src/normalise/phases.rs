//! Milestones and phases: what the timeline tells, with the author's named moments above it.
//!
//! Input: span, named moments, classified timeline, stated lengths. Output: [`Milestones`] and [`Phases`] in minutes from
//! the start, their trail noted, stated and computed lengths compared.

use crate::model::{DurationClock, Milestone, Milestones, Minutes, Mitigation, MitigationKind, Origin, Phases};

use super::chronology::{Anchor, NamedMoment, Role, Span, StatedLengths, Timeline, slip};
use super::event::{self, EventContext, ReadEntry};
use super::trail::{Place, Trail};

pub(super) fn phases(
    span: &Span,
    named: &[NamedMoment],
    timeline: &Timeline,
    read: &[ReadEntry<'_>],
    lengths: &StatedLengths,
    context: &EventContext<'_>,
    trail: &mut Trail,
) -> (Milestones, Phases) {
    let on_axis = |anchor: &Option<Anchor>| {
        let anchor = anchor.as_ref()?;
        Some(event::Anchor { at: anchor.at?, moment: anchor.moment.clone(), line: anchor.place.line })
    };
    let reversed = trail.has("end_before_start");
    let start = on_axis(&span.start);
    let end = on_axis(&span.end).filter(|_| !reversed);
    let (mut milestones, mut phases, flags) = event::milestones(&timeline.entries, read, start, end, context);
    let named_detection = by_role(named, Role::Detected).is_some();
    for flag in flags {
        if !(flag.code == "start_is_detection" && named_detection) {
            trail.flag(flag.code, flag.message, flag.line);
        }
    }
    note_found(&milestones, timeline, trail);
    let origin = span.start.as_ref().and_then(|anchor| anchor.at);
    for milestone in Milestone::ALL {
        if let Some(anchor) = by_role(named, role(milestone)) {
            *milestones.slot(milestone) = Some(anchor.moment.clone());
            *phases.slot(milestone) =
                anchor.at.zip(origin).map(|(at, origin)| Minutes::from_seconds(at - origin)).filter(|m| m.seconds >= 0);
            trail.note(milestone.paths().0, anchor.origin, anchor.rule, &anchor.place);
        }
    }
    if named_detection && phases.detect == Some(Minutes::new(0)) {
        phases.detect = None;
        let line = by_role(named, Role::Detected).and_then(|anchor| anchor.place.line);
        trail.flag(
            "start_is_detection",
            "the first moment known is the detection, so how long it went unseen is unknown",
            line,
        );
    }
    for milestone in [Milestone::Detected, Milestone::Fixed] {
        drop_if_late(span, named, milestone, (&mut milestones, &mut phases), trail);
    }
    let stated = [(Milestone::Detected, lengths.phases.detect), (Milestone::Fixed, lengths.phases.fix)];
    for (milestone, length) in stated.into_iter().filter(|_| lengths.phases_clock.is_none()) {
        let slot = phases.slot(milestone);
        *slot = slot.or(length);
    }
    if reversed {
        phases = Phases::default();
    }
    note_phases(&phases, trail);
    compare(named, lengths, trail);
    (milestones, phases)
}

/// What a row tells of a time when all was over was no detection and no fix of this incident.
fn drop_if_late(
    span: &Span,
    named: &[NamedMoment],
    milestone: Milestone,
    (milestones, phases): (&mut Milestones, &mut Phases),
    trail: &mut Trail,
) {
    const LATE: i64 = 60;
    let at = |side: &Option<Anchor>| side.as_ref().and_then(|anchor| anchor.at);
    let (Some(start), Some(end)) = (at(&span.start), at(&span.end)) else { return };
    let late = phases.get(milestone).is_some_and(|phase| phase.seconds > end - start + LATE);
    if late && end >= start && by_role(named, role(milestone)).is_none() {
        (*milestones.slot(milestone), *phases.slot(milestone)) = (None, None);
        trail.provenance.remove(milestone.paths().0);
    }
}

/// Fills what no label and no row tells from the story, as far as it lies within the span.
pub(super) fn from_story(
    span: &Span,
    story: &Timeline,
    read: &[ReadEntry<'_>],
    context: &EventContext<'_>,
    (milestones, phases): (&mut Milestones, &mut Phases),
    trail: &mut Trail,
) {
    let at = |side: &Option<Anchor>| side.as_ref().and_then(|anchor| anchor.at);
    let (start, end) = (at(&span.start), at(&span.end));
    let within = |at: i64| start.is_none_or(|start| at >= start) && end.is_none_or(|end| at <= end);
    let (told, ..) = event::milestones(&story.entries, read, None, None, context);
    let mut found = Milestones::default();
    for milestone in Milestone::ALL {
        let Some(moment) = told.get(milestone).filter(|_| milestones.get(milestone).is_none()) else { continue };
        let entry = story.entries.iter().find(|placed| placed.entry.at.as_ref() == Some(moment));
        let Some(at) = entry.and_then(|placed| placed.at).filter(|at| within(*at)) else { continue };
        // Nothing is fixed at the moment at which it begins.
        if milestone == Milestone::Fixed && start == Some(at) {
            continue;
        }
        *milestones.slot(milestone) = Some(moment.clone());
        *found.slot(milestone) = Some(moment.clone());
        *phases.slot(milestone) = start
            .map(|start| Minutes::from_seconds(at - start))
            .filter(|_| milestone != Milestone::Detected || start != Some(at));
    }
    note_found(&found, story, trail);
    note_phases(phases, trail);
}

/// Where something was done about it and nothing says when, it was done by the end. No length is counted from that: no
/// author says how long the fix took.
pub(super) fn fixed_by_the_end(
    span: &Span,
    mitigation: Option<&Mitigation>,
    milestones: &mut Milestones,
    trail: &mut Trail,
) {
    let waited = |kind| matches!(kind, MitigationKind::Waited);
    let Some(end) = span.end.as_ref().filter(|end| end.moment.time.is_some() && milestones.fixed_at.is_none()) else {
        return;
    };
    if mitigation.is_some_and(|mitigation| waited(mitigation.kind)) || trail.has("end_before_start") {
        return;
    }
    milestones.fixed_at = Some(end.moment.clone());
    trail.note("milestones.fixed_at", Origin::Inferred, "fixed-by-the-end", &end.place);
}

/// What goes on has not been fixed, whatever was tried.
pub(super) fn drop_fix(milestones: &mut Milestones, phases: &mut Phases, trail: &mut Trail) {
    (milestones.fixed_at, phases.fix) = (None, None);
    let (moment, phase) = Milestone::Fixed.paths();
    trail.provenance.remove(moment);
    trail.provenance.remove(phase);
}

fn role(milestone: Milestone) -> Role {
    match milestone {
        Milestone::Detected => Role::Detected,
        Milestone::Responded => Role::Responded,
        Milestone::Escalated => Role::Escalated,
        Milestone::CulpritNamed => Role::CulpritNamed,
        Milestone::Identified => Role::Identified,
        Milestone::Fixed => Role::Fixed,
        Milestone::Resolved => Role::Resolved,
    }
}

fn by_role(named: &[NamedMoment], role: Role) -> Option<&Anchor> {
    named.iter().find(|moment| moment.role == role).map(|moment| &moment.anchor)
}

/// Where a milestone is the time of an entry, its trail leads there.
fn note_found(milestones: &Milestones, timeline: &Timeline, trail: &mut Trail) {
    for milestone in Milestone::ALL {
        let Some(moment) = milestones.get(milestone) else { continue };
        let entry = timeline.entries.iter().find(|placed| placed.entry.at.as_ref() == Some(moment));
        let place = entry.map(|placed| Place::at(placed.entry.line, 1, &placed.entry.text)).unwrap_or_default();
        let rule = if entry.is_some() { "timeline-words" } else { "stated-end" };
        trail.note(milestone.paths().0, Origin::Inferred, rule, &place);
    }
}

fn note_phases(phases: &Phases, trail: &mut Trail) {
    for milestone in Milestone::ALL.into_iter().filter(|it| phases.get(*it).is_some()) {
        trail.note(milestone.paths().1, Origin::Derived, "milestone-minus-start", &Place::nowhere());
    }
}

/// Compares stated repair and resolve times with the events they may be counted between.
fn compare(named: &[NamedMoment], lengths: &StatedLengths, trail: &mut Trail) {
    let at = |role: Role| by_role(named, role).and_then(|anchor| anchor.at);
    let fixed = at(Role::Fixed).or(at(Role::Resolved)).or(at(Role::Closed));
    let pairs = [
        ("repair", lengths.phases.fix, fixed, &lengths.fix_place),
        ("resolve", lengths.phases.resolve, at(Role::Resolved).or(at(Role::Closed)), &lengths.resolve_place),
    ];
    for (name, stated, to, place) in pairs {
        let (Some(stated), Some(to)) = (stated, to) else { continue };
        let line = place.as_ref().and_then(|place| place.line);
        let computed: Vec<i64> =
            [Role::Started, Role::Detected, Role::Responded].into_iter().filter_map(at).map(|from| to - from).collect();
        let Some(first) = computed.first() else { continue };
        // A part of a wall clock's time is what support hours are.
        let in_part = lengths.phases_clock == Some(DurationClock::SupportHours);
        let agrees = computed.iter().any(|seconds| {
            let off = (seconds - stated.seconds).abs();
            off < slip(stated.seconds) || in_part && stated.seconds < *seconds
        });
        // What is said of the whole is not said of its last phase once more.
        if !agrees && !trail.flags_line("duration_conflict", line) {
            let minutes = Minutes::from_seconds(*first).rounded();
            let message = format!("{} minutes to {name} are stated, the key events give {minutes}", stated.rounded());
            trail.flag("phase_conflict", message, line);
        }
    }
}

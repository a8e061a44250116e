//! Milestones and phases: what the timeline tells, with the author's named moments above it.
//!
//! Input: span, named moments, classified timeline, stated lengths. Output: [`Milestones`] and [`Phases`] in minutes from
//! the start, their trail noted, stated and computed lengths compared.

use crate::model::{DurationClock, Milestones, Minutes, Moment, Origin, Phases};

use super::chronology::{Anchor, NamedMoment, Role, Span, StatedLengths, Timeline};
use super::event::{self, EventContext, ReadEntry};
use super::trail::{Place, Trail};

/// A stated phase and the events it is counted between may differ by this much.
const TOLERANCE: i64 = 60;

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
    for (role, key) in ROLES {
        if let Some(anchor) = by_role(named, *role) {
            let (milestone, phase) = slot(&mut milestones, &mut phases, *role);
            *milestone = Some(anchor.moment.clone());
            *phase =
                anchor.at.zip(origin).map(|(at, origin)| Minutes::from_seconds(at - origin)).filter(|m| m.seconds >= 0);
            trail.note(format!("milestones.{key}"), anchor.origin, anchor.rule, &anchor.place);
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
    if reversed {
        phases = Phases::default();
    }
    note_phases(&phases, trail);
    compare(named, lengths, trail);
    (milestones, phases)
}

const ROLES: &[(Role, &str)] = &[
    (Role::Detected, "detected_at"),
    (Role::Responded, "responded_at"),
    (Role::Escalated, "escalated_at"),
    (Role::CulpritNamed, "culprit_named_at"),
    (Role::Identified, "identified_at"),
    (Role::Fixed, "fixed_at"),
    (Role::Resolved, "resolved_at"),
];

fn slot<'m>(
    milestones: &'m mut Milestones,
    phases: &'m mut Phases,
    role: Role,
) -> (&'m mut Option<Moment>, &'m mut Option<Minutes>) {
    match role {
        Role::Detected => (&mut milestones.detected_at, &mut phases.detect),
        Role::Responded => (&mut milestones.responded_at, &mut phases.respond),
        Role::Escalated => (&mut milestones.escalated_at, &mut phases.escalate),
        Role::CulpritNamed => (&mut milestones.culprit_named_at, &mut phases.culprit_named),
        Role::Identified => (&mut milestones.identified_at, &mut phases.identify),
        Role::Fixed => (&mut milestones.fixed_at, &mut phases.fix),
        Role::Resolved | Role::Started | Role::Ended => (&mut milestones.resolved_at, &mut phases.resolve),
    }
}

fn by_role(named: &[NamedMoment], role: Role) -> Option<&Anchor> {
    named.iter().find(|moment| moment.role == role).map(|moment| &moment.anchor)
}

/// Where a milestone is the time of an entry, its trail leads there.
fn note_found(milestones: &Milestones, timeline: &Timeline, trail: &mut Trail) {
    let found = [
        ("detected_at", &milestones.detected_at),
        ("responded_at", &milestones.responded_at),
        ("escalated_at", &milestones.escalated_at),
        ("culprit_named_at", &milestones.culprit_named_at),
        ("identified_at", &milestones.identified_at),
        ("fixed_at", &milestones.fixed_at),
        ("resolved_at", &milestones.resolved_at),
    ];
    for (key, moment) in found {
        let Some(moment) = moment else { continue };
        let entry = timeline.entries.iter().find(|placed| placed.entry.at.as_ref() == Some(moment));
        let place = entry.map(|placed| Place::at(placed.entry.line, 1, &placed.entry.text)).unwrap_or_default();
        let rule = if entry.is_some() { "timeline-words" } else { "stated-end" };
        trail.note(format!("milestones.{key}"), Origin::Inferred, rule, &place);
    }
}

fn note_phases(phases: &Phases, trail: &mut Trail) {
    let all = [
        ("detect", phases.detect),
        ("respond", phases.respond),
        ("escalate", phases.escalate),
        ("culprit_named", phases.culprit_named),
        ("identify", phases.identify),
        ("fix", phases.fix),
        ("resolve", phases.resolve),
    ];
    for (key, _) in all.iter().filter(|(_, minutes)| minutes.is_some()) {
        trail.note(format!("phases.{key}"), Origin::Derived, "milestone-minus-start", &Place::nowhere());
    }
}

/// Compares stated repair and resolve times with the events they may be counted between.
fn compare(named: &[NamedMoment], lengths: &StatedLengths, trail: &mut Trail) {
    let at = |role: Role| by_role(named, role).and_then(|anchor| anchor.at);
    let fixed = at(Role::Fixed).or(at(Role::Resolved));
    let pairs = [
        ("repair", lengths.phases.fix, fixed, &lengths.fix_place),
        ("resolve", lengths.phases.resolve, at(Role::Resolved), &lengths.resolve_place),
    ];
    for (name, stated, to, place) in pairs {
        let (Some(stated), Some(to)) = (stated, to) else { continue };
        let line = place.as_ref().and_then(|place| place.line);
        let computed: Vec<i64> =
            [Role::Started, Role::Detected, Role::Responded].into_iter().filter_map(at).map(|from| to - from).collect();
        let Some(first) = computed.first() else { continue };
        let agrees = computed.iter().any(|seconds| (seconds - stated.seconds).abs() < TOLERANCE);
        if !agrees {
            let clock = match lengths.phases_clock {
                Some(DurationClock::SupportHours) => " (the stated one counts support hours)",
                _ => "",
            };
            let minutes = Minutes::from_seconds(*first).rounded();
            let message =
                format!("{} minutes to {name} are stated, the key events give {minutes}{clock}", stated.rounded());
            trail.flag("phase_conflict", message, line);
        }
    }
}

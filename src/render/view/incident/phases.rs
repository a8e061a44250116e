//! The phases of an incident as a bar to scale and as a list.

use serde::Serialize;
use tera::Value;

use super::super::markup;
use super::false_leads::name;
use crate::model::{FalseLead, Incident, Minutes, Moment};
use crate::render::archive::Archive;
use crate::render::svg::phase_bar::{Lead, Segment, Tick, phase_bar};
use crate::render::words;

/// The bar with its list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseFigure {
    pub svg: Value,
    pub rows: Vec<PhaseRow>,
}

/// A phase or a false lead in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseRow {
    /// Class of its swatch.
    pub class: &'static str,
    pub label: String,
    pub duration: String,
}

/// What each milestone ends: label, class, minutes from the start.
type Boundary<'a> = (&'static str, &'static str, Option<Minutes>, Option<&'a Moment>);

impl PhaseFigure {
    /// `None` with fewer than two phases known.
    pub fn new(archive: &Archive, incident: &Incident) -> Option<Self> {
        let (segments, ticks) = segments(incident);
        if segments.len() < 2 {
            return None;
        }
        let total = segments.last()?.to;
        let leads = leads(archive, incident, total);
        let mut rows = segments.iter().map(phase_row).collect::<Vec<_>>();
        rows.extend(incident.false_leads.iter().filter_map(|lead| {
            let duration = words::range(lead.minutes?);
            Some(PhaseRow { class: "lead", label: format!("false lead, {}", name(archive, lead)), duration })
        }));
        let parts = rows.iter().map(|row| format!("{} {}", row.label, row.duration)).collect::<Vec<_>>();
        let description = format!("{}.", words::upper_first(&parts.join("; ")));
        let svg = phase_bar("phases", &description, total, &segments, &leads, &ticks);
        Some(Self { svg: markup(&svg), rows })
    }
}

fn phase_row(segment: &Segment) -> PhaseRow {
    let length = Minutes::from_seconds(((segment.to - segment.from) * 60.0).round() as i64);
    PhaseRow { class: segment.class, label: segment.label.clone(), duration: words::duration(length) }
}

/// The stretches between known milestones. What lies between two of them is named after everything that happened in it,
/// so that an unknown milestone never makes its neighbour's phase longer than it was.
fn segments(incident: &Incident) -> (Vec<Segment>, Vec<Tick>) {
    let (phases, milestones) = (&incident.phases, &incident.milestones);
    let end = phases.resolve.or(incident.duration.minutes);
    let end_moment = milestones.resolved_at.as_ref().or(incident.ended_at.as_ref());
    let boundaries: [Boundary; 5] = [
        ("unseen", "unseen", phases.detect, milestones.detected_at.as_ref()),
        ("respond", "respond", phases.respond, milestones.responded_at.as_ref()),
        ("investigate", "investigate", phases.identify, milestones.identified_at.as_ref()),
        ("fix", "fix", phases.fix, milestones.fixed_at.as_ref()),
        ("verify", "verify", end, end_moment),
    ];
    let mut segments = Vec::new();
    let mut ticks = Vec::new();
    if let Some(start) = incident.started_at.as_ref().and_then(tick_label) {
        ticks.push(Tick { at: 0.0, label: start });
    }
    let in_order = in_order(&boundaries);
    let mut from = 0.0;
    let mut passed = Vec::new();
    for (label, class, minutes, moment) in boundaries {
        let to = minutes.map(Minutes::as_f64).filter(|_| in_order.contains(&class));
        // Whether anything went unseen is not a phase to guess at: without a figure it does not exist.
        if to.is_some() || class != "unseen" {
            passed.push(label);
        }
        let Some(to) = to else { continue };
        if to > from {
            segments.push(Segment { label: words::list(&passed), from, to, class });
            if let Some(label) = moment.and_then(tick_label) {
                ticks.push(Tick { at: to, label });
            }
        }
        passed.clear();
        from = to;
    }
    (segments, ticks)
}

/// Classes of the boundaries to draw: as many as follow each other in time, where a document has one out of order.
fn in_order(boundaries: &[Boundary; 5]) -> Vec<&'static str> {
    if boundaries.iter().filter_map(|(_, _, minutes, _)| *minutes).is_sorted() {
        return boundaries
            .iter()
            .filter(|(_, _, minutes, _)| minutes.is_some())
            .map(|(_, class, _, _)| *class)
            .collect();
    }
    let mut best = Vec::new();
    for choice in 0..1_u32 << boundaries.len() {
        let chosen = boundaries.iter().enumerate().filter(|(at, _)| choice & (1 << at) != 0);
        let known =
            chosen.filter_map(|(_, (_, class, minutes, _))| Some((*class, minutes.as_ref()?))).collect::<Vec<_>>();
        if known.len() > best.len() && known.is_sorted_by_key(|(_, minutes)| *minutes) {
            best = known.into_iter().map(|(class, _)| class).collect();
        }
    }
    best
}

fn tick_label(moment: &Moment) -> Option<String> {
    let time = moment.time?;
    Some(format!("{:02}:{:02}", time.hour, time.minute))
}

fn leads(archive: &Archive, incident: &Incident, total: f64) -> Vec<Lead> {
    let Some(start) = &incident.started_at else { return Vec::new() };
    let leads = incident.false_leads.iter().filter_map(|lead| place(archive, start, lead, total));
    leads.collect()
}

fn place(archive: &Archive, start: &Moment, lead: &FalseLead, total: f64) -> Option<Lead> {
    let minutes = lead.minutes?;
    let from = minutes_between(start, lead.from.as_ref()?)?;
    if from < 0.0 || from >= total {
        return None;
    }
    let until = |length: Minutes| (from + length.as_f64()).min(total);
    Some(Lead { label: name(archive, lead), from, sure: until(minutes.min), to: until(minutes.max) })
}

/// Minutes from one moment to another; on two bare clocks the second is taken as the later one.
pub fn minutes_between(from: &Moment, to: &Moment) -> Option<f64> {
    if let (Some(from), Some(to)) = (from.utc, to.utc) {
        return Some(to.duration_since(from).as_secs() as f64 / 60.0);
    }
    let clock = (to.time?.seconds() - from.time?.seconds()) as f64 / 60.0;
    match (from.date, to.date) {
        (Some(from), Some(to)) => {
            let days =
                crate::render::moment::days_since_1970(to.day()?) - crate::render::moment::days_since_1970(from.day()?);
            Some(f64::from(days) * 1440.0 + clock)
        }
        (None, None) => Some(clock.rem_euclid(1440.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn check(incident: &Incident, expected: &[(&str, f64, f64)]) {
        let (segments, _) = segments(incident);
        let found = segments.iter().map(|segment| (segment.label.as_str(), segment.from, segment.to));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn each_phase_ends_with_its_milestone() {
        check(
            &sample::ticket_shop(),
            &[("respond", 0.0, 10.0), ("investigate", 10.0, 110.0), ("fix", 110.0, 140.0), ("verify", 140.0, 195.0)],
        );
    }

    #[test]
    fn a_phase_around_an_unknown_milestone_is_named_after_both_of_its_parts() {
        check(
            &sample::orders_stuck(),
            &[
                ("unseen", 0.0, 35.0),
                ("respond and investigate", 35.0, 200.0),
                ("fix", 200.0, 265.0),
                ("verify", 265.0, 280.0),
            ],
        );
    }

    #[test]
    fn a_milestone_out_of_order_does_not_swallow_the_others() {
        let mut incident = sample::ticket_shop();
        incident.phases.respond = Some(Minutes::new(150));
        check(&incident, &[("respond and investigate", 0.0, 110.0), ("fix", 110.0, 140.0), ("verify", 140.0, 195.0)]);
    }

    #[test]
    fn two_bare_clocks_are_less_than_a_day_apart() {
        let between = |from, to| minutes_between(&sample::moment(from), &sample::moment(to));
        assert_eq!(between("23:50", "00:10"), Some(20.0));
        assert_eq!(between("2024-03-03 22:00", "2024-03-04 00:30"), Some(150.0));
        assert_eq!(between("2024-03-03", "2024-03-04 00:30"), None);
    }
}

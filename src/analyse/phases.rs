//! Time in phase: how long until somebody responds, the cause is known, the fix is in.
//!
//! Input: the archive. Output: figures per phase, and the phases of each incident for a bar. A milestone nobody stated is
//! skipped, not folded into its neighbour.

use serde::Serialize;

use crate::model::{Incident, MinuteRange, Minutes, PartialDate};

use super::archive::{Archive, Case};
use super::durations::in_order;
use super::options::Options;
use super::summary::{Summary, Trend};
use super::wording;

/// Minutes from the start of an incident to each milestone, over the archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseSummaries {
    pub detect: Summary,
    pub respond: Summary,
    pub culprit_named: Summary,
    pub identify: Summary,
    pub escalate: Summary,
    pub fix: Summary,
    pub resolve: Summary,
}

/// Minutes between neighbouring milestones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeInPhase {
    pub steps: Vec<Step>,
    /// Whether the time to identify rises or falls.
    pub identify_trend: Trend,
    /// Incidents escalated only after their cause was known, of those that state both.
    pub escalated_late: CountOf,
    pub bars: Vec<PhaseBar>,
    pub reading: String,
}

/// `k` of `n`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountOf {
    pub count: usize,
    pub of: usize,
    pub incidents: Vec<String>,
}

/// From one milestone to the next, over the incidents that state both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    pub from: &'static str,
    pub to: &'static str,
    #[serde(flatten)]
    pub summary: Summary,
}

/// The phases of one incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseBar {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    /// In order of time; adjoining.
    pub segments: Vec<Segment>,
    /// How much of the time to identify went into wrong leads.
    pub wrong_leads: Option<MinuteRange>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// `start` or the milestone it begins at.
    pub from: &'static str,
    /// The milestone it ends at.
    pub to: &'static str,
    pub minutes: Minutes,
}

/// Figures per phase.
pub fn phases(archive: &Archive, options: &Options) -> PhaseSummaries {
    let summary = |value: fn(&Incident) -> Option<Minutes>| {
        let values: Vec<Minutes> = archive.cases.iter().filter_map(|case| value(case.incident)).collect();
        Summary::new(&values, archive.cases.len(), options)
    };
    PhaseSummaries {
        detect: summary(|it| it.phases.detect),
        respond: summary(|it| it.phases.respond),
        culprit_named: summary(|it| it.phases.culprit_named),
        identify: summary(|it| it.phases.identify),
        escalate: summary(|it| it.phases.escalate),
        fix: summary(|it| it.phases.fix),
        resolve: summary(|it| it.phases.resolve),
    }
}

/// The milestones of a bar in the order they should come.
const MILESTONES: [&str; 6] = ["start", "detect", "respond", "identify", "fix", "resolve"];

fn milestones(incident: &Incident) -> [Option<Minutes>; 6] {
    let phases = &incident.phases;
    [Some(Minutes::new(0)), phases.detect, phases.respond, phases.identify, phases.fix, phases.resolve]
}

/// Steps between milestones and the bars behind them.
pub fn time_in_phase(archive: &Archive, options: &Options) -> TimeInPhase {
    let bars: Vec<PhaseBar> = archive.cases.iter().filter_map(bar).collect();
    let of = archive.cases.len();
    let mut steps = Vec::new();
    for (from, start) in MILESTONES.iter().enumerate() {
        for end in &MILESTONES[from + 1..] {
            let all = bars.iter().flat_map(|bar| &bar.segments);
            let of_step = all.filter(|segment| segment.from == *start && segment.to == *end);
            let values: Vec<Minutes> = of_step.map(|segment| segment.minutes).collect();
            if !values.is_empty() {
                steps.push(Step { from: start, to: end, summary: Summary::new(&values, of, options) });
            }
        }
    }
    let identify_trend = Trend::new(&in_order(archive, |case| case.incident.phases.identify), options);
    let identify = Summary::new(
        &archive.cases.iter().filter_map(|case| case.incident.phases.identify).collect::<Vec<_>>(),
        of,
        options,
    );
    let escalated_late = escalated_late(archive);
    let mut reading = identify.reading("the time to find the cause", options.thresholds.tested_from);
    if identify.n > 1 {
        reading = format!("{reading} {}", identify_trend.reading("longer", "shorter"));
    }
    if escalated_late.count > 0 {
        reading = format!(
            "{reading} Where both times are given, {} escalated only after the cause was known.",
            wording::some_of(escalated_late.count, escalated_late.of, "incident", "was", "were"),
        );
    }
    TimeInPhase { steps, identify_trend, escalated_late, bars, reading }
}

fn escalated_late(archive: &Archive) -> CountOf {
    let both = |case: &&Case| case.incident.phases.escalate.zip(case.incident.phases.identify).is_some();
    let stating: Vec<&Case> = archive.cases.iter().filter(both).collect();
    let late = |case: &&&Case| case.incident.phases.escalate > case.incident.phases.identify;
    let incidents: Vec<String> = stating.iter().filter(late).map(|case| case.name.to_owned()).collect();
    CountOf { count: incidents.len(), of: stating.len(), incidents }
}

/// `None` where fewer than two milestones are known, or where they run backwards.
fn bar(case: &Case) -> Option<PhaseBar> {
    let known: Vec<(&'static str, Minutes)> =
        MILESTONES.into_iter().zip(milestones(case.incident)).filter_map(|(name, at)| Some((name, at?))).collect();
    let segments: Vec<Segment> = known
        .windows(2)
        .map(|pair| Segment {
            from: pair[0].0,
            to: pair[1].0,
            minutes: Minutes::from_seconds(pair[1].1.seconds - pair[0].1.seconds),
        })
        .collect();
    if segments.is_empty() || segments.iter().any(|segment| segment.minutes.seconds < 0) {
        return None;
    }
    Some(PhaseBar {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        title: case.incident.title.clone(),
        date: case.date,
        segments,
        wrong_leads: wrong_leads(case.incident),
    })
}

/// Minutes of the false leads followed before the cause was known; `None` where none states its minutes.
fn wrong_leads(incident: &Incident) -> Option<MinuteRange> {
    let early = incident.false_leads.iter().filter(|lead| !lead.after_identification);
    let ranges: Vec<MinuteRange> = early.filter_map(|lead| lead.minutes).collect();
    let sum = |of: fn(&MinuteRange) -> i64| Minutes::from_seconds(ranges.iter().map(of).sum());
    (!ranges.is_empty()).then(|| MinuteRange { min: sum(|it| it.min.seconds), max: sum(|it| it.max.seconds) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::analyse::summary::Verdict;

    #[test]
    fn the_five_outages_take_ninety_minutes_to_identify() {
        let kb = five_outages();
        let archive = Archive::new(&kb);
        let phases = phases(&archive, &Options::default());
        assert_eq!((phases.identify.n, phases.identify.median), (5, Some(Minutes::new(90))));
        assert_eq!((phases.identify.min, phases.identify.max), (Some(Minutes::new(60)), Some(Minutes::new(180))));
        assert_eq!((phases.detect.n, phases.detect.median), (0, None));
        let steps = time_in_phase(&archive, &Options::default());
        assert_eq!(steps.identify_trend.verdict, Verdict::CannotTell);
        assert_eq!((steps.escalated_late.count, steps.escalated_late.of), (3, 5));
    }

    fn check(phases: [Option<i64>; 3], expected: &[(&str, &str, i64)]) {
        let [respond, identify, resolve] = phases.map(|minutes| minutes.map(Minutes::new));
        let kb = built([draft("a").with(|incident| {
            incident.phases.respond = respond;
            incident.phases.identify = identify;
            incident.phases.resolve = resolve;
        })]);
        let bars = time_in_phase(&Archive::new(&kb), &Options::default()).bars;
        let segments: Vec<(&str, &str, i64)> =
            bars.iter().flat_map(|bar| &bar.segments).map(|it| (it.from, it.to, it.minutes.rounded())).collect();
        assert_eq!(segments, expected);
    }

    #[test]
    fn an_unknown_milestone_is_skipped() {
        check(
            [Some(5), Some(60), Some(90)],
            &[("start", "respond", 5), ("respond", "identify", 55), ("identify", "resolve", 30)],
        );
        check([Some(5), None, Some(90)], &[("start", "respond", 5), ("respond", "resolve", 85)]);
    }

    #[test]
    fn milestones_that_run_backwards_give_no_bar() {
        check([Some(50), Some(20), Some(90)], &[]);
    }
}

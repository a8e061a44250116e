//! How long incidents last: the distribution, never a mean alone, and "cannot tell" where that is the answer.
//!
//! Input: the archive. Output: figures, the points behind them, comparisons. Minutes counted on different clocks are
//! never mixed.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{DurationClock, Minutes, PartialDate, SeverityLevel};

use super::archive::{Archive, Case, days_between};
use super::causes::UNKNOWN;
use super::options::Options;
use super::statistics::{large_outlier_share, shift, smallest_visible_change};
use super::summary::{Summary, Trend, minutes, sorted};
use super::wording;

/// Durations on the wall clock, with what else can be said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Durations {
    #[serde(flatten)]
    pub summary: Summary,
    /// Shown only beside the share that the longest incident has in it.
    pub mean: Option<Mean>,
    pub trend: Trend,
    /// The smallest shortening, 0 to 1, that as many further incidents could show; `None` where none could.
    pub visible_change: Option<f64>,
    /// The last year against the year before.
    pub comparison: Option<Comparison>,
    pub by_severity: Vec<Group>,
    pub by_service: Vec<Group>,
    pub by_year: Vec<Group>,
    /// By the main cause; `unknown` for those that tell none.
    pub by_class: Vec<Group>,
    /// One per incident with a duration on the wall clock, oldest first.
    pub points: Vec<DurationPoint>,
    /// The same incidents on the support clock, where the settings give one and start and end are exact.
    pub support_hours: Option<Summary>,
    /// Incidents whose author counted support hours only; they are in none of the figures above.
    pub counted_in_support_hours: Vec<DurationPoint>,
    /// Ids of incidents whose stated length and stated times contradict each other; they are in none of the figures above.
    pub disputed: Vec<String>,
    /// Ids of incidents without a duration, those with a disputed one among them.
    pub missing: Vec<String>,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mean {
    pub minutes: Minutes,
    /// The longest incident.
    pub largest: String,
    /// Its share of the sum, 0 to 1.
    pub largest_share: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DurationPoint {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    pub severity: SeverityLevel,
    pub minutes: Minutes,
    pub approximate: bool,
    /// Minutes on the support clock.
    pub support_minutes: Option<Minutes>,
}

/// Durations of the incidents that share something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    pub value: String,
    pub n: usize,
    /// `None` below the number of values from which anything is summarised: the page shows the points.
    pub summary: Option<Summary>,
    /// Places in `points`.
    pub points: Vec<usize>,
}

/// Two groups of durations side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Days that count as recent; `before` are as many before them.
    pub days: i64,
    pub before: Summary,
    pub after: Summary,
    /// Difference of the medians, after less before, at least and at most; `None` where a group is too small to say.
    pub low: Option<Minutes>,
    pub high: Option<Minutes>,
    /// `shorter`, `longer` or `cannot tell`.
    pub verdict: &'static str,
}

pub fn durations(archive: &Archive, as_of: Date, options: &Options) -> Durations {
    let all: Vec<(&Case, DurationPoint)> =
        archive.cases.iter().filter_map(|case| Some((case, point(case, options)?))).collect();
    let on_wall = |case: &Case| case.incident.duration.clock == DurationClock::Wall;
    let (wall, support): (Vec<_>, Vec<_>) = all.into_iter().partition(|(case, _)| on_wall(case));
    let values: Vec<Minutes> = wall.iter().map(|(_, point)| point.minutes).collect();
    let summary = Summary::new(&values, archive.cases.len(), options);
    let trend = Trend::new(&in_order(archive, wall_minutes), options);
    let on_support: Vec<Minutes> = wall.iter().filter_map(|(_, point)| point.support_minutes).collect();
    let told = summary.reading("the duration", options.thresholds.tested_from);
    let reading = if summary.n < 2 { told } else { format!("{told} {}", trend.reading("longer", "shorter")) };
    Durations {
        mean: mean(&wall),
        visible_change: smallest_visible_change(&sorted(&values), options.thresholds.confidence),
        comparison: comparison(&wall, as_of, options),
        by_severity: groups(&wall, options, |case| vec![severity_word(case.incident.severity.level).to_owned()]),
        by_service: groups(&wall, options, |case| case.incident.services.clone()),
        by_year: groups(&wall, options, |case| case.date.iter().map(|date| date.year().to_string()).collect()),
        by_class: groups(&wall, options, |case| vec![case.cause_class().unwrap_or(UNKNOWN).to_owned()]),
        support_hours: (!on_support.is_empty()).then(|| Summary::new(&on_support, archive.cases.len(), options)),
        disputed: disputed(archive),
        missing: without_minutes(archive),
        points: wall.into_iter().map(|(_, point)| point).collect(),
        counted_in_support_hours: support.into_iter().map(|(_, point)| point).collect(),
        summary,
        trend,
        reading,
    }
}

fn point(case: &Case, options: &Options) -> Option<DurationPoint> {
    let incident = case.incident;
    let minutes = incident.duration.minutes.filter(|minutes| minutes.seconds >= 0)?;
    let support = || {
        let clock = options.support_hours.as_ref()?;
        clock.between(incident.started_at.as_ref()?, incident.ended_at.as_ref()?)
    };
    Some(DurationPoint {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        title: incident.title.clone(),
        date: case.date,
        severity: incident.severity.level,
        minutes,
        approximate: incident.duration.approximate,
        support_minutes: support(),
    })
}

/// Minutes on the wall clock.
pub fn wall_minutes(case: &Case) -> Option<Minutes> {
    let duration = &case.incident.duration;
    duration.minutes.filter(|minutes| minutes.seconds >= 0 && duration.clock == DurationClock::Wall)
}

fn without_minutes(archive: &Archive) -> Vec<String> {
    let lacking = |case: &&Case| case.incident.duration.minutes.is_none_or(|minutes| minutes.seconds < 0);
    archive.cases.iter().filter(lacking).map(|case| case.name.to_owned()).collect()
}

fn disputed(archive: &Archive) -> Vec<String> {
    let disputed = archive.cases.iter().filter(|case| case.incident.duration.disputed.is_some());
    disputed.map(|case| case.name.to_owned()).collect()
}

/// A value of each incident in the order of time, as far as that order is certain.
pub fn in_order(archive: &Archive, value: impl Fn(&Case) -> Option<Minutes>) -> Vec<f64> {
    let with_value: Vec<(&Case, f64)> =
        archive.in_certain_order().filter_map(|case| Some((case, value(case)?.as_f64()))).collect();
    with_value.into_iter().map(|(_, value)| value).collect()
}

fn mean(wall: &[(&Case, DurationPoint)]) -> Option<Mean> {
    let largest = wall.iter().max_by_key(|(_, point)| point.minutes)?;
    let values: Vec<f64> = sorted(&wall.iter().map(|(_, point)| point.minutes).collect::<Vec<_>>());
    Some(Mean {
        minutes: minutes(values.iter().sum::<f64>() / values.len() as f64),
        largest: largest.1.incident.clone(),
        largest_share: (large_outlier_share(&values)? * 1000.0).round() / 1000.0,
    })
}

/// Incidents of the recent days against as many days before; `None` where either side is empty.
fn comparison(wall: &[(&Case, DurationPoint)], as_of: Date, options: &Options) -> Option<Comparison> {
    let between = |from: i64, to: i64| -> Vec<Minutes> {
        let age = |case: &Case| case.day().map(|day| days_between(day, as_of));
        let within = |case: &Case| age(case).is_some_and(|age| (from..to).contains(&age));
        wall.iter().filter(|(case, _)| within(case)).map(|(_, point)| point.minutes).collect()
    };
    let after = between(0, options.thresholds.recent_days);
    let before = between(options.thresholds.recent_days, 2 * options.thresholds.recent_days);
    if after.is_empty() || before.is_empty() {
        return None;
    }
    let shift = shift(&sorted(&before), &sorted(&after), options.thresholds.confidence);
    let verdict = match shift {
        Some(shift) if shift.low > 0.0 => "longer",
        Some(shift) if shift.high < 0.0 => "shorter",
        _ => "cannot tell",
    };
    Some(Comparison {
        days: options.thresholds.recent_days,
        before: Summary::new(&before, before.len(), options),
        after: Summary::new(&after, after.len(), options),
        low: shift.map(|shift| minutes(shift.low)),
        high: shift.map(|shift| minutes(shift.high)),
        verdict,
    })
}

/// One group per value, most incidents first; an incident with several values is in several groups.
fn groups(wall: &[(&Case, DurationPoint)], options: &Options, values: impl Fn(&Case) -> Vec<String>) -> Vec<Group> {
    let mut places = std::collections::BTreeMap::<String, Vec<usize>>::new();
    for (place, (case, _)) in wall.iter().enumerate() {
        for value in values(case) {
            places.entry(value).or_default().push(place);
        }
    }
    let mut groups: Vec<Group> = places
        .into_iter()
        .map(|(value, points)| {
            let minutes: Vec<Minutes> = points.iter().map(|place| wall[*place].1.minutes).collect();
            let n = points.len();
            let summary = (n >= options.thresholds.tested_from).then(|| Summary::new(&minutes, n, options));
            Group { value, n, summary, points }
        })
        .collect();
    groups.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)));
    groups
}

/// The word a severity level has on pages and in data.
pub fn severity_word(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Critical => "critical",
        SeverityLevel::Major => "major",
        SeverityLevel::Minor => "minor",
        SeverityLevel::None => "none",
        SeverityLevel::Unknown => "unknown",
    }
}

impl Comparison {
    /// `The median of the last year is 40 min (n = 9), that of the year before 2 h (n = 12): cannot tell.`
    pub fn reading(&self) -> Option<String> {
        let (before, after) = (self.before.median?, self.after.median?);
        let (now, then) = wording::recent(self.days);
        if self.low.is_none() {
            return Some(format!(
                "{} in {now}, {} in {then}: too few to compare.",
                wording::sentence(&wording::count(self.after.n, "duration")),
                wording::number(self.before.n),
            ));
        }
        Some(format!(
            "The median of {now} is {} (n = {}), that of {then} {} (n = {}): {}.",
            wording::minutes(after),
            self.after.n,
            wording::minutes(before),
            self.before.n,
            self.verdict
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::analyse::summary::Verdict;
    use crate::model::KnowledgeBase;
    use jiff::civil::date;

    fn check(kb: &KnowledgeBase) -> Durations {
        durations(&Archive::new(kb), date(2024, 6, 1), &Options::default())
    }

    #[test]
    fn five_durations_have_a_median_and_an_honest_interval() {
        let durations = check(&five_outages());
        let interval = durations.summary.interval.unwrap();
        assert_eq!(durations.summary.median, Some(Minutes::new(150)));
        assert_eq!((interval.low, interval.high), (Minutes::new(105), Minutes::new(240)));
        assert_eq!(durations.trend.verdict, Verdict::CannotTell);
        assert_eq!(
            durations.reading,
            "In the median, the duration is 2 h 30 min (1 h 45 min to 4 h, 94% sure). All five reports give it. \
             No trend is visible (n = 5)."
        );
    }

    #[test]
    fn a_mean_names_the_incident_that_makes_it() {
        let days = |id: &str, minutes| draft(id).on("2024-01-01").lasted(minutes);
        let durations = check(&built([days("a", 60), days("b", 100), days("long", 640)]));
        let mean = durations.mean.unwrap();
        assert_eq!((mean.largest.as_str(), mean.largest_share), ("long", 0.8));
    }

    #[test]
    fn support_hours_and_wall_hours_are_not_mixed() {
        let on_support = |incident: &mut crate::model::Incident| {
            incident.duration.clock = DurationClock::SupportHours;
        };
        let kb = built([draft("a").lasted(60), draft("b").lasted(420).with(on_support), draft("c")]);
        let durations = check(&kb);
        assert_eq!((durations.summary.n, durations.summary.of), (1, 3));
        assert_eq!(durations.counted_in_support_hours[0].incident, "b");
        assert_eq!(durations.missing, ["c"]);
    }

    #[test]
    fn a_year_against_the_year_before_cannot_be_told_from_few() {
        let kb = built([draft("a").on("2022-10-01").lasted(600), draft("b").on("2023-12-01").lasted(20)]);
        assert_eq!(check(&kb).comparison.unwrap().verdict, "cannot tell");
    }

    #[test]
    fn nothing_known_says_so() {
        assert_eq!(check(&built([draft("a")])).summary.median, None);
        assert!(check(&built([draft("a")])).reading.starts_with("No report gives the duration."));
    }
}

//! One stretch of days against an earlier one: counts, lengths and who noticed, with "cannot tell" where chance explains it.
//!
//! Input: the archive and two stretches. Output: a [`Compared`]. A difference is told only where the whole interval lies on
//! one side of no difference; few incidents rarely give one.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{DetectionSource, Minutes, SeverityLevel};

use super::archive::{Archive, Case};
use super::detection::SOURCES;
use super::durations::wall_minutes;
use super::options::Options;
use super::statistics::{Shift, difference_of_shares, rate_ratio, shift};
use super::stretch::Stretch;
use super::summary::{Summary, minutes, sorted};
use super::wording;

/// What is said where the interval holds no difference.
pub const CANNOT_TELL: &str = "cannot tell";

/// A stretch of days beside an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The earlier stretch: `2026-Q2`.
    pub with: Stretch,
    pub first_day: Date,
    pub last_day: Date,
    /// Whether the archive holds an incident of then or of before; otherwise nothing is compared.
    pub reaches_back: bool,
    pub incidents: Counts,
    /// Duration, time to detect and time to identify.
    pub lengths: Vec<Lengths>,
    /// Critical or major, of those with a severity.
    pub severe: Shares,
    /// Who noticed, of those that tell; only sources that one of the two has.
    pub detection: Vec<Noticed>,
    pub reading: String,
}

/// Incidents per day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counts {
    pub before: usize,
    pub after: usize,
    /// How many times as many a day, at least and at most; `None` for no bound, or where nothing can be said.
    pub ratio_low: Option<f64>,
    pub ratio_high: Option<f64>,
    /// `more`, `fewer` or `cannot tell`.
    pub verdict: &'static str,
}

/// Lengths of time of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lengths {
    pub what: &'static str,
    pub before: Summary,
    pub after: Summary,
    /// Difference of the medians, after less before, at least and at most; `None` where a group is too small to say.
    pub low: Option<Minutes>,
    pub high: Option<Minutes>,
    /// `longer`, `shorter` or `cannot tell`.
    pub verdict: &'static str,
}

/// `k` of `n` in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shares {
    pub before: Part,
    pub after: Part,
    /// Difference of the shares, after less before, -1 to 1; `None` where a group is too small to say.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// `more often`, `less often` or `cannot tell`.
    pub verdict: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Part {
    pub k: usize,
    /// Of which it is known.
    pub n: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Noticed {
    pub source: DetectionSource,
    #[serde(flatten)]
    pub shares: Shares,
}

/// Compares `after` with the earlier stretch `before`.
pub fn compare(archive: &Archive, after: Stretch, before: Stretch, options: &Options) -> Compared {
    let of = |stretch: Stretch| -> Vec<&Case> {
        archive.cases.iter().filter(|case| case.date.is_some_and(|date| stretch.holds(date))).collect()
    };
    let pair = Pair { before: of(before), after: of(after), options };
    let reaches_back = archive.cases.iter().filter_map(Case::first_day).any(|day| day <= before.last_day());
    let incidents = pair.counts(before.days(), after.days(), reaches_back);
    let lengths = vec![
        pair.lengths("median duration", wall_minutes),
        pair.lengths("median time to detect", |case| case.incident.phases.detect),
        pair.lengths("median time to identify", |case| case.incident.phases.identify),
    ];
    let level = |case: &Case| case.incident.severity.level;
    let severe = pair.shares(
        |case| level(case) != SeverityLevel::Unknown,
        |case| matches!(level(case), SeverityLevel::Critical | SeverityLevel::Major),
        options.thresholds.confidence,
    );
    let detection = pair.detection();
    let reading = reading(before, reaches_back, &incidents, &lengths, &severe, &detection);
    Compared {
        with: before,
        first_day: before.first_day(),
        last_day: before.last_day(),
        reaches_back,
        incidents,
        lengths,
        severe,
        detection,
        reading,
    }
}

struct Pair<'a> {
    before: Vec<&'a Case<'a>>,
    after: Vec<&'a Case<'a>>,
    options: &'a Options,
}

impl Pair<'_> {
    fn counts(&self, days_before: i64, days_after: i64, reaches_back: bool) -> Counts {
        let (before, after) = (self.before.len(), self.after.len());
        let sides = ((before as u64, days_before as f64), (after as u64, days_after as f64));
        let ratio = rate_ratio(sides.0, sides.1, self.options.thresholds.confidence).filter(|_| reaches_back);
        let round = |value: f64| (value * 100.0).round() / 100.0;
        let verdict = match ratio {
            Some(ratio) if ratio.low > 1.0 => "more",
            Some(ratio) if ratio.high.is_some_and(|high| high < 1.0) => "fewer",
            _ => CANNOT_TELL,
        };
        Counts {
            before,
            after,
            ratio_low: ratio.map(|ratio| round(ratio.low)),
            ratio_high: ratio.and_then(|ratio| ratio.high).map(round),
            verdict,
        }
    }

    fn lengths(&self, what: &'static str, value: impl Fn(&Case) -> Option<Minutes>) -> Lengths {
        let values = |cases: &[&Case]| -> Vec<Minutes> { cases.iter().filter_map(|case| value(case)).collect() };
        let (before, after) = (values(&self.before), values(&self.after));
        let difference = shift(&sorted(&before), &sorted(&after), self.options.thresholds.confidence);
        Lengths {
            what,
            before: Summary::new(&before, self.before.len(), self.options),
            after: Summary::new(&after, self.after.len(), self.options),
            low: difference.map(|it| minutes(it.low)),
            high: difference.map(|it| minutes(it.high)),
            verdict: verdict(difference, "longer", "shorter"),
        }
    }

    /// Who noticed. The level is divided by the number of sources, as each is compared.
    fn detection(&self) -> Vec<Noticed> {
        let source = |case: &Case| case.incident.detection.source;
        let known: Vec<DetectionSource> =
            SOURCES.into_iter().filter(|source| *source != DetectionSource::Unknown).collect();
        let level = 1.0 - (1.0 - self.options.thresholds.confidence) / known.len() as f64;
        let row = |wanted: DetectionSource| Noticed {
            source: wanted,
            shares: self.shares(|case| source(case) != DetectionSource::Unknown, |case| source(case) == wanted, level),
        };
        known.into_iter().map(row).filter(|it| it.shares.before.k + it.shares.after.k > 0).collect()
    }

    fn shares(&self, known: impl Fn(&Case) -> bool, counts: impl Fn(&Case) -> bool, level: f64) -> Shares {
        let part = |cases: &[&Case]| {
            let known: Vec<&&Case> = cases.iter().filter(|case| known(case)).collect();
            Part { k: known.iter().filter(|case| counts(case)).count(), n: known.len() }
        };
        let (before, after) = (part(&self.before), part(&self.after));
        let enough = before.n.min(after.n) >= self.options.thresholds.tested_from;
        let difference = difference_of_shares((before.k, before.n), (after.k, after.n), level).filter(|_| enough);
        let round = |value: f64| (value * 1000.0).round() / 1000.0;
        Shares {
            before,
            after,
            low: difference.map(|it| round(it.low)),
            high: difference.map(|it| round(it.high)),
            verdict: verdict(difference, "more often", "less often"),
        }
    }
}

fn verdict(difference: Option<Shift>, more: &'static str, less: &'static str) -> &'static str {
    match difference {
        Some(shift) if shift.low > 0.0 => more,
        Some(shift) if shift.high < 0.0 => less,
        _ => CANNOT_TELL,
    }
}

fn reading(
    before: Stretch,
    reaches_back: bool,
    incidents: &Counts,
    lengths: &[Lengths],
    severe: &Shares,
    detection: &[Noticed],
) -> String {
    if !reaches_back {
        return format!("The archive does not reach back to {before}: {CANNOT_TELL}.");
    }
    let counts = std::iter::once(("incidents".to_owned(), incidents.verdict));
    let lengths = lengths.iter().map(|it| (it.what.to_owned(), it.verdict));
    let severe = std::iter::once(("critical or major".to_owned(), severe.verdict));
    let noticed = detection.iter().map(|it| (format!("noticed by {}", noticed_by(it.source)), it.shares.verdict));
    let all = counts.chain(lengths).chain(severe).chain(noticed);
    let told: Vec<String> = all
        .filter(|(_, verdict)| *verdict != CANNOT_TELL)
        .map(|(what, verdict)| format!("{what} ({verdict})"))
        .collect();
    if told.is_empty() {
        return format!("No change against {before} that chance could not explain: {CANNOT_TELL}.");
    }
    format!("Beyond chance against {before}: {}.", wording::list(&told))
}

/// `customers`: who noticed, in a sentence.
pub fn noticed_by(source: DetectionSource) -> &'static str {
    match source {
        DetectionSource::Monitoring => "monitoring",
        DetectionSource::Customer => "customers",
        DetectionSource::Staff => "staff",
        DetectionSource::ThirdParty => "a third party",
        DetectionSource::Test => "a test",
        DetectionSource::Unknown => "nobody knows whom",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{Draft, archive as built, draft};

    fn quarter(text: &str) -> Stretch {
        Stretch::Quarter(text.parse().unwrap())
    }

    fn check(drafts: Vec<Draft>) -> Compared {
        let kb = built(drafts);
        compare(&Archive::new(&kb), quarter("2024-Q2"), quarter("2024-Q1"), &Options::default())
    }

    fn some(n: usize, on: &str, minutes: i64, source: DetectionSource) -> Vec<Draft> {
        let at = |i: usize| minutes + i64::try_from(i).unwrap();
        (0..n).map(|i| draft(&format!("{on}-{i}")).on(on).lasted(at(i)).detected_by(source)).collect()
    }

    #[test]
    fn what_chance_explains_cannot_be_told() {
        let few =
            [some(2, "2024-02-01", 60, DetectionSource::Customer), some(3, "2024-05-01", 600, DetectionSource::Staff)];
        let compared = check(few.concat());
        assert_eq!((compared.incidents.before, compared.incidents.after), (2, 3));
        assert_eq!(compared.incidents.verdict, CANNOT_TELL);
        assert!(compared.lengths.iter().all(|it| it.verdict == CANNOT_TELL && it.low.is_none()));
        assert!(compared.detection.iter().all(|it| it.shares.verdict == CANNOT_TELL));
        assert_eq!(compared.reading, "No change against 2024-Q1 that chance could not explain: cannot tell.");
    }

    #[test]
    fn what_chance_does_not_explain_is_told_with_its_interval() {
        let many =
            [some(8, "2024-02-01", 60, DetectionSource::Customer), some(30, "2024-05-01", 600, DetectionSource::Staff)];
        let compared = check(many.concat());
        assert_eq!(compared.incidents.verdict, "more");
        assert!(compared.incidents.ratio_low.unwrap() > 1.0);
        assert_eq!(compared.lengths[0].verdict, "longer");
        assert!(compared.lengths[0].low.unwrap() > Minutes::new(0));
        let verdicts: Vec<(DetectionSource, &str)> =
            compared.detection.iter().map(|it| (it.source, it.shares.verdict)).collect();
        assert_eq!(verdicts, [(DetectionSource::Customer, "less often"), (DetectionSource::Staff, "more often")]);
        assert_eq!(
            compared.reading,
            "Beyond chance against 2024-Q1: incidents (more), median duration (longer), noticed by customers (less often) \
             and noticed by staff (more often)."
        );
    }

    #[test]
    fn an_archive_that_does_not_reach_back_says_so() {
        let compared = check(some(9, "2024-05-01", 60, DetectionSource::Test));
        assert!(!compared.reaches_back && compared.incidents.verdict == CANNOT_TELL);
        assert_eq!(compared.reading, "The archive does not reach back to 2024-Q1: cannot tell.");
    }
}

//! What can honestly be said about some lengths of time.
//!
//! Input: minutes. Output: median, range, interval, never a mean alone. Knows nothing of what was measured.

use serde::Serialize;

use crate::model::Minutes;

use super::options::Options;
use super::statistics::{self, Interval, MannKendall, mann_kendall};
use super::wording;

/// Lengths of time in a few figures. Every figure is `None` where too few values are there to give it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Values known.
    pub n: usize,
    /// Incidents asked.
    pub of: usize,
    pub median: Option<Minutes>,
    pub min: Option<Minutes>,
    pub max: Option<Minutes>,
    /// Order-statistic interval of the median; from three values on.
    pub interval: Option<Interval<Minutes>>,
    /// From eight values on.
    pub quartiles: Option<Quartiles>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quartiles {
    pub first: Minutes,
    pub third: Minutes,
}

impl Summary {
    /// Of the values known among `of` incidents.
    pub fn new(values: &[Minutes], of: usize, options: &Options) -> Self {
        let sorted = sorted(values);
        let interval = statistics::median_interval(&sorted, options.thresholds.confidence);
        Self {
            n: values.len(),
            of,
            median: statistics::median(&sorted).map(minutes),
            min: sorted.first().copied().map(minutes),
            max: sorted.last().copied().map(minutes),
            interval: interval.map(|it| Interval {
                low: minutes(it.low),
                high: minutes(it.high),
                coverage: (it.coverage * 10_000.0).round() / 10_000.0,
            }),
            quartiles: statistics::quartiles(&sorted)
                .map(|(first, third)| Quartiles { first: minutes(first), third: minutes(third) }),
        }
    }

    /// `The median of `what` is 2 h 30 min (1 h 45 min to 4 h, 94% sure), from five of five incidents.`
    /// One sentence; below `summarised_from` values they are listed rather than summed up.
    ///
    /// `what` is what each report may give: `the duration`.
    pub fn reading(&self, what: &str, summarised_from: usize) -> String {
        let given = wording::sentence(&wording::some_of(self.n, self.of, "report", "gives", "give"));
        let (Some(median), Some(min), Some(max)) = (self.median, self.min, self.max) else {
            return format!("{given} {what}.");
        };
        let [median, min, max] = [median, min, max].map(wording::minutes);
        match (self.n, &self.interval) {
            (1, _) => format!("{given} {what}: {median}."),
            (2, _) => format!("{given} {what}: {min} and {max}."),
            (n, Some(interval)) if n >= summarised_from => format!(
                "In the median, {what} is {median} ({} to {}, {} sure). {given} it.",
                wording::minutes(interval.low),
                wording::minutes(interval.high),
                wording::percent(interval.coverage),
            ),
            (3, _) => format!("{given} {what}: {min}, {median} and {max}."),
            _ => format!("{given} {what}: from {min} to {max}."),
        }
    }
}

pub fn sorted(values: &[Minutes]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().map(|it| it.as_f64()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Rounded to the second.
pub fn minutes(value: f64) -> Minutes {
    Minutes::from_seconds((value * 60.0).round() as i64)
}

/// Whether values rise or fall in the order of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    pub verdict: Verdict,
    /// `None` where there are too few values to test.
    pub test: Option<MannKendall>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    TooFew,
    CannotTell,
    Rising,
    Falling,
}

impl Trend {
    /// `values` are in the order of time.
    pub fn new(values: &[f64], options: &Options) -> Self {
        let test = mann_kendall(values).filter(|test| test.n >= options.thresholds.tested_from);
        let verdict = match test {
            None => Verdict::TooFew,
            Some(test) if test.p >= 1.0 - options.thresholds.confidence => Verdict::CannotTell,
            Some(test) if test.s > 0 => Verdict::Rising,
            Some(_) => Verdict::Falling,
        };
        Self { verdict, test }
    }

    /// `No trend is visible (n = 5).`
    pub fn reading(&self, longer: &str, shorter: &str) -> String {
        let n = self.test.map_or(0, |test| test.n);
        match self.verdict {
            Verdict::TooFew => "Too few to look for a trend.".to_owned(),
            Verdict::CannotTell => format!("No trend is visible (n = {n})."),
            Verdict::Rising => format!("They are getting {longer} (n = {n})."),
            Verdict::Falling => format!("They are getting {shorter} (n = {n})."),
        }
    }
}

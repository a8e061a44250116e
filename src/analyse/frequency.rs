//! How often: incidents per quarter by severity, the rate, and whether it changed.
//!
//! Input: the archive. Output: counts with exact intervals. A quarter in which nothing happened counts as zero; an
//! incident without a month counts in no quarter and is named.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::SeverityLevel;

use super::archive::{Archive, Case, days_between};
use super::options::Options;
use super::period::Quarter;
use super::statistics::{compare_rates, poisson_interval};
use super::wording;

/// Days of a mean month.
const MONTH: f64 = 30.44;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Frequency {
    /// Every quarter from the first incident to the last.
    pub quarters: Vec<QuarterCount>,
    /// Ids of incidents whose quarter is unknown.
    pub undated: Vec<String>,
    /// From the first incident to the last; `None` for less than a month.
    pub rate: Option<Rate>,
    /// The last year against the year before.
    pub comparison: Option<RateComparison>,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuarterCount {
    pub quarter: Quarter,
    pub count: usize,
    /// In the order of severities.
    pub by_severity: Vec<SeverityCount>,
    pub incidents: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SeverityCount {
    pub severity: SeverityLevel,
    pub count: usize,
}

/// Incidents per month with the exact Poisson interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    pub count: usize,
    pub months: f64,
    pub per_month: f64,
    pub low: f64,
    pub high: f64,
    /// Level of the interval, 0 to 1.
    pub level: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateComparison {
    pub before: usize,
    pub after: usize,
    /// Days on either side.
    pub days: i64,
    /// Exact and two-sided.
    pub p: f64,
    /// `more`, `fewer` or `cannot tell`.
    pub verdict: &'static str,
}

pub const SEVERITIES: [SeverityLevel; 5] =
    [SeverityLevel::Critical, SeverityLevel::Major, SeverityLevel::Minor, SeverityLevel::None, SeverityLevel::Unknown];

pub fn frequency(archive: &Archive, as_of: Date, options: &Options) -> Frequency {
    let quarters = quarters(&archive.cases);
    let no_quarter = |case: &&Case| quarter(case).is_none();
    let undated: Vec<String> = archive.cases.iter().filter(no_quarter).map(|case| case.name.to_owned()).collect();
    let rate = rate(&archive.cases, options);
    let comparison = comparison(&archive.cases, as_of, options);
    let reading = reading(archive, rate.as_ref(), comparison.as_ref());
    Frequency { quarters, undated, rate, comparison, reading }
}

fn quarter(case: &Case) -> Option<Quarter> {
    case.date.and_then(Quarter::of)
}

fn quarters(cases: &[Case]) -> Vec<QuarterCount> {
    let mut counts: Vec<QuarterCount> = Quarter::span(cases.iter().filter_map(quarter))
        .into_iter()
        .map(|quarter| QuarterCount {
            quarter,
            count: 0,
            by_severity: SEVERITIES.map(|severity| SeverityCount { severity, count: 0 }).to_vec(),
            incidents: Vec::new(),
        })
        .collect();
    for case in cases {
        let Some(at) = quarter(case).and_then(|it| counts.binary_search_by_key(&it, |count| count.quarter).ok()) else {
            continue;
        };
        let count = &mut counts[at];
        count.count += 1;
        count.incidents.push(case.name.to_owned());
        for severity in &mut count.by_severity {
            severity.count += usize::from(severity.severity == case.incident.severity.level);
        }
    }
    counts
}

fn rate(cases: &[Case], options: &Options) -> Option<Rate> {
    let first = cases.iter().filter_map(Case::first_day).min()?;
    let last = cases.iter().filter_map(Case::last_day).max()?;
    let months = days_between(first, last) as f64 / MONTH;
    let count = cases.iter().filter(|case| case.date.is_some()).count();
    let (low, high) = poisson_interval(count as u64, options.thresholds.confidence);
    let round = |value: f64| (value * 100.0).round() / 100.0;
    (months >= 1.0).then(|| Rate {
        count,
        months: round(months),
        per_month: round(count as f64 / months),
        low: round(low / months),
        high: round(high / months),
        level: options.thresholds.confidence,
    })
}

fn comparison(cases: &[Case], as_of: Date, options: &Options) -> Option<RateComparison> {
    let days = options.thresholds.recent_days;
    let first = cases.iter().filter_map(Case::first_day).min()?;
    if days_between(first, as_of) < 2 * days {
        return None;
    }
    let age = |case: &Case| case.day().map(|day| days_between(day, as_of));
    let within = |from: i64, to: i64| cases.iter().filter_map(age).filter(|age| (from..to).contains(age)).count();
    let (after, before) = (within(0, days), within(days, 2 * days));
    let p = compare_rates((before as u64, 1.0), (after as u64, 1.0))?;
    let verdict = match p < 1.0 - options.thresholds.confidence {
        false => "cannot tell",
        true if after > before => "more",
        true => "fewer",
    };
    Some(RateComparison { before, after, days, p: (p * 10_000.0).round() / 10_000.0, verdict })
}

fn reading(archive: &Archive, rate: Option<&Rate>, comparison: Option<&RateComparison>) -> String {
    let n = archive.cases.len();
    let dates: Vec<_> = archive.cases.iter().filter_map(|case| case.date).collect();
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return match n {
            0 => "There is no incident yet.".to_owned(),
            1 => "One incident, without a date.".to_owned(),
            n => format!("{} incidents; none has a date.", wording::sentence(&wording::number(n))),
        };
    };
    let span = match n {
        1 => format!("One incident, {}.", wording::at_date(*first)),
        _ => format!(
            "{} from {} to {}",
            wording::sentence(&wording::count(n, "incident")),
            wording::date(*first),
            wording::date(*last)
        ),
    };
    let rate = match rate {
        Some(rate) if n > 1 => {
            let sure = wording::percent(rate.level);
            format!(": {:.1} a month ({:.1} to {:.1}, {sure} sure).", rate.per_month, rate.low, rate.high)
        }
        _ if n > 1 => ".".to_owned(),
        _ => String::new(),
    };
    let change = comparison.map_or(String::new(), |it| {
        let (now, then) = wording::recent(it.days);
        let told = match it.verdict {
            "cannot tell" => "too few to tell a change",
            verdict => verdict,
        };
        format!(
            " {} in {now}, {} in {then}: {told}.",
            wording::sentence(&wording::alone(it.after)),
            wording::alone(it.before)
        )
    });
    format!("{span}{rate}{change}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use jiff::civil::date;

    #[test]
    fn the_five_outages_are_about_one_a_month() {
        let kb = five_outages();
        let frequency = frequency(&Archive::new(&kb), date(2024, 6, 1), &Options::default());
        let rate = frequency.rate.unwrap();
        assert_eq!((rate.count, rate.per_month), (5, 1.15));
        assert!((rate.low - 0.37).abs() < 0.01 && (rate.high - 2.69).abs() < 0.01, "{rate:?}");
        let counts: Vec<(String, usize)> =
            frequency.quarters.iter().map(|it| (it.quarter.to_string(), it.count)).collect();
        assert_eq!(counts, [("2024-Q1".to_owned(), 2), ("2024-Q2".to_owned(), 3)]);
        assert_eq!(frequency.comparison, None);
    }

    fn check(before: usize, after: usize, verdict: &str) {
        let some = |prefix: &'static str, n: usize, on: &'static str| {
            (0..n).map(move |i| draft(&format!("{prefix}{i}")).on(on))
        };
        let kb = built(some("old", 1, "2020-01-01").chain(some("b", before, "2022-09-01")).chain(some(
            "a",
            after,
            "2023-09-01",
        )));
        let comparison = frequency(&Archive::new(&kb), date(2024, 1, 1), &Options::default()).comparison.unwrap();
        assert_eq!((comparison.before, comparison.after, comparison.verdict), (before, after, verdict));
    }

    #[test]
    fn a_change_is_told_only_where_chance_cannot_explain_it() {
        check(4, 12, "cannot tell");
        check(4, 20, "more");
        check(20, 4, "fewer");
    }

    #[test]
    fn quiet_quarters_are_zero_and_years_alone_are_in_none() {
        let kb = built([draft("a").on("2023-01-01"), draft("b").on("2023-08-01"), draft("year").on("2023")]);
        let frequency = frequency(&Archive::new(&kb), date(2024, 1, 1), &Options::default());
        let counts: Vec<usize> = frequency.quarters.iter().map(|it| it.count).collect();
        assert_eq!((counts, frequency.undated), (vec![1, 0, 1], vec!["year".to_owned()]));
    }
}

//! When incidents start: weekday, hour and month, each checked against an even spread.
//!
//! Input: the archive. Output: counts and a verdict each. Times are those of the documents, on their own clocks.

use jiff::civil::Date;
use serde::Serialize;

use super::archive::{Archive, Case};
use super::options::Options;
use super::statistics::chi_square_survival;
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calendar {
    /// Monday to Sunday; each the hours 0 to 23.
    pub weekday_by_hour: [[usize; 24]; 7],
    pub weekdays: Spread,
    /// Six hours each, from midnight.
    pub hours: Spread,
    /// January to December, against the days each month had within the span of the archive.
    pub months: Spread,
    pub reading: String,
}

/// Counts over some slots and whether they differ from an even spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    pub counts: Vec<usize>,
    /// What an even spread over the time observed would give.
    pub expected: Vec<f64>,
    pub n: usize,
    /// Chi-square; `None` where a slot expects fewer than five, which is too few to test.
    pub p: Option<f64>,
    /// `uneven`, `no evidence` or `too few`.
    pub verdict: &'static str,
}

/// Tests made on one page; the level of each is divided by it.
const TESTS: f64 = 3.0;

pub fn calendar(archive: &Archive, options: &Options) -> Calendar {
    let days: Vec<Date> = archive.cases.iter().filter_map(Case::day).collect();
    let hour = |case: &Case| case.incident.started_at.as_ref().and_then(|start| start.time).map(|time| time.hour);
    let hours: Vec<usize> =
        archive.cases.iter().filter_map(hour).filter_map(|hour| usize::try_from(hour).ok()).collect();
    let mut weekday_by_hour = [[0; 24]; 7];
    for case in &archive.cases {
        if let (Some(day), Some(hour)) = (case.day(), hour(case)) {
            weekday_by_hour[weekday(day)][hour.clamp(0, 23) as usize] += 1;
        }
    }
    let weekdays = Spread::new(&tally(days.iter().map(|day| weekday(*day)), 7), &[1.0; 7], options);
    let hours = Spread::new(&tally(hours.iter().map(|hour| hour / 6), 4), &[1.0; 4], options);
    let months = Spread::new(&tally(days.iter().map(|day| day.month() as usize - 1), 12), &month_days(&days), options);
    let reading = reading(&weekdays, &hours, &months);
    Calendar { weekday_by_hour, weekdays, hours, months, reading }
}

/// 0 for Monday.
fn weekday(day: Date) -> usize {
    day.weekday().to_monday_zero_offset() as usize
}

fn tally(slots: impl Iterator<Item = usize>, n: usize) -> Vec<usize> {
    let mut counts = vec![0; n];
    for slot in slots {
        counts[slot] += 1;
    }
    counts
}

/// How many days of each month lie between the first and the last incident.
fn month_days(days: &[Date]) -> [f64; 12] {
    let mut exposure = [0.0; 12];
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return [1.0; 12] };
    for year in first.year()..=last.year() {
        for (month, exposed) in (1_i8..).zip(&mut exposure) {
            let Ok(start) = Date::new(year, month, 1) else { continue };
            let (from, to) = (start.max(*first), start.last_of_month().min(*last));
            *exposed += (super::archive::days_between(from, to) + 1).max(0) as f64;
        }
    }
    exposure
}

impl Spread {
    /// `weights` are how long each slot was observed.
    fn new(counts: &[usize], weights: &[f64], options: &Options) -> Self {
        let n: usize = counts.iter().sum();
        let total: f64 = weights.iter().sum();
        let expected: Vec<f64> = weights.iter().map(|weight| n as f64 * weight / total.max(1.0)).collect();
        let testable = n > 0 && expected.iter().all(|expected| *expected >= 5.0);
        let statistic: f64 =
            counts.iter().zip(&expected).map(|(count, expected)| (*count as f64 - expected).powi(2) / expected).sum();
        let p = testable.then(|| chi_square_survival(statistic, counts.len() - 1));
        let verdict = match p {
            None => "too few",
            Some(p) if p < (1.0 - options.confidence) / TESTS => "uneven",
            Some(_) => "no evidence",
        };
        let round = |value: f64| (value * 100.0).round() / 100.0;
        Self {
            counts: counts.to_vec(),
            expected: expected.into_iter().map(round).collect(),
            n,
            p: p.map(|p| (p * 10_000.0).round() / 10_000.0),
            verdict,
        }
    }

    /// `over the weekdays (n = 39, p = 0.013)`
    fn told(&self, slots: &str) -> String {
        match self.p {
            Some(p) if p >= 0.001 => format!("over {slots} (n = {}, p = {p:.3})", self.n),
            Some(_) => format!("over {slots} (n = {}, p < 0.001)", self.n),
            None => format!("{slots} (n = {})", self.n),
        }
    }
}

fn reading(weekdays: &Spread, hours: &Spread, months: &Spread) -> String {
    if weekdays.n == 0 && hours.n == 0 {
        return "No report says when its incident started.".to_owned();
    }
    let spreads = [(weekdays, "the weekdays"), (hours, "the hours of the day"), (months, "the months")];
    let those = |verdict: &str| -> Vec<String> {
        spreads.iter().filter(|(it, _)| it.verdict == verdict).map(|(it, slots)| it.told(slots)).collect()
    };
    let sentence = |verdict: &str, start: &str| match those(verdict) {
        found if found.is_empty() => None,
        found => Some(format!("{start} {}.", wording::list(&found))),
    };
    let sentences = [
        sentence("uneven", "Incidents start unevenly"),
        sentence("no evidence", "There is no evidence of a pattern"),
        sentence("too few", "There are too few to test"),
    ];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::model::KnowledgeBase;

    fn check(kb: &KnowledgeBase, expected: [&str; 3]) {
        let calendar = calendar(&Archive::new(kb), &Options::default());
        assert_eq!([calendar.weekdays.verdict, calendar.hours.verdict, calendar.months.verdict], expected);
    }

    fn every(step: i32, n: i32, hour: impl Fn(i32) -> i32) -> KnowledgeBase {
        let first = jiff::civil::date(2022, 1, 3);
        let day = |i: i32| first.checked_add(jiff::Span::new().days(i * step)).unwrap();
        built((0..n).map(|i| draft(&i.to_string()).on(&format!("{}T{:02}:00", day(i), hour(i)))))
    }

    #[test]
    fn five_incidents_are_too_few_for_a_pattern() {
        check(&five_outages(), ["too few", "too few", "too few"]);
    }

    #[test]
    fn an_even_spread_is_no_evidence() {
        check(&every(5, 146, |i| i * 7 % 24), ["no evidence", "no evidence", "no evidence"]);
    }

    #[test]
    fn mondays_and_afternoons_stand_out() {
        check(&every(7, 104, |i| 13 + i % 4), ["uneven", "uneven", "no evidence"]);
    }

    #[test]
    fn a_month_seen_twice_counts_as_twice_as_long() {
        let days = [jiff::civil::date(2023, 12, 1), jiff::civil::date(2024, 12, 31)];
        let exposure = month_days(&days);
        assert_eq!((exposure[11], exposure[0], exposure[1]), (62.0, 31.0, 29.0));
    }
}

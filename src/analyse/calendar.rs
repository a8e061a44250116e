//! When incidents start: weekday, time of day and month, and which of it is more than chance.
//!
//! Input: the archive. Output: counts, each with its test. Weekends and working hours are told apart as plain counts, as nobody
//! works then as on other days: weekdays are tested from Monday to Friday alone, times of day within working hours and outside
//! of them, months within each year. Times are those of the documents, on their own clocks.

mod reading;

use jiff::civil::Date;
use serde::Serialize;

use super::archive::{Archive, Case, days_between};
use super::options::Options;
use super::statistics::{ENOUGH, Parts, binomial_two_sided, holm};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calendar {
    /// Monday to Sunday; each the hours 0 to 23.
    pub weekday_by_hour: [[usize; 24]; 7],
    /// Monday to Friday.
    pub weekdays: Spread,
    /// On a Saturday or Sunday, against two days of seven.
    pub weekend: Count,
    /// Three hours each, from midnight; tested within working hours and outside of them.
    pub hours: Spread,
    /// From 09:00 to 18:00, against nine hours of twenty-four.
    pub working_hours: Count,
    /// January to December, against the days each month had within the span of the archive; tested within each year.
    pub months: Spread,
    /// Tests made; each `corrected` is corrected for them.
    pub tests: usize,
    /// What was looked for and not found, with the reason; `None` where everything shows a pattern, or nothing is dated.
    pub cannot_tell: Option<String>,
    pub reading: String,
}

/// Counts over some slots and whether they differ from an even spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    pub counts: Vec<usize>,
    /// What an even spread over the time observed would give.
    pub expected: Vec<f64>,
    pub n: usize,
    /// How often chance alone is as uneven: chi-square where every slot expects five, else of random draws from a fixed seed.
    /// `None` where it is not tested.
    pub p: Option<f64>,
    /// The same after Holm's correction for all tests of the calendar.
    pub corrected: Option<f64>,
    /// `uneven`, `no evidence`, `too few` or `too short` (months that were not all seen in two years).
    pub verdict: &'static str,
}

/// How many fall on one side, against the share of the time that lies there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Count {
    pub count: usize,
    pub n: usize,
    pub expected: f64,
    /// Two-sided and exact (binomial); `None` where it is not tested.
    pub p: Option<f64>,
    /// The same after Holm's correction for all tests of the calendar.
    pub corrected: Option<f64>,
    /// `more`, `fewer`, `no evidence` or `too few`.
    pub verdict: &'static str,
}

/// Hours in a slot, and the slots that lie in working hours: 09:00 to 18:00.
const HOURS: usize = 3;
const WORKING: std::ops::Range<usize> = 3..6;

pub fn calendar(archive: &Archive, options: &Options) -> Calendar {
    let days: Vec<Date> = archive.cases.iter().filter_map(Case::day).collect();
    let mut weekday_by_hour = [[0; 24]; 7];
    let mut slots = vec![0; 24 / HOURS];
    for case in &archive.cases {
        if let Some(hour) = hour(case) {
            slots[hour / HOURS] += 1;
            if let Some(day) = case.day() {
                weekday_by_hour[weekday(day)][hour] += 1;
            }
        }
    }
    let mut by_weekday = vec![0; 7];
    days.iter().for_each(|day| by_weekday[weekday(*day)] += 1);
    let weekend = by_weekday.split_off(5).iter().sum();
    let timed = slots.iter().sum();
    let within = |working: bool, value: f64| -> Vec<f64> {
        (0..slots.len()).map(|slot| if WORKING.contains(&slot) == working { value } else { 0.0 }).collect()
    };
    let masked = |working: bool| -> Vec<usize> {
        slots.iter().zip(within(working, 1.0)).map(|(count, inside)| if inside > 0.0 { *count } else { 0 }).collect()
    };
    let hours = Parts::new(vec![masked(true), masked(false)], vec![within(true, 1.0), within(false, 1.0)]);
    let years = Years::of(&days);
    let mut calendar = Calendar {
        weekday_by_hour,
        weekdays: Spread::new(&Parts::new(vec![by_weekday], vec![vec![1.0; 5]]), 4, options),
        weekend: Count::new(weekend, days.len(), 2.0 / 7.0, options),
        hours: Spread::new(&hours, slots.len() - 2, options),
        working_hours: Count::new(slots[WORKING].iter().sum(), timed, WORKING.len() as f64 / slots.len() as f64, options),
        months: Spread::months(&years, options),
        tests: 0,
        cannot_tell: None,
        reading: String::new(),
    };
    calendar.correct(options);
    calendar.cannot_tell = reading::cannot_tell(&calendar);
    calendar.reading = reading::reading(&calendar);
    calendar
}

fn hour(case: &Case) -> Option<usize> {
    let time = case.incident.started_at.as_ref()?.time?;
    usize::try_from(time.hour).ok().map(|hour| hour.min(23))
}

/// 0 for Monday.
fn weekday(day: Date) -> usize {
    day.weekday().to_monday_zero_offset() as usize
}

/// Incidents and days by year and month, between the first and the last incident.
struct Years {
    counts: Vec<Vec<usize>>,
    days: Vec<Vec<f64>>,
}

impl Years {
    fn of(dates: &[Date]) -> Self {
        let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) else {
            return Self { counts: Vec::new(), days: Vec::new() };
        };
        let years = first.year()..=last.year();
        let days = years.clone().map(|year| (1..=12).map(|month| days_within(year, month, *first, *last)).collect());
        let mut counts = vec![vec![0; 12]; years.count()];
        for date in dates {
            counts[usize::from(date.year().abs_diff(first.year()))][usize::from(date.month().unsigned_abs()) - 1] += 1;
        }
        Self { counts, days: days.collect() }
    }

    /// Whether each month was seen in two years or more: what is seen once may belong to that year alone.
    fn show_each_month_twice(&self) -> bool {
        (0..12).all(|month| self.days.iter().filter(|days| days[month] > 0.0).count() >= 2)
    }
}

/// How many days of a month lie between two days, both included.
fn days_within(year: i16, month: i8, first: Date, last: Date) -> f64 {
    let Ok(start) = Date::new(year, month, 1) else { return 0.0 };
    let (from, to) = (start.max(first), start.last_of_month().min(last));
    (days_between(from, to) + 1).max(0) as f64
}

impl Spread {
    fn new(parts: &Parts, freedom: usize, options: &Options) -> Self {
        let counts = parts.counts();
        let n = counts.iter().sum();
        let round = |value: f64| (value * 100.0).round() / 100.0;
        Self {
            expected: parts.expected().into_iter().map(round).collect(),
            counts,
            n,
            p: if n >= options.tested_from { parts.p(freedom) } else { None },
            corrected: None,
            verdict: "too few",
        }
    }

    fn months(years: &Years, options: &Options) -> Self {
        if years.show_each_month_twice() {
            return Self::new(&Parts::new(years.counts.clone(), years.days.clone()), 11, options);
        }
        let sum = |rows: &[Vec<f64>], month: usize| rows.iter().map(|row| row[month]).sum::<f64>();
        let days: Vec<f64> = (0..12).map(|month| sum(&years.days, month)).collect();
        let counts = (0..12).map(|month| years.counts.iter().map(|row| row[month]).sum()).collect();
        let untested = Self::new(&Parts::new(vec![counts], vec![days]), 0, options);
        Self { verdict: "too short", ..untested }
    }

    fn judge(&mut self, options: &Options) {
        self.verdict = match self.corrected {
            Some(p) if p < options.doubt() => "uneven",
            Some(_) if self.expected.iter().all(|expected| *expected >= ENOUGH) => "no evidence",
            Some(_) => "too few",
            None => self.verdict,
        };
    }
}

impl Count {
    fn new(count: usize, n: usize, share: f64, options: &Options) -> Self {
        let tested = n >= options.tested_from;
        Self {
            count,
            n,
            expected: (n as f64 * share * 100.0).round() / 100.0,
            p: tested.then(|| binomial_two_sided(count as u64, n as u64, share)),
            corrected: None,
            verdict: "too few",
        }
    }

    fn judge(&mut self, options: &Options) {
        self.verdict = match self.corrected {
            Some(p) if p >= options.doubt() => "no evidence",
            Some(_) if self.count as f64 > self.expected => "more",
            Some(_) => "fewer",
            None => "too few",
        };
    }
}

impl Calendar {
    /// Whether any test found a pattern.
    pub fn shows_a_pattern(&self) -> bool {
        self.spreads().iter().any(|it| it.verdict == "uneven")
            || [&self.weekend, &self.working_hours].iter().any(|it| matches!(it.verdict, "more" | "fewer"))
    }

    fn spreads(&self) -> [&Spread; 3] {
        [&self.weekdays, &self.hours, &self.months]
    }

    /// Holm's correction over all five, and the verdicts that follow from it.
    fn correct(&mut self, options: &Options) {
        let Self { weekdays, weekend, hours, working_hours, months, .. } = self;
        let mut tests: Vec<(&mut Option<f64>, &mut Option<f64>)> = vec![
            (&mut weekdays.p, &mut weekdays.corrected),
            (&mut weekend.p, &mut weekend.corrected),
            (&mut hours.p, &mut hours.corrected),
            (&mut working_hours.p, &mut working_hours.corrected),
            (&mut months.p, &mut months.corrected),
        ];
        tests.retain(|(p, _)| p.is_some());
        let ps: Vec<f64> = tests.iter().filter_map(|(p, _)| **p).collect();
        self.tests = ps.len();
        let round = |p: f64| (p * 10_000.0).round() / 10_000.0;
        for ((p, corrected), value) in tests.into_iter().zip(holm(&ps)) {
            *p = p.map(round);
            *corrected = Some(round(value));
        }
        [weekdays, hours, months].into_iter().for_each(|it| it.judge(options));
        [weekend, working_hours].into_iter().for_each(|it| it.judge(options));
    }
}

#[cfg(test)]
mod tests;

//! When incidents start: weekday, time of day and month, and which of it is more than chance.
//!
//! Input: the archive. Output: counts, each with its test. Weekends and working hours are told apart as plain counts, as nobody
//! works then as on other days: weekdays are tested from Monday to Friday alone, times of day within working hours and within
//! the night, months within each year. Times are those of the documents on their own clocks, or on the clock of the support
//! hours where the settings give it and the document's zone is known.

mod reading;

use jiff::civil::Date;
use serde::Serialize;

use super::archive::{Archive, Case, days_between};
use super::options::Options;
use super::statistics::{ENOUGH, Parts, binomial_two_sided, holm};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calendar {
    /// The zone of the support hours, on whose clock days and hours are; `None` for the clocks of the documents.
    pub zone: Option<String>,
    /// Monday to Sunday; each the hours 0 to 23.
    pub weekday_by_hour: [[usize; 24]; 7],
    /// Monday to Friday.
    pub weekdays: Spread,
    /// On a Saturday or Sunday, against two days of seven.
    pub weekend: Count,
    /// Three hours each, from midnight; tested within working hours (09:00 to 18:00) and within the night (21:00 to 06:00). The
    /// hours between are only counted, as some work then.
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
    /// What an even spread over the time observed would give; `None` for a slot that is counted and not compared.
    pub expected: Vec<Option<f64>>,
    /// Incidents in the slots that are compared.
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

/// Hours in a slot.
const HOURS: usize = 3;
/// The slots from 09:00 to 18:00.
const WORKING: std::ops::Range<usize> = 3..6;
/// The slots from 21:00 to 06:00.
const NIGHT: [usize; 3] = [0, 1, 7];

pub fn calendar(archive: &Archive, options: &Options) -> Calendar {
    let starts: Vec<Start> = archive.cases.iter().map(|case| Start::of(case, options)).collect();
    let days: Vec<Date> = starts.iter().filter_map(|start| start.day).collect();
    let mut weekday_by_hour = [[0; 24]; 7];
    let mut slots = vec![0; 24 / HOURS];
    for (day, hour) in starts.iter().filter_map(|start| Some((start.day, start.hour?))) {
        slots[hour / HOURS] += 1;
        if let Some(day) = day {
            weekday_by_hour[weekday(day)][hour] += 1;
        }
    }
    let mut by_weekday = vec![0; 7];
    days.iter().for_each(|day| by_weekday[weekday(*day)] += 1);
    let weekend = by_weekday.split_off(5).iter().sum();
    let working_hours = slots[WORKING].iter().sum();
    let share_of_day = WORKING.len() as f64 / slots.len() as f64;
    let timed = slots.iter().sum();
    let years = Years::of(&days);
    let mut calendar = Calendar {
        zone: options.support_hours.as_ref().and_then(|clock| clock.timezone.clone()),
        weekday_by_hour,
        weekdays: Spread::new(&Parts::new(vec![by_weekday], vec![vec![1.0; 5]]), 4, options),
        weekend: Count::new(weekend, days.len(), 2.0 / 7.0, options),
        hours: Spread::hours(&slots, options),
        working_hours: Count::new(working_hours, timed, share_of_day, options),
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

/// When an incident started, as far as its report says.
struct Start {
    day: Option<Date>,
    /// 0 to 23
    hour: Option<usize>,
}

impl Start {
    fn of(case: &Case, options: &Options) -> Self {
        let hour = |hour: i8| usize::try_from(hour).ok().map(|hour| hour.min(23));
        let moment = case.incident.started_at.as_ref();
        match moment.zip(options.support_hours.as_ref()).and_then(|(moment, clock)| clock.local(moment)) {
            Some(local) => Self { day: Some(local.date()), hour: hour(local.hour()) },
            None => Self { day: case.day(), hour: moment.and_then(|it| it.time).and_then(|time| hour(time.hour)) },
        }
    }
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
            expected: parts.expected().into_iter().map(|expected| Some(round(expected))).collect(),
            counts,
            n,
            p: if n >= options.thresholds.tested_from { parts.p(freedom) } else { None },
            corrected: None,
            verdict: "too few",
        }
    }

    /// Within working hours and within the night.
    fn hours(slots: &[usize], options: &Options) -> Self {
        let within = |part: &dyn Fn(usize) -> bool| -> (Vec<usize>, Vec<f64>) {
            slots.iter().enumerate().map(|(slot, count)| if part(slot) { (*count, 1.0) } else { (0, 0.0) }).unzip()
        };
        let (day, by_day) = within(&|slot| WORKING.contains(&slot));
        let (night, by_night) = within(&|slot| NIGHT.contains(&slot));
        let mut spread = Self::new(&Parts::new(vec![day, night], vec![by_day, by_night]), 4, options);
        for (slot, expected) in spread.expected.iter_mut().enumerate() {
            *expected = expected.filter(|_| WORKING.contains(&slot) || NIGHT.contains(&slot));
        }
        Self { counts: slots.to_vec(), ..spread }
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
            Some(_) if self.expected.iter().flatten().all(|expected| *expected >= ENOUGH) => "no evidence",
            Some(_) => "too few",
            None => self.verdict,
        };
    }
}

impl Count {
    fn new(count: usize, n: usize, share: f64, options: &Options) -> Self {
        let tested = n >= options.thresholds.tested_from;
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

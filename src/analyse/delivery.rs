//! What postmortems can give of the four delivery figures (DORA): incidents and time to restore, by month and by quarter.
//!
//! Input: the archive. Output: rows with n of N. How often something is deployed and how long a change takes until then
//! are in no postmortem, so they are left out; of failed changes only the incidents are counted that a change set off,
//! never a rate, as nobody says how many changes there were.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::model::Minutes;

use super::archive::{Archive, Case};
use super::change_lag::ChangeLag;
use super::durations::wall_minutes;
use super::options::Options;
use super::period::Quarter;
use super::summary::Summary;

/// Columns of the table with what each holds; the definition that goes with it.
pub const COLUMNS: [(&str, &str); 12] = [
    ("period", "Month (2026-07) or quarter (2026-Q3) in which the incidents began."),
    ("kind", "month or quarter. Add up one kind only: each incident is in one month and in one quarter."),
    ("first_day", "First day of the period."),
    ("last_day", "Last day of the period; the last period of each kind may still go on."),
    (
        "incidents",
        "Incidents that began in the period, N. Near misses, planned work and notices do not count; an incident without a month is in no row.",
    ),
    (
        "restore_minutes_median",
        "Time to restore: median minutes from the start of an incident to its end on the wall clock, as stated or computed from stated times. Empty where no report gives it.",
    ),
    (
        "restore_minutes_low",
        "Lower end of the interval of the median by order statistics, 95% sure from six durations on and less below; empty below three.",
    ),
    ("restore_minutes_high", "Upper end of that interval."),
    (
        "restore_n",
        "Incidents whose time to restore is known, n of N. A contradicted length, or one in support hours, is not.",
    ),
    ("restore_disputed", "Incidents whose stated length and stated times contradict each other; not in the median."),
    (
        "change_triggered",
        "Incidents that a change set off: the cause is an upgrade, migration or maintenance, or the timeline tells of a deployment, release, configuration change or the like before the detection. A count and no change-failure rate: nobody says how many changes there were.",
    ),
    (
        "change_known",
        "Incidents of which a cause is known or whose timeline tells of such a change: n of N for change_triggered.",
    ),
];

/// What the table leaves out, in a sentence.
pub const LEFT_OUT: &str = "Deployment frequency and lead time for changes are left out: postmortems do not tell them. There is no change-failure rate either, as nobody says how many changes there were.";

/// One period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Delivery {
    /// `2026-07` or `2026-Q3`.
    pub period: String,
    /// `month` or `quarter`.
    pub kind: &'static str,
    pub first_day: Date,
    pub last_day: Date,
    pub incidents: usize,
    pub restore: Summary,
    pub restore_disputed: usize,
    pub change_triggered: usize,
    pub change_known: usize,
}

/// Months from the first incident to the last, then quarters; one in which nothing happened has a row of zeros.
pub fn delivery(archive: &Archive, changes: &ChangeLag, options: &Options) -> Vec<Delivery> {
    let month = |case: &Case| case.date.and_then(|date| Date::new(date.year(), date.month()?, 1).ok());
    let mut by_month = BTreeMap::<Date, Vec<&Case>>::new();
    for case in &archive.cases {
        if let Some(month) = month(case) {
            by_month.entry(month).or_default().push(case);
        }
    }
    let (Some(first), Some(last)) = (by_month.keys().next().copied(), by_month.keys().next_back().copied()) else {
        return Vec::new();
    };
    let months = std::iter::successors(Some(first), |month| month.last_of_month().tomorrow().ok())
        .take_while(|month| *month <= last)
        .map(|month| (format!("{:04}-{:02}", month.year(), month.month()), "month", month, month.last_of_month()));
    let quarters = Quarter::span([Quarter::of_day(first), Quarter::of_day(last)].into_iter());
    let quarters = quarters.into_iter().map(|it| (it.to_string(), "quarter", it.first_day(), it.last_day()));
    let changed: BTreeSet<&str> = changes.points.iter().map(|point| point.incident.as_str()).collect();
    let rows = months.chain(quarters).map(|(period, kind, first_day, last_day)| {
        let cases: Vec<&Case> =
            by_month.range(first_day..=last_day).flat_map(|(_, cases)| cases.iter().copied()).collect();
        let minutes: Vec<Minutes> = cases.iter().filter_map(|case| wall_minutes(case)).collect();
        let count = |is: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| is(case)).count();
        let told = |case: &Case| changed.contains(case.name);
        Delivery {
            period,
            kind,
            first_day,
            last_day,
            incidents: cases.len(),
            restore: Summary::new(&minutes, cases.len(), options),
            restore_disputed: count(&|case| case.incident.duration.disputed.is_some()),
            change_triggered: count(&|case| case.cause_class() == Some("change") || told(case)),
            change_known: count(&|case| case.cause_class().is_some() || told(case)),
        }
    });
    rows.collect()
}

/// The rows as a table of comma-separated values with the names of [`COLUMNS`] above them.
pub fn table(rows: &[Delivery]) -> String {
    let minutes = |value: Option<Minutes>| value.map(|it| it.rounded().to_string()).unwrap_or_default();
    let mut text = COLUMNS.map(|(name, _)| name).join(",") + "\n";
    for row in rows {
        let interval = row.restore.interval.as_ref();
        let cells = [
            row.period.clone(),
            row.kind.to_owned(),
            row.first_day.to_string(),
            row.last_day.to_string(),
            row.incidents.to_string(),
            minutes(row.restore.median),
            minutes(interval.map(|it| it.low)),
            minutes(interval.map(|it| it.high)),
            row.restore.n.to_string(),
            row.restore_disputed.to_string(),
            row.change_triggered.to_string(),
            row.change_known.to_string(),
        ];
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::change_lag::change_lag;
    use crate::analyse::sample::{archive as built, draft};
    use crate::model::EventKind;

    #[test]
    fn periods_are_counted_with_what_is_known_of_them_and_nothing_is_invented() {
        let kb = built([
            draft("a").on("2024-01-05").lasted(60).cause("change", "database", "The upgrade went wrong."),
            draft("b").on("2024-01-20").lasted(30).line(0, EventKind::Note, "Release 4 deployed").line(
                5,
                EventKind::Detected,
                "Alert fired",
            ),
            draft("c").on("2024-03").cause("hardware", "", "A disk broke."),
            draft("d").on("2024"),
        ]);
        let (archive, options) = (Archive::new(&kb), Options::default());
        let rows = delivery(&archive, &change_lag(&archive, &options), &options);
        let lines: Vec<String> = table(&rows).lines().map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "period,kind,first_day,last_day,incidents,restore_minutes_median,restore_minutes_low,restore_minutes_high,\
                 restore_n,restore_disputed,change_triggered,change_known",
                "2024-01,month,2024-01-01,2024-01-31,2,45,,,2,0,2,2",
                "2024-02,month,2024-02-01,2024-02-29,0,,,,0,0,0,0",
                "2024-03,month,2024-03-01,2024-03-31,1,,,,0,0,0,1",
                "2024-Q1,quarter,2024-01-01,2024-03-31,3,45,,,2,0,2,3",
            ]
        );
    }

    #[test]
    fn an_archive_without_a_month_has_no_rows() {
        let kb = built([draft("a").on("2024"), draft("b")]);
        let (archive, options) = (Archive::new(&kb), Options::default());
        assert!(delivery(&archive, &change_lag(&archive, &options), &options).is_empty());
    }
}

//! How soon after an incident its report was written.
//!
//! Input: the archive with the days of its history. Output: days from the end of an incident, else its start, to the first
//! commit with its report. Reports that came with an import count as left out.

use serde::Serialize;

use super::archive::Archive;
use super::statistics::{median, quartiles};
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WriteUp {
    /// Incidents whose report has a known day.
    pub n: usize,
    pub of: usize,
    /// From five on.
    pub median_days: Option<f64>,
    /// The middle half, from five on.
    pub quartiles_days: Option<(f64, f64)>,
    /// Reports within 7, 14 and 30 days.
    pub within: Vec<Within>,
    /// Reports that came with many others at once.
    pub imported: usize,
    /// Reports that no commit has, incidents without a day, and reports older than their incident.
    pub without_day: usize,
    pub reading: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Within {
    pub days: i64,
    pub count: usize,
}

const LIMITS: [i64; 3] = [7, 14, 30];
const FEWEST: usize = 5;

/// `None` where the history of the archive was not read.
pub fn write_up(archive: &Archive) -> Option<WriteUp> {
    let recorded = || archive.cases.iter().filter_map(|case| case.incident.recorded.as_ref());
    recorded().next()?;
    let mut days: Vec<f64> = recorded().filter_map(|it| it.write_up_days).map(|days| days as f64).collect();
    days.sort_by(f64::total_cmp);
    let (n, of) = (days.len(), archive.cases.len());
    let imported = recorded().filter(|it| it.imported).count();
    let enough = n >= FEWEST;
    let median_days = median(&days).filter(|_| enough);
    let within = |limit: i64| Within { days: limit, count: days.iter().filter(|day| **day <= limit as f64).count() };
    let reading = match (median_days, n) {
        (_, 0) => "Of no report is it known how soon it was written.".to_owned(),
        (None, n) => format!("{} a known day: too few to say how soon reports are written.", {
            let of = wording::some_of(n, of, "report", "has", "have");
            wording::sentence(&of)
        }),
        (Some(median), n) => format!(
            "Half of the reports are written within {} of the end of their incident ({n} of {of}).",
            wording::count(median.round() as usize, "day")
        ),
    };
    Some(WriteUp {
        n,
        of,
        median_days,
        quartiles_days: quartiles(&days).filter(|_| enough),
        within: LIMITS.map(within).to_vec(),
        imported,
        without_day: of - n - imported,
        reading,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft};
    use crate::model::{PartialDate, Recorded};
    use jiff::civil::date;

    fn check(days: &[Option<i64>]) -> Option<WriteUp> {
        let recorded = |days: Option<i64>| Recorded {
            written_on: None,
            write_up_days: days,
            imported: days.is_none(),
            edited_on: PartialDate::Day(date(2025, 1, 1)),
            commit: "abc".into(),
        };
        let drafts = days.iter().enumerate().map(|(at, days)| {
            draft(&format!("i{at}")).on("2025-01-01").with(|incident| incident.recorded = Some(recorded(*days)))
        });
        let kb = built(drafts);
        write_up(&Archive::new(&kb))
    }

    #[test]
    fn half_of_the_reports_are_written_within_the_median() {
        let known = check(&[Some(1), Some(3), Some(8), Some(20), Some(40), None]).unwrap();
        assert_eq!((known.n, known.of, known.imported, known.without_day), (5, 6, 1, 0));
        assert_eq!(known.within.iter().map(|it| it.count).collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!(
            known.reading,
            "Half of the reports are written within eight days of the end of their incident (5 of 6)."
        );
    }

    #[test]
    fn few_reports_say_nothing_and_no_history_says_less() {
        let few = check(&[Some(1), None, None]).unwrap();
        assert_eq!((few.n, few.median_days), (1, None));
        assert_eq!(few.reading, "One of three reports has a known day: too few to say how soon reports are written.");
        assert_eq!(write_up(&Archive::new(&built([draft("a").on("2025-01-01")]))), None);
    }
}

//! On this day: what happened on the same day of earlier years.
//!
//! Input: the archive and the day of the report. Output: the incidents of that day and month, newest first. The day is an
//! input, so the same archive gives the same list. 29 February has its like in leap years only.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::PartialDate;

use super::archive::Archive;
use super::wording;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnThisDay {
    /// The day of the report.
    pub day: Date,
    /// Newest first.
    pub incidents: Vec<YearsAgo>,
    pub reading: String,
}

/// An incident some years before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearsAgo {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: PartialDate,
    /// One at least.
    pub years: i16,
}

pub fn on_this_day(archive: &Archive, day: Date) -> OnThisDay {
    let same = |it: &Date| (it.month(), it.day()) == (day.month(), day.day()) && it.year() < day.year();
    let found = archive.cases.iter().rev().filter_map(|case| Some((case, case.day().filter(same)?)));
    let incidents: Vec<YearsAgo> = found
        .map(|(case, date)| YearsAgo {
            incident: case.name.to_owned(),
            slug: case.slug.to_owned(),
            title: case.incident.title.clone(),
            date: PartialDate::Day(date),
            years: day.year() - date.year(),
        })
        .collect();
    let months = wording::MONTHS;
    let month = usize::try_from(day.month() - 1).ok().and_then(|at| months.get(at)).copied().unwrap_or_default();
    let reading = match incidents.len() {
        0 => format!("No incident of an earlier year is dated {} {month}.", day.day()),
        n => format!(
            "{} of earlier years {} dated {} {month}.",
            wording::sentence(&wording::count(n, "incident")),
            wording::are(n),
            day.day()
        ),
    };
    OnThisDay { day, incidents, reading }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft};
    use jiff::civil::date;

    fn check(day: Date, expected: &[(&str, i16)], reading: &str) {
        let kb = built(
            [
                ("a", "2021-06-02"),
                ("b", "2023-06-02"),
                ("c", "2023-06-03"),
                ("d", "2024-06-02"),
                ("e", "2023-06"),
                ("leap", "2020-02-29"),
            ]
            .map(|(id, on)| draft(id).on(on)),
        );
        let found = on_this_day(&Archive::new(&kb), day);
        let named: Vec<(&str, i16)> = found.incidents.iter().map(|it| (it.incident.as_str(), it.years)).collect();
        assert_eq!((named.as_slice(), found.reading.as_str()), (expected, reading));
    }

    #[test]
    fn the_same_day_of_earlier_years_is_found_newest_first() {
        check(date(2024, 6, 2), &[("b", 1), ("a", 3)], "Two incidents of earlier years are dated 2 June.");
        check(date(2024, 6, 3), &[("c", 1)], "One incident of earlier years is dated 3 June.");
        check(date(2023, 2, 28), &[], "No incident of an earlier year is dated 28 February.");
    }
}

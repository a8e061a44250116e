//! When incidents start: by weekday, time of day and month, each with its test.

use super::{Cell, Chart, Example, Grid, Question, Section, TrendPage, out_of, percent};
use crate::analyse::statistics::{DRAWS, ENOUGH};
use crate::analyse::wording::{self, MONTHS};
use crate::analyse::{Calendar, Count, Spread};
use crate::render::archive::Archive;
use crate::render::svg::matrix::{Look, Row, Square, matrix};
use crate::render::words;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Hours in a column of the chart and in a row of the table.
const HOURS: usize = 3;

pub fn page(archive: &Archive) -> TrendPage {
    let trends = archive.input.trends;
    let calendar = &trends.calendar;
    let mut page = TrendPage::new(Question::Calendar, archive, &calendar.reading);
    if calendar.weekend.n + calendar.working_hours.n == 0 {
        page.missing = Some(Example::new(
            "No report gives the day or the time its incident started. One line is enough:",
            "started_at: 2024-11-29 10:32 UTC",
        ));
        return page;
    }
    page.chart = Some(chart(calendar));
    let hours: Vec<String> = hours().into_iter().map(|(_, hours)| hours).collect();
    let hours: Vec<&str> = hours.iter().map(String::as_str).collect();
    page.sections.push(spread("weekdays", "By weekday", &WEEKDAYS[..5], &calendar.weekdays));
    page.sections.push(spread("hours", "By time of day", &hours, &calendar.hours));
    page.sections.push(spread("months", "By month", &MONTHS, &calendar.months));
    page.sections.push(sides(calendar));
    page.method = vec![
        format!(
            "Times are {}; the day is known for {}, the time for {}.",
            match &calendar.zone {
                Some(zone) => format!("those of {zone}, the zone of the support hours, where a report's zone is known"),
                None => "those the reports write, in the zone they name; with support_hours in incidex.toml they are on its clock".to_owned(),
            },
            out_of(calendar.weekend.n, trends.incidents),
            words::number(calendar.working_hours.n)
        ),
        "Weekdays are compared from Monday to Friday alone, times of day within working hours (09:00 to 18:00) and within the night (21:00 to 06:00), as in between some work and some do not; months within each year by the days it had of them between the first and the last incident, once each was seen in two years: that people work on some days and hours, or that an archive grows, is no pattern.".into(),
        tests(calendar, trends.options.thresholds.tested_from, trends.options.thresholds.confidence),
    ];
    page.correct = Some(Example::new(
        "The start at the top of a document wins over the one read from its text.",
        "---\nstarted_at: 2024-11-29 10:32 UTC\n---",
    ));
    page
}

fn tests(calendar: &Calendar, tested_from: usize, confidence: f64) -> String {
    let made = match calendar.tests {
        0 => format!("No test is made below {tested_from} incidents."),
        1 => "One test is made on this page.".to_owned(),
        n => format!("{} tests are made on this page, none below {tested_from} incidents.", words::number(n)),
    };
    format!(
        "{made} Spreads are held against an even one by chi-square, with p from the share of up to {DRAWS} random draws of a fixed seed where a row expects fewer than {ENOUGH:.0}; weekends and working hours by the exact binomial test against two days of seven and nine hours of twenty-four. Each p is corrected for all of these tests by Holm's rule, and says something below {}.",
        percent(1.0 - confidence)
    )
}

/// `09` and `09:00 to 12:00` for each column.
fn hours() -> Vec<(String, String)> {
    let from = (0..24).step_by(HOURS);
    from.map(|from| (format!("{from:02}"), format!("{from:02}:00 to {:02}:00", from + HOURS))).collect()
}

fn chart(calendar: &Calendar) -> Chart {
    let columns = hours();
    let counted = |hours: &[usize; 24]| -> Vec<usize> { hours.chunks(HOURS).map(|slot| slot.iter().sum()).collect() };
    let row = |(name, hours): (&&str, &[usize; 24])| {
        let counts = counted(hours);
        let square = |(n, (_, hours)): (&usize, &(String, String))| Square {
            count: *n,
            look: Look::Plain,
            label: format!("{name}, {hours}: {n}"),
        };
        let all = counts.iter().sum();
        Row {
            label: (*name).to_owned(),
            note: words::count(all, "incident", "incidents"),
            href: None,
            squares: counts.iter().zip(&columns).map(square).collect(),
        }
    };
    let rows: Vec<Row> = WEEKDAYS.iter().zip(&calendar.weekday_by_hour).map(row).collect();
    let heads: Vec<String> = columns.iter().map(|(_, hours)| format!("{hours}#")).collect();
    let heads: Vec<&str> = std::iter::once("Weekday").chain(heads.iter().map(String::as_str)).collect();
    let days = WEEKDAYS.iter().zip(&calendar.weekday_by_hour);
    let table = Grid::new("Starts by weekday and hour", &heads).rows(days.map(|(name, hours)| {
        std::iter::once(Cell::text(*name)).chain(counted(hours).into_iter().map(Cell::number)).collect()
    }));
    let caption = "How many incidents started on each weekday from each hour on, three hours to a column; only those with a day and a time.";
    Chart::new(&matrix("calendar", "Starts by weekday and hour", &calendar.reading, &columns, &rows), caption, table)
}

fn spread(id: &str, heading: &str, slots: &[&str], spread: &Spread) -> Section {
    let p = spread.corrected.map(wording::p).unwrap_or_default();
    let n = words::count(spread.n, "incident", "incidents");
    let verdict = match spread.verdict {
        "uneven" => format!("The counts differ from an even spread (n = {}, {p}).", spread.n),
        "no evidence" => format!("No evidence of a pattern (n = {}, {p}).", spread.n),
        "too short" => "Less than two years: no month can be told from its year.".to_owned(),
        _ if p.is_empty() => format!("{n}: too few to test."),
        _ => format!("{n}: too few to tell ({p})."),
    };
    let rows = slots.iter().zip(spread.counts.iter().zip(&spread.expected)).map(|(slot, (count, expected))| {
        let even = expected.map_or_else(|| Cell::missing("not compared"), |it| Cell::text(format!("{it:.1}")));
        vec![Cell::text(*slot), Cell::number(*count), even.number_like()]
    });
    let first = heading.trim_start_matches("By ");
    let caption = format!("Starts by {first}");
    let heads = [&*words::upper_first(first), "Incidents#", "Evenly spread#"];
    let grid = Grid::new(&caption, &heads).rows(rows);
    Section::new(id, heading).reading(verdict).grid(grid).folded(spread.verdict != "uneven")
}

/// What lies on one side of the week, and of the day.
fn sides(calendar: &Calendar) -> Section {
    let row = |name: &str, it: &Count| {
        let verdict = match (it.verdict, it.corrected.map(wording::p)) {
            ("more" | "fewer", Some(p)) => format!("{} than expected ({p})", it.verdict),
            ("no evidence", Some(p)) => format!("no evidence ({p})"),
            _ => "too few to test".to_owned(),
        };
        vec![
            Cell::text(name),
            Cell::number(it.count),
            Cell::number(it.n),
            Cell::text(format!("{:.1}", it.expected)).number_like(),
            Cell::text(verdict),
        ]
    };
    let rows = [row("At a weekend", &calendar.weekend), row("From 09:00 to 18:00", &calendar.working_hours)];
    let heads = ["Began", "Incidents#", "Of#", "Expected#", "Verdict"];
    let grid = Grid::new("Starts at weekends and in working hours", &heads).rows(rows);
    Section::new("sides", "Weekends and working hours").grid(grid)
}

//! When incidents start: by weekday, hour and month, and whether it differs from an even spread.

use super::{Cell, Chart, Example, Grid, Question, Section, TrendPage, out_of};
use crate::analyse::wording::MONTHS;
use crate::analyse::{Calendar, Spread};
use crate::render::archive::Archive;
use crate::render::svg::matrix::{Look, Row, Square, matrix};
use crate::render::words;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const QUARTERS: [&str; 4] = ["00:00 to 06:00", "06:00 to 12:00", "12:00 to 18:00", "18:00 to 24:00"];
/// Hours in a column of the chart.
const HOURS: usize = 3;

pub fn page(archive: &Archive) -> TrendPage {
    let trends = archive.input.trends;
    let calendar = &trends.calendar;
    let mut page = TrendPage::new(Question::Calendar, archive, &calendar.reading);
    if calendar.weekdays.n + calendar.hours.n == 0 {
        page.missing = Some(Example::new(
            "No report gives the day or the time its incident started. One line is enough:",
            "started_at: 2024-11-29 10:32 UTC",
        ));
        return page;
    }
    page.chart = Some(chart(calendar));
    page.sections.push(spread("weekdays", "By weekday", &WEEKDAYS, &calendar.weekdays));
    page.sections.push(spread("hours", "By time of day", &QUARTERS, &calendar.hours));
    page.sections.push(spread("months", "By month", &MONTHS, &calendar.months));
    page.method = vec![
        format!(
            "Times are those the reports write, in the zone they name; the day is known for {}, the time for {}.",
            out_of(calendar.weekdays.n, trends.incidents),
            words::number(calendar.hours.n)
        ),
        "Expected is an even spread over the time observed: months count by the days each had between the first and the last incident. A chi-square test says whether the counts differ from it, once each slot expects five; the level is divided by the three tests of this page.".into(),
    ];
    page.correct = Some(Example::new(
        "The start at the top of a document wins over the one read from its text.",
        "---\nstarted_at: 2024-11-29 10:32 UTC\n---",
    ));
    page
}

fn chart(calendar: &Calendar) -> Chart {
    let columns: Vec<(String, String)> = (0..24 / HOURS)
        .map(|column| {
            let from = column * HOURS;
            (format!("{from:02}"), format!("{from:02}:00 to {:02}:00", from + HOURS))
        })
        .collect();
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
    let verdict = match (spread.verdict, spread.p) {
        ("uneven", Some(p)) if p < 0.001 => "The counts differ from an even spread (p < 0.001).".to_owned(),
        ("uneven", Some(p)) => format!("The counts differ from an even spread (p = {p:.3})."),
        ("no evidence", Some(p)) => format!("No evidence of a pattern (p = {p:.2})."),
        _ => "Too few to test.".to_owned(),
    };
    let rows = slots.iter().zip(spread.counts.iter().zip(&spread.expected)).map(|(slot, (count, expected))| {
        vec![Cell::text(*slot), Cell::number(*count), Cell::text(format!("{expected:.1}")).number_like()]
    });
    let first = heading.trim_start_matches("By ");
    let caption = format!("Starts by {first}");
    let heads = [&*words::upper_first(first), "Incidents#", "Evenly spread#"];
    Section::new(id, heading).reading(verdict).grid(Grid::new(&caption, &heads).rows(rows))
}

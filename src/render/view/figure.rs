//! A chart with the sentence that reads it and the table behind it.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::{Link, markup};
use crate::model::{Kind, SeverityLevel};
use crate::render::archive::{Archive, Entry, Index, span};
use crate::render::svg::columns::{Column, columns};
use crate::render::svg::strip::{Mark, strip};
use crate::render::svg::time_axis::TimeAxis;
use crate::render::words;

/// More marks than this become columns.
const MOST_MARKS: usize = 300;

/// What `part/figure.html` shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    pub svg: Value,
    pub caption: String,
    pub legend: Vec<LegendItem>,
    pub table: Table,
}

/// A shape or a fill and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegendItem {
    /// `critical` to `unknown`, for class names.
    pub id: &'static str,
    /// The mark of a strip; `None` for the swatch of a stack.
    pub mark: Option<&'static str>,
    pub word: &'static str,
}

/// The numbers of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    pub caption: String,
    pub head: Vec<&'static str>,
    pub rows: Vec<TableRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableRow {
    pub head: Link,
    pub cells: Vec<String>,
}

/// What the chart is of.
pub enum Period {
    /// From the first to the last member.
    Whole,
    Year(i16),
}

/// Incidents over time: a mark each while they are few, columns when they are many; `None` below two dated ones.
pub fn over_time(archive: &Archive, root: &str, members: &[Index], period: Period) -> Option<Figure> {
    let dated =
        members.iter().map(|&index| archive.entry(index)).filter(|entry| entry.day.is_some()).collect::<Vec<_>>();
    let span = span(dated.iter().filter_map(|entry| entry.day))?;
    if dated.len() < 2 {
        return None;
    }
    let axis = match period {
        Period::Whole => TimeAxis::new(span),
        Period::Year(year) => TimeAxis::of_year(year)?,
    };
    let undated = members.len() - dated.len();
    let left_out = match undated {
        0 => String::new(),
        1 => " One without a date is not shown.".to_owned(),
        n => format!(" {n} without a date are not shown."),
    };
    let table = by_month_or_year(&dated, matches!(period, Period::Year(_)));
    Some(if dated.len() <= MOST_MARKS {
        let marks = dated.iter().map(|entry| mark(root, entry)).collect::<Vec<_>>();
        let description = describe(&dated);
        Figure {
            svg: markup(&strip("strip", "Incidents over time", &description, &axis, &marks)),
            caption: format!("One mark per incident; its height is how long it lasted, on a log scale.{left_out}"),
            legend: marks_used(&dated),
            table,
        }
    } else {
        let bars = periods(&dated);
        let description = describe(&dated);
        Figure {
            svg: markup(&columns("columns", "Incidents over time", &description, &bars)),
            caption: format!("Incidents by {}, stacked by severity.{left_out}", unit(&bars)),
            legend: FILLS.map(|(id, word)| LegendItem { id, mark: None, word }).to_vec(),
            table,
        }
    })
}

/// The fills of stacked columns.
pub const FILLS: [(&str, &str); 4] =
    [("critical", "critical"), ("major", "major"), ("minor", "minor"), ("unknown", "none or not recorded")];

/// The marks that occur in a strip.
fn marks_used(dated: &[&Entry]) -> Vec<LegendItem> {
    let used =
        words::LEVELS.into_iter().filter(|level| dated.iter().any(|entry| entry.incident().severity.level == *level));
    used.map(|level| LegendItem {
        id: words::level_id(level),
        mark: Some(if level == SeverityLevel::Unknown { "•" } else { words::level_mark(level) }),
        word: if level == SeverityLevel::None { "no severity" } else { severity_words(level) },
    })
    .collect()
}

fn mark(root: &str, entry: &Entry) -> Mark {
    let incident = entry.incident();
    let length = incident.duration.stated_minutes.or(incident.duration.minutes);
    let kind = words::kind(incident.kind).map(|kind| format!("{kind}, ")).unwrap_or_default();
    let length_text = length.map_or_else(|| "duration not recorded".into(), words::duration);
    Mark {
        day: entry.day.unwrap_or_default(),
        minutes: length.map(|length| length.as_f64()),
        level: incident.severity.level,
        href: format!("{root}{}", entry.path),
        label: format!(
            "{} {kind}{}: {}, {length_text}",
            entry.date().unwrap_or_default(),
            severity_words(incident.severity.level),
            incident.title
        ),
    }
}

fn severity_words(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Unknown => "severity not recorded",
        known => words::level(known),
    }
}

fn describe(dated: &[&Entry]) -> String {
    let count = |level| dated.iter().filter(|entry| entry.incident().severity.level == level).count();
    let levels = words::LEVELS.map(|level| (count(level), severity_words(level)));
    let parts = levels.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>();
    let dates = (dated.last().and_then(|entry| entry.date()), dated.first().and_then(|entry| entry.date()));
    let range = match dates {
        (Some(first), Some(last)) => format!(" from {first} to {last}"),
        _ => String::new(),
    };
    format!("{}{range}: {}.", words::count(dated.len(), "incident", "incidents"), words::list(&parts))
}

/// Counts in the order of the columns: critical, major, minor, everything else.
fn counts<'a>(entries: impl Iterator<Item = &'a Entry<'a>>) -> [usize; 4] {
    let mut counts = [0; 4];
    for entry in entries {
        counts[match entry.incident().severity.level {
            SeverityLevel::Critical => 0,
            SeverityLevel::Major => 1,
            SeverityLevel::Minor => 2,
            SeverityLevel::None | SeverityLevel::Unknown => 3,
        }] += 1;
    }
    counts
}

fn by_month_or_year(dated: &[&Entry], by_month: bool) -> Table {
    let mut rows = BTreeMap::<String, Vec<&Entry>>::new();
    for entry in dated {
        let date = entry.date().unwrap_or_default();
        let label = if by_month { date.get(..7).unwrap_or(&date) } else { date.get(..4).unwrap_or(&date) };
        rows.entry(label.to_owned()).or_default().push(entry);
    }
    let rows = rows.into_iter().map(|(label, entries)| {
        let counts = counts(entries.iter().copied());
        let near_misses = entries.iter().filter(|entry| entry.incident().kind == Kind::NearMiss).count();
        let path = (!by_month).then(|| format!("years/{label}/index.html"));
        let mut cells = counts.map(|n| n.to_string()).to_vec();
        cells.push(near_misses.to_string());
        TableRow { head: Link { text: label, path }, cells }
    });
    Table {
        caption: if by_month { "Incidents by month and severity" } else { "Incidents by year and severity" }.into(),
        head: vec!["", "critical", "major", "minor", "none or not recorded", "of these near misses"],
        rows: rows.collect(),
    }
}

/// Months up to five years, quarters up to fifteen, then years; every period of the span, also the empty ones.
fn periods(dated: &[&Entry]) -> Vec<Column> {
    let months = dated.iter().filter_map(|entry| {
        let date = entry.moment?.date?;
        Some((i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1)) - 1, *entry))
    });
    let mut by_month = BTreeMap::<i32, Vec<&Entry>>::new();
    for (month, entry) in months {
        by_month.entry(month).or_default().push(entry);
    }
    let (Some((&first, _)), Some((&last, _))) = (by_month.first_key_value(), by_month.last_key_value()) else {
        return Vec::new();
    };
    let step = match last - first {
        ..60 => 1,
        60..180 => 3,
        _ => 12,
    };
    let mut columns = Vec::new();
    let mut month = first.div_euclid(step) * step;
    while month <= last {
        let members = by_month.range(month..month + step).flat_map(|(_, entries)| entries.iter().copied());
        let (year, of_year) = (month.div_euclid(12), month.rem_euclid(12));
        let label = match step {
            1 => format!("{year:04}-{:02}", of_year + 1),
            3 => format!("{year:04} Q{}", of_year / 3 + 1),
            _ => format!("{year:04}"),
        };
        columns.push(Column { label, starts_year: of_year == 0, counts: counts(members) });
        month += step;
    }
    columns
}

fn unit(columns: &[Column]) -> &'static str {
    match columns.first().map(|column| column.label.len()) {
        Some(4) => "year",
        Some(7) if columns.iter().all(|column| column.label.contains('Q')) => "quarter",
        _ => "month",
    }
}

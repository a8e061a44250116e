//! Years: all of them, and one with its incidents.

use serde::Serialize;

use super::breakdown::{Breakdown, by_cause, by_detection, by_service, by_severity, half_of, median_duration, size};
use super::figure::{Figure, Period, over_time};
use super::incident_list::{IncidentTable, of_group, titled};
use super::{Frame, Link, page_view};
use crate::model::SeverityLevel;
use crate::render::archive::{Archive, Group, page_path};
use crate::render::page::Rows;
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearListPage {
    pub frame: Frame,
    pub sentence: String,
    pub figure: Option<Figure>,
    pub rows: Vec<YearRow>,
}

page_view!(YearListPage, "year_list.html");

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearRow {
    pub link: Link,
    pub incidents: usize,
    pub near_misses: usize,
    pub critical: usize,
    pub major: usize,
    pub minor: usize,
    pub median: Option<String>,
    /// Why there is none.
    pub no_median: Option<String>,
    /// The group of undated ones.
    pub missing: bool,
}

impl YearListPage {
    pub fn new(archive: &Archive) -> Self {
        let dated = archive.years.iter().filter(|(year, _)| year.is_some()).collect::<Vec<_>>();
        let worst = dated.iter().max_by_key(|(year, group)| (group.incidents, *year));
        let sentence = match (worst, dated.len()) {
            (None, _) => "No incident has a date.".to_owned(),
            (Some((_, group)), 1) => format!("All dated incidents are from {}.", group.label),
            (Some((_, group)), years) => {
                let count = words::count(group.incidents, "incident", "incidents");
                format!("{years} years; {} had the most with {count}.", group.label)
            }
        };
        let frame =
            Frame::new(archive, "years/index.html", "years", "Years").description(&*sentence).below([], "Years");
        Self {
            figure: over_time(archive, &frame.root, &archive.listed, Period::Whole),
            rows: archive.years.iter().map(|(year, group)| row(archive, *year, group)).collect(),
            sentence,
            frame,
        }
    }
}

fn row(archive: &Archive, year: Option<i16>, group: &Group) -> YearRow {
    let severity =
        |level| group.members.iter().filter(|&&index| archive.entry(index).incident().severity.level == level).count();
    let median = median_duration(archive, &archive.input.trends.durations.by_year, &group.label);
    YearRow {
        link: Link::new(group.label.clone(), group.path()),
        incidents: group.incidents,
        near_misses: group.members.len() - group.incidents,
        critical: severity(SeverityLevel::Critical),
        major: severity(SeverityLevel::Major),
        minor: severity(SeverityLevel::Minor),
        no_median: median.as_ref().err().cloned(),
        median: median.ok().map(|(median, _)| median),
        missing: year.is_none(),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearPage {
    pub frame: Frame,
    /// `2024`, or `Date not recorded`.
    pub label: String,
    /// On the first page.
    pub sentence: String,
    pub is_first: bool,
    pub figure: Option<Figure>,
    pub breakdowns: Vec<Breakdown>,
    pub table: IncidentTable,
    pub newer: Option<Link>,
    pub older: Option<Link>,
}

page_view!(YearPage, "year.html");

impl YearPage {
    pub fn new(archive: &Archive, rows: &Rows, position: usize, number: usize) -> Self {
        let (year, group) = &archive.years[position];
        let is_first = number == 1;
        let sentence = if is_first { sentence(archive, position) } else { String::new() };
        let path = page_path(&group.folder, number);
        let mut frame = Frame::new(archive, &path, "years", titled(&group.label, number))
            .description(&*sentence)
            .below([("Years", "years/index.html")], group.label.clone());
        let caption = format!("Incidents, {}", words::lower_first(&group.label));
        let table = of_group(rows, &frame.root, group, number, &caption);
        table.pager.link(&mut frame);
        let members = &group.members;
        let link = |position: Option<usize>| {
            let (_, group) = archive.years.get(position?)?;
            Some(Link::new(group.label.clone(), group.path()))
        };
        Self {
            label: group.label.clone(),
            sentence,
            is_first,
            figure: year
                .filter(|_| is_first)
                .and_then(|year| over_time(archive, &frame.root, members, Period::Year(year))),
            breakdowns: if is_first {
                vec![
                    by_severity(archive, members),
                    by_cause(archive, members),
                    by_service(archive, members),
                    by_detection(archive, members),
                ]
            } else {
                Vec::new()
            },
            table,
            newer: link(position.checked_sub(1)),
            older: link(Some(position + 1)),
            frame,
        }
    }
}

/// Size, severity and the year before.
fn sentence(archive: &Archive, position: usize) -> String {
    let (year, group) = &archive.years[position];
    let critical = group
        .members
        .iter()
        .filter(|&&i| archive.entry(i).incident().severity.level == SeverityLevel::Critical)
        .count();
    let mut sentence = size(group);
    if critical > 0 {
        sentence.push_str(&format!(", {critical} critical"));
    }
    let before = year.and_then(|year| archive.years.iter().find(|(other, _)| *other == Some(year - 1)));
    if let Some((_, before)) = before {
        sentence.push_str(&format!("; {} had {}", before.label, words::number(before.incidents)));
    }
    sentence.push('.');
    sentence.push_str(&half_of(archive, &archive.input.trends.durations.by_year, &group.label));
    sentence
}

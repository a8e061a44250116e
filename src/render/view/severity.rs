//! Severities: the levels, and one level with its incidents and the labels that mean it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::breakdown::{Breakdown, by_cause, by_detection, by_service, half_of, median_duration, size};
use super::figure::{Figure, Period, over_time};
use super::incident_list::{IncidentTable, of_group, titled};
use super::service::last_date;
use super::{Frame, SeverityMark, page_view};
use crate::analyse::severity_word;
use crate::model::{Severity, SeverityLevel};
use crate::render::archive::{Archive, Group, page_path};
use crate::render::page::Rows;
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeverityListPage {
    pub frame: Frame,
    pub sentence: String,
    pub rows: Vec<SeverityRow>,
}

page_view!(SeverityListPage, "severity_list.html");

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeverityRow {
    pub severity: SeverityMark,
    pub incidents: usize,
    pub near_misses: usize,
    pub labels: Vec<LabelCount>,
    pub last: Option<String>,
    pub median: Option<String>,
    /// Why there is none.
    pub no_median: Option<String>,
}

/// A label as authors wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelCount {
    pub label: String,
    pub count: usize,
}

impl SeverityListPage {
    pub fn new(archive: &Archive) -> Self {
        let unknown = archive.severities.iter().find(|(level, _)| *level == SeverityLevel::Unknown);
        let unknown = unknown.map_or(0, |(_, group)| group.incidents);
        let total = archive.incidents.len();
        let sentence = format!(
            "{} of {} incidents have a recorded severity.",
            words::number(total - unknown),
            words::number(total)
        );
        let rows = archive.severities.iter().map(|(level, group)| {
            let median = median_duration(archive, &archive.input.trends.durations.by_severity, severity_word(*level));
            SeverityRow {
                severity: mark(*level),
                incidents: group.incidents,
                near_misses: group.members.len() - group.incidents,
                labels: labels(archive, group),
                last: last_date(archive, group),
                no_median: median.as_ref().err().cloned(),
                median: median.ok().map(|(median, _)| median),
            }
        });
        Self {
            frame: Frame::new(archive, "severities/index.html", "incidents", "Severities")
                .description(&*sentence)
                .below([("Incidents", "incidents/index.html")], "Severities"),
            sentence,
            rows: rows.collect(),
        }
    }
}

fn mark(level: SeverityLevel) -> SeverityMark {
    SeverityMark::new(&Severity { level, label: None })
}

/// The labels that mean this level, the most frequent first.
fn labels(archive: &Archive, group: &Group) -> Vec<LabelCount> {
    let mut counts = BTreeMap::<String, usize>::new();
    for &index in &group.members {
        if let Some(label) = &archive.entry(index).incident().severity.label {
            *counts.entry(label.clone()).or_default() += 1;
        }
    }
    let mut labels = counts.into_iter().map(|(label, count)| LabelCount { label, count }).collect::<Vec<_>>();
    labels.sort_by_key(|label| std::cmp::Reverse(label.count));
    labels
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeverityPage {
    pub frame: Frame,
    pub severity: SeverityMark,
    /// On the first page.
    pub sentence: String,
    pub labels: Vec<LabelCount>,
    pub is_first: bool,
    pub figure: Option<Figure>,
    pub breakdowns: Vec<Breakdown>,
    pub table: IncidentTable,
}

page_view!(SeverityPage, "severity.html");

impl SeverityPage {
    pub fn new(archive: &Archive, rows: &Rows, level: SeverityLevel, group: &Group, number: usize) -> Self {
        let is_first = number == 1;
        let sentence = if is_first { sentence(archive, level, group) } else { String::new() };
        let title = match level {
            SeverityLevel::Unknown => "Severity not recorded".to_owned(),
            _ => format!("Severity: {}", words::level(level)),
        };
        let path = page_path(&group.folder, number);
        let above = [("Incidents", "incidents/index.html"), ("Severities", "severities/index.html")];
        let mut frame = Frame::new(archive, &path, "incidents", titled(&title, number))
            .description(&*sentence)
            .below(above, group.label.clone());
        let table = of_group(rows, &frame.root, group, number, &title);
        table.pager.link(&mut frame);
        let members = &group.members;
        Self {
            severity: mark(level),
            sentence,
            labels: if is_first { labels(archive, group) } else { Vec::new() },
            is_first,
            figure: is_first.then(|| over_time(archive, &frame.root, members, Period::Whole)).flatten(),
            breakdowns: if is_first {
                vec![by_cause(archive, members), by_service(archive, members), by_detection(archive, members)]
            } else {
                Vec::new()
            },
            table,
            frame,
        }
    }
}

fn sentence(archive: &Archive, level: SeverityLevel, group: &Group) -> String {
    let mut sentence = format!("{} of {}", size(group), words::number(archive.incidents.len()));
    if let Some(last) = last_date(archive, group) {
        sentence.push_str(&format!(", the last on {last}"));
    }
    sentence.push('.');
    sentence.push_str(&half_of(archive, &archive.input.trends.durations.by_severity, severity_word(level)));
    sentence
}

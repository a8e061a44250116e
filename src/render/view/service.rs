//! Services: all of them, and one with its incidents.

use serde::Serialize;

use super::breakdown::{Breakdown, by_cause, by_detection, by_severity, half_of, median_duration, size};
use super::figure::{Figure, Period, over_time};
use super::incident_list::{IncidentTable, of_group, titled};
use super::{Frame, Link, page_view};
use crate::render::archive::{Archive, Group, page_path};
use crate::render::page::Rows;
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceListPage {
    pub frame: Frame,
    pub sentence: String,
    pub rows: Vec<ServiceRow>,
}

page_view!(ServiceListPage, "service_list.html");

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceRow {
    pub link: Link,
    pub incidents: usize,
    pub near_misses: usize,
    pub critical: usize,
    pub major: usize,
    pub last: Option<String>,
    pub median: Option<String>,
    /// Why there is none.
    pub no_median: Option<String>,
    pub open_actions: usize,
}

impl ServiceListPage {
    pub fn new(archive: &Archive) -> Self {
        let mut groups = archive.services.iter().collect::<Vec<_>>();
        groups.sort_by_key(|group| std::cmp::Reverse(group.incidents));
        let without = archive.incidents.iter().filter(|&&index| archive.entry(index).incident().services.is_empty());
        let sentence = match (groups.first(), without.count()) {
            (None, _) => "No incident names a service.".to_owned(),
            (Some(worst), without) => {
                let missing = match without {
                    0 => String::new(),
                    n => format!(" {} name no service.", words::count(n, "incident", "incidents")),
                };
                format!(
                    "{}, the most affected first: {} was part of {} of {} incidents.{missing}",
                    words::count(groups.len(), "service", "services"),
                    worst.label,
                    words::number(worst.incidents),
                    words::number(archive.incidents.len()),
                )
            }
        };
        let path = "services/index.html";
        Self {
            frame: Frame::new(archive, path, "services", "Services").description(&*sentence).below([], "Services"),
            sentence,
            rows: groups.into_iter().map(|group| row(archive, group)).collect(),
        }
    }
}

fn row(archive: &Archive, group: &Group) -> ServiceRow {
    use crate::model::SeverityLevel::{Critical, Major};
    let severity =
        |level| group.members.iter().filter(|&&index| archive.entry(index).incident().severity.level == level).count();
    let median = median_duration(archive, &archive.input.trends.durations.by_service, &group.label);
    ServiceRow {
        link: Link::new(group.label.clone(), group.path()),
        incidents: group.incidents,
        near_misses: group.members.len() - group.incidents,
        critical: severity(Critical),
        major: severity(Major),
        last: last_date(archive, group),
        no_median: median.as_ref().err().cloned(),
        median: median.ok().map(|(median, _)| median),
        open_actions: open_actions(archive, group),
    }
}

/// The newest date of a group.
pub fn last_date(archive: &Archive, group: &Group) -> Option<String> {
    group.members.iter().find_map(|&index| archive.entry(index).date())
}

pub fn open_actions(archive: &Archive, group: &Group) -> usize {
    group.members.iter().map(|&index| archive.entry(index).open_actions).sum()
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServicePage {
    pub frame: Frame,
    pub name: String,
    /// On the first page.
    pub sentence: String,
    /// Other names that were merged into this one by the settings.
    pub aliases: Vec<String>,
    pub is_first: bool,
    pub figure: Option<Figure>,
    pub breakdowns: Vec<Breakdown>,
    pub table: IncidentTable,
}

page_view!(ServicePage, "service.html");

impl ServicePage {
    pub fn new(archive: &Archive, rows: &Rows, group: &Group, number: usize) -> Self {
        let is_first = number == 1;
        let sentence = if is_first { sentence(archive, group) } else { String::new() };
        let mut frame =
            Frame::new(archive, &page_path(&group.folder, number), "services", titled(&group.label, number))
                .description(&*sentence)
                .below([("Services", "services/index.html")], group.label.clone());
        let caption = format!("Incidents of {}", group.label);
        let table = of_group(rows, &frame.root, group, number, &caption);
        table.pager.link(&mut frame);
        let aliases = archive.input.config.services.iter().filter(|(_, name)| **name == group.label);
        let members = &group.members;
        Self {
            name: group.label.clone(),
            sentence,
            aliases: aliases.map(|(alias, _)| alias.clone()).collect(),
            is_first,
            figure: is_first.then(|| over_time(archive, &frame.root, members, Period::Whole)).flatten(),
            breakdowns: if is_first {
                vec![by_severity(archive, members), by_cause(archive, members), by_detection(archive, members)]
            } else {
                Vec::new()
            },
            table,
            frame,
        }
    }
}

fn sentence(archive: &Archive, group: &Group) -> String {
    let mut sentence = format!("Part of {} of {} in this archive", size(group), words::number(archive.incidents.len()));
    if let Some(last) = last_date(archive, group) {
        sentence.push_str(&format!(", last on {last}"));
    }
    sentence.push('.');
    sentence.push_str(&half_of(archive, &archive.input.trends.durations.by_service, &group.label));
    match open_actions(archive, group) {
        0 => {}
        n => sentence.push_str(&format!(" {} open.", words::count(n, "action item is", "action items are"))),
    }
    sentence
}

//! The list of all incidents, in three orders, and the table that every list of incidents shows.

use serde::Serialize;
use tera::Value;

use super::breakdown::{Breakdown, by_severity, half_of_all, size_of};
use super::{Frame, Link, page_view};
use crate::model::{Minutes, SeverityLevel};
use crate::render::archive::{Archive, Index, page_path};
use crate::render::page::Rows;
use crate::render::words;

/// Rows on a page.
pub const PER_PAGE: usize = 50;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Newest,
    Severity,
    Duration,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Newest, Self::Severity, Self::Duration];

    /// Path of one of its pages. Pages are files and incidents are folders, so no incident's name can clash with a page.
    pub fn path(self, number: usize) -> String {
        let name = match self {
            Self::Newest => "page",
            Self::Severity => "by-severity",
            Self::Duration => "by-duration",
        };
        match (self, number) {
            (Self::Newest, 0 | 1) => "incidents/index.html".into(),
            (_, 0 | 1) => format!("incidents/{name}.html"),
            (_, number) => format!("incidents/{name}-{number}.html"),
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Newest => "newest first",
            Self::Severity => "worst first",
            Self::Duration => "longest first",
        }
    }

    /// Incidents and near misses in this order; equal ones stay newest first.
    pub fn sort(self, archive: &Archive) -> Vec<Index> {
        let mut members = archive.listed.clone();
        let incident = |index: &Index| archive.entry(*index).incident();
        match self {
            Self::Newest => {}
            Self::Severity => members.sort_by_key(|index| incident(index).severity.level),
            Self::Duration => members.sort_by_key(|index| {
                let duration = &incident(index).duration;
                std::cmp::Reverse(duration.stated_minutes.or(duration.minutes).unwrap_or(Minutes::from_seconds(-1)))
            }),
        }
        members
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentListPage {
    pub frame: Frame,
    /// On the first page.
    pub sentence: String,
    pub is_first: bool,
    /// Other orders of the same list; the current one has no path.
    pub orders: Vec<Link>,
    pub severities: Option<Breakdown>,
    /// Lists of what is not counted: maintenance and notices.
    pub elsewhere: Option<Link>,
    pub table: IncidentTable,
    pub is_empty: bool,
}

page_view!(IncidentListPage, "incident_list.html");

impl IncidentListPage {
    pub fn new(archive: &Archive, rows: &Rows, order: Order, sorted: &[Index], number: usize) -> Self {
        let path = order.path(number);
        let sentence = if number == 1 { sentence(archive, order) } else { String::new() };
        let mut frame = Frame::new(archive, &path, "incidents", titled("Incidents", number))
            .description(sentence.as_str())
            .below([], "Incidents");
        let table = IncidentTable::new(rows, &frame.root, sorted, number, "Incidents", |number| order.path(number));
        table.pager.link(&mut frame);
        let orders =
            Order::ALL.map(|other| Link { text: other.label().into(), path: (other != order).then(|| other.path(1)) });
        let planned = words::count(archive.planned.len(), "entry", "entries");
        Self {
            sentence,
            is_first: number == 1,
            orders: orders.to_vec(),
            severities: (number == 1).then(|| by_severity(archive, &archive.listed)),
            elsewhere: (!archive.planned.is_empty()).then(|| Link::new(planned, "maintenance/index.html")),
            is_empty: archive.listed.is_empty(),
            table,
            frame,
        }
    }
}

/// `Incidents, page 2`
pub fn titled(title: &str, number: usize) -> String {
    if number <= 1 { title.to_owned() } else { format!("{title}, page {number}") }
}

fn sentence(archive: &Archive, order: Order) -> String {
    let incidents = archive.incidents.len();
    let near_misses = archive.listed.len() - incidents;
    let bad = archive
        .incidents
        .iter()
        .filter(|&&index| archive.entry(index).incident().severity.level == SeverityLevel::Critical);
    let critical = match bad.count() {
        0 => String::new(),
        n => format!(", {} critical", words::number(n)),
    };
    let median = half_of_all(archive);
    format!("{}{critical}, {}.{median}", size_of(incidents, near_misses), order.label())
}

/// A page of a list of incidents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentTable {
    pub caption: String,
    /// Rendered.
    pub rows: Vec<Value>,
    pub pager: Pager,
}

/// Where a page stands in its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pager {
    pub number: usize,
    pub pages: usize,
    /// `1 to 50 of 240`
    pub range: String,
    pub first: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub last: Option<String>,
}

impl Pager {
    pub fn of(number: usize, length: usize, path: impl Fn(usize) -> String) -> Self {
        let pages = pages(length);
        let (from, to) = ((number - 1) * PER_PAGE + 1, (number * PER_PAGE).min(length));
        Self {
            number,
            pages,
            range: format!("{} to {} of {}", words::number(from), words::number(to), words::number(length)),
            first: (number > 2).then(|| path(1)),
            previous: (number > 1).then(|| path(number - 1)),
            next: (number < pages).then(|| path(number + 1)),
            last: (number + 1 < pages).then(|| path(pages)),
        }
    }

    /// Tells browsers and readers which pages come before and after.
    pub fn link(&self, frame: &mut Frame) {
        frame.next.clone_from(&self.next);
        frame.previous.clone_from(&self.previous);
    }
}

impl IncidentTable {
    pub fn new(
        rows: &Rows,
        root: &str,
        members: &[Index],
        number: usize,
        caption: &str,
        path: impl Fn(usize) -> String,
    ) -> Self {
        let start = (number - 1) * PER_PAGE;
        let shown = members.iter().skip(start).take(PER_PAGE);
        Self {
            caption: caption.to_owned(),
            rows: shown.map(|&index| rows.get(root, index)).collect(),
            pager: Pager::of(number, members.len(), path),
        }
    }
}

/// How many pages a list of `length` needs; an empty one has a page too.
pub fn pages(length: usize) -> usize {
    length.div_ceil(PER_PAGE).max(1)
}

/// The table of a group's page.
pub fn of_group(
    rows: &Rows,
    root: &str,
    group: &crate::render::archive::Group,
    number: usize,
    caption: &str,
) -> IncidentTable {
    IncidentTable::new(rows, root, &group.members, number, caption, |number| page_path(&group.folder, number))
}

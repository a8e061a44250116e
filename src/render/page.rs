//! Every page of the site: which there are, where they lie and which view they show.

use rayon::prelude::*;
use tera::Value;

use super::archive::{Archive, Entry, Index, page_path};
use super::view::about::{AboutPage, NotFoundPage};
use super::view::cause::{CauseListPage, CausePage};
use super::view::home::HomePage;
use super::view::incident::{Backlinks, IncidentPage};
use super::view::incident_list::{IncidentListPage, Order, pages};
use super::view::maintenance::{FOLDER, MaintenanceListPage};
use super::view::markup;
use super::view::plain::PlainPage;
use super::view::row::IncidentRow;
use super::view::search::{PATH as SEARCH_PATH, SearchPage};
use super::view::service::{ServiceListPage, ServicePage};
use super::view::severity::{SeverityListPage, SeverityPage};
use super::view::trend::{Names, Question};
use super::view::year::{YearListPage, YearPage};
use super::{Press, RenderError, SiteInput};
use crate::budget::{self, Stopped};
use crate::model::{Article, KnowledgeBase};

/// One HTML page. The first number is a position in the archive, `page` counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Home,
    IncidentList { order: usize, page: usize },
    Incident(Index),
    ServiceList,
    Service { service: usize, page: usize },
    CauseList,
    Cause { cause: usize, page: usize },
    Recurring { recurring: usize, page: usize },
    SeverityList,
    Severity { severity: usize, page: usize },
    YearList,
    Year { year: usize, page: usize },
    MaintenanceList { page: usize },
    Trend(Question),
    Search,
    About,
    NotFound,
}

/// The row of every incident and near miss as HTML, for lists at the two depths at which lists lie.
///
/// An incident stands in eight lists or so; rendering its row anew for each would take longer than all its pages.
pub struct Rows {
    by_depth: [Vec<Value>; 2],
}

impl Rows {
    fn new(archive: &Archive, press: &Press) -> Result<Self, RenderError> {
        let at_depth = |root: &str| {
            let rows = archive.entries.par_iter().map_init(Vec::new, |buffer, entry| {
                press.render(&entry.path, &IncidentRow::new(archive, entry, root), buffer)?;
                Ok(markup(&String::from_utf8_lossy(buffer)))
            });
            rows.collect::<Result<Vec<_>, RenderError>>()
        };
        Ok(Self { by_depth: [at_depth("../")?, at_depth("../../")?] })
    }

    /// The row of an entry for a page whose way back to the site is `root`.
    pub fn get(&self, root: &str, index: Index) -> Value {
        self.by_depth[usize::from(root != "../")][index].clone()
    }
}

/// What several pages need and is worked out once.
pub struct Desk<'a> {
    archive: &'a Archive<'a>,
    rows: Rows,
    sorted: Vec<Vec<Index>>,
    backlinks: Backlinks<'a>,
    names: Names<'a>,
    theme: &'a str,
}

impl<'a> Desk<'a> {
    /// # Errors
    /// When the template of the rows asks for a value they do not have.
    pub fn new(archive: &'a Archive<'a>, press: &Press<'a>) -> Result<Self, RenderError> {
        let mut backlinks = Backlinks::new();
        for (index, entry) in archive.reports().iter().enumerate() {
            for id in &entry.incident().related {
                backlinks.entry(id.as_str()).or_default().push(index);
            }
        }
        Ok(Self {
            archive,
            rows: Rows::new(archive, press)?,
            sorted: Order::ALL.map(|order| order.sort(archive)).to_vec(),
            backlinks,
            names: Names::new(archive.input.trends),
            theme: &press.theme.name,
        })
    }
}

/// The page of a document whose page could not be made: the document under its title, and nothing that was read of it.
fn plain(
    entry: &Entry,
    stopped: &Stopped,
    desk: &Desk,
    press: &Press,
    buffer: &mut Vec<u8>,
) -> Result<u64, RenderError> {
    press.told(stopped.finding("making the page of this document").at(&entry.incident().source.path, None));
    let article =
        Article { incident: Box::new(entry.incident().without_facts()), toc: Vec::new(), ..entry.article.clone() };
    let base = KnowledgeBase { articles: vec![article], ..KnowledgeBase::default() };
    let input = SiteInput { knowledge_base: &base, ..*desk.archive.input };
    let alone = Archive::new(&input);
    press.print(&entry.path, &IncidentPage::new(&alone, 0, &Backlinks::new(), &desk.names), buffer)
}

impl Page {
    /// All pages; those of incidents first, as they take longest. What would be an empty variant of a list is left out.
    pub fn all(archive: &Archive) -> Vec<Self> {
        let numbers = |length: usize| 1..=pages(length);
        let mut all = (0..archive.entries.len()).map(Self::Incident).collect::<Vec<_>>();
        all.extend([Self::Home, Self::ServiceList, Self::CauseList, Self::SeverityList, Self::YearList]);
        all.extend(Question::shown(archive).map(Self::Trend));
        all.extend([Self::Search, Self::About, Self::NotFound]);
        let orders = if archive.listed.is_empty() { 1 } else { Order::ALL.len() };
        for order in 0..orders {
            all.extend(numbers(archive.listed.len()).map(|page| Self::IncidentList { order, page }));
        }
        for (service, group) in archive.services.iter().enumerate() {
            all.extend(numbers(group.members.len()).map(|page| Self::Service { service, page }));
        }
        for (cause, group) in archive.causes.iter().enumerate().filter(|(_, group)| group.has_page()) {
            all.extend((1..=CausePage::pages(&group.group)).map(|page| Self::Cause { cause, page }));
        }
        for (recurring, group) in archive.recurring.iter().enumerate() {
            all.extend((1..=CausePage::pages(&group.group)).map(|page| Self::Recurring { recurring, page }));
        }
        for (severity, (_, group)) in archive.severities.iter().enumerate() {
            all.extend(numbers(group.members.len()).map(|page| Self::Severity { severity, page }));
        }
        for (year, (_, group)) in archive.years.iter().enumerate() {
            all.extend(numbers(group.members.len()).map(|page| Self::Year { year, page }));
        }
        if !archive.planned.is_empty() {
            all.extend(numbers(archive.planned.len()).map(|page| Self::MaintenanceList { page }));
        }
        all
    }

    /// Relative to the site.
    pub fn path(self, archive: &Archive) -> String {
        match self {
            Self::Home => "index.html".into(),
            Self::IncidentList { order, page } => Order::ALL[order].path(page),
            Self::Incident(index) => archive.entry(index).path.clone(),
            Self::ServiceList => "services/index.html".into(),
            Self::Service { service, page } => page_path(&archive.services[service].folder, page),
            Self::CauseList => "causes/index.html".into(),
            Self::Cause { cause, page } => page_path(&archive.causes[cause].group.folder, page),
            Self::Recurring { recurring, page } => page_path(&archive.recurring[recurring].group.folder, page),
            Self::SeverityList => "severities/index.html".into(),
            Self::Severity { severity, page } => page_path(&archive.severities[severity].1.folder, page),
            Self::YearList => "years/index.html".into(),
            Self::Year { year, page } => page_path(&archive.years[year].1.folder, page),
            Self::MaintenanceList { page } => page_path(FOLDER, page),
            Self::Trend(question) => question.path().into(),
            Self::Search => SEARCH_PATH.into(),
            Self::About => "about/index.html".into(),
            Self::NotFound => "404.html".into(),
        }
    }

    /// Builds the view, renders it and stores it; returns its size.
    pub fn print(self, desk: &Desk, press: &Press, buffer: &mut Vec<u8>) -> Result<u64, RenderError> {
        let (archive, rows) = (desk.archive, &desk.rows);
        let path = &self.path(archive);
        match self {
            Self::Home => press.print(path, &HomePage::new(archive, &desk.names), buffer),
            Self::IncidentList { order, page } => {
                let view = IncidentListPage::new(archive, rows, Order::ALL[order], &desk.sorted[order], page);
                press.print(path, &view, buffer)
            }
            Self::Incident(index) if archive.entry(index).is_page() => {
                press.print(path, &PlainPage::new(archive, index), buffer)
            }
            Self::Incident(index) => {
                let view = || IncidentPage::new(archive, index, &desk.backlinks, &desk.names);
                match budget::isolated(budget::STEPS, || press.print(path, &view(), buffer)) {
                    Ok(printed) => printed,
                    Err(stopped) => plain(archive.entry(index), &stopped, desk, press, buffer),
                }
            }
            Self::ServiceList => press.print(path, &ServiceListPage::new(archive), buffer),
            Self::Service { service, page } => {
                press.print(path, &ServicePage::new(archive, rows, &archive.services[service], page), buffer)
            }
            Self::CauseList => press.print(path, &CauseListPage::new(archive), buffer),
            Self::Cause { cause, page } => {
                press.print(path, &CausePage::of_class(archive, &archive.causes[cause], page), buffer)
            }
            Self::Recurring { recurring, page } => {
                press.print(path, &CausePage::of_pair(archive, &archive.recurring[recurring], page), buffer)
            }
            Self::SeverityList => press.print(path, &SeverityListPage::new(archive), buffer),
            Self::Severity { severity, page } => {
                let (level, group) = &archive.severities[severity];
                press.print(path, &SeverityPage::new(archive, rows, *level, group, page), buffer)
            }
            Self::YearList => press.print(path, &YearListPage::new(archive), buffer),
            Self::Year { year, page } => press.print(path, &YearPage::new(archive, rows, year, page), buffer),
            Self::MaintenanceList { page } => press.print(path, &MaintenanceListPage::new(archive, page), buffer),
            Self::Trend(question) => press.print(path, &question.page(archive, &desk.names), buffer),
            Self::Search => press.print(path, &SearchPage::new(archive), buffer),
            Self::About => press.print(path, &AboutPage::new(archive, desk.theme), buffer),
            Self::NotFound => press.print(path, &NotFoundPage::new(archive), buffer),
        }
    }
}

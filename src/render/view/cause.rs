//! Causes: the classes, and one class (or one class in one component) with the sentences that put incidents there.

use serde::Serialize;

use super::breakdown::{Breakdown, by_component, by_detection, by_service, by_severity, half_of, size};
use super::figure::{Figure, Period, over_time};
use super::incident::shortened;
use super::incident_list::{PER_PAGE, Pager, pages, titled};
use super::service::last_date;
use super::trend::Question;
use super::{Frame, Link, SeverityMark, is_inferred, page_view};
use crate::analyse::UNKNOWN;
use crate::render::archive::{Archive, CauseGroup, Group, Index, Recurring, page_path};
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseListPage {
    pub frame: Frame,
    pub sentence: String,
    pub rows: Vec<CauseRow>,
    /// Class and component together, more than once.
    pub recurring: Vec<CauseRow>,
    /// The page of causes that recur in whatever words, where it has something to say.
    pub whatever_words: Option<Link>,
}

page_view!(CauseListPage, "cause_list.html");

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseRow {
    pub link: Link,
    pub definition: Option<String>,
    pub incidents: usize,
    pub near_misses: usize,
    /// How many others it contributed to.
    pub contributed: usize,
    pub last: Option<String>,
    /// Those without a class.
    pub missing: bool,
}

impl CauseListPage {
    pub fn new(archive: &Archive) -> Self {
        let total = archive.incidents.len();
        let mut groups = archive.causes.iter().collect::<Vec<_>>();
        groups.sort_by_key(|cause| (cause.class.is_none(), std::cmp::Reverse(cause.group.incidents)));
        let unknown = groups.last().filter(|cause| cause.class.is_none()).map_or(0, |cause| cause.group.incidents);
        let top = groups.first().filter(|cause| cause.class.is_some() && cause.group.incidents > 0);
        let sentence = match top {
            None => "No incident has a cause that could be classified.".to_owned(),
            Some(top) => format!(
                "{} of {} incidents have a classified cause; the most frequent is {} with {}.",
                words::number(total - unknown),
                words::number(total),
                words::lower_first(&top.group.label),
                words::number(top.group.incidents),
            ),
        };
        let shown = groups.into_iter().filter(|cause| cause.has_page());
        let path = "causes/index.html";
        Self {
            frame: Frame::new(archive, path, "causes", "Causes").description(&*sentence).below([], "Causes"),
            sentence,
            rows: shown.map(|cause| class_row(archive, cause)).collect(),
            whatever_words: Question::Recurring.told(archive.input.trends).then(|| Question::Recurring.link()),
            recurring: archive.recurring.iter().map(|recurring| pair_row(archive, recurring)).collect(),
        }
    }
}

fn class_row(archive: &Archive, cause: &CauseGroup) -> CauseRow {
    CauseRow {
        definition: definition(archive, cause.class.as_deref()),
        contributed: cause.contributed.len(),
        missing: cause.class.is_none(),
        ..group_row(archive, &cause.group)
    }
}

fn pair_row(archive: &Archive, recurring: &Recurring) -> CauseRow {
    group_row(archive, &recurring.group)
}

fn group_row(archive: &Archive, group: &Group) -> CauseRow {
    CauseRow {
        link: Link::new(group.label.clone(), group.path()),
        definition: None,
        incidents: group.incidents,
        near_misses: group.members.len() - group.incidents,
        contributed: 0,
        last: last_date(archive, group),
        missing: false,
    }
}

fn definition(archive: &Archive, class: Option<&str>) -> Option<String> {
    let class = archive.input.knowledge_base.classes.iter().find(|known| Some(known.id.as_str()) == class)?;
    (!class.definition.is_empty()).then(|| class.definition.clone())
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CausePage {
    pub frame: Frame,
    pub label: String,
    /// Set where the page is about one component of a class: the class.
    pub class: Option<Link>,
    pub definition: Option<String>,
    /// On the first page.
    pub sentence: String,
    pub is_first: bool,
    pub figure: Option<Figure>,
    pub breakdowns: Vec<Breakdown>,
    pub caption: String,
    pub members: Vec<Member>,
    pub pager: Pager,
    /// Incidents of another class to which this one contributed; on the first page.
    pub contributed: Vec<Member>,
}

page_view!(CausePage, "cause.html");

/// An incident with the sentence that put it there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    pub date: Option<String>,
    pub link: Link,
    pub kind: Option<&'static str>,
    pub severity: SeverityMark,
    /// Class and component, or the component alone on the page of a class.
    pub cause: Option<String>,
    /// As the author wrote it.
    pub sentence: Option<String>,
    /// Where no sentence states the cause: the words that spoke for the class.
    pub words: Vec<String>,
    pub inferred: bool,
}

impl CausePage {
    /// The page of a class, or of the incidents without one.
    pub fn of_class(archive: &Archive, cause: &CauseGroup, number: usize) -> Self {
        let mut page = Self::new(archive, &cause.group, number);
        page.definition = match cause.class {
            Some(_) => definition(archive, cause.class.as_deref()),
            None => Some("No rule found words that speak for a class of cause, and the author named none.".into()),
        };
        if page.is_first {
            let class = cause.class.as_deref().unwrap_or(UNKNOWN);
            page.sentence.push_str(&half_of(archive, &archive.input.trends.durations.by_class, class));
            if !page.breakdowns.is_empty() {
                page.breakdowns.insert(1, by_component(archive, &cause.group.members));
            }
            let others = cause.contributed.iter();
            page.contributed = others.map(|&index| member(archive, index, cause.class.as_deref())).collect();
        }
        page.frame.breadcrumb = vec![Link::new("Causes", "causes/index.html"), plain(&cause.group.label)];
        page
    }

    /// The page of a class in one component.
    pub fn of_pair(archive: &Archive, recurring: &Recurring, number: usize) -> Self {
        let mut page = Self::new(archive, &recurring.group, number);
        let class = Link::new(
            archive.class_label(&recurring.class),
            archive
                .causes
                .iter()
                .find(|cause| cause.class.as_deref() == Some(&recurring.class))
                .map_or_else(|| "causes/index.html".to_owned(), |cause| cause.group.path()),
        );
        page.frame.breadcrumb = vec![
            Link::new("Causes", "causes/index.html"),
            class.clone(),
            plain(&archive.component_label(&recurring.component)),
        ];
        page.class = Some(class);
        page
    }

    fn new(archive: &Archive, group: &Group, number: usize) -> Self {
        let is_first = number == 1;
        let sentence = if is_first { sentence(archive, group) } else { String::new() };
        let members = &group.members;
        let mut frame = Frame::new(archive, &page_path(&group.folder, number), "causes", titled(&group.label, number))
            .description(&*sentence);
        let pager = Pager::of(number, members.len(), |number| page_path(&group.folder, number));
        pager.link(&mut frame);
        let shown = members.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
        Self {
            label: group.label.clone(),
            class: None,
            definition: None,
            sentence,
            is_first,
            figure: is_first.then(|| over_time(archive, &frame.root, members, Period::Whole)).flatten(),
            breakdowns: if is_first && !members.is_empty() {
                vec![by_severity(archive, members), by_service(archive, members), by_detection(archive, members)]
            } else {
                Vec::new()
            },
            caption: format!("Incidents with the cause {}", words::lower_first(&group.label)),
            members: shown.map(|&index| member(archive, index, None)).collect(),
            pager,
            contributed: Vec::new(),
            frame,
        }
    }

    /// How many pages a class needs.
    pub fn pages(group: &Group) -> usize {
        pages(group.members.len())
    }
}

fn plain(text: &str) -> Link {
    Link { text: text.to_owned(), path: None }
}

fn sentence(archive: &Archive, group: &Group) -> String {
    if group.members.is_empty() {
        return "No incident in this archive has this cause.".into();
    }
    let mut sentence = format!("{} of {}", size(group), words::number(archive.incidents.len()));
    if let Some(last) = last_date(archive, group) {
        sentence.push_str(&format!(", the last on {last}"));
    }
    sentence.push('.');
    sentence
}

/// `contributing` is the class whose part in it is meant, where that is not the main one.
fn member(archive: &Archive, index: Index, contributing: Option<&str>) -> Member {
    let entry = archive.entry(index);
    let incident = entry.incident();
    let cause = &incident.cause;
    let class = contributing.or(cause.class.as_deref());
    let evidence = cause.evidence.iter().filter(|evidence| Some(evidence.class.as_str()) == class);
    let statement = cause.statement.as_deref().map(|statement| shortened(statement, 280));
    let label = match contributing {
        Some(_) => cause.class.as_deref().map(|main| archive.cause_label(main, cause.component.as_deref())),
        None => cause.component.as_deref().map(|component| archive.component_label(component)),
    };
    Member {
        date: entry.date(),
        link: Link::new(incident.title.clone(), entry.path.clone()),
        kind: words::kind(incident.kind),
        severity: SeverityMark::new(&incident.severity),
        cause: label,
        sentence: statement.filter(|_| contributing.is_none()),
        words: evidence.map(|evidence| evidence.words.clone()).take(4).collect(),
        inferred: cause.class.is_some() && is_inferred(incident, "cause.class"),
    }
}

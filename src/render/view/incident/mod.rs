//! The page of one incident, notice or piece of planned work.

mod actions;
mod anchors;
mod cause;
mod facts;
mod false_leads;
mod phases;
mod provenance;
mod reading;
mod timeline;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::{Frame, Link, View, markup};
use crate::diagnostic;
use crate::model::{Flag, Incident, Lessons};
use crate::render::archive::{Archive, Index};
use crate::render::body::with_headings_below;
use crate::render::words;

pub use actions::ActionTable;
pub use anchors::Anchors;
pub use cause::CauseSection;
pub use facts::Facts;
pub use false_leads::FalseLeadRow;
pub use phases::PhaseFigure;
pub use provenance::ProvenanceRow;
pub use timeline::TimelineTable;

/// Where incidents name each other: id to those that name it, newest first.
pub type Backlinks<'a> = BTreeMap<&'a str, Vec<Index>>;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentPage {
    pub frame: Frame,
    pub title: String,
    pub title_generated: bool,
    pub facts: Facts,
    pub phases: Option<PhaseFigure>,
    /// One generated sentence; `None` where nothing is known that it could say.
    pub reading: Option<String>,
    pub summary: Option<String>,
    /// As written, where it says more than the share of users.
    pub impact: Option<String>,
    pub cause: CauseSection,
    pub timeline: Option<TimelineTable>,
    pub false_leads: Vec<FalseLeadRow>,
    pub actions: Option<ActionTable>,
    pub lessons: Vec<LessonList>,
    pub flags: Vec<FlagRow>,
    pub links: Vec<Link>,
    /// Named by the author, or naming this one.
    pub related: Vec<RelatedRow>,
    /// Earlier and later ones with the same class and component.
    pub same_cause: Option<SameCause>,
    pub provenance: Vec<ProvenanceRow>,
    /// Empty on a short page.
    pub toc: Vec<TocRow>,
    pub body: Value,
    /// Path of the source file below the archive.
    pub source_path: String,
    pub source_url: Option<String>,
    pub tags: Vec<String>,
    pub newer: Option<Link>,
    pub older: Option<Link>,
}

impl View for IncidentPage {
    const TEMPLATE: &'static str = "incident.html";
}

/// A list of lessons under its heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LessonList {
    pub label: &'static str,
    pub items: Vec<String>,
}

/// Where the document contradicts itself or leaves something open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlagRow {
    pub code: &'static str,
    pub message: String,
    pub line: Option<usize>,
    /// What its author could do about it.
    pub remedy: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedRow {
    pub link: Link,
    pub date: Option<String>,
    /// `named here`, `names this one` or `not in this archive`.
    pub relation: &'static str,
}

/// Others with the same class and component of cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SameCause {
    pub label: String,
    /// Page that lists them all.
    pub path: String,
    /// How many there are beside this one, in words.
    pub others: String,
    pub nearest: Vec<RelatedRow>,
}

/// A page with fewer sections can be seen at a glance.
const SHORTEST_TOC: usize = 4;

/// An entry of "On this page".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TocRow {
    pub text: String,
    pub anchor: String,
    /// A heading of the document rather than one of ours.
    pub nested: bool,
}

impl IncidentPage {
    pub fn new(archive: &Archive, index: Index, backlinks: &Backlinks) -> Self {
        let entry = archive.entry(index);
        let article = entry.article;
        let incident = entry.incident();
        let mut anchors = Anchors::beside(&article.toc);
        let facts = Facts::new(archive, entry);
        let reading = reading::sentence(incident);
        let summary = incident.summary.clone().filter(|summary| !summary.trim().is_empty());
        let (newer, older) = neighbours(archive, index);
        let mut page = Self {
            frame: frame(archive, index, summary.as_deref().or(reading.as_deref())),
            title: incident.title.clone(),
            title_generated: incident.title_generated,
            phases: PhaseFigure::new(archive, incident),
            reading,
            summary,
            impact: incident.impact.text.clone().filter(|text| !text.trim().is_empty()),
            cause: CauseSection::new(archive, incident),
            timeline: TimelineTable::new(incident, &mut anchors),
            false_leads: false_leads::rows(archive, incident),
            actions: ActionTable::new(archive, entry, &mut anchors),
            lessons: lessons(&incident.lessons),
            flags: incident.flags.iter().map(flag).collect(),
            links: incident.links.iter().map(|link| link_out(&link.text, &link.url)).collect(),
            related: related(archive, index, backlinks),
            same_cause: same_cause(archive, index),
            provenance: provenance::rows(incident),
            toc: Vec::new(),
            body: markup(&with_headings_below(&article.body_html, 3)),
            source_path: incident.source.path.clone(),
            source_url: source_url(archive, incident),
            tags: incident.tags.clone(),
            newer,
            older,
            facts,
        };
        page.toc = page.contents(archive, index);
        if page.toc.len() < SHORTEST_TOC {
            page.toc.clear();
        }
        page
    }

    /// The sections that the page has, then the headings of the document.
    fn contents(&self, archive: &Archive, index: Index) -> Vec<TocRow> {
        let sections = [
            (self.reading.is_some() || self.summary.is_some(), "Reading", "reading"),
            (self.cause.is_known, "Cause", "cause"),
            (self.timeline.is_some(), "Timeline", "timeline"),
            (!self.false_leads.is_empty(), "False leads", "false-leads"),
            (self.actions.is_some(), "Action items", "actions"),
            (!self.lessons.is_empty(), "Lessons", "lessons"),
            (!self.related.is_empty() || self.same_cause.is_some(), "Related", "related"),
            (!self.flags.is_empty(), "Open questions", "questions"),
            (true, "The document", "document"),
        ];
        let mut toc = Vec::new();
        for (shown, text, name) in sections {
            if shown {
                toc.push(TocRow { text: text.into(), anchor: format!("ix-{name}"), nested: false });
            }
        }
        let headings = &archive.entry(index).article.toc;
        let outermost = headings.iter().map(|heading| heading.level).min().unwrap_or(1);
        let depth = if headings.iter().filter(|heading| heading.level == outermost).count() > 1 { 0 } else { 1 };
        for heading in headings.iter().filter(|heading| heading.level <= outermost + depth) {
            toc.push(TocRow { text: heading.text.clone(), anchor: heading.anchor.clone(), nested: true });
        }
        if !self.provenance.is_empty() {
            toc.push(TocRow { text: "Where each value comes from".into(), anchor: "ix-origin".into(), nested: false });
        }
        toc
    }
}

fn frame(archive: &Archive, index: Index, description: Option<&str>) -> Frame {
    let entry = archive.entry(index);
    let incident = entry.incident();
    let above = match words::kind(incident.kind) {
        Some("planned maintenance" | "notice") => ("Maintenance and notices", "maintenance/index.html"),
        _ => ("Incidents", "incidents/index.html"),
    };
    let description = description.map(|text| shortened(text, 200)).unwrap_or_default();
    let (newer, older) = neighbours(archive, index);
    let mut frame = Frame::new(archive, &entry.path, "incidents", incident.title.clone())
        .description(description)
        .below([above], incident.id.clone());
    frame.next = older.and_then(|link| link.path);
    frame.previous = newer.and_then(|link| link.path);
    frame
}

/// The ones before and after by date, among those of the same list.
fn neighbours(archive: &Archive, index: Index) -> (Option<Link>, Option<Link>) {
    let list = match archive.planned.binary_search(&index) {
        Ok(_) => &archive.planned,
        Err(_) => &archive.listed,
    };
    let Ok(position) = list.binary_search(&index) else { return (None, None) };
    let link = |position: usize| {
        let entry = archive.entry(*list.get(position)?);
        Some(Link::new(entry.incident().title.clone(), entry.path.clone()))
    };
    (position.checked_sub(1).and_then(link), link(position + 1))
}

fn lessons(lessons: &Lessons) -> Vec<LessonList> {
    let lists = [
        ("Went well", &lessons.well),
        ("Went poorly", &lessons.poorly),
        ("Got lucky", &lessons.lucky),
        ("Learned", &lessons.learned),
    ];
    let filled = lists.into_iter().filter(|(_, items)| !items.is_empty());
    filled.map(|(label, items)| LessonList { label, items: items.clone() }).collect()
}

fn flag(flag: &Flag) -> FlagRow {
    FlagRow {
        code: flag.code,
        message: flag.message.clone(),
        line: flag.line,
        remedy: diagnostic::find(flag.code).map(|entry| entry.remedy),
    }
}

/// A link of the document; anything but a web address is shown without being one.
fn link_out(text: &str, url: &str) -> Link {
    let text = if text.trim().is_empty() { url } else { text };
    Link { text: text.to_owned(), path: is_web(url).then(|| url.to_owned()) }
}

fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

fn related(archive: &Archive, index: Index, backlinks: &Backlinks) -> Vec<RelatedRow> {
    let incident = archive.entry(index).incident();
    let mut rows = Vec::new();
    for id in &incident.related {
        match archive.find(id) {
            Some(other) => rows.push(RelatedRow {
                link: Link::new(other.incident().title.clone(), other.path.clone()),
                date: other.date(),
                relation: "named here",
            }),
            None => rows.push(RelatedRow {
                link: Link { text: id.clone(), path: None },
                date: None,
                relation: "not in this archive",
            }),
        }
    }
    for &other in backlinks.get(incident.id.as_str()).into_iter().flatten() {
        let other_entry = archive.entry(other);
        if other != index && !incident.related.contains(&other_entry.incident().id) {
            rows.push(row(archive, other, "names this one"));
        }
    }
    rows
}

fn row(archive: &Archive, index: Index, relation: &'static str) -> RelatedRow {
    let entry = archive.entry(index);
    let link = Link::new(entry.incident().title.clone(), entry.path.clone());
    RelatedRow { link, date: entry.date(), relation }
}

/// How many others with the same cause are shown.
const NEAREST: usize = 4;

fn same_cause(archive: &Archive, index: Index) -> Option<SameCause> {
    let cause = &archive.entry(index).incident().cause;
    let (class, component) = (cause.class.as_ref()?, cause.component.as_ref()?);
    let mut groups = archive.recurring.iter();
    let recurring = groups.find(|group| group.class == *class && group.component == *component)?;
    let members = &recurring.group.members;
    let position = members.binary_search(&index).ok()?;
    let first = position.saturating_sub(NEAREST / 2).min(members.len().saturating_sub(NEAREST + 1));
    let nearest = members.iter().skip(first).take(NEAREST + 1).filter(|&&other| other != index);
    Some(SameCause {
        label: recurring.group.label.clone(),
        path: recurring.group.path(),
        others: words::count(members.len() - 1, "other", "others"),
        nearest: nearest.map(|&other| row(archive, other, if other < index { "later" } else { "earlier" })).collect(),
    })
}

fn source_url(archive: &Archive, incident: &Incident) -> Option<String> {
    const PATH: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');
    let base = archive.input.config.source_url.as_deref()?.trim_end_matches('/');
    let path = percent_encoding::utf8_percent_encode(&incident.source.path, PATH);
    is_web(base).then(|| format!("{base}/{path}"))
}

/// The text on one line, cut at a word after at most `limit` characters.
pub fn shortened(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(limit) {
        None => line,
        Some((end, _)) => {
            let cut = line[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &line[..cut])
        }
    }
}

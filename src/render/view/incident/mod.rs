//! The page of one incident, notice or piece of planned work.

mod actions;
mod anchors;
mod cause;
mod facts;
mod false_leads;
mod life;
mod phases;
mod provenance;
mod reading;
mod timeline;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::trend::Names;
use super::trend::seen::Seen;
use super::{Frame, Link, markup, page_view};
use crate::diagnostic;
use crate::model::{Flag, Incident, Lessons, TocEntry};
use crate::render::archive::{Archive, Index};
use crate::render::body::with_headings_below;
use crate::render::language;
use crate::render::words;

pub use actions::ActionTable;
pub use anchors::Anchors;
pub use cause::CauseSection;
pub use facts::Facts;
pub use false_leads::FalseLeadRow;
pub use phases::PhaseFigure;
pub use timeline::TimelineTable;

/// Where incidents name each other: id to those that name it, newest first.
pub type Backlinks<'a> = BTreeMap<&'a str, Vec<Index>>;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentPage<'a> {
    pub frame: Frame,
    pub title: &'a str,
    pub title_generated: bool,
    pub facts: Facts<'a>,
    pub phases: Option<PhaseFigure>,
    /// Whether there is any of the four below.
    pub has_reading: bool,
    /// One generated sentence; `None` where nothing is known that it could say.
    pub reading: Option<String>,
    /// The phases as the author gives them: `The author states: fixed after 5 h 8 min.`
    pub stated_phases: Option<String>,
    pub summary: Option<&'a str>,
    /// As written, where it says more than the share of users.
    pub impact: Option<&'a str>,
    pub cause: CauseSection<'a>,
    pub timeline: Option<TimelineTable<'a>>,
    pub false_leads: Vec<FalseLeadRow<'a>>,
    pub actions: Option<ActionTable<'a>>,
    pub lessons: Vec<LessonList<'a>>,
    pub flags: Vec<FlagRow<'a>>,
    pub links: Vec<Link>,
    /// Named by the author, or naming this one.
    pub related: Vec<RelatedRow>,
    /// Earlier and later ones with the same class and component.
    pub same_cause: Option<SameCause>,
    /// Others like it, whatever words they were told in.
    pub seen: Option<Seen>,
    /// Rows of a table, as HTML; empty where the origin of no value is known.
    pub provenance: Value,
    /// Empty on a short page.
    pub toc: Vec<TocRow<'a>>,
    pub body: Value,
    /// Path of the source file below the archive.
    pub source_path: &'a str,
    pub source_url: Option<String>,
    pub tags: &'a [String],
    pub newer: Option<Link>,
    pub older: Option<Link>,
}

page_view!(IncidentPage<'_>, "incident.html");

/// A list of lessons under its heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LessonList<'a> {
    pub label: &'static str,
    pub items: &'a [String],
}

/// Where the document contradicts itself or leaves something open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlagRow<'a> {
    pub code: &'static str,
    pub message: &'a str,
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
pub struct TocRow<'a> {
    pub text: &'a str,
    pub anchor: &'a str,
    /// A heading of the document rather than one of ours.
    pub nested: bool,
}

impl<'a> IncidentPage<'a> {
    pub fn new(archive: &'a Archive, index: Index, backlinks: &Backlinks, names: &Names) -> Self {
        let entry = archive.entry(index);
        let article = entry.article;
        let incident = entry.incident();
        let mut anchors = Anchors::beside(&article.toc);
        let facts = Facts::new(archive, entry);
        let reading = reading::sentence(incident);
        let summary = filled(incident.summary.as_deref());
        let (newer, older) = neighbours(archive, index);
        let related = related(archive, index, backlinks);
        let seen = Seen::new(archive, names, &article.slug);
        let mut page = Self {
            frame: frame(archive, index, summary.or(reading.as_deref())),
            title: &incident.title,
            title_generated: incident.title_generated,
            phases: PhaseFigure::new(archive, incident),
            stated_phases: reading::stated(incident),
            has_reading: false,
            reading,
            summary,
            impact: filled(incident.impact.text.as_deref()),
            cause: CauseSection::new(archive, incident),
            timeline: TimelineTable::new(incident, &mut anchors),
            false_leads: false_leads::rows(archive, incident),
            actions: ActionTable::new(archive, entry, names, &mut anchors),
            lessons: lessons(&incident.lessons),
            flags: incident.flags.iter().map(flag).collect(),
            links: incident.links.iter().map(|link| link_out(&link.text, &link.url)).collect(),
            same_cause: same_cause(archive, index, &related, seen.as_ref()),
            seen,
            related,
            provenance: provenance::rows(incident, &language(archive.input.config)),
            toc: Vec::new(),
            body: markup(&with_headings_below(&article.body_html, 3)),
            source_path: &incident.source.path,
            source_url: source_url(archive, incident),
            tags: &incident.tags,
            newer,
            older,
            facts,
        };
        page.has_reading =
            page.reading.is_some() || page.stated_phases.is_some() || page.summary.is_some() || page.impact.is_some();
        page.toc = page.contents(archive, index);
        if page.toc.len() < SHORTEST_TOC {
            page.toc.clear();
        }
        page
    }

    /// The sections that the page has, then the headings of the document.
    fn contents(&self, archive: &'a Archive, index: Index) -> Vec<TocRow<'a>> {
        let sections = [
            (self.has_reading, "Reading", "ix-reading"),
            (self.cause.is_known, "Cause", "ix-cause"),
            (self.timeline.is_some(), "Timeline", "ix-timeline"),
            (!self.false_leads.is_empty(), "False leads", "ix-false-leads"),
            (self.actions.is_some(), "Action items", "ix-actions"),
            (!self.lessons.is_empty(), "Lessons", "ix-lessons"),
            (self.seen.is_some(), self.seen.as_ref().map_or("", |seen| seen.heading), "ix-seen"),
            (!self.related.is_empty() || self.same_cause.is_some(), "Related", "ix-related"),
            (!self.flags.is_empty(), "Open questions", "ix-questions"),
            (true, "The document", "ix-document"),
        ];
        let mut toc = Vec::new();
        for (shown, text, name) in sections {
            if shown {
                toc.push(TocRow { text, anchor: name, nested: false });
            }
        }
        let headings = &archive.entry(index).article.toc;
        let level = main_level(headings);
        for heading in headings.iter().filter(|heading| Some(heading.level) == level) {
            toc.push(TocRow { text: &heading.text, anchor: &heading.anchor, nested: true });
        }
        if self.provenance.as_str().is_some_and(|rows| !rows.is_empty()) {
            toc.push(TocRow { text: "Origin of each value", anchor: "ix-origin", nested: false });
        }
        toc
    }
}

/// The level of a document's sections: the outermost, or the next one where the outermost holds nothing but the title.
fn main_level(headings: &[TocEntry]) -> Option<u8> {
    let outermost = headings.iter().map(|heading| heading.level).min()?;
    let count = headings.iter().filter(|heading| heading.level == outermost).count();
    let deeper = headings.iter().map(|heading| heading.level).filter(|level| *level > outermost).min();
    if count == 1 { deeper } else { Some(outermost) }
}

/// Text that says something.
fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| text.contains(|c: char| !c.is_whitespace()))
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

fn lessons(lessons: &Lessons) -> Vec<LessonList<'_>> {
    let lists = [
        ("Went well", &lessons.well),
        ("Went poorly", &lessons.poorly),
        ("Got lucky", &lessons.lucky),
        ("Learned", &lessons.learned),
    ];
    let filled = lists.into_iter().filter(|(_, items)| !items.is_empty());
    filled.map(|(label, items)| LessonList { label, items }).collect()
}

fn flag(flag: &Flag) -> FlagRow<'_> {
    FlagRow {
        code: flag.code,
        message: &flag.message,
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

/// Those that the page shows elsewhere are only counted.
fn same_cause(archive: &Archive, index: Index, related: &[RelatedRow], seen: Option<&Seen>) -> Option<SameCause> {
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
        nearest: nearest
            .map(|&other| row(archive, other, if other < index { "later" } else { "earlier" }))
            .filter(|row| !related.iter().any(|other| other.link == row.link))
            .filter(|row| !seen.is_some_and(|seen| seen.rows.iter().any(|other| other.link == row.link)))
            .collect(),
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
    let mut line = String::new();
    let mut room = limit;
    for word in text.split_whitespace() {
        let length = word.chars().count() + usize::from(!line.is_empty());
        if length > room {
            if line.is_empty() {
                line.extend(word.chars().take(limit));
            }
            line.push_str(" …");
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        room -= length;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(shortened(text, 12), *expected);
        }
    }

    #[test]
    fn text_is_cut_between_words() {
        check(&[
            ("two  words\n", "two words"),
            ("exactly twel", "exactly twel"),
            ("more than twelve", "more than …"),
            ("incomprehensibilities", "incomprehens …"),
        ]);
    }
}

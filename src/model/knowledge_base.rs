//! The whole archive after normalising: what analysis, index and pages are made from.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{CauseClass, CauseName, Component, Decision, Incident, Kind};

/// Every published document in the order of its source path, and what was left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnowledgeBase {
    pub articles: Vec<Article>,
    /// Templates, indexes and rubrics: recognised, reported, not published.
    pub set_aside: Vec<SetAside>,
    /// The cause classes in force, in their fixed order.
    pub classes: Vec<CauseClass>,
    /// The components in force, in their fixed order.
    pub components: Vec<Component>,
    /// Names that authors gave to recurring causes, in the order of their file.
    pub cause_names: Vec<CauseName>,
    /// What people decided about what is read across documents, in the order of their file; one for each question.
    pub decisions: Vec<Decision>,
}

impl KnowledgeBase {
    pub fn incidents(&self) -> impl Iterator<Item = &Incident> {
        self.articles.iter().map(|article| &*article.incident)
    }

    /// The name each article is referred to by, in their order: its id, or its slug where two share an id.
    pub fn names(&self) -> Vec<&str> {
        let mut uses = BTreeMap::<&str, usize>::new();
        for incident in self.incidents() {
            *uses.entry(&incident.id).or_default() += 1;
        }
        let name = |article: &Article| uses[article.incident.id.as_str()] == 1;
        self.articles.iter().map(|it| if name(it) { it.incident.id.as_str() } else { it.slug.as_str() }).collect()
    }
}

/// An incident with its page: address, body and outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Boxed, as articles are moved and sorted and an incident takes two kilobytes.
    pub incident: Box<Incident>,
    /// Its address, `incidents/<slug>/`, of one segment or several: unique, made from the document's own id or path.
    pub slug: String,
    /// Files of the site from which a page leads on to this one: addresses it had before, and those it shares.
    pub aliases: Vec<String>,
    /// The document as its author wrote it, as safe HTML.
    pub body_html: String,
    /// Headings of the body in order.
    pub toc: Vec<TocEntry>,
    /// The document's own words for the search index: no markup, one line per block.
    pub search_text: String,
    /// Line of the source file, counted from 1, at which each line of `search_text` begins; empty where nobody knows.
    pub text_lines: Vec<usize>,
    /// Where it points to something else, in order.
    pub pointers: Vec<Pointer>,
}

/// A place where a document points to something else, as far as it can be told without knowing any other document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// Line of the article's `search_text`, counted from 0.
    pub place: usize,
    /// The words that carry the link, or that name the day.
    pub text: String,
    pub to: PointedTo,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PointedTo {
    /// An address as written; never that of a picture.
    Address(String),
    /// An incident of one of these days, all of them before that of the document.
    Days(Vec<Date>),
}

impl Article {
    /// Whether `name` is the path of its file, or its id.
    pub fn is_called(&self, name: &str) -> bool {
        self.incident.part == 0 && (self.incident.source.path == name || self.incident.id.eq_ignore_ascii_case(name))
    }

    /// Its addresses below the folder of incidents: that of its page, and those that lead on to it.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.iter();
        let below = aliases.filter_map(|it| it.strip_prefix("incidents/")?.strip_suffix("/index.html"));
        std::iter::once(self.slug.as_str()).chain(below)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEntry {
    /// 1 to 6.
    pub level: u8,
    pub text: String,
    /// Id of the heading in `body_html`.
    pub anchor: String,
}

/// A document that is not an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Relative to the archive, with forward slashes.
    pub path: String,
    pub kind: Kind,
    /// Why, in words.
    pub reason: String,
    /// For want of signs, and not because it says what else it is.
    pub unsure: bool,
}

//! What a search answers, ready to be printed or sent as JSON.

use std::ops::Range;

use serde::{Serialize, Serializer};

use super::query::{Note, Remark};

/// How much of an answer is wanted, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// At most [`Options::MOST`] hits.
    pub limit: usize,
    pub offset: usize,
    pub sort: Sort,
    /// Whether values are counted.
    pub facets: bool,
    /// Whether the documents' text is read for excerpts and section hits.
    pub excerpts: bool,
    /// The query is still being typed: its last word may be the beginning of one.
    pub typing: bool,
    /// Whether documents without a page, which were not published as an incident, are found as well.
    pub set_aside: bool,
}

impl Options {
    pub const MOST: usize = 1000;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limit: 10,
            offset: 0,
            sort: Sort::Relevance,
            facets: true,
            excerpts: true,
            typing: false,
            set_aside: false,
        }
    }
}

/// The order of hits; within equals the newer comes first, then the smaller id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
    /// Undated documents come last here too.
    Oldest,
    /// Worst first.
    Severity,
    /// Longest first; unknown lengths last.
    Longest,
}

impl Sort {
    pub const ALL: [(&'static str, Self); 5] = [
        ("relevance", Self::Relevance),
        ("newest", Self::Newest),
        ("oldest", Self::Oldest),
        ("severity", Self::Severity),
        ("longest", Self::Longest),
    ];

    /// The order called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, sort)| *sort)
    }
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// Documents that match, beyond the limit too.
    pub total: usize,
    pub hits: Vec<Hit>,
    /// In the order of the schema; values by count, severities by level, years from the newest.
    pub facets: Vec<Facet>,
    /// What the reader should know about how the query was read.
    pub notes: Vec<Note>,
    /// The query with its likely misspellings put right.
    pub did_you_mean: Option<String>,
    /// Shorter queries that find more; only where the whole one found nothing.
    pub drop_one: Vec<DropOne>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    pub id: String,
    /// The page is `incidents/<slug>/`.
    pub slug: String,
    /// Of its file, within the archive.
    pub path: String,
    pub title: Marked,
    pub summary: String,
    pub date: Option<String>,
    pub severity: String,
    pub services: Vec<String>,
    pub cause: Option<String>,
    pub duration_minutes: Option<u64>,
    /// 0 where nothing but fields was asked for.
    pub score: f32,
    /// Words of the query that the document lacks, as they were typed.
    pub missing: Vec<String>,
    /// Of a text that documents are compared with: the words that this one has too, the most telling first.
    pub shared: Vec<String>,
    pub component: Option<String>,
    /// What ended it, in its own words.
    pub fixed_by: Option<String>,
    /// Why there is no page of it, where it was not published as an incident.
    pub set_aside: Option<String>,
    /// The line of the document with most of the words; the summary where none has any.
    pub excerpt: Marked,
    /// The heading under which the excerpt stands; `None` for the summary, and for what stands before any heading.
    pub excerpt_heading: Option<String>,
    /// Headings with matches under them, in the order of the document.
    pub sections: Vec<SectionHit>,
    /// What was found as it is spelled in this document, the most frequent first: its page marks these.
    pub spellings: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionHit {
    pub heading: String,
    pub anchor: Option<String>,
    /// How many words match there.
    pub matches: usize,
}

/// A text with its matching words.
///
/// Serialised as an array of strings that take turns: plain text, match, plain text, match, ...
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    pub text: String,
    /// Byte ranges, sorted, apart from each other.
    pub marks: Vec<Range<usize>>,
}

impl Marked {
    /// A text in which nothing matches.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), marks: Vec::new() }
    }

    /// Plain text and matches in turns, beginning with plain text, which may be empty.
    pub fn pieces(&self) -> Vec<&str> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for mark in &self.marks {
            pieces.push(&self.text[at..mark.start]);
            pieces.push(&self.text[mark.clone()]);
            at = mark.end;
        }
        pieces.push(&self.text[at..]);
        pieces
    }
}

impl Serialize for Marked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pieces())
    }
}

/// The sentences of notes.
fn sentences<S: Serializer>(notes: &[Note], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(notes.iter().map(Note::to_string))
}

/// An answer as it is written: its notes as sentences, and once more as codes with values.
impl Serialize for Results {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { total, hits, facets, notes, did_you_mean, drop_one } = self;
        let remarks = notes.iter().map(Remark::from).collect();
        Answer { total: *total, hits, facets, notes, remarks, did_you_mean, drop_one }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Answer<'r> {
    total: usize,
    hits: &'r [Hit],
    facets: &'r [Facet],
    #[serde(serialize_with = "sentences")]
    notes: &'r [Note],
    remarks: Vec<Remark<'r>>,
    did_you_mean: &'r Option<String>,
    drop_one: &'r [DropOne],
}

/// A field with the values that the matching documents have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// As it is written in a query.
    pub name: &'static str,
    /// At most [`super::MOST_VALUES`].
    pub values: Vec<FacetValue>,
    /// How many further values there are.
    pub more: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    pub value: String,
    pub count: u32,
}

/// The query without one of its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DropOne {
    /// The part that is left out, as it was typed.
    pub without: String,
    pub query: String,
    pub total: usize,
}

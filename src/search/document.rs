//! What is put into the index and what comes out of its store: plain strings, no domain types.

use serde::{Deserialize, Serialize};

/// One incident as the search sees it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchDocument {
    pub id: String,
    /// Last segment of the page's address.
    pub slug: String,
    /// Of its file, within the archive.
    pub path: String,
    pub title: String,
    pub summary: String,
    /// The sentence that states the cause.
    pub cause_text: String,
    /// The document's own words, section by section, in order.
    pub sections: Vec<Section>,
    pub services: Vec<String>,
    /// `critical`, `major`, `minor`, `none` or `unknown`.
    pub severity: String,
    pub cause: Option<String>,
    pub component: Option<String>,
    pub tags: Vec<String>,
    /// `monitoring`, `customer`, ...
    pub detection: String,
    pub kind: String,
    /// What ended it: `rollback`, `restart`, ...
    pub mitigation: Option<String>,
    /// The same in the document's words.
    pub fixed_by: Option<String>,
    pub status: String,
    /// What the document offers: `timeline`, `action-open`, `false-lead`, ...
    pub has: Vec<String>,
    /// Days since 1970-01-01; of a date without a day or month its first day.
    pub day: Option<i64>,
    /// The date as it is shown: `2025-03-04`, `2025-03` or `2025`.
    pub date: Option<String>,
    pub duration_minutes: Option<u64>,
    /// The code of the language it is written in; empty for English.
    pub language: String,
    /// Why there is no page of it, where it was not published as an incident.
    pub set_aside: Option<String>,
}

/// The text under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Empty for what stands before the first heading.
    pub heading: String,
    /// Id of the heading on the page.
    pub anchor: Option<String>,
    /// One line per block.
    pub text: String,
    /// A timeline counts least in the ranking.
    pub timeline: bool,
}

/// What a result shows of a document, kept in the index's store.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Card {
    pub id: String,
    pub slug: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    pub title: String,
    /// The beginning of the summary, at most [`SUMMARY_LENGTH`] characters.
    pub summary: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    pub severity: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// At most [`SUMMARY_LENGTH`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u64>,
    /// The code of the language it is written in; empty for English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<String>,
}

/// In characters.
pub const SUMMARY_LENGTH: usize = 200;

impl Card {
    /// What a result shows of `document`.
    pub fn new(document: &SearchDocument) -> Self {
        Self {
            id: document.id.clone(),
            slug: document.slug.clone(),
            path: document.path.clone(),
            title: document.title.clone(),
            summary: shorten(&document.summary),
            date: document.date.clone(),
            severity: document.severity.clone(),
            services: document.services.clone(),
            cause: document.cause.clone(),
            component: document.component.clone(),
            fixed_by: document.fixed_by.as_deref().map(shorten),
            duration_minutes: document.duration_minutes,
            language: document.language.clone(),
            set_aside: document.set_aside.clone(),
        }
    }
}

fn shorten(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SUMMARY_LENGTH) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end())
}

/// What is to be known of an index before it is asked, kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    /// The day that `after:90d` counts from, in days since 1970-01-01.
    pub day: Option<i64>,
    /// Codes of the languages that documents are written in, English first.
    pub languages: Vec<String>,
    /// How many documents have a page; those that were set aside stand behind them.
    pub published: u32,
    /// A digit for each term of the thesaurus: whether some document has it.
    pub known: String,
}

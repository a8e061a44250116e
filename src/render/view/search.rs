//! The search page: an empty form with its help, and where to look without a script.

use serde::Serialize;

use super::{Frame, page_view};
use crate::render::archive::Archive;
use crate::render::words;

/// Relative to the site.
pub const PATH: &str = "search/index.html";

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchPage {
    pub frame: Frame,
    /// How many were held back, for those who see everything; else 0.
    pub held_back: usize,
    pub sentence: String,
    pub help: Vec<HelpRow>,
}

/// Something that can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HelpRow {
    pub query: &'static str,
    pub finds: &'static str,
}

page_view!(SearchPage, "search.html");

impl SearchPage {
    pub fn new(archive: &Archive) -> Self {
        let documents = archive.entries.len();
        let sentence = format!("Search the words of {}.", words::count(documents, "document", "documents"));
        Self {
            frame: Frame::new(archive, PATH, "search", "Search").description(&*sentence).below([], "Search"),
            held_back: archive.input.held_back.iter().map(|(_, count)| count).sum(),
            sentence,
            help: HELP.iter().map(|(query, finds)| HelpRow { query, finds }).collect(),
        }
    }
}

/// The query language by example.
const HELP: &[(&str, &str)] = &[
    ("connection pool", "documents with both words, in any form"),
    ("\"connection pool\"", "these words in a row; \"...\"~3 lets them stand three apart"),
    ("pool -staging", "the first word without the second"),
    ("certif*", "words that begin so"),
    ("~certifcate", "words spelled nearly so"),
    ("service:checkout", "a service; several with a comma between"),
    ("cause:config", "a cause; component: names what failed"),
    ("severity:major..critical", "a range of severities, also as sev:1..2"),
    ("after:2025-01-01 before:2025-Q3", "a stretch of time; year:2025 and date:2025-03 too"),
    ("after:90d", "the last 90 days; 6w, 3m and 1y too, and today, yesterday, last-month, last-quarter, last-year"),
    ("duration:>2h", "how long it took; 30m..2h is a range"),
    ("detected:customer", "who noticed first"),
    ("fix:rollback", "what ended it"),
    ("has:action-open", "what a document has: timeline, false-lead, action, lesson, ..."),
    ("tag:dns status:open kind:incident", "tags, state and kind of the document"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::parse_on;

    #[test]
    fn every_example_of_the_help_is_understood() {
        for (query, _) in HELP {
            assert!(!parse_on(query, Some(20_000)).clauses.is_empty(), "{query}");
        }
    }
}

//! Incidents like a text: an alert, a log line, the first sentences of a report.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::reader::{Reader, SearchError, Wanted};
use super::results::{Options, Results};
use super::run::{answer, touch_columns};
use super::schema::TEXT_FIELDS;
use super::tokens::{is_stop_word, stem};
use super::words;

/// In bytes; the rest of a longer text is not looked at.
const LONGEST_TEXT: usize = 4096;
/// Words of the text that are looked up, and of these the rarest that are searched.
const MOST_LOOKED_UP: usize = 40;
const MOST_SEARCHED: usize = 16;

/// Finds the documents that share the text's rarest words.
///
/// # Errors
/// When the index cannot be read, or not yet.
pub fn similar(reader: &Reader, text: &str, options: &Options) -> Result<Results, SearchError> {
    touch_columns(reader, options, false);
    let stems = rarest(reader, &stems(text))?;
    if stems.is_empty() {
        return Ok(Results::default());
    }
    let least = if stems.len() > 3 { 2 } else { 1 };
    let words = stems.iter().map(|stem| (Occur::Should, everywhere(reader, stem))).collect();
    let query = BooleanQuery::with_minimum_required_clauses(words, least);
    let found = reader.run(&Wanted { query: Box::new(query), excluded: Vec::new() })?;
    answer(reader, found, stems.into_iter().collect(), &BTreeMap::new(), options)
}

/// The different stems of a text, the identifiers and long words first.
fn stems(text: &str) -> Vec<String> {
    let end = (0..=LONGEST_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let mut seen = BTreeSet::new();
    let mut walk = words::chunks(&text[..end]);
    let mut word = String::new();
    while let Some(chunk) = walk.advance() {
        if chunk.parts.len() > 1 {
            words::whole(text, chunk, &mut word);
            seen.insert(stem(&word));
        }
        for part in &chunk.parts {
            words::part(text, part, &mut word);
            if word.len() > 2 && !is_stop_word(&word) && !word.bytes().all(|byte| byte.is_ascii_digit()) {
                seen.insert(stem(&word));
            }
        }
    }
    let mut stems: Vec<String> = seen.into_iter().collect();
    stems.sort_by_key(|stem| (std::cmp::Reverse(stem.len()), stem.clone()));
    stems.truncate(MOST_LOOKED_UP);
    stems
}

fn rarest(reader: &Reader, stems: &[String]) -> tantivy::Result<Vec<String>> {
    let mut known = Vec::new();
    let mut result = Ok(());
    for stem in stems {
        let mut most = 0;
        for name in ["body", "title", "lead"] {
            let Some(field) = reader.fields.text(name) else { continue };
            match reader.frequency(&Term::from_field_text(field, stem)) {
                Ok(frequency) => most = most.max(frequency),
                Err(error) => result = Err(error),
            }
        }
        // A word that half of the archive has tells nothing.
        if most > 0 && most * 2 <= reader.documents() as u64 + 1 {
            known.push((most, stem.clone()));
        }
    }
    result?;
    known.sort();
    known.truncate(MOST_SEARCHED);
    Ok(known.into_iter().map(|(_, stem)| stem).collect())
}

fn everywhere(reader: &Reader, stem: &str) -> Box<dyn Query> {
    let field = |(at, field): (usize, &super::schema::TextField)| -> Box<dyn Query> {
        let term = Term::from_field_text(reader.fields.text[at], stem);
        // The boosts of a search are for words a reader chose; those of an alert stand anywhere.
        Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), field.boost.sqrt()))
    };
    Box::new(DisjunctionMaxQuery::with_tie_breaker(TEXT_FIELDS.iter().enumerate().map(field).collect(), 0.2))
}

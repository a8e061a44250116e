//! Incidents like a text: an alert, a log line, the first sentences of a report.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::rank::Tally;
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
const MOST_SEARCHED: usize = 30;
/// Words shown as a reason.
const SHOWN: usize = 5;

/// Finds the documents that share the text's rarest words: what they score, times the share of what the words tell that
/// a document has. One word repeated is no likeness.
///
/// # Errors
/// When the index cannot be read, or not yet.
pub fn similar(reader: &Reader, text: &str, options: &Options) -> Result<Results, SearchError> {
    touch_columns(reader, options, false);
    let stems = rarest(reader, &stems(text))?;
    if stems.is_empty() {
        return Ok(Results::default());
    }
    // A browser is told of everything at once.
    let all = stems.iter().map(|(stem, _)| (Occur::Should, everywhere(reader, stem))).collect();
    reader.touch(&Wanted { query: Box::new(BooleanQuery::new(all)), excluded: Vec::new() })?;
    let tally = Tally::of(reader, stems.iter().map(|(stem, _)| everywhere(reader, stem)))?;
    let least = if stems.len() > 3 { 2 } else { 1 };
    let found = tally.met.iter().zip(0..).filter(|(met, _)| met.words.count_ones() >= least);
    let found = found.map(|(met, document)| (document, met.score * tally.share(met.words))).collect();
    let words = stems.iter().map(|(stem, _)| stem.clone()).collect();
    let (mut results, documents) = answer(reader, found, words, &BTreeMap::new(), options)?;
    for (hit, document) in results.hits.iter_mut().zip(documents) {
        let had = tally.met.get(document as usize).map_or(0, |met| met.words);
        let mut shared: Vec<usize> = (0..stems.len()).filter(|word| had >> word & 1 == 1).collect();
        shared.sort_by(|a, b| tally.weights[*b].total_cmp(&tally.weights[*a]).then(a.cmp(b)));
        hit.shared = shared.into_iter().take(SHOWN).map(|word| stems[word].1.clone()).collect();
    }
    Ok(results)
}

/// The different stems of a text with a word of each as it stands there, the identifiers and long words first.
fn stems(text: &str) -> Vec<(String, String)> {
    let end = (0..=LONGEST_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut walk = words::chunks(&text[..end]);
    let mut word = String::new();
    while let Some(chunk) = walk.advance() {
        if chunk.parts.len() > 1 {
            words::whole(text, chunk, &mut word);
            seen.entry(stem(&word)).or_insert_with(|| text[chunk.range.clone()].to_owned());
        }
        for part in &chunk.parts {
            words::part(text, part, &mut word);
            if word.len() > 2 && !is_stop_word(&word) && !word.bytes().all(|byte| byte.is_ascii_digit()) {
                seen.entry(stem(&word)).or_insert_with(|| text[part.clone()].to_owned());
            }
        }
    }
    let mut stems: Vec<(String, String)> = seen.into_iter().collect();
    stems.sort_by_key(|(stem, _)| (std::cmp::Reverse(stem.len()), stem.clone()));
    stems.truncate(MOST_LOOKED_UP);
    stems
}

fn rarest(reader: &Reader, stems: &[(String, String)]) -> tantivy::Result<Vec<(String, String)>> {
    let mut known = Vec::new();
    let mut result = Ok(());
    for (stem, word) in stems {
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
            known.push((most, (stem.clone(), word.clone())));
        }
    }
    result?;
    known.sort();
    known.truncate(MOST_SEARCHED);
    Ok(known.into_iter().map(|(_, word)| word).collect())
}

fn everywhere(reader: &Reader, stem: &str) -> Box<dyn Query> {
    let field = |(at, field): (usize, &super::schema::TextField)| -> Box<dyn Query> {
        let term = Term::from_field_text(reader.fields.text[at], stem);
        // The boosts of a search are for words a reader chose; those of an alert stand anywhere.
        Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), field.boost.sqrt()))
    };
    Box::new(DisjunctionMaxQuery::with_tie_breaker(TEXT_FIELDS.iter().enumerate().map(field).collect(), 0.2))
}

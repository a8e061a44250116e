//! Incidents like a text: an alert, a log line, the first sentences of a report.

use std::collections::BTreeMap;

use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::languages::Languages;
use super::marks::Marks;
use super::near::most_of;
use super::rank::Tally;
use super::reader::{Reader, SearchError, Wanted};
use super::results::{Options, Results};
use super::run::{answer, touch_columns};
use super::schema::{TEXT_FIELDS, label_field};
use super::words;

/// In bytes; the rest of a longer text is not looked at.
const LONGEST_TEXT: usize = 4096;
/// Words of the text that are looked up, and of these the rarest that are searched.
const MOST_LOOKED_UP: usize = 40;
const MOST_SEARCHED: usize = 30;
/// What is no disturbance counts less: whoever asks whether this was seen before has one at hand, and the announcement
/// of planned work names the same systems.
const OTHER_KINDS: [&str; 2] = ["maintenance", "notice"];
const OTHER_KIND_WORTH: f32 = 0.5;
/// Words shown as a reason.
const SHOWN: usize = 5;

/// Finds the documents that share the text's rarest words: what they score, times the share of what the words tell that
/// a document has. One word repeated is no likeness.
///
/// # Errors
/// When the index cannot be read, or not yet.
pub fn similar(reader: &Reader, text: &str, options: &Options) -> Result<Results, SearchError> {
    touch_columns(reader, options, false);
    let stems = rarest(reader, &stems(text, &reader.languages))?;
    if stems.is_empty() {
        return Ok(Results::default());
    }
    // A browser is told of everything at once.
    let all = stems.iter().map(|(stems, _)| everywhere(reader, stems)).chain([other_kinds(reader)]);
    let all = BooleanQuery::new(all.map(|query| (Occur::Should, query)).collect());
    reader.touch(&Wanted { query: Box::new(all), excluded: Vec::new() })?;
    let others = reader.run(&Wanted { query: other_kinds(reader), excluded: Vec::new() })?;
    let is_other = |document: DocId| others.binary_search_by_key(&document, |(other, _)| *other).is_ok();
    let tally = Tally::of(reader, stems.iter().map(|(stems, _)| everywhere(reader, stems)))?;
    let least = if stems.len() > 3 { 2 } else { 1 };
    let found = tally.met.iter().zip(0..).filter(|(met, _)| met.words.count_ones() >= least);
    // What is no incident is like none.
    let found = found.filter(|(_, document)| reader.is_published(*document));
    let worth = |document| if is_other(document) { OTHER_KIND_WORTH } else { 1.0 };
    let found = found.map(|(met, document)| (document, met.score * tally.share(met.words) * worth(document))).collect();
    let mut marks = Marks::default();
    stems.iter().flat_map(|(stems, _)| stems).for_each(|stem| marks.add([(0, stem)]));
    let (mut results, documents) = answer(reader, found, &marks, &BTreeMap::new(), options)?;
    for (hit, document) in results.hits.iter_mut().zip(documents) {
        let had = tally.met.get(document as usize).map_or(0, |met| met.words);
        let mut shared: Vec<usize> = (0..stems.len()).filter(|word| had >> word & 1 == 1).collect();
        shared.sort_by(|a, b| tally.weights[*b].total_cmp(&tally.weights[*a]).then(a.cmp(b)));
        hit.shared = shared.into_iter().take(SHOWN).map(|word| stems[word].1.clone()).collect();
    }
    Ok(results)
}

/// The different words of a text, as stems in each language, with one as it stands there: identifiers and long words first.
fn stems(text: &str, languages: &Languages) -> Vec<(Vec<String>, String)> {
    let end = (0..=LONGEST_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
    let mut walk = words::chunks(&text[..end]);
    let mut word = String::new();
    while let Some(chunk) = walk.advance() {
        if chunk.parts.len() > 1 && !chunk.unspaced {
            words::whole(text, chunk, &mut word);
            seen.entry(languages.stems(&word)).or_insert_with(|| text[chunk.range.clone()].to_owned());
        }
        for part in &chunk.parts {
            words::part(text, part, &mut word);
            if word.len() > 2 && !languages.is_grammar(&word) && !word.bytes().all(|byte| byte.is_ascii_digit()) {
                seen.entry(languages.stems(&word)).or_insert_with(|| text[part.clone()].to_owned());
            }
        }
    }
    let mut stems: Vec<(Vec<String>, String)> = seen.into_iter().collect();
    stems.sort_by_key(|(stems, _)| (std::cmp::Reverse(stems[0].len()), stems.clone()));
    stems.truncate(MOST_LOOKED_UP);
    stems
}

fn rarest(reader: &Reader, words: &[(Vec<String>, String)]) -> tantivy::Result<Vec<(Vec<String>, String)>> {
    let fields: Vec<Field> = ["body", "title", "lead"].iter().filter_map(|name| reader.fields.text(name)).collect();
    let mut known = Vec::new();
    let mut result = Ok(());
    for (stems, word) in words {
        match most_of(reader, stems, &fields) {
            // A word that half of the archive has tells nothing.
            Ok(most) if most > 0 && most * 2 <= reader.documents() as u64 + 1 => {
                known.push((most, (stems.clone(), word.clone())));
            }
            Ok(_) => {}
            Err(error) => result = Err(error),
        }
    }
    result?;
    known.sort();
    known.truncate(MOST_SEARCHED);
    Ok(known.into_iter().map(|(_, word)| word).collect())
}

/// Documents that tell of no disturbance.
fn other_kinds(reader: &Reader) -> Box<dyn Query> {
    let field = label_field("kind").and_then(|field| reader.fields.label(field));
    let terms = field.iter().flat_map(|field| OTHER_KINDS.map(|kind| Term::from_field_text(*field, kind)));
    let kind = |term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) };
    Box::new(BooleanQuery::union(terms.map(kind).collect()))
}

fn everywhere(reader: &Reader, stems: &[String]) -> Box<dyn Query> {
    let field = |stem: &String, at: usize| -> Box<dyn Query> {
        let term = Term::from_field_text(reader.fields.text[at], stem);
        // The boosts of a search are for words a reader chose; those of an alert stand anywhere.
        let boost = TEXT_FIELDS[at].boost.sqrt();
        Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), boost))
    };
    let fields = stems.iter().flat_map(|stem| (0..TEXT_FIELDS.len()).map(move |at| field(stem, at)));
    Box::new(DisjunctionMaxQuery::with_tie_breaker(fields.collect(), 0.2))
}

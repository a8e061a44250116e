//! What a word of a query is taken for that hardly any document has: what it begins, what it may be meant to be, or,
//! where it is a name of several words, these.
//!
//! Asks the index and the list of its words; builds no query.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::schema::Field;

use super::query::Note;
use super::reader::Reader;
use super::terms::best_of;
use super::thesaurus::Expression;
use super::vocabulary::distance;
use super::words;

const MOST_CORRECTIONS: usize = 3;
/// Words that one typed in part is taken for, and how much of it must be there.
const MOST_BEGUN: usize = 8;
const SHORTEST_BEGINNING: usize = 3;

fn is_telling(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(char::is_alphabetic)
}

/// The words of a name of several that no document writes as one: an alert's own, or a flag of today.
pub(super) fn unknown_name(reader: &Reader, text: &str) -> tantivy::Result<Option<Vec<String>>> {
    let mut walk = words::chunks(text);
    let Some(chunk) = walk.advance().filter(|chunk| chunk.parts.len() > 1 && !chunk.unspaced) else { return Ok(None) };
    let mut word = String::new();
    words::whole(text, chunk, &mut word);
    // A browser is told of everything at once: of the name, of its words and of the id that it may be.
    let (documents, begun) = (most_documents(reader, &word), reader.vocabulary.beginning_with(&word));
    let parts = words::parts(text, &chunk.parts);
    parts.iter().for_each(|part| drop(most_documents(reader, part)));
    reader.frequency(&Term::from_field_text(reader.fields.id, &words::fold_label(text))).ok();
    if documents? > 0 || !begun?.is_empty() {
        return Ok(None);
    }
    let parts: Vec<String> = parts.into_iter().filter(|part| is_telling(part)).collect();
    // The number of a ticket or of a version tells nothing by itself.
    Ok((parts.len() > 1).then_some(parts))
}

/// In how many documents a folded word stands, counted in the field and as the stem where it stands most.
pub(super) fn most_documents(reader: &Reader, word: &str) -> tantivy::Result<u64> {
    most_of(reader, &reader.languages.stems(word), &reader.fields.text)
}

/// In how many documents one of these stems stands in one of these fields, at most.
pub(super) fn most_of(reader: &Reader, stems: &[String], fields: &[Field]) -> tantivy::Result<u64> {
    let mut most = 0;
    let mut result = Ok(());
    for stem in stems {
        for field in fields {
            match reader.frequency(&Term::from_field_text(*field, stem)) {
                Ok(frequency) => most = most.max(frequency),
                Err(error) => result = Err(error),
            }
        }
    }
    result.map(|()| most)
}

/// Whether some document has an expression: its words one after the other, in one field.
pub(super) fn is_known(reader: &Reader, expression: &Expression) -> tantivy::Result<bool> {
    let all = |stems: &Vec<String>| {
        let counts: Vec<_> =
            stems.iter().map(|stem| most_of(reader, std::slice::from_ref(stem), &reader.fields.text)).collect();
        counts.into_iter().try_fold(true, |known, count| tantivy::Result::Ok(known && count? > 0))
    };
    let known: Vec<_> = expression.readings.iter().map(all).collect();
    let words = known.into_iter().try_fold(false, |any, known| tantivy::Result::Ok(any || known?))?;
    // Of words that never meet a reader need not be told, and a browser would fetch the places of each for nothing.
    Ok(words && (expression.places.len() < 2 || reader.any(&best_of(super::terms::expression(reader, expression)))?))
}

/// What a word is taken for that hardly any document has.
pub(super) struct Mending {
    pub to: Vec<String>,
    begun: bool,
}

impl Mending {
    pub fn note(&self, from: &str) -> Note {
        match self.to.first() {
            Some(to) if !self.begun => Note::Corrected { from: from.to_owned(), to: to.clone() },
            _ => Note::Begun { from: from.to_owned(), to: self.to.clone() },
        }
    }
}

pub(super) fn mending(reader: &Reader, word: &str) -> tantivy::Result<Option<Mending>> {
    if most_documents(reader, word)? > 0 {
        return Ok(None);
    }
    let letters = word.chars().count();
    if letters >= SHORTEST_BEGINNING {
        let begun = reader.vocabulary.beginning_with(word);
        // What is asked for in vain is likely misspelt: a browser fetches what it may mean along with it.
        begun.is_err().then(|| nearest(reader, word, 1, 1).ok());
        let mut known = begun?;
        known.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        let mut stems = BTreeSet::new();
        known.retain(|known| stems.insert(reader.languages.stems(&known.word)));
        known.truncate(MOST_BEGUN);
        if !known.is_empty() {
            return Ok(Some(Mending { to: known.into_iter().map(|known| known.word).collect(), begun: true }));
        }
    }
    // A number that is off by one is another number.
    let edits = match letters {
        _ if !word.chars().all(char::is_alphabetic) => return Ok(None),
        0..=4 => return Ok(None),
        5..=8 => 1,
        _ => 2,
    };
    let to = nearest(reader, word, edits, MOST_CORRECTIONS)?;
    Ok((!to.is_empty()).then_some(Mending { to, begun: false }))
}

/// Known words up to `edits` away, nearest and most frequent first. They begin with the same letter.
pub(super) fn nearest(reader: &Reader, word: &str, edits: usize, most: usize) -> tantivy::Result<Vec<String>> {
    let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
    let own = reader.languages.stems(word);
    let known = reader.vocabulary.beginning_with(&first.to_string())?;
    let mut near: Vec<(usize, u32, String)> = known
        .into_iter()
        .filter_map(|known| distance(word, &known.word, edits).map(|far| (far, known.count, known.word)))
        .filter(|(far, _, word)| *far > 0 && reader.languages.stems(word) != own)
        .collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    let mut stems = BTreeSet::new();
    near.retain(|(_, _, word)| stems.insert(reader.languages.stems(word)));
    near.truncate(most);
    Ok(near.into_iter().map(|(_, _, word)| word).collect())
}

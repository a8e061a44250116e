//! A query and an index to what tantivy runs: words over all text fields, labels, ranges and exclusions.

use std::collections::BTreeSet;

use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Term};

use super::marks::Marks;
use super::near::{mending, nearest, unknown_name};
use super::parse::MOST_CLAUSES;
use super::query::{Clause, Condition, Note, Query, Widened};
use super::reader::{Reader, Wanted};
use super::results::Options;
use super::schema::{EXACT_ID_SCORE, EXACT_TITLE_SCORE, label_field};
use super::terms::{
    Boxed, best_of, boost, constant, days, everywhere, expression, in_a_row, minutes, stem_everywhere, term_query,
};
use super::thesaurus::Meant;
use super::vocabulary::distance;
use super::words;

/// An identifier found whole is worth more than its parts in a row.
const WHOLE_BOOST: f32 = 1.5;
/// A corrected or completed word is worth less than the word itself.
const NEAR_BOOST: f32 = 0.6;
/// Another word for the same thing counts less than the one that was typed.
const SAME_BOOST: f32 = 0.5;
/// Words that a prefix is completed to.
const MOST_COMPLETIONS: usize = 30;
const MOST_FUZZY: usize = 8;

/// A query made ready for one index. Parts can be left out or added to before it is composed again.
#[derive(Debug)]
pub struct Plan {
    pub parts: Vec<Part>,
    exact_title: Option<Boxed>,
    pub notes: Vec<Note>,
    /// What is marked in what was found.
    pub marks: Marks,
    /// The query is one word.
    is_single: bool,
    /// Documents without a page are found as well.
    set_aside: bool,
}

/// What one clause of the query became.
#[derive(Debug)]
pub struct Part {
    /// Place of the clause in the query.
    pub clause: usize,
    pub role: Role,
    pub query: Boxed,
    /// As it was typed.
    pub source: String,
    /// The folded word, where the clause is a plain one that may be misspelt.
    word: Option<String>,
    /// Two characters of a longer run without spaces: where no document has them, they are the end of one word and the
    /// beginning of the next.
    pub is_guess: bool,
}

/// What a part is to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Words, of which the best documents have all.
    Text,
    /// What a document must have: a quoted phrase.
    Required,
    Filter,
    Exclusion,
}

/// Which documents a plan asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    All,
    /// Whatever is no word: what must stand, fields and exclusions.
    Frame,
    /// All but the part of this clause.
    Without(usize),
}

/// Makes a plan.
///
/// # Errors
/// When the index's dictionaries cannot be read.
pub fn plan(reader: &Reader, query: &Query, options: &Options) -> tantivy::Result<Plan> {
    let texts = query.clauses.iter().filter(|clause| clause.condition.is_text()).count();
    let mut plan = Plan {
        parts: Vec::new(),
        exact_title: None,
        notes: query.notes.clone(),
        marks: Marks::default(),
        is_single: texts == 1,
        set_aside: options.set_aside,
    };
    let only_stop_words =
        !query.clauses.iter().any(|clause| clause.condition.is_text() && !is_left_out(reader, &clause.condition));
    let mut result = Ok(());
    for (at, clause) in query.clauses.iter().enumerate() {
        if is_left_out(reader, &clause.condition) && !only_stop_words && !clause.excluded {
            continue;
        }
        let last = at + 1 == query.clauses.len();
        // A dictionary that cannot be read yet must not keep the others from being asked for.
        match plan.add(reader, at, clause, options.typing && last) {
            Ok(()) => {}
            Err(error) => result = Err(error),
        }
    }
    plan.widen(reader, query);
    plan.exact_title = exact_title(reader, query);
    if let Err(error) = result {
        reader.touch(&plan.compose(Need::All)).ok();
        return Err(error);
    }
    Ok(plan)
}

fn is_left_out(reader: &Reader, condition: &Condition) -> bool {
    matches!(condition, Condition::Word(word) if reader.languages.is_stop_word(&words::fold_line(word)))
}

fn exact_title(reader: &Reader, query: &Query) -> Option<Boxed> {
    let mut title = Vec::new();
    for clause in query.clauses.iter().filter(|clause| !clause.excluded) {
        match &clause.condition {
            Condition::Word(text) | Condition::Phrase { text, .. } => title.push(words::fold_line(text)),
            _ => {}
        }
    }
    let term = Term::from_field_text(reader.fields.exact_title, &words::fold_label(&title.join(" ")));
    (!title.is_empty()).then(|| constant(term_query(term, IndexRecordOption::Basic), EXACT_TITLE_SCORE))
}

impl Plan {
    fn add(&mut self, reader: &Reader, at: usize, clause: &Clause, typing: bool) -> tantivy::Result<()> {
        let Clause { condition, excluded, source } = clause;
        let excluded = *excluded;
        if let (Condition::Word(text), false) = (condition, excluded)
            && self.parts.len() < MOST_CLAUSES
            && let Some(parts) = unknown_name(reader, text)?
        {
            self.add_apart(reader, at, &parts);
            return Ok(());
        }
        if let (Condition::Word(text), false) = (condition, excluded)
            && let pieces = words::pieces(text)
            && pieces.len() > 1
        {
            self.add_pieces(reader, at, text, pieces);
            return Ok(());
        }
        let (query, word) = match condition {
            Condition::Word(text) => {
                let mut alternatives = self.word(reader, text, excluded)?;
                if typing {
                    alternatives.extend(self.completions(reader, text, false)?);
                }
                (best_of(alternatives), single_word(text))
            }
            Condition::Prefix(text) => {
                let mut alternatives = self.word(reader, text, excluded)?;
                alternatives.extend(self.completions(reader, text, true)?);
                (best_of(alternatives), None)
            }
            Condition::Fuzzy(text) => {
                let mut alternatives = self.word(reader, text, excluded)?;
                let folded = single_word(text).unwrap_or_default();
                let edits = if folded.chars().count() >= 9 { 2 } else { 1 };
                for near in nearest(reader, &folded, edits, MOST_FUZZY)? {
                    alternatives.push(boost(best_of(self.word(reader, &near, excluded)?), NEAR_BOOST));
                }
                (best_of(alternatives), None)
            }
            Condition::Phrase { text, slop } => (best_of(self.phrase(reader, text, *slop, excluded)), None),
            Condition::Label { field, values } => (self.label(reader, field, values)?, None),
            Condition::Days { from, until } => (days(reader, *from, *until), None),
            Condition::Minutes { from, to } => (minutes(reader, *from, *to), None),
        };
        let role = match condition {
            _ if excluded => Role::Exclusion,
            Condition::Phrase { .. } => Role::Required,
            condition if condition.is_text() => Role::Text,
            _ => Role::Filter,
        };
        let word = word.filter(|_| role == Role::Text);
        self.parts.push(Part { clause: at, role, query, source: source.clone(), word, is_guess: false });
        Ok(())
    }

    /// A name that no document has: each of its words by itself, and all of them in a row for more.
    fn add_apart(&mut self, reader: &Reader, clause: usize, parts: &[String]) {
        let room = MOST_CLAUSES - self.parts.len();
        let telling = |(_, part): &(usize, &String)| !reader.languages.is_stop_word(part);
        for (at, part) in parts.iter().enumerate().filter(telling).take(room) {
            let mut alternatives = everywhere(reader, part);
            if at == 0 {
                alternatives.extend(in_a_row(reader, parts, 0).into_iter().map(|query| boost(query, WHOLE_BOOST)));
            }
            let (source, word) = (part.clone(), Some(part.clone()));
            self.parts.push(Part {
                clause,
                role: Role::Text,
                query: best_of(alternatives),
                source,
                word,
                is_guess: false,
            });
        }
        self.remember(reader, false, parts);
    }

    /// A run of a script without spaces: each piece of it by itself, and all of it in a row for more.
    fn add_pieces(&mut self, reader: &Reader, clause: usize, text: &str, pieces: Vec<words::Piece>) {
        let room = MOST_CLAUSES.saturating_sub(self.parts.len());
        for (at, words::Piece { range, is_guess }) in pieces.into_iter().take(room).enumerate() {
            let source = text[range].to_owned();
            let characters = words::parts(&source, &words::all_parts(&source));
            let mut alternatives = row_or_word(reader, &characters);
            if at == 0 {
                let all = words::parts(text, &words::all_parts(text));
                alternatives.extend(in_a_row(reader, &all, 0).into_iter().map(|query| boost(query, WHOLE_BOOST)));
            }
            self.remember_row(reader, false, &characters);
            self.parts.push(Part {
                clause,
                role: Role::Text,
                query: best_of(alternatives),
                source,
                word: None,
                is_guess,
            });
        }
    }

    /// What finds a word or an identifier: in every field, whole or in parts, or as the id itself.
    fn word(&mut self, reader: &Reader, text: &str, excluded: bool) -> tantivy::Result<Vec<Boxed>> {
        let mut alternatives = Vec::new();
        let mut walk = words::chunks(text);
        let Some(chunk) = walk.advance() else { return Ok(alternatives) };
        let parts = words::parts(text, &chunk.parts);
        let id = Term::from_field_text(reader.fields.id, &words::fold_label(text));
        if chunk.unspaced {
            alternatives.extend(row_or_word(reader, &parts));
        } else {
            let mut whole = String::new();
            words::whole(text, chunk, &mut whole);
            let worth = if parts.len() > 1 { WHOLE_BOOST } else { 1.0 };
            let stems = reader.languages.stems(&whole);
            alternatives.extend(stems.iter().flat_map(|stem| stem_everywhere(reader, stem, worth)));
            self.remember(reader, excluded, &[whole]);
            if parts.len() > 1 {
                alternatives.extend(in_a_row(reader, &parts, 0));
            }
        }
        if chunk.unspaced {
            self.remember_row(reader, excluded, &parts);
        } else {
            self.remember(reader, excluded, &parts);
        }
        // Among other words, only what looks like an id is looked up as one.
        if self.is_single || text.bytes().any(|byte| !byte.is_ascii_alphabetic()) {
            alternatives.push(constant(term_query(id, IndexRecordOption::Basic), EXACT_ID_SCORE));
        }
        Ok(alternatives)
    }

    fn phrase(&mut self, reader: &Reader, text: &str, slop: u32, excluded: bool) -> Vec<Boxed> {
        let parts = words::parts(text, &words::all_parts(text));
        if slop == 0 {
            self.remember_row(reader, excluded, &parts);
        } else {
            self.remember(reader, excluded, &parts);
        }
        if parts.len() > 1 { in_a_row(reader, &parts, slop) } else { row_or_word(reader, &parts) }
    }

    /// The words that begin like `text`, the most frequent ones.
    fn completions(&mut self, reader: &Reader, text: &str, explain: bool) -> tantivy::Result<Vec<Boxed>> {
        let mut prefix = String::new();
        let mut walk = words::chunks(text);
        if let Some(chunk) = walk.advance() {
            words::whole(text, chunk, &mut prefix);
        }
        if prefix.chars().count() < if explain { 1 } else { 2 } {
            return Ok(Vec::new());
        }
        reader.touch_terms(&prefix);
        let mut known = reader.vocabulary.beginning_with(&prefix)?;
        known.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        let mut completions: Vec<String> = Vec::new();
        let mut stems = BTreeSet::new();
        let mut searched = 0;
        for word in &known {
            if completions.len() == MOST_COMPLETIONS {
                break;
            }
            if stems.insert(reader.languages.stems(&word.word)) {
                completions.push(word.word.clone());
            }
            searched += 1;
        }
        if explain && searched < known.len() {
            self.notes.push(Note::ManyWords { prefix: text.to_owned(), words: known.len(), searched });
        }
        let alternatives = completions.iter().flat_map(|word| everywhere(reader, word));
        let alternatives = alternatives.map(|query| boost(query, NEAR_BOOST)).collect();
        self.remember(reader, false, &completions);
        Ok(alternatives)
    }

    fn label(&mut self, reader: &Reader, name: &'static str, values: &[String]) -> tantivy::Result<Boxed> {
        let Some(field) = label_field(name).and_then(|field| reader.fields.label(field)) else {
            return Ok(Box::new(EmptyQuery));
        };
        let mut terms = Vec::new();
        for value in values {
            if let Some(prefix) = value.strip_suffix('*') {
                let known = reader.labels(field)?;
                terms.extend(
                    known
                        .iter()
                        .filter(|label| label.starts_with(prefix))
                        .map(|label| Term::from_field_text(field, label)),
                );
                continue;
            }
            let term = Term::from_field_text(field, value);
            if reader.frequency(&term)? == 0 {
                let nearest = nearest_label(value, &reader.labels(field)?);
                self.notes.push(Note::UnknownLabel { field: name, value: value.clone(), nearest });
            }
            terms.push(term);
        }
        Ok(match terms.as_slice() {
            [term] => term_query(term.clone(), IndexRecordOption::Basic),
            _ => Box::new(TermSetQuery::new(terms)),
        })
    }

    fn remember(&mut self, reader: &Reader, excluded: bool, words: &[String]) {
        if !excluded {
            let telling = words.iter().filter(|word| !reader.languages.is_stop_word(word));
            telling.flat_map(|word| reader.languages.stems(word)).for_each(|stem| self.marks.add([(0, &stem)]));
        }
    }

    /// Words that are marked where they stand in a row.
    fn remember_row(&mut self, reader: &Reader, excluded: bool, words: &[String]) {
        if !excluded {
            let readings = reader.languages.readings(words);
            readings.iter().for_each(|stems| self.marks.add(stems.iter().enumerate()));
        }
    }

    /// Adds to words that no document has what they begin, or else what they may be meant to be. Says whether anything was
    /// added.
    ///
    /// # Errors
    /// When the list of words cannot be read.
    pub fn mend(&mut self, reader: &Reader) -> tantivy::Result<bool> {
        let mut mended = Vec::new();
        let mut result = Ok(());
        for (at, part) in self.parts.iter().enumerate() {
            let Some(word) = &part.word else { continue };
            match mending(reader, word) {
                Ok(found) => mended.extend(found.map(|found| (at, word.clone(), found))),
                Err(error) => result = Err(error),
            }
        }
        result?;
        for (at, from, mending) in &mended {
            let mut alternatives: Vec<Boxed> =
                self.parts.get(*at).map(|part| part.query.box_clone()).into_iter().collect();
            for to in &mending.to {
                alternatives.push(boost(best_of(self.word(reader, to, false)?), NEAR_BOOST));
            }
            if let Some(part) = self.parts.get_mut(*at) {
                part.query = best_of(alternatives);
            }
            self.notes.push(mending.note(from));
        }
        Ok(!mended.is_empty())
    }

    /// The folded words of a query in a row, each with the part that looks for it; none looks for a word that is left out.
    fn asked(&self, query: &Query) -> (Vec<String>, Vec<Option<usize>>) {
        let (mut asked, mut parts) = (Vec::new(), Vec::new());
        for (at, clause) in query.clauses.iter().enumerate().filter(|(_, it)| it.condition.is_text() && !it.excluded) {
            let of_clause = self.parts.iter().enumerate().filter(|(_, part)| part.clause == at);
            let mut of_clause = of_clause.filter(|(_, part)| part.role == Role::Text).peekable();
            let is_quoted = matches!(clause.condition, Condition::Phrase { .. });
            if of_clause.peek().is_none() && !is_quoted {
                asked.push(words::fold_line(&clause.source));
                parts.push(None);
            }
            for (part, Part { source, .. }) in of_clause {
                let words = words::parts(source, &words::all_parts(source));
                parts.extend(words.iter().map(|_| Some(part)));
                asked.extend(words);
            }
        }
        (asked, parts)
    }

    /// Adds what means the same as the words of the query, and says so where some document has it.
    fn widen(&mut self, reader: &Reader, query: &Query) {
        let (asked, parts) = self.asked(query);
        let thesaurus = std::sync::Arc::clone(&reader.thesaurus);
        let mut widened: Vec<Widened> = Vec::new();
        // A name of several words means itself: none of its words is put in other words.
        let is_whole = |meant: &Meant<'_>| {
            let cut = |at: usize| at > 0 && at < parts.len() && parts[at].is_some() && parts[at - 1] == parts[at];
            !cut(meant.places.start) && !cut(meant.places.end)
        };
        for meant in thesaurus.meant(&asked, &reader.languages).into_iter().filter(is_whole) {
            let known = meant.others;
            let from = asked[meant.places.clone()].join(" ");
            let mut places: Vec<usize> = parts[meant.places].iter().copied().flatten().collect();
            places.dedup();
            for at in places {
                let others = known.iter().map(|other| boost(best_of(expression(reader, other)), SAME_BOOST));
                let others: Vec<Boxed> = others.collect();
                let Some(part) = self.parts.get_mut(at) else { continue };
                part.query = best_of(std::iter::once(part.query.box_clone()).chain(others).collect());
                // It is understood, and needs no other reading.
                if !known.is_empty() {
                    part.word = None;
                }
            }
            if !known.is_empty() {
                let to = known.iter().map(|other| other.text.clone()).collect();
                let one = Widened { from, to };
                // Each word of a phrase is widened by what the phrase means; that is said once.
                if !widened.contains(&one) {
                    widened.push(one);
                }
            }
            for other in &known {
                let places = || other.places.iter().copied();
                other.readings.iter().for_each(|stems| self.marks.add(places().zip(stems)));
            }
        }
        if !widened.is_empty() {
            self.notes.push(Note::Widened { words: widened });
        }
    }

    /// The words that the best documents have all of.
    pub fn texts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.role == Role::Text)
    }

    /// What asks for documents with the query as their title.
    pub(super) fn exact_title(&self) -> Option<Wanted> {
        self.exact_title.as_ref().map(|exact| Wanted { query: exact.box_clone(), excluded: Vec::new() })
    }

    /// Whether a document may be found.
    pub(super) fn admits(&self, reader: &Reader, document: DocId) -> bool {
        self.set_aside || reader.is_published(document)
    }

    /// Whether anything at all is asked for.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The query to run.
    pub(super) fn compose(&self, need: Need) -> Wanted {
        let kept = || self.parts.iter().filter(|part| need != Need::Without(part.clause));
        let of = |role: Role| kept().filter(move |part| part.role == role).map(|part| part.query.box_clone());
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        let texts: Vec<Boxed> = if need == Need::Frame { Vec::new() } else { of(Role::Text).collect() };
        let texts: Vec<Boxed> = texts.into_iter().chain(of(Role::Required)).collect();
        let scored = !texts.is_empty();
        clauses.extend(texts.into_iter().map(|query| (Occur::Must, query)));
        clauses.extend(of(Role::Filter).map(|query| (Occur::Must, constant(query, 0.0))));
        if clauses.is_empty() {
            clauses.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        }
        if let (true, Some(exact)) = (scored && need != Need::Frame, &self.exact_title) {
            clauses.push((Occur::Should, exact.box_clone()));
        }
        Wanted { query: Box::new(BooleanQuery::new(clauses)), excluded: of(Role::Exclusion).collect() }
    }
}

/// Characters in a row, or a single one.
fn row_or_word(reader: &Reader, parts: &[String]) -> Vec<Boxed> {
    if parts.len() > 1 {
        in_a_row(reader, parts, 0)
    } else {
        parts.iter().flat_map(|it| everywhere(reader, it)).collect()
    }
}

/// The spelling in the index of a text that is one word or one name.
fn single_word(text: &str) -> Option<String> {
    let mut word = String::new();
    let mut walk = words::chunks(text);
    let chunk = walk.advance().filter(|chunk| !chunk.unspaced)?;
    words::whole(text, chunk, &mut word);
    (walk.advance().is_none() && !word.is_empty()).then_some(word)
}

fn nearest_label(value: &str, known: &[String]) -> Option<String> {
    let near = known.iter().filter_map(|label| distance(value, label, 2).map(|far| (far, label)));
    let containing = known.iter().filter(|label| value.len() > 2 && label.contains(value)).map(|label| (3, label));
    near.chain(containing).min().map(|(_, label)| label.clone())
}

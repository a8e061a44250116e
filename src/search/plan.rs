//! A query and an index to what tantivy runs: words over all text fields, labels, ranges and exclusions.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery,
    Query as TantivyQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use super::near::{Named, is_known, mending, nearest, unknown_name};
use super::parse::MOST_CLAUSES;
use super::query::{Clause, Condition, Note, Query};
use super::reader::{Reader, Wanted};
use super::schema::{EXACT_ID_SCORE, EXACT_TITLE_SCORE, TEXT_FIELDS, label_field};
use super::thesaurus::Meant;
use super::tokens::{is_stop_word, stem, stems};
use super::vocabulary::distance;
use super::words;

type Boxed = Box<dyn TantivyQuery>;

/// What matches in lesser fields add to the best one.
const TIE_BREAKER: f32 = 0.2;
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
    pub stems: BTreeSet<String>,
    /// The query is one word.
    is_single: bool,
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

/// Makes a plan. `typing` reads the last word as the beginning of one, too.
///
/// # Errors
/// When the index's dictionaries cannot be read.
pub fn plan(reader: &Reader, query: &Query, typing: bool) -> tantivy::Result<Plan> {
    let texts = query.clauses.iter().filter(|clause| clause.condition.is_text()).count();
    let mut plan = Plan {
        parts: Vec::new(),
        exact_title: None,
        notes: query.notes.clone(),
        stems: BTreeSet::new(),
        is_single: texts == 1,
    };
    let only_stop_words =
        !query.clauses.iter().any(|clause| clause.condition.is_text() && !is_left_out(&clause.condition));
    let mut result = Ok(());
    for (at, clause) in query.clauses.iter().enumerate() {
        if is_left_out(&clause.condition) && !only_stop_words && !clause.excluded {
            continue;
        }
        let last = at + 1 == query.clauses.len();
        // A dictionary that cannot be read yet must not keep the others from being asked for.
        match plan.add(reader, at, clause, typing && last) {
            Ok(()) => {}
            Err(error) => result = Err(error),
        }
    }
    if let Err(error) = plan.widen(reader) {
        result = Err(error);
    }
    plan.exact_title = exact_title(reader, query);
    if let Err(error) = result {
        reader.touch(&plan.compose(Need::All)).ok();
        return Err(error);
    }
    Ok(plan)
}

fn is_left_out(condition: &Condition) -> bool {
    matches!(condition, Condition::Word(word) if is_stop_word(&word.to_lowercase()))
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
        self.parts.push(Part { clause: at, role, query, source: source.clone(), word });
        Ok(())
    }

    /// A name that no document has: each of its words by itself, and all of them in a row for more.
    fn add_apart(&mut self, reader: &Reader, clause: usize, parts: &[Named]) {
        let stems: Vec<String> = parts.iter().map(|part| part.stem.clone()).collect();
        let room = MOST_CLAUSES - self.parts.len();
        for (at, part) in parts.iter().enumerate().filter(|(_, part)| !is_stop_word(&part.word)).take(room) {
            let mut alternatives = everywhere(reader, &part.stem);
            if at == 0 {
                alternatives.extend(in_a_row(reader, &stems, 0).into_iter().map(|query| boost(query, WHOLE_BOOST)));
            }
            let (source, word) = (part.word.clone(), Some(part.word.clone()));
            self.parts.push(Part { clause, role: Role::Text, query: best_of(alternatives), source, word });
        }
        self.remember(false, stems);
    }

    /// What finds a word or an identifier: in every field, whole or in parts, or as the id itself.
    fn word(&mut self, reader: &Reader, text: &str, excluded: bool) -> tantivy::Result<Vec<Boxed>> {
        let mut alternatives = Vec::new();
        let mut walk = words::chunks(text);
        let Some(chunk) = walk.advance() else { return Ok(alternatives) };
        let parts = stems(text, &chunk.parts);
        let id = Term::from_field_text(reader.fields.id, &words::fold_label(text));
        let in_parts = parts.len() > 1;
        if !chunk.unspaced {
            let mut whole = String::new();
            words::whole(text, chunk, &mut whole);
            let whole = stem(&whole);
            let worth = if parts.len() > 1 { WHOLE_BOOST } else { 1.0 };
            for (at, field) in TEXT_FIELDS.iter().enumerate() {
                let term = Term::from_field_text(reader.fields.text[at], &whole);
                alternatives.push(boost(term_query(term, IndexRecordOption::WithFreqs), field.boost * worth));
            }
            self.remember(excluded, [whole]);
        }
        if in_parts {
            alternatives.extend(in_a_row(reader, &parts, 0));
        } else if chunk.unspaced {
            alternatives.extend(parts.iter().flat_map(|part| everywhere(reader, part)));
        }
        if in_parts || parts.len() == 1 {
            self.remember(excluded, parts);
        }
        // Among other words, only what looks like an id is looked up as one.
        if self.is_single || text.bytes().any(|byte| !byte.is_ascii_alphabetic()) {
            alternatives.push(constant(term_query(id, IndexRecordOption::Basic), EXACT_ID_SCORE));
        }
        Ok(alternatives)
    }

    fn phrase(&mut self, reader: &Reader, text: &str, slop: u32, excluded: bool) -> Vec<Boxed> {
        let mut ranges = Vec::new();
        let mut walk = words::chunks(text);
        while let Some(chunk) = walk.advance() {
            ranges.extend(chunk.parts.iter().cloned());
        }
        let parts = stems(text, &ranges);
        let query = if parts.len() > 1 {
            in_a_row(reader, &parts, slop)
        } else {
            parts.iter().flat_map(|part| everywhere(reader, part)).collect()
        };
        self.remember(excluded, parts);
        query
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
        let mut completions = Vec::new();
        let mut searched = 0;
        for word in &known {
            if completions.len() == MOST_COMPLETIONS {
                break;
            }
            let stem = stem(&word.word);
            if !completions.contains(&stem) {
                completions.push(stem);
            }
            searched += 1;
        }
        if explain && searched < known.len() {
            self.notes.push(Note::ManyWords { prefix: text.to_owned(), words: known.len(), searched });
        }
        let alternatives = completions.iter().flat_map(|stem| everywhere(reader, stem));
        let alternatives = alternatives.map(|query| boost(query, NEAR_BOOST)).collect();
        self.remember(false, completions);
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

    fn remember(&mut self, excluded: bool, stems: impl IntoIterator<Item = String>) {
        if !excluded {
            self.stems.extend(stems.into_iter().filter(|stem| !is_stop_word(stem)));
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

    /// Adds what means the same as the words of the query, and says so where some document has it.
    fn widen(&mut self, reader: &Reader) -> tantivy::Result<()> {
        let mut stems = Vec::new();
        let mut parts = Vec::new();
        for (at, part) in self.parts.iter().enumerate().filter(|(_, part)| part.role == Role::Text) {
            for stem in stems_of(&part.source) {
                stems.push(stem);
                parts.push(at);
            }
        }
        let thesaurus = std::sync::Arc::clone(&reader.thesaurus);
        let mut widened: Vec<(String, Vec<String>)> = Vec::new();
        let mut result = Ok(());
        // A name of several words means itself: none of its words is put in other words.
        let is_whole = |meant: &Meant<'_>| {
            let end = meant.at + meant.length;
            let cut = |at: usize| at > 0 && parts.get(at - 1) == parts.get(at);
            !cut(meant.at) && !cut(end)
        };
        for meant in thesaurus.meant(&stems).into_iter().filter(is_whole) {
            let mut known = Vec::new();
            for other in &meant.others {
                match is_known(reader, &other.stems) {
                    Ok(true) => known.push(*other),
                    Ok(false) => {}
                    // Its postings are asked for with those of the others.
                    Err(error) => {
                        known.push(*other);
                        result = Err(error);
                    }
                }
            }
            let mut places = parts[meant.at..meant.at + meant.length].to_vec();
            places.dedup();
            let from: Vec<String> = places.iter().filter_map(|at| Some(self.parts.get(*at)?.source.clone())).collect();
            for at in places {
                let others = known.iter().map(|other| boost(best_of(expression(reader, &other.stems)), SAME_BOOST));
                let others: Vec<Boxed> = others.collect();
                let Some(part) = self.parts.get_mut(at) else { continue };
                part.query = best_of(std::iter::once(part.query.box_clone()).chain(others).collect());
                // It is understood, and needs no other reading.
                if !known.is_empty() {
                    part.word = None;
                }
            }
            if !known.is_empty() {
                widened.push((from.join(" "), known.iter().map(|other| other.text.clone()).collect()));
            }
            self.remember(false, known.iter().flat_map(|other| &other.stems).map(|(_, stem)| stem.clone()));
        }
        if !widened.is_empty() {
            self.notes.push(Note::Widened(widened));
        }
        result
    }

    /// The words that the best documents have all of.
    pub fn texts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.role == Role::Text)
    }

    /// What asks for documents with the query as their title.
    pub(super) fn exact_title(&self) -> Option<Wanted> {
        self.exact_title.as_ref().map(|exact| Wanted { query: exact.box_clone(), excluded: Vec::new() })
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

/// One stem in every text field.
fn everywhere(reader: &Reader, stem: &str) -> Vec<Boxed> {
    let field = |(at, field): (usize, &super::schema::TextField)| {
        let term = Term::from_field_text(reader.fields.text[at], stem);
        boost(term_query(term, IndexRecordOption::WithFreqs), field.boost)
    };
    TEXT_FIELDS.iter().enumerate().map(field).collect()
}

/// Stems one after the other, in every text field.
fn in_a_row(reader: &Reader, stems: &[String], slop: u32) -> Vec<Boxed> {
    let field = |(at, field): (usize, &super::schema::TextField)| {
        let term = |stem: &String| Term::from_field_text(reader.fields.text[at], stem);
        let mut phrase = PhraseQuery::new(stems.iter().map(term).collect());
        phrase.set_slop(slop);
        boost(Box::new(phrase), field.boost)
    };
    TEXT_FIELDS.iter().enumerate().map(field).collect()
}

/// Stems with their distance from the first, in every text field.
fn expression(reader: &Reader, stems: &[(usize, String)]) -> Vec<Boxed> {
    if let [(_, only)] = stems {
        return everywhere(reader, only);
    }
    let field = |(at, field): (usize, &super::schema::TextField)| {
        let term = |(offset, stem): &(usize, String)| (*offset, Term::from_field_text(reader.fields.text[at], stem));
        boost(Box::new(PhraseQuery::new_with_offset(stems.iter().map(term).collect())), field.boost)
    };
    TEXT_FIELDS.iter().enumerate().map(field).collect()
}

/// The stems of a text's words, those of stop words left out.
fn stems_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut walk = words::chunks(text);
    while let Some(chunk) = walk.advance() {
        for part in &chunk.parts {
            words::part(text, part, &mut word);
            if !is_stop_word(&word) {
                found.push(stem(&word));
            }
        }
    }
    found
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

fn days(reader: &Reader, from: Option<i64>, until: Option<i64>) -> Boxed {
    let bound = |day: i64| Term::from_field_i64(reader.fields.day, day);
    range(
        from.map_or(Bound::Unbounded, |day| Bound::Included(bound(day))),
        until.map_or(Bound::Unbounded, |day| Bound::Excluded(bound(day))),
    )
}

fn minutes(reader: &Reader, from: Option<u64>, to: Option<u64>) -> Boxed {
    let bound = |minutes: Option<u64>| {
        minutes
            .map_or(Bound::Unbounded, |minutes| Bound::Included(Term::from_field_u64(reader.fields.duration, minutes)))
    };
    range(bound(from), bound(to))
}

/// A range that is open at both ends has no field to look at: it is everything.
fn range(from: Bound<Term>, to: Bound<Term>) -> Boxed {
    if from == Bound::Unbounded && to == Bound::Unbounded {
        return Box::new(AllQuery);
    }
    Box::new(RangeQuery::new(from, to))
}

fn term_query(term: Term, option: IndexRecordOption) -> Boxed {
    Box::new(TermQuery::new(term, option))
}

fn boost(query: Boxed, by: f32) -> Boxed {
    Box::new(BoostQuery::new(query, by))
}

fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

fn best_of(mut alternatives: Vec<Boxed>) -> Boxed {
    match (alternatives.len(), alternatives.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            alternatives.push(last);
            Box::new(DisjunctionMaxQuery::with_tie_breaker(alternatives, TIE_BREAKER))
        }
        (_, None) => Box::new(EmptyQuery),
    }
}

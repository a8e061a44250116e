//! A query and an index to what tantivy runs: words over all text fields, labels, ranges and exclusions.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery,
    Query as TantivyQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use super::query::{Condition, Note, Query};
use super::reader::{Reader, Wanted};
use super::schema::{EXACT_ID_SCORE, EXACT_TITLE_SCORE, TEXT_FIELDS, label_field};
use super::tokens::{is_stop_word, stem};
use super::vocabulary::distance;
use super::words;

type Boxed = Box<dyn TantivyQuery>;

/// What matches in lesser fields add to the best one.
const TIE_BREAKER: f32 = 0.2;
/// An identifier found whole is worth more than its parts in a row.
const WHOLE_BOOST: f32 = 1.5;
/// A corrected or completed word is worth less than the word itself.
const NEAR_BOOST: f32 = 0.6;
/// Words that a prefix is completed to.
const MOST_COMPLETIONS: usize = 30;
const MOST_CORRECTIONS: usize = 3;
const MOST_FUZZY: usize = 8;
/// A word in fewer documents than this may be a misspelling, or an identifier that others write in parts.
const RARE: u64 = 3;

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
    role: Role,
    query: Boxed,
    /// The folded word, where the clause is a plain one that may be misspelt.
    word: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Text,
    Filter,
    Exclusion,
}

/// Which documents a plan asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    All,
    /// At least this many of the words.
    AtLeast(usize),
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
        match plan.add(reader, at, &clause.condition, clause.excluded, typing && last) {
            Ok(()) => {}
            Err(error) => result = Err(error),
        }
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
    fn add(
        &mut self,
        reader: &Reader,
        clause: usize,
        condition: &Condition,
        excluded: bool,
        typing: bool,
    ) -> tantivy::Result<()> {
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
        let role = match (excluded, condition.is_text()) {
            (true, _) => Role::Exclusion,
            (false, true) => Role::Text,
            (false, false) => Role::Filter,
        };
        self.parts.push(Part { clause, role, query, word: word.filter(|_| role == Role::Text) });
        Ok(())
    }

    /// What finds a word or an identifier: in every field, whole or in parts, or as the id itself.
    ///
    /// An identifier that enough documents write as one word is not looked for in parts: each part is a common word,
    /// whose positions are most of what a browser would have to fetch.
    fn word(&mut self, reader: &Reader, text: &str, excluded: bool) -> tantivy::Result<Vec<Boxed>> {
        let mut alternatives = Vec::new();
        let mut walk = words::chunks(text);
        let Some(chunk) = walk.advance() else { return Ok(alternatives) };
        let parts = stems(text, &chunk.parts);
        let id = Term::from_field_text(reader.fields.id, &words::fold_label(text));
        let mut in_parts = parts.len() > 1;
        if !chunk.unspaced {
            let mut whole = String::new();
            words::whole(text, chunk, &mut whole);
            let whole = stem(&whole);
            if in_parts {
                reader.frequency(&id).ok();
                in_parts = is_rare(reader, &whole)?;
            }
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

    /// Adds likely spellings to rare words; says whether there are any.
    ///
    /// # Errors
    /// When the list of words cannot be read.
    pub fn correct(&mut self, reader: &Reader) -> tantivy::Result<bool> {
        let mut corrections = Vec::new();
        let mut result = Ok(());
        for (at, part) in self.parts.iter().enumerate() {
            let Some(word) = &part.word else { continue };
            let edits = match word.chars().count() {
                0..=4 => continue,
                5..=8 => 1,
                _ => 2,
            };
            match is_rare(reader, word)
                .and_then(|rare| if rare { nearest(reader, word, edits, MOST_CORRECTIONS) } else { Ok(Vec::new()) })
            {
                Ok(found) => corrections.extend(found.into_iter().map(|near| (at, word.clone(), near))),
                Err(error) => result = Err(error),
            }
        }
        result?;
        for (at, from, to) in &corrections {
            let near = boost(best_of(self.word(reader, to, false)?), NEAR_BOOST);
            if let Some(part) = self.parts.get_mut(*at) {
                part.query = best_of(vec![part.query.box_clone(), near]);
            }
            self.notes.push(Note::Corrected { from: from.clone(), to: to.clone() });
        }
        Ok(!corrections.is_empty())
    }

    /// How many words and phrases the plan asks for.
    pub fn texts(&self) -> usize {
        self.parts.iter().filter(|part| part.role == Role::Text).count()
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
        let texts: Vec<Boxed> = of(Role::Text).collect();
        let scored = !texts.is_empty();
        match need {
            Need::AtLeast(least) => {
                let texts = texts.into_iter().map(|query| (Occur::Should, query)).collect();
                clauses.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(texts, least))));
            }
            Need::All | Need::Without(_) => clauses.extend(texts.into_iter().map(|query| (Occur::Must, query))),
        }
        clauses.extend(of(Role::Filter).map(|query| (Occur::Must, constant(query, 0.0))));
        if clauses.is_empty() {
            clauses.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        }
        if let (true, Some(exact)) = (scored, &self.exact_title) {
            clauses.push((Occur::Should, exact.box_clone()));
        }
        Wanted { query: Box::new(BooleanQuery::new(clauses)), excluded: of(Role::Exclusion).collect() }
    }
}

fn stems(text: &str, ranges: &[std::ops::Range<usize>]) -> Vec<String> {
    let mut word = String::new();
    ranges
        .iter()
        .map(|range| {
            words::part(text, range, &mut word);
            stem(&word)
        })
        .filter(|stem| !stem.is_empty())
        .collect()
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

/// The folded spelling of a text that is one word of letters.
fn single_word(text: &str) -> Option<String> {
    let folded = words::fold_line(text);
    (!folded.is_empty() && folded.chars().all(char::is_alphabetic)).then_some(folded)
}

fn is_rare(reader: &Reader, stem: &str) -> tantivy::Result<bool> {
    let mut most = 0;
    let mut result = Ok(());
    for field in reader.fields.text {
        match reader.frequency(&Term::from_field_text(field, stem)) {
            Ok(frequency) => most = most.max(frequency),
            Err(error) => result = Err(error),
        }
    }
    result.map(|()| most < RARE)
}

/// Known words up to `edits` away, nearest and most frequent first. They begin with the same letter.
fn nearest(reader: &Reader, word: &str, edits: usize, most: usize) -> tantivy::Result<Vec<String>> {
    let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
    let own = stem(word);
    let known = reader.vocabulary.beginning_with(&first.to_string())?;
    let mut near: Vec<(usize, u32, String)> = known
        .into_iter()
        .filter_map(|known| distance(word, &known.word, edits).map(|far| (far, known.count, known.word)))
        .filter(|(far, _, word)| *far > 0 && stem(word) != own)
        .collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    let mut stems = BTreeSet::new();
    near.retain(|(_, _, word)| stems.insert(stem(word)));
    near.truncate(most);
    Ok(near.into_iter().map(|(_, _, word)| word).collect())
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

//! What tantivy is asked: words in every text field, in a row or alone, ranges, and the best of several.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;

use super::reader::Reader;
use super::schema::{TEXT_FIELDS, TextField};
use super::thesaurus::Expression;

pub(super) type Boxed = Box<dyn Query>;

/// What matches in lesser fields add to the best one.
const TIE_BREAKER: f32 = 0.2;

/// A folded word in every text field, by its stem in each language.
pub(super) fn everywhere(reader: &Reader, word: &str) -> Vec<Boxed> {
    reader.languages.stems(word).iter().flat_map(|stem| stem_everywhere(reader, stem, 1.0)).collect()
}

/// One stem in every text field.
pub(super) fn stem_everywhere(reader: &Reader, stem: &str, worth: f32) -> Vec<Boxed> {
    let field = |(at, field): (usize, &TextField)| {
        let term = Term::from_field_text(reader.fields.text[at], stem);
        boost(term_query(term, IndexRecordOption::WithFreqs), field.boost * worth)
    };
    TEXT_FIELDS.iter().enumerate().map(field).collect()
}

/// Folded words one after the other, in every text field, by their stems in each language.
pub(super) fn in_a_row(reader: &Reader, words: &[String], slop: u32) -> Vec<Boxed> {
    let readings = reader.languages.readings(words);
    readings.iter().flat_map(|stems| row(reader, stems.iter().enumerate(), slop)).collect()
}

/// An expression of several words or one, in every text field.
pub(super) fn expression(reader: &Reader, expression: &Expression) -> Vec<Boxed> {
    let reading = |stems: &Vec<String>| match stems.as_slice() {
        [only] => stem_everywhere(reader, only, 1.0),
        _ => row(reader, expression.places.iter().copied().zip(stems), 0),
    };
    expression.readings.iter().flat_map(reading).collect()
}

/// Stems with their places, in every text field.
fn row<'s>(reader: &Reader, stems: impl Iterator<Item = (usize, &'s String)> + Clone, slop: u32) -> Vec<Boxed> {
    let field = |(at, field): (usize, &TextField)| {
        let term = |(place, stem): (usize, &String)| (place, Term::from_field_text(reader.fields.text[at], stem));
        let mut phrase = PhraseQuery::new_with_offset(stems.clone().map(term).collect());
        phrase.set_slop(slop);
        boost(Box::new(phrase), field.boost)
    };
    TEXT_FIELDS.iter().enumerate().map(field).collect()
}

pub(super) fn days(reader: &Reader, from: Option<i64>, until: Option<i64>) -> Boxed {
    let bound = |day: i64| Term::from_field_i64(reader.fields.day, day);
    range(
        from.map_or(Bound::Unbounded, |day| Bound::Included(bound(day))),
        until.map_or(Bound::Unbounded, |day| Bound::Excluded(bound(day))),
    )
}

pub(super) fn minutes(reader: &Reader, from: Option<u64>, to: Option<u64>) -> Boxed {
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

pub(super) fn term_query(term: Term, option: IndexRecordOption) -> Boxed {
    Box::new(TermQuery::new(term, option))
}

pub(super) fn boost(query: Boxed, by: f32) -> Boxed {
    Box::new(BoostQuery::new(query, by))
}

pub(super) fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

pub(super) fn best_of(mut alternatives: Vec<Boxed>) -> Boxed {
    match (alternatives.len(), alternatives.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            alternatives.push(last);
            Box::new(DisjunctionMaxQuery::with_tie_breaker(alternatives, TIE_BREAKER))
        }
        (_, None) => Box::new(EmptyQuery),
    }
}

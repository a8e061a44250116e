//! The ranked answer: documents with every word of a query, and those that come nearest to having them.
//!
//! Each word is looked up by itself, so that what a document has of the query is known and not only how much it scores.
//! Input is a [`Plan`], output are documents with scores and, of each, the words that it lacks.

use std::collections::BTreeMap;

use tantivy::{DocId, Score};

use super::plan::{Need, Part, Plan};
use super::reader::{Reader, Wanted};
use super::schema::EXACT_TITLE_SCORE;

/// With fewer documents than this that have every word, the nearest others are shown as well, up to as many.
const ENOUGH: usize = 10;
/// Where none has every word, this many at most.
const MOST_NEAREST: usize = 20;
/// A document whose words weigh less than this share of those that the best one has is left out.
const LEAST_SHARE: f32 = 0.4;

/// What answers a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranked {
    /// In the order of the index.
    pub documents: Vec<(DocId, Score)>,
    /// How many of them have every word.
    pub whole: usize,
    /// Of those that have not: the words that are missing, as they were typed.
    pub missing: BTreeMap<DocId, Vec<String>>,
}

/// A document as the words of the query find it, one after the other.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    score: Score,
    /// A bit for each word.
    words: u64,
}

/// Runs a plan.
///
/// # Errors
/// When the index cannot be read, or not yet.
pub(super) fn rank(reader: &Reader, plan: &Plan) -> tantivy::Result<Ranked> {
    let texts: Vec<&Part> = plan.texts().collect();
    let whole = plan.compose(Need::All);
    if texts.len() < 2 {
        let documents = reader.run(&whole)?;
        return Ok(Ranked { whole: documents.len(), documents, ..Ranked::default() });
    }
    // A browser is told of everything at once.
    reader.touch(&whole)?;
    let mut met = vec![Met::default(); reader.documents()];
    let mut weights = Vec::new();
    for (word, part) in texts.iter().enumerate() {
        let found = reader.run(&Wanted { query: part.query.box_clone(), excluded: Vec::new() })?;
        weights.push(weight(reader.documents(), found.len()));
        for (document, score) in found {
            if let Some(met) = met.get_mut(document as usize) {
                met.score += score;
                met.words |= 1 << word;
            }
        }
    }
    let framed = frame(reader, plan)?;
    let exact: BTreeMap<DocId, Score> = match plan.exact_title() {
        Some(wanted) => reader.run(&wanted)?.into_iter().map(|(document, _)| (document, EXACT_TITLE_SCORE)).collect(),
        None => BTreeMap::new(),
    };
    let total: f32 = weights.iter().sum();
    let share = |words: u64| {
        let had = weights.iter().enumerate().filter(|(word, _)| words >> word & 1 == 1);
        had.map(|(_, weight)| weight).sum::<f32>() / total
    };
    // A document that has words of half the weight counts for half of what they score.
    let candidates: Vec<(DocId, Score, u64, f32)> = framed
        .iter()
        .filter_map(|(document, required)| {
            let Met { score, words } = met.get(*document as usize).copied().filter(|met| met.words > 0)?;
            let had = share(words);
            let exact = exact.get(document).copied().unwrap_or_default();
            Some((*document, (score + required) * had + exact, words, had))
        })
        .collect();
    Ok(chosen(candidates, &texts))
}

/// How much a word tells: its inverse document frequency as BM25 has it.
pub(super) fn weight(documents: usize, having: usize) -> f32 {
    let (all, having) = (documents as f32, having as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// The documents that the rest of the query allows, with what its phrases score.
fn frame(reader: &Reader, plan: &Plan) -> tantivy::Result<Vec<(DocId, Score)>> {
    if plan.parts.len() == plan.texts().count() {
        return Ok((0..u32::try_from(reader.documents()).unwrap_or(u32::MAX))
            .map(|document| (document, 0.0))
            .collect());
    }
    reader.run(&plan.compose(Need::Frame))
}

fn chosen(candidates: Vec<(DocId, Score, u64, f32)>, texts: &[&Part]) -> Ranked {
    let every = texts.iter().enumerate().fold(0, |bits, (word, _)| bits | 1 << word);
    let (mut kept, mut others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|(_, _, words, _)| *words == every);
    let whole = kept.len();
    let room = if whole == 0 { MOST_NEAREST } else { ENOUGH.saturating_sub(whole) };
    let best = others.iter().map(|(.., had)| *had).fold(0.0, f32::max);
    others.retain(|(.., had)| *had >= best * LEAST_SHARE);
    others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    others.truncate(room);
    let lacks = |words: u64| {
        let lacking = texts.iter().enumerate().filter(move |(word, _)| words >> word & 1 == 0);
        lacking.map(|(_, part)| part.source.clone()).collect()
    };
    let missing = others.iter().map(|(document, _, words, _)| (*document, lacks(*words))).collect();
    kept.append(&mut others);
    kept.sort_by_key(|(document, ..)| *document);
    Ranked { documents: kept.into_iter().map(|(document, score, ..)| (document, score)).collect(), whole, missing }
}

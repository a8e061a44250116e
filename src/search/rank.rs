//! The ranked answer: documents with every word of a query, and those that come nearest to having them.
//!
//! Each word is looked up by itself, so that what a document has of the query is known and not only how much it scores.
//! Input is a [`Plan`], output are documents with scores and, of each, the words that it lacks.

use std::collections::BTreeMap;

use tantivy::query::Query;
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

/// What a document has of the words that were looked up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Met {
    pub score: Score,
    /// A bit for each word, the first word lowest.
    pub words: u64,
}

/// Words, each looked up by itself.
#[derive(Debug)]
pub(super) struct Tally {
    /// By document.
    pub met: Vec<Met>,
    /// How much each word tells.
    pub weights: Vec<f32>,
}

impl Tally {
    /// Looks up at most 64 words.
    ///
    /// # Errors
    /// When the index cannot be read, or not yet.
    pub fn of(reader: &Reader, words: impl Iterator<Item = Box<dyn Query>>) -> tantivy::Result<Self> {
        let mut tally = Self { met: vec![Met::default(); reader.documents()], weights: Vec::new() };
        for (word, query) in words.take(64).enumerate() {
            let found = reader.run(&Wanted { query, excluded: Vec::new() })?;
            tally.weights.push(weight(reader.documents(), found.len()));
            for (document, score) in found {
                if let Some(met) = tally.met.get_mut(document as usize) {
                    *met = Met { score: met.score + score, words: met.words | 1 << word };
                }
            }
        }
        Ok(tally)
    }

    /// The share of what all the words tell that these tell, 0 to 1.
    pub fn share(&self, words: u64) -> f32 {
        let had = self.weights.iter().enumerate().filter(|(word, _)| words >> word & 1 == 1);
        had.map(|(_, weight)| weight).sum::<f32>() / self.weights.iter().sum::<f32>()
    }
}

/// A document that has at least one of the words.
struct Candidate {
    document: DocId,
    score: Score,
    words: u64,
    /// See [`Tally::share`].
    share: f32,
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
    let tally = Tally::of(reader, texts.iter().map(|part| part.query.box_clone()))?;
    let framed = frame(reader, plan)?;
    let exact: BTreeMap<DocId, Score> = match plan.exact_title() {
        Some(wanted) => reader.run(&wanted)?.into_iter().map(|(document, _)| (document, EXACT_TITLE_SCORE)).collect(),
        None => BTreeMap::new(),
    };
    let candidate = |(document, required): (DocId, Score)| {
        let met = tally.met.get(document as usize).filter(|met| met.words > 0)?;
        let (words, share) = (met.words, tally.share(met.words));
        let exact = exact.get(&document).copied().unwrap_or_default();
        // A document that has words of half the weight counts for half of what they score.
        Some(Candidate { document, score: (met.score + required) * share + exact, words, share })
    };
    let candidates = framed.into_iter().filter_map(candidate).collect();
    Ok(chosen(candidates, &texts))
}

/// How much a word tells: its inverse document frequency as BM25 has it.
fn weight(documents: usize, having: usize) -> f32 {
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

fn chosen(candidates: Vec<Candidate>, texts: &[&Part]) -> Ranked {
    let every = texts.iter().enumerate().fold(0, |bits, (word, _)| bits | 1 << word);
    let (mut kept, mut others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|it| it.words == every);
    let whole = kept.len();
    let room = if whole == 0 { MOST_NEAREST } else { ENOUGH.saturating_sub(whole) };
    let best = others.iter().map(|it| it.share).fold(0.0, f32::max);
    others.retain(|it| it.share >= best * LEAST_SHARE);
    others.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
    others.truncate(room);
    let lacks = |words: u64| {
        let lacking = texts.iter().enumerate().filter(move |(word, _)| words >> word & 1 == 0);
        lacking.map(|(_, part)| part.source.clone()).collect()
    };
    let missing = others.iter().map(|it| (it.document, lacks(it.words))).collect();
    kept.append(&mut others);
    kept.sort_by_key(|it| it.document);
    Ranked { documents: kept.into_iter().map(|it| (it.document, it.score)).collect(), whole, missing }
}

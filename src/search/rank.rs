//! The ranked answer: documents with every word of a query, and those that come nearest to having them.
//!
//! Each word is looked up by itself, so that what a document has of the query is known and not only how much it scores.
//! Input is a [`Plan`], output are documents with scores and, of each, the words that it lacks.

use std::collections::BTreeMap;

use tantivy::query::Query;
use tantivy::{DocId, Score};

use super::plan::{Need, Part, Plan};
use super::reader::Reader;
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
    /// How many words there are.
    pub words: usize,
    /// Of those that have not: the words that are missing, as they were typed.
    pub missing: BTreeMap<DocId, Vec<String>>,
    /// Where none has every word: how many documents the query finds without the words of a clause, by clause.
    pub without: BTreeMap<usize, usize>,
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
    /// A bit for each word that no document has.
    pub unmet: u64,
}

impl Tally {
    /// Looks up at most 64 words.
    ///
    /// # Errors
    /// When the index cannot be read, or not yet.
    pub fn of(reader: &Reader, words: impl Iterator<Item = Box<dyn Query>>) -> tantivy::Result<Self> {
        let mut tally = Self { met: vec![Met::default(); reader.documents()], weights: Vec::new(), unmet: 0 };
        for (word, query) in words.take(64).enumerate() {
            let mut having = 0;
            reader.walk(query, |document, score| {
                having += 1;
                if let Some(met) = tally.met.get_mut(document as usize) {
                    *met = Met { score: met.score + score, words: met.words | 1 << word };
                }
            })?;
            tally.weights.push(weight(reader.documents(), having));
            if having == 0 {
                tally.unmet |= 1 << word;
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
        let documents = run(reader, plan, Need::All)?;
        return Ok(Ranked { whole: documents.len(), documents, words: texts.len(), ..Ranked::default() });
    }
    // A browser is told of everything at once.
    reader.touch(&whole)?;
    let mut tally = Tally::of(reader, texts.iter().map(|part| part.query.box_clone()))?;
    let needed = needed(&mut tally, &texts);
    let framed = frame(reader, plan)?;
    let exact: BTreeMap<DocId, Score> = match plan.exact_title() {
        Some(wanted) => reader.run(&wanted)?.into_iter().map(|(document, _)| (document, EXACT_TITLE_SCORE)).collect(),
        None => BTreeMap::new(),
    };
    let candidate = |&(document, required): &(DocId, Score)| {
        let met = tally.met.get(document as usize).filter(|met| met.words > 0)?;
        let (words, share) = (met.words, tally.share(met.words));
        let exact = exact.get(&document).copied().unwrap_or_default();
        // A document that has words of half the weight counts for half of what they score.
        Some(Candidate { document, score: (met.score + required) * share + exact, words, share })
    };
    let mut candidates = Vec::with_capacity(framed.len());
    candidates.extend(framed.iter().filter_map(candidate));
    let ranked = chosen(candidates, &texts, needed);
    let without = if ranked.whole == 0 { without(&framed, &tally, &texts) } else { BTreeMap::new() };
    Ok(Ranked { without, ..ranked })
}

/// How many of the documents have all the words but those of a clause, by clause.
fn without(framed: &[(DocId, Score)], tally: &Tally, texts: &[&Part]) -> BTreeMap<usize, usize> {
    let of = |part: &Part| {
        let others = texts.iter().zip(0..64).filter(|(other, _)| other.clause != part.clause);
        let needed = others.fold(0u64, |needed, (_, word)| needed | 1 << word);
        let had = |document: DocId| tally.met.get(document as usize).map_or(0, |met| met.words);
        framed.iter().filter(|(document, _)| had(*document) & needed == needed).count()
    };
    texts.iter().map(|part| (part.clause, of(part))).collect()
}

/// The words that a document with every word has, a bit for each: what was but a guess and stands nowhere was no word.
fn needed(tally: &mut Tally, texts: &[&Part]) -> u64 {
    let mut needed = 0;
    for (word, part) in texts.iter().enumerate().take(64) {
        if !(part.is_guess && tally.unmet >> word & 1 == 1) {
            needed |= 1 << word;
        } else if let Some(weight) = tally.weights.get_mut(word) {
            *weight = 0.0;
        }
    }
    needed
}

/// How much a word tells: its inverse document frequency as BM25 has it.
fn weight(documents: usize, having: usize) -> f32 {
    let (all, having) = (documents as f32, having as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// The documents that the rest of the query allows, with what its phrases score.
fn frame(reader: &Reader, plan: &Plan) -> tantivy::Result<Vec<(DocId, Score)>> {
    if plan.parts.len() == plan.texts().count() {
        let all = 0..u32::try_from(reader.documents()).unwrap_or(u32::MAX);
        let mut admitted = Vec::with_capacity(all.len());
        admitted.extend(all.filter(|document| plan.admits(reader, *document)).map(|document| (document, 0.0)));
        return Ok(admitted);
    }
    run(reader, plan, Need::Frame)
}

/// Runs a plan as tantivy would.
///
/// # Errors
/// When the index cannot be read, or not yet.
pub(super) fn run(reader: &Reader, plan: &Plan, need: Need) -> tantivy::Result<Vec<(DocId, Score)>> {
    let mut found = reader.run(&plan.compose(need))?;
    found.retain(|(document, _)| plan.admits(reader, *document));
    Ok(found)
}

fn chosen(candidates: Vec<Candidate>, texts: &[&Part], needed: u64) -> Ranked {
    let (mut kept, mut others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|it| it.words == needed);
    let whole = kept.len();
    let room = if whole == 0 { MOST_NEAREST } else { ENOUGH.saturating_sub(whole) };
    let best = others.iter().map(|it| it.share).fold(0.0, f32::max);
    others.retain(|it| it.share >= best * LEAST_SHARE);
    if room < others.len() {
        let order = |a: &Candidate, b: &Candidate| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document));
        others.select_nth_unstable_by(room, order);
        others.truncate(room);
    }
    let lacks = |words: u64| {
        let lacking = texts.iter().enumerate().filter(move |(word, _)| needed & !words >> word & 1 == 1);
        joined(lacking.map(|(word, part)| (word, *part)))
    };
    let missing = others.iter().map(|it| (it.document, lacks(it.words))).collect();
    kept.append(&mut others);
    kept.sort_unstable_by_key(|it| it.document);
    let documents = kept.into_iter().map(|it| (it.document, it.score)).collect();
    Ranked { documents, whole, words: needed.count_ones() as usize, missing, ..Ranked::default() }
}

/// Words as they were typed; guesses that overlap are one.
fn joined<'p>(words: impl Iterator<Item = (usize, &'p Part)>) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    let mut before: Option<(usize, &Part)> = None;
    for (word, part) in words {
        let overlaps = part.is_guess
            && before.is_some_and(|(at, last)| at + 1 == word && last.is_guess && last.clause == part.clause);
        match sources.last_mut().filter(|_| overlaps) {
            Some(last) => last.extend(part.source.chars().last()),
            None => sources.push(part.source.clone()),
        }
        before = Some((word, part));
    }
    sources
}

//! Documents as weighted terms: stemmed words and pairs of neighbouring words, rare ones heavier.
//!
//! Input: passages of text with a weight. Output: unit vectors, cosines, nearest neighbours, and words to show for a
//! term. Knows nothing of incidents.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::vocabulary::{Passage, Vocabulary};

/// Terms of a document that are looked up when candidates are sought.
const LOOKED_UP: usize = 80;
/// Candidates whose cosine is computed in full, for each that is kept.
const COMPARED: usize = 2;
/// How much a pair gains over a single word when terms are shown: pairs read better and weigh less.
const PAIR_SHOWN: f64 = 3.0;

/// A document: its terms with their weights, ascending by term.
pub type Row = Vec<(u32, f32)>;

/// What the vectors of one collection leave out.
#[derive(Debug, Clone, Copy)]
pub struct Weighing {
    /// A term in more than this share of all documents says nothing.
    pub common: f64,
    /// A term in more than this share of one source's documents is its house jargon.
    pub jargon: f64,
    /// Shared terms, pairs included, from which a cosine counts in full: two short documents that share one word are
    /// not alike, however rare the word.
    pub enough_shared: f64,
    /// What a term of one document only is worth in a large collection, 0 to 1. It makes documents less alike; short ones
    /// need it, long ones tell so much that is theirs alone that nothing would be alike.
    pub unique_terms: f64,
}

/// A collection of documents over one vocabulary.
#[derive(Debug)]
pub struct Vectors {
    vocabulary: Vocabulary,
    /// Ascending by term, of length 1 (or empty, where a document has no words of its own).
    rows: Vec<Row>,
    enough_shared: f64,
}

impl Vectors {
    /// Builds the vectors of `documents`; `sources[i]` numbers the source of document i.
    pub fn new(documents: &[Vec<Passage>], sources: &[usize], silent: &[&str], weighing: Weighing) -> Self {
        Self::build(documents, sources, silent, weighing, |_| true)
    }

    /// The same where nothing but cosines is asked for: a term of one document counts in its length and is not kept, as no other
    /// has it.
    pub fn for_cosines(documents: &[Vec<Passage>], sources: &[usize], silent: &[&str], weighing: Weighing) -> Self {
        Self::build(documents, sources, silent, weighing, |holders| holders > 1)
    }

    /// Keeps the terms of as many documents as are asked for.
    fn build(
        documents: &[Vec<Passage>],
        sources: &[usize],
        silent: &[&str],
        weighing: Weighing,
        is_kept: impl Fn(u32) -> bool + Sync,
    ) -> Self {
        let mut vocabulary = Vocabulary::new(silent);
        let counts: Vec<Vec<(u32, f64)>> = documents.iter().map(|passages| vocabulary.count(passages)).collect();
        let frequency = Frequency::of(&counts, sources, vocabulary.len());
        let idf: Vec<f64> =
            (0..vocabulary.len()).map(|term| frequency.idf(term, vocabulary.background(term), weighing)).collect();
        let rows: Vec<Row> = counts
            .par_iter()
            .zip(sources)
            .map(|(counts, source)| {
                let kept = |term: u32| is_kept(frequency.holders[term as usize]);
                weigh(counts, |term| idf[term] * frequency.outside_jargon(term, *source, weighing.jargon), kept)
            })
            .collect();
        Self { vocabulary, rows, enough_shared: weighing.enough_shared }
    }

    /// 0 (nothing shared) to 1 (the same words in the same weight).
    pub fn cosine(&self, a: usize, b: usize) -> f64 {
        dot(&self.rows[a], &self.rows[b], self.enough_shared)
    }

    /// For each document the others that share its heavy terms, best cosine first, ties by place.
    ///
    /// Terms of more documents than max(2,000, 4 √n) are not looked up, so the cost grows with n √n at most.
    pub fn candidates(&self, keep: usize) -> Vec<Vec<(usize, f64)>> {
        let longest = self.longest_posting();
        let postings = Postings::of(&self.rows, self.vocabulary.len());
        self.rows
            .par_iter()
            .enumerate()
            .map_init(
                || self.desk(),
                |desk, (document, row)| {
                    let mut found = self.nearest(row, (&postings, longest), keep, desk);
                    found.retain(|(other, _)| *other != document);
                    found
                },
            )
            .collect()
    }

    fn longest_posting(&self) -> usize {
        let n = self.rows.len();
        if n <= 2_000 { n } else { ((4.0 * (n as f64).sqrt()) as usize).max(400) }
    }

    fn desk(&self) -> Desk {
        Desk {
            scores: vec![0.0; self.rows.len()],
            weights: vec![0.0; self.vocabulary.len()],
            heavy: Row::new(),
            best: Row::new(),
        }
    }

    fn nearest(
        &self,
        row: &[(u32, f32)],
        (postings, longest): (&Postings, usize),
        keep: usize,
        desk: &mut Desk,
    ) -> Vec<(usize, f64)> {
        let Desk { scores, weights, heavy, best } = desk;
        let by_weight = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        heavy.clear();
        heavy.extend(row.iter().filter(|(term, _)| postings.of_term(*term).len() <= longest));
        heavy.sort_unstable_by(by_weight);
        best.clear();
        for (term, weight) in heavy.iter().take(LOOKED_UP) {
            for (document, there) in postings.of_term(*term) {
                let score = &mut scores[*document as usize];
                if *score == 0.0 {
                    best.push((*document, 0.0));
                }
                *score += weight * there;
            }
        }
        for (document, score) in best.iter_mut() {
            *score = std::mem::take(&mut scores[*document as usize]);
        }
        let compared = COMPARED * keep;
        if best.len() > compared {
            best.select_nth_unstable_by(compared, by_weight);
            best.truncate(compared);
        }
        for (term, weight) in row {
            weights[*term as usize] = *weight;
        }
        let exact = |other: usize| laid_out(weights, &self.rows[other], self.enough_shared);
        let mut exact: Vec<(usize, f64)> =
            best.iter().map(|(other, _)| (*other as usize, exact(*other as usize))).collect();
        for (term, _) in row {
            weights[*term as usize] = 0.0;
        }
        exact.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        exact.truncate(keep + 1);
        exact
    }

    /// The terms that make two documents alike, heaviest first, as readers would write them.
    pub fn shared(&self, a: usize, b: usize, limit: usize) -> Vec<String> {
        self.show(products(&self.rows[a], &self.rows[b]), limit).into_iter().map(|(_, words)| words).collect()
    }

    /// The terms that most of `members` share, heaviest in sum first, as readers would write them, each with its number.
    pub fn common(&self, members: &[usize], limit: usize) -> Vec<(u32, String)> {
        let mut sums = HashMap::<u32, (usize, f64)>::with_capacity(128);
        for member in members {
            for (term, weight) in &self.rows[*member] {
                let (holders, sum) = sums.entry(*term).or_default();
                *holders += 1;
                *sum += f64::from(*weight);
            }
        }
        let enough = members.len().div_ceil(2).max(2);
        let common = sums.into_iter().filter(|(_, (holders, _))| *holders >= enough);
        self.show(common.map(|(term, (_, sum))| (term, sum)).collect(), limit)
    }

    /// Whether the document holds the term of this number.
    pub fn holds(&self, document: usize, term: u32) -> bool {
        self.rows[document].binary_search_by_key(&term, |(term, _)| *term).is_ok()
    }

    /// Heaviest first; a word that a chosen pair holds already is not shown again.
    fn show(&self, mut weighted: Vec<(u32, f64)>, limit: usize) -> Vec<(u32, String)> {
        for (term, weight) in &mut weighted {
            if self.vocabulary.is_pair(*term as usize) {
                *weight *= PAIR_SHOWN;
            }
        }
        weighted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut shown: Vec<(u32, String)> = Vec::new();
        for (term, _) in weighted {
            let words = self.vocabulary.surface(term as usize);
            let within = |(_, other): &(u32, String)| other.split(' ').any(|word| word == words);
            if !shown.iter().any(within) {
                shown.retain(|(_, other)| other.contains(' ') || !words.split(' ').any(|word| word == other));
                shown.push((term, words));
            }
            if shown.len() == limit {
                break;
            }
        }
        shown
    }
}

/// Room to work in; scores and weights are all zero between two documents.
struct Desk {
    /// By document.
    scores: Vec<f32>,
    /// By term.
    weights: Vec<f32>,
    /// Terms to look up, heaviest first.
    heavy: Row,
    /// Documents with their scores.
    best: Row,
}

/// The documents that hold each term, with its weight there: the rows turned round, one list behind the other.
#[derive(Debug)]
struct Postings {
    /// Per term where its list ends.
    ends: Vec<u32>,
    entries: Row,
}

impl Postings {
    fn of(rows: &[Row], terms: usize) -> Self {
        let mut starts = vec![0_u32; terms];
        for (term, _) in rows.iter().flatten() {
            starts[*term as usize] += 1;
        }
        let mut before = 0;
        for start in &mut starts {
            before += std::mem::replace(start, before);
        }
        let mut entries = vec![(0, 0.0); before as usize];
        for (document, row) in rows.iter().enumerate() {
            for (term, weight) in row {
                let next = &mut starts[*term as usize];
                entries[*next as usize] = (document as u32, *weight);
                *next += 1;
            }
        }
        // Each start has moved on to the end of its list.
        Self { ends: starts, entries }
    }

    fn of_term(&self, term: u32) -> &[(u32, f32)] {
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.entries[start as usize..self.ends[term as usize] as usize]
    }
}

/// How many documents hold each term, in all and by source.
struct Frequency {
    documents: usize,
    holders: Vec<u32>,
    by_source: HashMap<(u32, usize), u32>,
    sizes: HashMap<usize, usize>,
}

impl Frequency {
    fn of(counts: &[Vec<(u32, f64)>], sources: &[usize], terms: usize) -> Self {
        let mut frequency =
            Self { documents: counts.len(), holders: vec![0; terms], by_source: HashMap::new(), sizes: HashMap::new() };
        for source in sources {
            *frequency.sizes.entry(*source).or_default() += 1;
        }
        let one_source = frequency.sizes.len() <= 1;
        for (row, source) in counts.iter().zip(sources) {
            for (term, _) in row {
                frequency.holders[*term as usize] += 1;
                if !one_source {
                    *frequency.by_source.entry((*term, *source)).or_default() += 1;
                }
            }
        }
        frequency
    }

    /// The archive's own frequency, blended with the background the smaller the archive is; terms of one document only,
    /// or of nearly all, fade out as the archive grows large enough to say so.
    fn idf(&self, term: usize, background: f64, weighing: Weighing) -> f64 {
        let (n, holders) = (self.documents as f64, f64::from(self.holders[term]));
        let own = n / (n + 30.0);
        let blended = own * ((n + 1.0) / (holders + 0.5)).ln() + (1.0 - own) * background;
        let keep = if holders < 2.0 { 1.0 - trust(self.documents) * (1.0 - weighing.unique_terms) } else { 1.0 };
        (blended * keep * fade(holders / n, weighing.common, self.documents)).max(0.0)
    }

    fn outside_jargon(&self, term: usize, source: usize, too_common: f64) -> f64 {
        let size = self.sizes.get(&source).copied().unwrap_or(0);
        let holders = if self.sizes.len() <= 1 {
            self.holders[term]
        } else {
            self.by_source.get(&(term as u32, source)).copied().unwrap_or(0)
        };
        fade(f64::from(holders) / size.max(1) as f64, too_common, size)
    }
}

/// How far shares of `n` documents are to be believed: 0.06 for five, 0.5 for twenty, 0.96 for a hundred.
fn trust(n: usize) -> f64 {
    let n = n as f64;
    n * n / (n * n + 400.0)
}

/// 1 below the share `limit`, falling to nothing 0.15 above it, as far as `n` documents can tell.
fn fade(share: f64, limit: f64, n: usize) -> f64 {
    let over = ((share - limit) / 0.15).clamp(0.0, 1.0);
    1.0 - over * trust(n)
}

/// `ln(1 + count) * idf`, scaled to length 1; terms of no weight are dropped, and then those that are not kept.
fn weigh(counts: &[(u32, f64)], idf: impl Fn(usize) -> f64, kept: impl Fn(u32) -> bool) -> Row {
    let weight = |&(term, count): &(u32, f64)| (term, count.ln_1p() * idf(term as usize));
    let mut row: Vec<(u32, f64)> = counts.iter().map(weight).filter(|(_, weight)| *weight > 1e-6).collect();
    let length = row.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    row.sort_by_key(|(term, _)| *term);
    let kept = row.into_iter().filter(|(term, _)| kept(*term));
    kept.map(|(term, weight)| (term, (weight / length) as f32)).collect()
}

fn products(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vec<(u32, f64)> {
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                found.push((a[i].0, f64::from(a[i].1) * f64::from(b[j].1)));
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    found
}

/// The product of two unit vectors, lessened where it rests on fewer than `enough` terms.
fn dot(a: &[(u32, f32)], b: &[(u32, f32)], enough: f64) -> f64 {
    let (mut sum, mut shared, mut i, mut j) = (0.0, 0_u32, 0, 0);
    while i < a.len() && j < b.len() {
        let (left, right) = (a[i], b[j]);
        if left.0 == right.0 {
            sum += f64::from(left.1) * f64::from(right.1);
            shared += 1;
        }
        i += usize::from(left.0 <= right.0);
        j += usize::from(right.0 <= left.0);
    }
    sum * (f64::from(shared) / enough).min(1.0)
}

/// The same as [`dot`], the one vector being laid out by term.
fn laid_out(weights: &[f32], row: &[(u32, f32)], enough: f64) -> f64 {
    let (mut sum, mut shared) = (0.0, 0_u32);
    for (term, there) in row {
        let here = weights[*term as usize];
        sum += f64::from(here) * f64::from(*there);
        shared += u32::from(here != 0.0);
    }
    sum * (f64::from(shared) / enough).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(documents: &[&str]) -> Vectors {
        let passages: Vec<Vec<Passage>> = documents.iter().map(|text| vec![Passage { text, weight: 1.0 }]).collect();
        let weighing = Weighing { common: 0.4, jargon: 0.3, enough_shared: 4.0, unique_terms: 0.0 };
        Vectors::new(&passages, &vec![0; documents.len()], &[], weighing)
    }

    #[test]
    fn inflected_words_are_the_same_term() {
        let vectors = vectors(&["certificates expired", "an expiring certificate", "a full disk"]);
        assert!(vectors.cosine(0, 1) > 0.3, "{}", vectors.cosine(0, 1));
        assert_eq!(vectors.cosine(0, 2), 0.0);
    }

    #[test]
    fn two_documents_that_share_only_a_common_word_are_not_alike() {
        let vectors = vectors(&["server lost its lease on the printer spool", "server refused gzip uploads"]);
        assert!(vectors.cosine(0, 1) < 0.1, "{}", vectors.cosine(0, 1));
    }

    #[test]
    fn what_one_document_alone_holds_is_kept_for_no_cosine() {
        let texts = ["stale routing rules on the edge", "edge has stale routing rules", "printer without paper"];
        let passages: Vec<Vec<Passage>> = texts.iter().map(|text| vec![Passage { text, weight: 1.0 }]).collect();
        let weighing = Weighing { common: 0.9, jargon: 0.9, enough_shared: 2.0, unique_terms: 0.0 };
        let whole = Vectors::new(&passages, &[0, 0, 0], &[], weighing);
        let less = Vectors::for_cosines(&passages, &[0, 0, 0], &[], weighing);
        let pairs = [(0, 1), (0, 2), (1, 2)];
        assert_eq!(pairs.map(|(a, b)| whole.cosine(a, b)), pairs.map(|(a, b)| less.cosine(a, b)));
        assert!(!whole.rows[2].is_empty() && less.rows[2].is_empty());
    }

    #[test]
    fn shared_terms_are_shown_as_written_and_not_twice() {
        let vectors = vectors(&["stale routing rules on the edge", "edge has stale routing rules", "printer"]);
        assert_eq!(vectors.shared(0, 1, 2), ["stale routing", "routing rules"]);
    }
}

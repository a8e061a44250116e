//! What a sentence is like, by counting: how often its words stand in known sentences of each kind.
//!
//! In: sentences, each with the kind it is of. Out: for any words, the odds of each kind. The weight of a word for a kind
//! is the logarithm of how much more often it stands in sentences of that kind than in the others (naive Bayes, each kind
//! against the rest), so whoever asks why can be shown the words. Pairs of neighbours count like words. Nothing is
//! trained: the counts are made from the sentences when they are first asked for.

use std::ops::Range;

use foldhash::HashMap;
use foldhash::HashMapExt;

use super::words::Words;

/// Added to each count, so that a word which was never seen in a kind does not rule it out.
const SMOOTHING: f32 = 0.3;
/// No single word says more than this.
const MOST: f32 = 3.0;
/// A word that stands in fewer sentences says nothing.
const FEWEST: usize = 2;
/// Words of a sentence that are looked at; no author states anything in more.
const LONGEST: usize = 80;

/// Counted sentences of several kinds.
#[derive(Debug, Clone)]
pub struct Counted {
    kinds: Vec<String>,
    /// Where the weights of a word or a pair begin.
    places: HashMap<u64, u32>,
    /// For each word, one weight per kind.
    weights: Vec<f32>,
}

impl Counted {
    /// Counts `kind<TAB>...<TAB>sentence` lines; a line that begins with `#` is a remark. Kinds in the order of their
    /// first sentence.
    pub fn of(lines: &str) -> Self {
        let told = lines.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (kind, rest) = line.split_once('\t')?;
            Some((kind, rest.rsplit_once('\t').map_or(rest, |(_, sentence)| sentence)))
        });
        Self::count(told)
    }

    /// Counts sentences with their kinds.
    pub fn count<'t>(told: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut kinds: Vec<String> = Vec::new();
        let mut sentences: Vec<u32> = Vec::new();
        // Sorted, what stands in many sentences stands together: no table of counts has to grow.
        let mut seen: Vec<(u64, u32)> = Vec::new();
        let mut words = Words::default();
        for (kind, sentence) in told {
            let kind = kinds.iter().position(|known| known == kind).unwrap_or_else(|| {
                kinds.push(kind.to_owned());
                sentences.push(0);
                kinds.len() - 1
            });
            sentences[kind] += 1;
            words = words.reuse(sentence);
            seen.extend(features(&words, &(0..words.len())).into_iter().map(|(feature, _)| (feature, kind as u32)));
        }
        seen.sort_unstable();
        let mut counted = Self { places: HashMap::new(), weights: Vec::new(), kinds };
        let mut by_kind = vec![0; sentences.len()];
        for run in seen.chunk_by(|one, next| one.0 == next.0).filter(|run| run.len() >= FEWEST) {
            by_kind.fill(0);
            run.iter().for_each(|(_, kind)| by_kind[*kind as usize] += 1);
            counted.add(run[0].0, &by_kind, &sentences);
        }
        counted
    }

    fn add(&mut self, feature: u64, by_kind: &[u32], sentences: &[u32]) {
        let all: u32 = by_kind.iter().sum();
        let known: u32 = sentences.iter().sum();
        let share = |count: u32, of: u32| (count as f32 + SMOOTHING) / (of as f32 + 2.0 * SMOOTHING);
        self.places.insert(feature, u32::try_from(self.weights.len()).unwrap_or(u32::MAX));
        self.weights.extend(
            by_kind
                .iter()
                .zip(sentences)
                .map(|(here, of)| (share(*here, *of) / share(all - here, known - of)).ln().clamp(-MOST, MOST)),
        );
    }

    /// The kinds, in the order in which odds are given.
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// The number of a kind.
    pub fn kind(&self, name: &str) -> Option<usize> {
        self.kinds.iter().position(|kind| kind == name)
    }

    /// The odds of each kind for these words, as natural logarithms: 0 where nothing speaks for or against it.
    pub fn odds(&self, words: &Words, range: &Range<usize>) -> Vec<f32> {
        self.odds_of(&Features::of(words, range))
    }

    /// The same for words that several tables are asked about.
    pub fn odds_of(&self, features: &Features) -> Vec<f32> {
        let mut odds = vec![0.0; self.kinds.len()];
        for (feature, _) in &features.0 {
            if let Some(place) = self.places.get(feature) {
                let weights = &self.weights[*place as usize..][..odds.len()];
                odds.iter_mut().zip(weights).for_each(|(odds, weight)| *odds += weight);
            }
        }
        odds
    }

    /// The kind that these words are most like, and by how much more than the next (natural logarithm of odds).
    pub fn likeliest(&self, words: &Words, range: &Range<usize>) -> Option<(&str, f32)> {
        let odds = self.odds(words, range);
        let mut order: Vec<usize> = (0..odds.len()).collect();
        order.sort_by(|a, b| odds[*b].total_cmp(&odds[*a]));
        let (first, second) = (*order.first()?, *order.get(1)?);
        Some((self.kinds[first].as_str(), odds[first] - odds[second]))
    }

    /// The share of these words that stand in known sentences, from 0 to 1: below a half, odds say little.
    pub fn familiar(&self, words: &Words, range: &Range<usize>) -> f32 {
        let range = range.start..range.end.min(range.start + LONGEST);
        let known = range.clone().filter(|index| self.places.contains_key(&hash(stem(words.word(*index))))).count();
        known as f32 / range.len().max(1) as f32
    }

    /// The word or the pair that speaks most for a kind, by its words; `None` where none does.
    pub fn most_telling(&self, words: &Words, range: &Range<usize>, kind: usize) -> Option<Range<usize>> {
        let weight = |feature: u64| self.places.get(&feature).map_or(0.0, |place| self.weights[*place as usize + kind]);
        let mut best: Option<(f32, Range<usize>)> = None;
        for (feature, at) in features(words, range) {
            let weight = weight(feature);
            if weight > best.as_ref().map_or(0.0, |(most, _)| *most) {
                best = Some((weight, at));
            }
        }
        best.map(|(_, at)| at)
    }
}

/// What counting looks at in a stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Features(Vec<(u64, Range<usize>)>);

impl Features {
    /// Of these words of a text.
    pub fn of(words: &Words, range: &Range<usize>) -> Self {
        Self(features(words, range))
    }
}

/// The stems and the pairs of stems of a stretch, each once, with the words they stand on.
fn features(words: &Words, range: &Range<usize>) -> Vec<(u64, Range<usize>)> {
    let end = range.end.min(range.start + LONGEST);
    let mut features = Vec::with_capacity(2 * end.saturating_sub(range.start));
    let mut before: Option<u64> = None;
    for index in range.start..end {
        let this = hash(stem(words.word(index)));
        features.push((this, index..index + 1));
        if let Some(before) = before {
            features.push((before.rotate_left(29).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ this, index - 1..index + 1));
        }
        before = Some(this);
    }
    features.sort_by_key(|(feature, at)| (*feature, at.start));
    features.dedup_by_key(|(feature, _)| *feature);
    features
}

/// FNV-1a: the same on every machine, and words are short.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A word without the endings of English verbs and plurals; every number is one.
fn stem(word: &str) -> &str {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return "0";
    }
    for ending in ["ing", "edly", "ed", "ies", "es", "s", "ly"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 3
        {
            return stem;
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "fruit\t-\tThe apples were ripening on the tree.\nfruit\t-\tRipe pears fell from a tree.\n\
        # a remark\nmetal\t-\tIron rusts in the rain.\nmetal\t-\tThe iron gate was rusting.\nmetal\t-\tCopper does not rust.";

    #[test]
    fn a_sentence_is_of_the_kind_whose_sentences_share_its_words() {
        let counted = Counted::of(KNOWN);
        assert_eq!(counted.kinds(), ["fruit", "metal"]);
        let words = Words::of("A rusted gate of iron");
        let odds = counted.odds(&words, &(0..words.len()));
        assert!(odds[1] > 0.0 && odds[0] < 0.0, "{odds:?}");
        let telling = counted.most_telling(&words, &(0..words.len()), 1).unwrap();
        assert!(["rusted", "iron"].contains(&words.word(telling.start)));
    }

    #[test]
    fn unknown_words_say_nothing() {
        let counted = Counted::of(KNOWN);
        let words = Words::of("Quite something else");
        assert_eq!(counted.odds(&words, &(0..words.len())), [0.0, 0.0]);
        assert_eq!(counted.most_telling(&words, &(0..words.len()), 0), None);
        assert_eq!(counted.familiar(&words, &(0..words.len())), 0.0);
    }
}

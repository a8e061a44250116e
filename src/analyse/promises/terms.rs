//! Action items as weighted terms, rare ones heavier, in three readings: its words, its concepts, and both (the words that
//! belong to no concept beside the concepts).
//!
//! In: texts. Out: what two of them have in common, and which others an item has most in common with. Knows nothing of
//! incidents.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt, HashSet};
use rayon::prelude::*;

use super::super::words::STOP;
use super::concepts::{Concept, Read, THESAURUS};

/// As many items at large stand beside those of an archive when it is asked how rare a term is.
const ITEMS_AT_LARGE: f32 = 150.0;
/// Others that are looked at, for each item.
const NEIGHBOURS: usize = 30;
/// A term of more items than this, or than four times the root of all, leads to nobody.
const LOOKED_UP: usize = 400;

/// What two items have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// 0 (nothing) to 1 (the same terms).
    pub cosine: f64,
    /// How much of the weight of the one that tells less is shared, 0 to 1.
    pub of_less: f64,
    /// How much of the weight of both together is shared, 0 to 1.
    pub of_both: f64,
    /// The weight that is shared: natural logarithms of how rare each term is, added up.
    pub weight: f64,
    /// How many terms are shared.
    pub terms: usize,
}

impl Overlap {
    pub const NOTHING: Self = Self { cosine: 0.0, of_less: 0.0, of_both: 0.0, weight: 0.0, terms: 0 };
}

/// Items in one reading.
#[derive(Debug)]
pub struct Terms {
    rows: Vec<Row>,
    /// How many terms there are.
    known: usize,
}

#[derive(Debug, Default)]
struct Row {
    /// Terms with the logarithm of how rare they are, ascending by term, each once.
    terms: Vec<(u32, f32)>,
    sum: f64,
    length: f64,
}

/// The readings of a collection of texts.
#[derive(Debug)]
pub struct Readings {
    pub words: Terms,
    pub concepts: Terms,
    pub both: Terms,
}

/// A term before it has a number, and its share among items at large.
type Named = (String, f32);

impl Readings {
    pub fn of(texts: &[&str]) -> Self {
        let read: Vec<[Vec<Named>; 3]> = texts.par_iter().map(|text| readings(&THESAURUS.read(text))).collect();
        let [mut words, mut concepts, mut both] = [(); 3].map(|()| Vec::with_capacity(read.len()));
        for [of_words, of_concepts, of_both] in read {
            words.push(of_words);
            concepts.push(of_concepts);
            both.push(of_both);
        }
        Self { words: Terms::of(words), concepts: Terms::of(concepts), both: Terms::of(both) }
    }
}

fn readings(read: &[Read]) -> [Vec<Named>; 3] {
    let word = |stem: &String| (stem.clone(), AT_LARGE.get(stem.as_str()).copied().unwrap_or(0.0));
    let tells = |stem: &&String| stem.len() > 1 && !SILENT.contains(stem.as_str());
    let concept = |number: &Concept| (format!("@{number}"), THESAURUS.at_large(*number));
    let words = read.iter().flat_map(|it| it.stems.iter().filter(tells).map(word)).collect();
    let concepts = read.iter().flat_map(|it| it.concepts.iter().map(concept)).collect();
    let alone = |it: &Read| it.stems.iter().filter(tells).map(word).collect::<Vec<Named>>();
    let known = |it: &Read| it.concepts.iter().map(concept).collect::<Vec<Named>>();
    let both = read.iter().flat_map(|it| if it.concepts.is_empty() { alone(it) } else { known(it) }).collect();
    [words, concepts, both]
}

impl Terms {
    fn of(items: Vec<Vec<Named>>) -> Self {
        let mut numbers = HashMap::<String, u32>::new();
        let (mut at_large, mut holders): (Vec<f32>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut rows: Vec<Vec<u32>> = Vec::with_capacity(items.len());
        for named in items {
            let mut row: Vec<u32> = Vec::with_capacity(named.len());
            for (name, share) in named {
                let next = at_large.len() as u32;
                let number = *numbers.entry(name).or_insert(next);
                if number == next {
                    at_large.push(share);
                    holders.push(0);
                }
                row.push(number);
            }
            row.sort_unstable();
            row.dedup();
            row.iter().for_each(|term| holders[*term as usize] += 1);
            rows.push(row);
        }
        let all = rows.len() as f32 + ITEMS_AT_LARGE + 1.0;
        let rarity = |term: u32| {
            let holding = holders[term as usize] as f32 + ITEMS_AT_LARGE * at_large[term as usize] + 0.5;
            (all / holding).ln().max(0.0)
        };
        let weighed = |row: Vec<u32>| Row::of(row.into_iter().map(|term| (term, rarity(term))).collect());
        Self { rows: rows.into_par_iter().map(weighed).collect(), known: at_large.len() }
    }

    /// How many terms an item has.
    pub fn count(&self, item: usize) -> usize {
        self.rows[item].terms.len()
    }

    pub fn overlap(&self, a: usize, b: usize) -> Overlap {
        let (a, b) = (&self.rows[a], &self.rows[b]);
        let (mut squares, mut weight, mut terms, mut i, mut j) = (0.0, 0.0, 0, 0, 0);
        while i < a.terms.len() && j < b.terms.len() {
            let ((left, rarity), (right, _)) = (a.terms[i], b.terms[j]);
            if left == right {
                squares += f64::from(rarity).powi(2);
                weight += f64::from(rarity);
                terms += 1;
            }
            i += usize::from(left <= right);
            j += usize::from(right <= left);
        }
        if weight == 0.0 {
            return Overlap { terms, ..Overlap::NOTHING };
        }
        Overlap {
            cosine: squares / (a.length * b.length),
            of_less: weight / a.sum.min(b.sum),
            of_both: weight / (a.sum + b.sum - weight),
            weight,
            terms,
        }
    }

    /// For each item the others that share most weight with it.
    pub fn near(&self) -> Vec<(usize, usize)> {
        let longest = LOOKED_UP.max((4.0 * (self.rows.len() as f64).sqrt()) as usize);
        let mut holders: Vec<Vec<u32>> = vec![Vec::new(); self.known];
        for (item, row) in self.rows.iter().enumerate() {
            row.terms.iter().for_each(|(term, _)| holders[*term as usize].push(item as u32));
        }
        let near = |scores: &mut Vec<f32>, (item, row): (usize, &Row)| {
            let mut met: Vec<u32> = Vec::new();
            for (term, rarity) in row.terms.iter().filter(|(term, _)| holders[*term as usize].len() <= longest) {
                for other in &holders[*term as usize] {
                    let score = &mut scores[*other as usize];
                    if *score == 0.0 {
                        met.push(*other);
                    }
                    *score += rarity.max(f32::MIN_POSITIVE);
                }
            }
            let taken = met.into_iter().map(|other| (other, std::mem::take(&mut scores[other as usize])));
            let mut found: Vec<(u32, f32)> = taken.filter(|(other, _)| *other as usize != item).collect();
            found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(NEIGHBOURS);
            found.into_iter().map(move |(other, _)| (item, other as usize)).collect::<Vec<_>>()
        };
        let nothing = || vec![0.0; self.rows.len()];
        self.rows.par_iter().enumerate().map_init(nothing, near).flatten_iter().collect()
    }
}

impl Row {
    fn of(terms: Vec<(u32, f32)>) -> Self {
        let weights = || terms.iter().map(|(_, rarity)| f64::from(*rarity));
        let (sum, length) = (weights().sum(), weights().map(|weight| weight * weight).sum::<f64>().sqrt());
        Self { terms, sum, length }
    }
}

/// Stems of words that say nothing about what an item would do.
static SILENT: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| STOP.split_whitespace().chain(ANY_ITEM.split_whitespace()).collect());
/// Words of any item.
const ANY_ITEM: &str =
    "new add creat ensur sure set setup able via use need instead onli becaus befor ani everi alreadi ha wa doe thi";

/// How many of all items at large hold a word, by its stem, 0 to 1; rarer words are not listed.
static AT_LARGE: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    let lines = include_str!("item_words.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(stem, share)| Some((stem, share.parse::<f32>().ok()? / 1000.0)))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: [&str; 4] = [
        "Alert on the free space of the log volume",
        "Alarm when the log volume fills up",
        "Renew the certificate of the gateway",
        "Gateway certificates renew themselves",
    ];

    #[test]
    fn items_share_words_by_their_stems() {
        let words = Readings::of(&ITEMS).words;
        assert_eq!(words.overlap(2, 3).terms, 3);
        assert_eq!(words.overlap(0, 2), Overlap::NOTHING);
        let same = words.overlap(1, 1);
        assert!((same.cosine - 1.0).abs() < 1e-9 && (same.of_both - 1.0).abs() < 1e-9, "{same:?}");
    }

    #[test]
    fn other_words_of_one_concept_are_shared_too() {
        let readings = Readings::of(&ITEMS);
        assert!(readings.both.overlap(0, 1).of_less > readings.words.overlap(0, 1).of_less, "{readings:?}");
        assert_eq!(readings.concepts.overlap(0, 2), Overlap::NOTHING);
    }

    #[test]
    fn an_item_is_near_to_those_that_share_something() {
        let near = Readings::of(&ITEMS).both.near();
        assert!(near.contains(&(0, 1)) && near.contains(&(3, 2)) && !near.contains(&(0, 2)), "{near:?}");
    }
}

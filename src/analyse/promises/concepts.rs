//! What an action item speaks of, whatever its wording: "alarm", "page somebody" and "notify" are one concept.
//!
//! In: the text of an item. Out: the concepts in it, each once. The thesaurus is data (`concepts.tsv`: a concept, how many of
//! a thousand items speak of it, its wordings); words are compared by their stems, the longest wording that fits first.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};
use frostem::{Algorithm, Stemmer};

use crate::text::Words;

/// Words of the longest wording.
const LONGEST: usize = 4;

/// Number of a concept: its place in the table.
pub type Concept = u16;

/// The wordings of the language of operations.
pub struct Thesaurus {
    stemmer: Stemmer,
    /// Stems with a space between them.
    concepts: HashMap<String, Concept>,
    /// Share of all items that speak of a concept, 0 to 1.
    at_large: Vec<f32>,
}

/// The one that comes with the program.
pub static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| Thesaurus::of(include_str!("concepts.tsv")));

impl Thesaurus {
    /// Reads `name<TAB>per mille<TAB>wording | wording` lines; a line that begins with `#` is a remark.
    fn of(table: &str) -> Self {
        let mut read =
            Self { stemmer: Stemmer::new(Algorithm::English), concepts: HashMap::new(), at_large: Vec::new() };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t').skip(1);
            let (Some(share), Some(wordings)) = (columns.next(), columns.next()) else { continue };
            let concept = Concept::try_from(read.at_large.len()).unwrap_or(Concept::MAX);
            read.at_large.push(share.parse::<f32>().unwrap_or(0.0) / 1000.0);
            for wording in wordings.split('|') {
                let stems = read.stems(wording).join(" ");
                read.concepts.entry(stems).or_insert(concept);
            }
        }
        read
    }

    /// Share of all items at large that speak of it, 0 to 1.
    pub fn at_large(&self, concept: Concept) -> f32 {
        self.at_large[usize::from(concept)]
    }

    /// The words of a text, each by its stem or, where wordings of the table stand, by their concept.
    pub fn read(&self, text: &str) -> Vec<Read> {
        let stems = self.stems(text);
        let (mut read, mut wording, mut at) = (Vec::with_capacity(stems.len()), String::new(), 0);
        while at < stems.len() {
            let longest = LONGEST.min(stems.len() - at);
            let fitting = (1..=longest).rev().find_map(|count| {
                wording.clear();
                for stem in &stems[at..at + count] {
                    let parted = if wording.is_empty() { "" } else { " " };
                    wording.push_str(parted);
                    wording.push_str(stem);
                }
                Some((count, *self.concepts.get(&wording)?))
            });
            let (count, concept) = fitting.map_or((1, None), |(count, concept)| (count, Some(concept)));
            // "Certificate expiry" is a concept of its own, and also one of "certificate" and one of "expiry".
            let parts = stems[at..at + count].iter().filter_map(|stem| self.concepts.get(stem)).filter(|_| count > 1);
            let concepts = concept.into_iter().chain(parts.copied()).collect();
            read.push(Read { concepts, stems: stems[at..at + count].to_vec() });
            at += count;
        }
        read
    }

    /// The stems of a text; "back-off" is two words here.
    fn stems(&self, text: &str) -> Vec<String> {
        let apart = text.replace(['-', '_'], " ");
        let words = Words::opening(&apart);
        (0..words.len()).map(|index| self.stemmer.stem(words.word(index)).into_owned()).collect()
    }
}

/// A wording of the table, or one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Its concept and those of its single words; none for a word that the table does not hold.
    pub concepts: Vec<Concept>,
    pub stems: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thesaurus() -> Thesaurus {
        Thesaurus::of(
            "# remark\nwarn\t250\talert | alarm | page somebody\nfill\t20\tdisk usage | free space\nfile\t1\tdisk",
        )
    }

    fn check(text: &str, expected: &[Concept]) {
        let mut found: Vec<Concept> = thesaurus().read(text).into_iter().flat_map(|read| read.concepts).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn wordings_of_one_concept_are_the_same() {
        check("Alert on the volume's free space", &[0, 1]);
        check("Page somebody about free spaces; alarm", &[0, 1]);
        check("Alarms for disk-usage", &[0, 1, 2]);
    }

    #[test]
    fn the_longest_wording_counts_and_its_words_beside_it() {
        check("disk usage", &[1, 2]);
        check("a new disk", &[2]);
        assert!((thesaurus().at_large(0) - 0.25).abs() < 1e-6);
    }

    #[test]
    fn the_table_is_whole() {
        let lines = include_str!("concepts.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.filter(|line| line.split('\t').count() == 3).count(), THESAURUS.at_large.len());
        assert!(THESAURUS.at_large.len() > 500);
    }
}

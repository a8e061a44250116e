//! Words that mean the same: the built-in groups of `thesaurus.txt` and those of the archive's settings.
//!
//! Input are the words of a query, output are the terms that stand beside them. Knows no index.

use std::ops::Range;

use super::languages::Languages;
use super::words;

const BUILT_IN: &str = include_str!("thesaurus.txt");

/// Some words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// As a person writes it.
    pub text: String,
    /// How far each word is from the first: what lies between are stop words.
    pub places: Vec<usize>,
    /// Its stems, in each language that the archive holds.
    pub readings: Vec<Vec<String>>,
    /// It is told from a single word by its stop words alone ("log in" is no "log"), so that these count.
    is_literal: bool,
    /// Some document has it.
    pub is_known: bool,
}

/// Groups of terms that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thesaurus {
    groups: Vec<Vec<Expression>>,
}

/// A place of the query where a term of a group stands, and what the group has beside it.
#[derive(Debug, PartialEq, Eq)]
pub struct Meant<'t> {
    /// Places in the query's words.
    pub places: Range<usize>,
    pub others: Vec<&'t Expression>,
}

impl Expression {
    /// `None` where a text has no word that counts.
    fn of(text: &str, languages: &Languages) -> Option<Self> {
        let words = words::parts(text, &words::all_parts(text));
        let telling: Vec<usize> = (0..words.len()).filter(|at| !languages.is_stop_word(&words[*at])).collect();
        let is_literal = telling.len() == 1 && words.len() > 1;
        let kept = if is_literal { (0..words.len()).collect() } else { telling };
        let first = *kept.first()?;
        let counted: Vec<String> = kept.iter().map(|at| words[*at].clone()).collect();
        let places = kept.iter().map(|at| at - first).collect();
        Some(Self {
            text: text.trim().to_owned(),
            places,
            readings: languages.readings(&counted),
            is_literal,
            is_known: true,
        })
    }

    /// Whether it reads the same as these words in some language.
    fn is(&self, readings: &[Vec<String>]) -> bool {
        self.readings.iter().any(|reading| readings.contains(reading))
    }

    fn length(&self) -> usize {
        self.places.len()
    }
}

/// What words of a query read like, from each place on, one, two, ... at a time.
struct Windows {
    /// Of each word, its place in the query.
    places: Vec<usize>,
    readings: Vec<Vec<Vec<Vec<String>>>>,
}

impl Windows {
    fn of(query: &[String], places: Vec<usize>, longest: usize, languages: &Languages) -> Self {
        let words: Vec<String> = places.iter().map(|at| query[*at].clone()).collect();
        let read = |length| words.windows(length).map(|words| languages.readings(words)).collect();
        let readings = (1..=longest.min(words.len())).map(read).collect();
        Self { places, readings }
    }

    /// Where a term stands.
    fn find<'w>(&'w self, term: &'w Expression) -> impl Iterator<Item = Range<usize>> + 'w {
        let here = self.readings.get(term.length() - 1).into_iter().flatten().enumerate();
        let found = here.filter(|(_, readings)| term.is(readings));
        found.map(|(at, _)| self.places[at]..self.places[at + term.length() - 1] + 1)
    }
}

impl Thesaurus {
    /// The built-in groups, and further ones: a group a line, terms between commas, remarks behind `#`.
    pub fn with(further: &str, languages: &Languages) -> Self {
        let lines = BUILT_IN.lines().chain(further.lines());
        let lines = lines.map(|line| line.split('#').next().unwrap_or_default());
        let term = |term: &str| Expression::of(term, languages);
        let group = |line: &str| line.split(',').filter_map(term).collect::<Vec<_>>();
        Self { groups: lines.map(group).filter(|group| group.len() > 1).collect() }
    }

    /// Every term, in the order of the groups.
    pub fn terms(&self) -> impl Iterator<Item = &Expression> {
        self.groups.iter().flatten()
    }

    /// The same where it is known which terms some document has, one digit for each, in their order: no other is ever
    /// searched, so that a browser need not look for it.
    pub fn knowing(mut self, known: &str) -> Self {
        for (term, digit) in self.groups.iter_mut().flatten().zip(known.bytes()) {
            term.is_known = digit != b'0';
        }
        self
    }

    /// Where terms of the groups stand in the folded words of a query.
    pub fn meant(&self, query: &[String], languages: &Languages) -> Vec<Meant<'_>> {
        let longest = self.groups.iter().flatten().map(Expression::length).max().unwrap_or(0);
        let telling = (0..query.len()).filter(|at| !languages.is_stop_word(&query[*at])).collect();
        let telling = Windows::of(query, telling, longest, languages);
        let all = Windows::of(query, (0..query.len()).collect(), longest, languages);
        let mut found = Vec::new();
        for group in &self.groups {
            for term in group {
                let others = || group.iter().filter(|other| other.is_known && !other.is(&term.readings)).collect();
                let places = if term.is_literal { all.find(term) } else { telling.find(term) };
                found.extend(places.map(|places| Meant { places, others: others() }));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(further: &str, query: &str) -> Vec<String> {
        others_in(&Languages::default(), further, query)
    }

    fn others_in(languages: &Languages, further: &str, query: &str) -> Vec<String> {
        let thesaurus = Thesaurus::with(further, languages);
        let query: Vec<String> = query.split(' ').map(str::to_owned).collect();
        let meant = thesaurus.meant(&query, languages);
        meant.iter().flat_map(|meant| &meant.others).map(|other| other.text.clone()).collect()
    }

    #[test]
    fn a_term_stands_for_the_others_of_its_group() {
        assert!(others("", "k8s").contains(&"kubernetes".to_owned()));
        assert!(others("", "pods out memory killed").contains(&"oom".to_owned()));
        assert!(others("", "certificates").contains(&"tls".to_owned()));
        assert!(others("", "giraffe").is_empty());
    }

    #[test]
    fn a_word_and_the_small_word_behind_it_are_not_the_word_alone() {
        assert!(others("", "cannot log in to the shop").contains(&"login".to_owned()));
        assert!(others("", "authentication").contains(&"log in".to_owned()));
        assert!(!others("", "log shipper").contains(&"login".to_owned()));
        assert!(others("", "ran out of memory").contains(&"oom".to_owned()));
    }

    #[test]
    fn no_group_says_a_term_twice() {
        let languages = Languages::default();
        let mut doubled = Vec::new();
        let thesaurus = Thesaurus::with("", &languages);
        for group in &thesaurus.groups {
            for (at, term) in group.iter().enumerate() {
                let is_same = |it: &&Expression| it.readings == term.readings && it.places == term.places;
                doubled.extend(group[..at].iter().find(is_same).map(|other| (&other.text, &term.text)));
            }
        }
        assert!(doubled.is_empty(), "{doubled:?}");
    }

    #[test]
    fn settings_add_groups_of_their_own() {
        assert_eq!(others("okapi, giraffe, long neck # ours", "giraffe"), ["okapi", "long neck"]);
        assert_eq!(others("alone\n,,\n", "alone"), [""; 0]);
        let german = Languages::of(["de"].into_iter());
        assert_eq!(others_in(&german, "Kasse, Zahlpunkt", "kassen"), ["Zahlpunkt"]);
    }

    #[test]
    fn words_between_the_words_of_a_term_keep_their_room() {
        let term = Expression::of("out of memory", &Languages::default()).unwrap();
        assert_eq!(
            (term.places.as_slice(), term.readings.as_slice()),
            (&[0, 2][..], &[["out", "memori"].map(String::from).to_vec()][..])
        );
    }

    #[test]
    fn every_group_of_the_built_in_ones_is_read() {
        let lines = BUILT_IN.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(Thesaurus::with("", &Languages::default()).groups.len(), lines);
    }
}

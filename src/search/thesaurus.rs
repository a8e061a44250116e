//! Words that mean the same: the built-in groups of `thesaurus.txt` and those of the archive's settings.
//!
//! Input are the stems of a query, output are the terms that stand beside them, as stems too. Knows no index.

use super::tokens::{is_stop_word, stem};
use super::words;

const BUILT_IN: &str = include_str!("thesaurus.txt");

/// Some words in a row, stemmed, each with its distance from the first: what lies between are stop words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// As a person writes it.
    pub text: String,
    pub stems: Vec<(usize, String)>,
}

/// Groups of terms that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thesaurus {
    groups: Vec<Vec<Expression>>,
}

/// A place of the query where a term of a group stands, and what the group has beside it.
#[derive(Debug, PartialEq, Eq)]
pub struct Meant<'t> {
    /// Places in the query's stems, the first and how many.
    pub at: usize,
    pub length: usize,
    pub others: Vec<&'t Expression>,
}

impl Expression {
    /// `None` where a text has no word that counts.
    fn of(text: &str) -> Option<Self> {
        let mut stems = Vec::new();
        let mut word = String::new();
        let mut walk = words::chunks(text);
        let mut at = 0;
        while let Some(chunk) = walk.advance() {
            for part in &chunk.parts {
                words::part(text, part, &mut word);
                if !is_stop_word(&word) {
                    stems.push((at, stem(&word)));
                }
                at += 1;
            }
        }
        let first = stems.first()?.0;
        stems.iter_mut().for_each(|(at, _)| *at -= first);
        Some(Self { text: text.trim().to_owned(), stems })
    }
}

impl Thesaurus {
    /// The built-in groups, and further ones: a group a line, terms between commas, remarks behind `#`.
    pub fn with(further: &str) -> Self {
        let lines = BUILT_IN.lines().chain(further.lines());
        let lines = lines.map(|line| line.split('#').next().unwrap_or_default());
        let group = |line: &str| line.split(',').filter_map(Expression::of).collect::<Vec<_>>();
        Self { groups: lines.map(group).filter(|group| group.len() > 1).collect() }
    }

    /// Where terms of the groups stand in the stems of a query, stop words left out.
    pub fn meant(&self, query: &[String]) -> Vec<Meant<'_>> {
        let mut found = Vec::new();
        for group in &self.groups {
            for term in group {
                let stands = |at: &usize| {
                    let here = query[*at..].iter().take(term.stems.len());
                    here.eq(term.stems.iter().map(|(_, stem)| stem))
                };
                let places = (0..(query.len() + 1).saturating_sub(term.stems.len())).filter(stands);
                let others = || group.iter().filter(|other| other.stems != term.stems).collect();
                found.extend(places.map(|at| Meant { at, length: term.stems.len(), others: others() }));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(further: &str, query: &str) -> Vec<String> {
        let thesaurus = Thesaurus::with(further);
        let query: Vec<String> = query.split(' ').map(stem).collect();
        thesaurus.meant(&query).iter().flat_map(|meant| &meant.others).map(|other| other.text.clone()).collect()
    }

    #[test]
    fn a_term_stands_for_the_others_of_its_group() {
        assert!(others("", "k8s").contains(&"kubernetes".to_owned()));
        assert!(others("", "pods out memory killed").contains(&"oom".to_owned()));
        assert!(others("", "certificates").contains(&"tls".to_owned()));
        assert!(others("", "giraffe").is_empty());
    }

    #[test]
    fn settings_add_groups_of_their_own() {
        assert_eq!(others("okapi, giraffe, long neck # ours", "giraffe"), ["okapi", "long neck"]);
        assert_eq!(others("alone\n,,\n", "alone"), [""; 0]);
    }

    #[test]
    fn words_between_the_words_of_a_term_keep_their_room() {
        let term = Expression::of("out of memory").unwrap();
        assert_eq!(term.stems, [(0, "out".to_owned()), (2, "memori".to_owned())]);
    }

    #[test]
    fn every_group_of_the_built_in_ones_is_read() {
        let lines = BUILT_IN.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(Thesaurus::with("").groups.len(), lines);
    }
}

//! Text to terms: words in lower case, stemmed, and pairs of neighbouring ones.
//!
//! Input: passages. Output: weighted counts of numbered terms, and the words to show for a term. Knows nothing of
//! documents.

use std::collections::HashMap;

use frostem::{Algorithm, Stemmer};

use super::words;

/// Weight of a pair of neighbouring words beside a single word's 1.
const PAIR_WEIGHT: f64 = 0.5;

/// A piece of a document and how much its words count.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    pub text: &'a str,
    pub weight: f64,
}

const NO_STEM: u32 = u32::MAX;

/// Words to stems to terms, numbered in the order they are met.
pub struct Vocabulary {
    stemmer: Stemmer,
    /// Word as written (lower case) to its stem, `NO_STEM` for words that do not count.
    words: HashMap<String, u32>,
    stems: HashMap<String, u32>,
    /// Per stem the words it came from, with how often.
    surfaces: Vec<HashMap<String, u32>>,
    background: Vec<f64>,
    /// A single stem (the second is `NO_STEM`) or a pair to its term.
    terms: Vec<(u32, u32)>,
    term_of: HashMap<(u32, u32), u32>,
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vocabulary").field("terms", &self.terms.len()).finish_non_exhaustive()
    }
}

impl Vocabulary {
    /// An empty vocabulary; the words of `silent` say nothing here, such as the organisation's own name.
    pub fn new(silent: &[&str]) -> Self {
        let mut vocabulary = Self {
            stemmer: Stemmer::new(Algorithm::English),
            words: HashMap::new(),
            stems: HashMap::new(),
            surfaces: Vec::new(),
            background: Vec::new(),
            terms: Vec::new(),
            term_of: HashMap::new(),
        };
        for list in [words::STOP, words::BOILERPLATE] {
            for word in list.split_whitespace() {
                vocabulary.words.insert(word.to_owned(), NO_STEM);
            }
        }
        for name in silent {
            for token in Tokens::new(name) {
                vocabulary.words.insert(token.word, NO_STEM);
            }
        }
        for tier in &words::BACKGROUND {
            for word in tier.words.split_whitespace() {
                let stem = vocabulary.stem(word);
                if let Some(idf) = vocabulary.background.get_mut(stem as usize) {
                    *idf = idf.min(tier.idf);
                }
            }
        }
        vocabulary
    }

    /// How many terms were met.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether the term is a pair of neighbouring words.
    pub fn is_pair(&self, term: usize) -> bool {
        self.terms[term].1 != NO_STEM
    }

    fn stem(&mut self, word: &str) -> u32 {
        if let Some(stem) = self.words.get(word) {
            return *stem;
        }
        let stem = self.stemmer.stem(word).into_owned();
        let next = self.surfaces.len() as u32;
        let id = *self.stems.entry(stem).or_insert(next);
        if id == next {
            self.surfaces.push(HashMap::new());
            self.background.push(words::UNLISTED);
        }
        self.words.insert(word.to_owned(), id);
        id
    }

    fn term(&mut self, first: u32, second: u32) -> u32 {
        let next = self.terms.len() as u32;
        let id = *self.term_of.entry((first, second)).or_insert(next);
        if id == next {
            self.terms.push((first, second));
        }
        id
    }

    /// Weighted counts of the terms of one document, learning new ones.
    pub fn count(&mut self, passages: &[Passage]) -> Vec<(u32, f64)> {
        let mut counts = HashMap::<u32, f64>::new();
        for passage in passages {
            let mut previous = NO_STEM;
            for token in Tokens::new(passage.text) {
                let stem = self.stem(&token.word);
                if stem == NO_STEM {
                    previous = NO_STEM;
                    continue;
                }
                *self.surfaces[stem as usize].entry(token.word).or_default() += 1;
                let single = self.term(stem, NO_STEM);
                *counts.entry(single).or_default() += passage.weight;
                if previous != NO_STEM && !token.after_break {
                    let pair = self.term(previous, stem);
                    *counts.entry(pair).or_default() += passage.weight * PAIR_WEIGHT;
                }
                previous = stem;
            }
        }
        in_order(counts)
    }

    /// The same over known terms only.
    pub fn look_up(&self, passages: &[Passage]) -> Vec<(u32, f64)> {
        let mut counts = HashMap::<u32, f64>::new();
        for passage in passages {
            let mut previous = NO_STEM;
            for token in Tokens::new(passage.text) {
                let known = self.words.get(&token.word).copied();
                let stem = known.or_else(|| self.stems.get(self.stemmer.stem(&token.word).as_ref()).copied());
                let stem = stem.unwrap_or(NO_STEM);
                let pair = (previous, stem);
                let single = self.term_of.get(&(stem, NO_STEM)).filter(|_| stem != NO_STEM);
                if let Some(term) = single {
                    *counts.entry(*term).or_default() += passage.weight;
                }
                if let Some(term) = self.term_of.get(&pair).filter(|_| !token.after_break && stem != NO_STEM) {
                    *counts.entry(*term).or_default() += passage.weight * PAIR_WEIGHT;
                }
                previous = stem;
            }
        }
        in_order(counts)
    }

    /// How rare the term is at large: an inverse document frequency.
    pub fn background(&self, term: usize) -> f64 {
        match self.terms[term] {
            (stem, NO_STEM) => self.background[stem as usize],
            (first, second) => {
                let mean = (self.background[first as usize] + self.background[second as usize]) / 2.0;
                words::PAIR.min(mean + 1.0)
            }
        }
    }

    /// Every word behind a single-word term, in the alphabet's order.
    pub fn forms(&self, term: usize) -> Vec<String> {
        let mut forms: Vec<String> = self.surfaces[self.terms[term].0 as usize].keys().cloned().collect();
        forms.sort();
        forms
    }

    /// The commonest word behind the stem or stems.
    pub fn surface(&self, term: usize) -> String {
        let word = |stem: u32| {
            let forms = &self.surfaces[stem as usize];
            let best = forms.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            best.map_or("", |(word, _)| word.as_str())
        };
        match self.terms[term] {
            (stem, NO_STEM) => word(stem).to_owned(),
            (first, second) => format!("{} {}", word(first), word(second)),
        }
    }
}

fn in_order(counts: HashMap<u32, f64>) -> Vec<(u32, f64)> {
    let mut counts: Vec<(u32, f64)> = counts.into_iter().collect();
    counts.sort_by_key(|(term, _)| *term);
    counts
}

/// A word in lower case; `after_break` where punctuation or an address parts it from the word before.
#[derive(Debug, PartialEq, Eq)]
pub struct Token {
    pub word: String,
    pub after_break: bool,
}

/// The words of a text: letters and digits, beginning with a letter, two characters and more. Addresses, numbers and
/// hashes are left out.
#[derive(Debug)]
pub struct Tokens<'a> {
    chunks: std::str::SplitWhitespace<'a>,
    chunk: &'a str,
    after_break: bool,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { chunks: text.split_whitespace(), chunk: "", after_break: true }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let Some(start) = self.chunk.find(char::is_alphanumeric) else {
                self.after_break |= self.chunk.contains(is_break);
                self.chunk = self.chunks.next()?;
                if self.chunk.contains("://") {
                    self.chunk = "";
                    self.after_break = true;
                }
                continue;
            };
            self.after_break |= self.chunk[..start].contains(is_break);
            let rest = &self.chunk[start..];
            let inside = |letter: char| letter.is_alphanumeric() || letter == '\'' || letter == '’';
            let end = rest.find(|letter: char| !inside(letter)).unwrap_or(rest.len());
            let word: String =
                rest[..end].chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            self.chunk = &rest[end..];
            if is_word(&word) {
                let after_break = std::mem::replace(&mut self.after_break, false);
                return Some(Token { word: without_possessive(word, &rest[..end]), after_break });
            }
            self.after_break = true;
        }
    }
}

fn is_break(letter: char) -> bool {
    !matches!(letter, '-' | '_' | '`' | '"' | '\'' | '*')
}

fn is_word(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let length = word.chars().count();
    word.starts_with(char::is_alphabetic) && (2..=40).contains(&length) && (digits == 0 || length <= 6)
}

fn without_possessive(mut word: String, written: &str) -> String {
    if written.ends_with("'s") || written.ends_with("’s") {
        word.pop();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, bool)]) {
        let tokens: Vec<Token> = Tokens::new(text).collect();
        let tokens: Vec<(&str, bool)> = tokens.iter().map(|token| (token.word.as_str(), token.after_break)).collect();
        assert_eq!(tokens, expected);
    }

    #[test]
    fn words_are_letters_and_punctuation_parts_them() {
        check(
            "Vendor's kube-proxy, then k8s (v1.2)",
            &[("vendor", true), ("kube", false), ("proxy", false), ("then", true), ("k8s", false), ("v1", true)],
        );
    }

    #[test]
    fn addresses_numbers_and_hashes_are_not_words() {
        check("at 503 https://example.org/a 9fceb02d0ae59 e4c2a91b77 down", &[("at", true), ("down", true)]);
    }
}

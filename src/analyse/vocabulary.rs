//! Text to terms: words in lower case, stemmed, and pairs of neighbouring ones.
//!
//! Input: passages. Output: weighted counts of numbered terms, and the words to show for a term. Knows nothing of
//! documents.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt};
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
    /// Word as written (lower case) to its place in `forms`.
    words: HashMap<String, u32>,
    forms: Vec<Form>,
    stems: HashMap<String, u32>,
    /// Per stem the places of its words.
    forms_of: Vec<Vec<u32>>,
    background: Vec<f64>,
    /// A single stem (the second is `NO_STEM`) or a pair to its term.
    terms: Vec<(u32, u32)>,
    term_of: HashMap<(u32, u32), u32>,
}

/// A word as written.
struct Form {
    word: String,
    /// `NO_STEM` for words that do not count.
    stem: u32,
    uses: u32,
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
            forms: Vec::new(),
            stems: HashMap::new(),
            forms_of: Vec::new(),
            background: Vec::new(),
            terms: Vec::new(),
            term_of: HashMap::new(),
        };
        for list in [words::STOP, words::BOILERPLATE] {
            for word in list.split_whitespace() {
                vocabulary.silence(word);
            }
        }
        for name in silent {
            for token in Tokens::new(name) {
                vocabulary.silence(&token.word);
            }
        }
        for tier in &words::BACKGROUND {
            for word in tier.words.split_whitespace() {
                let form = vocabulary.form(word);
                let stem = vocabulary.forms[form as usize].stem;
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

    fn silence(&mut self, word: &str) {
        if !self.words.contains_key(word) {
            self.words.insert(word.to_owned(), self.forms.len() as u32);
            self.forms.push(Form { word: word.to_owned(), stem: NO_STEM, uses: 0 });
        }
    }

    /// The place of a word, which is stemmed when it is met first.
    fn form(&mut self, word: &str) -> u32 {
        if let Some(form) = self.words.get(word) {
            return *form;
        }
        let next = self.forms_of.len() as u32;
        let stem = *self.stems.entry(self.stemmer.stem(word).into_owned()).or_insert(next);
        if stem == next {
            self.forms_of.push(Vec::new());
            self.background.push(words::UNLISTED);
        }
        let form = self.forms.len() as u32;
        self.forms_of[stem as usize].push(form);
        self.forms.push(Form { word: word.to_owned(), stem, uses: 0 });
        self.words.insert(word.to_owned(), form);
        form
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
        let mut counts = Vec::new();
        for passage in passages {
            let mut previous = NO_STEM;
            for token in Tokens::new(passage.text) {
                let form = self.form(&token.word) as usize;
                let stem = self.forms[form].stem;
                if stem == NO_STEM {
                    previous = NO_STEM;
                    continue;
                }
                self.forms[form].uses += 1;
                counts.push((self.term(stem, NO_STEM), passage.weight));
                if previous != NO_STEM && !token.after_break {
                    counts.push((self.term(previous, stem), passage.weight * PAIR_WEIGHT));
                }
                previous = stem;
            }
        }
        summed(counts)
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

    fn forms_of(&self, stem: u32) -> impl Iterator<Item = &Form> {
        self.forms_of[stem as usize].iter().map(|form| &self.forms[*form as usize])
    }

    /// The commonest word behind the stem or stems.
    pub fn surface(&self, term: usize) -> String {
        let word = |stem: u32| {
            let best = self.forms_of(stem).max_by(|a, b| a.uses.cmp(&b.uses).then_with(|| b.word.cmp(&a.word)));
            best.map_or("", |form| form.word.as_str())
        };
        match self.terms[term] {
            (stem, NO_STEM) => word(stem).to_owned(),
            (first, second) => format!("{} {}", word(first), word(second)),
        }
    }
}

/// One entry per term, ascending.
fn summed(mut counts: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    counts.sort_by_key(|(term, _)| *term);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    counts
}

/// A word in lower case; `after_break` where punctuation or an address parts it from the word before.
#[derive(Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub word: Cow<'a, str>,
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

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let Some(start) = self.chunk.find(char::is_alphanumeric) else {
                self.after_break |= self.chunk.contains(is_break);
                self.chunk = self.chunks.next()?;
                if self.chunk.contains(':') && self.chunk.contains("://") {
                    self.chunk = "";
                    self.after_break = true;
                }
                continue;
            };
            self.after_break |= self.chunk[..start].contains(is_break);
            let rest = &self.chunk[start..];
            let inside = |letter: char| letter.is_alphanumeric() || letter == '\'' || letter == '’';
            let end = rest.find(|letter: char| !inside(letter)).unwrap_or(rest.len());
            let word = folded(&rest[..end]);
            self.chunk = &rest[end..];
            if is_word(&word) {
                let after_break = std::mem::replace(&mut self.after_break, false);
                return Some(Token { word: without_possessive(word, &rest[..end]), after_break });
            }
            self.after_break = true;
        }
    }
}

/// Letters and digits in lower case.
fn folded(written: &str) -> Cow<'_, str> {
    if written.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(written);
    }
    if written.is_ascii() {
        let mut word = written.to_ascii_lowercase();
        word.retain(|letter| letter.is_ascii_alphanumeric());
        return Cow::Owned(word);
    }
    Cow::Owned(written.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect())
}

fn is_break(letter: char) -> bool {
    !matches!(letter, '-' | '_' | '`' | '"' | '\'' | '*')
}

fn is_word(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let length = if word.is_ascii() { word.len() } else { word.chars().count() };
    word.starts_with(char::is_alphabetic) && (2..=40).contains(&length) && (digits == 0 || length <= 6)
}

fn without_possessive<'w>(word: Cow<'w, str>, written: &str) -> Cow<'w, str> {
    match word {
        Cow::Owned(mut word) if written.ends_with("'s") || written.ends_with("’s") => {
            word.pop();
            Cow::Owned(word)
        }
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, bool)]) {
        let tokens: Vec<Token> = Tokens::new(text).collect();
        let tokens: Vec<(&str, bool)> = tokens.iter().map(|token| (&*token.word, token.after_break)).collect();
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

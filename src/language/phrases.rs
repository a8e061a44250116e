//! Phrases of a language by their first word: which English words stand for the longest one that begins at a place.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The English words of every phrase.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// By the first word; the longest phrase first.
    whole: HashMap<String, Vec<Phrase>>,
    /// By the first word where only its beginning is given (`ausfall*`).
    begun: HashMap<String, Vec<Phrase>>,
    /// Most characters of a phrase, for text without spaces.
    pub longest: usize,
}

#[derive(Debug)]
struct Phrase {
    /// The words behind the first; true where only the beginning is given.
    rest: Vec<(String, bool)>,
    english: String,
}

/// How the words of a language are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Spaced,
    /// As `Spaced`, and an apostrophe ends a word.
    Elided,
    /// Not at all: a phrase is a run of letters.
    Unspaced,
}

/// Shorter words are others without their accents (`sarà` is no `Sara`), in bytes.
const SHORTEST_UNACCENTED: usize = 5;

/// Shortest beginning of a word that stands for the word, in bytes.
const SHORTEST_STEM: usize = 3;
/// Longest one, in characters.
const LONGEST_STEM: usize = 32;

impl Phrases {
    pub fn new<'a>(table: impl Iterator<Item = (&'a String, &'a Vec<String>)>, spelling: Spelling) -> Self {
        let mut phrases = Self::default();
        // An unaccented spelling stands for itself before it stands for an accented one.
        let mut plain = Vec::new();
        for (english, spellings) in table {
            for written in spellings.iter().flat_map(|written| alternatives(written)) {
                phrases.longest = phrases.longest.max(written.chars().count());
                let unaccented = without_accents(&written);
                if unaccented != written && unaccented.len() >= SHORTEST_UNACCENTED {
                    plain.push((unaccented, english));
                }
                phrases.insert(&written, english, spelling);
            }
        }
        for (written, english) in plain {
            phrases.insert(&written, english, spelling);
        }
        for known in phrases.whole.values_mut().chain(phrases.begun.values_mut()) {
            known.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        phrases
    }

    fn insert(&mut self, written: &str, english: &str, spelling: Spelling) {
        if spelling == Spelling::Unspaced {
            let known = self.whole.entry(written.to_owned()).or_default();
            if known.is_empty() {
                known.push(Phrase { rest: Vec::new(), english: english.to_owned() });
            }
            return;
        }
        let mut words = words(written, spelling == Spelling::Elided).map(|range| {
            let begun = written[range.end..].starts_with('*');
            (written[range].to_owned(), begun)
        });
        let Some((first, begun)) = words.next() else { return };
        let rest: Vec<_> = words.collect();
        let table = if begun { &mut self.begun } else { &mut self.whole };
        let known = table.entry(first).or_default();
        if !known.iter().any(|phrase| phrase.rest == rest) {
            known.push(Phrase { rest, english: english.to_owned() });
        }
    }

    /// The longest phrase that begins with the first of `words`: how many words it takes, and its English ones.
    ///
    /// `next` gives the n-th word in lower case as long as nothing but a space or a hyphen stands before it.
    pub fn at<'w>(&self, first: &str, next: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &str)> {
        let fits = |phrase: &&Phrase| {
            phrase.rest.iter().enumerate().all(|(index, (word, begun))| {
                next(index + 1).is_some_and(|other| if *begun { other.starts_with(word) } else { other == word })
            })
        };
        let whole = self.whole.get(first).and_then(|known| known.iter().find(fits));
        let begun = || {
            let chars = first.char_indices().take(LONGEST_STEM).map(|(at, c)| at + c.len_utf8());
            let ends = chars.filter(|end| *end >= SHORTEST_STEM);
            ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| self.begun.get(&first[..end])?.iter().find(fits))
        };
        let found = match (whole, begun()) {
            (Some(whole), Some(begun)) if begun.rest.len() > whole.rest.len() => begun,
            (Some(whole), _) => whole,
            (None, begun) => begun?,
        };
        Some((found.rest.len() + 1, &found.english))
    }

    /// The English of one word or run of letters as it stands.
    pub fn exactly(&self, word: &str) -> Option<&str> {
        self.whole.get(word)?.iter().find(|phrase| phrase.rest.is_empty()).map(|phrase| phrase.english.as_str())
    }

    /// As [`Self::exactly`], where a beginning stands for the word too.
    pub fn single(&self, word: &str) -> Option<&str> {
        self.at(word, |_| None).map(|(_, english)| english)
    }
}

/// `platte|disk voll` is `platte voll` and `disk voll`.
fn alternatives(spelling: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in spelling.split(' ') {
        all = all
            .iter()
            .flat_map(|before| {
                word.split('|').map(move |word| match before.is_empty() {
                    true => word.to_owned(),
                    false => format!("{before} {word}"),
                })
            })
            .collect();
    }
    all
}

/// The words of a text: runs of letters and digits; with elisions the apostrophe ends its word and belongs to it.
pub(super) fn words(text: &str, elisions: bool) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        let (start, _) = chars.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        for (at, c) in chars.by_ref() {
            let apostrophe = matches!(c, '\'' | '\u{2019}');
            if apostrophe && elisions {
                return Some(start..at + c.len_utf8());
            }
            if !(c.is_alphanumeric() || apostrophe || is_combining_mark(c)) {
                return Some(start..at);
            }
        }
        Some(start..text.len())
    })
}

/// A text in lower case with straight apostrophes, its letters composed.
pub(super) fn folded(text: &str) -> String {
    text.nfc().map(|c| if c == '\u{2019}' { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}

fn without_accents(text: &str) -> String {
    let is_latin = |c: char| c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c);
    if !text.chars().all(is_latin) {
        return text.to_owned();
    }
    text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().replace('ß', "ss")
}

//! Text to lower-cased words with their places, and the words of each sentence.
//!
//! A word is a run of letters and digits, with an apostrophe inside (`didn't`). Addresses (`https://...`) are no words.
//! Knows nothing of phrases or of what a word means.

use std::ops::Range;

use super::gap::{Gap, is_endless};
use super::word::{self, lower_case, word_end};

/// What an entry, an item or a sentence means stands within its first words; no more of it are read.
const OPENING: usize = 600;

/// Negations as they are often typed.
const WITHOUT_APOSTROPHE: &[(&str, &str)] = &[
    ("didnt", "didn't"),
    ("doesnt", "doesn't"),
    ("wasnt", "wasn't"),
    ("isnt", "isn't"),
    ("werent", "weren't"),
    ("couldnt", "couldn't"),
    ("cant", "can't"),
    ("wont", "won't"),
    ("dont", "don't"),
];
const LONGEST_SLIP: usize = 7;

/// Words before another one of the same clause that deny it or make it a mere condition.
const NEGATIONS: &[&str] = &[
    "not",
    "never",
    "cannot",
    "unable",
    "without",
    "until",
    "if",
    "yet",
    "nor",
    "hardly",
    "barely",
    "partially",
    "partly",
];

/// The words of one text, lower-cased, with their places.
#[derive(Debug, Clone, Default)]
pub struct Words<'t> {
    pub text: &'t str,
    /// The text with its ASCII letters in lower case, then the words that are written otherwise.
    lower: String,
    tokens: Vec<Token>,
    /// Ranges of words, one per sentence, none of them empty.
    sentences: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    /// Bytes of the text.
    start: u32,
    end: u32,
    /// Bytes of `lower`.
    lower_start: u32,
    lower_end: u32,
    /// What stands between the word before it and this one.
    gap: Gap,
}

impl<'t> Words<'t> {
    /// Every word of a text.
    pub fn of(text: &'t str) -> Self {
        Words::default().reuse(text)
    }

    /// The first 600 words of a text.
    pub fn opening(text: &'t str) -> Self {
        let mut words = Words::default().emptied(text);
        words.read(OPENING);
        words
    }

    /// Every word of a text, in the memory that held those of another.
    pub fn reuse(self, text: &str) -> Words<'_> {
        let mut words = self.emptied(text);
        words.read(usize::MAX);
        words
    }

    fn emptied(self, text: &str) -> Words<'_> {
        let Words { mut lower, mut tokens, mut sentences, .. } = self;
        lower.clear();
        lower.push_str(text);
        lower.make_ascii_lowercase();
        tokens.clear();
        sentences.clear();
        Words { text, lower, tokens, sentences }
    }

    fn read(&mut self, most: usize) {
        let text = self.text;
        self.tokens.reserve((text.len() / 5).min(most));
        // The first word of the sentence, and the byte at which it begins.
        let (mut first, mut begin) = (0, 0);
        let mut at = 0;
        let mut gap = Gap::NONE;
        while let Some(c) = char_at(text, at) {
            if c == ' ' {
                at += 1;
            } else if c.is_alphanumeric() {
                let end = word_end(text, at);
                if let Some(after) = address_end(text, at, end) {
                    // The parenthesis of `[word](https://...)` is no pause.
                    at = if text[after..].starts_with(')') { after + 1 } else { after };
                    gap = gap.without(Gap::PAUSE);
                    continue;
                }
                if self.tokens.len() == most {
                    break;
                }
                if at > 0 && is_endless(text, begin, at - 1) {
                    gap = gap.and(Gap::STOP);
                }
                if gap.has(Gap::SENTENCE) {
                    self.close_sentence(&mut first);
                    begin = at;
                }
                self.push(gap, at, end);
                gap = Gap::NONE;
                at = end;
            } else {
                gap = gap.and(Gap::of(text, at, c));
                at += c.len_utf8();
            }
        }
        self.close_sentence(&mut first);
    }

    fn push(&mut self, gap: Gap, start: usize, end: usize) {
        let lower = self.lower_case(start, end);
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            lower_start: lower.start as u32,
            lower_end: lower.end as u32,
            gap,
        });
    }

    /// Where the word stands in `lower`, which takes it in where it is written otherwise there.
    fn lower_case(&mut self, start: usize, end: usize) -> Range<usize> {
        let mut at = start..end;
        if !self.text[start..end].is_ascii() {
            at = self.lower.len()..0;
            self.lower.extend(lower_case(&self.text[start..end]));
            at.end = self.lower.len();
        }
        let word = &self.lower[at.clone()];
        if word.ends_with("nt")
            && word.len() <= LONGEST_SLIP
            && let Some((_, proper)) = WITHOUT_APOSTROPHE.iter().find(|(slip, _)| *slip == word)
        {
            at = self.lower.len()..self.lower.len() + proper.len();
            self.lower.push_str(proper);
        }
        at
    }

    fn close_sentence(&mut self, first: &mut usize) {
        if *first < self.tokens.len() {
            self.sentences.push(*first..self.tokens.len());
            *first = self.tokens.len();
        }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The word in lower case.
    pub fn word(&self, index: usize) -> &str {
        let token = self.tokens[index];
        &self.lower[token.lower_start as usize..token.lower_end as usize]
    }

    /// The [`head`](word::head) of a word.
    pub(super) fn head(&self, index: usize) -> u128 {
        let token = self.tokens[index];
        word::head(&self.lower, token.lower_start as usize, token.lower_end as usize)
    }

    /// The byte of the text at which the word starts.
    pub fn start(&self, index: usize) -> usize {
        self.tokens[index].start as usize
    }

    /// The byte of the text at which the word ends.
    pub fn end(&self, index: usize) -> usize {
        self.tokens[index].end as usize
    }

    /// The bytes of the text that these words cover.
    pub fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        match (self.tokens.get(words.start), words.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    /// Whether a comma, a colon, a parenthesis or a dash stands before the word.
    pub fn after_pause(&self, index: usize) -> bool {
        self.tokens[index].gap.has(Gap::PAUSE)
    }

    pub fn starts_sentence(&self, index: usize) -> bool {
        index == 0 || self.tokens[index].gap.has(Gap::SENTENCE)
    }

    pub fn starts_clause(&self, index: usize) -> bool {
        index == 0 || self.tokens[index].gap.has(Gap::CLAUSE)
    }

    /// The words of each sentence.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The words of the sentence that holds this word.
    pub fn sentence_of(&self, index: usize) -> Range<usize> {
        let place = self.sentences.partition_point(|sentence| sentence.end <= index);
        self.sentences.get(place).or(self.sentences.last()).cloned().unwrap_or(0..0)
    }

    /// Whether a word up to three before this one, in the same clause, denies it or makes it a mere condition.
    pub fn negated(&self, index: usize) -> bool {
        let mut at = index;
        for _ in 0..3 {
            if self.starts_clause(at) {
                return false;
            }
            at -= 1;
            let word = self.word(at);
            if NEGATIONS.contains(&word) || word.ends_with("n't") {
                return true;
            }
        }
        false
    }
}

/// The character at a byte; `None` at the end.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text[at..].chars().next(),
    }
}

/// Where an address that starts with this word ends, without the stop of the sentence that it ends.
pub(super) fn address_end(text: &str, start: usize, end: usize) -> Option<usize> {
    if !matches!(text.as_bytes().get(end), Some(b':' | b'.')) {
        return None;
    }
    let rest = &text[end..];
    let is_address = rest.starts_with("://") || (rest.starts_with('.') && text[start..end].eq_ignore_ascii_case("www"));
    is_address.then(|| {
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '`' | '|'));
        let after = length.map_or(text.len(), |length| end + length);
        let goes_on = text[after..].trim_start().starts_with(char::is_lowercase);
        if goes_on { after } else { start + text[start..after].trim_end_matches(['.', ',', ';', '!', '?']).len() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let words = Words::of(text);
        let sentences: Vec<&str> = words.sentences().iter().map(|range| &text[words.bytes(range)]).collect();
        assert_eq!(sentences, expected, "{text:?}");
    }

    #[test]
    fn a_full_stop_ends_a_sentence_only_where_a_reader_would_pause() {
        check("The node died. Traffic moved.", &["The node died", "Traffic moved"]);
        check("Some services, e.g. the API, failed.", &["Some services, e.g. the API, failed"]);
        check("We moved to v1.2.3 of nginx.conf today.", &["We moved to v1.2.3 of nginx.conf today"]);
        check("At 9 a.m. the queue grew.", &["At 9 a.m. the queue grew"]);
        check("Rack no. 7 was dark. Was it fire? No. A fuse.", &["Rack no. 7 was dark", "Was it fire", "No", "A fuse"]);
        check("See https://x.example/a.b?c. for more. Done.", &["See https://x.example/a.b?c. for more", "Done"]);
    }

    #[test]
    fn what_has_no_stop_ends_all_the_same() {
        let text = "the disk was full and ".repeat(400);
        let words = Words::of(&text);
        assert_eq!(words.len(), 2_000);
        assert_eq!(words.sentences().len(), 5);
        assert!(words.sentences().iter().all(|words| words.len() < 500 && !words.is_empty()));
        assert!(words.starts_sentence(words.sentences()[1].start));
    }

    #[test]
    fn a_list_item_and_a_blank_line_end_a_sentence_and_a_wrapped_line_does_not() {
        check("the disk\nwas full", &["the disk\nwas full"]);
        check("one\n- two\n\nthree", &["one", "two", "three"]);
        check("1. first\n2. second", &["1. first", "2. second"]);
    }

    #[test]
    fn words_are_lower_cased_and_keep_their_place() {
        let text = "Didn’t the ÉCHEC matter?";
        let words = Words::of(text);
        let lower: Vec<&str> = (0..words.len()).map(|index| words.word(index)).collect();
        assert_eq!(lower, ["didn't", "the", "échec", "matter"]);
        assert_eq!(&text[words.bytes(&(2..3))], "ÉCHEC");
    }

    #[test]
    fn a_word_is_negated_only_within_its_clause() {
        for (text, negated) in [("was not yet restored", true), ("did not help, restored", false), ("restored", false)]
        {
            let words = Words::of(text);
            assert_eq!(words.negated(words.len() - 1), negated, "{text:?}");
        }
    }
}

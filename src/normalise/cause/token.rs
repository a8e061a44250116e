//! Text to lower-cased words with their places, and the words of each sentence.
//!
//! A word is a run of letters and digits, with an apostrophe inside (`didn't`). Addresses (`https://...`) are no words.
//! Knows nothing of phrases or classes.

use std::ops::Range;

use crate::normalise::word::{self, lower_case, word_end};

/// Every word of one text.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// The text with its ASCII letters in lower case, then the words that hold others.
    lower: String,
    spans: Vec<Span>,
    /// Ranges of words, one per sentence, none of them empty.
    sentences: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    /// Bytes of the text.
    start: u32,
    end: u32,
    /// Bytes of `lower`.
    lower_start: u32,
    lower_end: u32,
    /// A comma, a colon, a parenthesis or a dash stands before it.
    after_pause: bool,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text);
        words
    }

    /// Takes the words of this text in place of those of another.
    pub(super) fn read(&mut self, text: &str) {
        self.lower.clear();
        self.lower.push_str(text);
        self.lower.make_ascii_lowercase();
        self.spans.clear();
        self.spans.reserve(text.len() / 5);
        self.sentences.clear();
        let mut first = 0;
        let mut at = 0;
        let mut pause = false;
        while let Some(c) = char_at(text, at) {
            if c == ' ' {
                at += 1;
            } else if c.is_alphanumeric() {
                at = self.take_word(text, at, pause);
                pause = false;
            } else {
                pause |= is_pause(text, at, c);
                if ends_sentence(text, at, c) {
                    self.close_sentence(&mut first);
                }
                at += c.len_utf8();
            }
        }
        self.close_sentence(&mut first);
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    pub(super) fn word(&self, index: usize) -> &str {
        let span = self.spans[index];
        &self.lower[span.lower_start as usize..span.lower_end as usize]
    }

    /// The [`head`](word::head) of a word.
    pub(super) fn head(&self, index: usize) -> u128 {
        let span = self.spans[index];
        word::head(&self.lower, span.lower_start as usize, span.lower_end as usize)
    }

    /// Whether a comma, a colon, a parenthesis or a dash stands before the word.
    pub(super) fn after_pause(&self, index: usize) -> bool {
        self.spans[index].after_pause
    }

    pub(super) fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The bytes of the text that these words cover.
    pub(super) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        match (self.spans.get(words.start), words.end.checked_sub(1).and_then(|last| self.spans.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    /// Takes the word that starts at `start` and returns where to go on.
    fn take_word(&mut self, text: &str, start: usize, after_pause: bool) -> usize {
        let end = word_end(text, start);
        if let Some(after) = address_end(text, start, end) {
            return after;
        }
        let (mut lower_start, mut lower_end) = (start, end);
        if !text[start..end].is_ascii() {
            lower_start = self.lower.len();
            self.lower.extend(lower_case(&text[start..end]));
            lower_end = self.lower.len();
        }
        self.spans.push(Span {
            start: start as u32,
            end: end as u32,
            lower_start: lower_start as u32,
            lower_end: lower_end as u32,
            after_pause,
        });
        end
    }

    fn close_sentence(&mut self, first: &mut usize) {
        if *first < self.spans.len() {
            self.sentences.push(*first..self.spans.len());
            *first = self.spans.len();
        }
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text[at..].chars().next(),
    }
}

/// Where an address that starts with this word ends.
fn address_end(text: &str, start: usize, end: usize) -> Option<usize> {
    if !matches!(text.as_bytes().get(end), Some(b':' | b'.')) {
        return None;
    }
    let rest = &text[end..];
    let is_address = rest.starts_with("://") || (rest.starts_with('.') && text[start..end].eq_ignore_ascii_case("www"));
    is_address.then(|| {
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '`' | '|'));
        let after = length.map_or(text.len(), |length| end + length);
        // The parenthesis of `[word](https://...)` is no pause.
        if text[after..].starts_with(')') { after + 1 } else { after }
    })
}

fn is_pause(text: &str, at: usize, c: char) -> bool {
    match c {
        ',' | ':' | '(' | ')' | '\u{2014}' | '\u{2013}' => true,
        '-' => text[..at].ends_with(' ') && text[at + 1..].starts_with(' '),
        _ => false,
    }
}

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "etc", "vs", "approx", "mr", "mrs", "ms", "dr", "fig", "cf", "ca", "al", "resp", "incl",
    "excl", "inc", "ltd", "corp", "dept", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec", "a.m", "p.m", "u.s", "min", "max", "ver", "sec", "hrs", "nr",
];

fn ends_sentence(text: &str, at: usize, c: char) -> bool {
    let after = &text[at + c.len_utf8()..];
    match c {
        ';' | '。' | '！' | '？' => true,
        '!' | '?' => after.trim_start_matches(CLOSING).starts_with(char::is_whitespace) || after.is_empty(),
        '.' => {
            let gap = after.trim_start_matches(CLOSING);
            gap.starts_with(char::is_whitespace) && !is_abbreviation(&text[..at]) && !counts_a_list(&text[..at])
        }
        '\n' => {
            let line = after.trim_start_matches([' ', '\t']);
            line.starts_with(['\n', '\r', '-', '*', '+', '|', '#', '>']) || starts_with_number(line)
        }
        _ => false,
    }
}

const CLOSING: &[char] = &['"', '\'', ')', ']', '\u{201d}', '\u{2019}', '*', '_', '`'];

fn is_abbreviation(before: &str) -> bool {
    let start = before
        .char_indices()
        .rev()
        .take(8)
        .take_while(|(_, c)| c.is_alphanumeric() || *c == '.')
        .last()
        .map_or(before.len(), |(at, _)| at);
    let word = &before[start..];
    ABBREVIATIONS.iter().any(|abbreviation| abbreviation.eq_ignore_ascii_case(word))
}

/// `1.` at the start of a line.
fn counts_a_list(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before).trim_start();
    !line.is_empty() && line.len() <= 3 && line.bytes().all(|b| b.is_ascii_digit())
}

fn starts_with_number(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && line[digits..].starts_with(['.', ')']) && line[digits + 1..].starts_with(' ')
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
        check("See https://x.example/a.b?c. for more. Done.", &["See https://x.example/a.b?c. for more", "Done"]);
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
}

//! A text as lower-cased words with their places, and its sentences.
//!
//! A word is a run of letters and digits, with an apostrophe inside (`didn't`); addresses are no words.

use std::ops::Range;

use crate::normalise::word::{HEAD, head, lower_case, word_end};

/// No text is read further than this many words: what an entry, an item or a sentence means stands at its start.
const MOST_WORDS: usize = 600;

/// The first words of one text, at most 600, lower-cased, with their places.
#[derive(Debug, Clone)]
pub(in crate::normalise) struct Words<'a> {
    pub(in crate::normalise) text: &'a str,
    /// The text with its ASCII letters in lower case, then the words that are written otherwise.
    lower: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    start: u32,
    end: u32,
    /// Bytes of `lower`.
    lower_start: u32,
    lower_end: u32,
    /// [`hash_of`] the lower-cased word.
    hash: u64,
    /// [`start_of`] the lower-cased word.
    start3: u32,
    starts_sentence: bool,
    starts_clause: bool,
}

/// A word as one number.
pub(super) fn hash_of(word: &str) -> u64 {
    let head = head(word, 0, word.len());
    let folded = head as u64 ^ ((head >> 64) as u64).rotate_left(29);
    let rest = word.as_bytes().get(HEAD..).unwrap_or_default();
    let mixed = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    rest.iter().fold(folded, mixed).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The first three bytes of a word as one number; 0 where it is shorter.
pub(super) fn start_of(word: &str) -> u32 {
    match word.as_bytes() {
        [a, b, c, ..] => u32::from_le_bytes([*a, *b, *c, 0]),
        _ => 0,
    }
}

impl<'a> Words<'a> {
    pub(in crate::normalise) fn of(text: &'a str) -> Self {
        let tokens = Vec::with_capacity((text.len() / 5).min(MOST_WORDS));
        let mut words = Self { text, lower: text.to_ascii_lowercase(), tokens };
        let mut gap_start = 0;
        let mut at = 0;
        while at < text.len() && words.len() < MOST_WORDS {
            if let Some(length) = gap_length(text, at) {
                at += length;
                continue;
            }
            let end = word_end(text, at);
            if let Some(after) = address_end(text, at, end) {
                at = after;
                gap_start = after;
                continue;
            }
            words.push(gap_start, at, end);
            at = end;
            gap_start = end;
        }
        words
    }

    fn push(&mut self, gap_start: usize, start: usize, end: usize) {
        let gap = &self.text[gap_start..start];
        let first = self.tokens.is_empty();
        let plain = gap == " " && !first;
        let starts_sentence = first || (!plain && ends_sentence(self.text, gap_start, start));
        let starts_clause = starts_sentence || (!plain && parts_clauses(gap));
        let lower = self.lower_case(start, end);
        let word = &self.lower[lower.clone()];
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            lower_start: lower.start as u32,
            lower_end: lower.end as u32,
            hash: hash_of(word),
            start3: start_of(word),
            starts_sentence,
            starts_clause,
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

    pub(in crate::normalise) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word in lower case.
    pub(in crate::normalise) fn word(&self, index: usize) -> &str {
        let token = self.tokens[index];
        &self.lower[token.lower_start as usize..token.lower_end as usize]
    }

    pub(super) fn hash(&self, index: usize) -> u64 {
        self.tokens[index].hash
    }

    pub(super) fn start3(&self, index: usize) -> u32 {
        self.tokens[index].start3
    }

    pub(in crate::normalise) fn start(&self, index: usize) -> usize {
        self.tokens[index].start as usize
    }

    pub(in crate::normalise) fn end(&self, index: usize) -> usize {
        self.tokens[index].end as usize
    }

    pub(in crate::normalise) fn starts_sentence(&self, index: usize) -> bool {
        self.tokens[index].starts_sentence
    }

    pub(in crate::normalise) fn starts_clause(&self, index: usize) -> bool {
        self.tokens[index].starts_clause
    }

    /// The words of the sentence that holds this word.
    pub(in crate::normalise) fn sentence_of(&self, index: usize) -> Range<usize> {
        let index = index.min(self.len().saturating_sub(1));
        let first =
            (0..=index).rev().find(|&i| self.tokens.get(i).is_none_or(|token| token.starts_sentence)).unwrap_or(0);
        let end = (index + 1..self.len()).find(|&i| self.tokens[i].starts_sentence).unwrap_or(self.len());
        first..end
    }

    /// Whether a word up to three before this one, in the same clause, denies it or makes it a mere condition.
    pub(in crate::normalise) fn negated(&self, index: usize) -> bool {
        let mut at = index;
        for _ in 0..3 {
            if self.tokens[at].starts_clause || at == 0 {
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

fn parts_clauses(gap: &str) -> bool {
    gap.contains([',', ';', ':', '(', ')', '—', '–']) || gap.contains(" - ")
}

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

/// Byte ranges of the sentences of a text, without surrounding white space; a blank line ends a sentence too.
pub(in crate::normalise) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut word_end = 0;
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            continue;
        }
        let gap = &text[word_end..at];
        if !gap.is_empty() && !only_semicolon(gap) && ends_sentence(text, word_end, at) {
            let end = word_end + closing_mark(gap);
            push_trimmed(&mut ranges, text, start..end);
            start = end;
        }
        word_end = at + c.len_utf8();
    }
    push_trimmed(&mut ranges, text, start..text.len());
    ranges
}

/// A semicolon parts two phrases, yet not two sentences.
fn only_semicolon(gap: &str) -> bool {
    gap.contains(';') && !gap.contains(['.', '!', '?', '\n'])
}

/// Length of the part of a gap that still belongs to the sentence before it.
fn closing_mark(gap: &str) -> usize {
    let Some(mark) = gap.find(['.', '!', '?', ':']) else { return 0 };
    gap.len() - gap[mark..].trim_start_matches(['.', '!', '?', ':']).trim_start_matches(CLOSING).len()
}

fn push_trimmed(ranges: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    if range.start >= range.end {
        return;
    }
    let piece = &text[range.clone()];
    let start = range.start + piece.len() - piece.trim_start().len();
    let end = range.start + piece.trim_end().len();
    if text[start..end.max(start)].contains(char::is_alphanumeric) {
        ranges.push(start..end);
    }
}

const CLOSING: &[char] = &['"', '\'', ')', ']', '\u{201d}', '\u{2019}', '*', '_', '`'];

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "etc", "vs", "approx", "ca", "cf", "mr", "mrs", "ms", "dr", "fig", "inc", "a.m", "p.m",
    "no",
];

/// Whether a sentence ends between the bytes `from` (the end of a word, or its closing mark) and `to` (the next word).
fn ends_sentence(text: &str, from: usize, to: usize) -> bool {
    let gap = &text[from..to];
    if !gap.bytes().any(|byte| matches!(byte, b'\n' | b';' | b':' | b'.' | b'!' | b'?')) {
        return false;
    }
    if gap.contains("\n\n") || gap.contains("\n\r\n") || gap.contains(';') || ends_label(gap) {
        return true;
    }
    let Some(mark) = gap.find(['.', '!', '?']) else { return false };
    let after = gap[mark + 1..].trim_start_matches(['.', '!', '?']).trim_start_matches(CLOSING);
    let at_end = after.is_empty() && to == text.len();
    if !at_end && !after.starts_with(char::is_whitespace) {
        return false;
    }
    let next_is_lower = text[to..].starts_with(|c: char| c.is_lowercase());
    let abbreviated =
        gap[mark..].starts_with('.') && (is_abbreviation(&text[..from + mark]) || counts_a_list(&text[..from + mark]));
    let goes_on = next_is_lower && gap[mark..].starts_with("...");
    !abbreviated && !goes_on
}

/// A colon at the end of a line: "Tasks:" and then the tasks.
fn ends_label(gap: &str) -> bool {
    gap.split_once(':').is_some_and(|(_, rest)| rest.trim_start_matches([' ', '\t', '*', '_', '\r']).starts_with('\n'))
}

fn is_abbreviation(before: &str) -> bool {
    let part = before.char_indices().rev().take(8).take_while(|(_, c)| c.is_alphanumeric() || *c == '.').last();
    let word = &before[part.map_or(before.len(), |(at, _)| at)..];
    ABBREVIATIONS.iter().any(|abbreviation| abbreviation.eq_ignore_ascii_case(word))
}

/// `1.` at the start of a line.
fn counts_a_list(before: &str) -> bool {
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = before.len() - number.len();
    let line_start = number.trim_end_matches([' ', '\t']);
    (1..=2).contains(&digits) && (line_start.is_empty() || line_start.ends_with('\n'))
}

/// Bytes of the character at a place where it belongs to no word.
fn gap_length(text: &str, at: usize) -> Option<usize> {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        return (!byte.is_ascii_alphanumeric()).then_some(1);
    }
    let c = text[at..].chars().next()?;
    (!c.is_alphanumeric()).then(|| c.len_utf8())
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
        start + text[start..after].trim_end_matches(['.', ',', ';', '!', '?']).len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_a_reader_would_pause() {
        let cases: [(&str, &[&str]); 6] = [
            ("Add an alert. Write a runbook.", &["Add an alert.", "Write a runbook."]),
            ("Raise limits, e.g. for memory. Done", &["Raise limits, e.g. for memory.", "Done"]),
            ("Move to v1.2.3 of proxy.conf", &["Move to v1.2.3 of proxy.conf"]),
            ("(Ask them.) Then wait!", &["(Ask them.)", "Then wait!"]),
            ("one\n\ntwo", &["one", "two"]),
            ("Tasks:\nRaise the limit", &["Tasks:", "Raise the limit"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
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

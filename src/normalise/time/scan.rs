//! One line of text as tokens: numbers, words and signs, with their places.
//!
//! In: text. Out: tokens and the questions the readers ask of them. Knows Unicode dashes, arrows and odd spaces, and
//! which runs of characters are addresses; does not know what a date is.

use std::ops::Range;

use memchr::memmem;

use super::DayOrder;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// ASCII digits.
    Number,
    /// Letters of any script.
    Word,
    /// One character; dashes, arrows and tildes in their plainest form.
    Sign(char),
    /// A web address, never looked into.
    Address,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// Bytes of the text.
    start: u32,
    end: u32,
    /// Of a number; very long ones saturate.
    pub value: u32,
    /// Whitespace stands before it (or the text begins with it).
    pub spaced: bool,
}

/// A tokenised line. Every question about a token that is not there is answered with no.
pub(super) struct Scan<'a> {
    pub text: &'a str,
    pub order: DayOrder,
    tokens: Vec<Token>,
}

/// The signs that join the two ends of a range, in their plain forms.
pub(super) const HYPHEN: char = '-';
pub(super) const DASH: char = '–';
pub(super) const ARROW: char = '→';
pub(super) const TILDE: char = '~';

impl Token {
    fn new(kind: Kind, place: Range<usize>, value: u32, spaced: bool) -> Self {
        Self { kind, start: place.start as u32, end: place.end as u32, value, spaced }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str, order: DayOrder) -> Self {
        Self { text, order, tokens: tokens(text) }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    /// Value and number of digits.
    pub fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.token(at) {
            Some(token) if token.kind == Kind::Number => Some((token.value, token.range().len())),
            _ => None,
        }
    }

    pub fn word(&self, at: usize) -> Option<&'a str> {
        match self.token(at) {
            Some(token) if token.kind == Kind::Word => self.text.get(token.range()),
            _ => None,
        }
    }

    pub fn sign(&self, at: usize) -> Option<char> {
        match self.token(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.sign(at) == Some(sign)
    }

    /// Compares without regard to ASCII case.
    pub fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at).is_some_and(|found| found.eq_ignore_ascii_case(word))
    }

    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|found| words.iter().any(|word| found.eq_ignore_ascii_case(word)))
    }

    /// Whether the token follows the one before it without a space.
    pub fn glued(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| !token.spaced)
    }

    pub fn glued_number(&self, at: usize) -> Option<(u32, usize)> {
        self.number(at).filter(|_| self.glued(at))
    }

    pub fn glued_word(&self, at: usize) -> Option<&'a str> {
        self.word(at).filter(|_| self.glued(at))
    }

    pub fn glued_sign(&self, at: usize, sign: char) -> bool {
        self.is_sign(at, sign) && self.glued(at)
    }

    pub fn is_dash(&self, at: usize) -> bool {
        matches!(self.sign(at), Some(HYPHEN | DASH))
    }

    /// The token before, if there is one.
    pub fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1)
    }

    /// Whether the token before is one of these words.
    pub fn follows_any(&self, at: usize, words: &[&str]) -> bool {
        self.before(at).is_some_and(|before| self.is_any(before, words))
    }

    /// First byte of a token, or the end of the text.
    pub fn start(&self, at: usize) -> usize {
        self.token(at).map_or(self.text.len(), |token| token.range().start)
    }

    /// Byte after the token before `next`: the end of something that was read up to `next`.
    pub fn end_before(&self, next: usize) -> usize {
        self.before(next).and_then(|at| self.token(at)).map_or(0, |token| token.range().end)
    }

    /// The token that begins at or after a byte.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.range().start < byte)
    }

    /// Whether something read here is a thing of its own and not the tail of a path, a version, a price or an id.
    pub fn starts_clean(&self, at: usize) -> bool {
        let (Some(token), Some(before)) = (self.token(at), self.before(at)) else { return true };
        if token.spaced {
            return true;
        }
        match self.token(before).map(|token| token.kind) {
            Some(Kind::Number | Kind::Address) => false,
            Some(Kind::Word) => !ends_in_ascii_letter(self.word(before).unwrap_or_default()),
            Some(Kind::Sign(sign)) => self.sign_lets_begin(sign, before),
            None => true,
        }
    }

    fn sign_lets_begin(&self, sign: char, at: usize) -> bool {
        match sign {
            '@' => !self.glued(at),
            '.' | '/' | '\\' | '#' | '$' | '€' | '£' | '%' | '&' | '+' | '^' | '=' | '?' => false,
            // `-09:00` opens a line, `a-09:00` is an id.
            HYPHEN | '_' => !(self.glued(at) && self.before(at).is_some_and(|before| self.is_plain(before))),
            // `Detected:09:00` is a label, `1b:44:11` is an address of a network card.
            ':' => {
                let Some(label) = self.before(at).filter(|_| self.glued(at)) else { return true };
                let inside =
                    self.glued(label) && self.before(label).is_some_and(|before| self.number(before).is_some());
                match self.word(label) {
                    Some(word) => word.len() > 2 && !inside,
                    None => self.number(label).is_none(),
                }
            }
            _ => true,
        }
    }

    fn is_plain(&self, at: usize) -> bool {
        matches!(self.token(at).map(|token| token.kind), Some(Kind::Number | Kind::Word))
    }

    /// Whether something read up to `next` ends there and is not the head of something longer.
    pub fn ends_clean(&self, next: usize) -> bool {
        if !self.glued(next) {
            return true;
        }
        match self.token(next).map(|token| token.kind) {
            Some(Kind::Number | Kind::Address) => false,
            Some(Kind::Word) => {
                !self.word(next).unwrap_or_default().starts_with(|first: char| first.is_ascii_alphabetic())
            }
            Some(Kind::Sign('%' | '@' | '\\')) => false,
            Some(Kind::Sign('.' | ':' | '/')) => self.glued_number(next + 1).is_none(),
            Some(Kind::Sign('_')) => !(self.glued(next + 1) && self.is_plain(next + 1)),
            _ => true,
        }
    }
}

fn ends_in_ascii_letter(word: &str) -> bool {
    word.ends_with(|last: char| last.is_ascii_alphabetic())
}

/// Splits a line. Every place is the border of a character.
fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut addresses = Addresses::new(text);
    let mut tokens = Vec::with_capacity(text.len().min(1 << 16) / 4 + 4);
    let mut at = 0;
    let mut spaced = true;
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' || byte == b'\t' {
            (at, spaced) = (at + 1, true);
            continue;
        }
        if let Some(end) = addresses.end_of_one_at(at) {
            tokens.push(Token::new(Kind::Address, at..end, 0, spaced));
            (at, spaced) = (end, false);
            continue;
        }
        let start = at;
        let (kind, value) = match byte {
            b'0'..=b'9' => {
                let value = number(bytes, &mut at);
                (Kind::Number, value)
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                at = end_of_word(text, at);
                (Kind::Word, 0)
            }
            0..=127 => {
                at += 1;
                if byte.is_ascii_whitespace() || byte == 0x0b {
                    spaced = true;
                    continue;
                }
                let sign = arrow(bytes, start, &mut at).or_else(|| strike(bytes, start, &mut at));
                (Kind::Sign(sign.unwrap_or(char::from(byte))), 0)
            }
            _ => {
                let Some(sign) = text[at..].chars().next() else { break };
                at += sign.len_utf8();
                if sign.is_whitespace() {
                    spaced = true;
                    continue;
                }
                if is_invisible(sign) {
                    continue;
                }
                if sign.is_alphabetic() {
                    at = end_of_word(text, at);
                    (Kind::Word, 0)
                } else {
                    (Kind::Sign(plain(sign)), 0)
                }
            }
        };
        tokens.push(Token::new(kind, start..at, value, spaced));
        spaced = false;
    }
    tokens
}

fn number(bytes: &[u8], at: &mut usize) -> u32 {
    let mut value = 0u32;
    while let Some(digit) = bytes.get(*at).filter(|byte| byte.is_ascii_digit()) {
        value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
        *at += 1;
    }
    value
}

fn end_of_word(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            at += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[at..].chars().next() {
                Some(letter) if letter.is_alphabetic() => at += letter.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// `->`, `-->` and `=>` as one arrow.
fn arrow(bytes: &[u8], start: usize, at: &mut usize) -> Option<char> {
    let shaft = bytes[start];
    if shaft != b'-' && shaft != b'=' {
        return None;
    }
    let mut head = start + 1;
    while bytes.get(head) == Some(&shaft) && head - start < 4 {
        head += 1;
    }
    (bytes.get(head) == Some(&b'>')).then(|| {
        *at = head + 1;
        ARROW
    })
}

/// `~~` strikes through and says nothing about how exact a time is.
fn strike(bytes: &[u8], start: usize, at: &mut usize) -> Option<char> {
    let doubled = bytes[start] == b'~' && bytes.get(start + 1) == Some(&b'~');
    doubled.then(|| {
        *at = start + 2;
        '\u{0336}'
    })
}

fn plain(sign: char) -> char {
    match sign {
        '\u{2010}' | '\u{2011}' | '\u{FE63}' | '\u{FF0D}' => HYPHEN,
        '\u{2012}'..='\u{2015}' | '\u{2212}' => DASH,
        '\u{2192}' | '\u{21D2}' | '\u{21E8}' | '\u{279C}' | '\u{2794}' | '\u{27F6}' | '\u{279D}' | '\u{27A1}' => ARROW,
        '\u{2248}' | '\u{223C}' | '\u{301C}' | '\u{FF5E}' => TILDE,
        '\u{FF1A}' => ':',
        '\u{FF08}' => '(',
        '\u{FF09}' => ')',
        other => other,
    }
}

/// Marks that take no room: zero-width spaces and joiners, direction marks, variation selectors, soft hyphens.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FE0F}' | '\u{00AD}' | '\u{202A}'..='\u{202E}')
}

/// The web addresses of a line, found as they are met.
struct Addresses<'a> {
    text: &'a str,
    /// Where the next one begins and ends.
    next: Option<(usize, usize)>,
}

impl<'a> Addresses<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, next: address_after(text, 0) }
    }

    fn end_of_one_at(&mut self, at: usize) -> Option<usize> {
        let (start, end) = self.next?;
        if at < start {
            return None;
        }
        self.next = address_after(self.text, end);
        (end > at).then_some(end)
    }
}

fn address_after(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = &text.as_bytes()[from..];
    let colon = memmem::find(rest, b"://")?;
    let letters = rest[..colon].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let stop = |byte: &u8| byte.is_ascii_whitespace() || b"<>\"`)]|".contains(byte);
    let end = rest[colon..].iter().position(stop).map_or(rest.len(), |length| colon + length);
    Some((from + colon - letters, from + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let scan = Scan::new(text, DayOrder::Undecided);
        let found: Vec<&str> = scan.tokens.iter().map(|token| &text[token.range()]).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_line_is_split_into_numbers_words_and_signs() {
        check("15h50 UTC", &["15", "h", "50", "UTC"]);
        check("2024-05-01T10:00:00Z", &["2024", "-", "05", "-", "01", "T", "10", ":", "00", ":", "00", "Z"]);
        check("a --> b", &["a", "-->", "b"]);
        check("", &[]);
    }

    #[test]
    fn an_address_is_one_token() {
        check(
            "see https://example.org/2024-05-01/10:30) at 9",
            &["see", "https://example.org/2024-05-01/10:30", ")", "at", "9"],
        );
        check("<http://a/1> ftp://b/2", &["<", "http://a/1", ">", "ftp://b/2"]);
    }

    #[test]
    fn unicode_dashes_are_plain_and_invisible_marks_are_gone() {
        let scan = Scan::new("2025\u{2011}05\u{2013}1\u{202F}h \u{200B}2", DayOrder::Undecided);
        assert!(scan.is_sign(1, HYPHEN) && scan.is_sign(3, DASH));
        assert!(!scan.glued(5), "a narrow space separates");
        assert_eq!(scan.number(6), Some((2, 1)));
    }
}

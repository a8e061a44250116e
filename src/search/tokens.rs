//! Words as tantivy wants them: a tokenizer that stems, remembers what it has taken apart, and counts words.
//!
//! Knows no schema. The same code runs while writing, while searching and in the browser.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::languages::{place, stem_in};
use super::words;

/// Splits text into stemmed words; clones share their memory.
///
/// What stands between two spaces is taken apart once and remembered: an archive says most of it many times.
#[derive(Clone, Default)]
pub struct Words {
    memory: Arc<Mutex<Memories>>,
}

/// What is remembered, language by language: the same word may have other stems in another one.
#[derive(Default)]
struct Memories {
    /// The one that is spoken.
    current: Memory,
    /// The others, none of them twice.
    others: Vec<Memory>,
}

impl Words {
    /// Reads what follows in the language of this code.
    pub fn speak(&self, code: &str) {
        let Memories { current, others } = &mut *self.lock();
        let language = place(code);
        if current.language == language {
            return;
        }
        match others.iter_mut().find(|memory| memory.language == language) {
            Some(known) => std::mem::swap(current, known),
            None => others.push(std::mem::replace(current, Memory { language, ..Memory::default() })),
        }
    }

    /// Every word seen so far with how often it was seen, in no order.
    pub fn seen(&self) -> Vec<(String, u32)> {
        let memories = self.lock();
        let mut seen: HashMap<String, u32> = HashMap::new();
        for memory in memories.others.iter().chain([&memories.current]) {
            for (word, count) in memory.seen() {
                let known = seen.entry(word).or_default();
                *known = known.saturating_add(count);
            }
        }
        seen.into_iter().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Memories> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Past these many different words and stretches nothing new is remembered, so that odd input cannot eat the memory.
const MOST_WORDS: usize = 2_000_000;
const MOST_STRETCHES: usize = 2_000_000;
/// A longer stretch, in bytes, hardly ever comes again.
const LONGEST_STRETCH: usize = 48;

type Remembered<K, T> = HashMap<K, T, BuildHasherDefault<WordHasher>>;

#[derive(Default)]
struct Memory {
    /// Its place in the list of languages.
    language: usize,
    /// The place of every word, as it is written, in `counts`.
    words: Remembered<Box<str>, usize>,
    /// How often each word was seen outside of the stretches, which count themselves.
    counts: Vec<u32>,
    /// Stretches by their bytes, which is most of them, and those that are too long for that.
    short: Remembered<u128, Stretch>,
    long: Remembered<Box<str>, Stretch>,
    /// Those of all stretches, then those of the last one that is too long to be remembered.
    tokens: Vec<Known>,
    remembered: usize,
}

/// A text between two spaces, without the punctuation around it.
struct Stretch {
    /// In [`Memory::tokens`].
    tokens: Range<usize>,
    /// How many positions it takes up.
    positions: usize,
    count: u32,
}

struct Known {
    /// With the place it had when it was last seen.
    token: Token,
    /// Where it lies in its stretch.
    range: Range<usize>,
    position: usize,
    /// Place of the word in [`Memory::counts`].
    word: Option<usize>,
}

impl Memory {
    fn seen(&self) -> impl Iterator<Item = (String, u32)> + '_ {
        let mut counts = self.counts.clone();
        for stretch in self.short.values().chain(self.long.values()) {
            for known in &self.tokens[stretch.tokens.clone()] {
                if let Some(count) = known.word.and_then(|word| counts.get_mut(word)) {
                    *count = count.saturating_add(stretch.count);
                }
            }
        }
        self.words.iter().map(move |(word, at)| (word.to_string(), counts[*at]))
    }

    /// The tokens of a stretch and how many positions it takes up.
    fn tokens(&mut self, stretch: &str) -> (Range<usize>, usize) {
        let short = short(stretch.as_bytes());
        let known = match &short {
            Some(key) => self.short.get_mut(key),
            None => self.long.get_mut(stretch),
        };
        if let Some(known) = known {
            known.count = known.count.saturating_add(1);
            return (known.tokens.clone(), known.positions);
        }
        self.tokens.truncate(self.remembered);
        let positions = self.take_apart(stretch);
        let tokens = self.remembered..self.tokens.len();
        if stretch.len() <= LONGEST_STRETCH && self.short.len() + self.long.len() < MOST_STRETCHES {
            self.remembered = tokens.end;
            let known = Stretch { tokens: tokens.clone(), positions, count: 1 };
            match short {
                Some(key) => self.short.insert(key, known),
                None => self.long.insert(stretch.into(), known),
            };
        } else {
            for word in self.tokens[tokens.clone()].iter().filter_map(|known| known.word) {
                self.counts[word] = self.counts[word].saturating_add(1);
            }
        }
        (tokens, positions)
    }

    /// Appends the tokens of a stretch. A whole identifier shares the position of its first part.
    fn take_apart(&mut self, stretch: &str) -> usize {
        let mut position = 0;
        let mut chunks = words::chunks(stretch);
        while let Some(chunk) = chunks.advance() {
            if chunk.parts.len() > 1 && !chunk.unspaced {
                let mut whole = String::new();
                words::whole(stretch, chunk, &mut whole);
                self.push(whole, &chunk.range, position);
            }
            for range in &chunk.parts {
                let mut part = String::new();
                words::part(stretch, range, &mut part);
                self.push(part, range, position);
                position += 1;
            }
        }
        position
    }

    fn push(&mut self, word: String, range: &Range<usize>, position: usize) {
        if word.is_empty() {
            return;
        }
        let token = Token { text: stem_in(self.language, &word), ..Token::default() };
        let word = self.words.get(word.as_str()).copied().or_else(|| self.learn(word));
        self.tokens.push(Known { token, range: range.clone(), position, word });
    }

    fn learn(&mut self, word: String) -> Option<usize> {
        let place = self.counts.len();
        (place < MOST_WORDS).then(|| {
            self.counts.push(0);
            self.words.insert(word.into(), place);
            place
        })
    }
}

/// The bytes of a stretch, where they are few. It does not end in a zero, so that no two are the same.
fn short(stretch: &[u8]) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..stretch.len())?.copy_from_slice(stretch);
    Some(u128::from_le_bytes(bytes))
}

/// A short multiplicative hash: the words are the archive's own, and the map never outlives the build.
#[derive(Default)]
struct WordHasher(u64);

impl WordHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        words.iter().for_each(|word| self.mix(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            self.mix(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    /// What ends a text in a hash of several; here there is but one.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let memory = self.lock();
        WordStream { text, memory, at: 0, start: 0, position: 0, next_position: 0, tokens: 0..0, current: 0 }
    }
}

/// The words of one text.
pub struct WordStream<'a> {
    text: &'a str,
    memory: MutexGuard<'a, Memories>,
    /// Where the next stretch is looked for.
    at: usize,
    /// Where the stretch lies whose tokens are being handed out, and its first position.
    start: usize,
    position: usize,
    next_position: usize,
    /// Those still to come, in [`Memory::tokens`], and the one handed out.
    tokens: Range<usize>,
    current: usize,
}

impl WordStream<'_> {
    fn next_stretch(&mut self) -> bool {
        let Some(range) = stretch(self.text.as_bytes(), self.at) else { return false };
        (self.at, self.start, self.position) = (range.end, range.start, self.next_position);
        let (tokens, positions) = self.memory.current.tokens(&self.text[range]);
        self.tokens = tokens;
        self.next_position += positions;
        true
    }
}

/// What stands between two spaces, from `at` on, without the punctuation around it: no word reaches beyond.
fn stretch(text: &[u8], at: usize) -> Option<Range<usize>> {
    fn may_be_word(byte: &u8) -> bool {
        byte.is_ascii_alphanumeric() || !byte.is_ascii()
    }
    let start = at + text.get(at..)?.iter().position(may_be_word)?;
    let rest = &text[start..];
    let rest = &rest[..rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len())];
    Some(start..start + rest.iter().rposition(may_be_word)? + 1)
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(current) = self.tokens.next() {
                self.current = current;
                let Known { token, range, position, .. } = &mut self.memory.current.tokens[current];
                token.offset_from = self.start + range.start;
                token.offset_to = self.start + range.end;
                token.position = self.position + *position;
                return true;
            }
            if !self.next_stretch() {
                return false;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.memory.current.tokens[self.current].token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.memory.current.tokens[self.current].token
    }
}

/// One token per value: labels and ids, folded as [`words::fold_label`] does.
#[derive(Clone, Default)]
pub struct Label;

/// The single token of a [`Label`].
pub struct LabelStream {
    token: Token,
    done: bool,
}

impl Tokenizer for Label {
    type TokenStream<'a> = LabelStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LabelStream {
        let token = Token { text: words::fold_label(text), offset_to: text.len(), position: 0, ..Token::default() };
        LabelStream { done: token.text.is_empty(), token }
    }
}

impl TokenStream for LabelStream {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut words = Words::default();
        let mut stream = words.token_stream(text);
        let mut seen = Vec::new();
        while stream.advance() {
            let token = stream.token();
            seen.push(format!("{}@{}", token.text, token.position));
        }
        assert_eq!(seen.join(" "), expected, "{text}");
    }

    #[test]
    fn words_are_stemmed_and_identifiers_share_the_position_of_their_first_part() {
        check("Connections exhausted", "connect@0 exhaust@1");
        check("restart kube-apiserver twice", "restart@0 kubeapiserv@1 kube@1 apiserv@2 twice@3");
        check("v1.14.3 rolled back", "v1.14.3@0 v1@0 14@1 3@2 roll@3 back@4");
    }

    #[test]
    fn a_document_is_read_in_its_language_and_words_are_counted_over_all() {
        let mut words = Words::default();
        let mut read = |code: &str| {
            words.speak(code);
            let mut stream = words.token_stream("Zertifikate");
            stream.advance();
            stream.token().text.clone()
        };
        assert_eq!(["de", "en", "de", "ja"].map(&mut read), ["zertifikat", "zertifik", "zertifikat", "zertifik"]);
        assert_eq!(words.seen(), [("zertifikate".to_owned(), 4)]);
    }

    #[test]
    fn every_word_is_counted_as_written() {
        let mut words = Words::default();
        let mut stream = words.token_stream("pool pools pool");
        while stream.advance() {}
        drop(stream);
        let mut seen = words.seen();
        seen.sort();
        assert_eq!(seen, [("pool".to_owned(), 2), ("pools".to_owned(), 1)]);
    }
}

//! Words as tantivy wants them: a tokenizer that stems, remembers stems, and counts the words it has seen.
//!
//! Knows no schema. The same code runs while writing, while searching and in the browser.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::words::{self, Chunks};

/// Words that a query may leave out: they are in nearly every document.
pub const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "did", "do", "does", "for", "from", "had", "has", "have", "how",
    "in", "is", "it", "its", "of", "on", "or", "our", "that", "the", "their", "this", "to", "was", "we", "were",
    "what", "when", "which", "why", "will", "with",
];

/// Whether a folded word is one that a query may leave out.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

/// The stem of a folded word; anything but a word of ASCII letters stays as it is.
pub fn stem(word: &str) -> String {
    if is_stemmed(word) { Stemmer::new(Algorithm::English).stem(word).into_owned() } else { word.to_owned() }
}

fn is_stemmed(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Splits text into stemmed words; clones share their memory of stems.
#[derive(Clone, Default)]
pub struct Words {
    memory: Arc<Mutex<Memory>>,
}

impl Words {
    /// Every word seen so far with how often it was seen, in no order.
    pub fn seen(&self) -> Vec<(String, u32)> {
        let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.words.iter().map(|(word, seen)| (word.to_string(), seen.count)).collect()
    }
}

/// Past this many different words nothing new is remembered, so that odd input cannot eat the memory.
const MOST_WORDS: usize = 2_000_000;

#[derive(Default)]
struct Memory {
    words: HashMap<Box<str>, Seen, BuildHasherDefault<WordHasher>>,
}

struct Seen {
    /// `None` where the stem is the word.
    stem: Option<Box<str>>,
    count: u32,
}

impl Memory {
    fn stem(&mut self, stemmer: &Stemmer, word: &mut String) {
        if let Some(seen) = self.words.get_mut(word.as_str()) {
            seen.count = seen.count.saturating_add(1);
            if let Some(stem) = &seen.stem {
                word.clear();
                word.push_str(stem);
            }
            return;
        }
        let stem = is_stemmed(word).then(|| stemmer.stem(word).into_owned()).filter(|stem| stem != word);
        if self.words.len() < MOST_WORDS {
            self.words.insert(word.as_str().into(), Seen { stem: stem.as_deref().map(Into::into), count: 1 });
        }
        if let Some(stem) = stem {
            *word = stem;
        }
    }
}

/// A short multiplicative hash: the words are the archive's own, and the map never outlives the build.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            text,
            chunks: words::chunks(text),
            memory: self.memory.lock().unwrap_or_else(PoisonError::into_inner),
            stemmer: Stemmer::new(Algorithm::English),
            pending: Vec::new(),
            at: 0,
            position: 0,
            token: Token::default(),
        }
    }
}

/// The words of one text. A whole identifier shares the position of its first part.
pub struct WordStream<'a> {
    text: &'a str,
    chunks: Chunks<'a>,
    memory: MutexGuard<'a, Memory>,
    stemmer: Stemmer,
    pending: Vec<Pending>,
    at: usize,
    position: usize,
    token: Token,
}

struct Pending {
    range: std::ops::Range<usize>,
    position: usize,
    /// The spelling of an identifier as a whole; a part is spelled from its range.
    whole: Option<String>,
}

impl WordStream<'_> {
    fn refill(&mut self) -> bool {
        self.pending.clear();
        self.at = 0;
        let Some(chunk) = self.chunks.advance() else { return false };
        if chunk.parts.len() > 1 && !chunk.unspaced {
            let mut whole = String::new();
            words::whole(self.text, chunk, &mut whole);
            self.pending.push(Pending { range: chunk.range.clone(), position: self.position, whole: Some(whole) });
        }
        for range in &chunk.parts {
            self.pending.push(Pending { range: range.clone(), position: self.position, whole: None });
            self.position += 1;
        }
        true
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if self.at == self.pending.len() && !self.refill() {
                return false;
            }
            let Some(pending) = self.pending.get_mut(self.at) else { continue };
            self.at += 1;
            match pending.whole.take() {
                Some(whole) => self.token.text = whole,
                None => words::part(self.text, &pending.range, &mut self.token.text),
            }
            if self.token.text.is_empty() {
                continue;
            }
            self.token.offset_from = pending.range.start;
            self.token.offset_to = pending.range.end;
            self.token.position = pending.position;
            self.token.position_length = 1;
            self.memory.stem(&self.stemmer, &mut self.token.text);
            return true;
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
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

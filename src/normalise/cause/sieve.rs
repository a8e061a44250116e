//! Words as numbers, and which of them no phrase can hold.
//!
//! In: words of phrases, then words of texts. Out: a word's first bytes as a number, and whether any word or start of a
//! word may fit it. Knows nothing of phrases.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::grammar::MIN_PREFIX;
use crate::normalise::word::first_three;

/// A map whose keys nobody hostile can choose.
pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// Tells of most words that no pattern fits: whole words by their head and length, starts by their first three bytes.
#[derive(Debug, Clone)]
pub(super) struct Sieve {
    words: Box<Bits>,
    prefixes: Box<Bits>,
}

type Bits = [u64; SIEVE / 64];

const SIEVE: usize = 1 << 15;

#[derive(Debug, Clone, Copy)]
pub(super) struct Sieved {
    pub(super) as_word: bool,
    pub(super) as_prefix: bool,
}

impl Default for Sieve {
    fn default() -> Self {
        Self { words: Box::new([0; SIEVE / 64]), prefixes: Box::new([0; SIEVE / 64]) }
    }
}

impl Sieve {
    /// Takes in a word, or the start of one.
    pub(super) fn add(&mut self, head: u128, length: usize, is_prefix: bool) {
        let (place, bits) = if is_prefix {
            (place_of_prefix(head), &mut self.prefixes)
        } else {
            (place_of_word(head, length), &mut self.words)
        };
        bits[place / 64] |= 1 << (place % 64);
    }

    /// Looks a word up by its head and its length.
    pub(super) fn look(&self, head: u128, length: usize) -> Sieved {
        let holds = |bits: &Bits, place: usize| bits[place / 64] >> (place % 64) & 1 == 1;
        Sieved {
            as_word: holds(&self.words, place_of_word(head, length)),
            as_prefix: length >= MIN_PREFIX && holds(&self.prefixes, place_of_prefix(head)),
        }
    }
}

fn place_of_word(head: u128, length: usize) -> usize {
    place(head as u64 ^ ((head >> 64) as u64).rotate_left(29) ^ (length as u64) << 56)
}

fn place_of_prefix(head: u128) -> usize {
    place(u64::from(first_three(head)))
}

fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 49) as usize
}

/// FNV-1a, and one multiplication for numbers: faster than the hasher of the standard library.
#[derive(Debug, Clone)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u128(u128::from(number));
    }

    fn write_u128(&mut self, number: u128) {
        let folded = number as u64 ^ ((number >> 64) as u64).rotate_left(29);
        self.0 = (self.0 ^ folded).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }
}

//! Words as numbers, and which of them no phrase can hold.
//!
//! In: words of phrases, then words of texts. Out: a word's first bytes as a number, and whether any word or start of a
//! word may fit it. Knows nothing of phrases.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::grammar::MIN_PREFIX;

/// A map whose keys nobody hostile can choose.
pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// Tells of most words that no pattern fits, by their first three bytes and their length alone.
#[derive(Debug, Clone)]
pub(super) struct Sieve {
    words: Box<[u64; SIEVE / 64]>,
    prefixes: Box<[u64; SIEVE / 64]>,
}

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
    pub(super) fn add(&mut self, word: &str, is_prefix: bool) {
        let head = head(word);
        let (place, bits) = if is_prefix {
            (Self::place(head, 0), &mut self.prefixes)
        } else {
            (Self::place(head, word.len()), &mut self.words)
        };
        bits[place / 64] |= 1 << (place % 64);
    }

    /// Looks a word up by its head and its length.
    pub(super) fn look(&self, head: u128, length: usize) -> Sieved {
        let holds = |bits: &[u64; SIEVE / 64], place: usize| bits[place / 64] >> (place % 64) & 1 == 1;
        Sieved {
            as_word: holds(&self.words, Self::place(head, length)),
            as_prefix: length >= MIN_PREFIX && holds(&self.prefixes, Self::place(head, 0)),
        }
    }

    fn place(head: u128, length: usize) -> usize {
        let key = first_three(head) | (length.min(255) as u32) << 24;
        (key.wrapping_mul(0x9e37_79b1) >> 17) as usize
    }
}

/// Bytes of a [`head`].
pub(super) const HEAD: usize = 16;

/// The first sixteen bytes of a word as one number; a shorter word ends in zeros, which no word holds.
pub(super) fn head(word: &str) -> u128 {
    let mut bytes = [0; HEAD];
    let length = word.len().min(HEAD);
    bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
    u128::from_le_bytes(bytes)
}

pub(super) fn first_three(head: u128) -> u32 {
    head as u32 & 0xff_ffff
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

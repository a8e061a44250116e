//! Words as numbers, and which of them no phrase can hold.
//!
//! In: words of phrases, then words of texts. Out: a word's first bytes as a number, and whether any word or start of a
//! word may fit it. Knows nothing of phrases.

use super::phrase::MIN_PREFIX;
use super::word::first_three;

/// Tells of most words that no pattern fits: whole words by their head and length, starts by their first three bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Sieve {
    words: Bits,
    prefixes: Bits,
}

/// A set of numbers below [`SIEVE`].
#[derive(Debug, Clone)]
struct Bits(Box<[u64; SIEVE / 64]>);

const SIEVE: usize = 1 << 15;

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; SIEVE / 64]))
    }
}

impl Bits {
    fn add(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    fn hold(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Sieved {
    pub(super) as_word: bool,
    pub(super) as_prefix: bool,
}

impl Sieve {
    /// Takes in a word, or the start of one.
    pub(super) fn add(&mut self, head: u128, length: usize, is_prefix: bool) {
        let (place, bits) = if is_prefix {
            (place_of_prefix(head), &mut self.prefixes)
        } else {
            (place_of_word(head, length), &mut self.words)
        };
        bits.add(place);
    }

    /// Looks a word up by its head and its length.
    pub(super) fn look(&self, head: u128, length: usize) -> Sieved {
        Sieved {
            as_word: self.words.hold(place_of_word(head, length)),
            as_prefix: length >= MIN_PREFIX && self.prefixes.hold(place_of_prefix(head)),
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

//! Words of a text, its sentences, and phrases of a vocabulary found in it.
//!
//! In: a text and a table of phrases. Out: where which phrase stands. Knows nothing of what a phrase means.

mod glimpse;
mod lexicon;
mod telling;
mod words;

pub(super) use glimpse::Glimpse;
pub(super) use lexicon::{Hit, Lexicon};
pub(super) use telling::{same_stem, shared_with, shared_words, telling_words};
pub(super) use words::{Words, sentences};

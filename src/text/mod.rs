//! Words, sentences and phrases: how any text of an archive is taken apart and searched.
//!
//! In: a text; a table of phrases. Out: its words with their places, its sentences, and where which phrase stands. Every
//! reader of prose uses these, the built-in rules and an archive's own alike. Knows nothing of what a phrase means.

mod counted;
mod course;
mod gap;
mod glimpse;
mod groups;
mod lexicon;
mod phrase;
mod sentence;
mod sieve;
mod telling;
mod weighed;
mod word;
mod words;

pub use counted::{Counted, Features};
pub use course::Course;
pub use glimpse::Glimpse;
pub use lexicon::{Hit, Lexicon, Reach, longest};
pub use phrase::{Phrase, PhraseError};
pub use sentence::{Break, sentences};
pub use telling::{same_stem, shared_with, shared_words, stem, telling_words};
pub use weighed::{Signs, Weighed, likeliest};
pub use words::Words;

//! Incidents to the files of a search index, and the index kept between runs.
//!
//! Input is a knowledge base; output are named bytes, the same for the same input. It knows tantivy and the search
//! schema, but no page and no theme.

mod cache;
mod documents;
mod pack;
mod telling;
mod write;

pub use cache::{Fingerprint, build_and_keep, with_index};
pub use documents::{document, documents};
pub use pack::{PackError, PackSummary, READER, pack};
pub use write::{IndexError, IndexFiles, Surroundings, Synonyms, build, build_from};

#[cfg(test)]
mod tests;

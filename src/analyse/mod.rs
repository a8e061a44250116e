//! Incidents to [`Trends`]: arithmetic over the archive as of a given day.
pub mod archive;
pub mod clock;
pub mod intent;
pub mod linkage;
pub mod options;
pub mod promised;
pub mod recurring;
#[cfg(test)]
mod sample;
pub mod statistics;
pub mod vector;
pub mod vocabulary;
pub mod wording;
mod words;

//! What the search finds, in which order, and that the index can be trusted.

mod answer;
mod cache;
mod corpus;
mod generated;
mod language;
mod languages;
mod measure;
mod ranking;
mod remote;
mod wasm;

//! The plain facts of an incident: everything but its times, cause and actions.
//!
//! Input: parts and front matter. Output: one value each, its trail noted. One file per fact.

pub mod id;
pub mod impact;
pub mod lessons;
pub mod links;
pub mod over;
pub mod severity;
pub mod status;
pub mod summary;
pub mod title;
pub mod words;

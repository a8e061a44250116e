#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::exit)]
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![doc = include_str!("ARCHITECTURE.md")]

pub mod analyse;
pub mod attach;
pub mod budget;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod gate;
pub mod index;
pub mod language;
pub mod model;
pub mod normalise;
pub mod output;
pub mod parse;
pub mod pipeline;
pub mod publication;
pub mod publish;
pub mod read;
pub mod render;
pub mod report;
pub mod search;
pub mod secrets;
pub mod text;
pub mod theme;

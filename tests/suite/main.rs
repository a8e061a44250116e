//! One binary for every test that looks at incidex from outside.

mod addresses;
mod archive;
mod attachments;
mod audiences;
mod budget;
mod catalogue;
mod command_line;
mod corpora;
mod corrections;
mod dialects;
mod disclosure;
mod exports;
mod fuzz;
mod gate;
mod hostile;
#[cfg(unix)]
mod hostile_cases;
mod house;
mod html_pages;
mod languages;
mod listing;
mod markdown;
mod pages;
mod properties;
mod publication;
mod readme;
mod search;
mod search_terminal;
mod secrets;
mod sections;
mod seeds;
mod settings;
mod shapes;
mod sources;
mod trend_pages;
mod trends;

//! Who or what noticed, read from words.
//!
//! In: texts, the most telling first. Out: [`Detection`]. The phrases are data (`rules.toml`); of phrases over one
//! another the longest counts, so "the team noticed an alert" is the monitoring's merit.

use std::sync::OnceLock;

use super::grammar::{Hit, Lexicon, Phrase, Reach};
use super::rules;
use super::token::Words;
use crate::model::{Detection, DetectionSource};

/// Reads who noticed from texts in order of trust: the section about detection, the first entries of the timeline,
/// the summary.
///
/// The first text that names anyone decides; `sources` holds what it names in order of mention, without repeats.
/// `unknown` with no sources where no text does.
pub fn detection_source(texts: &[&str]) -> Detection {
    texts.iter().map(|text| sources(text)).find(|sources| !sources.is_empty()).map_or(
        Detection { source: DetectionSource::Unknown, sources: Vec::new() },
        |sources| Detection { source: sources[0], sources },
    )
}

fn sources(text: &str) -> Vec<DetectionSource> {
    let (lexicon, meanings) = lexicon();
    let words = Words::of(text);
    let mut sources = Vec::new();
    for hit in longest(lexicon.find(&words)) {
        let source = meanings[hit.meaning as usize];
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// Of matches over one another the longest, in order.
fn longest(hits: Vec<Hit>) -> Vec<Hit> {
    let mut by_length = hits;
    by_length.sort_by_key(|hit| (std::cmp::Reverse(hit.words.len()), hit.words.start));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in by_length {
        if !kept.iter().any(|other| hit.words.start < other.words.end && other.words.start < hit.words.end) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| hit.words.start);
    kept
}

fn lexicon() -> &'static (Lexicon, Vec<DetectionSource>) {
    static LEXICON: OnceLock<(Lexicon, Vec<DetectionSource>)> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        let mut meanings = Vec::new();
        for row in &rules::file().detection {
            for phrase in &row.phrases {
                let phrase =
                    Phrase::parse(phrase).expect("the phrases of rules.toml are compiled in and read by a test");
                lexicon.add(&phrase, meanings.len() as u32, Reach::Breath);
            }
            meanings.push(DetectionSource::from(row.source));
        }
        (lexicon, meanings)
    })
}

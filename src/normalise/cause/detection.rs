//! Who or what noticed, read from words.
//!
//! In: texts, the most telling first. Out: [`Detection`]. The phrases are data (`rules.toml`); of phrases over one
//! another the longest counts, so "the team noticed an alert" is the monitoring's merit.

use std::sync::OnceLock;

use super::rules::{self, DetectionWord};
use crate::model::{Detection, DetectionSource};
use crate::text::{Lexicon, Phrase, Reach, Words, longest};

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
    let words = Words::of(text);
    let mut sources = Vec::new();
    for hit in longest(lexicon().find(&words)) {
        let Some(source) = hit.meaning.source() else { continue };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn lexicon() -> &'static Lexicon<DetectionWord> {
    static LEXICON: OnceLock<Lexicon<DetectionWord>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        for row in &rules::file().detection {
            for phrase in &row.phrases {
                let phrase =
                    Phrase::parse(phrase).expect("the phrases of rules.toml are compiled in and read by a test");
                lexicon.add(&phrase, row.source, Reach::Breath);
            }
        }
        lexicon
    })
}

//! Who or what noticed, read from words.
//!
//! In: texts, the most telling first. Out: [`Detection`]. The phrases are data (`rules.toml`); of phrases over one
//! another the longest counts, so "the team noticed an alert" is the monitoring's merit.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use super::rules::{self, DetectionWord};
use crate::model::{Detection, DetectionSource};
use crate::normalise::clause::{Aspect, clause_of, clauses};
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

/// Reads who noticed from prose, where a monitor or a customer may be named for other reasons: only a sentence that says
/// that somebody noticed counts.
pub fn noticed_by(text: &str) -> Detection {
    let words = Words::of(text);
    let noticing = NOTICES.find(&words);
    let notices = |sentence: &&Range<usize>| {
        let place = noticing.partition_point(|hit| hit.words.start < sentence.start);
        noticing.get(place).is_some_and(|hit| hit.words.start < sentence.end)
    };
    let mut told = words.sentences().iter().filter(notices).map(|sentence| sources(&text[words.bytes(sentence)]));
    told.find(|sources| !sources.is_empty()).map_or(
        Detection { source: DetectionSource::Unknown, sources: Vec::new() },
        |sources| Detection { source: sources[0], sources },
    )
}

/// Words that say that somebody noticed.
#[rustfmt::skip]
const NOTICING: &[((), &[&str])] = &[((), &[
    "noticed|notices|notice", "detected|detects|detect", "discovered|discovers", "spotted|spots", "became|become aware",
    "alerted|alerts us|them|team|oncall", "we|team|engineers|oncall|on_call ..2 alerted|paged|notified|informed|told",
    "alert|alerts|alarm|alarms|pager|monitor|monitors|check|checks ..2 fired|triggered|went|reported|caught|showed",
    "paged", "reported|reports|report", "complained|complaints|complain", "flagged", "brought ..3 attention",
    "learned|learnt ..2 of|about|that|from", "found ..1 out", "first saw|seen|observed",
    "raised|opened ..3 ticket|tickets|issue|issues", "wrote|emailed|called|contacted|phoned|messaged|told ..1 us|in|support", "caught ..1 it|this|the", "disclosed ..3 us",
    "tip|tipped ..1 off", "heard ..1 from", "came to ..1 attention|light",
])];

static NOTICES: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(NOTICING));

/// The sources that a text names in order of mention; what is planned or only supposed names none.
fn sources(text: &str) -> Vec<DetectionSource> {
    let words = Words::of(text);
    let hits = longest(lexicon().find(&words));
    let clauses = if hits.is_empty() { Vec::new() } else { clauses(&words) };
    let mut sources = Vec::new();
    for hit in hits {
        let Some(source) = hit.meaning.source() else { continue };
        let aspect = clause_of(&clauses, hit.words.start).map(|clause| clause.aspect);
        let supposed = matches!(aspect, Some(Aspect::Planned | Aspect::Conditional));
        if !supposed && !sources.contains(&source) {
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

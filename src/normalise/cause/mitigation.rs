//! What ended the incident, read from words.
//!
//! In: a text about the resolution. Out: the kind of its first telling phrase. The phrases are data (`rules.toml`).

use std::sync::OnceLock;

use super::rules;
use crate::model::MitigationKind;
use crate::text::{Lexicon, Phrase, Reach, Words, longest};

/// What a phrase says about a sentence on the resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Kind(MitigationKind),
    /// Also the words for a failure: counts where nothing else is named.
    Fallback(MitigationKind),
    /// The attempt came to nothing: the sentence does not count.
    Vain,
}

/// The kind of the first mitigation a text names, attempts that failed left out.
///
/// `None` where no phrase of the rules stands in it; [`MitigationKind::Other`] is never returned.
pub fn mitigation_kind(text: &str) -> Option<MitigationKind> {
    let words = Words::of(text);
    let hits = longest(lexicon().find(&words));
    let told = words.sentences().iter().flat_map(|sentence| {
        let here: Vec<Meaning> =
            hits.iter().filter(|hit| sentence.contains(&hit.words.start)).map(|hit| hit.meaning).collect();
        if here.contains(&Meaning::Vain) { Vec::new() } else { here }
    });
    let mut fallback = None;
    for meaning in told {
        match meaning {
            Meaning::Kind(kind) => return Some(kind),
            Meaning::Fallback(kind) => fallback = fallback.or(Some(kind)),
            Meaning::Vain => {}
        }
    }
    fallback
}

fn lexicon() -> &'static Lexicon<Meaning> {
    static LEXICON: OnceLock<Lexicon<Meaning>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        let rows = rules::file().mitigation.iter().map(|row| {
            let kind = row.kind.into();
            (if row.fallback { Meaning::Fallback(kind) } else { Meaning::Kind(kind) }, &row.phrases)
        });
        for (meaning, phrases) in rows.chain([(Meaning::Vain, &rules::file().vain)]) {
            for phrase in phrases {
                let phrase =
                    Phrase::parse(phrase).expect("the phrases of rules.toml are compiled in and read by a test");
                lexicon.add(&phrase, meaning, Reach::Breath);
            }
        }
        lexicon
    })
}

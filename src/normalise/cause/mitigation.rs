//! What ended the incident, read from words.
//!
//! In: a text. Out: the remedies that its clauses complete, in order, each with whether its sentence says that it helped.
//! The phrases are data (`rules.toml`).

use std::ops::Range;
use std::sync::OnceLock;

use super::rules;
use crate::model::MitigationKind;
use crate::normalise::clause::{Aspect, clause_of, clauses};
use crate::text::{Hit, Lexicon, Phrase, Reach, Words, longest};

/// What a phrase says about a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Kind(MitigationKind),
    /// Says that something was put right and hardly what: counts where its sentence names nothing else.
    Weak(MitigationKind),
    /// Also the words for a failure: counts where nothing else is named.
    Fallback(MitigationKind),
    /// It helped: "resolved", "back to normal".
    Recovery,
}

/// When a deed was done, as told: a story's own tense, or before or after what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    Then,
    /// "Had renewed the policy": it led up to the trouble.
    Before,
    /// "Have moved the traffic": as an update tells of a step just taken.
    Perfect,
    /// "Have since added a check", "now reject": it came of the trouble.
    Since,
}

/// A remedy that a sentence completes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    pub kind: MitigationKind,
    /// Bytes of the sentence.
    pub sentence: Range<usize>,
    /// The sentence, or the one after it, says that this is what helped.
    pub recovers: bool,
    pub tense: Tense,
}

impl Meaning {
    fn kind(self) -> Option<MitigationKind> {
        match self {
            Self::Kind(kind) | Self::Weak(kind) | Self::Fallback(kind) => Some(kind),
            Self::Recovery => None,
        }
    }
}

/// The tense of the verb that a deed begins with, by the words right before it.
fn tense(words: &Words, sentence: &Range<usize>, deed: usize) -> Tense {
    const BACK: usize = 3;
    let from = deed.saturating_sub(BACK).max(sentence.start);
    let before = (from..deed).rev().map(|index| words.word(index));
    let told = before.filter_map(|word| match word {
        "had" => Some(Tense::Before),
        "have" | "has" | "we've" => Some(Tense::Perfect),
        "now" | "since" => Some(Tense::Since),
        _ => None,
    });
    let tense = told.into_iter().next().unwrap_or(Tense::Then);
    // "Once the store had been emptied, mail flowed", "at 15:20 we had tripled the pool": the step right before the recovery.
    let timed = |index: usize| {
        matches!(words.word(index), "at" | "by")
            && index + 1 < deed
            && words.word(index + 1).bytes().all(|byte| byte.is_ascii_digit())
    };
    let step =
        (sentence.start..deed).any(|index| matches!(words.word(index), "after" | "once" | "when") || timed(index));
    if tense == Tense::Before && step { Tense::Then } else { tense }
}

/// Words for a remedy in a sentence, whether it was done or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    pub kind: MitigationKind,
    pub words: Wording,
    /// Its clause says that it was done.
    pub done: bool,
    pub tense: Tense,
}

/// How well words tell a kind of remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    Named,
    /// They say that something was put right and hardly what.
    Weak,
    /// They are also those for a failure.
    Fallback,
}

/// For each sentence of a text its words for remedies, and whether it says that something was put right.
pub fn deeds(words: &Words) -> Vec<(Vec<Deed>, bool)> {
    let mut told = vec![(Vec::new(), false); words.sentences().len()];
    let hits = lexicon().find(words);
    if hits.is_empty() {
        return told;
    }
    let clauses = clauses(words);
    let is_done = |word: usize| {
        let aspect = clause_of(&clauses, word).map(|clause| clause.aspect);
        matches!(aspect, Some(Aspect::Completed | Aspect::Ongoing))
    };
    let (recoveries, kinds): (Vec<_>, Vec<_>) = hits.into_iter().partition(|hit| hit.meaning == Meaning::Recovery);
    let number = |word: usize| words.sentences().partition_point(|sentence| sentence.end <= word);
    for hit in recoveries.iter().filter(|hit| is_done(hit.words.start) && !words.negated(hit.words.start)) {
        told[number(hit.words.start)].1 = true;
    }
    for hit in longest(of_their_agents(words, kinds)) {
        let Some(kind) = hit.meaning.kind() else { continue };
        let wording = match hit.meaning {
            Meaning::Weak(_) => Wording::Weak,
            Meaning::Fallback(_) => Wording::Fallback,
            _ => Wording::Named,
        };
        let at = number(hit.words.start);
        let tense = tense(words, &words.sentences()[at], hit.words.start);
        let done = is_done(hit.words.start);
        told[at].0.push(Deed { kind, words: wording, done, tense });
    }
    told
}

/// Words that point at the sentence before.
const REFERRING: &[&str] = &["this", "that", "which", "it", "these"];

/// The remedies of a text in order, at most one of each sentence; attempts, failures and plans are none.
pub fn remedies(text: &str) -> Vec<Remedy> {
    let words = Words::of(text);
    let (recoveries, kinds): (Vec<_>, Vec<_>) =
        lexicon().find(&words).into_iter().partition(|hit| hit.meaning == Meaning::Recovery);
    let mut hits = longest(of_their_agents(&words, kinds));
    hits.extend(recoveries);
    hits.sort_by_key(|hit| hit.words.start);
    let hits = done(&words, hits);
    let only_fallbacks = !hits.iter().any(|hit| matches!(hit.meaning, Meaning::Kind(_) | Meaning::Weak(_)));
    let mut found: Vec<Remedy> = Vec::new();
    let mut rest = &hits[..];
    let mut last = None;
    for (number, sentence) in words.sentences().iter().enumerate() {
        let count = rest.iter().take_while(|hit| hit.words.start < sentence.end).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        let recovers = here.iter().any(|hit| hit.meaning == Meaning::Recovery);
        let named = |hit: &&Hit<Meaning>| matches!(hit.meaning, Meaning::Kind(_));
        let weak = |hit: &&Hit<Meaning>| matches!(hit.meaning, Meaning::Weak(_));
        let spare = |hit: &&Hit<Meaning>| only_fallbacks && matches!(hit.meaning, Meaning::Fallback(_));
        // A restart puts into force what else was done.
        let first = |hit: &&Hit<Meaning>| named(hit) && hit.meaning != Meaning::Kind(MitigationKind::Restart);
        let hit = here
            .iter()
            .find(first)
            .or_else(|| here.iter().find(named))
            .or_else(|| here.iter().find(weak))
            .or_else(|| here.iter().find(spare));
        if let Some((hit, kind)) = hit.and_then(|hit| Some((hit, hit.meaning.kind()?))) {
            let tense = tense(&words, sentence, hit.words.start);
            found.push(Remedy { kind, sentence: words.bytes(sentence), recovers, tense });
            last = Some(number);
        } else if recovers
            && last.is_some_and(|last| last + 1 == number)
            && REFERRING.contains(&words.word(sentence.start))
            && let Some(before) = found.last_mut()
        {
            before.recovers = true;
        }
    }
    found
}

/// "The provider replaced its router": what another party did is that party's remedy, whatever it was done to.
fn of_their_agents(words: &Words, hits: Vec<Hit<Meaning>>) -> Vec<Hit<Meaning>> {
    let by_another = |hit: &&Hit<Meaning>| {
        hit.meaning == Meaning::Kind(MitigationKind::Vendor)
            && !hit.words.clone().any(|index| matches!(words.word(index), "we" | "i" | "us"))
    };
    let theirs: Vec<Range<usize>> = hits.iter().filter(by_another).map(|hit| hit.words.clone()).collect();
    let inside = |hit: &Hit<Meaning>| {
        let next = theirs.partition_point(|other| other.start <= hit.words.start);
        theirs[..next].iter().rev().take(2).any(|other| hit.words.start < other.end)
    };
    let vendor = Meaning::Kind(MitigationKind::Vendor);
    hits.into_iter().filter(|hit| hit.meaning == vendor || !inside(hit)).collect()
}

/// The kind of the first mitigation a text names; attempts, failures and plans are none.
///
/// `None` where no phrase of the rules stands in it.
pub fn mitigation_kind(text: &str) -> Option<MitigationKind> {
    remedies(text).first().map(|remedy| remedy.kind)
}

/// Whether a text says that it was over: nothing that goes on, was tried or is planned.
pub fn tells_recovered(text: &str) -> bool {
    let words = Words::of(text);
    let hits = lexicon().find(&words);
    let over = |hit: &&Hit<Meaning>| hit.meaning == Meaning::Recovery && !words.negated(hit.words.start);
    if !hits.iter().any(|hit| over(&hit)) {
        return false;
    }
    let clauses = clauses(&words);
    let done = |at: usize| clause_of(&clauses, at).is_some_and(|clause| clause.aspect == Aspect::Completed);
    let going = |hit: &Hit<Meaning>| hit.words.clone().any(|index| words.word(index).ends_with("ing"));
    hits.iter().filter(over).any(|hit| done(hit.words.start) && !going(hit))
}

/// The hits whose clause says that it was done.
fn done(words: &Words, hits: Vec<Hit<Meaning>>) -> Vec<Hit<Meaning>> {
    if hits.is_empty() {
        return hits;
    }
    let clauses = clauses(words);
    let is_done = |hit: &Hit<Meaning>| {
        let aspect = clause_of(&clauses, hit.words.start).map(|clause| clause.aspect);
        matches!(aspect, Some(Aspect::Completed | Aspect::Ongoing))
            && (hit.meaning != Meaning::Recovery || !words.negated(hit.words.start))
    };
    hits.into_iter().filter(is_done).collect()
}

fn lexicon() -> &'static Lexicon<Meaning> {
    static LEXICON: OnceLock<Lexicon<Meaning>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        let rows = rules::file().mitigation.iter().map(|row| {
            let kind = row.kind.into();
            let meaning = match (row.fallback, row.weak) {
                (true, _) => Meaning::Fallback(kind),
                (_, true) => Meaning::Weak(kind),
                _ => Meaning::Kind(kind),
            };
            (meaning, row.all_phrases())
        });
        for (meaning, phrases) in rows.chain([(Meaning::Recovery, rules::file().recovery.clone())]) {
            for phrase in phrases {
                let phrase =
                    Phrase::parse(&phrase).expect("the phrases of rules.toml are compiled in and read by a test");
                lexicon.add(&phrase, meaning, Reach::Breath);
            }
        }
        lexicon
    })
}

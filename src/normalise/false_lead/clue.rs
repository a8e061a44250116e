//! What one text says about suspects.
//!
//! In: a text and what is known of the cause. Out: the lead it opens and what it refutes. Knows nothing of other
//! entries.

use crate::model::ComponentId;
use crate::normalise::event::EventContext;
use crate::text::{Words, same_stem, shared_words, telling_words};

use super::cue::{LeadCues, Refuted, Strength};
use super::suspect::{clause_at, suspect_of};

/// What one text says about suspects.
#[derive(Debug, Clone, Default)]
pub(super) struct Clues {
    pub(super) opening: Option<Opening>,
    pub(super) refutation: Option<Refutation>,
    pub(super) dead_end_mark: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) suspect: String,
    pub(super) components: Vec<ComponentId>,
    pub(super) strength: Strength,
    pub(super) right: bool,
    /// Number of the word that opens it.
    pub(super) word: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Refutation {
    pub(super) how: Refuted,
    /// What is said to be out; empty where the text does not name it.
    pub(super) components: Vec<ComponentId>,
    pub(super) word: usize,
}

/// Reads what a text says about suspects.
pub(super) fn clues(words: &Words, cues: &LeadCues, context: &EventContext) -> Clues {
    let dead_end_mark = cues.mark.as_ref().is_some_and(|mark| mark.dead_end);
    Clues { opening: opening(words, cues, context), refutation: refutation(words, cues, context), dead_end_mark }
}

fn opening(words: &Words, cues: &LeadCues, context: &EventContext) -> Option<Opening> {
    let marked = cues.mark.as_ref().map(|mark| if mark.dead_end { Strength::Wrong } else { Strength::Guess });
    let mut leads: Vec<_> = cues.leads.iter().collect();
    leads.sort_by_key(|lead| std::cmp::Reverse(lead.meaning));
    let said = leads
        .iter()
        .find_map(|lead| suspect_of(words, &lead.words).map(|range| (lead.meaning, range, lead.words.start)));
    let (strength, range, word) = match (said, &cues.mark) {
        (Some((strength, range, word)), _) => (marked.map_or(strength, |mark| mark.max(strength)), range, word),
        (None, Some(mark)) => (marked?, clause_at(words, mark.range.end)?, 0),
        (None, None) => {
            let wrong = leads.first().filter(|lead| lead.meaning == Strength::Wrong)?;
            (wrong.meaning, whole_sentence(words, wrong.words.start)?, wrong.words.start)
        }
    };
    let suspect = words.text[range].to_owned();
    let mut named = context.components(&suspect);
    if named.is_empty() {
        named = beside(words, word, context);
    }
    let right = is_right(&suspect, &named, context);
    let components = named.into_iter().filter(|id| context.culprit != Some(id.as_str())).collect();
    Some(Opening { suspect, components, strength, right, word })
}

/// The components that the sentence of a lead names beside its suspect, as long as the culprit is none of them.
fn beside(words: &Words, word: usize, context: &EventContext) -> Vec<ComponentId> {
    let sentence = words.sentence_of(word);
    let text = &words.text[words.start(sentence.start)..words.end(sentence.end - 1)];
    let named = context.components(text);
    if context.culprit.is_some_and(|culprit| named.iter().any(|id| id == culprit)) { Vec::new() } else { named }
}

/// A short sentence stands for a suspect that it does not name; a long one, or "These were ...", would not help
/// anybody.
fn whole_sentence(words: &Words, word: usize) -> Option<std::ops::Range<usize>> {
    let sentence = words.sentence_of(word);
    let telling = sentence.len() <= 10
        && !matches!(words.word(sentence.start), "this" | "these" | "those" | "that" | "it" | "they");
    telling.then(|| words.start(sentence.start)..words.end(sentence.end - 1))
}

/// A suspect is right when it is the culprit, or when it is joined to the culprit by "and" or "or".
fn is_right(suspect: &str, named: &[ComponentId], context: &EventContext) -> bool {
    let is_culprit = |id: &ComponentId| context.culprit == Some(id.as_str());
    match named.first() {
        Some(first) if is_culprit(first) => true,
        Some(_) => named.iter().any(is_culprit) && (suspect.contains(" and ") || suspect.contains(" or ")),
        None => context.cause.is_some_and(|cause| says_the_same(suspect, cause)),
    }
}

/// Whether at least half of the telling words of a suspect stand in the cause too.
fn says_the_same(suspect: &str, cause: &str) -> bool {
    let shared = shared_words(suspect, cause);
    shared > 0 && shared * 2 >= telling_words(&Words::opening(suspect)).len()
}

fn refutation(words: &Words, cues: &LeadCues, context: &EventContext) -> Option<Refutation> {
    let hit = cues.refutes.iter().max_by_key(|hit| (hit.meaning, std::cmp::Reverse(hit.words.start)))?;
    let mut region = words.sentence_of(hit.words.start);
    let shift =
        cues.refutes.iter().find(|other| other.meaning == Refuted::Shifted && region.contains(&other.words.start));
    if let (Some(shift), true) = (shift, hit.meaning != Refuted::Shifted) {
        if shift.words.start > hit.words.start {
            region.end = shift.words.start;
        } else {
            region.start = hit.words.start;
        }
    }
    let components = match hit.meaning {
        Refuted::Shifted => Vec::new(),
        _ => context.components(&words.text[words.start(region.start)..words.end(region.end - 1)]),
    };
    Some(Refutation { how: hit.meaning, components, word: hit.words.start })
}

/// "No locks" where locks were suspected.
pub(super) fn denial(words: &Words, suspect: &str) -> Option<Refutation> {
    let suspect = Words::opening(suspect);
    let telling = telling_words(&suspect);
    let word = (0..words.len()).find(|&index| matches!(words.word(index), "no" | "zero" | "without"))?;
    let reach = words.sentence_of(word).end.min(word + 4);
    let denied = (word + 1..reach).any(|index| telling.iter().any(|told| same_stem(told, words.word(index))));
    denied.then_some(Refutation { how: Refuted::Plainly, components: Vec::new(), word })
}

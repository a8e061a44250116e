//! What one text says about suspects.
//!
//! In: a text and what is known of the cause. Out: the lead it opens and what it refutes. Knows nothing of other
//! entries.

use std::cmp::Reverse;
use std::ops::Range;

use crate::model::ComponentId;
use crate::normalise::event::EventContext;
use crate::text::{Hit, Words, same_stem, shared_words, telling_words};

use super::cue::{LeadCues, Refuted, Strength};
use super::suspect::{clause_at, phrase_before, phrase_behind, suspect_of};
use super::told::{self, Denied};
use super::verdict::names_of;

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
    Some(opened(words, range, strength, word, context))
}

/// Every lead that a statement of prose opens, in order; words of one belief that touch each other open one.
pub(super) fn openings(words: &Words, cues: &LeadCues, context: &EventContext) -> Vec<Opening> {
    let mut found: Vec<Opening> = opening_by_mark(words, cues, context).into_iter().collect();
    found.extend(asked(words, context));
    let mut taken: Vec<Range<usize>> = Vec::new();
    for group in groups(&cues.leads) {
        let mut by_strength: Vec<&Hit<Strength>> = group.iter().collect();
        by_strength.sort_by_key(|hit| (Reverse(hit.meaning), Reverse(hit.words.len())));
        let Some(strength) = by_strength.first().map(|hit| hit.meaning) else { continue };
        let range = by_strength.iter().find_map(|hit| suspect_of(words, &hit.words)).or_else(|| {
            let start = group[0].words.start;
            (strength == Strength::Wrong).then(|| whole_sentence(words, start)).flatten()
        });
        let Some(range) = range.filter(|range| is_name(&words.text[range.clone()], context)) else { continue };
        let overlaps = |other: &Range<usize>| other.start < range.end && range.start < other.end;
        if taken.iter().any(overlaps) {
            continue;
        }
        let opening = opened(words, range.clone(), strength, group[0].words.start, context);
        let right = is_plainly_right(&opening.suspect, context);
        found.push(Opening { right, ..opening });
        taken.push(range);
    }
    found
}

/// Bytes of a question of a few words, with who asks.
const SHORT_QUESTION: usize = 48;

/// Whether a text may be a guess in the form of a question: "The proxy?"
pub(super) fn may_ask(text: &str) -> bool {
    text.len() <= SHORT_QUESTION && text.trim_end().ends_with('?')
}

/// The thing that a question of a name alone suspects: "ana: the proxy?"
fn asked(words: &Words, context: &EventContext) -> Option<Opening> {
    const MOST: usize = 4;
    #[rustfmt::skip]
    const NO_GUESS: &[&str] = &[
        "is", "are", "was", "it", "you", "we", "i", "what", "why", "who", "how", "where", "when", "which", "any", "anyone", "ok", "still",
        "now", "ready", "done", "can", "could", "do", "does", "did", "has", "have", "should", "shall", "will", "that", "this", "all",
    ];
    if !may_ask(words.text) || words.is_empty() {
        return None;
    }
    let start = (0..words.len()).rev().find(|index| words.starts_clause(*index))?;
    let range = start..words.len();
    let plain = range.len() <= MOST && !range.clone().any(|index| NO_GUESS.contains(&words.word(index)));
    let suspect = phrase_behind(words, start, words.len()).filter(|_| plain)?;
    let named = !context.components(&words.text[suspect.clone()]).is_empty();
    named.then(|| opened(words, suspect, Strength::Guess, start, context))
}

/// Whether words that stand where a suspect should name one: not "we", "30% of mails", "the thing".
pub(super) fn is_name(suspect: &str, context: &EventContext) -> bool {
    const NO_NAMES: &[&str] = &[
        "i",
        "we",
        "you",
        "he",
        "she",
        "me",
        "us",
        "they",
        "out",
        "thing",
        "things",
        "not",
        "everything",
        "everyone",
        "nobody",
        "nothing",
        "what",
        "why",
        "how",
        "worth",
        "better",
        "possible",
        "time",
    ];
    let words = Words::opening(suspect);
    let share = suspect.starts_with(|c: char| c.is_ascii_digit()) && suspect.contains('%');
    !words.is_empty()
        && !share
        && !NO_NAMES.contains(&words.word(0))
        && (!names_of(suspect).is_empty() || !context.components(suspect).is_empty())
}

/// Whether a suspect is the culprit by its own name, or in the words of the stated cause.
fn is_plainly_right(suspect: &str, context: &EventContext) -> bool {
    let names = names_of(suspect);
    let is_component = |id: &str| {
        let said = |name: &String| id.split('_').any(|word| same_stem(word, name));
        !names.is_empty() && names.iter().all(said)
    };
    context.culprit.is_some_and(is_component) || context.cause.is_some_and(|cause| says_the_same(suspect, cause))
}

/// The suspect that a statement takes out by itself, where nothing before it told of a suspicion.
pub(super) fn denied(words: &Words, context: &EventContext) -> Option<Opening> {
    let hit = told::denial(words)?;
    let sentence = words.sentence_of(hit.words.start);
    let range = match hit.meaning {
        Denied::Behind => phrase_behind(words, hit.words.end, sentence.end),
        Denied::Before => phrase_before(words, sentence.start, hit.words.start),
    }?;
    let named = is_name(&words.text[range.clone()], context);
    named.then(|| opened(words, range, Strength::Wrong, hit.words.start, context))
}

fn opening_by_mark(words: &Words, cues: &LeadCues, context: &EventContext) -> Option<Opening> {
    let mark = cues.mark.as_ref()?;
    let strength = if mark.dead_end { Strength::Wrong } else { Strength::Guess };
    let range = clause_at(words, mark.range.end)?;
    Some(opened(words, range, strength, 0, context))
}

/// Hits that lie over one another or follow right behind, in order.
fn groups(leads: &[Hit<Strength>]) -> Vec<&[Hit<Strength>]> {
    let mut groups = Vec::new();
    let (mut from, mut end) = (0, 0);
    for (index, hit) in leads.iter().enumerate() {
        if index > from && hit.words.start > end {
            groups.push(&leads[from..index]);
            from = index;
        }
        end = if index == from { hit.words.end } else { end.max(hit.words.end) };
    }
    if from < leads.len() {
        groups.push(&leads[from..]);
    }
    groups
}

fn opened(words: &Words, suspect: Range<usize>, strength: Strength, word: usize, context: &EventContext) -> Opening {
    let suspect = words.text[suspect].to_owned();
    let mut named = context.components(&suspect);
    if named.is_empty() {
        named = beside(words, word, context);
    }
    let right = is_right(&suspect, &named, context);
    let components = named.into_iter().filter(|id| context.culprit != Some(id.as_str())).collect();
    Opening { suspect, components, strength, right, word }
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
fn whole_sentence(words: &Words, word: usize) -> Option<Range<usize>> {
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
    let hit = cues.refutes.iter().max_by_key(|hit| (hit.meaning, Reverse(hit.words.start)))?;
    Some(refuted(words, hit, cues, context))
}

/// Everything that a statement of prose refutes, in order.
pub(super) fn refutations(words: &Words, cues: &LeadCues, context: &EventContext) -> Vec<Refutation> {
    cues.refutes.iter().map(|hit| refuted(words, hit, cues, context)).collect()
}

fn refuted(words: &Words, hit: &Hit<Refuted>, cues: &LeadCues, context: &EventContext) -> Refutation {
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
    Refutation { how: hit.meaning, components, word: hit.words.start }
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

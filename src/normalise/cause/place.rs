//! Where in a sentence a match stands, and what that is worth.
//!
//! In: the words of a passage, the range of a clause and of a match. Out: a share, a weight or a yes. Knows no rule.

use std::ops::Range;

use super::Role;
use super::rules::Weights;
use super::sentence::{Mood, Side};
use crate::text::Words;

/// What a component is worth by its part in the sentence: the owner of what is blamed ("the fan of the router"), and the
/// place, the means or the victim that a preposition names ("in the router").
const OWNS: f64 = 0.8;
pub(super) const GOVERNED: f64 = 0.5;
/// Words between a preposition and the noun it governs.
const GOVERNS: usize = 3;
/// Words at the beginning of a clause among which the head of its subject stands.
const SUBJECT: usize = 7;

/// Whether these words end with the head of the subject of a clause: "an update of the router dropped".
pub(super) fn is_subject(words: &Words, clause: &Range<usize>, at: &Range<usize>) -> bool {
    let from = (clause.start + 1..=at.start).rfind(|index| words.starts_clause(*index)).unwrap_or(clause.start);
    at.start < from + SUBJECT
        && !(from..at.start).any(|index| ends_phrase(words.word(index)))
        && (at.end >= clause.end || words.starts_clause(at.end) || ends_phrase(words.word(at.end)))
}

/// Words behind a noun and those that belong to it: a preposition, a verb, a relative.
#[rustfmt::skip]
fn ends_phrase(word: &str) -> bool {
    matches!(
        word,
        "of" | "in" | "on" | "for" | "at" | "to" | "from" | "with" | "by" | "that" | "which" | "who" | "was" | "were" | "is" | "are" | "had" | "has"
            | "have" | "did" | "does" | "could" | "can" | "would" | "will" | "still" | "not" | "never" | "always" | "also" | "made" | "put" | "went" | "ran" | "kept"
            | "took" | "gave" | "sent" | "lost" | "let" | "broke" | "fell" | "came" | "got" | "cut" | "hit" | "died" | "froze" | "between" | "we" | "and" | "meant"
    ) || word.len() > 4 && word.ends_with("ed")
}

/// Whether a sentence is a question: what it names is asked about, not told.
pub(super) fn asks(words: &Words, sentence: &Range<usize>) -> bool {
    sentence.end > sentence.start && words.text[words.end(sentence.end - 1)..].starts_with('?')
}

/// What a component is worth by the word that governs it: the subject and the object whole, an owner less, what stands
/// behind another preposition least.
pub(super) fn part_in_sentence(words: &Words, clause: &Range<usize>, at: &Range<usize>) -> f64 {
    let first = at.start.saturating_sub(GOVERNS).max(clause.start);
    for index in (first..at.start).rev() {
        match words.word(index) {
            "of" => return OWNS,
            "in" | "at" | "on" | "from" | "to" | "for" | "by" | "with" | "between" | "behind" | "near" | "via"
            | "through" | "over" | "about" | "across" | "into" | "onto" | "against" | "under" | "inside" => {
                return GOVERNED;
            }
            _ => {}
        }
        if words.starts_clause(index) {
            break;
        }
    }
    1.0
}

/// "The disk had been full", "a rule had changed": a step back from what is told, and not what somebody said.
pub(super) fn looks_back(words: &Words, clause: &Range<usize>) -> bool {
    let said = |index: usize| matches!(words.word(index), "said" | "says" | "claimed" | "told" | "stated" | "reported");
    clause.clone().take_while(|index| !said(*index)).any(|index| {
        words.word(index) == "had"
            && (index + 1..(index + 3).min(clause.end)).any(|next| {
                let word = words.word(next);
                word == "been" || word.ends_with("ed") || PARTICIPLES.contains(&word)
            })
    })
}

#[rustfmt::skip]
const PARTICIPLES: &[&str] = &[
    "run", "gone", "got", "set", "put", "left", "lost", "broken", "begun", "grown", "sent", "written", "taken", "given",
    "made", "become", "fallen", "forgotten", "cut", "hit", "built", "moved", "shut", "come", "worn", "torn", "stolen",
];

/// Whether a word of an own name is among these words.
pub(super) fn holds_a_name(words: &Words, at: &Range<usize>, own: &[Words]) -> bool {
    let is_own = |index: usize| own.iter().any(|name| (0..name.len()).any(|it| name.word(it) == words.word(index)));
    at.clone().any(is_own)
}

/// Whether these words are an own name of one word and nothing else.
pub(super) fn is_a_name(words: &Words, at: &Range<usize>, own: &[Words]) -> bool {
    at.len() == 1 && own.iter().any(|name| name.len() == 1 && name.word(0) == words.word(at.start))
}

pub(super) fn clause_weight(weights: &Weights, role: Role, mood: Mood, side: Side, explained: bool) -> f64 {
    let role = match role {
        Role::Cause => weights.cause,
        Role::Contributing => weights.contributing,
        Role::Title => weights.title,
        Role::Summary => weights.summary,
        Role::Plain => weights.plain,
        Role::Impact => weights.impact,
        Role::Timeline => weights.timeline,
        Role::Resolution => weights.resolution,
        Role::Action => weights.action,
    };
    let role = match mood {
        Mood::Told | Mood::Refuted => role,
        Mood::Remedy => role.min(weights.remedy),
        Mood::Symptom => role.min(weights.symptom),
        Mood::Aside => role.min(weights.aside),
    };
    let prose = role >= weights.plain;
    match side {
        Side::Plain => role,
        Side::Cause if prose => role.max(weights.cause_side),
        Side::Effect if prose && explained => weights.effect_side,
        Side::Effect if prose => weights.effect_alone,
        Side::Cause => role * weights.cause_side,
        Side::Effect => role * weights.effect_side,
    }
}

pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

//! Verdicts that name no suspect, or name it again: "Nothing.", "Same error.", "(fine)", "the pictures were fine",
//! "no burst found".
//!
//! In: the words of a statement and those of the suspect. Out: at which word it is taken back. Knows no phrases of leads.

use std::ops::Range;

use crate::text::{Words, same_stem};

/// First words of a clause that takes back what stands right before it.
#[rustfmt::skip]
const OPENS_BARE: &[&str] = &[
    "no", "nope", "nothing", "same", "wrong", "not", "neither", "nobody", "negative", "nah", "also", "still", "zilch",
    "nada", "false", "incorrect", "unchanged", "without", "they", "it", "that", "he", "she", "which", "identical", "again",
];

/// The words that such a clause may go on with.
#[rustfmt::skip]
const IN_BARE: &[&str] = &[
    "it", "that", "us", "ours", "them", "either", "also", "again", "too", "error", "errors", "thing", "result",
    "results", "symptom", "symptoms", "picture", "story", "luck", "joy", "dice", "change", "changes", "effect",
    "difference", "improvement", "help", "avail", "success", "broken", "down", "there", "found", "the", "problem",
    "issue", "cause", "culprit", "of", "course", "sadly", "unfortunately", "so", "now", "then", "much", "better", "had",
    "to", "whatsoever", "any", "failing", "slow", "dead", "red", "wrong", "unusual", "suspicious", "was", "is", "were",
    "as", "before", "all", "no", "not", "nothing", "same", "did", "do", "does", "didn't", "doesn't", "wasn't", "isn't",
    "weren't", "a", "fault", "guilty", "one", "me", "her", "him", "see", "whatever", "at", "still", "true", "right",
];

/// A clause of no more words is a bare verdict.
const LONGEST_BARE: usize = 6;

/// Predicates that clear what they are said of.
#[rustfmt::skip]
const FINE: &[&str] = &[
    "fine", "ok", "okay", "good", "healthy", "happy", "clean", "valid", "normal", "innocent", "up", "intact", "alive",
    "flat", "idle", "bored", "correct", "green", "quiet", "sound", "blameless", "unremarkable", "unaffected", "nominal",
    "fast", "working", "reachable", "current", "complete", "unrelated", "harmless", "well", "perfect", "stable",
];

const IS: &[&str] =
    &["is", "are", "was", "were", "looked", "looks", "seemed", "seems", "tested", "came", "turned", "proved", "be"];
const BETWEEN: &[&str] = &[
    "all",
    "perfectly",
    "just",
    "absolutely",
    "completely",
    "totally",
    "quite",
    "back",
    "out",
    "to",
    "be",
    "entirely",
    "both",
    "still",
    "in",
    "and",
    "as",
    "always",
    "very",
    "too",
    "doing",
    "only",
    "merely",
    "running",
    "also",
];
const PRONOUNS: &[&str] = &["it", "they", "that", "this", "both", "all", "these", "those", "which", "he", "she"];

/// The word at which a bare verdict opens behind a word, if one does.
pub(super) fn bare(words: &Words, from: usize) -> Option<usize> {
    clauses(words, from).find(|clause| is_bare(words, clause)).map(|clause| clause.start)
}

fn is_bare(words: &Words, clause: &Range<usize>) -> bool {
    let first = words.word(clause.start);
    let rest = clause.start + 1..clause.end;
    let denies = |index: usize| {
        matches!(words.word(index), "no" | "nope" | "nothing" | "same" | "wrong" | "not" | "neither" | "nobody" | "nah")
            || words.word(index).ends_with("n't")
    };
    if clause.len() > LONGEST_BARE {
        return false;
    }
    let cleared =
        FINE.contains(&first) && (clause.len() == 1 || clause.len() == 2 && words.word(clause.end - 1) == "too");
    let takes_back = OPENS_BARE.contains(&first)
        && rest.clone().all(|index| IN_BARE.contains(&words.word(index)))
        && clause
            .clone()
            .any(|index| denies(index) || matches!(words.word(index), "false" | "unchanged" | "identical"));
    cleared || takes_back
}

/// The clauses from a word on; the first may be the end of one.
fn clauses<'w>(words: &'w Words, from: usize) -> impl Iterator<Item = Range<usize>> + 'w {
    let starts = (from..words.len()).filter(|index| words.starts_clause(*index) || words.starts_sentence(*index));
    starts.map(|start| {
        let ends = |index: &usize| words.starts_clause(*index) || words.starts_sentence(*index);
        start..(start + 1..words.len()).find(ends).unwrap_or(words.len())
    })
}

/// The words of a suspect by which it is known again: long ones and names in capitals.
pub(super) fn names_of(suspect: &str) -> Vec<String> {
    const VAGUE: &[&str] = &[
        "issue",
        "issues",
        "problem",
        "problems",
        "error",
        "errors",
        "failure",
        "failures",
        "with",
        "from",
        "that",
        "this",
        "were",
        "have",
        "been",
        "cause",
        "caused",
        "because",
        "some",
        "something",
        "somebody",
        "their",
        "there",
        "when",
        "would",
        "could",
        "into",
        "again",
        "which",
        "about",
        "they",
        "after",
        "before",
        "since",
        "more",
        "than",
        "itself",
        "change",
        "update",
        "service",
        "system",
        "what",
        "even",
        "just",
        "then",
        "also",
        "being",
        "other",
        "minutes",
        "hours",
        "hour",
        "time",
        "looks",
        "like",
        "thought",
        "suspected",
        "first",
    ];
    let words = Words::opening(suspect);
    let capitals = |index: usize| {
        let written = &suspect[words.start(index)..words.end(index)];
        written.len() >= 2
            && written.contains(|c: char| c.is_ascii_uppercase())
            && written.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    let names = |index: &usize| {
        let word = words.word(*index);
        (word.len() > 3 && !VAGUE.contains(&word) && !word.ends_with("n't")) || capitals(*index)
    };
    (0..words.len()).filter(names).map(|index| words.word(index).to_owned()).collect()
}

/// Whether any of these words is one of the suspect's.
pub(super) fn names_again(words: &Words, within: &Range<usize>, names: &[String]) -> bool {
    within.clone().any(|index| names.iter().any(|name| alike(name, words.word(index))))
}

fn alike(name: &str, word: &str) -> bool {
    if name.len() > 3 && word.len() > 3 { same_stem(name, word) } else { name == word }
}

/// The word at which a statement clears what it names by these words, or by a pronoun: "the cable was fine".
pub(super) fn clears(words: &Words, from: usize, names: &[String], pronouns: bool) -> Option<usize> {
    (from..words.len()).find(|index| {
        if !FINE.contains(&words.word(*index)) && !has_power(words, *index) || words.negated(*index) {
            return false;
        }
        let mut verb = *index;
        while verb > from && BETWEEN.contains(&words.word(verb - 1)) && !words.starts_clause(verb) {
            verb -= 1;
        }
        let predicate = has_power(words, *index) || verb > from && IS.contains(&words.word(verb - 1));
        let telegraphic = !predicate && (words.starts_clause(*index) || verb > from);
        if !predicate && !telegraphic || again_fine(words, *index) {
            return false;
        }
        let clause = clause_start(words, *index, from);
        let subject = clause..verb;
        let named = names_again(words, &subject, names);
        let points = pronouns && predicate && PRONOUNS.contains(&words.word(clause));
        named || points
    })
}

fn has_power(words: &Words, index: usize) -> bool {
    index > 0 && words.word(index) == "power" && matches!(words.word(index - 1), "has" | "had" | "have")
}

/// "Was fine again" tells of a recovery.
fn again_fine(words: &Words, index: usize) -> bool {
    let behind = |step: usize| if index + step < words.len() { words.word(index + step) } else { "" };
    let before = |step: usize| index.checked_sub(step).map(|at| words.word(at)).unwrap_or_default();
    matches!(behind(1), "again" | "until" | "after" | "since" | "from" | "once" | "overnight")
        || matches!(before(1), "back" | "again")
        || before(1) == "to" && before(2) == "back"
        // "Waited for new ones to come up": a particle, and no predicate.
        || words.word(index) == "up" && matches!(before(1), "come" | "comes" | "came" | "go" | "went" | "spin" | "brought" | "bring" | "start" | "started")
}

fn clause_start(words: &Words, index: usize, from: usize) -> usize {
    (from..=index).rev().find(|at| words.starts_clause(*at) || words.starts_sentence(*at)).unwrap_or(from)
}

/// The word at which a statement denies what these words name: "not the cable", "no burst found", "nobody was cheating".
pub(super) fn denies(words: &Words, from: usize, names: &[String]) -> Option<usize> {
    const REACH: usize = 5;
    (from..words.len()).find(|index| {
        let word = words.word(*index);
        let denying = matches!(word, "not" | "no" | "nobody" | "without" | "zero" | "never" | "neither" | "none")
            || matches!(word, "wasn't" | "isn't" | "weren't");
        // "No longer", "not only", "no reply of": about something else.
        let other = *index + 1 < words.len()
            && matches!(
                words.word(*index + 1),
                "longer" | "only" | "just" | "more" | "sure" | "until" | "yet" | "able"
            );
        if !denying || other {
            return false;
        }
        let sentence = words.sentence_of(*index);
        let end = sentence.end.min(index + 1 + REACH);
        let clause_end = (index + 1..end).find(|at| words.starts_clause(*at)).unwrap_or(end);
        let behind = *index + 1..clause_end;
        let subject = clause_start(words, *index, from)..*index;
        let is_it = behind.len() <= 2
            && !subject.is_empty()
            && names_again(words, &subject, names)
            && (behind.is_empty()
                || behind.clone().all(|at| {
                    matches!(
                        words.word(at),
                        "it" | "that" | "so" | "the" | "cause" | "then" | "guilty" | "either" | "at" | "fault"
                    )
                }));
        names_again(words, &behind, names) || is_it
    })
}

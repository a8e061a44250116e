//! The suspect of a lead in the author's words.
//!
//! In: a text and the words that open a lead in it. Out: the noun phrase that is suspected, cut where the reasons
//! start. Knows nothing of components.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::{Hit, Lexicon, Words};

/// What stands right before a suspect; the smaller is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Introducer {
    /// "suspecting X"
    Suspecting,
    /// "stemmed from X", "focused on X", "that X was"
    Naming,
    /// "the first theory was X"
    Being,
}

use Introducer::{Being, Naming, Suspecting};

#[rustfmt::skip]
const INTRODUCERS: &[(Introducer, &[&str])] = &[
    (Suspecting, &[
        "suspecting|suspected|suspect|suspects|believed|thought|supposed|presumed|guessed|blamed|feared that?", "^doubt|doubted", "suspicion|suspicions ..1 fell|falls on|upon",
        "suspicion|suspicions of|that|on",
    ]),
    (Naming, &[
        "stemmed|stemming|stems|originated|originating|came|coming|resulted|arising|arose from|in|with",
        "issue|issues|problem|problems|trouble|fault|failure|failures|bug|bottleneck ..1 with|in|on|at|within",
        "regarding|concerning", "be|been caused|triggered by", "caused|triggered by", "be|been due to",
        "was|were due to", "attributed ..2 to", "blamed on?", "linked|related to", "misdiagnosed as", "mistaken for",
        "to be", "to have been", "in|into the? direction of",
        "focus|focused|focusing|focussed|focuses|concentrated|concentrating|centred|centered ..1 on|upon|around",
        "@turn|point|pointed|pointing|points ..1 to|toward|towards|at|on", "looked|looking|looks|digging|dug at|into",
        "lie|lies|lay|lying in|with",
        "investigated|investigating|explored|exploring|pursued|chased|chasing|followed|blaming", "that",
        "diagnosed ..1 as", "whether|if",
    ]),
    (Being, &["was|is|were|being"]),
];

static LEXICON: LazyLock<Lexicon<Introducer>> = LazyLock::new(|| Lexicon::built_in(INTRODUCERS));

/// Words at which a suspect ends: what follows is a reason, a consequence or the next act.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "due", "because", "leading", "resulting", "causing", "caused", "for", "as", "which", "who", "but", "while",
    "whilst", "after", "since", "when", "so", "however", "before", "until", "although", "though", "given",
    "following", "based", "then", "owing", "thus", "instead", "rather", "by", "where", "whether", "if", "prompted",
    "triggered",
];

/// Verbs at which a suspect ends; where only a word such as "issue" stands before them, the suspect follows.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "was", "were", "is", "are", "had", "has", "have", "might", "could", "may", "would", "did", "does", "been", "lay",
    "turned", "caused", "looked", "proved", "showed", "shows", "seemed", "appeared", "can", "will", "misbehaved",
    "reported", "returned", "logged", "fired", "spiked", "failed", "stemmed", "stems", "originated", "came",
    "resulted", "arose", "lies",
];

#[rustfmt::skip]
const LEADING: &[&str] = &[
    "a", "an", "the", "possible", "potential", "that", "some", "our", "their", "be", "by", "with", "in", "on", "of",
    "either", "perhaps", "maybe", "likely", "about", "around", "at", "into", "to", "there", "was", "is", "were",
    "possibly", "probably", "potentially", "due", "only", "just", "from", "regarding", "it", "its", "this", "had",
    "being", "related", "linked", "suggested", "suggests", "suggesting", "it's", "that's", "there's", "first", "initially",
    "originally", "surely", "also", "maybe",
];

#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "issue", "issues", "problem", "problems", "outage", "outages", "incident", "error", "errors", "failure",
    "failures", "it", "this", "that", "these", "those", "they", "them", "which", "what", "the", "root", "cause",
    "causes", "something", "we", "there", "fault", "symptom", "symptoms", "he", "she", "and", "or", "all", "both",
    "of", "main", "underlying", "actual", "time", "trouble", "troubles",
];

const MOST_WORDS: usize = 12;
const MOST_DETOURS: usize = 3;

/// Bytes of the suspect that a lead names, or `None` where it names none.
pub(super) fn suspect_of(words: &Words, lead: &Range<usize>) -> Option<Range<usize>> {
    let sentence = words.sentence_of(lead.start);
    if let Some(range) = cut_short(words, lead, &sentence) {
        return Some(range);
    }
    if let Some(subject) = verdict(words, lead, &sentence) {
        return phrase_from(words, subject.start, subject.end);
    }
    if let Some(found) = accused(words, lead, &sentence) {
        return Some(found);
    }
    let after = lead.start..sentence.end;
    if let Some(found) = behind_preposition(words, lead, &sentence) {
        return Some(found);
    }
    named_after(words, &after, &[Suspecting, Naming])
        .or_else(|| behind_colon(words, lead.end, sentence.end))
        .or_else(|| named_after(words, &after, &[Being]))
        .or_else(|| phrase_from(words, lead.end, sentence.end))
        .or_else(|| inside(words, lead))
        .or_else(|| passive_subject(words, lead, &sentence))
        .or_else(|| next_sentence(words, sentence.end))
}

/// "Looked for an intruder", "maybe the new index": what stands right behind the preposition or the article of the lead.
fn behind_preposition(words: &Words, lead: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    const LEADING_UP: &[&str] = &["for", "on", "like", "the", "a", "an", "our", "about", "it's"];
    const SHORT: usize = 3;
    let last = lead.end.checked_sub(1)?;
    let spent = matches!(words.word(last), "on" | "chasing" | "hunting" | "at" | "blaming" | "assumption");
    ((lead.len() <= SHORT || spent) && LEADING_UP.contains(&words.word(last)))
        .then(|| phrase_from(words, lead.end, sentence.end))
        .flatten()
}

/// "Bad cable suspected, fitter called", "the lag cost us an hour on the wrong track": the subject of words that stand
/// without the verb that would tell a passive.
fn cut_short(words: &Words, lead: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let verb = words.word(lead.start);
    let ends = lead.end >= sentence.end
        || words.starts_clause(lead.end)
        || matches!(words.word(lead.end), "on" | "in" | "at" | "because" | "since" | "as" | "due" | "first");
    let passive = lead.len() == 1 && matches!(verb, "suspected" | "blamed" | "assumed") && ends;
    let clause = (sentence.start..=lead.start).rev().find(|index| words.starts_clause(*index))?;
    let subject = clause..lead.start;
    let person = |index: usize| matches!(words.word(index), "we" | "i" | "he" | "she" | "they" | "team" | "engineers");
    let is_passive = passive && !subject.is_empty() && !subject.clone().any(person);
    (is_passive || verb == "cost").then(|| phrase_from(words, subject.start, subject.end)).flatten()
}

/// The phrase that starts at a word.
pub(super) fn phrase_behind(words: &Words, from: usize, end: usize) -> Option<Range<usize>> {
    phrase_from(words, from, end)
}

/// The phrase of the clause that ends at a word, or of the one before it where a pronoun stands for that.
pub(super) fn phrase_before(words: &Words, from: usize, end: usize) -> Option<Range<usize>> {
    let clause = (from..end).rev().find(|index| words.starts_clause(*index)).unwrap_or(from);
    let clause = (clause..end).rev().find(|index| words.word(*index) == "that").map_or(clause, |index| index + 1);
    phrase_from(words, clause, end)
}

/// Bytes of the clause that starts at a byte: for leads that a mark opens.
pub(super) fn clause_at(words: &Words, byte: usize) -> Option<Range<usize>> {
    let mark = (0..words.len()).find(|&index| words.start(index) >= byte)?;
    let first = (mark..words.len()).find(|&index| !LEADING.contains(&words.word(index)))?;
    let most = words.len().min(first + MOST_WORDS);
    let last = (first + 1..most).find(|&index| words.starts_clause(index)).unwrap_or(most);
    Some(words.start(first)..words.end(last - 1))
}

/// "The provider is blamed and asked to purge", "a ticket with the carrier, who we held responsible": the words before an
/// accusation that names nobody behind it.
fn accused(words: &Words, lead: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    const ACCUSED: &[&str] = &["blamed", "suspected", "accused", "responsible"];
    let last = lead.end.checked_sub(1)?;
    let accusing = (lead.start..=last).find(|index| ACCUSED.contains(&words.word(*index)))?;
    let behind = if accusing + 1 < sentence.end { words.word(accusing + 1) } else { "" };
    if !matches!(behind, "" | "and" | "but" | "at" | "because" | "since" | "as" | "by" | "first")
        && !words.starts_clause(accusing + 1)
    {
        return None;
    }
    let relative =
        (sentence.start + 1..lead.end).rev().find(|index| matches!(words.word(*index), "who" | "whom" | "which"));
    let passive = (sentence.start + 1..=accusing)
        .rev()
        .take(3)
        .find(|index| matches!(words.word(*index), "is" | "are" | "was" | "were"));
    let subject_ends = relative.or(passive)?;
    let clause =
        (sentence.start..subject_ends).rev().find(|index| words.starts_clause(*index)).unwrap_or(sentence.start);
    // "A ticket with the carrier, who": the thing that stands right before.
    let begins = (clause..subject_ends)
        .rev()
        .find(|index| relative.is_some() && matches!(words.word(*index), "with" | "at" | "to" | "by" | "on"));
    phrase_from(words, begins.map_or(clause, |index| index + 1), subject_ends)
}

/// The subject of "X was a red herring", "X turned out to be a dead end".
fn verdict(words: &Words, lead: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let verdict = (sentence.start..lead.start)
        .rev()
        .take(6)
        .find(|&index| matches!(words.word(index), "was" | "were" | "is" | "are" | "be" | "proved"))?;
    let is_verdict = (verdict + 1..lead.start).all(|index| {
        matches!(words.word(index), "a" | "an" | "the" | "just" | "another" | "only" | "complete" | "to" | "be" | "all")
    });
    if !is_verdict
        || !matches!(
            words.word(lead.start),
            "red" | "false" | "wrong" | "dead" | "wild" | "mislead" | "misleading" | "cold"
        )
    {
        return None;
    }
    let clause = (sentence.start..=verdict).rev().find(|&index| words.starts_clause(index)).unwrap_or(sentence.start);
    Some(clause..verdict)
}

/// "Assumed user error at the time", "restarting the cache did not help": the words between the first and what closes.
fn inside(words: &Words, lead: &Range<usize>) -> Option<Range<usize>> {
    let closes = matches!(words.word(lead.end.checked_sub(1)?), "time" | "then" | "help");
    let end = (lead.start + 1..lead.end)
        .rev()
        .find(|&index| matches!(words.word(index), "at" | "back" | "did" | "didn't" | "which" | "but"))
        .filter(|_| closes)?;
    phrase_from(words, lead.start + 1, end)
}

/// "A bad cable was initially suspected."
fn passive_subject(words: &Words, lead: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let verb = (sentence.start..lead.end)
        .rev()
        .find(|&index| matches!(words.word(index), "was" | "were" | "is" | "are" | "gets" | "got"))?;
    // "Because the certificate was new, that was where everybody looked."
    let reason = usize::from(matches!(words.word(sentence.start), "because" | "since" | "as"));
    phrase_from(words, sentence.start + reason, verb)
}

/// "A red herring: the storage array."
fn behind_colon(words: &Words, from: usize, end: usize) -> Option<Range<usize>> {
    // The colon of a clock parts nothing.
    let colon = |index: &usize| words.text[words.end(index - 1)..words.start(*index)].contains(": ");
    let first = (from.max(1)..end).find(colon)?;
    phrase_from(words, first, end)
}

fn next_sentence(words: &Words, start: usize) -> Option<Range<usize>> {
    if start >= words.len() {
        return None;
    }
    named_after(words, &words.sentence_of(start), &[Suspecting, Naming, Being])
}

/// The first phrase behind an introducer, in the order of the introducers given.
fn named_after(words: &Words, range: &Range<usize>, introducers: &[Introducer]) -> Option<Range<usize>> {
    let inside = |hit: &Hit<Introducer>| range.contains(&hit.words.start) && hit.words.end <= range.end;
    let found: Vec<Hit<Introducer>> = LEXICON.find(words).into_iter().filter(inside).collect();
    introducers.iter().find_map(|introducer| {
        let hits = found.iter().filter(|hit| hit.meaning == *introducer);
        hits.map(|hit| hit.words.end).find_map(|end| phrase_from(words, end, range.end))
    })
}

/// The noun phrase that starts at a word, without what only leads up to it.
///
/// Where only a word such as "problem" stands before a verb, the phrase after the verb counts.
fn phrase_from(words: &Words, from: usize, end: usize) -> Option<Range<usize>> {
    let mut from = from;
    for _ in 0..MOST_DETOURS {
        let first = (from..end).find(|&index| !LEADING.contains(&words.word(index)))?;
        let most = end.min(first + MOST_WORDS);
        let last = (first..most).find(|&index| ends_phrase(words, first, index)).unwrap_or(most);
        if (first..last).any(|index| !GENERIC.contains(&words.word(index))) {
            return Some(words.start(first)..words.end(last - 1));
        }
        if last == first || last == end || !VERBS.contains(&words.word(last)) {
            return None;
        }
        from = last + 1;
    }
    None
}

fn ends_phrase(words: &Words, first: usize, index: usize) -> bool {
    let word = words.word(index);
    let parted = index > first && (words.starts_clause(index) || words.starts_sentence(index));
    parted || ENDS.contains(&word) || VERBS.contains(&word) || (word == "and" && act_follows(words, index + 1))
}

/// "... and restarted the proxy" is no part of a suspect.
fn act_follows(words: &Words, index: usize) -> bool {
    if index >= words.len() {
        return true;
    }
    let word = words.word(index);
    word.ends_with("ed")
        || matches!(
            word,
            "began" | "started" | "then" | "we" | "so" | "spent" | "went" | "took" | "it" | "they" | "not" | "ran"
        )
}

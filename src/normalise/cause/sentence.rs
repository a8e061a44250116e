//! Sentences as clauses with a direction: which part brought something about, and which part is what came of it.
//!
//! In: the words of a sentence and the marks found in it. Out: a [`Reading`]. The phrases that mark a direction, a
//! refutation or a remedy are data (`rules.toml`). Knows nothing of classes or scores.

use std::ops::Range;

use serde::Deserialize;

use crate::text::Words;

/// What a phrase says about the sentence it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark {
    /// What follows is the cause (`caused by`, `due to`).
    Backward,
    /// The same, where the author says that this was it (`the root cause was`).
    Stated,
    /// What follows is the effect (`led to`).
    Forward,
    /// What stands before is the cause (`was the root cause`).
    CauseBefore,
    /// The following words do not hold (`not`, `without`).
    Negation,
    /// A negation that denies nothing about the cause (`not only`, `could not keep up`).
    NoNegation,
    /// A suspect that was not it, or the search for one (`ruled out`, `initially suspected`).
    Refuted,
    /// Takes back a [`Mark::Refuted`] of the same sentence.
    NotRefuted,
    /// The sentence tells what was or will be done about it.
    Remedy,
    /// The sentence tells what users saw.
    Symptom,
    /// The sentence tells what made it longer or hid it (`prolonged because`): a gap, not the fault.
    Aside,
}

/// Which part of the story a clause tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Cause,
    Effect,
    Plain,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) words: Range<usize>,
    pub(super) side: Side,
}

/// What kind of sentence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Told,
    /// States a false lead or a refutation: says nothing about the cause.
    Refuted,
    Remedy,
    Symptom,
    Aside,
}

/// One sentence, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) mood: Mood,
    pub(super) clauses: Vec<Clause>,
    /// Words that a negation covers.
    negated: Vec<Range<usize>>,
    /// It begins with what the sentence before brought about ("This caused ...").
    continues: bool,
}

impl Reading {
    /// Whether it begins with what the sentence before brought about ("This caused ...").
    pub(super) fn points_back(&self) -> bool {
        self.continues
    }

    /// The clause that holds these words whole.
    pub(super) fn clause_of(&self, words: &Range<usize>) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.words.start <= words.start && words.end <= clause.words.end)
    }

    /// Whether a match that starts at this word is denied by the words before it.
    pub(super) fn denies(&self, word: usize) -> bool {
        self.negated.iter().any(|range| range.contains(&word))
    }
}

/// A mark and the words it stands on.
pub(super) type Marked = (Range<usize>, Mark);

/// Words after a negation that it covers.
const NEGATION_REACH: usize = 4;

/// Reads the sentences of one text; `marks` in order of their first word.
pub(super) fn read(words: &Words, marks: &[Marked]) -> Vec<Reading> {
    let mut rest = marks;
    let mut readings: Vec<Reading> = Vec::with_capacity(words.sentences().len());
    for sentence in words.sentences() {
        let count = rest.iter().take_while(|(at, _)| at.start < sentence.end).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        let reading = read_sentence(words, sentence, here);
        if reading.continues
            && let Some(before) = readings.last_mut()
        {
            before
                .clauses
                .iter_mut()
                .filter(|clause| clause.side == Side::Plain)
                .for_each(|clause| clause.side = Side::Cause);
        }
        readings.push(reading);
    }
    readings
}

fn read_sentence(words: &Words, sentence: &Range<usize>, marks: &[Marked]) -> Reading {
    // "Cause: a full disk": a noun that opens a sentence brings nothing about.
    let noun = |at: &Range<usize>| at.len() == 1 && at.start == sentence.start && words.word(at.start) == "cause";
    let links: Vec<Marked> =
        links(marks).into_iter().filter(|(at, mark)| *mark != Mark::Forward || !noun(at)).collect();
    let negated = negated(sentence, marks, &links);
    let clauses = clauses(sentence, &links);
    let continues =
        links.first().is_some_and(|(at, mark)| *mark == Mark::Forward && refers_back(words, sentence.start..at.start));
    Reading { mood: mood(marks), clauses, negated, continues }
}

fn mood(marks: &[Marked]) -> Mood {
    let has = |wanted: Mark| marks.iter().any(|(_, mark)| *mark == wanted);
    if has(Mark::Refuted) && !has(Mark::NotRefuted) {
        Mood::Refuted
    } else if has(Mark::Remedy) {
        Mood::Remedy
    } else if has(Mark::Aside) {
        Mood::Aside
    } else if has(Mark::Symptom) {
        Mood::Symptom
    } else {
        Mood::Told
    }
}

/// The connectives, leftmost and longest first, none over another.
fn links(marks: &[Marked]) -> Vec<Marked> {
    let mut links: Vec<Marked> = Vec::new();
    for (at, mark) in marks {
        if !matches!(mark, Mark::Backward | Mark::Stated | Mark::Forward | Mark::CauseBefore) {
            continue;
        }
        match links.last_mut() {
            Some((last, kind)) if at.start < last.end => {
                if at.start == last.start && at.end > last.end {
                    (*last, *kind) = (at.clone(), *mark);
                }
            }
            _ => links.push((at.clone(), *mark)),
        }
    }
    links
}

/// The words each negation covers: up to [`NEGATION_REACH`] after it, not past a connective; what a denied connective
/// introduces ("not caused by ...") up to the next one.
fn negated(sentence: &Range<usize>, marks: &[Marked], links: &[Marked]) -> Vec<Range<usize>> {
    let excused = |at: &Range<usize>| {
        marks.iter().any(|(other, mark)| *mark == Mark::NoNegation && other.start <= at.start && at.end <= other.end)
    };
    let mut negated = Vec::new();
    for (at, _) in marks.iter().filter(|(at, mark)| *mark == Mark::Negation && !excused(at)) {
        let reach = (at.end + NEGATION_REACH).min(sentence.end);
        let next = links.iter().position(|(link, _)| link.start >= at.end);
        match next.map(|index| (&links[index], links.get(index + 1))) {
            Some(((link, mark), after)) if link.start <= at.end + 1 && *mark != Mark::CauseBefore => {
                negated.push(link.end..after.map_or(sentence.end, |(after, _)| after.start));
            }
            Some(((link, _), _)) => negated.push(at.end..reach.min(link.start)),
            None => negated.push(at.end..reach),
        }
    }
    negated
}

/// The stretches between connectives, each with the side its neighbours give it.
fn clauses(sentence: &Range<usize>, links: &[Marked]) -> Vec<Clause> {
    let mut clauses = Vec::with_capacity(links.len() + 1);
    let mut before: Option<Mark> = None;
    let mut start = sentence.start;
    for (at, mark) in links {
        push_clause(&mut clauses, start..at.start, before, Some(*mark));
        before = Some(*mark);
        start = at.end;
    }
    push_clause(&mut clauses, start..sentence.end, before, None);
    clauses
}

fn push_clause(clauses: &mut Vec<Clause>, words: Range<usize>, before: Option<Mark>, after: Option<Mark>) {
    if words.is_empty() {
        return;
    }
    let side = match (before, after) {
        (Some(Mark::Backward | Mark::Stated), _) => Side::Cause,
        (Some(Mark::Forward | Mark::CauseBefore), _) => Side::Effect,
        (_, Some(Mark::Forward | Mark::CauseBefore)) => Side::Cause,
        (_, Some(Mark::Backward | Mark::Stated)) => Side::Effect,
        _ => Side::Plain,
    };
    clauses.push(Clause { words, side });
}

/// "This", "which", "as a result": nothing before the connective, or a word that points at the sentence before.
fn refers_back(words: &Words, before: Range<usize>) -> bool {
    match before.len() {
        0 => true,
        1..=3 => matches!(words.word(before.start), "this" | "these" | "that" | "it" | "which" | "and" | "doing"),
        _ => false,
    }
}

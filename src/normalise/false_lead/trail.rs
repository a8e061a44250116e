//! Leads from their opening to what ended them.
//!
//! In: entries with their kinds. Out: every lead that was opened and closed, and whether it was false. One lead is open
//! at a time: a new suspect takes the place of the old one.

use crate::model::{ComponentId, EventKind, FalseLeadBasis};
use crate::normalise::event::{Cue, EventContext, PlacedEntry, Reading};
use crate::normalise::phrase::Words;

use super::cue::{LeadCues, Refuted, Strength};
use super::suspect::{phrase_at, suspect_of};

/// One lead with the indices of the entries that opened and closed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::normalise) struct Lead {
    pub(in crate::normalise) suspect: String,
    /// Without the culprit.
    pub(in crate::normalise) components: Vec<ComponentId>,
    pub(in crate::normalise) strength: Strength,
    pub(in crate::normalise) opened: usize,
    /// The last entry that still followed it.
    pub(in crate::normalise) last_seen: usize,
    /// `None` where nothing ever ended it.
    pub(in crate::normalise) closed: Option<usize>,
    pub(in crate::normalise) basis: FalseLeadBasis,
    /// The entry that closed it says in words that the suspect was out.
    pub(in crate::normalise) ruled_out: bool,
    pub(in crate::normalise) after_identification: bool,
    pub(in crate::normalise) is_false: bool,
    /// Somebody marked it `[dead-end]`: no rule of ours overrides that.
    marked: bool,
    /// The suspect is the culprit, so the lead was right.
    right: bool,
}

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

/// Follows every lead of a timeline; entries are in order of time and carry their kinds.
pub(in crate::normalise) fn follow(entries: &[PlacedEntry], context: &EventContext) -> Vec<Lead> {
    let mut trail = Trail { entries, context, open: None, closed: Vec::new(), culprit_found: false };
    for index in 0..entries.len() {
        trail.step(index);
    }
    trail.finish()
}

struct Trail<'a> {
    entries: &'a [PlacedEntry],
    context: &'a EventContext<'a>,
    open: Option<Lead>,
    closed: Vec<Lead>,
    culprit_found: bool,
}

impl Trail<'_> {
    fn step(&mut self, index: usize) {
        let entry = &self.entries[index].entry;
        let words = Words::of(&entry.text);
        let clues = clues(&words, self.context);
        let names_culprit = self.context.names_culprit(&entry.text);
        let finds_culprit = names_culprit && finds_something(&words);

        self.refute_earlier(index, &clues);
        let opening = clues.opening.clone().filter(|opening| {
            clues.dead_end_mark
                || (entry.kind != EventKind::Identified && !(finds_culprit && opening.strength != Strength::Wrong))
        });
        match entry.kind {
            EventKind::Identified => self.close(index, FalseLeadBasis::Identified, false),
            EventKind::Fixed | EventKind::Resolved | EventKind::Ended => {
                self.close(index, FalseLeadBasis::Fixed, false)
            }
            _ => {}
        }
        if let Some(opening) = opening {
            self.open(index, opening, clues.dead_end_mark);
            self.refute_within(index, &clues);
        } else {
            self.stay_on(index, &clues);
        }
        self.culprit_found |= entry.kind == EventKind::Identified || finds_culprit;
    }

    /// A refutation that stands before any new lead of the same entry is about the lead that is open.
    fn refute_earlier(&mut self, index: usize, clues: &Clues) {
        let Some(open) = &self.open else { return };
        let same_as_open = |opening: &Opening| same_suspect(&open.components, &opening.components);
        let first = clues.opening.as_ref().is_none_or(|opening| {
            clues.refutation.as_ref().is_some_and(|refutation| refutation.word <= opening.word) || same_as_open(opening)
        });
        let marked = clues.dead_end_mark && clues.opening.as_ref().is_none_or(same_as_open);
        let refuted = clues.refutation.as_ref().is_some_and(|refutation| concerns(open, refutation));
        if marked || (refuted && first) {
            let in_words =
                marked || clues.refutation.as_ref().is_some_and(|refutation| refutation.how != Refuted::Shifted);
            if let Some(open) = self.open.as_mut() {
                open.marked |= marked;
            }
            self.close(index, FalseLeadBasis::Refuted, in_words);
        }
    }

    /// "Suspecting X; restarted it, which did not help": opened and refuted in one entry.
    fn refute_within(&mut self, index: usize, clues: &Clues) {
        let Some(refutation) = &clues.refutation else { return };
        let after = clues.opening.as_ref().is_some_and(|opening| opening.word < refutation.word);
        let opened_here = self.open.as_ref().is_some_and(|open| open.opened == index && concerns(open, refutation));
        if after && opened_here && refutation.how == Refuted::Plainly {
            self.close(index, FalseLeadBasis::Refuted, false);
        }
    }

    fn open(&mut self, index: usize, opening: Opening, marked: bool) {
        if let Some(open) = self
            .open
            .as_mut()
            .filter(|open| same_suspect(&open.components, &opening.components) && !opening.components.is_empty())
        {
            open.last_seen = index;
            open.strength = open.strength.max(opening.strength);
            open.marked |= marked;
            return;
        }
        if self.closed.last().is_some_and(|lead| {
            lead.closed == Some(index)
                && lead.ruled_out
                && same_suspect(&lead.components, &opening.components)
                && lead.suspect_is(&opening)
        }) {
            return;
        }
        self.close(index, FalseLeadBasis::Superseded, false);
        self.open = Some(Lead {
            suspect: opening.suspect,
            components: opening.components,
            strength: opening.strength,
            opened: index,
            last_seen: index,
            closed: None,
            basis: FalseLeadBasis::Open,
            ruled_out: false,
            after_identification: self.culprit_found,
            is_false: false,
            marked,
            right: opening.right,
        });
    }

    /// A later entry about the same component keeps the lead alive.
    fn stay_on(&mut self, index: usize, clues: &Clues) {
        let Some(open) = self.open.as_mut() else { return };
        let named = self.context.components(&self.entries[index].entry.text);
        if clues.refutation.is_none() && named.iter().any(|id| open.components.contains(id)) {
            open.last_seen = index;
        }
    }

    fn close(&mut self, index: usize, basis: FalseLeadBasis, ruled_out: bool) {
        let Some(mut lead) = self.open.take() else { return };
        lead.closed = Some(index);
        lead.basis = basis;
        lead.ruled_out = ruled_out;
        lead.is_false = self.was_false(&lead, Some(index));
        self.closed.push(lead);
    }

    fn finish(mut self) -> Vec<Lead> {
        if let Some(mut lead) = self.open.take() {
            lead.is_false = self.was_false(&lead, None);
            self.closed.push(lead);
        }
        self.closed
    }

    fn was_false(&self, lead: &Lead, closed: Option<usize>) -> bool {
        if lead.marked {
            return true;
        }
        if lead.right {
            return false;
        }
        match lead.basis {
            FalseLeadBasis::Refuted | FalseLeadBasis::Superseded => true,
            FalseLeadBasis::Open => lead.strength == Strength::Wrong,
            FalseLeadBasis::Identified | FalseLeadBasis::Fixed => {
                lead.strength == Strength::Wrong || self.another_is_culprit(lead, closed)
            }
        }
    }

    /// Whether the cause, or the entry that closed the matter, names a component other than the suspect.
    fn another_is_culprit(&self, lead: &Lead, closed: Option<usize>) -> bool {
        if lead.components.is_empty() {
            return false;
        }
        if let Some(culprit) = self.context.culprit {
            return lead.components.iter().any(|id| id != culprit);
        }
        let named = closed.map(|index| self.context.components(&self.entries[index].entry.text)).unwrap_or_default();
        !named.is_empty() && named.iter().all(|id| !lead.components.contains(id))
    }
}

impl Lead {
    fn suspect_is(&self, opening: &Opening) -> bool {
        !self.components.is_empty() || self.suspect.eq_ignore_ascii_case(&opening.suspect)
    }
}

fn same_suspect(open: &[ComponentId], other: &[ComponentId]) -> bool {
    other.is_empty() || open.is_empty() || other.iter().any(|id| open.contains(id))
}

/// Whether a refutation can be about a lead: it names the suspect, or nothing at all.
fn concerns(lead: &Lead, refutation: &Refutation) -> bool {
    same_suspect(&lead.components, &refutation.components)
}

fn finds_something(words: &Words) -> bool {
    let reading = Reading::of(words);
    reading.tells(Cue::Identified) || reading.tells(Cue::Found)
}

/// Reads what a text says about suspects.
pub(super) fn clues(words: &Words, context: &EventContext) -> Clues {
    let cues = LeadCues::of(words);
    let dead_end_mark = cues.mark.as_ref().is_some_and(|mark| mark.dead_end);
    Clues { opening: opening(words, &cues, context), refutation: refutation(words, &cues, context), dead_end_mark }
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
        (None, Some(mark)) => (marked?, phrase_at(words, mark.range.end)?, 0),
        (None, None) => {
            let wrong = leads.first().filter(|lead| lead.meaning == Strength::Wrong)?;
            let sentence = words.sentence_of(wrong.words.start);
            (wrong.meaning, words.start(sentence.start)..words.end(sentence.end - 1), wrong.words.start)
        }
    };
    let suspect = words.text[range].to_owned();
    let named = context.components(&suspect);
    let right = is_right(&suspect, &named, context);
    let components = named.into_iter().filter(|id| context.culprit != Some(id.as_str())).collect();
    Some(Opening { suspect, components, strength, right, word })
}

/// A suspect is right when it is the culprit, or when it is joined to the culprit by "and" or "or".
fn is_right(suspect: &str, named: &[ComponentId], context: &EventContext) -> bool {
    let is_culprit = |id: &ComponentId| context.culprit == Some(id.as_str());
    match named.first() {
        Some(first) if is_culprit(first) => true,
        Some(_) => named.iter().any(is_culprit) && (suspect.contains(" and ") || suspect.contains(" or ")),
        None => context.cause.is_some_and(|cause| shares_words(suspect, cause)),
    }
}

/// Whether at least half of the telling words of a suspect, two or more, stand in the cause too.
fn shares_words(suspect: &str, cause: &str) -> bool {
    let cause = Words::of(cause);
    let suspect = Words::of(suspect);
    let telling: Vec<&str> = (0..suspect.len())
        .map(|index| suspect.word(index))
        .filter(|word| word.len() > 3 && !VAGUE.contains(word))
        .collect();
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    let shared =
        telling.iter().filter(|word| (0..cause.len()).any(|index| stem(cause.word(index)) == stem(word))).count();
    shared > 0 && shared * 2 >= telling.len()
}

#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "issue", "issues", "problem", "problems", "recent", "performance", "possible", "failure", "errors", "error",
    "traffic", "latency", "with", "from", "service", "services", "system",
];

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

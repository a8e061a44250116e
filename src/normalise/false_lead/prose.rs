//! False leads stated in prose, without times.
//!
//! In: the sentences of a report that has no timeline. Out: leads whose author says that they led nowhere, either in
//! the same words or within the next two sentences.

use std::cell::OnceCell;

use crate::model::{FalseLead, FalseLeadBasis};
use crate::normalise::event::EventContext;
use crate::text::Words;

use super::clue::{Clues, Opening, clues};
use super::cue::{LeadCues, Refuted, Strength, may_open};

/// Finds the leads that prose tells of; each sentence comes with its line, counted from 1.
///
/// Minutes are always `None`. The same suspect is told once.
pub fn find_in_prose(sentences: &[(&str, usize)], context: &EventContext) -> Vec<FalseLead> {
    let read = Reading { sentences, clues: vec![OnceCell::new(); sentences.len()], context };
    let mut leads: Vec<FalseLead> = Vec::new();
    for (index, (text, line)) in sentences.iter().enumerate() {
        if !may_open(text) {
            continue;
        }
        let Some(opening) = &read.clues(index).opening else { continue };
        let Some(basis) = basis(&read, index, opening) else { continue };
        let component = opening.components.first().cloned();
        let told = leads.iter().any(|lead| {
            lead.suspect.eq_ignore_ascii_case(&opening.suspect) || (component.is_some() && lead.component == component)
        });
        if !told {
            leads.push(FalseLead {
                suspect: opening.suspect.clone(),
                component,
                from: None,
                to: None,
                minutes: None,
                basis,
                after_identification: false,
                line: *line,
            });
        }
    }
    leads
}

/// Sentences, each of them read when it is asked for: few open a lead or stand behind one.
struct Reading<'r> {
    sentences: &'r [(&'r str, usize)],
    clues: Vec<OnceCell<Clues>>,
    context: &'r EventContext<'r>,
}

impl Reading<'_> {
    fn clues(&self, index: usize) -> &Clues {
        self.clues[index].get_or_init(|| {
            let words = Words::opening(self.sentences[index].0);
            clues(&words, &LeadCues::of(&words), self.context)
        })
    }
}

/// How many sentences after a lead may refute it, and how many where they name the suspect.
const REACH: usize = 2;
const FAR: usize = 6;

/// What shows that the lead was false, or `None` where nothing does.
fn basis(read: &Reading<'_>, index: usize, opening: &Opening) -> Option<FalseLeadBasis> {
    if read.clues(index).dead_end_mark {
        return Some(FalseLeadBasis::Open);
    }
    if opening.right || opening.strength == Strength::Direction && opening.components.is_empty() {
        return None;
    }
    let refutes = |at: usize| {
        read.clues(at).refutation.as_ref().is_some_and(|refutation| {
            let named = refutation.components.iter().any(|id| opening.components.contains(id));
            let open = refutation.components.is_empty() || opening.components.is_empty();
            let plain = match refutation.how {
                Refuted::Plainly => true,
                Refuted::Weakly => at > index && (named || refers(read.sentences[at].0)),
                Refuted::Shifted => false,
            };
            plain && (at > index || refutation.word > opening.word) && (named || open && at <= index + REACH)
        })
    };
    let end = read.sentences.len().min(index + 1 + FAR);
    if (index..end).any(refutes) {
        return Some(FalseLeadBasis::Refuted);
    }
    let corrected = read.sentences[index..]
        .iter()
        .take(2)
        .enumerate()
        .any(|(offset, (text, _))| corrects(text, if offset == 0 { opening.word } else { 0 }));
    let another = read.context.culprit.is_some() && !opening.components.is_empty();
    match opening.strength {
        Strength::Wrong => Some(FalseLeadBasis::Open),
        Strength::First => Some(FalseLeadBasis::Superseded),
        Strength::Guess if corrected => Some(FalseLeadBasis::Superseded),
        Strength::Direction | Strength::Guess if corrected && another => Some(FalseLeadBasis::Superseded),
        _ => None,
    }
}

/// Whether a sentence speaks of what stands right before it: "It was idle."
fn refers(text: &str) -> bool {
    let words = Words::opening(text);
    !words.is_empty() && matches!(words.word(0), "it" | "that" | "this" | "they" | "these" | "which" | "no" | "still")
}

/// Whether the text takes back what stands before: "but in fact", "it was actually".
fn corrects(text: &str, from: usize) -> bool {
    let words = Words::opening(text);
    (from..words.len()).any(|index| {
        matches!(words.word(index), "actually" | "however" | "instead")
            || (words.word(index) == "but" && words.len() > index + 1)
            || (words.word(index) == "in" && index + 1 < words.len() && words.word(index + 1) == "fact")
    })
}

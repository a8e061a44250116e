//! False leads stated in prose, without times.
//!
//! In: the sentences of a report that has no timeline. Out: leads whose author says that they led nowhere, either in
//! the same words or within the next two sentences.

use crate::model::{FalseLead, FalseLeadBasis};
use crate::normalise::event::EventContext;
use crate::normalise::phrase::Words;

use super::clue::{Clues, Opening, clues};
use super::cue::{LeadCues, Refuted, Strength};

/// Finds the leads that prose tells of; each sentence comes with its line, counted from 1.
///
/// Minutes are always `None`. The same suspect is told once.
pub fn find_in_prose(sentences: &[(String, usize)], context: &EventContext) -> Vec<FalseLead> {
    let read: Vec<Clues> = sentences.iter().map(|(text, _)| read(text, context)).collect();
    let mut leads: Vec<FalseLead> = Vec::new();
    for (index, clues) in read.iter().enumerate() {
        let Some(opening) = &clues.opening else { continue };
        let Some(basis) = basis(&sentences[index..], &read[index..], opening, context) else { continue };
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
                line: sentences[index].1,
            });
        }
    }
    leads
}

fn read(text: &str, context: &EventContext) -> Clues {
    let words = Words::of(text);
    clues(&words, &LeadCues::of(&words), context)
}

/// How many sentences after a lead may refute it.
const REACH: usize = 2;

/// What shows that the lead was false, or `None` where nothing does.
fn basis(
    sentences: &[(String, usize)],
    read: &[Clues],
    opening: &Opening,
    context: &EventContext,
) -> Option<FalseLeadBasis> {
    if read[0].dead_end_mark {
        return Some(FalseLeadBasis::Open);
    }
    if opening.right {
        return None;
    }
    let refutes = |(offset, clues): (usize, &Clues)| {
        clues.refutation.as_ref().is_some_and(|refutation| {
            refutation.how == Refuted::Plainly
                && (offset > 0 || refutation.word > opening.word)
                && (refutation.components.is_empty()
                    || opening.components.is_empty()
                    || refutation.components.iter().any(|id| opening.components.contains(id)))
        })
    };
    if read.iter().take(1 + REACH).enumerate().any(refutes) {
        return Some(FalseLeadBasis::Refuted);
    }
    let corrected = sentences
        .iter()
        .take(2)
        .enumerate()
        .any(|(offset, (text, _))| corrects(text, if offset == 0 { opening.word } else { 0 }));
    let another = context.culprit.is_some() && !opening.components.is_empty();
    match opening.strength {
        Strength::Wrong => Some(FalseLeadBasis::Open),
        Strength::Guess if corrected => Some(FalseLeadBasis::Superseded),
        Strength::Direction | Strength::Guess if corrected && another => Some(FalseLeadBasis::Superseded),
        _ => None,
    }
}

/// Whether the text takes back what stands before: "but in fact", "it was actually".
fn corrects(text: &str, from: usize) -> bool {
    let words = Words::of(text);
    (from..words.len()).any(|index| {
        matches!(words.word(index), "actually" | "however" | "instead")
            || (words.word(index) == "but" && words.len() > index + 1)
            || (words.word(index) == "in" && index + 1 < words.len() && words.word(index + 1) == "fact")
    })
}

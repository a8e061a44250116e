//! Cause classes and components by rules, with their evidence; who noticed, and what ended the incident.
//!
//! In: passages of text with the part of the story each tells. Out: plain [`Cause`], [`Detection`] and
//! [`MitigationKind`] values. The rules are data, `rules.toml` beside this file, one line per phrase. Nothing here
//! knows Markdown, headings or times, or decides which section is which.

mod course;
mod detection;
mod mitigation;
mod place;
mod rules;
mod score;
mod sentence;
#[cfg(test)]
mod tests;
mod told;

use std::ops::Range;

pub use course::{Likely, likely};
pub use detection::{NOTICING, Noticing, detection_source, noticed_by, noticings, party_named};
pub use mitigation::{Deed, Remedy, Tense, Wording, deeds, mitigation_kind, remedies, tells_recovered};
pub use rules::{Named, RuleProblem, Rules};
pub use score::{Proof, Proofs, Scores};

use crate::model::{Cause, ComponentId};
use crate::text::Words;
use rules::Meaning;

#[cfg(doc)]
use crate::model::{Detection, MitigationKind};

/// Which part of the story a passage tells; decides its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Root cause, trigger.
    Cause,
    /// Contributing factors.
    Contributing,
    Title,
    Summary,
    /// Prose of no known section.
    #[default]
    Plain,
    Impact,
    /// Timed entries.
    Timeline,
    /// What was done to end it.
    Resolution,
    /// What is to be done, lessons.
    Action,
}

/// One block of text, one or several sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub role: Role,
    pub text: String,
    /// Line of the source file the text starts at, counted from 1.
    pub line: usize,
}

/// A sentence that states the cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// As written, its white space made single.
    pub text: String,
    /// Line of the source file, counted from 1.
    pub line: usize,
    /// Where it stands.
    pub role: Role,
    /// It says so in so many words ("the cause was", "because").
    pub reasoned: bool,
}

/// The classified cause of one document; its `statement` stays `None`.
///
/// `own_names` are those of the organisation whose document it is and of its sites: they never speak for a failing
/// provider, and where a name is a single word, it never speaks for a component.
pub fn classify(rules: &Rules, passages: &[Passage], own_names: &[&str]) -> Cause {
    assess(rules, passages, own_names).0
}

/// The best classes and components of one document, at most three each.
pub fn scores(rules: &Rules, passages: &[Passage], own_names: &[&str]) -> Scores {
    assess(rules, passages, own_names).1
}

/// [`classify`] and [`scores`] in one reading, and what decided.
pub fn assess(rules: &Rules, passages: &[Passage], own_names: &[&str]) -> (Cause, Scores, Proofs) {
    assess_read(rules, (passages, &likely(passages)), own_names)
}

/// The same for passages of which it is known what counting says of their sentences.
pub fn assess_read(rules: &Rules, read: (&[Passage], &[Vec<Likely>]), own_names: &[&str]) -> (Cause, Scores, Proofs) {
    score::assess(rules, read, own_names)
}

/// Components named in a text with the bytes they stand on, most telling first, then in order of the text.
pub fn components_in(rules: &Rules, text: &str) -> Vec<(ComponentId, Range<usize>)> {
    let words = Words::of(text);
    let mut found: Vec<(f64, Range<usize>, usize)> = Vec::new();
    for hit in rules.component_lexicon.find(&words) {
        if let Meaning::Component { component, weight } = hit.meaning {
            found.push((weight, hit.words, component));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.len().cmp(&a.1.len())).then(a.1.start.cmp(&b.1.start)));
    let mut kept: Vec<(f64, Range<usize>, usize)> = Vec::new();
    for (weight, at, component) in found {
        if !kept.iter().any(|(_, other, _)| at.start < other.end && other.start < at.end) {
            kept.push((weight, at, component));
        }
    }
    kept.into_iter().map(|(_, at, component)| (rules.component_id(component).clone(), words.bytes(&at))).collect()
}

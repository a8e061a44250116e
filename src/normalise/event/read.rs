//! An entry, read once: its words, what they tell, what they suspect.
//!
//! In: the text of an entry. Out: everything the rules ask of it, so that no text is taken apart twice.

use std::cell::OnceCell;

use crate::model::ComponentId;
use crate::normalise::false_lead::LeadCues;
use crate::text::Words;

use super::EventContext;
use super::cue::{Cue, Reading};

/// What the words of one entry say by themselves.
#[derive(Debug)]
pub(in crate::normalise) struct ReadEntry<'a> {
    pub(in crate::normalise) words: Words<'a>,
    pub(in crate::normalise) reading: Reading,
    pub(in crate::normalise) suspicions: LeadCues,
    components: OnceCell<Vec<ComponentId>>,
}

impl<'a> ReadEntry<'a> {
    /// Reads the texts of the entries of a timeline.
    pub(in crate::normalise) fn all(texts: &'a [String]) -> Vec<Self> {
        texts.iter().map(|text| Self::of(text)).collect()
    }

    fn of(text: &'a str) -> Self {
        let words = Words::opening(text);
        let (reading, suspicions) = (Reading::of(&words), LeadCues::of(&words));
        Self { words, reading, suspicions, components: OnceCell::new() }
    }

    pub(in crate::normalise) fn tells(&self, cue: Cue) -> bool {
        self.reading.tells(cue)
    }

    /// Ids of the components that the entry names, in the order they are named.
    pub(in crate::normalise) fn components(&self, context: &EventContext) -> &[ComponentId] {
        self.components.get_or_init(|| context.components(self.words.text))
    }

    /// Whether the entry names the component of the classified cause.
    pub(in crate::normalise) fn names_culprit(&self, context: &EventContext) -> bool {
        context.culprit.is_some_and(|culprit| self.components(context).iter().any(|id| id == culprit))
    }

    /// Whether the entry says that something was found and names the culprit.
    pub(in crate::normalise) fn finds_culprit(&self, context: &EventContext) -> bool {
        (self.tells(Cue::Identified) || self.tells(Cue::Found)) && self.names_culprit(context)
    }
}

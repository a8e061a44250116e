//! An entry, read once: its words, what they tell, what they suspect.
//!
//! In: the text of an entry. Out: everything the rules ask of it, so that no text is taken apart twice.

use std::cell::OnceCell;

use crate::model::ComponentId;
use crate::normalise::cause::{Tense, remedies, tells_recovered};
use crate::normalise::clause::{Aspect, Speaker, clause_of, clauses};
use crate::normalise::false_lead::LeadCues;
use crate::text::{Words, shared_with};

use super::EventContext;
use super::cue::{Cue, Reading, decided};
use super::telling::{Telling, tellings};

/// Three telling words of the stated cause say the same as it does, or two that are half of them.
fn says_the_same(shared: usize, all: usize) -> bool {
    shared >= 3 || (shared == 2 && all <= 4)
}

/// What the words of one entry say by themselves.
#[derive(Debug)]
pub(in crate::normalise) struct ReadEntry<'a> {
    pub(in crate::normalise) words: Words<'a>,
    pub(in crate::normalise) reading: Reading,
    pub(in crate::normalise) suspicions: LeadCues,
    /// What it tells beside the others, where that is likely.
    pub(in crate::normalise) telling: Option<Telling>,
    /// Its share of each kind of [`known::TIMELINES`](crate::normalise::known::TIMELINES), from 0 to 1.
    pub(super) shares: Vec<f32>,
    components: OnceCell<Vec<ComponentId>>,
    deed: OnceCell<Option<Deed>>,
    recovers: OnceCell<bool>,
}

/// A remedy that an entry completes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::normalise) struct Deed {
    /// The entry says that it helped.
    pub(in crate::normalise) helped: bool,
}

impl<'a> ReadEntry<'a> {
    /// Reads the texts of the entries of a timeline.
    pub(in crate::normalise) fn all(texts: &'a [String]) -> Vec<Self> {
        let mut read: Vec<Self> = texts.iter().map(|text| Self::of(text)).collect();
        let tellings = tellings(&read);
        for (entry, (telling, shares)) in read.iter_mut().zip(tellings) {
            (entry.telling, entry.shares) = (telling, shares);
        }
        read
    }

    fn of(text: &'a str) -> Self {
        let words = Words::opening(text);
        let (reading, suspicions) = (Reading::of(&words), LeadCues::of(&words));
        Self {
            words,
            reading,
            suspicions,
            telling: None,
            shares: Vec::new(),
            components: OnceCell::new(),
            deed: OnceCell::new(),
            recovers: OnceCell::new(),
        }
    }

    pub(in crate::normalise) fn tells(&self, cue: Cue) -> bool {
        self.reading.tells(cue)
    }

    /// Ids of the components that the entry names, in the order they are named.
    pub(in crate::normalise) fn components(&self, context: &EventContext) -> &[ComponentId] {
        self.components.get_or_init(|| context.components(self.words.text))
    }

    /// The last remedy that the entry completes, told as of its own time.
    pub(in crate::normalise) fn deed(&self) -> Option<Deed> {
        *self.deed.get_or_init(|| {
            let found = remedies(self.words.text);
            let then = found.iter().rfind(|remedy| {
                remedy.tense == Tense::Then && !decided(&self.words, self.words_within(&remedy.sentence))
            })?;
            Some(Deed { helped: then.recovers })
        })
    }

    /// Whether the entry says that it was over, whatever had been done.
    pub(in crate::normalise) fn recovers(&self) -> bool {
        *self.recovers.get_or_init(|| tells_recovered(self.words.text))
    }

    /// Whether the entry names the component of the classified cause.
    pub(in crate::normalise) fn names_culprit(&self, context: &EventContext) -> bool {
        context.culprit.is_some_and(|culprit| self.components(context).iter().any(|id| id == culprit))
    }

    /// The words that stand within these bytes, by index.
    fn words_within(&self, bytes: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let words = 0..self.words.len();
        let first = words.clone().find(|at| self.words.start(*at) >= bytes.start).unwrap_or(words.end);
        first..(first..words.end).find(|at| self.words.end(*at) > bytes.end).unwrap_or(words.end)
    }

    /// Whether somebody of the time says in this entry what it was: a find or a suspicion, and in the same sentence the
    /// culprit, or what the stated cause says. `cause` holds the telling words of the cause; without them the culprit
    /// has to stand behind the words that tell of the find.
    pub(in crate::normalise) fn says_culprit(&self, cause: Option<&[&str]>, context: &EventContext) -> bool {
        let marks = self.assertions();
        if marks.is_empty() {
            return false;
        }
        let clauses = clauses(&self.words);
        let plain = |word: usize| {
            clause_of(&clauses, word).is_some_and(|clause| {
                clause.speaker == Speaker::Then && !matches!(clause.aspect, Aspect::Planned | Aspect::Conditional)
            })
        };
        marks.into_iter().filter(|mark| plain(*mark)).any(|mark| {
            let sentence = self.words.sentence_of(mark);
            let refuted = self.suspicions.refutes_in(&sentence);
            let from = if cause.is_some() { sentence.start } else { mark };
            let bytes = self.words.bytes(&(from..sentence.end));
            let said = &self.words.text[bytes];
            let names = context.culprit.is_some_and(|culprit| context.components(said).iter().any(|id| id == culprit));
            let shared = cause.map(|cause| shared_with(&Words::of(said), cause));
            let says = cause.zip(shared).is_some_and(|(cause, shared)| says_the_same(shared, cause.len()));
            !refuted && (names && shared != Some(0) || says)
        })
    }

    /// Numbers of the words at which the entry tells of a find or of a suspicion.
    fn assertions(&self) -> Vec<usize> {
        let found = [Cue::Found, Cue::Identified].into_iter().filter_map(|cue| self.reading.at(cue));
        found.chain(self.suspicions.openings()).collect()
    }

    /// Whether the entry says that something was found and names the culprit.
    pub(in crate::normalise) fn finds_culprit(&self, context: &EventContext) -> bool {
        (self.tells(Cue::Identified) || self.tells(Cue::Found)) && self.names_culprit(context)
    }
}

//! Leads from their opening to what ended them.
//!
//! In: entries with their kinds. Out: every lead that was opened and closed, and whether it was false. One lead is open
//! at a time: a new suspect takes the place of the old one.

use crate::model::{ComponentId, EventKind, FalseLeadBasis};
use crate::normalise::event::{EventContext, ReadEntry};
use crate::text::shared_words;

use super::clue::{Clues, Opening, clues, denial};
use super::cue::{Refuted, Strength};

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

/// Follows every lead of a timeline: its entries in order of time, each with its kind.
pub(in crate::normalise) fn follow(read: &[ReadEntry], kinds: &[EventKind], context: &EventContext) -> Vec<Lead> {
    let mut trail = Trail { read, context, open: None, closed: Vec::new(), culprit_found: false };
    for (index, kind) in kinds.iter().enumerate().take(read.len()) {
        trail.step(index, *kind);
    }
    trail.finish()
}

struct Trail<'a> {
    read: &'a [ReadEntry<'a>],
    context: &'a EventContext<'a>,
    open: Option<Lead>,
    closed: Vec<Lead>,
    culprit_found: bool,
}

impl Trail<'_> {
    fn step(&mut self, index: usize, kind: EventKind) {
        let clues = self.clues(index);
        let finds_culprit = self.read[index].finds_culprit(self.context);

        let refuted = self.refute_open(index, &clues);
        match kind {
            EventKind::Identified => self.close(index, FalseLeadBasis::Identified, false),
            EventKind::Fixed | EventKind::Resolved | EventKind::Ended => {
                self.close(index, FalseLeadBasis::Fixed, false)
            }
            _ => {}
        }
        match &clues.opening {
            Some(opening) if self.opens(kind, opening, &clues, finds_culprit, refuted) => {
                self.open(index, opening.clone(), clues.dead_end_mark);
                self.refute_within(index, &clues);
            }
            _ => self.stay_on(index, &clues),
        }
        self.culprit_found |= kind == EventKind::Identified || finds_culprit;
    }

    fn clues(&self, index: usize) -> Clues {
        let entry = &self.read[index];
        let mut clues = clues(&entry.words, &entry.suspicions, self.context);
        if let Some(open) = self.open.as_ref().filter(|_| clues.refutation.is_none()) {
            clues.refutation = denial(&entry.words, &open.suspect);
        }
        clues
    }

    /// Whether the lead of a text is to be followed: what names the culprit and finds something opens none, nor does a
    /// `[dead-end]` that has just closed one.
    fn opens(&self, kind: EventKind, opening: &Opening, clues: &Clues, finds_culprit: bool, refuted: bool) -> bool {
        if clues.dead_end_mark {
            return !refuted;
        }
        kind != EventKind::Identified && (!finds_culprit || opening.strength == Strength::Wrong)
    }

    /// Closes the open lead where the text refutes it before it opens another; tells whether it did.
    fn refute_open(&mut self, index: usize, clues: &Clues) -> bool {
        let Some(open) = self.open.as_mut() else { return false };
        let opening = clues.opening.as_ref();
        let marked = clues.dead_end_mark && opening.is_none_or(|opening| open.may_be_about(&opening.components));
        let refutation = clues.refutation.as_ref().filter(|refutation| open.may_be_about(&refutation.components));
        let said = refutation.filter(|refutation| {
            opening.is_none_or(|opening| refutation.word <= opening.word || open.is_about(opening))
        });
        if !marked && said.is_none() {
            return false;
        }
        open.marked |= marked;
        let in_words = marked || said.is_some_and(|refutation| refutation.how != Refuted::Shifted);
        self.close(index, FalseLeadBasis::Refuted, in_words);
        true
    }

    /// "Suspecting X; restarted it, which did not help": opened and refuted in one entry.
    fn refute_within(&mut self, index: usize, clues: &Clues) {
        let (Some(opening), Some(refutation)) = (&clues.opening, &clues.refutation) else { return };
        let opened_here = |open: &Lead| open.opened == index && open.may_be_about(&refutation.components);
        let behind = refutation.word > opening.word && refutation.how == Refuted::Plainly;
        if behind && self.open.as_ref().is_some_and(opened_here) {
            self.close(index, FalseLeadBasis::Refuted, false);
        }
    }

    fn open(&mut self, index: usize, opening: Opening, marked: bool) {
        if let Some(open) = self.open.as_mut().filter(|open| open.is_about(&opening)) {
            open.last_seen = index;
            open.strength = open.strength.max(opening.strength);
            open.marked |= marked;
            return;
        }
        // "The lag was a red herring" rules the database out and names no new suspect.
        let says_so = opening.components.is_empty() && opening.strength == Strength::Wrong;
        let just_ruled_out =
            |lead: &Lead| lead.closed == Some(index) && lead.ruled_out && (says_so || lead.is_about(&opening));
        if self.closed.last().is_some_and(just_ruled_out) {
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
        let named = self.read[index].components(self.context);
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
                lead.strength >= Strength::First || self.another_is_culprit(lead, closed)
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
        if lead.basis != FalseLeadBasis::Identified {
            return false;
        }
        let named = closed.map(|index| self.read[index].components(self.context)).unwrap_or_default();
        !named.is_empty() && named.iter().all(|id| !lead.components.contains(id))
    }
}

impl Lead {
    /// Whether something said of these components can be about this lead: they share one, or one side names none.
    fn may_be_about(&self, components: &[ComponentId]) -> bool {
        let shared = components.iter().any(|id| self.components.contains(id));
        shared || components.is_empty() || self.components.is_empty()
    }

    /// Whether an opening follows this lead still: it shares a component, or words where neither names a component.
    fn is_about(&self, opening: &Opening) -> bool {
        if self.components.is_empty() && opening.components.is_empty() {
            return shared_words(&self.suspect, &opening.suspect) > 0
                || self.suspect.eq_ignore_ascii_case(&opening.suspect);
        }
        opening.components.iter().any(|id| self.components.contains(id))
    }
}

//! What the sentences that state a cause are like, and what that adds to what the rules found.
//!
//! Rules know what they know to the letter; sentences of other authors say the same in other words. Where the rules are
//! not sure, the best sentences are held against known ones ([`known`]), word by word.

use super::{Tally, confidence, descending, put_amplifier_second};
use crate::normalise::cause::Passage;
use crate::normalise::cause::rules::Rules;
use crate::normalise::known;
use crate::text::{Counted, Words};

/// So many of the sentences that state the cause are held against known ones, each up to so much.
const LIKENED: usize = 3;
const MOST_ALIKE: f64 = 8.0;
/// A sentence that states the cause so much worse than the best one is not asked.
const NEARLY_AS_STRONG: f64 = 6.0;
/// From this confidence on the rules need no help.
const SURE: f64 = 4.0;
/// With less confidence than this nothing is said: of such guesses hardly one in ten was right.
const DECIDED: f64 = 3.0;
/// What likeness is worth among the components that are named.
const CHOOSING: f64 = 0.3;

impl Tally {
    /// The classes by the rules; where these are not sure, also by what the sentences that state the cause are like. None
    /// where no sentence states one, or two classes come too near to each other.
    pub(super) fn classes_with_likeness(&self, rules: &Rules, passages: &[Passage]) -> Vec<(usize, f64)> {
        let mut classes = self.ranked_classes(rules, passages);
        if confidence(&classes) < SURE {
            let alike = self.likeness(passages, &known::CAUSES);
            let number = |kind: &str| (0..rules.class_count()).find(|class| rules.class_id(*class) == kind);
            add_likeness(&mut classes, known::CAUSES.kinds(), &alike, number);
            put_amplifier_second(rules, &mut classes);
        }
        if confidence(&classes) < DECIDED || self.told.is_empty() {
            classes.clear();
        }
        classes
    }

    /// The components that the rules found; likeness only helps to choose among them.
    pub(super) fn components_with_likeness(
        &self,
        rules: &Rules,
        passages: &[Passage],
        primary: Option<usize>,
    ) -> Vec<(usize, f64)> {
        let mut components = self.ranked_components(rules, passages, primary);
        if components.len() > 1 {
            let named: Vec<usize> = components.iter().map(|(component, _)| *component).collect();
            let alike: Vec<f64> =
                self.likeness(passages, &known::COMPONENTS).iter().map(|odds| odds * CHOOSING).collect();
            let number = |kind: &str| named.iter().copied().find(|one| rules.component_id(*one) == kind);
            add_likeness(&mut components, known::COMPONENTS.kinds(), &alike, number);
        }
        components
    }

    /// The odds of each kind for the sentences that state the cause best, each further one worth less.
    fn likeness(&self, passages: &[Passage], known: &Counted) -> Vec<f64> {
        let mut sum = vec![0.0; known.kinds().len()];
        let least = self.told.first().map_or(0.0, |best| best.strength - NEARLY_AS_STRONG);
        // What is said of the organisation by its name is like what others say of their provider.
        let told = self.told.iter().filter(|told| !told.own && told.strength >= least);
        for (place, told) in told.take(LIKENED).enumerate() {
            let words = Words::of(&passages[told.passage].text[told.bytes.clone()]);
            for (sum, odds) in sum.iter_mut().zip(known.odds(&words, &(0..words.len()))) {
                *sum += f64::from(odds).clamp(0.0, MOST_ALIKE) / (place + 1) as f64;
            }
        }
        sum
    }
}

/// Adds what sentences are like to what the rules found, and ranks anew.
fn add_likeness(
    ranked: &mut Vec<(usize, f64)>,
    kinds: &[String],
    alike: &[f64],
    number: impl Fn(&str) -> Option<usize>,
) {
    for (kind, alike) in kinds.iter().zip(alike).filter(|(_, alike)| **alike > 0.0) {
        let Some(subject) = number(kind) else { continue };
        match ranked.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, score)) => *score += alike,
            None => ranked.push((subject, *alike)),
        }
    }
    ranked.sort_by(|a, b| descending(a.1, b.1).then(a.0.cmp(&b.0)));
}

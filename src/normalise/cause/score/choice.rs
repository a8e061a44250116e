//! Which class of cause and which component a document tells, chosen among all of them.
//!
//! In: the sentences of a document with their shares as the one that states the cause, what the rules found in them and
//! what they are like. Out: the share of each class and component, from 0 to 1. How much each sign counts is data,
//! `../../weights/class.tsv` and `component.tsv`.

use std::sync::LazyLock;

use super::{HINT, PROVIDER, Tally, descending};
use crate::normalise::cause::rules::Rules;
use crate::normalise::cause::told::{FEW_SENTENCES, Part, Told};
use crate::normalise::cause::{Passage, Role};
use crate::normalise::known;
#[cfg(test)]
use crate::normalise::record;
use crate::text::{Signs, Weighed};

/// With a smaller share than this nothing is said.
pub(super) const KNOWN: f64 = 0.3;
pub(super) const KNOWN_PART: f64 = 0.32;
/// Points of a share: a confidence of 11 stands for what is right nine times in ten, one of 5.6 for seven times.
const POINTS: f64 = 13.0;
/// What a sentence is like counts up to this, for and against.
const MOST_LIKE: f64 = 8.0;
const LEAST_LIKE: f64 = -4.0;
/// A class that no words of the rules tell is considered where the sentence that states the cause is so much like known
/// ones.
const ALIKE: f64 = 3.0;
/// Words of the rules in sections about the cause count up to so many points.
const MOST_HEADED: f64 = 12.0;

/// A share in the points in which confidence is told; a sentence more or less should not change them.
pub(super) fn points(share: f64) -> f64 {
    (share * POINTS).round()
}

impl Tally {
    /// The classes that the document tells by their shares, best first.
    pub(super) fn classes(&self, rules: &Rules, passages: &[Passage]) -> Vec<(usize, f64)> {
        let scores = super::ranked(&self.classes, rules.class_count());
        // A class of an archive's own that its documents do not name is none of theirs, and takes no share.
        let known = |class: usize| known::CAUSES.kind(rules.class_id(class)).is_some();
        let found = |class: usize| self.matches.iter().any(|found| found.class == class);
        let all: Vec<usize> = (0..rules.class_count()).filter(|class| known(*class) || found(*class)).collect();
        let found_by_rules = self.found();
        let signs = |class: &usize| self.class_signs(rules, *class, (&scores, found_by_rules), Signs::default());
        let candidates: Vec<Signs> = all.iter().map(signs).chain([self.no_class(found_by_rules)]).collect();
        #[cfg(test)]
        {
            let ids = all.iter().map(|class| rules.class_id(*class).to_string());
            record::keep("class", &CLASS_NAMES, ids, &candidates);
        }
        let telling = |class: usize| self.matches.iter().any(|found| found.telling && found.class == class);
        let is_told = |class: usize| {
            (telling(class) || self.is_alike(rules, class)) && self.proof(rules, passages, class).is_some()
        };
        let shares = ranked(&CLASS.shares(candidates)).into_iter().map(|(place, share)| (all[place], share));
        shares.filter(|(class, _)| is_told(*class)).collect()
    }

    /// Whether the sentence that states the cause is clearly like known ones of a class.
    fn is_alike(&self, rules: &Rules, class: usize) -> bool {
        let Some(kind) = known::CAUSES.kind(rules.class_id(class)) else { return false };
        self.stating().first().is_some_and(|told| told.like.get(kind).is_some_and(|odds| f64::from(*odds) >= ALIKE))
    }

    /// The components that are named by their shares, best first.
    pub(super) fn components(&self, rules: &Rules) -> Vec<(usize, f64)> {
        let named: Vec<usize> = (0..rules.component_count())
            .filter(|part| self.named.iter().any(|named| named.component == *part))
            .collect();
        let signs = |part: &usize| self.part_signs(rules, *part, Signs::default());
        let candidates: Vec<Signs> = named.iter().map(signs).chain([self.no_part()]).collect();
        #[cfg(test)]
        {
            let ids = named.iter().map(|part| rules.component_id(*part).to_string());
            record::keep("component", &PART_NAMES, ids, &candidates);
        }
        ranked(&PART.shares(candidates)).into_iter().map(|(place, share)| (named[place], share)).collect()
    }

    /// What speaks for and against a class.
    ///
    /// `scores` are those of the clauses by what they tell, `found` the points of all words of the rules.
    fn class_signs(
        &self,
        rules: &Rules,
        class: usize,
        (scores, found): (&[(usize, f64)], f64),
        mut signs: Signs,
    ) -> Signs {
        let id = rules.class_id(class).as_str();
        let kind = known::CAUSES.kind(id);
        let best = |told: &Told, counts: &dyn Fn(f64) -> bool| {
            let here =
                told.classes.iter().filter(|(known, weight, effect)| *known == class && !effect && counts(*weight));
            here.map(|(_, weight, _)| *weight).fold(0.0, f64::max)
        };
        let hit = |told: &Told| best(told, &|weight| weight > HINT);
        let hint = |told: &Told| best(told, &|weight| weight <= HINT);
        let named = |told: &Told| {
            let here = told.classes.iter().filter(|(known, weight, _)| *known == class && *weight > HINT);
            here.map(|(_, weight, _)| *weight).sum::<f64>()
        };
        let like = |told: &Told| match kind.and_then(|kind| told.like.get(kind)) {
            // What is said of the organisation by its name is like what others say of their provider.
            Some(odds) if !(told.own && id == PROVIDER) => f64::from(*odds).clamp(LEAST_LIKE, MOST_LIKE),
            _ => 0.0,
        };
        let within = |roles: &[Role], figure: &dyn Fn(&Told) -> f64| -> Vec<f64> {
            self.told.iter().filter(|told| roles.contains(&told.role)).map(figure).collect()
        };
        let all: f64 = self.told.iter().map(hit).sum();
        signs.put("like", self.told.iter().map(|told| told.share * like(told)).sum::<f64>());
        signs.put("found", self.told.iter().map(|told| told.share * hit(told)).sum::<f64>());
        signs.put("hinted", self.told.iter().map(|told| told.share * hint(told)).sum::<f64>());
        signs.put("title", within(&[Role::Title], &named).iter().sum::<f64>());
        signs.put("in_section", within(&[Role::Cause, Role::Contributing], &hit).iter().sum::<f64>().min(MOST_HEADED));
        signs.put("in_remedy", within(&[Role::Resolution, Role::Action], &hit).into_iter().fold(0.0, f64::max));
        let alike = self.told.iter().map(|told| like(told).max(0.0)).sum::<f64>();
        signs.put("like_anywhere", alike / (FEW_SENTENCES + self.told.len() as f64));
        signs.put("found_anywhere", (1.0 + all).ln());
        signs.put("share_of_found", all / (1.0 + found));
        signs.put("hinted_anywhere", (1.0 + self.told.iter().map(hint).sum::<f64>()).ln());
        let score = scores.iter().find(|(known, _)| *known == class).map_or(0.0, |(_, score)| *score);
        signs.put("score", (1.0 + score).ln());
        signs.put("share_of_scores", score / (1.0 + scores.iter().map(|(_, score)| score).sum::<f64>()));
        // Which classes there are is known to the built-in rules; one of an archive's own is as likely as any.
        Rules::built_in().classes().iter().for_each(|known| signs.put_of("class", &known.id, *known.id == *id));
        ["none", "none_stated", "none_found"].iter().for_each(|name| signs.put(name, 0.0));
        signs
    }

    /// What speaks for and against that no class is told.
    fn no_class(&self, found: f64) -> Signs {
        let found = (1.0 + found).ln();
        Signs::only(&CLASS_NAMES, &[("none", 1.0), ("none_stated", self.untold), ("none_found", found)])
    }

    /// Points of all words of the rules outside of what came of the cause.
    fn found(&self) -> f64 {
        let best = |told: &Told| {
            let mut seen: Vec<(usize, f64)> = Vec::new();
            for (class, weight, _) in told.classes.iter().filter(|(_, weight, effect)| !effect && *weight > HINT) {
                match seen.iter_mut().find(|(known, _)| known == class) {
                    Some((_, most)) => *most = most.max(*weight),
                    None => seen.push((*class, *weight)),
                }
            }
            seen.iter().map(|(_, weight)| *weight).sum::<f64>()
        };
        self.told.iter().map(best).sum()
    }

    /// What speaks for and against a component.
    fn part_signs(&self, rules: &Rules, part: usize, mut signs: Signs) -> Signs {
        const IN_EFFECT: f64 = 0.5;
        let id = rules.component_id(part).as_str();
        let kind = known::COMPONENTS.kind(id);
        let most = |told: &Told, holds: &dyn Fn(&Part) -> bool| {
            let here = told.parts.iter().filter(|named| named.component == part && holds(named));
            here.map(|named| if named.effect { IN_EFFECT } else { 1.0 }).fold(0.0, f64::max)
        };
        let hit = |told: &Told| most(told, &|_| true);
        let near = |told: &Told| most(told, &|named| named.near);
        let first = |told: &Told| most(told, &|named| named.first);
        let like = |told: &Told| {
            let odds = kind.and_then(|kind| told.like_parts.get(kind)).copied();
            f64::from(odds.unwrap_or_default()).clamp(LEAST_LIKE, MOST_LIKE)
        };
        let weighed =
            |figure: &dyn Fn(&Told) -> f64| self.told.iter().map(|told| told.share * figure(told)).sum::<f64>();
        let within = |roles: &[Role]| -> Vec<f64> {
            self.told.iter().filter(|told| roles.contains(&told.role)).map(hit).collect()
        };
        let most_within = |roles: &[Role]| within(roles).into_iter().fold(0.0, f64::max);
        let section = [Role::Cause, Role::Contributing];
        signs.put("named", weighed(&hit));
        signs.put("first", weighed(&first));
        signs.put("near", weighed(&near));
        signs.put("near_anywhere", self.told.iter().map(near).fold(0.0, f64::max));
        signs.put("title", most_within(&[Role::Title]));
        signs.put("summary", most_within(&[Role::Summary, Role::Plain]));
        signs.put("section", most_within(&section));
        signs.put("often_in_section", (1.0 + within(&section).iter().sum::<f64>()).ln());
        signs.put("resolution", most_within(&[Role::Resolution]));
        signs.put("impact", most_within(&[Role::Impact]));
        signs.put("often", (1.0 + self.told.iter().map(hit).sum::<f64>()).ln());
        signs.put("like", weighed(&like));
        let alike = self.told.iter().map(|told| like(told).max(0.0)).sum::<f64>();
        signs.put("like_anywhere", alike / (FEW_SENTENCES + self.told.len() as f64));
        Rules::built_in().components().iter().for_each(|known| signs.put_of("component", &known.id, *known.id == *id));
        ["none", "none_stated"].iter().for_each(|name| signs.put(name, 0.0));
        signs
    }

    /// What speaks for and against that no component is blamed.
    fn no_part(&self) -> Signs {
        Signs::only(&PART_NAMES, &[("none", 1.0), ("none_stated", self.untold)])
    }
}

static CLASS_NAMES: LazyLock<Signs> =
    LazyLock::new(|| Tally::default().class_signs(Rules::built_in(), 0, (&[], 0.0), Signs::named()));
static CLASS: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("../../weights/class.tsv"), &CLASS_NAMES));
static PART_NAMES: LazyLock<Signs> =
    LazyLock::new(|| Tally::default().part_signs(Rules::built_in(), 0, Signs::named()));
static PART: LazyLock<Weighed> =
    LazyLock::new(|| Weighed::of(include_str!("../../weights/component.tsv"), &PART_NAMES));

/// Candidates by their shares, best first, the last one, that it is none of them, left out.
fn ranked(shares: &[f64]) -> Vec<(usize, f64)> {
    let all = shares.len().saturating_sub(1);
    let mut ranked: Vec<(usize, f64)> = shares[..all].iter().copied().enumerate().collect();
    ranked.sort_by(|a, b| descending(a.1, b.1).then(a.0.cmp(&b.0)));
    ranked
}

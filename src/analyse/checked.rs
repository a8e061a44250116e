//! How often people upheld what the program says across documents.
//!
//! Input: the groups with and without the corrections, and what people said. Output: for pairs of incidents, pairs of
//! action items and verdicts how many of those that the program claims by itself were looked at, and how many were upheld.
//! What it claims by itself is computed without anything that people said, so that a confirmation cannot confirm itself.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::archive::Archive;
use super::options::{Corrections, Options};
use super::outcome::{Outcome, OutcomeState, outcomes};
use super::promised::ClaimMade;
use super::promises::Clusters;
use super::recurring::{Alikeness, Groups, RecurringCause, recurring};
use super::wording;
use crate::model::{Decision, Subject};

/// What people said of what the program claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Pairs of incidents of one recurring cause.
    pub pairs: Tally,
    /// Pairs of action items that are one promise.
    pub promises: Tally,
    /// That a fix held, or that an incident came after it.
    pub verdicts: Tally,
    /// What was decided in reviews, in the order of `causes.toml`.
    pub decisions: Vec<Judged>,
}

/// How many of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Claimed by the program alone, and somebody said whether it is so: in a review, by `same_as` or `not_same_as`, or by a
    /// name in `causes.toml`, where neighbours in its list count as a pair.
    pub checked: usize,
    /// Of those, confirmed.
    pub upheld: usize,
    /// Said to be so by people, and not claimed by the program alone.
    pub missed: usize,
}

/// A decision, held against what the program says without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    #[serde(flatten)]
    pub decision: Decision,
    /// Whether the program alone claims what was asked.
    pub by_itself: bool,
}

impl Tally {
    fn add(&mut self, claimed: bool, upheld: bool) {
        self.checked += usize::from(claimed);
        self.upheld += usize::from(claimed && upheld);
        self.missed += usize::from(!claimed && upheld);
    }

    /// `8 of 10 checked pairs upheld; 2 more were joined by people alone.`; `None` where nobody said anything that counts.
    pub fn reading(&self, what: &str) -> Option<String> {
        let upheld = format!("{} of {} checked {what} upheld", self.upheld, self.checked);
        let missed = |more: &str| {
            let were = wording::agree(self.missed, "was", "were");
            format!("{}{more} {were} joined by people alone.", self.missed)
        };
        match (self.checked, self.missed) {
            (0, 0) => None,
            (0, _) => Some(format!("No {what} that were joined automatically are checked yet; {}", missed(""))),
            (_, 0) => Some(format!("{upheld}.")),
            _ => Some(format!("{upheld}; {}", missed(" more"))),
        }
    }
}

impl Checked {
    /// Of pairs, of promises and of verdicts, in this order.
    pub fn readings(&self) -> [Option<String>; 3] {
        [self.pairs.reading("pairs"), self.promises.reading("pairs of action items"), self.verdicts.reading("verdicts")]
    }

    /// Decisions of some kinds.
    pub fn of_kinds<'c>(&'c self, kinds: &'c [Subject]) -> impl Iterator<Item = &'c Judged> {
        self.decisions.iter().filter(move |it| kinds.contains(&it.decision.kind))
    }
}

/// Everything that is computed without what people said, as far as anybody said something about it.
struct Alone<'a> {
    archive: &'a Archive<'a>,
    /// Place of the recurring group of each incident that is in one.
    group_of: BTreeMap<usize, usize>,
    /// Place of the cluster of each action item that is in one, by reference.
    cluster_of: BTreeMap<String, usize>,
    causes: Vec<RecurringCause>,
    outcomes: Vec<Outcome>,
}

pub fn checked(
    archive: &Archive,
    alikeness: &Alikeness,
    groups: &Groups,
    claims: &[ClaimMade],
    as_of: Date,
    options: &Options,
) -> Checked {
    let said = &options.corrections;
    let alone = Alone::of(archive, alikeness, groups, claims, as_of, options);
    let (mut pairs, mut promises, mut verdicts) = (Tally::default(), Tally::default(), Tally::default());
    for ((a, b), same) in answers(said) {
        match alone.joins(a, b) {
            Some((Subject::Promise, joined)) => promises.add(joined, same),
            Some((_, joined)) => pairs.add(joined, same),
            None => {}
        }
    }
    let mut decisions = Vec::new();
    for decision in &said.decisions {
        let by_itself = match decision.kind {
            Subject::Cause | Subject::Promise => {
                alone.joins(&decision.between[0], &decision.between[1]).is_some_and(|(_, joined)| joined)
            }
            Subject::Recurred | Subject::Held => {
                let claimed = alone.claims(decision);
                verdicts.add(claimed, claimed && decision.answer.upholds());
                claimed
            }
        };
        decisions.push(Judged { decision: decision.clone(), by_itself });
    }
    Checked { pairs, promises, verdicts, decisions }
}

/// Every pair that somebody said something about, once, and whether the two are the same; "not the same" wins.
fn answers(said: &Corrections) -> BTreeMap<(&str, &str), bool> {
    let mut found = BTreeMap::new();
    for (pairs, same) in [(&said.same, true), (&said.not_same, false)] {
        for (a, b) in pairs {
            let (a, b) = (a.as_str(), b.as_str());
            found.insert((a.min(b), a.max(b)), same);
        }
    }
    found
}

impl<'a> Alone<'a> {
    fn of(
        archive: &'a Archive<'a>,
        alikeness: &Alikeness,
        groups: &Groups,
        claims: &[ClaimMade],
        as_of: Date,
        options: &Options,
    ) -> Self {
        let said = &options.corrections;
        let corrections = Corrections { names: said.names.clone(), ..Corrections::default() };
        let options = Options { corrections, ..options.clone() };
        let groups = groups.alone.as_deref().unwrap_or(groups);
        let of_items = answers(said).keys().any(|(a, b)| archive.place(a).is_none() && archive.place(b).is_none());
        let cluster_of = if of_items { clusters(archive, groups, &options) } else { BTreeMap::new() };
        let verdicts = said.decisions.iter().any(|it| matches!(it.kind, Subject::Recurred | Subject::Held));
        let causes = if verdicts { recurring(alikeness, groups, &options) } else { Vec::new() };
        Self {
            archive,
            group_of: super::promises::group_of(&groups.recurring),
            cluster_of,
            outcomes: outcomes(archive, &causes, claims, as_of, &options),
            causes,
        }
    }

    /// Whether two incidents or two action items are joined; `None` where one of them is not there.
    fn joins(&self, a: &str, b: &str) -> Option<(Subject, bool)> {
        match (self.archive.place(a), self.archive.place(b)) {
            (Some(a), Some(b)) => {
                let group = self.group_of.get(&a);
                Some((Subject::Cause, group.is_some() && group == self.group_of.get(&b)))
            }
            (None, None) if self.has_item(a) && self.has_item(b) => {
                let cluster = self.cluster_of.get(a);
                Some((Subject::Promise, cluster.is_some() && cluster == self.cluster_of.get(b)))
            }
            _ => None,
        }
    }

    fn has_item(&self, reference: &str) -> bool {
        reference.rsplit_once("#a").is_some_and(|(incident, _)| self.archive.place(incident).is_some())
    }

    /// Whether a verdict that was decided on is one of the program.
    fn claims(&self, decision: &Decision) -> bool {
        let [fix, incident] = &decision.between;
        self.outcomes.iter().zip(&self.causes).any(|(outcome, cause)| {
            let mut done = outcome.done.iter().filter(|done| done.reference() == *fix);
            match decision.kind {
                Subject::Recurred => done.any(|done| done.tested_by.contains(incident)),
                _ => {
                    let last = cause.incidents.last() == Some(incident);
                    outcome.state == OutcomeState::HeldSoFar && last && done.next().is_some()
                }
            }
        })
    }
}

fn clusters(archive: &Archive, groups: &Groups, options: &Options) -> BTreeMap<String, usize> {
    let found = Clusters::of(archive, &groups.recurring, options);
    let reference = |item: usize| {
        let item = &found.items[item];
        format!("{}#a{}", archive.cases[item.case].name, item.number)
    };
    let numbered = found.clusters.iter().enumerate();
    numbered
        .flat_map(|(at, cluster)| cluster.iter().map(move |item| (*item, at)))
        .map(|(item, at)| (reference(item), at))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(checked: usize, upheld: usize, missed: usize, expected: Option<&str>) {
        assert_eq!(Tally { checked, upheld, missed }.reading("pairs").as_deref(), expected);
    }

    #[test]
    fn a_tally_reads_as_so_many_of_those_that_were_checked() {
        check(10, 8, 0, Some("8 of 10 checked pairs upheld."));
        check(10, 8, 2, Some("8 of 10 checked pairs upheld; 2 more were joined by people alone."));
        check(0, 0, 1, Some("No pairs that were joined automatically are checked yet; 1 was joined by people alone."));
        check(0, 0, 0, None);
    }
}

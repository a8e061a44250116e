//! How likely it is that two action items promise the same.
//!
//! Input: the archive, its action items. Output: edges between items, a share from 0 to 1 each. What agrees between two are
//! signs: words, concepts, what they would do, the cause they follow. How much each counts is data, `same_promise.tsv`,
//! fitted to lists of action items in which careful readers had joined what promises the same (`tests/judged/fit`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rayon::prelude::*;

use crate::model::{ActionItem, ActionKind};
use crate::text::{Signs, Weighed};

use super::super::archive::Archive;
use super::super::intent::Intent;
use super::super::linkage::{APART, Edge, TOGETHER, average_linkage};
use super::super::options::Options;
use super::terms::{Overlap, Readings};

/// What is shared is everything, but for rounding.
const ALL_BUT: f64 = 0.999;
/// More shared weight says no more.
const HEAVIEST: f64 = 20.0;
/// Shares below this are taken for none.
const NEGLIGIBLE: f64 = 0.02;
/// A ticket named by more items than this is a board, not a ticket.
const TICKET_USES: usize = 10;
/// Items of one intent within one recurring cause that are compared pair by pair.
const PAIRED: usize = 200;

/// An action item with its place.
#[derive(Debug)]
pub struct Item<'a> {
    /// Place of its incident in the archive.
    pub case: usize,
    /// Counts the items of the incident from 1.
    pub number: usize,
    pub action: &'a ActionItem,
    pub intent: Intent,
    /// Place of the recurring group its incident is in.
    pub group: Option<usize>,
}

/// Every action item once: a sentence that stands twice in one document is one promise.
fn items<'a>(archive: &Archive<'a>, group_of: &BTreeMap<usize, usize>) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = Vec::new();
    for (case, it) in archive.cases.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for (index, action) in it.incident.action_items.iter().enumerate() {
            if seen.insert(action.text.trim_end_matches('.').to_lowercase()) {
                let group = group_of.get(&case).copied();
                items.push(Item { case, number: index + 1, action, intent: Intent::of(action), group });
            }
        }
    }
    items
}

/// Action items with what belongs together of them.
#[derive(Debug)]
pub struct Clusters<'a> {
    pub items: Vec<Item<'a>>,
    pub edges: Vec<Edge>,
    /// Places in `items`; of one incident or of several.
    pub clusters: Vec<Vec<usize>>,
}

impl<'a> Clusters<'a> {
    /// `recurring` are the groups of incidents with one cause.
    pub fn of(archive: &Archive<'a>, recurring: &[Vec<usize>], options: &Options) -> Self {
        let items = items(archive, &group_of(recurring));
        let edges = edges(archive, &items, options);
        let clusters = average_linkage(items.len(), &edges, &[options.thresholds.promise]).pop().unwrap_or_default();
        Self { items, edges, clusters }
    }
}

/// Place of the recurring group of each incident that is in one.
pub fn group_of(recurring: &[Vec<usize>]) -> BTreeMap<usize, usize> {
    let numbered = recurring.iter().enumerate();
    numbered.flat_map(|(group, members)| members.iter().map(move |member| (*member, group))).collect()
}

/// The edges between the items.
fn edges(archive: &Archive, items: &[Item], options: &Options) -> Vec<Edge> {
    let told = Told::of(items);
    let edge = |(a, b): &(usize, usize)| Edge { a: *a, b: *b, weight: told.share(*a, *b) };
    let pairs = told.pairs();
    let mut edges: Vec<Edge> = pairs.par_iter().map(edge).filter(|edge| edge.weight >= NEGLIGIBLE).collect();
    edges.extend(same_ticket(items));
    edges.extend(corrections(archive, items, options));
    edges
}

/// What the items tell.
struct Told<'a> {
    items: &'a [Item<'a>],
    readings: Readings,
}

impl<'a> Told<'a> {
    fn of(items: &'a [Item<'a>]) -> Self {
        let texts: Vec<&str> = items.iter().map(|item| item.action.text.as_str()).collect();
        Self { items, readings: Readings::of(&texts) }
    }

    /// The pairs that are compared, each once: those that share most, and those that follow one cause with one intent.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let mut pairs = self.readings.both.near();
        pairs.extend(pairs_of_one_cause(self.items));
        pairs.iter_mut().for_each(|(a, b)| (*a, *b) = ((*a).min(*b), (*a).max(*b)));
        // One number to compare instead of two: there are a hundred pairs to an incident.
        pairs.sort_unstable_by_key(|(a, b)| (*a as u64) << 32 | *b as u64);
        pairs.dedup();
        pairs
    }

    /// The share, 0 to 1, that two items promise the same.
    fn share(&self, a: usize, b: usize) -> f64 {
        WEIGHED.shares([&self.agreement(a, b).signs(Signs::default()), &*NONE])[0]
    }

    fn agreement(&self, a: usize, b: usize) -> Agreement {
        let (one, other) = (&self.items[a], &self.items[b]);
        let Readings { words, concepts, both } = &self.readings;
        Agreement {
            overlaps: [words, concepts, both].map(|terms| terms.overlap(a, b)),
            kinds: [one.action.kind, other.action.kind],
            same_intent: one.intent == other.intent && one.intent.is_specific(),
            same_cause: one.group.is_some() && one.group == other.group,
            lengths: [a, b].map(|item| (1.0 + words.count(item) as f64).ln()),
        }
    }
}

/// In what two items agree.
#[derive(Debug)]
struct Agreement {
    /// In words, in concepts, in both.
    overlaps: [Overlap; 3],
    kinds: [ActionKind; 2],
    /// They would do the same, by what is more than talk.
    same_intent: bool,
    /// Their incidents share a recurring cause.
    same_cause: bool,
    /// Logarithms of how many words each has.
    lengths: [f64; 2],
}

impl Agreement {
    const NOTHING: Self = Self {
        overlaps: [Overlap::NOTHING; 3],
        kinds: [ActionKind::Other; 2],
        same_intent: false,
        same_cause: false,
        lengths: [0.0; 2],
    };

    fn signs(&self, mut signs: Signs) -> Signs {
        for (reading, overlap) in ["words", "concepts", "both"].into_iter().zip(&self.overlaps) {
            signs.put_of(reading, "cosine", overlap.cosine);
            signs.put_of(reading, "of_less", overlap.of_less);
            signs.put_of(reading, "of_both", overlap.of_both);
            signs.put_of(reading, "weight", overlap.weight.min(HEAVIEST));
            signs.put_of(reading, "terms", overlap.terms.min(6) as f64);
        }
        let [one, other] = self.kinds;
        let unknown = self.kinds.contains(&ActionKind::Other);
        signs.put("kind", one == other && !unknown);
        signs.put("other_kind", one != other && !unknown);
        signs.put("kind_unknown", unknown);
        signs.put("investigates", self.kinds.contains(&ActionKind::Investigate));
        signs.put("cause", self.same_cause);
        signs.put("intent_and_cause", self.same_intent && self.same_cause);
        signs.put("shorter", self.lengths[0].min(self.lengths[1]));
        signs.put("longer", self.lengths[0].max(self.lengths[1]));
        let [words, _, both] = &self.overlaps;
        let one_intent_after_one_cause = self.same_intent && self.same_cause;
        signs.put("intent_and_cause:of_less", if one_intent_after_one_cause { both.of_less } else { 0.0 });
        signs.put("identical", words.of_both > ALL_BUT && words.terms >= 2);
        signs.put("none", 0.0);
        signs
    }
}

/// Pairs that follow one recurring cause with one intent: the same promise even where the words differ throughout.
fn pairs_of_one_cause(items: &[Item]) -> Vec<(usize, usize)> {
    let mut together = BTreeMap::<(usize, Intent), Vec<usize>>::new();
    for (place, item) in items.iter().enumerate() {
        if let Some(group) = item.group.filter(|_| item.intent.is_specific()) {
            together.entry((group, item.intent)).or_default().push(place);
        }
    }
    together.into_values().filter(|places| places.len() <= PAIRED).flat_map(|places| every_two(&places)).collect()
}

fn every_two(of: &[usize]) -> Vec<(usize, usize)> {
    of.iter().enumerate().flat_map(|(at, a)| of[at + 1..].iter().map(move |b| (*a, *b))).collect()
}

fn same_ticket(items: &[Item]) -> Vec<Edge> {
    let mut by_ticket = BTreeMap::<String, Vec<usize>>::new();
    for (place, item) in items.iter().enumerate() {
        if let Some(ticket) = &item.action.ticket {
            by_ticket.entry(ticket_name(ticket)).or_default().push(place);
        }
    }
    let named = by_ticket.values().filter(|places| places.len() <= TICKET_USES);
    named.flat_map(|places| places.windows(2).map(|pair| Edge { a: pair[0], b: pair[1], weight: TOGETHER })).collect()
}

/// The key of a ticket, `ops-12`, also where its address is given; else what was written, as numbers alone are many tickets.
fn ticket_name(written: &str) -> String {
    let name = written.trim_end_matches('/').to_lowercase();
    let is_key = |last: &&str| {
        let parts = last.rsplit_once('-');
        parts.is_some_and(|(project, number)| {
            let (first, digits) = (project.chars().next(), number.chars().all(|digit| digit.is_ascii_digit()));
            digits
                && !number.is_empty()
                && first.is_some_and(char::is_alphabetic)
                && project.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        })
    };
    name.rsplit('/').next().filter(is_key).map(str::to_owned).unwrap_or(name)
}

fn corrections(archive: &Archive, items: &[Item], options: &Options) -> Vec<Edge> {
    let reference = |item: &Item| format!("{}#a{}", archive.cases[item.case].name, item.number);
    let wanted = [(&options.corrections.same, TOGETHER), (&options.corrections.not_same, APART)];
    if wanted.iter().all(|(pairs, _)| pairs.is_empty()) {
        return Vec::new();
    }
    let places: BTreeMap<String, usize> = items.iter().enumerate().map(|(at, item)| (reference(item), at)).collect();
    let edge = |(a, b): &(String, String), weight| {
        let (a, b) = (*places.get(a)?, *places.get(b)?);
        Some(Edge { a: a.min(b), b: a.max(b), weight })
    };
    wanted.into_iter().flat_map(|(pairs, weight)| pairs.iter().filter_map(move |pair| edge(pair, weight))).collect()
}

/// The signs by name: of two items that tell nothing.
static NAMED: LazyLock<Signs> = LazyLock::new(|| Agreement::NOTHING.signs(Signs::named()));
/// That they promise something else.
static NONE: LazyLock<Signs> = LazyLock::new(|| Signs::only(&NAMED, &[("none", 1.0)]));
static WEIGHED: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("same_promise.tsv"), &NAMED));

/// The files of two incidents with the words of an item of each, and the figures of their signs.
#[cfg(test)]
pub type PromisesForTests = ([(String, String); 2], Vec<f64>);

/// For fitting: the names of the signs, and every two items of different incidents that might be compared.
#[cfg(test)]
pub fn promise_signs_for_tests(base: &crate::model::KnowledgeBase) -> (Vec<String>, Vec<PromisesForTests>) {
    use super::super::recurring::Alikeness;
    let archive = Archive::new(base);
    let options = Options::default();
    let alikeness = Alikeness::new(&archive, &options);
    let groups = alikeness.groups(&options);
    let items = items(&archive, &group_of(&groups.recurring));
    let told = Told::of(&items);
    let apart = told.pairs().into_iter().filter(|(a, b)| items[*a].case != items[*b].case);
    let named =
        |item: usize| (archive.cases[items[item].case].incident.source.path.clone(), items[item].action.text.clone());
    let signs = |(a, b): (usize, usize)| told.agreement(a, b).signs(Signs::default()).figures().to_vec();
    let rows = apart.map(|(a, b)| ([named(a), named(b)], signs((a, b))));
    (NAMED.names().to_vec(), rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_the_same_by_its_key_and_by_its_address() {
        let key = ticket_name("OPS-141");
        assert_eq!(ticket_name("https://tickets.example/browse/OPS-141"), key);
        assert_ne!(
            ticket_name("https://github.example/org/repo/issues/141"),
            ticket_name("https://github.example/org/other/issues/141")
        );
        assert_ne!(ticket_name("https://tickets.example/why-2-of-3"), "3");
    }
}

//! When two action items are the same promise.
//!
//! Input: the archive and the recurring groups. Output: items, and edges between those that are alike. The same ticket is
//! certain; the same intent for the same target is likely; without a known intent the words have to carry it alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ActionItem;

use super::archive::Archive;
use super::intent::Intent;
use super::linkage::{APART, Edge, TOGETHER, average_linkage};
use super::options::Options;
use super::recurring::sources;
use super::vector::{Vectors, Weighing};
use super::vocabulary::Passage;

/// Neighbours kept per item.
const NEIGHBOURS: usize = 20;
/// Share of the words in a similarity.
const WORDS: f64 = 0.60;
/// Added where both would do the same.
const SAME_INTENT: f64 = 0.25;
/// Added where, besides, both follow the same recurring cause.
const SAME_CAUSE: f64 = 0.14;
/// Taken off where they would do different things.
const OTHER_INTENT: f64 = -0.15;
/// Share of the words where one of the intents is not known: then the words have to carry it.
const WORDS_ALONE: f64 = 0.75;
/// Similarities below this are taken for none.
const NEGLIGIBLE: f64 = 0.15;
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

/// Action items with what belongs together of them.
#[derive(Debug)]
pub struct Clusters<'a> {
    pub items: Vec<Item<'a>>,
    pub vectors: Vectors,
    pub edges: Vec<Edge>,
    /// Places in `items`; of one incident or of several.
    pub clusters: Vec<Vec<usize>>,
}

impl<'a> Clusters<'a> {
    /// `recurring` are the groups of incidents with one cause; `house_words` as in [`edges`].
    pub fn of(archive: &Archive<'a>, recurring: &[Vec<usize>], house_words: &[String], options: &Options) -> Self {
        let items = items(archive, &group_of(recurring));
        let (vectors, edges) = edges(archive, &items, house_words, options);
        let clusters = average_linkage(items.len(), &edges, &[options.promise]).pop().unwrap_or_default();
        Self { items, vectors, edges, clusters }
    }
}

/// Place of the recurring group of each incident that is in one.
pub fn group_of(recurring: &[Vec<usize>]) -> BTreeMap<usize, usize> {
    let numbered = recurring.iter().enumerate();
    numbered.flat_map(|(group, members)| members.iter().map(move |member| (*member, group))).collect()
}

/// Every action item once: a sentence that stands twice in one document is one promise.
pub fn items<'a>(archive: &Archive<'a>, group_of: &BTreeMap<usize, usize>) -> Vec<Item<'a>> {
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

/// Vectors of the items and the edges between them.
///
/// `house_words` are words that so many incidents use that they name no target.
pub fn edges(archive: &Archive, items: &[Item], house_words: &[String], options: &Options) -> (Vectors, Vec<Edge>) {
    let parts: Vec<(&str, &str)> = items.iter().map(|item| aim_and_purpose(&item.action.text)).collect();
    let documents: Vec<Vec<Passage>> = parts
        .iter()
        .map(|(aim, purpose)| vec![Passage { text: aim, weight: 1.0 }, Passage { text: purpose, weight: 0.25 }])
        .collect();
    let sources = sources(&archive.cases);
    let item_sources: Vec<usize> = items.iter().map(|item| sources[item.case]).collect();
    let silent: Vec<&str> = house_words.iter().map(String::as_str).chain([GENERIC]).collect();
    let weighing = Weighing { common: 0.6, jargon: 0.6, enough_shared: 2.0, unique_terms: 1.0 };
    let vectors = Vectors::new(&documents, &item_sources, &silent, weighing);
    let edge =
        |a: usize, b: usize, words: f64| Edge { a: a.min(b), b: a.max(b), weight: alike(&items[a], &items[b], words) };
    let near = vectors.candidates(NEIGHBOURS).into_iter().enumerate();
    let near = near.flat_map(|(a, found)| found.into_iter().map(move |(b, words)| (a, b, words)));
    let of_one_cause = pairs_of_one_cause(items).into_iter().map(|(a, b)| (a, b, vectors.cosine(a, b)));
    let mut edges: Vec<Edge> = near
        .chain(of_one_cause)
        .map(|(a, b, words)| edge(a, b, words))
        .filter(|edge| edge.weight >= NEGLIGIBLE)
        .collect();
    // One number to compare instead of two: there are a hundred edges to an incident.
    edges.sort_unstable_by_key(|edge| (edge.a as u64) << 32 | edge.b as u64);
    edges.dedup_by_key(|edge| (edge.a, edge.b));
    edges.extend(same_ticket(items));
    edges.extend(corrections(archive, items, options));
    (vectors, edges)
}

/// 0 to 1.
fn alike(a: &Item, b: &Item, words: f64) -> f64 {
    if a.intent != b.intent && a.intent.is_known() && b.intent.is_known() {
        WORDS * words + OTHER_INTENT
    } else if a.intent == b.intent && a.intent.is_specific() {
        let same_cause = if a.group.is_some() && a.group == b.group { SAME_CAUSE } else { 0.0 };
        WORDS * words + SAME_INTENT + same_cause
    } else {
        WORDS_ALONE * words
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
    let small = together.into_values().filter(|places| places.len() <= PAIRED);
    small
        .flat_map(|places| {
            let pairs = |(at, a): (usize, &usize)| places[at + 1..].iter().map(|b| (*a, *b)).collect::<Vec<_>>();
            places.iter().enumerate().flat_map(pairs).collect::<Vec<_>>()
        })
        .collect()
}

fn same_ticket(items: &[Item]) -> Vec<Edge> {
    let mut by_ticket = BTreeMap::<String, Vec<usize>>::new();
    for (place, item) in items.iter().enumerate() {
        if let Some(ticket) = &item.action.ticket {
            by_ticket.entry(ticket.trim_end_matches('/').to_lowercase()).or_default().push(place);
        }
    }
    let named = by_ticket.values().filter(|places| places.len() <= TICKET_USES);
    named.flat_map(|places| places.windows(2).map(|pair| Edge { a: pair[0], b: pair[1], weight: TOGETHER })).collect()
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

/// Words that any promise may use.
const GENERIC: &str = "implement introduce conduct carry develop schedule plan enhance improve better strengthen tighten \
    stricter add create ensure provide set setup write regular regularly thorough comprehensive complete robust proactive \
    include including make sure possible potential future similar existing current new consider look into should \
    prevent avoid done raise raised test tests testing check checks";

/// Words from which on a sentence tells why, not what.
const PURPOSE: [&str; 12] = [
    " to prevent",
    " to avoid",
    " to ensure",
    " to detect",
    " to identify",
    " to catch",
    " to find",
    " to notice",
    " in order to",
    " so that",
    " so we ",
    " before ",
];

fn aim_and_purpose(text: &str) -> (&str, &str) {
    let at = PURPOSE.iter().filter_map(|cue| text.find(cue)).filter(|at| *at > 12).min().unwrap_or(text.len());
    text.split_at(at)
}

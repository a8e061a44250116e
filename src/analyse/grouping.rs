//! From pairs of incidents to groups, with what people said and without; and the pairs by which a group hangs together.
//!
//! Input: weighted pairs and the corrections. Output: the groups at both thresholds. Knows nothing of what a pair is.

use std::collections::BTreeMap;

use super::archive::Archive;
use super::cases::StatedRepeat;
use super::linkage::{APART, Edge, TOGETHER, average_linkage};
use super::options::Options;
use super::recurring::Groups;

/// The groups of these pairs with the corrections applied and, where there are any, without them.
pub fn grouped(archive: &Archive, mut edges: Vec<Edge>, stated: Vec<StatedRepeat>, options: &Options) -> Groups {
    let said = corrections(archive, options);
    let n = archive.cases.len();
    let alone = (!said.is_empty()).then(|| Box::new(linked(n, &edges, stated.clone(), options)));
    edges.extend(said);
    Groups { alone, ..linked(n, &edges, stated, options) }
}

fn linked(n: usize, edges: &[Edge], stated: Vec<StatedRepeat>, options: &Options) -> Groups {
    let mut groups = average_linkage(n, edges, &[options.thresholds.recurring, options.thresholds.related]).into_iter();
    let (recurring, related) = (groups.next().unwrap_or_default(), groups.next().unwrap_or_default());
    let ties = [ties(&recurring, edges), ties(&related, edges)];
    Groups { recurring, related, stated, ties, alone: None }
}

fn corrections(archive: &Archive, options: &Options) -> Vec<Edge> {
    let edge = |pair: &(String, String), weight: f64| {
        let (a, b) = (archive.place(&pair.0)?, archive.place(&pair.1)?);
        Some(Edge { a: a.min(b), b: a.max(b), weight })
    };
    let same = options.corrections.same.iter().filter_map(|pair| edge(pair, TOGETHER));
    let not_same = options.corrections.not_same.iter().filter_map(|pair| edge(pair, APART));
    same.chain(not_same).collect()
}

/// The pairs by which groups hang together: of each group the heaviest that connect all of it, one fewer than it has
/// members (a maximum spanning tree, by Kruskal). In the order of the groups, the weakest of each first.
pub fn ties(groups: &[Vec<usize>], edges: &[Edge]) -> Vec<(usize, usize)> {
    let group_of: BTreeMap<usize, usize> =
        groups.iter().enumerate().flat_map(|(group, members)| members.iter().map(move |it| (*it, group))).collect();
    let mut weights = BTreeMap::<(usize, usize), f64>::new();
    for edge in edges.iter().filter(|edge| edge.a != edge.b) {
        if group_of.get(&edge.a).is_some_and(|group| group_of.get(&edge.b) == Some(group)) {
            *weights.entry((edge.a, edge.b)).or_default() += edge.weight;
        }
    }
    let mut heaviest: Vec<((usize, usize), f64)> = weights.into_iter().filter(|(_, weight)| *weight > 0.0).collect();
    heaviest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // Each member leads to another one of those it is connected with, and so to the one that leads to itself.
    let mut leads: BTreeMap<usize, usize> = group_of.keys().map(|member| (*member, *member)).collect();
    let mut kept = Vec::new();
    for (pair, _) in heaviest {
        let (a, b) = (end(&leads, pair.0), end(&leads, pair.1));
        if a != b {
            leads.insert(a.max(b), a.min(b));
            kept.push(pair);
        }
    }
    kept.reverse();
    kept.sort_by_key(|(a, _)| group_of.get(a).copied());
    kept
}

fn end(leads: &BTreeMap<usize, usize>, mut member: usize) -> usize {
    while let Some(next) = leads.get(&member).filter(|next| **next != member) {
        member = *next;
    }
    member
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_hangs_together_by_its_heaviest_pairs_and_the_weakest_is_asked_first() {
        let edge = |(a, b, weight)| Edge { a, b, weight };
        let edges =
            [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7), (2, 3, 0.6), (0, 3, APART), (4, 5, 0.5), (3, 4, 0.9)].map(edge);
        assert_eq!(ties(&[vec![0, 1, 2, 3], vec![4, 5]], &edges), [(2, 3), (1, 2), (0, 1), (4, 5)]);
        assert_eq!(ties(&[], &edges), []);
    }
}

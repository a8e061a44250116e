//! Average linkage on a sparse graph: groups whose members are alike on average, not merely chained.
//!
//! Input: weighted edges; a missing edge counts as 0. Output: groups at each threshold. Knows nothing of documents.

use std::collections::BinaryHeap;

/// Weight of an edge that has to be joined whatever else speaks against it.
pub const TOGETHER: f64 = 1e6;
/// Weight of an edge that must never be joined.
pub const APART: f64 = -1e9;

/// How alike two items are; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    pub a: usize,
    pub b: usize,
    pub weight: f64,
}

/// Groups of `0..n` at each of `thresholds`, which fall from first to last.
///
/// Two groups are joined while the mean weight between their members reaches the threshold. Groups of one are left out;
/// members ascend and groups follow their first member. Equal weights are joined in the order of their members.
pub fn average_linkage(n: usize, edges: &[Edge], thresholds: &[f64]) -> Vec<Vec<Vec<usize>>> {
    let lowest = thresholds.iter().copied().fold(f64::INFINITY, f64::min);
    let mut forest = Forest::new(n, edges, lowest);
    thresholds
        .iter()
        .map(|threshold| {
            forest.join_down_to(*threshold);
            forest.groups()
        })
        .collect()
}

struct Forest {
    /// Members of each living group; empty once it was joined to another.
    members: Vec<Vec<usize>>,
    /// Sum of edge weights to other living groups, ascending by group.
    sums: Vec<Sums>,
    /// With whom each group is best joined, or how good its best can be at most.
    best: Vec<Option<Pair>>,
    /// The best pair of each group; one that is no longer the best of its group is passed over.
    heap: BinaryHeap<(Pair, usize)>,
    /// Pairs below it are never joined: a joined group is to others at most as near as the nearer of its halves.
    lowest: f64,
}

type Sums = Vec<(usize, f64)>;

impl Forest {
    fn new(n: usize, edges: &[Edge], lowest: f64) -> Self {
        let mut sums = vec![Sums::new(); n];
        for edge in within_reach(n, edges, lowest) {
            sums[edge.a].push((edge.b, edge.weight));
            sums[edge.b].push((edge.a, edge.weight));
        }
        for sums in &mut sums {
            sums.sort_by_key(|(other, _)| *other);
            sums.dedup_by(|again, first| {
                let same = again.0 == first.0;
                if same {
                    first.1 += again.1;
                }
                same
            });
        }
        let members = (0..n).map(|item| vec![item]).collect();
        let mut forest = Self { members, sums, best: vec![None; n], heap: BinaryHeap::new(), lowest };
        for group in 0..n {
            forest.look_around(group);
        }
        forest
    }

    /// The pair of two groups, if they may be joined at all.
    fn pair(&self, a: usize, b: usize, sum: f64) -> Option<Pair> {
        let mean = sum / (self.members[a].len() * self.members[b].len()) as f64;
        (mean > 0.0 && mean >= self.lowest).then_some(Pair::new(mean, a, b))
    }

    /// Finds anew with whom a group is best joined.
    fn look_around(&mut self, group: usize) {
        let best = self.sums[group].iter().filter_map(|(other, sum)| self.pair(group, *other, *sum)).max();
        self.prefer(group, best);
    }

    fn prefer(&mut self, group: usize, best: Option<Pair>) {
        self.best[group] = best;
        self.heap.extend(best.map(|pair| (pair, group)));
    }

    fn join_down_to(&mut self, threshold: f64) {
        while self.heap.peek().is_some_and(|(pair, _)| pair.mean() >= threshold) {
            let Some((pair, group)) = self.heap.pop() else { return };
            if self.best[group] != Some(pair) {
                continue;
            }
            match pair.groups() {
                Some((a, b)) => self.join(a, b),
                None => self.look_around(group),
            }
        }
    }

    /// Joins the group with fewer neighbours into the other; the joined group keeps that one's place.
    fn join(&mut self, a: usize, b: usize) {
        let (kept, gone) = if self.sums[a].len() >= self.sums[b].len() { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[gone]);
        self.members[kept].extend(moved);
        self.best[gone] = None;
        let left = std::mem::take(&mut self.sums[gone]);
        for &(other, sum) in left.iter().filter(|(other, _)| *other != kept) {
            rename(&mut self.sums[other], gone, kept, sum);
        }
        self.sums[kept] = merged(&self.sums[kept], &left, [kept, gone]);
        self.look_around(kept);
        for at in 0..self.sums[kept].len() {
            let (other, sum) = self.sums[kept][at];
            let pair = self.pair(kept, other, sum);
            let best = self.best[other];
            if pair > best {
                self.prefer(other, pair);
            } else if let Some(best) = best.filter(|best| best.holds(kept) || best.holds(gone)) {
                // Its best is gone and no other is better; which is next best matters only once that much is asked for.
                self.prefer(other, Some(best.at_most()));
            }
        }
    }

    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = self.members.iter().filter(|group| group.len() > 1).cloned().collect();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort();
        groups
    }
}

/// The edges that can matter. Items that no chain of edges of weight `lowest` or more connects never come together, as the
/// mean between two groups is at most their heaviest edge; the edges between them are left out.
fn within_reach(n: usize, edges: &[Edge], lowest: f64) -> impl Iterator<Item = &Edge> {
    let mut parents: Vec<usize> = (0..n).collect();
    for edge in edges.iter().filter(|edge| edge.weight >= lowest) {
        let (a, b) = (root(&mut parents, edge.a), root(&mut parents, edge.b));
        parents[a.max(b)] = a.min(b);
    }
    let roots: Vec<usize> = (0..n).map(|item| root(&mut parents, item)).collect();
    edges.iter().filter(move |edge| edge.a != edge.b && roots[edge.a] == roots[edge.b])
}

fn root(parents: &mut [usize], mut item: usize) -> usize {
    while parents[item] != item {
        parents[item] = parents[parents[item]];
        item = parents[item];
    }
    item
}

/// Moves what `sums` holds for the group `gone`, which is `sum`, to the group `kept`.
fn rename(sums: &mut Sums, gone: usize, kept: usize, sum: f64) {
    let place = |group: usize| sums.binary_search_by_key(&group, |(group, _)| *group);
    match (place(gone), place(kept)) {
        (Ok(gone), Ok(kept)) => {
            sums[kept].1 += sum;
            sums.remove(gone);
        }
        (Ok(from), Err(to)) => {
            let to = if to > from { to - 1 } else { to };
            if to > from {
                sums[from..=to].rotate_left(1);
            } else {
                sums[to..=from].rotate_right(1);
            }
            sums[to] = (kept, sum);
        }
        (Err(_), _) => {}
    }
}

/// Both in one, without the groups `left_out`.
fn merged(a: &[(usize, f64)], b: &[(usize, f64)], left_out: [usize; 2]) -> Sums {
    let mut all = Sums::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let (left, right) = (a.get(i).map_or(usize::MAX, |it| it.0), b.get(j).map_or(usize::MAX, |it| it.0));
        let group = left.min(right);
        let mut sum = 0.0;
        if left == group {
            sum += a[i].1;
            i += 1;
        }
        if right == group {
            sum += b[j].1;
            j += 1;
        }
        if !left_out.contains(&group) {
            all.push((group, sum));
        }
    }
    all
}

/// Two groups that may be joined, as one number: the bits of their mean, which is positive, so that they order as it does,
/// and below them both groups, counted down. The greatest is the best; ties go to the smaller places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair(u128);

impl Pair {
    const UNKNOWN: u64 = u64::MAX;

    fn new(mean: f64, a: usize, b: usize) -> Self {
        let groups = u64::from(!(a.min(b) as u32)) << 32 | u64::from(!(a.max(b) as u32));
        Self(u128::from(mean.to_bits()) << 64 | u128::from(groups))
    }

    /// A pair that is not known but for its mean, which is that of this one at most; greater than all of that mean.
    fn at_most(self) -> Self {
        Self(self.0 | u128::from(Self::UNKNOWN))
    }

    fn mean(self) -> f64 {
        f64::from_bits((self.0 >> 64) as u64)
    }

    /// The two groups; `None` where they are not known.
    fn groups(self) -> Option<(usize, usize)> {
        let groups = self.0 as u64;
        (groups != Self::UNKNOWN).then_some((!(groups >> 32) as u32 as usize, !groups as u32 as usize))
    }

    fn holds(self, group: usize) -> bool {
        self.groups().is_some_and(|(a, b)| a == group || b == group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(n: usize, edges: &[(usize, usize, f64)], threshold: f64, expected: &[&[usize]]) {
        let edges: Vec<Edge> = edges.iter().map(|&(a, b, weight)| Edge { a, b, weight }).collect();
        assert_eq!(average_linkage(n, &edges, &[threshold])[0], expected);
    }

    #[test]
    fn a_chain_is_not_a_group() {
        check(4, &[(0, 1, 0.5), (1, 2, 0.45), (2, 3, 0.5)], 0.3, &[&[0, 1], &[2, 3]]);
    }

    #[test]
    fn items_alike_on_average_are_one_group() {
        check(3, &[(0, 1, 0.6), (1, 2, 0.4), (0, 2, 0.3)], 0.3, &[&[0, 1, 2]]);
    }

    #[test]
    fn a_lower_threshold_joins_more() {
        let edges = [Edge { a: 0, b: 1, weight: 0.4 }, Edge { a: 2, b: 3, weight: 0.3 }];
        let groups = average_linkage(4, &edges, &[0.35, 0.25]);
        assert_eq!(groups, [vec![vec![0, 1]], vec![vec![0, 1], vec![2, 3]]]);
    }

    #[test]
    fn what_must_be_apart_stays_apart_and_what_must_be_together_is_joined_first() {
        check(3, &[(0, 1, 0.9), (0, 1, APART), (1, 2, 0.5)], 0.3, &[&[1, 2]]);
        check(3, &[(0, 2, TOGETHER), (0, 1, 0.5)], 0.3, &[&[0, 2]]);
    }

    #[test]
    fn edges_between_items_that_never_meet_change_nothing() {
        let mut edges = vec![(0, 1, 0.5), (2, 3, 0.5), (4, 5, 0.35)];
        check(6, &edges, 0.3, &[&[0, 1], &[2, 3], &[4, 5]]);
        edges.extend([(1, 2, 0.29), (3, 4, 0.1), (0, 5, 0.29)]);
        check(6, &edges, 0.3, &[&[0, 1], &[2, 3], &[4, 5]]);
    }

    #[test]
    fn equal_weights_are_joined_in_the_order_of_their_members() {
        check(4, &[(2, 3, 0.5), (0, 1, 0.5), (1, 2, 0.5)], 0.4, &[&[0, 1], &[2, 3]]);
    }

    /// The definition, taken literally: join the best pair of all, look at all pairs again.
    fn by_definition(n: usize, edges: &[Edge], threshold: f64) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = (0..n).map(|item| vec![item]).collect();
        let weight = |a: usize, b: usize| -> f64 {
            edges.iter().filter(|edge| (edge.a, edge.b) == (a.min(b), a.max(b))).map(|edge| edge.weight).sum()
        };
        loop {
            let mut best: Option<(f64, usize, usize)> = None;
            for i in 0..groups.len() {
                for j in i + 1..groups.len() {
                    let sum: f64 = groups[i].iter().flat_map(|a| groups[j].iter().map(|b| weight(*a, *b))).sum();
                    let mean = sum / (groups[i].len() * groups[j].len()) as f64;
                    if mean >= threshold && best.is_none_or(|(most, ..)| mean > most) {
                        best = Some((mean, i, j));
                    }
                }
            }
            let Some((_, i, j)) = best else { break };
            let moved = groups.remove(j);
            groups[i].extend(moved);
        }
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.retain(|group| group.len() > 1);
        groups.sort();
        groups
    }

    proptest::proptest! {
        #[test]
        fn groups_are_those_of_the_definition(weights in proptest::collection::vec(0_u32..1000, 45)) {
            // Ten items, two thirds of the pairs with an edge; weights that differ by squares, so that neither two of them nor
            // one and the mean of two others are a tie that is left to chance.
            let pairs = (0..10).flat_map(|b| (0..b).map(move |a| (a, b)));
            let edges: Vec<Edge> = pairs
                .zip(&weights)
                .enumerate()
                .filter(|(_, (_, weight))| *weight % 3 > 0)
                .map(|(at, ((a, b), weight))| Edge { a, b, weight: f64::from(*weight) / 1000.0 + (at * at) as f64 * 1.37e-7 })
                .collect();
            for threshold in [0.7, 0.4, 0.2] {
                let found = average_linkage(10, &edges, &[threshold]).remove(0);
                proptest::prop_assert_eq!(found, by_definition(10, &edges, threshold));
            }
        }
    }
}

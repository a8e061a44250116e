//! Whether counts are spread over some slots as the time observed gives it.

use super::distribution::chi_square_survival;
use super::draws::{Drawn, Draws};

/// Below this many expected in a slot the chi-square curve is not trusted, and p is drawn instead.
pub const ENOUGH: f64 = 5.0;

/// Counts that are compared within parts: how many fall into a part is taken as given, only where in it they fall is tested.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// By part and slot.
    counts: Vec<Vec<usize>>,
    /// How long each slot was observed in each part; 0 where it lies outside of the part.
    weights: Vec<Vec<f64>>,
}

impl Parts {
    /// `counts` and `weights` have a row for each part, all rows as many slots.
    pub fn new(counts: Vec<Vec<usize>>, weights: Vec<Vec<f64>>) -> Self {
        Self { counts, weights }
    }

    /// By slot, over all parts.
    pub fn counts(&self) -> Vec<usize> {
        sum(self.counts.iter().map(|row| row.iter().copied()))
    }

    /// By slot, what an even spread within each part gives.
    pub fn expected(&self) -> Vec<f64> {
        let rows = self.counts.iter().zip(&self.weights).map(|(counts, weights)| {
            let n = counts.iter().sum::<usize>() as f64;
            let total: f64 = weights.iter().sum();
            weights.iter().map(move |weight| if total > 0.0 { n * weight / total } else { 0.0 })
        });
        sum(rows)
    }

    /// How often chance alone gives counts as far from the expected ones, by the sum of (count - expected)² / expected.
    ///
    /// From the chi-square curve with `freedom` degrees where every slot expects five, else from draws of a fixed seed.
    /// `None` where fewer than two slots were observed.
    pub fn p(&self, freedom: usize) -> Option<f64> {
        let expected = self.expected();
        let observed = || expected.iter().filter(|expected| **expected > 0.0);
        if freedom == 0 || observed().count() < 2 {
            return None;
        }
        let found = distance(&self.counts(), &expected);
        if observed().all(|expected| *expected >= ENOUGH) {
            return Some(chi_square_survival(found, freedom).clamp(0.0, 1.0));
        }
        let mut draws = Draws::new(0x1dc1_dec5);
        Some(Drawn::until_clear(found, || distance(&self.draw(&mut draws), &expected)).p(found))
    }

    /// As many as each part has, each in a slot by chance.
    fn draw(&self, draws: &mut Draws) -> Vec<usize> {
        let mut drawn = vec![0; self.counts.first().map_or(0, Vec::len)];
        for (counts, weights) in self.counts.iter().zip(&self.weights) {
            let total: f64 = weights.iter().sum();
            for _ in 0..counts.iter().sum() {
                let mut left = draws.share() * total;
                let slot = weights.iter().position(|weight| {
                    left -= weight;
                    left < 0.0
                });
                if let Some(slot) = slot {
                    drawn[slot] += 1;
                }
            }
        }
        drawn
    }
}

fn sum<T: Copy + Default + std::ops::AddAssign>(rows: impl Iterator<Item = impl Iterator<Item = T>>) -> Vec<T> {
    let mut sums = Vec::new();
    for row in rows {
        for (slot, value) in row.enumerate() {
            if sums.len() == slot {
                sums.push(T::default());
            }
            sums[slot] += value;
        }
    }
    sums
}

fn distance(counts: &[usize], expected: &[f64]) -> f64 {
    let slots = counts.iter().zip(expected).filter(|(_, expected)| **expected > 0.0);
    slots.map(|(count, expected)| (*count as f64 - expected).powi(2) / expected).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(counts: &[usize]) -> Parts {
        Parts::new(vec![counts.to_vec()], vec![vec![1.0; counts.len()]])
    }

    #[test]
    fn many_counts_are_held_against_the_chi_square_curve() {
        // 3.6 = (8 - 5)² / 5 + (2 - 5)² / 5.
        let p = even(&[8, 2, 5, 5]).p(3).unwrap();
        assert!((p - chi_square_survival(3.6, 3)).abs() < 1e-12, "{p}");
    }

    #[test]
    fn few_counts_are_held_against_draws() {
        // Five in one of five slots: 5 of the 3,125 ways to place them.
        let p = even(&[5, 0, 0, 0, 0]).p(4).unwrap();
        assert!((p - 5.0 / 3_125.0).abs() < 0.006, "{p}");
        // Three in one of two slots, or in the other: 2 of 8 ways.
        let p = even(&[3, 0]).p(1).unwrap();
        assert!((p - 0.25).abs() < 0.06, "{p}");
        assert_eq!(even(&[1, 1, 1]).p(2), Some(1.0));
    }

    #[test]
    fn what_differs_between_parts_is_no_pattern() {
        // A quiet and a busy year, each even over its two halves.
        let parts = Parts::new(vec![vec![2, 2, 0], vec![0, 30, 30]], vec![vec![1.0, 1.0, 0.0], vec![0.0, 1.0, 1.0]]);
        assert_eq!(parts.counts(), [2, 32, 30]);
        assert_eq!(parts.expected(), [2.0, 32.0, 30.0]);
        assert!(parts.p(2).unwrap() > 0.9);
    }

    #[test]
    fn one_slot_cannot_be_uneven() {
        assert_eq!(even(&[7]).p(0), None);
        assert_eq!(even(&[]).p(3), None);
    }
}

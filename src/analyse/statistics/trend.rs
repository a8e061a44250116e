//! Whether values rise or fall in the order of time: the exact Mann-Kendall test.

use serde::Serialize;

use super::distribution::normal_survival;

/// Rising pairs less falling pairs, and how often chance alone gives as much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MannKendall {
    pub n: usize,
    pub s: i64,
    /// Two-sided.
    pub p: f64,
}

/// Tests `values` in order of time; `None` below 5 values, where no order could be told from chance.
///
/// Exact up to 40 values, ties included; above that the normal curve with its correction for ties and continuity.
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    let n = values.len();
    if n < 5 {
        return None;
    }
    let s = score(values);
    let ties = tie_sizes(values);
    let p = if n <= 40 { exact_p(s, n, &ties) } else { normal_p(s, n, &ties) };
    Some(MannKendall { n, s, p })
}

/// Counted by inserting from the right into a tree of counts, so that long series stay cheap.
fn score(values: &[f64]) -> i64 {
    let mut order: Vec<f64> = values.to_vec();
    order.sort_by(f64::total_cmp);
    order.dedup();
    let mut tree = vec![0_i64; order.len() + 1];
    let below = |tree: &[i64], mut place: usize| {
        let mut sum = 0;
        while place > 0 {
            sum += tree[place];
            place &= place - 1;
        }
        sum
    };
    let mut s = 0;
    for (seen, value) in values.iter().rev().enumerate() {
        let rank = order.partition_point(|other| other < value) + 1;
        let smaller = below(&tree, rank - 1);
        let not_larger = below(&tree, rank);
        s += (seen as i64 - not_larger) - smaller;
        let mut place = rank;
        while place < tree.len() {
            tree[place] += 1;
            place += place & place.wrapping_neg();
        }
    }
    s
}

fn tie_sizes(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).collect()
}

/// Over all orders of the values: the numbers of falling pairs are the coefficients of the q-multinomial.
fn exact_p(s: i64, n: usize, ties: &[usize]) -> f64 {
    let pairs = |k: usize| k * k.saturating_sub(1) / 2;
    let untied = (pairs(n) - ties.iter().map(|size| pairs(*size)).sum::<usize>()) as i64;
    let mut counts = vec![1.0];
    let mut placed = 0;
    for size in ties {
        for k in 1..=*size {
            placed += 1;
            counts = divide(&multiply(&counts, placed), k);
        }
    }
    let total: f64 = counts.iter().sum();
    let extreme: f64 = counts
        .iter()
        .enumerate()
        .filter(|(falling, _)| (untied - 2 * *falling as i64).abs() >= s.abs())
        .map(|(_, count)| count)
        .sum();
    (extreme / total).min(1.0)
}

/// Times (1 + q + ... + q^(k-1)).
fn multiply(counts: &[f64], k: usize) -> Vec<f64> {
    let mut product = vec![0.0; counts.len() + k - 1];
    for (place, count) in counts.iter().enumerate() {
        for cell in &mut product[place..place + k] {
            *cell += count;
        }
    }
    product
}

/// Divided by (1 + q + ... + q^(k-1)), which leaves no remainder here.
fn divide(counts: &[f64], k: usize) -> Vec<f64> {
    let mut quotient = vec![0.0; counts.len() + 1 - k];
    for place in 0..quotient.len() {
        let taken: f64 = quotient[place.saturating_sub(k - 1)..place].iter().sum();
        quotient[place] = counts[place] - taken;
    }
    quotient
}

fn normal_p(s: i64, n: usize, ties: &[usize]) -> f64 {
    let spread = |k: usize| {
        let k = k as f64;
        k * (k - 1.0) * (2.0 * k + 5.0)
    };
    let variance = (spread(n) - ties.iter().map(|size| spread(*size)).sum::<f64>()) / 18.0;
    if s == 0 || variance <= 0.0 {
        return 1.0;
    }
    (2.0 * normal_survival((s.abs() - 1) as f64 / variance.sqrt())).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], s: i64, p: f64) {
        let test = mann_kendall(values).unwrap();
        assert_eq!(test.s, s);
        assert!((test.p - p).abs() < 0.001, "{}", test.p);
    }

    #[test]
    fn five_values_without_a_trend_say_so() {
        check(&[80.0, 120.0, 180.0, 90.0, 60.0], -2, 0.8167);
        check(&[105.0, 240.0, 240.0, 120.0, 150.0], 1, 1.0);
    }

    #[test]
    fn the_smallest_p_of_five_values_is_one_in_sixty() {
        check(&[1.0, 2.0, 3.0, 4.0, 5.0], 10, 2.0 / 120.0);
        assert_eq!(mann_kendall(&[1.0, 2.0, 3.0, 4.0]), None);
    }

    #[test]
    fn ties_are_exact_too() {
        // 30 orders of 1,1,2,2,3; two of them are as one-sided as this.
        check(&[1.0, 1.0, 2.0, 2.0, 3.0], 8, 2.0 / 30.0);
        check(&[1.0; 6], 0, 1.0);
    }

    #[test]
    fn exact_and_normal_meet_at_forty() {
        let wave: Vec<f64> = (0..40).map(|i| f64::from(i) + 30.0 * f64::from(i % 4)).collect();
        let s = score(&wave);
        let ties = tie_sizes(&wave);
        assert!((exact_p(s, 40, &ties) - normal_p(s, 40, &ties)).abs() < 0.003);
    }
}

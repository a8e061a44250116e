//! Medians and what can be said about them without assuming a shape.

use serde::Serialize;

use super::distribution::binomial_cdf;

/// A range that holds the true median with at least this chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval<T> {
    pub low: T,
    pub high: T,
    /// 0 to 1. Below the wanted level where so few values cannot give more.
    pub coverage: f64,
}

/// The middle value, or the mean of the two middle ones; `None` for no values. `sorted` is ascending.
pub fn median(sorted: &[f64]) -> Option<f64> {
    let n = sorted.len();
    match n {
        0 => None,
        _ if n % 2 == 1 => Some(sorted[n / 2]),
        _ => Some(0.5 * (sorted[n / 2 - 1] + sorted[n / 2])),
    }
}

/// First and third quartile, interpolated between neighbours (type 7 of Hyndman and Fan); `None` below 8 values.
pub fn quartiles(sorted: &[f64]) -> Option<(f64, f64)> {
    let at = |share: f64| {
        let place = share * (sorted.len() - 1) as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(sorted.len() - 1);
        sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
    };
    (sorted.len() >= 8).then(|| (at(0.25), at(0.75)))
}

/// The exact order-statistic interval for the median: the narrowest pair of ranks that reaches `level`, else all values.
///
/// Between the k-th smallest and the k-th largest of n values the median lies with chance 1 - 2 P(X < k), X of
/// Binomial(n, 1/2): 93.75% for the whole range of five values. `None` below 3 values.
pub fn median_interval(sorted: &[f64], level: f64) -> Option<Interval<f64>> {
    let n = sorted.len();
    if n < 3 {
        return None;
    }
    let coverage = |rank: usize| 1.0 - 2.0 * half_tail(rank as u64 - 1, n as u64);
    // The wanted rank lies near n/2 - sqrt(n); searching from the outside would cost n per try.
    let start = (n as f64 / 2.0 - 1.5 * (n as f64).sqrt()).floor().max(1.0) as usize;
    let mut rank = if coverage(start) >= level { start } else { 1 };
    while rank < n.div_ceil(2) && coverage(rank + 1) >= level {
        rank += 1;
    }
    Some(Interval { low: sorted[rank - 1], high: sorted[n - rank], coverage: coverage(rank) })
}

/// P(X <= k) for X of Binomial(n, 1/2), exact below 1,000 and by the normal curve above.
fn half_tail(k: u64, n: u64) -> f64 {
    if n <= 1_000 {
        return binomial_cdf(k, n, 0.5);
    }
    let z = (k as f64 + 0.5 - n as f64 / 2.0) / (n as f64 / 4.0).sqrt();
    super::normal_survival(-z)
}

/// How much longer one group's median is than another's, at least and at most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shift {
    pub low: f64,
    pub high: f64,
}

impl Shift {
    /// Whether the sign is certain; otherwise the page says "cannot tell".
    pub fn is_certain(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// The difference of two medians, second less first, with at least the confidence of `level`: the interval of each median at
/// half the doubt (97.5% for 95%), joined by Bonferroni's inequality. Wide, but free of assumptions and of chance. `None`
/// where either group has too few values for that: under 7 for 95%.
pub fn shift(first: &[f64], second: &[f64], level: f64) -> Option<Shift> {
    let level = 0.5 + level / 2.0;
    let a = median_interval(first, level).filter(|interval| interval.coverage >= level)?;
    let b = median_interval(second, level).filter(|interval| interval.coverage >= level)?;
    Some(Shift { low: b.low - a.high, high: b.high - a.low })
}

/// The smallest shortening, as a share of today's values, that as many further incidents could show: if each were
/// shorter by this share, the intervals of before and after would part. `None` where nothing could be seen.
pub fn smallest_visible_change(sorted: &[f64], level: f64) -> Option<f64> {
    let level = 0.5 + level / 2.0;
    let interval = median_interval(sorted, level).filter(|interval| interval.coverage >= level)?;
    (interval.low > 0.0).then(|| 1.0 - interval.low / interval.high)
}

/// What share of the sum the largest value makes up.
pub fn large_outlier_share(sorted: &[f64]) -> Option<f64> {
    let sum: f64 = sorted.iter().sum();
    sorted.last().filter(|_| sum > 0.0).map(|largest| largest / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], expected: (f64, f64, f64, f64)) {
        let interval = median_interval(values, 0.95).unwrap();
        assert_eq!((median(values).unwrap(), interval.low, interval.high), (expected.0, expected.1, expected.2));
        assert!((interval.coverage - expected.3).abs() < 1e-4, "{}", interval.coverage);
    }

    #[test]
    fn few_values_give_their_whole_range_and_say_how_sure_that_is() {
        check(&[1.0, 2.0, 3.0], (2.0, 1.0, 3.0, 0.75));
        check(&[1.0, 2.0, 3.0, 4.0], (2.5, 1.0, 4.0, 0.875));
        check(&[105.0, 120.0, 150.0, 240.0, 240.0], (150.0, 105.0, 240.0, 0.9375));
        check(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], (3.5, 1.0, 6.0, 0.96875));
    }

    #[test]
    fn many_values_give_the_narrowest_ranks_that_reach_the_level() {
        let values: Vec<f64> = (1..=36).map(f64::from).collect();
        // Ranks 12 and 25 of 36: 1 - 2 P(X <= 11) = 0.9712; ranks 13 and 24 would be 0.935.
        check(&values, (18.5, 12.0, 25.0, 0.9712));
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        check(&values, (50.5, 40.0, 61.0, 0.9648));
    }

    #[test]
    fn ten_thousand_values_agree_with_the_normal_curve() {
        let values: Vec<f64> = (1..=10_000).map(f64::from).collect();
        let interval = median_interval(&values, 0.95).unwrap();
        assert!((interval.low - 4_902.0).abs() <= 1.0 && (interval.high - 5_099.0).abs() <= 1.0, "{interval:?}");
    }

    #[test]
    fn quartiles_wait_for_eight_values() {
        assert_eq!(quartiles(&[1.0; 7]), None);
        assert_eq!(quartiles(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]), Some((3.0, 7.0)));
    }

    #[test]
    fn two_groups_differ_only_where_their_intervals_part() {
        let near: Vec<f64> = (10..20).map(f64::from).collect();
        let far: Vec<f64> = (40..50).map(f64::from).collect();
        assert!(shift(&near, &far, 0.95).unwrap().is_certain());
        assert!(!shift(&near, &near, 0.95).unwrap().is_certain());
        assert_eq!(shift(&near[..6], &far, 0.95), None);
    }

    #[test]
    fn a_visible_change_is_one_that_parts_the_intervals() {
        let values: Vec<f64> = (100..110).map(f64::from).collect();
        let change = smallest_visible_change(&values, 0.95).unwrap();
        let shorter: Vec<f64> = values.iter().map(|value| value * (1.0 - change) * 0.999).collect();
        assert!(shift(&values, &shorter, 0.95).unwrap().is_certain());
    }
}

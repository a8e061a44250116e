//! How two counts over time and two shares differ, at least and at most.

use super::distribution::{binomial_cdf, normal_survival};
use super::order::Shift;

/// How many times as often the second happens as the first, at least and at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    pub low: f64,
    /// `None` where nothing bounds it, as the first was never counted.
    pub high: Option<f64>,
}

/// The ratio of two rates, second to first, each a count over a length of time.
///
/// Given their sum, the second count is binomial with a share that follows from the ratio; its exact interval (Clopper and
/// Pearson) is turned into one of the ratio. `None` where nothing was counted or a length is not positive.
pub fn rate_ratio(first: (u64, f64), second: (u64, f64), level: f64) -> Option<Ratio> {
    let ((k1, t1), (k2, t2)) = (first, second);
    let n = k1 + k2;
    if n == 0 || t1 <= 0.0 || t2 <= 0.0 {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    let ratio = |share: f64| share / (1.0 - share) * t1 / t2;
    // P(X >= k2) rises with the share, P(X <= k2) falls.
    let low = if k2 == 0 { 0.0 } else { ratio(crossing(|share| 1.0 - binomial_cdf(k2 - 1, n, share) >= tail)) };
    let high = (k2 < n).then(|| ratio(crossing(|share| binomial_cdf(k2, n, share) <= tail)));
    Some(Ratio { low, high })
}

/// The smallest share for which a condition that stays true once it is true holds.
fn crossing(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    (low + high) / 2.0
}

/// The difference of two shares, second less first, at least and at most, each `k` of `n`.
///
/// Newcombe's hybrid of two score intervals (Statistics in Medicine 17, 1998, method 10). `None` where a group is empty.
pub fn difference_of_shares(first: (usize, usize), second: (usize, usize), level: f64) -> Option<Shift> {
    let z = normal_quantile((1.0 - level) / 2.0);
    let (a, a_low, a_high) = score(first, z)?;
    let (b, b_low, b_high) = score(second, z)?;
    let off = |x: f64, y: f64| (x * x + y * y).sqrt();
    let difference = b - a;
    Some(Shift { low: difference - off(b - b_low, a_high - a), high: difference + off(b_high - b, a - a_low) })
}

/// A share with Wilson's interval.
fn score((k, n): (usize, usize), z: f64) -> Option<(f64, f64, f64)> {
    if n == 0 {
        return None;
    }
    let n = n as f64;
    let share = k as f64 / n;
    let centre = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    Some((share, ((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0)))
}

/// The z that a standard normal value exceeds with this chance, below one half.
fn normal_quantile(upper: f64) -> f64 {
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if normal_survival(middle) > upper {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(computed: f64, expected: f64, within: f64) {
        assert!((computed - expected).abs() <= within, "{computed} is not {expected}");
    }

    #[test]
    fn a_rate_ratio_is_that_of_the_exact_binomial_interval() {
        // 15 against 41 in as long: Clopper and Pearson give 41 of 56 a share of .5970 to .8415.
        let ratio = rate_ratio((15, 1.0), (41, 1.0), 0.95).unwrap();
        check(ratio.low, 0.5970 / 0.4030, 0.01);
        check(ratio.high.unwrap(), 0.8417 / 0.1583, 0.02);
        assert_eq!(rate_ratio((0, 1.0), (3, 1.0), 0.95).unwrap().high, None);
        assert_eq!(rate_ratio((0, 1.0), (0, 1.0), 0.95), None);
    }

    #[test]
    fn a_ratio_of_few_holds_one() {
        let ratio = rate_ratio((2, 91.0), (3, 91.0), 0.95).unwrap();
        assert!(ratio.low < 1.0 && ratio.high.unwrap() > 1.0, "{ratio:?}");
    }

    #[test]
    fn the_difference_of_two_shares_is_newcombe_s() {
        // His example: 56 of 70 against 48 of 80 differ by .0524 to .3339.
        let shift = difference_of_shares((48, 80), (56, 70), 0.95).unwrap();
        check(shift.low, 0.0524, 5e-4);
        check(shift.high, 0.3339, 5e-4);
        assert!(!difference_of_shares((1, 5), (3, 5), 0.95).unwrap().is_certain());
        assert_eq!(difference_of_shares((0, 0), (1, 2), 0.95), None);
    }
}

//! Counts per time and shares: how much can lie behind k of n.

use super::distribution::{binomial_mass, gamma_p, gamma_quantile};

/// The exact (Garwood) interval for the mean of a Poisson count, from chi-square quantiles. `level` is 0.95 or so.
pub fn poisson_interval(count: u64, level: f64) -> (f64, f64) {
    let tail = (1.0 - level) / 2.0;
    let low = if count == 0 { 0.0 } else { gamma_quantile(count as f64, tail) };
    (low, gamma_quantile(count as f64 + 1.0, 1.0 - tail))
}

/// P(X >= count) for a Poisson count of this mean.
pub fn poisson_upper(count: u64, mean: f64) -> f64 {
    if count == 0 { 1.0 } else { gamma_p(count as f64, mean) }
}

/// Two-sided p that two counts over two lengths of time come from one rate: the exact conditional binomial test.
///
/// `None` where nothing was counted or a length is not positive.
pub fn compare_rates(first: (u64, f64), second: (u64, f64)) -> Option<f64> {
    let ((k1, t1), (k2, t2)) = (first, second);
    let n = k1 + k2;
    if n == 0 || t1 <= 0.0 || t2 <= 0.0 {
        return None;
    }
    let share = t1 / (t1 + t2);
    let observed = binomial_mass(k1, n, share);
    let as_unlikely = (0..=n).map(|k| binomial_mass(k, n, share)).filter(|mass| *mass <= observed * (1.0 + 1e-7));
    Some(as_unlikely.sum::<f64>().min(1.0))
}

/// Wilson's interval for a share of `k` of `n`, 95%; `None` for n = 0.
pub fn wilson(k: usize, n: usize) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let (z, n, share) = (1.959_964_f64, n as f64, k as f64 / n as f64);
    let centre = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    Some((((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(computed: f64, expected: f64, within: f64) {
        assert!((computed - expected).abs() <= within, "{computed} is not {expected}");
    }

    #[test]
    fn five_incidents_in_4_4_months_are_between_0_37_and_2_65_a_month() {
        let (low, high) = poisson_interval(5, 0.95);
        check(low / 4.4, 0.37, 0.005);
        check(high / 4.4, 2.65, 0.005);
        check(low, 1.623_486, 1e-4);
        check(high, 11.668_332, 1e-4);
        check(poisson_interval(0, 0.95).1, 3.688_879, 1e-4);
    }

    #[test]
    fn a_rate_has_to_rise_a_lot_before_it_can_be_told() {
        for (before, after, p) in [(2, 5, 0.453), (3, 8, 0.227), (1, 6, 0.125), (4, 12, 0.077)] {
            check(compare_rates((before, 1.0), (after, 1.0)).unwrap(), p, 0.0005);
        }
        assert_eq!(compare_rates((0, 1.0), (0, 1.0)), None);
    }

    #[test]
    fn a_poisson_tail_is_one_less_the_smaller_counts() {
        check(poisson_upper(2, 1.0), 1.0 - 2.0 * (-1.0_f64).exp(), 1e-9);
        check(poisson_upper(0, 1.0), 1.0, 0.0);
    }

    #[test]
    fn a_share_of_few_is_wide() {
        let (low, high) = wilson(5, 5).unwrap();
        check(low, 0.5655, 1e-4);
        check(high, 1.0, 1e-9);
        let (low, high) = wilson(15, 39).unwrap();
        check(low, 0.2489, 1e-3);
        check(high, 0.5412, 1e-3);
    }
}

//! Counts per time and shares: how much can lie behind k of n.

use super::distribution::{binomial_mass, gamma_quantile, normal_quantile};

/// The exact (Garwood) interval for the mean of a Poisson count, from chi-square quantiles. `level` is 0.95 or so.
pub fn poisson_interval(count: u64, level: f64) -> (f64, f64) {
    let tail = (1.0 - level) / 2.0;
    let low = if count == 0 { 0.0 } else { gamma_quantile(count as f64, tail) };
    (low, gamma_quantile(count as f64 + 1.0, 1.0 - tail))
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
    Some(binomial_two_sided(k1, n, t1 / (t1 + t2)))
}

/// How often `n` trials of chance `share`, between 0 and 1, give a count at least as unlikely as `k`: exact, both sides.
pub fn binomial_two_sided(k: u64, n: u64, share: f64) -> f64 {
    let observed = binomial_mass(k, n, share);
    let as_unlikely = (0..=n).map(|k| binomial_mass(k, n, share)).filter(|mass| *mass <= observed * (1.0 + 1e-7));
    as_unlikely.sum::<f64>().min(1.0)
}

/// Wilson's interval for a share of `k` of `n`; `level` is 0.95 or so. `None` for n = 0.
pub fn wilson(k: usize, n: usize, level: f64) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let (z, n, share) = (normal_quantile(0.5 + level / 2.0), n as f64, k as f64 / n as f64);
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
    fn a_count_is_as_unlikely_as_those_on_the_other_side() {
        // 0 and 7 of 7 by a coin: 2 of 128; 6 of 7 in a weekend's share of days: P(X >= 6) alone.
        check(binomial_two_sided(0, 7, 0.5), 2.0 / 128.0, 1e-9);
        check(binomial_two_sided(6, 7, 2.0 / 7.0), (7.0 * 64.0 * 5.0 + 128.0) / 823_543.0, 1e-9);
    }

    #[test]
    fn a_share_of_few_is_wide() {
        let (low, high) = wilson(5, 5, 0.95).unwrap();
        check(low, 0.5655, 1e-4);
        check(high, 1.0, 1e-9);
        let (low, high) = wilson(15, 39, 0.95).unwrap();
        check(low, 0.2489, 1e-3);
        check(high, 0.5412, 1e-3);
    }
}

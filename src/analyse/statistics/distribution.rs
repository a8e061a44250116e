//! The distributions behind the tests: binomial, hypergeometric, chi-square, normal.

/// ln(n!) by summing logarithms up to 256 and by Stirling's series above, good to 1e-12.
pub fn ln_factorial(n: u64) -> f64 {
    ln_gamma(n as f64 + 1.0)
}

/// ln Γ(x) for x > 0: Stirling's series after shifting x above 12.
pub fn ln_gamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < 12.0 {
        shift -= x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    let tail = series.iter().rev().fold(0.0, |sum, term| sum * inverse + term) / x;
    shift + (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + tail
}

pub fn ln_choose(n: u64, k: u64) -> f64 {
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// P(X = k) for X of Binomial(n, p), 0 < p < 1.
pub fn binomial_mass(k: u64, n: u64, p: f64) -> f64 {
    (ln_choose(n, k) + k as f64 * p.ln() + (n - k) as f64 * (1.0 - p).ln()).exp()
}

/// P(X <= k) for X of Binomial(n, p), 0 < p < 1.
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    (0..=k.min(n)).map(|i| binomial_mass(i, n, p)).sum::<f64>().min(1.0)
}

/// P(X >= k) where `drawn` of `total` are drawn and `marked` of the total are marked.
pub fn hypergeometric_upper(k: u64, total: u64, marked: u64, drawn: u64) -> f64 {
    let least = (marked + drawn).saturating_sub(total);
    if k <= least {
        return 1.0;
    }
    let most = marked.min(drawn);
    if k > most {
        return 0.0;
    }
    let mass = |i: u64| (ln_choose(marked, i) + ln_choose(total - marked, drawn - i) - ln_choose(total, drawn)).exp();
    // The upper tail falls from term to term beyond the mean, so it is followed from its first term and cut where nothing is left.
    if (k * total) as f64 <= marked as f64 * drawn as f64 {
        return (k..=most).map(mass).sum::<f64>().min(1.0);
    }
    let (mut term, mut sum) = (mass(k), 0.0);
    for i in k..=most {
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
        let others = (total + i + 1 - marked - drawn) as f64;
        term *= (marked - i) as f64 * (drawn - i) as f64 / ((i + 1) as f64 * others);
    }
    sum.min(1.0)
}

/// Regularised lower incomplete gamma function P(a, x): series below a + 1, continued fraction (Lentz) above.
pub fn gamma_p(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-16 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return (sum * scale).min(1.0);
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..10_000 {
        let step = f64::from(i);
        let numerator = -step * (step - a);
        b += 2.0;
        d = 1.0 / keep_off_zero(numerator * d + b, tiny);
        c = keep_off_zero(b + numerator / c, tiny);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    1.0 - scale * fraction
}

fn keep_off_zero(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

/// The x with P(a, x) = `share`, by bisection.
pub fn gamma_quantile(a: f64, share: f64) -> f64 {
    let (mut low, mut high) = (0.0, a + 10.0);
    while gamma_p(a, high) < share {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if gamma_p(a, middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// P(X >= x) for X of chi-square with `df` degrees of freedom.
pub fn chi_square_survival(x: f64, df: usize) -> f64 {
    1.0 - gamma_p(df as f64 / 2.0, x / 2.0)
}

/// P(X >= z) for a standard normal X.
pub fn normal_survival(z: f64) -> f64 {
    let half = 0.5 * (1.0 - gamma_p(0.5, z * z / 2.0));
    if z >= 0.0 { half } else { 1.0 - half }
}

/// The z with P(X < z) = `share` for a standard normal X, by bisection; `share` lies between 0 and 1.
pub fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if 1.0 - normal_survival(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(computed: f64, expected: f64) {
        assert!((computed - expected).abs() < 1e-4, "{computed} is not {expected}");
    }

    #[test]
    fn tails_agree_with_published_tables() {
        check(binomial_cdf(11, 36, 0.5), 0.014_410);
        check(chi_square_survival(12.592, 6), 0.05);
        check(chi_square_survival(3.841, 1), 0.05);
        check(normal_survival(1.96), 0.025);
        check(normal_survival(-1.96), 0.975);
        check(gamma_quantile(6.0, 0.975), 11.6683);
        check(normal_quantile(0.975), 1.959_964);
        check(normal_quantile(0.05), -1.644_854);
    }

    #[test]
    fn a_hypergeometric_tail_is_the_share_of_all_draws() {
        // 4 of 10 marked, 3 drawn: 4 of the 120 draws hold three marked ones, 36 hold two.
        check(hypergeometric_upper(3, 10, 4, 3), 4.0 / 120.0);
        check(hypergeometric_upper(2, 10, 4, 3), 40.0 / 120.0);
        check(hypergeometric_upper(0, 10, 4, 3), 1.0);
        check(hypergeometric_upper(4, 10, 4, 3), 0.0);
    }

    #[test]
    fn a_long_hypergeometric_tail_is_the_sum_of_its_terms() {
        let (total, marked, drawn) = (2_000, 700, 400);
        let mass =
            |i: u64| (ln_choose(marked, i) + ln_choose(total - marked, drawn - i) - ln_choose(total, drawn)).exp();
        for k in [120, 139, 140, 141, 160, 200] {
            let tail: f64 = (k..=drawn).map(mass).sum();
            let found = hypergeometric_upper(k, total, marked, drawn);
            assert!((found / tail - 1.0).abs() < 1e-6, "{k}: {found} is not {tail}");
        }
    }
}

//! What several tests on one page mean together.

/// Holm's step-down rule: what each p is worth among all of them, in their order.
///
/// The chance that any of these falls below a level although nothing is there is at most that level, however the tests depend
/// on each other. From the smallest up each p is multiplied by the number of those not smaller, and is never below the one
/// before it.
pub fn holm(ps: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..ps.len()).collect();
    order.sort_by(|a, b| ps[*a].total_cmp(&ps[*b]));
    let mut corrected = vec![1.0; ps.len()];
    let mut so_far = 0.0_f64;
    for (rank, place) in order.into_iter().enumerate() {
        so_far = so_far.max(ps[place] * (ps.len() - rank) as f64).min(1.0);
        corrected[place] = so_far;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ps: &[f64], expected: &[f64]) {
        let corrected = holm(ps);
        assert!(
            corrected.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12),
            "{corrected:?} is not {expected:?}"
        );
        assert_eq!(corrected.len(), expected.len());
    }

    #[test]
    fn each_p_counts_the_tests_that_are_left() {
        check(&[0.01, 0.04, 0.03, 0.005], &[0.03, 0.06, 0.06, 0.02]);
        check(&[0.5, 0.9], &[1.0, 1.0]);
        check(&[0.04], &[0.04]);
        check(&[], &[]);
    }
}

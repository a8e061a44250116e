//! Candidates weighed by their signs: which of several is meant, and how surely.
//!
//! In: a table of weights, and for each candidate its signs, figures with a name. Out: the share of each candidate, from 0
//! to 1 (a log-linear model, also called conditional logit: McFadden 1974). The weights are data, fitted to reports whose values
//! careful readers had written down (`tests/reading/fit`); nothing is trained when the program runs.

use std::borrow::Borrow;

/// The signs of one candidate, always in the same order. Their names are kept only where somebody asks for them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signs {
    figures: Vec<f64>,
    names: Option<Vec<String>>,
}

impl Signs {
    /// No signs yet, and their names are to be kept.
    pub fn named() -> Self {
        Self { figures: Vec::new(), names: Some(Vec::new()) }
    }

    /// As many signs as `all` has, of which only those named count.
    pub fn only(all: &Self, counting: &[(&str, f64)]) -> Self {
        let figure =
            |name: &String| counting.iter().find(|(known, _)| known == name).map_or(0.0, |(_, figure)| *figure);
        Self { figures: all.names().iter().map(figure).collect(), names: None }
    }

    /// Adds a figure; a yes counts 1.
    pub fn put(&mut self, name: &str, figure: impl Into<f64>) {
        self.figures.push(figure.into());
        if let Some(names) = &mut self.names {
            names.push(name.to_owned());
        }
    }

    /// Adds the figure of one of a group: `place:title`.
    pub fn put_of(&mut self, group: &str, name: &str, figure: impl Into<f64>) {
        self.figures.push(figure.into());
        if let Some(names) = &mut self.names {
            names.push(format!("{group}:{name}"));
        }
    }

    /// The figures, in order.
    pub fn figures(&self) -> &[f64] {
        &self.figures
    }

    /// The names in the same order; none where they were not kept.
    pub fn names(&self) -> &[String] {
        self.names.as_deref().unwrap_or_default()
    }
}

/// The weights of signs.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    weights: Vec<f64>,
}

impl Weighed {
    /// Reads `name<TAB>weight` lines for signs of these names; a line that begins with `#` is a remark, and a sign that
    /// stands in no line counts nothing.
    pub fn of(table: &str, signs: &Signs) -> Self {
        let known: Vec<(&str, f64)> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(name, weight)| Some((name, weight.trim().parse().ok()?)))
            .collect();
        let weight = |name: &String| known.iter().find(|(known, _)| known == name).map_or(0.0, |(_, weight)| *weight);
        Self { weights: signs.names().iter().map(weight).collect() }
    }

    /// The share of each candidate, from 0 to 1; together they are 1.
    pub fn shares(&self, candidates: impl IntoIterator<Item = impl Borrow<Signs>>) -> Vec<f64> {
        let sums: Vec<f64> = candidates.into_iter().map(|signs| self.sum(signs.borrow())).collect();
        let most = sums.iter().copied().fold(f64::MIN, f64::max);
        let chances: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
        let all: f64 = chances.iter().sum();
        chances.into_iter().map(|chance| chance / all).collect()
    }

    fn sum(&self, signs: &Signs) -> f64 {
        self.weights.iter().zip(signs.figures()).map(|(weight, figure)| weight * figure).sum()
    }
}

/// Of candidates with the same value each the one with the largest share speaks, and their shares add up: the value with the
/// most, that sum, and the number of the candidate. `None` without candidates; shares beyond them are of none of the values.
pub fn likeliest<T: Copy + PartialEq>(values: &[T], shares: &[f64]) -> Option<(T, f64, usize)> {
    let mut sums: Vec<(T, f64, usize)> = Vec::new();
    for (index, (value, share)) in values.iter().zip(shares).enumerate() {
        match sums.iter_mut().find(|(known, ..)| known == value) {
            Some((_, sum, best)) => {
                *sum += share;
                *best = if *share > shares[*best] { index } else { *best };
            }
            None => sums.push((*value, *share, index)),
        }
    }
    sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(round: f64, ripe: bool) -> Signs {
        let mut signs = Signs::named();
        signs.put("round", round);
        signs.put_of("state", "ripe", ripe);
        signs
    }

    #[test]
    fn candidates_share_by_the_weights_of_their_signs() {
        let weighed = Weighed::of("# remark\nstate:ripe\t0.6931471805599453\nunheard\t9\n", &signs(0.0, false));
        let shares = weighed.shares([signs(5.0, true), signs(1.0, false)]);
        assert!((shares[0] - 2.0 / 3.0).abs() < 1e-9 && (shares[1] - 1.0 / 3.0).abs() < 1e-9, "{shares:?}");
        assert_eq!(weighed.shares([signs(2.0, false)]), [1.0]);
        assert!(weighed.shares([] as [Signs; 0]).is_empty());
    }

    #[test]
    fn names_are_kept_only_where_asked_for() {
        assert_eq!(signs(1.0, true).names(), ["round", "state:ripe"]);
        let mut plain = Signs::default();
        plain.put("round", 1.0);
        assert!(plain.names().is_empty());
        assert_eq!(plain.figures(), [1.0]);
        assert_eq!(Signs::only(&signs(1.0, true), &[("state:ripe", 2.0)]).figures(), [0.0, 2.0]);
    }

    #[test]
    fn candidates_of_one_value_speak_together() {
        let shares = [0.3, 0.2, 0.25, 0.25];
        assert_eq!(likeliest(&["late", "early", "early"], &shares), Some(("early", 0.45, 2)));
        assert_eq!(likeliest::<u8>(&[], &[1.0]), None);
    }
}

//! Chance with a fixed seed, for tests whose p is the share of random draws as extreme as what was found.

/// Draws behind a p; the smallest p is one in a thousand.
pub const DRAWS: usize = 999;

/// As many draws as extreme make it clear that chance explains what was found, and no further ones are made.
const CLEAR: usize = 50;

/// Random numbers that are the same for the same seed: `SplitMix64` (Steele, Lea and Flood, 2014). Not for secrets.
#[derive(Debug, Clone)]
pub struct Draws(u64);

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1, each multiple of 2^-53 alike.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to below `n`, which is not 0: the upper half of a product, whose bias is below n / 2^64.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Puts the values into an order, each order alike (Fisher and Yates).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}

/// The statistics of some draws, and with them the p of what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn(Vec<f64>);

impl Drawn {
    /// Draws until `most` is clearly explained by chance (Besag and Clifford, 1991), or [`DRAWS`] times.
    pub fn until_clear(most: f64, mut statistic: impl FnMut() -> f64) -> Self {
        let mut drawn = Vec::new();
        let mut as_extreme = 0;
        while drawn.len() < DRAWS && as_extreme < CLEAR {
            let value = statistic();
            as_extreme += usize::from(reaches(value, most));
            drawn.push(value);
        }
        Self(drawn)
    }

    /// (1 + draws that reach `value`) / (1 + draws): never 0, and below a level in no more than that share of archives
    /// without a pattern.
    pub fn p(&self, value: f64) -> f64 {
        let as_extreme = self.0.iter().filter(|drawn| reaches(**drawn, value)).count();
        (1 + as_extreme) as f64 / (1 + self.0.len()) as f64
    }
}

/// Sums that differ by the order of their terms alone are the same.
fn reaches(drawn: f64, value: f64) -> bool {
    drawn >= value - 1e-9 * value.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        let mut draws = Draws::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| draws.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn every_order_comes_up_alike() {
        let mut draws = Draws::new(7);
        let mut counts = std::collections::BTreeMap::<[u8; 3], usize>::new();
        for _ in 0..6_000 {
            let mut order = [1, 2, 3];
            draws.shuffle(&mut order);
            *counts.entry(order).or_default() += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (900..1_100).contains(count)), "{counts:?}");
    }

    #[test]
    fn what_no_draw_reaches_has_the_smallest_p() {
        let mut draws = Draws::new(1);
        let drawn = Drawn::until_clear(1.0, || draws.share());
        assert_eq!((drawn.0.len(), drawn.p(1.0)), (DRAWS, 0.001));
        assert!((drawn.p(0.5) - 0.5).abs() < 0.05);
    }

    #[test]
    fn drawing_stops_when_it_is_clear_that_chance_explains_it() {
        let mut draws = Draws::new(1);
        let drawn = Drawn::until_clear(0.2, || draws.share());
        assert!(drawn.0.len() < 90 && drawn.p(0.2) > 0.5, "{}", drawn.0.len());
    }
}

//! Statistics for small numbers: exact where it can be exact, and silent where it cannot tell.
//!
//! Input: numbers. Output: numbers. Knows nothing of incidents; what is drawn at random is drawn from a fixed seed.

mod correction;
mod distribution;
mod draws;
mod evenness;
mod order;
mod rate;
mod share;
mod trend;

pub use correction::holm;
pub use distribution::{binomial_cdf, chi_square_survival, hypergeometric_upper, normal_survival};
pub use draws::{DRAWS, Drawn, Draws};
pub use evenness::{ENOUGH, Parts};
pub use order::{
    Interval, Shift, large_outlier_share, median, median_interval, quartiles, shift, smallest_visible_change,
};
pub use rate::{binomial_two_sided, compare_rates, poisson_interval, wilson};
pub use share::{Ratio, difference_of_shares, rate_ratio};
pub use trend::{MannKendall, mann_kendall};

//! Statistics for small numbers: exact where it can be exact, and silent where it cannot tell.
//!
//! Input: numbers. Output: numbers. Knows nothing of incidents, draws nothing at random.

mod distribution;
mod order;
mod rate;
mod trend;

pub use distribution::{binomial_cdf, chi_square_survival, hypergeometric_upper, normal_survival};
pub use order::{
    Interval, Shift, large_outlier_share, median, median_interval, quartiles, shift, smallest_visible_change,
};
pub use rate::{compare_rates, poisson_interval, poisson_upper, wilson};
pub use trend::{MannKendall, mann_kendall};

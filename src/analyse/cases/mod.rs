//! When two incidents share a cause: because an author says so, or because what both tell of it agrees.
//!
//! Input: the archive. Output: pairs that authors join ([`stated`]), and for any two incidents the share that a careful
//! reader would call the same failure ([`Sameness`]). Groups are made of pairs by `super::recurring`.

mod pair;
mod stated;

pub use pair::Sameness;
#[cfg(test)]
pub use pair::signs_for_tests;
pub use stated::{StatedRepeat, stated};

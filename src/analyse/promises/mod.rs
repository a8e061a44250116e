//! Which action items promise the same: the pairs that are worth a look, and the share of each.

mod concepts;
mod pair;
mod terms;

#[cfg(test)]
pub use pair::promise_signs_for_tests;
pub use pair::{Clusters, Item, group_of};

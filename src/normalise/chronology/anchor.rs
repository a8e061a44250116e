//! A moment with its place on the document's own time axis.

use crate::model::{Moment, Origin};
use crate::normalise::trail::Place;

/// A moment, where it was read and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    pub moment: Moment,
    /// Seconds on the document's axis: of the epoch where date and zone are known, of the civil calendar where only the
    /// zone is not, of an arbitrary day where the date is not. `None` without a time of day.
    pub at: Option<i64>,
    pub origin: Origin,
    pub rule: &'static str,
    pub place: Place,
}

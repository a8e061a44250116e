//! When it happened: zone and date of the document, its timeline, its named moments, start, end and duration.
//!
//! Input: parts, front matter, settings. Output: anchors on one axis. Reads times through `super::time`; decides what a
//! time without date or zone inherits. Does not know what an event means: kinds and milestones are `super::event`'s.

mod anchor;
mod clock;
mod date;
mod entries;
mod moments;
mod span;
mod stated;

pub use anchor::Anchor;
pub use clock::Clock;
pub use date::date_hint;
pub use entries::{Timeline, add_named, timeline};
pub use moments::{NamedMoment, Role, named_moments};
pub use span::{Evidence, Span, span, stated_range};
pub use stated::{StatedLengths, stated_lengths};

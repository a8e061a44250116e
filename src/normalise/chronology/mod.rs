//! When it happened: zone and date of the document, its timeline, its named moments, start, end and duration.
//!
//! Input: parts, front matter, settings. Output: anchors on one axis. Reads times through `super::time`; decides what a
//! time without date or zone inherits. Does not know what an event means: kinds and milestones are `super::event`'s.

mod anchor;
mod around;
mod clock;
mod columns;
mod date;
mod day;
mod entries;
mod home;
mod length;
mod mention;
mod moments;
mod noticed;
mod passage;
mod pin;
mod placing;
mod prose;
mod row;
mod sign;
mod solve;
mod stated;
mod stated_range;
mod telling_row;
#[cfg(test)]
mod tests;
mod thread;
mod timeline;
mod window;

pub use anchor::Anchor;
pub use clock::Clock;
pub use date::{date_hint, tells_yesterday};
pub use entries::timeline;
pub use moments::{NamedMoment, Role, named_moments};
pub use passage::may_hold_clock;
pub use row::{rows, settle_rows};
pub use sign::{tells_past, tells_what_failed};
pub use solve::{Evidence, Span, slip, solve};
pub use stated::{StatedLengths, stated_lengths};
pub use stated_range::stated_range;
pub use thread::thread;
pub use timeline::{Timeline, add_named};
pub use window::prose;

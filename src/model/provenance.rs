//! Where a value came from: the trail that lets a reader check any figure in ten seconds.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

/// The origin of one filled key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Provenance {
    pub origin: Origin,
    /// Line of the source file, counted from 1; `None` where no line holds it (a file name, a default).
    pub line: Option<usize>,
    /// Column of that line in characters, counted from 1.
    pub column: Option<usize>,
    /// Stable name of the rule that read it (`duration-range`, `front-matter`, ...).
    pub rule: Cow<'static, str>,
    /// The words it was read from, shortened.
    pub excerpt: Option<String>,
}

/// How a value came about, from the author's own word to our default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The author wrote it.
    Stated,
    /// Taken over from a neighbour (the date of the entry above, the zone of a heading).
    Inherited,
    /// Moved over midnight because the clock fell back.
    Rolled,
    /// Computed from stated values.
    Derived,
    /// Read out of prose by a rule.
    Inferred,
    /// Nobody said; the documented default.
    Default,
}

/// A remark on one document where it contradicts itself or leaves something open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Flag {
    /// Stable code, an entry of the catalogue (`impact_conflict`, `zone_missing`, ...).
    pub code: &'static str,
    pub message: String,
    pub line: Option<usize>,
}

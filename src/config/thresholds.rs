//! `[trends]`: where the comparisons across incidents draw their lines, and the range that each line can have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Config;
use super::rules::{Violation, violation};

/// Thresholds of the trends; every page prints those it uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TrendsSetting {
    /// How many of a hundred pairs careful readers would have to call the same failure, as a share, for incidents to be one
    /// recurring cause.
    pub recurring: f64,
    /// The same share from which incidents are shown as worth comparing; not above `recurring`.
    pub related: f64,
    /// Similarity, 0 to 1, from which another incident is shown as similar.
    pub similar: f64,
    /// Similar incidents shown at most.
    pub similar_shown: usize,
    /// Mean share, 0 to 1, from which action items count as one promise: how many of a hundred such pairs a careful reader
    /// would call the same promise.
    pub promise: f64,
    /// A term in more than this share of all incidents says nothing about a cause.
    pub common_term: f64,
    /// A term in more than this share of one source's incidents is its house jargon.
    pub house_jargon: f64,
    /// Values below which nothing is summed up or tested.
    pub tested_from: usize,
    /// Level of intervals, and of tests after their correction: 0.95 lets chance speak on one page of twenty.
    pub confidence: f64,
    /// Incidents of one service and one cause below which the two are never marked as unusual.
    pub cell_from: usize,
    /// Incidents in which factors must occur together to be listed.
    pub together_from: usize,
    /// Days back that count as recent, and are compared with as many days before.
    pub recent_days: i64,
}

impl Default for TrendsSetting {
    fn default() -> Self {
        Self {
            recurring: 0.7,
            related: 0.3,
            similar: 0.22,
            similar_shown: 5,
            promise: 0.6,
            common_term: 0.4,
            house_jargon: 0.3,
            tested_from: 5,
            confidence: 0.95,
            cell_from: 3,
            together_from: 3,
            recent_days: 365,
        }
    }
}

/// Thresholds outside of their range.
pub(super) fn violations(config: &Config) -> Vec<Violation> {
    let it = &config.trends;
    let shares = [
        ("recurring", it.recurring, 0.01, 1.0),
        ("related", it.related, 0.01, 1.0),
        ("similar", it.similar, 0.01, 1.0),
        ("promise", it.promise, 0.01, 1.0),
        ("common_term", it.common_term, 0.01, 1.0),
        ("house_jargon", it.house_jargon, 0.01, 1.0),
        ("confidence", it.confidence, 0.8, 0.99),
    ];
    let counts = [
        ("similar_shown", count(it.similar_shown), 0, 50),
        ("tested_from", count(it.tested_from), 5, 1_000),
        ("cell_from", count(it.cell_from), 2, 1_000),
        ("together_from", count(it.together_from), 2, 1_000),
        ("recent_days", it.recent_days, 30, 3_650),
    ];
    let shares = shares.iter().filter(|(_, value, low, high)| !(*low..=*high).contains(value));
    let shares = shares.map(|(key, value, low, high)| outside(key, value, &format!("{low} to {high}")));
    let counts = counts.iter().filter(|(_, value, low, high)| !(*low..=*high).contains(value));
    let counts = counts.map(|(key, value, low, high)| outside(key, value, &format!("{low} to {high}")));
    let found: Vec<Violation> = shares.chain(counts).collect();
    if found.is_empty() && it.related > it.recurring {
        let message = format!("{} is above `recurring`, which is {}", it.related, it.recurring);
        return vec![violation(
            &["trends", "related"],
            message,
            "what recurs is worth comparing too: write a lower share",
        )];
    }
    found
}

fn count(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn outside(key: &str, value: impl std::fmt::Display, range: &str) -> Violation {
    violation(&["trends", key], format!("{value} lies outside of {range}"), format!("write a number from {range}"))
}

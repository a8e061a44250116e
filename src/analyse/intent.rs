//! What an action item would do, and what prose claims was done.
//!
//! Input: items and sentences. Output: intents. Knows nothing of dates or groups.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use crate::model::{ActionItem, ActionKind};

/// The kind of an action, finer than the model's where one word covers two promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    Validate,
    Monitor,
    Audit,
    /// Going over what there is once.
    Review,
    /// People sitting together.
    Meeting,
    Document,
    Train,
    Automate,
    Capacity,
    Guard,
    Process,
    Investigate,
    Replace,
    Other,
}

impl Intent {
    pub fn of(item: &ActionItem) -> Self {
        let mut cues = REFINED.iter().filter(|(kind, ..)| *kind == item.kind).peekable();
        let refined = cues.peek().is_some().then(|| item.text.to_lowercase());
        let refined = refined.and_then(|lower| cues.find(|(_, cue, _)| lower.contains(cue)));
        refined.map_or_else(|| Self::from(item.kind), |(_, _, intent)| *intent)
    }

    pub fn is_known(self) -> bool {
        !matches!(self, Self::Investigate | Self::Other)
    }

    /// Whether two items of this intent are the same promise as soon as they are about the same thing.
    pub fn is_specific(self) -> bool {
        self.is_known() && self != Self::Meeting
    }

    /// What the action is good for.
    pub fn aim(self) -> Aim {
        match self {
            Self::Validate | Self::Guard | Self::Process | Self::Capacity | Self::Replace | Self::Automate => {
                Aim::Prevent
            }
            Self::Monitor | Self::Audit => Aim::Detect,
            Self::Document | Self::Train | Self::Review | Self::Meeting => Aim::Learn,
            Self::Investigate => Aim::FindOut,
            Self::Other => Aim::Unclear,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Validate => "Automated validation",
            Self::Monitor => "Monitoring and alerting",
            Self::Audit => "Regular audits",
            Self::Review => "Review",
            Self::Meeting => "Review meeting",
            Self::Document => "Documentation",
            Self::Train => "Training",
            Self::Automate => "Automation",
            Self::Capacity => "Capacity",
            Self::Guard => "Guard or limit",
            Self::Process => "Process",
            Self::Investigate => "Investigation",
            Self::Replace => "Upgrade or replacement",
            Self::Other => "Other",
        }
    }
}

impl From<ActionKind> for Intent {
    fn from(kind: ActionKind) -> Self {
        match kind {
            ActionKind::Validate => Self::Validate,
            ActionKind::Monitor => Self::Monitor,
            ActionKind::Audit => Self::Audit,
            ActionKind::Review => Self::Review,
            ActionKind::Document => Self::Document,
            ActionKind::Train => Self::Train,
            ActionKind::Automate => Self::Automate,
            ActionKind::Capacity => Self::Capacity,
            ActionKind::Guard => Self::Guard,
            ActionKind::Process => Self::Process,
            ActionKind::Investigate => Self::Investigate,
            ActionKind::Replace => Self::Replace,
            ActionKind::Other => Self::Other,
        }
    }
}

/// What an action is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    Prevent,
    Detect,
    Learn,
    FindOut,
    Unclear,
}

/// Where the words of an item tell more than its kind; the first that fits decides.
const REFINED: [(ActionKind, &str, Intent); 14] = [
    (ActionKind::Review, "session", Intent::Meeting),
    (ActionKind::Review, "meeting", Intent::Meeting),
    (ActionKind::Review, "discuss", Intent::Meeting),
    (ActionKind::Review, "retrospective", Intent::Meeting),
    (ActionKind::Review, "post-incident", Intent::Meeting),
    (ActionKind::Review, "postmortem", Intent::Meeting),
    (ActionKind::Review, "post-mortem", Intent::Meeting),
    (ActionKind::Process, "session", Intent::Meeting),
    (ActionKind::Process, "meeting", Intent::Meeting),
    (ActionKind::Investigate, "post-incident", Intent::Meeting),
    (ActionKind::Investigate, "retrospective", Intent::Meeting),
    (ActionKind::Review, "process", Intent::Process),
    (ActionKind::Review, "procedure", Intent::Process),
    (ActionKind::Review, "workflow", Intent::Process),
];

/// Verbs that claim something was put in place.
const IN_PLACE: [&str; 9] = [
    "implemented",
    "added",
    "updated",
    "enhanced",
    "introduced",
    "improved",
    "strengthened",
    "expanded",
    "put in place",
];
/// What was put in place.
const CLAIMED: [(&str, Intent); 16] = [
    ("automated check", Intent::Validate),
    ("automatic check", Intent::Validate),
    ("validation", Intent::Validate),
    ("automated test", Intent::Validate),
    ("integration test", Intent::Validate),
    ("linting", Intent::Validate),
    ("monitoring", Intent::Monitor),
    ("alert", Intent::Monitor),
    ("alarm", Intent::Monitor),
    ("audit", Intent::Audit),
    ("documentation", Intent::Document),
    ("runbook", Intent::Document),
    ("playbook", Intent::Document),
    ("training", Intent::Train),
    ("deletion protection", Intent::Guard),
    ("safeguard", Intent::Guard),
];

/// The sentences of `text` that say a safeguard was put in place, with what it was.
pub fn claims(text: &str) -> Vec<(Intent, &str)> {
    if !CLAIMS.is_match(text) {
        return Vec::new();
    }
    let sentences = text.lines().flat_map(|line| line.split_inclusive(". "));
    sentences.filter_map(|sentence| Some((claim(sentence)?, sentence.trim()))).collect()
}

const AUXILIARY: &str = " (?:was|were|has been|have been) ";

static PASSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(AUXILIARY));
/// What every claim holds; most documents hold none.
static CLAIMS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{AUXILIARY}(?:also )*(?:{})", IN_PLACE.join("|"))));

fn pattern(constant: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "the patterns are constants")]
    Regex::new(constant).expect("the patterns are constants")
}

/// The thing has to stand before its verb, and an auxiliary between the two: "checks were implemented".
fn claim(sentence: &str) -> Option<Intent> {
    let (at, end) = PASSIVE.find(sentence).map(|verb| (verb.start(), verb.end()))?;
    let rest = sentence[end..].trim_start_matches("also ");
    if !IN_PLACE.iter().any(|verb| rest.starts_with(verb)) {
        return None;
    }
    let subject = sentence[..at].to_lowercase();
    let things = CLAIMED.iter().filter_map(|(thing, intent)| subject.find(thing).map(|at| (at, *intent)));
    things.min_by_key(|(at, _)| *at).map(|(_, intent)| intent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Intent]) {
        let found: Vec<Intent> = claims(text).into_iter().map(|(intent, _)| intent).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn prose_can_claim_that_something_was_put_in_place() {
        check("The rule was reverted. Further, automated checks were implemented.", &[Intent::Validate]);
        check("Alerting has been improved for this queue.", &[Intent::Monitor]);
    }

    #[test]
    fn an_alert_that_fired_claims_nothing() {
        check("Monitoring alerts were triggered at noon. The settings were updated.", &[]);
    }
}

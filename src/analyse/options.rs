//! The thresholds of the analyses. They are part of the trends, so that every page can print the ones it used.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::{Config, TrendsSetting};
use crate::model::{Answer, Decision, KnowledgeBase, Subject};

use super::clock::SupportClock;

/// What decides where a line is drawn: the table `[trends]` of the settings, and what authors corrected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Options {
    /// As the settings have them.
    #[serde(flatten)]
    pub thresholds: TrendsSetting,
    /// When support is on duty; `None` leaves the second clock out.
    pub support_hours: Option<SupportClock>,
    pub corrections: Corrections,
}

impl Default for Options {
    fn default() -> Self {
        Self::of(&Config::default())
    }
}

impl Options {
    /// The thresholds and the support hours of the settings; hours that make no sense are left out.
    pub fn of(config: &Config) -> Self {
        let hours = config.support_hours.as_ref();
        let support_hours = hours.and_then(|hours| SupportClock::new(hours, config.timezone.as_deref()));
        Self { thresholds: config.trends.clone(), support_hours, corrections: Corrections::default() }
    }

    /// The level a corrected p has to stay below for a test to speak.
    pub fn doubt(&self) -> f64 {
        1.0 - self.thresholds.confidence
    }
}

/// What authors said about our grouping; it always wins.
///
/// A reference is the name of an incident, or `<name>#a3` for its third action item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Corrections {
    /// `same-as:` pairs.
    pub same: Vec<(String, String)>,
    /// `not-same-as:` pairs.
    pub not_same: Vec<(String, String)>,
    /// A name for a recurring cause or a promise, by its id or by the id of a member.
    pub names: BTreeMap<String, String>,
    /// What was decided in a review; of pairs that `same` or `not_same` holds as well. The trends show them as `reviewed`.
    #[serde(skip)]
    pub decisions: Vec<Decision>,
}

impl Corrections {
    /// What the authors of these documents said.
    pub fn of(base: &KnowledgeBase) -> Self {
        let mut corrections = Self::default();
        for (incident, own) in base.incidents().zip(base.names()) {
            corrections.same.extend(incident.same_as.iter().map(|reference| pair(own, reference)));
            corrections.not_same.extend(incident.not_same_as.iter().map(|reference| pair(own, reference)));
        }
        for stated in &base.cause_names {
            let neighbours = stated.incidents.windows(2).map(|two| (two[0].clone(), two[1].clone()));
            corrections.same.extend(neighbours);
            let named = stated.incidents.iter().map(|incident| (incident.clone(), stated.name.clone()));
            corrections.names.extend(named);
        }
        for decision in &base.decisions {
            let pair = || (decision.between[0].clone(), decision.between[1].clone());
            match decision.answer {
                Answer::Same => corrections.same.push(pair()),
                Answer::Different => corrections.not_same.push(pair()),
                Answer::Right | Answer::Wrong => {}
            }
        }
        corrections.decisions.clone_from(&base.decisions);
        corrections
    }

    /// Both together; a name of `self` wins.
    pub fn and(mut self, other: Self) -> Self {
        self.same.extend(other.same);
        self.not_same.extend(other.not_same);
        self.decisions.extend(other.decisions);
        for (reference, name) in other.names {
            self.names.entry(reference).or_insert(name);
        }
        self
    }

    /// What was decided on a question in a review.
    pub fn decision(&self, kind: Subject, between: [&str; 2]) -> Option<&Decision> {
        self.decisions.iter().find(|it| it.is_about(kind, between))
    }

    /// Whether a review said that a verdict is wrong.
    pub(super) fn rejects(&self, kind: Subject, between: [&str; 2]) -> bool {
        self.decision(kind, between).is_some_and(|it| !it.answer.upholds())
    }
}

/// `INC-7` joins incidents, `a2 = INC-7#a3` action items.
fn pair(own: &str, reference: &str) -> (String, String) {
    match reference.split_once(" = ") {
        Some((action, other)) => (format!("{own}#{action}"), other.to_owned()),
        None => (own.to_owned(), reference.to_owned()),
    }
}

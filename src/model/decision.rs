//! What people decided about something that was read across documents.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// One decision of `causes.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Decision {
    pub kind: Subject,
    /// `INC-7`, or `INC-7#a3` for its third action item; incidents by the names they go by.
    pub between: [String; 2],
    pub answer: Answer,
    /// In the words of whoever decided; `None` where none was given, and for all who are not internal readers.
    pub reason: Option<String>,
    /// The day of the decision, where one was given; `None` likewise for all who are not internal readers.
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Date>,
}

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// That two incidents have one recurring cause.
    Cause,
    /// That two action items are one promise.
    Promise,
    /// That the second, an incident, came after the first, a fix that was marked done.
    Recurred,
    /// That the first, a fix that was marked done, has held since the second, the last incident of its cause.
    Held,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Same,
    Different,
    Right,
    Wrong,
}

impl Subject {
    /// Every kind with the word that files have for it.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Cause, "cause"), (Self::Promise, "promise"), (Self::Recurred, "recurred"), (Self::Held, "held")];

    /// The word that files have for it.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// Yes and no, as they are called for this kind.
    pub fn answers(self) -> [Answer; 2] {
        match self {
            Self::Cause | Self::Promise => [Answer::Same, Answer::Different],
            Self::Recurred | Self::Held => [Answer::Right, Answer::Wrong],
        }
    }

    /// Whether it makes no difference which of the two comes first.
    pub fn is_mutual(self) -> bool {
        matches!(self, Self::Cause | Self::Promise)
    }
}

impl Answer {
    /// Every answer with the word that files have for it.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Same, "same"), (Self::Different, "different"), (Self::Right, "right"), (Self::Wrong, "wrong")];

    /// The word that files have for it.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(answer, _)| *answer == self).map_or("", |(_, word)| word)
    }

    /// Whether it confirms what was asked.
    pub fn upholds(self) -> bool {
        matches!(self, Self::Same | Self::Right)
    }
}

impl Decision {
    /// Whether it is about the same question.
    pub fn is_about(&self, kind: Subject, between: [&str; 2]) -> bool {
        let [a, b] = [self.between[0].as_str(), self.between[1].as_str()];
        self.kind == kind && ([a, b] == between || (kind.is_mutual() && [b, a] == between))
    }
}

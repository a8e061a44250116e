//! What of an incident tells its cause: the words that recurring causes are found by.
//!
//! Input: a case. Output: its texts with what each counts, parted from what is copied. Knows nothing of other incidents
//! but the words they share in the same row.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::archive::Case;
use super::copied::Copied;
use super::vocabulary::Tokens;

/// What words count that another report of the same source holds in the same row: a team's boilerplate is not a cause.
/// Reports that agree throughout stay alike, as all their words count less.
pub const COPIED: f64 = 0.08;
/// A longer stretch without a full stop is no sentence but a log or a table.
const LONGEST_SENTENCE: usize = 80;
/// Confidence from which a classified cause says why: medium and better in the bands of the cause rules.
const CLASSIFIED: f64 = 5.6;

/// The parts of an incident that have to be cut out of its text first.
pub struct CauseText<'a> {
    /// Without the names of the services it is about: where it broke is not why.
    title: String,
    /// Sentences of the body that tell a cause.
    causal: String,
    statement: &'a str,
    summary: &'a str,
    impact: &'a str,
    resolution: &'a str,
}

impl<'a> CauseText<'a> {
    pub fn of(case: &Case<'a>) -> Self {
        let incident = case.incident;
        let title = if incident.title_generated { "" } else { incident.title.as_str() };
        let text = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
        Self {
            title: without_names(title, &incident.services),
            causal: causal_sentences(case.text),
            statement: text(&incident.cause.statement),
            summary: text(&incident.summary),
            impact: text(&incident.impact.text),
            resolution: text(&incident.resolution),
        }
    }

    /// What of an incident is compared, and how much each part counts.
    pub fn parts(&self) -> [(&str, f64); 6] {
        [
            (&self.title, 2.0),
            (self.summary, 1.0),
            (self.statement, 3.0),
            (&self.causal, 1.0),
            (self.impact, 0.4),
            (self.resolution, 0.3),
        ]
    }

    /// The same with what other reports of the source hold word for word set apart, as it counts less.
    pub fn parted(&self, copied: &Copied, document: usize) -> Vec<(Cow<'_, str>, f64)> {
        let parted = copied.parted(document, &self.parts().map(|(text, _)| text));
        let parts = parted
            .into_iter()
            .zip(self.parts())
            .flat_map(|((own, copied), (_, weight))| [(own, weight), (Cow::Owned(copied), weight * COPIED)]);
        parts.filter(|(text, _)| !text.is_empty()).collect()
    }

    pub fn tells_cause(&self, case: &Case) -> bool {
        let cause = &case.incident.cause;
        let classified = cause.confidence.is_some_and(|confidence| confidence >= CLASSIFIED);
        cause.statement.is_some() || classified || !self.causal.is_empty()
    }
}

/// The words of `title` that are not made of words of `names`.
pub fn without_names(title: &str, names: &[String]) -> String {
    let known: BTreeSet<Cow<str>> = names.iter().flat_map(|name| Tokens::new(name)).map(|token| token.word).collect();
    let is_name = |word: &&str| {
        let mut tokens = Tokens::new(word).peekable();
        tokens.peek().is_some() && tokens.all(|token| known.contains(&token.word))
    };
    let words: Vec<&str> = title.split_whitespace().filter(|word| !is_name(word)).collect();
    words.join(" ")
}

/// Words that join a cause to its effect.
const CAUSAL: [&str; 14] = [
    "caused",
    "because",
    "due to",
    "root cause",
    "triggered by",
    "as a result",
    "led to",
    "leading to",
    "resulting in",
    "resulted in",
    "stemmed from",
    "traced to",
    "contributing",
    "failed because",
];
/// Words of a suspicion that may have been wrong; such sentences would group incidents by what was not the cause.
const SUSPICION: [&str; 19] = [
    "ruled out",
    "ruling out",
    "initial",
    "assum",
    "suspect",
    "suspicion",
    "mislead",
    "red herring",
    "unrelated",
    "not related",
    "may be",
    "might",
    "could be",
    "could have",
    "possibly",
    "unclear",
    "not clear",
    "not known",
    "difficult to",
];

static TELLS_CAUSE: LazyLock<Regex> = LazyLock::new(|| any_of(&CAUSAL));
static SUSPECTS: LazyLock<Regex> = LazyLock::new(|| any_of(&SUSPICION));

/// Finds the first of the words in a text, whatever their case.
pub fn any_of(cues: &[&str]) -> Regex {
    #[expect(clippy::expect_used, reason = "the cues are plain words")]
    Regex::new(&format!("(?i){}", cues.join("|"))).expect("plain words are a pattern")
}

/// The sentences of a document that tell a cause.
fn causal_sentences(text: &str) -> String {
    let mut kept = String::new();
    for sentence in text.lines().flat_map(|line| line.split_inclusive(". ")) {
        let is_sentence = || sentence.split_whitespace().nth(LONGEST_SENTENCE).is_none();
        if TELLS_CAUSE.is_match(sentence) && !SUSPECTS.is_match(sentence) && is_sentence() {
            kept.push_str(sentence);
            kept.push('\n');
        }
    }
    kept
}

//! The rules of `rules.toml`, read once.

use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

/// One kind of secret or of personal data. The fields are described where the rules stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub keywords: Vec<String>,
    pub pattern: String,
    #[serde(default)]
    pub back: usize,
    #[serde(default)]
    pub inside: bool,
    #[serde(default = "usual_entropy")]
    pub entropy: f64,
    #[serde(default = "usual_chance")]
    pub chance: f64,
    #[serde(default)]
    pub human: bool,
    #[serde(default)]
    pub far: bool,
    /// A text with such a secret.
    #[cfg_attr(not(test), expect(dead_code, reason = "an example, for readers and tests"))]
    pub finds: String,
    /// One like it without.
    #[cfg_attr(not(test), expect(dead_code, reason = "an example, for readers and tests"))]
    pub passes: String,
    /// Compiled at the first place where it is tried: most archives need few of them.
    #[serde(skip)]
    compiled: OnceLock<Option<Regex>>,
}

fn usual_entropy() -> f64 {
    3.0
}

fn usual_chance() -> f64 {
    0.25
}

/// Words that stand where a secret should.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Placeholders {
    pub within: Vec<String>,
    pub whole: Vec<String>,
    pub harmless: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    #[serde(rename = "rule")]
    pub secret: Vec<Rule>,
    pub personal: Vec<Rule>,
    pub placeholders: Placeholders,
}

const TEXT: &str = include_str!("rules.toml");
/// Enough for every rule that is built in; a pattern of the settings that needs more is refused with them.
const LARGEST: usize = 1 << 20;

impl Rules {
    #[expect(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
    pub fn built_in() -> &'static Self {
        static RULES: LazyLock<Rules> =
            LazyLock::new(|| toml::from_str(TEXT).expect("rules.toml is compiled in and read by a test"));
        &RULES
    }

    /// Of secrets and of personal data.
    pub fn all(&self) -> impl Iterator<Item = &Rule> {
        self.secret.iter().chain(&self.personal)
    }
}

/// What the built-in rules are told apart by: their text.
pub(super) fn fingerprint() -> blake3::Hash {
    blake3::hash(TEXT.as_bytes())
}

/// Compiles a pattern of the rules or of the settings; `None` where it is none, or too large.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()
}

impl Rule {
    /// A rule of the settings.
    pub fn of_settings(id: &str, name: &str, pattern: String) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            keywords: Vec::new(),
            pattern,
            back: 0,
            inside: true,
            entropy: 0.0,
            chance: 0.0,
            human: false,
            far: false,
            finds: String::new(),
            passes: String::new(),
            compiled: OnceLock::new(),
        }
    }

    pub fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.pattern)).as_ref()
    }
}

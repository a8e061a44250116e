//! `[redact]` of the settings: words that narrower readers see in other words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Config;
use crate::model::Audience;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

/// A compiled pattern may take so many bytes, and all of them together sixteen times as much.
const SIZE: usize = 1 << 20;

/// The patterns of the settings, compiled once; there may be none.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    set: Option<RegexSet>,
    /// In the order of their patterns.
    rules: Vec<(Regex, String)>,
}

impl Config {
    /// What hides by `[redact]`.
    ///
    /// # Errors
    /// With every pattern that cannot be used: nothing may be shown that one of them was to hide.
    pub fn redactor(&self) -> Result<Redactor, BadPatterns> {
        Redactor::new(&self.redact).map_err(BadPatterns)
    }

    /// The settings with their own names in the words that `audience` sees.
    pub fn seen_by(mut self, audience: &Audience, redactor: &Redactor) -> Self {
        if audience.is_internal() || redactor.set.is_none() {
            return self;
        }
        let rules = self.causes.values_mut().chain(self.components.values_mut());
        let labels = rules.flat_map(|rule| rule.label.iter_mut().chain(&mut rule.definition));
        let names = self.services.values_mut().chain(self.tags.values_mut()).chain(&mut self.organisation);
        for text in std::iter::once(&mut self.title).chain(names).chain(labels) {
            *text = redactor.redacted(text).into_owned();
        }
        self
    }
}

/// A pattern that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPattern {
    pub pattern: String,
    pub reason: String,
}

/// Settings of which nobody can say what they hide. Read from a file they are refused before, each with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("[redact] holds patterns that cannot be used: {}", told(.0))]
pub struct BadPatterns(pub Vec<BadPattern>);

fn told(bad: &[BadPattern]) -> String {
    bad.iter().map(|bad| format!("{}: {}", bad.pattern, bad.reason)).collect::<Vec<_>>().join("; ")
}

impl Redactor {
    /// Compiles the table: pattern to the words that stand in its place.
    ///
    /// # Errors
    /// With every pattern that is none, is too large, matches nothing or matches what would stand in a place.
    pub fn new(table: &BTreeMap<String, String>) -> Result<Self, Vec<BadPattern>> {
        let mut rules = Vec::new();
        let mut bad = Vec::new();
        for (pattern, words) in table {
            match RegexBuilder::new(pattern).size_limit(SIZE).build() {
                Ok(regex) if regex.is_match("") => bad.push(odd(pattern, "it matches an empty text")),
                Ok(regex) => rules.push((regex, words.clone())),
                Err(error) => bad.push(odd(pattern, &short(&error))),
            }
        }
        for (regex, _) in &rules {
            if let Some((_, words)) = rules.iter().find(|(_, words)| regex.is_match(words)) {
                bad.push(odd(
                    regex.as_str(),
                    &format!("it matches {words:?}, which stands in place of what is hidden"),
                ));
            }
        }
        let patterns = rules.iter().map(|(regex, _)| regex.as_str());
        let set = RegexSetBuilder::new(patterns).size_limit(16 * SIZE).build();
        match set {
            _ if !bad.is_empty() => Err(bad),
            _ if rules.is_empty() => Ok(Self::default()),
            Ok(set) => Ok(Self { set: Some(set), rules }),
            Err(error) => Err(vec![odd(rules[0].0.as_str(), &format!("with the others, {}", short(&error)))]),
        }
    }

    /// Whether anything in a text is to be hidden.
    pub fn concerns(&self, text: &str) -> bool {
        self.set.as_ref().is_some_and(|set| set.is_match(text))
    }

    /// The text with what is to be hidden in other words, on as many lines. Where matches overlap all of them are hidden.
    pub fn redacted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(set) = &self.set else { return Cow::Borrowed(text) };
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for rule in set.matches(text) {
            found.extend(self.rules[rule].0.find_iter(text).map(|found| (found.range(), rule)));
        }
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_by_key(|(range, rule)| (range.start, std::cmp::Reverse(range.end), *rule));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, rule) in found {
            if range.start >= at {
                out.push_str(&text[at..range.start]);
                out.push_str(&self.rules[rule].1);
            }
            let hidden = &text[range.start.max(at)..range.end.max(at)];
            out.extend(hidden.chars().filter(|c| *c == '\n'));
            at = at.max(range.end);
        }
        out.push_str(&text[at..]);
        Cow::Owned(out)
    }
}

fn odd(pattern: &str, reason: &str) -> BadPattern {
    BadPattern { pattern: pattern.to_owned(), reason: reason.to_owned() }
}

/// The last line of an error of the regex crate says why; the ones before draw the pattern.
fn short(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large".into(),
        error => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(rows: &[(&str, &str)]) -> Result<Redactor, Vec<BadPattern>> {
        Redactor::new(&rows.iter().map(|(pattern, words)| ((*pattern).to_owned(), (*words).to_owned())).collect())
    }

    #[test]
    fn matches_are_shown_in_other_words_on_as_many_lines() {
        let redactor =
            redactor(&[(r"db-\d+\.corp", "a host"), ("Dana\\s+Whit", "the lead"), (r"corp\.ex\w+", "x")]).unwrap();
        for (text, expected) in [
            ("db-1.corp and Dana Whit", "a host and the lead"),
            ("by Dana\nWhit, later", "by the lead\n, later"),
            ("nothing", "nothing"),
            ("db-12.corp.example, corp.ex1", "a host, x"),
        ] {
            assert_eq!(redactor.redacted(text), expected);
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_used_is_told() {
        let reasons = |rows: &[(&str, &str)]| -> Vec<String> {
            redactor(rows).unwrap_err().into_iter().map(|bad| format!("{}: {}", bad.pattern, bad.reason)).collect()
        };
        assert_eq!(reasons(&[("a(b", "x")]), ["a(b: unclosed group"]);
        assert_eq!(reasons(&[("a*", "x")]), ["a*: it matches an empty text"]);
        assert_eq!(reasons(&[(r"(\w{100}){100}", "x")]), [r"(\w{100}){100}: it is too large"]);
        assert_eq!(reasons(&[("T-[0-9]+", "T-0")]).len(), 1);
        assert!(redactor(&[]).unwrap().set.is_none());
        let config = Config { redact: [("a(b".to_owned(), "x".to_owned())].into(), ..Config::default() };
        assert!(config.redactor().unwrap_err().to_string().contains("a(b: unclosed group"));
    }
}

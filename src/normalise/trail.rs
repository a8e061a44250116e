//! The trail of one incident: where each value came from, and what its document leaves open.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Flag, Origin, Provenance};
use crate::parse::Line;

/// Longest excerpt in characters.
const EXCERPT: usize = 120;

/// A place in the source and the words that stand there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub excerpt: Option<String>,
}

impl Place {
    /// A value that no line holds: a file name, a default.
    pub fn nowhere() -> Self {
        Self::default()
    }

    pub fn at(line: usize, column: usize, words: &str) -> Self {
        Self { line: Some(line), column: Some(column), excerpt: Some(shortened(words)) }
    }

    pub fn of(line: &Line) -> Self {
        Self::at(line.number, line.column, &line.text)
    }
}

fn shortened(words: &str) -> String {
    let words = words.trim();
    match words.char_indices().nth(EXCERPT) {
        Some((cut, _)) => format!("{}…", words[..cut].trim_end()),
        None => words.to_owned(),
    }
}

/// Collects provenance and flags while an incident is put together.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    pub provenance: BTreeMap<Cow<'static, str>, Provenance>,
    pub flags: Vec<Flag>,
    /// Flags that were raised, so that none is raised twice.
    raised: BTreeSet<(&'static str, Option<usize>, String)>,
}

impl Trail {
    /// Notes where the value at `key` came from; the last note wins.
    pub fn note(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        origin: Origin,
        rule: impl Into<Cow<'static, str>>,
        place: &Place,
    ) {
        let entry = Provenance {
            origin,
            line: place.line,
            column: place.column,
            rule: rule.into(),
            excerpt: place.excerpt.clone(),
        };
        self.provenance.insert(key.into(), entry);
    }

    pub fn flag(&mut self, code: &'static str, message: impl Into<String>, line: Option<usize>) {
        let message = message.into();
        if self.raised.insert((code, line, message.clone())) {
            self.flags.push(Flag { code, message, line });
        }
    }

    /// Whether this was said of this line.
    pub fn flags_line(&self, code: &str, line: Option<usize>) -> bool {
        self.flags.iter().any(|flag| flag.code == code && flag.line == line)
    }

    pub fn has(&self, code: &str) -> bool {
        self.flags.iter().any(|flag| flag.code == code)
    }
}

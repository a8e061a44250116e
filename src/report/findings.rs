//! Findings as a set: their order, their number, the level they reach.

use super::paint::Style;
use crate::diagnostic::{Diagnostic, Level};

/// What `check` found in an archive, ready to be written in any format.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Files that were read.
    pub documents: usize,
    /// Incidents found in them.
    pub incidents: usize,
    /// In the order of path, line, column and code.
    pub list: Vec<Diagnostic>,
}

impl Findings {
    pub fn new(documents: usize, incidents: usize, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by(|a, b| order(a).cmp(&order(b)));
        Self { documents, incidents, list }
    }

    pub fn counts(&self) -> Counts {
        Counts::of(&self.list)
    }
}

fn order(finding: &Diagnostic) -> (Option<&str>, usize, usize, &str, &str) {
    let (line, column) = finding.span.map_or((0, 0), |span| (span.line, span.column));
    (finding.path.as_deref(), line, column, finding.entry.id, &finding.message)
}

/// How many findings of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Counts {
    pub fn of(list: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for finding in list {
            match finding.level {
                Level::Error => counts.errors += 1,
                Level::Warning => counts.warnings += 1,
                Level::Note => counts.notes += 1,
            }
        }
        counts
    }

    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// `3 errors, 12 warnings and 1 note`, each part through `paint`; `no findings` where there are none.
    pub fn described(self, paint: impl Fn(Style, &str) -> String) -> String {
        let parts: Vec<String> = [
            (self.errors, "error", Style::Error),
            (self.warnings, "warning", Style::Warning),
            (self.notes, "note", Style::Note),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, word, style)| paint(style, &plural(count, word)))
        .collect();
        match parts.split_last() {
            None => "no findings".into(),
            Some((only, [])) => only.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        }
    }
}

/// `1 file`, `2 files`, `12,345 files`.
pub fn plural(count: usize, word: &str) -> String {
    format!("{} {word}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `12,345`.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let first = digits.len() % 3;
    let mut parts: Vec<&str> = if first > 0 { vec![&digits[..first]] } else { Vec::new() };
    parts.extend((first..digits.len()).step_by(3).map(|start| &digits[start..start + 3]));
    parts.join(",")
}

/// The word for a level in every format.
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    #[test]
    fn findings_are_in_the_order_of_place_and_code() {
        let at = |name, path, line| Diagnostic::new(name, "x").at(path, Some(Span::line(line)));
        let findings = Findings::new(
            2,
            2,
            vec![
                at("no_cause", "b.md", 1),
                at("year_typo", "a.md", 9),
                at("zone_missing", "a.md", 9),
                at("no_cause", "a.md", 2),
            ],
        );
        let found: Vec<_> = findings.list.iter().map(|finding| (finding.path.as_deref(), finding.entry.name)).collect();
        let a = Some("a.md");
        assert_eq!(found, [(a, "no_cause"), (a, "zone_missing"), (a, "year_typo"), (Some("b.md"), "no_cause")]);
    }

    #[test]
    fn counts_are_said_in_words() {
        let cases = [
            ((0, 0, 0), "no findings"),
            ((1, 0, 0), "1 error"),
            ((0, 2, 1), "2 warnings and 1 note"),
            ((3, 12, 1240), "3 errors, 12 warnings and 1,240 notes"),
        ];
        for ((errors, warnings, notes), expected) in cases {
            assert_eq!(Counts { errors, warnings, notes }.described(|_, text| text.to_owned()), expected);
        }
    }
}

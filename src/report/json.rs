//! Findings as one JSON object, for programs.

use serde::Serialize;

use super::findings::{Findings, level_word};
use super::folded::{Folded, folded};

/// Name and version of the format; a change that breaks a reader raises the number.
pub const SCHEMA: &str = "incidex/findings/1";

#[derive(Serialize)]
struct Document<'f> {
    schema: &'static str,
    documents: usize,
    incidents: usize,
    counts: Counts,
    findings: Vec<Finding<'f>>,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    note: usize,
}

#[derive(Serialize)]
struct Finding<'f> {
    code: &'static str,
    name: &'static str,
    level: &'static str,
    path: Option<&'f str>,
    line: Option<usize>,
    column: Option<usize>,
    length: Option<usize>,
    message: &'f str,
    help: &'f str,
    /// How many findings it stands for: an advice that would be repeated is given once.
    count: usize,
    /// Where else the same holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further: Vec<Further<'f>>,
}

#[derive(Serialize)]
struct Further<'f> {
    path: Option<&'f str>,
    line: Option<usize>,
    column: Option<usize>,
}

/// The findings as `check --format json` prints them.
///
/// # Errors
/// Never for these types; the serialiser's own error is passed on.
pub fn document(findings: &Findings) -> serde_json::Result<String> {
    let counts = findings.counts();
    serde_json::to_string_pretty(&Document {
        schema: SCHEMA,
        documents: findings.documents,
        incidents: findings.incidents,
        counts: Counts { error: counts.errors, warning: counts.warnings, note: counts.notes },
        findings: folded(&findings.list).iter().map(row).collect(),
    })
}

fn row(folded: &Folded) -> Finding<'_> {
    let finding = &folded.finding;
    let further = folded.further.iter().map(|(path, span)| Further {
        path: path.as_deref(),
        line: span.map(|span| span.line),
        column: span.map(|span| span.column),
    });
    Finding {
        code: finding.entry.id,
        name: finding.entry.name,
        level: level_word(finding.level),
        path: finding.path.as_deref(),
        line: finding.span.map(|span| span.line),
        column: finding.span.map(|span| span.column),
        length: finding.span.map(|span| span.length),
        message: &finding.message,
        help: finding.help.as_deref().unwrap_or(finding.entry.remedy),
        count: folded.count(),
        further: further.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Span};

    #[test]
    fn a_finding_becomes_one_object_with_its_place() {
        let list = vec![Diagnostic::new("no_cause", "nothing says why").at("a.md", Some(Span::new(3, 4, 5)))];
        let text = document(&Findings::new(2, 1, list)).unwrap();
        let expected = serde_json::json!({
            "schema": "incidex/findings/1", "documents": 2, "incidents": 1,
            "counts": { "error": 0, "warning": 0, "note": 1 },
            "findings": [{
                "code": "IX0407", "name": "no_cause", "level": "note", "path": "a.md", "line": 3, "column": 4,
                "length": 5, "message": "nothing says why",
                "help": "Add a section Root Cause with one sentence that names it.", "count": 1,
            }],
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected);
    }
}

//! Findings as workflow commands, which code hosts show beside the lines of a change.

use super::findings::Findings;
use crate::diagnostic::{Diagnostic, Level};

/// One line per finding.
pub fn document(findings: &Findings) -> String {
    findings.list.iter().map(command).collect()
}

fn command(finding: &Diagnostic) -> String {
    let mut properties = Vec::new();
    if let Some(path) = &finding.path {
        properties.push(format!("file={}", property(path)));
    }
    if let Some(span) = finding.span {
        properties.push(format!("line={},col={}", span.line, span.column));
        if span.length > 0 {
            properties.push(format!("endColumn={}", span.column + span.length));
        }
    }
    properties.push(format!("title={}", property(&format!("{} {}", finding.entry.id, finding.entry.name))));
    let help = finding.help.as_deref().unwrap_or(finding.entry.remedy);
    let message = data(&format!("{}\n{help}", finding.message));
    format!("::{} {}::{message}\n", command_name(finding.level), properties.join(","))
}

fn command_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// Line ends would start a new command, so they are written as escapes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn check(finding: Diagnostic, expected: &str) {
        assert_eq!(document(&Findings::new(1, 1, vec![finding])), expected);
    }

    #[test]
    fn a_finding_becomes_a_workflow_command() {
        check(
            Diagnostic::new("year_typo", "22025").at("a.md", Some(Span::new(2, 10, 5))),
            "::warning file=a.md,line=2,col=10,endColumn=15,title=IX0306 year_typo::22025%0ACorrect the year.\n",
        );
        check(
            Diagnostic::new("no_cause", "none").help("Add one."),
            "::notice title=IX0407 no_cause::none%0AAdd one.\n",
        );
    }

    #[test]
    fn a_document_cannot_add_a_command_of_its_own() {
        check(
            Diagnostic::new("year_typo", "a\r\n::error::b 100%").at("x,line=9::y\n.md", None).help("-"),
            "::warning file=x%2Cline=9%3A%3Ay%0A.md,title=IX0306 year_typo::a%0D%0A::error::b 100%25%0A-\n",
        );
    }
}

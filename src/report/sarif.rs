//! Findings in SARIF 2.1.0, which code scanning services read.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::findings::{Findings, level_word};
use crate::diagnostic::{CATALOGUE, Diagnostic, Entry};

/// Everything but the characters a path segment may hold, and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The findings as one SARIF log with one run.
///
/// # Errors
/// Never for these types; the serialiser's own error is passed on.
pub fn document(findings: &Findings) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "incidex",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": CATALOGUE.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.list.iter().map(result).collect::<Vec<_>>(),
        }],
    }))
}

fn rule(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "name": entry.name,
        "shortDescription": { "text": entry.summary },
        "fullDescription": { "text": entry.explanation },
        "help": { "text": entry.remedy },
        "defaultConfiguration": { "level": level_word(entry.level) },
    })
}

fn result(finding: &Diagnostic) -> Value {
    let help = finding.help.as_deref().unwrap_or(finding.entry.remedy);
    let mut result = json!({
        "ruleId": finding.entry.id,
        "ruleIndex": CATALOGUE.iter().position(|entry| entry.id == finding.entry.id),
        "level": level_word(finding.level),
        "message": { "text": format!("{}\n{help}", finding.message) },
    });
    if let Some(path) = &finding.path {
        result["locations"] = json!([{ "physicalLocation": location(path, finding) }]);
    }
    result
}

fn location(path: &str, finding: &Diagnostic) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": utf8_percent_encode(path, PATH).to_string() } });
    if let Some(span) = finding.span.filter(|span| span.line > 0) {
        let mut region = json!({ "startLine": span.line });
        if span.length > 0 {
            region["startColumn"] = json!(span.column);
            region["endColumn"] = json!(span.column + span.length);
        }
        location["region"] = region;
    }
    location
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn log(list: Vec<Diagnostic>) -> Value {
        serde_json::from_str(&document(&Findings::new(1, 1, list)).unwrap()).unwrap()
    }

    #[test]
    fn a_finding_becomes_a_result_with_its_region() {
        let log = log(vec![Diagnostic::new("year_typo", "22025").at("a b/ü.md", Some(Span::new(2, 10, 5)))]);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "IX0306");
        assert_eq!(result["level"], "warning");
        assert_eq!(result["message"]["text"], "22025\nCorrect the year.");
        assert_eq!(
            result["locations"][0]["physicalLocation"],
            json!({
                "artifactLocation": { "uri": "a%20b/%C3%BC.md" },
                "region": { "startLine": 2, "startColumn": 10, "endColumn": 15 },
            })
        );
    }

    #[test]
    fn the_index_of_a_rule_leads_to_its_description() {
        let log = log(vec![Diagnostic::new("no_cause", "none")]);
        let run = &log["runs"][0];
        let index = run["results"][0]["ruleIndex"].as_u64().unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index as usize]["id"], "IX0407");
        assert!(run["results"][0].get("locations").is_none());
    }
}

//! `incidex:allow-secret RULE reason`: what an author declares to be harmless, beside the place it stands at.

use super::rules::Rules;
use crate::config::nearest;
use crate::diagnostic::{Diagnostic, Span};

const MARK: &str = "incidex:allow-secret";

/// A permission for one rule on its own line and the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Allow<'t> {
    pub rule: &'t str,
    pub span: Span,
}

impl Allow<'_> {
    pub fn covers(&self, rule: &str, line: usize) -> bool {
        self.rule == rule && (line == self.span.line || line == self.span.line + 1)
    }
}

/// The permissions of a text, and a finding for each that cannot be used: it allows nothing then.
pub(super) fn allows<'t>(path: &str, text: &'t str) -> (Vec<Allow<'t>>, Vec<Diagnostic>) {
    let mut allows = Vec::new();
    let mut findings = Vec::new();
    let mut line = 1;
    let mut counted = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), MARK) {
        line += text[counted..at].matches('\n').count();
        counted = at;
        let begin = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let rest = text[at + MARK.len()..].lines().next().unwrap_or("");
        let rest = rest.split("-->").next().unwrap_or(rest).trim_end_matches(['*', '/', ' ', '\t']);
        let span = Span::new(line, text[begin..at].chars().count() + 1, MARK.len() + rest.chars().count());
        let (rule, reason) = rest.trim_start().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
        match mistake(rule, reason) {
            None => allows.push(Allow { rule, span }),
            Some((message, help)) => {
                let finding = Diagnostic::new("secret_allow_odd", message).at(path, Some(span));
                findings.push(help.into_iter().fold(finding, Diagnostic::help));
            }
        }
    }
    (allows, findings)
}

fn mistake(rule: &str, reason: &str) -> Option<(String, Option<String>)> {
    let known = || Rules::built_in().all().map(|rule| rule.id.as_str()).chain(super::OF_SETTINGS);
    if rule.is_empty() {
        return Some(("no rule is named, so nothing is allowed".into(), None));
    }
    if !known().any(|id| id == rule) {
        let help = nearest(rule, known()).map(|near| format!("did you mean `{near}`?"));
        return Some((format!("no rule is called `{rule}`, so nothing is allowed"), help));
    }
    let reason = reason.chars().filter(|c| c.is_alphabetic()).count();
    (reason < 3).then(|| (format!("`{rule}` is allowed without a reason, so it is not"), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_has_a_rule_and_a_reason() {
        let text =
            "a\n<!-- incidex:allow-secret jwt from the handbook -->\nx # incidex:allow-secret password revoked in May";
        let (found, findings) = allows("a.md", text);
        let rows: Vec<_> = found.iter().map(|allow| (allow.rule, allow.span.line, allow.span.column)).collect();
        assert_eq!(rows, [("jwt", 2, 6), ("password", 3, 5)]);
        assert!(findings.is_empty());
        assert!(found[0].covers("jwt", 2) && found[0].covers("jwt", 3) && !found[0].covers("jwt", 4));
        assert!(!found[0].covers("password", 2));
    }

    #[test]
    fn one_that_cannot_be_used_allows_nothing_and_says_so() {
        let cases = [
            ("<!-- incidex:allow-secret jwt -->", "without a reason", None),
            ("<!-- incidex:allow-secret jwt 1.2 -->", "without a reason", None),
            ("incidex:allow-secret", "no rule is named", None),
            (
                "incidex:allow-secret pasword it is revoked",
                "no rule is called `pasword`",
                Some("did you mean `password`?"),
            ),
        ];
        for (text, message, help) in cases {
            let (found, findings) = allows("a.md", text);
            assert!(found.is_empty() && findings.len() == 1, "{text}");
            assert!(findings[0].message.contains(message), "{}", findings[0].message);
            assert_eq!(findings[0].help.as_deref(), help);
        }
    }
}

//! The baseline: secrets that were there before anybody looked, known by fingerprints and not reported again.
//!
//! A line is a fingerprint, the rule and the path. The fingerprint is a hash of all three, the secret among them, made
//! slow on purpose: a password is short, and whoever has the file can try all of them.

use std::collections::BTreeSet;

use super::Hit;
use crate::diagnostic::{Diagnostic, Span};

/// Name of the file, beside `incidex.toml`.
pub const BASELINE: &str = "incidex.secrets";

const HEADER: &str = "# Secrets of this archive that are known and not reported again; written by `incidex check --write-baseline`.\n\
                      # Fingerprint, rule, path. Deleting a line makes the secret a finding again.\n";

/// Rounds of the hash: about a millisecond.
const ROUNDS: usize = 10_000;

/// What is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    fingerprints: BTreeSet<String>,
}

impl Baseline {
    /// Reads the text of a baseline; lines that are none are findings and count for nothing.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let mut baseline = Self::default();
        let mut findings = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            let fingerprint = line.split_whitespace().next().unwrap_or("");
            let whole = line.splitn(3, ' ').count() == 3
                && fingerprint.len() == 32
                && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
            if whole {
                baseline.fingerprints.insert(fingerprint.to_owned());
            } else if !line.is_empty() && !line.starts_with('#') {
                let message = "the line is not a fingerprint, a rule and a path";
                let place = Some(Span::line(index + 1));
                findings.push(Diagnostic::new("secret_baseline_odd", message).at(BASELINE, place));
            }
        }
        (baseline, findings)
    }

    pub(super) fn knows(&self, hit: &Hit) -> bool {
        !self.fingerprints.is_empty() && self.fingerprints.contains(&fingerprint(hit))
    }

    /// The text of a baseline that knows all these.
    pub fn of<'h>(hits: impl IntoIterator<Item = &'h Hit>) -> String {
        let line = |hit: &Hit| format!("{} {} {}\n", fingerprint(hit), hit.rule, hit.path);
        let mut lines: Vec<(String, String, String)> =
            hits.into_iter().map(|hit| (hit.path.clone(), hit.rule.clone(), line(hit))).collect();
        lines.sort();
        lines.dedup();
        HEADER.to_owned() + &lines.into_iter().map(|(_, _, line)| line).collect::<String>()
    }
}

/// What a secret is known by: 128 bits, hex.
pub(super) fn fingerprint(hit: &Hit) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("incidex secrets baseline 1");
    for part in [&hit.rule, &hit.path, hit.value.plain()] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let slow = |hash: blake3::Hash, _| blake3::hash(hash.as_bytes());
    (0..ROUNDS).fold(hasher.finalize(), slow).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::*;

    fn hit(rule: &str, path: &str, value: &str) -> Hit {
        Hit::new(rule, "a password", path, Value(value.into()), Span::line(3))
    }

    #[test]
    fn what_was_written_is_known_again_and_nothing_else_is() {
        let old = hit("password", "a b.md", "hunter22");
        let text = Baseline::of([&old, &old]);
        assert!(!text.contains("hunter"), "{text}");
        assert_eq!(text.lines().filter(|line| !line.starts_with('#')).count(), 1);
        let (baseline, findings) = Baseline::parse(&text);
        assert!(findings.is_empty(), "{findings:?}");
        assert!(baseline.knows(&hit("password", "a b.md", "hunter22")));
        for other in [
            hit("jwt", "a b.md", "hunter22"),
            hit("password", "c.md", "hunter22"),
            hit("password", "a b.md", "hunter23"),
        ] {
            assert!(!baseline.knows(&other), "{other:?}");
        }
    }

    #[test]
    fn a_line_that_is_none_is_a_finding() {
        let (baseline, findings) = Baseline::parse("# x\n\n0123 password a.md\n");
        assert_eq!(baseline, Baseline::default());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].span, Some(Span::line(3)));
    }
}

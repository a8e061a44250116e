//! `causes.toml`: the names that authors give to recurring causes, and what people decided about them.
//!
//! Input: the text of the file. Output: the names with the incidents they are for, and the decisions, each with its place,
//! and a finding for everything that cannot be used. A mistake costs its own entry and never the build.

mod record;
mod reviewed;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use record::{Record, Unrecorded, recorded};
pub use reviewed::StatedDecision;

use super::load::{nearest, span_of};
use crate::diagnostic::{Diagnostic, Span};

/// Name of the file beside `incidex.toml`.
pub const CAUSE_NAMES: &str = "causes.toml";

/// One entry of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedName {
    pub name: String,
    /// Ids as written; one at least.
    pub incidents: Vec<(String, Span)>,
}

/// What stands in the file, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CauseFile {
    pub names: Vec<StatedName>,
    pub decisions: Vec<StatedDecision>,
}

/// What stands in the text of `causes.toml`, and what of it cannot be used.
///
/// ```toml
/// [[cause]]
/// name = "Certificates nobody renews"
/// incidents = ["INC-2024-011", "INC-2025-003"]
///
/// [[reviewed]]
/// kind = "promise"
/// between = ["INC-2024-011#a2", "INC-2025-003#a1"]
/// answer = "different"
/// reason = "one is about the broker, the other about the gateway"
/// ```
pub fn cause_names(text: &str) -> (CauseFile, Vec<Diagnostic>) {
    cause_names_among(text, |_| true)
}

/// As [`cause_names`], as if entries with an incident that is not known did not stand in the file.
pub fn cause_names_among(text: &str, is_known: impl Fn(&str) -> bool) -> (CauseFile, Vec<Diagnostic>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading { text, findings: Vec::new(), named: BTreeSet::new(), is_known: &is_known };
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    for error in &errors {
        reading.find(error.message(), error.span().unwrap_or(0..0), "the file is TOML: see `incidex explain IX0004`");
    }
    let file = if errors.is_empty() { reading.file(table.get_ref()) } else { CauseFile::default() };
    (file, reading.findings)
}

struct Reading<'t> {
    text: &'t str,
    findings: Vec<Diagnostic>,
    /// Ids that have a name already.
    named: BTreeSet<String>,
    is_known: &'t dyn Fn(&str) -> bool,
}

impl Reading<'_> {
    fn find(&mut self, message: impl Into<String>, place: Range<usize>, help: impl Into<String>) {
        let finding = Diagnostic::new("cause_name_odd", message).at(CAUSE_NAMES, Some(span_of(self.text, place)));
        self.findings.push(finding.help(help));
    }

    fn file(&mut self, table: &DeTable<'_>) -> CauseFile {
        let mut file = CauseFile::default();
        for (key, value) in sorted(table) {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("cause", DeValue::Array(entries)) => {
                    file.names.extend(entries.iter().filter_map(|entry| self.entry(entry)));
                }
                ("reviewed", DeValue::Array(entries)) => {
                    file.decisions.extend(entries.iter().filter_map(|entry| self.decision(entry)));
                }
                (known @ ("cause" | "reviewed"), _) => {
                    let help = format!("write `[[{known}]]` with two brackets");
                    self.find(format!("`{known}` is not a list"), key.span(), help);
                }
                (other, _) => self.unknown(other, key.span(), &["cause", "reviewed"]),
            }
        }
        file
    }

    fn entry(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<StatedName> {
        let DeValue::Table(table) = entry.get_ref() else {
            self.find("an entry is not a table", entry.span(), "write `[[cause]]`, then `name` and `incidents`");
            return None;
        };
        if ids(table).any(|id| !(self.is_known)(id)) {
            return None;
        }
        let (mut name, mut incidents) = (None, Vec::new());
        for (key, value) in sorted(table) {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("name", DeValue::String(text)) if !text.trim().is_empty() => name = Some(text.trim().to_owned()),
                ("name", _) => self.find("`name` is not a text", value.span(), "write `name = \"...\"`"),
                ("incidents", DeValue::Array(ids)) => incidents = self.incidents(ids),
                ("incidents", _) => {
                    self.find("`incidents` is not a list", value.span(), "write `incidents = [\"INC-2024-011\"]`");
                }
                (other, _) => self.unknown(other, key.span(), &["name", "incidents"]),
            }
        }
        match name {
            Some(name) if !incidents.is_empty() => Some(StatedName { name, incidents }),
            _ => {
                let lacking = if name.is_none() { "name" } else { "incidents" };
                let help = "an entry has a `name` and the ids of its `incidents`";
                self.find(format!("an entry without `{lacking}` names nothing"), entry.span(), help);
                None
            }
        }
    }

    fn incidents(&mut self, ids: &[Spanned<DeValue<'_>>]) -> Vec<(String, Span)> {
        let mut incidents = Vec::new();
        for id in ids {
            match id.get_ref() {
                DeValue::String(text) if !self.named.insert(text.to_lowercase()) => {
                    let message = format!("{text:?} stands twice");
                    self.find(message, id.span(), "an incident has one recurring cause: keep one of the two");
                }
                DeValue::String(text) => incidents.push((text.to_string(), span_of(self.text, id.span()))),
                _ => self.find("an id is not a text", id.span(), "write ids in quotes"),
            }
        }
        incidents
    }

    fn unknown(&mut self, key: &str, place: Range<usize>, known: &[&str]) {
        let help = match nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys here are {}", known.join(", ")),
        };
        self.find(format!("no key is called `{key}` here"), place, help);
    }
}

/// The ids in the table of an entry.
fn ids<'t>(table: &'t DeTable<'_>) -> impl Iterator<Item = &'t str> {
    let lists = table.iter().filter(|(key, _)| key.get_ref().as_ref() == "incidents");
    let lists = lists.filter_map(|(_, value)| value.get_ref().as_array());
    lists.flat_map(|list| list.iter().filter_map(|id| id.get_ref().as_str()))
}

/// The keys of a table in the order of the file.
fn sorted<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut rows: Vec<_> = table.iter().collect();
    rows.sort_by_key(|(key, _)| key.span().start);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, names: &[(&str, &[&str])], findings: &[&str]) {
        let (found, told) = cause_names(text);
        let found: Vec<(&str, Vec<&str>)> = found
            .names
            .iter()
            .map(|it| (it.name.as_str(), it.incidents.iter().map(|(id, _)| id.as_str()).collect()))
            .collect();
        let expected: Vec<(&str, Vec<&str>)> = names.iter().map(|(name, ids)| (*name, ids.to_vec())).collect();
        assert_eq!(found, expected, "{text}");
        let told: Vec<String> = told
            .iter()
            .map(|it| format!("{}:{} {}", it.span.unwrap().line, it.span.unwrap().column, it.message))
            .collect();
        assert_eq!(told, findings, "{text}");
    }

    #[test]
    fn an_entry_is_a_name_and_its_incidents() {
        check(
            "[[cause]]\nname = \"Stale leases\"\nincidents = [\"INC-1\", \"INC-4\"]\n\n[[cause]]\nincidents = [\"x\"]\nname = \"Y\"\n",
            &[("Stale leases", &["INC-1", "INC-4"]), ("Y", &["x"])],
            &[],
        );
        check("# nothing named yet\n", &[], &[]);
    }

    #[test]
    fn a_mistake_costs_its_own_entry_and_is_told_with_its_place() {
        let good = "[[cause]]\nname = \"A\"\nincidents = [\"a\"]\n";
        check(
            &format!("{good}[[cause]]\nname = \"B\"\n"),
            &[("A", &["a"])],
            &["4:1 an entry without `incidents` names nothing"],
        );
        check(
            &format!("{good}[[cause]]\nnam = \"B\"\nincidents = [\"b\"]\n"),
            &[("A", &["a"])],
            &["5:1 no key is called `nam` here", "4:1 an entry without `name` names nothing"],
        );
        check(
            &format!("{good}[[cause]]\nname = \"B\"\nincidents = [3, \"b\"]\n"),
            &[("A", &["a"]), ("B", &["b"])],
            &["6:14 an id is not a text"],
        );
        check(
            &format!("{good}[[cause]]\nname = \"B\"\nincidents = [\"A\", \"b\"]\n"),
            &[("A", &["a"]), ("B", &["b"])],
            &["6:14 \"A\" stands twice"],
        );
        check("[cause]\nname = \"A\"\n", &[], &["1:2 `cause` is not a list"]);
        check("[[causes]]\nname = \"A\"\n", &[], &["1:3 no key is called `causes` here"]);
    }

    #[test]
    fn text_that_is_no_toml_names_nothing() {
        let (file, findings) = cause_names("[[cause]]\nname = \"A\nincidents = [");
        assert_eq!(file, CauseFile::default());
        assert_eq!(findings[0].span.map(|span| span.line), Some(2));
        assert_eq!(findings[0].entry.id, "IX0004");
    }
}

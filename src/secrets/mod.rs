//! Secrets and personal data: finds them in documents, in attachments and in the finished site.
//!
//! In: texts and bytes, the settings. Out: [`Hit`]s, and findings that never tell a secret. What a match means is data
//! (`rules.toml`); nothing here knows what an incident is or decides whether a build goes on.
//!
//! Documents are looked at whole, with their escapes undone. The site is looked at as it is staged, since markup can put
//! together what no document shows in one piece. Not looked at in the site: the pack of the search and the program that
//! reads it, fonts and pictures of the theme. The pack is binary, and its texts are those of the pages.

mod allow;
mod baseline;
mod chance;
mod judge;
mod keywords;
mod mask;
mod rules;
#[cfg(test)]
mod samples;
mod scan;
mod site;
#[cfg(test)]
mod tests;
mod undo;

use std::collections::BTreeSet;
use std::fmt;

pub use baseline::{BASELINE, Baseline};
pub use scan::Scanner;
pub use site::{SeenBefore, SiteFile, SiteScan};

use crate::diagnostic::{Diagnostic, Level, Span};

/// Rules that the settings fill in.
const OF_SETTINGS: [&str; 2] = ["internal_host", "employee_id"];

/// Something that reads as a secret or as personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Id of the rule.
    pub rule: String,
    /// Continues "this reads as ...".
    pub name: String,
    /// Of the document or attachment; of the file of the site where it stands in no document.
    pub path: String,
    pub value: Value,
    pub span: Span,
    pub standing: Standing,
}

/// The words of a secret. Printing it tells no more than a message may.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(String);

/// What is to be made of a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said anything about it.
    Open,
    /// Its author allowed it, or the settings pass over its path.
    Allowed,
    /// In a file of the site and in no document: there is no line to write a permission on.
    SiteOnly,
    /// In a file of an earlier site that would be put back.
    Kept,
}

/// What was found in one text, or in many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    pub hits: Vec<Hit>,
    /// About permissions that cannot be used or are not needed.
    pub findings: Vec<Diagnostic>,
}

impl Looked {
    pub fn extend(&mut self, other: Self) {
        self.hits.extend(other.hits);
        self.findings.extend(other.findings);
    }

    /// Hits that somebody answers for, where they stand or in the baseline.
    pub fn accepted(&self, baseline: &Baseline) -> Vec<Hit> {
        self.hits.iter().filter(|hit| hit.standing == Standing::Allowed || baseline.knows(hit)).cloned().collect()
    }

    /// Hits that the baseline should know: all but those that are allowed where they stand.
    pub fn unallowed(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| hit.standing != Standing::Allowed)
    }
}

/// The findings about hits that are neither allowed nor known: errors where the text is about to leave the house, else
/// warnings.
pub fn report(hits: &[Hit], baseline: &Baseline, leaves: bool) -> Vec<Diagnostic> {
    let open = hits.iter().filter(|hit| hit.standing != Standing::Allowed && !baseline.knows(hit));
    let personal: BTreeSet<&str> =
        rules::Rules::built_in().personal.iter().map(|rule| rule.id.as_str()).chain(OF_SETTINGS).collect();
    let finding = |hit: &Hit| {
        let kind = if personal.contains(hit.rule.as_str()) { "personal_data_found" } else { "secret_found" };
        let mut finding = Diagnostic::new(kind, hit.message()).at(&hit.path, Some(hit.span)).help(hit.help());
        if leaves {
            finding.level = Level::Error;
        }
        finding
    };
    open.map(finding).collect()
}

impl Hit {
    fn new(rule: &str, name: &str, path: &str, value: Value, span: Span) -> Self {
        Self { rule: rule.into(), name: name.into(), path: path.into(), value, span, standing: Standing::Open }
    }

    fn message(&self) -> String {
        let place = match self.standing {
            Standing::SiteOnly => " in a file of the site, put together from parts of a document",
            Standing::Kept => " in a file of the earlier site",
            Standing::Open | Standing::Allowed => "",
        };
        format!("this reads as {}{place}: `{}`, rule `{}`", self.name, mask::described(&self.value.0), self.rule)
    }

    fn help(&self) -> String {
        match self.standing {
            Standing::SiteOnly => format!(
                "take it out of the document it comes from, or add `{} {} {}` to {BASELINE}",
                baseline::fingerprint(self),
                self.rule,
                self.path
            ),
            Standing::Kept => {
                "revoke it, and build the site from documents without it; if it is harmless, allow it in its \
                               document"
                    .into()
            }
            Standing::Open | Standing::Allowed => format!(
                "revoke it and take it out; if it is harmless, write `incidex:allow-secret {} reason` on its line or on \
                 the line before",
                self.rule
            ),
        }
    }
}

impl Value {
    fn plain(&self) -> &String {
        &self.0
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&mask::described(&self.0))
    }
}

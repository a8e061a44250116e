//! `incidex check`: every finding, and whether it is too much.

use std::io::Write;
use std::path::Path;

use super::engine::{self, Loaded};
use super::session::{Archive, Session};
use super::sources::Sources;
use super::{CheckFlags, CheckFormat, Exit, Failure};
use crate::config::nearest;
use crate::diagnostic::{CATALOGUE, Diagnostic, Entry, Level, find};
use crate::report::findings::{Findings, plural};
use crate::report::folded::{Folded, folded};
use crate::report::{Report, Verbosity, github, human, json, sarif};
use crate::secrets::{BASELINE, Baseline, Hit};

/// What makes `check` fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deny {
    /// Findings of this level and worse.
    Level(Level),
    /// One kind of finding, whatever its level.
    Entry(&'static Entry),
}

impl Deny {
    /// Reads the word of `--deny`.
    ///
    /// # Errors
    /// With a sentence that names the nearest word.
    pub fn parse(word: &str) -> Result<Self, String> {
        match word {
            "error" | "errors" => Ok(Self::Level(Level::Error)),
            "warning" | "warnings" => Ok(Self::Level(Level::Warning)),
            "note" | "notes" => Ok(Self::Level(Level::Note)),
            _ => find(word).map(Self::Entry).ok_or_else(|| unknown(word)),
        }
    }

    pub fn concerns(self, finding: &Diagnostic) -> bool {
        match self {
            Self::Level(level) => finding.level >= level,
            Self::Entry(entry) => finding.entry == entry,
        }
    }
}

fn unknown(word: &str) -> String {
    let words = ["errors", "warnings", "notes"].into_iter();
    let words = words.chain(CATALOGUE.iter().flat_map(|entry| [entry.name, entry.id]));
    match nearest(word, words) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write errors, warnings, notes or a code listed by `incidex explain`".into(),
    }
}

pub(super) fn run(session: &Session, flags: &CheckFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let is_internal = view.audience.is_internal();
    let loaded = engine::check(&root, config, view)?;
    if flags.write_baseline {
        return write_baseline(session, &root, &loaded);
    }
    if flags.suggest {
        if !loaded.suggestions.is_empty() {
            session.report.data(&loaded.suggestions.join("\n"))?;
        }
        return Ok(Exit::Done);
    }
    let findings = Findings::new(loaded.documents, loaded.knowledge_base.articles.len(), loaded.findings);
    let report = &session.report;
    match flags.format {
        CheckFormat::Human if findings.list.is_empty() => {}
        CheckFormat::Human => {
            let mut sources = if is_internal { Sources::new(&root) } else { Sources::closed() };
            report.data(&listing(&findings, &mut sources, report))?;
        }
        CheckFormat::Json => report.data(&json::document(&findings)?)?,
        CheckFormat::Sarif => report.data(&sarif::document(&findings)?)?,
        CheckFormat::Github if findings.list.is_empty() => {}
        CheckFormat::Github => report.data(&github::document(&findings))?,
    }
    report.say(&format!(
        "{} in {}: {}",
        plural(findings.incidents, "incident"),
        plural(findings.documents, "document"),
        report.counts(findings.counts())
    ));
    Ok(verdict(&findings.list, &flags.deny))
}

/// Writes down what reads as a secret today, so that only what is new becomes a finding.
fn write_baseline(session: &Session, root: &Path, loaded: &Loaded) -> Result<Exit, Failure> {
    let known: Vec<&Hit> = loaded.secrets.unallowed().collect();
    let path = root.join(BASELINE);
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(root)?;
        file.write_all(Baseline::of(known.iter().copied()).as_bytes())?;
        file.persist(&path).map_err(|error| error.error)
    };
    write().map_err(|error| Failure::output(format!("failed to write {}: {error}", path.display())))?;
    session.report.say(&format!("wrote {} to {}", plural(known.len(), "fingerprint"), path.display()));
    Ok(Exit::Done)
}

/// Places named of a finding that stands for several.
const PLACES: usize = 3;

/// Errors and warnings with their excerpts, notes on a line each after them; with `--verbose` everything in full.
fn listing(findings: &Findings, sources: &mut Sources, report: &Report) -> String {
    let paint = report.data_paint();
    let in_full = |finding: &Diagnostic| finding.level > Level::Note || report.verbosity == Verbosity::Verbose;
    let told = match report.verbosity {
        Verbosity::Verbose => {
            findings.list.iter().map(|finding| Folded { finding: finding.clone(), further: Vec::new() }).collect()
        }
        _ => folded(&findings.list),
    };
    let (full, brief): (Vec<_>, Vec<_>) = told.iter().partition(|told| in_full(&told.finding));
    let full = full.into_iter().map(|told| {
        let source = told.finding.path.as_deref().and_then(|path| sources.text(path));
        human::finding(&told.finding, source, paint) + &human::further(&told.further, PLACES)
    });
    let full = full.collect::<Vec<_>>().join("\n");
    let brief = brief
        .into_iter()
        .map(|told| human::line(&told.finding, paint) + &human::further(&told.further, PLACES))
        .collect::<String>();
    let between = if full.is_empty() || brief.is_empty() { "" } else { "\n" };
    format!("{full}{between}{brief}")
}

/// Errors are always too much; `--deny` adds to them.
fn verdict(list: &[Diagnostic], denied: &[Deny]) -> Exit {
    let errors = Deny::Level(Level::Error);
    let too_much = |finding: &Diagnostic| errors.concerns(finding) || denied.iter().any(|deny| deny.concerns(finding));
    if list.iter().any(too_much) { Exit::Findings } else { Exit::Done }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    #[test]
    fn what_matters_comes_first_and_in_full() {
        let at = |name, line| Diagnostic::new(name, "x").at("none.md", Some(Span::line(line)));
        let findings = Findings::new(1, 1, vec![at("no_cause", 1), at("year_typo", 2)]);
        let report =
            Report { verbosity: Verbosity::Normal, colour_data: false, colour_messages: false, progress: false };
        let text = listing(&findings, &mut Sources::new(std::path::Path::new("/nowhere")), &report);
        assert!(text.starts_with("warning[IX0306]: x\n"), "{text}");
        assert!(text.ends_with("\n\nnone.md:1:1: note[IX0407]: x\n"), "{text}");
    }

    fn check(found: &[&str], denied: &[&str], expected: Exit) {
        let list: Vec<_> = found.iter().map(|name| Diagnostic::new(name, "x")).collect();
        let denied: Vec<_> = denied.iter().map(|word| Deny::parse(word).unwrap()).collect();
        assert_eq!(verdict(&list, &denied), expected, "{found:?} {denied:?}");
    }

    #[test]
    fn errors_fail_and_deny_adds_to_them() {
        check(&[], &["notes"], Exit::Done);
        check(&["no_cause", "year_typo"], &[], Exit::Done);
        check(&["no_cause", "end_before_start"], &[], Exit::Findings);
        check(&["no_cause"], &["warnings"], Exit::Done);
        check(&["year_typo"], &["warnings"], Exit::Findings);
        check(&["no_cause"], &["notes"], Exit::Findings);
        check(&["no_cause"], &["IX0407"], Exit::Findings);
        check(&["no_cause"], &["year_typo", "ix0407"], Exit::Findings);
        check(&["no_cause"], &["year_typo"], Exit::Done);
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_nearest_one() {
        assert_eq!(Deny::parse("waring").unwrap_err(), "did you mean `warning`?".replace("warning", "warnings"));
        assert_eq!(Deny::parse("zone_mising").unwrap_err(), "did you mean `zone_missing`?");
        assert!(Deny::parse("x").unwrap_err().contains("incidex explain"));
    }
}

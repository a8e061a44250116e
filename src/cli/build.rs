//! `incidex build`: the archive as a site.

use std::path::{Path, PathBuf};
use std::time::Instant;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::changes::{self, Consent};
use super::check::Deny;
use super::engine::{self, BuildOptions, Built, Loaded, Progress, Proof, Terms};
use super::session::{self, Archive, Session};
use super::sources::Sources;
use super::{BuildFlags, ChangesFormat, Exit, Failure, list};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Kind;
use crate::publication::Changes;
use crate::report::findings::{Counts, Findings, grouped, plural};
use crate::report::paint::Style;
use crate::report::progress::Bar;
use crate::report::{Report, Verbosity, human};

/// Errors shown in full after a build; the rest is counted.
const SHOWN: usize = 10;

pub(super) fn run(session: &Session, flags: BuildFlags) -> Result<Exit, Failure> {
    let Archive { root, mut config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    if let Some(address) = flags.base_url {
        require_address(&address)?;
        config.base_url = Some(address);
    }
    let bar = Bar::new(session.report.progress);
    let out = flags.out.unwrap_or_else(|| default_out(&root, &session.folder));
    let keep = flags.keep.unwrap_or(config.keep);
    let consent = Consent { shrink: flags.allow_shrink, accept: flags.accept };
    if let Some(steps) = flags.rollback {
        return roll_back(
            session,
            &root,
            &out,
            steps,
            &Rollback { config: &config, keep, wait: flags.wait, consent, changes: flags.changes },
        );
    }
    let options = BuildOptions {
        out,
        audience: session::audience(flags.audience.as_deref().unwrap_or(&config.audience), &config)?,
        as_of: session.as_of(flags.as_of)?,
        drafts: flags.drafts,
        verify: flags.verify,
        progress: &bar,
    };
    let begun = Instant::now();
    let terms = Terms { baseline: flags.baseline, keep, wait: flags.wait };
    let prepared = engine::prepare(&root, config, &options, &terms);
    bar.clear();
    let prepared = match prepared {
        Err(engine::PipelineError::Leak(leaks)) => return Err(refuse_leaks(&session.report, &leaks)),
        other => other?,
    };
    report_findings(&session.report, &root, &prepared.loaded);
    // What is held back from the readers of the site can be denied as well.
    let findings = prepared.loaded.internal_findings.iter().chain(&prepared.loaded.findings);
    refuse_denied(findings, &flags.deny)?;
    if let Some(proof) = &prepared.proof {
        report_proof(&session.report, &root, proof)?;
    }
    report_changes(&session.report, &prepared.changes, flags.changes)?;
    changes::allow(&prepared.changes, &consent)?;
    let built = prepared.publish(&bar);
    bar.clear();
    let built = built?;
    report_site(&session.report, &options, &built, begun.elapsed().as_secs_f64());
    // The process ends here: taking a large archive apart piece by piece would only cost time.
    std::mem::forget(built);
    Ok(Exit::Done)
}

/// Nothing is published where there is a finding that the user denied.
fn refuse_denied<'f>(findings: impl Iterator<Item = &'f Diagnostic>, denied: &[Deny]) -> Result<(), Failure> {
    let count = findings.filter(|finding| denied.iter().any(|deny| deny.concerns(finding))).count();
    if count == 0 {
        return Ok(());
    }
    let message = format!("refused to publish: {} denied by --deny", plural(count, "finding"));
    Err(Failure::refused(message, "`incidex check` shows them; the site is as it was"))
}

/// Says what does not hold, and publishes nothing then.
fn report_proof(report: &Report, root: &Path, proof: &Proof) -> Result<(), Failure> {
    let mut sources = Sources::new(root);
    for finding in proof.findings.iter().take(SHOWN) {
        let source = finding.path.as_deref().and_then(|path| sources.text(path));
        report.always(human::finding(finding, source, report.message_paint()).trim_end());
    }
    if proof.findings.is_empty() {
        report.say(&format!("verified {} with {}", plural(proof.pages, "page"), plural(proof.links, "link")));
        return Ok(());
    }
    let message = format!("refused to publish: {} of --verify", plural(proof.findings.len(), "finding"));
    Err(Failure::refused(message, "the site is as it was"))
}

fn report_changes(report: &Report, changes: &Changes, format: Option<ChangesFormat>) -> Result<(), Failure> {
    if let Some(ChangesFormat::Json) = format {
        report.data(&serde_json::to_string_pretty(changes)?)?;
    }
    let text = changes::text(changes);
    if !text.is_empty() {
        report.say(text.trim_end());
    }
    Ok(())
}

/// How an earlier site is put back.
struct Rollback<'c> {
    config: &'c Config,
    keep: usize,
    wait: bool,
    consent: Consent,
    changes: Option<ChangesFormat>,
}

fn roll_back(session: &Session, root: &Path, out: &Path, steps: usize, how: &Rollback<'_>) -> Result<Exit, Failure> {
    let earlier = engine::Return::find(out, root, steps, how.wait)?;
    let warnings = match earlier.look(root, how.config) {
        Err(engine::PipelineError::Leak(leaks)) => return Err(refuse_leaks(&session.report, &leaks)),
        found => found?,
    };
    for finding in warnings.iter().take(SHOWN) {
        session.report.say(human::finding(finding, None, session.report.message_paint()).trim_end());
    }
    report_changes(&session.report, &earlier.changes, how.changes)?;
    changes::allow(&earlier.changes, &how.consent)?;
    let files = earlier.put_back(how.keep).map_err(engine::PipelineError::from)?;
    let word = session.report.message_paint().text(Style::Good, "put back");
    session.report.say(&format!("{word} the site of {}", plural(files, "file")));
    session.report.say(&format!("site  {}", out.display()));
    Ok(Exit::Done)
}

/// Says what a site for others would have shown. Without excerpts: they would show more of it.
fn refuse_leaks(report: &Report, leaks: &[Diagnostic]) -> Failure {
    for finding in leaks.iter().take(SHOWN) {
        report.always(human::finding(finding, None, report.message_paint()).trim_end());
    }
    let message = format!("refused to publish: {} of secrets or personal data", plural(leaks.len(), "finding"));
    Failure::refused(message, "`incidex check` lists them all; the site is as it was")
}

impl Progress for Bar {
    fn stage(&self, name: &'static str, steps: usize) {
        Bar::stage(self, name, steps);
    }

    fn advance(&self, steps: usize) {
        Bar::advance(self, steps);
    }
}

fn require_address(address: &str) -> Result<(), Failure> {
    if config::is_site_address(address) {
        return Ok(());
    }
    Err(Failure::usage(
        format!("--base-url: {address:?} is not an address of a site"),
        "write it like https://example.org/incidents/",
    ))
}

/// `public` in the current folder; in the archive's root when called from inside the archive.
fn default_out(root: &Path, folder: &Path) -> PathBuf {
    let absolute = folder.join(root);
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let inside = canonical(folder).starts_with(canonical(&absolute));
    if inside { root.join("public") } else { PathBuf::from("public") }
}

fn report_findings(report: &Report, root: &Path, loaded: &Loaded) {
    let list = [loaded.internal_findings.clone(), loaded.findings.clone()].concat();
    let findings = Findings::new(loaded.documents, loaded.knowledge_base.articles.len(), list);
    let mut sources = Sources::new(root);
    let verbose = report.verbosity == Verbosity::Verbose;
    let shown = findings.list.iter().filter(|finding| verbose || finding.level == Level::Error);
    for finding in shown.take(if verbose { usize::MAX } else { SHOWN }) {
        let source = finding.path.as_deref().and_then(|path| sources.text(path));
        report.say(&format!("{}\n", human::finding(finding, source, report.message_paint()).trim_end()));
    }
}

fn report_site(report: &Report, options: &BuildOptions<'_>, built: &Built, seconds: f64) {
    let out = &options.out;
    let paint = report.message_paint();
    for (stage, time) in &built.timings {
        report.detail(&format!("{stage:>12} {:>9.1} ms", time.as_secs_f64() * 1000.0));
    }
    let published = published(&built.loaded);
    let documents = plural(built.loaded.documents, "document");
    let built_word = paint.text(Style::Good, "built");
    report
        .say(&format!("{built_word} {} from {published} in {documents}, {seconds:.2} s", plural(built.pages, "page")));
    let changed = if built.changed { "" } else { ", nothing changed" };
    report.say(&format!("      {}, {}{changed}", plural(built.files, "file"), size(built.bytes)));
    let counts = Counts::of(&built.loaded.findings);
    if !counts.is_empty() {
        report.say(&format!("      {}; `incidex check` shows them", report.counts(counts)));
    }
    if report.verbosity != Verbosity::Quiet {
        for line in list::closing(&built.loaded.accounts(&options.audience)) {
            report.say(&format!("      {line}"));
        }
    }
    report.say(&format!("site  {}", out.display()));
    report.say(&format!("open  {}", file_address(&out.join("index.html"))));
}

/// `31 incidents, 1 near miss, 2 pages`.
fn published(loaded: &Loaded) -> String {
    const KINDS: &[(Kind, &str, &str)] = &[
        (Kind::NearMiss, "near miss", "near misses"),
        (Kind::Maintenance, "piece of planned work", "pieces of planned work"),
        (Kind::Notice, "notice", "notices"),
        (Kind::Page, "page", "pages"),
    ];
    let count = |kind: Kind| loaded.knowledge_base.incidents().filter(|incident| incident.kind == kind).count();
    let further = KINDS.iter().map(|(kind, one, many)| (count(*kind), one, many)).filter(|(count, ..)| *count > 0);
    let further =
        further.map(|(count, one, many)| format!("{} {}", grouped(count), if count == 1 { one } else { many }));
    std::iter::once(plural(count(Kind::Incident), "incident")).chain(further).collect::<Vec<_>>().join(", ")
}

/// `3.4 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// What must be escaped in the path of an address.
const IN_ADDRESS: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'%');

/// The address that opens a file in a browser.
fn file_address(path: &Path) -> String {
    let absolute = path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf());
    let text = absolute.to_string_lossy().replace('\\', "/");
    format!("file://{}{}", if text.starts_with('/') { "" } else { "/" }, utf8_percent_encode(&text, IN_ADDRESS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_goes_beside_the_archive_or_into_it_when_called_from_inside() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path();
        std::fs::create_dir_all(folder.join("content/incidents")).unwrap();
        let inside = folder.join("content/incidents");
        let cases = [
            ("content", folder.to_path_buf(), PathBuf::from("public")),
            (".", folder.join("content"), PathBuf::from("./public")),
            ("..", inside, PathBuf::from("../public")),
        ];
        for (root, from, expected) in cases {
            assert_eq!(default_out(Path::new(root), &from), expected);
        }
    }

    #[test]
    fn sizes_are_said_in_units_a_person_uses() {
        let cases = [(0, "0 bytes"), (999, "999 bytes"), (3_400_000, "3.4 MB"), (12_340, "12.3 kB")];
        for (bytes, expected) in cases {
            assert_eq!(size(bytes), expected);
        }
    }

    #[test]
    fn an_address_survives_odd_names() {
        assert_eq!(file_address(Path::new("/no such/50%/ä#.html")), "file:///no%20such/50%25/%C3%A4%23.html");
    }
}

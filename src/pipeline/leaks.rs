//! Nothing secret goes out: where the pipeline looks for it, and when it stops.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::{Loaded, PipelineError, check, output};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::gate::ContentRoot;
use crate::model::Audience;
use crate::publish::Stage;
use crate::read::{self, Archive, Refusal};
use crate::secrets::{self, BASELINE, Baseline, Hit, Looked, Scanner, SeenBefore, SiteFile, Standing};

/// Whether a site for these readers leaves the circle that may see everything.
fn goes_out(audience: &Audience) -> bool {
    !audience.is_internal()
}

/// What is to be said about a look for secrets.
pub(super) fn report(looked: &Looked, baseline: &Baseline, audience: &Audience) -> Vec<Diagnostic> {
    let found = secrets::report(&looked.hits, baseline, goes_out(audience));
    looked.findings.iter().cloned().chain(found).collect()
}

/// Messages quote documents, and go to logs that more people read.
pub(super) fn mask(findings: &mut [Diagnostic], scanner: &Scanner) {
    for finding in findings {
        for text in std::iter::once(&mut finding.message).chain(&mut finding.help) {
            if let Cow::Owned(masked) = scanner.masked(text) {
                *text = masked;
            }
        }
    }
}

/// Looks at every file that a document of this audience links to.
///
/// # Errors
/// When the machine cannot read one.
pub(super) fn look_at_attachments(loaded: &mut Loaded, audience: &Audience) -> Result<(), PipelineError> {
    let look = |asset: &read::Asset| {
        let bytes = loaded.archive.root.read(&asset.path, read::ASSET_LIMIT).ok()?;
        Some(loaded.scanner.attachment(&asset.path, &bytes))
    };
    let looked: Vec<Looked> = loaded.links.assets.par_iter().filter_map(look).collect();
    for looked in looked {
        loaded.findings.extend(report(&looked, &loaded.baseline, audience));
        loaded.secrets.extend(looked);
    }
    loaded.findings.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
    loaded.archive.intact().map_err(PipelineError::Input)
}

/// Looks at the site before it is put in place.
///
/// # Errors
/// When a site that goes out holds a secret; nothing is published then.
pub(super) fn look_at_site(loaded: &mut Loaded, stage: &Stage, audience: &Audience) -> Result<(), PipelineError> {
    let attachments: BTreeSet<String> =
        loaded.links.assets.iter().filter_map(|asset| loaded.links.address(&asset.path)).collect();
    let files: Vec<SiteFile> = stage
        .files()
        .into_iter()
        .filter(|file| !attachments.contains(&file.path))
        .map(|file| SiteFile { path: file.path, file: file.file, hash: file.hash })
        .collect();
    let record = kept_record(&loaded.archive.root);
    let before = SeenBefore::read(&record, &loaded.scanner);
    let scan = loaded.scanner.site(&files, &loaded.secrets.hits, &before).map_err(output)?;
    let new = scan.seen.record();
    if new != record {
        keep_record(&loaded.archive.root, &new);
    }
    loaded.findings.extend(secrets::report(&scan.hits, &loaded.baseline, goes_out(audience)));
    refuse(loaded, audience)
}

/// Looks at an earlier site before it is put back, by the rules of today: they may find what they did not when it was
/// made, or somebody took back a permission since.
///
/// # Errors
/// When a site that goes out holds a secret that nobody allows now.
pub(super) fn look_at_kept(
    root: &Path,
    config: &Config,
    files: &[SiteFile],
    internal: bool,
) -> Result<Vec<Diagnostic>, PipelineError> {
    let scanner = Scanner::new(&config.secrets);
    let record = ContentRoot::at(root).map(|root| kept_record(&root)).unwrap_or_default();
    let before = SeenBefore::read(&record, &scanner);
    let look = |accepted: &[Hit]| {
        let mut hits = scanner.site(files, accepted, &before).map_err(output)?.hits;
        hits.iter_mut().for_each(|hit| hit.standing = Standing::Kept);
        Ok::<_, PipelineError>(hits)
    };
    let found = look(&[])?;
    if found.is_empty() || internal {
        return Ok(secrets::report(&found, &Baseline::default(), !internal));
    }
    // Only now is it worth reading the documents, where permissions stand.
    let loaded = check(root, config.clone(), Audience::INTERNAL)?;
    let open = look(&loaded.secrets.accepted(&loaded.baseline))?;
    let leaks = secrets::report(&open, &loaded.baseline, true);
    if leaks.is_empty() { Ok(leaks) } else { Err(PipelineError::Leak(leaks)) }
}

/// # Errors
/// When a site that goes out would hold a secret that was found so far.
pub(super) fn refuse(loaded: &Loaded, audience: &Audience) -> Result<(), PipelineError> {
    let leak = |finding: &&Diagnostic| matches!(finding.entry.name, "secret_found" | "personal_data_found");
    let leaks: Vec<Diagnostic> = loaded.findings.iter().filter(leak).cloned().collect();
    if goes_out(audience) && !leaks.is_empty() { Err(PipelineError::Leak(leaks)) } else { Ok(()) }
}

const CACHE: &str = ".incidex";
/// Which files of the site were looked at and held nothing.
const RECORD: &str = "looked-at";
const NEW: &str = "looked-at.new";
/// In bytes: the files of a site of a million pages and more.
const RECORD_LIMIT: u64 = 64 * 1024 * 1024;

fn kept_record(root: &ContentRoot) -> Vec<u8> {
    root.folder(CACHE).and_then(|folder| folder.read(RECORD, RECORD_LIMIT)).unwrap_or_default()
}

/// Keeps the record for the next build. Where that is not possible the next build looks at everything again.
fn keep_record(root: &ContentRoot, record: &[u8]) {
    let Ok(folder) = root.private_folder(CACHE) else { return };
    let _ = folder.remove(NEW);
    if folder.write_new(NEW, record).is_ok() {
        let _ = folder.rename(NEW, RECORD);
    }
}

/// The baseline of secrets that lies beside the settings.
pub(super) fn baseline(archive: &Archive) -> (Baseline, Vec<Diagnostic>) {
    match archive.root.read(BASELINE, read::TEXT_LIMIT) {
        Ok(bytes) => Baseline::parse(&String::from_utf8_lossy(&bytes)),
        Err(Refusal::Missing) => (Baseline::default(), Vec::new()),
        Err(refusal) => (Baseline::default(), vec![refusal.of_file(BASELINE)]),
    }
}

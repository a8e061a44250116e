//! From one site to the next: what is compared before the swap, and what stands beside the site after it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{PipelineError, leaks};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::Audience;
use crate::publication::Publication;
use crate::publish::{Earlier, Entry, PublishError, Stage, read_record};
use crate::secrets::SiteFile;

/// On which terms a site replaces another.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// A record to compare with, instead of the one beside the site.
    pub baseline: Option<PathBuf>,
    /// How many earlier sites stay beside the site, to be put back.
    pub keep: usize,
    /// Whether to wait for another build that is publishing there.
    pub wait: bool,
}

/// The record of a site: where it lies, and what it says, if there is one.
pub struct Record {
    pub path: PathBuf,
    pub publication: Option<Publication>,
}

/// Finds the record of the site called `name`: under its own name, else under the plain one, unless that is another
/// site's or no record at all.
///
/// # Errors
/// When the machine refuses: not knowing what was published is not the same as nothing having been.
pub fn record(name: &str, [plain, own]: [PathBuf; 2]) -> Result<Record, PipelineError> {
    let read = |path: &Path| {
        read_record(path).map_err(|error| PipelineError::Baseline { path: path.to_owned(), reason: error.to_string() })
    };
    if let Some(bytes) = read(&own)? {
        return Ok(Record { path: own, publication: Publication::parse(&bytes).ok() });
    }
    let Some(bytes) = read(&plain)? else { return Ok(Record { path: plain, publication: None }) };
    match Publication::parse(&bytes) {
        Ok(publication) if publication.site == name => Ok(Record { path: plain, publication: Some(publication) }),
        _ => Ok(Record { path: own, publication: None }),
    }
}

/// What the next site is compared with, and where its own record goes. A site that is there but left no record is known
/// by its files.
pub fn before(stage: &Stage, terms: &Terms) -> Result<Record, PipelineError> {
    let found = record(stage.name(), stage.record_places())?;
    let publication = match &terms.baseline {
        Some(path) => Some(named(path)?),
        None => {
            let of_paths = || stage.listed().map(|paths| Publication::of_paths(stage.name(), paths));
            found.publication.or_else(of_paths)
        }
    };
    Ok(Record { path: found.path, publication })
}

/// The record that the user named.
fn named(path: &Path) -> Result<Publication, PipelineError> {
    let failed = |reason: String| PipelineError::Baseline { path: path.to_owned(), reason };
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => failed("there is no such file".into()),
        _ => failed(error.to_string()),
    })?;
    Publication::parse(&bytes).map_err(|reason| failed(format!("it is no record of a publication: {reason}")))
}

/// A site that was in place once, and how it differs from the one that is.
#[derive(Debug)]
pub struct Return {
    pub changes: crate::publication::Changes,
    earlier: Earlier,
    /// Whether it was made for those who see everything; not where it left no record.
    internal: bool,
    record: PathBuf,
}

impl Return {
    /// Finds the site that was in place `steps` publications ago.
    ///
    /// # Errors
    /// When so many are not kept, it is damaged, or the machine refuses.
    pub fn find(out: &Path, root: &Path, steps: usize, wait: bool) -> Result<Self, PipelineError> {
        let earlier = Earlier::find(out, root, steps, wait)?;
        let found = record(earlier.name(), earlier.record_places())?;
        let kept = earlier.record()?.and_then(|bytes| Publication::parse(&bytes).ok());
        let listed = earlier.listed();
        let paths = || listed.iter().map(|entry| entry.path.as_str());
        let then = kept.unwrap_or_else(|| Publication::of_paths(earlier.name(), paths()));
        let changes = then.changes_since(found.publication.as_ref());
        let internal = then.audience.as_deref() == Some(Audience::INTERNAL.name());
        Ok(Self { changes, earlier, internal, record: found.path })
    }

    /// Looks for secrets in it, by the rules of today.
    ///
    /// # Errors
    /// When it is for others and holds one that nobody allows, or the machine refuses.
    pub fn look(&self, root: &Path, config: &Config) -> Result<Vec<Diagnostic>, PipelineError> {
        let folder = self.earlier.folder();
        let file = |entry: Entry| SiteFile { file: folder.join(&entry.path), path: entry.path, hash: entry.hash };
        let files: Vec<SiteFile> = self.earlier.listed().into_iter().map(file).collect();
        leaks::look_at_kept(root, config, &files, self.internal)
    }

    /// Puts it back; the site in place is kept in turn. Gives the number of its files.
    ///
    /// # Errors
    /// When the machine refuses; the site in place is then untouched.
    pub fn put_back(self, keep: usize) -> Result<usize, PublishError> {
        Ok(self.earlier.put_back(&self.record, keep)?.files)
    }
}

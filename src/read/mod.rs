//! Folder to sources and assets.
//!
//! In: a folder. Out: its source files in the order of their paths, their text on demand, the files that links name.
//! Every byte comes through [`ContentRoot`], the one gate, which cannot leave the folder. Nothing here knows what a
//! file means: not its front matter, not its Markdown, not which page it becomes.

mod asset;
mod census;
mod encoding;
mod history;
mod ignored;
mod link;
mod name;
mod named;
mod statics;
mod text;
mod walk;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use asset::{ASSET_LIMIT, Asset};
pub use census::{Counted, Place, census};
pub use history::{Commit, FileHistory, History, NoHistory, box_words, history};
pub use link::{LinkTarget, resolve_link};
pub use statics::{StaticFile, is_for, statics};
pub use text::{TEXT_LIMIT, Text, decode};

pub use crate::gate::{ContentRoot, Refusal, Unread};

use crate::diagnostic::Diagnostic;
use crate::gate::{self, NoRoot};
use crate::model::SourceFormat;
use ignored::IgnoreRules;

/// The file inside a published site that says it is one. The walk passes over folders that hold it, publishing replaces
/// only folders that hold it.
pub const SITE_MARKER: &str = ".incidex-site";

/// The snapshots of tickets in the root of an archive: they say something about it and are neither read nor published as a
/// document of it.
pub const TICKETS: [&str; 2] = ["tickets.json", "tickets.csv"];

/// A folder of documents.
#[derive(Debug)]
pub struct Archive {
    pub root: ContentRoot,
    /// Sorted by path, byte by byte.
    pub sources: Vec<SourceFile>,
    /// What was met on the way and left out or looks odd, in the order of the walk.
    pub findings: Vec<Diagnostic>,
    rules: IgnoreRules,
    /// Further files that say something about the archive, as [`asset::folded`] writes them.
    own_files: Vec<String>,
    /// The paths of the sources, as [`asset::folded`] writes them; made when they are first asked for.
    folded_sources: OnceLock<HashSet<String>>,
    /// Which sources each name may mean; made when it is first asked for.
    named_sources: OnceLock<HashMap<String, Vec<usize>>>,
}

/// A file that may hold a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the archive, with forward slashes, otherwise as the file system spells it.
    pub path: String,
    pub format: SourceFormat,
}

/// A document that was named by itself, without its archive.
#[derive(Debug, Clone, PartialEq)]
pub struct LoneFile {
    /// Its path is the one given, or the file's name where that path is absolute or climbs.
    pub source: SourceFile,
    pub text: Text,
}

/// Why there is nothing to work on. Messages finish the phrase "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("read the archive {}: there is no such folder", path.display())]
    Missing { path: PathBuf },
    #[error("read the archive {}: it is not a folder", path.display())]
    NotAFolder { path: PathBuf },
    #[error("read the archive {}: it is a site that incidex published, not the documents it was made from", path.display())]
    PublishedSite { path: PathBuf },
    #[error("read the archive {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    /// Some of it came through and some did not, for reasons of the machine.
    #[error("read all of the archive {}: {unread}", path.display())]
    Partly { path: PathBuf, unread: Unread },
    #[error("read {}: {reason}", path.display())]
    File { path: PathBuf, reason: String },
}

/// Lists the documents of a folder.
///
/// `extensions` are endings without their dot, in any case (`md`, `html.md.erb`). Left out are hidden files, what
/// `.gitignore` and `.incidexignore` name at any level, folders published by incidex, `themes/` beside an `incidex.toml`,
/// and `static/`, whose files are published as they are. Symbolic links and anything that is not a regular file become findings and are never opened.
///
/// # Errors
/// When `root` is missing, is no folder, cannot be read in full, or is itself a published site.
pub fn archive(root: &Path, extensions: &[String]) -> Result<Archive, ReadError> {
    let root = root_of(root)?;
    if walk::is_there(&root, SITE_MARKER) {
        return Err(ReadError::PublishedSite { path: root.path().to_owned() });
    }
    let walk::Walk { sources, mut findings, rules } = walk::walk(&root, extensions);
    findings.extend(links_in_the_cache(&root));
    let archive = Archive {
        root,
        sources,
        findings,
        rules,
        own_files: Vec::new(),
        folded_sources: OnceLock::new(),
        named_sources: OnceLock::new(),
    };
    archive.intact()?;
    Ok(archive)
}

impl Archive {
    /// Keeps `file`, which holds settings, from being published, wherever in the archive it lies.
    pub fn withhold(&mut self, file: &Path) {
        let real = std::fs::canonicalize(file).ok().zip(std::fs::canonicalize(self.root.path()).ok());
        let below = real.and_then(|(file, root)| Some(file.strip_prefix(root).ok()?.to_string_lossy().into_owned()));
        self.own_files.extend(below.map(|path| asset::folded(&path.replace('\\', "/"))));
    }

    /// Whether `path` names a file of settings that lies elsewhere than usual.
    pub fn is_own(&self, path: &str) -> bool {
        self.own_files.contains(&asset::folded(path))
    }

    /// Whether `path` names a document of the archive on a system to which case does not matter.
    pub fn is_source(&self, path: &str) -> bool {
        let folded = || self.sources.iter().map(|source| asset::folded(&source.path)).collect();
        self.folded_sources.get_or_init(folded).contains(&asset::folded(path))
    }
    /// Whether everything that was read so far came through. What an author must answer for is a finding and no matter
    /// of this.
    ///
    /// # Errors
    /// With what the machine refused, as [`ReadError::Partly`].
    pub fn intact(&self) -> Result<(), ReadError> {
        let path = || self.root.path().to_owned();
        self.root.intact().map_err(|unread| ReadError::Partly { path: path(), unread })
    }
}

/// The folders of the cache, which the walk passes over as hidden.
const CACHE: [&str; 2] = [".incidex", ".incidex/search"];

/// A link where the cache would be costs time at every command, so it is told.
fn links_in_the_cache(root: &ContentRoot) -> Option<Diagnostic> {
    let is_link = |path: &&&str| root.path().join(path).symlink_metadata().is_ok_and(|found| found.is_symlink());
    let path = CACHE.iter().find(is_link)?;
    let message = "the folder of the cache is a symbolic link, so it is not used";
    Some(Diagnostic::new("symlink_refused", message).at(path, None))
}

fn root_of(path: &Path) -> Result<ContentRoot, ReadError> {
    ContentRoot::at(path).map_err(|reason| {
        let path = path.to_owned();
        match reason {
            NoRoot::Missing => ReadError::Missing { path },
            NoRoot::NotAFolder => ReadError::NotAFolder { path },
            NoRoot::Unreadable(source) => ReadError::Unreadable { path, source },
        }
    })
}

/// Reads one document of an archive.
///
/// # Errors
/// The finding that says why the file is left out: too large, not text, a link since it was listed. What the machine
/// refuses, [`Archive::intact`] tells as well.
pub fn text(root: &ContentRoot, source: &SourceFile) -> Result<Text, Diagnostic> {
    let bytes = root.read_listed(&source.path, TEXT_LIMIT).map_err(|refusal| refusal.of_file(&source.path))?;
    decode(&source.path, &bytes)
}

/// Reads a document that stands alone, as for `incidex show FILE`. A symbolic link the user names is followed.
///
/// # Errors
/// When the file is missing, is not a regular file, is larger than [`TEXT_LIMIT`] or is not text.
pub fn lone_file(path: &Path) -> Result<LoneFile, ReadError> {
    let failed = |reason: String| ReadError::File { path: path.to_owned(), reason };
    let real = std::fs::canonicalize(path).map_err(|error| failed(gate::plain_reason(&error)))?;
    let (Some(folder), Some(name)) = (real.parent(), real.file_name().and_then(|name| name.to_str())) else {
        return Err(failed("it is not a regular file".into()));
    };
    let bytes = root_of(folder)?.read(name, TEXT_LIMIT).map_err(|refusal| failed(refusal.to_string()))?;
    let shown = name::shown(path);
    let text = decode(&shown, &bytes).map_err(|finding| failed(finding.message))?;
    let format = name::format(&shown);
    Ok(LoneFile { source: SourceFile { path: shown, format }, text })
}

#[cfg(test)]
mod tests;

//! Folder to sources and assets.
//!
//! In: a folder. Out: its source files in the order of their paths, their text on demand, the files that links name.
//! Every byte comes through [`ContentRoot`], the one gate, which cannot leave the folder. Nothing here knows what a
//! file means: not its front matter, not its Markdown, not which page it becomes.

mod asset;
mod gate;
mod ignored;
mod link;
mod name;
mod text;
mod walk;

use std::io;
use std::path::{Path, PathBuf};

pub use asset::{ASSET_LIMIT, Asset};
pub use gate::{ContentRoot, Refusal};
pub use link::{LinkTarget, resolve_link};
pub use text::{TEXT_LIMIT, Text, decode};

use crate::diagnostic::Diagnostic;
use crate::model::SourceFormat;
use ignored::IgnoreRules;

/// The file inside a published site that says it is one. The walk passes over folders that hold it, publishing replaces
/// only folders that hold it.
pub const SITE_MARKER: &str = ".incidex-site";

/// A folder of documents.
#[derive(Debug)]
pub struct Archive {
    pub root: ContentRoot,
    /// Sorted by path, byte by byte.
    pub sources: Vec<SourceFile>,
    /// What was met on the way and left out or looks odd, in the order of the walk.
    pub findings: Vec<Diagnostic>,
    rules: IgnoreRules,
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
    #[error("read {}: {reason}", path.display())]
    File { path: PathBuf, reason: String },
}

/// Lists the documents of a folder.
///
/// `extensions` are endings without their dot, in any case (`md`, `html.md.erb`). Left out are hidden files, what
/// `.gitignore` and `.incidexignore` name at any level, folders published by incidex, and `themes/` beside an
/// `incidex.toml`. Symbolic links and anything that is not a regular file become findings and are never opened.
///
/// # Errors
/// When `root` is missing, is no folder, cannot be read, or is itself a published site.
pub fn archive(root: &Path, extensions: &[String]) -> Result<Archive, ReadError> {
    let root = ContentRoot::at(root)?;
    if root.path().join(SITE_MARKER).symlink_metadata().is_ok() {
        return Err(ReadError::PublishedSite { path: root.path().to_owned() });
    }
    let walk::Walk { sources, findings, rules } = walk::walk(&root, extensions);
    Ok(Archive { root, sources, findings, rules })
}

/// Reads one document of an archive.
///
/// # Errors
/// The finding that says why the file is left out: gone, unreadable, too large, not text.
pub fn text(root: &ContentRoot, source: &SourceFile) -> Result<Text, Diagnostic> {
    let bytes = root.read(&source.path, TEXT_LIMIT).map_err(|refusal| refusal.of_file(&source.path))?;
    decode(&source.path, &bytes)
}

/// Reads a document that stands alone, as for `incidex show FILE`. A symbolic link the user names is followed.
///
/// # Errors
/// When the file is missing, is not a regular file, is larger than [`TEXT_LIMIT`] or is not text.
pub fn lone_file(path: &Path) -> Result<LoneFile, ReadError> {
    let failed = |reason: String| ReadError::File { path: path.to_owned(), reason };
    let real = std::fs::canonicalize(path).map_err(|error| failed(text::plain_reason(&error)))?;
    let (Some(folder), Some(name)) = (real.parent(), real.file_name().and_then(|name| name.to_str())) else {
        return Err(failed("it is not a regular file".into()));
    };
    let bytes = ContentRoot::at(folder)?.read(name, TEXT_LIMIT).map_err(|refusal| failed(refusal.to_string()))?;
    let shown = name::shown(path);
    let text = decode(&shown, &bytes).map_err(|finding| failed(finding.message))?;
    let format = name::format(&shown);
    Ok(LoneFile { source: SourceFile { path: shown, format }, text })
}

#[cfg(test)]
mod tests;

//! The files that documents link to: pictures, logs, attachments.

use unicode_normalization::UnicodeNormalization;

use super::{Archive, LinkTarget, Refusal, resolve_link};
use crate::diagnostic::Diagnostic;

/// Attachments larger than this are not published.
pub const ASSET_LIMIT: u64 = 64 * 1024 * 1024;

/// A file of the archive that a document links to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asset {
    /// Relative to the archive, with forward slashes.
    pub path: String,
    /// In bytes.
    pub size: u64,
}

impl Archive {
    /// Finds the file that `link`, as written in the document at `document_path`, names.
    ///
    /// `None` where the link names no file: another site, a place in the same document, a folder.
    ///
    /// # Errors
    /// The finding, without a line, that says why the file is not published: missing, outside the archive, hidden or
    /// ignored, behind a symbolic link, too large, unreadable.
    pub fn asset(&self, document_path: &str, link: &str) -> Result<Option<Asset>, Diagnostic> {
        let finding = |name: &str, message: String| Err(Diagnostic::new(name, message).at(document_path, None));
        let path = match resolve_link(document_path, link) {
            LinkTarget::External | LinkTarget::Anchor(_) => return Ok(None),
            LinkTarget::Inside { path, .. } if path.is_empty() => return Ok(None),
            LinkTarget::Outside => return finding("asset_outside", format!("the link `{link}` leaves the archive")),
            LinkTarget::Inside { path, .. } => path,
        };
        if path.split('/').any(|part| part.starts_with('.')) {
            return finding("asset_outside", format!("`{path}` is hidden and hidden files are no part of the archive"));
        }
        if is_ours(&path) || self.own_files.contains(&folded(&path)) {
            return finding("asset_outside", format!("`{path}` says something about the archive and is no part of it"));
        }
        if self.rules.cover(&path) {
            return finding("asset_outside", format!("`{path}` is left out of the archive by an ignore file"));
        }
        match self.look_up(&path) {
            Ok(asset) => Ok(Some(asset)),
            Err(Refusal::NotRegular("a folder")) => Ok(None),
            Err(refusal) => finding(code(&refusal), format!("the linked file `{path}` is not published: {refusal}")),
        }
    }

    /// Tries the name as written, then with its accents composed and taken apart: a Mac writes the one, people type the
    /// other.
    fn look_up(&self, path: &str) -> Result<Asset, Refusal> {
        let spellings = [path.to_owned(), path.nfc().collect(), path.nfd().collect()];
        let mut answer = Err(Refusal::Missing);
        for spelling in spellings {
            answer = self.root.size(&spelling).map(|size| Asset { path: spelling, size });
            if !matches!(answer, Err(Refusal::Missing)) {
                break;
            }
        }
        let asset = answer?;
        if asset.size > ASSET_LIMIT {
            return Err(Refusal::TooLarge { size: asset.size, limit: ASSET_LIMIT });
        }
        Ok(asset)
    }
}

/// Whether a file is for incidex and not for readers: settings name people and hosts, a record lists every title,
/// a snapshot every ticket.
fn is_ours(path: &str) -> bool {
    let path = folded(path);
    let name = path.rsplit('/').next().unwrap_or(&path);
    matches!(name, "incidex.toml" | "causes.toml" | "incidex.secrets" | "publication.json")
        || name.ends_with(".publication.json")
        || super::TICKETS.contains(&path.as_str())
}

/// A path as a system sees it to which case and the form of accents do not matter.
pub(super) fn folded(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase()
}

fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Missing => "asset_missing",
        Refusal::Outside => "asset_outside",
        Refusal::TooLarge { .. } => "asset_too_large",
        Refusal::Symlink => "symlink_refused",
        Refusal::NotRegular(_) => "not_a_regular_file",
        Refusal::Vanished | Refusal::Machine(_) => "file_unreadable",
    }
}

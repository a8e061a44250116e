//! The list of a site's files, kept in its marker: what is ours, and whether anything changed.

use std::fmt;
use std::fs;
use std::path::Path;

use crate::read::SITE_MARKER;

/// First line of the marker. The number goes up when the lines below change their meaning.
const HEADER: &str = "incidex-site 1";

/// Every file of a site but the marker itself, sorted by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the site, with forward slashes.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// BLAKE3, hex.
    pub hash: String,
}

impl fmt::Display for Manifest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{HEADER}")?;
        for Entry { path, size, hash } in &self.entries {
            writeln!(formatter, "{hash} {size} {path}")?;
        }
        Ok(())
    }
}

impl Manifest {
    /// Of the site in a folder; `None` where there is no site, or its marker is damaged.
    pub fn of(site: &Path) -> Option<Self> {
        let marker = site.join(SITE_MARKER);
        let is_file = fs::symlink_metadata(&marker).is_ok_and(|metadata| metadata.is_file());
        is_file.then(|| fs::read_to_string(marker).ok()).flatten().as_deref().and_then(Self::parse)
    }

    /// Reads a marker; `None` when it is damaged or of another version.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        (lines.next()? == HEADER).then_some(())?;
        let entry = |line: &str| {
            let mut parts = line.splitn(3, ' ');
            let hash = parts.next()?.to_owned();
            let size = parts.next()?.parse().ok()?;
            let path = parts.next()?.to_owned();
            Some(Entry { path, size, hash })
        };
        Some(Self { entries: lines.map(entry).collect::<Option<_>>()? })
    }

    /// The entry of a path.
    pub fn find(&self, path: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()?;
        self.entries.get(at)
    }
}

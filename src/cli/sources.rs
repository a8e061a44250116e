//! The text behind findings, for excerpts: one file at a time, as findings come file by file.

use std::fs;
use std::path::{Path, PathBuf};

/// Larger files are not read again just to show a line of them.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Hands out the text of files below a folder; remembers the last one.
#[derive(Debug)]
pub(super) struct Sources {
    root: PathBuf,
    last: Option<(String, Option<String>)>,
}

impl Sources {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), last: None }
    }

    /// The text of `path`, or `None` where it cannot be shown; bytes that are not UTF-8 are replaced.
    pub fn text(&mut self, path: &str) -> Option<&str> {
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            self.last = Some((path.to_owned(), read(&self.root.join(path))));
        }
        self.last.as_ref()?.1.as_deref()
    }
}

fn read(path: &Path) -> Option<String> {
    let found = fs::symlink_metadata(path).ok()?;
    if !found.is_file() || found.len() > MAX_BYTES {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned())
}

//! The text behind findings, for excerpts: one file at a time, as findings come file by file.

use std::path::Path;

use crate::config::SecretsSetting;
use crate::read::{self, ContentRoot, TEXT_LIMIT};
use crate::secrets::Scanner;

/// Hands out the text of files below a folder, through its gate; remembers the last one.
#[derive(Debug)]
pub(super) struct Sources {
    root: Option<ContentRoot>,
    /// With every rule, whatever the settings say: an excerpt may end up in a log that many people read.
    scanner: Scanner,
    last: Option<(String, Option<String>)>,
}

impl Sources {
    /// Of a folder that cannot be opened nothing is shown.
    pub fn new(root: &Path) -> Self {
        Self { root: ContentRoot::at(root).ok(), scanner: Scanner::new(&SecretsSetting::default()), last: None }
    }

    /// Of no folder: for readers who may not see every line of a file, beside whichever finding it stands.
    pub fn closed() -> Self {
        Self { root: None, scanner: Scanner::new(&SecretsSetting::default()), last: None }
    }

    /// The text of `path`, or `None` where it cannot be shown; secrets dotted out.
    pub fn text(&mut self, path: &str) -> Option<&str> {
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            self.last = Some((path.to_owned(), self.read(path)));
        }
        self.last.as_ref()?.1.as_deref()
    }

    fn read(&self, path: &str) -> Option<String> {
        let bytes = self.root.as_ref()?.read(path, TEXT_LIMIT).ok()?;
        Some(self.scanner.masked(&read::decode(path, &bytes).ok()?.text).into_owned())
    }
}

//! Where pages go: a path and bytes. Rendering fills it, publishing owns the folder behind it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

/// Takes finished files, from any thread, in any order.
pub trait Output: Sync {
    /// Stores one file.
    ///
    /// `path` is relative, with forward slashes (`incidents/x/index.html`); each path is put once.
    ///
    /// # Errors
    /// When the machine cannot store it (disk full, no permission).
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Stores one large file while `write` makes it, so that it never is in memory as a whole; otherwise like
    /// [`Output::put`].
    ///
    /// # Errors
    /// What `write` returns, and as above.
    fn put_written(&self, path: &str, write: &mut Writing<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.put(path, &bytes)
    }
}

/// Writes the content of a file.
pub type Writing<'w> = dyn FnMut(&mut dyn Write) -> io::Result<()> + 'w;

/// An output kept in memory, for tests and for serving.
#[derive(Debug, Default)]
pub struct MemoryOutput {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryOutput {
    /// Every file put so far, by path.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Output for MemoryOutput {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }
}

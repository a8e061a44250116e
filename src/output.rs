//! Where pages go: a path and bytes. Rendering fills it, publishing owns the folder behind it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha384};

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

/// What `integrity` says of a script or a style: SHA-384 in base64, after <https://www.w3.org/TR/sri/>.
pub fn integrity(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let hash = Sha384::digest(bytes);
    // 48 bytes are 16 groups of three, so nothing is left to pad.
    let digits = hash.chunks(3).flat_map(|three| {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].map(|shift| char::from(DIGITS[(bits >> shift & 63) as usize]))
    });
    "sha384-".chars().chain(digits).collect()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_file_is_that_of_the_standard() {
        // The example of https://www.w3.org/TR/sri-2/#integrity-metadata-description.
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(b"alert('Hello, world.');"), expected);
    }
}

//! The record of a publication: a file beside the site, never inside of it.
//!
//! Nothing here knows what it says. It is replaced in one step, and no link is followed: one that stands in its place is
//! taken for no record, and replaced.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::target::Place;

/// Larger files are no record.
const LIMIT: u64 = 256 * 1024 * 1024;

/// Where the record of a site may lie, the first choice first: two sites of one folder cannot both have the plain name.
pub fn places(place: &Place) -> [PathBuf; 2] {
    [place.parent.join("publication.json"), place.parent.join(format!("{}.publication.json", place.name))]
}

/// The bytes of a record; `None` where there is none.
///
/// # Errors
/// When there is one that cannot be read.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// A record on disk beside its place, which it takes in one step. Dropped before, it is gone.
#[derive(Debug)]
pub struct Waiting {
    temporary: PathBuf,
    path: PathBuf,
}

/// Writes a record without putting it in its place yet; `None` where that very record is there already.
///
/// # Errors
/// When the machine refuses.
pub fn prepare(place: &Place, path: &Path, bytes: &[u8]) -> io::Result<Option<Waiting>> {
    if read(path).is_ok_and(|there| there.as_deref() == Some(bytes)) {
        return Ok(None);
    }
    let waiting = Waiting { temporary: place.sibling("record"), path: path.to_owned() };
    write_private(&waiting.temporary, bytes)?;
    Ok(Some(waiting))
}

impl Waiting {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the record in its place.
    ///
    /// # Errors
    /// When the machine refuses; the old record is then untouched.
    pub fn settle(self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.path)?;
        // That the name may reach the disk a moment later is no reason to call it failed.
        let _ = self.path.parent().map(super::sync::folder);
        Ok(())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // After the rename there is nothing of this name.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes a file that must not exist yet, for its owner alone to read, and brings it to disk.
///
/// # Errors
/// When the machine refuses.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

//! Brings a tree to disk before it takes the place of another.
//!
//! A rename can reach the disk before the bytes of the files it brings, so a power cut could leave a new site of empty
//! files. One `syncfs` writes out everything the file system still holds back, once, in the order that suits it, and
//! since Linux 5.8 tells of errors. An `fsync` for each of 10,000 pages makes the journal commit 10,000 times. The price
//! is that unrelated dirty data of the same file system is written as well.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use super::manifest::Entry;

/// Returns when every file and folder of the tree is on disk.
pub fn tree(folder: &Path, entries: &[&Entry]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    match rustix::fs::syncfs(File::open(folder)?) {
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL) => {}
        other => return other.map_err(io::Error::from),
    }
    one_by_one(folder, entries)
}

/// For systems that cannot sync a whole file system.
fn one_by_one(folder: &Path, entries: &[&Entry]) -> io::Result<()> {
    let mut folders = BTreeSet::from([folder.to_owned()]);
    for entry in entries {
        let path = folder.join(&entry.path);
        File::open(&path)?.sync_all()?;
        folders.extend(path.ancestors().skip(1).take_while(|above| *above != folder).map(Path::to_owned));
    }
    // Deepest first, so that no folder is on disk before what it lists.
    folders.iter().rev().try_for_each(|path| self::folder(path))
}

/// Brings the list of a folder's names to disk.
pub fn folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

//! Whole folders, by many threads: a site has a folder for each page, and each costs the kernel a few calls.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// Every entry of the tree that is not a folder, with its path below `root` by forward slashes, in no order. Links are
/// listed, not followed.
pub fn files(root: &Path) -> io::Result<Vec<(String, fs::FileType)>> {
    list(root, "")
}

fn list(root: &Path, below: &str) -> io::Result<Vec<(String, fs::FileType)>> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() { folders.push(path) } else { files.push((path, kind)) }
    }
    let inner: io::Result<Vec<_>> = folders.par_iter().map(|path| list(root, path)).collect();
    files.extend(inner?.into_iter().flatten());
    Ok(files)
}

/// Removes a tree. What cannot be removed stays, without a word: the next build tries again.
pub fn remove(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let entries: Vec<(PathBuf, bool)> =
        entries.map(|entry| (entry.path(), entry.file_type().is_ok_and(|kind| kind.is_dir()))).collect();
    entries.par_iter().for_each(|(path, is_folder)| {
        if *is_folder {
            remove(path);
        } else {
            let _ = fs::remove_file(path);
        }
    });
    let _ = fs::remove_dir(folder);
}

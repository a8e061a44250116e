//! Earlier sites, kept beside the target so that one of them can be put back.
//!
//! `.public.incidex-kept-3` is a site that was in place once, `.public.incidex-kept-3.json` the record that stood beside
//! it then. The highest number was replaced last. Files that did not change are one file in both, so a kept site costs
//! what changed. A kept site may hold what was taken back since, so nobody but its owner can look into it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::target::Place;
use super::{folder, hash_of, record};
use crate::read::SITE_MARKER;

const ROLE: &str = "kept";

/// The numbers of the kept sites, the newest first.
pub fn numbers(place: &Place) -> Vec<u64> {
    let prefix = place.prefix(ROLE);
    let entries = fs::read_dir(&place.parent).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let number = |name: String| name.strip_prefix(&prefix).and_then(|number| number.parse().ok());
    let mut numbers: Vec<u64> =
        folders.filter_map(|entry| entry.file_name().into_string().ok().and_then(number)).collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers
}

pub fn path(place: &Place, number: u64) -> PathBuf {
    place.parent.join(format!("{}{number}", place.prefix(ROLE)))
}

pub fn record_path(place: &Place, number: u64) -> PathBuf {
    place.parent.join(format!("{}{number}.json", place.prefix(ROLE)))
}

/// Puts the site at `replaced`, with its record, among the kept ones, and removes those beyond the newest `most`.
///
/// # Errors
/// When the site could not be kept; it then still lies at `replaced`.
pub fn keep(place: &Place, replaced: &Path, old_record: Option<&[u8]>, most: usize) -> io::Result<()> {
    if most > 0 && Manifest::of(replaced).is_some() {
        let number = numbers(place).first().map_or(1, |newest| newest + 1);
        close(replaced)?;
        // The record first: a record without its site is removed by the next build, a site without its record would come
        // back as one of which nothing is known.
        if let Some(bytes) = old_record {
            let path = record_path(place, number);
            let _ = fs::remove_file(&path);
            record::write_private(&path, bytes)?;
        }
        fs::rename(replaced, path(place, number))?;
    }
    forget_beyond(place, most);
    Ok(())
}

/// Whether a name is that of a record whose site is certainly not kept.
pub fn is_orphan(place: &Place, name: &str) -> bool {
    let number = name.strip_prefix(&place.prefix(ROLE)).and_then(|rest| rest.strip_suffix(".json"));
    number.and_then(|number| number.parse().ok()).is_some_and(|number| {
        fs::symlink_metadata(path(place, number)).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    })
}

/// Removes all but the newest `most`. What cannot be removed stays for the next build.
fn forget_beyond(place: &Place, most: usize) {
    for number in numbers(place).into_iter().skip(most) {
        folder::remove(&path(place, number));
        let _ = fs::remove_file(record_path(place, number));
    }
}

/// The first file of a site that is not what its list says, or the list itself where it cannot be read.
pub fn damaged(site: &Path) -> Option<String> {
    let Some(manifest) = Manifest::of(site) else { return Some(SITE_MARKER.into()) };
    let whole = |path: &str, hash: &str| hash_of(&site.join(path)).is_ok_and(|found| found == hash);
    manifest.entries.into_iter().find(|entry| !whole(&entry.path, &entry.hash)).map(|entry| entry.path)
}

#[cfg(unix)]
fn close(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn close(_: &Path) -> io::Result<()> {
    Ok(())
}

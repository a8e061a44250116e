//! Every file of an archive, and what the walk over it made of each: for whoever asks where a file has gone.
//!
//! Unlike the walk this enters the folders that are left out, and opens no file.

use walkdir::{DirEntry, WalkDir};

use super::ignored::join;
use super::{Archive, SITE_MARKER, TICKETS, name, statics, walk};

/// What a file is to an archive, by its place and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It is read.
    Document,
    /// Files with this ending are not read; empty for a name without one.
    Ending(String),
    Hidden,
    /// `.gitignore` or `.incidexignore` names it.
    Ignored,
    Settings,
    Theme,
    Static,
    /// A folder that incidex published.
    Site,
    Link,
    /// A pipe, a socket or a device.
    Special,
    /// The name cannot be shown.
    OddName,
}

/// A file, or a whole folder that is passed over; that one ends with a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Relative to the archive, with forward slashes.
    pub path: String,
    pub place: Place,
}

const SETTINGS: &[&str] = &["incidex.toml", "causes.toml", "incidex.secrets"];
/// In any folder; the last is the record that a build leaves beside its site.
const RULES: &[&str] = &[".gitignore", ".incidexignore", "publication.json"];

/// Every file of an archive in the order of their paths; hidden folders and published sites count as one.
pub fn census(archive: &Archive) -> Vec<Counted> {
    let root = archive.root.path();
    let themed = walk::is_there(&archive.root, "incidex.toml");
    let mut counted = Vec::new();
    let mut entries = WalkDir::new(root).min_depth(1).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let Ok(entry) = entry else { continue };
        let Some(path) = walk::relative(root, entry.path()) else {
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().into_owned();
            counted.push(Counted { path: name::printable(&below), place: Place::OddName });
            continue;
        };
        if entry.file_type().is_dir() {
            let passed_over = folder(archive, &path, &entry);
            if let Some(place) = passed_over {
                counted.push(Counted { path: format!("{path}/"), place });
                entries.skip_current_dir();
            }
            continue;
        }
        let place = file(archive, &path, &entry, themed);
        counted.push(Counted { path: name::printable(&path), place });
    }
    counted.sort_by(|a, b| a.path.cmp(&b.path));
    counted
}

/// Why a folder is passed over as a whole.
fn folder(archive: &Archive, path: &str, entry: &DirEntry) -> Option<Place> {
    let is_hidden = entry.file_name().to_string_lossy().starts_with('.') && !statics::is_static(first(path));
    if is_hidden {
        return Some(Place::Hidden);
    }
    walk::is_there(&archive.root, &join(path, SITE_MARKER)).then_some(Place::Site)
}

fn file(archive: &Archive, path: &str, entry: &DirEntry, themed: bool) -> Place {
    let name = path.rsplit('/').next().unwrap_or(path);
    if archive.sources.binary_search_by(|source| source.path.as_str().cmp(path)).is_ok() {
        return Place::Document;
    }
    match entry.file_type() {
        kind if kind.is_symlink() => return Place::Link,
        kind if !kind.is_file() => return Place::Special,
        _ => {}
    }
    let settings = SETTINGS.contains(&path) || TICKETS.contains(&path) || RULES.contains(&name) || archive.is_own(path);
    if settings {
        return Place::Settings;
    }
    if statics::is_static(first(path)) && path.contains('/') {
        return Place::Static;
    }
    if name.starts_with('.') {
        return Place::Hidden;
    }
    if archive.rules.cover(path) {
        return Place::Ignored;
    }
    if themed && first(path) == "themes" && path.contains('/') {
        return Place::Theme;
    }
    if name::is_unprintable(name) {
        return Place::OddName;
    }
    let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending.to_lowercase());
    Place::Ending(ending.unwrap_or_default())
}

fn first(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

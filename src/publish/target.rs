//! The folder a site goes to: where it is, and whether it may be replaced.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{Entry, Manifest};
use super::{PublishError, folder};
use crate::read::SITE_MARKER;

/// Files that desktops put anywhere; they stand in nobody's way.
const DROPPINGS: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// A folder by the folder it is in, which exists, and its name, which may not.
#[derive(Debug, Clone)]
pub struct Place {
    pub parent: PathBuf,
    pub name: String,
}

/// A place that may be published to.
#[derive(Debug)]
pub struct Target {
    pub place: Place,
    pub exists: bool,
    /// Of the site that is there.
    pub manifest: Option<Manifest>,
}

impl Place {
    pub fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// A name beside the target that is ours alone while the lock is held: `.public.incidex-stage-4711`.
    pub fn sibling(&self, role: &str) -> PathBuf {
        self.parent.join(format!("{}{}", self.prefix(role), std::process::id()))
    }

    /// What names of this role start with, whichever process made them.
    pub fn prefix(&self, role: &str) -> String {
        format!(".{}.incidex-{role}-", self.name)
    }

    pub fn lock_path(&self) -> PathBuf {
        self.parent.join(format!(".{}.incidex-lock", self.name))
    }
}

/// Finds the place `target` stands for and creates the folders above it.
///
/// Where the path leads through the archive, no folder of the archive on the way may be a link: what an author commits
/// does not decide where a site goes.
pub fn place(target: &Path, content_root: &Path) -> Result<Place, PublishError> {
    let unnamed = || PublishError::Unnamed(target.to_owned());
    let absolute = std::path::absolute(target).map_err(|_| unnamed())?;
    let name = absolute.file_name().and_then(|name| name.to_str()).ok_or_else(unnamed)?.to_owned();
    let parent = absolute.parent().ok_or_else(unnamed)?;
    if let Some(link) = link_within(content_root, parent) {
        return Err(PublishError::Symlink(link));
    }
    fs::create_dir_all(parent).map_err(PublishError::machine("create", parent))?;
    let parent = fs::canonicalize(parent).map_err(PublishError::machine("find", parent))?;
    Ok(Place { parent, name })
}

/// The first symbolic link on the way from the archive down to `folder`; `None` where that does not lie in the archive.
fn link_within(content_root: &Path, folder: &Path) -> Option<PathBuf> {
    let above: Vec<&Path> = folder.ancestors().take_while(|above| !same_folder(above, content_root)).collect();
    if above.last().is_some_and(|top| top.parent().is_none()) {
        return None;
    }
    let is_link = |path: &&&Path| path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    above.iter().rev().find(is_link).map(|link| link.to_path_buf())
}

/// Decides whether the place may be published to.
pub fn examine(place: Place, content_root: &Path) -> Result<Target, PublishError> {
    let path = place.path();
    let metadata = match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Target { place, exists: false, manifest: None });
        }
        other => other.map_err(PublishError::machine("look at", &path))?,
    };
    if metadata.is_symlink() {
        return Err(PublishError::Symlink(path));
    }
    if !metadata.is_dir() {
        return Err(PublishError::NotAFolder(path));
    }
    if is_or_holds(&path, content_root)? {
        return Err(PublishError::HoldsContent(path));
    }
    if is_mount_point(&path, &place.parent) {
        return Err(PublishError::MountPoint(path));
    }
    let manifest = ours(&path)?;
    Ok(Target { place, exists: true, manifest })
}

/// Whether `folder` is the archive or lies above it, told by identity and not by spelling.
fn is_or_holds(folder: &Path, content_root: &Path) -> Result<bool, PublishError> {
    let root = fs::canonicalize(content_root).map_err(PublishError::machine("find", content_root))?;
    Ok(root.ancestors().any(|above| same_folder(above, folder)))
}

#[cfg(unix)]
fn same_folder(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |path: &Path| fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()));
    identity(one).is_some_and(|one| identity(other) == Some(one))
}

#[cfg(not(unix))]
fn same_folder(one: &Path, other: &Path) -> bool {
    fs::canonicalize(other).is_ok_and(|other| other == one)
}

/// A mount point lies on another device than its parent. One bound from the same device is noticed when exchanging.
#[cfg(unix)]
fn is_mount_point(folder: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::symlink_metadata(path).ok().map(|metadata| metadata.dev());
    device(folder) != device(parent)
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path, _: &Path) -> bool {
    false
}

/// The list of the site in a folder; `None` for an empty folder.
///
/// # Errors
/// When the folder holds anything that is not on the list: replacing it would delete somebody's files.
fn ours(folder: &Path) -> Result<Option<Manifest>, PublishError> {
    let marker = folder.join(SITE_MARKER);
    let manifest = match fs::symlink_metadata(&marker) {
        Ok(metadata) if metadata.is_file() => {
            let text = fs::read_to_string(&marker).ok();
            Some(text.as_deref().and_then(Manifest::parse).ok_or_else(|| PublishError::Marker(folder.to_owned()))?)
        }
        _ => None,
    };
    match foreign(folder, manifest.as_ref())? {
        Some(example) => Err(PublishError::NotOurs { path: folder.to_owned(), example }),
        None => Ok(manifest),
    }
}

/// The first file of the folder, in the order of paths, that is not on the list. Folders count by what they hold.
fn foreign(folder: &Path, manifest: Option<&Manifest>) -> Result<Option<String>, PublishError> {
    let expected = |(path, kind): &(String, fs::FileType)| {
        let listed = manifest.is_some_and(|manifest| path == SITE_MARKER || manifest.find(path).is_some());
        let name = path.rsplit('/').next().unwrap_or(path);
        DROPPINGS.contains(&name) || (listed && kind.is_file())
    };
    let files = folder::files(folder).map_err(PublishError::machine("list", folder))?;
    Ok(files.into_iter().filter(|file| !expected(file)).map(|(path, _)| path).min())
}

impl Target {
    /// Whether the site that is there has the very same bytes under this path, as `same` finds by looking at the file.
    pub fn holds(&self, entry: &Entry, same: impl FnOnce(&Path) -> bool) -> bool {
        let listed = self.manifest.as_ref().and_then(|manifest| manifest.find(&entry.path));
        if listed != Some(entry) {
            return false;
        }
        let path = self.place.path().join(&entry.path);
        let same_size = |metadata: fs::Metadata| metadata.is_file() && metadata.len() == entry.size;
        // The list is not taken at its word: the file may have been changed since, or damaged.
        fs::symlink_metadata(&path).is_ok_and(same_size) && same(&path)
    }
}

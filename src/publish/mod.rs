//! Output tree to folder, in one atomic step.
//!
//! In: paths and bytes, from any thread. Out: a folder that holds exactly those, or the folder as it was before. A
//! reader of the site sees the old pages or the new ones, never some of each, whatever kills the build and whenever.
//! Nothing here knows what the bytes mean.
//!
//! Files are written into a stage beside the target, which is then exchanged with it by one call of the kernel. What
//! did not change is not written at all: it stays the same file, with the same date, in the new tree. A lock keeps a
//! second build away, and the next build removes what a killed one left behind.

mod folder;
mod kept;
mod lock;
mod manifest;
mod record;
mod rollback;
mod swap;
mod sync;
mod target;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::output::{Output, Writing};
use crate::read::SITE_MARKER;
pub use record::read as read_record;
pub use rollback::Earlier;

use lock::Lock;
pub use manifest::Entry;
use manifest::Manifest;
use target::Target;

/// Longest name of a file or folder, in bytes: what every common file system takes.
const NAME_LIMIT: usize = 255;

/// A site under construction. Dropping it without [`Stage::commit`] leaves the target as it was.
#[derive(Debug)]
pub struct Stage {
    target: Target,
    folder: PathBuf,
    /// By path folded as a file system without case or accents folds it.
    files: Mutex<BTreeMap<String, Staged>>,
    incomplete: AtomicBool,
    /// Released last, when the stage is gone.
    _lock: Lock,
}

#[derive(Debug, Clone)]
struct Staged {
    entry: Entry,
    /// The target has the very same bytes under this path, so nothing was written.
    kept: bool,
}

/// A file of the site under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedFile {
    /// Relative to the site.
    pub path: String,
    /// Where its bytes are until the commit: in the stage, or in the target that has the same.
    pub file: PathBuf,
    /// BLAKE3, hex.
    pub hash: String,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Of the site, without the marker.
    pub files: usize,
    pub bytes: u64,
    /// Whether the target was replaced; false when it held these very files already.
    pub changed: bool,
}

/// What changes hands with a site.
#[derive(Debug, Clone, Copy, Default)]
pub struct Handover<'h> {
    /// How many earlier sites stay beside the target.
    pub keep: usize,
    /// The record of the new site: where it goes and what it says.
    pub record: Option<(&'h Path, &'h [u8])>,
}

impl Handover<'_> {
    /// The record that is there, and the new one, ready to take its place.
    fn prepare(&self, place: &target::Place) -> Result<(Option<Vec<u8>>, Option<record::Waiting>), PublishError> {
        let Some((path, bytes)) = self.record else { return Ok((None, None)) };
        let old = record::read(path).map_err(PublishError::machine("read", path))?;
        let new = record::prepare(place, path, bytes).map_err(PublishError::machine("write", path))?;
        Ok((old, new))
    }
}

fn settle(record: Option<record::Waiting>) -> Result<(), PublishError> {
    let Some(record) = record else { return Ok(()) };
    let path = record.path().to_owned();
    record.settle().map_err(PublishError::machine("replace", &path))
}

/// Why nothing was published. The target is as it was. Messages finish the phrase "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("publish to {}: the path names no folder; give it a name, such as `public`", .0.display())]
    Unnamed(PathBuf),
    #[error("publish to {}: it is a symbolic link; name the folder it points to", .0.display())]
    Symlink(PathBuf),
    #[error("publish to {}: it is a file, not a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("publish to {}: it holds the documents of the archive; choose a folder of its own", .0.display())]
    HoldsContent(PathBuf),
    #[error("publish to {}: it is a mount point and cannot be exchanged; choose a folder inside it", .0.display())]
    MountPoint(PathBuf),
    #[error(
        "publish to {}: it holds files that incidex did not write, such as `{example}`; \
         move them away, or choose another folder", path.display()
    )]
    NotOurs { path: PathBuf, example: String },
    #[error(
        "publish to {}: its `{SITE_MARKER}` cannot be read, so what is ours there is unknown; \
         delete the folder, or choose another", .0.display()
    )]
    Marker(PathBuf),
    #[error("publish to {}: another build ({holder}) is publishing there; wait for it to end", path.display())]
    Busy { path: PathBuf, holder: String },
    #[error("put back an earlier site at {}: {} kept there", path.display(), counted(*kept))]
    NotKept { path: PathBuf, kept: usize },
    #[error("put back the site {}: its `{example}` is not what it was", path.display())]
    KeptDamaged { path: PathBuf, example: String },
    #[error("publish to {}: a file of the site could not be written, so the site is not complete", .0.display())]
    Incomplete(PathBuf),
    #[error("{action} {}: {source}", path.display())]
    Machine { action: &'static str, path: PathBuf, source: io::Error },
}

fn counted(kept: usize) -> String {
    match kept {
        0 => "no earlier site is".into(),
        1 => "only one earlier site is".into(),
        more => format!("only {more} earlier sites are"),
    }
}

impl PublishError {
    fn machine(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Machine { action, path: path.to_owned(), source }
    }
}

impl Stage {
    /// Prepares to replace the folder `target` by a site made from the archive at `content_root`.
    ///
    /// Folders above `target` are created. `target` itself may be absent, empty, or a site published before. It may lie
    /// inside the archive, where the walk passes over it by its marker, but not be the archive or lie above it.
    ///
    /// # Errors
    /// When the target is anything else, is being published to by another build, or the machine refuses.
    pub fn begin(target: &Path, content_root: &Path) -> Result<Self, PublishError> {
        Self::begin_in_turn(target, content_root, false)
    }

    /// As [`Stage::begin`]; with `wait`, after another build that is publishing there has ended.
    ///
    /// # Errors
    /// As [`Stage::begin`].
    pub fn begin_in_turn(target: &Path, content_root: &Path, wait: bool) -> Result<Self, PublishError> {
        let place = target::place(target, content_root)?;
        let lock = Lock::take(&place, wait)?;
        if lock.is_held() {
            swap::recover(&place);
        }
        let target = target::examine(place, content_root)?;
        let folder = target.place.sibling("stage");
        create_private(&folder).map_err(PublishError::machine("create", &folder))?;
        let files = Mutex::default();
        Ok(Self { target, folder, files, incomplete: AtomicBool::new(false), _lock: lock })
    }

    /// Name of the site's folder.
    pub fn name(&self) -> &str {
        &self.target.place.name
    }

    /// The paths of the site that is there now; `None` where there is none.
    pub fn listed(&self) -> Option<impl Iterator<Item = &str>> {
        let manifest = self.target.manifest.as_ref()?;
        Some(manifest.entries.iter().map(|entry| entry.path.as_str()))
    }

    /// Where the record of the site may lie, the first choice first.
    pub fn record_places(&self) -> [PathBuf; 2] {
        record::places(&self.target.place)
    }

    /// Every file that was put so far, in the order of paths.
    pub fn files(&self) -> Vec<StagedFile> {
        let old = self.target.place.path();
        let staged = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let file = |Staged { entry, kept }: &Staged| StagedFile {
            path: entry.path.clone(),
            file: if *kept { &old } else { &self.folder }.join(&entry.path),
            hash: entry.hash.clone(),
        };
        let mut files: Vec<StagedFile> = staged.values().map(file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// Puts the site in its place, in one step, and removes the old one.
    ///
    /// The whole is on disk before the step is taken: on Linux one `syncfs`, elsewhere an `fsync` of every new file and
    /// every folder. Where the kernel cannot exchange two folders the old one is renamed away first; a build killed
    /// between these two renames leaves no site until the next one starts, which puts the old one back.
    ///
    /// # Errors
    /// When a file could not be written, now or by an earlier [`Output::put`], or the folders cannot be exchanged.
    pub fn commit(self) -> Result<Published, PublishError> {
        self.commit_with(&Handover::default())
    }

    /// As [`Stage::commit`], with what else changes hands: the old site is kept, and a record replaces that of the old.
    ///
    /// The record is on disk before the step is taken, and put in its place after it: a build killed in between leaves the
    /// record of the site before, which claims less than is published.
    ///
    /// # Errors
    /// As [`Stage::commit`].
    pub fn commit_with(self, handover: &Handover<'_>) -> Result<Published, PublishError> {
        if self.incomplete.load(Ordering::SeqCst) {
            return Err(PublishError::Incomplete(self.target.place.path()));
        }
        let staged = std::mem::take(&mut *self.files.lock().unwrap_or_else(PoisonError::into_inner));
        let all_kept = staged.values().all(|file| file.kept);
        let mut entries: Vec<Staged> = staged.into_values().collect();
        entries.sort_by(|a, b| a.entry.path.cmp(&b.entry.path));
        let manifest = Manifest { entries: entries.iter().map(|staged| staged.entry.clone()).collect() };
        let bytes = manifest.entries.iter().map(|entry| entry.size).sum();
        let place = &self.target.place;
        let (old_record, record) = handover.prepare(place)?;
        let changed = !all_kept || self.target.manifest.as_ref() != Some(&manifest);
        if changed {
            self.link_kept(&entries)?;
            let marker = self.folder.join(SITE_MARKER);
            write_new(&marker, manifest.to_string().as_bytes()).map_err(PublishError::machine("write", &marker))?;
            self.open_up();
            sync::tree(&self.folder, &entries.iter().map(|staged| &staged.entry).collect::<Vec<_>>())
                .map_err(PublishError::machine("bring to disk", &self.folder))?;
            swap::into_place(&self.folder, &self.target)?;
            // A site that cannot be kept is removed, as one that is not wanted: the new one is in place.
            let _ = kept::keep(place, &self.folder, old_record.as_deref(), handover.keep);
        }
        settle(record)?;
        Ok(Published { files: manifest.entries.len(), bytes, changed })
    }

    /// Gives the files that did not change a second name in the stage; the first goes with the old tree.
    fn link_kept(&self, entries: &[Staged]) -> Result<(), PublishError> {
        let old = self.target.place.path();
        entries.par_iter().filter(|staged| staged.kept).try_for_each(|Staged { entry, .. }| {
            let (from, to) = (old.join(&entry.path), self.folder.join(&entry.path));
            // Some file systems know no second names.
            let keep = || fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop));
            with_parents(&to, keep).map_err(PublishError::machine("keep", &to))
        })
    }

    /// Takes back the privacy of the stage: the folder gets the mode the target has, or any new folder would get.
    #[cfg(unix)]
    fn open_up(&self) {
        let of = |path: &Path| fs::metadata(path).ok().map(|metadata| metadata.permissions());
        let usual = || {
            let probe = self.folder.join(".mode");
            fs::create_dir(&probe).ok()?;
            let permissions = of(&probe);
            fs::remove_dir(&probe).ok()?;
            permissions
        };
        let existing = self.target.exists.then(|| of(&self.target.place.path())).flatten();
        if let Some(permissions) = existing.or_else(usual) {
            // A folder that stays private is an inconvenience, no reason to give up a finished site.
            let _ = fs::set_permissions(&self.folder, permissions);
        }
    }

    #[cfg(not(unix))]
    fn open_up(&self) {}

    fn store(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        check_path(path)?;
        let entry = entry(path, bytes.len() as u64, blake3::hash(bytes));
        let kept = self.target.holds(&entry, |there| fs::read(there).is_ok_and(|there| there == bytes));
        self.list(Staged { entry, kept })?;
        if kept {
            return Ok(());
        }
        let file = self.folder.join(path);
        with_parents(&file, || write_new(&file, bytes)).map_err(|error| named(path, &error))
    }

    /// Writes the file first, as only then its bytes are known, and takes it back where the target holds the same.
    fn store_written(&self, path: &str, write: &mut Writing<'_>) -> io::Result<()> {
        check_path(path)?;
        let file = self.folder.join(path);
        let created = with_parents(&file, || File::create_new(&file)).map_err(|error| named(path, &error))?;
        let mut writer = BufWriter::with_capacity(256 * 1024, Hashing::new(created));
        write(&mut writer)?;
        let Hashing { size, hasher, .. } = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        let entry = entry(path, size, hasher.finalize());
        let kept = self.target.holds(&entry, |there| hash_of(there).is_ok_and(|hash| hash == entry.hash));
        self.list(Staged { entry, kept })?;
        if kept { fs::remove_file(&file) } else { Ok(()) }
    }

    /// Why a file cannot be put at a path beside those that are there; `None` where it can.
    pub fn refusal(&self, path: &str) -> Option<String> {
        if check_path(path).is_err() {
            return Some("no site can hold a file of that name".to_owned());
        }
        let folded = path.nfc().collect::<String>().to_lowercase();
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let above = folded.match_indices('/').find_map(|(at, _)| files.get(&folded[..at]));
        let folder = format!("{folded}/");
        let beneath = || files.range(folder.clone()..).next().filter(|(path, _)| path.starts_with(&folder));
        let other = files.get(&folded).or(above).or_else(|| beneath().map(|(_, staged)| staged))?;
        Some(format!("the site has `{}` of its own", other.entry.path))
    }

    /// Refuses a path that is taken, or that some file system would take for the same.
    fn list(&self, staged: Staged) -> io::Result<()> {
        let path = &staged.entry.path;
        let folded = path.nfc().collect::<String>().to_lowercase();
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(other) = files.get(&folded) {
            let reason = format!("`{path}` and `{}` are one file where case does not count", other.entry.path);
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
        }
        files.insert(folded, staged);
        Ok(())
    }

    fn remember<T>(&self, stored: io::Result<T>) -> io::Result<T> {
        if stored.is_err() {
            self.incomplete.store(true, Ordering::SeqCst);
        }
        stored
    }
}

fn entry(path: &str, size: u64, hash: blake3::Hash) -> Entry {
    Entry { path: path.into(), size, hash: hash.to_hex().to_string() }
}

fn named(path: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{path}`: {error}"))
}

/// A file being written, with its size and hash so far.
struct Hashing {
    file: File,
    size: u64,
    hasher: blake3::Hasher,
}

impl Hashing {
    fn new(file: File) -> Self {
        Self { file, size: 0, hasher: blake3::Hasher::new() }
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn hash_of(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

impl Output for Stage {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.remember(self.store(path, bytes))
    }

    fn put_written(&self, path: &str, write: &mut Writing<'_>) -> io::Result<()> {
        self.remember(self.store_written(path, write))
    }
}

impl Drop for Stage {
    /// Removes what the stage holds: unfinished pages, or the old site after a commit.
    fn drop(&mut self) {
        folder::remove(&self.folder);
    }
}

/// Refuses paths that could leave the stage, hide its marker, or that some file system cannot hold.
fn check_path(path: &str) -> io::Result<()> {
    let odd = |part: &str| {
        matches!(part, "" | "." | "..")
            || part.len() > NAME_LIMIT
            || part.eq_ignore_ascii_case(SITE_MARKER)
            || part.chars().any(|c| c.is_control() || c == '\\')
            || (cfg!(windows) && part.contains(':'))
    };
    if path.split('/').any(odd) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("`{}` is no path of a site", path.escape_debug()),
        ));
    }
    Ok(())
}

/// Runs `write`, which creates the file at `path`; folders are made only where it turns out that they are missing.
fn with_parents<T>(path: &Path, write: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match write() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
            write()
        }
        other => other,
    }
}

/// Writes a file that must not exist yet, which also means that no link is followed.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create_new(path)?.write_all(bytes)
}

/// Creates a folder that nobody else can look into, and that must not exist yet.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests;

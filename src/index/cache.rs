//! The index kept between runs, under `.incidex/search/`.
//!
//! An index is found by a fingerprint of everything it was made from, so freshness costs a walk over file times and no
//! parsing. Whatever is wrong with the cache (missing, damaged, older, not writable) leads to a rebuild, never to an
//! error or a wrong answer.

use std::fs::{self, Metadata};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use tantivy::Directory;
use tantivy::directory::{FileHandle, MmapDirectory, OwnedBytes};

use super::write::{IndexError, IndexFiles};
use crate::search::pages::{Cursor, Manifest, PagedDirectory, Pages, checksum};
use crate::search::{Reader, SearchError, schema};

const FOLDER: &str = ".incidex";
/// The manifest, then the checksum of every page, then one of all this.
const MANIFEST: &str = "manifest";

/// Everything an index is made from, as far as it shows without reading: settings, and per file path, size and times.
#[derive(Debug, Clone)]
pub struct Fingerprint {
    settings: blake3::Hash,
    /// Path, then size and times as bytes.
    files: Vec<(String, Vec<u8>)>,
    newest: Option<SystemTime>,
    taken: SystemTime,
}

impl Fingerprint {
    /// Begins a fingerprint, before the first file is looked at.
    ///
    /// `settings` is whatever else decides what is found: the configuration's text, audience, drafts.
    pub fn new(settings: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(&schema::FORMAT.to_le_bytes());
        hasher.update(&program());
        hasher.update(settings);
        Self { settings: hasher.finalize(), files: Vec::new(), newest: None, taken: SystemTime::now() }
    }

    /// Adds a source file; the order of calls does not matter.
    pub fn file(&mut self, path: &str, metadata: &Metadata) {
        let mut facts = metadata.len().to_le_bytes().to_vec();
        facts.extend(change(metadata));
        if let Ok(modified) = metadata.modified() {
            facts.extend(nanoseconds(modified).to_le_bytes());
            self.newest = self.newest.max(Some(modified));
        }
        self.files.push((path.to_owned(), facts));
    }

    /// The fingerprint as the name of a folder.
    pub fn key(&self) -> String {
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort();
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.settings.as_bytes());
        for (path, facts) in files {
            hasher.update(&(path.len() as u64).to_le_bytes());
            hasher.update(path.as_bytes());
            hasher.update(facts);
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// Whether a later change of any file would show in its times.
    ///
    /// A file written a moment ago may be written again within the same tick of the file system's clock.
    fn is_settled(&self) -> bool {
        let Some(newest) = self.newest else { return true };
        let whole_seconds = nanoseconds(newest).is_multiple_of(1_000_000_000);
        let tick = if whole_seconds { Duration::from_secs(2) } else { Duration::from_millis(20) };
        newest + tick < self.taken
    }
}

/// Size and time of the running program: another build may read documents differently.
fn program() -> Vec<u8> {
    let metadata = std::env::current_exe().and_then(fs::metadata);
    let facts = metadata.map(|metadata| (metadata.len(), metadata.modified().map(nanoseconds).unwrap_or(0)));
    facts
        .map(|(length, time)| [length.to_le_bytes().to_vec(), time.to_le_bytes().to_vec()].concat())
        .unwrap_or_default()
}

fn nanoseconds(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH).map(|since| since.as_nanos()).unwrap_or(0)
}

/// What betrays a change that kept size and modification time.
#[cfg(unix)]
fn change(metadata: &Metadata) -> Vec<u8> {
    use std::os::unix::fs::MetadataExt;
    [metadata.ino().to_le_bytes(), metadata.ctime().to_le_bytes(), metadata.ctime_nsec().to_le_bytes()].concat()
}

#[cfg(not(unix))]
fn change(_: &Metadata) -> Vec<u8> {
    Vec::new()
}

/// Runs `ask` on the cached index of the archive at `root`, or on one made by `build` and kept for the next time.
///
/// `ask` may be called twice: a cache whose damage only shows while searching is thrown away.
///
/// # Errors
/// Those of `build`, and of `ask` on a fresh index.
pub fn with_index<T, E: From<IndexError> + From<SearchError>>(
    root: &Path,
    fingerprint: &Fingerprint,
    build: impl FnOnce() -> Result<IndexFiles, E>,
    ask: impl Fn(&Reader) -> Result<T, SearchError>,
) -> Result<T, E> {
    let cache = root.join(FOLDER).join("search");
    let folder = cache.join(fingerprint.key());
    if let Ok(answer) = open(&folder).and_then(|reader| ask(&reader)) {
        return Ok(answer);
    }
    let files = build()?;
    if fingerprint.is_settled() {
        // A cache that cannot be kept costs time, not the answer.
        keep(root, &cache, &folder, &files).ok();
    }
    Ok(ask(&files.open()?)?)
}

/// Gives the files of the index made by `build`, and keeps them for `with_index`.
///
/// # Errors
/// Those of `build`.
pub fn build_and_keep<E>(
    root: &Path,
    fingerprint: &Fingerprint,
    build: impl FnOnce() -> Result<IndexFiles, E>,
) -> Result<IndexFiles, E> {
    let files = build()?;
    let cache = root.join(FOLDER).join("search");
    let folder = cache.join(fingerprint.key());
    if fingerprint.is_settled() && open(&folder).is_err() {
        keep(root, &cache, &folder, &files).ok();
    }
    Ok(files)
}

fn open(folder: &Path) -> Result<Reader, SearchError> {
    let bytes = fs::read(folder.join(MANIFEST))?;
    let (manifest, checksums) = decode(&bytes).ok_or_else(damaged)?;
    let manifest = Arc::new(manifest);
    let pages = MappedPages::open(folder, Arc::clone(&manifest), checksums)?;
    Reader::open(Box::new(PagedDirectory::new(manifest, Arc::new(pages))), false)
}

fn encode(index: &IndexFiles) -> Vec<u8> {
    let manifest = index.manifest();
    let mut bytes = manifest.encode();
    for (file, content) in manifest.files.iter().zip(index.files.values()) {
        for page in 0..file.page_count() {
            bytes.extend(checksum(page as u64, &content[file.page_range(page)]).to_le_bytes());
        }
    }
    bytes.extend(checksum(0, &bytes).to_le_bytes());
    bytes
}

/// The manifest, and for each of its files the checksums of its pages.
fn decode(bytes: &[u8]) -> Option<(Manifest, Vec<Vec<u64>>)> {
    let (manifest, at) = Manifest::decode(bytes)?;
    let mut cursor = Cursor { bytes, at };
    let mut files = Vec::new();
    for file in &manifest.files {
        let sums: Option<Vec<u64>> = (0..file.page_count()).map(|_| cursor.u64()).collect();
        files.push(sums?);
    }
    let content = bytes.get(..cursor.at)?;
    (cursor.u64()? == checksum(0, content)).then_some((manifest, files))
}

/// Files in memory maps; a page is checked when it is first read.
#[derive(Debug)]
struct MappedPages {
    manifest: Arc<Manifest>,
    files: Vec<Arc<dyn FileHandle>>,
    checksums: Vec<Vec<u64>>,
    checked: Vec<Vec<AtomicBool>>,
}

impl MappedPages {
    fn open(folder: &Path, manifest: Arc<Manifest>, checksums: Vec<Vec<u64>>) -> Result<Self, SearchError> {
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let mut files = Vec::new();
        for file in &manifest.files {
            let handle = directory.get_file_handle(Path::new(&file.name)).map_err(tantivy::TantivyError::from)?;
            if handle.len() as u64 != file.length {
                return Err(damaged().into());
            }
            files.push(handle);
        }
        let checked = checksums.iter().map(|sums| sums.iter().map(|_| AtomicBool::new(false)).collect()).collect();
        Ok(Self { manifest, files, checksums, checked })
    }

    fn check(&self, file: usize, page: usize) -> Option<()> {
        let checked = self.checked.get(file)?.get(page)?;
        if !checked.load(Ordering::Relaxed) {
            let bytes = self.files.get(file)?.read_bytes(self.manifest.files.get(file)?.page_range(page)).ok()?;
            if checksum(page as u64, &bytes) != *self.checksums.get(file)?.get(page)? {
                return None;
            }
            checked.store(true, Ordering::Relaxed);
        }
        Some(())
    }
}

impl Pages for MappedPages {
    fn read(&self, file: usize, range: Range<usize>) -> io::Result<OwnedBytes> {
        let described = self.manifest.files.get(file).ok_or_else(damaged)?;
        for page in described.pages(&range) {
            self.check(file, page).ok_or_else(damaged)?;
        }
        self.files.get(file).ok_or_else(damaged)?.read_bytes(range)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the cached index is damaged")
}

/// Writes the index beside its place and moves it there, then removes the older ones.
fn keep(root: &Path, cache: &Path, folder: &Path, index: &IndexFiles) -> io::Result<()> {
    fs::create_dir_all(cache)?;
    let ignore = root.join(FOLDER).join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    let older = folders(cache)?;
    let unfinished = tempfile::Builder::new().prefix(".new-").tempdir_in(cache)?;
    for (name, bytes) in &index.files {
        fs::write(unfinished.path().join(name), bytes)?;
    }
    fs::write(unfinished.path().join(MANIFEST), encode(index))?;
    for folder in older {
        fs::remove_dir_all(folder)?;
    }
    fs::rename(unfinished.keep(), folder)
}

fn folders(cache: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(cache)? {
        found.push(entry?.path());
    }
    found.retain(|path| path.is_dir());
    Ok(found)
}

//! The index kept between runs, under `.incidex/search/`.
//!
//! An index is found by a fingerprint of everything it was made from, so freshness costs a walk over file times and no
//! parsing. Whatever is wrong with the cache (missing, damaged, older, not writable, behind a link) leads to a rebuild,
//! never to an error or a wrong answer. It is reached through the gate alone, so that a link which somebody committed
//! leads to nothing that would be read, written or removed, and nobody but its owner can look into it.

use std::fs::{self, File, Metadata};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use tantivy::directory::OwnedBytes;

use super::write::{IndexError, IndexFiles};
use crate::gate::{ContentRoot, Folder, Kind, Refusal, read_at};
use crate::search::pages::{Cursor, Manifest, PagedDirectory, Pages, checksum};
use crate::search::{Reader, SearchError, schema};

const FOLDER: &str = ".incidex";
const CACHE: &str = ".incidex/search";
/// What the folder of an index that is not yet whole is called first.
const UNFINISHED: &str = ".new-";
/// In bytes; the checksums of an index of a million pages are smaller.
const MANIFEST_LIMIT: u64 = 64 * 1024 * 1024;
/// The manifest, then the checksum of every page, then one of all this.
const MANIFEST: &str = "manifest";

/// In bytes: size, what betrays a change, and time.
const FACTS_LENGTH: usize = 48;

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
        let mut facts = Vec::with_capacity(FACTS_LENGTH);
        facts.extend(metadata.len().to_le_bytes());
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
fn change(metadata: &Metadata) -> [u8; 24] {
    use std::os::unix::fs::MetadataExt;
    let facts = [metadata.ino().to_le_bytes(), metadata.ctime().to_le_bytes(), metadata.ctime_nsec().to_le_bytes()];
    std::array::from_fn(|at| facts[at / 8][at % 8])
}

#[cfg(not(unix))]
fn change(_: &Metadata) -> [u8; 0] {
    []
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
    let key = fingerprint.key();
    if let Ok(answer) = open(root, &key).and_then(|reader| ask(&reader)) {
        return Ok(answer);
    }
    let files = build()?;
    // A folder without any incident is no archive: nothing is left in it.
    if fingerprint.is_settled() && files.cards.iter().any(|card| card.set_aside.is_none()) {
        // A cache that cannot be kept costs time, not the answer.
        keep(root, &key, &files).ok();
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
    let key = fingerprint.key();
    if fingerprint.is_settled() && open(root, &key).is_err() {
        keep(root, &key, &files).ok();
    }
    Ok(files)
}

fn open(root: &Path, key: &str) -> Result<Reader, SearchError> {
    let folder = gate(root).and_then(|gate| gate.folder(&format!("{CACHE}/{key}"))).map_err(unusable)?;
    let bytes = folder.read(MANIFEST, MANIFEST_LIMIT).map_err(unusable)?;
    let (manifest, checksums) = decode(&bytes).ok_or_else(damaged)?;
    let manifest = Arc::new(manifest);
    let pages = FilePages::open(&folder, Arc::clone(&manifest), checksums)?;
    Reader::open(Box::new(PagedDirectory::new(manifest, Arc::new(pages))), false)
}

/// A gate of the cache's own: what goes wrong with a cache is forgotten with it.
fn gate(root: &Path) -> Result<ContentRoot, Refusal> {
    ContentRoot::at(root).map_err(|_| Refusal::Missing)
}

fn unusable(refusal: Refusal) -> io::Error {
    io::Error::other(refusal)
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

/// Open files; a page is checked when it is read, and a page that was read by itself is kept.
///
/// Files are read and not mapped: a mapped file that a failing disk, or another process, takes away ends this process.
#[derive(Debug)]
struct FilePages {
    manifest: Arc<Manifest>,
    files: Vec<File>,
    checksums: Vec<Vec<u64>>,
    read: Vec<Vec<OnceLock<OwnedBytes>>>,
}

impl FilePages {
    fn open(folder: &Folder, manifest: Arc<Manifest>, checksums: Vec<Vec<u64>>) -> Result<Self, SearchError> {
        let mut files = Vec::new();
        for described in &manifest.files {
            let file = folder.open(&described.name).map_err(unusable)?;
            if file.metadata()?.len() != described.length {
                return Err(damaged().into());
            }
            files.push(file);
        }
        let read = checksums.iter().map(|sums| sums.iter().map(|_| OnceLock::new()).collect()).collect();
        Ok(Self { manifest, files, checksums, read })
    }

    /// The bytes of a run of pages, each checked.
    fn fetch(&self, file: usize, pages: Range<usize>) -> Option<io::Result<Vec<u8>>> {
        let (described, sums) = (self.manifest.files.get(file)?, self.checksums.get(file)?);
        let start = described.page_range(pages.start).start;
        let mut bytes = vec![0; described.page_range(pages.end.checked_sub(1)?).end.checked_sub(start)?];
        if let Err(error) = read_at(self.files.get(file)?, &mut bytes, start as u64) {
            return Some(Err(error));
        }
        for page in pages {
            let at = described.page_range(page);
            let page_bytes = bytes.get(at.start - start..at.end - start)?;
            if checksum(page as u64, page_bytes) != *sums.get(page)? {
                return None;
            }
        }
        Some(Ok(bytes))
    }

    fn page(&self, file: usize, page: usize) -> Option<io::Result<OwnedBytes>> {
        let kept = self.read.get(file)?.get(page)?;
        if let Some(bytes) = kept.get() {
            return Some(Ok(bytes.clone()));
        }
        let fetched = self.fetch(file, page..page + 1)?;
        Some(fetched.map(|bytes| kept.get_or_init(|| OwnedBytes::new(bytes)).clone()))
    }
}

impl Pages for FilePages {
    fn read(&self, file: usize, range: Range<usize>) -> io::Result<OwnedBytes> {
        let described = self.manifest.files.get(file).ok_or_else(damaged)?;
        let pages = described.pages(&range);
        let start = described.page_range(pages.start).start;
        let bytes = if pages.len() == 1 {
            self.page(file, pages.start).ok_or_else(damaged)??
        } else {
            OwnedBytes::new(self.fetch(file, pages).ok_or_else(damaged)??)
        };
        let within = range.start.checked_sub(start).zip(range.end.checked_sub(start)).ok_or_else(damaged)?;
        if within.1 > bytes.len() {
            return Err(damaged());
        }
        Ok(bytes.slice(within.0..within.1))
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the cached index is damaged")
}

/// Writes the index beside its place and moves it there, then removes the older ones.
fn keep(root: &Path, key: &str, index: &IndexFiles) -> Result<(), Refusal> {
    let gate = gate(root)?;
    let cache = gate.private_folder(CACHE)?;
    let own = gate.folder(FOLDER)?;
    if matches!(own.kind(".gitignore"), Err(Refusal::Missing)) {
        own.write_new(".gitignore", b"*\n")?;
    }
    let older = indexes(&cache)?;
    let unfinished = Unfinished::begin(&cache)?;
    for (name, bytes) in &index.files {
        unfinished.folder.write_new(name, bytes)?;
    }
    unfinished.folder.write_new(MANIFEST, &encode(index))?;
    for name in older {
        cache.remove(&name)?;
    }
    cache.rename(&unfinished.name, key)
}

/// The indexes of a cache, whole or not; nothing else that lies there is ours.
fn indexes(cache: &Folder) -> Result<Vec<String>, Refusal> {
    let is_key = |name: &str| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let ours = |(name, kind): &(String, Kind)| *kind == Kind::Folder && (is_key(name) || name.starts_with(UNFINISHED));
    Ok(cache.names()?.into_iter().filter(ours).map(|(name, _)| name).collect())
}

/// A folder that is removed again unless it was given its name.
struct Unfinished<'c> {
    cache: &'c Folder,
    folder: Folder,
    name: String,
}

impl<'c> Unfinished<'c> {
    fn begin(cache: &'c Folder) -> Result<Self, Refusal> {
        let name = |at| format!("{UNFINISHED}{}-{at}", std::process::id());
        let taken = |refusal: &Refusal| matches!(refusal, Refusal::Machine(error) if error.kind() == io::ErrorKind::AlreadyExists);
        let mut made = (0..16).map(name).map(|name| cache.new_folder(&name).map(|folder| Self { cache, folder, name }));
        made.find(|made| !made.as_ref().is_err_and(taken)).unwrap_or(Err(Refusal::Missing))
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        // Nothing of this name is left after the rename.
        self.cache.remove(&self.name).ok();
    }
}

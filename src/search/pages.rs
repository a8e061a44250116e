//! Index files cut into pages, and the read-only directory that tantivy sees over them.
//!
//! Both the cache on disk and the pack of a published site are read through this: a damaged page is a clean error,
//! never a wrong answer. Where the bytes come from, and how they are checked, is up to [`Pages`].

use std::fmt::Debug;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

use super::schema::RECORDS_FILE;
use super::store::page_ends;

/// In bytes; with its checksum a page is 8 KB or 4 KB, so that no host's blocks are wasted on it.
const PAGE_LENGTH: u32 = 8184;
/// Of dictionaries and postings, of which a query reads a little here and there.
const SMALL_PAGE_LENGTH: u32 = 4088;

const MAGIC: &[u8; 8] = b"incidex\x01";

/// The files of an index, and how they are cut into pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// Sorted by name.
    pub files: Vec<ManifestFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestFile {
    pub name: String,
    pub length: u64,
    /// All but the last page are this long, where `ends` does not say otherwise.
    pub page_length: u32,
    /// Where each page ends, in order, for a file that is cut where its parts end; empty for one cut evenly.
    pub ends: Vec<u32>,
}

impl ManifestFile {
    /// Describes a file of `length` bytes.
    pub fn new(name: &str, length: usize) -> Self {
        let page_length = match name {
            _ if name.ends_with(".term") || name.ends_with(".idx") => SMALL_PAGE_LENGTH,
            _ => PAGE_LENGTH,
        };
        Self { name: name.to_owned(), length: length as u64, page_length, ends: Vec::new() }
    }

    /// The same file with pages that end at `cuts`, which must rise; stretches without a cut are cut evenly.
    pub fn cut_at(mut self, cuts: &[usize]) -> Self {
        let length = usize::try_from(self.length).unwrap_or(usize::MAX);
        let mut ends = Vec::new();
        let mut start = 0;
        for cut in cuts.iter().copied().filter(|cut| *cut < length).chain([length]) {
            // A part may be a little longer than a page.
            while cut - start > self.page_length as usize * 3 / 2 {
                start += self.page_length as usize;
                ends.push(start as u32);
            }
            if cut > start {
                ends.push(cut as u32);
                start = cut;
            }
        }
        self.ends = ends;
        self
    }

    /// How many pages the file has.
    pub fn page_count(&self) -> usize {
        if !self.ends.is_empty() {
            return self.ends.len();
        }
        usize::try_from(self.length.div_ceil(u64::from(self.page_length))).unwrap_or(usize::MAX)
    }

    /// The pages that hold a range of the file.
    pub fn pages(&self, range: &Range<usize>) -> Range<usize> {
        let length = self.page_length as usize;
        if !self.ends.is_empty() && !range.is_empty() {
            let before = |at: usize| self.ends.partition_point(|end| *end as usize <= at);
            return before(range.start)..(before(range.end - 1) + 1).min(self.ends.len());
        }
        if range.is_empty() { 0..0 } else { range.start / length..range.end.div_ceil(length) }
    }

    /// Where a page lies in the file.
    pub fn page_range(&self, page: usize) -> Range<usize> {
        if let Some(end) = self.ends.get(page) {
            let start = page.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
            return start as usize..*end as usize;
        }
        let start = page * self.page_length as usize;
        start..(start + self.page_length as usize).min(usize::try_from(self.length).unwrap_or(usize::MAX))
    }
}

impl Manifest {
    /// Cuts the records between documents, by the file of their lengths; `None` where that is damaged.
    ///
    /// A pack does not carry these cuts, which follow from what it carries.
    pub fn cut_records(&mut self, lengths: &[u8]) -> Option<()> {
        let ends = page_ends(lengths)?;
        let records = self.find(RECORDS_FILE).and_then(|at| self.files.get_mut(at))?;
        if ends.last().copied().unwrap_or_default() as u64 != records.length {
            return None;
        }
        records.ends = ends;
        Some(())
    }

    /// The same without what [`Manifest::cut_records`] finds out.
    pub fn without_records_cut(&self) -> Self {
        let mut manifest = self.clone();
        if let Some(records) = self.find(RECORDS_FILE).and_then(|at| manifest.files.get_mut(at)) {
            records.ends.clear();
        }
        manifest
    }

    /// The manifest as bytes, closed by a checksum of its own.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&(self.files.len() as u32).to_le_bytes());
        for file in &self.files {
            bytes.extend_from_slice(&(file.name.len() as u32).to_le_bytes());
            bytes.extend_from_slice(file.name.as_bytes());
            bytes.extend_from_slice(&file.length.to_le_bytes());
            bytes.extend_from_slice(&file.page_length.to_le_bytes());
            bytes.extend_from_slice(&(file.ends.len() as u32).to_le_bytes());
            bytes.extend(file.ends.iter().flat_map(|end| end.to_le_bytes()));
        }
        let sum = checksum(0, &bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Reads what [`Manifest::encode`] wrote and says how many bytes that were; `None` if it is anything else.
    pub fn decode(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut cursor = Cursor { bytes, at: 0 };
        if cursor.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let mut files = Vec::new();
        for _ in 0..cursor.u32()? {
            let length = cursor.u32()? as usize;
            let name = String::from_utf8(cursor.take(length)?.to_vec()).ok()?;
            let (length, page_length) = (cursor.u64()?, cursor.u32()?.max(1));
            let ends: Option<Vec<u32>> = (0..cursor.u32()?).map(|_| cursor.u32()).collect();
            let ends =
                ends.filter(|ends| ends.is_sorted() && ends.last().is_none_or(|end| u64::from(*end) == length))?;
            files.push(ManifestFile { name, length, page_length, ends });
        }
        let content = cursor.at;
        (cursor.u64()? == checksum(0, bytes.get(..content)?)).then_some((Self { files }, cursor.at))
    }

    /// The place of a file in [`Manifest::files`].
    pub fn find(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|file| file.name == name)
    }
}

/// Reads numbers and runs of bytes, in order, and never past the end.
#[derive(Debug)]
pub struct Cursor<'b> {
    pub bytes: &'b [u8],
    pub at: usize,
}

impl<'b> Cursor<'b> {
    pub fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }
}

/// A checksum against accidents of storage and transport: eight bytes a step, no table.
///
/// `seed` tells apart equal bytes in different places.
pub fn checksum(seed: u64, bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut sum = (bytes.len() as u64).wrapping_mul(FACTOR) ^ seed.wrapping_add(0x517c_c1b7_2722_0a95);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
        sum ^= sum >> 29;
    }
    sum = sum.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    sum ^ (sum >> 32)
}

/// Where the bytes of a manifest's files come from. What it returns has been checked.
pub trait Pages: Debug + Send + Sync + 'static {
    /// A range of the file at this place of the manifest.
    ///
    /// # Errors
    /// When it is damaged, cannot be read, or is not there yet.
    fn read(&self, file: usize, range: Range<usize>) -> io::Result<OwnedBytes>;
}

/// A directory of tantivy over pages; nothing can be written to it.
#[derive(Debug, Clone)]
pub struct PagedDirectory {
    manifest: Arc<Manifest>,
    pages: Arc<dyn Pages>,
}

impl PagedDirectory {
    pub fn new(manifest: Arc<Manifest>, pages: Arc<dyn Pages>) -> Self {
        Self { manifest, pages }
    }

    fn file(&self, path: &Path) -> Result<PagedFile, OpenReadError> {
        let missing = || OpenReadError::FileDoesNotExist(path.to_path_buf());
        let at = path.to_str().and_then(|name| self.manifest.find(name)).ok_or_else(missing)?;
        let length = self.manifest.files.get(at).and_then(|file| usize::try_from(file.length).ok());
        Ok(PagedFile { at, length: length.ok_or_else(missing)?, pages: Arc::clone(&self.pages) })
    }
}

#[derive(Debug)]
struct PagedFile {
    at: usize,
    length: usize,
    pages: Arc<dyn Pages>,
}

impl HasLen for PagedFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for PagedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the index points outside of itself"));
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        self.pages.read(self.at, range)
    }
}

impl Directory for PagedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.file(path)?))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.file(path).is_ok())
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let file = self.file(path)?;
        let bytes = file.read_bytes(0..file.length);
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_path_buf() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_path_buf()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    /// Nobody writes here, so there is nothing to wait for.
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "the index is open for reading only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_survives_the_way_through_bytes() {
        let files = ["b.idx", "empty", "records"].map(|name| ManifestFile::new(name, name.len() * 3000));
        let mut manifest = Manifest { files: files.to_vec() };
        manifest.files.push(ManifestFile::new("x.term", 9000).cut_at(&[4100, 8150]));
        let mut bytes = manifest.encode();
        let length = bytes.len();
        bytes.extend_from_slice(b"more");
        assert_eq!(Manifest::decode(&bytes), Some((manifest, length)));
        bytes[20] ^= 1;
        assert_eq!(Manifest::decode(&bytes), None);
        assert_eq!(Manifest::decode(&bytes[..10]), None);
        assert_eq!(Manifest::decode(b""), None);
    }

    #[test]
    fn a_range_lies_on_pages() {
        let file = ManifestFile::new("x.pos", 20_000);
        for (range, pages) in
            [(0..1, 0..1), (8183..8185, 0..2), (8184..16_368, 1..2), (19_999..20_000, 2..3), (5..5, 0..0)]
        {
            assert_eq!(file.pages(&range), pages);
        }
        assert_eq!(file.page_range(2), 16_368..20_000);
    }

    #[test]
    fn a_file_is_cut_where_its_parts_end() {
        let file = ManifestFile::new("x.term", 30_000).cut_at(&[4100, 4100, 8150, 20_000, 40_000]);
        let pages: Vec<_> = (0..file.page_count()).map(|page| file.page_range(page)).collect();
        let ends = [0, 4100, 8150, 12_238, 16_326, 20_000, 24_088, 30_000];
        assert_eq!(pages, ends.windows(2).map(|pair| pair[0]..pair[1]).collect::<Vec<_>>());
        for (range, pages) in
            [(0..1, 0..1), (4099..4101, 0..2), (4100..8150, 1..2), (29_999..30_000, 6..7), (5..5, 0..0)]
        {
            assert_eq!(file.pages(&range), pages, "{range:?}");
        }
    }

    #[test]
    fn every_flipped_bit_changes_the_checksum() {
        let mut bytes: Vec<u8> = (0..100).collect();
        let sum = checksum(1, &bytes);
        for bit in 0..800 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(checksum(1, &bytes), sum);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        assert_ne!(checksum(1, &bytes[..99]), sum);
        assert_ne!(checksum(2, &bytes), sum);
    }
}

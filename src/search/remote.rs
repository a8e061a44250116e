//! An index whose bytes arrive page by page: what the browser holds of a published pack.
//!
//! Nothing here waits. A query that needs a page which is not there notes it and fails; whoever asked fetches all the
//! noted pages at once and asks again. Planning touches everything it will need, so this settles in few rounds.
//!
//! `hot.bin` is the manifest, the ranges of files that opening the index reads, their bytes, and a checksum; all that
//! deflated behind its length, with a checksum of its own. A page is its bytes, deflated where that is shorter, and a
//! checksum of these seeded with the pack and the page's number, so that a page of another pack, or another page of this
//! one, is refused like a damaged one, and nothing damaged is ever inflated.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use tantivy::directory::OwnedBytes;

use super::dates::period;
use super::deflate::{deflated, inflated};
use super::pages::{Cursor, Manifest, PagedDirectory, Pages, checksum};
use super::reader::{Reader, SearchError};
use super::results::{Options, Results, Sort};
use super::run::{Found, find};
use super::schema::LENGTHS_FILE;
use super::similar;

/// What the page asks for. Absent fields mean the default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    pub query: String,
    /// A text, such as an alert, to find similar incidents for; the query is then not looked at.
    pub similar: Option<String>,
    pub limit: usize,
    pub offset: usize,
    /// A name of [`Sort::ALL`].
    pub sort: String,
    pub facets: bool,
    pub excerpts: bool,
    pub typing: bool,
    /// Whether documents without a page are found as well.
    pub set_aside: bool,
    /// The reader's day, as `2025-03-04`, which `after:90d` counts from; without one the day of the archive.
    pub today: Option<String>,
}

impl Default for Request {
    fn default() -> Self {
        let options = Options::default();
        Self {
            query: String::new(),
            similar: None,
            limit: options.limit,
            offset: options.offset,
            sort: String::new(),
            facets: options.facets,
            excerpts: options.excerpts,
            typing: options.typing,
            set_aside: options.set_aside,
            today: None,
        }
    }
}

impl Request {
    /// In days since 1970-01-01; `None` where it is no day.
    fn day(&self) -> Option<i64> {
        let day = period(self.today.as_deref()?, None).ok()?;
        (day.until == day.from + 1).then_some(day.from)
    }

    /// The part of the request that is not the query.
    pub fn options(&self) -> Options {
        Options {
            limit: self.limit,
            offset: self.offset,
            sort: Sort::named(&self.sort).unwrap_or_default(),
            facets: self.facets,
            excerpts: self.excerpts,
            typing: self.typing,
            set_aside: self.set_aside,
        }
    }
}

/// What an attempt came to.
#[derive(Debug)]
pub enum Attempt {
    Answered(Box<Results>),
    /// Numbers of the pages to bring before the next attempt.
    Missing(Vec<u32>),
    Failed(SearchError),
}

/// A pack being read.
#[derive(Debug)]
pub struct Remote {
    pages: Arc<ArrivedPages>,
    reader: Reader,
    /// What the last query found, while what its results show is on its way.
    found: Mutex<Option<(Request, Found)>>,
}

impl Remote {
    /// Opens a pack from its hot bundle alone.
    ///
    /// # Errors
    /// When the bundle is damaged or of another version.
    pub fn open(hot: Vec<u8>) -> Result<Self, SearchError> {
        let pages = Arc::new(ArrivedPages::new(&hot).ok_or_else(damaged)?);
        let manifest = Arc::new(pages.manifest.clone());
        let directory = PagedDirectory::new(manifest, Arc::clone(&pages) as Arc<dyn Pages>);
        let reader = Reader::open(Box::new(directory), true)?;
        Ok(Self { pages, reader, found: Mutex::default() })
    }

    /// Takes a page in. Says no when it is damaged or not one of this pack.
    pub fn bring(&self, number: u32, bytes: &[u8]) -> bool {
        self.pages.bring(number, bytes).is_some()
    }

    fn search(&self, request: &Request, options: &Options) -> Result<Results, SearchError> {
        let mut kept = lock(&self.found);
        let found = match kept.take() {
            Some((asked, found)) if asked == *request => found,
            _ => find(&self.reader, &self.reader.query(&request.query, request.day()), options)?,
        };
        // Kept when the records of its hits are missing, and of no use once they were shown.
        let results = found.answer(&self.reader, options);
        if results.is_err() {
            *kept = Some((request.clone(), found));
        }
        results
    }

    /// Answers, or says what is missing.
    pub fn attempt(&self, request: &Request) -> Attempt {
        lock(&self.pages.missing).clear();
        let options = request.options();
        let results = match &request.similar {
            Some(text) => similar(&self.reader, text, &options),
            None => self.search(request, &options),
        };
        let missing: Vec<u32> = lock(&self.pages.missing).iter().copied().collect();
        match results {
            Ok(results) => Attempt::Answered(Box::new(results)),
            Err(_) if !missing.is_empty() => Attempt::Missing(missing),
            Err(error) => Attempt::Failed(error),
        }
    }
}

/// The pages that have arrived, and those that were asked for in vain.
#[derive(Debug)]
struct ArrivedPages {
    manifest: Manifest,
    /// Number of the first page of each file.
    first_page: Vec<u32>,
    /// By file and first byte; read while opening.
    hot: Vec<BTreeMap<usize, OwnedBytes>>,
    seed: u64,
    arrived: Mutex<BTreeMap<u32, OwnedBytes>>,
    missing: Mutex<BTreeSet<u32>>,
}

impl ArrivedPages {
    fn new(packed: &[u8]) -> Option<Self> {
        let hot = unpacked(packed)?;
        let (mut manifest, at) = Manifest::decode(&hot)?;
        let mut cursor = Cursor { bytes: &hot, at };
        let mut ranges = Vec::new();
        for _ in 0..cursor.u32()? {
            ranges.push((cursor.u32()? as usize, cursor.u64()?, cursor.u32()? as usize));
        }
        let content = cursor.at + ranges.iter().map(|(_, _, length)| *length).sum::<usize>();
        let seed = checksum(0, hot.get(..content)?);
        let mut from = cursor.at;
        if hot.len() != content + 8 || hot.get(content..)? != seed.to_le_bytes() {
            return None;
        }
        let all = OwnedBytes::new(hot);
        let mut by_file = vec![BTreeMap::new(); manifest.files.len()];
        for (file, start, length) in ranges {
            if start == 0 && manifest.find(LENGTHS_FILE) == Some(file) {
                manifest.cut_records(all.get(from..from + length)?)?;
            }
            by_file.get_mut(file)?.insert(usize::try_from(start).ok()?, all.slice(from..from + length));
            from += length;
        }
        let first_page = first_pages(&manifest);
        Some(Self { manifest, first_page, hot: by_file, seed, arrived: Mutex::default(), missing: Mutex::default() })
    }

    fn bring(&self, number: u32, bytes: &[u8]) -> Option<()> {
        let file = self.first_page.partition_point(|first| *first <= number).checked_sub(1)?;
        let page = (number - self.first_page.get(file)?) as usize;
        let (content, sum) = bytes.split_last_chunk::<8>()?;
        let described = self.manifest.files.get(file)?;
        let sound = page < described.page_count()
            && u64::from_le_bytes(*sum) == checksum(page_seed(self.seed, number), content);
        let content = inflated(content, described.page_range(page).len()).filter(|_| sound)?;
        lock(&self.arrived).insert(number, OwnedBytes::new(content));
        Some(())
    }

    fn hot_range(&self, file: usize, range: &Range<usize>) -> Option<OwnedBytes> {
        let (start, bytes) = self.hot.get(file)?.range(..=range.start).next_back()?;
        (range.end <= start + bytes.len()).then(|| bytes.slice(range.start - start..range.end - start))
    }
}

impl Pages for ArrivedPages {
    fn read(&self, file: usize, range: Range<usize>) -> io::Result<OwnedBytes> {
        if let Some(bytes) = self.hot_range(file, &range) {
            return Ok(bytes);
        }
        let described = self.manifest.files.get(file).ok_or_else(damaged)?;
        let first = *self.first_page.get(file).ok_or_else(damaged)?;
        let arrived = lock(&self.arrived);
        let pages = described.pages(&range);
        let absent: Vec<u32> =
            pages.clone().map(|page| first + page as u32).filter(|number| !arrived.contains_key(number)).collect();
        if !absent.is_empty() {
            lock(&self.missing).extend(absent);
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let start = described.page_range(pages.start).start;
        let wanted = range.start - start..range.end - start;
        let mut found = pages.filter_map(|page| arrived.get(&(first + page as u32)));
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only.slice(wanted)),
            (Some(one), Some(two)) => {
                let mut joined = [&one[..], &two[..]].concat();
                found.for_each(|more| joined.extend_from_slice(more));
                Ok(OwnedBytes::new(joined).slice(wanted))
            }
            (None, _) => Err(damaged()),
        }
    }
}

/// The number of the first page of each file: pages are counted through all files.
pub fn first_pages(manifest: &Manifest) -> Vec<u32> {
    let mut next = 0;
    let mut first = Vec::new();
    for file in &manifest.files {
        first.push(next);
        next += file.page_count() as u32;
    }
    first
}

/// What the checksum of a page starts from. `pack` is the checksum of the hot bundle.
fn page_seed(pack: u64, number: u32) -> u64 {
    pack ^ u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A page as it is sent.
pub fn sent_page(pack: u64, number: u32, bytes: &[u8]) -> Vec<u8> {
    let mut page = deflated(bytes);
    let sum = checksum(page_seed(pack, number), &page);
    page.extend(sum.to_le_bytes());
    page
}

/// How the files of a pack are cut, by its hot bundle.
pub fn manifest_of(hot: &[u8]) -> Option<Manifest> {
    ArrivedPages::new(hot).map(|pages| pages.manifest)
}

/// The bytes of a page that was sent; `None` where it is not what [`sent_page`] made.
pub fn content_of(sent: &[u8], length: usize) -> Option<Vec<u8>> {
    inflated(sent.split_last_chunk::<8>()?.0, length)
}

/// No hot bundle is longer than this when unpacked.
const LONGEST_BUNDLE: usize = 256 << 20;

fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let (content, sum) = packed.split_last_chunk::<8>()?;
    let (length, sent) = content.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let sound = length <= LONGEST_BUNDLE && u64::from_le_bytes(*sum) == checksum(0, content);
    sound.then(|| inflated(sent, length)).flatten()
}

/// The hot bundle for ranges of files, which must be sorted and apart; returns it with the checksum that stands for the
/// pack.
pub fn hot_bundle(manifest: &Manifest, ranges: &[(usize, Range<usize>, OwnedBytes)]) -> (Vec<u8>, u64) {
    let mut bundle = manifest.without_records_cut().encode();
    bundle.extend((ranges.len() as u32).to_le_bytes());
    for (file, range, _) in ranges {
        bundle.extend((*file as u32).to_le_bytes());
        bundle.extend((range.start as u64).to_le_bytes());
        bundle.extend((range.len() as u32).to_le_bytes());
    }
    for (_, _, bytes) in ranges {
        bundle.extend_from_slice(bytes);
    }
    let sum = checksum(0, &bundle);
    bundle.extend(sum.to_le_bytes());
    let mut packed = (bundle.len() as u32).to_le_bytes().to_vec();
    packed.extend(deflated(&bundle));
    let outer = checksum(0, &packed);
    packed.extend(outer.to_le_bytes());
    (packed, sum)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the index is damaged")
}

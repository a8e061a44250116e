//! An index as a published site carries it: files that any static host can serve.
//!
//! `search/index.json` is the only file that changes in place. It names the pack `search/p-<hash>/`, with everything
//! that opening the index reads in `hot.bin` and the index itself in small pages `0.bin`, `1.bin`, ..., and the reader,
//! a WebAssembly module. All of these are named after their content and never change. `search/start.js` says what
//! `index.json` says and asks for both at once, while the search page is still on its way; `blocks.json` tells the page
//! which parts of the dictionaries a word lies in, so that those come along with the reader and not after it.
//! `search/newest.js` lists the newest documents, for a first answer while all that is on its way, and with
//! `search/fallback.js`, the others, for readers that can do neither.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use serde_json::json;
use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{HasLen, Index, Segment, SegmentReader};

use super::telling::telling;
use super::write::IndexFiles;
use crate::output::{Output, integrity};
use crate::search::pages::{Manifest, PagedDirectory, Pages};
use crate::search::remote::{first_pages, hot_bundle, sent_page};
use crate::search::{About, Card, Languages, Reader, SearchError, schema};

/// Files up to this length are hot as a whole: fetching them alone would cost more than carrying them along.
const SMALL_FILE: usize = 4096;
/// A stretch of a dictionary up to half as long again is one page.
const LONGEST_BLOCK: u32 = 8184;
/// Ranges closer than this are one.
const SMALL_GAP: usize = 32;

/// Documents among which a first answer is looked for; with names, dates and words they are some 60 KB on the way.
const NEWEST: usize = 1000;

/// The compiled reader for the browser; `tests/wasm/rebuild` makes it from `src/search`.
pub const READER: &[u8] = include_bytes!("../search/reader.wasm");

/// Names the index and the reader to the search page, and asks for both before the page's own script is there.
const START: &str = include_str!("start.js");

/// Why a pack could not be written. Messages finish the phrase "failed to write the search pack: ...".
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What a pack weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSummary {
    /// Name of its folder under `search/`.
    pub name: String,
    pub files: usize,
    pub bytes: usize,
    /// What a reader fetches before the first query, without the module.
    pub hot_bytes: usize,
    /// Numbers of all parts, those first that a later query most likely reads.
    pub order: Vec<u32>,
    /// What `integrity` says of each script that was written, by its path on the site.
    pub integrity: BTreeMap<&'static str, String>,
}

/// The script that asks for the index early, relative to the site.
pub const START_PATH: &str = "search/start.js";
/// The scripts that list the newest documents and the others, relative to the site.
pub const NEWEST_PATH: &str = "search/newest.js";
pub const FALLBACK_PATH: &str = "search/fallback.js";

/// Writes an index as a pack, with the reader beside it.
///
/// # Errors
/// When the output cannot take a file.
pub fn pack(index: &IndexFiles, output: &dyn Output) -> Result<PackSummary, PackError> {
    let files: Vec<&OwnedBytes> = index.files.values().collect();
    let mut manifest = cut_postings(cut(index.manifest(), &files)?, &files)?;
    index.files.get(schema::LENGTHS_FILE).and_then(|lengths| manifest.cut_records(lengths)).ok_or_else(unreadable)?;
    let (hot, seed) = hot_bundle(&manifest, &hot_ranges(&manifest, &files)?);
    let blocks = blocks(&manifest, &files)?;
    let order = order(&manifest, &files)?;
    let name = format!("p-{}", hash(&[hot.as_slice(), &blocks].concat(), &files));
    output.put(&format!("search/{name}/hot.bin"), &hot)?;
    output.put(&format!("search/{name}/blocks.json"), &blocks)?;

    let first = first_pages(&manifest);
    let mut pages: Vec<(u32, &[u8])> = Vec::new();
    for ((file, bytes), first) in manifest.files.iter().zip(&files).zip(first) {
        pages.extend((0..file.page_count()).map(|page| (first + page as u32, &bytes[file.page_range(page)])));
    }
    let sizes = pages.par_iter().map(|(number, bytes)| {
        let page = sent_page(seed, *number, bytes);
        output.put(&format!("search/{name}/{number}.bin"), &page).map(|()| page.len())
    });
    let bytes = sizes.sum::<io::Result<usize>>()? + hot.len() + blocks.len();

    let (newest, fallback) = lists(index)?;
    output.put(NEWEST_PATH, &newest)?;
    output.put(FALLBACK_PATH, &fallback)?;

    let reader = format!("reader-{}.wasm", hash(READER, &[]));
    output.put(&format!("search/{reader}"), READER)?;
    let index = json!({ "format": schema::FORMAT, "pack": name, "reader": reader });
    output.put("search/index.json", format!("{index}\n").as_bytes())?;
    let start = START.replace("$INDEX", &index.to_string()).replace("$NEWEST", &integrity(&newest));
    output.put(START_PATH, start.as_bytes())?;
    let scripts = [(START_PATH, start.as_bytes()), (NEWEST_PATH, &newest), (FALLBACK_PATH, &fallback)];
    let integrity = BTreeMap::from(scripts.map(|(path, script)| (path, integrity(script))));
    Ok(PackSummary { name, files: pages.len() + 2, bytes, hot_bytes: hot.len(), order, integrity })
}

/// Cuts dictionaries between their blocks, as a word is looked up in one block of each.
fn cut(mut manifest: Manifest, files: &[&OwnedBytes]) -> Result<Manifest, SearchError> {
    let (recorder, segment) = recorded(&manifest, files)?;
    let dictionaries = manifest.files.iter().position(|file| file.name.ends_with(".term"));
    if let Some((at, bytes)) = dictionaries.and_then(|at| Some((at, *files.get(at)?))) {
        let mut cuts = Vec::new();
        let fields = segment.map(|segment| starts(&segment, &recorder, SegmentComponent::Terms)).transpose()?;
        for (_, mut start) in fields.into_iter().flatten() {
            let before = cuts.len();
            cuts.push(start);
            // A block is its length and its bytes; one without bytes ends a dictionary.
            while let Some(length) = bytes.get(start..start + 4).and_then(|four| four.try_into().ok()) {
                let length = u32::from_le_bytes(length) as usize;
                if length == 0 || start + 4 + length > bytes.len() {
                    break;
                }
                start += 4 + length;
                cuts.push(start);
            }
            // A dictionary of one block has no index of blocks, and is read to its end.
            if cuts.len() == before + 2 {
                cuts.pop();
            }
        }
        cuts.sort_unstable();
        let mut file = manifest.files[at].clone();
        // Blocks are of some six thousand bytes; none is to lie on two pages.
        file.page_length = LONGEST_BLOCK;
        manifest.files[at] = file.cut_at(&cuts);
    }
    Ok(manifest)
}

/// Cuts postings between the lists of two terms, where a list would otherwise lie on two pages.
fn cut_postings(mut manifest: Manifest, files: &[&OwnedBytes]) -> Result<Manifest, SearchError> {
    let Some(at) = manifest.files.iter().position(|file| file.name.ends_with(".idx")) else { return Ok(manifest) };
    let room = manifest.files[at].page_length as usize;
    let (mut cuts, mut page, mut last) = (Vec::new(), 0, None);
    for list in lists_of_terms(&manifest, files)? {
        // Between the lists of two fields stands the number of tokens of the next.
        let is_of_next_field = last.is_none_or(|last| last != list.start);
        if is_of_next_field || (list.end > page + room && list.start > page) {
            page = list.start;
            cuts.push(page);
        }
        last = Some(list.end);
    }
    cuts.sort_unstable();
    manifest.files[at] = manifest.files[at].clone().cut_at(&cuts);
    Ok(manifest)
}

/// The parts in the order in which it is worth to have them before they are asked for: what every query looks words up
/// in, then the longest postings, as queries are mostly of common words and these are what they would wait for, then
/// the rest, and last what is but shown.
fn order(manifest: &Manifest, files: &[&OwnedBytes]) -> Result<Vec<u32>, SearchError> {
    let longest = longest_lists(manifest, files)?;
    let mut parts = Vec::new();
    for (file, first) in manifest.files.iter().zip(first_pages(manifest)) {
        let turn = match file.name.as_str() {
            name if name.ends_with(".term") => 0,
            schema::VOCABULARY_FILE => 1,
            name if name.ends_with(".idx") => 2,
            schema::RECORDS_FILE => 4,
            _ => 3,
        };
        let list = |page: usize| if turn == 2 { longest.get(page).copied().unwrap_or_default() } else { 0 };
        parts.extend((0..file.page_count()).map(|page| (turn, Reverse(list(page)), first + page as u32)));
    }
    parts.sort_unstable();
    Ok(parts.into_iter().map(|(_, _, number)| number).collect())
}

/// Of each page of postings, how long the longest list is of which it holds some.
fn longest_lists(manifest: &Manifest, files: &[&OwnedBytes]) -> Result<Vec<usize>, SearchError> {
    let Some(file) = manifest.files.iter().find(|file| file.name.ends_with(".idx")) else { return Ok(Vec::new()) };
    let mut longest = vec![0; file.page_count()];
    for list in lists_of_terms(manifest, files)? {
        for page in file.pages(&list) {
            longest[page] = longest[page].max(list.len());
        }
    }
    Ok(longest)
}

/// Where the postings of each term lie in their file, field by field.
fn lists_of_terms(manifest: &Manifest, files: &[&OwnedBytes]) -> Result<Vec<Range<usize>>, SearchError> {
    let (recorder, segment) = recorded(manifest, files)?;
    let Some(segment) = segment else { return Ok(Vec::new()) };
    let searcher = SegmentReader::open(&segment)?;
    let mut lists = Vec::new();
    for (field, start) in starts(&segment, &recorder, SegmentComponent::Postings)? {
        // Before the first list stands the number of tokens.
        let start = start + 8;
        let index = searcher.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            let list = &terms.value().postings_range;
            lists.push(start + list.start..start + list.end);
        }
    }
    Ok(lists)
}

/// The one segment of an index, and what notes where it is read.
fn recorded(manifest: &Manifest, files: &[&OwnedBytes]) -> Result<(Arc<Recorder>, Option<Segment>), SearchError> {
    let recorder = Arc::new(Recorder::new(files));
    let pages = Arc::clone(&recorder) as Arc<dyn Pages>;
    let index = Index::open(PagedDirectory::new(Arc::new(manifest.clone()), pages))?;
    Ok((recorder, index.searchable_segments()?.into_iter().next()))
}

/// Where the part of each field begins in the file that holds them all.
fn starts(
    segment: &Segment,
    recorder: &Recorder,
    component: SegmentComponent,
) -> Result<Vec<(Field, usize)>, SearchError> {
    let all = segment.open_read(component).map_err(tantivy::TantivyError::from)?;
    let all = CompositeFile::open(&all)?;
    let mut starts = Vec::new();
    for (field, _) in schema::schema().0.fields() {
        let Some(part) = all.open_read(field).filter(|file| file.len() >= 8) else { continue };
        recorder.forget();
        part.slice(0..4).read_bytes()?;
        starts.extend(recorder.read().keys().map(|(_, start)| (field, *start)));
    }
    Ok(starts)
}

/// Where each word would be looked up: for every dictionary of words, and for those of whole titles and of ids, how
/// the terms of each page begin and the page's number; and the words that are not looked up at all.
///
/// Only a guess is made from it, so that a page names no more of a term than tells it from the one before.
fn blocks(manifest: &Manifest, files: &[&OwnedBytes]) -> Result<Vec<u8>, SearchError> {
    let (recorder, segment) = recorded(manifest, files)?;
    let (_, fields) = schema::schema();
    let (mut words, mut titles, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(segment) = &segment {
        for field in fields.text {
            words.push(pages_of_terms(manifest, segment, &recorder, field)?);
        }
        titles = pages_of_terms(manifest, segment, &recorder, fields.exact_title)?;
        ids = pages_of_terms(manifest, segment, &recorder, fields.id)?;
    }
    Ok(json!({ "words": words, "titles": titles, "ids": ids, "skip": stop_words(manifest, files) })
        .to_string()
        .into_bytes())
}

/// The words that a query of this archive may leave out.
fn stop_words(manifest: &Manifest, files: &[&OwnedBytes]) -> Vec<&'static str> {
    let about = manifest.find(schema::ABOUT_FILE).and_then(|at| files.get(at));
    let about: About = about.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    Languages::of(about.languages.iter().map(String::as_str)).stop_words().collect()
}

/// How the first term of every page of a dictionary begins, and the page's number in the pack.
fn pages_of_terms(
    manifest: &Manifest,
    segment: &Segment,
    recorder: &Recorder,
    field: Field,
) -> Result<Vec<(String, u32)>, SearchError> {
    let first_pages = first_pages(manifest);
    let reader = SegmentReader::open(segment)?;
    let index = reader.inverted_index(field)?;
    let terms = index.terms();
    let term = |at: u64| {
        let mut bytes = Vec::new();
        recorder.forget();
        terms.ord_to_term(at, &mut bytes)?;
        let (file, start) = recorder.read().keys().next_back().copied().unwrap_or_default();
        Ok::<_, io::Error>((String::from_utf8_lossy(&bytes).into_owned(), file, start))
    };
    let count = terms.num_terms() as u64;
    let (mut pages, mut at, mut before) = (Vec::new(), 0, String::new());
    while at < count {
        let (first, file, start) = term(at)?;
        let number = first_pages.get(file).copied().unwrap_or_default()
            + manifest.files.get(file).map_or(0, |file| file.pages(&(start..start + 1)).start) as u32;
        let shared = first.chars().zip(before.chars()).take_while(|(a, b)| a == b).count();
        pages.push((first.chars().take(shared + 1).collect(), number));
        // The block ends before the first term that is read elsewhere.
        let (mut inside, mut outside) = (at, count);
        while inside + 1 < outside {
            let middle = inside + (outside - inside) / 2;
            if term(middle)?.2 == start { inside = middle } else { outside = middle }
        }
        before = term(inside)?.0;
        at = outside;
    }
    Ok(pages)
}

/// Two scripts that hand the page one line of facts for each document, newest first, and for the newest ones the words
/// that tell most.
///
/// They answer where the index cannot: in a page opened as a file, or while the index is on its way. Scripts, because a
/// page opened as a file may read nothing else.
fn lists(index: &IndexFiles) -> Result<(Vec<u8>, Vec<u8>), SearchError> {
    let cards: Vec<&Card> = index.cards.iter().filter(|card| card.set_aside.is_none()).collect();
    let (newest, others) = cards.split_at(cards.len().min(NEWEST));
    let words = telling(&index.open()?, newest.len() as u32)?;
    Ok((list("incidexNewest", newest, &words), list("incidexFallback", others, &[])))
}

fn list(name: &str, cards: &[&Card], words: &[String]) -> Vec<u8> {
    let mut script = format!("self.{name} = [\n").into_bytes();
    for (at, card) in cards.iter().enumerate() {
        let Card { slug, id, title, date, severity, services, cause, .. } = card;
        let row = match words.get(at) {
            Some(words) => json!([slug, id, title, date, severity, services, cause, words]),
            None => json!([slug, id, title, date, severity, services, cause]),
        };
        // Within a script, nothing may look like the end of it.
        script.extend(row.to_string().replace('<', "\\u003c").replace(['\u{2028}', '\u{2029}'], " ").bytes());
        script.extend(b",\n");
    }
    script.extend(b"];\n");
    script
}

fn unreadable() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the lengths of its records do not fit them")
}

fn hash(first: &[u8], more: &[&OwnedBytes]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(first);
    for bytes in more {
        hasher.update(bytes);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// What opening the index reads, found by opening it.
fn hot_ranges(
    manifest: &Manifest,
    files: &[&OwnedBytes],
) -> Result<Vec<(usize, Range<usize>, OwnedBytes)>, SearchError> {
    let recorder = Arc::new(Recorder::new(files));
    for (file, bytes) in files.iter().enumerate().filter(|(_, bytes)| bytes.len() <= SMALL_FILE) {
        Pages::read(&*recorder, file, 0..bytes.len())?;
    }
    let directory = PagedDirectory::new(Arc::new(manifest.clone()), Arc::clone(&recorder) as Arc<dyn Pages>);
    Reader::open(Box::new(directory), true)?;
    let read = recorder.read();
    let mut ranges: Vec<(usize, Range<usize>)> = Vec::new();
    for ((file, start), end) in read.iter() {
        match ranges.last_mut() {
            Some((last, range)) if last == file && *start <= range.end + SMALL_GAP => range.end = range.end.max(*end),
            _ => ranges.push((*file, *start..*end)),
        }
    }
    Ok(ranges.into_iter().map(|(file, range)| (file, range.clone(), files[file].slice(range))).collect())
}

/// Hands out everything and remembers what was asked for: by file and first byte, the furthest end.
#[derive(Debug)]
struct Recorder {
    files: Vec<OwnedBytes>,
    read: Mutex<BTreeMap<(usize, usize), usize>>,
}

impl Recorder {
    fn new(files: &[&OwnedBytes]) -> Self {
        Self { files: files.iter().map(|bytes| (*bytes).clone()).collect(), read: Mutex::default() }
    }

    fn read(&self) -> MutexGuard<'_, BTreeMap<(usize, usize), usize>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self) {
        self.read().clear();
    }
}

impl Pages for Recorder {
    fn read(&self, file: usize, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut read = Recorder::read(self);
        let end = read.entry((file, range.start)).or_default();
        *end = range.end.max(*end);
        self.files.get(file).map(|bytes| bytes.slice(range)).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

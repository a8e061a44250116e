//! Looks at the finished site: each of its text files, as it lies in the stage.
//!
//! Files are read in portions that stay in a processor's own memory. A file whose very bytes were looked at before, by
//! the same rules, and held nothing is not read again; where a hit was found it is looked at every time, since what may
//! stand in one site may not stand in another.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use rayon::prelude::*;

use super::scan::{AHEAD, BEHIND};
use super::{Hit, Scanner, Standing, Value, undo};
use crate::diagnostic::Span;

/// A file of the site that is about to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Relative to the site.
    pub path: String,
    /// Where its bytes are now.
    pub file: PathBuf,
    /// BLAKE3 of the bytes, hex.
    pub hash: String,
}

/// What a look at the site found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteScan {
    /// What no document shows in one piece.
    pub hits: Vec<Hit>,
    /// To be kept for the next time.
    pub seen: SeenBefore,
    pub files: usize,
    /// Of the files that were read.
    pub bytes: u64,
    /// Files that were not read, since their bytes were looked at before, or are those of another file.
    pub unchanged: usize,
}

/// Files known to hold nothing, by hash, and which rules say so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeenBefore {
    key: Vec<u8>,
    clean: BTreeSet<[u8; HASH]>,
}

/// Bytes of a hash that are kept: two files that share them are not met in practice.
const HASH: usize = 16;
const KEY: usize = 32;
/// First bytes of a record of [`SeenBefore`]; the number goes up when what follows changes.
const HEADER: &[u8] = b"incidex-looked-at 1\n";

/// Endings of generated files without text: the pack of the search, whose texts are those of the pages, and what comes
/// with the theme.
const WITHOUT_TEXT: [&str; 11] = ["bin", "wasm", "woff", "woff2", "ttf", "otf", "png", "jpg", "jpeg", "webp", "ico"];

/// Bytes read at once.
const PORTION: usize = 256 * 1024;
/// Bytes that two portions share, so that nothing is cut: what a rule looks at before and behind a keyword.
const SHARED: usize = AHEAD * 12 + BEHIND * 4;
const BEFORE: usize = BEHIND * 4;
/// Bytes behind a keyword that decide whether a rule may hold, unless its pattern is `far`.
const GLANCE: usize = 256;

impl SeenBefore {
    /// Reads a record; one of other rules, or damaged, knows nothing.
    pub fn read(record: &[u8], scanner: &Scanner) -> Self {
        let key = scanner.key().as_bytes();
        let rest = record.strip_prefix(HEADER).and_then(|rest| rest.strip_prefix(key));
        let hashes = rest.filter(|rest| rest.len().is_multiple_of(HASH)).unwrap_or_default();
        Self { key: key.to_vec(), clean: hashes.chunks_exact(HASH).filter_map(|hash| hash.try_into().ok()).collect() }
    }

    pub fn record(&self) -> Vec<u8> {
        let mut record = Vec::with_capacity(HEADER.len() + KEY + self.clean.len() * HASH);
        record.extend(HEADER);
        record.extend(&self.key);
        self.clean.iter().for_each(|hash| record.extend(hash));
        record
    }
}

/// Rule and value of each, with its place in bytes.
type InFile = Vec<(usize, String, usize)>;

impl Scanner {
    /// Looks at the files of a site; `known` is what was found in the documents and attachments it was made from.
    ///
    /// # Errors
    /// When a file cannot be read back.
    pub fn site(&self, files: &[SiteFile], known: &[Hit], before: &SeenBefore) -> io::Result<SiteScan> {
        let files: Vec<&SiteFile> = files.iter().filter(|file| has_text(&file.path)).collect();
        let mut met = HashSet::new();
        // Of files with the same bytes one is read.
        let once: Vec<bool> = files.iter().map(|file| met.insert((&file.hash, self.passes_over(&file.path)))).collect();
        let look = |buffer: &mut Vec<u8>, (file, once): (&&SiteFile, &bool)| match once {
            true => self.look_at(file, before, buffer),
            false => Ok(None),
        };
        let each = files.par_iter().zip(&once);
        let found: Vec<Option<(InFile, u64)>> = each.map_init(Vec::new, look).collect::<io::Result<_>>()?;

        let known: HashSet<&str> = known.iter().map(|hit| hit.value.plain().as_str()).collect();
        let mut scan = SiteScan { files: files.len(), ..SiteScan::default() };
        scan.seen.key.clone_from(&before.key);
        let mut new: BTreeMap<(usize, String), (&SiteFile, usize)> = BTreeMap::new();
        for ((file, once), found) in files.into_iter().zip(once).zip(found) {
            let (hits, bytes) = found.unwrap_or_default();
            scan.unchanged += usize::from(bytes == 0);
            scan.bytes += bytes;
            if hits.is_empty() && once {
                scan.seen.clean.extend(short(&file.hash));
            }
            let passed_over = self.passes_over(&file.path);
            for (rule, value, at) in hits.into_iter().filter(|(_, value, _)| !passed_over && !is_known(&known, value)) {
                new.entry((rule, value)).or_insert((file, at));
            }
        }
        for ((rule, value), (file, at)) in new {
            let rule = self.rule(rule);
            let mut hit = Hit::new(&rule.id, &rule.name, &file.path, Value(value), place(file, at)?);
            hit.standing = Standing::SiteOnly;
            scan.hits.push(hit);
        }
        Ok(scan)
    }

    /// What stands in a file and how many bytes that took; `None` where its bytes are known to hold nothing.
    fn look_at(&self, file: &SiteFile, before: &SeenBefore, buffer: &mut Vec<u8>) -> io::Result<Option<(InFile, u64)>> {
        if short(&file.hash).is_some_and(|hash| before.clean.contains(&hash)) {
            return Ok(None);
        }
        self.read_through(File::open(&file.file)?, buffer).map(Some)
    }

    /// Reads a generated file portion by portion.
    fn read_through(&self, mut file: File, buffer: &mut Vec<u8>) -> io::Result<(InFile, u64)> {
        buffer.resize(PORTION + SHARED + BEFORE, 0);
        let mut hits = Vec::new();
        // Bytes in the buffer, how many bytes of the file lie before it, and where new keywords can begin.
        let (mut filled, mut passed, mut begin) = (0, 0, 0);
        loop {
            let read = file.read(&mut buffer[filled..])?;
            filled += read;
            let ended = read == 0;
            if !ended && filled < buffer.len() {
                continue;
            }
            let end = if ended { filled } else { filled - SHARED };
            self.look_through(&buffer[..filled], begin..end, |rule, value, at| hits.push((rule, value, passed + at)));
            if ended {
                return Ok((hits, (passed + filled) as u64));
            }
            let keep = end - BEFORE;
            buffer.copy_within(keep..filled, 0);
            (filled, passed, begin) = (filled - keep, passed + keep, BEFORE);
        }
    }

    /// Tries the rules at every keyword that begins within `range` of the bytes of a generated file.
    fn look_through(&self, bytes: &[u8], range: std::ops::Range<usize>, mut found: impl FnMut(usize, String, usize)) {
        self.places(bytes, |at, rules| {
            if !range.contains(&at) || !self.may_begin(rules, &bytes[at..]) {
                return;
            }
            let mut window = undo::markup(&bytes[at.saturating_sub(BEFORE)..at], BEFORE);
            let keyword = window.len();
            window.push_str(&undo::markup(&bytes[at..], AHEAD));
            self.try_rules(rules, &window, keyword, |rule, value| found(rule, window[value].to_owned(), at));
        });
    }

    /// Whether one of these rules may hold at the keyword that these bytes begin with, by the next few of them: most
    /// keywords are ordinary words in a sentence, and taking back the markup of a whole window costs a hundred times this.
    fn may_begin(&self, rules: &[usize], bytes: &[u8]) -> bool {
        let raw = bytes.get(..GLANCE * 2).unwrap_or(bytes);
        let near = undo::markup(raw, GLANCE);
        // Tags took the room of what would decide.
        if near.len() < GLANCE / 2 && raw.len() < bytes.len() {
            return true;
        }
        rules.iter().any(|rule| {
            let rule = self.rule(*rule);
            rule.far || rule.back > 0 || rule.regex().is_some_and(|regex| regex.is_match(&near))
        })
    }
}

fn has_text(path: &str) -> bool {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    !ending.is_some_and(|ending| WITHOUT_TEXT.contains(&ending))
}

/// Whether a document has this value, or one that begins or goes on like it: excerpts are cut.
fn is_known(known: &HashSet<&str>, value: &str) -> bool {
    known.contains(value) || known.iter().any(|known| known.starts_with(value) || value.starts_with(known))
}

fn short(hash: &str) -> Option<[u8; HASH]> {
    let hash = blake3::Hash::from_hex(hash).ok()?;
    hash.as_bytes()[..HASH].try_into().ok()
}

/// Line and column of a byte; files in which something was found are few, so they are read once more.
fn place(file: &SiteFile, at: usize) -> io::Result<Span> {
    let bytes = std::fs::read(&file.file)?;
    let before = &bytes[..at.min(bytes.len())];
    let begin = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    Ok(Span::new(line, String::from_utf8_lossy(&before[begin..]).chars().count() + 1, 1))
}

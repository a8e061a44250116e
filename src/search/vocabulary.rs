//! Every word of the archive as it is written, sorted, with how often it occurs.
//!
//! The index itself holds stems only; this list is what prefixes, spelling and suggestions are looked up in. It is
//! written once and read block by block, so that a browser fetches no more than the words that begin alike.
//!
//! Layout: blocks of front-coded words (bytes shared with the word before, further bytes, count), then for every block
//! its first word and position, then the position of that index and the number of blocks.

use std::io;

use tantivy::HasLen;
use tantivy::directory::FileSlice;

const BLOCK_LENGTH: usize = 4096;
const FOOTER_LENGTH: usize = 16;

/// A word and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub word: String,
    pub count: u32,
}

/// The file of `words`, given in any order.
pub fn write(mut words: Vec<(String, u32)>) -> Vec<u8> {
    words.sort();
    let mut file = Vec::new();
    let mut index = Vec::new();
    let mut blocks = 0u64;
    let mut previous = String::new();
    let mut block_start = 0;
    for (word, count) in &words {
        if word.len() > usize::from(u8::MAX) {
            continue;
        }
        if file.len() - block_start >= BLOCK_LENGTH || blocks == 0 {
            block_start = file.len();
            previous.clear();
            blocks += 1;
            index.push(word.len() as u8);
            index.extend_from_slice(word.as_bytes());
            index.extend_from_slice(&(block_start as u64).to_le_bytes());
        }
        let shared = word.bytes().zip(previous.bytes()).take_while(|(a, b)| a == b).count();
        file.push(shared as u8);
        file.push((word.len() - shared) as u8);
        file.extend_from_slice(&word.as_bytes()[shared..]);
        file.extend_from_slice(&count.to_le_bytes());
        previous.clone_from(word);
    }
    let index_at = file.len() as u64;
    file.extend_from_slice(&index);
    file.extend_from_slice(&index_at.to_le_bytes());
    file.extend_from_slice(&blocks.to_le_bytes());
    file
}

/// The list, opened for reading.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    file: FileSlice,
    /// First word and position of every block.
    blocks: Vec<(String, usize)>,
    end: usize,
}

impl Vocabulary {
    /// Reads the index of the list.
    ///
    /// # Errors
    /// When the file cannot be read, or is not such a list.
    pub fn open(file: FileSlice) -> io::Result<Self> {
        if file.len() < FOOTER_LENGTH {
            return Err(broken());
        }
        let footer = file.slice_from_end(FOOTER_LENGTH).read_bytes()?;
        let end = usize::try_from(number(&footer, 0)?).map_err(|_| broken())?;
        let count = number(&footer, 8)?;
        if end > file.len() - FOOTER_LENGTH {
            return Err(broken());
        }
        let index = file.slice(end..file.len() - FOOTER_LENGTH).read_bytes()?;
        let mut blocks = Vec::new();
        let mut at = 0;
        for _ in 0..count {
            let length = usize::from(*index.get(at).ok_or_else(broken)?);
            let word = index.get(at + 1..at + 1 + length).ok_or_else(broken)?;
            let start = usize::try_from(number(&index, at + 1 + length)?).map_err(|_| broken())?;
            blocks.push((text(word.to_vec())?, start));
            at += 1 + length + 8;
        }
        Ok(Self { file, blocks, end })
    }

    /// The words that begin with `prefix`, sorted.
    ///
    /// # Errors
    /// When a block cannot be read; the others have been asked for all the same.
    pub fn beginning_with(&self, prefix: &str) -> io::Result<Vec<Known>> {
        let first = self.blocks.partition_point(|(word, _)| word.as_str() <= prefix).saturating_sub(1);
        let last = self.blocks.partition_point(|(word, _)| word.as_str() <= prefix || word.starts_with(prefix));
        let blocks: Vec<_> = (first..last).map(|block| self.read(block)).collect();
        let mut found = Vec::new();
        for block in blocks {
            found.extend(block?.into_iter().filter(|known| known.word.starts_with(prefix)));
        }
        Ok(found)
    }

    fn read(&self, block: usize) -> io::Result<Vec<Known>> {
        let start = self.blocks.get(block).ok_or_else(broken)?.1;
        let end = self.blocks.get(block + 1).map_or(self.end, |(_, next)| *next);
        if start > end || end > self.end {
            return Err(broken());
        }
        let bytes = self.file.slice(start..end).read_bytes()?;
        let mut words: Vec<Known> = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let (shared, more) = (usize::from(bytes[at]), usize::from(*bytes.get(at + 1).ok_or_else(broken)?));
            let suffix = bytes.get(at + 2..at + 2 + more).ok_or_else(broken)?;
            let count = bytes.get(at + 2 + more..at + 6 + more).and_then(|four| four.try_into().ok());
            let before = words.last().map_or(&[][..], |known| known.word.as_bytes());
            let mut word = before.get(..shared).ok_or_else(broken)?.to_vec();
            word.extend_from_slice(suffix);
            words.push(Known { word: text(word)?, count: u32::from_le_bytes(count.ok_or_else(broken)?) });
            at += 6 + more;
        }
        Ok(words)
    }
}

fn number(bytes: &[u8], at: usize) -> io::Result<u64> {
    let eight = bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).ok_or_else(broken)?;
    Ok(u64::from_le_bytes(eight))
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| broken())
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the word list is damaged")
}

/// How many single-letter edits (insert, drop, replace, swap of neighbours) lead from `a` to `b`, if at most `most`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let replaced = previous[j] + usize::from(from != to);
            let mut best = replaced.min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use tantivy::directory::OwnedBytes;

    use super::*;

    fn open(words: Vec<(String, u32)>) -> Vocabulary {
        Vocabulary::open(FileSlice::new(std::sync::Arc::new(OwnedBytes::new(write(words))))).unwrap()
    }

    #[test]
    fn words_are_found_by_how_they_begin() {
        let many = (0..5000).map(|n| (format!("word{n:04}"), n));
        let list =
            open(many.chain([("pool".to_owned(), 7), ("pools".to_owned(), 2), ("zürich".to_owned(), 1)]).collect());
        assert!(list.blocks.len() > 3);
        for (prefix, expected) in
            [("pool", 2), ("word49", 100), ("word", 5000), ("z", 1), ("a", 0), ("~", 0), ("", 5003)]
        {
            assert_eq!(list.beginning_with(prefix).unwrap().len(), expected, "{prefix}");
        }
        assert_eq!(list.beginning_with("pools").unwrap(), [Known { word: "pools".to_owned(), count: 2 }]);
        assert!(open(Vec::new()).beginning_with("a").unwrap().is_empty());
    }

    #[test]
    fn edits_are_counted_up_to_a_limit() {
        for (a, b, most, expected) in [
            ("pool", "pool", 1, Some(0)),
            ("conection", "connection", 1, Some(1)),
            ("reslover", "resolver", 1, Some(1)),
            ("certifcaet", "certificate", 2, Some(2)),
            ("pool", "disk", 2, None),
            ("", "a", 1, Some(1)),
        ] {
            assert_eq!(distance(a, b, most), expected, "{a} {b}");
        }
    }
}

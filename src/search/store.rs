//! What results are shown from: each document's card and its own words, beside the index.
//!
//! Kept apart from tantivy's store, so that one page of a pack brings everything a hit shows. A record is a card as
//! JSON and the sections. The lengths of all records, in the order of the index, are a file of their own; where a record
//! stands, and where a pack is cut between two, follows from them.

use std::io;

use tantivy::HasLen;
use tantivy::directory::FileSlice;

use super::document::{Card, Section};

/// Records that a browser fetches at once are this long together, or only one. They are sent deflated.
const PAGE_LENGTH: usize = 4096;

const FIELD_END: char = '\u{1f}';
const SECTION_END: char = '\u{1e}';

/// Both files while they are written.
#[derive(Debug, Default)]
pub struct Writer {
    pub records: Vec<u8>,
    /// Seven bits a byte, lowest first; the high bit says that more follow.
    pub lengths: Vec<u8>,
}

impl Writer {
    /// A writer with room for records that are that long together.
    pub fn with_room(length: usize) -> Self {
        Self { records: Vec::with_capacity(length), ..Self::default() }
    }

    /// Appends a document.
    ///
    /// # Errors
    /// When the card cannot be written as JSON.
    pub fn append(&mut self, card: &Card, sections: &[Section]) -> io::Result<()> {
        let start = self.records.len();
        serde_json::to_writer(&mut self.records, card)?;
        self.records.push(SECTION_END as u8);
        for section in sections {
            for field in [&section.heading, section.anchor.as_deref().unwrap_or(""), &section.text] {
                for piece in field.as_bytes().split(|byte| [FIELD_END as u8, SECTION_END as u8].contains(byte)) {
                    self.records.extend_from_slice(piece);
                }
                self.records.push(FIELD_END as u8);
            }
            self.records.push(SECTION_END as u8);
        }
        let mut length = self.records.len() - start;
        while length >= 0x80 {
            self.lengths.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        self.lengths.push(length as u8);
        Ok(())
    }
}

/// Where every record ends, from the file of lengths; `None` where that is damaged.
fn ends(lengths: &[u8]) -> Option<Vec<usize>> {
    let mut ends = Vec::new();
    let (mut end, mut length, mut shift) = (0usize, 0usize, 0);
    for byte in lengths {
        length |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if shift > 28 {
            return None;
        }
        if byte & 0x80 == 0 {
            end = end.checked_add(length)?;
            ends.push(end);
            (length, shift) = (0, 0);
        }
    }
    Some(ends)
}

/// Where a pack cuts the records: between two, and never within one. `None` where the lengths are damaged.
pub fn page_ends(lengths: &[u8]) -> Option<Vec<u32>> {
    let (mut pages, mut start, mut last) = (Vec::new(), 0, 0);
    for end in ends(lengths)? {
        if end - start > PAGE_LENGTH && last > start {
            pages.push(u32::try_from(last).ok()?);
            start = last;
        }
        last = end;
    }
    if last > start {
        pages.push(u32::try_from(last).ok()?);
    }
    Some(pages)
}

/// Both files, opened for reading.
#[derive(Debug, Clone)]
pub struct Store {
    records: FileSlice,
    /// Where every record ends.
    ends: Vec<usize>,
}

impl Store {
    /// Works out where every record stands.
    ///
    /// # Errors
    /// When the lengths cannot be read or do not fit the records.
    pub fn open(records: FileSlice, lengths: &FileSlice) -> io::Result<Self> {
        let ends = ends(&lengths.read_bytes()?).ok_or_else(broken)?;
        if ends.last().is_some_and(|end| *end > records.len()) { Err(broken()) } else { Ok(Self { records, ends }) }
    }

    /// The card and the sections of a document, by its place in the index.
    ///
    /// # Errors
    /// When they cannot be read, or are not what was written.
    pub fn read(&self, document: u32) -> io::Result<(Card, Vec<Section>)> {
        let document = document as usize;
        let end = *self.ends.get(document).ok_or_else(broken)?;
        let start = document.checked_sub(1).map_or(0, |before| self.ends[before]);
        let record = self.records.slice(start..end).read_bytes()?;
        let text = std::str::from_utf8(&record).map_err(|_| broken())?;
        let (card, sections) = text.split_once(SECTION_END).ok_or_else(broken)?;
        let card = serde_json::from_str(card).map_err(|_| broken())?;
        Ok((card, sections.split_terminator(SECTION_END).map(section).collect()))
    }
}

fn section(text: &str) -> Section {
    let mut fields = text.split(FIELD_END).map(str::to_owned);
    let heading = fields.next().unwrap_or_default();
    let anchor = fields.next().filter(|anchor| !anchor.is_empty());
    Section { heading, anchor, text: fields.next().unwrap_or_default(), timeline: false }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the stored documents are damaged")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tantivy::directory::OwnedBytes;

    use super::*;

    #[test]
    fn records_of_every_length_come_back() {
        let mut writer = Writer::default();
        let section = |length: usize| Section {
            heading: "Words".to_owned(),
            anchor: length.is_multiple_of(2).then(|| "words".to_owned()),
            // Hard to compress, so that lengths vary.
            text: (0..length).map(|at| char::from(b'a' + (at * at / 7 % 26) as u8)).collect(),
            timeline: false,
        };
        let lengths = [0, 10, 3000, 50, 9000, 4096, 1, 40_000, 7];
        for length in lengths {
            let card = Card { id: length.to_string(), ..Card::default() };
            writer.append(&card, &[section(length), section(1)]).unwrap();
        }
        let file = |bytes: Vec<u8>| FileSlice::new(Arc::new(OwnedBytes::new(bytes)));
        let store = Store::open(file(writer.records), &file(writer.lengths)).unwrap();
        for (at, length) in (0..).zip(lengths) {
            let (card, sections) = store.read(at).unwrap();
            assert_eq!((card.id, sections), (length.to_string(), vec![section(length), section(1)]));
        }
        assert!(store.read(99).is_err());
    }

    #[test]
    fn a_pack_is_cut_between_records_only() {
        let check = |lengths: &[usize], expected: &[u32]| {
            let mut bytes = Vec::new();
            for length in lengths {
                bytes.extend([
                    (*length & 0x7f) as u8 | 0x80,
                    (*length >> 7 & 0x7f) as u8 | 0x80,
                    (*length >> 14) as u8,
                ]);
            }
            assert_eq!(page_ends(&bytes).as_deref(), Some(expected), "{lengths:?}");
        };
        check(&[], &[]);
        check(&[10, 20], &[30]);
        check(&[4000, 96, 1], &[4096, 4097]);
        check(&[100, 50_000, 100], &[100, 50_100, 50_200]);
        check(&[0, 5000, 5000], &[5000, 10_000]);
        assert_eq!(page_ends(&[0xff; 9]), None);
    }
}

//! What results are shown from: each document's card and its own words, beside the index.
//!
//! Kept apart from tantivy's store, so that one page of a pack brings everything a hit shows. A record is a card as
//! JSON and the sections, compressed as one. The lengths of all records, in the order of the index, are a file of
//! their own; where a record stands follows from them.

use std::io;

use lz4_flex::block::{compress_into, decompress_size_prepended, get_maximum_output_size};
use tantivy::HasLen;
use tantivy::directory::FileSlice;

use super::document::{Card, Section};

/// A record that fits is never laid across a multiple of this, which is what a browser fetches at once.
///
/// With its checksum a page is 8 KB, so that no host's blocks are wasted on it.
pub const PAGE_LENGTH: usize = 8184;

/// No record is longer than this when unpacked.
const LONGEST_RECORD: usize = 64 << 20;

const FIELD_END: char = '\u{1f}';
const SECTION_END: char = '\u{1e}';

/// Both files while they are written.
#[derive(Debug, Default)]
pub struct Writer {
    pub records: Vec<u8>,
    /// Seven bits a byte, lowest first; the high bit says that more follow.
    pub lengths: Vec<u8>,
    /// The last record, plain and compressed: room for the next one.
    text: Vec<u8>,
    packed: Vec<u8>,
}

impl Writer {
    /// A writer with room for records that are that long together before they are compressed.
    pub fn with_room(length: usize) -> Self {
        Self { records: Vec::with_capacity(length), ..Self::default() }
    }

    /// Appends a document.
    ///
    /// # Errors
    /// When the card cannot be written as JSON.
    pub fn append(&mut self, card: &Card, sections: &[Section]) -> io::Result<()> {
        self.text.clear();
        serde_json::to_writer(&mut self.text, card)?;
        self.text.push(SECTION_END as u8);
        for section in sections {
            for field in [&section.heading, section.anchor.as_deref().unwrap_or(""), &section.text] {
                for piece in field.as_bytes().split(|byte| [FIELD_END as u8, SECTION_END as u8].contains(byte)) {
                    self.text.extend_from_slice(piece);
                }
                self.text.push(FIELD_END as u8);
            }
            self.text.push(SECTION_END as u8);
        }
        let most = get_maximum_output_size(self.text.len());
        if self.packed.len() < most {
            self.packed.resize(most, 0);
        }
        let packed = compress_into(&self.text, &mut self.packed).map_err(io::Error::other)?;
        let mut length = packed + size_of::<u32>();
        self.records.resize(start(self.records.len(), length), 0);
        self.records.extend_from_slice(&(self.text.len() as u32).to_le_bytes());
        self.records.extend_from_slice(&self.packed[..packed]);
        while length >= 0x80 {
            self.lengths.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        self.lengths.push(length as u8);
        Ok(())
    }
}

/// Where a record begins when the one before it ends at `end`.
fn start(end: usize, length: usize) -> usize {
    let room = PAGE_LENGTH - end % PAGE_LENGTH;
    if length > room && length <= PAGE_LENGTH { end + room } else { end }
}

/// Both files, opened for reading.
#[derive(Debug, Clone)]
pub struct Store {
    records: FileSlice,
    /// First byte and length of every record.
    places: Vec<(usize, usize)>,
}

impl Store {
    /// Works out where every record stands.
    ///
    /// # Errors
    /// When the lengths cannot be read or do not fit the records.
    pub fn open(records: FileSlice, lengths: &FileSlice) -> io::Result<Self> {
        let mut places = Vec::new();
        let (mut end, mut length, mut shift) = (0usize, 0usize, 0);
        for byte in lengths.read_bytes()?.iter() {
            length |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if shift > 28 {
                return Err(broken());
            }
            if byte & 0x80 == 0 {
                let start = start(end, length);
                places.push((start, length));
                (end, length, shift) = (start + length, 0, 0);
            }
        }
        if end > records.len() { Err(broken()) } else { Ok(Self { records, places }) }
    }

    /// The card and the sections of a document, by its place in the index.
    ///
    /// # Errors
    /// When they cannot be read, or are not what was written.
    pub fn read(&self, document: u32) -> io::Result<(Card, Vec<Section>)> {
        let (start, length) = *self.places.get(document as usize).ok_or_else(broken)?;
        let record = self.records.slice(start..start + length).read_bytes()?;
        let unpacked = record.get(..4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        if unpacked.is_none_or(|length| length as usize > LONGEST_RECORD) {
            return Err(broken());
        }
        let text =
            String::from_utf8(decompress_size_prepended(&record).map_err(|_| broken())?).map_err(|_| broken())?;
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
}

//! The documents' own words beside the index, for excerpts: one compressed block per document.
//!
//! Kept apart from tantivy's store, so that a list of results can be shown before any text is read.

use std::io;

use lz4_flex::block::{compress_prepend_size, decompress_size_prepended};
use tantivy::HasLen;
use tantivy::directory::FileSlice;

use super::document::Section;

/// A block that fits is never laid across a multiple of this, which is what a browser fetches at once.
pub const PAGE_LENGTH: usize = 8192;

/// No document is longer than this when unpacked.
const LONGEST_TEXT: usize = 64 << 20;

const FIELD_END: char = '\u{1f}';
const SECTION_END: char = '\u{1e}';

/// Appends the text of a document to `file`; returns where it stands.
pub fn append(file: &mut Vec<u8>, sections: &[Section]) -> (u64, u32) {
    let mut text = String::new();
    for section in sections {
        for field in [&section.heading, section.anchor.as_deref().unwrap_or(""), &section.text] {
            text.extend(field.chars().filter(|c| *c != FIELD_END && *c != SECTION_END));
            text.push(FIELD_END);
        }
        text.push(SECTION_END);
    }
    let block = compress_prepend_size(text.as_bytes());
    let room = PAGE_LENGTH - file.len() % PAGE_LENGTH;
    if block.len() > room && block.len() <= PAGE_LENGTH {
        file.resize(file.len() + room, 0);
    }
    let at = file.len() as u64;
    file.extend_from_slice(&block);
    (at, block.len() as u32)
}

/// The sections of the document whose text stands at `at`.
///
/// # Errors
/// When it cannot be read, or is not such a text.
pub fn read(file: &FileSlice, at: (u64, u32)) -> io::Result<Vec<Section>> {
    let start = usize::try_from(at.0).map_err(|_| broken())?;
    let end = start.checked_add(at.1 as usize).filter(|end| *end <= file.len()).ok_or_else(broken)?;
    let block = file.slice(start..end).read_bytes()?;
    let length = block.get(..4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes).ok_or_else(broken)?;
    if length as usize > LONGEST_TEXT {
        return Err(broken());
    }
    let text = decompress_size_prepended(&block).map_err(|_| broken())?;
    let text = String::from_utf8(text).map_err(|_| broken())?;
    Ok(text.split_terminator(SECTION_END).map(section).collect())
}

fn section(text: &str) -> Section {
    let mut fields = text.split(FIELD_END).map(str::to_owned);
    let heading = fields.next().unwrap_or_default();
    let anchor = fields.next().filter(|anchor| !anchor.is_empty());
    Section { heading, anchor, text: fields.next().unwrap_or_default(), timeline: false }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the text file is damaged")
}

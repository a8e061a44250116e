//! Bytes to text: UTF-8 without its mark, lines that end in LF, and a plain word about everything else.
//!
//! What is written in another encoding is read in that one, and a finding says in which.

use super::encoding::{self, Recoded};
use crate::diagnostic::{Diagnostic, Span};

/// Documents larger than this are not read.
pub const TEXT_LIMIT: u64 = 8 * 1024 * 1024;

/// The text of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Without byte order mark; CRLF and CR are LF; runs of invalid UTF-8 are U+FFFD.
    pub text: String,
    /// BLAKE3 of the bytes as they lie on disk, hex.
    pub hash: String,
    pub findings: Vec<Diagnostic>,
}

/// How a file starts that is UTF-32, which nobody writes; the little-endian mark starts like that of UTF-16.
const UTF32_MARKS: [&[u8]; 2] = [&[0xff, 0xfe, 0, 0], &[0, 0, 0xfe, 0xff]];

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Turns the bytes of the file called `path` into text. Also for bytes that come from a pipe.
///
/// # Errors
/// The finding that says why the file is left out: too large, not text at all.
pub fn decode(path: &str, bytes: &[u8]) -> Result<Text, Diagnostic> {
    let left_out =
        |reason: &str| Diagnostic::new("file_not_text", format!("the file is left out: {reason}")).at(path, None);
    if UTF32_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(left_out("it is UTF-32 text, not UTF-8"));
    }
    if bytes.len() as u64 > TEXT_LIMIT {
        let refusal = super::Refusal::TooLarge { size: bytes.len() as u64, limit: TEXT_LIMIT };
        return Err(refusal.of_file(path));
    }
    let hash = blake3::hash(bytes).to_hex().to_string();
    let told = |recoded: Recoded, line: usize| {
        let message = format!("the file is not UTF-8: it is read as {}", recoded.name);
        let finding = Diagnostic::new("text_recoded", message).at(path, Some(Span::line(line)));
        Text { text: line_feeds(&recoded.text), hash: hash.clone(), findings: vec![finding] }
    };
    if let Some(recoded) = encoding::utf16(bytes) {
        return Ok(told(recoded, 1));
    }
    if let Some(nul) = memchr::memchr(0, bytes) {
        return Err(left_out(&format!("it is not text, byte {nul} is NUL")));
    }
    let unmarked = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    // Most files are valid, and telling so is much faster than looking for the place where they are not.
    if let Ok(text) = std::str::from_utf8(unmarked) {
        return Ok(Text { text: line_feeds(text), hash, findings: Vec::new() });
    }
    if let Some(recoded) = encoding::legacy(unmarked).filter(|_| unmarked.len() == bytes.len()) {
        let ascii = bytes.split(|byte| !byte.is_ascii()).next().unwrap_or_default();
        return Ok(told(recoded, line_feeds(&String::from_utf8_lossy(ascii)).matches('\n').count() + 1));
    }
    let findings = invalid_utf8(bytes).map(|finding| finding.at_path(path)).into_iter().collect();
    Ok(Text { text: line_feeds(&String::from_utf8_lossy(unmarked)), hash, findings })
}

/// The first run of bytes that are not UTF-8, and how many there are.
fn invalid_utf8(bytes: &[u8]) -> Option<Invalid> {
    let mut offset = 0;
    let mut first = None;
    let mut runs = 0;
    for chunk in bytes.utf8_chunks() {
        offset += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            first.get_or_insert((offset, chunk.invalid()));
            runs += 1;
        }
        offset += chunk.invalid().len();
    }
    let (offset, run) = first?;
    let before = String::from_utf8_lossy(bytes.get(..offset)?);
    let before = line_feeds(before.trim_start_matches('\u{feff}'));
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Some(Invalid {
        offset,
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        run: run.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" "),
        runs,
    })
}

struct Invalid {
    offset: usize,
    line: usize,
    column: usize,
    run: String,
    runs: usize,
}

impl Invalid {
    fn at_path(self, path: &str) -> Diagnostic {
        let Self { offset, line, column, run, runs } = self;
        let more = match runs - 1 {
            0 => String::new(),
            1 => ", as well as one more place".to_owned(),
            more => format!(", as well as {more} more places"),
        };
        let message = format!("the bytes {run} at byte offset {offset} are not UTF-8{more}");
        Diagnostic::new("invalid_utf8", message).at(path, Some(Span::new(line, column, 1)))
    }
}

/// Ends every line with LF; CommonMark takes CRLF and CR for line endings too, so lines keep their numbers.
fn line_feeds(text: &str) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

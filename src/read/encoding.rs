//! Text that is not UTF-8: in which encoding it is, by its mark, its zeros or its letters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// A text and what it was taken for.
pub struct Recoded {
    pub text: String,
    pub name: &'static str,
}

/// The text of a file in UTF-16: one that begins with its mark, or reads as text in one order of bytes.
pub fn utf16(bytes: &[u8]) -> Option<Recoded> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8) {
        return Some(recoded(encoding, bytes.get(2..)?)).filter(|it| !it.text.contains('\0'));
    }
    // Every second byte of most scripts is small, and those of the others are no UTF-8.
    let small = bytes.iter().filter(|byte| **byte < b' ').count();
    let is_likely = small * 4 >= bytes.len() || std::str::from_utf8(bytes).is_err();
    if !bytes.len().is_multiple_of(2) || memchr::memchr(0, bytes).is_none() || !is_likely {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().map(|encoding| recoded(encoding, bytes)).find(|it| is_text(&it.text))
}

/// The text of a file in an encoding of one language: Windows-1252, Shift_JIS, KOI8-R and so on. `None` where most of what
/// is not ASCII is UTF-8, so that some of its bytes are damaged.
pub fn legacy(bytes: &[u8]) -> Option<Recoded> {
    let (mut letters, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    if letters >= damaged {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some(recoded(detector.guess(None, Utf8Detection::Deny), bytes))
}

fn recoded(encoding: &'static Encoding, bytes: &[u8]) -> Recoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Recoded { text: text.into_owned(), name: encoding.name() }
}

/// Whether a text has lines or words and nothing that no author writes. In the wrong order of bytes a space is U+2000 and
/// the end of a line U+0A00.
fn is_text(text: &str) -> bool {
    let spaces = text.chars().filter(|c| matches!(c, ' ' | '\n')).count();
    let swapped = text.chars().filter(|c| matches!(c, '\u{2000}' | '\u{a00}' | '\u{d00}')).count();
    let odd = |c: char| c == '\u{fffd}' || c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    spaces > swapped && !text.contains(odd)
}

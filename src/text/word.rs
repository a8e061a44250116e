//! One word of a text: where it ends, and its first bytes as a number.
//!
//! A word is a run of letters and digits, with an apostrophe inside (`didn't`). Knows nothing of phrases or sentences.

/// Bytes of a [`head`].
pub const HEAD: usize = 16;

/// Where the word that starts at `start` ends.
pub fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        if !IS_PLAIN[usize::from(*byte)] {
            break;
        }
        end += 1;
    }
    match bytes.get(end) {
        Some(byte) if !byte.is_ascii() || *byte == b'\'' => end_of_rest(text, end),
        _ => end,
    }
}

/// Which bytes are ASCII letters and digits.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    plain
};

/// Where a word ends that goes on with an apostrophe or beyond ASCII.
fn end_of_rest(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut chars = text[from..].chars().peekable();
    while let Some(c) = chars.next() {
        let apostrophe = matches!(c, '\'' | '\u{2019}') && chars.peek().is_some_and(|next| next.is_alphabetic());
        if !c.is_alphanumeric() && !apostrophe {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// A word beyond ASCII in lower case, its apostrophes straight.
pub fn lower_case(word: &str) -> impl Iterator<Item = char> {
    word.chars().map(|c| if c == '\u{2019}' { '\'' } else { c }).flat_map(char::to_lowercase)
}

/// The first sixteen bytes of the word at `range` as one number; a shorter word ends in zeros, which no word holds.
pub fn head(text: &str, start: usize, end: usize) -> u128 {
    let bytes = &text.as_bytes()[start..];
    let length = (end - start).min(HEAD);
    match bytes.first_chunk::<HEAD>() {
        Some(_) if length == 0 => 0,
        Some(chunk) => u128::from_le_bytes(*chunk) & (u128::MAX >> (8 * (HEAD - length))),
        None => {
            let mut chunk = [0; HEAD];
            chunk[..length].copy_from_slice(&bytes[..length]);
            u128::from_le_bytes(chunk)
        }
    }
}

/// The first three bytes of a [`head`].
pub fn first_three(head: u128) -> u32 {
    head as u32 & 0xff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_holds_letters_digits_and_apostrophes_inside() {
        for (text, word) in [
            ("disk full", "disk"),
            ("didn't help", "didn't"),
            ("didn’t help", "didn’t"),
            ("hosts' disks", "hosts"),
            ("échec", "échec"),
            ("v2.1", "v2"),
            ("last", "last"),
        ] {
            assert_eq!(&text[..word_end(text, 0)], word, "{text:?}");
        }
    }

    #[test]
    fn a_head_is_the_same_wherever_its_word_stands() {
        let short = u128::from(u32::from_le_bytes(*b"disk"));
        for (text, start) in [("disk", 0), ("the disk", 4), ("disk of the second host", 0)] {
            assert_eq!(head(text, start, start + 4), short, "{text:?}");
        }
        assert_eq!(first_three(short), u32::from_le_bytes(*b"dis\0"));
        let long = "misconfigurations";
        assert_eq!(head(long, 0, long.len()), head("misconfiguration", 0, HEAD));
    }
}

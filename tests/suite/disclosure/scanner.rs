//! Looks for planted words in bytes, whichever way they are written there.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// What is looked for: words of letters that no language has and no stemmer shortens.
pub struct Scanner {
    words: Vec<String>,
    automaton: AhoCorasick,
}

/// Letters of a word that are looked for: dictionaries of an index leave out what begins as the word before.
const TAIL: usize = 11;

impl Scanner {
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let words: Vec<String> = words.into_iter().collect();
        let tails = words.iter().map(|word| &word[word.len() - TAIL..]);
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(tails).unwrap();
        Self { words, automaton }
    }

    /// The words that stand in the bytes, in whatever form.
    pub fn seen(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        for form in forms(bytes) {
            // Each form once more in each form: JSON in HTML, percent signs in JSON.
            self.look(&form, &mut seen);
            if form.len() < bytes.len() + 64 {
                self.look(&entities(&percent(&escapes(&form))), &mut seen);
            }
        }
        seen
    }

    fn look<'s>(&'s self, bytes: &[u8], seen: &mut BTreeSet<&'s str>) {
        seen.extend(self.automaton.find_iter(bytes).map(|found| self.words[found.pattern()].as_str()));
    }
}

/// The bytes as they are and decoded in every way that a site may have written them.
fn forms(bytes: &[u8]) -> Vec<Vec<u8>> {
    let without_zero = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let mut forms = vec![bytes.to_vec(), without_zero, percent(bytes), entities(bytes), escapes(bytes), letters(bytes)];
    forms.extend(packed(bytes));
    for run in runs(bytes, |byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)) {
        forms.extend((0..4).filter_map(|skip| run.get(skip..)).map(base64));
        forms.extend((0..2).filter_map(|skip| run.get(skip..)).map(hex));
    }
    forms
}

/// Long runs of bytes that may be the letters of an encoding.
fn runs(bytes: &[u8], is_letter: impl Fn(u8) -> bool) -> impl Iterator<Item = &[u8]> {
    bytes.split(move |byte| !is_letter(*byte)).filter(|run| run.len() >= 14)
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    percent_encoding::percent_decode(bytes).collect()
}

/// `&#100;`, `&#x64;` and `&amp;`.
fn entities(bytes: &[u8]) -> Vec<u8> {
    replaced(bytes, b"&", |rest| {
        let end = rest.iter().take(10).position(|byte| *byte == b';')?;
        let name = std::str::from_utf8(&rest[1..end]).ok()?;
        let number = match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok()?,
            number => number.parse().ok()?,
        };
        Some((u8::try_from(number).ok()?, end + 1))
    })
}

/// `\u0064` and `\x64`.
fn escapes(bytes: &[u8]) -> Vec<u8> {
    replaced(bytes, b"\\", |rest| {
        let length = match rest.get(1)? {
            b'u' => 6,
            b'x' => 4,
            _ => return None,
        };
        let digits = std::str::from_utf8(rest.get(2..length)?).ok()?;
        Some((u8::try_from(u32::from_str_radix(digits, 16).ok()?).ok()?, length))
    })
}

fn replaced(bytes: &[u8], start: &[u8], decoded: impl Fn(&[u8]) -> Option<(u8, usize)>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(next) = memchr::memchr(start[0], &bytes[at..]).map(|next| at + next) {
        out.extend_from_slice(&bytes[at..next]);
        let (byte, length) = decoded(&bytes[next..]).unwrap_or((bytes[next], 1));
        out.push(byte);
        at = next + length;
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

/// Letters alone, tags left out: words that highlighting or hyphens took apart.
fn letters(bytes: &[u8]) -> Vec<u8> {
    let mut in_tag = false;
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'<' => in_tag = true,
            b'>' => in_tag = false,
            byte if !in_tag && byte.is_ascii_alphabetic() => out.push(*byte),
            _ => {}
        }
    }
    out
}

fn base64(run: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    };
    let four = |chunk: &[u8]| chunk.iter().fold(0_u32, |sum, byte| sum << 6 | u32::from(value(*byte)));
    run.chunks_exact(4).flat_map(|chunk| four(chunk).to_be_bytes()[1..].to_vec()).collect()
}

fn hex(run: &[u8]) -> Vec<u8> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    run.chunks_exact(2).map(|two| pair(two).unwrap_or(b' ')).collect()
}

/// What a part of the search index was deflated from: it begins at once, or behind a length. What follows it is a checksum.
fn packed(bytes: &[u8]) -> Vec<Vec<u8>> {
    let inflated = |start: usize| {
        let all = decompress_to_vec_with_limit(bytes.get(start..)?, 1 << 26);
        // What was unpacked before something that cannot be shows is enough.
        Some(all.unwrap_or_else(|error| error.output)).filter(|out| out.len() > 11)
    };
    [0, 4].into_iter().filter_map(inflated).collect()
}

//! Sentences of prose: where one ends and the next begins, in spite of `e.g.`, `v1.2` and `nginx.conf`.

use std::ops::Range;

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "etc", "vs", "approx", "ca", "no", "fig", "mr", "ms", "dr", "inc", "ltd", "cf", "resp", "st", "a.m",
    "p.m", "incl", "max", "min",
];

/// The sentences of a text as byte ranges without the white space around them. A line break ends a sentence.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let length = match byte {
            b'\n' => 1,
            b'.' | b'!' | b'?' if ends_here(text, at, at + 1) => 1,
            FIRST_OF_WIDE_STOP | FIRST_OF_WIDE_MARK => wide_stop(&text[at..]),
            _ => 0,
        };
        if length > 0 {
            push(text, start..at + length, &mut found);
            start = at + length;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// First bytes of `。`, and of `！` and `？`.
const FIRST_OF_WIDE_STOP: u8 = 0xe3;
const FIRST_OF_WIDE_MARK: u8 = 0xef;

/// Bytes of the wide stop that a text starts with; 0 where it starts with none.
fn wide_stop(text: &str) -> usize {
    text.chars().next().filter(|c| matches!(c, '。' | '！' | '？')).map_or(0, char::len_utf8)
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.start + piece.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}

/// A stop ends a sentence before white space and a word that may begin one.
fn ends_here(text: &str, at: usize, end: usize) -> bool {
    let rest = text[end..].trim_start_matches(['"', '\'', '”', '’', ')', ']', '*']);
    let mut next = rest.chars();
    let Some(space) = next.next() else { return true };
    if !space.is_whitespace() {
        return false;
    }
    let begins = rest.trim_start().trim_start_matches(['"', '\'', '“', '‘', '(', '[', '*', '`']).chars().next();
    if begins.is_some_and(char::is_lowercase) {
        return false;
    }
    let before = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let numbered = !before.is_empty() && before.len() <= 2 && before.bytes().all(|b| b.is_ascii_digit());
    let abbreviated = ABBREVIATIONS.iter().any(|word| word.eq_ignore_ascii_case(before));
    !(abbreviated || numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_versions_and_file_names_do_not_end_a_sentence() {
        let text = "Disk full (e.g. /var). We moved to v1.2.3 of nginx.conf today! Fine";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Disk full (e.g. /var).", "We moved to v1.2.3 of nginx.conf today!", "Fine"]);
    }
}

//! Sentences of a text as bytes, for those who quote them.

use std::ops::Range;

use super::gap::{CLOSING, Gap, is_endless};
use super::word::word_end;
use super::words::{address_end, char_at};

/// Whether a line break within a paragraph ends a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Lines are wrapped: only a blank line or a list item ends a sentence.
    Wrapped,
    /// Every line is a statement of its own.
    Line,
}

/// Byte ranges of the sentences of a text, without surrounding white space; what holds no word is none.
///
/// A semicolon parts two phrases, yet not two sentences that somebody would quote by themselves.
pub fn sentences(text: &str, breaks: Break) -> Vec<Range<usize>> {
    let ends = match breaks {
        Break::Wrapped => Gap::STOP.and(Gap::BLOCK).and(Gap::LABEL),
        Break::Line => Gap::STOP.and(Gap::LINE),
    };
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut has_words = false;
    while let Some(c) = char_at(text, at) {
        if c.is_alphanumeric() {
            let end = word_end(text, at);
            at = address_end(text, at, end).unwrap_or(end);
            has_words = true;
            continue;
        }
        let after = at + c.len_utf8();
        if has_words && is_endless(text, start, at) {
            push_trimmed(text, start..after, &mut found);
            (start, at, has_words) = (after, after, false);
            continue;
        }
        if c == ' ' || !Gap::of(text, at, c).has(ends) || (breaks == Break::Line && c != '\n' && goes_on(text, at)) {
            at = after;
            continue;
        }
        let closed = after + text[after..].len() - text[after..].trim_start_matches(CLOSING).len();
        let end = if c == '\n' { after } else { closed };
        if has_words {
            push_trimmed(text, start..end, &mut found);
            start = end;
            has_words = false;
        }
        at = end;
    }
    if has_words {
        push_trimmed(text, start..text.len(), &mut found);
    }
    found
}

/// Whether a statement goes on behind its stop: in small letters, or behind a number that may count something.
fn goes_on(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches(['.', '!', '?']).trim_start_matches(CLOSING).trim_start();
    let next = rest.trim_start_matches(['"', '\'', '\u{201c}', '\u{2018}', '(', '[', '*', '`']);
    let number = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
    let counts = (1..=2).contains(&(at - number.len())) && number.ends_with([' ', '\t', '\n', '(']);
    next.starts_with(char::is_lowercase) || (counts && !rest.is_empty())
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let start = range.start + piece.len() - piece.trim_start().len();
    found.push(start..range.start + piece.trim_end().len());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(breaks: Break, text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text, breaks).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn abbreviations_versions_and_file_names_do_not_end_a_sentence() {
        check(
            Break::Line,
            "Disk full (e.g. /var). We moved to v1.2.3 of nginx.conf today! Fine",
            &["Disk full (e.g. /var).", "We moved to v1.2.3 of nginx.conf today!", "Fine"],
        );
    }

    #[test]
    fn a_sentence_ends_where_a_reader_would_pause() {
        let cases: [(&str, &[&str]); 6] = [
            ("Add an alert. Write a runbook.", &["Add an alert.", "Write a runbook."]),
            ("Raise limits, e.g. for memory. Done", &["Raise limits, e.g. for memory.", "Done"]),
            ("Move to v1.2.3 of proxy.conf", &["Move to v1.2.3 of proxy.conf"]),
            ("(Ask them.) Then wait!", &["(Ask them.)", "Then wait!"]),
            ("one\n\ntwo", &["one", "two"]),
            ("Tasks:\nRaise the limit", &["Tasks:", "Raise the limit"]),
        ];
        for (text, expected) in cases {
            check(Break::Wrapped, text, expected);
        }
    }

    #[test]
    fn what_has_no_stop_ends_all_the_same() {
        for text in ["the disk at 10:00 and ".repeat(400), "障害、".repeat(1_000), "a:b".repeat(3_000)] {
            for breaks in [Break::Line, Break::Wrapped] {
                let found = sentences(&text, breaks);
                assert!(found.iter().all(|range| range.len() < 2_300), "{found:?}");
                let kept: usize =
                    found.iter().map(|range| text[range.clone()].matches(char::is_alphanumeric).count()).sum();
                assert_eq!(kept, text.matches(char::is_alphanumeric).count(), "nothing is lost");
            }
        }
    }

    #[test]
    fn a_line_is_a_sentence_only_where_lines_count() {
        check(Break::Line, "the disk\nwas full", &["the disk", "was full"]);
        check(Break::Wrapped, "the disk\nwas full", &["the disk\nwas full"]);
        check(Break::Line, "障害が発生した。復旧した。", &["障害が発生した。", "復旧した。"]);
    }
}

//! A text without some of its ranges, as if they had never been written.
//!
//! Input: a text and ranges of it. Output: the rest, without the blank lines, spaces and empty items that would tell where
//! something was, and the line each of its lines comes from.

use std::ops::Range;

/// What is left of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub text: String,
    /// The line of the text before, counted from 1, of each line.
    pub origin: Vec<usize>,
}

/// The same ranges in order, those that touch as one.
pub fn united(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut united: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match united.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => united.push(range),
        }
    }
    united
}

/// A line in the making.
struct Draft {
    text: String,
    line: usize,
    is_cut: bool,
    /// Its end of line was kept.
    ended: bool,
}

/// The text without `removed`, which are in order and do not touch.
pub fn without(text: &str, removed: &[Range<usize>]) -> Kept {
    if removed.is_empty() {
        return Kept { text: text.to_owned(), origin: (1..=text.lines().count()).collect() };
    }
    let mut kept = Kept { text: String::with_capacity(text.len()), origin: Vec::new() };
    let mut gap = false;
    let mut open: Option<Draft> = None;
    let (mut start, mut next) = (0, 0);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        while next < removed.len() && removed[next].end <= start {
            next += 1;
        }
        let (pieces, is_cut, loses_end) = pieces(text, start..end, &removed[next..]);
        let mut draft =
            open.take().unwrap_or(Draft { text: String::new(), line: index + 1, is_cut: false, ended: false });
        draft.is_cut |= is_cut;
        draft.ended = line.ends_with('\n') && !loses_end;
        for (at, piece) in pieces.iter().enumerate() {
            // What lies between two pieces, and between two lines that became one, was cut.
            if at == 0 && draft.text.is_empty() && text[start..].starts_with(piece) {
                draft.text.push_str(piece);
            } else {
                join(&mut draft.text, piece);
            }
        }
        start = end;
        if loses_end && !draft.text.trim().is_empty() {
            open = Some(draft);
            continue;
        }
        gap = keep(&mut kept, draft, gap);
    }
    if let Some(draft) = open {
        keep(&mut kept, draft, gap);
    }
    kept
}

/// What of a line is kept, without its end; whether anything is not, and whether its end is not.
fn pieces<'t>(text: &'t str, line: Range<usize>, removed: &[Range<usize>]) -> (Vec<&'t str>, bool, bool) {
    let words = line.start..line.start + text[line.clone()].trim_end_matches('\n').len();
    let mut pieces = Vec::new();
    let (mut at, mut is_cut, mut loses_end) = (words.start, false, false);
    for range in removed.iter().take_while(|range| range.start < line.end) {
        is_cut = true;
        loses_end |= range.end >= line.end;
        pieces.extend(text.get(at..range.start.min(words.end)).filter(|piece| !piece.is_empty()));
        at = range.end;
    }
    pieces.extend(text.get(at..words.end).filter(|piece| !piece.is_empty()));
    (pieces, is_cut, loses_end)
}

/// Puts two pieces together with as much space as a writer would have left between them.
fn join(left: &mut String, right: &str) {
    let spaced = left.is_empty() || left.ends_with([' ', '\t']);
    left.push_str(if spaced { right.trim_start_matches([' ', '\t']) } else { right });
}

/// Keeps a line, unless the cut left nothing of it, or it is a second blank line beside a cut. Whether the last thing
/// met was a cut.
fn keep(kept: &mut Kept, mut draft: Draft, gap: bool) -> bool {
    if draft.is_cut {
        draft.text.truncate(draft.text.trim_end().len());
        if is_bare(&draft.text) {
            return true;
        }
    }
    let is_blank = draft.text.trim().is_empty();
    let after_blank = kept.text.trim_end_matches([' ', '\t']).ends_with("\n\n") || kept.text.trim().is_empty();
    if gap && is_blank && after_blank {
        return true;
    }
    kept.text.push_str(&draft.text);
    kept.origin.push(draft.line);
    if draft.ended || draft.is_cut {
        kept.text.push('\n');
    }
    false
}

/// Whether nothing but the markers of a quote, an item, a heading or a table row is left of a line.
fn is_bare(line: &str) -> bool {
    let marks: &[char] = &[' ', '\t', '>', '-', '*', '+', '|', '#', '[', ']', '_', '~', ':'];
    let rest = line.trim_matches(marks);
    rest.is_empty() || rest.strip_suffix(['.', ')']).is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

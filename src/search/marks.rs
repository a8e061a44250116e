//! What is marked in a text: the words of a query, and other terms for the same thing, each as a whole.
//!
//! Input are stems, and rows of stems; output are ranges of a text, and how each is spelled there, so that a page can mark
//! the same words without knowing any language.

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::tokenizer::{TokenStream, Tokenizer};

use super::tokens::Words;
use super::words;

/// What stands between the words of a row where it is written as one.
const JOINER: &str = "_";

/// Words by their stem, and rows of words of which none is marked without the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    stems: BTreeSet<String>,
    rows: BTreeSet<Row>,
}

/// Stems with their distances from the first one, which rise.
type Row = Vec<(usize, String)>;

/// A place of a text that is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'m> {
    pub range: Range<usize>,
    /// Which of the marks it is, by its first stem and its last.
    pub mark: (&'m str, &'m str),
}

impl Marks {
    /// Marks these stems in a row, so far from the first one each; a single one wherever it stands.
    pub fn add<'s>(&mut self, stems: impl IntoIterator<Item = (usize, &'s String)>) {
        let row: Row = stems.into_iter().map(|(place, stem)| (place, stem.clone())).collect();
        match row.as_slice() {
            [] => {}
            [(_, only)] => _ = self.stems.insert(only.clone()),
            _ => _ = self.rows.insert(row),
        }
    }

    /// The places of a text that are marked, in the order of their ends.
    pub fn find(&self, text: &str, words: &mut Words) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        if self.stems.is_empty() && self.rows.is_empty() {
            return found;
        }
        let mut begun: Vec<Begun<'_>> = Vec::new();
        let mut stream = words.token_stream(text);
        while stream.advance() {
            let token = stream.token();
            let range = token.offset_from..token.offset_to;
            if let Some(stem) = self.stems.get(&token.text) {
                found.push(Found { range: range.clone(), mark: (stem, stem) });
            }
            begun.retain(|row| token.position <= row.awaits());
            begun.extend(self.rows.iter().map(|row| Begun { row, at: 0, first: token.position, start: range.start }));
            begun.retain_mut(|row| {
                if row.awaits() != token.position || row.row[row.at].1 != token.text {
                    return row.at > 0;
                }
                row.at += 1;
                let (first, last) = (&row.row[0].1, &row.row[row.at - 1].1);
                let is_whole = row.at == row.row.len();
                if is_whole {
                    found.push(Found { range: row.start..range.end, mark: (first, last) });
                }
                !is_whole
            });
        }
        found
    }
}

/// A row of which the first words stand in a text.
struct Begun<'m> {
    row: &'m [(usize, String)],
    /// How many.
    at: usize,
    /// The position of the first one, and where it begins.
    first: usize,
    start: usize,
}

impl Begun<'_> {
    /// The position of the next word.
    fn awaits(&self) -> usize {
        self.first + self.row[self.at].0
    }
}

/// Ranges that overlap as one, in their order.
pub fn merged(found: &[Found<'_>]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// How a place of a text is spelled for a page that is to mark it: a word or a name as the index spells it, a row with `_`
/// between its words.
pub fn spelled(text: &str) -> String {
    let mut walk = words::chunks(text);
    let mut word = String::new();
    if let Some(chunk) = walk.advance().filter(|chunk| !chunk.unspaced && chunk.range.len() == text.len()) {
        words::whole(text, chunk, &mut word);
        return word;
    }
    words::parts(text, &words::all_parts(text)).join(JOINER)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks `,`-separated terms, `_` for a word that does not count, in a text.
    fn check(terms: &str, text: &str, expected: &[&str]) {
        let mut marks = Marks::default();
        for term in terms.split(',') {
            let stems: Vec<String> = term.split(' ').map(str::to_owned).collect();
            marks.add(stems.iter().enumerate().filter(|(_, stem)| *stem != "_"));
        }
        let found = marks.find(text, &mut Words::default());
        let shown: Vec<&str> = merged(&found).into_iter().map(|range| &text[range]).collect();
        assert_eq!(shown, expected, "{terms} in {text}");
    }

    #[test]
    fn a_row_is_marked_as_a_whole_and_its_words_are_not() {
        check("out _ memori", "It ran out of memory, out of luck and memory.", &["out of memory"]);
        check("no space left", "No space left on it; no space is left", &["No space left"]);
        check("full disk", "a full, full disk; a disk full", &["full disk"]);
        check("pool", "Pools of the pool", &["Pools", "pool"]);
    }

    #[test]
    fn rows_that_overlap_and_words_within_them_are_one_mark() {
        check("disk full,full disk", "disk full disk", &["disk full disk"]);
        check("memori,out _ memori", "out of memory and memory", &["out of memory", "memory"]);
    }

    #[test]
    fn names_are_marked_whole_or_by_their_parts() {
        check("kubeapiserv,kube", "kube-apiserver of Kube", &["kube-apiserver", "Kube"]);
        check("out _ memori", "OutOfMemory", &["OutOfMemory"]);
        check("障 害", "大障害、害障", &["障害"]);
    }

    #[test]
    fn what_is_marked_is_spelled_for_a_page() {
        for (text, expected) in [
            ("Zertifikate", "zertifikate"),
            ("kube-apiserver", "kubeapiserver"),
            ("v1.14.3", "v1.14.3"),
            ("out of\nMemory", "out_of_memory"),
            ("障害", "障_害"),
            ("Café", "cafe"),
        ] {
            assert_eq!(spelled(text), expected);
        }
    }
}

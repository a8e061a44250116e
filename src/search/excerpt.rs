//! The line worth showing, the words worth marking, and the headings they stand under.

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::tokenizer::{TokenStream, Tokenizer};

use super::document::Section;
use super::results::{Marked, SectionHit};
use super::tokens::Words;

/// In bytes, rounded to words.
const EXCERPT_LENGTH: usize = 240;
/// What is shown before the first match where a line is too long.
const LEAD_IN: usize = 60;
/// Headings shown under a hit.
const MOST_SECTIONS: usize = 4;

/// Marks the words of `text` whose stem is wanted.
pub fn mark(text: &str, stems: &BTreeSet<String>, words: &mut Words) -> Marked {
    let marks = merge(matches(text, stems, words).into_iter().map(|found| found.range));
    Marked { text: text.to_owned(), marks }
}

/// What a result shows of a document's text.
#[derive(Debug, Default)]
pub struct Excerpt {
    /// The best line, or the summary.
    pub shown: Marked,
    /// The heading under which that line stands.
    pub heading: Option<String>,
    /// The headings with matches.
    pub sections: Vec<SectionHit>,
}

/// The best line of a document, or its summary, and the headings with matches.
pub fn excerpt(sections: &[Section], summary: &str, stems: &BTreeSet<String>, words: &mut Words) -> Excerpt {
    let mut best: Option<(usize, usize, &str, Vec<Found>)> = None;
    let mut heading = None;
    let mut under: Vec<SectionHit> = Vec::new();
    for section in sections {
        let mut count = matches(&section.heading, stems, words).len();
        for line in section.text.lines() {
            let found = matches(line, stems, words);
            count += found.len();
            let distinct = found.iter().map(|found| found.stem.as_str()).collect::<BTreeSet<_>>().len();
            let better = best.as_ref().is_none_or(|(most, many, ..)| (distinct, found.len()) > (*most, *many));
            if distinct > 0 && better {
                best = Some((distinct, found.len(), line, found));
                heading = Some(section.heading.as_str()).filter(|heading| !heading.is_empty());
            }
        }
        match under.last_mut() {
            Some(last) if last.anchor == section.anchor && last.heading == section.heading => last.matches += count,
            _ => under.push(SectionHit {
                heading: section.heading.clone(),
                anchor: section.anchor.clone(),
                matches: count,
            }),
        }
    }
    let shown = match best {
        Some((_, _, line, found)) => window(line, merge(found.into_iter().map(|found| found.range))),
        None => mark(summary, stems, words),
    };
    Excerpt { shown, heading: heading.map(str::to_owned), sections: strongest(under) }
}

fn strongest(sections: Vec<SectionHit>) -> Vec<SectionHit> {
    let mut kept: Vec<(usize, SectionHit)> =
        sections.into_iter().enumerate().filter(|(_, hit)| hit.matches > 0 && !hit.heading.is_empty()).collect();
    kept.sort_by_key(|(at, hit)| (std::cmp::Reverse(hit.matches), *at));
    kept.truncate(MOST_SECTIONS);
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, hit)| hit).collect()
}

struct Found {
    range: Range<usize>,
    stem: String,
}

fn matches(text: &str, stems: &BTreeSet<String>, words: &mut Words) -> Vec<Found> {
    let mut found = Vec::new();
    if stems.is_empty() {
        return found;
    }
    let mut stream = words.token_stream(text);
    while stream.advance() {
        let token = stream.token();
        if stems.contains(&token.text) {
            found.push(Found { range: token.offset_from..token.offset_to, stem: token.text.clone() });
        }
    }
    found
}

fn merge(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The part of a long line around its matches.
fn window(line: &str, marks: Vec<Range<usize>>) -> Marked {
    if line.len() <= EXCERPT_LENGTH {
        return Marked { text: line.to_owned(), marks };
    }
    // The window that holds most matches begins shortly before one of them. They are in order and never overlap.
    let inside = |first: usize| {
        let end = marks[first].start + EXCERPT_LENGTH - LEAD_IN;
        marks.partition_point(|mark| mark.end <= end).saturating_sub(first)
    };
    let fullest = (0..marks.len()).max_by_key(|&mark| (inside(mark), std::cmp::Reverse(mark)));
    let first = fullest.map_or(0, |mark| marks[mark].start);
    let start = if first <= LEAD_IN { 0 } else { word_start(line, first - LEAD_IN) };
    let end = word_end(line, start + EXCERPT_LENGTH);
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < line.len() { "…" } else { "" });
    let text = format!("{before}{}{after}", &line[start..end]);
    let marks = marks
        .into_iter()
        .filter(|mark| mark.start >= start && mark.end <= end)
        .map(|mark| mark.start - start + before.len()..mark.end - start + before.len())
        .collect();
    Marked { text, marks }
}

fn word_start(line: &str, at: usize) -> usize {
    let at = (0..=at).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
    line[at..]
        .char_indices()
        .find(|(_, c)| c.is_whitespace())
        .map_or(at, |(space, c)| if space < LEAD_IN / 2 { at + space + c.len_utf8() } else { at })
}

fn word_end(line: &str, at: usize) -> usize {
    if at >= line.len() {
        return line.len();
    }
    let at = (0..=at).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
    line[..at].rfind(char::is_whitespace).filter(|space| at - space < LEAD_IN / 2).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &[&str], expected: &str) {
        let stems = wanted.iter().map(|word| (*word).to_owned()).collect();
        let section = Section { heading: "Cause".to_owned(), text: text.to_owned(), ..Section::default() };
        let Excerpt { shown, .. } = excerpt(&[section], "the summary", &stems, &mut Words::default());
        let mut drawn = String::new();
        for (at, piece) in shown.pieces().into_iter().enumerate() {
            drawn.push_str(&if at % 2 == 1 { format!("[{piece}]") } else { piece.to_owned() });
        }
        assert_eq!(drawn, expected);
    }

    #[test]
    fn the_line_with_most_of_the_words_is_shown() {
        check("A pool.\nThe pools were exhausted.\nPool pool.", &["pool", "exhaust"], "The [pools] were [exhausted].");
        check("kube-apiserver restarted", &["kubeapiserv", "kube"], "[kube-apiserver] restarted");
        check("nothing here", &["pool"], "the summary");
        check("nothing asked", &[], "the summary");
    }

    #[test]
    fn a_long_line_is_cut_around_its_matches() {
        let filler = "some words that say nothing at all, ".repeat(20);
        let line = format!("{filler}then the pool ran dry. {filler}");
        check(
            &line,
            &["pool", "dri"],
            "…at all, some words that say nothing at all, then the [pool] ran [dry]. some words that say nothing at all, \
             some words that say nothing at all, some words that say nothing at all, some words that say nothing at all, \
             some words that say nothing…",
        );
    }

    #[test]
    fn the_first_of_the_fullest_stretches_is_shown() {
        let filler = "some words that say nothing at all, ".repeat(12);
        let line = format!("a pool. {filler}a pool and a pool. {filler}the pool of pools. {filler}");
        let stems = ["pool".to_owned()].into();
        let section = Section { text: line, ..Section::default() };
        let Excerpt { shown, .. } = excerpt(&[section], "", &stems, &mut Words::default());
        assert!(shown.text.contains("a pool and a pool") && shown.marks.len() == 2, "{shown:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_an_excerpt(text in "(pool |ü|障|[a-z]{1,9}[ .-]){0,120}") {
            let stems = ["pool".to_owned()].into();
            let section = Section { text, ..Section::default() };
            let Excerpt { shown, .. } = excerpt(&[section], "", &stems, &mut Words::default());
            proptest::prop_assert_eq!(shown.pieces().concat(), shown.text);
        }
    }
}

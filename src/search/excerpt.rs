//! The line worth showing, the words worth marking, and the headings they stand under.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::document::{Card, Section};
use super::marks::{Found, Marks, merged, spelled};
use super::results::{Marked, SectionHit};
use super::tokens::Words;

/// In bytes, rounded to words.
const EXCERPT_LENGTH: usize = 240;
/// What is shown before the first match where a line is too long.
const LEAD_IN: usize = 60;
/// Headings shown under a hit.
const MOST_SECTIONS: usize = 4;
/// Spellings that the page of a hit marks.
const MOST_SPELLINGS: usize = 24;

/// Marks what is wanted of `text`.
pub fn mark(text: &str, marks: &Marks, words: &mut Words) -> Marked {
    Marked { text: text.to_owned(), marks: merged(&marks.find(text, words)) }
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
    /// What was found as it is spelled in this document, the most frequent first.
    pub spellings: Vec<String>,
}

/// The best line of a document, or its summary, the headings with matches, and how what was found is spelled.
pub fn excerpt(card: &Card, sections: &[Section], marks: &Marks, words: &mut Words) -> Excerpt {
    let mut best: Option<(usize, usize, &str, Vec<Range<usize>>)> = None;
    let mut heading = None;
    let mut under: Vec<SectionHit> = Vec::new();
    let mut spellings = Spellings::default();
    spellings.note(&card.title, &marks.find(&card.title, words));
    for section in sections {
        let found = marks.find(&section.heading, words);
        spellings.note(&section.heading, &found);
        let mut count = found.len();
        for line in section.text.lines() {
            let found = marks.find(line, words);
            spellings.note(line, &found);
            count += found.len();
            let distinct = found.iter().map(|found| found.mark).collect::<BTreeSet<_>>().len();
            let better = best.as_ref().is_none_or(|(most, many, ..)| (distinct, found.len()) > (*most, *many));
            if distinct > 0 && better {
                best = Some((distinct, found.len(), line, merged(&found)));
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
        Some((_, _, line, marks)) => window(line, marks),
        None => mark(&card.summary, marks, words),
    };
    let (heading, sections) = (heading.map(str::to_owned), strongest(under));
    Excerpt { shown, heading, sections, spellings: spellings.most() }
}

/// How what was found is spelled, and how often.
#[derive(Default)]
struct Spellings<'t> {
    /// As it is written.
    written: BTreeMap<&'t str, usize>,
}

impl<'t> Spellings<'t> {
    fn note(&mut self, text: &'t str, found: &[Found<'_>]) {
        for found in found {
            *self.written.entry(&text[found.range.clone()]).or_default() += 1;
        }
    }

    fn most(self) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (written, count) in self.written {
            *counts.entry(spelled(written)).or_default() += count;
        }
        let mut spellings: Vec<(String, usize)> = counts.into_iter().collect();
        spellings.sort_by_key(|(_, count)| Reverse(*count));
        spellings.into_iter().map(|(spelling, _)| spelling).take(MOST_SPELLINGS).collect()
    }
}

fn strongest(sections: Vec<SectionHit>) -> Vec<SectionHit> {
    let mut kept: Vec<(usize, SectionHit)> =
        sections.into_iter().enumerate().filter(|(_, hit)| hit.matches > 0 && !hit.heading.is_empty()).collect();
    kept.sort_by_key(|(at, hit)| (Reverse(hit.matches), *at));
    kept.truncate(MOST_SECTIONS);
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, hit)| hit).collect()
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
    let fullest = (0..marks.len()).max_by_key(|&mark| (inside(mark), Reverse(mark)));
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

    fn marks(stems: &[&str]) -> Marks {
        let mut marks = Marks::default();
        stems.iter().for_each(|stem| marks.add([(0, &(*stem).to_owned())]));
        marks
    }

    fn card(summary: &str) -> Card {
        Card { summary: summary.to_owned(), ..Card::default() }
    }

    fn check(text: &str, wanted: &[&str], expected: &str) {
        let stems = marks(wanted);
        let section = Section { heading: "Cause".to_owned(), text: text.to_owned(), ..Section::default() };
        let Excerpt { shown, .. } = excerpt(&card("the summary"), &[section], &stems, &mut Words::default());
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
    fn what_was_found_is_spelled_as_the_document_has_it() {
        let text = "The pool, the Pools.\nA pool that exhausts kube-apiserver".to_owned();
        let section = Section { heading: "Pools".to_owned(), text, ..Section::default() };
        let marks = marks(&["pool", "kubeapiserv", "absent"]);
        let Excerpt { spellings, .. } = excerpt(&card(""), &[section], &marks, &mut Words::default());
        assert_eq!(spellings, ["pool", "pools", "kubeapiserver"]);
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
        let stems = marks(&["pool"]);
        let section = Section { text: line, ..Section::default() };
        let Excerpt { shown, .. } = excerpt(&card(""), &[section], &stems, &mut Words::default());
        assert!(shown.text.contains("a pool and a pool") && shown.marks.len() == 2, "{shown:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_an_excerpt(text in "(pool |ü|障|[a-z]{1,9}[ .-]){0,120}") {
            let stems = marks(&["pool"]);
            let section = Section { text, ..Section::default() };
            let Excerpt { shown, .. } = excerpt(&card(""), &[section], &stems, &mut Words::default());
            proptest::prop_assert_eq!(shown.pieces().concat(), shown.text);
        }
    }
}

//! The parts of a document that its readers may see, cut out of its text before anything is parsed.
//!
//! Input: the text of a document and who reads it. Output: a text in which hidden parts were never written and in which no
//! mark is left, with the line of the file that each of its lines stands on. What is in doubt is hidden: a mark nobody
//! knows, marks that disagree, a part without an end. Knows where code and headings are; does not know what they say.

mod comments;
mod cut;
mod fields;
mod marks;

use std::ops::Range;

use crate::budget;
use crate::config::{Config, Redactor};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::Audience;

use super::{front_matter, markdown, mend, visible};
pub(super) use comments::behind_code;
use cut::Kept;
use marks::Odd;
pub use marks::names_readers;

/// Who reads, and what is kept from them besides what the marks say.
#[derive(Clone, Copy)]
pub struct Reader<'r> {
    pub config: &'r Config,
    pub audience: &'r Audience,
    pub hidden: &'r dyn HiddenFields,
    pub redactor: &'r Redactor,
}

/// Fields that are kept from everybody but internal readers.
pub trait HiddenFields {
    /// Whether a key of front matter, by its dotted path, is kept back.
    fn key(&self, path: &str) -> bool;
    /// Whether what stands under a heading, or behind a label, is kept back.
    fn label(&self, text: &str) -> bool;
    /// Whether none is kept back.
    fn is_empty(&self) -> bool;
}

/// A text as its readers may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Visible {
    pub text: String,
    /// The line of the file, counted from 1, that each line of `text` stands on.
    pub lines: Vec<usize>,
    /// The lines of the file without what is hidden: for whoever looks for secrets, as comments are still in it.
    pub sieved: String,
    /// With the lines of the file.
    pub findings: Vec<Diagnostic>,
}

/// What of the document at `path` is for `reader`. `None` where that is the whole text as it stands: for those who see
/// everything, and who find no mark in it.
///
/// For narrower readers comments of the Markdown and of the front matter are taken out too, so that the text is the same
/// whatever stands in them.
pub fn visible_to(path: &str, text: &str, reader: &Reader<'_>) -> Option<Visible> {
    let (text, _) = visible::visible(text);
    let narrow = !reader.audience.is_internal();
    if !narrow && reader.hidden.is_empty() && !marks::may_stand_in(&text) {
        return None;
    }
    let split = front_matter::split(path, &text);
    let (front, body) = text.split_at(split.body_offset);
    let in_file = |line: usize| split.body_line + line - 1;
    let mut seen = Seen { body: whole(body), sieved: body.to_owned(), findings: Vec::new(), is_cut: false };
    // What stood on both sides of a cut may be a mark together.
    while seen.cut(reader) {}
    if !narrow && !seen.is_cut {
        return None;
    }
    let findings = seen
        .findings
        .iter()
        .map(|odd| Diagnostic::new(odd.code, odd.message.clone()).at(path, Some(Span::line(in_file(odd.line)))));
    let findings = findings.collect();
    let origin = seen.body.origin.iter().map(|line| in_file(*line));
    if !narrow {
        let lines = (1..split.body_line).chain(origin).collect();
        return Some(Visible { text: front.to_owned() + &seen.body.text, lines, sieved: String::new(), findings });
    }
    let head = fields::head(path, front, &split, reader);
    let sieved = head.sieved + &reader.redactor.redacted(&seen.sieved);
    let mut text = head.text + &reader.redactor.redacted(&seen.body.text);
    text.truncate(text.trim_end().len());
    text.push('\n');
    let mut lines: Vec<usize> = head.lines.into_iter().chain(origin).collect();
    lines.resize(text.lines().count(), split.body_line);
    Some(Visible { text, lines, sieved, findings })
}

/// A body while parts of it are cut out.
struct Seen {
    body: Kept,
    /// On all lines of the body, without what is hidden.
    sieved: String,
    /// With the lines of the body.
    findings: Vec<Odd>,
    /// Anything was cut, or is odd.
    is_cut: bool,
}

impl Seen {
    /// Cuts once. Whether that changed the text, so that there may be more to cut.
    fn cut(&mut self, reader: &Reader<'_>) -> bool {
        budget::spend(self.body.text.len());
        let found = marks::find(&self.body.text, reader);
        let before = self.body.text.len();
        let line = |line: usize| self.body.origin.get(line - 1).copied().unwrap_or(line);
        self.findings.extend(found.findings.into_iter().map(|odd| Odd { line: line(odd.line), ..odd }));
        let hidden = cut::united(found.hidden);
        self.sieved = if self.is_cut { self.without_lines(&hidden) } else { without_words(&self.sieved, &hidden) };
        let removed = cut::united(hidden.into_iter().chain(found.marks).collect());
        self.is_cut |= !removed.is_empty() || !self.findings.is_empty();
        self.body = cut_again(&self.body, &removed);
        if !reader.audience.is_internal() && ["<!--", "{/*", "%%"].iter().any(|sign| self.body.text.contains(sign)) {
            let comments = comments::comments(&self.body.text, &outline(&self.body.text));
            self.is_cut |= !comments.is_empty();
            self.body = cut_again(&self.body, &cut::united(comments));
        }
        self.body.text.len() < before
    }

    /// The sieved lines without those that are hidden in part.
    fn without_lines(&self, hidden: &[Range<usize>]) -> String {
        let mut gone = vec![false; self.sieved.split_inclusive('\n').count() + 1];
        for range in hidden {
            let first = self.body.text[..range.start].matches('\n').count();
            let last = first + self.body.text[range.clone()].matches('\n').count();
            let places = self.body.origin.iter().skip(first).take(last - first + 1);
            places.for_each(|line| gone[line - 1] = true);
        }
        let lines = self.sieved.split_inclusive('\n').zip(gone);
        lines.map(|(line, gone)| if gone { &line[line.trim_end_matches('\n').len()..] } else { line }).collect()
    }
}

fn whole(body: &str) -> Kept {
    Kept { text: body.to_owned(), origin: (1..=body.lines().count()).collect() }
}

/// What is left when more is cut, with the lines of the body.
fn cut_again(kept: &Kept, removed: &[Range<usize>]) -> Kept {
    let further = cut::without(&kept.text, removed);
    let origin = further.origin.iter().map(|line| kept.origin[line - 1]).collect();
    Kept { text: further.text, origin }
}

/// The text without hidden ranges but with all of its lines.
fn without_words(body: &str, hidden: &[Range<usize>]) -> String {
    let mut text = String::with_capacity(body.len());
    let mut at = 0;
    for range in hidden {
        text.push_str(&body[at..range.start]);
        text.extend(body[range.clone()].chars().filter(|c| *c == '\n'));
        at = range.end;
    }
    text + &body[at..]
}

/// Where headings and code stand in a body, as its page will show them.
fn outline(body: &str) -> markdown::Outline {
    markdown::outline(&mend::mend(body).text)
}

#[cfg(test)]
mod tests;

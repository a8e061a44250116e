//! Finds what says that a part of a document is for some readers only, and where each part begins and ends.
//!
//! A heading with `{audience=customer}` or `{.internal}` marks its section, the same behind a paragraph, list or table
//! marks that; `:::internal` up to `:::` and `<!-- internal -->` up to `<!-- /internal -->` mark what lies between.
//! Nothing in a code block is a mark. Parts lie within each other as they stand: what any of them hides is hidden.

use std::collections::HashMap;
use std::ops::Range;

use super::comments::{Comment, comment, comment_end};
use super::{Reader, outline};
use crate::config::nearest;
use crate::model::Audience;
use crate::parse::boxes;
use crate::parse::dialect::tag_alone;
use crate::parse::markdown::Outline;

/// What the marks of a body say to a reader.
#[derive(Debug, Default)]
pub struct Found {
    /// What this reader may not see.
    pub hidden: Vec<Range<usize>>,
    /// The marks themselves, which nobody sees.
    pub marks: Vec<Range<usize>>,
    pub findings: Vec<Odd>,
}

/// Something wrong with a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// Counted from 1 within the body.
    pub line: usize,
    pub code: &'static str,
    pub message: String,
}

/// Whether any mark may stand in a text, at a glance.
pub fn may_stand_in(text: &str) -> bool {
    has_boxes(text) || text.contains('{')
}

fn has_boxes(text: &str) -> bool {
    [":::", "<!--", "[!", "!!! ", "??? ", "???+ ", "{{<", "{{%"].iter().any(|sign| text.contains(sign))
}

/// Finds the marks of a body.
pub fn find(body: &str, reader: &Reader<'_>) -> Found {
    let mut found = Found::default();
    let named = |line: &str| braces(line).into_iter().any(|braces| names_in(&line[braces], reader).is_some());
    if !has_boxes(body) && reader.hidden.is_empty() && !(body.contains('{') && body.lines().any(named)) {
        return found;
    }
    let outline = outline(body);
    let text = Text::new(body);
    let mut scan = Scan {
        text,
        outline: &outline,
        reader,
        found: &mut found,
        boxes: Vec::new(),
        comments: Vec::new(),
        block: (0, 0),
        is_endless: false,
    };
    scan.sections();
    scan.lines();
    scan.settle_boxes();
    scan.settle_comments();
    found.findings.sort_by_key(|odd| odd.line);
    found
}

/// A text and where its lines are.
pub struct Text<'t> {
    all: &'t str,
    starts: Vec<usize>,
}

impl<'t> Text<'t> {
    pub fn new(all: &'t str) -> Self {
        let mut starts: Vec<usize> = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', all.as_bytes()).map(|at| at + 1));
        if starts.last() == Some(&all.len()) && starts.len() > 1 {
            starts.pop();
        }
        Self { all, starts }
    }

    /// Where a line is, counted from 1, with its end.
    pub fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line - 1).copied().unwrap_or(self.all.len());
        start..self.starts.get(line).copied().unwrap_or(self.all.len())
    }

    /// Without its end.
    pub fn line(&self, line: usize) -> &'t str {
        self.all[self.range(line)].trim_end_matches('\n')
    }

    pub fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// A box that is open: `:::`.
struct OpenBox {
    colons: usize,
    line: usize,
    start: usize,
    /// `None` for a box that says nothing about readers.
    names: Option<Vec<String>>,
}

struct Scan<'s> {
    text: Text<'s>,
    outline: &'s Outline,
    reader: &'s Reader<'s>,
    found: &'s mut Found,
    boxes: Vec<OpenBox>,
    comments: Vec<Comment>,
    /// First and last line of the block looked at last.
    block: (usize, usize),
    /// Whether no comment ends any more.
    is_endless: bool,
}

impl Scan<'_> {
    fn is_seen(&self, audience: &Audience) -> bool {
        self.reader.config.sees(self.reader.audience, audience)
    }

    fn odd(&mut self, line: usize, code: &'static str, message: String) {
        self.found.findings.push(Odd { line, code, message });
    }

    /// The readers that a mark names; internal ones where it names none that exist, or several.
    fn named(&mut self, names: &[String], line: usize) -> Audience {
        let config = self.reader.config;
        let meant: Vec<Option<Audience>> = names.iter().map(|name| config.audience_meant(name)).collect();
        if let Some(at) = meant.iter().position(Option::is_none) {
            let message = format!("`{}` names no audience; the part it marks is treated as internal", names[at]);
            self.odd(line, "audience_unknown", message);
            return Audience::INTERNAL;
        }
        let mut meant = meant.into_iter().flatten();
        let first = meant.next().unwrap_or(Audience::INTERNAL);
        if meant.any(|other| other != first) {
            let message = format!("`{}` disagree; the part they mark is treated as internal", names.join("` and `"));
            self.odd(line, "audience_closed", message);
            return Audience::INTERNAL;
        }
        first
    }

    /// Hides a part from those who are not named.
    fn part(&mut self, range: Range<usize>, names: &[String], line: usize) {
        let audience = self.named(names, line);
        if !self.is_seen(&audience) {
            self.found.hidden.push(range);
        }
    }

    /// Sections by the attributes, and by the words, of their headings.
    fn sections(&mut self) {
        for at in 0..self.outline.headings.len() {
            let heading = &self.outline.headings[at];
            let (first, last, level) = (heading.first, heading.last, heading.level);
            let next = self.outline.headings[at + 1..].iter().find(|next| next.level <= level);
            let end = next.map_or(self.text.all.len(), |next| self.text.range(next.first).start);
            let range = self.text.range(first).start..end;
            let marked = if first == last { last } else { last - 1 };
            let line = self.text.line(marked);
            let words = (first..=marked).map(|line| self.text.line(line).trim_matches([' ', '#', '\t']));
            let mut words = words.collect::<Vec<_>>().join(" ");
            let named = |braces: Range<usize>| Some((names_in(&line[braces.clone()], self.reader)?, braces));
            if let Some((names, attribute)) = braces(line).into_iter().find_map(named) {
                let start = self.text.range(marked).start;
                self.found.marks.push(start + attribute.start..start + attribute.end);
                self.part(range.clone(), &names, marked);
                words = line[..attribute.start].trim_matches([' ', '#', '\t']).to_owned();
            }
            if !self.reader.audience.is_internal() && self.reader.hidden.label(&words) {
                self.found.hidden.push(range);
            }
        }
    }

    /// Everything that stands on lines outside of code.
    fn lines(&mut self) {
        let mut comment_ends = 0;
        for line in 1..=self.text.count() {
            if self.outline.is_code(line) {
                continue;
            }
            if self.text.range(line).start >= comment_ends {
                self.fence(line);
                self.named_box(line);
                self.block(line);
                self.label(line);
            }
            comment_ends = self.comments_of(line, comment_ends);
        }
    }

    /// `:::internal` and `:::`.
    fn fence(&mut self, line: usize) {
        let range = self.text.range(line);
        let words = self.text.line(line).trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let colons = words.bytes().take_while(|b| *b == b':').count();
        if colons < 3 {
            return;
        }
        let words = words[colons..].trim_matches([' ', '\t', ':']);
        if words.is_empty() || words.starts_with('/') {
            let open = self.boxes.last().is_some_and(|open| open.colons <= colons);
            let Some(closed) = self.boxes.pop_if(|_| open) else { return };
            if let Some(names) = closed.names {
                self.found.marks.push(range.clone());
                self.part(closed.start..range.end, &names, closed.line);
            }
            return;
        }
        let names = fence_names(words, self.reader);
        if names.is_some() {
            self.found.marks.push(range.clone());
        }
        self.boxes.push(OpenBox { colons, line, start: range.start, names });
    }

    /// A box of another notation that bears the name of readers: `> [!internal]`, `!!! internal`, `{{< internal >}}`. Whoever
    /// writes that means them.
    fn named_box(&mut self, line: usize) {
        let words = self.text.line(line);
        let Some((notation, name)) = box_name(words, self.reader) else { return };
        let indent = words.len() - words.trim_start().len();
        let is_inside = |next: usize| {
            let words = self.text.line(next);
            match notation {
                Notation::Quote => !words.trim().is_empty(),
                Notation::Indented => words.trim().is_empty() || words.len() - words.trim_start().len() > indent,
                Notation::Tag => tag_alone(words.trim()).is_none_or(|(_, end)| !end.starts_with('/')),
            }
        };
        let end = (line + 1..=self.text.count()).find(|next| !is_inside(*next)).unwrap_or(self.text.count() + 1);
        // The tag that closes is one of its lines.
        let end = end + usize::from(notation == Notation::Tag);
        self.part(self.text.range(line).start..self.text.range(end).start, &[name], line);
    }

    /// Boxes without an end hide all that follows.
    fn settle_boxes(&mut self) {
        for open in std::mem::take(&mut self.boxes) {
            if let Some(names) = open.names {
                let message =
                    format!("`:::{}` is never closed, so all that follows is treated as internal", names.join(" "));
                self.odd(open.line, "part_unclosed", message);
                self.part(open.start..self.text.all.len(), &["internal".to_owned()], open.line);
            }
        }
    }

    /// A paragraph, list or table with an attribute at the end of one of its lines.
    fn block(&mut self, line: usize) {
        let words = self.text.line(line);
        let Some(attribute) = attribute(words) else { return };
        if self.outline.is_heading(line) {
            return;
        }
        let Some(names) = names_in(&words[attribute.clone()], self.reader) else { return };
        let start = self.text.range(line).start;
        self.found.marks.push(start + attribute.start..start + attribute.end);
        if !(self.block.0..=self.block.1).contains(&line) {
            self.block = self.block_around(line);
        }
        let mut block = self.block;
        if block == (line, line) && words[..attribute.start].trim().is_empty() {
            // Alone on its line it stands for what follows.
            let next = (line + 1..=self.text.count()).find(|next| !self.is_blank(*next));
            block.1 = next.map_or(line, |next| self.block_around(next).1.max(next));
        }
        self.part(self.text.range(block.0).start..self.text.range(block.1).end, &names, line);
    }

    /// The first and the last line of what stands between blank lines and headings.
    fn block_around(&self, line: usize) -> (usize, usize) {
        let ends = |line: &usize| self.is_blank(*line) || self.outline.is_heading(*line);
        let first = (1..line).rev().find(ends).map_or(1, |line| line + 1);
        let last = (line + 1..=self.text.count()).find(ends).map_or(self.text.count(), |line| line - 1);
        (first, last)
    }

    fn is_blank(&self, line: usize) -> bool {
        self.text.line(line).trim().is_empty()
    }

    /// `**Customers:** ...` where that field is kept back: up to the next label, item or row.
    fn label(&mut self, line: usize) {
        if self.reader.audience.is_internal() || self.reader.hidden.is_empty() || self.outline.is_heading(line) {
            return;
        }
        let Some((label, is_alone)) = label_of(self.text.line(line)) else { return };
        if !self.reader.hidden.label(label) {
            return;
        }
        let ends = |next: &usize| {
            let words = self.text.line(*next);
            let labelled = label_of(words).is_some_and(|(_, alone)| alone || !is_alone);
            let further = !is_alone && (self.is_blank(*next) || words.trim_start().starts_with(['-', '*', '+', '|']));
            self.outline.is_heading(*next) || labelled || further
        };
        let end = (line + 1..=self.text.count()).find(ends).unwrap_or(self.text.count() + 1);
        self.found.hidden.push(self.text.range(line).start..self.text.range(end).start);
    }

    /// Takes in the comments that begin on a line. Where the last of them ends.
    fn comments_of(&mut self, line: usize, from: usize) -> usize {
        let range = self.text.range(line);
        let mut at = from.max(range.start);
        while at < range.end
            && let Some(open) = self.text.all[at..range.end].find("<!--").map(|open| at + open)
        {
            let end = if self.is_endless { None } else { comment_end(self.text.all, open) };
            self.is_endless |= end.is_none();
            let words = match end {
                Some(end) => self.text.all.get(open + 4..end - 3).unwrap_or_default(),
                // One that never ends is text on the page; its first word tells what it was meant for.
                None => self.text.all[open + 4..range.end].split_whitespace().next().unwrap_or_default(),
            };
            self.comments.extend(comment(words, open..end.unwrap_or(open + 4), self.reader));
            at = match end {
                Some(end) => end,
                // A line that opens a comment which never ends: the rest of the document is in it.
                None if self.text.all[range.start..open].trim().is_empty() => self.text.all.len(),
                None => open + 4,
            };
        }
        at.max(from)
    }

    /// Each comment that opens with the next one that closes it.
    fn settle_comments(&mut self) {
        let comments = std::mem::take(&mut self.comments);
        let closing = comments.iter().enumerate().filter(|(_, comment)| comment.closes);
        let last_closing: HashMap<&str, usize> = closing.map(|(at, comment)| (comment.name.as_str(), at)).collect();
        let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut last_end = 0;
        for (at, comment) in comments.iter().enumerate() {
            let line = self.text.line_of(comment.range.start);
            let name = comment.name.as_str();
            if !comment.closes {
                if comment.is_sure || last_closing.get(name).is_some_and(|closing| *closing > at) {
                    self.found.marks.push(comment.range.clone());
                    open.entry(name).or_default().push(at);
                }
                continue;
            }
            match open.get_mut(name).and_then(Vec::pop) {
                Some(opened) => {
                    let opened = &comments[opened];
                    let opened_line = self.text.line_of(opened.range.start);
                    self.found.marks.push(comment.range.clone());
                    self.part(opened.range.start..comment.range.end, std::slice::from_ref(&comment.name), opened_line);
                    last_end = comment.range.end;
                }
                None if comment.is_sure => {
                    let message = format!(
                        "`<!-- /{} -->` closes nothing, so what stands before it in its section is treated as internal",
                        comment.name
                    );
                    self.odd(line, "part_unclosed", message);
                    self.found.marks.push(comment.range.clone());
                    let heading = self.outline.headings.iter().rev().find(|heading| heading.last < line);
                    let start = heading.map_or(0, |heading| self.text.range(heading.last).end).max(last_end);
                    self.part(start..comment.range.end, &["internal".to_owned()], line);
                    last_end = comment.range.end;
                }
                None => {}
            }
        }
        let mut open: Vec<usize> = open.into_values().flatten().collect();
        open.sort_unstable();
        for opened in open.into_iter().map(|at| &comments[at]) {
            let line = self.text.line_of(opened.range.start);
            let message =
                format!("`<!-- {} -->` is never closed, so all that follows is treated as internal", opened.name);
            self.odd(line, "part_unclosed", message);
            self.part(opened.range.start..self.text.all.len(), &["internal".to_owned()], line);
        }
    }
}

/// Where the attribute in braces at the end of a line stands, before the hashes that may close a heading.
fn attribute(line: &str) -> Option<Range<usize>> {
    let words = line.trim_end_matches([' ', '\t', '#', '|']);
    if !words.ends_with('}') {
        return None;
    }
    let open = words.rfind('{')?;
    let inside = words[open + 1..words.len() - 1].trim_start_matches([':', ' ']);
    let is_word = !inside.is_empty() && inside.len() < 40 && inside.chars().all(|c| c.is_alphanumeric() || c == '-');
    let telling = is_word || inside.split_whitespace().any(|word| word.starts_with('.') || is_key(word));
    telling.then_some(open..words.len())
}

/// Everything in braces on a line, from the last to the first.
fn braces(line: &str) -> Vec<Range<usize>> {
    let opening = line.match_indices('{').map(|(open, _)| open);
    // Behind the last closing brace nothing closes.
    let closed = opening.map_while(|open| Some(open..open + line[open..].find('}')? + 1));
    let mut found: Vec<Range<usize>> = closed.take(16).collect();
    found.reverse();
    found
}

pub fn is_key(word: &str) -> bool {
    let word = word.to_lowercase();
    ["audience", "visibility"].iter().any(|key| word.strip_prefix(key).is_some_and(|rest| rest.starts_with(['=', ':'])))
}

/// The audiences that an attribute names; `None` where it says nothing about readers.
fn names_in(attribute: &str, reader: &Reader<'_>) -> Option<Vec<String>> {
    let inside = attribute.trim_matches(['{', '}', ':', ' ', '\t']);
    let mut names = Vec::new();
    let mut words = inside.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if is_key(word) {
            let value = word.split_once(['=', ':']).map_or("", |(_, value)| value);
            let value = if value.is_empty() { words.next().unwrap_or_default() } else { value };
            let value = value.trim_matches(['"', '\'']);
            names.extend(value.split([',', ';']).filter(|name| !name.is_empty()).map(str::to_owned));
            if value.is_empty() {
                names.push(word.to_owned());
            }
        } else if inside == word && reader.config.audience_named(word).is_some() {
            names.push(word.to_owned());
        } else if let Some(class) = word.strip_prefix('.')
            && (reader.config.audience_meant(class).is_some() || is_near(class, reader))
        {
            names.push(class.to_owned());
        }
    }
    (!names.is_empty()).then_some(names)
}

/// Whether anything in braces, or behind `:::`, names readers on a line whose markup is taken off.
pub fn names_readers(line: &str, reader: &Reader<'_>) -> bool {
    let fenced = line.trim_start().strip_prefix(":::").map(|words| words.trim_matches([' ', '\t', ':']));
    braces(line).into_iter().any(|braces| names_in(&line[braces], reader).is_some())
        || fenced.is_some_and(|words| fence_names(words, reader).is_some())
}

/// Whether a word is nearly the name of an audience.
pub fn is_near(word: &str, reader: &Reader<'_>) -> bool {
    word.len() > 4 && nearest(word, reader.config.audience_names().into_iter()).is_some()
}

/// How a box is written that is no fence of colons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    Quote,
    Indented,
    Tag,
}

/// The readers that a line names a box after.
fn box_name(line: &str, reader: &Reader<'_>) -> Option<(Notation, String)> {
    let words = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let (notation, name) = if let Some(rest) = words.strip_prefix("[!") {
        (Notation::Quote, rest.split([']', '|']).next()?)
    } else if let Some(rest) = ["!!! ", "??? ", "???+ "].iter().find_map(|head| words.strip_prefix(head)) {
        (Notation::Indented, rest.split_whitespace().next()?)
    } else {
        (Notation::Tag, tag_alone(words.trim())?.1.split_whitespace().next().filter(|name| !name.starts_with('/'))?)
    };
    let name = name.trim().to_lowercase();
    let names = reader.config.audience_named(&name).is_some() || !boxes::is_container(&name) && is_near(&name, reader);
    names.then_some((notation, name))
}

/// The audiences that the words behind `:::` name; `None` for a box of another kind.
fn fence_names(words: &str, reader: &Reader<'_>) -> Option<Vec<String>> {
    let braced = words.find('{').map(|open| names_in(&words[open..], reader));
    if let Some(Some(names)) = braced {
        return Some(names);
    }
    let word = words.split([' ', '\t', '{', '[']).next().unwrap_or_default();
    if is_key(word) || word.eq_ignore_ascii_case("audience") {
        let value = words.trim_start_matches(|c: char| c.is_alphabetic()).trim_matches(['=', ':', ' ', '"', '\'']);
        return Some(value.split([' ', ',', ';']).map(str::to_owned).collect());
    }
    let is_other = word.is_empty() || boxes::is_container(word);
    (!is_other || reader.config.audience_named(word).is_some()).then(|| vec![word.to_owned()])
}

/// The label that a line begins with, and whether nothing follows it: `**Impact:** all`, `| Impact | all |`, `**Impact**`.
fn label_of(line: &str) -> Option<(&str, bool)> {
    let words = line.trim_start_matches([' ', '\t', '>', '-', '+', '|']);
    let is_row = line.trim_start().starts_with('|');
    let words = words.strip_prefix("* ").unwrap_or(words).trim_start();
    let end = words.find(if is_row { ['|', '|'] } else { [':', '：'] });
    let (label, rest) = match end {
        Some(end) => (&words[..end], words[end..].trim_start_matches([':', '：', '|'])),
        None if words.starts_with("**") && words.trim_end().ends_with("**") => (words, ""),
        None => return None,
    };
    let bare = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`');
    let label = label.trim_matches(bare);
    let fits = !label.is_empty() && label.len() <= 60 && label.split_whitespace().count() <= 6;
    fits.then(|| (label, rest.trim_matches(bare).is_empty()))
}

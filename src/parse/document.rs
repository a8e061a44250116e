//! What a document holds before anyone asks what it means: front matter with positions, sections, blocks, lines.
//!
//! Every piece of text knows the line and column it was written at. Nothing here knows what a severity is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::model::{Source, TocEntry};

/// Encloses a link to a file of the archive in [`Section::html`]; whoever lays out the page resolves what is between.
///
/// A private-use character, taken out of every text on reading.
pub const LINK_MARK: char = '\u{E000}';

/// One parsed file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub source: Source,
    pub front_matter: FrontMatter,
    /// In order; the first has no heading when text stands before the first heading.
    pub sections: Vec<Section>,
    /// Lines whose markup was mended (`##Title`, `-Item`), counted from 1.
    pub mended_lines: Vec<usize>,
    pub findings: Vec<Diagnostic>,
    /// Some of it was written as HTML.
    pub has_html: bool,
    /// The words of a document that is shown as it is and not read: reading it costs more than its budget, or fails.
    pub plain: Option<String>,
    /// The line of the file that each line of the text stands on, where some of the text was left out for its readers:
    /// every other line number here counts what they see. Empty where the text is the file.
    pub lines: Vec<usize>,
}

impl Document {
    /// Counts in lines of the file, given the line of the file that each line of the text stands on: for those who may
    /// see the file.
    pub fn numbered(mut self, lines: &[usize]) -> Self {
        let file_line = |line: &mut usize| *line = in_file(lines, *line);
        for section in &mut self.sections {
            let heading = section.heading.iter_mut().map(|heading| &mut heading.line);
            let words = section.blocks.iter_mut().flat_map(|block| &mut block.lines);
            heading.chain(words).for_each(|line| file_line(&mut line.number));
        }
        self.mended_lines.iter_mut().for_each(file_line);
        place_in_file(&mut self.findings, lines);
        self
    }

    /// Puts findings about this document where their words stand in the file.
    pub fn place(&self, findings: &mut [Diagnostic]) {
        place_in_file(findings, &self.lines);
    }

    /// The same page with nothing left to read but its front matter and a short first heading.
    pub fn into_plain(self) -> Self {
        let mut words = String::new();
        let lines = self.sections.iter().flat_map(|section| section.blocks.iter().flat_map(|block| &block.lines));
        for line in lines {
            if words.len() >= SEARCHED {
                break;
            }
            words.push_str(start_of(&line.text, SEARCHED));
            words.push('\n');
        }
        let html = self.sections.iter().map(|section| section.html.as_str()).collect::<Vec<_>>().concat();
        let heading = self.sections.into_iter().find_map(|section| section.heading);
        let heading = heading.filter(|heading| heading.line.text.len() <= LONGEST_TITLE);
        let section = Section { heading, blocks: Vec::new(), html };
        Self { sections: vec![section], plain: Some(words), mended_lines: Vec::new(), ..self }
    }

    /// The same page with nothing left to read at all.
    pub fn into_bare(self) -> Self {
        let plain = self.into_plain();
        let sections = plain.sections.into_iter().map(|section| Section { heading: None, ..section }).collect();
        Self { front_matter: FrontMatter::default(), sections, ..plain }
    }
}

fn in_file(lines: &[usize], line: usize) -> usize {
    lines.get(line.saturating_sub(1)).copied().unwrap_or(line)
}

fn place_in_file(findings: &mut [Diagnostic], lines: &[usize]) {
    for span in findings.iter_mut().filter_map(|finding| finding.span.as_mut()) {
        span.line = in_file(lines, span.line);
    }
}

/// Bytes of a plain document that can be searched.
pub(super) const SEARCHED: usize = 64 * 1024;
/// Longest heading of a plain document, in bytes.
const LONGEST_TITLE: usize = 200;

/// At most so many bytes, up to the border of a character.
pub(super) fn start_of(text: &str, most: usize) -> &str {
    let end = (0..=text.len().min(most)).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// The author's own metadata, whichever notation it was written in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrontMatter {
    pub format: Option<FrontMatterFormat>,
    /// Top-level keys in the order written.
    pub values: serde_json::Map<String, serde_json::Value>,
    /// Line and column (from 1) of each key, by dotted path (`taxonomies.services`).
    pub positions: BTreeMap<String, (usize, usize)>,
    /// Not all of it could be read: broken notation, a key that stands twice, over a limit.
    pub doubtful: bool,
    /// A second block of keys right below the first, as some exports write it. It is shown as text; what it says about
    /// who may read the document still counts.
    pub second: Option<Box<FrontMatter>>,
}

impl FrontMatter {
    /// Takes in the day that the head of a page names, and where it stands.
    pub fn dated(&mut self, date: Option<(String, (usize, usize))>) {
        const KEY: &str = "date";
        let Some((date, place)) = date.filter(|_| !self.values.contains_key(KEY)) else { return };
        self.values.insert(KEY.to_owned(), date.into());
        self.positions.insert(KEY.to_owned(), place);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterFormat {
    Yaml,
    Toml,
    Json,
}

/// A heading and everything up to the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub heading: Option<Heading>,
    pub blocks: Vec<Block>,
    /// Safe HTML of heading and blocks.
    pub html: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub line: Line,
    /// Id in the HTML, unique within the document.
    pub anchor: String,
}

impl Heading {
    pub fn toc_entry(&self) -> TocEntry {
        TocEntry { level: self.level, text: self.line.text.clone(), anchor: self.anchor.clone() }
    }
}

/// A leaf block: nesting is told by `kind`, not by structure, as messy documents rarely nest as they mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub kind: BlockKind,
    /// Stands inside a block quote.
    pub quoted: bool,
    /// One per source line that carries text; for a table row one per cell.
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    /// The first paragraph of a list item.
    Item {
        depth: usize,
        ordered: bool,
        /// What stands in its box, a space where the box is empty; `None` for an item without a box.
        task: Option<char>,
    },
    /// A further paragraph of a list item.
    ItemParagraph {
        depth: usize,
    },
    /// A table row; rows of one table share `table`, counted from 0 within the document.
    Row {
        table: usize,
        header: bool,
    },
    /// A fenced or indented code block; `language` is the first word of its info string.
    Code {
        language: Option<String>,
    },
    /// A thematic break.
    Rule,
    /// A heading that opens no part of its own, inside the part it stands in (made by the outline).
    Subheading {
        level: u8,
    },
}

impl Line {
    /// The part of the line from byte `from` on, with marks and column moved along.
    pub fn tail(&self, from: usize) -> Self {
        let from = from + (self.text[from..].len() - self.text[from..].trim_start().len());
        let marks = self.marks.iter().filter(|mark| mark.range.end > from).map(|mark| Mark {
            range: mark.range.start.saturating_sub(from)..mark.range.end - from,
            kind: mark.kind.clone(),
        });
        Self {
            number: self.number,
            column: self.column_at(from),
            text: self.text[from..].to_owned(),
            marks: marks.collect(),
        }
    }

    /// The part of the line before byte `to`.
    pub fn head(&self, to: usize) -> Self {
        let text = self.text[..to].trim_end().to_owned();
        let marks = self
            .marks
            .iter()
            .filter(|mark| mark.range.start < text.len())
            .map(|mark| Mark { range: mark.range.start..mark.range.end.min(text.len()), kind: mark.kind.clone() });
        Self { number: self.number, column: self.column, marks: marks.collect(), text }
    }

    /// The column of a byte of the text; markup taken off before it is not counted.
    pub fn column_at(&self, byte: usize) -> usize {
        self.column + self.text[..byte].chars().count()
    }

    /// Whether the line holds a picture and nothing else: its words describe what is not there.
    ///
    /// `![alt](` that is never closed and `![alt]` that refers to nothing are pictures too.
    pub fn is_picture(&self) -> bool {
        let broken = self.text.starts_with("![") && (self.text.ends_with(']') || self.text.contains("]("));
        broken || self.is_all(|kind| matches!(kind, MarkKind::Link { image: true, .. }))
    }

    /// Whether the line is one link and nothing else.
    pub fn is_link(&self) -> bool {
        self.is_all(|kind| matches!(kind, MarkKind::Link { image: false, .. }))
    }

    fn is_all(&self, kind: impl Fn(&MarkKind) -> bool) -> bool {
        self.marks.iter().any(|mark| mark.range == (0..self.text.len()) && kind(&mark.kind))
    }

    /// The end of the strong run that the line starts with.
    pub fn leading_strong(&self) -> Option<usize> {
        self.marks.iter().find(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0).map(|mark| mark.range.end)
    }
}

/// One line of text with its markup taken off.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Line of the source file, counted from 1.
    pub number: usize,
    /// Column of its first character, counted from 1 in characters.
    pub column: usize,
    pub text: String,
    /// What the markup said, as byte ranges of `text`, in order of their start.
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub range: Range<usize>,
    pub kind: MarkKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    Strong,
    Emphasis,
    Code,
    Strikethrough,
    /// A link or an image with its address as written.
    Link {
        url: String,
        image: bool,
    },
}

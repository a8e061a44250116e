//! Markdown body to sections of blocks and lines, with safe HTML beside each.
//!
//! The one module that names comrak. Its arena lives and dies in [`sections`].

use std::cell::OnceCell;
use std::sync::LazyLock;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, try_parse_document};

use super::document::{Block, BlockKind, Heading, Line, Mark, MarkKind, Section};
use super::html::{self, Markup, Pages};
use super::outline_anchors::Anchors;
use super::prepare::Html;
use super::tags::Placed;
use super::{boxes, from_html, nesting, prepare, sanitise};
use crate::budget;

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.inline_footnotes = true;
    options.extension.ofm_callouts = true;
    options.extension.block_directive = true;
    options.extension.description_lists = true;
    options.extension.wikilinks_title_after_pipe = true;
    options.extension.math_code = true;
    options.extension.highlight = true;
    options.parse.relaxed_tasklist_matching = true;
    options
});

/// What a body holds, and what had to be changed to show it safely.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    pub sections: Vec<Section>,
    /// Line of the first piece of HTML that a page may not carry, counted from 1 within the body.
    pub raw_html: Option<usize>,
    /// Whether any of it was written as HTML.
    pub has_html: bool,
    /// Line of a code fence that is never closed, counted from 1 within the body.
    pub unclosed_fence: Option<usize>,
    /// Line of the first code block too large to highlight, counted from 1 within the body.
    pub plain_code: Option<usize>,
    /// Line of the first markup that nests too deep and lost it, counted from 1 within the body.
    pub too_deep: Option<usize>,
    /// Line of the first link that leads where no page may lead, counted from 1 within the body.
    pub refused_link: Option<usize>,
    /// Line, counted from 1 within the body, and address of the first link to a place that is not there.
    pub dead_anchor: Option<(usize, String)>,
}

/// How often the Markdown parser asks whether it may go on, in its own steps.
const PARSER_STEPS: usize = 256;

/// Parses a mended body. `first_line` is the line of the file its first line stands on.
pub fn sections(body: &str, first_line: usize, pages: Pages<'_>) -> Body {
    let arena = Arena::new();
    let told_to_stop = || {
        budget::spend(PARSER_STEPS);
        false
    };
    // It is never told to stop: a spent budget unwinds through it.
    let Ok(root) = try_parse_document(&arena, body, &OPTIONS, &told_to_stop) else { return Body::default() };
    boxes::settle(root, &arena);
    let html = prepare::read_html(root, &arena);
    sections_of(root, &arena, Written { body, first_line, html }, pages)
}

/// The same from the pieces of a whole page of HTML, which `body` is the text of.
pub fn sections_of_page(pieces: Vec<Placed>, body: &str, first_line: usize, pages: Pages<'_>) -> Body {
    let arena = Arena::new();
    let built = from_html::build_from(pieces, 1, &arena);
    let html = Html { any: true, removed: built.removed.then_some(1) };
    sections_of(built.root, &arena, Written { body, first_line, html }, pages)
}

/// The text that a tree was made from.
struct Written<'b> {
    body: &'b str,
    first_line: usize,
    html: Html,
}

fn sections_of<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>, written: Written<'_>, pages: Pages<'_>) -> Body {
    let Written { body, first_line, html } = written;
    let mut found = Body { too_deep: nesting::cut(root, arena), raw_html: html.removed, ..Body::default() };
    let ids = prepare::prepare(root);
    let mut reader = Reader { body, lines: OnceCell::new(), first_line, tables: 0 };
    let mut anchors = Anchors::new(root, &ids);
    let mut section = Section { heading: None, blocks: Vec::new(), html: String::new() };
    let mut footnotes = Vec::new();
    for node in root.children() {
        match node.data().value {
            NodeValue::Heading(ref heading) => {
                let line = reader.inline_lines(node).into_iter().reduce(joined).unwrap_or_default();
                let next = Heading { level: heading.level, line, anchor: anchors.peek() };
                let done = std::mem::replace(
                    &mut section,
                    Section { heading: Some(next), blocks: Vec::new(), html: String::new() },
                );
                found.sections.push(done);
            }
            NodeValue::FootnoteDefinition(_) => footnotes.push(node),
            NodeValue::CodeBlock(ref code) if code.fenced && !code.closed => {
                found.unclosed_fence.get_or_insert(node.data().sourcepos.start.line);
            }
            _ => {}
        }
        if !matches!(node.data().value, NodeValue::FootnoteDefinition(_)) {
            let markup = Markup {
                anchors: &mut anchors,
                plain_code: &mut found.plain_code,
                refused_link: &mut found.refused_link,
                dead_anchor: &mut found.dead_anchor,
                pages,
            };
            html::write(node, &OPTIONS, markup, &mut section.html);
        }
        if !matches!(node.data().value, NodeValue::Heading(_)) {
            reader.blocks(node, Place::default(), &mut section.blocks);
        }
    }
    let markup = Markup {
        anchors: &mut anchors,
        plain_code: &mut found.plain_code,
        refused_link: &mut found.refused_link,
        dead_anchor: &mut found.dead_anchor,
        pages,
    };
    html::write_footnotes(footnotes, arena, &OPTIONS, markup, &mut section.html);
    found.sections.push(section);
    found.has_html = html.any;
    if html.any {
        for section in &mut found.sections {
            section.html = sanitise::sanitised(&section.html, pages.link_schemes);
        }
    }
    found
        .sections
        .retain(|section| section.heading.is_some() || !section.blocks.is_empty() || !section.html.is_empty());
    found
}

/// Where headings and code stand in a mended body, in lines counted from 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Those that open a section.
    pub headings: Vec<Titled>,
    /// First and last line of each code block between fences.
    code: Vec<(usize, usize)>,
}

/// A heading by its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    pub first: usize,
    /// For an underlined heading the line below its words.
    pub last: usize,
    pub level: u8,
}

impl Outline {
    /// Whether a line stands in code that is closed: what never closes may have been meant otherwise.
    pub fn is_code(&self, line: usize) -> bool {
        let at = self.code.partition_point(|(_, last)| *last < line);
        self.code.get(at).is_some_and(|(first, _)| *first <= line)
    }

    pub fn is_heading(&self, line: usize) -> bool {
        let at = self.headings.partition_point(|heading| heading.last < line);
        self.headings.get(at).is_some_and(|heading| heading.first <= line)
    }
}

/// Finds the headings and the code of a mended body, as [`sections`] reads it.
pub fn outline(body: &str) -> Outline {
    let arena = Arena::new();
    let told_to_stop = || {
        budget::spend(PARSER_STEPS);
        false
    };
    let Ok(root) = try_parse_document(&arena, body, &OPTIONS, &told_to_stop) else { return Outline::default() };
    boxes::settle(root, &arena);
    prepare::read_html(root, &arena);
    nesting::cut(root, &arena);
    prepare::prepare(root);
    let mut outline = Outline::default();
    for node in root.descendants() {
        let (first, last) = (node.data().sourcepos.start.line, node.data().sourcepos.end.line);
        match node.data().value {
            NodeValue::Heading(ref heading) if node.parent().is_some_and(|parent| parent.same_node(root)) => {
                outline.headings.push(Titled { first, last, level: heading.level });
            }
            NodeValue::CodeBlock(ref code) if code.fenced && code.closed => outline.code.push((first, last)),
            _ => {}
        }
    }
    outline
}

fn joined(mut first: Line, second: Line) -> Line {
    let shift = first.text.len() + 1;
    first.text.push(' ');
    first.text.push_str(&second.text);
    first.marks.extend(
        second
            .marks
            .into_iter()
            .map(|mark| Mark { range: mark.range.start + shift..mark.range.end + shift, kind: mark.kind }),
    );
    first
}

/// Where in the nesting a block stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    quoted: bool,
    /// The quote is one of HTML, whose lines bear no mark.
    between_tags: bool,
    depth: usize,
    item: Option<Item>,
}

#[derive(Debug, Clone, Copy)]
struct Item {
    ordered: bool,
    task: Option<char>,
    first: bool,
}

/// Turns nodes into blocks; owns nothing of the arena.
struct Reader<'b> {
    body: &'b str,
    /// The lines of the body, cut when the first quote is met.
    lines: OnceCell<Vec<&'b str>>,
    first_line: usize,
    tables: usize,
}

impl Reader<'_> {
    fn blocks<'a>(&mut self, node: &'a AstNode<'a>, place: Place, out: &mut Vec<Block>) {
        let line = node.data().sourcepos.start.line;
        match node.data().value {
            NodeValue::Paragraph | NodeValue::Heading(_) => self.paragraph(node, place, out),
            NodeValue::CodeBlock(ref code) => {
                let language =
                    code.info.split([' ', ',', '{']).next().filter(|word| !word.is_empty()).map(str::to_owned);
                let first = line + usize::from(code.fenced);
                let lines = code.literal.lines().enumerate().map(|(index, text)| Line {
                    number: self.first_line + first + index - 1,
                    column: 1,
                    text: text.to_owned(),
                    marks: Vec::new(),
                });
                out.push(Block { kind: BlockKind::Code { language }, quoted: place.quoted, lines: lines.collect() });
            }
            NodeValue::ThematicBreak => {
                out.push(Block { kind: BlockKind::Rule, quoted: place.quoted, lines: Vec::new() });
            }
            NodeValue::BlockQuote => self.children(node, Place { quoted: true, ..place }, out),
            NodeValue::MultilineBlockQuote(_) => {
                self.children(node, Place { quoted: true, between_tags: true, ..place }, out);
            }
            NodeValue::Item(ref list) => {
                let ordered = list.list_type == comrak::nodes::ListType::Ordered;
                self.item(node, place, ordered, None, out);
            }
            NodeValue::TaskItem(ref task) => {
                self.item(node, place, false, Some(task.symbol.unwrap_or(' ')), out);
            }
            NodeValue::BlockDirective(ref found) => {
                let quoted = boxes::Part::of(&found.info).is_quote();
                let place =
                    Place { quoted: place.quoted || quoted, between_tags: place.between_tags || quoted, ..place };
                self.children(node, place, out);
            }
            NodeValue::Table(_) => {
                for row in node.children() {
                    let header = matches!(row.data().value, NodeValue::TableRow(true));
                    let lines = row.children().map(|cell| self.cell(cell)).collect();
                    out.push(Block {
                        kind: BlockKind::Row { table: self.tables, header },
                        quoted: place.quoted,
                        lines,
                    });
                }
                self.tables += 1;
            }
            _ => self.children(node, place, out),
        }
    }

    fn children<'a>(&mut self, node: &'a AstNode<'a>, place: Place, out: &mut Vec<Block>) {
        for child in node.children() {
            self.blocks(child, place, out);
        }
    }

    fn item<'a>(
        &mut self,
        node: &'a AstNode<'a>,
        place: Place,
        ordered: bool,
        task: Option<char>,
        out: &mut Vec<Block>,
    ) {
        let mut inner = Place { depth: place.depth + 1, item: Some(Item { ordered, task, first: true }), ..place };
        for child in node.children() {
            self.blocks(child, inner, out);
            if let Some(item) = &mut inner.item {
                item.first = false;
            }
        }
    }

    /// A paragraph; text that a lazy continuation drags into a quote is taken out of it again.
    fn paragraph<'a>(&mut self, node: &'a AstNode<'a>, place: Place, out: &mut Vec<Block>) {
        let kind = match place.item {
            Some(Item { ordered, task, first: true }) => BlockKind::Item { depth: place.depth, ordered, task },
            Some(_) => BlockKind::ItemParagraph { depth: place.depth },
            None => BlockKind::Paragraph,
        };
        let mut lines = self.inline_lines(node);
        if !place.quoted && kind == BlockKind::Paragraph {
            return self.bulleted(lines, out);
        }
        if !place.quoted || place.between_tags {
            out.push(Block { kind, quoted: place.quoted, lines });
            return;
        }
        let lazy = lines.iter().position(|line| !self.is_quoted(line.number)).unwrap_or(lines.len());
        let outside = lines.split_off(lazy);
        out.push(Block { kind: kind.clone(), quoted: true, lines });
        if !outside.is_empty() {
            out.push(Block { kind: BlockKind::Paragraph, quoted: false, lines: outside });
        }
    }

    /// A paragraph whose lines open with the bullets of a word processor: each is an item of a list.
    fn bulleted(&self, lines: Vec<Line>, out: &mut Vec<Block>) {
        let mut open = Block { kind: BlockKind::Paragraph, quoted: false, lines: Vec::new() };
        for line in lines {
            // A bullet has been taken off the line, so it does not begin where its source does.
            if line.column > 1
                && self.source(line.number).is_some_and(|source| source.trim_start().starts_with(BULLETS))
            {
                let item = Block {
                    kind: BlockKind::Item { depth: 1, ordered: false, task: None },
                    quoted: false,
                    lines: Vec::new(),
                };
                let before = std::mem::replace(&mut open, item);
                out.extend(Some(before).filter(|block| !block.lines.is_empty()));
            }
            open.lines.push(line);
        }
        out.push(open);
    }

    fn is_quoted(&self, number: usize) -> bool {
        self.source(number).is_some_and(|line| line.trim_start().starts_with('>'))
    }

    fn source(&self, number: usize) -> Option<&str> {
        let lines = self.lines.get_or_init(|| self.body.lines().collect());
        lines.get(number - self.first_line).copied()
    }

    fn cell<'a>(&self, node: &'a AstNode<'a>) -> Line {
        let sourcepos = node.data().sourcepos;
        self.inline_lines(node).into_iter().reduce(joined).unwrap_or_else(|| Line {
            number: self.first_line + sourcepos.start.line - 1,
            column: sourcepos.start.column,
            ..Line::default()
        })
    }

    /// The text of a node's inlines, one [`Line`] per source line, empty ones left out.
    fn inline_lines<'a>(&self, node: &'a AstNode<'a>) -> Vec<Line> {
        let start = node.data().sourcepos.start;
        let mut writer = LineWriter { first_line: self.first_line, lines: Vec::new(), line: None };
        writer.begin(start.line, start.column);
        for child in node.children() {
            writer.inline(child);
        }
        writer.finish()
    }
}

/// Collects inline text, breaking it where the source breaks.
struct LineWriter {
    first_line: usize,
    lines: Vec<Line>,
    line: Option<Line>,
}

impl LineWriter {
    fn begin(&mut self, line: usize, column: usize) {
        self.line = Some(Line { number: self.first_line + line - 1, column, ..Line::default() });
    }

    fn length(&self) -> usize {
        self.line.as_ref().map_or(0, |line| line.text.len())
    }

    fn push(&mut self, text: &str, line: usize, column: usize) {
        if self.line.is_none() {
            self.begin(line, column);
        }
        if let Some(line) = &mut self.line {
            line.text.push_str(text);
        }
    }

    fn end_line(&mut self) {
        if let Some(mut line) = self.line.take() {
            let blank = opening(&line.text);
            line.text.truncate(line.text.trim_end().len());
            if blank > 0 && !line.text.is_empty() {
                line.text.drain(..blank);
                line.column += blank;
                for mark in &mut line.marks {
                    mark.range = mark.range.start.saturating_sub(blank)..mark.range.end.saturating_sub(blank);
                }
            }
            let length = line.text.len();
            for mark in &mut line.marks {
                mark.range = mark.range.start.min(length)..mark.range.end.min(length);
            }
            line.marks.sort_by_key(|mark| mark.range.start);
            if !line.text.is_empty() {
                self.lines.push(line);
            }
        }
    }

    fn inline<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        let start = data.sourcepos.start;
        match data.value {
            NodeValue::Text(ref text) => self.push(text, start.line, start.column),
            NodeValue::Code(ref code) => {
                let from = self.length();
                self.push(&code.literal, start.line, start.column);
                self.mark(from, MarkKind::Code);
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => self.end_line(),
            NodeValue::CodeBlock(ref code) => {
                self.end_line();
                for (index, words) in code.literal.lines().enumerate() {
                    self.push(words, start.line + index, start.column);
                    self.end_line();
                }
            }
            NodeValue::Strong => self.marked(node, MarkKind::Strong),
            NodeValue::Emph => self.marked(node, MarkKind::Emphasis),
            NodeValue::Strikethrough => self.marked(node, MarkKind::Strikethrough),
            NodeValue::Link(ref link) => {
                self.marked(node, MarkKind::Link { url: link.url.clone(), image: false });
            }
            NodeValue::Image(ref link) => {
                self.marked(node, MarkKind::Link { url: link.url.clone(), image: true });
            }
            // A list or a paragraph inside a cell.
            ref value if value.block() => {
                self.end_line();
                node.children().for_each(|child| self.inline(child));
                self.end_line();
            }
            _ => node.children().for_each(|child| self.inline(child)),
        }
    }

    /// Children with a mark over them; a mark that spans lines covers the part on its last line.
    fn marked<'a>(&mut self, node: &'a AstNode<'a>, kind: MarkKind) {
        let lines = self.lines.len();
        let from = self.length();
        let start = node.data().sourcepos.start;
        if self.line.is_none() {
            self.begin(start.line, start.column);
        }
        for child in node.children() {
            self.inline(child);
        }
        let from = if self.lines.len() == lines { from } else { 0 };
        self.mark(from, kind);
    }

    fn mark(&mut self, from: usize, kind: MarkKind) {
        let to = self.length();
        if let Some(line) = &mut self.line {
            line.marks.push(Mark { range: from.min(to)..to, kind });
        }
    }

    fn finish(mut self) -> Vec<Line> {
        self.end_line();
        self.lines
    }
}

/// The bullets of word processors and chats.
const BULLETS: [char; 5] = ['•', '◦', '▪', '‣', '●'];

/// Bytes before the words of a line: white space, and the bullet of a word processor.
fn opening(text: &str) -> usize {
    let words = text.trim_start();
    let words = words.strip_prefix(BULLETS).map_or(words, str::trim_start);
    text.len() - words.len()
}

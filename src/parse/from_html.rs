//! HTML to the nodes that Markdown of the same meaning has, so that whatever reads or shows a document knows one tree.
//!
//! Input: the text of an HTML block, an inline tag, or a whole page. Output: nodes without any HTML in them: no tag and no
//! attribute an author wrote ever reaches a page as it is. Works through the pieces once, with a stack that never grows
//! beyond [`NESTING`] levels: what lies deeper keeps its words.

mod elements;
mod inline;
mod list;
mod table;

use comrak::Arena;
use comrak::nodes::{
    Ast, AstNode, NodeBlockDirective, NodeCode, NodeCodeBlock, NodeHeading, NodeLink, NodeValue, Sourcepos,
};

use super::tags::{self, Piece, Placed, Tag};
use crate::budget::{self, NESTING};

pub use inline::inline;

pub use elements::target;
use elements::{Kind, date_of, is_telling, kind, language};
use table::Open;

/// The names of the boxes that a page may open and close; their first child holds the words that stay visible.
pub const DETAILS: &str = "details";
pub const SUMMARY: &str = "summary";

/// What became of a piece of HTML.
pub struct Built<'a> {
    /// Holds the nodes as its children.
    pub root: &'a AstNode<'a>,
    /// Tags or attributes were met that a page may not carry.
    pub removed: bool,
    /// A box that is not closed here: what follows belongs into it.
    pub opened: Option<&'a AstNode<'a>>,
    /// The end of a box that was not opened here stands first.
    pub closes: bool,
}

/// Builds nodes from HTML whose first line is `line`, counted from 1.
pub fn build<'a>(html: &str, line: usize, arena: &'a Arena<'a>) -> Built<'a> {
    build_from(tags::pieces(html), line, arena)
}

/// The same from the pieces of a text.
pub fn build_from<'a>(pieces: Vec<Placed>, line: usize, arena: &'a Arena<'a>) -> Built<'a> {
    budget::spend(pieces.len());
    let root = arena.alloc(NodeValue::Document.into());
    let mut builder = Builder {
        arena,
        first: line,
        at: (line, 1, line, 1).into(),
        open: vec![Frame { name: "", role: Role::Flow, node: root }],
        gap: Gap::None,
        fresh: true,
        removed: false,
        closes: false,
        tables: Vec::new(),
        seen: 0,
        skipped: 0,
    };
    for piece in pieces {
        builder.piece(piece);
    }
    let opened = builder.open.iter().rev().find(|frame| frame.name == DETAILS).map(|frame| frame.node);
    while builder.open.len() > 1 {
        builder.pop();
    }
    Built { root, removed: builder.removed, opened, closes: builder.closes }
}

/// What an open element takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Blocks.
    Flow,
    /// Text.
    Phrasing,
    /// Text, inside a block that takes text.
    Inline,
    /// Text and blocks.
    Cell,
    /// Characters as they are.
    Verbatim,
    Table,
    Row,
    List,
}

struct Frame<'a> {
    name: &'static str,
    role: Role,
    node: &'a AstNode<'a>,
}

/// What lies between the last word and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    /// The end of a line of the source.
    Line,
    Break,
}

struct Builder<'a> {
    arena: &'a Arena<'a>,
    first: usize,
    at: Sourcepos,
    open: Vec<Frame<'a>>,
    gap: Gap,
    /// Nothing was written yet in the block in hand.
    fresh: bool,
    removed: bool,
    closes: bool,
    tables: Vec<Open>,
    /// Texts and elements so far.
    seen: usize,
    /// Elements beyond [`NESTING`].
    skipped: usize,
}

impl<'a> Builder<'a> {
    fn piece(&mut self, placed: Placed) {
        let (line, column) = (self.first + placed.line, placed.column);
        self.at = (line, column, line, column).into();
        match placed.piece {
            Piece::Text(text) => self.text(&text),
            Piece::Open(tag) => self.start(&tag),
            Piece::Close(name) => self.end(&name),
        }
    }

    fn top(&self) -> &Frame<'a> {
        &self.open[self.open.len() - 1]
    }

    fn node(&self, value: NodeValue) -> &'a AstNode<'a> {
        self.arena.alloc(Ast::new_with_sourcepos(value, self.at).into())
    }

    fn push(&mut self, name: &'static str, role: Role, value: NodeValue) -> &'a AstNode<'a> {
        let node = self.node(value);
        self.top().node.append(node);
        self.open.push(Frame { name, role, node });
        self.seen += 1;
        node
    }

    fn is_full(&self) -> bool {
        self.open.len() >= NESTING
    }

    /// Closes the innermost element.
    fn pop(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        if frame.role == Role::Table {
            self.finish_table(frame.node);
        }
        let is_void = frame.node.first_child().is_none();
        let may_be_void = matches!(frame.role, Role::Verbatim | Role::Cell | Role::Table | Role::Row);
        if is_void && !may_be_void {
            frame.node.detach();
        }
        match frame.role {
            Role::Phrasing => (self.gap, self.fresh) = (Gap::None, true),
            Role::Verbatim if frame.name == "pre" || frame.name == "listing" => {
                let mut data = frame.node.data_mut();
                if let NodeValue::CodeBlock(ref mut code) = data.value
                    && !code.literal.is_empty()
                    && !code.literal.ends_with('\n')
                {
                    code.literal.push('\n');
                }
                (self.gap, self.fresh) = (Gap::Break, false);
            }
            Role::Verbatim => self.fresh = false,
            Role::Flow | Role::List => (self.gap, self.fresh) = (Gap::Break, false),
            _ => {}
        }
        if matches!(frame.role, Role::Cell | Role::Table | Role::Row) {
            (self.gap, self.fresh) = (Gap::Break, frame.role != Role::Table);
        }
    }

    /// Closes the paragraph in hand; in a cell, the words that follow begin a line.
    fn end_block(&mut self) {
        let blocks = self.open.iter().rposition(|frame| !matches!(frame.role, Role::Phrasing | Role::Inline));
        let block = blocks.unwrap_or(0);
        if self.open[block].role == Role::Verbatim {
            return;
        }
        while self.open.len() > block + 1 {
            self.pop();
        }
        if self.open[block].role == Role::Cell && !self.fresh {
            self.gap = Gap::Break;
        }
    }

    /// Makes sure that text may follow.
    fn phrasing(&mut self) {
        loop {
            match self.top().role {
                Role::Flow => {
                    (self.gap, self.fresh) = (Gap::None, true);
                    self.push("p", Role::Phrasing, NodeValue::Paragraph);
                }
                Role::List => self.item(None),
                Role::Table => self.row(),
                Role::Row => self.cell(false, 1, 1),
                _ => return,
            }
        }
    }

    /// Writes what lies between the words before and those that follow.
    fn bridge(&mut self) {
        if !self.fresh {
            let value = match self.gap {
                Gap::None => None,
                Gap::Space => Some(NodeValue::Text(" ".into())),
                Gap::Line => Some(NodeValue::SoftBreak),
                Gap::Break => Some(NodeValue::LineBreak),
            };
            if let Some(value) = value {
                self.top().node.append(self.node(value));
            }
        }
        (self.gap, self.fresh) = (Gap::None, false);
    }

    fn text(&mut self, text: &str) {
        if self.top().role == Role::Verbatim {
            return self.verbatim(text);
        }
        let blank = |c: char| c.is_whitespace();
        if text.chars().all(blank) && matches!(self.top().role, Role::Flow | Role::List | Role::Table | Role::Row) {
            return;
        }
        self.phrasing();
        self.seen += 1;
        let mut rest = text;
        while !rest.is_empty() {
            let words = rest.trim_start_matches(blank);
            let space = &rest[..rest.len() - words.len()];
            if !space.is_empty() {
                self.gap = self.gap.max(if space.contains('\n') { Gap::Line } else { Gap::Space });
            }
            let end = words.find(blank).unwrap_or(words.len());
            if end > 0 {
                self.word(&words[..end]);
            }
            rest = &words[end..];
        }
    }

    fn word(&mut self, word: &str) {
        let spaced = self.gap == Gap::Space && !self.fresh;
        if spaced {
            (self.gap, self.fresh) = (Gap::None, false);
        } else {
            self.bridge();
        }
        let last = self.top().node.last_child();
        if let Some(last) = last
            && let NodeValue::Text(ref mut known) = last.data_mut().value
        {
            let known = known.to_mut();
            if spaced {
                known.push(' ');
            }
            return known.push_str(word);
        }
        let text = if spaced { format!(" {word}") } else { word.to_owned() };
        self.top().node.append(self.node(NodeValue::Text(text.into())));
    }

    fn verbatim(&mut self, text: &str) {
        match self.top().node.data_mut().value {
            NodeValue::Code(ref mut code) => code.literal.push_str(&text.replace(['\n', '\u{a0}'], " ")),
            // The line break right behind the tag is no part of the code.
            NodeValue::CodeBlock(ref mut code) if code.literal.is_empty() => {
                code.literal.push_str(text.strip_prefix('\n').unwrap_or(text));
            }
            NodeValue::CodeBlock(ref mut code) => code.literal.push_str(text),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        let (kind, name) = kind(&tag.name);
        self.removed |= kind == Kind::Gone || is_telling(tag, kind);
        if self.top().role == Role::Verbatim {
            return self.start_verbatim(tag, kind);
        }
        let holds = !matches!(
            kind,
            Kind::Break
                | Kind::Image
                | Kind::Line
                | Kind::Rule
                | Kind::Input
                | Kind::Gone
                | Kind::Through
                | Kind::Unknown
        );
        if holds && self.is_full() {
            self.skipped += 1;
            self.gap = self.gap.max(Gap::Space);
            return;
        }
        if holds && tag.is_empty && !matches!(kind, Kind::Cell | Kind::Paragraph) {
            return;
        }
        match kind {
            Kind::Inline => self.inline(name),
            Kind::Break => self.part(tag),
            Kind::Paragraph => {
                self.end_block();
                if self.top().role == Role::Flow {
                    (self.gap, self.fresh) = (Gap::None, true);
                    self.push(name, Role::Phrasing, NodeValue::Paragraph);
                }
            }
            Kind::Heading(level) => self.heading(name, level),
            Kind::Quote => self.flow(name, NodeValue::MultilineBlockQuote(Default::default())),
            Kind::Pre => self.pre(name, tag),
            Kind::List => self.list(name, tag),
            Kind::Item => self.item(Some(tag)),
            Kind::Table => self.table(),
            Kind::Row => self.row(),
            Kind::Cell => {
                let span = |name: &str| tag.attribute(name).and_then(|span| span.trim().parse().ok()).unwrap_or(1);
                self.cell(name == "th", span("colspan"), span("rowspan"));
            }
            Kind::Term => {
                self.end_block();
                self.phrasing();
                self.inline("strong");
            }
            Kind::Definition => self.definition(),
            Kind::Details => self.flow(name, directive(DETAILS)),
            Kind::Summary => {
                self.flow(name, directive(SUMMARY));
                self.phrasing();
                self.inline("strong");
            }
            Kind::Code => {
                self.phrasing();
                self.bridge();
                self.push(name, Role::Verbatim, NodeValue::Code(NodeCode { num_backticks: 1, literal: String::new() }));
            }
            Kind::Link => self.link(tag),
            Kind::Image => self.image(tag),
            Kind::Line => {
                if !matches!(self.top().role, Role::Flow | Role::List | Role::Table | Role::Row) && !self.fresh {
                    self.gap = Gap::Break;
                }
            }
            Kind::Rule => {
                self.end_block();
                if self.top().role == Role::Flow {
                    self.top().node.append(self.node(NodeValue::ThematicBreak));
                }
            }
            Kind::Input => self.input(tag),
            Kind::Gone | Kind::Through => {}
            Kind::Unknown => self.component(tag),
        }
    }

    /// A tag inside code: only a break of line and what tells the language mean anything there.
    fn start_verbatim(&mut self, tag: &Tag, kind: Kind) {
        let block = matches!(self.top().name, "pre" | "listing");
        match kind {
            Kind::Line => self.verbatim(if block { "\n" } else { " " }),
            Kind::Code => {
                if let NodeValue::CodeBlock(ref mut code) = self.top().node.data_mut().value
                    && code.info.is_empty()
                {
                    code.info = language(tag);
                }
            }
            // Code that is never closed ends with its cell.
            Kind::Row | Kind::Cell | Kind::Item | Kind::Heading(_) | Kind::Table if !block => {
                self.pop();
                self.start(tag);
            }
            _ => {}
        }
    }

    fn inline(&mut self, name: &'static str) {
        let value = match name {
            "b" | "strong" => NodeValue::Strong,
            "i" | "em" => NodeValue::Emph,
            "s" | "del" | "strike" => NodeValue::Strikethrough,
            "sub" => NodeValue::Subscript,
            _ => NodeValue::Superscript,
        };
        self.phrasing();
        self.opening();
        self.push(name, Role::Inline, value);
    }

    /// Puts the gap in front of an inline element and not into it; whether anything was written stays as it was.
    fn opening(&mut self) {
        if !self.fresh {
            self.bridge();
        }
        self.gap = Gap::None;
    }

    fn heading(&mut self, name: &'static str, level: u8) {
        self.end_block();
        if self.top().role != Role::Flow {
            // In a cell it stands out and is no part of the document's outline.
            self.phrasing();
            self.opening();
            self.push(name, Role::Inline, NodeValue::Strong);
            return;
        }
        (self.gap, self.fresh) = (Gap::None, true);
        self.push(name, Role::Phrasing, NodeValue::Heading(NodeHeading { level, setext: false, closed: false }));
    }

    /// An element that takes blocks.
    fn flow(&mut self, name: &'static str, value: NodeValue) {
        self.end_block();
        if !matches!(self.top().role, Role::Flow | Role::Cell) {
            self.phrasing();
        }
        (self.gap, self.fresh) = (Gap::None, true);
        self.push(name, Role::Flow, value);
    }

    fn pre(&mut self, name: &'static str, tag: &Tag) {
        self.end_block();
        if !matches!(self.top().role, Role::Flow | Role::Cell) {
            self.phrasing();
        }
        let code = NodeCodeBlock {
            fenced: false,
            fence_char: b'`',
            fence_length: 3,
            fence_offset: 0,
            info: language(tag),
            literal: String::new(),
            closed: true,
        };
        self.push(name, Role::Verbatim, NodeValue::CodeBlock(Box::new(code)));
    }

    fn link(&mut self, tag: &Tag) {
        self.close_to(&["a"], &["td", "th", "li", "p"]);
        let Some(url) = tag.attribute("href").map(target).filter(|url| !url.trim().is_empty()) else { return };
        self.phrasing();
        self.opening();
        let title = tag.attribute("title").unwrap_or_default().to_owned();
        self.push("a", Role::Inline, NodeValue::Link(Box::new(NodeLink { url, title })));
    }

    fn image(&mut self, tag: &Tag) {
        let words = tag.attribute("alt").or_else(|| tag.attribute("title")).unwrap_or_default().trim().to_owned();
        let source = tag.attribute("src").unwrap_or_default();
        let is_inside = source.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
        self.phrasing();
        self.seen += 1;
        if source.trim().is_empty() || is_inside {
            // A picture that is written into the page itself is not published; its words are.
            return self.text(&words);
        }
        self.bridge();
        let image = self.node(NodeValue::Image(Box::new(NodeLink { url: source.to_owned(), title: String::new() })));
        if !words.is_empty() {
            image.append(self.node(NodeValue::Text(words.into())));
        }
        self.top().node.append(image);
    }

    /// A box of a page that means nothing but where a paragraph ends.
    fn part(&mut self, tag: &Tag) {
        if tag.name == "div" && tag.has_class("checkbox") {
            return self.tick(tag.has_class("checkbox-on"));
        }
        if matches!(tag.name.as_str(), "thead" | "tbody" | "tfoot" | "colgroup" | "caption") {
            self.close_to(&["tr", "td", "th"], &["table"]);
            if let Some(table) = self.tables.last_mut() {
                table.in_head = tag.name == "thead";
            }
        }
        self.end_block();
    }

    /// A component of a page: the date it carries stands before its text.
    fn component(&mut self, tag: &Tag) {
        self.gap = self.gap.max(Gap::Space);
        if let Some(date) = date_of(tag) {
            self.end_block();
            self.phrasing();
            self.text(&format!("{date}: "));
        }
    }

    fn end(&mut self, name: &str) {
        let (kind, known) = kind(name);
        if self.top().role == Role::Verbatim {
            let block = matches!(self.top().name, "pre" | "listing");
            if self.top().name == known {
                return self.pop();
            }
            let ends = matches!(kind, Kind::Cell | Kind::Row | Kind::Table | Kind::Item | Kind::List | Kind::Paragraph);
            if block || !ends {
                return;
            }
            self.pop();
        }
        match kind {
            Kind::Break => {
                if name == "thead" {
                    self.close_to(&["tr", "td", "th"], &["table"]);
                    if let Some(table) = self.tables.last_mut() {
                        table.in_head = false;
                    }
                }
                self.end_block();
            }
            Kind::Unknown => self.gap = self.gap.max(Gap::Space),
            Kind::Line => self.start(&Tag::plain("br")),
            Kind::Term | Kind::Gone | Kind::Through | Kind::Image | Kind::Rule | Kind::Input => {}
            Kind::Definition => self.end_block(),
            _ => {
                if self.skipped > 0 && self.is_full() {
                    self.skipped -= 1;
                    self.gap = self.gap.max(Gap::Space);
                    return;
                }
                if kind == Kind::Details {
                    self.closes |= self.seen == 0 && self.open.len() == 1;
                }
                let stops: &[&str] = match kind {
                    Kind::Table => &[],
                    Kind::Row | Kind::Cell => &["table"],
                    Kind::Item => &["ul", "ol", "menu", "td", "th", "table"],
                    _ => &["td", "th", "table"],
                };
                if !self.close_to(&[known], stops) && kind == Kind::Paragraph {
                    self.end_block();
                }
            }
        }
    }

    /// Closes everything up to the innermost element of one of these names, that one too, unless one of `stops` lies
    /// between. Whether there was one.
    fn close_to(&mut self, names: &[&str], stops: &[&str]) -> bool {
        let mut found = None;
        for at in (1..self.open.len()).rev() {
            let name = self.open[at].name;
            if names.contains(&name) {
                found = Some(at);
                // A row is closed with the cell in it.
                if !(names.contains(&"tr") && name != "tr") {
                    break;
                }
            } else if stops.contains(&name) {
                break;
            }
        }
        let Some(at) = found else { return false };
        while self.open.len() > at {
            self.pop();
        }
        true
    }
}

fn directive(name: &str) -> NodeValue {
    NodeValue::BlockDirective(Box::new(NodeBlockDirective { fence_length: 3, fence_offset: 0, info: name.to_owned() }))
}

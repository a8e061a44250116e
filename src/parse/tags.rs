//! HTML to a flat list of tags and texts, each with its place: the one module that names html5ever.
//!
//! Only its tokeniser is asked, which never looks back: what nests in what is decided by `from_html`,
//! which counts depth before it builds anything.

use std::cell::{Cell, RefCell};

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A tag or a text, and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Counted from 0 within the text.
    pub line: usize,
    /// Counted from 1 in characters.
    pub column: usize,
    pub piece: Piece,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// With its entities decoded.
    Text(String),
    Open(Tag),
    /// The name of what ends.
    Close(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// In lower case.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Written with a capital: a component of a page, where the rest of the page is in lower case.
    pub capital: bool,
    /// `<td/>`: it holds nothing.
    pub is_empty: bool,
}

impl Tag {
    /// One without attributes.
    pub fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), capital: false, is_empty: false }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether `class` holds a word.
    pub fn has_class(&self, word: &str) -> bool {
        self.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(|known| known == word))
    }
}

/// Elements whose text no browser shows.
const UNSEEN: &[(&str, &str, RawKind)] =
    &[("script", "</script", RawKind::ScriptData), ("style", "</style", RawKind::Rawtext)];

/// Takes a text apart. Comments and declarations are left out, and so is what stands in scripts and styles that end.
pub fn pieces(html: &str) -> Vec<Placed> {
    let sink = Sink {
        found: RefCell::new(Vec::new()),
        place: Cell::new((0, 1)),
        capital: Cell::new(false),
        offset: Cell::new(0),
        ends: UNSEEN.iter().map(|(_, end, _)| last_of(html, end)).collect(),
        unseen: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let (mut line, mut column, mut at) = (0, 1, 0);
    while at < html.len() {
        let rest = &html[at..];
        let end = chunk(rest);
        let chunk = &rest[..end];
        tokenizer.sink.place.set((line, column));
        tokenizer.sink.offset.set(at);
        if let Some(tag) = chunk.strip_prefix('<') {
            tokenizer.sink.capital.set(tag.starts_with(|c: char| c.is_ascii_uppercase()));
        }
        queue.push_back(StrTendril::from(chunk));
        while let html5ever::TokenizerResult::Script(()) = tokenizer.feed(&queue) {}
        match chunk.ends_with('\n') {
            true => (line, column) = (line + 1, 1),
            false => column += chunk.chars().count(),
        }
        at += end;
    }
    tokenizer.end();
    tokenizer.sink.found.into_inner()
}

/// Bytes up to the next place where a tag may begin or end, or a line ends.
fn chunk(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    match memchr::memchr3(b'<', b'>', b'\n', &bytes[1..]).map(|at| at + 1) {
        _ if matches!(bytes[0], b'>' | b'\n') => 1,
        Some(at) if bytes[at] == b'<' => at,
        Some(at) => at + 1,
        None => rest.len(),
    }
}

/// Where an end tag stands last, in either case.
fn last_of(html: &str, end: &str) -> Option<usize> {
    let name = &end.as_bytes()[2..];
    let bytes = html.as_bytes();
    memchr::memmem::rfind_iter(bytes, b"</")
        .find(|at| bytes.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

struct Sink {
    found: RefCell<Vec<Placed>>,
    place: Cell<(usize, usize)>,
    capital: Cell<bool>,
    /// Where what is being read begins.
    offset: Cell<usize>,
    /// Where each of [`UNSEEN`] ends for the last time.
    ends: Vec<Option<usize>>,
    /// Inside one of them.
    unseen: Cell<bool>,
}

impl Sink {
    fn push(&self, piece: Piece) {
        let (line, column) = self.place.get();
        self.found.borrow_mut().push(Placed { line, column, piece });
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !self.unseen.get() => self.push(Piece::Text(text.to_string())),
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => {
                self.unseen.set(false);
                self.push(Piece::Close(tag.name.to_string()));
            }
            Token::TagToken(tag) => {
                let hides = UNSEEN.iter().zip(&self.ends).find(|((name, ..), _)| **name == *tag.name);
                let ended = hides.filter(|(_, end)| end.is_some_and(|end| end > self.offset.get()));
                let attributes = tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string()));
                self.push(Piece::Open(Tag {
                    name: tag.name.to_string(),
                    attributes: attributes.collect(),
                    capital: self.capital.get(),
                    is_empty: tag.self_closing,
                }));
                if let Some(((_, _, kind), _)) = ended {
                    self.unseen.set(true);
                    return TokenSinkResult::RawData(*kind);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<(usize, usize, String)> {
        let texts = pieces(html).into_iter().filter_map(|placed| match placed.piece {
            Piece::Text(text) if !text.trim().is_empty() => Some((placed.line, placed.column, text)),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn every_text_knows_where_it_stands() {
        let found = texts("<p>One &amp; two</p>\n  <b title=\">\">three</b>");
        let joined: Vec<_> = found.iter().map(|(line, _, text)| (*line, text.trim())).collect();
        assert_eq!(joined, [(0, "One"), (0, "&"), (0, "two"), (1, "three")]);
        assert_eq!((found[0].1, found[3].1), (4, 16));
    }

    #[test]
    fn what_no_browser_shows_is_left_out_where_it_ends() {
        assert_eq!(texts("<style>a{}</style>x<!-- y --><SCRIPT>z</SCRIPT>").len(), 1);
        assert_eq!(texts("<script>is never closed").len(), 1);
        assert_eq!(texts("<script>a</script> b <script>c").len(), 2);
    }
}

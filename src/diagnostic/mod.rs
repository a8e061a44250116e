//! What the tool has to say about its input: a code, a place, a message and one remedy.

mod catalogue;

pub use catalogue::{CATALOGUE, Entry, find};

/// One finding. Findings never stop a build; they say where a document could not be read as meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The catalogue's entry: id, name, level, explanation.
    pub entry: &'static Entry,
    pub level: Level,
    /// Relative to the archive, with forward slashes; `None` for the archive as a whole.
    pub path: Option<String>,
    pub span: Option<Span>,
    pub message: String,
    /// What to do about it, in one sentence.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of the catalogue's entry called `name`.
    ///
    /// # Panics
    /// If the catalogue has no such entry, which a test rules out for every name used in the sources.
    pub fn new(name: &str, message: impl Into<String>) -> Self {
        let entry = find(name).unwrap_or_else(|| panic!("no diagnostic is called {name}"));
        Self { entry, level: entry.level, path: None, span: None, message: message.into(), help: None }
    }

    pub fn at(mut self, path: &str, span: Option<Span>) -> Self {
        self.path = Some(path.to_owned());
        self.span = span;
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A place in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// In characters; 0 marks the whole line.
    pub length: usize,
}

impl Span {
    pub fn line(line: usize) -> Self {
        Self { line, column: 1, length: 0 }
    }

    pub fn new(line: usize, column: usize, length: usize) -> Self {
        Self { line, column, length }
    }
}

/// How bad a finding is. (`Severity` belongs to incidents.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Note,
    Warning,
    Error,
}

//! What a reader asks for, as data.

/// A query as it was understood. Every text has one; nothing is ever a syntax error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    pub clauses: Vec<Clause>,
    /// What had to be read differently than it was written.
    pub notes: Vec<Note>,
}

/// One condition, wanted or unwanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    pub condition: Condition,
    /// `-`: documents that fulfil it are left out.
    pub excluded: bool,
    /// As it was typed, to put a query together again.
    pub source: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    Word(String),
    /// `certif*`
    Prefix(String),
    /// `~conection`
    Fuzzy(String),
    /// Words in this order; up to `slop` steps out of place.
    Phrase {
        text: String,
        slop: u32,
    },
    /// `service:a,b`: any of the values, folded; a value may end in `*`.
    Label {
        field: &'static str,
        values: Vec<String>,
    },
    /// First day and first day after, in days since 1970-01-01; at least one is given.
    Days {
        from: Option<i64>,
        until: Option<i64>,
    },
    /// At least and at most this many minutes; at least one is given.
    Minutes {
        from: Option<u64>,
        to: Option<u64>,
    },
}

impl Condition {
    /// Whether it is about words rather than about fields.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Prefix(_) | Self::Fuzzy(_) | Self::Phrase { .. })
    }
}

/// Something the reader should be told about the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Longer than [`super::LONGEST_QUERY`] bytes or [`super::MOST_CLAUSES`] clauses: the rest was left out.
    Shortened,
    /// `duration:soon` has no reading as a condition and was searched as words.
    ReadAsWords { source: String },
    /// No field has this value; `nearest` is the closest one it has.
    UnknownLabel { field: &'static str, value: String, nearest: Option<String> },
    /// A prefix begins more words than are searched.
    ManyWords { prefix: String, words: usize, searched: usize },
    /// Too few documents have the word as typed, so this one was searched as well.
    Corrected { from: String, to: String },
    /// No document has all words; those with at least `needed` of `words` are shown.
    /// Nothing in the query is a word.
    NoWords,
    /// What stands before a colon is no field, so both sides were searched as words.
    UnknownField { name: String },
    /// A word that no document has, and the words that begin with it.
    Begun { from: String, to: Vec<String> },
    /// Other words for the same thing, which were searched too.
    Widened(Vec<(String, Vec<String>)>),
    /// No document has all the words; how many there are.
    Nearest { words: usize },
    /// After the documents with every word come others that lack some.
    Partly { whole: usize, others: usize },
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shortened => {
                write!(f, "the query was cut to {} bytes and {} parts", super::LONGEST_QUERY, super::MOST_CLAUSES)
            }
            Self::ReadAsWords { source } => write!(f, "\"{source}\" was searched as plain words"),
            Self::UnknownLabel { field, value, nearest: None } => write!(f, "no {field} is called \"{value}\""),
            Self::UnknownLabel { field, value, nearest: Some(nearest) } => {
                write!(f, "no {field} is called \"{value}\"; did you mean \"{nearest}\"?")
            }
            Self::ManyWords { prefix, words, searched } => {
                write!(f, "{words} words begin with \"{prefix}\"; the {searched} most frequent were searched")
            }
            Self::Corrected { from, to } => write!(f, "no document has \"{from}\"; searched for \"{to}\""),
            Self::NoWords => f.write_str("there is no word in this to search for"),
            Self::UnknownField { name } => write!(f, "there is no field \"{name}\"; both sides were searched as words"),
            Self::Begun { from, to } => {
                write!(f, "no document has \"{from}\"; searched for what begins with it: {}", to.join(", "))
            }
            Self::Widened(words) => {
                let each = words.iter().map(|(from, to)| format!("{} ({from})", to.join(", ")));
                write!(f, "also searched for words that mean the same: {}", each.collect::<Vec<_>>().join("; "))
            }
            Self::Nearest { words: 2 } => f.write_str("no document has both words; those with either are shown"),
            Self::Nearest { words } => {
                write!(f, "no document has all {words} words; those that come nearest are shown")
            }
            Self::Partly { whole, others } => {
                let have = if *whole == 1 { "document has" } else { "documents have" };
                let lack = if *others == 1 { "lacks" } else { "lack" };
                write!(f, "{whole} {have} every word; {others} more {lack} some of them")
            }
        }
    }
}

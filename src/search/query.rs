//! What a reader asks for, as data.

use serde::Serialize;

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
///
/// Serialised as `code`, `values` where it has some, and `text`: the same in plain English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", content = "values", rename_all = "snake_case")]
pub enum Note {
    /// Longer than [`super::LONGEST_QUERY`] bytes or [`super::MOST_CLAUSES`] clauses: the rest was left out.
    Shortened { bytes: usize, parts: usize },
    /// The value of a field cannot be read, so it was left out: what it should name, and an example of it.
    Unreadable { source: String, wanted: &'static str, example: &'static str },
    /// No field has this value; `nearest` is the closest one it has.
    UnknownLabel { field: &'static str, value: String, nearest: Option<String> },
    /// A prefix begins more words than are searched.
    ManyWords { prefix: String, words: usize, searched: usize },
    /// Too few documents have the word as typed, so this one was searched as well.
    Corrected { from: String, to: String },
    /// Nothing in the query is a word.
    NoWords,
    /// What stands before a colon is no field, so both sides were searched as words.
    UnknownField { name: String },
    /// A word that no document has, and the words that begin with it.
    Begun { from: String, to: Vec<String> },
    /// Other words for the same thing, which were searched too.
    Widened { words: Vec<Widened> },
    /// No document has all the words; how many there are.
    Nearest { words: usize },
    /// After the documents with every word come others that lack some.
    Partly { whole: usize, others: usize },
    /// A date that no calendar has; `read_as` is the last day of its month, or else it was left out.
    NoSuchDate { source: String, read_as: Option<String> },
    /// A range whose end comes before its beginning, and the range it was read as.
    Backwards { source: String, read_as: String },
    /// Conditions that nothing can fulfil together.
    NothingBetween { sources: Vec<String> },
    /// Days counted from `today`: the first and the last of them.
    Counted { source: String, from: Option<String>, to: Option<String>, today: String },
}

/// A word, or several in a row, and what else was searched for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Widened {
    pub from: String,
    pub to: Vec<String>,
}

/// The first few of many, and how many more there are: all of them stand in the remark's values.
fn named(words: &[String]) -> String {
    const NAMED: usize = 4;
    match words.get(..NAMED) {
        Some(first) if words.len() > NAMED + 1 => {
            format!("{} and {} more", first.join(", "), words.len() - NAMED)
        }
        _ => words.join(", "),
    }
}

/// A note with its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark<'n> {
    #[serde(flatten)]
    note: &'n Note,
    text: String,
}

impl<'n> From<&'n Note> for Remark<'n> {
    fn from(note: &'n Note) -> Self {
        Self { note, text: note.to_string() }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shortened { bytes, parts } => write!(f, "the query was cut to {bytes} bytes and {parts} parts"),
            Self::Unreadable { source, wanted, example } => {
                write!(f, "\"{source}\" names no {wanted} and was left out; {example} does")
            }
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
            Self::Widened { words } => {
                let each = words.iter().map(|it| format!("{} ({})", named(&it.to), it.from));
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
            Self::NoSuchDate { source, read_as: None } => write!(f, "there is no such date; left out: {source}"),
            Self::NoSuchDate { source, read_as: Some(day) } => {
                write!(f, "there is no such date as in \"{source}\"; read as {day}")
            }
            Self::Backwards { source, read_as } => write!(f, "\"{source}\" runs backwards; read as {read_as}"),
            Self::NothingBetween { sources } => write!(f, "nothing can be both {}", sources.join(" and ")),
            Self::Counted { source, from, to, today } => {
                let days = match (from, to) {
                    (Some(from), Some(to)) if from == to => format!("on {from}"),
                    (Some(from), Some(to)) => format!("from {from} to {to}"),
                    (Some(from), None) => format!("from {from} on"),
                    (None, to) => format!("up to {}", to.as_deref().unwrap_or_default()),
                };
                write!(f, "\"{source}\" is {days}, counted from {today}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_note_is_a_code_with_values_and_a_sentence() {
        for (note, expected) in [
            (Note::NoWords, json!({ "code": "no_words", "text": "there is no word in this to search for" })),
            (
                Note::Partly { whole: 1, others: 2 },
                json!({
                    "code": "partly",
                    "values": { "whole": 1, "others": 2 },
                    "text": "1 document has every word; 2 more lack some of them",
                }),
            ),
            (
                Note::Widened { words: vec![Widened { from: "oom".into(), to: vec!["out of memory".into()] }] },
                json!({
                    "code": "widened",
                    "values": { "words": [{ "from": "oom", "to": ["out of memory"] }] },
                    "text": "also searched for words that mean the same: out of memory (oom)",
                }),
            ),
        ] {
            assert_eq!(serde_json::to_value(Remark::from(&note)).unwrap(), expected);
        }
    }
}

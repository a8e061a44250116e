//! The boxes of MkDocs: a line that names one, and what is indented below it.

use std::borrow::Cow;

use crate::budget::NESTING;
use crate::parse::boxes::is_kind;

/// Columns that the body of a box is indented by.
const INDENT: usize = 4;

/// The boxes that the line in hand stands in, and what is known of lines further down.
pub struct Boxes {
    /// The column each begins in.
    open: Vec<usize>,
    /// For each line the indent of the next one that is not blank.
    next: Vec<usize>,
}

impl Boxes {
    pub fn new(body: &str) -> Self {
        if !body.contains("!!!") && !body.contains("???") {
            return Self { open: Vec::new(), next: Vec::new() };
        }
        let mut indent = 0;
        let indents = body.split('\n').rev().map(|line| {
            if !line.trim().is_empty() {
                indent = columns(line);
            }
            indent
        });
        let mut next: Vec<usize> = indents.collect();
        next.reverse();
        Self { open: Vec::new(), next }
    }

    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Leaves the boxes that end above a line. What stands before its words in those that are left, and its words.
    pub fn enter<'l>(&mut self, index: usize, line: &'l str) -> (String, Cow<'l, str>) {
        let indent = self.next.get(index).copied().unwrap_or_default();
        while self.open.pop_if(|base| indent < *base + INDENT).is_some() {}
        if self.open.is_empty() {
            return (String::new(), Cow::Borrowed(line));
        }
        let words = line.trim_start();
        let spaces = columns(line);
        let (mut prefix, mut at) = (String::new(), 0);
        for base in &self.open {
            prefix.extend(std::iter::repeat_n(' ', base - at));
            prefix.push_str(if words.is_empty() { ">" } else { ">   " });
            at = base + INDENT;
        }
        (prefix, Cow::Owned(" ".repeat(spaces.saturating_sub(at)) + words))
    }

    /// Opens the box that a line names; `words` is what it holds behind the boxes around it.
    pub fn open(&mut self, line: &str, words: &str) {
        if self.open.len() < NESTING / 4 {
            let outer = self.open.last().map_or(0, |base| base + INDENT);
            self.open.push(if self.open.is_empty() { columns(line) } else { outer + columns(words) });
        }
    }
}

/// Columns before the first word; a tab reaches to the next stop.
fn columns(line: &str) -> usize {
    let blank = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blank.fold(0, |at, byte| if byte == b'\t' { at + INDENT - at % INDENT } else { at + 1 })
}

/// `!!! warning "Title"`, `??? note` and `???+ note` as the first line of a quote with a name.
pub fn header(words: &str, lines: &[&str], index: usize) -> Option<String> {
    let bare = words.trim_start();
    let (rest, fold) = match bare.strip_prefix("!!!") {
        Some(rest) => (rest, ""),
        None => {
            let rest = bare.strip_prefix("???")?;
            rest.strip_prefix('+').map_or((rest, "-"), |rest| (rest, "+"))
        }
    };
    let rest = rest.strip_prefix([' ', '\t'])?.trim();
    let (names, title) = match rest.split_once('"') {
        Some((names, title)) => (names.trim_end(), title.strip_suffix('"')?),
        None => (rest, ""),
    };
    let kind = names.split_whitespace().next()?;
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let below = lines.get(index + 1).is_some_and(|line| columns(line) >= columns(lines[index]) + INDENT);
    let names_a_box = names.split_whitespace().all(is_name) && (is_kind(kind) || below || !title.is_empty());
    let indent = &words[..words.len() - bare.len()];
    names_a_box.then(|| format!("{indent}> [!{kind}]{fold} {title}").trim_end().to_owned())
}

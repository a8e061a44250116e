//! What stands between two words: a pause, or the end of a sentence, in spite of `e.g.`, `v1.2` and `nginx.conf`.
//!
//! In: a character outside a word. Out: what a reader takes it for. The one place that knows where a sentence ends.

/// Where a stop may be followed by these before the white space that ends a sentence.
pub(super) const CLOSING: &[char] = &['"', '\'', ')', ']', '\u{201d}', '\u{2019}', '*', '_', '`'];

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "etc", "vs", "approx", "mr", "mrs", "ms", "dr", "fig", "cf", "ca", "al", "resp", "incl",
    "excl", "inc", "ltd", "corp", "dept", "est", "st", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "a.m", "p.m", "u.s", "min", "max", "no", "ver", "sec", "hrs", "nr",
];

/// Bytes after which a sentence ends at the next white space, and those after which any sign will do. Nobody writes such
/// sentences: what has no stop for so long is a list or a dump. Every reader of a sentence may therefore hold each of its
/// words against each other one, and reading stays linear in the length of a document.
const LONGEST: usize = 2_000;
const LONGEST_WITHOUT_SPACE: usize = 2_200;

/// Whether a sentence that begins at `start` must end at the character at `at`, which belongs to no word.
pub(super) fn is_endless(text: &str, start: usize, at: usize) -> bool {
    let length = at.saturating_sub(start);
    length >= LONGEST_WITHOUT_SPACE || length >= LONGEST && text.as_bytes()[at].is_ascii_whitespace()
}

/// What a character between two words does, as a set: a gap is all of its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Gap(u8);

impl Gap {
    pub(super) const NONE: Self = Self(0);
    /// A comma, a colon, a parenthesis or a dash.
    pub(super) const PAUSE: Self = Self(1);
    /// A full stop, a question or exclamation mark that ends a sentence, in any script.
    pub(super) const STOP: Self = Self(2);
    pub(super) const SEMICOLON: Self = Self(4);
    /// A line break after which a list item, a table row, a heading, a quote or nothing stands.
    pub(super) const BLOCK: Self = Self(8);
    /// The colon of a label: what it labels stands on the next line.
    pub(super) const LABEL: Self = Self(16);
    /// Any other line break.
    pub(super) const LINE: Self = Self(32);

    /// What ends a sentence of running text.
    pub(super) const SENTENCE: Self = Self(Self::STOP.0 | Self::SEMICOLON.0 | Self::BLOCK.0 | Self::LABEL.0);
    /// What parts two clauses.
    pub(super) const CLAUSE: Self = Self(Self::SENTENCE.0 | Self::PAUSE.0);

    pub(super) fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Reads the character `c`, which stands at byte `at` of the text outside a word.
    pub(super) fn of(text: &str, at: usize, c: char) -> Self {
        match c {
            ':' if ends_label(&text[at + 1..]) => Self(Self::PAUSE.0 | Self::LABEL.0),
            ',' | ':' | '(' | ')' | '\u{2014}' | '\u{2013}' => Self::PAUSE,
            '-' if text[..at].ends_with(' ') && text[at + 1..].starts_with(' ') => Self::PAUSE,
            ';' => Self::SEMICOLON,
            '。' | '！' | '？' => Self::STOP,
            '.' | '!' | '?' if stops(text, at, c) => Self::STOP,
            '\n' if begins_block(&text[at + 1..]) => Self(Self::BLOCK.0 | Self::LINE.0),
            '\n' => Self::LINE,
            _ => Self::NONE,
        }
    }
}

/// Whether a stop ends its sentence: before white space, and not where it shortens a word or counts an item.
fn stops(text: &str, at: usize, c: char) -> bool {
    let gap = text[at + 1..].trim_start_matches(CLOSING);
    if c != '.' {
        return gap.is_empty() || gap.starts_with(char::is_whitespace);
    }
    let before = &text[..at];
    let goes_on = || before.ends_with("..") && gap.trim_start().starts_with(char::is_lowercase);
    gap.starts_with(char::is_whitespace) && !is_abbreviation(before, gap) && !counts_a_list(before) && !goes_on()
}

fn is_abbreviation(before: &str, behind: &str) -> bool {
    let part = before.char_indices().rev().take(8).take_while(|(_, c)| c.is_alphanumeric() || *c == '.').last();
    let word = &before[part.map_or(before.len(), |(at, _)| at)..];
    // "No. 7" is a number, "No. It was the disk." an answer.
    let answers = word.eq_ignore_ascii_case("no")
        && !behind.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '#' | '_' | '`'));
    !answers && ABBREVIATIONS.iter().any(|abbreviation| abbreviation.eq_ignore_ascii_case(word))
}

/// `1.` at the start of a line.
fn counts_a_list(before: &str) -> bool {
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let line_start = number.trim_end_matches([' ', '\t']);
    (1..=3).contains(&(before.len() - number.len())) && (line_start.is_empty() || line_start.ends_with('\n'))
}

fn begins_block(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t']);
    line.starts_with(['\n', '\r', '-', '*', '+', '|', '#', '>']) || starts_with_number(line)
}

fn starts_with_number(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && line[digits..].starts_with(['.', ')']) && line[digits + 1..].starts_with(' ')
}

/// A colon at the end of a line: "Tasks:" and then the tasks.
fn ends_label(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t', '*', '_', '\r']).starts_with('\n')
}

//! Colours for terminals and protection from what documents may hold.
//!
//! Input: words and their role. Output: the words, coloured where that was asked for, with nothing in them that a
//! terminal would obey.

use std::borrow::Cow;

/// Colours words, or leaves them as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    enabled: bool,
}

/// The role of some words in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Heading,
    /// The left column of a table.
    Label,
    /// Less important than what stands around it.
    Faint,
    Error,
    Warning,
    Note,
    Help,
    Good,
    /// A word that a search found.
    Match,
}

impl Paint {
    pub const fn new(enabled: bool) -> Self {
        Self { enabled }
    }

    pub const fn is_enabled(self) -> bool {
        self.enabled
    }

    pub fn text(self, style: Style, text: &str) -> String {
        if self.enabled { format!("\u{1b}[{}m{text}\u{1b}[0m", sgr(style)) } else { text.to_owned() }
    }
}

/// Parameters of "select graphic rendition".
const fn sgr(style: Style) -> &'static str {
    match style {
        Style::Heading => "1",
        Style::Label => "36",
        Style::Faint => "2",
        Style::Error => "1;31",
        Style::Warning => "1;33",
        Style::Note => "1;34",
        Style::Help => "1;36",
        Style::Good => "32",
        Style::Match => "1;33",
    }
}

/// The words of a document without anything a terminal would obey: control characters and the marks that reverse the
/// direction of text become U+FFFD, a tab becomes a space. Line ends are kept.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c != '\n' && is_harmful(c)) {
        return Cow::Borrowed(text);
    }
    let shown = |c| match c {
        '\n' => '\n',
        '\t' => ' ',
        c if is_harmful(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// [`harmless`], on one line.
pub fn harmless_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Breaks text into lines of at most `width` characters, at spaces where there are any.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_of_a_document_never_reach_the_terminal() {
        let cases = [
            ("plain, with ümlaut", "plain, with ümlaut"),
            ("\u{1b}[31mred\u{1b}[0m", "\u{fffd}[31mred\u{fffd}[0m"),
            ("a\tb\r\n", "a b\u{fffd}\n"),
            ("safe\u{202e}elif", "safe\u{fffd}elif"),
            ("bell\u{7}", "bell\u{fffd}"),
        ];
        for (written, shown) in cases {
            assert_eq!(harmless(written), shown);
        }
    }

    #[test]
    fn text_is_broken_at_spaces() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensibilities", 5), ["incomprehensibilities"]);
        assert_eq!(wrapped("  ", 5), Vec::<String>::new());
    }

    #[test]
    fn words_are_coloured_only_when_asked_for() {
        assert_eq!(Paint::new(false).text(Style::Error, "no"), "no");
        assert_eq!(Paint::new(true).text(Style::Error, "no"), "\u{1b}[1;31mno\u{1b}[0m");
    }
}

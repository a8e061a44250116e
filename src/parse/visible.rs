//! Text without characters that nobody sees.
//!
//! Marks that turn the direction of writing can show a reader other words than the ones that stand there, and so can
//! letters without width; control characters move cursors and are no HTML. They are taken out of a text before anything
//! reads it, so that page, index and exports show what was read.

use std::borrow::Cow;

/// A text fit to be read, and the line of the first character taken out of it, counted from 1.
pub fn visible(text: &str) -> (Cow<'_, str>, Option<usize>) {
    // Nearly every text is clean, and told so by its bytes alone.
    let suspect = |byte: u8| byte == 0x7f || byte < 0x20 && byte != b'\n' && byte != b'\t';
    let bytes = text.as_bytes();
    let wide = [0xc2, 0xd8, 0xe2, 0xef, 0xf3].iter().any(|first| memchr::memchr(*first, bytes).is_some());
    if !wide && !bytes.iter().any(|byte| suspect(*byte)) {
        return (Cow::Borrowed(text), None);
    }
    let mut before = ' ';
    let mut seen = String::with_capacity(text.len());
    let (mut line, mut first) = (1, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let gone = is_unseen(c) || is_joiner(c) && !(joins(before) && chars.peek().copied().is_some_and(joins));
        if gone {
            first.get_or_insert(line);
        } else {
            seen.push(c);
            before = c;
        }
        line += usize::from(c == '\n');
    }
    match first {
        Some(_) => (Cow::Owned(seen), first),
        None => (Cow::Borrowed(text), None),
    }
}

/// Control characters, marks of direction, and letters without width that no script needs.
fn is_unseen(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Joins emoji, or parts letters of some scripts.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner beside this may mean something.
fn joins(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, line: Option<usize>) {
        assert_eq!(visible(text), (Cow::Borrowed(expected), line), "{text:?}");
    }

    #[test]
    fn what_nobody_sees_is_taken_out() {
        check("Outage of \u{202e}gnillib", "Outage of gnillib", Some(1));
        check("a\nb\u{200b}c\u{feff}\n", "a\nbc\n", Some(2));
        check("\u{1b}[31mred\u{7}\u{9b}", "[31mred", Some(1));
        check("pass\u{200d}word", "password", Some(1));
        check("\u{2066}a\u{2069} \u{e0041}b", "a b", Some(1));
    }

    #[test]
    fn what_scripts_and_emoji_need_stays() {
        for text in [
            "a\tb\n",
            "caf\u{e9} \u{2013} \u{ff01}",
            "\u{1f469}\u{200d}\u{1f4bb}",
            "\u{645}\u{6cc}\u{200c}\u{62e}",
            "\u{5e9}\u{5dc}",
        ] {
            check(text, text, None);
        }
    }
}

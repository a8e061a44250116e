//! Text as it stands in markup that is written here, HTML or SVG: between tags and between quotes.

use std::fmt::Write;

/// Appends a text of which nothing is markup. Characters that neither HTML nor XML may hold are shown by their number.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' | '\0' => {}
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        let mut out = String::new();
        escape("<a b=\"c\" d='e'>&amp;\r\n\t\0\u{1b}[0m\u{85}\u{ffff}ä</a>", &mut out);
        assert_eq!(out, "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;\n\t\\u{1b}[0m\\u{85}\\u{ffff}ä&lt;/a&gt;");
    }
}

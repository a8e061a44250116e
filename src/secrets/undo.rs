//! Takes back what Markdown, HTML and JSON do to a text, so that a rule sees what a reader would copy.
//!
//! `ghp\_x`, `ghp&#95;x` and `<b>ghp</b>_x` all show a token. Backslashes in front of punctuation are dropped, `\n` and its
//! like become white space, character references their character, invisible characters nothing; in HTML tags go too,
//! and the tags that part cells and lines become a bar and a line end.

use std::borrow::Cow;

/// A text without its escapes, and where each of its bytes stood before.
pub(super) struct Undone<'t> {
    pub text: Cow<'t, str>,
    /// By byte of `text`: the byte it was made from. `None` where nothing was undone.
    origins: Option<Vec<u32>>,
}

impl Undone<'_> {
    /// Where the byte at `at` stood in the text as it was.
    pub fn origin(&self, at: usize) -> usize {
        match &self.origins {
            Some(origins) => origins.get(at).copied().or(origins.last().copied()).map_or(at, |origin| origin as usize),
            None => at,
        }
    }
}

/// The whole of a document or of an attachment. Tags stay: in a document `<token>` is what an author wrote.
pub(super) fn escapes(text: &str) -> Undone<'_> {
    if memchr::memchr3(b'\\', b'&', 0xe2, text.as_bytes()).is_none() && memchr::memchr(0xc2, text.as_bytes()).is_none()
    {
        return Undone { text: Cow::Borrowed(text), origins: None };
    }
    let mut out = Out { text: String::with_capacity(text.len()), origins: Some(Vec::with_capacity(text.len())) };
    undo(text, false, text.len(), &mut out);
    Undone { text: Cow::Owned(out.text), origins: out.origins }
}

/// What stands in a generated file from the beginning of `raw`: at most `limit` bytes.
pub(super) fn markup(raw: &[u8], limit: usize) -> String {
    // Enough for a token between the tags of a highlighter.
    let raw = raw.get(..limit * 12).unwrap_or(raw);
    let text = String::from_utf8_lossy(raw);
    let mut out = Out { text: String::with_capacity(limit + 8), origins: None };
    undo(&text, true, limit, &mut out);
    out.text
}

struct Out {
    text: String,
    origins: Option<Vec<u32>>,
}

impl Out {
    fn push(&mut self, text: &str, origin: usize) {
        self.text.push_str(text);
        if let Some(origins) = &mut self.origins {
            origins.extend((origin..origin + text.len()).map(|origin| u32::try_from(origin).unwrap_or(u32::MAX)));
        }
    }
}

/// Bytes that may begin something to undo.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    special[b'\\' as usize] = true;
    special[b'&' as usize] = true;
    special[b'<' as usize] = true;
    special[0xc2] = true;
    special[0xe2] = true;
    special
};

fn undo(text: &str, tags: bool, limit: usize, out: &mut Out) {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty() && out.text.len() < limit) {
        let room = rest.len().min(limit - out.text.len());
        let special = |&byte: &u8| SPECIAL[usize::from(byte)] && (tags || byte != b'<');
        let plain = rest.as_bytes()[..room].iter().position(special).unwrap_or_else(|| floor(rest, room));
        if plain > 0 {
            out.push(&rest[..plain], at);
            at += plain;
            continue;
        }
        let (length, meant) = match rest.as_bytes()[0] {
            b'\\' => backslash(rest),
            b'&' => reference(rest),
            b'<' => tag(rest),
            _ => invisible(rest),
        };
        match meant {
            Meant::Char(meant) => out.push(meant.encode_utf8(&mut [0; 4]), at),
            Meant::Nothing => {}
            Meant::AsWritten => out.push(&rest[..length], at),
        }
        at += length;
    }
}

/// The last boundary of a character at or before `at`, or the end of the first one.
fn floor(text: &str, at: usize) -> usize {
    let boundary = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    if boundary == 0 && at > 0 { text.chars().next().map_or(0, char::len_utf8) } else { boundary }
}

enum Meant {
    Char(char),
    Nothing,
    AsWritten,
}

/// Backslashes in a row are one, since each program that quotes a text doubles them.
fn backslash(rest: &str) -> (usize, Meant) {
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let behind = &rest[slashes..];
    let space = |c| (slashes + 1, Meant::Char(c));
    match behind.bytes().next() {
        Some(b'n' | b'r') => space('\n'),
        Some(b't') => space('\t'),
        Some(b'u') => {
            let code = behind.get(1..5).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            match code.and_then(char::from_u32).filter(char::is_ascii) {
                Some(meant) => (slashes + 5, Meant::Char(meant)),
                None => (slashes, Meant::AsWritten),
            }
        }
        Some(next) if next.is_ascii_punctuation() => (slashes, Meant::Nothing),
        _ => (slashes, Meant::AsWritten),
    }
}

/// Names of characters that can be part of a secret or stand around one.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("sol", '/'),
    ("bsol", '\\'),
    ("equals", '='),
    ("colon", ':'),
    ("commat", '@'),
    ("lowbar", '_'),
    ("UnderBar", '_'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("period", '.'),
    ("plus", '+'),
    ("num", '#'),
    ("excl", '!'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("ast", '*'),
    ("NewLine", '\n'),
];

fn reference(rest: &str) -> (usize, Meant) {
    let name = rest.get(1..).and_then(|behind| behind.get(..behind.bytes().take(12).position(|byte| byte == b';')?));
    let Some(name) = name else { return (1, Meant::AsWritten) };
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        }
        .and_then(char::from_u32),
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, meant)| *meant),
    };
    code.map_or((1, Meant::AsWritten), |meant| (name.len() + 2, Meant::Char(meant)))
}

/// Longest tag that is taken for one.
const TAG: usize = 4096;

fn tag(rest: &str) -> (usize, Meant) {
    let opens = rest.as_bytes().get(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'));
    let end = memchr::memchr(b'>', rest.as_bytes().get(..TAG).unwrap_or(rest.as_bytes())).filter(|_| opens);
    let Some(end) = end else { return (1, Meant::AsWritten) };
    let name = rest[1..end].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let meant = match name {
        "td" | "th" => Meant::Char('|'),
        "p" | "li" | "ul" | "ol" | "tr" | "br" | "div" | "dt" | "dd" | "pre" | "table" | "section" | "article" => {
            Meant::Char('\n')
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Meant::Char('\n'),
        _ => Meant::Nothing,
    };
    (end + 1, meant)
}

/// Characters without width, which can stand inside a token without being seen.
fn invisible(rest: &str) -> (usize, Meant) {
    let first = rest.chars().next().unwrap_or(' ');
    let meant = if matches!(first, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}') {
        Meant::Nothing
    } else {
        Meant::AsWritten
    };
    (first.len_utf8(), meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_places_kept() {
        let cases = [
            ("plain", "plain"),
            (r"ghp\_a\-b", "ghp_a-b"),
            (r#"{\"key\":\"v\"}"#, r#"{"key":"v"}"#),
            (r#"{\\\"key\\\": 1}\\n2"#, "{\"key\": 1}\n2"),
            ("a&#95;b&lowbar;c&#x5F;d &amp; e &unknown; f & g", "a_b_c_d & e &unknown; f & g"),
            ("gh\u{200b}p_\u{ad}x \u{2014} ä", "ghp_x \u{2014} ä"),
            (r"a \u003d b \uzzzz \x", r"a = b \uzzzz \x"),
            ("<token>", "<token>"),
            ("\\", "\\"),
            ("&", "&"),
        ];
        for (written, expected) in cases {
            let undone = escapes(written);
            assert_eq!(undone.text, expected, "{written}");
            for (at, c) in undone.text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()) {
                assert_eq!(written[undone.origin(at)..].chars().next(), Some(c), "{written}");
            }
        }
    }

    #[test]
    fn markup_is_what_a_reader_sees() {
        let cases = [
            ("<span class=\"k\">pass</span>word<span>:</span> x &lt;y&gt;", "password: x <y>"),
            ("<td>Password</td><td>x</td></tr>", "|Password||x|\n"),
            ("1 < 2 <- x", "1 < 2 <- x"),
            ("href=\"https:&#x2F;&#x2F;u:p@h\">", "href=\"https://u:p@h\">"),
        ];
        for (raw, expected) in cases {
            assert_eq!(markup(raw.as_bytes(), 100), expected, "{raw}");
        }
        assert_eq!(markup("ä".repeat(50).as_bytes(), 7).chars().count(), 4);
        assert_eq!(markup(b"abcdefgh", 3), "abc");
    }
}

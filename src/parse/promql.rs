//! PromQL and its relatives: no syntax package knows them, and every second postmortem pastes one.
//!
//! Source of the keywords: the Prometheus documentation, "Operators" and "Functions".

use std::fmt::{self, Write};

use super::highlight::SpanWriter;

const KEYWORDS: &[&str] =
    &["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "atan2"];

/// Writes `code` escaped and with spans.
pub fn write(code: &str, out: &mut dyn Write) -> fmt::Result {
    let mut writer = SpanWriter { out, open: None };
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (length, class) = token(rest, first);
        writer.text(&rest[..length], class)?;
        rest = &rest[length..];
    }
    writer.close()
}

/// The length in bytes and the class of the token that `rest` starts with.
fn token(rest: &str, first: char) -> (usize, Option<&'static str>) {
    let run = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
    match first {
        '#' => (rest.find('\n').unwrap_or(rest.len()), Some("c")),
        '"' | '\'' | '`' => (string_length(rest, first), Some("s")),
        '0'..='9' => (run(|c| c.is_ascii_alphanumeric() || c == '.'), Some("n")),
        c if c.is_alphabetic() || c == '_' || c == ':' => {
            let length = run(|c| c.is_alphanumeric() || c == '_' || c == ':');
            let word = &rest[..length];
            let class = if KEYWORDS.contains(&word.to_ascii_lowercase().as_str()) {
                "k"
            } else if rest[length..].trim_start().starts_with('(') || aggregates(&rest[length..]) {
                "f"
            } else {
                "v"
            };
            (length, Some(class))
        }
        '+' | '-' | '*' | '/' | '%' | '^' | '=' | '!' | '<' | '>' | '~' | '@' => (1, Some("o")),
        c => (c.len_utf8(), None),
    }
}

/// Whether `by (` or `without (` follows: what stands before is `sum` or one of its kin.
fn aggregates(rest: &str) -> bool {
    let grouping = ["by", "without"].iter().find_map(|word| rest.trim_start().strip_prefix(word));
    rest.starts_with(' ') && grouping.is_some_and(|behind| behind.trim_start().starts_with('('))
}

fn string_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    #[test]
    fn functions_labels_strings_and_durations_are_told_apart() {
        let mut html = String::new();
        super::write("rate(x{a=\"b\"}[5m]) > 2 # high", &mut html).unwrap();
        let expected = "<span class=\"f\">rate</span>(<span class=\"v\">x</span>{<span class=\"v\">a</span>\
                        <span class=\"o\">=</span><span class=\"s\">&quot;b&quot;</span>}[<span class=\"n\">5m</span>]) \
                        <span class=\"o\">&gt; </span><span class=\"n\">2 </span><span class=\"c\"># high</span>";
        assert_eq!(html, expected);
    }
}

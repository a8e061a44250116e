//! Finds the block: where it starts and ends, in which notation, and whether it is one at all.

use crate::parse::FrontMatterFormat;

/// What stands at the start of a document.
#[derive(Debug, PartialEq)]
pub enum Found<'a> {
    Nothing,
    /// An opening marker with keys below it and no closing one.
    Unclosed {
        /// Of the opening marker, from 1.
        line: usize,
        marker: &'static str,
    },
    Block(Marked<'a>),
}

/// A block between its markers.
#[derive(Debug, PartialEq)]
pub struct Marked<'a> {
    pub format: FrontMatterFormat,
    /// Without the markers.
    pub block: &'a str,
    /// Line of the block's first line, from 1.
    pub first_line: usize,
    pub body_offset: usize,
    pub body_line: usize,
}

/// Opening marker, notation, closing markers.
const FENCES: &[(&str, FrontMatterFormat, &[&str])] = &[
    ("---", FrontMatterFormat::Yaml, &["---", "..."]),
    ("+++", FrontMatterFormat::Toml, &["+++"]),
    (";;;", FrontMatterFormat::Json, &[";;;"]),
];

/// Looks at the start of a document; blank lines may stand before it.
pub fn find(text: &str) -> Found<'_> {
    let Some((start, line)) = first_written_line(text) else { return Found::Nothing };
    let rest = &text[start..];
    let marker = rest.lines().next().unwrap_or_default().trim_end();
    if let Some((opening, format, closing)) = FENCES.iter().find(|(opening, ..)| *opening == marker) {
        return fenced(text, start, line, opening, *format, closing);
    }
    if rest.starts_with('{') { bare_object(text, start, line) } else { Found::Nothing }
}

/// Offset and number of the first line that is not blank. Its own leading space counts as writing.
fn first_written_line(text: &str) -> Option<(usize, usize)> {
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut offset = text.len() - unmarked.len();
    for (index, line) in unmarked.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            return Some((offset, index + 1));
        }
        offset += line.len();
    }
    None
}

fn fenced<'a>(
    text: &'a str,
    start: usize,
    line: usize,
    opening: &'static str,
    format: FrontMatterFormat,
    closing: &[&str],
) -> Found<'a> {
    let mut lines = text[start..].split_inclusive('\n');
    let block_start = start + lines.next().map_or(0, str::len);
    let mut offset = block_start;
    for (index, candidate) in lines.enumerate() {
        let end = offset + candidate.len();
        if closing.contains(&candidate.trim_end()) {
            let block = &text[block_start..offset];
            if !is_front_matter(block, format) {
                return Found::Nothing;
            }
            return Found::Block(Marked {
                format,
                block,
                first_line: line + 1,
                body_offset: end,
                body_line: line + index + 2,
            });
        }
        offset = end;
    }
    if was_meant(&text[block_start..], format) { Found::Unclosed { line, marker: opening } } else { Found::Nothing }
}

/// An object at the very start that ends, with its line, at its matching brace.
fn bare_object(text: &str, start: usize, line: usize) -> Found<'_> {
    let rest = &text[start..];
    if !opens_object(rest) {
        return Found::Nothing;
    }
    let Some(length) = object_length(rest) else {
        return Found::Unclosed { line, marker: "{" };
    };
    let after = &rest[length..];
    let line_end = after.find('\n').map_or(after.len(), |newline| newline + 1);
    if !after[..line_end].trim().is_empty() {
        return Found::Nothing;
    }
    let block = &rest[..length];
    Found::Block(Marked {
        format: FrontMatterFormat::Json,
        block,
        first_line: line,
        body_offset: start + length + line_end,
        body_line: line + block.matches('\n').count() + 1,
    })
}

/// Whether a brace is followed by a quoted key or its closing brace, which tells an object from `{{ template }}`.
fn opens_object(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|inside| inside.trim_start().starts_with(['"', '}']))
}

/// Bytes up to and with the brace that matches the first one.
fn object_length(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut quoted = false;
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a closed block holds keys, not prose between two rules. Of YAML only the first line is asked here.
fn is_front_matter(block: &str, format: FrontMatterFormat) -> bool {
    let mut written = written_lines(block);
    match (format, written.next()) {
        (FrontMatterFormat::Yaml, None) => written_comments_are_keys(block),
        (FrontMatterFormat::Yaml, Some(first)) => {
            first.trim_start().starts_with('{') && !first.trim_start().starts_with("{{") || yaml_key(first).is_some()
        }
        (FrontMatterFormat::Toml, first) => first.is_none_or(|first| first.starts_with('[') || toml_key(first)),
        (FrontMatterFormat::Json, first) => first.is_none_or(|first| first.trim_start().starts_with(['{', '"'])),
    }
}

/// A block of comments alone is front matter when they are keys commented out, and headings otherwise.
fn written_comments_are_keys(block: &str) -> bool {
    block.lines().filter_map(|line| line.trim().strip_prefix('#')).all(|comment| yaml_key(comment.trim()).is_some())
}

/// Whether an unclosed block was meant as front matter: it starts with two keys, or with one nobody writes as prose.
fn was_meant(rest: &str, format: FrontMatterFormat) -> bool {
    const TELLING: &[&str] = &["title", "date", "layout", "id", "tags"];
    let mut written = written_lines(rest);
    match format {
        FrontMatterFormat::Yaml => {
            let first = written.next().and_then(yaml_key);
            let second = written.next().and_then(yaml_key);
            first.is_some_and(|first| second.is_some() || TELLING.contains(&first.to_lowercase().as_str()))
        }
        FrontMatterFormat::Toml => written.next().is_some_and(toml_key),
        FrontMatterFormat::Json => written.next().is_some_and(|first| first.trim_start().starts_with(['{', '"'])),
    }
}

/// The lines that are neither blank nor comments.
pub fn written_lines(block: &str) -> impl Iterator<Item = &str> {
    block.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
}

/// The key a YAML line starts with, or `None` for prose, list items and the like. A key has at most four words, as
/// `At 10:00 the shop was down: all of it` is a sentence.
pub fn yaml_key(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(quote) = line.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (key, rest) = line.get(1..)?.split_once(quote)?;
        return rest.trim_start().starts_with(':').then_some(key);
    }
    let colon = line.find(": ").or_else(|| line.strip_suffix(':').map(str::len)).or_else(|| tight_colon(line))?;
    let key = line.get(..colon)?.trim_end();
    let indicator =
        key.starts_with(['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '%', '@', '`']);
    let words = key.split_whitespace().count();
    (!indicator && (1..=4).contains(&words) && key.len() <= 64 && !key.contains("://")).then_some(key)
}

/// The colon of `title:Foo`, which lacks its space: after a plain word and before anything but a slash.
fn tight_colon(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let word = line[..colon].chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let starts = line.starts_with(|c: char| c.is_alphabetic() || c == '_');
    (word && starts && !line[colon + 1..].starts_with(['/', ':'])).then_some(colon)
}

fn toml_key(line: &str) -> bool {
    let Some((key, _)) = line.split_once('=') else { return false };
    let key = key.trim();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | ' '))
}

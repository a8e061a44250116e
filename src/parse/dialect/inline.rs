//! Tags and comments within a line, and links by name.

use std::collections::HashSet;

use crate::parse::boxes::{COLON, kind_meant};
use crate::parse::document::start_of;
use crate::parse::links::BY_NAME;
use crate::parse::parts::behind_code;

/// Whose tag it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// `{{< >}}` and `{{% %}}`
    Hugo,
    /// `{% %}`
    Liquid,
}

const TAGS: &[(Tag, &str, &str)] =
    &[(Tag::Hugo, "{{<", ">}}"), (Tag::Hugo, "{{%", "%}}"), (Tag::Liquid, "{%-", "%}"), (Tag::Liquid, "{%", "%}")];

/// Tags of Hugo's themes that draw a box.
pub const BOXES: &[&str] = &[
    "admonition",
    "alert",
    "attention",
    "callout",
    "caution",
    "danger",
    "details",
    "expand",
    "hint",
    "important",
    "info",
    "note",
    "notice",
    "tip",
    "warning",
];

/// Bytes of a tag, and of a comment within a line: a line of a million that never end is not searched for each of them.
const LONGEST: usize = 1_000;

/// The tag that a text begins with: whose it is, what stands in it, and where it ends.
fn tag(text: &str) -> Option<(Tag, &str, usize)> {
    let (tag, open, close) = TAGS.iter().find(|(_, open, _)| text.starts_with(open))?;
    let text = start_of(text, LONGEST);
    let length = text.get(open.len()..)?.find(close)?;
    let inside = text[open.len()..open.len() + length].trim_end_matches('-').trim();
    Some((*tag, inside, open.len() + length + close.len()))
}

/// A line that is one tag.
pub fn tag_alone(line: &str) -> Option<(Tag, &str)> {
    tag(line).filter(|(.., end)| *end == line.len()).map(|(tag, inside, _)| (tag, inside.trim_end_matches('/').trim()))
}

/// What is written in a tag behind its name: `key="value"`, `"value"` or `value`.
fn arguments(inside: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = inside.trim_start();
    while !rest.is_empty() {
        let name = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
        let key = if rest[name..].starts_with('=') && name > 0 { &rest[..name] } else { "" };
        let value = if key.is_empty() { rest } else { &rest[name + 1..] };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let (value, behind) = match quote.and_then(|quote| value[1..].split_once(quote)) {
            Some(parts) => parts,
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        found.push((key, value));
        rest = behind.trim_start();
    }
    found
}

fn named<'a>(arguments: &[(&str, &'a str)], names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| arguments.iter().find(|(key, _)| key == name)).map(|(_, value)| *value)
}

/// The fence of colons for a tag that draws a box.
pub fn fence(inside: &str) -> String {
    let all = arguments(inside);
    let Some(((_, name), rest)) = all.split_first() else { return ":::note".to_owned() };
    let unnamed = || rest.iter().filter(|(key, _)| key.is_empty()).map(|(_, value)| *value);
    let stated = named(rest, &["type", "color", "style", "level", "kind", "context"]).or_else(|| unnamed().next());
    let is_general = matches!(*name, "alert" | "notice" | "hint" | "callout" | "admonition");
    let kind = if is_general { stated.and_then(kind_meant).unwrap_or("note") } else { name };
    let is_title = |value: &&str| !is_general || kind_meant(value).is_none();
    let title = named(rest, &["title", "summary", "heading"]).or_else(|| unnamed().find(is_title)).unwrap_or_default();
    format!(":::{kind} {}", title.replace(':', &COLON.to_string())).trim_end().to_owned()
}

/// Where the comment ends that begins at `at`: `{/* */}` of MDX, `%% %%` of Obsidian.
pub fn comment_at(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with("{/*") {
        return rest.find("*/}").map(|end| at + end + 3);
    }
    let before = text[..at].chars().next_back();
    if !rest.starts_with("%%") || rest.starts_with("%%%") || before.is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    let line = before.is_none_or(|c| c == '\n') && rest[2..].trim_start_matches([' ', '\t']).starts_with('\n');
    let near = start_of(rest, LONGEST);
    let most = if line { rest.len() } else { near.find('\n').unwrap_or(near.len()) };
    let end = rest[2..most].match_indices("%%").map(|(end, _)| end + 4);
    let closes = |end: &usize| {
        let behind = rest[*end..].chars().next().is_none_or(char::is_whitespace);
        // `80%%` is a number.
        behind && !rest.as_bytes()[*end - 3].is_ascii_digit()
    };
    end.into_iter().find(closes).map(|end| at + end)
}

/// What is known of the whole text.
pub struct Text<'b> {
    pub body: &'b str,
    /// The names that links are defined by.
    pub labels: HashSet<String>,
    /// Where a comment of MDX ends for the last time.
    pub last_comment: Option<usize>,
}

impl Text<'_> {
    fn comment_at(&self, at: usize) -> Option<usize> {
        let may_end = !self.body[at..].starts_with('{') || self.last_comment.is_some_and(|last| last > at);
        if may_end { comment_at(self.body, at) } else { None }
    }
}

/// Writes a line, which begins at byte `start` of the body, without tags and comments. Where the last comment ends, if
/// that is on a line further down.
pub fn write(text: &Text<'_>, start: usize, words: &str, out: &mut String) -> usize {
    let (body, labels) = (text.body, &text.labels);
    let mut at = 0;
    while let Some(next) = words[at..].find(['`', '{', '%', '[']).map(|next| at + next) {
        out.push_str(&words[at..next]);
        at = next;
        let rest = &words[at..];
        if rest.starts_with('`') {
            let end = behind_code(rest, 0);
            out.push_str(&rest[..end]);
            at += end;
        } else if let Some(end) = text.comment_at(start + at).filter(|_| body[start..].starts_with(words)) {
            if end - start >= words.len() {
                return end;
            }
            at = end - start;
        } else if let Some((made, end)) = replaced(out, rest).or_else(|| bracketed(rest, labels)) {
            out.push_str(&made);
            at += end;
        } else {
            let one = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..one]);
            at += one;
        }
    }
    out.push_str(&words[at..]);
    0
}

/// What a tag means in Markdown, and where it ends; `before` is what was written up to it.
fn replaced(before: &str, rest: &str) -> Option<(String, usize)> {
    if let Some(inside) = rest.strip_prefix("{{ ") {
        return output(inside);
    }
    let (tag, inside, end) = tag(rest)?;
    let all = arguments(inside);
    let ((_, name), given) = all.split_first()?;
    let target = || named(given, &["path", "src"]).or_else(|| given.first().map(|(_, value)| *value));
    let made = match (tag, *name) {
        (Tag::Hugo, "ref" | "relref") | (Tag::Liquid, "post_url" | "link") => link(before, target()?),
        (Tag::Hugo, "figure" | "img" | "image") => picture(given)?,
        (Tag::Liquid, "raw" | "endraw") => String::new(),
        _ => return None,
    };
    Some((made, end))
}

/// `{{ site.baseurl }}` goes, `{{ "/a" | relative_url }}` is its path.
fn output(inside: &str) -> Option<(String, usize)> {
    let (words, _) = start_of(inside, LONGEST).split_once("}}")?;
    let end = "{{ ".len() + words.len() + "}}".len();
    let words = words.trim();
    if matches!(words, "site.baseurl" | "site.url" | "site.baseurl | escape") {
        return Some((String::new(), end));
    }
    let (path, filter) = words.split_once('|')?;
    let path = path.trim().trim_matches(['"', '\'']);
    matches!(filter.trim(), "relative_url" | "absolute_url").then(|| (path.to_owned(), end))
}

/// The address of a document by its name, where an address can stand.
fn link(before: &str, target: &str) -> String {
    let target: String = target.chars().filter(|c| !matches!(c, '<' | '>' | '\n')).collect();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_definition = line.trim_start().starts_with('[') && line.trim_end().ends_with("]:");
    match before.chars().next_back() {
        Some('(') => format!("<{BY_NAME}{target}>"),
        _ if is_definition => format!("<{BY_NAME}{target}>"),
        Some('"' | '\'' | '=') => format!("{BY_NAME}{target}"),
        _ => target,
    }
}

fn picture(given: &[(&str, &str)]) -> Option<String> {
    let source = named(given, &["src", "link"])?;
    let source: String = source.chars().filter(|c| !matches!(c, '<' | '>')).collect();
    let caption = named(given, &["caption", "title"]).unwrap_or_default();
    let words = named(given, &["alt"]).unwrap_or(if caption.is_empty() { "" } else { caption });
    let by_name = if source.contains("://") { String::new() } else { BY_NAME.to_string() };
    let shown = if caption == words { String::new() } else { format!(" {caption}") };
    Some(format!("![{}](<{by_name}{source}>){shown}", words.replace(['[', ']'], " ")))
}

/// `[[1]](https://...)` and `[[1]]` with a definition of `1` are links with brackets in their words, and no names.
fn bracketed(rest: &str, labels: &HashSet<String>) -> Option<(String, usize)> {
    let rest = rest.strip_prefix("[[")?;
    let (inside, behind) = rest.split_at(rest.find(['[', ']'])?);
    let behind = behind.strip_prefix("]]")?;
    let is_link = behind.starts_with(['(', '[']) || labels.contains(&inside.to_lowercase());
    is_link.then(|| {
        let inner = if labels.contains(&inside.to_lowercase()) && !behind.starts_with(['(', '[']) {
            format!("\\[[{inside}]\\]")
        } else {
            format!("[\\[{inside}\\]]")
        };
        (inner, inside.len() + 4)
    })
}

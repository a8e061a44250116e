//! What each element of HTML is to a document, and what its attributes tell.

use super::{DETAILS, SUMMARY};
use crate::parse::links::{LinkKind, link_kind};
use crate::parse::tags::Tag;

/// What a tag is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Holds text: emphasis and the like.
    Inline,
    /// Ends whatever paragraph is open, and means nothing else.
    Break,
    Paragraph,
    Heading(u8),
    Quote,
    Pre,
    List,
    Item,
    Table,
    Row,
    Cell,
    Term,
    Definition,
    Details,
    Summary,
    Code,
    Link,
    Image,
    Line,
    Rule,
    Input,
    /// Shows nothing, or what it shows runs.
    Gone,
    /// Means nothing and parts no words.
    Through,
    /// No tag of HTML.
    Unknown,
}

pub fn kind(name: &str) -> (Kind, &'static str) {
    let kind = |kind, name| (kind, name);
    match name {
        "b" => kind(Kind::Inline, "b"),
        "strong" => kind(Kind::Inline, "strong"),
        "i" => kind(Kind::Inline, "i"),
        "em" => kind(Kind::Inline, "em"),
        "s" => kind(Kind::Inline, "s"),
        "del" => kind(Kind::Inline, "del"),
        "strike" => kind(Kind::Inline, "strike"),
        "sub" => kind(Kind::Inline, "sub"),
        "sup" => kind(Kind::Inline, "sup"),
        "p" => kind(Kind::Paragraph, "p"),
        "h1" => kind(Kind::Heading(1), "h1"),
        "h2" => kind(Kind::Heading(2), "h2"),
        "h3" => kind(Kind::Heading(3), "h3"),
        "h4" => kind(Kind::Heading(4), "h4"),
        "h5" => kind(Kind::Heading(5), "h5"),
        "h6" => kind(Kind::Heading(6), "h6"),
        "blockquote" => kind(Kind::Quote, "blockquote"),
        "pre" => kind(Kind::Pre, "pre"),
        "listing" => kind(Kind::Pre, "listing"),
        "ul" => kind(Kind::List, "ul"),
        "menu" => kind(Kind::List, "menu"),
        "ol" => kind(Kind::List, "ol"),
        "li" => kind(Kind::Item, "li"),
        "table" => kind(Kind::Table, "table"),
        "tr" => kind(Kind::Row, "tr"),
        "td" => kind(Kind::Cell, "td"),
        "th" => kind(Kind::Cell, "th"),
        "dt" => kind(Kind::Term, "dt"),
        "dd" => kind(Kind::Definition, "dd"),
        "details" => kind(Kind::Details, DETAILS),
        "summary" => kind(Kind::Summary, SUMMARY),
        "code" => kind(Kind::Code, "code"),
        "kbd" => kind(Kind::Code, "kbd"),
        "samp" => kind(Kind::Code, "samp"),
        "tt" => kind(Kind::Code, "tt"),
        "a" => kind(Kind::Link, "a"),
        "img" => kind(Kind::Image, "img"),
        "br" => kind(Kind::Line, "br"),
        "hr" => kind(Kind::Rule, "hr"),
        "input" => kind(Kind::Input, "input"),
        "address" | "article" | "aside" | "body" | "caption" | "center" | "dd-group" | "dir" | "div" | "dl"
        | "fieldset" | "figcaption" | "figure" | "footer" | "head" | "header" | "hgroup" | "html" | "legend"
        | "main" | "nav" | "option" | "section" | "tbody" | "tfoot" | "thead" | "title" | "colgroup" => {
            kind(Kind::Break, "")
        }
        "abbr" | "acronym" | "bdi" | "bdo" | "big" | "cite" | "col" | "data" | "dfn" | "font" | "ins" | "label"
        | "mark" | "meta" | "nobr" | "picture" | "q" | "rp" | "rt" | "ruby" | "small" | "source" | "span" | "time"
        | "u" | "var" | "wbr" => kind(Kind::Through, ""),
        "script" | "style" | "base" | "link" => kind(Kind::Gone, ""),
        _ => kind(Kind::Unknown, ""),
    }
}

/// The language that a block of code names.
pub fn language(tag: &Tag) -> String {
    let class = tag.attribute("class").unwrap_or_default();
    let by_class = class.split_ascii_whitespace().find_map(|word| {
        ["language-", "lang-", "highlight-source-", "brush:"].iter().find_map(|head| word.strip_prefix(head))
    });
    let by_data = || tag.attribute("data-lang").or_else(|| tag.attribute("lang"));
    let params = tag.attribute("data-syntaxhighlighter-params").unwrap_or_default();
    let by_brush = || params.split_once("brush:").map(|(_, rest)| rest.split(';').next().unwrap_or_default().trim());
    let word = by_class.or_else(by_data).or_else(by_brush).unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '_');
    if word.chars().all(is_name) && word.len() <= 30 { word.to_owned() } else { String::new() }
}

/// Where a link leads behind the address that a tool put before it.
pub fn target(url: &str) -> String {
    let wrapped = ["https://www.google.com/url?q=", "http://www.google.com/url?q="];
    let inner = wrapped.iter().find_map(|head| url.strip_prefix(head));
    let Some(inner) = inner else { return url.to_owned() };
    let inner = inner.split('&').next().unwrap_or(inner);
    percent_encoding::percent_decode_str(inner).decode_utf8_lossy().into_owned()
}

/// The date of a component of a page, such as `<Update date="2024-07-17T13:51:00Z">`: what its text was written at.
pub fn date_of(tag: &Tag) -> Option<&str> {
    const NAMES: &[&str] = &["date", "datetime", "time", "at", "timestamp", "when"];
    let value = NAMES.iter().find_map(|name| tag.attribute(name)).filter(|_| tag.capital)?;
    let dated = value.bytes().filter(u8::is_ascii_digit).count() >= 6 && value.len() <= 40;
    (dated && !value.contains(['<', '>', '&'])).then_some(value)
}

/// Whether a tag does what no page may do, so that its author is told that it went.
pub fn is_telling(tag: &Tag, kind: Kind) -> bool {
    let runs = |(name, value): &(String, String)| match name.as_str() {
        "href" | "src" => link_kind(value, &[]) == LinkKind::Refused && !value.starts_with("data:image/"),
        "style" => value.contains("url(") || value.contains("expression"),
        "srcdoc" | "formaction" | "action" => true,
        name => name.starts_with("on"),
    };
    matches!(kind, Kind::Unknown)
        || tag.attributes.iter().any(runs)
        || kind == Kind::Input && !tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
}

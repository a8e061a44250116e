//! The Markdown tree made safe and true to its author before it is read and rendered.
//!
//! Raw HTML becomes its text, accidental underlined headings become paragraphs again, and lines that their author
//! wrote one below the other stay so.

use comrak::Arena;
use comrak::nodes::{Ast, AstNode, NodeValue, Sourcepos};

/// A heading longer than this that was made by a line of dashes below it is a paragraph above a rule.
const LONGEST_UNDERLINED_HEADING: usize = 90;

/// Changes the tree in place. Returns the line of the first raw HTML, counted from 1.
pub fn prepare<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>) -> Option<usize> {
    let mut raw_html = None;
    let nodes: Vec<_> = root.descendants().collect();
    for node in &nodes {
        if let Some(line) = without_html(node, arena) {
            raw_html.get_or_insert(line);
        }
    }
    for node in &nodes {
        unmake_accidental_heading(node);
        keep_lines(node);
    }
    raw_html
}

/// Takes tags out of a node. Returns its line where it held more than a comment or a line break.
fn without_html<'a>(node: &'a AstNode<'a>, arena: &'a Arena<'a>) -> Option<usize> {
    let mut data = node.data_mut();
    let line = data.sourcepos.start.line;
    match &data.value {
        NodeValue::HtmlInline(tag) => {
            let quiet = is_break(tag) || tag.starts_with("<!--");
            let date = component_date(tag).map(|date| format!("{date}: ")).unwrap_or_default();
            data.value = if is_break(tag) { NodeValue::LineBreak } else { NodeValue::Text(date.into()) };
            (!quiet).then_some(line)
        }
        NodeValue::HtmlBlock(block) => {
            let quiet = block.literal.trim_start().starts_with("<!--");
            let text = without_tags(&block.literal);
            let sourcepos = data.sourcepos;
            data.value = NodeValue::Paragraph;
            drop(data);
            let lines = text.lines().enumerate().filter(|(_, words)| !words.trim().is_empty());
            for (index, (offset, words)) in lines.enumerate() {
                let at: Sourcepos = (line + offset, 1, line + offset, 1).into();
                let append = |value| node.append(arena.alloc(Ast::new_with_sourcepos(value, at).into()));
                if index > 0 {
                    append(NodeValue::LineBreak);
                }
                append(NodeValue::Text(words.trim().to_owned().into()));
            }
            node.data_mut().sourcepos = sourcepos;
            (!quiet).then_some(line)
        }
        _ => None,
    }
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// The date of a component of a page, such as `<Update date="2024-07-17T13:51:00Z">`: what its text was written at.
fn component_date(tag: &str) -> Option<&str> {
    const NAMES: &[&str] = &["date", "datetime", "time", "at", "timestamp", "when"];
    if !tag.strip_prefix('<')?.starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    NAMES.iter().find_map(|name| {
        let at = tag.match_indices(name).find(|(at, _)| {
            tag[..*at].ends_with(char::is_whitespace) && tag[at + name.len()..].trim_start().starts_with('=')
        })?;
        let value = tag[at.0 + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value = value[1..].split(quote).next()?;
        let dated = value.bytes().filter(u8::is_ascii_digit).count() >= 6 && value.len() <= 40;
        (dated && !value.contains(['<', '>', '&'])).then_some(value)
    })
}

/// The text of an HTML block: tags and comments go, the commonest entities are decoded.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = if tag.starts_with("<!--") {
            tag.find("-->").map(|end| end + 3)
        } else if tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            tag.find('>').map(|end| end + 1)
        } else {
            text.push('<');
            Some(1)
        };
        let end = end.unwrap_or(tag.len());
        if let Some(date) = component_date(&tag[..end]) {
            text.push_str(date);
            text.push_str(": ");
        }
        // Line breaks inside a tag stay, so that every word keeps its line.
        text.extend(tag[..end].chars().filter(|&c| c == '\n'));
        rest = &tag[end..];
    }
    text.push_str(rest);
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, plain)| if text.contains(entity) { text.replace(entity, plain) } else { text })
}

/// Text directly above a line of dashes is a heading in Markdown, but nobody means a sentence as one.
fn unmake_accidental_heading<'a>(node: &'a AstNode<'a>) {
    let sentence = match node.data().value {
        NodeValue::Heading(ref heading) if heading.setext => {
            let several_lines =
                node.children().any(|child| matches!(child.data().value, NodeValue::SoftBreak | NodeValue::LineBreak));
            let text = last_text(node);
            let length: usize = node
                .children()
                .map(|child| if let NodeValue::Text(ref text) = child.data().value { text.len() } else { 1 })
                .sum();
            several_lines || length > LONGEST_UNDERLINED_HEADING || text.ends_with(['.', '!', ';', ','])
        }
        _ => false,
    };
    if sentence {
        node.data_mut().value = NodeValue::Paragraph;
    }
}

fn last_text<'a>(node: &'a AstNode<'a>) -> String {
    match node.last_child().map(|child| child.data().value.clone()) {
        Some(NodeValue::Text(text)) => text.trim_end().to_owned(),
        _ => String::new(),
    }
}

/// Turns soft breaks into hard ones in a paragraph whose lines are entries, labels or sentences of their own.
fn keep_lines<'a>(paragraph: &'a AstNode<'a>) {
    if !matches!(paragraph.data().value, NodeValue::Paragraph) {
        return;
    }
    let breaks: Vec<_> =
        paragraph.children().filter(|child| matches!(child.data().value, NodeValue::SoftBreak)).collect();
    if breaks.is_empty() {
        return;
    }
    let all_end = breaks.iter().all(|child| text_beside(child.previous_sibling(), ends_sentence));
    for child in breaks {
        if all_end || text_beside(child.next_sibling(), opens_entry) {
            child.data_mut().value = NodeValue::LineBreak;
        }
    }
}

fn text_beside<'a>(node: Option<&'a AstNode<'a>>, test: fn(&str) -> bool) -> bool {
    let Some(node) = node else { return false };
    match node.data().value {
        NodeValue::Text(ref text) => test(text.trim()),
        NodeValue::Strong => text_beside(node.first_child(), |text| text.len() < 60 && !text.is_empty()),
        _ => false,
    }
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', ':', '!', '?', ';'])
}

/// Whether a line looks like a timeline entry or a label: a clock, a date, or a few capitalised words and a colon.
fn opens_entry(text: &str) -> bool {
    let bare = text.trim_start_matches(['[', '(', '~', '-', '–', '—', '•', '*', ' ']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) && bare.as_bytes().get(digits) == Some(&b':') {
        return true;
    }
    if digits == 4 && bare.as_bytes().get(4) == Some(&b'-') {
        return true;
    }
    let Some(colon) = bare.find(':').filter(|&at| at <= 60) else { return false };
    let label = &bare[..colon];
    let spaced = bare[colon + 1..].chars().next().is_none_or(char::is_whitespace);
    let clock =
        label.bytes().any(|b| b.is_ascii_digit()) && bare[colon + 1..].starts_with(|c: char| c.is_ascii_digit());
    label.starts_with(char::is_uppercase) && (spaced || clock) && label.split_whitespace().count() <= 6
}

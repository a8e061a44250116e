//! The Markdown tree made safe and true to its author before it is read and rendered.
//!
//! HTML becomes the nodes that Markdown has for it, accidental underlined headings become paragraphs again, and lines that their author
//! wrote one below the other stay so.

use std::borrow::Cow;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::{emoji, from_html};

/// A heading longer than this that was made by a line of dashes below it is a paragraph above a rule.
const LONGEST_UNDERLINED_HEADING: usize = 90;

/// What was found of HTML.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Html {
    /// Any at all, besides comments and line breaks.
    pub any: bool,
    /// Line of the first piece that a page may not carry, counted from 1.
    pub removed: Option<usize>,
}

/// Puts Markdown's own nodes in the place of HTML.
pub fn read_html<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>) -> Html {
    let mut html = Html::default();
    let mut parents: Vec<&'a AstNode<'a>> = Vec::new();
    let mut blocks = Vec::new();
    for node in root.descendants() {
        match node.data().value {
            NodeValue::HtmlBlock(_) => blocks.push(node),
            NodeValue::HtmlInline(ref tag) => {
                html.any |= !(is_break(tag) || tag.starts_with("<!--"));
                if let Some(parent) = node.parent().filter(|it| parents.last().is_none_or(|last| !last.same_node(it))) {
                    parents.push(parent);
                }
            }
            _ => {}
        }
    }
    let mut met = |line: usize, removed: bool| {
        if removed {
            html.removed = Some(html.removed.map_or(line, |known| known.min(line)));
        }
    };
    for parent in parents {
        met(parent.data().sourcepos.start.line, from_html::inline(parent, arena));
    }
    let mut open: Vec<&'a AstNode<'a>> = Vec::new();
    for block in blocks {
        let NodeValue::HtmlBlock(ref found) = block.data().value.clone() else { continue };
        let line = block.data().sourcepos.start.line;
        html.any |= !found.literal.trim_start().starts_with("<!--") || found.literal.matches('<').nth(1).is_some();
        let built = from_html::build(&found.literal, line, arena);
        met(line, built.removed);
        if built.closes
            && let Some(details) = open.pop_if(|open| open.parent().is_some_and(|it| it.same_node(parent_of(block))))
        {
            enclose(details, block);
        }
        if let Some(details) = built.opened
            && details.parent().is_some_and(|parent| parent.same_node(built.root))
        {
            open.push(details);
        }
        for node in built.root.children().collect::<Vec<_>>() {
            node.detach();
            block.insert_before(node);
        }
        block.detach();
    }
    html
}

fn parent_of<'a>(node: &'a AstNode<'a>) -> &'a AstNode<'a> {
    node.parent().unwrap_or(node)
}

/// Moves what stands between a box and its end into it; a box around a heading would hide where a part begins.
fn enclose<'a>(details: &'a AstNode<'a>, end: &'a AstNode<'a>) {
    let mut inside = Vec::new();
    let mut next = details.next_sibling();
    while let Some(one) = next.filter(|one| !one.same_node(end)) {
        if matches!(one.data().value, NodeValue::Heading(_)) {
            return;
        }
        next = one.next_sibling();
        inside.push(one);
    }
    inside.into_iter().for_each(|one| details.append(one));
}

/// Makes the tree true to its author, in place. Returns the id that each heading was given by its author, in order.
pub fn prepare<'a>(root: &'a AstNode<'a>) -> Vec<Option<String>> {
    let mut ids = Vec::new();
    let mut markup: Vec<&'a AstNode<'a>> = Vec::new();
    for node in root.descendants() {
        unmake_accidental_heading(node);
        markup.extend(attribute_line(node).into_iter().flatten().flatten());
        keep_lines(node);
        without_block_id(node);
        if let NodeValue::Text(ref mut text) = node.data_mut().value
            && let Cow::Owned(signs) = emoji::with_signs(text)
        {
            *text = signs.into();
        }
        if let NodeValue::Link(ref mut link) = node.data_mut().value {
            link.url = from_html::target(&link.url);
        }
        if matches!(node.data().value, NodeValue::Heading(_)) {
            ids.push(without_attributes(node.last_child()));
        } else if matches!(node.data().value, NodeValue::Image(_) | NodeValue::Link(_) | NodeValue::Code(_)) {
            without_attributes_behind(node);
        }
    }
    for node in markup {
        let around = node.parent().filter(|parent| parent.first_child().is_some_and(|it| it.next_sibling().is_none()));
        node.detach();
        around.iter().for_each(|paragraph| paragraph.detach());
    }
    ids
}

/// Takes `{#id .class}` and `{.class}` off the end of a text. Returns the id.
fn without_attributes<'a>(text: Option<&'a AstNode<'a>>) -> Option<String> {
    let text = text?;
    let mut data = text.data_mut();
    let NodeValue::Text(ref mut words) = data.value else { return None };
    let kept = words.trim_end();
    let open = kept.strip_suffix('}').and_then(|_| kept.rfind('{'))?;
    let inside = attributes(&kept[open..])?;
    let id = inside.split_whitespace().find_map(|word| word.strip_prefix('#')).map(str::to_owned);
    let rest = kept[..open].trim_end().to_owned();
    *words = rest.into();
    id
}

/// The last line of a paragraph where it holds attributes and nothing else (`{: .note }`, `{:toc}`) or stands for a table
/// of contents, which every page has; with the break before it.
fn attribute_line<'a>(paragraph: &'a AstNode<'a>) -> Option<[Option<&'a AstNode<'a>>; 2]> {
    let last = paragraph.last_child().filter(|_| matches!(paragraph.data().value, NodeValue::Paragraph))?;
    let above = last.previous_sibling();
    let is_alone = above.is_none_or(|it| matches!(it.data().value, NodeValue::SoftBreak | NodeValue::LineBreak));
    let is_markup = match last.data().value {
        NodeValue::Text(ref text) => {
            let text = text.trim();
            let toc = above.is_none() && matches!(text, "[TOC]" | "[[TOC]]" | "[toc]");
            toc || text == "{:toc}" || text == "{: toc}" || attributes(text).is_some()
        }
        _ => false,
    };
    (is_alone && is_markup).then_some([above, Some(last)])
}

/// Takes the name off the end of a paragraph by which notes of Obsidian link to it: `words ^name`.
fn without_block_id<'a>(paragraph: &'a AstNode<'a>) {
    let Some(last) = paragraph.last_child().filter(|_| matches!(paragraph.data().value, NodeValue::Paragraph)) else {
        return;
    };
    if let NodeValue::Text(ref mut text) = last.data_mut().value
        && let Some((words, id)) = text.rsplit_once(" ^")
        && id.len() >= 4
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        *text = words.trim_end().to_owned().into();
    }
}

/// Takes `{width=50%}` off the text right behind a picture, a link or code.
fn without_attributes_behind<'a>(node: &'a AstNode<'a>) {
    let Some(next) = node.next_sibling() else { return };
    let mut data = next.data_mut();
    let NodeValue::Text(ref mut words) = data.value else { return };
    if let Some(end) = words.starts_with('{').then(|| words.find('}')).flatten()
        && attributes(&words[..=end]).is_some()
    {
        let rest = words[end + 1..].to_owned();
        *words = rest.into();
    }
}

/// What stands in braces, where all of it is ids, classes and `key=value`.
fn attributes(braces: &str) -> Option<&str> {
    let inside = braces.strip_prefix('{')?.strip_suffix('}')?.trim_start_matches(':').trim();
    let is_one = |word: &str| {
        let named = word.strip_prefix(['#', '.']).is_some_and(|name| !name.is_empty() && !name.contains(['{', '}']));
        named
            || word
                .split_once('=')
                .is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    };
    (!inside.is_empty() && inside.len() <= 120 && inside.split_whitespace().all(is_one)).then_some(inside)
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
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

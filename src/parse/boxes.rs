//! Boxes, folds, terms and links by name: the nodes that dialects of Markdown add, as nodes that we show and read.
//!
//! `> [!note]`, `:::note` and what [`super::dialect`] makes of other tools' boxes become one kind of node, whose words are
//! read as if they stood outside. Runs once over the tree and builds nothing deeper than what was there.

use comrak::Arena;
use comrak::nodes::{Ast, AstNode, CalloutFold, NodeBlockDirective, NodeCode, NodeCodeBlock, NodeLink, NodeValue};

use super::from_html::{DETAILS, SUMMARY};
use super::links::BY_NAME;

/// Stands for a colon in the title of a fence of colons, where the parser takes none.
pub const COLON: char = '\u{E002}';
/// The name of what holds a box's title.
pub const TITLE: &str = "title";

/// How a box stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Note,
    Tip,
    Important,
    Warning,
    Danger,
}

/// The boxes of GitHub, Obsidian, MkDocs, Docusaurus and the themes of Hugo, and what each is called on the page.
#[rustfmt::skip]
const KINDS: &[(&str, &str, Tone)] = &[
    ("note", "Note", Tone::Note), ("info", "Info", Tone::Note), ("information", "Info", Tone::Note),
    ("abstract", "Abstract", Tone::Note), ("summary", "Summary", Tone::Note), ("tldr", "TL;DR", Tone::Note),
    ("todo", "To do", Tone::Note), ("seealso", "See also", Tone::Note), ("question", "Question", Tone::Note),
    ("help", "Help", Tone::Note), ("faq", "FAQ", Tone::Note), ("example", "Example", Tone::Note),
    ("quote", "Quote", Tone::Note), ("cite", "Quote", Tone::Note), ("admonition", "Note", Tone::Note),
    ("aside", "Note", Tone::Note), ("alert", "Note", Tone::Note), ("callout", "Note", Tone::Note),
    ("tip", "Tip", Tone::Tip), ("hint", "Hint", Tone::Tip), ("success", "Success", Tone::Tip),
    ("check", "Success", Tone::Tip), ("done", "Done", Tone::Tip),
    ("important", "Important", Tone::Important),
    ("warning", "Warning", Tone::Warning), ("attention", "Attention", Tone::Warning), ("warn", "Warning", Tone::Warning),
    ("caution", "Caution", Tone::Danger), ("danger", "Danger", Tone::Danger), ("error", "Error", Tone::Danger),
    ("failure", "Failure", Tone::Danger), ("fail", "Failure", Tone::Danger), ("missing", "Missing", Tone::Danger),
    ("bug", "Bug", Tone::Danger),
];

/// Fences of colons that fold what they hold.
const FOLDS: &[&str] = &["details", "expand", "spoiler", "fold", "accordion", "collapse"];
/// Fences of colons that lay out a page and mean nothing for a document.
#[rustfmt::skip]
const LAYOUT: &[&str] = &[
    "card", "cards", "center", "code-group", "column", "columns", "div", "figure", "grid", "raw", "row", "section",
    "sidebar", "steps", "tab", "table", "tabs", "v-pre",
];

/// Whether a word behind `:::` opens a box, a fold or a part of a layout.
pub fn is_container(word: &str) -> bool {
    let word = word.to_lowercase();
    is_kind(&word) || FOLDS.contains(&word.as_str()) || LAYOUT.contains(&word.as_str()) || word == "mermaid"
}

pub fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|(name, ..)| *name == word)
}

/// The kind that a word or a colour of a theme stands for.
pub fn kind_meant(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let by_name = KINDS.iter().find(|(name, ..)| *name == word).map(|(name, ..)| *name);
    by_name.or(match word.as_str() {
        "primary" | "secondary" | "blue" | "grey" | "gray" => Some("note"),
        "green" => Some("success"),
        "yellow" | "orange" => Some("warning"),
        "red" | "fatal" => Some("danger"),
        _ => None,
    })
}

/// What a node of ours is, by the words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'i> {
    Details,
    Summary,
    Title,
    /// A box, whether it folds, and if so whether it is open.
    Box {
        kind: &'i str,
        fold: Option<bool>,
    },
}

impl<'i> Part<'i> {
    pub fn of(info: &'i str) -> Self {
        match info.split_once(' ') {
            None if info == SUMMARY => Self::Summary,
            None if info == TITLE => Self::Title,
            Some(("box", kind)) => Self::Box { kind, fold: None },
            Some(("closed", kind)) => Self::Box { kind, fold: Some(false) },
            Some(("open", kind)) => Self::Box { kind, fold: Some(true) },
            _ => Self::Details,
        }
    }

    /// Whether it holds what somebody else said.
    pub fn is_quote(self) -> bool {
        matches!(self, Self::Box { kind: "quote" | "cite", .. })
    }
}

/// What a kind is called, and how it stands out. Kinds of an author's own are notes.
pub fn look(kind: &str) -> (String, Tone) {
    if let Some((_, label, tone)) = KINDS.iter().find(|(name, ..)| *name == kind) {
        return ((*label).to_owned(), *tone);
    }
    let words = kind.replace(['-', '_'], " ");
    let mut letters = words.chars();
    let label = letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str());
    (label.unwrap_or_default(), Tone::Note)
}

/// Puts nodes of ours in the place of those that dialects add.
pub fn settle<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    let is_ours = |node: &&'a AstNode<'a>| {
        matches!(
            node.data().value,
            NodeValue::Callout(_)
                | NodeValue::BlockDirective(_)
                | NodeValue::DescriptionList
                | NodeValue::WikiLink(_)
                | NodeValue::Math(_)
                | NodeValue::Highlight
                | NodeValue::Image(_)
                | NodeValue::Paragraph
        )
    };
    let found: Vec<&'a AstNode<'a>> = root.descendants().filter(is_ours).collect();
    for node in found {
        let value = node.data().value.clone();
        match value {
            NodeValue::Callout(callout) => {
                let head = match callout.fold {
                    CalloutFold::None => "box",
                    CalloutFold::Collapsed => "closed",
                    CalloutFold::Expanded => "open",
                };
                let title = node.first_child().filter(|it| matches!(it.data().value, NodeValue::CalloutTitle));
                if let Some(title) = title {
                    title_of(title, arena);
                }
                node.data_mut().value = directive(&format!("{head} {}", callout.callout_type));
                unbox_headings(root, node);
            }
            NodeValue::BlockDirective(found) => fenced(root, node, &found.info, arena),
            NodeValue::DescriptionList => terms(node, arena),
            NodeValue::WikiLink(link) => by_name(node, &link.url, link.embed, arena),
            NodeValue::Math(math) => {
                node.data_mut().value = NodeValue::Code(NodeCode { num_backticks: 1, literal: math.literal });
            }
            NodeValue::Highlight => unmark(node, arena),
            NodeValue::Image(image) if is_mention(&image.url) && node.first_child().is_none() => {
                node.data_mut().value = NodeValue::Text(image.url.into());
            }
            NodeValue::Paragraph => formula(node),
            _ => {}
        }
    }
}

fn directive(info: &str) -> NodeValue {
    NodeValue::BlockDirective(Box::new(NodeBlockDirective { fence_length: 3, fence_offset: 0, info: info.to_owned() }))
}

fn node<'a>(arena: &'a Arena<'a>, value: NodeValue, beside: &'a AstNode<'a>) -> &'a AstNode<'a> {
    let sourcepos = beside.data().sourcepos;
    arena.alloc(Ast::new_with_sourcepos(value, sourcepos).into())
}

/// A title whose words stand out, so that they are read as the name of what follows.
fn title_of<'a>(title: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    title.data_mut().value = directive(TITLE);
    for paragraph in title.children().filter(|it| matches!(it.data().value, NodeValue::Paragraph)) {
        strengthen(paragraph, arena);
    }
}

fn strengthen<'a>(paragraph: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    let children: Vec<_> = paragraph.children().collect();
    if let [only] = children[..]
        && matches!(only.data().value, NodeValue::Strong)
    {
        return;
    }
    let strong = node(arena, NodeValue::Strong, children.first().copied().unwrap_or(paragraph));
    children.into_iter().for_each(|child| strong.append(child));
    paragraph.append(strong);
}

/// `:::note Title`, `:::note[Title]`, `::: {.note title="Title"}`
fn fenced<'a>(root: &'a AstNode<'a>, found: &'a AstNode<'a>, info: &str, arena: &'a Arena<'a>) {
    let info = info.replace(COLON, ":");
    let bare = info.trim_start_matches([' ', '\t', '{', '.']);
    let end = bare.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(bare.len());
    let (name, rest) = (bare[..end].to_lowercase(), bare[end..].trim());
    let title = match rest.split_once("title=\"") {
        Some((_, title)) => title.split('"').next().unwrap_or_default(),
        None if rest.starts_with('{') || rest.starts_with('}') || rest.starts_with('.') => "",
        None => rest.trim_matches(['[', ']', '"', ' ']),
    };
    let opened = |info: &str, head: &str| {
        found.data_mut().value = directive(info);
        if title.is_empty() {
            return;
        }
        // On the line of the fence, before anything it holds.
        let title = title_node(found, title, head, arena);
        found.prepend(title);
    };
    if FOLDS.contains(&name.as_str()) {
        opened(DETAILS, SUMMARY);
    } else if is_kind(&name) {
        opened(&format!("box {name}"), TITLE);
    } else {
        let shown = if LAYOUT.contains(&name.as_str()) { title } else { &info };
        if !shown.is_empty() {
            let marks = if LAYOUT.contains(&name.as_str()) { "" } else { ":::" };
            let paragraph = node(arena, NodeValue::Paragraph, found);
            paragraph.append(node(arena, NodeValue::Text(format!("{marks}{shown}").into()), found));
            found.insert_before(paragraph);
        }
        return splice(found);
    }
    unbox_headings(root, found);
}

fn title_node<'a>(found: &'a AstNode<'a>, words: &str, head: &str, arena: &'a Arena<'a>) -> &'a AstNode<'a> {
    let title = node(arena, directive(head), found);
    let paragraph = node(arena, NodeValue::Paragraph, found);
    let strong = node(arena, NodeValue::Strong, found);
    strong.append(node(arena, NodeValue::Text(words.to_owned().into()), found));
    paragraph.append(strong);
    title.append(paragraph);
    title
}

/// A box around a heading would hide where a part begins: what it holds stands in its place.
fn unbox_headings<'a>(root: &'a AstNode<'a>, found: &'a AstNode<'a>) {
    let is_part = found.parent().is_some_and(|parent| parent.same_node(root));
    if !is_part || !found.children().any(|child| matches!(child.data().value, NodeValue::Heading(_))) {
        return;
    }
    for child in found.children().collect::<Vec<_>>() {
        if matches!(child.data().value, NodeValue::BlockDirective(ref title) if title.info == TITLE || title.info == SUMMARY)
        {
            splice(child);
        }
    }
    splice(found);
}

/// Puts what a node holds in its place.
fn splice<'a>(found: &'a AstNode<'a>) {
    for child in found.children().collect::<Vec<_>>() {
        child.detach();
        found.insert_before(child);
    }
    found.detach();
}

/// Words of a term; what is longer was no term.
const LONGEST_TERM: usize = 8;

/// A term and what it stands for as HTML's are read: its name, and behind it on the same line the words.
fn terms<'a>(list: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    for item in list.children().collect::<Vec<_>>() {
        let mut paragraph: Option<&'a AstNode<'a>> = None;
        for part in item.children().collect::<Vec<_>>() {
            let is_term = matches!(part.data().value, NodeValue::DescriptionTerm);
            for (at, child) in part.children().collect::<Vec<_>>().into_iter().enumerate() {
                child.detach();
                let is_paragraph = matches!(child.data().value, NodeValue::Paragraph);
                match paragraph.filter(|_| !is_term && is_paragraph && at == 0) {
                    Some(open) => join(open, child, arena),
                    None => list.insert_before(child),
                }
                paragraph = Some(child).filter(|_| is_term && is_paragraph);
            }
        }
    }
    list.detach();
}

/// Appends the words of a definition to the paragraph of its term.
fn join<'a>(term: &'a AstNode<'a>, words: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    let text: String = term
        .descendants()
        .filter_map(|node| match node.data().value {
            NodeValue::Text(ref text) => Some(text.to_string()),
            NodeValue::SoftBreak | NodeValue::LineBreak => Some("\n".to_owned()),
            _ => None,
        })
        .collect();
    let is_name = !text.contains('\n') && text.split_whitespace().count() <= LONGEST_TERM && !text.ends_with('.');
    let parted = if is_name {
        strengthen(term, arena);
        if text.ends_with([':', '：']) { " " } else { ": " }
    } else {
        term.append(node(arena, NodeValue::SoftBreak, words));
        ": "
    };
    term.append(node(arena, NodeValue::Text(parted.into()), words));
    words.children().collect::<Vec<_>>().into_iter().for_each(|child| term.append(child));
}

/// Endings of files that a page shows.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp"];

/// `[[x]]`, `[[x|words]]` and `![[a.png]]` as links and pictures; what stands in double brackets otherwise is text.
fn by_name<'a>(found: &'a AstNode<'a>, url: &str, embed: bool, arena: &'a Arena<'a>) {
    let words: String = found
        .children()
        .filter_map(|child| match child.data().value {
            NodeValue::Text(ref text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    let url = url.trim();
    if matches!(url.to_lowercase().as_str(), "_toc_" | "toc") {
        let around = found.parent().filter(|_| found.previous_sibling().is_none() && found.next_sibling().is_none());
        return around.unwrap_or(found).detach();
    }
    let (target, words) =
        if words.contains("://") && !url.contains("://") { (words.as_str(), url) } else { (url, &*words) };
    if !is_name(target) {
        let mark = if embed { "!" } else { "" };
        let inside = if words == target { target.to_owned() } else { format!("{target}|{words}") };
        found.children().collect::<Vec<_>>().into_iter().for_each(|child| child.detach());
        found.data_mut().value = NodeValue::Text(format!("{mark}[[{inside}]]").into());
        return;
    }
    let file = target.split('#').next().unwrap_or(target);
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let is_picture = embed && PICTURES.contains(&ending.as_str());
    let is_size = !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
    let own = match is_picture {
        true if is_size || words == target => file.rsplit('/').next().unwrap_or(file),
        _ => words.trim_start_matches('#'),
    };
    let is_address = target.contains("://") || target.starts_with('#');
    let url = if is_address { target.to_owned() } else { format!("{BY_NAME}{target}") };
    let link = Box::new(NodeLink { url, title: String::new() });
    let text = node(arena, NodeValue::Text(own.to_owned().into()), found);
    found.children().collect::<Vec<_>>().into_iter().for_each(|child| child.detach());
    found.append(text);
    found.data_mut().value = if is_picture { NodeValue::Image(link) } else { NodeValue::Link(link) };
}

/// Whether what stands in double brackets may be the name of a document, and no test of a shell or a class of characters.
fn is_name(target: &str) -> bool {
    !target.is_empty()
        && !target.starts_with(['-', '!', '$', ':', '='])
        && !target.contains(['$', '"', '<', '>', '=', '`', '\n'])
        && target.chars().any(char::is_alphanumeric)
}

/// `a==b and c==d` is code without its marks, and nothing in it stands out.
fn unmark<'a>(found: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    let touches = |beside: Option<&'a AstNode<'a>>, end: fn(&str) -> Option<char>| {
        let text = beside.map(|it| it.data().value.clone());
        matches!(text, Some(NodeValue::Text(ref text)) if end(text).is_some_and(char::is_alphanumeric))
    };
    let before = touches(found.previous_sibling(), |text| text.chars().next_back());
    let after = touches(found.next_sibling(), |text| text.chars().next());
    if before || after {
        found.insert_before(node(arena, NodeValue::Text("==".into()), found));
        found.insert_after(node(arena, NodeValue::Text("==".into()), found));
        splice(found);
    }
}

/// `![](@U024BE7LH)`: a person or a channel in a canvas of Slack.
fn is_mention(url: &str) -> bool {
    let name = url.strip_prefix(['@', '#']).unwrap_or_default();
    name.len() >= 8 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// A paragraph that is one formula between dollars becomes code of that language.
fn formula<'a>(paragraph: &'a AstNode<'a>) {
    let Some(only) = paragraph.first_child().filter(|child| child.next_sibling().is_none()) else { return };
    let literal = match only.data().value {
        NodeValue::Code(ref code) => {
            code.literal.strip_prefix("$$").and_then(|rest| rest.strip_suffix("$$")).map(str::trim)
        }
        _ => None,
    }
    .map(|literal| format!("{literal}\n"));
    let Some(literal) = literal else { return };
    only.detach();
    paragraph.data_mut().value = NodeValue::CodeBlock(Box::new(NodeCodeBlock {
        fenced: false,
        fence_char: b'`',
        fence_length: 3,
        fence_offset: 0,
        info: "math".to_owned(),
        literal,
        closed: true,
    }));
}

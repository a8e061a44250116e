//! Tags within a line of Markdown: nodes around the text that stands between them.

use comrak::Arena;
use comrak::nodes::{Ast, AstNode, NodeCode, NodeLink, NodeValue};

use super::build;
use super::elements::{Kind, date_of, is_telling, kind, target};
use crate::budget::NESTING;
use crate::parse::tags::{Piece, Tag, pieces};

/// Turns the tags among the children of a node that holds text into nodes around what they enclose. Whether any was met
/// that a page may not carry.
pub fn inline<'a>(parent: &'a AstNode<'a>, arena: &'a Arena<'a>) -> bool {
    let mut removed = false;
    let mut open: Vec<(&'static str, Kind, NodeValue, &'a AstNode<'a>)> = Vec::new();
    for child in parent.children().collect::<Vec<_>>() {
        let (html, sourcepos) = match child.data().value {
            NodeValue::HtmlInline(ref html) => (html.clone(), child.data().sourcepos),
            _ => continue,
        };
        let node = |value| arena.alloc(Ast::new_with_sourcepos(value, sourcepos).into());
        let mut value = NodeValue::Text("".into());
        match pieces(&html).into_iter().next().map(|placed| placed.piece) {
            Some(Piece::Open(tag)) => {
                let (kind, name) = kind(&tag.name);
                removed |= kind == Kind::Gone || is_telling(&tag, kind);
                match kind {
                    Kind::Line => value = NodeValue::LineBreak,
                    Kind::Image => {
                        let mut image = build(&html, sourcepos.start.line, arena).root.first_child();
                        image = image.and_then(|paragraph| paragraph.first_child());
                        if let Some(image) = image {
                            image.detach();
                            child.insert_before(image);
                        }
                    }
                    Kind::Unknown => {
                        value =
                            NodeValue::Text(date_of(&tag).map(|date| format!("{date}: ")).unwrap_or_default().into());
                    }
                    Kind::Inline | Kind::Code | Kind::Link if !tag.is_empty && open.len() < NESTING / 2 => {
                        let made = wrapping(name, kind, &tag);
                        open.extend(made.map(|made| (name, kind, made, child)));
                    }
                    Kind::Through | Kind::Gone | Kind::Inline | Kind::Code | Kind::Link | Kind::Input => {}
                    _ => value = NodeValue::Text(" ".into()),
                }
            }
            Some(Piece::Close(name)) => {
                let (kind, name) = kind(&name);
                let at = open.iter().rposition(|(known, ..)| *known == name && !name.is_empty());
                if let Some((_, kind, made, opener)) = at.and_then(|at| open.drain(at..).next()) {
                    wrap(node(made), kind, opener, child);
                } else if matches!(kind, Kind::Inline | Kind::Code | Kind::Link) {
                    // It ends what never began.
                    removed = true;
                } else if !matches!(kind, Kind::Through | Kind::Gone | Kind::Unknown) {
                    value = NodeValue::Text(" ".into());
                }
            }
            _ => {}
        }
        child.data_mut().value = value;
    }
    removed
}

fn wrapping(name: &str, kind: Kind, tag: &Tag) -> Option<NodeValue> {
    match kind {
        Kind::Code => Some(NodeValue::Code(NodeCode { num_backticks: 1, literal: String::new() })),
        Kind::Link => {
            let url = tag.attribute("href").map(target).filter(|url| !url.trim().is_empty())?;
            let title = tag.attribute("title").unwrap_or_default().to_owned();
            Some(NodeValue::Link(Box::new(NodeLink { url, title })))
        }
        _ => Some(match name {
            "b" | "strong" => NodeValue::Strong,
            "i" | "em" => NodeValue::Emph,
            "s" | "del" | "strike" => NodeValue::Strikethrough,
            "sub" => NodeValue::Subscript,
            _ => NodeValue::Superscript,
        }),
    }
}

/// Puts what stands between two tags into a node of its own.
fn wrap<'a>(node: &'a AstNode<'a>, kind: Kind, opener: &'a AstNode<'a>, closer: &'a AstNode<'a>) {
    let mut inside = Vec::new();
    let mut next = opener.next_sibling();
    while let Some(one) = next.filter(|one| !one.same_node(closer)) {
        next = one.next_sibling();
        inside.push(one);
    }
    if inside.is_empty() {
        return;
    }
    opener.insert_after(node);
    if kind != Kind::Code {
        inside.into_iter().for_each(|one| node.append(one));
        return;
    }
    let mut words = String::new();
    for one in inside {
        for part in one.descendants() {
            match part.data().value {
                NodeValue::Text(ref text) => words.push_str(text),
                NodeValue::Code(ref code) => words.push_str(&code.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
                _ => {}
            }
        }
        one.detach();
    }
    node.data_mut().value = NodeValue::Code(NodeCode { num_backticks: 1, literal: words });
}

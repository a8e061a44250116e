//! A Markdown tree made shallow enough for everything that walks it.
//!
//! Everything behind this walks the tree by calling itself, and a stack that overflows ends the program, so the depth
//! is counted here first, without recursion: what lies deeper keeps its words and loses its markup.

use comrak::Arena;
use comrak::nodes::{Ast, AstNode, NodeValue};

use crate::budget::NESTING;

/// Cuts the tree in place. Returns the line of the first place that was cut, counted from 1.
pub fn cut<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>) -> Option<usize> {
    let mut first = None;
    // The depth in containers of blocks and in inlines, of each node still to be looked at, last child first.
    let mut open = vec![(root, 0, 0)];
    while let Some((node, blocks, inlines)) = open.pop() {
        let (blocks, inlines) = match kind(&node.data().value) {
            Kind::Container => (blocks + 1, inlines),
            Kind::Inline => (blocks, inlines + 1),
            Kind::Other => (blocks, inlines),
        };
        if blocks > NESTING || inlines > NESTING {
            let line = node.data().sourcepos.start.line;
            first = Some(first.map_or(line, |known: usize| known.min(line)));
            flatten(node, arena, inlines > NESTING);
            continue;
        }
        open.extend(node.children().map(|child| (child, blocks, inlines)));
    }
    first
}

enum Kind {
    /// Holds blocks: a quote, an item.
    Container,
    /// Holds text: emphasis, a link.
    Inline,
    Other,
}

fn kind(value: &NodeValue) -> Kind {
    match value {
        NodeValue::BlockQuote
        | NodeValue::Item(_)
        | NodeValue::TaskItem(_)
        | NodeValue::FootnoteDefinition(_)
        | NodeValue::BlockDirective(_) => Kind::Container,
        NodeValue::Emph
        | NodeValue::Strong
        | NodeValue::Strikethrough
        | NodeValue::Highlight
        | NodeValue::Link(_)
        | NodeValue::Image(_) => Kind::Inline,
        _ => Kind::Other,
    }
}

/// Puts the words of a node in its place: as text, or as the one paragraph of a container.
fn flatten<'a>(node: &'a AstNode<'a>, arena: &'a Arena<'a>, inline: bool) {
    let words = words(node);
    let children: Vec<_> = node.children().collect();
    children.iter().for_each(|child| child.detach());
    if inline {
        node.data_mut().value = NodeValue::Text(words.into());
        return;
    }
    let sourcepos = node.data().sourcepos;
    let child = |value| arena.alloc(Ast::new_with_sourcepos(value, sourcepos).into());
    let paragraph = child(NodeValue::Paragraph);
    paragraph.append(child(NodeValue::Text(words.into())));
    node.append(paragraph);
}

fn words<'a>(node: &'a AstNode<'a>) -> String {
    let mut words = String::new();
    for inner in node.descendants() {
        match inner.data().value {
            NodeValue::Text(ref text) => words.push_str(text),
            NodeValue::Code(ref code) => words.push_str(&code.literal),
            NodeValue::CodeBlock(ref code) => words.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Paragraph if !words.is_empty() => words.push(' '),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use comrak::{Options, parse_document};

    fn check(markdown: &str, expected: Option<usize>, words: &str) {
        let arena = Arena::new();
        let root = parse_document(&arena, markdown, &Options::default());
        assert_eq!(cut(root, &arena), expected, "{:.40}", markdown);
        let mut deepest = 0;
        let mut open = vec![(root, 0)];
        while let Some((node, depth)) = open.pop() {
            deepest = deepest.max(depth);
            open.extend(node.children().map(|child| (child, depth + 1)));
        }
        assert!(deepest <= 4 * NESTING, "{deepest} levels");
        assert!(super::words(root).contains(words), "the words are lost");
    }

    #[test]
    fn what_nests_too_deep_keeps_its_words() {
        let around = |open: &str, close: &str, n: usize| format!("{}deep words{}\n", open.repeat(n), close.repeat(n));
        check(&around("*", "*", 90), None, "deep words");
        check(&around("*", "*", 8_000), Some(1), "deep words");
        check(&around("![", "](b)", 5_000), Some(1), "deep words");
        check(&around("_a **b ", "** c_ ", 5_000), Some(1), "deep words");
        check(&around("> ", "", 1_000), Some(1), "deep words");
        let stairs: String = (0..300).map(|n| format!("{}- step {n}\n", "  ".repeat(n))).collect();
        check(&stairs, Some(101), "step 299");
    }
}

//! Heading ids: unique within a document, made from the heading's words as GitHub makes them.

use std::collections::VecDeque;

use comrak::Anchorizer;
use comrak::nodes::{AstNode, NodeValue};

/// The ids of all headings of a document, handed out in order, and the level their page shows them at.
pub struct Anchors {
    ids: VecDeque<String>,
    /// Added to a heading's level, so that the highest of the document stands below the page's own.
    shift: u8,
}

/// Level of the highest heading within a page: the title is 1, the part of the page that shows the document is 2.
const HIGHEST: u8 = 3;

impl Anchors {
    pub fn new<'a>(root: &'a AstNode<'a>) -> Self {
        let mut anchorizer = Anchorizer::new();
        let mut ids = VecDeque::new();
        let mut highest = 6;
        for node in root.descendants() {
            if let NodeValue::Heading(ref heading) = node.data().value {
                highest = highest.min(heading.level);
                let words = anchorizer.anchorize(&text_of(node));
                ids.push_back(format!("d-{words}"));
            }
        }
        Self { ids, shift: HIGHEST.saturating_sub(highest) }
    }

    /// The id of the heading that comes next.
    pub fn peek(&self) -> String {
        self.ids.front().cloned().unwrap_or_default()
    }

    pub fn next(&mut self) -> String {
        self.ids.pop_front().unwrap_or_default()
    }

    /// The level a heading has on its page, 3 to 6.
    pub fn page_level(&self, level: u8) -> u8 {
        (level + self.shift).clamp(HIGHEST, 6)
    }
}

fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for node in node.descendants() {
        match node.data().value {
            NodeValue::Text(ref words) => text.push_str(words),
            NodeValue::Code(ref code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

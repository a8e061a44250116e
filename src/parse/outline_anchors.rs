//! Heading ids: unique within a document, made from the heading's words as GitHub makes them.

use std::collections::{HashMap, HashSet, VecDeque};

use comrak::Anchorizer;
use comrak::nodes::{AstNode, NodeValue};

/// The ids of all headings of a document, handed out in order, and the level their page shows them at.
pub struct Anchors {
    ids: VecDeque<String>,
    /// By the name that an author links to: its words as GitHub makes an id of them, or the id written at it.
    named: HashMap<String, String>,
    /// Added to a heading's level, so that the highest of the document stands below the page's own.
    shift: u8,
}

/// Level of the highest heading within a page: the title is 1, the part of the page that shows the document is 2.
const HIGHEST: u8 = 3;

impl Anchors {
    /// `given` are the ids that authors wrote at their headings, in order.
    pub fn new<'a>(root: &'a AstNode<'a>, given: &[Option<String>]) -> Self {
        let mut anchorizer = Anchorizer::new();
        let (mut ids, mut named, mut taken) = (VecDeque::new(), HashMap::new(), HashSet::new());
        let mut highest = 6;
        let mut given = given.iter();
        for node in root.descendants() {
            if let NodeValue::Heading(ref heading) = node.data().value {
                highest = highest.min(heading.level);
                let words = anchorizer.anchorize(&text_of(node));
                let own = given.next().and_then(Option::as_deref).filter(|id| is_plain(id));
                let id = own.map(|own| format!("d-{own}")).filter(|id| !taken.contains(id));
                let id = id.unwrap_or_else(|| unused(format!("d-{words}"), &taken));
                taken.insert(id.clone());
                for name in [Some(words.as_str()), own].into_iter().flatten() {
                    named.entry(name.to_lowercase()).or_insert_with(|| id.clone());
                }
                ids.push_back(id);
            }
        }
        Self { ids, named, shift: HIGHEST.saturating_sub(highest) }
    }

    /// The id on the page that a link to `#name` within the document means.
    pub fn named(&self, name: &str) -> Option<&str> {
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        let find = |name: &str| self.named.get(&name.to_lowercase()).map(String::as_str);
        // Other tools make other ids of the same words.
        find(&name)
            .or_else(|| find(name.strip_prefix("user-content-")?))
            .or_else(|| find(&name.replace(['_', '+', ' '], "-")))
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

/// Whether an id may stand in an address as it is.
fn is_plain(id: &str) -> bool {
    id.len() <= 80 && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn unused(id: String, taken: &HashSet<String>) -> String {
    if !taken.contains(&id) {
        return id;
    }
    let further = (1..).map(|n| format!("{id}-{n}"));
    further.into_iter().find(|id| !taken.contains(id)).unwrap_or(id)
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

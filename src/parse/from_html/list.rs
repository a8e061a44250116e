//! Lists, tasks and definitions.

use comrak::nodes::{AstNode, ListType, NodeList, NodeTaskItem, NodeValue, Sourcepos};

use super::{Builder, Frame, Gap, Role};
use crate::parse::tags::Tag;

impl Builder<'_> {
    pub fn list(&mut self, name: &'static str, tag: &Tag) {
        self.end_block();
        if !matches!(self.top().role, Role::Flow | Role::Cell) {
            self.phrasing();
        }
        let is_tasks = ["inline-task-list", "task-list", "to-do-list", "contains-task-list"];
        let list = NodeList {
            list_type: if name == "ol" { ListType::Ordered } else { ListType::Bullet },
            start: tag.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1),
            tight: true,
            is_task_list: is_tasks.iter().any(|class| tag.has_class(class)),
            ..NodeList::default()
        };
        self.push(name, Role::List, NodeValue::List(list));
    }

    pub fn item(&mut self, tag: Option<&Tag>) {
        self.close_to(&["li"], &["ul", "ol", "menu", "td", "th"]);
        self.end_block();
        if self.top().role != Role::List {
            // An item without a list around it.
            self.list("ul", &Tag::plain("ul"));
        }
        let NodeValue::List(list) = self.top().node.data().value else { return };
        let checked = tag.is_some_and(|tag| tag.has_class("checked") || tag.has_class("task-done"));
        let value = match list.is_task_list || checked {
            true => task(checked.then_some('x'), self.at),
            false => NodeValue::Item(list),
        };
        (self.gap, self.fresh) = (Gap::None, true);
        self.push("li", Role::Flow, value);
    }

    /// A box to be ticked makes its item a task.
    pub fn input(&mut self, tag: &Tag) {
        if tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
            self.tick(tag.attribute("checked").is_some());
        }
    }

    pub fn tick(&mut self, checked: bool) {
        let item = self.open.iter().rev().find(|frame| frame.name == "li").map(|frame| frame.node);
        if let Some(item) = item {
            item.data_mut().value = task(checked.then_some('x'), self.at);
        } else if !matches!(self.top().role, Role::List | Role::Table | Role::Row) {
            self.phrasing();
            self.word(if checked { "[x]" } else { "[ ]" });
            self.gap = Gap::Space;
        }
    }

    /// What stands behind a term, on its line.
    pub fn definition(&mut self) {
        let block = self.open.iter().rposition(|frame| frame.role == Role::Phrasing && frame.name == "p");
        let ended = self.top().role == Role::Flow || block.is_none();
        if ended {
            let last = self.top().node.last_child().filter(|node| is_term(node));
            self.end_block();
            if let Some(node) = last.filter(|_| self.top().role == Role::Flow) {
                self.open.push(Frame { name: "p", role: Role::Phrasing, node });
                self.colon();
            }
            return;
        }
        while self.top().role == Role::Inline {
            self.pop();
        }
        match is_term(self.top().node) {
            true => self.colon(),
            false => self.end_block(),
        }
    }

    /// Parts a term from what it stands for, unless it brings its own colon.
    fn colon(&mut self) {
        let last = self.top().node.descendants().filter_map(|node| match node.data().value {
            NodeValue::Text(ref text) => Some(text.ends_with([':', '：'])),
            _ => None,
        });
        let is_closed = last.last().unwrap_or(false);
        (self.gap, self.fresh) = (Gap::None, false);
        if !is_closed {
            self.word(":");
        }
        self.gap = Gap::Space;
    }
}

fn task(symbol: Option<char>, at: Sourcepos) -> NodeValue {
    NodeValue::TaskItem(NodeTaskItem { symbol, symbol_sourcepos: at })
}

/// A paragraph that holds one strong run and nothing else.
fn is_term<'a>(node: &'a AstNode<'a>) -> bool {
    matches!(node.data().value, NodeValue::Paragraph)
        && node
            .first_child()
            .is_some_and(|first| matches!(first.data().value, NodeValue::Strong) && first.next_sibling().is_none())
}

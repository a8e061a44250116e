//! The lists of promises: which blocks of a document are action items.
//!
//! Input: parts under the names of actions. Output: [`ActionItem`]s in document order. What an item says is
//! `super::action`'s.

use std::collections::BTreeSet;

use crate::model::{ActionGroup, ActionItem, Origin};
use crate::parse::{Block, BlockKind, Line, MarkKind};

use super::action::{self, RawAction};
use super::outline::{Part, text_of};
use super::trail::{Place, Trail};
use super::vocabulary::{Field, field_of};

pub fn action_items(parts: &[Part], trail: &mut Trail) -> Vec<ActionItem> {
    let mut items: Vec<ActionItem> = Vec::new();
    for part in parts {
        let (group, done) = match part.field {
            Some(Field::Actions(group)) => (group, part.label.as_ref().is_some_and(says_done)),
            Some(Field::ActionsDone) => (ActionGroup::Immediate, true),
            _ => continue,
        };
        items.extend(in_part(part, group, done).iter().filter_map(action::action_item));
    }
    if let Some(first) = items.first() {
        trail.note("action_items", Origin::Stated, "action-section", &Place::at(first.line, 1, &first.text));
    }
    let mut above = BTreeSet::new();
    for item in &items {
        if !above.insert(item.text.to_ascii_lowercase()) {
            trail.flag("duplicate_item", "the same action item stands above", Some(item.line));
        }
    }
    items
}

fn says_done(label: &Line) -> bool {
    let label = label.text.to_lowercase();
    label.contains("(completed)") || label.contains("(done)") || label.contains("completed:")
}

fn in_part(part: &Part, group: ActionGroup, done: bool) -> Vec<RawAction> {
    let mut raw: Vec<(usize, RawAction)> = Vec::new();
    let mut header: Option<(usize, Vec<String>)> = None;
    let mut group = group;
    let mut done = done;
    for block in part.prose() {
        match &block.kind {
            BlockKind::Subheading { .. } => {
                if let Some(Field::Actions(own)) = block.lines.first().and_then(|line| field_of(&line.text)) {
                    group = own;
                }
                done = block.lines.first().is_some_and(says_done);
            }
            BlockKind::Row { table, header: true } => {
                header = Some((*table, block.lines.iter().map(|cell| cell.text.clone()).collect()));
            }
            BlockKind::Row { table, .. } => {
                let heads = header
                    .as_ref()
                    .filter(|(known, _)| known == table)
                    .map(|(_, heads)| heads.as_slice())
                    .unwrap_or_default();
                raw.push((0, row(block, heads, group, done)));
            }
            BlockKind::Item { depth, task, .. } => nested(&mut raw, item(block, group, done, *task), *depth),
            BlockKind::ItemParagraph { .. } => {
                if let Some((_, last)) = raw.last_mut() {
                    last.links.extend(links(block));
                }
            }
            BlockKind::Paragraph => raw.extend(prose(block, group, done).into_iter().map(|raw| (0, raw))),
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }
    raw.into_iter().map(|(_, raw)| raw).collect()
}

/// An item below another is one of its own where the outer one only announces it; else its links are the outer one's.
fn nested(raw: &mut Vec<(usize, RawAction)>, item: RawAction, depth: usize) {
    match raw.last_mut() {
        Some((outer, last)) if *outer < depth && *outer > 0 => {
            if last.text.trim_end().ends_with(':') {
                raw.pop();
                raw.push((depth, item));
            } else {
                last.links.extend(item.links);
            }
        }
        _ => raw.push((depth, item)),
    }
}

fn item(block: &Block, group: ActionGroup, done: bool, task: Option<bool>) -> RawAction {
    let struck = block.lines.iter().any(|line| {
        line.marks.iter().any(|mark| mark.kind == MarkKind::Strikethrough && mark.range.len() * 2 > line.text.len())
    });
    let line = block.lines.first().map_or(0, |line| line.number);
    RawAction {
        text: text_of(block),
        group,
        line,
        task,
        struck,
        group_done: done,
        links: links(block),
        columns: None,
        from_prose: false,
    }
}

fn row(block: &Block, heads: &[String], group: ActionGroup, done: bool) -> RawAction {
    let columns: Vec<(String, String)> = block
        .lines
        .iter()
        .enumerate()
        .map(|(index, cell)| (heads.get(index).cloned().unwrap_or_default(), cell.text.clone()))
        .collect();
    let about = |head: &str| {
        let head = head.to_lowercase();
        ["action", "task", "item", "description", "what", "follow", "improvement", "todo"]
            .iter()
            .any(|word| head.contains(word))
    };
    let text = columns
        .iter()
        .find(|(head, _)| about(head) && !head.to_lowercase().contains("id"))
        .or_else(|| columns.iter().max_by_key(|(_, cell)| cell.len()))
        .map(|(_, cell)| cell.clone())
        .unwrap_or_default();
    RawAction { text, columns: Some(columns), ..item(block, group, done, None) }
}

/// Paragraphs of an action list: one item per line or sentence that promises something.
fn prose(block: &Block, group: ActionGroup, done: bool) -> Vec<RawAction> {
    let mut found = Vec::new();
    for (line, text) in unwrapped(block) {
        for (_, sentence) in action::sentences_as_actions(&text) {
            found.push(RawAction { text: sentence, line, from_prose: true, ..item(block, group, done, None) });
        }
    }
    found
}

/// The lines of a paragraph, those joined that were only wrapped.
fn unwrapped(block: &Block) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for line in &block.lines {
        let starts =
            line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '*' | '•'));
        match lines.last_mut() {
            Some((_, last)) if !(starts && last.ends_with(['.', ':', ';', '!', ')'])) => {
                last.push(' ');
                last.push_str(&line.text);
            }
            _ => lines.push((line.number, line.text.clone())),
        }
    }
    lines
}

fn links(block: &Block) -> Vec<(String, String)> {
    let in_line = |line: &Line| {
        line.marks
            .iter()
            .filter_map(|mark| match &mark.kind {
                MarkKind::Link { url, image: false } => {
                    Some((line.text.get(mark.range.clone()).unwrap_or_default().to_owned(), url.clone()))
                }
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    block.lines.iter().flat_map(in_line).collect()
}

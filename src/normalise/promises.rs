//! Promises outside of any section for them: a table of tasks, a list of boxes, a list that a sentence leads into, and last
//! the sentences of a letter.
//!
//! Input: the parts of a document that tells an incident. Output: raw action items in document order.

use crate::model::ActionGroup;
use crate::parse::{Block, BlockKind};

use super::action::{self, RawAction};
use super::actions::{Around, enumerated, is_listed, item, row, unwrapped};
use super::enumeration::enumerator;
use super::outline::{LabelKind, Part, line_at, text_of, told_of};
use super::vocabulary::Field;

/// What a document promises beside its sections about actions.
pub fn elsewhere(parts: &[Part]) -> Vec<RawAction> {
    let found: Vec<RawAction> = parts.iter().flat_map(listed).collect();
    if found.is_empty() {
        parts.iter().filter(|part| part.field != Some(Field::Appendix)).flat_map(told).collect()
    } else {
        found
    }
}

/// The blocks of a part that may promise something: behind a label with its value on the line, what stands below is no
/// more of that value.
fn open_to_promises(part: &Part) -> Vec<&Block> {
    let labelled = matches!(part.kind, LabelKind::Label { inline: true, depth: 0 });
    let told = !matches!(part.field, Some(Field::Timeline | Field::KeyEvents | Field::Actions(_) | Field::Links));
    if may_promise(part) || part.field == Some(Field::Appendix) {
        part.prose().collect()
    } else if labelled && told {
        part.prose().skip(1).collect()
    } else {
        Vec::new()
    }
}

fn may_promise(part: &Part) -> bool {
    matches!(
        part.field,
        None | Some(
            Field::Summary
                | Field::Background
                | Field::Conclusion
                | Field::Resolution
                | Field::Learned
                | Field::Poorly
                | Field::Cause
                | Field::CauseAndResolution
                | Field::ResolvedAt
                | Field::Impact
                | Field::Contributing
        )
    )
}

const AROUND: Around =
    Around { group: ActionGroup::ActionItems, done: false, claimed: false, open: false, owner: None };

/// Tables of tasks, lists of boxes, and lists that a sentence leads into.
fn listed(part: &Part) -> Vec<RawAction> {
    let mut found = Vec::new();
    let mut heads: Option<(usize, Vec<String>)> = None;
    let mut led = false;
    let factual = ends_with_facts(part);
    for block in open_to_promises(part) {
        match &block.kind {
            BlockKind::Row { table, header: true } => {
                let cells: Vec<String> = block.lines.iter().map(|cell| cell.text.clone()).collect();
                heads = action::names_promises(cells.iter().map(String::as_str)).then_some((*table, cells));
            }
            BlockKind::Row { table, .. } => {
                let known = heads.as_ref().filter(|(known, _)| known == table);
                found.extend(known.map(|(_, heads)| row(block, heads, &AROUND)));
            }
            BlockKind::Item { task, .. }
                if led || factual || (task.is_some() || action::ends_with_box(&text_of(block))) && !is_form(block) =>
            {
                found.push(item(block, &AROUND, *task));
            }
            BlockKind::Paragraph => found.extend(boxes(block).or_else(|| led_in(block)).unwrap_or_default()),
            _ => {}
        }
        if !is_listed(block) && !matches!(block.kind, BlockKind::ItemParagraph { .. }) {
            led = matches!(block.kind, BlockKind::Paragraph) && action::leads_into_promises(&text_of(block));
        }
    }
    found
}

/// The lines of a paragraph where each begins with a box.
fn boxes(block: &Block) -> Option<Vec<RawAction>> {
    let lines = unwrapped(block);
    lines.iter().all(|(_, text)| action::starts_with_box(text)).then(|| numbered(block, &lines))
}

/// The numbered lines of a paragraph whose first line leads into them.
fn led_in(block: &Block) -> Option<Vec<RawAction>> {
    let lines = unwrapped(block);
    let (first, rest) = lines.split_first()?;
    // "Resolved: (a) that ... be fitted": the mood of its clauses tells what a list is of.
    let ordered = |(_, text): &(usize, String)| enumerator(text).is_some_and(|sign| text[sign..].starts_with("that "));
    let told = action::leads_into_promises(&first.1) || rest.iter().all(ordered);
    (!rest.is_empty() && told).then(|| numbered(block, rest))
}

/// Whether most items of a part end with an owner, a day, a ticket or a state: nothing else has these.
fn ends_with_facts(part: &Part) -> bool {
    const FEWEST: usize = 2;
    if part.field.is_some_and(|field| !matches!(field, Field::Resolution | Field::Conclusion | Field::Learned)) {
        return false;
    }
    let items = || part.prose().filter(|block| matches!(block.kind, BlockKind::Item { .. }));
    let factual = items().filter(|block| action::ends_with_facts(&text_of(block))).count();
    factual >= FEWEST && factual * 3 >= items().count() * 2
}

fn numbered(block: &Block, lines: &[(usize, String)]) -> Vec<RawAction> {
    let own = item(block, &AROUND, None);
    let pieces = enumerated(lines).unwrap_or_default();
    pieces.into_iter().map(|(line, text)| RawAction { text, line, ..own.clone() }).collect()
}

/// "I have searched the open issues": a box of a form, not of a plan.
fn is_form(block: &Block) -> bool {
    let text = text_of(block).to_lowercase();
    text.starts_with("i ")
        || text.starts_with("i've ")
        || text.starts_with("yes")
        || text.starts_with("no ")
        || text.len() < 6
}

/// The sentences that promise something.
fn told(part: &Part) -> Vec<RawAction> {
    let paragraphs = open_to_promises(part).into_iter().filter(|block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::ItemParagraph { .. })
    });
    let mut found = Vec::new();
    for block in paragraphs {
        let text = told_of(block);
        let whole = item(block, &AROUND, None);
        let announced =
            action::announced(&text).filter(|_| action::leads_into_promises(&format!("{}:", opening(&text))));
        for (at, text) in announced.unwrap_or_else(|| action::vows(&text)) {
            found.push(RawAction { text, line: line_at(block, at), ..whole.clone() });
        }
    }
    found
}

/// A text up to the end of the sentence that announces.
fn opening(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first)
}

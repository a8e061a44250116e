//! A document that stops in the middle of a sentence.

use crate::parse::{Block, BlockKind, Mark, MarkKind, Section};

use super::outline::text_of;
use super::trail::Trail;

/// Words that no sentence ends on.
const OPEN_ENDS: &[&str] = &[
    "the", "a", "an", "of", "in", "and", "or", "to", "for", "with", "by", "from", "that", "which", "is", "are", "was",
    "were", "on", "at", "as", "but", "we", "our", "this", "these", "into", "will", "be", "been", "has", "have", "had",
    "its", "their",
];

/// A text of fewer words may be a signature or a name.
const FEWEST_WORDS: usize = 8;
/// Share of the author's other long texts that must end with a stop before a missing one means anything.
const HABIT: f64 = 0.8;

/// Flags a last text that stops in the middle of a sentence.
///
/// A text that ends on `the` is cut for sure; one that merely lacks its stop is cut when its author never forgets one.
pub fn flag_truncated(sections: &[Section], trail: &mut Trail) {
    let blocks: Vec<&Block> =
        sections.iter().flat_map(|section| &section.blocks).filter(|block| is_prose(block)).collect();
    let Some((last, others)) = blocks.split_last() else { return };
    let is_end = sections.iter().flat_map(|section| &section.blocks).next_back().is_some_and(is_prose);
    let text = text_of(last);
    if !is_end || is_closed(last, &text) || text.split_whitespace().count() < FEWEST_WORDS {
        return;
    }
    let word = text.split_whitespace().next_back().unwrap_or_default();
    let open = OPEN_ENDS.contains(&word.to_lowercase().as_str()) || text.ends_with([',', '(']);
    let is_paragraph = last.kind == BlockKind::Paragraph;
    if open || (is_paragraph && never_forgets(others)) {
        trail.flag("truncated", format!("the text ends with \"{word}\""), last.lines.last().map(|line| line.number));
    }
}

fn is_prose(block: &Block) -> bool {
    let kind = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::ItemParagraph { .. });
    kind && !block.lines.is_empty()
}

fn is_closed(block: &Block, text: &str) -> bool {
    let linked = block.lines.last().is_some_and(|line| {
        let at_end = |mark: &Mark| mark.range.end + 1 >= line.text.len();
        line.marks.iter().any(|mark| at_end(mark) && matches!(mark.kind, MarkKind::Link { .. } | MarkKind::Code))
    });
    linked || !text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-' | '('))
}

fn never_forgets(blocks: &[&Block]) -> bool {
    let long = blocks
        .iter()
        .map(|block| (block, text_of(block)))
        .filter(|(_, text)| text.split_whitespace().count() >= FEWEST_WORDS);
    let (mut all, mut closed) = (0, 0);
    for (block, text) in long {
        all += 1;
        closed += usize::from(is_closed(block, &text));
    }
    all >= 5 && f64::from(closed as u32) >= HABIT * f64::from(all)
}

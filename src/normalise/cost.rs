//! What it takes to read a document, before anyone begins to read it.
//!
//! Input: a parsed document. Output: steps. Reading is linear in the length of a document, except where every word of
//! one paragraph, cell or line of code is held against every other one; that grows with the square of its words, and so
//! does the count of its blocks, of which each may weigh upon all others.

use crate::parse::{Block, BlockKind, Document};

/// Steps of a word.
const WORD: usize = 4;
/// Pairs of words of one block, and pairs of blocks, that are one step.
const WORD_PAIRS: usize = 100;
const BLOCK_PAIRS: usize = 64;

/// Steps to read a document; a hundred million are a second or two.
pub fn steps(document: &Document) -> usize {
    let blocks = || document.sections.iter().flat_map(|section| &section.blocks);
    let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
    let of_headings = headings.map(|heading| of_words(words(&heading.line.text)));
    of_headings.chain(blocks().map(of_block)).sum::<usize>() + pairs(blocks().count(), BLOCK_PAIRS)
}

/// Code is read line by line, everything else as a whole.
fn of_block(block: &Block) -> usize {
    let lines = block.lines.iter().map(|line| words(&line.text));
    match block.kind {
        BlockKind::Code { .. } => lines.map(of_words).sum(),
        _ => of_words(lines.sum()),
    }
}

fn of_words(count: usize) -> usize {
    count * WORD + pairs(count, WORD_PAIRS)
}

fn pairs(count: usize, of_a_step: usize) -> usize {
    count.saturating_mul(count) / of_a_step
}

/// Runs of letters between spaces and signs, so that a text without spaces counts as well.
fn words(text: &str) -> usize {
    // Every byte of an archive is asked for: without branches, so that many are looked at in one step.
    let ends = text.as_bytes().windows(2).map(|pair| u8::from(is_in_word(pair[0]) & !is_in_word(pair[1])));
    1 + ends.map(usize::from).sum::<usize>()
}

fn is_in_word(byte: u8) -> bool {
    !byte.is_ascii() | byte.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::STEPS;
    use crate::model::{Source, SourceFormat};

    fn check(text: &str, within: bool) {
        let source = Source { path: "a.md".into(), format: SourceFormat::Markdown, hash: String::new() };
        let steps = steps(&crate::parse::document(source, text));
        assert_eq!(steps as u64 <= STEPS, within, "{steps} steps for {} bytes", text.len());
    }

    #[test]
    fn long_documents_are_within_budget_and_endless_paragraphs_are_not() {
        check(&"- 10:00 UTC the worker was restarted again and again\n".repeat(60_000), true);
        check(&"The disk was full and so was the log.\n\n".repeat(60_000), true);
        check(&"It lasted five minutes. ".repeat(20_000), true);
        check(&"It lasted five minutes. ".repeat(40_000), false);
        check(&"a.".repeat(200_000), false);
        check(&format!("```\n{}```\n", "GET /index.html 200 0.003 s\n".repeat(200_000)), true);
    }
}

//! The summary: the author's, else the first words that stand under no other name.

use crate::model::Origin;
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::{LabelKind, Part, text_of};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::BlockKind;

/// A first paragraph shorter than this says nothing yet.
const SHORTEST: usize = 30;
/// `Update at 11:20 UTC` has three.
const FEWEST_WORDS: usize = 5;
/// How paragraphs begin that only say where the story is told.
const POINTERS: &[&str] =
    &["see ", "refer to ", "please see ", "please refer ", "read more", "full detail", "more details", "link to "];

pub fn summary(author: &Author, parts: &[Part], trail: &mut Trail) -> Option<String> {
    if let Some((text, place)) = author.text(Key::Summary) {
        trail.note("summary", Origin::Stated, "front-matter", place);
        return Some(text);
    }
    let named = parts.iter().find(|part| part.field == Some(Field::Summary) && !part.text().is_empty());
    if let Some(part) = named {
        let place = part.lines().next().map(Place::of).unwrap_or_default();
        trail.note("summary", Origin::Stated, "heading", &place);
        return Some(part.text());
    }
    let opening = parts.iter().filter(|part| part.field.is_none() || part.field == Some(Field::Background));
    for part in opening.filter(|part| !matches!(part.kind, LabelKind::Row)) {
        let paragraph = part.blocks.iter().find(|block| {
            block.kind == BlockKind::Paragraph
                && !block.quoted
                && !opens_with_time(block)
                && !block.lines.iter().all(|line| line.is_link() || line.is_picture())
                && says_something(&text_of(block))
        });
        if let Some(block) = paragraph {
            trail.note(
                "summary",
                Origin::Inferred,
                "first-paragraph",
                &block.lines.first().map(Place::of).unwrap_or_default(),
            );
            return Some(text_of(block));
        }
    }
    None
}

/// Enough words, and not only where to read on or when something was written.
fn says_something(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).count();
    let lower = text.to_lowercase();
    text.len() >= SHORTEST && words >= FEWEST_WORDS && !POINTERS.iter().any(|start| lower.starts_with(start))
}

fn opens_with_time(block: &crate::parse::Block) -> bool {
    let first = block.lines.first().map(|line| line.text.as_str()).unwrap_or_default();
    crate::normalise::time::leading(first, crate::normalise::time::DayOrder::Undecided).is_some()
}

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
                && text_of(block).len() >= SHORTEST
                && !opens_with_time(block)
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

fn opens_with_time(block: &crate::parse::Block) -> bool {
    let first = block.lines.first().map(|line| line.text.as_str()).unwrap_or_default();
    crate::normalise::time::leading(first, crate::normalise::time::DayOrder::Undecided).is_some()
}

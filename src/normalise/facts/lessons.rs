//! What went well, what did not, where luck helped, what was learned.

use crate::model::{Lessons, Origin};
use crate::normalise::outline::{Part, text_of};
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::BlockKind;

/// Sentences that templates leave behind.
const LEFTOVERS: &[&str] = &[
    "list of things that went well",
    "things that could have gone better",
    "these are good things that happened",
    "for example,",
    "n/a",
    "none",
    "tbd",
    "{{",
    "what went well?",
    "-",
];

pub fn lessons(parts: &[Part], trail: &mut Trail) -> Lessons {
    let mut take = |field: Field, key: &'static str| {
        let mut lessons = Vec::new();
        for part in parts.iter().filter(|part| part.field == Some(field)) {
            let found = in_part(part);
            if let Some(line) = part.lines().next().filter(|_| !found.is_empty() && lessons.is_empty()) {
                trail.note(key, Origin::Stated, "heading", &Place::of(line));
            }
            lessons.extend(found);
        }
        lessons
    };
    Lessons {
        well: take(Field::Well, "lessons.well"),
        poorly: take(Field::Poorly, "lessons.poorly"),
        lucky: take(Field::Lucky, "lessons.lucky"),
        learned: take(Field::Learned, "lessons.learned"),
    }
}

/// One lesson per list item; nested items and further paragraphs belong to the item above.
fn in_part(part: &Part) -> Vec<String> {
    let mut lessons: Vec<String> = Vec::new();
    for block in part.prose() {
        let text = text_of(block);
        let leftover = LEFTOVERS.iter().any(|words| text.to_lowercase().starts_with(words));
        if text.is_empty()
            || leftover
            || matches!(block.kind, BlockKind::Subheading { .. } | BlockKind::Row { header: true, .. })
        {
            continue;
        }
        match (&block.kind, lessons.last_mut()) {
            (BlockKind::Item { depth: 2.., .. } | BlockKind::ItemParagraph { .. }, Some(last)) => {
                last.push(' ');
                last.push_str(&text);
            }
            _ => lessons.push(text),
        }
    }
    lessons
}

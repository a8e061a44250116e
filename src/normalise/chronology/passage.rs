//! Passages: what one block tells as one text, with the way back to its lines.

use crate::normalise::outline::{LabelKind, Part, joint_of};
use crate::normalise::time;
use crate::normalise::trail::Place;
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind};

/// Bytes of a line after which its column is noted, so that none is ever counted from the beginning of an endless line.
const MARKED: usize = 1_000;

/// The lines of a block as one text, since a sentence goes on over a line's end.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    pub text: String,
    /// Byte at which each line begins, its number and its column in the source; of a long line several places.
    lines: Vec<(usize, usize, usize)>,
    pub standing: Standing,
    /// Number of the part of the document that it stands in.
    pub part: usize,
}

/// How far a passage speaks for the whole incident; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Summary, impact, or the words before any heading.
    Whole,
    /// Text under no name that is known.
    Story,
    /// Detection, causes, resolution: their times are mostly of a step.
    Step,
}

impl Passage {
    /// A text that stands on one line, such as that of a timeline's entry.
    pub fn at(text: &str, number: usize, column: usize, standing: Standing) -> Self {
        let mut passage = Self { text: String::new(), lines: Vec::with_capacity(1), standing, part: 0 };
        passage.push(text, number, column);
        passage
    }

    fn of_block(block: &Block, standing: Standing, part: usize) -> Self {
        let mut passage = Self { text: String::new(), lines: Vec::with_capacity(block.lines.len()), standing, part };
        let joint = joint_of(block);
        for line in &block.lines {
            if !passage.text.is_empty() {
                passage.text.push(joint);
            }
            passage.push(&line.text, line.number, line.column);
        }
        passage
    }

    fn push(&mut self, line: &str, number: usize, column: usize) {
        let start = self.text.len();
        self.lines.push((start, number, column));
        self.text.push_str(line);
        let mut next = MARKED;
        if line.len() > next {
            for (characters, (at, _)) in line.char_indices().enumerate() {
                if at >= next {
                    self.lines.push((start + at, number, column + characters));
                    next = at + MARKED;
                }
            }
        }
    }

    /// The line on which it begins.
    pub fn line(&self) -> usize {
        self.lines.first().map_or(0, |(_, number, _)| *number)
    }

    /// Where a byte of the text stands in the source.
    pub fn place(&self, byte: usize, words: &str) -> Place {
        let index = self.lines.partition_point(|(start, ..)| *start <= byte).saturating_sub(1);
        let Some((start, number, column)) = self.lines.get(index).copied() else { return Place::nowhere() };
        let before = self.text.get(start..byte).map_or(0, |text| text.chars().count());
        Place::at(number, column + before, words)
    }
}

/// The passages of a document that may tell when it was, best first and then in the order written.
///
/// Key events, action items and lessons are no passages: their times are of steps. Rows of a timeline are left out by
/// those who know them.
pub fn passages(parts: &[Part]) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let Some(standing) = standing(part) else { continue };
        let told = part.prose().filter(|block| {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::ItemParagraph { .. })
                && block
                    .lines
                    .iter()
                    .any(|line| may_hold_clock(&line.text) || may_hold_length(&line.text) || may_hold_days(&line.text))
        });
        found.extend(told.map(|block| Passage::of_block(block, standing, number)));
    }
    found.sort_by_key(|passage| passage.standing);
    found
}

/// A value of more words than this tells more than a moment.
const SENTENCE: usize = 12;

fn standing(part: &Part) -> Option<Standing> {
    Some(match part.field {
        Some(Field::Summary | Field::Impact | Field::Duration | Field::Date) => Standing::Whole,
        None if part.heading.is_none() => Standing::Whole,
        None | Some(Field::Background | Field::Conclusion) => Standing::Story,
        Some(
            Field::Detection
            | Field::Cause
            | Field::CauseAndResolution
            | Field::Resolution
            | Field::Trigger
            | Field::Services
            | Field::Timeline
            | Field::Status,
        ) => Standing::Step,
        // "Mitigated - logins" as a title names no moment: what stands below it is the story.
        Some(Field::FixedAt | Field::ResolvedAt | Field::DetectedAt)
            if part.label.is_none()
                || matches!(part.kind, LabelKind::Heading { .. })
                || part.lines().any(|line| line.text.split_whitespace().count() > SENTENCE) =>
        {
            Standing::Whole
        }
        _ => return None,
    })
}

/// Whether a text may hold a time of day: two digits behind a colon, `h`, AM or PM, `noon`, `1900 hours`.
pub fn may_hold_clock(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = |at: usize| {
        let rest = &bytes[at..];
        let skip = usize::from(rest.first() == Some(&b' '));
        match rest.get(skip).map(u8::to_ascii_lowercase) {
            Some(b':' | b'.') if skip == 0 => rest.get(1).is_some_and(u8::is_ascii_digit),
            Some(b'h' | b'a' | b'p' | b'u' | b'g' | b'z') => true,
            _ => false,
        }
    };
    let digits = bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit());
    digits.into_iter().any(|(at, _)| !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && behind(at + 1))
        || memchr::memmem::find(bytes, b"noon").is_some()
        || memchr::memmem::find(bytes, b"midnight").is_some()
        || memchr::memmem::find(bytes, b" hours of ").is_some()
        || time::may_hold_spoken(text)
}

/// Whether a text may say from which day to which it was.
pub fn may_hold_days(text: &str) -> bool {
    let bytes = text.as_bytes();
    let joined = [&b" to "[..], b" until ", b" till ", b" through ", "–".as_bytes()];
    memchr::memmem::find(bytes, b" 20").is_some()
        && joined.iter().any(|joint| memchr::memmem::find(bytes, joint).is_some())
}

/// Whether a text may say how long it was.
pub fn may_hold_length(text: &str) -> bool {
    let bytes = text.as_bytes();
    [&b"minute"[..], b"hour", b" min", b" day", b"second"]
        .iter()
        .any(|unit| memchr::memmem::find(bytes, unit).is_some())
}

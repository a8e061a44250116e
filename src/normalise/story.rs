//! A document as sentences, each with its place and with what counting says of it, read once for all who ask.
//!
//! In: parts, the title, the timeline. Out: a [`Story`]. Decides which part of the story a stretch of text tells; what the
//! words mean is `super::cause`'s, which sentence tells a value is decided by those who look for it ([`Line`]).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::model::{ActionGroup, EventKind};
use crate::parse::{Block, BlockKind};
use crate::text::{Signs, Words};

use super::cause::{Likely, Passage, Role, likely};
use super::causes::resolution_begins;
use super::chronology::Timeline;
use super::event::KINDS as ROWS;
use super::false_lead::is_of_leads;
use super::known;
use super::outline::{Part, text_of};
use super::statement::is_machine_output;
use super::vocabulary::Field;

/// The passages of a document with what counting says of their sentences.
#[derive(Debug, Default)]
pub struct Story {
    passages: Vec<Passage>,
    likely: Vec<Vec<Likely>>,
    /// The field of each passage's part.
    fields: Vec<Option<Field>>,
    /// So many passages from the start may tell a cause; those behind are values of labels that name a moment.
    of_causes: usize,
}

impl Story {
    /// Blocks of the document with the part of the story each tells.
    pub fn of(parts: &[Part], title: Option<&str>, timeline: &Timeline) -> Self {
        let mut story = Self::default();
        if let Some(title) = title {
            story.push(Some(Field::Title), Passage { role: Role::Title, text: title.to_owned(), line: 1 });
        }
        for part in parts {
            let Some(role) = role_of(part) else { continue };
            blocks(part).for_each(|block| story.push_block(part.field, role, block));
        }
        let told = by_line(story.passages.iter().map(|passage| passage.line));
        for placed in &timeline.entries {
            let (text, line) = (&placed.entry.text, placed.entry.line);
            let told = told.get(&line).into_iter().flatten().take(ON_A_LINE).map(|index| &story.passages[*index]);
            let is_told = told.filter(|passage| passage.role != Role::Title).any(|passage| is_of(&passage.text, text));
            if !is_told && !text.is_empty() {
                story.push(Some(Field::Timeline), Passage { role: Role::Timeline, text: text.clone(), line });
            }
        }
        story.likely = likely(&story.passages);
        story.of_causes = story.passages.len();
        for part in parts.iter().filter(|part| names_a_moment(part.field)) {
            blocks(part).for_each(|block| story.push_block(part.field, Role::Plain, block));
        }
        let moments = likely(&story.passages[story.of_causes..]);
        story.likely.extend(moments);
        story
    }

    /// The passages that may tell a cause, with what is said of their sentences.
    pub fn of_causes(&self) -> (&[Passage], &[Vec<Likely>]) {
        (&self.passages[..self.of_causes], &self.likely[..self.of_causes])
    }

    /// Every sentence, in order.
    pub fn read<'s>(&'s self, timeline: &Timeline) -> Read<'s> {
        let mut lines: Vec<Line<'s>> = Vec::new();
        let mut all: Vec<Words<'s>> = Vec::with_capacity(self.passages.len());
        let rows = by_line(timeline.entries.iter().map(|placed| placed.entry.line));
        for (index, passage) in self.passages.iter().enumerate() {
            let mut here = rows.get(&passage.line).into_iter().flatten().take(ON_A_LINE).copied();
            let row = here.find(|row| is_of(&passage.text, &timeline.entries[*row].entry.text));
            let row = row.filter(|_| passage.role != Role::Title);
            let words = Words::of(&passage.text);
            for (number, (sentence, likely)) in words.sentences().iter().zip(&self.likely[index]).enumerate() {
                lines.push(Line {
                    text: &passage.text,
                    bytes: words.bytes(sentence),
                    words: sentence.len(),
                    first: words.word(sentence.start).to_owned(),
                    number,
                    line: passage.line,
                    role: passage.role,
                    field: self.fields[index],
                    row: row.map(|row| (row, timeline.entries[row].entry.kind)),
                    likely,
                    course: Course::default(),
                });
            }
            all.push(words);
        }
        set_course(&mut lines);
        Read { lines, words: all }
    }

    fn push(&mut self, field: Option<Field>, passage: Passage) {
        self.passages.push(passage);
        self.fields.push(field);
    }

    fn push_block(&mut self, field: Option<Field>, role: Role, block: &Block) {
        let line = block.lines.first().map_or(0, |line| line.number);
        let text = text_of(block);
        if field != Some(Field::CauseAndResolution) {
            self.push(field, Passage { role, text, line });
            return;
        }
        let cut = resolution_begins(&text);
        for (role, text) in [(Role::Cause, &text[..cut]), (Role::Resolution, &text[cut..])] {
            if !text.trim().is_empty() {
                self.push(field, Passage { role, text: text.trim().to_owned(), line });
            }
        }
    }
}

/// So many of those that stand on one line are looked at: of a page without line breaks each would be held against all.
const ON_A_LINE: usize = 64;

/// The numbers of what stands on each line: of an export, everything may stand on one.
fn by_line(lines: impl Iterator<Item = usize>) -> HashMap<usize, Vec<usize>> {
    let mut found: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, line) in lines.enumerate() {
        found.entry(line).or_default().push(index);
    }
    found
}

/// Whether a passage and the entry of a timeline on its line are the same words.
fn is_of(passage: &str, entry: &str) -> bool {
    passage.contains(entry) || entry.contains(passage)
}

/// The sentences of a document, and the words of its passages.
#[derive(Debug)]
pub struct Read<'s> {
    pub lines: Vec<Line<'s>>,
    /// One for each passage.
    words: Vec<Words<'s>>,
}

impl<'s> Read<'s> {
    /// The words of each passage with the number of its first line.
    pub fn passages(&self) -> impl Iterator<Item = (&Words<'s>, usize)> {
        self.words.iter().scan(0, |next, words| {
            let from = *next;
            *next += words.sentences().len();
            Some((words, from))
        })
    }
}

/// A sentence with its place.
#[derive(Debug)]
pub struct Line<'s> {
    /// The text of its passage, and its own bytes of it.
    text: &'s str,
    pub bytes: Range<usize>,
    words: usize,
    first: String,
    /// Sentences of the passage before it.
    number: usize,
    /// Line of the source file at which its passage begins.
    pub line: usize,
    pub role: Role,
    pub field: Option<Field>,
    /// The row of the timeline that it stands in, with its kind.
    pub row: Option<(usize, EventKind)>,
    likely: &'s Likely,
    course: Course,
}

/// What stands before and behind a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    first_of_its_place: bool,
    last_of_its_place: bool,
    /// Something before it, it or something behind it, or one of the next two says that it was over.
    behind_over: bool,
    over_to_come: bool,
    over_next: bool,
}

/// The names of the places, as signs have them.
pub const PLACES: &[(&str, Role)] = &[
    ("cause", Role::Cause),
    ("contributing", Role::Contributing),
    ("summary", Role::Summary),
    ("plain", Role::Plain),
    ("timeline", Role::Timeline),
    ("resolution", Role::Resolution),
    ("impact", Role::Impact),
    ("title", Role::Title),
    ("action", Role::Action),
];
const FIELDS: &[(&str, Field)] = &[
    ("detection", Field::Detection),
    ("background", Field::Background),
    ("conclusion", Field::Conclusion),
    ("resolved", Field::ResolvedAt),
    ("fixed", Field::FixedAt),
    ("detected", Field::DetectedAt),
    ("done", Field::ActionsDone),
    ("immediate", Field::Actions(ActionGroup::Immediate)),
    ("well", Field::Well),
    ("poorly", Field::Poorly),
];
/// Where there are few sentences, the place of one among them says little.
const FEW_SENTENCES: f64 = 4.0;
/// With more than this share a sentence is taken for one that says it was over.
const SURELY_OVER: f32 = 0.5;
/// Odds of counting count up to this.
const MOST: f64 = 4.0;

/// The kinds that every sentence is asked for, with their numbers.
static KIND: LazyLock<Vec<(&str, usize)>> = LazyLock::new(|| {
    let number = |name: &'static str| Some((name, known::REPORTS.kind(name)?));
    ["over", "remedy", "noticed"].into_iter().filter_map(number).collect()
});

impl Line<'_> {
    /// The sentence as written.
    pub fn text(&self) -> &str {
        &self.text[self.bytes.clone()]
    }

    /// Its share as one of a kind of [`known::REPORTS`], from 0 to 1.
    pub fn share(&self, kind: &str) -> f32 {
        let place = KIND.iter().find(|(known, _)| *known == kind).map(|(_, place)| *place);
        let place = place.or_else(|| known::REPORTS.kind(kind));
        place.and_then(|place| self.likely.shares.get(place)).copied().unwrap_or(0.0)
    }
}

/// Sets what stands before and behind each line.
fn set_course(lines: &mut [Line<'_>]) {
    let over: Vec<bool> = lines.iter().map(|line| line.share("over") >= SURELY_OVER).collect();
    let first = over.iter().position(|over| *over).unwrap_or(over.len());
    let last = over.iter().rposition(|over| *over);
    let mut seen: Vec<Role> = Vec::new();
    for (index, line) in lines.iter_mut().enumerate() {
        line.course.first_of_its_place = !seen.contains(&line.role);
        line.course.behind_over = first < index;
        line.course.over_to_come = last.is_some_and(|last| last >= index);
        line.course.over_next = over.iter().skip(index + 1).take(2).any(|over| *over);
        if line.course.first_of_its_place {
            seen.push(line.role);
        }
    }
    seen.clear();
    for line in lines.iter_mut().rev() {
        line.course.last_of_its_place = !seen.contains(&line.role);
        if line.course.last_of_its_place {
            seen.push(line.role);
        }
    }
}

/// What speaks for and against a line by its place, its mood and what counting says of it.
pub fn put_signs(lines: &[Line<'_>], index: usize, signs: &mut Signs) {
    static KINDS: LazyLock<&'static [String]> = LazyLock::new(|| known::REPORTS.kinds());
    let this = &lines[index];
    PLACES.iter().for_each(|(name, role)| signs.put_of("place", name, this.role == *role));
    FIELDS.iter().for_each(|(name, field)| signs.put_of("field", name, this.field == Some(*field)));
    ROWS.iter().for_each(|(name, kind)| signs.put_of("row", name, this.row.is_some_and(|(_, row)| row == *kind)));
    signs.put("states_cause", f64::from(this.likely.stating));
    let figure = |figures: &[f32], kind: usize| f64::from(figures.get(kind).copied().unwrap_or_default());
    for (kind, name) in KINDS.iter().enumerate() {
        signs.put_of("like", name, figure(&this.likely.story, kind).clamp(-MOST, MOST));
    }
    for (kind, name) in KINDS.iter().enumerate() {
        signs.put_of("course", name, figure(&this.likely.shares, kind));
    }
    signs.put("first_in_passage", this.number == 0);
    signs.put("first_of_its_place", this.course.first_of_its_place);
    signs.put("last_of_its_place", this.course.last_of_its_place);
    signs.put("position", index as f64 / (FEW_SENTENCES + lines.len() as f64));
    signs.put("among_first", index < 4);
    signs.put("behind_over", this.course.behind_over);
    signs.put("over_next", this.course.over_next);
    signs.put("over_to_come", this.course.over_to_come);
    signs.put("short", this.words < 6);
    signs.put("long", this.words > 25);
    signs.put("own_doing", matches!(this.first.as_str(), "we" | "i"));
    signs.put("points_back", matches!(this.first.as_str(), "this" | "that" | "it" | "these" | "which"));
    signs.put("figures", this.text().bytes().any(|byte| byte.is_ascii_digit()));
}

/// A line of which nothing is known: for the names of the signs.
pub fn nothing() -> Line<'static> {
    static NOTHING: LazyLock<Likely> = LazyLock::new(Likely::default);
    Line {
        text: "",
        bytes: 0..0,
        words: 0,
        first: String::new(),
        number: 0,
        line: 0,
        role: Role::Plain,
        field: None,
        row: None,
        likely: &NOTHING,
        course: Course::default(),
    }
}

/// The blocks of a part that people wrote for people.
fn blocks(part: &Part) -> impl Iterator<Item = &Block> {
    part.prose()
        .filter(|block| !matches!(block.kind, BlockKind::Subheading { .. } | BlockKind::Row { header: true, .. }))
        .filter(|block| !block.lines.iter().any(|line| is_machine_output(&line.text)))
}

fn names_a_moment(field: Option<Field>) -> bool {
    matches!(field, Some(Field::DetectedAt | Field::FixedAt | Field::ResolvedAt))
}

fn role_of(part: &Part) -> Option<Role> {
    Some(match part.field {
        None if is_of_leads(part) => return None,
        None | Some(Field::Conclusion | Field::Date) => Role::Plain,
        Some(Field::Title) => Role::Title,
        Some(Field::Summary | Field::Background | Field::Detection) => Role::Summary,
        Some(Field::Cause | Field::Trigger | Field::CauseAndResolution) => Role::Cause,
        Some(Field::Contributing) => Role::Contributing,
        Some(Field::Impact) => Role::Impact,
        Some(Field::Resolution) => Role::Resolution,
        Some(Field::Duration) => Role::Summary,
        Some(Field::Actions(_) | Field::ActionsDone | Field::Well | Field::Poorly | Field::Lucky | Field::Learned) => {
            Role::Action
        }
        // Timelines are read entry by entry; names, links and moments tell no cause.
        _ => return None,
    })
}

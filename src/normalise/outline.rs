//! Sections and labels to parts: which stretch of a document is about what.
//!
//! Input: the sections of a [`Document`](crate::parse::Document). Output: [`Part`]s in document order, each with the
//! field its author named by a heading, a bold line, a `Label:` line, a label in the middle of a line or a row of a
//! two-column table. A field that is named twice gives two parts. Knows the vocabulary; does not know what a value means.

use crate::parse::{Block, BlockKind, Line, Section};

use super::action;
use super::enumeration::{begins_a_line, code};
use super::labels::Labels;
use super::layout::{apart, is_byline};
use super::learn::{Below, Unread};
use super::line_label::{Strength, find_label, is_form, name_ahead};
use super::time::{self, DayOrder};
use super::update::is_update;
use super::vocabulary::{self, Field};

/// A stretch of the document under one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// `None` for text under no name that the vocabulary knows.
    pub field: Option<Field>,
    /// The name as written; `None` for text before any name and for text that returns to an outer part.
    pub label: Option<Line>,
    pub kind: LabelKind,
    /// The field of the heading it stands under.
    pub heading: Option<Field>,
    pub blocks: Vec<Block>,
}

/// How a part was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    Heading {
        level: u8,
    },
    /// A label in text; `depth` is that of the list item it stands in, 0 outside lists.
    Label {
        depth: usize,
        inline: bool,
    },
    /// A row of a two-column table.
    Row,
    /// Text before any name.
    Opening,
}

impl Part {
    /// All lines of prose, code and quotes left out.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.prose().flat_map(|block| &block.lines)
    }

    /// Blocks of prose, code and quotes left out.
    pub fn prose(&self) -> impl Iterator<Item = &Block> {
        self.blocks
            .iter()
            .filter(|block| !block.quoted && !matches!(block.kind, BlockKind::Code { .. } | BlockKind::Rule))
    }

    /// The words of the part, one line per block; headings and pictures left out.
    pub fn text(&self) -> String {
        let pictured = |block: &&Block| block.lines.iter().all(Line::is_picture);
        let blocks =
            self.prose().filter(|block| !matches!(block.kind, BlockKind::Subheading { .. })).filter(|b| !pictured(b));
        blocks.map(text_of).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// The lines of a block as one text.
pub fn text_of(block: &Block) -> String {
    let mut text = String::new();
    for line in &block.lines {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&line.text);
    }
    text
}

/// As [`text_of`], with its line breaks where they were set by hand.
pub fn told_of(block: &Block) -> String {
    let joint = joint_of(block);
    let lines: Vec<&str> = block.lines.iter().map(|line| line.text.as_str()).collect();
    lines.join(joint.encode_utf8(&mut [0; 4]))
}

/// The number of the line of a block that holds a byte of its text.
pub fn line_at(block: &Block, at: usize) -> usize {
    let mut start = 0;
    let holds = |line: &&Line| {
        start += line.text.len() + 1;
        at < start
    };
    block.lines.iter().find(holds).or(block.lines.last()).map_or(0, |line| line.number)
}

/// What joins the lines of a block: a line break where each line is a note of its own, since most would have had room for
/// the word behind them.
pub fn joint_of(block: &Block) -> char {
    const NOTES: usize = 3;
    let width = |text: &str| text.chars().count();
    if block.lines.len() < NOTES {
        return ' ';
    }
    let widest = block.lines.iter().map(|line| width(&line.text)).max().unwrap_or(0);
    let by_hand = block.lines.windows(2).filter(|pair| {
        let next = pair[1].text.split(' ').next().unwrap_or_default();
        width(&pair[0].text) + 1 + width(next) <= widest
    });
    if by_hand.count() * 3 >= (block.lines.len() - 1) * 2 { '\n' } else { ' ' }
}

/// Words of a heading that siblings may share.
const LONGEST_NAME: usize = 6;

/// A line with more labels than this is no postmortem's.
const MOST_LABELS: usize = 32;

/// Cuts sections into parts by the usual names.
pub fn parts(sections: &[Section]) -> Vec<Part> {
    outlined(sections, &Labels::default()).0
}

/// Cuts sections into parts by the usual names and those of the archive; with what stands below names that neither knows.
pub fn outlined(sections: &[Section], labels: &Labels) -> (Vec<Part>, Unread) {
    let mut outline =
        Outline { labels, parts: Vec::new(), headings: Vec::new(), records: None, unread: Unread::default() };
    outline.open(None, None, LabelKind::Opening);
    for section in sections {
        outline.section(section);
    }
    outline.parts.retain(|part| part.label.is_some() || !part.blocks.is_empty());
    (outline.parts, outline.unread)
}

struct Outline<'l> {
    labels: &'l Labels,
    parts: Vec<Part>,
    /// The headings around the current place, outermost first, with the field each stands for.
    headings: Vec<(u8, Option<Field>)>,
    /// The head of the last table whose every column names a field.
    records: Option<BlockKind>,
    unread: Unread,
}

impl Outline<'_> {
    fn section(&mut self, section: &Section) {
        if let Some(heading) = &section.heading {
            let timed = time::leading(&heading.line.text, DayOrder::Undecided).is_some();
            let was_timeline = self.heading_field() == Some(Field::Timeline);
            while self.headings.last().is_some_and(|(level, _)| *level >= heading.level) {
                self.headings.pop();
            }
            let outer = self.heading_field();
            let own = if timed { None } else { self.labels.field_of(&heading.line.text).map(|own| nested(own, outer)) };
            if own.is_none() && !timed && !self.headings.is_empty() {
                self.unread_heading(&heading.line, section);
            }
            let field = own.or(if timed && was_timeline { Some(Field::Timeline) } else { outer });
            self.headings.push((heading.level, field));
            let kind = LabelKind::Heading { level: heading.level };
            match own {
                Some(_) => self.open(field, Some(heading.line.clone()), kind),
                None if field.is_some() && self.current().field == field => {}
                None => self.open(field, None, kind),
            }
            if own.is_none() {
                let kind = BlockKind::Subheading { level: heading.level };
                self.push(Block { kind, quoted: false, lines: vec![heading.line.clone()] });
            }
        }
        for block in &section.blocks {
            self.block(block);
        }
    }

    /// Remembers a heading below the title that no name fits, for the archive to compare.
    fn unread_heading(&mut self, heading: &Line, section: &Section) {
        let bare = vocabulary::bare(&heading.text);
        if bare.is_empty() || bare.split(' ').count() > LONGEST_NAME || self.labels.knows(&bare) {
            return;
        }
        let mut below = Below::default();
        let mut times = 0;
        section.blocks.iter().filter(|block| !block.quoted).for_each(|block| below.add(block, &mut times));
        self.unread.names.entry(bare).or_insert(below);
    }

    /// Remembers a bold label that no name fits; in lists of promises and events most bold words are no labels.
    fn unread_label(&mut self, line: &Line) {
        let listed = matches!(
            self.current().field,
            Some(Field::Actions(_) | Field::ActionsDone | Field::Timeline | Field::KeyEvents | Field::Learned)
        );
        let Some(end) = line.leading_strong().filter(|_| !listed) else { return };
        let (name, value) = (line.text[..end].trim_end(), line.text[end..].trim_start());
        if !(name.ends_with(':') || value.starts_with(':')) {
            return;
        }
        let bare = vocabulary::bare(name);
        if bare.is_empty() || bare.split(' ').count() > LONGEST_NAME || self.labels.knows(&bare) {
            return;
        }
        let graded = super::facts::severity::is_usual(value.trim_start_matches(':'));
        self.unread.names.entry(bare).or_insert(Below { graded, ..Below::default() });
    }

    fn heading_field(&self) -> Option<Field> {
        self.headings.last().and_then(|(_, field)| *field)
    }

    fn current(&mut self) -> &mut Part {
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    fn open(&mut self, field: Option<Field>, label: Option<Line>, kind: LabelKind) {
        let heading = self.heading_field();
        self.parts.push(Part { field, label, kind, heading, blocks: Vec::new() });
    }

    fn push(&mut self, block: Block) {
        self.current().blocks.push(block);
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Row { .. } => self.row(block),
            BlockKind::Paragraph => self.text(block, 0),
            BlockKind::Item { depth, .. } | BlockKind::ItemParagraph { depth } => self.text(block, *depth),
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Subheading { .. } => self.push(block.clone()),
        }
    }

    /// `| Severity | SEV-2 |` names a field; every other row belongs to the part around it.
    fn row(&mut self, block: &Block) {
        let heads = matches!(block.kind, BlockKind::Row { header: true, .. });
        let promises = action::names_promises(block.lines.iter().map(|head| head.text.as_str()));
        if heads && (promises || block.lines.iter().all(|head| self.labels.field_of(&head.text).is_some())) {
            // `| Service | Impact |`: heads of columns, whose rows are about one service each.
            self.records = Some(block.kind.clone());
            return self.push(block.clone());
        }
        let of_records = self.records.as_ref().is_some_and(|head| same_table(head, &block.kind));
        let field = match (&block.lines[..], self.current().field) {
            _ if of_records => None,
            (_, Some(Field::Timeline | Field::KeyEvents | Field::Actions(_))) => None,
            ([label, value], _) if !value.text.is_empty() => self.labels.field_of(&label.text),
            _ => None,
        };
        let Some(field) = field else { return self.push(block.clone()) };
        let value = Block { kind: BlockKind::Paragraph, quoted: block.quoted, lines: vec![block.lines[1].clone()] };
        let heading = self.heading_field();
        let part = Part {
            field: Some(field),
            label: Some(block.lines[0].clone()),
            kind: LabelKind::Row,
            heading,
            blocks: vec![value],
        };
        let around = self.parts.len() - 1;
        self.parts.insert(around, part);
    }

    /// Text may hold labels anywhere; what follows the last one stays open for the blocks below.
    fn text(&mut self, block: &Block, depth: usize) {
        if block.quoted && is_form(block, self.labels) {
            return self.text(&Block { quoted: false, ..block.clone() }, depth);
        }
        if self.current().field == Some(Field::Appendix) && block.lines.first().is_some_and(opens_a_comment) {
            self.open(None, None, LabelKind::Opening);
        }
        if self.returns_to_heading(block, depth) {
            let field = self.heading_field();
            self.open(field, None, LabelKind::Label { depth: 0, inline: false });
        }
        if block.kind == BlockKind::Paragraph && self.headings.len() <= 1 && is_byline(block) {
            // Who made the page and when is no word about the incident.
            let field = self.heading_field();
            self.open(Some(Field::Appendix), None, LabelKind::Label { depth: 0, inline: true });
            self.push(block.clone());
            return self.open(field, None, LabelKind::Label { depth: 0, inline: false });
        }
        if is_update(block) {
            if self.is_filled() {
                let field = self.heading_field();
                self.open(field, None, LabelKind::Label { depth: 0, inline: false });
            }
            return self.push(block.clone());
        }
        let mut pending = Block { kind: block.kind.clone(), quoted: block.quoted, lines: Vec::new() };
        let alone = block.lines.len() == 1;
        let mentions_events = matches!(
            self.current().field,
            Some(Field::Actions(_) | Field::ActionsDone | Field::Timeline | Field::KeyEvents)
        );
        let lines = block.lines.iter().flat_map(|line| match mentions_events {
            true => vec![line.clone()],
            false => apart(line, self.labels),
        });
        for line in &lines.collect::<Vec<_>>() {
            let mut rest = line.clone();
            for _ in 0..MOST_LABELS {
                let alone = alone || heads_a_list(block, line);
                let ahead = || name_ahead(&rest).filter(|_| alone && depth == 0);
                let Some(label) = find_label(&rest, alone, self.labels).or_else(ahead) else {
                    self.unread_label(&rest);
                    if self.is_valued() && is_bold_label(&rest) {
                        // What an unknown label says is no more of what the known one above it says.
                        self.flush(&mut pending);
                    }
                    break;
                };
                let inline = label.value < rest.text.len();
                if !self.admits(label.field, depth, inline, label.strength) {
                    break;
                }
                let before = rest.head(label.start);
                if !before.text.is_empty() {
                    pending.lines.push(before);
                }
                self.flush(&mut pending);
                let name = rest.head(label.end).tail(label.start);
                let outer = self.heading_field().or(self.current().field);
                self.open(Some(nested(label.field, outer)), Some(name), LabelKind::Label { depth, inline });
                rest = if inline { rest.tail(label.value) } else { Line::default() };
            }
            if !rest.text.is_empty() {
                if self.is_filled() && rest.text == line.text {
                    self.flush(&mut pending);
                    let field = self.heading_field();
                    self.open(field, None, LabelKind::Label { depth: 0, inline: false });
                }
                pending.lines.push(rest);
            }
            if self.is_short_valued() {
                self.flush(&mut pending);
            }
        }
        self.flush(&mut pending);
    }

    /// `Severity: P2` is complete on its line: what stands below is about something else.
    fn is_short_valued(&mut self) -> bool {
        let part = self.current();
        let inline = matches!(part.kind, LabelKind::Label { inline: true, .. });
        let short = matches!(
            part.field,
            Some(
                Field::Severity
                    | Field::Services
                    | Field::Unaffected
                    | Field::Status
                    | Field::Date
                    | Field::Start
                    | Field::End
                    | Field::DetectedAt
                    | Field::RespondedAt
                    | Field::EscalatedAt
                    | Field::FixedAt
                    | Field::ResolvedAt
                    | Field::TimeToDetect
                    | Field::TimeToRepair
                    | Field::TimeToResolve
                    | Field::Zone
                    | Field::Tags
                    | Field::People
                    | Field::Organisation
                    | Field::Title
            )
        );
        inline && short
    }

    /// Whether the part in hand is a label with its value on the same line.
    fn is_valued(&mut self) -> bool {
        matches!(self.current().kind, LabelKind::Label { inline: true, .. })
    }

    fn is_filled(&mut self) -> bool {
        self.is_short_valued() && !self.current().blocks.is_empty()
    }

    fn flush(&mut self, pending: &mut Block) {
        if !pending.lines.is_empty() {
            let lines = std::mem::take(&mut pending.lines);
            self.push(Block { lines, ..pending.clone() });
        }
    }

    /// A plain paragraph behind `- **Impact:** text` belongs to the heading again, not to the impact, and one behind
    /// `Duration: 2h` is about something else.
    fn returns_to_heading(&mut self, block: &Block, depth: usize) -> bool {
        let part = self.current();
        let labelled = matches!(part.kind, LabelKind::Label { depth: 1.., inline: true });
        let complete = part.field == Some(Field::Duration)
            && matches!(part.kind, LabelKind::Label { inline: true, .. })
            && !part.blocks.is_empty();
        (complete || labelled && !self.headings.is_empty()) && depth == 0 && block.kind == BlockKind::Paragraph
    }

    /// Whether a label may open a part where it stands: inside lists of actions and timelines most are just words.
    fn admits(&mut self, field: Field, depth: usize, inline: bool, strength: Strength) -> bool {
        let outer_depth = match self.current().kind {
            LabelKind::Label { depth, .. } => depth,
            _ => 0,
        };
        let deeper = depth > outer_depth;
        match self.current().field {
            Some(Field::Actions(_) | Field::ActionsDone) if inline => {
                let about_actions = matches!(
                    field,
                    Field::Actions(_)
                        | Field::ActionsDone
                        | Field::Detection
                        | Field::Resolution
                        | Field::People
                        | Field::Status
                        | Field::Severity
                        | Field::Links
                        | Field::Background
                        | Field::Services
                        | Field::Date
                        | Field::Title
                );
                !(deeper || (about_actions && strength != Strength::Strong))
            }
            Some(Field::Timeline | Field::KeyEvents) if inline => {
                let about_events = matches!(
                    field,
                    Field::Detection
                        | Field::DetectedAt
                        | Field::RespondedAt
                        | Field::EscalatedAt
                        | Field::FixedAt
                        | Field::ResolvedAt
                        | Field::Start
                        | Field::End
                        | Field::Status
                        | Field::Date
                        | Field::People
                        | Field::Links
                );
                !(deeper || about_events)
            }
            Some(Field::KeyEvents) => !deeper,
            Some(Field::Well | Field::Poorly | Field::Lucky | Field::Learned) if inline => !deeper,
            _ => true,
        }
    }
}

/// Whether the line below one in the same paragraph begins with a number or a bullet: `Measures` above `a) test it`.
fn heads_a_list(block: &Block, line: &Line) -> bool {
    let next = block.lines.partition_point(|other| other.number <= line.number);
    let below = block.lines.get(next);
    let lists = |text: &str| begins_a_line(text) || action::starts_with_box(text) || code(text).is_some();
    below.is_some_and(|below| lists(&below.text)) && !begins_a_line(&line.text)
}

/// `**Name**: words` and `**Name:** words`
fn is_bold_label(line: &Line) -> bool {
    line.leading_strong().is_some_and(|end| {
        let (name, value) = (line.text[..end].trim_end(), line.text[end..].trim_start());
        (name.ends_with(':') || value.starts_with(':')) && name.starts_with(char::is_alphabetic)
    })
}

fn same_table(a: &BlockKind, b: &BlockKind) -> bool {
    matches!((a, b), (BlockKind::Row { table: a, .. }, BlockKind::Row { table: b, .. }) if a == b)
}

/// `Improvements` below `Lessons learned` are lessons' improvements; a label keeps its own meaning otherwise.
fn nested(own: Field, outer: Option<Field>) -> Field {
    match (own, outer) {
        (Field::Detection | Field::Resolution | Field::Background, Some(Field::Actions(group))) => {
            Field::Actions(group)
        }
        (Field::Poorly, Some(Field::Actions(group))) => Field::Actions(group),
        _ => own,
    }
}

/// `**somebody** commented at 08:31`: the head of a comment in a tracker, which is about the whole matter again.
fn opens_a_comment(line: &Line) -> bool {
    const DEEDS: &[&str] = &["commented", "wrote", "replied", "opened", "added a comment", "said"];
    line.leading_strong().is_some_and(|end| DEEDS.iter().any(|deed| line.text[end..].trim_start().starts_with(deed)))
}

//! The timeline: every line that opens with a time, whatever it looks like, on one axis.

use jiff::civil::Weekday;

use crate::model::PartialDate;
use crate::normalise::event::PlacedEntry;
use crate::normalise::outline::{Part, text_of};
use crate::normalise::time::{self, Leading, StampRange, When, Zone};
use crate::normalise::trail::Trail;
use crate::normalise::update::{is_update, opens_update};
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind, Line};

use super::clock::Clock;
use super::columns::{Columns, columns};
use super::moments::is_list_of_rows;
use super::placing::{Carry, is_of_another_day, own_date, place, zero};
use super::timeline::{TimeReading, Timeline};

/// A clock that falls back by more than this has passed midnight; by less it is out of order.
pub(super) const SIX_HOURS: i64 = 6 * 3600;
pub(super) const DAY: i64 = 86_400;

/// All entries on one axis, in order of time.
pub fn timeline(parts: &[Part], clock: &Clock, trail: &mut Trail) -> Timeline {
    let is_timeline = |part: &&Part| match part.field {
        Some(Field::KeyEvents) => is_list_of_rows(part, clock.order),
        field => field == Some(Field::Timeline),
    };
    let timelines: Vec<Vec<Raw>> = parts.iter().filter(is_timeline).map(|part| raw_entries(part, clock)).collect();
    let found = timelines.iter().any(|entries| entries.len() >= 2);
    let lists = if found {
        timelines
    } else {
        Some(elsewhere(parts, clock)).filter(|log| !log.is_empty()).unwrap_or(timelines)
    };
    let mut placed: Vec<(i64, PlacedEntry, TimeReading)> = Vec::new();
    let zero = lists
        .iter()
        .flatten()
        .any(|raw| matches!(raw.when, When::Relative { .. }))
        .then(|| zero(parts, clock))
        .flatten();
    let first = zero.as_ref().and_then(Clock::axis);
    let mut carry = Carry { date: clock.date, day: 0, last: None, first, weekday: None, zero };
    for mut entries in lists {
        if is_newest_first(&entries, clock) {
            entries.reverse();
        }
        for entry in entries {
            let heads = entry.text.is_empty() || time::document_zone(&entry.text).is_some();
            if heads && is_date_only(&entry.when) {
                carry.only_date(&entry, clock);
                continue;
            }
            let before = placed.last().map_or(i64::MIN, |(key, ..)| *key);
            let dated = own_date(&entry.when, clock);
            let (entry, reading) = place(entry, clock, &mut carry, trail);
            if let Some(date) = dated.filter(|date| is_of_another_day(*date, &entry, clock)) {
                carry.return_from(date, clock);
            }
            placed.push((sort_key(&entry).unwrap_or(before), entry, reading));
        }
    }
    placed.sort_by_key(|(key, ..)| *key);
    let (entries, readings) = placed.into_iter().map(|(_, entry, reading)| (entry, reading)).unzip();
    Timeline { entries, readings }
}

fn sort_key(entry: &PlacedEntry) -> Option<i64> {
    entry.at.or_else(|| {
        let date = entry.entry.at.as_ref()?.date?.day()?;
        Some(super::clock::days(date) * DAY)
    })
}

/// Timed lines under other names: contexts, updates, text without any heading.
fn elsewhere(parts: &[Part], clock: &Clock) -> Vec<Vec<Raw>> {
    let may_hold = |part: &&Part| {
        matches!(
            part.field,
            None | Some(
                Field::Timeline
                    | Field::Summary
                    | Field::Background
                    | Field::Resolution
                    | Field::Detection
                    | Field::Cause
                    | Field::CauseAndResolution
                    | Field::Appendix
            )
        )
    };
    let lists: Vec<_> = parts.iter().filter(may_hold).map(|part| raw_entries(part, clock)).collect();
    let total: usize = lists.iter().map(Vec::len).sum();
    let dated = |raw: &Raw| {
        raw.words.contains('T')
            && matches!(&raw.when, When::At(range) if range.from.date.is_some() && range.from.time.is_some())
    };
    if total == 0 || total < 2 && !lists.iter().flatten().all(dated) {
        return Vec::new();
    }
    // Updates of a status page stand in one log even where each carries its own heading.
    let mut log: Vec<Raw> = lists.into_iter().flatten().collect();
    log.dedup_by(|a, b| a.line == b.line && a.text == b.text);
    vec![log]
}

/// An entry as written, before dates and zones are carried over.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub when: When,
    /// The words of the time.
    pub words: String,
    pub text: String,
    pub line: usize,
    pub column: usize,
    pub zone: Option<Zone>,
    pub year: Option<i16>,
    /// The day of the week, where no date is written.
    pub weekday: Option<Weekday>,
    /// The time stands alone on its line, so that the blocks below tell what happened.
    pub header: bool,
    pub depth: usize,
}

fn raw_entries(part: &Part, clock: &Clock) -> Vec<Raw> {
    let dotted = part.field == Some(Field::Timeline);
    let mut reader = Reader { clock, entries: Vec::new(), table: None, dotted };
    if let Some(label) = &part.label {
        reader.label(label);
    }
    for block in &part.blocks {
        if block.quoted { reader.quote(block) } else { reader.block(block) }
    }
    reader.entries
}

fn is_date_only(when: &When) -> bool {
    matches!(when, When::At(range) if range.from.time.is_none() && range.from.date.is_some())
}

struct Reader<'c> {
    clock: &'c Clock,
    entries: Vec<Raw>,
    table: Option<Columns>,
    /// `9.05` opens an entry: so it does where the heading says that this is a timeline.
    dotted: bool,
}

impl Reader<'_> {
    /// `Timeline - May 29, 2021` dates the entries below it.
    fn label(&mut self, label: &Line) {
        let stamps = time::stamps(&label.text, self.clock.order);
        if let Some(stamp) = stamps.into_iter().find(|stamp| stamp.date.is_some() && stamp.time.is_none()) {
            let words = label.text[stamp.range.clone()].to_owned();
            let range = stamp.range.clone();
            self.entries.push(Raw {
                when: When::At(Box::new(StampRange { from: stamp, to: None, also: None, rolled: false, range })),
                words,
                text: String::new(),
                line: label.number,
                column: label.column,
                zone: None,
                year: None,
                weekday: None,
                header: false,
                depth: 0,
            });
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Code { .. } | BlockKind::Rule => {}
            BlockKind::Row { table, header } => self.row(block, *table, *header),
            // The day in a title is that of all entries.
            BlockKind::Subheading { level: 1 } if self.is_dated_title(block) => {}
            BlockKind::Subheading { .. } => {
                if let Some(line) = block.lines.first()
                    && !self.entry(line, 0, true)
                    && let Some(last) = self.entries.last_mut()
                {
                    last.header = false;
                }
            }
            BlockKind::Paragraph => self.text(block, 0),
            BlockKind::Item { depth, .. } | BlockKind::ItemParagraph { depth } => self.text(block, *depth),
        }
    }

    fn is_dated_title(&self, block: &Block) -> bool {
        let found = block.lines.first().and_then(|line| leading(&line.text, self.clock).map(|found| (line, found)));
        found.is_some_and(|(line, found)| is_date_only(&found.when) && !line.text[found.rest..].trim().is_empty())
    }

    /// What somebody said, where it is all that stands under a time.
    fn quote(&mut self, block: &Block) {
        let waits = |entry: &&mut Raw| entry.header && entry.text.is_empty() && !is_date_only(&entry.when);
        if !matches!(block.kind, BlockKind::Code { .. } | BlockKind::Rule)
            && let Some(last) = self.entries.last_mut().filter(waits)
        {
            last.text = text_of(block);
        }
    }

    fn text(&mut self, block: &Block, depth: usize) {
        if is_update(block) {
            return self.update(block, depth);
        }
        let mut opened = false;
        for (index, line) in block.lines.iter().enumerate() {
            if self.entry(line, depth, false)
                || self.trailing(line, depth)
                || index == 0 && self.in_words(block, line, depth)
            {
                opened = true;
            } else if opened && index > 0 {
                self.append(&line.text, false);
            } else if line.text.contains(char::is_alphanumeric) && !line.is_picture() && self.continues(block, depth) {
                self.append(&line.text, index == 0);
            }
        }
    }

    /// An update with its time below it.
    fn update(&mut self, block: &Block, depth: usize) {
        let Some((last, told)) = block.lines.split_last() else { return };
        if self.entry(last, depth, false)
            && let Some(entry) = self.entries.last_mut()
        {
            entry.text = told.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
            entry.header = false;
        }
    }

    /// Opens an entry where the line starts with a time.
    fn entry(&mut self, line: &Line, depth: usize, heading: bool) -> bool {
        let found =
            leading(&line.text, self.clock).or_else(|| self.dotted.then(|| dotted(&line.text, self.clock)).flatten());
        let Some(Leading { when, rest, range, weekday }) = found else { return false };
        let words = line.text[range].to_owned();
        let text = line.text[rest..].trim().to_owned();
        let header = heading || text.is_empty();
        let column = line.column;
        let entry =
            Raw { when, words, text, line: line.number, column, zone: None, year: None, weekday, header, depth };
        self.entries.push(entry);
        true
    }

    /// `Monitoring - mail flows again 2025-04-13 16:50:00`: a status page's word first, its time last.
    fn trailing(&mut self, line: &Line, depth: usize) -> bool {
        let lower = line.text.to_lowercase();
        if self.remark(line, &lower, depth) {
            return true;
        }
        if !opens_update(&line.text) {
            return false;
        }
        let Some(stamp) = time::stamps(&line.text, self.clock.order).pop() else { return false };
        let behind =
            line.text[stamp.range.end..].trim_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '.'));
        if stamp.date.is_none() || stamp.time.is_none() || !behind.is_empty() {
            return false;
        }
        let text = line.text[..stamp.range.start]
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '–'));
        let (words, range) = (line.text[stamp.range.clone()].to_owned(), stamp.range.clone());
        let when = When::At(Box::new(StampRange { from: stamp, to: None, also: None, rolled: false, range }));
        self.entries.push(Raw {
            when,
            words,
            text: text.to_owned(),
            line: line.number,
            column: line.column,
            zone: None,
            year: None,
            weekday: None,
            header: false,
            depth,
        });
        true
    }

    /// `amy commented at 08:31 UTC`: who said it and when, above what was said.
    fn remark(&mut self, line: &Line, lower: &str, depth: usize) -> bool {
        const SAID: &[&str] =
            &[" commented", " wrote", " replied", " posted", " said", " added", " answered", " opened this"];
        const LONGEST: usize = 80;
        if lower.len() > LONGEST || !SAID.iter().any(|said| lower.contains(said)) {
            return false;
        }
        let Some(stamp) = time::stamps(&line.text, self.clock.order).into_iter().find(|stamp| stamp.time.is_some())
        else {
            return false;
        };
        let name = line.text.get(..stamp.range.start).unwrap_or_default();
        let behind =
            line.text[stamp.range.end..].trim_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | ':'));
        if name.split_whitespace().count() > 6 || !behind.is_empty() {
            return false;
        }
        let (words, range) = (line.text[stamp.range.clone()].to_owned(), stamp.range.clone());
        let when = When::At(Box::new(StampRange { from: stamp, to: None, also: None, rolled: false, range }));
        let column = line.column;
        let text = String::new();
        self.entries.push(Raw {
            when,
            words,
            text,
            line: line.number,
            column,
            zone: None,
            year: None,
            weekday: None,
            header: true,
            depth,
        });
        true
    }

    /// `- **Shortly after** - plan fails`: an item of a timeline with words where others have a time.
    fn in_words(&mut self, block: &Block, line: &Line, depth: usize) -> bool {
        let deeper = self.entries.last().is_some_and(|last| depth > last.depth);
        if !self.dotted || deeper || !matches!(block.kind, BlockKind::Item { .. }) {
            return false;
        }
        let Some(end) = line.leading_strong() else { return false };
        let (label, behind) = line.text.split_at(end);
        let text = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':'));
        let parted = label.trim_end().ends_with(':') || text.len() < behind.trim_start().len();
        let label = label.trim().trim_end_matches(':').trim();
        if !parted
            || text.is_empty()
            || label.split_whitespace().count() > 4
            || label.contains(|c: char| c.is_ascii_digit())
        {
            return false;
        }
        self.entries.push(Raw {
            when: When::InWords,
            words: label.to_owned(),
            text: text.to_owned(),
            line: line.number,
            column: line.column,
            zone: None,
            year: None,
            weekday: None,
            header: false,
            depth,
        });
        true
    }

    /// Whether a block without a time tells more of the entry above it.
    fn continues(&self, block: &Block, depth: usize) -> bool {
        let Some(last) = self.entries.last() else { return false };
        if is_date_only(&last.when) && last.text.is_empty() && !last.header {
            return false;
        }
        let zone_hint = block.lines.len() == 1 && time::document_zone(&block.lines[0].text).is_some();
        let deeper = depth > last.depth || matches!(block.kind, BlockKind::ItemParagraph { .. });
        !zone_hint && (last.header || deeper || last.text.ends_with(':'))
    }

    /// Adds words to the entry above; a block of its own is set off from them.
    fn append(&mut self, text: &str, apart: bool) {
        if let Some(last) = self.entries.last_mut() {
            if apart && last.text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '"' | '”')) {
                last.text.push(if text.starts_with(char::is_uppercase) { '.' } else { ';' });
            }
            if !last.text.is_empty() {
                last.text.push(' ');
            }
            last.text.push_str(text);
        }
    }

    fn row(&mut self, block: &Block, table: usize, header: bool) {
        if header {
            self.table = Some(columns(block, table));
            // A table without a head of its own: its first row may already be an entry.
            if self.table.as_ref().is_some_and(|columns| columns.time.is_some() || columns.date.is_some()) {
                return;
            }
        }
        let columns = self.table.clone().filter(|columns| columns.table == table).unwrap_or_default();
        let cell = |index: Option<usize>| index.and_then(|index| block.lines.get(index)).map(|line| line.text.as_str());
        let stamp_text = match (cell(columns.date), cell(columns.time)) {
            (Some(date), Some(clock)) => format!("{date} {clock}"),
            (Some(text), None) | (None, Some(text)) => text.to_owned(),
            (None, None) => block.lines.first().map(|line| line.text.clone()).unwrap_or_default(),
        };
        let used = [columns.date, columns.time];
        let Some(Leading { when, rest, range, weekday }) = leading(&stamp_text, self.clock) else {
            return if !header {
                self.append(&text_of(block), true)
            };
        };
        let words = stamp_text[range].to_owned();
        let taken: Vec<usize> = match used {
            [None, None] => vec![0],
            used => used.into_iter().flatten().collect(),
        };
        let mut texts: Vec<&str> = Vec::new();
        let rest = stamp_text[rest..].trim();
        if !rest.is_empty() {
            texts.push(rest);
        }
        let others =
            block.lines.iter().enumerate().filter(|(index, _)| !taken.contains(index) && !columns.skip.contains(index));
        texts.extend(others.map(|(_, line)| line.text.as_str()).filter(|text| !text.is_empty()));
        let Some(first) = block.lines.first() else { return };
        self.entries.push(Raw {
            when,
            words,
            text: texts.join(" · "),
            line: first.number,
            column: first.column,
            zone: columns.zone.clone(),
            year: columns.year,
            weekday,
            header: false,
            depth: 0,
        });
    }
}

/// `9.05 amy merged a change`: a clock with a point, which stands for a colon.
fn dotted(text: &str, clock: &Clock) -> Option<Leading> {
    let bytes = text.as_bytes();
    let hour = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let shape = (1..=2).contains(&hour)
        && bytes.get(hour) == Some(&b'.')
        && bytes.get(hour + 1..hour + 3).is_some_and(|minute| minute.iter().all(u8::is_ascii_digit))
        && bytes.get(hour + 3).is_none_or(|byte| matches!(byte, b' ' | b':' | b',' | b'-'));
    if !shape {
        return None;
    }
    let colon = format!("{}:{}", &text[..hour], &text[hour + 1..]);
    leading(&colon, clock)
}

fn leading(text: &str, clock: &Clock) -> Option<Leading> {
    time::leading(text, clock.order)
}

/// Whether a log runs backwards: more steps down than up, where steps past midnight do not count.
fn is_newest_first(entries: &[Raw], clock: &Clock) -> bool {
    let keys: Vec<(Option<PartialDate>, Option<i64>)> = entries
        .iter()
        .filter_map(|entry| match &entry.when {
            When::At(range) => {
                let date = range.from.date.and_then(|written| clock.date_of(written, None));
                Some((date, range.from.time.map(|time| time.seconds())))
            }
            _ => None,
        })
        .collect();
    let (mut up, mut down) = (0, 0);
    for pair in keys.windows(2) {
        let step = match (pair[0], pair[1]) {
            ((Some(first), _), (Some(second), _)) if first != second => {
                if second > first {
                    1
                } else {
                    -1
                }
            }
            ((Some(_), Some(first)), (Some(_), Some(second))) => (second - first).signum(),
            ((None, Some(first)), (None, Some(second))) if (second - first).abs() <= SIX_HOURS => {
                (second - first).signum()
            }
            _ => 0,
        };
        match step {
            1 => up += 1,
            -1 => down += 1,
            _ => {}
        }
    }
    down > up
}

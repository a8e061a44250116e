//! Labels in a line: `**Impact:** text`, `Impact: text`, `*Follow-ups*`, `Q: What will change?`.
//!
//! Input: a line. Output: the first label in it, with the field it names and where its value begins. Where a label may open
//! a part is `super::outline`'s to say.

use crate::model::ActionGroup;
use crate::parse::{Block, Line, MarkKind};

use super::ahead;
use super::labels::Labels;
use super::time::{self, DayOrder};
use super::vocabulary::{self, Field};

/// Longest label in characters.
const LONGEST_LABEL: usize = 60;
/// Longest question in characters: it may ask in a whole sentence what a label names in a word.
const LONGEST_QUESTION: usize = 90;

/// A label in a line, as byte offsets of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) field: Field,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the value begins; the length of the line where none follows.
    pub(super) value: usize,
    pub(super) strength: Strength,
}

/// How sure it is that a label was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    Strong,
    Plain,
}

/// The first label of a line: at its start, or behind the end of a sentence.
pub(super) fn find_label(line: &Line, alone: bool, labels: &Labels) -> Option<Label> {
    let may_be_entry = line.text.starts_with(|c: char| c.is_ascii_digit() || c == '[' || c == '(');
    if may_be_entry && time::leading(&line.text, DayOrder::Undecided).is_some() {
        return None;
    }
    bracket_label(line)
        .or_else(|| strong_label(line, labels))
        .or_else(|| slanted_label(line, labels))
        .or_else(|| question_label(line, labels))
        .or_else(|| colon_label(line, labels))
        .or_else(|| bare_label(line, alone, labels))
        .or_else(|| inner_label(line))
}

/// `[Initial message]`
fn bracket_label(line: &Line) -> Option<Label> {
    let inner = line.text.strip_prefix('[')?;
    let end = inner.find(']')?;
    let field = vocabulary::field_exactly(&inner[..end])?;
    let value = skip(&line.text, end + 2);
    Some(Label { field, start: 1, end: end + 1, value, strength: Strength::Strong })
}

/// `**Impact:** text`, `**Key events**`, `**Duration** - 2h`
fn strong_label(line: &Line, labels: &Labels) -> Option<Label> {
    let end = line.leading_strong()?;
    let name = line.text[..end].trim_end().trim_end_matches([':', '：', '.', '?']);
    if name.chars().count() > LONGEST_LABEL {
        return None;
    }
    let behind = line.text[end..].trim_start();
    let closed = behind.is_empty()
        || line.text[..end].trim_end().ends_with([':', '：', '.', '?'])
        || behind.starts_with([':', '：', '-', '–', '—']);
    let field = labels.field_of(name).filter(|_| closed);
    let field = field.or_else(|| end_by_its_value(name, &line.text[end..]))?;
    Some(Label { field, start: 0, end: name.len(), value: skip(&line.text, end), strength: Strength::Strong })
}

/// `*Follow-ups*`: a line in italics and nothing else.
fn slanted_label(line: &Line, labels: &Labels) -> Option<Label> {
    let end = line.text.trim_end().len();
    let slanted = line.marks.iter().any(|mark| mark.kind == MarkKind::Emphasis && mark.range == (0..end));
    let name = line.text[..end].trim_end_matches([':', '：', '?']);
    // Few lines are, and asking what a name means costs more than asking how it looks.
    if !slanted || name.contains([':', '*']) || name.contains(" - ") || name.chars().count() > LONGEST_LABEL {
        return None;
    }
    let field = labels.field_exactly(name)?;
    Some(Label { field, start: 0, end: name.len(), value: line.text.len(), strength: Strength::Strong })
}

/// `Q: What will change?`, `What was behind it? On Monday ...`: a question that opens a line.
fn question_label(line: &Line, labels: &Labels) -> Option<Label> {
    let text = &line.text;
    let start = ["Q: ", "Q. ", "Q - "].iter().find(|sign| text.starts_with(**sign)).map_or(0, |sign| sign.len());
    let end =
        text.char_indices().take(start + LONGEST_QUESTION).find(|(_, c)| matches!(c, '?' | '？')).map(|(at, _)| at)?;
    let name = text.get(start..end).filter(|name| name.starts_with(char::is_uppercase) && !name.contains(". "))?;
    let field = labels.field_exactly(name)?;
    Some(Label {
        field,
        start,
        end,
        value: skip(text, end + text[end..].chars().next()?.len_utf8()),
        strength: Strength::Strong,
    })
}

/// `Impact: text`, `When was the issue detected - 09:00`
fn colon_label(line: &Line, labels: &Labels) -> Option<Label> {
    let text = &line.text;
    let colon = text
        .char_indices()
        .take(LONGEST_LABEL)
        .find(|(_, c)| matches!(c, ':' | '：'))
        .map(|(at, c)| (at, c.len_utf8()));
    let head = &text.as_bytes()[..text.len().min(LONGEST_LABEL + 3)];
    let dash = head.windows(3).position(|window| window == b" - ").map(|at| (at, 3));
    let long = [" – ", " — "]
        .iter()
        .filter_map(|sign| text.find(sign).filter(|at| *at < LONGEST_LABEL))
        .min()
        .map(|at| (at, 5));
    let graded = long.filter(|(at, _)| matches!(labels.field_exactly(&text[..*at]), Some(Field::Severity)));
    let ends_line = colon.filter(|(at, width)| text[at + width..].trim().is_empty());
    let (end, width) = ends_line.or_else(|| colon.into_iter().chain(dash).chain(graded).min())?;
    let name = &text[..end];
    if name.split_whitespace().count() > 8 || text[end..].starts_with("://") {
        return None;
    }
    let dashed = width == 3 && text[end..].starts_with(" - ");
    let only_label = text[end + width..].trim().is_empty();
    let field = if only_label && !dashed { labels.field_of(name) } else { labels.field_exactly(name) };
    let field = field.or_else(|| (!dashed).then(|| end_by_its_value(name, &text[end + width..])).flatten())?;
    // `Resolved - mail flows again` is a status page's update, `Resolved - 09:12` a moment.
    let update = matches!(
        field,
        Field::ResolvedAt | Field::FixedAt | Field::DetectedAt | Field::RespondedAt | Field::Detection | Field::Status
    );
    if update && name.contains(" - ") {
        return None;
    }
    if dashed && update && !text[end + width..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let capital = name.trim_start().starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) || is_jotted(name, field);
    (capital || only_label).then(|| Label {
        field,
        start: 0,
        end,
        value: skip(text, end + width),
        strength: Strength::Plain,
    })
}

/// Whether every line of a quote is a label with its value, two of them known: the head of a summary, and nobody's words.
pub(super) fn is_form(block: &Block, labels: &Labels) -> bool {
    const KNOWN: usize = 2;
    let laid_out = block.lines.iter().all(|line| line.text.contains([':', '=']));
    laid_out && block.lines.iter().filter(|line| colon_label(line, labels).is_some()).take(KNOWN).count() == KNOWN
}

/// `To: 20:25 GMT` ends what began before, `To: all staff` does not.
fn end_by_its_value(name: &str, value: &str) -> Option<Field> {
    let is_to = name.trim().eq_ignore_ascii_case("to");
    let value = value.trim_start_matches(|c: char| !c.is_alphanumeric());
    (is_to && time::value(value, DayOrder::Undecided).is_some_and(|stamp| stamp.time.is_some())).then_some(Field::End)
}

/// `cause: nobody cleans the archive`, `who saw it: Ines`: a label in hasty lower case, for names that are hardly anything else.
fn is_jotted(name: &str, field: Field) -> bool {
    let telling =
        matches!(field, Field::Cause | Field::Actions(_) | Field::Resolution | Field::Impact | Field::Trigger);
    let asks = field == Field::Detection && (name.starts_with("who ") || name.starts_with("how "));
    telling && !name.contains(' ') || asks
}

/// A line that is a known name and nothing else.
fn bare_label(line: &Line, alone: bool, labels: &Labels) -> Option<Label> {
    if !alone || line.text.split_whitespace().nth(4).is_some() || line.text.ends_with('.') {
        return None;
    }
    let field = labels.field_exactly(&line.text)?;
    let capital = line.text.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
    if !capital && !matches!(field, Field::Actions(_)) {
        return None;
    }
    let length = line.text.len();
    Some(Label { field, start: 0, end: length, value: length, strength: Strength::Plain })
}

/// `What we intend to change` in a paragraph of its own or above the lines of a list: a name by its grammar.
pub(super) fn name_ahead(line: &Line) -> Option<Label> {
    let named = line.text.starts_with(char::is_uppercase) && ahead::names_promises(&line.text);
    let end = line.text.len();
    let field = Field::Actions(ActionGroup::FollowUps);
    named.then_some(Label { field, start: 0, end, value: end, strength: Strength::Plain })
}

/// `... in January 2024. Impact: checkout was down.`
fn inner_label(line: &Line) -> Option<Label> {
    let text = &line.text;
    for colon in memchr::memchr_iter(b':', text.as_bytes()).filter(|colon| text[colon + 1..].starts_with(' ')) {
        let from = (0..=colon.saturating_sub(LONGEST_LABEL)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let Some(stop) = text[from..colon].rfind(['.', '!', '?']).map(|at| from + at) else { continue };
        let start = stop + 1 + (text[stop + 1..].len() - text[stop + 1..].trim_start().len());
        let name = &text[start.min(colon)..colon];
        let plausible =
            start > stop + 1 && name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 4;
        if let Some(field) = vocabulary::field_exactly(name).filter(|_| plausible) {
            return Some(Label { field, start, end: colon, value: skip(text, colon + 2), strength: Strength::Plain });
        }
    }
    None
}

/// The next byte that is neither space nor a separator left over from a label.
fn skip(text: &str, from: usize) -> usize {
    let rest = text[from..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let rest = ["- ", "– ", "— "].iter().find_map(|dash| rest.strip_prefix(dash)).unwrap_or(rest).trim_start();
    text.len() - rest.len()
}

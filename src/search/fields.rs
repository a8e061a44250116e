//! `field:value` of a query: labels, days, lengths and severities, and what of them cannot be meant as it stands.

use super::dates::{Kind, NoPeriod, Period, minutes_range, period, written};
use super::parse::Token;
use super::query::{Clause, Condition, Note};
use super::schema::{LABEL_FIELDS, LabelField, SEVERITY_LEVELS, label_field};
use super::words;

/// Fields that are not labels.
const OTHER_FIELDS: [&str; 5] = ["after", "before", "date", "year", "duration"];

pub(super) fn is_field(name: &str) -> bool {
    label_field(name).is_some() || OTHER_FIELDS.contains(&name.to_ascii_lowercase().as_str())
}

/// Every name that may stand before a colon.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    LABEL_FIELDS.iter().map(|field| field.name).chain(OTHER_FIELDS)
}

/// What a `field:value` became.
pub(super) enum Field {
    Condition(Condition),
    /// Its value is none that anything could have.
    LeftOut,
}

/// A field and what is to be said about it; `None` where it is no such thing.
pub(super) fn field(token: &Token, today: Option<i64>) -> Option<(Field, Vec<Note>)> {
    let (name, plain) = token.plain.split_once(':')?;
    let value = format!("{plain}{}", token.quoted.as_deref().unwrap_or(""));
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let backwards = |read_as: String| Note::Backwards { source: token.source.clone(), read_as };
    if let Some(field) = label_field(name) {
        let turned = if field.name == "severity" { turned_severities(value) } else { None };
        return Some((Field::Condition(label(field, value)?), turned.map(backwards).into_iter().collect()));
    }
    if name.eq_ignore_ascii_case("duration") {
        let (from, to) = minutes_range(value)?;
        let turned = from.zip(to).is_some_and(|(from, to)| from > to).then(|| turned(value));
        let (from, to) = if turned.is_some() { (to, from) } else { (from, to) };
        let notes = turned.map(backwards).into_iter().collect();
        return Some((Field::Condition(Condition::Minutes { from, to }), notes));
    }
    days(&name.to_ascii_lowercase(), value, &token.source, today)
}

/// What is to be said of a field whose value [`field`] cannot read; `None` where it has none, or is no field.
pub(super) fn unreadable(token: &Token) -> Option<Note> {
    let (name, plain) = token.plain.split_once(':').filter(|(name, _)| is_field(name))?;
    let has_value = !plain.trim().is_empty() || token.quoted.as_ref().is_some_and(|quoted| !quoted.trim().is_empty());
    let name = label_field(name).map_or_else(|| name.to_ascii_lowercase(), |field| field.name.to_owned());
    let (wanted, example) = match name.as_str() {
        "after" => ("date", "after:2025-01-31"),
        "before" => ("date", "before:2025-Q3"),
        "date" => ("date", "date:2025-Q1..2025-06"),
        "year" => ("date", "year:2025"),
        "duration" => ("length", "duration:>2h"),
        "severity" => ("severity", "severity:major"),
        _ => ("value", "service:checkout"),
    };
    has_value.then(|| Note::Unreadable { source: token.source.clone(), wanted, example })
}

/// `b..a` for `a..b`.
fn turned(range: &str) -> String {
    let (from, to) = range.split_once("..").unwrap_or((range, ""));
    format!("{to}..{from}")
}

fn days(name: &str, value: &str, source: &str, today: Option<i64>) -> Option<(Field, Vec<Note>)> {
    let range = match name {
        "after" => (Some(value), None),
        "before" => (None, Some(value)),
        "date" | "year" => match value.split_once("..") {
            Some((from, to)) => (Some(from).filter(|it| !it.is_empty()), Some(to).filter(|it| !it.is_empty())),
            None => (Some(value), Some(value)),
        },
        _ => return None,
    };
    let mut notes = Vec::new();
    let mut read = |text: Option<&str>| match text.map(|text| period(text, today)) {
        None => Some(None),
        Some(Ok(period)) => {
            if period.kind == Kind::Nearest && notes.is_empty() {
                let read_as = Some(written(period.from));
                notes.push(Note::NoSuchDate { source: source.to_owned(), read_as });
            }
            Some(Some(period))
        }
        Some(Err(NoPeriod::Missing)) => {
            notes = vec![Note::NoSuchDate { source: source.to_owned(), read_as: None }];
            Some(None)
        }
        Some(Err(NoPeriod::Other)) => None,
    };
    let (mut first, mut last) = (read(range.0)?, read(range.1)?);
    if notes.iter().any(|note| matches!(note, Note::NoSuchDate { read_as: None, .. })) {
        return Some((Field::LeftOut, notes));
    }
    if first.zip(last).is_some_and(|(first, last)| first.from >= last.until) {
        notes.push(Note::Backwards { source: source.to_owned(), read_as: turned(value) });
        (first, last) = (last, first);
    }
    let from = first.map(|first| first.from);
    // `before:` ends where its period begins, a range where its last one ends.
    let until = last.map(|last| if name == "before" { last.from } else { last.until });
    let counted = |period: Option<Period>| period.is_some_and(|period| period.kind == Kind::Counted);
    if let (Some(today), true) = (today, counted(first) || counted(last)) {
        let (from, to, today) = (from.map(written), until.map(|until| written(until - 1)), written(today));
        notes.push(Note::Counted { source: source.to_owned(), from, to, today });
    }
    (from.is_some() || until.is_some()).then_some((Field::Condition(Condition::Days { from, until }), notes))
}

/// Conditions that leave no day, or no length, between them.
pub(super) fn nothing_between(clauses: &[Clause]) -> Option<Note> {
    let (mut days, mut minutes) = ((None, None), (None, None));
    for clause in clauses.iter().filter(|clause| !clause.excluded) {
        match clause.condition {
            Condition::Days { from, until } => narrow(&mut days, from, until.map(|until| until - 1), clause),
            Condition::Minutes { from, to } => narrow(&mut minutes, signed(from), signed(to), clause),
            _ => {}
        }
    }
    empty(days).or_else(|| empty(minutes))
}

/// The latest beginning and the earliest end, each with the clause that says so.
type Narrowest<'c> = (Option<(i64, &'c str)>, Option<(i64, &'c str)>);

fn narrow<'c>(range: &mut Narrowest<'c>, from: Option<i64>, to: Option<i64>, clause: &'c Clause) {
    let source = clause.source.as_str();
    range.0 = range.0.into_iter().chain(from.map(|from| (from, source))).max_by_key(|(from, _)| *from);
    range.1 = range.1.into_iter().chain(to.map(|to| (to, source))).min_by_key(|(to, _)| *to);
}

fn empty(range: Narrowest<'_>) -> Option<Note> {
    let ((from, begins), (to, ends)) = range.0.zip(range.1)?;
    (from > to).then(|| Note::NothingBetween { sources: vec![begins.to_owned(), ends.to_owned()] })
}

fn signed(minutes: Option<u64>) -> Option<i64> {
    minutes.map(|minutes| i64::try_from(minutes).unwrap_or(i64::MAX))
}

fn label(field: &'static LabelField, value: &str) -> Option<Condition> {
    let values: Vec<String> = if field.name == "severity" {
        severities(value)?
    } else {
        value.split(',').map(words::fold_label).filter(|value| value.chars().any(char::is_alphanumeric)).collect()
    };
    (!values.is_empty()).then_some(Condition::Label { field: field.name, values })
}

/// The levels that `major`, `1`, `sev-2`, `1..2`, `major..critical`, `>=minor` or a list of these mean.
fn severities(text: &str) -> Option<Vec<String>> {
    let mut wanted = Vec::new();
    for piece in text.split(',') {
        let piece = piece.trim();
        let last = SEVERITY_LEVELS.len() - 1;
        // Worst comes first, so "at least major" is everything up to its place.
        let (from, to) = if let Some(level) = piece.strip_prefix(">=") {
            (0, severity(level)?)
        } else if let Some(level) = piece.strip_prefix("<=") {
            (severity(level)?, last)
        } else if let Some(level) = piece.strip_prefix('>') {
            (0, severity(level)?.checked_sub(1)?)
        } else if let Some(level) = piece.strip_prefix('<') {
            (severity(level)? + 1, last)
        } else if let Some((from, to)) = piece.split_once("..") {
            let from = if from.is_empty() { 0 } else { severity(from)? };
            let to = if to.is_empty() { last } else { severity(to)? };
            (from.min(to), from.max(to))
        } else if piece.eq_ignore_ascii_case("unknown") {
            wanted.push("unknown".to_owned());
            continue;
        } else {
            let level = severity(piece)?;
            (level, level)
        };
        wanted.extend(SEVERITY_LEVELS.get(from..=to)?.iter().map(|level| (*level).to_owned()));
    }
    wanted.sort();
    wanted.dedup();
    Some(wanted)
}

/// A range of severities the right way round, where it runs from the worse name or from the higher number.
fn turned_severities(text: &str) -> Option<String> {
    let (from, to) = text.split_once("..").filter(|_| !text.contains(','))?;
    let by_number = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let (worse, milder) = (severity(from)?, severity(to)?);
    let backwards = match (by_number(from), by_number(to)) {
        (true, true) => worse > milder,
        (false, false) => worse < milder,
        _ => false,
    };
    backwards.then(|| turned(text))
}

/// The place of a level in [`SEVERITY_LEVELS`]: by name, by number from 1, or with a number after `sev` or `p`.
fn severity(text: &str) -> Option<usize> {
    let text = words::fold_label(text);
    if let Some(at) = SEVERITY_LEVELS.iter().position(|level| *level == text) {
        return Some(at);
    }
    let digits = ["severity", "sev", "p", "s"].iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(&text);
    let number: usize = digits.trim_start_matches('-').parse().ok()?;
    number.checked_sub(1).filter(|at| *at < SEVERITY_LEVELS.len())
}

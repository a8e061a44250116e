//! YAML, the notation people get wrong: read as a whole, or key by key where that fails.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::fence::{written_lines, yaml_key};
use super::tree::{Reader, Tree};
use super::{Problem, Reading, scan, told_twice};

/// Keys that are read one by one; starting the parser for thousands would cost more than broken front matter is worth.
const SALVAGED: usize = 256;

/// Reads a block whose first line has the number `first_line`; `None` when it is prose.
pub fn read(block: &str, first_line: usize) -> Option<Reading> {
    let places = match scan::scan(block, first_line) {
        Ok(places) => places,
        Err(place) => return Some(Reading { problems: vec![Problem::too_deep(place)], ..Reading::default() }),
    };
    let mut reading = Reading { places, ..Reading::default() };
    match parse(block) {
        Ok((values, twice)) => {
            reading.values = values;
            reading.problems = told_twice(&twice, &reading.places, first_line);
        }
        Err(failure) if failure.exhausted => {
            let message = "the aliases of the front matter unfold to more than 512 KiB";
            reading.problems.push(Problem::new("front_matter_too_large", (first_line, 1), message));
        }
        Err(_) if !is_mostly_keys(block) => return None,
        Err(failure) => salvage(block, first_line, &failure, &mut reading),
    }
    Some(reading)
}

/// Why the parser refused, with line and column from 1 within the text.
struct Failure {
    reason: String,
    place: Option<(usize, usize)>,
    exhausted: bool,
}

/// The top-level map and the paths of keys that stand twice.
fn parse(text: &str) -> Result<(Map<String, Value>, BTreeSet<String>), Failure> {
    if written_lines(text).next().is_none() {
        return Ok(Default::default());
    }
    let reader = Reader::new(true);
    match reader.read(serde_yaml::Deserializer::from_str(text)) {
        Ok(Tree { value: Value::Object(values), twice }) => Ok((values, twice)),
        Ok(_) => Err(Failure { reason: "it has no keys".into(), place: None, exhausted: false }),
        Err(error) => {
            let place = error.location().map(|location| (location.line(), location.column()));
            let words = error.to_string();
            let reason = words.split(" at line ").next().unwrap_or(&words).to_owned();
            // The parser stops aliases of its own as well, where they are followed too often.
            let exhausted = reader.is_exhausted() || reason == "repetition limit exceeded";
            Err(Failure { reason, place, exhausted })
        }
    }
}

/// Whether a block that is no valid YAML is front matter gone wrong and not prose between two rules.
fn is_mostly_keys(block: &str) -> bool {
    let margin = margin(block);
    let top = written_lines(block).filter(|line| indent(line) <= margin && !continues(line.trim_start()));
    let (keys, others) = top.fold((0, 0), |(keys, others), line| match yaml_key(line) {
        Some(_) => (keys + 1, others),
        None => (keys, others + 1),
    });
    keys >= others
}

/// Keeps every key that can be read on its own and takes the text of the others as it stands.
fn salvage(block: &str, first_line: usize, failure: &Failure, reading: &mut Reading) {
    reading.places.clear();
    for entry in entries(block).into_iter().take(SALVAGED) {
        let line = first_line + entry.line;
        // Scanned again on its own: an open quote above hid it from the scan of the whole.
        match scan::scan(entry.text, line) {
            Ok(places) => {
                reading.places.extend(places.into_iter().filter(|(path, _)| !reading.values.contains_key(path)))
            }
            Err(place) => {
                reading.problems.push(Problem::too_deep(place));
                continue;
            }
        }
        match parse(entry.text).or_else(|failure| parse(&entry.text.replace('\t', "  ")).map_err(|_| failure)) {
            Ok((values, twice)) => {
                reading.problems.extend(told_twice(&twice, &reading.places, line));
                values.into_iter().for_each(|(key, value)| keep(reading, key, value, line));
            }
            Err(failure) => broken_entry(&entry, line, &failure, reading),
        }
    }
    if !reading.problems.iter().any(|problem| problem.name == "front_matter_invalid") {
        let (line, column) = failure.place.unwrap_or((1, 1));
        let message = format!("the front matter is not valid YAML ({}); its keys were read one by one", failure.reason);
        let place = (first_line + line - 1, column);
        reading.problems.push(Problem::new("front_matter_invalid", place, message));
    }
}

/// One key that no parser takes: `title: Foo: bar`, an open quote, a value that starts with `@`.
fn broken_entry(entry: &Entry<'_>, line: usize, failure: &Failure, reading: &mut Reading) {
    // An open quote is noticed at the end of the text, which says nothing about where it stands.
    let within = |place: &(usize, usize)| place.0 <= entry.text.lines().count();
    let (row, column) = failure.place.filter(within).unwrap_or((1, 1));
    let place = (line + row - 1, column);
    let invalid = |message: String| Problem::new("front_matter_invalid", place, message);
    match key_and_text(entry.text) {
        Some((key, text)) => {
            let message = format!("the value of `{key}` is not valid YAML ({}); its text is used", failure.reason);
            let help = format!("Put quotes around the value: {key}: {}", Value::String(text.clone()));
            reading.problems.push(Problem { help: Some(help), ..invalid(message) });
            keep(reading, key, Value::String(text), line);
        }
        None => {
            reading.problems.push(invalid(format!("the line is not valid YAML ({}) and is ignored", failure.reason)))
        }
    }
}

fn keep(reading: &mut Reading, key: String, value: Value, line: usize) {
    if reading.values.contains_key(&key) {
        reading.problems.push(Problem::twice(&key, (line, 1)));
        return;
    }
    reading.places.entry(key.clone()).or_insert_with(|| vec![(line, 1)]);
    reading.values.insert(key, value);
}

/// A top-level key with the lines that belong to it.
struct Entry<'a> {
    /// Lines above it in the block.
    line: usize,
    text: &'a str,
}

/// Cuts a block before every line at its margin that does not continue the one above.
fn entries(block: &str) -> Vec<Entry<'_>> {
    let margin = margin(block);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut start = 0;
    for (line, text) in block.split_inclusive('\n').enumerate() {
        let inner = text.trim_start();
        let starts = !inner.is_empty() && !inner.starts_with('#') && indent(text) <= margin && !continues(inner);
        let end = start + text.len();
        match entries.last_mut().filter(|_| !starts) {
            Some(entry) => {
                let from = start - entry.text.len();
                entry.text = &block[from..end];
            }
            None if starts => entries.push(Entry { line, text: &block[start..end] }),
            None => {}
        }
        start = end;
    }
    entries
}

/// Whether a line at the margin is part of the value above: a list item or a closing bracket.
fn continues(line: &str) -> bool {
    line.starts_with("- ") || line.trim_end() == "-" || line.starts_with([']', '}'])
}

fn margin(block: &str) -> usize {
    written_lines(block).next().map_or(0, indent)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The key of an entry and its text on one line, without a quote that has no partner.
fn key_and_text(entry: &str) -> Option<(String, String)> {
    let first = entry.lines().next()?;
    let key = yaml_key(first)?;
    let after = first.find(key)? + key.len();
    let value = first.get(after..)?.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
    let lines = std::iter::once(value).chain(entry.lines().skip(1));
    let text =
        lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect::<Vec<_>>().join(" ");
    let lone = |text: &str, quote: char| text.starts_with(quote) && text.matches(quote).count() == 1;
    let text = if lone(&text, '"') || lone(&text, '\'') { text[1..].to_owned() } else { text };
    Some((key.to_owned(), text))
}

//! The rows of a snapshot in JSON: a list, several lists or objects one after the other, or a search result that holds one.

use std::ops::Range;

use serde::de::IgnoredAny;
use serde_json::{Deserializer, Value};

use super::{Fields, Row, odd};
use crate::diagnostic::{Diagnostic, Span};

/// Keys under which an answer of a tracker holds its rows.
const LISTS: [&str; 4] = ["issues", "items", "nodes", "tickets"];

const HELP: &str = "export the tickets again; `incidex explain IX0512` lists the shapes that are read";

/// The rows in their order. Of a text that is no JSON nothing is read behind the mistake.
pub fn rows(text: &str) -> (Vec<Row>, Vec<(Diagnostic, Span)>) {
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let places = Places::of(text);
    let mut values = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut start = 0;
    while let Some(value) = values.next() {
        if let Err(error) = value {
            let message = format!("it is no JSON from here on: {}", told(&error));
            findings.push((odd(message, HELP), Span::new(error.line().max(1), error.column().max(1), 1)));
            break;
        }
        let end = values.byte_offset();
        for range in rows_of(text, start..end) {
            match serde_json::from_str::<Value>(&text[range.clone()]) {
                Ok(value @ Value::Object(_)) => {
                    let mut fields = Fields::new();
                    flatten("", &value, &mut fields);
                    rows.push(Row { fields, span: places.of_byte(range.start) });
                }
                _ => findings.push((odd("a ticket is an object with keys", HELP), places.of_byte(range.start))),
            }
        }
        start = end;
    }
    (rows, findings)
}

/// The message of a mistake without its place, which stands beside it.
fn told(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Where the rows of one value lie; the text is known to be JSON.
fn rows_of(text: &str, value: Range<usize>) -> Vec<Range<usize>> {
    let value = trimmed(text, value);
    match text.as_bytes().get(value.start) {
        Some(b'[') => children(text, &value),
        Some(b'{') => {
            let list = children(text, &value).into_iter().find_map(|member| list_in(text, member));
            list.map_or_else(|| vec![value], |list| children(text, &list))
        }
        _ => vec![value],
    }
}

/// The list of a member such as `"issues": [...]`.
fn list_in(text: &str, member: Range<usize>) -> Option<Range<usize>> {
    let (key, _) = text[member.clone()].split_once(':')?;
    let name = key.trim().trim_matches('"');
    let list = trimmed(text, member.start + key.len() + 1..member.end);
    (LISTS.contains(&name) && text[list.clone()].starts_with('[')).then_some(list)
}

/// What lies between the commas of a list or an object.
fn children(text: &str, outer: &Range<usize>) -> Vec<Range<usize>> {
    let inner = outer.start + 1..outer.end.saturating_sub(1).max(outer.start + 1);
    let mut found = Vec::new();
    let (mut depth, mut start, mut quoted, mut escaped) = (0_usize, inner.start, false, false);
    for at in inner.clone() {
        let byte = text.as_bytes()[at];
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                found.push(trimmed(text, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(trimmed(text, start..inner.end));
    found.retain(|range| !range.is_empty());
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// Where each line begins: a snapshot may have many.
struct Places<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        let behind = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(behind).collect() }
    }

    fn of_byte(&self, at: usize) -> Span {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        Span::new(line.max(1), self.text[start..at].chars().count() + 1, 1)
    }
}

/// Texts, numbers and truths of an object by name; lists say nothing that is asked for.
fn flatten(name: &str, value: &Value, fields: &mut Fields) {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "true".to_owned(),
        Value::Object(members) => {
            for (key, inner) in members {
                let key = key.trim().to_lowercase();
                let name = if name.is_empty() { key } else { format!("{name}.{key}") };
                flatten(&name, inner, fields);
            }
            return;
        }
        _ => return,
    };
    if !text.is_empty() {
        fields.entry(name.to_owned()).or_insert(text);
    }
}

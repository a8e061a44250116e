//! Front matter without the keys that are kept back, as text.
//!
//! A key goes with its lines. Where that would leave other values than the ones to be seen (several keys on one line, a
//! value that refers to a hidden one), the block is written anew from the values.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Reader;
use crate::parse::FrontMatter;
use crate::parse::front_matter::{self, Split};

/// The text before the body, as readers may see it.
pub struct Head {
    pub text: String,
    /// The line of the file of each of its lines.
    pub lines: Vec<usize>,
    /// The lines of the file without what is hidden.
    pub sieved: String,
}

/// What of the block `front` of the document at `path` is seen.
pub fn head(path: &str, front: &str, split: &Split, reader: &Reader<'_>) -> Head {
    if front.trim().is_empty() {
        let lines = (1..=front.lines().count()).collect();
        return Head { text: front.to_owned(), lines, sieved: front.to_owned() };
    }
    let hidden = hidden_lines(&split.front_matter, front, reader);
    let expected = seen(&split.front_matter.values, "", reader);
    for with_comments in [false, true] {
        let is_comment = |line: &str| !with_comments && line.trim_start().starts_with('#');
        let head = kept(front, reader, |number, line| hidden.contains(&number) || is_comment(line));
        let again = front_matter::split(path, &format!("{}\n", head.text)).front_matter;
        if again.values == expected && again.doubtful == split.front_matter.doubtful {
            return head;
        }
    }
    let json = serde_json::to_string_pretty(&expected).unwrap_or_default();
    let text = format!(";;;\n{json}\n;;;\n");
    let lines = vec![1; text.lines().count()];
    // Only of interest to whoever looks for secrets: what is seen, on as many lines as before.
    let sieved = json.replace('\n', " ") + &"\n".repeat(front.matches('\n').count());
    Head { text, lines, sieved }
}

/// The values without hidden keys, in the words that are shown.
fn seen(values: &Map<String, Value>, prefix: &str, reader: &Reader<'_>) -> Map<String, Value> {
    let mut left = Map::new();
    for (key, value) in values {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if !reader.hidden.key(&path) {
            left.insert(reader.redactor.redacted(key).into_owned(), value_seen(value, &path, reader));
        }
    }
    left
}

fn value_seen(value: &Value, path: &str, reader: &Reader<'_>) -> Value {
    match value {
        Value::String(text) => Value::String(reader.redactor.redacted(text).into_owned()),
        Value::Array(items) => Value::Array(
            items.iter().enumerate().map(|(at, item)| value_seen(item, &format!("{path}.{at}"), reader)).collect(),
        ),
        Value::Object(map) => Value::Object(seen(map, path, reader)),
        value => value.clone(),
    }
}

/// The lines of hidden keys, counted from 1: from each of them up to the next key that is not part of it.
fn hidden_lines(front_matter: &FrontMatter, front: &str, reader: &Reader<'_>) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    let places = &front_matter.positions;
    let closing = front.trim_end().lines().count();
    for (path, (line, _)) in places.iter().filter(|(path, _)| reader.hidden.key(path)) {
        let within = format!("{path}.");
        let after =
            places.iter().filter(|(other, (at, _))| at >= line && *other != path && !other.starts_with(&within));
        let next = after.map(|(_, (at, _))| *at).min().unwrap_or(closing);
        lines.extend(*line..next);
    }
    lines
}

fn kept(front: &str, reader: &Reader<'_>, goes: impl Fn(usize, &str) -> bool) -> Head {
    let mut head = Head { text: String::new(), lines: Vec::new(), sieved: String::new() };
    for (index, line) in front.split_inclusive('\n').enumerate() {
        if goes(index + 1, line) {
            head.sieved.push('\n');
            continue;
        }
        head.text.push_str(line);
        head.sieved.push_str(line);
        head.lines.push(index + 1);
    }
    head.text = reader.redactor.redacted(&head.text).into_owned();
    head
}

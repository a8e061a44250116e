//! Text to front matter: the author's keys with a place for each, and where the body starts.
//!
//! YAML stands between `---` lines, TOML between `+++`, JSON between `;;;` or as an object of its own at the very start.
//! Values keep what was written: a date is the text of the date. Nothing here knows what a key means. This module and
//! the ones below it are the only ones that name a YAML parser.

mod fence;
mod json;
mod scan;
mod toml;
mod tree;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{FrontMatter, FrontMatterFormat};
use crate::diagnostic::{Diagnostic, Span};
use fence::{Found, Marked};

/// Front matter larger than this is not read, in bytes.
pub const SIZE_LIMIT: usize = 64 * 1024;

/// Lists and maps may stand in each other this many times.
pub const DEPTH_LIMIT: usize = 64;

/// Findings that one block gets at most; whoever has mended these sees the next.
const TOLD: usize = 8;

/// A document taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    pub front_matter: FrontMatter,
    /// Where the body starts, in bytes of the text; 0 without front matter.
    pub body_offset: usize,
    /// Number of the body's first line, counted from 1.
    pub body_line: usize,
    pub findings: Vec<Diagnostic>,
}

/// Takes the front matter off the text of the document at `path`.
///
/// A rule (`---`) at the start of a document that is followed by prose is no front matter. Where a value cannot be
/// read the other keys are kept, and the value becomes the text as it stands.
pub fn split(path: &str, text: &str) -> Split {
    match fence::find(text) {
        Found::Nothing => without(Vec::new()),
        Found::Unclosed { line, marker } => {
            let message = format!("the front matter opened by `{marker}` is never closed");
            without(vec![Diagnostic::new("front_matter_unclosed", message).at(path, Some(Span::line(line)))])
        }
        Found::Block(marked) => match read(path, &marked) {
            Some((mut front_matter, findings)) => {
                front_matter.second = second(path, text, &marked).map(Box::new);
                Split { front_matter, body_offset: marked.body_offset, body_line: marked.body_line, findings }
            }
            None => without(Vec::new()),
        },
    }
}

/// The block of keys that follows the one marked, told apart from prose between two rules by its keys.
fn second(path: &str, text: &str, first: &Marked) -> Option<FrontMatter> {
    let Found::Block(marked) = fence::find(&text[first.body_offset..]) else { return None };
    let shifted = Marked { first_line: marked.first_line + first.body_line - 1, ..marked };
    read(path, &shifted).map(|(front_matter, _)| front_matter)
}

fn without(findings: Vec<Diagnostic>) -> Split {
    Split { front_matter: FrontMatter::default(), body_offset: 0, body_line: 1, findings }
}

/// What a reader of one notation has to say.
#[derive(Debug, Default)]
struct Reading {
    values: Map<String, Value>,
    places: Places,
    problems: Vec<Problem>,
}

/// Line and column, both from 1, of every key by its dotted path; several where a key stands several times.
type Places = BTreeMap<String, Vec<(usize, usize)>>;

/// Keys with a path longer than this have no place: thousands of them below one long key would fill the memory.
const PATH_LIMIT: usize = 1024;

fn record(places: &mut Places, path: &str, place: (usize, usize)) {
    if path.len() <= PATH_LIMIT {
        places.entry(path.to_owned()).or_default().push(place);
    }
}

/// A finding in the making.
#[derive(Debug, PartialEq)]
struct Problem {
    name: &'static str,
    /// Line and column, both from 1.
    place: (usize, usize),
    message: String,
    help: Option<String>,
}

impl Problem {
    fn new(name: &'static str, place: (usize, usize), message: impl Into<String>) -> Self {
        Self { name, place, message: message.into(), help: None }
    }

    fn too_deep(place: (usize, usize)) -> Self {
        Self::new(
            "front_matter_too_deep",
            place,
            format!("the front matter nests deeper than {DEPTH_LIMIT} levels here"),
        )
    }

    fn twice(key: &str, place: (usize, usize)) -> Self {
        Self::new("front_matter_key_twice", place, format!("the key `{key}` stands twice; the first value is used"))
    }
}

/// One finding for each key that stands several times, at the second of its places.
fn told_twice(twice: &BTreeSet<String>, places: &Places, first_line: usize) -> Vec<Problem> {
    let second = |path: &String| {
        let place = places.get(path).and_then(|places| places.get(1).or(places.first()));
        Problem::twice(path, place.copied().unwrap_or((first_line, 1)))
    };
    twice.iter().map(second).collect()
}

/// `None` when the block turns out to be prose between two rules.
fn read(path: &str, marked: &Marked) -> Option<(FrontMatter, Vec<Diagnostic>)> {
    let reading = if marked.block.len() > SIZE_LIMIT {
        let message = format!("the front matter has {} bytes, the limit is {SIZE_LIMIT}", marked.block.len());
        let problems = vec![Problem::new("front_matter_too_large", (marked.first_line, 1), message)];
        Reading { problems, ..Reading::default() }
    } else {
        match marked.format {
            FrontMatterFormat::Yaml => yaml::read(marked.block, marked.first_line)?,
            FrontMatterFormat::Toml => toml::read(marked.block, marked.first_line),
            FrontMatterFormat::Json => json::read(marked.block, marked.first_line),
        }
    };
    let mut problems = reading.problems;
    let doubtful = !problems.is_empty();
    problems.sort_by_key(|problem| problem.place);
    problems.truncate(TOLD);
    let findings = problems.into_iter().map(|problem| {
        let span = Span::new(problem.place.0, problem.place.1, 0);
        let finding = Diagnostic::new(problem.name, problem.message).at(path, Some(span));
        problem.help.into_iter().fold(finding, Diagnostic::help)
    });
    let findings = findings.collect();
    let positions = positions(&reading.values, &reading.places);
    let format = Some(marked.format);
    Some((FrontMatter { format, values: reading.values, positions, doubtful, second: None }, findings))
}

/// The first place of each key that made it into the values.
fn positions(values: &Map<String, Value>, places: &Places) -> BTreeMap<String, (usize, usize)> {
    fn visit(prefix: &str, value: &Value, places: &Places, into: &mut BTreeMap<String, (usize, usize)>) {
        let mut enter = |key: &str, value: &Value| {
            let path = join(prefix, key);
            if let Some(place) = places.get(&path).and_then(|places| places.first()) {
                into.insert(path.clone(), *place);
            }
            visit(&path, value, places, into);
        };
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| enter(key, value)),
            Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| enter(&at.to_string(), value)),
            _ => {}
        }
    }
    let mut positions = BTreeMap::new();
    for (key, value) in values {
        if let Some(place) = places.get(key).and_then(|places| places.first()) {
            positions.insert(key.clone(), *place);
        }
        visit(key, value, places, &mut positions);
    }
    positions
}

/// The dotted path of `key` inside `prefix`.
fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

#[cfg(test)]
mod tests;

//! Finds and reads the settings file; every mistake becomes a finding with its place.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use schemars::schema_for;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, rules};
use crate::diagnostic::{Diagnostic, Span};
use crate::gate::{ContentRoot, NoRoot, Refusal};

/// Name of the settings file in the root of an archive.
pub const FILE_NAME: &str = "incidex.toml";

/// Larger files are not settings.
const MAX_BYTES: u64 = 1024 * 1024;

/// Why there are no settings to work with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// For a reason of the machine, or because a file named by the user is not there.
    #[error("failed to read {}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    /// For a reason that whoever put the file there can mend.
    #[error("failed to use {path}: {reason}")]
    Refused { path: String, reason: String },
    /// `text` is what the findings point into.
    #[error("failed to use {path}: {} in it", counted(findings.len()))]
    Invalid { path: String, text: String, findings: Vec<Diagnostic> },
}

fn counted(mistakes: usize) -> String {
    if mistakes == 1 { "a mistake".into() } else { format!("{mistakes} mistakes") }
}

/// The nearest folder at or above `start` that holds a settings file; a link of that name counts, as passing over it
/// would take other settings than the ones in sight.
///
/// # Errors
/// When the machine does not say whether there is one: passing over it would take other settings as well.
pub fn find_root(start: &Path) -> Result<Option<PathBuf>, ConfigError> {
    for folder in start.ancestors() {
        let path = folder.join(FILE_NAME);
        match path.symlink_metadata() {
            Ok(found) if !found.is_dir() => return Ok(Some(folder.to_path_buf())),
            Ok(_) => {}
            Err(error) if is_nothing(&error) => {}
            Err(source) => return Err(ConfigError::Unreadable { path, source }),
        }
    }
    Ok(None)
}

/// Whether an error says that there is nothing of that name, and not that the machine cannot tell.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename)
}

/// The gate of a folder; one that is not there holds no settings, and that it is not there is told when it is read.
fn gate(folder: &Path) -> Result<ContentRoot, Refusal> {
    ContentRoot::at(folder).map_err(|reason| match reason {
        NoRoot::Missing | NoRoot::NotAFolder => Refusal::Missing,
        NoRoot::Unreadable(error) => Refusal::Machine(error),
    })
}

/// The settings of the archive at `root`: from `explicit` if given, else from its `incidex.toml`, else the defaults.
///
/// The archive's own file is reached through the gate: a link is refused. A file that the user names may be a link.
///
/// # Errors
/// When the file cannot be read or holds a mistake; an explicit file must exist.
pub fn load(root: &Path, explicit: Option<&Path>) -> Result<Config, ConfigError> {
    let shown = explicit.map_or_else(|| FILE_NAME.to_owned(), |path| path.display().to_string());
    let path = explicit.map_or_else(|| root.join(FILE_NAME), Path::to_path_buf);
    let bytes = match explicit {
        Some(path) => named(path),
        None => gate(root).and_then(|root| root.read(FILE_NAME, MAX_BYTES)),
    };
    let refused = |reason: String| ConfigError::Refused { path: shown.clone(), reason };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(Refusal::Missing) if explicit.is_none() => return Ok(Config::default()),
        Err(Refusal::Missing) => return Err(ConfigError::Unreadable { path, source: io::ErrorKind::NotFound.into() }),
        Err(Refusal::Machine(source)) => return Err(ConfigError::Unreadable { path, source }),
        Err(refusal) => return Err(refused(refusal.to_string())),
    };
    let text = String::from_utf8(bytes).map_err(|_| refused("it is not UTF-8 text".into()))?;
    Ok(Config { file: explicit.map(Path::to_path_buf), ..parse(&shown, text)? })
}

/// A file that the user named, wherever it lies.
fn named(path: &Path) -> Result<Vec<u8>, Refusal> {
    let real = match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Refusal::Missing),
        other => other?,
    };
    let (Some(folder), Some(name)) = (real.parent(), real.file_name().and_then(|name| name.to_str())) else {
        return Err(Refusal::NotRegular("a folder"));
    };
    gate(folder)?.read(name, MAX_BYTES)
}

/// The settings in `text`, with `path` as the name that findings carry.
///
/// # Errors
/// With every mistake that can be told apart: syntax first, then keys, then types, then values.
pub fn parse(path: &str, text: String) -> Result<Config, ConfigError> {
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    match check(path, &text) {
        Ok(config) => Ok(config),
        Err(findings) => Err(ConfigError::Invalid { path: path.to_owned(), text, findings }),
    }
}

fn check(path: &str, text: &str) -> Result<Config, Vec<Diagnostic>> {
    let place = |span: Option<Range<usize>>| span.map(|span| span_of(text, span));
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    if !errors.is_empty() {
        let finding =
            |error: &toml::de::Error| Diagnostic::new("config_invalid", error.message()).at(path, place(error.span()));
        return Err(errors.iter().map(finding).collect());
    }

    let mut unknown = Vec::new();
    let schema = schema_for!(Config).to_value();
    unknown_keys(table.get_ref(), &schema, &schema, &mut unknown);
    if !unknown.is_empty() {
        return Err(unknown.into_iter().map(|key| key.finding(path, text)).collect());
    }

    let config: Config = toml::from_str(text).map_err(|error| {
        let key = error.span().and_then(|span| path_of_value(table.get_ref(), &span));
        let message = match key {
            Some(key) => format!("`{key}`: {}", error.message()),
            None => error.message().to_owned(),
        };
        vec![Diagnostic::new("config_invalid", message).at(path, place(error.span()))]
    })?;

    let findings: Vec<Diagnostic> = rules::violations(&config)
        .into_iter()
        .map(|violation| {
            let span = find_value(table.get_ref(), &violation.key).map(|value| value.span());
            let message = format!("`{}`: {}", violation.key.join("."), violation.message);
            Diagnostic::new("config_value_odd", message).at(path, place(span)).help(violation.help)
        })
        .collect();
    if findings.is_empty() { Ok(config) } else { Err(findings) }
}

/// A key that no setting has.
struct UnknownKey {
    name: String,
    span: Range<usize>,
    known: Vec<String>,
}

impl UnknownKey {
    fn finding(self, path: &str, text: &str) -> Diagnostic {
        let message = format!("no setting is called `{}`", self.name);
        let finding = Diagnostic::new("config_unknown_key", message).at(path, Some(span_of(text, self.span.clone())));
        match nearest(&self.name, self.known.iter().map(String::as_str)) {
            Some(name) => finding.help(format!("did you mean `{name}`?")),
            None => finding.help(format!("the settings here are {}", self.known.join(", "))),
        }
    }
}

/// Compares the keys of a table with the JSON Schema of the settings, the one place where they are listed.
fn unknown_keys(table: &DeTable<'_>, node: &Value, schema: &Value, found: &mut Vec<UnknownKey>) {
    let node = resolved(node, schema);
    let properties = node.get("properties").and_then(Value::as_object);
    for (key, value) in table {
        let known = properties.and_then(|properties| properties.get(key.get_ref().as_ref()));
        let any = node.get("additionalProperties").filter(|schema| schema.is_object());
        match (known.or(any), value.get_ref()) {
            (Some(node), DeValue::Table(inner)) => unknown_keys(inner, node, schema, found),
            (Some(_), _) => {}
            (None, _) if properties.is_none() => {}
            (None, _) => found.push(UnknownKey {
                name: key.get_ref().to_string(),
                span: key.span(),
                known: properties.into_iter().flat_map(|properties| properties.keys().cloned()).collect(),
            }),
        }
    }
    found.sort_by_key(|key| key.span.start);
}

/// Follows `$ref` and the object branch of an optional value.
fn resolved<'s>(node: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
        let target = reference.strip_prefix('#').and_then(|pointer| schema.pointer(pointer));
        return target.map_or(node, |target| resolved(target, schema));
    }
    let branches = node.get("anyOf").and_then(Value::as_array);
    match branches.and_then(|branches| branches.iter().find(|branch| branch.get("$ref").is_some())) {
        Some(branch) => resolved(branch, schema),
        None => node,
    }
}

/// The name most like `written`, if any is like it at all.
pub fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let written = written.to_lowercase();
    names
        .map(|name| (strsim::damerau_levenshtein(&written, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn find_value<'t, 'i>(table: &'t DeTable<'i>, key: &[String]) -> Option<&'t Spanned<DeValue<'i>>> {
    let (first, rest) = key.split_first()?;
    let value = table.iter().find(|(name, _)| name.get_ref().as_ref() == first)?.1;
    match (rest, value.get_ref()) {
        ([], _) => Some(value),
        (_, DeValue::Table(inner)) => find_value(inner, rest).or(Some(value)),
        _ => Some(value),
    }
}

/// The dotted path of the innermost value that holds `span`.
fn path_of_value(table: &DeTable<'_>, span: &Range<usize>) -> Option<String> {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    table.iter().find_map(|(key, value)| match value.get_ref() {
        DeValue::Table(inner) => {
            let below = path_of_value(inner, span).map(|path| format!("{}.{path}", key.get_ref()));
            below.or_else(|| holds(value.span()).then(|| key.get_ref().to_string()))
        }
        _ => holds(value.span()).then(|| key.get_ref().to_string()),
    })
}

/// Byte range to line and column; a range over several lines is cut at the end of its first.
pub(super) fn span_of(text: &str, range: Range<usize>) -> Span {
    let start = floor(text, range.start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[..start].matches('\n').count() + 1;
    let column = text[line_start..start].chars().count() + 1;
    let first_line = text[start..floor(text, range.end.max(start))].lines().next().unwrap_or("");
    Span::new(line, column, first_line.chars().count().max(1))
}

fn floor(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0)
}

//! Documents as other tools write them say what their twins in plain Markdown say.
//!
//! Each pair under `tests/exports/` is one document twice: `NAME.export.*` as a tool exports it, `NAME.twin.md` as a person
//! would write it. What is read out of both is the same, but for where it stands.

use std::fs;
use std::path::{Path, PathBuf};

use incidex::config::Config;
use incidex::model::{Source, SourceFormat};
use incidex::{normalise, parse};
use serde_json::Value;

/// What tells where something stands, or holds the file's own name.
const PLACES: &[&str] = &["source", "provenance", "line", "column", "flags", "evidence"];

fn exports() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut exports: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().contains(".export.")).collect();
    exports.sort();
    exports
}

fn read(path: &Path, name: &str) -> Value {
    said(name, &fs::read_to_string(path).unwrap())
}

/// What is read out of a text, but for where it stands.
pub fn said(name: &str, text: &str) -> Value {
    let source = Source { path: name.to_owned(), format: SourceFormat::Markdown, hash: String::new() };
    let document = parse::document(source, text);
    let incidents = normalise::incidents(&document, &Config::default()).0;
    let mut value = serde_json::to_value(incidents).unwrap();
    without_places(&mut value);
    value
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            PLACES.iter().for_each(|place| drop(fields.remove(*place)));
            fields.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

#[test]
fn an_export_says_what_its_twin_says() {
    let mut told = Vec::new();
    for export in exports() {
        let stem = export.file_name().unwrap().to_string_lossy().split('.').next().unwrap().to_owned();
        let name = format!("incidents/{stem}.md");
        let (own, twin) = (read(&export, &name), read(&export.with_file_name(format!("{stem}.twin.md")), &name));
        assert!(twin[0]["timeline"].as_array().is_some_and(|rows| rows.len() + 1 > 0), "{stem}");
        differences(&stem, &own, &twin, &mut told);
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

pub fn differences(at: &str, own: &Value, twin: &Value, told: &mut Vec<String>) {
    match (own, twin) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                differences(&format!("{at}.{key}"), &own[key], &twin[key], told);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(n, (a, b))| differences(&format!("{at}[{n}]"), a, b, told));
        }
        _ if own == twin => {}
        _ => told.push(format!("{at}: the export says {own}, its twin {twin}")),
    }
}

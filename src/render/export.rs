//! The archive for machines: every incident in the schema as JSON, the main columns as CSV, and what they
//! tell together.

use rayon::prelude::*;

use super::RenderError;
use super::archive::{Archive, Entry};
use crate::model::{ActionState, Incident, Minutes, Moment};

const JSON: &str = "data/incidents.json";
const CSV: &str = "data/incidents.csv";
const TRENDS: &str = "data/trends.json";

/// The data files by path.
///
/// # Errors
/// When a value cannot be written, which no value of the model causes.
pub fn files(archive: &Archive) -> Result<[(&'static str, Vec<u8>); 3], RenderError> {
    Ok([(JSON, json(archive)?), (CSV, csv(archive)?), (TRENDS, trends(archive)?)])
}

/// An array with one incident to a line, newest first.
fn json(archive: &Archive) -> Result<Vec<u8>, RenderError> {
    let lines = archive
        .entries
        .par_iter()
        .map(|entry| serde_json::to_vec(entry.incident()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| RenderError::Data { path: JSON.into(), message: error.to_string() })?;
    let mut json = Vec::with_capacity(lines.iter().map(|line| line.len() + 2).sum::<usize>() + 4);
    json.push(b'[');
    for (at, line) in lines.iter().enumerate() {
        json.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        json.extend_from_slice(line);
    }
    json.extend_from_slice(b"\n]\n");
    Ok(json)
}

/// The object that `incidex trends --format json` prints.
fn trends(archive: &Archive) -> Result<Vec<u8>, RenderError> {
    let failed = |error: serde_json::Error| RenderError::Data { path: TRENDS.into(), message: error.to_string() };
    let mut json = serde_json::to_vec(archive.input.trends).map_err(failed)?;
    json.push(b'\n');
    Ok(json)
}

type Cell = fn(&Entry) -> String;

/// Columns in order. Names are key paths of the schema where one exists.
const COLUMNS: &[(&str, Cell)] = &[
    ("id", |entry| entry.incident().id.clone()),
    ("part", |entry| entry.incident().part.to_string()),
    ("kind", |entry| word(&entry.incident().kind)),
    ("date", |entry| entry.date().unwrap_or_default()),
    ("title", |entry| entry.incident().title.clone()),
    ("status", |entry| word(&entry.incident().status)),
    ("severity.level", |entry| word(&entry.incident().severity.level)),
    ("severity.label", |entry| text(&entry.incident().severity.label)),
    ("services", |entry| entry.incident().services.join("; ")),
    ("started_at.utc", |entry| utc(&entry.incident().started_at)),
    ("ended_at.utc", |entry| utc(&entry.incident().ended_at)),
    ("duration.minutes", |entry| minutes(entry.incident().duration.minutes)),
    ("duration.stated_minutes", |entry| minutes(entry.incident().duration.stated_minutes)),
    ("duration.clock", |entry| word(&entry.incident().duration.clock)),
    ("phases.detect", |entry| minutes(entry.incident().phases.detect)),
    ("phases.respond", |entry| minutes(entry.incident().phases.respond)),
    ("phases.identify", |entry| minutes(entry.incident().phases.identify)),
    ("phases.fix", |entry| minutes(entry.incident().phases.fix)),
    ("phases.resolve", |entry| minutes(entry.incident().phases.resolve)),
    ("detection.source", |entry| word(&entry.incident().detection.source)),
    ("impact.users_percent", |entry| number(entry.incident().impact.users_percent)),
    ("cause.class", |entry| text(&entry.incident().cause.class)),
    ("cause.component", |entry| text(&entry.incident().cause.component)),
    ("cause.confidence", |entry| number(entry.incident().cause.confidence)),
    ("mitigation.kind", |entry| entry.incident().mitigation.as_ref().map_or_else(String::new, |m| word(&m.kind))),
    ("false_leads", |entry| entry.incident().false_leads.len().to_string()),
    ("action_items", |entry| entry.incident().action_items.len().to_string()),
    ("action_items.open", |entry| actions(entry.incident(), ActionState::Open)),
    ("action_items.done", |entry| actions(entry.incident(), ActionState::Done)),
    ("audience", |entry| word(&entry.incident().audience)),
    ("source.path", |entry| entry.incident().source.path.clone()),
    ("page", |entry| entry.path.clone()),
];

fn csv(archive: &Archive) -> Result<Vec<u8>, RenderError> {
    let failed = |message: String| RenderError::Data { path: CSV.into(), message };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().map(|(name, _)| name)).map_err(|error| failed(error.to_string()))?;
    for entry in &archive.entries {
        let cells = COLUMNS.iter().map(|(_, cell)| guarded(cell(entry)));
        writer.write_record(cells).map_err(|error| failed(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| failed(error.to_string()))
}

/// Keeps a spreadsheet from taking text for a formula: such a cell starts with an apostrophe.
fn guarded(cell: String) -> String {
    match cell.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => format!("'{cell}"),
        _ => cell,
    }
}

/// The word that the schema uses for a value.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn text(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn minutes(value: Option<Minutes>) -> String {
    value.and_then(|value| serde_json::to_string(&value).ok()).unwrap_or_default()
}

fn utc(moment: &Option<Moment>) -> String {
    moment.as_ref().and_then(|moment| moment.utc).map(|utc| utc.to_string()).unwrap_or_default()
}

fn actions(incident: &Incident, state: ActionState) -> String {
    incident.action_items.iter().filter(|item| item.state == state).count().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (cell, expected) in cases {
            assert_eq!(guarded((*cell).to_owned()), *expected);
        }
    }

    #[test]
    fn a_cell_that_would_run_as_a_formula_is_made_text() {
        check(&[
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("checkout = slow", "checkout = slow"),
            ("", ""),
        ]);
    }
}

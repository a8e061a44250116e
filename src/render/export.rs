//! The archive for machines: every incident in the schema as JSON, the main columns as CSV, and what they
//! tell together.

use std::io::{self, BufWriter, Write};

use rayon::prelude::*;

use super::archive::{Archive, Entry};
use super::{RenderError, dora};
use crate::model::{ActionState, Incident, Minutes, Moment};
use crate::output::Output;

const JSON: &str = "data/incidents.json";
const CSV: &str = "data/incidents.csv";
const TRENDS: &str = "data/trends.json";

/// Incidents that are made ready at once.
const AT_ONCE: usize = 256;
/// Few incidents are longer than this as JSON, in bytes.
const USUAL_LINE: usize = 16 * 1024;

/// Puts the data files; returns their size.
///
/// # Errors
/// When the output cannot store them, or a value cannot be written, which no value of the model causes.
pub fn put(archive: &Archive, output: &dyn Output) -> Result<u64, RenderError> {
    let failed = |path: &str| {
        let path = path.to_owned();
        move |source| RenderError::Output { path, source }
    };
    let table = csv(archive)?;
    output.put(CSV, &table).map_err(failed(CSV))?;
    let mut bytes = table.len() as u64;
    for (path, content) in dora::files(archive.input.trends) {
        output.put(path, &content).map_err(failed(path))?;
        bytes += content.len() as u64;
    }
    for (path, write) in [(JSON, json as fn(&Archive, &mut Counting) -> io::Result<()>), (TRENDS, trends)] {
        let mut size = 0;
        let mut counted = |out: &mut dyn Write| {
            let mut out = Counting { out, size: 0 };
            write(archive, &mut out)?;
            size = out.size;
            Ok(())
        };
        output.put_written(path, &mut counted).map_err(failed(path))?;
        bytes += size;
    }
    Ok(bytes)
}

/// An array with one incident to a line, newest first.
fn json(archive: &Archive, out: &mut Counting) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, entries) in archive.reports().chunks(AT_ONCE).enumerate() {
        let lines = entries.par_iter().map(|entry| line(entry.incident())).collect::<Result<Vec<_>, _>>();
        for (line, text) in lines?.iter().enumerate() {
            out.write_all(if at + line == 0 { b"\n" } else { b",\n" })?;
            out.write_all(text)?;
        }
    }
    out.write_all(b"\n]\n")
}

fn line(incident: &Incident) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(USUAL_LINE);
    serde_json::to_writer(&mut text, incident)?;
    Ok(text)
}

/// The object that `incidex trends --format json` prints, on one line.
fn trends(archive: &Archive, out: &mut Counting) -> io::Result<()> {
    // Millions of bits of a few bytes each.
    let mut buffered = BufWriter::new(out);
    serde_json::to_writer(&mut buffered, archive.input.trends)?;
    buffered.write_all(b"\n")?;
    buffered.flush()
}

/// Counts the bytes on their way.
struct Counting<'o> {
    out: &'o mut dyn Write,
    size: u64,
}

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
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
    ("duration.at_most_minutes", |entry| minutes(entry.incident().duration.at_most_minutes)),
    ("duration.disputed_minutes", |entry| {
        minutes(entry.incident().duration.disputed.as_ref().map(|disputed| disputed.computed_minutes))
    }),
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
    ("action_items.open", |entry| actions(entry.incident(), ActionState::is_open)),
    ("action_items.done", |entry| actions(entry.incident(), |state| state == ActionState::Done)),
    ("audience", |entry| word(&entry.incident().audience)),
    ("source.path", |entry| entry.incident().source.path.clone()),
    ("page", |entry| entry.path.clone()),
];

fn csv(archive: &Archive) -> Result<Vec<u8>, RenderError> {
    let failed = |message: String| RenderError::Data { path: CSV.into(), message };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().map(|(name, _)| name)).map_err(|error| failed(error.to_string()))?;
    for entry in archive.reports() {
        let cells = COLUMNS.iter().map(|(_, cell)| guarded(cell(entry)));
        writer.write_record(cells).map_err(|error| failed(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| failed(error.to_string()))
}

/// Keeps a spreadsheet from taking text for a formula: such a cell starts with an apostrophe. A cell is one line, and
/// control characters are spaces.
fn guarded(cell: String) -> String {
    let cell = if cell.contains(char::is_control) { cell.replace(char::is_control, " ") } else { cell };
    let first = cell.trim_start().chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}') => format!("'{cell}"),
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

fn actions(incident: &Incident, counts: fn(ActionState) -> bool) -> String {
    incident.action_items.iter().filter(|item| counts(item.state)).count().to_string()
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
            ("\t=1", "' =1"),
            (" \r\n=1", "'   =1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("a\u{1b}[31mb\u{0}\nc", "a [31mb  c"),
            ("checkout = slow", "checkout = slow"),
            ("", ""),
        ]);
    }
}

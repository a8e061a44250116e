//! The rows of a snapshot as a table: comma, semicolon or tab, with the names of the columns in the first line.

use super::{Fields, Row, odd};
use crate::diagnostic::{Diagnostic, Span};

const HELP: &str = "export the table again, with one line of names above the rows";

/// The rows in their order. Of columns that share a name the first that is filled counts.
pub fn rows(text: &str) -> (Vec<Row>, Vec<(Diagnostic, Span)>) {
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut names: Option<Vec<String>> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, line_of);
                findings.push((odd("the line cannot be read as part of a table", HELP), Span::line(line)));
                break;
            }
        };
        let span = Span::line(record.position().map_or(1, line_of));
        let Some(names) = &names else {
            names = Some(record.iter().map(|name| name.trim().to_lowercase()).collect());
            continue;
        };
        if record.len() != names.len() {
            let message = format!("the row has {} fields, the line of names has {}", record.len(), names.len());
            findings.push((odd(message, HELP), span));
            continue;
        }
        let mut fields = Fields::new();
        for (name, value) in names.iter().zip(record.iter()).filter(|(_, value)| !value.trim().is_empty()) {
            fields.entry(name.clone()).or_insert_with(|| value.trim().to_owned());
        }
        rows.push(Row { fields, span });
    }
    (rows, findings)
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX).max(1)
}

/// The sign that stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    // The last of equals is taken, so a comma where none stands.
    b"\t;,".iter().copied().max_by_key(count).unwrap_or(b',')
}

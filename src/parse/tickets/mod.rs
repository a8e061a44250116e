//! Snapshots of tickets: what GitHub, GitLab and Jira export, as rows of one shape.
//!
//! In: the text of `tickets.json` or `tickets.csv`. Out: the tickets in its order, each with its line, and a finding for
//! every row that cannot be used. Which tracker wrote it is known by its keys. Nothing here knows an action item.

mod json;
mod shape;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Span};
use crate::model::ActionState;

/// One ticket, as far as a promise needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Its key as people write it: `OPS-12`, `#12`, for a merge request `!12`.
    pub key: String,
    /// Its address, where the row has it.
    pub url: Option<String>,
    /// `Open`, `Done` or `Dropped`.
    pub says: ActionState,
    /// The day it was closed, as the export writes it; `None` while it is open.
    pub closed: Option<Date>,
    /// The file that holds it.
    pub path: String,
    /// Counted from 1.
    pub line: usize,
}

/// The fields of a row by their names in lower case, those of inner objects behind a dot; empty ones are left out.
type Fields = BTreeMap<String, String>;

/// A row, and where it begins.
struct Row {
    fields: Fields,
    span: Span,
}

/// The tickets in the text of a snapshot called `path`; it is a table where its name ends in `.csv`, else JSON.
pub fn tickets(path: &str, text: &str) -> (Vec<Ticket>, Vec<Diagnostic>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (rows, odd) = if path.ends_with(".csv") { table::rows(text) } else { json::rows(text) };
    let mut findings: Vec<Diagnostic> = odd.into_iter().map(|(odd, span)| odd.at(path, Some(span))).collect();
    let mut tickets = Vec::new();
    for row in rows {
        let (ticket, odd) = shape::ticket(&row.fields);
        tickets.extend(ticket.map(|ticket| Ticket { path: path.to_owned(), line: row.span.line, ..ticket }));
        findings.extend(odd.map(|odd| odd.at(path, Some(row.span))));
    }
    (tickets, findings)
}

/// What is said about a row that cannot be used.
fn odd(message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::new("ticket_row_odd", message).help(help)
}

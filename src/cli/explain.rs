//! `incidex explain`: what a code means and what to do about it.

use serde::Serialize;

use super::session::Session;
use super::{Exit, ExplainFlags, Failure, TextOrJson};
use crate::config::nearest;
use crate::diagnostic::{CATALOGUE, Entry, Level, find};
use crate::report::findings::level_word;
use crate::report::paint::{Paint, Style, wrapped};

#[derive(Serialize)]
struct Row {
    code: &'static str,
    name: &'static str,
    level: &'static str,
    summary: &'static str,
    explanation: &'static str,
    remedy: &'static str,
}

pub(super) fn run(session: &Session, flags: &ExplainFlags) -> Result<Exit, Failure> {
    let paint = session.report.data_paint();
    let entries = match &flags.code {
        Some(code) => vec![find(code).ok_or_else(|| unknown(code))?],
        None => CATALOGUE.iter().collect(),
    };
    let text = match (flags.format, entries.as_slice()) {
        (TextOrJson::Json, [entry]) => serde_json::to_string_pretty(&row(entry))?,
        (TextOrJson::Json, all) => {
            serde_json::to_string_pretty(&all.iter().map(|entry| row(entry)).collect::<Vec<_>>())?
        }
        (TextOrJson::Text, [entry]) => page(entry, paint),
        (TextOrJson::Text, all) => all.iter().map(|entry| line(entry, paint)).collect(),
    };
    session.report.data(&text)?;
    Ok(Exit::Done)
}

fn unknown(code: &str) -> Failure {
    let names = CATALOGUE.iter().flat_map(|entry| [entry.id, entry.name]);
    let help = match nearest(code, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`incidex explain` lists every code".into(),
    };
    Failure::usage(format!("no finding is called {code:?}"), help)
}

fn row(entry: &Entry) -> Row {
    Row {
        code: entry.id,
        name: entry.name,
        level: level_word(entry.level),
        summary: entry.summary,
        explanation: entry.explanation,
        remedy: entry.remedy,
    }
}

fn page(entry: &Entry, paint: Paint) -> String {
    let title = paint.text(Style::Heading, &format!("{} {}", entry.id, entry.name));
    let level = paint.text(style(entry.level), level_word(entry.level));
    let prose = |text: &str| wrapped(text, 88).join("\n");
    format!(
        "{title} ({level}): {}\n\n{}\n\n{}\n",
        entry.summary,
        prose(entry.explanation),
        prose(&format!("What to do: {}", entry.remedy))
    )
}

fn line(entry: &Entry, paint: Paint) -> String {
    let level = paint.text(style(entry.level), &format!("{:<7}", level_word(entry.level)));
    format!("{}  {level}  {:<33}  {}\n", entry.id, entry.name, entry.summary)
}

fn style(level: Level) -> Style {
    match level {
        Level::Error => Style::Error,
        Level::Warning => Style::Warning,
        Level::Note => Style::Note,
    }
}

//! `incidex search`: the site's own search, in the terminal.

use serde::Serialize;

use super::engine::{self, Hit};
use super::session::{Archive, Session};
use super::{Exit, Failure, SearchFlags, TextOrJson};
use crate::model::Audience;
use crate::report::findings::plural;
use crate::report::paint::{Paint, Style, harmless_line};

/// Name and version of the JSON; a change that breaks a reader raises the number.
const SCHEMA: &str = "incidex/search/1";

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    query: &'a str,
    total: usize,
    results: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    url: &'a str,
    excerpt: &'a str,
    score: f32,
}

pub(super) fn run(session: &Session, flags: &SearchFlags) -> Result<Exit, Failure> {
    let query = flags.query.join(" ");
    let Archive { root, config } = session.archive(None, &session.folder)?;
    let loaded = engine::load(&root, config, Audience::Internal)?;
    let (hits, total) = engine::search(&loaded, &query, usize::from(flags.limit))?;
    match flags.format {
        TextOrJson::Json => session.report.data(&json(&query, &hits, total)?)?,
        TextOrJson::Text if hits.is_empty() => {}
        TextOrJson::Text => session.report.data(&text(&hits, session.report.data_paint()))?,
    }
    session.report.say(&format!("{} found", plural(total, "incident")));
    Ok(if hits.is_empty() { Exit::Findings } else { Exit::Done })
}

fn json(query: &str, hits: &[Hit], total: usize) -> serde_json::Result<String> {
    let results = hits
        .iter()
        .map(|hit| Row { id: &hit.id, title: &hit.title, url: &hit.url, excerpt: &hit.excerpt, score: hit.score })
        .collect();
    serde_json::to_string_pretty(&Answer { schema: SCHEMA, query, total, results })
}

fn text(hits: &[Hit], paint: Paint) -> String {
    let shown = hits.iter().map(|hit| {
        let title = paint.text(Style::Heading, &harmless_line(&hit.title));
        let id = paint.text(Style::Faint, &harmless_line(&hit.id));
        format!("{title}\n  {id}\n  {}\n", harmless_line(&hit.excerpt))
    });
    shown.collect::<Vec<_>>().join("\n")
}

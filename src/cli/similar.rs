//! `incidex similar`: have we seen this before?

use std::io::Read;
use std::path::Path;

use serde::Serialize;

use super::engine::{self, PipelineError};
use super::session::{Archive, Session};
use super::{Exit, Failure, SimilarFlags, TextOrJson};
use crate::config::Config;
use crate::model::Incident;
use crate::normalise::View;
use crate::report::findings::plural;
use crate::report::paint::{Paint, Style, harmless_line, wrapped};
use crate::search::{Hit, Options};

/// Longer texts are cut: an alert or a draft is shorter.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// An incident like the text, with the reasons.
#[derive(Debug, Serialize)]
struct Like {
    incident: String,
    slug: String,
    /// Of its file, within the archive.
    path: String,
    title: String,
    date: Option<String>,
    /// Good for ranking, not for showing.
    similarity: f32,
    /// The most telling first, as the text has them.
    shared_terms: Vec<String>,
    same_services: Vec<String>,
    same_class: Option<String>,
    same_component: Option<String>,
    /// What ended it, in its own words.
    fixed_by: Option<String>,
}

/// Endings of files that are documents whatever stands in them.
const MARKUP: [&str; 3] = ["html", "htm", "mdx"];

/// Candidates that a shared service may bring forward.
const CANDIDATES: usize = 20;
/// What a shared service adds to a likeness.
const SAME_SERVICE: f32 = 1.1;

pub(super) fn run(session: &Session, flags: &SimilarFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(None, &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let text = text_of(&flags.file)?;
    let path = Path::new(&flags.file);
    let limit = usize::from(flags.limit);
    let options = Options { limit: limit + CANDIDATES, facets: false, excerpts: false, ..Options::default() };
    let mut draft = None;
    let asked = || {
        if flags.file != "-" && (is_document(path, &text) || !view.audience.is_internal()) {
            draft = understood(path, &config, &view)?;
        }
        Ok(match &draft {
            // What such readers may not see of the file decides nothing.
            Some(draft) if !view.audience.is_internal() => told(draft),
            Some(draft) => format!("{}\n{text}", told(draft)),
            None => text,
        })
    };
    let hits = engine::similar(&root, &config, asked, &options, &view)?.hits;
    // A draft that lies in the archive is no neighbour of its own.
    let own = path.canonicalize().ok();
    let is_own = |hit: &Hit| own.is_some() && root.join(&hit.path).canonicalize().ok() == own;
    let mut found: Vec<Like> =
        hits.into_iter().filter(|hit| !is_own(hit)).map(|hit| like(hit, draft.as_ref())).collect();
    found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    found.truncate(limit);
    match flags.format {
        TextOrJson::Json => session.report.data(&serde_json::to_string_pretty(&found)?)?,
        TextOrJson::Text if found.is_empty() => {}
        TextOrJson::Text => session.report.data(&shown(&found, session.report.data_paint()))?,
    }
    session.report.say(&format!("{} like it, nearest first", plural(found.len(), "incident")));
    Ok(if found.is_empty() { Exit::Findings } else { Exit::Done })
}

/// What a draft says in few words: long texts are not read to their end.
fn told(draft: &Incident) -> String {
    let parts = [
        Some(draft.title.as_str()),
        draft.summary.as_deref(),
        draft.cause.statement.as_deref(),
        draft.impact.text.as_deref(),
    ];
    let rows = draft.timeline.iter().map(|entry| entry.text.as_str());
    parts.into_iter().flatten().chain(rows).collect::<Vec<_>>().join("\n")
}

fn like(hit: Hit, draft: Option<&Incident>) -> Like {
    let same = |own: Option<&String>, other: &Option<String>| own.filter(|own| other.as_ref() == Some(own)).cloned();
    let services = draft.map_or(&[][..], |draft| draft.services.as_slice());
    let same_services: Vec<String> = services.iter().filter(|it| hit.services.contains(it)).cloned().collect();
    let class = draft.and_then(|draft| draft.cause.class.as_ref()).filter(|class| *class != "unknown");
    Like {
        same_class: same(class, &hit.cause),
        same_component: same(draft.and_then(|draft| draft.cause.component.as_ref()), &hit.component),
        incident: hit.id,
        slug: hit.slug,
        path: hit.path,
        title: hit.title.text,
        date: hit.date,
        similarity: if same_services.is_empty() { hit.score } else { hit.score * SAME_SERVICE },
        shared_terms: hit.shared,
        same_services,
        fixed_by: hit.fixed_by,
    }
}

/// Whether a file was written as a document: with front matter, headings or markup. Any other is a pasted alert or a log,
/// which is asked for as it stands; the words around it, such as the file's name, tell nothing.
fn is_document(path: &Path, text: &str) -> bool {
    let has_markup = path.extension().is_some_and(|ending| MARKUP.iter().any(|it| ending.eq_ignore_ascii_case(it)));
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).skip_while(|line| line.is_empty());
    let is_fence = |line: &str| line == "---" || line == "+++";
    let is_rule = |line: &str| line.len() > 2 && ['=', '-'].iter().any(|it| line.trim_matches(*it).is_empty());
    let is_heading = |line: &str| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
    has_markup
        || lines.next().is_some_and(|line| is_fence(line) || is_heading(line))
        || lines.any(|line| is_heading(line) || is_rule(line))
}

/// The file as an incident; `None` where its audience may not see it, and its words are all there is to compare.
fn understood(path: &Path, config: &Config, view: &View) -> Result<Option<Incident>, PipelineError> {
    Ok(engine::show_file(path, config, view)?.and_then(|(incidents, _)| incidents.into_iter().next()))
}

fn text_of(file: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        std::io::stdin().take(MOST_BYTES).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(MOST_BYTES).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) => Err(Failure::input(format!("failed to read {file}: {error}"), None)),
    }
}

fn shown(found: &[Like], paint: Paint) -> String {
    let mut text = String::new();
    for it in found {
        let date = it.date.as_deref().unwrap_or("no date");
        text.push_str(&format!("{}\n", paint.text(Style::Label, &harmless_line(&it.title))));
        let mut lines = vec![[it.incident.as_str(), date, &it.path].join(" | ")];
        let mut because = Vec::new();
        because.extend(it.same_class.as_ref().map(|class| format!("same cause: {class}")));
        because.extend(it.same_component.as_ref().map(|component| format!("same component: {component}")));
        if !it.same_services.is_empty() {
            because.push(format!("same service: {}", it.same_services.join(", ")));
        }
        if !it.shared_terms.is_empty() {
            because.push(format!("shared words: {}", it.shared_terms.join(", ")));
        }
        lines.push(because.join("; "));
        lines.extend(it.fixed_by.as_ref().map(|fix| format!("then fixed by: {fix}")));
        for line in lines.iter().filter(|line| !line.is_empty()) {
            for part in wrapped(&harmless_line(line), 96) {
                text.push_str(&format!("  {part}\n"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_in_a_file_is_no_document() {
        let check =
            |name: &str, text: &str, expected| assert_eq!(is_document(Path::new(name), text), expected, "{text}");
        check("alert.txt", "FIRING till-7 #payments\n  severity: critical\n- certificate expired\n", false);
        check("alert.md", "no space left on device", false);
        check("alert.html", "no space left on device", true);
        check("draft.md", "\n---\nservices: [till]\n---\nIt stopped.\n", true);
        check("draft.md", "It stopped.\n\n## Impact\n", true);
        check("draft.txt", "Tills stopped\n=============\n", true);
        check("empty.txt", "", false);
    }

    #[test]
    fn a_neighbour_is_shown_with_its_reasons_and_its_fix() {
        let neighbour = Like {
            incident: "INC-7".into(),
            slug: "inc-7".into(),
            path: "labels.md".into(),
            title: "Labels printed twice".into(),
            date: None,
            similarity: 0.4,
            shared_terms: vec!["label queue".into()],
            same_services: vec!["labels".into()],
            same_class: None,
            same_component: None,
            fixed_by: Some("Queue drained by hand.".into()),
        };
        let expected = "Labels printed twice\n  INC-7 | no date | labels.md\n  same service: labels; shared words: label queue\n  \
                        then fixed by: Queue drained by hand.\n";
        assert_eq!(shown(&[neighbour], Paint::new(false)), expected);
    }
}

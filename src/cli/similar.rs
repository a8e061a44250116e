//! `incidex similar`: have we seen this before?

use std::io::Read;
use std::path::Path;

use super::engine;
use super::session::{Archive, Session};
use super::{Exit, Failure, SimilarFlags, TextOrJson};
use crate::analyse::{Lookup, Neighbour};
use crate::config::Config;
use crate::model::Incident;
use crate::normalise::View;
use crate::report::findings::plural;
use crate::report::paint::{Paint, Style, harmless_line, wrapped};

/// Longer texts are cut: an alert or a draft is shorter.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

pub(super) fn run(session: &Session, flags: &SimilarFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(None, &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let text = text_of(&flags.file)?;
    let path = Path::new(&flags.file);
    let draft = if flags.file == "-" { None } else { draft(path, &config, &view)? };
    let loaded = engine::load(&root, config, view)?;
    let lookup = Lookup::new(&loaded.knowledge_base);
    let limit = usize::from(flags.limit);
    // A draft that lies in the archive is found by the text of its file: it is no neighbour of its own.
    let own = draft.as_ref().map(|draft| draft.source.hash.as_str());
    let is_own = |found: &Neighbour| {
        let article = loaded.knowledge_base.articles.iter().find(|article| article.slug == found.slug);
        own.is_some() && article.map(|article| article.incident.source.hash.as_str()) == own
    };
    let found = match &draft {
        Some(draft) => lookup.draft(draft, &text, limit + 1),
        None => lookup.text(&text, limit),
    };
    let found: Vec<Neighbour> = found.into_iter().filter(|it| !is_own(it)).take(limit).collect();
    match flags.format {
        TextOrJson::Json => session.report.data(&serde_json::to_string_pretty(&found)?)?,
        TextOrJson::Text if found.is_empty() => {}
        TextOrJson::Text => session.report.data(&shown(&found, session.report.data_paint()))?,
    }
    session.report.say(&format!("{} like it, nearest first", plural(found.len(), "incident")));
    Ok(if found.is_empty() { Exit::Findings } else { Exit::Done })
}

/// The file as an incident; `None` where its audience may not see it, and its words are all there is to compare.
fn draft(path: &Path, config: &Config, view: &View) -> Result<Option<Incident>, Failure> {
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

fn shown(found: &[Neighbour], paint: Paint) -> String {
    let mut text = String::new();
    for it in found {
        let date = it.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        text.push_str(&format!("{}\n", paint.text(Style::Label, &harmless_line(&it.title))));
        let mut lines = vec![format!("{} | {date}", it.incident)];
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
    fn a_neighbour_is_shown_with_its_reasons_and_its_fix() {
        let neighbour = Neighbour {
            incident: "INC-7".into(),
            slug: "inc-7".into(),
            title: "Labels printed twice".into(),
            date: None,
            similarity: 0.4,
            shared_terms: vec!["label queue".into()],
            same_services: vec!["labels".into()],
            same_class: None,
            same_component: None,
            fixed_by: Some("Queue drained by hand.".into()),
        };
        let expected = "Labels printed twice\n  INC-7 | no date\n  same service: labels; shared words: label queue\n  \
                        then fixed by: Queue drained by hand.\n";
        assert_eq!(shown(&[neighbour], Paint::new(false)), expected);
    }
}

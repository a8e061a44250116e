//! `incidex show`: one document or incident, as it was understood.

use std::path::Path;

use super::engine;
use super::session::{Archive, Session};
use super::sources::Sources;
use super::{Exit, Failure, ShowFlags, TextOrJson, ViewFlags};
use crate::config::nearest;
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{Incident, KnowledgeBase};
use crate::report::{Report, Verbosity, human, incident};

pub(super) fn run(session: &Session, flags: &ShowFlags) -> Result<Exit, Failure> {
    let path = Path::new(&flags.what);
    let of_file = if path.is_file() { of_file(session, path, &flags.view)? } else { None };
    let incidents = match of_file {
        Some(incidents) => incidents,
        None => of_archive(session, &flags.what, &flags.view)?,
    };
    match flags.format {
        TextOrJson::Json => session.report.data(&json(&incidents)?)?,
        TextOrJson::Text => session.report.data(&text(&incidents, flags.why, &session.report))?,
    }
    Ok(Exit::Done)
}

/// `None` where the readers may not see the file: for them it is not there.
fn of_file(session: &Session, path: &Path, flags: &ViewFlags) -> Result<Option<Vec<Incident>>, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::path::absolute(folder)?;
    let Archive { root, config } = session.archive(None, &folder)?;
    let view = session.view(flags, &config)?;
    let Some((mut incidents, findings)) = engine::show_file(path, &config, &view)? else { return Ok(None) };
    if config.git && view.audience.is_internal() {
        // What the history tells of one report depends on the others.
        let loaded = engine::load(&root, config, view.clone())?;
        let known = of_same_file(&loaded.knowledge_base, &root, path);
        incidents = if known.is_empty() { incidents } else { known };
    } else {
        engine::with_tickets(&root, &mut incidents, &view.audience)?;
    }
    say(&session.report, path, &findings, view.audience.is_internal());
    if incidents.is_empty() {
        let reason = findings.first().map_or("nothing in it could be read".to_owned(), |found| found.message.clone());
        return Err(Failure::input(format!("failed to show {}: {reason}", path.display()), None));
    }
    Ok(Some(incidents))
}

/// The incidents of the file of an archive that lies at `path`.
fn of_same_file(knowledge_base: &KnowledgeBase, root: &Path, path: &Path) -> Vec<Incident> {
    let Ok(path) = path.canonicalize() else { return Vec::new() };
    let is_it = |incident: &&Incident| root.join(&incident.source.path).canonicalize().is_ok_and(|it| it == path);
    knowledge_base.incidents().filter(is_it).cloned().collect()
}

/// What was found while reading a single file: errors, and with `--verbose` everything.
fn say(report: &Report, path: &Path, findings: &[Diagnostic], with_words: bool) {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut sources = if with_words { Sources::new(folder) } else { Sources::closed() };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let least = if report.verbosity == Verbosity::Verbose { Level::Note } else { Level::Error };
    for finding in findings.iter().filter(|finding| finding.level >= least) {
        report.say(&human::finding(finding, sources.text(&name), report.message_paint()));
    }
}

fn of_archive(session: &Session, what: &str, flags: &ViewFlags) -> Result<Vec<Incident>, Failure> {
    let Archive { root, config } = session.archive(None, &session.folder)?;
    let view = session.view(flags, &config)?;
    let loaded = engine::load(&root, config, view)?;
    let incidents = matching(&loaded.knowledge_base, what);
    if incidents.is_empty() {
        return Err(not_found(&loaded.knowledge_base, what, &root));
    }
    Ok(incidents)
}

/// The incidents with this id, else with this address, else of the file with this path.
fn matching(knowledge_base: &KnowledgeBase, what: &str) -> Vec<Incident> {
    let path = what.replace('\\', "/");
    let all = || knowledge_base.articles.iter();
    let by_id = all().filter(|article| article.incident.id.eq_ignore_ascii_case(what));
    let by_slug = all().filter(|article| article.slug == what);
    let by_alias = all().filter(|article| article.addresses().any(|it| it.eq_ignore_ascii_case(what)));
    let by_path = all().filter(|article| article.incident.source.path == path);
    let sets = [by_id.collect::<Vec<_>>(), by_slug.collect(), by_path.collect(), by_alias.collect()];
    let found = sets.into_iter().find(|set| !set.is_empty()).unwrap_or_default();
    found.into_iter().map(|article| Incident::clone(&article.incident)).collect()
}

fn not_found(knowledge_base: &KnowledgeBase, what: &str, root: &Path) -> Failure {
    let ids = knowledge_base.incidents().map(|incident| incident.id.as_str());
    let help = match nearest(what, ids) {
        Some(id) => format!("did you mean `{id}`?"),
        None => format!("`incidex search {what}` searches the text of all {}", knowledge_base.articles.len()),
    };
    let message = format!("{what} is neither a file nor the id of an incident in {}", root.display());
    Failure::input(message, Some(help))
}

/// One object, or an array where there are several.
fn json(incidents: &[Incident]) -> serde_json::Result<String> {
    match incidents {
        [incident] => serde_json::to_string_pretty(incident),
        several => serde_json::to_string_pretty(several),
    }
}

fn text(incidents: &[Incident], why: bool, report: &Report) -> String {
    let pages: Vec<String> = incidents.iter().map(|one| incident::text(one, why, report.data_paint())).collect();
    pages.join("\n\n")
}

//! The history of an archive whose settings ask for it.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::KnowledgeBase;
use crate::normalise;
use crate::read::{self, Archive};

/// Reads the history of the archive and puts its days into the incidents; where there is none, everything stays as it would
/// be without, and a finding says why.
pub(super) fn settle(archive: &Archive, base: &mut KnowledgeBase) -> Vec<Diagnostic> {
    let history = match read::history(&archive.root) {
        Ok(history) => history,
        Err(reason) => {
            let message = format!("`git = true` is set, and the history of the archive cannot be read: {reason}");
            return vec![Diagnostic::new("history_unknown", message)];
        }
    };
    let mut incidents: Vec<_> = base.articles.iter_mut().map(|article| &mut *article.incident).collect();
    let mut texts: HashMap<String, Option<Vec<String>>> = HashMap::new();
    let line_of = |path: &str, line: usize| {
        let lines = texts.entry(path.to_owned()).or_insert_with(|| lines(archive, path));
        lines.as_ref()?.get(line.checked_sub(1)?).cloned()
    };
    normalise::settle_history(&mut incidents, &history, line_of)
}

/// The lines of a document, read once more: only few of them have a box that was ticked.
fn lines(archive: &Archive, path: &str) -> Option<Vec<String>> {
    let source = archive.sources.iter().find(|source| source.path == path)?;
    let text = read::text(&archive.root, source).ok()?;
    Some(text.text.lines().map(str::to_owned).collect())
}

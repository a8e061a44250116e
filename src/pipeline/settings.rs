//! The settings as readers may see them: of labels, names and causes only those that a document of theirs uses.

use std::collections::BTreeSet;

use crate::config::{self, CAUSE_NAMES, CauseFile, Config, Redactor};
use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Incident, KnowledgeBase};
use crate::normalise::cause::Rules;
use crate::normalise::{self, View};
use crate::read::{self, Archive, Refusal};

/// Takes out of the settings, and of what was made from them, whatever no document of the knowledge base uses.
pub(super) fn project(config: &mut Config, knowledge_base: &mut KnowledgeBase) {
    let incidents: Vec<&Incident> = knowledge_base.incidents().collect();
    let classes: BTreeSet<String> = incidents.iter().flat_map(|incident| classes_of(incident)).collect();
    let components: BTreeSet<String> = incidents.iter().flat_map(|incident| components_of(incident)).collect();
    let labels: BTreeSet<&str> = incidents.iter().filter_map(|it| it.severity.label.as_deref()).collect();
    config.severity.retain(|known, _| labels.iter().any(|label| is_called(label, known)));
    let is_theirs = |name: &String| incidents.iter().any(|it| it.organisation.as_ref() == Some(name));
    config.organisation = config.organisation.take().filter(is_theirs);
    config.causes.retain(|id, _| classes.contains(id));
    config.components.retain(|id, _| components.contains(id));
    let built_in = Rules::built_in();
    settle(&mut knowledge_base.classes, &built_in.classes(), |class| &class.id, &classes);
    settle(&mut knowledge_base.components, &built_in.components(), |component| &component.id, &components);
}

/// What `navigation` names that is not published: for those who see everything.
pub(super) fn unknown_in_navigation(
    config: &Config,
    knowledge_base: &KnowledgeBase,
    audience: &Audience,
) -> Vec<Diagnostic> {
    let named = config.navigation.iter().filter(|_| audience.is_internal());
    let is_there = |name: &String| knowledge_base.articles.iter().any(|article| article.is_called(name));
    let unknown = named.filter(|name| !is_there(name)).map(|name| {
        let message =
            format!("`navigation` names \"{name}\", which is neither the path nor the id of a published document");
        Diagnostic::new("navigation_unknown", message).at(config::FILE_NAME, None)
    });
    unknown.collect()
}

/// The names of recurring causes and the decisions in the archive's `causes.toml`; none where there is no such file. For
/// narrower readers those of incidents that they all see.
pub(super) fn cause_names(
    archive: &Archive,
    knowledge_base: &KnowledgeBase,
    view: &View,
    redactor: &Redactor,
) -> (CauseFile, Vec<Diagnostic>) {
    let bytes = match archive.root.read(CAUSE_NAMES, read::TEXT_LIMIT) {
        Ok(bytes) => bytes,
        Err(Refusal::Missing) => return (CauseFile::default(), Vec::new()),
        Err(refusal) => return (CauseFile::default(), vec![refusal.of_file(CAUSE_NAMES)]),
    };
    match read::decode(CAUSE_NAMES, &bytes) {
        Ok(text) => {
            let (names, findings) = match view.audience.is_internal() {
                true => config::cause_names(&text.text),
                false => {
                    let is_seen = normalise::is_incident(knowledge_base);
                    config::cause_names_among(&redactor.redacted(&text.text), is_seen)
                }
            };
            (names, [text.findings, findings].concat())
        }
        Err(finding) => (CauseFile::default(), vec![finding]),
    }
}

fn classes_of(incident: &Incident) -> Vec<String> {
    let cause = &incident.cause;
    let contributing = cause.contributing.iter().map(|contributing| contributing.class.clone());
    let evidence = cause.evidence.iter().map(|evidence| evidence.class.clone());
    cause.class.iter().cloned().chain(contributing).chain(evidence).collect()
}

fn components_of(incident: &Incident) -> Vec<String> {
    let cause = &incident.cause;
    let contributing = cause.contributing.iter().filter_map(|contributing| contributing.component.clone());
    cause.component.iter().cloned().chain(contributing).collect()
}

/// What nobody uses is as it comes with incidex, or not there.
fn settle<T: Clone>(kept: &mut Vec<T>, built_in: &[T], id: impl Fn(&T) -> &str, used: &BTreeSet<String>) {
    kept.retain_mut(|one| {
        if used.contains(id(one)) {
            return true;
        }
        let original = built_in.iter().find(|known| id(known) == id(one));
        original.is_some_and(|original| {
            one.clone_from(original);
            true
        })
    });
}

/// Whether a label as written, its first part or its first word is the one of the settings.
fn is_called(label: &str, known: &str) -> bool {
    let bare =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let head = label.split(['(', ',', ':', '/', '–', '—']).next().unwrap_or_default();
    let word = label.split_whitespace().next().unwrap_or_default();
    [label, head, word].iter().any(|part| bare(part) == bare(known))
}

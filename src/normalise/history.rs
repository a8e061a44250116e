//! What the history of the archive tells of its documents: when they were written up, and when actions were done.
//!
//! Input: the incidents and the history by path. Output: the same incidents with dates. A document that came with many
//! others was imported, and when it was written is not known; a box has a day only where a commit ticked it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Level};
use crate::model::{
    ActionEvidence, ActionState, EvidenceKind, Incident, Moment, Origin, PartialDate, Provenance, Recorded,
};
use crate::read::{History, box_words};

/// One commit with a third of all documents, three at least, was an import.
const SHARE: usize = 3;
/// So was one whose documents tell of days further apart than these.
const APART: i32 = 60;
/// Digits of a commit that are shown.
const SHORT: usize = 7;

/// Puts the dates of the history into the incidents. `line_of` gives a line of a document, counted from 1.
pub fn settle_history(
    incidents: &mut [&mut Incident],
    history: &History,
    mut line_of: impl FnMut(&str, usize) -> Option<String>,
) -> Vec<Diagnostic> {
    if history.shallow {
        let message = "the repository is a shallow clone, so when reports were written and boxes ticked stays unknown";
        let help = "fetch the whole history: `git fetch --unshallow`, in CI a checkout with depth 0";
        return vec![Diagnostic::new("history_unknown", message).help(help)];
    }
    let imports = imports(incidents, history);
    for incident in incidents.iter_mut() {
        incident.recorded = recorded(incident, history, &imports);
        if let Some(recorded) = &incident.recorded {
            note(recorded.commit.clone(), "recorded", &mut incident.provenance);
        }
        tick(incident, history, &mut line_of);
    }
    let told = imports.iter().map(|(commit, (day, documents))| {
        let commit = short(commit);
        let message = format!(
            "{documents} documents came at once on {day} (commit {commit}), so when they were written is unknown"
        );
        Diagnostic { level: Level::Note, ..Diagnostic::new("history_unknown", message) }
    });
    told.collect()
}

/// The commits that imported documents, each with its day and the number of documents.
fn imports(incidents: &[&mut Incident], history: &History) -> BTreeMap<String, (Date, usize)> {
    let paths: BTreeSet<&str> = incidents.iter().map(|incident| incident.source.path.as_str()).collect();
    let mut brought = BTreeMap::<&str, (Date, BTreeSet<&str>, Vec<Date>)>::new();
    for incident in incidents {
        let Some(file) = history.files.get(&incident.source.path) else { continue };
        let own = brought.entry(&file.first.id).or_insert_with(|| (file.first.day, BTreeSet::new(), Vec::new()));
        own.1.insert(&incident.source.path);
        own.2.extend(over(incident));
    }
    let is_import = |documents: usize, days: &[Date]| {
        let span = days.iter().max().zip(days.iter().min()).map_or(0, |(last, first)| (*last - *first).get_days());
        documents >= SHARE && documents * SHARE > paths.len() || documents > 1 && span > APART
    };
    let imports = brought.into_iter().filter(|(_, (_, documents, days))| is_import(documents.len(), days));
    imports.map(|(commit, (day, documents, _))| (commit.to_owned(), (day, documents.len()))).collect()
}

fn recorded(incident: &Incident, history: &History, imports: &BTreeMap<String, (Date, usize)>) -> Option<Recorded> {
    let file = history.files.get(&incident.source.path)?;
    let imported = imports.contains_key(&file.first.id);
    let written = (!imported).then_some(file.first.day);
    let lag = written.zip(over(incident)).map(|(written, over)| i64::from((written - over).get_days()));
    Some(Recorded {
        written_on: written.map(PartialDate::Day),
        write_up_days: lag.filter(|days| *days >= 0),
        imported,
        edited_on: PartialDate::Day(file.last.day),
        commit: short(&file.first.id),
    })
}

/// The day on which it was over, else on which it began.
fn over(incident: &Incident) -> Option<Date> {
    let day = |moment: &Option<Moment>| moment.as_ref()?.date.and_then(PartialDate::day);
    day(&incident.ended_at).or_else(|| day(&incident.started_at))
}

/// Gives done actions the day on which their box was ticked.
fn tick(incident: &mut Incident, history: &History, line_of: &mut impl FnMut(&str, usize) -> Option<String>) {
    let Incident { action_items, source, provenance, .. } = incident;
    for (at, item) in action_items.iter_mut().enumerate() {
        let is_ticked = item.told_by(EvidenceKind::Box).is_some_and(|own| own.says == ActionState::Done);
        let Some((words, true)) =
            is_ticked.then(|| line_of(&source.path, item.line)).flatten().and_then(|it| box_words(&it))
        else {
            continue;
        };
        let Some(commit) = history.ticks.get(&(source.path.clone(), words)) else { continue };
        let on = Some(PartialDate::Day(commit.day));
        item.life.evidence.push(ActionEvidence {
            kind: EvidenceKind::Commit,
            says: ActionState::Done,
            on,
            path: None,
            line: None,
            commit: Some(short(&commit.id)),
        });
        if item.life.done_on.is_none() && item.dispute().is_none() {
            item.life.done_on = on;
            note(short(&commit.id), format!("action_items[{at}].life.done_on"), provenance);
        }
        item.life.stage = item.stage();
    }
}

fn note(commit: String, key: impl Into<Cow<'static, str>>, provenance: &mut BTreeMap<Cow<'static, str>, Provenance>) {
    let from = Provenance {
        origin: Origin::Derived,
        line: None,
        column: None,
        rule: "git-log".into(),
        excerpt: Some(format!("commit {commit}")),
    };
    provenance.insert(key.into(), from);
}

fn short(commit: &str) -> String {
    commit.chars().take(SHORT).collect()
}

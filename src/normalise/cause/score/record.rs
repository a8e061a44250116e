//! The signs of every candidate, kept for fitting their weights (`tests/reading/fit`).

use std::cell::RefCell;

use super::choice;
use crate::normalise::cause::Passage;
use crate::normalise::cause::rules::Rules;
use crate::normalise::cause::told::{self, Told};
use crate::text::Signs;

thread_local! {
    static KEPT: RefCell<Vec<serde_json::Value>> = const { RefCell::new(Vec::new()) };
}

/// What was kept on this thread since the last call.
pub fn take() -> Vec<serde_json::Value> {
    KEPT.take()
}

fn keep(choice: &str, names: &[String], candidates: Vec<(String, Signs)>) {
    let candidates: Vec<_> = candidates.into_iter().map(|(words, signs)| (words, signs.figures().to_vec())).collect();
    let row = serde_json::json!({ "choice": choice, "names": names, "candidates": candidates });
    KEPT.with_borrow_mut(|kept| kept.push(row));
}

pub(super) fn statement(told: &[Told], passages: &[Passage]) {
    let mut candidates: Vec<(String, Signs)> = (0..told.len())
        .map(|index| {
            let text = &passages[told[index].passage].text[told[index].bytes.clone()];
            (text.to_owned(), told::signs(told, index, told::is_headed(told), Signs::default()))
        })
        .collect();
    candidates.push((String::new(), told::no_statement(told)));
    keep("statement", told::NAMED.names(), candidates);
}

pub(super) fn class(rules: &Rules, told: &[usize], candidates: &[Signs]) {
    let ids = told.iter().map(|class| rules.class_id(*class).to_string());
    keep("class", choice::CLASS_NAMES.names(), with_none(ids, candidates));
}

pub(super) fn component(rules: &Rules, named: &[usize], candidates: &[Signs]) {
    let ids = named.iter().map(|part| rules.component_id(*part).to_string());
    keep("component", choice::PART_NAMES.names(), with_none(ids, candidates));
}

/// Candidates with their ids; the last one, that it is none of them, has an empty one.
fn with_none(ids: impl Iterator<Item = String>, candidates: &[Signs]) -> Vec<(String, Signs)> {
    ids.chain([String::new()]).zip(candidates.iter().cloned()).collect()
}

/// Writes the signs of every candidate of the reports in `INCIDEX_REPORTS` (folders, with `:` between) to
/// `INCIDEX_SIGNS`, a line of JSON for each choice.
#[test]
#[ignore = "for fitting weights: tests/reading/fit runs it"]
fn signs_of_reports() {
    use crate::config::Config;
    use crate::model::{Source, SourceFormat};
    use std::io::Write;

    let folders = std::env::var("INCIDEX_REPORTS").expect("INCIDEX_REPORTS names folders");
    let mut out = std::fs::File::create(std::env::var("INCIDEX_SIGNS").expect("INCIDEX_SIGNS names a file")).unwrap();
    let mut first = |report: &str, labels: Option<serde_json::Value>| {
        let mut seen = Vec::new();
        // A report that tells of several incidents is asked for its first.
        for mut row in take() {
            let choice = row["choice"].as_str().unwrap_or_default().to_owned();
            if seen.contains(&choice) {
                continue;
            }
            seen.push(choice);
            row["report"] = report.into();
            if let Some(labels) = &labels {
                row["labels"] = labels.clone();
            }
            writeln!(out, "{row}").unwrap();
        }
    };
    for line in include_str!("../own_words.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [classes, component, text] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let passage = Passage { role: super::Role::Summary, text: text.to_owned(), line: 1 };
        take();
        super::assess(Rules::built_in(), &[passage], &[]);
        let classes: Vec<&str> = classes.split(',').take(1).collect();
        let component = Some(component).filter(|component| *component != "-");
        first("own_words.tsv", Some(serde_json::json!({ "cause": classes, "component": component })));
    }
    for folder in folders.split(':') {
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files.into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "md")) {
            let text = std::fs::read_to_string(&file).unwrap();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let source = Source { path: name, format: SourceFormat::Markdown, hash: String::new() };
            take();
            crate::normalise::incidents(&crate::parse::document(source, &text), &Config::default());
            first(&file.to_string_lossy(), None);
        }
    }
}

//! The signs of every candidate, kept for fitting their weights (`tests/reading/fit`).

use std::cell::RefCell;

use super::cause::{self, Passage, Role, Rules};
use crate::text::Signs;

thread_local! {
    static KEPT: RefCell<Vec<serde_json::Value>> = const { RefCell::new(Vec::new()) };
}

/// What was kept on this thread since the last call.
pub fn take() -> Vec<serde_json::Value> {
    KEPT.take()
}

/// Keeps the signs of the candidates of a choice, each with its value; the last one, that it is none of them, has an empty
/// one.
pub fn keep(choice: &str, named: &Signs, values: impl Iterator<Item = String>, candidates: &[Signs]) {
    let candidates: Vec<_> =
        values.chain([String::new()]).zip(candidates).map(|(value, signs)| (value, signs.figures())).collect();
    let row = serde_json::json!({ "choice": choice, "names": named.names(), "candidates": candidates });
    KEPT.with_borrow_mut(|kept| kept.push(row));
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
            // Each lead is a choice of its own.
            if seen.contains(&choice) && choice != "lead" {
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
    for line in include_str!("cause/own_words.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [classes, component, text] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let passage = Passage { role: Role::Summary, text: text.to_owned(), line: 1 };
        take();
        cause::assess(Rules::built_in(), &[passage], &[]);
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

//! The signs of every pair of an archive, kept for fitting their weights (`tests/judged/fit`).

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::analyse::{promise_signs_for_tests, signs_for_tests};
use crate::config::Config;
use crate::model::{Audience, KnowledgeBase};

/// Writes a line of JSON for each row of the archives in `INCIDEX_ARCHIVES` (folders, with `:` between) to `INCIDEX_SIGNS`.
fn write(of: &str, rows: impl Fn(&KnowledgeBase) -> (Vec<String>, Vec<(Value, Vec<f64>)>)) {
    let folders = std::env::var("INCIDEX_ARCHIVES").expect("INCIDEX_ARCHIVES names folders");
    let mut out = std::fs::File::create(std::env::var("INCIDEX_SIGNS").expect("INCIDEX_SIGNS names a file")).unwrap();
    for folder in folders.split(':') {
        let loaded = super::load(Path::new(folder), Config::default(), Audience::INTERNAL).unwrap();
        let (names, rows) = rows(&loaded.knowledge_base);
        for (two, figures) in rows {
            writeln!(out, "{}", json!({ "archive": folder, "names": names, of: two, "figures": figures })).unwrap();
        }
    }
}

/// The signs of every pair of incidents that say why.
#[test]
#[ignore = "for fitting weights: tests/judged/fit runs it"]
fn signs_of_pairs() {
    write("pair", |base| {
        let (names, rows) = signs_for_tests(base);
        (names, rows.into_iter().map(|(pair, figures)| (json!(pair), figures)).collect())
    });
}

/// The signs of every two action items that are compared.
#[test]
#[ignore = "for fitting weights: tests/judged/promises/fit runs it"]
fn signs_of_promises() {
    write("items", |base| {
        let (names, rows) = promise_signs_for_tests(base);
        (names, rows.into_iter().map(|(items, figures)| (json!(items), figures)).collect())
    });
}

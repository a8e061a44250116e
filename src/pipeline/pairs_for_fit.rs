//! The signs of every pair of an archive, kept for fitting their weights (`tests/judged/fit`).

use std::io::Write;
use std::path::Path;

use crate::analyse::{promise_signs_for_tests, signs_for_tests};
use crate::config::Config;
use crate::model::Audience;

/// Writes the signs of every pair of the archives in `INCIDEX_ARCHIVES` (folders, with `:` between) to `INCIDEX_SIGNS`, a
/// line of JSON for each.
#[test]
#[ignore = "for fitting weights: tests/judged/fit runs it"]
fn signs_of_pairs() {
    let folders = std::env::var("INCIDEX_ARCHIVES").expect("INCIDEX_ARCHIVES names folders");
    let mut out = std::fs::File::create(std::env::var("INCIDEX_SIGNS").expect("INCIDEX_SIGNS names a file")).unwrap();
    for folder in folders.split(':') {
        let loaded = super::load(Path::new(folder), Config::default(), Audience::INTERNAL).unwrap();
        let (names, rows) = signs_for_tests(&loaded.knowledge_base);
        for (pair, figures) in rows {
            let row = serde_json::json!({ "archive": folder, "names": names, "pair": pair, "figures": figures });
            writeln!(out, "{row}").unwrap();
        }
    }
}

/// The same of every two action items that are compared.
#[test]
#[ignore = "for fitting weights: tests/judged/fit runs it"]
fn signs_of_promises() {
    let folders = std::env::var("INCIDEX_ARCHIVES").expect("INCIDEX_ARCHIVES names folders");
    let mut out = std::fs::File::create(std::env::var("INCIDEX_SIGNS").expect("INCIDEX_SIGNS names a file")).unwrap();
    for folder in folders.split(':') {
        let loaded = super::load(Path::new(folder), Config::default(), Audience::INTERNAL).unwrap();
        let (names, rows) = promise_signs_for_tests(&loaded.knowledge_base);
        for (items, figures) in rows {
            let row = serde_json::json!({ "archive": folder, "names": names, "items": items, "figures": figures });
            writeln!(out, "{row}").unwrap();
        }
    }
}

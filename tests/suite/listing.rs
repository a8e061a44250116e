//! `incidex list` accounts for every file, and what is held back is said aloud.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(root: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    command.current_dir(root).env_remove("SOURCE_DATE_EPOCH").args(args).output().unwrap()
}

fn archive(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let at = folder.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    folder
}

/// State and kind of each file, by its path.
fn listed(root: &Path, args: &[&str]) -> BTreeMap<String, String> {
    let output = run(root, &[&["list", "--format", "json"], args].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listing: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = listing["files"].as_array().unwrap().iter().map(|row| {
        assert!(row["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{row}");
        let word = |key: &str| row[key].as_str().unwrap().to_owned();
        (word("path"), format!("{} {}", word("state"), word("kind")))
    });
    rows.collect()
}

const STORY: &str =
    "# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-03.\n\n![](relay.png)\n";

const MIXED: &[(&str, &str, &str)] = &[
    ("incidents/relay.md", STORY, "published incident"),
    ("incidents/relay.png", "png", "published attachment"),
    ("incidents/unused.png", "png", "not_read ending"),
    ("incidents/draft.md", "---\ndraft: true\n---\n# Mail was down\n", "held_back draft"),
    ("incidents/later.md", "---\npublishDate: 2026-08-01\n---\n# Mail was down\n", "held_back not_due"),
    ("incidents/over.md", "---\nexpiryDate: 2025-08-01\n---\n# Mail was down\n", "held_back expired"),
    ("incidents/template.md", "# Template\n\n{{ title }} on YYYY-MM-DD, HH:MM\n", "held_back template"),
    ("notes/stack.md", "# Our stack\n\nWe use a queue and two databases.\n", "held_back no_signs"),
    ("notes/drain.md", "# Runbook: drain a node\n\nCordon it.\n", "held_back other"),
    ("report.docx", "PK", "not_read ending"),
    ("Makefile", "all:", "not_read ending"),
    ("static/CNAME", "example.org", "published static"),
    ("incidex.toml", "", "used settings"),
    (".incidexignore", "ignored\n", "used settings"),
    ("ignored/a.md", STORY, "not_read ignored"),
    (".hidden.md", STORY, "not_read hidden"),
    ("nul.md", "\0", "not_read unreadable"),
];

#[test]
fn every_file_is_accounted_for_with_a_reason() {
    let files: Vec<(&str, &str)> = MIXED.iter().map(|(path, text, _)| (*path, *text)).collect();
    let folder = archive(&files);
    let listed = listed(folder.path(), &["--as-of", "2026-06-01"]);
    for (path, _, expected) in MIXED {
        assert_eq!(listed.get(*path).map(String::as_str), Some(*expected), "{path}");
    }
    assert_eq!(listed.len(), MIXED.len(), "{listed:#?}");
}

#[test]
fn what_is_held_back_is_named_and_counted_aloud() {
    let files: Vec<(&str, &str)> = MIXED.iter().map(|(path, text, _)| (*path, *text)).collect();
    let folder = archive(&files);
    let held = listed(folder.path(), &["--held-back", "--as-of", "2026-06-01"]);
    assert_eq!(held.len(), 6);
    let built = run(folder.path(), &["build", "-o", "site", "--as-of", "2026-06-01"]);
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    for words in [
        "1 without a sign of an incident",
        "1 draft",
        "1 not yet due",
        "1 expired",
        "notes/stack.md",
        "1 .docx",
        "1 .png",
    ] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
    let check = run(folder.path(), &["check", "--deny", "no_signs"]);
    assert_eq!(check.status.code(), Some(1));
}

#[test]
fn drafts_are_in_a_build_that_asks_for_them_and_in_no_other() {
    let files: Vec<(&str, &str)> = MIXED.iter().map(|(path, text, _)| (*path, *text)).collect();
    let folder = archive(&files);
    let pages = |site: &str| {
        ["draft", "later", "over"].map(|name| folder.path().join(site).join("incidents").join(name).exists())
    };
    assert!(run(folder.path(), &["build", "-o", "site", "--as-of", "2026-06-01"]).status.success());
    assert_eq!(pages("site"), [false; 3]);
    assert!(run(folder.path(), &["build", "-o", "all", "--as-of", "2026-06-01", "--drafts"]).status.success());
    assert_eq!(pages("all"), [true; 3]);
}

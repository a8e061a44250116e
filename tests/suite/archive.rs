//! The commands over a small archive: what a person gets, on which stream, with which exit code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const LABELS: &str = "---
id: INC-7
title: Parcel labels printed twice
severity: SEV-2
services: [labels]
started: 2024-11-29 10:00 UTC
ended: 2024-11-29 12:26 UTC
audience: public
---

# Parcel labels printed twice

## Root cause

The retry of the label worker had no idempotency key, so each timeout printed the label again.

## Timeline (UTC)

- 10:00 The new worker is rolled out.
- 10:04 A depot calls about double labels.
- 10:20 The printer driver is suspected.
- 10:50 The printer driver is ruled out.
- 12:26 The worker is rolled back and labels are printed once again.

## Action items

- [ ] Give every label a key (depot team, #12)
";

/// Ends before it starts, and is internal: `zebrafish` must never reach a public site.
const BACKWARDS: &str = "# Zebrafish cluster lost its quorum

**Start:** 2024-05-02 14:00 UTC
**End:** 2024-05-02 13:00 UTC

## Root cause

Two nodes of the zebrafish cluster were restarted at once.
";

struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("incidex.toml"), "title = \"Depot postmortems\"\n[severity]\n\"SEV-2\" = \"major\"\n")
            .unwrap();
        fs::write(root.join("labels.md"), LABELS).unwrap();
        fs::write(root.join("backwards.md"), BACKWARDS).unwrap();
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_in("", args)
    }

    fn run_in(&self, below: &str, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH"] {
            command.env_remove(name);
        }
        command.current_dir(self.path().join(below)).args(args).output().unwrap()
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn check(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", stdout(output), stderr(output));
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every file below a folder, by relative path.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_build_says_where_the_site_is_and_how_to_open_it() {
    let archive = Archive::new();
    let output = archive.run(&["build", "archive"]);
    check(&output, 0);
    assert_eq!(stdout(&output), "");
    let messages = stderr(&output);
    assert!(messages.contains("site  public\n"), "{messages}");
    assert!(messages.contains("open  file:///"), "{messages}");
    assert!(messages.contains("2 incidents in 2 documents"), "{messages}");
    assert!(archive.path().join("public/index.html").is_file());
}

#[test]
fn a_build_from_inside_the_archive_goes_into_it_and_is_not_read_again() {
    let archive = Archive::new();
    check(&archive.run_in("archive", &["build"]), 0);
    assert!(archive.path().join("archive/public/index.html").is_file());
    let again = archive.run_in("archive", &["build"]);
    check(&again, 0);
    assert!(stderr(&again).contains("2 incidents in 2 documents"), "{}", stderr(&again));
}

#[test]
fn the_same_archive_gives_the_same_bytes() {
    let archive = Archive::new();
    check(&archive.run(&["build", "archive", "-o", "one"]), 0);
    check(&archive.run_in("archive", &["build", "-C", "../archive", "-o", "../two"]), 0);
    let (one, two) = (tree(&archive.path().join("one")), tree(&archive.path().join("two")));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    let changed: Vec<_> = one.keys().filter(|path| one[*path] != two[*path]).collect();
    assert!(changed.is_empty(), "{changed:?}");
}

#[test]
fn a_public_site_holds_nothing_internal() {
    let archive = Archive::new();
    check(&archive.run(&["build", "archive", "-o", "site", "--audience", "public"]), 0);
    let leaks: Vec<String> = tree(&archive.path().join("site"))
        .into_iter()
        .filter(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            path.contains("zebrafish") || text.contains("zebrafish") || text.contains("quorum")
        })
        .map(|(path, _)| path)
        .collect();
    assert!(leaks.is_empty(), "{leaks:?}");
}

#[test]
fn quiet_says_nothing_and_verbose_says_how_long_each_stage_took() {
    let archive = Archive::new();
    assert_eq!(stderr(&archive.run(&["build", "archive", "-q"])), "");
    let verbose = stderr(&archive.run(&["build", "archive", "-v"]));
    assert!(verbose.contains(" ms\n"), "{verbose}");
}

#[test]
fn a_wrong_source_date_epoch_is_a_mistake_in_the_command() {
    let archive = Archive::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    let output =
        command.current_dir(archive.path()).args(["build", "archive"]).env("SOURCE_DATE_EPOCH", "now").output();
    check(&output.unwrap(), 2);
}

#[test]
fn a_site_that_cannot_be_written_is_exit_code_4() {
    let archive = Archive::new();
    fs::write(archive.path().join("taken"), "a file, not a folder").unwrap();
    check(&archive.run(&["build", "archive", "-o", "taken"]), 4);
    assert_eq!(fs::read_to_string(archive.path().join("taken")).unwrap(), "a file, not a folder");
}

#[test]
fn an_incident_is_shown_by_file_and_by_id() {
    let archive = Archive::new();
    for what in ["archive/labels.md", "INC-7", "inc-7"] {
        let output = archive.run(&["show", what, "-C", "archive"]);
        check(&output, 0);
        let page = stdout(&output);
        for part in ["Parcel labels printed twice", "major (SEV-2)", "2 h 26 min", "[ ] Give every label a key"] {
            assert!(page.contains(part), "{what}: {part}\n{page}");
        }
    }
}

#[test]
fn why_names_the_line_of_each_value() {
    let archive = Archive::new();
    let page = stdout(&archive.run(&["show", "archive/labels.md", "--why"]));
    assert!(page.contains("labels.md:6:"), "the start stands in line 6:\n{page}");
}

#[test]
fn the_json_of_an_incident_is_one_object_of_the_schema() {
    let archive = Archive::new();
    let output = archive.run(&["show", "archive/labels.md", "--format", "json"]);
    let incident = json(&output);
    assert_eq!(incident["schema"], "incidex/incident/2");
    assert_eq!(incident["id"], "INC-7");
    assert_eq!(incident["duration"]["minutes"], 146);
    assert_eq!(incident["started_at"]["utc"], "2024-11-29T10:00:00Z");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let schema = json(&archive.run(&["schema", "incident"]));
    assert_eq!(keys(&incident), keys(&schema["properties"]));
}

#[test]
fn an_unknown_id_is_answered_with_the_nearest_one() {
    let archive = Archive::new();
    let output = archive.run(&["show", "INC-8", "-C", "archive"]);
    check(&output, 3);
    assert!(stderr(&output).contains("did you mean `INC-7`?"), "{}", stderr(&output));
}

#[test]
fn a_check_fails_for_errors_and_for_what_is_denied() {
    let archive = Archive::new();
    let output = archive.run(&["check", "archive"]);
    check(&output, 1);
    assert!(stdout(&output).contains("error[IX0310]"), "{}", stdout(&output));
    assert!(stdout(&output).contains("--> backwards.md:"), "{}", stdout(&output));
    fs::remove_file(archive.path().join("archive/backwards.md")).unwrap();
    fs::write(archive.path().join("archive/bare.md"), "# Mail stopped\n\n## Root cause\n\nA full disk.\n").unwrap();
    check(&archive.run(&["check", "archive"]), 0);
    check(&archive.run(&["check", "archive", "--deny", "notes"]), 1);
}

#[test]
fn every_format_of_check_holds_the_same_findings() {
    let archive = Archive::new();
    let of = |format: &str| archive.run(&["check", "archive", "--format", format]);
    let findings = json(&of("json"));
    let count = findings["findings"].as_array().unwrap().len();
    assert!(count > 0);
    assert_eq!(findings["documents"], 2);
    assert_eq!(json(&of("sarif"))["runs"][0]["results"].as_array().unwrap().len(), count);
    assert_eq!(stdout(&of("github")).lines().count(), count);
}

#[test]
fn a_search_finds_words_and_says_so_when_it_does_not() {
    let archive = Archive::new();
    let found = archive.run(&["search", "idempotency", "-C", "archive"]);
    check(&found, 0);
    assert!(stdout(&found).contains("INC-7"), "{}", stdout(&found));
    let answer = json(&archive.run(&["search", "idempotency", "-C", "archive", "--format", "json"]));
    assert_eq!(answer["results"][0]["id"], "INC-7");
    let counted =
        archive.run(&["search", "kind:incident", "--sort", "oldest", "--facets", "-C", "archive", "--format", "json"]);
    let counted = json(&counted);
    assert_eq!(counted["results"][0]["date"], "2024-05-02");
    assert_eq!(counted["facets"][0]["name"], "service");
    assert_eq!(counted["facets"][0]["values"], serde_json::json!([{ "value": "labels", "count": 1 }]));
    check(&archive.run(&["search", "labels", "--sort", "sideways", "-C", "archive"]), 2);
    check(&archive.run(&["search", "xylophone", "-C", "archive"]), 1);
    check(&archive.run(&["search", "idempotency", "-printed", "-C", "archive"]), 1);
}

#[test]
fn a_quarter_is_reviewed_as_markdown_html_and_json() {
    let archive = Archive::new();
    let report = |more: &[&str]| archive.run(&[&["report", "archive"], more].concat());
    let output = report(&["--quarter", "2024-Q4"]);
    check(&output, 0);
    let markdown = stdout(&output);
    assert!(markdown.starts_with("# Depot postmortems: review of 2024-Q4\n"), "{markdown}");
    assert!(markdown.contains("| 2024-11-29 | INC-7 | Parcel labels printed twice | major | labels | 2 h 26 min |"));
    assert!(markdown.contains("| Incidents | 0 | 1 | too few | cannot tell |"), "{markdown}");
    assert!(markdown.contains("| INC-7 | Give every label a key |"), "{markdown}");
    assert_eq!(stdout(&report(&[])), markdown, "the newest quarter is the default");
    let html = stdout(&report(&["--format", "html"]));
    assert!(html.starts_with("<!doctype html>") && html.contains(">INC-7</td>") && !html.contains("<script"));
    assert_eq!(json(&report(&["--format", "json"]))["quarter"], "2024-Q4");
    let quiet = stdout(&report(&["--quarter", "2020-Q1"]));
    assert!(quiet.contains("No incident of 2020-Q1 is in the archive."), "{quiet}");
    let wrong = report(&["--quarter", "2024-Q9"]);
    check(&wrong, 2);
    assert!(stderr(&wrong).contains("write it like 2026-Q3"));
}

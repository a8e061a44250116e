//! README: its tables are the program's own, its commands exist, its codes are the ones returned.

use std::collections::BTreeSet;
use std::process::Command;

use regex::Regex;

use crate::sources::file;

fn answer(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_incidex")).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The text between `<!-- name -->` and `<!-- /name -->`.
fn part(readme: &str, name: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let after = readme.split_once(&open).unwrap_or_else(|| panic!("README has no {open}")).1;
    after.split_once(&close).unwrap_or_else(|| panic!("README has no {close}")).0.trim().to_owned()
}

fn check(name: &str, args: &[&str]) {
    let shown = part(&file("README.md"), name);
    let expected = answer(args);
    let command = args.join(" ");
    assert_eq!(shown, expected.trim(), "put the output of `incidex {command}` between the marks {name}");
}

#[test]
fn the_table_of_settings_is_the_program_s_own() {
    check("config", &["schema", "config", "--format", "markdown"]);
}

#[test]
fn the_table_of_front_matter_is_the_program_s_own() {
    check("front-matter", &["schema", "front-matter", "--format", "markdown"]);
}

#[test]
fn the_exit_codes_are_the_program_s_own() {
    let row = Regex::new(r"(?m)^\| (\d+) \| (.+) \|$").unwrap();
    let readme = part(&file("README.md"), "exit-codes");
    let shown: Vec<(String, String)> = row.captures_iter(&readme).map(|row| (row[1].into(), row[2].into())).collect();
    let line = Regex::new(r"(?m)^ +(\d+)  (.+)$").unwrap();
    let help = answer(&["--help"]);
    let codes = help.split_once("Exit codes:").expect("help lists them").1;
    let expected: Vec<(String, String)> = line.captures_iter(codes).map(|row| (row[1].into(), row[2].into())).collect();
    assert!(expected.len() >= 6);
    assert_eq!(shown, expected);
}

/// What stands in code blocks, line by line, and in code within prose.
fn code(readme: &str) -> Vec<String> {
    let blocks = Regex::new(r"(?s)```\w*\n(.*?)```").unwrap();
    let prose = blocks.replace_all(readme, "");
    let lines = blocks.captures_iter(readme).flat_map(|block| block[1].lines().map(String::from).collect::<Vec<_>>());
    let spans = Regex::new(r"`([^`]+)`").unwrap();
    lines.chain(spans.captures_iter(&prose).map(|span| span[1].to_owned())).collect()
}

#[test]
fn every_command_and_every_flag_of_it_exists() {
    let command = Regex::new(r"^(?:cargo run --release -- |incidex )([a-z-]+)([^#]*)").unwrap();
    let flag = Regex::new(r"\s(--?[a-zA-Z][a-z-]*)").unwrap();
    let mut seen = BTreeSet::new();
    for code in code(&file("README.md")) {
        let Some(found) = command.captures(&code) else { continue };
        let help = answer(&[&found[1], "--help"]);
        for flag in flag.captures_iter(&found[2]) {
            let known = Regex::new(&format!(r"(?m)^\s+(-\w, )?{}\b", &flag[1])).unwrap();
            assert!(known.is_match(&help), "{code}: {}", &flag[1]);
        }
        seen.insert(found[1].to_owned());
    }
    let all: BTreeSet<String> = [
        "build",
        "show",
        "check",
        "list",
        "search",
        "trends",
        "report",
        "review",
        "similar",
        "eval",
        "eval-search",
        "explain",
        "schema",
    ]
    .map(String::from)
    .into_iter()
    .collect();
    assert_eq!(seen, all);
}

#[test]
fn the_two_commands_to_start_with_are_there() {
    let readme = file("README.md");
    for command in ["\ncargo run --release -- build content", "\ncargo test\n"] {
        assert!(readme.contains(command), "{command:?}");
    }
}

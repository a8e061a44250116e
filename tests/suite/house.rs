//! The house rules that a compiler does not check: who may name whom, what may be printed where, what a room is called.

use std::collections::BTreeSet;

use regex::Regex;

use crate::sources::{Source, sources};

/// Rooms that every room after `model` may name: plain data, one trait, and the one way to the files of an archive.
const OPEN: &[&str] = &["config", "diagnostic", "gate", "model", "output"];

/// The stages in their order; each may name the types of those before it.
const STAGES: &[&str] = &["read", "parse", "attach", "normalise", "analyse", "index", "render", "publish"];

/// Rooms beside the pipe, and what they may name apart from [`OPEN`].
const BESIDE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("diagnostic", &[]),
    ("output", &[]),
    ("config", &[]),
    ("gate", &[]),
    ("text", &[]),
    ("language", &[]),
    ("theme", &["read"]),
    ("publication", &[]),
    ("search", &[]),
    ("secrets", &[]),
    ("report", &[]),
    ("serve", &["index", "search", "publish"]),
    ("export", &["normalise", "analyse"]),
    ("import", &["read", "parse"]),
    ("budget", &["diagnostic"]),
];

/// Rooms that run the others and may name all of them.
const CONDUCTORS: &[&str] = &["pipeline", "cli", "main", "lib"];

/// Rooms about texts and the languages they are written in, which name nothing of ours but `model`, and who may name them.
const WORDS: &[&str] = &["text", "language"];
const READERS: &[&str] = &["parse", "normalise", "analyse", "search"];

/// Further rooms that a stage may name: themes are read before pages are drawn, the index holds what search looks for,
/// and whoever works on one document reports its steps.
const EXTRA: &[(&str, &str)] = &[
    ("render", "theme"),
    ("render", "search"),
    ("index", "search"),
    ("parse", "budget"),
    ("normalise", "budget"),
    ("render", "budget"),
];

fn may_name(room: &str, other: &str) -> bool {
    if room == other || CONDUCTORS.contains(&room) || EXTRA.contains(&(room, other)) {
        return true;
    }
    if room == "model" || WORDS.contains(&room) {
        return WORDS.contains(&room) && other == "model";
    }
    if WORDS.contains(&other) {
        return READERS.contains(&room);
    }
    if OPEN.contains(&other) {
        return true;
    }
    let place = |room: &str| STAGES.iter().position(|stage| *stage == room);
    match (place(room), place(other)) {
        (Some(room), Some(other)) => other < room,
        (None, _) => BESIDE.iter().any(|(name, others)| *name == room && others.contains(&other)),
        (Some(_), None) => false,
    }
}

fn rooms_named_by(source: &Source) -> BTreeSet<String> {
    let code = source.code();
    let path = Regex::new(r"\bcrate::(\w+)").unwrap();
    let group = Regex::new(r"\buse crate::\{([^;]*)\};").unwrap();
    let single = path.captures_iter(&code).map(|found| found[1].to_owned());
    let grouped = group.captures_iter(&code).flat_map(|found| {
        let mut depth = 0;
        let outer: String = found[1]
            .chars()
            .filter(|c| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                depth == 0 && *c != '}'
            })
            .collect();
        let names = outer.split(',').map(|name| name.trim().split("::").next().unwrap_or("").to_owned());
        names.filter(|name| !name.is_empty()).collect::<Vec<_>>()
    });
    single.chain(grouped).collect()
}

#[test]
fn a_room_names_only_rooms_before_it() {
    let sources = sources();
    let rooms: BTreeSet<&str> = sources.iter().map(Source::room).collect();
    let mut wrong = Vec::new();
    for source in &sources {
        for other in rooms_named_by(source).iter().filter(|other| rooms.contains(other.as_str())) {
            if !may_name(source.room(), other) {
                wrong.push(format!("{} names crate::{other}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "read < parse < normalise < analyse < index < render < publish:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_has_its_place_in_the_table() {
    let beside = BESIDE.iter().map(|(name, _)| *name);
    let known: BTreeSet<&str> = beside.chain(STAGES.iter().copied()).chain(CONDUCTORS.iter().copied()).collect();
    let sources = sources();
    let unknown: BTreeSet<&str> = sources.iter().map(Source::room).filter(|room| !known.contains(room)).collect();
    assert!(unknown.is_empty(), "add to the table of this test, and to ARCHITECTURE.md: {unknown:?}");
}

#[test]
fn the_model_names_nothing_else() {
    for (room, other, expected) in [
        ("model", "config", false),
        ("model", "diagnostic", false),
        ("normalise", "parse", true),
        ("parse", "normalise", false),
        ("analyse", "render", false),
        ("render", "analyse", true),
        ("cli", "publish", true),
        ("read", "diagnostic", true),
        ("report", "model", true),
        ("report", "normalise", false),
        ("publish", "cli", false),
        ("normalise", "text", true),
        ("search", "text", true),
        ("render", "text", false),
        ("text", "model", true),
        ("text", "config", false),
        ("language", "text", false),
    ] {
        assert_eq!(may_name(room, other), expected, "{room} -> {other}");
    }
}

#[test]
fn the_rooms_a_file_names_are_read_from_its_code() {
    let text = "//! crate::cli in a comment\nuse crate::model::{Incident, Moment};\nuse crate::{config, read::{self, Text}};\n\
                fn f() { crate::parse::document(); }\n#[cfg(test)]\nmod tests {\n    use crate::render;\n}\n";
    let source = Source { path: "src/normalise/x.rs".into(), text: text.into() };
    let named: Vec<String> = rooms_named_by(&source).into_iter().collect();
    assert_eq!(named, ["config", "model", "parse", "read"]);
    assert_eq!(source.room(), "normalise");
}

#[test]
fn no_room_is_named_after_nothing() {
    let empty = ["utils", "util", "common", "helpers", "helper", "types", "manager", "misc", "shared"];
    for source in sources() {
        let parts = source.path.trim_end_matches(".rs").split('/');
        let found: Vec<&str> = parts.filter(|part| empty.contains(part)).collect();
        assert!(found.is_empty(), "{}", source.path);
    }
}

/// Asserts that `pattern` stands only in files that `allowed` accepts.
fn check_only(pattern: &str, allowed: impl Fn(&str) -> bool) {
    let pattern = Regex::new(pattern).unwrap();
    let sources = sources();
    let wrong: Vec<&str> = sources
        .iter()
        .filter(|source| !allowed(&source.path) && pattern.is_match(&source.code()))
        .map(|source| source.path.as_str())
        .collect();
    assert!(wrong.is_empty(), "{pattern} in {wrong:?}");
}

#[test]
fn only_main_ends_the_process() {
    check_only(r"\bprocess::(exit|abort)\b", |path| path == "src/main.rs");
}

#[test]
fn only_the_report_prints() {
    check_only(r"\be?print(ln)?!|\bdbg!|\bio::(stdout|stderr)\(\)\s*\.lock", |path| path.starts_with("src/report"));
}

#[test]
fn yaml_is_read_in_one_file() {
    let sources = sources();
    let files: Vec<&str> = sources
        .iter()
        .filter(|source| source.code().contains("serde_yaml"))
        .map(|source| source.path.as_str())
        .collect();
    assert!(files.len() <= 1, "{files:?}");
}

#[test]
fn flags_are_derived_in_one_file() {
    check_only(r"clap::(\{[^}]*)?(Parser|Args|Subcommand)\b", |path| path == "src/cli/mod.rs");
}

#[test]
fn no_output_depends_on_the_clock_or_on_chance() {
    let clock = r"\bSystemTime::now|\bTimestamp::now|\bZoned::now|\brand::|\bRandomState";
    // A cache compares file times with now; what is published and what is served may carry the name of a run.
    let exempt = ["src/index/cache.rs", "src/publish/", "src/serve/"];
    check_only(clock, |path| exempt.iter().any(|start| path.starts_with(start)));
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source.text.lines().count(), source.path.clone()))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|source| !matches!(source.path.as_str(), "src/main.rs" | "src/lib.rs"))
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

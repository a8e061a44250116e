//! Documents as other tools write them say what their twins in plain Markdown say.
//!
//! Each pair under `tests/exports/` is one document twice: `NAME.export.*` as a tool exports it, `NAME.twin.md` as a person
//! would write it. An export that ends in `.html` is a whole page. What is read out of both is the same, but for where it stands.

use std::fs;
use std::path::{Path, PathBuf};

use incidex::analyse::{Options, trends};
use incidex::config::Config;
use incidex::model::{Audience, Source, SourceFormat};
use incidex::{normalise, parse, pipeline};
use jiff::civil::date;
use serde_json::Value;

/// What tells where something stands, or holds the file's own name.
const PLACES: &[&str] = &["source", "provenance", "line", "column", "flags", "evidence"];

fn exports() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut exports: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().contains(".export.")).collect();
    exports.sort();
    exports
}

fn read(path: &Path, name: &str) -> Value {
    let is_page = path.extension().is_some_and(|ending| ending == "html");
    let format = if is_page { SourceFormat::Html } else { SourceFormat::Markdown };
    read_as(format, name, &fs::read_to_string(path).unwrap())
}

/// What is read out of a text, but for where it stands.
pub fn said(name: &str, text: &str) -> Value {
    read_as(SourceFormat::Markdown, name, text)
}

fn read_as(format: SourceFormat, name: &str, text: &str) -> Value {
    let source = Source { path: name.to_owned(), format, hash: String::new() };
    let document = parse::document(source, text);
    let incidents = normalise::incidents(&document, &Config::default()).0;
    let mut value = serde_json::to_value(incidents).unwrap();
    without_places(&mut value);
    value
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            PLACES.iter().for_each(|place| drop(fields.remove(*place)));
            fields.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

#[test]
fn an_export_says_what_its_twin_says() {
    let mut told = Vec::new();
    for export in exports() {
        let stem = export.file_name().unwrap().to_string_lossy().split('.').next().unwrap().to_owned();
        let name = format!("incidents/{stem}.md");
        let (own, twin) = (read(&export, &name), read(&export.with_file_name(format!("{stem}.twin.md")), &name));
        // Two that say nothing would agree.
        let tells = |key: &str| !twin[0][key].is_null() && twin[0][key] != Value::Array(Vec::new());
        assert!(tells("title") && ["started_at", "timeline", "action_items"].into_iter().any(tells), "{stem}");
        differences(&stem, &own, &twin, &mut told);
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

type Form = fn([&str; 4]) -> String;

/// How tools write a document of a title, a day, a cause and a promise.
const FORMS: &[(&str, Form)] = &[
    ("prose", |[title, day, cause, promise]| {
        format!(
            "# {title}\n\nOn {day} it was down from 09:00 UTC to 10:15 UTC.\n\n## Root cause\n\n{cause}\n\n## Action items\n\n- {promise}\n"
        )
    }),
    ("PagerDuty", |[title, day, cause, promise]| {
        format!(
            "# Postmortem Report: {title}\n\n<table><tbody><tr><th>Impact Start Time</th><td>{day} 09:00 UTC</td></tr>\n<tr><th>Impact End Time</th><td>{day} 10:15 UTC</td></tr></tbody></table>\n\n<h2>Root Cause</h2>\n<p>{cause}</p>\n\n<h2>Action Items</h2>\n<ul>\n<li>{promise}</li>\n</ul>\n"
        )
    }),
    ("Obsidian", |[title, day, cause, promise]| {
        format!(
            "---\ntags: [incident]\ndate: {day}\n---\n# {title}\n\n> [!abstract] Summary\n> Down from {day} 09:00 UTC to {day} 10:15 UTC.\n\n> [!bug]- Root cause\n> {cause}\n\n## Follow-up\n\n- [ ] {promise} ➕ {day}\n"
        )
    }),
    ("MkDocs", |[title, day, cause, promise]| {
        format!(
            "# {title}\n\n!!! info \"Summary\"\n    On {day} it was down from 09:00 UTC to 10:15 UTC.\n\n??? danger \"Root cause\"\n    {cause}\n\n## Action items\n\n!!! todo\n    - [ ] {promise}\n"
        )
    }),
    ("Slack", |[title, day, cause, promise]| {
        format!(
            "# :rotating_light: Incident: {title}\n\n## :memo: Summary\n\nDown from {day} 09:00 UTC to {day} 10:15 UTC.\n\n## :mag: Root cause\n\n{cause}\n\n## :white_check_mark: Action items\n\n- [ ] {promise}\n"
        )
    }),
    ("Confluence", |[title, day, cause, promise]| {
        format!(
            "# {title}\n\n<p>Down from {day} 09:00 UTC to {day} 10:15 UTC.</p>\n\n<h2>Root cause</h2>\n<div class=\"panel\"><div class=\"panelContent\"><p>{cause}</p></div></div>\n\n<h2>Actions</h2>\n<table class=\"confluenceTable\"><tbody><tr><th>Action</th><th>Owner</th><th>Status</th></tr><tr><td>{promise}</td><td>Farah</td><td><span class=\"aui-lozenge\">TO DO</span></td></tr></tbody></table>\n"
        )
    }),
];

#[test]
fn a_cause_and_a_promise_that_come_back_are_found_whatever_tools_wrote_them() {
    let first = [
        "Invoices were not sent",
        "2025-02-11",
        "The certificate of the mail relay had expired, and nobody was told to renew it.",
        "Alert 30 days before a certificate expires",
    ];
    let second = [
        "Badge readers refused every badge",
        "2025-09-23",
        "The certificate of the badge server expired because nobody had renewed it.",
        "Alert thirty days before any certificate expires",
    ];
    // What stands in most documents tells no cause, so there are others.
    let others = [
        [
            "Parcels were weighed twice",
            "2025-03-02",
            "A loose belt pushed parcels back onto the scale.",
            "Tighten belts every month",
        ],
        ["Maps stayed grey", "2025-04-17", "The disk of the tile server was full.", "Delete tiles after a week"],
        [
            "Logins were slow",
            "2025-05-29",
            "A deployment removed an index from the table of sessions.",
            "Review migrations with the database team",
        ],
        ["Radio links dropped", "2025-07-08", "Ice bent the mast on the northern ridge.", "Heat the mast in winter"],
    ];
    for (one, form) in FORMS {
        for (other, further) in FORMS {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("2025-02-11-invoices.md"), form(first)).unwrap();
            fs::write(folder.path().join("2025-09-23-badges.md"), further(second)).unwrap();
            for other in others {
                fs::write(folder.path().join(format!("{}-other.md", other[1])), FORMS[0].1(other)).unwrap();
            }
            let loaded = pipeline::load(folder.path(), Config::default(), Audience::INTERNAL).unwrap();
            let found = trends(&loaded.knowledge_base, date(2025, 12, 1), &Options::default());
            let recurring: Vec<usize> = found.recurring.iter().map(|cause| cause.incidents.len()).collect();
            assert_eq!(recurring, [2], "causes of {one} and {other}");
            let promised: Vec<usize> = found.promised_again.iter().map(|promise| promise.incidents.len()).collect();
            assert_eq!(promised, [2], "promises of {one} and {other}");
        }
    }
}

pub fn differences(at: &str, own: &Value, twin: &Value, told: &mut Vec<String>) {
    match (own, twin) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                differences(&format!("{at}.{key}"), &own[key], &twin[key], told);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(n, (a, b))| differences(&format!("{at}[{n}]"), a, b, told));
        }
        _ if own == twin => {}
        _ => told.push(format!("{at}: the export says {own}, its twin {twin}")),
    }
}

//! Documents in other languages, each with what incidex reads in it.
//!
//! `tests/languages/CODE-NAME.md` is a document as somebody who writes that language would write it;
//! `CODE-NAME.facts` beside it says what it holds, a path into the incident and a value a line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use incidex::config::Config;
use incidex::language::languages;
use incidex::model::{Source, SourceFormat};
use serde_json::Value;

/// The incident of a document, as `show --format json` prints it.
fn incident(path: &str, text: &str) -> Value {
    let source = Source { path: path.to_owned(), format: SourceFormat::Markdown, hash: String::new() };
    let (all, _) = incidex::normalise::incidents(&incidex::parse::document(source, text), &Config::default());
    serde_json::to_value(&all[0]).unwrap()
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        value => value.to_string(),
    }
}

#[test]
fn every_document_is_read_as_its_facts_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages");
    let mut documents = BTreeMap::<String, usize>::new();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        *documents.entry(name.split('-').next().unwrap().to_owned()).or_default() += 1;
        let found = incident(&format!("{name}.md"), &fs::read_to_string(&path).unwrap());
        for fact in fs::read_to_string(path.with_extension("facts")).unwrap().lines() {
            let (pointer, expected) = fact.split_once(" = ").unwrap_or_else(|| panic!("{name}: {fact}"));
            let value = found.pointer(pointer).map(shown);
            if value.as_deref() != Some(expected) {
                wrong.push(format!("{name}: {fact}, found {value:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    for language in languages() {
        let count = documents.get(language.code).copied().unwrap_or_default();
        assert!(count >= 3, "{}: {count} documents", language.code);
    }
}

/// Words that are everyday English and mean something else elsewhere.
#[test]
fn an_english_document_is_read_in_english() {
    for text in [
        "# Deploy left hosts to die\n\nDie: 14:05. Fin: 15:10. As the hosts die, on and on, the war room was full.\n\n\
         ## Root cause\n\nThe fin service was down.\n",
        "# De facto owner of la carte\n\n**Start**: 2024-03-05 10:00\n\n**End**: 2024-03-05 10:30\n\nDisk full.\n",
        "# San Francisco and Los Angeles\n\nThe link between Los Angeles and San Jose was cut. El Paso was not affected.\n",
        "# Cause\n\nPage service. Impact: point.\n",
    ] {
        assert!(incidex::language::of(text.lines(), "en").is_none(), "{text}");
        let found = incident("english.md", text);
        assert!(!found.to_string().contains("\"text\":\"End"), "{text}");
    }
}

#[test]
fn front_matter_may_be_written_in_the_language_too() {
    let found = incident(
        "felder.md",
        "---\ntitel: Ausfall der Telefonanlage\nbeginn: 05.03.2024 14:05\nende: 05.03.2024 15:05\nschweregrad: hoch\n---\n\n\
         Die Telefonanlage war nicht erreichbar, weil die Lizenz abgelaufen war.\n",
    );
    assert_eq!(found["title"], "Ausfall der Telefonanlage");
    assert_eq!(found["duration"]["minutes"], 60.0);
    assert_eq!(found["severity"]["label"], "hoch");
    assert_eq!(found["severity"]["level"], "major");
}

#[test]
fn a_place_is_told_in_the_columns_of_the_source() {
    let text = "# Ausfall der Suche\n\nDie Suche war weg. Ursache: die Festplatte war voll.\n\n**Beginn:** 05.03.2024, 14:05 Uhr\n\n\
                **Ende:** 05.03.2024, 14:35 Uhr\n";
    let found = incident("spalten.md", text);
    let from = &found["provenance"]["started_at"];
    assert_eq!(from["excerpt"], "05.03.2024, 14:05 Uhr");
    let line = text.lines().nth(from["line"].as_u64().unwrap() as usize - 1).unwrap().replace("**", "");
    let column = from["column"].as_u64().unwrap() as usize;
    assert!(line.chars().skip(column - 1).collect::<String>().starts_with("05.03"), "{column} of {line}");
}

#[test]
fn headings_in_english_over_a_text_in_another_language_keep_their_meaning() {
    let found = incident(
        "gemischt.md",
        "# Druckserver steht\n\n**Severity**: SEV-3\n\n## Impact\n\nNiemand konnte drucken.\n\n## Root Cause\n\n\
         Die Partition war voll, weil die alten Protokolle nicht gelöscht wurden.\n\n## Action Items\n\n- [ ] Protokolle löschen\n",
    );
    assert_eq!(found["impact"]["text"], "Niemand konnte drucken.");
    assert_eq!(found["cause"]["class"], "capacity");
    assert_eq!(found["cause"]["evidence"][0]["words"], "Partition war voll");
    assert_eq!(found["action_items"][0]["text"], "Protokolle löschen");
}

#[test]
fn a_title_in_another_script_names_the_incident() {
    for title in ["障害", "로그인장애", "登录故障"] {
        let text = format!(
            "# {title}\n\n**Date**: 2024-05-07\n\n**Impact**: nobody could log in.\n\n## Root cause\n\nThe disk was full.\n"
        );
        assert_eq!(incident("title.md", &text)["title"], title.to_owned());
    }
}

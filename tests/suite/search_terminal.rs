//! `incidex search` from outside: where each result stands, in text and in JSON.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const INCIDENT: &str = "# Orders refused\n\n**Date:** 2025-03-04\n\n## Summary\n\nOrders were refused.\n\n\
                        ## Root cause\n\nA walrus sat on the cable.\n";

/// An archive with an incident and with a template, which is set aside.
fn archive() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("orders.md"), INCIDENT).unwrap();
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/templates/short.md");
    let template = fs::read_to_string(template).unwrap() + "\nNo walrus is to be blamed.\n";
    fs::write(folder.path().join("short.md"), template).unwrap();
    folder
}

fn search(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    command.current_dir(folder).arg("search").args(args).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The line of a file that holds a text, counted from 1.
fn line_of(folder: &Path, path: &str, text: &str) -> usize {
    let file = fs::read_to_string(folder.join(path)).unwrap();
    file.lines().position(|line| line.contains(text)).unwrap() + 1
}

#[test]
fn text_names_file_line_and_section_and_says_what_was_set_aside() {
    let folder = archive();
    let text = search(folder.path(), &["walrus"]);
    assert!(text.contains("orders.md:11 | Root cause"), "{text}");
    let line = line_of(folder.path(), "short.md", "walrus");
    assert!(text.contains(&format!("short.md:{line}")), "{text}");
    assert!(text.contains("not published as an incident: it is a template"), "{text}");
    let published = search(folder.path(), &["--published", "walrus"]);
    assert!(published.contains("orders.md:11") && !published.contains("short.md"), "{published}");
}

#[test]
fn json_has_the_same_and_no_address_where_there_is_no_page() {
    let folder = archive();
    let answer: Value = serde_json::from_str(&search(folder.path(), &["--format", "json", "walrus"])).unwrap();
    let of = |path: &str| answer["results"].as_array().unwrap().iter().find(|row| row["path"] == path).unwrap();
    let incident = of("orders.md");
    assert_eq!([&incident["line"], &incident["section"]], [&json!(11), &json!("Root cause")]);
    assert_eq!([&incident["url"], &incident["set_aside"]], [&json!("incidents/orders/"), &Value::Null]);
    let aside = of("short.md");
    assert_eq!(aside["line"], line_of(folder.path(), "short.md", "walrus"));
    assert_eq!(aside["url"], Value::Null);
    assert!(aside["set_aside"].as_str().unwrap().starts_with("it is a template"), "{aside}");
}

#[test]
fn readers_who_may_not_see_all_of_a_file_are_told_no_line_and_nothing_that_was_set_aside() {
    let folder = archive();
    fs::write(folder.path().join("orders.md"), format!("---\naudience: public\n---\n{INCIDENT}")).unwrap();
    let args = ["--audience", "public", "--format", "json", "walrus"];
    let answer: Value = serde_json::from_str(&search(folder.path(), &args)).unwrap();
    assert_eq!(answer["total"], 1, "{answer}");
    assert_eq!(answer["results"][0]["line"], Value::Null);
}

#[test]
fn a_value_that_cannot_be_read_is_left_out_and_told() {
    let folder = archive();
    let args = ["--format", "json", "duration:>soon walrus"];
    let answer: Value = serde_json::from_str(&search(folder.path(), &args)).unwrap();
    assert_eq!(answer["total"], 2);
    assert_eq!(answer["remarks"][0]["code"], "unreadable");
    assert_eq!(answer["remarks"][0]["values"]["source"], "duration:>soon");
}

#[test]
fn a_pasted_text_is_compared_with_what_was() {
    let folder = archive();
    let alert = "FIRING: cable of the order line\nlast seen: walrus near rack 4";
    let text = search(folder.path(), &[alert]);
    assert!(
        text.starts_with("Orders refused\n") && text.contains("shared words: ") && !text.contains("without:"),
        "{text}"
    );
    let answer: Value = serde_json::from_str(&search(folder.path(), &["--format", "json", alert])).unwrap();
    let first = &answer["results"][0];
    assert_eq!((&first["path"], &first["missing"]), (&json!("orders.md"), &json!([])));
    assert!(first["shared"].as_array().unwrap().contains(&json!("cable")), "{first}");
    // The same words in one line are a query.
    let answer: Value =
        serde_json::from_str(&search(folder.path(), &["--format", "json", "walrus near rack"])).unwrap();
    assert!(answer["results"][0].get("shared").is_none(), "{answer}");
}

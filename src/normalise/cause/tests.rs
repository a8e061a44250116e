//! The classifier as its callers see it.

use super::*;

#[test]
fn every_phrase_of_the_rules_can_be_read() {
    let file: toml::Value = toml::from_str(include_str!("rules.toml")).unwrap();
    let mut malformed = Vec::new();
    phrases(&file, false, &mut |phrase| {
        if let Err(error) = grammar::Phrase::parse(phrase) {
            malformed.push(format!("{phrase}: {error}"));
        }
    });
    assert_eq!(malformed, Vec::<String>::new());
}

fn phrases(value: &toml::Value, inside: bool, check: &mut impl FnMut(&str)) {
    match value {
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| phrases(value, matches!(key.as_str(), "phrases" | "vain"), check))
        }
        toml::Value::Array(array) => array.iter().for_each(|value| phrases(value, inside, check)),
        toml::Value::String(text) if inside => check(text),
        _ => {}
    }
}

#[test]
fn the_built_in_rules_can_be_read() {
    let rules = Rules::built_in();
    assert_eq!(rules.classes().len(), 14);
    assert_eq!(rules.components().len(), 19);
}

//! The catalogue of findings: ids that stay, names that exist, a remedy for each.

use std::collections::BTreeSet;

use incidex::diagnostic::{CATALOGUE, find};
use regex::Regex;

use crate::sources::sources;

#[test]
fn ids_are_unique_and_ascend() {
    let ids: Vec<&str> = CATALOGUE.iter().map(|entry| entry.id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let form = Regex::new(r"^IX0[0-6]\d\d$").unwrap();
    assert!(ids.iter().all(|id| form.is_match(id)));
}

#[test]
fn names_are_unique_and_in_snake_case() {
    let form = Regex::new(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$").unwrap();
    let names: BTreeSet<&str> = CATALOGUE.iter().map(|entry| entry.name).collect();
    assert_eq!(names.len(), CATALOGUE.len());
    assert!(names.iter().all(|name| form.is_match(name)), "{names:?}");
}

#[test]
fn every_entry_says_what_it_means_and_what_to_do() {
    for entry in CATALOGUE {
        let id = entry.id;
        assert!(
            !entry.summary.is_empty() && !entry.summary.ends_with('.'),
            "{id}: a summary is a phrase without a stop"
        );
        assert!(entry.summary.chars().count() <= 60, "{id}: the summary does not fit on a line");
        assert!(entry.explanation.ends_with('.') && entry.explanation.len() > 40, "{id}: what does it mean?");
        assert!(entry.remedy.ends_with('.') && entry.remedy.len() > 10, "{id}: what is to be done?");
        let opening = entry.remedy.chars().next().unwrap();
        assert!(opening.is_uppercase(), "{id}: a remedy is a sentence");
    }
}

#[test]
fn an_entry_is_found_by_its_id_in_any_case_and_by_its_name() {
    assert_eq!(find("ix0301").map(|entry| entry.name), Some("zone_missing"));
    assert_eq!(find("zone_missing").map(|entry| entry.id), Some("IX0301"));
    assert_eq!(find("zone"), None);
}

/// Names in the places where the sources make a finding or a flag.
fn names_used() -> BTreeSet<(String, String)> {
    let places = [
        r#"\bDiagnostic::new\(\s*"(\w+)""#,
        r#"\bFlag::new\(\s*"(\w+)""#,
        r#"\bFlag\s*\{\s*code:\s*"(\w+)""#,
        r#"\.flag\(\s*"(\w+)""#,
        r#"\bcode:\s*"([a-z_]+)""#,
        r#"\.has\(\s*"(\w+)""#,
    ];
    let places: Vec<Regex> = places.iter().map(|place| Regex::new(place).unwrap()).collect();
    let mut used = BTreeSet::new();
    for source in sources() {
        let code = source.code();
        for place in &places {
            used.extend(place.captures_iter(&code).map(|found| (found[1].to_owned(), source.path.clone())));
        }
    }
    used
}

#[test]
fn every_name_in_the_sources_is_in_the_catalogue() {
    let used = names_used();
    assert!(used.len() >= 3, "the patterns find nothing any more: {used:?}");
    let unknown: Vec<_> = used.iter().filter(|(name, _)| find(name).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

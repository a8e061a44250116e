//! A figure is the same wherever it is printed: on lists, on pages of groups, among the trends and in the terminal.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

fn incidex(arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_incidex")).args(arguments).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The text of the first cell with this label in each row, by the page that the head of the row leads to.
fn cells(page: &Path, label: &str) -> BTreeMap<String, String> {
    let html = fs::read_to_string(page).unwrap();
    let head = Regex::new(r#"<th scope="row">.*?<a href="(?:\.\./)*([^"]+)""#).unwrap();
    let cell = Regex::new(&format!(r#"(?s)data-label="{label}">(.*?)</td>"#)).unwrap();
    let tags = Regex::new("<[^>]+>").unwrap();
    let of_row = |row: &str| {
        let text = tags.replace_all(cell.captures(row)?.get(1)?.as_str(), "").replace('\u{a0}', " ").trim().to_owned();
        Some((head.captures(row)?[1].to_owned(), text))
    };
    html.split("<tr>").filter_map(of_row).collect()
}

/// The sample archive as a site, and the page at an address of it.
fn sample(folder: &Path) -> impl Fn(&str) -> PathBuf {
    let site = folder.join("site");
    incidex(&["build", "content", "-o", site.to_str().unwrap(), "-q"]);
    move |address| site.join(address).join("index.html")
}

#[test]
fn every_page_prints_the_same_median_of_a_group() {
    let folder = tempfile::tempdir().unwrap();
    let page = sample(folder.path());
    let expected = cells(&page("trends/durations"), "Median");
    let said = Regex::new("lasted longer than ([^.<]+)\\.").unwrap();
    let mut compared = 0;
    for list in ["services", "severities", "years"] {
        for (group, median) in cells(&page(list), "Median duration") {
            let told = expected.get(&group).cloned().unwrap_or_else(|| "not recorded".to_owned());
            assert_eq!(median, told, "{group} on the page of {list}");
            let sentence = fs::read_to_string(page(group.trim_end_matches("/index.html"))).unwrap();
            let half = said.captures(&sentence).map(|found| found[1].replace('\u{a0}', " "));
            assert_eq!(half.is_some(), median.ends_with("min") || median.ends_with('h'), "{group}: {median}");
            assert!(half.is_none_or(|half| half == median), "{group}");
            compared += 1;
        }
    }
    assert!(compared >= 15, "{compared}");
}

#[test]
fn the_median_of_all_is_the_same_on_pages_in_the_terminal_and_in_a_review() {
    let folder = tempfile::tempdir().unwrap();
    let page = sample(folder.path());
    let terminal = incidex(&["trends", "content"]);
    let told = Regex::new(r"the duration is (\d+ h(?: \d+ min)?)").unwrap();
    let median = told.captures(&terminal).unwrap()[1].to_owned();
    let trends: serde_json::Value = serde_json::from_str(&incidex(&["trends", "content", "--format", "json"])).unwrap();
    let minutes = trends["durations"]["median"].as_f64().unwrap().round() as i64;
    assert_eq!(
        median.replace(" h", ":").replace(" min", "").replace(": ", ":"),
        format!("{}:{}", minutes / 60, minutes % 60)
    );
    for address in ["incidents", "trends/durations"] {
        let html = fs::read_to_string(page(address)).unwrap().replace('\u{a0}', " ");
        assert!(html.contains(&median), "{address} does not say {median}");
    }
}

#[test]
fn a_recurring_cause_keeps_its_members_on_pages_in_the_terminal_and_in_the_next_quarter() {
    let folder = tempfile::tempdir().unwrap();
    let page = sample(folder.path());
    let trends: serde_json::Value = serde_json::from_str(&incidex(&["trends", "content", "--format", "json"])).unwrap();
    let next: serde_json::Value =
        serde_json::from_str(&incidex(&["report", "content", "--next", "--format", "json"])).unwrap();
    let html = fs::read_to_string(page("causes/recurring")).unwrap();
    let causes: Vec<&serde_json::Value> =
        trends["recurring"].as_array().unwrap().iter().filter(|cause| cause["strength"] == "recurring").collect();
    assert!(causes.len() >= 3);
    for cause in causes {
        let again = next["causes"].as_array().unwrap().iter().find(|it| it["label"] == cause["label"]).unwrap();
        assert_eq!(again["cost"], cause["cost"], "{}", cause["label"]);
        for member in cause["members"].as_array().unwrap() {
            let title = member["title"].as_str().unwrap().replace('&', "&amp;").replace('\'', "&#x27;");
            assert!(html.contains(&title), "{title} is not on the page");
        }
    }
}

//! Five outages with known answers: what `incidex trends` says about them.
//!
//! They lie outside the project, in the folder that `INCIDEX_SHARED` names or in `../shared`; without it the test says so
//! and ends.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn seeds() -> Option<PathBuf> {
    let shared = std::env::var_os("INCIDEX_SHARED").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = shared.unwrap_or(beside).join("seeds");
    if !folder.is_dir() {
        eprintln!("skipped: no folder `seeds` in INCIDEX_SHARED or ../shared");
    }
    folder.is_dir().then_some(folder)
}

/// `None` where the documents are not there.
fn trends() -> Option<Value> {
    let folder = seeds()?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    let output = command.arg("trends").arg(folder).args(["--format", "json"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn length(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

#[test]
fn the_five_outages_are_one_recurring_cause() {
    let Some(trends) = trends() else { return };
    let strong: Vec<&Value> =
        trends["recurring"].as_array().unwrap().iter().filter(|it| it["strength"] == "recurring").collect();
    assert_eq!(strong.len(), 1);
    assert_eq!(length(&strong[0]["incidents"]), 5);
    assert!(strong[0]["label"].as_str().unwrap().to_lowercase().contains("load balancer"), "{}", strong[0]["label"]);
}

#[test]
fn what_was_promised_again_is_counted_by_items_and_incidents() {
    let Some(trends) = trends() else { return };
    let promises = trends["promised_again"].as_array().unwrap();
    let mut found: Vec<(String, usize, usize)> = promises
        .iter()
        .map(|it| (it["kind"].as_str().unwrap().to_owned(), length(&it["items"]), length(&it["incidents"])))
        .collect();
    found.sort();
    let expected = [
        ("audit", 4, 4),
        ("document", 3, 3),
        ("monitor", 7, 5),
        ("process", 3, 3),
        ("review", 3, 3),
        ("train", 2, 2),
        ("validate", 7, 5),
    ];
    assert_eq!(found, expected.map(|(kind, items, incidents)| (kind.to_owned(), items, incidents)));
    let validate = promises.iter().find(|it| it["kind"] == "validate").unwrap();
    assert_eq!(validate["when"], "in January, again on 3 March, 8 April, 15 April and 12 May 2024");
    assert!(length(&validate["recurred_after"]) > 0);
}

#[test]
fn the_database_was_suspected_four_times_and_never_the_cause() {
    let Some(trends) = trends() else { return };
    let leads = &trends["false_leads"];
    assert_eq!(leads["minutes"], serde_json::json!({ "min": 255, "max": 315 }));
    let database = leads["by_component"].as_array().unwrap().iter().find(|it| it["component"] == "database").unwrap();
    assert_eq!(length(&database["incidents"]), 4);
    assert_eq!(database["ever_the_cause"], false);
}

#[test]
fn the_median_is_two_and_a_half_hours_and_no_trend_is_visible() {
    let Some(trends) = trends() else { return };
    let durations = &trends["durations"];
    let figures = [&durations["median"], &durations["min"], &durations["max"], &trends["phases"]["identify"]["median"]];
    assert_eq!(figures.map(|it| it.as_f64().unwrap()), [150.0, 105.0, 240.0, 90.0]);
    assert_eq!(durations["trend"]["verdict"], "cannot_tell");
}

#[test]
fn the_summary_names_every_part() {
    let Some(folder) = seeds() else { return };
    let output = Command::new(env!("CARGO_BIN_EXE_incidex")).arg("trends").arg(folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for part in ["Recurring causes", "Promised again", "False leads", "Durations", "Detection", "Coverage"] {
        assert!(text.contains(&format!("\n{part}\n")), "{part}:\n{text}");
    }
    assert!(text.contains("never the cause"), "{text}");
}

#[test]
fn the_site_carries_the_same_object() {
    let Some(trends) = trends() else { return };
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("site");
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    let output = command.arg("build").arg(seeds().unwrap()).arg("-o").arg(&site).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let data: Value = serde_json::from_slice(&std::fs::read(site.join("data/trends.json")).unwrap()).unwrap();
    assert_eq!(data, trends);
}

//! Trends over real documents: the five seeds of the shared folder beside the project, where it is there.

use std::path::{Path, PathBuf};

use incidex::analyse::{Options, Trends, trends};
use incidex::config::Config;
use incidex::model::{Audience, KnowledgeBase};
use jiff::civil::date;
use serde_json::{Value, json};

/// A folder of the shared documents; says so where it is absent.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    if !path.is_dir() {
        eprintln!("not checked: there is no folder shared/{folder} beside the project");
        return None;
    }
    Some(path)
}

fn knowledge_base(folder: &Path) -> KnowledgeBase {
    incidex::pipeline::load(folder, Config::default(), Audience::INTERNAL).unwrap().knowledge_base
}

fn trends_of(folder: &Path) -> Trends {
    trends(&knowledge_base(folder), date(2024, 6, 1), &Options::default())
}

fn check(trends: &Value, pointer: &str, expected: Value) {
    assert_eq!(trends.pointer(pointer), Some(&expected), "{pointer}");
}

#[test]
fn the_seeds_are_one_recurring_cause_with_honest_figures() {
    let Some(folder) = shared("seeds") else { return };
    let trends = serde_json::to_value(trends_of(&folder)).unwrap();
    check(&trends, "/incidents", json!(5));
    check(&trends, "/durations/median", json!(150));
    check(&trends, "/durations/min", json!(105));
    check(&trends, "/durations/max", json!(240));
    check(&trends, "/durations/trend/verdict", json!("cannot_tell"));
    check(&trends, "/phases/identify/n", json!(5));
    check(&trends, "/phases/identify/median", json!(90));
    check(&trends, "/time_in_phase/identify_trend/verdict", json!("cannot_tell"));
    check(&trends, "/causes/0/class", json!("config"));
    check(&trends, "/causes/0/component", json!("load_balancer"));
    check(&trends, "/causes/0/count", json!(5));
    check(&trends, "/recurring/0/label", json!("Configuration: load balancer"));
    assert_eq!(trends["recurring"].as_array().map(Vec::len), Some(1));
    assert_eq!(trends["recurring"][0]["incidents"].as_array().map(Vec::len), Some(5));
    check(&trends, "/false_leads/stated_in", json!(5));
    check(&trends, "/false_leads/minutes", json!({ "min": 255, "max": 315 }));
    check(&trends, "/false_leads/by_component/0/component", json!("database"));
    check(&trends, "/false_leads/by_component/0/minutes", json!({ "min": 145, "max": 205 }));
    check(&trends, "/false_leads/by_component/0/ever_the_cause", json!(false));
    assert_eq!(trends["false_leads"]["by_component"][0]["incidents"].as_array().map(Vec::len), Some(4));
    check(&trends, "/detection/0/source", json!("monitoring"));
    check(&trends, "/detection/0/count", json!(5));
    check(&trends, "/actions/n", json!(31));
}

#[test]
fn the_seeds_repeat_seven_promises() {
    let Some(folder) = shared("seeds") else { return };
    let trends = trends_of(&folder);
    let mut found: Vec<(Value, usize, usize)> = trends
        .promised_again
        .iter()
        .map(|promise| (serde_json::to_value(promise.kind).unwrap(), promise.items.len(), promise.incidents.len()))
        .collect();
    found.sort_by_key(|(kind, items, _)| (std::cmp::Reverse(*items), kind.to_string()));
    let expected = [
        (json!("monitor"), 7, 5),
        (json!("validate"), 7, 5),
        (json!("audit"), 4, 4),
        (json!("document"), 3, 3),
        (json!("process"), 3, 3),
        (json!("review"), 3, 3),
        (json!("train"), 2, 2),
    ];
    assert_eq!(found, expected);
    let validation = &trends.promised_again[0];
    let told = "promised in January, again on 3 March, 8 April, 15 April and 12 May";
    assert!(validation.reading.contains(told), "{}", validation.reading);
    assert!(validation.recurred_after.iter().any(|it| it.days == Some(7)), "{:?}", validation.recurred_after);
}

#[test]
fn house_jargon_does_not_lump_an_archive() {
    let all = ["corpora/moj", "corpora/mybinder", "corpora/jenkins"];
    let folders: Option<Vec<PathBuf>> = all.into_iter().map(shared).collect();
    let Some(folders) = folders else { return };
    for folder in &folders {
        let trends = trends_of(folder);
        let largest = trends.recurring.iter().map(|cause| cause.incidents.len() + cause.related.len()).max();
        // Of a small archive four are more than 7%: seven expired credentials of 95 are true, and so are four times of 39 that
        // one monitor restarted itself until its figures were gone.
        let bound = (trends.incidents * 7).div_ceil(100).max(4);
        assert!(largest.unwrap_or(0) <= bound, "{}: {largest:?} of {}", folder.display(), trends.incidents);
    }
    let root = folders[0].parent().unwrap();
    let trends = trends_of(root);
    let largest = trends.recurring.iter().map(|cause| cause.incidents.len() + cause.related.len()).max().unwrap_or(0);
    assert!(largest * 100 <= trends.incidents * 7, "{largest} of {}", trends.incidents);
}

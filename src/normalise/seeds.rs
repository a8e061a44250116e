//! The five seed reports against what is expected of them, where the folder `shared` stands beside the project.
//!
//! The folder is `INCIDEX_SHARED`, or `../shared` from the project root. Nothing of it is copied here.

use std::path::PathBuf;

use serde_json::Value;

use super::action::{RawAction, action_items, claims, sentences_as_actions};
use super::components_for_tests::{context, entries, moment};
use super::event::{Anchor, PlacedEntry, classify_events, milestones};
use super::false_lead::find_false_leads;
use crate::model::{ActionGroup, ActionKind, Minutes};

/// Name, expected values and text of every seed; empty, with a word on stderr, where the folder is absent.
#[allow(clippy::print_stderr)]
fn seeds() -> Vec<(String, Value, String)> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("INCIDEX_SHARED").map_or(beside, PathBuf::from).join("seeds");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        eprintln!("seeds: {} is absent, nothing is checked", folder.display());
        return Vec::new();
    };
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let seed = |(name, value): (&String, &Value)| {
        let text = std::fs::read_to_string(folder.join(format!("{name}.md"))).ok()?;
        Some((name.clone(), value.clone(), text))
    };
    expected.as_object().unwrap().iter().filter_map(seed).collect()
}

fn timeline(expected: &Value) -> Vec<PlacedEntry> {
    let lines: Vec<String> = expected["timeline"].as_array().unwrap().iter().map(line).collect();
    let mut placed = entries(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    classify_events(&mut placed, &context(Some("load_balancer"), None));
    placed
}

fn line(entry: &Value) -> String {
    format!("{} {}", entry["local_clock"].as_str().unwrap(), entry["text"].as_str().unwrap())
}

fn kind_name(entry: &PlacedEntry) -> String {
    serde_json::to_value(entry.entry.kind).unwrap().as_str().unwrap().to_owned()
}

fn minutes(value: Option<Minutes>) -> Option<i64> {
    value.map(Minutes::rounded)
}

#[test]
fn the_kind_of_every_entry_of_the_seeds_agrees() {
    let mut wrong = Vec::new();
    for (name, expected, _) in seeds() {
        let wanted = expected["timeline"].as_array().unwrap().clone();
        for (entry, wanted) in timeline(&expected).iter().zip(&wanted) {
            if kind_name(entry) != wanted["kind"].as_str().unwrap() {
                wrong.push(format!("{name}: {} is {}, wanted {}", entry.entry.text, kind_name(entry), wanted["kind"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_false_leads_of_the_seeds_agree_with_their_minutes() {
    let mut total = (0, 0);
    for (name, expected, _) in seeds() {
        let leads = find_false_leads(&timeline(&expected), &context(Some("load_balancer"), None));
        let found: Vec<(i64, i64)> = leads
            .iter()
            .filter_map(|lead| lead.minutes)
            .map(|range| (range.min.rounded(), range.max.rounded()))
            .collect();
        let wanted: Vec<(i64, i64)> = expected["false_leads"]
            .as_array()
            .unwrap()
            .iter()
            .map(|lead| (lead["cost_min_lo"].as_i64().unwrap(), lead["cost_min_hi"].as_i64().unwrap()))
            .collect();
        assert_eq!(found, wanted, "{name}: {leads:#?}");
        total = found.iter().fold(total, |sum, range| (sum.0 + range.0, sum.1 + range.1));
    }
    assert!(total == (255, 315) || total == (0, 0), "{total:?}");
}

/// Suspects, components, bases and lateness as the table of section 4 has them.
#[test]
fn the_suspects_of_the_seeds_are_named_and_ended_as_the_table_says() {
    /// Suspect, component, what ended it, and whether the culprit had been named before.
    type Row = (&'static str, &'static str, &'static str, bool);
    const TABLE: &[(&str, &[Row])] = &[
        (
            "000",
            &[
                ("backend server", "compute", "superseded", false),
                ("database overload", "database", "identified", false),
            ],
        ),
        (
            "001",
            &[
                ("application servers", "compute", "refuted", false),
                ("database performance", "database", "fixed", true),
            ],
        ),
        (
            "002",
            &[
                ("backend services", "compute", "superseded", false),
                ("database latency", "database", "refuted", false),
                ("network congestion", "network", "refuted", false),
            ],
        ),
        ("003", &[("database servers", "database", "refuted", false)]),
        ("004", &[("backend server performance", "compute", "refuted", true)]),
    ];
    for (name, expected, _) in seeds() {
        let leads = find_false_leads(&timeline(&expected), &context(Some("load_balancer"), None));
        let (_, wanted) = TABLE.iter().find(|(prefix, _)| name.starts_with(prefix)).unwrap();
        assert_eq!(leads.len(), wanted.len(), "{name}");
        for (lead, (suspect, component, basis, late)) in leads.iter().zip(*wanted) {
            let found = serde_json::to_value(lead.basis).unwrap();
            assert!(lead.suspect.to_lowercase().starts_with(suspect), "{name}: {}", lead.suspect);
            assert_eq!(
                (lead.component.as_deref(), found.as_str(), lead.after_identification),
                (Some(*component), Some(*basis), *late),
                "{name}: {}",
                lead.suspect
            );
        }
    }
}

#[test]
fn the_phases_of_the_seeds_agree() {
    const NAMED: &[(&str, i64)] = &[("000", 120), ("001", 30), ("002", 180), ("003", 45), ("004", 5)];
    for (name, expected, _) in seeds() {
        let placed = timeline(&expected);
        let first = placed[0].at.unwrap();
        let anchor = |at: i64| Some(Anchor { at, moment: moment("0:0"), line: None });
        let end = first + expected["duration_min"].as_i64().unwrap() * 60;
        let (stones, phases, flags) =
            milestones(&placed, anchor(first), anchor(end), &context(Some("load_balancer"), None));
        let wanted = |key: &str| expected[key].as_i64();
        let named = NAMED.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, minutes)| *minutes);
        assert_eq!(
            [
                phases.detect,
                phases.respond,
                phases.escalate,
                phases.culprit_named,
                phases.identify,
                phases.fix,
                phases.resolve
            ]
            .map(minutes),
            [
                None,
                wanted("time_to_engage_min"),
                wanted("time_to_escalate_min"),
                named,
                wanted("time_to_identify_min"),
                wanted("time_to_fix_min"),
                wanted("time_to_resolve_min")
            ],
            "{name}"
        );
        assert!(stones.detected_at.is_some() && stones.identified_at.is_some(), "{name}");
        let codes: Vec<&str> = flags.iter().map(|flag| flag.code).collect();
        let early = expected["timeline_vs_declared_gap_min"] != 0;
        assert_eq!(
            (codes.contains(&"start_is_detection"), codes.contains(&"timeline_ends_before_stated_end")),
            (true, early),
            "{name}"
        );
    }
}

/// The items of a seed in order: lines or sentences below its two lists.
fn items(text: &str) -> Vec<RawAction> {
    let mut group = None;
    let mut raws = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let bare =
            line.trim().trim_start_matches(['-', '#', '*', ' ']).trim_end_matches([' ', '*', ':']).to_lowercase();
        let heading = line.trim_end().trim_end_matches('*').ends_with(':') || line.starts_with('#');
        if heading {
            group = match bare.as_str() {
                "improvements/fixes" => Some(ActionGroup::Improvements),
                "tasks" | "tasks to address the issue" | "tasks to address the issues" => Some(ActionGroup::Tasks),
                _ => None,
            };
            continue;
        }
        let Some(group) = group.filter(|_| !line.trim().is_empty()) else { continue };
        let item = line.trim().trim_start_matches(['-', ' ']);
        if sentences_as_actions(item).len() > 1 {
            let prose = |(_, sentence): (usize, String)| RawAction {
                from_prose: true,
                ..RawAction::new(sentence, group, index + 1)
            };
            raws.extend(sentences_as_actions(item).into_iter().map(prose));
        } else {
            raws.push(RawAction::new(item, group, index + 1));
        }
    }
    raws
}

#[test]
fn the_action_items_of_the_seeds_are_counted_and_sorted_as_the_table_says() {
    use ActionKind::{Audit, Document, Investigate, Monitor, Process, Review, Train, Validate};
    const TABLE: &[(&str, &[ActionKind])] = &[
        ("000", &[Validate, Monitor, Audit, Validate, Review, Document, Process]),
        ("001", &[Process, Validate, Monitor, Review, Validate, Monitor, Train]),
        ("002", &[Audit, Monitor, Validate, Investigate, Document, Monitor]),
        ("003", &[Process, Monitor, Audit, Review, Validate, Train]),
        ("004", &[Validate, Monitor, Process, Audit, Document]),
    ];
    for (name, expected, text) in seeds() {
        let found = action_items(&items(&text));
        let kinds: Vec<ActionKind> = found.iter().map(|item| item.kind).collect();
        let (_, wanted) = TABLE.iter().find(|(prefix, _)| name.starts_with(prefix)).unwrap();
        assert_eq!(kinds, *wanted, "{name}: {found:#?}");
        assert_eq!(Some(found.len() as i64), expected["action_items_total"].as_i64(), "{name}");
    }
}

#[test]
fn the_seeds_that_claim_a_measure_in_their_resolution_are_three() {
    let claimed: Vec<String> = seeds()
        .into_iter()
        .filter(|(_, _, text)| text.lines().any(|line| !claims(line).is_empty()))
        .map(|(name, _, _)| name[..3].to_owned())
        .collect();
    assert!(claimed == ["000", "001", "003"] || claimed.is_empty(), "{claimed:?}");
}

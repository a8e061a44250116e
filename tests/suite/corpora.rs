//! Real documents, where they lie beside the project: what is read from them, as figures.
//!
//! The documents are not part of the project. Without them every test here says so and passes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use incidex::config::Config;
use incidex::model::{DetectionSource, Incident, Kind};
use regex::Regex;
use serde_json::Value;

use crate::dialects::incidents;

/// A folder of the documents beside the project; `None`, said plainly, where it does not exist.
fn folder(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("INCIDEX_SHARED").map_or_else(beside, PathBuf::from).join(name);
    if !folder.is_dir() {
        println!("skipped: there is no folder {name} in ../shared (or in INCIDEX_SHARED)");
        return None;
    }
    Some(folder)
}

/// Every document of a folder with the incidents in it, in the order of their names.
fn read(folder: &Path) -> Vec<(String, String, Vec<Incident>)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let documents =
        paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "erb"));
    let texts = documents.map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap().replace('\r', "");
        let found = incidents(&name, &text, &Config::default());
        (name, text, found)
    });
    texts.collect()
}

fn has(incident: &Incident, code: &str) -> bool {
    incident.flags.iter().any(|flag| flag.code == code)
}

/// What the five documents give together: [`seeds_together`] compares it with what is expected.
fn together(seeds: &BTreeMap<String, Incident>) -> Value {
    let all = || seeds.values();
    let mut durations: Vec<i64> = all().filter_map(|one| Some(one.duration.minutes?.rounded())).collect();
    durations.sort_unstable();
    let mut identified: Vec<i64> = all().filter_map(|one| Some(one.phases.identify?.rounded())).collect();
    identified.sort_unstable();
    let leads = || all().flat_map(|one| &one.false_leads);
    let costs = |most: bool| -> i64 {
        leads().filter_map(|lead| lead.minutes).map(|range| if most { range.max } else { range.min }.rounded()).sum()
    };
    let named = |test: &dyn Fn(&Incident) -> bool| -> Vec<&str> {
        seeds.iter().filter(|(_, one)| test(one)).map(|(name, _)| &name[..3]).collect()
    };
    let late = |one: &Incident| one.phases.escalate.zip(one.phases.identify).is_some_and(|(e, i)| e > i);
    let suspects = |one: &Incident, component: &str, word: &str| {
        one.false_leads.iter().any(|lead| lead.component.as_deref() == Some(component) || lead.suspect.contains(word))
    };
    let mut causes: BTreeMap<String, usize> = BTreeMap::new();
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for one in all() {
        let cause = [&one.cause.class, &one.cause.component].map(|id| id.clone().unwrap_or_default()).join("/");
        *causes.entry(cause).or_default() += 1;
        let month = one.started_at.as_ref().and_then(|start| start.date).map(|date| date.to_string()[..7].to_owned());
        *months.entry(month.unwrap_or_default()).or_default() += 1;
    }
    serde_json::json!({
        "n": seeds.len(),
        "root_cause_recurrence": causes,
        "duration_min_median": durations[durations.len() / 2],
        "duration_min_total": durations.iter().sum::<i64>(),
        "impact_users_pct": seeds.iter().map(|(name, one)| (name[..3].to_owned(), one.impact.users_percent.map(|share| share as i64).into())).collect::<serde_json::Map<String, Value>>(),
        "detection_monitoring": all().filter(|one| one.detection.source == DetectionSource::Monitoring).count(),
        "time_to_identify_median": identified[identified.len() / 2],
        "false_lead_minutes_lo": costs(false),
        "false_lead_minutes_hi": costs(true),
        "false_leads_count": leads().count(),
        "false_lead_database_docs": named(&|one| suspects(one, "database", "database")),
        "false_lead_server_docs": named(&|one| one.false_leads.iter().any(|lead| ["application server", "backend server", "backend service"].iter().any(|word| lead.suspect.contains(word)))),
        "false_lead_network_docs": named(&|one| suspects(one, "network", "network")),
        "escalated_after_identification": named(&late),
        "escalated_before_identification": named(&|one| !late(one)),
        "action_items_total": all().map(|one| one.action_items.len()).sum::<usize>(),
        "by_month": months,
    })
}

#[test]
fn seeds_together() {
    let Some(folder) = folder("seeds") else { return };
    let seeds: BTreeMap<String, Incident> =
        read(&folder).into_iter().map(|(name, _, mut found)| (name, found.remove(0))).collect();
    let expected: Value = serde_json::from_str(&fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let found = together(&seeds);
    println!("{}", serde_json::to_string_pretty(&found).unwrap());
    for (key, value) in found.as_object().unwrap() {
        assert_eq!(*value, expected["_aggregate"][key], "{key}");
    }
}

#[test]
fn seeds_one_by_one() {
    let Some(folder) = folder("seeds") else { return };
    let expected: Value = serde_json::from_str(&fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    for (name, _, found) in read(&folder) {
        let want = &expected[name.trim_end_matches(".md")];
        let one = serde_json::to_value(&found[0]).unwrap();
        let pairs = [
            ("/started_at/utc", "start_utc"),
            ("/ended_at/utc", "end_utc"),
            ("/duration/minutes", "duration_min"),
            ("/cause/class", "root_cause_category"),
            ("/cause/component", "root_cause_component"),
            ("/detection/source", "detection_source"),
            ("/phases/detect", "time_to_detect_min"),
            ("/phases/respond", "time_to_engage_min"),
            ("/phases/escalate", "time_to_escalate_min"),
            ("/phases/identify", "time_to_identify_min"),
            ("/phases/fix", "time_to_fix_min"),
            ("/phases/resolve", "time_to_resolve_min"),
        ];
        for (found, key) in pairs {
            assert_eq!(one.pointer(found), Some(&want[key]), "{name} {found}");
        }
        let times: Vec<_> = found[0].timeline.iter().map(|entry| entry.text.trim()).collect();
        let texts: Vec<_> =
            want["timeline"].as_array().unwrap().iter().map(|entry| entry["text"].as_str().unwrap()).collect();
        assert_eq!(times, texts, "{name}");
        assert_eq!(has(&found[0], "truncated"), want["truncated"] == true, "{name}");
    }
}

/// Seconds of the key events of a document, by the word that names them.
fn key_events(text: &str) -> BTreeMap<&str, i64> {
    let event = Regex::new(r"(?mi)^\s*-\s*(?:\*\*)?(fault occurs|first detected|fault detected|team aware|incident declared|repaired|resolved)\b\D{0,12}?(\d{4,5})-(\d\d)-(\d\d)[ T]+(\d{1,2})[:.]?(\d\d)").unwrap();
    let mut events = BTreeMap::new();
    for found in event.captures_iter(text) {
        let number = |index: usize| found[index].parse::<i64>().unwrap();
        let year = if found[2].len() == 5 { number(2) % 10_000 } else { number(2) } as i16;
        let Ok(date) = jiff::civil::Date::new(year, number(3) as i8, number(4) as i8) else { continue };
        let at = date.at(number(5) as i8, number(6) as i8, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
        let name = match found.get(1).unwrap().as_str().to_lowercase().as_str() {
            "fault occurs" => "started",
            "incident declared" => "declared",
            "repaired" => "repaired",
            "resolved" => "resolved",
            _ => "detected",
        };
        events.entry(name).or_insert(at.timestamp().as_second());
    }
    events
}

#[test]
fn stated_repair_and_resolve_times_agree_with_the_key_events_or_are_flagged() {
    let Some(folder) = folder("corpora/moj") else { return };
    let (mut agree, mut flagged) = (0, 0);
    for (name, text, found) in read(&folder) {
        let [incident] = &found[..] else { continue };
        let events = key_events(&text);
        let repaired = events.get("repaired").or(events.get("resolved"));
        let pairs = [(incident.stated_phases.fix, repaired), (incident.stated_phases.resolve, events.get("resolved"))];
        let mut disagree = 0;
        // Hours of support are a part of all hours.
        let in_part = text.contains("support hours") || text.contains("support time");
        for (stated, to) in pairs {
            let (Some(stated), Some(to)) = (stated, to) else { continue };
            let from = ["started", "detected", "declared"].iter().filter_map(|name| events.get(name));
            let lengths = from.map(|from| to - from).collect::<Vec<_>>();
            let off = |length: &i64| (length - stated.seconds).abs();
            let fits = lengths.iter().any(|length| off(length) < 60);
            let allowed = |length: &i64| off(length) <= stated.seconds / 100 || in_part && stated.seconds < *length;
            agree += usize::from(fits);
            disagree += usize::from(!fits && !lengths.is_empty() && !lengths.iter().any(allowed));
        }
        // Each disagreement is told, and once: of the whole where the length is that of the whole.
        let flags: Vec<_> = incident.flags.iter().filter(|flag| flag.code.ends_with("_conflict")).collect();
        let lines: std::collections::BTreeSet<_> = flags.iter().map(|flag| flag.line).collect();
        assert_eq!((flags.len(), lines.len()), (disagree, disagree), "{name}: {events:?} {flags:?}");
        flagged += disagree;
    }
    println!("stated and computed times: {agree} of {} agree, {flagged} are flagged", agree + flagged);
    assert!(agree >= 36, "{agree}");
}

#[test]
fn most_documents_of_a_status_page_are_no_incidents() {
    let Some(folder) = folder("corpora/jenkins") else { return };
    let all: Vec<Incident> = read(&folder).into_iter().flat_map(|(_, _, found)| found).collect();
    let planned = all.iter().filter(|one| matches!(one.kind, Kind::Maintenance | Kind::Notice)).count();
    let reversed: Vec<&Incident> = all.iter().filter(|one| has(one, "end_before_start")).collect();
    println!(
        "{} documents, {planned} maintenance or notice, {} with an end before their start",
        all.len(),
        reversed.len()
    );
    assert_eq!((planned >= 200, reversed.len()), (true, 8));
    for one in reversed {
        let counted = one.duration.minutes.is_some() || one.phases.resolve.is_some();
        assert!(!counted, "{} has a length", one.id);
    }
}

#[test]
fn headings_with_times_give_a_start_and_a_timeline_in_order() {
    let Some(folder) = folder("corpora/mybinder") else { return };
    let all = read(&folder);
    let told = all.iter().filter(|(name, ..)| name.starts_with('2')).flat_map(|(_, _, found)| found);
    let (mut good, mut number) = (0, 0);
    for one in told {
        let instants: Vec<_> = one.timeline.iter().filter_map(|entry| entry.at.as_ref()?.utc).collect();
        let dated = one.started_at.as_ref().is_some_and(|start| start.date.is_some());
        number += 1;
        good += usize::from(dated && one.timeline.len() > 1 && instants.is_sorted());
    }
    println!("{good} of {number} with a start and a timeline in order");
    assert!(good >= 20, "{good}");
}

#[test]
fn the_leading_cause_is_the_one_a_reader_would_name() {
    let Some(folder) = folder("corpora") else { return };
    let labels = fs::read_to_string(folder.join("labels/causes-moj-mybinder.tsv")).unwrap();
    let (moj, mybinder) = (read(&folder.join("moj")), read(&folder.join("mybinder")));
    let (mut right, mut number) = (0, 0);
    for (label, wanted) in labels.lines().filter_map(|line| line.split_once('\t')) {
        let Some((group, stem)) = label.split_once('/') else { continue };
        let documents = if group == "moj" { &moj } else { &mybinder };
        let Some((_, _, found)) = documents.iter().find(|(name, ..)| name.starts_with(stem)) else { continue };
        let class = found[0].cause.class.as_deref().unwrap_or("unknown");
        number += 1;
        right += usize::from(wanted.split(',').next() == Some(class));
    }
    println!("the leading cause is right in {right} of {number}");
    assert!(right * 100 >= number * 55, "{right} of {number}");
}

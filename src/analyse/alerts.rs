//! Alert names: identifiers that documents use for alerts, and where each fired, was promised, was missing or was noise.
//!
//! Input: the archive. Output: one row per name. A name is a word written in several humps (`DiskAlmostFull`) in a sentence
//! that speaks of an alert.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive::{Archive, Case};
use super::intent::Intent;
use super::wording;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alerts {
    /// Most incidents first.
    pub names: Vec<AlertName>,
    pub reading: String,
}

/// One name and the ids of incidents by what they say of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AlertName {
    pub name: String,
    pub incidents: Vec<String>,
    pub fired: Vec<String>,
    /// An action item about monitoring names it.
    pub promised: Vec<String>,
    /// It did not fire, or came too late.
    pub missing: Vec<String>,
    pub noisy: Vec<String>,
}

const ABOUT_ALERTS: [&str; 8] = ["alert", "alarm", "paged", "pager", "page for", "firing", "fired", "monitor"];
const MISSING: [&str; 6] = ["did not fire", "didn't fire", "never fired", "no alert", "too late", "not trigger"];
const NOISY: [&str; 5] = ["noisy", "false positive", "flapping", "flapped", "noise"];

pub fn alerts(archive: &Archive) -> Alerts {
    let mut found = BTreeMap::<String, AlertName>::new();
    for case in &archive.cases {
        for item in case.incident.action_items.iter().filter(|item| Intent::of(item) == Intent::Monitor) {
            for name in names_in(&item.text) {
                note(&mut found, name, case, |row| &mut row.promised);
            }
        }
        let lines = case.text.lines().chain(case.incident.timeline.iter().map(|entry| entry.text.as_str()));
        for sentence in lines.filter(|line| has_hump(line)).flat_map(|line| line.split(". ")) {
            let mut names = names_in(sentence).peekable();
            if names.peek().is_none() {
                continue;
            }
            let is_promise =
                case.incident.action_items.iter().any(|item| item.text.contains(sentence.trim_end_matches('.')));
            if let Some(of) = told(sentence).filter(|_| !is_promise) {
                names.for_each(|name| note(&mut found, name, case, of));
            }
        }
    }
    let mut names: Vec<AlertName> = found.into_values().collect();
    names.sort_by(|a, b| b.incidents.len().cmp(&a.incidents.len()).then_with(|| a.name.cmp(&b.name)));
    let reading = reading(&names);
    Alerts { names, reading }
}

type List = fn(&mut AlertName) -> &mut Vec<String>;

/// Which list a sentence speaks to; `None` where it does not speak of alerts.
fn told(sentence: &str) -> Option<List> {
    let lower = sentence.to_lowercase();
    let has = |cues: &[&str]| cues.iter().any(|cue| lower.contains(cue));
    if has(&MISSING) {
        Some(|row| &mut row.missing)
    } else if has(&NOISY) {
        Some(|row| &mut row.noisy)
    } else if has(&ABOUT_ALERTS) {
        Some(|row| &mut row.fired)
    } else {
        None
    }
}

fn note(found: &mut BTreeMap<String, AlertName>, name: &str, case: &Case, of: List) {
    let row = found.entry(name.to_owned()).or_insert_with(|| AlertName { name: name.to_owned(), ..Default::default() });
    push_once(&mut row.incidents, case.name);
    push_once(of(row), case.name);
}

fn push_once(list: &mut Vec<String>, name: &str) {
    if list.last().is_none_or(|last| last != name) {
        list.push(name.to_owned());
    }
}

/// A capital within a word: every name has one, most lines have none.
fn has_hump(line: &str) -> bool {
    line.as_bytes().windows(2).any(rises)
}

fn rises(pair: &[u8]) -> bool {
    pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()
}

/// Words of three humps and more, or of two and at least twelve letters; brand names have two short ones.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| {
        let letters = word.as_bytes();
        let humps = || letters.windows(2).filter(|pair| rises(pair)).count() + 1;
        letters.len() >= 8
            && letters[0].is_ascii_uppercase()
            && match humps() {
                0 | 1 => false,
                2 => letters.len() >= 12,
                _ => true,
            }
    })
}

fn reading(names: &[AlertName]) -> String {
    let Some(first) = names.first() else { return "No report names an alert.".to_owned() };
    let named = match (names.len(), first.incidents.len()) {
        (1, n) => format!("One alert is named, {}, in {}.", first.name, wording::count(n, "incident")),
        (all, 1) => format!("{} are named, each in one incident.", wording::sentence(&wording::count(all, "alert"))),
        (all, n) => format!(
            "{} are named, {} most often, in {}.",
            wording::sentence(&wording::count(all, "alert")),
            first.name,
            wording::count(n, "incident")
        ),
    };
    match names.iter().filter(|row| !row.missing.is_empty()).count() {
        0 => format!("{named} None is said to have been missing or late."),
        n => format!(
            "{named} {} {} said to have been missing or late.",
            wording::sentence(&wording::number(n)),
            wording::are(n)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft};
    use crate::model::ActionKind;

    fn check(text: &str, expected: &[(&str, usize, usize, usize)]) {
        let kb = built([draft("a").text(text)]);
        let alerts = alerts(&Archive::new(&kb)).names;
        let found: Vec<(&str, usize, usize, usize)> =
            alerts.iter().map(|row| (row.name.as_str(), row.fired.len(), row.missing.len(), row.noisy.len())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_tells_what_an_alert_did() {
        check("The alert DiskAlmostFull fired at noon", &[("DiskAlmostFull", 1, 0, 0)]);
        check(
            "QueueAgeTooHigh did not fire. DiskAlmostFull is noisy.",
            &[("DiskAlmostFull", 0, 0, 1), ("QueueAgeTooHigh", 0, 1, 0)],
        );
    }

    #[test]
    fn brands_and_plain_words_are_no_alerts() {
        check("An alert in GitHub and PostgreSQL, said Monitoring.", &[]);
    }

    #[test]
    fn a_promised_alert_is_not_one_that_fired() {
        let text = "Page on BackupJobStale";
        let kb = built([draft("a").text(text).promise(ActionKind::Monitor, text)]);
        let alerts = alerts(&Archive::new(&kb)).names;
        assert_eq!((alerts[0].promised.len(), alerts[0].fired.len()), (1, 0));
    }
}

//! Every notation that real postmortems use, as examples: what is written, and what incidex reads.
//!
//! One file per kind of notation. Facts are written one per line, so that an example shows all of them at a glance.

mod actions;
mod durations;
mod headings;
mod markup;
mod timelines;
mod times;
mod windows;

use incidex::config::Config;
use incidex::model::{ActionItem, Incident, Minutes, Moment, Source, SourceFormat, TimelineEntry};

/// The one incident of a document.
pub fn incident(markdown: &str) -> Incident {
    incident_with(markdown, &Config::default())
}

pub fn incident_with(markdown: &str, config: &Config) -> Incident {
    let mut all = incidents("incidents/case.md", markdown, config);
    assert_eq!(all.len(), 1, "{markdown}");
    all.remove(0)
}

pub fn incidents(path: &str, markdown: &str, config: &Config) -> Vec<Incident> {
    let source = Source { path: path.to_owned(), format: SourceFormat::Markdown, hash: String::new() };
    incidex::normalise::incidents(&incidex::parse::document(source, markdown), config).0
}

/// `2024-03-03T22:15Z`, `2024-01 22:00` where the instant is not known, with `~` in front where it is approximate.
pub fn when(moment: &Moment) -> String {
    let words = match moment.utc {
        Some(utc) => utc.to_string().replace(":00Z", "Z"),
        None => {
            let parts = [
                moment.date.map(|date| date.to_string()),
                moment.time.map(|time| time.to_string()),
                moment.zone.clone().filter(|_| moment.time.is_some()),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    };
    if moment.approximate { format!("~{words}") } else { words }
}

/// `22:15Z text`, with the end behind `..`.
pub fn entry(entry: &TimelineEntry) -> String {
    let at = entry.at.as_ref().map_or_else(|| "?".to_owned(), when);
    let until = entry.until.as_ref().map(|until| format!("..{}", when(until))).unwrap_or_default();
    format!("{at}{until} {}", entry.text)
}

/// `open by ann due 2024-12-31 #12: text`
pub fn action(item: &ActionItem) -> String {
    let mut words = kind(item.state);
    for (mark, value) in [(" by ", &item.owner), (" due ", &item.due), (" ", &item.ticket)] {
        if let Some(value) = value {
            words += &format!("{mark}{value}");
        }
    }
    format!("{words}: {}", item.text)
}

pub fn kind<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or_default().to_owned()
}

pub fn minutes(minutes: Minutes) -> String {
    serde_json::to_string(&minutes).unwrap()
}

/// Flags that tell of times; what is missing altogether is no business of these examples.
pub fn flags(incident: &Incident) -> Vec<&'static str> {
    const ASIDE: &[&str] = &["no_timeline", "no_cause", "no_actions", "title_generated", "start_is_detection"];
    let mut flags: Vec<_> = incident.flags.iter().map(|flag| flag.code).filter(|code| !ASIDE.contains(code)).collect();
    flags.dedup();
    flags
}

/// One example: its name, what is written, and the facts read from it.
pub type Example = (&'static str, &'static str, &'static str);

/// Compares the facts of every example, line by line, and shows all that differ.
pub fn check(examples: &[Example], facts: fn(&Incident) -> Vec<String>) {
    let differences: Vec<String> = examples
        .iter()
        .filter_map(|(name, markdown, expected)| difference(name, &facts(&incident(markdown)), expected))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What differs between facts and the lines of an example, white space around them left out.
pub fn difference(name: &str, found: &[String], expected: &str) -> Option<String> {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let all = || format!("=== {name}\n--- found\n{}\n--- expected\n{}\n", found.join("\n"), expected.join("\n"));
    (found != expected).then(all)
}

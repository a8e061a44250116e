//! A small finder of components for tests, so that they depend on no cause rule.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::event::EventContext;
use crate::model::{ComponentId, EventKind, TimelineEntry};
use crate::normalise::event::PlacedEntry;

const COMPONENTS: &[(&str, &str)] = &[
    ("load_balancer", r"load[ -]balanc\w*|haproxy|ingress|reverse proxy"),
    ("database", r"databases?|db|postgres\w*|mysql|replicas?"),
    ("network", r"network\w*|switch|routers?"),
    ("compute", r"servers?|backend|hosts?|nodes?|machines?"),
    ("dns", r"dns|resolvers?"),
    ("cache", r"caches?|redis|memcached"),
    ("queue", r"queues?|kafka|brokers?"),
    ("auth", r"certificates?|tls|login|tokens?"),
    ("storage", r"disks?|storage|volumes?"),
    ("cdn", r"cdn|edge"),
    ("firewall", r"firewalls?|waf"),
];

/// Finds components by a handful of words.
pub(super) fn find_components(text: &str) -> Vec<(ComponentId, Range<usize>)> {
    static PATTERNS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
        COMPONENTS.iter().map(|(id, words)| (*id, Regex::new(&format!(r"(?i)\b(?:{words})\b")).unwrap())).collect()
    });
    let hits = |(id, pattern): &(&str, Regex)| {
        pattern.find_iter(text).map(|found| ((*id).to_owned(), found.range())).collect::<Vec<_>>()
    };
    PATTERNS.iter().flat_map(hits).collect()
}

/// A context with the finder of the tests.
pub(super) fn context<'a>(culprit: Option<&'a str>, cause: Option<&'a str>) -> EventContext<'a> {
    EventContext { culprit, cause, components_in: &find_components }
}

/// Entries from lines such as `10:05 text`, `10:05-10:20 text` or `??:?? text`, all of one day or the next.
pub(super) fn entries(lines: &[&str]) -> Vec<PlacedEntry> {
    let mut last = 0;
    let mut day = 0;
    let place = |(index, line): (usize, &&str)| {
        let (clock, text) = line.split_once(' ').unwrap();
        let (from, to) = clock.split_once('-').map_or((clock, None), |(from, to)| (from, Some(to)));
        let mut seconds = |clock: &str| {
            let (hour, minute) = clock.split_once(':')?;
            let at = hour.parse::<i64>().ok()? * 3600 + minute.parse::<i64>().ok()? * 60;
            day += i64::from(at + 6 * 3600 < last) * 86_400;
            last = at;
            Some(at + day)
        };
        let at = seconds(from);
        let until = to.and_then(&mut seconds);
        let entry = TimelineEntry {
            at: at.map(|_| moment(from)),
            until: to.map(moment),
            elapsed: None,
            text: text.to_owned(),
            kind: EventKind::Note,
            role: None,
            line: index + 1,
        };
        PlacedEntry { entry, at, until }
    };
    lines.iter().enumerate().map(place).collect()
}

/// A moment of which only the clock is known.
pub(super) fn moment(text: &str) -> crate::model::Moment {
    let (hour, minute) = text.split_once(':').unwrap_or(("0", "0"));
    let time =
        crate::model::ClockTime { hour: hour.parse().unwrap_or(0), minute: minute.parse().unwrap_or(0), second: None };
    crate::model::Moment {
        text: text.to_owned(),
        utc: None,
        date: None,
        time: Some(time),
        zone: None,
        precision: crate::model::Precision::Clock,
        approximate: false,
    }
}

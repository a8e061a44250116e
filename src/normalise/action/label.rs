//! Labels that hang on an item: "Owner: ...", "due 2025-06-30", "(DONE)".
//!
//! In: the inside of a bracket or the end of a text. Out: what it says, or nothing where it is part of the promise.

use std::sync::LazyLock;

use regex::Regex;

use crate::normalise::glance::holds_any;

use super::outcome::outcome;
use super::row::filled;
use super::state::{Mark, mark_in_bracket, mark_of};
use super::term::term;
use super::ticket::{is_reference, is_tracker, regex, ticket_of};
use super::trailer::Links;

/// What a trailer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    Owner(String),
    Due(String),
    Ticket(String),
    Mark(Mark),
    /// Words of the author say that it was done: "(fixed by adding a check)".
    Claimed,
    /// An estimate, a priority: known, and not kept.
    Aside,
}

/// What a bracket says; `None` where any part of it belongs to the promise.
pub(super) fn in_bracket(inside: &str, links: Links) -> Option<Vec<Told>> {
    if let Some(told) = outcome(inside, links) {
        return Some(told);
    }
    let told: Vec<Told> = parts(inside).map(|part| part_of_bracket(part, links)).collect::<Option<_>>()?;
    (!told.is_empty()).then_some(told)
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '|', '·']).map(str::trim).filter(|part| !part.is_empty())
}

/// What stands behind a label, with what else is listed there: "platform team, due 2025-06-30, OPS-12".
///
/// A part that tells nothing of its own belongs to what is labelled: "Ann, Bob", "June 30, 2025".
pub(super) fn told_by_list(label: &str, value: &str, links: Links) -> Option<Vec<Told>> {
    let mut parts = parts(value);
    let mut labelled = parts.next().unwrap_or_default().to_owned();
    let mut further = Vec::new();
    for part in parts {
        match part_of_bracket(part, links) {
            Some(told) => further.push(told),
            None => labelled = format!("{labelled}, {part}"),
        }
    }
    let first = told_by(label, &labelled, links)?;
    Some(std::iter::once(first).chain(further).collect())
}

/// "platform team", "Data Platform squad": a team by its name and nothing else.
pub(super) fn is_team(text: &str) -> bool {
    static TEAM: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:[\w&/+-]+ ){1,3}(?i:team|squad|guild)$"));
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    TEAM.is_match(text)
        && !["the", "a", "an", "our", "and", "or", "for", "with", "by", "each", "every", "to"].contains(&first.as_str())
}

/// Whether a head over a list is somebody: `@ana`, `AC`, `Platform team`; names of people are the caller's to know.
pub fn names_an_owner(name: &str) -> bool {
    const TECHNICAL: &[&str] = &[
        "ACL", "API", "AWS", "CDN", "CI", "CD", "CPU", "DB", "DC", "DNS", "DR", "ELB", "GCP", "HA", "IAM", "ID", "IO",
        "IP", "JVM", "LB", "MQ", "OS", "PR", "QA", "RAM", "S3", "SDK", "SLA", "SLO", "SQL", "SSL", "SSO", "TLS", "TTL",
        "UI", "UX", "VM", "VPC", "VPN", "TBD", "TBC", "NA", "ETA", "RCA", "FAQ", "URL", "WAF", "PII", "EU", "US", "UK",
    ];
    let initials = (2..=3).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
    (initials && !TECHNICAL.contains(&name)) || is_handles(name) || is_team(name)
}

pub(super) fn part_of_bracket(part: &str, links: Links) -> Option<Told> {
    if let Some((_, url)) =
        links.iter().rev().find(|(text, url)| text.trim() == part && (is_tracker(url) || is_reference(part)))
    {
        return Some(Told::Ticket(url.clone()));
    }
    if let Some(mark) = mark_in_bracket(part) {
        return Some(Told::Mark(mark));
    }
    let value_follows = |value: &str| !value.trim().is_empty() && !value.starts_with("//");
    if let Some((label, value)) = part.split_once(':').filter(|(_, value)| value_follows(value)) {
        return told_by(label, value, links);
    }
    if let Some((label, value)) = part.split_once(' ').filter(|(label, _)| is_bare_label(label)) {
        return told_by(label, value, links);
    }
    if let Some(owner) =
        ["owned by ", "assigned to ", "assignee ", "owner "].iter().find_map(|label| part.strip_prefix(label))
    {
        return (owner.split_whitespace().count() <= 4).then(|| Told::Owner(owner.to_owned()));
    }
    if let Some(ticket) = ticket_of(part) {
        return Some(Told::Ticket(ticket));
    }
    if let Some(due) = term(part).filter(|_| !is_estimate(part)) {
        return Some(Told::Due(due));
    }
    if is_handles(part) || is_team(part) {
        return Some(Told::Owner(part.to_owned()));
    }
    is_estimate(part).then_some(Told::Aside)
}

/// Labels that stand without a colon: "(due Friday)", "(owner Platform)".
fn is_bare_label(word: &str) -> bool {
    ["owner", "assignee", "due", "eta"].iter().any(|label| word.eq_ignore_ascii_case(label))
}

/// "20m", "2 days", "P1", "high priority", "XL".
fn is_estimate(text: &str) -> bool {
    static ESTIMATE: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"^(?i:~?\d+(?:\.\d+)?\s?(?:m|min|mins|minutes|h|hr|hrs|hours?|d|days?|w|weeks?|sp|pts?|points?)|",
            r"p[0-4]|(?:high|medium|low|critical|urgent)(?: priority)?|x?s|m|x?l)$"
        ))
    });
    text.len() <= 20 && ESTIMATE.is_match(text)
}

/// `@one` or `@one @two`.
pub(super) fn is_handles(text: &str) -> bool {
    let is_handle = |word: &str| {
        word.strip_prefix('@').is_some_and(|name| {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
            name.len() > 1 && name.starts_with(char::is_alphabetic) && name.chars().all(plain)
        })
    };
    !text.is_empty() && text.split_whitespace().all(is_handle)
}

#[derive(Debug, Clone, Copy)]
enum Label {
    Owner,
    Due,
    Ticket,
    Status,
    Aside,
}

#[rustfmt::skip]
const LABELS: &[(&str, Label)] = &[
    ("owner", Label::Owner), ("owners", Label::Owner), ("assignee", Label::Owner), ("assigned to", Label::Owner),
    ("dri", Label::Owner), ("responsible", Label::Owner), ("team", Label::Owner), ("lead", Label::Owner),
    ("responsible party", Label::Owner), ("owned by", Label::Owner), ("who", Label::Owner), ("until", Label::Due), ("by when", Label::Due), ("when", Label::Due),
    ("due", Label::Due), ("due date", Label::Due), ("due by", Label::Due), ("deadline", Label::Due),
    ("eta", Label::Due), ("target", Label::Due), ("target date", Label::Due), ("by", Label::Due),
    ("ticket", Label::Ticket), ("issue", Label::Ticket), ("jira", Label::Ticket), ("linear", Label::Ticket),
    ("tracked in", Label::Ticket), ("tracked by", Label::Ticket), ("tracking", Label::Ticket),
    ("tracking issue", Label::Ticket), ("pr", Label::Ticket), ("github", Label::Ticket), ("see", Label::Ticket),
    ("status", Label::Status), ("state", Label::Status), ("priority", Label::Aside), ("prio", Label::Aside),
    ("estimate", Label::Aside), ("effort", Label::Aside),
];

const LONGEST_OWNER: usize = 60;
const LONGEST_DATE: usize = 40;

/// What a label with its value says; `None` where the label is not known or the value does not fit it.
fn told_by(label: &str, value: &str, links: Links) -> Option<Told> {
    let label = label.trim().to_lowercase();
    let (_, label) = LABELS.iter().find(|(name, _)| *name == label)?;
    let Some(value) = filled(value.trim().trim_end_matches(['.', ',', ';'])) else { return Some(Told::Aside) };
    match label {
        Label::Owner => (value.len() <= LONGEST_OWNER).then(|| Told::Owner(value.to_owned())),
        Label::Due => match mark_of(value) {
            Some(mark) if !value.contains(|c: char| c.is_ascii_digit()) => Some(Told::Mark(mark)),
            _ => (value.len() <= LONGEST_DATE).then(|| Told::Due(term(value).unwrap_or_else(|| value.to_owned()))),
        },
        Label::Ticket => {
            let url = links.iter().find(|(text, _)| text.trim() == value).map(|(_, url)| url.clone());
            url.or_else(|| ticket_of(value)).map(Told::Ticket)
        }
        Label::Status => mark_of(value).map(Told::Mark),
        Label::Aside => (value.len() <= 20).then_some(Told::Aside),
    }
}

/// Where the last label of a text starts and what it says: "... Owner: @platform", "... - Due: 2025-06-30".
pub(super) fn labelled(text: &str, links: Links) -> Option<(usize, Vec<Told>)> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"(?i)[\s(\[|,;.–—-](owners?|assignee|assigned to|dri|responsible|due(?: date| by)?|deadline|eta|",
            r"target(?: date)?|ticket|issue|jira|linear|tracked in|tracking(?: issue)?|pr|status|priority|estimate)",
            r"\s*:\s*"
        ))
    });
    if !text.contains(':') {
        return None;
    }
    let found = LABEL.captures_iter(text).last()?;
    let value = &text[found.get(0)?.end()..];
    if value.match_indices(". ").any(|(at, _)| !ends_with_initial(&value[..at])) {
        return None;
    }
    // "owner: Ana — done": what stands behind the dash is a fact of its own.
    if [" — ", " – ", " - ", " | "].iter().any(|sign| value.contains(sign)) {
        return None;
    }
    told_by_list(&found[1], value, links).map(|told| (found.get(1).map_or(0, |label| label.start()), told))
}

/// "R" in "R. Baker": a stop that ends no sentence.
pub(super) fn ends_with_initial(before: &str) -> bool {
    let word = before.rsplit([' ', '(', ':']).next().unwrap_or_default();
    word.chars().count() <= 2 && word.starts_with(char::is_uppercase)
}

/// Where a team or an owner at the end of a text starts: "... — platform team", "..., owner Platform".
pub(super) fn trailing_owner(text: &str) -> Option<(usize, Told)> {
    static OWNER: LazyLock<Regex> =
        LazyLock::new(|| regex(r"[,;(–—-]\s*(?i:owner|assignee|owned by)\s+([^,;:.()]{2,40})$"));
    if holds_any(text, &["own", "ignee"])
        && let Some(found) = OWNER.captures(text)
    {
        return Some((found.get(0)?.start(), Told::Owner(found[1].trim().to_owned())));
    }
    if !text.contains(['-', '–', '—']) {
        return None;
    }
    let (start, sign) = [" - ", " – ", " — "].iter().filter_map(|sign| Some((text.rfind(sign)?, sign))).max()?;
    let name = text[start + sign.len()..].trim();
    is_team(name).then(|| (start, Told::Owner(name.to_owned())))
}

//! What the fields of a row mean: one entry for each shape of export, one table of words for states.

use jiff::civil::Date;

use super::{Fields, Ticket, odd};
use crate::diagnostic::Diagnostic;
use crate::model::ActionState;

/// The names under which one kind of export keeps what is asked for; of several the first that is filled counts.
struct Shape {
    /// A row is of this shape where it has all of these.
    signs: &'static [&'static str],
    /// What stands in front of the number, where the key is one.
    mark: &'static str,
    key: &'static [&'static str],
    url: &'static [&'static str],
    /// To do, in progress, done: where it is there, it decides.
    category: &'static [&'static str],
    state: &'static [&'static str],
    /// Why it was closed.
    reason: &'static [&'static str],
    closed: &'static [&'static str],
}

/// The first that fits is taken.
#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    // Jira, search result.
    Shape {
        signs: &["key", "fields.status.name"], mark: "", key: &["key"], url: &[],
        category: &["fields.status.statuscategory.key", "fields.status.statuscategory.name"],
        state: &["fields.status.name"], reason: &["fields.resolution.name"], closed: &["fields.resolutiondate"],
    },
    // Jira, table.
    Shape {
        signs: &["issue key", "status"], mark: "", key: &["issue key"], url: &[], category: &["status category"],
        state: &["status"], reason: &["resolution"], closed: &["resolved", "resolution date"],
    },
    // GitLab, merge requests and issues.
    Shape {
        signs: &["iid", "state", "source_branch"], mark: "!", key: &["iid"], url: &["web_url"], category: &[],
        state: &["state"], reason: &[], closed: &["merged_at", "closed_at"],
    },
    Shape {
        signs: &["iid", "state"], mark: "#", key: &["iid"], url: &["web_url"], category: &[], state: &["state"],
        reason: &[], closed: &["closed_at"],
    },
    // GitLab, table.
    Shape {
        signs: &["issue id", "state"], mark: "#", key: &["issue id"], url: &["url"], category: &[], state: &["state"],
        reason: &[], closed: &["closed at (utc)", "closed at"],
    },
    // GitHub: `gh issue list --json` and its API, pull requests as well.
    Shape {
        signs: &["number", "state"], mark: "#", key: &["number"], url: &["html_url", "url"], category: &[],
        state: &["state"], reason: &["statereason", "state_reason"],
        closed: &["mergedat", "merged_at", "pull_request.merged_at", "closedat", "closed_at"],
    },
    // Written by hand, or by a tool that nobody named here.
    Shape {
        signs: &["key", "state"], mark: "", key: &["key"], url: &["url"], category: &[], state: &["state"],
        reason: &["reason"], closed: &["closed"],
    },
];

#[rustfmt::skip]
const OPEN: &[&str] = &[
    "open", "opened", "reopened", "new", "to do", "todo", "backlog", "selected for development", "in progress", "indeterminate",
    "undefined", "in review", "blocked", "on hold", "started", "in development", "waiting", "triage", "ready", "draft", "locked",
];
#[rustfmt::skip]
const DONE: &[&str] = &["closed", "done", "merged", "resolved", "complete", "completed", "fixed", "finished", "released"];
#[rustfmt::skip]
const DROPPED: &[&str] = &[
    "not planned", "duplicate", "won't do", "wont do", "won't fix", "wontfix", "declined", "rejected", "cancelled", "canceled",
    "cannot reproduce", "obsolete", "abandoned", "invalid", "not a bug", "withdrawn", "incomplete", "dropped", "as designed",
    "works as designed", "cannot be done", "not done",
];

/// The ticket of a row, and what of the row cannot be used. Path and line are the caller's to know.
pub fn ticket(fields: &Fields) -> (Option<Ticket>, Option<Diagnostic>) {
    let has = |sign: &&str| fields.contains_key(*sign);
    let Some(shape) = SHAPES.iter().find(|shape| shape.signs.iter().all(&has)) else {
        let help = "rows have `number`, `state` and `url` (GitHub), `iid`, `state` and `web_url` (GitLab), `key` and \
                    `fields.status` (Jira), or `key`, `state`, `closed` and `url`";
        return (None, Some(odd("the row has neither the keys of a GitHub, GitLab nor Jira export", help)));
    };
    let first = |names: &[&str]| names.iter().find_map(|name| fields.get(*name)).map(String::as_str);
    let key = first(shape.key).unwrap_or_default();
    let key = format!("{}{}", shape.mark, key.trim_start_matches(['#', '!']));
    if !shape.mark.is_empty() && !key[1..].bytes().all(|byte| byte.is_ascii_digit()) {
        return (None, Some(odd(format!("\"{key}\" is no number of a ticket"), "export the tickets again")));
    }
    if fields.contains_key("moved_to_id") {
        let help = "export the project that it was moved to as well";
        return (None, Some(odd(format!("{key} was moved elsewhere, which says nothing of its state"), help)));
    }
    let Some(says) = verdict(shape, fields, &first) else {
        let word = first(shape.state).unwrap_or_default();
        let help = "export the category of the status as well (Jira: `status category`), or write `open`, `closed` or `dropped`";
        return (None, Some(odd(format!("{key} has the status \"{word}\", which may be open or done"), help)));
    };
    let written = first(shape.closed).filter(|_| says != ActionState::Open);
    let closed = written.and_then(day);
    let finding = written
        .filter(|_| closed.is_none())
        .map(|text| odd(format!("the day {key} was closed cannot be read: \"{text}\""), "write days as 2026-05-31"));
    let url = first(shape.url).map(str::to_owned);
    (Some(Ticket { key, url, says, closed, path: String::new(), line: 0 }), finding)
}

fn verdict<'f>(shape: &Shape, fields: &Fields, first: &impl Fn(&[&str]) -> Option<&'f str>) -> Option<ActionState> {
    let plain = |text: &str| text.trim().to_lowercase().replace('_', " ").replace('\u{2019}', "'");
    let among = |names: &[&str], words: &[&str]| first(names).is_some_and(|text| words.contains(&plain(text).as_str()));
    let dropped = among(shape.state, DROPPED)
        || among(shape.reason, DROPPED)
        || fields.contains_key("_links.closed_as_duplicate_of")
        || is_refused_change(shape, fields, first);
    let decides = if first(shape.category).is_some() { shape.category } else { shape.state };
    let closed = if dropped { ActionState::Dropped } else { ActionState::Done };
    match () {
        () if among(decides, OPEN) => Some(ActionState::Open),
        () if among(decides, DONE) || among(decides, DROPPED) => Some(closed),
        // A status of the house's own, with the reason for which it was closed beside it.
        () if first(shape.reason).is_some() => Some(closed),
        () => None,
    }
}

/// A pull or merge request that was closed and not merged.
fn is_refused_change<'f>(shape: &Shape, fields: &Fields, first: &impl Fn(&[&str]) -> Option<&'f str>) -> bool {
    let is_change = shape.mark == "!"
        || fields.keys().any(|key| key.starts_with("pull_request."))
        || first(shape.url).is_some_and(|url| url.contains("/pull/"));
    let is_merged = ["mergedat", "merged_at", "pull_request.merged_at"].iter().any(|key| fields.contains_key(*key));
    is_change && !is_merged && first(shape.state).is_some_and(|state| state.eq_ignore_ascii_case("closed"))
}

/// The day of `2026-05-31T10:00:00Z`, `2026-05-31 10:00`, `31/May/26 10:00 AM`.
fn day(text: &str) -> Option<Date> {
    if let Some(day) = text.get(..10).and_then(|start| start.parse::<Date>().ok()) {
        return Some(day);
    }
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let [day, month, year] = text.split_whitespace().next()?.split('/').collect::<Vec<_>>()[..] else { return None };
    let month = MONTHS.iter().position(|name| month.to_lowercase().starts_with(name))?;
    let year: i16 = year.parse().ok()?;
    Date::new(if year < 100 { 2000 + year } else { year }, i8::try_from(month + 1).ok()?, day.parse().ok()?).ok()
}

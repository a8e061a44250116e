//! What names a ticket: numbers, keys, addresses of trackers, and the words that only lead up to one.

use std::sync::LazyLock;

use regex::Regex;

/// Parts of addresses under which trackers keep tickets and changes.
#[rustfmt::skip]
const TRACKERS: &[&str] = &[
    "/issues/", "/pull/", "/pulls/", "/pull-requests/", "/merge_requests/", "/browse/", "linear.app", "atlassian.net",
    "jira.", "/jira/", "zenhub.com", "trello.com/c/", "app.asana.com", "app.shortcut.com", "clickup.com", "youtrack",
    "bugzilla", "show_bug.cgi", "/ticket/", "/tickets/", "dev.azure.com", "phabricator", "issuetracker", "monday.com",
    "/work_items/", "/story/",
];

/// Whether an address is that of a ticket or a change.
pub(super) fn is_tracker(url: &str) -> bool {
    TRACKERS.iter().any(|part| url.contains(part))
}

/// Words of a link that only say that it leads to a ticket.
const REFERENCES: &[&str] = &[
    "issue",
    "pr",
    "ticket",
    "link to issue",
    "link to ticket",
    "link to pr",
    "pull request",
    "jira",
    "linear",
    "mr",
    "tracking issue",
    "issue link",
    "github issue",
];

/// Whether the words of a link only say that it is a ticket: "Issue", "PR", "#123", "link to issue".
pub(super) fn is_reference(text: &str) -> bool {
    REFERENCES.contains(&text.trim().trim_end_matches(':').to_lowercase().as_str()) || ticket_of(text).is_some()
}

/// The ticket that a text consists of: `#123`, `OPS-12`, `PR #5`, `org/repo#7`, an address.
pub(super) fn ticket_of(text: &str) -> Option<String> {
    static TICKET: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"^(?:(?i:ticket|issue|pr|pull request|jira|see|tracked in|linear|mr)[\s:]*)?",
            r"(#[0-9]{1,7}|[A-Z][A-Z0-9]{1,9}-[0-9]{1,6}|[\w.-]+/[\w.-]+#[0-9]+|![0-9]{1,6}|https?://\S+)$"
        ))
    });
    let text = text.trim();
    if !text.ends_with(|c: char| c.is_ascii_digit()) && !text.contains("://") {
        return None;
    }
    let ticket = TICKET.captures(text)?[1].to_owned();
    let is_norm = NORMS.iter().any(|norm| ticket.strip_prefix(norm).is_some_and(|rest| rest.starts_with('-')));
    (!is_norm).then_some(ticket)
}

/// What looks like the key of a ticket and is the name of a standard.
const NORMS: &[&str] = &[
    "UTF", "SHA", "ISO", "RFC", "CVE", "AES", "TLS", "SSL", "HTTP", "MD", "IPV", "SEV", "EC2", "S3", "UTC", "GMT",
    "RSA",
];

/// A number such as `#123` anywhere in a text.
pub(super) fn number_in(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[\s(\[])(#[0-9]{1,6})(?:$|[\s)\].,;:])"));
    if !text.contains('#') {
        return None;
    }
    NUMBER.captures(text).map(|found| found[1].to_owned())
}

/// Where a trailing ticket starts, words that lead up to it included, and the ticket: "Ticket #123", "see OPS-12".
pub(super) fn trailing_ticket(text: &str) -> Option<(usize, String)> {
    static TICKET: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"(?:[,;]\s+(#?[A-Z][A-Z0-9]{1,9}-[0-9]{1,6})|(?:^|\s)(?:(#[0-9]{1,7})|",
            r"(?:(?i:ticket|issue|pr|jira|tracked in|see|in|via|linear|task|story)[\s:]+|[:–—-]\s+)",
            r"(#?[A-Z][A-Z0-9]{1,9}-[0-9]{1,6}|[\w.-]+/[\w.-]+#[0-9]+)|",
            r"(?i:ticket|issue|pr|jira)[\s:]+([0-9]{2,7})))$"
        ))
    });
    if !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = TICKET.captures(text)?;
    let ticket = found.iter().skip(1).flatten().next()?.as_str();
    let is_norm = NORMS.iter().any(|norm| ticket.strip_prefix(norm).is_some_and(|rest| rest.starts_with('-')));
    let start = found.get(0)?.start();
    (!is_norm).then(|| (start, ticket.to_owned()))
}

/// Last words of those that only lead up to a ticket.
#[rustfmt::skip]
const CONNECTOR_ENDS: &[&str] = &[
    "ticker", "raised", "ticket", "tickets", "issue", "jira", "in", "by", "tracking", "see", "via", "pr", "request",
    "link", "task", "to", "of", "cf", "with",
];

/// Words at the end of a text that only led up to a ticket: where they start, and whether they say that it is done.
pub(super) fn trailing_connector(text: &str) -> Option<(usize, bool)> {
    static CONNECTOR: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"(?:^|[\s.,;:(\[–—-])(?:(?i:ticker|ticket raised|tickets?|issue|jira|tracked (?:in|by)|tracking|see|via|",
            r"pr|pull request|link|task|related to|relates to|part of|cf)|",
            r"((?i:done|completed|fixed|implemented)) (?i:in|by|with|via))\s*[:–—(-]*\s*\.?$"
        ))
    });
    let words = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—' | '(' | '-' | '.'));
    let parts = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '(' | '[' | '–' | '—' | '-');
    let last = words.rsplit(parts).next().unwrap_or_default();
    if last.is_ascii() && !CONNECTOR_ENDS.iter().any(|end| last.eq_ignore_ascii_case(end)) {
        return None;
    }
    let found = CONNECTOR.captures(text)?;
    Some((found.get(0)?.start(), found.get(1).is_some()))
}

/// Compiles a pattern of ours.
pub(super) fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is compiled in and tested")
}

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

/// The ticket that a text consists of: `#123`, `OPS-12`, `PR #5`, `org/repo#7`, `TASK0012345`, "case 4711223", an address.
pub(super) fn ticket_of(text: &str) -> Option<String> {
    static TICKET: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"^(?:(?:(?i:ticket|issue|pr|pull request|jira|see|tracked in|linear|mr|task|story|bug|in)|->|→|=>)[\s:]*)?",
            r"(#[0-9]{1,7}|[A-Z]{3,8}[0-9]{4,10}|KEY|[\w.-]+/[\w.-]+#[0-9]+|![0-9]{1,6}|https?://\S+)$|",
            r"^(?i:case|request|ticket|change|bug|sr|wo|task) (?i:no\.? |number |id )?#?([0-9]{4,10})$"
        ).replace("KEY", KEY).as_str())
    });
    let text = text.trim();
    if !text.ends_with(|c: char| c.is_ascii_digit()) && !text.contains("://") {
        return None;
    }
    let ticket = TICKET.captures(text)?.iter().skip(1).flatten().next()?.as_str().to_owned();
    (!is_norm(&ticket)).then_some(ticket)
}

/// The key of a ticket: `OPS-12`, `INC-903-1`.
const KEY: &str = r"[A-Z][A-Z0-9]{1,9}(?:-[A-Z0-9]{1,8})?-[0-9]{1,6}";

fn is_norm(ticket: &str) -> bool {
    let behind = |rest: &str| rest.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    NORMS.iter().any(|norm| ticket.strip_prefix(norm).is_some_and(behind))
}

/// The key or the number that opens an item, and how many bytes it takes with the sign behind it: `OPS-12 Test it`,
/// `#41 — test it`, `OPS-12: test it`, `OPS-12 (test it)`.
pub(super) fn leading_key(text: &str) -> Option<(usize, String)> {
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(r"^(?:({KEY}|[A-Z]{{3,8}}[0-9]{{4,10}})(?:\s*[:–—|-]+\s+|\s+)|(#[0-9]{{1,7}})\s*[:–—|-]+\s+)\S"))
    });
    if !text.starts_with(|c: char| c.is_ascii_uppercase() || c == '#') {
        return None;
    }
    let found = FIRST.captures(text)?;
    let key = found.get(1).or(found.get(2))?.as_str().to_owned();
    let rest = found[0].len() - found[0].chars().next_back()?.len_utf8();
    // "OPS-12 is done": the key is a word of the sentence.
    let word = text[rest..].split(' ').next().unwrap_or_default();
    let told = ["is", "was", "has", "and", "should", "must", "will", "to", "for", "needs"].contains(&word);
    (!is_norm(&key) && !told).then_some((rest, key))
}

/// A key in brackets anywhere in a text: "Port the agent (OPS-12) to arm".
pub(super) fn key_in(text: &str) -> Option<String> {
    static BRACKETED: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"[(\[]({KEY})[)\]]")));
    if !text.contains(['(', '[']) {
        return None;
    }
    BRACKETED.captures(text).map(|found| found[1].to_owned()).filter(|key| !is_norm(key))
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
        regex(
            &concat!(
                r"(?:[,;]\s+(#?KEY)|[).\]]\s+(KEY)|:\s+(KEY)|(?:^|\s)(?:(#[0-9]{1,7})|",
                r"(?:(?i:ticket|issue|pr|jira|tracked in|see|in|via|linear|task|story)[\s:]+|[–—>→-]+\s*)",
                r"(#?KEY|#[0-9]{1,7}|[\w.-]+/[\w.-]+#[0-9]+)|",
                r"(?i:ticket|issue|pr|jira)[\s:]+([0-9]{2,7}))|",
                r",?\s(?i:case|request|ticket|bug|sr) (?i:no\.? |number |id )?#?([0-9]{5,10}))$"
            )
            .replace("KEY", KEY),
        )
    });
    if !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = TICKET.captures(text)?;
    let ticket = found.iter().skip(1).flatten().next()?.as_str();
    let bracket = found[0].starts_with([')', ']', '.']);
    let start = found.get(0)?.start() + usize::from(bracket);
    (!is_norm(ticket)).then(|| (start, ticket.to_owned()))
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

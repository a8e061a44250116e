//! What hangs on an item: owner, due date, ticket, state marks, estimates. Taken off, what stays is the promise.
//!
//! In: a raw item. Out: its text without trailers and what they said. Trailers are taken from the end one by one until
//! nothing more is recognised, so their order does not matter.

use std::sync::LazyLock;

use regex::Regex;

use super::RawAction;
use super::state::{Mark, mark_in_bracket, mark_of};

/// An item without its trailers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stripped {
    pub(super) text: String,
    pub(super) owner: Option<String>,
    pub(super) due: Option<String>,
    pub(super) ticket: Option<String>,
    pub(super) mark: Option<Mark>,
    /// The item was nothing but a reference; `text` then repeats it.
    pub(super) only_ticket: bool,
}

/// No item has more trailers than this.
const MOST_TRAILERS: usize = 10;

/// No trailer is looked for further than this many bytes from the end.
const REACH: usize = 400;

/// Takes the trailers off an item; a table row gives its columns first.
pub(super) fn strip(raw: &RawAction) -> Stripped {
    let mut item = raw
        .columns
        .as_ref()
        .map_or_else(|| Stripped { text: raw.text.clone(), ..Stripped::default() }, |row| from_row(row, raw));
    let whole = item.text.trim().to_owned();
    take_leading(&mut item);
    let mut links: Vec<&(String, String)> = raw.links.iter().collect();
    for _ in 0..MOST_TRAILERS {
        if !take_trailing(&mut item, &mut links) {
            break;
        }
    }
    item.text = item.text.trim().to_owned();
    if item.text.chars().all(|c| !c.is_alphanumeric()) && item.ticket.is_some() {
        item.only_ticket = true;
        item.text = whole;
    } else if raw.links.len() == 1 && raw.links[0].0.trim() == whole && is_tracker(&raw.links[0].1) {
        item.ticket = Some(raw.links[0].1.clone());
        item.only_ticket = is_reference(&whole);
    }
    if item.ticket.is_none() {
        item.ticket = raw
            .links
            .iter()
            .find(|(_, url)| is_tracker(url))
            .map(|(_, url)| url.clone())
            .or_else(|| number_in(&item.text));
    }
    item
}

fn number_in(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[\s(\[])(#[0-9]{1,6})(?:$|[\s)\].,;:])"));
    NUMBER.captures(text).map(|found| found[1].to_owned())
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is compiled in and tested")
}

// ---- table rows ----------------------------------------------------------------------------------------------------

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Text,
    Owner,
    Due,
    State,
    Done,
    Ticket,
    Aside,
}

const HEADERS: &[(Column, &[&str])] = &[
    (
        Column::Text,
        &[
            "action",
            "actions",
            "action item",
            "action items",
            "task",
            "tasks",
            "description",
            "item",
            "items",
            "improvement",
            "what",
            "todo",
            "to do",
            "follow-up",
            "follow up",
            "followup",
            "remediation",
            "measure",
            "recommendation",
            "step",
            "activity",
            "work item",
            "summary",
            "title",
            "action description",
            "corrective action",
            "preventive action",
            "action taken",
            "next step",
            "next steps",
        ],
    ),
    (
        Column::Owner,
        &[
            "owner",
            "owners",
            "assignee",
            "assignees",
            "assigned to",
            "assigned",
            "responsible",
            "team",
            "who",
            "dri",
            "lead",
            "poc",
            "owner/team",
            "owning team",
            "responsible party",
            "responsibility",
            "action owner",
            "responsible team",
        ],
    ),
    (
        Column::Due,
        &[
            "due",
            "due date",
            "due by",
            "deadline",
            "eta",
            "target",
            "target date",
            "when",
            "by",
            "by when",
            "completion date",
            "timeframe",
            "timeline",
            "target completion",
            "date",
            "expected completion",
        ],
    ),
    (Column::State, &["status", "state", "progress"]),
    (Column::Done, &["done", "done?", "completed", "completed?", "complete", "✅"]),
    (
        Column::Ticket,
        &[
            "ticket",
            "tickets",
            "issue",
            "issues",
            "linear",
            "github",
            "jira",
            "tracking",
            "tracking bug",
            "tracking issue",
            "bug",
            "link",
            "links",
            "reference",
            "ref",
            "pr",
            "tracker",
            "gitlab",
            "issue link",
            "ticket link",
            "github issue",
            "tracking ticket",
            "pull request",
            "asana",
            "shortcut",
            "story",
        ],
    ),
    (
        Column::Aside,
        &[
            "#", "id", "no", "no.", "nr", "priority", "prio", "severity", "type", "kind", "category", "notes", "note",
            "comment", "comments", "effort", "estimate", "size", "impact",
        ],
    ),
];

fn column(header: &str) -> Option<Column> {
    let header = header.trim().trim_matches(['*', '_', ':']).trim().to_lowercase();
    HEADERS.iter().find(|(_, names)| names.contains(&header.as_str())).map(|(column, _)| *column)
}

fn from_row(row: &[(String, String)], raw: &RawAction) -> Stripped {
    let mut item = Stripped::default();
    let mut loose: Vec<&str> = Vec::new();
    for (header, cell) in row {
        let kind = column(header);
        let Some(value) = filled(cell) else {
            if kind == Some(Column::Done) {
                item.mark = Some(Mark::Open);
            }
            continue;
        };
        match kind {
            Some(Column::Text) if item.text.is_empty() => item.text = value.to_owned(),
            Some(Column::Owner) if item.owner.is_none() => item.owner = Some(value.to_owned()),
            Some(Column::Due) if item.due.is_none() => item.due = Some(value.to_owned()),
            Some(Column::State) => item.mark = mark_of(value).or(item.mark),
            Some(Column::Done) => {
                item.mark = mark_of(value).or(Some(if is_no(value) { Mark::Open } else { Mark::Done }))
            }
            Some(Column::Ticket) if item.ticket.is_none() => {
                let url = raw.links.iter().find(|(text, _)| text.trim() == value).map(|(_, url)| url.as_str());
                item.ticket = Some(url.unwrap_or(value).to_owned());
            }
            None => loose.push(value),
            _ => {}
        }
    }
    if item.text.is_empty() {
        item.text = loose.into_iter().max_by_key(|cell| cell.len()).unwrap_or_default().to_owned();
    }
    item
}

/// The value of a cell, or `None` where it says that there is none.
fn filled(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let nothing =
        ["", "-", "--", "—", "–", "n/a", "na", "none", "none.", "tbd", "tba", "tbc", "?", "...", "…", "unassigned"];
    (!nothing.contains(&cell.to_lowercase().as_str())).then_some(cell)
}

fn is_no(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "no" | "n" | "false" | "❌" | "✗" | "[ ]" | "☐")
}

// ---- leading marks -------------------------------------------------------------------------------------------------

#[rustfmt::skip]
const BOXES: &[(&str, Mark)] = &[
    ("[x]", Mark::Done), ("[X]", Mark::Done), ("[ ]", Mark::Open), ("[]", Mark::Open), ("✅", Mark::Done),
    ("☑️", Mark::Done), ("☑", Mark::Done), ("✔️", Mark::Done), ("✔", Mark::Done), ("✓", Mark::Done),
    ("☐", Mark::Open), ("❌", Mark::Dropped), ("🚧", Mark::Open), ("⏳", Mark::Open),
];

fn take_leading(item: &mut Stripped) {
    static BRACKETED: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:\(([^()]{1,30})\)|\[([^\[\]]{1,30})\])[\s:–—-]*"));
    static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^(?i:(done|completed|todo|open|in progress|wip|won't do|wontfix|dropped|p[0-4]))\s*(?::|\s[-–—]\s)\s*")
    });
    static OWNED: LazyLock<Regex> = LazyLock::new(|| regex(r"^(@[\w./-]{2,40}|(?:[A-Z][\w&]*\s){1,3}[Tt]eam)\s*:\s+"));
    for _ in 0..MOST_TRAILERS {
        let text = item.text.trim_start();
        if let Some((sign, mark)) = BOXES.iter().find(|(sign, _)| text.starts_with(sign)) {
            item.mark = item.mark.or(Some(*mark));
            item.text = text[sign.len()..].trim_start().to_owned();
            continue;
        }
        if let Some(found) = BRACKETED.captures(text) {
            let inside = found.get(1).or(found.get(2)).map_or("", |inside| inside.as_str()).to_owned();
            let end = found[0].len();
            let rest = text[end..].to_owned();
            let is_link = rest.is_empty();
            if !is_link && accept(item, &inside, &mut Vec::new()) {
                item.text = rest;
                continue;
            }
        } else if let Some(found) = LABELLED.captures(text) {
            let (mark, rest) = (mark_of(&found[1]), text[found[0].len()..].to_owned());
            item.mark = item.mark.or(mark);
            item.text = rest;
            continue;
        } else if let Some(found) = OWNED.captures(text) {
            let (owner, rest) = (found[1].to_owned(), text[found[0].len()..].to_owned());
            item.owner.get_or_insert(owner);
            item.text = rest;
            continue;
        }
        break;
    }
}

// ---- trailers ------------------------------------------------------------------------------------------------------

/// Takes one trailer off the end; false where none is left.
fn take_trailing(item: &mut Stripped, links: &mut Vec<&(String, String)>) -> bool {
    let text = item.text.trim_end();
    let bare = text.trim_end_matches(['.', ',', ';']).trim_end();
    let bare = if bare.is_empty() { text } else { bare };
    if let Some(open) = opening_bracket(bare) {
        let inside = bare[open + 1..bare.len() - 1].to_owned();
        let rest = rest_of(text, open, bare.len());
        if accept(item, &inside, links) {
            item.text = rest;
            return true;
        }
    }
    take_link(item, links)
        || take_sign(item)
        || take_labelled(item, links)
        || take_address(item)
        || take_number(item)
        || take_done(item)
        || take_due(item)
        || take_handle(item)
}

/// What stays when the trailer between two bytes is taken off: the full stop behind it stays too.
fn rest_of(text: &str, start: usize, end: usize) -> String {
    let stop = if text[end..].starts_with('.') { "." } else { "" };
    let kept = text[..start].trim_end();
    let kept = kept.trim_end_matches([',', ';', '(', '[', '-', '–', '—', '|', ':', '→']).trim_end();
    let stop = if kept.is_empty() || kept.ends_with(['.', '!', '?']) { "" } else { stop };
    format!("{kept}{stop}")
}

fn opening_bracket(text: &str) -> Option<usize> {
    let close = text.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let mut depth = 0;
    for (at, c) in text.char_indices().rev().take(REACH) {
        if c == close {
            depth += 1;
        } else if c == open {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Whether every part of a bracket is a trailer; if so, notes what they say.
fn accept(item: &mut Stripped, inside: &str, links: &mut Vec<&(String, String)>) -> bool {
    let mut read = item.clone();
    let parts = inside.split([',', ';', '|', '·']).map(str::trim).filter(|part| !part.is_empty());
    let mut any = false;
    for part in parts {
        any = true;
        if !accept_part(&mut read, part, links) {
            return false;
        }
    }
    if any {
        *item = read;
    }
    any
}

fn accept_part(item: &mut Stripped, part: &str, links: &mut Vec<&(String, String)>) -> bool {
    static ESTIMATE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?i:~?\d+(?:\.\d+)?\s?(?:m|min|mins|minutes|h|hr|hrs|hours?|d|days?|w|weeks?|sp|pts?|points?)|p[0-4]|(?:high|medium|low|critical|urgent)(?: priority)?|x?s|m|x?l)$",
        )
    });
    if let Some(position) = links.iter().rposition(|(text, _)| text.trim() == part) {
        let url = links[position].1.clone();
        if is_tracker(&url) || is_reference(part) {
            links.remove(position);
            item.ticket.get_or_insert(url);
            return true;
        }
    }
    if let Some(mark) = mark_in_bracket(part) {
        item.mark = item.mark.or(Some(mark));
        return true;
    }
    if let Some((label, value)) =
        part.split_once(':').filter(|(_, value)| !value.trim().is_empty() && !value.starts_with("//"))
    {
        return accept_label(item, label, value.trim(), links);
    }
    if let Some(rest) = strip_word(part, &["owner", "assignee", "due", "by", "eta"]) {
        return accept_label(item, &part[..part.len() - rest.len()], rest.trim(), links);
    }
    if let Some(ticket) = ticket_of(part) {
        item.ticket.get_or_insert(ticket);
        return true;
    }
    if is_date(part) {
        item.due.get_or_insert(part.to_owned());
        return true;
    }
    if is_handles(part) {
        item.owner.get_or_insert(part.to_owned());
        return true;
    }
    ESTIMATE.is_match(part)
}

fn strip_word<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        (head.eq_ignore_ascii_case(word) && rest.starts_with(' ')).then_some(rest)
    })
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
    ("due", Label::Due), ("due date", Label::Due), ("due by", Label::Due), ("deadline", Label::Due),
    ("eta", Label::Due), ("target", Label::Due), ("target date", Label::Due), ("by", Label::Due),
    ("ticket", Label::Ticket), ("issue", Label::Ticket), ("jira", Label::Ticket), ("linear", Label::Ticket),
    ("tracked in", Label::Ticket), ("tracking", Label::Ticket), ("tracking issue", Label::Ticket),
    ("pr", Label::Ticket), ("github", Label::Ticket), ("tracked by", Label::Ticket), ("see", Label::Ticket),
    ("status", Label::Status), ("state", Label::Status), ("priority", Label::Aside), ("prio", Label::Aside),
    ("estimate", Label::Aside), ("effort", Label::Aside),
];

fn accept_label(item: &mut Stripped, label: &str, value: &str, links: &mut Vec<&(String, String)>) -> bool {
    let label = label.trim().to_lowercase();
    let Some((_, label)) = LABELS.iter().find(|(name, _)| *name == label) else { return false };
    let value = value.trim().trim_end_matches(['.', ',', ';']).trim();
    let Some(value) = filled(value) else { return true };
    match label {
        Label::Owner if value.len() <= 60 => {
            item.owner.get_or_insert(value.to_owned());
        }
        Label::Due if value.len() <= 40 => {
            item.due.get_or_insert(value.to_owned());
        }
        Label::Ticket => {
            let url = links.iter().find(|(text, _)| text.trim() == value).map(|(_, url)| url.clone());
            let Some(ticket) = url.or_else(|| ticket_of(value)) else { return false };
            item.ticket.get_or_insert(ticket);
        }
        Label::Status => {
            let Some(mark) = mark_of(value) else { return false };
            item.mark = Some(mark);
        }
        Label::Aside if value.len() <= 20 => {}
        _ => return false,
    }
    true
}

/// "... Owner: @platform", "... - Due: 2025-06-30".
fn take_labelled(item: &mut Stripped, links: &mut Vec<&(String, String)>) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)(?:^|[\s(\[|,;.–—-])(owners?|assignee|assigned to|dri|responsible|due(?: date| by)?|deadline|eta|target(?: date)?|ticket|issue|jira|linear|tracked in|tracking(?: issue)?|pr|status|priority|estimate)\s*:\s*",
        )
    });
    let tail_start = tail(&item.text);
    if !item.text[tail_start..].contains(':') {
        return false;
    }
    let text = item.text.clone();
    let Some(found) = LABEL.captures_iter(&text[tail_start..]).last() else { return false };
    let (Some(whole), Some(label)) = (found.get(0), found.get(1)) else { return false };
    let value = &text[tail_start + whole.end()..];
    if tail_start + label.start() == 0 || value.contains(". ") || !accept_label(item, label.as_str(), value, links) {
        return false;
    }
    item.text = rest_of(&text, tail_start + label.start(), text.len());
    true
}

/// First byte of the part of a text in which trailers are looked for.
fn tail(text: &str) -> usize {
    (text.len().saturating_sub(REACH)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A link at the end whose address or whose words are those of a ticket.
fn take_link(item: &mut Stripped, links: &mut Vec<&(String, String)>) -> bool {
    let text = item.text.trim_end();
    let bare = text.trim_end_matches('.');
    let Some((label, url)) = links.last().map(|(label, url)| (label.trim(), url.clone())) else { return false };
    if label.is_empty()
        || !bare.ends_with(label)
        || bare.len() == label.len()
        || !(is_tracker(&url) || is_reference(label))
    {
        return false;
    }
    let rest = rest_of(text, bare.len() - label.len(), bare.len());
    item.ticket.get_or_insert(url);
    links.pop();
    item.text = without_connector(item, &rest);
    true
}

/// "... https://tracker/issues/12" at the end.
fn take_address(item: &mut Stripped) -> bool {
    let text = item.text.trim_end();
    let bare = text.trim_end_matches(['.', ',']);
    let start = bare.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let start =
        start + bare[start..].len() - bare[start..].trim_start_matches(|c: char| c.is_whitespace() || c == '(').len();
    let word = &bare[start..];
    let is_address = word.starts_with("http://") || word.starts_with("https://");
    if !is_address || !(start == 0 || is_tracker(word)) {
        return false;
    }
    let (ticket, rest) = (word.to_owned(), rest_of(text, start, bare.len()));
    item.ticket.get_or_insert(ticket);
    item.text = without_connector(item, &rest);
    true
}

/// "... Ticket #123", "... OPS-12" after a word that leads up to a ticket.
fn take_number(item: &mut Stripped) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|\s)(?:#[0-9]{1,7}|(?:(?i:ticket|issue|pr|jira|tracked in|see|in|via|linear|task|story)|[:–—-])[\s:]*(#?[A-Z][A-Z0-9]{1,9}-[0-9]{1,6}|[\w.-]+/[\w.-]+#[0-9]+|#?[0-9]{2,7}))$",
        )
    });
    let text = item.text.trim_end();
    let bare = text.trim_end_matches(['.', ',', ')', ']']);
    let from = tail(bare);
    let Some(found) = NUMBER.find(&bare[from..]) else { return false };
    let start = from + found.start();
    let word = bare.rsplit([' ', ':', '\t']).next().unwrap_or(bare);
    if word.bytes().all(|byte| byte.is_ascii_digit())
        && !["ticket", "issue", "pr", "jira"].iter().any(|name| found.as_str().to_lowercase().contains(name))
    {
        return false;
    }
    let (ticket, rest) = (word.to_owned(), rest_of(text, start, bare.len()));
    item.ticket.get_or_insert(ticket);
    item.text = without_connector(item, &rest);
    true
}

/// Takes off what only led up to a ticket: "Ticket", "PR", "DONE in".
fn without_connector(item: &mut Stripped, text: &str) -> String {
    static CONNECTOR: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[\s.,;:(\[–—-])(?:(?i:ticker|ticket raised|ticket|tickets|issue|jira|tracked (?:in|by)|tracking|see|via|pr|pull request|link|task)|((?i:done|completed|fixed|implemented)) (?i:in|by|with|via))\s*[:–—(-]*\s*\.?$",
        )
    });
    let from = tail(text);
    let Some(found) = CONNECTOR.captures(&text[from..]) else { return text.to_owned() };
    if found.get(1).is_some() {
        item.mark = item.mark.or(Some(Mark::Done));
    }
    let start = found.get(0).map_or(text.len(), |whole| from + whole.start());
    let stop = if text[start..].starts_with('.') { "." } else { "" };
    format!("{}{stop}", text[..start].trim_end())
}

/// "... DONE", "... - done".
fn take_done(item: &mut Stripped) -> bool {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:[\s.]DONE|\s*[–—:]\s*(?i:done|completed|complete)|\s-\s*(?i:done|completed|complete|in progress|todo|wip))[.!]?$",
        )
    });
    let text = item.text.trim_end();
    let from = tail(text);
    let Some(found) = DONE.find(&text[from..]) else { return false };
    let mark = mark_of(found.as_str().trim_matches(|c: char| !c.is_alphanumeric())).unwrap_or(Mark::Done);
    let start = from + found.start();
    let stop = if text[start..].starts_with('.') { "." } else { "" };
    let rest = format!("{}{stop}", text[..start].trim_end());
    item.mark = item.mark.or(Some(mark));
    item.text = rest;
    true
}

/// "... ✅" at the end.
fn take_sign(item: &mut Stripped) -> bool {
    let text = item.text.trim_end();
    let Some((sign, mark)) = BOXES.iter().find(|(sign, _)| text.ends_with(sign) && !sign.starts_with('[')) else {
        return false;
    };
    let rest = text[..text.len() - sign.len()].trim_end().to_owned();
    item.mark = item.mark.or(Some(*mark));
    item.text = rest;
    true
}

const DATE: &str = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|Q[1-4][\s'/-]{0,2}\d{2,4}|\d{4}[\s/-]?Q[1-4]|H[12]\s\d{4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?|\d{1,2}(?:st|nd|rd|th)?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?(?:,?\s\d{4})?|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{4}|\+\d{1,3}\s?[dwm]|Q[1-4])";

fn is_date(text: &str) -> bool {
    static WHOLE: LazyLock<Regex> =
        LazyLock::new(|| regex(&format!(r"^(?:(?i:end of|mid|early|late)[\s-])?{DATE}(?:\s?[-–]\s?{DATE})?$")));
    text.len() <= 40 && WHOLE.is_match(text)
}

/// "... by Q4 2025", "... due 2025-06-30", "... +7d".
fn take_due(item: &mut Stripped) -> bool {
    static DUE: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(
            r"(?:\s(?i:by|due|until|before)\s(?:the\s)?((?:(?i:end of|mid|early|late)[\s-])?{DATE})|[\s(\[,–—-](\+\d{{1,3}}\s?[dwm])|\s[–—-]\s({DATE}))$"
        ))
    });
    let text = item.text.trim_end();
    let bare = text.trim_end_matches(['.', ',', ')', ']']);
    let from = tail(bare);
    let Some(found) = DUE.captures(&bare[from..]) else { return false };
    let Some(date) = found.get(1).or(found.get(2)).or(found.get(3)) else { return false };
    let date = date.as_str().to_owned();
    let start = found.get(0).map_or(bare.len(), |whole| from + whole.start());
    let rest = rest_of(text, start, bare.len());
    item.due.get_or_insert(date);
    item.text = rest;
    true
}

/// "... @platform-team".
fn take_handle(item: &mut Stripped) -> bool {
    let text = item.text.trim_end();
    let bare = text.trim_end_matches(['.', ',', ')']);
    let Some(start) = bare.rfind(char::is_whitespace).map(|at| at + 1) else { return false };
    let start =
        start + bare[start..].len() - bare[start..].trim_start_matches(|c: char| c.is_whitespace() || c == '(').len();
    if !is_handles(&bare[start..]) {
        return false;
    }
    let (owner, rest) = (bare[start..].to_owned(), rest_of(text, start, bare.len()));
    item.owner.get_or_insert(owner);
    item.text = rest;
    true
}

fn is_handles(text: &str) -> bool {
    !text.is_empty()
        && text.split_whitespace().all(|word| {
            word.strip_prefix('@').is_some_and(|name| {
                name.starts_with(|c: char| c.is_alphabetic())
                    && name.len() > 1
                    && name.chars().all(|c| c.is_alphanumeric() || "-_/.".contains(c))
            })
        })
}

// ---- tickets -------------------------------------------------------------------------------------------------------

#[rustfmt::skip]
const TRACKERS: &[&str] = &[
    "/issues/", "/pull/", "/pulls/", "/pull-requests/", "/merge_requests/", "/browse/", "linear.app",
    "atlassian.net", "jira.", "/jira/", "zenhub.com", "trello.com/c/", "app.asana.com", "app.shortcut.com",
    "clickup.com", "youtrack", "bugzilla", "show_bug.cgi", "/ticket/", "/tickets/", "dev.azure.com", "phabricator",
    "issuetracker", "monday.com", "/work_items/", "/story/",
];

/// Whether an address is that of a ticket or a change.
fn is_tracker(url: &str) -> bool {
    TRACKERS.iter().any(|part| url.contains(part))
}

/// Whether the words of a link only say that it is a ticket: "Issue", "PR", "#123", "link to issue".
fn is_reference(text: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "issue", "pr", "ticket", "link to issue", "link", "pull request", "jira", "linear", "task", "mr",
        "link to ticket", "link to pr", "tracking issue", "issue link", "github issue", "this issue", "here",
    ];
    WORDS.contains(&text.trim().trim_end_matches(':').to_lowercase().as_str()) || ticket_of(text).is_some()
}

/// The ticket that a text consists of: `#123`, `OPS-12`, `PR #5`, `org/repo#7`, an address.
fn ticket_of(text: &str) -> Option<String> {
    static TICKET: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:(?i:ticket|issue|pr|pull request|jira|see|tracked in|linear|mr)[\s:]*)?(#[0-9]{1,7}|[A-Z][A-Z0-9]{1,9}-[0-9]{1,6}|[\w.-]+/[\w.-]+#[0-9]+|![0-9]{1,6}|https?://\S+)$",
        )
    });
    let found = TICKET.captures(text.trim())?;
    let ticket = found[1].to_owned();
    let is_norm = NORMS.iter().any(|norm| ticket.strip_prefix(norm).is_some_and(|rest| rest.starts_with('-')));
    (!is_norm).then_some(ticket)
}

/// What looks like a ticket and is the name of a standard.
const NORMS: &[&str] = &[
    "UTF", "SHA", "ISO", "RFC", "CVE", "AES", "TLS", "SSL", "HTTP", "MD", "IPV", "COVID", "SEV", "EC2", "S3", "UTC",
    "GMT", "X", "RSA", "P",
];

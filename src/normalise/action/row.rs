//! Table rows: which column says what.
//!
//! In: a row as pairs of header and cell. Out: the promise and what the other columns say. Headers are matched whole,
//! so that a column "Action owner" is no action.

use super::RawAction;
use super::label::told_by_list;
use super::state::{Mark, mark_of};
use super::trailer::Stripped;

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

#[rustfmt::skip]
const HEADERS: &[(Column, &[&str])] = &[
    (Column::Text, &[
        "action", "actions", "action item", "action items", "action description", "action taken", "task", "tasks",
        "description", "item", "items", "work item", "improvement", "what", "todo", "to do", "follow-up", "follow up",
        "followup", "remediation", "measure", "recommendation", "step", "next step", "next steps", "activity",
        "summary", "title", "corrective action", "preventive action",
    ]),
    (Column::Owner, &[
        "owner", "owners", "owner/team", "owning team", "action owner", "assignee", "assignees", "assigned",
        "assigned to", "responsible", "responsible party", "responsible team", "responsibility", "team", "who", "dri",
        "lead", "poc",
    ]),
    (Column::Due, &[
        "due", "due date", "due by", "deadline", "eta", "target", "target date", "target completion", "when", "by",
        "by when", "completion date", "expected completion", "timeframe", "timeline", "date", "expected date", "planned date",
        "estimated date", "estimated completion", "expected by", "planned for", "target quarter", "target release",
    ]),
    (Column::State, &["status", "state", "progress", "current status", "outcome", "resolution"]),
    (Column::Done, &["done", "done?", "completed", "completed?", "complete", "✅"]),
    (Column::Ticket, &[
        "ticket", "tickets", "ticket link", "tracking ticket", "issue", "issues", "issue link", "github issue",
        "tracking issue", "tracking bug", "tracking", "tracker", "bug", "linear", "github", "gitlab", "jira", "asana",
        "shortcut", "story", "link", "links", "reference", "ref", "pr", "pull request",
    ]),
    (Column::Aside, &[
        "#", "id", "no", "no.", "nr", "priority", "prio", "severity", "type", "kind", "category", "notes", "note",
        "comment", "comments", "effort", "estimate", "size", "impact",
    ]),
];

fn column(header: &str) -> Option<Column> {
    let header = header.trim().trim_matches(['*', '_', ':', '?']).trim().to_lowercase();
    HEADERS.iter().find(|(_, names)| names.contains(&header.as_str())).map(|(column, _)| *column)
}

/// Heads of columns that hold promises and nothing else.
#[rustfmt::skip]
const PROMISES: &[&str] = &[
    "action", "actions", "action item", "action items", "task", "tasks", "measure", "measures", "recommendation", "recommendations",
    "improvement", "improvements", "follow-up", "follow up", "follow-ups", "todo", "to do", "remediation", "corrective action",
    "preventive action", "commitment", "work item", "next step", "next steps",
];

/// Whether a table holds promises by the heads of its columns: one names them, another says whose, by when or how far.
pub fn names_promises<'h>(heads: impl Iterator<Item = &'h str> + Clone) -> bool {
    let bare = |head: &str| head.trim().trim_matches(['*', '_', ':', '?']).trim().to_lowercase();
    let clocks = ["time", "timestamp", "utc", "at", "clock"];
    let is_told = heads.clone().any(|head| clocks.contains(&bare(head).split(' ').next().unwrap_or_default()));
    let promised = heads.clone().any(|head| PROMISES.contains(&bare(head).as_str()));
    let kept = heads.clone().any(|head| {
        matches!(column(head), Some(Column::Owner | Column::Due | Column::State | Column::Done | Column::Ticket))
    });
    promised && kept && !is_told
}

/// Reads a row; where no header names the promise, the longest cell under an unknown header is it.
pub(super) fn from_row(row: &[(String, String)], raw: &RawAction) -> Stripped {
    let mut item = Stripped::default();
    let mut loose: Vec<&str> = Vec::new();
    for (header, cell) in row {
        match (column(header), filled(cell)) {
            (None, Some(value)) => loose.push(value),
            (Some(Column::Done), None) => item.mark = Some(Mark::Open),
            (Some(column), Some(value)) => take(&mut item, column, value, raw),
            _ => {}
        }
    }
    if item.text.is_empty() {
        item.text = loose.into_iter().max_by_key(|cell| cell.len()).unwrap_or_default().to_owned();
    }
    item
}

fn take(item: &mut Stripped, column: Column, value: &str, raw: &RawAction) {
    let label = match column {
        Column::Owner => "owner",
        Column::Due => "due",
        _ => "",
    };
    let told = told_by_list(label, value, &raw.links).unwrap_or_default();
    match column {
        Column::Owner | Column::Due if !told.is_empty() => told.into_iter().for_each(|told| item.note(told)),
        Column::Text if item.text.is_empty() => item.text = value.to_owned(),
        Column::Owner => item.owner = item.owner.take().or(Some(value.to_owned())),
        Column::Due => item.due = item.due.take().or(Some(value.to_owned())),
        Column::State => item.mark = mark_of(value).or(item.mark),
        Column::Done => item.mark = mark_of(value).or(Some(if is_no(value) { Mark::Open } else { Mark::Done })),
        Column::Ticket => {
            let (value, mark) = without_state(value);
            item.mark = item.mark.or(mark);
            let url = raw.links.iter().find(|(text, _)| without_state(text).0 == value).map(|(_, url)| url.clone());
            let value = filled(value).or(url.as_deref());
            let Some(value) = value.map(str::to_owned) else { return };
            item.ticket.get_or_insert_with(|| url.unwrap_or(value));
        }
        Column::Text | Column::Aside => {}
    }
}

/// `#12 DONE`, `n/a **TODO**`: the number, and where the item stands.
fn without_state(value: &str) -> (&str, Option<Mark>) {
    let value = value.trim();
    let Some((number, state)) = value.rsplit_once(char::is_whitespace) else { return (value, None) };
    let is_loud = state.chars().any(char::is_alphabetic) && !state.chars().any(char::is_lowercase);
    match mark_of(state).filter(|_| is_loud) {
        Some(mark) => (number.trim_end(), Some(mark)),
        None => (value, None),
    }
}

/// What stands in a cell that has nothing to say.
const EMPTY: &[&str] =
    &["", "-", "--", "—", "–", "n/a", "na", "none", "none.", "tbd", "tba", "tbc", "?", "...", "…", "unassigned"];

/// The value of a cell, or `None` where it says that there is none.
pub(super) fn filled(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    (cell.len() > 12 || !EMPTY.contains(&cell.to_lowercase().as_str())).then_some(cell)
}

fn is_no(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "no" | "n" | "false" | "❌" | "✗" | "[ ]" | "☐")
}

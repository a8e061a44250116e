//! Table rows: which column says what.
//!
//! In: a row as pairs of header and cell. Out: the promise and what the other columns say. Headers are matched whole,
//! so that a column "Action owner" is no action.

use super::RawAction;
use super::label::told_by_list;
use super::state::{Mark, mark_of};
use super::term::term;
use super::ticket::leading_key;
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
        "summary", "title", "corrective action", "preventive action", "action point", "action points", "measures", "recommendations", "improvements", "follow-ups", "follow ups", "follow-up action", "follow-up item",
        "next action", "next actions", "to-do", "todos", "commitment", "commitments", "countermeasure", "countermeasures", "change", "proposed change", "planned action", "agreed action", "remediation action", "remediation item",
        "remediation step", "corrective measure", "preventive measure", "mitigation", "deliverable", "job", "what to do", "what we do", "what needs to be done", "thing", "work", "lesson", "issue/action", "subject", "point",
    ]),
    (Column::Owner, &[
        "owner", "owners", "owner/team", "owning team", "action owner", "assignee", "assignees", "assigned",
        "assigned to", "responsible", "responsible party", "responsible team", "responsibility", "team", "who", "dri",
        "lead", "poc", "pilot", "in charge", "person in charge", "accountable", "accountable party", "driver", "assigned team", "handled by",
        "owned by", "contact", "point of contact", "action by", "resp", "resp.", "responsible person", "person responsible", "person", "owner(s)", "assignee(s)", "squad",
        "action party", "by whom", "whom", "actor", "agreed owner", "department", "unit",
    ]),
    (Column::Due, &[
        "due", "due date", "due by", "deadline", "eta", "target", "target date", "target completion", "when", "by",
        "by when", "completion date", "expected completion", "timeframe", "timeline", "date", "expected date", "planned date",
        "estimated date", "estimated completion", "expected by", "planned for", "target quarter", "target release", "until", "till", "latest",
        "no later than", "term", "completion", "finish", "finish by", "to be done by", "ready by", "delivery", "delivery date", "goal date", "agreed date", "commitment date", "sprint", "quarter",
        "due on", "eta date", "planned", "planned completion", "limit date", "time limit",
    ]),
    (Column::State, &[
        "status", "state", "progress", "current status", "outcome", "resolution", "advancement", "advance", "stage", "condition", "completion status", "% done", "% complete", "percent complete",
        "percentage", "how far", "state of work", "standing", "result", "update", "closed", "closed?", "open/closed", "open?",
    ]),
    (Column::Done, &["done", "done?", "completed", "completed?", "complete", "✅", "✔", "✓", "finished", "finished?", "implemented", "implemented?", "fixed", "fixed?", "ok", "ok?"]),
    (Column::Ticket, &[
        "ticket", "tickets", "ticket link", "tracking ticket", "issue", "issues", "issue link", "github issue",
        "tracking issue", "tracking bug", "tracking", "tracker", "bug", "linear", "github", "gitlab", "jira", "asana",
        "shortcut", "story", "link", "links", "reference", "ref", "pr", "pull request", "ticket #", "ticket no", "ticket no.", "ticket id", "issue #", "bug id", "bug #", "jira ticket", "jira issue",
        "jira key", "key", "tracked in", "tracked at", "where", "youtrack", "bugzilla", "mr", "merge request", "card", "work order",
    ]),
    (Column::Aside, &[
        "#", "id", "no", "no.", "nr", "priority", "prio", "severity", "type", "kind", "category", "notes", "note",
        "comment", "comments", "effort", "estimate", "size", "impact", "nr.", "num", "number", "item #", "item no", "item no.", "action id", "action #", "sl no", "s.no", "rank", "moscow", "urgency", "cost", "risk", "goal", "purpose",
        "why", "remark", "remarks", "area", "theme", "cause", "addresses", "mitigates", "phase", "horizon", "class",
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
    "preventive action", "commitment", "work item", "next step", "next steps", "action point", "action points", "countermeasure", "countermeasures",
    "planned action", "agreed action", "follow-up action", "follow-up item", "remediation item", "corrective measure", "preventive measure", "to-do", "todos",
    "commitments", "remediation action", "what to do", "proposed change", "corrective actions", "preventive actions", "action description",
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

/// Whether any head of a table is one that tables of promises have.
pub fn knows_a_head(heads: &[String]) -> bool {
    heads.iter().any(|head| column(head).is_some_and(|column| column != Column::Aside))
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
        Column::Due if mark_of(value).is_some() && term(value).is_none() => item.mark = mark_of(value).or(item.mark),
        Column::Owner | Column::Due if !told.is_empty() => told.into_iter().for_each(|told| item.note(told)),
        Column::Text if item.text.is_empty() => item.text = value.to_owned(),
        Column::Owner => item.owner = item.owner.take().or(Some(value.to_owned())),
        Column::Due => item.due = item.due.take().or(Some(value.to_owned())),
        Column::State => item.mark = mark_of(value).or_else(|| mark_of(first_clause(value))).or(item.mark),
        Column::Done => item.mark = mark_of(value).or(Some(if is_no(value) { Mark::Open } else { Mark::Done })),
        // "#41 — alert on errors": what is to be done stands behind its number.
        Column::Ticket if item.text.is_empty() && leading_key(value).is_some() => {
            let told = leading_key(value).map(|(length, key)| (value[length..].to_owned(), key));
            let Some((text, key)) = told else { return };
            (item.text, item.ticket) = (text, Some(key));
        }
        Column::Ticket => {
            let (value, mark) = without_state(value);
            item.mark = item.mark.or(mark);
            let url = raw.links.iter().find(|(text, _)| without_state(text).0 == value).map(|(_, url)| url.clone());
            let value = filled(value).or(url.as_deref());
            let Some(value) = value.map(str::to_owned) else { return };
            item.ticket.get_or_insert_with(|| url.unwrap_or(value));
        }
        Column::Aside if value.len() <= 20 && item.mark.is_none() && mark_of(value) == Some(Mark::Done) => {
            item.mark = Some(Mark::Done);
        }
        Column::Text | Column::Aside => {}
    }
}

/// "Resolved by a new alarm — see the pull request": the words that tell the state.
fn first_clause(value: &str) -> &str {
    let cut = value.find([',', ';', '.', '(', '—', '–']).unwrap_or(value.len());
    let clause = value[..cut].trim();
    clause.split_once(" by ").or(clause.split_once(" with ")).map_or(clause, |(state, _)| state)
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

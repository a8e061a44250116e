//! What was promised, with its state and age.

use serde::Serialize;

use super::anchors::Anchors;
use super::life;
use crate::model::{ActionItem, ActionState};
use crate::render::archive::{Archive, Entry};
use crate::render::moment::age_in_days;
use crate::render::view::Link;
use crate::render::view::trend::{Names, PromisedBefore};
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionTable<'a> {
    /// `7 action items: 3 done, 4 open`
    pub sentence: String,
    pub rows: Vec<ActionRow<'a>>,
    /// Whether any row is open, has an owner, a due date, a ticket: columns that would be empty are left out.
    pub has_open: bool,
    pub has_owner: bool,
    pub has_due: bool,
    pub has_ticket: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionRow<'a> {
    pub anchor: String,
    pub text: &'a str,
    /// What it would do and, where there are several, the list it stands in: `validate, follow-ups`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    pub state_id: &'static str,
    /// How far it has come and what says so: `evidenced: ticket done on 2026-05-03 (tickets.json, line 4)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life: Option<String>,
    /// Incidents after it was done that it should have stopped or shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tested_by: Vec<Link>,
    /// How long it has been open, `412 days`; `None` unless it is open and the date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<&'a str>,
    /// Open although the due date has passed.
    pub overdue: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Address of the ticket, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_before: Option<PromisedBefore>,
}

impl<'a> ActionTable<'a> {
    /// `None` without action items.
    pub fn new(archive: &Archive, entry: &Entry<'a>, names: &Names, anchors: &mut Anchors) -> Option<Self> {
        let items = &entry.incident().action_items;
        let first = items.first()?;
        let age = age_in_days(entry.moment, archive.input.as_of).map(|days| words::count(days, "day", "days"));
        let groups = items.iter().any(|item| item.group != first.group);
        let rows = items.iter().enumerate().map(|(at, item)| {
            let anchor = anchors.action(at + 1);
            let promised_before = names.promised_before(&entry.article.slug, at + 1);
            let tested_by = names.tested_by(&entry.article.slug, at + 1);
            ActionRow { promised_before, tested_by, ..row(archive, item, anchor, age.as_deref(), groups) }
        });
        Some(Self {
            sentence: sentence(items),
            rows: rows.collect(),
            has_open: items.iter().any(|item| item.state.is_open()),
            has_owner: items.iter().any(|item| item.owner.is_some()),
            has_due: items.iter().any(|item| item.due.is_some()),
            has_ticket: items.iter().any(|item| item.ticket.is_some()),
        })
    }
}

fn row<'a>(archive: &Archive, item: &'a ActionItem, anchor: String, age: Option<&str>, groups: bool) -> ActionRow<'a> {
    let is_open = item.state.is_open();
    let due_day = item.due.as_deref().and_then(|due| due.trim().parse::<jiff::civil::Date>().ok());
    let ticket_url = item.ticket.as_deref().filter(|ticket| super::is_web(ticket));
    ActionRow {
        anchor,
        text: &item.text,
        note: note(item, groups),
        state: words::action_state(item.state),
        state_id: words::action_state_id(item.state),
        life: life::told(item),
        tested_by: Vec::new(),
        age: age.filter(|_| is_open).map(str::to_owned),
        owner: item.owner.as_deref(),
        due: item.due.as_deref(),
        overdue: is_open && due_day.is_some_and(|due| due < archive.input.as_of),
        ticket: item.ticket.as_deref().map(ticket_name),
        ticket_url,
        promised_before: None,
    }
}

fn note(item: &ActionItem, groups: bool) -> Option<String> {
    let group = groups.then(|| words::lower_first(words::action_group(item.group)));
    let parts = [words::action_kind(item.kind).map(str::to_owned), group].into_iter().flatten().collect::<Vec<_>>();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `#123` of a ticket's address, the whole of anything else.
fn ticket_name(ticket: &str) -> String {
    let last = ticket.trim_end_matches('/').rsplit('/').next().filter(|_| super::is_web(ticket));
    match last {
        Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => format!("#{number}"),
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => ticket.to_owned(),
    }
}

fn sentence(items: &[ActionItem]) -> String {
    let count = |states: &[ActionState]| items.iter().filter(|item| states.contains(&item.state)).count();
    let parts = [
        (count(&[ActionState::Open]), "open"),
        (count(&[ActionState::Done, ActionState::ClaimedDone]), "done"),
        (count(&[ActionState::Dropped]), "dropped"),
        (count(&[ActionState::Tracked, ActionState::Unknown]), "without a recorded state"),
    ];
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>();
    format!("{}: {}.", words::count(items.len(), "action item", "action items"), words::list(&parts))
}

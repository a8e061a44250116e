//! `incidex list`: every file of an archive and what became of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::engine::{self, Account, State};
use super::session::{Archive, Session};
use super::{Exit, Failure, ListFlags, TextOrJson};
use crate::report::findings::{grouped, plural};

#[derive(Serialize)]
struct Listing<'a> {
    schema: &'static str,
    files: Vec<Row<'a>>,
    counts: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    state: &'static str,
    kind: &'static str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    incidents: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    title: &'a str,
    address: &'a str,
}

pub(super) fn run(session: &Session, flags: &ListFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let audience = view.audience.clone();
    let loaded = engine::load(&root, config, view)?;
    let mut accounts = loaded.accounts(&audience);
    if flags.held_back {
        accounts.retain(|account| account.state == State::HeldBack);
    }
    match flags.format {
        TextOrJson::Json => session.report.data(&serde_json::to_string_pretty(&listing(&accounts))?)?,
        TextOrJson::Text if accounts.is_empty() => {}
        TextOrJson::Text => session.report.data(table(&accounts).trim_end())?,
    }
    session.report.say(&summary(&accounts));
    Ok(Exit::Done)
}

fn listing(accounts: &[Account]) -> Listing<'_> {
    let mut counts = BTreeMap::new();
    for account in accounts {
        *counts.entry(word(account.state)).or_default() += 1;
    }
    Listing { schema: "incidex/list/1", files: accounts.iter().map(row).collect(), counts }
}

fn row(account: &Account) -> Row<'_> {
    Row {
        path: &account.path,
        state: word(account.state),
        kind: account.kind,
        reason: &account.reason,
        incidents: account.incidents.iter().map(|(id, title, address)| Named { id, title, address }).collect(),
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Published => "published",
        State::HeldBack => "held_back",
        State::NotRead => "not_read",
        State::Used => "used",
    }
}

fn table(accounts: &[Account]) -> String {
    let width = accounts.iter().map(|account| account.path.chars().count()).max().unwrap_or(0).min(60);
    let line = |account: &Account| {
        let state = word(account.state).replace('_', " ");
        let kind = account.kind.replace('_', " ");
        let line = format!("{state:<9}  {kind:<11}  {:<width$}  {}", account.path, account.reason);
        line.trim_end().to_owned() + "\n"
    };
    accounts.iter().map(line).collect()
}

fn summary(accounts: &[Account]) -> String {
    let count = |state: State| accounts.iter().filter(|account| account.state == state).count();
    format!(
        "{}: {} published, {} held back, {} not read, {} used by incidex",
        plural(accounts.len(), "file"),
        grouped(count(State::Published)),
        grouped(count(State::HeldBack)),
        grouped(count(State::NotRead)),
        grouped(count(State::Used)),
    )
}

/// What a build says of files that are not in the site: those held back by kind, some by name, and endings not read.
pub(super) fn closing(accounts: &[Account]) -> Vec<String> {
    const NAMED: usize = 6;
    const KINDS: &[(&str, &str, &str)] = &[
        ("no_signs", "without a sign of an incident", "without a sign of an incident"),
        ("draft", "draft", "drafts"),
        ("not_due", "not yet due", "not yet due"),
        ("expired", "expired", "expired"),
        ("audience", "for other readers", "for other readers"),
        ("template", "template", "templates"),
        ("index", "index", "indexes"),
        ("other", "other page", "other pages"),
    ];
    let held = || accounts.iter().filter(|account| account.state == State::HeldBack);
    let counted = KINDS.iter().filter_map(|(kind, one, many)| {
        let count = held().filter(|account| account.kind == *kind).count();
        (count > 0).then(|| format!("{} {}", grouped(count), if count == 1 { one } else { many }))
    });
    let counted: Vec<String> = counted.collect();
    let mut lines = Vec::new();
    if !counted.is_empty() {
        lines.push(format!("held back: {}; `incidex list --held-back` says why", counted.join(", ")));
        let telling = ["no_signs", "draft", "not_due", "expired"];
        let names: Vec<&str> = held().filter(|it| telling.contains(&it.kind)).map(|it| it.path.as_str()).collect();
        if !names.is_empty() {
            let more =
                if names.len() > NAMED { format!(" and {} more", grouped(names.len() - NAMED)) } else { String::new() };
            lines.push(format!("           {}{more}", names[..names.len().min(NAMED)].join(", ")));
        }
    }
    let mut endings: BTreeMap<String, usize> = BTreeMap::new();
    for account in accounts.iter().filter(|account| account.kind == "ending") {
        let name = account.path.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
        let ending = ending.map_or("without an ending".to_owned(), |(_, ending)| format!(".{}", ending.to_lowercase()));
        *endings.entry(ending).or_default() += 1;
    }
    if !endings.is_empty() {
        let each: Vec<String> = endings.iter().map(|(ending, count)| format!("{} {ending}", grouped(*count))).collect();
        lines.push(format!("not read: {}", each.join(", ")));
    }
    lines
}

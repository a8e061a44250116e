//! What to do next quarter: the causes that came back, dearest first, with what no completed action names and what is still promised.
//!
//! Input: the recurring causes with their outcomes, and the actions. Output: a [`Next`]. Nothing is estimated: loss is the
//! minutes that reports state, a weakness is a sentence of an author, and what nobody wrote down is listed as unknown.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{ActionState, PartialDate};

use super::actions::{ActionRow, Actions};
use super::archive::{Archive, Case};
use super::cost::Cost;
use super::intent::Aim;
use super::outcome::{Gap, Outcome, OutcomeState, Weakness, acts};
use super::period::Quarter;
use super::promised::{ClaimMade, Promise, is_done};
use super::recurring::{RecurringCause, Strength};
use super::wording;

/// How causes are ranked and what is looked for in each, for whoever prints them.
pub const RULES: [&str; 3] = [
    "Causes stand in the order of the minutes that their incidents lasted together, as far as reports state them or give start and end; then by the number of incidents, then by the last date. Lengths that a report contradicts or that count support hours only are named and not added. Only causes that came back are ranked.",
    "A sentence is one that states the cause or a contributing factor. It counts as addressed where a completed action of any incident of the same cause prevents or detects something and shares a telling word with it; an author's word is not checked against systems.",
    "Of the actions that share a telling word with the cause, the one shown is open rather than without a state, and that rather than done since the last incident; then one that prevents rather than one that detects, then the one promised most often, then the oldest.",
];

/// What the archive says about the coming quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Next {
    /// The quarter after the day of the report.
    pub quarter: Quarter,
    pub as_of: Date,
    /// Recurring causes, the dearest first.
    pub causes: Vec<NextCause>,
    /// The promise made most often that is not done; only where no cause has one of its own.
    pub promise: Option<Standing>,
    /// One sentence for each thing that no report states.
    pub unknown: Vec<String>,
    /// How it was ranked.
    pub rules: [&'static str; 3],
    pub reading: String,
}

/// A cause that came back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextCause {
    /// That of the recurring cause.
    pub id: String,
    pub label: String,
    /// Oldest first.
    pub incidents: Vec<String>,
    pub cost: Cost,
    /// Days from one incident to the next, where their order is certain.
    pub returns: Vec<Gap>,
    pub last: Option<PartialDate>,
    /// Days from the last incident to the day of the report.
    pub quiet_days: Option<i64>,
    pub fix: OutcomeState,
    /// Sentences about why it happened; those that no action names first, then the newest.
    pub unaddressed: Vec<Unaddressed>,
    /// Sentences about why it happened, in all.
    pub sentences: usize,
    pub promise: Option<Standing>,
    /// What it cost and when it came back.
    pub reading: String,
    /// What of it no completed action names.
    pub weaknesses: String,
}

/// An author's sentence about why it happened that no completed action names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unaddressed {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    pub text: String,
    /// File, with the line where it is known: `2024/relay.md:14`.
    pub place: String,
    /// An action names it; no document says that it was done.
    pub promised: bool,
}

/// A promise that is open, or that nothing has tested yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    /// As written.
    pub text: String,
    /// File and line: `2024/relay.md:31`.
    pub place: String,
    /// Counts the items of the incident from 1.
    pub number: usize,
    pub state: ActionState,
    pub owner: Option<String>,
    pub due: Option<String>,
    pub overdue: bool,
    pub ticket: Option<String>,
    /// Incidents after which it was promised, this one among them.
    pub times: usize,
    /// Days since its incident, where the day is known.
    pub age_days: Option<i64>,
    pub reading: String,
}

/// What the parts are made from.
pub struct Given<'a> {
    pub archive: &'a Archive<'a>,
    pub recurring: &'a [RecurringCause],
    /// One per recurring cause, in the same order.
    pub outcomes: &'a [Outcome],
    pub promises: &'a [Promise],
    pub actions: &'a Actions,
    pub claims: &'a [ClaimMade],
    pub as_of: Date,
}

/// The same, with actions by incident: archives have tens of thousands of them.
struct Scene<'a> {
    given: &'a Given<'a>,
    /// By the place of their incident.
    rows: Vec<Vec<&'a ActionRow>>,
    /// Of an action of a promise made again, by incident and number: other incidents that promised it.
    before: BTreeMap<(&'a str, usize), usize>,
}

pub fn next(given: &Given) -> Next {
    let mut rows = vec![Vec::new(); given.archive.cases.len()];
    for row in &given.actions.items {
        if let Some(place) = given.archive.place(&row.incident) {
            rows[place].push(row);
        }
    }
    let items = given.promises.iter().flat_map(|promise| promise.items.iter().map(move |item| (promise, item)));
    let before =
        items.map(|(promise, item)| ((item.incident.as_str(), item.number), promise.incidents.len() - 1)).collect();
    Scene { given, rows, before }.next()
}

impl Scene<'_> {
    fn next(&self) -> Next {
        let given = self.given;
        let strong = given.recurring.iter().zip(given.outcomes).filter(|(it, _)| it.strength == Strength::Recurring);
        let causes: Vec<NextCause> = strong.map(|(cause, outcome)| self.cause(cause, outcome)).collect();
        let promise = match causes.iter().any(|cause| cause.promise.is_some()) {
            true => None,
            false => given.promises.iter().find_map(|promise| self.made_again(promise)),
        };
        Next {
            quarter: Quarter::of_day(given.as_of).next(),
            as_of: given.as_of,
            unknown: self.unknown(&causes),
            rules: RULES,
            reading: reading(given.archive.cases.len(), &causes, promise.as_ref()),
            causes,
            promise,
        }
    }

    fn cause(&self, cause: &RecurringCause, outcome: &Outcome) -> NextCause {
        let places: Vec<usize> = cause.incidents.iter().filter_map(|name| self.given.archive.place(name)).collect();
        let sentences = self.sentences(&places);
        let all = sentences.len();
        let (done, promised) = self.named(&places);
        let mut unaddressed: Vec<Unaddressed> = sentences
            .into_iter()
            .filter(|(_, sentence)| !done.is_named_in(sentence.text))
            .map(|(case, sentence)| unaddressed(case, &sentence, promised.is_named_in(sentence.text)))
            .collect();
        unaddressed.sort_by_key(|it| it.promised);
        NextCause {
            id: cause.id.clone(),
            label: cause.label.clone(),
            incidents: cause.incidents.clone(),
            cost: cause.cost.clone(),
            returns: outcome.gaps.gaps.clone(),
            last: cause.last,
            quiet_days: outcome.quiet_days,
            fix: outcome.state,
            sentences: all,
            promise: self.standing(cause, outcome),
            reading: cause_reading(cause, outcome),
            weaknesses: weaknesses_reading(all, &unaddressed),
            unaddressed,
        }
    }

    /// Sentences of authors about why it happened, each once; the newest incident's first, the cause before what contributed.
    fn sentences(&self, places: &[usize]) -> Vec<(&Case<'_>, Sentence<'_>)> {
        let mut seen = BTreeSet::new();
        let cases = places.iter().rev().map(|place| &self.given.archive.cases[*place]);
        let all = cases.flat_map(|case| sentences_of(case).into_iter().map(move |sentence| (case, sentence)));
        all.filter(|(_, sentence)| seen.insert(sentence.text.as_str())).collect()
    }

    /// What completed actions of these incidents name, and what actions name that are promised and not done.
    fn named(&self, places: &[usize]) -> (Weakness, Weakness) {
        let acting: Vec<&ActionRow> = self.rows(places).filter(|row| acts(row.intent)).collect();
        let done = acting.iter().filter(|row| is_done(row.state)).map(|row| row.text.as_str());
        let is_promised = |row: &&&ActionRow| !is_done(row.state) && row.state != ActionState::Dropped;
        let promised = acting.iter().filter(is_promised).map(|row| row.text.as_str());
        let claimed = self.claims(places).filter(|claim| acts(claim.intent)).map(|claim| claim.text.as_str());
        (Weakness::told_by(done.chain(claimed)), Weakness::told_by(promised))
    }

    /// The actions of these incidents.
    fn rows<'s>(&'s self, places: &'s [usize]) -> impl Iterator<Item = &'s ActionRow> {
        places.iter().flat_map(|place| self.rows[*place].iter().copied())
    }

    /// What these incidents claim was done; claims stand in the order of the archive.
    fn claims<'s>(&'s self, places: &'s [usize]) -> impl Iterator<Item = &'s ClaimMade> {
        let claims = self.given.claims;
        places.iter().flat_map(move |place| {
            let first = claims.partition_point(|claim| claim.case < *place);
            claims[first..].iter().take_while(move |claim| claim.case == *place)
        })
    }

    /// One promise of the cause that is open or untested.
    fn standing(&self, cause: &RecurringCause, outcome: &Outcome) -> Option<Standing> {
        let places: Vec<usize> = cause.incidents.iter().filter_map(|name| self.given.archive.place(name)).collect();
        let weakness = Weakness::of(cause);
        let untested = outcome.state == OutcomeState::HeldSoFar;
        let rank = |row: &ActionRow| match row.state {
            ActionState::Open | ActionState::Tracked => Some(0),
            ActionState::Unknown => Some(1),
            ActionState::Done | ActionState::ClaimedDone => untested.then_some(2),
            ActionState::Dropped => None,
        };
        let aim = |row: &ActionRow| match row.aim {
            Aim::Prevent => 0,
            Aim::Detect => 1,
            _ => 2,
        };
        let rows = self.rows(&places).filter(|row| weakness.is_addressed_by(row.intent, &row.text));
        let ranked = rows.filter_map(|row| Some(((rank(row)?, aim(row), self.before(row)), row)));
        let (_, best) = ranked.min_by_key(|((rank, aim, before), row)| {
            (*rank, *aim, std::cmp::Reverse(*before), self.given.archive.place(&row.incident), row.number)
        })?;
        self.described(best)
    }

    /// The item of a promise made again that is not done, as it was written last.
    fn made_again(&self, promise: &Promise) -> Option<Standing> {
        let is_open = |state: ActionState| state.is_open() || state == ActionState::Unknown;
        let last = promise.items.iter().rev().find(|item| is_open(item.state))?;
        let place = self.given.archive.place(&last.incident)?;
        self.described(self.rows[place].iter().find(|row| row.number == last.number)?)
    }

    /// Other incidents that promised it.
    fn before(&self, row: &ActionRow) -> usize {
        self.before.get(&(row.incident.as_str(), row.number)).copied().unwrap_or_default()
    }

    fn described(&self, row: &ActionRow) -> Option<Standing> {
        let case = &self.given.archive.cases[self.given.archive.place(&row.incident)?];
        let item = case.incident.action_items.get(row.number.checked_sub(1)?)?;
        let times = self.before(row) + 1;
        Some(Standing {
            incident: row.incident.clone(),
            slug: row.slug.clone(),
            date: row.date,
            text: row.text.clone(),
            place: format!("{}:{}", case.incident.source.path, item.line),
            number: row.number,
            state: row.state,
            owner: row.owner.clone(),
            due: row.due.clone(),
            overdue: row.overdue,
            ticket: row.ticket.clone(),
            times,
            age_days: row.age_days,
            reading: standing_reading(row, times),
        })
    }

    fn unknown(&self, causes: &[NextCause]) -> Vec<String> {
        let all = self.given.archive.cases.len();
        if all == 0 {
            return Vec::new();
        }
        let mut unknown = Vec::new();
        for cause in causes.iter().filter(|cause| cause.cost.minutes.is_none()) {
            unknown.push(format!(
                "No report states how long \u{201c}{}\u{201d} lasted, so it stands behind those of which one does.",
                cause.label
            ));
        }
        let lack = |n: usize, one: &'static str, many: &'static str| {
            wording::sentence(&wording::some_of(n, all, "report", one, many))
        };
        let silent = self.given.archive.cases.iter().filter(|case| case.incident.cause.statement.is_none()).count();
        if silent > 0 {
            unknown.push(format!("{} in a sentence why it happened.", lack(silent, "does not say", "do not say")));
        }
        let without = self.given.archive.cases.iter().filter(|case| case.incident.action_items.is_empty()).count();
        if without > 0 {
            unknown.push(format!("{} no action.", lack(without, "lists", "list")));
        }
        let untold = self.given.actions.items.iter().filter(|row| row.state == ActionState::Unknown).count();
        if untold > 0 {
            let (one, many) = ("does not say whether it was done", "do not say whether they were done");
            let some = wording::some_of(untold, self.given.actions.items.len(), "action", one, many);
            unknown.push(format!("{}.", wording::sentence(&some)));
        }
        let undated = self.given.archive.cases.iter().filter(|case| case.day().is_none()).count();
        if undated > 0 {
            unknown.push(format!(
                "{} the day it happened, so some intervals are missing or a range.",
                lack(undated, "does not give", "do not give")
            ));
        }
        unknown
    }
}

/// A sentence with its line in the source file, where it is known.
struct Sentence<'a> {
    text: &'a String,
    line: Option<usize>,
}

/// What an author gives as a reason: the cause and what contributed.
fn sentences_of<'a>(case: &Case<'a>) -> Vec<Sentence<'a>> {
    let incident = case.incident;
    let line = incident.provenance.get("cause.statement").and_then(|trail| trail.line);
    let cause = incident.cause.statement.iter().map(|text| Sentence { text, line });
    let contributing = incident.cause.contributing.iter().filter_map(|it| it.statement.as_ref());
    let contributing = contributing.map(|text| {
        let told = incident.cause.evidence.iter().find(|evidence| text.contains(&evidence.words));
        Sentence { text, line: told.map(|evidence| evidence.line) }
    });
    cause.chain(contributing).collect()
}

fn unaddressed(case: &Case, sentence: &Sentence, promised: bool) -> Unaddressed {
    let path = &case.incident.source.path;
    Unaddressed {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        title: case.incident.title.clone(),
        date: case.date,
        text: sentence.text.clone(),
        place: sentence.line.map_or_else(|| path.clone(), |line| format!("{path}:{line}")),
        promised,
    }
}

fn reading(all: usize, causes: &[NextCause], promise: Option<&Standing>) -> String {
    let Some(first) = causes.first() else {
        let nothing = match all {
            0 => return "There is no incident yet.".to_owned(),
            1 => "There is one incident, so nothing has come back.",
            _ => "No two reports tell of the same cause, so no cause can be ranked.",
        };
        return match promise {
            Some(_) => format!("{nothing} One promise was made again and is not done."),
            None => format!("{nothing} No promise was made twice and left undone."),
        };
    };
    let lead = match first.cost.minutes {
        Some(_) => format!("What came back and cost most is \u{201c}{}\u{201d}: {}", first.label, first.cost.told()),
        None => format!("What came back most often is \u{201c}{}\u{201d}; {}", first.label, first.cost.told()),
    };
    let open = causes.iter().filter(|cause| !cause.unaddressed.is_empty()).count();
    let open = match (open, causes.len()) {
        (0, _) => "A completed action names each sentence about why they happened.".to_owned(),
        (1, 1) => "No completed action names all of it.".to_owned(),
        (open, all) => format!(
            "{} a sentence about why it happened that no completed action names.",
            wording::sentence(&wording::some_of(open, all, "cause", "has", "have"))
        ),
    };
    let promises = match (causes.iter().filter(|cause| cause.promise.is_some()).count(), promise) {
        (0, Some(_)) => " No open promise names what failed; one was made again and is not done.",
        (0, None) => " No open promise names what failed.",
        _ => "",
    };
    format!("{lead}. {open}{promises}")
}

/// `14 h 15 min in all, stated by all five reports. It came back four times, after 37, 36, 7 and 27 days, last on 12 May 2024.`
fn cause_reading(cause: &RecurringCause, outcome: &Outcome) -> String {
    const MOST: usize = 12;
    let days = |gap: &Gap| match gap.min_days == gap.max_days {
        true => gap.min_days.to_string(),
        false => format!("{} to {}", gap.min_days, gap.max_days),
    };
    let returns = cause.incidents.len().saturating_sub(1);
    let gaps = &outcome.gaps.gaps;
    let shown: Vec<String> = gaps.iter().rev().take(MOST).rev().map(days).collect();
    let after = match (shown.len(), gaps.len() == returns) {
        (0, _) => ", after how many days no report tells".to_owned(),
        (n, whole) => {
            let one_day = n == 1 && shown[0] == "1";
            let unit = if one_day { "day" } else { "days" };
            let only = if whole && n == gaps.len() { "" } else { " as far as it is known, the latest" };
            format!(",{only} after {} {unit}", wording::list(&shown))
        }
    };
    let last = cause.last.map_or(String::new(), |date| format!(", last {}", wording::at_date(date)));
    format!("{}. It came back {}{after}{last}.", wording::sentence(&cause.cost.told()), wording::times(returns))
}

fn weaknesses_reading(all: usize, unaddressed: &[Unaddressed]) -> String {
    let n = unaddressed.len();
    let promised = unaddressed.iter().filter(|it| it.promised).count();
    let which = match (n, all) {
        (_, 0) => return "No report says in a sentence why it happened.".to_owned(),
        (0, _) => return "A completed action names each sentence about why it happened.".to_owned(),
        (1, 1) => "the one sentence".to_owned(),
        (2, 2) => "either of the two sentences".to_owned(),
        (n, all) if n == all => format!("any of the {} sentences", wording::number(all)),
        (n, all) => format!("{} of the {} sentences", wording::number(n), wording::number(all)),
    };
    let (it, does) = if n == 1 { ("it", "an action that does is") } else { ("them", "actions that do are") };
    let of = match promised {
        0 => format!("no action at all names {it}"),
        p if p == n => format!("{does} promised and not done"),
        p => format!("for {} of them an action is promised and not done", wording::number(p)),
    };
    format!("No completed action names {which} about why it happened; {of}.")
}

fn standing_reading(row: &ActionRow, times: usize) -> String {
    let state = match row.state {
        ActionState::Open => "Open",
        ActionState::Tracked => "In a ticket, and nothing says that it is done",
        ActionState::Unknown => "Nothing says whether it was done",
        _ => "Marked done, and no incident has tested it since",
    };
    let again =
        if times > 1 { format!(", promised after {}", wording::count(times, "incident")) } else { String::new() };
    let age = row.age_days.and_then(|days| usize::try_from(days).ok());
    let age = age.map_or(String::new(), |days| format!(", {} old", wording::count(days, "day")));
    let overdue = if row.overdue { ", overdue" } else { "" };
    format!("{state}{again}{age}{overdue}.")
}

#[cfg(test)]
mod tests;

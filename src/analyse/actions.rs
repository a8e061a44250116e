//! Actions: how many are open, how old they are, and which do not act.
//!
//! Input: the archive and the day of the report. Output: counts and the list behind them. An action is as old as its
//! incident. When it was done only a ticket or the history of the archive tells ([`Closing`]).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{ActionItem, ActionStage, ActionState, EvidenceKind, PartialDate};

use super::archive::{Archive, Case};
use super::closing::{Closing, closing};
use super::due::due_day;
use super::intent::{Aim, Intent};
use super::outcome::Outcome;
use super::owners::is_team_or_role;
use super::period::Quarter;
use super::promised::{Promise, is_done};
use super::statistics::median;
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Actions {
    pub n: usize,
    /// Incidents that promise anything, of all.
    pub incidents_with: usize,
    pub of: usize,
    pub by_state: Vec<StateCount>,
    /// How far they have come, the nearest stage first.
    pub by_stage: Vec<StageCount>,
    pub tickets: TicketCount,
    pub by_intent: Vec<IntentCount>,
    /// Per quarter of the incident, what its actions are good for.
    pub aims: Vec<AimMix>,
    /// By owner as written, teams and roles only; most actions first.
    pub by_owner: Vec<OwnerCount>,
    /// Actions whose owner may be a person, who is not counted.
    pub owned_otherwise: usize,
    /// Days that not-done actions have waited: shares still not done by age.
    pub ages: Ages,
    pub closing: Closing,
    pub not_acting: NotActing,
    /// All actions, the oldest not-done ones first; the data file has them with their incidents.
    #[serde(skip)]
    pub items: Vec<ActionRow>,
    pub reading: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StateCount {
    pub state: ActionState,
    pub count: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StageCount {
    pub stage: ActionStage,
    pub count: usize,
}

/// Actions and their tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TicketCount {
    /// Actions that name a ticket.
    pub named: usize,
    /// Those of them whose ticket a snapshot knows.
    pub known: usize,
    /// Those of these where document and ticket disagree.
    pub disputed: usize,
    /// Those of these that are said to be done while the ticket is not.
    pub claimed_only: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IntentCount {
    pub intent: Intent,
    pub label: &'static str,
    pub count: usize,
    pub done: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AimMix {
    pub quarter: Quarter,
    pub n: usize,
    pub prevent: usize,
    pub detect: usize,
    pub learn: usize,
    pub find_out: usize,
    pub unclear: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnerCount {
    /// `None` for actions without an owner.
    pub owner: Option<String>,
    pub count: usize,
    pub not_done: usize,
    pub overdue: usize,
}

/// Ages of the actions that are neither done nor dropped.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ages {
    /// Those whose age is known.
    pub n: usize,
    pub median_days: Option<f64>,
    /// Not done although their incident is more than 30, 90, 180 and 365 days back.
    pub older_than: Vec<OlderThan>,
    pub overdue: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OlderThan {
    pub days: i64,
    pub count: usize,
}

/// Actions that leave something open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct NotActing {
    /// They look into, discuss or consider.
    pub only_investigate: usize,
    pub without_owner: usize,
    pub without_due: usize,
    pub without_ticket: usize,
    /// Neither owner nor due date nor ticket.
    pub without_any: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionRow {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    pub text: String,
    pub intent: Intent,
    pub aim: Aim,
    pub state: ActionState,
    pub stage: ActionStage,
    /// What its ticket says, where a snapshot knows it.
    pub ticket_says: Option<ActionState>,
    /// Document and ticket disagree.
    pub disputed: bool,
    /// The day it was done, as ticket or history tells.
    pub done_on: Option<PartialDate>,
    /// Ids of incidents after it was done that it should have stopped or shown.
    pub tested_by: Vec<String>,
    pub owner: Option<String>,
    pub due: Option<String>,
    pub ticket: Option<String>,
    /// Days since its incident; `None` where the day is unknown or still to come.
    pub age_days: Option<i64>,
    pub overdue: bool,
    /// Counts the items of the incident from 1.
    pub number: usize,
    /// Ids of earlier incidents that promised it before.
    pub promised_before: Vec<String>,
}

const STATES: [ActionState; 6] = [
    ActionState::Open,
    ActionState::Tracked,
    ActionState::Done,
    ActionState::ClaimedDone,
    ActionState::Dropped,
    ActionState::Unknown,
];
const AGES: [i64; 4] = [30, 90, 180, 365];
/// First words of an action that looks instead of acting.
const LOOKING: [&str; 14] = [
    "investigate",
    "discuss",
    "consider",
    "explore",
    "look into",
    "looking into",
    "evaluate",
    "think",
    "spike",
    "determine",
    "find out",
    "decide",
    "research",
    "understand",
];

const STAGES: [ActionStage; 5] =
    [ActionStage::Promised, ActionStage::Tracked, ActionStage::Claimed, ActionStage::Evidenced, ActionStage::Tested];

/// Counts the actions; `outcomes` says which of them were put to the test.
pub fn actions(archive: &Archive, promises: &[Promise], outcomes: &[Outcome], as_of: Date) -> Actions {
    let before = promised_before(promises);
    let mut items: Vec<ActionRow> = archive.cases.iter().flat_map(|case| rows(case, &before, as_of)).collect();
    put_to_the_test(&mut items, outcomes);
    let order = |row: &ActionRow| (is_settled(row.state), std::cmp::Reverse(row.age_days));
    items.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| (&a.incident, a.number).cmp(&(&b.incident, b.number))));
    let waiting: Vec<&ActionRow> = items.iter().filter(|row| !is_settled(row.state)).collect();
    let ages = ages(&waiting);
    let not_acting = not_acting(&items);
    let incidents_with = archive.cases.iter().filter(|case| !case.incident.action_items.is_empty()).count();
    let by_state = STATES.map(|state| StateCount { state, count: items.iter().filter(|it| it.state == state).count() });
    let reading = reading(archive.cases.len(), incidents_with, &items, &ages, &not_acting);
    Actions {
        n: items.len(),
        incidents_with,
        of: archive.cases.len(),
        by_state: by_state.to_vec(),
        by_stage: STAGES.map(|stage| stage_count(stage, &items)).to_vec(),
        tickets: tickets(&items),
        by_intent: by_intent(&items),
        aims: aims(&items),
        by_owner: by_owner(&items),
        owned_otherwise: items.iter().filter(|row| row.owner.as_deref().is_some_and(|it| !is_team_or_role(it))).count(),
        ages,
        closing: closing(&items, as_of),
        not_acting,
        reading,
        items,
    }
}

/// Done, claimed or dropped: nothing is waited for.
fn is_settled(state: ActionState) -> bool {
    is_done(state) || state == ActionState::Dropped
}

fn stage_count(stage: ActionStage, items: &[ActionRow]) -> StageCount {
    StageCount { stage, count: items.iter().filter(|row| row.stage == stage).count() }
}

fn tickets(items: &[ActionRow]) -> TicketCount {
    let count = |of: fn(&ActionRow) -> bool| items.iter().filter(|row| of(row)).count();
    TicketCount {
        named: count(|row| row.ticket.is_some()),
        known: count(|row| row.ticket_says.is_some()),
        disputed: count(|row| row.disputed),
        claimed_only: count(|row| row.disputed && is_done(row.state)),
    }
}

/// A fix is tested by what follows it although it addressed the same weakness.
fn put_to_the_test(items: &mut [ActionRow], outcomes: &[Outcome]) {
    let mut tested = BTreeMap::<(&str, usize), &[String]>::new();
    for done in outcomes.iter().flat_map(|outcome| &outcome.done) {
        if let Some(number) = done.number.filter(|_| !done.tested_by.is_empty()) {
            tested.insert((done.incident.as_str(), number), &done.tested_by);
        }
    }
    for row in items {
        if let Some(by) = tested.get(&(row.incident.as_str(), row.number)) {
            (row.stage, row.tested_by) = (ActionStage::Tested, by.to_vec());
        }
    }
}

/// For each item of a promise the incidents that made it earlier.
fn promised_before(promises: &[Promise]) -> BTreeMap<(&str, usize), Vec<String>> {
    let mut before = BTreeMap::new();
    for promise in promises {
        for item in &promise.items {
            let at = promise.incidents.iter().position(|name| *name == item.incident).unwrap_or(0);
            if at > 0 {
                before.insert((item.incident.as_str(), item.number), promise.incidents[..at].to_vec());
            }
        }
    }
    before
}

fn rows(case: &Case, before: &BTreeMap<(&str, usize), Vec<String>>, as_of: Date) -> Vec<ActionRow> {
    let age_days = case.days_until(as_of).filter(|days| *days >= 0);
    let numbered = case.incident.action_items.iter().enumerate();
    numbered
        .map(|(index, item)| (index, item, Intent::of(item)))
        .map(|(index, item, intent)| ActionRow {
            incident: case.name.to_owned(),
            slug: case.slug.to_owned(),
            date: case.date,
            text: item.text.clone(),
            intent,
            aim: intent.aim(),
            state: item.state,
            stage: item.life.stage,
            ticket_says: item.told_by(EvidenceKind::Ticket).map(|ticket| ticket.says),
            disputed: item.dispute().is_some(),
            done_on: item.life.done_on,
            tested_by: Vec::new(),
            owner: item.owner.clone(),
            due: item.due.clone(),
            ticket: item.ticket.clone(),
            age_days,
            overdue: is_overdue(item, as_of),
            number: index + 1,
            promised_before: before.get(&(case.name, index + 1)).cloned().unwrap_or_default(),
        })
        .collect()
}

fn is_overdue(item: &ActionItem, as_of: Date) -> bool {
    !is_settled(item.state) && item.due.as_deref().and_then(due_day).is_some_and(|due| due < as_of)
}

fn ages(waiting: &[&ActionRow]) -> Ages {
    let mut days: Vec<f64> = waiting.iter().filter_map(|row| row.age_days).map(|days| days as f64).collect();
    days.sort_by(f64::total_cmp);
    let older = |limit: i64| waiting.iter().filter(|row| row.age_days.is_some_and(|days| days > limit)).count();
    Ages {
        n: days.len(),
        median_days: median(&days),
        older_than: AGES.map(|days| OlderThan { days, count: older(days) }).to_vec(),
        overdue: waiting.iter().filter(|row| row.overdue).count(),
    }
}

fn only_looks(row: &ActionRow) -> bool {
    let lower = row.text.to_lowercase();
    let start = lower.trim_start_matches(|letter: char| !letter.is_alphabetic());
    row.intent == Intent::Investigate || LOOKING.iter().any(|verb| start.starts_with(verb))
}

fn not_acting(items: &[ActionRow]) -> NotActing {
    let count = |of: fn(&ActionRow) -> bool| items.iter().filter(|row| of(row)).count();
    NotActing {
        only_investigate: count(only_looks),
        without_owner: count(|row| row.owner.is_none()),
        without_due: count(|row| row.due.is_none()),
        without_ticket: count(|row| row.ticket.is_none()),
        without_any: count(|row| row.owner.is_none() && row.due.is_none() && row.ticket.is_none()),
    }
}

/// Most actions first.
fn by_intent(items: &[ActionRow]) -> Vec<IntentCount> {
    let mut counts = BTreeMap::<Intent, (usize, usize)>::new();
    for row in items {
        let (count, done) = counts.entry(row.intent).or_default();
        *count += 1;
        *done += usize::from(is_done(row.state));
    }
    let mut rows: Vec<IntentCount> = counts
        .into_iter()
        .map(|(intent, (count, done))| IntentCount { intent, label: intent.label(), count, done })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.intent));
    rows
}

fn aims(items: &[ActionRow]) -> Vec<AimMix> {
    let quarter = |row: &ActionRow| row.date.and_then(Quarter::of);
    let empty = |quarter| AimMix { quarter, n: 0, prevent: 0, detect: 0, learn: 0, find_out: 0, unclear: 0 };
    let mut mixes: Vec<AimMix> = Quarter::span(items.iter().filter_map(quarter)).into_iter().map(empty).collect();
    for row in items {
        let Some(at) = quarter(row).and_then(|it| mixes.binary_search_by_key(&it, |mix| mix.quarter).ok()) else {
            continue;
        };
        let mix = &mut mixes[at];
        mix.n += 1;
        *match row.aim {
            Aim::Prevent => &mut mix.prevent,
            Aim::Detect => &mut mix.detect,
            Aim::Learn => &mut mix.learn,
            Aim::FindOut => &mut mix.find_out,
            Aim::Unclear => &mut mix.unclear,
        } += 1;
    }
    mixes
}

fn by_owner(items: &[ActionRow]) -> Vec<OwnerCount> {
    let mut counts = BTreeMap::<Option<&str>, OwnerCount>::new();
    for row in items.iter().filter(|row| row.owner.as_deref().is_none_or(is_team_or_role)) {
        let owner = row.owner.as_deref();
        let count = counts.entry(owner).or_insert_with(|| OwnerCount {
            owner: owner.map(str::to_owned),
            count: 0,
            not_done: 0,
            overdue: 0,
        });
        count.count += 1;
        count.not_done += usize::from(!is_settled(row.state));
        count.overdue += usize::from(row.overdue);
    }
    let mut rows: Vec<OwnerCount> = counts.into_values().collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.owner.cmp(&b.owner)));
    rows
}

fn reading(all: usize, with: usize, items: &[ActionRow], ages: &Ages, not_acting: &NotActing) -> String {
    let promise = wording::sentence(&wording::some_of(with, all, "report", "promises", "promise"));
    if items.is_empty() {
        return format!("{promise} an action.");
    }
    let done = match (items.iter().filter(|row| is_done(row.state)).count(), items.len()) {
        (0, 1) => "it is not marked as done".to_owned(),
        (_, 1) => "it is marked as done".to_owned(),
        (0, _) => "none is marked as done".to_owned(),
        (n, all) if n == all => "all are marked as done".to_owned(),
        (n, _) => format!("{} {} marked as done", wording::number(n), wording::are(n)),
    };
    let old = match ages.older_than.last().map_or(0, |it| it.count) {
        0 => String::new(),
        n => format!(", {} {} not, although more than a year old", wording::number(n), wording::are(n)),
    };
    let looking = match (not_acting.only_investigate, items.len()) {
        (0, _) => String::new(),
        (1, 1) => " It only looks into something.".to_owned(),
        (n, _) => {
            let looks = wording::agree(n, "looks", "look");
            format!(" {} only {looks} into something.", wording::sentence(&wording::number(n)))
        }
    };
    format!("{promise} {}; {done}{old}.{looking}", wording::count(items.len(), "action"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::model::{ActionKind, KnowledgeBase};
    use jiff::civil::date;

    fn check(kb: &KnowledgeBase) -> Actions {
        actions(&Archive::new(kb), &[], &[], date(2025, 6, 1))
    }

    #[test]
    fn the_five_outages_promise_thirty_one_actions() {
        let actions = check(&five_outages());
        assert_eq!((actions.n, actions.incidents_with, actions.of), (31, 5, 5));
        assert_eq!((actions.by_intent[0].intent, actions.by_intent[0].count), (Intent::Validate, 7));
    }

    fn mixed() -> KnowledgeBase {
        built([
            draft("old")
                .on("2024-01-01")
                .promise(ActionKind::Monitor, "Alert on queue age")
                .item(|item| (item.owner, item.due) = (Some("storage".into()), Some("Q2 2024".into())))
                .promise(ActionKind::Other, "Consider a second region"),
            draft("new")
                .on("2025-05-20")
                .promise(ActionKind::Guard, "Forbid deletion of buckets")
                .item(|item| item.state = ActionState::Done),
        ])
    }

    #[test]
    fn the_oldest_action_not_done_comes_first_and_is_overdue() {
        let actions = check(&mixed());
        let rows: Vec<(&str, Option<i64>, bool)> =
            actions.items.iter().map(|row| (row.text.as_str(), row.age_days, row.overdue)).collect();
        assert_eq!(
            rows,
            [
                ("Alert on queue age", Some(517), true),
                ("Consider a second region", Some(517), false),
                ("Forbid deletion of buckets", Some(12), false)
            ]
        );
        assert_eq!(
            actions.reading,
            "Both reports promise three actions; one is marked as done, two are not, although more than a year old. \
             One only looks into something."
        );
    }

    #[test]
    fn teams_are_counted_and_people_are_not() {
        let item = |owner: &str| draft(owner).on("2024-01-01").promise(ActionKind::Other, "Do it");
        let kb =
            built(["Ana Reed", "ops team", "ben"].map(|owner| item(owner).item(|it| it.owner = Some(owner.into()))));
        let actions = check(&kb);
        let owners: Vec<_> = actions.by_owner.iter().map(|it| (it.owner.as_deref(), it.count)).collect();
        assert_eq!((owners, actions.owned_otherwise), (vec![(Some("ops team"), 1)], 2));
    }

    #[test]
    fn considering_is_not_acting() {
        let not_acting = check(&mixed()).not_acting;
        assert_eq!((not_acting.only_investigate, not_acting.without_owner, not_acting.without_any), (1, 2, 2));
    }
}

//! Promised again: action items that were promised after one incident and once more after another.
//!
//! Input: the archive and its recurring groups. Output: one entry per promise. Two items are the same promise when they
//! name the same ticket (certain), or when they would do the same thing to the same target, or read nearly alike.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{ActionState, PartialDate};

use super::archive::{Archive, Case, days_between, first_day, last_day};
use super::intent::{Intent, claims};
use super::options::Options;
use super::promises::{Clusters, Item, group_of};
use super::recurring::{Groups, author_name, group_id};
use super::wording;

/// One promise and every time it was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Promise {
    /// Survives rebuilds: made from the smallest id among its incidents and its intent.
    pub id: String,
    pub label: String,
    /// `validate`, `monitor`, ...: what most of its items would do.
    pub kind: Intent,
    /// Ids of the incidents after which it was made, oldest first.
    pub incidents: Vec<String>,
    pub items: Vec<PromiseItem>,
    /// Incidents of the same recurring cause that came after the promise, oldest first.
    pub recurred_after: Vec<Recurrence>,
    /// Sentences that claim it was kept.
    pub claims: Vec<Claim>,
    pub first: Option<PartialDate>,
    pub last: Option<PartialDate>,
    /// Days from the first to the last time, where both days are known.
    pub span_days: Option<i64>,
    /// Items that no document marks as done.
    pub not_done: usize,
    /// Whether a shared ticket joins them; otherwise intent, target and words do.
    pub certain: bool,
    /// `in January, again on 3 March and 8 April 2024`.
    pub when: String,
    /// One or two sentences.
    pub reading: String,
}

/// The promise as written once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseItem {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    pub text: String,
    pub state: ActionState,
    pub ticket: Option<String>,
    /// Counts the items of the incident from 1.
    pub number: usize,
    /// Line of the source file, counted from 1.
    pub line: usize,
}

/// An incident that followed a promise. It recurred after it, which is not to say that the promise failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recurrence {
    pub incident: String,
    pub date: Option<PartialDate>,
    /// The last incident before it that made the promise.
    pub after: String,
    /// Days between the two, where both days are known.
    pub days: Option<i64>,
    /// By then a document had already said that it was done.
    pub claimed_done: bool,
}

/// A sentence that says it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    pub incident: String,
    pub date: Option<PartialDate>,
    pub text: String,
}

/// Promises made after at least two incidents, the most telling first: incidents x span x items not done.
///
/// `claims` are those of [`claims_made`].
pub fn promised_again(archive: &Archive, groups: &Groups, claims: &[ClaimMade], options: &Options) -> Vec<Promise> {
    let group_of = group_of(&groups.recurring);
    let Clusters { items, clusters, .. } = Clusters::of(archive, &groups.recurring, options);
    let mut promises: Vec<Promise> = clusters
        .iter()
        .filter(|cluster| cluster.iter().any(|item| items[*item].case != items[cluster[0]].case))
        .map(|cluster| {
            let members: Vec<&Item> = cluster.iter().map(|item| &items[*item]).collect();
            describe(&Scene { archive, groups, group_of: &group_of, claims, options }, &members)
        })
        .collect();
    promises.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| (a.kind, &a.id).cmp(&(b.kind, &b.id))));
    promises
}

/// Incidents x days at least between first and last x items not done.
fn weight(promise: &Promise) -> i64 {
    let first = promise.first.and_then(last_day);
    let last = promise.last.and_then(first_day);
    let days = first.zip(last).map_or(0, |(first, last)| days_between(first, last).max(0));
    promise.incidents.len() as i64 * (days + 1) * (promise.not_done as i64 + 1)
}

/// A sentence of a document that says a safeguard was put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMade {
    /// Place of the incident in the archive.
    pub case: usize,
    pub intent: Intent,
    pub text: String,
}

/// Every claim of every incident, in the order of the archive; words of an action item are a promise, not a claim.
pub fn claims_made(archive: &Archive) -> Vec<ClaimMade> {
    let mut found = Vec::new();
    for (place, case) in archive.cases.iter().enumerate() {
        let text = if case.text.is_empty() { case.incident.resolution.as_deref().unwrap_or("") } else { case.text };
        let promised = |sentence: &str| {
            case.incident.action_items.iter().any(|item| item.text.contains(sentence.trim_end_matches('.')))
        };
        for (intent, sentence) in claims(text) {
            if !promised(sentence) {
                found.push(ClaimMade { case: place, intent, text: sentence.to_owned() });
            }
        }
    }
    found
}

/// What a promise is described from.
struct Scene<'a> {
    archive: &'a Archive<'a>,
    groups: &'a Groups,
    group_of: &'a BTreeMap<usize, usize>,
    claims: &'a [ClaimMade],
    options: &'a Options,
}

fn describe(scene: &Scene, members: &[&Item]) -> Promise {
    let archive = scene.archive;
    let mut cases: Vec<usize> = members.iter().map(|item| item.case).collect();
    cases.dedup();
    let names = archive.names(&cases);
    let kind = commonest_intent(members);
    let id =
        group_id("p", [names.iter().map(String::as_str).min().unwrap_or_default(), kind.label()].join("/").as_str());
    let references = members.iter().map(|item| format!("{}#a{}", archive.cases[item.case].name, item.number));
    let references: Vec<String> = references.collect();
    let name = author_name(scene.options, &id, references.iter().map(String::as_str));
    let label = name.unwrap_or_else(|| label(members));
    let claims = claims_of(scene, members, kind);
    let recurred_after = recurrences(scene, &cases, members, &claims);
    let dates: Vec<PartialDate> = cases.iter().filter_map(|case| archive.cases[*case].date).collect();
    let days = dates.first().and_then(|date| date.day()).zip(dates.last().and_then(|date| date.day()));
    let not_done = members.iter().filter(|item| !is_done(item.action.state)).count();
    let when = wording::again(&dates);
    let reading = reading(&label, &when, cases.len(), &recurred_after, archive);
    Promise {
        id,
        kind,
        incidents: names,
        items: members.iter().map(|item| written(archive, item)).collect(),
        recurred_after,
        claims: claims.iter().map(|(case, text)| claim(&archive.cases[*case], text)).collect(),
        first: dates.first().copied(),
        last: dates.last().copied(),
        span_days: days.map(|(first, last)| days_between(first, last)),
        not_done,
        certain: members
            .iter()
            .all(|item| item.action.ticket.is_some() && item.action.ticket == members[0].action.ticket),
        when,
        label,
        reading,
    }
}

pub(super) fn is_done(state: ActionState) -> bool {
    matches!(state, ActionState::Done | ActionState::ClaimedDone)
}

/// The intent of most items; ties go to the first in the order of intents.
fn commonest_intent(members: &[&Item]) -> Intent {
    let mut counts = BTreeMap::<Intent, usize>::new();
    for item in members {
        *counts.entry(item.intent).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(Intent::Other, |(intent, _)| intent)
}

/// The shortest of the texts, as its author wrote it.
fn label(members: &[&Item]) -> String {
    let texts = members.iter().map(|item| item.action.text.trim_end_matches('.'));
    let shortest = texts.min_by_key(|text| text.chars().count()).unwrap_or_default();
    wording::sentence(shortest)
}

fn written(archive: &Archive, item: &Item) -> PromiseItem {
    let case = &archive.cases[item.case];
    PromiseItem {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        date: case.date,
        text: item.action.text.clone(),
        state: item.action.state,
        ticket: item.action.ticket.clone(),
        number: item.number,
        line: item.action.line,
    }
}

fn claim(case: &Case, text: &str) -> Claim {
    Claim { incident: case.name.to_owned(), date: case.date, text: text.to_owned() }
}

/// Claims of the same intent by an incident that made the promise or shares its recurring cause, oldest first.
fn claims_of<'a>(scene: &Scene<'a>, members: &[&Item], kind: Intent) -> Vec<(usize, &'a str)> {
    let groups = members.iter().filter_map(|item| item.group).flat_map(|group| &scene.groups.recurring[group]);
    let places: BTreeSet<usize> = members.iter().map(|item| item.case).chain(groups.copied()).collect();
    let of = |place: usize| {
        let first = scene.claims.partition_point(|claim| claim.case < place);
        scene.claims[first..].iter().take_while(move |claim| claim.case == place)
    };
    let fitting = places.into_iter().flat_map(of).filter(|claim| claim.intent == kind);
    fitting.map(|claim| (claim.case, claim.text.as_str())).collect()
}

fn recurrences(scene: &Scene, cases: &[usize], members: &[&Item], claims: &[(usize, &str)]) -> Vec<Recurrence> {
    let at = |place: usize| &scene.archive.cases[place];
    let groups: BTreeSet<usize> = members.iter().filter_map(|item| item.group).collect();
    let in_groups = groups.iter().flat_map(|group| &scene.groups.recurring[*group]);
    let mut later: Vec<usize> = in_groups.copied().collect();
    later.sort_unstable();
    let promised_before = |place: usize| {
        let group = scene.group_of.get(&place);
        let earlier = |case: &&usize| scene.group_of.get(case) == group && at(**case).is_before(at(place));
        cases.iter().rev().find(earlier).copied()
    };
    let said_done = |place: usize| {
        let by_item = members.iter().any(|item| is_done(item.action.state) && at(item.case).is_before(at(place)));
        by_item || claims.iter().any(|(case, _)| at(*case).is_before(at(place)))
    };
    later
        .into_iter()
        .filter_map(|place| {
            let before = promised_before(place)?;
            Some(Recurrence {
                incident: at(place).name.to_owned(),
                date: at(place).date,
                after: at(before).name.to_owned(),
                days: at(place).day().and_then(|day| at(before).days_until(day)),
                claimed_done: said_done(place),
            })
        })
        .collect()
}

fn reading(label: &str, when: &str, incidents: usize, after: &[Recurrence], archive: &Archive) -> String {
    let when = if when.is_empty() { String::new() } else { format!(" {when},") };
    let promised =
        format!("\u{201c}{label}\u{201d} was promised{when} after {}.", wording::count(incidents, "incident"));
    let soonest = after.iter().filter(|it| it.days.is_some()).min_by_key(|it| it.days);
    let Some(soonest) = soonest else { return promised };
    let days = soonest.days.unwrap_or_default();
    let before = archive.place(&soonest.after).and_then(|place| archive.cases[place].date);
    let (Some(promise), Some(date)) = (before, soonest.date) else { return promised };
    let done = match after.iter().filter(|it| it.claimed_done).count() {
        0 => String::new(),
        _ if after.len() == 1 => " By then a document had said that it was done.".to_owned(),
        n => format!(
            " {} of these times a document had said before that it was done.",
            wording::sentence(&wording::number(n))
        ),
    };
    format!(
        "{promised} The same cause recurred after it {}; soonest {}, {} after the promise of {}.{done}",
        wording::times(after.len()),
        wording::at_date(date),
        wording::count(usize::try_from(days).unwrap_or_default(), "day"),
        wording::date(promise),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::recurring::Alikeness;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::model::{ActionItem, ActionKind, KnowledgeBase};

    fn promises(kb: &KnowledgeBase, options: &Options) -> Vec<Promise> {
        let archive = Archive::new(kb);
        let alikeness = Alikeness::new(&archive, options);
        promised_again(&archive, &alikeness.groups(options), &claims_made(&archive), options)
    }

    fn check(kb: &KnowledgeBase, options: &Options, expected: &[(Intent, usize, usize)]) {
        let mut found: Vec<(Intent, usize, usize)> =
            promises(kb, options).iter().map(|it| (it.kind, it.items.len(), it.incidents.len())).collect();
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_five_outages_repeat_seven_promises() {
        let expected = [
            (Intent::Validate, 7, 5),
            (Intent::Monitor, 6, 5),
            (Intent::Audit, 4, 4),
            (Intent::Review, 3, 3),
            (Intent::Document, 3, 3),
            (Intent::Train, 2, 2),
            (Intent::Process, 3, 3),
        ];
        check(&five_outages(), &Options::default(), &expected);
    }

    #[test]
    fn validation_was_promised_in_january_and_four_times_again() {
        let promises = promises(&five_outages(), &Options::default());
        let validation = promises.iter().find(|it| it.kind == Intent::Validate).unwrap();
        assert!(
            validation.reading.contains("promised in January, again on 3 March, 8 April, 15 April and 12 May 2024"),
            "{}",
            validation.reading
        );
        let after: Vec<(&str, Option<i64>, bool)> =
            validation.recurred_after.iter().map(|it| (it.incident.as_str(), it.days, it.claimed_done)).collect();
        assert_eq!(
            after,
            [
                ("march", None, true),
                ("early-april", Some(36), true),
                ("mid-april", Some(7), true),
                ("may", Some(27), true)
            ]
        );
    }

    #[test]
    fn monitoring_recurred_after_it_was_said_to_be_done() {
        let promises = promises(&five_outages(), &Options::default());
        let monitoring = promises.iter().find(|it| it.kind == Intent::Monitor).unwrap();
        let claims: Vec<&str> = monitoring.claims.iter().map(|it| it.incident.as_str()).collect();
        assert_eq!(claims, ["march", "may"]);
        let claimed: Vec<bool> = monitoring.recurred_after.iter().map(|it| it.claimed_done).collect();
        assert_eq!(claimed, [false, true, true, true]);
    }

    fn alerts(second: &str) -> KnowledgeBase {
        built([
            draft("a").on("2023-01-05").promise(ActionKind::Monitor, "Add an alert for certificate expiry"),
            draft("b").on("2023-06-05").promise(ActionKind::Monitor, second),
            draft("c").on("2023-07-05").promise(ActionKind::Replace, "Move the mail relay to the new data centre"),
        ])
    }

    #[test]
    fn the_same_intent_and_target_is_the_same_promise() {
        check(&alerts("Alert us before a certificate expires"), &Options::default(), &[(Intent::Monitor, 2, 2)]);
    }

    #[test]
    fn the_same_intent_for_another_target_is_another_promise() {
        check(&alerts("Add an alert for replication lag"), &Options::default(), &[]);
    }

    #[test]
    fn the_same_ticket_is_certain() {
        let ticket = |item: &mut ActionItem| item.ticket = Some("OPS-12".into());
        let kb = built([
            draft("a").on("2023-01-05").promise(ActionKind::Monitor, "Watch the queue").item(ticket),
            draft("b").on("2023-06-05").promise(ActionKind::Capacity, "More consumers for billing").item(ticket),
        ]);
        let promises = promises(&kb, &Options::default());
        assert_eq!((promises.len(), promises[0].certain), (1, true));
    }

    #[test]
    fn authors_can_split_and_join() {
        let mut options = Options::default();
        options.corrections.not_same = vec![("a#a1".into(), "b#a1".into())];
        check(&alerts("Alert us before a certificate expires"), &options, &[]);
        options.corrections.not_same.clear();
        options.corrections.same = vec![("a#a1".into(), "b#a1".into())];
        check(&alerts("Add an alert for replication lag"), &options, &[(Intent::Monitor, 2, 2)]);
    }

    #[test]
    fn a_promise_made_twice_after_one_incident_is_not_promised_again() {
        let kb = built([draft("a")
            .on("2023-01-05")
            .promise(ActionKind::Monitor, "Add an alert for certificate expiry")
            .promise(ActionKind::Monitor, "Certificate expiry alert")]);
        check(&kb, &Options::default(), &[]);
    }
}

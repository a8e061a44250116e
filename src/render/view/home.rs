//! The front page: the state of the archive in one sentence, then what deserves attention.
//!
//! Each block is a field of its own, so that a further one (a trend, a warning) is a further field and a further part of
//! the template.

use serde::Serialize;
use tera::Value;

use super::breakdown::size_of;
use super::figure::{Figure, Period, over_time};
use super::row::IncidentRow;
use super::service::last_date;
use super::trend::{self, Names, Question, day_of};
use super::{Frame, Link, markup, page_view};
use crate::analyse::{Promise, RecurringCause, Strength, Suspect};
use crate::render::archive::{Archive, Recurring};
use crate::render::moment::age_in_days;
use crate::render::svg::lane::lane;
use crate::render::svg::time_axis::TimeAxis;
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomePage<'a> {
    pub frame: Frame,
    /// Whether there is any incident or near miss.
    pub is_empty: bool,
    pub state: State,
    pub figure: Option<Figure>,
    /// Causes that came back, promises made again, the suspect that was wrong most often.
    pub recurring: Vec<RecurringRow>,
    /// What is said where there is none of these.
    pub nothing_recurs: &'static str,
    /// Pages that tell more of it; one that has nothing to say is left out.
    pub more: Vec<Link>,
    pub latest: Vec<IncidentRow<'a>>,
    pub open_actions: OpenActions,
    pub planned: Option<Link>,
}

page_view!(HomePage<'_>, "home.html");

/// The first sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct State {
    /// `47 incidents and 2 near misses`
    pub incidents: String,
    /// `from 2024-01-17 to 2026-06-02`
    pub range: Option<String>,
    /// `41 have a timeline`
    pub coverage: Option<String>,
}

/// Something that keeps happening, with the page that shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecurringRow {
    pub link: Link,
    /// `5 times`, `promised 5 times`, `4 of 5`
    pub times: String,
    /// `last 2024-05-12`, `145 to 205 min`
    pub note: Option<String>,
    /// When it happened, on the axis of the whole archive.
    pub lane: Option<Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpenActions {
    /// Oldest first.
    pub rows: Vec<OpenActionRow>,
    /// `31 action items are open; 12 have no recorded state.`
    pub sentence: String,
    /// The page of all actions, where there are any.
    pub all: Option<Link>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpenActionRow {
    pub text: String,
    /// Of the action on its incident's page.
    pub link: Link,
    pub age: Option<String>,
    pub owner: Option<String>,
}

const LATEST: usize = 6;
const RECURRING: usize = 5;
const PROMISES: usize = 3;
const OPEN_ACTIONS: usize = 6;

impl<'a> HomePage<'a> {
    pub fn new(archive: &'a Archive, names: &Names) -> Self {
        let state = state(archive);
        let description = match &state.range {
            Some(range) => format!("{} {range}.", state.incidents),
            None => format!("{}.", state.incidents),
        };
        let frame =
            Frame::new(archive, "index.html", "home", archive.input.config.title.clone()).description(description);
        let planned = format!("maintenance and notices ({})", words::number(archive.planned.len()));
        let latest = archive.listed.iter().take(LATEST);
        Self {
            is_empty: archive.listed.is_empty(),
            state,
            figure: over_time(archive, &frame.root, &archive.listed, Period::Whole),
            recurring: recurring(archive, names),
            nothing_recurs: match archive.incidents.len() {
                0 | 1 => "It takes two incidents to recur.",
                _ => "No two incidents tell of the same cause.",
            },
            more: more(archive),
            latest: latest.map(|&index| IncidentRow::new(archive, archive.entry(index), "")).collect(),
            open_actions: open_actions(archive),
            planned: (!archive.planned.is_empty()).then(|| Link::new(planned, "maintenance/index.html")),
            frame,
        }
    }
}

fn state(archive: &Archive) -> State {
    let listed = &archive.listed;
    let dated = listed.iter().filter_map(|&index| archive.entry(index).date()).collect::<Vec<_>>();
    let range = match (dated.last(), dated.first()) {
        (Some(first), Some(last)) if first == last && first.len() < 10 => Some(format!("in {first}")),
        (Some(first), Some(last)) if first == last => Some(format!("on {first}")),
        (Some(first), Some(last)) => Some(format!("from {first} to {last}")),
        _ => None,
    };
    let with_timeline = listed.iter().filter(|&&index| archive.entry(index).incident().timeline.len() >= 2).count();
    let coverage = match (with_timeline, listed.len()) {
        (_, 0) => None,
        (0, _) => Some("none has a timeline".to_owned()),
        (1, 1) => Some("it has a timeline".to_owned()),
        (n, total) if n == total => Some("all have a timeline".to_owned()),
        (1, _) => Some("one has a timeline".to_owned()),
        (n, _) => Some(format!("{} have a timeline", words::number(n))),
    };
    State { incidents: size_of(archive.incidents.len(), listed.len() - archive.incidents.len()), range, coverage }
}

/// Causes in the order of the trends, with their places.
fn strong<'a>(archive: &Archive<'a>) -> impl Iterator<Item = (usize, &'a RecurringCause)> {
    let causes = archive.input.trends.recurring.iter().enumerate();
    causes.filter(|(_, cause)| cause.strength == Strength::Recurring)
}

fn recurring(archive: &Archive, names: &Names) -> Vec<RecurringRow> {
    let axis = archive.span().map(TimeAxis::new);
    let trends = archive.input.trends;
    let mut rows: Vec<RecurringRow> =
        strong(archive).take(RECURRING).map(|(at, cause)| cause_row(names, axis, at, cause)).collect();
    if rows.is_empty() {
        // No two incidents are alike in their words; the same class in the same component is the next best.
        let pairs = archive.recurring.iter().take(RECURRING).enumerate();
        rows.extend(pairs.map(|(at, pair)| pair_row(archive, axis, at, pair)));
    }
    let promises = trends.promised_again.iter().enumerate().take(PROMISES);
    let promises = promises.map(|(at, promise)| promise_row(names, at, promise));
    let leads = &trends.false_leads;
    let suspect = leads.by_component.first().filter(|suspect| suspect.incidents.len() > 1);
    rows.extend(promises);
    rows.extend(suspect.map(|suspect| suspect_row(suspect, leads.stated_in)));
    rows
}

fn more(archive: &Archive) -> Vec<Link> {
    let recurring = match strong(archive).count().saturating_sub(RECURRING) {
        0 => "recurring causes".to_owned(),
        n => format!("{} more recurring {}", words::number(n), if n == 1 { "cause" } else { "causes" }),
    };
    let pages = [
        (Question::Recurring, recurring),
        (Question::PromisedAgain, "promised again".to_owned()),
        (Question::Overview, "trends".to_owned()),
    ];
    let told = pages.into_iter().filter(|(question, _)| question.told(archive.input.trends));
    told.map(|(question, text)| Link::new(text, question.path())).collect()
}

fn pair_row(archive: &Archive, axis: Option<TimeAxis>, at: usize, pair: &Recurring) -> RecurringRow {
    let group = &pair.group;
    let days = group.members.iter().filter_map(|&index| archive.entry(index).day).collect::<Vec<_>>();
    let description = format!("{} of them dated.", words::count(days.len(), "incident", "incidents"));
    let lane = |axis: TimeAxis| markup(&lane(&format!("lane-{at}"), &group.label, &description, &axis, &days));
    RecurringRow {
        link: Link::new(group.label.clone(), group.path()),
        times: words::count(group.incidents, "time", "times"),
        note: last_date(archive, group).map(|date| format!("last {date}")),
        lane: axis.filter(|_| !days.is_empty()).map(lane),
    }
}

fn cause_row(names: &Names, axis: Option<TimeAxis>, at: usize, cause: &RecurringCause) -> RecurringRow {
    let days = cause.members.iter().filter_map(|member| day_of(member.date?)).collect::<Vec<_>>();
    let lane = |axis: TimeAxis| markup(&lane(&format!("lane-{at}"), &cause.label, &cause.reading, &axis, &days));
    let last = cause.last.map(|date| format!("last {date}"));
    let note = cause.cost.brief().into_iter().chain(last).collect::<Vec<_>>().join(", ");
    RecurringRow {
        link: Link::new(cause.label.clone(), trend::cause_path(names, at)),
        times: words::count(cause.incidents.len(), "time", "times"),
        note: (!note.is_empty()).then_some(note),
        lane: axis.filter(|_| !days.is_empty()).map(lane),
    }
}

fn promise_row(names: &Names, at: usize, promise: &Promise) -> RecurringRow {
    let note = match promise.recurred_after.len() {
        0 => None,
        n => Some(format!("the same cause came back after it {}", words::times(n))),
    };
    RecurringRow {
        link: Link::new(promise.label.clone(), trend::promise_path(names, at)),
        times: format!("promised {}", words::count(promise.incidents.len(), "time", "times")),
        note,
        lane: None,
    }
}

/// `stated_in` is the number of incidents that tell of any wrong suspicion.
fn suspect_row(suspect: &Suspect, stated_in: usize) -> RecurringRow {
    let minutes = (suspect.minutes.max.seconds > 0).then(|| words::range(suspect.minutes));
    let never = (!suspect.ever_the_cause).then(|| "never the cause".to_owned());
    let note = [minutes, never].into_iter().flatten().collect::<Vec<_>>().join(", ");
    RecurringRow {
        link: Link::new(format!("{} suspected, wrongly", suspect.label), Question::FalseLeads.path()),
        times: format!("{} of {}", words::number(suspect.incidents.len()), words::number(stated_in)),
        note: (!note.is_empty()).then_some(note),
        lane: None,
    }
}

fn open_actions(archive: &Archive) -> OpenActions {
    let (mut open, mut without_state, mut all) = (0, 0, 0);
    let mut oldest = Vec::new();
    for &index in archive.incidents.iter().rev() {
        let entry = archive.entry(index);
        for (number, item) in entry.incident().action_items.iter().enumerate() {
            all += 1;
            without_state += usize::from(item.state.is_unrecorded());
            if !item.state.is_open() {
                continue;
            }
            open += 1;
            // Undated incidents sort first here, but nobody knows how long their actions have been open.
            if entry.moment.is_some() && oldest.len() < OPEN_ACTIONS {
                let age = age_in_days(entry.moment, archive.input.as_of).map(|days| words::count(days, "day", "days"));
                oldest.push(OpenActionRow {
                    text: item.text.clone(),
                    link: Link::new(entry.incident().title.clone(), format!("{}#a{}", entry.path, number + 1)),
                    age,
                    owner: item.owner.clone(),
                });
            }
        }
    }
    let unknown = match without_state {
        0 => String::new(),
        1 => "; one has no recorded state".to_owned(),
        n => format!("; {} have no recorded state", words::number(n)),
    };
    let sentence = match (all, open) {
        (0, _) => "No document lists an action item.".to_owned(),
        (_, 0) => format!("No action item is recorded as open{unknown}."),
        (_, 1) => format!("One action item is open{unknown}."),
        (_, n) => format!("{} action items are open{unknown}.", words::number(n)),
    };
    let page = Question::Actions;
    OpenActions { rows: oldest, sentence, all: page.told(archive.input.trends).then(|| page.link()) }
}

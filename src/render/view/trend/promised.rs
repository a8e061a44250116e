//! Promised again: every promise made after more than one incident, as it was written each time.

use super::{
    Cell, Chart, Example, Fact, Grid, Group, MemberRow, Names, Question, Section, TRENDS_DATA, TrendPage, anchor_path,
    day_of, further, incident_path, reviewed,
};
use crate::analyse::{Promise, PromiseItem, Trends};
use crate::model::Subject;
use crate::render::archive::Archive;
use crate::render::svg::lanes::{Lane, Mark, lanes};
use crate::render::svg::time_axis::TimeAxis;
use crate::render::view::Link;
use crate::render::words;

/// Promises on the page, the most telling ones.
const SHOWN: usize = 40;
/// Items of a promise on the page.
const ITEMS: usize = 12;
/// Lanes of the chart.
const LANES: usize = 12;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let promises = &trends.promised_again;
    let mut page = TrendPage::new(Question::PromisedAgain, archive, &trends.readings.promised_again);
    page.chart = archive.span().and_then(|span| chart(&page.frame.root, promises, names, &TimeAxis::new(span)));
    if promises.is_empty() {
        let sentence = match trends.actions.n {
            0 => "No report lists an action. Actions are read from a list under a heading such as this:".to_owned(),
            1 => "The reports list one action, and it takes two to be a promise made again.".to_owned(),
            n => format!(
                "The reports list {} actions; none of them was promised after more than one incident. Two are one promise where they name the same ticket, or promise the same in other words:",
                words::number(n)
            ),
        };
        let example = "## Action items\n\n- [ ] Alert before certificates expire (OPS-312)";
        page.missing = Some(Example::new(sentence, example));
    } else {
        let mut section = Section::new("promises", "As they were written each time");
        let shown = promises.iter().zip(&names.promises).take(SHOWN);
        section.groups = shown.map(|(promise, anchor)| group(trends, anchor, promise, names)).collect();
        page.sections.push(section.further(further(promises.len(), SHOWN, TRENDS_DATA)));
    }
    page.method = vec![
        format!(
            "Two actions are one promise when they name the same ticket, or when of a hundred such pairs a careful reader would call at least {} the same promise: by the words and the concepts that they share, rare ones more, by the kind of action, and by the cause that both follow. The name is the shortest of the items. Order: incidents, times the days between first and last, times the items not done.",
            (trends.options.thresholds.promise * 100.0).round()
        ),
        "An incident that follows a promise is not proof that the promise failed.".into(),
    ];
    let [_, promises, _] = trends.reviewed.readings();
    if let Some(section) = reviewed::section(trends, &[Subject::Promise], &[&promises], names) {
        page.sections.push(section);
        page.method.push(reviewed::METHOD.into());
    }
    page.correct = Some(Example::new(
        "Two items that name the same ticket are one promise, whatever their words. Otherwise the top of a document can say so: its second item and the third of another, here joined and there kept apart. Or incidex review asks about each pair and writes the answers into causes.toml.",
        "---
same_as: [a2 = INC-2024-011#a3]
not_same_as: [a2 = INC-2023-090#a1]
---",
    ));
    page.more.push(Question::Actions.link());
    page
}

/// Where the `at`-th promise of the trends stands; the page alone where it is not shown.
pub fn path_of(names: &Names, at: usize) -> String {
    let shown = names.promises.get(at).filter(|_| at < SHOWN);
    shown.map_or_else(|| Question::PromisedAgain.path().to_owned(), |id| anchor_path(Question::PromisedAgain, id))
}

fn chart(root: &str, promises: &[Promise], names: &Names, axis: &TimeAxis) -> Option<Chart> {
    let shown = &promises[..promises.len().min(LANES)];
    if shown.is_empty() {
        return None;
    }
    let lane = |(promise, anchor): (&Promise, &String)| Lane {
        label: promise.label.clone(),
        note: words::count(promise.incidents.len(), "time", "times"),
        href: format!("#{anchor}"),
        marks: promise.items.iter().filter_map(|item| mark(root, item)).collect(),
    };
    let rows: Vec<Lane> = shown.iter().zip(&names.promises).map(lane).collect();
    let heads = ["Promise", "Incidents#", "Items#", "First", "Last"];
    let table = Grid::new("Promises made again", &heads).rows(shown.iter().enumerate().map(|(at, it)| {
        vec![
            Cell::link(Link::new(it.label.clone(), path_of(names, at))),
            Cell::number(it.incidents.len()),
            Cell::number(it.items.len()),
            Cell::date(it.first),
            Cell::date(it.last),
        ]
    }));
    let left_out = match promises.len() {
        all if all == shown.len() => String::new(),
        all => format!(" Shown are the first {} of {}.", shown.len(), words::number(all)),
    };
    let description = format!(
        "A line for each of {}, a dot for each time it was made.",
        words::count(shown.len(), "promise", "promises")
    );
    let caption = format!("One dot per item, on the axis of the whole archive.{left_out}");
    Some(Chart::new(&lanes("lanes", "When each promise was made", &description, axis, &rows), caption, table))
}

fn mark(root: &str, item: &PromiseItem) -> Option<Mark> {
    let date = item.date?;
    Some(Mark {
        day: day_of(date)?,
        href: format!("{root}{}", item_path(item)),
        label: format!("{date}: {}", item.text),
    })
}

/// Of the action on the page of its incident.
fn item_path(item: &PromiseItem) -> String {
    format!("{}#a{}", incident_path(&item.slug), item.number)
}

fn group(trends: &Trends, anchor: &str, promise: &Promise, names: &Names) -> Group {
    let members = promise.items.iter().take(ITEMS).map(|item| {
        let state = words::action_state(item.state).unwrap_or("state not recorded");
        MemberRow {
            date: item.date.map(|date| date.to_string()),
            link: Link::new(item.text.clone(), item_path(item)),
            words: None,
            note: Some(format!("line {}, {state}", item.line)),
        }
    });
    Group {
        anchor: anchor.to_owned(),
        label: promise.label.clone(),
        path: None,
        times: format!(
            "{} after {}",
            words::count(promise.items.len(), "item", "items"),
            words::count(promise.incidents.len(), "incident", "incidents")
        ),
        reading: without_label(promise),
        lane: None,
        facts: [facts(promise, names), reviewed::of_promise(trends, promise, names)].concat(),
        members: members.collect(),
        further: further(promise.items.len(), ITEMS, TRENDS_DATA),
    }
}

/// The reading below a heading that is the label already.
fn without_label(promise: &Promise) -> String {
    let label = format!("\u{201c}{}\u{201d} was ", promise.label);
    let rest = promise.reading.strip_prefix(&label);
    super::unbroken(&words::upper_first(rest.unwrap_or(&promise.reading)))
}

fn facts(promise: &Promise, names: &Names) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !promise.recurred_after.is_empty() {
        let after: Vec<String> = promise.recurred_after.iter().map(|it| it.incident.clone()).collect();
        let times = if after.len() == 1 { "once".to_owned() } else { words::count(after.len(), "time", "times") };
        facts.push(Fact::new("Came back", format!("{times}:")).links(names.dated_all(&after)));
    }
    for claim in promise.claims.iter().take(5) {
        let date = claim.date.map_or_else(String::new, |date| format!(" ({date})"));
        facts.push(Fact::new("Said done", format!("{}{date}", claim.text)).quoted());
    }
    let joined = if promise.certain { "a shared ticket" } else { "what they would do, to what, in which words" };
    facts.push(Fact::new("Joined by", joined));
    facts
}

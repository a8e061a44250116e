//! What to do next quarter: the causes that came back, dearest first, on a page made to be printed.
//!
//! For internal readers, unless the settings name others: it says what nobody has mended.

use super::recurring::lost;
use super::{
    Cell, Example, Fact, Grid, Group, MemberRow, Names, Question, Section, TrendPage, anchor_path, incident_path,
};
use crate::analyse::{Next, NextCause, OutcomeState, Standing, Unaddressed};
use crate::model::Audience;
use crate::render::archive::Archive;
use crate::render::svg::escaped;
use crate::render::view::{Link, markup};
use crate::render::words;

/// Causes in the table.
const RANKED: usize = 10;
/// Causes told in full: as many as fit on a sheet or two.
const SHOWN: usize = 3;
/// Sentences shown of one cause.
const SENTENCES: usize = 2;

/// Whether the readers of the site get the page.
pub fn is_shown(archive: &Archive) -> bool {
    let config = archive.input.config;
    let meant = config.audience_named(&config.next_audience).unwrap_or(Audience::INTERNAL);
    config.sees(archive.input.audience, &meant)
}

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let next = &archive.input.trends.next;
    let mut page = TrendPage::new(Question::Next, archive, &next.reading);
    if archive.input.trends.incidents == 0 {
        page.missing = Some(Example::none("Without an incident there is nothing to rank."));
        return page;
    }
    if next.causes.is_empty() {
        page.missing = Some(Example::new(
            "Causes are ranked once two reports tell of the same one. A sentence that says why is what they are compared by; these lines at the top of a document help:",
            "---\ncause: capacity\ncomponent: database\n---",
        ));
    } else {
        page.sections.push(ranked(next));
        page.sections.push(causes(next, names));
    }
    if let Some(promise) = &next.promise {
        let mut section = Section::new("promise", "One promise that is not done");
        section.groups.push(promised(promise, names));
        page.sections.push(section);
    }
    if !next.unknown.is_empty() {
        let rows = next.unknown.iter().map(|sentence| vec![Cell::prose(sentence.clone())]);
        let grid = Grid::new("What no report states", &["What no report states"]).rows(rows);
        page.sections.push(Section::new("unknown", "What is not known").grid(grid));
    }
    page.method = next.rules.map(str::to_owned).to_vec();
    page.correct = Some(Example::new(
        "A length, a cause and the state of an action that a document states win over what was read from its text; which incidents belong together is said with same_as and not_same_as.",
        "---\nduration: 2 h 30 min\ncause: capacity\nsame_as: [INC-2024-011]\n---",
    ));
    page.more.extend([Question::Recurring, Question::PromisedAgain, Question::Actions].map(Question::link));
    page
}

fn ranked(next: &Next) -> Section {
    let rows = next.causes.iter().take(RANKED).enumerate().map(|(at, cause)| {
        let place = (at < SHOWN).then(|| anchor_path(Question::Next, &anchor(at)));
        vec![
            Cell::link(Link { text: cause.label.clone(), path: place }),
            Cell::length(cause.cost.minutes),
            Cell::text(format!("{} of {}", cause.cost.n, cause.cost.of)).number_like(),
            Cell::number(cause.incidents.len().saturating_sub(1)),
            Cell::date(cause.last),
            Cell::number(cause.unaddressed.len()),
        ]
    });
    let heads = ["Cause", "Lasted in all#", "Known for#", "Came back#", "Last", "Sentences no completed action names#"];
    let shown = match next.causes.len() {
        all if all > RANKED => format!(" The first {RANKED} of {} causes that came back.", words::number(all)),
        _ => String::new(),
    };
    Section::new("ranked", "By minutes lost")
        .reading(format!("For {}, as of {}.{shown}", next.quarter, next.as_of))
        .grid(Grid::new("Causes by minutes lost", &heads).rows(rows))
}

fn anchor(at: usize) -> String {
    format!("c{}", at + 1)
}

fn causes(next: &Next, names: &Names) -> Section {
    let mut section = Section::new("causes", "What came back, and what no completed action names");
    if next.causes.len() > SHOWN {
        section = section.reading(format!("Of the first {SHOWN}; incidex report --next tells of further ones."));
    }
    section.groups = next.causes.iter().take(SHOWN).enumerate().map(|(at, cause)| group(at, cause, names)).collect();
    section
}

fn group(at: usize, cause: &NextCause, names: &Names) -> Group {
    let further = match cause.unaddressed.len() {
        all if all > SENTENCES => format!(" The first {SENTENCES} of {} are shown.", words::number(all)),
        _ => String::new(),
    };
    let mut facts = lost(&cause.cost, names);
    // What is in the sum stands in the sentence above.
    facts.remove(0);
    facts.push(Fact::new("The fix", fix(cause)));
    match &cause.promise {
        Some(promise) => facts.extend(told(promise)),
        None => facts.push(Fact::new("To do", "No open action of these reports names what failed.")),
    }
    facts.push(Fact::new("Incidents", "").links(names.dated_all(&cause.incidents)));
    Group {
        anchor: anchor(at),
        label: cause.label.clone(),
        path: None,
        times: words::count(cause.incidents.len(), "incident", "incidents"),
        reading: format!("{} {}{further}", cause.reading, cause.weaknesses),
        lane: None,
        facts,
        members: cause.unaddressed.iter().take(SENTENCES).map(sentence).collect(),
        further: None,
    }
}

/// An author's sentence, with its place and whether an action names it.
fn sentence(it: &Unaddressed) -> MemberRow {
    let action = if it.promised { "an action is promised and not done" } else { "no action names it" };
    MemberRow {
        date: it.date.map(|date| date.to_string()),
        link: Link::new(it.title.clone(), incident_path(&it.slug)),
        words: Some(markup(&escaped(&it.text))),
        note: Some(format!("{}; {action}", it.place)),
    }
}

fn fix(cause: &NextCause) -> String {
    let quiet = cause.quiet_days.and_then(|days| usize::try_from(days).ok());
    let since = quiet
        .map_or(String::new(), |days| format!(" The last incident is {} back.", words::count(days, "day", "days")));
    let fix = match cause.fix {
        OutcomeState::RecurredAfterFix => "It recurred after a fix was marked done.",
        OutcomeState::HeldSoFar => "Marked done; no incident has followed.",
        OutcomeState::SetAside => "Marked done; a reviewer disagrees that it held.",
        OutcomeState::NoneDone => "No completed fix for this cause is recorded.",
        OutcomeState::NothingPromised => "No action items were found.",
    };
    format!("{fix}{since}")
}

/// The promise as it was written, where, and how it stands.
fn told(promise: &Standing) -> Vec<Fact> {
    let path = format!("{}#a{}", incident_path(&promise.slug), promise.number);
    let further = [("owner", &promise.owner), ("due", &promise.due), ("ticket", &promise.ticket)];
    let further = further.iter().filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)));
    let state = promise.reading.trim_end_matches('.').to_owned();
    let state = std::iter::once(state).chain(further).collect::<Vec<_>>().join("; ");
    vec![
        Fact::new("To do", promise.text.clone()).quoted(),
        Fact::new("Where it stands", format!("{state};")).links(vec![Link::new(promise.place.clone(), path)]),
    ]
}

fn promised(promise: &Standing, names: &Names) -> Group {
    let of = names.link(&promise.incident);
    Group {
        anchor: "p1".into(),
        label: of.text.clone(),
        path: None,
        times: words::count(promise.times, "time", "times"),
        reading: String::new(),
        lane: None,
        facts: told(promise),
        members: Vec::new(),
        further: None,
    }
}

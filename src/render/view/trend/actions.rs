//! What was promised: open, done, and how long it has waited.

use super::{
    Cell, Chart, Example, Grid, INCIDENTS_DATA, Names, Question, SHOWN_ROWS, Section, TrendPage, further, incident_path,
};
use crate::analyse::{ActionRow, Actions, Ages, AimMix, Intent, IntentCount};
use crate::model::ActionState;
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::view::Link;
use crate::render::view::trend::life;
use crate::render::words;

/// Kinds of action in the chart.
const KINDS: usize = 12;
/// Quarters of a chart, the newest ones.
const QUARTERS: usize = 12;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let actions = &trends.actions;
    let mut page = TrendPage::new(Question::Actions, archive, &actions.reading);
    page.more.push(Question::PromisedAgain.link());
    page.correct = Some(Example::new(
        "The box of an item, or a word beside it, sets its state; owner, due date and ticket are read from the item itself.",
        "- [ ] Ask for confirmation above 10% (owner: release team, due: 2026-09-01, OPS-318)\n- [x] Alert on latency\n- ~~Replace the cache~~ dropped",
    ));
    if actions.n == 0 {
        page.missing = Some(Example::new(
            "No report lists an action. A list under a heading is enough:",
            "## Action items\n\n- [ ] Ask for confirmation above 10%\n- [x] Alert on latency",
        ));
        page.correct = None;
        return page;
    }
    page.chart = Some(chart(actions));
    if actions.aims.len() > 1 {
        page.sections.push(aims(&actions.aims));
    }
    page.sections.push(life::stages(actions));
    if actions.closing.done > 0 {
        page.sections.push(life::closing(&actions.closing));
    }
    if actions.ages.n > 0 {
        page.sections.push(waiting(&actions.ages));
    }
    for (id, heading, states) in LISTS {
        let rows = || actions.items.iter().filter(|item| states.contains(&item.state));
        let all = rows().count();
        if all > 0 {
            let shown = rows().take(SHOWN_ROWS).map(|item| row(item, names));
            let heads = ["Action", "Incident", "Since its incident#", "Owner", "State"];
            let section = Section::new(id, heading).grid(Grid::new(heading, &heads).rows(shown));
            page.sections.push(section.further(further(all, SHOWN_ROWS, INCIDENTS_DATA)));
        }
    }
    if let Some(write_up) = &trends.write_up {
        page.sections.push(life::write_up(write_up));
    }
    page.method = vec![
        "A state is a ticked box, a struck line, a word in a table, or a later sentence that says so, else what its ticket says in tickets.json or tickets.csv beside incidex.toml; without any of them, or with a ticket that no snapshot knows, it is not recorded, which is not the same as open.".into(),
        not_acting(actions),
        format!("Ages run from the incident to {}. Actions of near misses stand on their pages and are not counted.", trends.as_of),
    ];
    page
}

/// What actions are good for, by quarter of their incident.
fn aims(all: &[AimMix]) -> Section {
    let shown = &all[all.len().saturating_sub(QUARTERS)..];
    let part = |word: &str, n: usize, fill| Part { label: format!("{word} {n}"), amount: n as f64, fill };
    let rows: Vec<Bar> = shown
        .iter()
        .map(|it| Bar {
            label: it.quarter.to_string(),
            note: words::count(it.n, "action", "actions"),
            href: None,
            parts: vec![
                part("prevent", it.prevent, Fill::Fix),
                part("detect", it.detect, Fill::Respond),
                part("learn", it.learn, Fill::Unseen),
                part("find out", it.find_out, Fill::Investigate),
                part("unclear", it.unclear, Fill::Absent),
            ],
        })
        .collect();
    let heads = ["Quarter", "Prevent#", "Detect#", "Learn#", "Find out#", "Unclear#", "All#"];
    let table = Grid::new("Actions by what they are good for", &heads).rows(all.iter().map(|it| {
        let counts = [it.prevent, it.detect, it.learn, it.find_out, it.unclear, it.n].map(Cell::number).to_vec();
        [vec![Cell::text(it.quarter.to_string())], counts].concat()
    }));
    let caption = "By quarter of the incident; to find out means to look into something, not yet to change it.";
    let description = "A bar for each quarter, with what its actions would do.";
    let legend = [
        (Fill::Fix, "prevent"),
        (Fill::Respond, "detect"),
        (Fill::Unseen, "learn"),
        (Fill::Investigate, "find out"),
        (Fill::Absent, "unclear"),
    ];
    let chart = Chart::new(&bars("aims", "What actions are good for", description, &rows), caption, table);
    Section::new("aims", "What they are good for").chart(chart.legend("aims", &legend))
}

fn waiting(ages: &Ages) -> Section {
    let rows = ages.older_than.iter().map(|it| {
        let days = words::count(usize::try_from(it.days).unwrap_or_default(), "day", "days");
        vec![Cell::text(format!("more than {days}")), Cell::number(it.count)]
    });
    let median = ages.median_days.filter(|_| ages.n >= 5).map_or_else(String::new, |days| {
        format!(", half of them for more than {}", words::count(days.round() as usize, "day", "days"))
    });
    let overdue = match ages.overdue {
        0 => String::new(),
        1 => " One is overdue.".into(),
        n => format!(" {} are overdue.", words::number(n)),
    };
    let wait = if ages.n == 1 { "waits" } else { "wait" };
    Section::new("waiting", "How long they have waited")
        .reading(format!(
            "{} neither done nor dropped {wait}{median}.{overdue}",
            words::count(ages.n, "dated action", "dated actions")
        ))
        .grid(Grid::new("Actions not done, by age", &["Waiting for", "Actions#"]).rows(rows))
}

const LISTS: [(&str, &str, &[ActionState]); 3] = [
    ("open", "Open, the oldest first", &[ActionState::Open]),
    ("unknown", "Without a recorded state", &[ActionState::Tracked, ActionState::Unknown]),
    ("done", "Done or dropped", &[ActionState::Done, ActionState::ClaimedDone, ActionState::Dropped]),
];

fn not_acting(actions: &Actions) -> String {
    let verb = |n: usize, one: &str, many: &str| format!("{} {}", words::number(n), if n == 1 { one } else { many });
    format!(
        "Of {}, {} into something; {} neither owner nor due date nor ticket.",
        words::count(actions.n, "action", "actions"),
        verb(actions.not_acting.only_investigate, "only looks", "only look"),
        verb(actions.not_acting.without_any, "has", "have"),
    )
}

fn row(item: &ActionRow, names: &Names) -> Vec<Cell> {
    let mut state = words::action_state(item.state).unwrap_or("not recorded").to_owned();
    if let Some(more) = life::beside(item) {
        state.push_str(&more);
    }
    if item.overdue {
        state.push_str(", overdue");
    }
    let again = names.promised_before(&item.slug, item.number);
    if let Some(again) = &again {
        state.push_str(&format!(", promised before: {}", again.times));
    }
    let incident = incident_path(&item.slug);
    vec![
        Cell::link(Link::new(item.text.clone(), format!("{incident}#a{}", item.number))).quoted(),
        Cell::text(names.link(&item.incident).text).to(Some(incident)),
        Cell::days(item.age_days),
        Cell::maybe(item.owner.clone()),
        Cell { missing: item.state.is_unrecorded(), ..Cell::text(state) }.to(again.map(|again| again.path)),
    ]
}

fn chart(actions: &Actions) -> Chart {
    let states = actions.by_state.iter().filter(|it| it.count > 0).map(|it| {
        let word = words::action_state(it.state).unwrap_or("not recorded");
        let fill = match it.state {
            ActionState::Open => Fill::Investigate,
            ActionState::Done | ActionState::ClaimedDone => Fill::Fix,
            ActionState::Dropped => Fill::Verify,
            ActionState::Tracked | ActionState::Unknown => Fill::Absent,
        };
        Part { label: format!("{word} {}", it.count), amount: it.count as f64, fill }
    });
    let part = |word: &str, n: usize, fill| Part { label: format!("{word} {n}"), amount: n as f64, fill };
    // What is of no known kind comes last, however much it is.
    let (other, known): (Vec<&IntentCount>, Vec<&IntentCount>) =
        actions.by_intent.iter().filter(|it| it.count > 0).partition(|it| it.intent == Intent::Other);
    let kinds = known.into_iter().chain(other).take(KINDS).map(|it| Bar {
        label: it.label.to_owned(),
        note: words::count(it.count, "action", "actions"),
        href: None,
        parts: vec![part("done", it.done, Fill::Fix), part("not marked as done", it.count - it.done, Fill::Absent)],
    });
    let note = words::count(actions.n, "action", "actions");
    let all = Bar { label: "All actions".into(), note, href: None, parts: states.collect() };
    let rows: Vec<Bar> = std::iter::once(all).chain(kinds).collect();
    let kinds = actions.by_intent.iter().filter(|it| it.count > 0);
    let table = Grid::new("Actions by kind", &["Kind", "Actions#", "Done#"])
        .rows(kinds.map(|it| vec![Cell::text(it.label), Cell::number(it.count), Cell::number(it.done)]));
    let legend = [
        (Fill::Investigate, "open"),
        (Fill::Fix, "done"),
        (Fill::Verify, "dropped"),
        (Fill::Absent, "not recorded, or not marked as done"),
    ];
    let caption = "What became of the actions, in all and by what they would do.";
    Chart::new(&bars("states", "Actions by state and kind", &actions.reading, &rows), caption, table)
        .legend("states", &legend)
}

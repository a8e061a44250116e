//! What was suspected first and wrongly, and what that cost.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, further, incident_path,
};
use crate::analyse::{FalseLeads, Lead, Suspect};
use crate::model::MinuteRange;
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::words;

/// Suspects in the chart.
const SUSPECTS: usize = 12;

/// Names of a suspect in its row.
const NAMES: usize = 3;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let leads = &archive.input.trends.false_leads;
    let mut page = TrendPage::new(Question::FalseLeads, archive, &leads.reading);
    if leads.leads.is_empty() {
        page.missing = Some(Example::new(
            "No report tells of a suspicion that turned out wrong. A mark in the timeline says so without doubt:",
            MARKED,
        ));
    }
    if !leads.by_component.is_empty() {
        page.chart = Some(chart(leads));
    }
    if !leads.leads.is_empty() {
        let rows = leads.leads.iter().rev().take(SHOWN_ROWS).map(|lead| row(lead, names));
        let grid = Grid::new("Every wrong suspicion", &["Suspected", "Incident", "Date", "Cost#", "How it ended"]);
        page.sections.push(
            Section::new("leads", "Every wrong suspicion, the newest first").grid(grid.rows(rows)).further(further(
                leads.leads.len(),
                SHOWN_ROWS,
                TRENDS_DATA,
            )),
        );
        page.correct = Some(Example::new(
            "A mark before the words of a timeline entry wins over what they seem to say: one opens a false lead, the other closes it.",
            MARKED,
        ));
    }
    page.method = vec![
        told(leads.stated_in, leads.of),
        "A lead counts where its author names the suspect as a thing. What was only done in vain, or suspected in other words, stands on the page of its incident.".into(),
        "A lead lasts from the line that opens it to the line that refutes it. Where none does, it lasts at least to the next line and at most until the cause is named.".into(),
    ];
    page
}

const MARKED: &str = "- 22:30 [hypothesis] The database is slow\n- 23:10 [dead-end] The database is fine";

fn told(stated: usize, of: usize) -> String {
    let of = words::count(of, "report", "reports");
    let tell = match stated {
        0 => format!("None of {of} tells of one"),
        1 => format!("One of {of} tells of one"),
        n => format!("{} of {of} tell of one", words::number(n)),
    };
    format!("{tell}; what is not told is not counted, so the true number can only be larger.")
}

fn chart(leads: &FalseLeads) -> Chart {
    let longest = leads.by_component.iter().map(|it| it.incidents.len() + it.cause_of.len()).max().unwrap_or(0);
    let rows: Vec<Bar> = leads.by_component.iter().take(SUSPECTS).map(|it| bar(it, longest)).collect();
    let table = Grid::new(
        "Wrong suspects",
        &["Suspect", "As named by authors", "Wrongly in#", "At least, at most#", "The cause of#"],
    );
    let table = table.rows(leads.by_component.iter().map(|it| {
        vec![
            Cell::text(it.label.clone()),
            Cell::text(it.named.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ")),
            Cell::number(it.incidents.len()),
            Cell::maybe(cost(it.minutes)).number_like(),
            Cell::number(it.cause_of.len()),
        ]
    }));
    let caption = "How often each was suspected wrongly, against how often it was the cause of any incident.";
    let svg = bars("suspects", "Suspected wrongly, and being the cause", &leads.reading, &rows);
    let legend = [(Fill::Investigate, "suspected wrongly"), (Fill::Fix, "was the cause")];
    Chart::new(&svg, caption, table).legend("suspects", &legend)
}

fn bar(suspect: &Suspect, longest: usize) -> Bar {
    let (wrongly, rightly) = (suspect.incidents.len(), suspect.cause_of.len());
    let part = |name: &str, n: usize, fill| Part { label: format!("{name} {n}"), amount: n as f64, fill };
    Bar {
        label: suspect.label.clone(),
        note: cost(suspect.minutes).unwrap_or_else(|| "minutes not recorded".into()),
        href: None,
        parts: vec![
            part("wrongly", wrongly, Fill::Investigate),
            part("the cause", rightly, Fill::Fix),
            part("", longest - wrongly - rightly, Fill::Blank),
        ],
    }
}

fn row(lead: &Lead, names: &Names) -> Vec<Cell> {
    let late = if lead.after_identification { "; opened after the cause had been named" } else { "" };
    let end = format!("{}{late}, line {}", words::false_lead_end(lead.basis), lead.line);
    vec![
        Cell::quote(lead.suspect.clone()),
        Cell::text(names.link(&lead.incident).text).to(Some(incident_path(&lead.slug))),
        Cell::date(lead.date),
        Cell::maybe(lead.minutes.and_then(cost)).number_like(),
        Cell::prose(end),
    ]
}

/// `None` where no minutes are known.
fn cost(minutes: MinuteRange) -> Option<String> {
    (minutes.max.seconds > 0).then(|| words::range(minutes))
}

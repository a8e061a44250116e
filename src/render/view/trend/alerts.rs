//! Alerts by name: in which incidents each fired, was missing, was noisy or was promised.

use super::{Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, further};
use crate::analyse::{AlertName, Alerts};
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::words;

/// Alerts in the chart.
const BARS: usize = 12;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let alerts = &archive.input.trends.alerts;
    let mut page = TrendPage::new(Question::Alerts, archive, &alerts.reading);
    if alerts.names.is_empty() {
        page.missing = Some(Example::new(
            "Alerts are found by names that look like identifiers, in a sentence that speaks of alerts:",
            "- 09:14 The alert DepotBacklogGrowing fires",
        ));
        return page;
    }
    page.chart = Some(chart(alerts));
    let heads = ["Alert", "Fired", "Missing or late", "Noisy", "Promised"];
    let rows = alerts.names.iter().take(SHOWN_ROWS).map(|it| {
        let lists = [&it.fired, &it.missing, &it.noisy, &it.promised].map(|list| match list.as_slice() {
            [] => Cell::default(),
            list => Cell::links(names.dated_all(list)),
        });
        std::iter::once(Cell::text(it.name.clone()).quoted()).chain(lists).collect()
    });
    page.sections.push(
        Section::new("names", "Every alert that is named")
            .grid(Grid::new("Alerts by name", &heads).rows(rows))
            .further(further(alerts.names.len(), SHOWN_ROWS, TRENDS_DATA)),
    );
    page.method = vec![
        "A name counts where a sentence that speaks of alerts has it: as firing, as missing or late, as noisy, or in an action item about monitoring. An incident may count under several.".into(),
    ];
    page.correct = Some(Example::new(
        "The sentence itself is what counts; write the alert's full name in it.",
        "- 09:31 The alert DepotBacklogGrowing did not fire",
    ));
    page
}

fn chart(alerts: &Alerts) -> Chart {
    let size = |it: &AlertName| it.fired.len() + it.missing.len() + it.noisy.len() + it.promised.len();
    let most = alerts.names.iter().map(size).max().unwrap_or(0);
    let part = |word: &str, list: &[String], fill| Part {
        label: format!("{word} {}", list.len()),
        amount: list.len() as f64,
        fill,
    };
    let bar = |it: &AlertName| Bar {
        label: it.name.clone(),
        note: words::count(it.incidents.len(), "incident", "incidents"),
        href: None,
        parts: vec![
            part("fired", &it.fired, Fill::Respond),
            part("missing", &it.missing, Fill::Absent),
            part("noisy", &it.noisy, Fill::Investigate),
            part("promised", &it.promised, Fill::Fix),
            Part { label: String::new(), amount: (most - size(it)) as f64, fill: Fill::Blank },
        ],
    };
    let rows: Vec<Bar> = alerts.names.iter().take(BARS).map(bar).collect();
    let heads = ["Alert", "Incidents#", "Fired#", "Missing or late#", "Noisy#", "Promised#"];
    let table = Grid::new("Alerts by name, counted", &heads).rows(alerts.names.iter().take(SHOWN_ROWS).map(|it| {
        let counts =
            [&it.incidents, &it.fired, &it.missing, &it.noisy, &it.promised].map(|list| Cell::number(list.len()));
        std::iter::once(Cell::text(it.name.clone())).chain(counts).collect()
    }));
    let legend = [
        (Fill::Respond, "fired"),
        (Fill::Absent, "missing or late"),
        (Fill::Investigate, "noisy"),
        (Fill::Fix, "promised"),
    ];
    let caption = "What reports say of each alert, by incidents.";
    Chart::new(&bars("alerts", "Alerts by name", &alerts.reading, &rows), caption, table).legend("alerts", &legend)
}

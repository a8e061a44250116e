//! What ended incidents, and which attempts worked.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, anchor_path, figures,
    further, out_of,
};
use crate::analyse::{MitigationCount, Mitigations};
use crate::model::MitigationKind;
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::words;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let found = &trends.mitigations;
    let mut page = TrendPage::new(Question::Mitigations, archive, &found.reading);
    let tested_from = trends.options.thresholds.tested_from;
    if found.kinds.is_empty() {
        page.missing = Some(Example::new(
            "No report tells what ended its incident. A sentence under a heading is enough:",
            "## Resolution\n\nThe release was rolled back at 12:41.",
        ));
        return page;
    }
    page.chart = Some(chart(found, tested_from));
    if !found.attempts.is_empty() {
        page.sections.push(attempts(found, tested_from));
    }
    page.sections.push(by_cause(archive, found, names));
    for kind in &found.kinds {
        page.sections.push(members(kind, names));
    }
    page.method = vec![
        format!(
            "What ended it is read from the mitigation or the resolution that the report gives, {}. Attempts are lines of the timeline that tell of one; an attempt worked where it was the last one and is what the report says ended the incident.",
            out_of(found.n, found.of)
        ),
        "That something was tried late does not make it slow: the cause may have been found late.".into(),
        super::thresholds(trends),
    ];
    page.correct = Some(Example::new(
        "One key at the top of a document wins over what was read from its text: rollback, restart, scale, config, failover, hotfix, vendor, replace or waited.",
        "---\nmitigation: rollback\n---",
    ));
    page
}

fn name(kind: MitigationKind) -> String {
    words::upper_first(words::mitigation(kind))
}

fn id(kind: MitigationKind) -> String {
    format!("by-{}", words::mitigation(kind).replace(' ', "-"))
}

fn chart(found: &Mitigations, tested_from: usize) -> Chart {
    let most = found.kinds.iter().map(|it| it.count).max().unwrap_or(0);
    let bar = |it: &MitigationCount| Bar {
        label: name(it.kind),
        note: String::new(),
        href: Some(format!("#s-{}", id(it.kind))),
        parts: vec![
            Part { label: it.count.to_string(), amount: it.count as f64, fill: Fill::Fix },
            Part { label: String::new(), amount: (most - it.count) as f64, fill: Fill::Blank },
        ],
    };
    let rows: Vec<Bar> = found.kinds.iter().map(bar).collect();
    let table = Grid::of_figures(
        "From the start to the fix, by what ended it",
        "Ended by",
        found
            .kinds
            .iter()
            .map(|it| {
                let path = anchor_path(Question::Mitigations, &format!("s-{}", id(it.kind)));
                [vec![Cell::text(name(it.kind)).to(Some(path))], figures(&it.time_to_fix, tested_from)].concat()
            })
            .collect(),
    );
    let caption = "Incidents by what ended them; the table has the time from the start to the fix.";
    Chart::new(&bars("kinds", "What ended incidents", &found.reading, &rows), caption, table)
}

fn attempts(found: &Mitigations, tested_from: usize) -> Section {
    let heads = ["Attempt", "Tried in#", "Worked in#", "First tried after#"];
    let rows = found.attempts.iter().map(|it| {
        let median = it.first_tried.median.filter(|_| it.first_tried.n >= tested_from);
        let when = match (median, it.first_tried.min, it.first_tried.max) {
            (Some(median), ..) => Cell::text(format!("{} in the median", super::length(median))),
            (None, Some(min), Some(max)) if min == max => Cell::length(Some(min)),
            (None, Some(min), Some(max)) => Cell::text(format!("{} to {}", super::length(min), super::length(max))),
            _ => Cell::missing("not recorded"),
        };
        vec![Cell::text(name(it.kind)), Cell::number(it.tried_in), Cell::number(it.worked_in), when.number_like()]
    });
    Section::new("attempts", "What was tried, and what worked")
        .reading("As far as timelines tell of it.")
        .grid(Grid::new("Attempts", &heads).rows(rows))
}

fn by_cause(archive: &Archive, found: &Mitigations, names: &Names) -> Section {
    let rows = found.by_cause.iter().take(SHOWN_ROWS).map(|it| {
        let class = match it.class.as_str() {
            "unknown" => Cell::missing("not classified"),
            class => Cell::text(archive.class_label(class)).to(archive.class_path(class)),
        };
        vec![
            class,
            Cell::text(words::mitigation(it.kind)),
            Cell::number(it.count),
            Cell::links(names.dated_all(&it.incidents)),
        ]
    });
    let heads = ["Cause", "Ended by", "Incidents#", "Which"];
    Section::new("causes", "By cause")
        .grid(Grid::new("What ended incidents, by cause", &heads).rows(rows))
        .further(further(found.by_cause.len(), SHOWN_ROWS, TRENDS_DATA))
}

fn members(kind: &MitigationCount, names: &Names) -> Section {
    let heading = format!("Ended by {}", words::mitigation(kind.kind));
    let shown = kind.incidents.iter().rev().take(SHOWN_ROWS);
    Section::new(&id(kind.kind), &heading).grid(Grid::of_incidents(&heading, names, shown)).further(further(
        kind.count,
        SHOWN_ROWS,
        TRENDS_DATA,
    ))
}

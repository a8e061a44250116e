//! How long a change takes to be noticed as the start of an incident.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, figures, further,
    incident_path, length,
};
use crate::analyse::{ChangeLag, LagPoint};
use crate::render::archive::Archive;
use crate::render::svg::spread::{Dot, MOST_DOTS, Middle, spread};
use crate::render::words;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let lag = &trends.change_lag;
    let mut page = TrendPage::new(Question::ChangeLag, archive, &lag.reading);
    let tested_from = trends.options.thresholds.tested_from;
    page.correct = Some(Example::new(
        "Counted is the last line about a change before the detection. A detection at the top of a document wins over the one read from its timeline.",
        "---\ndetected_at: 10:36 UTC\n---",
    ));
    if lag.points.is_empty() {
        page.missing = Some(Example::new(
            "A change and the detection have to stand in the timeline, each with its time:",
            "## Timeline\n\n- 10:02 Release 4.2 deployed\n- 10:36 Alert on the error rate",
        ));
        page.correct = None;
        return page;
    }
    page.chart = Some(chart(&page.frame.root, lag, names, tested_from));
    if lag.by_kind.len() > 1 {
        let rows = lag
            .by_kind
            .iter()
            .map(|it| [vec![Cell::text(words::upper_first(it.kind))], figures(&it.summary, tested_from)].concat());
        let grid = Grid::of_figures("From the change to its detection, by kind of change", "Change", rows.collect());
        page.sections.push(Section::new("kinds", "By kind of change").grid(grid));
    }
    let rows = lag.points.iter().take(SHOWN_ROWS).map(|point| row(point, names));
    let heads = ["Incident", "Date", "Noticed after#", "Kind", "The change, as the timeline has it"];
    page.sections.push(
        Section::new("changes", "Every change, the fastest noticed first")
            .grid(Grid::new("Changes before a detection", &heads).rows(rows))
            .further(further(lag.points.len(), SHOWN_ROWS, TRENDS_DATA)),
    );
    page.method = vec![
        "From the line of the timeline that tells of a change (a deployment, an upgrade, a migration, a flag, a setting) to the detection. That a change came before an incident does not make it the cause.".into(),
        super::thresholds(trends),
    ];
    page
}

fn row(point: &LagPoint, names: &Names) -> Vec<Cell> {
    vec![
        Cell::text(names.link(&point.incident).text).to(Some(incident_path(&point.slug))),
        Cell::date(point.date),
        Cell::length(Some(point.minutes)),
        Cell::text(point.kind),
        Cell::quote(point.text.clone()),
    ]
}

fn chart(root: &str, lag: &ChangeLag, names: &Names, tested_from: usize) -> Chart {
    let dot = |point: &LagPoint| Dot {
        minutes: point.minutes.as_f64(),
        href: format!("{root}{}", incident_path(&point.slug)),
        label: format!("{}, {}: {}", length(point.minutes), point.kind, names.link(&point.incident).text),
    };
    let dots: Vec<Dot> = lag.points.iter().map(dot).collect();
    let summary = &lag.summary;
    let middle = summary.median.filter(|_| summary.n >= tested_from).map(|median| Middle {
        median: median.as_f64(),
        interval: summary.interval.as_ref().map(|it| (it.low.as_f64(), it.high.as_f64())),
        label: format!("median {}", length(median)),
    });
    let row = [vec![Cell::text("All changes")], figures(summary, tested_from)].concat();
    let table = Grid::of_figures("From the change to its detection", "Changes", vec![row]);
    let marks = if dots.len() > MOST_DOTS { "The higher a bar the more incidents" } else { "One dot per incident" };
    let n = words::number(dots.len());
    let caption = format!("{marks}, from the change to its detection, on a log scale. n\u{a0}=\u{a0}{n}.");
    Chart::new(&spread("lag", "From the change to its detection", &lag.reading, &dots, middle.as_ref()), caption, table)
}

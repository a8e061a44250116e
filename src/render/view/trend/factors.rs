//! What travels together: factors that meet in the same incidents more often than chance explains.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, anchor_path, further,
    percent,
};
use crate::analyse::{FactorCount, Factors, Options, Together, wording};
use crate::render::archive::{Archive, slug};
use crate::render::svg::against::{Against, against};
use crate::render::view::Link;
use crate::render::words;

/// Combinations on the page, the least likely by chance first.
const COMBINATIONS: usize = 40;
/// Rows of the chart.
const ROWS: usize = 12;
/// Factors whose incidents are listed.
const LISTED: usize = 30;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let factors = &trends.factors;
    let mut page = TrendPage::new(Question::Factors, archive, &factors.reading);
    if factors.factors.is_empty() {
        page.missing = Some(Example::new(
            "No report tells of a cause, a component or who noticed. Contributing factors can be stated:",
            "---\ncontributing: [monitoring, change]\n---",
        ));
        return page;
    }
    if factors.together.is_empty() {
        page.missing = Some(Example::none(format!(
            "No two factors meet in {} incidents or more, which is what it takes to be listed here.",
            trends.options.thresholds.together_from
        )));
    } else {
        page.chart = Some(chart(factors, &trends.options));
        page.sections.push(combinations(factors, names));
    }
    page.sections.push(counts(&factors.factors));
    for (factor, id) in factors.factors.iter().zip(ids(&factors.factors)).take(LISTED) {
        page.sections.push(members(factor, &id, names));
    }
    page.method = method(factors, &trends.options);
    page.correct = Some(Example::new(
        "Class, component and contributing factors at the top of a document win over those read from its text.",
        "---\ncause: config\ncomponent: load_balancer\ncontributing: [monitoring]\ndetection: customer\n---",
    ));
    page
}

fn method(factors: &Factors, options: &Options) -> Vec<String> {
    let tested = match factors.tested {
        0 => format!("no pair was, of {} incidents", words::number(factors.of)),
        1 => "one pair was".to_owned(),
        n => format!("{} pairs were", words::number(n)),
    };
    vec![
        format!(
            "A factor is a class of cause, a component, who noticed unless an alert did, what ended it, a wrong suspicion or a late escalation. Combinations of two and three with at least {} incidents are set against what their own frequencies would give among the reports that tell of both kinds; those that the meaning of the words implies are left out.",
            options.thresholds.together_from
        ),
        format!(
            "Pairs of factors with at least {} incidents each, met or not, are tested by Fisher's exact test from {} incidents on: {tested}. Each p is corrected for all of them by Holm's rule; beyond chance means below {}. Three factors are listed, not tested.",
            options.thresholds.together_from,
            options.thresholds.tested_from,
            percent(1.0 - options.thresholds.confidence)
        ),
    ]
}

/// `cause: config + in: load balancer`
fn joined(together: &Together) -> String {
    together.factors.join(" + ")
}

fn chart(factors: &Factors, options: &Options) -> Chart {
    let row = |it: &Together| Against {
        label: joined(it),
        note: words::number(it.count),
        found: it.count as f64,
        expected: it.expected,
        low: it.low * it.expected,
        high: it.high * it.expected,
    };
    let rows: Vec<Against> = factors.together.iter().take(ROWS).map(row).collect();
    let heads = ["Together", "Incidents#", "Expected#", "Times as often#", "Verdict"];
    let table = Grid::new("Factors that meet", &heads).rows(factors.together.iter().take(COMBINATIONS).map(|it| {
        vec![
            Cell::text(joined(it)),
            Cell::number(it.count),
            Cell::text(format!("{:.1}", it.expected)).number_like(),
            Cell::text(format!("{:.1} ({:.1} to {:.1})", it.lift, it.low, it.high)).number_like(),
            Cell::text(verdict(it)),
        ]
    }));
    let caption = format!(
        "The dot is how many incidents have all of them, the bar its {} interval, the upright stroke what their own frequencies would give.",
        percent(options.thresholds.confidence)
    );
    Chart::new(&against("factors", "Factors that meet", &factors.reading, &rows), caption, table)
}

/// `beyond chance (p = 0.003)`
fn verdict(it: &Together) -> String {
    match it.corrected {
        Some(p) if it.beyond_chance => format!("beyond chance ({})", wording::p(p)),
        Some(p) => format!("may be chance ({})", wording::p(p)),
        None => "not tested".to_owned(),
    }
}

fn combinations(factors: &Factors, names: &Names) -> Section {
    let mut section = Section::new("together", "Which incidents they meet in").further(further(
        factors.together.len(),
        COMBINATIONS,
        TRENDS_DATA,
    ));
    let row = |it: &Together| {
        vec![Cell::text(joined(it)), Cell::text(verdict(it)), Cell::links(names.dated_all(&it.incidents))]
    };
    let rows = factors.together.iter().take(COMBINATIONS).map(row);
    section.grid = Some(Grid::new("Incidents in which factors meet", &["Together", "Verdict", "Incidents"]).rows(rows));
    section
}

fn counts(factors: &[FactorCount]) -> Section {
    let rows = factors.iter().zip(ids(factors)).take(SHOWN_ROWS).enumerate().map(|(at, (factor, id))| {
        let path = (at < LISTED).then(|| anchor_path(Question::Factors, &format!("s-{id}")));
        let name = Cell::text(factor.factor.clone()).to(path);
        vec![name, Cell::number(factor.count)]
    });
    Section::new("counts", "Every factor").grid(Grid::new("Factors", &["Factor", "Incidents#"]).rows(rows))
}

/// Ids of the sections, told apart where two factors have one address.
fn ids(factors: &[FactorCount]) -> Vec<String> {
    factors.iter().enumerate().map(|(at, factor)| format!("f{}-{}", at + 1, slug(&factor.factor))).collect()
}

fn members(factor: &FactorCount, id: &str, names: &Names) -> Section {
    const MOST: usize = 40;
    let heading = factor.factor.clone();
    let mut section = Section::new(id, &heading).further(further(factor.incidents.len(), MOST, TRENDS_DATA));
    let links: Vec<Link> = factor.incidents.iter().rev().take(MOST).map(|name| names.link(name)).collect();
    section.links = links;
    section
}

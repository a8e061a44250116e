//! Who notices first, and what customers noticed before any alert did.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, anchor_path, further,
    incident_path,
};
use crate::analyse::{DetectionCount, DetectionDetail};
use crate::model::DetectionSource;
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::words;

/// Quarters of the chart, the newest ones.
const QUARTERS: usize = 16;
/// Services in the table, those with most incidents.
const SERVICES: usize = 30;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let detail = &trends.detection_detail;
    let mut page = TrendPage::new(Question::Detection, archive, &detail.reading);
    let stated: Vec<&DetectionCount> =
        trends.detection.iter().filter(|it| it.source != DetectionSource::Unknown && it.count > 0).collect();
    let known = stated.iter().map(|it| it.count).sum::<usize>();
    if known == 0 {
        page.missing =
            Some(Example::new("No report says who noticed first. One line is enough:", "Detected by: monitoring"));
    } else {
        let legend: Vec<(Fill, &str)> = stated.iter().map(|it| (fill(it.source), source(it.source))).collect();
        let caption = "Shares of the incidents whose report says who noticed first; an empty quarter has no bar.";
        let svg = bars("mix", "Who noticed first", &detail.reading, &rows(&stated, detail, known));
        let table = mix(&trends.detection, known >= trends.options.thresholds.tested_from);
        page.chart = Some(Chart::new(&svg, caption, table).legend("mix", &legend));
    }
    if known > 0 && detail.by_service.len() > 1 {
        page.sections.push(by_service(archive, detail));
    }
    if !detail.debt.is_empty() {
        page.sections.push(debt(detail, names));
    }
    for it in &trends.detection {
        if it.count > 0 && known > 0 {
            page.sections.push(members(it, names));
        }
    }
    page.method = vec![
        "Taken from what the report states, else from its first timeline lines. Where nobody said, it counts as not recorded and is in no share.".into(),
        format!(
            "Intervals are Wilson's at {}; none is given below {} incidents.",
            super::percent(trends.options.thresholds.confidence),
            trends.options.thresholds.tested_from
        ),
    ];
    page.correct = Some(Example::new(
        "One key at the top of a document wins over what was read from its text: monitoring, customer, staff, third_party or test.",
        "---\ndetection: customer\n---",
    ));
    page
}

fn rows(stated: &[&DetectionCount], detail: &DetectionDetail, known: usize) -> Vec<Bar> {
    let all = Bar {
        label: "All incidents".into(),
        note: format!("n = {known}"),
        href: None,
        parts: stated.iter().map(|it| part(it.source, it.count)).collect(),
    };
    let first = detail.by_quarter.len().saturating_sub(QUARTERS);
    let quarters = detail.by_quarter[first..].iter().filter(|_| detail.by_quarter.len() > 1);
    let quarters = quarters.map(|mix| {
        let counts = detail.sources.iter().zip(&mix.counts);
        let counts = counts.filter(|(source, n)| **source != DetectionSource::Unknown && **n > 0);
        let parts: Vec<Part> = counts.map(|(source, n)| part(*source, *n)).collect();
        let counts = detail.sources.iter().zip(&mix.counts);
        let n: usize = counts.filter(|(source, _)| **source != DetectionSource::Unknown).map(|(_, n)| n).sum();
        Bar { label: mix.value.clone(), note: format!("n = {n}"), href: None, parts }
    });
    std::iter::once(all).chain(quarters).collect()
}

fn mix(counts: &[DetectionCount], with_shares: bool) -> Grid {
    let grid = Grid::new("Incidents by who noticed first", &["Noticed first by", "Incidents#", "Share of the known#"]);
    grid.rows(counts.iter().map(|it| {
        let share = it.share.as_ref().filter(|_| with_shares);
        let share =
            share.map(|it| format!("{:.0} % ({:.0} to {:.0} %)", it.share * 100.0, it.low * 100.0, it.high * 100.0));
        let share = match (it.source, share) {
            (DetectionSource::Unknown, _) => Cell::missing("not counted"),
            (_, None) => Cell::missing("too few to say"),
            (_, Some(share)) => Cell::text(share),
        };
        let path = (it.count > 0).then(|| anchor_path(Question::Detection, &format!("s-{}", id(it.source))));
        vec![Cell::text(words::upper_first(source(it.source))).to(path), Cell::number(it.count), share.number_like()]
    }))
}

fn by_service(archive: &Archive, detail: &DetectionDetail) -> Section {
    let met: Vec<usize> =
        (0..detail.sources.len()).filter(|at| detail.by_service.iter().any(|mix| mix.counts[*at] > 0)).collect();
    let heads: Vec<String> =
        met.iter().map(|at| format!("{}#", words::upper_first(source(detail.sources[*at])))).collect();
    let heads: Vec<&str> = std::iter::once("Service").chain(heads.iter().map(String::as_str)).collect();
    let rows = detail.by_service.iter().take(SERVICES).map(|mix| {
        let name = Cell::text(mix.value.clone()).to(archive.service_path(&mix.value));
        std::iter::once(name).chain(met.iter().map(|at| Cell::number(mix.counts[*at]))).collect()
    });
    Section::new("services", "By service")
        .grid(Grid::new("Who noticed first, by service", &heads).rows(rows))
        .further(further(detail.by_service.len(), SERVICES, TRENDS_DATA))
}

fn members(it: &DetectionCount, names: &Names) -> Section {
    let heading = match it.source {
        DetectionSource::Unknown => "Not recorded who noticed first".to_owned(),
        known => format!("Noticed first by {}", source(known)),
    };
    let shown = it.incidents.iter().rev().take(SHOWN_ROWS);
    Section::new(id(it.source), &heading).grid(Grid::of_incidents(&heading, names, shown)).further(further(
        it.count,
        SHOWN_ROWS,
        TRENDS_DATA,
    ))
}

fn debt(detail: &DetectionDetail, names: &Names) -> Section {
    let heads = ["Incident", "Date", "Alerts promised since and not marked as done"];
    let rows = detail.debt.iter().rev().take(SHOWN_ROWS).map(|it| {
        let promised = match (it.no_alert_promised, it.open_alerts.as_slice()) {
            (true, _) => Cell::missing("none promised"),
            (false, []) => Cell::text("all marked as done"),
            (false, open) => Cell::quote(open.join("; ")),
        };
        let title = Cell::text(names.link(&it.incident).text).to(Some(incident_path(&it.slug)));
        vec![title, Cell::date(it.date), promised]
    });
    Section::new("debt", "Customers saw it first: is there an alert now?")
        .grid(Grid::new("Noticed by customers first", &heads).rows(rows))
        .further(further(detail.debt.len(), SHOWN_ROWS, TRENDS_DATA))
}

fn part(from: DetectionSource, count: usize) -> Part {
    Part { label: format!("{} {count}", source(from)), amount: count as f64, fill: fill(from) }
}

fn fill(source: DetectionSource) -> Fill {
    match source {
        DetectionSource::Monitoring => Fill::Respond,
        DetectionSource::Customer => Fill::Investigate,
        DetectionSource::Staff => Fill::Fix,
        DetectionSource::ThirdParty => Fill::Unseen,
        DetectionSource::Test => Fill::Verify,
        DetectionSource::Unknown => Fill::Absent,
    }
}

fn source(source: DetectionSource) -> &'static str {
    words::detection(source).unwrap_or("not recorded")
}

fn id(source: DetectionSource) -> &'static str {
    match source {
        DetectionSource::Monitoring => "by-monitoring",
        DetectionSource::Customer => "by-customers",
        DetectionSource::Staff => "by-staff",
        DetectionSource::ThirdParty => "by-third-party",
        DetectionSource::Test => "by-test",
        DetectionSource::Unknown => "not-recorded",
    }
}

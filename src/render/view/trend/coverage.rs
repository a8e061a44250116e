//! What the archive cannot tell, because it was never written down.

use super::{Cell, Chart, Example, Grid, Names, Question, Section, TrendPage, anchor_path, out_of};
use crate::analyse::{FIELDS, FieldCoverage, Trends};
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::view::Link;
use crate::render::words;

/// Quarters shown, the newest ones.
const QUARTERS: usize = 40;

pub fn page(archive: &Archive, _: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let mut page = TrendPage::new(Question::Coverage, archive, &trends.readings.coverage);
    page.more.push(Question::Overview.link());
    if trends.incidents == 0 {
        page.missing = Some(Example::none("Each page of the trends links here, to say what it rests on."));
        return page;
    }
    page.chart = Some(chart(trends));
    page.sections.push(fields(trends));
    if trends.coverage_by_quarter.len() > 1 {
        page.sections.push(quarters(trends));
    }
    page.method = vec![
        "Stated: written by the author as such. Derived: computed from what was stated, or taken over from a neighbouring line. Inferred: read out of the prose by a rule. Missing: nobody said, which is never counted as zero.".into(),
        "Every value keeps the line it was read from: the page of an incident lists it under “Origin of each value”, and `incidex show --why` prints it.".into(),
    ];
    page.correct = Some(Example::new(
        "What front matter states wins over everything read from the text. A page of an incident names the key for each of its values.",
        "---\nseverity: SEV-2\nservices: [checkout, search]\nstarted_at: 2026-06-02 09:14 UTC\nended_at: 2026-06-02 10:43 UTC\ndetection: monitoring\n---",
    ));
    page
}

/// The fields that a page rests on, each with its row of this page.
pub fn rests_on(trends: &Trends, fields: &[&str]) -> Vec<Link> {
    let row = |field: &&str| trends.coverage.iter().find(|row| row.field == *field).filter(|_| trends.incidents > 0);
    let rows = fields.iter().filter_map(row);
    let link = |row: &FieldCoverage| {
        let text = format!("{}, known for {}", name(row.field), out_of(known(row), trends.incidents));
        Link::new(text, anchor_path(Question::Coverage, "s-fields"))
    };
    rows.map(link).collect()
}

fn known(field: &FieldCoverage) -> usize {
    field.stated + field.derived + field.inferred
}

fn chart(trends: &Trends) -> Chart {
    let rows: Vec<Bar> = trends.coverage.iter().map(bar).collect();
    let legend =
        [(Fill::Fix, "stated"), (Fill::Respond, "derived"), (Fill::Investigate, "inferred"), (Fill::Absent, "missing")];
    let caption = format!("How each field is known, over {}.", words::count(trends.incidents, "incident", "incidents"));
    let svg = bars("fields", "How each field is known", &trends.readings.coverage, &rows);
    Chart::new(&svg, caption, grid(trends)).legend("fields", &legend)
}

fn grid(trends: &Trends) -> Grid {
    let heads = ["Field", "Stated#", "Derived#", "Inferred#", "Missing#"];
    Grid::new("Fields by how they are known", &heads).rows(trends.coverage.iter().map(|it| {
        let counts = [it.stated, it.derived, it.inferred, it.missing].map(Cell::number).to_vec();
        [vec![Cell::text(words::upper_first(&name(it.field)))], counts].concat()
    }))
}

fn fields(trends: &Trends) -> Section {
    let rows = trends.coverage.iter().filter_map(|it| {
        let (key, line) = key_of(it.field)?;
        let name = Cell::text(words::upper_first(&name(it.field)));
        let missing = Cell::number(it.missing);
        Some(vec![name, missing, Cell::text(key), Cell::prose(line)])
    });
    let grid = Grid::new("How to state each field", &["Field", "Missing in#", "Key", "A line that states it"]);
    Section::new("fields", "How to fill a gap").grid(grid.rows(rows))
}

fn quarters(trends: &Trends) -> Section {
    let names: Vec<String> =
        FIELDS.iter().map(|(field, ..)| format!("{}#", words::upper_first(&name(field)))).collect();
    let heads: Vec<&str> = ["Quarter", "Incidents#"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let shown = trends.coverage_by_quarter.iter().rev().take(QUARTERS);
    let rows = shown.map(|it| {
        let filled = it.filled.iter().map(|n| Cell::number(*n));
        [vec![Cell::text(it.quarter.to_string()), Cell::number(it.n)], filled.collect()].concat()
    });
    let grid = Grid::new("Incidents that fill a field, by quarter", &heads).rows(rows);
    Section::new("quarters", "By quarter")
        .reading("A dip here is a dip in what was written, not in what happened.")
        .grid(grid)
}

fn bar(field: &FieldCoverage) -> Bar {
    let part = |label: &str, n: usize, fill| Part { label: format!("{label} {n}"), amount: n as f64, fill };
    let known = known(field);
    Bar {
        label: words::upper_first(&name(field.field)),
        note: format!("{known} of {}", known + field.missing),
        href: None,
        parts: vec![
            part("stated", field.stated, Fill::Fix),
            part("derived", field.derived, Fill::Respond),
            part("inferred", field.inferred, Fill::Investigate),
            part("missing", field.missing, Fill::Absent),
        ],
    }
}

/// `time_to_detect` as words, in the middle of a sentence.
fn name(field: &str) -> String {
    match field {
        "started_at" => "start".to_owned(),
        "ended_at" => "end".to_owned(),
        other => other.replace('_', " "),
    }
}

/// The key of front matter, or the heading, that states a field, and a line of it.
fn key_of(field: &str) -> Option<(&'static str, &'static str)> {
    Some(match field {
        "title" => ("title", "title: Checkout slow after a failover"),
        "summary" => ("summary", "summary: Orders timed out for 40 minutes."),
        "severity" => ("severity", "severity: SEV-2"),
        "services" => ("services", "services: [checkout, search]"),
        "status" => ("status", "status: resolved"),
        "started_at" => ("started_at", "started_at: 2024-11-29 10:32 UTC"),
        "ended_at" => ("ended_at", "ended_at: 2024-11-29 12:58 UTC"),
        "duration" => ("duration", "duration: 2h 26m"),
        "time_to_detect" => ("detected_at", "detected_at: 10:36 UTC"),
        "time_to_identify" => ("identified_at", "identified_at: 11:48 UTC"),
        "time_to_fix" => ("fixed_at", "fixed_at: 12:41 UTC"),
        "timeline" => ("## Timeline", "- 10:32 Failover of the primary"),
        "detection" => ("detection", "detection: monitoring"),
        "cause" => ("cause", "cause: capacity"),
        "component" => ("component", "component: database"),
        "impact" => ("impact", "impact: Tracking pages showed an error."),
        "mitigation" => ("mitigation", "mitigation: rollback"),
        "action_items" => ("## Action items", "- [ ] Alert on replication lag"),
        "false_leads" => ("## Timeline", "- 10:50 Suspected the network [hypothesis]"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::front_matter_keys::canonical;

    #[test]
    fn every_field_says_how_to_state_it_and_every_key_is_read() {
        for (field, ..) in FIELDS {
            let (key, _) = key_of(field).unwrap_or_else(|| panic!("{field} has no key"));
            assert!(key.starts_with("## ") || canonical(key).is_some(), "{key}");
        }
    }
}

//! What the archive cannot tell, because it was never written down.

use super::{
    Cell, Chart, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, anchor_path, further,
    incident_path, length, out_of,
};
use crate::analyse::{FIELDS, FieldCoverage, Ledger, Trends};
use crate::model::Minutes;
use crate::render::archive::Archive;
use crate::render::svg::bars::{Bar, Fill, Part, bars};
use crate::render::view::Link;
use crate::render::words;

/// Quarters shown, the newest ones.
const QUARTERS: usize = 8;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let mut page = TrendPage::new(Question::Coverage, archive, &trends.readings.coverage);
    page.more.push(Question::Overview.link());
    let held_back = held_back(archive.input.held_back);
    if trends.incidents == 0 {
        page.sections.extend(held_back);
        page.missing = Some(Example::none("Each page of the trends links here, to say what it rests on."));
        return page;
    }
    page.chart = Some(chart(trends));
    page.sections.push(fields(trends));
    if trends.coverage_by_quarter.len() > 1 {
        page.sections.push(quarters(trends));
    }
    // What a document gets wrong is for those who can put it right.
    let internal = archive.input.audience.is_internal();
    if internal && !trends.stated_versus_derived.rows.is_empty() {
        page.sections.push(disagreements(&trends.stated_versus_derived, names));
    }
    if internal && !trends.stated_versus_derived.flags.is_empty() {
        page.sections.push(contradictions(&trends.stated_versus_derived, names));
    }
    page.sections.extend(held_back);
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
        Some(vec![name, missing, Cell::code(key), Cell::code(line)])
    });
    let grid = Grid::new("How to state each field", &["Field", "Missing in#", "Key", "A line that states it"]);
    Section::new("fields", "How to fill a gap").grid(grid.rows(rows))
}

fn quarters(trends: &Trends) -> Section {
    let all = &trends.coverage_by_quarter;
    let shown = &all[all.len().saturating_sub(QUARTERS)..];
    let heads: Vec<String> = shown.iter().map(|it| format!("{}#", it.quarter)).collect();
    let heads: Vec<&str> = std::iter::once("Field").chain(heads.iter().map(String::as_str)).collect();
    let counts = shown.iter().map(|it| Cell::number(it.n));
    let incidents = std::iter::once(Cell::text("Incidents")).chain(counts).collect();
    let fields = FIELDS.iter().enumerate().map(|(at, field)| {
        let filled = shown.iter().map(|it| Cell::number(it.filled.get(at).copied().unwrap_or_default()));
        std::iter::once(Cell::text(words::upper_first(&name(field.name)))).chain(filled).collect()
    });
    let rows = std::iter::once(incidents).chain(fields);
    Section::new("quarters", "By quarter")
        .reading("How many incidents fill a field. A dip here is a dip in what was written, not in what happened.")
        .grid(Grid::new("Incidents that fill a field, by quarter", &heads).rows(rows))
        .further(further(all.len(), QUARTERS, TRENDS_DATA))
}

fn disagreements(ledger: &Ledger, names: &Names) -> Section {
    let rows = ledger.rows.iter().take(SHOWN_ROWS).map(|it| {
        let difference = Minutes::from_seconds(it.difference.seconds.abs());
        let sign = if it.difference.seconds < 0 { "less by" } else { "more by" };
        vec![
            Cell::text(names.link(&it.incident).text).to(Some(incident_path(&it.slug))),
            Cell::text(match it.field {
                "duration" => "duration",
                "detect" => "time to detect",
                "fix" => "time to fix",
                "resolve" => "time to the end",
                other => other,
            }),
            Cell::length(Some(it.stated)),
            Cell::length(Some(it.derived)),
            Cell::text(format!("{sign} {}", length(difference))).number_like(),
            it.likely.map_or_else(|| Cell::missing("nothing obvious"), Cell::prose),
        ]
    });
    let heads = ["Incident", "Value", "Stated#", "From its own times#", "Stated is#", "Perhaps"];
    Section::new("disagreements", "Stated and derived that disagree")
        .reading(format!("{} Both are kept; neither is corrected.", ledger.reading))
        .grid(Grid::new("Stated and derived that disagree", &heads).rows(rows))
        .further(further(ledger.rows.len(), SHOWN_ROWS, TRENDS_DATA))
}

fn contradictions(ledger: &Ledger, names: &Names) -> Section {
    let rows = ledger.flags.iter().take(SHOWN_ROWS).map(|it| {
        let line = it.line.map_or_else(|| Cell::missing("no line"), Cell::number);
        let title = Cell::text(names.link(&it.incident).text).to(Some(incident_path(&it.slug)));
        vec![title, line.number_like(), Cell::prose(it.message.clone())]
    });
    Section::new("contradictions", "Where a document contradicts itself")
        .grid(Grid::new("Contradictions", &["Incident", "Line#", "What"]).rows(rows))
        .further(further(ledger.flags.len(), SHOWN_ROWS, TRENDS_DATA))
}

/// Documents without a page, for those who can do something about it.
fn held_back(documents: &[(&str, usize)]) -> Option<Section> {
    let rows = documents.iter().map(|(why, count)| vec![Cell::text(words::upper_first(why)), Cell::number(*count)]);
    let all: usize = documents.iter().map(|(_, count)| count).sum();
    let count = words::count(all, "document was", "documents were");
    let section = Section::new("held-back", "What is not on this site")
        .reading(format!("{count} read and held back; `incidex list --held-back` names each with its reason."))
        .grid(Grid::new("Documents held back", &["Why", "Documents#"]).rows(rows));
    (all > 0).then_some(section)
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
    FIELDS.iter().find(|it| it.name == field).map(|it| it.key.stated_by())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::front_matter_keys::canonical;

    #[test]
    fn every_field_says_how_to_state_it_and_every_key_is_read() {
        for field in FIELDS {
            let (key, _) = key_of(field.name).unwrap_or_else(|| panic!("{} has no key", field.name));
            assert!(key.starts_with("## ") || canonical(key).is_some(), "{key}");
        }
    }
}

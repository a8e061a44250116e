//! A review as a document: sections with a sentence and a table each, in no markup.

use crate::analyse::{Review, wording};
use crate::cli::trends::text::state;
use crate::model::{FalseLeadBasis, PartialDate, SeverityLevel};

/// A document, ready to be written in any markup.
pub(super) struct Pack {
    pub title: String,
    /// Lines under the title.
    pub about: Vec<String>,
    pub sections: Vec<Section>,
}

pub(super) struct Section {
    pub title: &'static str,
    pub reading: String,
    pub tables: Vec<Table>,
    /// What has to be known to read the figures.
    pub note: Option<&'static str>,
}

pub(super) struct Table {
    /// Stands above the table where a section has several.
    pub caption: Option<String>,
    pub head: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
}

pub(super) fn pack(review: &Review, archive: &str) -> Pack {
    let mut about =
        vec![format!("{} to {}, compared with {}.", review.quarter.first_day(), review.as_of, review.previous)];
    if !review.undated.is_empty() {
        let undated = wording::count(review.undated.len(), "incident");
        about.push(format!("{} without a month are in no quarter.", wording::sentence(&undated)));
    }
    type Part = fn(&Review) -> Section;
    let quiet: &[Part] = &[incidents, changes, actions];
    let busy: &[Part] = &[incidents, changes, recurring, promised_again, actions, false_leads, coverage];
    let parts = if review.incidents.is_empty() { quiet } else { busy };
    Pack {
        title: format!("{archive}: review of {}", review.quarter),
        about,
        sections: parts.iter().map(|part| part(review)).collect(),
    }
}

fn section(title: &'static str, reading: &str, table: Option<Table>, note: Option<&'static str>) -> Section {
    Section { title, reading: reading.to_owned(), tables: table.into_iter().collect(), note }
}

/// A table, or none where it would have no rows.
fn table(head: &'static [&'static str], rows: Vec<Vec<String>>) -> Option<Table> {
    (!rows.is_empty()).then_some(Table { caption: None, head, rows })
}

fn incidents(review: &Review) -> Section {
    let rows = review.incidents.iter().map(|it| {
        vec![
            date(it.date),
            it.incident.clone(),
            it.title.clone(),
            severity(it.severity).to_owned(),
            it.services.join(", "),
            it.minutes.map_or_else(|| "unknown".to_owned(), wording::minutes),
            it.cause.clone().unwrap_or_else(|| "unknown".to_owned()),
        ]
    });
    let head = &["Date", "Incident", "Title", "Severity", "Services", "Lasted", "Classified cause"];
    section("Incidents", &review.readings.incidents, table(head, rows.collect()), None)
}

fn changes(review: &Review) -> Section {
    let rows = review
        .changes
        .iter()
        .map(|it| vec![wording::sentence(it.what), it.before.clone(), it.after.clone(), it.verdict.to_owned()]);
    let note = "A change is told only where chance explains it in fewer than one of twenty cases; two quarters are \
                rarely enough. Lengths are compared from seven incidents on each side.";
    section(
        "Against the quarter before",
        &review.readings.changes,
        table(&["Figure", "Before", "This quarter", "Verdict"], rows.collect()),
        Some(note),
    )
}

fn recurring(review: &Review) -> Section {
    let rows = review.recurring.iter().map(|it| {
        let all: Vec<String> = it.all.iter().map(|(incident, at)| format!("{incident} ({})", date(*at))).collect();
        vec![it.label.clone(), it.reading.clone(), all.join(", ")]
    });
    section(
        "Recurring causes, new or grown",
        &review.readings.recurring,
        table(&["Cause", "In this quarter", "All its incidents"], rows.collect()),
        None,
    )
}

fn promised_again(review: &Review) -> Section {
    let tables = review.promised_again.iter().map(|promise| Table {
        caption: Some(promise.label.clone()),
        head: &["Date", "Incident", "As promised", "State"],
        rows: promise
            .items
            .iter()
            .map(|it| vec![date(it.date), it.incident.clone(), it.text.clone(), state(it.state).to_owned()])
            .collect(),
    });
    Section {
        title: "Promised again",
        reading: review.readings.promised_again.clone(),
        tables: tables.collect(),
        note: None,
    }
}

fn actions(review: &Review) -> Section {
    let told = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = review.actions.open.iter().map(|it| {
        let due = if it.overdue { format!("{} (overdue)", told(&it.due)) } else { told(&it.due) };
        vec![it.incident.clone(), it.text.clone(), told(&it.owner), due, told(&it.ticket)]
    });
    let note = "States are those the documents carry now; a document does not say since when.";
    section(
        "Actions of the quarter that are not done",
        &review.readings.actions,
        table(&["Incident", "Action", "Owner", "Due", "Ticket"], rows.collect()),
        Some(note),
    )
}

fn false_leads(review: &Review) -> Section {
    let rows = review.false_leads.leads.iter().map(|it| {
        let lost = it.minutes.map_or_else(|| "unknown".to_owned(), |range| wording::minute_range(range.min, range.max));
        vec![it.incident.clone(), it.suspect.clone(), lost, basis(it.basis).to_owned()]
    });
    section(
        "False leads",
        &review.readings.false_leads,
        table(&["Incident", "Suspected wrongly", "For", "Ended"], rows.collect()),
        None,
    )
}

fn coverage(review: &Review) -> Section {
    let (now, before) = (review.incidents.len(), &review.changes[0].before);
    let rows = review.coverage.iter().filter(|_| now > 0).map(|it| {
        vec![it.field.replace('_', " "), format!("{} of {now}", it.filled), format!("{} of {before}", it.before)]
    });
    section(
        "What the reports tell",
        &review.readings.coverage,
        table(&["Field", "This quarter", "Before"], rows.collect()),
        None,
    )
}

fn date(date: Option<PartialDate>) -> String {
    date.map_or_else(|| "no date".to_owned(), |date| date.to_string())
}

fn severity(level: SeverityLevel) -> &'static str {
    match level {
        SeverityLevel::Critical => "critical",
        SeverityLevel::Major => "major",
        SeverityLevel::Minor => "minor",
        SeverityLevel::None => "none",
        SeverityLevel::Unknown => "unknown",
    }
}

fn basis(basis: FalseLeadBasis) -> &'static str {
    match basis {
        FalseLeadBasis::Refuted => "refuted",
        FalseLeadBasis::Superseded => "another suspicion took its place",
        FalseLeadBasis::Identified => "the cause was found",
        FalseLeadBasis::Fixed => "it was fixed",
        FalseLeadBasis::Open => "not told",
    }
}

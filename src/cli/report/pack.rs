//! A review as a document: sections with a sentence and a table each, in no markup.

use super::against;
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
    let mut about = vec![format!("{} to {}, compared with {}.", review.first_day, review.as_of, against::told(review))];
    if !review.undated.is_empty() {
        let undated = wording::sentence(&wording::count(review.undated.len(), "incident"));
        about.push(match review.quarter {
            Some(_) => format!("{undated} without a month are in no quarter."),
            None => format!(
                "{undated} of which the day is not known may lie within or before: {}.",
                review.undated.join(", ")
            ),
        });
    }
    type Part = fn(&Review) -> Section;
    let quiet: &[Part] = &[incidents, against::section, actions];
    let busy: &[Part] =
        &[incidents, against::section, recurring, promised_again, actions, false_leads, out_of_hours, coverage];
    let parts = if review.incidents.is_empty() { quiet } else { busy };
    // A digest is read on the day of the report, the review of a quarter on any other.
    let digest: &[Part] = if review.quarter.is_none() { &[on_this_day] } else { &[] };
    Pack {
        title: match review.quarter {
            Some(quarter) => format!("{archive}: review of {quarter}"),
            None => format!("{archive}: since {}", review.first_day),
        },
        about,
        sections: parts.iter().chain(digest).map(|part| part(review)).collect(),
    }
}

pub(super) fn section(title: &'static str, reading: &str, table: Option<Table>, note: Option<&'static str>) -> Section {
    Section { title, reading: reading.to_owned(), tables: table.into_iter().collect(), note }
}

/// A table, or none where it would have no rows.
pub(super) fn table(head: &'static [&'static str], rows: Vec<Vec<String>>) -> Option<Table> {
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

/// The words for a quarter, or those for any other period.
fn of<T>(review: &Review, quarter: T, period: T) -> T {
    if review.quarter.is_some() { quarter } else { period }
}

fn recurring(review: &Review) -> Section {
    let rows = review.recurring.iter().map(|it| {
        let all: Vec<String> = it.all.iter().map(|(incident, at)| format!("{incident} ({})", date(*at))).collect();
        vec![it.label.clone(), it.reading.clone(), all.join(", ")]
    });
    section(
        "Recurring causes, new or grown",
        &review.readings.recurring,
        table(
            of(
                review,
                &["Cause", "In this quarter", "All its incidents"],
                &["Cause", "In this period", "All its incidents"],
            ),
            rows.collect(),
        ),
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
        of(review, "Actions of the quarter that are not done", "Actions of the period that are not done"),
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

fn out_of_hours(review: &Review) -> Section {
    section("Outside support hours", &review.out_of_hours.reading, None, None)
}

fn on_this_day(review: &Review) -> Section {
    let rows = review.on_this_day.incidents.iter();
    let rows = rows.map(|it| vec![it.date.to_string(), it.incident.clone(), it.title.clone()]);
    let head = &["Date", "Incident", "Title"];
    section("On this day", &review.on_this_day.reading, table(head, rows.collect()), None)
}

fn coverage(review: &Review) -> Section {
    let (now, before) = (review.incidents.len(), &review.changes[0].before);
    let rows = review.coverage.iter().filter(|_| now > 0).map(|it| {
        vec![it.field.replace('_', " "), format!("{} of {now}", it.filled), format!("{} of {before}", it.before)]
    });
    section(
        "What the reports tell",
        &review.readings.coverage,
        table(of(review, &["Field", "This quarter", "Before"], &["Field", "This period", "Before"]), rows.collect()),
        None,
    )
}

pub(super) fn date(date: Option<PartialDate>) -> String {
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

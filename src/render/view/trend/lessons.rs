//! What went well, what went poorly, where luck helped, and what nearly happened: read, never scored.

use super::{
    Cell, Example, Grid, Names, Question, SHOWN_ROWS, Section, TRENDS_DATA, TrendPage, further, incident_path,
};
use crate::analyse::{Lesson, NearMiss};
use crate::render::archive::Archive;
use crate::render::view::Link;

pub fn page(archive: &Archive, names: &Names) -> TrendPage {
    let trends = archive.input.trends;
    let lessons = &trends.lessons;
    let mut page = TrendPage::new(Question::Lessons, archive, &lessons.reading);
    let lists = [
        ("lucky", "Where luck helped", &lessons.lucky),
        ("poorly", "What went poorly", &lessons.poorly),
        ("learned", "What was learned", &lessons.learned),
        ("well", "What went well", &lessons.well),
    ];
    for (id, heading, list) in lists.into_iter().filter(|(.., list)| !list.is_empty()) {
        page.sections.push(register(id, heading, list, names));
    }
    if !lessons.near_misses.is_empty() {
        page.sections.insert(0, near_misses(&lessons.near_misses));
    }
    if page.sections.is_empty() {
        page.missing = Some(Example::new(
            "No report has a section of lessons. Lists under headings such as these are read:",
            "## What went well\n\n- The replica took over in a minute\n\n## Where we got lucky\n\n- It was Sunday",
        ));
    }
    page.method = vec![
        "The sentences stand as they were written, the newest first. There is no score and nothing is counted per person.".into(),
        "A near miss is a document that says of itself that nothing broke; it is listed with the incidents and counted nowhere else.".into(),
    ];
    page.correct =
        Some(Example::new("A document is a near miss where its front matter says so:", "---\nkind: near_miss\n---"));
    page
}

fn register(id: &str, heading: &str, lessons: &[Lesson], names: &Names) -> Section {
    let rows = lessons.iter().take(SHOWN_ROWS).map(|lesson| {
        vec![
            Cell::text(lesson.text.clone()).quoted(),
            Cell::text(names.link(&lesson.incident).text).to(Some(incident_path(&lesson.slug))),
            Cell::date(lesson.date),
        ]
    });
    Section::new(id, heading)
        .grid(Grid::new(heading, &["In its own words", "Incident", "Date"]).rows(rows))
        .further(further(lessons.len(), SHOWN_ROWS, TRENDS_DATA))
}

fn near_misses(list: &[NearMiss]) -> Section {
    let rows = list.iter().take(SHOWN_ROWS).map(|it| {
        let summary = match &it.summary {
            Some(summary) => Cell::quote(summary.clone()),
            None => Cell::missing("no summary"),
        };
        vec![Cell::link(Link::new(it.title.clone(), incident_path(&it.slug))), Cell::date(it.date), summary]
    });
    Section::new("near-misses", "Near misses")
        .grid(Grid::new("Near misses", &["Document", "Date", "What nearly happened"]).rows(rows))
        .further(further(list.len(), SHOWN_ROWS, TRENDS_DATA))
}

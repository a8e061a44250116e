//! What to do next quarter as a document: the ranking, the sentences that no completed action names, one promise for each cause.

use super::pack::{Pack, Section, Table, date, section, table};
use crate::analyse::{Next, NextCause, OutcomeState, Standing, wording};

/// Causes that are told in full.
const SHOWN: usize = 5;
/// Sentences shown of one cause.
const SENTENCES: usize = 5;

pub(super) fn pack(next: &Next, archive: &str) -> Pack {
    let mut sections = Vec::new();
    if !next.causes.is_empty() {
        sections.extend([ranked(next), unaddressed(next), promises(next)]);
    }
    if let Some(promise) = &next.promise {
        let rows = table(PROMISE, vec![promised(&promise.incident, promise)]);
        sections.push(section("One promise that is not done", "No cause has one of its own.", rows, None));
    }
    let unknown = next.unknown.iter().map(|sentence| vec![sentence.clone()]).collect::<Vec<_>>();
    if !unknown.is_empty() {
        let reading = "The figures above rest on what the other reports state.";
        sections.push(section("What is not known", reading, table(&["What no report states"], unknown), None));
    }
    let rules = next.rules.join(" ");
    sections.push(section("How this is ranked", &rules, None, None));
    Pack {
        title: format!("{archive}: what to do in {}", next.quarter),
        about: vec![format!("As of {}.", next.as_of), next.reading.clone()],
        sections,
    }
}

fn ranked(next: &Next) -> Section {
    let rows = next.causes.iter().take(SHOWN).enumerate().map(|(at, cause)| {
        let days = |low: i64, high: i64| if low == high { low.to_string() } else { format!("{low} to {high}") };
        let between: Vec<String> = cause.returns.iter().map(|gap| days(gap.min_days, gap.max_days)).collect();
        vec![
            (at + 1).to_string(),
            cause.label.clone(),
            cause.cost.length().unwrap_or_else(|| "not stated".to_owned()),
            format!("{} of {}", cause.cost.n, cause.cost.of),
            cause.incidents.len().saturating_sub(1).to_string(),
            between.join(", "),
            date(cause.last),
            fix(cause.fix).to_owned(),
        ]
    });
    let head = &["Rank", "Cause", "Lasted in all", "Known for", "Came back", "Days between", "Last", "Fix"];
    let reading = match next.causes.len() {
        1 => "One cause came back.".to_owned(),
        n if n > SHOWN => format!("The first {SHOWN} of {} causes that came back.", wording::number(n)),
        n => format!("{} causes came back.", wording::sentence(&wording::number(n))),
    };
    let left_out: Vec<String> = next.causes.iter().take(SHOWN).filter_map(left_out).collect();
    let reading = [vec![reading], left_out].concat().join(" ");
    section("Causes that came back, by minutes lost", &reading, table(head, rows.collect()), None)
}

fn fix(state: OutcomeState) -> &'static str {
    match state {
        OutcomeState::RecurredAfterFix => "recurred after one was marked done",
        OutcomeState::HeldSoFar => "marked done, held so far",
        OutcomeState::SetAside => "marked done; a reviewer disagrees",
        OutcomeState::NoneDone => "none completed is recorded",
        OutcomeState::NothingPromised => "no action items found",
    }
}

/// `Not added for “Expiry: auth”: INC-3 (stated length and stated times contradict each other).`
fn left_out(cause: &NextCause) -> Option<String> {
    let named = |ids: &[String], why: &str| ids.iter().map(|id| format!("{id} ({why})")).collect::<Vec<_>>();
    let disputed = named(&cause.cost.disputed, "stated length and stated times contradict each other");
    let support = named(&cause.cost.in_support_hours, "counted in support hours");
    let all = [disputed, support].concat();
    (!all.is_empty()).then(|| format!("Not added for \u{201c}{}\u{201d}: {}.", cause.label, wording::list(&all)))
}

fn unaddressed(next: &Next) -> Section {
    let tables = next.causes.iter().take(SHOWN).filter(|cause| !cause.unaddressed.is_empty()).map(|cause| Table {
        caption: Some(format!("{}: {}", cause.label, cause.weaknesses)),
        head: &["Date", "Incident", "As written", "Where", "Action"],
        rows: cause
            .unaddressed
            .iter()
            .take(SENTENCES)
            .map(|it| {
                let action = if it.promised { "promised, not done" } else { "none names it" };
                vec![date(it.date), it.incident.clone(), it.text.clone(), it.place.clone(), action.to_owned()]
            })
            .collect(),
    });
    let tables: Vec<Table> = tables.collect();
    let reading = match tables.is_empty() {
        true => "A completed action names each sentence about why these causes happened.".to_owned(),
        false => format!("Sentences of authors that no completed action names, at most {SENTENCES} for each cause."),
    };
    Section { title: "What no completed action names", reading, tables, note: None }
}

const PROMISE: &[&str] = &["For", "As promised", "Where", "How it stands", "Owner", "Due", "Ticket"];

fn promises(next: &Next) -> Section {
    let shown = || next.causes.iter().take(SHOWN);
    let rows: Vec<Vec<String>> =
        shown().filter_map(|cause| Some(promised(&cause.label, cause.promise.as_ref()?))).collect();
    let without: Vec<String> = shown()
        .filter(|cause| cause.promise.is_none())
        .map(|cause| format!("\u{201c}{}\u{201d}", cause.label))
        .collect();
    let reading = match (rows.len(), without.is_empty()) {
        (_, true) => "One for each cause.".to_owned(),
        (0, false) => "No open promise names what failed.".to_owned(),
        (_, false) => format!("No open promise names what failed in {}.", wording::list(&without)),
    };
    section("A promise that is open or untested", &reading, table(PROMISE, rows), None)
}

fn promised(of: &str, promise: &Standing) -> Vec<String> {
    let told = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        of.to_owned(),
        promise.text.clone(),
        promise.place.clone(),
        promise.reading.clone(),
        told(&promise.owner),
        told(&promise.due),
        told(&promise.ticket),
    ]
}

//! The rows of a timeline, and of a story, that speak for the beginning or the end.
//!
//! Input: the evidence. Output: the row's moment as a claim. Weighs no claims against each other.

use crate::model::EntryRole;

use super::anchor::Anchor;
use super::row::Row;
use super::solve::Evidence;
use super::timeline::from_entry;

/// The row that tells that it was over: the last recovery, not the word that somebody gave of it later, unless something
/// went wrong between the two.
pub(super) fn recovered(evidence: &Evidence<'_>) -> Option<Anchor> {
    let rows = || (0..evidence.timeline.entries.len()).filter(|index| is_timed(evidence, *index));
    let is = |index: &usize, declared: bool| {
        let row = row_at(evidence, *index);
        row.role == Some(EntryRole::Recovery) && row.declared == declared
    };
    let wrong = |index: &usize| matches!(row_at(evidence, *index).role, Some(EntryRole::Onset | EntryRole::Symptom));
    let (real, said) = (rows().rfind(|index| is(index, false)), rows().rfind(|index| is(index, true)));
    let again = |from: usize, to: usize| rows().any(|index| index > from && index < to && wrong(&index));
    let index = match (real, said) {
        (Some(real), Some(said)) if said > real && again(real, said) => said,
        (Some(real), _) => real,
        (None, said) => {
            // Of several words that it was over, the first that nothing contradicts.
            let last = rows().rfind(wrong).map_or(0, |wrong| wrong + 1);
            rows().find(|index| *index >= last && is(index, true)).or(said)?
        }
    };
    Some(from_entry(
        &evidence.timeline.entries[index],
        evidence.timeline.readings[index].column,
        "resolved-in-timeline",
    ))
}

/// The first entry that led up to nothing: no background, and with a time.
pub(super) fn first_row(evidence: &Evidence<'_>) -> Option<Anchor> {
    let background = |row: &Row| row.role == Some(EntryRole::Background);
    let all = row(evidence, "first-timeline-entry", |_| true);
    let first = row(evidence, "first-timeline-entry", |row| !background(row)).or(all);
    calm_before(evidence).or(first)
}

/// The first row that tells of trouble, where those before it tell of changes alone and nobody had noticed anything.
fn calm_before(evidence: &Evidence<'_>) -> Option<Anchor> {
    let rows = &evidence.rows;
    let wrong = |row: &Row| {
        let noticed = row.role == Some(EntryRole::Detection) && row.wrong;
        noticed || matches!(row.role, Some(EntryRole::Onset | EntryRole::Symptom))
    };
    let index = rows.iter().position(wrong).filter(|index| is_timed(evidence, *index))?;
    let calm = |row: &Row| matches!(row.role, None | Some(EntryRole::Background)) && row.change;
    let apart = rows[..index].iter().all(calm) && index > 0;
    let (entries, readings) = (&evidence.timeline.entries, &evidence.timeline.readings);
    apart.then(|| from_entry(&entries[index], readings[index].column, "onset"))
}

pub(super) fn row(evidence: &Evidence<'_>, rule: &'static str, is: impl Fn(&Row) -> bool) -> Option<Anchor> {
    let index = (0..evidence.timeline.entries.len())
        .find(|&index| is_timed(evidence, index) && is(&row_at(evidence, index)))?;
    Some(from_entry(&evidence.timeline.entries[index], evidence.timeline.readings[index].column, rule))
}

/// The first or the last row of the story with a role, where there is no timeline to ask.
pub(super) fn told_row(
    evidence: &Evidence<'_>,
    rule: &'static str,
    is: impl Fn(EntryRole) -> bool,
    last: bool,
) -> Option<Anchor> {
    if evidence.timeline.entries.len() >= 2 {
        return None;
    }
    let story = &evidence.prose.story;
    let suits = |index: &usize| evidence.told_rows[*index].role.is_some_and(&is);
    let mut rows = 0..story.entries.len();
    let index = if last { rows.rfind(suits) } else { rows.find(suits) }?;
    Some(from_entry(&story.entries[index], story.readings[index].column, rule))
}

pub(super) fn last_row(evidence: &Evidence<'_>, rule: &'static str, is: impl Fn(&Row) -> bool) -> Option<Anchor> {
    let index = (0..evidence.timeline.entries.len())
        .rfind(|&index| is_timed(evidence, index) && is(&row_at(evidence, index)))?;
    Some(from_entry(&evidence.timeline.entries[index], evidence.timeline.readings[index].column, rule))
}

fn is_timed(evidence: &Evidence<'_>, index: usize) -> bool {
    evidence.timeline.entries[index].entry.at.is_some()
}

fn row_at(evidence: &Evidence<'_>, index: usize) -> Row {
    evidence.rows.get(index).copied().unwrap_or_default()
}

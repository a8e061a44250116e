//! All leads of a document: those of its timeline, those under headings for them, those that its sentences tell.
//!
//! In: the timeline, its entries as read, the parts. Out: the leads in the order of their lines, each suspect once; what
//! the timeline knows of a lead (its minutes) counts before what a sentence says of it.

use crate::model::{EventKind, FalseLead, TimelineEntry};
use crate::normalise::chronology::Timeline;
use crate::normalise::event::{EventContext, ReadEntry};
use crate::normalise::outline::{Part, line_at, told_of};
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind};
use crate::text::{Break, sentences};

use super::cue::mark_in;
use super::find_false_leads;
use super::headed::{self, find_under_headings};
use super::noun::noun_of;
use super::prose::{Statement, find_in_prose, is_same};

/// Finds the leads of a document that turned out not to be the cause.
pub(in crate::normalise) fn gather(
    timeline: &Timeline,
    read: &[ReadEntry<'_>],
    parts: &[Part],
    services: &[String],
    context: &EventContext<'_>,
) -> Vec<FalseLead> {
    let mut leads = find_false_leads(&timeline.entries, read, context);
    let (listed, instead) = find_under_headings(parts, context);
    let introductions = headed::lines_that_lead_in(parts);
    let passages = passages(timeline, parts);
    let told = find_in_prose(&statements(&passages, parts), context);
    let rows: Vec<usize> = leads.iter().map(|lead| lead.line).collect();
    let lists: Vec<usize> = listed.iter().map(|lead| lead.line).collect();
    let before = leads.clone();
    for lead in listed {
        // Items of one list are several suspects, however alike their words.
        let twice = leads.iter().skip(before.len()).any(|known| known.suspect.eq_ignore_ascii_case(&lead.suspect));
        if !twice && !before.iter().any(|known| is_same(known, &lead)) {
            leads.push(lead);
        }
    }
    for mut lead in told.into_iter().filter(|lead| !lists.contains(&lead.line) && !introductions.contains(&lead.line)) {
        if rows.contains(&lead.line) || leads.iter().any(|known| is_same(known, &lead)) {
            continue;
        }
        let row = timeline.entries.iter().find(|placed| placed.entry.line == lead.line);
        // "[dead-end] No loss on the link" closes the lead of the row before and opens none.
        let closes = |entry: &TimelineEntry| entry.kind == EventKind::RuledOut && entry.text.starts_with('[');
        if row.is_some_and(|placed| closes(&placed.entry)) {
            continue;
        }
        lead.from = row.and_then(|placed| placed.entry.at.clone());
        leads.push(lead);
    }
    for (lines, lead) in instead {
        if !leads.iter().any(|known| lines.contains(&known.line) || is_same(known, &lead)) {
            leads.push(lead);
        }
    }
    for lead in leads.iter_mut().filter(|lead| lead.component.is_none()) {
        let named = context.components(&lead.suspect);
        lead.component = named.into_iter().find(|id| context.culprit != Some(id.as_str()));
    }
    for lead in &mut leads {
        let holds = |passage: &&Passage<'_>| passage.line <= lead.line && passage.text.contains(&lead.suspect);
        let sentence = passages.iter().rfind(holds);
        lead.named = noun_of(&lead.suspect, sentence.map_or("", |passage| &passage.text), services, context);
        // Whoever marks a lead has named it.
        if lead.named.is_none() && sentence.is_some_and(|passage| mark_in(&passage.text).is_some()) {
            lead.named = Some(lead.suspect.clone());
        }
    }
    leads.sort_by_key(|lead| lead.line);
    leads
}

/// A passage and the lines it stands on.
struct Passage<'p> {
    text: String,
    /// `None` for an entry, which has one line.
    block: Option<&'p Block>,
    line: usize,
}

/// Sections that tell of what was, not of what shall be.
fn tells(part: &Part) -> bool {
    matches!(
        part.field,
        None | Some(
            Field::Summary
                | Field::Background
                | Field::Impact
                | Field::Cause
                | Field::CauseAndResolution
                | Field::Contributing
                | Field::Trigger
                | Field::Detection
                | Field::Resolution
                | Field::Timeline
                | Field::KeyEvents
                | Field::Conclusion
                | Field::Learned
                | Field::Lucky
                | Field::Poorly
        )
    )
}

/// The passages of a document in the order of their lines: the entries of its timeline, and what stands around them.
fn passages<'p>(timeline: &Timeline, parts: &'p [Part]) -> Vec<Passage<'p>> {
    let entry_lines: Vec<usize> = timeline.entries.iter().map(|placed| placed.entry.line).collect();
    let is_entry = |block: &Block| {
        let lines = || block.lines.iter().map(|line| line.number);
        lines().any(|line| entry_lines.contains(&line))
    };
    let entries = timeline.entries.iter().map(|placed| Passage {
        text: placed.entry.text.clone(),
        block: None,
        line: placed.entry.line,
    });
    let blocks = parts.iter().filter(|part| tells(part)).flat_map(Part::prose).filter(|block| {
        !matches!(block.kind, BlockKind::Row { header: true, .. } | BlockKind::Subheading { .. }) && !is_entry(block)
    });
    let around = blocks.map(|block| Passage {
        text: if matches!(block.kind, BlockKind::Row { .. }) { longest_cell(block) } else { told_of(block) },
        block: Some(block),
        line: block.lines.first().map_or(0, |line| line.number),
    });
    let mut passages: Vec<Passage<'_>> = entries.chain(around).collect();
    passages.sort_by_key(|passage| passage.line);
    passages
}

/// What a row of a table tells, where it tells anything.
fn longest_cell(block: &Block) -> String {
    const TELLS: usize = 5;
    let cells = block.lines.iter().map(|cell| &cell.text).filter(|text| text.split(' ').count() >= TELLS);
    cells.max_by_key(|text| text.len()).cloned().unwrap_or_default()
}

fn statements<'t>(passages: &'t [Passage<'_>], parts: &[Part]) -> Vec<Statement<'t>> {
    let headed = headed::lines_of_leads(parts);
    let mut statements = Vec::new();
    for passage in passages {
        for range in sentences(&passage.text, Break::Line) {
            let line = match passage.block {
                Some(block) if !matches!(block.kind, BlockKind::Row { .. }) => line_at(block, range.start),
                _ => passage.line,
            };
            let of_leads = headed.contains(&line);
            statements.push(Statement { text: &passage.text[range], line, of_leads });
        }
    }
    statements
}

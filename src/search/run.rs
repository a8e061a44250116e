//! From a query to its answer: exact first, then likely spellings, then most of the words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::{DocId, Score};

use super::document::{Card, Section};
use super::excerpt::{self, Excerpt};
use super::facets;
use super::marks::Marks;
use super::plan::{Need, Plan, Role, plan};
use super::query::{Condition, Note, Query};
use super::rank::{Ranked, rank, run};
use super::reader::{Reader, SearchError};
use super::results::{DropOne, Hit, Marked, Options, Results, Sort};
use super::schema::{DAY_COLUMN, DURATION_COLUMN, SEVERITY_LEVELS};
use super::tokens::Words;

/// Parts of a query that are left out on trial.
const MOST_TRIALS: usize = 8;

/// Answers a query.
///
/// # Errors
/// When the index cannot be read, or not yet: a remote index has then noted everything that is missing.
pub fn search(reader: &Reader, query: &Query, options: &Options) -> Result<Results, SearchError> {
    find(reader, query, options)?.answer(reader, options)
}

/// Asks a remote index for its columns, where an answer is counted, sorted or `ranged` by them.
///
/// A browser first asks without counts: the columns are most of what it would otherwise wait for.
pub(super) fn touch_columns(reader: &Reader, options: &Options, ranged: bool) {
    if reader.is_remote() && (ranged || options.facets || options.sort != Sort::Relevance) {
        reader.segment().map(facets::touch);
    }
}

/// Every document that answers a query, before any of them is looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// In the order of the index, with their scores; `None` where nothing at all was asked for.
    documents: Option<Vec<(DocId, Score)>>,
    /// The words that some of them lack, as they were typed.
    missing: BTreeMap<DocId, Vec<String>>,
    marks: Marks,
    notes: Vec<Note>,
    did_you_mean: Option<String>,
    drop_one: Vec<DropOne>,
}

/// Finds what answers a query.
///
/// # Errors
/// Those of [`search`].
pub(super) fn find(reader: &Reader, query: &Query, options: &Options) -> Result<Found, SearchError> {
    let ranged = |condition: &Condition| matches!(condition, Condition::Days { .. } | Condition::Minutes { .. });
    touch_columns(reader, options, query.clauses.iter().any(|clause| ranged(&clause.condition)));
    let mut plan = plan(reader, query, options)?;
    let mut found = Found::default();
    if plan.is_empty() && !query.notes.is_empty() {
        found.notes = plan.notes;
        return Ok(found);
    }
    let ranked = attempts(reader, &mut plan, query, &mut found)?;
    if ranked.whole == 0 {
        found.drop_one = drop_one(reader, &plan, query, &ranked)?;
    }
    found.missing = ranked.missing;
    Ok(Found { documents: Some(ranked.documents), marks: plan.marks, notes: plan.notes, ..found })
}

impl Found {
    /// Counts, sorts and shows what was found.
    ///
    /// # Errors
    /// Those of [`search`].
    pub(super) fn answer(&self, reader: &Reader, options: &Options) -> Result<Results, SearchError> {
        let answered = match &self.documents {
            Some(documents) => answer(reader, documents.clone(), &self.marks, &self.missing, options)?.0,
            None => Results::default(),
        };
        let (did_you_mean, drop_one) = (self.did_you_mean.clone(), self.drop_one.clone());
        Ok(Results { notes: self.notes.clone(), did_you_mean, drop_one, ..answered })
    }
}

/// Counts, sorts and shows what was found; with it the documents of the hits.
pub(super) fn answer(
    reader: &Reader,
    found: Vec<(DocId, Score)>,
    marks: &Marks,
    missing: &BTreeMap<DocId, Vec<String>>,
    options: &Options,
) -> Result<(Results, Vec<DocId>), SearchError> {
    let mut results = Results { total: found.len(), ..Results::default() };
    if let (true, Some(segment)) = (options.facets, reader.segment()) {
        let documents: Vec<DocId> = found.iter().map(|(document, _)| *document).collect();
        results.facets = facets::count(segment, &documents)?;
    }
    let page = page(reader, found, missing, options)?;
    results.hits = show(reader, &page, marks, options)?;
    for (hit, (document, _)) in results.hits.iter_mut().zip(&page) {
        hit.missing = missing.get(document).cloned().unwrap_or_default();
    }
    Ok((results, page.into_iter().map(|(document, _)| document).collect()))
}

/// What the query finds, with words mended where that finds more.
fn attempts(reader: &Reader, plan: &mut Plan, query: &Query, results: &mut Found) -> Result<Ranked, SearchError> {
    let mut found = rank(reader, plan)?;
    let before = (plan.notes.len(), plan.marks.clone());
    if plan.mend(reader)? {
        let mended = rank(reader, plan)?;
        if mended.whole > found.whole || mended.documents.len() > found.documents.len() || found.whole == 0 {
            results.did_you_mean = corrected_text(query, &plan.notes);
            found = mended;
        } else {
            plan.notes.truncate(before.0);
            plan.marks = before.1;
        }
    }
    let others = found.documents.len() - found.whole;
    if others > 0 {
        plan.notes.push(match found.whole {
            0 => Note::Nearest { words: found.words },
            whole => Note::Partly { whole, others },
        });
    }
    Ok(found)
}

/// The query with the first correction of each word put in.
fn corrected_text(query: &Query, notes: &[Note]) -> Option<String> {
    let mut changed = false;
    let mut sources: Vec<String> = query.clauses.iter().map(|clause| clause.source.clone()).collect();
    for source in &mut sources {
        let folded = super::words::fold_line(source);
        let correction = notes.iter().find_map(|note| match note {
            Note::Corrected { from, to } if *from == folded => Some(to),
            _ => None,
        });
        if let Some(to) = correction {
            source.clone_from(to);
            changed = true;
        }
    }
    changed.then(|| sources.join(" "))
}

fn drop_one(reader: &Reader, plan: &Plan, query: &Query, ranked: &Ranked) -> Result<Vec<DropOne>, SearchError> {
    let mut suggestions = Vec::new();
    if plan.parts.len() < 2 {
        return Ok(suggestions);
    }
    for part in plan.parts.iter().take(MOST_TRIALS) {
        let counted = ranked.without.get(&part.clause).filter(|_| part.role == Role::Text);
        let total = match counted {
            Some(total) => *total,
            None => run(reader, plan, Need::Without(part.clause))?.len(),
        };
        let kept = query.clauses.iter().enumerate().filter(|(at, _)| *at != part.clause);
        let kept: Vec<&str> = kept.map(|(_, clause)| clause.source.as_str()).collect();
        let Some(clause) = query.clauses.get(part.clause).filter(|_| total > 0) else { continue };
        suggestions.push(DropOne { without: clause.source.clone(), query: kept.join(" "), total });
    }
    suggestions.sort_by_key(|suggestion| Reverse(suggestion.total));
    Ok(suggestions)
}

/// The wanted stretch of the documents, in the wanted order. They come in the order of the index: newest first.
fn page(
    reader: &Reader,
    mut found: Vec<(DocId, Score)>,
    missing: &BTreeMap<DocId, Vec<String>>,
    options: &Options,
) -> Result<Vec<(DocId, Score)>, SearchError> {
    sort(reader, &mut found, missing, options)?;
    found.drain(..options.offset.min(found.len()));
    found.truncate(options.limit.min(Options::MOST));
    Ok(found)
}

fn sort(
    reader: &Reader,
    found: &mut Vec<(DocId, Score)>,
    missing: &BTreeMap<DocId, Vec<String>>,
    options: &Options,
) -> tantivy::Result<()> {
    let Some(segment) = reader.segment() else { return Ok(()) };
    let columns = segment.fast_fields();
    match options.sort {
        Sort::Relevance => {
            let wanted = options.offset.saturating_add(options.limit.min(Options::MOST));
            // Documents with every word come first, however often others repeat some.
            let lacks = |it: &(DocId, Score)| missing.contains_key(&it.0);
            let order = |a: &(DocId, Score), b: &(DocId, Score)| {
                lacks(a).cmp(&lacks(b)).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
            };
            if wanted > 0 && wanted < found.len() {
                found.select_nth_unstable_by(wanted - 1, order);
                found.truncate(wanted);
            }
            found.sort_unstable_by(order);
        }
        Sort::Newest => {}
        Sort::Oldest => {
            let days = columns.column_opt::<i64>(DAY_COLUMN)?;
            found.sort_by_key(|(document, _)| days.as_ref().and_then(|days| days.first(*document)).unwrap_or(i64::MAX));
        }
        Sort::Severity => {
            let Some(levels) = columns.str("severity")? else { return Ok(()) };
            let mut ranks = Vec::new();
            for value in 0..levels.num_terms() as u64 {
                let mut level = String::new();
                levels.ord_to_str(value, &mut level)?;
                ranks.push(SEVERITY_LEVELS.iter().position(|known| *known == level));
            }
            let rank = |document: DocId| {
                let value = levels.term_ords(document).next().and_then(|value| usize::try_from(value).ok());
                value.and_then(|value| ranks.get(value).copied().flatten()).unwrap_or(SEVERITY_LEVELS.len())
            };
            found.sort_by_key(|(document, _)| rank(*document));
        }
        Sort::Longest => {
            let minutes = columns.column_opt::<u64>(DURATION_COLUMN)?;
            found.sort_by_key(|(document, _)| Reverse(minutes.as_ref().and_then(|minutes| minutes.first(*document))));
        }
    }
    Ok(())
}

fn show(reader: &Reader, found: &[(DocId, Score)], marks: &Marks, options: &Options) -> Result<Vec<Hit>, SearchError> {
    let mut words = Words::default();
    // All records are asked for before the first one that is missing ends the attempt.
    let records: Vec<_> = found.iter().map(|(document, _)| reader.record(*document)).collect();
    let records = records.into_iter().collect::<Result<Vec<_>, _>>()?;
    let hit = |((card, sections), score): ((Card, Vec<Section>), Score)| {
        words.speak(&card.language);
        let Excerpt { shown, heading, sections, spellings } = if options.excerpts {
            excerpt::excerpt(&card, &sections, marks, &mut words)
        } else {
            Excerpt { shown: Marked::plain(&card.summary), ..Excerpt::default() }
        };
        Hit {
            title: excerpt::mark(&card.title, marks, &mut words),
            id: card.id,
            slug: card.slug,
            path: card.path,
            summary: card.summary,
            date: card.date,
            severity: card.severity,
            services: card.services,
            cause: card.cause,
            duration_minutes: card.duration_minutes,
            score,
            missing: Vec::new(),
            shared: Vec::new(),
            component: card.component,
            fixed_by: card.fixed_by,
            set_aside: card.set_aside,
            excerpt: shown,
            excerpt_heading: heading,
            sections,
            spellings,
        }
    };
    let scores = found.iter().map(|(_, score)| *score);
    Ok(records.into_iter().zip(scores).map(hit).collect())
}

//! Counts of the values that matching documents have, from the index's columns.

use tantivy::{DocId, SegmentReader};

use super::dates;
use super::results::{Facet, FacetValue};
use super::schema::{DAY_COLUMN, DURATION_COLUMN, LABEL_FIELDS, SEVERITY_LEVELS};

/// Values listed per field.
pub const MOST_VALUES: usize = 20;

/// Counts the values of every facet among `documents`.
///
/// # Errors
/// When a column cannot be read.
pub fn count(segment: &SegmentReader, documents: &[DocId]) -> tantivy::Result<Vec<Facet>> {
    let mut facets = Vec::new();
    for field in LABEL_FIELDS.iter().filter(|field| field.facet) {
        facets.push(labels(segment, field.name, documents)?);
    }
    facets.push(years(segment, documents)?);
    facets.retain(|facet| !facet.values.is_empty());
    Ok(facets)
}

fn labels(segment: &SegmentReader, name: &'static str, documents: &[DocId]) -> tantivy::Result<Facet> {
    let mut facet = Facet { name, values: Vec::new(), more: 0 };
    let Some(column) = segment.fast_fields().str(name)? else { return Ok(facet) };
    let mut counts = vec![0u32; column.num_terms()];
    for document in documents {
        for value in column.term_ords(*document) {
            if let Some(count) = usize::try_from(value).ok().and_then(|value| counts.get_mut(value)) {
                *count += 1;
            }
        }
    }
    let mut counted: Vec<(u64, u32)> = (0..).zip(counts).filter(|(_, count)| *count > 0).collect();
    counted.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), *value));
    facet.more = counted.len().saturating_sub(MOST_VALUES);
    counted.truncate(MOST_VALUES);
    for (value, count) in counted {
        let mut text = String::new();
        column.ord_to_str(value, &mut text)?;
        facet.values.push(FacetValue { value: text, count });
    }
    if name == "severity" {
        facet.values.sort_by_key(|value| SEVERITY_LEVELS.iter().position(|level| *level == value.value).unwrap_or(99));
    }
    Ok(facet)
}

fn years(segment: &SegmentReader, documents: &[DocId]) -> tantivy::Result<Facet> {
    let days = segment.fast_fields().column_opt::<i64>(DAY_COLUMN)?;
    let mut counts = std::collections::BTreeMap::<i64, u32>::new();
    for day in documents.iter().filter_map(|document| days.as_ref().and_then(|days| days.first(*document))) {
        *counts.entry(dates::year(day)).or_default() += 1;
    }
    let values: Vec<_> =
        counts.into_iter().rev().map(|(year, count)| FacetValue { value: year.to_string(), count }).collect();
    let more = values.len().saturating_sub(MOST_VALUES);
    Ok(Facet { name: "year", values: values.into_iter().take(MOST_VALUES).collect(), more })
}

/// Reads every column with its values, whether or not each can be read yet.
pub fn touch(segment: &SegmentReader) {
    for field in LABEL_FIELDS.iter().filter(|field| field.facet) {
        if let Ok(Some(column)) = segment.fast_fields().str(field.name) {
            column.dictionary().stream().ok();
        }
    }
    segment.fast_fields().column_opt::<i64>(DAY_COLUMN).ok();
    segment.fast_fields().column_opt::<u64>(DURATION_COLUMN).ok();
}

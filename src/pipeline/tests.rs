use std::cell::Cell;

use super::*;
use crate::model::{Source, SourceFormat};
use crate::parse;

const TEXT: &str = "---\ntitle: Mail was late\n---\n# Mail was late\n\nThe queue was full.\n";

fn document() -> Document {
    parse::document(Source { path: "a.md".into(), format: SourceFormat::Markdown, hash: String::new() }, TEXT)
}

/// Reads with a mistake that is met as long as `is_met` says so; what is left of the document, and its findings.
fn check(is_met: fn(&Document) -> bool, keys: usize, headings: usize, codes: &[&str]) {
    let mut document = document();
    let read = |document: &Document| match is_met(document) {
        true => Err(Stopped::Panicked("a mistake".into())),
        false => Ok(()),
    };
    let outcome = read_or_plain(&mut document, read);
    assert_eq!(outcome.is_ok(), !is_met(&document));
    let left = document.sections.iter().filter(|section| section.heading.is_some()).count();
    assert_eq!((document.front_matter.values.len(), left), (keys, headings));
    assert_eq!(document.findings.iter().map(|finding| finding.entry.name).collect::<Vec<_>>(), codes);
    assert!(document.sections[0].html.contains("The queue was full."));
}

#[test]
fn a_document_that_cannot_be_read_keeps_its_page_and_as_much_as_can_be_read() {
    check(|_| false, 1, 1, &[]);
    check(|document| !document.sections[0].blocks.is_empty(), 1, 1, &["document_failed"]);
    check(|document| !document.front_matter.values.is_empty(), 0, 0, &["document_failed"]);
    check(|_| true, 0, 0, &["document_failed"]);
}

#[test]
fn what_has_no_budget_left_is_read_again_with_a_budget_of_its_own() {
    let mut document = document();
    let tries = Cell::new(0);
    let read = |_: &Document| {
        tries.set(tries.get() + 1);
        budget::isolated(10, || budget::spend(if tries.get() == 1 { 11 } else { 10 }))
    };
    assert_eq!(read_or_plain(&mut document, read), Ok(()));
    assert_eq!(document.findings[0].entry.name, "document_over_budget");
}

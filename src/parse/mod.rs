//! Text to documents: front matter with positions, sections, blocks and lines, safe HTML per section.
//!
//! Input: the text of a file. Output: a [`Document`]. Never fails: what cannot be read as meant becomes a finding.
//! Knows Markdown and its dialects; does not know what a severity is.

mod document;
mod front_matter;
mod highlight;
mod html;
mod lines_seen;
mod markdown;
mod mend;
mod outline_anchors;
mod prepare;
mod promql;
mod sanitise;

pub use document::{
    Block, BlockKind, Document, FrontMatter, FrontMatterFormat, Heading, LINK_MARK, Line, Mark, MarkKind, Section,
};
pub use html::is_local;

use crate::diagnostic::{Diagnostic, Span};
use crate::model::Source;

/// Parses one file.
///
/// `text` has no byte order mark and no carriage returns.
pub fn document(source: Source, text: &str) -> Document {
    let path = source.path.clone();
    let split = front_matter::split(&path, text);
    let first_line = split.body_line;
    let mended = mend::mend(&text[split.body_offset..]);
    let body = markdown::sections(&mended.text, first_line);
    let in_file = |line: usize| first_line + line - 1;

    let mut findings = split.findings;
    let mut found = |name: &str, line: Option<usize>, message: &str| {
        if let Some(line) = line {
            findings.push(Diagnostic::new(name, message).at(&path, Some(Span::line(in_file(line)))));
        }
    };
    found("raw_html_removed", body.raw_html, "the tags of this HTML are not passed on; its text is kept");
    found("code_unclosed", body.unclosed_fence, "this code fence is never closed, so the rest of the file is code");
    found("code_too_large", body.plain_code, "this code block is too large to highlight");
    found("nesting_too_deep", mended.flattened.first().copied(), "quotes or lists nest deeper than 100 levels");

    Document {
        source,
        front_matter: split.front_matter,
        sections: body.sections,
        mended_lines: mended.spaced.into_iter().map(in_file).collect(),
        findings,
    }
}

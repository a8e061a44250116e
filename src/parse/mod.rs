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
mod nesting;
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
    let too_deep = mended.flattened.first().copied().into_iter().chain(body.too_deep).min();
    found("nesting_too_deep", too_deep, "markup nests deeper than 100 levels; its words are kept");

    Document {
        source,
        front_matter: split.front_matter,
        sections: body.sections,
        mended_lines: mended.spaced.into_iter().map(in_file).collect(),
        findings,
        plain: None,
    }
}

/// The text of a file as it is written: what becomes of one that cannot be parsed. `with_front_matter` reads that.
pub fn plain(source: Source, text: &str, with_front_matter: bool) -> Document {
    let path = source.path.clone();
    let (front_matter, findings, body) = if with_front_matter {
        let split = front_matter::split(&path, text);
        (split.front_matter, split.findings, &text[split.body_offset..])
    } else {
        (FrontMatter::default(), Vec::new(), text)
    };
    let section = Section { heading: None, blocks: Vec::new(), html: html::plain(body) };
    let plain = Some(document::start_of(body, document::SEARCHED).to_owned());
    Document { source, front_matter, sections: vec![section], mended_lines: Vec::new(), findings, plain }
}

//! Text to documents: front matter with positions, sections, blocks and lines, safe HTML per section.
//!
//! Input: the text of a file. Output: a [`Document`]. Never fails: what cannot be read as meant becomes a finding.
//! Knows Markdown and its dialects; does not know what a severity is.

mod boxes;
mod dialect;
mod document;
mod emoji;
mod figure;
mod from_html;
mod front_matter;
mod highlight;
mod html;
mod lines_seen;
mod links;
mod markdown;
mod mend;
mod nesting;
mod outline_anchors;
mod page;
mod parts;
mod prepare;
mod promql;
mod sanitise;
pub mod tags;
mod tickets;
mod visible;

pub use document::{
    Block, BlockKind, Document, FrontMatter, FrontMatterFormat, Heading, LINK_MARK, Line, Mark, MarkKind, Section,
};
pub use emoji::sign as emoji;
pub use html::Pages;
pub use links::{BY_NAME, is_local};
pub use parts::{HiddenFields, Reader, Visible, names_readers, visible_to};
pub use tickets::{Ticket, tickets};

use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Source, SourceFormat};

/// The front matter at the start of a text, without the rest.
pub fn front_matter_of(path: &str, text: &str) -> FrontMatter {
    front_matter::split(path, &visible::visible(text).0).front_matter
}

/// The text of a file behind its front matter, and the line it begins on, counted from 1.
pub fn body_of(text: &str) -> (String, usize) {
    let (text, _) = visible::visible(text);
    let split = front_matter::split("", &text);
    (text[split.body_offset..].to_owned(), split.body_line)
}

/// The pieces of a whole page of HTML that are the document, as [`tags::pieces`] are those of all of it.
pub fn pieces_of_page(html: &str) -> Vec<tags::Placed> {
    page::page(html).pieces
}

/// Parses one file.
///
/// `text` has no byte order mark and no carriage returns.
pub fn document(source: Source, text: &str) -> Document {
    document_for(source, text, Pages::default())
}

/// As [`document`], its HTML as `pages` need it.
pub fn document_for(source: Source, text: &str, pages: Pages<'_>) -> Document {
    let path = source.path.clone();
    let (text, unseen) = visible::visible(text);
    let mut split = front_matter::split(&path, &text);
    let first_line = split.body_line;
    if source.format == SourceFormat::Html {
        let page = page::page(&text[split.body_offset..]);
        split.front_matter.dated(page.date);
        let body = markdown::sections_of_page(page.pieces, &text[split.body_offset..], first_line, pages);
        return put_together(source, split, unseen, mend::Mended::default(), body);
    }
    let mended = mend::mend(&text[split.body_offset..]);
    let body = markdown::sections(&mended.text, first_line, pages);
    put_together(source, split, unseen, mended, body)
}

/// A document and what is to be said about how it is written.
fn put_together(
    source: Source,
    split: front_matter::Split,
    unseen: Option<usize>,
    mended: mend::Mended<'_>,
    body: markdown::Body,
) -> Document {
    let path = source.path.clone();
    let first_line = split.body_line;
    let in_file = |line: usize| first_line + line - 1;

    let mut findings = split.findings;
    findings.extend(unseen.map(|line| {
        let message = "characters that nobody sees were taken out of the text";
        Diagnostic::new("invisible_characters", message).at(&path, Some(Span::line(line)))
    }));
    let mut found = |name: &str, line: Option<usize>, message: &str| {
        if let Some(line) = line {
            findings.push(Diagnostic::new(name, message).at(&path, Some(Span::line(in_file(line)))));
        }
    };
    found("raw_html_removed", body.raw_html, "tags or attributes of this HTML are not passed on; its text is kept");
    found("code_unclosed", body.unclosed_fence, "this code fence is never closed, so the rest of the file is code");
    found("code_too_large", body.plain_code, "this code block is too large to highlight");
    let refused = "this link is shown as text: only http, https, mailto and the schemes of the settings are kept";
    found("link_refused", body.refused_link, refused);
    if let Some((line, url)) = body.dead_anchor.as_ref().filter(|(_, url)| url.len() > 1) {
        found("link_broken", Some(*line), &format!("`{url}` names no heading of this document"));
    }
    let too_deep = mended.flattened.first().copied().into_iter().chain(body.too_deep).min();
    found("nesting_too_deep", too_deep, "markup nests deeper than 100 levels; its words are kept");
    let too_wide = mended.too_wide.first().copied();
    found("table_too_wide", too_wide, "the table has more than 250 columns; its rows are shown as text");

    Document {
        source,
        front_matter: split.front_matter,
        sections: body.sections,
        mended_lines: mended.spaced.into_iter().map(in_file).collect(),
        findings,
        has_html: body.has_html,
        plain: None,
        lines: Vec::new(),
    }
}

/// The text of a file as it is written: what becomes of one that cannot be parsed. `with_front_matter` reads that.
pub fn plain(source: Source, text: &str, with_front_matter: bool) -> Document {
    let path = source.path.clone();
    let (text, _) = visible::visible(text);
    let (front_matter, findings, body) = if with_front_matter {
        let split = front_matter::split(&path, &text);
        (split.front_matter, split.findings, &text[split.body_offset..])
    } else {
        (FrontMatter::default(), Vec::new(), &*text)
    };
    let section = Section { heading: None, blocks: Vec::new(), html: html::plain(body) };
    let plain = Some(document::start_of(body, document::SEARCHED).to_owned());
    Document {
        source,
        front_matter,
        sections: vec![section],
        mended_lines: Vec::new(),
        findings,
        has_html: false,
        plain,
        lines: Vec::new(),
    }
}

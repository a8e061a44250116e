//! One file as its readers may see it: the first thing that happens to a text, so that nothing can come from what is
//! hidden.

use super::stopped_finding;
use crate::budget::{self, Stopped};
use crate::config::{Config, Redactor};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::Source;
use crate::normalise::{HeldBack, HeldBackReason, Hidden, Normaliser, View};
use crate::parse::{self, Document, HiddenFields, Line, Pages, Reader, Visible};
use crate::read::{SourceFile, Text};

/// Who reads, and by which settings something is kept from them.
#[derive(Clone, Copy)]
pub(super) struct Projection<'p> {
    pub config: &'p Config,
    pub normaliser: &'p Normaliser<'p>,
    pub redactor: &'p Redactor,
    pub view: &'p View,
    /// Whether pages are made of what is parsed.
    pub pages: bool,
}

/// A document that may be seen.
pub(super) struct Seen {
    pub document: Document,
    /// The text that is looked at for secrets, with the lines of the file; the file itself when `None`.
    pub sieved: Option<String>,
    /// What is to be said about the parts that are hidden; empty for those who see them.
    pub unseen: Vec<Diagnostic>,
    /// The line of the file that says who may read it.
    pub mark: Option<usize>,
}

impl Projection<'_> {
    /// Parses what of a file may be seen.
    ///
    /// # Errors
    /// With the document, where nothing of it may be.
    pub fn seen(&self, source: &SourceFile, text: &Text) -> Result<Seen, HeldBack> {
        if self.view.audience.is_internal() {
            let document = self.whole(source, text);
            let mark = self.normaliser.admit(&source.path, &document.front_matter, &self.view.audience)?;
            return Ok(Seen { document, sieved: None, unseen: Vec::new(), mark });
        }
        self.part(source, text)
    }

    /// Parses a file for those who see all of it: the marks are gone, and lines are those of the file.
    pub fn whole(&self, source: &SourceFile, text: &Text) -> Document {
        let visible = budget::isolated(budget::STEPS, || self.visible(source, &text.text, &Hidden::default()));
        let mut document = match visible.ok().flatten() {
            None => self.parsed(source, &text.hash, &text.text),
            Some(visible) => {
                let mut document = self.parsed(source, &text.hash, &visible.text).numbered(&visible.lines);
                document.findings.extend(visible.findings);
                document
            }
        };
        document.findings.splice(0..0, text.findings.iter().cloned());
        document
    }

    /// Parses the parts of a file that narrower readers see. The text parsed is all that is kept of it, so nothing
    /// behind this, not its hash and no line number, depends on what is hidden.
    fn part(&self, source: &SourceFile, text: &Text) -> Result<Seen, HeldBack> {
        let path = &source.path;
        let held_back = |findings| HeldBack { path: path.clone(), reason: HeldBackReason::Audience, findings };
        let isolated = |stopped: Stopped| held_back(vec![stopped.finding("reading this document").at(path, None)]);
        let front_matter = budget::isolated(budget::STEPS, || parse::front_matter_of(path, &text.text));
        let front_matter = front_matter.map_err(isolated)?;
        let mark = self.normaliser.admit(path, &front_matter, &self.view.audience)?;
        let hidden = self.normaliser.hidden_fields(path, &front_matter)?;
        if self.redactor.concerns(path) {
            let message = "the name of the file holds what [redact] hides, and it is part of its address";
            return Err(held_back(vec![Diagnostic::new("redaction_incomplete", message).at(path, None)]));
        }
        let visible =
            budget::isolated(budget::STEPS, || self.visible(source, &text.text, &hidden)).map_err(isolated)?;
        let visible = visible.ok_or_else(|| held_back(Vec::new()))?;
        let hash = blake3::hash(visible.text.as_bytes()).to_hex();
        let mut document = self.parsed(source, &hash, &visible.text);
        document.lines = visible.lines;
        if document.plain.is_some() {
            // What could not be parsed shows its whole text.
            return Err(held_back(document.findings));
        }
        if let Some(line) = self.still_shown(&document) {
            let message = "what [redact] hides still shows here once markup is taken off";
            let mut findings = vec![Diagnostic::new("redaction_incomplete", message).at(path, Some(Span::line(line)))];
            document.place(&mut findings);
            return Err(held_back(findings));
        }
        if let Some(line) = self.marked_between_tags(&document, &hidden) {
            let message =
                "a mark, or a field that is kept back, stands between tags of HTML, where no part of it can be hidden";
            let mut findings = vec![Diagnostic::new("redaction_incomplete", message).at(path, Some(Span::line(line)))];
            document.place(&mut findings);
            return Err(held_back(findings));
        }
        Ok(Seen { document, sieved: Some(visible.sieved), unseen: visible.findings, mark })
    }

    fn visible(&self, source: &SourceFile, text: &str, hidden: &Hidden<'_>) -> Option<Visible> {
        let reader = Reader { config: self.config, audience: &self.view.audience, hidden, redactor: self.redactor };
        parse::visible_to(&source.path, text, &reader)
    }

    /// The first line whose words hold what is to be in other words.
    fn still_shown(&self, document: &Document) -> Option<usize> {
        lines(document).find(|line| self.redactor.concerns(&line.text)).map(|line| line.number)
    }

    /// The first line of a document with HTML that still says who may read it. Marks are found in lines of Markdown, and
    /// what a table of HTML says is on other lines than it seems: in doubt the document is kept back.
    fn marked_between_tags(&self, document: &Document, hidden: &Hidden<'_>) -> Option<usize> {
        if !document.has_html {
            return None;
        }
        let reader = Reader { config: self.config, audience: &self.view.audience, hidden, redactor: self.redactor };
        let is_label = |text: &str| text.len() <= 80 && hidden.label(text.trim());
        let is_hidden = |line: &&Line| {
            let label = line.text.split([':', '：']).next().unwrap_or_default();
            is_label(&line.text) || is_label(label) || parse::names_readers(&line.text, &reader)
        };
        lines(document).find(is_hidden).map(|line| line.number)
    }

    /// Parses a text; one that costs too much, or that meets a mistake of ours, is shown as it is written.
    fn parsed(&self, source: &SourceFile, hash: &str, text: &str) -> Document {
        let pages = Pages { link_schemes: &self.config.link_schemes, are_not_made: !self.pages };
        let source = || Source { path: source.path.clone(), format: source.format, hash: hash.to_owned() };
        let parsed = budget::isolated(budget::STEPS, || parse::document_for(source(), text, pages));
        parsed.unwrap_or_else(|stopped| {
            let plain = budget::isolated(budget::STEPS, || parse::plain(source(), text, true));
            let mut document = plain.unwrap_or_else(|_| parse::plain(source(), text, false));
            document.findings.push(stopped_finding(&document, &stopped));
            document
        })
    }
}

fn lines(document: &Document) -> impl Iterator<Item = &Line> {
    document.sections.iter().flat_map(|section| {
        let heading = section.heading.iter().map(|heading| &heading.line);
        heading.chain(section.blocks.iter().flat_map(|block| &block.lines))
    })
}

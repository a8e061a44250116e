//! Documents to the knowledge base: what the author meant, with provenance.
//!
//! Input: parsed documents and the archive's settings. Output: a [`KnowledgeBase`] and what is to be said about it. No
//! file, no page: a document that cannot be read as meant still becomes an article, with findings.

pub mod action;
mod actions;
mod address;
mod ahead;
mod aliases;
mod asked;
mod assemble;
mod audience;
mod author;
pub mod cause;
mod causes;
mod chronology;
mod clause;
#[cfg(test)]
mod components_for_tests;
mod composed;
mod corrections;
mod cost;
mod earlier;
mod enumeration;
pub mod event;
mod facts;
pub mod false_lead;
mod foreign;
pub mod front_matter_keys;
mod glance;
mod hidden_fields;
mod history;
mod kind;
mod known;
mod labels;
mod layout;
mod learn;
mod line_label;
mod notice;
mod outline;
mod phases;
mod pointers;
mod promises;
#[cfg(test)]
mod record;
mod remedy;
mod split;
mod statement;
mod story;
mod tickets;
pub mod time;
mod trail;
mod truncation;
mod update;
mod vocabulary;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::budget;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Level, Span};
use crate::model::{Article, Audience, Incident, Kind, KnowledgeBase, SetAside};
use crate::parse::{Document, FrontMatter, Section};

pub use audience::HeldBackReason;
pub use corrections::{is_incident, settle_corrections};
pub use hidden_fields::{Hidden, OddField};
pub use history::settle_history;
pub use tickets::settle_tickets;

use address::Claims;
use assemble::{Assembled, Excerpt, Settings};
use author::Author;
use front_matter_keys::Key;
use labels::Labels;
use learn::{Learned, Unread};
use pointers::Told;

/// The articles of an archive with everything that is to be said about their sources.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Normalised {
    pub knowledge_base: KnowledgeBase,
    /// In the order of the documents, then of their lines.
    pub findings: Vec<Diagnostic>,
    /// Lines for `incidex.toml` that say what recurs in the archive.
    pub suggestions: Vec<String>,
}

/// Who reads, and on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub audience: Audience,
    /// The day that embargoes are counted to; without one none is over.
    pub as_of: Option<Date>,
    /// Drafts, and what is not due yet or no longer, are shown as if they were published.
    pub drafts: bool,
}

impl From<Audience> for View {
    fn from(audience: Audience) -> Self {
        Self { audience, as_of: None, drafts: false }
    }
}

/// A document that was left out, and why: nothing of it may be seen or counted, and the findings are for those who see
/// every document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// Relative to the archive, with forward slashes.
    pub path: String,
    pub reason: HeldBackReason,
    pub findings: Vec<Diagnostic>,
}

/// The settings of an archive, compiled once, and what of them cannot be used.
#[derive(Debug)]
pub struct Normaliser<'c> {
    config: &'c Config,
    as_of: Option<Date>,
    drafts: bool,
    rules: cause::Rules,
    problems: Vec<cause::RuleProblem>,
    labels: Labels,
    learned: Learned,
}

impl<'c> Normaliser<'c> {
    pub fn new(config: &'c Config) -> Self {
        let (rules, problems) = cause::Rules::with_config(config);
        let labels = Labels::configured(&config.headings);
        Self { config, as_of: None, drafts: false, rules, problems, labels, learned: Learned::default() }
    }

    /// The day that embargoes are counted to.
    pub fn on(self, as_of: Option<Date>) -> Self {
        Self { as_of, ..self }
    }

    /// Whether drafts, and what is not due yet or no longer, are shown.
    pub fn with_drafts(self, drafts: bool) -> Self {
        Self { drafts, ..self }
    }

    /// Whether the document at `path` may be shown to `audience`, and where its mark stands: what has no mark, or a mark in
    /// doubt, is internal.
    ///
    /// This comes before anything is computed, so that nothing of what is left out can be inferred from what is shown.
    ///
    /// # Errors
    /// With the document that is held back.
    pub fn admit(
        &self,
        path: &str,
        front_matter: &FrontMatter,
        audience: &Audience,
    ) -> Result<Option<usize>, HeldBack> {
        let admission = audience::admission(path, front_matter, self.config, self.as_of);
        let reason = match admission.held_back.filter(|_| !self.drafts) {
            Some(reason) => reason,
            None if self.config.sees(audience, &admission.audience) => return Ok(admission.place.line),
            None => HeldBackReason::Audience,
        };
        Err(HeldBack { path: path.to_owned(), reason, findings: admission.findings })
    }

    /// The fields of the document at `path` that only internal readers see.
    ///
    /// # Errors
    /// With the document, where it names one that does not exist.
    pub fn hidden_fields(&self, path: &str, front_matter: &FrontMatter) -> Result<Hidden<'_>, HeldBack> {
        Hidden::of(&self.config.internal_fields, front_matter, &self.labels).map_err(|odd| {
            let span = odd.place.map(|(line, column)| Span::new(line, column, 0));
            let finding = Diagnostic::new("internal_field_odd", odd.message).at(path, span).help(odd.help);
            HeldBack { path: path.to_owned(), reason: HeldBackReason::Audience, findings: vec![finding] }
        })
    }

    /// Learns what recurs in all documents of the archive, for [`gather`](Self::gather) and for those documents that are
    /// to be read again: their places in `read`.
    pub fn learn(&mut self, read: &[&Read]) -> Vec<usize> {
        let incidents = read.iter().flat_map(|one| &one.articles).map(|article| &*article.incident);
        self.learned = Learned::of(read.iter().map(|one| &one.unread), incidents);
        self.labels = std::mem::take(&mut self.labels).with(self.learned.labels());
        (0..read.len()).filter(|at| self.learned.concerns(&read[*at].unread)).collect()
    }

    /// Reads one document; the order of calls does not matter.
    pub fn read(&self, document: &Document) -> Read {
        read(document, &self.settings())
    }

    /// Rules of the settings that cannot be used.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let problems = self.problems.iter().map(|problem| {
            let help = format!("see `{}`", problem.key);
            Diagnostic::new("rule_invalid", problem.message.clone()).at("incidex.toml", None).help(help)
        });
        problems.collect()
    }

    /// Puts together what the documents gave, in the order of their paths.
    pub fn gather(self, read: Vec<Read>) -> Normalised {
        let mut normalised = Normalised::default();
        let base = &mut normalised.knowledge_base;
        base.classes = self.rules.classes();
        base.components = self.rules.components();
        base.articles.reserve(read.len());
        let mut claims: BTreeMap<(String, usize), Claims> = BTreeMap::new();
        for document in read {
            normalised.findings.extend(document.findings);
            claims.extend(document.claims);
            base.articles.extend(document.articles.into_iter().map(|mut article| {
                self.learned.apply(&mut article.incident);
                article
            }));
            base.set_aside.extend(document.set_aside);
        }
        base.articles.sort_by(|a, b| {
            (&a.incident.source.path, a.incident.part).cmp(&(&b.incident.source.path, b.incident.part))
        });
        base.set_aside.sort_by(|a, b| a.path.cmp(&b.path));
        normalised.findings.extend(self.learned.finding());
        normalised.suggestions = self.learned.suggestions();
        // In the order of the articles, which is that of paths and parts.
        normalised.findings.extend(address::settle(&mut base.articles, claims.into_values().collect()));
        relate(&mut base.articles);
        normalised
    }

    fn settings(&self) -> Settings<'_> {
        Settings { config: self.config, as_of: self.as_of, rules: &self.rules, labels: &self.labels }
    }
}

/// Turns documents into articles, in the order of their paths. Settings of the archive that cannot be used become findings.
pub fn knowledge_base(documents: Vec<Document>, config: &Config) -> Normalised {
    let mut normaliser = Normaliser::new(config);
    let mut read: Vec<Read> = documents.par_iter().map(|document| normaliser.read(document)).collect();
    for at in normaliser.learn(&read.iter().collect::<Vec<_>>()) {
        read[at] = normaliser.read(&documents[at]);
    }
    let problems = normaliser.problems();
    let mut normalised = normaliser.gather(read);
    normalised.findings.splice(0..0, problems);
    normalised.findings.extend(settle_corrections(
        &mut normalised.knowledge_base,
        &Default::default(),
        &Audience::INTERNAL,
    ));
    normalised
}

/// The incidents of one document, whatever it is, without the archive around it.
pub fn incidents(document: &Document, config: &Config) -> (Vec<Incident>, Vec<Diagnostic>) {
    let normaliser = Normaliser::new(config);
    budget::spend(cost::steps(document));
    let (author, assembled) = in_its_language(document, &normaliser.settings());
    let mut findings = document.findings.clone();
    findings.extend(author.findings);
    for (one, _) in &assembled {
        findings.extend(flags_as_findings(&one.incident));
    }
    (assembled.into_iter().map(|(one, _)| one.incident).collect(), findings)
}

impl Read {
    /// Puts the findings where their words stand in the file.
    pub fn place(&mut self, document: &Document) {
        document.place(&mut self.findings);
    }
}

/// What one document gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    articles: Vec<Article>,
    /// The addresses that each article may have, by path and part.
    claims: Vec<((String, usize), Claims)>,
    set_aside: Option<SetAside>,
    findings: Vec<Diagnostic>,
    unread: Unread,
}

/// What front matter says of a whole file, where that is not true of each of its incidents.
const WHOLE_FILE: &[Key] = &[Key::Title, Key::Summary, Key::Duration, Key::Cause, Key::SameAs, Key::NotSameAs];

/// The incidents of a document with the sections they stand in, read in whichever language it is written.
fn in_its_language(document: &Document, settings: &Settings<'_>) -> (Author, Vec<(Assembled, Range<usize>)>) {
    let foreign = foreign::read(document, &settings.config.language);
    let read = foreign.as_ref().map_or(document, |foreign| &foreign.document);
    let ranges = split::incidents(&read.sections);
    let author = Author::new(&document.source.path, &read.front_matter);
    let mut assembled = assembled(read, &author, &ranges, settings);
    if let Some(foreign) = &foreign {
        for one in &mut assembled {
            foreign.restore(&mut one.incident);
            foreign.restore_parts(&mut one.parts);
        }
    }
    (author, assembled.into_iter().zip(ranges).collect())
}

fn assembled(document: &Document, author: &Author, ranges: &[Range<usize>], settings: &Settings<'_>) -> Vec<Assembled> {
    let several = ranges.len() > 1;
    let shared = if several { Cow::Owned(author.clone().without(WHOLE_FILE)) } else { Cow::Borrowed(author) };
    let excerpts = ranges.iter().enumerate().map(|(part, range)| Excerpt {
        document,
        sections: &document.sections[range.clone()],
        author: &shared,
        part,
        several,
    });
    excerpts.map(|excerpt| assemble::incident(&excerpt, settings)).collect()
}

fn read(document: &Document, settings: &Settings<'_>) -> Read {
    budget::spend(cost::steps(document));
    let path = document.source.path.clone();
    let (author, assembled) = in_its_language(document, settings);
    let findings = document.findings.clone();
    let mut read =
        Read { articles: Vec::new(), claims: Vec::new(), set_aside: None, findings, unread: Unread::default() };
    read.findings.extend(author.findings.iter().cloned());
    let admission = audience::admission(&path, &document.front_matter, settings.config, settings.as_of);
    read.findings.extend(admission.findings);
    for (one, range) in assembled {
        if let Some(word) = &one.verdict.odd {
            let message = format!("\"{word}\" is no kind of document");
            read.findings.push(Diagnostic::new("kind_odd", message).at(&path, None));
        }
        if !one.verdict.kind.is_published() {
            let reason = one.verdict.reason.clone();
            let message = format!("not published: {reason}");
            let unsure = one.verdict.unsure;
            let finding = match unsure {
                true => Diagnostic::new("no_signs", message),
                false => Diagnostic::new("set_aside", message),
            };
            read.findings.push(finding.at(&path, None));
            read.set_aside = Some(SetAside { path: path.clone(), kind: one.verdict.kind, reason, unsure });
            continue;
        }
        read.findings.extend(flags_as_findings(&one.incident));
        read.unread.names.extend(one.unread.names.clone());
        let part = one.incident.part;
        read.claims.push(((path.clone(), part), Claims::of(&path, part, &author, &one.incident.id)));
        read.articles.push(article(one, document, &document.sections[range]));
    }
    if let (Some(_), true) = (&read.set_aside, read.articles.is_empty()) {
        // What is odd about a template is no business of the archive, what could not be read at all is.
        read.findings.retain(|finding| {
            finding.entry.level == Level::Error
                || matches!(finding.entry.name, "set_aside" | "no_signs" | "kind_odd" | "invalid_utf8" | "text_recoded")
        });
    }
    read.findings.sort_by_key(|finding| finding.span.map(|span| (span.line, span.column)));
    read
}

fn flags_as_findings(incident: &Incident) -> impl Iterator<Item = Diagnostic> + '_ {
    incident.flags.iter().map(|flag| {
        Diagnostic::new(flag.code, flag.message.clone()).at(&incident.source.path, flag.line.map(Span::line))
    })
}

fn article(one: Assembled, document: &Document, sections: &[Section]) -> Article {
    let body_html = sections.iter().map(|section| section.html.as_str()).collect::<Vec<_>>().concat();
    let toc =
        sections.iter().filter_map(|section| section.heading.as_ref()).map(|heading| heading.toc_entry()).collect();
    let told = document.plain.as_ref().map_or_else(|| Told::of(&one.parts, &one.incident), |text| Told::unread(text));
    let aliases = if one.incident.part == 0 { aliases::written(&document.front_matter) } else { Vec::new() };
    Article {
        incident: Box::new(one.incident),
        slug: String::new(),
        aliases,
        body_html,
        toc,
        search_text: told.text,
        text_lines: told.lines,
        pointers: told.pointers,
    }
}

/// Adds the incidents that a text names by their id.
fn relate(articles: &mut [Article]) {
    let ids: HashMap<String, String> = articles
        .iter()
        .filter(|article| is_distinctive(&article.incident.id))
        .map(|article| (article.incident.id.to_uppercase(), article.incident.id.clone()))
        .collect();
    articles.par_iter_mut().for_each(|article| {
        let own = article.incident.id.to_uppercase();
        let named: BTreeSet<String> = hyphenated(&article.search_text)
            .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
            .filter_map(|word| ids.get(&word.trim_matches('-').to_uppercase()))
            .filter(|id| id.to_uppercase() != own && article.incident.kind != Kind::Index)
            .cloned()
            .collect();
        for id in named {
            if !article.incident.related.contains(&id) {
                article.incident.related.push(id);
            }
        }
    });
}

/// The words of a text that hold a hyphen; the words between are passed over without a look at their letters.
fn hyphenated(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let mut end = 0;
    memchr::memchr_iter(b'-', text.as_bytes()).filter_map(move |hyphen| {
        let first = (hyphen >= end).then(|| text[end..hyphen].trim_end_matches(is_part).len() + end)?;
        end = hyphen + text[hyphen..].find(|c| !is_part(c)).unwrap_or(text.len() - hyphen);
        Some(&text[first..end])
    })
}

/// Ids such as `INC-2024-011`, which no text contains by chance.
fn is_distinctive(id: &str) -> bool {
    id.len() >= 5
        && id.contains('-')
        && id.bytes().any(|b| b.is_ascii_digit())
        && id.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The incident that a document tells.
#[cfg(test)]
fn told_for_tests(text: &str) -> Incident {
    use crate::model::{Source, SourceFormat};
    let source = Source { path: "report.md".into(), format: SourceFormat::Markdown, hash: String::new() };
    let (told, _) = incidents(&crate::parse::document(source, text), &Config::default());
    told.into_iter().next().expect("a document tells of an incident")
}

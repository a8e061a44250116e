//! What is asked of an archive: through its index, which is kept between runs, and what it asks people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::fingerprint::fingerprint;
use super::{Loaded, PipelineError, load};
use crate::analyse::{self, Question};
use crate::budget;
use crate::config::Config;
use crate::index::{self, IndexFiles, Surroundings, Synonyms};
use crate::model::{KnowledgeBase, PartialDate, SetAside, Source};
use crate::normalise::View;
use crate::search::{self, Reader, Results, SearchDocument, SearchError, Section};
use crate::{language, parse, read};

/// Searches the archive at `root` through its cached index, which is made anew when a file has changed.
///
/// # Errors
/// When the archive or the index cannot be read.
pub fn search(
    root: &Path,
    config: &Config,
    query: &str,
    options: &search::Options,
    view: &View,
) -> Result<Results, PipelineError> {
    let ask = |reader: &Reader, _: &()| search::search(reader, &reader.query(query, None), options);
    through_index(root, config, view, || Ok(()), ask)
}

/// Finds what is like a text (an alert, first notes, a draft), through the same index.
///
/// `text` is asked for while the archive is looked through: a draft may have to be understood first.
///
/// # Errors
/// Those of [`search()`], and of `text`.
pub fn similar(
    root: &Path,
    config: &Config,
    text: impl FnOnce() -> Result<String, PipelineError> + Send,
    options: &search::Options,
    view: &View,
) -> Result<Results, PipelineError> {
    through_index(root, config, view, text, |reader, text: &String| search::similar(reader, text, options))
}

/// What people can confirm or reject of the archive at `root`.
///
/// # Errors
/// When the archive cannot be read in full.
pub fn questions(root: &Path, config: Config, view: &View) -> Result<Vec<Question>, PipelineError> {
    let loaded = load(root, config, view.clone())?;
    let as_of = view.as_of.unwrap_or_else(|| newest_date(&loaded.knowledge_base));
    Ok(analyse::questions(&loaded.knowledge_base, as_of, &analyse::Options::of(&loaded.config)))
}

/// Asks the index what `question` makes, which it does while the archive is looked through.
fn through_index<Q: Send>(
    root: &Path,
    config: &Config,
    view: &View,
    question: impl FnOnce() -> Result<Q, PipelineError> + Send,
    ask: impl Fn(&Reader, &Q) -> Result<Results, SearchError>,
) -> Result<Results, PipelineError> {
    let looked_through = || {
        let archive = read::archive(root, &config.extensions).map_err(PipelineError::Input)?;
        fingerprint(&archive, config, view)
    };
    let (fingerprint, question) = rayon::join(looked_through, question);
    let (fingerprint, question) = (fingerprint?, question?);
    let build = || -> Result<IndexFiles, PipelineError> {
        let loaded = load(root, config.clone(), view.clone())?;
        Ok(index::build(&loaded.knowledge_base, &surroundings(&loaded, config, view))?)
    };
    index::with_index(root, &fingerprint, build, |reader| ask(reader, &question))
}

/// What an index is told besides the documents: the settings are those of whoever searches.
pub(super) fn surroundings<'c>(loaded: &Loaded, config: &'c Config, view: &View) -> Surroundings<'c> {
    let language = |text: &str, hint: &str| language::of(text.lines(), hint).map(|language| language.code);
    Surroundings {
        synonyms: Synonyms { groups: Some(&config.synonyms), only_known: !view.audience.is_internal() },
        day: view.as_of.or_else(|| latest_date(&loaded.knowledge_base)),
        language: Some(language),
        language_hint: &config.language,
        set_aside: if view.audience.is_internal() { set_aside(loaded) } else { Vec::new() },
    }
}

/// The documents that were read and are no incident, for those who see all: drafts and what is held back are none of them.
fn set_aside(loaded: &Loaded) -> Vec<SearchDocument> {
    let published: BTreeSet<&str> = loaded.knowledge_base.incidents().map(|it| it.source.path.as_str()).collect();
    let set_aside: BTreeMap<&str, &SetAside> =
        loaded.knowledge_base.set_aside.iter().map(|one| (one.path.as_str(), one)).collect();
    let sources = loaded.archive.sources.iter().filter(|source| !published.contains(source.path.as_str()));
    let documents = sources.filter_map(|source| {
        let one = set_aside.get(source.path.as_str())?;
        let text = read::text(&loaded.archive.root, source).ok()?;
        let about = Source { path: source.path.clone(), format: source.format, hash: String::new() };
        let document = budget::isolated(budget::STEPS, || parse::document(about, &text.text)).ok()?;
        Some(without_page(&document, &one.reason))
    });
    documents.collect()
}

/// A document as the search sees it that has words and nothing else.
fn without_page(document: &parse::Document, reason: &str) -> SearchDocument {
    let path = document.source.path.clone();
    let heading = |section: &parse::Section| section.heading.as_ref().map(|heading| heading.line.text.clone());
    let sections = document.sections.iter().map(|section| Section {
        heading: heading(section).unwrap_or_default(),
        text: section.blocks.iter().map(text_of).collect::<Vec<_>>().join("\n"),
        ..Section::default()
    });
    let stated = document.front_matter.values.get("title").and_then(|title| title.as_str()).map(str::to_owned);
    let title = stated.or_else(|| document.sections.iter().find_map(heading));
    let title = title.filter(|title| !title.trim().is_empty());
    SearchDocument {
        title: title.unwrap_or_else(|| path.clone()),
        id: path.clone(),
        sections: sections.collect(),
        severity: "unknown".to_owned(),
        set_aside: Some(reason.to_owned()),
        path,
        ..SearchDocument::default()
    }
}

/// The lines of a block as one.
fn text_of(block: &parse::Block) -> String {
    block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The last day that any incident of the archive names: ages must not depend on the day of the build.
pub(super) fn newest_date(knowledge_base: &KnowledgeBase) -> Date {
    latest_date(knowledge_base).unwrap_or(Date::constant(1970, 1, 1))
}

/// The same; `None` where no incident names a day.
fn latest_date(knowledge_base: &KnowledgeBase) -> Option<Date> {
    let moments = knowledge_base.incidents().flat_map(|incident| [&incident.started_at, &incident.ended_at]);
    let days = moments.flatten().filter_map(|moment| moment.date.and_then(PartialDate::day));
    days.max()
}

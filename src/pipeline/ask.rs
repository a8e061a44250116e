//! What is asked of an archive through its index, which is kept between runs.

use std::path::Path;

use super::fingerprint::fingerprint;
use super::{PipelineError, load};
use crate::config::Config;
use crate::index::{self, IndexFiles, Synonyms};
use crate::normalise::View;
use crate::read;
use crate::search::{self, Results};

/// Searches the archive at `root` through its cached index, which is made anew when a file has changed.
///
/// # Errors
/// When the archive or the index cannot be read.
pub fn search(
    root: &Path,
    config: Config,
    query: &str,
    options: &search::Options,
    view: &View,
) -> Result<Results, PipelineError> {
    through_index(root, config, view, |reader| search::search(reader, &search::parse(query), options))
}

/// Finds what is like a text (an alert, first notes, a draft), through the same index.
///
/// # Errors
/// Those of [`search()`].
pub fn similar(
    root: &Path,
    config: Config,
    text: &str,
    options: &search::Options,
    view: &View,
) -> Result<Results, PipelineError> {
    through_index(root, config, view, |reader| search::similar(reader, text, options))
}

fn through_index(
    root: &Path,
    config: Config,
    view: &View,
    ask: impl Fn(&search::Reader) -> Result<Results, search::SearchError>,
) -> Result<Results, PipelineError> {
    let archive = read::archive(root, &config.extensions).map_err(PipelineError::Input)?;
    let fingerprint = fingerprint(&archive, &config, view)?;
    let build = || -> Result<IndexFiles, PipelineError> {
        Ok(index::build(&load(root, config.clone(), view.clone())?.knowledge_base, &synonyms(&config, view))?)
    };
    index::with_index(root, &fingerprint, build, ask)
}

/// What the settings say of words, for whoever searches.
pub(super) fn synonyms<'c>(config: &'c Config, view: &View) -> Synonyms<'c> {
    Synonyms { groups: Some(&config.synonyms), only_known: !view.audience.is_internal() }
}

//! What the index of a search depends on: settings, readers, and size and times of every document.

use rayon::prelude::*;

use super::PipelineError;
use crate::config::Config;
use crate::index::Fingerprint;
use crate::normalise::View;
use crate::read::{self, Archive, SourceFile};

/// # Errors
/// When a file that was listed does not show its size and times: whether it changed cannot be told.
pub(super) fn fingerprint(archive: &Archive, config: &Config, view: &View) -> Result<Fingerprint, PipelineError> {
    let as_of = view.as_of;
    let settings = format!("{config:?} {} {as_of:?} {}", view.audience, view.drafts);
    let mut fingerprint = Fingerprint::new(settings.as_bytes());
    // Most of what a search in a large archive takes, so on all processors.
    let stamp = |source: &SourceFile| archive.root.listed_metadata(&source.path);
    let stamps: Vec<_> = archive.sources.par_iter().map(stamp).collect();
    archive.intact().map_err(PipelineError::Input)?;
    for (source, metadata) in archive.sources.iter().zip(stamps) {
        if let Some(metadata) = metadata {
            fingerprint.file(&source.path, &metadata);
        }
    }
    // What is open is looked up in the index, and a snapshot of tickets says what is.
    for path in read::TICKETS.iter().filter(|path| archive.root.size(path).is_ok()) {
        if let Some(metadata) = archive.root.listed_metadata(path) {
            fingerprint.file(path, &metadata);
        }
    }
    archive.intact().map_err(PipelineError::Input)?;
    Ok(fingerprint)
}

//! The files of the archive that go to the site beside its pages.

use super::{Loaded, PipelineError, Progress, output};
use crate::diagnostic::Diagnostic;
use crate::model::Audience;
use crate::output::Output;
use crate::publish::Stage;
use crate::read;

/// Copies the files that documents link to. One that is gone, or cannot be read, since it was linked to leaves the site
/// without what its pages name, so nothing is published.
pub fn copy_assets(
    loaded: &Loaded,
    audience: &Audience,
    stage: &Stage,
    progress: &dyn Progress,
) -> Result<(), PipelineError> {
    let is_narrow = !audience.is_internal();
    for asset in &loaded.links.assets {
        let bytes = loaded.archive.root.read_listed(&asset.path, read::ASSET_LIMIT);
        // Swapped for a link, or grown over the limit, since it was linked to: what an author did.
        let Ok(bytes) = bytes else { continue };
        let bytes = if is_narrow { redacted(loaded, bytes) } else { bytes };
        let Some((path, bytes)) = loaded.links.published(asset, bytes, loaded.config.active_files) else { continue };
        stage.put(&path, &bytes).map_err(|error| PipelineError::Output(error.into()))?;
        progress.advance(1);
    }
    loaded.archive.intact().map_err(PipelineError::Input)
}

/// The text of a file in the words that `[redact]` leaves; what is no text stays as it is.
fn redacted(loaded: &Loaded, bytes: Vec<u8>) -> Vec<u8> {
    String::from_utf8(bytes)
        .map(|text| loaded.redactor.redacted(&text).into_owned().into_bytes())
        .unwrap_or_else(|error| error.into_bytes())
}

/// Copies the files that are published as they are, for the audience of the site: where they lie on it, and what is to be
/// said about the others.
pub fn copy_statics(
    loaded: &Loaded,
    audience: &Audience,
    stage: &Stage,
) -> Result<(Vec<String>, Vec<Diagnostic>), PipelineError> {
    let root = &loaded.archive.root;
    let (mut paths, mut findings) = (Vec::new(), Vec::new());
    for file in read::statics(root, audience).0 {
        let put = match (stage.refusal(&file.path), root.read_listed(&file.source, read::ASSET_LIMIT)) {
            (Some(reason), _) => Err(Diagnostic::new("static_clash", format!("it is not published: {reason}"))),
            (None, Err(refusal)) => Err(refusal.of_file(&file.source)),
            (None, Ok(bytes)) => Ok(stage.put(&file.path, &bytes)),
        };
        match put {
            Ok(stored) => {
                stored.map_err(output)?;
                paths.push(file.path);
            }
            Err(finding) => findings.push(finding.at(&file.source, None)),
        }
    }
    loaded.archive.intact().map_err(PipelineError::Input)?;
    Ok((paths, findings))
}

//! Why a run of the pipeline ended without its result.
//!
//! In: the error of a stage. Out: one error that says whether settings, input or output are to blame, with its cause.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::gate::Refusal;
use crate::index::IndexError;
use crate::publish::PublishError;
use crate::read::ReadError;
use crate::render::RenderError;
use crate::search::SearchError;
use crate::theme::ThemeError;

/// Why the machine could not do it. What an author wrote is never the reason.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    #[error("failed to use the settings")]
    Config(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Told with its reason, so there is no source to be told again.
    #[error("failed to {0}")]
    Input(ReadError),
    #[error("failed to compare with the publication before, {}: {reason}", path.display())]
    Baseline { path: PathBuf, reason: String },
    #[error("failed to make the site")]
    Output(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What an author wrote, but must not go out; the findings say what and where.
    #[error("nothing was published")]
    Leak(Vec<Diagnostic>),
}

pub(super) fn output(error: impl std::error::Error + Send + Sync + 'static) -> PipelineError {
    PipelineError::Output(Box::new(error))
}

pub(super) fn bad_settings(error: impl std::error::Error + Send + Sync + 'static) -> PipelineError {
    PipelineError::Config(Box::new(error))
}

/// A theme that the machine will not read is no mistake in the settings.
pub(super) fn config_error(error: ThemeError) -> PipelineError {
    match error {
        ThemeError::Refused { path, refusal: refusal @ Refusal::Machine(_) } => {
            PipelineError::Input(ReadError::File { path: path.into(), reason: refusal.to_string() })
        }
        error => bad_settings(error),
    }
}

impl From<IndexError> for PipelineError {
    fn from(error: IndexError) -> Self {
        output(error)
    }
}

impl From<SearchError> for PipelineError {
    fn from(error: SearchError) -> Self {
        output(error)
    }
}

impl From<RenderError> for PipelineError {
    fn from(error: RenderError) -> Self {
        output(error)
    }
}

impl From<PublishError> for PipelineError {
    fn from(error: PublishError) -> Self {
        output(error)
    }
}

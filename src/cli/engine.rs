//! PLACEHOLDER for `crate::pipeline`, with its agreed signatures, until that module is merged. Delete then.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Incident, KnowledgeBase};

pub trait Progress: Sync {
    fn stage(&self, name: &'static str, steps: usize);
    fn advance(&self, steps: usize);
}

pub struct Loaded {
    pub config: Config,
    pub knowledge_base: KnowledgeBase,
    pub findings: Vec<Diagnostic>,
    pub documents: usize,
}

pub struct BuildOptions<'p> {
    pub out: PathBuf,
    pub audience: Audience,
    pub as_of: Option<civil::Date>,
    pub progress: &'p dyn Progress,
}

pub struct Built {
    pub loaded: Loaded,
    pub pages: usize,
    pub files: usize,
    pub bytes: u64,
    pub changed: usize,
    pub timings: Vec<(&'static str, Duration)>,
}

#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    #[error("{0}")]
    Config(String),
    #[error("{0}")]
    Input(String),
    #[error("{0}")]
    Output(String),
}

pub fn load(_root: &Path, _config: Config, _audience: Audience) -> Result<Loaded, PipelineError> {
    Err(PipelineError::Input("failed to load: the pipeline is not merged yet".into()))
}

pub fn build(_root: &Path, _config: Config, _options: &BuildOptions<'_>) -> Result<Built, PipelineError> {
    Err(PipelineError::Input("failed to build: the pipeline is not merged yet".into()))
}

pub fn show_file(_path: &Path, _config: &Config) -> Result<(Vec<Incident>, Vec<Diagnostic>), PipelineError> {
    Err(PipelineError::Input("failed to show: the pipeline is not merged yet".into()))
}

pub struct Hit {
    pub id: String,
    pub title: String,
    pub url: String,
    pub excerpt: String,
    pub score: f32,
}

pub fn search(_loaded: &Loaded, _query: &str, _limit: usize) -> Result<(Vec<Hit>, usize), PipelineError> {
    Err(PipelineError::Input("failed to search: the search room is not merged yet".into()))
}

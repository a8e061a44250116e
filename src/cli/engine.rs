//! PLACEHOLDER for `crate::pipeline`, with its agreed signatures, until that module is merged. Delete then.
#![allow(dead_code)]

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

/// Stands in for `crate::search::{Hit, Marked, Results}`: the fields that the command uses.
#[derive(Debug, Default)]
pub struct Results {
    pub total: usize,
    pub hits: Vec<Hit>,
    pub notes: Vec<String>,
    pub did_you_mean: Option<String>,
    pub drop_one: Vec<DropOne>,
}

#[derive(Debug, Clone)]
pub struct Hit {
    pub id: String,
    pub slug: String,
    pub title: Marked,
    pub date: Option<String>,
    pub severity: String,
    pub services: Vec<String>,
    pub cause: Option<String>,
    pub duration_minutes: Option<u64>,
    pub score: f32,
    pub excerpt: Marked,
}

#[derive(Debug, Clone)]
pub struct DropOne {
    pub query: String,
    pub total: usize,
}

#[derive(Debug, Clone)]
pub struct Marked {
    pub text: String,
    pub marks: Vec<std::ops::Range<usize>>,
}

impl Marked {
    pub fn pieces(&self) -> Vec<&str> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for mark in &self.marks {
            pieces.push(&self.text[at..mark.start]);
            pieces.push(&self.text[mark.clone()]);
            at = mark.end;
        }
        pieces.push(&self.text[at..]);
        pieces
    }
}

/// Wanted of `crate::pipeline`: fingerprint, `index::with_index`, `search::search` with excerpts and without facets.
pub fn search(_root: &Path, _config: Config, _query: &str, _limit: usize) -> Result<Results, PipelineError> {
    Err(PipelineError::Input("failed to search: the search room is not merged yet".into()))
}

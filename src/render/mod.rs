//! Knowledge base to site: every page, the feeds and the data files, put into an output.
//!
//! Input: a [`SiteInput`] that already holds nothing but what its audience may see, and a [`Theme`]. Output: files. Nothing
//! here reads a file or a clock; the same input gives the same bytes.

mod archive;
mod body;
mod export;
mod feed;
mod moment;
mod page;
mod robots;
#[cfg(test)]
mod sample;
mod svg;
#[cfg(test)]
mod tests;
mod view;
mod words;

use std::io;

use rayon::prelude::*;
use tera::{Context, Value};

use crate::analyse::Trends;
use crate::config::Config;
use crate::model::{Audience, KnowledgeBase};
use crate::output::Output;
use crate::theme::Theme;
use archive::Archive;
use page::{Desk, Page};
use view::row::IncidentRow;
use view::site::Site;

/// What a site is made from.
#[derive(Debug, Clone, Copy)]
pub struct SiteInput<'a> {
    pub config: &'a Config,
    /// Holds only what `audience` may read.
    pub knowledge_base: &'a KnowledgeBase,
    /// Of the same knowledge base.
    pub trends: &'a Trends,
    pub audience: Audience,
    /// The day up to which ages are counted.
    pub as_of: jiff::civil::Date,
    pub generator_version: &'a str,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rendered {
    /// HTML pages.
    pub pages: usize,
    /// Of all files.
    pub bytes: u64,
}

/// Why a site could not be made. What an author wrote is never the reason.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("failed to render `{path}` with the template `{template}`: {message}")]
    Template { path: String, template: &'static str, message: String },
    #[error("failed to write `{path}`")]
    Output { path: String, source: io::Error },
    #[error("failed to write the data file `{path}`: {message}")]
    Data { path: String, message: String },
}

/// Renders the whole site; each file is put once, pages from several threads in any order.
///
/// # Errors
/// When a template asks for a value that its page does not have, or the output cannot store a file.
pub fn site(input: &SiteInput, theme: &Theme, output: &dyn Output) -> Result<Rendered, RenderError> {
    let archive = Archive::new(input);
    let desk = Desk::new(&archive, theme);
    let press = Press { theme, site: Value::from_serializable(&Site::new(&archive, theme)), output };
    let pages = Page::all(&archive);
    let mut bytes = pages
        .par_iter()
        .map_init(|| Vec::with_capacity(64 * 1024), |buffer, page| page.print(&desk, &press, buffer))
        .try_reduce(|| 0, |a, b| Ok(a + b))?;
    for asset in &theme.assets {
        bytes += press.put(&asset.path, &asset.bytes)?;
    }
    for (path, content) in feed::files(&archive).into_iter().chain(robots::files(&archive, &pages)) {
        bytes += press.put(&path, content.as_bytes())?;
    }
    for (path, content) in export::files(&archive)? {
        bytes += press.put(path, &content)?;
    }
    Ok(Rendered { pages: pages.len(), bytes })
}

/// Turns a view into a file.
struct Press<'a> {
    theme: &'a Theme,
    site: Value,
    output: &'a dyn Output,
}

impl Press<'_> {
    /// Renders one page and stores it; returns its size.
    fn print<V: view::View>(&self, path: &str, view: &V, buffer: &mut Vec<u8>) -> Result<u64, RenderError> {
        let template_error = |error: tera::Error| RenderError::Template {
            path: path.to_owned(),
            template: V::TEMPLATE,
            message: error.to_string(),
        };
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert_value("page", Value::try_from_serializable(view).map_err(template_error)?);
        buffer.clear();
        self.theme.render(V::TEMPLATE, &context, buffer).map_err(template_error)?;
        self.put(path, buffer)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<u64, RenderError> {
        self.output.put(path, bytes).map_err(|source| RenderError::Output { path: path.to_owned(), source })?;
        Ok(bytes.len() as u64)
    }
}

/// The row of every entry, made once and shared by the lists it stands in.
fn rows(archive: &Archive) -> Vec<Value> {
    archive.entries.par_iter().map(|entry| Value::from_serializable(&IncidentRow::new(archive, entry))).collect()
}

/// The absolute address of a page; `None` without a base URL. A folder's index is addressed as the folder.
fn absolute(config: &Config, path: &str) -> Option<String> {
    let base = config.base_url.as_deref()?.trim_end_matches('/');
    let path =
        path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path);
    Some(format!("{base}/{path}"))
}

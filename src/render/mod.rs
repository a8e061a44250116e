//! Knowledge base to site: every page, the feeds and the data files, put into an output.
//!
//! Input: a [`SiteInput`] that already holds nothing but what its audience may see, and a [`Theme`]. Output: files. Nothing
//! here reads a file or a clock; the same input gives the same bytes.

mod archive;
mod body;
mod dora;
mod export;
mod feed;
mod moment;
mod names;
mod opensearch;
mod page;
mod robots;
#[cfg(test)]
mod sample;
mod svg;
#[cfg(test)]
mod tests;
mod view;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use tera::{Context, Value};

use crate::analyse::Trends;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::{Audience, KnowledgeBase};
use crate::output::Output;
use crate::theme::{self, Theme};
use archive::Archive;
use page::{Desk, Page};
use view::View;
use view::about::NotFoundPage;
use view::site::{SECTIONS, Site, Surround};

/// What a site is made from.
#[derive(Debug, Clone, Copy)]
pub struct SiteInput<'a> {
    pub config: &'a Config,
    /// Holds only what `audience` may read.
    pub knowledge_base: &'a KnowledgeBase,
    /// Of the same knowledge base.
    pub trends: &'a Trends,
    pub audience: &'a Audience,
    /// The day up to which ages are counted.
    pub as_of: jiff::civil::Date,
    pub generator_version: &'a str,
    /// How many documents have no page, by why: for those who see everything, empty for all others.
    pub held_back: &'a [(&'static str, usize)],
    /// What `integrity` says of scripts that others put, by their path on the site.
    pub integrity: &'a BTreeMap<&'static str, String>,
}

impl SiteInput<'_> {
    /// Whether scripts and styles carry their hash: where the site is served, as a browser that opens a page from disk
    /// (`file://`) refuses every script that carries one.
    pub fn has_integrity(&self) -> bool {
        self.config.base_url.is_some()
    }
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// HTML pages.
    pub pages: usize,
    /// Of all files.
    pub bytes: u64,
    /// Documents whose page shows less than was read, in the order of their paths.
    pub findings: Vec<Diagnostic>,
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
    let site = value("site", &Site::new(&archive, theme))?;
    let mut press = Press {
        theme,
        site,
        language: Value::safe_string(&language(input.config)),
        surrounds: HashMap::new(),
        findings: Mutex::default(),
        output,
    };
    let desk = Desk::new(&archive, &press)?;
    let pages = Page::all(&archive);
    press.surround(&NotFoundPage::new(&archive).frame.root)?;
    for depth in 0..=pages.iter().map(|page| page.path(&archive).matches('/').count()).max().unwrap_or(0) {
        press.surround(&"../".repeat(depth))?;
    }
    let print = || {
        pages
            .par_iter()
            .map_init(|| Vec::with_capacity(64 * 1024), |buffer, page| page.print(&desk, &press, buffer))
            .try_reduce(|| 0, |a, b| Ok(a + b))
    };
    let (data, printed) = rayon::join(|| export::put(&archive, output), print);
    let mut bytes = data? + printed?;
    for asset in &theme.assets {
        bytes += press.put(&asset.path, &asset.bytes)?;
    }
    bytes += press.put(names::PATH, &names::script(&archive))?;
    for (path, content) in
        feed::files(&archive).into_iter().chain(robots::files(&archive, &pages)).chain(opensearch::file(input.config))
    {
        bytes += press.put(&path, content.as_bytes())?;
    }
    let mut findings = press.findings.lock().unwrap_or_else(PoisonError::into_inner).clone();
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Rendered { pages: pages.len(), bytes, findings })
}

/// Turns a view into a file.
struct Press<'a> {
    theme: &'a Theme,
    site: Value,
    /// The `lang` attribute of what authors wrote; empty where it is that of the page.
    language: Value,
    /// What stands around a page, by the way back to the site and section: the same for thousands of pages.
    surrounds: HashMap<(String, &'static str), Value>,
    findings: Mutex<Vec<Diagnostic>>,
    output: &'a dyn Output,
}

impl Press<'_> {
    /// Renders one page and stores it; returns its size.
    fn print<V: View>(&self, path: &str, view: &V, buffer: &mut Vec<u8>) -> Result<u64, RenderError> {
        self.render(path, view, buffer)?;
        self.put(path, buffer)
    }

    /// Renders a view into the buffer; `path` is named should that fail.
    fn render<V: View>(&self, path: &str, view: &V, buffer: &mut Vec<u8>) -> Result<(), RenderError> {
        let failed = |error: tera::Error| failed(path, V::TEMPLATE, &error);
        let mut context = Context::new();
        context.insert_value(V::NAME, Value::try_from_serializable(view).map_err(failed)?);
        context.insert_value("root", Value::normal_string(view.root()));
        context.insert_value("lang", self.language.clone());
        context.insert_value("site", self.site.clone());
        if let Some(section) = view.section() {
            let surround = self.surrounds.get(&(view.root().to_owned(), section)).cloned();
            context.insert_value("surround", surround.unwrap_or_else(Value::none));
        }
        buffer.clear();
        self.theme.render(V::TEMPLATE, &context, buffer).map_err(failed)
    }

    /// Renders what stands around the pages whose way back to the site is `root`, for each section.
    fn surround(&mut self, root: &str) -> Result<(), RenderError> {
        for section in SECTIONS {
            let parts = Surround {
                head: self.part("surround/head.html", root, section)?,
                masthead: self.part("surround/masthead.html", root, section)?,
                colophon: self.part("surround/colophon.html", root, section)?,
            };
            self.surrounds.insert((root.to_owned(), section), value("surround", &parts)?);
        }
        Ok(())
    }

    fn part(&self, template: &'static str, root: &str, section: &str) -> Result<Value, RenderError> {
        let mut context = Context::new();
        context.insert_value("root", Value::normal_string(root));
        context.insert_value("section", Value::normal_string(section));
        context.insert_value("site", self.site.clone());
        let mut html = Vec::new();
        let failed = |error: tera::Error| failed(template, template, &error);
        self.theme.render(template, &context, &mut html).map_err(failed)?;
        Ok(view::markup(&String::from_utf8_lossy(&html)))
    }

    /// Keeps what is to be said of a document.
    fn told(&self, finding: Diagnostic) {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<u64, RenderError> {
        self.output.put(path, bytes).map_err(|source| RenderError::Output { path: path.to_owned(), source })?;
        Ok(bytes.len() as u64)
    }
}

fn failed(path: &str, template: &'static str, error: &tera::Error) -> RenderError {
    RenderError::Template { path: path.to_owned(), template, message: theme::in_full(error) }
}

/// What several pages share, as templates see it.
fn value<T: serde::Serialize>(name: &'static str, of: &T) -> Result<Value, RenderError> {
    Value::try_from_serializable(of).map_err(|error| failed(name, name, &error))
}

/// ` lang="nb"` for documents in another language than the pages, which are in English.
fn language(config: &Config) -> String {
    let tag = config.language.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    match tag.as_str() {
        "" | "en" => String::new(),
        tag => format!(" lang=\"{tag}\""),
    }
}

/// The absolute address of a page; `None` without a base URL. A folder's index is addressed as the folder.
fn absolute(config: &Config, path: &str) -> Option<String> {
    let base = config.base_url.as_deref()?.trim_end_matches('/');
    let path =
        path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path);
    Some(format!("{base}/{path}"))
}

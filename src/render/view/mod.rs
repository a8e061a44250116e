//! What templates receive: one struct for each page, made for it and named after it.
//!
//! Input: the [`Archive`]. Output: plain serialisable structs in the words of the page. A template loops over them and
//! asks yes-or-no questions, nothing more.

pub mod about;
pub mod breakdown;
pub mod cause;
pub mod figure;
pub mod home;
pub mod incident;
pub mod incident_list;
pub mod maintenance;
pub mod plain;
pub mod row;
pub mod search;
pub mod service;
pub mod severity;
pub mod site;
pub mod trend;
pub mod year;

use serde::Serialize;
use tera::Value;

use super::archive::Archive;
use super::words;
use crate::model::{Incident, Origin, Severity};

/// A struct that a template of the theme was written for.
pub trait View: Serialize {
    const TEMPLATE: &'static str;
    /// What the template calls the view.
    const NAME: &'static str = "page";

    /// From the page back to the site: `../../`, or empty.
    fn root(&self) -> &str;

    /// The section of the page; `None` for what is only a part of one.
    fn section(&self) -> Option<&'static str> {
        None
    }
}

/// Makes a struct with a [`Frame`] the view of a page's template.
macro_rules! page_view {
    ($page:ty, $template:literal) => {
        impl $crate::render::view::View for $page {
            const TEMPLATE: &'static str = $template;

            fn root(&self) -> &str {
                &self.frame.root
            }

            fn section(&self) -> Option<&'static str> {
                Some(self.frame.section)
            }
        }
    };
}
pub(crate) use page_view;

/// What every page has in common with every other one: its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Frame {
    /// From the page back to the site; templates get it as `root`.
    #[serde(skip)]
    pub root: String,
    /// For the window and for search engines; the site's name is added by the template.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Which entry of the navigation the page belongs to.
    pub section: &'static str,
    /// From the outermost to the page itself, which has no path.
    pub breadcrumb: Vec<Link>,
    /// Absolute address; `None` without a base URL.
    pub canonical: Option<String>,
    /// Path of the page that continues this list, for `<link rel="next">`.
    pub next: Option<String>,
    pub previous: Option<String>,
}

impl Frame {
    pub fn new(archive: &Archive, path: &str, section: &'static str, title: impl Into<String>) -> Self {
        Self {
            root: "../".repeat(path.matches('/').count()),
            title: title.into(),
            description: String::new(),
            section,
            breadcrumb: Vec::new(),
            canonical: super::absolute(archive.input.config, path),
            next: None,
            previous: None,
        }
    }

    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// The way to the page: `(text, path)` from the outermost, then the page's own name.
    pub fn below<const N: usize>(mut self, above: [(&str, &str); N], own: impl Into<String>) -> Self {
        self.breadcrumb = above.into_iter().map(|(text, path)| Link::new(text, path)).collect();
        self.breadcrumb.push(Link { text: own.into(), path: None });
        self
    }
}

/// Text that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub text: String,
    /// Relative to the site; `None` where there is no page to lead to.
    pub path: Option<String>,
}

impl Link {
    pub fn new(text: impl Into<String>, path: impl Into<String>) -> Self {
        Self { text: text.into(), path: Some(path.into()) }
    }
}

/// HTML that was made by `parse` or here and may be written out as it is.
pub fn markup(html: &str) -> Value {
    Value::safe_string(html)
}

/// A severity as a word with its mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeverityMark {
    /// `critical` to `unknown`, for class names.
    pub id: &'static str,
    pub word: &'static str,
    pub mark: &'static str,
    pub known: bool,
    /// As the author wrote it, where that differs from the word.
    pub label: Option<String>,
    pub path: &'static str,
}

impl SeverityMark {
    pub fn new(severity: &Severity) -> Self {
        let id = words::level_id(severity.level);
        let label = severity.label.as_deref().map(str::trim).filter(|label| !label.eq_ignore_ascii_case(id));
        Self {
            id,
            word: words::level(severity.level),
            mark: words::level_mark(severity.level),
            known: id != "unknown",
            label: label.filter(|label| !label.is_empty()).map(str::to_owned),
            path: words::level_path(severity.level),
        }
    }
}

/// Whether the value at this key path is ours rather than the author's.
pub fn is_inferred(incident: &Incident, key: &str) -> bool {
    incident.provenance.get(key).is_some_and(|provenance| provenance.origin != Origin::Stated)
}

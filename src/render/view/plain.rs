//! A document that is no report: its words, and nothing read out of them.

use serde::Serialize;
use tera::Value;

use super::{Frame, Link, markup, page_view};
use crate::render::archive::{Archive, Index};
use crate::render::body::with_headings_below;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainPage<'a> {
    pub frame: Frame,
    pub title: &'a str,
    /// Whether the document opens with its title, which then is not said twice.
    pub opens_with_title: bool,
    pub body: Value,
    /// Path of the source file below the archive.
    pub source_path: &'a str,
    /// The other pages, by title.
    pub others: Vec<Link>,
}

page_view!(PlainPage<'_>, "plain.html");

impl<'a> PlainPage<'a> {
    pub fn new(archive: &'a Archive, index: Index) -> Self {
        let entry = archive.entry(index);
        let incident = entry.incident();
        let headings = &entry.article.toc;
        let first = headings.iter().position(|heading| heading.text == incident.title);
        let highest = headings.iter().map(|heading| heading.level).min();
        let is_alone = headings.iter().filter(|heading| Some(heading.level) == highest).count() == 1;
        let opens_with_title = first == Some(0)
            && is_alone
            && headings.first().map(|heading| heading.level) == highest
            && entry.article.body_html.trim_start().starts_with("<h");
        let others = archive.pages.iter().filter(|other| **other != index).map(|other| link(archive, *other));
        Self {
            frame: Frame::new(archive, &entry.path, "about", incident.title.clone())
                .below([("About", "about/index.html")], incident.title.clone()),
            title: &incident.title,
            opens_with_title,
            body: markup(&with_headings_below(&entry.article.body_html, if opens_with_title { 1 } else { 2 })),
            source_path: &incident.source.path,
            others: others.collect(),
        }
    }
}

/// What leads to a page: its title.
pub fn link(archive: &Archive, index: Index) -> Link {
    let entry = archive.entry(index);
    Link::new(entry.incident().title.clone(), entry.path.clone())
}

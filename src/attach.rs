//! What documents link to: other documents, files to publish beside them, and links that lead nowhere.
//!
//! Input: the archive and its documents. Output: [`Links`], which know where each link leads on the site. Only what a
//! document links to is published, so a file is seen by whoever may see a page that links to it.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::diagnostic::{Diagnostic, Span};
use crate::model::KnowledgeBase;
use crate::parse::{Document, LINK_MARK, MarkKind, is_local};
use crate::read::{Archive, Asset, LinkTarget, resolve_link};

/// From an incident's page to the root of the site.
const ROOT: &str = "../../";
/// Folder of the site that linked files are published in.
const FILES: &str = "files";

const IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'%').add(b'&').add(b'\'');

/// Where every local link of the archive leads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Links {
    /// By document path and link as written.
    targets: BTreeMap<(String, String), Target>,
    /// Files to publish, each once.
    pub assets: BTreeSet<Asset>,
    pub findings: Vec<Diagnostic>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Document { path: String, suffix: String },
    File { path: String },
}

/// Follows every local link of one document.
pub fn follow(archive: &Archive, document: &Document) -> Links {
    let mut links = Links::default();
    let path = &document.source.path;
    for (url, span) in local_links(document) {
        let key = (path.clone(), url.clone());
        if links.targets.contains_key(&key) {
            continue;
        }
        if let LinkTarget::Inside { path: inside, suffix } = resolve_link(path, &url)
            && let Some(source) = document_at(&inside, archive)
        {
            links.targets.insert(key, Target::Document { path: source.to_owned(), suffix });
            continue;
        }
        match archive.asset(path, &url) {
            Ok(Some(asset)) => {
                links.targets.insert(key, Target::File { path: asset.path.clone() });
                links.assets.insert(asset);
            }
            Ok(None) => {}
            Err(finding) => links.findings.push(located(finding, &url, path, span)),
        }
    }
    links
}

/// `../2024/x.md`, `../2024/x` and `../2024/x.html` all mean the document `2024/x.md`.
fn document_at<'a>(path: &str, archive: &'a Archive) -> Option<&'a str> {
    let bare = path.trim_end_matches('/').trim_end_matches(".html");
    [path.to_owned()]
        .into_iter()
        .chain(["", ".md", ".markdown", ".mdx", ".html.md.erb"].map(|ending| format!("{bare}{ending}")))
        .find_map(|candidate| {
            let at = archive.sources.binary_search_by(|source| source.path.as_str().cmp(&candidate)).ok()?;
            Some(archive.sources[at].path.as_str())
        })
}

/// A missing document is another finding than a missing file.
fn located(finding: Diagnostic, url: &str, path: &str, span: Span) -> Diagnostic {
    let bare = url.split(['#', '?']).next().unwrap_or(url);
    let is_document = finding.entry.name == "asset_missing"
        && (bare.ends_with(".md") || !bare.rsplit('/').next().unwrap_or(bare).contains('.'));
    let finding = if is_document {
        Diagnostic::new("link_broken", format!("`{url}` is no document of the archive"))
    } else {
        finding
    };
    finding.at(path, Some(span))
}

fn local_links(document: &Document) -> Vec<(String, Span)> {
    let lines = document.sections.iter().flat_map(|section| {
        let heading = section.heading.iter().map(|heading| &heading.line);
        heading.chain(section.blocks.iter().flat_map(|block| &block.lines))
    });
    let mut found = Vec::new();
    for line in lines {
        for mark in &line.marks {
            if let MarkKind::Link { url, .. } = &mark.kind
                && is_local(url)
            {
                let length = line.text.get(mark.range.clone()).map_or(0, |text| text.chars().count());
                found.push((url.clone(), Span::new(line.number, line.column_at(mark.range.start), length)));
            }
        }
    }
    found
}

impl Links {
    /// Takes in the links of another document.
    pub fn extend(&mut self, other: Self) {
        self.targets.extend(other.targets);
        self.assets.extend(other.assets);
        self.findings.extend(other.findings);
    }

    /// Where a file is published.
    pub fn published(asset: &Asset) -> String {
        format!("{FILES}/{}", asset.path)
    }

    /// Gives every link in the bodies its address on the site; links to what is not published lose theirs.
    pub fn settle(&self, knowledge_base: &mut KnowledgeBase) {
        let routes: BTreeMap<String, String> = knowledge_base
            .articles
            .iter()
            .filter(|article| article.incident.part == 0)
            .map(|article| (article.incident.source.path.clone(), article.slug.clone()))
            .collect();
        for article in &mut knowledge_base.articles {
            if article.body_html.contains(LINK_MARK) {
                article.body_html = self.settled(&article.body_html, &article.incident.source.path, &routes);
            }
        }
    }

    fn settled(&self, html: &str, path: &str, routes: &BTreeMap<String, String>) -> String {
        let mut out = String::with_capacity(html.len());
        let mut pieces = html.split(LINK_MARK);
        out.push_str(pieces.next().unwrap_or_default());
        while let (Some(link), Some(rest)) = (pieces.next(), pieces.next()) {
            let written = unescaped(link);
            match self.targets.get(&(path.to_owned(), written)) {
                Some(Target::Document { path, suffix }) => match routes.get(path) {
                    Some(slug) => out.push_str(&format!("../{slug}/index.html{}", escaped_suffix(suffix))),
                    None => without_address(&mut out),
                },
                Some(Target::File { path }) => {
                    out.push_str(&format!("{ROOT}{FILES}/{}", utf8_percent_encode(path, IN_PATH)));
                }
                None => out.push_str(link),
            }
            out.push_str(rest);
        }
        out
    }
}

/// Leaves an attribute that was just opened empty of meaning: a link to a page nobody published leads nowhere.
fn without_address(out: &mut String) {
    out.push('#');
}

/// Only a fragment survives: pages of the site take no query.
fn escaped_suffix(suffix: &str) -> String {
    suffix.find('#').map(|at| format!("#d-{}", utf8_percent_encode(&suffix[at + 1..], IN_PATH))).unwrap_or_default()
}

fn unescaped(link: &str) -> String {
    link.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

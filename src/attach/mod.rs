//! What documents link to: other documents, files to publish beside them, and links that lead nowhere.
//!
//! Input: the archive and its documents. Output: [`Links`], which know where each link leads on the site. Only what a
//! document links to is published, so a file is seen by whoever may see a page that links to it, and in a form in which
//! no browser runs it.

mod active;
mod escape;
mod named;
mod svg;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use crate::config::ActiveFiles;
use crate::diagnostic::{Diagnostic, Span};
use crate::gate::ContentRoot;
use crate::model::{Article, Audience, KnowledgeBase};
use crate::parse::{Document, LINK_MARK, MarkKind, is_local};
use crate::read::{ASSET_LIMIT, Archive, Asset, LinkTarget, Refusal, is_for, resolve_link, statics};
use active::Form;
pub use escape::escape;

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
    /// How those are published that are not published as they are, by path.
    forms: BTreeMap<String, Form>,
    pub findings: Vec<Diagnostic>,
    /// Links that wait for what their readers see.
    open: BTreeMap<(String, String), Open>,
    /// Pages of HTML that are linked: what each is where it is no document of the site.
    pages: BTreeMap<String, Asset>,
    /// They are followed for readers who do not see everything: a link to what is hidden is one to what is not there.
    is_narrow: bool,
}

/// A link whose target is not settled yet.
#[derive(Debug, Clone, PartialEq)]
struct Open {
    /// Documents that it may mean, the first before the others.
    documents: Vec<String>,
    suffix: String,
    /// What it means where none of the documents is seen.
    asset: Option<Asset>,
    /// What is to be said where it leads nowhere.
    finding: Diagnostic,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Document { path: String, suffix: String },
    File { path: String },
}

/// Who follows the links, and which files are kept from them by their names.
#[derive(Clone, Copy)]
pub struct Follower<'f> {
    pub audience: &'f Audience,
    pub is_withheld: &'f (dyn Fn(&str) -> bool + Sync),
}

/// Follows every local link of one document.
pub fn follow(archive: &Archive, document: &Document, follower: Follower<'_>) -> Links {
    let mut links = Links { is_narrow: !follower.audience.is_internal(), ..Links::default() };
    let path = &document.source.path;
    for (url, span) in local_links(document) {
        let key = (path.clone(), url.clone());
        if links.targets.contains_key(&key) || links.open.contains_key(&key) {
            continue;
        }
        if links.is_narrow {
            links.open.extend(open(archive, document, &url, span, follower).map(|open| (key, open)));
            continue;
        }
        let meant = named::meant(&url, path, archive);
        if let Some((source, suffix)) = meant.iter().find_map(|url| document_at(archive, path, url)) {
            if is_page(source) {
                links.pages.extend(archive.asset(path, &url).ok().flatten().map(|asset| (source.to_owned(), asset)));
            }
            links.targets.insert(key, Target::Document { path: source.to_owned(), suffix });
            continue;
        }
        match first_asset(archive, path, &meant) {
            Ok(Some(asset)) => {
                links.targets.insert(key, Target::File { path: asset.path.clone() });
                links.assets.insert(asset);
            }
            Ok(None) => {}
            Err(finding) => links.findings.push(located(finding, &url, path, span)),
        }
    }
    document.place(&mut links.findings);
    links
}

/// The document that an address leads to, and what stands behind its path.
fn document_at<'a>(archive: &'a Archive, path: &str, url: &str) -> Option<(&'a str, String)> {
    let LinkTarget::Inside { path: inside, suffix } = resolve_link(path, url) else { return None };
    Some((documents_at(&inside, archive).next()?, suffix))
}

/// The first file that is there; where none is, why not.
fn first_asset(archive: &Archive, path: &str, urls: &[String]) -> Result<Option<Asset>, Diagnostic> {
    let mut answer = Ok(None);
    for url in urls.iter().rev() {
        let found = archive.asset(path, url);
        if !matches!((&answer, &found), (Ok(Some(_)), Err(_) | Ok(None))) {
            answer = found;
        }
    }
    answer
}

/// A link of a document for narrower readers: where it leads is settled once it is known what they see. `None` for one
/// that leads to no file, whatever lies in the archive.
fn open(archive: &Archive, document: &Document, url: &str, span: Span, follower: Follower<'_>) -> Option<Open> {
    let path = &document.source.path;
    let meant = named::meant(url, path, archive);
    let (inside, suffix) = match resolve_link(path, &meant[0]) {
        LinkTarget::Inside { path, .. } if path.is_empty() => return None,
        LinkTarget::Inside { path, suffix } => (path, suffix),
        LinkTarget::External | LinkTarget::Anchor(_) | LinkTarget::Outside => {
            let mut finding = vec![located(archive.asset(path, url).err()?, url, path, span)];
            document.place(&mut finding);
            return Some(Open { documents: Vec::new(), suffix: String::new(), asset: None, finding: finding.pop()? });
        }
    };
    let is_theirs = |asset: &Asset| {
        let path = asset.path.as_str();
        !archive.is_source(path) && is_for(path, follower.audience) && !(follower.is_withheld)(path)
    };
    // Left out for whichever reason, it is as if it were not there.
    let reason = Refusal::Missing;
    let shown = named::shown(url).unwrap_or(&inside);
    let missing = Diagnostic::new("asset_missing", format!("the linked file `{shown}` is not published: {reason}"));
    let mut finding = vec![located(missing, url, path, span)];
    document.place(&mut finding);
    let documents = meant.iter().filter_map(|url| match resolve_link(path, url) {
        LinkTarget::Inside { path, .. } => Some(documents_at(&path, archive)),
        _ => None,
    });
    Some(Open {
        documents: documents.flatten().map(str::to_owned).collect(),
        suffix,
        asset: meant.iter().find_map(|url| archive.asset(path, url).ok().flatten().filter(is_theirs)),
        finding: finding.pop()?,
    })
}

/// Whether a file is a page of HTML: a document, or else whatever a link to it makes of it.
fn is_page(path: &str) -> bool {
    let name = path.to_lowercase();
    name.ends_with(".html") || name.ends_with(".htm")
}

/// `../2024/x.md`, `../2024/x` and `../2024/x.html` all mean the document `2024/x.md`; the first that is there is meant.
fn documents_at<'a>(path: &str, archive: &'a Archive) -> impl Iterator<Item = &'a str> + use<'a> {
    let bare = path.trim_end_matches('/').trim_end_matches(".html").to_owned();
    let endings = ["", ".md", ".markdown", ".mdx", ".html.md.erb"].into_iter();
    let candidates = std::iter::once(path.to_owned()).chain(endings.map(move |ending| format!("{bare}{ending}")));
    candidates.filter_map(|candidate| {
        let at = archive.sources.binary_search_by(|source| source.path.as_str().cmp(&candidate)).ok()?;
        Some(archive.sources[at].path.as_str())
    })
}

/// A missing document is another finding than a missing file.
fn located(finding: Diagnostic, url: &str, path: &str, span: Span) -> Diagnostic {
    let name = named::shown(url);
    let url = name.unwrap_or(url);
    let bare = url.split(['#', '?']).next().unwrap_or(url);
    let is_document = finding.entry.name == "asset_missing"
        && (bare.ends_with(".md")
            || name.is_some() && !named::is_picture(bare)
            || !bare.rsplit('/').next().unwrap_or(bare).contains('.'));
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
    // A picture without words stands on no line.
    let known: BTreeSet<String> = found.iter().map(|(url, _)| url.clone()).collect();
    for section in document.sections.iter().filter(|section| section.html.contains(LINK_MARK)) {
        let first = section.heading.as_ref().map(|heading| heading.line.number);
        let first = first.or_else(|| Some(section.blocks.first()?.lines.first()?.number)).unwrap_or(1);
        let urls = section.html.split(LINK_MARK).skip(1).step_by(2).map(unescaped);
        found.extend(urls.filter(|url| !known.contains(url)).map(|url| (url, Span::line(first))));
    }
    found
}

impl Links {
    /// Takes in the links of another document.
    pub fn extend(&mut self, other: Self) {
        self.targets.extend(other.targets);
        self.assets.extend(other.assets);
        self.forms.extend(other.forms);
        self.findings.extend(other.findings);
        self.open.extend(other.open);
        self.pages.extend(other.pages);
        self.is_narrow |= other.is_narrow;
    }

    /// Decides where links lead for readers who see no documents but those of the knowledge base.
    pub fn decide(&mut self, knowledge_base: &KnowledgeBase) {
        let routes = routes(knowledge_base);
        self.pages.retain(|path, _| !routes.contains_key(path));
        for target in self.targets.values_mut() {
            if let Target::Document { path, .. } = target
                && let Some(asset) = self.pages.get(path)
            {
                *target = Target::File { path: asset.path.clone() };
            }
        }
        self.assets.extend(self.pages.values().cloned());
        for (key, open) in std::mem::take(&mut self.open) {
            let seen = open.documents.into_iter().find(|path| routes.contains_key(path));
            let target = match (seen, open.asset) {
                (Some(path), _) => Target::Document { path, suffix: open.suffix },
                (None, Some(asset)) => {
                    let target = Target::File { path: asset.path.clone() };
                    self.assets.insert(asset);
                    target
                }
                (None, None) => {
                    self.findings.push(open.finding);
                    continue;
                }
            };
            self.targets.insert(key, target);
        }
    }

    /// Takes pages that are published because a link leads to them off the documents that were left out.
    pub fn take_over(&self, knowledge_base: &mut KnowledgeBase, findings: &mut Vec<Diagnostic>) {
        let is_attached = |path: &str| self.pages.contains_key(path);
        knowledge_base.set_aside.retain(|one| !is_attached(&one.path));
        let about_a_document = |it: &Diagnostic| matches!(it.entry.name, "no_signs" | "set_aside");
        findings.retain(|it| !about_a_document(it) || !it.path.as_deref().is_some_and(is_attached));
    }

    /// Decides in which form each file is published, by its name and its content.
    pub fn inspect(&mut self, root: &ContentRoot, active: ActiveFiles) {
        let mut taken = BTreeSet::new();
        for asset in &self.assets {
            // Unreadable now: whoever copies it says so.
            let Ok(bytes) = root.read(&asset.path, ASSET_LIMIT) else { continue };
            if !taken.insert(asset.path.nfc().collect::<String>().to_lowercase()) {
                let message = "another linked file has the same name where case does not count, so it is not published";
                self.findings.push(Diagnostic::new("file_names_clash", message).at(&asset.path, None));
                self.forms.insert(asset.path.clone(), Form::Refused);
                continue;
            }
            let form = form(&asset.path, &bytes, active);
            self.findings.extend(told(&asset.path, form, &bytes));
            if form != Form::AsIs {
                self.forms.insert(asset.path.clone(), form);
            }
        }
    }

    /// Where a file is published, and as which bytes; `None` for one that no browser may have, or that has changed into
    /// one since the pages were made.
    pub fn published(&self, asset: &Asset, bytes: Vec<u8>, active: ActiveFiles) -> Option<(String, Vec<u8>)> {
        let form = form(&asset.path, &bytes, active);
        if form != self.form_of(&asset.path) {
            return None;
        }
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
        let bytes = match form {
            Form::AsIs => bytes,
            Form::Cleaned => svg::cleaned(&text(bytes)?)?.into_bytes(),
            Form::View => view::page(&asset.path, &text(bytes)?).into_bytes(),
            Form::Refused => return None,
        };
        Some((self.address(&asset.path)?, bytes))
    }

    fn form_of(&self, path: &str) -> Form {
        self.forms.get(path).copied().unwrap_or(Form::AsIs)
    }

    /// Where a linked file lies, relative to the site; `None` where it is not published.
    pub fn address(&self, path: &str) -> Option<String> {
        match self.form_of(path) {
            Form::AsIs | Form::Cleaned => Some(format!("{FILES}/{path}")),
            Form::View => Some(format!("{FILES}/{path}{}", view::ENDING)),
            Form::Refused => None,
        }
    }

    /// Gives every link in the bodies its address on the site; of links to what is not published the words are left.
    pub fn settle(&self, knowledge_base: &mut KnowledgeBase) {
        let routes = routes(knowledge_base);
        let mut settled = Vec::new();
        for (at, article) in knowledge_base.articles.iter().enumerate() {
            if article.body_html.contains(LINK_MARK) {
                settled.push((at, self.settled(article, &routes)));
            }
        }
        for (at, html) in settled {
            knowledge_base.articles[at].body_html = html;
        }
    }

    fn settled(&self, article: &Article, routes: &BTreeMap<String, Route>) -> String {
        let (html, path) = (&article.body_html, &article.incident.source.path);
        let up = "../".repeat(article.slug.matches('/').count() + 1);
        let mut out = String::with_capacity(html.len());
        let mut pieces = html.split(LINK_MARK);
        out.push_str(pieces.next().unwrap_or_default());
        let mut open = 0;
        while let (Some(link), Some(rest)) = (pieces.next(), pieces.next()) {
            let written = unescaped(link);
            let address = match self.targets.get(&(path.to_owned(), written)) {
                Some(Target::Document { path, suffix }) => routes.get(path).map(|route| route.address(&up, suffix)),
                Some(Target::File { path }) => {
                    self.address(path).map(|address| format!("{up}../{}", utf8_percent_encode(&address, IN_PATH)))
                }
                None => None,
            };
            match address {
                Some(address) => {
                    out.push_str(&address);
                    without_ends(&mut out, rest, &mut open);
                }
                None => {
                    let rest = without_address(&mut out, rest, &mut open);
                    without_ends(&mut out, &rest, &mut open);
                }
            }
        }
        out
    }
}

/// Where a document has its page.
struct Route {
    slug: String,
    /// The ids of its headings.
    anchors: BTreeSet<String>,
}

impl Route {
    /// Only a fragment survives, and only one that a heading has: pages of the site take no query.
    /// `up` leads to the folder of all pages of documents.
    fn address(&self, up: &str, suffix: &str) -> String {
        let name = suffix.find('#').map(|at| &suffix[at + 1..]).unwrap_or_default();
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        let names = [name.to_string(), name.to_lowercase(), name.to_lowercase().replace(['_', ' '], "-")];
        let known = names.iter().map(|name| format!("d-{name}")).find(|id| self.anchors.contains(id));
        let fragment = known.map(|id| format!("#{}", utf8_percent_encode(&id, IN_PATH))).unwrap_or_default();
        format!("{up}{}/index.html{fragment}", self.slug)
    }
}

/// Where each document has its page, by its path.
fn routes(knowledge_base: &KnowledgeBase) -> BTreeMap<String, Route> {
    let first = knowledge_base.articles.iter().filter(|article| article.incident.part == 0);
    let route = |article: &Article| Route {
        slug: article.slug.clone(),
        anchors: article.toc.iter().map(|heading| heading.anchor.clone()).collect(),
    };
    first.map(|article| (article.incident.source.path.clone(), route(article))).collect()
}

fn form(path: &str, bytes: &[u8], active: ActiveFiles) -> Form {
    match (active::form(path, bytes), active) {
        (Form::AsIs, _) => Form::AsIs,
        (_, ActiveFiles::Refuse) => Form::Refused,
        (form, ActiveFiles::View) => form,
    }
}

/// The files of `static/` that a browser runs: they are published as they are, so somebody should know of each.
pub fn static_findings(root: &ContentRoot, audience: &Audience) -> Vec<Diagnostic> {
    let (files, mut findings) = statics(root, audience);
    for file in files {
        // Unreadable now: whoever copies it says so.
        let Ok(bytes) = root.read(&file.source, ASSET_LIMIT) else { continue };
        if active::form(&file.source, &bytes) != Form::AsIs && !svg_is_harmless(&file.source, &bytes) {
            let message = "a browser runs it, and it is published as it is";
            findings.push(Diagnostic::new("static_active", message).at(&file.source, None));
        }
    }
    findings
}

/// A drawing that cleaning would only write in other words.
fn svg_is_harmless(path: &str, bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).ok().filter(|_| active::form(path, bytes) == Form::Cleaned);
    text.is_some_and(|text| svg::dropped(text).is_none())
}

/// What is to be said about the form of a file.
fn told(path: &str, form: Form, bytes: &[u8]) -> Option<Diagnostic> {
    let finding = |name: &str, message: String| Some(Diagnostic::new(name, message).at(path, None));
    match form {
        Form::View => finding("attachment_active", "a browser would run it, so its text is shown instead".into()),
        Form::Refused => finding("attachment_active", "a browser would run it, so it is not published".into()),
        Form::Cleaned => {
            let cleaned = std::str::from_utf8(bytes).ok().and_then(svg::dropped)?;
            finding("attachment_cleaned", format!("published without {cleaned}"))
        }
        Form::AsIs => {
            let name = active::script_in_pdf(bytes)?;
            finding("attachment_script", format!("the PDF holds {name}, which a reader's program may run"))
        }
    }
}

/// Leaves the words of a link whose address would come next, and the description of a picture: neither leads anywhere.
/// Returns what follows, where an end of the link is to be left out as well.
fn without_address(out: &mut String, rest: &str, open: &mut usize) -> String {
    const LINK: &str = "<a href=\"";
    const PICTURE: &str = "<img loading=\"lazy\" src=\"";
    if out.ends_with(PICTURE) {
        out.truncate(out.len() - PICTURE.len());
        // Escaped words cannot end the attribute.
        let words = rest.strip_prefix("\" alt=\"").and_then(|rest| rest.split_once("\">"));
        let (words, behind) = words.unwrap_or(("", rest));
        let words = if words.is_empty() { "picture" } else { words };
        return format!("<span class=\"no-link\">{words}</span>{behind}");
    }
    if out.ends_with(LINK) {
        out.truncate(out.len() - LINK.len());
        out.push_str("<span class=\"no-link\">");
        *open += 1;
        return rest.split_once('>').map_or(rest, |(_, behind)| behind).to_owned();
    }
    rest.to_owned()
}

/// Writes what follows a link; the end of one that lost its address ends the words that were left of it.
fn without_ends(out: &mut String, rest: &str, open: &mut usize) {
    let mut rest = rest;
    while *open > 0
        && let Some((inside, behind)) = rest.split_once("</a>")
    {
        out.push_str(inside);
        out.push_str("</span>");
        *open -= 1;
        rest = behind;
    }
    out.push_str(rest);
}

fn unescaped(link: &str) -> String {
    link.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

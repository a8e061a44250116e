//! What every page shows of the site itself, made once and shared by all pages.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::trend::Question;
use super::{Link, plain};
use crate::output::integrity;
use crate::render::archive::Archive;
use crate::render::names;
use crate::theme::Theme;

/// Header, footer and head of every page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Site {
    pub title: String,
    /// `internal` or `public`.
    pub audience: String,
    pub is_public: bool,
    /// The day up to which ages are counted.
    pub as_of: String,
    pub generator_version: String,
    /// File name in the theme to its path on the site.
    pub assets: BTreeMap<String, String>,
    /// File name in the theme to what `integrity` says of it; `None` where no tag carries one.
    pub integrity: Option<BTreeMap<String, String>>,
    pub navigation: Vec<Section>,
    /// Documents that the settings put beside them.
    pub pages: Vec<Link>,
    /// More of it, in the footer.
    pub further: Vec<Section>,
    /// `None` on a site without a search page.
    pub search: Option<SearchBox>,
    /// Whether browsers keep the site for days without its host.
    pub offline: bool,
    /// Whether a browser can be told of the search, which takes an absolute address.
    pub has_opensearch: bool,
    /// Machine-readable forms of the archive.
    pub downloads: Vec<Link>,
}

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    pub id: &'static str,
    pub text: &'static str,
    pub path: &'static str,
}

/// The form that leads to the search page, and what the scripts of every page need to search by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchBox {
    /// Relative to the site.
    pub path: String,
    /// How many documents can be found.
    pub documents: usize,
    /// What `integrity` says of scripts that are fetched when somebody searches; `None` where no tag carries one.
    pub start: Option<String>,
    pub newest: Option<String>,
    pub titles: Option<String>,
    pub bundles: Option<String>,
    pub names: Option<String>,
}

impl SearchBox {
    fn new(archive: &Archive) -> Self {
        let input = archive.input;
        let put = |path: &str| input.integrity.get(path).filter(|_| input.has_integrity()).cloned();
        Self {
            path: super::search::PATH.to_owned(),
            documents: archive.entries.len(),
            start: put("search/start.js"),
            newest: put("search/newest.js"),
            titles: put("search/fallback.js"),
            bundles: put("search/bundles.js"),
            names: input.has_integrity().then(|| integrity(&names::script(archive))),
        }
    }
}

/// What stands around every page of a section, as HTML.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Surround {
    /// Stylesheet, script and feeds.
    pub head: Value,
    pub masthead: Value,
    pub colophon: Value,
}

/// What [`Frame::section`](super::Frame::section) can be.
pub const SECTIONS: [&str; 12] = [
    "",
    "home",
    "incidents",
    "services",
    "causes",
    "actions",
    "trends",
    "years",
    "coverage",
    "next",
    "about",
    "search",
];

const NAVIGATION: [Section; 5] = [
    Section { id: "incidents", text: "Incidents", path: "incidents/index.html" },
    Section { id: "services", text: "Services", path: "services/index.html" },
    Section { id: "causes", text: "Causes", path: "causes/index.html" },
    Section { id: "actions", text: "Actions", path: "actions/index.html" },
    Section { id: "trends", text: "Trends", path: "trends/index.html" },
];

/// What is looked for less often.
const FURTHER: [Section; 5] = [
    Section { id: "search", text: "Search", path: super::search::PATH },
    Section { id: "years", text: "Years", path: "years/index.html" },
    Section { id: "severities", text: "Severities", path: "severities/index.html" },
    Section { id: "coverage", text: "Coverage", path: "coverage/index.html" },
    Section { id: "about", text: "About", path: "about/index.html" },
];

impl Site {
    pub fn new(archive: &Archive, theme: &Theme) -> Self {
        let input = archive.input;
        Self {
            title: input.config.title.clone(),
            audience: input.audience.name().to_owned(),
            is_public: input.audience.is_public(),
            as_of: input.as_of.to_string(),
            generator_version: input.generator_version.to_owned(),
            assets: theme.assets.iter().map(|asset| (asset.name.clone(), asset.path.clone())).collect(),
            integrity: input
                .has_integrity()
                .then(|| theme.assets.iter().map(|asset| (asset.name.clone(), integrity(&asset.bytes))).collect()),
            navigation: navigation(archive),
            pages: pages(archive),
            further: further(archive),
            search: Some(SearchBox::new(archive)),
            offline: input.config.offline,
            has_opensearch: input.config.base_url.is_some(),
            downloads: vec![
                Link::new("Atom", "feed.atom"),
                Link::new("JSON feed", "feed.json"),
                Link::new("JSON", "data/incidents.json"),
                Link::new("CSV", "data/incidents.csv"),
                Link::new("Trends as JSON", "data/trends.json"),
                Link::new("DORA as CSV", "data/dora.csv"),
            ],
        }
    }
}

/// The sections; actions only where a report lists one.
fn navigation(archive: &Archive) -> Vec<Section> {
    let has_actions = Question::Actions.told(archive.input.trends);
    NAVIGATION.into_iter().filter(|section| section.id != "actions" || has_actions).collect()
}

/// With the page of the next quarter, where the readers get one.
fn further(archive: &Archive) -> Vec<Section> {
    let next = Question::shown(archive).find(|question| *question == Question::Next);
    let next = next.map(|it| Section { id: "next", text: it.title(), path: it.path() });
    next.into_iter().chain(FURTHER).collect()
}

/// What `navigation` in the settings names, as far as it is published.
fn pages(archive: &Archive) -> Vec<Link> {
    let named = |name: &String| archive.entries.iter().position(|entry| entry.article.is_called(name));
    archive.input.config.navigation.iter().filter_map(named).map(|index| plain::link(archive, index)).collect()
}

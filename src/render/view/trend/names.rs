//! Incidents by the name the trends call them, worked out once for all pages.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{Question, incident_path};
use crate::analyse::{Point, Similar, Trends};
use crate::model::PartialDate;
use crate::render::view::Link;

pub struct Names<'a> {
    points: HashMap<&'a str, &'a Point>,
    /// By slug.
    similar: HashMap<&'a str, &'a Similar>,
    /// By slug and number of the action: how many incidents promised it before, and the place of the promise.
    promised_before: HashMap<(&'a str, usize), (usize, usize)>,
    /// By slug and number of the action: the incidents that put it to the test.
    tested_by: HashMap<(&'a str, usize), &'a [String]>,
    /// Ids of the groups on their pages, in the order of the trends.
    pub causes: Vec<String>,
    pub promises: Vec<String>,
}

/// That an action was promised before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromisedBefore {
    /// Earlier incidents that promised it.
    pub times: usize,
    /// Of the promise, relative to the site.
    pub path: String,
}

/// Links to incidents in one line.
const SHOWN_LINKS: usize = 24;

impl<'a> Names<'a> {
    pub fn new(trends: &'a Trends) -> Self {
        let points: HashMap<&str, &Point> =
            trends.archive.iter().map(|point| (point.incident.as_str(), point)).collect();
        let similar = trends.similar.iter();
        let similar = similar
            .filter_map(|similar| Some((points.get(similar.incident.as_str())?.slug.as_str(), similar)))
            .collect();
        let mut promised_before = HashMap::new();
        for (at, promise) in trends.promised_again.iter().enumerate() {
            let mut before: Vec<&str> = Vec::new();
            let mut current = "";
            for item in &promise.items {
                if item.slug != current {
                    before.extend((!current.is_empty()).then_some(current));
                    current = &item.slug;
                }
                if !before.is_empty() {
                    promised_before.insert((item.slug.as_str(), item.number), (before.len(), at));
                }
            }
        }
        let causes = anchors(trends.recurring.iter().map(|cause| cause.id.as_str()));
        let promises = anchors(trends.promised_again.iter().map(|promise| promise.id.as_str()));
        let tested = trends.actions.items.iter().filter(|row| !row.tested_by.is_empty());
        let tested_by = tested.map(|row| ((row.slug.as_str(), row.number), row.tested_by.as_slice())).collect();
        Self { points, similar, promised_before, tested_by, causes, promises }
    }

    /// Whether the `number`-th action of an incident was promised before.
    pub fn promised_before(&self, slug: &str, number: usize) -> Option<PromisedBefore> {
        let (times, promise) = *self.promised_before.get(&(slug, number))?;
        Some(PromisedBefore { times, path: super::promised::path_of(self, promise) })
    }

    /// The incidents after which the `number`-th action of an incident, which was done, can be judged.
    pub fn tested_by(&self, slug: &str, number: usize) -> Vec<Link> {
        self.tested_by.get(&(slug, number)).map_or_else(Vec::new, |names| self.dated_all(names))
    }

    pub fn similar(&self, slug: &str) -> Option<&'a Similar> {
        self.similar.get(slug).copied()
    }

    /// The incident's title with its page.
    pub fn link(&self, name: &str) -> Link {
        match self.points.get(name) {
            Some(point) => Link::new(point.title.clone(), incident_path(&point.slug)),
            None => Link { text: name.to_owned(), path: None },
        }
    }

    /// Of its address.
    pub fn slug(&self, name: &str) -> Option<&'a str> {
        self.points.get(name).map(|point| point.slug.as_str())
    }

    /// Its date as the text of the link, where it has one.
    pub fn dated(&self, name: &str) -> Link {
        let Some(point) = self.points.get(name) else { return self.link(name) };
        let text = point.date.map_or_else(|| point.title.clone(), |date| date.to_string());
        Link::new(text, incident_path(&point.slug))
    }

    /// As many as fit into a line or two.
    pub fn dated_all(&self, names: &[String]) -> Vec<Link> {
        names.iter().take(SHOWN_LINKS).map(|name| self.dated(name)).collect()
    }

    pub fn date(&self, name: &str) -> Option<PartialDate> {
        self.points.get(name)?.date
    }
}

/// The names, made different where two are the same.
fn anchors<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let unique = |name: &str| {
        let mut anchor = name.to_owned();
        let mut n = 1;
        while !taken.insert(anchor.clone()) {
            n += 1;
            anchor = format!("{name}-{n}");
        }
        anchor
    };
    names.map(unique).collect()
}

/// Where the list of one question lies, with the place in it.
pub(super) fn anchor_path(question: Question, anchor: &str) -> String {
    format!("{}#{anchor}", question.path())
}

//! What became of every file of an archive, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::Loaded;
use crate::diagnostic::Level;
use crate::model::{Article, Audience, Kind};
use crate::normalise::{HeldBack, HeldBackReason};
use crate::read::{self, Place};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Published,
    /// Read, and not shown.
    HeldBack,
    NotRead,
    /// Read for what it says about the archive.
    Used,
}

/// One file, or a folder that is passed over as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Relative to the archive, with forward slashes.
    pub path: String,
    pub state: State,
    /// `incident`, `draft`, `template`, `attachment` and so on.
    pub kind: &'static str,
    /// In words.
    pub reason: String,
    /// Id, title and address on the site of each incident in it.
    pub incidents: Vec<(String, String, String)>,
}

impl Account {
    fn new(path: &str, state: State, kind: &'static str, reason: impl Into<String>) -> Self {
        Self { path: path.to_owned(), state, kind, reason: reason.into(), incidents: Vec::new() }
    }
}

impl Loaded {
    /// Every file of the archive in the order of their paths, as those who run a build may know.
    pub fn accounts(&self, audience: &Audience) -> Vec<Account> {
        let mut articles: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
        for article in &self.knowledge_base.articles {
            articles.entry(&article.incident.source.path).or_default().push(article);
        }
        let held_back: BTreeMap<&str, &HeldBack> = self.held_back.iter().map(|one| (one.path.as_str(), one)).collect();
        let attached: BTreeSet<&str> = self.links.assets.iter().map(|asset| asset.path.as_str()).collect();
        let counted = read::census(&self.archive);
        let accounts = counted.iter().map(|counted| {
            let path = counted.path.as_str();
            match &counted.place {
                Place::Document => match (articles.get(path), held_back.get(path)) {
                    (Some(articles), _) => published(path, articles),
                    (None, Some(one)) => held(path, one),
                    (None, None) if attached.contains(path) => other(path, &counted.place, true, false),
                    (None, None) => self.set_aside(path),
                },
                place => other(path, place, attached.contains(path), read::is_for(path, audience)),
            }
        });
        accounts.collect()
    }

    /// How many documents were read and have no page, by why. Drafts are counted and named nowhere.
    pub(super) fn held_back_counts(&self) -> Vec<(&'static str, usize)> {
        let held = self.held_back.iter().map(|one| match one.reason {
            HeldBackReason::Audience => "for other readers",
            HeldBackReason::Draft => "draft",
            HeldBackReason::NotDue => "not yet due",
            HeldBackReason::Expired => "expired",
        });
        let set_aside = self.knowledge_base.set_aside.iter().map(|one| match (one.unsure, one.kind) {
            (true, _) => "without a sign of an incident",
            (_, Kind::Template) => "template",
            (_, Kind::Index) => "list of other documents",
            _ => "says that it is something else",
        });
        let mut counts = BTreeMap::new();
        held.chain(set_aside).for_each(|why| *counts.entry(why).or_default() += 1);
        counts.into_iter().collect()
    }

    /// A document of which there is no page.
    fn set_aside(&self, path: &str) -> Account {
        if let Some(one) = self.knowledge_base.set_aside.iter().find(|one| one.path == path) {
            let kind = if one.unsure { "no_signs" } else { kind_word(one.kind) };
            return Account::new(path, State::HeldBack, kind, one.reason.clone());
        }
        let findings =
            || self.findings.iter().chain(&self.internal_findings).filter(|it| it.path.as_deref() == Some(path));
        let why = findings().find(|it| it.level == Level::Error).or_else(|| findings().next());
        let reason = why.map_or("it could not be read".to_owned(), |finding| finding.message.clone());
        Account::new(path, State::NotRead, "unreadable", reason)
    }
}

fn published(path: &str, articles: &[&Article]) -> Account {
    let first = articles.first().map(|article| &article.incident);
    let kind = first.map_or("incident", |incident| kind_word(incident.kind));
    let why = first.and_then(|incident| incident.provenance.get("kind")).and_then(|origin| origin.excerpt.clone());
    let mut account = Account::new(path, State::Published, kind, why.unwrap_or_default());
    let address = |article: &Article| format!("incidents/{}/", article.slug);
    let named = |article: &&Article| (article.incident.id.clone(), article.incident.title.clone(), address(article));
    account.incidents = articles.iter().map(named).collect();
    account
}

fn held(path: &str, one: &HeldBack) -> Account {
    let kind = match one.reason {
        HeldBackReason::Audience => "audience",
        HeldBackReason::Draft => "draft",
        HeldBackReason::NotDue => "not_due",
        HeldBackReason::Expired => "expired",
    };
    Account::new(path, State::HeldBack, kind, one.reason.words())
}

/// A file that is no document.
fn other(path: &str, place: &Place, attached: bool, is_theirs: bool) -> Account {
    let not_read = |kind, reason: &str| Account::new(path, State::NotRead, kind, reason);
    match place {
        _ if attached => Account::new(path, State::Published, "attachment", "a document links to it"),
        Place::Ending(ending) if ending.is_empty() => not_read("ending", "files without an ending are not read"),
        Place::Ending(ending) => {
            Account::new(path, State::NotRead, "ending", format!("files ending in .{ending} are not read"))
        }
        Place::Hidden => not_read("hidden", "its name begins with a dot"),
        Place::Ignored => not_read("ignored", "`.gitignore` or `.incidexignore` names it"),
        Place::Settings => Account::new(path, State::Used, "settings", "it holds settings"),
        Place::Theme => Account::new(path, State::Used, "theme", "it belongs to a theme"),
        Place::Static if is_theirs => Account::new(path, State::Published, "static", "it is published as it is"),
        Place::Static => Account::new(path, State::HeldBack, "audience", HeldBackReason::Audience.words()),
        Place::Site => not_read("site", "it is a site that incidex published"),
        Place::Link => not_read("link", "symbolic links are not followed"),
        Place::Special => not_read("special", "it is a pipe, a socket or a device"),
        Place::OddName => not_read("name", "its name cannot be shown"),
        Place::Document => not_read("unreadable", "it could not be read"),
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Incident => "incident",
        Kind::Maintenance => "maintenance",
        Kind::Notice => "notice",
        Kind::NearMiss => "near_miss",
        Kind::Page => "page",
        Kind::Template => "template",
        Kind::Index => "index",
        Kind::Other => "other",
    }
}

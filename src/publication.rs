//! What a site makes known, to whom and by which mark; and how that differs from the site before it.
//!
//! Input: the knowledge base of a site and the files published with it. Output: a [`Publication`], kept as
//! `publication.json` beside the site, and the [`Changes`] from one to the next. Nothing here decides: whether a change
//! may be published is for the command line to ask.
//!
//! Who may read a site is a set of readers. What everybody may read is known to every set, what an internal site holds
//! is known to nobody else, and of two other sets nothing is presumed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{Article, KnowledgeBase};

/// Name and version of the record; a change that breaks a reader raises the number.
pub const SCHEMA: &str = "incidex/publication/1";

/// A document that may be read only within is marked so, or has no mark.
const INTERNAL: &str = "internal";
/// What everybody may read.
const PUBLIC: &str = "public";

/// At least this many incidents gone, and a fifth of all, is a loss that somebody must mean.
const LEAST_LOSS: usize = 5;

/// What one site makes known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    pub schema: String,
    /// Name of the site's folder, so that a record is not taken for that of another site beside it.
    pub site: String,
    /// Who the site is for. `None` for a site that left no record.
    pub audience: Option<String>,
    /// Sorted by page.
    pub incidents: Vec<Disclosed>,
    /// Files published with the pages, by their path within the site, sorted.
    pub attachments: BTreeSet<String>,
}

/// One incident that has a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Disclosed {
    /// Address within the site: `incidents/inc-7/`.
    pub page: String,
    pub id: String,
    pub title: String,
    /// Path of the document in the archive.
    pub document: String,
    /// Who may read it.
    pub audience: String,
    pub mark: Option<Mark>,
}

/// What says who may read a document. Without a line nobody said, and the default holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub rule: String,
    /// The words of the mark.
    pub excerpt: Option<String>,
}

/// What is different from the publication before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    pub schema: &'static str,
    /// Names this very set of changes, so that what was reviewed is what is accepted.
    pub id: String,
    pub site: String,
    pub audience: String,
    /// Of the publication before; `None` where there is none, or it left no record.
    pub audience_before: Option<String>,
    /// Whether there was no publication before.
    pub first: bool,
    /// With a page before, and with none now, under no other address either.
    pub gone: Vec<Disclosed>,
    /// With a page now, and with none before that these readers could see.
    pub new: Vec<Disclosed>,
    pub new_attachments: Vec<String>,
    pub widened: Vec<Widened>,
    pub incidents_before: usize,
    pub incidents: usize,
}

/// An incident with a page before and now that more people may read, or other people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Widened {
    pub before: String,
    #[serde(flatten)]
    pub now: Disclosed,
}

impl Publication {
    /// What a site makes known. `attachments` are paths within the site.
    pub fn of(
        site: &str,
        audience: &impl Serialize,
        knowledge_base: &KnowledgeBase,
        attachments: impl Iterator<Item = String>,
    ) -> Self {
        let mut incidents: Vec<Disclosed> = knowledge_base.articles.iter().map(disclosed).collect();
        incidents.sort();
        Self {
            schema: SCHEMA.into(),
            site: site.into(),
            audience: Some(word(audience)),
            incidents,
            attachments: attachments.collect(),
        }
    }

    /// With the lines of files, by document, instead of those of the text that readers of the site see.
    pub fn with_lines(mut self, lines: &BTreeMap<String, usize>) -> Self {
        for incident in &mut self.incidents {
            if let Some(mark) = &mut incident.mark {
                mark.line = mark.line.map(|line| lines.get(&incident.document).copied().unwrap_or(line));
            }
        }
        self
    }

    /// What is known of a site that left no record: which pages and files it had.
    pub fn of_paths<'p>(site: &str, paths: impl Iterator<Item = &'p str>) -> Self {
        let mut known = Self {
            schema: SCHEMA.into(),
            site: site.into(),
            audience: None,
            incidents: Vec::new(),
            attachments: BTreeSet::new(),
        };
        for path in paths {
            if let Some(slug) = path.strip_prefix("incidents/").and_then(|rest| rest.strip_suffix("/index.html")) {
                known.incidents.push(Disclosed {
                    page: format!("incidents/{slug}/"),
                    id: String::new(),
                    title: String::new(),
                    document: String::new(),
                    audience: INTERNAL.into(),
                    mark: None,
                });
            } else if path.starts_with("files/") {
                known.attachments.insert(path.into());
            }
        }
        known.incidents.sort();
        known
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let record: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if record.schema == SCHEMA {
            Ok(record)
        } else {
            Err(format!("its schema is `{}`, not `{SCHEMA}`", record.schema))
        }
    }

    /// The record as text: the same publication gives the same bytes.
    ///
    /// # Errors
    /// Never for what [`Publication::of`] made.
    pub fn text(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Whether the site is for fewer people's trust than the archive itself.
    pub fn leaves_the_house(&self) -> bool {
        self.audience.as_deref() != Some(INTERNAL)
    }

    /// What is different since `before`.
    pub fn changes_since(&self, before: Option<&Self>) -> Changes {
        let audience = self.audience.clone().unwrap_or_default();
        let known = before.filter(|before| before.was_seen_by(&audience));
        let pages = |publication: Option<&Self>| -> BTreeMap<String, Disclosed> {
            let incidents = publication.into_iter().flat_map(|publication| &publication.incidents);
            incidents.map(|incident| (incident.page.clone(), incident.clone())).collect()
        };
        let (seen, now) = (pages(known), pages(Some(self)));
        let new = self.incidents.iter().filter(|incident| !seen.contains_key(&incident.page)).cloned().collect();
        let seen_files = known.map(|known| &known.attachments);
        let is_new = |path: &&String| seen_files.is_none_or(|files| !files.contains(*path));
        let widened = self.incidents.iter().filter_map(|incident| {
            let before = &seen.get(&incident.page).filter(|before| before.is_known())?.audience;
            widens(before, &incident.audience).then(|| Widened { before: before.clone(), now: incident.clone() })
        });
        let mut changes = Changes {
            schema: SCHEMA,
            id: String::new(),
            site: self.site.clone(),
            audience_before: before.and_then(|before| before.audience.clone()),
            first: before.is_none(),
            gone: before.map(|before| before.missing_from(&now, self)).unwrap_or_default(),
            new,
            new_attachments: self.attachments.iter().filter(is_new).cloned().collect(),
            widened: widened.collect(),
            incidents_before: before.map_or(0, |before| before.incidents.len()),
            incidents: self.incidents.len(),
            audience,
        };
        changes.id = blake3::hash(format!("{changes:?}").as_bytes()).to_hex()[..8].to_owned();
        changes
    }

    /// Whether these readers could see everything that this publication made known.
    fn was_seen_by(&self, audience: &str) -> bool {
        let own = self.audience.as_deref();
        own == Some(audience) || own == Some(PUBLIC) || audience == INTERNAL
    }

    /// Incidents that have no page among `now`, and did not move to another address either.
    fn missing_from(&self, now: &BTreeMap<String, Disclosed>, other: &Self) -> Vec<Disclosed> {
        let ids: BTreeSet<&str> = other.incidents.iter().map(|incident| incident.id.as_str()).collect();
        let documents: BTreeSet<&str> = other.incidents.iter().map(|incident| incident.document.as_str()).collect();
        let moved = |incident: &Disclosed| {
            incident.is_known()
                && (ids.contains(incident.id.as_str()) || documents.contains(incident.document.as_str()))
        };
        let gone = self.incidents.iter().filter(|incident| !now.contains_key(&incident.page) && !moved(incident));
        gone.cloned().collect()
    }
}

impl Disclosed {
    /// Whether more is known of it than its page.
    fn is_known(&self) -> bool {
        !self.document.is_empty()
    }
}

impl Changes {
    /// Whether somebody can read something now that they could not before.
    pub fn disclose(&self) -> bool {
        !(self.new.is_empty() && self.new_attachments.is_empty() && self.widened.is_empty())
    }

    /// Whether the site loses all of its incidents, or a fifth of them and at least five. A site for other readers than
    /// the one before is not a smaller one but another.
    pub fn shrink(&self) -> bool {
        let same_readers = self.audience_before.as_ref().is_none_or(|before| *before == self.audience);
        let gone = self.gone.len();
        same_readers
            && gone > 0
            && (gone == self.incidents_before || (gone >= LEAST_LOSS && gone * 5 >= self.incidents_before))
    }
}

fn disclosed(article: &Article) -> Disclosed {
    let incident = &article.incident;
    let mark = incident.provenance.get("audience").map(|provenance| Mark {
        line: provenance.line,
        column: provenance.column,
        rule: provenance.rule.to_string(),
        excerpt: provenance.excerpt.clone(),
    });
    Disclosed {
        page: format!("incidents/{}/", article.slug),
        id: incident.id.clone(),
        title: incident.title.clone(),
        document: incident.source.path.clone(),
        audience: word(&incident.audience),
        mark,
    }
}

/// Whether a mark lets in people that the one before kept out.
fn widens(before: &str, now: &str) -> bool {
    before != now && before != PUBLIC && now != INTERNAL
}

fn word(audience: &impl Serialize) -> String {
    match serde_json::to_value(audience) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident(page: &str, audience: &str) -> Disclosed {
        Disclosed {
            page: format!("incidents/{page}/"),
            id: page.to_uppercase(),
            title: page.into(),
            document: format!("{page}.md"),
            audience: audience.into(),
            mark: None,
        }
    }

    /// A publication for `audience` of `page` or `page=audience`, divided by spaces.
    fn publication(audience: &str, pages: &str) -> Publication {
        let one = |word: &str| match word.split_once('=') {
            Some((page, audience)) => incident(page, audience),
            None => incident(word, audience),
        };
        Publication {
            schema: SCHEMA.into(),
            site: "site".into(),
            audience: Some(audience.into()),
            incidents: pages.split_whitespace().map(one).collect(),
            attachments: BTreeSet::new(),
        }
    }

    /// From one publication to the next: what is new, widened and gone.
    fn check(before: (&str, &str), now: (&str, &str), expected: (&str, &str, &str)) {
        let before_it = publication(before.0, before.1);
        let changes = publication(now.0, now.1).changes_since(Some(&before_it));
        let titles = |list: &[Disclosed]| list.iter().map(|it| it.title.clone()).collect::<Vec<_>>().join(" ");
        let widened = changes.widened.iter().map(|it| it.now.title.clone()).collect::<Vec<_>>().join(" ");
        let found = (titles(&changes.new), widened, titles(&changes.gone));
        assert_eq!((found.0.as_str(), found.1.as_str(), found.2.as_str()), expected, "{before:?} {now:?}");
    }

    #[test]
    fn what_is_new_what_is_gone_and_what_more_people_may_read() {
        check(("public", "a b"), ("public", "a b"), ("", "", ""));
        check(("public", "a b"), ("public", "b c"), ("c", "", "a"));
        check(("public", ""), ("public", "a"), ("a", "", ""));
        check(("customer", "a b=public"), ("customer", "a=public b=public"), ("", "a", ""));
        check(("customer", "a=public"), ("customer", "a=customer"), ("", "", ""));
        check(("internal", "a b"), ("internal", "a=public b=customer"), ("", "a b", ""));
        check(("partners", "a"), ("partners", "a=suppliers"), ("", "a", ""));
    }

    #[test]
    fn another_audience_has_seen_only_what_everybody_may_read() {
        check(("internal", "a=public b"), ("public", "a"), ("a", "", "b"));
        check(("customer", "a=public"), ("public", "a"), ("a", "", ""));
        check(("public", "a"), ("customer", "a b"), ("b", "", ""));
        check(("public", "a"), ("internal", "a=public b=internal"), ("b", "", ""));
        check(("partners", "a"), ("suppliers", "a"), ("a", "", ""));
    }

    #[test]
    fn an_incident_that_moved_is_not_gone_but_its_new_page_is_new() {
        let before = publication("public", "a");
        for change in
            [|it: &mut Disclosed| it.id = "other".into(), |it: &mut Disclosed| it.document = "other.md".into()]
        {
            let mut now = publication("public", "a");
            now.incidents[0].page = "incidents/moved/".into();
            change(&mut now.incidents[0]);
            let changes = now.changes_since(Some(&before));
            assert_eq!((changes.gone.len(), changes.new.len()), (0, 1));
        }
    }

    #[test]
    fn a_site_without_a_record_is_known_by_its_pages_and_nothing_of_it_counts_as_seen() {
        let paths = ["index.html", "incidents/index.html", "incidents/a/index.html", "files/x.png", "static/site.css"];
        let before = Publication::of_paths("site", paths.into_iter());
        assert_eq!((before.incidents.len(), before.attachments.len()), (1, 1));
        let changes = publication("public", "a b").changes_since(Some(&before));
        assert_eq!((changes.new.len(), changes.gone.len(), changes.first), (2, 0, false));
        assert_eq!(publication("public", "b").changes_since(Some(&before)).gone.len(), 1);
    }

    fn shrinks(before: usize, now: usize) -> bool {
        let pages = |count: usize| (0..count).map(|at| format!("p{at} ")).collect::<String>();
        publication("public", &pages(now)).changes_since(Some(&publication("public", &pages(before)))).shrink()
    }

    #[test]
    fn losing_all_or_a_fifth_and_at_least_five_is_a_loss() {
        for (before, now, expected) in [
            (0, 0, false),
            (1, 0, true),
            (3, 0, true),
            (3, 1, false),
            (10, 6, false),
            (10, 5, true),
            (25, 21, false),
            (25, 20, true),
            (26, 21, false),
            (300, 241, false),
            (300, 240, true),
            (300, 0, true),
            (5, 500, false),
        ] {
            assert_eq!(shrinks(before, now), expected, "{before} to {now}");
        }
    }

    #[test]
    fn a_record_survives_the_way_through_its_text_and_another_version_is_refused() {
        let mut record = publication("public", "a b=customer");
        record.attachments.insert("files/x.png".into());
        assert_eq!(Publication::parse(record.text().unwrap().as_bytes()).unwrap(), record);
        record.schema = "incidex/publication/2".into();
        assert!(Publication::parse(record.text().unwrap().as_bytes()).unwrap_err().contains("publication/2"));
        assert!(Publication::parse(b"{}").is_err());
    }

    #[test]
    fn the_id_names_one_set_of_changes() {
        let before = publication("public", "a");
        let id = |pages: &str| publication("public", pages).changes_since(Some(&before)).id;
        assert_eq!(id("a b"), id("a b"));
        assert_ne!(id("a b"), id("a c"));
    }
}

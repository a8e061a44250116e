//! Who may read a document, by what its front matter says.
//!
//! Input: front matter, the audiences of the settings and the day that embargoes are counted to. Output: an
//! [`Admission`]. Whatever is in doubt keeps a document back: marks that disagree, a mark nobody knows, front matter that
//! could not be read as a whole and an embargo that has not passed all mean internal.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde_json::{Map, Value};

use crate::config::{Config, plain};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Audience, Origin};
use crate::parse::FrontMatter;

use super::front_matter_keys::{CONTAINERS, Key, spelling_anywhere, squashed};
use super::trail::Place;

/// Who may read a document and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Admission {
    pub audience: Audience,
    pub origin: Origin,
    /// `front-matter`, `unmarked`, `audience-closed` or `embargo`.
    pub rule: &'static str,
    /// The mark that decided, or the one that was not believed.
    pub place: Place,
    /// Held back from every audience.
    pub held_back: Option<HeldBackReason>,
    /// What is wrong with the marks, for those who may see all documents.
    pub findings: Vec<Diagnostic>,
}

/// Why a document is left out although its audience would see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldBackReason {
    /// For wider audiences only.
    Audience,
    /// Marked as a draft.
    Draft,
    /// To be published after the day that is counted to.
    NotDue,
    /// To be published up to a day before it.
    Expired,
}

impl HeldBackReason {
    /// In words that finish "held back: ...".
    pub fn words(self) -> &'static str {
        match self {
            Self::Audience => "it is for other readers",
            Self::Draft => "it is a draft",
            Self::NotDue => "the day of its publication has not come",
            Self::Expired => "the day it was to be shown until is over",
        }
    }
}

/// Keys that name the day of a publication, which no reader may see before; an embargo is for all but internal ones.
const DUE: &[&str] = &["publishdate", "publishat", "publishon", "publishedat", "publishedon", "published", "goliveon"];
/// Keys that name the last day of a publication.
const EXPIRES: &[&str] =
    &["expirydate", "expires", "expireson", "expiresat", "expiry", "expire", "unpublishdate", "unpublishon"];

/// Keys that close a document when they are anything but false.
const CLOSING_FLAGS: &[&str] =
    &["private", "internal", "internalonly", "confidential", "restricted", "secret", "hidden"];

/// Keys that close a document when their value holds one of [`CLOSING_WORDS`].
const CLASSIFICATIONS: &[&str] = &[
    "classification",
    "dataclassification",
    "confidentiality",
    "sensitivity",
    "tlp",
    "distribution",
    "access",
    "accesslevel",
    "securitylevel",
];

const CLOSING_WORDS: &[&str] =
    &["internal", "confidential", "private", "restricted", "secret", "sensitive", "red", "amber", "employees", "staff"];

/// States of a document, where an incident would be `open` or `resolved`.
const DRAFT_WORDS: &[&str] = &[
    "draft",
    "drafting",
    "wip",
    "work in progress",
    "unpublished",
    "in review",
    "under review",
    "needs review",
    "pending review",
    "not published",
];

/// Whether a word says no.
pub fn is_no(text: &str) -> bool {
    ["false", "no", "off", "0", "never", "n", "none"].iter().any(|no| text.trim().eq_ignore_ascii_case(no))
}

/// Reads the marks of the document at `path`. Without `as_of` no embargo is over: which day it is, is nobody's guess.
pub fn admission(path: &str, front_matter: &FrontMatter, config: &Config, as_of: Option<Date>) -> Admission {
    let mut marks = Marks { config, found: Vec::new(), embargoes: Vec::new(), draft: None, dates: Vec::new() };
    let blocks: Vec<&FrontMatter> = std::iter::successors(Some(front_matter), |it| it.second.as_deref()).collect();
    for block in &blocks {
        marks.table("", &block.values, block, true);
    }
    let mut admission = marks.decide(path, as_of);
    if !admission.audience.is_internal() && blocks.iter().any(|block| block.doubtful) {
        admission.close(path, "the front matter could not be read as a whole");
    }
    admission
}

/// One statement about who may read the document.
struct Mark {
    /// `None` where the word is no audience.
    audience: Option<Audience>,
    /// `visibility: staff`
    written: String,
    place: Place,
}

struct Marks<'c> {
    config: &'c Config,
    /// In the order written.
    found: Vec<Mark>,
    embargoes: Vec<Mark>,
    draft: Option<Mark>,
    /// Days of publication and of its end.
    dates: Vec<(HeldBackReason, Mark)>,
}

impl Marks<'_> {
    /// Looks at every key of a table and of those in it. Only the document's own tables (`is_own`) can open it.
    fn table(&mut self, prefix: &str, table: &Map<String, Value>, block: &FrontMatter, is_own: bool) {
        for (name, value) in table {
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            self.entry(&path, name, value, block, is_own);
            let is_container = is_own && CONTAINERS.iter().any(|known| name.eq_ignore_ascii_case(known));
            self.below(&path, value, block, is_container);
        }
    }

    fn below(&mut self, path: &str, value: &Value, block: &FrontMatter, is_own: bool) {
        match value {
            Value::Object(inner) => self.table(path, inner, block, is_own),
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.below(&format!("{path}.{at}"), item, block, false);
                }
            }
            _ => {}
        }
    }

    fn entry(&mut self, path: &str, name: &str, value: &Value, block: &FrontMatter, is_own: bool) {
        if is_empty(value) {
            return;
        }
        let (key, squashed) = (spelling_anywhere(path), squashed(name));
        if !may_mark(key, &squashed) {
            return;
        }
        let text = text_of(value);
        let mark = |audience| {
            let (line, column) = block.positions.get(path).copied().unwrap_or((1, 1));
            let written = format!("{name}: {text}");
            Mark { audience, place: Place::at(line, column, &written), written }
        };
        let no = is_no(&text);
        if is_own && DUE.contains(&squashed.as_str()) {
            self.dates.push((HeldBackReason::NotDue, mark(None)));
        }
        if is_own && EXPIRES.contains(&squashed.as_str()) {
            self.dates.push((HeldBackReason::Expired, mark(None)));
        }
        match key {
            Some(Key::Audience) => {
                for word in words_of(value) {
                    let audience = self.config.audience_meant(&word);
                    // A mark below some other key is about that key; it can only close.
                    if is_own || audience.as_ref().is_none_or(Audience::is_internal) {
                        self.found.push(mark(audience));
                    }
                }
            }
            Some(Key::Embargo) if !no => self.embargoes.push(mark(None)),
            Some(Key::Published) if is_own && no => self.draft = Some(mark(None)),
            Some(Key::Published) if text.starts_with(|c: char| c.is_ascii_digit()) => self.embargoes.push(mark(None)),
            Some(Key::Draft) if is_own && !no => self.draft = Some(mark(None)),
            Some(Key::Status) if is_own && DRAFT_WORDS.contains(&plain(&text).as_str()) => {
                self.draft = Some(mark(None));
            }
            _ if squashed.starts_with("embargo") && !no => self.embargoes.push(mark(None)),
            _ if CLOSING_FLAGS.contains(&squashed.as_str()) && !no => self.found.push(mark(Some(Audience::INTERNAL))),
            _ if squashed == "public" && no => self.found.push(mark(Some(Audience::INTERNAL))),
            _ if CLASSIFICATIONS.contains(&squashed.as_str()) && closes(&text) => {
                self.found.push(mark(Some(Audience::INTERNAL)));
            }
            _ => {}
        }
    }

    fn decide(self, path: &str, as_of: Option<Date>) -> Admission {
        let mut admission = Admission {
            audience: Audience::INTERNAL,
            origin: Origin::Default,
            rule: "unmarked",
            place: Place::nowhere(),
            held_back: self.draft.is_some().then_some(HeldBackReason::Draft),
            findings: Vec::new(),
        };
        if let Some(draft) = &self.draft {
            let message = format!("a draft is held back from every audience (`{}`)", draft.written);
            admission.findings.push(Diagnostic::new("held_back", message).at(path, span(&draft.place)));
        }
        for (reason, mark) in self.dates.iter().filter(|_| admission.held_back.is_none()) {
            let value = mark.written.split_once(": ").map_or("", |(_, value)| value);
            let Some((day, as_of)) = day_of(value).zip(as_of) else { continue };
            let is_held = if *reason == HeldBackReason::NotDue { day > as_of } else { day < as_of };
            if is_held {
                let message = format!("held back from every audience: {} (`{}`)", reason.words(), mark.written);
                admission.findings.push(Diagnostic::new("held_back", message).at(path, span(&mark.place)));
                admission.held_back = Some(*reason);
                break;
            }
        }
        for mark in self.found.iter().filter(|mark| mark.audience.is_none()) {
            let message = format!("`{}` names no audience; the document is treated as internal", mark.written);
            admission.findings.push(Diagnostic::new("audience_unknown", message).at(path, span(&mark.place)));
        }
        let Some(first) = self.found.first() else { return admission };
        admission.place = first.place.clone();
        let other = self.found.iter().find(|mark| mark.audience != first.audience);
        match (&first.audience, other) {
            (Some(audience), None) => {
                admission.audience = audience.clone();
                admission.origin = Origin::Stated;
                admission.rule = "front-matter";
            }
            (_, None) => (admission.origin, admission.rule) = (Origin::Derived, "audience-closed"),
            (_, Some(other)) => {
                let line = first.place.line.unwrap_or(1);
                let doubt = format!("`{}` disagrees with `{}` on line {line}", other.written, first.written);
                admission.place = other.place.clone();
                admission.close(path, &doubt);
            }
        }
        if !admission.audience.is_internal() {
            for embargo in &self.embargoes {
                admission.hold(path, embargo, as_of);
            }
        }
        admission
    }
}

impl Admission {
    /// Treats the document as internal because of `doubt`.
    fn close(&mut self, path: &str, doubt: &str) {
        self.audience = Audience::INTERNAL;
        (self.origin, self.rule) = (Origin::Derived, "audience-closed");
        let message = format!("{doubt}; the document is treated as internal");
        self.findings.push(Diagnostic::new("audience_closed", message).at(path, span(&self.place)));
    }

    /// Keeps the document internal until the embargo is over.
    fn hold(&mut self, path: &str, embargo: &Mark, as_of: Option<Date>) {
        let value = embargo.written.split_once(": ").map_or("", |(_, value)| value);
        let Some(day) = day_of(value) else {
            self.place = embargo.place.clone();
            return self.close(path, &format!("`{}` is an embargo without a day that can be read", embargo.written));
        };
        if as_of.is_some_and(|as_of| as_of > day) {
            return;
        }
        self.audience = Audience::INTERNAL;
        (self.origin, self.rule) = (Origin::Derived, "embargo");
        let until = match as_of {
            Some(as_of) => format!("it is counted to {as_of}"),
            None => "no day is given with --as-of".to_owned(),
        };
        let message = format!("under embargo until {day} and therefore internal: {until}");
        self.findings.push(Diagnostic::new("embargoed", message).at(path, span(&embargo.place)));
    }
}

fn span(place: &Place) -> Option<Span> {
    place.line.map(|line| Span::new(line, place.column.unwrap_or(1), 0))
}

/// The day an embargo ends, in UTC where the text names an offset or a zone.
fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let instant = text.parse::<Timestamp>().ok().or_else(|| text.parse::<Zoned>().ok().map(|at| at.timestamp()));
    if let Some(instant) = instant {
        return Some(instant.to_zoned(TimeZone::UTC).date());
    }
    let bare = text.strip_suffix(" UTC").or_else(|| text.strip_suffix('Z')).unwrap_or(text);
    if text.len() == 10 { text.parse().ok() } else { bare.parse::<DateTime>().ok().map(DateTime::date) }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether a key may say who reads the document; most do not, and their values need not be put in words.
fn may_mark(key: Option<Key>, squashed: &str) -> bool {
    matches!(key, Some(Key::Audience | Key::Embargo | Key::Published | Key::Draft | Key::Status))
        || squashed.starts_with("embargo")
        || squashed == "public"
        || DUE.contains(&squashed)
        || EXPIRES.contains(&squashed)
        || CLOSING_FLAGS.contains(&squashed)
        || CLASSIFICATIONS.contains(&squashed)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        value => value.to_string(),
    }
}

/// The words of a mark: one, or those of a list. Every word counts, as a list of two names two audiences.
fn words_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text_of).collect(),
        Value::String(text) => {
            text.split([',', ';']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
        }
        value => vec![text_of(value)],
    }
}

fn closes(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| CLOSING_WORDS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use crate::model::{Source, SourceFormat};
    use crate::parse;

    use super::*;

    fn admitted(text: &str, as_of: Option<&str>) -> Admission {
        let source = Source { path: "a.md".into(), format: SourceFormat::Markdown, hash: String::new() };
        let document = parse::document(source, text);
        let as_of = as_of.map(|day| day.parse().unwrap());
        admission("a.md", &document.front_matter, &Config::default(), as_of)
    }

    /// The audience and the findings, as line and name.
    fn check(text: &str, audience: &str, findings: &[(usize, &str)]) {
        let admission = admitted(text, None);
        let found: Vec<(usize, &str)> =
            admission.findings.iter().map(|it| (it.span.map_or(0, |span| span.line), it.entry.name)).collect();
        assert_eq!((admission.audience.name(), found.as_slice()), (audience, findings), "{text}");
    }

    fn yaml(lines: &str) -> String {
        format!("---\n{lines}\n---\n\n# Mail stopped\n")
    }

    #[test]
    fn one_mark_says_who_may_read() {
        check(&yaml("audience: public"), "public", &[]);
        check(&yaml("Visibility: Customer"), "customer", &[]);
        check(&yaml("params:\n  audience: public"), "public", &[]);
        check(&yaml("audience: public\nvisibility: public"), "public", &[]);
        check(&yaml("audience: [public]"), "public", &[]);
        check("+++\naudience = \"public\"\n+++\nx", "public", &[]);
        check("{\n\"audience\": \"public\"\n}\nx", "public", &[]);
    }

    #[test]
    fn no_mark_and_every_word_for_secrecy_mean_internal() {
        check("# Mail stopped\n", "internal", &[]);
        for mark in
            ["audience:", "audience: internal", "visibility: private", "audience: Internal use only", "public: true"]
        {
            check(&yaml(mark), "internal", &[]);
        }
    }

    #[test]
    fn marks_that_disagree_close_a_document() {
        for (lines, line) in [
            ("audience: public\nvisibility: internal", 3),
            ("visibility: staff\naudience: public", 3),
            ("audience: public\nvisibility: customer", 3),
            ("audience: public\nextra:\n  audience: internal", 4),
            ("extra:\n  audience: public\naudience: internal", 4),
            ("audience: public\nreview:\n  notes:\n    visibility: private", 5),
            ("audience: public\nactions:\n  - text: x\n    audience: internal", 5),
            ("audience: [public, internal]", 2),
            ("audience: public, internal", 2),
            ("audience: public\nAudience: internal", 3),
            ("audience: public\nconfidential: true", 3),
            ("audience: public\npublic: no", 3),
            ("audience: public\nclassification: Company Confidential", 3),
            ("tlp: RED\naudience: public", 3),
        ] {
            check(&yaml(lines), "internal", &[(line, "audience_closed")]);
        }
    }

    #[test]
    fn what_says_nothing_about_readers_closes_nothing() {
        for line in
            ["classification: SEV1", "internal: false", "tlp: clear", "embargo: none", "draft: false", "hidden: no"]
        {
            let admission = admitted(&yaml(&format!("audience: public\n{line}")), None);
            assert_eq!((admission.audience.name(), admission.held_back), ("public", None), "{line}");
        }
    }

    #[test]
    fn a_mark_nobody_knows_closes_a_document() {
        check(&yaml("audience: everyone"), "internal", &[(2, "audience_unknown")]);
        check(&yaml("audience: true"), "internal", &[(2, "audience_unknown")]);
        check(&yaml("audience: publik"), "internal", &[(2, "audience_unknown")]);
        check(
            &yaml("audience: public\nvisibility: world"),
            "internal",
            &[(3, "audience_unknown"), (3, "audience_closed")],
        );
    }

    #[test]
    fn front_matter_that_could_not_be_read_closes_a_document() {
        for text in [
            yaml("audience: public\ntitle: Mail: down"),
            yaml("audience: public\naudience: internal"),
            yaml("audience: public\ntitle: a\ntitle: b"),
            yaml("audience: public\nx:\n  a: 1\n  a: 2"),
            yaml("audience: public\n@owner: me"),
            "+++\naudience = \"public\"\nx = = 1\n+++\nx".to_owned(),
            "+++\naudience = \"public\"\naudience = \"internal\"\n+++\nx".to_owned(),
            "{\"audience\": \"public\", \"audience\": \"internal\"}\nx".to_owned(),
            "{\"audience\": \"public\",}\nx".to_owned(),
        ] {
            check(&text, "internal", &[(admitted(&text, None).place.line.unwrap(), "audience_closed")]);
        }
    }

    #[test]
    fn front_matter_in_two_blocks_is_read_as_one() {
        let twice = |second: &str| format!("---\naudience: public\n---\n---\n{second}\n---\nx");
        check(&twice("audience: internal"), "internal", &[(5, "audience_closed")]);
        check(&twice("private: true"), "internal", &[(5, "audience_closed")]);
        check(&twice("title: Mail stopped"), "public", &[]);
    }

    fn embargo(line: &str, as_of: Option<&str>, audience: &str, finding: Option<&str>) {
        let admission = admitted(&yaml(&format!("audience: public\n{line}")), as_of);
        let found = admission.findings.first().map(|it| it.entry.name);
        assert_eq!((admission.audience.name(), found), (audience, finding), "{line} {as_of:?}");
    }

    #[test]
    fn an_embargo_holds_until_the_day_has_passed() {
        for key in ["embargo", "embargo_until", "publish_after", "embargoed-till"] {
            let line = format!("{key}: 2027-01-31");
            embargo(&line, None, "internal", Some("embargoed"));
            embargo(&line, Some("2027-01-31"), "internal", Some("embargoed"));
            embargo(&line, Some("2027-02-01"), "public", None);
        }
        embargo("embargo: 2027-01-31T23:00:00-12:00", Some("2027-02-01"), "internal", Some("embargoed"));
        embargo("embargo: 2027-01-31T23:00:00-12:00", Some("2027-02-02"), "public", None);
        embargo("embargo: 2027-01-31 18:00 UTC", Some("2027-02-01"), "public", None);
        embargo("extra:\n  embargo: 2027-01-31", Some("2026-01-01"), "internal", Some("embargoed"));
    }

    #[test]
    fn an_embargo_without_a_day_holds() {
        for line in ["embargo: until the fix is out", "embargo: true", "embargo: 04/05/2027", "embargo: 2027"] {
            embargo(line, Some("2030-01-01"), "internal", Some("audience_closed"));
        }
        embargo("embargo: false", Some("2026-01-01"), "public", None);
    }

    #[test]
    fn a_publication_has_its_days() {
        let check = |line: &str, as_of: &str, held_back: Option<HeldBackReason>| {
            let admission = admitted(&yaml(&format!("audience: public\n{line}")), Some(as_of));
            assert_eq!(admission.held_back, held_back, "{line} as of {as_of}");
        };
        for key in ["publishDate", "publish_date", "publish_at", "published", "published_on"] {
            check(&format!("{key}: 2027-01-31"), "2027-01-30", Some(HeldBackReason::NotDue));
            check(&format!("{key}: 2027-01-31"), "2027-01-31", None);
        }
        for key in ["expiryDate", "expires", "unpublish_date"] {
            check(&format!("{key}: 2027-01-31"), "2027-01-31", None);
            check(&format!("{key}: 2027-01-31T10:00:00Z"), "2027-02-01", Some(HeldBackReason::Expired));
        }
        check("expires: with the contract", "2027-01-31", None);
        check("review:\n  expires: 2020-01-31", "2027-01-31", None);
    }

    #[test]
    fn drafts_are_held_back() {
        for line in [
            "draft: true",
            "draft: yes",
            "published: false",
            "publish: no",
            "status: Draft",
            "status: in-review",
            "wip: true",
        ] {
            let admission = admitted(&yaml(&format!("audience: public\n{line}")), None);
            assert_eq!(admission.held_back, Some(HeldBackReason::Draft), "{line}");
            assert_eq!(admission.findings[0].entry.name, "held_back", "{line}");
        }
        for line in ["draft: false", "published: true", "status: resolved", "published: 2024-03-01"] {
            assert_eq!(admitted(&yaml(line), Some("2026-01-01")).held_back, None, "{line}");
        }
    }
}

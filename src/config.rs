//! `incidex.toml`: what an archive may say about itself. Every key is optional.
//!
//! Input: the text of the file. Output: a [`Config`] that can be used as it is, or every mistake in the file at once, each
//! with line and column. Nothing here knows what a document looks like.

mod audiences;
mod cause_names;
mod load;
mod redact;
mod rules;
mod thresholds;

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use audiences::plain;
pub use cause_names::{
    CAUSE_NAMES, CauseFile, Record, StatedDecision, StatedName, Unrecorded, cause_names, cause_names_among, recorded,
};
pub use load::{ConfigError, FILE_NAME, find_root, load, nearest, parse};
pub use redact::Redactor;
pub use rules::is_site_address;
pub use thresholds::TrendsSetting;

use crate::model::SeverityLevel;

/// The settings of one archive, checked: what is in here can be used as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Name of the archive, shown on every page.
    pub title: String,
    /// Address the site is published at; needed only for feeds, the sitemap and `opensearch.xml`, which want absolute links.
    pub base_url: Option<String>,
    /// Language of most documents, a BCP 47 tag; each is read in the language that its own words tell.
    pub language: String,
    /// Zone of times whose document names none: an IANA name, `UTC` or an offset such as `+02:00`.
    pub timezone: Option<String>,
    /// Whether `10/04/2024` is 10 April; undecided dates stay unread when this is not set.
    pub day_first: Option<bool>,
    /// Name of a folder under `themes/`; the built-in theme when left out, whatever lies there.
    pub theme: Option<String>,
    /// Who the published site is for when `--audience` does not say.
    pub audience: String,
    /// Further audiences, each with the one it lies within; `public` lies within all, `customer` within `internal`.
    pub audiences: BTreeMap<String, String>,
    /// Fields of documents that only internal readers see, whatever the document says: `customers`, `people`, `links`.
    pub internal_fields: Vec<String>,
    /// Who the page of what to do next quarter (`/next/`) is for: the sites of these readers and of wider ones have it.
    pub next_audience: String,
    /// Regular expression to the words that stand in its place for all but internal readers: hosts, people to roles, tickets.
    pub redact: BTreeMap<String, String>,
    /// How many earlier sites are kept beside the site, for `build --rollback`.
    pub keep: usize,
    /// Whether browsers keep the archive and its search for days on which its host is down (`sw.js`); with `false` they let go
    /// of what they kept.
    pub offline: bool,
    /// Whether the history of the archive's Git repository tells when reports were written and boxes ticked; with `false` no
    /// `git` is run.
    pub git: bool,
    /// Name of the organisation; its own name never counts as a failing provider.
    pub organisation: Option<String>,
    /// File endings that are read.
    pub extensions: Vec<String>,
    /// Documents beside the sections of the navigation, by path or id, in this order: a page about on-call, how reviews are written.
    pub navigation: Vec<String>,
    /// Address of the folder in a repository's web view, for the link "source" on each page.
    pub source_url: Option<String>,
    /// What becomes of linked files that a browser would run (HTML, scripts, XML): `view` shows their text, `refuse` leaves
    /// them out. Drawings (SVG) are cleaned, or left out as well.
    pub active_files: ActiveFiles,
    /// Schemes of links that are kept besides `http`, `https` and `mailto`, such as `slack` or `tel`.
    pub link_schemes: Vec<String>,
    /// Heading or label as written (case and decoration do not matter) to what stands below it.
    pub headings: BTreeMap<String, HeadingSetting>,
    /// Severity label as written (case does not matter) to level.
    pub severity: BTreeMap<String, SeveritySetting>,
    /// Other name of a service to its name.
    pub services: BTreeMap<String, String>,
    /// Other spelling of a tag to the tag.
    pub tags: BTreeMap<String, String>,
    /// Word to others for the same thing, which a search finds as well: `till = ["checkout", "point of sale"]`.
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// Further cause classes, or further phrases for a class of the built-in rules.
    pub causes: BTreeMap<String, RuleSetting>,
    /// Further components, or further phrases for a built-in one.
    pub components: BTreeMap<String, RuleSetting>,
    /// The hours that count on the support clock.
    pub support_hours: Option<SupportHours>,
    /// Thresholds of the comparisons across incidents.
    pub trends: TrendsSetting,
    /// What is looked for in documents and in the site before it goes out.
    pub secrets: SecretsSetting,
    /// Where these settings were read from, where somebody named a file.
    #[serde(skip)]
    #[schemars(skip)]
    pub file: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Incident archive".into(),
            base_url: None,
            language: "en".into(),
            timezone: None,
            day_first: None,
            theme: None,
            audience: "internal".into(),
            audiences: BTreeMap::new(),
            internal_fields: Vec::new(),
            next_audience: "internal".into(),
            redact: BTreeMap::new(),
            keep: 2,
            offline: true,
            git: false,
            organisation: None,
            extensions: ["md", "markdown", "mdx", "txt", "html", "htm", "html.md.erb"].map(String::from).to_vec(),
            navigation: Vec::new(),
            source_url: None,
            active_files: ActiveFiles::View,
            link_schemes: Vec::new(),
            headings: BTreeMap::new(),
            severity: BTreeMap::new(),
            services: BTreeMap::new(),
            tags: BTreeMap::new(),
            synonyms: BTreeMap::new(),
            causes: BTreeMap::new(),
            components: BTreeMap::new(),
            support_hours: None,
            trends: TrendsSetting::default(),
            secrets: SecretsSetting::default(),
            file: None,
        }
    }
}

/// What becomes of linked files that a browser would run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActiveFiles {
    View,
    Refuse,
}

/// What a heading or a label of the archive's own can stand for; `none` is nothing that is read, and is not suggested again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeadingSetting {
    Summary,
    Impact,
    Services,
    Severity,
    Duration,
    Timeline,
    Detection,
    Cause,
    Contributing,
    Resolution,
    ActionItems,
    Lessons,
    WentWell,
    WentPoorly,
    Lucky,
    People,
    Appendix,
    None,
}

/// The levels a label can be mapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeveritySetting {
    Critical,
    Major,
    Minor,
    None,
}

impl From<SeveritySetting> for SeverityLevel {
    fn from(setting: SeveritySetting) -> Self {
        match setting {
            SeveritySetting::Critical => Self::Critical,
            SeveritySetting::Major => Self::Major,
            SeveritySetting::Minor => Self::Minor,
            SeveritySetting::None => Self::None,
        }
    }
}

/// One cause class or component of the archive's own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RuleSetting {
    /// Shown on pages; the id in words when left out.
    pub label: Option<String>,
    /// One sentence for the page of the class.
    pub definition: Option<String>,
    /// Phrases in the grammar of the built-in rules (`a|b` alternatives, `word*`
    /// prefix, `..3` gap, `word?` may be missing, `^` in front only at the start of a sentence).
    pub phrases: Vec<String>,
    /// What a phrase is worth: 1 a hint, 3 strong, 5 unmistakable.
    pub weight: Option<f64>,
}

/// When support is on duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportHours {
    /// `mon` to `sun`.
    pub days: Vec<String>,
    /// `10:00`
    pub from: String,
    /// `17:00`
    pub to: String,
    /// IANA name; the archive's `timezone` when left out.
    pub timezone: Option<String>,
    /// Days off, `2025-12-25`.
    #[serde(default)]
    pub holidays: Vec<String>,
}

/// What the search for secrets and personal data looks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SecretsSetting {
    /// Rules for secrets that are not applied, by their ids as findings name them.
    pub off: Vec<String>,
    /// Paths of documents, attachments or files of the site where findings do not count: `*`, `**` and `?` as in `runbooks/**`.
    pub skip: Vec<String>,
    /// Personal data that is looked for.
    pub personal: Vec<PersonalSetting>,
    /// Endings of the names of internal hosts, such as `corp.example.org`: such names are looked for.
    pub hosts: Vec<String>,
    /// Regular expression of the ids of employees, such as `E[0-9]{6}`: they are looked for.
    pub employee_id: Option<String>,
}

/// Kinds of personal data that can be looked for; the words are the ids of their rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonalSetting {
    Email,
    Phone,
    PrivateIp,
    PublicIp,
}

impl PersonalSetting {
    /// The id of the rule.
    pub fn id(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::PrivateIp => "private_ip",
            Self::PublicIp => "public_ip",
        }
    }
}

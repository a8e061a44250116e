//! One incident, as `incidex show --format json` prints it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    ActionItem, Audience, Cause, FalseLead, Flag, Milestones, Minutes, Mitigation, Moment, PartialDate, Phases,
    Provenance, StatedPhases, TimelineEntry,
};

/// Name and version of the schema.
pub const SCHEMA: &str = "incidex/incident/2";

/// One incident in the shared schema.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Incident {
    pub schema: &'static str,
    /// Front matter `id`, else an id in the file name, else the file's stem.
    pub id: String,
    /// Counts the incidents of one file from 0.
    pub part: usize,
    pub source: Source,
    pub kind: Kind,
    pub audience: Audience,
    pub title: String,
    /// No usable title was written; this one was put together.
    pub title_generated: bool,
    pub summary: Option<String>,
    pub status: Status,
    pub severity: Severity,
    pub organisation: Option<String>,
    pub services: Vec<String>,
    pub tags: Vec<String>,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub milestones: Milestones,
    pub duration: Duration,
    pub phases: Phases,
    pub stated_phases: StatedPhases,
    pub impact: Impact,
    pub detection: Detection,
    pub cause: Cause,
    pub mitigation: Option<Mitigation>,
    pub resolution: Option<String>,
    pub false_leads: Vec<FalseLead>,
    pub timeline: Vec<TimelineEntry>,
    pub action_items: Vec<ActionItem>,
    pub lessons: Lessons,
    pub links: Vec<Link>,
    /// Ids of incidents that the author names as related.
    pub related: Vec<String>,
    /// Sentences in which the author says that it happened before.
    pub earlier: Vec<EarlierOccurrence>,
    /// Incidents that the author says share the cause, by id; `a2 = INC-7#a3` says that two action items are one promise.
    pub same_as: Vec<String>,
    /// Incidents that the author says have another cause, and action items that are another promise, written alike.
    pub not_same_as: Vec<String>,
    pub flags: Vec<Flag>,
    /// What the history of the archive tells of the document; `None` where it is not read, which is so without `git = true`.
    pub recorded: Option<Recorded>,
    /// One entry per filled key path (`started_at`, `cause.class`, ...).
    pub provenance: BTreeMap<Cow<'static, str>, Provenance>,
}

impl Incident {
    /// The incident with its name and source, and nothing else of what was read.
    pub fn without_facts(&self) -> Self {
        Self {
            id: self.id.clone(),
            title: self.title.clone(),
            title_generated: self.title_generated,
            kind: self.kind,
            audience: self.audience.clone(),
            ..Self::untold(self.source.clone(), self.part)
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// Relative to the archive, with forward slashes.
    pub path: String,
    pub format: SourceFormat,
    /// BLAKE3 of the file's bytes, hex.
    pub hash: String,
}

/// When a document was written and changed, by the commits of the archive. Days are those of the commits' authors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recorded {
    /// Its first commit; `None` where that brought many documents at once, which says when the archive was imported.
    pub written_on: Option<PartialDate>,
    /// Days from the end of the incident, else its start, to that day; `None` where either is unknown or the order is odd.
    pub write_up_days: Option<i64>,
    /// Its first commit brought many documents at once.
    pub imported: bool,
    /// The last commit that changed its words.
    pub edited_on: PartialDate,
    /// The first commit, in seven digits.
    pub commit: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceFormat {
    Markdown,
    Mdx,
    Text,
    /// A whole page, as wikis and word processors export it.
    Html,
}

/// What a document is. Only [`Kind::Incident`] counts in incident statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Incident,
    /// Planned work.
    Maintenance,
    /// An announcement without a failure.
    Notice,
    NearMiss,
    /// Text beside the incidents that its author wants published: a handbook, how reviews are written.
    Page,
    Template,
    Index,
    Other,
}

impl Kind {
    /// Whether such a document gets a page of its own.
    pub fn is_published(self) -> bool {
        matches!(self, Self::Incident | Self::Maintenance | Self::Notice | Self::NearMiss | Self::Page)
    }
}

/// Of the incident, not of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Resolved,
    Open,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Severity {
    pub level: SeverityLevel,
    /// As written.
    pub label: Option<String>,
}

/// From worst to none; the order is the order of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeverityLevel {
    Critical,
    Major,
    Minor,
    None,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Duration {
    pub minutes: Option<Minutes>,
    /// What the author wrote as a length of time.
    pub stated_minutes: Option<Minutes>,
    /// The span of the timeline, where nothing says that it was over: it took this long or less.
    pub at_most_minutes: Option<Minutes>,
    pub approximate: bool,
    pub clock: DurationClock,
    /// The stated length and the stated times contradict each other; `minutes` is then `None`.
    pub disputed: Option<Disputed>,
}

/// Two lengths of one incident that cannot both be true, and where they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Disputed {
    pub stated_minutes: Minutes,
    /// From the stated start to the stated end.
    pub computed_minutes: Minutes,
    /// Lines of the source file, counted from 1, in order.
    pub lines: Vec<usize>,
}

/// Elapsed time, or only the hours in which support was on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DurationClock {
    #[default]
    Wall,
    SupportHours,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Impact {
    pub text: Option<String>,
    /// Share of users, 0 to 100.
    pub users_percent: Option<f64>,
    pub approximate: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Detection {
    pub source: DetectionSource,
    pub sources: Vec<DetectionSource>,
}

/// Who or what noticed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DetectionSource {
    Monitoring,
    Customer,
    Staff,
    ThirdParty,
    Test,
    Unknown,
}

impl DetectionSource {
    /// Every source that is known with the name that the schema gives it.
    #[rustfmt::skip]
    pub const KNOWN: [(Self, &'static str); 5] = [
        (Self::Monitoring, "monitoring"), (Self::Customer, "customer"), (Self::Staff, "staff"),
        (Self::ThirdParty, "third_party"), (Self::Test, "test"),
    ];
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Lessons {
    pub well: Vec<String>,
    pub poorly: Vec<String>,
    pub lucky: Vec<String>,
    pub learned: Vec<String>,
}

/// A sentence in which the author says that it happened before: "the same failure mode as in March 2022".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EarlierOccurrence {
    /// As written.
    pub text: String,
    /// Line of the source file at which its paragraph begins, counted from 1.
    pub line: usize,
    /// The first and the last of the days that it names; `None` where it names none.
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    /// It speaks of the incident before this one.
    pub previous: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Link {
    pub text: String,
    pub url: String,
}

impl Incident {
    /// An incident of which nothing is known but where it is told.
    pub fn untold(source: Source, part: usize) -> Self {
        Self {
            schema: SCHEMA,
            id: String::new(),
            part,
            source,
            kind: Kind::Incident,
            audience: Audience::INTERNAL,
            title: String::new(),
            title_generated: false,
            summary: None,
            status: Status::Unknown,
            severity: Severity { level: SeverityLevel::Unknown, label: None },
            organisation: None,
            services: Vec::new(),
            tags: Vec::new(),
            started_at: None,
            ended_at: None,
            milestones: Milestones::default(),
            duration: Duration::default(),
            phases: Phases::default(),
            stated_phases: StatedPhases::default(),
            impact: Impact::default(),
            detection: Detection { source: DetectionSource::Unknown, sources: Vec::new() },
            cause: Cause::default(),
            mitigation: None,
            resolution: None,
            false_leads: Vec::new(),
            timeline: Vec::new(),
            action_items: Vec::new(),
            lessons: Lessons::default(),
            links: Vec::new(),
            related: Vec::new(),
            earlier: Vec::new(),
            same_as: Vec::new(),
            not_same_as: Vec::new(),
            flags: Vec::new(),
            recorded: None,
            provenance: BTreeMap::new(),
        }
    }

    /// An incident of which nothing is known but its id: what tests build theirs from.
    #[cfg(test)]
    pub fn blank(id: &str) -> Self {
        let source = Source { path: format!("{id}.md"), format: SourceFormat::Markdown, hash: String::new() };
        Self { id: id.to_owned(), title: id.to_owned(), ..Self::untold(source, 0) }
    }
}

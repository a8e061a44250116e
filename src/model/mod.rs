//! The domain: what an incident is, in the words an engineer on call uses.
//!
//! Plain data, shaped like the `incidex/incident/2` schema that `incidex show --format json` prints. Nothing here
//! reads a file, knows Markdown or draws a page. `Option` means "nobody said", which is never zero.

mod action;
mod audience;
mod cause;
mod decision;
pub mod field;
mod incident;
mod knowledge_base;
mod moment;
mod provenance;
mod timeline;

pub use action::{
    ActionEvidence, ActionGroup, ActionItem, ActionKind, ActionLife, ActionStage, ActionState, EvidenceKind,
};
pub use audience::Audience;
pub use cause::{
    Cause, CauseClass, CauseName, ClassId, Component, ComponentId, Contributing, Evidence, Mitigation, MitigationKind,
};
pub use decision::{Answer, Decision, Subject};
pub use incident::{
    Detection, DetectionSource, Disputed, Duration, DurationClock, EarlierOccurrence, Impact, Incident, Kind, Lessons,
    Link, Recorded, SCHEMA, Severity, SeverityLevel, Source, SourceFormat, Status,
};
pub use knowledge_base::{Article, KnowledgeBase, PointedTo, Pointer, SetAside, TocEntry};
pub use moment::{ClockTime, Minutes, Moment, PartialDate, Precision};
pub use provenance::{Flag, Origin, Provenance};
pub use timeline::{
    EntryRole, EventKind, FalseLead, FalseLeadBasis, Milestone, Milestones, MinuteRange, Phases, StatedPhases,
    TimelineEntry,
};

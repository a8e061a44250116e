//! What the archive is made of and how its figures are counted; and the page for addresses that do not exist.

use serde::Serialize;

use super::{Frame, Link, SeverityMark, page_view, plain};
use crate::config::{Config, SeveritySetting};
use crate::model::{CauseClass, DetectionSource, Incident, SCHEMA, Severity, SeverityLevel};
use crate::render::archive::Archive;
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AboutPage {
    pub frame: Frame,
    pub sentence: String,
    /// How many incidents and near misses carry each value.
    pub coverage: Vec<CoverageRow>,
    pub total: usize,
    pub classes: Vec<ClassRow>,
    pub components: Vec<String>,
    pub severity_map: Vec<SeverityRow>,
    pub clock: Vec<String>,
    pub set_aside: Vec<SetAsideRow>,
    /// Documents that are no reports.
    pub pages: Vec<Link>,
    pub facts: Vec<FactRow>,
}

page_view!(AboutPage, "about.html");

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageRow {
    pub label: &'static str,
    pub count: usize,
    /// Whole percent.
    pub percent: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassRow {
    pub link: Link,
    pub id: String,
    pub definition: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeverityRow {
    pub label: String,
    pub severity: SeverityMark,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetAsideRow {
    pub path: String,
    pub kind: Option<&'static str>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactRow {
    pub label: &'static str,
    pub value: String,
}

impl AboutPage {
    pub fn new(archive: &Archive, theme: &str) -> Self {
        let input = archive.input;
        let knowledge_base = input.knowledge_base;
        let sentence = format!(
            "Made from {}; {} set aside.",
            words::count(archive.entries.len(), "document", "documents"),
            match knowledge_base.set_aside.len() {
                0 => "none was".to_owned(),
                1 => "one was".to_owned(),
                n => format!("{} were", words::number(n)),
            }
        );
        let fact = |label, value: &str| FactRow { label, value: value.to_owned() };
        Self {
            frame: Frame::new(archive, "about/index.html", "about", "About this archive")
                .description(&*sentence)
                .below([], "About"),
            sentence,
            coverage: coverage(archive),
            total: archive.listed.len(),
            classes: knowledge_base.classes.iter().map(|class| class_row(archive, class)).collect(),
            components: knowledge_base.components.iter().map(|component| component.label.clone()).collect(),
            severity_map: severity_map(input.config),
            clock: clock(input.config),
            set_aside: knowledge_base
                .set_aside
                .iter()
                .map(|document| SetAsideRow {
                    path: document.path.clone(),
                    kind: words::kind(document.kind),
                    reason: document.reason.clone(),
                })
                .collect(),
            pages: archive.pages.iter().map(|index| plain::link(archive, *index)).collect(),
            facts: vec![
                fact("Made with", &format!("incidex {}", input.generator_version)),
                fact("Ages counted up to", &input.as_of.to_string()),
                fact("Audience", input.audience.name()),
                fact("Schema of the data files", SCHEMA),
                fact("Theme", theme),
            ],
        }
    }
}

type Has = fn(&Incident) -> bool;

const FIELDS: &[(&str, Has)] = &[
    ("a date", |incident| crate::render::moment::dated(incident).is_some()),
    ("a severity", |incident| incident.severity.level != SeverityLevel::Unknown),
    ("services", |incident| !incident.services.is_empty()),
    ("a start with its instant", |incident| incident.started_at.as_ref().is_some_and(|start| start.utc.is_some())),
    ("a duration", |incident| incident.duration.minutes.or(incident.duration.stated_minutes).is_some()),
    ("who noticed", |incident| incident.detection.source != DetectionSource::Unknown),
    ("a share of users", |incident| incident.impact.users_percent.is_some()),
    ("a timeline of two entries or more", |incident| incident.timeline.len() >= 2),
    ("the moment the cause was known", |incident| incident.milestones.identified_at.is_some()),
    ("a classified cause", |incident| incident.cause.class.is_some()),
    ("a false lead", |incident| !incident.false_leads.is_empty()),
    ("what ended it", |incident| incident.mitigation.is_some() || incident.resolution.is_some()),
    ("action items", |incident| !incident.action_items.is_empty()),
    ("lessons", |incident| incident.lessons != crate::model::Lessons::default()),
];

fn coverage(archive: &Archive) -> Vec<CoverageRow> {
    let total = archive.listed.len();
    let rows = FIELDS.iter().map(|(label, has)| {
        let count = archive.listed.iter().filter(|&&index| has(archive.entry(index).incident())).count();
        CoverageRow { label, count, percent: (count * 100 + total / 2).checked_div(total).unwrap_or(0) }
    });
    rows.collect()
}

fn class_row(archive: &Archive, class: &CauseClass) -> ClassRow {
    let group = archive.causes.iter().find(|group| group.class.as_deref() == Some(&class.id));
    ClassRow {
        link: Link { text: class.label.clone(), path: group.map(|group| group.group.path()) },
        id: class.id.clone(),
        definition: class.definition.clone(),
    }
}

fn severity_map(config: &Config) -> Vec<SeverityRow> {
    let rows = config.severity.iter().map(|(label, setting): (&String, &SeveritySetting)| SeverityRow {
        label: label.clone(),
        severity: SeverityMark::new(&Severity { level: SeverityLevel::from(*setting), label: None }),
    });
    rows.collect()
}

/// How times without a zone, dates and durations are read in this archive.
fn clock(config: &Config) -> Vec<String> {
    let mut rules = vec![match &config.timezone {
        Some(zone) => format!("Times that name no zone are in {zone}."),
        None => "Times that name no zone are kept as written; no instant is made up for them.".to_owned(),
    }];
    rules.push(match config.day_first {
        Some(true) => "In 10/04/2024 the day comes first: 10 April.".to_owned(),
        Some(false) => "In 10/04/2024 the month comes first: 4 October.".to_owned(),
        None => "A date such as 10/04/2024 is read only where the document itself decides its order.".to_owned(),
    });
    rules.push(match &config.support_hours {
        Some(hours) => format!(
            "Support hours are {} from {} to {}; durations on that clock are marked.",
            hours.days.join(", "),
            hours.from,
            hours.to
        ),
        None => "Durations are elapsed time, nights and weekends included.".to_owned(),
    });
    rules
}

/// The page for an address that does not exist.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotFoundPage {
    pub frame: Frame,
}

page_view!(NotFoundPage, "not_found.html");

impl NotFoundPage {
    /// It can be shown at any depth, so its links start at the base URL where there is one.
    pub fn new(archive: &Archive) -> Self {
        let mut frame = Frame::new(archive, "404.html", "", "Page not found");
        frame.root = crate::render::absolute(archive.input.config, "").unwrap_or_default();
        frame.canonical = None;
        Self { frame }
    }
}

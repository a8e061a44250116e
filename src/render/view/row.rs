//! One incident as a row of a list. Rendered once for each incident and shared by every list it stands in.

use serde::Serialize;

use super::{Link, SeverityMark, View, is_inferred};
use crate::model::{Duration, DurationClock};
use crate::render::archive::{Archive, Entry};
use crate::render::words;

/// A row of the incident lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentRow<'a> {
    #[serde(skip)]
    pub root: &'a str,
    /// Relative to the site.
    pub path: &'a str,
    pub date: Option<String>,
    pub title: &'a str,
    /// `near miss`, `planned maintenance`, `notice`; `None` for an incident.
    pub kind: Option<&'static str>,
    pub severity: SeverityMark,
    /// `checkout, api`; empty where none is known.
    pub services: String,
    /// `Load balancer: configuration`
    pub cause: Option<String>,
    pub cause_inferred: bool,
    pub duration: Option<String>,
    /// Counted on the support clock.
    pub support_hours: bool,
    pub detection: Option<&'static str>,
    pub open_actions: usize,
    pub actions: usize,
}

impl View for IncidentRow<'_> {
    const TEMPLATE: &'static str = "incident_row.html";
    const NAME: &'static str = "row";

    fn root(&self) -> &str {
        self.root
    }
}

impl<'a> IncidentRow<'a> {
    /// A row for a page whose way back to the site is `root`.
    pub fn new(archive: &'a Archive, entry: &'a Entry, root: &'a str) -> Self {
        let incident = entry.incident();
        let cause = &incident.cause;
        Self {
            root,
            path: &entry.path,
            date: entry.date(),
            title: &incident.title,
            kind: words::kind(incident.kind),
            severity: SeverityMark::new(&incident.severity),
            services: incident.services.join(", "),
            cause: cause.class.as_deref().map(|class| archive.cause_label(class, cause.component.as_deref())),
            cause_inferred: is_inferred(incident, "cause.class"),
            duration: duration(&incident.duration),
            support_hours: incident.duration.clock == DurationClock::SupportHours,
            detection: words::detection(incident.detection.source),
            open_actions: entry.open_actions,
            actions: incident.action_items.len(),
        }
    }
}

/// The length shown; see [`words::duration_of`].
pub fn duration(duration: &Duration) -> Option<String> {
    words::duration_of(duration)
}

/// Services with their pages, each once.
pub fn services(archive: &Archive, names: &[String]) -> Vec<Link> {
    let mut links = Vec::<Link>::with_capacity(names.len());
    for name in names {
        if !links.iter().any(|link| link.text == *name) {
            links.push(Link { text: name.clone(), path: archive.service_path(name) });
        }
    }
    links
}

/// Class and component with the page of the class.
pub fn cause_link(archive: &Archive, class: &str, component: Option<&str>) -> Link {
    let group = archive.causes.iter().find(|group| group.class.as_deref() == Some(class));
    Link { text: archive.cause_label(class, component), path: group.map(|group| group.group.path()) }
}

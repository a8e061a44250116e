//! What a group of incidents consists of: counts by severity, cause, service and detection.

use std::collections::BTreeMap;

use serde::Serialize;

use super::row::cause_link;
use super::{Link, SeverityMark};
use crate::analyse::{Group as DurationGroup, Summary};
use crate::model::{Incident, Kind, SeverityLevel};
use crate::render::archive::{Archive, Group, Index};
use crate::render::words;

/// One dimension with its values, the most frequent first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breakdown {
    pub label: &'static str,
    pub shares: Vec<Share>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    pub link: Link,
    /// `None` for the rest that is not listed.
    pub count: Option<usize>,
    /// For the severity dimension.
    pub severity: Option<SeverityMark>,
    /// What nobody recorded; set in grey.
    pub missing: bool,
}

/// How many values of a dimension are shown; the others are counted together.
const SHOWN: usize = 6;

/// Counts the incidents among `members` by severity.
pub fn by_severity(archive: &Archive, members: &[Index]) -> Breakdown {
    let shares = words::LEVELS.into_iter().filter_map(|level| {
        let count = incidents(archive, members).filter(|incident| incident.severity.level == level).count();
        let mark = SeverityMark::new(&crate::model::Severity { level, label: None });
        let link = Link::new(mark.word, mark.path);
        let missing = level == SeverityLevel::Unknown;
        (count > 0).then_some(Share { link, count: Some(count), severity: Some(mark), missing })
    });
    Breakdown { label: "Severity", shares: shares.collect() }
}

/// Counts them by class of cause.
pub fn by_cause(archive: &Archive, members: &[Index]) -> Breakdown {
    count("Cause", archive, members, |incident| {
        incident.cause.class.as_deref().map(|class| cause_link(archive, class, None)).into_iter().collect()
    })
}

/// Counts them by component of the cause.
pub fn by_component(archive: &Archive, members: &[Index]) -> Breakdown {
    count("Component", archive, members, |incident| {
        let Some(component) = &incident.cause.component else { return Vec::new() };
        let page = archive.recurring.iter().find(|recurring| {
            recurring.component == *component && Some(&recurring.class) == incident.cause.class.as_ref()
        });
        vec![Link { text: archive.component_label(component), path: page.map(|page| page.group.path()) }]
    })
}

/// Counts them by service; an incident counts for each of its services.
pub fn by_service(archive: &Archive, members: &[Index]) -> Breakdown {
    count("Service", archive, members, |incident| super::row::services(archive, &incident.services))
}

/// Counts them by who noticed first.
pub fn by_detection(archive: &Archive, members: &[Index]) -> Breakdown {
    count("Detected by", archive, members, |incident| {
        let source = words::detection(incident.detection.source);
        source.map(|text| Link { text: text.into(), path: None }).into_iter().collect()
    })
}

/// The median duration of a group in words and of how many it is, as the page of durations has it.
///
/// # Errors
/// Why there is none, in the words of a cell.
pub fn median_duration(archive: &Archive, groups: &[DurationGroup], value: &str) -> Result<(String, usize), String> {
    match groups.iter().find(|group| group.value == value) {
        None => Err("not recorded".to_owned()),
        Some(group) => median_of(group.summary.as_ref())
            .ok_or_else(|| format!("fewer than {}", archive.input.trends.options.thresholds.tested_from)),
    }
}

fn median_of(summary: Option<&Summary>) -> Option<(String, usize)> {
    let summary = summary?;
    Some((words::duration(summary.median?), summary.n))
}

/// `Half of the 12 with a known duration lasted longer than 2 h.` behind what was said before; empty where too few have one.
pub fn half_of(archive: &Archive, groups: &[DurationGroup], value: &str) -> String {
    median_duration(archive, groups, value).map_or_else(|_| String::new(), |it| half(&it))
}

/// The same of all incidents.
pub fn half_of_all(archive: &Archive) -> String {
    let durations = &archive.input.trends.durations;
    let enough =
        Some(&durations.summary).filter(|summary| summary.n >= archive.input.trends.options.thresholds.tested_from);
    median_of(enough).map_or_else(String::new, |it| half(&it))
}

fn half((median, known): &(String, usize)) -> String {
    format!(" Half of the {} with a known duration lasted longer than {median}.", words::number(*known))
}

/// `12 incidents and 2 near misses`.
pub fn size(group: &Group) -> String {
    size_of(group.incidents, group.members.len() - group.incidents)
}

/// The same for plain counts.
pub fn size_of(incidents: usize, near_misses: usize) -> String {
    let incident_count = words::count(incidents, "incident", "incidents");
    match near_misses {
        0 => incident_count,
        n => format!("{incident_count} and {}", words::count(n, "near miss", "near misses")),
    }
}

fn incidents<'a>(archive: &'a Archive<'a>, members: &'a [Index]) -> impl Iterator<Item = &'a Incident> {
    members.iter().map(|&index| archive.entry(index).incident()).filter(|incident| incident.kind == Kind::Incident)
}

/// Counts by the values `of` gives for an incident; one without any counts as not recorded.
fn count(label: &'static str, archive: &Archive, members: &[Index], of: impl Fn(&Incident) -> Vec<Link>) -> Breakdown {
    let mut counts = BTreeMap::<String, (usize, Link)>::new();
    let mut missing = 0;
    for incident in incidents(archive, members) {
        let values = of(incident);
        missing += usize::from(values.is_empty());
        for link in values {
            counts.entry(link.text.clone()).or_insert((0, link)).0 += 1;
        }
    }
    let mut shares = counts.into_values().collect::<Vec<_>>();
    shares.sort_by(|(a, a_link), (b, b_link)| b.cmp(a).then_with(|| a_link.text.cmp(&b_link.text)));
    let others = shares.len().saturating_sub(SHOWN);
    let mut shares = shares
        .into_iter()
        .take(SHOWN)
        .map(|(count, link)| Share { link, count: Some(count), severity: None, missing: false })
        .collect::<Vec<_>>();
    let plain = |text: String| Link { text, path: None };
    if others > 0 {
        shares.push(Share {
            link: plain(words::count(others, "other", "others")),
            count: None,
            severity: None,
            missing: true,
        });
    }
    if missing > 0 {
        shares.push(Share { link: plain("not recorded".into()), count: Some(missing), severity: None, missing: true });
    }
    Breakdown { label, shares }
}

//! Dead ends: what was suspected first, wrongly, and what that cost.
//!
//! Input: the archive. Output: totals as ranges, suspects, and whether a suspect was ever the cause. A report that tells
//! of none counts as silent, not as zero, and a lead whose author names no thing stands on its own page alone.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{FalseLead, FalseLeadBasis, MinuteRange, Minutes, PartialDate};

use super::archive::{Archive, Case};
use super::options::Options;
use super::summary::Summary;
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FalseLeads {
    /// Incidents whose document tells of at least one and names the suspect.
    pub stated_in: usize,
    /// Incidents in all.
    pub of: usize,
    /// Incidents of which it is known where the cause lay.
    pub with_component: usize,
    /// All leads together; where an end is not stated, at least and at most.
    pub minutes: MinuteRange,
    /// The least minutes per incident that states any.
    pub per_incident: Summary,
    pub by_component: Vec<Suspect>,
    /// Leads of no known component count only here.
    pub leads: Vec<Lead>,
    pub reading: String,
}

/// A component that was suspected wrongly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suspect {
    pub component: String,
    pub label: String,
    /// What authors called it, each name once, in the order of the incidents.
    pub named: Vec<String>,
    /// Ids of the incidents in which it was suspected wrongly.
    pub incidents: Vec<String>,
    pub minutes: MinuteRange,
    /// Whether it was the cause of any incident in the archive.
    pub ever_the_cause: bool,
    /// Ids of the incidents whose cause it was.
    pub cause_of: Vec<String>,
}

/// One wrong suspicion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lead {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    /// The thing that was suspected, in the author's words.
    pub suspect: String,
    pub component: Option<String>,
    pub minutes: Option<MinuteRange>,
    pub basis: FalseLeadBasis,
    /// Opened when the cause had been named already.
    pub after_identification: bool,
    /// Line of the source file, counted from 1.
    pub line: usize,
}

pub fn false_leads(archive: &Archive, options: &Options) -> FalseLeads {
    let stating: Vec<&Case> = archive.cases.iter().filter(|case| named(case).next().is_some()).collect();
    let least: Vec<Minutes> = stating.iter().filter_map(|case| Some(total(named(case))?.min)).collect();
    let all = || stating.iter().flat_map(|case| named(case));
    let minutes = total(all()).unwrap_or(NONE);
    let by_component = suspects(archive, &stating);
    let with_component = archive.cases.iter().filter(|case| case.component().is_some()).count();
    let reading = reading(archive, stating.len(), minutes, by_component.first(), with_component);
    FalseLeads {
        stated_in: stating.len(),
        of: archive.cases.len(),
        with_component,
        minutes,
        per_incident: Summary::new(&least, stating.len(), options),
        by_component,
        leads: stating.iter().flat_map(|case| named(case).map(|it| lead(case, it))).collect(),
        reading,
    }
}

/// The leads of an incident whose suspect another reader would know.
fn named<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a FalseLead> {
    case.incident.false_leads.iter().filter(|lead| lead.named.is_some())
}

const NONE: MinuteRange = MinuteRange { min: Minutes::new(0), max: Minutes::new(0) };

/// `None` where no lead states its minutes.
fn total<'a>(leads: impl IntoIterator<Item = &'a FalseLead>) -> Option<MinuteRange> {
    let known = leads.into_iter().filter_map(|lead| lead.minutes);
    known.reduce(|sum, next| MinuteRange {
        min: Minutes::from_seconds(sum.min.seconds + next.min.seconds),
        max: Minutes::from_seconds(sum.max.seconds + next.max.seconds),
    })
}

/// Most often suspected first, then most costly, then by id.
fn suspects(archive: &Archive, stating: &[&Case]) -> Vec<Suspect> {
    let mut found = BTreeMap::<&str, (Vec<&str>, Vec<&FalseLead>)>::new();
    for case in stating {
        for lead in named(case) {
            let Some(component) = &lead.component else { continue };
            let (incidents, leads) = found.entry(component).or_default();
            if incidents.last() != Some(&case.name) {
                incidents.push(case.name);
            }
            leads.push(lead);
        }
    }
    let mut suspects: Vec<Suspect> = found
        .into_iter()
        .map(|(component, (incidents, leads))| {
            let guilty = archive.cases.iter().filter(|case| case.component() == Some(component));
            let cause_of: Vec<String> = guilty.map(|case| case.name.to_owned()).collect();
            let mut names: Vec<String> = Vec::new();
            for name in leads.iter().filter_map(|lead| lead.named.as_ref()) {
                if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    names.push(name.clone());
                }
            }
            Suspect {
                named: names,
                component: component.to_owned(),
                label: archive.component_label(component),
                incidents: incidents.into_iter().map(str::to_owned).collect(),
                minutes: total(leads).unwrap_or(NONE),
                ever_the_cause: !cause_of.is_empty(),
                cause_of,
            }
        })
        .collect();
    suspects.sort_by(|a, b| {
        (b.incidents.len(), b.minutes.min, &a.component).cmp(&(a.incidents.len(), a.minutes.min, &b.component))
    });
    suspects
}

fn lead(case: &Case, lead: &FalseLead) -> Lead {
    Lead {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        date: case.date,
        suspect: lead.named.as_ref().unwrap_or(&lead.suspect).clone(),
        component: lead.component.clone(),
        minutes: lead.minutes,
        basis: lead.basis,
        after_identification: lead.after_identification,
        line: lead.line,
    }
}

fn reading(
    archive: &Archive,
    stated_in: usize,
    minutes: MinuteRange,
    first: Option<&Suspect>,
    with_component: usize,
) -> String {
    let all = archive.cases.len();
    if stated_in == 0 {
        let none = wording::sentence(&wording::some_of(0, all, "report", "tells", "tell"));
        return format!("{none} of a wrong suspicion; that is not to say there was none.");
    }
    let cost = if minutes == NONE {
        String::new()
    } else {
        format!(", which cost {} in all", wording::minute_range(minutes.min, minutes.max))
    };
    let told = format!(
        "{} of a wrong suspicion{cost}.",
        wording::sentence(&wording::some_of(stated_in, all, "report", "tells", "tell")),
    );
    let Some(suspect) = first.filter(|suspect| suspect.incidents.len() > 1) else { return told };
    format!(
        "{told} {} {were} suspected wrongly in {} of them and {were} {}.",
        wording::sentence(&suspect.label),
        wording::number(suspect.incidents.len()),
        guilt(suspect, all, with_component),
        were = if is_plural(&suspect.label) { "were" } else { "was" },
    )
}

/// Whether a label names several: `Servers or VMs`, and not `DNS`.
fn is_plural(label: &str) -> bool {
    label.strip_suffix('s').is_some_and(|rest| rest.ends_with(|last: char| last != 's'))
}

/// `the cause of two incidents`, `never the cause`; where not every report tells where the cause lay, no more than is known.
pub fn guilt(suspect: &Suspect, all: usize, with_component: usize) -> String {
    match suspect.cause_of.len() {
        0 if with_component == all => "never the cause".to_owned(),
        0 => format!("not the cause in any of the {} that tell where it lay", wording::number(with_component)),
        n => format!("the cause of {}", wording::count(n, "incident")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::model::KnowledgeBase;

    fn check(kb: &KnowledgeBase) -> FalseLeads {
        false_leads(&Archive::new(kb), &Options::default())
    }

    fn range(min: i64, max: i64) -> MinuteRange {
        MinuteRange { min: Minutes::new(min), max: Minutes::new(max) }
    }

    #[test]
    fn the_five_outages_lose_255_to_315_minutes() {
        let leads = check(&five_outages());
        assert_eq!((leads.stated_in, leads.of, leads.leads.len()), (5, 5, 9));
        assert_eq!(leads.minutes, range(255, 315));
        assert_eq!(leads.per_incident.median, Some(Minutes::new(50)));
        let database = &leads.by_component[0];
        assert_eq!((database.component.as_str(), database.incidents.len()), ("database", 4));
        assert_eq!((database.minutes, database.ever_the_cause), (range(145, 205), false));
        assert_eq!(
            leads.reading,
            "All five reports tell of a wrong suspicion, which cost 255 to 315 minutes in all. \
             Database was suspected wrongly in four of them and was never the cause."
        );
    }

    #[test]
    fn a_suspect_can_be_guilty_another_time() {
        let kb = built([
            draft("a").lead("the database", "database", (10, 10)),
            draft("b").lead("the database", "database", (20, 20)),
            draft("c").cause("capacity", "database", "A full table."),
        ]);
        assert_eq!(check(&kb).by_component[0].cause_of, ["c"]);
    }

    #[test]
    fn silence_is_not_zero() {
        assert!(check(&built([draft("a")])).reading.ends_with("that is not to say there was none."));
    }
}

//! Suspects that were followed in vain, with what they cost.

use serde::Serialize;

use crate::model::{FalseLead, Incident};
use crate::render::archive::Archive;
use crate::render::moment::When;
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FalseLeadRow<'a> {
    pub suspect: &'a str,
    pub component: Option<String>,
    pub from: Option<When>,
    pub to: Option<When>,
    /// `30 to 60 min`
    pub minutes: Option<String>,
    /// What ended it.
    pub end: &'static str,
    pub after_identification: bool,
    pub line: usize,
}

pub fn rows<'a>(archive: &Archive, incident: &'a Incident) -> Vec<FalseLeadRow<'a>> {
    let rows = incident.false_leads.iter().map(|lead| FalseLeadRow {
        suspect: &lead.suspect,
        component: lead.component.as_deref().map(|id| archive.component_label(id)),
        from: lead.from.as_ref().map(When::time_only),
        to: lead.to.as_ref().map(When::time_only),
        minutes: lead.minutes.map(words::range),
        end: words::false_lead_end(lead.basis),
        after_identification: lead.after_identification,
        line: lead.line,
    });
    rows.collect()
}

/// The suspect in a word or two.
pub fn name(archive: &Archive, lead: &FalseLead) -> String {
    match &lead.component {
        Some(component) => words::lower_first(&archive.component_label(component)),
        None => super::shortened(&lead.suspect, 40),
    }
}

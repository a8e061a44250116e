//! Why it happened and what ended it, with the words that say so.

use serde::Serialize;

use super::super::Link;
use super::super::row::cause_link;
use crate::model::{Incident, Origin};
use crate::render::archive::Archive;
use crate::render::words;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseSection<'a> {
    /// Whether there is anything to show at all.
    pub is_known: bool,
    pub link: Option<Link>,
    /// Whether a rule read it out of the text.
    pub inferred: bool,
    /// How sure the rules are; `None` where the author named the class.
    pub confidence: Option<&'static str>,
    /// Score of the best class less 0.6 of the second.
    pub score: Option<f64>,
    /// As written.
    pub statement: Option<&'a str>,
    pub contributing: Vec<Link>,
    pub evidence: Vec<EvidenceRow<'a>>,
    /// `rollback`
    pub mitigation: Option<&'static str>,
    pub mitigation_text: Option<&'a str>,
    pub resolution: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceRow<'a> {
    pub words: &'a str,
    pub class: String,
    pub rule: &'a str,
    pub line: usize,
}

/// From this score on the class was right in about 85 % of a held-out set.
const SURE: f64 = 11.0;

impl<'a> CauseSection<'a> {
    pub fn new(archive: &Archive, incident: &'a Incident) -> Self {
        let cause = &incident.cause;
        let stated = incident.provenance.get("cause.class").is_some_and(|from| from.origin == Origin::Stated);
        let link = cause.class.as_deref().map(|class| cause_link(archive, class, cause.component.as_deref()));
        let evidence = cause.evidence.iter().map(|evidence| EvidenceRow {
            words: &evidence.words,
            class: archive.class_label(&evidence.class),
            rule: &evidence.rule,
            line: evidence.line,
        });
        let contributing = cause.contributing.iter();
        let score = cause.confidence.filter(|_| !stated && cause.class.is_some());
        let resolution = super::filled(incident.resolution.as_deref());
        let mitigation = incident.mitigation.as_ref();
        Self {
            is_known: link.is_some() || cause.statement.is_some() || mitigation.is_some() || resolution.is_some(),
            inferred: link.is_some() && !stated,
            link,
            confidence: score.map(|score| if score >= SURE { "likely" } else { "uncertain" }),
            score: score.map(|score| (score * 10.0).round() / 10.0),
            statement: cause.statement.as_deref(),
            contributing: contributing
                .map(|other| cause_link(archive, &other.class, other.component.as_deref()))
                .collect(),
            evidence: evidence.collect(),
            mitigation: mitigation.map(|mitigation| words::mitigation(mitigation.kind)),
            mitigation_text: super::filled(mitigation.map(|mitigation| mitigation.text.as_str()))
                .filter(|text| !resolution.is_some_and(|resolution| resolution.contains(text))),
            resolution,
        }
    }
}

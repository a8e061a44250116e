//! The decisions of `causes.toml`, held against the archive.
//!
//! Input: decisions as written. Output: those of which both sides are there, each under the name its incident goes by, the
//! later of two on one question; and a finding for every other. An action item that was reviewed with its words is the one
//! that reads so, wherever it stands now.

use std::collections::HashMap;

use super::{Known, action_number};
use crate::config::{CAUSE_NAMES, StatedDecision};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Audience, Decision, Incident, KnowledgeBase, Subject};

/// Why a reference leads nowhere, and what may help.
type Lost = (String, Option<String>);

/// Puts the decisions into the base; why and when somebody decided is for internal readers alone.
pub(super) fn settle(
    base: &mut KnowledgeBase,
    stated: &[StatedDecision],
    known: &Known,
    audience: &Audience,
) -> Vec<Diagnostic> {
    if stated.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut settled: Vec<(Decision, Span)> = Vec::new();
    let incidents: HashMap<&str, &Incident> = base.names().into_iter().zip(base.incidents()).collect();
    for one in stated {
        let place = one.between[0].1;
        match settled_one(&incidents, one, known) {
            Ok(mut decision) => {
                decision.reason = decision.reason.filter(|_| audience.is_internal());
                decision.as_of = decision.as_of.filter(|_| audience.is_internal());
                let [a, b] = [decision.between[0].as_str(), decision.between[1].as_str()];
                if let Some(at) = settled.iter().position(|(earlier, _)| earlier.is_about(decision.kind, [a, b])) {
                    let message = format!("{a} and {b} are decided on again below, and the later decision holds");
                    let finding = Diagnostic::new("cause_name_odd", message).at(CAUSE_NAMES, Some(settled[at].1));
                    findings.push(finding.help("keep one of the two"));
                    settled.remove(at);
                }
                settled.push((decision, place));
            }
            Err(lost) => findings.extend(lost.into_iter().map(|((message, help), span)| {
                let finding = Diagnostic::new("reference_unknown", message).at(CAUSE_NAMES, Some(span));
                match help {
                    Some(help) => finding.help(help),
                    None => finding,
                }
            })),
        }
    }
    base.decisions = settled.into_iter().map(|(decision, _)| decision).collect();
    findings
}

/// `incidents` are all documents by the name they go by.
fn settled_one(
    incidents: &HashMap<&str, &Incident>,
    one: &StatedDecision,
    known: &Known,
) -> Result<Decision, Vec<(Lost, Span)>> {
    let text = |at: usize| one.texts.as_ref().map(|texts| texts[at].as_str()).filter(|text| !text.is_empty());
    let side = |at: usize| {
        let (written, span) = &one.between[at];
        let found = reference(incidents, written, text(at), known).and_then(|found| fitting(found, one.kind, at));
        found.map_err(|lost| (lost, *span))
    };
    match (side(0), side(1)) {
        (Ok(a), Ok(b)) if a == b && one.kind.is_mutual() => {
            Err(vec![((format!("\"{a}\" is compared with itself"), None), one.between[1].1)])
        }
        (Ok(a), Ok(b)) => Ok(Decision {
            kind: one.kind,
            between: [a, b],
            answer: one.answer,
            reason: one.reason.clone(),
            as_of: one.as_of,
        }),
        (a, b) => Err(a.err().into_iter().chain(b.err()).collect()),
    }
}

/// `INC-7` or `INC-7#a3`, and whether it is an action item.
fn reference(
    incidents: &HashMap<&str, &Incident>,
    written: &str,
    text: Option<&str>,
    known: &Known,
) -> Result<(String, bool), Lost> {
    let parted = written.rsplit_once('#').filter(|_| !known.incidents.contains_key(&written.to_lowercase()));
    let Some((incident, action)) = parted else { return Ok((known.find(written)?.name.clone(), false)) };
    let name = known.find(incident)?.name.clone();
    let Some(text) = text else { return Ok((known.reference(written)?, true)) };
    let number = incidents.get(name.as_str()).and_then(|incident| reading_so(incident, action, text));
    let lost = || {
        let help = "it was changed since: `incidex review` asks about it again";
        (format!("{name} has no action item that reads \"{text}\""), Some(help.to_owned()))
    };
    Ok((format!("{name}#a{}", number.ok_or_else(lost)?), true))
}

/// The number of the item that was reviewed: it still reads so, or it is the only one that does.
fn reading_so(incident: &Incident, action: &str, text: &str) -> Option<usize> {
    let items = &incident.action_items;
    let reads_so = |number: &usize| same_words(&items[number - 1].text, text);
    let there = action_number(action, items.len()).filter(reads_so);
    let mut elsewhere = (1..=items.len()).filter(reads_so);
    there.or_else(|| elsewhere.next().filter(|_| elsewhere.next().is_none()))
}

fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// Causes are about incidents, promises about action items, verdicts about a fix and an incident.
fn fitting((reference, is_action): (String, bool), kind: Subject, at: usize) -> Result<String, Lost> {
    let fits = match kind {
        Subject::Cause => !is_action,
        Subject::Promise => is_action,
        Subject::Recurred | Subject::Held => at == 0 || !is_action,
    };
    let wanted = match kind {
        Subject::Promise => "two action items, like \"INC-7#a3\"",
        Subject::Cause => "two incidents",
        Subject::Recurred | Subject::Held => "a fix and an incident",
    };
    let lost = format!("\"{reference}\" does not fit: kind \"{}\" is between {wanted}", kind.word());
    if fits { Ok(reference) } else { Err((lost, None)) }
}

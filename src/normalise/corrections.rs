//! What authors say about which incidents belong together, held against the archive.
//!
//! Input: the knowledge base with references as written (`same_as`, `not_same_as`, names and decisions of `causes.toml`).
//! Output: the same with references that lead somewhere, each under the name its incident goes by, and a finding for every other. For
//! an audience that does not see everything nothing is said about documents that are not shown: what names them is dropped in silence.

mod decisions;

use std::cell::Cell;
use std::collections::HashMap;

use crate::config::{CAUSE_NAMES, CauseFile, StatedName, nearest};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Audience, CauseName, Incident, Kind, KnowledgeBase};

/// Settles the references of every incident and of `file`; findings in the order of the articles, then of the names and
/// the decisions.
pub fn settle_corrections(base: &mut KnowledgeBase, file: &CauseFile, audience: &Audience) -> Vec<Diagnostic> {
    let known = Known::of(base);
    let own_names: Vec<String> = base.names().into_iter().map(str::to_owned).collect();
    let mut findings = Vec::new();
    for (article, own) in base.articles.iter_mut().zip(&own_names) {
        let incident = &mut article.incident;
        for key in ["same_as", "not_same_as"] {
            findings.extend(settle_list(incident, own, key, &known));
        }
    }
    for stated in &file.names {
        let (found, lost) = name(stated, &known);
        let all_there = lost.is_empty();
        findings.extend(lost);
        if !found.is_empty() && (all_there || audience.is_internal()) {
            base.cause_names.push(CauseName { name: stated.name.clone(), incidents: found });
        }
    }
    findings.extend(decisions::settle(base, &file.decisions, &known, audience));
    if audience.is_internal() { findings } else { Vec::new() }
}

/// Whether each id is that of an incident, by the names and addresses that corrections may use.
pub fn is_incident(base: &KnowledgeBase) -> impl Fn(&str) -> bool + use<> {
    let known = Known::of(base);
    move |id| known.incidents.get(&id.trim().to_lowercase()).is_some_and(|target| target.kind == Kind::Incident)
}

/// What can be referred to.
struct Known {
    /// Name, and each address that no other one claims, in lower case to what stands there.
    incidents: HashMap<String, Target>,
    names: Vec<String>,
    /// How many names may still be suggested: each suggestion looks at every name.
    suggestions: Cell<usize>,
}

/// No author needs more hints at once, and an archive full of mistakes must not take hours.
const SUGGESTIONS: usize = 50;

#[derive(Clone)]
struct Target {
    name: String,
    kind: Kind,
    actions: usize,
}

impl Known {
    fn of(base: &KnowledgeBase) -> Self {
        let names: Vec<String> = base.names().into_iter().map(str::to_owned).collect();
        let mut incidents = HashMap::new();
        let mut addresses: HashMap<String, Option<Target>> = HashMap::new();
        for (article, name) in base.articles.iter().zip(&names) {
            let incident = &article.incident;
            let target = Target { name: name.clone(), kind: incident.kind, actions: incident.action_items.len() };
            for address in article.addresses() {
                let owner = addresses.entry(address.to_lowercase()).or_insert_with(|| Some(target.clone()));
                *owner = owner.take().filter(|owner| owner.name == target.name);
            }
            incidents.insert(name.to_lowercase(), target);
        }
        for (address, owner) in addresses {
            incidents.extend(owner.filter(|_| !incidents.contains_key(&address)).map(|owner| (address, owner)));
        }
        Self { incidents, names, suggestions: Cell::new(SUGGESTIONS) }
    }

    /// The incident called so, or why there is none and what may have been meant.
    fn find(&self, written: &str) -> Result<&Target, (String, Option<String>)> {
        match self.incidents.get(&written.trim().to_lowercase()) {
            Some(target) if target.kind == Kind::Incident => Ok(target),
            Some(target) => Err((format!("\"{}\" is no incident, and only incidents are compared", target.name), None)),
            None => {
                let left = self.suggestions.get();
                self.suggestions.set(left.saturating_sub(1));
                let names = self.names.iter().map(String::as_str).take(if left > 0 { usize::MAX } else { 0 });
                let near = nearest(written, names);
                Err((format!("no incident is called \"{written}\""), near.map(|it| format!("did you mean `{it}`?"))))
            }
        }
    }

    /// `INC-7` or `INC-7#a3`, under the name the incident goes by.
    fn reference(&self, written: &str) -> Result<String, (String, Option<String>)> {
        let parted = written.rsplit_once('#').filter(|_| !self.incidents.contains_key(&written.to_lowercase()));
        let Some((incident, action)) = parted else { return Ok(self.find(written)?.name.clone()) };
        let target = self.find(incident)?;
        let number = action_number(action, target.actions).ok_or_else(|| no_action(action, &target.name))?;
        Ok(format!("{}#a{number}", target.name))
    }
}

/// `a3` of an incident with three action items or more.
fn action_number(written: &str, actions: usize) -> Option<usize> {
    let number = written.trim().strip_prefix(['a', 'A'])?.parse().ok()?;
    (1..=actions).contains(&number).then_some(number)
}

fn no_action(written: &str, incident: &str) -> (String, Option<String>) {
    let help = "action items are counted from 1: `a1` is the first";
    (format!("{incident} has no action item \"{}\"", written.trim()), Some(help.to_owned()))
}

/// Keeps what leads somewhere in a list of an incident; of a list that is cut, the words of its author are not shown on.
fn settle_list(incident: &mut Incident, own: &str, key: &str, known: &Known) -> Vec<Diagnostic> {
    let actions = incident.action_items.len();
    let list = if key == "same_as" { &mut incident.same_as } else { &mut incident.not_same_as };
    let written = std::mem::take(list);
    let mut findings = Vec::new();
    for item in written {
        match settled(&item, own, actions, known) {
            Ok(reference) if !list.contains(&reference) => list.push(reference),
            Ok(_) => {}
            Err((message, help)) => {
                let place = incident.provenance.get(key).and_then(|trail| Some((trail.line?, trail.column?)));
                let span = place.map(|(line, column)| Span::new(line, column, 0));
                let finding = Diagnostic::new("reference_unknown", format!("{key}: {message}"));
                let finding = finding.at(&incident.source.path, span);
                findings.push(match help {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            }
        }
    }
    if list.is_empty() {
        incident.provenance.remove(key);
    } else if !findings.is_empty()
        && let Some(trail) = incident.provenance.get_mut(key)
    {
        trail.excerpt = None;
    }
    findings
}

/// `INC-7`, or `a2 = INC-7#a3` for an action item of this incident and one of another.
fn settled(item: &str, own: &str, actions: usize, known: &Known) -> Result<String, (String, Option<String>)> {
    let itself = || Err((format!("\"{item}\" names this document itself"), None));
    match item.split_once('=') {
        None => match known.reference(item)? {
            reference if reference == own => itself(),
            reference if reference.contains("#a") && !known.incidents.contains_key(&reference.to_lowercase()) => {
                let help = format!("write `a1 = {item}` for its first action item");
                Err((format!("\"{item}\" does not say which action item of this document it is about"), Some(help)))
            }
            reference => Ok(reference),
        },
        Some((ours, theirs)) => {
            let number = action_number(ours, actions).ok_or_else(|| no_action(ours, own))?;
            match known.reference(theirs)? {
                reference if reference == format!("{own}#a{number}") => itself(),
                reference if !theirs.contains('#') => {
                    let help = format!("write `a{number} = {reference}#a1` for its first action item");
                    Err((format!("\"{item}\" does not say which action item of {reference} is meant"), Some(help)))
                }
                reference => Ok(format!("a{number} = {reference}")),
            }
        }
    }
}

/// The incidents of a name that are there, and a finding for each of the others.
fn name(stated: &StatedName, known: &Known) -> (Vec<String>, Vec<Diagnostic>) {
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    for (id, span) in &stated.incidents {
        match known.find(id) {
            Ok(target) => found.push(target.name.clone()),
            Err((message, help)) => {
                let finding = Diagnostic::new("reference_unknown", message).at(CAUSE_NAMES, Some(*span));
                lost.push(match help {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            }
        }
    }
    (found, lost)
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, cause_names};
    use crate::diagnostic::Diagnostic;
    use crate::model::{Audience, KnowledgeBase, Source, SourceFormat};
    use crate::normalise::{knowledge_base, settle_corrections};
    use crate::parse;

    const BODY: &str = "\n# Orders stuck\n\n2024-03-01 10:00 UTC to 11:00 UTC\n\n## Root cause\n\nThe broker's disk was full.\n\n\
                        ## Action items\n\n- Alert on disk space\n- Rotate the journal\n";

    /// The archive of `a.md`, `b.md` and `c.md`, each with this front matter.
    fn archive(front_matter: [&str; 3]) -> (KnowledgeBase, Vec<Diagnostic>) {
        let documents = ["a", "b", "c"].into_iter().zip(front_matter).map(|(stem, lines)| {
            let source = Source { path: format!("{stem}.md"), format: SourceFormat::Markdown, hash: String::new() };
            parse::document(source, &format!("---\nid: PM-{stem}\n{lines}\n---\n{BODY}"))
        });
        let normalised = knowledge_base(documents.collect(), &Config::default());
        (normalised.knowledge_base, normalised.findings)
    }

    fn check(line: &str, same: &[&str], not_same: &[&str], findings: &[&str]) {
        let (base, told) = archive([line, "", "kind: maintenance"]);
        let incident = &base.articles[0].incident;
        assert_eq!(
            (incident.same_as.as_slice(), incident.not_same_as.as_slice()),
            (same_owned(same).as_slice(), same_owned(not_same).as_slice()),
            "{line}"
        );
        let told: Vec<String> = told
            .iter()
            .filter(|it| it.entry.name == "reference_unknown")
            .map(|it| format!("{}:{}", it.span.unwrap().line, it.message))
            .collect();
        assert_eq!(told, findings, "{line}");
    }

    fn same_owned(list: &[&str]) -> Vec<String> {
        list.iter().map(|it| it.to_string()).collect()
    }

    #[test]
    fn incidents_are_named_by_id_or_by_the_last_part_of_their_address() {
        check("same-as: pm-B", &["PM-b"], &[], &[]);
        check("not-same-as: [b, PM-b]", &[], &["PM-b"], &[]);
    }

    #[test]
    fn action_items_are_named_by_their_number() {
        check("same_as: [a2 = PM-b#a1]", &["a2 = PM-b#a1"], &[], &[]);
        check("same_as: [a3 = PM-b#a1]", &[], &[], &["3:same_as: PM-a has no action item \"a3\""]);
        check("same_as: [a1 = PM-b#a9]", &[], &[], &["3:same_as: PM-b has no action item \"a9\""]);
        check(
            "same_as: [a1 = PM-b]",
            &[],
            &[],
            &["3:same_as: \"a1 = PM-b\" does not say which action item of PM-b is meant"],
        );
        check(
            "same_as: [PM-b#a1]",
            &[],
            &[],
            &["3:same_as: \"PM-b#a1\" does not say which action item of this document it is about"],
        );
    }

    #[test]
    fn what_leads_nowhere_is_told_and_the_rest_holds() {
        check("same_as: [PM-x1, PM-b]", &["PM-b"], &[], &["3:same_as: no incident is called \"PM-x1\""]);
        check("same_as: PM-a", &[], &[], &["3:same_as: \"PM-a\" names this document itself"]);
        check(
            "not_same_as: PM-c",
            &[],
            &[],
            &["3:not_same_as: \"PM-c\" is no incident, and only incidents are compared"],
        );
    }

    fn named(audience: &Audience) -> (Vec<String>, Vec<String>) {
        let (mut base, _) = archive(["", "", ""]);
        let text = "[[cause]]\nname = \"Full disks\"\nincidents = [\"PM-a\", \"PM-q\"]\n[[cause]]\nname = \"Other\"\nincidents = [\"b\"]\n";
        let findings = settle_corrections(&mut base, &cause_names(text).0, audience);
        let names = base.cause_names.iter().map(|it| format!("{}: {}", it.name, it.incidents.join(" "))).collect();
        (names, findings.iter().map(|it| format!("{:?}", it.span.map(|span| (span.line, span.column)))).collect())
    }

    #[test]
    fn a_name_holds_for_the_incidents_that_are_there() {
        let (names, findings) = named(&Audience::INTERNAL);
        assert_eq!(names, ["Full disks: PM-a", "Other: PM-b"]);
        assert_eq!(findings, ["Some((3, 22))"]);
    }

    #[test]
    fn in_public_a_name_that_also_stands_for_something_hidden_is_not_shown() {
        let (names, findings) = named(&Audience::PUBLIC);
        assert_eq!(names, ["Other: PM-b"]);
        assert!(findings.is_empty());
    }
}

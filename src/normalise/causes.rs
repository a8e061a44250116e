//! The cause of one incident: front matter first, then the sentence that states it, then what the rules read.
//!
//! Input: parts with their fields. Output: a [`Cause`] with its statement and evidence. Decides which part of the story a
//! stretch of text tells; what words mean is `super::cause`'s.

use std::borrow::Cow;

use crate::model::{Cause, Contributing, Origin};
use crate::text::{Break, sentences};

use super::author::Author;
use super::cause::{self, Proofs, Rules};
use super::front_matter_keys::Key;
use super::outline::{LabelKind, Part, text_of};
use super::statement::statement;
use super::story::Story;
use super::trail::{Place, Trail};
use super::vocabulary::Field;

/// What the cause is read from.
pub struct Reading<'r> {
    pub author: &'r Author,
    pub parts: &'r [Part],
    pub title: Option<&'r str>,
    pub story: &'r Story,
    pub organisation: Option<&'r str>,
    pub services: &'r [String],
}

/// Classifies the incident and finds the sentence that states its cause.
pub fn cause(reading: &Reading<'_>, rules: &Rules, trail: &mut Trail) -> Cause {
    let own_names: Vec<&str> =
        reading.services.iter().filter_map(|name| site_name(name)).chain(reading.organisation).collect();
    let (mut cause, _, proofs) = cause::assess_read(rules, reading.story.of_causes(), &own_names);
    note_inferred(&proofs, trail);
    cause.statement = statement(reading.parts, reading.title, &proofs.statements, trail);
    labelled(reading.parts, rules, &mut cause, trail);
    stated(reading.author, rules, &mut cause, trail);
    cause
}

/// `Cause category: Software`: a label whose few words name a class outright.
fn labelled(parts: &[Part], rules: &Rules, cause: &mut Cause, trail: &mut Trail) {
    const FEW: usize = 3;
    let labels = parts.iter().filter(|part| {
        let on_its_line = matches!(part.kind, LabelKind::Row | LabelKind::Label { inline: true, .. });
        on_its_line && matches!(part.field, Some(Field::Cause | Field::Trigger))
    });
    let named = labels.filter_map(|part| {
        let text = part.prose().next().map(text_of)?;
        let name = text.trim().trim_end_matches('.');
        let class = rules.class_named(name).filter(|_| name.split_whitespace().count() <= FEW)?;
        Some((class, part.lines().next().map(Place::of).unwrap_or_default()))
    });
    if let Some((class, place)) = named.into_iter().next() {
        trail.note("cause.class", Origin::Stated, "cause-label", &place);
        cause.contributing.retain(|further| further.class != class);
        cause.class = Some(class);
        cause.confidence = None;
    }
}

/// The name in a service's host name: `depot` of `labels.depot.example`. It says whose it is, not what failed.
fn site_name(service: &str) -> Option<&str> {
    let is_host = !service.contains(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
    let labels: Vec<&str> = service.split('.').filter(|_| is_host).collect();
    match labels[..] {
        [_, .., name, top] if labels.len() >= 3 && top.bytes().all(|b| b.is_ascii_alphabetic()) => Some(name),
        _ => None,
    }
}

/// Where `Root cause and resolution` turns from the one to the other: the first sentence that tells of a remedy.
pub fn resolution_begins(text: &str) -> usize {
    let tells_remedy = |sentence: &str| {
        let lower = sentence.to_lowercase();
        ["to resolve", "to fix", "to address", "to mitigate", "to restore", "resolution"]
            .iter()
            .any(|start| lower.starts_with(start))
            || ["was resolved by", "was fixed by", "were corrected", "was corrected", "was rolled back", "was reverted"]
                .iter()
                .any(|words| lower.contains(words))
    };
    sentences(text, Break::Line)
        .into_iter()
        .find(|range| tells_remedy(&text[range.clone()]))
        .map_or(text.len(), |range| range.start)
}

/// Each value with the rule that decided it, and no other.
fn note_inferred(proofs: &Proofs, trail: &mut Trail) {
    let values = [
        ("cause.class", &proofs.class),
        ("cause.component", &proofs.component),
        ("cause.contributing", &proofs.contributing),
    ];
    for (key, proof) in values {
        let Some(proof) = proof else { continue };
        let place = Place::at(proof.line, 1, &proof.words);
        trail.note(key, Origin::Inferred, Cow::Owned(proof.rule.clone()), &place);
    }
}

/// What front matter says of class, component and further classes wins over anything read from the text.
fn stated(author: &Author, rules: &Rules, cause: &mut Cause, trail: &mut Trail) {
    if let Some(stated) = author.get(Key::Cause) {
        let words = stated.list();
        let mut classes: Vec<String> = Vec::new();
        let mut component = None;
        for word in &words {
            let named = rules.named(word);
            if named.class.is_none() && named.component.is_none() {
                let code = if word.split_whitespace().count() <= 3 { Some("cause_unknown") } else { None };
                if let Some(code) = code {
                    trail.flag(code, format!("\"{word}\" is neither a cause class nor a component"), stated.place.line);
                }
            }
            classes.extend(named.class.filter(|class| !classes.contains(class)));
            component = component.or(named.component);
        }
        if let Some(text) = stated.text().filter(|text| text.split_whitespace().count() > 3 && words.len() == 1) {
            trail.note("cause.statement", Origin::Stated, "front-matter", &stated.place);
            cause.statement = Some(text);
        }
        if let Some(first) = classes.first() {
            trail.note("cause.class", Origin::Stated, "front-matter", &stated.place);
            cause.class = Some(first.clone());
            cause.confidence = None;
            cause.contributing = classes[1..]
                .iter()
                .take(2)
                .map(|class| Contributing { class: class.clone(), component: None, statement: None })
                .collect();
        }
        if let Some(component) = component {
            trail.note("cause.component", Origin::Stated, "front-matter", &stated.place);
            cause.component = Some(component);
        }
    }
    if let Some((word, place)) = author.text(Key::Component)
        && let Some(component) = rules.named(&word).component
    {
        trail.note("cause.component", Origin::Stated, "front-matter", place);
        cause.component = Some(component);
    }
    if let Some(stated) = author.get(Key::Contributing) {
        let named = stated.list().into_iter().filter_map(|word| {
            let named = rules.named(&word);
            named.class.map(|class| Contributing { class, component: named.component, statement: None })
        });
        let contributing: Vec<_> = named.collect();
        if !contributing.is_empty() {
            trail.note("cause.contributing", Origin::Stated, "front-matter", &stated.place);
            cause.contributing = contributing;
        }
    }
}

//! How the incident was brought to an end.

use crate::model::{EventKind, Mitigation, MitigationKind, Origin};
use crate::text::{Break, sentences};

use super::author::Author;
use super::cause::mitigation_kind;
use super::causes::resolution_begins;
use super::chronology::Timeline;
use super::front_matter_keys::Key;
use super::outline::Part;
use super::trail::{Place, Trail};
use super::vocabulary::Field;

/// The resolution in the author's words.
pub fn resolution(author: &Author, parts: &[Part], trail: &mut Trail) -> Option<String> {
    if let Some((text, place)) = author.text(Key::Resolution) {
        trail.note("resolution", Origin::Stated, "front-matter", place);
        return Some(text);
    }
    let named = parts.iter().filter(|part| part.field == Some(Field::Resolution)).map(|part| (part, part.text()));
    let split = parts.iter().filter(|part| part.field == Some(Field::CauseAndResolution)).map(|part| {
        let text = part.text();
        let cut = resolution_begins(&text);
        (part, text[cut..].trim().to_owned())
    });
    let (part, text) = named.chain(split).find(|(_, text)| text.chars().any(char::is_alphabetic))?;
    trail.note("resolution", Origin::Stated, "heading", &part.lines().next().map(Place::of).unwrap_or_default());
    Some(text)
}

/// What kind of remedy it was: as stated, else as the last effective step tells.
pub fn mitigation(
    author: &Author,
    resolution: Option<&str>,
    timeline: &Timeline,
    trail: &mut Trail,
) -> Option<Mitigation> {
    if let Some((text, place)) = author.text(Key::Mitigation) {
        let kind = named(&text).or_else(|| mitigation_kind(&text)).unwrap_or(MitigationKind::Other);
        trail.note("mitigation.kind", Origin::Stated, "front-matter", place);
        return Some(Mitigation { kind, text });
    }
    let entries =
        timeline.entries.iter().filter(|placed| matches!(placed.entry.kind, EventKind::Fixed | EventKind::Resolved));
    let told = resolution
        .into_iter()
        .flat_map(|text| sentences(text, Break::Line).into_iter().map(move |range| (text[range].to_owned(), None)));
    let steps = entries.map(|placed| (placed.entry.text.clone(), Some(placed.entry.line)));
    for (text, line) in told.chain(steps) {
        if let Some(kind) = mitigation_kind(&text) {
            let place = line
                .map(|line| Place::at(line, 1, &text))
                .unwrap_or(Place { excerpt: Some(text.clone()), ..Place::nowhere() });
            trail.note("mitigation.kind", Origin::Inferred, "mitigation-words", &place);
            return Some(Mitigation { kind, text });
        }
    }
    let resolution = resolution?;
    let text = sentences(resolution, Break::Line).into_iter().next().map(|range| resolution[range].to_owned())?;
    let place = Place { excerpt: Some(text.clone()), ..Place::nowhere() };
    trail.note("mitigation.kind", Origin::Default, "no-known-remedy", &place);
    Some(Mitigation { kind: MitigationKind::Other, text })
}

fn named(word: &str) -> Option<MitigationKind> {
    Some(match super::vocabulary::bare(word).as_str() {
        "rollback" | "roll back" | "revert" => MitigationKind::Rollback,
        "restart" | "reboot" => MitigationKind::Restart,
        "scale" | "scale up" | "capacity" => MitigationKind::Scale,
        "config" | "configuration" => MitigationKind::Config,
        "failover" => MitigationKind::Failover,
        "hotfix" | "patch" => MitigationKind::Hotfix,
        "vendor" | "provider" => MitigationKind::Vendor,
        "replace" | "replacement" => MitigationKind::Replace,
        "waited" | "wait" => MitigationKind::Waited,
        "other" => MitigationKind::Other,
        _ => return None,
    })
}

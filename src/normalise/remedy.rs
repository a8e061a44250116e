//! How the incident was brought to an end.

use crate::model::{ActionGroup, EventKind, Mitigation, MitigationKind, Origin};
use crate::parse::BlockKind;
use crate::text::{Break, sentences};

use super::author::Author;
use super::cause::{Remedy, Tense, likely_remedy, mitigation_kind, remedies, tells_recovery};
use super::causes::resolution_begins;
use super::chronology::Timeline;
use super::false_lead::in_vain;
use super::front_matter_keys::Key;
use super::outline::{Part, told_of};
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

/// What kind of remedy it was: as stated, else as the section about it tells, else the last step before the recovery, else
/// a sentence of prose that says what helped, else the deed of the story that is nearest to the recovery, else what
/// is most like known sentences of remedies. `None` where nothing is said.
pub fn mitigation(
    author: &Author,
    parts: &[Part],
    resolution: Option<&str>,
    timeline: &Timeline,
    story: &Timeline,
    trail: &mut Trail,
) -> Option<Mitigation> {
    if let Some((text, place)) = author.text(Key::Mitigation) {
        let kind = named(&text).or_else(|| mitigation_kind(&text)).unwrap_or(MitigationKind::Other);
        trail.note("mitigation.kind", Origin::Stated, "front-matter", place);
        return Some(Mitigation { kind, text });
    }
    let section = || resolution.and_then(in_section).map(|found| (found, "resolution-section", None));
    let row = || last_step(timeline).map(|(found, line)| (found, "fix-in-timeline", Some(line)));
    let told = || last_step(story).map(|(found, line)| (found, "fix-in-prose", Some(line)));
    let prose = || in_prose(parts).map(|(found, line)| (found, "remedy-in-prose", line));
    let likely = || likely(parts, resolution, timeline).map(|(found, line)| (found, "remedy-wording", line));
    let other = || resolution.and_then(unknown_remedy).map(|found| (found, "no-known-remedy", None));
    let (found, rule, line) = section().or_else(row).or_else(told).or_else(prose).or_else(likely).or_else(other)?;
    let place = match line {
        Some(line) => Place::at(line, 1, &found.text),
        None => Place { excerpt: Some(found.text.clone()), ..Place::nowhere() },
    };
    let origin = if rule == "no-known-remedy" { Origin::Default } else { Origin::Inferred };
    trail.note("mitigation.kind", origin, rule, &place);
    Some(found)
}

/// The remedy of a section about the resolution: the one that it says helped, else the first.
///
/// Each line is a block of its own: what the next one plans says nothing of it.
fn in_section(text: &str) -> Option<Mitigation> {
    let blocks = text.split('\n').flat_map(|block| remedies(block).into_iter().map(move |remedy| (block, remedy)));
    let found: Vec<(&str, Remedy)> = blocks.collect();
    let chosen = found.iter().position(|(_, remedy)| remedy.recovers).unwrap_or(0);
    found.get(chosen)?;
    // A restart puts into force what was done before it.
    let before = found[..chosen].iter().rposition(|(_, remedy)| is_deed(remedy.kind));
    let (block, remedy) = &found[before.filter(|_| !is_deed(found[chosen].1.kind)).unwrap_or(chosen)];
    Some(Mitigation { kind: remedy.kind, text: block[remedy.sentence.clone()].to_owned() })
}

/// The remedy of the row that is nearest to the recovery. A fix of a kind nobody knows ends the search: what stands
/// before it did not end the incident.
fn last_step(timeline: &Timeline) -> Option<(Mitigation, usize)> {
    let entries = &timeline.entries;
    let kind = |index: usize| entries[index].entry.kind;
    let over = |index: &usize| matches!(kind(*index), EventKind::Resolved | EventKind::Ended);
    let fixed = |index: &usize| kind(*index) == EventKind::Fixed;
    let texts: Vec<&str> = entries.iter().map(|placed| placed.entry.text.as_str()).collect();
    let vain = in_vain(&texts);
    let mut restart = None;
    let end = (0..entries.len()).find(over).or_else(|| (0..entries.len()).rev().find(fixed))?;
    for index in (0..=end).rev().filter(|index| !vain.contains(index)) {
        let entry = &entries[index].entry;
        if restart.as_ref().is_some_and(|(_, at)| index + BEFORE_A_RESTART < *at) {
            break;
        }
        if matches!(entry.kind, EventKind::RuledOut | EventKind::FalseLead | EventKind::Began | EventKind::Detected) {
            continue;
        }
        let found = remedies(&entry.text);
        if let Some(remedy) = found.iter().rfind(|remedy| is_deed(remedy.kind)).or(found.last()) {
            let told = (Mitigation { kind: remedy.kind, text: entry.text.clone() }, entry.line);
            if is_deed(remedy.kind) {
                return Some(told);
            }
            restart.get_or_insert((told, index));
        } else if entry.kind == EventKind::Fixed && restart.is_none() {
            return None;
        }
    }
    restart.map(|(told, _)| told)
}

/// A restart right behind another deed only puts it into force.
const BEFORE_A_RESTART: usize = 2;

fn is_deed(kind: MitigationKind) -> bool {
    !matches!(kind, MitigationKind::Restart | MitigationKind::Waited)
}

/// Stretches outside of the section about it that may tell what helped.
fn tells_a_remedy(field: Option<Field>) -> bool {
    matches!(
        field,
        None | Some(
            Field::Summary
                | Field::Background
                | Field::Cause
                | Field::CauseAndResolution
                | Field::Detection
                | Field::Conclusion
                | Field::Impact
                | Field::Timeline
                | Field::ResolvedAt
                | Field::FixedAt
                | Field::ActionsDone
                | Field::Actions(ActionGroup::Immediate)
        )
    )
}

/// A sentence outside the section about it: the first that says that its remedy helped, else the last deed of the story
/// before its last recovery, else the last.
fn in_prose(parts: &[Part]) -> Option<(Mitigation, Option<usize>)> {
    let told = parts.iter().filter(|part| tells_a_remedy(part.field));
    let blocks = told.flat_map(|part| part.prose().map(move |block| (part.field, block)));
    let mut nearest = None;
    let mut over = false;
    for (field, block) in blocks.filter(|(_, block)| !matches!(block.kind, BlockKind::Subheading { .. })) {
        let text = told_of(block);
        let told: Vec<std::ops::Range<usize>> = sentences(&text, Break::Line);
        let texts: Vec<&str> = told.iter().map(|range| &text[range.clone()]).collect();
        let vain: Vec<usize> = in_vain(&texts).into_iter().map(|index| told[index].start).collect();
        let in_vain = |remedy: &Remedy| vain.iter().any(|start| remedy.sentence.contains(start));
        let found: Vec<Remedy> = remedies(&text).into_iter().filter(|remedy| !in_vain(remedy)).collect();
        let line = block.lines.first().map(|line| line.number);
        let take = |remedy: &Remedy| {
            let sentence = text[remedy.sentence.clone()].to_owned();
            (Mitigation { kind: remedy.kind, text: sentence }, line)
        };
        let helped = |remedy: &&Remedy| remedy.recovers && matches!(remedy.tense, Tense::Then | Tense::Perfect);
        if let Some(remedy) = found.iter().find(helped) {
            return Some(take(remedy));
        }
        // A change that is told with the cause is what went wrong.
        let of_the_story = field != Some(Field::Cause) && !over;
        if let Some(remedy) = found.iter().rfind(|remedy| remedy.tense == Tense::Then).filter(|_| of_the_story) {
            nearest = Some(take(remedy));
        }
        over |= nearest.is_some() && tells_recovery(&text);
    }
    nearest
}

/// What is most like known sentences of remedies, where no rule knows one: in the section about the resolution, in a row, in
/// prose; what was done in vain is none.
fn likely(parts: &[Part], resolution: Option<&str>, timeline: &Timeline) -> Option<(Mitigation, Option<usize>)> {
    let section = resolution.into_iter().flat_map(|text| text.split('\n').map(|block| (block.to_owned(), None)));
    let rows = timeline.entries.iter().map(|placed| (placed.entry.text.clone(), Some(placed.entry.line)));
    let blocks = parts.iter().filter(|part| tells_a_remedy(part.field)).flat_map(Part::prose);
    let prose = blocks.map(|block| (told_of(block), block.lines.first().map(|line| line.number)));
    let all: Vec<(String, Option<usize>)> = section.chain(rows).chain(prose).collect();
    let texts: Vec<&str> = all.iter().map(|(text, _)| text.as_str()).collect();
    let vain = in_vain(&texts);
    let mut best: Option<(f32, Mitigation, Option<usize>)> = None;
    for (_, (text, line)) in all.iter().enumerate().filter(|(index, _)| !vain.contains(index)) {
        let Some((remedy, sure)) = likely_remedy(text) else { continue };
        if best.as_ref().is_none_or(|(most, ..)| sure > *most) {
            best = Some((sure, Mitigation { kind: remedy.kind, text: text[remedy.sentence].to_owned() }, *line));
        }
    }
    best.map(|(_, found, line)| (found, line))
}

/// The first sentence of a section about the resolution that says that something was put right. A word or two
/// ("Fixed") is a state and says nothing of how.
fn unknown_remedy(text: &str) -> Option<Mitigation> {
    const STATE: usize = 2;
    let mut told = sentences(text, Break::Line).into_iter().map(|range| &text[range]);
    let says = |sentence: &&str| tells_recovery(sentence) && sentence.split_whitespace().count() > STATE;
    let text = told.find(says)?.to_owned();
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

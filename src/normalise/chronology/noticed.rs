//! When it was noticed, as the section or the label that is about the detection tells, and how long that took in words.
//!
//! Input: parts, the clock. Output: a named moment and a length. Knows no rows.

use crate::model::Origin;
use crate::normalise::event::tells_of_notice;
use crate::normalise::outline::{Part, line_at, text_of};
use crate::normalise::time::{self, StampRange, WrittenDuration};
use crate::normalise::trail::Place;
use crate::normalise::vocabulary::Field;
use crate::parse::{Block, BlockKind};
use crate::text::{Break, sentences};

use super::anchor::Anchor;
use super::clock::Clock;
use super::mention::{bounds, weekday_before};
use super::moments::{NamedMoment, Role};
use super::passage::may_hold_clock;
use super::window::on_weekday;

/// The rule of a moment that the section about the detection tells.
pub const RULE: &str = "detection-section";

/// The moment that the section about the detection tells: "a clinic wrote to us at 07:50".
pub fn noticed(parts: &[Part], clock: &Clock) -> Option<NamedMoment> {
    let about = parts.iter().filter(|part| part.field == Some(Field::Detection));
    about.flat_map(Part::prose).filter(|block| tells(block)).find_map(|block| in_block(block, clock))
}

fn tells(block: &Block) -> bool {
    let told = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::ItemParagraph { .. });
    told && block.lines.iter().any(|line| may_hold_clock(&line.text))
}

fn in_block(block: &Block, clock: &Clock) -> Option<NamedMoment> {
    let text = text_of(block);
    sentences(&text, Break::Line).into_iter().find_map(|range| {
        let told = &text[range.clone()];
        if is_denied(told) {
            return None;
        }
        let ranges = time::ranges(told, clock.order);
        let timed: Vec<&StampRange> = ranges.iter().filter(|one| one.from.time.is_some() && one.to.is_none()).collect();
        let bounds = bounds(told, &timed);
        let says = |index: &usize| tells_of_notice(&told[bounds[*index]..bounds[index + 1]]);
        let index = (0..timed.len()).find(says).or((!timed.is_empty()).then_some(0))?;
        let stamp = &timed[index].from;
        let before = &told[..stamp.range.start];
        let date = clock.date.map(|date| match weekday_before(before).filter(|_| stamp.date.is_none()) {
            Some(weekday) => on_weekday(date, weekday),
            None => date,
        });
        let words = &told[stamp.range.clone()];
        let moment = clock.moment(stamp, words, date);
        let line = line_at(block, range.start + stamp.range.start);
        let anchor = Anchor {
            at: Clock::axis(&moment),
            moment,
            origin: Origin::Stated,
            rule: RULE,
            place: Place::at(line, 1, told),
        };
        Some(NamedMoment { role: Role::Detected, anchor, line: None, dated: stamp.date.is_some() })
    })
}

/// "No alert fired at 10:00", "would have paged at 09:58": what did not tell anybody.
fn is_denied(text: &str) -> bool {
    #[rustfmt::skip]
    const DENIALS: &[&str] = &[
        "no alert", "no alarm", "no one", "nobody", "not notice", "n't notice", "not detect", "n't detect", "did not alert", "didn't alert", "never fired", "not fire", "n't fire",
        "not page", "n't page", "would have", "should have", "could have", "unnoticed", "undetected", "nothing paged", "nothing alerted", "not trigger", "n't trigger", "too late",
    ];
    let lower = text.to_lowercase();
    DENIALS.iter().any(|denial| lower.contains(denial))
}

/// How long it went unseen, in words: "the alert fired within 3 minutes", "went unnoticed for two hours".
pub fn told_length(parts: &[Part]) -> Option<(WrittenDuration, Place)> {
    let told = parts.iter().filter(|part| {
        matches!(
            part.field,
            None | Some(
                Field::Detection | Field::Summary | Field::Impact | Field::Background | Field::Poorly | Field::Well
            )
        )
    });
    told.flat_map(Part::prose).filter(|block| !matches!(block.kind, BlockKind::Row { .. })).find_map(|block| {
        let text = text_of(block);
        if !text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains("hour") && !text.contains("minute") {
            return None;
        }
        sentences(&text, Break::Line).into_iter().find_map(|range| {
            let told = &text[range.clone()];
            let written = time::durations(told).into_iter().find(|length| is_until_noticed(told, length))?;
            let line = line_at(block, range.start + written.range.start);
            Some((written, Place::at(line, 1, told)))
        })
    })
}

#[rustfmt::skip]
const NOTICED: &[&str] = &[
    "fired", "alerted", "paged", "noticed", "detected", "spotted", "reported", "flagged", "discovered", "triggered", "tripped", "informed", "called", "rang", "complained", "raised",
    "warned", "notified", "caught", "saw",
];
#[rustfmt::skip]
const OTHERWISE: &[&str] = &[
    "fix", "fixed", "resolved", "restored", "rolled", "mitigated", "recovered", "identified", "found", "responded", "acknowledged", "joined", "would", "should", "could", "will", "must",
    "may", "might", "if", "every", "each", "last", "lasted", "down", "failed", "again", "previous", "within", "threshold", "cause",
];
const ABOUT: &[&str] = &[
    "about",
    "around",
    "approximately",
    "roughly",
    "only",
    "just",
    "less",
    "than",
    "under",
    "the",
    "some",
    "nearly",
    "almost",
    "over",
    "more",
    "another",
    "a",
    "an",
    "first",
    "us",
    "them",
    "team",
];

/// Whether a length of time is that from the beginning to the notice.
fn is_until_noticed(text: &str, length: &WrittenDuration) -> bool {
    let words = |part: &str| -> Vec<String> {
        let split = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        split.map(str::to_lowercase).collect()
    };
    let clause = |part: &str| part.rfind([',', ';', '.', ':', '(']).map_or(0, |at| at + 1);
    let before = &text[..length.range.start];
    let before = words(&before[clause(before)..]);
    let behind = text.get(length.range.end..).unwrap_or_default();
    let behind = words(&behind[..behind.find([',', ';', '.', '(']).unwrap_or(behind.len())]);
    if before.iter().chain(&behind).any(|word| OTHERWISE.contains(&word.as_str()) && word != "within") {
        return false;
    }
    let lead = before.iter().rposition(|word| !ABOUT.contains(&word.as_str()));
    let Some(lead) = lead else {
        // "12 minutes later the first customer called".
        return behind.first().is_some_and(|word| word == "later") && holds(&behind, NOTICED);
    };
    let (led, earlier) = (before[lead].as_str(), &before[..lead]);
    let near = &earlier[earlier.len().saturating_sub(5)..];
    match led {
        "within" | "after" | "in" => holds(near, NOTICED),
        "for" => holds(earlier, &["unnoticed", "undetected", "unseen", "unreported"]) || is_denied_notice(earlier),
        "took" => ["notice", "detect", "discover", "realise", "realize", "spot"]
            .iter()
            .any(|verb| behind.iter().take(4).any(|word| word == verb)),
        // "Detected 12 minutes after the start", "noticed 20 minutes later".
        word if NOTICED.contains(&word) || word == "it" => {
            behind.first().is_some_and(|word| matches!(word.as_str(), "later" | "after" | "into"))
                && holds(&before, NOTICED)
        }
        _ => false,
    }
}

/// "Nobody noticed", "no one saw it".
fn is_denied_notice(words: &[String]) -> bool {
    holds(words, &["nobody", "one", "never"]) && holds(words, NOTICED)
}

fn holds(words: &[String], known: &[&str]) -> bool {
    words.iter().any(|word| known.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_until_somebody_noticed() {
        let check = |text: &str, expected: Option<i64>| {
            let found = time::durations(text).into_iter().find(|length| is_until_noticed(text, length));
            assert_eq!(found.map(|length| length.length.rounded()), expected, "{text}");
        };
        check("The pager fired after 4 minutes.", Some(4));
        check("Grafana alerted within about ten minutes.", Some(10));
        check("The leak went unnoticed for 7 hours.", Some(420));
        check("It took us 25 minutes to notice.", Some(25));
        check("A bakery complained 40 minutes after the start.", Some(40));
        check("20 minutes later the first shop called", Some(20));
        check("Nobody noticed for two days.", Some(2880));
        check("We fixed it within 5 minutes after it was reported.", None);
        check("The alert should have fired within a minute.", None);
        check("It was down for 20 minutes.", None);
        check("Backups run every 6 hours.", None);
        check("The disk filled up after 3 hours.", None);
    }
}

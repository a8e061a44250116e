//! Whether anything in a document tells of an incident. Any sign will do; what has none is left out, and said to be.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Level;
use crate::model::Kind;
use crate::text::{Break, sentences};

use super::{FAILED_TITLE, Verdict, stem, without_names};
use crate::normalise::assemble::Excerpt;
use crate::normalise::author::Author;
use crate::normalise::chronology::{tells_past, tells_what_failed};
use crate::normalise::front_matter_keys::Key;
use crate::normalise::outline::{Part, told_of};
use crate::normalise::time::{self, DayOrder};
use crate::normalise::vocabulary::Field;

/// Text without anything an incident has.
pub fn none(excerpt: &Excerpt<'_>, author: &Author, parts: &[Part], title: &str) -> Option<Verdict> {
    let named = [title, &excerpt.document.source.path].iter().any(|text| {
        let text = text.to_lowercase();
        ["incident", "outage", "postmortem", "post-mortem", "failure", "downtime"]
            .iter()
            .any(|word| text.contains(word))
    });
    #[rustfmt::skip]
    let stated = [
        Key::StartedAt, Key::Severity, Key::Services, Key::Cause, Key::EndedAt, Key::Impact, Key::Duration,
        Key::DetectedAt,
    ];
    let front = stated.iter().any(|key| author.get(*key).is_some());
    let labelled = parts.iter().filter(|part| part.field == Some(Field::Status)).flat_map(Part::lines);
    let state = author.text(Key::Status).is_some_and(|(state, _)| is_state(&state));
    let state = state || labelled.into_iter().any(|line| is_state(&line.text));
    // Whoever writes front matter writes for an archive; what it said of the document is lost.
    let unread = excerpt.document.findings.iter().any(|finding| finding.entry.level == Level::Error);
    let dated = parts.iter().any(|part| part.field == Some(Field::Date))
        || time::file_date(stem(&excerpt.document.source.path)).is_some()
        || time::stamps(title, DayOrder::Undecided).iter().any(|stamp| stamp.date.is_some());
    if front || state || unread || tells_an_incident(parts) || tells_in_prose(parts, title, dated) || is_foreign(parts)
    {
        return None;
    }
    let words: usize = parts.iter().map(|part| part.lines().map(|line| line.text.len()).sum::<usize>()).sum();
    (!named || words == 0).then(|| {
        let reason = if words == 0 {
            "it is empty"
        } else {
            "nothing in it tells of an incident: no times, cause, impact or actions"
        };
        Verdict { unsure: true, ..Verdict::read(Kind::Other, reason) }
    })
}

/// "From 11:20 p.m. on Tuesday to 12:35 a.m. readers were shown an old page": the clock told what is past.
fn tells_window(sentence: &str) -> bool {
    let timed = |stamp: &time::Stamp| stamp.time.is_some();
    let of_clocks = |range: &time::StampRange| timed(&range.from) && range.to.as_ref().is_some_and(timed);
    tells_past(sentence) && time::ranges(sentence, DayOrder::Undecided).iter().any(of_clocks)
}

/// Whether a word is the state of an incident, and not that of a page or a decision.
fn is_state(text: &str) -> bool {
    const STATES: &[&str] = &[
        "resolved",
        "closed",
        "open",
        "ongoing",
        "mitigated",
        "monitoring",
        "investigating",
        "identified",
        "done",
        "fixed",
        "recovered",
        "postmortem",
        "completed",
    ];
    let word: String = text.trim().chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    STATES.contains(&word.as_str())
}

static ADVICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:should|must|please|you (?:can|may|need)|if you|make sure|how to|whenever)\b")
        .expect("a compiled-in pattern")
});

/// Whether prose without headings or labels tells how something failed: a story of what was, not advice. Where a day or a
/// clock is written, one such sentence will do.
fn tells_in_prose(parts: &[Part], title: &str, dated: bool) -> bool {
    let titled = FAILED_TITLE.is_match(&without_names(title));
    let mut failures = usize::from(titled);
    let mut advice = 0;
    for text in parts.iter().flat_map(Part::prose).map(told_of) {
        for range in sentences(&text, Break::Line) {
            let sentence = &text[range];
            match tells_what_failed(sentence) {
                0 if tells_window(sentence) => failures += 2,
                0 => {
                    let asked = ADVICE.find_iter(sentence).count();
                    failures += usize::from(asked == 0 && REMEDY.is_match(sentence));
                    advice += asked;
                }
                1 if !time::stamps(sentence, DayOrder::Undecided).is_empty() => failures += 2,
                // What is so every day is no failure.
                1 if !dated && PRESENT.is_match(sentence) && !PAST.is_match(sentence) => {}
                clearly => failures += clearly,
            }
        }
    }
    // Without a day or a clock one word of it must not stand against as much advice.
    failures >= 1 && (failures > advice || dated && failures >= advice)
}

static PRESENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:are|is|can|may|will|does|do)\b").expect("a compiled-in pattern"));

static PAST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:was|were|went|had|did|didn't|could|couldn't|lost|broke|hung|died|fell)\b")
        .expect("a compiled-in pattern")
});

static REMEDY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:was|were|been|we|i|he|she|they|team|then|and|by|had|had to be|got)\s+(?:then |quickly |manually |soon |finally )?(?:rolled back|rolling back|reverted|reverting|restarted|restarting|restored|restoring|rebooted|failed over|failing over|patched|mitigated|hotfixed|recovered|brought back)\b")
        .expect("a compiled-in pattern")
});

/// Whether a text is in a language that the readers do not know, so that nothing of it can speak for or against.
fn is_foreign(parts: &[Part]) -> bool {
    const FEWEST: usize = 4;
    const COMMON: &[&str] = &[
        "the", "a", "an", "and", "of", "to", "was", "were", "is", "are", "in", "for", "on", "we", "it", "this", "with",
        "at", "by", "from", "that", "be", "our", "as", "or", "not", "you", "your", "if", "all", "no", "has", "have",
    ];
    let (mut words, mut common, mut letters, mut unspaced) = (0, 0, 0, 0);
    for line in parts.iter().flat_map(Part::lines).take(200) {
        for word in line.text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            words += 1;
            common += usize::from(word.is_ascii() && COMMON.contains(&word.to_ascii_lowercase().as_str()));
        }
        letters += line.text.chars().filter(|c| c.is_alphabetic()).count();
        unspaced += line.text.chars().filter(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()).count();
    }
    let sentences = words >= FEWEST && letters > words * 2 || unspaced >= FEWEST * 2;
    // Names and code hold no such words either, but letters of other scripts and accents tell.
    let marked = parts
        .iter()
        .flat_map(Part::lines)
        .take(200)
        .any(|line| line.text.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
    sentences && marked && (common * 25 < words || unspaced * 2 > letters)
}

/// Whether the parts hold what postmortems are made of.
pub fn tells_an_incident(parts: &[Part]) -> bool {
    parts.iter().any(|part| {
        matches!(
            part.field,
            Some(
                Field::Timeline
                    | Field::KeyEvents
                    | Field::Cause
                    | Field::CauseAndResolution
                    | Field::Duration
                    | Field::Impact
                    | Field::Resolution
                    | Field::Contributing
                    | Field::Severity
                    | Field::Start
                    | Field::End
                    | Field::DetectedAt
                    | Field::FixedAt
                    | Field::ResolvedAt
                    | Field::TimeToDetect
                    | Field::TimeToRepair
                    | Field::TimeToResolve
                    | Field::Trigger
                    | Field::RespondedAt
                    | Field::Poorly
            )
        ) && part.lines().any(|line| !line.text.is_empty())
    })
}

//! The sentence that states the cause, as its author wrote it.
//!
//! Input: parts and the evidence of the cause rules. Output: one sentence, its trail noted. A sentence that only says that
//! a cause exists, is looked for or is not known states none.

use crate::model::Origin;
use crate::parse::{Block, BlockKind, Line};
use crate::text::{Break, Words, sentences};

use super::cause::{Role, Statement};
use super::false_lead::LeadCues;
use super::outline::{Part, text_of};
use super::time::{self, DayOrder};
use super::trail::{Place, Trail};
use super::vocabulary::Field;

/// Words that give a reason.
const CAUSAL: &[&str] = &[
    "caused by",
    "root cause",
    "because",
    "due to",
    "was the cause",
    "the cause of",
    "as a result of",
    "triggered by",
    "the cause was",
    "resulted from",
];

/// Words that give a reason for something else than the incident.
const BESIDE: &[&str] = &[
    "noticed because",
    "unexpected because",
    "noted because",
    "detected because",
    "lucky because",
    "investigating the root cause",
    "investigate the root cause",
    "identify the root cause",
    "identifying the root cause",
    "find the root cause",
    "until the root cause",
    "into root cause",
    "into the root cause",
    "as a root cause but",
    "not the root cause",
    "not the cause",
    "not the reason",
    "n't the root cause",
    "n't the cause",
    "not caused by",
    "n't caused by",
    "not due to",
    "not because",
    "n't because",
    "n't due to",
    "rather than because",
    "prolonged because",
    "delayed because",
    "took longer because",
    "unnoticed because",
    "apologi",
];

/// Words of sentences such as `Root cause identified.` and `Not known yet.`: nothing is stated where no other is left.
const EMPTY: &str = "a an and at be been being by cause causes confirmed currently determined for found has have identified in \
    incident investigated investigating investigation is issue it known minute moment n na no none not now of \
    outage pending problem progress root still tba tbc tbd the this to unclear under unknown was we within \
    yet";

/// The sentence that states the cause best, else a title that gives a reason. `None` where a section headed as the cause
/// says that it is not known.
pub fn statement(parts: &[Part], title: Option<&str>, told: &[Statement], trail: &mut Trail) -> Option<String> {
    let sections = parts
        .iter()
        .filter(|part| matches!(part.field, Some(Field::Cause | Field::CauseAndResolution | Field::Trigger)));
    let mut blocks = sections.flat_map(Part::prose).filter(|block| is_told(block));
    if blocks.next().is_some_and(is_unknown) {
        return None;
    }
    let suits = |told: &&Statement| says_something(&told.text) && !denies(&told.text) && !tells_a_lead(&told.text);
    // A conclusion sums up: it proves a cause and rarely states it.
    let concludes = |told: &&Statement| {
        let within =
            |part: &&Part| part.field == Some(Field::Conclusion) && part.lines().any(|line| line.number == told.line);
        !told.reasoned && parts.iter().any(|part| within(&part))
    };
    let told = told.iter().filter(|told| !concludes(told)).find(suits).map(|told| {
        let text =
            told.text[time::leading(&told.text, DayOrder::Undecided).map_or(0, |leading| leading.rest)..].to_owned();
        let place = Place::at(told.line, 1, &text);
        match (told.role, told.reasoned) {
            (Role::Cause, _) => (text, place, Origin::Stated, "cause-section"),
            (_, true) => (text, place, Origin::Inferred, "causal-words"),
            (_, false) => (text, place, Origin::Inferred, "strongest-evidence"),
        }
    });
    let titled = || {
        let title = title.filter(|title| gives_reason(title))?;
        Some((title.to_owned(), Place::nowhere(), Origin::Inferred, "causal-title"))
    };
    let (sentence, place, origin, rule) = told.or_else(titled)?;
    trail.note("cause.statement", origin, rule, &place);
    Some(sentence)
}

/// `Unknown.`, `Not known yet, see below.`
fn is_unknown(block: &Block) -> bool {
    let text = text_of(block);
    let Some(first) = sentences(&text, Break::Line).into_iter().next() else { return false };
    let lower = text[first].to_lowercase();
    let unknown = ["unknown", "not known", "not yet", "tbd", "tbc", "unclear", "n/a", "under investigation"];
    unknown.iter().any(|words| lower.contains(words)) && !says_something(&lower)
}

fn is_told(block: &Block) -> bool {
    let linked = block.lines.iter().all(Line::is_link);
    let machine = block.lines.iter().any(|line| is_machine_output(&line.text));
    !linked && !machine && !matches!(block.kind, BlockKind::Subheading { .. } | BlockKind::Row { header: true, .. })
}

/// How lines of logs and traces begin.
#[rustfmt::skip]
const LEVELS: &[&str] = &[
    "error", "warn", "warning", "info", "debug", "fatal", "trace", "panic", "traceback", "exception", "notice", "crit",
    "critical", "severe",
];

/// A line of a log, a trace or a command's output pasted among the prose: no statement of anybody.
pub(super) fn is_machine_output(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '<', '(', ' ']);
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let level = first.trim_end_matches([':', ']', '>', ')', '!']);
    let opens = level.len() < first.len() || level.bytes().all(|b| b.is_ascii_uppercase());
    if opens && LEVELS.iter().any(|known| known.eq_ignore_ascii_case(level)) && level != "Exception" {
        return true;
    }
    let is_sign = |b: &u8| matches!(b, b'=' | b'{' | b'}' | b'_' | b'/' | b':' | b'\\' | b'"' | b'|');
    if !line.bytes().any(|b| is_sign(&b)) {
        return false;
    }
    let signs = |word: &&str| {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        inner.bytes().any(|b| is_sign(&b))
    };
    let (count, odd) =
        line.split_whitespace().fold((0, 0), |(all, odd), word| (all + 1, odd + usize::from(signs(&word))));
    count >= FEWEST_FOR_A_LOG && odd * 2 >= count
}

/// A short line with a path in it is still prose.
const FEWEST_FOR_A_LOG: usize = 6;

fn gives_reason(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    CAUSAL.iter().any(|words| lower.contains(words)) && !denies(sentence) && !tells_a_lead(sentence)
}

/// Whether a sentence gives a reason for something else than the incident, or denies one.
fn denies(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    BESIDE.iter().any(|words| lower.contains(words))
}

/// "At first we blamed the network because ...": a reason for a suspicion.
fn tells_a_lead(sentence: &str) -> bool {
    LeadCues::of(&Words::opening(sentence)).strongest().is_some()
}

/// Whether a sentence says more than that there is a cause.
fn says_something(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
    words.any(|word| !EMPTY.split_whitespace().any(|empty| empty == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_a_cause_states_none() {
        for sentence in ["Root cause identified.", "Not known yet.", "TBD", "n/a", "We have identified the cause."] {
            assert!(!says_something(sentence), "{sentence}");
        }
        assert!(says_something("A typo."));
    }

    #[test]
    fn a_reason_for_something_else_is_no_cause() {
        assert!(gives_reason("Mail stopped because the disk was full."));
        assert!(!gives_reason("It was noticed because somebody looked."));
        assert!(!gives_reason("The team began investigating the root cause."));
        assert!(!gives_reason("Mail stopped."));
        assert!(!gives_reason("The new mode was not the root cause."));
        assert!(!gives_reason("It wasn't due to load."));
        assert!(!gives_reason("We first suspected the network because it had been changed."));
        assert!(!gives_reason("For an hour we believed that it was due to the proxy."));
        assert!(!gives_reason("Recovery was delayed because nobody had the key."));
    }

    #[test]
    fn what_a_machine_wrote_is_no_statement() {
        for line in [
            "ERROR: relation does not exist",
            "[WARN] pool caused by timeout",
            "ts=12 level=error msg=failed caller=main.go:12 err=\"x\" id=7",
            "panic: runtime error caused by index out of range",
        ] {
            assert!(is_machine_output(line), "{line}");
        }
        for line in [
            "Error rates rose because the disk was full.",
            "The file /etc/hosts was empty.",
            "Warning signs were missed",
        ] {
            assert!(!is_machine_output(line), "{line}");
        }
    }
}

//! How well each sentence of a document would do as the one that states the cause.
//!
//! In: the reading of a sentence, where it stands and what the rules found in it. Out: its strength. What counts is the
//! place (a section headed as the cause), the construction ("the cause was", "because", "led to"), what is blamed, and
//! against it the mood: what was promised, what users saw, what might have been, a sentence that only leads on to a list.

use std::ops::Range;

use super::Role;
use super::place::{asks, looks_back};
use super::rules::Meaning;
use super::score::{Found, HINT};
use super::sentence::{Mark, Marked, Mood, Reading, Side};
use crate::normalise::known::ROLES;
use crate::text::Words;

/// One sentence that might state the cause.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) passage: usize,
    /// Bytes of the passage's text.
    pub(super) bytes: Range<usize>,
    /// Numbers of its clauses.
    pub(super) clauses: Range<usize>,
    pub(super) strength: f64,
    pub(super) role: Role,
    /// It speaks of the organisation by name, which is no provider of itself.
    pub(super) own: bool,
    /// It says so in so many words ("the cause was", "because").
    pub(super) reasoned: bool,
}

/// What the place of a sentence is worth.
fn worth_of_place(role: Role) -> f64 {
    match role {
        Role::Cause => 12.0,
        Role::Contributing => 1.5,
        Role::Summary => 2.0,
        Role::Plain => 1.5,
        Role::Timeline => -2.0,
        Role::Resolution => 0.5,
        Role::Impact => 0.0,
        Role::Title => -1.0,
        Role::Action => -2.0,
    }
}

/// Each further sentence of a section headed as the cause is worth so much less than the one before, down to a floor:
/// authors begin with the cause, unless they begin with what led up to it.
const NEXT: f64 = 4.5;
const LATE: f64 = 9.0;
/// "The root cause was": the author says that this is it.
const STATED: f64 = 4.5;
/// A reason is given, for something that the rules know and for something else.
const BLAMES: f64 = 3.0;
const REASON: f64 = 1.5;
/// "This led to": what is told stands in the sentence before.
const POINTS_BACK: f64 = -2.5;
pub(super) const POINTED_AT: f64 = 2.0;
const BACK: f64 = 1.0;
/// The best words of the rules count up to so much, at this share.
const MOST_WORDS: f64 = 6.0;
const SHARE_OF_WORDS: f64 = 0.5;
const SUPPOSED: f64 = -4.0;
/// Something did not work, was not there, or was too much: what a cause is made of.
const FAULT: f64 = 1.5;
/// It tells what those who looked after it did or saw.
const RESPONDS: f64 = -2.0;
/// What it is worth to be like known sentences that tell a cause, per unit of odds and up to so many.
const ALIKE: f64 = 0.3;
const MOST_ALIKE: f64 = 6.0;
/// What it is worth to state the cause by the course of the whole report, per unit of odds. Only what speaks for it counts:
/// where a report says nothing else, its course says nothing against it.
const COURSE: f64 = 0.7;
/// No share is nearer to none or all than this.
const NEAREST: f32 = 0.02;
/// With this share of the course a sentence is looked at even where the rules know none of its words.
pub(super) const LIKELY: f32 = 0.5;
/// It only says that there is a reason: what stands behind it is told.
const EMPTY: f64 = -4.0;
const FEW: usize = 3;
const SHORT: f64 = -2.0;
/// Below this a sentence states nothing.
pub(super) const STATES: f64 = 3.5;

/// The strength of a sentence; `None` for one that cannot state a cause. `likely` is its share by the course of the report.
pub(super) fn strength(
    words: &Words,
    sentence: &Range<usize>,
    (reading, marks, found): (&Reading, &[Marked], &[Found]),
    (role, number): (Role, usize),
    likely: f32,
) -> Option<f64> {
    let denied = reading.clauses.iter().any(|clause| clause.side == Side::Cause && reading.denies(clause.words.start));
    if denied || reading.mood == Mood::Refuted || asks(words, sentence) || leads_on(words, sentence) {
        return None;
    }
    let order = if role == Role::Cause { (number as f64 * NEXT).min(LATE) } else { 0.0 };
    let mood = match reading.mood {
        Mood::Remedy => -4.0,
        Mood::Aside => -3.0,
        Mood::Symptom => -1.5,
        Mood::Told | Mood::Refuted => 0.0,
    };
    let supposed = if is_supposed(words, sentence) { SUPPOSED } else { 0.0 };
    let short = if sentence.len() < FEW { SHORT } else { 0.0 };
    let back = if looks_back(words, sentence) { BACK } else { 0.0 };
    let fault = if tells_a_fault(words, sentence) { FAULT } else { 0.0 };
    let responds = if responds(words, sentence) { RESPONDS } else { 0.0 };
    let empty = if is_empty(words, sentence, marks) { EMPTY } else { 0.0 };
    let like = likeness(words, sentence).clamp(-MOST_ALIKE, MOST_ALIKE) * ALIKE;
    let course = COURSE * by_course(likely);
    let told = course + like + worth_of_place(role) - order + mood + supposed + short + back + fault + responds + empty;
    Some(told + construction(role, reading, marks, found) + blame(reading, found))
}

/// The odds of a share, where they speak for it (natural logarithm).
fn by_course(likely: f32) -> f64 {
    f64::from(((likely + NEAREST) / (1.0 - likely + NEAREST)).ln()).max(0.0)
}

/// Whether a sentence gives a reason in so many words.
pub(super) fn is_reasoned(marks: &[Marked]) -> bool {
    marks.iter().any(|(_, mark)| matches!(mark, Mark::Stated | Mark::Backward | Mark::CauseBefore))
}

fn construction(role: Role, reading: &Reading, marks: &[Marked], found: &[Found]) -> f64 {
    let has = |wanted: Mark| marks.iter().any(|(_, mark)| *mark == wanted);
    if reading.points_back() {
        return POINTS_BACK;
    }
    if has(Mark::Stated) || has(Mark::CauseBefore) {
        // Its heading has said as much already.
        return if role == Role::Cause { BLAMES } else { STATED };
    }
    let causes = reading.clauses.iter().filter(|clause| clause.side == Side::Cause);
    let names = |found: &Found| {
        matches!(found.meaning, Meaning::Class { .. }) && found.weight > HINT && !reading.denies(found.words.start)
    };
    let mut any = false;
    for clause in causes {
        any = true;
        let inside = |found: &&Found| clause.words.start <= found.words.start && found.words.end <= clause.words.end;
        if found.iter().filter(inside).any(names) {
            return BLAMES;
        }
    }
    if any { REASON } else { 0.0 }
}

/// The two best words of the rules outside of what came of it.
fn blame(reading: &Reading, found: &[Found]) -> f64 {
    let effect = |found: &Found| {
        let holds = |words: &Range<usize>| words.start <= found.words.start && found.words.end <= words.end;
        reading.clauses.iter().any(|clause| clause.side == Side::Effect && holds(&clause.words))
    };
    let mut best = [0.0_f64; 2];
    for found in found.iter().filter(|found| matches!(found.meaning, Meaning::Class { .. })) {
        if effect(found) || reading.denies(found.words.start) {
            continue;
        }
        if found.weight > best[0] {
            best = [found.weight, best[0]];
        } else if found.weight > best[1] {
            best[1] = found.weight;
        }
    }
    (best[0] + best[1] / 2.0).min(MOST_WORDS) * SHARE_OF_WORDS
}

/// A sentence that ends with a colon leads on to what states it.
fn leads_on(words: &Words, sentence: &Range<usize>) -> bool {
    let rest = &words.text[words.end(sentence.end - 1)..];
    rest.trim_start_matches(['*', '_', ')', '`', ' ']).starts_with(':')
}

/// "Should not have", "would", "could have", "may": not what happened.
fn is_supposed(words: &Words, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|index| matches!(words.word(index), "should" | "would" | "might" | "ought" | "shall"))
}

/// Whether something in the sentence was missing, wrong, broken or too much.
fn tells_a_fault(words: &Words, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|index| {
        let word = words.word(index);
        FAULTY.contains(&word) || FAULTY_STEMS.iter().any(|stem| word.starts_with(stem)) || word.ends_with("n't")
    })
}

#[rustfmt::skip]
const FAULTY: &[&str] = &[
    "not", "no", "never", "without", "nor", "neither", "cannot", "only", "too", "wrong", "wrongly", "bad", "badly", "bug",
    "bugs", "typo", "full", "empty", "stale", "dead", "gone", "lost", "less", "none", "nothing", "nobody", "instead",
    "stuck", "hung", "down", "off", "out", "over", "same", "twice", "still", "old", "race", "leak", "leaked", "cut",
    "broke", "broken", "died", "fell", "forgot", "forgotten", "outage", "faulty", "lacked", "lacks", "lacking",
];

#[rustfmt::skip]
const FAULTY_STEMS: &[&str] = &[
    "fail", "err", "crash", "corrupt", "exhaust", "expire", "expiry", "miss", "mis", "malform", "malfunction", "invalid",
    "incorrect", "incomplet", "incompat", "inconsist", "insuffic", "inadvert", "accident", "unexpected", "unintend",
    "unable", "unhandled", "unaware", "overload", "overflow", "overr", "overw", "exceed", "deadlock", "block", "drop",
    "delet", "remov", "revok", "reject", "refus", "timeout", "timed", "throttl", "saturat", "starv", "spike", "surge",
    "flood", "defect", "regress", "conflict", "collid", "collis", "duplicat", "attack", "compromis", "truncat",
];

/// Who answers an incident, and what they do then: "we noticed", "monitoring detected", "the team began to look".
fn responds(words: &Words, sentence: &Range<usize>) -> bool {
    const NEAR: usize = 8;
    let opening = sentence.start..(sentence.start + NEAR).min(sentence.end);
    let who = opening.clone().find(|index| RESPONDERS.contains(&words.word(*index)));
    who.is_some_and(|who| (who..(who + 5).min(sentence.end)).any(|index| RESPONSES.contains(&words.word(index))))
}

#[rustfmt::skip]
const RESPONDERS: &[&str] = &[
    "we", "i", "he", "she", "they", "engineer", "engineers", "team", "teams", "operator", "operators", "call", "monitoring",
    "alert", "alerts", "alerting", "support", "staff", "everyone", "somebody", "someone", "responder", "responders",
];

#[rustfmt::skip]
const RESPONSES: &[&str] = &[
    "noticed", "detected", "saw", "looked", "checked", "investigated", "started", "began", "tried", "restarted", "reverted",
    "rolled", "received", "reported", "informed", "notified", "alerted", "paged", "called", "asked", "declared", "decided",
    "confirmed", "restored", "fixed", "resolved", "mitigated", "escalated", "joined", "acknowledged", "monitored", "fired",
    "triggered", "observed", "continued", "posted", "contacted", "wrote", "phoned", "suspected", "supposed", "thought",
    "looking", "investigating", "working",
];

/// "The reason is a bit of shame", "There were two causes": it names neither a fault nor a part.
fn is_empty(words: &Words, sentence: &Range<usize>, marks: &[Marked]) -> bool {
    const FEW_WORDS: usize = 9;
    sentence.len() <= FEW_WORDS
        && !tells_a_fault(words, sentence)
        && marks.iter().all(|(_, mark)| matches!(mark, Mark::Stated))
        && sentence.clone().any(|index| {
            matches!(
                words.word(index),
                "reason" | "reasons" | "cause" | "causes" | "issues" | "problems" | "factors" | "things"
            )
        })
}

/// How much more a sentence is like those that tell a cause than like any others: natural logarithm of odds.
fn likeness(words: &Words, sentence: &Range<usize>) -> f64 {
    // Of a sentence in another language only some words are known, and not those that make it what it is.
    const HALF: f32 = 0.6;
    if ROLES.familiar(words, sentence) < HALF {
        return 0.0;
    }
    let odds = ROLES.odds(words, sentence);
    let cause = ROLES.kind("cause").map_or(0.0, |kind| odds[kind]);
    let others = odds.iter().enumerate().filter(|(kind, _)| ROLES.kinds()[*kind] != "cause").map(|(_, odds)| *odds);
    f64::from(cause - others.fold(f32::MIN, f32::max))
}

#[cfg(test)]
mod tests {
    use crate::normalise::cause::{Passage, Role, Rules, assess, likely_remedy};

    fn passage(role: Role, text: &str) -> Passage {
        Passage { role, text: text.to_owned(), line: 1 }
    }

    #[test]
    fn the_sentence_that_states_the_cause_is_found_wherever_it_stands() {
        let stated = |passages: &[Passage]| {
            let (_, _, proofs) = assess(Rules::built_in(), passages, &[]);
            proofs.statements.first().map(|told| told.text.clone())
        };
        let section = |text: &str| stated(&[passage(Role::Cause, text)]);
        for (text, sentence) in [
            ("Two things came together: The spool was full because nobody had emptied it.", "nobody had emptied"),
            ("Why did it stop? A job held the lock on the orders table and never let go.", "held the lock"),
            ("We should have seen it earlier. The mount of the archive was missing after the reboot.", "was missing"),
            ("The reason is a little embarrassing. The badge server's licence had run out.", "had run out"),
        ] {
            assert!(section(text).is_some_and(|told| told.contains(sentence)), "{text}: {:?}", section(text));
        }
        let prose = "The shop sells boots. We noticed the errors at once. The outage came about because the new pool was \
                     too small for the evening. This led to refused logins.";
        assert!(stated(&[passage(Role::Plain, prose)]).is_some_and(|told| told.contains("too small")));
        assert_eq!(stated(&[passage(Role::Plain, "The shop sells boots. It opened again at noon.")]), None);
    }

    #[test]
    fn a_cause_in_words_that_no_rule_knows_is_told_by_its_likeness() {
        for (text, class) in [
            ("The breaker in row four let go and took the whole rack with it.", "hardware"),
            ("Rain came through the ceiling of the comms room and onto the cabinet.", "hardware"),
            ("The pool was sized for a quiet weekday and this was the day of the finals.", "capacity"),
            ("The barrage of sign-ins came from a rented herd of hijacked cameras.", "security"),
        ] {
            let (cause, _, proofs) = assess(Rules::built_in(), &[passage(Role::Cause, text)], &[]);
            assert_eq!(cause.class.as_deref(), Some(class), "{text}: {cause:?}");
            let proof = proofs.class.expect("what decided is shown");
            assert!(text.contains(&proof.words) && !cause.evidence.is_empty(), "{proof:?}");
        }
    }

    #[test]
    fn a_remedy_in_words_that_no_rule_knows_is_told_by_its_likeness() {
        use crate::model::MitigationKind::{self, Config, Restart};
        let kind = |text: &str| likely_remedy(text).map(|(remedy, _): (_, f32)| -> MitigationKind { remedy.kind });
        for (text, expected) in [
            ("We bounced the broker and it behaved.", Restart),
            ("Taking the offending rule out of the filter let the messages through.", Config),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
        for text in ["The broker keeps its queues on disk.", "We will bounce the broker.", "Nobody could log in."] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}

//! Deeds that changed nothing: what was restarted, swapped or rolled back without effect ended nothing.
//!
//! In: texts in the order of the story, each a row or a sentence. Out: the numbers of those that tell a deed in vain.
//! Knows nothing of suspects or of times.

use std::ops::Range;
use std::sync::LazyLock;

use crate::normalise::cause::tells_recovered;
use crate::text::{Glimpse, Hit, Lexicon, Words, shared_words};

/// What was done to a suspect, as a verb or a noun.
#[rustfmt::skip]
const DEEDS: &[&str] = &[
    "restart|restarts|restarted|restarting|reboot|reboots|rebooted|rebooting|bounced|bounces|reset|resets|resetting",
    "power cycle|cycles|cycled|cycling", "powercycled|powercycle", "swap|swaps|swapped|swapping|exchanged|exchanges|reseated|reseats|reseat",
    "replace|replaces|replaced|replacing|reinstalled|reinstalls|reinstall|rebuilt|rebuilds|recreated",
    "change|changes|changed|changing the|a? cable|cables|port|card|battery|disk|drive|fuse|patch|lead|console|handset|antenna|sfp|optic|optics",
    "revert|reverts|reverted|reverting|undid|undo|undoes", "roll|rolls|rolled|rolling ..4 back", "rollback of", "backed out",
    "paused|pausing|pauses|stopped|stopping|disabled|disabling|unplugged|unplugs|unloaded|unmounted",
    "switched|turned off", "flushed|flushes|flushing|cleared|clears|clearing|purged|purging|emptied|reloaded|reloads",
    "repushed|re_pushed|resent|re_sent|reran|re_ran|redeployed|re_deployed|re_enabled|reissued",
    "scaled|doubled|tripled|quadrupled|increased|raised|bumped|enlarged ..6 @resource", "failed ..1 over", "reflashed|downgraded|downgrades", "cancelled|canceled|cancels", "rerun|reruns|rerunning", "drained|drains|draining",
];

/// How plainly words say that a deed was in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// "In vain", "without effect": said of nothing but deeds, whatever these are.
    Adverb,
    /// "Did not help", "no improvement": somebody looked for an effect.
    NoEffect,
    /// "Still failing", "same error": the trouble went on, whatever was done.
    GoesOn,
}

/// What tells that it was in vain: an effect that is denied, or trouble that went on.
#[rustfmt::skip]
const RESULTS: &[(Outcome, &[&str])] = &[(Outcome::Adverb, &[
    "to no|little avail|effect|purpose", "in_vain", "in vain", "for nothing",
    "without any? ..1 success|effect|result|results|luck|avail|joy",
    "unsuccessfully|fruitlessly", "with no|little ..1 success|effect|result|luck|improvement",
]), (Outcome::NoEffect, &[
    "no|zero|nil|little ..1 change|changes|effect|difference|luck|joy|help|improvement|improvements|result|results|avail|success|dice|use|odds|progress|relief",
    "without any? ..1 change|improvement", "did|does|do|changed|fixed|solved|helped|achieved|gained|improved nothing|little", "made|makes|make no|little ..1 difference|change|odds",
    "@not ..1 change|help|fix|solve|matter|improve|resolve|cure|work|recover|suffice|hold|bring|take",
    "not ..1 recovered|helped|improved|fixed|solved|resolved|successful|better|enough|sufficient|it",
    "@not do|make anything|much|difference|any", "nor did|does", "neither did|helped|worked|of", "none ..3 helped|worked",
    "none the wiser", "did_not either", "not it either", "got|get|gets|became no|not better", "made|makes|making ..3 worse",
    "unsuccessful|fruitless|futile|useless|pointless|ineffective|insufficient|inadequate", "only ..2 worse",
    "@not ..1 see|detect|notice|observe|bring|have|show ..3 improvement|effect|change|difference|impact|influence",
    "@not seem|appear to ..1 have|help|work|make|change", "not ..1 going|coming|went|came down|up|away|back",
]), (Outcome::GoesOn, &[
    "same|identical error|errors|result|thing|story|symptom|symptoms|picture|problem|behaviour|behavior|pattern|message|failure|again",
    "still ..3 same|failing|fail|fails|failed|down|slow|high|empty|red|broken|dead|there|unreachable|unavailable|crashing|stuck|happening|missing|wrong|offline|dark|silent|100|404|500|502|503|504|elevated|hanging",
    "just as|equally slow|bad|broken|high|empty|dead", "@trouble|symptoms|errors|latency|timeouts|crashes persist*|continue*|remain*|stayed|returned",
    "gave|gives|got|gets|returned|returns|showed|shows|brought|had ..1 same|identical", "unchanged", "kept on? failing|crashing|rising|dropping|timing|coming",
    "back to bad|red|broken|failing|slow|square|where", "it|they|that|these|those ..1 die|dies|died|crash|crashes|crashed|fail|fails|failed|hang|hangs|hung ..2 as|again|too|at|within|right|immediately|too",
    "came|come|comes|returned|back|failed|fell|went down|over|back? again|within|after|right|anyway ..3 minute|minutes|min|seconds|moments|later",
])];

/// A sentence that is no longer than this and opens with one of these words says the same.
const SHORT: usize = 2;

/// Whether a sentence is "Nothing.", "Same.", "Nope, nothing.": what was done or looked at right before it was not it.
fn is_curt(words: &Words, sentence: &Range<usize>) -> bool {
    sentence.len() <= SHORT
        && matches!(
            words.word(sentence.start),
            "nothing" | "same" | "nope" | "no" | "ditto" | "nada" | "negative" | "unchanged"
        )
}

static DEED: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::built_in(&[((), DEEDS)]));
static RESULT: LazyLock<Lexicon<Outcome>> = LazyLock::new(|| Lexicon::built_in(RESULTS));
static GLIMPSE: LazyLock<Glimpse> = LazyLock::new(|| Glimpse::of(DEEDS.iter()));
static OUTCOMES: LazyLock<Glimpse> = LazyLock::new(|| Glimpse::of(RESULTS.iter().flat_map(|(_, phrases)| *phrases)));

/// The words with which a text says that something was in vain, in order; a bare "Nope." is among them.
pub(super) fn outcomes(words: &Words) -> Vec<Hit<Outcome>> {
    let mut found: Vec<Hit<Outcome>> = RESULT
        .find(words)
        .into_iter()
        .filter(|hit| !words.negated(hit.words.start) && !is_slow_or_harmless(words, hit))
        .collect();
    // ": same." closes a sentence as "Same." stands for one.
    let starts = (0..words.len()).filter(|index| words.starts_clause(*index));
    let last = |start: usize| start..words.sentence_of(start).end;
    let curt = starts.map(last).filter(|clause| is_curt(words, clause));
    found.extend(curt.map(|clause| Hit { meaning: Outcome::NoEffect, words: clause }));
    found.sort_by_key(|hit| hit.words.start);
    found
}

/// "No visible effect for the first ten minutes" tells of a remedy that is slow, "without effect on users" of one that did no
/// harm, "did not help customers" of those outside.
fn is_slow_or_harmless(words: &Words, hit: &Hit<Outcome>) -> bool {
    const REACH: usize = 6;
    const SLOW: &[&str] = &["yet", "immediately", "initially", "instantly", "until", "straightaway"];
    #[rustfmt::skip]
    const OUTSIDE: &[&str] = &[
        "users", "user", "customers", "customer", "clients", "visitors", "guests", "people", "anybody", "anyone", "production", "shoppers",
        "passengers", "players", "readers", "patients", "merchants", "partners",
    ];
    let end = words.sentence_of(hit.words.start).end;
    let behind = hit.words.end..end.min(hit.words.end + REACH);
    let clause = (behind.start..behind.end).find(|index| words.starts_clause(*index)).unwrap_or(behind.end);
    let word = |index: usize| if index < end { words.word(index) } else { "" };
    let slow = behind.clone().any(|index| {
        SLOW.contains(&word(index))
            || matches!(
                (word(index), word(index + 1), word(index + 2)),
                ("for", "the", "first") | ("right", "away", _) | ("at", "first", _)
            )
    });
    let outside = hit.meaning != Outcome::GoesOn && (behind.start..clause).any(|index| OUTSIDE.contains(&word(index)));
    slow || outside
}

/// Whether a text may say that something was in vain.
pub(super) fn may_tell_outcome(text: &str) -> bool {
    const CURT: usize = 24;
    text.len() <= CURT || OUTCOMES.sees(text)
}

/// The words that name a remedy as such, whoever applied it.
pub(super) fn remedies_named(words: &Words) -> Vec<Range<usize>> {
    DEED.find(words).into_iter().map(|hit| hit.words).collect()
}

/// A text may tell right behind a deed what came of it, or a little later where it names what the deed was done to.
const SOON: usize = 1;
const LATER: usize = 3;
/// The words at the beginning of a text that speak of what stands right before it.
const OPENING: usize = 5;

/// Numbers of the texts of a story that tell a deed which changed nothing.
pub fn in_vain(texts: &[&str]) -> Vec<usize> {
    let vain = |index: &usize| {
        let text = texts[*index];
        let words = Words::opening(text);
        let done: Vec<usize> = DEED.find(&words).iter().map(|hit| hit.words.start).collect();
        done.iter().any(|word| told_in_vain(texts, *index, &words, *word, text).is_some())
    };
    (0..texts.len()).filter(|index| GLIMPSE.sees(texts[*index])).filter(vain).collect()
}

/// The number of the text that tells that a deed changed nothing.
fn told_in_vain(texts: &[&str], index: usize, words: &Words, word: usize, suspect: &str) -> Option<usize> {
    let curt = |words: &Words, from: usize| words.sentences().iter().any(|at| at.start > from && is_curt(words, at));
    let fails = |hit: &Hit<Outcome>| {
        hit.words.start > word && !words.negated(hit.words.start) && !is_slow_or_harmless(words, hit)
    };
    if RESULT.find(words).iter().any(fails) || curt(words, word) {
        return Some(index);
    }
    let last = texts.len().min(index + 1 + LATER);
    // What helped and failed again later was not done in vain.
    let helped = |at: &usize| tells_recovered(texts[*at]);
    if helped(&index) {
        return None;
    }
    (index + 1..last).take_while(|at| !helped(at)).find(|at| {
        let next = Words::opening(texts[*at]);
        let hits = RESULT.find(&next);
        let names = shared_words(suspect, texts[*at]) > 0;
        let soon = *at <= index + SOON;
        hits.iter().any(|hit| names || soon && hit.words.start < OPENING)
            || soon && next.sentences().first().is_some_and(|first| is_curt(&next, first))
    })
}

#[cfg(test)]
mod tests {
    use super::in_vain;

    fn check(text: &str, vain: bool) {
        assert_eq!(!in_vain(&[text]).is_empty(), vain, "{text}");
    }

    #[test]
    fn a_remedy_that_is_slow_or_harmless_was_not_in_vain() {
        check("Restarted the pump, no visible effect.", true);
        check("Restarted the pump; no visible effect for the first ten minutes.", false);
        check("Restarted the pump, no change yet.", false);
        check("The pump was restarted as a precaution, without effect on users of the bath.", false);
        check("The pump was restarted, which did not help.", true);
    }
}

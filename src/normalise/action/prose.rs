//! Promises and claims in running text.
//!
//! In: a paragraph. Out: the sentences that promise something, or that say something was done against a recurrence,
//! each with the byte at which it starts.

use std::ops::Range;
use std::sync::LazyLock;

use crate::model::ActionKind;
use crate::text::{Break, Lexicon, Words, sentences};

use super::kind::kind_of;
use super::leftover::is_leftover;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// "We will", "the team should".
    Will,
    /// "should have", "would".
    Regret,
    /// "were implemented", "we added".
    Done,
    /// "to prevent", "in the future".
    Against,
}

use Shape::{Against, Done, Regret, Will};

#[rustfmt::skip]
const PHRASES: &[(Shape, &[&str])] = &[
    (Will, &[
        "will|should|must|shall", "need|needs|plan|plans|intend|intends|going|have|has|want|wants to", "is|are to be",
        "needs|need|requires|require",
    ]),
    (Regret, &["should|could|would|must have", "would", "will continue to be", "should not have", "needed to"]),
    (Done, &[
        "was|were|been ..2 @done|configured|deployed|adjusted|put|set|increased|reviewed|scheduled|upgraded|trained",
        "was|were|been ..2 rewritten|written|done|completed|raised",
        "we|team|engineers|they|engineer ..2 @done|configured|put|set|deployed|increased|reviewed",
        "has|have ..1 @done",
    ]),
    (Against, &[
        "to prevent|avoid|detect|catch|ensure|provide|guard|reduce|mitigate|minimise|minimize", "in|for the? future",
        "going|moving forward", "similar", "recurrence|recurring|reoccur*|re_occur*", "happening again", "next time",
        "early detection|warning", "preventing|avoiding|ensuring|providing|detecting",
    ]),
];

static LEXICON: LazyLock<Lexicon<Shape>> = LazyLock::new(|| Lexicon::built_in(PHRASES));

/// Verbs in the imperative that start a promise.
#[rustfmt::skip]
const IMPERATIVES: &[&str] = &[
    "add", "adjust", "adopt", "agree", "alert", "allow", "analyse", "analyze", "apply", "ask", "assess", "assign",
    "audit", "automate", "avoid", "backport", "block", "build", "bump", "change", "check", "clarify", "clean",
    "communicate", "compare", "complete", "conduct", "configure", "consider", "consolidate", "continue", "convert",
    "coordinate", "correct", "create", "decommission", "decouple", "define", "delete", "deploy", "deprecate",
    "describe", "design", "determine", "develop", "disable", "discuss", "distribute", "document", "draft", "educate",
    "eliminate", "enable", "encourage", "enforce", "engage", "enhance", "ensure", "establish", "evaluate", "examine",
    "expand", "explore", "expose", "extend", "figure", "finalise", "finalize", "find", "fix", "follow", "formalise",
    "formalize", "gather", "generate", "get", "give", "hire", "hold", "identify", "implement", "improve", "include",
    "increase", "inform", "install", "institute", "instrument", "integrate", "introduce", "invest", "investigate",
    "isolate", "keep", "launch", "learn", "limit", "log", "look", "lower", "maintain", "make", "migrate", "minimise",
    "minimize", "modify", "monitor", "move", "notify", "optimise", "optimize", "organise", "organize", "patch",
    "perform", "pin", "plan", "prepare", "prevent", "prioritise", "prioritize", "propose", "protect", "provide",
    "provision", "publish", "purchase", "put", "raise", "re", "rebuild", "record", "redesign", "reduce", "refactor",
    "refine", "regularly", "reinforce", "release", "remove", "rename", "replace", "report", "request", "require",
    "research", "restrict", "revise", "revisit", "review", "rewrite", "rotate", "run", "scale", "schedule", "script",
    "secure", "separate", "set", "setup", "share", "simplify", "simulate", "speak", "split", "spike", "standardise",
    "standardize", "start", "stop", "strengthen", "study", "subscribe", "switch", "test", "tighten", "track", "train",
    "try", "tune", "turn", "undertake", "update", "upgrade", "use", "utilise", "utilize", "validate", "verify",
    "work", "write",
];

/// Words before a noun that names the promise: "Regular audits of ...", "Enhanced monitoring of ...".
#[rustfmt::skip]
const PROMISING_ADJECTIVES: &[&str] = &[
    "regular", "periodic", "enhanced", "improved", "better", "additional", "automated", "automatic", "stricter",
    "more", "continuous", "increased", "quarterly", "monthly", "weekly", "annual", "comprehensive", "thorough",
    "frequent", "proactive", "robust", "mandatory", "scheduled", "new", "further", "stronger", "tighter", "improving",
    "enhancing", "strengthening", "routine",
];

/// Words that may stand before a promise.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "additionally", "also", "furthermore", "finally", "moreover", "first", "firstly", "second", "secondly", "third",
    "thirdly", "lastly", "next", "then", "and", "please", "todo",
];
const LONG_OPENERS: &[&[&str]] = &[
    &["in", "addition"],
    &["moving", "forward"],
    &["going", "forward"],
    &["in", "the", "future"],
    &["as", "a", "next", "step"],
    &["from", "now", "on"],
    &["in", "future"],
    &["longer", "term"],
    &["long", "term"],
    &["short", "term"],
];

/// The sentences of a paragraph that promise something, each with the byte at which it starts.
///
/// Lines without a full stop count one by one where each of them promises something.
pub fn sentences_as_actions(text: &str) -> Vec<(usize, String)> {
    let is_promise = |range: &Range<usize>| {
        let words = Words::opening(&text[range.clone()]);
        !is_leftover(&words) && promises(&words)
    };
    let pieces = sentences(text, Break::Wrapped).into_iter().flat_map(|range| lines_of_promises(text, range));
    pieces.filter(is_promise).map(|range| (range.start, text[range].to_owned())).collect()
}

/// The lines of a sentence where each starts a promise of its own, else the sentence as it is.
fn lines_of_promises(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let lead = line.len() - line.trim_start().len();
        let end = start + line.trim_end().len();
        if start + lead < end {
            lines.push(start + lead..end);
        }
        start += line.len();
    }
    let each_promises = |line: &Range<usize>| {
        let line = &text[line.clone()];
        line.starts_with(char::is_uppercase) && promises(&Words::opening(line))
    };
    if lines.len() > 1 && lines.iter().all(each_promises) { lines } else { vec![range] }
}

fn promises(words: &Words) -> bool {
    let first = opener_length(words);
    if first >= words.len() {
        return false;
    }
    let word = words.word(first);
    if IMPERATIVES.contains(&word) {
        return !is_noun_use(words, first);
    }
    if PROMISING_ADJECTIVES.contains(&word) {
        return !tells(words, Done) && kind_of(words) != ActionKind::Other;
    }
    will(words, first)
}

/// Imperatives that are nouns as well.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "alert", "audit", "block", "build", "change", "check", "design", "draft", "fix", "limit", "log", "monitor",
    "patch", "plan", "record", "release", "report", "request", "review", "rotate", "run", "script", "share", "switch",
    "test", "track", "train", "update", "upgrade", "use", "work",
];

/// "Monitor alerts went off", "Test failures were": the first word is a noun after all, as a past form follows.
fn is_noun_use(words: &Words, first: usize) -> bool {
    let end = words.sentence_of(first).end.min(first + 5);
    let past = |index: usize| matches!(words.word(index), "was" | "were" | "went" | "showed" | "had" | "failed");
    NOUNS.contains(&words.word(first)) && (first + 1..end).any(past)
}

/// "We will add", "The platform team should": a promise within the first words, and no regret.
fn will(words: &Words, first: usize) -> bool {
    const SUBJECT: usize = 9;
    let hits = LEXICON.find(words);
    let regrets = hits.iter().any(|hit| hit.meaning == Regret && hit.words.start < first + SUBJECT);
    let promise = hits.iter().find(|hit| hit.meaning == Will && hit.words.start < first + SUBJECT);
    promise.is_some_and(|hit| hit.words.start > first && !words.negated(hit.words.start))
        && !regrets
        && !matches!(words.word(first), "if" | "this" | "it" | "because" | "since" | "when" | "users" | "customers")
}

fn opener_length(words: &Words) -> usize {
    let starts = |opener: &&&[&str]| {
        opener.len() < words.len() && opener.iter().enumerate().all(|(index, word)| words.word(index) == *word)
    };
    if let Some(opener) = LONG_OPENERS.iter().find(starts) {
        return opener.len();
    }
    usize::from(words.len() > 1 && OPENERS.contains(&words.word(0)))
}

/// Whether a sentence only tells what was done, without a promise.
pub(super) fn only_looks_back(words: &Words) -> bool {
    tells(words, Done) && !promises(words)
}

/// The sentences of a resolution that claim a measure against a recurrence, each with the byte at which it starts.
///
/// The fix itself is no claim: a measure is something that checks, watches, documents or guards from now on.
pub fn claims(text: &str) -> Vec<(usize, String)> {
    sentences(text, Break::Wrapped)
        .into_iter()
        .filter(|range| is_claim(&text[range.clone()]))
        .map(|range| (range.start, text[range].to_owned()))
        .collect()
}

fn is_claim(sentence: &str) -> bool {
    let words = Words::opening(sentence);
    let first = opener_length(&words);
    if words.is_empty() || !tells(&words, Done) {
        return false;
    }
    match kind_of(&words) {
        ActionKind::Other => false,
        ActionKind::Capacity
        | ActionKind::Replace
        | ActionKind::Guard
        | ActionKind::Investigate
        | ActionKind::Review => tells(&words, Against),
        _ => first > 0 || tells(&words, Against),
    }
}

fn tells(words: &Words, shape: Shape) -> bool {
    LEXICON.find(words).iter().any(|hit| hit.meaning == shape && !words.negated(hit.words.start))
}

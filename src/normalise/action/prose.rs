//! Promises and claims in running text.
//!
//! In: a paragraph. Out: the sentences that promise something, or that say something was done against a recurrence,
//! each with the byte at which it starts.

use std::ops::Range;

use crate::model::ActionKind;
use crate::text::{Break, Hit, Words, sentences};

use super::kind::kind_of;
use super::leftover::is_leftover;
use super::shape::Shape::{self, Against, Courtesy, Done, List, Over, Regret, Since, Term, Under, Will, Wish};
use super::shape::{LEXICON, shapes};

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
        !is_leftover(&words) && (promises(&words) || !promising_clauses(&words).is_empty() || holds_from_now(&words))
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

/// The promises that a paragraph makes outside of any list of them, each with the byte at which it starts: what we, a team or
/// somebody by name will do, and what from then on will be, with a term or a purpose. No courtesy, no condition, no
/// question. A sentence of two such clauses makes two.
pub fn vows(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for range in sentences(text, Break::Wrapped) {
        let words = Words::opening(&text[range.clone()]);
        let clauses = if words.text.ends_with(['?', ':']) { Vec::new() } else { promising_clauses(&words) };
        for clause in clauses {
            let bytes = words.bytes(&clause);
            // A bracket that opens within a promise closes within it.
            let closed = words.text[bytes.end..].starts_with(')') && words.text[bytes.clone()].contains('(');
            let bytes = bytes.start..bytes.end + usize::from(closed);
            found.push((range.start + bytes.start, words.text[bytes].to_owned()));
        }
    }
    found
}

/// The sentences that follow one which announces their number: "We will do two things."
pub fn announced(text: &str) -> Option<Vec<(usize, String)>> {
    let sentences = sentences(text, Break::Wrapped);
    let last = sentences.len().checked_sub(MOST_ANNOUNCED + 1).map_or(0, |first| first);
    let counted = |at: &usize| {
        let words = Words::opening(&text[sentences[*at].clone()]);
        let list = LEXICON.find(&words).into_iter().find(|hit| hit.meaning == List && hit.words.len() > 1)?;
        let number = ["", "", "two", "three", "four", "five", "six"]
            .iter()
            .position(|word| *word == words.word(list.words.start));
        number.or_else(|| words.word(list.words.start).parse().ok())
    };
    let announces =
        (last..sentences.len()).find(|at| counted(at).is_some_and(|count| at + 1 + count == sentences.len()))?;
    let told = sentences[announces + 1..].iter().map(|range| (range.start, text[range.clone()].to_owned()));
    Some(told.collect::<Vec<_>>()).filter(|told| !told.is_empty())
}

/// No sentence announces more promises than this.
const MOST_ANNOUNCED: usize = 6;

/// Whether a line leads into a list of promises: "We are making the following changes:".
pub fn leads_into_promises(text: &str) -> bool {
    let Some(range) = sentences(text, Break::Wrapped).pop() else { return false };
    let words = Words::opening(&text[range]);
    let hits = shapes(&words);
    let has = |shape: Shape| hits.iter().any(|hit| hit.meaning == shape && !words.negated(hit.words.start));
    let colon = words.text.trim_end().ends_with([':', '：']);
    let listed = colon && has(List) && (has(Will) || has(Under) || has(Done) && has(Against)) && !has(Regret);
    (listed || breaks_off(&words, colon)) && !asks(&words)
}

/// Words of a will that stand before its verb.
const WILLS: &[&str] = &["will", "shall", "must", "should", "want", "wants", "plan", "plans", "intend", "intends"];

/// "The board advises:", "I want to": a sentence that breaks off at its will, as the list below says what is willed.
fn breaks_off(words: &Words, colon: bool) -> bool {
    const LONGEST: usize = 16;
    let end = words.len();
    const ADVICE: &[&str] = &[
        "recommends",
        "recommend",
        "recommended",
        "advises",
        "advise",
        "proposes",
        "propose",
        "suggests",
        "suggest",
        "orders",
        "demands",
        "like",
        "ask",
        "asks",
        "commit",
        "need",
        "decided",
        "agreed",
        "going",
        "asked",
        "resolved",
        "undertakes",
        "undertake",
    ];
    // "We have since": what was done since stands below.
    let since =
        end > 1 && end <= LONGEST && words.word(end - 1) == "since" && matches!(words.word(end - 2), "have" | "we've");
    if since && words.len() <= 6 {
        return true;
    }
    const REST: &[&str] = &["to", "that", "now", "therefore", "also", "us", "the", "team", "them", "following"];
    let open = words.text.trim_end().ends_with(char::is_alphanumeric);
    let will = (end.saturating_sub(4)..end)
        .find(|index| [WILLS, ADVICE].iter().any(|list| list.contains(&words.word(*index))));
    let told = will.is_some_and(|will| will > 0 && (will + 1..end).all(|index| REST.contains(&words.word(index))));
    let to = end > 0 && matches!(words.word(end - 1), "to" | "that");
    end <= LONGEST && told && (colon || open && to)
}

fn asks(words: &Words) -> bool {
    (0..words.len()).any(|index| matches!(words.word(index), "you" | "your" | "please" | "customers" | "users"))
}

/// The clauses of a sentence that promise something by themselves.
fn promising_clauses(words: &Words) -> Vec<Range<usize>> {
    let hits = shapes(words);
    let auxiliaries: Vec<&Range<usize>> =
        hits.iter().filter(|hit| opens_a_vow(hit.meaning)).map(|hit| &hit.words).collect();
    let mut clauses: Vec<Range<usize>> = Vec::new();
    for auxiliary in auxiliaries {
        match clauses.last() {
            Some(last) if auxiliary.start < last.end => continue,
            _ => {}
        }
        let from = clauses.last().map_or(0, |last| last.end);
        let next = hits.iter().filter(|hit| opens_a_vow(hit.meaning)).map(|hit| hit.words.start);
        let joint =
            |at: usize| (auxiliary.end..=at).rev().find(|index| words.starts_clause(*index) && *index > auxiliary.end);
        let end = next.filter(|at| *at > auxiliary.end).find_map(joint).unwrap_or(words.len());
        clauses.push(from..end);
    }
    let firm = clauses.iter().any(|clause| makes_a_promise(words, &hits, clause));
    clauses.retain(|clause| makes_a_promise(words, &hits, clause) || firm && stands_beside(words, &hits, clause));
    clauses
}

fn opens_a_vow(shape: Shape) -> bool {
    matches!(shape, Will | Under | Since | Wish)
}

/// "The receiver shall be replaced; a list of the others shall be made": what a sentence orders beside a promise is one too.
fn stands_beside(words: &Words, hits: &[Hit<Shape>], clause: &Range<usize>) -> bool {
    let inside = |hit: &&Hit<Shape>| clause.contains(&hit.words.start);
    let orders = |index: usize| {
        matches!(words.word(index), "shall" | "will" | "must" | "should")
            && index + 1 < clause.end
            && words.word(index + 1) == "be"
    };
    let ordered = clause.clone().any(orders);
    let other = hits.iter().filter(inside).any(|hit| matches!(hit.meaning, Courtesy | Regret));
    let supposed =
        clause.clone().any(|index| matches!(words.word(index), "if" | "unless" | "would" | "could" | "might"));
    ordered && !other && !supposed
}

fn makes_a_promise(words: &Words, hits: &[Hit<Shape>], clause: &Range<usize>) -> bool {
    let in_clause = |shape: Shape| {
        hits.iter()
            .find(|hit| hit.meaning == shape && clause.contains(&hit.words.start) && !words.negated(hit.words.start))
    };
    let conditional = |index: usize| match words.word(index) {
        "if" | "unless" | "would" | "could" | "might" | "whether" => true,
        // The month is written with a capital.
        "may" => words.text[words.start(index)..].starts_with('m'),
        _ => false,
    };
    let text = &words.text[words.bytes(clause)];
    let own = Words::opening(text);
    let kind = kind_of(&own);
    // "Send alerts if the rate drops": when it speaks, not whether it will be built.
    let watch = matches!(kind, ActionKind::Monitor | ActionKind::Guard | ActionKind::Automate);
    let begun = in_clause(Will).map_or(clause.start, |hit| hit.words.end);
    let supposed = |index: usize| conditional(index) && !(watch && index > begun && words.word(index) == "if");
    if in_clause(Courtesy).is_some() || is_leftover(&own) {
        return false;
    }
    if let Some(hit) = in_clause(Wish) {
        return is_wished(words, clause, hit);
    }
    if in_clause(Regret).is_some() || clause.clone().any(supposed) {
        return false;
    }
    let obliges = |index: usize| matches!(words.word(index), "mandatory" | "compulsory" | "obligatory" | "required");
    let firm = in_clause(Term).is_some() || in_clause(Against).is_some();
    if let Some(hit) = in_clause(Will) {
        let verb = words.word(hit.words.end.min(words.len() - 1));
        let subject = subject(words, clause.start..hit.words.end, hit.words.start);
        return match subject {
            Subject::Teller | Subject::Thing
                if verb == "be" && words.len() > hit.words.end + 1 && words.word(hit.words.end + 1) == "to" =>
            {
                true
            }
            Subject::Teller => firm || kind != ActionKind::Other || IMPERATIVES.contains(&verb),
            Subject::Named => firm || kind != ActionKind::Other || IMPERATIVES.contains(&verb) && verb != "have",
            Subject::Thing => firm && (kind != ActionKind::Other || clause.clone().any(obliges)),
            Subject::Other => false,
        };
    }
    if in_clause(Under).is_some() {
        return firm;
    }
    in_clause(Over).is_none()
        && in_clause(Since).is_some_and(|since| came_of_it(words, hits, clause, (since, kind, firm)))
}

/// Whether what a clause tells as done was done because of the incident: "have since", a step with a purpose, or a thing
/// that ended nothing.
fn came_of_it(
    words: &Words,
    hits: &[Hit<Shape>],
    clause: &Range<usize>,
    (since, kind, firm): (&Hit<Shape>, ActionKind, bool),
) -> bool {
    let at = since.words.start;
    let done = hits
        .iter()
        .any(|hit| hit.meaning == Done && clause.contains(&hit.words.start) && !words.negated(hit.words.start));
    let plain = since.words.len() == 2 && !since.words.clone().any(|index| is_now(words.word(index)));
    let guards =
        !matches!(kind, ActionKind::Other | ActionKind::Investigate | ActionKind::Replace | ActionKind::Capacity);
    // What was set up to watch, teach or check ended no incident, so it came of one.
    let lasting = matches!(kind, ActionKind::Monitor | ActionKind::Document | ActionKind::Train | ActionKind::Process);
    let ours = matches!(subject(words, clause.start..at, at), Subject::Teller) || words.word(at).starts_with("we");
    // "... which we used then, and have since moved on": the subject stands further back.
    let carried = at > clause.start
        && words.word(at - 1) == "and"
        && (words.sentence_of(at).start..at).any(|at| matches!(words.word(at), "we" | "i"));
    let ours = ours || carried;
    let stepped = clause.clone().any(|at| matches!(words.word(at), "steps" | "measures" | "precautions"));
    if ours && firm && stepped && done {
        return true;
    }
    let newly = ours && clause.clone().any(|index| words.word(index) == "since") && !plain;
    newly
        || done && guards && (firm || !plain || ours && lasting)
        || ours && lasting && (firm || !plain) && since.words.len() > 1
}

/// "We'd like an alert on the age of the queue": what its teller wishes for, or what would be good to have; no thanks, and no
/// courtesy such as "we would like to apologise".
fn is_wished(words: &Words, clause: &Range<usize>, hit: &Hit<Shape>) -> bool {
    #[rustfmt::skip]
    const TALK: &[&str] = &[
        "thank", "apologise", "apologize", "explain", "share", "say", "express", "assure", "stress", "emphasise", "emphasize", "inform",
        "reassure", "acknowledge", "know", "hear", "take", "sorry", "tell", "offer", "invite", "remind", "point", "extend", "note", "straight",
    ];
    let behind = hit.words.end..clause.end.min(hit.words.end + 4);
    let talks = behind.clone().any(|index| TALK.contains(&words.word(index)));
    let public = clause.clone().any(|index| matches!(words.word(index), "you" | "your"));
    behind.len() > 1 && !talks && !public && !words.negated(hit.words.start)
}

fn is_now(word: &str) -> bool {
    matches!(word, "since" | "now" | "already" | "therefore" | "also")
}

/// Who will do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// "We", "the team", "there will be".
    Teller,
    /// Somebody by name.
    Named,
    Thing,
    /// "You", "it", "users": no promise of the author's.
    Other,
}

/// The subject before "will"; the words end with the auxiliary.
fn subject(words: &Words, before: Range<usize>, auxiliary: usize) -> Subject {
    const SKIPPED: &[&str] = &[
        "also",
        "now",
        "therefore",
        "then",
        "is",
        "are",
        "am",
        "going",
        "to",
        "still",
        "need",
        "needs",
        "have",
        "has",
        "planning",
        "both",
        "all",
        "soon",
    ];
    let Some(index) =
        before.rev().find(|index| ![WILLS, SKIPPED].iter().any(|list| list.contains(&words.word(*index))))
    else {
        return Subject::Other;
    };
    // "Moved the basic plan to another range": a noun after all.
    if words.word(auxiliary) == "plan" && !matches!(words.word(index), "we" | "i" | "they" | "team" | "engineers") {
        return Subject::Other;
    }
    let word = words.word(index);
    let written = &words.text[words.start(index)..words.end(index)];
    match word {
        "we" | "i" | "team" | "teams" | "engineers" | "there" | "we'll" | "i'll" | "there'll" | "staff"
        | "department" | "operations" | "supplier" | "vendor" | "manufacturer" | "contractor" | "board" => {
            Subject::Teller
        }
        "you" | "your" | "it" | "this" | "that" | "they" | "which" | "who" | "these" | "those" | "what" | "they'll"
        | "customers" | "users" | "clients" | "members" | "merchants" | "everyone" | "nobody" | "he" | "she"
        | "and" | "but" | "one" => Subject::Other,
        _ if written.starts_with(char::is_uppercase) && written.chars().skip(1).all(char::is_lowercase) => {
            Subject::Named
        }
        _ => Subject::Thing,
    }
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

/// Whether a few words begin with a verb in the imperative: "alert at 80%".
pub fn starts_promise(text: &str) -> bool {
    let words = Words::opening(text);
    !words.is_empty() && IMPERATIVES.contains(&words.word(0))
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
    tells(words, Done) && !promises(words) && !holds_from_now(words)
}

/// "The order is now enforced by the tool", "has been added to the tests", "nobody deletes it alone any more": what holds
/// since, told in a list of measures.
pub(super) fn holds_from_now(words: &Words) -> bool {
    let word = |at: usize| if at < words.len() { words.word(at) } else { "" };
    if (0..words.len()).any(|at| matches!(word(at), "will" | "shall" | "must" | "should" | "we'll" | "i'll")) {
        return false;
    }
    let since = matches!(word(0), "have" | "has") && (word(1) == "since" || word(1).ends_with("ed"));
    since
        || (1..words.len()).any(|at| {
            let is = matches!(word(at), "is" | "are" | "have" | "has" | "we've");
            // "The number is in the playbook now": the end of the clause says it too.
            let ends = || {
                (at + 1..words.len().min(at + 8))
                    .any(|end| word(end) == "now" && (end + 1 == words.len() || words.starts_clause(end + 1)))
            };
            let now = is && (word(at + 1) == "now" || ends());
            let perfect = matches!(word(at), "has" | "have") && word(at + 1) == "been" && word(at + 2).ends_with("ed");
            let no_more = word(at) == "any" && word(at + 1) == "more"
                || word(at) == "anymore"
                || word(at) == "no" && word(at + 1) == "longer";
            let sentence = words.sentence_of(at).start;
            let aside = |at: usize| {
                matches!(
                    word(at),
                    "that" | "which" | "who" | "if" | "once" | "when" | "after" | "until" | "whether" | "where"
                )
            };
            (now || perfect || no_more) && !words.negated(at) && !(sentence..at).any(aside)
        }) && !tells(words, Regret)
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

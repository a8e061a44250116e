//! Promises and claims in running text.
//!
//! In: a paragraph. Out: the sentences that promise something, or that say something was done against a recurrence,
//! each with the byte at which it starts.

use std::ops::Range;
use std::sync::LazyLock;

use crate::model::ActionKind;
use crate::text::{Break, Hit, Lexicon, Words, sentences};

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
    /// "we are replacing": a promise where a term or a purpose stands beside it.
    Under,
    /// "before July", "every quarter", "instead of": from when on, how often, in place of what.
    Term,
    /// "keep you posted", "we will refund": a promise about the talk or the money, or one of nothing.
    Courtesy,
    /// "the following changes", "two things": a list of promises comes.
    List,
    /// "have since added": done because of the incident.
    Since,
}

use Shape::{Against, Courtesy, Done, List, Regret, Since, Term, Under, Will};

#[rustfmt::skip]
const PHRASES: &[(Shape, &[&str])] = &[
    (Will, &[
        "will|should|must|shall", "need|needs|plan|plans|intend|intends|going|have|has|want|wants to", "is|are to be",
        "needs|need|requires|require", "we'll|i'm|we're going to", "we'll|i'll|they'll|she'll|he'll|there'll|who'll",
    ]),
    (Regret, &["should|could|would|must have", "would", "will continue to be", "should not have", "needed to"]),
    (Done, &[
        "was|were|been ..2 @done|configured|deployed|adjusted|put|set|increased|reviewed|scheduled|upgraded|trained",
        "was|were|been ..2 rewritten|written|done|completed|raised",
        "we|team|engineers|they|engineer ..2 @done|configured|put|set|deployed|increased|reviewed",
        "has|have ..1 @done", "we've|have ..2 made|taken|added|put|done|introduced",
    ]),
    (Against, &[
        "to prevent|avoid|detect|catch|ensure|provide|guard|reduce|mitigate|minimise|minimize", "in|for the? future",
        "going|moving forward", "similar", "recurrence|recurring|reoccur*|re_occur*", "happening again", "next time",
        "early detection|warning", "preventing|avoiding|ensuring|providing|detecting", "that prevents|stops|refuses|catches|checks",
    ]),
    (Under, &[
        "we|i|team|engineers am|are|is ..1 also|now|currently? adding|lowering|raising|increasing|reducing|doubling|enabling|disabling|deploying|rolling|developing|creating|writing|designing|investing|expanding|scaling|tuning|isolating|separating|enforcing|limiting|hardening|revising|updating|simplifying|consolidating|retiring|removing|replacing|moving|rebuilding|building|changing|rewriting|reviewing|upgrading|migrating|introducing|improving|extending|splitting|removing|tightening|setting|putting|training|hiring|buying|ordering|installing|automating|documenting|testing|making|taking|planning|implementing",
        "we're|i'm ..1 adding|lowering|raising|increasing|reducing|doubling|enabling|disabling|deploying|rolling|developing|creating|writing|designing|investing|expanding|scaling|tuning|isolating|separating|enforcing|limiting|hardening|revising|updating|simplifying|consolidating|retiring|removing|replacing|moving|rebuilding|building|changing|rewriting|reviewing|upgrading|migrating|introducing|improving|extending|splitting|removing|tightening|setting|putting|training|hiring|buying|ordering|installing|automating|documenting|testing|making|taking|planning|implementing",
    ]),
    (Term, &[
        "before|by|until|from|in|during|after ..3 january|february|march|april|may|june|july|august|september|october|november|december",
        "by|before|from|within|until|over the? ..1 end|start|beginning|next|coming|weekend|week|month|quarter|year|summer|spring|autumn|winter|days|weeks|months",
        "every|each ..2 day|week|month|quarter|year|hour|hours|minute|minutes|release|deploy|deployment|change|night|morning|time",
        "next|this|coming week|month|quarter|year|sprint|summer|spring|autumn|winter|release", "instead of|rather than", "from now|then on",
        "mandatory|compulsory|obligatory|required", "in|for the? future", "so ..1 that ..6 again|anymore|cannot|can't|never|earlier|sooner",
        "daily|weekly|monthly|quarterly|hourly|nightly", "no longer", "automatically", "soon|shortly", "from here on", "in advance",
    ]),
    (Courtesy, &[
        "keep ..1 monitoring|watching|working|looking|investigating|trying|improving", "keep ..3 you|everyone|customers|users ..2 posted|updated|informed|up", "will|shall|we'll|i'll|to ..3 update|updates|post|publish|inform|notify|contact|reach|email|send|report|announce|communicate|share|credit|refund|compensate|reimburse|apologise|apologize|respond|answer|reply|discuss",
        "will|shall|we'll|i'll|to ..2 write|let|tell|call|provide|follow ..3 you|customers|users|back|soon|everyone|update|updates|information|report",
        "will|we'll|i'll ..1 continue|remain|stay|investigate|monitor|watch|look|strive|always|never|find|know|see|need|take|learn|try|understand|hope|treat|explain",
        "credit|credits|compensation|refund|refunds|voucher|vouchers|invoice|invoices|bill|bills ..6 will|shall",
        "will be ..2 delivered|credited|refunded|compensated|contacted|informed|notified|updated|posted|published|sent|reprocessed|replayed|restored|resolved|available|back|processed|held|charged|able|in|closed|given|shared|discussed|provided",
        "will have|receive|get|see|find|notice|experience ..2 access|credit|email|mail|refund|update|updates", "as soon as", "working|work on|to ..2 fix|restore|resolve",
    ]),
    (List, &[
        "following|these|two|three|four|five|six|several|some|2|3|4|5|6 ..2 changes|change|steps|measures|actions|improvements|things|tasks|fixes|safeguards|commitments|items|recommendations|precautions|points",
        "following", "as follows", "this|these", "to_do|todo", "what|things we|i ..4 do|change|improve", "what will be done|changed", "next steps|actions",
    ]),
    (Since, &["has|have ..1 since|now|already|therefore|also", "since|now have|has", "has|have @done"]),
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
        !is_leftover(&words) && (promises(&words) || !promising_clauses(&words).is_empty())
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
    let hits = LEXICON.find(&words);
    let has = |shape: Shape| hits.iter().any(|hit| hit.meaning == shape && !words.negated(hit.words.start));
    words.text.trim_end().ends_with([':', '：'])
        && has(List)
        && (has(Will) || has(Under) || has(Done) && has(Against))
        && !has(Regret)
        && !asks(&words)
}

fn asks(words: &Words) -> bool {
    (0..words.len()).any(|index| matches!(words.word(index), "you" | "your" | "please" | "customers" | "users"))
}

/// The clauses of a sentence that promise something by themselves.
fn promising_clauses(words: &Words) -> Vec<Range<usize>> {
    let hits = LEXICON.find(words);
    let auxiliaries: Vec<&Range<usize>> =
        hits.iter().filter(|hit| matches!(hit.meaning, Will | Under | Since)).map(|hit| &hit.words).collect();
    let mut clauses: Vec<Range<usize>> = Vec::new();
    for auxiliary in auxiliaries {
        match clauses.last() {
            Some(last) if auxiliary.start < last.end => continue,
            _ => {}
        }
        let from = clauses.last().map_or(0, |last| last.end);
        let next = hits.iter().filter(|hit| matches!(hit.meaning, Will | Under | Since)).map(|hit| hit.words.start);
        let joint =
            |at: usize| (auxiliary.end..=at).rev().find(|index| words.starts_clause(*index) && *index > auxiliary.end);
        let end = next.filter(|at| *at > auxiliary.end).find_map(joint).unwrap_or(words.len());
        clauses.push(from..end);
    }
    clauses.retain(|clause| makes_a_promise(words, &hits, clause));
    clauses
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
    if in_clause(Courtesy).is_some() || in_clause(Regret).is_some() || clause.clone().any(conditional) {
        return false;
    }
    let text = &words.text[words.bytes(clause)];
    let own = Words::opening(text);
    if is_leftover(&own) {
        return false;
    }
    let kind = kind_of(&own);
    let obliges = |index: usize| matches!(words.word(index), "mandatory" | "compulsory" | "obligatory" | "required");
    let firm = in_clause(Term).is_some() || in_clause(Against).is_some();
    if let Some(hit) = in_clause(Will) {
        let verb = words.word(hit.words.end.min(words.len() - 1));
        let subject = subject(words, clause.start..hit.words.end, hit.words.start);
        return match subject {
            Subject::Teller => firm || kind != ActionKind::Other || IMPERATIVES.contains(&verb),
            Subject::Named => firm || kind != ActionKind::Other || IMPERATIVES.contains(&verb) && verb != "have",
            Subject::Thing => firm && (kind != ActionKind::Other || clause.clone().any(obliges)),
            Subject::Other => false,
        };
    }
    if in_clause(Under).is_some() {
        return firm;
    }
    let plain = in_clause(Since)
        .is_some_and(|hit| hit.words.len() == 2 && !hit.words.clone().any(|index| is_now(words.word(index))));
    let guards =
        !matches!(kind, ActionKind::Other | ActionKind::Investigate | ActionKind::Replace | ActionKind::Capacity);
    in_clause(Since).is_some() && in_clause(Done).is_some() && guards && (firm || !plain)
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
        "will",
        "shall",
        "should",
        "must",
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
        "want",
        "wants",
        "plan",
        "plans",
        "intend",
        "intends",
        "need",
        "needs",
        "have",
        "has",
        "planning",
        "both",
        "all",
        "soon",
    ];
    let Some(index) = before.rev().find(|index| !SKIPPED.contains(&words.word(*index))) else { return Subject::Other };
    // "Moved the basic plan to another range": a noun after all.
    if words.word(auxiliary) == "plan" && !matches!(words.word(index), "we" | "i" | "they" | "team" | "engineers") {
        return Subject::Other;
    }
    let word = words.word(index);
    let written = &words.text[words.start(index)..words.end(index)];
    match word {
        "we" | "i" | "team" | "teams" | "engineers" | "there" | "we'll" | "i'll" | "there'll" | "staff"
        | "department" | "operations" => Subject::Teller,
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

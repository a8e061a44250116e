//! Remedies that were tried and did not help.
//!
//! In: the statements of a document in order. Out: each deed in vain, with the words that name it. A deed is known by
//! its form: a remedy by name, or whatever somebody then did ("she drained the pool", "emptied the spool"), where words
//! behind it say that it changed nothing. Knows nothing of suspicions.

use std::ops::Range;
use std::sync::LazyLock;

use crate::normalise::cause::tells_recovered;
use crate::normalise::clause::{Aspect, Clause, clause_of, clauses};
use crate::text::{Hit, Lexicon, Words, shared_words};

use super::vain::{Outcome, may_tell_outcome, outcomes, remedies_named};

/// A deed that changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tried {
    /// Number of the statement that tells it.
    pub(super) statement: usize,
    /// Number of its first word there.
    pub(super) word: usize,
    /// The words that name it.
    pub(super) suspect: String,
    /// "Also", "even": it is one more beside what was suspected before.
    pub(super) beside: bool,
}

/// The deeds in vain of a document, in the order in which their failures are told.
pub(super) fn tried(texts: &[&str]) -> Vec<Tried> {
    let mut found: Vec<Tried> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let mut here = if may_tell_outcome(text) { in_vain_here(texts, index) } else { Vec::new() };
        if may_attempt(text) {
            here.extend(attempts(texts, index));
        }
        here.extend(done_first(texts, index));
        if found.len() >= MOST {
            break;
        }
        for deed in here {
            let known = |other: &Tried| {
                other.statement == deed.statement
                    && (other.suspect.contains(&deed.suspect) || deed.suspect.contains(&other.suspect))
            };
            if !found.iter().rev().take(MOST_AT_ONCE).any(known) {
                found.push(deed);
            }
        }
    }
    found
}

/// A document that tells of more deeds in vain is a log, and each further one is held against all before it.
const MOST: usize = 100;
/// Deeds told beside each other; no more are held against a further one.
const MOST_AT_ONCE: usize = 8;
/// Words between the start of a sentence and the failure that it tells of the sentence before.
const OPENING: usize = 5;
/// Fewest and most words that name a deed.
const NAME: std::ops::RangeInclusive<usize> = 2..=12;

/// The deeds whose failure this statement tells.
fn in_vain_here(texts: &[&str], index: usize) -> Vec<Tried> {
    let words = Words::opening(texts[index]);
    let mut found = Vec::new();
    let mut told = Told::of(&words, Outcome::NoEffect);
    for outcome in outcomes(&words).into_iter().take(MOST_AT_ONCE) {
        let sentence = words.sentence_of(outcome.words.start);
        let clause =
            (sentence.start..=outcome.words.start).rev().find(|at| words.starts_clause(*at)).unwrap_or(sentence.start);
        if tells_recovered(&words.text[words.bytes(&(clause..outcome.words.start))]) {
            continue;
        }
        told.outcome = outcome.meaning;
        let own = told.deeds(sentence.start..outcome.words.start);
        if !own.is_empty() {
            found.extend(own.into_iter().map(|deed| told.tried(index, deed)));
            continue;
        }
        if outcome.meaning == Outcome::Adverb {
            found.extend(told.clause_before(&sentence, &outcome).map(|deed| told.tried(index, deed)));
            continue;
        }
        if outcome.words.start - sentence.start > OPENING || !speaks_of_before(&words, &sentence, &outcome) {
            continue;
        }
        if sentence.start > 0 {
            let before = words.sentence_of(sentence.start - 1);
            found.extend(told.deeds(before).into_iter().map(|deed| told.tried(index, deed)));
        } else if index > 0 && !tells_recovered(texts[index - 1]) {
            let earlier = Words::opening(texts[index - 1]);
            let told = Told::of(&earlier, outcome.meaning);
            let last = earlier.sentences().last().cloned().unwrap_or(0..0);
            found.extend(told.deeds(last).into_iter().map(|deed| told.tried(index - 1, deed)));
        }
    }
    found
}

/// Whether what opens a sentence that tells a failure can be what was done before: a pronoun, or nothing at all.
fn speaks_of_before(words: &Words, sentence: &Range<usize>, outcome: &Hit<Outcome>) -> bool {
    const POINTING: &[&str] = &[
        "it",
        "this",
        "that",
        "which",
        "these",
        "those",
        "they",
        "both",
        "neither",
        "none",
        "but",
        "and",
        "also",
        "there",
        "still",
        "no",
        "however",
        "unfortunately",
        "sadly",
        "alas",
        "again",
        "same",
        "the",
        "nope",
        "errors",
        "error",
        "symptoms",
        "nothing",
        "either",
        "to",
        "with",
        "even",
    ];
    const PERSON: &[&str] = &["we", "i", "he", "she", "you", "users", "customers"];
    let before = sentence.start..outcome.words.start;
    let looked = |at: usize| matches!(words.word(at), "see" | "detect" | "notice" | "observe" | "saw" | "seen");
    before.is_empty()
        || outcome.words.clone().any(looked)
        || POINTING.contains(&words.word(sentence.start)) && !before.clone().any(|at| PERSON.contains(&words.word(at)))
}

/// The words of a statement, and how plainly it is told that what it tells was in vain.
struct Told<'w> {
    words: &'w Words<'w>,
    outcome: Outcome,
    /// Its clauses and its remedies by name, read once.
    clauses: Vec<Clause>,
    named: Vec<Range<usize>>,
}

impl<'w> Told<'w> {
    fn of(words: &'w Words<'w>, outcome: Outcome) -> Self {
        Self { words, outcome, clauses: clauses(words), named: remedies_named(words) }
    }

    fn tried(&self, statement: usize, deed: Range<usize>) -> Tried {
        let from = deed.start.saturating_sub(2);
        let beside = (from..deed.start).any(|at| matches!(self.words.word(at), "also" | "even" | "then" | "next"));
        Tried { statement, word: deed.start, suspect: self.words.text[self.words.bytes(&deed)].to_owned(), beside }
    }

    /// The words that name each deed of a stretch.
    fn deeds(&self, within: Range<usize>) -> Vec<Range<usize>> {
        let mut told: Vec<Range<usize>> = Vec::new();
        for at in within.clone() {
            // "Nodes are draining": a state. A gerund is a deed where somebody spent time on it.
            let remedy = self.named.iter().any(|words| words.start == at) && !self.words.word(at).ends_with("ing");
            if told.last().is_some_and(|last| at < last.end) || !(remedy || self.is_done_by_somebody(at, &told)) {
                continue;
            }
            told.extend(self.name(at, &within, remedy).filter(|deed| self.is_done(at) && self.fits(deed)));
        }
        told
    }

    fn fits(&self, deed: &Range<usize>) -> bool {
        let words: Vec<&str> = deed.clone().map(|at| self.words.word(at)).collect();
        let vague = |word: &&str| VAGUE.contains(word) || word.len() < 2 || ACTORS.contains(word);
        NAME.contains(&deed.len()) && !words[1..].iter().all(vague) && !words.iter().any(|word| PUBLIC.contains(word))
    }

    /// Neither planned nor supposed.
    fn is_done(&self, at: usize) -> bool {
        let aspect = clause_of(&self.clauses, at).map(|clause| clause.aspect);
        let supposed = matches!(self.words.word(self.words.sentence_of(at).start), "if" | "unless" | "should");
        !supposed && !matches!(aspect, Some(Aspect::Planned | Aspect::Conditional)) && !self.words.negated(at)
    }

    /// "We drained", "drained" at the start of a clause, "and drained", "spent an hour draining": a deed of any kind, of
    /// which trouble that merely went on tells nothing.
    fn is_done_by_somebody(&self, at: usize, told: &[Range<usize>]) -> bool {
        if self.outcome == Outcome::GoesOn {
            return false;
        }
        let word = self.words.word(at);
        let next = at + 1;
        if matches!(word, "tried" | "tries") && next < self.words.len() && self.words.word(next) != "to" {
            let passive = at > 0 && matches!(self.words.word(at - 1), "was" | "were" | "been");
            return !(self.words.starts_clause(next) || passive);
        }
        if word.ends_with("ing") && word.len() > 5 {
            return self.is_gerund_of_work(at, told);
        }
        if !is_past(word) {
            return false;
        }
        let mut before = at;
        while before > 0 && !self.words.starts_clause(before) && is_adverb(self.words.word(before - 1)) {
            before -= 1;
        }
        if before == 0 || self.words.starts_clause(before) {
            return true;
        }
        let actor = self.words.word(before - 1);
        let joined = actor == "and" && told.last().is_some_and(|last| last.end + 1 >= before);
        joined || ACTORS.contains(&actor) || self.is_name(before - 1)
    }

    fn is_gerund_of_work(&self, at: usize, told: &[Range<usize>]) -> bool {
        let stem = &self.words.word(at)[..self.words.word(at).len() - 3];
        if NO_DEEDS.iter().any(|word| word.strip_suffix("ed") == Some(stem)) {
            return false;
        }
        let before = at.saturating_sub(1);
        let led = matches!(
            self.words.word(before),
            "minutes" | "hours" | "hour" | "time" | "tried" | "by" | "evening" | "day"
        );
        let then = |word: &str| matches!(word, "and" | "then");
        let joined = then(self.words.word(before)) && told.last().is_some_and(|last| last.end + 2 >= at);
        let of_then =
            |index: usize| matches!(self.words.word(index), "did" | "didn't" | "did_not" | "had" | "was" | "made");
        let sentence = self.words.sentence_of(at);
        led || joined || self.words.starts_sentence(at) && sentence.into_iter().any(of_then)
    }

    /// A name of somebody: a capital in the middle of a sentence, and no word of many capitals.
    fn is_name(&self, at: usize) -> bool {
        if self.words.starts_sentence(at) && self.words.len() > at + 1 && !is_past(self.words.word(at + 1)) {
            return false;
        }
        let written = &self.words.text[self.words.start(at)..self.words.end(at)];
        written.starts_with(char::is_uppercase) && written.chars().skip(1).all(char::is_lowercase) && written.len() > 2
    }

    /// The words of a deed: from its verb, or from the thing that it was done to, up to where its clause ends.
    fn name(&self, at: usize, within: &Range<usize>, remedy: bool) -> Option<Range<usize>> {
        let words = self.words;
        let ends = |index: &usize| {
            words.starts_clause(*index)
                || ENDS.contains(&words.word(*index))
                || words.word(*index) == "and" && self.opens_another(index + 1, within)
        };
        let end = (at + 1..within.end).find(ends).unwrap_or(within.end);
        let mut start = at;
        if remedy {
            // "Primary failed over": what stands before the verb of a clause without anybody is what it was done to.
            let clause = (within.start..=at).rev().find(|index| words.starts_clause(*index)).unwrap_or(within.start);
            let actor = (clause..at).rev().find(|index| ACTORS.contains(&words.word(*index)) || self.is_name(*index));
            let lead = (clause..at).find(|index| !VAGUE.contains(&words.word(*index)));
            start = if actor.is_some() { at } else { lead.unwrap_or(at) };
        }
        (end > start).then_some(start..end.min(start + NAME.end()))
    }

    fn opens_another(&self, at: usize, within: &Range<usize>) -> bool {
        at >= within.end || {
            let word = self.words.word(at);
            is_past(word) || word == "then" || word.ends_with("ing") || ACTORS.contains(&word) || word == "it"
        }
    }

    /// The clause right before an adverb that is only said of deeds.
    fn clause_before(&self, sentence: &Range<usize>, outcome: &Hit<Outcome>) -> Option<Range<usize>> {
        let words = self.words;
        let end = outcome.words.start;
        let last = (sentence.start..end).rev().find(|index| !VAGUE.contains(&words.word(*index)))?;
        let clause = (sentence.start..=last).rev().find(|index| words.starts_clause(*index)).unwrap_or(sentence.start);
        let start = (clause..end).find(|index| !LEADING.contains(&words.word(*index)))?;
        let deed = start..end;
        (self.is_done(start) && self.fits(&deed)).then_some(deed)
    }
}

/// What an attempt is told with, and what tells that it was one and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// "Tried to", "an attempt to": the deed follows.
    Opens,
    /// "First attempt": there was another.
    Counted,
    /// "Was tried", "attempted": what stands before it was the deed.
    Passive,
    /// "Was abandoned", "was refused": it came to nothing.
    Ends,
}

#[rustfmt::skip]
const ATTEMPTS: &[(Attempt, &[&str])] = &[
    (Attempt::Opens, &["tried|tries|try|trying|attempt|attempts|attempted|attempting to", "attempt|attempts at"]),
    (Attempt::Counted, &["first|second|initial|earlier|previous|preceding|failed ..1 attempt|try"]),
    (Attempt::Passive, &["was|were|been ..1 tried|attempted", "attempted"]),
    (Attempt::Counted, &["initially|first|originally ..1 attempted|tried by"]),
    (Attempt::Ends, &[
        "insufficient", "worse",
        "abandoned|aborted|gave_up|given_up|undone|discontinued|broken_off", "reject|rejects|rejected|refused|refuses|blocked",
        "went|go|goes back", "failed|fails", "impossible|unsuccessful|unsuccessfully", "not possible", "proved too",
    ]),
];

/// What is tried to find out, to reach or by everybody: no remedy.
#[rustfmt::skip]
const NO_REMEDY: &[&str] = &[
    "access", "log", "login", "sign", "reach", "connect", "open", "use", "reproduce", "understand", "find", "identify", "figure",
    "determine", "investigate", "contact", "call", "get", "see", "confirm", "ping", "load", "visit", "pay", "register",
    "download", "upload", "read", "write", "check", "look", "debug", "diagnose", "book", "order", "buy", "send", "keep", "avoid",
    "be", "make", "ensure", "do", "have", "help", "locate", "explain", "work", "join", "print", "submit", "save",
    "isolate", "narrow", "view", "verify", "act", "allocate", "fetch", "query", "start", "boot", "run", "acquire", "resolve", "compute",
];

static ATTEMPT: LazyLock<Lexicon<Attempt>> = LazyLock::new(|| Lexicon::built_in(ATTEMPTS));

fn may_attempt(text: &str) -> bool {
    ["tried", "Tried", "tries", "try", "ttempt"].iter().any(|piece| text.contains(piece))
}

/// Attempts of which the statement says that they came to nothing, or that others followed.
fn attempts(texts: &[&str], index: usize) -> Vec<Tried> {
    let words = Words::opening(texts[index]);
    let hits = ATTEMPT.find(&words);
    let told = Told::of(&words, Outcome::NoEffect);
    let mut found = Vec::new();
    for hit in hits.iter().filter(|hit| hit.meaning != Attempt::Ends) {
        let sentence = words.sentence_of(hit.words.start);
        if hit.meaning == Attempt::Passive {
            found.extend(told.attempted(texts, index, hit));
            continue;
        }
        let start = hit.words.end;
        if start >= sentence.end || NO_REMEDY.contains(&words.word(start)) || tells_recovered(texts[index]) {
            continue;
        }
        let over =
            |other: &Hit<Attempt>| other.meaning == Attempt::Ends && (start..sentence.end).contains(&other.words.start);
        let ended = hits.iter().find(|other| over(other)).map(|other| other.words.start);
        let labelled = words.text[words.end(start - 1)..words.start(start)].contains(':');
        let by = words.word(start - 1) == "by";
        let known = if hit.meaning == Attempt::Counted {
            labelled || by
        } else {
            ended.is_some() && !words.starts_clause(start)
        };
        let Some(deed) = told.name(start, &(sentence.start..sentence.end), false).filter(|_| known) else { continue };
        // "To move the mail was abandoned": the verb of the whole is no part of it.
        let end = ended.filter(|end| *end < deed.end).unwrap_or(deed.end);
        let end = (start..end).find(|at| matches!(words.word(*at), "was" | "were" | "is" | "had")).unwrap_or(end);
        let deed = start..end;
        if told.is_done_then(hit.words.start) && told.fits(&deed) {
            found.push(told.tried(index, deed));
        }
    }
    found
}

impl Told<'_> {
    /// "A restore was tried and made it worse", "restore attempted" above "the restore fails".
    fn attempted(&self, texts: &[&str], index: usize, hit: &Hit<Attempt>) -> Option<Tried> {
        let words = self.words;
        let sentence = words.sentence_of(hit.words.start);
        let clause = (sentence.start..=hit.words.start).rev().find(|at| words.starts_clause(*at))?;
        let start = (clause..hit.words.start).find(|at| !LEADING.contains(&words.word(*at)))?;
        let deed = start..hit.words.start;
        let name = &words.text[words.bytes(&deed)];
        let ends = |words: &Words, from: usize| {
            let ended =
                ATTEMPT.find(words).iter().any(|other| other.meaning == Attempt::Ends && other.words.start > from);
            ended || outcomes(words).iter().any(|outcome| outcome.words.start > from)
        };
        let next = texts.get(index + 1).filter(|next| shared_words(name, next) > 0);
        let failed = ends(words, hit.words.start) || next.is_some_and(|next| ends(&Words::opening(next), 0));
        // What is rolled out is no remedy, and "engineers attempted to" says what further on.
        let change =
            |word: &str| ["deploy", "upgrad", "migrat", "releas", "login"].iter().any(|stem| word.starts_with(stem));
        let next = (hit.words.end < sentence.end).then(|| words.word(hit.words.end));
        let other = matches!(next, Some("to" | "by")) || deed.clone().any(|at| change(words.word(at)));
        let deed = if deed.len() == 1 { start..hit.words.end } else { deed };
        (failed && !other && self.is_done_then(start) && self.fits(&deed)).then(|| self.tried(index, deed))
    }
}

/// "The night crew first swapped the fuse": a remedy that others followed, where nothing near it was put right.
fn done_first(texts: &[&str], index: usize) -> Option<Tried> {
    let text = texts[index];
    let early = |word: &str| matches!(word, "first" | "initially" | "originally");
    if !(text.contains("irst") || text.contains("nitially") || text.contains("riginally")) {
        return None;
    }
    let words = Words::opening(text);
    let told = Told::of(&words, Outcome::NoEffect);
    let named = &told.named;
    // "Swapped the fuse first": the end of a clause says it too.
    let closes = |hit: &Range<usize>| {
        let end = words.sentence_of(hit.start).end.min(hit.start + *NAME.end());
        let closed = (hit.start + 2..end).find(|at| early(words.word(*at)));
        closed.is_some_and(|at| at + 1 == words.sentence_of(at).end || words.starts_clause(at + 1))
            && hit.start > 0
            && told.is_done_by_somebody(hit.start, &[])
    };
    let opens = |at: usize| at > 1 && early(words.word(at - 1)) && !words.starts_clause(at);
    let is_first = |hit: &&Range<usize>| is_past(words.word(hit.start)) && (opens(hit.start) || closes(hit));
    let at = named.iter().find(is_first)?.start;
    let sentence = words.sentence_of(at);
    let goes_on = (at..sentence.end).any(|index| matches!(words.word(index), "then" | "before" | "after" | "once"));
    let followed = texts.get(index + 1).is_some_and(|next| !tells_recovered(next));
    if goes_on || !followed || tells_recovered(text) || !told.is_done_then(at) {
        return None;
    }
    let deed = told.name(at, &sentence, false).filter(|deed| told.fits(deed))?;
    Some(told.tried(index, deed))
}

impl Told<'_> {
    /// By one of those who worked on it, and not planned.
    fn is_done_then(&self, at: usize) -> bool {
        let sentence = self.words.sentence_of(at);
        let public = (sentence.start..at).any(|index| PUBLIC.contains(&self.words.word(index)));
        self.is_done(at) && !public
    }
}

/// Past forms that do not end in "ed".
#[rustfmt::skip]
const IRREGULAR: &[&str] = &[
    "took", "put", "rebuilt", "reset", "cut", "ran", "gave", "sent", "brought", "threw", "wrote", "shut", "swung", "drew", "set",
    "rewrote", "went", "reran", "bound", "built", "laid", "blew", "let", "split", "hung", "undid", "withdrew",
];

/// Past forms that tell no deed: what was noticed, felt, said, or what went wrong by itself.
#[rustfmt::skip]
const NO_DEEDS: &[&str] = &[
    "noticed", "observed", "seemed", "appeared", "failed", "remained", "continued", "reported", "happened", "occurred",
    "needed", "wanted", "looked", "checked", "crashed", "expected", "believed", "suspected", "assumed", "guessed", "blamed",
    "feared", "supposed", "tried", "attempted", "used", "called", "asked", "phoned", "mailed", "emailed", "posted", "answered",
    "replied", "stated", "showed", "learned", "learnt", "discovered", "identified", "realised", "realized", "concluded",
    "determined", "confirmed", "verified", "investigated", "received", "returned", "responded", "recovered", "resolved",
    "joined", "paged", "alerted", "escalated", "acknowledged", "informed", "notified", "experienced", "suffered", "started",
    "ended", "decided", "hoped", "planned", "agreed", "discussed", "considered", "wondered", "examined", "inspected",
    "tested", "reviewed", "searched", "listened", "watched", "monitored", "waited", "stayed", "lasted", "opened", "arrived",
    "dropped", "increased", "decreased", "climbed", "spiked", "degraded", "timed", "died", "persisted", "existed", "caused",
    "affected", "lacked", "required", "allowed", "missed", "lost", "based", "related", "involved", "detected", "triggered",
    "fired", "announced", "mentioned", "explained", "described", "published", "apologised", "apologized", "indeed", "need", "speed",
    "feed", "embed", "shared", "red", "bed", "exceed", "proceed", "succeed", "hundred", "supported", "provided", "saved", "completed",
];

fn is_past(word: &str) -> bool {
    const SHORTEST: usize = 5;
    IRREGULAR.contains(&word) || word.len() >= SHORTEST && word.ends_with("ed") && !NO_DEEDS.contains(&word)
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly")
        || matches!(
            word,
            "also"
                | "then"
                | "first"
                | "even"
                | "had"
                | "have"
                | "has"
                | "already"
                | "just"
                | "twice"
                | "again"
                | "next"
                | "now"
                | "all"
        )
}

/// Who works on an incident.
#[rustfmt::skip]
const ACTORS: &[&str] = &[
    "we", "i", "he", "she", "they", "team", "engineer", "engineers", "technician", "technicians", "operator", "operators",
    "operations", "admin", "admins", "on_call", "oncall", "developer", "developers", "colleague", "supplier", "vendor", "who",
    "dba", "dbas", "staff", "we've", "sre", "sres", "shift", "duty", "department", "contractor", "electrician", "call", "crew",
];

const PUBLIC: &[&str] = &[
    "users",
    "customers",
    "clients",
    "visitors",
    "players",
    "you",
    "everyone",
    "people",
    "members",
    "guests",
    "passengers",
];

/// Words at which the name of a deed ends.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "which", "but", "so", "because", "since", "without", "however", "although", "though", "until", "while", "when", "hoping",
    "as", "after", "before", "instead", "yet", "still", "if", "that", "who", "did", "didn't", "does", "doesn't", "made", "makes", "first", "was", "were", "is",
];

/// Words that name nothing by themselves.
#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "it", "this", "that", "them", "these", "those", "the", "a", "an", "and", "to", "of", "on", "in", "at", "by", "for", "with",
    "we", "i", "they", "he", "she", "again", "also", "then", "first", "even", "was", "were", "is", "had", "have", "been", "has", "but",
    "so", "from", "up", "down", "off", "out", "back", "twice", "our", "be", "now", "just", "one", "all", "as", "earlier", "there", "or",
];

/// Words of a telling that lead up to a deed.
const LEADING: &[&str] = &[
    "we", "i", "they", "he", "she", "then", "also", "first", "and", "the", "a", "an", "have", "had", "next", "was",
    "so", "but",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &[&str]) {
        let found: Vec<String> = tried(texts).into_iter().map(|deed| deed.suspect).collect();
        assert_eq!(found, expected, "{texts:?}");
    }

    #[test]
    fn a_deed_was_in_vain_where_words_behind_it_deny_an_effect() {
        check(&["Swapped both feed pumps, no improvement"], &["Swapped both feed pumps"]);
        check(&["He swapped the relay for the spare: same."], &["swapped the relay for the spare"]);
        check(
            &["We blocked the two addresses.", "We did not see much of an improvement."],
            &["blocked the two addresses"],
        );
        check(&["Retries were disabled; the backends recovered without further help."], &[]);
        check(&["Bypassing the proxy is a way too, though this doesn't help guests."], &[]);
        check(&["She emptied the outbox by hand, which did nothing."], &["emptied the outbox by hand"]);
        check(&["Router 7 rebooted. Nil change"], &["Router 7 rebooted"]);
        check(
            &["We spent an hour enlarging the volume and moving the journal.", "It got no better."],
            &["enlarging the volume", "moving the journal"],
        );
    }

    #[test]
    fn an_adverb_of_failure_is_said_of_a_deed_whatever_its_verb() {
        check(&["A reindex of the catalogue, in vain"], &["reindex of the catalogue"]);
        check(&["The night shift bypassed the regulator, without success."], &["bypassed the regulator"]);
        check(&["Customers paid twice without success."], &[]);
        check(&["If it stalls, prod the daemon to no avail."], &[]);
    }

    #[test]
    fn trouble_that_went_on_tells_of_remedies_alone() {
        check(&["Restarted the spooler.", "Still red."], &["Restarted the spooler"]);
        check(&["Marta painted the door.", "Still red."], &[]);
        check(&["Latency increased.", "No change."], &[]);
        check(
            &["The pool was doubled to 40 nodes.", "They crashed again as they came up."],
            &["pool was doubled to 40 nodes"],
        );
        check(&["Old hosts are draining.", "Still slow."], &[]);
        check(&["Restarted the spooler and mail flowed again.", "Still slow at noon."], &[]);
    }

    #[test]
    fn an_attempt_came_to_nothing_where_its_end_or_a_further_one_is_told() {
        check(&["An attempt to rebuild the index by hand was abandoned at noon."], &["rebuild the index by hand"]);
        check(
            &["We tried to shift the load to the spare line, but the carrier refused it."],
            &["shift the load to the spare line"],
        );
        check(&["First attempt: copied the keys from the old vault"], &["copied the keys from the old vault"]);
        check(&["The crew first replaced the fuse.", "At noon Bo looked at the meter."], &["replaced the fuse"]);
        check(&["The crew first replaced the fuse.", "Power was restored at noon."], &[]);
        check(&["We tried a spare handset.", "Nope."], &["tried a spare handset"]);
        check(&["It failed on the first try, but worked on the second try."], &[]);
        check(&["Moving the journal was tried on two hosts and made it worse."], &["Moving the journal"]);
        check(&["Restore attempted", "The restore fails on a missing key"], &["Restore attempted"]);
        check(&["We doubled the nodes first.", "At ten Bo saw the lock."], &["doubled the nodes"]);
        check(&["A deployment to the lab was attempted, but fails its test."], &[]);
        check(&["Guests tried to pay by card, but the terminal refused it."], &[]);
    }
}

//! What the words around a time make of it: since when, until when, at which moment it set in.
//!
//! Input: a sentence in pieces around a time. Output: a [`Cue`]. Collects nothing and knows no dates.

use crate::normalise::time::StampRange;

use super::passage::{Passage, Standing};
use super::sign::Sign::{Deed, Due, Felt, Missed, Onset, Other, Over, Partly, Planned, Trouble, Work};
use super::sign::{Signs, comes_back};

/// Whether a sentence says that something was wrong.
pub fn tells_trouble(text: &str) -> bool {
    Signs::of(text).tell(Trouble)
}

/// What the words around a time make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Window,
    /// A stretch of time in a sentence without a word of trouble, in a passage that tells of some.
    Beside,
    Start,
    /// "At 10:30 the relay failed".
    Onset,
    End,
}

/// Whether what a time ends is a rest: "the backlog was processed by 18:14".
pub(super) fn tells_rest(before: &str) -> bool {
    const REST: &[&str] = &["backlog", "backlogs", "residual", "leftover"];
    clause_before(before).split(' ').any(|word| REST.contains(&word))
}

/// Words that stand between a cue and its time and change nothing.
const FILLERS: &[&str] = &[
    "at",
    "on",
    "around",
    "approximately",
    "approx",
    "roughly",
    "about",
    "circa",
    "ca",
    "the",
    "as",
    "early",
    "just",
    "exactly",
    "of",
    "a",
    "little",
    "time",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "late",
    "this",
    "morning",
    "afternoon",
    "evening",
    "night",
    "shortly",
    "bit",
    "after",
    "past",
    "hours",
    "hour",
    "early",
    "estimated",
    "utc",
];
const STARTS: &[&str] = &[
    "starting",
    "beginning",
    "started",
    "began",
    "begun",
    "begins",
    "starts",
    "commencing",
    "commenced",
    "onset",
    "since",
    "from",
    "start",
    "between",
];
const ENDS: &[&str] = &["until", "till", "til", "ended", "ending", "ends", "through"];

/// What the words around a time make of it; `None` where it is of something else.
pub(super) fn cue(before: &str, after: &str, range: &StampRange, whole: Signs, passage: &Passage) -> Option<Cue> {
    if Signs::of(clause_before(before)).tell(Due) && Signs::of(clause_behind(after)).tell(Missed) {
        return Some(Cue::Start);
    }
    let meant = Signs::of(clause_before(before));
    if whole.tell(Planned) && !whole.tell(Felt) || meant.tell(Planned) && !meant.tell(Felt) || whole.tell(Other) {
        return None;
    }
    if range.to.as_ref().is_some_and(|to| to.time.is_some()) {
        if is_change_of_value(before) {
            return None;
        }
        let worked = whole.tell(Work) && !whole.tell(Felt);
        // From one day and clock to another: nobody dates both ends of a step.
        let dated = range.from.date.is_some() && range.to.as_ref().is_some_and(|to| to.date.is_some());
        if (whole.tell(Trouble) || dated) && !worked {
            return Some(Cue::Window);
        }
        let plain =
            passage.standing != Standing::Step && !whole.tell(Work) && !whole.tell(Over) && !whole.tell(Planned);
        return (plain && (passage.standing == Standing::Whole || tells_trouble(&passage.text))).then_some(Cue::Beside);
    }
    let clause = clause_before(before);
    let lead = lead(clause);
    match lead.as_deref() {
        Some(word) if STARTS.contains(&word) => {
            let signs = Signs::of(clause);
            // "Uploads worked again from 11:23".
            if is_over(signs, clause) && !signs.tell(Trouble) && !signs.tell(Work) {
                return Some(Cue::End);
            }
            let told = signs.tell(Work) || signs.tell(Over);
            let of_trouble = whole.tell(Trouble)
                || Signs::of(after).tell(Trouble)
                || word == "since" && !whole.tell(Over) && tells_trouble(&passage.text)
                || word == "from" && opens_story(clause) && !whole.tell(Over) && tells_trouble(&passage.text);
            return (!told && of_trouble).then_some(Cue::Start);
        }
        // "Did not move again before 11:50".
        Some("before") if is_denied(clause) && whole.tell(Trouble) => return Some(Cue::End),
        // "Nobody noticed until 07:50": it was seen then, and was not over. "We watched it until 14:00": it was over before.
        Some(word) if ENDS.contains(&word) && (is_unseen(clause) || is_watched(clause)) => return None,
        // "It took until 17:20 for all servers to pick it up".
        Some(word) if ENDS.contains(&word) && took_to_recover(clause, after) && tells_of_recovery(passage) => {
            return Some(Cue::End);
        }
        Some(word) if ENDS.contains(&word) => {
            return (whole.tell(Trouble) || whole.tell(Over) || well_from_then(after)).then_some(Cue::End);
        }
        _ => {}
    }
    // "Failed until we had grown the volume at 18:52".
    // "From 10:00 until we had put in the new disk at 11:40 nobody could log in".
    if let Some(at) = until(clause).filter(|_| range.to.is_none())
        && !is_unseen(&clause[at..])
        && (tells_trouble(&clause[..at]) || whole.tell(Trouble) && clause[..at].split_whitespace().count() <= ZONE)
    {
        return Some(Cue::End);
    }
    // "It began at 08:40 and was at 11:15 restored": the time stands between the two halves of its verb.
    let opens = opens_clause(clause) || lead.as_deref().is_some_and(|word| AUXILIARIES.contains(&word));
    let said_before = Signs::of(clause);
    if brings_about(clause) {
        return Some(Cue::End);
    }
    if !opens {
        if said_before.tell(Onset) && !said_before.tell(Work) && !said_before.tell(Deed) && !said_before.tell(Over) {
            return Some(Cue::Onset);
        }
        return (is_over(said_before, clause) || well_from_then(after)).then_some(Cue::End);
    }
    let behind = clause_behind(after);
    let said_behind = Signs::of(behind);
    if is_over(said_behind, behind) || well_from_then(behind) {
        return Some(Cue::End);
    }
    (said_behind.tell(Onset) && !said_behind.tell(Work) && !said_behind.tell(Deed)).then_some(Cue::Onset)
}

/// "The first one left at 16:02, the last one at 17:49": where it began and ended, by those that were hit. What the first
/// to come back was is not the beginning.
pub(super) fn first_and_last(text: &str, timed: &[&StampRange]) -> Option<(Option<Cue>, Option<Cue>)> {
    let [first, last] = timed else { return None };
    if first.to.is_some() || last.to.is_some() {
        return None;
    }
    let holds = |from: usize, to: usize, word: &str| {
        text.get(from..to)
            .is_some_and(|part| part.split(|c: char| !c.is_alphanumeric()).any(|one| one.eq_ignore_ascii_case(word)))
    };
    let pair = holds(0, first.range.start, "first") && holds(first.range.end, last.range.start, "last");
    let back = Signs::of(text).tell(Over) || comes_back(text) || holds(0, text.len(), "back");
    pair.then_some((if back { None } else { Some(Cue::Start) }, Some(Cue::End)))
}

/// "Whereupon the displays filled": what a step brought about, in a clause of its own.
fn brings_about(clause: &str) -> bool {
    const THEN: &[&str] = &["whereupon ", "after which ", "upon which "];
    let signs = Signs::of(clause);
    let led = THEN.iter().any(|then| clause.starts_with(then));
    led && !signs.tell(Trouble) && !signs.tell(Onset) && !signs.tell(Partly) && !is_denied(clause)
}

const AUXILIARIES: &[&str] = &["was", "were", "is", "are", "has", "have", "had"];

/// What may stand between a time and the "until" that belongs to it: its zone.
const ZONE: usize = 2;

/// Whether a "from" opens its sentence: "yesterday from", "from". What follows is then told of the whole stretch.
fn opens_story(clause: &str) -> bool {
    const NEAR: usize = 4;
    let words = clause.split(' ').filter(|word| !word.is_empty());
    words.take(NEAR).any(|word| word.eq_ignore_ascii_case("from"))
}

/// Where an "until" begins that has words of its own behind it.
fn until(clause: &str) -> Option<usize> {
    if clause.starts_with("until ") { Some(0) } else { clause.rfind(" until ") }
}

/// "Ten servers were added by 19:45, and from then on it was available": what a step brought about was the end.
fn well_from_then(after: &str) -> bool {
    const THEN: &[&str] =
        &["from then on", "from that moment", "from this moment", "since then", "whereupon", "after which"];
    #[rustfmt::skip]
    const WELL: &[&str] = &[
        "available", "worked", "works", "came", "ran", "loaded", "answered", "flowed", "opened", "accepted", "reachable", "usable", "normal", "fine",
        "succeeded", "connected", "confirmed", "delivered", "stable", "printed", "recovered", "returned", "again", "processed", "served", "everything", "through",
    ];
    let behind = |then: &&str| after.find(*then).map(|at| &after[at + then.len()..]);
    THEN.iter().filter_map(behind).any(|rest| {
        let signs = Signs::of(rest);
        let words = || rest.split(|c: char| !c.is_alphanumeric());
        let well = words().any(|word| WELL.contains(&word));
        well && !is_denied(rest) && !signs.tell(Partly) && (!signs.tell(Trouble) || rest.contains("without "))
    })
}

/// "It took until 17:20 for all of them to be back", and not to find what it was.
fn took_to_recover(clause: &str, after: &str) -> bool {
    const FIND: &[&str] = &[
        "find",
        "found",
        "understand",
        "understood",
        "identify",
        "notice",
        "reach",
        "learn",
        "see",
        "diagnose",
        "help",
    ];
    let holds =
        |text: &str, known: &[&str]| text.split(|c: char| !c.is_alphanumeric()).any(|word| known.contains(&word));
    holds(clause, &["took", "lasted"]) && !holds(clause_behind(after), FIND)
}

fn tells_of_recovery(passage: &Passage) -> bool {
    let signs = Signs::of(&passage.text);
    signs.tell(Over) || signs.tell(Trouble)
}

/// Whether a clause tells of good measure when all was over.
fn is_watched(clause: &str) -> bool {
    const AFTER: &[&str] =
        &["watched", "watching", "monitored", "monitoring", "observed", "observing", "tidied", "cleaned", "celebrated"];
    clause.split(|c: char| !c.is_alphanumeric()).any(|word| AFTER.iter().any(|after| after.eq_ignore_ascii_case(word)))
}

fn is_unseen(clause: &str) -> bool {
    const SEEN: &[&str] = &[
        "noticed",
        "notice",
        "noticing",
        "knew",
        "unnoticed",
        "undetected",
        "detected",
        "realised",
        "realized",
        "aware",
        "spotted",
        "saw",
    ];
    clause.split(|c: char| !c.is_alphanumeric()).any(|word| SEEN.iter().any(|seen| seen.eq_ignore_ascii_case(word)))
}

/// Whether a clause denies what it tells.
fn is_denied(clause: &str) -> bool {
    const NOT: &[&str] = &[
        "not", "no", "never", "nobody", "nothing", "didn't", "couldn't", "wasn't", "weren't", "cannot", "unable",
        "none",
    ];
    clause
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .any(|word| NOT.iter().any(|not| not.eq_ignore_ascii_case(word)))
}

fn is_over(signs: Signs, clause: &str) -> bool {
    !signs.tell(Partly) && (signs.tell(Over) || comes_back(clause))
}

/// "The clocks jumped from 2 am to 3 am", "moved from 10:00 to 11:00": two values, no stretch of time.
fn is_change_of_value(before: &str) -> bool {
    const MOVES: &[&str] = &[
        "jump",
        "jumped",
        "jumps",
        "move",
        "moved",
        "moves",
        "shift",
        "shifted",
        "shifts",
        "change",
        "changed",
        "changes",
        "postponed",
        "rescheduled",
        "brought",
        "forward",
        "pushed",
        "adjusted",
        "switched",
        "back",
        "delayed",
        "earlier",
        "later",
        "extended",
        "it",
    ];
    let clause = clause_before(before);
    let words: Vec<String> =
        clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let Some((last, rest)) = words.split_last() else { return false };
    last == "from" && rest.last().is_some_and(|word| MOVES.contains(&word.as_str()) && word != "it")
}

/// "The backup of Friday, 3 AM", "the file from 09:00": the time names a thing and tells of no event.
pub(super) fn is_of_a_thing(before: &str) -> bool {
    #[rustfmt::skip]
    const THINGS: &[&str] = &[
        "backup", "backups", "snapshot", "snapshots", "dump", "copy", "copies", "export", "image", "version", "build", "file", "files", "commit", "state", "data",
        "archive", "checkpoint", "edition", "draft", "config", "configuration", "release", "minutes", "log", "logs", "entry", "entries",
    ];
    let clause = before.trim_end_matches([',', ' ']);
    let words = clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(5)
        .map(str::to_lowercase);
    let words: Vec<String> = words.filter(|word| !FILLERS.contains(&word.as_str()) || word == "of").collect();
    // "A restore of the database to 14:31": the state that it was brought back to.
    let restored = |word: &String| ["restor", "rewound", "rewind", "revert"].iter().any(|deed| word.starts_with(deed));
    if words.first().is_some_and(|word| word == "to") && words.iter().any(restored) {
        return true;
    }
    let joint = words.first().is_some_and(|word| matches!(word.as_str(), "of" | "from"));
    joint && words.get(1).is_some_and(|word| THINGS.contains(&word.as_str()))
}

/// The clause that a time closes: what stands before it, from the last comma on.
pub fn clause_before(before: &str) -> &str {
    let trimmed = before.trim_end_matches([',', ' ']);
    let from = trimmed.rfind([',', ';', '(', ':', '–', '—']).map_or(0, |at| at + 1);
    let clause = before.get(from..).map_or(before, |clause| clause.trim_start_matches(|c: char| !c.is_alphanumeric()));
    // "... has recovered and by 11:37, all ..." begins anew behind its "and".
    let anew = [" and ", " but "].iter().filter_map(|joint| clause.rfind(joint).map(|at| at + joint.len())).max();
    anew.and_then(|at| clause.get(at..)).filter(|rest| opens_clause(rest)).unwrap_or(clause)
}

/// The clause that a time opens: up to a semicolon, since a comma stands right behind the time.
fn clause_behind(after: &str) -> &str {
    let to = after.find([';', '(']).unwrap_or(after.len());
    &after[..to]
}

/// The last word before a time that is no filler, in lower case.
pub(super) fn lead(clause: &str) -> Option<String> {
    let words = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
    words.map(str::to_lowercase).find(|word| !FILLERS.contains(&word.as_str()))
}

/// Whether nothing but words such as "and by" stands between the beginning of a clause and its time.
pub fn opens_clause(clause: &str) -> bool {
    const OPENERS: &[&str] = &["and", "by", "but", "then", "finally", "so", "however", "which", "day", "same", "next"];
    let mut words = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| {
        let word = word.to_lowercase();
        // "1.4 At 09:47": the number of a paragraph.
        word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
            || FILLERS.contains(&word.as_str())
            || OPENERS.contains(&word.as_str())
    })
}

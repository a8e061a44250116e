//! Clauses: what a stretch of a sentence says of the deed in it, and who says so.
//!
//! In: the words of a text. Out: its clauses in order, each with its [`Aspect`] and its [`Speaker`]. The words that mark
//! them are one table. Knows nothing of causes, remedies or times: whoever finds a deed asks here whether it was done.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::{Lexicon, Words};

/// How far a deed came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Told as it is: nothing says otherwise.
    Completed,
    /// "Tried", "attempted": how it ended is not said.
    Attempted,
    /// "Did not help", "to no avail".
    Failed,
    /// "Will", "we plan to", "a backlog task".
    Planned,
    /// "If", "would", "should there be".
    Conditional,
    /// "Is being", "in progress", "still".
    Ongoing,
}

/// Whose knowledge it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    /// Somebody of the time.
    Then,
    /// The narrator, looking back: "in hindsight", "we later learned".
    Narrator,
}

/// A stretch of a sentence between two joints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Its words, by index.
    pub(super) words: Range<usize>,
    pub(super) aspect: Aspect,
    pub(super) speaker: Speaker,
    /// A contrast or a next step opens it: a failure told behind it is not one of what stands before.
    turns: bool,
    /// It speaks of what stands before it: "this", "which", "that".
    refers: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Is(Aspect),
    /// Looks like the aspect and is not: "should have been", "failed over".
    IsNot(Aspect),
    Hindsight,
}

use Aspect::{Attempted, Completed, Conditional, Failed, Ongoing, Planned};
use Mark::{Hindsight, Is, IsNot};

#[rustfmt::skip]
const MARKS: &[(Mark, &[&str])] = &[
    (Is(Conditional), &[
        "if|unless|whenever", "should there|it|this|that|anyone|another", "in_case", "would|would've",
        "could|may|might be|have|need|want|help|try|use", "as soon as we can",
        "should|must|could|might have",
    ]),
    (IsNot(Conditional), &["as if", "even if", "see|check|checked|find|determine|know|verify|ask|asked if", "would not|no"]),
    (Is(Planned), &[
        "will|shall|should|must", "we'll|they'll|it'll", "going|plan|plans|planned|planning|intend|intends|intended to",
        "aim|aims|want|wants|need|needs|hope|hopes to", "is|are ..1 planned|scheduled", "backlog|roadmap|todo",
        "next step|steps", "propose|proposes|proposed|recommend|recommends|recommended|consider|considering",
        "to be ..1 done|added|fixed|changed|implemented|reviewed|created", "action item|items",
        "in the future", "from now on", "going|moving forward", "to prevent|avoid ..4 again|future|recurrence|similar",
    ]),
    (Is(Failed), &[
        "did_not|didn't|do_not|don't|does_not|doesn't|not ..4 help|work|fix|solve|resolve|improve|suffice|succeed|last",
        "failed|fails|failing|unable|not_able to ..2 fix|solve|resolve|help|recover|restore|start|work|bring|improve",
        "attempt|attempts|attempted|try|tries|tried ..8 fail|failed|fails|unsuccessful|unsuccessfully",
        "unsuccessful*|fruitless", "in vain", "to no avail|effect", "no|little|without|zero luck|success|avail",
        "no|little|without|any ..1 improvement|effect|difference|joy", "made|makes ..1 worse",
        "remain|remains|remained ..2 high|elevated|slow|down|unavailable|broken|red|stuck", "unchanged",
        "still ..2 fail*|down|slow|error*|high|broken|stuck|red|unreachable|unavailable", "persist|persists|persisted",
        "no|little ..1 change", "came|come ..1 back after|within", "got|gets|get stuck|worse again",
        "not enough|sufficient", "only helped|worked ..1 briefly|temporarily|partly|partially",
        "helped|worked|held|lasted ..2 for ..4 minutes|seconds|moment|while", "helped|worked ..1 briefly",
    ]),
    (IsNot(Failed), &["failed over", "not only|just", "did_not|didn't|does_not|do_not ..1 need|require|have"]),
    (Is(Attempted), &[
        "try|tries|tried|trying|attempt|attempts|attempted|attempting", "in the hope|hopes", "hoping", "usual fix|fixes",
        "to see if|whether", "as an experiment", "experimented|experimenting",
    ]),
    (Is(Ongoing), &[
        "is|are|was|were being", "is|are ..1 investigating|working|rolling|deploying|restoring|looking|fixing|trying",
        "in progress", "underway|under_way|ongoing", "still ..1 investigating|working|waiting|looking",
        "continue|continues|continuing to ..1 investigate|monitor|work|look", "begin|begins|began|start|starts|started to",
    ]),
    (Hindsight, &[
        "in hindsight|retrospect", "with hindsight", "looking back", "we|i ..1 now know|believe|understand",
        "later ..3 found|learned|learnt|discovered|understood|realised|realized|emerged|transpired|turned|became",
        "turned out ..1 later", "only later|afterwards", "at the|that time", "unknown|unbeknownst to ..1 us|team|everyone",
        "unnoticed|undetected", "nobody|no_one ..1 noticed|notices|knew|knows",
    ]),
];

/// Words that turn to the next step or to the contrary.
#[rustfmt::skip]
const TURNS: &[&str] = &[
    "but", "however", "although", "though", "then", "so", "finally", "eventually", "instead", "until", "afterwards",
    "while", "whereas", "therefore", "thus", "yet",
];

/// Words that join a clause which may be another in aspect.
const JOINTS: &[&str] = &["and", "or", "which", "after", "before", "because", "since", "as", "when"];

/// Words that point at what stands before them.
const REFERRING: &[&str] = &["this", "that", "which", "it", "these", "neither", "none", "those"];

/// A clause that opens with one of [`JOINTS`] is one of its own where a mark stands within so many words.
const NEAR: usize = 3;

static LEXICON: LazyLock<Lexicon<Mark>> = LazyLock::new(|| Lexicon::built_in(MARKS));

/// The clauses of a text in order, without gaps.
pub(super) fn clauses(words: &Words) -> Vec<Clause> {
    let hits = LEXICON.find(words);
    let excused = |at: &Range<usize>, aspect: Aspect| {
        hits.iter().any(|hit| hit.meaning == IsNot(aspect) && hit.words.start < at.end && at.start < hit.words.end)
    };
    let marks: Vec<(Range<usize>, Mark)> = hits
        .iter()
        .filter(|hit| match hit.meaning {
            Is(aspect) => !excused(&hit.words, aspect),
            IsNot(_) => false,
            Hindsight => true,
        })
        .map(|hit| (hit.words.clone(), hit.meaning))
        .collect();
    let mut clauses = split(words, &marks);
    let mut rest = &marks[..];
    for clause in &mut clauses {
        let count = rest.iter().take_while(|(at, _)| at.start < clause.words.end).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        read(clause, here);
    }
    suppose(words, &mut clauses);
    take_back(words, &mut clauses);
    clauses
}

/// The clause that holds a word; `None` beyond the text.
pub(super) fn clause_of(clauses: &[Clause], word: usize) -> Option<&Clause> {
    let place = clauses.partition_point(|clause| clause.words.end <= word);
    clauses.get(place)
}

fn split(words: &Words, marks: &[(Range<usize>, Mark)]) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut next_mark = 0;
    for index in 0..words.len() {
        while next_mark < marks.len() && marks[next_mark].0.start <= index {
            next_mark += 1;
        }
        let word = words.word(index);
        let turns = TURNS.contains(&word);
        let marked = || marks.get(next_mark).is_some_and(|(at, _)| at.start <= index + NEAR);
        let opens = words.starts_clause(index) || turns || (JOINTS.contains(&word) && marked());
        if let Some(last) = clauses.last_mut().filter(|_| !opens) {
            last.words.end = index + 1;
            continue;
        }
        let from_start = words.starts_sentence(index);
        let refers = REFERRING.contains(&word)
            || (turns || word == "and") && index + 1 < words.len() && REFERRING.contains(&words.word(index + 1));
        clauses.push(Clause {
            words: index..index + 1,
            aspect: Completed,
            speaker: Speaker::Then,
            turns: turns || from_start,
            refers,
        });
    }
    clauses
}

/// Of several marks the one that takes most away decides.
fn read(clause: &mut Clause, marks: &[(Range<usize>, Mark)]) {
    let has = |aspect: Aspect| marks.iter().any(|(_, mark)| *mark == Is(aspect));
    let order = [Conditional, Planned, Failed, Attempted, Ongoing];
    clause.aspect = order.into_iter().find(|aspect| has(*aspect)).unwrap_or(Completed);
    if marks.iter().any(|(_, mark)| *mark == Hindsight) {
        clause.speaker = Speaker::Narrator;
    }
}

/// "If it happens again, restart it": what follows a condition that opens its sentence is supposed too.
fn suppose(words: &Words, clauses: &mut [Clause]) {
    let mut supposed = false;
    for clause in clauses {
        let first = clause.words.start;
        if words.starts_sentence(first) {
            supposed =
                clause.aspect == Conditional && matches!(words.word(first), "if" | "unless" | "should" | "whenever");
        } else if supposed && clause.aspect == Completed {
            clause.aspect = Conditional;
        }
    }
}

/// A failure also takes back what stands before it up to the last turn, and, where it only refers, what stands before
/// that: "We restarted it. This did not help."
fn take_back(words: &Words, clauses: &mut [Clause]) {
    for index in 0..clauses.len() {
        if clauses[index].aspect != Failed {
            continue;
        }
        let short = clauses[index].words.len() <= NO_DEED;
        // "Still red.", "No change.": of what was done right before.
        let outcome = short
            && matches!(
                words.word(clauses[index].words.start),
                "still" | "no" | "nothing" | "does" | "did" | "doesn't" | "didn't" | "helped" | "without"
            );
        let mut from = index;
        let mut beyond =
            clauses[index].refers || outcome || (short && !words.starts_sentence(clauses[index].words.start));
        while from > 0 && (beyond || !clauses[from].turns) {
            beyond = false;
            from -= 1;
            if clauses[from].aspect == Completed {
                clauses[from].aspect = Failed;
            }
            if index - from >= MOST_TAKEN_BACK {
                break;
            }
        }
    }
}

/// A clause of no more words than this tells of no deed beside its failure.
const NO_DEED: usize = 5;
/// Clauses that one failure may take back.
const MOST_TAKEN_BACK: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    /// The aspect of the clause that holds the word.
    fn check(text: &str, word: &str, expected: Aspect) {
        let words = Words::of(text);
        let index = (0..words.len()).find(|index| words.word(*index) == word).unwrap();
        let clauses = clauses(&words);
        assert_eq!(clause_of(&clauses, index).unwrap().aspect, expected, "{word:?} in {text:?}: {clauses:?}");
    }

    #[test]
    fn a_deed_is_done_where_nothing_says_otherwise() {
        check("Amy restarted the relay and mail flowed", "restarted", Completed);
        check("The quickest way out was to reboot the host", "reboot", Completed);
        check("Rollback to the release before", "rollback", Completed);
    }

    #[test]
    fn what_was_tried_or_failed_is_not_done() {
        check("The usual fixes (a private window, a restart) do not seem to fix things", "restart", Failed);
        check("We restarted the relay, but this did not help", "restarted", Failed);
        check("We restarted the relay. That did not help.", "restarted", Failed);
        check("Restarted the relay without success", "restarted", Failed);
        check("A restart was attempted", "restart", Attempted);
        check("Restarting did not help, so we rolled the release back", "rolled", Completed);
        check("No improvement after the reboot, then the quota was raised", "raised", Completed);
        check("Traffic was failed over to the other site", "traffic", Completed);
        check("We restarted the relay, but latency remains high", "restarted", Failed);
        check("Cleared the spool. Still red.", "cleared", Failed);
        check("Moved the volume, errors persist", "moved", Failed);
        check("It was still down until we moved the volume", "moved", Completed);
    }

    #[test]
    fn what_is_planned_or_supposed_is_not_done() {
        check("We restarted the relay and will add an alert", "restarted", Completed);
        check("We restarted the relay and will add an alert", "alert", Planned);
        check("If it happens again, restart the relay", "happens", Conditional);
        check("If it happens again, restart the relay", "restart", Conditional);
        check("We plan to replace the disk", "replace", Planned);
        check("Should there be demand, we will scale up", "demand", Conditional);
        check("The rollback is being deployed", "rollback", Ongoing);
    }

    #[test]
    fn the_narrator_knows_what_nobody_knew_then() {
        let words = Words::of("The token had expired, as we later found out; pages fail");
        let clauses = clauses(&words);
        assert_eq!(
            clauses.iter().map(|clause| clause.speaker).collect::<Vec<_>>(),
            [Speaker::Then, Speaker::Narrator, Speaker::Then]
        );
    }

    #[test]
    fn clauses_cover_every_word() {
        let words = Words::of("A, b and will c; which d. E - f (g) so h");
        let clauses = clauses(&words);
        assert_eq!(clauses.first().map(|clause| clause.words.start), Some(0));
        assert!(clauses.windows(2).all(|pair| pair[0].words.end == pair[1].words.start));
        assert_eq!(clauses.last().map(|clause| clause.words.end), Some(words.len()));
    }
}

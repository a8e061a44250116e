//! Verbs of a clause as open classes: whether somebody did something, whether somebody came to know something.
//!
//! In: the words of an entry. Out: yes or no, by the form of the verb, who stands before it and how far the deed came.
//! Knows no remedies and no causes: what was done or found may be anything.

use crate::normalise::clause::{Aspect, clause_of, clauses};
use crate::text::Words;

use super::cue::decided;

/// Past tenses and participles that no ending gives away, of verbs that change a thing.
#[rustfmt::skip]
const IRREGULAR: &[&str] = &[
    "put", "set", "took", "taken", "brought", "gave", "given", "cut", "shut", "reset", "built", "rebuilt", "drew", "drawn", "split", "threw", "thrown",
    "undid", "undone", "rewrote", "rewritten", "bound", "lent", "fed", "hung", "swept", "wound", "unbound", "overrode", "overridden", "respun", "reran", "rerun",
];

/// Words in the past tense that tell of telling, looking, waiting, planning or of what befell a thing: no deed that changes
/// anything. What ends so and is none of them is a deed.
#[rustfmt::skip]
const NO_DEEDS: &[&str] = &[
    "posted", "informed", "communicated", "announced", "shared", "needed", "expected", "planned", "updated", "discussed", "waited", "continued", "decided",
    "asked", "named", "notified", "alerted", "paged", "confirmed", "identified", "suspected", "noticed", "reported", "escalated", "called", "phoned", "joined",
    "declared", "acknowledged", "started", "failed", "stopped", "crashed", "scheduled", "invited", "contacted", "involved", "engaged", "traced",
    "checked", "tested", "blamed", "raised", "assembled", "dropped", "rejected", "affected", "delayed", "degraded", "seemed", "looked", "appeared", "remained",
    "returned", "recovered", "restored", "resolved", "cleared", "ended", "closed", "happened", "occurred", "caused", "triggered", "received", "observed",
    "examined", "inspected", "compared", "analysed", "analyzed", "investigated", "reviewed", "verified", "tried", "attempted", "wanted", "hoped", "thought",
    "believed", "assumed", "supposed", "realised", "realized", "discovered", "detected", "established", "determined", "diagnosed", "remarked", "arrived",
    "answered", "replied", "complained", "mailed", "emailed", "texted", "tweeted", "telephoned", "mentioned", "told", "claimed", "assured", "expired",
    "collapsed", "stalled", "timed", "refused", "climbed", "increased", "exceeded", "elapsed", "lasted", "used", "worked", "proceeded", "agreed", "offered",
    "promised", "opened", "logged", "recorded", "measured", "indicated", "showed", "revealed", "flagged", "fired", "finished", "completed", "initiated", "commenced", "progressed", "performed", "unaffected", "related", "limited", "required",
    "tired", "indeed", "seed", "feed", "need", "speed", "hundred", "red", "shed", "bed", "ed", "embed", "exceed", "proceed", "succeed", "succeeded", "unchanged",
];

/// Verbs by which somebody comes to know what it is.
#[rustfmt::skip]
const KNOWING: &[&str] = &[
    "sees", "saw", "seen", "finds", "found", "notices", "noticed", "spots", "spotted", "discovers", "discovered", "realises", "realised", "realizes", "realized",
    "understands", "understood", "remarks", "remarked", "traces", "traced", "confirms", "confirmed", "establishes", "established", "determines", "determined",
    "identifies", "identified", "shows", "showed", "reveals", "revealed", "reproduces", "reproduced", "concludes", "concluded", "learns", "learned", "learnt",
    "pinpoints", "pinpointed", "diagnoses", "diagnosed", "recognises", "recognised", "recognizes", "recognized", "uncovers", "uncovered", "locates", "located",
    "detects", "detected", "deduces", "deduced", "isolated", "isolates", "explains", "explained",
];

/// Who acts, besides a name.
const ACTORS: &[&str] = &[
    "we",
    "i",
    "he",
    "she",
    "they",
    "team",
    "engineer",
    "engineers",
    "technician",
    "operator",
    "operators",
    "oncall",
    "staff",
];

/// Longest row that may leave out who acted.
const ROW: usize = 12;

/// Whether the words tell that somebody did something that changed a thing and completed it.
pub(super) fn acts(words: &Words) -> bool {
    let clauses = clauses(words);
    let completed = |at: usize| clause_of(&clauses, at).is_some_and(|clause| clause.aspect == Aspect::Completed);
    (0..words.len()).any(|at| {
        is_deed(words.word(at))
            && !words.negated(at)
            && completed(at)
            && !decided(words, words.sentence_of(at).start..at)
            && has_agent(words, at)
    })
}

fn is_deed(word: &str) -> bool {
    IRREGULAR.contains(&word) || word.len() > 3 && word.ends_with("ed") && !NO_DEEDS.contains(&word)
}

/// Whether somebody stands before a verb, or it is a passive, or opens a short row.
fn has_agent(words: &Words, verb: usize) -> bool {
    const NEAR: usize = 3;
    let from = words.sentence_of(verb).start.max(verb.saturating_sub(NEAR));
    let before = || (from..verb).rev();
    // "Had been installed": of what was there before.
    if before().any(|at| matches!(words.word(at), "had" | "which" | "that")) {
        return false;
    }
    // "Finds the list of moved shelves": what was found out is no deed of the finder.
    let found = (words.sentence_of(verb).start..verb).any(|at| KNOWING.contains(&words.word(at)));
    if found || is_by_nobody(words, verb) {
        return false;
    }
    let actor = |at: usize| ACTORS.contains(&words.word(at)) || is_name(words, at);
    let passive = before().take(2).any(|at| matches!(words.word(at), "was" | "were" | "been" | "got" | "is" | "are"));
    passive || before().any(actor) || words.len() <= ROW
}

fn is_by_nobody(words: &Words, verb: usize) -> bool {
    (words.sentence_of(verb).start..verb).any(|at| matches!(words.word(at), "nobody" | "nothing" | "none"))
}

/// A word with a capital that no sentence gave it.
fn is_name(words: &Words, at: usize) -> bool {
    let written = &words.text[words.start(at)..words.end(at)];
    written.starts_with(char::is_uppercase) && !written.chars().skip(1).any(char::is_uppercase)
}

/// Whether the words tell that somebody came to know something.
pub(super) fn comes_to_know(words: &Words) -> bool {
    let told = || {
        (0..words.len())
            .filter(|at| KNOWING.contains(&words.word(*at)) && !words.negated(*at) && !is_by_nobody(words, *at))
    };
    if told().next().is_none() {
        return tells_the_story(words);
    }
    let clauses = clauses(words);
    told().any(|at| {
        clause_of(&clauses, at).is_some_and(|clause| matches!(clause.aspect, Aspect::Completed | Aspect::Ongoing))
    })
}

/// Whether somebody asks about a thing: a guess in the form of a question.
pub(super) fn asks(words: &Words) -> bool {
    let asked =
        |at: usize| matches!(words.word(at), "asks" | "asked" | "wonders" | "wondered" | "suggests" | "suggested");
    let about = |at: usize| matches!(words.word(at), "whether" | "about" | "if" | "why" | "that" | "it");
    (0..words.len()).any(|at| asked(at) && (at + 1..words.len().min(at + 3)).any(about))
}

/// "The heap dump told the story", "the log made it plain", "it turned out that".
fn tells_the_story(words: &Words) -> bool {
    (1..words.len()).any(|at| {
        let within = |reach: usize, known: &[&str]| {
            (at + 1..words.len().min(at + 1 + reach)).any(|next| known.contains(&words.word(next)))
        };
        match words.word(at) {
            "told" | "tells" => within(3, &["story", "tale", "rest"]),
            "made" | "makes" | "became" => within(4, &["plain", "clear", "evident", "obvious"]),
            "turned" | "turns" => within(1, &["out"]),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeds_are_told_by_the_form_of_their_verb() {
        for (text, expected) in [
            ("we wedged a pebble under the valve", true),
            ("Old list reloaded on both gateways", true),
            ("the coupler was unplugged and the pumps rerouted", true),
            ("Ines put the second belt in its place", true),
            ("the shop owner complained", false),
            ("we decided to bypass the valve", false),
            ("we tried to unplug it", false),
            ("nobody touched the valve", false),
            ("the valve had been replaced", false),
            ("queue climbed and sales stalled", false),
        ] {
            assert_eq!(acts(&Words::of(text)), expected, "{text}");
        }
    }

    #[test]
    fn finds_are_told_by_verbs_of_knowing() {
        for (text, expected) in [
            ("Rosa spots the swapped labels", true),
            ("the trace told the whole story", true),
            ("the second log made it plain", true),
            ("mismatch confirmed by the vendor's tool", true),
            ("we will find it tomorrow", false),
            ("nothing found", false),
            ("belt restarted", false),
        ] {
            assert_eq!(comes_to_know(&Words::of(text)), expected, "{text}");
        }
    }
}

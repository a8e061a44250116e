//! Where a promise stands, as far as its own line says.
//!
//! A box, a mark or a table column that says "done" is believed; prose that says so is a claim. A ticket or a backlog
//! alone tracks a promise and does not open or close it. What is struck through and not said to be done was dropped.

use std::sync::LazyLock;

use crate::model::{ActionItem, ActionState};
use crate::text::{Lexicon, Words};

use super::RawAction;
use super::prose::{holds_from_now, only_looks_back};
use super::tail::Company;
use super::trailer::{Stripped, strip};

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Done,
    Open,
    Dropped,
}

/// Reads where an item stands.
pub fn action_state(raw: &RawAction) -> ActionState {
    let stripped = strip(raw, Company::Alone);
    settle(raw, &stripped, &Words::opening(&stripped.text))
}

/// The state of an item whose trailers have been taken off.
pub(super) fn settle(raw: &RawAction, stripped: &Stripped, words: &Words) -> ActionState {
    let boxed = raw.task.map(mark_of_box);
    let sayings = LEXICON.find(words);
    // "Check all that we have moved": what was done is no more than named.
    let aside = |start: usize| {
        matches!(words.word(start), "we" | "i" | "team" | "we've" | "i've") && start > 0 && !words.starts_clause(start)
    };
    let tells = |saying| {
        let said = |start: usize| !words.negated(start) && !aside(start);
        sayings.iter().any(|hit| hit.meaning == saying && said(hit.words.start))
    };
    match stripped.mark.filter(|mark| *mark != Mark::Open).or(boxed) {
        Some(Mark::Dropped) => return ActionState::Dropped,
        Some(Mark::Done) => return ActionState::Done,
        Some(Mark::Open) if raw.struck_in_part && sayings.iter().any(|hit| hit.meaning == Saying::Dropped) => {
            return ActionState::Dropped;
        }
        _ if raw.group_done => return ActionState::Done,
        _ if raw.struck => return ActionState::Dropped,
        Some(Mark::Open) => return ActionState::Open,
        None if stripped.mark == Some(Mark::Open) => return ActionState::Open,
        None => {}
    }
    if tells(Saying::TicketExists) && !stripped.claimed {
        return ActionState::Tracked;
    }
    if raw.group_claimed
        || stripped.claimed
        || tells(Saying::Done)
        || tells_past(words)
        || ends_done(words)
        || only_looks_back(words)
        || holds_from_now(words)
    {
        return ActionState::ClaimedDone;
    }
    if raw.group_open {
        return ActionState::Open;
    }
    if stripped.ticket.is_some() { ActionState::Tracked } else { ActionState::Unknown }
}

/// Whether a box, a mark, a table column, a strike or the head of its list says where an item stands.
pub(super) fn is_marked(raw: &RawAction, stripped: &Stripped) -> bool {
    raw.task.is_some() || raw.struck || raw.group_done || stripped.mark.is_some()
}

/// What a box says: `[x]` done, `[-]` dropped, `[ ]`, `[/]` and `[>]` open.
pub(super) fn mark_of_box(sign: char) -> Mark {
    match sign {
        'x' | 'X' | '✓' | '✔' | '✅' => Mark::Done,
        '-' | '~' => Mark::Dropped,
        _ => Mark::Open,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saying {
    Done,
    TicketExists,
    /// "won't do, the donor has none"
    Dropped,
}

#[rustfmt::skip]
const SAYINGS: &[(Saying, &[&str])] = &[
    (Saying::Done, &[
        "this|that|it has|was|is ..2 done|completed|implemented|fixed|addressed|deployed|resolved",
        "already ..2 done|implemented|completed|fixed|deployed|added|place|merged",
        "has|have|was|were now? been? done|completed|implemented|fixed|deployed",
        "has|have now|already|since|meanwhile? been added|enabled|disabled|removed|blocked|replaced|raised|increased|lowered|moved|introduced|installed|changed|updated|extended|tested|reviewed|written|documented|rotated|reduced|upgraded|patched|migrated|corrected|adjusted|built|merged|set|put|called|informed|told|notified",
        "is|are now installed|blocked|enabled|disabled|monitored|checked|tested|tracked|documented|protected|limited|required|enforced|visible|mandatory|gone|live|automated|refused|rejected|logged|alerted|pinned|in",
        "is|are gone", "we've|we|i|i've|team have? already? added|enabled|disabled|removed|blocked|replaced|raised|increased|lowered|moved|introduced|installed|changed|updated|extended|written|documented|rotated|reduced|upgraded|patched|migrated|corrected|adjusted|built|merged|ordered|called|bought",
        "we've|we|i|i've|team have? put|set ..6 into|in|up|on",
        "already released|live|in_place",
    ]),
    (Saying::Dropped, &[
        "won't|wont do|fix", "will not be done|fixed", "decided against|not", "not going to|happening", "not worth it", "no longer needed",
    ]),
    (Saying::TicketExists, &[
        "created|opened|raised|filed|logged ..3 ticket|tickets|issue|issues|pr",
        "ticket|tickets|issue|issues ..1 raised|created|opened|filed|logged|exists|open",
        "pr|pull_request exists|open|opened",
        "added|add|put|moved|is|now|been ..6 backlog", "^backlog", "tracked|tracking in|by|under|as|with|here",
    ]),
];

static LEXICON: LazyLock<Lexicon<Saying>> = LazyLock::new(|| Lexicon::built_in(SAYINGS));

/// Past forms that do not end in "ed".
#[rustfmt::skip]
const IRREGULAR: &[&str] = &[
    "wrote", "set", "got", "told", "rewrote", "rebuilt", "bought", "built", "put", "sent", "made", "given", "written", "rewritten",
];

/// Words in "ed" that say how a thing is or ought to be, and not what was done to it.
#[rustfmt::skip]
const DESCRIBING: &[&str] = &[
    "needed", "required", "based", "related", "limited", "expected", "planned", "proposed", "suggested", "supposed", "designed",
    "intended", "dedicated", "affected", "shared", "managed", "used", "called", "compared", "detected", "wanted", "desired",
    "failed", "failing", "exceed", "proceed", "succeed", "speed", "feed", "need", "embed", "indeed", "shed", "red", "seed", "hundred",
    "estimated", "assumed", "combined", "associated", "involved", "encountered", "identified", "noticed", "reported", "experienced",
    "caused", "triggered", "missed", "skipped", "dropped", "exposed", "trusted", "distributed", "hosted", "retried", "stored",
    "connected", "received", "expired", "cached", "queued", "loaded", "processed", "delivered", "tracked", "assigned", "discussed",
    "requested", "started",
];

fn is_past(word: &str) -> bool {
    const SHORTEST: usize = 5;
    IRREGULAR.contains(&word) || word.len() >= SHORTEST && word.ends_with("ed") && !DESCRIBING.contains(&word)
}

/// Past forms that are never an adjective in front of a noun: "Sent word to all teams".
#[rustfmt::skip]
const PAST_ALONE: &[&str] = &[
    "sent", "wrote", "got", "made", "gave", "took", "ran", "began", "held", "told", "put", "brought", "bought", "went",
    "rewrote", "found", "spoke", "met",
];

#[rustfmt::skip]
const DETERMINERS: &[&str] = &[
    "a", "an", "the", "all", "our", "new", "this", "that", "more", "some", "its", "their", "both", "guidance", "up",
    "additional",
];

/// "Added an alert": done, while "Enhanced monitoring of ..." is a promise named by a noun.
fn tells_past(words: &Words) -> bool {
    let first = words.len() > 2 && words.word(0) != "set" && words.word(0) != "put";
    first && (PAST_ALONE.contains(&words.word(0)) || is_past(words.word(0)) && DETERMINERS.contains(&words.word(1)))
}

/// "Weekly check added", "Disk limits raised to 2 TB": a thing and what was done to it.
fn ends_done(words: &Words) -> bool {
    const REACH: usize = 7;
    #[rustfmt::skip]
    const BEFORE: &[&str] = &[
        "be", "is", "are", "been", "being", "get", "gets", "to", "not", "when", "if", "that", "which", "should", "must", "will", "and",
        "or", "the", "a", "an", "as", "newly", "recently", "who", "of", "for", "with", "was", "were", "had", "has", "have", "can", "may", "need", "needs", "once", "after", "until", "before",
    ];
    #[rustfmt::skip]
    const BEHIND: &[&str] = &["to", "in", "on", "for", "with", "by", "from", "as", "at", "into", "across", "everywhere", "and", "so", "per", "of"];
    let end = words.sentence_of(0).end.min(words.len());
    let found =
        (1..end.min(REACH)).find(|index| is_past(words.word(*index)) && !BEFORE.contains(&words.word(index - 1)));
    let behind =
        |index: usize| index + 1 >= end || BEHIND.contains(&words.word(index + 1)) || words.starts_clause(index + 1);
    let to_be = |index: usize| (index.saturating_sub(3)..index).any(|at| words.word(at) == "be");
    if words.is_empty() || matches!(words.word(0), "if" | "when" | "once" | "should" | "whenever" | "unless" | "until")
    {
        return false;
    }
    words.len() > 1
        && !found.is_some_and(to_be)
        && !super::prose::starts_promise(words.text)
        && found.is_some_and(|index| behind(index) && !words.word(index).eq("set") && words.word(index) != "got")
}

#[rustfmt::skip]
const DONE: &[&str] = &[
    "done", "closed", "complete", "completed", "finished", "fixed", "resolved", "shipped", "merged", "implemented",
    "deployed", "live", "x", "yes", "y", "true", "✅", "✔", "✔️", "☑", "☑️", "✓", "[x]", "delivered", "released", "in place",
    "100%", "100 %", "rolled out", "in production", "accomplished", "achieved", "solved", "done and dusted", "checked off", "🟢", "installed", "applied",
];
#[rustfmt::skip]
const OPEN: &[&str] = &[
    "open", "todo", "to do", "in progress", "wip", "started", "ongoing", "planned", "pending", "not started",
    "not done", "backlog", "blocked", "new", "scheduled", "in review", "doing", "on hold", "postponed", "deferred",
    "in flight", "queued", "outstanding", "active", "next", "ready", "reopened", "to be done", "not yet", "draft", "assigned", "accepted", "incomplete", "under review", "work in progress", "🚧",
    "⏳", "⬜", "◻", "☐", "🔲", "🟡", "🔴", "[ ]", "tbd", "in work", "in discussion", "to be discussed", "under discussion", "to be agreed",
    "requested", "asked", "ordered", "approved", "proposed", "waiting", "not begun", "to start", "to be started", "working on it",
    "in preparation", "in planning", "in development", "in test", "in testing", "in qa", "awaiting", "budgeted", "parked", "underway", "under way",
    "partially done", "partly done", "half done", "mostly done", "almost done", "nearly done", "continuous", "looking into it", "someday", "idea",
];
#[rustfmt::skip]
const DROPPED: &[&str] = &[
    "won't do", "wont do", "wontdo", "won't fix", "wontfix", "will not do", "not doing", "dropped", "cancelled",
    "canceled", "rejected", "declined", "abandoned", "obsolete", "not planned", "invalid", "duplicate", "superseded",
    "withdrawn", "no longer needed", "failed", "given up", "skipped", "❌", "🚫", "not going to do", "decided against", "closed without action",
    "not pursued", "void", "nope",
];

/// What a status word says, also with a remark behind it ("Done (2 May)"); `None` for anything else.
pub(super) fn mark_of(text: &str) -> Option<Mark> {
    let text = text
        .trim()
        .trim_matches(|c: char| c.is_ascii_punctuation() && !"[]%".contains(c))
        .trim()
        .to_lowercase()
        .replace('\u{2019}', "'");
    let says = |words: &[&str]| words.iter().any(|word| begins(&text, word));
    if text.chars().count() > 40 {
        return None;
    }
    if let Some(share) = text.strip_suffix('%').and_then(|share| share.trim().parse::<f64>().ok()) {
        return Some(if share >= 100.0 { Mark::Done } else { Mark::Open });
    }
    if says(DROPPED) {
        Some(Mark::Dropped)
    } else if says(OPEN) {
        Some(Mark::Open)
    } else if says(DONE) {
        Some(Mark::Done)
    } else {
        None
    }
}

/// What a bracket in running text says; there, words such as "live" or "new" speak of other things.
pub(super) fn mark_in_bracket(text: &str) -> Option<Mark> {
    #[rustfmt::skip]
    const ELSEWHERE: &[&str] = &[
        "live", "new", "x", "yes", "y", "true", "assigned", "draft", "started", "accepted", "duplicate", "invalid",
        "released", "resolved", "open", "scheduled", "blocked", "fixed", "queued",
        "outstanding", "active", "next", "ready", "failed", "skipped", "in production", "solved", "installed", "applied", "void", "proposed",
        "approved", "waiting", "continuous", "idea", "parked", "in test", "in testing",
    ];
    let word = text.trim().to_lowercase();
    if ELSEWHERE.contains(&word.as_str()) { None } else { mark_of(text) }
}

/// "done" in "done", "done (2 may)", "done in #12", "✅ done"; never "x" in "x-ray" nor "open" in "open the firewall".
fn begins(text: &str, word: &str) -> bool {
    let Some(rest) = text.strip_prefix(word) else { return false };
    if rest.is_empty() {
        return true;
    }
    let is_sign = !word.starts_with(char::is_alphanumeric);
    let rest = rest.trim_start();
    is_sign
        || (word.len() > 1
            && (rest.starts_with(['(', '-', '–', '—', ',', ':', '✅', '[', '#'])
                || rest.starts_with("on ")
                || rest.starts_with("in #")
                || rest.starts_with(|c: char| c.is_ascii_digit())
                || is_day(rest)))
}

/// "2 May", "May 2, all of it", "for two of three": what may stand behind "done".
fn is_day(rest: &str) -> bool {
    const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const BEHIND: &[&str] =
        &["for", "since", "by", "last", "yesterday", "today", "already", "this", "as", "with", "and"];
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    BEHIND.contains(&word) || MONTHS.iter().any(|month| word.starts_with(month))
}

/// "This has been done: ..." under an item, or no more than "Done."
pub(super) fn is_done_remark(text: &str) -> bool {
    let words = Words::opening(text);
    let done = LEXICON.find(&words).iter().any(|hit| hit.meaning == Saying::Done && hit.words.start == 0);
    words.len() <= 12 && (done || (words.len() == 1 && mark_of(text) == Some(Mark::Done)))
}

/// Adds to an item what a remark under it says.
pub(super) fn add_remark(item: &mut ActionItem, raw: &RawAction, remark: &Stripped) {
    if item.ticket.is_none() {
        item.ticket = remark.ticket.clone();
    }
    if is_done_remark(&remark.text) && (item.state.is_unrecorded() || item.state.is_open()) {
        item.state = ActionState::ClaimedDone;
        item.life = super::life::of_author(raw, item.state);
    } else if item.state == ActionState::Unknown && remark.ticket.is_some() {
        item.state =
            if raw.task.map(mark_of_box) == Some(Mark::Done) { ActionState::Done } else { ActionState::Tracked };
        item.life = super::life::of_author(raw, item.state);
    }
}

//! Where a promise stands, as far as its own line says.
//!
//! A box, a mark or a table column that says "done" is believed; prose that says so is a claim. A ticket or a backlog
//! alone tracks a promise and does not open or close it. What is struck through and not said to be done was dropped.

use std::sync::LazyLock;

use crate::model::{ActionItem, ActionState};
use crate::text::{Lexicon, Words};

use super::RawAction;
use super::prose::only_looks_back;
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
    let stripped = strip(raw);
    settle(raw, &stripped, &Words::opening(&stripped.text))
}

/// The state of an item whose trailers have been taken off.
pub(super) fn settle(raw: &RawAction, stripped: &Stripped, words: &Words) -> ActionState {
    let boxed = raw.task.map(mark_of_box);
    match stripped.mark.filter(|mark| *mark != Mark::Open).or(boxed) {
        Some(Mark::Dropped) => return ActionState::Dropped,
        Some(Mark::Done) => return ActionState::Done,
        _ if raw.group_done => return ActionState::Done,
        _ if raw.struck => return ActionState::Dropped,
        Some(Mark::Open) => return ActionState::Open,
        None if stripped.mark == Some(Mark::Open) => return ActionState::Open,
        None => {}
    }
    let sayings = LEXICON.find(words);
    let tells = |saying| sayings.iter().any(|hit| hit.meaning == saying && !words.negated(hit.words.start));
    if tells(Saying::TicketExists) && !stripped.claimed {
        return ActionState::Tracked;
    }
    if stripped.claimed || tells(Saying::Done) || tells_past(words) || only_looks_back(words) {
        return ActionState::ClaimedDone;
    }
    if stripped.ticket.is_some() { ActionState::Tracked } else { ActionState::Unknown }
}

/// Whether a box, a mark, a table column, a strike or the head of its list says where an item stands.
pub(super) fn is_marked(raw: &RawAction, stripped: &Stripped) -> bool {
    raw.task.is_some() || raw.struck || raw.group_done || stripped.mark.is_some()
}

/// What a box says: `[x]` done, `[-]` dropped, `[ ]`, `[/]` and `[>]` open.
fn mark_of_box(sign: char) -> Mark {
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
}

#[rustfmt::skip]
const SAYINGS: &[(Saying, &[&str])] = &[
    (Saying::Done, &[
        "this|that|it has|was|is ..2 done|completed|implemented|fixed|addressed|deployed|resolved",
        "already ..2 done|implemented|completed|fixed|deployed|added|place|merged",
        "has|have|was|were now? been? done|completed|implemented|fixed|deployed",
    ]),
    (Saying::TicketExists, &[
        "created|opened|raised|filed|logged ..3 ticket|tickets|issue|issues|pr",
        "ticket|tickets|issue|issues ..1 raised|created|opened|filed|logged|exists|open",
        "pr|pull_request exists|open|opened",
        "added|add|put|moved|is|now|been ..6 backlog", "^backlog", "tracked|tracking in|by|under|as|with|here",
    ]),
];

static LEXICON: LazyLock<Lexicon<Saying>> = LazyLock::new(|| Lexicon::built_in(SAYINGS));

#[rustfmt::skip]
const PAST: &[&str] = &[
    "added", "implemented", "created", "updated", "increased", "fixed", "removed", "configured", "enabled",
    "disabled", "deployed", "introduced", "improved", "replaced", "migrated", "moved", "rotated", "documented",
    "wrote", "set", "got", "raised", "switched", "upgraded", "changed", "reduced", "merged", "patched", "reverted",
    "rolled", "expanded", "scaled", "notified", "informed", "told", "contacted", "restored", "restarted", "scheduled",
    "completed", "finished", "opened", "closed", "installed", "adjusted", "corrected", "extended", "blocked", "purged",
    "cleaned", "deleted", "renewed", "issued", "published", "shared", "announced", "reviewed", "verified", "tested",
    "rewrote", "rebuilt", "redeployed", "tuned", "lowered", "doubled", "pinned", "hired", "bought", "ordered",
];

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
    first
        && (PAST_ALONE.contains(&words.word(0))
            || PAST.contains(&words.word(0)) && DETERMINERS.contains(&words.word(1)))
}

#[rustfmt::skip]
const DONE: &[&str] = &[
    "done", "closed", "complete", "completed", "finished", "fixed", "resolved", "shipped", "merged", "implemented",
    "deployed", "live", "x", "yes", "y", "true", "✅", "✔", "✔️", "☑", "✓", "[x]", "delivered", "released",
];
#[rustfmt::skip]
const OPEN: &[&str] = &[
    "open", "todo", "to do", "in progress", "wip", "started", "ongoing", "planned", "pending", "not started",
    "not done", "backlog", "blocked", "new", "scheduled", "in review", "doing", "on hold", "postponed", "deferred",
    "in flight", "queued", "outstanding", "active", "next", "ready", "reopened", "to be done", "not yet", "draft", "assigned", "accepted", "incomplete", "under review", "work in progress", "🚧",
    "⏳", "[ ]", "tbd",
];
#[rustfmt::skip]
const DROPPED: &[&str] = &[
    "won't do", "wont do", "wontdo", "won't fix", "wontfix", "will not do", "not doing", "dropped", "cancelled",
    "canceled", "rejected", "declined", "abandoned", "obsolete", "not planned", "invalid", "duplicate", "superseded",
    "withdrawn", "no longer needed", "failed", "given up", "skipped", "❌", "🚫",
];

/// What a status word says, also with a remark behind it ("Done (2 May)"); `None` for anything else.
pub(super) fn mark_of(text: &str) -> Option<Mark> {
    let text = text
        .trim()
        .trim_matches(|c: char| c.is_ascii_punctuation() && !"[]".contains(c))
        .trim()
        .to_lowercase()
        .replace('\u{2019}', "'");
    let says = |words: &[&str]| words.iter().any(|word| begins(&text, word));
    if text.chars().count() > 40 {
        return None;
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
        "outstanding", "active", "next", "ready", "failed", "skipped",
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
                || rest.starts_with("in #")))
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
    if is_done_remark(&remark.text) && (item.state == ActionState::Unknown || item.state.is_open()) {
        item.state = ActionState::ClaimedDone;
    } else if item.state == ActionState::Unknown && remark.ticket.is_some() {
        item.state =
            if raw.task.map(mark_of_box) == Some(Mark::Done) { ActionState::Done } else { ActionState::Tracked };
    }
}

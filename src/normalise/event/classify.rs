//! A kind for every entry.
//!
//! In: entries in order of time and what is known of the cause. Out: the same entries with their kinds. Each entry is
//! read by itself first; then what only the whole can tell is settled: which find was the cause, which act was the fix,
//! which lead was false.

use crate::model::EventKind;
use crate::normalise::clause::{Aspect, Clause, clauses};
use crate::normalise::false_lead::{Strength, follow};
use crate::text::{Words, shared_with, telling_words};

use super::cue::{Cue, Reading};
use super::verb::{acts, comes_to_know};
use super::{EventContext, PlacedEntry, ReadEntry, Telling};

/// Sets the kind of every entry from its words and its place.
///
/// Entries must be in order of time. Where one entry tells several things, the rarer milestone wins: resolved, then
/// identified, fixed, escalated; the first sign is the detection and the first to take it up the response.
///
/// `read` holds the entries as read, in the same order.
pub(in crate::normalise) fn classify_events(entries: &mut [PlacedEntry], read: &[ReadEntry], context: &EventContext) {
    let kinds = kinds(read, context);
    for (entry, kind) in entries.iter_mut().zip(kinds) {
        entry.entry.kind = kind;
    }
}

/// Settles what only holds for prose: a remedy without a word of how it went, as the last that is told, was the fix.
pub(in crate::normalise) fn settle_story(entries: &mut [PlacedEntry], read: &[ReadEntry]) {
    if entries.iter().any(|placed| is_end(placed.entry.kind)) {
        return;
    }
    let open = |index: &usize| {
        yields(entries[*index].entry.kind) && !read[*index].tells(Cue::Persists) && !read[*index].reading.in_vain()
    };
    if let Some(last) = (1..entries.len()).rfind(|index| open(index) && read[*index].deed().is_some()) {
        entries[last].entry.kind = EventKind::Fixed;
    }
}

/// Where an end is known and no row says what the fix was, the last remedy up to that end was it.
pub(in crate::normalise) fn settle_by_end(entries: &mut [PlacedEntry], read: &[ReadEntry], end: Option<i64>) {
    let Some(end) = end.filter(|_| !entries.iter().any(|placed| is_end(placed.entry.kind))) else { return };
    let suits = |index: &usize| {
        let placed = &entries[*index];
        let lasts = !read[*index].tells(Cue::Persists) && !read[*index].reading.in_vain();
        lasts && yields(placed.entry.kind) && placed.at.is_some_and(|at| at <= end) && read[*index].deed().is_some()
    };
    let last = (0..entries.len()).rfind(suits).or_else(|| last_act(entries, read, end));
    if let Some(last) = last {
        entries[last].entry.kind = EventKind::Fixed;
    }
}

/// In seconds: what was done longer before the end than this did not end it.
const ACTED: i64 = 6 * 3600;

/// The last row behind the detection and before the end in which somebody did something, whatever it was, unless a later
/// one says that it did not help.
fn last_act(entries: &[PlacedEntry], read: &[ReadEntry], end: i64) -> Option<usize> {
    let detected = entries.iter().position(|placed| placed.entry.kind == EventKind::Detected).unwrap_or(0);
    let near = |placed: &PlacedEntry| placed.at.is_some_and(|at| at <= end && end - at <= ACTED);
    let last = entries.iter().rposition(near)?;
    let vain = |index: usize| read[index].tells(Cue::Persists) || read[index].reading.in_vain();
    let act = (detected + 1..last + 1).rev().find(|&index| {
        near(&entries[index]) && is_act(entries[index].entry.kind, &read[index]) && acts(&read[index].words)
    })?;
    (!(act..last + 1).any(vain)).then_some(act)
}

fn kinds(read: &[ReadEntry], context: &EventContext) -> Vec<EventKind> {
    let mut kinds = kinds_by_themselves(read);
    settle_told(&mut kinds, read);
    settle_helped(&mut kinds, read);
    settle_well(&mut kinds, read);
    settle_identified(&mut kinds, read, context);
    take_back_fixes(&mut kinds, read);
    settle_leads(&mut kinds, read, context);
    settle_fixed(&mut kinds, read);
    settle_known(&mut kinds, read);
    kinds
}

fn kinds_by_themselves(read: &[ReadEntry]) -> Vec<EventKind> {
    let first_sign = first_sign(read);
    let mut seen = Seen { detected: first_sign.is_none(), ..Seen::default() };
    let kind = |(index, entry): (usize, &ReadEntry)| {
        let kind = if Some(index) == first_sign { EventKind::Detected } else { kind(entry, &seen) };
        seen.add(kind, entry);
        kind
    };
    read.iter().enumerate().map(kind).collect()
}

/// What the entries tell by their words and their order, where no phrase of the rules says that it is not so.
fn settle_told(kinds: &mut [EventKind], read: &[ReadEntry]) {
    let story = Story::of(kinds, read);
    for (index, kind) in kinds.iter_mut().enumerate() {
        if let Some(told) = story.kind(index, *kind) {
            *kind = told;
        }
    }
}

/// The entries of a timeline with the places at which something is told that only counts once.
struct Story<'r> {
    read: &'r [ReadEntry<'r>],
    noticed: Option<usize>,
    /// The detection, as far as the rules know one.
    detected: Option<usize>,
    responded: Option<usize>,
    found: Option<usize>,
    remedy: Option<usize>,
    /// A phrase of the rules names an escalation.
    escalates: bool,
}

impl<'r> Story<'r> {
    /// `kinds` are those that the rules give the entries.
    fn of(kinds: &[EventKind], read: &'r [ReadEntry<'r>]) -> Self {
        let is = |index: usize, telling: Telling| read[index].telling == Some(telling);
        let first = |telling: Telling| (0..read.len()).find(|index| is(*index, telling));
        let by_phrase = |index: &usize| is(*index, Telling::Noticed) && read[*index].tells(Cue::Detected);
        let stated = |index: &usize| is(*index, Telling::CauseFound) && kinds[*index] == EventKind::Identified;
        let over = first(Telling::Over).unwrap_or(read.len());
        Self {
            read,
            noticed: (0..read.len()).find(by_phrase).or(first(Telling::Noticed)),
            detected: kinds.iter().position(|kind| *kind == EventKind::Detected),
            responded: first(Telling::Responded),
            found: (0..read.len()).find(stated).or(first(Telling::CauseFound)),
            remedy: (0..over).rfind(|index| is(*index, Telling::Remedy)),
            escalates: read.iter().any(|entry| entry.tells(Cue::Escalated)),
        }
    }

    /// The first entry from which on somebody knows that something is wrong.
    fn taken_up(&self) -> Option<usize> {
        [self.noticed, self.detected, self.responded].into_iter().flatten().min()
    }

    /// The kind of an entry by what it tells; `None` where the rules know better.
    fn kind(&self, index: usize, by_rules: EventKind) -> Option<EventKind> {
        let entry = &self.read[index];
        let first = |place: Option<usize>| place == Some(index);
        let takes_it_up = self.responded.is_none_or(|at| index < at);
        if is_update(&entry.words) {
            return None;
        }
        Some(match entry.telling? {
            Telling::Before | Telling::Worse | Telling::Better => EventKind::Note,
            // What was over in the same breath set nothing off.
            Telling::Onset if entry.recovers() => EventKind::Note,
            // What fails once somebody has noticed began before.
            Telling::Onset if self.detected.is_some_and(|at| at < index) => EventKind::Note,
            Telling::Onset => EventKind::Began,
            Telling::Noticed if first(self.noticed) => EventKind::Detected,
            Telling::Noticed if self.noticed > Some(index) => EventKind::Began,
            // The first who is told of it is the one who takes it up.
            Telling::Escalated | Telling::Noticed if takes_it_up && is_called(entry) => EventKind::Responded,
            Telling::Responded if first(self.responded) => EventKind::Responded,
            Telling::Noticed | Telling::Responded => EventKind::Note,
            Telling::Escalated if !self.escalates || entry.tells(Cue::Escalated) => EventKind::Escalated,
            // Whoever finds something has taken it up.
            Telling::Searching | Telling::Suspicion | Telling::CauseFound
                if takes_it_up && by_rules == EventKind::Responded =>
            {
                return None;
            }
            Telling::CauseFound if entry.reading.takes_back(Cue::Identified) => return None,
            // Nobody finds what nobody has noticed, unless a phrase says so.
            Telling::CauseFound if self.taken_up().is_none_or(|at| index < at) => return None,
            Telling::CauseFound if first(self.found) => EventKind::Identified,
            Telling::Escalated | Telling::Searching | Telling::Suspicion => EventKind::Investigating,
            Telling::CauseFound if self.found > Some(index) => EventKind::Investigating,
            Telling::RuledOut | Telling::Vain if entry.tells(Cue::Found) || entry.tells(Cue::Identified) => {
                return None;
            }
            Telling::RuledOut | Telling::Vain if opens_a_lead(entry) => EventKind::Investigating,
            Telling::RuledOut | Telling::Vain => EventKind::RuledOut,
            Telling::Remedy if by_rules == EventKind::Resolved => EventKind::Resolved,
            // Nobody mends what nobody has told of.
            Telling::Remedy if !is_done(entry) || index == 0 => return None,
            Telling::Remedy if first(self.remedy) => EventKind::Fixed,
            Telling::Remedy | Telling::CauseFound => EventKind::Note,
            Telling::Over if entry.reading.takes_back(Cue::Resolved) => return None,
            Telling::Over => EventKind::Resolved,
            Telling::Told if by_rules == EventKind::Ended => EventKind::Ended,
            Telling::Told => EventKind::Note,
        })
    }
}

/// `Investigating - Mail is late.`: an update of a status page names its kind itself.
fn is_update(words: &Words) -> bool {
    const STATES: &[&str] = &["investigating", "identified", "monitoring", "update", "resolved"];
    words.len() > 1 && STATES.contains(&words.word(0)) && words.starts_clause(1)
}

/// Whether an entry follows a suspect and does not clear it.
fn opens_a_lead(entry: &ReadEntry) -> bool {
    entry.suspicions.openings().next().is_some() && !entry.suspicions.rule_out(&entry.words)
}

/// Whether something that an entry tells was done: no attempt, no plan, no denial.
fn is_done(entry: &ReadEntry) -> bool {
    let done = |clause: &Clause| matches!(clause.aspect, Aspect::Completed | Aspect::Ongoing);
    let words = &entry.words;
    let denied = (0..words.len()).any(|index| words.negated(index) && words.word(index).ends_with("ed"));
    !denied && !entry.reading.takes_back(Cue::Fixed) && clauses(words).iter().any(done)
}

/// Whether an entry tells that somebody was told of it, and not that more were called in.
fn is_called(entry: &ReadEntry) -> bool {
    (entry.tells(Cue::Alerted) || entry.tells(Cue::Responded)) && !entry.tells(Cue::Escalated)
}

/// The entry that tells of the detection: the first to speak of one, as long as nobody knew or did anything before.
fn first_sign(read: &[ReadEntry]) -> Option<usize> {
    let later =
        |entry: &ReadEntry| [Cue::Identified, Cue::Fixed, Cue::Escalated].into_iter().any(|cue| entry.tells(cue));
    let index = read.iter().position(|entry| is_first_sign(&entry.reading))?;
    (!read[..index].iter().any(later)).then_some(index)
}

/// The words of a detection stand before those of any later milestone.
fn is_first_sign(reading: &Reading) -> bool {
    [Cue::Identified, Cue::Fixed, Cue::Resolved, Cue::Escalated, Cue::Ended]
        .into_iter()
        .all(|later| reading.tells_first(Cue::Detected, later))
}

/// Which milestones have passed already.
#[derive(Debug, Default)]
struct Seen {
    /// True from the start where no entry tells of a detection.
    detected: bool,
    responded: bool,
    identified: bool,
    over: bool,
}

impl Seen {
    fn add(&mut self, kind: EventKind, entry: &ReadEntry) {
        let at_once = kind == EventKind::Detected && entry.tells(Cue::Responded);
        self.detected |= kind == EventKind::Detected;
        self.responded |= kind == EventKind::Responded || at_once;
        self.identified |= kind == EventKind::Identified;
        self.over |= is_end(kind) || kind == EventKind::Ended;
    }
}

/// The kind of an entry as far as its own words and what went before tell it.
fn kind(entry: &ReadEntry, seen: &Seen) -> EventKind {
    use Cue::{Alerted, Ended, Escalated, Fixed, Identified, Investigating, Resolved, Responded};
    let tells = |cue| entry.tells(cue);
    // "The currency service is healthy, dropped that idea": a suspect is well, and not the service.
    let cleared = entry.suspicions.rule_out(&entry.words) && entry.deed().is_none();
    let rules_out = entry.suspicions.rule_out(&entry.words) || entry.reading.in_vain();
    if !seen.detected {
        before_detection(entry)
    } else if tells(Resolved) && !cleared {
        EventKind::Resolved
    } else if tells(Ended) {
        EventKind::Ended
    } else if tells(Identified) && !seen.identified {
        EventKind::Identified
    } else if tells(Fixed) && !entry.reading.tells_first(Escalated, Fixed) {
        EventKind::Fixed
    } else if tells(Escalated) {
        EventKind::Escalated
    } else if (tells(Alerted) || tells(Responded)) && !seen.responded && !seen.over {
        EventKind::Responded
    } else if rules_out && !seen.over {
        EventKind::RuledOut
    } else if tells(Investigating) {
        EventKind::Investigating
    } else {
        EventKind::Note
    }
}

/// What happened before anybody noticed: it began, or somebody did something.
fn before_detection(entry: &ReadEntry) -> EventKind {
    if entry.tells(Cue::Began) {
        EventKind::Began
    } else if entry.tells(Cue::Responded) {
        EventKind::Responded
    } else {
        EventKind::Note
    }
}

/// A remedy of which its own entry says that it helped is the end, by whatever words, where nothing else is told.
fn settle_helped(kinds: &mut [EventKind], read: &[ReadEntry]) {
    let detected = kinds.iter().position(|kind| *kind == EventKind::Detected);
    for (index, kind) in kinds.iter_mut().enumerate().skip(detected.map_or(0, |at| at + 1)) {
        let entry = &read[index];
        let lasts = !entry.tells(Cue::Persists) && !entry.reading.in_vain();
        let open = *kind == EventKind::Note && entry.telling.is_none();
        if open && lasts && (entry.deed().is_some_and(|deed| deed.helped) || entry.recovers()) {
            *kind = EventKind::Resolved;
        }
    }
}

/// Where no entry says that it was over, the last that tells of nothing but a state as it should be: "Customers back",
/// "Normal running", "Error rate at 0".
fn settle_well(kinds: &mut [EventKind], read: &[ReadEntry]) {
    let over = |kind: &EventKind| matches!(kind, EventKind::Resolved | EventKind::Ended);
    if kinds.iter().any(over) {
        return;
    }
    let Some(detected) = kinds.iter().position(|kind| *kind == EventKind::Detected) else { return };
    let well = |index: &usize| {
        let entry = &read[*index];
        let open = yields(kinds[*index]) || kinds[*index] == EventKind::Fixed;
        open && !entry.tells(Cue::Persists) && !entry.reading.in_vain() && is_well(&entry.words)
    };
    if let Some(last) = (detected + 1..kinds.len()).rfind(well) {
        kinds[last] = EventKind::Resolved;
    }
}

/// A clause of no more words tells of a state; a longer one of what happened.
const STATE: usize = 7;

/// Whether a clause says of something that it is as it should be.
fn is_well(words: &Words) -> bool {
    let mut from = 0;
    (1..=words.len()).filter(|index| *index == words.len() || words.starts_clause(*index)).any(|to| {
        let clause = std::mem::replace(&mut from, to)..to;
        (2..=STATE).contains(&clause.len()) && is_state(words, &clause)
    })
}

fn is_state(words: &Words, clause: &std::ops::Range<usize>) -> bool {
    #[rustfmt::skip]
    const WELL: &[&str] = &[
        "back", "reachable", "available", "accepted", "delivered", "normal", "normally", "stable", "flat", "green", "healthy", "online", "usable",
        "operational", "flowing", "possible", "answered", "served",
    ];
    const LEVELS: &[&str] =
        &["rate", "rates", "errors", "loss", "latency", "queue", "backlog", "lag", "load", "timeouts", "traffic"];
    #[rustfmt::skip]
    const NOT: &[&str] = &[
        "not", "no", "never", "still", "first", "some", "one", "half", "most", "part", "partly", "partially", "nearly", "almost", "staging", "test", "call", "calls",
        "called", "rang", "went", "rolled", "roll", "rolls", "moved", "switched", "put", "gone", "slowly", "only", "looks", "seems", "should", "will", "to", "set", "pulled",
    ];
    let has = |known: &[&str]| clause.clone().any(|index| known.contains(&words.word(index)));
    let last = words.word(clause.end - 1);
    let before = words.word(clause.end - 2);
    let level =
        || has(LEVELS) && matches!(before, "at" | "is" | "to" | "down") && matches!(last, "0" | "zero" | "normal");
    let state = WELL.contains(&last) || last == "running" && before == "normal" || level();
    state && !has(NOT)
}

/// Where no entry says outright that the cause is known, it is the first find that names the culprit or says what the
/// cause says.
fn settle_identified(kinds: &mut [EventKind], read: &[ReadEntry], context: &EventContext) {
    let knows = |(kind, entry): (&EventKind, &ReadEntry)| {
        *kind == EventKind::Identified || (entry.tells(Cue::Identified) && is_end(*kind))
    };
    let stated = kinds.iter().zip(read).any(knows);
    let cause = context.cause.map(Words::of);
    let cause = cause.as_ref().map(telling_words).unwrap_or_default();
    for (kind, entry) in kinds.iter_mut().zip(read) {
        let open = matches!(kind, EventKind::Investigating | EventKind::Note | EventKind::Responded);
        if !open || !finds_cause(entry, &cause, context) {
            continue;
        }
        if !stated {
            *kind = EventKind::Identified;
            return;
        }
        if *kind != EventKind::Responded {
            *kind = EventKind::CulpritNamed;
        }
    }
}

/// Where no entry says that the cause is known, the last find before the fix was that: what is found last is acted upon.
fn settle_known(kinds: &mut [EventKind], read: &[ReadEntry]) {
    use EventKind::{CulpritNamed, Detected, FalseLead, Identified, Investigating, Note, Responded, RuledOut};
    let known =
        |(kind, entry): (&EventKind, &ReadEntry)| *kind == Identified || is_end(*kind) && entry.tells(Cue::Identified);
    if kinds.iter().zip(read).any(known) {
        return;
    }
    let Some(detected) = kinds.iter().position(|kind| *kind == Detected) else { return };
    let act = |index: &usize| is_act(kinds[*index], &read[*index]) && acts(&read[*index].words);
    let behind = detected + 1..kinds.len();
    let fix = behind.clone().find(|index| is_end(kinds[*index])).or_else(|| behind.clone().rfind(act));
    let Some(fix) = fix else { return };
    let refuted = |index: usize| {
        let entry = &read[index];
        matches!(kinds[index], FalseLead | RuledOut)
            || entry.tells(Cue::Persists)
            || entry.reading.in_vain()
            || entry.suspicions.rule_out(&entry.words)
    };
    let found = (detected + 1..fix).rfind(|index| {
        let words = &read[*index].words;
        matches!(kinds[*index], Note | Investigating | Responded | CulpritNamed) && comes_to_know(words) && !acts(words)
    });
    if let Some(found) = found.filter(|found| !(*found..fix).any(refuted)) {
        kinds[found] = Identified;
    }
}

/// Whether an entry finds something that is the culprit, or that the telling words of the stated cause say too.
fn finds_cause(entry: &ReadEntry, cause: &[&str], context: &EventContext) -> bool {
    const SHARED: usize = 3;
    let says_the_same = || shared_with(&entry.words, cause) >= SHARED;
    entry.tells(Cue::Found)
        && !entry.suspicions.rule_out(&entry.words)
        && (entry.names_culprit(context) || says_the_same())
}

fn is_end(kind: EventKind) -> bool {
    matches!(kind, EventKind::Fixed | EventKind::Resolved)
}

/// A fix that is followed by word that the trouble goes on, before anything was resolved, was none.
fn take_back_fixes(kinds: &mut [EventKind], read: &[ReadEntry]) {
    let goes_on = |entry: &ReadEntry| entry.tells(Cue::Persists) || entry.reading.in_vain();
    for index in 0..kinds.len() {
        if kinds[index] != EventKind::Fixed {
            continue;
        }
        let behind = (index + 1..kinds.len()).take_while(|&next| !is_end(kinds[next]));
        let Some(word) = behind.into_iter().find(|&next| goes_on(&read[next])) else { continue };
        kinds[index] = EventKind::Note;
        if read[word].reading.in_vain() && kinds[word] == EventKind::Note {
            kinds[word] = EventKind::RuledOut;
        }
    }
}

/// Marks false leads and what ruled them out.
fn settle_leads(kinds: &mut [EventKind], read: &[ReadEntry], context: &EventContext) {
    for lead in follow(read, kinds, context) {
        if let Some(closed) = lead.closed.filter(|closed| lead.ruled_out && yields(kinds[*closed])) {
            kinds[closed] = EventKind::RuledOut;
        }
        // What only reads like the end of a lead may be its beginning.
        let opens = kinds[lead.opened] == EventKind::RuledOut && lead.closed != Some(lead.opened);
        if lead.is_false && lead.strength >= Strength::Guess && (yields(kinds[lead.opened]) || opens) {
            kinds[lead.opened] = EventKind::FalseLead;
        }
    }
}

/// Whether a kind gives way to what the leads tell.
fn yields(kind: EventKind) -> bool {
    use EventKind::{CulpritNamed, Escalated, Investigating, Note, Responded};
    matches!(kind, Investigating | Note | CulpritNamed | Escalated | Responded)
}

/// Where the service came back without a word of the fix, the last act before that was it.
fn settle_fixed(kinds: &mut [EventKind], read: &[ReadEntry]) {
    let over = |kind: EventKind| matches!(kind, EventKind::Resolved | EventKind::Ended);
    let stated =
        |(kind, entry): (&EventKind, &ReadEntry)| *kind == EventKind::Fixed || (over(*kind) && tells_fix(entry));
    let Some(end) = kinds.iter().position(|kind| over(*kind)) else { return };
    if kinds.iter().zip(read).any(stated) {
        return;
    }
    let first = |wanted: EventKind| kinds[..end].iter().position(|kind| *kind == wanted);
    let from = first(EventKind::Detected).or(first(EventKind::Responded)).unwrap_or(1);
    let acts = |entry: &ReadEntry| entry.tells(Cue::Acted) || entry.deed().is_some();
    let act = (from..end).rev().find(|&index| is_act(kinds[index], &read[index]) && acts(&read[index]));
    // Without a word of the cause only what was done right before counts, and not where the end tells of a deed itself.
    let right_before = if is_deed(&read[end].words) { end } else { end.saturating_sub(1).max(from) };
    let found = first(EventKind::Identified).unwrap_or(right_before);
    let deed = || (found..end).rev().find(|&index| is_act(kinds[index], &read[index]) && is_deed(&read[index].words));
    if let Some(fix) = act.or_else(deed) {
        kinds[fix] = EventKind::Fixed;
    }
}

/// Whether an entry that tells of the end also tells what was done.
pub(super) fn tells_fix(entry: &ReadEntry) -> bool {
    entry.tells(Cue::Fixed) || entry.tells(Cue::Acted) || entry.deed().is_some()
}

/// Whether an entry tells of nothing else than an act.
fn is_act(kind: EventKind, entry: &ReadEntry) -> bool {
    let elsewhere = [Cue::Investigating, Cue::Found, Cue::Detected, Cue::Persists, Cue::Alerted];
    matches!(kind, EventKind::Note | EventKind::Investigating) && !elsewhere.into_iter().any(|cue| entry.tells(cue))
}

/// Words that tell of telling, waiting or planning, not of a deed.
#[rustfmt::skip]
const NO_DEEDS: &[&str] = &[
    "posted", "informed", "communicated", "announced", "shared", "needed", "expected", "planned", "updated",
    "discussed", "waited", "continued", "decided", "asked", "named", "notified", "alerted", "paged", "confirmed", "identified", "suspected",
    "noticed", "reported", "escalated", "called", "phoned", "joined", "declared", "opened", "acknowledged", "started", "failed", "stopped",
    "crashed", "scheduled", "invited", "contacted", "involved", "engaged", "traced", "checked", "tested", "blamed", "raised", "assembled",
    "dropped", "rejected", "affected", "delayed", "degraded",
];

/// Whether a short text says that something was done: "Zone signed anew and published".
fn is_deed(words: &Words) -> bool {
    const SHORT: usize = 12;
    let is_done =
        |index: usize| words.word(index).len() > 4 && words.word(index).ends_with("ed") && !words.negated(index);
    let all = 0..words.len();
    words.len() <= SHORT && all.clone().any(is_done) && !all.clone().any(|index| NO_DEEDS.contains(&words.word(index)))
}

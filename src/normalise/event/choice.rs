//! Which row of a timeline is which milestone, chosen among all rows.
//!
//! In: entries with their kinds, what they tell and which row the rules take for the milestone. Out: the row with the
//! largest share, if it is large enough. How much each sign counts is data, `../weights/MILESTONE.tsv`.

use std::sync::LazyLock;

use crate::model::{EventKind, Milestone, TimelineEntry};
use crate::normalise::known;
#[cfg(test)]
use crate::normalise::record;
use crate::text::{Signs, Weighed, Words, shared_with, telling_words};

use super::cue::Cue;
use super::telling::Telling;
use super::{EventContext, PlacedEntry, ReadEntry};

/// What a choice is made from.
pub(super) struct Rows<'a> {
    pub(super) entries: &'a [PlacedEntry],
    pub(super) read: &'a [ReadEntry<'a>],
    pub(super) context: &'a EventContext<'a>,
    /// Start and end of the incident on the axis of the entries.
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    /// The rows that the rules take for the milestones, in the order of [`CHOSEN`].
    pub(super) by_rules: [Option<usize>; CHOSEN.len()],
}

/// The milestones that are chosen, with the names of their weights.
pub(super) const CHOSEN: [(Milestone, &str); 6] = [
    (Milestone::Detected, "detected"),
    (Milestone::Responded, "responded"),
    (Milestone::Escalated, "escalated"),
    (Milestone::CulpritNamed, "culprit_named"),
    (Milestone::Identified, "identified"),
    (Milestone::Fixed, "fixed"),
];

/// Place of [`Milestone::Detected`] among them.
const DETECTED: usize = 0;

/// The kinds of rows by their names, as signs have them.
pub(in crate::normalise) const KINDS: &[(&str, EventKind)] = &[
    ("detected", EventKind::Detected),
    ("responded", EventKind::Responded),
    ("investigating", EventKind::Investigating),
    ("false_lead", EventKind::FalseLead),
    ("ruled_out", EventKind::RuledOut),
    ("escalated", EventKind::Escalated),
    ("culprit_named", EventKind::CulpritNamed),
    ("identified", EventKind::Identified),
    ("fixed", EventKind::Fixed),
    ("resolved", EventKind::Resolved),
    ("began", EventKind::Began),
    ("ended", EventKind::Ended),
    ("note", EventKind::Note),
];
const CUES: &[(&str, Cue)] = &[
    ("began", Cue::Began),
    ("detected", Cue::Detected),
    ("alerted", Cue::Alerted),
    ("responded", Cue::Responded),
    ("investigating", Cue::Investigating),
    ("escalated", Cue::Escalated),
    ("identified", Cue::Identified),
    ("found", Cue::Found),
    ("fixed", Cue::Fixed),
    ("acted", Cue::Acted),
    ("resolved", Cue::Resolved),
    ("ended", Cue::Ended),
    ("persists", Cue::Persists),
];
/// So many words in which no rule knows any tell nothing.
const FEW_WORDS: usize = 4;
/// Where there are few rows, the place of one among them says little.
const FEW_ROWS: f64 = 3.0;
/// In seconds.
const MINUTE: f64 = 60.0;

impl Rows<'_> {
    fn signs(&self, index: usize, course: &Course, mut signs: Signs) -> Signs {
        let (entry, read) = (&self.entries[index], &self.read[index]);
        // That the rules take a row for the one that names the culprit counts once, as `by_rules`.
        let kinds = KINDS.iter().filter(|(_, kind)| *kind != EventKind::CulpritNamed);
        kinds.for_each(|(name, kind)| signs.put_of("kind", name, entry.entry.kind == *kind));
        Telling::NAMES.iter().for_each(|(name, told)| signs.put_of("telling", name, read.telling == Some(*told)));
        for (kind, name) in known::TIMELINES.kinds().iter().enumerate() {
            signs.put_of("share", name, f64::from(read.shares.get(kind).copied().unwrap_or_default()));
        }
        CUES.iter().for_each(|(name, cue)| signs.put_of("cue", name, read.tells(*cue)));
        signs.put("not_identified", read.reading.takes_back(Cue::Identified));
        signs.put("not_fixed", read.reading.takes_back(Cue::Fixed));
        signs.put("not_resolved", read.reading.takes_back(Cue::Resolved));
        signs.put("suspects", read.suspicions.openings().next().is_some());
        signs.put("rules_out", read.suspicions.rule_out(&read.words));
        signs.put("in_vain", read.reading.in_vain());
        signs.put("deed", read.deed().is_some());
        signs.put("helped", read.deed().is_some_and(|deed| deed.helped));
        signs.put("recovers", read.recovers());
        signs.put("names_culprit", read.names_culprit(self.context));
        signs.put("says_culprit", course.says_culprit[index]);
        signs.put("first_to_say_culprit", course.first_to_say == Some(index));
        let shared = f64::from(course.shared[index]);
        signs.put("shared_with_cause", shared.min(4.0));
        signs.put("most_shared", shared > 0.0 && course.most_shared == Some(index));
        for (place, (_, name)) in CHOSEN.iter().enumerate() {
            let by_rules = self.by_rules[place];
            signs.put_of("by_rules", name, by_rules == Some(index));
            signs.put_of("before", name, by_rules.is_some_and(|at| index < at));
            signs.put_of("behind", name, by_rules.is_some_and(|at| index > at));
            signs.put_of("right_behind", name, by_rules.is_some_and(|at| index == at + 1));
            signs.put_of("right_before", name, by_rules.is_some_and(|at| index + 1 == at));
        }
        for (kind, name) in known::TIMELINES.kinds().iter().enumerate() {
            signs.put_of("most", name, course.most.get(kind) == Some(&index));
        }
        signs.put("first", index == 0);
        signs.put("second", index == 1);
        signs.put("last", index + 1 == self.entries.len());
        signs.put("position", index as f64 / (FEW_ROWS + self.entries.len() as f64));
        let since = |moment: Option<i64>| Some(entry.at? - moment?);
        let log = |seconds: i64| (1.0 + seconds.max(0) as f64 / MINUTE).ln();
        signs.put("before_start", since(self.start).is_some_and(|seconds| seconds < 0));
        signs.put("at_start", since(self.start) == Some(0));
        signs.put("from_start", since(self.start).map_or(0.0, log));
        signs.put("at_end", since(self.end) == Some(0));
        signs.put("behind_end", since(self.end).is_some_and(|seconds| seconds > 0));
        signs.put("to_end", since(self.end).map_or(0.0, |seconds| log(-seconds)));
        signs.put("tells_nothing", !self.tells_something(index));
        signs.put("few_words", read.words.len() < 5);
        signs.put("many_words", read.words.len() > 25);
        ["none", "none_by_rules", "none_of_many", "none_most"].iter().for_each(|name| signs.put(name, 0.0));
        signs
    }

    fn none(&self, place: usize, course: &Course) -> Signs {
        let like = known::TIMELINES.kind(LIKE[place]).unwrap_or(0);
        let most = course.most.get(like).and_then(|row| self.read.get(*row)?.shares.get(like)).copied();
        let counting = [
            ("none", 1.0),
            ("none_by_rules", f64::from(self.by_rules[place].is_none())),
            ("none_of_many", (1.0 + self.entries.len() as f64).ln()),
            ("none_most", f64::from(most.unwrap_or_default())),
        ];
        Signs::only(&NAMED, &counting)
    }

    /// Whether the words of a row tell anything by themselves: its place alone makes it no milestone.
    fn tells_something(&self, row: usize) -> bool {
        let read = &self.read[row];
        let by_phrase = CUES.iter().any(|(_, cue)| read.tells(*cue)) || read.deed().is_some() || read.recovers();
        by_phrase
            || read.telling.is_some()
            || read.suspicions.openings().next().is_some()
            || self.entries[row].entry.kind != EventKind::Note
            || read.words.len() > FEW_WORDS
    }

    /// Whether a row tells that it began and not that anybody noticed: such a row is no detection, however early it stands.
    fn tells_only_onset(&self, row: usize) -> bool {
        let read = &self.read[row];
        let share = |kind: Option<usize>| kind.and_then(|kind| read.shares.get(kind)).copied().unwrap_or_default();
        let noticed = read.tells(Cue::Detected) || read.tells(Cue::Alerted);
        let more_onset = || share(known::TIMELINES.kind("noticed")) < share(known::TIMELINES.kind("onset"));
        !noticed && (read.tells(Cue::Began) || read.telling == Some(Telling::Onset) && more_onset())
    }

    /// The row of each milestone in the order of [`CHOSEN`]; `None` where no row is likely enough.
    pub(super) fn choose(&self) -> [Option<usize>; CHOSEN.len()] {
        let course = Course::of(self);
        let timed: Vec<usize> = (0..self.entries.len()).filter(|row| self.entries[*row].at.is_some()).collect();
        let candidates: Vec<Signs> = timed.iter().map(|row| self.signs(*row, &course, Signs::default())).collect();
        std::array::from_fn(|place| {
            let none = self.none(place, &course);
            #[cfg(test)]
            if !timed.is_empty() {
                let moment = |row: &usize| self.entries[*row].entry.at.as_ref();
                let value = |row: &usize| serde_json::to_string(&moment(row)).unwrap_or_default();
                let candidates: Vec<Signs> = candidates.iter().chain([&none]).cloned().collect();
                record::keep(CHOSEN[place].1, &NAMED, timed.iter().map(value), &candidates);
            }
            let shares = WEIGHED[place].shares(candidates.iter().chain([&none]));
            let (best, share) = shares[..timed.len()].iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
            let row = timed[best];
            let is_told = self.tells_something(row) && !(place == DETECTED && self.tells_only_onset(row));
            (*share >= KNOWN && is_told).then_some(row)
        })
    }
}

/// What only the whole timeline tells of a row.
#[derive(Default)]
struct Course {
    says_culprit: Vec<bool>,
    first_to_say: Option<usize>,
    /// Telling words of the stated cause that stand in each row.
    shared: Vec<u16>,
    most_shared: Option<usize>,
    /// The row with the largest share of each kind.
    most: Vec<usize>,
}

impl Course {
    fn of(rows: &Rows<'_>) -> Self {
        let cause = rows.context.cause.map(Words::opening);
        let cause = cause.as_ref().map(telling_words);
        let shared = |read: &ReadEntry| cause.as_ref().map_or(0, |cause| shared_with(&read.words, cause));
        let shared: Vec<u16> = rows.read.iter().map(|read| u16::try_from(shared(read)).unwrap_or(u16::MAX)).collect();
        let most = |kind: usize| {
            let share = |row: usize| rows.read[row].shares.get(kind).copied().unwrap_or_default();
            (0..rows.read.len()).max_by(|a, b| share(*a).total_cmp(&share(*b)).then(b.cmp(a))).unwrap_or(0)
        };
        let says: Vec<bool> = rows.read.iter().map(|read| read.says_culprit(cause.as_deref(), rows.context)).collect();
        Self {
            first_to_say: says.iter().position(|says| *says),
            says_culprit: says,
            most_shared: (0..shared.len()).max_by_key(|row| (shared[*row], std::cmp::Reverse(*row))),
            shared,
            most: (0..known::TIMELINES.kinds().len()).map(most).collect(),
        }
    }
}

/// What rows that tell a milestone are called among the known rows, in the order of [`CHOSEN`].
const LIKE: [&str; CHOSEN.len()] = ["noticed", "responded", "escalated", "suspicion", "cause_found", "remedy"];

static NAMED: LazyLock<Signs> = LazyLock::new(|| {
    let texts = [String::new()];
    let read = ReadEntry::all(&texts);
    let context = EventContext { culprit: None, cause: None, components_in: &|_| Vec::new() };
    let (text, kind) = (String::new(), EventKind::Note);
    let entry = TimelineEntry { at: None, until: None, elapsed: None, text, kind, role: None, line: 0 };
    let nothing = PlacedEntry { entry, at: None, until: None };
    let rows = Rows {
        entries: &[nothing],
        read: &read,
        context: &context,
        start: None,
        end: None,
        by_rules: [None; CHOSEN.len()],
    };
    rows.signs(0, &Course::of(&rows), Signs::named())
});
static WEIGHED: LazyLock<[Weighed; CHOSEN.len()]> = LazyLock::new(|| {
    let tables = [
        include_str!("../weights/detected.tsv"),
        include_str!("../weights/responded.tsv"),
        include_str!("../weights/escalated.tsv"),
        include_str!("../weights/culprit_named.tsv"),
        include_str!("../weights/identified.tsv"),
        include_str!("../weights/fixed.tsv"),
    ];
    tables.map(|table| Weighed::of(table, &NAMED))
});

/// With a smaller share than this nothing is said.
const KNOWN: f64 = 0.4;

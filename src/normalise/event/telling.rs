//! What each row of a timeline tells, by its words and by what stands before and behind it.
//!
//! In: the rows as read, in order of time. Out: for each what it tells and how sure that is. The mechanism is
//! counting ([`known::TIMELINES`]); knows nothing of clocks, causes or other parts of the document.

use std::sync::LazyLock;

use crate::normalise::known;

use super::ReadEntry;
use super::cue::Cue;

/// What a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::normalise) enum Telling {
    /// Done or happened before anybody was hurt.
    Before,
    /// Users begin to be hurt.
    Onset,
    /// Somebody or something notices.
    Noticed,
    /// It spreads, grows or comes back.
    Worse,
    /// Somebody takes it up.
    Responded,
    /// Somebody else is called in.
    Escalated,
    Searching,
    /// A guess at the cause.
    Suspicion,
    RuledOut,
    CauseFound,
    /// A remedy that did not help.
    Vain,
    Remedy,
    /// Partly well again.
    Better,
    Over,
    /// Communication and paperwork.
    Told,
}

impl Telling {
    #[rustfmt::skip]
    pub(super) const NAMES: &[(&str, Self)] = &[
        ("before", Self::Before), ("onset", Self::Onset), ("noticed", Self::Noticed), ("worse", Self::Worse), ("responded", Self::Responded),
        ("escalated", Self::Escalated), ("searching", Self::Searching), ("suspicion", Self::Suspicion), ("ruled_out", Self::RuledOut),
        ("cause_found", Self::CauseFound), ("vain", Self::Vain), ("remedy", Self::Remedy), ("better", Self::Better), ("over", Self::Over), ("told", Self::Told),
    ];

    /// Whether it is taken for told, given its share among all that the row may tell and its odds by the row's own words.
    /// What is told but once leaves the others behind even where much speaks against it; what is told again and again
    /// does not, and not by its place alone.
    fn is_told(self, share: f32, odds: f32) -> bool {
        match self {
            Self::Onset | Self::Responded | Self::Escalated | Self::Over => share >= 0.25 && odds > 0.4,
            Self::Remedy => share >= 0.25 && odds > 0.8,
            Self::Noticed => share >= 0.5 && odds > 0.4,
            Self::CauseFound => share >= 0.6 && odds > 0.8,
            _ => share >= 0.5 && odds > 0.8,
        }
    }
}

/// The tellings in the order of the known kinds.
static KINDS: LazyLock<Vec<Option<Telling>>> = LazyLock::new(|| {
    let telling = |kind: &String| Telling::NAMES.iter().find(|(name, _)| name == kind).map(|(_, telling)| *telling);
    known::TIMELINES.kinds().iter().map(telling).collect()
});

/// What a phrase that the rules know speaks for, in natural logarithms of odds, as counted over the known rows. Only what
/// it clearly speaks for is kept.
#[rustfmt::skip]
const PHRASES: &[(Cue, &[(Telling, f32)])] = &[
    (Cue::Began, &[(Telling::Onset, 2.1), (Telling::Worse, 1.5)]),
    (Cue::Detected, &[(Telling::Noticed, 1.8)]),
    (Cue::Alerted, &[(Telling::Escalated, 2.1), (Telling::Responded, 1.9)]),
    (Cue::Responded, &[(Telling::Responded, 2.4)]),
    (Cue::Investigating, &[(Telling::Searching, 1.2)]),
    (Cue::Escalated, &[(Telling::Escalated, 2.5)]),
    (Cue::Identified, &[(Telling::CauseFound, 2.3)]),
    (Cue::Found, &[(Telling::CauseFound, 1.3)]),
    (Cue::Fixed, &[(Telling::Remedy, 1.8)]),
    (Cue::Acted, &[(Telling::Remedy, 1.1)]),
    (Cue::Resolved, &[(Telling::Over, 1.9), (Telling::Better, 1.1)]),
    (Cue::Ended, &[(Telling::Told, 2.5)]),
    (Cue::Persists, &[(Telling::Vain, 2.4)]),
];
const IN_VAIN: (Telling, f32) = (Telling::Vain, 2.9);
const RULES_OUT: (Telling, f32) = (Telling::RuledOut, 2.5);
const SUSPECTS: (Telling, f32) = (Telling::Suspicion, 2.5);
const DEED: (Telling, f32) = (Telling::Remedy, 1.3);
const RECOVERS: (Telling, f32) = (Telling::Over, 1.5);
/// A phrase and the words it is made of are one witness: so much of its odds counts beside theirs.
const BESIDE_WORDS: f32 = 0.7;

/// What each row tells, `None` where too little speaks for anything, and its share of each kind, from 0 to 1.
pub(super) fn tellings(rows: &[ReadEntry]) -> Vec<(Option<Telling>, Vec<f32>)> {
    let odds: Vec<Vec<f32>> = rows.iter().map(odds).collect();
    let shares = known::TIMELINES.shares(&odds);
    let best = |(shares, odds): (Vec<f32>, &Vec<f32>)| {
        let best = shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let told = best.and_then(|(kind, share)| KINDS[kind].filter(|telling| telling.is_told(*share, odds[kind])));
        (told, shares)
    };
    shares.into_iter().zip(&odds).map(best).collect()
}

/// Fewer words than these are like anything; only a phrase of the rules can tell them apart.
const FEW: usize = 4;

/// The odds of each telling by the words and the phrases of a row.
fn odds(row: &ReadEntry) -> Vec<f32> {
    let words = if row.words.len() < FEW { 0..0 } else { 0..row.words.len() };
    let mut odds = known::TIMELINES.odds(&row.words, &words);
    let mut add = |spoken_for: &[(Telling, f32)]| {
        for (telling, worth) in spoken_for {
            if let Some(kind) = KINDS.iter().position(|kind| *kind == Some(*telling)) {
                odds[kind] += worth * BESIDE_WORDS;
            }
        }
    };
    PHRASES.iter().filter(|(cue, _)| row.tells(*cue)).for_each(|(_, spoken_for)| add(spoken_for));
    if row.reading.in_vain() {
        add(&[IN_VAIN]);
    }
    if row.suspicions.rule_out(&row.words) {
        add(&[RULES_OUT]);
    }
    if row.suspicions.openings().next().is_some() {
        add(&[SUSPECTS]);
    }
    if row.deed().is_some() {
        add(&[DEED]);
    }
    if row.recovers() {
        add(&[RECOVERS]);
    }
    odds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rows: &[&str]) -> Vec<Option<Telling>> {
        let texts: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
        ReadEntry::all(&texts).iter().map(|row| row.telling).collect()
    }

    #[test]
    fn rows_in_words_that_no_rule_knows_are_told_by_their_course() {
        use Telling::{Before, CauseFound, Noticed, Onset, Over, Remedy, Responded};
        let rows = [
            "New price list loaded into the tills by the night job",
            "Tills in the north hall show zero for every article",
            "A cashier rings the back office",
            "Jonas from the back office goes to have a look",
            "The list turns out to have its columns swapped",
            "Yesterday's list loaded once more",
            "All tills charge the right price",
        ];
        let expected = [Before, Onset, Noticed, Responded, CauseFound, Remedy, Over];
        let found = told(&rows);
        let right = found.iter().zip(expected).filter(|(found, expected)| **found == Some(*expected)).count();
        assert!(right >= 5, "{found:?}");
    }

    #[test]
    fn what_nothing_speaks_for_is_not_told() {
        assert_eq!(told(&["Xyzzy plugh"]), [None]);
        assert!(told(&[]).is_empty());
    }
}

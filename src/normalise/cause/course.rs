//! What counting says of each sentence of a report: how likely it states the cause, by its words, its section and what stands
//! before and behind it, and which known sentences it is like.
//!
//! In: the passages of a document in order. Out: a [`Likely`] for each of their sentences. The mechanism is counting
//! ([`known::REPORTS`], [`known::CAUSES`]).

use std::sync::LazyLock;

use super::{Passage, Role};
use crate::normalise::known;
use crate::text::{Features, Words};

/// What the place of a sentence speaks for, in natural logarithms of odds.
#[rustfmt::skip]
const PLACES: &[(Role, &[(&str, f32)])] = &[
    (Role::Cause, &[("cause", 3.0), ("cause_found", 1.5), ("factor", 1.0)]),
    (Role::Contributing, &[("factor", 3.0), ("cause", 1.0)]),
    (Role::Impact, &[("impact", 3.0)]),
    (Role::Resolution, &[("remedy", 2.0), ("over", 1.0)]),
    (Role::Action, &[("promise", 2.0), ("lesson", 1.5), ("done", 1.0)]),
    (Role::Timeline, &[("cause", -2.0)]),
];

/// What sentences that state the cause are, and how well each of these does.
const STATING: &[(&str, f32)] = &[("cause", 1.0), ("cause_found", 0.6), ("factor", 0.3)];

/// Numbers of the kinds by their names.
fn numbered(names: &[(&str, f32)]) -> Spoken {
    let kinds = known::REPORTS.kinds();
    names.iter().filter_map(|(name, worth)| Some((kinds.iter().position(|kind| kind == name)?, *worth))).collect()
}

/// Numbers of kinds with what speaks for them.
type Spoken = Vec<(usize, f32)>;

static BY_PLACE: LazyLock<Vec<(Role, Spoken)>> =
    LazyLock::new(|| PLACES.iter().map(|(role, names)| (*role, numbered(names))).collect());
static BY_KIND: LazyLock<Spoken> = LazyLock::new(|| numbered(STATING));

/// What counting says of a sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Likely {
    /// Its share as what states the cause, from 0 to 1.
    pub stating: f32,
    /// The odds of each kind of `known::REPORTS` by its words (natural logarithms).
    pub story: Vec<f32>,
    /// The share of each kind by its words, its place and its neighbours, from 0 to 1.
    pub shares: Vec<f32>,
    /// The odds of each class and component.
    pub(super) like: Vec<f32>,
    pub(super) like_parts: Vec<f32>,
}

/// For each passage what is said of its sentences.
pub fn likely(passages: &[Passage]) -> Vec<Vec<Likely>> {
    let mut odds: Vec<Vec<f32>> = Vec::new();
    let mut likely: Vec<Vec<Likely>> = Vec::with_capacity(passages.len());
    let mut words = Words::default();
    for passage in passages {
        words = words.reuse(&passage.text);
        let place = BY_PLACE.iter().find(|(role, _)| *role == passage.role);
        let mut here = Vec::with_capacity(words.sentences().len());
        for sentence in words.sentences() {
            let features = Features::of(&words, sentence);
            let story = known::REPORTS.odds_of(&features);
            let mut line = story.clone();
            for (kind, worth) in place.iter().flat_map(|(_, spoken_for)| spoken_for) {
                line[*kind] += worth;
            }
            odds.push(line);
            let (like, like_parts) = (known::CAUSES.odds_of(&features), known::COMPONENTS.odds_of(&features));
            here.push(Likely { story, like, like_parts, ..Likely::default() });
        }
        likely.push(here);
    }
    for (likely, shares) in likely.iter_mut().flatten().zip(known::REPORTS.shares(&odds)) {
        likely.stating = BY_KIND.iter().map(|(kind, worth)| shares[*kind] * worth).sum();
        likely.shares = shares;
    }
    likely
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeliest(passages: &[(Role, &str)]) -> (usize, usize) {
        let passages: Vec<Passage> =
            passages.iter().map(|(role, text)| Passage { role: *role, text: (*text).to_owned(), line: 1 }).collect();
        let likely = likely(&passages);
        let all = likely.iter().enumerate().flat_map(|(passage, likely)| {
            likely.iter().enumerate().map(move |(sentence, likely)| (likely.stating, (passage, sentence)))
        });
        all.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap().1
    }

    #[test]
    fn the_cause_is_told_by_its_words_and_by_its_place() {
        let story = [
            (Role::Plain, "The laundry app books machines for four hundred flats. On Sunday nobody could book one."),
            (
                Role::Plain,
                "A tenant wrote to the caretaker. The cause was a token of the calendar that had lapsed on Saturday night.",
            ),
            (Role::Plain, "Ilse made a new one and all was well by noon. We will put the date into the calendar."),
        ];
        assert_eq!(likeliest(&story), (1, 1));
        let headed = [
            (Role::Summary, "Washing was not possible for a morning."),
            (Role::Cause, "The kettle shares a fuse with the server."),
            (Role::Action, "Move the kettle."),
        ];
        assert_eq!(likeliest(&headed), (1, 0));
    }

    #[test]
    fn no_passages_have_no_shares() {
        assert!(likely(&[]).is_empty());
        let empty = Passage { role: Role::Plain, text: String::new(), line: 1 };
        assert_eq!(likely(&[empty]), [Vec::<Likely>::new()]);
    }
}

//! Matches weighed by where they stand, added up per class and component, and read as a [`Cause`].
//!
//! In: rules and passages. Out: the cause with its evidence, and the scores behind it. The figures come from
//! `rules.toml`; the method: best match of a clause and 0.3 of the next two, then the best six clauses, each worth half
//! of the one before, so that a long document does not win by its length.

mod choice;
mod proof;

use std::cmp::Ordering;
use std::ops::Range;

use super::course::Likely;
use super::place::{asks, clause_weight, holds_a_name, is_a_name, is_subject, looks_back, overlap, part_in_sentence};
use super::rules::{Meaning, Rules};
use super::sentence::{self, Clause, Marked, Mood, Reading, Side};
use super::told::{self, Sentence, Told};
use super::{Passage, Role};
use crate::model::{Cause, ClassId, ComponentId, Contributing};
use crate::text::Words;
pub use proof::{Proof, Proofs};

/// A class that only sentences about the remedy speak for has at least this many points.
const TOLD_WITH_A_REMEDY: f64 = 2.5;
/// A class that nothing speaks for where the cause is told has at least this many points.
const SURE_UNBLAMED: f64 = 5.0;
/// A contributing class has this share of the best score and at least this many points.
const CONTRIBUTING_SHARE: f64 = 0.5;
const CONTRIBUTING_AT_LEAST: f64 = 4.0;
const MAX_CONTRIBUTING: usize = 4;
/// Worth of the second and third match of a clause.
const FURTHER_MATCH: f64 = 0.3;
/// Worth of each clause against the one before it, and how many count.
const NEXT_CLAUSE: f64 = 0.5;
const MAX_CLAUSES: usize = 6;
/// A match worth no more than this is a hint: its place never makes it more.
pub(super) const HINT: f64 = 1.0;
const MAX_SCORES: usize = 3;
/// A sentence that looks back from within a story ("had been moved") tells what brought it about.
const LOOKS_BACK: f64 = 1.5;
/// So many points in a section headed as the cause say that it tells one, and what the rest is worth then.
const TOLD_IN_THE_SECTION: f64 = 6.0;
const BESIDE_THE_SECTION: f64 = 0.6;
/// Makes things worse rather than start them: first only where nothing else comes near.
const AMPLIFIER: &str = "cascade";
/// A provider failing never counts as one where the organisation itself is meant.
const PROVIDER: &str = "dependency";

/// The best classes and components of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// At most three, best first.
    pub classes: Vec<(ClassId, f64)>,
    /// At most three, best first.
    pub components: Vec<(ComponentId, f64)>,
}

/// Cause and scores of one document, and what decided.
pub(super) fn assess(
    rules: &Rules,
    (passages, likely): (&[Passage], &[Vec<Likely>]),
    own_names: &[&str],
) -> (Cause, Scores, Proofs) {
    let tally = Tally::of(rules, (passages, likely), own_names);
    let classes = tally.classes(rules, passages);
    let primary = classes.first().filter(|(_, share)| *share >= choice::KNOWN).map(|(class, _)| *class);
    let components = tally.components(rules);
    let component = components.first().filter(|(_, share)| *share >= choice::KNOWN_PART).map(|(part, _)| *part);
    let scores = Scores {
        classes: classes
            .iter()
            .take(MAX_SCORES)
            .map(|(class, share)| (rules.class_id(*class).clone(), choice::points(*share)))
            .collect(),
        components: components
            .iter()
            .take(MAX_SCORES)
            .map(|(component, share)| (rules.component_id(*component).clone(), choice::points(*share)))
            .collect(),
    };
    let further = contributing(&tally, passages, &tally.ranked_classes(rules, passages), primary);
    let proofs = Proofs {
        class: primary.and_then(|primary| tally.proof(rules, passages, primary)),
        component: component.and_then(|component| tally.component_proof(passages, component)),
        contributing: further.first().and_then(|class| tally.proof(rules, passages, *class)),
        statements: tally.statements(passages),
    };
    let cause = Cause {
        class: primary.map(|class| rules.class_id(class).clone()),
        component: component.map(|component| rules.component_id(component).clone()),
        confidence: classes.first().filter(|_| primary.is_some()).map(|(_, share)| choice::points(*share)),
        statement: None,
        contributing: further
            .into_iter()
            .map(|class| Contributing {
                class: rules.class_id(class).clone(),
                component: tally.component_beside(class).map(|component| rules.component_id(component).clone()),
                statement: tally.sentence(passages, class),
            })
            .collect(),
        evidence: primary.map_or_else(Vec::new, |primary| tally.evidence(rules, passages, primary)),
    };
    (cause, scores, proofs)
}

/// What makes things worse is first only where nothing else comes near.
fn put_amplifier_second(rules: &Rules, ranked: &mut [(usize, f64)]) {
    if let [(first, most), (_, second), ..] = *ranked
        && rules.class_id(first) == AMPLIFIER
        && second >= CONTRIBUTING_SHARE * most
    {
        ranked.swap(0, 1);
    }
}

/// Further classes, best first: what comes near the first one, and what a section about contributing factors tells.
fn contributing(tally: &Tally, passages: &[Passage], classes: &[(usize, f64)], primary: Option<usize>) -> Vec<usize> {
    let Some(primary) = primary else { return Vec::new() };
    let best = classes.first().map_or(0.0, |(_, score)| *score);
    let stated = |class: usize| {
        let mut told = tally.matches.iter().filter(|found| found.class == class && found.telling);
        told.any(|found| passages[found.passage].role == Role::Contributing)
    };
    let near = |score: f64| score >= CONTRIBUTING_SHARE * best && score >= CONTRIBUTING_AT_LEAST;
    classes
        .iter()
        // What is only alike has no words of its own to show.
        .filter(|(class, _)| tally.strongest(*class).is_some())
        .filter(|(class, score)| *class != primary && (near(*score) || stated(*class)))
        .take(MAX_CONTRIBUTING)
        .map(|(class, _)| *class)
        .collect()
}

/// One clause that speaks for something.
#[derive(Debug, Clone)]
struct Points {
    /// Counts the clauses of a document.
    clause: usize,
    /// Number of the class or component.
    subject: usize,
    points: f64,
    /// In a section that is headed as the cause.
    headed: bool,
}

/// Words that spoke for a class.
#[derive(Debug, Clone)]
struct Match {
    class: usize,
    rule: usize,
    points: f64,
    /// More than a hint.
    telling: bool,
    /// It stands where the cause is told.
    blames: bool,
    clause: usize,
    passage: usize,
    bytes: Range<usize>,
}

/// Words that spoke for a component.
#[derive(Debug, Clone)]
struct Named {
    component: usize,
    points: f64,
    passage: usize,
    bytes: Range<usize>,
}

/// Everything that was found in one document.
#[derive(Debug, Default)]
struct Tally {
    clauses: usize,
    classes: Vec<Points>,
    components: Vec<Points>,
    matches: Vec<Match>,
    named: Vec<Named>,
    /// Sentences that might state the cause; best first once all are read.
    told: Vec<Told>,
    /// The share at which no sentence states the cause.
    untold: f64,
    /// Sentences of sections headed as the cause so far.
    headed: usize,
}

/// How far a clause speaks for the cause.
#[derive(Debug, Clone, Copy)]
struct Standing {
    weight: f64,
    /// It tells the cause: what it is about is blamed.
    blames: bool,
}

/// A phrase found in a text, with what it speaks for.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) words: Range<usize>,
    pub(super) meaning: Meaning,
    pub(super) weight: f64,
}

impl Tally {
    fn of(rules: &Rules, (passages, likely): (&[Passage], &[Vec<Likely>]), own_names: &[&str]) -> Self {
        let own: Vec<Words> = own_names.iter().map(|name| Words::of(name)).collect();
        let mut tally = Self::default();
        let mut words = Words::default();
        for (index, (passage, likely)) in passages.iter().zip(likely).enumerate() {
            words = words.reuse(&passage.text);
            tally.add_passage(rules, (index, passage.role), &words, likely, &own);
        }
        tally.prefer_the_section(passages);
        tally.rank_told(passages);
        tally
    }

    /// Gives the sentences their shares, best first, the first among equals.
    fn rank_told(&mut self, #[cfg_attr(not(test), expect(unused_variables))] passages: &[Passage]) {
        self.untold = told::weigh(&mut self.told);
        #[cfg(test)]
        told::record(&self.told, passages);
        self.told.sort_by(|a, b| descending(a.share, b.share));
    }

    /// Where a section headed as the cause tells one, what stands elsewhere counts less.
    fn prefer_the_section(&mut self, passages: &[Passage]) {
        if !self.classes.iter().any(|points| points.headed && points.points >= TOLD_IN_THE_SECTION) {
            return;
        }
        for found in self.matches.iter_mut().filter(|found| passages[found.passage].role != Role::Cause) {
            found.points *= BESIDE_THE_SECTION;
        }
        for named in self.named.iter_mut().filter(|named| passages[named.passage].role != Role::Cause) {
            named.points *= BESIDE_THE_SECTION;
        }
        for points in self.classes.iter_mut().chain(&mut self.components).filter(|points| !points.headed) {
            points.points *= BESIDE_THE_SECTION;
        }
    }

    /// `likely` holds for each sentence what counting says of it.
    fn add_passage(
        &mut self,
        rules: &Rules,
        (index, role): (usize, Role),
        words: &Words,
        likely: &[Likely],
        own: &[Words],
    ) {
        let (marks, found) = find(rules, words, own);
        let mut rest = &found[..];
        let mut signs = &marks[..];
        let sentences = words.sentences().iter().zip(likely);
        for (reading, (sentence, likely)) in sentence::read(words, &marks).iter().zip(sentences) {
            let here = until(&mut rest, sentence.end, |found| found.words.start);
            let marks = until(&mut signs, sentence.end, |(at, _)| at.start);
            let whole = Sentence { words, at: sentence, reading, marks, found: here, wording: likely };
            self.add_told(whole, (index, role), own);
            if reading.mood == Mood::Refuted || asks(words, sentence) {
                continue;
            }
            let first = self.clauses;
            let explained =
                reading.clauses.iter().any(|clause| clause.side == Side::Cause && names_a_cause(reading, clause, here));
            for clause in &reading.clauses {
                let weight = clause_weight(&rules.weights, role, reading.mood, clause.side, explained);
                let back = reading.mood == Mood::Told && clause.side == Side::Plain && looks_back(words, &clause.words);
                let plain = role == Role::Plain;
                let weight = if back && plain { weight * LOOKS_BACK } else { weight };
                let headed = matches!(role, Role::Cause | Role::Contributing) && reading.mood == Mood::Told;
                let blames = headed || clause.side == Side::Cause || back && (plain || role == Role::Summary);
                self.add_clause(words, (index, role), reading, clause, here, &Standing { weight, blames });
            }
            if let Some(told) = self
                .told
                .last_mut()
                .filter(|told| told.passage == index && told.bytes.start == words.start(sentence.start))
            {
                told.clauses = first..self.clauses;
            }
        }
    }

    /// Notes a sentence that might state the cause.
    fn add_told(&mut self, sentence: Sentence<'_>, (passage, role): (usize, Role), own: &[Words]) {
        let own = holds_a_name(sentence.words, sentence.at, own);
        if let Some(told) = Told::of(sentence, (passage, role), self.headed, own) {
            self.headed += usize::from(role == Role::Cause);
            self.told.push(told);
        }
    }

    fn add_clause(
        &mut self,
        words: &Words,
        (passage, role): (usize, Role),
        reading: &Reading,
        clause: &Clause,
        found: &[Found],
        standing: &Standing,
    ) {
        let weight = standing.weight;
        let inside = |found: &&Found| clause.words.start <= found.words.start && found.words.end <= clause.words.end;
        let told = |found: &&Found| match found.meaning {
            Meaning::Head { .. } => standing.blames && is_subject(words, &clause.words, &found.words),
            _ => true,
        };
        let mut here: Vec<&Found> =
            found.iter().filter(inside).filter(|found| !reading.denies(found.words.start)).filter(told).collect();
        if here.is_empty() {
            return;
        }
        here.sort_by(|a, b| {
            descending(a.weight, b.weight)
                .then(b.words.len().cmp(&a.words.len()))
                .then(a.words.start.cmp(&b.words.start))
        });
        let number = self.clauses;
        self.clauses += 1;
        // The matches that count, by subject: three of each, none over another.
        let mut taken: Vec<&Found> = Vec::with_capacity(here.len());
        for found in here {
            let same = || taken.iter().filter(|other| same_subject(other.meaning, found.meaning));
            if same().any(|other| overlap(&other.words, &found.words)) || same().count() >= 3 {
                continue;
            }
            let points = found.weight * if found.weight > HINT { weight } else { weight.min(1.0) };
            let points = points * if same().next().is_some() { FURTHER_MATCH } else { 1.0 };
            taken.push(found);
            let headed = role == Role::Cause;
            let bytes = words.bytes(&found.words);
            match found.meaning {
                Meaning::Class { class, rule, .. } | Meaning::Head { class, rule, .. } => {
                    add(&mut self.classes, Points { clause: number, subject: class, points, headed });
                    let telling = found.weight > HINT;
                    let blames = standing.blames || role == Role::Title;
                    self.matches.push(Match { class, rule, points, telling, blames, clause: number, passage, bytes });
                }
                Meaning::Component { component, .. } => {
                    let part = part_in_sentence(words, &clause.words, &found.words);
                    let points = points * part;
                    add(&mut self.components, Points { clause: number, subject: component, points, headed });
                    self.named.push(Named { component, points, passage, bytes });
                }
                Meaning::Mark(_) => {}
            }
        }
    }

    /// Best first; ties in the order of the rules.
    fn ranked_classes(&self, rules: &Rules, passages: &[Passage]) -> Vec<(usize, f64)> {
        let mut ranked = ranked(&self.classes, rules.class_count());
        // What is only hinted at is no cause, nor is what a remedy alone tells in passing.
        let told = |class: usize, score: f64| {
            let mut telling = self.matches.iter().filter(|found| found.class == class && found.telling);
            let remedy = |found: &Match| matches!(passages[found.passage].role, Role::Resolution | Role::Action);
            if score >= TOLD_WITH_A_REMEDY { telling.next().is_some() } else { telling.any(|found| !remedy(found)) }
        };
        ranked.retain(|(class, score)| told(*class, *score));
        let stated = self.told.first().map(|told| told.clauses.clone()).unwrap_or_default();
        let blamed = |class: usize| {
            let mut telling = self.matches.iter().filter(|found| found.class == class && found.telling);
            telling.any(|found| found.blames || stated.contains(&found.clause))
        };
        ranked.retain(|(class, score)| *score >= SURE_UNBLAMED || blamed(*class));
        put_amplifier_second(rules, &mut ranked);
        ranked
    }

    /// The component that stands most often with a class, by points.
    fn component_beside(&self, class: usize) -> Option<usize> {
        let clauses: Vec<usize> =
            self.classes.iter().filter(|points| points.subject == class).map(|points| points.clause).collect();
        let beside: Vec<Points> =
            self.components.iter().filter(|points| clauses.binary_search(&points.clause).is_ok()).cloned().collect();
        let count = beside.iter().map(|points| points.subject + 1).max().unwrap_or(0);
        ranked(&beside, count).first().map(|(component, _)| *component)
    }
}

fn names_a_cause(reading: &Reading, clause: &Clause, found: &[Found]) -> bool {
    found.iter().any(|found| {
        matches!(found.meaning, Meaning::Class { .. })
            && found.weight > HINT
            && clause.words.start <= found.words.start
            && found.words.end <= clause.words.end
            && !reading.denies(found.words.start)
    })
}

fn find(rules: &Rules, words: &Words, own: &[Words]) -> (Vec<Marked>, Vec<Found>) {
    let mut marks = Vec::new();
    let mut found = Vec::new();
    for hit in rules.lexicon.find(words) {
        let meaning = hit.meaning;
        let weight = match meaning {
            Meaning::Mark(mark) => {
                marks.push((hit.words, mark));
                continue;
            }
            Meaning::Class { class, .. }
                if rules.class_id(class) == PROVIDER && holds_a_name(words, &hit.words, own) =>
            {
                continue;
            }
            Meaning::Component { .. } if is_a_name(words, &hit.words, own) => continue,
            Meaning::Class { weight, .. } | Meaning::Head { weight, .. } | Meaning::Component { weight, .. } => weight,
        };
        found.push(Found { words: hit.words, meaning, weight });
    }
    let kept =
        (0..found.len()).filter(|index| !is_part_of_a_term(&found, *index)).map(|index| found[index].clone()).collect();
    (marks, kept)
}

/// A hint inside a longer match (`load` in "load balancer") is no hint, and a component inside the name of another
/// (`app` in "mobile app") is not named.
fn is_part_of_a_term(found: &[Found], index: usize) -> bool {
    let this = &found[index];
    let is_component = matches!(this.meaning, Meaning::Component { .. });
    if !is_component && this.weight > HINT {
        return false;
    }
    let near = found[index.saturating_sub(8)..(index + 9).min(found.len())].iter();
    near.filter(|other| other.words.len() > this.words.len())
        .filter(|other| !is_component || matches!(other.meaning, Meaning::Component { .. }))
        .any(|other| other.words.start <= this.words.start && this.words.end <= other.words.end)
}

/// The items whose word stands before the end, taken from the front of the rest.
fn until<'a, T>(rest: &mut &'a [T], end: usize, word: impl Fn(&T) -> usize) -> &'a [T] {
    let count = rest.iter().take_while(|item| word(item) < end).count();
    let (here, later) = rest.split_at(count);
    *rest = later;
    here
}

fn add(list: &mut Vec<Points>, points: Points) {
    let mut here = list.iter_mut().rev().take_while(|known| known.clause == points.clause);
    match here.find(|known| known.subject == points.subject) {
        Some(known) => known.points += points.points,
        None => list.push(points),
    }
}

/// Subjects by the sum of their best clauses, best first, ties by number.
fn ranked(points: &[Points], subjects: usize) -> Vec<(usize, f64)> {
    let mut by_subject: Vec<Vec<f64>> = vec![Vec::new(); subjects];
    for points in points {
        by_subject[points.subject].push(points.points);
    }
    let mut ranked: Vec<(usize, f64)> = by_subject
        .iter_mut()
        .enumerate()
        .filter(|(_, points)| !points.is_empty())
        .map(|(subject, points)| {
            points.sort_by(|a, b| descending(*a, *b));
            let sum = points.iter().take(MAX_CLAUSES).rev().fold(0.0, |sum, points| points + NEXT_CLAUSE * sum);
            (subject, sum)
        })
        .collect();
    ranked.sort_by(|a, b| descending(a.1, b.1).then(a.0.cmp(&b.0)));
    ranked
}

fn same_subject(a: Meaning, b: Meaning) -> bool {
    match (a, b) {
        (
            Meaning::Class { class: a, .. } | Meaning::Head { class: a, .. },
            Meaning::Class { class: b, .. } | Meaning::Head { class: b, .. },
        ) => a == b,
        (Meaning::Component { component: a, .. }, Meaning::Component { component: b, .. }) => a == b,
        _ => false,
    }
}

fn descending(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}

//! Matches weighed by where they stand, added up per class and component, and read as a [`Cause`].
//!
//! In: rules and passages. Out: the cause with its evidence, and the scores behind it. The figures come from
//! `rules.toml`; the method: best match of a clause and 0.3 of the next two, then the best six clauses, each worth half
//! of the one before, so that a long document does not win by its length.

mod likeness;
mod proof;

use std::cmp::Ordering;
use std::ops::Range;

use super::course;
use super::place::{
    GOVERNED, asks, clause_weight, holds_a_name, is_a_name, is_subject, looks_back, overlap, part_in_sentence, the_only,
};
use super::rules::{Meaning, Rules};
use super::sentence::{self, Clause, Mark, Marked, Mood, Reading, Side};
use super::told::{self, Told};
use super::{Passage, Role};
use crate::model::{Cause, ClassId, ComponentId, Contributing};
use crate::text::Words;
pub use proof::{Proof, Proofs};

/// Below this nothing is known.
const UNKNOWN_BELOW: f64 = 1.5;
/// A class that only sentences about the remedy speak for has at least this many points.
const TOLD_WITH_A_REMEDY: f64 = 2.5;
/// A class that nothing speaks for where the cause is told has at least this many points.
const SURE_UNBLAMED: f64 = 5.0;
/// A contributing class has this share of the best score and at least this many points.
const CONTRIBUTING_SHARE: f64 = 0.5;
const CONTRIBUTING_AT_LEAST: f64 = 4.0;
const MAX_CONTRIBUTING: usize = 4;
/// What the second class takes from the confidence in the first.
const DOUBT: f64 = 0.6;
/// Worth of the second and third match of a clause.
const FURTHER_MATCH: f64 = 0.3;
/// Worth of each clause against the one before it, and how many count.
const NEXT_CLAUSE: f64 = 0.5;
const MAX_CLAUSES: usize = 6;
/// A match worth no more than this is a hint: its place never makes it more.
pub(super) const HINT: f64 = 1.0;
const MAX_SCORES: usize = 3;
/// What a component is worth by where it stands: in the words that tell the cause or right beside them, in the same
/// clause, in a clause that tells what brought it about, and anywhere else, where it is hardly more than mentioned.
const IN_THE_CAUSE: f64 = 3.0;
const BESIDE_THE_CAUSE: f64 = 1.8;
const WITH_A_REASON: f64 = 1.0;
const MENTIONED: f64 = 0.35;
/// Bytes between the words of the cause and a component right beside them.
const BESIDE: usize = 24;
/// What "the server" and "the application" are worth beside a part with a name of its own.
const GENERIC: f64 = 0.5;
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
pub(super) fn assess(rules: &Rules, passages: &[Passage], own_names: &[&str]) -> (Cause, Scores, Proofs) {
    let tally = Tally::of(rules, passages, own_names);
    let classes = tally.classes_with_likeness(rules, passages);
    let primary = classes.first().filter(|(_, score)| *score >= UNKNOWN_BELOW).map(|(class, _)| *class);
    let components = tally.components_with_likeness(rules, passages, primary);
    let scores = Scores {
        classes: classes
            .iter()
            .take(MAX_SCORES)
            .map(|(class, score)| (rules.class_id(*class).clone(), *score))
            .collect(),
        components: components
            .iter()
            .take(MAX_SCORES)
            .map(|(component, score)| (rules.component_id(*component).clone(), *score))
            .collect(),
    };
    let further = contributing(&tally, passages, &classes, primary);
    let proofs = Proofs {
        class: primary.and_then(|primary| tally.proof(rules, passages, primary)),
        component: components.first().and_then(|(component, _)| tally.component_proof(passages, *component)),
        contributing: further.first().and_then(|class| tally.proof(rules, passages, *class)),
        statements: tally.statements(passages),
    };
    let cause = Cause {
        class: primary.map(|class| rules.class_id(class).clone()),
        component: components.first().map(|(component, _)| rules.component_id(*component).clone()),
        confidence: primary.map(|_| confidence(&classes)),
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

/// To one decimal.
fn confidence(classes: &[(usize, f64)]) -> f64 {
    let score = |index: usize| classes.get(index).map_or(0.0, |(_, score)| *score);
    ((score(0) - DOUBT * score(1)) * 10.0).round() / 10.0
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
    clause: usize,
    /// In a section that is headed as the cause, or in a clause that gives a reason.
    reason: bool,
    /// A preposition makes it the place or the means of something else.
    governed: bool,
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
    fn of(rules: &Rules, passages: &[Passage], own_names: &[&str]) -> Self {
        let own: Vec<Words> = own_names.iter().map(|name| Words::of(name)).collect();
        let mut tally = Self::default();
        let mut words = Words::default();
        for (index, (passage, likely)) in passages.iter().zip(course::shares(passages)).enumerate() {
            words = words.reuse(&passage.text);
            tally.add_passage(rules, (index, passage.role), &words, &likely, &own);
        }
        tally.prefer_the_section(passages);
        tally.rank_told();
        tally
    }

    /// Leaves the sentences that state a cause, best first, the first among equals.
    fn rank_told(&mut self) {
        self.told.retain(|told| told.strength >= told::STATES);
        self.told.sort_by(|a, b| descending(a.strength, b.strength));
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

    /// `likely` holds for each sentence the share at which it states the cause.
    fn add_passage(
        &mut self,
        rules: &Rules,
        (index, role): (usize, Role),
        words: &Words,
        likely: &[f32],
        own: &[Words],
    ) {
        let (marks, found) = find(rules, words, own);
        let stated = || marks.iter().any(|(_, mark)| *mark == Mark::Stated);
        let stating = || likely.iter().any(|share| *share >= told::LIKELY);
        if found.is_empty() && role != Role::Cause && !stated() && !stating() {
            return;
        }
        let mut rest = &found[..];
        let mut signs = &marks[..];
        let sentences = words.sentences().iter().zip(likely);
        for (reading, (sentence, likely)) in sentence::read(words, &marks).iter().zip(sentences) {
            let here = until(&mut rest, sentence.end, |found| found.words.start);
            let marks = until(&mut signs, sentence.end, |(at, _)| at.start);
            self.add_told(words, (index, role), (sentence, reading, *likely), (marks, here), own);
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

    /// Notes what a sentence is worth as the one that states the cause.
    fn add_told(
        &mut self,
        words: &Words,
        (passage, role): (usize, Role),
        (sentence, reading, likely): (&Range<usize>, &Reading, f32),
        (marks, found): (&[Marked], &[Found]),
        own: &[Words],
    ) {
        if reading.points_back()
            && let Some(before) =
                self.told.last_mut().filter(|before| before.role != Role::Cause && before.passage + 1 >= passage)
        {
            before.strength += told::POINTED_AT;
        }
        let Some(strength) = told::strength(words, sentence, (reading, marks, found), (role, self.headed), likely)
        else {
            return;
        };
        self.headed += usize::from(role == Role::Cause);
        let reasoned = told::is_reasoned(marks);
        let (bytes, own) = (words.bytes(sentence), holds_a_name(words, sentence, own));
        self.told.push(Told { passage, bytes, strength, role, own, reasoned, clauses: 0..0 });
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
                    let (reason, governed) = (headed || clause.side == Side::Cause, part == GOVERNED);
                    self.named.push(Named { component, points, clause: number, reason, governed, passage, bytes });
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

    /// Best first; a component beside the words that speak for the primary class counts most, one elsewhere hardly.
    fn ranked_components(&self, rules: &Rules, passages: &[Passage], primary: Option<usize>) -> Vec<(usize, f64)> {
        // What a row or a promise says beside such words is not of the cause.
        let tells = |found: &Match| !matches!(passages[found.passage].role, Role::Timeline | Role::Action);
        let telling: Vec<&Match> =
            self.matches.iter().filter(|found| found.telling && Some(found.class) == primary && tells(found)).collect();
        // A row that names the cause blames all the same, where nothing else does.
        let of_the_cause = |found: &&Match| found.telling && Some(found.class) == primary;
        let rows: Vec<usize> = self
            .matches
            .iter()
            .filter(of_the_cause)
            .filter(|found| passages[found.passage].role == Role::Timeline)
            .map(|found| found.clause)
            .collect();
        let mut points: Vec<Points> = Vec::new();
        let mut blamed = vec![false; rules.component_count()];
        for named in &self.named {
            let nearness = Self::nearness(named, &telling);
            let points_here = named.points * nearness;
            let subject = named.component;
            blamed[subject] |= nearness > MENTIONED || rows.binary_search(&named.clause).is_ok();
            add(&mut points, Points { clause: named.clause, subject, points: points_here, headed: false });
        }
        if blamed.iter().enumerate().any(|(subject, is)| *is && !is_generic(rules, subject)) {
            points.iter_mut().filter(|of| is_generic(rules, of.subject)).for_each(|of| of.points *= GENERIC);
        }
        let ranked = ranked(&points, rules.component_count());
        // What is only mentioned is blamed by nobody, but where the story names one part and no other.
        let alone = if blamed.contains(&true) { None } else { self.only_component(rules, passages) };
        ranked.into_iter().filter(|(component, _)| blamed[*component] || alone == Some(*component)).collect()
    }

    /// The one part with a name of its own that the story names, if it names no other.
    fn only_component(&self, rules: &Rules, passages: &[Passage]) -> Option<usize> {
        let of_the_story = |named: &&Named| {
            !matches!(passages[named.passage].role, Role::Timeline | Role::Action | Role::Impact | Role::Resolution)
        };
        let parts = || self.named.iter().filter(of_the_story).filter(|named| !is_generic(rules, named.component));
        the_only(parts().map(|named| named.component))
            .or_else(|| the_only(parts().filter(|named| !named.governed).map(|named| named.component)))
    }

    /// What a component is worth by its distance from the words of the cause.
    fn nearness(named: &Named, telling: &[&Match]) -> f64 {
        // Clauses are numbered as they are read, so those of one stand together.
        let first = telling.partition_point(|found| found.clause < named.clause);
        let beside = telling[first..].iter().take_while(|found| found.clause == named.clause);
        let gap = |found: &&&Match| {
            found.bytes.start.saturating_sub(named.bytes.end).max(named.bytes.start.saturating_sub(found.bytes.end))
        };
        match beside.map(|found| gap(&found)).min() {
            Some(gap) if gap <= BESIDE => IN_THE_CAUSE,
            Some(_) => BESIDE_THE_CAUSE,
            None if named.reason => WITH_A_REASON,
            None => MENTIONED,
        }
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

/// Whether a component is what nearly everything runs on or is.
fn is_generic(rules: &Rules, component: usize) -> bool {
    matches!(rules.component_id(component).as_str(), "compute" | "app")
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

//! How well each sentence of a document would do as the one that states the cause.
//!
//! In: the reading of a sentence, where it stands, what the rules found in it and what it is like. Out: its share among
//! all sentences of the document. What counts is the place (a section headed as the cause), the construction ("the cause
//! was", "because", "led to"), what is blamed, the wording of known sentences, and the mood (what was promised, what users
//! saw); how much each of these counts is data, `../weights/statement.tsv`.

use std::ops::Range;
use std::sync::LazyLock;

use super::Role;
use super::course::Likely;
use super::place::{GOVERNED, asks, is_subject, looks_back, part_in_sentence};
use super::rules::Meaning;
use super::score::{Found, HINT};
use super::sentence::{Mark, Marked, Mood, Reading, Side};
use crate::normalise::known;
use crate::normalise::story::PLACES;
use crate::text::{Signs, Weighed, Words};

/// One sentence that might state the cause.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Told {
    pub(super) passage: usize,
    /// Bytes of the passage's text.
    pub(super) bytes: Range<usize>,
    /// Numbers of its clauses.
    pub(super) clauses: Range<usize>,
    pub(super) role: Role,
    /// It speaks of the organisation by name, which is no provider of itself.
    pub(super) own: bool,
    /// It says so in so many words ("the cause was", "because").
    pub(super) reasoned: bool,
    /// How likely it states the cause among all sentences of the document, from 0 to 1.
    pub(super) share: f64,
    /// Classes that the rules found in it, with the weight of the words and whether they stand in what came of it.
    pub(super) classes: Vec<(usize, f64, bool)>,
    pub(super) parts: Vec<Part>,
    /// What it is like: odds of each kind of cause and component among known sentences (natural logarithms).
    pub(super) like: Vec<f32>,
    pub(super) like_parts: Vec<f32>,
    wording: Wording,
}

/// A component that a sentence names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub(super) component: usize,
    /// In what came of the cause.
    pub(super) effect: bool,
    /// The first that its sentence names.
    pub(super) first: bool,
    /// Right beside words of a cause.
    pub(super) near: bool,
}

/// How a sentence is worded and where it stands.
#[derive(Debug, Clone, PartialEq, Default)]
struct Wording {
    /// Sentences of sections headed as the cause before it.
    number: usize,
    mood: Option<Mood>,
    marks: Vec<Mark>,
    tells_cause: bool,
    tells_effect: bool,
    points_back: bool,
    looks_back: bool,
    /// The two best words of the rules outside of what came of it.
    blame: f64,
    words: usize,
    /// Its share as what states the cause by the course of the whole report.
    likely: f32,
    /// What it is like among sentences of whole reports.
    story: Vec<f32>,
    own_doing: bool,
    figures: bool,
}

/// A sentence on its way to be weighed.
pub(super) struct Sentence<'s> {
    pub(super) words: &'s Words<'s>,
    pub(super) at: &'s Range<usize>,
    pub(super) reading: &'s Reading,
    pub(super) marks: &'s [Marked],
    pub(super) found: &'s [Found],
    pub(super) wording: &'s Likely,
}

/// Words between those of a cause and a component right beside them.
const NEAR: usize = 3;

impl Told {
    /// What is known of a sentence; `None` for one that cannot state a cause. `number` counts the sentences of sections headed
    /// as the cause before it.
    pub(super) fn of(sentence: Sentence<'_>, (passage, role): (usize, Role), number: usize, own: bool) -> Option<Self> {
        let Sentence { words, at, reading, marks, found, .. } = sentence;
        let denied =
            reading.clauses.iter().any(|clause| clause.side == Side::Cause && reading.denies(clause.words.start));
        if denied || reading.mood == Mood::Refuted || asks(words, at) || leads_on(words, at) {
            return None;
        }
        let side = |side: Side| reading.clauses.iter().any(|clause| clause.side == side);
        let first = words.word(at.start);
        let text = &words.text[words.bytes(at)];
        Some(Self {
            passage,
            bytes: words.bytes(at),
            role,
            own,
            reasoned: is_reasoned(marks),
            classes: classes(&sentence),
            parts: parts(&sentence),
            like: sentence.wording.like.clone(),
            like_parts: sentence.wording.like_parts.clone(),
            wording: Wording {
                number,
                mood: Some(reading.mood),
                marks: marks.iter().map(|(_, mark)| *mark).collect(),
                tells_cause: side(Side::Cause),
                tells_effect: side(Side::Effect),
                points_back: reading.points_back(),
                looks_back: looks_back(words, at),
                blame: blame(reading, found),
                words: at.len(),
                likely: sentence.wording.stating,
                story: sentence.wording.story.clone(),
                own_doing: matches!(first, "we" | "i"),
                figures: text.bytes().any(|byte| byte.is_ascii_digit()),
            },
            ..Self::default()
        })
    }
}

/// Gives each sentence its share; what is left is the share at which none of them states the cause.
pub(super) fn weigh(told: &mut [Told]) -> f64 {
    let headed = is_headed(told);
    let candidates = (0..told.len()).map(|index| signs(told, index, headed, Signs::default()));
    let shares = WEIGHED.shares(candidates.chain([no_statement(told)]));
    told.iter_mut().zip(&shares).for_each(|(told, share)| told.share = *share);
    shares.last().copied().unwrap_or(1.0)
}

/// Whether a section of the document is headed as the cause.
fn is_headed(told: &[Told]) -> bool {
    told.iter().any(|told| told.role == Role::Cause)
}

static NAMED: LazyLock<Signs> = LazyLock::new(|| signs(&[Told::default()], 0, false, Signs::named()));
static WEIGHED: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("../weights/statement.tsv"), &NAMED));

const MOODS: &[(&str, Mood)] =
    &[("told", Mood::Told), ("remedy", Mood::Remedy), ("aside", Mood::Aside), ("symptom", Mood::Symptom)];
const MARKS: &[(&str, Mark)] = &[
    ("backward", Mark::Backward),
    ("stated", Mark::Stated),
    ("forward", Mark::Forward),
    ("cause_before", Mark::CauseBefore),
    ("negation", Mark::Negation),
];
/// Where there are few sentences, the place of one among them and what they are like on average say little.
pub(super) const FEW_SENTENCES: f64 = 4.0;
/// No share is nearer to none or all than this.
const NEAREST: f64 = 0.02;

/// What speaks for and against one sentence of a document in which a section is headed as the cause or not.
fn signs(told: &[Told], index: usize, headed: bool, mut signs: Signs) -> Signs {
    let this = &told[index];
    let wording = &this.wording;
    let within = this.role == Role::Cause;
    PLACES.iter().for_each(|(name, role)| signs.put_of("place", name, this.role == *role));
    signs.put("later_in_section", if within { wording.number.min(4) as f64 } else { 0.0 });
    signs.put("first_in_section", within && wording.number == 0);
    signs.put("outside_section", headed && !within);
    MOODS.iter().for_each(|(name, mood)| signs.put_of("mood", name, wording.mood == Some(*mood)));
    MARKS.iter().for_each(|(name, mark)| signs.put_of("mark", name, wording.marks.contains(mark)));
    signs.put("stated_in_section", within && wording.marks.contains(&Mark::Stated));
    signs.put("tells_cause", wording.tells_cause);
    signs.put("tells_effect", wording.tells_effect);
    signs.put("points_back", wording.points_back);
    signs.put("pointed_at", told.get(index + 1).is_some_and(|next| next.wording.points_back));
    signs.put("looks_back", wording.looks_back);
    signs.put("blame", wording.blame);
    signs.put("few_words", wording.words < 3);
    signs.put("short", wording.words < 6);
    signs.put("long", wording.words > 30);
    signs.put("words", wording.words.min(40) as f64 / 10.0);
    let kinds = known::REPORTS.kinds().iter().enumerate();
    kinds.for_each(|(kind, name)| signs.put_of("like", name, at(&wording.story, kind).clamp(-4.0, 4.0)));
    let likely = f64::from(wording.likely);
    let odds = ((likely + NEAREST) / (1.0 - likely + NEAREST)).ln();
    signs.put("course", likely);
    signs.put("course_for", odds.max(0.0));
    signs.put("course_against", odds.min(0.0));
    let mut like: Vec<f64> = this.like.iter().map(|odds| f64::from(*odds)).collect();
    like.sort_by(|a, b| b.total_cmp(a));
    signs.put("like_a_cause", at(&like, 0).min(10.0));
    signs.put("like_one_cause", (at(&like, 0) - at(&like, 1)).min(6.0));
    signs.put("position", index as f64 / (FEW_SENTENCES + told.len() as f64));
    signs.put("among_first", index < 3);
    signs.put("index", index.min(20) as f64 / 10.0);
    signs.put("own_doing", wording.own_doing);
    signs.put("figures", wording.figures);
    ["none", "none_in_section", "none_of_many"].iter().for_each(|name| signs.put(name, 0.0));
    signs
}

/// What speaks for and against that no sentence states the cause.
fn no_statement(told: &[Told]) -> Signs {
    let headed = f64::from(is_headed(told));
    let many = (1.0 + told.len() as f64).ln();
    Signs::only(&NAMED, &[("none", 1.0), ("none_in_section", headed), ("none_of_many", many)])
}

#[cfg(test)]
pub(super) fn record(told: &[Told], passages: &[super::Passage]) {
    let text = |told: &Told| passages[told.passage].text[told.bytes.clone()].to_owned();
    let headed = is_headed(told);
    let candidates = (0..told.len()).map(|index| signs(told, index, headed, Signs::default()));
    let candidates: Vec<Signs> = candidates.chain([no_statement(told)]).collect();
    crate::normalise::record::keep("statement", &NAMED, told.iter().map(text), &candidates);
}

fn at<T: Copy + Into<f64>>(figures: &[T], index: usize) -> f64 {
    figures.get(index).map_or(0.0, |figure| (*figure).into())
}

/// The classes that the rules found, the best words of each, apart by whether they stand in what came of it.
fn classes(sentence: &Sentence<'_>) -> Vec<(usize, f64, bool)> {
    let Sentence { words, reading, found, .. } = sentence;
    let mut classes: Vec<(usize, f64, bool)> = Vec::new();
    for found in found.iter().filter(|found| !reading.denies(found.words.start)) {
        let clause = reading.clause_of(&found.words);
        let class = match found.meaning {
            Meaning::Class { class, .. } => class,
            Meaning::Head { class, .. } if clause.is_some_and(|at| is_subject(words, &at.words, &found.words)) => class,
            _ => continue,
        };
        // What is hinted at "in the code" or "over the network" is a place.
        let place = || clause.is_some_and(|at| part_in_sentence(words, &at.words, &found.words) == GOVERNED);
        if found.weight <= HINT && place() {
            continue;
        }
        let effect = clause.is_some_and(|clause| clause.side == Side::Effect);
        match classes.iter_mut().find(|(known, _, of_effect)| *known == class && *of_effect == effect) {
            Some((_, weight, _)) => *weight = weight.max(found.weight),
            None => classes.push((class, found.weight, effect)),
        }
    }
    classes
}

fn parts(sentence: &Sentence<'_>) -> Vec<Part> {
    let Sentence { reading, found, .. } = sentence;
    let effect = |found: &Found| reading.clause_of(&found.words).is_some_and(|clause| clause.side == Side::Effect);
    let causes: Vec<usize> = found
        .iter()
        .filter(|found| matches!(found.meaning, Meaning::Class { .. }) && found.weight > HINT && !effect(found))
        .map(|found| found.words.start)
        .collect();
    let named = found.iter().filter(|found| !reading.denies(found.words.start));
    let named = named.filter_map(|found| match found.meaning {
        Meaning::Component { component, .. } => Some((component, found)),
        _ => None,
    });
    let part = |(place, (component, found)): (usize, (usize, &Found))| Part {
        component,
        effect: effect(found),
        first: place == 0,
        near: causes.iter().any(|cause| cause.abs_diff(found.words.start) <= NEAR),
    };
    named.enumerate().map(part).collect()
}

/// Whether a sentence gives a reason in so many words.
fn is_reasoned(marks: &[Marked]) -> bool {
    marks.iter().any(|(_, mark)| matches!(mark, Mark::Stated | Mark::Backward | Mark::CauseBefore))
}

/// The two best words of the rules outside of what came of it.
fn blame(reading: &Reading, found: &[Found]) -> f64 {
    let effect = |found: &Found| {
        let holds = |words: &Range<usize>| words.start <= found.words.start && found.words.end <= words.end;
        reading.clauses.iter().any(|clause| clause.side == Side::Effect && holds(&clause.words))
    };
    let mut best = [0.0_f64; 2];
    for found in found.iter().filter(|found| matches!(found.meaning, Meaning::Class { .. })) {
        if effect(found) || reading.denies(found.words.start) {
            continue;
        }
        if found.weight > best[0] {
            best = [found.weight, best[0]];
        } else if found.weight > best[1] {
            best[1] = found.weight;
        }
    }
    ((best[0] + best[1] / 2.0) / 2.0).min(3.0)
}

/// A sentence that ends with a colon leads on to what states it.
fn leads_on(words: &Words, sentence: &Range<usize>) -> bool {
    let rest = &words.text[words.end(sentence.end - 1)..];
    rest.trim_start_matches(['*', '_', ')', '`', ' ']).starts_with(':')
}

#[cfg(test)]
mod tests {
    use crate::normalise::cause::{Passage, Role, Rules, assess};

    fn passage(role: Role, text: &str) -> Passage {
        Passage { role, text: text.to_owned(), line: 1 }
    }

    #[test]
    fn the_sentence_that_states_the_cause_is_found_wherever_it_stands() {
        let stated = |passages: &[Passage]| {
            let (_, _, proofs) = assess(Rules::built_in(), passages, &[]);
            proofs.statements.first().map(|told| told.text.clone())
        };
        let section = |text: &str| stated(&[passage(Role::Cause, text)]);
        for (text, sentence) in [
            ("Two things came together: The spool was full because nobody had emptied it.", "nobody had emptied"),
            ("Why did it stop? A job held the lock on the orders table and never let go.", "held the lock"),
            ("We should have seen it earlier. The mount of the archive was missing after the reboot.", "was missing"),
            ("The reason is a little embarrassing. The badge server's licence had run out.", "had run out"),
        ] {
            assert!(section(text).is_some_and(|told| told.contains(sentence)), "{text}: {:?}", section(text));
        }
        let prose = "The shop sells boots. We noticed the errors at once. The outage came about because the new pool was \
                     too small for the evening. This led to refused logins.";
        assert!(stated(&[passage(Role::Plain, prose)]).is_some_and(|told| told.contains("too small")));
        assert_eq!(stated(&[passage(Role::Plain, "The shop sells boots. It opened again at noon.")]), None);
    }

    #[test]
    fn a_cause_in_words_that_no_rule_knows_is_told_by_its_likeness() {
        for (text, class) in [
            ("The breaker in row four let go and took the whole rack with it.", "hardware"),
            ("Rain came through the ceiling of the comms room and onto the cabinet.", "hardware"),
            ("On the day of the finals three times as many people came as the machines could serve.", "capacity"),
            (
                "Somebody at home in another country tried stolen passwords on every account, a million an hour.",
                "security",
            ),
        ] {
            let (cause, _, proofs) = assess(Rules::built_in(), &[passage(Role::Cause, text)], &[]);
            assert_eq!(cause.class.as_deref(), Some(class), "{text}: {cause:?}");
            let proof = proofs.class.expect("what decided is shown");
            assert!(text.contains(&proof.words) && !cause.evidence.is_empty(), "{proof:?}");
        }
    }
}

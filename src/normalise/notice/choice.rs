//! Who or what noticed, chosen among all whom a document names.
//!
//! In: the sentences of a document. Out: the source with the largest share and its sentence. How much each sign counts is
//! data, `../weights/detection.tsv`.

use std::sync::LazyLock;

use crate::model::{DetectionSource, EventKind};
use crate::normalise::cause::{Noticing, noticings};
use crate::normalise::known;
#[cfg(test)]
use crate::normalise::record;
use crate::normalise::story::{Line, Read, nothing, put_signs};
use crate::normalise::vocabulary::Field;
use crate::text::{Features, Signs, Weighed, Words, likeliest};

/// A source that a sentence may name.
#[derive(Debug)]
struct Candidate {
    line: usize,
    source: DetectionSource,
    /// How much its sentence is like known ones of its source, and how much more than like any other.
    like: f64,
    margin: f64,
    /// How much it is like sentences that name nobody.
    like_none: f64,
}

/// Whom each sentence names, and what the document tells of the noticing as a whole.
#[derive(Debug, Default)]
struct Whole {
    named: Vec<Noticing>,
    first_noticed: Option<usize>,
    noticed: usize,
    section: bool,
    most_likely: f64,
    all_likely: f64,
}

/// A sentence with so small a share of telling who noticed is looked at only where a phrase says that somebody did.
const HARDLY: f32 = 0.02;
/// Sources that a sentence may be like.
const ALIKE: usize = 3;
const MOST: f64 = 8.0;

fn is_about(line: &Line<'_>) -> bool {
    matches!(line.field, Some(Field::Detection | Field::DetectedAt))
        || line.row.is_some_and(|(_, kind)| kind == EventKind::Detected)
}

fn is_likely(line: &Line<'_>) -> bool {
    line.share("noticed") >= HARDLY || is_about(line)
}

fn candidates(read: &Read<'_>) -> (Vec<Candidate>, Whole) {
    let mut found = Vec::new();
    let lines = &read.lines;
    let mut whole =
        Whole { section: lines.iter().any(|line| line.field == Some(Field::Detection)), ..Whole::default() };
    for (words, from) in read.passages() {
        let named = noticings(words, |number| is_likely(&lines[from + number]));
        for (number, (sentence, named)) in words.sentences().iter().zip(named).enumerate() {
            let line = from + number;
            if named.noticed {
                whole.first_noticed.get_or_insert(line);
                whole.noticed += 1;
            }
            of_sentence((words, sentence), (line, &lines[line]), &named, &mut found);
            whole.named.push(named);
        }
    }
    whole.all_likely = lines.iter().map(|line| f64::from(line.share("noticed"))).sum();
    whole.most_likely = lines.iter().map(|line| f64::from(line.share("noticed"))).fold(0.0, f64::max);
    (found, whole)
}

fn of_sentence(
    (words, sentence): (&Words, &std::ops::Range<usize>),
    (line, told): (usize, &Line<'_>),
    named: &Noticing,
    found: &mut Vec<Candidate>,
) {
    if !named.noticed && !is_likely(told) {
        return;
    }
    let odds = known::NOTICES.odds_of(&Features::of(words, sentence));
    let of = |name: &str| known::NOTICES.kind(name).map_or(0.0, |kind| f64::from(odds[kind]));
    let mut order: Vec<(DetectionSource, f64)> =
        DetectionSource::KNOWN.iter().map(|(source, name)| (*source, of(name))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut sources: Vec<DetectionSource> = Vec::new();
    let parties = named.parties.iter().map(|(source, _)| *source);
    let teller = named.teller.then_some(DetectionSource::Staff);
    let alike = order.iter().take(ALIKE).filter(|(_, odds)| *odds > 0.0).map(|(source, _)| *source);
    for source in named.by.iter().chain(&named.sources).copied().chain(parties).chain(teller).chain(alike) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    for source in sources {
        let like = order.iter().find(|(known, _)| *known == source).map_or(0.0, |(_, odds)| *odds);
        let next = order.iter().find(|(known, _)| *known != source).map_or(0.0, |(_, odds)| *odds);
        found.push(Candidate { line, source, like, margin: like - next, like_none: of("none") });
    }
}

fn signs(lines: &[Line<'_>], all: &[Candidate], whole: &Whole, index: usize, mut signs: Signs) -> Signs {
    let this = &all[index];
    put_signs(lines, this.line, &mut signs);
    let nobody = Noticing::default();
    let named = whole.named.get(this.line).unwrap_or(&nobody);
    for (source, name) in DetectionSource::KNOWN {
        signs.put_of("source", name, this.source == source);
    }
    let own =
        |sources: &[DetectionSource], place: usize| sources.iter().position(|of| *of == this.source) == Some(place);
    signs.put("noticed", named.noticed);
    signs.put("first_noticed", whole.first_noticed == Some(this.line));
    signs.put("behind_first_noticed", whole.first_noticed.is_some_and(|first| first < this.line));
    signs.put("by", own(&named.by, 0));
    signs.put("by_another", !named.by.is_empty() && !own(&named.by, 0));
    signs.put("phrase", own(&named.sources, 0));
    signs.put("later_phrase", named.sources.contains(&this.source) && !own(&named.sources, 0));
    let parties: Vec<DetectionSource> = named.parties.iter().map(|(source, _)| *source).collect();
    signs.put("party", own(&parties, 0));
    signs.put("later_party", parties.contains(&this.source) && !own(&parties, 0));
    let mut before = named.parties.iter().filter(|(_, before)| *before);
    signs.put("nearest_before", before.next_back().is_some_and(|(source, _)| *source == this.source));
    let behind = named.parties.iter().find(|(_, before)| !before);
    signs.put("nearest_behind", named.noticed && behind.is_some_and(|(source, _)| *source == this.source));
    signs.put("other_parties", parties.iter().filter(|source| **source != this.source).count().min(3) as f64);
    signs.put("teller", named.teller && this.source == DetectionSource::Staff);
    signs.put("teller_alone", named.teller && this.source == DetectionSource::Staff && parties.is_empty());
    signs.put("like_source", this.like.clamp(-MOST, MOST));
    signs.put("like_no_other", this.margin.clamp(-MOST, MOST));
    signs.put("likest", this.margin > 0.0);
    let share = f64::from(lines[this.line].share("noticed"));
    signs.put("likeliest", share > 0.0 && share >= whole.most_likely);
    signs.put("of_likeliest", share / whole.most_likely.max(0.05));
    signs.put("of_all_likely", share / whole.all_likely.max(0.05));
    signs.put("like_nobody", this.like_none.clamp(-MOST, MOST));
    ["none", "none_in_section", "none_noticed", "none_likely"].iter().for_each(|name| signs.put(name, 0.0));
    signs
}

fn none(whole: &Whole) -> Signs {
    let counting = [
        ("none", 1.0),
        ("none_in_section", f64::from(whole.section)),
        ("none_noticed", (1.0 + whole.noticed as f64).ln()),
        ("none_likely", whole.most_likely),
    ];
    Signs::only(&NAMED, &counting)
}

static NAMED: LazyLock<Signs> = LazyLock::new(|| {
    let candidate = Candidate { line: 0, source: DetectionSource::Staff, like: 0.0, margin: 0.0, like_none: 0.0 };
    signs(&[nothing()], &[candidate], &Whole::default(), 0, Signs::named())
});
static WEIGHED: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("../weights/detection.tsv"), &NAMED));

/// Who noticed, all whom the sentence that tells it says noticed, the first first, and the line of that sentence; `None` where
/// nothing is told.
pub fn chosen(read: &Read<'_>) -> Option<(DetectionSource, Vec<DetectionSource>, usize)> {
    let ((all, whole), lines) = (candidates(read), &read.lines);
    let weighed: Vec<Signs> =
        (0..all.len()).map(|index| signs(lines, &all, &whole, index, Signs::default())).chain([none(&whole)]).collect();
    #[cfg(test)]
    {
        let name =
            |source| DetectionSource::KNOWN.iter().find(|(known, _)| *known == source).map_or("", |(_, name)| name);
        let values =
            all.iter().map(|candidate| format!("{}\t{}", name(candidate.source), lines[candidate.line].text()));
        record::keep("detection", &NAMED, values, &weighed);
    }
    let shares = WEIGHED.shares(weighed);
    let sources: Vec<DetectionSource> = all.iter().map(|candidate| candidate.source).collect();
    let (source, _, best) = likeliest(&sources, &shares).filter(|(_, share, _)| *share >= KNOWN)?;
    let line = all[best].line;
    let others = whole.named[line].by.iter().copied().filter(|other| *other != source);
    Some((source, [source].into_iter().chain(others).collect(), line))
}

/// With a smaller share than this nothing is said.
const KNOWN: f64 = 0.4;

//! What ended the incident, chosen among all remedies that a document tells.
//!
//! In: the sentences of a document. Out: the remedy with the largest share, its sentence and whether a phrase of the rules
//! names it. How much each sign counts is data, `../weights/mitigation.tsv`.

use std::sync::LazyLock;

use crate::model::MitigationKind;
use crate::normalise::cause::{Deed, Role, Tense, Wording, deeds};
use crate::normalise::false_lead::in_vain;
use crate::normalise::known;
#[cfg(test)]
use crate::normalise::record;
use crate::normalise::story::{Line, Read, nothing, put_signs};
use crate::text::{Features, Signs, Weighed, Words, likeliest};

/// A remedy that a sentence may tell.
#[derive(Debug)]
struct Candidate {
    line: usize,
    kind: MitigationKind,
    /// The words of the rules for it.
    deed: Option<Deed>,
    /// Number among the remedies that its sentence names.
    place: usize,
    /// Words for other remedies stand beside it.
    others: usize,
    /// Its sentence says that something was put right.
    recovers: bool,
    /// It was done in vain.
    vain: bool,
    /// How much its sentence is like known ones of its kind, and how much more than like the next kind.
    like: f64,
    margin: f64,
}

impl Candidate {
    fn is_done(&self) -> bool {
        self.deed.is_some_and(|deed| deed.done)
    }
}

fn name(kind: MitigationKind) -> &'static str {
    MitigationKind::ALL.iter().find(|(known, _)| *known == kind).map_or("other", |(_, name)| name)
}

/// What a document tells of remedies as a whole.
#[derive(Debug, Default)]
struct Whole {
    section: bool,
    /// The last sentence with a remedy that was done before all was over.
    last_done: Option<usize>,
    done: usize,
    /// Remedies of each kind that were done.
    often: [usize; MitigationKind::ALL.len()],
    most_likely: f64,
    all_likely: f64,
    over: bool,
}

/// A sentence with so small a share of being a remedy is looked at only for the words of the rules.
const HARDLY: f32 = 0.02;
/// Kinds of remedies that a sentence may be like.
const ALIKE: usize = 3;

fn candidates(read: &Read<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let lines = &read.lines;
    let texts: Vec<&str> = lines.iter().map(Line::text).collect();
    let vain = in_vain(&texts);
    for (words, from) in read.passages() {
        for (number, (sentence, (deeds, recovers))) in words.sentences().iter().zip(deeds(words)).enumerate() {
            let line = from + number;
            let vain = vain.binary_search(&line).is_ok();
            of_sentence((words, sentence), (line, &lines[line]), &deeds, (recovers, vain), &mut found);
        }
    }
    found
}

fn of_sentence(
    (words, sentence): (&Words, &std::ops::Range<usize>),
    (line, told): (usize, &Line<'_>),
    deeds: &[Deed],
    (recovers, vain): (bool, bool),
    found: &mut Vec<Candidate>,
) {
    let likely = told.share("remedy") >= HARDLY || told.role == Role::Resolution;
    if deeds.is_empty() && !likely {
        return;
    }
    let odds = known::REMEDIES.odds_of(&Features::of(words, sentence));
    let mut order: Vec<usize> = (0..odds.len()).collect();
    order.sort_by(|a, b| odds[*b].total_cmp(&odds[*a]));
    let named: Vec<MitigationKind> = {
        let mut kinds: Vec<MitigationKind> = Vec::new();
        deeds.iter().for_each(|deed| {
            if !kinds.contains(&deed.kind) {
                kinds.push(deed.kind);
            }
        });
        kinds
    };
    let alike = order.iter().take(ALIKE).filter(|kind| odds[**kind] > 0.0 && likely);
    let of_name = |name: &str| MitigationKind::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind);
    let alike = alike.filter_map(|kind| of_name(&known::REMEDIES.kinds()[*kind]));
    let mut kinds = named.clone();
    for kind in alike {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for kind in kinds {
        let own = known::REMEDIES.kind(name(kind));
        let like = own.map_or(0.0, |own| f64::from(odds[own]));
        let next = order.iter().find(|other| Some(**other) != own).map_or(0.0, |other| f64::from(odds[*other]));
        let place = named.iter().position(|known| *known == kind);
        let rank = |deed: &&Deed| (deed.done, deed.words == Wording::Named);
        let deed = deeds.iter().filter(|deed| deed.kind == kind).max_by_key(rank).copied();
        found.push(Candidate {
            line,
            kind,
            deed,
            place: place.unwrap_or(named.len()),
            others: named.iter().filter(|other| **other != kind).count(),
            recovers,
            vain,
            like,
            margin: like - next,
        });
    }
}

impl Whole {
    fn of(lines: &[Line<'_>], candidates: &[Candidate]) -> Self {
        let over = lines.iter().rposition(|line| line.share("over") >= 0.5);
        let done = |candidate: &&Candidate| candidate.is_done();
        let before = |candidate: &&Candidate| over.is_none_or(|over| candidate.line <= over);
        Self {
            section: lines.iter().any(|line| line.role == Role::Resolution),
            last_done: candidates.iter().filter(done).rfind(before).map(|candidate| candidate.line),
            done: candidates.iter().filter(done).count(),
            often: MitigationKind::ALL
                .map(|(kind, _)| candidates.iter().filter(done).filter(|of| of.kind == kind).count()),
            all_likely: lines.iter().map(|line| f64::from(line.share("remedy"))).sum(),
            most_likely: lines.iter().map(|line| f64::from(line.share("remedy"))).fold(0.0, f64::max),
            over: over.is_some(),
        }
    }
}

const WORDINGS: &[(&str, Wording)] =
    &[("named", Wording::Named), ("weak", Wording::Weak), ("fallback", Wording::Fallback)];
const TENSES: &[(&str, Tense)] =
    &[("then", Tense::Then), ("before", Tense::Before), ("perfect", Tense::Perfect), ("since", Tense::Since)];
const MOST: f64 = 8.0;

fn signs(lines: &[Line<'_>], all: &[Candidate], whole: &Whole, index: usize, mut signs: Signs) -> Signs {
    let this = &all[index];
    put_signs(lines, this.line, &mut signs);
    let deed = this.deed;
    MitigationKind::ALL.iter().for_each(|(kind, name)| signs.put_of("kind", name, this.kind == *kind));
    for (name, words) in WORDINGS {
        signs.put_of("words", name, deed.is_some_and(|deed| deed.words == *words && deed.done));
    }
    for (name, words) in WORDINGS {
        signs.put_of("undone", name, deed.is_some_and(|deed| deed.words == *words && !deed.done));
    }
    TENSES.iter().for_each(|(name, tense)| signs.put_of("tense", name, deed.is_some_and(|deed| deed.tense == *tense)));
    signs.put("recovers", this.recovers);
    signs.put("named_and_recovers", this.recovers && this.is_done());
    signs.put("recovers_next", all[index + 1..].iter().take(4).any(|next| next.line == this.line + 1 && next.recovers));
    signs.put("vain", this.vain);
    signs.put("later_in_sentence", this.place.min(3) as f64);
    signs.put("others", this.others.min(3) as f64);
    signs.put("like_kind", this.like.clamp(-MOST, MOST));
    signs.put("like_no_other", this.margin.clamp(-MOST, MOST));
    signs.put("likest", this.margin > 0.0);
    let share = f64::from(lines[this.line].share("remedy"));
    signs.put("likeliest", share > 0.0 && share >= whole.most_likely);
    signs.put("of_likeliest", share / whole.most_likely.max(0.05));
    signs.put("of_all_likely", share / whole.all_likely.max(0.05));
    signs.put("last_done", whole.last_done == Some(this.line));
    let before = |other: &&Candidate| other.kind != this.kind && other.is_done();
    let restart = this.kind == MitigationKind::Restart;
    let near = all[..index].iter().rev().take(6).find(before).is_some_and(|other| other.line + 2 >= this.line);
    signs.put("restart_behind", restart && near);
    let often = MitigationKind::ALL.iter().position(|(kind, _)| *kind == this.kind).map_or(0, |kind| whole.often[kind]);
    signs.put("often", (1.0 + often.saturating_sub(usize::from(this.is_done())) as f64).ln());
    ["none", "none_in_section", "none_done", "none_likely", "none_over"].iter().for_each(|name| signs.put(name, 0.0));
    signs
}

fn none(whole: &Whole) -> Signs {
    let done = (1.0 + whole.done as f64).ln();
    let counting = [
        ("none", 1.0),
        ("none_in_section", f64::from(whole.section)),
        ("none_done", done),
        ("none_likely", whole.most_likely),
        ("none_over", f64::from(whole.over)),
    ];
    Signs::only(&NAMED, &counting)
}

static NAMED: LazyLock<Signs> = LazyLock::new(|| {
    let candidate = Candidate {
        line: 0,
        kind: MitigationKind::Other,
        deed: None,
        place: 0,
        others: 0,
        recovers: false,
        vain: false,
        like: 0.0,
        margin: 0.0,
    };
    signs(&[nothing()], &[candidate], &Whole::default(), 0, Signs::named())
});
static WEIGHED: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("../weights/mitigation.tsv"), &NAMED));

/// What ended it, with the line that tells it and whether the rules have words for it; `None` where nothing is told.
pub fn chosen(read: &Read<'_>) -> Option<(MitigationKind, usize, bool)> {
    let (all, lines) = (candidates(read), &read.lines);
    let whole = Whole::of(lines, &all);
    let weighed: Vec<Signs> =
        (0..all.len()).map(|index| signs(lines, &all, &whole, index, Signs::default())).chain([none(&whole)]).collect();
    #[cfg(test)]
    {
        let values = all.iter().map(|candidate| format!("{}\t{}", name(candidate.kind), lines[candidate.line].text()));
        record::keep("mitigation", &NAMED, values, &weighed);
    }
    let shares = WEIGHED.shares(weighed);
    let kinds: Vec<MitigationKind> = all.iter().map(|candidate| candidate.kind).collect();
    let (kind, _, best) = likeliest(&kinds, &shares).filter(|(_, share, _)| *share >= KNOWN)?;
    Some((kind, all[best].line, all[best].deed.is_some()))
}

/// With a smaller share than this nothing is said.
const KNOWN: f64 = 0.38;

//! How likely it is that two incidents are the same failure again.
//!
//! Input: the archive. Output: for two incidents a share from 0 to 1. What agrees between them are signs; how much each
//! counts is data, `same_cause.tsv`, fitted to archives in which careful readers had joined what is the same
//! (`tests/judged/fit` says how). Incidents that never say why share nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use rayon::prelude::*;

use crate::model::{Incident, Origin};
use crate::text::{Signs, Weighed};

use super::super::archive::{Archive, Case};
use super::super::cause_text::{COPIED, without_names};
use super::super::copied::Copied;
use super::super::options::Options;
use super::super::recurring::sources;
use super::super::references::ReferenceKind;
use super::super::vector::{Vectors, Weighing};
use super::super::vocabulary::Passage;

/// What is compared of every incident.
#[derive(Debug)]
pub struct Sameness<'a> {
    traits: Vec<Traits<'a>>,
    /// Their whole texts, and what they tell of their causes.
    texts: Vectors,
    told: Vectors,
    usual: [Usual; 2],
    referred: BTreeSet<(usize, usize)>,
}

/// What an incident tells, as far as it can agree with another.
#[derive(Debug)]
struct Traits<'a> {
    says_why: bool,
    class: Option<&'a str>,
    /// Where the cause lay, and the contributing ones.
    components: BTreeSet<&'a str>,
    /// Ids of the rules that spoke for its cause, without mere hints.
    rules: BTreeSet<&'a str>,
    /// The words that these rules found.
    evidence: BTreeSet<String>,
    services: &'a [String],
    /// An author's own sentence or field states the cause.
    stated: bool,
}

/// The signs of a pair that can be told; each list is sorted.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement<'s> {
    /// Of the cause, where both have the same.
    pub class: Option<&'s str>,
    pub components: Vec<&'s str>,
    /// That told the causes of both, in lower case.
    pub words: Vec<&'s str>,
    pub services: Vec<&'s str>,
    /// How many deviations the texts, and what they tell of their causes, are more alike than is usual here.
    pub texts: f64,
    pub told: f64,
    /// One of the two refers to the other.
    pub referred: bool,
}

/// What is usual among pairs of an archive: where everything is told in one house's words, likeness says less.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Usual {
    mean: f64,
    deviation: f64,
}

/// The same over archives at large, and as how many pairs it counts beside those of the archive.
const AT_LARGE: [Usual; 2] = [Usual { mean: 0.09, deviation: 0.07 }, Usual { mean: 0.045, deviation: 0.09 }];
const AT_LARGE_PAIRS: f64 = 200.0;
/// Pairs that are looked at for each incident of a large archive.
const SAMPLED: usize = 40;
/// How far above the usual a likeness counts.
const FARTHEST: f64 = 8.0;

impl<'a> Sameness<'a> {
    pub fn new(archive: &'a Archive<'a>, options: &Options) -> Self {
        let cases = &archive.cases;
        let weighing = Weighing {
            common: options.thresholds.common_term,
            jargon: options.thresholds.house_jargon,
            enough_shared: 2.0,
            unique_terms: 0.0,
        };
        let own_names: Vec<&str> = cases.iter().filter_map(|case| case.incident.organisation.as_deref()).collect();
        let sources = sources(cases);
        let told: Vec<String> = cases.par_iter().map(told).collect();
        let parted = own_words(&told, &sources);
        let passages: Vec<Vec<Passage>> = parted
            .iter()
            .map(|[own, copied]| vec![Passage { text: own, weight: 1.0 }, Passage { text: copied, weight: COPIED }])
            .collect();
        let texts = Vectors::for_cosines(&passages, &sources, &own_names, weighing);
        let titles: Vec<String> = cases.iter().map(|case| title(case.incident)).collect();
        let told: Vec<Vec<Passage>> = cases.iter().zip(&titles).map(|(case, title)| causes(case, title)).collect();
        let told = Vectors::for_cosines(&told, &sources, &own_names, weighing);
        let traits: Vec<Traits> = cases.par_iter().map(Traits::of).collect();
        let usual = [usual(&texts, AT_LARGE[0], &traits), usual(&told, AT_LARGE[1], &traits)];
        Self { traits, texts, told, usual, referred: referred(archive) }
    }

    /// The share, 0 to 1, that two incidents are the same failure.
    pub fn share(&self, a: usize, b: usize) -> f64 {
        if !(self.traits[a].says_why && self.traits[b].says_why) {
            return 0.0;
        }
        WEIGHED.shares([&self.signs(a, b, Signs::default()), &*NONE])[0]
    }

    /// What two incidents have in common, in words to be shown.
    pub fn agreement(&self, a: usize, b: usize) -> Agreement<'_> {
        let (one, other) = (&self.traits[a], &self.traits[b]);
        Agreement {
            class: one.class.filter(|class| other.class == Some(*class)),
            components: one.components.intersection(&other.components).copied().collect(),
            words: one.evidence.intersection(&other.evidence).map(String::as_str).collect(),
            services: one.services.iter().filter(|it| other.services.contains(it)).map(String::as_str).collect(),
            texts: self.usual[0].above(self.texts.cosine(a, b)),
            told: self.usual[1].above(self.told.cosine(a, b)),
            referred: self.referred.contains(&(a.min(b), a.max(b))),
        }
    }

    fn signs(&self, a: usize, b: usize, mut signs: Signs) -> Signs {
        let (one, other) = (&self.traits[a], &self.traits[b]);
        signs.put("text", self.usual[0].above(self.texts.cosine(a, b)));
        signs.put("told", self.usual[1].above(self.told.cosine(a, b)));
        signs.put("rules", one.rules.intersection(&other.rules).count().min(3) as f64);
        signs.put("evidence", one.evidence.intersection(&other.evidence).count().min(4) as f64);
        signs.put("class", one.class.is_some() && one.class == other.class);
        signs.put("component", !one.components.is_disjoint(&other.components));
        signs.put("services", one.services.iter().any(|service| other.services.contains(service)));
        signs.put("stated", one.stated && other.stated);
        signs.put("referred", self.referred.contains(&(a.min(b), a.max(b))));
        signs.put("none", 0.0);
        signs
    }
}

/// Places of incidents of which one names the other, the smaller place first. A day alone names an outage for many reasons.
fn referred(archive: &Archive) -> BTreeSet<(usize, usize)> {
    let named = archive.references.iter().filter(|it| it.kind != ReferenceKind::Dated);
    named.map(|it| (it.from.min(it.to), it.from.max(it.to))).collect()
}

fn title(incident: &Incident) -> String {
    let title = if incident.title_generated { "" } else { incident.title.as_str() };
    without_names(title, &incident.services)
}

/// What a case tells of its causes.
fn causes<'t>(case: &Case<'t>, title: &'t str) -> Vec<Passage<'t>> {
    let cause = &case.incident.cause;
    let statement = cause.statement.iter().map(|text| (text.as_str(), 1.0));
    let further = cause.contributing.iter().filter_map(|it| it.statement.as_deref()).map(|text| (text, 0.7));
    statement.chain(further).chain([(title, 0.7)]).map(|(text, weight)| Passage { text, weight }).collect()
}

/// Texts parted into their author's own words and those that other reports of the source hold too.
fn own_words<'t>(texts: &'t [String], sources: &[usize]) -> Vec<[Cow<'t, str>; 2]> {
    let each: Vec<Vec<&str>> = texts.iter().map(|text| vec![text.as_str()]).collect();
    let copied = Copied::of(&each, sources);
    let part = |(document, text): (usize, &'t String)| match copied.parted(document, &[text]).pop() {
        Some((own, copied)) => [own, Cow::Owned(copied)],
        None => [Cow::Borrowed(text.as_str()), Cow::Borrowed("")],
    };
    texts.par_iter().enumerate().map(part).collect()
}

/// The text of a case without its action items, which are alike where causes are not.
fn told(case: &Case) -> String {
    let promises: BTreeSet<&str> = case.incident.action_items.iter().map(|item| item.text.as_str()).collect();
    let mut told = String::with_capacity(case.text.len());
    for line in case.text.lines().filter(|line| !promises.contains(line.trim())) {
        if !told.is_empty() {
            told.push('\n');
        }
        told.push_str(line);
    }
    told
}

/// How alike the texts of two incidents of an archive usually are, among those that say why.
fn usual(texts: &Vectors, at_large: Usual, traits: &[Traits]) -> Usual {
    let saying: Vec<usize> = (0..traits.len()).filter(|place| traits[*place].says_why).collect();
    // Neighbours in time and those far away, evenly: the same for the same archive.
    let step = (saying.len() / SAMPLED).max(1);
    let likenesses = |at: usize| {
        let others = saying[at + 1..].iter().step_by(step);
        others.map(|other| texts.cosine(saying[at], *other)).collect::<Vec<f64>>()
    };
    let found: Vec<f64> = (0..saying.len()).into_par_iter().flat_map_iter(likenesses).collect();
    at_large.with(&found)
}

impl Usual {
    fn with(self, found: &[f64]) -> Self {
        let all = found.len() as f64 + AT_LARGE_PAIRS;
        let mean = (found.iter().sum::<f64>() + AT_LARGE_PAIRS * self.mean) / all;
        let own: f64 = found.iter().map(|value| (value - mean).powi(2)).sum();
        let at_large = AT_LARGE_PAIRS * (self.deviation.powi(2) + (self.mean - mean).powi(2));
        Self { mean, deviation: ((own + at_large) / all).sqrt() }
    }

    /// So many deviations above the mean.
    fn above(&self, likeness: f64) -> f64 {
        ((likeness - self.mean) / self.deviation).min(FARTHEST)
    }
}

impl<'a> Traits<'a> {
    fn of(case: &Case<'a>) -> Self {
        let cause = &case.incident.cause;
        let is_stated = |key: &str| case.incident.provenance.get(key).is_some_and(|from| from.origin == Origin::Stated);
        let class = case.cause_class();
        let components = cause.contributing.iter().filter_map(|it| it.component.as_deref()).chain(case.component());
        let evidence = || cause.evidence.iter().filter(|it| !it.rule.ends_with(".hint"));
        let found = evidence().flat_map(|it| it.words.split_whitespace()).map(str::to_lowercase);
        Self {
            says_why: class.is_some() && (cause.statement.is_some() || is_stated("cause.class")),
            class,
            components: components.collect(),
            rules: evidence().map(|it| it.rule.as_str()).collect(),
            evidence: found.filter(|word| word.len() > SHORT).collect(),
            services: &case.incident.services,
            stated: is_stated("cause.statement") || is_stated("cause.class"),
        }
    }
}

/// Words of no more bytes tell nothing by themselves.
const SHORT: usize = 3;

/// The signs by name: of two incidents of which nothing is known.
static NAMED: LazyLock<Signs> = LazyLock::new(|| {
    let nothing = || Traits {
        says_why: false,
        class: None,
        components: BTreeSet::new(),
        rules: BTreeSet::new(),
        evidence: BTreeSet::new(),
        services: &[],
        stated: false,
    };
    let words = vec![vec![Passage { text: "", weight: 1.0 }]; 2];
    let weighing = Weighing { common: 1.0, jargon: 1.0, enough_shared: 1.0, unique_terms: 0.0 };
    let [texts, told] = [0, 1].map(|_| Vectors::new(&words, &[0, 0], &[], weighing));
    let traits = vec![nothing(), nothing()];
    Sameness { usual: AT_LARGE, traits, texts, told, referred: BTreeSet::new() }.signs(0, 1, Signs::named())
});
/// That they are not the same.
static NONE: LazyLock<Signs> = LazyLock::new(|| Signs::only(&NAMED, &[("none", 1.0)]));
static WEIGHED: LazyLock<Weighed> = LazyLock::new(|| Weighed::of(include_str!("same_cause.tsv"), &NAMED));

/// The files of two incidents, and the figures of their signs.
#[cfg(test)]
pub type PairForTests = ([String; 2], Vec<f64>);

/// For fitting: the names of the signs, and every pair of incidents that say why.
#[cfg(test)]
pub fn signs_for_tests(base: &crate::model::KnowledgeBase) -> (Vec<String>, Vec<PairForTests>) {
    let archive = Archive::new(base);
    let sameness = Sameness::new(&archive, &Options::default());
    let says = |place: &usize| sameness.traits[*place].says_why;
    let places: Vec<usize> = (0..archive.cases.len()).filter(says).collect();
    let path = |place: usize| archive.cases[place].incident.source.path.clone();
    let pairs = places.iter().enumerate().flat_map(|(at, a)| places[at + 1..].iter().map(move |b| (*a, *b)));
    let rows = pairs.map(|(a, b)| ([path(a), path(b)], sameness.signs(a, b, Signs::default()).figures().to_vec()));
    (NAMED.names().to_vec(), rows.collect())
}

//! Factors that travel together: pairs and triples that meet more often than their own frequencies explain.
//!
//! Input: the archive. Output: combinations in words, with what chance would give. A factor is a cause class, a component,
//! how it was noticed, a wrong suspicion, a late escalation or how it was fixed. Factors are compared among the incidents whose
//! reports tell of both kinds: that full reports name more of everything is no pattern.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{DetectionSource, MitigationKind};

use super::archive::{Archive, Case};
use super::options::Options;
use super::statistics::{holm, hypergeometric_upper, poisson_interval};
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factors {
    /// Every factor met, most incidents first.
    pub factors: Vec<FactorCount>,
    /// Pairs and triples, the least likely by chance first; triples, which are not tested, last.
    pub together: Vec<Together>,
    /// Pairs that were tested: those of factors with enough incidents each, whether or not they met.
    pub tested: usize,
    pub of: usize,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactorCount {
    pub factor: String,
    pub count: usize,
    pub incidents: Vec<String>,
}

/// Factors that met in the same incidents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Together {
    /// Two or three, in the alphabet's order.
    pub factors: Vec<String>,
    pub count: usize,
    /// Incidents whose reports tell of every kind of factor among these.
    pub of: usize,
    /// What their own frequencies give among those; for three, the most that one of them and the other two together give.
    pub expected: f64,
    /// `count / expected`, with its exact Poisson interval at the level of the options.
    pub lift: f64,
    pub low: f64,
    pub high: f64,
    /// One-sided and exact (Fisher's test) for pairs; `None` for triples, which are not tested.
    pub p: Option<f64>,
    /// The same after Holm's correction for all tested pairs.
    pub corrected: Option<f64>,
    /// Whether chance is ruled out after the correction.
    pub beyond_chance: bool,
    pub incidents: Vec<String>,
}

/// Combinations that the meaning of the words implies; they would tell nothing.
const IMPLIED: [(&str, &str); 12] = [
    ("cause: config", "fixed by: config"),
    ("cause: dependency", "fixed by: vendor"),
    ("cause: capacity", "fixed by: scale"),
    ("cause: hardware", "fixed by: replace"),
    ("cause: network", "in: network"),
    ("cause: hardware", "in: power"),
    ("cause: hardware", "in: datacenter"),
    ("cause: expiry", "in: auth"),
    ("cause: data", "in: database"),
    ("cause: data", "in: storage"),
    ("cause: change", "cause: config"),
    ("cause: dependency", "noticed by: third party"),
];

pub fn factors(archive: &Archive, options: &Options) -> Factors {
    let sets: Vec<BTreeSet<String>> = archive.cases.iter().map(factors_of).collect();
    let mut places = Met::new();
    for (place, set) in sets.iter().enumerate() {
        for factor in set {
            places.entry(vec![factor]).or_default().push(place);
        }
    }
    places.extend(combinations(&sets, options.thresholds.together_from));
    let known = Known::of(archive);
    let telling = |places: Vec<usize>| Holders { telling: known.among(places.iter().copied()), places };
    let holders: BTreeMap<Vec<&str>, Holders> =
        places.into_iter().map(|(factors, it)| (factors, telling(it))).collect();
    let table = Table { archive, all: known.among(0..archive.cases.len()), holders, options };
    let tests = table.tests();
    let mut together: Vec<Together> =
        table.holders.keys().filter_map(|factors| table.describe(factors, &tests)).collect();
    let order = |it: &Together| (it.p.is_none(), it.p.unwrap_or(1.0));
    together.sort_by(|a, b| {
        let ((last_a, p_a), (last_b, p_b)) = (order(a), order(b));
        last_a
            .cmp(&last_b)
            .then(p_a.total_cmp(&p_b))
            .then(b.count.cmp(&a.count))
            .then_with(|| a.factors.cmp(&b.factors))
    });
    let alone =
        table.holders.iter().filter_map(|(factors, it)| Some((factors.first().filter(|_| factors.len() == 1)?, it)));
    let mut counts: Vec<FactorCount> = alone
        .map(|(factor, it)| FactorCount {
            factor: (*factor).to_owned(),
            count: it.places.len(),
            incidents: archive.names(&it.places),
        })
        .collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.factor.cmp(&b.factor)));
    let tested = tests.len();
    let reading = reading(&together, tested, archive.cases.len(), options);
    Factors { factors: counts, together, tested, of: archive.cases.len(), reading }
}

/// Kinds of factor, and what of a report tells of each.
const KINDS: [&str; 6] = ["cause", "in", "noticed by", "wrong suspicion", "escalated late", "fixed by"];

/// Which kinds of factor each incident's report tells of, as bits in the order of [`KINDS`].
struct Known(Vec<u8>);

/// By set of kinds, how many of some incidents have reports that tell of all of them.
type Telling = [usize; 1 << KINDS.len()];

impl Known {
    fn of(archive: &Archive) -> Self {
        Self(archive.cases.iter().map(kinds_told).collect())
    }

    fn among(&self, places: impl Iterator<Item = usize>) -> Telling {
        let mut exactly: Telling = [0; 1 << KINDS.len()];
        places.for_each(|place| exactly[usize::from(self.0[place])] += 1);
        std::array::from_fn(|kinds| {
            (0..exactly.len()).filter(|told| told & kinds == kinds).map(|told| exactly[told]).sum()
        })
    }
}

/// Incidents in which something holds, and how many of them tell of which kinds.
struct Holders {
    places: Vec<usize>,
    telling: Telling,
}

fn kinds_told(case: &Case) -> u8 {
    let incident = case.incident;
    let cause = &incident.cause;
    let told = [
        case.cause_class().is_some() || !cause.contributing.is_empty(),
        case.component().is_some() || cause.contributing.iter().any(|it| it.component.is_some()),
        incident.detection.source != DetectionSource::Unknown,
        !incident.timeline.is_empty() || !incident.false_leads.is_empty(),
        incident.phases.escalate.is_some() && incident.phases.identify.is_some(),
        incident.mitigation.is_some(),
    ];
    told.iter().enumerate().fold(0, |bits, (at, told)| bits | u8::from(*told) << at)
}

/// The bit of a factor's kind.
fn kind_of(factor: &str) -> usize {
    let kind = factor.split_once(": ").map_or(factor, |(kind, _)| kind);
    KINDS.iter().position(|it| *it == kind).map_or(0, |at| 1 << at)
}

/// p and corrected p of a pair.
type Tests<'a> = BTreeMap<(&'a str, &'a str), (f64, f64)>;

/// Incidents in which factors met, by factors in the alphabet's order.
type Met<'a> = BTreeMap<Vec<&'a str>, Vec<usize>>;

/// Incidents by factor, pair and triple of factors.
struct Table<'a> {
    archive: &'a Archive<'a>,
    all: Telling,
    holders: BTreeMap<Vec<&'a str>, Holders>,
    options: &'a Options,
}

impl<'a> Table<'a> {
    /// How many incidents have all these factors, among those that tell of these kinds; 0 below what it takes to be listed.
    fn count(&self, factors: &[&str], kinds: usize) -> usize {
        self.holders.get(factors).map_or(0, |it| it.telling[kinds])
    }

    /// Every pair of factors that could have met often enough: which ones are tested follows from how many incidents each has,
    /// not from how often they met, so that the correction counts every look.
    fn tests(&self) -> Tests<'a> {
        let mut pairs = Vec::new();
        let mut ps = Vec::new();
        let alone: Vec<&'a str> = self.holders.keys().filter(|it| it.len() == 1).map(|it| it[0]).collect();
        for (at, a) in
            alone.iter().enumerate().filter(|_| self.archive.cases.len() >= self.options.thresholds.tested_from)
        {
            for b in alone[at + 1..].iter().filter(|b| !is_implied(a, b)) {
                let kinds = kind_of(a) | kind_of(b);
                let (marked, drawn) = (self.count(&[*a], kinds), self.count(&[*b], kinds));
                if marked.min(drawn) < self.options.thresholds.together_from {
                    continue;
                }
                let (base, count) = (self.all[kinds], self.count(&[*a, *b], kinds));
                // Pairs that meet no more often than chance has them meet need no exact p: it is large.
                let more = (count * base) as f64 > marked as f64 * drawn as f64;
                let upper = || hypergeometric_upper(count as u64, base as u64, marked as u64, drawn as u64);
                ps.push(if more { upper() } else { 1.0 });
                pairs.push((*a, *b));
            }
        }
        pairs.into_iter().zip(ps.iter().copied().zip(holm(&ps))).collect()
    }

    /// `None` for factors that do not meet more often than chance would have them meet.
    fn describe(&self, factors: &[&str], tests: &Tests) -> Option<Together> {
        let kinds = factors.iter().fold(0, |kinds, factor| kinds | kind_of(factor));
        let of = self.all[kinds];
        let size = |factors: &[&str]| self.count(factors, kinds) as f64;
        let (expected, test) = match *factors {
            [a, b] => (size(&[a]) * size(&[b]) / of as f64, tests.get(&(a, b))),
            [a, b, c] => {
                let splits = [(a, [b, c]), (b, [a, c]), (c, [a, b])].map(|(one, two)| size(&[one]) * size(&two));
                (splits.into_iter().fold(0.0, f64::max) / of as f64, None)
            }
            _ => return None,
        };
        let places = &self.holders.get(factors)?.places;
        let count = places.len();
        let round = |value: f64| (value * 100.0).round() / 100.0;
        let lift = round(count as f64 / expected);
        if !lift.is_finite() || lift <= 1.0 {
            return None;
        }
        let (low, high) = poisson_interval(count as u64, self.options.thresholds.confidence);
        Some(Together {
            factors: factors.iter().map(|factor| (*factor).to_owned()).collect(),
            count,
            of,
            expected: round(expected),
            lift,
            low: round(low / expected),
            high: round(high / expected),
            p: test.map(|test| test.0),
            corrected: test.map(|test| test.1),
            beyond_chance: test.is_some_and(|test| test.1 < self.options.doubt()),
            incidents: self.archive.names(places),
        })
    }
}

fn factors_of(case: &Case) -> BTreeSet<String> {
    let incident = case.incident;
    let mut factors = BTreeSet::new();
    let cause = &incident.cause;
    let classes = cause.contributing.iter().map(|it| it.class.as_str()).chain(case.cause_class());
    factors.extend(classes.map(|class| format!("cause: {class}")));
    let components = cause.contributing.iter().filter_map(|it| it.component.as_deref()).chain(case.component());
    factors.extend(components.map(|component| format!("in: {}", component.replace('_', " "))));
    let noticed = match incident.detection.source {
        DetectionSource::Customer => Some("customer"),
        DetectionSource::Staff => Some("staff"),
        DetectionSource::ThirdParty => Some("third party"),
        DetectionSource::Monitoring | DetectionSource::Test | DetectionSource::Unknown => None,
    };
    factors.extend(noticed.map(|source| format!("noticed by: {source}")));
    if !incident.false_leads.is_empty() {
        factors.insert("wrong suspicion".to_owned());
    }
    let phases = &incident.phases;
    if phases.escalate.zip(phases.identify).is_some_and(|(escalate, identify)| escalate > identify) {
        factors.insert("escalated late".to_owned());
    }
    let fix = incident.mitigation.as_ref().and_then(|it| fix_word(it.kind));
    factors.extend(fix.map(|kind| format!("fixed by: {kind}")));
    factors
}

/// The word of a mitigation; `None` for the catch-all.
pub fn fix_word(kind: MitigationKind) -> Option<&'static str> {
    Some(match kind {
        MitigationKind::Rollback => "rollback",
        MitigationKind::Restart => "restart",
        MitigationKind::Scale => "scale",
        MitigationKind::Config => "config",
        MitigationKind::Failover => "failover",
        MitigationKind::Hotfix => "hotfix",
        MitigationKind::Vendor => "vendor",
        MitigationKind::Replace => "replace",
        MitigationKind::Waited => "waited",
        MitigationKind::Other => return None,
    })
}

/// Pairs and triples with enough incidents and nothing implied between them.
fn combinations(sets: &[BTreeSet<String>], enough: usize) -> Met<'_> {
    let mut found = Met::new();
    for (place, set) in sets.iter().enumerate() {
        let factors: Vec<&str> = set.iter().map(String::as_str).collect();
        for (i, a) in factors.iter().enumerate() {
            for (j, b) in factors.iter().enumerate().skip(i + 1).filter(|(_, b)| !is_implied(a, b)) {
                found.entry(vec![a, b]).or_default().push(place);
                for c in factors[j + 1..].iter().filter(|c| !is_implied(a, c) && !is_implied(b, c)) {
                    found.entry(vec![a, b, c]).or_default().push(place);
                }
            }
        }
    }
    found.retain(|_, places| places.len() >= enough);
    found
}

fn is_implied(a: &str, b: &str) -> bool {
    let kind = |factor: &str| factor.split_once(": ").map(|(kind, _)| kind.to_owned());
    let same_place = kind(a).is_some_and(|kind_a| kind_a == "in" && kind(b).as_ref() == Some(&kind_a));
    same_place || IMPLIED.contains(&(a, b)) || IMPLIED.contains(&(b, a))
}

fn reading(together: &[Together], tested: usize, all: usize, options: &Options) -> String {
    if all < options.thresholds.tested_from {
        return match all {
            0 => "There is no incident yet.".to_owned(),
            _ => format!("{} too few to tell which factors meet.", few(all)),
        };
    }
    let beyond: Vec<&Together> = together.iter().filter(|it| it.beyond_chance).collect();
    let Some(first) = beyond.first() else {
        return match tested {
            0 => format!("{} too few to tell which factors meet: no two are told often enough.", few(all)),
            1 => format!("No factors meet more often than chance explains (n = {all}, one pair tested)."),
            n => {
                let pairs = wording::number(n);
                format!("No factors meet more often than chance explains (n = {all}, {pairs} pairs tested).")
            }
        };
    };
    format!(
        "\u{201c}{}\u{201d} meet in {}, {:.1} expected (n = {}, {}); {} more often than chance explains.",
        first.factors.join("\u{201d} and \u{201c}"),
        wording::count(first.count, "incident"),
        first.expected,
        first.of,
        wording::p(first.corrected.unwrap_or(1.0)),
        match beyond.len() {
            1 => "it is the one pair that meets".to_owned(),
            n => format!("it is one of {} pairs that meet", wording::number(n)),
        },
    )
}

/// `Twenty-five incidents are`
fn few(all: usize) -> String {
    format!("{} {}", wording::sentence(&wording::count(all, "incident")), wording::are(all))
}

#[cfg(test)]
mod tests;

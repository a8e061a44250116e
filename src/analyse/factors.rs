//! Factors that travel together: pairs and triples that meet more often than their own frequencies explain.
//!
//! Input: the archive. Output: combinations in words, with what chance would give. A factor is a cause class, a component,
//! how it was noticed, a wrong suspicion, a late escalation or how it was fixed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{DetectionSource, MitigationKind};

use super::archive::{Archive, Case};
use super::options::Options;
use super::statistics::{hypergeometric_upper, poisson_interval};
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factors {
    /// Every factor met, most incidents first.
    pub factors: Vec<FactorCount>,
    /// Pairs and triples, the least likely by chance first.
    pub together: Vec<Together>,
    /// Combinations that were tested; the level of each test is divided by it.
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
    /// What their own frequencies give.
    pub expected: f64,
    /// `count / expected`, with its exact 95% Poisson interval.
    pub lift: f64,
    pub low: f64,
    pub high: f64,
    /// One-sided and exact for pairs, of a Poisson count for triples; not yet divided by the number of tests.
    pub p: f64,
    /// Whether chance is ruled out after dividing by the number of tests.
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
    let mut holders = BTreeMap::<&str, Vec<usize>>::new();
    for (place, set) in sets.iter().enumerate() {
        for factor in set {
            holders.entry(factor).or_default().push(place);
        }
    }
    let combinations = combinations(&sets, options.together_from);
    let tested = combinations.len();
    let mut together: Vec<Together> = combinations
        .into_iter()
        .filter_map(|(factors, places)| describe(archive, factors, &places, &holders, tested, options))
        .collect();
    together.sort_by(|a, b| a.p.total_cmp(&b.p).then_with(|| a.factors.cmp(&b.factors)));
    let mut counts: Vec<FactorCount> = holders
        .iter()
        .map(|(factor, places)| FactorCount {
            factor: (*factor).to_owned(),
            count: places.len(),
            incidents: archive.names(places),
        })
        .collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.factor.cmp(&b.factor)));
    let reading = reading(&together, archive.cases.len(), options);
    Factors { factors: counts, together, tested, of: archive.cases.len(), reading }
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
fn combinations(sets: &[BTreeSet<String>], enough: usize) -> Vec<(Vec<&str>, Vec<usize>)> {
    let mut found = BTreeMap::<Vec<&str>, Vec<usize>>::new();
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
    found.into_iter().filter(|(_, places)| places.len() >= enough).collect()
}

fn is_implied(a: &str, b: &str) -> bool {
    let kind = |factor: &str| factor.split_once(": ").map(|(kind, _)| kind.to_owned());
    let same_place = kind(a).is_some_and(|kind_a| kind_a == "in" && kind(b).as_ref() == Some(&kind_a));
    same_place || IMPLIED.contains(&(a, b)) || IMPLIED.contains(&(b, a))
}

/// `None` for factors that do not meet more often than chance would have them meet.
fn describe(
    archive: &Archive,
    factors: Vec<&str>,
    places: &[usize],
    holders: &BTreeMap<&str, Vec<usize>>,
    tested: usize,
    options: &Options,
) -> Option<Together> {
    let n = archive.cases.len();
    let sizes: Vec<usize> = factors.iter().map(|factor| holders[factor].len()).collect();
    let expected = sizes.iter().map(|size| *size as f64 / n as f64).product::<f64>() * n as f64;
    let count = places.len();
    let round = |value: f64| (value * 100.0).round() / 100.0;
    let lift = round(count as f64 / expected);
    if lift <= 1.0 {
        return None;
    }
    let p = match sizes[..] {
        [a, b] => hypergeometric_upper(count as u64, n as u64, a as u64, b as u64),
        _ => super::statistics::poisson_upper(count as u64, expected),
    };
    let (low, high) = poisson_interval(count as u64, options.confidence);
    Some(Together {
        factors: factors.into_iter().map(str::to_owned).collect(),
        count,
        expected: round(expected),
        lift,
        low: round(low / expected),
        high: round(high / expected),
        p,
        beyond_chance: n >= options.tested_from && p * (tested as f64) < 1.0 - options.confidence,
        incidents: archive.names(places),
    })
}

fn reading(together: &[Together], all: usize, options: &Options) -> String {
    if all < options.tested_from {
        return match all {
            0 => "There is no incident yet.".to_owned(),
            _ => format!("With {}, nothing is tested.", wording::count(all, "incident")),
        };
    }
    let beyond: Vec<&Together> = together.iter().filter(|it| it.beyond_chance).collect();
    let Some(first) = beyond.first() else {
        return format!("No factors meet more often than chance explains (n = {all}).");
    };
    format!(
        "\u{201c}{}\u{201d} meet in {}, {:.1} expected; {} more often than chance explains (n = {all}).",
        first.factors.join("\u{201d} and \u{201c}"),
        wording::count(first.count, "incident"),
        first.expected,
        match beyond.len() {
            1 => "it is the one combination that meets".to_owned(),
            n => format!("it is one of {} combinations that meet", wording::number(n)),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{Draft, archive as built, draft};

    fn some(prefix: &str, class: &str, source: DetectionSource, n: usize) -> Vec<Draft> {
        (0..n).map(|i| draft(&format!("{prefix}{i}")).cause(class, "", "").detected_by(source)).collect()
    }

    fn check(drafts: Vec<Draft>, expected: &[(&[&str], usize, bool)]) -> Factors {
        let kb = built(drafts);
        let factors = factors(&Archive::new(&kb), &Options::default());
        let found: Vec<(Vec<&str>, usize, bool)> = factors
            .together
            .iter()
            .map(|it| (it.factors.iter().map(String::as_str).collect(), it.count, it.beyond_chance))
            .collect();
        let expected: Vec<(Vec<&str>, usize, bool)> =
            expected.iter().map(|(factors, count, beyond)| (factors.to_vec(), *count, *beyond)).collect();
        assert_eq!(found, expected);
        factors
    }

    #[test]
    fn factors_that_meet_beyond_chance_are_told_in_words() {
        let customer = DetectionSource::Customer;
        let monitoring = DetectionSource::Monitoring;
        let drafts =
            [some("a", "config", customer, 8), some("b", "code", monitoring, 14), some("c", "config", monitoring, 2)];
        let factors = check(drafts.concat(), &[(&["cause: config", "noticed by: customer"], 8, true)]);
        assert_eq!(
            factors.reading,
            "\u{201c}cause: config\u{201d} and \u{201c}noticed by: customer\u{201d} meet in eight incidents, 3.3 \
             expected; it is the one combination that meets more often than chance explains (n = 24)."
        );
    }

    #[test]
    fn few_meetings_are_left_to_chance() {
        let drafts =
            [some("a", "config", DetectionSource::Customer, 3), some("b", "code", DetectionSource::Monitoring, 2)];
        let factors = check(drafts.concat(), &[(&["cause: config", "noticed by: customer"], 3, false)]);
        assert_eq!(factors.reading, "No factors meet more often than chance explains (n = 5).");
    }

    #[test]
    fn what_the_words_imply_is_not_listed() {
        let drafts = (0..6).map(|i| draft(&format!("a{i}")).cause("expiry", "auth", ""));
        check(drafts.collect(), &[]);
    }
}

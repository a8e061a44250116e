//! Causes by class and component, with the unknown ones always counted.
//!
//! Input: the archive. Output: counts with the incidents behind them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::PartialDate;

use super::archive::{Archive, Case};
use super::options::Options;
use super::statistics::wilson;
use super::wording;

/// Incidents of one class in one component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseCount {
    /// `unknown` where nothing was classified; that row is always there, be it with zero.
    pub class: String,
    pub class_label: String,
    /// `null` where no component is known.
    pub component: Option<String>,
    pub component_label: Option<String>,
    pub count: usize,
    pub incidents: Vec<String>,
}

/// Incidents of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassCount {
    pub class: String,
    pub label: String,
    pub count: usize,
    /// 0 to 1, with Wilson's interval; `None` for an empty archive.
    pub share: Option<Share>,
    /// Further incidents to which it contributed.
    pub contributed_to: usize,
    pub last: Option<PartialDate>,
    pub incidents: Vec<String>,
}

/// A share of some incidents.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

impl Share {
    /// `None` for n = 0.
    pub fn of(k: usize, n: usize, options: &Options) -> Option<Self> {
        let (low, high) = wilson(k, n, options.thresholds.confidence)?;
        let round = |value: f64| (value * 1000.0).round() / 1000.0;
        Some(Self { share: round(k as f64 / n as f64), low: round(low), high: round(high) })
    }
}

pub const UNKNOWN: &str = "unknown";

/// By class and component, most incidents first, `unknown` last.
pub fn causes(archive: &Archive) -> Vec<CauseCount> {
    let mut counts = BTreeMap::<(&str, Option<&str>), Vec<&str>>::new();
    counts.insert((UNKNOWN, None), Vec::new());
    for case in &archive.cases {
        let class = case.cause_class();
        let component = class.and(case.component());
        counts.entry((class.unwrap_or(UNKNOWN), component)).or_default().push(case.name);
    }
    let mut rows: Vec<CauseCount> = counts
        .into_iter()
        .map(|((class, component), names)| CauseCount {
            class: class.to_owned(),
            class_label: archive.class_label(class),
            component: component.map(str::to_owned),
            component_label: component.map(|component| archive.component_label(component)),
            count: names.len(),
            incidents: names.into_iter().map(str::to_owned).collect(),
        })
        .collect();
    rows.sort_by(|a, b| {
        let order = |row: &CauseCount| (row.class == UNKNOWN, std::cmp::Reverse(row.count));
        order(a).cmp(&order(b)).then_with(|| (&a.class, &a.component).cmp(&(&b.class, &b.component)))
    });
    rows
}

/// By class alone, most incidents first, `unknown` last.
pub fn classes(archive: &Archive, options: &Options) -> Vec<ClassCount> {
    let mut cases = BTreeMap::<&str, Vec<&Case>>::from([(UNKNOWN, Vec::new())]);
    let mut contributed = BTreeMap::<&str, usize>::new();
    for case in &archive.cases {
        cases.entry(case.cause_class().unwrap_or(UNKNOWN)).or_default().push(case);
        for further in &case.incident.cause.contributing {
            *contributed.entry(&further.class).or_default() += 1;
        }
    }
    for class in contributed.keys() {
        cases.entry(class).or_default();
    }
    let mut rows: Vec<ClassCount> = cases
        .into_iter()
        .map(|(class, cases)| ClassCount {
            class: class.to_owned(),
            label: archive.class_label(class),
            count: cases.len(),
            share: Share::of(cases.len(), archive.cases.len(), options),
            contributed_to: contributed.get(class).copied().unwrap_or(0),
            last: cases.iter().rev().find_map(|case| case.date),
            incidents: cases.iter().map(|case| case.name.to_owned()).collect(),
        })
        .collect();
    rows.sort_by(|a, b| {
        let order = |row: &ClassCount| (row.class == UNKNOWN, std::cmp::Reverse(row.count));
        order(a).cmp(&order(b)).then_with(|| a.class.cmp(&b.class))
    });
    rows
}

/// One sentence for both.
pub fn reading(archive: &Archive, rows: &[CauseCount]) -> String {
    let all = archive.cases.len();
    let known = rows.iter().filter(|row| row.class != UNKNOWN).map(|row| row.count).sum::<usize>();
    if known == 0 {
        let none = wording::some_of(0, all, "incident", "has", "have");
        return format!("{} a cause that could be classified.", wording::sentence(&none));
    }
    let first = &rows[0];
    let place = first.component_label.as_ref().map_or(String::new(), |label| format!(" ({})", label.to_lowercase()));
    let unknown = match all - known {
        0 => String::new(),
        n => format!(" {} could not be classified.", wording::sentence(&wording::number(n))),
    };
    format!(
        "{} classified as {}{place}.{unknown}",
        wording::sentence(&wording::some_of(first.count, all, "incident", "is", "are")),
        first.class_label.to_lowercase(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::model::KnowledgeBase;

    fn check(kb: &KnowledgeBase, expected: &[(&str, Option<&str>, usize)], says: &str) {
        let archive = Archive::new(kb);
        let rows = causes(&archive);
        let found: Vec<(&str, Option<&str>, usize)> =
            rows.iter().map(|row| (row.class.as_str(), row.component.as_deref(), row.count)).collect();
        assert_eq!(found, expected);
        assert_eq!(reading(&archive, &rows), says);
    }

    #[test]
    fn the_five_outages_have_one_cause() {
        check(
            &five_outages(),
            &[("config", Some("load_balancer"), 5), ("unknown", None, 0)],
            "All five incidents are classified as configuration (load balancer).",
        );
    }

    #[test]
    fn what_is_unknown_is_counted() {
        check(
            &built([draft("a"), draft("b").cause("capacity", "", "Too small."), draft("c").cause("unknown", "", "")]),
            &[("capacity", None, 1), ("unknown", None, 2)],
            "One of three incidents is classified as capacity, load or limit. Two could not be classified.",
        );
    }
}

//! Who noticed first: monitoring, customers, staff; and what was promised where customers did.
//!
//! Input: the archive. Output: counts by source and quarter, and the debt. Unknown is a source of its own.

use serde::Serialize;

use crate::model::{DetectionSource, PartialDate};

use super::archive::{Archive, Case};
use super::causes::Share;
use super::intent::Intent;
use super::options::Options;
use super::period::Quarter;
use super::promised::is_done;
use super::wording;

/// Incidents first noticed by one source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetectionCount {
    pub source: DetectionSource,
    pub count: usize,
    /// Of the incidents whose source is known; `None` for the unknown ones.
    pub share: Option<Share>,
    pub incidents: Vec<String>,
}

/// The mix in one quarter, or of one service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetectionMix {
    /// `2026-Q3`, or the name of a service.
    pub value: String,
    pub n: usize,
    /// In the order of [`DetectionDetail::sources`].
    pub counts: Vec<usize>,
}

/// What more can be said about detection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetectionDetail {
    /// The order of `counts`.
    pub sources: [DetectionSource; 6],
    pub by_quarter: Vec<DetectionMix>,
    pub by_service: Vec<DetectionMix>,
    /// Incidents that customers noticed first, oldest first, with the alerts promised since.
    pub debt: Vec<DetectionDebt>,
    pub reading: String,
}

/// An incident that customers noticed first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DetectionDebt {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    /// Monitoring promised afterwards that no document marks as done.
    pub open_alerts: Vec<String>,
    /// Nothing about monitoring was promised.
    pub no_alert_promised: bool,
}

pub const SOURCES: [DetectionSource; 6] = [
    DetectionSource::Monitoring,
    DetectionSource::Customer,
    DetectionSource::Staff,
    DetectionSource::ThirdParty,
    DetectionSource::Test,
    DetectionSource::Unknown,
];

/// Every source that was met, in the order of [`SOURCES`], and always the unknown one.
pub fn detection(archive: &Archive, options: &Options) -> Vec<DetectionCount> {
    let known = archive.cases.iter().filter(|case| source(case) != DetectionSource::Unknown).count();
    SOURCES
        .into_iter()
        .map(|wanted| {
            let of_source = archive.cases.iter().filter(|case| source(case) == wanted);
            let incidents: Vec<String> = of_source.map(|case| case.name.to_owned()).collect();
            let count = incidents.len();
            let share = if wanted == DetectionSource::Unknown { None } else { Share::of(count, known, options) };
            DetectionCount { source: wanted, count, share, incidents }
        })
        .filter(|row| row.count > 0 || row.source == DetectionSource::Unknown)
        .collect()
}

fn source(case: &Case) -> DetectionSource {
    case.incident.detection.source
}

pub fn detail(archive: &Archive) -> DetectionDetail {
    let quarter = |case: &Case| case.date.and_then(Quarter::of);
    let quarters = Quarter::span(archive.cases.iter().filter_map(quarter));
    let by_quarter = mixes(archive, quarters.iter().map(Quarter::to_string).collect(), |case| {
        quarter(case).iter().map(Quarter::to_string).collect()
    });
    let mut services: Vec<String> = archive.cases.iter().flat_map(|case| case.incident.services.clone()).collect();
    services.sort();
    services.dedup();
    let mut by_service = mixes(archive, services, |case| case.incident.services.clone());
    by_service.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)));
    let by_customers = |case: &&Case| source(case) == DetectionSource::Customer;
    let debt: Vec<DetectionDebt> = archive.cases.iter().filter(by_customers).map(debt).collect();
    let reading = reading(archive, &debt);
    DetectionDetail { sources: SOURCES, by_quarter, by_service, debt, reading }
}

fn mixes(archive: &Archive, values: Vec<String>, of: impl Fn(&Case) -> Vec<String>) -> Vec<DetectionMix> {
    let numbers: std::collections::BTreeMap<String, usize> =
        values.iter().enumerate().map(|(place, value)| (value.clone(), place)).collect();
    let empty = |value: String| DetectionMix { value, n: 0, counts: vec![0; SOURCES.len()] };
    let mut mixes: Vec<DetectionMix> = values.into_iter().map(empty).collect();
    for case in &archive.cases {
        let at = SOURCES.iter().position(|it| *it == source(case));
        for place in of(case).iter().filter_map(|value| numbers.get(value)) {
            mixes[*place].n += 1;
            if let Some(at) = at {
                mixes[*place].counts[at] += 1;
            }
        }
    }
    mixes
}

fn debt(case: &Case) -> DetectionDebt {
    let items = &case.incident.action_items;
    let alerts: Vec<_> = items.iter().filter(|item| Intent::of(item) == Intent::Monitor).collect();
    let open = alerts.iter().filter(|item| !is_done(item.state));
    DetectionDebt {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        date: case.date,
        open_alerts: open.map(|item| item.text.clone()).collect(),
        no_alert_promised: alerts.is_empty(),
    }
}

fn reading(archive: &Archive, debt: &[DetectionDebt]) -> String {
    let all = archive.cases.len();
    let count = |wanted: fn(DetectionSource) -> bool| archive.cases.iter().filter(|case| wanted(source(case))).count();
    let known = count(|source| source != DetectionSource::Unknown);
    let monitoring = count(|source| source == DetectionSource::Monitoring);
    let says = wording::sentence(&wording::some_of(known, all, "report", "says", "say"));
    let told = match (monitoring, known) {
        (_, 0) => format!("{says} who noticed first."),
        (monitoring, known) if known == all && all > 1 => {
            format!("Monitoring noticed {} first.", wording::some_of(monitoring, all, "incident", "", ""))
        }
        (0, 1) => format!("{says} who noticed first; it was not monitoring."),
        (_, 1) => format!("{says} who noticed first; it was monitoring."),
        (0, _) => format!("{says} who noticed first; it was never monitoring."),
        (n, known) if n == known => format!("{says} who noticed first; it was always monitoring."),
        (n, _) => format!("{says} who noticed first; in {} of them it was monitoring.", wording::number(n)),
    };
    let unwatched = debt.iter().filter(|it| it.no_alert_promised || !it.open_alerts.is_empty()).count();
    let debts = match (unwatched, debt.len()) {
        (_, 0) => return told,
        (0, 1) => "; an alert has been added since".to_owned(),
        (_, 1) => "; no alert is known to have been added since".to_owned(),
        (0, _) => "; alerts have been added since".to_owned(),
        (n, all) if n == all => "; for none of them is an alert known to have been added since".to_owned(),
        (n, _) => format!("; for {} of these no alert is known to have been added since", wording::number(n)),
    };
    format!("{told} Customers noticed {} first{debts}.", wording::count(debt.len(), "incident"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::model::{ActionKind, ActionState, KnowledgeBase};

    fn check(kb: &KnowledgeBase, expected: &[(DetectionSource, usize)], says: &str) {
        let archive = Archive::new(kb);
        let found: Vec<(DetectionSource, usize)> =
            detection(&archive, &Options::default()).into_iter().map(|row| (row.source, row.count)).collect();
        assert_eq!(found, expected);
        assert_eq!(detail(&archive).reading, says);
    }

    #[test]
    fn monitoring_noticed_all_five_outages() {
        check(
            &five_outages(),
            &[(DetectionSource::Monitoring, 5), (DetectionSource::Unknown, 0)],
            "Monitoring noticed all five incidents first.",
        );
    }

    #[test]
    fn an_alert_promised_and_not_done_is_a_debt() {
        let customers = |id: &str| draft(id).detected_by(DetectionSource::Customer);
        check(
            &built([
                customers("open").promise(ActionKind::Monitor, "Alert on queue age"),
                customers("done")
                    .promise(ActionKind::Monitor, "Alert on disk space")
                    .item(|item| item.state = ActionState::Done),
                customers("nothing"),
                draft("silent"),
            ]),
            &[(DetectionSource::Customer, 3), (DetectionSource::Unknown, 1)],
            "Three of four reports say who noticed first; it was never monitoring. \
             Customers noticed three incidents first; for two of these no alert is known to have been added since.",
        );
    }
}

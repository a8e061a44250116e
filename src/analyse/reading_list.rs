//! What to read first: the incidents that others refer to, and those that others are most like.
//!
//! Input: references and neighbours. Output: at most ten incidents with the reason for each. No incident is judged: what
//! nobody refers to and nothing is like is simply not on the list.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::PartialDate;

use super::archive::Archive;
use super::chains::Chains;
use super::similar::Similar;
use super::wording;

/// Incidents on the list.
const MOST: usize = 10;
/// From so many incidents that it is like, likeness alone is a reason.
const ALIKE_FROM: usize = 2;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadingList {
    /// What most reports refer to first, then what most are like, then the newest.
    pub incidents: Vec<ToRead>,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToRead {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    /// Ids of incidents whose reports refer to it.
    pub referred_by: Vec<String>,
    /// How many incidents have it among those most like them.
    pub like: usize,
    /// `Three reports refer to it; it is among the most similar to five incidents.`
    pub reason: String,
}

pub fn reading_list(archive: &Archive, chains: &Chains, similar: &[Similar]) -> ReadingList {
    let mut referred = BTreeMap::<&str, BTreeSet<&str>>::new();
    for edge in &chains.edges {
        referred.entry(&edge.to).or_default().insert(&edge.from);
    }
    let mut like = BTreeMap::<&str, usize>::new();
    for neighbour in similar.iter().flat_map(|it| &it.neighbours) {
        *like.entry(&neighbour.incident).or_default() += 1;
    }
    let mut found: Vec<(usize, ToRead)> = archive
        .cases
        .iter()
        .enumerate()
        .filter_map(|(place, case)| {
            let referred_by: Vec<String> =
                referred.get(case.name).into_iter().flatten().map(|name| (*name).to_owned()).collect();
            let like = like.get(case.name).copied().unwrap_or_default();
            (!referred_by.is_empty() || like >= ALIKE_FROM).then(|| {
                let read = ToRead {
                    incident: case.name.to_owned(),
                    slug: case.slug.to_owned(),
                    title: case.incident.title.clone(),
                    date: case.date,
                    reason: reason(referred_by.len(), like),
                    referred_by,
                    like,
                };
                (place, read)
            })
        })
        .collect();
    found.sort_by(|(a, x), (b, y)| (y.referred_by.len(), y.like, b).cmp(&(x.referred_by.len(), x.like, a)));
    found.truncate(MOST);
    let incidents: Vec<ToRead> = found.into_iter().map(|(_, it)| it).collect();
    let reading = match incidents.len() {
        0 => "No report refers to another and no two are alike, so there is none to begin with.".to_owned(),
        1 => "One report to begin with: others refer to it or are like it.".to_owned(),
        n => format!(
            "{} reports to begin with: others refer to them or are like them.",
            wording::sentence(&wording::number(n))
        ),
    };
    ReadingList { incidents, reading }
}

fn reason(referring: usize, like: usize) -> String {
    let refer = |n: usize| format!("{} {} to it", wording::count(n, "report"), wording::agree(n, "refers", "refer"));
    let alike = |n: usize| format!("it is among the most similar to {}", wording::count(n, "incident"));
    let parts: Vec<String> =
        [(referring > 0).then(|| refer(referring)), (like > 0).then(|| alike(like))].into_iter().flatten().collect();
    format!("{}.", wording::sentence(&parts.join("; ")))
}

#[cfg(test)]
mod tests {
    use crate::analyse::sample::{archive as built, draft, five_outages};
    use crate::analyse::{Options, trends};
    use jiff::civil::date;

    #[test]
    fn what_others_refer_to_comes_first_with_its_reason() {
        let kb = built([
            draft("inc-0001").on("2023-01-01"),
            draft("inc-0002").on("2023-02-01").text("As in INC-0001."),
            draft("inc-0003").on("2023-03-01").text("See INC-0001 and INC-0002."),
            draft("inc-0004").on("2023-04-01"),
        ]);
        let list = trends(&kb, date(2024, 1, 1), &Options::default()).reading_list;
        let named: Vec<(&str, &str)> =
            list.incidents.iter().map(|it| (it.incident.as_str(), it.reason.as_str())).collect();
        assert_eq!(named, [("inc-0001", "Two reports refer to it."), ("inc-0002", "One report refers to it.")]);
        assert_eq!(list.reading, "Two reports to begin with: others refer to them or are like them.");
    }

    #[test]
    fn likeness_is_a_reason_from_two_on_and_nothing_is_said_where_there_is_none() {
        let list = trends(&five_outages(), date(2024, 6, 1), &Options::default()).reading_list;
        assert!(!list.incidents.is_empty() && list.incidents.iter().all(|it| it.like >= 2), "{list:?}");
        let none = trends(&built([draft("a"), draft("b")]), date(2024, 6, 1), &Options::default()).reading_list;
        assert!(none.incidents.is_empty() && none.reading.starts_with("No report refers to another"));
    }
}

//! Have we seen this before? Neighbours of an incident, with the reasons.
//!
//! Input: the archive. Output: ranked neighbours with shared words, shared service and
//! cause, and what fixed it then. Ranks only: a similarity is no percentage of anything.

use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Incident, PartialDate};

use super::archive::{Archive, Case};
use super::options::Options;
use super::recurring::Alikeness;

/// The incidents most like one incident, best first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Similar {
    pub incident: String,
    pub neighbours: Vec<Neighbour>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    /// 0 to 1; good for ranking, not for showing.
    pub similarity: f64,
    /// Heaviest first, as written.
    pub shared_terms: Vec<String>,
    pub same_services: Vec<String>,
    pub same_class: Option<String>,
    pub same_component: Option<String>,
    /// What ended it, in its own words.
    pub fixed_by: Option<String>,
}

/// Terms shown as a reason.
const SHOWN_TERMS: usize = 5;

/// One entry per incident that has neighbours, in the order of the archive.
pub fn similar(alikeness: &Alikeness, archive: &Archive, options: &Options) -> Vec<Similar> {
    let neighbours = |place: usize| -> Vec<Neighbour> {
        let near = alikeness.neighbours[place].iter().map(|near| (near.place, alikeness.likeness(place, *near)));
        let mut near: Vec<(usize, f64)> =
            near.filter(|(_, likeness)| *likeness >= options.thresholds.similar).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(options.thresholds.similar_shown);
        near.into_iter()
            .map(|(other, likeness)| {
                let terms = alikeness.vectors.shared(place, other, SHOWN_TERMS);
                neighbour(archive.cases[place].incident, &archive.cases[other], likeness, terms)
            })
            .collect()
    };
    let all = archive
        .cases
        .par_iter()
        .enumerate()
        .map(|(place, case)| Similar { incident: case.name.to_owned(), neighbours: neighbours(place) });
    all.filter(|similar| !similar.neighbours.is_empty()).collect()
}

fn neighbour(incident: &Incident, other: &Case, similarity: f64, shared_terms: Vec<String>) -> Neighbour {
    let there = other.incident;
    let same = |a: &Option<String>, b: &Option<String>| a.clone().filter(|_| a == b);
    Neighbour {
        incident: other.name.to_owned(),
        slug: other.slug.to_owned(),
        title: there.title.clone(),
        date: other.date,
        similarity: (similarity * 1000.0).round() / 1000.0,
        shared_terms,
        same_services: incident.services.iter().filter(|service| there.services.contains(service)).cloned().collect(),
        same_class: same(&incident.cause.class, &there.cause.class).filter(|class| class != "unknown"),
        same_component: same(&incident.cause.component, &there.cause.component),
        fixed_by: there.mitigation.as_ref().map(|it| it.text.clone()).or_else(|| there.resolution.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::five_outages;

    #[test]
    fn each_of_the_five_outages_is_like_others_of_them() {
        let kb = five_outages();
        let (archive, options) = (Archive::new(&kb), Options::default());
        let similar = similar(&Alikeness::new(&archive, &options), &archive, &options);
        assert!(similar.len() == 5 && similar.iter().all(|it| it.neighbours.len() >= 2), "{similar:?}");
        assert_eq!(similar[0].neighbours[0].same_component.as_deref(), Some("load_balancer"));
    }
}

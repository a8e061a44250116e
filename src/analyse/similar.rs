//! Have we seen this before? Neighbours of an incident, or of a text from outside, with the reasons.
//!
//! Input: the archive, or an index over its full texts. Output: ranked neighbours with shared words, shared service and
//! cause, and what fixed it then. Ranks only: a similarity is no percentage of anything.

use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Incident, KnowledgeBase, PartialDate};

use super::archive::{Archive, Case};
use super::options::Options;
use super::recurring::Alikeness;
use super::vector::{Vectors, Weighing};
use super::vocabulary::Passage;

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
        let mut near: Vec<(usize, f64)> = near.filter(|(_, likeness)| *likeness >= options.similar).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(options.similar_shown);
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

/// An index over everything the documents say, for texts from outside: an alert, a log line, a draft.
#[derive(Debug)]
pub struct Lookup<'a> {
    archive: Archive<'a>,
    vectors: Vectors,
}

/// Added to the similarity of an incident that shares a service with the draft.
const SAME_SERVICE: f64 = 0.05;

impl<'a> Lookup<'a> {
    pub fn new(kb: &'a KnowledgeBase) -> Self {
        let archive = Archive::new(kb);
        let documents: Vec<Vec<Passage>> = archive.cases.iter().map(everything).collect();
        let weighing = Weighing { common: 0.5, jargon: 0.5, enough_shared: 2.0, unique_terms: 1.0 };
        let vectors = Vectors::new(&documents, &vec![0; documents.len()], &[], weighing);
        Self { archive, vectors }
    }

    /// The nearest incidents to a pasted text, best first; none where no word of it is known.
    pub fn text(&self, text: &str, limit: usize) -> Vec<Neighbour> {
        self.nearest(&[Passage { text, weight: 1.0 }], None, limit)
    }

    /// The nearest incidents to a draft; the draft itself is left out where it is part of the archive.
    pub fn draft(&self, draft: &Incident, text: &str, limit: usize) -> Vec<Neighbour> {
        let mut passages = parts(draft);
        passages.push(Passage { text, weight: 1.0 });
        self.nearest(&passages, Some(draft), limit)
    }

    fn nearest(&self, passages: &[Passage], draft: Option<&Incident>, limit: usize) -> Vec<Neighbour> {
        let (found, row) = self.vectors.query(passages, limit + 20);
        let is_draft = |case: &Case| draft.is_some_and(|draft| draft.source == case.incident.source);
        let services = draft.map_or(&[][..], |draft| draft.services.as_slice());
        let mut ranked: Vec<(usize, f64)> = found
            .into_iter()
            .filter(|(place, cosine)| *cosine > 0.0 && !is_draft(&self.archive.cases[*place]))
            .map(|(place, cosine)| {
                let same = self.archive.cases[place].incident.services.iter().any(|it| services.contains(it));
                (place, cosine + if same { SAME_SERVICE } else { 0.0 })
            })
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
            .into_iter()
            .take(limit)
            .map(|(place, similarity)| {
                let terms = self.vectors.shared_with(&row, place, SHOWN_TERMS);
                let case = &self.archive.cases[place];
                match draft {
                    Some(draft) => neighbour(draft, case, similarity, terms),
                    None => Neighbour {
                        same_services: Vec::new(),
                        same_class: None,
                        same_component: None,
                        ..neighbour(case.incident, case, similarity, terms)
                    },
                }
            })
            .collect()
    }
}

fn everything<'a>(case: &Case<'a>) -> Vec<Passage<'a>> {
    let mut passages = parts(case.incident);
    passages.push(Passage { text: case.text, weight: 1.0 });
    passages
}

fn parts(incident: &Incident) -> Vec<Passage<'_>> {
    let weighted = [
        (Some(incident.title.as_str()), 2.0),
        (incident.summary.as_deref(), 1.0),
        (incident.cause.statement.as_deref(), 2.0),
        (incident.impact.text.as_deref(), 1.0),
    ];
    let timeline = incident.timeline.iter().map(|entry| Passage { text: &entry.text, weight: 0.5 });
    weighted.into_iter().filter_map(|(text, weight)| Some(Passage { text: text?, weight })).chain(timeline).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft, five_outages};

    fn archive_of_four() -> KnowledgeBase {
        built([
            draft("a")
                .service("mail")
                .resolution("Renewed it by hand.")
                .text("SMTPRelayDown fired. The relay certificate had expired."),
            draft("b").text("The queue of the thumbnail workers grew because of a poison message."),
            draft("c").text("Disk full on the build host."),
            draft("d").text("A relay race condition in the tax calculator."),
        ])
    }

    fn check(text: &str, expected: &[&str]) {
        let kb = archive_of_four();
        let found = Lookup::new(&kb).text(text, 3);
        let names: Vec<&str> = found.iter().map(|neighbour| neighbour.incident.as_str()).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_pasted_alert_finds_the_incident_where_it_fired() {
        check("[FIRING] SMTPRelayDown relay-2 since 03:10", &["a", "d"]);
        check("poison message in thumbnail queue", &["b"]);
    }

    #[test]
    fn words_nobody_wrote_find_nothing() {
        check("zxqv wvutsr", &[]);
    }

    #[test]
    fn a_draft_finds_neighbours_with_reasons() {
        let kb = archive_of_four();
        let mine = built([draft("mine").service("mail")]);
        let found = Lookup::new(&kb).draft(&mine.articles[0].incident, "Expired relay certificate", 1);
        assert_eq!(found[0].same_services, ["mail"]);
        assert_eq!(found[0].fixed_by.as_deref(), Some("Renewed it by hand."));
        assert!(found[0].shared_terms.contains(&"relay certificate".to_owned()), "{:?}", found[0].shared_terms);
    }

    #[test]
    fn each_of_the_five_outages_is_like_others_of_them() {
        let kb = five_outages();
        let (archive, options) = (Archive::new(&kb), Options::default());
        let similar = similar(&Alikeness::new(&archive, &options), &archive, &options);
        assert!(similar.len() == 5 && similar.iter().all(|it| it.neighbours.len() >= 2), "{similar:?}");
        assert_eq!(similar[0].neighbours[0].same_component.as_deref(), Some("load_balancer"));
    }
}

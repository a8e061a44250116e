//! Recurring causes: incidents that went wrong the same way, however differently they were written down.
//!
//! Input: the archive. Output: groups, each with what its members share. Which pairs are the same is decided by
//! `super::cases`; here they become groups with a name, dates and the authors' sentences. Knows nothing of promises.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Cause, Evidence, PartialDate};

use super::archive::{Archive, Case};
use super::cases::{Sameness, StatedRepeat, stated};
use super::cause_text::CauseText;
use super::copied::Copied;
use super::cost::Cost;
use super::grouping::grouped;
use super::linkage::{Edge, TOGETHER};
use super::options::Options;
use super::vector::{Vectors, Weighing};
use super::vocabulary::Passage;
use super::wording;

/// Neighbours kept per incident.
const NEIGHBOURS: usize = 40;
/// Similarities below this are taken for none.
const NEGLIGIBLE: f64 = 0.05;
/// Share of the words in a similarity; the rest is shared by cause class and component.
const WORDS: f64 = 0.70;
/// From this cosine on, an agreeing class or component counts in full; below it only in proportion, so that incidents
/// are not grouped by their class alone.
const WORDS_AGREE: f64 = 0.20;

/// Share of the words where one of the two never says why. Alike in what broke is not alike in why it broke: such a pair
/// can at most be related.
const SYMPTOMS_ONLY: f64 = 0.31;

/// One way of failing that came back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecurringCause {
    /// Survives rebuilds: made from the smallest id among the members.
    pub id: String,
    pub label: String,
    pub strength: Strength,
    /// Ids of the members, oldest first.
    pub incidents: Vec<String>,
    /// Ids of incidents that join at the weaker threshold.
    pub related: Vec<String>,
    /// `2024-05-12`, or less where less is known; `None` where no member has a date.
    pub first: Option<PartialDate>,
    pub last: Option<PartialDate>,
    /// What most members share, heaviest first, as they write it.
    pub shared_terms: Vec<String>,
    /// The class most members have, and where.
    pub class: Option<String>,
    pub component: Option<String>,
    /// The cause as the most central member puts it.
    pub statement: Option<String>,
    /// Where authors say that one of them is another again.
    pub stated: Vec<Repeat>,
    /// Whether an author named it.
    pub named: bool,
    /// Mean similarity between members, 0 to 1.
    pub cohesion: f64,
    pub cost: Cost,
    pub members: Vec<Member>,
    /// One sentence.
    pub reading: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Drives counts and headlines.
    Recurring,
    /// Worth a look, no more.
    Related,
}

/// One incident of a group, with the words that put it there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    /// The cause in its own words.
    pub statement: Option<String>,
    /// Terms of the group that this member has, as the group writes them.
    pub shared_terms: Vec<String>,
}

/// An author's sentence that says it happened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repeat {
    pub incident: String,
    pub earlier: String,
    pub text: String,
    /// Line of the source file of `incident`, counted from 1.
    pub line: usize,
}

/// Incidents as vectors, with how alike two of them are.
#[derive(Debug)]
pub struct Alikeness<'a> {
    pub vectors: Vectors,
    archive: &'a Archive<'a>,
    tells_cause: Vec<bool>,
    facets: Vec<Facets<'a>>,
    /// Per incident its nearest others by similarity, best first.
    pub neighbours: Vec<Vec<Near>>,
}

/// How near one incident is to another.
#[derive(Debug, Clone, Copy)]
pub struct Near {
    /// Place of the other in the archive.
    pub place: usize,
    /// The cosine of their words, 0 to 1.
    pub words: f64,
    /// With class and component of the cause, 0 to 1.
    pub similarity: f64,
}

/// Classes and components of a cause with their weights.
#[derive(Debug)]
struct Facets<'a> {
    classes: Vec<(&'a str, f64)>,
    components: Vec<(&'a str, f64)>,
}

/// The groups as places in the archive, at both thresholds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Groups {
    pub recurring: Vec<Vec<usize>>,
    pub related: Vec<Vec<usize>>,
    /// What authors say is the same.
    pub stated: Vec<StatedRepeat>,
    /// The pairs by which each of these groups hangs together, weakest first.
    pub ties: [Vec<(usize, usize)>; 2],
    /// The same without what people said; `None` where that is nothing.
    pub alone: Option<Box<Groups>>,
}

impl<'a> Alikeness<'a> {
    pub fn new(archive: &'a Archive<'a>, options: &Options) -> Self {
        let sources = sources(&archive.cases);
        let texts: Vec<CauseText> = archive.cases.par_iter().map(CauseText::of).collect();
        let parts: Vec<Vec<&str>> = texts.iter().map(|text| text.parts().map(|(part, _)| part).to_vec()).collect();
        let copied = Copied::of(&parts, &sources);
        let parted: Vec<Vec<(Cow<str>, f64)>> =
            texts.par_iter().enumerate().map(|(document, text)| text.parted(&copied, document)).collect();
        let documents: Vec<Vec<Passage>> = parted
            .iter()
            .map(|parts| parts.iter().map(|(text, weight)| Passage { text, weight: *weight }).collect())
            .collect();
        let own_names: Vec<&str> =
            archive.cases.iter().filter_map(|case| case.incident.organisation.as_deref()).collect();
        let weighing = Weighing {
            common: options.thresholds.common_term,
            jargon: options.thresholds.house_jargon,
            enough_shared: 4.0,
            unique_terms: 0.0,
        };
        let vectors = Vectors::new(&documents, &sources, &own_names, weighing);
        let tells_cause = texts.iter().zip(&archive.cases).map(|(text, case)| text.tells_cause(case)).collect();
        let facets = archive.cases.iter().map(|case| facets(&case.incident.cause)).collect();
        let mut alikeness = Self { vectors, archive, tells_cause, facets, neighbours: Vec::new() };
        alikeness.neighbours = alikeness
            .vectors
            .candidates(NEIGHBOURS)
            .into_iter()
            .enumerate()
            .map(|(place, found)| alikeness.ranked(place, found))
            .collect();
        alikeness
    }

    fn ranked(&self, place: usize, found: Vec<(usize, f64)>) -> Vec<Near> {
        let mut ranked: Vec<Near> = found
            .into_iter()
            .map(|(other, words)| Near { place: other, words, similarity: self.weigh(place, other, words) })
            .collect();
        ranked.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.place.cmp(&b.place)));
        ranked.truncate(NEIGHBOURS);
        ranked
    }

    /// 0 to 1.
    pub fn similarity(&self, a: usize, b: usize) -> f64 {
        self.weigh(a, b, self.vectors.cosine(a, b))
    }

    fn weigh(&self, a: usize, b: usize, words: f64) -> f64 {
        if self.tells_cause[a] && self.tells_cause[b] { self.in_full(a, b, words) } else { SYMPTOMS_ONLY * words }
    }

    /// How alike two incidents read, whether or not both say why; 0 to 1. For neighbours, not for causes.
    pub fn likeness(&self, a: usize, near: Near) -> f64 {
        self.in_full(a, near.place, near.words)
    }

    fn in_full(&self, a: usize, b: usize, words: f64) -> f64 {
        let (a, b) = (&self.facets[a], &self.facets[b]);
        let facets = 0.5 * (agreement(&a.classes, &b.classes) + agreement(&a.components, &b.components));
        WORDS * words + (1.0 - WORDS) * facets * (words / WORDS_AGREE).min(1.0)
    }

    /// Groups at both thresholds: what authors say is the same and what is likely to be, with their corrections applied.
    pub fn groups(&self, options: &Options) -> Groups {
        let sameness = Sameness::new(self.archive, options);
        let mut edges: Vec<Edge> = self
            .neighbours
            .par_iter()
            .enumerate()
            .flat_map_iter(|(a, found)| {
                let listed_twice = move |b: usize| self.neighbours[b].iter().any(|near| near.place == a);
                let once = found.iter().filter(move |near| a < near.place || !listed_twice(near.place));
                let sameness = &sameness;
                once.map(move |near| (near.place, sameness.share(a, near.place))).map(move |(b, weight)| Edge {
                    a: a.min(b),
                    b: a.max(b),
                    weight,
                })
            })
            .filter(|edge| edge.weight >= NEGLIGIBLE)
            .collect();
        let stated = stated(self.archive);
        let pairs = stated.iter().map(|it| (it.incident, it.earlier));
        edges.extend(pairs.map(|(a, b)| Edge { a: a.min(b), b: a.max(b), weight: TOGETHER }));
        grouped(self.archive, edges, stated, options)
    }
}

/// Numbers the sources: the organisation where it is told, else the folder.
pub fn sources(cases: &[Case]) -> Vec<usize> {
    let mut numbers = BTreeMap::<&str, usize>::new();
    cases
        .iter()
        .map(|case| {
            let folder = case.incident.source.path.split_once('/').map_or("", |(folder, _)| folder);
            let source = case.incident.organisation.as_deref().unwrap_or(folder);
            let next = numbers.len();
            *numbers.entry(source).or_insert(next)
        })
        .collect()
}

fn facets(cause: &Cause) -> Facets<'_> {
    Facets { classes: classes(cause), components: components(cause) }
}

fn classes(cause: &Cause) -> Vec<(&str, f64)> {
    let further = cause.contributing.iter().map(|it| (it.class.as_str(), 0.5));
    // A class that only the likeness of a sentence tells is no ground for a claim about two incidents.
    let alike = cause.evidence.first().is_some_and(Evidence::is_of_wording);
    cause
        .class
        .as_deref()
        .filter(|class| *class != "unknown" && !alike)
        .map(|class| (class, 1.0))
        .into_iter()
        .chain(further)
        .collect()
}

fn components(cause: &Cause) -> Vec<(&str, f64)> {
    let further = cause.contributing.iter().filter_map(|it| Some((it.component.as_deref()?, 0.5)));
    cause.component.as_deref().map(|component| (component, 1.0)).into_iter().chain(further).collect()
}

/// The cosine of two short lists; 0 where either is empty.
fn agreement(a: &[(&str, f64)], b: &[(&str, f64)]) -> f64 {
    let length = |list: &[(&str, f64)]| list.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    let product: f64 = a
        .iter()
        .flat_map(|(name, weight)| {
            b.iter().filter(move |(other, _)| name == other).map(move |(_, there)| weight * there)
        })
        .sum();
    if product == 0.0 { 0.0 } else { (product / (length(a) * length(b))).min(1.0) }
}

/// Describes the groups: recurring ones first, the dearest first, then most members, then the most recent.
///
/// A related group that only adds to a recurring one is not listed again; its further members are that one's `related`.
pub fn recurring(alikeness: &Alikeness, groups: &Groups, options: &Options) -> Vec<RecurringCause> {
    let mut causes = Vec::new();
    let wider: BTreeMap<usize, &Vec<usize>> =
        groups.related.iter().flat_map(|group| group.iter().map(move |place| (*place, group))).collect();
    let is_recurring: BTreeSet<usize> = groups.recurring.iter().flatten().copied().collect();
    for members in &groups.recurring {
        let wider = wider.get(&members[0]).map_or(&[][..], |group| group.as_slice());
        let joining: Vec<usize> = wider.iter().copied().filter(|place| members.binary_search(place).is_err()).collect();
        causes.push(describe(alikeness, groups, members, &joining, Strength::Recurring, options));
    }
    for members in groups.related.iter().filter(|group| !group.iter().any(|place| is_recurring.contains(place))) {
        causes.push(describe(alikeness, groups, members, &[], Strength::Related, options));
    }
    causes.sort_by(|a, b| {
        let (last, next) = ((b.incidents.len(), &b.last, &a.id), (a.incidents.len(), &a.last, &b.id));
        a.strength.cmp(&b.strength).then(a.cost.dearer(&b.cost)).then(last.cmp(&next))
    });
    tell_apart(&mut causes);
    causes
}

fn describe(
    alikeness: &Alikeness,
    groups: &Groups,
    members: &[usize],
    joining: &[usize],
    strength: Strength,
    options: &Options,
) -> RecurringCause {
    let archive = alikeness.archive;
    let cases: Vec<&Case> = members.iter().map(|place| &archive.cases[*place]).collect();
    let shared = alikeness.vectors.common(members, 8);
    let shared_terms: Vec<String> = shared.iter().map(|(_, words)| words.clone()).collect();
    let class = most_frequent(cases.iter().map(|case| case.cause_class()));
    let component = most_frequent(cases.iter().map(|case| case.component()));
    let id = group_id("r", cases.iter().map(|case| case.name).min().unwrap_or_default());
    let name = author_name(options, &id, cases.iter().map(|case| case.name));
    let label = name.clone().unwrap_or_else(|| label(archive, class, component, &shared_terms));
    let (central, cohesion) = central(alikeness, members);
    RecurringCause {
        id,
        strength,
        incidents: archive.names(members),
        // As many doubtful cases as sure ones would make the claim a doubtful one.
        related: if joining.len() < members.len() { archive.names(joining) } else { Vec::new() },
        first: cases.iter().find_map(|case| case.date),
        last: cases.iter().rev().find_map(|case| case.date),
        class: class.map(str::to_owned),
        component: component.map(str::to_owned),
        statement: archive.cases[central].incident.cause.statement.clone(),
        stated: repeats(archive, groups, members),
        named: name.is_some(),
        cohesion: (cohesion * 1000.0).round() / 1000.0,
        cost: Cost::of(&cases),
        members: members.iter().map(|place| member(alikeness, *place, &shared)).collect(),
        reading: reading(&label, &cases, strength, archive.cases.len()),
        label,
        shared_terms,
    }
}

fn repeats(archive: &Archive, groups: &Groups, members: &[usize]) -> Vec<Repeat> {
    let within = groups.stated.iter().filter(|it| members.contains(&it.incident) && members.contains(&it.earlier));
    let name = |place: usize| archive.cases[place].name.to_owned();
    within
        .map(|it| Repeat {
            incident: name(it.incident),
            earlier: name(it.earlier),
            text: it.text.clone(),
            line: it.line,
        })
        .collect()
}

/// An id that does not change while its smallest member stays.
pub fn group_id(prefix: &str, smallest: &str) -> String {
    format!("{prefix}-{}", &blake3::hash(smallest.as_bytes()).to_hex()[..8])
}

/// The name an author gave to a group, by the group's id or by a member's.
pub fn author_name<'a>(options: &Options, id: &str, mut members: impl Iterator<Item = &'a str>) -> Option<String> {
    let names = &options.corrections.names;
    names.get(id).or_else(|| members.find_map(|member| names.get(member))).cloned()
}

/// The value most members have, if at least half of them have it; ties go to the first in the alphabet.
fn most_frequent<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Option<&'a str> {
    let mut counts = BTreeMap::<&str, usize>::new();
    let mut all = 0;
    for value in values {
        all += 1;
        if let Some(value) = value {
            *counts.entry(value).or_default() += 1;
        }
    }
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    (2 * best.1 >= all).then_some(best.0)
}

fn label(archive: &Archive, class: Option<&str>, component: Option<&str>, terms: &[String]) -> String {
    let class = class.map(|class| archive.class_label(class));
    let component = component.map(|component| wording::lower_first(&archive.component_label(component)));
    match (class, component, terms.first()) {
        (Some(class), Some(component), _) => format!("{class}: {component}"),
        (Some(class), None, Some(term)) => format!("{class}: {term}"),
        (None, _, Some(term)) => wording::sentence(term),
        (Some(class), None, None) => class,
        (None, Some(component), None) => wording::sentence(&component),
        (None, None, None) => "Unnamed".to_owned(),
    }
}

/// Groups that would carry the same label each get a term of their own.
fn tell_apart(causes: &mut [RecurringCause]) {
    let mut uses = BTreeMap::<String, usize>::new();
    for cause in causes.iter() {
        *uses.entry(cause.label.clone()).or_default() += 1;
    }
    for cause in causes.iter_mut().filter(|cause| !cause.named && uses[&cause.label] > 1) {
        if let Some(term) = cause.shared_terms.iter().find(|term| !cause.label.to_lowercase().contains(*term)) {
            cause.label = format!("{} ({term})", cause.label);
        }
    }
}

/// The member most like the others, and the mean similarity over all pairs. Of a large group the first 60 are compared.
fn central(alikeness: &Alikeness, members: &[usize]) -> (usize, f64) {
    let compared = &members[..members.len().min(60)];
    let sums: Vec<f64> = compared
        .iter()
        .map(|a| compared.iter().filter(|b| a != *b).map(|b| alikeness.similarity(*a, *b)).sum())
        .collect();
    let has_statement = |at: usize| alikeness.archive.cases[compared[at]].incident.cause.statement.is_some();
    let best = (0..compared.len())
        .max_by(|a, b| (has_statement(*a), sums[*a]).partial_cmp(&(has_statement(*b), sums[*b])).unwrap_or(a.cmp(b)))
        .unwrap_or(0);
    let pairs = (compared.len() * compared.len().saturating_sub(1)).max(1) as f64;
    (compared[best], sums.iter().sum::<f64>() / pairs)
}

fn member(alikeness: &Alikeness, place: usize, shared: &[(u32, String)]) -> Member {
    let case = &alikeness.archive.cases[place];
    let own = shared.iter().filter(|(term, _)| alikeness.vectors.holds(place, *term));
    Member {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        title: case.incident.title.clone(),
        date: case.date,
        statement: case.incident.cause.statement.clone(),
        shared_terms: own.map(|(_, words)| words.clone()).collect(),
    }
}

fn reading(label: &str, cases: &[&Case], strength: Strength, all: usize) -> String {
    let how_many = wording::some_of(cases.len(), all, "incident", "", "");
    let what = match strength {
        Strength::Recurring => format!("share the cause \u{201c}{label}\u{201d}"),
        Strength::Related => format!("are worth comparing: {label}"),
    };
    let last = cases.iter().rev().find_map(|case| case.date);
    let when = last.map_or(String::new(), |date| format!(" The last was {}.", wording::at_date(date)));
    format!("{} {what}.{when}", wording::sentence(&how_many))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{Draft, archive as built, draft, five_outages};
    use crate::model::KnowledgeBase;

    fn causes(kb: &KnowledgeBase, options: &Options) -> Vec<RecurringCause> {
        let archive = Archive::new(kb);
        let alikeness = Alikeness::new(&archive, options);
        recurring(&alikeness, &alikeness.groups(options), options)
    }

    fn check(kb: &KnowledgeBase, options: &Options, expected: &[&[&str]]) {
        let found: Vec<Vec<String>> = causes(kb, options).into_iter().map(|cause| cause.incidents).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn five_wordings_of_one_cause_are_one_recurring_cause() {
        let causes = causes(&five_outages(), &Options::default());
        assert_eq!(causes.len(), 1);
        assert_eq!(causes[0].label, "Configuration: load balancer");
        assert_eq!(causes[0].incidents, ["january", "march", "early-april", "mid-april", "may"]);
        assert_eq!(causes[0].strength, Strength::Recurring);
        assert_eq!(causes[0].shared_terms[0], "load balancer");
        assert_eq!(
            causes[0].reading,
            "All five incidents share the cause \u{201c}Configuration: load balancer\u{201d}. The last was on 12 May 2024."
        );
    }

    fn mixed() -> Vec<Draft> {
        vec![
            draft("a").on("2023-01-01").cause("expiry", "auth", "The signing certificate of the gateway had expired."),
            draft("b").on("2023-02-01").cause("capacity", "storage", "The disk of the log server filled up overnight."),
            draft("c").on("2023-03-01").cause("expiry", "auth", "An expired gateway certificate broke all handshakes."),
            draft("d").on("2023-04-01").cause("code", "app", "A null pointer in the tax calculator."),
        ]
    }

    #[test]
    fn other_causes_stay_out() {
        check(&built(mixed()), &Options::default(), &[&["a", "c"]]);
    }

    #[test]
    fn authors_join_and_split_and_name() {
        let mut options = Options::default();
        options.corrections.not_same = vec![("a".into(), "c".into())];
        check(&built(mixed()), &options, &[]);
        options.corrections = Default::default();
        options.corrections.same = vec![("b".into(), "d".into())];
        check(&built(mixed()), &options, &[&["b", "d"], &["a", "c"]]);
        options.corrections.names = [("c".to_owned(), "Forgotten certificates".to_owned())].into();
        assert_eq!(causes(&built(mixed()), &options)[1].label, "Forgotten certificates");
    }

    #[test]
    fn the_name_of_the_service_is_not_a_cause() {
        let outage = |id: &str| {
            draft(id).on("2023-01-01").service("vpn.example.org").with(|incident| {
                incident.title = "Outage on vpn.example.org".into();
                incident.title_generated = false;
            })
        };
        check(&built([outage("a"), outage("b")]), &Options::default(), &[]);
    }

    #[test]
    fn incidents_that_never_say_why_share_nothing() {
        let text = "The ticket system run by the partner answers with gateway errors. Their support was informed.";
        let kb = built(
            [draft("a").text(text), draft("b").text(text)].map(|draft| draft.with(|it| it.summary = Some(text.into()))),
        );
        check(&kb, &Options::default(), &[]);
    }

    #[test]
    fn what_an_author_calls_the_same_is_joined_whatever_its_words() {
        let said = crate::model::EarlierOccurrence {
            text: "This is a once more.".into(),
            line: 3,
            from: mixed()[0].date(),
            to: mixed()[0].date(),
            previous: false,
        };
        let drafts = mixed().into_iter().map(|draft| {
            draft.with(|it| {
                if it.id == "b" {
                    it.earlier.push(said.clone())
                }
            })
        });
        let causes = causes(&built(drafts), &Options::default());
        let joined = causes.iter().find(|cause| cause.incidents.contains(&"b".to_owned())).unwrap();
        assert!(joined.incidents.contains(&"a".to_owned()));
        assert_eq!(joined.stated[0].text, "This is a once more.");
    }

    #[test]
    fn a_paragraph_copied_from_the_last_report_joins_nothing_and_two_equal_reports_are_joined() {
        let boilerplate =
            "The fault was found by the evening team and mended, but owing to the long way it led to a gap of an hour.";
        let report = |id: &str, summary: &str| {
            let (cause, _) = summary.split_once(". ").unwrap();
            draft(id).on("2023-01-01").cause("code", "app", cause).text(summary)
        };
        let first = format!("A cable was chewed through because of mice. {boilerplate}");
        let second = format!("Labels were blank because the ribbon ran out. {boilerplate}");
        let others = || {
            (0..8).map(|n| {
                draft(&format!("o{n}")).on("2023-02-01").text(&format!("Pump {n} stopped because word{n} broke."))
            })
        };
        check(
            &built([report("a", &first), report("b", &second)].into_iter().chain(others())),
            &Options::default(),
            &[],
        );
        check(
            &built([report("a", &first), report("b", &first)].into_iter().chain(others())),
            &Options::default(),
            &[&["a", "b"]],
        );
    }

    #[test]
    fn a_wrong_suspect_does_not_join_two_incidents() {
        let kb = built([
            draft("a")
                .on("2023-01-01")
                .text("We suspected the replica lag was caused by vacuum jobs. A cable was cut."),
            draft("b")
                .on("2023-02-01")
                .text("Initially replica lag due to vacuum jobs was assumed. A token was revoked."),
        ]);
        check(&kb, &Options::default(), &[]);
    }
}

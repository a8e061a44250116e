//! What people can confirm or reject: the pairs and verdicts that the program infers across incidents.
//!
//! Input: the knowledge base. Output: questions in the order of their worth, each with what both sides say and why the
//! program thinks so. Of a group only the pairs are asked by which it hangs together, the weakest first; what authors have
//! said already is not asked. Nothing is decided here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::archive::{Archive, Case};
use super::cases::{Sameness, StatedRepeat};
use super::grouping::ties;
use super::options::{Corrections, Options};
use super::outcome::{Outcome, OutcomeState, outcomes};
use super::promised::{Promise, claims_made, promised_again};
use super::promises::{Clusters, Item};
use super::recurring::{Alikeness, Groups, RecurringCause, Strength, recurring};
use super::wording;
use crate::model::{ActionItem, Decision, KnowledgeBase, PartialDate, Subject};
use crate::text::{Words, same_stem, telling_words};

/// One question, with everything that somebody needs to answer it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Question {
    /// `cause:INC-7+INC-9`; the same as long as both sides go by the same names.
    pub id: String,
    pub kind: Subject,
    /// As it is asked.
    pub question: String,
    /// The recurring cause or the promise that it is about, by its label; `None` for pairs that are only worth comparing.
    pub about: Option<String>,
    /// The two that are compared; of a verdict the fix and then the incident.
    pub sides: [Side; 2],
    /// Of a pair of incidents: how many of a hundred such pairs are the same failure, 0 to 1. `None` where one of the two
    /// does not say why.
    pub share: Option<f64>,
    /// What speaks for it, one sentence each.
    pub why: Vec<String>,
    /// Words that both answers have, yes first.
    pub answers: [&'static str; 2],
    /// Joined only at the weaker threshold: worth comparing, no more.
    pub related: bool,
    /// What a review said before.
    pub decided: Option<Decision>,
}

/// An incident or an action item that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Side {
    /// `INC-7` or `INC-7#a3`.
    pub reference: String,
    pub incident: String,
    pub slug: String,
    pub title: String,
    pub date: Option<PartialDate>,
    /// Its document, within the archive.
    pub file: String,
    /// Counted from 1; `None` where the text stands in no single line.
    pub line: Option<usize>,
    /// The cause, or the action item, in the words of its author; `None` where the report does not say.
    pub text: Option<String>,
}

/// Every question of the archive: recurring causes, promises, verdicts, what is worth comparing, and what was decided and is
/// not joined any more.
pub fn questions(kb: &KnowledgeBase, as_of: Date, options: &Options) -> Vec<Question> {
    let corrections = options.corrections.clone().and(Corrections::of(kb));
    let options = &Options { corrections, ..options.clone() };
    let archive = &Archive::new(kb);
    let (alikeness, claims) = rayon::join(|| Alikeness::new(archive, options), || claims_made(archive));
    let groups = alikeness.groups(options);
    let causes = recurring(&alikeness, &groups, options);
    let promises = promised_again(archive, &groups, &claims, options);
    let outcomes = outcomes(archive, &causes, &claims, as_of, options);
    let clusters = Clusters::of(archive, &groups.recurring, options);
    let sameness = Sameness::new(archive, options);
    let asking = Asking { archive, options, sameness, groups: &groups, causes: &causes, promises: &promises };
    let mut list = asking.causes_in_order();
    list.extend(asking.promises(&clusters));
    list.extend(outcomes.iter().zip(&causes).filter_map(|(outcome, cause)| asking.verdict(outcome, cause)));
    list.extend(asking.related());
    let asked: BTreeSet<String> = list.iter().map(|it| it.id.clone()).collect();
    let decided = options.corrections.decisions.iter().filter_map(|it| asking.decided(it));
    list.extend(decided.filter(|it| !asked.contains(&it.id)));
    list
}

struct Asking<'a> {
    archive: &'a Archive<'a>,
    options: &'a Options,
    sameness: Sameness<'a>,
    groups: &'a Groups,
    causes: &'a [RecurringCause],
    promises: &'a [Promise],
}

impl Asking<'_> {
    /// The pairs of recurring causes, in the order in which the causes are shown.
    fn causes_in_order(&self) -> Vec<Question> {
        let strong = self.causes.iter().enumerate().filter(|(_, cause)| cause.strength == Strength::Recurring);
        let rank: BTreeMap<&str, usize> =
            strong.flat_map(|(rank, cause)| cause.incidents.iter().map(move |name| (name.as_str(), rank))).collect();
        let mut pairs = self.groups.ties[0].clone();
        pairs.sort_by_key(|(a, _)| rank.get(self.archive.cases[*a].name).copied());
        pairs.into_iter().filter_map(|(a, b)| self.pair(a, b, false)).collect()
    }

    /// What is worth comparing and in no recurring cause together.
    fn related(&self) -> Vec<Question> {
        let group_of = super::promises::group_of(&self.groups.recurring);
        let apart = |(a, b): &&(usize, usize)| group_of.get(a).is_none_or(|group| group_of.get(b) != Some(group));
        self.groups.ties[1].iter().filter(apart).filter_map(|(a, b)| self.pair(*a, *b, true)).collect()
    }

    fn pair(&self, a: usize, b: usize, related: bool) -> Option<Question> {
        let [one, other] = [a.min(b), a.max(b)].map(|place| &self.archive.cases[place]);
        let share = self.sameness.share(a, b);
        let cause = self
            .causes
            .iter()
            .find(|cause| [one, other].iter().all(|it| cause.incidents.iter().any(|name| name == it.name)));
        self.asked(Question {
            id: String::new(),
            kind: Subject::Cause,
            question: "Are these two the same failure?".to_owned(),
            about: cause.filter(|_| !related).map(|cause| cause.label.clone()),
            sides: [incident_side(one), incident_side(other)],
            share: (share > 0.0).then_some((share * 100.0).round() / 100.0),
            why: self.why_same(a, b),
            answers: ["", ""],
            related,
            decided: None,
        })
    }

    fn why_same(&self, a: usize, b: usize) -> Vec<String> {
        let between = |it: &&StatedRepeat| [(a, b), (b, a)].contains(&(it.incident, it.earlier));
        let stated = self.groups.stated.iter().filter(between).map(|it| {
            let case = &self.archive.cases[it.incident];
            format!(
                "the author of {} says so ({}:{}): \u{201c}{}\u{201d}",
                case.name, case.incident.source.path, it.line, it.text
            )
        });
        let mut why: Vec<String> = stated.collect();
        let signs = self.sameness.agreement(a, b);
        why.extend(
            signs.class.map(|class| format!("both have the cause \u{201c}{}\u{201d}", self.archive.class_label(class))),
        );
        let components: Vec<String> = signs.components.iter().map(|it| self.archive.component_label(it)).collect();
        let listed = |names: Vec<&str>| wording::list(&names.into_iter().map(str::to_owned).collect::<Vec<_>>());
        if !components.is_empty() {
            why.push(format!("both failed in \u{201c}{}\u{201d}", wording::list(&components)));
        }
        if !signs.words.is_empty() {
            why.push(format!("the same words told the causes of both: {}", listed(signs.words)));
        }
        if !signs.services.is_empty() {
            why.push(format!("the same services: {}", listed(signs.services)));
        }
        if signs.told >= MORE_ALIKE {
            why.push("what they say of their causes is more alike than is usual here".to_owned());
        }
        if signs.texts >= MORE_ALIKE {
            why.push("their whole reports are more alike than is usual here".to_owned());
        }
        if signs.referred {
            why.push("one of the two refers to the other".to_owned());
        }
        why
    }

    /// The pairs of promises made after several incidents, in the order in which the promises are shown.
    fn promises(&self, clusters: &Clusters) -> Vec<Question> {
        let items = &clusters.items;
        let again = |cluster: &&Vec<usize>| cluster.iter().any(|item| items[*item].case != items[cluster[0]].case);
        let again: Vec<Vec<usize>> = clusters.clusters.iter().filter(again).cloned().collect();
        let rank = |item: &Item| self.promise_of(self.archive.cases[item.case].name, item.number).map(|(rank, _)| rank);
        let mut pairs = ties(&again, &clusters.edges);
        pairs.sort_by_key(|(a, _)| rank(&items[*a]));
        pairs.into_iter().filter_map(|(a, b)| self.promise(&items[a], &items[b])).collect()
    }

    fn promise(&self, a: &Item, b: &Item) -> Option<Question> {
        let case = |item: &Item| &self.archive.cases[item.case];
        self.asked(Question {
            id: String::new(),
            kind: Subject::Promise,
            question: "Are these two the same promise?".to_owned(),
            about: self.promise_of(case(a).name, a.number).map(|(_, promise)| promise.label.clone()),
            sides: [item_side(case(a), a.number, a.action), item_side(case(b), b.number, b.action)],
            share: None,
            why: why_one_promise(a, b),
            answers: ["", ""],
            related: false,
            decided: None,
        })
    }

    fn promise_of(&self, incident: &str, number: usize) -> Option<(usize, &Promise)> {
        let holds = |promise: &Promise| promise.items.iter().any(|it| it.incident == incident && it.number == number);
        self.promises.iter().enumerate().find(|(_, promise)| holds(promise))
    }

    /// What became of the fixes of one cause: of the first recurrence, or of its being quiet.
    fn verdict(&self, outcome: &Outcome, cause: &RecurringCause) -> Option<Question> {
        if cause.strength != Strength::Recurring {
            return None;
        }
        let case = |name: &str| self.archive.place(name).map(|place| &self.archive.cases[place]);
        let rejects = |kind, fix: &str, name: &str| self.options.corrections.rejects(kind, [fix, name]);
        let (kind, name) = match outcome.state {
            OutcomeState::RecurredAfterFix => (Subject::Recurred, outcome.recurred.first()?),
            OutcomeState::HeldSoFar => (Subject::Held, cause.incidents.last()?),
            _ => return None,
        };
        let later = case(name)?;
        let stands = |done: &&super::Done| {
            let before = kind == Subject::Held || case(&done.incident).is_some_and(|it| it.is_before(later));
            before && !rejects(kind, &done.reference(), name)
        };
        let done = outcome.done.iter().find(stands)?;
        let before = case(&done.incident)?;
        let fix = match done.number.and_then(|number| Some((number, before.incident.action_items.get(number - 1)?))) {
            Some((number, action)) => item_side(before, number, action),
            None => Side { line: None, text: Some(done.text.clone()), ..incident_side(before) },
        };
        let question = self.verdict_on(kind, fix, incident_side(later), Some(cause.label.clone()));
        self.asked(Question { why: why_verdict(kind, outcome, before, later), ..question })
    }

    fn verdict_on(&self, kind: Subject, fix: Side, incident: Side, about: Option<String>) -> Question {
        let question = match kind {
            Subject::Held => "A fix was marked done, and the same cause has not recurred since. Is that right?",
            _ => "A fix was marked done, and the same cause recurred after it. Is that right?",
        };
        Question {
            id: String::new(),
            kind,
            question: question.to_owned(),
            about,
            sides: [fix, incident],
            share: None,
            why: Vec::new(),
            answers: ["", ""],
            related: false,
            decided: None,
        }
    }

    /// The question that was decided, as it stands now.
    fn decided(&self, decision: &Decision) -> Option<Question> {
        let [a, b] = &decision.between;
        match decision.kind {
            Subject::Cause => self.pair(self.archive.place(a)?, self.archive.place(b)?, false),
            Subject::Promise => {
                let question = self.verdict_on(decision.kind, self.side(a)?, self.side(b)?, None);
                let words = "Are these two the same promise?".to_owned();
                self.asked(Question { question: words, ..question })
            }
            kind => self.asked(self.verdict_on(kind, self.side(a)?, self.side(b)?, None)),
        }
    }

    fn side(&self, reference: &str) -> Option<Side> {
        if let Some(place) = self.archive.place(reference) {
            return Some(incident_side(&self.archive.cases[place]));
        }
        let (incident, number) = reference.rsplit_once("#a")?;
        let (case, number) = (&self.archive.cases[self.archive.place(incident)?], number.parse::<usize>().ok()?);
        Some(item_side(case, number, case.incident.action_items.get(number.checked_sub(1)?)?))
    }

    /// With its id, its answers and what was decided; `None` where authors have said it themselves.
    fn asked(&self, question: Question) -> Option<Question> {
        let corrections = &self.options.corrections;
        let between = [question.sides[0].reference.as_str(), question.sides[1].reference.as_str()];
        let decided = corrections.decision(question.kind, between).cloned();
        let is_pair = |(a, b): &(String, String)| [[a.as_str(), b], [b.as_str(), a]].contains(&between);
        let by_authors = corrections.same.iter().chain(&corrections.not_same).any(is_pair);
        if decided.is_none() && by_authors && question.kind.is_mutual() {
            return None;
        }
        Some(Question {
            id: format!("{}:{}+{}", question.kind.word(), between[0], between[1]),
            answers: question.kind.answers().map(|it| it.word()),
            decided,
            ..question
        })
    }
}

/// So many deviations above the usual that it can be called more alike.
const MORE_ALIKE: f64 = 2.0;

fn incident_side(case: &Case) -> Side {
    let incident = case.incident;
    let trail = incident.provenance.get("cause.statement").or_else(|| incident.provenance.get("cause.class"));
    Side {
        reference: case.name.to_owned(),
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        title: incident.title.clone(),
        date: case.date,
        file: incident.source.path.clone(),
        line: trail.and_then(|trail| trail.line),
        text: incident.cause.statement.clone(),
    }
}

fn item_side(case: &Case, number: usize, action: &ActionItem) -> Side {
    Side {
        reference: format!("{}#a{number}", case.name),
        line: Some(action.line),
        text: Some(action.text.clone()),
        ..incident_side(case)
    }
}

fn why_one_promise(a: &Item, b: &Item) -> Vec<String> {
    let mut why = Vec::new();
    let ticket = |item: &Item| item.action.ticket.as_ref().map(|ticket| ticket.trim_end_matches('/').to_lowercase());
    if ticket(a).is_some() && ticket(a) == ticket(b) {
        why.push(format!("both name the ticket {}", a.action.ticket.as_deref().unwrap_or_default()));
    }
    if a.intent == b.intent && a.intent.is_known() {
        why.push(format!("both would do the same kind of thing: {}", a.intent.label().to_lowercase()));
    }
    if a.group.is_some() && a.group == b.group {
        why.push("both follow the same recurring cause".to_owned());
    }
    let (one, other) = (Words::opening(&a.action.text), Words::opening(&b.action.text));
    let there = telling_words(&other);
    let shared = telling_words(&one).into_iter().filter(|word| there.iter().any(|it| same_stem(word, it)));
    let shared: Vec<String> = shared.map(str::to_owned).collect();
    if !shared.is_empty() {
        why.push(format!("words of both: {}", wording::list(&shared)));
    }
    why
}

fn why_verdict(kind: Subject, outcome: &Outcome, before: &Case, later: &Case) -> Vec<String> {
    let mut why = vec!["the words of the fix name what failed".to_owned()];
    let days = |days: i64| wording::count(usize::try_from(days).unwrap_or_default(), "day");
    match kind {
        Subject::Recurred => {
            let apart = later.day().and_then(|day| before.days_until(day));
            why.extend(apart.map(|apart| format!("{} came {} after {}", later.name, days(apart), before.name)));
        }
        _ => why.extend(outcome.quiet_days.map(|quiet| format!("no incident of this cause for {}", days(quiet)))),
    }
    why.push("when the fix was done is not told: the date of the incident that says so stands for it".to_owned());
    why
}

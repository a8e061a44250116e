//! One quarter, or all since a day, for a review meeting: what happened, what changed, what came back, what was promised.
//!
//! Input: the knowledge base and what is asked. Output: a [`Review`]. What came afterwards is left out first, so that a
//! review made later says the same. Two quarters are rarely enough to tell a change: where chance explains the difference
//! the verdict is "cannot tell". States of actions are those the documents carry now; a document does not say since when.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{
    ActionState, DetectionSource, FalseLeadBasis, KnowledgeBase, MinuteRange, Minutes, PartialDate, SeverityLevel,
};

/// What a review is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A quarter, that of the newest incident when `None`; held against another one, against the quarter before and the
    /// same quarter a year before when `None`.
    Quarter { quarter: Option<Quarter>, against: Option<Quarter> },
    /// All days from the first to the last of these; held against as many days before and the same days a year before.
    Days(Date, Date),
}

use super::archive::{Archive, Case, first_day};
use super::compare::{Compared, Lengths, Part, compare};
use super::coverage::FIELDS;
use super::durations::severity_word;
use super::on_this_day::OnThisDay;
use super::options::Options;
use super::out_of_hours::{OutOfHours, out_of_hours};
use super::period::Quarter;
use super::recurring::Strength;
use super::stretch::Stretch;
use super::trends::{Trends, trends};
use super::wording;

#[cfg(test)]
mod tests;

/// Everything a review of one quarter is held over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// `None` where the review is of days.
    pub quarter: Option<Quarter>,
    /// `2026-Q3`, or `2026-05-01 to 2026-06-02`.
    pub period: Stretch,
    /// The quarter before, or as many days before.
    pub previous: Stretch,
    pub first_day: Date,
    /// The last day of the period: ages count up to it.
    pub as_of: Date,
    /// Oldest first.
    pub incidents: Vec<Reviewed>,
    /// Ids of incidents that are in no quarter, as not even their month is known.
    pub undated: Vec<String>,
    /// The first of `comparisons` in words.
    pub changes: Vec<Change>,
    /// Against the period before and the same one a year before, or against the quarter that was asked for.
    pub comparisons: Vec<Compared>,
    /// Recurring causes that are new in the quarter or grew in it.
    pub recurring: Vec<Returned>,
    /// Promises of the quarter that had been made before.
    pub promised_again: Vec<Repeated>,
    pub actions: QuarterActions,
    pub false_leads: QuarterLeads,
    /// Of the period's incidents.
    pub out_of_hours: OutOfHours,
    /// Incidents of earlier years on the last day of the period.
    pub on_this_day: OnThisDay,
    /// In the order of the fields of the coverage page.
    pub coverage: Vec<FieldFilled>,
    pub readings: ReviewReadings,
}

/// One sentence per part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewReadings {
    pub incidents: String,
    pub changes: String,
    pub recurring: String,
    pub promised_again: String,
    pub actions: String,
    pub false_leads: String,
    pub coverage: String,
}

/// An incident of the quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reviewed {
    pub incident: String,
    pub title: String,
    pub date: Option<PartialDate>,
    pub severity: SeverityLevel,
    pub services: Vec<String>,
    pub minutes: Option<Minutes>,
    /// Label of the classified cause.
    pub cause: Option<String>,
}

/// A figure of the quarter beside that of the quarter before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub what: &'static str,
    pub before: String,
    pub after: String,
    /// `more`, `fewer`, `longer`, `shorter`, `more often`, `less often` or `cannot tell`.
    pub verdict: &'static str,
}

/// A recurring cause that an incident of the quarter belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Returned {
    pub id: String,
    pub label: String,
    /// No incident before the quarter belongs to it.
    pub is_new: bool,
    /// How many incidents belonged to it before.
    pub before: usize,
    /// Incidents of the quarter, oldest first.
    pub incidents: Vec<String>,
    /// All of them, oldest first, with their dates.
    pub all: Vec<(String, Option<PartialDate>)>,
    pub reading: String,
}

/// A promise of the quarter and the times it was made before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repeated {
    pub id: String,
    pub label: String,
    /// Oldest first; those of the quarter are the last.
    pub items: Vec<RepeatedItem>,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RepeatedItem {
    pub incident: String,
    pub date: Option<PartialDate>,
    pub text: String,
    pub state: ActionState,
}

/// Action items of the quarter's incidents, and what is left open in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarterActions {
    pub promised: usize,
    pub done: usize,
    /// Prose says that it was done.
    pub claimed_done: usize,
    pub dropped: usize,
    /// Open, or nothing says either way.
    pub not_done: usize,
    /// Not done in the whole archive up to the quarter's end.
    pub not_done_in_all: usize,
    /// Of those, with a due date before the end of the quarter.
    pub overdue_in_all: usize,
    /// The quarter's items that are not done: incident, words, owner, due.
    pub open: Vec<OpenAction>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenAction {
    pub incident: String,
    pub text: String,
    pub owner: Option<String>,
    pub due: Option<String>,
    pub ticket: Option<String>,
    pub overdue: bool,
}

/// What was suspected wrongly in the quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarterLeads {
    /// Incidents of the quarter that tell of one.
    pub stated_in: usize,
    pub leads: Vec<ReviewedLead>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewedLead {
    pub incident: String,
    pub suspect: String,
    pub minutes: Option<MinuteRange>,
    pub basis: FalseLeadBasis,
}

/// How many incidents fill a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFilled {
    pub field: &'static str,
    pub filled: usize,
    pub before: usize,
}

/// Reviews a quarter or some days.
///
/// Takes the knowledge base, as what came later is taken out of it. `None` where no quarter is given and no incident has
/// a month.
pub fn review(mut base: KnowledgeBase, asked: Asked, options: &Options) -> Option<Review> {
    let newest = Archive::new(&base).cases.iter().filter_map(quarter_of).max();
    let (period, against) = match asked {
        Asked::Quarter { quarter, against } => (Stretch::Quarter(quarter.or(newest)?), against.map(Stretch::Quarter)),
        Asked::Days(first, last) => (Stretch::Days(first, last), None),
    };
    let end = period.last_day();
    let later: Vec<String> = {
        let archive = Archive::new(&base);
        let is_later = |case: &&Case| case.date.and_then(first_day).is_some_and(|day| day > end);
        archive.cases.iter().filter(is_later).map(|case| case.slug.to_owned()).collect()
    };
    base.articles.retain(|article| !later.contains(&article.slug));
    let archive = Archive::new(&base);
    let trends = trends(&base, end, options);
    let others = against.map_or_else(|| vec![period.before(), period.a_year_before()], |other| vec![other]);
    let comparisons = others.into_iter().map(|other| compare(&archive, period, other, options)).collect();
    Some(Scene::new(&archive, &trends, period).review(end, comparisons))
}

fn quarter_of(case: &Case) -> Option<Quarter> {
    case.date.and_then(Quarter::of)
}

/// What the parts are made from.
struct Scene<'a> {
    archive: &'a Archive<'a>,
    trends: &'a Trends,
    period: Stretch,
    now: Vec<&'a Case<'a>>,
    before: Vec<&'a Case<'a>>,
}

impl<'a> Scene<'a> {
    fn new(archive: &'a Archive<'a>, trends: &'a Trends, period: Stretch) -> Self {
        let of = |wanted: Stretch| {
            archive.cases.iter().filter(|case| case.date.is_some_and(|date| wanted.holds(date))).collect()
        };
        Self { archive, trends, period, now: of(period), before: of(period.before()) }
    }

    fn review(&self, as_of: Date, comparisons: Vec<Compared>) -> Review {
        let changes = comparisons.first().map(changes).unwrap_or_default();
        let noun = self.period.noun();
        let recurring = self.recurring();
        let promised_again = self.promised_again();
        let actions = self.actions();
        let false_leads = self.false_leads();
        let out_of_hours = out_of_hours(self.now.iter().copied(), &self.trends.options);
        let coverage = self.coverage();
        let readings = ReviewReadings {
            incidents: self.incidents_reading(),
            changes: comparisons.first().map(|it| it.reading.clone()).unwrap_or_default(),
            recurring: recurring_reading(&recurring, noun),
            promised_again: promised_reading(&promised_again, noun),
            actions: actions_reading(&actions, noun),
            false_leads: self.leads_reading(&false_leads),
            coverage: self.coverage_reading(&coverage),
        };
        let undated = self.archive.cases.iter().filter(|case| self.period.is_vague(case.date));
        Review {
            quarter: self.period.quarter(),
            period: self.period,
            previous: self.period.before(),
            first_day: self.period.first_day(),
            as_of,
            incidents: self.now.iter().map(|case| self.reviewed(case)).collect(),
            undated: undated.map(|case| case.name.to_owned()).collect(),
            changes,
            comparisons,
            recurring,
            promised_again,
            actions,
            false_leads,
            out_of_hours,
            on_this_day: self.trends.on_this_day.clone(),
            coverage,
            readings,
        }
    }

    fn is_now(&self, incident: &str) -> bool {
        self.now.iter().any(|case| case.name == incident)
    }

    fn reviewed(&self, case: &Case) -> Reviewed {
        let incident = case.incident;
        Reviewed {
            incident: case.name.to_owned(),
            title: incident.title.clone(),
            date: case.date,
            severity: incident.severity.level,
            services: incident.services.clone(),
            minutes: incident.duration.minutes,
            cause: case.cause_class().map(|class| self.archive.class_label(class)),
        }
    }

    fn recurring(&self) -> Vec<Returned> {
        let strong = self.trends.recurring.iter().filter(|cause| cause.strength == Strength::Recurring);
        let noun = self.period.noun();
        strong
            .filter_map(|cause| {
                let incidents: Vec<String> = cause.incidents.iter().filter(|it| self.is_now(it)).cloned().collect();
                let before = cause.incidents.len() - incidents.len();
                (!incidents.is_empty()).then(|| Returned {
                    id: cause.id.clone(),
                    label: cause.label.clone(),
                    is_new: before == 0,
                    before,
                    all: cause.members.iter().map(|it| (it.incident.clone(), it.date)).collect(),
                    reading: match before {
                        0 => {
                            format!("New: {} in this {noun}, none before.", wording::count(incidents.len(), "incident"))
                        }
                        1 => format!(
                            "Came back: {} in this {noun}, one before.",
                            wording::count(incidents.len(), "incident")
                        ),
                        _ => format!("Grew from {before} to {}.", cause.incidents.len()),
                    },
                    incidents,
                })
            })
            .collect()
    }

    fn promised_again(&self) -> Vec<Repeated> {
        let repeated = self.trends.promised_again.iter().filter_map(|promise| {
            let first = promise.incidents.first()?;
            let now: Vec<&String> = promise.incidents.iter().filter(|it| self.is_now(it)).collect();
            let is_repeat = now.iter().any(|incident| *incident != first);
            let up_to_now = promise.incidents.iter().rposition(|it| self.is_now(it))?;
            is_repeat.then(|| Repeated {
                id: promise.id.clone(),
                label: promise.label.clone(),
                items: promise
                    .items
                    .iter()
                    .filter(|item| promise.incidents[..=up_to_now].contains(&item.incident))
                    .map(|item| RepeatedItem {
                        incident: item.incident.clone(),
                        date: item.date,
                        text: item.text.clone(),
                        state: item.state,
                    })
                    .collect(),
                reading: promise.reading.clone(),
            })
        });
        repeated.collect()
    }

    fn actions(&self) -> QuarterActions {
        let all = &self.trends.actions.items;
        let rows: Vec<_> = all.iter().filter(|row| self.is_now(&row.incident)).collect();
        let count = |state: ActionState| rows.iter().filter(|row| row.state == state).count();
        let is_open = |state: ActionState| state.is_open() || state.is_unrecorded();
        let waiting = all.iter().filter(|row| is_open(row.state));
        QuarterActions {
            promised: rows.len(),
            done: count(ActionState::Done),
            claimed_done: count(ActionState::ClaimedDone),
            dropped: count(ActionState::Dropped),
            not_done: rows.iter().filter(|row| is_open(row.state)).count(),
            not_done_in_all: waiting.clone().count(),
            overdue_in_all: waiting.filter(|row| row.overdue).count(),
            open: rows
                .iter()
                .filter(|row| is_open(row.state))
                .map(|row| OpenAction {
                    incident: row.incident.clone(),
                    text: row.text.clone(),
                    owner: row.owner.clone(),
                    due: row.due.clone(),
                    ticket: row.ticket.clone(),
                    overdue: row.overdue,
                })
                .collect(),
        }
    }

    fn false_leads(&self) -> QuarterLeads {
        let leads = self.trends.false_leads.leads.iter().filter(|lead| self.is_now(&lead.incident));
        QuarterLeads {
            stated_in: self
                .now
                .iter()
                .filter(|case| case.incident.false_leads.iter().any(|it| it.named.is_some()))
                .count(),
            leads: leads
                .map(|lead| ReviewedLead {
                    incident: lead.incident.clone(),
                    suspect: lead.suspect.clone(),
                    minutes: lead.minutes,
                    basis: lead.basis,
                })
                .collect(),
        }
    }

    fn coverage(&self) -> Vec<FieldFilled> {
        let count = |cases: &[&Case], filled: fn(&crate::model::Incident) -> bool| {
            cases.iter().filter(|case| filled(case.incident)).count()
        };
        FIELDS
            .iter()
            .map(|field| FieldFilled {
                field: field.name,
                filled: count(&self.now, field.filled),
                before: count(&self.before, field.filled),
            })
            .collect()
    }

    fn incidents_reading(&self) -> String {
        if self.now.is_empty() {
            return format!("No incident of {} is in the archive.", self.period);
        }
        let mut severities = Vec::new();
        for level in super::frequency::SEVERITIES {
            let n = self.now.iter().filter(|case| case.incident.severity.level == level).count();
            if n > 0 && level != SeverityLevel::Unknown {
                severities.push(format!("{} {}", wording::number(n), severity_word(level)));
            }
        }
        let of_severity =
            if severities.is_empty() { String::new() } else { format!(": {}", wording::list(&severities)) };
        format!("{}{of_severity}.", wording::sentence(&wording::count(self.now.len(), "incident")))
    }

    fn leads_reading(&self, leads: &QuarterLeads) -> String {
        match leads.stated_in {
            0 => format!(
                "No report of the {} tells of a false lead, which is not to say that there was none.",
                self.period.noun()
            ),
            n => format!("Stated in {} of {}.", wording::number(n), wording::count(self.now.len(), "report")),
        }
    }

    fn coverage_reading(&self, coverage: &[FieldFilled]) -> String {
        let all = self.now.len();
        let mut gaps: Vec<&FieldFilled> =
            coverage.iter().filter(|row| row.field != "false_leads" && row.filled < all).collect();
        gaps.sort_by_key(|row| row.filled);
        let worst = gaps.iter().take(3).map(|it| format!("{} ({} of {all})", it.field.replace('_', " "), it.filled));
        match (all, gaps.is_empty()) {
            (0, _) => "There is nothing to cover.".to_owned(),
            (_, true) => "Every field is told in every report.".to_owned(),
            _ => format!("Told most rarely: {}.", wording::list(&worst.collect::<Vec<_>>())),
        }
    }
}

/// The figures of a comparison in words.
fn changes(compared: &Compared) -> Vec<Change> {
    let length = |it: &Lengths| {
        let shown = |summary: &super::summary::Summary| {
            let median = summary.median.map_or_else(|| "unknown".to_owned(), wording::minutes);
            format!("{median} (n = {} of {})", summary.n, summary.of)
        };
        Change { what: it.what, before: shown(&it.before), after: shown(&it.after), verdict: it.verdict }
    };
    let share = |what, before: Part, after: Part, verdict| {
        let shown = |part: Part| format!("{} of {}", part.k, part.n);
        Change { what, before: shown(before), after: shown(after), verdict }
    };
    let counts = &compared.incidents;
    let before = if compared.reaches_back { counts.before.to_string() } else { "not in the archive".to_owned() };
    let severe = &compared.severe;
    let incidents = Change { what: "incidents", before, after: counts.after.to_string(), verdict: counts.verdict };
    let lengths = compared.lengths.iter().map(length);
    let severe = share("critical or major, of those with a severity", severe.before, severe.after, severe.verdict);
    let customers = compared.detection.iter().find(|it| it.source == DetectionSource::Customer).map(|it| &it.shares);
    let customers =
        customers.map(|it| share("noticed by customers first, of those that tell", it.before, it.after, it.verdict));
    std::iter::once(incidents).chain(lengths).chain([severe]).chain(customers).collect()
}

fn recurring_reading(causes: &[Returned], noun: &str) -> String {
    let is = |n: usize| format!("{} {}", wording::number(n), if n == 1 { "is" } else { "are" });
    let new = causes.iter().filter(|cause| cause.is_new).count();
    match (new, causes.len() - new) {
        (0, 0) => format!("No incident of the {noun} belongs to a recurring cause."),
        (new, 0) => format!("{} new.", wording::sentence(&is(new))),
        (0, grown) => format!("{} came back, none is new.", wording::sentence(&wording::number(grown))),
        (new, grown) => format!("{} new, {} came back.", wording::sentence(&is(new)), wording::number(grown)),
    }
}

fn promised_reading(promises: &[Repeated], noun: &str) -> String {
    match promises.len() {
        0 => format!("Nothing that was promised in the {noun} had been promised before."),
        1 => format!("One promise of the {noun} had been made before."),
        n => format!("{} promises of the {noun} had been made before.", wording::sentence(&wording::number(n))),
    }
}

fn actions_reading(actions: &QuarterActions, noun: &str) -> String {
    let promised = match actions.promised {
        0 => format!("Nothing was promised in the {noun}."),
        n => {
            let parts = [
                (actions.done, "marked done"),
                (actions.claimed_done, "said to be done"),
                (actions.dropped, "dropped"),
                (actions.not_done, "not done as far as is told"),
            ];
            let told: Vec<String> =
                parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
            format!("{} promised: {}.", wording::sentence(&wording::count(n, "action")), wording::list(&told))
        }
    };
    let overdue = match actions.overdue_in_all {
        0 => String::new(),
        n => format!(", {n} of them overdue"),
    };
    let left = match actions.not_done_in_all {
        0 => "Nothing".to_owned(),
        n => wording::sentence(&wording::count(n, "action")),
    };
    let is = if actions.not_done_in_all > 1 { "are" } else { "is" };
    format!("{promised} {left} {is} not done in the whole archive{overdue}.")
}

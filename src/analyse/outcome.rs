//! Did the fix hold, and how far apart do repeats come?
//!
//! Input: the recurring groups. Output: one outcome per group, with the days between its incidents. An action was done on
//! the day that its ticket or the history of the archive tells; else the date of the incident that says so stands for it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{PartialDate, Subject};
use crate::text::{Words, stem, telling_words};

use super::archive::{Archive, Case, days_between};
use super::intent::{Aim, Intent};
use super::options::Options;
use super::promised::{ClaimMade, is_done};
use super::recurring::RecurringCause;
use super::statistics::median;
use super::summary::{Trend, Verdict};
use super::wording;

/// What became of the fixes for one recurring cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Id of the recurring cause.
    pub id: String,
    pub label: String,
    pub state: OutcomeState,
    /// What was said to be done, oldest first.
    pub done: Vec<Done>,
    /// Ids of incidents that followed something said to be done.
    pub recurred: Vec<String>,
    /// Days from the last incident of the group to the day of the report; `None` where its day is unknown.
    pub quiet_days: Option<i64>,
    /// The same from the first fix on, where it is known to be later.
    pub held_days: Option<i64>,
    pub gaps: Gaps,
    pub reading: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeState {
    /// A fix for this cause was marked done, and an incident followed.
    RecurredAfterFix,
    /// A fix for this cause was marked done, and none followed so far.
    HeldSoFar,
    /// Actions were promised; no document says that one which addresses this cause was done.
    NoneDone,
    /// No action was promised.
    NothingPromised,
    /// Actions were marked done, and a review said that what follows from it is wrong.
    SetAside,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    pub incident: String,
    pub date: Option<PartialDate>,
    pub text: String,
    /// A sentence of the document claims it; otherwise an action item is marked.
    pub claimed_in_prose: bool,
    /// Of the action item, counted from 1; `None` where a sentence claims it.
    pub number: Option<usize>,
    /// The day it was done, as ticket or history tells.
    pub on: Option<PartialDate>,
    /// Ids of incidents of the group that followed it.
    pub tested_by: Vec<String>,
}

impl Done {
    /// `INC-7#a3`, or `INC-7` where a sentence claims it.
    pub fn reference(&self) -> String {
        self.number.map_or_else(|| self.incident.clone(), |number| format!("{}#a{number}", self.incident))
    }
}

/// Days between neighbouring incidents of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gaps {
    pub gaps: Vec<Gap>,
    /// Of the gaps that are exact.
    pub median_days: Option<f64>,
    pub shortest_days: Option<i64>,
    /// Whether they shrink; tested from five exact gaps on.
    pub trend: Trend,
}

/// From one incident to the next; two figures where a date lacks its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    pub from: String,
    pub to: String,
    pub min_days: i64,
    pub max_days: i64,
}

/// One outcome per recurring cause, in the same order.
pub fn outcomes(
    archive: &Archive,
    causes: &[RecurringCause],
    claims: &[ClaimMade],
    as_of: Date,
    options: &Options,
) -> Vec<Outcome> {
    causes.iter().map(|cause| outcome(archive, cause, claims, as_of, options)).collect()
}

fn outcome(archive: &Archive, cause: &RecurringCause, claims: &[ClaimMade], as_of: Date, options: &Options) -> Outcome {
    let places = cause.incidents.iter().filter_map(|name| archive.place(name));
    let members: Vec<(usize, &Case)> = places.map(|place| (place, &archive.cases[place])).collect();
    let weakness = Weakness::of(cause);
    let mut done: Vec<(&Case, Done)> =
        members.iter().flat_map(|(place, case)| done_in(*place, case, claims, &weakness)).collect();
    let rejects = |kind, done: &Done, case: &Case| options.corrections.rejects(kind, [&done.reference(), case.name]);
    let came_after = |before: &Case, done: &Done, case: &Case| {
        is_after(case, before, done) && !rejects(Subject::Recurred, done, case)
    };
    for (before, done) in &mut done {
        let after = members.iter().filter(|(_, case)| came_after(before, done, case));
        done.tested_by = after.map(|(_, case)| case.name.to_owned()).collect();
    }
    let follows = |case: &Case| done.iter().any(|(before, done)| came_after(before, done, case));
    let recurred: Vec<String> =
        members.iter().filter(|(_, case)| follows(case)).map(|(_, case)| case.name.to_owned()).collect();
    // Of a fix that was said not to have come before a later incident, nobody can say that it held.
    let held = done.iter().any(|(_, done)| {
        let rejected = |(_, case): &(usize, &Case)| rejects(Subject::Recurred, done, case);
        let last = members.last().is_some_and(|(_, case)| rejects(Subject::Held, done, case));
        !last && !members.iter().any(rejected)
    });
    let promised = members.iter().any(|(_, case)| !case.incident.action_items.is_empty());
    let state = match (done.is_empty(), recurred.is_empty(), promised) {
        (false, false, _) => OutcomeState::RecurredAfterFix,
        (false, true, _) if held => OutcomeState::HeldSoFar,
        (false, true, _) => OutcomeState::SetAside,
        (true, _, true) => OutcomeState::NoneDone,
        (true, _, false) => OutcomeState::NothingPromised,
    };
    let last = members.iter().rev().find_map(|(_, case)| case.day());
    let quiet_days = last.map(|day| days_between(day, as_of)).filter(|days| *days >= 0);
    let cases: Vec<&Case> = members.iter().map(|(_, case)| *case).collect();
    let gaps = gaps(&cases, options);
    // A fix holds from the day it was done, where that is known and later than the last incident.
    let fixed = done.iter().filter_map(|(_, done)| done.on.and_then(PartialDate::day)).min();
    let held_days = last.map(|day| days_between(fixed.map_or(day, |fixed| fixed.max(day)), as_of));
    let held_days = held_days.filter(|days| *days >= 0);
    let reading = reading(state, recurred.len(), held_days, &gaps);
    let done = done.into_iter().map(|(_, done)| done).collect();
    Outcome {
        id: cause.id.clone(),
        label: cause.label.clone(),
        state,
        done,
        recurred,
        quiet_days,
        held_days,
        gaps,
        reading,
    }
}

/// Whether an incident came after something that was done: after the day on which it was, where that is told.
fn is_after(case: &Case, before: &Case, done: &Done) -> bool {
    let since = done.on.and_then(PartialDate::day);
    before.is_before(case) && since.is_none_or(|since| case.first_day().is_some_and(|day| day > since))
}

/// What went wrong, in the telling words of the reports, endings aside.
pub(super) struct Weakness(BTreeSet<String>);

impl Weakness {
    pub fn of(cause: &RecurringCause) -> Self {
        let statements = cause.members.iter().filter_map(|member| member.statement.as_deref());
        Self::told_by(statements.chain(cause.shared_terms.iter().map(String::as_str)))
    }

    /// What these texts name.
    pub fn told_by<'t>(told: impl Iterator<Item = &'t str>) -> Self {
        Self(told.flat_map(stems).collect())
    }

    /// Whether a text names any of it.
    pub fn is_named_in(&self, text: &str) -> bool {
        stems(text).iter().any(|stem| self.0.contains(stem))
    }

    /// Whether an action would have stopped or shown this, and not only taught or told of it: its words name what failed.
    pub fn is_addressed_by(&self, intent: Intent, text: &str) -> bool {
        acts(intent) && self.is_named_in(text)
    }
}

/// Whether an action stops or shows something, and does not only teach or tell of it.
pub(super) fn acts(intent: Intent) -> bool {
    matches!(intent.aim(), Aim::Prevent | Aim::Detect | Aim::Unclear)
}

/// The first letters of the telling words of a text, by which two forms of a word are the same.
fn stems(text: &str) -> Vec<String> {
    let words = Words::opening(text);
    telling_words(&words).into_iter().map(stem).map(str::to_owned).collect()
}

/// Completed actions of a case that address the weakness.
fn done_in<'a>(
    place: usize,
    case: &'a Case<'a>,
    claims: &[ClaimMade],
    weakness: &Weakness,
) -> Vec<(&'a Case<'a>, Done)> {
    let done = |text: &str, number: Option<usize>| {
        let text = text.to_owned();
        let claimed_in_prose = number.is_none();
        let (incident, date) = (case.name.to_owned(), case.date);
        (case, Done { incident, date, text, claimed_in_prose, number, on: None, tested_by: Vec::new() })
    };
    let items = case.incident.action_items.iter().enumerate().filter(|(_, item)| is_done(item.state));
    let items = items.filter(|(_, item)| weakness.is_addressed_by(Intent::of(item), &item.text));
    let items = items.map(|(at, item)| {
        let (case, told) = done(&item.text, Some(at + 1));
        (case, Done { on: item.life.done_on, ..told })
    });
    // Claims stand in the order of the archive.
    let first = claims.partition_point(|claim| claim.case < place);
    let claimed = claims[first..].iter().take_while(|claim| claim.case == place);
    let claimed = claimed.filter(|claim| weakness.is_addressed_by(claim.intent, &claim.text));
    let claimed = claimed.map(|claim| done(&claim.text, None));
    items.chain(claimed).collect()
}

/// Between neighbours whose order is certain.
pub fn gaps(cases: &[&Case], options: &Options) -> Gaps {
    let gaps: Vec<Gap> = cases
        .windows(2)
        .filter(|pair| pair[0].is_before(pair[1]))
        .filter_map(|pair| {
            let days = |from: Option<Date>, to: Option<Date>| Some(days_between(from?, to?));
            Some(Gap {
                from: pair[0].name.to_owned(),
                to: pair[1].name.to_owned(),
                min_days: days(pair[0].last_day(), pair[1].first_day())?,
                max_days: days(pair[0].first_day(), pair[1].last_day())?,
            })
        })
        .collect();
    let exact: Vec<f64> =
        gaps.iter().filter(|gap| gap.min_days == gap.max_days).map(|gap| gap.min_days as f64).collect();
    let mut sorted = exact.clone();
    sorted.sort_by(f64::total_cmp);
    Gaps {
        median_days: median(&sorted),
        shortest_days: sorted.first().map(|days| *days as i64),
        trend: Trend::new(&exact, options),
        gaps,
    }
}

fn reading(state: OutcomeState, recurred: usize, quiet: Option<i64>, gaps: &Gaps) -> String {
    let outcome = match (state, quiet) {
        (OutcomeState::RecurredAfterFix, _) => {
            format!("It recurred {} after a fix was marked done.", wording::times(recurred))
        }
        (OutcomeState::HeldSoFar, Some(days)) => {
            format!("The fix has held for {}.", wording::count(usize::try_from(days).unwrap_or_default(), "day"))
        }
        (OutcomeState::HeldSoFar, None) => "The fix has held so far.".to_owned(),
        (OutcomeState::NoneDone, _) => "No completed fix for this cause is recorded.".to_owned(),
        (OutcomeState::NothingPromised, _) => "No action items were found.".to_owned(),
        (OutcomeState::SetAside, _) => "What was read of a fix was set aside in a review.".to_owned(),
    };
    let (Some(shortest), Some(median)) = (gaps.shortest_days, gaps.median_days) else { return outcome };
    let shrinking = match gaps.trend.verdict {
        Verdict::TooFew => "too few to say whether they shrink",
        Verdict::CannotTell => "no sign that they shrink or grow",
        Verdict::Falling => "and they are shrinking",
        Verdict::Rising => "and they are growing",
    };
    match gaps.gaps.len() {
        1 => format!("{outcome} The two are {shortest} days apart."),
        _ => format!(
            "{outcome} Repeats come {median:.0} days apart in the median, {shortest} at the shortest; {shrinking}."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::promised::claims_made;
    use crate::analyse::recurring::{Alikeness, recurring};
    use crate::analyse::sample::{Draft, archive as built, draft, five_outages};
    use crate::model::{ActionKind, ActionState, KnowledgeBase};
    use jiff::civil::date;

    fn check(kb: &KnowledgeBase) -> Outcome {
        let (archive, options) = (Archive::new(kb), Options::default());
        let alikeness = Alikeness::new(&archive, &options);
        let causes = recurring(&alikeness, &alikeness.groups(&options), &options);
        outcomes(&archive, &causes, &claims_made(&archive), date(2025, 6, 1), &options).remove(0)
    }

    #[test]
    fn the_five_outages_came_back_after_checks_were_said_to_be_in_place() {
        let outcome = check(&five_outages());
        assert_eq!(outcome.state, OutcomeState::RecurredAfterFix);
        // Of what January's checks are is not said; March names what its monitoring is of.
        assert_eq!(outcome.recurred, ["early-april", "mid-april", "may"]);
        let days: Vec<(i64, i64)> = outcome.gaps.gaps.iter().map(|gap| (gap.min_days, gap.max_days)).collect();
        assert_eq!(days, [(32, 62), (36, 36), (7, 7), (27, 27)]);
        assert_eq!((outcome.gaps.median_days, outcome.gaps.shortest_days), (Some(27.0), Some(7)));
    }

    fn expired(id: &str, on: &str) -> Draft {
        draft(id).on(on).cause("expiry", "auth", "The signing certificate of the gateway had expired.")
    }

    #[test]
    fn a_fix_holds_until_the_day_of_the_report() {
        let kb = built([
            expired("a", "2023-01-01"),
            expired("b", "2024-06-01")
                .promise(ActionKind::Automate, "Renew certificates by machine")
                .item(|item| item.state = ActionState::Done),
        ]);
        let outcome = check(&kb);
        assert_eq!((outcome.state, outcome.quiet_days), (OutcomeState::HeldSoFar, Some(365)));
        assert_eq!(outcome.reading, "The fix has held for 365 days. The two are 517 days apart.");
    }

    #[test]
    fn what_was_done_about_something_else_is_no_fix() {
        let with = |text: &str, kind: ActionKind| {
            let second = expired("b", "2024-06-01").promise(kind, text).item(|item| item.state = ActionState::Done);
            check(&built([expired("a", "2023-01-01"), second])).state
        };
        assert_eq!(with("Alert on the number of open orders", ActionKind::Monitor), OutcomeState::NoneDone);
        assert_eq!(
            with("Describe the signing certificate in the handbook", ActionKind::Document),
            OutcomeState::NoneDone
        );
        assert_eq!(with("Alert a month before a certificate expires", ActionKind::Monitor), OutcomeState::HeldSoFar);
    }

    #[test]
    fn a_fix_is_tested_by_what_comes_after_the_day_it_was_done() {
        let with = |on: &str| {
            let first = expired("a", "2023-01-01").promise(ActionKind::Automate, "Renew certificates by machine");
            let first = first.item(|item| {
                item.state = ActionState::Done;
                item.life.done_on = Some(PartialDate::Day(on.parse().unwrap()));
            });
            check(&built([first, expired("b", "2024-06-01")]))
        };
        let tested = with("2023-02-01");
        assert_eq!((tested.state, tested.done[0].number), (OutcomeState::RecurredAfterFix, Some(1)));
        assert_eq!(tested.done[0].tested_by, ["b"]);
        let later = with("2025-03-01");
        assert_eq!((later.state, later.done[0].tested_by.len()), (OutcomeState::HeldSoFar, 0));
        assert!(later.reading.starts_with("The fix has held for ninety-two days."), "{}", later.reading);
    }

    #[test]
    fn a_promise_nobody_reports_on_is_not_done() {
        let kb = built([
            expired("a", "2023-01-01").promise(ActionKind::Automate, "Renew certificates by machine"),
            expired("b", "2024-06-01"),
        ]);
        assert_eq!(check(&kb).state, OutcomeState::NoneDone);
    }
}

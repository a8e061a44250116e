//! How long actions take until they are done.
//!
//! Input: the actions. Output: the share still open by age, after Kaplan and Meier (J. Am. Stat. Assoc. 53, 1958), so that
//! those which are open today count as long as they have waited. What has no day is counted as left out.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{ActionState, PartialDate};

use super::actions::ActionRow;
use super::archive::days_between;
use super::wording;

/// Days from an incident until its actions are done, as of the day of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closing {
    /// Actions in these figures: done on a known day, or recorded as open.
    pub n: usize,
    /// Those of them that were done by the day of the report.
    pub done: usize,
    pub excluded: Excluded,
    /// Days by which half are done; `None` where half are still open, below five that were done, and where more
    /// than a fifth of the done ones have no day.
    pub median_days: Option<i64>,
    /// Shares still open after 30, 90, 180 and 365 days, as far as any action was watched that long; empty as above.
    pub still_open: Vec<StillOpen>,
    pub reading: String,
}

/// Actions that these figures leave out, by the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Excluded {
    /// Done, and nothing says when.
    pub done_without_day: usize,
    /// Nothing says whether they are done.
    pub without_state: usize,
    pub dropped: usize,
    /// The document and the ticket disagree.
    pub disputed: usize,
    /// The day of their incident is not known, or still to come.
    pub without_incident_day: usize,
    /// Done before their incident began.
    pub before_incident: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StillOpen {
    pub days: i64,
    /// 0 to 1.
    pub share: f64,
}

const AGES: [i64; 4] = [30, 90, 180, 365];
/// Fewer that were done say nothing.
const FEWEST: usize = 5;
/// Done actions with a day for each one without.
const KNOWN: usize = 4;

pub fn closing(items: &[ActionRow], as_of: Date) -> Closing {
    let mut excluded = Excluded::default();
    let mut watched: Vec<Watched> = items.iter().filter_map(|item| watch(item, as_of, &mut excluded)).collect();
    watched.sort_by_key(|one| one.days);
    let done = watched.iter().filter(|one| one.is_done).count();
    // Where many that were done have no day, those that have one would make all look open for longer.
    let enough = done >= FEWEST && excluded.done_without_day * KNOWN <= done;
    let curve = if enough { curve(&watched) } else { Vec::new() };
    let longest = watched.last().map_or(0, |one| one.days);
    let share = |days: i64| curve.iter().take_while(|(at, _)| *at <= days).last().map_or(1.0, |(_, share)| *share);
    let ages = AGES.into_iter().filter(|days| !curve.is_empty() && *days <= longest);
    let still_open: Vec<StillOpen> = ages.map(|days| StillOpen { days, share: share(days) }).collect();
    let median_days = curve.iter().find(|(_, share)| *share <= 0.5).map(|(days, _)| *days);
    let reading = match enough {
        true => reading(watched.len(), items.len(), median_days, &still_open),
        false => too_few(watched.len(), done, excluded.done_without_day),
    };
    Closing { n: watched.len(), done, excluded, median_days, still_open, reading }
}

/// An action, watched for so many days.
struct Watched {
    days: i64,
    is_done: bool,
}

fn watch(item: &ActionRow, as_of: Date, excluded: &mut Excluded) -> Option<Watched> {
    let left_out = match (item.disputed, item.state) {
        (true, _) => &mut excluded.disputed,
        (_, ActionState::Dropped) => &mut excluded.dropped,
        (_, state) if state.is_unrecorded() => &mut excluded.without_state,
        (_, state) if state.is_done() && item.done_on.and_then(PartialDate::day).is_none() => {
            &mut excluded.done_without_day
        }
        _ => match (item.date.and_then(PartialDate::day), item.age_days, item.done_on.and_then(PartialDate::day)) {
            (Some(day), Some(_), Some(done)) if done < day => &mut excluded.before_incident,
            (Some(day), Some(_), Some(done)) if done <= as_of => {
                return Some(Watched { days: days_between(day, done), is_done: true });
            }
            // Open on the day of the report, whatever came later.
            (Some(_), Some(age), _) => return Some(Watched { days: age, is_done: false }),
            _ => &mut excluded.without_incident_day,
        },
    };
    *left_out += 1;
    None
}

/// The share still open behind each day on which any was done; `watched` by its days.
fn curve(watched: &[Watched]) -> Vec<(i64, f64)> {
    let (mut share, mut curve) = (1.0, Vec::new());
    let mut days: Vec<i64> = watched.iter().filter(|one| one.is_done).map(|one| one.days).collect();
    days.dedup();
    for day in days {
        let at_risk = watched.iter().filter(|one| one.days >= day).count();
        let done = watched.iter().filter(|one| one.is_done && one.days == day).count();
        share *= 1.0 - done as f64 / at_risk as f64;
        curve.push((day, share));
    }
    curve
}

fn too_few(n: usize, done: usize, without_day: usize) -> String {
    if n == 0 {
        return "Of no action is it known when it was done, or that it is open.".to_owned();
    }
    match done + without_day {
        0 => "No action is known to be done: nothing says how long it takes.".to_owned(),
        all => {
            let some = wording::some_of(done, all, "done action", "has", "have");
            format!("{} a known day: too few to say how long it takes.", wording::sentence(&some))
        }
    }
}

fn reading(n: usize, all: usize, median: Option<i64>, still_open: &[StillOpen]) -> String {
    let days = |days: i64| wording::count(usize::try_from(days).unwrap_or_default(), "day");
    let half = median.map_or("Half of the actions are not done yet".to_owned(), |median| {
        format!("Half of the actions are done within {}", days(median))
    });
    let rest = still_open.last().map_or_else(String::new, |last| {
        format!("; {:.0}% are still open after {}", last.share * 100.0, days(last.days))
    });
    format!("{half}{rest} ({n} of {all} actions).")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::actions::actions;
    use crate::analyse::archive::Archive;
    use crate::analyse::sample::{archive as built, draft};
    use crate::model::ActionKind;
    use jiff::civil::date;

    /// Of one incident on 1 January 2025: for each action the days until it was done, `None` where it is open.
    fn check(done_after: &[Option<i32>]) -> Closing {
        let mut incident = draft("a").on("2025-01-01");
        for (at, days) in done_after.iter().enumerate() {
            incident = incident.promise(ActionKind::Other, &format!("Do thing {at}")).item(|item| {
                let on = days.map(|days| PartialDate::Day(date(2025, 1, 1) + jiff::Span::new().days(days)));
                item.state = if on.is_some() { ActionState::Done } else { ActionState::Open };
                item.life.done_on = on;
            });
        }
        actions(&Archive::new(&built([incident])), &[], &[], date(2025, 7, 20)).closing
    }

    #[test]
    fn open_actions_count_as_long_as_they_have_waited() {
        // Five of eight done: after 20 days 7/8 are open, after 40 days 5/8, after 100 days 3/8.
        let closing = check(&[Some(20), Some(40), Some(40), Some(100), Some(100), None, None, None]);
        assert_eq!((closing.n, closing.done, closing.median_days), (8, 5, Some(100)));
        let shares: Vec<(i64, f64)> = closing.still_open.iter().map(|it| (it.days, it.share)).collect();
        let expected = [(30, 0.875), (90, 0.625), (180, 0.375)];
        for ((days, share), (at, open)) in shares.iter().zip(expected) {
            assert!(*days == at && (share - open).abs() < 1e-9, "{shares:?}");
        }
        assert_eq!(shares.len(), 3);
        assert_eq!(
            closing.reading,
            "Half of the actions are done within 100 days; 38% are still open after 180 days (8 of 8 actions)."
        );
    }

    #[test]
    fn what_was_done_after_the_day_of_the_report_was_open_on_it() {
        let closing = check(&[Some(20), Some(40), Some(40), Some(100), Some(300), None]);
        assert_eq!((closing.n, closing.done, closing.median_days), (6, 4, None));
        assert_eq!(closing.reading, "All four done actions have a known day: too few to say how long it takes.");
    }

    #[test]
    fn where_most_done_actions_have_no_day_nothing_is_said() {
        let mut incident = draft("a").on("2025-01-01");
        for at in 0..12 {
            incident = incident.promise(ActionKind::Other, &format!("Do thing {at}")).item(|item| {
                item.state = ActionState::Done;
                item.life.done_on = (at < 6).then(|| PartialDate::Day(date(2025, 2, 1)));
            });
        }
        let closing = actions(&Archive::new(&built([incident])), &[], &[], date(2025, 7, 20)).closing;
        assert_eq!((closing.n, closing.done, closing.median_days), (6, 6, None));
        assert_eq!(closing.reading, "Six of twelve done actions have a known day: too few to say how long it takes.");
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let incident = draft("a")
            .on("2025-01-01")
            .promise(ActionKind::Other, "Do one thing")
            .item(|item| item.state = ActionState::Done)
            .promise(ActionKind::Other, "Do another thing")
            .promise(ActionKind::Other, "Drop a third thing")
            .item(|item| item.state = ActionState::Dropped)
            .promise(ActionKind::Other, "Have done a fourth thing")
            .item(|item| {
                item.state = ActionState::Done;
                item.life.done_on = Some(PartialDate::Day(date(2024, 12, 1)));
            });
        let closing = actions(&Archive::new(&built([incident])), &[], &[], date(2025, 7, 20)).closing;
        let expected =
            Excluded { done_without_day: 1, without_state: 1, dropped: 1, before_incident: 1, ..Excluded::default() };
        assert_eq!((closing.n, closing.excluded), (0, expected));
    }
}

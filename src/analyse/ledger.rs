//! Stated against derived: where a document contradicts itself, both values and what may have happened.
//!
//! Input: the archive. Output: one row per contradiction. Nothing is corrected here.

use serde::Serialize;

use crate::model::{DurationClock, Incident, Minutes, PartialDate};

use super::archive::{Archive, Case};
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ledger {
    /// Values an author stated that could be checked.
    pub checked: usize,
    pub disagree: usize,
    pub rows: Vec<Disagreement>,
    /// Contradictions the normaliser flagged in dates, impact and order.
    pub flags: Vec<FlagRow>,
    pub reading: String,
}

/// A length of time that was stated and that its own times do not give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    pub incident: String,
    pub slug: String,
    pub date: Option<PartialDate>,
    /// `duration`, `detect`, `fix` or `resolve`.
    pub field: &'static str,
    pub stated: Minutes,
    pub derived: Minutes,
    /// Stated less derived.
    pub difference: Minutes,
    /// What may explain it, in words; `None` where nothing obvious does.
    pub likely: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlagRow {
    pub incident: String,
    pub slug: String,
    pub code: &'static str,
    pub message: String,
    pub line: Option<usize>,
}

/// Flags that mean a contradiction.
const CONTRADICTIONS: [&str; 9] = [
    "duration_conflict",
    "phase_conflict",
    "date_conflict",
    "impact_conflict",
    "clocks_disagree",
    "end_before_start",
    "out_of_order",
    "year_typo",
    "timeline_ends_before_stated_end",
];
/// Differences up to this are rounding.
const ROUNDING: Minutes = Minutes::new(1);

pub fn ledger(archive: &Archive) -> Ledger {
    let mut checked = 0;
    let mut rows = Vec::new();
    for case in &archive.cases {
        for (field, stated, derived) in pairs(case.incident) {
            checked += 1;
            rows.extend(disagreement(case, field, stated, derived));
        }
    }
    let flags = archive.cases.iter().flat_map(|case| {
        let flagged = case.incident.flags.iter().filter(|flag| CONTRADICTIONS.contains(&flag.code));
        flagged.map(|flag| FlagRow {
            incident: case.name.to_owned(),
            slug: case.slug.to_owned(),
            code: flag.code,
            message: flag.message.clone(),
            line: flag.line,
        })
    });
    let flags: Vec<FlagRow> = flags.collect();
    let reading = reading(checked, rows.len());
    Ledger { checked, disagree: rows.len(), rows, flags, reading }
}

/// What was stated beside what the document's own times give.
fn pairs(incident: &Incident) -> Vec<(&'static str, Minutes, Minutes)> {
    let phases = &incident.phases;
    let stated = &incident.stated_phases;
    let duration = &incident.duration;
    let derived = phases.resolve.or(duration.minutes.filter(|_| duration.minutes != duration.stated_minutes));
    [
        ("duration", duration.stated_minutes.filter(|_| duration.stated_minutes != stated.resolve), derived),
        ("detect", stated.detect, phases.detect),
        ("fix", stated.fix, phases.fix),
        ("resolve", stated.resolve, phases.resolve),
    ]
    .into_iter()
    .filter_map(|(field, stated, derived)| Some((field, stated?, derived?)))
    .collect()
}

fn disagreement(case: &Case, field: &'static str, stated: Minutes, derived: Minutes) -> Option<Disagreement> {
    let difference = Minutes::from_seconds(stated.seconds - derived.seconds);
    if difference.seconds.abs() <= ROUNDING.seconds {
        return None;
    }
    Some(Disagreement {
        incident: case.name.to_owned(),
        slug: case.slug.to_owned(),
        date: case.date,
        field,
        stated,
        derived,
        difference,
        likely: likely(case.incident, stated, derived),
    })
}

fn likely(incident: &Incident, stated: Minutes, derived: Minutes) -> Option<&'static str> {
    let difference = (stated.rounded() - derived.rounded()).abs();
    let counted_from = |milestone: Option<Minutes>| {
        milestone.is_some_and(|at| at.seconds > 0 && (stated.rounded() + at.rounded() - derived.rounded()).abs() <= 1)
    };
    let month = (28 * 1440..=31 * 1440).contains(&difference);
    if incident.duration.clock == DurationClock::SupportHours {
        Some("counted in support hours")
    } else if counted_from(incident.phases.detect) {
        Some("counted from the detection")
    } else if counted_from(incident.phases.respond) {
        Some("counted from the response")
    } else if month {
        Some("a month is off")
    } else if difference % 1440 == 0 {
        Some("a day is off")
    } else if difference % 60 == 0 && difference <= 14 * 60 {
        Some("an hour or a time zone is off")
    } else if stated < derived && derived.rounded() > 1440 {
        Some("perhaps counted in working hours")
    } else {
        None
    }
}

fn reading(checked: usize, disagree: usize) -> String {
    if checked == 0 {
        return "No stated length of time could be checked against its own times.".to_owned();
    }
    let (n, verb, times) = match disagree {
        0 => (checked, ("agrees", "agree"), wording::agree(checked, "its", "their")),
        n => (n, ("disagrees", "disagree"), wording::agree(n, "its", "their")),
    };
    let some = wording::some_of(n, checked, "checkable length", verb.0, verb.1);
    format!("{} with {times} own times.", wording::sentence(&some))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft};

    fn check(stated: i64, derived: i64, expected: Option<Option<&str>>) {
        let kb = built([draft("a").with(|incident| {
            incident.stated_phases.fix = Some(Minutes::new(stated));
            incident.phases.fix = Some(Minutes::new(derived));
        })]);
        let rows = ledger(&Archive::new(&kb)).rows;
        assert_eq!(rows.first().map(|row| row.likely), expected);
    }

    #[test]
    fn a_stated_length_is_checked_against_its_own_times() {
        check(97, 97, None);
        check(97, 96, None);
        check(1203, 1205, Some(None));
    }

    #[test]
    fn a_length_may_have_been_counted_from_a_later_moment() {
        let kb = built([draft("a").with(|incident| {
            incident.stated_phases.resolve = Some(Minutes::new(75));
            incident.phases.resolve = Some(Minutes::new(96));
            incident.phases.respond = Some(Minutes::new(21));
        })]);
        assert_eq!(ledger(&Archive::new(&kb)).rows[0].likely, Some("counted from the response"));
    }

    #[test]
    fn the_size_of_the_difference_hints_at_its_reason() {
        check(100, 160, Some(Some("an hour or a time zone is off")));
        check(100, 100 + 1440, Some(Some("a day is off")));
        check(100, 100 + 30 * 1440, Some(Some("a month is off")));
        check(1994, 8_700, Some(Some("perhaps counted in working hours")));
    }
}

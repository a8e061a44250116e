//! What a recurring cause has cost so far: the minutes of its incidents, as far as their reports tell.
//!
//! Input: the incidents of one group. Output: a sum with the number of incidents that it rests on. A length that a report
//! contradicts, or that counts support hours only, is not added up but named; a length that nobody gives is never zero.

use std::cmp::Ordering;

use serde::Serialize;

use crate::model::{DurationClock, Minutes};

use super::archive::Case;
use super::durations::wall_minutes;
use super::wording;

/// Minutes that the incidents of one recurring cause lasted, added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// On the wall clock, stated or computed from stated times; `None` where no report gives it.
    pub minutes: Option<Minutes>,
    /// Incidents whose minutes are in the sum.
    pub n: usize,
    /// All incidents of the cause.
    pub of: usize,
    /// Whether one of the lengths is about so long.
    pub approximate: bool,
    /// Ids of incidents whose stated length and stated times contradict each other; not in the sum.
    pub disputed: Vec<String>,
    /// Ids of incidents whose author counted support hours only; not in the sum.
    pub in_support_hours: Vec<String>,
}

impl Cost {
    pub fn of(cases: &[&Case]) -> Self {
        let known: Vec<(Minutes, bool)> =
            cases.iter().filter_map(|case| Some((wall_minutes(case)?, case.incident.duration.approximate))).collect();
        let named = |is: fn(&Case) -> bool| -> Vec<String> {
            cases.iter().filter(|case| is(case)).map(|case| case.name.to_owned()).collect()
        };
        let sum = known.iter().map(|(minutes, _)| minutes.seconds).sum();
        Self {
            minutes: (!known.is_empty()).then_some(Minutes::from_seconds(sum)),
            n: known.len(),
            of: cases.len(),
            approximate: known.iter().any(|(_, approximate)| *approximate),
            disputed: named(|case| case.incident.duration.disputed.is_some()),
            in_support_hours: named(|case| {
                let duration = &case.incident.duration;
                duration.minutes.is_some() && duration.clock == DurationClock::SupportHours
            }),
        }
    }

    /// The dearer first; one whose length nobody gives comes last.
    pub fn dearer(&self, other: &Self) -> Ordering {
        other.minutes.cmp(&self.minutes)
    }

    /// `14 h 15 min`, `about 14 h 15 min`; `None` where no report gives a length.
    pub fn length(&self) -> Option<String> {
        let about = if self.approximate { "about " } else { "" };
        Some(format!("{about}{}", wording::minutes(self.minutes?)))
    }

    /// `14 h 15 min in all`, `about 2 h in all (known for 3 of 5)`; `None` where no report gives a length.
    pub fn brief(&self) -> Option<String> {
        let known = if self.n == self.of { String::new() } else { format!(" (known for {} of {})", self.n, self.of) };
        Some(format!("{} in all{known}", self.length()?))
    }

    /// `14 h 15 min in all, stated by all five reports`, `no report states how long it lasted`. Part of a sentence.
    pub fn told(&self) -> String {
        match (self.length(), self.n == self.of) {
            (None, _) => "no report states how long it lasted".to_owned(),
            (Some(length), true) => {
                format!("{length} in all, stated by {}", wording::some_of(self.n, self.of, "report", "", ""))
            }
            (Some(length), false) => {
                format!(
                    "{length} in all, stated by {} of {} reports",
                    wording::number(self.n),
                    wording::number(self.of)
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::archive::Archive;
    use crate::analyse::sample::{Draft, archive as built, draft};
    use crate::model::{Disputed, Incident};

    fn check(drafts: Vec<Draft>, minutes: Option<i64>, told: &str) -> Cost {
        let kb = built(drafts);
        let archive = Archive::new(&kb);
        let cost = Cost::of(&archive.cases.iter().collect::<Vec<_>>());
        assert_eq!(cost.minutes, minutes.map(Minutes::new));
        assert_eq!(cost.told(), told);
        cost
    }

    fn disputed(incident: &mut Incident) {
        let lengths = (Minutes::new(60), Minutes::new(600));
        incident.duration.disputed =
            Some(Disputed { stated_minutes: lengths.0, computed_minutes: lengths.1, lines: vec![3, 9] });
    }

    #[test]
    fn minutes_are_added_up_and_say_how_many_reports_give_them() {
        check(
            vec![draft("a").lasted(60), draft("b").lasted(45)],
            Some(105),
            "1 h 45 min in all, stated by both reports",
        );
        check(vec![draft("a").lasted(60), draft("b")], Some(60), "1 h in all, stated by one of two reports");
    }

    #[test]
    fn what_nobody_states_is_unknown_and_not_zero() {
        let unknown = check(vec![draft("a"), draft("b")], None, "no report states how long it lasted");
        let little =
            check(vec![draft("c").lasted(1), draft("d")], Some(1), "1 min in all, stated by one of two reports");
        assert_eq!((little.dearer(&unknown), unknown.dearer(&little)), (Ordering::Less, Ordering::Greater));
    }

    #[test]
    fn disputed_lengths_and_support_hours_are_named_and_not_added() {
        let support = |incident: &mut Incident| incident.duration.clock = DurationClock::SupportHours;
        let drafts = vec![
            draft("a").lasted(30),
            draft("b").with(disputed),
            draft("c").lasted(420).with(support),
            draft("d").lasted(10).with(|incident| incident.duration.approximate = true),
        ];
        let cost = check(drafts, Some(40), "about 40 min in all, stated by two of four reports");
        assert_eq!((cost.disputed, cost.in_support_hours), (vec!["b".to_owned()], vec!["c".to_owned()]));
    }
}

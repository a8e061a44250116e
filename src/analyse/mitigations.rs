//! What actually fixed it: kinds of mitigation by cause, when they were tried, and whether they were the last.
//!
//! Input: the archive. Output: counts and minutes from the start. An attempt is a timeline line that tells of one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use crate::model::{EventKind, Incident, Minutes, MitigationKind, TimelineEntry};

use super::archive::{Archive, Case};
use super::cause_text::any_of;
use super::causes::UNKNOWN;
use super::options::Options;
use super::summary::Summary;
use super::wording;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mitigations {
    /// Incidents whose document tells what ended them.
    pub n: usize,
    pub of: usize,
    /// Most incidents first.
    pub kinds: Vec<MitigationCount>,
    /// Cause by mitigation, most incidents first.
    pub by_cause: Vec<CauseFix>,
    pub attempts: Vec<Attempts>,
    pub reading: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MitigationCount {
    pub kind: MitigationKind,
    pub count: usize,
    /// Minutes from start to fix.
    pub time_to_fix: Summary,
    pub incidents: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseFix {
    /// `unknown` where no class is known.
    pub class: String,
    pub kind: MitigationKind,
    pub count: usize,
    pub incidents: Vec<String>,
}

/// What timelines tell of one kind of attempt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attempts {
    pub kind: MitigationKind,
    /// Incidents whose timeline tells of such an attempt.
    pub tried_in: usize,
    /// Of these, incidents in which it was the last attempt and the mitigation told.
    pub worked_in: usize,
    /// Minutes from the start to the first such attempt.
    pub first_tried: Summary,
}

/// The first of [`ATTEMPTS`] in a text in lower case.
static ATTEMPT: LazyLock<Regex> = LazyLock::new(|| any_of(&ATTEMPTS.map(|(cue, _)| cue)));

/// Words of a line that tells of an attempt, in the past tense or as a label.
const ATTEMPTS: [(&str, MitigationKind); 30] = [
    ("rolled back", MitigationKind::Rollback),
    ("rollback", MitigationKind::Rollback),
    ("rolling back", MitigationKind::Rollback),
    ("reverted", MitigationKind::Rollback),
    ("reverting", MitigationKind::Rollback),
    ("restarted", MitigationKind::Restart),
    ("restarting", MitigationKind::Restart),
    ("rebooted", MitigationKind::Restart),
    ("rolling restart", MitigationKind::Restart),
    ("scaled up", MitigationKind::Scale),
    ("scaled out", MitigationKind::Scale),
    ("added capacity", MitigationKind::Scale),
    ("increased the limit", MitigationKind::Scale),
    ("increased memory", MitigationKind::Scale),
    ("resized", MitigationKind::Scale),
    ("configuration corrected", MitigationKind::Config),
    ("settings corrected", MitigationKind::Config),
    ("corrected the configuration", MitigationKind::Config),
    ("corrected the settings", MitigationKind::Config),
    ("correcting the", MitigationKind::Config),
    ("failed over", MitigationKind::Failover),
    ("failover to", MitigationKind::Failover),
    ("traffic shifted", MitigationKind::Failover),
    ("switched over", MitigationKind::Failover),
    ("hotfix", MitigationKind::Hotfix),
    ("fix deployed", MitigationKind::Hotfix),
    ("deployed a fix", MitigationKind::Hotfix),
    ("replaced the", MitigationKind::Replace),
    ("rotated the", MitigationKind::Replace),
    ("renewed the", MitigationKind::Replace),
];
/// Words that make a line a plan instead of an attempt.
const PLANS: [&str; 9] =
    ["will ", "should ", "consider", "decided to", "plan to", "to be ", "preparing", "discuss", "not "];

pub fn mitigations(archive: &Archive, options: &Options) -> Mitigations {
    let told: Vec<(&Case, MitigationKind)> =
        archive.cases.iter().filter_map(|case| Some((case, case.incident.mitigation.as_ref()?.kind))).collect();
    let kinds = kinds(&told, options);
    let by_cause = by_cause(&told);
    let attempts = attempts(archive, options);
    let reading = reading(archive.cases.len(), told.len(), &kinds, &attempts, options.thresholds.tested_from);
    Mitigations { n: told.len(), of: archive.cases.len(), kinds, by_cause, attempts, reading }
}

fn kinds(told: &[(&Case, MitigationKind)], options: &Options) -> Vec<MitigationCount> {
    let mut cases = BTreeMap::<MitigationKind, Vec<&Case>>::new();
    for (case, kind) in told {
        cases.entry(*kind).or_default().push(case);
    }
    let mut rows: Vec<MitigationCount> = cases
        .into_iter()
        .map(|(kind, cases)| {
            let minutes: Vec<Minutes> = cases.iter().filter_map(|case| case.incident.phases.fix).collect();
            MitigationCount {
                kind,
                count: cases.len(),
                time_to_fix: Summary::new(&minutes, cases.len(), options),
                incidents: cases.iter().map(|case| case.name.to_owned()).collect(),
            }
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.kind));
    rows
}

fn by_cause(told: &[(&Case, MitigationKind)]) -> Vec<CauseFix> {
    let mut cells = BTreeMap::<(&str, MitigationKind), Vec<String>>::new();
    for (case, kind) in told {
        cells.entry((case.cause_class().unwrap_or(UNKNOWN), *kind)).or_default().push(case.name.to_owned());
    }
    let mut rows: Vec<CauseFix> = cells
        .into_iter()
        .map(|((class, kind), incidents)| CauseFix { class: class.to_owned(), kind, count: incidents.len(), incidents })
        .collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.class, a.kind).cmp(&(&b.class, b.kind))));
    rows
}

fn attempts(archive: &Archive, options: &Options) -> Vec<Attempts> {
    let mut tried = BTreeMap::<MitigationKind, (usize, usize, Vec<Minutes>)>::new();
    for case in &archive.cases {
        let found = attempts_in(case.incident);
        let last = found.last().map(|(kind, _)| *kind);
        let told = case.incident.mitigation.as_ref().map(|it| it.kind);
        let mut first = BTreeMap::new();
        for (kind, entry) in &found {
            first.entry(*kind).or_insert(entry.elapsed);
        }
        for (kind, elapsed) in first {
            let (tried_in, worked_in, minutes) = tried.entry(kind).or_default();
            *tried_in += 1;
            *worked_in += usize::from(last == Some(kind) && told == Some(kind));
            minutes.extend(elapsed);
        }
    }
    let mut rows: Vec<Attempts> = tried
        .into_iter()
        .map(|(kind, (tried_in, worked_in, minutes))| Attempts {
            kind,
            tried_in,
            worked_in,
            first_tried: Summary::new(&minutes, tried_in, options),
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.tried_in), row.kind));
    rows
}

/// Lines that tell of an attempt, after the incident was noticed.
fn attempts_in(incident: &Incident) -> Vec<(MitigationKind, &TimelineEntry)> {
    let noticed = incident.timeline.iter().position(|entry| entry.kind == EventKind::Detected).unwrap_or(0);
    let later = incident.timeline.iter().skip(noticed);
    later.filter_map(|entry| Some((attempt(&entry.text)?, entry))).collect()
}

fn attempt(text: &str) -> Option<MitigationKind> {
    let lower = text.to_lowercase();
    let found = ATTEMPT.find(&lower)?;
    let (_, kind) = ATTEMPTS.iter().find(|(cue, _)| *cue == found.as_str())?;
    let before = &lower[..found.start()];
    let is_plan = PLANS.iter().any(|cue| {
        let mut places = before.match_indices(cue).map(|(place, _)| place);
        before.ends_with(cue)
            || lower.starts_with(cue)
            || places.any(|place| place > 0 && before.as_bytes()[place - 1] == b' ')
    });
    (!is_plan).then_some(*kind)
}

fn reading(all: usize, n: usize, kinds: &[MitigationCount], attempts: &[Attempts], summarised_from: usize) -> String {
    let tell = wording::sentence(&wording::some_of(n, all, "report", "tells", "tell"));
    let Some(first) = kinds.first() else { return format!("{tell} what ended the incident.") };
    let told = match (n, kinds.len()) {
        (1, _) => format!("{tell} what ended the incident: {}.", noun(first.kind)),
        (_, 1) => format!("{tell} what ended the incident, always {}.", noun(first.kind)),
        _ => format!(
            "{tell} what ended the incident, most often {} ({}).",
            noun(first.kind),
            wording::number(first.count)
        ),
    };
    let tried = attempts.iter().find_map(|it| Some((it, it.first_tried.median?)));
    let Some((attempt, median)) = tried else { return told };
    let when = if attempt.first_tried.n >= summarised_from {
        format!(", in the median {} after the start", wording::minutes(median))
    } else {
        String::new()
    };
    let worked = match (attempt.worked_in, attempt.tried_in) {
        (0, _) => "it was not what worked".to_owned(),
        (n, tried) if n == tried => "it was what worked".to_owned(),
        (n, _) => format!("in {} of them it was what worked", wording::number(n)),
    };
    format!(
        "{told} Timelines tell of {} in {}{when}; {worked}.",
        noun(attempt.kind),
        wording::count(attempt.tried_in, "incident"),
    )
}

/// In a sentence.
fn noun(kind: MitigationKind) -> &'static str {
    match kind {
        MitigationKind::Rollback => "a rollback",
        MitigationKind::Restart => "a restart",
        MitigationKind::Scale => "more capacity",
        MitigationKind::Config => "a change of configuration",
        MitigationKind::Failover => "a failover",
        MitigationKind::Hotfix => "a hotfix",
        MitigationKind::Vendor => "the provider",
        MitigationKind::Replace => "a replacement",
        MitigationKind::Waited => "waiting",
        MitigationKind::Other => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::sample::{archive as built, draft};
    use crate::model::Mitigation;

    fn check(text: &str, expected: Option<MitigationKind>) {
        assert_eq!(attempt(text), expected);
    }

    #[test]
    fn a_line_can_tell_of_an_attempt() {
        check("Rolled back to the previous build", Some(MitigationKind::Rollback));
        check("Operators restarted all brokers, without effect", Some(MitigationKind::Restart));
        check("Settings corrected on both nodes", Some(MitigationKind::Config));
    }

    #[test]
    fn a_plan_is_not_an_attempt() {
        check("We will restart the brokers once restarted logs are kept", None);
        check("Decided to prepare a rollback", None);
        check("Latency back to normal", None);
    }

    #[test]
    fn the_last_attempt_is_the_one_that_worked() {
        let ended =
            |kind| move |incident: &mut Incident| incident.mitigation = Some(Mitigation { kind, text: "x".into() });
        let kb = built([
            draft("a")
                .line(0, EventKind::Detected, "Alert")
                .line(20, EventKind::Note, "Restarted the gateway")
                .line(50, EventKind::Fixed, "Rolled back the release")
                .with(ended(MitigationKind::Rollback)),
            draft("b")
                .line(0, EventKind::Detected, "Alert")
                .line(10, EventKind::Fixed, "Restarted the gateway")
                .with(ended(MitigationKind::Restart)),
        ]);
        let mitigations = mitigations(&Archive::new(&kb), &Options::default());
        let rows: Vec<(MitigationKind, usize, usize, Option<Minutes>)> =
            mitigations.attempts.iter().map(|it| (it.kind, it.tried_in, it.worked_in, it.first_tried.median)).collect();
        assert_eq!(
            rows,
            [
                (MitigationKind::Restart, 2, 1, Some(Minutes::new(15))),
                (MitigationKind::Rollback, 1, 1, Some(Minutes::new(50)))
            ]
        );
    }
}

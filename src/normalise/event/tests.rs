//! Invented incidents: what each line tells, and the minutes that follow from it.

use proptest::prelude::*;

use super::{Anchor, EventContext, PlacedEntry, ReadEntry};
use crate::model::EventKind::{
    Began, CulpritNamed, Detected, Ended, Escalated, FalseLead, Fixed, Identified, Investigating, Note, Resolved,
    Responded, RuledOut,
};
use crate::model::{EventKind, Flag, Milestones, Minutes, Phases};
use crate::normalise::components_for_tests::{context, entries, moment};
use crate::normalise::false_lead::find_false_leads;

fn texts(placed: &[PlacedEntry]) -> Vec<String> {
    placed.iter().map(|placed| placed.entry.text.clone()).collect()
}

fn classify_events(placed: &mut [PlacedEntry], context: &EventContext) {
    let texts = texts(placed);
    super::classify_events(placed, &ReadEntry::all(&texts), context);
}

fn milestones(
    placed: &[PlacedEntry],
    start: Option<Anchor>,
    end: Option<Anchor>,
    context: &EventContext,
) -> (Milestones, Phases, Vec<Flag>) {
    super::milestones(placed, &ReadEntry::all(&texts(placed)), start, end, context)
}

/// Classifies lines such as `10:05 text` and compares the kind of each.
fn check(culprit: Option<&str>, lines: &[(&str, EventKind)]) -> Vec<PlacedEntry> {
    let texts: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    let mut placed = entries(&texts);
    classify_events(&mut placed, &context(culprit, None));
    for (entry, (line, kind)) in placed.iter().zip(lines) {
        assert_eq!(entry.entry.kind, *kind, "{line}");
    }
    placed
}

fn phases(placed: &[PlacedEntry], culprit: Option<&str>, start: Option<i64>, end: Option<i64>) -> [Option<i64>; 7] {
    let anchor = |at: i64| Anchor { at, moment: moment("00:00"), line: None };
    let (_, phases, _) = milestones(placed, start.map(anchor), end.map(anchor), &context(culprit, None));
    let all = [
        phases.detect,
        phases.respond,
        phases.escalate,
        phases.culprit_named,
        phases.identify,
        phases.fix,
        phases.resolve,
    ];
    all.map(|minutes| minutes.map(Minutes::rounded))
}

const CHECKOUT: &[(&str, EventKind)] = &[
    ("14:00 Pager fires: the checkout takes four seconds", Detected),
    ("14:04 On-call acknowledges the page", Responded),
    ("14:10 First suspicion falls on the CDN, since purges were running", FalseLead),
    ("14:35 CDN graphs look clean, the team moves on", RuledOut),
    ("15:10 DBA joins and finds that the primary database has no connections left", CulpritNamed),
    ("15:15 Connection limit identified as the root cause", Identified),
    ("15:20 Pool size raised from 50 to 200", Fixed),
    ("15:25 Checkout back to normal", Resolved),
];

#[test]
fn every_line_of_a_plain_report_finds_its_kind() {
    let placed = check(Some("database"), CHECKOUT);
    let minutes = phases(&placed, Some("database"), None, None);
    assert_eq!(minutes, [None, Some(4), None, Some(70), Some(75), Some(80), Some(85)]);
}

#[test]
fn the_act_before_the_end_is_the_fix_where_nobody_calls_it_so() {
    check(
        Some("dns"),
        &[
            ("09:00 Customers tell us that the portal is unreachable, monitoring alert follows", Detected),
            ("09:07 Support loops in the platform team", Escalated),
            ("09:33 An expired signature of our zone was found", Identified),
            ("09:48 Zone signed anew and published", Fixed),
            ("10:00 All clear", Resolved),
        ],
    );
}

#[test]
fn a_state_as_it_should_be_is_the_end_where_no_row_says_so_and_the_act_right_before_it_the_fix() {
    check(
        None,
        &[
            ("10:03 Drivers radio control", Detected),
            ("10:05 Technician sent", Note),
            ("10:42 Card swapped", Fixed),
            ("10:47 Normal running", Resolved),
        ],
    );
    check(
        None,
        &[
            ("10:01 Building management calls", Detected),
            ("10:15 Generator does not start", Note),
            ("10:50 Racks up, all customers reachable", Resolved),
        ],
    );
    check(
        None,
        &[
            ("10:02 Ticket from a clinic: the list is blank", Detected),
            ("10:30 Some stations back", Note),
            ("10:42 Old index put in place, orders accepted", Resolved),
        ],
    );
    check(
        None,
        &[
            ("10:02 The NOC sees the link go down", Detected),
            ("10:20 Error rate at 40", Note),
            ("10:44 Error rate at 0", Resolved),
        ],
    );
}

#[test]
fn a_suspect_that_is_well_ends_nothing() {
    check(
        None,
        &[
            ("09:20 Three merchants phone support about zero totals", Detected),
            ("09:26 Arjun thinks the currency service is down", FalseLead),
            ("09:31 Currency service is healthy, dropped that idea", RuledOut),
            ("09:38 Flag turned off", Fixed),
            ("09:41 Totals are right again, impact over", Resolved),
        ],
    );
}

#[test]
fn what_did_not_help_was_no_fix() {
    let placed = check(
        Some("auth"),
        &[
            ("12:14 Alert raised by the latency monitor", Detected),
            ("12:16 The on-call engineer starts to investigate", Responded),
            ("12:20 Release 8 rolled back", Note),
            ("12:31 Rollback complete, errors continue", RuledOut),
            ("13:06 Escalated to the identity team", Escalated),
            ("13:20 It turns out that the signing certificate expired at midnight", Identified),
            ("13:35 Certificate renewed; logins work again", Resolved),
        ],
    );
    assert_eq!(phases(&placed, Some("auth"), None, None)[5], Some(81));
}

#[test]
fn a_rollback_that_changed_nothing_refutes_the_guess_behind_it() {
    check(
        Some("database"),
        &[
            ("07:00 Automated alert: every tenth request fails", Detected),
            ("07:02 Acknowledged by the on-call", Responded),
            ("07:05 Initial hypothesis: a bad deploy. Rolled back release 4.2.", FalseLead),
            ("07:11 Rollback completed but the error rate is unchanged", RuledOut),
            ("07:20 The primary database was found to have no space", CulpritNamed),
            ("07:22 Root cause: the archive filled the volume", Identified),
            ("07:25 Archive emptied, database restarted", Fixed),
            ("07:28 Error rate back to baseline", Resolved),
        ],
    );
}

#[test]
fn a_symptom_names_the_culprit_and_a_later_confirmation_identifies_it() {
    let placed = check(
        Some("cache"),
        &[
            ("20:00 Monitoring detected slow pages", Detected),
            ("20:05 Engineers investigated and found that the cache was answering slowly", Responded),
            ("21:10 The root cause was confirmed: the cache runs with the wrong eviction policy", Identified),
            ("21:30 Policy corrected, pages are fast again", Fixed),
        ],
    );
    assert_eq!(phases(&placed, Some("cache"), None, None)[3..5], [Some(5), Some(70)]);
}

#[test]
fn a_find_that_names_the_culprit_is_the_identification_where_no_better_one_follows() {
    check(
        Some("load_balancer"),
        &[
            ("08:00 Errors detected", Detected),
            ("08:50 Found that HAProxy sends everything to one machine", Identified),
            ("09:00 Weights corrected", Fixed),
        ],
    );
}

#[test]
fn the_last_find_before_the_fix_is_the_identification_and_what_it_confirms_names_the_culprit() {
    for (find, identifies) in [
        ("10:20 Mo spots a second timer on the belt controller", true),
        ("10:20 the pump log made it plain", true),
        ("10:20 Lou finds the list of moved shelves", true),
        ("10:20 Lou goes for a walk", false),
    ] {
        let lines = [
            "10:00 Alert: belt speed low",
            "10:05 Kit acknowledges",
            find,
            "10:40 Timer unplugged",
            "10:45 Belt recovered",
        ];
        let mut placed = entries(&lines);
        classify_events(&mut placed, &context(None, None));
        assert_eq!(placed[2].entry.kind == Identified, identifies, "{find}");
    }
    let lines = [
        "10:00 Alert: belt speed low",
        "10:10 Kit asks whether the night timer still runs",
        "10:20 Confirmed from the panel",
        "10:40 Timer unplugged",
        "10:45 Belt recovered",
    ];
    let mut placed = entries(&lines);
    classify_events(&mut placed, &context(None, None));
    let (found, ..) = milestones(&placed, None, None, &context(None, None));
    assert_eq!(found.culprit_named_at, placed[1].entry.at);
    assert_eq!(found.identified_at, placed[2].entry.at);
}

#[test]
fn key_events_in_two_words_are_understood() {
    check(
        None,
        &[
            ("11:45 Fault occurs", Began),
            ("11:49 First detected", Detected),
            ("11:51 Incident declared", Responded),
            ("12:07 Repaired", Fixed),
            ("12:20 Resolved", Resolved),
        ],
    );
}

#[test]
fn markers_inside_entries_are_understood() {
    check(
        None,
        &[
            ("03:10 (outage starts) rack 4 loses power", Began),
            ("03:15 **Discovery:** the night shift notices dark screens", Detected),
            ("04:40 Power restored (outage ends)", Resolved),
            ("05:00 Incident closed", Ended),
        ],
    );
}

#[test]
fn a_hope_or_a_plan_is_no_milestone() {
    let lines = [
        "10:00 Alarm: no orders since nine",
        "10:20 We decided to roll back the release",
        "10:25 Attempting to revert the schema",
        "10:30 The root cause is still unknown",
        "10:40 The problem could not be resolved by a restart",
        "10:50 Customers were told that orders should be restored soon",
        "10:55 Believed to be resolved, watching",
    ];
    let mut placed = entries(&lines);
    classify_events(&mut placed, &context(None, None));
    for entry in &placed {
        assert!(
            !matches!(entry.entry.kind, Fixed | Resolved | Identified),
            "{} is {:?}",
            entry.entry.text,
            entry.entry.kind
        );
    }
}

#[test]
fn recoveries_before_anybody_noticed_are_notes() {
    check(
        None,
        &[
            ("01:00 Writes blocked, then recovered", Note),
            ("01:20 Writes blocked, then recovered", Note),
            ("02:00 Users report missing rows", Detected),
            ("02:10 Looking into it", Responded),
            ("03:00 Disk enlarged, service restored", Resolved),
        ],
    );
}

#[test]
fn a_report_that_starts_before_its_detection_tells_how_long_it_went_unseen() {
    let placed = check(
        None,
        &[
            ("07:15 Deployment begins", Note),
            ("13:45 Users reported broken forms", Detected),
            ("15:09 Resolved", Resolved),
        ],
    );
    let start = placed[0].at;
    assert_eq!(phases(&placed, None, start, None)[0], Some(390));
    assert_eq!(phases(&placed, None, placed[1].at, None)[0], None);
}

#[test]
fn the_stated_end_is_the_resolution_and_an_early_last_entry_is_flagged() {
    let placed = check(Some("database"), CHECKOUT);
    let first = placed[0].at.unwrap();
    let anchor = |at: i64| Some(Anchor { at, moment: moment("00:00"), line: Some(3) });
    let (stones, phases, flags) =
        milestones(&placed, anchor(first), anchor(first + 120 * 60), &context(Some("database"), None));
    assert_eq!((phases.fix, phases.resolve), (Some(Minutes::new(80)), Some(Minutes::new(120))));
    assert_eq!(stones.resolved_at, Some(moment("00:00")));
    let codes: Vec<&str> = flags.iter().map(|flag| flag.code).collect();
    assert_eq!(codes, ["start_is_detection", "timeline_ends_before_stated_end"]);
    let last = placed.iter().filter_map(|entry| entry.at).max().unwrap();
    let (.., flags) = milestones(&placed, anchor(first), anchor(last + 4 * 60), &context(Some("database"), None));
    assert_eq!(flags.iter().map(|flag| flag.code).collect::<Vec<_>>(), ["start_is_detection"], "a few minutes later");
}

#[test]
fn without_times_there_are_kinds_and_milestones_and_no_minutes() {
    let placed = check(
        None,
        &[
            ("??:?? Alert fires", Detected),
            ("??:?? On-call starts investigating", Responded),
            ("??:?? Fix deployed", Fixed),
        ],
    );
    assert_eq!(phases(&placed, None, None, None), [None; 7]);
}

#[test]
fn an_empty_timeline_has_nothing_to_tell() {
    let mut none: Vec<PlacedEntry> = Vec::new();
    classify_events(&mut none, &context(None, None));
    assert_eq!(phases(&none, None, Some(0), Some(3600)), [None, None, None, None, None, None, Some(60)]);
}

#[test]
fn investigating_and_telling_others_are_told_apart() {
    check(
        None,
        &[
            ("10:00 Alert: disk almost full", Detected),
            ("10:05 Team alerted", Responded),
            ("10:15 Comparing the volumes", Investigating),
            ("10:20 Status page updated", Note),
            ("10:25 Vendor support ticket opened with priority one", Escalated),
        ],
    );
}

/// Up to twelve times, any at all or close together.
fn times(range: std::ops::Range<i64>) -> impl Strategy<Value = Vec<Option<i64>>> {
    proptest::collection::vec(proptest::option::of(range), 12)
}

proptest! {
    #[test]
    fn no_text_makes_it_stumble(
        texts in proptest::collection::vec(".{0,120}", 0..12),
        times in times(i64::MIN..i64::MAX),
    ) {
        run(&texts, &times);
    }

    #[test]
    fn no_mix_of_its_own_words_makes_it_stumble(
        texts in proptest::collection::vec(vocabulary(), 0..12),
        near in times(-5000..5000),
        far in times(i64::MIN..i64::MAX),
    ) {
        run(&texts, &near);
        run(&texts, &far);
    }
}

/// Sentences of words that the rules know.
fn vocabulary() -> impl Strategy<Value = String> {
    let words = [
        "suspecting",
        "the database",
        "was",
        "red herring",
        "ruled out",
        "no issues",
        "initially",
        "assumed",
        "root cause",
        "identified",
        "rolled back",
        "restored",
        "not",
        ".",
        ";",
        "[dead-end]",
        "[hypothesis]",
        "attention shifted",
        "to",
        "network",
        "load balancer",
        "is",
        "and",
        "but",
        ":",
        "these",
        "issue",
        "of",
        "alert",
        "escalated",
        "\n",
        "did not help",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..14).prop_map(|words| words.join(" "))
}

fn run(texts: &[String], times: &[Option<i64>]) {
    let mut placed = entries(&texts.iter().map(|_| "??:?? x").collect::<Vec<_>>());
    for ((entry, text), at) in placed.iter_mut().zip(texts).zip(times) {
        entry.entry.text.clone_from(text);
        entry.at = *at;
    }
    for culprit in [None, Some("database")] {
        let context = context(culprit, Some("The database ran with a wrong limit."));
        classify_events(&mut placed, &context);
        let (_, phases, _) = milestones(&placed, None, None, &context);
        assert!(phases.fix.is_none_or(|fix| fix.seconds >= 0));
        let texts = super::tests::texts(&placed);
        for lead in find_false_leads(&placed, &ReadEntry::all(&texts), &context) {
            assert!(!lead.suspect.is_empty());
            assert!(lead.minutes.is_none_or(|range| Minutes::default() <= range.min && range.min <= range.max));
        }
    }
}

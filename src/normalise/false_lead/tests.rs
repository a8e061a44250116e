//! Invented incidents: who was suspected, for how long, and what ended it.

use super::find_false_leads;
use super::prose::{Statement, find_in_prose};
use crate::model::FalseLeadBasis::{Fixed, Identified, Open, Refuted, Superseded};
use crate::model::{FalseLead, FalseLeadBasis};
use crate::normalise::components_for_tests::{context, entries};
use crate::normalise::event::{ReadEntry, classify_events};

/// Suspect, component, minutes at least and at most, and what ended it.
type Expected<'a> = (&'a str, Option<&'a str>, Option<(i64, i64)>, FalseLeadBasis);

fn leads(culprit: Option<&str>, lines: &[&str]) -> Vec<FalseLead> {
    let mut placed = entries(lines);
    let texts: Vec<String> = placed.iter().map(|placed| placed.entry.text.clone()).collect();
    let read = ReadEntry::all(&texts);
    classify_events(&mut placed, &read, &context(culprit, None));
    find_false_leads(&placed, &read, &context(culprit, None))
}

fn check(culprit: Option<&str>, lines: &[&str], expected: &[Expected]) {
    compare(&leads(culprit, lines), expected);
}

fn check_prose(culprit: Option<&str>, sentences: &[&'static str], expected: &[Expected]) {
    let told = |(at, text): (usize, &&'static str)| Statement { text, line: at + 1, of_leads: false };
    let numbered: Vec<Statement> = sentences.iter().enumerate().map(told).collect();
    compare(&find_in_prose(&numbered, &context(culprit, None)), expected);
}

fn compare(found: &[FalseLead], expected: &[Expected]) {
    let told: Vec<Expected> = found
        .iter()
        .map(|lead| {
            let minutes = lead.minutes.map(|range| (range.min.rounded(), range.max.rounded()));
            (lead.suspect.as_str(), lead.component.as_deref(), minutes, lead.basis)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_suspect_is_dropped_when_it_is_ruled_out() {
    check(
        Some("dns"),
        &[
            "09:00 Monitoring detected failing logins",
            "09:12 We assumed the outage was caused by the firewall change of last evening",
            "09:20 Firewall change reverted, no effect",
            "09:40 A missing record was found in the DNS zone",
        ],
        &[("firewall change of last evening", Some("firewall"), Some((8, 8)), Refuted)],
    );
}

#[test]
fn a_suspect_is_dropped_when_another_takes_its_place() {
    check(
        Some("storage"),
        &[
            "22:50 Alert: uploads fail",
            "22:55 Initial investigation focused on the ingress and its timeouts",
            "23:25 Suspecting that the database was overloaded by the nightly export",
            "00:05 The DBA team ruled out the database",
            "00:30 Root cause identified: the upload volume is full",
        ],
        &[
            ("ingress and its timeouts", Some("load_balancer"), Some((30, 30)), Superseded),
            ("database", Some("database"), Some((40, 40)), Refuted),
        ],
    );
}

#[test]
fn an_end_that_nobody_states_is_a_range_from_the_next_entry_to_the_cause() {
    check(
        Some("auth"),
        &[
            "08:00 Alert: errors at the gateway",
            "08:10 The team wrongly attributed the errors to the database",
            "08:25 Escalated to the identity team",
            "09:10 It turns out that the signing certificate expired at midnight",
        ],
        &[("database", Some("database"), Some((15, 60)), Identified)],
    );
}

#[test]
fn an_end_that_nobody_states_is_a_range_to_the_fix_where_no_cause_was_named() {
    check(
        Some("load_balancer"),
        &[
            "10:00 Alert: slow pages",
            "10:05 Misleading graphs pointed to the cache",
            "10:20 Escalated",
            "10:45 HAProxy weights corrected",
        ],
        &[("cache", Some("cache"), Some((15, 40)), Fixed)],
    );
}

#[test]
fn work_on_the_same_suspect_keeps_the_lead_alive() {
    check(
        Some("network"),
        &[
            "10:00 Alert: timeouts",
            "10:10 Assumed root cause to be slow database queries",
            "10:40 Database team joins to look at the queries",
            "11:10 Database team found nothing unusual",
        ],
        &[("slow database queries", Some("database"), Some((60, 60)), Refuted)],
    );
}

#[test]
fn a_suspicion_that_was_right_is_no_false_lead() {
    for lines in [
        [
            "10:00 Alert: timeouts",
            "10:10 Engineers suspected the database",
            "10:20 The database was confirmed to be the culprit",
        ],
        ["10:00 Alert: timeouts", "10:10 Attention turned to the database", "10:20 Database limit corrected"],
        [
            "10:00 Alert: timeouts",
            "10:10 Suspecting network or database trouble",
            "10:20 Database limit identified as root cause",
        ],
    ] {
        check(Some("database"), &lines, &[]);
    }
}

#[test]
fn without_a_known_culprit_a_suspicion_is_false_only_when_something_says_so() {
    check(None, &["10:00 Alert", "10:10 Engineers suspected a memory leak", "10:40 Patch deployed"], &[]);
    check(
        None,
        &[
            "10:00 Alert",
            "10:10 Engineers suspected a memory leak",
            "10:40 Heap is flat, no leak",
            "11:00 Patch deployed",
        ],
        &[("memory leak", None, Some((30, 30)), Refuted)],
    );
}

#[test]
fn what_names_the_culprit_and_finds_something_opens_no_lead() {
    check(
        Some("load_balancer"),
        &[
            "10:00 Alert",
            "10:10 Initially thought harmless, the HAProxy change was identified as the cause",
            "10:20 Fixed",
        ],
        &[],
    );
}

#[test]
fn roles_comments_and_hints_open_no_lead() {
    check(
        Some("dns"),
        &[
            "10:00 Alert",
            "10:02 J assumes the incident lead role",
            "10:05 A misleading comment in the database runbook was corrected later",
            "10:10 Suspicious login activity is unrelated to this",
            "10:20 The delay can be attributed to the network",
            "10:30 Initial investigation thread opened in the channel",
        ],
        &[],
    );
}

#[test]
fn a_lead_after_the_cause_was_known_says_so() {
    let found = leads(
        Some("load_balancer"),
        &[
            "10:00 Alert",
            "10:20 HAProxy logs read, revealing a wrong backend name",
            "10:30 Misleading path explored regarding the database",
            "10:50 Nothing unusual in the database",
            "11:00 Backend name corrected",
        ],
    );
    assert!(found[0].after_identification);
    assert_eq!(found[0].line, 3);
}

#[test]
fn marks_of_the_author_always_win() {
    check(
        Some("queue"),
        &[
            "10:00 Alert: no orders",
            "10:10 [hypothesis] The cache evicts sessions",
            "10:25 [dead-end] hit ratio unchanged",
            "10:30 [dead-end] Read the broker logs line by line",
            "10:50 Poisoned message identified in the broker",
        ],
        &[
            ("cache evicts sessions", Some("cache"), Some((15, 15)), Refuted),
            ("Read the broker logs line by line", None, Some((20, 20)), Identified),
        ],
    );
}

#[test]
fn a_guess_refuted_in_its_own_entry_lasts_until_the_next_at_most() {
    check(
        Some("compute"),
        &[
            "14:29 Outage reported in the chat",
            "14:35 Suspecting the network, we restarted the proxy. This did not help.",
            "14:55 The worker host was found to be full",
        ],
        &[("network", Some("network"), Some((0, 20)), Refuted)],
    );
}

#[test]
fn entries_without_times_give_leads_without_minutes() {
    check(
        Some("dns"),
        &["??:?? Alert", "??:?? Suspecting the firewall", "??:?? Firewall ruled out"],
        &[("firewall", Some("firewall"), None, Refuted)],
    );
}

#[test]
fn a_lead_that_nothing_ever_ended_stays_open() {
    check(
        None,
        &["10:00 Alert", "10:10 A red herring cost us time: the backup job"],
        &[("backup job", None, None, Open)],
    );
}

#[test]
fn an_entry_that_takes_a_suspicion_back_raises_no_other() {
    check(
        Some("load_balancer"),
        &[
            "23:05 We assumed the problem was the orders database, because a replica was behind",
            "23:44 The lag was a red herring. 39 minutes gone",
            "00:20 Root cause identified: the proxy sent the wrong header",
        ],
        &[("orders database", Some("database"), Some((39, 39)), Refuted)],
    );
}

#[test]
fn a_timeline_over_midnight_counts_on() {
    check(
        Some("cache"),
        &["23:40 Alert", "23:50 Suspecting the network", "00:30 Network ruled out", "01:00 Redis limit corrected"],
        &[("network", Some("network"), Some((40, 40)), Refuted)],
    );
}

#[test]
fn prose_tells_of_a_lead_when_it_also_tells_that_it_was_wrong() {
    check_prose(
        Some("auth"),
        &[
            "We initially suspected the database.",
            "Its graphs were flat, so it was ruled out.",
            "A certificate had expired.",
        ],
        &[("database", Some("database"), None, Refuted)],
    );
    check_prose(
        Some("network"),
        &["At first we thought the cache was cold, but the link had in fact been cut."],
        &[("cache", Some("cache"), None, Superseded)],
    );
    check_prose(
        None,
        &["The full disk on host 3 was a red herring."],
        &[("full disk on host 3", Some("storage"), None, Open)],
    );
}

#[test]
fn what_was_thought_at_first_was_something_else() {
    for (told, suspect, component) in [
        ("The team first thought that the firewall was at fault.", "firewall", Some("firewall")),
        ("Technicians at first blamed a new driver for it.", "new driver", None),
        ("For twenty minutes we believed that the cache was cold.", "cache", Some("cache")),
        ("My first hunch was the network.", "network", Some("network")),
        ("Thought it was the load balancer, opened a case.", "load balancer", Some("load_balancer")),
        ("We chased the network for an hour.", "network", Some("network")),
    ] {
        check_prose(Some("auth"), &[told, "A certificate had expired."], &[(suspect, component, None, Superseded)]);
    }
    check_prose(Some("network"), &["We first suspected the network.", "The link was cut."], &[]);
    check_prose(None, &["Each node thought it was the leader."], &[]);
}

#[test]
fn a_bet_is_lost_when_the_next_words_say_so() {
    check_prose(
        Some("storage"),
        &["I bet on the HAProxy upgrade.", "Let me revert that.", "Ana wrote at noon.", "Reverted.", "So not HAProxy."],
        &[("HAProxy upgrade", Some("load_balancer"), None, Refuted)],
    );
    check_prose(
        Some("compute"),
        &["He looked at the database, because it always is the database.", "It was bored."],
        &[("database", Some("database"), None, Refuted)],
    );
    check_prose(Some("compute"), &["He looked at the logs.", "The disk was full."], &[]);
}

#[test]
fn prose_that_only_suspects_tells_of_no_false_lead() {
    check_prose(Some("network"), &["We suspect an intermittent problem of the network to be the cause."], &[]);
    check_prose(None, &["We suspected a bug in the parser.", "It was fixed the same day."], &[]);
    check_prose(None, &["These were red herrings, nothing else."], &[]);
    check_prose(None, &["Disk space, the usual suspect, was fine."], &[]);
}

#[test]
fn a_bare_word_takes_back_what_was_believed_right_before() {
    for (told, suspect) in [
        (&["I assumed the printer driver.", "Swapped it.", "Same."][..], "printer driver"),
        (&["Marta reckons it's the old scanner again.", "Nope."], "old scanner again"),
        (&["Looks like the tape robot.", "Its makers say all is well and the robot is fine."], "tape robot"),
        (&["We blame the weekend patch, so it goes.", "No difference."], "weekend patch"),
        (&["Pressure sensor suspected, fitter called.", "Sensor OK."], "Pressure sensor"),
        (&["He suspects a leak in the roof.", "No leak found."], "leak in the roof"),
        (&["Ida thinks that the turnstile is at fault and loses an hour on that."], "turnstile"),
        (&["We thought that memory is not enough in the new box.", "Doubled it.", "Same error."], "memory"),
    ] {
        let statements: Vec<Statement> = told.iter().map(|text| Statement { text, line: 1, of_leads: false }).collect();
        let found = find_in_prose(&statements, &context(None, None));
        let suspects: Vec<&str> = found.iter().map(|lead| lead.suspect.as_str()).collect();
        assert_eq!(suspects, [suspect], "{told:?}");
    }
}

#[test]
fn several_suspects_are_several_leads() {
    for (told, count) in [
        (
            &["First we suspected the turnstile.", "Then we thought it was the badge reader.", "It was the clock."][..],
            2,
        ),
        (&["My first guess was the boiler, my second guess was the pump.", "Both were fine."], 2),
        (&["We believed it was the mixer.", "It was not the mixer.", "The mixer, once more, was fine."], 1),
        (&["Our first idea was the crane. Wrong.", "Next suspect: the forklift. Also no."], 2),
    ] {
        let statements: Vec<Statement> = told.iter().map(|text| Statement { text, line: 1, of_leads: false }).collect();
        let found = find_in_prose(&statements, &context(None, None));
        assert_eq!(found.len(), count, "{told:?}: {found:?}");
    }
}

#[test]
fn what_nobody_believed_is_no_lead() {
    for told in [
        &["We restarted the proxy and all was well."][..],
        &["We figured out the cause at noon.", "No data was lost."],
        &["This sounds like a lot of work.", "It is not."],
        &["The tool looks for idle hosts.", "None were idle."],
        &["Some more thought is needed here.", "No date yet."],
        &["We thought we had backups.", "We had not."],
        &["It was not an attack, and no data was taken."],
        &["I think we should have called earlier.", "Nothing prevented us."],
        &["The host believed the wrong clock.", "It was not the only one."],
        &["Our suspicion was the valve, which was confirmed at ten."],
    ] {
        let statements: Vec<Statement> = told.iter().map(|text| Statement { text, line: 1, of_leads: false }).collect();
        let found = find_in_prose(&statements, &context(None, None));
        assert_eq!(found, [], "{told:?}");
    }
}

#[test]
fn a_suspect_that_was_the_cause_after_all_is_no_false_lead() {
    check(
        None,
        &[
            "09:00 The memory of the pump control grows",
            "09:10 The new pump driver is suspected as the source of the leak",
            "09:40 The driver is reverted, the leak is not fixed",
            "10:30 The leak does not recur, confirming that the pump driver update is the root cause",
        ],
        &[],
    );
    check_prose(
        None,
        &["We suspected it was the valves.", "Swapped the valves, then all went back to normal.", "Lamps were up."],
        &[],
    );
}

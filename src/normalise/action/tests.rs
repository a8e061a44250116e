//! Invented promises: what they are, where they stand, and what hangs on them.

use proptest::prelude::*;

use super::{
    RawAction, action_item, action_items, action_kind, action_state, announced, claims, leads_into_promises,
    sentences_as_actions, vows,
};
use crate::model::{ActionGroup, ActionItem, ActionKind, ActionState};

fn item(text: &str) -> RawAction {
    RawAction::new(text, ActionGroup::ActionItems, 1)
}

fn linked(text: &str, links: &[(&str, &str)]) -> RawAction {
    let links = links.iter().map(|(text, url)| ((*text).to_owned(), (*url).to_owned())).collect();
    RawAction { links, ..item(text) }
}

fn row(cells: &[(&str, &str)]) -> RawAction {
    let columns = cells.iter().map(|(header, cell)| ((*header).to_owned(), (*cell).to_owned())).collect();
    RawAction { columns: Some(columns), ..item("") }
}

/// What is kept of an item: text, state, owner, due date, ticket.
#[derive(Debug, PartialEq, Clone, Copy)]
struct Kept<'a> {
    text: &'a str,
    state: ActionState,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    ticket: Option<&'a str>,
}

const PLAIN: Kept = Kept { text: "", state: ActionState::Unknown, owner: None, due: None, ticket: None };

fn check(raw: &RawAction, expected: Kept) {
    let found = action_item(raw).unwrap_or_else(|| panic!("{raw:?} is no item"));
    assert_eq!(kept(&found), expected, "{raw:?}");
}

fn kept(item: &ActionItem) -> Kept<'_> {
    Kept {
        text: &item.text,
        state: item.state,
        owner: item.owner.as_deref(),
        due: item.due.as_deref(),
        ticket: item.ticket.as_deref(),
    }
}

#[test]
fn the_first_telling_words_decide_the_kind() {
    use ActionKind::{
        Audit, Automate, Capacity, Document, Guard, Investigate, Monitor, Other, Process, Replace, Review, Train,
        Validate,
    };
    for (text, kind) in [
        ("Introduce automated checks of the proxy settings before each rollout", Validate),
        ("Add an end-to-end test that buys a ticket", Validate),
        ("Lint every manifest in the pipeline", Validate),
        ("Introduce automated alerts for changes of the proxy settings", Monitor),
        ("Alert on certificates that expire within 20 days", Monitor),
        ("Better dashboards for the queue", Monitor),
        ("Create a ticket to add an alert to check the disk", Monitor),
        ("Quarterly audits of the firewall rules", Audit),
        ("Carry out regular reviews of all limits", Audit),
        ("Do a thorough review of all proxy settings", Review),
        ("Write a runbook for the alert", Document),
        ("Extend the disk alert runbook", Document),
        ("Describe in the wiki how to fail over", Document),
        ("Improve the documentation and the training of new colleagues", Document),
        ("Hold regular training sessions on the new proxy", Train),
        ("Automate the renewal of certificates", Automate),
        ("Script the clean-up of old volumes", Automate),
        ("Raise the memory limit of the index to 8 GiB", Capacity),
        ("Scale the workers with the queue", Capacity),
        ("Rate-limit the export", Guard),
        ("Protect the production zone against deletion", Guard),
        ("Make sure that nobody deploys on a Friday night", Guard),
        ("Strengthen the review process for proxy changes", Process),
        ("Hold weekly review meetings about changes", Process),
        ("Agree on who calls the provider; put it on the on-call rota", Process),
        ("Find out why the standby did not take over", Investigate),
        ("Can the build cache live on another disk?", Investigate),
        ("Schedule a post-incident review with all teams", Investigate),
        ("Replace the old message broker", Replace),
        ("Migrate the last services off the old cluster", Replace),
        ("Fix the parser", Other),
        ("To prevent this kind of outage, add an alert on the queue", Monitor),
    ] {
        assert_eq!(action_kind(text), kind, "{text}");
    }
}

#[test]
fn what_hangs_on_a_promise_is_taken_off() {
    let text = "Add a limit to the export";
    let tracked = ActionState::Tracked;
    for (raw, expected) in [
        ("Add a limit to the export Owner: @search-team", Kept { owner: Some("@search-team"), ..PLAIN }),
        ("Add a limit to the export (owner: Platform)", Kept { owner: Some("Platform"), ..PLAIN }),
        (
            "Add a limit to the export (Platform) Owner: Ana",
            Kept { text: "Add a limit to the export (Platform)", owner: Some("Ana"), ..PLAIN },
        ),
        ("Add a limit to the export @search", Kept { owner: Some("@search"), ..PLAIN }),
        (
            "Add a limit to the export - Owner: search team, due 2025-06-30",
            Kept { owner: Some("search team"), due: Some("2025-06-30"), ..PLAIN },
        ),
        (
            "Add a limit to the export (search team, due 2025-06-30)",
            Kept { owner: Some("search team"), due: Some("2025-06-30"), ..PLAIN },
        ),
        (
            "Add a limit to the export — owner: Search; due: June 30, 2025; OPS-171",
            Kept { owner: Some("Search"), due: Some("2025-06-30"), ticket: Some("OPS-171"), state: tracked, ..PLAIN },
        ),
        (
            "Add a limit to the export, @ann, OPS-171",
            Kept { owner: Some("@ann"), ticket: Some("OPS-171"), state: tracked, ..PLAIN },
        ),
        ("Add a limit to the export — search team", Kept { owner: Some("search team"), ..PLAIN }),
        (
            "Add a limit to the export, owner Search team, by 30 June",
            Kept { owner: Some("Search team"), due: Some("30 June"), ..PLAIN },
        ),
        (
            "Add a limit to the export. Owner: Ann, Bob",
            Kept { text: "Add a limit to the export.", owner: Some("Ann, Bob"), ..PLAIN },
        ),
        (
            "Tell the export about limits - and the search team",
            Kept { text: "Tell the export about limits - and the search team", ..PLAIN },
        ),
        ("Search team: Add a limit to the export", Kept { owner: Some("Search team"), ..PLAIN }),
        ("Add a limit to the export (due 2025-06-30)", Kept { due: Some("2025-06-30"), ..PLAIN }),
        ("Add a limit to the export by Q4 2025", Kept { due: Some("Q4 2025"), ..PLAIN }),
        ("Add a limit to the export 📅 2025-06-30", Kept { due: Some("2025-06-30"), ..PLAIN }),
        ("Add a limit to the export ✅ 2025-06-12", Kept { state: ActionState::Done, ..PLAIN }),
        ("Add a limit to the export ➕ 2025-05-01 🗓️ 2025-06-30", Kept { due: Some("2025-06-30"), ..PLAIN }),
        ("Add a limit to the export +7d", Kept { due: Some("+7d"), ..PLAIN }),
        ("Add a limit to the export - Due: end of May", Kept { due: Some("end of May"), ..PLAIN }),
        ("Add a limit to the export #123", Kept { ticket: Some("#123"), state: tracked, ..PLAIN }),
        ("Add a limit to the export (OPS-12)", Kept { ticket: Some("OPS-12"), state: tracked, ..PLAIN }),
        (
            "Add a limit to the export. Ticket: OPS-12",
            Kept { text: "Add a limit to the export.", ticket: Some("OPS-12"), state: tracked, ..PLAIN },
        ),
        (
            "Add a limit to the export https://tracker.example/issues/9",
            Kept { ticket: Some("https://tracker.example/issues/9"), state: tracked, ..PLAIN },
        ),
        ("[20m] Add a limit to the export", PLAIN),
        ("P1: Add a limit to the export [2 days]", PLAIN),
        (
            "Add a limit to the export (owner: Search, due: Q1 2026, #77)",
            Kept { owner: Some("Search"), due: Some("Q1 2026"), ticket: Some("#77"), state: tracked, ..PLAIN },
        ),
        (
            "Add a limit to the export. Owner: @ana Due: 2026-01-31 Status: in progress",
            Kept {
                text: "Add a limit to the export.",
                owner: Some("@ana"),
                due: Some("2026-01-31"),
                state: ActionState::Open,
                ..PLAIN
            },
        ),
    ] {
        let expected = if expected.text.is_empty() { Kept { text, ..expected } } else { expected };
        check(&item(raw), expected);
    }
}

#[test]
fn brackets_and_colons_of_the_promise_itself_stay() {
    for text in [
        "Raise the limit (memory, not CPU)",
        "Encode everything as UTF-8",
        "Use SHA-256 (see the RFC)",
        "Fix the pipeline: compare the two names",
        "Talk to the vendor (they promised a patch)",
        "Keep logs for 30 days",
    ] {
        check(&item(text), Kept { text, ..PLAIN });
    }
}

#[test]
fn a_linked_ticket_is_told_by_its_address() {
    let url = "https://github.com/org/repo/issues/5";
    let tracked = Kept { text: "Add a canary", state: ActionState::Tracked, ticket: Some(url), ..PLAIN };
    check(&linked("Add a canary Issue", &[("Issue", url)]), tracked);
    check(&linked("Add a canary (#5)", &[("#5", url)]), tracked);
    check(&linked("Add a canary. Ticket #5", &[("#5", url)]), Kept { text: "Add a canary.", ..tracked });
    check(&linked("Add a canary - Ticket #5", &[("#5", url)]), tracked);
    check(&linked("Add a canary", &[("Add a canary", url)]), tracked);
    check(
        &linked("Add a canary. DONE in PR #5", &[("PR #5", url)]),
        Kept { text: "Add a canary.", state: ActionState::Done, ..tracked },
    );
    let guide = "https://docs.example/guide";
    check(&linked("Follow the guide", &[("guide", guide)]), Kept { text: "Follow the guide", ..PLAIN });
}

#[test]
fn the_state_is_what_the_line_says() {
    use ActionState::{ClaimedDone, Done, Dropped, Open, Tracked, Unknown};
    for (raw, state) in [
        (RawAction { task: Some('x'), ..item("Add an alert") }, Done),
        (RawAction { task: Some(' '), ..item("Add an alert") }, Open),
        (RawAction { struck: true, ..item("Add an alert") }, Dropped),
        (RawAction { struck: true, task: Some(' '), ..item("Add an alert") }, Dropped),
        (RawAction { struck: true, task: Some('x'), ..item("Add an alert") }, Done),
        (RawAction { struck: true, ..item("Add an alert (DONE)") }, Done),
        (RawAction { group_done: true, ..item("Add an alert") }, Done),
        (item("[x] Add an alert"), Done),
        (item("[ ] Add an alert"), Open),
        (item("✅ Add an alert"), Done),
        (item("Add an alert ✅"), Done),
        (item("Add an alert (DONE)"), Done),
        (item("Add an alert (won't do)"), Dropped),
        (item("Add an alert DONE"), Done),
        (item("Add an alert - in progress"), Open),
        (item("Alerts were added for every queue"), ClaimedDone),
        (item("Added an alert for every queue"), ClaimedDone),
        (item("We have switched to short-lived tokens"), ClaimedDone),
        (item("Use short-lived tokens - this has already been done"), ClaimedDone),
        (item("Created a ticket to add an alert"), Tracked),
        (item("Alert on lag, added to the backlog"), Tracked),
        (item("Sent word to all teams"), ClaimedDone),
        (RawAction { task: Some('-'), ..item("Add an alert") }, Dropped),
        (RawAction { task: Some('/'), ..item("Add an alert") }, Open),
        (item(":white_check_mark: Add an alert"), Done),
        (item("Add an alert :x:"), Dropped),
        (item("Add an alert (added a rule for each queue)"), ClaimedDone),
        (item("Enhanced monitoring of the queue"), Unknown),
        (item("Ensure that backups were written"), Unknown),
        (item("Add an alert"), Unknown),
        (item("Fix the dashboard (live)"), Unknown),
    ] {
        assert_eq!(action_state(&raw), state, "{raw:?}");
    }
}

#[test]
fn a_table_row_is_read_by_its_headers() {
    check(
        &row(&[
            ("Priority", "P1"),
            ("Action", "Add a canary"),
            ("Owner", "SRE"),
            ("Due Date", "2025-03-01"),
            ("Status", "Completed"),
        ]),
        Kept {
            text: "Add a canary",
            state: ActionState::Done,
            owner: Some("SRE"),
            due: Some("2025-03-01"),
            ticket: None,
        },
    );
    check(
        &row(&[("#", "3"), ("Action Item", "Add a canary"), ("Linear", "OPS-9"), ("Owner", "-")]),
        Kept { text: "Add a canary", state: ActionState::Tracked, ticket: Some("OPS-9"), ..PLAIN },
    );
    check(
        &row(&[("Task", "Add a canary"), ("Status", "Won't do")]),
        Kept { text: "Add a canary", state: ActionState::Dropped, ..PLAIN },
    );
    check(
        &row(&[("Thing", "Add a canary to the fleet"), ("Done?", "")]),
        Kept { text: "Add a canary to the fleet", state: ActionState::Open, ..PLAIN },
    );
    assert_eq!(action_item(&row(&[("Action Item", "None."), ("Owner", "")])), None);
}

#[test]
fn what_promises_nothing_is_no_item() {
    for text in [
        "",
        "  - ",
        "N/A",
        "None.",
        "None at this time",
        "TBD",
        "{{ summary }} [link to github issue]",
        "<action item>",
        "List of things that went well. For example,",
        "These are only sample subheadings. Replace them.",
        "Tasks:",
        "The following measures will be taken to stop this from happening again:",
        "By implementing these measures, we aim to keep the shop open.",
        "By implemeting the steps above we hope to sleep at night.",
        "Implemnting these corrective steps, we can lower the risk.",
        "Through adopting these recommendations, the team will be faster.",
        "This incident highlighted how much we lean on one proxy.",
        "This outage was a reminder to test backups.",
        "These measures will make the platform more robust.",
        "In conclusion, the night was long.",
        "We apologise to everybody who could not log in.",
    ] {
        assert_eq!(action_item(&item(text)), None, "{text}");
    }
}

#[test]
fn promises_that_look_like_closing_words_stay() {
    for text in [
        "Implement retries",
        "By Friday, add an alert",
        "Follow up with the vendor",
        "Addressing: move to IPv6",
        "Incident bot: add a command",
    ] {
        assert!(action_item(&item(text)).is_some(), "{text}");
    }
}

#[test]
fn a_bare_ticket_or_a_remark_belongs_to_the_item_before_it() {
    let raws =
        [item("Add a canary"), item("#2127"), item("Rotate the keys"), item("This has been done: see the vault")];
    let found = action_items(&raws);
    let told: Vec<Kept> = found.iter().map(kept).collect();
    assert_eq!(
        told,
        [
            Kept { text: "Add a canary", state: ActionState::Tracked, ticket: Some("#2127"), ..PLAIN },
            Kept { text: "Rotate the keys", state: ActionState::ClaimedDone, ..PLAIN },
        ]
    );
}

#[test]
fn a_paragraph_gives_one_item_per_promise() {
    let text = "Introduce stricter rules for proxy changes. Regular audits of the limits. The disk was replaced. \
                We will add a second link. The network team should test the standby. We should have seen it earlier. \
                It would have been nice to know. By implementing these measures, we aim to do better.";
    let found: Vec<String> = sentences_as_actions(text).into_iter().map(|(_, sentence)| sentence).collect();
    assert_eq!(
        found,
        [
            "Introduce stricter rules for proxy changes.",
            "Regular audits of the limits.",
            "We will add a second link.",
            "The network team should test the standby.",
        ]
    );
    for (at, sentence) in sentences_as_actions(text) {
        assert!(text[at..].starts_with(&sentence));
    }
}

#[test]
fn lines_without_a_full_stop_are_promises_of_their_own() {
    let found: Vec<String> =
        sentences_as_actions("Tasks:\nAdd an alert\nWrite a runbook\n").into_iter().map(|(_, line)| line).collect();
    assert_eq!(found, ["Add an alert", "Write a runbook"]);
}

#[test]
fn a_claim_is_a_measure_that_is_said_to_be_taken() {
    for (text, expected) in [
        (
            "The limit was lowered. Additionally, alerts were added for the queue.",
            Some("Additionally, alerts were added for the queue."),
        ),
        (
            "Automated tests have been introduced to prevent a recurrence.",
            Some("Automated tests have been introduced to prevent a recurrence."),
        ),
        ("The settings were corrected and traffic recovered.", None),
        ("The pods were restarted.", None),
        ("Alerts will be added.", None),
        ("Monitoring was not updated.", None),
    ] {
        let found = claims(text);
        assert_eq!(found.first().map(|(_, sentence)| sentence.as_str()), expected, "{text}");
        assert!(found.iter().all(|(at, sentence)| text[*at..].starts_with(sentence.as_str())));
    }
}

#[test]
fn a_letter_promises_in_its_sentences() {
    for (text, expected) in [
        ("We will add an alert on disk space, and Ada is going to write a load test.", 2),
        ("I'll put a proxy in front, and there'll be an alarm on open sessions.", 2),
        ("From July a second signature will be mandatory for such changes.", 1),
        ("Snapshots will run every hour instead of every night.", 1),
        ("We are moving the mail server to a second rack before the end of May.", 1),
        ("We have since added a check that refuses an empty file.", 1),
        ("Next year we will have a second carrier in place.", 1),
        ("The pool will be reviewed each quarter.", 1),
    ] {
        assert_eq!(vows(text).len(), expected, "{text}: {:?}", vows(text));
    }
}

#[test]
fn courtesies_conditions_and_news_promise_nothing() {
    for text in [
        "We will keep you posted.",
        "We will publish a report next week.",
        "You will receive a credit of ten percent in June.",
        "Delayed messages will be delivered automatically.",
        "We are investigating and will post an update every hour.",
        "If it happens again, we will switch to the backup.",
        "It will take until Monday.",
        "Users will see fewer errors from now on.",
        "We would test this automatically every night.",
        "Will we test this every night?",
        "We have restored the service.",
    ] {
        assert_eq!(vows(text), [], "{text}");
    }
}

#[test]
fn a_number_announces_as_many_promises() {
    for (text, expected) in [
        ("Three things. Four clocks instead of two. An alert on drift. A second key.", 3),
        ("We are doing two things about it. There is a cap on uploads. Anna owns the list.", 2),
        ("Two measures. One. Two. Three.", 0),
        ("Some things went well. The alert came early.", 0),
    ] {
        assert_eq!(announced(text).unwrap_or_default().len(), expected, "{text}");
    }
    for text in [
        "We are making the following changes:",
        "We will take these steps:",
        "To do this better we are going to do three things:",
    ] {
        assert!(leads_into_promises(text), "{text}");
    }
    for text in ["We took the following steps:", "Please do the following:", "These are the numbers:", "We will see:"] {
        assert!(!leads_into_promises(text), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_stumble(text in ".{0,160}", label in ".{0,20}", url in ".{0,40}") {
        run(&text, &label, &url);
    }

    #[test]
    fn no_mix_of_its_own_words_makes_it_stumble(
        words in proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 0..12),
    ) {
        run(&words.join(" "), words.first().unwrap_or(&""), "https://x.example/issues/1");
    }
}

const WORDS: &[&str] = &[
    "Add",
    "an alert",
    "(DONE)",
    "(owner: X)",
    "Owner:",
    "@team",
    "#12",
    "OPS-1",
    "[x]",
    "[ ]",
    "✅",
    "by Q4 2025",
    "+7d",
    "(",
    ")",
    "[",
    "]",
    ".",
    ":",
    "-",
    "–",
    "https://x.example/issues/1",
    "Ticket",
    "was done",
    "We will",
    "\n",
    "é",
    "👩‍🚒",
    "’",
];

fn run(text: &str, label: &str, url: &str) {
    let raw = linked(text, &[(label, url)]);
    if let Some(found) = action_item(&raw) {
        assert!(!found.text.trim().is_empty(), "{raw:?}");
    }
    let _ = action_items(&[raw.clone(), raw]);
    let _ = action_item(&row(&[("Action", text), ("Owner", label), ("Ticket", url)]));
    for (at, sentence) in sentences_as_actions(text).into_iter().chain(claims(text)).chain(vows(text)) {
        assert!(text[at..].starts_with(&sentence));
    }
}

#[test]
fn what_its_teller_wishes_for_or_has_in_hand_is_promised() {
    for (told, expected) in [
        ("We'd like a second line to the depot.", 1),
        ("It would be nice to have a gauge on the tank.", 1),
        ("I would love to see the spool alarmed (TANK-7).", 1),
        ("We would like to apologise to our guests.", 0),
        ("We are rebuilding the index tool to prevent a repetition.", 1),
        ("We're investigating this to prevent a repetition.", 0),
        ("The pump shall be replaced before May; a list of the others shall be drawn up.", 2),
        ("We have since split the pool.", 1),
        ("We have since restored the pool.", 0),
        ("We ran an old valve then, and have since moved to a newer one.", 1),
        ("We will add an alert that fires if the level falls.", 1),
        ("We will add a tank if it rains.", 0),
        ("The manufacturer will deliver a valve of steel before March.", 1),
    ] {
        assert_eq!(super::vows(told).len(), expected, "{told}");
    }
}

#[test]
fn a_sentence_that_breaks_off_at_its_will_leads_into_a_list() {
    for told in ["The panel advises:", "I would like to", "We have since", "From May on we will:"] {
        assert!(super::leads_into_promises(told), "{told}");
    }
    for told in ["The pump stood still:", "We like it", "We want a pump", "You should:"] {
        assert!(!super::leads_into_promises(told), "{told}");
    }
}

#[test]
fn what_holds_from_now_on_is_claimed() {
    let claimed = |text: &str| {
        let raw = super::RawAction { from_prose: true, ..super::RawAction::new(text, ActionGroup::ActionItems, 1) };
        super::action_item(&raw).map(|item| item.state)
    };
    for text in [
        "The order is now kept by the pump itself.",
        "A gauge has been added to the tank.",
        "Nobody drains a tank alone any more.",
        "The limit is in the handbook now.",
    ] {
        assert_eq!(claimed(text), Some(ActionState::ClaimedDone), "{text}");
    }
    assert_eq!(claimed("Get the gauge that we have been promised since May"), Some(ActionState::Unknown));
}

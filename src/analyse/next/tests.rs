use super::*;
use crate::analyse::sample::{Draft, archive as built, draft, five_outages};
use crate::analyse::{Options, trends};
use crate::model::{ActionKind, Contributing, KnowledgeBase, Minutes};
use jiff::civil::date;

fn check(kb: &KnowledgeBase) -> Next {
    trends(kb, date(2025, 6, 1), &Options::default()).next
}

fn expired(id: &str, on: &str) -> Draft {
    draft(id).on(on).cause("expiry", "auth", "The signing certificate of the gateway had expired.")
}

fn filled(id: &str, on: &str) -> Draft {
    draft(id).on(on).cause("capacity", "storage", "The disk of the log server filled up overnight.")
}

#[test]
fn the_dearest_cause_leads_and_not_the_largest_group() {
    let cheap = ["a", "b", "c"].map(|id| filled(id, "2024-03-01").lasted(10));
    let dear = ["d", "e"].map(|id| expired(id, "2024-01-01").lasted(500));
    let next = check(&built(cheap.into_iter().chain(dear)));
    let ranked: Vec<(usize, Option<Minutes>)> =
        next.causes.iter().map(|cause| (cause.incidents.len(), cause.cost.minutes)).collect();
    assert_eq!(ranked, [(2, Some(Minutes::new(1000))), (3, Some(Minutes::new(30)))]);
    assert_eq!(next.quarter.to_string(), "2025-Q3");
}

#[test]
fn a_cause_says_what_it_cost_and_when_it_came_back() {
    let next = check(&five_outages());
    assert_eq!(
        next.causes[0].reading,
        "14 h 15 min in all, stated by all five reports. It came back four times, after 32 to 62, 36, 7 and 27 days, \
         last on 12 May 2024."
    );
    assert!(next.reading.starts_with(
        "What came back and cost most is \u{201c}Configuration: load balancer\u{201d}: 14 h 15 min in all, stated by all five reports."
    ));
}

#[test]
fn a_sentence_that_a_completed_action_names_is_addressed_and_any_other_is_shown() {
    let contributing = "Nobody on call could reach the vendor.";
    let further = Contributing { class: "process".into(), component: None, statement: Some(contributing.into()) };
    let kb = built([
        expired("a", "2024-01-01").with(|it| {
            it.cause.contributing.push(further);
            it.lessons.poorly.push("A customer noticed before we did.".into());
        }),
        expired("b", "2024-06-01")
            .promise(ActionKind::Automate, "Renew the signing certificate by machine")
            .item(|item| item.state = ActionState::Done),
    ]);
    let cause = &check(&kb).causes[0];
    assert_eq!(cause.sentences, 2, "what went poorly is not why it happened");
    let shown: Vec<(&str, &str, bool)> =
        cause.unaddressed.iter().map(|it| (it.text.as_str(), it.place.as_str(), it.promised)).collect();
    assert_eq!(shown, [(contributing, "a.md", false)]);
    assert_eq!(
        cause.weaknesses,
        "No completed action names one of the two sentences about why it happened; no action at all names it."
    );
}

#[test]
fn a_promise_that_is_not_done_leaves_the_sentence_unaddressed() {
    let kb = built([
        expired("a", "2024-01-01").promise(ActionKind::Automate, "Renew the signing certificate by machine"),
        expired("b", "2024-06-01").with(|it| it.cause.statement = Some("An expired signing certificate.".into())),
    ]);
    let cause = &check(&kb).causes[0];
    assert!(cause.unaddressed.iter().all(|it| it.promised) && cause.unaddressed.len() == 2, "{cause:?}");
}

#[test]
fn the_promise_shown_is_open_whole_and_has_its_place() {
    let text =
        "Renew the signing certificate by machine, a month before it expires, and page the platform team if that fails";
    let kb = built([
        expired("a", "2024-01-01")
            .promise(ActionKind::Monitor, "Alert on signing certificates")
            .promise(ActionKind::Automate, text)
            .item(|item| (item.state, item.line) = (ActionState::Open, 31))
            .promise(ActionKind::Document, "Describe the signing certificate"),
        expired("b", "2024-06-01"),
    ]);
    let promise = check(&kb).causes.remove(0).promise.unwrap();
    assert_eq!((promise.text.as_str(), promise.place.as_str(), promise.number), (text, "a.md:31", 2));
    assert_eq!(promise.reading, "Open, 517 days old.");
}

#[test]
fn a_fix_that_nothing_has_tested_is_shown_where_nothing_is_open() {
    let kb = built([
        expired("a", "2024-01-01"),
        expired("b", "2024-06-01")
            .promise(ActionKind::Automate, "Renew the signing certificate by machine")
            .item(|item| item.state = ActionState::Done),
    ]);
    let promise = check(&kb).causes.remove(0).promise.unwrap();
    assert!(promise.reading.starts_with("Marked done, and no incident has tested it since"), "{}", promise.reading);
}

#[test]
fn where_there_is_nothing_it_says_so() {
    let nothing = check(&built([]));
    assert_eq!(nothing.reading, "There is no incident yet.");
    assert!(nothing.causes.is_empty() && nothing.promise.is_none() && nothing.unknown.is_empty());
    let strangers = check(&built([expired("a", "2024-01-01"), filled("b", "2024-02-01")]));
    assert_eq!(
        strangers.reading,
        "No two reports tell of the same cause, so no cause can be ranked. No promise was made twice and left undone."
    );
    assert_eq!(strangers.unknown, ["Both reports list no action."]);
}

#[test]
fn what_no_report_states_is_listed() {
    let kb = built([expired("a", "2024-01"), expired("b", "2024-06-01").promise(ActionKind::Other, "Ask around")]);
    let unknown = check(&kb).unknown.join("\n");
    for expected in [
        "No report states how long \u{201c}",
        "One of two reports lists no action.",
        "The one action does not say whether it was done.",
        "One of two reports does not give the day it happened",
    ] {
        assert!(unknown.contains(expected), "{expected}: {unknown}");
    }
}

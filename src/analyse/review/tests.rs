use super::*;
use crate::analyse::sample::{archive as built, draft, five_outages};
use crate::model::ActionKind;

fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

fn of(kb: KnowledgeBase, quarter: Option<Quarter>) -> Option<Review> {
    review(kb, Asked::Quarter { quarter, against: None }, &Options::default())
}

fn check(quarter_written: &str) -> Review {
    of(five_outages(), Some(quarter(quarter_written))).unwrap()
}

#[test]
fn a_quarter_holds_its_own_incidents_and_none_that_came_later() {
    let first = check("2024-Q1");
    let names: Vec<&str> = first.incidents.iter().map(|it| it.incident.as_str()).collect();
    assert_eq!(names, ["january", "march"]);
    assert_eq!(first.as_of, jiff::civil::date(2024, 3, 31));
    assert_eq!(first.recurring[0].reading, "New: two incidents in this quarter, none before.");
    assert!(first.readings.changes.starts_with("The archive does not reach back to 2023-Q4"));
}

#[test]
fn what_came_back_is_told_with_what_there_was_before() {
    let second = check("2024-Q2");
    assert_eq!(second.recurring.len(), 1);
    assert_eq!((second.recurring[0].before, second.recurring[0].incidents.len()), (2, 3));
    assert_eq!(second.recurring[0].reading, "Grew from 2 to 5.");
    let validates = |promise: &Repeated| promise.items.iter().any(|item| item.text.contains("validation checks"));
    assert!(second.promised_again.iter().any(validates));
    let first_item = &second.promised_again[0].items[0];
    assert!(first_item.date < second.promised_again[0].items.last().unwrap().date);
}

#[test]
fn two_against_three_cannot_be_told_and_two_against_twenty_can() {
    assert_eq!(check("2024-Q2").changes[0].verdict, "cannot tell");
    let some =
        |prefix: &'static str, n: usize, on: &'static str| (0..n).map(move |i| draft(&format!("{prefix}{i}")).on(on));
    let kb = built(some("a", 2, "2024-02-01").chain(some("b", 20, "2024-05-01")));
    let review = of(kb, Some(quarter("2024-Q2"))).unwrap();
    assert_eq!((review.changes[0].before.as_str(), review.changes[0].after.as_str()), ("2", "20"));
    assert_eq!(review.changes[0].verdict, "more");
    assert_eq!(review.changes[1].verdict, "cannot tell");
}

#[test]
fn a_quarter_without_incidents_says_so() {
    let empty = check("2023-Q2");
    assert!(empty.incidents.is_empty() && empty.recurring.is_empty());
    assert_eq!(empty.readings.incidents, "No incident of 2023-Q2 is in the archive.");
}

#[test]
fn without_a_quarter_the_newest_one_is_reviewed() {
    assert_eq!(of(five_outages(), None).unwrap().quarter, Some(quarter("2024-Q2")));
    assert!(of(built([draft("a")]), None).is_none());
}

#[test]
fn actions_are_counted_by_what_their_documents_say() {
    let kb = built([
        draft("a").on("2024-01-05").promise(ActionKind::Monitor, "Watch the queue"),
        draft("b")
            .on("2024-05-05")
            .promise(ActionKind::Guard, "Cap the pool")
            .item(|item| item.state = ActionState::Done)
            .promise(ActionKind::Document, "Write the runbook")
            .item(|item| item.due = Some("2024-06-01".into())),
    ]);
    let actions = of(kb, Some(quarter("2024-Q2"))).unwrap().actions;
    assert_eq!((actions.promised, actions.done, actions.not_done, actions.not_done_in_all), (2, 1, 1, 2));
    assert_eq!(actions.overdue_in_all, 1);
    assert_eq!(actions.open[0].text, "Write the runbook");
}

#[test]
fn a_quarter_is_held_against_the_one_before_and_that_of_a_year_before_or_against_the_one_asked_for() {
    let with = |review: &Review| -> Vec<String> { review.comparisons.iter().map(|it| it.with.to_string()).collect() };
    assert_eq!(with(&check("2024-Q2")), ["2024-Q1", "2023-Q2"]);
    let asked = Asked::Quarter { quarter: Some(quarter("2024-Q2")), against: Some(quarter("2023-Q4")) };
    let review = review(five_outages(), asked, &Options::default()).unwrap();
    assert_eq!(with(&review), ["2023-Q4"]);
    assert_eq!(review.readings.changes, "The archive does not reach back to 2023-Q4: cannot tell.");
}

fn since(first: (i16, i8, i8), last: (i16, i8, i8)) -> Review {
    let day = |(year, month, day): (i16, i8, i8)| jiff::civil::date(year, month, day);
    review(five_outages(), Asked::Days(day(first), day(last)), &Options::default()).unwrap()
}

#[test]
fn since_a_day_is_the_same_review_over_other_days() {
    let digest = since((2024, 4, 9), (2024, 6, 1));
    let names: Vec<&str> = digest.incidents.iter().map(|it| it.incident.as_str()).collect();
    assert_eq!(names, ["mid-april", "may"]);
    assert_eq!((digest.quarter, digest.period.to_string()), (None, "2024-04-09 to 2024-06-01".to_owned()));
    assert_eq!(digest.previous.to_string(), "2024-02-15 to 2024-04-08");
    assert_eq!(digest.recurring[0].reading, "Grew from 3 to 5.");
    assert!(!digest.promised_again.is_empty() && digest.actions.promised > 0);
    let all = serde_json::to_string(&digest.readings).unwrap();
    assert!(!all.contains("quarter"), "{all}");
}

#[test]
fn what_came_after_the_day_of_the_report_is_left_out_and_what_may_lie_on_either_side_is_named() {
    let digest = since((2024, 1, 10), (2024, 4, 10));
    let names: Vec<&str> = digest.incidents.iter().map(|it| it.incident.as_str()).collect();
    assert_eq!(names, ["march", "early-april"]);
    assert_eq!(digest.undated, ["january"]);
}

//! The whole of it over the five outages, and over nothing.

use jiff::civil::date;
use serde_json::{Value, json};

use super::sample::{archive, draft, five_outages};
use super::{Options, trends};
use crate::model::{ActionKind, DetectionSource};

fn check(key: &str, expected: &Value) {
    let trends = serde_json::to_value(trends(&five_outages(), date(2024, 6, 1), &Options::default())).unwrap();
    let found = key.split('.').fold(&trends, |value, key| match key.parse::<usize>() {
        Ok(place) => &value[place],
        Err(_) => &value[key],
    });
    assert_eq!(found, expected, "{key}");
}

#[test]
fn the_stable_keys_hold_the_facts_of_the_five_outages() {
    check("incidents", &json!(5));
    check("as_of", &json!("2024-06-01"));
    check("durations.n", &json!(5));
    check("durations.median", &json!(150));
    check("durations.min", &json!(105));
    check("durations.max", &json!(240));
    check("durations.interval", &json!({ "low": 105, "high": 240, "coverage": 0.9375 }));
    check("durations.trend.verdict", &json!("cannot_tell"));
    check("phases.identify.n", &json!(5));
    check("phases.identify.median", &json!(90));
    check("phases.detect.median", &Value::Null);
    check("causes.0.class", &json!("config"));
    check("causes.0.component", &json!("load_balancer"));
    check("causes.0.count", &json!(5));
    check("causes.1.class", &json!("unknown"));
    check("recurring.0.label", &json!("Configuration: load balancer"));
    check("recurring.0.strength", &json!("recurring"));
    check("recurring.0.incidents", &json!(["january", "march", "early-april", "mid-april", "may"]));
    check("recurring.0.first", &json!("2024-01"));
    check("recurring.0.last", &json!("2024-05-12"));
    check("recurring.1", &Value::Null);
    check("promised_again.0.kind", &json!("validate"));
    check("promised_again.0.items.0.state", &json!("unknown"));
    check("promised_again.0.recurred_after.2.days", &json!(7));
    check("false_leads.stated_in", &json!(5));
    check("false_leads.minutes", &json!({ "min": 255, "max": 315 }));
    check("false_leads.by_component.0.component", &json!("database"));
    check("false_leads.by_component.0.minutes", &json!({ "min": 145, "max": 205 }));
    check("false_leads.by_component.0.ever_the_cause", &json!(false));
    check(
        "detection.0",
        &json!({
            "source": "monitoring",
            "count": 5,
            "share": { "share": 1.0, "low": 0.566, "high": 1.0 },
            "incidents": ["january", "march", "early-april", "mid-april", "may"],
        }),
    );
    check("coverage.0", &json!({ "field": "title", "stated": 0, "derived": 0, "inferred": 0, "missing": 5 }));
}

#[test]
fn the_headline_has_the_numbers_in_it() {
    check(
        "readings.recurring",
        &json!(
            "One cause recurs. All five incidents share \u{201c}Configuration: load balancer\u{201d}: 14 h 15 min in all, \
             stated by all five reports. The last was on 12 May 2024, twenty-seven days after a fix was promised."
        ),
    );
}

#[test]
fn an_empty_archive_and_a_single_incident_are_told_in_words() {
    for kb in [archive([]), archive([draft("only").on("2024-01-01")])] {
        let trends = trends(&kb, date(2024, 6, 1), &Options::default());
        assert!(trends.recurring.is_empty() && trends.promised_again.is_empty());
        assert!(trends.durations.reading.starts_with("No report gives"));
        assert!(serde_json::to_string(&trends).is_ok_and(|text| !text.contains("NaN")));
    }
}

/// So many incidents, each told in full, some time apart; `key` of the trends over them reads as expected.
fn reads(key: &str, expected: [&str; 4]) {
    for (n, expected) in [0, 1, 2, 5].into_iter().zip(expected) {
        let drafts = (0..n).map(|i| {
            draft(&format!("i{i}"))
                .on(&format!("2024-0{}-01", i + 1))
                .lasted(60 * (i as i64 + 1))
                .service("checkout")
                .detected_by(DetectionSource::Customer)
                .promise(ActionKind::Monitor, "Alert on the age of the queue")
        });
        let trends = serde_json::to_value(trends(&archive(drafts), date(2024, 12, 1), &Options::default())).unwrap();
        let found = key.split('.').fold(&trends, |value, key| &value[key]);
        assert_eq!(found, &json!(expected), "{key} over {n}");
    }
}

#[test]
fn every_reading_is_a_sentence_for_none_one_two_and_five() {
    reads(
        "frequency.reading",
        [
            "There is no incident yet.",
            "One incident, on 1 January 2024.",
            "Two incidents from 1 January 2024 to 1 February 2024: 2.0 a month (0.2 to 7.1, 95% sure).",
            "Five incidents from 1 January 2024 to 1 May 2024: 1.3 a month (0.4 to 2.9, 95% sure).",
        ],
    );
    reads(
        "durations.reading",
        [
            "No report gives the duration.",
            "The one report gives the duration: 1 h.",
            "Both reports give the duration: 1 h and 2 h. Too few to look for a trend.",
            "In the median, the duration is 3 h (1 h to 5 h, 94% sure). All five reports give it. They are getting \
             longer (n = 5).",
        ],
    );
    reads(
        "detection_detail.reading",
        [
            "No report says who noticed first.",
            "The one report says who noticed first; it was not monitoring. Customers noticed one incident first; no \
             alert is known to have been added since.",
            "Monitoring noticed neither of two incidents first. Customers noticed two incidents first; for none of them \
             is an alert known to have been added since.",
            "Monitoring noticed none of five incidents first. Customers noticed five incidents first; for none of \
             them is an alert known to have been added since.",
        ],
    );
    reads(
        "actions.reading",
        [
            "No report promises an action.",
            "The one report promises one action; it is not marked as done.",
            "Both reports promise two actions; none is marked as done.",
            "All five reports promise five actions; none is marked as done.",
        ],
    );
    reads(
        "matrix.reading",
        [
            "No incident names a service.",
            "No incident names both a service and a known cause.",
            "Neither of two incidents names both a service and a known cause.",
            "None of five incidents names both a service and a known cause.",
        ],
    );
    reads(
        "readings.recurring",
        [
            "There is no incident yet.",
            "There is one incident, so nothing can have recurred yet.",
            "The two incidents do not tell of the same cause.",
            "No two of five incidents tell of the same cause.",
        ],
    );
    reads(
        "readings.promised_again",
        [
            "No promise was made after more than one incident.",
            "No promise was made after more than one incident.",
            "One promise was made more than once. \u{201c}Alert on the age of the queue\u{201d} was promised on 1 \
             January, again on 1 February 2024, after two incidents.",
            "One promise was made more than once. \u{201c}Alert on the age of the queue\u{201d} was promised on 1 \
             January, again on 1 February, 1 March, 1 April and 1 May 2024, after five incidents.",
        ],
    );
    reads(
        "false_leads.reading",
        [
            "No report tells of a wrong suspicion; that is not to say there was none.",
            "No report tells of a wrong suspicion; that is not to say there was none.",
            "Neither of two reports tells of a wrong suspicion; that is not to say there was none.",
            "None of five reports tells of a wrong suspicion; that is not to say there was none.",
        ],
    );
}

#[test]
fn the_same_archive_in_another_order_gives_the_same_trends() {
    let kb = five_outages();
    let mut turned = kb.clone();
    turned.articles.reverse();
    let as_of = date(2024, 6, 1);
    assert_eq!(trends(&kb, as_of, &Options::default()), trends(&turned, as_of, &Options::default()));
}

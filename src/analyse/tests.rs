//! The whole of it over the five outages, and over nothing.

use jiff::civil::date;
use serde_json::{Value, json};

use super::sample::{archive, draft, five_outages};
use super::{Options, trends};

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
            "One cause recurs. Five of five incidents: Configuration: load balancer. The last was on 12 May 2024, \
             twenty-seven days after a fix was promised."
        ),
    );
}

#[test]
fn an_empty_archive_and_a_single_incident_are_told_in_words() {
    for kb in [archive([]), archive([draft("only").on("2024-01-01")])] {
        let trends = trends(&kb, date(2024, 6, 1), &Options::default());
        assert!(trends.recurring.is_empty() && trends.promised_again.is_empty());
        assert!(trends.durations.reading.starts_with("No incident of"));
        assert!(serde_json::to_string(&trends).is_ok_and(|text| !text.contains("NaN")));
    }
}

#[test]
fn the_same_archive_in_another_order_gives_the_same_trends() {
    let kb = five_outages();
    let mut turned = kb.clone();
    turned.articles.reverse();
    let as_of = date(2024, 6, 1);
    assert_eq!(trends(&kb, as_of, &Options::default()), trends(&turned, as_of, &Options::default()));
}

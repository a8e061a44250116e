use super::*;
use crate::analyse::sample::{Draft, archive as built, draft};
use crate::analyse::statistics::Draws;

fn some(prefix: &str, class: &str, source: DetectionSource, n: usize) -> Vec<Draft> {
    (0..n).map(|i| draft(&format!("{prefix}{i}")).cause(class, "", "").detected_by(source)).collect()
}

fn check(drafts: Vec<Draft>, expected: &[(&[&str], usize, bool)]) -> Factors {
    let kb = built(drafts);
    let factors = factors(&Archive::new(&kb), &Options::default());
    let found: Vec<(Vec<&str>, usize, bool)> = factors
        .together
        .iter()
        .map(|it| (it.factors.iter().map(String::as_str).collect(), it.count, it.beyond_chance))
        .collect();
    let expected: Vec<(Vec<&str>, usize, bool)> =
        expected.iter().map(|(factors, count, beyond)| (factors.to_vec(), *count, *beyond)).collect();
    assert_eq!(found, expected);
    factors
}

#[test]
fn factors_that_meet_beyond_chance_are_told_in_words() {
    let customer = DetectionSource::Customer;
    let monitoring = DetectionSource::Monitoring;
    let drafts =
        [some("a", "config", customer, 8), some("b", "code", monitoring, 14), some("c", "config", monitoring, 2)];
    let factors = check(drafts.concat(), &[(&["cause: config", "noticed by: customer"], 8, true)]);
    assert_eq!(
        factors.reading,
        "\u{201c}cause: config\u{201d} and \u{201c}noticed by: customer\u{201d} meet in eight incidents, 3.3 \
         expected (n = 24, p < 0.001); it is the one pair that meets more often than chance explains."
    );
}

#[test]
fn few_meetings_are_left_to_chance() {
    let drafts = [some("a", "config", DetectionSource::Customer, 3), some("b", "code", DetectionSource::Monitoring, 2)];
    let factors = check(drafts.concat(), &[(&["cause: config", "noticed by: customer"], 3, false)]);
    assert_eq!(factors.reading, "No factors meet more often than chance explains (n = 5, one pair tested).");
}

#[test]
fn what_the_words_imply_is_not_listed() {
    let drafts = (0..6).map(|i| draft(&format!("a{i}")).cause("expiry", "auth", ""));
    check(drafts.collect(), &[]);
}

#[test]
fn a_pair_is_held_against_every_pair_that_was_looked_at() {
    // Alone the pair would be beyond chance (p = 0.008); beside the pairs that never met it is not.
    let customer = DetectionSource::Customer;
    let monitoring = DetectionSource::Monitoring;
    let drafts = [
        some("a", "config", customer, 5),
        some("b", "config", monitoring, 1),
        some("c", "code", customer, 1),
        some("d", "code", monitoring, 3),
        some("e", "capacity", monitoring, 3),
        some("f", "expiry", monitoring, 3),
    ];
    let factors = check(drafts.concat(), &[(&["cause: config", "noticed by: customer"], 5, false)]);
    let pair = &factors.together[0];
    assert_eq!(factors.tested, 10, "four causes among each other and each with customers");
    assert!(pair.p < Some(0.05) && pair.corrected > Some(0.05), "{pair:?}");
}

#[test]
fn full_reports_that_name_more_of_everything_are_no_pattern() {
    // Half of the reports tell nothing at all; among those that tell, cause and source are independent.
    let told = |source: DetectionSource, class: &str, n: usize| some(&format!("{class}{source:?}"), class, source, n);
    let mut drafts = [
        told(DetectionSource::Customer, "config", 8),
        told(DetectionSource::Customer, "code", 4),
        told(DetectionSource::Monitoring, "config", 4),
        told(DetectionSource::Monitoring, "code", 2),
    ]
    .concat();
    drafts.extend((0..40).map(|i| draft(&format!("bare{i}"))));
    let factors = check(drafts, &[]);
    assert_eq!(factors.reading, "No factors meet more often than chance explains (n = 58, three pairs tested).");
}

#[test]
fn three_factors_that_meet_are_listed_without_a_verdict() {
    let all = |i: usize| draft(&format!("all{i}")).cause("config", "queue", "").detected_by(DetectionSource::Customer);
    let one = |i: usize| {
        draft(&format!("one{i}")).cause(["code", "capacity"][i % 2], "app", "").detected_by(DetectionSource::Monitoring)
    };
    let kb = built((0..6).map(all).chain((0..20).map(one)));
    let factors = factors(&Archive::new(&kb), &Options::default());
    let last = factors.together.last().unwrap();
    assert_eq!((last.factors.len(), last.p, last.beyond_chance), (3, None, false));
    assert!(factors.together[0].beyond_chance && factors.together[0].factors.len() == 2);
}

#[test]
fn factors_drawn_by_chance_meet_beyond_it_in_one_archive_of_twenty_at_most() {
    let mut draws = Draws::new(11);
    let classes = ["config", "code", "capacity", "network"];
    let components = ["app", "queue", "cache"];
    let sources = [DetectionSource::Customer, DetectionSource::Staff, DetectionSource::Monitoring];
    let mut speaking = 0;
    for _ in 0..100 {
        let drafts: Vec<Draft> = (0..40)
            .map(|i| {
                let class = classes[draws.below(4).min(draws.below(4))];
                let told = draft(&i.to_string()).cause(class, components[draws.below(3)], "");
                told.detected_by(sources[draws.below(3)])
            })
            .collect();
        let kb = built(drafts);
        let found = factors(&Archive::new(&kb), &Options::default());
        speaking += usize::from(found.together.iter().any(|it| it.beyond_chance));
    }
    assert!(speaking <= 5, "{speaking} of 100");
}

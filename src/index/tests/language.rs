//! What each part of the query language finds, and what the reader is told.

use super::corpus::{ask, documents, ids, reader};
use crate::index::build_from;
use crate::search::{Options, Sort, parse, search};

#[test]
fn every_part_of_the_language_finds_what_it_says() {
    let reader = reader();
    for (query, expected) in [
        ("service:mail", &["INC-0062", "INC-0052"][..]),
        ("service:mail,reports", &["INC-0062", "INC-0058", "INC-0052", "INC-0069"]),
        ("service:DNS", &["INC-0059", "2024-11-02-dns-resolver-loop"]),
        ("service:pay*", &["INC-0043"]),
        ("cause:certificate", &["2024-06-17-expired-certificate", "INC-0068"]),
        ("component:load-balancer", &["INC-0053"]),
        ("component:\"Load Balancer\"", &["INC-0053"]),
        ("sev:1 year:2025", &["INC-0061", "INC-0054", "INC-0042"]),
        ("severity:major..critical service:checkout", &["INC-0053", "INC-0043", "INC-0042", "INC-0067"]),
        ("severity:none", &["INC-0051", "INC-0071"]),
        ("detected:third_party", &["INC-0056", "INC-0052"]),
        ("has:false-lead", &["INC-0061", "2024-11-02-dns-resolver-loop"]),
        ("has:action-open sev:1", &["INC-0061", "INC-0054", "INC-0042"]),
        ("fix:rollback service:checkout", &["INC-0060", "INC-0043"]),
        ("tag:tls", &["2024-06-17-expired-certificate", "INC-0068"]),
        ("status:open", &["INC-0055"]),
        ("kind:notice", &[]),
        ("after:2025-11", &["INC-0062", "INC-0061"]),
        ("before:2022-06-01", &["INC-0071"]),
        ("date:2025-07", &["INC-0054", "INC-0053"]),
        ("year:2022..2022", &["INC-0007", "INC-0071"]),
        ("after:2023-01-01 before:2023-06-01", &["INC-0068", "2023-01-09-kube-upgrade"]),
        ("duration:>8h", &["INC-0054", "INC-0065"]),
        ("duration:<10m", &["INC-0051", "INC-0073"]),
        ("duration:8h..10h", &["INC-0054", "INC-0063"]),
        ("duration:2h tag:network", &["INC-0061"]),
        ("\"second disk\"", &["INC-0054"]),
        ("\"disk second\"", &[]),
        ("\"kube apiserver\"", &["2023-01-09-kube-upgrade"]),
        ("certif*", &["2024-06-17-expired-certificate"]),
        ("~certifcate", &["2024-06-17-expired-certificate"]),
        ("password -login", &["INC-0052"]),
        ("service:login -cause:certificate", &["INC-0056"]),
        ("disk -\"second disk\"", &["INC-0070"]),
        ("the", &[]),
    ] {
        let results = ask(&reader, query);
        if query == "the" {
            assert!(results.total > 10);
            continue;
        }
        assert_eq!(ids(&results), expected, "{query}");
        assert_eq!(results.total, expected.len(), "{query}");
    }
}

#[test]
fn an_empty_query_is_the_whole_archive_newest_first() {
    let results = ask(&reader(), "");
    assert_eq!(results.total, 30);
    assert_eq!(ids(&results)[0], "INC-0062");
    assert_eq!(ids(&results)[29], "INC-0072");
}

#[test]
fn only_exclusions_leave_the_rest() {
    assert_eq!(ask(&reader(), "-year:2025 -year:2024 -year:2023 -year:2022").total, 1);
}

#[test]
fn the_reader_is_told_how_the_query_was_read() {
    let reader = reader();
    for (query, first, notes, did_you_mean) in [
        (
            "certifcate",
            Some("2024-06-17-expired-certificate"),
            &["no document has \"certifcate\"; searched for \"certificate\""][..],
            Some("certificate"),
        ),
        (
            "reslover loop",
            Some("2024-11-02-dns-resolver-loop"),
            &[
                "no document has \"reslover\"; searched for \"resolver\"",
                "1 document has every word; 1 more lacks some of them",
            ],
            Some("resolver loop"),
        ),
        ("connections", Some("INC-0042"), &[], None),
        (
            "connection giraffe pool",
            Some("INC-0042"),
            &["no document has all 3 words; those that come nearest are shown"],
            None,
        ),
        ("giraffe", None, &[], None),
        ("service:chekout", None, &["no service is called \"chekout\"; did you mean \"checkout\"?"], None),
        ("duration:soon disk", None, &["\"duration:soon\" names no length and was left out; duration:>2h does"], None),
    ] {
        let results = ask(&reader, query);
        let told: Vec<_> = results.notes.iter().map(ToString::to_string).collect();
        if query.starts_with("duration") {
            assert_eq!(told[..1], *notes);
            continue;
        }
        assert_eq!(told, notes, "{query}");
        assert_eq!(ids(&results).first().copied(), first, "{query}");
        assert_eq!(results.did_you_mean.as_deref(), did_you_mean, "{query}");
    }
}

#[test]
fn a_query_that_finds_nothing_says_what_to_leave_out() {
    let results = ask(&reader(), "giraffe service:checkout");
    let offered: Vec<_> =
        results.drop_one.iter().map(|one| (one.without.as_str(), one.query.as_str(), one.total)).collect();
    assert_eq!(offered, [("giraffe", "service:checkout", 5)]);
}

#[test]
fn values_are_counted_over_everything_that_matches() {
    let results = ask(&reader(), "service:checkout");
    let drawn: Vec<_> = results
        .facets
        .iter()
        .map(|facet| {
            let values = facet.values.iter().map(|value| format!("{} {}", value.value, value.count));
            format!("{}: {}", facet.name, values.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(
        drawn,
        [
            "service: checkout 5, payments 1",
            "severity: critical 1, major 3, minor 1",
            "cause: capacity 3, config 1, deploy 1",
            "detected: monitoring 4, customer 1",
            "status: resolved 5",
            "year: 2025 4, 2024 1",
        ]
    );
}

#[test]
fn hits_show_the_best_line_and_the_headings_with_matches() {
    let results = ask(&reader(), "connections pool");
    let hit = &results.hits[0];
    assert_eq!(hit.title.pieces(), ["Checkout ran out of database ", "connections", ""]);
    assert_eq!(hit.excerpt.pieces().get(1), Some(&"connection"));
    let sections: Vec<_> = hit.sections.iter().map(|section| (section.heading.as_str(), section.matches)).collect();
    assert_eq!(sections, [("What happened", 1), ("What we change", 1)]);
    assert_eq!(hit.sections[0].anchor.as_deref(), Some("what-happened"));
}

#[test]
fn pages_of_an_answer_follow_each_other_in_every_order() {
    let reader = reader();
    for (name, sort) in Sort::ALL {
        let page = |offset, limit| {
            let options = Options { limit, offset, sort, ..Options::default() };
            let results = search(&reader, &parse("the -giraffe"), &options).unwrap();
            results.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        let all = page(0, 100);
        let paged: Vec<_> = (0..6).flat_map(|at| page(at * 5, 5)).collect();
        assert_eq!(paged, all[..paged.len().min(all.len())], "{name}");
        assert!(all.len() > 20);
    }
    let first = |sort| search(&reader, &parse(""), &Options { sort, ..Options::default() }).unwrap().hits[0].id.clone();
    assert_eq!(first(Sort::Oldest), "INC-0071");
    assert_eq!(first(Sort::Longest), "INC-0065");
    assert_eq!(first(Sort::Severity), "INC-0061");
}

#[test]
fn a_word_being_typed_finds_what_it_begins() {
    let reader = reader();
    let typed = |query: &str| {
        let options = Options { typing: true, ..Options::default() };
        search(&reader, &parse(query), &options).unwrap().hits.first().map(|hit| hit.id.clone())
    };
    assert_eq!(typed("certi").as_deref(), Some("2024-06-17-expired-certificate"));
    assert_eq!(typed("second duc").as_deref(), Some("INC-0061"));
}

#[test]
fn an_archive_without_documents_answers() {
    let reader = build_from(Vec::new()).unwrap().open().unwrap();
    for query in ["", "pool", "service:x", "~poool", "a*", "\"a b\"", "year:2025 duration:>1h"] {
        assert_eq!(ask(&reader, query).total, 0, "{query}");
    }
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let first = build_from(documents()).unwrap();
    let mut shuffled = documents();
    shuffled.reverse();
    let second = build_from(shuffled).unwrap();
    assert_eq!(first.files.keys().collect::<Vec<_>>(), second.files.keys().collect::<Vec<_>>());
    for (name, bytes) in &first.files {
        assert!(bytes[..] == second.files[name][..], "{name}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn any_query_has_an_answer(query in "([a-z]{1,8}|[\"~*:.,<>= -]|sev:|date:|duration:|service:|after:|2025|1h|ü|\\PC){0,25}") {
        thread_local!(static READER: crate::search::Reader = reader());
        READER.with(|reader| {
            let results = ask(reader, &query);
            assert!(results.hits.len() <= results.total);
        });
    }
}

//! Which incident comes first.

use super::corpus::{ask, ids, reader};

#[test]
fn the_expected_incident_comes_first() {
    let reader = reader();
    for (query, first) in [
        // an id, written in any way
        ("INC-0042", "INC-0042"),
        ("inc-0042", "INC-0042"),
        ("INC0042", "INC-0042"),
        ("0042", "INC-0042"),
        ("2024-11-02-dns-resolver-loop", "2024-11-02-dns-resolver-loop"),
        ("expired-certificate", "2024-06-17-expired-certificate"),
        // an exact title, though others have more of its words
        ("Order queue filled up", "INC-0057"),
        ("mails sent twice", "INC-0062"),
        ("Wrong host restarted", "INC-0073"),
        // words in the title before words in the text
        ("connections", "INC-0042"),
        ("load balancer", "INC-0053"),
        ("certificate", "2024-06-17-expired-certificate"),
        ("registrar", "INC-0059"),
        ("fibre", "INC-0061"),
        ("leap day", "INC-0063"),
        ("disk array", "INC-0054"),
        ("disk", "INC-0070"),
        ("upgrade", "2023-01-09-kube-upgrade"),
        ("replica", "INC-0007"),
        ("restart", "INC-0073"),
        ("release", "INC-0043"),
        ("queue", "INC-0057"),
        // words of cause and summary
        ("pool exhausted", "INC-0042"),
        ("autoscaling", "INC-0067"),
        ("poison message", "INC-0057"),
        ("replication lag", "INC-0007"),
        ("duct", "INC-0061"),
        ("newsletters", "INC-0052"),
        // words of the text alone
        ("buyer", "INC-0042"),
        ("Safari", "INC-0043"),
        ("carrier called", "INC-0061"),
        ("conversion", "INC-0043"),
        // identifiers, whole and in parts
        ("kube-apiserver", "2023-01-09-kube-upgrade"),
        ("apiserver", "2023-01-09-kube-upgrade"),
        ("ErrorsInExternalDNS", "2024-11-02-dns-resolver-loop"),
        ("external dns", "2024-11-02-dns-resolver-loop"),
        ("v1.24.7", "2023-01-09-kube-upgrade"),
        ("v1.24", "2023-01-09-kube-upgrade"),
        ("5xx", "INC-0042"),
        ("us-east-1a", "INC-0051"),
        ("TIME_WAIT", "INC-0053"),
        ("OOMKilled", "INC-0066"),
        ("oom killed", "INC-0066"),
        // inflections and accents
        ("resolving loops", "2024-11-02-dns-resolver-loop"),
        ("cafe", "INC-0055"),
        ("Zurich", "INC-0055"),
        // phrases
        ("\"read-only\"", "INC-0054"),
        ("\"two zeros too many\"", "INC-0044"),
        ("\"fibre separated\"~2", "INC-0061"),
        // words and fields
        ("service:checkout connections", "INC-0042"),
        ("connections fix:scale after:2025-06", "INC-0053"),
        ("key detected:monitoring", "INC-0068"),
        ("disk -array", "INC-0070"),
        // whole questions
        ("why did the database run out of connections", "INC-0042"),
        ("what happened to the disk array", "INC-0054"),
    ] {
        let results = ask(&reader, query);
        assert_eq!(ids(&results).first(), Some(&first), "{query}: {:?}", ids(&results));
    }
}

#[test]
fn equals_come_newest_first_and_undated_last() {
    let reader = reader();
    let results = ask(&reader, "service:edge");
    assert_eq!(
        ids(&results),
        ["2024-11-02-dns-resolver-loop", "2024-06-17-expired-certificate", "INC-0064", "INC-0072",]
    );
}

#[test]
fn a_word_counts_most_in_the_title_then_cause_then_heading_then_body_then_timeline() {
    use crate::index::build_from;
    use crate::search::{SearchDocument, Section};
    let filler = |id: &str| SearchDocument {
        id: id.to_owned(),
        slug: id.to_owned(),
        title: "A plain title".to_owned(),
        summary: "A plain summary of it".to_owned(),
        cause_text: "A plain sentence".to_owned(),
        sections: vec![Section {
            heading: "Notes".to_owned(),
            text: "plain text with words".to_owned(),
            ..Section::default()
        }],
        ..SearchDocument::default()
    };
    let mut documents: Vec<_> = (0..20).map(|n| filler(&format!("plain-{n}"))).collect();
    let mut exact = filler("e-exact");
    exact.title = "Zebra".to_owned();
    let mut title = filler("d-title");
    title.title = "A zebra title".to_owned();
    let mut cause = filler("c-cause");
    cause.cause_text = "A zebra sentence".to_owned();
    let mut heading = filler("b-heading");
    heading.sections[0].heading = "Zebra notes".to_owned();
    let mut body = filler("a-body");
    body.sections[0].text = "plain zebra with words".to_owned();
    let mut timeline = filler("9-timeline");
    timeline.sections.push(Section { text: "12:00 zebra with words".to_owned(), timeline: true, ..Section::default() });
    let id = filler("zebra");
    documents.extend([timeline, body, heading, cause, title, exact, id]);
    let reader = build_from(documents).unwrap().open().unwrap();
    assert_eq!(
        ids(&ask(&reader, "zebra")),
        ["zebra", "e-exact", "d-title", "c-cause", "b-heading", "a-body", "9-timeline"]
    );
}

//! Which documents answer, in which order, and what the reader is told about those that do not have every word.

use crate::index::{Synonyms, build_from, write};
use crate::search::{Options, Reader, Results, SearchDocument, Section, parse, search, similar};

fn document(id: &str, text: &str) -> SearchDocument {
    let section = Section { heading: "What happened".into(), text: text.into(), ..Section::default() };
    let slug = id.to_lowercase();
    SearchDocument {
        id: id.into(),
        slug,
        title: format!("Incident {id}"),
        sections: vec![section],
        ..Default::default()
    }
}

fn archive(texts: &[(&str, &str)]) -> Reader {
    build_from(texts.iter().map(|(id, text)| document(id, text)).collect()).unwrap().open().unwrap()
}

fn ask(reader: &Reader, query: &str) -> Results {
    search(reader, &parse(query), &Options::default()).unwrap()
}

/// Ids, best first, each with what it lacks.
fn answer(reader: &Reader, query: &str) -> Vec<String> {
    let shown = |hit: &crate::search::Hit| match hit.missing.as_slice() {
        [] => hit.id.clone(),
        missing => format!("{} without {}", hit.id, missing.join(" ")),
    };
    ask(reader, query).hits.iter().map(shown).collect()
}

fn notes(reader: &Reader, query: &str) -> String {
    ask(reader, query).notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn shop() -> Reader {
    archive(&[
        ("A", "The certificate of the till expired over night. Payments stopped."),
        ("B", "A node ran out of memory while the nightly report was made."),
        ("C", "Rollback of the release brought production back after the payments stopped."),
        ("D", "The load-balancer dropped the till. The load-balancer was replaced."),
        ("E", "A load balancer with one node sent all traffic to it."),
        ("F", "Load balancer again: health checks failed. Loadbalancer logs were lost."),
        ("G", "The disk was full, so --fix-missing was of no use. See RelayQueueGrowing."),
    ])
}

#[test]
fn documents_with_every_word_come_first_and_others_say_what_they_lack() {
    let reader = shop();
    assert_eq!(answer(&reader, "payments certificate"), ["A", "C without certificate"]);
    assert_eq!(notes(&reader, "payments certificate"), "1 document has every word; 1 more lacks some of them");
    assert_eq!(answer(&reader, "certificate giraffe payments")[0], "A without giraffe");
    assert!(notes(&reader, "certificate giraffe").starts_with("no document has both words"));
}

#[test]
fn a_quoted_phrase_a_field_and_an_exclusion_are_never_left_out() {
    let reader = shop();
    assert_eq!(answer(&reader, "\"payments stopped\" rollback"), ["C"]);
    assert_eq!(answer(&reader, "\"stopped payments\" certificate"), [""; 0]);
    assert_eq!(answer(&reader, "payments certificate -rollback"), ["A"]);
    assert_eq!(answer(&reader, "payments certificate NOT rollback"), ["A"]);
    assert_eq!(answer(&reader, "service:shop payments certificate"), [""; 0]);
}

#[test]
fn other_words_for_the_same_thing_are_found_after_the_word_itself_and_named() {
    let reader = shop();
    assert_eq!(answer(&reader, "cert"), ["A"]);
    assert_eq!(notes(&reader, "cert"), "also searched for words that mean the same: certificate (cert)");
    assert_eq!(answer(&reader, "oom"), ["B"]);
    assert_eq!(answer(&reader, "deploy revert")[0], "C");
    assert_eq!(notes(&reader, "node giraffe").matches("host").count(), 0, "only what some document has");
}

#[test]
fn settings_name_further_words_and_narrower_readers_get_only_what_their_documents_use() {
    let groups =
        [("kiosk".to_owned(), vec!["till".to_owned()]), ("zebra".to_owned(), vec!["memory".to_owned()])].into();
    let documents = || [("A", "The till stopped. A kiosk was fine."), ("B", "No memory left.")];
    let built = |only_known| {
        let synonyms = Synonyms { groups: Some(&groups), only_known };
        write::build_with(documents().map(|(id, text)| document(id, text)).to_vec(), &synonyms).unwrap()
    };
    assert_eq!(answer(&built(false).open().unwrap(), "zebra"), ["B"]);
    let narrow = built(true);
    assert_eq!(answer(&narrow.open().unwrap(), "zebra"), [""; 0]);
    assert!(narrow.files.values().all(|bytes| !bytes.windows(5).any(|five| five == b"zebra")));
}

#[test]
fn a_name_in_parts_is_found_however_often_it_is_written_as_one() {
    let reader = shop();
    let mut found = answer(&reader, "load-balancer");
    found.sort();
    assert_eq!(found, ["D", "E", "F"]);
}

#[test]
fn a_word_that_some_document_has_is_taken_as_it_is() {
    let one = archive(&[("A", "in production"), ("B", "a protection"), ("C", "protections")]);
    for query in ["production", "productions", "production protection"] {
        assert!(!notes(&one, query).contains("searched for"), "{}", notes(&one, query));
    }
    assert_eq!(answer(&shop(), "cert giraffe"), ["A without giraffe"]);
    assert!(!notes(&shop(), "cert giraffe").contains("begins"), "what other words say needs no other reading");
}

#[test]
fn half_a_word_is_taken_for_what_it_begins() {
    let reader = shop();
    let mut found = answer(&reader, "paym");
    found.sort();
    assert_eq!(found, ["A", "C"]);
    assert_eq!(notes(&reader, "paym"), "no document has \"paym\"; searched for what begins with it: payments");
    assert_eq!(answer(&reader, "certifcate"), ["A"], "and one that is misspelt for what is near");
}

#[test]
fn flags_and_names_of_today_are_words() {
    let reader = shop();
    assert_eq!(answer(&reader, "--fix-missing"), ["G"]);
    assert_eq!(answer(&reader, "RelayQueueGrowing"), ["G"]);
    // Nobody wrote this one: its words are looked for.
    assert_eq!(answer(&reader, "TillCertificateExpired")[0], "A");
}

#[test]
fn what_has_no_word_finds_nothing_and_says_so() {
    for query in ["!!!", "\u{1f525}"] {
        assert_eq!(ask(&shop(), query).total, 0, "{query}");
        assert_eq!(notes(&shop(), query), "there is no word in this to search for");
    }
}

#[test]
fn a_pasted_text_finds_the_document_with_most_of_what_it_tells_and_says_which_words() {
    let found =
        similar(&shop(), "ALERT till-7: certificate expired\npayments stopped at 03:10", &Options::default()).unwrap();
    assert_eq!(found.hits[0].id, "A");
    assert!(found.hits[0].shared.contains(&"certificate".to_owned()), "{:?}", found.hits[0].shared);
    assert!(similar(&shop(), "zxqv wvutsr", &Options::default()).unwrap().hits.is_empty());
}

#[test]
fn words_that_tell_nothing_are_no_reason_in_a_pasted_text_however_rare_they_are() {
    let one = archive(&[
        ("A", "They are not stuck, but everything else may still be."),
        ("B", "The backlog of tills was purged."),
        ("C", "Depots"),
        ("D", "Ledger"),
    ]);
    let found = similar(&one, "but they are not going away, everything still there: backlog", &Options::default());
    assert_eq!(found.unwrap().hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["B"]);
}

#[test]
fn planned_work_is_less_like_a_pasted_text_than_a_disturbance() {
    let planned = SearchDocument {
        kind: "maintenance".to_owned(),
        ..document("A", "The tills of all depots stop while the ledger is upgraded.")
    };
    let incident = document("B", "The tills of three depots and one office stopped, the ledger was gone.");
    let others = ["C", "D", "E"].map(|id| document(id, "Something else"));
    let one = build_from(others.into_iter().chain([planned, incident]).collect()).unwrap().open().unwrap();
    let found = similar(&one, "tills of depots stopped, ledger", &Options::default()).unwrap();
    assert_eq!(found.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["B", "A"]);
    assert!(found.hits[1].score * 1.5 < found.hits[0].score);
}

#[test]
fn an_expression_that_no_document_has_in_a_row_is_not_searched_for() {
    let one = archive(&[("A", "The disk of a till was full."), ("B", "no space, and nothing left to do")]);
    assert_eq!(notes(&one, "enospc"), "");
    let one = archive(&[("A", "The disk of a till was full."), ("B", "there was no space left")]);
    assert!(notes(&one, "enospc").contains("no space left"), "{}", notes(&one, "enospc"));
}

#[test]
fn what_was_set_aside_is_found_where_it_is_asked_for_and_is_like_nothing() {
    let aside = SearchDocument {
        set_aside: Some("a template".into()),
        path: "templates/certificate.md".into(),
        ..document("T", "Write down here when the certificate expired.")
    };
    let one = build_from(vec![aside, document("A", "The certificate expired over night.")]).unwrap().open().unwrap();
    let ask = |query: &str, set_aside| {
        let results = search(&one, &parse(query), &Options { set_aside, ..Options::default() }).unwrap();
        results.hits.iter().map(|hit| (hit.id.clone(), hit.set_aside.clone())).collect::<Vec<_>>()
    };
    let (incident, template) = (("A".to_owned(), None), ("T".to_owned(), Some("a template".to_owned())));
    assert_eq!(ask("certificate", false), std::slice::from_ref(&incident));
    assert_eq!(ask("certificate templates", true), [template.clone(), incident.clone()]);
    assert_eq!(ask("", true), [incident, template]);
    let like = similar(&one, "certificate expired over night", &Options { set_aside: true, ..Options::default() });
    assert_eq!(like.unwrap().total, 1);
}

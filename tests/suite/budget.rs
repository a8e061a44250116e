//! One document never stops the others: what is too deep, too long or too large becomes a page with less on it and a finding.

use std::fs;

use incidex::config::Config;
use incidex::model::Audience;
use incidex::pipeline::{self, BuildOptions};

use crate::hostile::Silent;

const GOOD: &str =
    "# Outage of the label worker\n\nThe label worker was down from 10:00 UTC to 11:00 UTC on 2024-11-29.\n";

/// A document: its text, the code it is told (`""` for none of those of a document that stopped), what its page shows.
type Case = (String, &'static str, &'static str);

/// Builds one site of all of them beside a good one.
fn check(cases: &[Case]) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    fs::create_dir(&root).unwrap();
    for (at, (text, ..)) in cases.iter().enumerate() {
        fs::write(root.join(format!("bad-{at}.md")), text).unwrap();
    }
    fs::write(root.join("good.md"), GOOD).unwrap();
    let out = folder.path().join("site");
    let options = BuildOptions {
        out: out.clone(),
        audience: Audience::INTERNAL,
        as_of: None,
        drafts: false,
        verify: false,
        progress: &Silent,
    };
    let built = pipeline::build(&root, Config::default(), &options).unwrap();
    let page = |name: &str| fs::read_to_string(out.join(format!("incidents/{name}/index.html"))).unwrap();
    assert!(page("good").contains("label worker"), "the good document suffers");
    for (at, (text, code, shown)) in cases.iter().enumerate() {
        let path = format!("bad-{at}.md");
        let of_it = built.loaded.findings.iter().filter(|finding| finding.path.as_ref() == Some(&path));
        let codes: Vec<&str> = of_it.map(|finding| finding.entry.name).collect();
        let told =
            if code.is_empty() { !codes.iter().any(|code| STOPPED.contains(code)) } else { codes.contains(code) };
        assert!(told, "{code} or none of {codes:?} for {text:.80}");
        assert!(page(&format!("bad-{at}")).contains(shown), "\"{shown}\" is not on the page of {text:.80}");
    }
}

const STOPPED: &[&str] = &["document_over_budget", "document_failed"];

/// The head of an incident, so that a document counts as one.
const HEAD: &str = "# Mail outage\n\nMail was down from 09:00 UTC to 10:00 UTC on 2024-03-01.\n\n";

#[test]
fn markup_that_nests_without_end_keeps_its_words() {
    let cases = [
        format!("{}inmost{}", "*".repeat(8_000), "*".repeat(8_000)),
        format!("{}inmost{}", "![".repeat(60_000), "](b)".repeat(60_000)),
        format!("{}inmost{}", "_a **b ".repeat(5_000), "** c_ ".repeat(5_000)),
        format!("{}inmost{}", "*a ~~b ".repeat(5_000), "~~ c* ".repeat(5_000)),
        format!("{}inmost", "> ".repeat(20_000)),
        format!("{}inmost", "- ".repeat(20_000)),
        format!("{}inmost", "-\t".repeat(20_000)),
        format!("{}inmost", "1. ".repeat(60_000)),
    ];
    check(&cases.map(|text| (format!("{HEAD}{text}\n"), "nesting_too_deep", "inmost")));
}

#[test]
fn a_length_that_nothing_lasts_is_not_read() {
    let lengths = [
        "999999999999999999",
        "-999999999999999999",
        "1e300",
        "-1",
        "nan",
        "9999999 weeks",
        "'9223372036854775807'",
        "9999999w 9999999d 9999999h",
    ];
    let stated = lengths.map(|length| format!("---\nduration: {length}\n---\n{HEAD}"));
    let told = ["**Duration:** 9999999 weeks", "- T+9999999999: it broke", "- T-4294967295h: it broke"];
    let told = told.map(|text| format!("{HEAD}## Timeline\n\n{text}\n"));
    let stated = stated.into_iter().map(|text| (text, "front_matter_value_odd", "Mail was down"));
    check(&stated.chain(told.into_iter().map(|text| (text, "", "Mail was down"))).collect::<Vec<_>>());
}

#[test]
fn a_document_over_its_budget_is_shown_as_it_is_written() {
    let endless = format!("---\ntitle: Mail & parcels\n---\n{HEAD}{}<i>end", "It lasted 5 minutes. ".repeat(60_000));
    let rows = format!("{HEAD}## Timeline\n\n{}", "- 10:00 UTC x\n".repeat(120_000));
    let code = "document_over_budget";
    check(&[
        (endless.clone(), code, "It lasted 5 minutes. It lasted"),
        (endless, code, "Mail &amp; parcels"),
        (rows, code, "Mail was down"),
    ]);
}

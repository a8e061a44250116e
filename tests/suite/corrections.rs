//! Authors correct everything: a small archive from files to trends, with and without what its authors said.

use std::fs;

use incidex::analyse::{Options, Trends, trends};
use incidex::config::Config;
use incidex::diagnostic::Diagnostic;
use incidex::model::{Audience, FalseLeadBasis, KnowledgeBase};
use jiff::civil::date;

/// Two expired certificates and two full disks, each told in words of its own.
const BODIES: [(&str, &str); 4] = [
    (
        "PM-1",
        "# Partners cannot log in\n\n2024-01-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe signing certificate of the partner gateway had expired.\n\n## Action items\n\n- Alert thirty days before a certificate runs out\n- Ask the partners for a second contact\n",
    ),
    (
        "PM-2",
        "# Journal stops\n\n2024-02-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe disk of the journal server was full.\n\n## Action items\n\n- Order more storage\n",
    ),
    (
        "PM-3",
        "# Handshakes refused\n\n2024-03-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nAn expired certificate of the gateway broke all handshakes with partners.\n\n## Action items\n\n- Put the wall calendar in order\n",
    ),
    (
        "PM-4",
        "# Depot scanners silent\n\n2024-04-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nA burst pipe flooded the cabinet of the depot.\n",
    ),
];

/// The archive with further front matter per document and a `causes.toml`.
fn archive(front_matter: [&str; 4], causes: &str) -> (KnowledgeBase, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().unwrap();
    for ((id, body), lines) in BODIES.iter().zip(front_matter) {
        fs::write(folder.path().join(format!("{id}.md")), format!("---\nid: {id}\n{lines}\n---\n\n{body}")).unwrap();
    }
    if !causes.is_empty() {
        fs::write(folder.path().join("causes.toml"), causes).unwrap();
    }
    let loaded = incidex::pipeline::load(folder.path(), Config::default(), Audience::INTERNAL).unwrap();
    (loaded.knowledge_base, loaded.findings)
}

fn of(base: &KnowledgeBase) -> Trends {
    trends(base, date(2024, 6, 1), &Options::default())
}

fn check(front_matter: [&str; 4], causes: &str, expected: &[(&str, &[&str])]) {
    let (base, _) = archive(front_matter, causes);
    let trends = of(&base);
    let found: Vec<(&str, Vec<&str>)> = trends
        .recurring
        .iter()
        .map(|it| (it.label.as_str(), it.incidents.iter().map(String::as_str).collect()))
        .collect();
    let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(label, ids)| (*label, ids.to_vec())).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_wording_joins_an_author_can_part_and_the_other_way_round() {
    let joined = of(&archive([""; 4], "").0).recurring;
    assert_eq!(joined.len(), 1);
    assert_eq!(joined[0].incidents, ["PM-1", "PM-3"]);
    check(["", "", "not-same-as: [PM-1]", ""], "", &[]);
    let parted = of(&archive(["not-same-as: [PM-3]", "", "", "same-as: PM-2"], "").0).recurring;
    assert_eq!(parted.len(), 1);
    assert_eq!(parted[0].incidents, ["PM-2", "PM-4"]);
}

#[test]
fn a_name_of_causes_toml_stands_on_its_recurring_cause_and_joins_what_it_lists() {
    check(
        [""; 4],
        "[[cause]]\nname = \"Nobody renews\"\nincidents = [\"PM-3\"]\n",
        &[("Nobody renews", &["PM-1", "PM-3"])],
    );
    check(
        ["", "", "not-same-as: [PM-1]", ""],
        "[[cause]]\nname = \"Cabinets and disks\"\nincidents = [\"PM-2\", \"PM-4\"]\n",
        &[("Cabinets and disks", &["PM-2", "PM-4"])],
    );
}

#[test]
fn a_mistake_in_causes_toml_is_a_finding_with_its_place_and_no_failure() {
    let causes = "[[cause]]\nname = \"Nobody renews\"\nincidents = [\"PM-3\", \"PM-33\"]\n\n[[cause]]\nnmae = \"x\"\n";
    let (base, findings) = archive([""; 4], causes);
    let told: Vec<String> = findings
        .iter()
        .filter(|finding| finding.path.as_deref() == Some("causes.toml"))
        .map(|it| format!("{}:{} {} {}", it.span.unwrap().line, it.span.unwrap().column, it.entry.id, it.message))
        .collect();
    assert_eq!(
        told,
        [
            "3:22 IX0506 no incident is called \"PM-33\"",
            "5:1 IX0004 an entry without `name` names nothing",
            "6:1 IX0004 no key is called `nmae` here",
        ]
    );
    assert_eq!(of(&base).recurring[0].label, "Nobody renews");
}

#[test]
fn an_author_says_that_two_action_items_are_one_promise() {
    assert!(of(&archive([""; 4], "").0).promised_again.is_empty());
    let (base, _) = archive(["", "", "same-as: [a1 = PM-1#a1]", ""], "");
    let promises = of(&base).promised_again;
    assert_eq!(promises.len(), 1);
    assert_eq!(promises[0].incidents, ["PM-1", "PM-3"]);
}

#[test]
fn an_author_states_the_cause() {
    let (base, _) = archive(["", "", "", "cause: human\ncomponent: network"], "");
    let cause = &base.articles[3].incident.cause;
    assert_eq!((cause.class.as_deref(), cause.component.as_deref()), (Some("human"), Some("network")));
}

#[test]
fn marks_in_a_timeline_open_and_close_a_false_lead() {
    let folder = tempfile::tempdir().unwrap();
    let text = "# Scanners silent\n\n## Timeline (UTC)\n\n\
        - 2024-05-02 14:00 Scanners of two depots report nothing.\n\
        - 14:10 [hypothesis] The radio link of the depots.\n\
        - 14:40 [dead-end] Signal is the same as last week.\n\
        - 14:45 [dead-end] Reading the firmware notes page by page.\n\
        - 15:05 Root cause identified: the broker rejects messages that name no depot.\n\
        - 15:20 The broker accepts them again, resolved.\n\n\
        ## Root cause\n\nA new rule of the broker rejected messages without a depot.\n";
    fs::write(folder.path().join("scanners.md"), text).unwrap();
    let loaded = incidex::pipeline::load(folder.path(), Config::default(), Audience::INTERNAL).unwrap();
    let incident = &loaded.knowledge_base.articles[0].incident;
    let leads: Vec<(&str, i64, i64, FalseLeadBasis, usize)> = incident
        .false_leads
        .iter()
        .map(|it| {
            let minutes = it.minutes.unwrap();
            (it.suspect.as_str(), minutes.min.rounded(), minutes.max.rounded(), it.basis, it.line)
        })
        .collect();
    assert_eq!(
        leads,
        [
            ("radio link of the depots", 30, 30, FalseLeadBasis::Refuted, 6),
            ("Reading the firmware notes page by page", 20, 20, FalseLeadBasis::Identified, 8),
        ]
    );
    assert_eq!(of(&loaded.knowledge_base).false_leads.minutes.min.rounded(), 50);
}

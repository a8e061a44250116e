//! What holds for every text, however strange.

use std::collections::BTreeSet;

use incidex::config::Config;
use incidex::model::{Incident, Minutes, Phases, Source, SourceFormat};
use incidex::normalise::{self, Normalised};
use incidex::parse::{self, Document};
use proptest::prelude::*;
use proptest::sample::select;

fn document(path: &str, text: &str) -> Document {
    let source = Source { path: path.to_owned(), format: SourceFormat::Markdown, hash: String::new() };
    parse::document(source, text)
}

fn incidents(text: &str) -> Vec<Incident> {
    normalise::incidents(&document("incidents/any.md", text), &Config::default()).0
}

/// Pieces of postmortems, whole and broken.
const PIECES: &[&str] = &[
    "# Mail is late",
    "## Timeline (UTC)",
    "##Timeline",
    "#Tasks:",
    "### 13:44",
    "### 2018-01-11",
    "## Root cause and resolution",
    "## Action items",
    "### Immediate actions (completed)",
    "**Impact:** 30% of users",
    "Duration: from 10:00 PM to 1:15 AM UTC",
    "Duration: ",
    "Root Cause: a full disk. Resolution: old mail was deleted.",
    "-09:00 AM UTC: alert fired",
    "- **10:15 AM:** We suspected the network.",
    "- 10:40 The network was ruled out.",
    "* [???] unknown",
    "* [12-05 16:21] again",
    "22:15Z: restored",
    "- 00:10 resolved",
    "- T+5m more",
    "12:15 AM: noon?",
    "10/04/2024, 5:00 AM: one",
    "203/2025 7:15 PM EAT: two",
    "2022-02-?? ??:?? three",
    "| Time (UTC) | What |",
    "|---|---|",
    "| 10:00 | Mail stops",
    "| Severity | SEV-2 |",
    "> quoted 10:00",
    "> **Impact:**",
    "```",
    "```yaml",
    "    indented 10:00",
    "---",
    "+++",
    "title: Mail",
    "date: 2024-05-06 10:00:00",
    "severity: P1",
    "started: [",
    "{\"title\": 1}",
    "<Update date=\"2024-05-06 10:00\">",
    "</Update>",
    "{{< track \"2024-05-06 16:50:00\" >}}",
    "<h2>Impact</h2>",
    "<!-- note",
    "-->",
    "![x](",
    "[a]: b",
    "[^1]: note",
    "- [ ] Add disks. Owner: @ann",
    "- [x] ~~done~~ (#12)",
    "-----",
    "=====",
    "",
    "",
    "\t",
    "  ",
    "•\tbullet",
    "\u{feff}",
    "\u{200b}",
    "\u{202f}10:00\u{202f}UTC",
    "𝟙𝟘:𝟘𝟘",
    "99:99",
    "31 February 2024",
    "0000-00-00 00:00",
    "9999-12-31T23:59:60Z: the end",
    "March 4th, 2024, 12:00 AM UTC: next day",
    "1. one",
    "  - two",
    "      - three",
];

fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![6 => select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,40}"];
    proptest::collection::vec((piece, select(&["\n", "\n\n", " ", "\n  "][..])), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, end)| piece + end).collect())
}

fn assert_sound(text: &str) {
    // Carriage returns are taken out on reading.
    let text = &text.replace('\r', "");
    let lines = text.lines().count().max(1);
    for incident in incidents(text) {
        assert_in_order(&incident);
        assert_in_file(&incident, lines);
        assert_not_negative(&incident.phases);
    }
}

/// Entries with an instant come in order of time, and `elapsed` counts from one and the same moment.
fn assert_in_order(incident: &Incident) {
    let instants: Vec<_> =
        incident.timeline.iter().filter_map(|entry| Some((entry.at.as_ref()?.utc?, entry.elapsed))).collect();
    assert!(instants.is_sorted_by_key(|(at, _)| *at), "{instants:?}");
    let origins: BTreeSet<i64> =
        instants.iter().filter_map(|(at, elapsed)| Some(at.as_second() - elapsed.as_ref()?.seconds)).collect();
    assert!(origins.len() <= 1, "{origins:?}");
}

fn assert_in_file(incident: &Incident, lines: usize) {
    let provenance = incident.provenance.iter().filter_map(|(key, found)| Some((key.as_ref(), found.line?)));
    let flags = incident.flags.iter().filter_map(|flag| Some((flag.code, flag.line?)));
    let entries = incident.timeline.iter().map(|entry| ("timeline", entry.line));
    let actions = incident.action_items.iter().map(|item| ("action", item.line));
    let leads = incident.false_leads.iter().map(|lead| ("false lead", lead.line));
    let evidence = incident.cause.evidence.iter().map(|proof| ("evidence", proof.line));
    for (what, line) in provenance.chain(flags).chain(entries).chain(actions).chain(leads).chain(evidence) {
        assert!((1..=lines).contains(&line), "{what} is said to stand on line {line} of {lines}");
    }
}

fn assert_not_negative(phases: &Phases) {
    let all = [
        phases.detect,
        phases.respond,
        phases.escalate,
        phases.culprit_named,
        phases.identify,
        phases.fix,
        phases.resolve,
    ];
    assert!(all.iter().flatten().all(|length: &Minutes| length.seconds >= 0), "{phases:?}");
}

/// Incidents with names that collide, in folders that do not.
fn archive() -> Vec<(String, String)> {
    let texts = [
        "# Mail is late\n\n## Impact\n\nNo mail.\n",
        "Impact: none.\n\nRoot cause: a test of INC-2024-07.\n",
        "# One\n\n## Impact\n\nA\n\n## Timeline\n\n- 10:00 a\n\n# Two\n\n## Impact\n\nB\n\n## Timeline\n\n- 11:00 b\n",
    ];
    let names = [
        "2024/mail.md",
        "2025/mail.md",
        "mail.md",
        "INC-2024-07.md",
        "Mail.md",
        "2025/mail-2.md",
        "2025/märz.md",
        "2025/marz.md",
    ];
    names.iter().zip(texts.iter().cycle()).map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn base(files: &[(String, String)]) -> Normalised {
    normalise::knowledge_base(files.iter().map(|(path, text)| document(path, text)).collect(), &Config::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_is_too_strange_to_be_read(text in "(?s).{0,300}") {
        assert_sound(&text);
    }

    #[test]
    fn no_arrangement_of_a_postmortems_pieces_is_too_strange_to_be_read(text in markdown()) {
        assert_sound(&text);
    }

    #[test]
    fn the_order_of_files_does_not_matter(files in Just(archive()).prop_shuffle()) {
        prop_assert_eq!(base(&files).knowledge_base, base(&archive()).knowledge_base);
    }
}

#[test]
fn no_two_incidents_share_an_address() {
    let base = base(&archive()).knowledge_base;
    let slugs: BTreeSet<&str> = base.articles.iter().map(|article| article.slug.as_str()).collect();
    assert_eq!(slugs.len(), base.articles.len(), "{slugs:?}");
}

//! A snapshot of tickets beside the documents: what it makes known, to whom, and what of it cannot be used.

use std::fs;
use std::path::Path;

use incidex::config::Config;
use incidex::model::{Audience, EvidenceKind};
use incidex::pipeline::{BuildOptions, Progress};

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}
    fn advance(&self, _: usize) {}
}

const REPORT: &str = "---\naudience: public\n---\n\n# Orders stopped\n\n2026-01-10 09:00 UTC to 10:00 UTC\n\n## Root cause\n\nThe disk of the order service was full.\n\n## Action items\n\n";

/// The items below a heading, beside a snapshot: `state, stage, done on` of each.
fn check(items: &str, snapshot: &str, expected: &[&str], findings: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("orders.md"), format!("{REPORT}{items}")).unwrap();
    if !snapshot.is_empty() {
        fs::write(folder.path().join("tickets.json"), snapshot).unwrap();
    }
    let loaded = incidex::pipeline::load(folder.path(), Config::default(), Audience::INTERNAL).unwrap();
    let incident = loaded.knowledge_base.incidents().next().unwrap();
    let told = incident.action_items.iter().map(|item| {
        let on = item.life.done_on.map_or_else(|| "-".to_owned(), |on| on.to_string());
        format!("{:?} {:?} {on}", item.state, item.life.stage)
    });
    assert_eq!(told.collect::<Vec<_>>(), expected, "{items}");
    let about_tickets = loaded.findings.iter().filter(|it| it.entry.name.starts_with("ticket_"));
    let told =
        about_tickets.map(|it| format!("{}:{} {}", it.path.as_deref().unwrap(), it.span.unwrap().line, it.message));
    assert_eq!(told.collect::<Vec<_>>(), findings, "{items}");
}

#[test]
fn without_a_snapshot_a_ticket_tracks_an_action_and_says_nothing_of_its_state() {
    check(
        "- Alert on free space (OPS-1)\n- Order a larger disk [#7](https://git.example/shop/orders/issues/7)\n",
        "",
        &["Tracked Tracked -", "Tracked Tracked -"],
        &[],
    );
    check("- [ ] Alert on free space (OPS-1)\n- [x] Order a disk\n", "", &["Open Tracked -", "Done Evidenced -"], &[]);
    check("- Alert on free space (DONE)\n", "", &["Done Claimed -"], &[]);
}

#[test]
fn an_action_of_which_the_document_says_nothing_has_the_state_of_its_ticket() {
    let jira = r#"{"issues":[{"key":"OPS-1","fields":{"status":{"name":"Live","statusCategory":{"key":"done"}},"resolutiondate":"2026-02-01T10:00:00.000+0000"}},
        {"key":"OPS-2","fields":{"status":{"name":"Live","statusCategory":{"key":"done"}},"resolution":{"name":"Won't Do"},"resolutiondate":"2026-02-02T10:00:00.000+0000"}},
        {"key":"OPS-3","fields":{"status":{"name":"Brewing","statusCategory":{"key":"new"}}}}]}"#;
    check(
        "- Alert on free space (OPS-1)\n- Order a larger disk (OPS-2)\n- Delete old exports every night (OPS-3)\n- Rotate the logs (OPS-4)\n",
        jira,
        &["Done Evidenced 2026-02-01", "Dropped Tracked -", "Open Tracked -", "Tracked Tracked -"],
        &[],
    );
}

#[test]
fn numbers_and_addresses_find_their_ticket_and_no_other() {
    let row = |project: &str, number: usize, state: &str| {
        format!(
            r#"{{"number":{number},"state":"{state}","closedAt":"2026-02-01T10:00:00Z","url":"https://git.example/{project}/issues/{number}"}}"#
        )
    };
    let snapshot = format!(
        "[{},\n{},\n{}]",
        row("shop/orders", 7, "CLOSED"),
        row("shop/orders", 8, "OPEN"),
        row("shop/mail", 8, "CLOSED")
    );
    check(
        "- Alert on free space [#7](https://git.example/shop/orders/issues/7)\n- Order a disk (#7)\n- Delete old exports (shop/mail#8)\n- Rotate the logs (#8)\n- Move the spool [#7](https://other.example/shop/orders/issues/7)\n",
        &snapshot,
        &[
            "Done Evidenced 2026-02-01",
            "Done Evidenced 2026-02-01",
            "Done Evidenced 2026-02-01",
            "Tracked Tracked -",
            "Tracked Tracked -",
        ],
        &["orders.md:18 #8 may be one of 2 tickets of the snapshot"],
    );
}

#[test]
fn where_author_and_ticket_disagree_both_are_kept() {
    let snapshot =
        "[{\"key\":\"OPS-1\",\"state\":\"open\"},\n{\"key\":\"OPS-2\",\"state\":\"closed\",\"closed\":\"2026-03-01\"}]";
    check(
        "- [x] Alert on free space (OPS-1)\n- [ ] Order a larger disk (OPS-2)\n- [x] Rotate the logs (OPS-2)\n",
        snapshot,
        &["Done Claimed -", "Open Tracked -", "Done Evidenced 2026-03-01"],
        &[
            "orders.md:15 the document says done, ticket OPS-1 is open (tickets.json:1)",
            "orders.md:16 the document says open, ticket OPS-2 is done (tickets.json:2)",
        ],
    );
}

#[test]
fn a_row_that_cannot_be_used_is_a_finding_at_its_line() {
    check(
        "- Alert on free space (OPS-1)\n",
        "[{\"key\":\"OPS-1\",\"state\":\"brewing\"},\n{\"key\":\"OPS-1\",\"state\":\"open\"},\n{\"key\":\"OPS-1\",\"state\":\"closed\"}]",
        &["Open Tracked -"],
        &[
            "tickets.json:1 OPS-1 has the status \"brewing\", which may be open or done",
            "tickets.json:3 OPS-1 stands twice, open at tickets.json:2 and done here",
        ],
    );
}

/// Every file of a public site.
fn public_site(root: &Path, out: &Path) -> Vec<(String, Vec<u8>)> {
    let audience = Audience::PUBLIC;
    let options =
        BuildOptions { out: out.to_owned(), audience, as_of: None, drafts: false, verify: false, progress: &Silent };
    incidex::pipeline::build(root, Config::default(), &options).unwrap();
    let files = walkdir::WalkDir::new(out).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|file| file.file_type().is_file());
    files
        .map(|file| (file.path().strip_prefix(out).unwrap().display().to_string(), fs::read(file.path()).unwrap()))
        .collect()
}

#[test]
fn readers_learn_of_the_tickets_that_they_see_and_of_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    fs::create_dir(&root).unwrap();
    fs::write(
        root.join("orders.md"),
        format!("{REPORT}- Alert on free space (OPS-1)\n\nSee [all tickets](tickets.json).\n"),
    )
    .unwrap();
    let (own, other) = (
        "{\"key\":\"OPS-1\",\"state\":\"closed\",\"closed\":\"2026-03-01\",\"title\":\"wording\"}",
        "{\"key\":\"XQ-77\",\"state\":\"open\"}",
    );
    fs::write(root.join("tickets.json"), format!("[{own}]")).unwrap();
    let alone = public_site(&root, &folder.path().join("site"));
    fs::write(root.join("tickets.json"), format!("[{other},\n\n{own},\n7]")).unwrap();
    let among_others = public_site(&root, &folder.path().join("site"));
    assert!(alone == among_others, "a site tells something of a ticket that it does not name");
    let text: String = alone.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(text.contains("2026-03-01") && !text.contains("wording"));
    assert!(!alone.iter().any(|(path, _)| path.ends_with("tickets.json")), "the snapshot itself is published");
}

#[test]
fn the_snapshot_decides_what_a_search_calls_open() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("orders.md"), format!("{REPORT}- Alert on free space (OPS-1)\n")).unwrap();
    let open = || {
        let view = incidex::normalise::View::from(Audience::INTERNAL);
        let options = incidex::search::Options::default();
        let found = incidex::pipeline::search(folder.path(), &Config::default(), "has:action-open", &options, &view);
        found.unwrap().hits.len()
    };
    assert_eq!(open(), 0);
    fs::write(folder.path().join("tickets.json"), "[{\"key\":\"OPS-1\",\"state\":\"open\"}]").unwrap();
    assert_eq!(open(), 1);
    fs::write(folder.path().join("tickets.json"), "[{\"key\":\"OPS-1\",\"state\":\"closed\"}]").unwrap();
    assert_eq!(open(), 0);
}

#[test]
fn the_sample_archive_knows_some_of_its_tickets() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let config = incidex::config::load(&content, None).unwrap();
    let loaded = incidex::pipeline::load(&content, config, Audience::INTERNAL).unwrap();
    let items = || loaded.knowledge_base.incidents().flat_map(|incident| &incident.action_items);
    assert_eq!(items().filter(|item| item.told_by(EvidenceKind::Ticket).is_some()).count(), 11);
    assert_eq!(items().filter(|item| item.dispute().is_some()).count(), 2);
}

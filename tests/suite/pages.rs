//! Texts beside the incidents, and what readers who see everything are told of what is held back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::listing::{archive, run};

const FILES: &[(&str, &str)] = &[
    ("incidex.toml", "navigation = [\"handbook/writing.md\", \"on-call\", \"handbook/secret.md\", \"nowhere.md\"]\n"),
    (
        "2024/relay.md",
        "---\nid: INC-7\naudience: public\n---\n# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-03.\n",
    ),
    (
        "handbook/writing.md",
        "---\nkind: page\naudience: public\n---\n# How we write post-mortems\n\nWithin 5 days of SEV-1. Root cause: say what, not \
         who.\n\n## Timeline\n\n- 10:00 an example\n\nRead [the relay](../2024/relay.md) and [the rota](on-call.md).\n",
    ),
    (
        "handbook/on-call.md",
        "---\nkind: page\nid: on-call\naudience: public\ntitle: On-call handbook\n---\nThe wombat line answers at any hour.\n",
    ),
    ("handbook/secret.md", "---\nkind: page\n---\n# Zebrafish rules\n\nOnly for us.\n"),
    ("notes/stack.md", "# Our stack\n\nWe use a queue and two databases.\n"),
    ("notes/draft.md", "---\ndraft: true\n---\n# Mail was down\n"),
];

fn built(root: &Path, audience: &str) -> (String, BTreeMap<String, String>) {
    let output = run(root, &["build", "-o", audience, "--verify", "--audience", audience, "--as-of", "2026-06-01"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let files = walkdir::WalkDir::new(root.join(audience)).into_iter().map(Result::unwrap);
    let text = |path: &Path| {
        let name = path.strip_prefix(root.join(audience)).unwrap().to_string_lossy().into_owned();
        (name, String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned())
    };
    (said, files.filter(|it| it.file_type().is_file()).map(|it| text(it.path())).collect())
}

#[test]
fn a_page_is_published_as_it_is_written_and_counted_as_a_page() {
    let folder = archive(FILES);
    let (said, site) = built(folder.path(), "internal");
    assert!(said.contains("1 incident, 3 pages in "), "{said}");
    let page = &site["incidents/handbook/writing/index.html"];
    assert_eq!(page.matches("<h1").count(), 1, "{page}");
    for other in ["Severity", "Open questions", "ix-timeline", "Origin of each value", "SEV-1</"] {
        assert!(!page.contains(other), "{other}");
    }
    assert!(page.contains("href=\"../../inc-7/index.html\"") && page.contains("href=\"../../on-call/index.html\""));
    for figures in
        ["data/incidents.json", "data/incidents.csv", "feed.atom", "incidents/index.html", "maintenance/index.html"]
    {
        assert!(
            !site
                .get(figures)
                .is_some_and(|text| text.contains("wombat") || text.contains("On-call handbook</a></th>"))
        );
    }
    assert!(!site["data/incidents.json"].contains("on-call"));
    let list = String::from_utf8(run(folder.path(), &["list", "--format", "json"]).stdout).unwrap();
    assert_eq!(list.matches("\"kind\": \"page\"").count(), 3, "{list}");
    let found = String::from_utf8(run(folder.path(), &["search", "wombat", "--format", "json"]).stdout).unwrap();
    assert!(found.contains("incidents/on-call/"), "{found}");
}

#[test]
fn the_navigation_holds_the_pages_that_the_settings_name_and_readers_may_see() {
    let folder = archive(FILES);
    let navigation = |site: &BTreeMap<String, String>| {
        let page = site["index.html"].split("<nav class=\"sections\"").nth(1).unwrap();
        page.split("</nav>").next().unwrap().to_owned()
    };
    let (_, site) = built(folder.path(), "internal");
    let all = navigation(&site);
    let place = |words: &str| all.find(words).unwrap_or_else(|| panic!("{words} in {all}"));
    assert!(place("incidents/handbook/writing/index.html") < place("incidents/on-call/index.html"));
    assert!(place("On-call handbook") < place("Zebrafish rules"));
    let check = String::from_utf8(run(folder.path(), &["check"]).stdout).unwrap();
    assert!(check.contains("nowhere.md"), "{check}");
    let (_, site) = built(folder.path(), "public");
    assert!(navigation(&site).contains("How we write post-mortems") && !navigation(&site).contains("Zebrafish"));
    assert!(site.values().all(|text| !text.contains("Zebrafish") && !text.contains("nowhere.md")));
    assert!(site["about/index.html"].contains("On-call handbook"));
}

#[test]
fn what_is_held_back_is_told_to_those_who_see_everything_and_to_nobody_else() {
    let folder = archive(FILES);
    let (_, site) = built(folder.path(), "internal");
    let coverage = site["coverage/index.html"].replace('\u{a0}', " ").replace("&nbsp;", " ");
    assert!(coverage.contains("2 documents were read and held back"), "{coverage}");
    assert!(coverage.contains("Without a sign of an incident") && coverage.contains("Draft"), "{coverage}");
    assert!(site.values().all(|text| !text.contains("notes/draft")), "a draft is named nowhere");
    assert!(site["search/index.html"].contains("data-held-back=\"2\""));
    let (_, site) = built(folder.path(), "public");
    assert!(!site["coverage/index.html"].contains("held back") && !site["coverage/index.html"].contains("notes/"));
    assert!(!site["search/index.html"].contains("held-back"));
    fs::remove_dir_all(folder.path().join("notes")).unwrap();
    let (_, without) = built(folder.path(), "public");
    assert_eq!(site, without);
}

#[test]
fn the_type_of_a_tool_makes_no_page() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "---\ntype: page\n---\n# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-03.\n";
    fs::write(folder.path().join("relay.md"), text).unwrap();
    let list = String::from_utf8(run(folder.path(), &["list", "--format", "json"]).stdout).unwrap();
    assert!(list.contains("\"kind\": \"incident\""), "{list}");
}

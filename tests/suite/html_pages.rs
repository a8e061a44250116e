//! Whole pages of HTML in an archive: documents, attachments, and what is neither.

use std::fs;

use crate::listing::{archive, listed, run};

const PAGE: &str = "<html><head><title>Till is slow - Confluence</title><script>alert(1)</script><style>p{}</style></head><body>\
    <nav>Home of the wombats</nav><h1>Impact</h1><p onclick=\"x()\">The till was down from 10:00 UTC to 11:00 UTC on \
    2024-05-03.</p><h1>Root cause</h1><p>The disk of the database was <b>full</b>.</p></body></html>";
const CHART: &str = "<html><head><title>Chart</title></head><body><p>A picture of the load.</p></body></html>";
const STORY: &str = "# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-04, see \
    [the chart](load/chart.html) and [the till](wiki/till.html).\n";

#[test]
fn a_page_is_a_document_and_one_that_is_none_is_an_attachment_of_what_links_to_it() {
    let folder = archive(&[
        ("relay.md", STORY),
        ("wiki/till.html", PAGE),
        ("load/chart.html", CHART),
        ("load/other.HTM", CHART),
    ]);
    let listed = listed(folder.path(), &[]);
    for (path, expected) in [
        ("relay.md", "published incident"),
        ("wiki/till.html", "published incident"),
        ("load/chart.html", "published attachment"),
        ("load/other.HTM", "held_back no_signs"),
    ] {
        assert_eq!(listed[path], expected, "{path}");
    }
    let built = run(folder.path(), &["build", "-o", "site", "--verify"]);
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
    assert!(said.contains("1 without a sign of an incident"), "{said}");
    let relay = fs::read_to_string(folder.path().join("site/incidents/relay/index.html")).unwrap();
    assert!(relay.contains("files/load/chart.html"), "{relay}");
    assert!(relay.contains("href=\"../wiki/till~"), "{relay}");
}

#[test]
fn nothing_of_a_page_runs_and_what_stands_around_the_document_is_gone() {
    let folder = archive(&[("wiki/till.html", PAGE)]);
    assert!(run(folder.path(), &["build", "-o", "site", "--verify"]).status.success());
    let pages = fs::read_dir(folder.path().join("site/incidents/wiki")).unwrap();
    let page = fs::read_to_string(pages.into_iter().next().unwrap().unwrap().path().join("index.html")).unwrap();
    for gone in ["alert(1)", "onclick", "wombats", "Confluence"] {
        assert!(!page.contains(gone), "{gone}");
    }
    assert!(page.contains("Till is slow") && page.contains("<strong>full</strong>"), "{page}");
}

#[test]
fn a_page_is_internal_as_it_says_nothing_else() {
    let folder =
        archive(&[("relay.md", format!("---\naudience: public\n---\n{STORY}").as_str()), ("wiki/till.html", PAGE)]);
    assert!(run(folder.path(), &["build", "-o", "site", "--audience", "public"]).status.success());
    let files = walkdir::WalkDir::new(folder.path().join("site")).into_iter().map(Result::unwrap);
    for file in files.filter(|it| it.file_type().is_file()) {
        let text = String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned();
        assert!(!text.contains("Till is slow") && !text.contains("disk of the database"), "{}", file.path().display());
    }
}

#[test]
fn an_ignore_file_decides_otherwise() {
    let folder = archive(&[("wiki/till.html", PAGE), ("relay.md", STORY), (".incidexignore", "wiki/\n")]);
    assert_eq!(listed(folder.path(), &[])["wiki/till.html"], "not_read ignored");
}

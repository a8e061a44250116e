//! The pages across incidents, over archives of none, one, two and five documents and over the sample archive.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Every page that answers a question over the whole archive.
const PAGES: [&str; 17] = [
    "causes/recurring",
    "actions",
    "actions/promised-again",
    "trends",
    "trends/durations",
    "trends/phases",
    "trends/detection",
    "trends/services-x-causes",
    "trends/false-leads",
    "trends/mitigations",
    "trends/change-lag",
    "trends/calendar",
    "trends/chains",
    "trends/alerts",
    "factors",
    "lessons",
    "coverage",
];

/// One of five outages of a made-up lending library, each by the same cause in other words.
fn outage(number: usize) -> String {
    let causes = [
        "The connection pool of the catalogue was smaller than the number of its workers.",
        "Workers of the catalogue waited for a connection, as the pool was exhausted.",
        "Every connection of the pool was taken by the catalogue's report.",
        "The pool had too few connections for the workers of the catalogue.",
        "A report held all connections of the catalogue's pool.",
    ];
    format!(
        "---
id: LIB-{number}
severity: major
services: [catalogue]
cause: capacity
component: database
authors: [Wilhelmina Quist]
---

# Catalogue did not answer, part {number}

## Timeline (UTC, 2025-0{number}-03)

- 09:0{number} Release of the catalogue deployed
- 09:1{number} Alert CatalogueLatencyHigh fired
- 09:20 We suspected the network
- 09:3{number} The network was ruled out
- 09:4{number} Cause identified: no free connection
- 09:5{number} Catalogue restarted, answers are normal again

## Root cause

{cause}

## Action items

- [ ] Alert when the connection pool of the catalogue is almost empty
- [x] Write down who to call

## Where we got lucky

- The library was closed
",
        cause = causes[number - 1],
    )
}

/// Path to text of every page of a site.
type Site = BTreeMap<String, String>;

fn build(archive: &Path) -> Site {
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("site");
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    let output = command.arg("build").arg(archive).arg("--out").arg(&site).env_remove("SOURCE_DATE_EPOCH").output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut pages = Site::new();
    let mut open = vec![site.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&site).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(".html") {
                pages.insert(name, fs::read_to_string(&path).unwrap());
            } else {
                pages.insert(name, String::new());
            }
        }
    }
    pages
}

/// The site of the first `n` outages.
fn outages(n: usize) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    fs::write(archive.join("incidex.toml"), "title = \"Library outages\"\n").unwrap();
    for number in 1..=n {
        fs::write(archive.join(format!("part-{number}.md")), outage(number)).unwrap();
    }
    build(&archive)
}

fn page<'a>(site: &'a Site, folder: &str) -> &'a str {
    site.get(&format!("{folder}/index.html")).unwrap_or_else(|| panic!("{folder} is missing"))
}

fn reading(html: &str) -> &str {
    html.split("<p class=\"reading\">").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or_default()
}

#[track_caller]
fn check(site: &Site, folder: &str, expected: &[&str]) {
    let html = page(site, folder).replace("&nbsp;", " ").replace('\u{a0}', " ");
    for text in expected {
        assert!(html.contains(text), "{folder} does not say {text:?}; it reads {:?}", reading(&html));
    }
}

#[test]
fn every_question_has_a_page_that_begins_with_a_sentence_however_small_the_archive() {
    for n in [0, 1, 2, 5] {
        let site = outages(n);
        for folder in PAGES {
            let html = page(&site, folder);
            let said = reading(html);
            assert!(said.len() > 15 && said.ends_with('.'), "{folder} over {n} reads {said:?}");
            assert!(
                said.starts_with(|c: char| c.is_uppercase() || c == '“' || c == '&'),
                "{folder} over {n}: {said:?}"
            );
            for slip in ["NaN", "{{", "-0", " ,", "..", "of 1 incidents", "1 incidents", "none of all"] {
                assert!(!said.contains(slip), "{folder} over {n} has {slip:?}: {said:?}");
            }
        }
    }
}

#[test]
fn an_archive_of_none_or_one_says_what_is_missing_and_how_to_give_it() {
    let none = outages(0);
    check(&none, "trends", &["There is no incident yet."]);
    check(&none, "actions", &["No report lists an action.", "## Action items"]);
    check(&none, "trends/durations", &["A start and an end are enough", "<pre class=\"code\">"]);
    let one = outages(1);
    check(&one, "causes/recurring", &["There is one incident, so nothing can have recurred yet."]);
    check(&one, "trends/durations", &["there is nothing to compare it with"]);
    check(&one, "trends", &["One incident has no trend"]);
}

#[test]
fn nothing_is_summed_up_below_five() {
    check(&outages(2), "trends/durations", &["Fewer than 5 durations are known", "nothing is concluded"]);
    check(&outages(2), "trends/phases", &["fewer than 5"]);
    check(&outages(2), "trends/detection", &["too few to say"]);
    check(&outages(5), "trends/durations", &["In the median, the duration is"]);
}

#[test]
fn five_outages_by_one_cause_are_read_drawn_and_listed() {
    let site = outages(5);
    check(&site, "causes/recurring", &["One cause recurs.", "All five incidents share", "<mark>pool</mark>"]);
    check(&site, "actions/promised-again", &["promised", "after five incidents", "#a1\""]);
    check(&site, "trends/false-leads", &["All five reports tell of a wrong suspicion"]);
    check(&site, "trends/alerts", &["CatalogueLatencyHigh"]);
    check(&site, "lessons", &["The library was closed"]);
    check(&site, "trends/mitigations", &["restart"]);
    let home = site["index.html"].replace('\u{a0}', " ");
    assert!(home.contains("causes/recurring/index.html#") && home.contains("promised 5 times"), "{home}");
}

/// The part of a page from the heading with this id to the next.
fn under<'a>(html: &'a str, id: &str) -> &'a str {
    let from = html.split_once(&format!("<h2 id=\"{id}\">")).map_or("", |(_, rest)| rest);
    from.split("<h2").next().unwrap_or_default()
}

#[test]
fn a_question_without_an_answer_leaves_the_lists_and_says_why() {
    let site = outages(5);
    let overview = page(&site, "trends");
    let (told, open) = (under(overview, "s-questions"), under(overview, "s-cannot-tell"));
    for folder in ["trends/services-x-causes", "factors", "trends/chains"] {
        let link = format!("{folder}/index.html\"");
        assert!(!told.contains(&link) && open.contains(&link), "{folder}");
        assert!(page(&site, folder).contains("How this was counted"), "{folder} is still made");
    }
    assert!(told.contains("trends/durations/index.html\"") && !open.contains("trends/durations/index.html\""));
    let two = outages(2);
    let open = under(page(&two, "trends"), "s-cannot-tell");
    assert!(open.contains("Two incidents are too few to tell weekdays or hours of the day apart."), "{open}");
    assert!(open.contains("trends/durations/index.html\""), "{open}");
    // What shows no pattern is to be looked at, not to be met at once.
    let calendar = page(&two, "trends/calendar");
    let (before, _) = calendar.split_once("<table").unwrap();
    assert!(before.contains("<summary>What was counted</summary>"), "{before}");
}

#[test]
fn an_archive_that_promises_nothing_has_no_way_to_actions_and_promises() {
    let (none, five) = (outages(0), outages(5));
    let navigation = |site: &Site| site["index.html"].split("<main").next().unwrap_or_default().to_owned();
    assert!(navigation(&five).contains("actions/index.html") && !navigation(&none).contains("actions/index.html"));
    assert!(under(page(&none, "trends"), "s-cannot-tell").contains("actions/promised-again/index.html"));
}

#[test]
fn thresholds_of_the_settings_are_used_and_printed() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let settings = "[trends]\nconfidence = 0.9\ntested_from = 6\nrecent_days = 180\nsimilar = 0.1\ncell_from = 4\ntogether_from = 4\n";
    fs::write(archive.join("incidex.toml"), settings).unwrap();
    for number in 1..=5 {
        fs::write(archive.join(format!("part-{number}.md")), outage(number)).unwrap();
    }
    let site = build(&archive);
    check(&site, "trends", &["below 6 values", "at 90 %", "the last 180 days", "5 incidents are too few"]);
    check(&site, "trends/durations", &["below 6 values", "the last 180 days"]);
    check(&site, "trends/phases", &["below 6 values"]);
    check(&site, "trends/mitigations", &["below 6 values"]);
    check(&site, "trends/change-lag", &["below 6 values"]);
    check(&site, "trends/detection", &["at 90 %", "below 6 incidents"]);
    check(&site, "trends/services-x-causes", &["4 incidents of one service", "below 10 %"]);
    check(&site, "factors", &["at least 4 incidents", "below 10 %"]);
    check(&site, "trends/calendar", &["below 6 incidents", "below 10 %"]);
    check(&site, "causes/recurring", &["70 of 100 such pairs", "30 on", "40 of 100 incidents", "at 90 %"]);
    check(&site, "actions/promised-again", &["at least 60 the same promise"]);
    check(&site, "incidents/lib-5", &["from a likeness of 0.1 on"]);
}

#[test]
fn a_page_of_an_incident_tells_what_was_seen_and_promised_before() {
    let site = outages(5);
    let html = page(&site, "incidents/lib-5");
    assert!(html.contains("id=\"a1\""), "the anchor that promises link to");
    assert!(html.contains("promised before: 4"), "{html}");
    assert!(html.contains(">Seen before<"), "{html}");
}

#[test]
fn every_chart_says_what_it_shows_and_has_its_numbers_in_a_table() {
    let site = outages(5);
    for folder in PAGES {
        let figures: Vec<&str> = page(&site, folder).split("<figure class=\"chart\">").skip(1).collect();
        for figure in figures {
            let figure = figure.split("</figure>").next().unwrap_or_default();
            for part in ["<title id=", "<desc id=", "<figcaption>", "<table", "<caption"] {
                assert!(figure.contains(part), "a chart of {folder} lacks {part}");
            }
        }
    }
}

#[test]
fn a_page_says_how_it_was_counted_and_how_to_put_it_right() {
    let site = outages(5);
    for folder in PAGES.iter().filter(|folder| **folder != "trends") {
        check(&site, folder, &["How this was counted", "If this is wrong"]);
    }
}

#[test]
fn nobody_is_counted() {
    let site = outages(5);
    for folder in PAGES {
        assert!(!page(&site, folder).contains("Quist"), "{folder} names a person");
    }
}

#[test]
fn every_link_of_the_sample_archive_leads_to_a_page_and_a_place_on_it() {
    let site = build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        site.iter().map(|(path, html)| (path.as_str(), attributes(html, " id=\"").collect())).collect();
    let mut broken = Vec::new();
    for (path, html) in &site {
        for link in attributes(html, " href=\"").filter(|link| !link.contains(':')) {
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { resolved(path, file) };
            let known = ids.get(target.as_str());
            if known.is_none_or(|ids| !fragment.is_empty() && !ids.contains(fragment)) {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{} broken links, such as {:?}", broken.len(), &broken[..broken.len().min(5)]);
}

/// Values of an attribute as they stand in the page.
fn attributes<'a>(html: &'a str, start: &'static str) -> impl Iterator<Item = &'a str> {
    html.split(start).skip(1).filter_map(|rest| rest.split('"').next())
}

fn resolved(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The site of the five outages for some readers, with further settings.
fn site_for(audience: &str, settings: &str) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    fs::write(archive.join("incidex.toml"), format!("title = \"Library\"\naudience = \"{audience}\"\n{settings}"))
        .unwrap();
    for number in 1..=5 {
        let text = outage(number).replacen("---\n", "---\naudience: public\n", 1);
        fs::write(archive.join(format!("part-{number}.md")), text).unwrap();
    }
    build(&archive)
}

#[test]
fn the_page_of_the_next_quarter_ranks_by_minutes_and_shows_sentences_and_an_open_promise() {
    let site = outages(5);
    check(
        &site,
        "next",
        &[
            "What came back and cost most is",
            "stated by all five reports",
            "A report held all connections of the catalogue",
            "part-1.md:27",
            "Alert when the connection pool of the catalogue is almost empty",
            "How this was counted",
            "Causes stand in the order of the minutes",
        ],
    );
    check(&site, "trends", &["What to do next quarter?", "New here? Read these first", "among the most similar to"]);
    check(&site, "trends/calendar", &["Outside support hours", "which is assumed as no support hours are set"]);
    assert!(site.contains_key("data/dora.csv") && site.contains_key("data/dora.csv-metadata.json"));
    check(&outages(0), "next", &["There is no incident yet."]);
    check(&outages(1), "next", &["There is one incident, so nothing has come back."]);
}

#[test]
fn the_page_of_the_next_quarter_is_for_internal_readers_unless_the_settings_name_others() {
    let has_page = |site: &Site| {
        let linked = site.iter().any(|(path, html)| path != "next/index.html" && html.contains("next/index.html"));
        assert_eq!(site.contains_key("next/index.html"), linked, "a page and the links to it come together");
        linked
    };
    assert!(has_page(&site_for("internal", "")));
    assert!(!has_page(&site_for("public", "")));
    assert!(!has_page(&site_for("customer", "")));
    assert!(has_page(&site_for("customer", "next_audience = \"customer\"\n")));
    assert!(!has_page(&site_for("public", "next_audience = \"customer\"\n")));
    assert!(has_page(&site_for("public", "next_audience = \"public\"\n")));
}

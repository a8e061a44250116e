//! What pages, feeds and data files say.

use super::*;
use crate::model::*;

const SHOP: &str = "incidents/2025-09-12-ticket-shop/index.html";

/// A page must hold all of these, in this order, and none of those.
fn check(html: &str, present: &[&str], absent: &[&str]) {
    let html = html.replace('\u{a0}', " ");
    let mut rest = html.as_str();
    for words in present {
        let at = rest.find(words).unwrap_or_else(|| panic!("`{words}` is missing or stands too early in\n{html}"));
        rest = &rest[at + words.len()..];
    }
    for words in absent {
        assert!(!html.contains(words), "`{words}` stands in\n{html}");
    }
}

#[test]
fn the_page_of_an_incident_answers_first() {
    let files = built(&sample::archive());
    check(
        &text(&files, SHOP),
        &[
            "2025-09-12</time>",
            "major</span> <span class=\"label\">SEV-2",
            "Balancer kept sending buyers to drained ticket servers</h1>",
            ">ticket-shop</a>",
            ">22:40</time>",
            "2025-09-13 01:55 UTC</time>",
            "<time datetime=\"PT3H15M\">",
            "detected by monitoring",
            "about 33 % of users",
            "resolved",
            "src/branch/main/incidents/2025-09-12-ticket-shop.md",
            "role=\"img\"",
            "Monitoring noticed it; people responded after 10 min",
            "After the evening drain",
        ],
        &[],
    );
}

#[test]
fn the_timeline_shows_days_ids_false_leads_and_dates_that_were_not_written() {
    let files = built(&sample::archive());
    check(
        &text(&files, SHOP),
        &[
            "Time (UTC)",
            "<tr class=\"day\"><th scope=\"rowgroup\" colspan=\"4\"><time datetime=\"2025-09-12\">",
            "id=\"t-2240\" class=\"detected milestone\"",
            "id=\"t-2300\" class=\"false_lead lead-start\"",
            "id=\"t-2340\" class=\"escalated milestone lead-inside\"",
            "<tr class=\"day break\"><th scope=\"rowgroup\" colspan=\"4\"><time datetime=\"2025-09-13\">",
            "+1 h 40 min",
            "next day, as the clock fell back, line 21",
            "date taken over from above, line 22",
        ],
        &[],
    );
}

#[test]
fn a_row_id_never_takes_that_of_a_heading_of_the_document() {
    let files = built(&sample::archive());
    check(&text(&files, SHOP), &["id=\"a1-2\" class=\"done\"", "id=\"a2\" class=\"open\"", "id=\"a1\""], &[]);
}

#[test]
fn actions_show_state_age_due_date_and_ticket() {
    let files = built(&sample::archive());
    check(
        &text(&files, SHOP),
        &[
            "4 action items: 2 open, 1 done and 1 without a recorded state.",
            "Validate balancer configuration",
            "170 days",
            "platform team",
            "2025-11-30 <strong class=\"overdue\">overdue",
            "href=\"https://tickets.example.org/browse/PLAT-312\" rel=\"noreferrer noopener\">PLAT-312",
        ],
        &[],
    );
}

#[test]
fn every_inferred_value_leads_to_its_origin_and_to_the_key_that_overrules_it() {
    let files = built(&sample::archive());
    check(
        &text(&files, SHOP),
        &[
            "href=\"#ix-origin-duration.minutes\"",
            "href=\"#ix-origin-detection.source\"",
            "id=\"ix-origin-detection.source\"",
            "read out of the prose by a rule",
            "line 14, rule detection-alert",
            "<code>detection:</code></td>",
        ],
        &["href=\"#ix-origin-started_at\""],
    );
}

#[test]
fn what_is_unknown_says_so_and_is_never_a_zero() {
    let files = built(&sample::archive());
    check(
        &text(&files, "incidents/notes/index.html"),
        &["date not recorded", "severity not recorded", "times not recorded", "duration not recorded"],
        &["0 min", "null", "None", "Timeline</h2>", "Action items</h2>", "class=\"toc\""],
    );
}

#[test]
fn an_impact_is_shown_where_nothing_else_is_known() {
    let mut incident = sample::bare();
    incident.impact.text = Some("Nobody could read the programme.".into());
    let files = built(&sample::archive_of(vec![incident]));
    check(&text(&files, "incidents/2024-05-foyer-screens/index.html"), &["Nobody could read the programme."], &[]);
}

#[test]
fn the_front_page_says_what_the_archive_holds_and_what_keeps_going_wrong() {
    let files = built(&sample::archive());
    check(
        &text(&files, "index.html"),
        &[
            "26 incidents and 1 near miss</a> from 2023-10-04 to 2026-02-03",
            "2 have a timeline",
            "<svg class=\"strip\"",
            "One without a date is not shown.",
            "causes/config/load_balancer/index.html\">Load balancer: configuration</a> <span class=\"number\">5 times",
            "last 2026-02-03",
            "Pool of the box office set to the old subnet",
            "Open longest",
            "835 days",
        ],
        &[],
    );
}

#[test]
fn near_misses_are_listed_and_marked_but_planned_work_is_neither_listed_nor_counted() {
    let files = built(&sample::archive());
    let list = text(&files, "incidents/index.html");
    check(
        &list,
        &["26 incidents and 1 near miss", "minutes to spare</a> <span class=\"kind\">near miss"],
        &["scan archive"],
    );
    check(
        &text(&files, "maintenance/index.html"),
        &["1 piece of planned work", "Planned move of the scan archive"],
        &[],
    );
    check(&text(&files, "services/index.html"), &["8 services"], &["scan archive"]);
}

#[test]
fn lists_come_in_three_orders_of_fifty_rows_a_page() {
    let files = built(&sample::large_archive(120));
    for (path, pages) in [("index", "page-"), ("by-severity", "by-severity-"), ("by-duration", "by-duration-")] {
        let first = text(&files, &format!("incidents/{path}.html"));
        check(&first, &["Page 1 of 3, 1 to 50 of 120", &format!("incidents/{pages}2.html")], &[]);
        assert_eq!(first.matches("<th scope=\"row\" class=\"title\">").count(), 50, "{path}");
        check(
            &text(&files, &format!("incidents/{pages}3.html")),
            &["Page 3 of 3, 101 to 120 of 120"],
            &["rel=\"next\""],
        );
    }
}

#[test]
fn a_cause_shows_the_sentence_that_put_an_incident_there() {
    let files = built(&sample::archive());
    check(
        &text(&files, "causes/config/index.html"),
        &[
            "6 incidents of 26",
            "A setting, rule or parameter was wrong",
            "Balancer kept sending",
            "The health check of the pool had been pointed at a static file",
            "<q>wrongly set health check</q>",
        ],
        &[],
    );
    check(
        &text(&files, "causes/human/index.html"),
        &["Contributed to", "Balancer kept sending", "<q>without review</q>"],
        &[],
    );
}

#[test]
fn an_empty_archive_explains_what_would_be_read() {
    let files = built(&KnowledgeBase::default());
    check(&text(&files, "index.html"), &["No incident has been found yet", "## Timeline", "incidex new"], &["<svg"]);
}

#[test]
fn what_an_author_wrote_is_text_on_every_page() {
    let attack = "<script>alert(1)</script>\"'&{{ site.title }}";
    let mut incident = sample::ticket_shop();
    for text in [&mut incident.title, &mut incident.services[0], &mut incident.tags[0], &mut incident.timeline[0].text]
    {
        *text = attack.into();
    }
    incident.severity.label = Some(attack.into());
    incident.summary = Some(attack.into());
    incident.action_items[0].text = attack.into();
    incident.action_items[0].owner = Some(attack.into());
    incident.action_items[0].ticket = Some("javascript:alert(1)".into());
    incident.cause.statement = Some(attack.into());
    incident.false_leads[0].suspect = attack.into();
    incident.false_leads[0].component = None;
    let files = built(&sample::archive_of(vec![incident, sample::orders_stuck()]));
    for (path, html) in pages(&files) {
        assert!(!html.contains("<script>"), "{path}");
        assert!(!html.contains("href=\"javascript:"), "{path}");
    }
    let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{ site.title }}";
    check(&text(&files, SHOP), &[&format!("{escaped}</h1>")], &[]);
    check(&text(&files, "feed.atom"), &["&lt;script&gt;"], &["<script>"]);
}

#[test]
fn an_internal_archive_keeps_crawlers_out_and_a_public_one_invites_them() {
    let archive = sample::archive();
    let internal = built(&archive);
    check(&text(&internal, "index.html"), &["noindex, nofollow", "<span class=\"audience\">internal"], &["canonical"]);
    check(&text(&internal, "robots.txt"), &["Disallow: /\n"], &[]);
    assert!(!internal.contains_key("sitemap.xml"));

    let config = Config { base_url: Some("https://example.org/kb/".into()), ..config() };
    let public = built_with(&archive, &config, &Audience::PUBLIC);
    check(&text(&public, "index.html"), &["rel=\"canonical\" href=\"https://example.org/kb/\""], &["noindex"]);
    check(&text(&public, "robots.txt"), &["Disallow:\n", "Sitemap: https://example.org/kb/sitemap.xml"], &[]);
    let sitemap = text(&public, "sitemap.xml");
    check(&sitemap, &["<loc>https://example.org/kb/incidents/2025-09-12-ticket-shop/</loc>"], &["404", "index.html"]);
    check(&text(&public, "404.html"), &["href=\"https://example.org/kb/static/site."], &[]);
}

#[test]
fn feeds_hold_the_newest_thirty_with_ids_that_do_not_depend_on_the_address() {
    let archive = sample::large_archive(40);
    let (plain, config) = (built(&archive), Config { base_url: Some("https://example.org".into()), ..config() });
    let addressed = built_with(&archive, &config, &Audience::INTERNAL);
    let feed = |files: &Files| serde_json::from_str::<serde_json::Value>(&text(files, "feed.json")).unwrap();
    let (plain_json, addressed_json) = (feed(&plain), feed(&addressed));
    let items = plain_json["items"].as_array().unwrap();
    assert_eq!(items.len(), 30);
    assert_eq!(items[0]["url"], "incidents/inc-00039/index.html");
    assert_eq!(addressed_json["items"][0]["url"], "https://example.org/incidents/inc-00039/");
    assert_eq!(items[0]["id"], addressed_json["items"][0]["id"]);
    let atom = text(&plain, "feed.atom");
    assert_eq!(atom.matches("<entry>").count(), 30);
    check(&atom, &["<feed", "<updated>", items[0]["id"].as_str().unwrap(), "</feed>"], &[]);
}

#[test]
fn the_data_files_hold_every_document_in_the_schema() {
    let archive = sample::archive();
    let files = built(&archive);
    let json = serde_json::from_str::<Vec<serde_json::Value>>(&text(&files, "data/incidents.json")).unwrap();
    assert_eq!(json.len(), archive.articles.len());
    let shop = json.iter().find(|incident| incident["id"] == "2025-09-12-ticket-shop").unwrap();
    assert_eq!(*shop, serde_json::to_value(sample::ticket_shop()).unwrap());
    let csv = text(&files, "data/incidents.csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("id"));
    assert_eq!(reader.records().map(Result::unwrap).count(), archive.articles.len());
}

#[test]
fn a_support_clock_and_a_stated_duration_are_said() {
    let mut incident = sample::orders_stuck();
    incident.duration.clock = DurationClock::SupportHours;
    let files = built(&sample::archive_of(vec![incident]));
    check(
        &text(&files, "incidents/2024-11-02-orders-stuck/index.html"),
        &["about 4 h", "of support hours", "as stated; the times add up to 4 h 40 min"],
        &[],
    );
}

#[test]
fn a_page_that_cannot_be_made_shows_its_document_and_the_others_are_made() {
    let (config, good) = (config(), sample::archive());
    let (theme, as_of) = (crate::theme::built_in().unwrap(), jiff::civil::date(2026, 3, 1));
    let trends = trends_of(&good, as_of);
    let mut bad = good.clone();
    let of_shop = |article: &&mut Article| article.slug == "2025-09-12-ticket-shop";
    let shop = bad.articles.iter_mut().find(of_shop).unwrap();
    // Longer than anything that is ever read, so that their sum is a mistake.
    let endless = Minutes::from_seconds(i64::MAX);
    shop.incident
        .false_leads
        .iter_mut()
        .for_each(|lead| lead.minutes = Some(MinuteRange { min: endless, max: endless }));
    let output = Once::default();
    let input = SiteInput {
        held_back: &[],
        config: &config,
        knowledge_base: &bad,
        trends: &trends,
        audience: &Audience::INTERNAL,
        as_of,
        generator_version: "0.1.0",
        integrity: &BTreeMap::new(),
    };
    let rendered = site(&input, &theme, &output).unwrap();
    assert_eq!(rendered.findings.iter().map(|finding| finding.entry.name).collect::<Vec<_>>(), ["document_failed"]);
    let (made, expected) = (output.0.into_inner().unwrap(), built(&good));
    assert!(made.keys().eq(expected.keys()));
    check(&text(&made, SHOP), &["ticket servers</h1>", "ix-document"], &["ix-timeline", "ix-false-leads"]);
}

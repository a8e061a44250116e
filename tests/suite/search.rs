//! Search over the sample archive: which document a reader should see first.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use incidex::config;
use incidex::model::{Article, Audience};
use incidex::search::{Options, Reader, Results, parse, search};

/// The sample archive, indexed as a build does, and the short form of each address.
fn archive() -> &'static (Reader, HashMap<String, String>) {
    static READER: OnceLock<(Reader, HashMap<String, String>)> = OnceLock::new();
    READER.get_or_init(|| {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let config = config::load(&content, None).unwrap();
        let loaded = incidex::pipeline::load(&content, config, Audience::INTERNAL).unwrap();
        let short = |article: &Article| {
            let path = &article.incident.source.path;
            let stem = path.rsplit('/').next().unwrap().trim_end_matches(".md").to_lowercase();
            let short = if article.incident.part == 0 { stem } else { format!("{stem}-{}", article.incident.part + 1) };
            assert!(article.addresses().any(|address| address == short), "{short} leads to {path}");
            (article.slug.clone(), short)
        };
        let names = loaded.knowledge_base.articles.iter().map(short).collect();
        (
            incidex::index::build(&loaded.knowledge_base, &incidex::index::Surroundings::default())
                .unwrap()
                .open()
                .unwrap(),
            names,
        )
    })
}

fn ask(query: &str) -> Results {
    search(&archive().0, &parse(query), &Options { limit: 100, ..Options::default() }).unwrap()
}

fn slugs(results: &Results) -> Vec<&str> {
    results.hits.iter().map(|hit| archive().1[&hit.slug].as_str()).collect()
}

/// Queries, each with the document that answers it best.
fn check(cases: &[(&str, &str)]) {
    for (query, first) in cases {
        let results = ask(query);
        assert_eq!(slugs(&results).first(), Some(first), "{query}: {:?}", slugs(&results));
    }
}

#[test]
fn an_id_is_found_however_it_is_written() {
    check(&[
        ("INC-2024-024", "black-friday-2024"),
        ("inc-2024-024", "black-friday-2024"),
        ("INC-2026-008", "route-planner-slots"),
        ("INC-2025-017", "edge-timeouts"),
        ("restore-drill", "restore-drill"),
        ("peak-2025", "peak-2025"),
    ]);
}

#[test]
fn a_title_comes_before_documents_with_more_of_its_words() {
    check(&[
        ("Merchants cannot sign in", "sign-in-broken"),
        ("notify restarts every twenty minutes", "notify-memory"),
        ("Invoice run stops half way", "billing-month-end"),
        ("address search", "2025-04-13-search-index"),
        ("retry storm", "2026-05-06-retry-storm"),
        ("black friday 2024", "black-friday-2024"),
        ("black friday 2025", "peak-2025"),
        ("label-printer stuck", "2026-03-11-label-printer-stuck"),
        ("data hall", "inc-2024-011-load-balancer"),
        ("expired certificate", "tracking-certificate"),
        ("planned maintenance warehouse-db", "2024-09-28-warehouse-db-upgrade"),
        ("production database deleted", "wrong-environment"),
        ("monthly backups", "restore-drill"),
        ("collection slots", "2024-03-31-clock-change"),
        ("prices without tax", "2026-02-26-precios-iberia"),
        ("stolen passwords", "2025-07-16-two-incidents-2"),
    ]);
}

#[test]
fn words_of_summary_cause_and_text_lead_to_their_document() {
    check(&[
        ("newsletter", "black-friday-2024"),
        ("excavator", "2025-08-25-fibre-cut"),
        ("fibre", "2025-08-25-fibre-cut"),
        ("power supply", "2024-08-22-depot-14-switch"),
        ("memory leak", "notify-memory"),
        ("summer time offset", "2024-03-31-clock-change"),
        ("header map overwritten", "2025-01-14-midnight-rollout"),
        ("trace logs", "2025-12-05-broker-disk"),
        ("payment provider", "payments-provider"),
        ("nested transactions", "2024-04-checkout-pool"),
        ("ordered twice", "edge-timeouts"),
        ("handshake", "2025-03-29-depot-handshake"),
        ("retired backend pool", "2024-01-18-edge-proxy-routing"),
        ("sorted by hand", "2024-08-22-depot-14-switch"),
        ("failover of the auth database", "2025-07-16-two-incidents"),
    ]);
}

#[test]
fn identifiers_are_found_whole_and_in_parts() {
    check(&[
        ("OOMKilled", "notify-memory"),
        ("DepotBacklogGrowing", "peak-2025"),
        ("backlog growing", "peak-2025"),
        ("query_wait_timeout", "route-planner-slots"),
        ("X-Brand", "2025-01-14-midnight-rollout"),
        ("pg_replica_lag_seconds", "2025-01-14-midnight-rollout"),
        ("PostgreSQL 16", "2024-09-28-warehouse-db-upgrade"),
    ]);
}

#[test]
fn phrases_fields_and_mistakes_of_typing_lead_to_their_document() {
    check(&[
        ("\"too many clients\"", "billing-month-end"),
        ("\"mobile uplink\" -fibre", "2024-08-22-depot-14-switch"),
        ("service:notify memory", "notify-memory"),
        ("cause:expiry depots", "2025-03-29-depot-handshake"),
        ("certificate before:2025", "tracking-certificate"),
        ("depot severity:critical fibre", "2025-08-25-fibre-cut"),
        ("excavtor", "2025-08-25-fibre-cut"),
        ("handshke", "2025-03-29-depot-handshake"),
        ("newslet*", "black-friday-2024"),
        ("why did black friday 2024 stall", "black-friday-2024"),
    ]);
}

#[test]
fn counts_are_those_of_everything_that_matches() {
    let results = ask("after:2024 severity:critical");
    for facet in &results.facets {
        for value in &facet.values {
            let narrowed = ask(&format!("after:2024 severity:critical {}:\"{}\"", facet.name, value.value));
            assert_eq!(narrowed.total, value.count as usize, "{}:{}", facet.name, value.value);
        }
    }
    assert!(results.facets.len() >= 4);
}

#[test]
fn the_search_page_reads_the_format_that_is_written() {
    let script = include_str!("../../themes/default/static/search/reader.js");
    let format = incidex::search::schema::FORMAT;
    assert!(script.contains(&format!("FORMAT = {format};")), "reader.js reads another format than {format}");
}

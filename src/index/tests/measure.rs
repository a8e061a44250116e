//! Sizes and times, printed rather than judged: machines differ.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use super::generated;
use super::remote::{QUERIES, Site, request};
use crate::index::build_from;
use crate::search::pages::Manifest;
use crate::search::remote::{Attempt, Remote, Request};
use crate::search::{parse, search};

#[test]
#[allow(clippy::print_stderr)]
#[ignore = "prints sizes and times instead of judging them; run with --ignored --nocapture"]
fn sizes_and_times() {
    for count in [1000, 10_000] {
        let documents = generated::documents(count);
        let start = Instant::now();
        let index = build_from(documents).unwrap();
        let built = start.elapsed();
        let site = Site::of(&index);
        let total: usize = site.files.values().map(Vec::len).sum();
        let hot = site.file("hot.bin").len();
        eprintln!("{count} documents: built in {built:?}, {} files, {total} bytes, {hot} hot", site.files.len());
        for (name, bytes) in &index.files {
            eprintln!("  {name}: {}", bytes.len());
        }
        let native = index.open().unwrap();
        let remote = Remote::open(site.file("hot.bin").to_vec()).unwrap();
        let (mut fetched, mut times) = (Vec::new(), Vec::new());
        for query in QUERIES {
            let request = request(query);
            let start = Instant::now();
            let results = search(&native, &parse(query), &request.options()).unwrap();
            let time = start.elapsed();
            times.push(time);
            let (mut bytes, mut rounds) = (0, 0);
            while let Attempt::Missing(pages) = remote.attempt(&request) {
                rounds += 1;
                for page in pages {
                    let page_bytes = site.file(&format!("{page}.bin"));
                    bytes += page_bytes.len();
                    remote.bring(page, page_bytes);
                }
            }
            fetched.push(bytes);
            eprintln!("  {query:?}: {} found, {time:?}, {bytes} bytes in {rounds} rounds", results.total);
        }
        fetched.sort_unstable();
        times.sort_unstable();
        eprintln!("  median {} bytes a query, {:?}", fetched[fetched.len() / 2], times[times.len() / 2]);
    }
}

/// Queries that a reader of many made-up documents may ask, one after the other.
const IN_A_ROW: [&str; 20] = [
    "connection pool",
    "certificate expired",
    "checkout timeout",
    "kafka",
    "rollback",
    "replica lag",
    "memory leak",
    "disk full",
    "load balancer",
    "retry storm",
    "token bucket",
    "dns resolver",
    "queue depth",
    "feature flag",
    "garbage collector",
    "failover",
    "latency payments",
    "schema migration",
    "envoy",
    "quota",
];

#[test]
#[allow(clippy::print_stderr)]
#[ignore = "prints bytes instead of judging them; run with INCIDEX_SITES, --ignored and --nocapture"]
fn bytes_of_later_queries() {
    for folder in std::env::var("INCIDEX_SITES").unwrap_or_default().split(':').filter(|folder| !folder.is_empty()) {
        let site = Site::of(&Site::published(Path::new(folder)).index());
        let manifest = site.manifest();
        let hot = site.file("hot.bin").len();
        eprintln!("{folder}: {} files, {hot} hot, {} blocks", site.files.len(), site.file("blocks.json").len());
        for file in &manifest.files {
            eprintln!("  {}: {} bytes, {} pages", file.name, file.length, file.page_count());
        }
        for ahead in [0, 4 << 20] {
            later_queries(&site, &manifest, ahead);
        }
    }
}

/// Asks one query after the other, with this many bytes of the pack brought ahead.
#[allow(clippy::print_stderr)]
fn later_queries(site: &Site, manifest: &Manifest, ahead: usize) {
    let remote = Remote::open(site.file("hot.bin").to_vec()).unwrap();
    let mut room = ahead;
    for number in &site.order {
        let part = site.file(&format!("{number}.bin"));
        room = room.saturating_sub(part.len());
        if room == 0 {
            break;
        }
        remote.bring(*number, part);
    }
    let mut fetched = Vec::new();
    for query in IN_A_ROW {
        let request = Request { limit: 6, ..request(query) };
        let (mut bytes, mut rounds, mut by_file) = (0, 0, BTreeMap::<&str, (usize, usize)>::new());
        while let Attempt::Missing(pages) = remote.attempt(&request) {
            rounds += 1;
            for page in pages {
                let page_bytes = site.file(&format!("{page}.bin"));
                bytes += page_bytes.len();
                let kind = by_file.entry(site.file_of(manifest, page)).or_default();
                *kind = (kind.0 + 1, kind.1 + page_bytes.len());
                remote.bring(page, page_bytes);
            }
        }
        fetched.push(bytes);
        eprintln!("  {query:?}: {bytes} bytes in {rounds} rounds: {by_file:?}");
    }
    fetched.remove(0);
    fetched.sort_unstable();
    eprintln!("  {ahead} bytes ahead: median {} bytes a later query", fetched[fetched.len() / 2]);
}

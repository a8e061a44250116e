//! Sizes and times, printed rather than judged: machines differ.

use std::time::Instant;

use super::generated;
use super::remote::{QUERIES, Site, request};
use crate::index::build_from;
use crate::search::remote::{Attempt, Remote};
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

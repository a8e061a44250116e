//! That a pack answers like the index it was made from, in few rounds, and never wrongly when damaged.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tantivy::directory::OwnedBytes;

use super::{corpus, generated};
use crate::index::{IndexFiles, build_from, pack};
use crate::output::MemoryOutput;
use crate::search::pages::Manifest;
use crate::search::remote::{Attempt, Remote, Request, content_of, first_pages, manifest_of};
use crate::search::{Results, parse, search};

/// Sixty queries of every kind that the language has.
pub const QUERIES: [&str; 60] = [
    "",
    "connection",
    "connections pool",
    "certificate expired",
    "database replica",
    "queue",
    "why did the cache fail",
    "load balancer timeout",
    "the",
    "rollback",
    "kube-apiserver",
    "apiserver",
    "5xx",
    "INC-0042",
    "GEN-00042",
    "v1.2",
    "v1.24.7",
    "ErrorsInExternalDNS",
    "\"connection pool\"",
    "\"load balancer\" timeout",
    "\"pool connection\"~3",
    "\"expired certificate\"",
    "\"kube apiserver\"",
    "-cache",
    "pool -cache",
    "disk -\"full disk\"",
    "queue -service:checkout",
    "certif*",
    "re*",
    "resol* loop",
    "~conection",
    "~certifcate",
    "conection",
    "certifcate expirred",
    "reslover",
    "giraffe",
    "giraffe connection pool",
    "giraffe service:checkout",
    "service:checkout",
    "service:mail,reports",
    "service:pay*",
    "service:chekout",
    "severity:major..critical",
    "sev:1..2 pool",
    "cause:config cache",
    "component:database",
    "detected:customer",
    "fix:rollback",
    "has:timeline",
    "tag:network",
    "status:open",
    "kind:incident pool",
    "after:2015-01-01",
    "before:2023",
    "year:2024 cause:capacity",
    "date:2014-Q1..2016-06 disk",
    "duration:>2h",
    "duration:30m..2h certificate",
    "duration:soon",
    "leader recovered slowly -service:queue sev:1..3 after:2012",
];

/// The most rounds that a query may take.
const MOST_ROUNDS: usize = 3;
/// One that had to look for other spellings may take two more.
const MOST_ROUNDS_CORRECTED: usize = 5;

/// A published pack, and what opening it takes.
pub struct Site {
    pub files: BTreeMap<String, Vec<u8>>,
    pub folder: String,
    /// See [`crate::index::PackSummary`]; empty for a published pack.
    pub order: Vec<u32>,
}

impl Site {
    pub fn of(index: &IndexFiles) -> Self {
        let output = MemoryOutput::default();
        let summary = pack(index, &output).unwrap();
        Self { files: output.into_files(), folder: format!("search/{}", summary.name), order: summary.order }
    }

    /// The pack of a site that was published in `folder`.
    pub fn published(folder: &Path) -> Self {
        let names: Value = serde_json::from_slice(&fs::read(folder.join("search/index.json")).unwrap()).unwrap();
        let pack = format!("search/{}", names["pack"].as_str().unwrap());
        let entries = fs::read_dir(folder.join(&pack)).unwrap().map(Result::unwrap);
        let file = |entry: fs::DirEntry| {
            (format!("{pack}/{}", entry.file_name().to_str().unwrap()), fs::read(entry.path()).unwrap())
        };
        Self { files: entries.map(file).collect(), folder: pack, order: Vec::new() }
    }

    /// The index that the pack was cut from.
    pub fn index(&self) -> IndexFiles {
        let manifest = self.manifest();
        let mut index = IndexFiles::default();
        for (file, first) in manifest.files.iter().zip(first_pages(&manifest)) {
            let mut bytes = Vec::new();
            for page in 0..file.page_count() {
                let sent = self.file(&format!("{}.bin", first as usize + page));
                bytes.extend(content_of(sent, file.page_range(page).len()).unwrap());
            }
            index.files.insert(file.name.clone(), OwnedBytes::new(bytes));
        }
        index
    }

    pub fn manifest(&self) -> Manifest {
        manifest_of(self.file("hot.bin")).unwrap()
    }

    /// The name of the file that a page lies in.
    pub fn file_of<'m>(&self, manifest: &'m Manifest, page: u32) -> &'m str {
        let file = first_pages(manifest).partition_point(|first| *first <= page) - 1;
        &manifest.files[file].name
    }

    pub fn file(&self, name: &str) -> &[u8] {
        &self.files[&format!("{}/{name}", self.folder)]
    }
}

pub fn request(query: &str) -> Request {
    Request { query: query.to_owned(), ..Request::default() }
}

/// Asks as a browser does; says how many rounds of fetching it took.
fn ask(site: &Site, remote: &Remote, request: &Request) -> (Results, usize) {
    for round in 0.. {
        match remote.attempt(request) {
            Attempt::Answered(results) => return (*results, round),
            Attempt::Missing(pages) => {
                for page in pages {
                    assert!(remote.bring(page, site.file(&format!("{page}.bin"))));
                }
            }
            Attempt::Failed(error) => panic!("{}: {error}", request.query),
        }
        assert!(round < 20, "{}", request.query);
    }
    unreachable!()
}

fn check(index: &IndexFiles) {
    let native = index.open().unwrap();
    let site = Site::of(index);
    for query in QUERIES {
        let remote = Remote::open(site.file("hot.bin").to_vec()).unwrap();
        let request = request(query);
        let expected = search(&native, &parse(query), &request.options()).unwrap();
        let (results, rounds) = ask(&site, &remote, &request);
        assert_eq!(results, expected, "{query}");
        let corrected = !results.notes.is_empty() || !results.drop_one.is_empty() || query.contains('~');
        // An identifier that nobody writes as one word is looked for in parts, which takes one more.
        let in_parts = query.contains(['.', '-']) || query.chars().any(char::is_uppercase);
        let most = if corrected { MOST_ROUNDS_CORRECTED } else { MOST_ROUNDS + usize::from(in_parts) };
        assert!(rounds <= most, "{query}: {rounds} rounds");
    }
}

#[test]
fn a_pack_answers_like_its_index() {
    check(&build_from(corpus::documents()).unwrap());
}

#[test]
fn a_pack_of_a_thousand_answers_like_its_index() {
    check(&build_from(generated::documents(1000)).unwrap());
}

#[test]
fn a_pack_holds_the_whole_index() {
    let index = build_from(generated::documents(300)).unwrap();
    assert!(Site::of(&index).index().files == index.files);
}

#[test]
fn the_same_documents_give_the_same_pack() {
    let first = Site::of(&build_from(corpus::documents()).unwrap());
    let second = Site::of(&build_from(corpus::documents()).unwrap());
    assert!(first.files == second.files);
}

#[test]
fn pages_foreseen_by_the_words_alone_save_a_round() {
    let site = Site::of(&build_from(generated::documents(1000)).unwrap());
    let blocks: Value = serde_json::from_slice(site.file("blocks.json")).unwrap();
    let page_of = |pages: &Value, term: &str| {
        let pages = pages.as_array().unwrap().iter();
        pages.take_while(|page| page[0].as_str().unwrap() <= term).last().map(|page| page[1].as_u64().unwrap() as u32)
    };
    for query in ["pool", "certificate", "disk", "cache"] {
        let remote = Remote::open(site.file("hot.bin").to_vec()).unwrap();
        let words = blocks["words"].as_array().unwrap().iter();
        for page in words.chain([&blocks["titles"], &blocks["ids"]]).filter_map(|pages| page_of(pages, query)) {
            assert!(remote.bring(page, site.file(&format!("{page}.bin"))));
        }
        let request = Request { facets: false, ..request(query) };
        let (results, rounds) = ask(&site, &remote, &request);
        assert!(results.total > 0 && results.facets.is_empty(), "{query}");
        assert_eq!(rounds, 2, "{query}");
        let (counted, rounds) = ask(&site, &remote, &super::remote::request(query));
        assert!(rounds <= 3, "{query}: {rounds} rounds");
        assert_eq!((counted.hits, counted.total), (results.hits, results.total), "{query}");
        assert!(!counted.facets.is_empty(), "{query}");
    }
}

#[test]
fn a_damaged_or_misplaced_page_is_refused() {
    let site = Site::of(&build_from(generated::documents(300)).unwrap());
    let remote = Remote::open(site.file("hot.bin").to_vec()).unwrap();
    let Attempt::Missing(pages) = remote.attempt(&request("certificate")) else { panic!("nothing is missing") };
    for page in &pages {
        let good = site.file(&format!("{page}.bin"));
        for at in (0..good.len()).step_by(97) {
            let mut bad = good.to_vec();
            bad[at] ^= 4;
            assert!(!remote.bring(*page, &bad));
        }
        assert!(!remote.bring(*page, &good[..good.len() - 1]));
        assert!(!remote.bring(*page, b""));
        assert!(!remote.bring(page + 1, good));
        assert!(!remote.bring(u32::MAX, good));
    }
}

#[test]
fn a_damaged_hot_bundle_is_refused() {
    let site = Site::of(&build_from(corpus::documents()).unwrap());
    let good = site.file("hot.bin");
    for at in (0..good.len()).step_by(13) {
        let mut bad = good.to_vec();
        bad[at] ^= 4;
        assert!(Remote::open(bad).is_err());
        assert!(Remote::open(good[..at].to_vec()).is_err());
    }
}

#[test]
fn a_text_finds_incidents_like_it() {
    let index = build_from(corpus::documents()).unwrap();
    let site = Site::of(&index);
    let remote = Remote::open(site.file("hot.bin").to_vec()).unwrap();
    for (text, first) in [
        ("FIRING: ErrorsInExternalDNS resolver loop in eu-1, queries time out", "2024-11-02-dns-resolver-loop"),
        ("checkout workers: pool exhausted, waiting for a database connection, 5xx", "INC-0042"),
        ("x509: certificate has expired or is not yet valid", "2024-06-17-expired-certificate"),
        ("OOMKilled suggestion service", "INC-0066"),
    ] {
        let request = Request { similar: Some(text.to_owned()), ..Request::default() };
        let (results, _) = ask(&site, &remote, &request);
        assert_eq!(results.hits.first().map(|hit| hit.id.as_str()), Some(first), "{text}");
    }
    let (nothing, _) = ask(&site, &remote, &Request { similar: Some("!? 12 of the".to_owned()), ..Request::default() });
    assert_eq!(nothing, Results::default());
}

//! That the committed reader for the browser is what its sources make, and answers like the native one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::remote::{QUERIES, Site, request};
use super::{corpus, generated};
use crate::index::{IndexFiles, READER, build_from};
use crate::search::{Results, parse, search, similar};

const RECORD: &str = "src/search/reader.record";

/// Sources of the module, hashed by path and content; then the module itself.
fn record(toolchain: &str) -> String {
    let mut sources = Vec::new();
    collect(Path::new("src/search"), &mut sources);
    sources.sort();
    let mut hasher = blake3::Hasher::new();
    for path in sources {
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update(&fs::read(&path).unwrap());
    }
    format!("toolchain {toolchain}\nsources {}\nmodule {}\n", hasher.finalize(), blake3::hash(READER))
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending {
            _ if path.is_dir() => collect(&path, into),
            Some("rs" | "toml" | "lock") => into.push(path),
            _ => {}
        }
    }
}

#[test]
fn the_reader_is_made_from_these_sources() {
    if let Ok(toolchain) = std::env::var("INCIDEX_RECORD_READER") {
        // The module in this program is the one from before the rebuild.
        let module = blake3::hash(&fs::read("src/search/reader.wasm").unwrap()).to_string();
        let written = record(&toolchain).replace(&blake3::hash(READER).to_string(), &module);
        fs::write(RECORD, written).unwrap();
        return;
    }
    let recorded = fs::read_to_string(RECORD).unwrap();
    let toolchain = recorded.lines().find_map(|line| line.strip_prefix("toolchain ")).unwrap();
    assert_eq!(recorded, record(toolchain), "src/search has changed: run tests/wasm/rebuild");
}

#[test]
fn the_reader_uses_the_same_versions_as_the_program() {
    let versions = |lock: &str| -> BTreeMap<String, String> {
        let lock: toml::Value = toml::from_str(&fs::read_to_string(lock).unwrap()).unwrap();
        let packages = lock["package"].as_array().unwrap().iter();
        let named = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_owned();
        packages.map(|package| (named(package, "name"), named(package, "version"))).collect()
    };
    let (ours, theirs) = (versions("Cargo.lock"), versions("src/search/wasm/Cargo.lock"));
    for name in ["frostem", "miniz_oxide", "serde_json", "levenshtein_automata", "bitpacking", "regex"] {
        assert_eq!(ours.get(name), theirs.get(name), "{name}");
    }
    for (name, version) in theirs.iter().filter(|(name, _)| name.starts_with("tantivy")) {
        assert_eq!(ours.get(name), Some(version), "{name}");
    }
}

#[test]
fn the_reader_is_small_and_asks_for_nothing() {
    let module = wasmi::Module::new(&wasmi::Engine::default(), READER).unwrap();
    assert_eq!(module.imports().count(), 0);
    let mut exports: Vec<_> = module.exports().map(|export| export.name().to_owned()).collect();
    exports.retain(|name| !name.starts_with("__"));
    exports.sort();
    assert_eq!(exports, ["answer", "answer_length", "buffer", "close", "memory", "open", "page", "search"]);
    assert!(READER.len() < 1_300_000, "{} bytes", READER.len());
}

/// The module in an interpreter, driven as the page drives it.
struct Browser {
    store: wasmi::Store<()>,
    instance: wasmi::Instance,
}

impl Browser {
    fn new() -> Self {
        let engine = wasmi::Engine::default();
        let module = wasmi::Module::new(&engine, READER).unwrap();
        let mut store = wasmi::Store::new(&engine, ());
        let instance = wasmi::Linker::new(&engine).instantiate_and_start(&mut store, &module).unwrap();
        Self { store, instance }
    }

    fn call(&mut self, name: &str, argument: Option<u32>) -> u32 {
        match argument {
            Some(argument) => {
                let function = self.instance.get_typed_func::<u32, u32>(&self.store, name).unwrap();
                function.call(&mut self.store, argument).unwrap()
            }
            None => {
                let function = self.instance.get_typed_func::<(), u32>(&self.store, name).unwrap();
                function.call(&mut self.store, ()).unwrap()
            }
        }
    }

    fn give(&mut self, bytes: &[u8]) {
        let at = self.call("buffer", Some(u32::try_from(bytes.len()).unwrap()));
        let memory = self.instance.get_memory(&self.store, "memory").unwrap();
        memory.write(&mut self.store, at as usize, bytes).unwrap();
    }

    fn answer(&mut self) -> Vec<u8> {
        let (at, length) = (self.call("answer", None), self.call("answer_length", None));
        let memory = self.instance.get_memory(&self.store, "memory").unwrap();
        let mut bytes = vec![0; length as usize];
        memory.read(&self.store, at as usize, &mut bytes).unwrap();
        bytes
    }

    fn open(&mut self, site: &Site) {
        self.give(site.file("hot.bin"));
        assert_eq!(self.call("open", None), 0);
    }

    fn search(&mut self, site: &Site, query: &str) -> serde_json::Value {
        self.ask(site, &serde_json::json!({ "query": query }))
    }

    fn ask(&mut self, site: &Site, request: &serde_json::Value) -> serde_json::Value {
        for _ in 0..8 {
            self.give(request.to_string().as_bytes());
            match self.call("search", None) {
                0 => return serde_json::from_slice(&self.answer()).unwrap(),
                1 => {
                    for page in self.answer().chunks(4) {
                        let page = u32::from_le_bytes(page.try_into().unwrap());
                        self.give(site.file(&format!("{page}.bin")));
                        assert_eq!(self.call("page", Some(page)), 0);
                    }
                }
                _ => panic!("{request}: {}", String::from_utf8_lossy(&self.answer())),
            }
        }
        panic!("{request} does not settle")
    }
}

/// Everything but the scores must be equal; these may differ by the last digits of a logarithm.
fn same(query: &str, answer: &mut serde_json::Value, expected: &Results) {
    let mut expected = serde_json::to_value(expected).unwrap();
    for (one, other) in answer["hits"].as_array_mut().unwrap().iter_mut().zip(expected["hits"].as_array_mut().unwrap())
    {
        let (a, b) = (one["score"].as_f64().unwrap(), other["score"].as_f64().unwrap());
        assert!((a - b).abs() <= 1e-5 * b.abs().max(1.0), "{query}: {a} and {b}");
        (one["score"], other["score"]) = (0.into(), 0.into());
    }
    assert_eq!(*answer, expected, "{query}");
}

fn check(index: &IndexFiles) {
    check_site(index, &Site::of(index));
}

fn check_site(index: &IndexFiles, site: &Site) {
    let native = index.open().unwrap();
    let mut browser = Browser::new();
    browser.open(site);
    for query in QUERIES {
        let expected = search(&native, &parse(query), &request(query).options()).unwrap();
        same(query, &mut browser.search(site, query), &expected);
    }
    for paste in pastes() {
        let expected = similar(&native, &paste, &request("").options()).unwrap();
        same(&paste, &mut browser.ask(site, &serde_json::json!({ "similar": paste })), &expected);
    }
}

/// Alerts and first notes; each can be asked of any archive.
fn pastes() -> Vec<String> {
    let judged: toml::Value = toml::from_str(&fs::read_to_string("tests/search/queries.toml").unwrap()).unwrap();
    let pastes = judged["paste"].as_array().unwrap().iter();
    let pastes: Vec<String> = pastes.take(PASTES).map(|paste| paste["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(pastes.len(), PASTES);
    pastes
}

const PASTES: usize = 25;

#[test]
#[allow(clippy::print_stderr)]
fn the_reader_answers_like_the_program_over_published_sites() {
    let Ok(sites) = std::env::var("INCIDEX_SITES") else {
        eprintln!("not checked: INCIDEX_SITES names no folder of a published site");
        return;
    };
    for folder in sites.split(':') {
        let site = Site::published(Path::new(folder));
        let index = site.index();
        check_site(&index, &site);
        let documents = index.open().unwrap().documents();
        eprintln!("{folder}: {} queries, {PASTES} pastes, {documents} documents", QUERIES.len());
    }
}

#[test]
fn any_query_has_the_same_answer_in_the_reader_and_no_query_stops_it() {
    let index = build_from(corpus::documents()).unwrap();
    let (native, site) = (index.open().unwrap(), Site::of(&index));
    let mut browser = Browser::new();
    browser.open(&site);
    let mut numbers = generated::Numbers(7);
    for _ in 0..MADE_UP {
        let mut query = String::new();
        for _ in 0..1 + numbers.below(8) {
            query.push_str(PIECES[numbers.below(PIECES.len())]);
            query.push_str([" ", " ", ""][numbers.below(3)]);
        }
        let expected = search(&native, &parse(&query), &request("").options()).unwrap();
        same(&query, &mut browser.search(&site, &query), &expected);
    }
}

/// An interpreter takes some fifty milliseconds for each; the browser tests ask ten thousand.
const MADE_UP: usize = 200;

/// What made-up queries are put together from.
const PIECES: [&str; 48] = [
    "connection",
    "pool",
    "certificate",
    "\"",
    "\"",
    "-",
    "service:",
    "checkout",
    ":",
    "*",
    "~",
    "~2",
    "..",
    "(",
    ")",
    "after:",
    "2024",
    "-1",
    "severity:major",
    "sev:1..2",
    "duration:>",
    "2h",
    "kube-apiserver",
    "INC-",
    "0042",
    "é",
    "障害",
    "\u{301}",
    "😀",
    "has:",
    "fix:rollback",
    "99999999999999999999",
    "the",
    "a",
    "OR",
    "/",
    "\\",
    "^",
    "[",
    "{",
    "+",
    "&&",
    "year:",
    "date:2024-Q1",
    "databse",
    "%",
    "<b>",
    "\u{0}",
];

#[test]
fn the_reader_answers_like_the_program() {
    check(&build_from(corpus::documents()).unwrap());
}

#[test]
fn the_reader_answers_like_the_program_over_a_thousand_documents() {
    check(&build_from(generated::documents(1000)).unwrap());
}

#[test]
fn damage_is_a_clean_error_and_the_reader_goes_on() {
    let index = build_from(generated::documents(300)).unwrap();
    let (native, site) = (index.open().unwrap(), Site::of(&index));
    let mut browser = Browser::new();
    browser.give(b"{}");
    assert_eq!(browser.call("search", None), 2, "nothing is open");
    browser.give(b"not a bundle");
    assert_eq!(browser.call("open", None), 2);
    browser.open(&site);
    browser.give(b"not a request");
    assert_eq!(browser.call("search", None), 2);
    browser.give(br#"{"query":"certificate"}"#);
    assert_eq!(browser.call("search", None), 1);
    let pages = browser.answer();
    for (at, page) in pages.chunks(4).cycle().take(300).enumerate() {
        let page = u32::from_le_bytes(page.try_into().unwrap());
        let mut bytes = site.file(&format!("{page}.bin")).to_vec();
        let place = at * 31 % bytes.len();
        bytes[place] ^= 1 << (at % 8);
        browser.give(&bytes);
        assert_eq!(browser.call("page", Some(page)), 2);
    }
    let expected = search(&native, &parse("certificate"), &request("").options()).unwrap();
    same("certificate", &mut browser.search(&site, "certificate"), &expected);
}

/// The loop that stands in for the unrolled code of the `bitpacking` crate.
#[allow(dead_code, non_upper_case_globals, clippy::module_inception)]
#[path = "../../search/wasm/bitpacking/lib.rs"]
mod stand_in;

#[test]
fn the_stand_in_unpacks_what_the_real_crate_packs() {
    use bitpacking::BitPacker as _;
    use stand_in::BitPacker as _;
    fn numbers(bits: u32, seed: u64) -> impl Iterator<Item = u32> {
        let mask = if bits == 0 { 0 } else { u32::MAX >> (32 - bits) };
        (seed..).map(move |at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32 & mask)
    }
    let real = bitpacking::BitPacker4x::new();
    let ours = stand_in::BitPacker4x::new();
    for bits in 0..=32u8 {
        let plain: Vec<u32> = numbers(bits.into(), u64::from(bits) * 1000).take(128).collect();
        let (mut packed, mut unpacked) = (vec![0; 512], vec![7; 128]);
        let length = real.compress(&plain, &mut packed, bits);
        assert_eq!(ours.decompress(&packed, &mut unpacked, bits), length);
        assert_eq!(unpacked, plain, "{bits} bits");

        let real = bitpacking::BitPacker1x::new();
        let length = real.compress(&plain[..32], &mut packed, bits);
        assert_eq!(stand_in::BitPacker1x::new().decompress(&packed, &mut unpacked, bits), length);
        assert_eq!(unpacked[..32], plain[..32], "{bits} bits, one lane");
    }
    for bits in 1..=24u32 {
        for initial in [None, Some(17)] {
            let mut last = initial.map_or(-1, i64::from);
            let steps = numbers(bits, u64::from(bits) * 77).take(128);
            let sorted: Vec<u32> = steps
                .map(|step| {
                    last += i64::from(step) + 1;
                    u32::try_from(last).unwrap()
                })
                .collect();
            let (mut packed, mut unpacked) = (vec![0; 512], vec![7; 128]);
            let width = real.num_bits_strictly_sorted(initial, &sorted);
            real.compress_strictly_sorted(initial, &sorted, &mut packed, width);
            ours.decompress_strictly_sorted(initial, &packed, &mut unpacked, width);
            assert_eq!(unpacked, sorted, "{bits} bits, strictly sorted");

            let initial = initial.unwrap_or(0);
            let width = real.num_bits_sorted(initial, &sorted);
            real.compress_sorted(initial, &sorted, &mut packed, width);
            ours.decompress_sorted(initial, &packed, &mut unpacked, width);
            assert_eq!(unpacked, sorted, "{bits} bits, sorted");
        }
    }
}

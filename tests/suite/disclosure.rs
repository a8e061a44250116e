//! The proof that a site for narrower readers holds nothing of what is hidden: words planted at every place of an archive
//! are found nowhere, and archives that differ in hidden parts alone give the same bytes.
//!
//! `INCIDEX_LEAK_SITES=500 cargo test --test suite disclosure` tries five hundred archives instead of two.

mod archives;
mod scanner;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use incidex::config;
use incidex::model::Audience;
use incidex::pipeline::{BuildOptions, Progress, build};
use miniz_oxide::deflate::compress_to_vec;

use archives::Planted;
use scanner::Scanner;

/// How many archives are tried.
fn sites() -> u64 {
    std::env::var("INCIDEX_LEAK_SITES").ok().and_then(|number| number.parse().ok()).unwrap_or(2)
}

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}
    fn advance(&self, _: usize) {}
}

/// Every file of the site that an archive gives to some readers.
fn site(planted: &Planted, audience: Audience) -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    planted.write(&root);
    let out = folder.path().join("site");
    let options = BuildOptions {
        out: out.clone(),
        audience,
        as_of: "2026-06-01".parse().ok(),
        drafts: false,
        verify: false,
        progress: &Silent,
    };
    build(&root, config::load(&root, None).unwrap(), &options).unwrap();
    let files = walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap).filter(|it| it.file_type().is_file());
    let named = |it: walkdir::DirEntry| {
        let name = it.path().strip_prefix(&out).unwrap().to_string_lossy().into_owned();
        (name, fs::read(it.path()).unwrap())
    };
    let files = files.map(named).collect();
    (folder, files)
}

/// The words seen anywhere in the names and the bytes of files, and where.
fn seen<'s>(scanner: &'s Scanner, files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&'s str, String> {
    let mut found = BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".wasm")) {
        let words = scanner.seen(name.as_bytes()).into_iter().chain(scanner.seen(bytes));
        found.extend(words.map(|word| (word, name.clone())));
    }
    found
}

/// Where the words that were seen had been planted.
fn places<'p>(planted: &'p Planted, seen: &BTreeMap<&str, String>) -> Vec<(&'p str, String)> {
    let places = planted.words.iter();
    places.filter_map(|(place, word)| Some((place.as_str(), seen.get(word.as_str())?.clone()))).collect()
}

#[test]
fn a_public_site_holds_no_word_that_was_planted_and_no_trace_of_how_much_is_hidden() {
    let (mut words, mut compared) = (0, 0);
    for seed in 0..sites() {
        let planted = Planted::new(seed, Some(seed + 1_000));
        assert!(planted.words.len() >= 40, "{}", planted.words.len());
        words += planted.words.len();
        let scanner = Scanner::new(planted.words.values().cloned());
        let (folder, files) = site(&planted, Audience::PUBLIC);
        let leaks = seen(&scanner, &files);
        assert!(leaks.is_empty(), "archive {seed}: {:?}", places(&planted, &leaks));
        for (other, hidden) in [("with other hidden parts", Some(seed + 2_000)), ("with none", None)] {
            let (twin, alone) = site(&Planted::new(seed, hidden), Audience::PUBLIC);
            let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(names(&files), names(&alone), "archive {seed} {other}");
            let differing: Vec<&String> =
                files.iter().filter(|(name, bytes)| alone[*name] != **bytes).map(|it| it.0).collect();
            assert!(differing.is_empty(), "archive {seed} {other}: {differing:?}");
            compared += 1;
            if seed == 0 && hidden.is_none() {
                no_command_tells(&planted, &scanner, folder.path(), twin.path());
            }
        }
    }
    println!("planted: {words} in {} archives, none seen; {compared} sites of other hidden parts alike", sites());
}

/// Holds what commands print for the public against what they print where nothing is hidden.
fn no_command_tells(planted: &Planted, scanner: &Scanner, with: &Path, without: &Path) {
    // `check` names lines of the file.
    let line = regex::Regex::new(r#"("(start_)?line": |\.md:)\d+"#).unwrap();
    fs::write(with.join("labels.tsv"), "MM-0\tcapacity\n").unwrap();
    fs::write(without.join("labels.tsv"), "MM-0\tcapacity\n").unwrap();
    for args in [
        &["check", "--format", "json", "-C", "archive"][..],
        &["search", "stopped", "--format", "json", "--facets", "-C", "archive"],
        &["trends", "--format", "json", "-C", "archive"],
        &["trends", "--format", "dora", "-C", "archive"],
        &["report", "--quarter", "2026-Q1", "--against", "2025-Q4", "-C", "archive"],
        &["report", "--since", "2025-07-01", "--format", "json", "-C", "archive"],
        &["report", "--next", "--format", "json", "-C", "archive"],
        &["show", "MM-0", "--format", "json", "-C", "archive"],
        &["show", "archive/rr.md", "--why"],
        &["similar", "archive/mm-1.md", "-C", "archive"],
        &["eval", "--labels", "labels.tsv", "-C", "archive"],
    ] {
        let [one, other] = [with, without].map(|folder| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
            let args = [args, &["--audience", "public", "--as-of", "2026-06-01"]].concat();
            let output = command.current_dir(folder).env_remove("SOURCE_DATE_EPOCH").args(&args).output().unwrap();
            assert!(output.status.code().is_some_and(|code| code < 2), "{args:?}: {output:?}");
            [output.stdout, output.stderr].concat()
        });
        let words = scanner.seen(&one);
        let places: Vec<&String> =
            planted.words.iter().filter(|it| words.contains(it.1.as_str())).map(|it| it.0).collect();
        assert!(places.is_empty(), "{args:?} tells of {places:?}");
        let [one, other] =
            [one, other].map(|said| line.replace_all(&String::from_utf8(said).unwrap(), "").into_owned());
        assert_eq!(one, other, "{args:?}");
    }
}

#[test]
fn an_internal_site_shows_what_was_planted() {
    let planted = Planted::new(0, Some(1_000));
    let scanner = Scanner::new(planted.words.values().cloned());
    let (_folder, files) = site(&planted, Audience::INTERNAL);
    let shown = places(&planted, &seen(&scanner, &files));
    let kinds: BTreeSet<&str> = shown.iter().map(|(place, _)| place.rsplit_once(' ').unwrap().0).collect();
    assert!(shown.len() >= 100, "{} of {}", shown.len(), planted.words.len());
    for kind in [
        "internal",
        "embargoed",
        "customer",
        "settings",
        "section",
        "row",
        "cell",
        "last section",
        "redacted",
        "attachment name",
        "attachment bytes",
        "alt text",
        "file name",
        "static.internal/@.txt",
    ] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
    let search = files.into_iter().filter(|(name, _)| name.starts_with("search/p-")).collect();
    assert!(seen(&scanner, &search).len() >= 50, "the search pack is looked into");
}

#[test]
fn the_scanner_sees_a_word_however_it_is_written() {
    let word = "zqbcdfghjklmnpqr";
    let each = |word: &str, form: &dyn Fn(u8) -> String| word.bytes().map(form).collect::<String>().into_bytes();
    let base64 = |text: String| {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let three = |chunk: &[u8]| {
            chunk.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()))
        };
        let four = |sum: usize| [18, 12, 6, 0].map(|shift| LETTERS[sum >> shift & 63]);
        text.as_bytes().chunks(3).flat_map(|chunk| four(three(chunk))).collect::<Vec<u8>>()
    };
    let packed = |text: String| [&compress_to_vec(text.as_bytes(), 6)[..], &[7; 8]].concat();
    let packed_behind = |text: String| [&u32::try_from(text.len()).unwrap().to_le_bytes(), &packed(text)[..]].concat();
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("as it is", format!("a {word} b").into_bytes()),
        ("in capitals", word.to_uppercase().into_bytes()),
        ("percent", each(word, &|byte| format!("%{byte:02X}"))),
        ("decimal entities", each(word, &|byte| format!("&#{byte};"))),
        ("hexadecimal entities", each(word, &|byte| format!("&#x{byte:x};"))),
        ("JSON", each(word, &|byte| format!("\\u{byte:04x}"))),
        ("JSON in percent", each(word, &|byte| format!("%5Cu{byte:04x}"))),
        ("UTF-16", word.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16, big end first", word.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ("hex", each(word, &|byte| format!("{byte:02x}"))),
        ("in pieces", each(word, &|byte| format!("<b>{}</b>-", char::from(byte)))),
        ("without its beginning", word.as_bytes()[3..].to_vec()),
        ("base64", base64(format!("abc{word}xyz"))),
        ("base64, one byte later", base64(format!("ab{word}xyz"))),
        ("base64, two bytes later", base64(format!("a{word}xyz"))),
        ("packed", packed(format!("{} {word}", "zqbcdf fghjkl jklmnpqr ".repeat(8)))),
        ("packed behind its length", packed_behind(format!("{} {word}", "zqbcdf fghjkl jklmnpqr ".repeat(8)))),
    ];
    let scanner = Scanner::new([word.to_owned(), "zqxxxxxxxxxxxxxx".to_owned()]);
    for (name, bytes) in forms {
        assert_eq!(scanner.seen(&bytes).into_iter().collect::<Vec<_>>(), [word], "{name}");
    }
    assert!(scanner.seen(b"a page without it").is_empty());
}

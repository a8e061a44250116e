//! `incidex list` accounts for every file, and what is held back is said aloud.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

pub(crate) fn run(root: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    command.current_dir(root).env_remove("SOURCE_DATE_EPOCH").args(args).output().unwrap()
}

pub(crate) fn archive<T: AsRef<[u8]>>(files: &[(&str, T)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let at = folder.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    folder
}

/// State and kind of each file, by its path.
pub(crate) fn listed(root: &Path, args: &[&str]) -> BTreeMap<String, String> {
    let output = run(root, &[&["list", "--format", "json"], args].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listing: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = listing["files"].as_array().unwrap().iter().map(|row| {
        assert!(row["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{row}");
        let word = |key: &str| row[key].as_str().unwrap().to_owned();
        (word("path"), format!("{} {}", word("state"), word("kind")))
    });
    rows.collect()
}

const STORY: &str =
    "# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-03.\n\n![](relay.png)\n";

const MIXED: &[(&str, &str, &str)] = &[
    ("incidents/relay.md", STORY, "published incident"),
    ("incidents/relay.png", "png", "published attachment"),
    ("incidents/unused.png", "png", "not_read ending"),
    ("incidents/draft.md", "---\ndraft: true\n---\n# Mail was down\n", "held_back draft"),
    ("incidents/later.md", "---\npublishDate: 2026-08-01\n---\n# Mail was down\n", "held_back not_due"),
    ("incidents/over.md", "---\nexpiryDate: 2025-08-01\n---\n# Mail was down\n", "held_back expired"),
    ("incidents/template.md", "# Template\n\n{{ title }} on YYYY-MM-DD, HH:MM\n", "held_back template"),
    ("notes/stack.md", "# Our stack\n\nWe use a queue and two databases.\n", "held_back no_signs"),
    ("notes/drain.md", "# Runbook: drain a node\n\nCordon it.\n", "held_back other"),
    ("report.docx", "PK", "not_read ending"),
    ("Makefile", "all:", "not_read ending"),
    ("static/CNAME", "example.org", "published static"),
    ("incidex.toml", "", "used settings"),
    (".incidexignore", "ignored\n", "used settings"),
    ("ignored/a.md", STORY, "not_read ignored"),
    (".hidden.md", STORY, "not_read hidden"),
    ("nul.md", "\0", "not_read unreadable"),
];

#[test]
fn every_file_is_accounted_for_with_a_reason() {
    let files: Vec<(&str, &str)> = MIXED.iter().map(|(path, text, _)| (*path, *text)).collect();
    let folder = archive(&files);
    let listed = listed(folder.path(), &["--as-of", "2026-06-01"]);
    for (path, _, expected) in MIXED {
        assert_eq!(listed.get(*path).map(String::as_str), Some(*expected), "{path}");
    }
    assert_eq!(listed.len(), MIXED.len(), "{listed:#?}");
}

#[test]
fn what_is_held_back_is_named_and_counted_aloud() {
    let files: Vec<(&str, &str)> = MIXED.iter().map(|(path, text, _)| (*path, *text)).collect();
    let folder = archive(&files);
    let held = listed(folder.path(), &["--held-back", "--as-of", "2026-06-01"]);
    assert_eq!(held.len(), 6);
    let built = run(folder.path(), &["build", "-o", "site", "--as-of", "2026-06-01"]);
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    for words in [
        "1 without a sign of an incident",
        "1 draft",
        "1 not yet due",
        "1 expired",
        "notes/stack.md",
        "1 .docx",
        "1 .png",
    ] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
    let check = run(folder.path(), &["check", "--deny", "no_signs"]);
    assert_eq!(check.status.code(), Some(1));
}

#[test]
fn drafts_are_in_a_build_that_asks_for_them_and_in_no_other() {
    let files: Vec<(&str, &str)> = MIXED.iter().map(|(path, text, _)| (*path, *text)).collect();
    let folder = archive(&files);
    let pages = |site: &str| {
        ["draft", "later", "over"].map(|name| folder.path().join(site).join("incidents").join(name).exists())
    };
    assert!(run(folder.path(), &["build", "-o", "site", "--as-of", "2026-06-01"]).status.success());
    assert_eq!(pages("site"), [false; 3]);
    assert!(run(folder.path(), &["build", "-o", "all", "--as-of", "2026-06-01", "--drafts"]).status.success());
    assert_eq!(pages("all"), [true; 3]);
}

/// A folder of one kind: its files, each with what became of it.
type Folder = Vec<(&'static str, Vec<u8>, &'static str)>;

fn folders() -> Vec<(&'static str, Folder)> {
    let file = |path: &'static str, text: &str, expected: &'static str| (path, text.as_bytes().to_vec(), expected);
    let linked = |names: &str| STORY.replace("![](relay.png)", names);
    let utf16: Vec<u8> = STORY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin = encoding("# St\u{f6}rung\n\nDie Mail war von 10:00 UTC bis 11:00 UTC am 2024-05-03 gest\u{f6}rt.\n");
    vec![
        (
            "pictures",
            vec![
                file("relay.md", &linked("![a](a.png) ![b](img/b.JPG) ![c](img/c%20d.svg)"), "published incident"),
                file("a.png", "png", "published attachment"),
                file("img/b.JPG", "jpg", "published attachment"),
                file("img/c d.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "published attachment"),
                file("img/unused.webp", "webp", "not_read ending"),
            ],
        ),
        (
            "tables",
            vec![
                file("relay.md", &linked("[the times](times.csv)"), "published incident"),
                file("times.csv", "time,what\n10:00,down\n", "published attachment"),
                file("other.csv", "a,b\n", "not_read ending"),
                file("sheet.xlsx", "PK", "not_read ending"),
            ],
        ),
        (
            "a folder for each",
            vec![
                file(
                    "2024-05-03-relay/index.md",
                    "The relay was down from 10:00 UTC to 11:00 UTC.\n",
                    "published incident",
                ),
                file(
                    "2024-06-03-till/README.md",
                    "The till was down from 10:00 UTC to 11:00 UTC.\n",
                    "published incident",
                ),
                file("2024/07/mail/postmortem.md", STORY, "published incident"),
                file(
                    "index.md",
                    "# All\n\n- [relay](2024-05-03-relay/index.md)\n- [till](2024-06-03-till/README.md)\n- [mail](2024/07/mail/postmortem.md)\n",
                    "held_back index",
                ),
            ],
        ),
        (
            "drafts",
            vec![
                file("a.md", &format!("---\ndraft: true\n---\n{STORY}"), "held_back draft"),
                file("b.md", &format!("---\npublished: false\n---\n{STORY}"), "held_back draft"),
                file("c.md", &format!("---\nstatus: draft\n---\n{STORY}"), "held_back draft"),
                file("d.md", &format!("---\npublishDate: 2030-01-01\n---\n{STORY}"), "held_back not_due"),
                file("e.md", &format!("---\nexpiryDate: 2020-01-01\n---\n{STORY}"), "held_back expired"),
                file("f.md", STORY, "published incident"),
            ],
        ),
        (
            "templates",
            vec![
                file(
                    "TEMPLATE.md",
                    "# {{ title }}\n\n{{ date }} HH:MM\n\n## Impact\n\n{{ impact }}\n",
                    "held_back template",
                ),
                file("kind.md", &format!("---\nkind: template\n---\n{STORY}"), "held_back template"),
                file("relay.md", STORY, "published incident"),
            ],
        ),
        (
            "runbooks and pages",
            vec![
                file(
                    "runbooks/drain.md",
                    "# Drain a node\n\n1. Cordon it\n2. Drain it\n3. Check the queue\n",
                    "held_back other",
                ),
                file(
                    "tagged.md",
                    "---\ntags: [playbook]\n---\n# Queue is full\n\nRestart the consumers.\n",
                    "held_back other",
                ),
                file("meetings/may.md", "# Weekly\n\n## Agenda\n\n- the outage of May\n", "held_back other"),
                file("writing.md", "---\nkind: page\n---\n# How we write post-mortems\n\nSoon.\n", "published page"),
                file(
                    "work.md",
                    "---\nkind: maintenance\n---\n# Moving the relay\n\nOn 2024-05-03.\n",
                    "published maintenance",
                ),
                file(
                    "close.md",
                    "---\nkind: near_miss\n---\n# The relay nearly hung\n\nOn 2024-05-03.\n",
                    "published near_miss",
                ),
            ],
        ),
        (
            "encodings",
            vec![
                ("utf16.md", utf16, "published incident"),
                ("latin.md", latin, "published incident"),
                ("mark.md", [b"\xef\xbb\xbf", STORY.as_bytes()].concat(), "published incident"),
                ("zip.md", b"PK\x03\x04\0\0\0\x01".to_vec(), "not_read unreadable"),
                ("utf32.md", [&[0xff, 0xfe, 0, 0][..], &[b'a', 0, 0, 0]].concat(), "not_read unreadable"),
            ],
        ),
        (
            "nothing in them",
            vec![
                file("empty.md", "", "held_back no_signs"),
                file("blank.md", "\n \n\t\n", "held_back no_signs"),
                file("only front matter.md", "---\ntitle: Queue\n---\n", "held_back no_signs"),
                file("empty.txt", "", "held_back no_signs"),
                file("empty.csv", "", "not_read ending"),
            ],
        ),
        (
            "hidden",
            vec![
                file(".hidden.md", STORY, "not_read hidden"),
                file(".git/", "", "not_read hidden"),
                file(".DS_Store", "x", "not_read hidden"),
                file(".gitignore", "out/\n", "used settings"),
                file("out/a.md", STORY, "not_read ignored"),
                file("relay.md", STORY, "published incident"),
            ],
        ),
        (
            "one name in two cases",
            vec![
                file("Relay.md", STORY, "published incident"),
                file("relay.md", STORY, "published incident"),
                file("relay.txt", STORY, "published incident"),
                file("relay.MDX", STORY, "published incident"),
                file("sub/relay.md", STORY, "published incident"),
                file("caf\u{e9}.md", STORY, "published incident"),
                file("cafe\u{301}.md", STORY, "published incident"),
            ],
        ),
    ]
}

/// A text of Latin letters in the encoding of old Windows machines.
fn encoding(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn every_file_of_ten_folders_is_accounted_for() {
    for (name, files) in folders() {
        let written: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(path, bytes, _)| if *path == ".git/" { (".git/HEAD", &bytes[..]) } else { (*path, &bytes[..]) })
            .collect();
        let folder = archive(&written);
        let listed = listed(folder.path(), &["--as-of", "2026-06-01"]);
        for (path, _, expected) in &files {
            assert_eq!(listed.get(*path).map(String::as_str), Some(*expected), "{name}: {path}");
        }
        assert_eq!(listed.len(), files.len(), "{name}: {listed:#?}");
        let output = run(folder.path(), &["build", "-o", "site", "--verify", "--as-of", "2026-06-01"]);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let pages =
            listed.values().filter(|what| what.starts_with("published") && !what.ends_with("attachment")).count();
        let data = fs::read_to_string(folder.path().join("site/data/incidents.json")).unwrap();
        let data: Value = serde_json::from_str(&data).unwrap();
        let plain = listed.values().filter(|what| *what == "published page").count();
        assert_eq!(data.as_array().unwrap().len(), pages - plain, "{name}");
    }
}

/// Four titles in each of ten scripts.
const TITLES: &[&str] = &[
    "DNS",
    "Kafka lag",
    "St\u{f6}rung",
    "502 on checkout",
    "Сбой",
    "Сбой почты",
    "Отказ диска",
    "Реле зависло",
    "Διακοπή",
    "Βλάβη δικτύου",
    "Πτώση υπηρεσίας",
    "Σφάλμα",
    "عطل",
    "انقطاع البريد",
    "تعطل المتجر",
    "فشل القرص",
    "תקלה",
    "נפילת דואר",
    "השבתת החנות",
    "דיסק מלא",
    "अवरोध",
    "डाक सेवा बंद",
    "दुकान बंद",
    "डिस्क भरी",
    "ขัดข้อง",
    "อีเมลล่ม",
    "ร้านค้าล่ม",
    "ดิสก์เต็ม",
    "장애",
    "메일 중단",
    "결제 장애",
    "디스크 가득 참",
    "停",
    "障害",
    "邮件中断",
    "磁盘已满",
    "ダウン",
    "メール停止",
    "しょうがい",
    "ディスク満杯",
];

#[test]
fn a_title_survives_in_ten_scripts_and_gives_an_address() {
    let files: Vec<(String, String)> = TITLES
        .iter()
        .enumerate()
        .map(|(at, title)| {
            let form = match at % 4 {
                0 => format!("# {title}\n"),
                1 => format!("---\ntitle: \"{title}\"\n---\n"),
                2 => format!("# Post-mortem: {title} {{#top}}\n"),
                _ => format!("# **{title}**\n"),
            };
            (format!("{title}.md"), format!("{form}\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-03.\n"))
        })
        .collect();
    let written: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = archive(&written);
    let output = run(folder.path(), &["list", "--format", "json"]);
    let listing: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = listing["files"].as_array().unwrap();
    let titled: BTreeMap<&str, &str> = rows
        .iter()
        .map(|row| (row["path"].as_str().unwrap(), row["incidents"][0]["title"].as_str().unwrap_or("none")))
        .collect();
    for title in TITLES {
        assert_eq!(titled.get(format!("{title}.md").as_str()), Some(title));
    }
    let addresses: std::collections::BTreeSet<&str> =
        rows.iter().map(|row| row["incidents"][0]["address"].as_str().unwrap()).collect();
    assert!(addresses.len() == TITLES.len() && addresses.iter().all(|it| it.is_ascii()), "{addresses:?}");
}

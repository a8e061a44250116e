//! Whole folders, written by the tests themselves.

use std::fs;
use std::path::Path;

use super::*;
use crate::diagnostic::Level;

const ENDINGS: [&str; 5] = ["md", "markdown", "mdx", "txt", "html.md.erb"];

fn endings() -> Vec<String> {
    ENDINGS.map(String::from).to_vec()
}

/// A folder with these files, each given by path and text.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The findings as `code path`.
fn told(findings: &[Diagnostic]) -> Vec<String> {
    let path = |finding: &Diagnostic| finding.path.clone().unwrap_or_default();
    findings.iter().map(|finding| format!("{} {}", finding.entry.name, path(finding))).collect()
}

/// Reads the folder and compares the paths of its sources and its findings.
fn check(at: &Path, sources: &[&str], findings: &[&str]) -> Archive {
    let archive = archive(at, &endings()).unwrap();
    assert_eq!(archive.sources.iter().map(|source| source.path.as_str()).collect::<Vec<_>>(), sources);
    assert_eq!(told(&archive.findings), findings);
    archive
}

#[test]
fn documents_are_found_by_their_ending_in_any_case_and_sorted_by_path() {
    let folder = folder(&[
        ("b.md", ""),
        ("a/2024 outage & more.MD", "12345"),
        ("a/état.Markdown", ""),
        ("a-b/x.mdx", ""),
        ("page.html.md.erb", ""),
        ("notes.TXT", ""),
        ("graph.svg", ""),
        ("README", ""),
        ("xmd", ""),
    ]);
    let archive = check(
        folder.path(),
        &["a-b/x.mdx", "a/2024 outage & more.MD", "a/état.Markdown", "b.md", "notes.TXT", "page.html.md.erb"],
        &[],
    );
    assert_eq!(archive.sources[0].format, SourceFormat::Mdx);
    assert_eq!(archive.sources[4].format, SourceFormat::Text);
    assert_eq!(archive.sources[5].format, SourceFormat::Markdown);
}

#[test]
fn hidden_files_themes_and_published_sites_are_passed_over() {
    let folder = folder(&[
        ("x.md", ""),
        (".hidden.md", ""),
        (".git/x.md", ""),
        (".incidex/cache/x.md", ""),
        ("incidex.toml", ""),
        ("themes/own/readme.md", ""),
        ("notes/themes/x.md", ""),
        ("public/.incidex-site", ""),
        ("public/x.md", ""),
    ]);
    check(folder.path(), &["notes/themes/x.md", "x.md"], &[]);
}

#[test]
fn a_folder_called_themes_is_read_where_there_is_no_config() {
    let folder = folder(&[("themes/x.md", "")]);
    check(folder.path(), &["themes/x.md"], &[]);
}

#[test]
fn ignore_files_count_at_every_level_and_the_deepest_decides() {
    let folder = folder(&[
        (".gitignore", "drafts/\n*.txt\n/top.md\n[broken\n"),
        (".incidexignore", "# a comment\n!kept.txt\n"),
        ("top.md", ""),
        ("sub/top.md", ""),
        ("drafts/x.md", ""),
        ("sub/drafts/x.md", ""),
        ("notes.txt", ""),
        ("kept.txt", ""),
        ("sub/.gitignore", "!notes.txt\nlocal.md\n"),
        ("sub/notes.txt", ""),
        ("sub/local.md", ""),
        ("local.md", ""),
    ]);
    check(folder.path(), &["kept.txt", "local.md", "sub/notes.txt", "sub/top.md"], &[]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_sockets_become_findings_and_are_not_read() {
    let folder = folder(&[("real/x.md", "")]);
    let at = folder.path();
    std::os::unix::fs::symlink("real", at.join("linked")).unwrap();
    std::os::unix::fs::symlink("..", at.join("loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", at.join("gone.md")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", at.join("out.md")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at.join(".gitignore")).unwrap();
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, at.join("pipe.md"), rustix::fs::FileType::Fifo, mode, 0).unwrap();
    drop(std::os::unix::net::UnixListener::bind(at.join("socket")).unwrap());
    check(
        at,
        &["real/x.md"],
        &[
            "symlink_refused .gitignore",
            "symlink_refused gone.md",
            "symlink_refused linked",
            "symlink_refused loop",
            "symlink_refused out.md",
            "not_a_regular_file pipe.md",
            "not_a_regular_file socket",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_folder_whose_ignore_rules_cannot_be_read_is_left_out_whole() {
    let folder = folder(&[
        ("open/x.md", ""),
        ("closed/y.md", ""),
        ("closed/in/z.md", ""),
        ("closed/in/.incidexignore", "!z.md"),
    ]);
    std::os::unix::fs::symlink("../open/x.md", folder.path().join("closed/.incidexignore")).unwrap();
    let archive = check(folder.path(), &["open/x.md"], &["symlink_refused closed/.incidexignore"]);
    assert_eq!(archive.findings[0].level, Level::Error);
    fs::create_dir(folder.path().join(".incidexignore")).unwrap();
    check(folder.path(), &[], &["not_a_regular_file .incidexignore"]);
}

#[cfg(unix)]
#[test]
fn a_source_that_became_a_link_after_the_walk_is_not_followed() {
    let folder = folder(&[("in/x.md", "inside"), ("secret.md", "outside")]);
    let archive = check(&folder.path().join("in"), &["x.md"], &[]);
    fs::remove_file(folder.path().join("in/x.md")).unwrap();
    std::os::unix::fs::symlink("../secret.md", folder.path().join("in/x.md")).unwrap();
    let finding = text(&archive.root, &archive.sources[0]).unwrap_err();
    assert_eq!(told(&[finding]), ["symlink_refused x.md"]);
}

#[cfg(unix)]
#[test]
fn names_that_cannot_be_printed_are_left_out_and_odd_ones_are_read_with_a_finding() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[
        ("a\nb.md", ""),
        ("esc\u{1b}[31m/x.md", ""),
        ("con.md", ""),
        ("what?.md", ""),
        ("zero\u{200b}width.md", ""),
        ("trailing /x.md", ""),
        ("障害 報告.md", ""),
    ]);
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"latin\xe9.md")), "").unwrap();
    check(
        folder.path(),
        &["con.md", "trailing /x.md", "what?.md", "zero\u{200b}width.md", "障害 報告.md"],
        &[
            "file_name_odd a\\nb.md",
            "file_name_odd con.md",
            "file_name_odd esc\\u{1b}[31m",
            "file_name_odd latin\u{fffd}.md",
            "file_name_odd trailing ",
            "file_name_odd what?.md",
            "file_name_odd zero\u{200b}width.md",
        ],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_differ_only_by_case_or_composed_accents_are_told() {
    let folder = folder(&[("Outage.md", ""), ("outage.md", ""), ("caf\u{e9}.md", ""), ("cafe\u{301}.md", "")]);
    check(
        folder.path(),
        &["Outage.md", "cafe\u{301}.md", "caf\u{e9}.md", "outage.md"],
        &["file_names_clash caf\u{e9}.md", "file_names_clash outage.md"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_listed_is_told_and_the_rest_is_read() {
    // Deeper than a path may be long, which stops even the superuser.
    let folder = folder(&[("z.md", "")]);
    let mut at = fs::File::open(folder.path()).unwrap();
    let name = "d".repeat(250);
    for _ in 0..20 {
        rustix::fs::mkdirat(&at, &name, rustix::fs::Mode::from_raw_mode(0o700)).unwrap();
        let flags = rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::RDONLY;
        at = rustix::fs::openat(&at, &name, flags, rustix::fs::Mode::empty()).unwrap().into();
    }
    let archive = archive(folder.path(), &endings()).unwrap();
    assert_eq!(archive.sources.len(), 1);
    assert_eq!(archive.findings.len(), 1);
    assert_eq!(archive.findings[0].entry.name, "file_unreadable");
}

#[test]
fn a_missing_folder_a_file_and_a_published_site_are_errors() {
    let folder = folder(&[("x.md", ""), ("site/.incidex-site", "")]);
    let message = |path: &str| archive(&folder.path().join(path), &endings()).unwrap_err().to_string();
    assert!(message("none").ends_with("none: there is no such folder"));
    assert!(message("x.md").ends_with("x.md: it is not a folder"));
    assert!(message("site").contains("a site that incidex published"));
}

/// Decodes and compares text and findings; the finding is given as `code line:column message`.
fn check_text(bytes: &[u8], expected: Result<&str, &str>, findings: &[&str]) {
    let tell = |finding: &Diagnostic| {
        let place = finding.span.map(|span| format!("{}:{} ", span.line, span.column)).unwrap_or_default();
        format!("{} {place}{}", finding.entry.name, finding.message)
    };
    match (decode("x.md", bytes), expected) {
        (Ok(text), Ok(expected)) => {
            assert_eq!(text.text, expected);
            assert_eq!(text.findings.iter().map(tell).collect::<Vec<_>>(), findings);
        }
        (Err(finding), Err(expected)) => assert_eq!(tell(&finding), expected),
        (answer, expected) => panic!("{answer:?} where {expected:?} was expected"),
    }
}

#[test]
fn the_mark_of_utf8_is_taken_off_and_lines_end_in_line_feeds() {
    check_text(b"\xef\xbb\xbfone\r\ntwo\rthree\n", Ok("one\ntwo\nthree\n"), &[]);
    check_text(b"", Ok(""), &[]);
    check_text(b"no end", Ok("no end"), &[]);
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_and_placed() {
    check_text(
        "käse\r\nbrot ".as_bytes().iter().copied().chain(*b"\xe9 und").collect::<Vec<_>>().as_slice(),
        Ok("käse\nbrot \u{fffd} und"),
        &["invalid_utf8 2:6 the bytes e9 at byte offset 12 are not UTF-8"],
    );
    check_text(
        b"\xef\xbb\xbf\xff a \xe2\x82 b \xf0\x9f",
        Ok("\u{fffd} a \u{fffd} b \u{fffd}"),
        &["invalid_utf8 1:1 the bytes ff at byte offset 3 are not UTF-8, as well as 2 more places"],
    );
}

#[test]
fn utf16_is_read_with_its_mark_and_without() {
    for text in ["incident\n", "# Сбой\n\nПочта не работала.\n", "# 障害\n\nメールが止まった。\n", "# Störung\nüber"]
    {
        for (order, name) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")] {
            for mark in ["\u{feff}", ""] {
                let bytes: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(order).collect();
                let told = format!("text_recoded 1:1 the file is not UTF-8: it is read as {name}");
                check_text(&bytes, Ok(text), &[&told]);
            }
        }
    }
}

#[test]
fn older_encodings_are_read_and_named() {
    let encodings = [
        (encoding_rs::WINDOWS_1252, "Störung – “Mail” war für 20 Minuten gestört, 5 € Schaden.\n"),
        (encoding_rs::WINDOWS_1252, "Le relais est tombé à 10 h 12, la file débordait déjà.\n"),
        (encoding_rs::WINDOWS_1252, "El correo dejó de salir mañana y noche, según el informe.\n"),
        (encoding_rs::WINDOWS_1251, "Почта не работала один час, потому что диск был полон.\n"),
        (encoding_rs::KOI8_U, "Почта не работала один час, потому что диск был полон.\n"),
        (encoding_rs::SHIFT_JIS, "メールサーバーが一時間止まった。原因はディスクの容量不足だった。\n"),
        (encoding_rs::GBK, "邮件服务中断了一个小时，原因是磁盘已满，已经清理旧文件。\n"),
        (encoding_rs::EUC_KR, "메일 서비스가 한 시간 동안 중단되었다. 디스크가 가득 찼다.\n"),
    ];
    for (encoding, text) in encodings {
        let text = format!("# Plain\n\n{text}");
        let (bytes, _, odd) = encoding.encode(&text);
        assert!(!odd, "{text}");
        let told = format!("text_recoded 3:1 the file is not UTF-8: it is read as {}", encoding.name());
        check_text(&bytes, Ok(&text), &[&told]);
    }
}

#[test]
fn binary_files_are_named() {
    let utf32: Vec<u8> = "\u{feff}incident".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    check_text(&utf32, Err("file_not_text the file is left out: it is UTF-32 text, not UTF-8"), &[]);
    check_text(b"ab\0cd", Err("file_not_text the file is left out: it is not text, byte 2 is NUL"), &[]);
    check_text(
        b"PK\x03\x04\x14\0\0\0 x\n!",
        Err("file_not_text the file is left out: it is not text, byte 5 is NUL"),
        &[],
    );
}

#[test]
fn a_file_over_the_limit_is_left_out_without_reading_it() {
    let folder = folder(&[("huge.md", "")]);
    // Sparse: it has a size, no bytes on disk.
    fs::File::create(folder.path().join("huge.md")).unwrap().set_len(50 * 1024 * 1024).unwrap();
    let archive = check(folder.path(), &["huge.md"], &[]);
    let finding = text(&archive.root, &archive.sources[0]).unwrap_err();
    assert_eq!(finding.entry.name, "file_too_large");
    assert_eq!(finding.message, "the file is left out: it has 52428800 bytes, the limit is 8388608");
}

#[test]
fn a_lone_file_is_read_without_its_archive() {
    let folder = folder(&[("sub/käse.MDX", "text"), ("binary.md", "a\0b")]);
    let lone = lone_file(&folder.path().join("sub/käse.MDX")).unwrap();
    assert_eq!((lone.source.path.as_str(), lone.source.format), ("käse.MDX", SourceFormat::Mdx));
    assert_eq!(lone.text.text, "text");
    let message = |path: &str| lone_file(&folder.path().join(path)).unwrap_err().to_string();
    assert!(message("none.md").ends_with("none.md: there is no such file"));
    assert!(message("sub").ends_with("sub: it is a folder, not a regular file"));
    assert!(message("binary.md").ends_with("byte 1 is NUL"));
}

/// What a link in `incidents/x.md` comes to: path and size, nothing, or a code.
fn check_asset(archive: &Archive, link: &str, expected: &str) {
    let answer = match archive.asset("incidents/x.md", link) {
        Ok(Some(asset)) => format!("{} {}", asset.path, asset.size),
        Ok(None) => "none".into(),
        Err(finding) => finding.entry.name.into(),
    };
    assert_eq!(answer, expected, "{link}");
}

#[cfg(unix)]
#[test]
fn linked_files_are_found_or_told_why_not() {
    let folder = folder(&[
        ("archive/incidents/x.md", ""),
        ("archive/incidents/error rate.svg", "<svg/>"),
        ("archive/incidents/cafe\u{301}.svg", "<svg/>"),
        ("archive/incidents/folder/y.md", ""),
        ("archive/.env", "KEY=1"),
        ("archive/.gitignore", "private/\n*.key\n!open.key\n"),
        ("archive/private/log.txt", ""),
        ("archive/a.key", ""),
        ("archive/open.key", ""),
        ("secret.txt", ""),
    ]);
    let root = folder.path().join("archive");
    std::os::unix::fs::symlink("../../secret.txt", root.join("incidents/linked.txt")).unwrap();
    fs::File::create(root.join("dump.bin")).unwrap().set_len(ASSET_LIMIT + 1).unwrap();
    let archive = archive(&root, &endings()).unwrap();
    check_asset(&archive, "error%20rate.svg#top", "incidents/error rate.svg 6");
    check_asset(&archive, "caf%C3%A9.svg", "incidents/cafe\u{301}.svg 6");
    check_asset(&archive, "/open.key", "open.key 0");
    check_asset(&archive, "https://example.org/x.svg", "none");
    check_asset(&archive, "#cause", "none");
    check_asset(&archive, "folder/", "none");
    check_asset(&archive, "gone.svg", "asset_missing");
    check_asset(&archive, "../../secret.txt", "asset_outside");
    check_asset(&archive, "../.env", "asset_outside");
    check_asset(&archive, "../private/log.txt", "asset_outside");
    check_asset(&archive, "../a.key", "asset_outside");
    check_asset(&archive, "linked.txt", "symlink_refused");
    check_asset(&archive, "../dump.bin", "asset_too_large");
}

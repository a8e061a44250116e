//! An archive written by somebody who means harm, or by a disk that failed: every file gets its finding, none stops the
//! build, and nothing from outside the archive reaches the site.
//!
//! All files are written by the test itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use incidex::config::Config;
use incidex::model::Audience;
use incidex::pipeline;

/// A good document, which must come through whatever stands beside it.
pub const GOOD: &str = "# Parcel labels printed twice\n\nThe label worker was down from 10:00 UTC to 11:00 UTC on 2024-11-29.\n\n\
                    ## Root cause\n\nA retry had no idempotency key.\n\n## Timeline\n\n- 10:00 UTC The worker is rolled out.\n\
                    - 11:00 UTC The worker is rolled back.\n";

/// What stands in a file outside the archive, and must not be published.
const SECRET: &str = "correct-horse-battery-staple";

/// A document by its path, with the code it must be told about; `""` where it is merely read.
pub type Case = (String, Vec<u8>, &'static str);

pub fn case(path: impl Into<String>, bytes: impl Into<Vec<u8>>, code: &'static str) -> Case {
    (path.into(), bytes.into(), code)
}

/// A document with this YAML front matter.
fn yaml(name: &str, block: &str, code: &'static str) -> Case {
    case(format!("yaml/{name}.md"), format!("---\n{block}\n---\n{GOOD}"), code)
}

fn nesting() -> Vec<Case> {
    let mut cases = vec![
        yaml("brackets", &format!("a: {}", "[".repeat(60_000)), "front_matter_too_deep"),
        yaml("braces", &format!("a: {}", "{a: ".repeat(15_000)), "front_matter_too_deep"),
        yaml("dashes", &format!("a:\n  {}x", "- ".repeat(20_000)), "front_matter_too_deep"),
        yaml("questions", &format!("a:\n  {}x", "? ".repeat(20_000)), "front_matter_too_deep"),
        yaml("behind an apostrophe", &format!("b: don't\na: {}", "[".repeat(60_000)), "front_matter_too_deep"),
        yaml("behind an open quote", &format!("b: \"x\na: {}", "[".repeat(60_000)), "front_matter_too_deep"),
        yaml("in a quote", &format!("title: \"{}\"", "[".repeat(60_000)), ""),
        yaml("in a comment", &format!("title: x # {}", "[".repeat(500)), ""),
        yaml("too large", &format!("title: {}", "x".repeat(70_000)), "front_matter_too_large"),
        yaml("alias of itself", "a: &a [*a]\nb: 1", "front_matter_invalid"),
        yaml("alias of nothing", "a: *b\nb: 1", "front_matter_invalid"),
        case(
            "yaml/hardly a body.md",
            format!("---\na: {}\n---\n# Disk full\n\nSee the chat.\n", "[".repeat(90_000)),
            "front_matter_too_large",
        ),
        case("toml/brackets.md", format!("+++\na = {}\n+++\n{GOOD}", "[".repeat(60_000)), "front_matter_invalid"),
        case("toml/dots.md", format!("+++\n{}a = 1\n+++\n{GOOD}", "a.".repeat(30_000)), "front_matter_invalid"),
        case("json/braces.md", format!(";;;\n{}\n;;;\n{GOOD}", "{\"a\":".repeat(5_000)), "front_matter_too_deep"),
    ];
    for levels in [2, 5, 9, 20] {
        let mut block = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..levels {
            block += &format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(9));
        }
        let code = if levels > 5 { "front_matter_too_large" } else { "" };
        cases.push(yaml(&format!("laughs {levels}"), block.trim_end(), code));
    }
    cases
}

fn slips() -> Vec<Case> {
    let invalid = [
        "title: a: b",
        "title: @x",
        "title: `x",
        "title: %x",
        "title: *x*",
        "title: \"x",
        "title: 'x",
        "title: [x",
        "title: {x",
        "title: \"x\" y",
        "title:x\nid: 1",
        "title: x\n\tid: 1",
        "title: x\nprose\nid: 1",
        "title: |x\nid: 1",
        "title: {{ x }}",
        "id: 1\ntitle: - x",
    ];
    let mut cases: Vec<Case> = invalid
        .iter()
        .enumerate()
        .map(|(at, block)| yaml(&format!("slip {at}"), block, "front_matter_invalid"))
        .collect();
    let twice = ["title: x\ntitle: y", "a:\n  b: 1\n  b: 2", "a: {b: 1, b: 2}", "a:\n- b: 1\n  b: 2", "a: 1\n\"a\": 2"];
    cases.extend(
        twice.iter().enumerate().map(|(at, block)| yaml(&format!("twice {at}"), block, "front_matter_key_twice")),
    );
    let open = ["---\ntitle: x\n\n", "---\nid: 1\nservice: db\n", "+++\ntitle = 'x'\n", "{\n\"title\": 1\n"];
    cases.extend(
        open.iter()
            .enumerate()
            .map(|(at, start)| case(format!("open/{at}.md"), format!("{start}{GOOD}"), "front_matter_unclosed")),
    );
    cases
}

fn encodings() -> Vec<Case> {
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        format!("{mark}{GOOD}").encode_utf16().flat_map(order).collect()
    };
    let utf32: Vec<u8> = format!("\u{feff}{GOOD}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let mut cases = vec![
        case("bytes/utf16le.md", utf16(u16::to_le_bytes, "\u{feff}"), "text_recoded"),
        case("bytes/utf16be.md", utf16(u16::to_be_bytes, "\u{feff}"), "text_recoded"),
        case("bytes/utf16 without mark.md", utf16(u16::to_le_bytes, ""), "text_recoded"),
        case("bytes/utf32.md", utf32, "file_not_text"),
        case("bytes/nul.md", format!("{GOOD}\0"), "file_not_text"),
        case("bytes/program.md", b"\x7fELF\x02\x01\x01\0\0\0".to_vec(), "file_not_text"),
        case("bytes/mark.md", format!("\u{feff}{GOOD}"), ""),
        case("bytes/crlf.md", GOOD.replace('\n', "\r\n"), ""),
        case("bytes/cr.md", GOOD.replace('\n', "\r"), ""),
        case("bytes/empty.md", "", ""),
        case("bytes/blank.md", "\n \n\t\n", ""),
        case("bytes/one line.md", "x".repeat(1_000_000), ""),
        case("bytes/controls.md", format!("{GOOD}\u{1}\u{7}\u{1b}[31m\u{202e}\u{200b}"), ""),
    ];
    let broken: [&[u8]; 8] =
        [b"\xff", b"\xc0\xaf", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80", b"caf\xe9"];
    cases.extend(broken.iter().enumerate().map(|(at, bytes)| {
        case(
            format!("bytes/broken {at}.md"),
            [GOOD.as_bytes(), "k\u{e4}se, caf\u{e9}, stra\u{df}e, na\u{ef}ve, \u{fc}ber".as_bytes(), bytes].concat(),
            "invalid_utf8",
        )
    }));
    cases.extend(
        broken.iter().enumerate().map(|(at, bytes)| {
            case(format!("bytes/recoded {at}.md"), [GOOD.as_bytes(), bytes].concat(), "text_recoded")
        }),
    );
    cases
}

#[cfg(unix)]
fn names() -> Vec<Case> {
    let odd = [
        "con.md",
        "NUL.md",
        "com1.txt.md",
        "a:b.md",
        "a*b.md",
        "a?b.md",
        "a\"b.md",
        "a<b>.md",
        "a|b.md",
        "a\\b.md",
        " a.md",
        "zero\u{200b}.md",
        "turn\u{202e}dm.md",
    ];
    let mut cases: Vec<Case> = odd.iter().map(|name| case(format!("names/{name}"), GOOD, "file_name_odd")).collect();
    let fine = [
        "a & b.md",
        "a'b.md",
        "a%20b.md",
        "a+b.md",
        "a#b.md",
        "-rf.md",
        "$(id).md",
        "{{ x }}.md",
        "..x.md.MD",
        "état.md",
        "障害.md",
        "🔥.md",
        "x.y.z.Markdown",
    ];
    cases.extend(fine.iter().filter(|name| !name.starts_with('.')).map(|name| case(format!("names/{name}"), GOOD, "")));
    cases.push(case(format!("names/{}.md", "n".repeat(250)), GOOD, ""));
    cases.push(case(format!("{}x.md", "deep/".repeat(200)), GOOD, ""));
    cases
}

fn bodies() -> Vec<Case> {
    let repeated = [
        ("quotes", "> "),
        ("items", "- "),
        ("stars", "*"),
        ("brackets", "["),
        ("images", "!["),
        ("ticks", "`"),
        ("entities", "&lt;"),
        ("tables", "|"),
        ("tags", "<div>"),
        ("escapes", "\\"),
        ("hashes", "#"),
        ("notes", "[^1]"),
    ];
    let mut cases: Vec<Case> =
        repeated.iter().map(|(name, text)| case(format!("body/{name}.md"), text.repeat(5_000), "")).collect();
    let scripts = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "<svg onload=alert(1)>",
        "![x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href=\"vbscript:x\">x</a>",
        "<style>*{}</style>",
        "```\"><script>alert(1)</script>\nx\n```",
        "# <script>alert(1)</script>",
        "{{ config.title }}",
        "{% include \"x\" %}",
        "<!-- --><script>alert(1)</script>",
    ];
    cases.extend(scripts.iter().enumerate().map(|(at, text)| {
        case(
            format!("body/script {at}.md"),
            format!("---\ntitle: '{}'\n---\n{GOOD}\n{text}\n", text.replace('\'', "")),
            "",
        )
    }));
    let outside =
        ["../../secret.txt", "/../secret.txt", "%2e%2e/%2e%2e/secret.txt", "..\\..\\secret.txt", "../.hidden/x.txt"];
    cases.extend(
        outside.iter().enumerate().map(|(at, link)| {
            case(format!("links/outside {at}.md"), format!("{GOOD}\n[log]({link})\n"), "asset_outside")
        }),
    );
    cases.push(case("links/linked.md", format!("{GOOD}\n[log](linked.txt)\n"), "symlink_refused"));
    cases.push(case("links/pipe.md", format!("{GOOD}\n[log](pipe.bin)\n"), "not_a_regular_file"));
    cases.push(case("links/none.md", format!("{GOOD}\n[log](none.txt)\n"), "asset_missing"));
    cases
}

/// Writes the archive below `at` and something secret beside it.
#[cfg(unix)]
fn write(at: &Path, cases: &[Case]) {
    use std::os::unix::fs::symlink;
    for (path, bytes, _) in cases {
        let file = at.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    fs::write(at.parent().unwrap().join("secret.txt"), SECRET).unwrap();
    fs::create_dir_all(at.join(".hidden")).unwrap();
    fs::write(at.join(".hidden/x.txt"), SECRET).unwrap();
    fs::create_dir_all(at.join("special")).unwrap();
    symlink("../../secret.txt", at.join("links/linked.txt")).unwrap();
    symlink("../../secret.txt", at.join("special/file.md")).unwrap();
    symlink("..", at.join("special/parent")).unwrap();
    symlink("loop.md", at.join("special/loop.md")).unwrap();
    symlink("nowhere.md", at.join("special/dangling.md")).unwrap();
    symlink("/etc", at.join("special/etc")).unwrap();
    symlink("/dev/zero", at.join("special/.gitignore")).unwrap();
    for pipe in ["special/pipe.md", "links/pipe.bin"] {
        let made = std::process::Command::new("mkfifo").arg(at.join(pipe)).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is not there");
    }
    drop(std::os::unix::net::UnixListener::bind(at.join("special/socket.md")).unwrap());
    fs::File::create(at.join("special/huge.md")).unwrap().set_len(50 * 1024 * 1024).unwrap();
}

#[cfg(unix)]
const SPECIAL: &[(&str, &str)] = &[
    ("special/.gitignore", "symlink_refused"),
    ("special/dangling.md", "symlink_refused"),
    ("special/etc", "symlink_refused"),
    ("special/file.md", "symlink_refused"),
    ("special/loop.md", "symlink_refused"),
    ("special/parent", "symlink_refused"),
    ("special/pipe.md", "not_a_regular_file"),
    ("special/socket.md", "not_a_regular_file"),
    ("special/huge.md", "file_too_large"),
];

#[cfg(unix)]
#[test]
fn every_hostile_file_is_told_and_none_stops_the_build() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("archive");
    fs::create_dir(&at).unwrap();
    let mut cases: Vec<Case> =
        [nesting(), slips(), encodings(), names(), bodies(), crate::hostile_cases::all()].concat();
    cases.push(case("good.md", GOOD, ""));
    assert!(cases.len() >= 400, "only {} files", cases.len());
    write(&at, &cases);
    if let Ok(kept) = std::env::var("INCIDEX_HOSTILE") {
        // For whoever wants to measure a build of them by itself.
        write(Path::new(&kept), &cases);
        return;
    }

    let start = Instant::now();
    let loaded = pipeline::load(&at, Config::default(), Audience::INTERNAL).unwrap();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(60), "reading took {took:?}");

    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for finding in &loaded.findings {
        told.entry(finding.path.as_deref().unwrap_or("")).or_default().insert(finding.entry.name);
    }
    let expected = cases.iter().map(|(path, _, code)| (path.as_str(), *code)).chain(SPECIAL.iter().copied());
    let silent: Vec<String> = expected
        .filter(|(path, code)| !code.is_empty() && !told.get(path).is_some_and(|codes| codes.contains(code)))
        .map(|(path, code)| format!("{path}: {code} is not among {:?}", told.get(path)))
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    let failed: Vec<_> = loaded.findings.iter().filter(|finding| finding.entry.name == "document_failed").collect();
    assert!(failed.is_empty(), "{failed:#?}");

    let left_out = ["file_not_text", "file_too_large"];
    let is_document = |path: &str| {
        let name = path.to_lowercase();
        !name.starts_with("attached/") || [".md", ".html", ".htm"].iter().any(|ending| name.ends_with(ending))
    };
    let cases: Vec<Case> = cases.into_iter().filter(|(path, ..)| is_document(path)).collect();
    let readable = cases.iter().filter(|(.., code)| !left_out.contains(code)).count();
    assert_eq!(loaded.documents - left_out_of(&cases, &left_out) - 1, readable, "documents read");

    let out = folder.path().join("site");
    let options = pipeline::BuildOptions {
        out: out.clone(),
        audience: Audience::INTERNAL,
        as_of: None,
        drafts: false,
        verify: false,
        progress: &Silent,
    };
    pipeline::build(&at, Config::default(), &options).unwrap();
    check_site(&out);
}

fn left_out_of(cases: &[Case], codes: &[&str]) -> usize {
    cases.iter().filter(|(.., code)| codes.contains(code)).count()
}

/// No page carries what lies outside the archive, nor a script of an author.
fn check_site(out: &Path) {
    let mut pages = 0;
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            assert!(!kind.is_symlink(), "{:?}", entry.path());
            if kind.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = fs::read(entry.path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(SECRET), "{:?} holds the secret", entry.path());
            if entry.path().extension().is_some_and(|ending| ending == "html") {
                pages += 1;
                let bad: Vec<Tag> = tags(&text).into_iter().filter(Tag::runs_code).collect();
                assert!(bad.is_empty(), "{bad:?} in {:?}", entry.path());
            }
        }
    }
    assert!(pages > 50, "only {pages} pages");
}

/// A start tag: its name and its attributes, all in lower case.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// Whether a browser would run something an author wrote. The site's own scripts come from files, with a hash.
    fn runs_code(&self) -> bool {
        let script =
            self.name == "script" && !self.attributes.iter().any(|(name, _)| name == "integrity" || name == "src");
        let schemes = ["javascript:", "vbscript:", "data:text"];
        script
            || ["iframe", "object", "embed", "base", "form"].contains(&self.name.as_str()) && !self.is_ours()
            || self.attributes.iter().any(|(name, value)| {
                name.starts_with("on")
                    || name == "style"
                    || schemes.iter().any(|scheme| value.trim().starts_with(scheme))
            })
    }

    /// The search form of the theme.
    fn is_ours(&self) -> bool {
        self.name == "form" && self.attributes.iter().any(|(name, value)| name == "role" && value == "search")
    }
}

fn tags(html: &str) -> Vec<Tag> {
    let mut rest = html;
    let mut found = Vec::new();
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, after) = tag(rest);
            found.push(tag);
            rest = after;
        }
    }
    found
}

/// Reads one start tag as a browser does: quotes end only at their like.
fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_lowercase(), attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (tag, rest);
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '=')).unwrap_or(rest.len()).max(1);
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            tag.attributes.push((name.to_lowercase(), String::new()));
            rest = after;
            continue;
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inner = quote.map_or(value, |quote| value.strip_prefix(quote).unwrap_or(value));
        let stop = |c: char| quote.map_or(c.is_whitespace() || c == '>', |quote| c == quote);
        let end = inner.find(stop).unwrap_or(inner.len());
        tag.attributes.push((name.to_lowercase(), inner[..end].to_lowercase()));
        rest = &inner[(end + usize::from(quote.is_some())).min(inner.len())..];
    }
}

#[test]
fn the_check_for_scripts_sees_them_and_nothing_else() {
    let runs = |html: &str| tags(html).iter().any(Tag::runs_code);
    for bad in [
        "<script>x</script>",
        "<img src=x onerror=alert(1)>",
        "<a title='>' HREF=\" javascript:x\">",
        "<svg/onload=x>",
        "<p style=\"x\">",
        "<iframe src=x>",
    ] {
        assert!(runs(bad), "{bad}");
    }
    for good in
        ["&lt;script>", "<p title=\"<script> onerror=x\">onerror=x</p>", "<script src=\"a.js\"></script>", "1 < 2"]
    {
        assert!(!runs(good), "{good}");
    }
}

pub struct Silent;

impl pipeline::Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}

    fn advance(&self, _: usize) {}
}

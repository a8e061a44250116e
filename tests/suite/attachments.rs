//! What authors attach and link to never runs on the site, whatever it is called; what lies in `static/` is trusted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use incidex::config::{ActiveFiles, Config};
use incidex::model::Audience;
use incidex::output::integrity;
use incidex::pipeline::{self, BuildOptions};

use crate::hostile::Silent;

const HEAD: &str =
    "---\naudience: public\n---\n# Mail outage\n\nMail was down from 09:00 UTC to 10:00 UTC on 2024-03-01.\n\n";
const SCRIPT: &str = "<script>alert(document.domain)</script>";

/// A site by path, and the codes told of each path of the archive.
struct Site {
    files: BTreeMap<String, String>,
    findings: Vec<(String, &'static str)>,
}

impl Site {
    fn page(&self) -> &str {
        &self.files["incidents/mail/index.html"]
    }

    fn is_told(&self, path: &str, code: &str) -> bool {
        self.findings.iter().any(|(told, name)| told == path && *name == code)
    }
}

/// Builds a site of a document that links to all of the files, which stand beside it.
fn built(files: &[(&str, &str)], body: &str, config: Config, audience: Audience) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    let links: String = files.iter().map(|(path, _)| format!("[{path}](<{path}>) ")).collect();
    write(&root, "mail.md", &format!("{HEAD}{links}\n\n{body}\n"));
    files.iter().for_each(|(path, text)| write(&root, path, text));
    let out = folder.path().join("site");
    let options =
        BuildOptions { out: out.clone(), audience, as_of: None, drafts: false, verify: false, progress: &Silent };
    let built = pipeline::build(&root, config, &options).unwrap();
    let findings = built.loaded.findings.iter();
    let findings = findings.map(|found| (found.path.clone().unwrap_or_default(), found.entry.name)).collect();
    let mut files = BTreeMap::new();
    gather(&out, "", &mut files);
    Site { files, findings }
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn gather(folder: &Path, below: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.file_type().unwrap().is_dir() {
            true => gather(&entry.path(), &format!("{path}/"), files),
            false => {
                files.insert(path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned());
            }
        }
    }
}

#[test]
fn a_file_that_a_browser_would_run_is_shown_as_text() {
    let xml = format!("<?xml version='1.0'?><a xmlns='http://www.w3.org/1999/xhtml'>{SCRIPT}</a>");
    let files = [
        ("a.html", SCRIPT),
        ("b.XHTML", &xml),
        ("c.xml", &xml),
        ("d.js", "alert(1)"),
        ("e", SCRIPT),
        ("f.dump", "\n <!doctype html><body onload=alert(1)>"),
        ("g.svg", "<svg><script>alert(1)</script>"),
        ("h.htm", SCRIPT),
        ("i.xsl", &xml),
        ("j.png", SCRIPT),
        ("a.html.view.html", SCRIPT),
    ];
    let site = built(&files, "", Config::default(), Audience::INTERNAL);
    for (path, text) in files {
        assert!(
            !site.files.contains_key(&format!("files/{path}")) || path == "a.html.view.html",
            "{path} is published"
        );
        let view = &site.files[&format!("files/{path}.view.html")];
        let escaped =
            text.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;");
        assert!(view.contains(&escaped) && !view.contains("<script"), "{path}: {view}");
        assert!(view.contains("default-src 'none'"), "{path} may load something");
        assert!(site.page().contains(&format!("../../files/{path}.view.html\"")), "{path} is not linked");
        assert!(site.is_told(path, "attachment_active"), "{path} is not told");
    }
}

#[test]
fn a_file_that_does_nothing_is_published_as_it_is() {
    let files = [("a.conf", "x = 1 & 2"), ("b.csv", "a,b"), ("c.log", "10:00 x"), ("d.json", "{}"), ("notes", "text")];
    let site = built(&files, "", Config::default(), Audience::INTERNAL);
    for (path, text) in files {
        assert_eq!(site.files[&format!("files/{path}")], text);
    }
}

#[test]
fn a_drawing_keeps_what_it_draws() {
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'>{SCRIPT}<path d='M0 0'/></svg>");
    let site = built(&[("a.svg", &svg)], "![load](a.svg)", Config::default(), Audience::INTERNAL);
    let drawn = &site.files["files/a.svg"];
    assert!(drawn.contains("<path d=\"M0 0\"/>") && !drawn.contains("script") && !drawn.contains("onload"), "{drawn}");
    assert!(site.is_told("a.svg", "attachment_cleaned") && site.page().contains("src=\"../../files/a.svg\""));
}

#[test]
fn files_that_run_are_left_out_where_the_settings_say_so() {
    let config = Config { active_files: ActiveFiles::Refuse, ..Config::default() };
    let site = built(&[("a.html", SCRIPT), ("b.svg", "<svg/>"), ("c.conf", "x")], "", config, Audience::INTERNAL);
    let published: Vec<&String> = site.files.keys().filter(|path| path.starts_with("files/")).collect();
    assert_eq!(published, ["files/c.conf"]);
    assert!(site.is_told("a.html", "attachment_active") && !site.page().contains("a.html\""));
}

#[test]
fn names_that_differ_by_case_alone_do_not_stop_the_build() {
    let site = built(&[("a.conf", "one"), ("A.conf", "two")], "", Config::default(), Audience::INTERNAL);
    assert_eq!(site.files.keys().filter(|path| path.starts_with("files/")).count(), 1);
    assert!(site.is_told("a.conf", "file_names_clash"));
}

#[test]
fn links_that_lead_where_no_page_may_are_text() {
    let refused = [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "java&Tab;script:x",
        "&#1;javascript:x",
        "data:text/html,x",
        "blob:https://a/b",
        "view-source:https://a",
        "vbscript:x",
        "file:///etc/passwd",
        "/\\host/x",
        "\\\\\\\\host/x",
        "tel:1",
        "ftp://a/b",
        "filesystem:https://a/b",
    ];
    let body: String = refused.iter().map(|url| format!("- [words](<{url}>) and ![picture](<{url}>)\n")).collect();
    let notes = "\n[^1] <javascript:y> [ref]\n\n[^1]: [note](javascript:z)\n\n[ref]: javascript:w\n";
    let kept = "\n[a](https://a.example/) [b](mailto:b@example.org) [c](//c.example/x) [d](slack://d)\n";
    let config = Config { link_schemes: vec!["slack".into()], ..Config::default() };
    let site = built(&[], &format!("{body}{notes}{kept}"), config, Audience::INTERNAL);
    let page = site.page().to_lowercase();
    let tags = page.split('<').filter(|piece| piece.starts_with("a ") || piece.starts_with("img "));
    let tags: Vec<&str> = tags.map(|piece| piece.split('>').next().unwrap()).collect();
    for bad in ["script:", "data:", "blob:", "view-source:", "file:", "host/x", "tel:", "ftp:", "filesystem:"] {
        assert!(!tags.iter().any(|tag| tag.contains(bad)), "{bad} in {tags:?}");
    }
    for good in ["https://a.example/", "mailto:b@example.org", "//c.example/x", "slack://d"] {
        assert!(tags.iter().any(|tag| tag.contains(&format!("href=\"{good}\""))), "{good} is not in {tags:?}");
    }
    assert!(page.contains("<code>javascript:alert(1)</code>") && site.is_told("mail.md", "link_refused"));
}

#[test]
fn a_refused_address_is_shown_as_text_whatever_stands_in_it() {
    let body = "[words](javascript:'&quot;&lt;i&gt;now)\n";
    let site = built(&[], body, Config::default(), Audience::INTERNAL);
    let page = site.page();
    assert!(page.contains("&lt;i&gt;now</code>"), "{page}");
    assert!(!page.contains("<i>now"));
}

#[test]
fn scripts_and_styles_carry_their_hash_where_the_site_is_served_and_none_where_it_lies_on_disk() {
    let on_disk = built(&[], "", Config::default(), Audience::INTERNAL);
    assert!(on_disk.files.iter().all(|(path, text)| !path.ends_with(".html") || !text.contains("integrity=")));
    assert!(!on_disk.files["search/index.html"].contains("data-titles"));

    let config = Config { base_url: Some("https://pm.example.org/a/".into()), ..Config::default() };
    let served = built(&[], "", config, Audience::INTERNAL);
    let mut checked = 0;
    for (path, page) in served.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for tag in page.split('<').filter(|piece| piece.starts_with("script ") || piece.contains("rel=\"stylesheet\""))
        {
            let attribute =
                |name: &str| tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next());
            let address = attribute("src").or(attribute("href")).unwrap();
            // The page for what is not found is asked for under any address, so its own are absolute.
            let (folder, address) = match address.strip_prefix("https://pm.example.org/a/") {
                Some(below) => (Path::new(""), below),
                None => (Path::new(path).parent().unwrap(), address),
            };
            let file = folder.join(address).components().fold(Vec::new(), |mut parts, part| {
                match part.as_os_str().to_str().unwrap() {
                    ".." => drop(parts.pop()),
                    name => parts.push(name.to_owned()),
                }
                parts
            });
            let bytes = served.files.get(&file.join("/")).unwrap_or_else(|| panic!("{address} of {path}"));
            assert_eq!(attribute("integrity"), Some(integrity(bytes.as_bytes()).as_str()), "{address} of {path}");
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} tags");
    let newest = integrity(served.files["search/newest.js"].as_bytes());
    assert!(served.files["search/index.html"].contains(&format!("data-newest=\"{newest}\"")));
    let titles = integrity(served.files["search/fallback.js"].as_bytes());
    assert!(served.files["search/index.html"].contains(&format!("data-titles=\"{titles}\"")));
}

#[test]
fn static_files_are_published_as_they_are_for_their_audience() {
    let files = [
        ("static/logo.txt", "logo"),
        ("static/.well-known/security.txt", "contact"),
        ("static/.hidden", "secret"),
        ("static/app.html", SCRIPT),
        ("static/notes.md", "# Not an incident outage\n\nDown."),
        ("static/index.html", "mine"),
        ("static/Incidents/Mail/index.html", "mine"),
        ("static/404.html/x", "mine"),
        ("static.internal/runbook.txt", "internal"),
        ("static.internal/logo.txt", "other logo"),
    ];
    let site = built(&[], "", Config::default(), Audience::INTERNAL);
    assert!(!site.files.contains_key("logo.txt"));
    for (audience, internal) in [(Audience::INTERNAL, true), (Audience::PUBLIC, false)] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        write(&root, "mail.md", HEAD);
        files.iter().for_each(|(path, text)| write(&root, path, text));
        let out = folder.path().join("site");
        let options =
            BuildOptions { out: out.clone(), audience, as_of: None, drafts: false, verify: false, progress: &Silent };
        let built = pipeline::build(&root, Config::default(), &options).unwrap();
        let mut site = BTreeMap::new();
        gather(&out, "", &mut site);
        let text = |path: &str| site.get(path).map(String::as_str);
        assert_eq!((text("logo.txt"), text("app.html")), (Some("logo"), Some(SCRIPT)));
        assert_eq!(text(".well-known/security.txt"), Some("contact"));
        assert_eq!(text("runbook.txt"), internal.then_some("internal"));
        assert_eq!((text(".hidden"), text("static.internal/runbook.txt")), (None, None));
        assert_eq!(built.loaded.documents, 1, "a document was read in static/");
        assert!(text("index.html").is_some_and(|page| page != "mine"));
        let told = |path: &str| {
            let of_path = built.loaded.findings.iter().filter(|finding| finding.path.as_deref() == Some(path));
            of_path.map(|finding| finding.entry.name).collect::<Vec<_>>()
        };
        assert_eq!(told("static/app.html"), ["static_active"]);
        for path in ["static/index.html", "static/Incidents/Mail/index.html", "static/404.html/x"] {
            assert!(told(path).contains(&"static_clash"), "{path}: {:?}", told(path));
        }
        assert_eq!(told("static.internal/logo.txt"), if internal { vec!["static_clash"] } else { vec![] });
    }
}

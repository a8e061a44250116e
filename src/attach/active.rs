//! What a linked file may do in a reader's browser, and the form in which it is published for that.
//!
//! Input: a file's name and its bytes. Output: a [`Form`]. A page of the site's own origin can read whatever the reader
//! may read there, so nothing that an author attached is ever handed out as one. Both the ending and the content decide,
//! as a server goes by the one and a browser, where the server does not know it, by the other.

use super::svg;

/// How a file is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    AsIs,
    /// A drawing without whatever could run or load something.
    Cleaned,
    /// A page that shows its text.
    View,
    /// Not at all: a browser would run it, and there is no text to show.
    Refused,
}

/// Endings that browsers run, or read as a page of the site, and those that servers run.
const ACTIVE: &[&str] = &[
    "asp", "aspx", "atom", "cfm", "cgi", "ehtml", "hta", "htc", "htm", "html", "js", "jsp", "jspx", "mathml", "mht",
    "mhtml", "mjs", "cjs", "mml", "phar", "php", "php3", "php4", "php5", "php7", "phps", "pht", "phtml", "pl", "rdf",
    "rss", "shtm", "shtml", "svc", "wasm", "xbl", "xht", "xhtml", "xml", "xsd", "xsl", "xslt", "xul",
];

/// Endings that every server and browser knows to be harmless, whatever the content looks like.
const HARMLESS: &[&str] = &[
    "7z", "avif", "bmp", "bz2", "csv", "doc", "docx", "flac", "gif", "gz", "ico", "jpeg", "jpg", "json", "m4a", "md",
    "mkv", "mov", "mp3", "mp4", "odp", "ods", "odt", "oga", "ogg", "ogv", "opus", "pdf", "png", "ppt", "pptx", "rar",
    "tar", "tgz", "tif", "tiff", "txt", "wav", "webm", "webp", "xls", "xlsx", "xz", "zip", "zst",
];

/// Bytes at the start of a file within which markup makes it a page.
const HEAD: usize = 4096;

/// The form in which a file is published.
pub fn form(path: &str, bytes: &[u8]) -> Form {
    let ending = ending(path);
    let is_text = !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok();
    let shown = if is_text { Form::View } else { Form::Refused };
    match ending.as_str() {
        "svg" => match std::str::from_utf8(bytes).ok().and_then(svg::cleaned) {
            Some(_) => Form::Cleaned,
            None => shown,
        },
        "svgz" => Form::Refused,
        ending if ACTIVE.contains(&ending) => shown,
        _ if opens_as_page(bytes) => shown,
        ending if HARMLESS.contains(&ending) => Form::AsIs,
        _ if holds_markup(bytes) => shown,
        _ => Form::AsIs,
    }
}

/// In lower case; empty where there is none.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.trim().to_lowercase())
}

/// What a browser takes for a page by its first bytes: <https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type>.
fn opens_as_page(bytes: &[u8]) -> bool {
    const TAGS: &[&str] = &[
        "<!doctype",
        "<html",
        "<head",
        "<script",
        "<iframe",
        "<h1",
        "<div",
        "<font",
        "<table",
        "<a",
        "<style",
        "<title",
        "<b",
        "<body",
        "<br",
        "<p",
        "<!--",
        "<?xml",
        "<svg",
        "<?php",
        "<%",
    ];
    let head = unmarked(bytes);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(head.len());
    let head = &head[start..];
    TAGS.iter().any(|tag| {
        let is_tag = head.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()));
        let ends = head.get(tag.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
        is_tag && (ends || !tag.as_bytes()[1].is_ascii_alphabetic())
    })
}

/// A file whose ending says nothing is guessed at: any markup near its start may make it a page, in any encoding.
fn holds_markup(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_tag =
        |pair: &[u8]| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || matches!(pair[1], b'!' | b'?' | b'/'));
    let plain: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    plain.windows(2).any(is_tag) || head.starts_with(b"+/v")
}

/// Without a byte order mark.
fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The name that a PDF gives to what it runs when it is opened; `None` where it names nothing of the kind.
///
/// Compressed parts are not looked into, so a PDF without such a name may still hold one.
pub fn script_in_pdf(bytes: &[u8]) -> Option<&'static str> {
    const NAMES: &[&str] =
        &["/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/RichMedia", "/XFA", "/EmbeddedFile"];
    if !bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-") {
        return None;
    }
    NAMES.iter().copied().find(|name| {
        memchr::memmem::find_iter(bytes, name.as_bytes())
            .any(|at| bytes.get(at + name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, content: &str, expected: Form) {
        assert_eq!(form(path, content.as_bytes()), expected, "{path}: {content:?}");
    }

    #[test]
    fn what_a_browser_would_run_is_shown_as_text() {
        let script = "<script>alert(1)</script>";
        for path in ["a.html", "a.HTM", "a.xhtml", "a.xml", "a.js", "b/a.mjs", "a.php", "a.shtml", "a.xsl", "a.html "] {
            check(path, script, Form::View);
        }
        for path in ["a", "a.out", "a.log", "a.dump", "a.txt", "a.png", "a.json", "dump.2024-05-01", ".x/a."] {
            check(path, script, Form::View);
            check(path, &format!("\u{feff} \n\t{}", "<!DOCTYPE html><p>x"), Form::View);
        }
        check("a.trace", "GET / 200\n<img src=x onerror=alert(1)>", Form::View);
        check("a.js", "alert(1)", Form::View);
        assert_eq!(form("a.html", b"\xff\xfe<\0s\0"), Form::Refused);
        assert_eq!(form("a.dump", b"\xff\xfe<\0s\0"), Form::Refused);
        assert_eq!(form("a.wasm", b"\0asm"), Form::Refused);
        assert_eq!(form("a.svgz", b"\x1f\x8b"), Form::Refused);
    }

    #[test]
    fn what_only_looks_like_it_is_published_as_it_is() {
        check("a.txt", "GET / 200\n<img src=x onerror=alert(1)>", Form::AsIs);
        check("error.log", "1 < 2 and a <- b", Form::AsIs);
        check("a.csv", "a,b\n1,2\n", Form::AsIs);
        check("a.md", "# Notes\n\n<br>", Form::AsIs);
        check("notes", "nothing to see", Form::AsIs);
        assert_eq!(form("a.png", b"\x89PNG\r\n\x1a\n\0\0"), Form::AsIs);
        assert_eq!(form("core.bin", &[0, 1, 2, 3]), Form::AsIs);
    }

    #[test]
    fn a_drawing_is_cleaned_or_shown_as_text() {
        check("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", Form::Cleaned);
        check("a.svg", "<svg><path></svg>", Form::View);
        check("a.svg", "", Form::View);
    }

    #[test]
    fn a_pdf_with_script_is_named() {
        assert_eq!(script_in_pdf(b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>"), Some("/JavaScript"));
        assert_eq!(script_in_pdf(b"%PDF-1.7\n<< /OpenAction 3 0 R >>"), Some("/OpenAction"));
        assert_eq!(script_in_pdf(b"%PDF-1.7\n<< /AAPL:Keywords [] /Type /Catalog >>"), None);
        assert_eq!(script_in_pdf(b"about /JavaScript"), None);
    }
}

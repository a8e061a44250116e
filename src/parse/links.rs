//! Where a link leads, as a browser would read it, and whether a page may carry it.

/// Opens the address of what is known by its name alone, wherever in the archive it lies.
///
/// A private-use character, so that no address an author types begins with it by chance.
pub const BY_NAME: char = '\u{E001}';

/// What an address is, to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A file of the archive: no scheme, no host, no anchor.
    Local,
    /// A place in the same document, or nowhere.
    Anchor,
    /// Another site, a mail address, or what the settings add.
    Outside,
    /// Whatever else a browser knows to do with an address: it is shown as text.
    Refused,
}

/// Kept without a word in the settings.
const SCHEMES: &[&str] = &["http", "https", "mailto"];

/// Tells what `url` is; `schemes` are kept besides `http`, `https` and `mailto`.
///
/// Read as a browser reads it (<https://url.spec.whatwg.org/#concept-basic-url-parser>): tabs and line ends are dropped
/// wherever they stand, spaces and control characters at both ends, and a backslash is a slash.
pub fn link_kind(url: &str, schemes: &[String]) -> LinkKind {
    let url = as_browsers_read(url);
    if url.is_empty() || url.starts_with('#') {
        return LinkKind::Anchor;
    }
    let mut slashes = url.chars().take_while(|c| matches!(c, '/' | '\\'));
    match (slashes.next(), slashes.next()) {
        // `//host/path` is meant by some; with a backslash it is meant to be overlooked.
        (Some('/'), Some('/')) => return LinkKind::Outside,
        (Some(_), Some(_)) => return LinkKind::Refused,
        _ => {}
    }
    let Some(scheme) = scheme(&url) else { return LinkKind::Local };
    let kept = SCHEMES.contains(&scheme.as_str()) || schemes.contains(&scheme);
    if kept { LinkKind::Outside } else { LinkKind::Refused }
}

/// The address without what browsers do not see of it.
pub fn as_browsers_read(url: &str) -> String {
    let seen = url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect::<String>();
    seen.trim_matches(|c: char| c <= ' ').to_owned()
}

/// In lower case.
fn scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_scheme = begins && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// Whether a link points to a file of the archive: it has no scheme, no host and is no anchor.
pub fn is_local(url: &str) -> bool {
    link_kind(url, &[]) == LinkKind::Local
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: LinkKind, urls: &[&str]) {
        for url in urls {
            assert_eq!(link_kind(url, &["slack".to_owned()]), kind, "{url:?}");
        }
    }

    #[test]
    fn a_link_is_what_a_browser_makes_of_it() {
        check(
            LinkKind::Local,
            &["a.md", "../a", "/a/b", "?x", "12:30.png", "a/b:c", "%6aavascript:x", "\u{1}a", "\\a", "ｊ:x"],
        );
        check(LinkKind::Anchor, &["", "#a", " \u{1}#a", "\t"]);
        check(
            LinkKind::Outside,
            &["http://a", "HTTPS://a", "mailto:a@b", "//a/b", "/\t/a", "slack://x", " ht\ntps://a"],
        );
        check(
            LinkKind::Refused,
            &[
                "javascript:x",
                "JaVaScRiPt:x",
                "java\tscript:x",
                "\u{1}javascript:x",
                " javascript:x",
                "vbscript:x",
                "data:text/html,x",
                "blob:https://a/b",
                "view-source:https://a",
                "file:///etc/passwd",
                "filesystem:https://a",
                "about:blank",
                "ftp://a",
                "tel:1",
                "C:\\x",
                "/\\host",
                "\\\\host\\x",
                "\\/host",
                "/\t\\host",
                "x-y.z+1:a",
                "intent://a",
                "ms-msdt:/x",
                "javascript\n:x",
            ],
        );
    }
}

//! The addresses that a document had before, as its front matter lists them.
//!
//! Input: front matter. Output: files of the site, none outside of it. What the list holds beside addresses of this site is
//! passed over.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::front_matter_keys::{CONTAINERS, squashed};
use crate::parse::FrontMatter;

/// Keys of other generators for the same list.
const KEYS: &[&str] = &["aliases", "alias", "redirectfrom", "redirects", "oldurls", "oldurl", "formerly"];
/// Addresses of one document.
const MOST: usize = 50;

/// The files from which a page leads on.
pub fn written(front_matter: &FrontMatter) -> Vec<String> {
    let tables =
        front_matter.values.iter().filter(|(name, _)| CONTAINERS.iter().any(|known| name.eq_ignore_ascii_case(known)));
    let inner = tables.filter_map(|(_, value)| value.as_object()).flatten();
    let lists = front_matter.values.iter().chain(inner).filter(|(name, _)| KEYS.contains(&squashed(name).as_str()));
    let values = lists.flat_map(|(_, value)| match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>(),
        Value::String(text) => vec![text.as_str()],
        _ => Vec::new(),
    });
    let mut files: Vec<String> = values.take(MOST).filter_map(file).collect();
    files.sort();
    files.dedup();
    files
}

/// The file that a browser asks for at an address of the site; `None` for any other.
fn file(address: &str) -> Option<String> {
    const LONGEST: usize = 300;
    let address = address.trim();
    let path = address.split(['?', '#']).next()?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let odd = path.contains(':') || path.contains('\\') || path.starts_with("//") || path.chars().any(char::is_control);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let unsafe_part = |part: &&str| *part == ".." || part.starts_with('.') || part.ends_with([' ', '.']);
    if odd || parts.is_empty() || parts.iter().any(unsafe_part) || path.len() > LONGEST {
        return None;
    }
    let joined = parts.join("/");
    let is_file = !path.ends_with('/') && [".html", ".htm"].iter().any(|ending| joined.ends_with(ending));
    Some(if is_file { joined } else { format!("{joined}/index.html") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_file_of_the_site() {
        for (address, expected) in [
            ("/2019/relay/", Some("2019/relay/index.html")),
            ("old/relay", Some("old/relay/index.html")),
            ("/relay.html", Some("relay.html")),
            ("/old%20relay/?x#y", Some("old relay/index.html")),
            ("", None),
            ("/", None),
            ("../../etc/passwd", None),
            ("/a/../b", None),
            ("https://example.org/x", None),
            ("//example.org/x", None),
            ("javascript:x", None),
            ("/.incidex-site", None),
            ("a\\b", None),
        ] {
            assert_eq!(file(address).as_deref(), expected, "{address}");
        }
    }
}

//! Where a link leads, by the path alone: nothing here looks at the disk.

use percent_encoding::percent_decode_str;

/// What an address written in a document points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Beneath the archive's root.
    Inside {
        /// Relative to the root, decoded, with forward slashes and without `.` or `..`; `""` is the root itself.
        path: String,
        /// Query and fragment as written, with their `?` and `#`.
        suffix: String,
    },
    /// Above the root, or a path no file of the archive can have.
    Outside,
    /// Another site, by its scheme (`https://`, `mailto:`) or by `//host`.
    External,
    /// A place in the same document, without its `#`; empty for the document itself.
    Anchor(String),
}

/// Works out what `link`, as written in the document at `document_path`, points at.
///
/// Read as a browser reads it: tabs and line ends are dropped, a backslash is a slash, `/x` starts at the root. An
/// encoded slash within a name cannot be told from a real one by a file system, so such a path is [`LinkTarget::Outside`].
pub fn resolve_link(document_path: &str, link: &str) -> LinkTarget {
    let link: String = link.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let link = link.trim_matches(|c: char| c <= ' ');
    if let Some(anchor) = link.strip_prefix('#') {
        return LinkTarget::Anchor(anchor.to_owned());
    }
    if is_external(link) {
        return LinkTarget::External;
    }
    let (path, suffix) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    if path.is_empty() {
        return LinkTarget::Anchor(suffix.split_once('#').map_or(String::new(), |(_, anchor)| anchor.to_owned()));
    }
    let path = path.replace('\\', "/");
    let start = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folders_of(document_path),
    };
    match climb(start, &path) {
        Some(parts) => LinkTarget::Inside { path: parts.join("/"), suffix: suffix.to_owned() },
        None => LinkTarget::Outside,
    }
}

/// A scheme, or two slashes of either kind.
fn is_external(link: &str) -> bool {
    if link.starts_with(['/', '\\']) {
        return link.get(1..).is_some_and(|rest| rest.starts_with(['/', '\\']));
    }
    let Some((scheme, _)) = link.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn folders_of(document_path: &str) -> Vec<String> {
    let folder = document_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.split('/').filter(|part| !matches!(*part, "" | "." | "..")).map(str::to_owned).collect()
}

/// Follows `path` from `start`; `None` as soon as it climbs above the root or names what cannot be a file.
fn climb(start: Vec<String>, path: &str) -> Option<Vec<String>> {
    path.split('/').try_fold(start, |mut parts, part| {
        let part =
            percent_decode_str(part).decode_utf8().map_or_else(|_| part.to_owned(), |decoded| decoded.into_owned());
        match part.as_str() {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            odd if odd.contains(['/', '\\', '\0']) => return None,
            _ => parts.push(part),
        }
        Some(parts)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(document: &str, link: &str, expected: &str) {
        let answer = match resolve_link(document, link) {
            LinkTarget::Inside { path, suffix } => format!("{path}{suffix}"),
            LinkTarget::Outside => "outside".into(),
            LinkTarget::External => "external".into(),
            LinkTarget::Anchor(anchor) => format!("anchor {anchor}"),
        };
        assert_eq!(answer, expected, "{link:?} in {document}");
    }

    #[test]
    fn a_relative_link_starts_at_the_documents_folder() {
        check("a/b/doc.md", "graph.svg", "a/b/graph.svg");
        check("a/b/doc.md", "./graph.svg", "a/b/graph.svg");
        check("a/b/doc.md", "../graph.svg", "a/graph.svg");
        check("a/b/doc.md", "../../graph.svg", "graph.svg");
        check("doc.md", "img/graph.svg", "img/graph.svg");
        check("a/doc.md", "..", "");
    }

    #[test]
    fn a_link_with_a_leading_slash_starts_at_the_root() {
        check("a/b/doc.md", "/img/graph.svg", "img/graph.svg");
    }

    #[test]
    fn query_and_fragment_are_kept_apart_from_the_path() {
        check("a/doc.md", "other.md#timeline", "a/other.md#timeline");
        check("a/doc.md", "graph.svg?v=2#top", "a/graph.svg?v=2#top");
        check("a/doc.md", "?x=1#top", "anchor top");
    }

    #[test]
    fn names_are_decoded_and_backslashes_are_slashes() {
        check("a/doc.md", "error%20rate.png", "a/error rate.png");
        check("a/doc.md", "error rate.png", "a/error rate.png");
        check("a/doc.md", "caf%C3%A9.png", "a/café.png");
        check("a/doc.md", "100%.png", "a/100%.png");
        check("a/doc.md", r"images\graph.png", "a/images/graph.png");
    }

    #[test]
    fn climbing_above_the_root_is_outside_even_when_the_path_comes_back() {
        for link in ["../../x", "../../a/doc.md", "%2e%2e/%2E./x", r"..\..\x", "/../x", "b/../../../x", ".\t./../x"] {
            check("a/doc.md", link, "outside");
        }
    }

    #[test]
    fn an_encoded_slash_or_nul_names_no_file() {
        check("a/doc.md", "x%2fy.png", "outside");
        check("a/doc.md", "x%5Cy.png", "outside");
        check("a/doc.md", "x%00.png", "outside");
    }

    #[test]
    fn schemes_and_double_slashes_are_other_sites() {
        for link in
            ["https://example.org", "mailto:a@example.org", "JAVASCRIPT:x", "//example.org/x", r"\\example.org", r"/\x"]
        {
            check("a/doc.md", link, "external");
        }
        check("a/doc.md", " /\t/example.org", "external");
        check("a/doc.md", "12:30.png", "a/12:30.png");
    }

    #[test]
    fn a_fragment_alone_stays_in_the_document() {
        check("a/doc.md", "#root-cause", "anchor root-cause");
        check("a/doc.md", "", "anchor ");
    }

    proptest! {
        #[test]
        fn no_link_ever_leaves_the_root(document in "[a-c./]{0,12}", link in r"([./\\%a-c2eEfF5C#?:\t ]|\PC){0,24}") {
            if let LinkTarget::Inside { path, .. } = resolve_link(&document, &link) {
                let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
                prop_assert!(path.is_empty() || path.split('/').all(plain), "{path:?}");
            }
        }
    }
}

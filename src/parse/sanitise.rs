//! The second belt around bodies that held raw HTML: only tags and attributes that we write ourselves get through.
//!
//! The Markdown tree has already lost its tags by then, so this changes nothing; it is here for the day that a parser
//! lets something slip. The one module that names ammonia.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Tags without any that hold raw text, scripts, styles, SVG or mathematics.
const TAGS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "details",
    "div",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    (
        "a",
        &[
            "href",
            "class",
            "id",
            "aria-label",
            "data-footnote-ref",
            "data-footnote-backref",
            "data-footnote-backref-idx",
        ],
    ),
    ("code", &["class"]),
    ("details", &["class", "open"]),
    ("div", &["class", "role"]),
    ("figure", &["class"]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("img", &["src", "alt", "loading", "title"]),
    ("input", &["type", "checked", "disabled"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("pre", &["class", "data-lang", "tabindex"]),
    ("section", &["class", "data-footnotes"]),
    ("span", &["class"]),
    ("summary", &["class"]),
    ("sup", &["class"]),
    ("td", &["align"]),
    ("th", &["align"]),
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

fn cleaner<'s>() -> Builder<'s> {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(TAGS.iter().copied().collect())
        .tag_attributes(ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect())
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    cleaner
}

const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The same HTML without anything that is not on the list; links of `link_schemes` are kept besides the usual ones.
pub fn sanitised(html: &str, link_schemes: &[String]) -> String {
    if link_schemes.is_empty() {
        return CLEANER.clean(html).to_string();
    }
    let schemes = SCHEMES.into_iter().chain(link_schemes.iter().map(String::as_str)).collect();
    cleaner().url_schemes(schemes).clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_write_passes_and_everything_else_goes() {
        let ours = "<p>a <a href=\"https://example.org/\">b</a></p>\n<pre class=\"code\" data-lang=\"sh\" tabindex=\"0\"><code><span class=\"k\">if</span></code></pre>";
        assert_eq!(sanitised(ours, &[]), ours);
        let chat = "<a href=\"slack://c\">d</a>";
        assert_eq!(sanitised(chat, &["slack".into()]), chat);
        assert_eq!(sanitised(chat, &[]), "<a>d</a>");
        assert_eq!(
            sanitised("<p onclick=\"x()\">a<script>b</script><a href=\"javascript:c\">d</a></p>", &[]),
            "<p>a<a>d</a></p>"
        );
    }
}

//! A drawing without anything that runs, loads or leads elsewhere.
//!
//! Input: the text of an SVG file. Output: the same drawing written anew from what is on the list below, or `None` where
//! it is not well formed enough to be sure. Nothing of the input is copied unread: every name is on a list, every value
//! is escaped.

use std::fmt::Write;

use super::escape::escape;

/// Elements that draw. Everything else goes with all it holds: `script`, `foreignObject`, `animate`, `set`, `iframe`, ...
const ELEMENTS: &[&str] = &[
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

/// Attributes that go although their names look harmless: they load, lead elsewhere, or are changed by script alone.
const REFUSED: &[&str] = &["base", "begin", "cursor", "end", "from", "ping", "src", "target", "to", "values", "xmlns"];

/// Elements within elements, at most.
const DEEPEST: usize = 100;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";
const LINKS: &str = "http://www.w3.org/1999/xlink";

/// The drawing written anew; `None` where its text is not well formed, or no drawing at all.
pub fn cleaned(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text.trim_start_matches('\u{feff}') };
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut drawn = false;
    while let Some(piece) = reader.next() {
        match piece.ok()? {
            Piece::Start { name, attributes, empty } => {
                if open.is_empty() && (drawn || name != "svg") || open.len() >= DEEPEST {
                    return None;
                }
                let shown = open.last().is_none_or(|outer| outer.shown) && ELEMENTS.contains(&name);
                if shown {
                    start(&mut out, name, &attributes, open.is_empty(), empty);
                }
                drawn = true;
                if !empty {
                    open.push(Open { name: name.to_owned(), shown, begins: out.len() });
                }
            }
            Piece::End(name) => {
                let closed = open.pop().filter(|closed| closed.name == name)?;
                if closed.shown {
                    if name == "style" && !is_harmless_style(&with_quotes(&out[closed.begins..])) {
                        out.truncate(closed.begins);
                    }
                    let _ = write!(out, "</{name}>");
                }
            }
            Piece::Text(text) => match open.last() {
                Some(inner) if inner.shown => escape(&text, &mut out),
                Some(_) => {}
                None if text.trim().is_empty() => {}
                None => return None,
            },
        }
    }
    (drawn && open.is_empty()).then(|| {
        out.push('\n');
        out
    })
}

/// What cleaning takes out of a drawing, in a few words; `None` where it takes nothing that could run or load.
pub fn dropped(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let handler = || {
        lower.match_indices(" on").any(|(at, _)| {
            let rest = lower[at + 3..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
            rest.trim_start().starts_with('=')
        })
    };
    if lower.contains("<script") {
        Some("its script")
    } else if lower.contains("<foreignobject") {
        Some("the foreign objects in it")
    } else if handler() {
        Some("its event handlers")
    } else if lower.contains("javascript:") {
        Some("its links to scripts")
    } else {
        None
    }
}

/// An element that is still open.
struct Open {
    name: String,
    shown: bool,
    /// Where its content begins in what was written.
    begins: usize,
}

fn start(out: &mut String, name: &str, attributes: &[(&str, String)], outermost: bool, empty: bool) {
    let _ = write!(out, "<{name}");
    if outermost {
        let _ = write!(out, " xmlns=\"{NAMESPACE}\" xmlns:xlink=\"{LINKS}\"");
    }
    for (key, value) in attributes.iter().filter(|(key, value)| is_harmless(name, key, value)) {
        let _ = write!(out, " {key}=\"");
        escape(value, out);
        out.push('"');
    }
    out.push_str(if empty { "/>" } else { ">" });
}

fn is_harmless(element: &str, key: &str, value: &str) -> bool {
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    match key {
        "href" | "xlink:href" => is_harmless_link(element, value),
        "xml:space" | "xml:lang" => true,
        _ if !plain || REFUSED.contains(&key) => false,
        _ if key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => false,
        _ => is_harmless_style(value),
    }
}

/// A place within the drawing; for `a` also a web address, for `image` also a picture that it carries along.
fn is_harmless_link(element: &str, value: &str) -> bool {
    const PICTURES: &[&str] = &["png", "jpeg", "gif", "webp"];
    let inner = value.starts_with('#');
    match element {
        "a" => inner || value.starts_with("https://") || value.starts_with("http://"),
        "image" => inner || PICTURES.iter().any(|kind| value.starts_with(&format!("data:image/{kind};base64,"))),
        _ => inner,
    }
}

/// Written style with its quotes as they were; what else is escaped in it stays so.
fn with_quotes(written: &str) -> String {
    written.replace("&#39;", "'").replace("&quot;", "\"")
}

/// Style and attributes that name colours and lengths; `url(#a)` stays within the drawing, everything else is a request.
fn is_harmless_style(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let unsure = ['\\', '@', '<'].iter().any(|sign| lower.contains(*sign))
        || ["&lt;", "expression", "behavior", "javascript:", "binding", "image-set", "/*"]
            .iter()
            .any(|word| lower.contains(word));
    let inside = lower.match_indices("url(").all(|(at, _)| {
        lower[at + 4..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).starts_with('#')
    });
    !unsure && inside
}

enum Piece<'t> {
    Start { name: &'t str, attributes: Vec<(&'t str, String)>, empty: bool },
    End(&'t str),
    Text(String),
}

/// Not XML as it should be, or more of XML than a drawing needs.
struct Malformed;

/// Takes XML apart, strictly: what it does not know it refuses.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// The next piece; comments, instructions and a document type without declarations of its own are passed over.
    fn next(&mut self) -> Option<Result<Piece<'t>, Malformed>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let passed = if self.rest.starts_with("<!--") {
                self.past("-->")
            } else if self.rest.starts_with("<?") {
                self.past("?>")
            } else if self.rest.starts_with("<!DOCTYPE") {
                let simple = self.rest.find('>').is_some_and(|end| !self.rest[..end].contains('['));
                if simple { self.past(">") } else { None }
            } else {
                return Some(self.piece().ok_or(Malformed));
            };
            if passed.is_none() {
                return Some(Err(Malformed));
            }
        }
    }

    fn piece(&mut self) -> Option<Piece<'t>> {
        if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
            let end = rest.find("]]>")?;
            self.rest = &rest[end + 3..];
            return Some(Piece::Text(rest[..end].to_owned()));
        }
        if let Some(rest) = self.rest.strip_prefix("</") {
            let end = rest.find('>')?;
            self.rest = &rest[end + 1..];
            return Some(Piece::End(rest[..end].trim_end()));
        }
        if self.rest.starts_with('<') {
            return self.start();
        }
        let end = self.rest.find('<').unwrap_or(self.rest.len());
        let text = decoded(&self.rest[..end])?;
        self.rest = &self.rest[end..];
        Some(Piece::Text(text))
    }

    fn start(&mut self) -> Option<Piece<'t>> {
        self.rest = &self.rest[1..];
        let name = self.name()?;
        let mut attributes = Vec::new();
        loop {
            let spaced = self.rest.starts_with(|c: char| c.is_ascii_whitespace());
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            for (end, empty) in [("/>", true), (">", false)] {
                if let Some(rest) = self.rest.strip_prefix(end) {
                    self.rest = rest;
                    return Some(Piece::Start { name, attributes, empty });
                }
            }
            if !spaced {
                return None;
            }
            let key = self.name()?;
            let rest = self.rest.trim_start().strip_prefix('=')?.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let rest = &rest[1..];
            let end = rest.find(quote)?;
            if rest[..end].contains('<') || attributes.iter().any(|(known, _)| *known == key) {
                return None;
            }
            attributes.push((key, decoded(&rest[..end])?));
            self.rest = &rest[end + 1..];
        }
    }

    fn name(&mut self) -> Option<&'t str> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then_some(name)
    }

    fn past(&mut self, end: &str) -> Option<()> {
        let at = self.rest.find(end)?;
        self.rest = &self.rest[at + end.len()..];
        Some(())
    }
}

/// Text with its entities decoded: the five of XML and numbers; a further one would need declarations.
fn decoded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    out.push_str(pieces.next()?);
    for piece in pieces {
        let (entity, after) = piece.split_once(';')?;
        let number = entity.strip_prefix('#').map(|digits| match digits.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        });
        let c = match (entity, number) {
            (_, Some(number)) => char::from_u32(number.ok()?)?,
            ("amp", _) => '&',
            ("lt", _) => '<',
            ("gt", _) => '>',
            ("quot", _) => '"',
            ("apos", _) => '\'',
            _ => return None,
        };
        out.push(c);
        out.push_str(after);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(inner: &str, expected: Option<&str>) {
        let found = cleaned(&format!("<svg xmlns=\"{NAMESPACE}\">{inner}</svg>"));
        let expected =
            expected.map(|inner| format!("<svg xmlns=\"{NAMESPACE}\" xmlns:xlink=\"{LINKS}\">{inner}</svg>\n"));
        assert_eq!(found, expected, "{inner}");
    }

    #[test]
    fn what_draws_stays() {
        for inner in [
            "<g fill=\"#fff\" transform=\"scale(2)\"><path d=\"M0 0L1 1\"/></g>",
            "<rect width=\"1\" fill=\"url(#a)\"/>",
            "<style>.a { fill: red }</style>",
            "<style>.a { fill: url(&#39;#a&#39;) }</style>",
            "<text x=\"1\">1 &lt; 2</text>",
            "<use xlink:href=\"#a\"/>",
            "<a href=\"https://example.org/\"><circle r=\"1\"/></a>",
            "<image href=\"data:image/png;base64,AAAA\"/>",
        ] {
            check(inner, Some(inner));
        }
    }

    #[test]
    fn what_runs_loads_or_leads_elsewhere_goes() {
        for (inner, expected) in [
            ("<script>alert(1)</script><g/>", "<g/>"),
            ("<g onclick=\"alert(1)\"/>", "<g/>"),
            ("<g ONload=\"alert(1)\"/>", "<g/>"),
            ("<foreignObject><body onload=\"x\">y</body></foreignObject>", ""),
            ("<a href=\"javascript:alert(1)\"/>", "<a/>"),
            ("<a href=\"&#106;avascript:alert(1)\"/>", "<a/>"),
            ("<a><animate attributeName=\"href\" to=\"javascript:x\"/></a>", "<a></a>"),
            ("<a><set attributeName=\"href\" to=\"javascript:x\"/></a>", "<a></a>"),
            ("<use href=\"other.svg#x\"/>", "<use/>"),
            ("<image href=\"https://example.org/pixel\"/>", "<image/>"),
            ("<image href=\"data:image/svg+xml;base64,AAAA\"/>", "<image/>"),
            ("<style>@import url(https://example.org)</style>", "<style></style>"),
            ("<style>a{b:url(https://example.org)}</style>", "<style></style>"),
            ("<style><![CDATA[</style><script>x</script>]]></style>", "<style></style>"),
            ("<rect style=\"fill:url(//x)\"/>", "<rect/>"),
            ("<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">x</h:script>", ""),
            ("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>", ""),
            ("<g xml:base=\"https://example.org\"/>", "<g/>"),
            ("<!-- x --><?xml-stylesheet href=\"x\"?><g/>", "<g/>"),
            ("<text><![CDATA[<script>x</script>]]></text>", "<text>&lt;script&gt;x&lt;/script&gt;</text>"),
        ] {
            check(inner, Some(expected));
        }
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for inner in ["<g>", "</g>", "<g a=b/>", "<g a='1' a='2'/>", "&x;", "<g a=\"<\"/>", "<g/", "<g\0/>", "<1/>"] {
            check(inner, None);
        }
        for text in [
            "",
            "<html/>",
            "<svg/><svg/>",
            "x<svg/>",
            "<svg/>x",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>",
            "<p><svg/></p>",
        ] {
            assert_eq!(cleaned(text), None, "{text}");
        }
        check(&format!("{}{}", "<g>".repeat(200), "</g>".repeat(200)), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_runs_and_cleaning_twice_changes_nothing(inner in r#"(<(g|a|script|style|image|set)( (href|on|style|x)=("|')(javascript:|#|url\(x|1)("|'))?/?>|</(g|a|script|style)>|[&<>"';x ]){0,12}"#) {
            if let Some(once) = cleaned(&format!("<svg>{inner}</svg>")) {
                let lower = once.to_lowercase();
                proptest::prop_assert!(!["<script", "javascript:", " on", "<set", "url(x"].iter().any(|bad| lower.contains(bad)), "{}", once);
                proptest::prop_assert_eq!(cleaned(&once), Some(once));
            }
        }
    }
}

//! Fits the author's headings below ours: no level is skipped and none outranks the section they stand in.
//!
//! Input: safe HTML from `parse`. Output: the same with other heading levels; nothing else is touched.

use memchr::memmem;

/// Renumbers the headings of `html` so that the outermost becomes `<hN>` with N = `outermost`.
///
/// A heading is one deeper than the nearest heading before it with a smaller level, so the result never skips a level.
/// `html` has no raw text elements and escapes `<` in text, so that `<h1` can only be a tag.
pub fn with_headings_below(html: &str, outermost: usize) -> String {
    let mut out = String::with_capacity(html.len() + 16);
    let mut open = Vec::<u8>::new();
    let mut copied = 0;
    for at in memmem::find_iter(html.as_bytes(), "<h") {
        let Some(level) = heading_level(html, at + 2).filter(|_| at >= copied) else { continue };
        while open.last().is_some_and(|&above| above >= level) {
            open.pop();
        }
        open.push(level);
        let tag = (outermost + open.len() - 1).min(6);
        out.push_str(&html[copied..at]);
        out.push_str(&format!("<h{tag}"));
        copied = at + 3;
        let closing = format!("</h{level}>");
        if let Some(end) = html[copied..].find(&closing).map(|offset| copied + offset) {
            out.push_str(&html[copied..end]);
            out.push_str(&format!("</h{tag}>"));
            copied = end + closing.len();
        }
    }
    out.push_str(&html[copied..]);
    out
}

/// 1 to 6, where a heading's opening tag stands.
fn heading_level(html: &str, at: usize) -> Option<u8> {
    let [digit, next, ..] = html.as_bytes().get(at..)? else { return None };
    let is_tag = matches!(digit, b'1'..=b'6') && matches!(next, b'>' | b' ' | b'\n' | b'\t');
    is_tag.then(|| digit - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (html, expected) in cases {
            assert_eq!(with_headings_below(html, 3), *expected);
        }
    }

    #[test]
    fn headings_start_at_the_given_level_and_never_skip_one() {
        check(&[
            ("<h1 id=\"a\">A</h1><p>x</p><h3>B</h3>", "<h3 id=\"a\">A</h3><p>x</p><h4>B</h4>"),
            ("<h2>A</h2><h2>B</h2><h4>C</h4><h3>D</h3>", "<h3>A</h3><h3>B</h3><h4>C</h4><h4>D</h4>"),
            ("<h3>A</h3><h1>B</h1><h2>C</h2>", "<h3>A</h3><h3>B</h3><h4>C</h4>"),
        ]);
    }

    #[test]
    fn everything_else_is_left_as_it_is() {
        check(&[(
            "<hr><p>&lt;h1&gt; ü</p><pre><code>h1</code></pre>",
            "<hr><p>&lt;h1&gt; ü</p><pre><code>h1</code></pre>",
        )]);
    }
}

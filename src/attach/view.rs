//! The page that shows the text of a file which no browser may run.

use super::escape::escape;

/// What is put behind the name of such a file; a file of that name is itself shown as text, so that no two names meet.
pub const ENDING: &str = ".view.html";

/// A page without any style, script or link: nothing but the file's name and its text.
pub fn page(path: &str, text: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 512);
    out.push_str(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>",
    );
    escape(name, &mut out);
    out.push_str("</title>\n</head>\n<body>\n<h1>");
    escape(name, &mut out);
    out.push_str("</h1>\n<p>Shown as text, because a browser would run it.</p>\n<pre tabindex=\"0\">\n");
    escape(text, &mut out);
    out.push_str("</pre>\n</body>\n</html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_shown_and_nothing_of_it_is_markup() {
        let page = page("a/<b>.html", "</pre><script>alert('1')</script>\u{1b}[0m");
        assert!(page.contains("&lt;/pre&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\\u{1b}[0m"), "{page}");
        assert!(page.contains("<title>&lt;b&gt;.html</title>"), "{page}");
        assert_eq!(page.matches("<script").count() + page.matches("<b>").count(), 0);
    }
}

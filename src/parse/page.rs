//! A whole page of HTML: which part of it is the document, what it is called, and the day it names.
//!
//! Input: the text of a file. Output: the pieces a document is built from, with the places they have in the file. What a
//! wiki or a word processor puts around a document (navigation, scripts, styles, the way to the page) is left out, its
//! words are not; where it is not sure which part is the document, all of the page is.

use super::tags::{Piece, Placed, Tag, pieces};

/// What a page holds.
pub struct Page {
    /// The title as the only heading of the first level, then the rest.
    pub pieces: Vec<Placed>,
    /// What a `meta` tag gives as the day, with its line and column, counted from 1.
    pub date: Option<(String, (usize, usize))>,
}

/// Elements that are no part of a document.
const AROUND: &[&str] =
    &["button", "head", "iframe", "nav", "noscript", "object", "script", "select", "style", "svg", "template", "title"];
/// The same by `role`, and by a word of `class` or `id`.
const ROLES: &[&str] = &["navigation", "banner", "contentinfo", "search"];
const MARKED: &[&str] =
    &["breadcrumbs", "breadcrumb-section", "breadcrumb", "footer", "toc-macro", "page-header-icon", "property-icon"];
/// Elements without an end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Names of `meta` tags that give the day of a document.
const DATES: &[&str] =
    &["date", "dc.date", "dcterms.date", "dcterms.created", "article:published_time", "datepublished"];
/// Programs that write their name behind a title.
const TOOLS: &[&str] =
    &["confluence", "notion", "google docs", "wiki", "jira", "sharepoint", "coda", "slite", "microsoft word"];

/// Takes a page apart. `html` begins on line 0 of the places.
pub fn page(html: &str) -> Page {
    let all = pieces(html);
    let date = all.iter().find_map(date);
    let named = text_in(&all, |tag| tag.name == "title").map(|title| without_tool(&title).to_owned());
    let shown_as = text_in(&all, |tag| tag.attribute("id") == Some("title-text"))
        .or_else(|| text_in(&all, |tag| tag.name == "h1" && tag.attribute("id") == Some("title-heading")));
    let is_highest = |placed: &&Placed| matches!(&placed.piece, Piece::Open(tag) if tag.name == "h1");
    let above = all.iter().find(is_highest).map(|heading| (heading.line, heading.column));
    let above = above.zip(text_in(&all, |tag| tag.name == "h1"));
    let at = all.iter().find(|placed| matches!(&placed.piece, Piece::Open(tag) if tag.name == "title"));
    let at = at.map_or((0, 1), |placed| (placed.line, placed.column));
    let mut document = plain_times(document(all));
    // A heading that stands above the document names it.
    let above = above.filter(|(at, _)| !document.iter().any(|placed| (placed.line, placed.column) == *at));
    let title = shown_as.or(above.map(|(_, title)| title)).map(|title| without_space(&title).to_owned()).or(named);
    set_title(&mut document, title.as_deref(), at);
    Page { pieces: document, date }
}

/// The pieces of the part that is the document.
fn document(all: Vec<Placed>) -> Vec<Placed> {
    let all = without_surroundings(all);
    let whole = inside(&all, |tag| tag.name == "body").unwrap_or(0..all.len());
    let is_main = |tag: &Tag| {
        tag.name == "main" || tag.attribute("role") == Some("main") || tag.attribute("id") == Some("main-content")
    };
    let articles = all.iter().filter(|it| matches!(&it.piece, Piece::Open(tag) if tag.name == "article")).count();
    let main = inside(&all, is_main).or_else(|| inside(&all, |tag| tag.name == "article").filter(|_| articles == 1));
    let words = |range: &std::ops::Range<usize>| {
        let texts = all[range.clone()].iter().filter_map(|it| match &it.piece {
            Piece::Text(text) => Some(text.split_whitespace().map(str::len).sum::<usize>()),
            _ => None,
        });
        texts.sum::<usize>()
    };
    // A part with hardly any of the words is not what the page is about.
    let main = main.filter(|range| words(range) * 4 >= words(&whole)).unwrap_or(whole);
    all[main].to_vec()
}

fn without_surroundings(all: Vec<Placed>) -> Vec<Placed> {
    let mut kept = Vec::with_capacity(all.len());
    let mut at = 0;
    while let Some(placed) = all.get(at) {
        let end = match &placed.piece {
            Piece::Open(tag) if is_around(tag) => end_of(&all, at, &tag.name),
            _ => None,
        };
        match end {
            Some(end) => at = end + 1,
            None => {
                kept.push(placed.clone());
                at += 1;
            }
        }
    }
    kept
}

fn is_around(tag: &Tag) -> bool {
    let marked = |name: &str| {
        tag.attribute(name).is_some_and(|words| words.split_ascii_whitespace().any(|word| MARKED.contains(&word)))
    };
    let role = tag.attribute("role").is_some_and(|role| ROLES.contains(&role));
    !VOID.contains(&tag.name.as_str())
        && !tag.is_empty
        && (AROUND.contains(&tag.name.as_str())
            || role
            || marked("class")
            || marked("id")
            || tag.attribute("hidden").is_some())
}

/// Where an element ends; `None` for one that never does.
fn end_of(all: &[Placed], start: usize, name: &str) -> Option<usize> {
    let mut depth = 0;
    all.iter().enumerate().skip(start).find_map(|(at, placed)| {
        match &placed.piece {
            Piece::Open(tag) if tag.name == name && !tag.is_empty => depth += 1,
            Piece::Close(closed) if closed == name => depth -= 1,
            _ => return None,
        }
        (depth == 0).then_some(at)
    })
}

/// What lies in the first element of a kind, to the end of the page where it is never closed.
fn inside(all: &[Placed], is: impl Fn(&Tag) -> bool) -> Option<std::ops::Range<usize>> {
    let (start, name) = all.iter().enumerate().find_map(|(at, placed)| match &placed.piece {
        Piece::Open(tag) if is(tag) => Some((at, tag.name.clone())),
        _ => None,
    })?;
    Some(start + 1..end_of(all, start, &name).unwrap_or(all.len()))
}

/// The words in the first element of a kind that has any.
fn text_in(all: &[Placed], is: impl Fn(&Tag) -> bool) -> Option<String> {
    let range = inside(all, is)?;
    let texts = all[range].iter().filter_map(|placed| match &placed.piece {
        Piece::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let joined = texts.collect::<Vec<_>>().concat();
    let words = joined.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

fn date(placed: &Placed) -> Option<(String, (usize, usize))> {
    let Piece::Open(tag) = &placed.piece else { return None };
    let name = tag.attribute("name").or_else(|| tag.attribute("property")).or_else(|| tag.attribute("itemprop"))?;
    let value = tag.attribute("content").filter(|_| tag.name == "meta" && DATES.contains(&&*name.to_lowercase()))?;
    Some((value.trim().to_owned(), (placed.line + 1, placed.column)))
}

/// Makes the title the one heading of the first level, above all others.
fn set_title(document: &mut Vec<Placed>, title: Option<&str>, (line, column): (usize, usize)) {
    // A word processor's style for titles.
    let styled = document
        .iter()
        .position(|it| matches!(&it.piece, Piece::Open(tag) if tag.name == "p" && tag.has_class("title")));
    let headings = || {
        document
            .iter()
            .enumerate()
            .filter(|(_, it)| matches!(&it.piece, Piece::Open(tag) if level(&tag.name).is_some()))
    };
    let first = styled.or_else(|| headings().map(|(at, _)| at).next());
    let highest = headings().filter(|(_, it)| matches!(&it.piece, Piece::Open(tag) if tag.name == "h1")).count();
    let opens = first.filter(|at| {
        let Piece::Open(tag) = &document[*at].piece else { return false };
        let own = text_in(&document[*at..], |_| true);
        Some(*at) == styled || tag.name == "h1" && (highest == 1 || own.as_deref() == title)
    });
    let end = opens.and_then(|at| match &document[at].piece {
        Piece::Open(tag) => end_of(document, at, &tag.name),
        _ => None,
    });
    if opens.is_none() && title.is_none() {
        return;
    }
    let is_alone = highest == usize::from(opens.is_some() && opens != styled);
    for (at, placed) in document.iter_mut().enumerate() {
        let is_title = Some(at) == opens || Some(at) == end;
        match &mut placed.piece {
            Piece::Open(Tag { name, .. }) | Piece::Close(name) if is_title => *name = "h1".to_owned(),
            Piece::Open(Tag { name, .. }) | Piece::Close(name) if !is_alone => {
                if let Some(level) = level(name) {
                    *name = format!("h{}", (level + 1).min(6));
                }
            }
            _ => {}
        }
    }
    if let (None, Some(title)) = (opens, title) {
        let placed = |piece| Placed { line, column, piece };
        let heading = [Piece::Open(Tag::plain("h1")), Piece::Text(title.to_owned()), Piece::Close("h1".to_owned())];
        document.splice(0..0, heading.map(placed));
    }
}

fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// `Mail is down - Confluence`: the title without the program.
fn without_tool(title: &str) -> &str {
    let cut = [" - ", " – ", " — ", " | "].iter().filter_map(|cut| Some((title.rfind(cut)?, cut.len()))).max();
    let tail = |(at, width): (usize, usize)| title[at + width..].to_lowercase();
    let title = match cut {
        Some(cut) if cut.0 > 0 && TOOLS.iter().any(|tool| tail(cut).ends_with(tool)) => &title[..cut.0],
        _ => title,
    };
    without_space(title)
}

/// `Operations : Mail is down`: the title without the space of a wiki that it lies in.
fn without_space(title: &str) -> &str {
    title.split_once(" : ").map_or(title, |(_, title)| title).trim()
}

/// `@March 12, 2025`, as a tool writes a day it knows, without its mark.
fn plain_times(mut pieces: Vec<Placed>) -> Vec<Placed> {
    let mut in_time = false;
    for placed in &mut pieces {
        match &mut placed.piece {
            Piece::Open(tag) => in_time = tag.name == "time",
            Piece::Text(text) if in_time && text.starts_with('@') => {
                text.remove(0);
            }
            Piece::Text(_) | Piece::Close(_) => in_time = false,
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Headings as `1 text`, and all words.
    fn read(html: &str) -> (Vec<String>, String) {
        let page = page(html);
        let mut headings = Vec::new();
        let mut words = Vec::new();
        let mut open = None;
        for placed in page.pieces {
            match placed.piece {
                Piece::Open(tag) => open = level(&tag.name).or(open),
                Piece::Close(name) if level(&name).is_some() => open = None,
                Piece::Text(text) => {
                    words.extend(text.split_whitespace().map(str::to_owned));
                    headings.extend(open.map(|level| format!("{level} {}", text.trim())));
                }
                Piece::Close(_) => {}
            }
        }
        (headings, words.join(" "))
    }

    fn check(html: &str, headings: &[&str], words: &str) {
        assert_eq!(read(html), (headings.iter().map(|it| (*it).to_owned()).collect(), words.to_owned()), "{html}");
    }

    #[test]
    fn only_the_document_of_a_page_is_read() {
        check(
            "<html><head><title>x</title><style>a{}</style></head><body><nav>Home</nav><main><h1>Mail</h1>\n<p>down</p></main><footer>me</footer></body></html>",
            &["1 Mail"],
            "Mail down",
        );
        check(
            "<body><div id=\"breadcrumb-section\"><ol id=\"breadcrumbs\"><li>Ops</li></ol></div><h1>Mail</h1>down<script>x</script></body>",
            &["1 Mail"],
            "Mail down",
        );
        check("<h1>Mail</h1><p>down<nav>open", &["1 Mail"], "Mail down open");
    }

    #[test]
    fn a_part_with_hardly_any_words_is_not_the_document() {
        check(
            "<body><main>Loading</main><h1>Mail</h1><p>The mail server was down for an hour.</p></body>",
            &["1 Mail"],
            "Loading Mail The mail server was down for an hour.",
        );
    }

    #[test]
    fn the_title_is_the_one_heading_of_the_first_level() {
        check(
            "<title>Mail is down - Confluence</title><h2>Impact</h2>none",
            &["1 Mail is down", "2 Impact"],
            "Mail is down Impact none",
        );
        check(
            "<title>OPS : Mail is down</title><h1>Impact</h1><h2>Shop</h2><h1>Cause</h1>",
            &["1 Mail is down", "2 Impact", "3 Shop", "2 Cause"],
            "Mail is down Impact Shop Cause",
        );
        check(
            "<title>Mail is down</title><h1>Mail is down</h1><h1>Cause</h1>",
            &["1 Mail is down", "2 Cause"],
            "Mail is down Cause",
        );
        check("<p class=\"c1 title\">Mail</p><h1>Cause</h1>", &["1 Mail", "2 Cause"], "Mail Cause");
        check("<h2>Impact</h2>", &["2 Impact"], "Impact");
    }

    #[test]
    fn a_page_may_name_its_day() {
        let page = page("<head>\n<meta name=\"Date\" content=\"2024-05-03\">\n</head><body>x</body>");
        assert_eq!(page.date, Some(("2024-05-03".to_owned(), (2, 1))));
    }
}

//! The site proves itself: every link leads somewhere, no id stands twice, no word of a document is lost.
//!
//! Input: the site as it lies in the stage, and what it was made from. Output: a finding for each thing that does not hold,
//! with the page, and the line of the source where there is one. Reads the pages as a browser would and knows nothing of
//! how they were made.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::{Loaded, PipelineError, output};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Article, Audience, SourceFormat};
use crate::parse::tags::{Piece, Tag, pieces};
use crate::parse::{self, body_of};
use crate::publish::Stage;
use crate::read;

/// Findings of one page, and of one document; the rest says the same.
const MOST: usize = 5;
/// Letters of a word that is looked for.
const LONG: usize = 4;

/// Tags that may stand inside a word.
const WITHIN_WORDS: &[&str] = &["span", "em", "strong", "b", "i", "u", "font", "del", "code", "a", "sub", "sup"];

/// What was looked at, and what does not hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proof {
    pub pages: usize,
    pub links: usize,
    pub findings: Vec<Diagnostic>,
}

/// A page as a browser reads it.
struct Page {
    ids: HashSet<String>,
    /// Ids that stand twice.
    twice: Vec<String>,
    /// What `href` and `src` hold.
    links: Vec<String>,
    /// In lower case; empty for pages of no document.
    words: HashSet<String>,
}

/// Looks at every page of a staged site that is not one of `statics`, which are published as they are.
///
/// # Errors
/// When the machine cannot read what it has just written.
pub(super) fn site(
    loaded: &Loaded,
    stage: &Stage,
    statics: &[String],
    audience: &Audience,
) -> Result<Proof, PipelineError> {
    let statics: HashSet<&str> = statics.iter().map(String::as_str).collect();
    let files = stage.files();
    let known: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let articles: HashMap<String, &Article> =
        loaded.knowledge_base.articles.iter().map(|article| (page_of(article), article)).collect();
    let is_page = |path: &str| path.ends_with(".html") && !statics.contains(path);
    let pages: Vec<(&str, Page)> = files
        .par_iter()
        .filter(|file| is_page(&file.path))
        .map(|file| {
            let bytes = std::fs::read(&file.file).map_err(output)?;
            let text = String::from_utf8_lossy(&bytes);
            Ok((file.path.as_str(), page(&text, articles.contains_key(&file.path))))
        })
        .collect::<Result<_, PipelineError>>()?;
    let ids: HashMap<&str, &HashSet<String>> = pages.iter().map(|(path, page)| (*path, &page.ids)).collect();
    let mut proof = Proof { pages: pages.len(), ..Proof::default() };
    for (path, page) in &pages {
        proof.links += page.links.len();
        let broken = page.links.iter().filter_map(|link| Some((dead(path, link, &known, &ids)?, link.as_str())));
        let twice = page.twice.iter().map(|id| (format!("the id `{id}` stands twice"), id.as_str()));
        for (why, words) in twice.chain(broken).take(MOST) {
            let source = articles.get(*path).map(|article| article.incident.source.path.as_str());
            let finding = Diagnostic::new("site_unsound", format!("{path}: {why}"));
            proof.findings.push(match source {
                Some(source) => finding.at(source, line_of(loaded, source, words)),
                None => finding.at(path, None),
            });
        }
    }
    if audience.is_internal() {
        proof.findings.extend(lost_words(loaded, &pages));
    }
    Ok(proof)
}

fn page_of(article: &Article) -> String {
    format!("incidents/{}/index.html", article.slug)
}

fn page(html: &str, with_words: bool) -> Page {
    let mut page = Page { ids: HashSet::new(), twice: Vec::new(), links: Vec::new(), words: HashSet::new() };
    let mut text = String::new();
    for placed in pieces(html) {
        match placed.piece {
            Piece::Open(tag) => {
                for (name, value) in tag.attributes {
                    if with_words {
                        page.words.extend(words(&percent_decode_str(&value).decode_utf8_lossy()));
                    }
                    match name.as_str() {
                        "id" if page.ids.contains(&value) => page.twice.push(value),
                        "id" => drop(page.ids.insert(value)),
                        // What a page loads and names beside its links leads to files as well.
                        "href" | "src" if tag.name != "base" => page.links.push(value),
                        _ => {}
                    }
                }
                if with_words && !WITHIN_WORDS.contains(&tag.name.as_str()) {
                    text.push(' ');
                }
            }
            Piece::Text(words_here) if with_words => {
                page.words.extend(words(&words_here));
                text.push_str(&words_here);
            }
            _ => {}
        }
    }
    page.words.extend(words(&text));
    page
}

/// Why a link leads nowhere.
fn dead(page: &str, link: &str, files: &HashSet<&str>, ids: &HashMap<&str, &HashSet<String>>) -> Option<String> {
    if link.trim().is_empty() || link == "#" {
        return Some("an address is empty".to_owned());
    }
    let outside = link.starts_with("//") || link.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
    if outside {
        return None;
    }
    let (address, fragment) = link.split_once('#').map_or((link, None), |(address, id)| (address, Some(id)));
    let address = address.split('?').next().unwrap_or_default();
    let decoded = percent_decode_str(address).decode_utf8_lossy();
    let target = if decoded.is_empty() { page.to_owned() } else { resolved(page, &decoded)? };
    if !files.contains(target.as_str()) {
        return Some(format!("`{link}` leads to no file of the site"));
    }
    let id = fragment.map(|id| percent_decode_str(id).decode_utf8_lossy().into_owned()).filter(|id| !id.is_empty())?;
    let there = ids.get(target.as_str())?;
    (!there.contains(&id)).then(|| format!("`{link}` names an id that `{target}` does not have"))
}

/// A path of the site, from a page and a relative address; a folder is its index.
fn resolved(page: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    if address.starts_with('/') {
        // Only a served site knows where its root is.
        return None;
    }
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let is_folder = address.ends_with('/') || address.ends_with("..") || address == ".";
    Some(match (is_folder, path.is_empty()) {
        (_, true) => "index.html".to_owned(),
        (true, _) => format!("{path}/index.html"),
        _ => path,
    })
}

/// The words of every document that stand neither on its pages nor in the index.
fn lost_words(loaded: &Loaded, pages: &[(&str, Page)]) -> Vec<Diagnostic> {
    let pages: HashMap<&str, &Page> = pages.iter().map(|(path, page)| (*path, page)).collect();
    let mut documents: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
    for article in &loaded.knowledge_base.articles {
        documents.entry(&article.incident.source.path).or_default().push(article);
    }
    let set_aside: BTreeSet<&str> = loaded.knowledge_base.set_aside.iter().map(|one| one.path.as_str()).collect();
    let documents: Vec<_> = documents.into_iter().filter(|(path, _)| !set_aside.contains(path)).collect();
    let lost = documents.par_iter().flat_map_iter(|(path, articles)| {
        let source = loaded.archive.sources.iter().find(|source| source.path == *path);
        let text = source.and_then(|source| read::text(&loaded.archive.root, source).ok());
        let shown = |word: &str| {
            articles.iter().any(|it| pages.get(page_of(it).as_str()).is_some_and(|page| page.words.contains(word)))
        };
        let mut found = Vec::new();
        if let Some(text) = text.filter(|_| articles.iter().all(|article| !article.search_text.is_empty())) {
            let indexed: HashSet<String> = articles.iter().flat_map(|article| indexed(article)).collect();
            for (line, word) in written(&text.text, source.map_or(SourceFormat::Markdown, |it| it.format)) {
                let place = match (shown(&word), indexed.contains(&word)) {
                    (true, true) => continue,
                    (false, _) => "is not on its page",
                    (true, false) => "is not in the index",
                };
                let message = format!("{}: the word `{word}` {place}", page_of(articles[0]));
                found.push(Diagnostic::new("site_unsound", message).at(path, Some(Span::line(line))));
                if found.len() >= MOST {
                    break;
                }
            }
        }
        found
    });
    lost.collect()
}

/// The words that a search finds an article by.
fn indexed(article: &Article) -> HashSet<String> {
    let incident = &article.incident;
    let mut found: HashSet<String> = words(&article.search_text).collect();
    found.extend(words(&incident.title));
    article.toc.iter().for_each(|heading| found.extend(words(&heading.text)));
    found
}

/// The words of a document that a reader would see, each with its line, once.
fn written(text: &str, format: SourceFormat) -> Vec<(usize, String)> {
    let (body, first) = body_of(text);
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut is_code = false;
    let is_page = format == SourceFormat::Html;
    let mut lines: BTreeMap<usize, String> = BTreeMap::new();
    let pieces = if is_page { parse::pieces_of_page(&body) } else { pieces(&without_comments(&body)) };
    for placed in pieces {
        match placed.piece {
            Piece::Text(text) => {
                for (offset, part) in text.split('\n').enumerate() {
                    lines.entry(placed.line + offset).or_default().push_str(part);
                }
            }
            Piece::Open(Tag { name, .. }) | Piece::Close(name) if !WITHIN_WORDS.contains(&name.as_str()) => {
                lines.entry(placed.line).or_default().push(' ');
            }
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
    for (at, line) in lines {
        let bare = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let is_tag = ["{% highlight", "{% endhighlight", "{{< highlight", "{{< /highlight"];
        if bare.starts_with("```") || bare.starts_with("~~~") || is_tag.iter().any(|tag| bare.starts_with(tag)) {
            is_code = !is_code;
            continue;
        }
        // A definition of a link, a mark of a box, an import: markup that takes the whole line.
        let is_markup = bare.starts_with('[') && bare.contains("]:")
            || [":::", "import ", "export "].iter().any(|head| bare.starts_with(head));
        if !is_page && (is_code || is_markup) {
            continue;
        }
        for word in words(&without_addresses(&without_names(&line))) {
            if word.chars().count() >= LONG && seen.insert(word.clone()) {
                found.push((first + at, word));
            }
        }
    }
    found
}

/// The same lines without comments of MDX.
fn without_comments(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, comment)) = rest.split_once("{/*") {
        let Some((inside, behind)) = comment.split_once("*/}") else { break };
        out.push_str(before);
        out.extend(inside.chars().filter(|c| *c == '\n'));
        rest = behind;
    }
    out + rest
}

/// A line without the names of boxes (`[!note]`, `!!! note "Title"`), signs (`:fire:`) and of what links lead to by name
/// (`[[a|words]]`).
fn without_names(line: &str) -> String {
    let bare = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let mut line = line.to_owned();
    if bare.starts_with("!!! ") || bare.starts_with("??? ") || bare.starts_with("???+ ") {
        line = bare.split_once('"').map_or("", |(_, title)| title).to_owned();
    } else if let Some((_, title)) = bare.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        line = title.to_owned();
    }
    while let Some(open) = line.find("[[")
        && let Some(end) = line[open..].find(['|', ']'])
    {
        let start = if line[open + end..].starts_with('|') { open + end } else { open + 2 };
        line.replace_range(open..start, " ");
    }
    if let Some((words, id)) = line.rsplit_once(" ^")
        && id.len() >= 4
        && !id.contains(' ')
    {
        line = words.to_owned();
    }
    let is_sign = |piece: &&str| parse::emoji(piece).is_none();
    line.split(':').filter(is_sign).collect::<Vec<_>>().join(":")
}

/// A line without what stands in braces, behind `](` and in addresses.
fn without_addresses(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("](").or_else(|| rest.find('{')) {
        let at = at.min(rest.find('{').unwrap_or(at)).min(rest.find("](").unwrap_or(at));
        let (open, close) = if rest[at..].starts_with('{') { (1, '}') } else { (2, ')') };
        out.push_str(&rest[..at]);
        out.push(' ');
        match rest[at + open..].find(close) {
            Some(end) => rest = &rest[at + open + end + 1..],
            None => return out,
        }
    }
    out.push_str(rest);
    out.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ")
}

/// The words of a text, letters alone, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() >= LONG).map(str::to_lowercase)
}

/// The first line of a source that holds what a link names.
fn line_of(loaded: &Loaded, source: &str, link: &str) -> Option<Span> {
    let file = loaded.archive.sources.iter().find(|it| it.path == source)?;
    let text = read::text(&loaded.archive.root, file).ok()?;
    let name = link.rsplit(['/', '#']).next().unwrap_or(link).trim_start_matches("d-");
    let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
    let at = text
        .text
        .lines()
        .position(|line| line.to_lowercase().contains(&*name) || parse::is_local(link) && line.contains(link))?;
    Some(Span::line(at + 1))
}

#[cfg(test)]
mod broken;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_resolved_as_a_browser_does() {
        for (page, address, expected) in [
            ("incidents/a/index.html", "../b/index.html", "incidents/b/index.html"),
            ("incidents/a/index.html", "../../", "index.html"),
            ("incidents/a/index.html", "../../years/", "years/index.html"),
            ("index.html", "search/index.html", "search/index.html"),
            ("a/b.html", "c d.png", "a/c d.png"),
        ] {
            assert_eq!(resolved(page, address).as_deref(), Some(expected), "{page} {address}");
        }
    }

    #[test]
    fn a_link_to_nothing_is_found() {
        let (files, own) = (HashSet::from(["a/index.html", "b.png"]), HashSet::from(["x".to_owned()]));
        let ids = HashMap::from([("a/index.html", &own)]);
        let check = |link: &str, is_dead: bool| {
            assert_eq!(dead("a/index.html", link, &files, &ids).is_some(), is_dead, "{link}")
        };
        for link in ["#x", "../b.png", "https://example.org/y", "mailto:a@b", "../a/#x", "../a/index.html#x"] {
            check(link, false);
        }
        for link in ["", "#", "#y", "../c.png", "../a/index.html#y", "../a/?q#y"] {
            check(link, true);
        }
    }

    #[test]
    fn a_page_tells_its_ids_and_links() {
        let page = page("<p id=a><a href='#a'>one</a> <b id=a>tw</b>o</p><img src=\"x.png\" alt=\"three\">", true);
        assert_eq!((page.twice, page.links), (vec!["a".to_owned()], vec!["#a".to_owned(), "x.png".to_owned()]));
        assert!(page.words.contains("three"));
    }

    #[test]
    fn the_names_of_boxes_and_signs_are_no_words() {
        for (text, expected) in [
            ("> [!WARNING] Mind this\n", &["mind", "this"][..]),
            ("!!! danger \"Mind this\"\n", &["mind", "this"]),
            ("fine {/* gone\ngone */} words :warning: here\n", &["fine", "words", "here"]),
            ("[[target|words]] and [[other]]\n", &["words", "other"]),
            ("{% highlight ruby %}\ncode\n{% endhighlight %}\nword\n", &["word"]),
        ] {
            let found: Vec<String> = written(text, SourceFormat::Markdown).into_iter().map(|(_, word)| word).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_words_of_a_source_are_those_a_reader_sees() {
        let text = "---\ntitle: Front\n---\n# Heading\n\nSome [words](hidden.md) <b title=gone>bold</b>\n\n[label]: https://example.org\n```\nlines\n```\n{.classes}\n";
        let found: Vec<String> = written(text, SourceFormat::Markdown).into_iter().map(|(_, word)| word).collect();
        assert_eq!(found, ["heading", "some", "words", "bold"]);
        assert_eq!(written(text, SourceFormat::Markdown)[0].0, 4);
    }
}

//! What holds for every page of every archive.

use std::collections::{HashMap, HashSet};

use super::tags::{Tag, tags};
use super::*;

/// Calls `rule` with every page of every sample archive and gathers what it objects to.
fn check(rule: impl Fn(&Page) -> Vec<String>) {
    let mut objections = Vec::new();
    for (archive, knowledge_base) in archives() {
        let files = built(&knowledge_base);
        let ids = pages(&files).map(|(path, html)| (path.to_owned(), ids(&tags(&html)))).collect::<HashMap<_, _>>();
        for (path, html) in pages(&files) {
            let page = Page { path, tags: tags(&html), html: &html, files: &files, ids: &ids };
            objections.extend(rule(&page).into_iter().map(|objection| format!("{archive}/{path}: {objection}")));
        }
    }
    assert!(objections.is_empty(), "{} objections\n{}", objections.len(), objections.join("\n"));
}

struct Page<'a> {
    path: &'a str,
    html: &'a str,
    tags: Vec<Tag>,
    files: &'a Files,
    ids: &'a HashMap<String, Vec<String>>,
}

fn ids(tags: &[Tag]) -> Vec<String> {
    tags.iter().filter_map(|tag| tag.get("id")).map(str::to_owned).collect()
}

/// The file a link of a page leads to.
fn resolved(page: &str, link: &str) -> Option<String> {
    let mut parts = page.split('/').collect::<Vec<_>>();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Written beside the search index, not by this stage.
const OF_THE_INDEX: &str = "search/start.js";

#[test]
fn every_link_of_every_page_leads_to_a_file_and_an_id_that_exist() {
    check(|page| {
        let links = page.tags.iter().flat_map(|tag| [tag.get("href"), tag.get("src"), tag.get("action")]).flatten();
        let broken = links.filter(|link| !link.contains("://")).filter(|link| {
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { Some(page.path.to_owned()) } else { resolved(page.path, file) };
            let exists = |target: &String| page.files.contains_key(target) || target == OF_THE_INDEX;
            let Some(target) = target.filter(exists) else { return true };
            !fragment.is_empty() && !page.ids.get(&target).is_some_and(|ids| ids.iter().any(|id| id == fragment))
        });
        broken.map(|link| format!("the link {link} leads nowhere")).collect()
    });
}

#[test]
fn links_are_relative_so_that_the_site_works_anywhere() {
    check(|page| {
        let links = page.tags.iter().flat_map(|tag| [tag.get("href"), tag.get("src")]).flatten();
        links.filter(|link| link.starts_with('/') || link.ends_with('/')).map(|link| link.to_owned()).collect()
    });
}

#[test]
fn there_is_no_inline_script_or_style_and_nothing_is_loaded_from_elsewhere() {
    check(|page| {
        let mut objections = Vec::new();
        for (at, tag) in page.tags.iter().enumerate() {
            for (name, _) in &tag.attributes {
                if name == "style" || name.starts_with("on") {
                    objections.push(format!("<{}> has the attribute {name}", tag.name));
                }
            }
            let loads = match tag.name.as_str() {
                "script" | "img" | "iframe" => tag.get("src"),
                "link" if tag.get("rel") == Some("stylesheet") => tag.get("href"),
                _ => continue,
            };
            if tag.name == "script" && page.tags[at + 1].name != "/script" {
                objections.push("a script has content".into());
            }
            match loads {
                Some(address) if !address.contains("//") => {}
                other => objections.push(format!("<{}> loads {other:?}", tag.name)),
            }
        }
        objections.extend(page.html.contains("<style").then(|| "<style> on the page".to_owned()));
        objections.extend(page.html.contains("javascript:").then(|| "a javascript: address".to_owned()));
        objections
    });
}

#[test]
fn the_policy_stands_before_everything_it_is_about() {
    check(|page| {
        let policy = page.tags.iter().position(|tag| tag.get("http-equiv") == Some("Content-Security-Policy"));
        let first = page.tags.iter().position(|tag| matches!(tag.name.as_str(), "script" | "link"));
        let is_first = matches!((policy, first), (Some(policy), Some(first)) if policy < first);
        let strict = policy.and_then(|at| page.tags[at].get("content")).is_some_and(|policy| {
            // The reader may be compiled, as the palette is on every page.
            let policy = policy.replace(" 'wasm-unsafe-eval'", "");
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && policy.contains("base-uri 'none'")
        });
        if is_first && strict { Vec::new() } else { vec!["no strict policy at the top".into()] }
    });
}

#[test]
fn ids_are_unique_on_a_page() {
    check(|page| {
        let mut seen = HashSet::new();
        let twice = ids(&page.tags).into_iter().filter(|id| !seen.insert(id.clone()));
        twice.map(|id| format!("the id {id} stands twice")).collect()
    });
}

#[test]
fn every_label_reference_names_an_id_of_the_page() {
    check(|page| {
        let ids = ids(&page.tags);
        let references = page.tags.iter().flat_map(|tag| [tag.get("aria-labelledby"), tag.get("for")]).flatten();
        let wanted = references.flat_map(|names| names.split(' '));
        wanted
            .filter(|name| !ids.iter().any(|id| id == name))
            .map(|name| format!("no element is called {name}"))
            .collect()
    });
}

#[test]
fn a_page_has_one_first_heading_and_skips_no_level() {
    check(|page| {
        let level = |tag: &Tag| match tag.name.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
            _ => None,
        };
        let levels = page.tags.iter().filter_map(level).collect::<Vec<_>>();
        let skips = levels.windows(2).any(|pair| pair[1] > pair[0] + 1);
        let firsts = levels.iter().filter(|level| **level == 1).count();
        if levels.first() == Some(&1) && firsts == 1 && !skips { Vec::new() } else { vec![format!("{levels:?}")] }
    });
}

#[test]
fn tags_are_closed_in_the_order_they_were_opened() {
    const VOID: [&str; 14] =
        ["meta", "link", "br", "hr", "img", "input", "path", "rect", "line", "circle", "use", "col", "wbr", "source"];
    check(|page| {
        let mut open = Vec::<&str>::new();
        for tag in page.tags.iter().filter(|tag| !VOID.contains(&tag.name.trim_start_matches('/'))) {
            match tag.name.strip_prefix('/') {
                None => open.push(&tag.name),
                Some(name) if open.last() == Some(&name) => drop(open.pop()),
                Some(name) => return vec![format!("</{name}> where {:?} is open", open.last())],
            }
        }
        open.iter().map(|name| format!("<{name}> is never closed")).collect()
    });
}

#[test]
fn tables_of_ours_have_a_caption_and_heads_with_a_scope() {
    check(|page| {
        let (ours, _) = page.html.split_once("<div class=\"document\"").unwrap_or((page.html, ""));
        let tags = tags(ours);
        let tables = tags.iter().enumerate().filter(|(_, tag)| tag.name == "table");
        let bare =
            tables.filter(|(at, _)| tags[at + 1].name != "caption").map(|_| "a table without a caption".to_owned());
        let heads = tags.iter().filter(|tag| tag.name == "th" && tag.get("scope").is_none());
        bare.chain(heads.map(|_| "a head without a scope".to_owned())).collect()
    });
}

#[test]
fn every_page_can_be_reached_from_the_front_page() {
    for (archive, knowledge_base) in archives() {
        let files = built(&knowledge_base);
        let mut reached = HashSet::from(["index.html".to_owned(), "404.html".to_owned()]);
        let mut open = vec!["index.html".to_owned()];
        while let Some(page) = open.pop() {
            for link in
                tags(&text(&files, &page)).iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.get("href"))
            {
                let file = link.split('#').next().unwrap_or_default();
                let target = resolved(&page, file).filter(|target| target.ends_with(".html") && !file.contains("//"));
                open.extend(target.filter(|target| reached.insert(target.clone())));
            }
        }
        let lost = pages(&files).map(|(path, _)| path).filter(|path| !reached.contains(*path)).collect::<Vec<_>>();
        assert!(lost.is_empty(), "{archive}: {lost:?}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let archive = sample::archive();
    assert_eq!(built(&archive), built(&archive));
}

//! Where a document has its page depends on the document alone: another one that appears moves none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use incidex::config::Config;
use incidex::model::{Article, Audience, KnowledgeBase, Source, SourceFormat};
use incidex::normalise;
use incidex::parse;
use incidex::pipeline::{BuildOptions, Progress, build};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use unicode_normalization::UnicodeNormalization;

/// Paths that clash in every way known to us.
const PATHS: &[&str] = &[
    "relay.md",
    "Relay.md",
    "RELAY.MD",
    "relay.txt",
    "relay.mdx",
    "relay.md.md",
    "relay.html.md",
    "2024/relay.md",
    "2024/Relay.md",
    "2024 /relay.md",
    "2024-relay.md",
    "2024_relay.md",
    "2024/relay/index.md",
    "2024/relay/README.md",
    "relay/index.md",
    "relay/relay.md",
    "incidents/relay.md",
    "incidents/2024/relay.md",
    "incidents/incidents/relay.md",
    "relay-2.md",
    "relay~2.md",
    "relay/2.md",
    "INC-7.md",
    "inc-7.md",
    "2024/INC-7-relay.md",
    "caf\u{e9}.md",
    "cafe\u{301}.md",
    "cafe.md",
    "\u{969c}\u{5bb3}.md",
    "\u{969c}\u{5bb3}/\u{969c}\u{5bb3}.md",
    "a b.md",
    "a-b.md",
    "a.b.md",
    "-.md",
    "...md",
    "by-severity.html.md",
];

const STORY: &str = "# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-03.\n";
const TWO: &str =
    "# One\n\n## Impact\n\nA\n\n## Timeline\n\n- 10:00 a\n\n# Two\n\n## Impact\n\nB\n\n## Timeline\n\n- 11:00 b\n";

fn text(kind: usize) -> String {
    match kind {
        0 => STORY.to_owned(),
        1 => TWO.to_owned(),
        2 => format!("---\nid: INC-7\n---\n{STORY}"),
        3 => format!("---\nid: inc-7\n---\n{STORY}"),
        4 => format!("---\nid: relay\n---\n{STORY}"),
        5 => format!("---\nid: INC-8\nslug: relay\n---\n{STORY}"),
        6 => format!("---\nid: INC-7\n---\n{TWO}"),
        _ => format!("{STORY}\nIncident ID: INC-7\n"),
    }
}

fn base(files: &[(&str, usize)]) -> KnowledgeBase {
    let documents = files.iter().map(|(path, kind)| {
        let source = Source { path: (*path).to_owned(), format: SourceFormat::Markdown, hash: String::new() };
        parse::document(source, &text(*kind))
    });
    normalise::knowledge_base(documents.collect(), &Config::default()).knowledge_base
}

fn folded(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

fn key(article: &Article) -> (&str, usize) {
    (&article.incident.source.path, article.incident.part)
}

/// Nobody shares a page or an id, also where case and accents do not count.
fn assert_unique(base: &KnowledgeBase) {
    let pages: BTreeSet<String> = base.articles.iter().map(|it| folded(&it.slug)).collect();
    let ids: BTreeSet<String> = base.articles.iter().map(|it| folded(&it.incident.id)).collect();
    assert_eq!((pages.len(), ids.len()), (base.articles.len(), base.articles.len()), "{pages:?} {ids:?}");
    for article in &base.articles {
        assert!(article.slug.is_ascii() && article.slug == article.slug.to_lowercase(), "{}", article.slug);
        let others = base.articles.iter().filter(|it| it.slug != article.slug);
        let is_page = |address: &str| others.clone().any(|it| it.slug == address);
        assert!(article.addresses().skip(1).all(|alias| !is_page(alias)), "{:?}", article.aliases);
    }
}

/// Every address that led to a document leads to it still, but for one that is the full path of another; and its page
/// moved only where its author gave it an id that another one has as well.
fn assert_stays(before: &KnowledgeBase, after: &KnowledgeBase) {
    let after: BTreeMap<_, _> = after.articles.iter().map(|article| (key(article), article)).collect();
    for one in &before.articles {
        let now = after[&key(one)];
        let leads = |address: &str| {
            now.addresses().any(|it| it == address) || after.values().any(|other| other.slug == address)
        };
        assert!(one.addresses().all(leads), "{:?} {:?} {:?}", key(one), one.aliases, now.aliases);
        if one.slug != now.slug {
            let claims = |other: &Article| key(other) != key(one) && other.addresses().any(|it| it == one.slug);
            assert!(
                after.values().any(|other| claims(other)),
                "{:?} moved from {} to {}",
                key(one),
                one.slug,
                now.slug
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_document_that_appears_moves_no_other(
        paths in subsequence(PATHS.to_vec(), 2..14).prop_shuffle(),
        kinds in proptest::collection::vec(select(vec![0_usize, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]), PATHS.len()),
    ) {
        let files: Vec<(&str, usize)> = paths.iter().copied().zip(kinds).collect();
        let (all, without) = (base(&files), base(&files[1..]));
        assert_unique(&all);
        assert_stays(&without, &all);
    }
}

#[test]
fn no_page_moves_where_no_author_gave_an_id() {
    let files: Vec<(&str, usize)> = PATHS.iter().map(|path| (*path, 0)).collect();
    let all = base(&files);
    assert_unique(&all);
    for file in &files {
        assert_eq!(base(&[*file]).articles[0].slug, all.articles.iter().find(|it| key(it).0 == file.0).unwrap().slug);
    }
}

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}
    fn advance(&self, _: usize) {}
}

/// The files below `incidents/` of the site of an archive.
fn site(files: &[(&str, &str)], audience: Audience) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let at = folder.path().join("archive").join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    let out = folder.path().join("site");
    let options =
        BuildOptions { out: out.clone(), audience, as_of: None, drafts: false, verify: true, progress: &Silent };
    build(&folder.path().join("archive"), Config::default(), &options).unwrap();
    let pages = walkdir::WalkDir::new(out.join("incidents")).into_iter().map(Result::unwrap);
    let read = |path: &Path| {
        let name = path.strip_prefix(out.join("incidents")).unwrap().to_string_lossy().replace("/index.html", "");
        (name, fs::read_to_string(path).unwrap())
    };
    pages.filter(|it| it.file_type().is_file()).map(|it| read(it.path())).collect()
}

const PUBLIC: &str =
    "---\naudience: public\n---\n# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC.\n";
const OTHER: &str = "---\naudience: public\n---\n# The till hung\n\nThe till was down from 10:00 UTC to 11:00 UTC.\n";
const HIDDEN: &str = "# Zebrafish hung\n\nZebrafish was down from 10:00 UTC to 11:00 UTC.\n";

fn leads_to(page: &str, address: &str) -> bool {
    page.contains("http-equiv=\"refresh\"") && page.contains(&format!("url={address}"))
}

#[test]
fn a_short_form_leads_to_the_only_document_that_has_it_and_names_several() {
    let one = site(&[("2024/relay.md", PUBLIC)], Audience::INTERNAL);
    assert!(one["2024/relay"].contains("The relay was down"));
    assert!(leads_to(&one["relay"], "../../incidents/2024/relay/index.html"), "{}", one["relay"]);
    let two = site(&[("2024/relay.md", PUBLIC), ("2025/relay.md", OTHER)], Audience::INTERNAL);
    assert!(two["2024/relay"].contains("The relay was down"));
    assert!(!two["relay"].contains("refresh"));
    assert!(two["relay"].contains("The relay hung") && two["relay"].contains("The till hung"));
}

#[test]
fn an_id_makes_the_address_and_the_full_path_leads_to_it() {
    let named = PUBLIC.replace("---\naudience", "---\nid: INC-2024-7\naudience");
    let one = site(&[("2024/relay.md", &named)], Audience::INTERNAL);
    assert!(one["inc-2024-7"].contains("The relay was down"));
    for other in ["2024/relay", "relay"] {
        assert!(one[other].contains("incidents/inc-2024-7/index.html"), "{other}: {}", one[other]);
    }
    let slug = PUBLIC.replace("---\naudience", "---\nid: INC-2024-7\nslug: The Relay\naudience");
    let one = site(&[("2024/relay.md", &slug)], Audience::INTERNAL);
    assert!(one["the-relay"].contains("The relay was down"));
    assert!(leads_to(&one["inc-2024-7"], "../../incidents/the-relay/index.html"));
}

#[test]
fn a_contested_address_names_what_its_readers_may_see() {
    let files = [("2024/relay.md", PUBLIC), ("2025/relay.md", OTHER), ("2026/relay.md", HIDDEN)];
    let (with, without) = (site(&files, Audience::PUBLIC), site(&files[..2], Audience::PUBLIC));
    assert_eq!(with, without);
    assert!(site(&files, Audience::INTERNAL)["relay"].contains("Zebrafish"));
    let alone = site(&[files[0], files[2]], Audience::PUBLIC);
    assert!(leads_to(&alone["relay"], "../../incidents/2024/relay/index.html"));
}

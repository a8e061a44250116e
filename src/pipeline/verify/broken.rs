//! A sound site in which one thing is broken: the look at it finds that, and says where.

use std::fs;

use super::*;
use crate::config::Config;
use crate::pipeline::{BuildOptions, Prepared, Progress, Terms, prepare};

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}
    fn advance(&self, _: usize) {}
}

const RELAY: &str = "# The relay hung\n\nThe relay was down from 10:00 UTC to 11:00 UTC on 2024-05-03.\n\n## Root cause\n\n\
    A full disk, see [the till](till.md#cause) and [the steps](#steps), as ![load](load.png) shows.\n\n## Steps\n\nThe quokka \
    was asked.\n";
const TILL: &str =
    "# The till hung\n\nThe till was down from 10:00 UTC to 11:00 UTC on 2024-05-04.\n\n## Cause\n\nA wombat.\n";
const PAGE: &str = "incidents/relay/index.html";

fn prepared(folder: &tempfile::TempDir) -> Prepared {
    let root = folder.path().join("archive");
    fs::create_dir(&root).unwrap();
    for (name, text) in [("relay.md", RELAY), ("till.md", TILL), ("load.png", "png")] {
        fs::write(root.join(name), text).unwrap();
    }
    let options = BuildOptions {
        out: folder.path().join("site"),
        audience: Audience::INTERNAL,
        as_of: None,
        drafts: false,
        verify: true,
        progress: &Silent,
    };
    prepare(&root, Config::default(), &options, &Terms::default()).unwrap()
}

fn found(prepared: &Prepared) -> Vec<String> {
    let proof = site(&prepared.loaded, &prepared.stage, &[], &Audience::INTERNAL).unwrap();
    let told = |finding: Diagnostic| {
        let line = finding.span.map(|span| span.line);
        format!("{} {}:{} {}", finding.entry.name, finding.path.unwrap_or_default(), line.unwrap_or(0), finding.message)
    };
    proof.findings.into_iter().map(told).collect()
}

#[test]
fn whatever_is_broken_on_a_page_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepared(&folder);
    assert_eq!(prepared.proof.as_ref().map(|proof| proof.findings.len()), Some(0));
    let file = prepared.stage.files().into_iter().find(|file| file.path == PAGE).unwrap().file;
    let page = fs::read_to_string(&file).unwrap();
    for (sound, broken, expected) in [
        ("href=\"../till/index.html#d-cause\"", "href=\"../tilt/index.html#d-cause\"", "leads to no file of the site"),
        ("href=\"../till/index.html#d-cause\"", "href=\"../till/index.html#d-course\"", "names an id that"),
        ("href=\"../till/index.html#d-cause\"", "href=\"\"", "an address is empty"),
        ("href=\"#d-steps\"", "href=\"#steps\"", "names an id that"),
        ("src=\"../../files/load.png\"", "src=\"../../files/lost.png\"", "leads to no file of the site"),
        ("id=\"d-steps\"", "id=\"d-root-cause\"", "the id `d-root-cause` stands twice"),
        ("href=\"../../index.html\"", "href=\"../../../index.html/x\"", "leads to no file of the site"),
        ("quokka", "bird", "relay.md:11 incidents/relay/index.html: the word `quokka` is not on its page"),
    ] {
        assert!(page.contains(sound), "{sound} in {page}");
        fs::write(&file, page.replace(sound, broken)).unwrap();
        let found = found(&prepared);
        assert!(
            found.iter().any(|it| it.starts_with("site_unsound relay.md:") && it.contains(expected)),
            "{broken}: {found:?}"
        );
    }
    fs::write(&file, page).unwrap();
    assert_eq!(found(&prepared), [""; 0]);
}

#[test]
fn a_word_that_the_search_lost_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut prepared = prepared(&folder);
    let article = &mut prepared.loaded.knowledge_base.articles[0];
    article.search_text = article.search_text.replace("quokka", "bird");
    let told = found(&prepared);
    assert_eq!(told, ["site_unsound relay.md:11 incidents/relay/index.html: the word `quokka` is not in the index"]);
}

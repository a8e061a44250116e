//! The site as a reader, a browser and a crawler meet it.

mod content;
mod palette;
mod structure;
mod tags;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::output::Output;

/// A built site: path to bytes.
type Files = BTreeMap<String, Vec<u8>>;

fn config() -> Config {
    Config {
        title: "Lantern Theatre incidents".into(),
        source_url: Some("https://git.example.org/theatre/incidents/src/branch/main".into()),
        ..Config::default()
    }
}

fn built(knowledge_base: &KnowledgeBase) -> Files {
    built_with(knowledge_base, &config(), &Audience::INTERNAL)
}

fn built_with(knowledge_base: &KnowledgeBase, config: &Config, audience: &Audience) -> Files {
    let output = Once::default();
    let theme = crate::theme::built_in().unwrap();
    let as_of = jiff::civil::date(2026, 3, 1);
    let trends = trends_of(knowledge_base, as_of);
    let input = SiteInput {
        held_back: &[],
        config,
        knowledge_base,
        trends: &trends,
        audience,
        as_of,
        generator_version: "0.1.0",
        integrity: &BTreeMap::new(),
    };
    site(&input, &theme, &output).unwrap();
    output.0.into_inner().unwrap()
}

fn trends_of(knowledge_base: &KnowledgeBase, as_of: jiff::civil::Date) -> Trends {
    crate::analyse::trends(knowledge_base, as_of, &crate::analyse::Options::default())
}

/// Refuses a path that was put before.
#[derive(Default)]
struct Once(Mutex<Files>);

impl Output for Once {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let before = self.0.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        assert_eq!(before, None, "{path} was put twice");
        Ok(())
    }
}

/// Small archives that differ in what they lack.
fn archives() -> [(&'static str, KnowledgeBase); 5] {
    [
        ("many", sample::archive()),
        ("none", KnowledgeBase::default()),
        ("one", sample::archive_of(vec![sample::ticket_shop()])),
        ("bare", sample::archive_of(vec![sample::bare(), sample::nothing_known()])),
        ("planned", sample::archive_of(vec![sample::maintenance()])),
    ]
}

fn text(files: &Files, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(bytes.clone()).unwrap()
}

fn pages(files: &Files) -> impl Iterator<Item = (&str, String)> {
    files.keys().filter(|path| path.ends_with(".html")).map(|path| (path.as_str(), text(files, path)))
}

/// Writes the sample archives below the folder named by `INCIDEX_SAMPLE_SITE`, to be looked at in a browser.
#[test]
fn sample_sites_can_be_written_to_a_folder() {
    let Ok(folder) = std::env::var("INCIDEX_SAMPLE_SITE") else { return };
    for (name, archive) in archives().into_iter().chain([("large", sample::large_archive(1_000))]) {
        for (path, bytes) in built(&archive) {
            let path = Path::new(&folder).join(name).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// Renders as many incidents as `INCIDEX_RENDER_COST` says into nothing and writes the seconds it took to `target/`.
#[test]
fn the_cost_of_rendering_can_be_measured() {
    let Some(count) = std::env::var("INCIDEX_RENDER_COST").ok().and_then(|count| count.parse().ok()) else { return };
    struct Nothing;
    impl Output for Nothing {
        fn put(&self, _: &str, _: &[u8]) -> io::Result<()> {
            Ok(())
        }
    }
    let (config, archive) = (config(), sample::large_archive(count));
    let theme = crate::theme::built_in().unwrap();
    let as_of = jiff::civil::date(2026, 3, 1);
    let trends = trends_of(&archive, as_of);
    let input = SiteInput {
        held_back: &[],
        config: &config,
        knowledge_base: &archive,
        trends: &trends,
        audience: &Audience::INTERNAL,
        as_of,
        generator_version: "0.1.0",
        integrity: &BTreeMap::new(),
    };
    let start = std::time::Instant::now();
    let rendered = site(&input, &theme, &Nothing).unwrap();
    let report = format!("{count} incidents: {:.3} s, {rendered:?}\n", start.elapsed().as_secs_f64());
    std::fs::write("target/render-cost.txt", report).unwrap();
}

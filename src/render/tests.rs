use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::output::MemoryOutput;

fn built(knowledge_base: &KnowledgeBase, config: &Config, audience: Audience) -> BTreeMap<String, Vec<u8>> {
    let output = MemoryOutput::default();
    let theme = crate::theme::load("default", None).unwrap();
    let as_of = jiff::civil::date(2026, 3, 1);
    let input = SiteInput { config, knowledge_base, audience, as_of, generator_version: "0.1.0" };
    site(&input, &theme, &output).unwrap();
    output.into_files()
}

/// Writes the sample archives below the folder named by `INCIDEX_SAMPLE_SITE`, to be looked at in a browser.
#[test]
fn sample_sites_can_be_written_to_a_folder() {
    let Ok(folder) = std::env::var("INCIDEX_SAMPLE_SITE") else { return };
    let config = Config {
        title: "Lantern Theatre incidents".into(),
        source_url: Some("https://git.example.org/theatre/incidents/src/branch/main".into()),
        ..Config::default()
    };
    let archives = [
        ("many", sample::archive()),
        ("none", KnowledgeBase::default()),
        ("one", sample::archive_of(vec![sample::ticket_shop()])),
        ("bare", sample::archive_of(vec![sample::bare(), sample::nothing_known()])),
        ("large", sample::large_archive(2_000)),
    ];
    for (name, archive) in archives {
        for (path, bytes) in built(&archive, &config, Audience::Internal) {
            let path = Path::new(&folder).join(name).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

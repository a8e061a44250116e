//! What is fed with bytes that nobody meant: one function per door of the program, which panics where it must not stay open.
//!
//! Shared by the fuzzer's own binaries (`fuzz_targets/`) and the smoke run of the test suite.

use std::sync::LazyLock;

use incidex::config::Config;
use incidex::index;
use incidex::model::{Source, SourceFormat};
use incidex::normalise;
use incidex::output::MemoryOutput;
use incidex::parse::{self, Document};
use incidex::read::{LinkTarget, decode, resolve_link};
use incidex::search::pages::Manifest;
use incidex::search::remote::{Remote, Request};
use incidex::search::{self, Options};

/// What is asked of any bytes; it panics where the answer is wrong.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: &[(&str, Target)] = &[
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("normaliser", normaliser),
    ("query", query),
    ("pack", pack),
];

/// Tags that a body may hold.
const TAGS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

const GOOD: &str = "# Outage of the mail queue 2024-03-01\n\nMail was down from 09:00 UTC to 10:30 UTC.\n\n## Root cause\n\n\
                    A certificate had expired.\n\n## Timeline\n\n- 09:00 UTC Alert fires\n- 10:30 UTC Resolved\n";

fn parsed(text: &str) -> Document {
    let source = Source { path: "incidents/any.md".into(), format: SourceFormat::Markdown, hash: String::new() };
    parse::document(source, text)
}

fn text(data: &[u8]) -> Option<String> {
    decode("any.md", data).ok().map(|text| text.text)
}

/// Front matter of each notation: whatever stands in it, the body is read.
pub fn front_matter(data: &[u8]) {
    // Markup that is never closed (CommonMark, HTML blocks of kinds 1 to 5) takes the rest of the file with it.
    let opens =
        |block: &str| ["<script", "<pre", "<style", "<textarea", "<?", "<!"].iter().any(|it| block.contains(it));
    // Characters that nobody sees are taken out first, so `<` and `!--` may meet over one.
    let seen = |block: &str| block.replace(|c: char| c.is_control() || !c.is_ascii(), "").to_lowercase();
    let Some(block) = text(data).filter(|block| !opens(&seen(block))) else { return };
    for fence in ["---", "+++", ";;;"] {
        let document = parsed(&format!("{fence}\n{block}\n{fence}\n{GOOD}"));
        assert!(document.sections.iter().any(|section| section.html.contains("certificate")), "the body is lost");
    }
}

/// A body: nothing of it becomes a tag that is not ours, an event handler or a link that runs.
pub fn markdown(data: &[u8]) {
    let Some(body) = text(data) else { return };
    for section in parsed(&body).sections {
        let pieces = section.html.split('<').skip(1);
        for tag in pieces.map(|piece| piece.split('>').next().unwrap_or_default()).filter(|tag| !tag.starts_with('/')) {
            let tag = tag.to_lowercase();
            let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
            assert!(TAGS.contains(&name), "<{tag}>");
            // Values hold no quotes, so what stands between them can be cut out.
            let outside: String = tag.split('"').step_by(2).collect();
            assert!(
                !outside.split([' ', '\n']).any(|key| key.starts_with("on") || key.starts_with("style")),
                "<{tag}>"
            );
            for scheme in ["javascript:", "vbscript:", "data:", "blob:", "file:"] {
                let leads = ["href", "src"].iter().any(|key| tag.contains(&format!("{key}=\"{scheme}")));
                assert!(!leads, "<{tag}>");
            }
        }
    }
}

/// Everything that is read out of a document.
pub fn normaliser(data: &[u8]) {
    let Some(body) = text(data) else { return };
    for incident in normalise::incidents(&parsed(&body), &Config::default()).0 {
        let lengths = [incident.duration.minutes, incident.duration.stated_minutes, incident.stated_phases.fix];
        assert!(lengths.into_iter().flatten().all(|length| length.seconds.abs() < 1 << 40), "{lengths:?}");
        serde_json::to_string(&incident).expect("every incident can be written");
    }
}

/// A query, and a link, which are typed by strangers too.
pub fn query(data: &[u8]) {
    let Some(words) = text(data) else { return };
    let (reader, _) = &*ARCHIVE;
    let found = search::search(reader, &search::parse(&words), &Options::default());
    assert!(found.is_ok(), "{found:?}");
    if let LinkTarget::Inside { path, .. } = resolve_link("incidents/any.md", &words) {
        assert!(path.is_empty() || path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path:?}");
    }
}

/// A search pack that was damaged on its way.
pub fn pack(data: &[u8]) {
    let (_, hot) = &*ARCHIVE;
    let _ = Manifest::decode(data);
    let _ = Remote::open(data.to_vec());
    let mut damaged = hot.clone();
    for four in data.chunks_exact(4) {
        let at = u32::from_le_bytes([four[0], four[1], four[2], 0]) as usize % damaged.len();
        damaged[at] ^= four[3];
    }
    damaged.truncate(damaged.len() - data.len() % 4 * 7);
    let _ = Manifest::decode(damaged.get(8..).unwrap_or_default());
    if let Ok(remote) = Remote::open(damaged) {
        remote.bring(0, data);
        let _ = remote.attempt(&Request { query: "mail".into(), ..Request::default() });
    }
}

/// A small archive's index, and its pack's hot bundle.
static ARCHIVE: LazyLock<(search::Reader, Vec<u8>)> = LazyLock::new(|| {
    let documents = (0..3).map(|n| {
        let source = Source { path: format!("{n}.md"), format: SourceFormat::Markdown, hash: String::new() };
        parse::document(source, GOOD)
    });
    let base = normalise::knowledge_base(documents.collect(), &Config::default()).knowledge_base;
    let files = index::build(&base, &index::Surroundings::default()).expect("an index in memory");
    let output = MemoryOutput::default();
    index::pack(&files, &output).expect("a pack in memory");
    let hot = output.into_files().into_iter().find(|(path, _)| path.ends_with("hot.bin")).expect("a pack has one").1;
    (files.open().expect("an index that was just written"), hot)
});

//! What a file's name alone says: its format, and whether the name works everywhere.

use std::path::{Component, Path};

use foldhash::HashMap;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::model::SourceFormat;

/// Endings that are not Markdown.
const FORMATS: &[(&str, SourceFormat)] = &[
    (".mdx", SourceFormat::Mdx),
    (".txt", SourceFormat::Text),
    (".html", SourceFormat::Html),
    (".htm", SourceFormat::Html),
];

/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

const FORBIDDEN_ON_WINDOWS: &[char] = &['<', '>', ':', '"', '|', '?', '*', '\\'];

/// Characters nobody sees: zero width, and those that turn the direction of writing.
const INVISIBLE: &[char] = &[
    '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
    '\u{202e}', '\u{2060}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}',
];

/// Whether a name has one of the endings (without dot, lower case) and something before it.
pub fn has_ending(name: &str, extensions: &[String]) -> bool {
    let name = name.to_lowercase();
    extensions.iter().any(|extension| {
        let stem = name.strip_suffix(extension.as_str()).and_then(|rest| rest.strip_suffix('.'));
        stem.is_some_and(|stem| !stem.is_empty())
    })
}

/// The format a path's ending stands for; Markdown unless it says otherwise.
pub fn format(path: &str) -> SourceFormat {
    let path = path.to_lowercase();
    FORMATS.iter().find(|(ending, _)| path.ends_with(ending)).map_or(SourceFormat::Markdown, |(_, format)| *format)
}

/// The name of a file named on the command line: as given, or its last component where that would show where on this
/// machine it lies.
pub fn shown(path: &Path) -> String {
    let plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let kept: Vec<_> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    if plain { kept.join("/") } else { kept.last().cloned().unwrap_or_default() }
}

/// Whether a name would break a line, move a cursor or end a string wherever it is printed.
pub fn is_unprintable(name: &str) -> bool {
    name.chars().any(char::is_control)
}

/// The path with its control characters spelled out (`\n`, `\u{1b}`).
pub fn printable(path: &str) -> String {
    let spell = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    path.chars().map(spell).collect()
}

/// What stops a name from working on every system, if anything.
pub fn oddity(name: &str) -> Option<String> {
    let stem = name.split('.').next().unwrap_or(name);
    if RESERVED.contains(&stem.to_lowercase().as_str()) {
        return Some(format!("`{stem}` is a device on Windows"));
    }
    if let Some(c) = name.chars().find(|c| FORBIDDEN_ON_WINDOWS.contains(c)) {
        return Some(format!("`{c}` cannot stand in a name on Windows"));
    }
    if name.ends_with([' ', '.']) || name.starts_with(' ') {
        return Some("it starts or ends with a space or a dot".into());
    }
    let invisible = name.chars().find(|c| INVISIBLE.contains(c))?;
    Some(format!("it holds the invisible character U+{:04X}", u32::from(invisible)))
}

/// The spellings met so far, to tell names apart that a Mac or Windows takes for one.
#[derive(Debug, Default)]
pub struct Spellings {
    /// By the folded path; `None` where it is spelled so.
    seen: HashMap<String, Option<String>>,
}

impl Spellings {
    /// A finding when a path met before differs only by case or by how accents are composed.
    pub fn clash(&mut self, path: &str) -> Option<Diagnostic> {
        let folded =
            if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().collect::<String>().to_lowercase() };
        if let Some(other) = self.seen.get(&folded) {
            let other = other.as_ref().unwrap_or(&folded);
            let message = format!("`{path}` and `{other}` are one name where case and accents do not count");
            return Some(Diagnostic::new("file_names_clash", message).at(path, None));
        }
        let spelled = (folded != path).then(|| path.to_owned());
        self.seen.insert(folded, spelled);
        None
    }
}

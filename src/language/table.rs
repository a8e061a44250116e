//! One language's file, read once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::phrases::{Phrases, Spelling};
use super::times::{MONTHS, Times};

/// The file as written. Spellings are lower case; `a|b` in a phrase is either word, `word*` every word that begins so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Which letters tell the language at once: `kana`, `hangul`, `han` or `cyrillic`; none for Latin letters.
    #[serde(default)]
    pub script: Option<Script>,
    /// Words are built of words: `Datenbankausfall`.
    #[serde(default)]
    pub compounds: bool,
    /// An apostrophe ends a word: `l'adresse`.
    #[serde(default)]
    pub elisions: bool,
    /// Frequent words that tell the language, separated by spaces.
    #[serde(default)]
    pub stop: String,
    /// Words that tell nothing, as other languages have them too (English only).
    #[serde(default)]
    pub shared: String,
    /// January to December.
    #[serde(default)]
    pub months: Vec<String>,
    /// Units of time by their English name.
    #[serde(default)]
    pub units: BTreeMap<String, String>,
    /// Forms of dates, clocks and lengths, tried in this order.
    #[serde(default)]
    pub times: Vec<TimeForm>,
    /// Headings, labels, column heads and keys by their English name: read only where a name stands.
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<String>>,
    /// Words and phrases by their English ones: read anywhere.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Script {
    Kana,
    Hangul,
    Han,
    Cyrillic,
}

impl Script {
    /// Whether words stand without spaces, or carry endings without a break.
    pub fn is_unspaced(self) -> bool {
        !matches!(self, Self::Cyrillic)
    }
}

/// How a date or a time is written, and how English writes it.
///
/// `read` is a regular expression in which `{month}` and `{unit}` stand for the language's words. `write` takes `$1` as
/// written, `%1` with two digits, `&1` as the month of that number, `$month` and `$unit` in English.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimeForm {
    pub read: String,
    pub write: String,
}

/// A human language other than English.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    pub(super) file: File,
    labels: OnceLock<Phrases>,
    words: OnceLock<Phrases>,
    times: OnceLock<Times>,
}

impl Language {
    pub(super) fn of_file(code: &'static str, text: &str) -> Self {
        let file = toml::from_str(text).expect("a compiled-in table");
        Self { code, file, labels: OnceLock::new(), words: OnceLock::new(), times: OnceLock::new() }
    }

    pub(super) fn is_unspaced(&self) -> bool {
        self.file.script.is_some_and(Script::is_unspaced)
    }

    fn spelling(&self) -> Spelling {
        match (self.is_unspaced(), self.file.elisions) {
            (true, _) => Spelling::Unspaced,
            (false, true) => Spelling::Elided,
            (false, false) => Spelling::Spaced,
        }
    }

    pub(super) fn labels(&self) -> &Phrases {
        self.labels.get_or_init(|| Phrases::new(self.file.labels.iter(), self.spelling()))
    }

    pub(super) fn words(&self) -> &Phrases {
        self.words.get_or_init(|| {
            let mut table = self.file.words.clone();
            for (english, spellings) in self.calendar() {
                table.entry(english).or_default().extend(spellings);
            }
            Phrases::new(table.iter(), self.spelling())
        })
    }

    /// Names of months and of units that are no mere abbreviations.
    fn calendar(&self) -> impl Iterator<Item = (String, Vec<String>)> {
        let long = |spellings: &str| {
            let all = spellings.split('|').enumerate().filter(|(index, word)| *index == 0 || word.chars().count() > 3);
            all.map(|(_, word)| word.to_owned()).filter(|word| word.chars().count() > 2).collect::<Vec<_>>()
        };
        let months = self.file.months.iter().zip(MONTHS).map(move |(words, english)| (english.to_owned(), long(words)));
        let units = self.file.units.iter().map(move |(english, words)| (english.clone(), long(words)));
        months.chain(units).filter(|_| !self.is_unspaced())
    }

    pub(super) fn times(&self) -> &Times {
        self.times.get_or_init(|| Times::new(&self.file))
    }
}

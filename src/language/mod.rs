//! Human languages: how each says dates, lengths, labels and plain causes, and which one a document is written in.
//!
//! In: the words of a document, or one line of it. Out: the [`Language`] they are written in, and the line as an English
//! reader would say it, word by word ([`Gloss`]), with the place that each of its words came from. The readers of
//! documents know English only; this room is the one place that knows another language, and knows nothing of documents.
//!
//! A language is one file (`de.toml`) and one line in `FILES`. English has tables in the readers themselves; its file
//! holds what tells it from the others.

mod detect;
mod gloss;
mod phrases;
mod table;
#[cfg(test)]
mod tests;
mod times;

use std::sync::LazyLock;

pub use detect::of;
pub use gloss::{Gloss, Place};
pub use table::Language;

/// The languages that are read, one file each.
const FILES: &[(&str, &str)] = &[
    ("de", include_str!("de.toml")),
    ("fr", include_str!("fr.toml")),
    ("es", include_str!("es.toml")),
    ("pt", include_str!("pt.toml")),
    ("it", include_str!("it.toml")),
    ("nl", include_str!("nl.toml")),
    ("ja", include_str!("ja.toml")),
    ("zh", include_str!("zh.toml")),
    ("ko", include_str!("ko.toml")),
    ("ru", include_str!("ru.toml")),
];

/// What tells English from the others.
const ENGLISH: &str = include_str!("en.toml");

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| FILES.iter().map(|(code, text)| Language::of_file(code, text)).collect());

/// Every language but English, in the order of the list.
pub fn languages() -> &'static [Language] {
    &LANGUAGES
}

/// The language of a code such as `de` or `pt-BR`; `None` for English and for languages that are not read.
pub fn by_code(code: &str) -> Option<&'static Language> {
    let primary = code.split(['-', '_']).next().unwrap_or(code);
    languages().iter().find(|language| language.code.eq_ignore_ascii_case(primary))
}

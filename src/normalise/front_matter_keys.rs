//! How front matter spells the fields of an incident.
//!
//! Input: a key as its author wrote it. Output: the [`Key`] it stands for. The spellings are those of
//! [`crate::model::field`]. Nothing here looks at a value.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::field;

pub use crate::model::field::{Key, Shape};

/// Tables that other site generators nest keys in; `taxonomies.services` is read as `services`.
pub const CONTAINERS: &[&str] = &["taxonomies", "extra", "params", "incident", "postmortem", "metadata"];

/// Keys of the table that stand for a second field when their value does not suit the first.
const SECOND_MEANINGS: &[(&str, Key)] = &[
    ("resolved", Key::EndedAt),
    ("fix", Key::Resolution),
    ("category", Key::Tags),
    ("published", Key::Embargo),
    ("publish", Key::Embargo),
];

/// What the last part of a dotted path stands for, whatever table it is in: for marks that count wherever they stand.
pub fn spelling_anywhere(path: &str) -> Option<Key> {
    let name = path.rsplit_once('.').map_or(path, |(_, name)| name);
    SPELLINGS.get(squashed(name).as_str()).map(|spelling| spelling.key)
}

/// What a front matter key stands for, as its author spelled it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    pub key: Key,
    /// How much it counts among several for the same field: 0 is the documented name, higher is weaker.
    pub precedence: usize,
    /// The other field it stands for when its value does not suit `key`: a date under `resolved`.
    pub second_meaning: Option<Key>,
}

/// What a front matter key stands for, or `None` for a key that is not read.
///
/// Case, `-`, `_` and spaces do not matter. A dotted path is looked up by its last part where the rest is one of
/// [`CONTAINERS`] (`taxonomies.services`, `extra.severity`).
pub fn spelling(key: &str) -> Option<Spelling> {
    SPELLINGS.get(squashed(within_containers(key)?).as_str()).copied()
}

/// The field a front matter key stands for; see [`spelling`].
pub fn canonical(key: &str) -> Option<Key> {
    spelling(key).map(|spelling| spelling.key)
}

static SPELLINGS: LazyLock<HashMap<String, Spelling>> = LazyLock::new(|| {
    let spellings = field::front_matter().flat_map(|row| {
        std::iter::once(&row.name).chain(row.synonyms).enumerate().map(|(precedence, written)| {
            let written = squashed(written);
            let second_meaning = SECOND_MEANINGS.iter().find(|(word, _)| *word == written).map(|&(_, key)| key);
            (written, Spelling { key: row.key, precedence, second_meaning })
        })
    });
    spellings.collect()
});

/// The last part of a dotted path whose other parts are containers; `None` for any other path.
fn within_containers(key: &str) -> Option<&str> {
    let Some((container, name)) = key.rsplit_once('.') else { return Some(key) };
    let known = container.split('.').all(|part| CONTAINERS.iter().any(|name| part.eq_ignore_ascii_case(name)));
    known.then_some(name)
}

pub fn squashed(key: &str) -> String {
    if key.is_ascii() {
        return key.bytes().filter(|b| !b"-_ ".contains(b)).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn check(cases: &[(&str, Option<Key>)]) {
        for (written, expected) in cases {
            assert_eq!(canonical(written), *expected, "{written}");
        }
    }

    #[test]
    fn case_dashes_underscores_and_spaces_do_not_matter() {
        check(&[
            ("started_at", Some(Key::StartedAt)),
            ("Started-At", Some(Key::StartedAt)),
            ("START TIME", Some(Key::StartedAt)),
            ("resolvedWhen", Some(Key::EndedAt)),
            ("same-as", Some(Key::SameAs)),
            ("timezone", Some(Key::TimeZone)),
        ]);
    }

    #[test]
    fn keys_inside_the_tables_of_other_generators_are_found() {
        check(&[
            ("taxonomies.services", Some(Key::Services)),
            ("Extra.Severity", Some(Key::Severity)),
            ("params.incident.started", Some(Key::StartedAt)),
            ("author.title", None),
            ("severity.title", None),
        ]);
    }

    #[test]
    fn a_key_of_something_else_is_left_alone() {
        check(&[("weight", None), ("layout", None), ("", None), (".", None), ("taxonomies", None)]);
    }

    #[test]
    fn every_row_is_found_by_its_name_and_each_spelling_belongs_to_one_row() {
        let mut seen = BTreeSet::new();
        for row in field::front_matter() {
            for spelling in std::iter::once(&row.name).chain(row.synonyms) {
                assert_eq!(canonical(spelling), Some(row.key), "{spelling}");
                assert!(seen.insert(squashed(spelling)), "{spelling} stands twice");
            }
        }
    }

    #[test]
    fn an_example_uses_a_spelling_of_its_own_row() {
        for row in field::front_matter() {
            let (key, _) = row.example.split_once(':').expect("a line of YAML");
            assert_eq!(canonical(key), Some(row.key), "{}", row.example);
        }
    }

    #[test]
    fn the_documented_name_counts_more_than_a_synonym() {
        let precedence = |written| spelling(written).map(|spelling| spelling.precedence);
        assert_eq!(precedence("started_at"), Some(0));
        assert!(precedence("started") < precedence("date"));
    }

    #[test]
    fn a_date_under_resolved_is_the_end() {
        assert_eq!(canonical("resolved"), Some(Key::Status));
        let second_meaning = |written| spelling(written).and_then(|spelling| spelling.second_meaning);
        assert_eq!(second_meaning("Resolved"), Some(Key::EndedAt));
        assert_eq!(second_meaning("title"), None);
    }
}

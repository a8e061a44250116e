//! Fields that only internal readers see: `internal_fields` of the settings and of a document.
//!
//! Input: names as written. Output: which keys of front matter and which headings and labels they stand for. A name is a
//! field of the registry, a part that headings name, or a key or heading of the archive's own.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::config::nearest;
use crate::model::field;
use crate::parse::{FrontMatter, HiddenFields};

use super::front_matter_keys::{CONTAINERS, Key, spelling, squashed};
use super::labels::Labels;
use super::vocabulary::{Field, bare};

/// The key of front matter that names fields.
const NAME: &str = "internalfields";

/// What is kept back from all but internal readers.
#[derive(Debug, Clone, Default)]
pub struct Hidden<'l> {
    labels: Option<&'l Labels>,
    /// As written, squashed.
    names: BTreeSet<String>,
    keys: BTreeSet<Key>,
    fields: BTreeSet<Field>,
    /// Headings and labels of the archive's own, bare.
    words: BTreeSet<String>,
}

/// Why fields cannot be kept back: the place of the mistake, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddField {
    pub place: Option<(usize, usize)>,
    pub message: String,
    pub help: String,
}

impl<'l> Hidden<'l> {
    /// The fields that the settings and a document keep back.
    ///
    /// # Errors
    /// When the document names a field that is none, or does not name fields at all.
    pub fn of(settings: &[String], front_matter: &FrontMatter, labels: &'l Labels) -> Result<Self, OddField> {
        let mut hidden = Self { labels: Some(labels), ..Self::default() };
        settings.iter().for_each(|name| hidden.add(name));
        let stated = front_matter.values.iter().flat_map(|(key, value)| stated_in(key, value));
        for (key, value) in stated {
            let place = front_matter.positions.get(&key).copied();
            let odd = |message: String, help: String| OddField { place, message, help };
            let names = names_of(value).ok_or_else(|| {
                odd("`internal_fields` is no list of names".into(), "write it like `internal_fields: [people]`".into())
            })?;
            for name in names {
                if let Some(near) = misspelt(&name, front_matter) {
                    return Err(odd(format!("`{name}` is no field"), format!("did you mean `{near}`?")));
                }
                hidden.add(&name);
            }
            if front_matter.second.is_some() {
                return Err(odd(
                    "`internal_fields` and a second block of front matter".into(),
                    "put all keys into one block".into(),
                ));
            }
        }
        Ok(hidden)
    }

    fn add(&mut self, name: &str) {
        self.names.insert(squashed(name));
        let words = bare(&name.replace(['_', '-'], " "));
        if let Some(spelling) = spelling(name) {
            self.keys.insert(spelling.key);
            self.fields.extend(parts_of(spelling.key));
        } else if let Some(field) = self.labels.and_then(|labels| labels.field_exactly(&words)) {
            self.fields.insert(field);
        }
        match squashed(name).as_str() {
            "timeline" => self.fields.extend([Field::Timeline, Field::KeyEvents]),
            "actionitems" | "actions" => self.fields.extend([Field::ActionsDone]),
            "lessons" => self.fields.extend([Field::Learned, Field::Well, Field::Poorly, Field::Lucky]),
            "people" => self.fields.extend([Field::People]),
            "links" => self.fields.extend([Field::Links]),
            _ => {}
        }
        if name.eq_ignore_ascii_case("people") {
            self.keys.insert(Key::Owner);
        }
        self.words.insert(words);
    }
}

impl HiddenFields for Hidden<'_> {
    fn key(&self, path: &str) -> bool {
        let last = squashed(path.rsplit('.').next().unwrap_or(path));
        let known = spelling(path).is_some_and(|spelling| {
            self.keys.contains(&spelling.key) || spelling.second_meaning.is_some_and(|key| self.keys.contains(&key))
        });
        known || last == NAME || self.names.contains(&last)
    }

    fn label(&self, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let words = bare(text);
        let field = self.labels.and_then(|labels| labels.field_of(text));
        let field = field.map(|field| if matches!(field, Field::Actions(_)) { Field::ActionsDone } else { field });
        let is_own =
            |own: &String| words == *own || words.strip_prefix(own.as_str()).is_some_and(|it| it.starts_with(' '));
        field.is_some_and(|field| self.fields.contains(&field)) || self.words.iter().any(is_own)
    }

    fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// `internal_fields` at the top or in one of the tables that other generators use, with its dotted path.
fn stated_in<'v>(key: &str, value: &'v Value) -> Vec<(String, &'v Value)> {
    match value {
        _ if squashed(key) == NAME => vec![(key.to_owned(), value)],
        Value::Object(inner) if CONTAINERS.iter().any(|known| key.eq_ignore_ascii_case(known)) => inner
            .iter()
            .flat_map(|(inner, value)| stated_in(inner, value))
            .map(|(inner, value)| (format!("{key}.{inner}"), value))
            .collect(),
        _ => Vec::new(),
    }
}

fn names_of(value: &Value) -> Option<Vec<String>> {
    let names: Vec<String> = match value {
        Value::Null => Vec::new(),
        Value::String(text) => text.split([',', ';']).map(str::to_owned).collect(),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>()?,
        _ => return None,
    };
    Some(names.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

/// The field that was probably meant by a name that neither the registry nor the document knows.
fn misspelt(name: &str, front_matter: &FrontMatter) -> Option<&'static str> {
    let is_known = spelling(name).is_some() || front_matter.values.keys().any(|key| squashed(key) == squashed(name));
    let known = field::FIELDS.iter().flat_map(|field| std::iter::once(&field.name).chain(field.synonyms)).copied();
    let known = known.chain(["people", "links", "actions", "customers"]);
    if is_known || known.clone().any(|known| squashed(known) == squashed(name)) { None } else { nearest(name, known) }
}

/// The parts of a body that state a field of front matter.
fn parts_of(key: Key) -> &'static [Field] {
    match key {
        Key::Title => &[Field::Title],
        Key::Summary => &[Field::Summary],
        Key::Status => &[Field::Status],
        Key::Severity => &[Field::Severity],
        Key::Organisation => &[Field::Organisation],
        Key::Services => &[Field::Services],
        Key::Tags => &[Field::Tags],
        Key::StartedAt => &[Field::Start, Field::Date],
        Key::EndedAt => &[Field::End, Field::ResolvedAt],
        Key::DetectedAt => &[Field::DetectedAt, Field::TimeToDetect],
        Key::RespondedAt => &[Field::RespondedAt],
        Key::EscalatedAt => &[Field::EscalatedAt],
        Key::FixedAt => &[Field::FixedAt, Field::TimeToRepair],
        Key::Duration => &[Field::Duration, Field::TimeToResolve],
        Key::TimeZone => &[Field::Zone],
        Key::Impact | Key::UsersPercent => &[Field::Impact],
        Key::Detection => &[Field::Detection],
        Key::Cause | Key::Component => &[Field::Cause, Field::CauseAndResolution, Field::Trigger],
        Key::Contributing => &[Field::Contributing],
        Key::Mitigation | Key::Resolution => &[Field::Resolution, Field::CauseAndResolution],
        Key::Owner => &[Field::People],
        Key::Related | Key::SourceUrl => &[Field::Links],
        _ => &[],
    }
}

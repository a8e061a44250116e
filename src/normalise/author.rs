//! What the author stated in front matter, by field instead of by spelling.
//!
//! Input: [`FrontMatter`] as parsed. Output: values by [`Key`] with their place. Front matter always wins over anything
//! read from the body; a value of the wrong shape becomes a finding and is not used.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Span};
use crate::model::Minutes;
use crate::parse::FrontMatter;

use super::audience;
use super::front_matter_keys::{CONTAINERS, Key, Shape, spelling};
use super::time;
use super::trail::Place;

/// One stated value.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The key as written, dotted.
    pub key: String,
    pub value: Value,
    pub place: Place,
}

impl Stated {
    /// The value as one piece of text; lists are joined with commas.
    pub fn text(&self) -> Option<String> {
        text_of(&self.value).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The value as a list; a text is split at commas and semicolons.
    pub fn list(&self) -> Vec<String> {
        let items: Vec<String> = match &self.value {
            Value::Array(items) => items.iter().filter_map(named).collect(),
            value => text_of(value).map_or_else(Vec::new, |text| text.split([',', ';']).map(str::to_owned).collect()),
        };
        items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
    }

    pub fn number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().trim_end_matches('%').trim_start_matches(['~', '≈']).trim().parse().ok(),
            _ => None,
        }
    }
}

/// `{name: checkout}` and `checkout` both name the checkout.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::Object(map) => ["name", "id", "title", "service"].iter().find_map(|key| map.get(*key)).and_then(text_of),
        value => text_of(value),
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().filter_map(named).collect();
            (!items.is_empty()).then(|| items.join(", "))
        }
        Value::Null | Value::Object(_) => None,
    }
}

/// Front matter by field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Author {
    values: BTreeMap<Key, (usize, Stated)>,
    /// Values of weaker spellings of the same field: the `date:` beside a `start_time:`.
    others: Vec<(Key, Stated)>,
    /// The front matter is that of a blog's post, whose `date:` is the day on which it was published.
    pub is_post: bool,
    pub findings: Vec<Diagnostic>,
}

impl Author {
    /// Sorts the front matter of the file at `path` by field.
    pub fn new(path: &str, front_matter: &FrontMatter) -> Self {
        let mut author = Self { is_post: is_post(&front_matter.values), ..Self::default() };
        author.table("", &front_matter.values, front_matter, path);
        author
    }

    pub fn get(&self, key: Key) -> Option<&Stated> {
        self.values.get(&key).map(|(_, stated)| stated)
    }

    /// Values of the same field under weaker spellings.
    pub fn others(&self, key: Key) -> impl Iterator<Item = &Stated> {
        self.others.iter().filter(move |(other, _)| *other == key).map(|(_, stated)| stated)
    }

    pub fn text(&self, key: Key) -> Option<(String, &Place)> {
        let stated = self.get(key)?;
        stated.text().map(|text| (text, &stated.place))
    }

    /// Forgets a field, for values that describe a whole file and not one of its incidents.
    pub fn without(mut self, keys: &[Key]) -> Self {
        self.values.retain(|key, _| !keys.contains(key));
        self
    }

    fn table(&mut self, prefix: &str, table: &serde_json::Map<String, Value>, front_matter: &FrontMatter, path: &str) {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                Value::Object(inner) if CONTAINERS.iter().any(|known| name.eq_ignore_ascii_case(known)) => {
                    self.table(&key, inner, front_matter, path);
                }
                Value::Null => {}
                value => self.value(&key, value, front_matter, path),
            }
        }
    }

    fn value(&mut self, written: &str, value: &Value, front_matter: &FrontMatter, path: &str) {
        let Some(spelling) = spelling(written) else { return };
        let first = spelling.key;
        let (line, column) = front_matter.positions.get(written).copied().unwrap_or((1, 1));
        let words = format!("{}: {}", written.rsplit('.').next().unwrap_or(written), shown(value));
        let stated = Stated { key: written.to_owned(), value: value.clone(), place: Place::at(line, column, &words) };
        let key = [Some(first), spelling.second_meaning].into_iter().flatten().find(|key| suits(*key, &stated));
        let Some(key) = key else {
            if !is_blank(value) {
                let message = format!("`{written}` wants {} and is not used", first.field().shape.label());
                let help = format!("write it like `{}`", first.field().example);
                let span = Some(Span::new(line, column, written.chars().count()));
                self.findings.push(Diagnostic::new("front_matter_value_odd", message).at(path, span).help(help));
            }
            return;
        };
        let rank = spelling.precedence;
        if self.values.get(&key).is_none_or(|(known, _)| rank < *known) {
            let weaker = self.values.insert(key, (rank, stated));
            self.others.extend(weaker.map(|(_, stated)| (key, stated)));
        } else {
            self.others.push((key, stated));
        }
    }
}

/// Whether a post of a blog stands below these keys, and no entry of a status page.
fn is_post(keys: &serde_json::Map<String, Value>) -> bool {
    #[rustfmt::skip]
    const OF_POSTS: &[&str] = &[
        "author", "authors", "layout", "categories", "category", "subtitle", "excerpt", "permalink", "draft", "image", "slug", "featured", "featured_image",
        "description", "thumbnail", "cover", "hero", "byline", "readtime", "reading_time", "toc", "comments", "aliases", "author_email", "banner", "teaser",
    ];
    const OF_STATUS_PAGES: &[&str] = &["resolved", "resolvedwhen", "informational", "affectedsystems", "section"];
    let named = |known: &[&str]| keys.keys().filter(|key| known.contains(&key.to_lowercase().as_str())).count();
    let layout = keys.get("layout").and_then(Value::as_str).is_some_and(|layout| layout.contains("post"));
    named(OF_STATUS_PAGES) == 0 && (layout || named(OF_POSTS) >= 2)
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Null => true,
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Whether a value has the shape its field takes, and says anything at all.
fn suits(key: Key, stated: &Stated) -> bool {
    if is_blank(&stated.value) {
        return false;
    }
    match key.field().shape {
        Shape::Text => stated.text().is_some(),
        Shape::List => !stated.list().is_empty(),
        Shape::Moment => {
            let says = |text: &str| text.contains(|c: char| c.is_ascii_digit()) || text.eq_ignore_ascii_case("unknown");
            matches!(&stated.value, Value::String(text) if says(text.trim()))
        }
        Shape::Duration => matches!(stated.value, Value::String(_) | Value::Number(_)) && !is_endless(stated),
        Shape::Number => stated.number().is_some_and(f64::is_finite),
        Shape::Flag => match &stated.value {
            Value::Bool(_) => true,
            Value::String(text) => audience::is_no(text) || text.trim().eq_ignore_ascii_case("yes"),
            _ => false,
        },
        Shape::Word => match (key, &stated.value) {
            (Key::Status, Value::Bool(_)) => true,
            (Key::Status, Value::String(text)) => !text.starts_with(|c: char| c.is_ascii_digit()),
            (_, Value::String(_) | Value::Number(_)) => true,
            (_, Value::Array(items)) => items.len() == 1,
            _ => false,
        },
        Shape::Body => false,
    }
}

/// Whether a length is longer than anything lasts, below zero, or no number at all; a bare number counts minutes.
fn is_endless(stated: &Stated) -> bool {
    let longest = Minutes::LONGEST.as_f64();
    let text = stated.text().unwrap_or_default();
    match text.parse::<f64>() {
        Ok(minutes) => !(0.0..=longest).contains(&minutes),
        Err(_) => time::is_endless(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_a_blog_make_a_post() {
        let post = |text: &str| is_post(serde_json::from_str::<Value>(text).unwrap().as_object().unwrap());
        assert!(post(r#"{"layout": "post", "date": "2024-05-01"}"#));
        assert!(post(r#"{"author": "Ana", "categories": ["ops"], "date": "2024-05-01"}"#));
        assert!(post(r#"{"authors": ["bo"], "draft": false, "date": "2024-05-01"}"#));
        assert!(!post(r#"{"title": "Disk full", "date": "2024-05-01", "author": "Ana"}"#));
        assert!(!post(r#"{"section": "issue", "draft": false, "author": "Ana", "resolved": true}"#));
    }
}

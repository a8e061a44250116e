//! `incidex schema`: the formats, as JSON Schema or as a table to read.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, schema_for};
use serde_json::{Map, Value, json};

use super::session::Session;
use super::{Exit, Failure, SchemaFlags, SchemaFormat, SchemaSubject};
use crate::analyse::Question;
use crate::config::Config;
use crate::model::Incident;
use crate::model::field::{self, Field, Key, Shape};
use crate::normalise::cause::Rules;
use crate::normalise::front_matter_keys::CONTAINERS;

pub(super) fn run(session: &Session, flags: &SchemaFlags) -> Result<Exit, Failure> {
    let text = match (flags.what, flags.format) {
        (SchemaSubject::FrontMatter, SchemaFormat::Markdown) => front_matter_table() + &words_table(),
        (SchemaSubject::Config, SchemaFormat::Markdown) => config_table(),
        (SchemaSubject::Incident, SchemaFormat::Markdown) => serialised_table::<Incident>(),
        (SchemaSubject::Review, SchemaFormat::Markdown) => serialised_table::<Question>(),
        (subject, SchemaFormat::Json) => serde_json::to_string_pretty(&schema(subject))?,
    };
    session.report.data(&text)?;
    Ok(Exit::Done)
}

fn schema(subject: SchemaSubject) -> Value {
    match subject {
        SchemaSubject::Incident => serialised_schema::<Incident>(),
        SchemaSubject::Review => serialised_schema::<Vec<Question>>(),
        SchemaSubject::Config => schema_for!(Config).to_value(),
        SchemaSubject::FrontMatter => front_matter_schema(),
    }
}

/// The schema of what is written, which differs from that of what would be read where a key is always there.
fn serialised_schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}

fn front_matter_schema() -> Value {
    let properties: Map<String, Value> =
        field::front_matter().map(|row| (row.name.to_owned(), property(row))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "FrontMatter",
        "description": format!(
            "The keys that are read; others are left alone. Case, `-`, `_` and spaces do not matter. Keys may stand in the tables {}.",
            CONTAINERS.join(", ")
        ),
        "type": "object",
        "properties": properties,
    })
}

fn property(row: &Field) -> Value {
    let kinds = match row.shape {
        Shape::Text | Shape::Word | Shape::Moment => json!(["string", "number", "boolean"]),
        Shape::Flag => json!(["boolean", "string"]),
        Shape::List | Shape::Body => json!(["string", "array"]),
        Shape::Duration | Shape::Number => json!(["string", "number"]),
    };
    let mut property = json!({
        "description": row.meaning,
        "type": kinds,
        "examples": [row.example],
        "x-synonyms": row.synonyms,
    });
    let words: Option<Map<String, Value>> = match row.key {
        Key::Cause | Key::Contributing => {
            Some(Rules::built_in().classes().into_iter().map(|it| (it.id, it.label.into())).collect())
        }
        Key::Component => Some(Rules::built_in().components().into_iter().map(|it| (it.id, it.label.into())).collect()),
        _ => None,
    };
    if let Some(words) = words {
        property["x-words"] = words.into();
    }
    property
}

/// The classes and components of the built-in rules, as `cause`, `contributing` and `component` take them.
fn words_table() -> String {
    let rules = Rules::built_in();
    let mut text = String::from("\n| `cause`, `contributing` | is |\n| --- | --- |\n");
    for class in rules.classes() {
        text.push_str(&format!("| `{}` | {}: {} |\n", class.id, class.label, class.definition));
    }
    text.push_str("\n| `component` | is |\n| --- | --- |\n");
    for component in rules.components() {
        text.push_str(&format!("| `{}` | {} |\n", component.id, component.label));
    }
    text
}

/// The table of README: key, other spellings, meaning, example.
pub fn front_matter_table() -> String {
    let mut text = String::from("| key | also written | what it says | example |\n| --- | --- | --- | --- |\n");
    for row in field::front_matter() {
        let synonyms: Vec<String> = row.synonyms.iter().map(|name| format!("`{name}`")).collect();
        text.push_str(&format!("| `{}` | {} | {} | `{}` |\n", row.name, synonyms.join(" "), row.meaning, row.example));
    }
    text
}

/// The table of README: setting, what it takes, default, meaning.
pub fn config_table() -> String {
    let schema = schema_for!(Config).to_value();
    let mut text = String::from("| setting | takes | default | meaning |\n| --- | --- | --- | --- |\n");
    for row in Rows::of(&schema) {
        let default = row.default.map(|value| format!("`{value}`")).unwrap_or_default();
        text.push_str(&format!("| `{}` | {} | {default} | {} |\n", row.path, row.kind, row.description));
    }
    text
}

fn serialised_table<T: JsonSchema>() -> String {
    let schema = serialised_schema::<T>();
    let mut text = String::from("| key | holds | meaning |\n| --- | --- | --- |\n");
    for row in Rows::of(&schema) {
        text.push_str(&format!("| `{}` | {} | {} |\n", row.path, row.kind, row.description));
    }
    text
}

/// One key of a schema.
struct Row {
    path: String,
    kind: String,
    default: Option<String>,
    description: String,
}

/// Collects the keys of an object and of the objects below it, depth first; an object that several keys hold is
/// described once and referred to afterwards.
struct Rows<'s> {
    schema: &'s Value,
    described: Vec<(&'s Value, String)>,
    found: Vec<Row>,
}

impl<'s> Rows<'s> {
    fn of(schema: &'s Value) -> Vec<Row> {
        let mut rows = Self { schema, described: Vec::new(), found: Vec::new() };
        rows.collect(schema, "");
        rows.found
    }

    fn collect(&mut self, object: &'s Value, prefix: &str) {
        for (name, property) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let path = format!("{prefix}{name}");
            let node = target(property, self.schema);
            let (inner, below) = match (node.get("items"), node.get("additionalProperties")) {
                (Some(items), _) => (target(items, self.schema), format!("{path}[].")),
                (_, Some(values)) if values.is_object() => (target(values, self.schema), format!("{path}.*.")),
                _ => (node, format!("{path}.")),
            };
            let has_keys = inner.get("properties").is_some();
            let before = self.described.iter().find(|(object, _)| has_keys && std::ptr::eq(*object, inner));
            let like = before.map(|(_, path)| format!(", like `{path}`")).unwrap_or_default();
            let seen = !like.is_empty();
            self.found.push(Row {
                kind: kind(property, self.schema) + &like,
                default: property.get("default").and_then(shown_default),
                description: if seen { own_description(property) } else { description(property, node) },
                path: path.clone(),
            });
            if has_keys && !seen {
                self.described.push((inner, below.trim_end_matches('.').to_owned()));
                self.collect(inner, &below);
            }
        }
    }
}

/// What the key's own doc comment says, else that of its type.
fn description(property: &Value, node: &Value) -> String {
    let own = own_description(property);
    if own.is_empty() { own_description(node) } else { own }
}

/// A doc comment on one line and without links into the code.
fn own_description(node: &Value) -> String {
    let text = node.get("description").and_then(Value::as_str).unwrap_or("");
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

/// What a `$ref`, or the one branch of an optional value that is not null, stands for.
fn target<'s>(node: &'s Value, schema: &'s Value) -> &'s Value {
    let reference = node.get("$ref").and_then(Value::as_str).and_then(|path| schema.pointer(path.strip_prefix('#')?));
    if let Some(found) = reference {
        return target(found, schema);
    }
    let branches = node.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let mut present = branches.filter(|branch| branch.get("type").and_then(Value::as_str) != Some("null"));
    present.next().map_or(node, |branch| target(branch, schema))
}

/// The kind of value in words: `text`, `list of text`, `` `internal` or `public` ``.
fn kind(node: &Value, schema: &Value) -> String {
    let node = target(node, schema);
    if let Some(words) = words(node) {
        return words;
    }
    if let Some(items) = node.get("items") {
        return format!("list of {}", kind(items, schema));
    }
    if let Some(values) = node.get("additionalProperties").filter(|values| values.is_object()) {
        return format!("table of {}", kind(values, schema));
    }
    let name = match node.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        Some(name) => name.as_str(),
        None => None,
    };
    match name {
        Some("string") => "text".into(),
        Some("boolean") => "true or false".into(),
        Some("integer" | "number") => "number".into(),
        Some("object") => "table".into(),
        _ => "value".into(),
    }
}

/// The fixed words a value can be, from `enum` or from a `oneOf` of constants.
fn words(node: &Value) -> Option<String> {
    let listed = node.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let branches = node.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let constants = branches.flat_map(|branch| {
        let constant = branch.get("const").and_then(Value::as_str);
        let several = branch.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        constant.into_iter().chain(several)
    });
    let words: Vec<String> = listed.chain(constants).map(|word| format!("`{word}`")).collect();
    let (last, rest) = words.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} or {last}", rest.join(", ")) })
}

fn shown_default(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        // Its keys have rows of their own.
        Value::Object(_) => None,
        Value::Array(list) if list.is_empty() => None,
        other => Some(other.to_string()),
    }
}

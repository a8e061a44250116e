//! Any self-describing notation to JSON values, keeping the first of two equal keys and telling of the second.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::join;

/// What the values may add up to, in bytes of text plus [`VALUE_COST`] for each value. Front matter is limited in size;
/// this limits what aliases unfold it to.
const BUDGET: usize = 512 * 1024;

const VALUE_COST: usize = 8;

/// The key that takes in another map's entries, in YAML.
const MERGE: &str = "<<";

/// A value and what was noticed on the way.
#[derive(Debug)]
pub struct Tree {
    pub value: Value,
    /// Dotted paths of keys that stand several times in their map.
    pub twice: BTreeSet<String>,
}

/// Reads trees. Used once.
#[derive(Debug, Default)]
pub struct Reader {
    /// Whether `<<` takes in the entries of the map it names.
    pub merges: bool,
    path: RefCell<String>,
    twice: RefCell<BTreeSet<String>>,
    spent: Cell<usize>,
}

impl Reader {
    pub fn new(merges: bool) -> Self {
        Self { merges, ..Self::default() }
    }

    /// # Errors
    /// The notation's own, and one of ours when the values outgrow the budget; see [`Reader::is_exhausted`].
    pub fn read<'de, D: Deserializer<'de>>(&self, source: D) -> Result<Tree, D::Error> {
        let value = self.deserialize(source)?;
        Ok(Tree { value, twice: self.twice.take() })
    }

    /// Whether reading stopped because aliases unfold to too much.
    pub fn is_exhausted(&self) -> bool {
        self.spent.get() > BUDGET
    }

    fn spend<E: Error>(&self, bytes: usize) -> Result<(), E> {
        self.spent.set(self.spent.get().saturating_add(bytes + VALUE_COST));
        if self.is_exhausted() { Err(E::custom("the values unfold to more than 512 KiB")) } else { Ok(()) }
    }

    /// Runs `inner` with the path one step deeper.
    fn below<T>(&self, key: &str, inner: impl FnOnce() -> T) -> T {
        let outer = self.path.borrow().len();
        if outer > 0 {
            self.path.borrow_mut().push('.');
        }
        self.path.borrow_mut().push_str(key);
        let result = inner();
        self.path.borrow_mut().truncate(outer);
        result
    }

    fn text<E: Error>(&self, text: &str) -> Result<Value, E> {
        self.spend(text.len())?;
        Ok(Value::String(text.to_owned()))
    }

    fn number<E: Error>(&self, number: impl Into<Number>) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Number(number.into()))
    }
}

impl<'de> DeserializeSeed<'de> for &Reader {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Reader {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.number(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.number(value)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.text(&value.to_string())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.text(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => self.number(number),
            None if value.is_nan() => self.text(".nan"),
            None => self.text(if value > 0.0 { ".inf" } else { "-.inf" }),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.text(value)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        self.deserialize(source)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        self.spend(0)?;
        let mut items = Vec::new();
        while let Some(item) = self.below(&items.len().to_string(), || source.next_element_seed(self))? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        self.spend(0)?;
        let mut map = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = source.next_key_seed(self)? {
            let key = key_text(key).ok_or_else(|| A::Error::custom("a key must be a word, not a list or a map"))?;
            let value = self.below(&key, || source.next_value_seed(self))?;
            if self.merges && key == MERGE {
                merged.push(value);
            } else if map.contains_key(&key) {
                let path = join(&self.path.borrow(), &key);
                self.twice.borrow_mut().insert(path);
            } else {
                map.insert(key, value);
            }
        }
        merged.into_iter().for_each(|other| merge(&mut map, other));
        Ok(Value::Object(map))
    }

    /// A tag (`!secret x`) is taken off.
    fn visit_enum<A: EnumAccess<'de>>(self, source: A) -> Result<Value, A::Error> {
        let (_, tagged) = source.variant_seed(self)?;
        tagged.newtype_variant_seed(self)
    }
}

/// Takes in what the map does not have yet; of a list of maps the first wins. Anything else is no merge and is left out.
fn merge(map: &mut Map<String, Value>, other: Value) {
    match other {
        Value::Object(other) => {
            for (key, value) in other {
                if !map.contains_key(&key) {
                    map.insert(key, value);
                }
            }
        }
        Value::Array(others) => others.into_iter().filter(Value::is_object).for_each(|other| merge(map, other)),
        _ => {}
    }
}

/// `2024: x` and `true: x` have keys too.
fn key_text(key: Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null => Some("null".into()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

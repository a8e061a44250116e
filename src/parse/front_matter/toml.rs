//! TOML, whose parser gives every key its place and goes on after an error.

use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

use super::{DEPTH_LIMIT, Places, Problem, Reading, join, record};

/// Reads a block whose first line has the number `first_line`.
pub fn read(block: &str, first_line: usize) -> Reading {
    let (table, errors) = DeTable::parse_recoverable(block);
    let mut reader = Reader { block, first_line, places: Places::new(), too_deep: None };
    let values = reader.table("", table.get_ref(), 1);
    let mut problems: Vec<Problem> = errors.iter().map(|error| reader.problem(error)).collect();
    if let Some(place) = reader.too_deep {
        return Reading { problems: vec![Problem::too_deep(place)], ..Reading::default() };
    }
    problems.truncate(8);
    Reading { values, places: reader.places, problems }
}

struct Reader<'a> {
    block: &'a str,
    first_line: usize,
    places: Places,
    too_deep: Option<(usize, usize)>,
}

impl Reader<'_> {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>, depth: usize) -> Map<String, Value> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut map = Map::new();
        for (key, value) in entries {
            let path = join(prefix, key.get_ref());
            let place = self.place(key.span().start);
            record(&mut self.places, &path, place);
            let value = self.value(&path, value.get_ref(), value.span(), depth + 1);
            map.insert(key.get_ref().to_string(), value);
        }
        map
    }

    fn value(&mut self, path: &str, value: &DeValue<'_>, span: Range<usize>, depth: usize) -> Value {
        if depth > DEPTH_LIMIT {
            self.too_deep.get_or_insert(place_of(self.block, span.start, self.first_line));
            return Value::Null;
        }
        match value {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Boolean(flag) => Value::Bool(*flag),
            // A date is the text of the date, with whatever separator it was written.
            DeValue::Datetime(date) => {
                Value::String(self.block.get(span).map_or_else(|| date.to_string(), str::to_owned))
            }
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => number.into(),
                Err(_) => Value::String(number.to_string()),
            },
            DeValue::Float(number) => {
                let finite = number.as_str().parse().ok().and_then(Number::from_f64);
                finite.map_or_else(|| Value::String(number.as_str().to_owned()), Value::Number)
            }
            DeValue::Array(items) => {
                let items = items.iter().enumerate();
                let read = items
                    .map(|(at, item)| self.value(&join(path, &at.to_string()), item.get_ref(), item.span(), depth + 1));
                Value::Array(read.collect())
            }
            DeValue::Table(table) => Value::Object(self.table(path, table, depth)),
        }
    }

    fn problem(&self, error: &toml::de::Error) -> Problem {
        let span = error.span().unwrap_or(0..0);
        let place = self.place(span.start);
        if error.message() == "duplicate key" {
            return Problem::twice(self.block.get(span).unwrap_or_default().trim_matches(['[', ']']), place);
        }
        let message = format!("the line is not valid TOML ({}); the keys around it were read", error.message());
        Problem::new("front_matter_invalid", place, message)
    }

    fn place(&self, offset: usize) -> (usize, usize) {
        place_of(self.block, offset, self.first_line)
    }
}

/// Line and column of a byte of the block.
fn place_of(block: &str, offset: usize, first_line: usize) -> (usize, usize) {
    let before = block.get(..offset).unwrap_or(block);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (first_line + before.matches('\n').count(), before[line_start..].chars().count() + 1)
}

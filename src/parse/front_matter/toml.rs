//! TOML, whose parser gives every key its place and, if asked to, goes on after an error.

use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue, Error};

use super::{DEPTH_LIMIT, PATH_LIMIT, Places, Problem, Reading, TOLD, join};

/// Blocks up to this size are read on after an error. The parser copies the text for every error it reports, so a large
/// block of nothing but errors would take seconds.
const RECOVERY_LIMIT: usize = 8 * 1024;

/// Reads a block whose first line has the number `first_line`.
pub fn read(block: &str, first_line: usize) -> Reading {
    let (table, errors) = match DeTable::parse(block) {
        Ok(table) => (table.into_inner(), Vec::new()),
        Err(_) if block.len() <= RECOVERY_LIMIT => {
            let (table, errors) = DeTable::parse_recoverable(block);
            (table.into_inner(), errors)
        }
        Err(error) => (DeTable::new(), vec![error]),
    };
    let mut reader = Reader { block, keys: Vec::new(), too_deep: None };
    let values = reader.table("", &table, 1);
    let place = |offset| places_of(block, first_line, &[offset]).into_iter().next().unwrap_or((first_line, 1));
    if let Some(offset) = reader.too_deep {
        return Reading { problems: vec![Problem::too_deep(place(offset))], ..Reading::default() };
    }
    let problem = |error: &Error| problem(block, error, place(error.span().unwrap_or(0..0).start));
    let problems = errors.iter().take(TOLD).map(problem).collect();
    Reading { values, places: reader.places(first_line), problems }
}

fn problem(block: &str, error: &Error, place: (usize, usize)) -> Problem {
    if error.message() == "duplicate key" {
        let key = error.span().and_then(|span| block.get(span)).unwrap_or_default();
        return Problem::twice(key.trim_matches(['[', ']']), place);
    }
    let message = format!("the line is not valid TOML ({}); what could be read is used", error.message());
    Problem::new("front_matter_invalid", place, message)
}

struct Reader<'a> {
    block: &'a str,
    /// Path and offset of every key met.
    keys: Vec<(String, usize)>,
    /// Offset of the first value that nests too deep.
    too_deep: Option<usize>,
}

impl Reader<'_> {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>, depth: usize) -> Map<String, Value> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut map = Map::new();
        for (key, value) in entries {
            let path = join(prefix, key.get_ref());
            let inner = self.value(&path, value.get_ref(), value.span(), depth + 1);
            if path.len() <= PATH_LIMIT {
                self.keys.push((path, key.span().start));
            }
            map.insert(key.get_ref().to_string(), inner);
        }
        map
    }

    fn value(&mut self, path: &str, value: &DeValue<'_>, span: Range<usize>, depth: usize) -> Value {
        if depth > DEPTH_LIMIT {
            self.too_deep.get_or_insert(span.start);
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

    fn places(mut self, first_line: usize) -> Places {
        self.keys.sort_by_key(|(_, offset)| *offset);
        let offsets: Vec<usize> = self.keys.iter().map(|(_, offset)| *offset).collect();
        let mut places = Places::new();
        for ((path, _), place) in self.keys.into_iter().zip(places_of(self.block, first_line, &offsets)) {
            places.entry(path).or_default().push(place);
        }
        places
    }
}

/// Line and column of each offset, which must not fall, in one pass over the block.
fn places_of(block: &str, first_line: usize, offsets: &[usize]) -> Vec<(usize, usize)> {
    let (mut at, mut line, mut column) = (0, first_line, 1);
    let place = |offset: &usize| {
        for c in block.get(at..*offset).unwrap_or_default().chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        at = at.max(*offset);
        (line, column)
    };
    offsets.iter().map(place).collect()
}

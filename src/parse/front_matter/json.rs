//! JSON: an object, or the inside of one.

use serde_json::Value;

use super::tree::{Reader, Tree};
use super::{Problem, Reading, scan, told_twice, yaml};

/// Reads a block whose first line has the number `first_line`.
///
/// What JSON refuses and YAML takes (a comma before the closing brace, keys without quotes) is read as YAML, and told.
pub fn read(block: &str, first_line: usize) -> Reading {
    if block.trim().is_empty() {
        return Reading::default();
    }
    let wrapped = !block.trim_start().starts_with('{');
    let text = if wrapped { format!("{{{block}\n}}") } else { block.to_owned() };
    // The brace put in front moves the first line by one column.
    let shift = |(line, column): (usize, usize)| {
        if wrapped && line == first_line { (line, column.saturating_sub(1).max(1)) } else { (line, column) }
    };
    let mut places = match scan::scan(&text, first_line) {
        Ok(places) => places,
        Err(place) => return Reading { problems: vec![Problem::too_deep(shift(place))], ..Reading::default() },
    };
    places.values_mut().flatten().for_each(|place| *place = shift(*place));
    let mut source = serde_json::Deserializer::from_str(&text);
    let read = Reader::new(false).read(&mut source).and_then(|tree| source.end().map(|()| tree));
    match read {
        Ok(Tree { value: Value::Object(values), twice }) => {
            let problems = told_twice(&twice, &places, first_line);
            Reading { values, places, problems }
        }
        Ok(_) => Reading::default(),
        Err(error) => {
            let place = shift((first_line + error.line().max(1) - 1, column(&text, error.line(), error.column())));
            let words = error.to_string();
            let reason = words.split(" at line ").next().unwrap_or(&words);
            let message = format!("the front matter is not valid JSON ({reason})");
            let mut reading = yaml::read(&text, first_line).unwrap_or_default();
            reading.problems = vec![Problem::new("front_matter_invalid", place, message)];
            reading
        }
    }
}

/// A column in characters for one in bytes.
fn column(text: &str, line: usize, bytes: usize) -> usize {
    let line = text.lines().nth(line.max(1) - 1).unwrap_or_default();
    let before = line.char_indices().take_while(|(offset, _)| offset + 1 < bytes).count();
    before + 1
}

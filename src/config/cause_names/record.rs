//! Writing decisions into the text of `causes.toml`: what stands there stays as it is, comments and order too.
//!
//! Input: the text and the decisions. Output: the text with them. A decision on a question that the file has answered
//! before changes the values of that entry, any other stands at the end. The result is read again and must say what it
//! said before and what is new, or nothing is given back.

use std::ops::Range;

use jiff::civil::Date;
use toml::Value;
use toml::de::{DeTable, DeValue};

use super::{CauseFile, Reading, StatedDecision, cause_names, sorted};
use crate::config::load::span_of;
use crate::diagnostic::Span;
use crate::model::{Answer, Subject};

/// A decision to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub kind: Subject,
    pub between: [String; 2],
    /// The words of the two, where they are action items.
    pub texts: Option<[String; 2]>,
    pub answer: Answer,
    pub reason: Option<String>,
    pub as_of: Option<Date>,
}

/// Why nothing can be written into a text. Messages continue "causes.toml cannot be added to: ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unrecorded {
    #[error("line {}, column {}: {message}", place.line, place.column)]
    NotToml { place: Span, message: String },
    #[error(
        "the decision on {0} would not be read as it is meant: write each decision of the file as a table of its own, below `[[reviewed]]`"
    )]
    Unfit(String),
}

/// The text with these decisions, of which each is about another question.
///
/// # Errors
/// When the text is not TOML, or writes its decisions in a way that cannot be added to.
pub fn recorded(text: &str, records: &[Record]) -> Result<String, Unrecorded> {
    let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let mut written = text.strip_prefix(mark).unwrap_or(text).to_owned();
    let before = read(&written)?;
    let mut expected = before.decisions.iter().map(plain).collect::<Vec<_>>();
    for record in records {
        let stated = record.stated();
        let unfit = || Unrecorded::Unfit(record.between.join(" and "));
        match before.decisions.iter().rposition(|it| it.is_again(&stated)) {
            Some(at) => {
                let as_there = expected[at].between.clone();
                expected[at] = record.clone();
                // The same two in the order of the file.
                expected[at].turn_to(&as_there);
                written = changed(&written, &before.decisions[at], &expected[at]).ok_or_else(unfit)?;
            }
            None => {
                expected.push(record.clone());
                written = appended(&written, record);
            }
        }
        let after = read(&written).map_err(|_| unfit())?;
        let is_whole = after.names.iter().map(|it| &it.name).eq(before.names.iter().map(|it| &it.name));
        if !is_whole || !after.decisions.iter().map(plain).eq(expected.iter().cloned()) {
            return Err(unfit());
        }
    }
    Ok(mark.to_owned() + &written)
}

fn read(text: &str) -> Result<CauseFile, Unrecorded> {
    let (_, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    match errors.first() {
        None => Ok(cause_names(text).0),
        Some(error) => {
            let place = span_of(text, error.span().unwrap_or(0..0));
            Err(Unrecorded::NotToml { place, message: error.message().to_owned() })
        }
    }
}

fn plain(stated: &StatedDecision) -> Record {
    Record {
        kind: stated.kind,
        between: stated.between.clone().map(|(reference, _)| reference),
        texts: stated.texts.clone(),
        answer: stated.answer,
        reason: stated.reason.clone(),
        as_of: stated.as_of,
    }
}

impl Record {
    fn stated(&self) -> StatedDecision {
        StatedDecision {
            kind: self.kind,
            between: self.between.clone().map(|reference| (reference, Span::line(1))),
            texts: self.texts.clone(),
            answer: self.answer,
            reason: self.reason.clone(),
            as_of: self.as_of,
        }
    }

    fn turn_to(&mut self, between: &[String; 2]) {
        if !self.between[0].trim().eq_ignore_ascii_case(&between[0]) {
            self.between.reverse();
            if let Some(texts) = &mut self.texts {
                texts.reverse();
            }
        }
        self.between = between.clone();
    }

    /// Its keys below the header, in their order.
    fn values(&self) -> [(&'static str, Option<String>); 6] {
        let two = |both: &[String; 2]| format!("[{}, {}]", quoted(&both[0]), quoted(&both[1]));
        [
            ("kind", Some(quoted(self.kind.word()))),
            ("between", Some(two(&self.between))),
            ("texts", self.texts.as_ref().map(two)),
            ("answer", Some(quoted(self.answer.word()))),
            ("reason", self.reason.as_deref().map(quoted)),
            ("as_of", self.as_of.map(|day| day.to_string())),
        ]
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn appended(text: &str, record: &Record) -> String {
    let end = line_end(text);
    let mut written = text.to_owned();
    if !written.is_empty() && !written.ends_with('\n') {
        written.push_str(end);
    }
    if !written.is_empty() {
        written.push_str(end);
    }
    written.push_str("[[reviewed]]");
    written.push_str(end);
    for (key, value) in record.values() {
        if let Some(value) = value {
            written.push_str(&format!("{key} = {value}{end}"));
        }
    }
    written
}

/// The text with the values of one entry changed; `None` where it is not found or cannot be cut into.
fn changed(text: &str, entry: &StatedDecision, record: &Record) -> Option<String> {
    let (table, _) = DeTable::parse_recoverable(text);
    let (_, list) = table.get_ref().iter().find(|(key, _)| key.get_ref().as_ref() == "reviewed")?;
    let DeValue::Array(entries) = list.get_ref() else { return None };
    let fields = entries.iter().rev().find_map(|one| {
        let DeValue::Table(fields) = one.get_ref() else { return None };
        let read = Reading { text, findings: Vec::new(), named: Default::default(), is_known: &|_| true }.decision(one);
        read.is_some_and(|it| it.is_again(entry)).then_some(fields)
    })?;
    let value = |key: &str| Some(sorted(fields).into_iter().find(|(name, _)| name.get_ref().as_ref() == key)?.1.span());
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    for (key, new) in record.values().into_iter().filter(|(key, _)| !matches!(*key, "kind" | "between")) {
        match (value(key), new) {
            (Some(place), Some(new)) => edits.push((place, new)),
            (Some(place), None) => edits.push(taken_out(text, place)),
            (None, Some(new)) => added.push_str(&format!("{key} = {new}{}", line_end(text))),
            (None, None) => {}
        }
    }
    if !added.is_empty() {
        let answer = value("answer")?;
        let line = text[answer.end..].find('\n').map(|at| answer.end + at + 1);
        let added = if line.is_none() { line_end(text).to_owned() + &added } else { added };
        let at = line.unwrap_or(text.len());
        edits.push((at..at, added));
    }
    edits.sort_by_key(|(place, _)| (place.start, place.end));
    let mut changed = text.to_owned();
    for (place, new) in edits.into_iter().rev() {
        changed.replace_range(place, &new);
    }
    Some(changed)
}

/// A value without its line where nothing else stands there; else an empty one.
fn taken_out(text: &str, place: Range<usize>) -> (Range<usize>, String) {
    let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at + 1);
    let is_key = |head: &str| head.trim_end().strip_suffix('=').is_some_and(|key| !key.contains(['=', '{', ',']));
    let alone = is_key(&text[start..place.start]) && text[place.end..end].trim().is_empty();
    if alone { (start..end, String::new()) } else { (place, "\"\"".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(between: [&str; 2], answer: Answer, reason: Option<&str>) -> Record {
        Record {
            kind: Subject::Cause,
            between: between.map(str::to_owned),
            texts: None,
            answer,
            reason: reason.map(str::to_owned),
            as_of: None,
        }
    }

    fn check(text: &str, record: Record, expected: &str) {
        assert_eq!(recorded(text, &[record]).unwrap(), expected);
    }

    const ENTRY: &str = "[[reviewed]]\nkind = \"cause\"\nbetween = [\"A\", \"B\"]\nanswer = \"same\"\n";

    #[test]
    fn a_first_decision_stands_behind_what_was_there() {
        let first = || record(["A", "B"], Answer::Same, None);
        check("", first(), ENTRY);
        check(
            "# ours\n[[cause]] # x\nname = \"N\"\nincidents = [\"A\"]",
            first(),
            &format!("# ours\n[[cause]] # x\nname = \"N\"\nincidents = [\"A\"]\n\n{ENTRY}"),
        );
        check("\u{feff}# ours\r\n", first(), &format!("\u{feff}# ours\r\n\r\n{}", ENTRY.replace('\n', "\r\n")));
        let both =
            [record(["A", "B"], Answer::Same, None), record(["A", "C"], Answer::Different, Some("a \"b\" \\ c"))];
        let text = recorded("", &both).unwrap();
        let (file, findings) = cause_names(&text);
        assert!(findings.is_empty(), "{text}");
        assert_eq!(file.decisions[1].reason.as_deref(), Some("a \"b\" \\ c"));
    }

    #[test]
    fn a_later_decision_takes_the_place_of_the_earlier_one_and_of_nothing_else() {
        let around =
            |entry: &str| format!("# before\n\n{entry}\n# after\n[[cause]]\nname = \"N\"\nincidents = [\"A\"]\n");
        let old = "[[reviewed]] # one\nkind = \"cause\"\n# why it matters\nbetween = [\"b\", \"a\"]\nanswer = \"same\" # sure?\nreason = \"they read alike\"\n";
        check(
            &around(old),
            record(["A", "B"], Answer::Different, Some("no")),
            &around(
                "[[reviewed]] # one\nkind = \"cause\"\n# why it matters\nbetween = [\"b\", \"a\"]\nanswer = \"different\" # sure?\nreason = \"no\"\n",
            ),
        );
        check(
            &around(old),
            record(["A", "B"], Answer::Different, None),
            &around(
                "[[reviewed]] # one\nkind = \"cause\"\n# why it matters\nbetween = [\"b\", \"a\"]\nanswer = \"different\" # sure?\n",
            ),
        );
        check(
            ENTRY.trim_end(),
            record(["A", "B"], Answer::Different, Some("no")),
            &ENTRY.replace("\"same\"", "\"different\"").replace("different\"\n", "different\"\nreason = \"no\"\n"),
        );
    }

    #[test]
    fn a_file_that_is_no_toml_or_cannot_be_added_to_is_an_error() {
        let refused = |text: &str| recorded(text, &[record(["A", "B"], Answer::Same, None)]).unwrap_err().to_string();
        assert!(
            refused("[[cause]]\nname = \"A\n").starts_with("line 2, column "),
            "{}",
            refused("[[cause]]\nname = \"A\n")
        );
        let inline = "reviewed = [{ kind = \"cause\", between = [\"A\", \"C\"], answer = \"same\" }]\n";
        assert!(refused(inline).starts_with("the decision on A and B would not be read"), "{}", refused(inline));
    }
}

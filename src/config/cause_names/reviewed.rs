//! `[[reviewed]]` of `causes.toml`: what people decided about something that was read across documents.

use std::borrow::Cow;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Reading, sorted};
use crate::config::load::{nearest, span_of};
use crate::diagnostic::Span;
use crate::model::{Answer, Subject};

/// One decision as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedDecision {
    pub kind: Subject,
    /// `INC-7`, or `INC-7#a3` for its third action item.
    pub between: [(String, Span); 2],
    /// The action items as they read when it was decided, in the order of `between`: an item is known by its words where
    /// others were put before it.
    pub texts: Option<[String; 2]>,
    pub answer: Answer,
    pub reason: Option<String>,
    pub as_of: Option<Date>,
}

/// The keys of an entry.
pub(super) const KEYS: [&str; 6] = ["kind", "between", "texts", "answer", "reason", "as_of"];

impl StatedDecision {
    /// Whether both answer the same question, by what is written.
    pub(super) fn is_again(&self, other: &Self) -> bool {
        let lower = |it: &Self| it.between.clone().map(|(reference, _)| reference.trim().to_lowercase());
        let ([a, b], there) = (lower(self), lower(other));
        self.kind == other.kind && ([a.clone(), b.clone()] == there || (self.kind.is_mutual() && [b, a] == there))
    }
}

impl Reading<'_> {
    pub(super) fn decision(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<StatedDecision> {
        let DeValue::Table(table) = entry.get_ref() else {
            self.find(
                "an entry is not a table",
                entry.span(),
                "write `[[reviewed]]`, then `kind`, `between`, `answer`",
            );
            return None;
        };
        if references(table).any(|reference| !(self.is_known)(incident_of(reference, self.is_known))) {
            return None;
        }
        let (mut kind, mut between, mut texts, mut answer) = (None, None, None, None);
        let (mut reason, mut as_of) = (None, None);
        for (key, value) in sorted(table) {
            match key.get_ref().as_ref() {
                "kind" => kind = self.word(value, "kind", &Subject::ALL),
                "answer" => answer = self.word(value, "answer", &Answer::ALL).map(|it| (it, value.span())),
                "between" => between = self.two(value, "between"),
                "texts" => texts = self.two(value, "texts"),
                "reason" => reason = self.reason(value),
                "as_of" => as_of = self.day(value),
                other => self.unknown(other, key.span(), &KEYS),
            }
        }
        let lacking = [("kind", kind.is_none()), ("between", between.is_none()), ("answer", answer.is_none())];
        if let Some((key, _)) = lacking.into_iter().find(|(key, lacks)| *lacks && !has(table, key)) {
            let help = "an entry has a `kind`, the two it is `between`, and an `answer`";
            self.find(format!("an entry without `{key}` decides nothing"), entry.span(), help);
        }
        let (kind, between, (answer, place)) = (kind?, between?, answer?);
        if !kind.answers().contains(&answer) {
            let help = format!("write {}", kind.answers().map(|it| format!("\"{}\"", it.word())).join(" or "));
            self.find(format!("`{}` is no answer for kind \"{}\"", answer.word(), kind.word()), place, help);
            return None;
        }
        let texts = texts.map(|texts| texts.map(|(text, _)| text));
        Some(StatedDecision { kind, between, texts, answer, reason, as_of })
    }

    /// One of the words that a key can have.
    fn word<T: Copy>(&mut self, value: &Spanned<DeValue<'_>>, key: &str, words: &[(T, &'static str)]) -> Option<T> {
        let known = || words.iter().map(|(_, word)| *word);
        let written = value.get_ref().as_str().unwrap_or_default();
        let found = words.iter().find(|(_, word)| *word == written.trim()).map(|(it, _)| *it);
        if found.is_none() {
            let help = match nearest(written, known()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write one of {}", known().collect::<Vec<_>>().join(", ")),
            };
            self.find(format!("`{key}` cannot be {}", shown(value.get_ref())), value.span(), help);
        }
        found
    }

    fn two(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<[(String, Span); 2]> {
        let all: Vec<&Spanned<DeValue<'_>>> = value.get_ref().as_array().into_iter().flatten().collect();
        let text = |one: &Spanned<DeValue<'_>>| {
            Some((one.get_ref().as_str()?.trim().to_owned(), span_of(self.text, one.span())))
        };
        let found = match all[..] {
            [first, second] => text(first).zip(text(second)),
            _ => None,
        };
        if found.is_none() {
            self.find(format!("`{key}` is not a list of two texts"), value.span(), "write `[\"INC-7\", \"INC-9\"]`");
        }
        found.map(|(first, second)| [first, second])
    }

    fn reason(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.find("`reason` is not a text", value.span(), "write `reason = \"...\"`");
            return None;
        };
        Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
    }

    fn day(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Date> {
        let day = match value.get_ref() {
            DeValue::Datetime(day) => day.to_string().parse().ok(),
            DeValue::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if day.is_none() {
            self.find("`as_of` is not a day", value.span(), "write `as_of = 2026-06-30`");
        }
        day
    }
}

fn shown(value: &DeValue<'_>) -> String {
    value.as_str().map_or_else(|| format!("a {}", value.type_str()), |text| format!("{text:?}"))
}

fn has(table: &DeTable<'_>, key: &str) -> bool {
    table.iter().any(|(name, _)| name.get_ref() as &Cow<'_, str> == key)
}

/// What the table of an entry refers to.
fn references<'t>(table: &'t DeTable<'_>) -> impl Iterator<Item = &'t str> {
    let lists = table.iter().filter(|(key, _)| key.get_ref().as_ref() == "between");
    let lists = lists.filter_map(|(_, value)| value.get_ref().as_array());
    lists.flat_map(|list| list.iter().filter_map(|one| one.get_ref().as_str()))
}

/// The incident of `INC-7#a3`; a name may hold `#` itself.
fn incident_of<'r>(reference: &'r str, is_known: &dyn Fn(&str) -> bool) -> &'r str {
    match reference.rsplit_once('#') {
        Some((incident, _)) if !is_known(reference) => incident,
        _ => reference,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{cause_names, cause_names_among};

    fn check(entry: &str, decisions: &[&str], findings: &[&str]) {
        let (file, told) = cause_names(&format!("[[reviewed]]\n{entry}"));
        let found: Vec<String> = file
            .decisions
            .iter()
            .map(|it| {
                let [a, b] = &it.between;
                let (kind, answer) = (it.kind.word(), it.answer.word());
                let reason = it.reason.as_deref().unwrap_or("-");
                format!("{kind} {} {} {answer} {reason} {:?}", a.0, b.0, it.as_of.map(|day| day.to_string()))
            })
            .collect();
        assert_eq!(found, decisions, "{entry}");
        let told: Vec<String> = told
            .iter()
            .map(|it| format!("{}:{} {}", it.span.unwrap().line, it.span.unwrap().column, it.message))
            .collect();
        assert_eq!(told, findings, "{entry}");
    }

    #[test]
    fn a_decision_has_a_kind_two_sides_and_an_answer() {
        check("kind = \"cause\"\nbetween = [\"A\", \"B\"]\nanswer = \"same\"\n", &["cause A B same - None"], &[]);
        check(
            "kind = \"held\"\nbetween = [\"A#a1\", \"B\"]\nanswer = \"wrong\"\nreason = \"\"\"\nnobody\n checked \"\"\"\nas_of = 2026-06-30\n",
            &["held A#a1 B wrong nobody checked Some(\"2026-06-30\")"],
            &[],
        );
    }

    #[test]
    fn a_mistake_costs_its_own_decision_and_is_told_with_its_place() {
        check("kind = \"cause\"\nbetween = [\"A\", \"B\"]\n", &[], &["1:1 an entry without `answer` decides nothing"]);
        check(
            "kind = \"cause\"\nbetween = [\"A\"]\nanswer = \"same\"\n",
            &[],
            &["3:11 `between` is not a list of two texts"],
        );
        check(
            "kind = \"held\"\nbetween = [\"A\", \"B\"]\nanswer = \"same\"\n",
            &[],
            &["4:10 `same` is no answer for kind \"held\""],
        );
        check(
            "kind = \"casue\"\nbetween = [\"A\", \"B\"]\nanswer = \"same\"\n",
            &[],
            &["2:8 `kind` cannot be \"casue\""],
        );
        check(
            "kind = \"cause\"\nbetween = [\"A\", \"B\"]\nanswer = \"same\"\nwhy = \"x\"\nas_of = 3\n",
            &["cause A B same - None"],
            &["5:1 no key is called `why` here", "6:9 `as_of` is not a day"],
        );
    }

    #[test]
    fn an_entry_of_what_is_not_known_does_not_stand_there() {
        let text = "[[reviewed]]\nkind = \"promise\"\nbetween = [\"A#a1\", \"B#a2\"]\nanswer = \"sam\"\n";
        assert_eq!(cause_names_among(text, |id| id == "A").1, []);
        assert_eq!(cause_names_among(text, |_| true).1.len(), 1);
    }
}

//! Dates, clocks and lengths of a language, written as English writes them.

use std::collections::HashMap;

use regex::{Captures, Regex};

use super::gloss::Gloss;
use super::phrases::folded;
use super::table::File;

/// January to December.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The forms of a language, compiled.
#[derive(Debug)]
pub(super) struct Times {
    forms: Vec<(Regex, String)>,
    months: HashMap<String, &'static str>,
    units: HashMap<String, String>,
}

impl Times {
    pub fn new(file: &File) -> Self {
        let spelt = |spellings: &str| spellings.split('|').map(str::to_owned).collect::<Vec<_>>();
        let months: HashMap<_, _> = file
            .months
            .iter()
            .zip(MONTHS)
            .flat_map(|(spellings, english)| spelt(spellings).into_iter().map(move |word| (word, english)))
            .collect();
        let units: HashMap<_, _> = file
            .units
            .iter()
            .flat_map(|(english, spellings)| spelt(spellings).into_iter().map(move |word| (word, english.clone())))
            .collect();
        let month = format!(r"(?P<month>{})\b\.?", any(months.keys()));
        let unit = format!(r"(?P<unit>{})", any(units.keys()));
        let forms = file.times.iter().map(|form| {
            let read = form.read.replace("{month}", &month).replace("{unit}", &unit);
            (Regex::new(&format!("(?i){read}")).expect("a compiled-in pattern"), form.write.clone())
        });
        Self { forms: forms.collect(), months, units }
    }

    /// Rewrites every form that stands in the text.
    pub fn apply(&self, gloss: &mut Gloss) {
        if !gloss.text().contains(|c: char| c.is_numeric()) {
            return;
        }
        for (read, write) in &self.forms {
            let found: Vec<_> = read
                .captures_iter(gloss.text())
                .filter_map(|found| Some((found.get(0)?.range(), self.written(write, &found))))
                .collect();
            gloss.replace(found);
        }
    }

    fn written(&self, write: &str, found: &Captures<'_>) -> String {
        let mut out = String::new();
        let mut rest = write;
        while let Some(at) = rest.find(['$', '%', '&']) {
            out.push_str(&rest[..at]);
            let sign = &rest[at..=at];
            rest = &rest[at + 1..];
            let group = |index: &str| found.get(index.parse().unwrap_or(0)).map_or("", |group| group.as_str());
            if let Some(behind) = rest.strip_prefix("month") {
                out.push_str(self.months.get(&named(found, "month")).copied().unwrap_or_default());
                rest = behind;
            } else if let Some(behind) = rest.strip_prefix("unit") {
                out.push_str(self.units.get(&named(found, "unit")).map_or("", String::as_str));
                rest = behind;
            } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
                let digits = ascii_digits(group(&rest[..1]));
                match sign {
                    "%" if digits.is_empty() => out.push_str("00"),
                    "%" => out.push_str(&format!("{digits:0>2}")),
                    "&" => {
                        let month = digits.parse::<usize>().ok().and_then(|number| MONTHS.get(number.wrapping_sub(1)));
                        out.push_str(month.copied().unwrap_or(&digits));
                    }
                    _ => out.push_str(&digits),
                }
                rest = &rest[1..];
            } else {
                out.push_str(sign);
            }
        }
        out.push_str(rest);
        out
    }
}

fn named(found: &Captures<'_>, name: &str) -> String {
    found.name(name).map(|word| folded(word.as_str())).unwrap_or_default()
}

/// Full-width digits as plain ones.
fn ascii_digits(text: &str) -> String {
    let plain = |c: char| match u32::from(c) {
        code @ 0xFF10..=0xFF19 => char::from_digit(code - 0xFF10, 10).unwrap_or(c),
        _ => c,
    };
    text.chars().map(plain).collect()
}

/// Any of the words, the longest first.
fn any<'w>(words: impl Iterator<Item = &'w String>) -> String {
    let mut words: Vec<String> = words.map(|word| regex::escape(word)).collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
    words.join("|")
}

//! Terms that are no dates: "end of November", "this week", "before the next release".
//!
//! In: a short text that may be a due date. Out: the term as written, without the word that only leads up to it; "before"
//! stays, since it says more.

use std::sync::LazyLock;

use regex::Regex;

use super::due::is_date;
use super::ticket::regex;

const MONTH: &str = concat!(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|",
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
);

/// Words in front of a term that only lead up to it.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "due", "due by", "due on", "by", "until", "till", "target", "target date", "targeted", "eta", "deadline", "no later than",
    "not later than", "at the latest", "latest", "planned for", "scheduled for", "expected", "from", "starting", "for", "in",
    "on", "within", "due:", "eta:", "target:", "deadline:", "bis", "à partir de", "hasta", "tot", "entro",
];

/// Words that say "not after".
const BEFORE: &[&str] = &["before ", "avant ", "vor ", "antes de ", "voor ", "prima di "];

/// A text that is a due date and nothing else, without the word that leads up to it.
pub(super) fn term(text: &str) -> Option<String> {
    const LONGEST: usize = 50;
    let text = text.trim().trim_end_matches(['.', ',']);
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let lower = text.to_lowercase();
    if lower.len() == text.len()
        && let Some(before) = BEFORE.iter().find(|word| lower.starts_with(**word))
    {
        let rest = &text[before.len()..];
        if is_date(rest) {
            return Some(rest.to_owned());
        }
        return (rest.split_whitespace().count() <= 8).then(|| text.to_owned());
    }
    let lead = if lower.len() == text.len() {
        LEADS.iter().filter(|lead| leads(&lower, lead)).map(|lead| lead.len()).max()
    } else {
        None
    };
    let rest = text[lead.unwrap_or(0)..].trim_start();
    if is_term(rest) {
        return Some(rest.strip_prefix("the ").unwrap_or(rest).to_owned());
    }
    // "by the next retraining": whatever it is, it comes.
    let promised = lead.is_some() && ["by ", "until ", "due ", "bis "].iter().any(|word| lower.starts_with(word));
    let named =
        ["next ", "the next ", "end of ", "the end of "].iter().any(|word| rest.to_lowercase().starts_with(word));
    (promised && named && rest.split_whitespace().count() <= 5).then(|| rest.to_owned())
}

fn leads(lower: &str, lead: &str) -> bool {
    lower.strip_prefix(lead).is_some_and(|rest| rest.starts_with([' ', ':']))
}

/// "end of November", "Q1 2026", "this week", "Friday", "autumn", "EOQ", "3/31".
fn is_term(text: &str) -> bool {
    static TERM: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(
            concat!(
                r"(?i)^(?:(?:the )?(?:end|beginning|start|middle) of \d{{4}}|(?:the )?(?:(?:end|beginning|start|middle|mid|late|early|first half|second half)[ -](?:of )?(?:the )?)?(?:",
                r"{month}(?: \d{{4}})?|q[1-4](?:[ /-]?\d{{2,4}})?|h[12](?: \d{{4}})?|fy ?\d{{2,4}}|",
                r"(?:this|next|coming|current|following) (?:week|month|quarter|year|sprint|release|weekend|spring|summer|autumn|fall|winter|{month}|\w+day)|",
                r"(?:{month} |next |q[1-4] )?(?:sprint|iteration)(?: \d{{1,4}})?|",
                r"(?:spring|summer|autumn|fall|winter|easter|christmas|year|month|week|quarter|week \d{{1,2}})(?: \d{{4}})?|",
                r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|eo[dwmqy]|tomorrow|today|tonight|immediate(?:ly)?|asap|at once|",
                r"(?:\d{{1,2}}|one|two|three|four|six|eight) (?:days?|weeks?|months?|sprints?)|",
                r"\d{{1,2}}/\d{{1,2}}|\d{{1,2}}\.\d{{1,2}}\.?|cw ?\d{{1,2}}|kw ?\d{{1,2}}|w\d{{1,2}}",
                r"))$"
            ),
            month = MONTH
        ))
    });
    is_date(text)
        || TERM.is_match(text)
            && !matches!(text.to_lowercase().as_str(), "week" | "month" | "year" | "quarter" | "fall" | "may" | "mar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_kept_as_written() {
        for (text, expected) in [
            ("this week", Some("this week")),
            ("by end of March", Some("end of March")),
            ("mid-April", Some("mid-April")),
            ("before Whitsun", Some("before Whitsun")),
            ("before 3 May 2024", Some("3 May 2024")),
            ("by the next audit", Some("the next audit")),
            ("Q3 2027", Some("Q3 2027")),
            ("target 2024-05-03", Some("2024-05-03")),
            ("by Thursday", Some("Thursday")),
            ("from May 2027", Some("May 2027")),
            ("bis 30.04.2024", Some("30.04.2024")),
            ("until 4/30", Some("4/30")),
            ("Oct sprint", Some("Oct sprint")),
            ("within two weeks", Some("two weeks")),
            ("in place", None),
            ("for everybody", None),
            ("on the proxy", None),
            ("Ana", None),
            ("may", None),
            ("week", None),
        ] {
            assert_eq!(term(text).as_deref(), expected, "{text}");
        }
    }
}

//! Due dates as authors write them: days, months, quarters, offsets. Kept as written, never computed with.

use std::sync::LazyLock;

use regex::Regex;

use crate::normalise::time::{self, DayOrder};

use super::term::term;
use super::ticket::regex;

const DATE: &str = concat!(
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|Q[1-4][\s'/-]{0,2}\d{2,4}|\d{4}[\s/-]?Q[1-4]|H[12]\s\d{4}|",
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?|",
    r"\d{1,2}(?:st|nd|rd|th)?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?(?:,?\s\d{4})?|",
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{4}|",
    r"\+\d{1,3}\s?[dwm]|Q[1-4])"
);

const ROUGHLY: &str = r"(?:(?i:end of|mid|early|late)[\s-])?";

/// Whether a text is a date or a span of dates and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    static WHOLE: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"^{ROUGHLY}{DATE}(?:\s?[-–]\s?{DATE})?$")));
    text.len() <= 40 && text.contains(|c: char| c.is_ascii_digit()) && WHOLE.is_match(text)
}

/// A due date as written, a whole day as `2025-06-30` whatever its notation.
pub(super) fn settled(text: &str) -> String {
    // Dots part days and months in that order wherever they are used.
    let order = if text.contains('.') { DayOrder::DayFirst } else { DayOrder::Undecided };
    let written = time::value(text, order).filter(|_| is_date(text));
    let day = written.and_then(|stamp| stamp.date?.full());
    day.map_or_else(|| text.to_owned(), |day| day.to_string())
}

/// Where a trailing due date starts and the date: "... by Q4 2025", "... +7d", "... - 30 June".
pub(super) fn trailing_due(text: &str) -> Option<(usize, String)> {
    static DUE: LazyLock<Regex> = LazyLock::new(|| {
        let by = format!(r"[\s(,](?i:by|due|until|till|before|target|eta|bis)\s(?:the\s)?({ROUGHLY}{DATE})");
        regex(&format!(r"(?:{by}|[\s(\[,–—-](\+\d{{1,3}}\s?[dwm])|\s[–—-]\s({DATE}))$"))
    });
    let ends_like_one = text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
    if !ends_like_one {
        return None;
    }
    if let Some(found) = trailing_term(text) {
        return Some(found);
    }
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = DUE.captures(text)?;
    let date = found.iter().skip(1).flatten().next()?.as_str().to_owned();
    Some((found.get(0)?.start(), date))
}

/// "... by Friday", "..., until end of May": a term that is no date, behind a word that says so.
fn trailing_term(text: &str) -> Option<(usize, String)> {
    const MOST_WORDS: usize = 6;
    let starts = text.match_indices(' ').map(|(at, _)| at).rev().take(MOST_WORDS);
    let led = starts.filter(|at| {
        let word = text[at + 1..].split(' ').next().unwrap_or_default();
        ["by", "until", "till", "due", "eta"].iter().any(|lead| word.eq_ignore_ascii_case(lead))
    });
    led.filter_map(|at| Some((at, term(&text[at + 1..])?))).last()
}

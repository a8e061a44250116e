//! The day that a story has come to: "on Tuesday evening", "the next morning", "04:00 the following day".
//!
//! Input: stretches of a text, in order. Output: the [`Day`] that a bare clock behind them is of. Knows no calendar.

use jiff::civil::Weekday;

use crate::normalise::time::{self, WrittenDate};

/// The day that a text has come to, as far as it names one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Day {
    pub date: Option<WrittenDate>,
    pub weekday: Option<Weekday>,
    /// The day of the week stood alone, and not in front of a clock.
    pub heard: bool,
    pub days: i64,
    /// "This morning": the day on which the text was written.
    pub of_writing: bool,
    /// The story has come to an afternoon or an evening.
    pub late: bool,
}

impl Day {
    /// Moves on to the day that words without a clock name: "on Tuesday evening", "the next morning".
    pub fn hear(&mut self, text: &str) {
        self.late = part_told(text).unwrap_or(self.late);
        match day_told(text) {
            Some(Named::Weekday(weekday)) => {
                *self = Self { weekday: Some(weekday), heard: true, days: 0, of_writing: false, ..*self }
            }
            Some(Named::Later(days)) => self.days += days,
            Some(Named::OfWriting) => *self = Self { of_writing: true, late: self.late, ..Self::default() },
            None => {}
        }
    }
}

/// Whether the last part of the day that a text names is a late one.
fn part_told(text: &str) -> Option<bool> {
    let parts = words_at(text).filter_map(|(_, word)| match word {
        "afternoon" | "evening" | "tonight" => Some(true),
        "morning" | "Morning" => Some(false),
        _ => None,
    });
    parts.last()
}

/// A day that words name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Weekday(Weekday),
    /// Days past the one that was told of before.
    Later(i64),
    /// That of the writing.
    OfWriting,
}

/// The day that a stretch of a story moves on to: the last day of the week that it names as one of its own, "the next
/// morning".
pub fn day_told(text: &str) -> Option<Named> {
    // What was there before, comes again or is to come.
    #[rustfmt::skip]
    const OTHER: &[&str] = &[
        "last", "next", "every", "each", "since", "previous", "until", "till", "before", "following", "coming", "of", "from", "for", "most", "any", "a", "another", "late",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    ];
    // "It had gone in on Tuesday" tells of what was there before.
    let clause = |at: usize| text[..at].rfind([',', ';', '.', ':']).map_or(0, |joint| joint + 1);
    let earlier =
        |at: usize| words_at(&text[clause(at)..at]).any(|(_, word)| matches!(word, "had" | "been" | "hadn" | "since"));
    let mut found = None;
    let mut before = String::new();
    for (at, word) in words_at(text) {
        let behind = &text[at + word.len()..];
        let own = !behind.starts_with("'s")
            && !behind.starts_with("’s")
            && !behind.starts_with('-')
            && !behind.starts_with('–');
        let capital = word.starts_with(char::is_uppercase) && word.len() > 3;
        if let Some(weekday) =
            time::weekday(word).filter(|_| capital && own && !OTHER.contains(&before.as_str()) && !earlier(at))
        {
            found = Some(Named::Weekday(weekday));
        }
        let lower = word.to_lowercase();
        if is_part_of_day(&lower) && matches!(before.as_str(), "next" | "following") && follows_the(&text[..at]) {
            found = Some(Named::Later(1));
        }
        if is_part_of_day(&lower) && before == "this" || lower == "today" {
            found = Some(Named::OfWriting);
        }
        before = lower;
    }
    found
}

/// How many days past the day told of before a clock is by the words right behind it: "04:00 the next morning".
pub fn day_behind(behind: &str) -> i64 {
    const NEAR: usize = 5;
    let words: Vec<String> = words_at(behind).take(NEAR).map(|(_, word)| word.to_lowercase()).collect();
    let at = words.iter().position(|word| is_part_of_day(word));
    let led = |at: usize| at > 0 && words[..at].iter().all(|word| ZONES_AND_JOINTS.contains(&word.as_str()));
    match at.filter(|at| led(*at)) {
        Some(at) if matches!(words[at - 1].as_str(), "next" | "following") => 1,
        Some(at) if words[at - 1] == "previous" || words.get(at + 1).is_some_and(|word| word == "before") => -1,
        _ => 0,
    }
}

/// What may stand between a clock and "the next morning".
const ZONES_AND_JOINTS: &[&str] =
    &["utc", "gmt", "cet", "cest", "pst", "pdt", "est", "edt", "on", "the", "next", "following", "previous", "of"];

fn is_part_of_day(word: &str) -> bool {
    matches!(word, "day" | "morning" | "afternoon" | "evening" | "night")
}

fn follows_the(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).rev().skip(1);
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("the"))
}

fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - start, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_moves_on_from_day_to_day() {
        for (text, expected) in [
            ("On Tuesday morning nobody knew", Some(Named::Weekday(Weekday::Tuesday))),
            ("By Friday it had spread, and on Saturday", Some(Named::Weekday(Weekday::Saturday))),
            ("The next morning the queue was full", Some(Named::Later(1))),
            ("the following day we tried", Some(Named::Later(1))),
            ("Sunday's upgrade was blamed", None),
            ("since last Monday", None),
            ("every Wednesday", None),
            ("the driver that had been updated on Monday", None),
            ("we sat there", None),
            ("it took until this morning", Some(Named::OfWriting)),
            ("This evening the last shop was back", Some(Named::OfWriting)),
            ("The next day-long test", Some(Named::Later(1))),
        ] {
            assert_eq!(day_told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_clock_may_be_of_the_next_day() {
        for (text, expected) in [
            (" UTC the next morning", 1),
            (" on the following day all was well", 1),
            (" the evening before", -1),
            (" of the previous day", -1),
            (" we paged the next engineer", 0),
            (" and all was well", 0),
        ] {
            assert_eq!(day_behind(text), expected, "{text}");
        }
    }
}

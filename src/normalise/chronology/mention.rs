//! What is told of each time in a sentence: the words around it, and the day of the week in front of it.
//!
//! Input: a sentence and the times in it. Output: where the words of each begin. Makes no rows of them.

use jiff::civil::Weekday;

use crate::normalise::time::{self, DayOrder, Stamp, StampRange};

use super::around::{clause_before, opens_clause};
use super::prose::Told;

/// What a passage tells with a clock beside it: "a technician closed the breaker at 04:31".
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    pub told: Told,
    /// What was told of that time, without the time.
    pub text: String,
    /// The line on which its passage begins.
    pub passage: usize,
}

/// Where what is told of each of the times of a sentence begins, and the end of the last.
///
/// "At 10:02 the disk failed and we swapped it at 10:40": a time that opens its clause takes what follows it, one that
/// closes it what stands before.
pub fn bounds(text: &str, timed: &[&StampRange]) -> Vec<usize> {
    let mut bounds = vec![0];
    let mut previous = 0;
    let mut closed = true;
    for (index, range) in timed.iter().enumerate() {
        let before = &text[previous..range.range.start];
        let clause = clause_before(before);
        let opens = opens_clause(clause);
        if index > 0 {
            bounds.push(match opens {
                true => range.range.start - clause.len(),
                false => previous + joint(before, closed),
            });
        }
        closed = !opens;
        previous = range.range.end;
    }
    bounds.push(text.len());
    bounds
}

/// Where the words between two times pass from the first to the second: behind a time that closed its clause at the first
/// joint, behind one that opened it at the last.
fn joint(between: &str, closed: bool) -> usize {
    const JOINTS: &[&str] = &[" and ", " but ", " then ", "; ", " before ", " until ", ". "];
    if let Some(at) = between.rfind(". ") {
        return at;
    }
    let all = || JOINTS.iter().flat_map(|joint| between.match_indices(joint)).map(|(at, _)| at);
    match closed {
        true => all().min().unwrap_or(0),
        false => all().max().or_else(|| between.rfind(", ")).unwrap_or(0),
    }
}

/// The day of the week right before a time: "on Wednesday at".
pub fn weekday_before(before: &str) -> Option<Weekday> {
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let near: Vec<&str> = words.rev().take(3).collect();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let at = near.iter().position(|word| (word.len() > 3 || capital(word)) && time::weekday(word).is_some())?;
    let fills =
        near[..at].iter().all(|word| matches!(*word, "at" | "around" | "about" | "morning" | "evening" | "night"));
    let named = !near.get(at + 1).is_some_and(|word| matches!(*word, "last" | "every" | "each"));
    time::weekday(near[at]).filter(|_| fills && named)
}

/// "The 07:00 refresh on Monday 1 April": the date of a clock that the thing which it names stands in front of.
pub fn dated_behind(stamp: &Stamp, behind: &str, order: DayOrder) -> Stamp {
    const NEAR: usize = 60;
    const WORDS: usize = 4;
    let near = behind.char_indices().nth(NEAR).map_or(behind, |(at, _)| &behind[..at]);
    let clause = &near[..near.find(['.', ';', ',', ':', '(']).unwrap_or(near.len())];
    let found = match stamp.date {
        None => time::stamps(clause, order).into_iter().next(),
        Some(_) => None,
    };
    let suits = |found: &Stamp| {
        let between: Vec<&str> = clause[..found.range.start].split_whitespace().collect();
        let weekday = between.last().is_some_and(|word| time::weekday(word).is_some());
        let joint = between.iter().rev().nth(usize::from(weekday));
        found.time.is_none() && between.len() <= WORDS && joint.is_some_and(|word| matches!(*word, "on" | "of"))
    };
    let date = found.filter(suits).and_then(|found| found.date);
    Stamp { date: stamp.date.or(date), ..stamp.clone() }
}

pub const HALF_A_DAY: i64 = 12 * 3600;

/// Whether a time is told in words that leave open which half of the day is meant: "half past seven".
pub fn is_spoken(words: &str) -> bool {
    const SETTLED: &[&str] = &["noon", "midnight", "midday", "morning", "afternoon", "evening", "night"];
    let letters = !words.bytes().any(|byte| byte.is_ascii_digit());
    let lower = words.to_lowercase();
    let early = lower.contains("twelve");
    letters && !early && !SETTLED.iter().any(|part| lower.contains(part))
}

/// "Closed 5 July": the day of the paperwork, which no later clock is of.
pub fn tells_paperwork(before: &str) -> bool {
    const DONE: &[&str] = &["closed", "published", "written", "issued", "posted", "reviewed", "approved", "revised"];
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
    words.take(2).any(|word| DONE.iter().any(|done| done.eq_ignore_ascii_case(word)))
}

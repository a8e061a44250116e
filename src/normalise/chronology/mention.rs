//! What is told of each time in a sentence: the words around it, and the day of the week in front of it.
//!
//! Input: a sentence and the times in it. Output: where the words of each begin. Makes no rows of them.

use jiff::civil::Weekday;

use crate::normalise::time::{self, StampRange};

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

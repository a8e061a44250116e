//! The words that tell one fault from another, and how many two texts share.

use super::words::Words;

/// Words that any report may use of any fault.
#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "issue", "issues", "problem", "problems", "recent", "recently", "performance", "possible", "failure", "failures",
    "errors", "error", "traffic", "latency", "with", "from", "service", "services", "system", "systems", "that",
    "this", "which", "were", "have", "been", "root", "cause", "caused", "causing", "found", "identified", "after",
    "before", "because", "team", "incident", "outage", "users", "their", "there", "when", "would", "could", "into",
];

/// The words of a text that tell it from others, in order, each once.
pub fn telling_words<'w>(words: &'w Words) -> Vec<&'w str> {
    let mut telling: Vec<&str> = Vec::new();
    for word in (0..words.len()).map(|index| words.word(index)) {
        if word.len() > 3 && !VAGUE.contains(&word) && !telling.contains(&word) {
            telling.push(word);
        }
    }
    telling
}

/// How many telling words of the first text stand in the second, endings aside.
pub fn shared_words(text: &str, other: &str) -> usize {
    let (text, other) = (Words::opening(text), Words::opening(other));
    shared_with(&text, &telling_words(&other))
}

/// How many telling words of a text are among these, endings aside.
pub fn shared_with(words: &Words, known: &[&str]) -> usize {
    let mut shared: Vec<&str> = Vec::new();
    for word in (0..words.len()).map(|index| words.word(index)).filter(|word| word.len() > 3) {
        let is_known = known.iter().any(|known| same_stem(word, known));
        if is_known && !VAGUE.contains(&word) && !shared.contains(&word) {
            shared.push(word);
        }
    }
    shared.len()
}

/// Whether two words agree in their first five letters, or wholly where one is shorter.
pub fn same_stem(word: &str, other: &str) -> bool {
    stem(word) == stem(other)
}

/// The first five letters of a word: forms of one word agree in them.
pub fn stem(word: &str) -> &str {
    word.char_indices().nth(5).map_or(word, |(end, _)| &word[..end])
}

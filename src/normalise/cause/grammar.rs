//! The phrase grammar of the rules.
//!
//! | written | matches |
//! |---|---|
//! | `memory leak` | the two words, one after the other; case does not matter, `memory-leak` is the same |
//! | `bug\|defect` | either word |
//! | `misconfig*` | every word that starts so |
//! | `(out of memory\|oom)` | either of several runs of words |
//! | `failed ..3 upgrade` | up to three words may stand between |
//!
//! Knows nothing of causes: a phrase stands for a number its owner gave it.

use super::token::Words;

/// Longest gap, longest phrase and most alternatives that are accepted.
const MAX_GAP: usize = 12;
const MAX_ELEMENTS: usize = 12;
const MAX_GAPS: usize = 4;
pub(super) const MIN_PREFIX: usize = 3;

/// A phrase as read, before it joins a [`Lexicon`](super::lexicon::Lexicon).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) elements: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    /// One word out of several.
    Word(Vec<Pattern>),
    /// One run of words out of several.
    Run(Vec<Vec<Pattern>>),
    /// At most so many words.
    Gap(usize),
}

/// A word, or the start of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    pub(super) word: String,
    pub(super) is_prefix: bool,
}

/// Why a phrase cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PhraseError {
    #[error("it has no words")]
    Empty,
    #[error("a parenthesis is not closed, or closed twice")]
    Parenthesis,
    #[error("an alternative beside `|` is empty")]
    EmptyAlternative,
    #[error("`{0}` is no gap: write `..1` to `..{MAX_GAP}` between two words")]
    Gap(String),
    #[error(
        "`{0}` is too short to stand for all words that start with it: give {MIN_PREFIX} letters or more before `*`"
    )]
    Prefix(String),
    #[error("it is too long: {MAX_ELEMENTS} words and {MAX_GAPS} gaps are the most")]
    TooLong,
}

impl Phrase {
    /// Reads a phrase; see the module for the grammar.
    pub(super) fn parse(text: &str) -> Result<Self, PhraseError> {
        let mut elements = Vec::new();
        for piece in pieces(text)? {
            match piece.strip_prefix("..") {
                Some(digits) => elements.push(Element::Gap(gap(piece, digits)?)),
                None => elements.extend(alternatives(piece)?),
            }
        }
        let ends_in_gap = |element: Option<&Element>| matches!(element, Some(Element::Gap(_)));
        if elements.is_empty() {
            return Err(PhraseError::Empty);
        }
        if ends_in_gap(elements.first()) || ends_in_gap(elements.last()) {
            return Err(PhraseError::Gap(text.trim().to_owned()));
        }
        let gaps = elements.iter().filter(|element| matches!(element, Element::Gap(_))).count();
        if elements.len() > MAX_ELEMENTS || gaps > MAX_GAPS {
            return Err(PhraseError::TooLong);
        }
        Ok(Self { elements })
    }
}

/// The text at its spaces, parentheses kept together.
fn pieces(text: &str) -> Result<Vec<&str>, PhraseError> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut start = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or(PhraseError::Parenthesis)?,
            _ => {}
        }
        if c.is_whitespace() && depth == 0 {
            pieces.extend(start.take().map(|start: usize| &text[start..at]));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if depth > 0 {
        return Err(PhraseError::Parenthesis);
    }
    pieces.extend(start.map(|start| &text[start..]));
    Ok(pieces)
}

fn gap(piece: &str, digits: &str) -> Result<usize, PhraseError> {
    match digits.parse() {
        Ok(length @ 1..=MAX_GAP) => Ok(length),
        _ => Err(PhraseError::Gap(piece.to_owned())),
    }
}

fn alternatives(piece: &str) -> Result<Vec<Element>, PhraseError> {
    let inner = match piece.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')').ok_or(PhraseError::Parenthesis)?,
        None => piece,
    };
    if inner.contains(['(', ')']) {
        return Err(PhraseError::Parenthesis);
    }
    let mut runs = inner.split('|').map(run).collect::<Result<Vec<_>, _>>()?;
    if runs.iter().all(|run| run.len() == 1) {
        let mut words: Vec<Pattern> = runs.into_iter().flatten().collect();
        words.sort();
        return Ok(vec![Element::Word(words)]);
    }
    // `memory-leak` alone is two words, not a choice.
    if let (1, Some(run)) = (runs.len(), runs.first_mut()) {
        return Ok(std::mem::take(run).into_iter().map(|word| Element::Word(vec![word])).collect());
    }
    Ok(vec![Element::Run(runs)])
}

/// The words of one alternative.
fn run(text: &str) -> Result<Vec<Pattern>, PhraseError> {
    let mut run = Vec::new();
    for written in text.split_whitespace() {
        let (stem, is_prefix) = match written.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (written, false),
        };
        let words = Words::of(stem);
        for index in 0..words.len() {
            let is_prefix = is_prefix && index + 1 == words.len();
            run.push(Pattern { word: words.word(index).to_owned(), is_prefix });
        }
        if is_prefix && run.last().is_none_or(|pattern| pattern.word.chars().count() < MIN_PREFIX) {
            return Err(PhraseError::Prefix(written.to_owned()));
        }
    }
    if run.is_empty() { Err(PhraseError::EmptyAlternative) } else { Ok(run) }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::{Lexicon, Reach};
    use super::*;

    fn found(phrase: &str, text: &str) -> Vec<String> {
        let mut lexicon = Lexicon::default();
        lexicon.add(&Phrase::parse(phrase).unwrap(), 0, Reach::Breath);
        let words = Words::of(text);
        lexicon.find(&words).into_iter().map(|hit| text[words.bytes(&hit.words)].to_owned()).collect()
    }

    fn check(phrase: &str, text: &str, expected: &[&str]) {
        assert_eq!(found(phrase, text), expected, "{phrase:?} in {text:?}");
    }

    #[test]
    fn words_alternatives_prefixes_and_gaps_match_as_written() {
        check("memory leak", "A Memory-leak in the agent", &["Memory-leak"]);
        check("bug|defect", "a bug, then a defect", &["bug", "defect"]);
        check("misconfig*", "Misconfigured or misconfiguration", &["Misconfigured", "misconfiguration"]);
        check("failed ..2 upgrade", "the failed cluster upgrade", &["failed cluster upgrade"]);
        check("failed ..2 upgrade", "the failed upgrade", &["failed upgrade"]);
        check("failed ..2 upgrade", "failed after the long upgrade", &[]);
    }

    #[test]
    fn an_alternative_may_hold_several_words() {
        check(
            "(out of memory|oom) ..1 kill*",
            "oom killer, out of memory killed",
            &["oom killer", "out of memory killed"],
        );
        check("(a b|c) d", "a d, c d, a b d", &["c d", "a b d"]);
        check("race-condition", "a race condition", &["race condition"]);
    }

    #[test]
    fn a_phrase_ends_with_its_sentence() {
        check("disk ..3 full", "We lost a disk. The bucket is full", &[]);
    }

    #[test]
    fn a_phrase_of_one_breath_ends_at_a_comma_a_colon_a_parenthesis_and_a_dash() {
        for text in ["disk, then full", "disk: full", "a disk (full)", "disk - full"] {
            check("disk ..3 full", text, &[]);
        }
        check("azure outage", "an [Azure](https://x.example/a) outage", &["Azure](https://x.example/a) outage"]);
    }

    #[test]
    fn a_malformed_phrase_is_refused_with_a_reason() {
        for (phrase, reason) in [
            ("", PhraseError::Empty),
            ("   ", PhraseError::Empty),
            ("(a b", PhraseError::Parenthesis),
            ("a) b", PhraseError::Parenthesis),
            ("((a|b) c)", PhraseError::Parenthesis),
            ("a||b", PhraseError::EmptyAlternative),
            ("a|", PhraseError::EmptyAlternative),
            ("--", PhraseError::EmptyAlternative),
            ("a ..x b", PhraseError::Gap("..x".into())),
            ("a ..99 b", PhraseError::Gap("..99".into())),
            ("a ..2", PhraseError::Gap("a ..2".into())),
            ("a*", PhraseError::Prefix("a*".into())),
            ("a b c d e f g h i j k l m", PhraseError::TooLong),
        ] {
            assert_eq!(Phrase::parse(phrase), Err(reason), "{phrase:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_phrase_and_no_text_is_too_strange(phrase in "\\PC{0,40}", text in "\\PC{0,200}") {
            let mut lexicon = Lexicon::default();
            if let Ok(phrase) = Phrase::parse(&phrase) {
                lexicon.add(&phrase, 7, Reach::Sentence);
            }
            let words = Words::of(&text);
            for hit in lexicon.find(&words) {
                proptest::prop_assert!(text.get(words.bytes(&hit.words)).is_some());
            }
        }
    }
}

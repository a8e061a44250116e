//! The grammar of phrases: of the rules and tables that come with incidex, and of an archive's own.
//!
//! | written | matches |
//! |---|---|
//! | `memory leak` | the two words, one after the other; case does not matter, `memory-leak` is the same |
//! | `bug\|defect` | either word |
//! | `misconfig*` | every word that starts so |
//! | `(out of memory\|oom)` | either of several runs of words |
//! | `failed ..3 upgrade` | up to three words may stand between |
//! | `sre\|on_call` | one alternative of two words, as `(sre\|on call)` |
//! | `over the? weekend` | the word may be missing |
//! | `@team` | a group of words that many phrases share |
//! | `^suspecting` | only at the start of a sentence |
//!
//! Of alternatives the single words are tried first, then the runs as written. Knows nothing of what a phrase means.

use super::groups::group;
use super::words::Words;

/// Longest gap, longest phrase and most alternatives that are accepted.
const MAX_GAP: usize = 12;
const MAX_ELEMENTS: usize = 12;
const MAX_GAPS: usize = 4;
pub(super) const MIN_PREFIX: usize = 3;

/// A phrase as read, before it joins a [`Lexicon`](super::lexicon::Lexicon).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub(super) elements: Vec<Element>,
    /// Only at the start of a sentence.
    pub(super) anchored: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    /// One word out of several.
    Word(Vec<Pattern>),
    /// One word out of several, or none.
    Maybe(Vec<Pattern>),
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
pub enum PhraseError {
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
    #[error("`{0}` may be missing, so it must be a single word, and not the first or the only one")]
    Optional(String),
    #[error("it is too long: {MAX_ELEMENTS} words and {MAX_GAPS} gaps are the most")]
    TooLong,
}

impl Phrase {
    /// Reads a phrase; see the module for the grammar.
    pub fn parse(text: &str) -> Result<Self, PhraseError> {
        let (anchored, text) = match text.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut elements = Vec::new();
        for piece in pieces(text)? {
            match (piece.strip_prefix(".."), piece.strip_suffix('?')) {
                (Some(digits), _) => elements.push(Element::Gap(gap(piece, digits)?)),
                (_, Some(word)) => elements.push(optional(piece, alternatives(word)?, elements.is_empty())?),
                _ => elements.extend(alternatives(piece)?),
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
        Ok(Self { elements, anchored })
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
    let written = inner.split('|').flat_map(|word| {
        let named = word.strip_prefix('@').and_then(group);
        named.unwrap_or(word).split('|')
    });
    let mut runs = written.map(run).collect::<Result<Vec<_>, _>>()?;
    if runs.iter().all(|run| run.len() == 1) {
        let mut words: Vec<Pattern> = runs.into_iter().flatten().collect();
        words.sort();
        return Ok(vec![Element::Word(words)]);
    }
    // `memory-leak` alone is two words, not a choice.
    if let (1, Some(run)) = (runs.len(), runs.first_mut()) {
        return Ok(std::mem::take(run).into_iter().map(|word| Element::Word(vec![word])).collect());
    }
    runs.sort_by_key(|run| run.len() > 1);
    Ok(vec![Element::Run(runs)])
}

/// The word that a `?` makes optional.
fn optional(piece: &str, elements: Vec<Element>, is_first: bool) -> Result<Element, PhraseError> {
    match <[Element; 1]>::try_from(elements) {
        Ok([Element::Word(words)]) if !is_first => Ok(Element::Maybe(words)),
        _ => Err(PhraseError::Optional(piece.to_owned())),
    }
}

/// The words of one alternative.
fn run(text: &str) -> Result<Vec<Pattern>, PhraseError> {
    let mut run = Vec::new();
    for written in text.split(|c: char| c.is_whitespace() || c == '_').filter(|written| !written.is_empty()) {
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
        lexicon.add(&Phrase::parse(phrase).unwrap(), (), Reach::Breath);
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
    fn a_word_may_be_missing_stand_for_a_group_or_be_several() {
        check(
            "ruled the? network out",
            "ruled network out, ruled the network out",
            &["ruled network out", "ruled the network out"],
        );
        check("sre|on_call paged", "The on-call paged, an SRE paged", &["on-call paged", "SRE paged"]);
        check("@team paged", "The on-call paged", &["on-call paged"]);
        check("didn't help", "It didn’t help, it didnt help", &["didn’t help", "didnt help"]);
    }

    #[test]
    fn an_anchored_phrase_stands_at_the_start_of_a_sentence() {
        check("^suspect*", "Proxy restarted. Suspecting DNS", &["Suspecting"]);
        check("^suspect*", "We were suspecting DNS", &[]);
        check("v2 failed", "Release v2.1 failed", &[]);
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
            ("why?", PhraseError::Optional("why?".into())),
            ("go (the way)? out", PhraseError::Optional("(the way)?".into())),
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

//! A look at a text that tells whether a phrase may stand in it, before the text is taken apart into words.
//!
//! In: the pieces that each phrase cannot do without. Out: yes or no; where it is no, no phrase stands there.

use aho_corasick::AhoCorasick;

use super::phrase::{Element, Pattern, Phrase};

/// Letters beyond ASCII that are ASCII in lower case.
const FALLING_BACK: &[char] = &['\u{212a}', '\u{130}'];

/// Shortest piece of a word that is worth looking for.
const SHORTEST_PIECE: usize = 3;

/// The pieces of words one of which stands in every text that holds a phrase.
#[derive(Debug)]
pub struct Glimpse {
    /// `None` where some phrase has no piece that is always there.
    pieces: Option<AhoCorasick>,
}

impl Glimpse {
    /// Takes the phrases that are looked for; one that cannot be read stands nowhere.
    pub fn of<'p>(phrases: impl Iterator<Item = &'p &'p str>) -> Self {
        let phrases: Vec<Phrase> = phrases.filter_map(|phrase| Phrase::parse(phrase).ok()).collect();
        let pieces = phrases.iter().map(pieces_of).collect::<Option<Vec<_>>>().map(|pieces| pieces.concat());
        let compiled = pieces.and_then(|pieces| AhoCorasick::builder().ascii_case_insensitive(true).build(pieces).ok());
        Self { pieces: compiled }
    }

    /// Whether a phrase may stand in the text.
    pub fn sees(&self, text: &str) -> bool {
        let found = self.pieces.as_ref().is_none_or(|pieces| pieces.is_match(text));
        found || (!text.is_ascii() && text.contains(FALLING_BACK))
    }
}

/// The alternatives of a phrase's most telling place, one of which stands wherever the phrase does; `None` where all are
/// too short.
fn pieces_of(phrase: &Phrase) -> Option<Vec<&str>> {
    let places = phrase.elements.iter().filter_map(|element| match element {
        Element::Word(words) => Some(words.iter().map(plain).collect::<Vec<_>>()),
        Element::Run(runs) => Some(runs.iter().filter_map(|run| longest(run)).collect()),
        Element::Maybe(_) | Element::Gap(_) => None,
    });
    let shortest = |pieces: &Vec<&str>| pieces.iter().map(|piece| piece.len()).min();
    places.max_by_key(shortest).filter(|pieces| shortest(pieces) >= Some(SHORTEST_PIECE))
}

fn longest(run: &[Pattern]) -> Option<&str> {
    run.iter().map(plain).max_by_key(|word| word.len())
}

/// A word up to its apostrophe, which may be typed as any sign, or not at all.
fn plain(pattern: &Pattern) -> &str {
    pattern.word.split('\'').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Lexicon, Words};
    use super::Glimpse;

    #[test]
    fn a_text_without_the_pieces_of_a_phrase_is_not_read() {
        let phrases =
            ["we|they ..1 suspect*", "red herring|herrings", "didn't ..2 help|improve|matter", "at_first|first guess"];
        let lexicon = Lexicon::built_in(&[((), &phrases)]);
        let glimpse = Glimpse::of(phrases.iter());
        for (text, seen) in [
            ("We SUSPECTED the proxy", true),
            ("a red herring", true),
            ("it didnt really help", true),
            ("It didn’t matter", true),
            ("At first guess", true),
            ("We saw the red line", false),
            ("They \u{212a}new it", true),
        ] {
            assert_eq!(glimpse.sees(text), seen, "{text:?}");
            assert!(seen || lexicon.find(&Words::of(text)).is_empty(), "{text:?}");
        }
    }
}

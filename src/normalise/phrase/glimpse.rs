//! A look at a text that tells whether a phrase may stand in it, before the text is taken apart into words.
//!
//! In: the pieces that each phrase cannot do without. Out: yes or no; where it is no, no phrase stands there.

use aho_corasick::AhoCorasick;

/// Letters beyond ASCII that are ASCII in lower case.
const FALLING_BACK: &[char] = &['\u{212a}', '\u{130}'];

/// The pieces of words one of which stands in every text that holds a phrase.
#[derive(Debug)]
pub(in crate::normalise) struct Glimpse {
    /// `None` where some phrase has no piece that is always there.
    pieces: Option<AhoCorasick>,
}

impl Glimpse {
    /// Takes for each phrase the pieces one of which it cannot do without; `None` for a phrase without such pieces.
    pub(super) fn of<'p>(phrases: impl Iterator<Item = Option<Vec<&'p str>>>) -> Self {
        let pieces = phrases.collect::<Option<Vec<_>>>().map(|pieces| pieces.concat());
        let compiled = pieces.and_then(|pieces| AhoCorasick::builder().ascii_case_insensitive(true).build(pieces).ok());
        Self { pieces: compiled }
    }

    /// Whether a phrase may stand in the text.
    pub(in crate::normalise) fn sees(&self, text: &str) -> bool {
        let found = self.pieces.as_ref().is_none_or(|pieces| pieces.is_match(text));
        found || (!text.is_ascii() && text.contains(FALLING_BACK))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lexicon, Words};

    #[test]
    fn a_text_without_the_pieces_of_a_phrase_is_not_read() {
        let lexicon = Lexicon::new(&[(
            (),
            &["we|they ..1 suspect*", "red herring|herrings", "didn't ..2 help|improve|matter", "at_first|first guess"],
        )]);
        let glimpse = lexicon.glimpse(|()| true);
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

//! A first look at a text that rules out what a pattern need not be tried on.
//!
//! In: a text and pieces of words that the pattern cannot do without. Out: whether any of them stands there.

/// Whether any of these ASCII pieces stands in the text, in capitals or not.
///
/// Pieces must not hold `k` or `s`: a pattern that ignores case also takes the Kelvin sign and the long s for them.
pub(super) fn holds_any(text: &str, pieces: &[&str]) -> bool {
    pieces.iter().any(|piece| holds(text.as_bytes(), piece.as_bytes()))
}

fn holds(text: &[u8], piece: &[u8]) -> bool {
    let Some(first) = piece.first() else { return true };
    debug_assert!(!piece.iter().any(|byte| matches!(byte.to_ascii_lowercase(), b'k' | b's')));
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text)
        .any(|at| text[at..].get(..piece.len()).is_some_and(|found| found.eq_ignore_ascii_case(piece)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_wherever_it_stands_and_however_it_is_written() {
        for (text, expected) in [("the OWNER", true), ("own", true), ("", false), ("ow", false), ("böwn", false)] {
            assert_eq!(holds_any(text, &["own", "ignee"]), expected, "{text:?}");
        }
        assert!(holds_any("an assignee", &["own", "ignee"]));
    }
}

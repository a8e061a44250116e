//! How a secret is spoken of: so that its owner knows which one is meant and nobody else learns it.

/// What may be told of a value: its beginning, if it is long enough to spare it, and how long it is.
pub(super) fn described(value: &str) -> String {
    let length = value.chars().count();
    let start: String = value.chars().take(shown(length)).collect();
    format!("{start}... ({length} characters)")
}

/// The value with a dot for each character that must not be seen.
pub(super) fn dotted(value: &str) -> String {
    let shown = shown(value.chars().count());
    let dot = |(at, c): (usize, char)| if at < shown || c == '\n' { c } else { '.' };
    value.chars().enumerate().map(dot).collect()
}

/// How many characters of so many may be seen: never more than 4, and none where that would tell much.
fn shown(length: usize) -> usize {
    if length < 16 { 0 } else { 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_four_characters_are_seen() {
        assert_eq!(described("abcdefghijklmnopqrst"), "abcd... (20 characters)");
        assert_eq!(described("hunter22"), "... (8 characters)");
        assert_eq!(dotted("abcdefghijklmnopqrst"), "abcd................");
        assert_eq!(dotted("ä1ö"), "...");
    }
}

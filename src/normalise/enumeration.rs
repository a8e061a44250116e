//! Numbers and bullets that open a line of a list which Markdown does not know: `(a)`, `b)`, `4.1`, `iv.`, `•`.
//!
//! Input: a line. Output: how many bytes its number takes, with the space behind it.

/// Signs that stand before an item by themselves.
const BULLETS: &[&str] = &["•", "–", "—", "·", "‣", "◦", "▪", "■", "●", "→", "*", "-", "+"];

/// The bytes of the number or bullet that opens a line; `None` where none does.
pub fn enumerator(line: &str) -> Option<usize> {
    let sign = line.split(' ').next().filter(|sign| sign.len() < line.len() && sign.len() <= 8)?;
    (BULLETS.contains(&sign) || is_number(sign)).then_some(sign.len() + 1)
}

/// As [`enumerator`], for lines that may as well go on from the one before: a dash or a bare number is not enough.
pub fn begins_a_line(line: &str) -> bool {
    let dash = |sign: &str| matches!(sign, "–" | "—" | "-" | "+");
    enumerator(line).is_some() && !line.split(' ').next().is_some_and(dash)
}

fn is_number(sign: &str) -> bool {
    let inner = sign.trim_start_matches('(').trim_end_matches([')', '.']);
    let closed = sign.len() > inner.len();
    let lettered = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = (1..=4).contains(&inner.len()) && inner.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let figures = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let numbered = !inner.is_empty() && inner.split('.').all(figures);
    closed && (lettered || roman || numbered) || numbered && inner.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_opens_a_line() {
        for line in
            ["(a) Test it", "b) test it", "4.1 Test it", "2. Test it", "iv) Test it", "• test it", "(3) Test it"]
        {
            let length = enumerator(line).unwrap_or_else(|| panic!("{line}"));
            assert!(line[length..].to_lowercase().starts_with("test"), "{line}");
        }
        for line in ["Test it", "A test", "3 tests", "2026 was", "12:30 test", "e.g. test", "(see above) test"] {
            assert_eq!(enumerator(line), None, "{line}");
        }
    }
}

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

/// The bytes of a code that opens a line of a list, `R1 ` or `M-2 `; none of a ticket's key, which is a fact of its item.
pub fn code(line: &str) -> Option<usize> {
    let sign = line.split(' ').next().filter(|sign| sign.len() < line.len() && sign.len() <= 12)?;
    let (letters, digits) = sign.split_at(sign.find(|c: char| c.is_ascii_digit() || c == '-')?);
    let plain = digits.trim_start_matches('-');
    let coded = !letters.is_empty()
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && !plain.is_empty()
        && plain.bytes().all(|b| b.is_ascii_digit());
    let short = letters.len() <= 2 && plain.len() <= 2;
    coded.then_some(if short { sign.len() + 1 } else { 0 })
}

/// The name behind the code of a form's field, which is set apart from it: `b4  measures`.
pub fn behind_code(text: &str) -> Option<&str> {
    let (code, name) = text.split_once("  ").or_else(|| text.split_once('\t'))?;
    let digits = code.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let letters = code.len() - digits.len();
    let coded = (1..=2).contains(&letters) && (1..=2).contains(&digits.len());
    (coded && digits.bytes().all(|b| b.is_ascii_digit())).then(|| name.trim_start())
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
    fn a_form_sets_its_code_apart() {
        for (text, name) in [
            ("b4  measures", Some("measures")),
            ("a12  impact", Some("impact")),
            ("b4 measures", None),
            ("so  what", None),
        ] {
            assert_eq!(behind_code(text), name, "{text}");
        }
    }

    #[test]
    fn a_code_opens_a_line() {
        for (line, length) in [("R1 Test it", 3), ("M-2 Test it", 4), ("OPS-127 test it", 0), ("AB3 Test", 4)] {
            assert_eq!(code(line), Some(length), "{line}");
        }
        for line in ["Test it", "R1", "v1 test", "SQL test", "R1a test"] {
            assert_eq!(code(line), None, "{line}");
        }
    }

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

//! Whether a string was drawn by lot or written by a person.
//!
//! Entropy alone tells them badly apart: a long identifier has as many different letters as a key. What a person wrote
//! is made of pairs of letters that follow each other in words; in a random string two of three pairs never do, and
//! digits stand between single letters. This is what a tokeniser sees too: words shrink to few tokens, keys do not.

/// By first letter, `a` to `z`: the letters that often follow it in technical English. Together these pairs make up 97%
/// of all pairs in the sample archive and in the sources of this program, and a third of all pairs there could be.
const FOLLOWERS: [&str; 26] = [
    "bcdfgiklmnprstuy",
    "aelouy",
    "aehiklortu",
    "abeiorsu",
    "abcdefgilmnpqrstvwxy",
    "aefinort",
    "aehirst",
    "aeiort",
    "acdefglmnorstvxz",
    "o",
    "eins",
    "adefilostuy",
    "abeilmopsu",
    "acdefgikostuwy",
    "cdfiklmnoprstuvw",
    "aehiloprstu",
    "u",
    "acdegikmnorstuvy",
    "acehiopstuw",
    "acehilorstuy",
    "abceglmnprst",
    "aei",
    "aehinors",
    "t",
    "est",
    "e",
];

/// Shannon entropy of the characters of a text, in bits a character.
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = [0usize; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = text.len() as f64;
    let bits = |count: &usize| -(*count as f64 / length) * (*count as f64 / length).log2();
    counts.iter().filter(|count| **count > 0).map(bits).sum()
}

/// The share of neighbouring characters that words and identifiers do not have, from 0 (only words) to 1.
///
/// Random letters and digits reach 0.6 and more, names such as `payments-api-v2` stay under 0.2. Pairs that say nothing
/// (two digits, a separator, the hump of a `camelCase` name) are not counted; with fewer than three others it is 0.
pub(super) fn chance(text: &str) -> f64 {
    let bytes = text.as_bytes();
    let (mut judged, mut odd) = (0u32, 0u32);
    // Letters in a row up to here, counted anew at every hump.
    let mut run = 0;
    for pair in bytes.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        run = if a.is_ascii_alphabetic() { run + 1 } else { 0 };
        let verdict = match (kind(a), kind(b)) {
            (Kind::Lower, Kind::Upper) => {
                let short = run < 3;
                run = 0;
                short.then_some(true)
            }
            (Kind::Lower | Kind::Upper, Kind::Lower | Kind::Upper) => Some(!follows(a, b)),
            // A number behind a word is how versions and hosts are named.
            (Kind::Lower | Kind::Upper, Kind::Digit) => (run < 3).then_some(true),
            (Kind::Digit, Kind::Lower | Kind::Upper) => Some(true),
            _ => None,
        };
        judged += u32::from(verdict.is_some());
        odd += u32::from(verdict == Some(true));
    }
    if judged < 3 { 0.0 } else { f64::from(odd) / f64::from(judged) }
}

fn follows(a: u8, b: u8) -> bool {
    let row = FOLLOWERS[usize::from(a.to_ascii_lowercase() - b'a')];
    row.as_bytes().contains(&b.to_ascii_lowercase())
}

#[derive(PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Other,
}

fn kind(byte: u8) -> Kind {
    match byte {
        b'a'..=b'z' => Kind::Lower,
        b'A'..=b'Z' => Kind::Upper,
        b'0'..=b'9' => Kind::Digit,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::Lot;
    use super::*;

    #[test]
    fn names_are_written_and_keys_are_drawn() {
        let written = [
            "payments-api-credentials-production",
            "expired-at-midnight-on-sunday",
            "kubernetes.io/service-account-token",
            "spring.datasource.hikari.maximumPoolSize",
            "CustomerNotificationServiceFactory",
            "checkout_replica_2_connection_string",
            "must_be_rotated_every_90_days",
        ];
        for name in written {
            assert!(chance(name) < 0.3, "{name}: {}", chance(name));
        }
        let mut lot = Lot::new(7);
        for (alphabet, length) in [("alnum", 24), ("hex", 32), ("base64url", 40), ("base32", 20), ("lower", 32)] {
            let drawn = (0..1000).filter(|_| chance(&lot.draw(alphabet, length)) > 0.36).count();
            assert!(drawn >= 990, "{alphabet}: {drawn} of 1000");
        }
    }

    #[test]
    fn entropy_counts_bits_a_character() {
        for (text, expected) in [("aaaa", 0.0), ("abab", 1.0), ("abcdefgh", 3.0)] {
            assert!((entropy(text) - expected).abs() < 1e-9, "{text}");
        }
    }
}

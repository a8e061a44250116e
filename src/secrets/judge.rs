//! Whether what stands where a secret could is one.

use std::ops::Range;

use super::chance::{chance, entropy};
use super::rules::{Placeholders, Rule, Rules};

/// Whether the match of a rule at `value` of `text` is a secret. `text` is the surroundings, without escapes.
pub(super) fn is_secret(rule: &Rule, text: &str, keyword: usize, value: &Range<usize>) -> bool {
    let Some(found) = text.get(value.clone()) else { return false };
    let placeholders = &Rules::built_in().placeholders;
    let refers =
        rule.human && found.starts_with(['$', '<', '{', '[', '(', '%', '&', '/', '~']) && !found.starts_with("$2");
    if refers
        || is_placeholder(placeholders, found)
        || (rule.inside && names_something_harmless(placeholders, text, keyword))
    {
        return false;
    }
    match (rule.human, rule.id.as_str()) {
        (true, "url_password") => is_password_of_address(text, value),
        (true, _) => is_password(found),
        (false, _) => entropy(found) >= rule.entropy && chance(found) >= rule.chance,
    }
}

/// Whether a value only marks the place of a secret, or names where one is kept.
fn is_placeholder(placeholders: &Placeholders, value: &str) -> bool {
    let folded = value.to_lowercase();
    let few = {
        let mut seen = [false; 256];
        value.bytes().for_each(|byte| seen[usize::from(byte)] = true);
        value.len() >= 6 && seen.iter().filter(|seen| **seen).count() <= value.len().min(16) / 4
    };
    few || placeholders.whole.contains(&folded) || placeholders.within.iter().any(|word| folded.contains(word.as_str()))
}

/// `next_page_token`, `csrf-token`, `arn:aws:secretsmanager:...:secret`: the word before the keyword decides.
fn names_something_harmless(placeholders: &Placeholders, text: &str, keyword: usize) -> bool {
    let before = text.get(..keyword).unwrap_or_default();
    let start =
        before.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | '|' | '?' | '&' | ','));
    let word = &before[start.map_or(0, |at| at + 1)..];
    if word.contains("arn:") || word.ends_with('/') {
        return true;
    }
    // The keyword may lack its first letter, so that it is found in both cases.
    let words = |text: &str| -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut last = None;
        for c in text.chars() {
            let hump = c.is_uppercase() && last.is_some_and(char::is_lowercase);
            if !c.is_alphanumeric() || words.is_empty() || hump {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
                word.extend(c.to_lowercase());
            }
            last = Some(c);
        }
        words
    };
    let from = before.char_indices().rev().take(32).last().map_or(0, |(at, _)| at);
    let words: Vec<String> = words(&before[from..]).into_iter().filter(|word| word.len() > 1).collect();
    let last = words.last().map(|word| word.as_str());
    last.is_some_and(|last| placeholders.harmless.iter().any(|word| word == last))
}

/// Characters that part the words of a name.
const BETWEEN: [char; 6] = ['-', '_', '.', ':', '/', '\\'];

/// Whether a person may have chosen this as a password, and not written a word, a name or a version.
fn is_password(value: &str) -> bool {
    let value = value.trim_end_matches(['.', ',', ':', ';', '…']);
    let letters = value.chars().any(char::is_alphabetic);
    let option = value.split_once('=').is_some_and(|(key, rest)| {
        key.len() > 1 && !rest.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    if value.chars().count() < 6 || !letters || option {
        return false;
    }
    if value.len() >= 8 && chance(value) >= 0.45 && entropy(value) >= 2.5 {
        return true;
    }
    let digits = value.chars().any(|c| c.is_ascii_digit());
    let symbols = value.chars().any(|c| "!@#$%^&*+?~=".contains(c));
    let mixed = value.chars().any(char::is_lowercase) && value.chars().any(char::is_uppercase);
    let call = value.contains(['(', ')', '[', ']']);
    let name = value.contains(BETWEEN);
    (digits && !name && !call) || (symbols && (digits || mixed) && !call)
}

/// In an address a password is meant to be one, so a plain word counts too; but a name of an image is no address.
fn is_password_of_address(text: &str, value: &Range<usize>) -> bool {
    let found = &text[value.clone()];
    let before = &text[..value.start.saturating_sub(1)];
    let user = before.rsplit('/').next().unwrap_or_default();
    let behind = text.get(value.end..).unwrap_or_default();
    let digest = behind.starts_with("@sha256") || behind.starts_with("@sha512");
    let port = found.bytes().all(|byte| byte.is_ascii_digit()) && found.len() <= 5;
    found.len() >= 4 && found != user && !digest && !port
}

/// Endings of file names that look like the end of a host: `icon@2x.png`.
const FILE_ENDINGS: [&str; 8] = ["png", "jpg", "jpeg", "svg", "gif", "webp", "js", "css"];

/// Whether what matched a rule for personal data tells something about somebody.
pub(super) fn is_personal(rule: &str, value: &str) -> bool {
    match rule {
        "email" => {
            let (user, host) = value.rsplit_once('@').unwrap_or(("", value));
            let host = host.to_ascii_lowercase();
            let ending = host.rsplit('.').next().unwrap_or_default();
            let reserved = ["example", "test", "invalid", "localhost"].contains(&ending)
                || ["example.com", "example.org", "example.net"]
                    .iter()
                    .any(|name| host == *name || host.ends_with(&format!(".{name}")));
            !reserved && !FILE_ENDINGS.contains(&ending) && user != "git"
        }
        "public_ip" => value.parse::<std::net::Ipv4Addr>().is_ok_and(is_public),
        "private_ip" => value.parse::<std::net::Ipv4Addr>().is_ok(),
        "phone" => (8..=15).contains(&value.bytes().filter(u8::is_ascii_digit).count()),
        _ => true,
    }
}

/// Neither reserved, nor private, nor for documentation.
fn is_public(address: std::net::Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let shared = first == 100 && (64..128).contains(&second);
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || shared
        || first == 0
        || first >= 224)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_words_and_versions_are_no_passwords() {
        for value in [
            "rotated",
            "db-1.internal",
            "v2.3.1",
            "12345678",
            "must-be-rotated",
            "get(x1)",
            "2024-11-29",
            "short",
            "id=npmrc,src=x",
        ] {
            assert!(!is_password(value), "{value}");
        }
        for value in ["Falcon2024", "turb1ne", "Winter-2024!", "p@ssW0rd!", "qzxkvjwq"] {
            assert!(is_password(value), "{value}");
        }
    }

    #[test]
    fn the_word_before_a_token_decides() {
        let placeholders = &Rules::built_in().placeholders;
        let harmless =
            ["next_page_t", "nextPageT", "X-CSRF-T", "arn:aws:secretsmanager:eu-west-1:1:s", "continuation t"];
        for before in harmless {
            assert!(names_something_harmless(placeholders, before, before.len()), "{before}");
        }
        for before in ["access_t", "  t", "SLACK_T", "https://x.example.org/hook?t", "the t", "homepage_access_t"] {
            assert!(!names_something_harmless(placeholders, before, before.len()), "{before}");
        }
    }

    #[test]
    fn what_marks_a_place_is_no_secret() {
        let placeholders = &Rules::built_in().placeholders;
        let marks = ["${DB_PASSWORD}", "{{ vault }}", "xxxxxxxxxxxxxxxx", "changeme", "aaaaaaaaaaaa", "password"];
        for value in marks {
            assert!(is_placeholder(placeholders, value), "{value}");
        }
        assert!(is_placeholder(placeholders, &format!("AKIAIOSFODNN7{}", "EXAMPLE")));
        assert!(!is_placeholder(placeholders, "Falcon2024!"));
    }
}

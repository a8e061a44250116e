//! The words of the calendar.

use jiff::civil::Weekday;

/// Month, 1 to 12, by its English name or a usual abbreviation, in any case.
pub fn month(word: &str) -> Option<i8> {
    let (number, name) = match &key(word)? {
        b"jan" => (1, "january"),
        b"feb" => (2, "february"),
        b"mar" => (3, "march"),
        b"apr" => (4, "april"),
        b"may" => (5, "may"),
        b"jun" => (6, "june"),
        b"jul" => (7, "july"),
        b"aug" => (8, "august"),
        b"sep" => (9, "september"),
        b"oct" => (10, "october"),
        b"nov" => (11, "november"),
        b"dec" => (12, "december"),
        _ => return None,
    };
    (word.len() == 3 || word.eq_ignore_ascii_case(name) || is_any(word, &["sept", "mars"])).then_some(number)
}

/// Month names that are everyday words when they are not capitalised.
pub(super) fn is_weak_month(word: &str) -> bool {
    matches!(word, "may" | "march" | "mar" | "mars" | "dec" | "jan")
}

pub(super) fn is_weekday(word: &str) -> bool {
    weekday(word).is_some()
}

/// The day of the week by its English name or a usual abbreviation, in any case.
pub fn weekday(word: &str) -> Option<Weekday> {
    let (day, name) = match &key(word)? {
        b"mon" => (Weekday::Monday, "monday"),
        b"tue" => (Weekday::Tuesday, "tuesday"),
        b"wed" => (Weekday::Wednesday, "wednesday"),
        b"thu" => (Weekday::Thursday, "thursday"),
        b"fri" => (Weekday::Friday, "friday"),
        b"sat" => (Weekday::Saturday, "saturday"),
        b"sun" => (Weekday::Sunday, "sunday"),
        _ => return None,
    };
    let named = word.len() == 3 || word.eq_ignore_ascii_case(name) || is_any(word, &["tues", "weds", "thur", "thurs"]);
    named.then_some(day)
}

/// `st`, `nd`, `rd` or `th`, whichever number it stands after.
pub(super) fn is_ordinal(word: &str) -> bool {
    is_any(word, &["st", "nd", "rd", "th"])
}

/// Words that say "not exactly" before a time or a length.
pub(super) static ABOUT: &[&str] =
    &["about", "around", "approximately", "approx", "ca", "circa", "roughly", "estimated", "near"];

fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// The first three letters in lower case, if the word has three to nine.
fn key(word: &str) -> Option<[u8; 3]> {
    let bytes = word.as_bytes();
    if !(3..=9).contains(&bytes.len()) {
        return None;
    }
    Some([bytes[0] | 0x20, bytes[1] | 0x20, bytes[2] | 0x20])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_name_and_abbreviation() {
        for (word, expected) in [
            ("March", Some(3)),
            ("mar", Some(3)),
            ("Sept", Some(9)),
            ("DECEMBER", Some(12)),
            ("Mars", Some(3)),
            ("Marc", None),
            ("decide", None),
            ("may", Some(5)),
            ("m", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }

    #[test]
    fn weekdays_are_known_by_name_and_abbreviation() {
        for (word, expected) in [("Thur", true), ("friday", true), ("Sun", true), ("Sunny", false), ("mondays", false)]
        {
            assert_eq!(is_weekday(word), expected, "{word}");
        }
    }
}

//! `:warning:` as the sign it stands for.
//!
//! The names are GitHub's (<https://github.com/github/gemoji>), which GitLab and Slack share for nearly all of them.

use std::borrow::Cow;

/// Name and sign on each line, sorted by the bytes of the name.
static NAMES: &str = include_str!("emoji.tsv");
const LONGEST: usize = 40;

/// The sign that a name stands for. Slack calls its circles and squares large.
pub fn sign(name: &str) -> Option<&'static str> {
    let find = |name: &str| {
        let (mut low, mut high) = (0, NAMES.len());
        while low < high {
            let middle = (low + high) / 2;
            let start = NAMES.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let (line, _) = NAMES[start..].split_once('\n')?;
            let (known, sign) = line.split_once('\t')?;
            match known.as_bytes().cmp(name.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(sign),
                std::cmp::Ordering::Less => low = start + line.len() + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    };
    find(name).or_else(|| find(name.strip_prefix("large_")?))
}

/// A text with signs in the place of their names; a colon within a word or a time opens no name.
pub fn with_signs(text: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let (mut copied, mut at) = (0, 0);
    while let Some(open) = text[at..].find(':').map(|open| at + open) {
        at = open + 1;
        let Some((name, end)) = name_at(text, open) else { continue };
        if text[..open].ends_with(':') && copied != open {
            continue;
        }
        let tone = name.strip_prefix("skin-tone-").is_some_and(|_| copied == open && copied > 0);
        let Some(sign) = sign(name).or(tone.then_some("")) else { continue };
        let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(&text[copied..open]);
        out.push_str(sign);
        (copied, at) = (end, end);
    }
    match out {
        Some(mut out) => {
            out.push_str(&text[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(text),
    }
}

/// The name between a colon and the next, and where that ends.
fn name_at(text: &str, open: usize) -> Option<(&str, usize)> {
    let before = text[..open].chars().next_back();
    let rest = &text[open + 1..];
    let length = rest.bytes().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+')))?;
    let end = open + 1 + length + 1;
    let closed = rest.as_bytes()[length] == b':' && (1..=LONGEST).contains(&length);
    let after = text.get(end..).and_then(|rest| rest.chars().next());
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    (closed && apart(before) && before != Some('/') && apart(after)).then(|| (&rest[..length], end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_signs() {
        for (text, expected) in [
            (":warning: Mail is down", "\u{26a0}\u{fe0f} Mail is down"),
            ("done :white_check_mark:", "done \u{2705}"),
            (":fire::fire:", "\u{1f525}\u{1f525}"),
            (":thumbsup::skin-tone-3: agreed", "\u{1f44d} agreed"),
            (":large_green_circle:", "\u{1f7e2}"),
            ("(:+1:)", "(\u{1f44d})"),
        ] {
            assert_eq!(with_signs(text), expected, "{text}");
        }
    }

    #[test]
    fn every_name_is_found() {
        let names = NAMES.lines().filter_map(|line| line.split_once('\t'));
        names.for_each(|(name, expected)| assert_eq!(sign(name), Some(expected), "{name}"));
        assert_eq!((sign(""), sign("aaaa"), sign("zzzz")), (None, None, None));
    }

    #[test]
    fn what_is_no_name_stays() {
        for text in
            ["10:100:20", "a:fire:b", "std::fmt::Write", "::warning::", ":our-own-sign:", "at 10:30: down", ":", "::"]
        {
            assert_eq!(with_signs(text), text);
        }
    }
}

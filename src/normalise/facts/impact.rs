//! The impact: what users noticed, and how many of them.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Impact, Origin};
use crate::normalise::author::Author;
use crate::normalise::front_matter_keys::Key;
use crate::normalise::glance::holds_any;
use crate::normalise::outline::Part;
use crate::normalise::trail::{Place, Trail};
use crate::normalise::vocabulary::Field;
use crate::parse::Line;

/// `approximately 30% of our users`, `75 percent of customers`, `16% of users`: a share of people, not of errors.
static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    people(
        r"(?i)(?P<about>\b(?:approximately|about|around|roughly|nearly|almost|some|circa|up to|over|more than|less than|an estimated|estimated)\s+|~\s*|≈\s*)?(?P<n>\d{1,3}(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b)\s+(?:of\s+)?(?:all\s+|our\s+|the\s+|its\s+|their\s+|active\s+|affected\s+|registered\s+|end\s+|total\s+|paying\s+|mobile\s+|web\s+|signed-in\s+|online\s+|monthly\s+|daily\s+|ios\s+|android\s+|desktop\s+|european\s+|us\s+|eu\s+|[\w-]+['’]s\s+){0,4}(?:those\s+who|PEOPLE)",
    )
});

static FRACTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<about>\b(?:approximately|about|around|roughly|nearly|almost)\s+)?\b(?P<words>half|(?:an?|one|two|three|four|five)[\s-](?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?)\s+of\s+(?:all\s+|our\s+|the\s+|its\s+|their\s+|active\s+){0,3}(?:users|customers|visitors|clients|accounts|members|readers|staff|employees|students|players|subscribers|tenants|households|people|user\s?base)\b")
        .expect("a compiled-in pattern")
});

/// `9,400 of 31,000 staff`, `12 out of our 40 customers`, `900 households of 7200`
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    people(
        r"(?i)(?P<about>\b(?:approximately|approx\.?|about|around|roughly|nearly|almost|some|circa|ca\.?|up to|over|an estimated)\s+|~\s*|≈\s*)?(?P<part>\d[\d.,]*)\s+(?:PEOPLE\s+)?(?:out\s+)?of\s+(?:(?:the|our|all|its|their|a|total|of)\s+){0,3}(?P<whole>\d[\d.,]*)\s*(?P<who>(?:[\w-]+\s+)?PEOPLE)?",
    )
});

/// `1,200 users (4%)`
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    people(
        r"(?i)\d\s+(?:[\w-]+\s+)?PEOPLE\s*\((?P<about>about\s+|around\s+|roughly\s+|ca\.?\s+|~\s*|≈\s*)?(?P<n>\d{1,3}(?:[.,]\d+)?)\s?%",
    )
});

/// `one in five customers`, `1 in 12 users`
static ONE_IN: LazyLock<Regex> = LazyLock::new(|| {
    people(
        r"(?i)\b(?:one|1)\s+(?:in|out of)\s+(?:every\s+)?(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\s+(?:of\s+)?(?:our\s+|the\s+|all\s+)?(?:[\w-]+\s+)?PEOPLE",
    )
});

/// A pattern with the words for people put in.
fn people(pattern: &str) -> Regex {
    const PEOPLE: &str = r"(?:users?|customers?|visitors?|clients?|accounts?|subscribers?|user\s?base|people|players|tenants|members|readers|staff|employees|students|households|patients|viewers|listeners|guests|shoppers|passengers|citizens|residents|merchants|sellers|connections|colleagues|patrons|drivers|learners|teachers|participants)\b";
    Regex::new(&pattern.replace("PEOPLE", PEOPLE)).expect("a compiled-in pattern")
}

static EVERYBODY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:all|every|100\s?%\s+of)\s+(?:of\s+)?(?:our\s+|the\s+)?(?:users?|customers?|visitors?)\b")
        .expect("a compiled-in pattern")
});

/// Text and share of users.
pub fn impact(author: &Author, parts: &[Part], trail: &mut Trail) -> Impact {
    let mut impact = Impact::default();
    let labelled: Vec<&Part> = parts.iter().filter(|part| part.field == Some(Field::Impact)).collect();
    if let Some((text, place)) = author.text(Key::Impact) {
        trail.note("impact.text", Origin::Stated, "front-matter", place);
        impact.text = Some(text);
    } else if let Some((part, text)) =
        labelled.iter().map(|part| (part, part.text())).find(|(_, text)| !text.is_empty())
    {
        if let Some(line) = part.lines().next() {
            trail.note("impact.text", Origin::Stated, "label", &Place::of(line));
        }
        impact.text = Some(text);
    }
    if let Some(stated) = author.get(Key::UsersPercent)
        && let Some(share) = stated.number().filter(|share| (0.0..=100.0).contains(share))
        && (stated.key.contains("percent") || stated.text().is_some_and(|text| text.contains('%')))
    {
        trail.note("impact.users_percent", Origin::Stated, "front-matter", &stated.place);
        impact.users_percent = Some(share);
        return impact;
    }
    if let Some((line, share)) = labelled.iter().filter(|part| counts_users(part)).find_map(|part| lone_share(part)) {
        trail.note("impact.users_percent", Origin::Stated, "share-of-users", &Place::of(line));
        impact.users_percent = Some(share);
        return impact;
    }
    let lines: Vec<&Line> = labelled.iter().copied().chain(summaries(parts)).flat_map(Part::lines).collect();
    if let Some((line, share, approximate, words)) =
        lines.iter().find_map(|line| share(&line.text).map(|(n, a, w)| (line, n, a, w)))
    {
        trail.note(
            "impact.users_percent",
            Origin::Stated,
            "share-of-users",
            &Place::at(line.number, line.column, words),
        );
        impact.users_percent = Some(share);
        impact.approximate = approximate;
        let everybody = lines.iter().find(|line| EVERYBODY.is_match(&line.text)).filter(|_| share < 100.0);
        if let Some(line) = everybody {
            let message = format!("the text speaks of all users and also of {share}% of them");
            trail.flag("impact_conflict", message, Some(line.number));
        }
    }
    impact
}

/// Whether the name of a part says that a share below it is one of users: `Users affected | 1,200 (4%)`.
fn counts_users(part: &Part) -> bool {
    const PEOPLE: &[&str] = &["user", "customer", "account", "visitor", "client", "subscriber", "tenant", "player"];
    const COUNTED: &[&str] = &["affected", "impacted", "share", "percent", "%"];
    part.label.as_ref().is_some_and(|label| {
        let label = label.text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
        says(PEOPLE) && says(COUNTED)
    })
}

/// The only share in the short value of a part.
fn lone_share(part: &Part) -> Option<(&Line, f64)> {
    static PERCENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(\d{1,3}(?:[.,]\d+)?)\s?%").expect("a compiled-in pattern"));
    let line = part.lines().next().filter(|line| line.text.len() <= 60)?;
    let mut shares = PERCENT.captures_iter(&line.text);
    let share: f64 = shares.next()?[1].replace(',', ".").parse().ok()?;
    (shares.next().is_none() && share <= 100.0).then_some((line, share))
}

fn summaries(parts: &[Part]) -> impl Iterator<Item = &Part> {
    parts.iter().filter(|part| matches!(part.field, Some(Field::Summary | Field::Background) | None))
}

/// The first share of users in a text: percent, whether it is approximate, and the words.
fn share(text: &str) -> Option<(f64, bool, &str)> {
    let per_cent = text.contains('%') || holds_any(text, &["cent"]);
    if per_cent && let Some(found) = counted(text) {
        return Some(found);
    }
    if per_cent && let Some(found) = SHARE.captures(text) {
        let number: f64 = found["n"].replace(',', ".").parse().ok()?;
        let words = found.get(0)?.as_str();
        return (number <= 100.0).then(|| (number, found.name("about").is_some(), words));
    }
    if (text.contains(" of ") || text.contains(" in "))
        && let Some(found) = counted(text)
    {
        return Some(found);
    }
    if !holds_any(text, &["alf", "thir", "quart", "fift", "ixth", "eventh", "eighth", "ninth", "tenth"]) {
        return None;
    }
    let found = FRACTION.captures(text)?;
    let words = found["words"].to_lowercase().replace('-', " ");
    let (count, part) = words.split_once(' ').unwrap_or(("one", &words));
    let count = NUMBERS.iter().position(|number| *number == count).unwrap_or(1);
    let parts = [
        ("half", 2),
        ("third", 3),
        ("quarter", 4),
        ("fifth", 5),
        ("sixth", 6),
        ("seventh", 7),
        ("eighth", 8),
        ("ninth", 9),
        ("tenth", 10),
    ];
    let of = parts.iter().find(|(name, _)| part.trim_end_matches('s') == *name)?.1;
    let share = rounded(count as f64 / f64::from(of));
    (share <= 100.0).then(|| {
        (share, found.name("about").is_some() || share.fract() != 0.0, found.get(0).map_or("", |m| m.as_str()))
    })
}

/// Number words, each at its number.
const NUMBERS: &[&str] =
    &["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// A part of a whole in per cent, to a tenth.
fn rounded(part: f64) -> f64 {
    (part * 1000.0).round() / 10.0
}

/// A share that a text gives as two counts of people, or as a count with its share in brackets.
fn counted(text: &str) -> Option<(f64, bool, &str)> {
    if let Some(found) = BESIDE.captures(text) {
        let share: f64 = found["n"].replace(',', ".").parse().ok()?;
        return (share <= 100.0)
            .then(|| (share, found.name("about").is_some(), found.get(0).map_or("", |m| m.as_str())));
    }
    if let Some(found) = ONE_IN.captures(text) {
        let of = &found["n"];
        let of = NUMBERS.iter().position(|number| of.eq_ignore_ascii_case(number)).or_else(|| of.parse().ok());
        let of = of.or_else(|| of_twenty(&found["n"])).filter(|of| *of > 1)?;
        return Some((rounded(1.0 / of as f64), true, found.get(0)?.as_str()));
    }
    let found = COUNTED.captures_iter(text).find(|found| {
        found.name("who").is_some()
            || found[0]
                .split_whitespace()
                .nth(1)
                .is_some_and(|word| word.chars().all(char::is_alphabetic) && word.len() > 3)
    })?;
    let number = |name: &str| found[name].trim_end_matches(['.', ',']).replace([',', '.'], "").parse::<f64>().ok();
    let (part, whole) = (number("part")?, number("whole")?);
    let share = (whole > 1.0 && part < whole).then(|| rounded(part / whole))?;
    Some((share, found.name("about").is_some() || share.fract() != 0.0, found.get(0)?.as_str()))
}

fn of_twenty(word: &str) -> Option<usize> {
    word.eq_ignore_ascii_case("twenty").then_some(20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(f64, bool)>) {
        assert_eq!(share(text).map(|(share, about, _)| (share, about)), expected, "{text}");
    }

    #[test]
    fn a_share_of_users_is_found_and_a_share_of_anything_else_is_not() {
        check("Some 40% of our customers could not pay.", Some((40.0, true)));
        check("12.5 percent of users saw an error.", Some((12.5, false)));
        check("About half of the users were signed out.", Some((50.0, true)));
        check("9,400 of 31,000 staff could not log on.", Some((30.3, true)));
        check("12 out of our 40 customers saw it", Some((30.0, false)));
        check("900 households of 7200 were dry", Some((12.5, true)));
        check("Some 1,200 users (4%) were signed out.", Some((4.0, false)));
        check("One in five customers could not pay.", Some((20.0, true)));
        check("Two fifths of our members got no mail.", Some((40.0, false)));
        check("22% of the app's active users took a picture", Some((22.0, false)));
        check("3 of 5 nodes failed", None);
        check("2 of the 3 copies were lost", None);
        check("Error rates rose by 30%.", None);
        check("a 30% increase in errors for users", None);
        check("CPU at 90% of its limit", None);
        check("5% of payments were refused", None);
    }
}

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
    Regex::new(
        r"(?i)(?P<about>\b(?:approximately|about|around|roughly|nearly|almost|some|circa|up to|over|more than|less than|an estimated|estimated)\s+|~\s*|≈\s*)?(?P<n>\d{1,3}(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b)\s+(?:of\s+)?(?:all\s+|our\s+|the\s+|its\s+|their\s+|active\s+|affected\s+|registered\s+|end\s+|total\s+|paying\s+|mobile\s+|web\s+|signed-in\s+){0,3}(?:users?|customers?|visitors?|clients?|accounts?|subscribers?|user\s?base|people|players|tenants)\b",
    )
    .expect("a compiled-in pattern")
});

static FRACTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<about>\b(?:approximately|about|around|roughly|nearly|almost)\s+)?\b(?P<words>half|a third|one third|two thirds|two-thirds|a quarter|one quarter|three quarters)\s+of\s+(?:all\s+|our\s+|the\s+){0,2}(?:users|customers|visitors|clients|accounts)\b")
        .expect("a compiled-in pattern")
});

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
    if per_cent && let Some(found) = SHARE.captures(text) {
        let number: f64 = found["n"].replace(',', ".").parse().ok()?;
        let words = found.get(0)?.as_str();
        return (number <= 100.0).then(|| (number, found.name("about").is_some(), words));
    }
    if !holds_any(text, &["alf", "thir", "quart"]) {
        return None;
    }
    let found = FRACTION.captures(text)?;
    let share = match found["words"].to_lowercase().as_str() {
        "half" => 50.0,
        "a quarter" | "one quarter" => 25.0,
        "three quarters" => 75.0,
        "two thirds" | "two-thirds" => 66.7,
        _ => 33.3,
    };
    Some((share, found.name("about").is_some() || share.fract() != 0.0, found.get(0)?.as_str()))
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
        check("Error rates rose by 30%.", None);
        check("a 30% increase in errors for users", None);
        check("CPU at 90% of its limit", None);
        check("5% of payments were refused", None);
    }
}

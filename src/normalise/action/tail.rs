//! What hangs on an item one after the other: `... – ada – OPS-12 – due 3 May`, `... (Ben, this week)`, `... Ana, by June.`
//!
//! In: the end of an item. Out: where the last unit starts and what it says: a unit is what stands behind a dash, between
//! brackets, or as a last short sentence. All of it has to be a fact. A bare name is an owner where the document knows
//! somebody of that name, where it stands beside another fact, or where the items of a list end with names in a row; else it
//! is the author's.

use super::RawAction;
use super::cast::is_shaped_like_a_name;
use super::label::{Told, ends_with_initial, part_of_bracket};
use super::prose::starts_promise;
use super::state::{Mark, mark_in_bracket, mark_of};
use super::trailer::is_aside;

/// What a part of a unit says.
enum Part {
    Sure(Vec<Told>),
    /// May be an owner.
    Name(String),
}

/// How sure a bare name is meant as an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Company {
    /// Another fact stands beside it, or its list ends with names.
    Kept,
    Alone,
}

/// Signs between an item and what hangs on it.
const DASHES: &[&str] = &[" – ", " — ", " - ", " -- ", " --- ", " | ", " · ", " → ", " -> ", " => ", " // "];

/// No unit is longer than this many bytes.
const LONGEST: usize = 80;

/// Where the last unit of a text starts, the sign in front of it included, and what the unit is.
fn last_unit(text: &str) -> Option<(usize, &str, bool)> {
    let dash = DASHES
        .iter()
        .filter_map(|sign| text.rfind(sign).map(|at| (at, sign.len(), true)))
        .max_by_key(|unit| unit.0 + unit.1);
    let stop = [". ", "? ", "! ", ".) ", ") "]
        .iter()
        .filter_map(|sign| text.rfind(sign).map(|at| (at + sign.len() - 1, 1, false)))
        .max();
    // "R. Baker" and "Dr. Ng" end no sentence.
    let stop = stop.filter(|(at, ..)| !text[..*at].strip_suffix('.').is_some_and(ends_with_initial));
    let (start, width, dashed) = dash.into_iter().chain(stop).max_by_key(|unit| unit.0 + unit.1)?;
    let unit = text[start + width..].trim();
    (!unit.is_empty() && unit.len() <= LONGEST).then_some((start, unit, dashed))
}

/// "... than the open year: Wim, before June": a name behind a colon, with more.
fn behind_a_colon(text: &str, raw: &RawAction) -> Option<(usize, Vec<Told>)> {
    let start = text.rfind(": ")?;
    let unit = text[start + 2..].trim();
    let first = unit.split(',').next().unwrap_or_default();
    (unit.len() <= LONGEST && raw.cast.knows(first))
        .then(|| told(unit, raw, Company::Alone, false))
        .flatten()
        .map(|told| (start, told))
}

/// What the last unit of a text says, behind a dash or as a last sentence.
pub(super) fn unit(text: &str, raw: &RawAction, company: Company) -> Option<(usize, Vec<Told>)> {
    if let Some(found) = behind_a_colon(text, raw) {
        return Some(found);
    }
    let (start, unit, dashed) = last_unit(text)?;
    let whole = text[..start].trim();
    if whole.is_empty() {
        return None;
    }
    let company = match last_unit(whole).and_then(|(_, before, _)| told(before, raw, Company::Alone, true)) {
        Some(_) if dashed => Company::Kept,
        _ => company,
    };
    if !dashed && unit.split_whitespace().count() > 9 {
        return None;
    }
    let as_told = |told: Vec<Told>| -> Vec<Told> {
        // "Done, 21 August." is a sentence of the author's.
        let claims = !dashed && unit.contains(|c: char| c == ',' || c.is_ascii_digit());
        let claimed = |told| if claims && told == Told::Mark(Mark::Done) { Told::Claimed } else { told };
        told.into_iter().map(claimed).collect()
    };
    told(unit, raw, company, dashed)
        .map(as_told)
        .or_else(|| (!dashed).then(|| claimed_by(unit, raw)).flatten())
        .map(|told| (start, told))
}

/// What a unit says; `None` where any part of it belongs to the promise.
pub(super) fn told(unit: &str, raw: &RawAction, company: Company, dashed: bool) -> Option<Vec<Told>> {
    let mut read_so_far: Vec<Part> = Vec::new();
    for part in parts(unit) {
        match read(&part, raw, dashed) {
            // "done, Sunday" says when it was done and not when it is due.
            Some(Part::Sure(told)) if tells_done(&read_so_far) && matches!(told[..], [Told::Due(_)]) => {}
            Some(read) => read_so_far.push(read),
            // "done, went out at noon": a remark on what was done.
            None if tells_done(&read_so_far) => break,
            None => return None,
        }
    }
    let parts = read_so_far;
    let sure = parts.iter().any(|part| matches!(part, Part::Sure(_)));
    let names = parts.iter().filter(|part| matches!(part, Part::Name(_))).count();
    if parts.is_empty() || names > 1 || names == 1 && !sure && company == Company::Alone {
        return None;
    }
    let told = parts.into_iter().flat_map(|part| match part {
        Part::Sure(told) => told,
        Part::Name(name) => vec![Told::Owner(name)],
    });
    Some(told.collect())
}

fn tells_done(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part, Part::Sure(told) if told.contains(&Told::Mark(Mark::Done))))
}

/// Whether a text ends with facts in brackets or behind a dash, or with brackets at all.
pub fn ends_with_facts(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches('.');
    let raw = RawAction::new("", crate::model::ActionGroup::ActionItems, 0);
    text.ends_with(')')
        || last_unit(text).is_some_and(|(_, unit, dashed)| dashed && told(unit, &raw, Company::Kept, true).is_some())
}

/// The parts of a unit between commas; a day and its year are one.
fn parts(unit: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut depth = 0_i32;
    let cut = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && matches!(c, ',' | ';' | '|' | '·')
    };
    for part in unit.split(cut).map(str::trim).filter(|part| !part.is_empty()) {
        let is_year = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        match parts.last_mut() {
            Some(last) if is_year => *last = format!("{last}, {part}"),
            _ => parts.push(part.trim_end_matches('.').to_owned()),
        }
    }
    parts
}

fn read(part: &str, raw: &RawAction, dashed: bool) -> Option<Part> {
    if part.eq_ignore_ascii_case("me") || part == "myself" {
        let teller = raw.cast.teller().map(|name| Told::Owner(name.to_owned()));
        return Some(Part::Sure(vec![teller.unwrap_or(Told::Aside)]));
    }
    let mark = if dashed { mark_of(part) } else { mark_in_bracket(part) };
    if let Some(mark) = mark {
        return Some(Part::Sure(vec![Told::Mark(mark)]));
    }
    if let Some(told) = part_of_bracket(part, &raw.links) {
        return Some(Part::Sure(vec![told]));
    }
    if is_aside(part) {
        return Some(Part::Sure(vec![Told::Aside]));
    }
    if raw.cast.knows(part) {
        return Some(Part::Sure(vec![Told::Owner(part.to_owned())]));
    }
    if let Some(told) = claimed_by(part, raw) {
        return Some(Part::Sure(told));
    }
    // "Storage by 3 May", "Storage: open"
    for sign in [" by ", " until ", ": "] {
        if let Some((name, rest)) = part.split_once(sign)
            && is_a_possible_owner(name)
            && let Some(told) = part_of_bracket(rest, &raw.links).or_else(|| mark_of(rest).map(Told::Mark))
        {
            return Some(Part::Sure(vec![Told::Owner(name.to_owned()), told]));
        }
    }
    is_a_possible_owner(part).then(|| Part::Name(part.to_owned()))
}

fn is_a_possible_owner(text: &str) -> bool {
    const LONGEST_NAME: usize = 40;
    text.len() <= LONGEST_NAME && is_shaped_like_a_name(text) && !starts_promise(text)
}

/// "Ana has done this already", "it's in already", "already did that".
fn claimed_by(text: &str, raw: &RawAction) -> Option<Vec<Told>> {
    const MOST_WORDS: usize = 9;
    #[rustfmt::skip]
    const CLAIMS: &[&str] = &[
        "has", "have", "did", "has done", "it's in", "it is in", "is in", "already in", "is live", "are in", "in place", "it's done", "it's live", "that's done", "done this", "did this", "did that", "done that",
    ];
    let lower = text.to_lowercase().replace('’', "'");
    let words = lower.split_whitespace().count();
    let says_already = lower.split_whitespace().any(|word| word.trim_end_matches('.') == "already");
    if words > MOST_WORDS || !says_already || !CLAIMS.iter().any(|claim| lower.contains(claim)) {
        return None;
    }
    let mut told = vec![Told::Claimed];
    let first = text.split_whitespace().next().unwrap_or_default();
    if raw.cast.knows(first) || first.starts_with(char::is_uppercase) && is_shaped_like_a_name(first) {
        told.insert(0, Told::Owner(first.to_owned()));
    }
    Some(told)
}

/// Whether the items of a list end with names in a row: most have a last unit behind a dash that may be an owner's.
pub(super) fn ends_with_names(raws: &[RawAction]) -> bool {
    const FEWEST: usize = 2;
    let named = raws.iter().filter(|raw| raw.columns.is_none()).filter(|raw| {
        let text = raw.text.trim_end().trim_end_matches('.');
        last_unit(text).is_some_and(|(_, unit, dashed)| {
            dashed && parts(unit).iter().all(|part| read(part, raw, true).is_some()) && !unit.contains('(')
        })
    });
    let count = named.count();
    count >= FEWEST && count * 2 > raws.len()
}

#[cfg(test)]
mod tests {
    use super::super::{Cast, action_item, listed};
    use super::*;
    use crate::model::{ActionGroup, ActionState};

    type Facts<'a> = (&'a str, ActionState, Option<&'a str>, Option<&'a str>, Option<&'a str>);

    fn raw(text: &str) -> RawAction {
        let cast =
            Cast::new(&["Noor Vance".to_owned()], "mira suspects the switch\nOle says no\n— Noor Vance".to_owned());
        RawAction { cast, ..RawAction::new(text, ActionGroup::ActionItems, 1) }
    }

    fn check(text: &str, expected: Facts<'_>) {
        let item = action_item(&raw(text)).unwrap_or_else(|| panic!("{text} is no item"));
        let found = (&*item.text, item.state, item.owner.as_deref(), item.due.as_deref(), item.ticket.as_deref());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn facts_that_follow_each_other_are_taken_off_one_by_one() {
        use ActionState::{ClaimedDone, Done, Dropped, Open, Tracked, Unknown};
        let renew = "Renew the certificate";
        for (text, expected) in [
            (
                "Renew the certificate – edge-team – due 2025-03-21",
                (renew, Unknown, Some("edge-team"), Some("2025-03-21"), None),
            ),
            (
                "OPS-3-12 Renew the certificate — owner: Mira — ✅ Completed",
                (renew, Done, Some("Mira"), None, Some("OPS-3-12")),
            ),
            (
                "WEB-14 Renew the certificate -- mira, by end of May",
                (renew, Tracked, Some("mira"), Some("end of May"), Some("WEB-14")),
            ),
            ("Renew the certificate (mira, this week)", (renew, Unknown, Some("mira"), Some("this week"), None)),
            ("Renew the certificate (me)", (renew, Unknown, Some("Noor Vance"), None, None)),
            ("Renew the certificate (Ole, done)", (renew, Done, Some("Ole"), None, None)),
            ("Renew the certificate (@ole) WEB-15", (renew, Tracked, Some("@ole"), None, Some("WEB-15"))),
            ("Renew the certificate. Done, 3 May.", ("Renew the certificate.", ClaimedDone, None, None, None)),
            (
                "Renew the certificate. Facility management, Q1 2026",
                ("Renew the certificate.", Unknown, Some("Facility management"), Some("Q1 2026"), None),
            ),
            ("Renew the certificate -> WEB-16", (renew, Tracked, None, None, Some("WEB-16"))),
            ("Renew the certificate - Not doing", (renew, Dropped, None, None, None)),
            (
                "Renew the certificate (Hr. Lund, bis 31.10.2025)",
                (renew, Unknown, Some("Hr. Lund"), Some("2025-10-31"), None),
            ),
            (
                "TASK0045 Renew the certificate. Owner: Web Ops. Due 2025-02-28",
                ("Renew the certificate.", Tracked, Some("Web Ops"), Some("2025-02-28"), Some("TASK0045")),
            ),
            (
                "Renew the certificate - IN PROGRESS, target 2025-01-31 (Web Operations)",
                (renew, Open, Some("Web Operations"), Some("2025-01-31"), None),
            ),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_is_the_authors_stays() {
        for text in [
            "Renew the certificate (Postgres)",
            "Move the queue - it is slow",
            "Renew the certificate — see the runbook",
            "Alert on errors, latency and saturation",
            "Upgrade the proxy. Test it first",
        ] {
            let item = action_item(&raw(text)).unwrap_or_else(|| panic!("{text} is no item"));
            assert_eq!((&*item.text, item.owner, item.due), (text, None, None), "{text}");
        }
    }

    #[test]
    fn names_in_a_row_are_owners() {
        let items = listed(&[raw("Renew the certificate — Ursa"), raw("Split the ring — board"), raw("Buy fuses")]);
        let owners: Vec<_> = items.iter().map(|item| item.owner.as_deref()).collect();
        assert_eq!(owners, [Some("Ursa"), Some("board"), None]);
    }
}

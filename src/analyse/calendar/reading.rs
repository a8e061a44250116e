//! The sentences of the calendar: each pattern with its p, and what it cannot tell, with the reason.

use super::{Calendar, Count, HOURS, Spread};
use crate::analyse::wording;

const WEEKDAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/// Patterns first, then what shows none, then the plain count of weekends.
pub(super) fn reading(calendar: &Calendar) -> String {
    if calendar.weekend.n == 0 && calendar.working_hours.n == 0 {
        return "No report says when its incident started.".to_owned();
    }
    let weekend = match (&calendar.weekend, sided(&calendar.weekend)) {
        (weekend, None) if weekend.n > 0 => Some(format!("{} at a weekend.", began(weekend))),
        _ => None,
    };
    let cannot_tell = calendar.cannot_tell.clone();
    patterns(calendar).into_iter().chain(cannot_tell).chain(weekend).collect::<Vec<_>>().join(" ")
}

fn patterns(calendar: &Calendar) -> Vec<String> {
    let Calendar { weekdays, weekend, hours, working_hours, months, .. } = calendar;
    let on_day = |slot: usize| format!("on {}", WEEKDAYS[slot]);
    let from = |slot: usize| format!("from {:02}:00 to {:02}:00", slot * HOURS, (slot + 1) * HOURS);
    let in_month = |slot: usize| format!("in {}", wording::MONTHS[slot]);
    let against = |count: &Count, side: &str, share: &str| {
        sided(count).map(|verdict| {
            let p = p_of(count.corrected);
            format!("{} {side}, {verdict} than {share} give ({:.1}, {p}).", began(count), count.expected)
        })
    };
    let found = [
        uneven(weekdays, "From Monday to Friday", on_day),
        against(weekend, "at a weekend", "two days of seven"),
        uneven(hours, "Within working hours and within the night", from),
        against(working_hours, "from 09:00 to 18:00", "nine hours of twenty-four"),
        uneven(months, "Over the months", in_month),
    ];
    found.into_iter().flatten().collect()
}

/// `more` or `fewer`, where the test says so.
fn sided(count: &Count) -> Option<&'static str> {
    Some(count.verdict).filter(|verdict| matches!(*verdict, "more" | "fewer"))
}

/// `Nine of thirty-nine incidents began`
fn began(count: &Count) -> String {
    wording::sentence(&wording::some_of(count.count, count.n, "incident", "began", "began"))
}

fn uneven(spread: &Spread, where_: &str, slot: impl Fn(usize) -> String) -> Option<String> {
    if spread.verdict != "uneven" {
        return None;
    }
    let compared = spread.expected.iter().enumerate().filter_map(|(slot, expected)| Some((slot, (*expected)?)));
    let above = |(slot, expected): &(usize, f64)| (spread.counts[*slot] as f64 - expected) / expected.sqrt();
    let (most, expected) =
        compared.filter(|(_, expected)| *expected > 0.0).max_by(|a, b| above(a).total_cmp(&above(b)))?;
    Some(format!(
        "{where_} incidents start unevenly: {} of {} {}, where an even spread gives {:.1} ({}).",
        wording::number(spread.counts[most]),
        wording::number(spread.n),
        slot(most),
        expected,
        p_of(spread.corrected),
    ))
}

fn p_of(p: Option<f64>) -> String {
    p.map_or_else(|| "not tested".to_owned(), wording::p)
}

/// `No pattern over weekdays (n = 39, p = 0.40). Twelve incidents are too few to tell hours of the day apart.`
pub(super) fn cannot_tell(calendar: &Calendar) -> Option<String> {
    let (dated, timed) = (calendar.weekend.n, calendar.working_hours.n);
    if dated == 0 && timed == 0 {
        return None;
    }
    let all = [
        (&calendar.weekdays, "weekdays", dated),
        (&calendar.hours, "hours of the day", timed),
        (&calendar.months, "months", dated),
    ];
    let even = all.iter().filter(|(it, ..)| it.verdict == "no evidence");
    let even: Vec<String> =
        even.map(|(it, what, _)| format!("{what} (n = {}, {})", it.n, p_of(it.corrected))).collect();
    let few = |n: usize| -> Vec<String> {
        let of_n = all.iter().filter(|(it, _, of)| it.verdict == "too few" && *of == n);
        of_n.map(|(_, what, _)| (*what).to_owned()).collect()
    };
    let too_few = |n: usize| match (n, few(n)) {
        (_, what) if what.is_empty() => None,
        (0, _) if dated == 0 => Some("No report gives the day its incident started.".to_owned()),
        (0, _) => Some("No report gives the time its incident started.".to_owned()),
        (n, what) => Some(format!(
            "{} {} too few to tell {} apart.",
            wording::sentence(&wording::count(n, "incident")),
            wording::are(n),
            or(&what)
        )),
    };
    let no_pattern = (!even.is_empty()).then(|| format!("No pattern over {}.", or(&even)));
    let by_time = if timed == dated { None } else { too_few(timed) };
    let too_short = (calendar.months.verdict == "too short" && dated > 0)
        .then(|| "Less than two years are too short to tell months apart.".to_owned());
    let sentences: Vec<String> = [no_pattern, too_few(dated), by_time, too_short].into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// `weekdays, hours of the day or months`
fn or(what: &[String]) -> String {
    match what {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

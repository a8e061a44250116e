//! Lengths of time as people state them.

use incidex::model::{DurationClock, Incident};

use super::{Example, check, minutes};

/// The stated length in minutes, `~` where it is approximate, and whether only support hours count.
fn facts(incident: &Incident) -> Vec<String> {
    let length = incident.duration.stated_minutes.map(|stated| {
        let about = if incident.duration.approximate { "~" } else { "" };
        let hours = if incident.duration.clock == DurationClock::SupportHours { " of support hours" } else { "" };
        format!("{about}{}{hours}", minutes(stated))
    });
    length.into_iter().collect()
}

const LENGTHS: &[Example] = &[
    ("hours and minutes", "Duration: 0h 17m", "17"),
    ("hours of one digit", "Duration: 3h 9m", "189"),
    ("minutes with a nought", "Duration: 5h 08m", "308"),
    ("hundreds of hours", "Duration: 671h 32m", "40292"),
    ("days", "Duration: 1d 4h 45m", "1725"),
    ("two days", "Duration: 2d 1h 28m", "2968"),
    ("minutes alone", "Duration: 9m", "9"),
    ("a template", "Duration: Xh Xm", ""),
    ("support hours", "Duration: 9h 15m (during support hours 09:00-17:00)", "555 of support hours"),
    ("support hours of a week", "Duration: 31h 10m (during support hours 10:00-17:00 M-F)", "1870 of support hours"),
    ("minutes in words", "Duration: 7 minutes", "7"),
    ("one minute in the plural", "Duration: 1 minutes", "1"),
    ("thousands of minutes", "Duration: 5270 minutes", "5270"),
    ("hours and minutes in words", "Duration: 4 hours 41 minutes", "281"),
    ("hours in words", "Duration: 21 hours", "1260"),
    ("a sentence", "Duration: 18 hours 42 minutes.", "1122"),
    ("a capital", "Duration: 12 Days", "17280"),
    ("a footnote", "Duration: 278 minutes [^3]", "278"),
    ("a question mark", "Duration: ?", ""),
    ("not applicable", "Duration: N/A", ""),
    ("and", "Duration: 1 hour and 47 minutes", "107"),
    ("about", "Duration: about 2 hours", "~120"),
    ("approximately", "Duration: approximately 15 hours", "~900"),
    ("a tilde", "Duration: ~1hr", "~60"),
    ("about, without spaces", "Duration: about 1h40m", "~100"),
    ("a number in words", "Duration: approximately four hours", "~240"),
    ("nearly", "Duration: nearly three hours", "~180"),
    ("almost", "Duration: almost five hours", "~300"),
    ("words for both", "Duration: six hours and ten minutes", "370"),
    ("just under", "Duration: just under 6 hours", "~360"),
    ("half an hour", "Duration: half an hour", "30"),
    ("seconds", "Duration: 41 minutes 16 seconds", "41.27"),
    ("a half", "Duration: 15.5 hours", "930"),
    ("a quarter", "Duration: ~8.25 hours", "~495"),
    ("a period", "Duration: a 46 minute period", "46"),
    ("spaces between", "Duration: 1 h 12 m", "72"),
];

const RANGES: &[Example] = &[
    ("a range of hours", "Duration: 14-20 hours", "~840"),
    ("to", "Duration: 1 to 2 hours", "~60"),
    ("between", "Duration: between 30 and 50 min", "~30"),
    ("from", "Duration: from 5 to 20 minutes", "~5"),
    ("without spaces", "Duration: 10-25min", "~10"),
    ("at least", "Duration: at least six hours", "~360"),
    ("at maximum", "Duration: bounded to at maximum 15 hours", "~900"),
];

const SEVERAL: &[Example] = &[
    ("a sum: the first is kept", "Duration: ~15h30m silent failure + ~45m active recovery", "~930"),
    ("an unknown part", "Duration: Unknown silent failure period + ~44m active", "~44"),
    ("degraded, then down", "Duration: 6 days degraded (2/3 nodes) + ~1h 10m complete outage", "8640"),
];

const FRONT_MATTER: &[Example] = &[
    ("text", "---\nduration: 2h 15m\n---\n", "135"),
    ("a number of minutes", "---\nduration_minutes: 132\n---\n", "132"),
    ("hours, minutes and seconds", "---\nduration: \"02:05:00\"\n---\n", "125"),
];

#[test]
fn a_stated_length_is_read_in_every_notation() {
    check(LENGTHS, facts);
}

#[test]
fn a_range_of_lengths_is_approximate() {
    check(RANGES, facts);
}

#[test]
fn of_several_lengths_the_first_is_the_duration() {
    check(SEVERAL, facts);
}

#[test]
fn front_matter_states_a_length_as_text_or_number() {
    check(FRONT_MATTER, facts);
}

#[test]
fn stated_repair_and_resolve_times_are_kept_beside_the_duration() {
    let markdown = "---\ntitle: Queue stuck\n---\n\n- **Key events**\n  - First detected 2024-05-06 09:00\n  - Repaired 2024-05-06 10:30\n  - Resolved 2024-05-06 12:00\n- **Time to repair**: 1h 30m\n- **Time to resolve**: 3h 0m\n";
    let phases = super::incident(markdown).stated_phases;
    assert_eq!([phases.fix.map(minutes), phases.resolve.map(minutes)], [Some("90".into()), Some("180".into())]);
}

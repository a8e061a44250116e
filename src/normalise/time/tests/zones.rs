//! Zones, instants and what is odd about them.

use super::*;

fn named(text: &str) -> String {
    match parse_zone(text) {
        Some(Zone::Fixed { name, seconds }) => format!("{name} {seconds}"),
        Some(Zone::Named { name }) => name,
        Some(Zone::Ambiguous { name }) => format!("{name}?"),
        None => "none".to_owned(),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(named(text), *expected, "{text:?}");
    }
}

#[test]
fn abbreviations_are_fixed_offsets() {
    check(&[
        ("UTC", "UTC 0"),
        ("Z", "UTC 0"),
        ("gmt", "GMT 0"),
        ("WAT", "WAT 3600"),
        ("CET", "CET 3600"),
        ("CEST", "CEST 7200"),
        ("SAST", "SAST 7200"),
        ("EEST", "EEST 10800"),
        ("EAT", "EAT 10800"),
        ("JST", "JST 32400"),
        ("AEST", "AEST 36000"),
        ("AEDT", "AEDT 39600"),
        ("EDT", "EDT -14400"),
        ("EST", "EST -18000"),
        ("CDT", "CDT -18000"),
        ("MST", "MST -25200"),
        ("PDT", "PDT -25200"),
        ("PST", "PST -28800"),
    ]);
}

#[test]
fn abbreviations_with_several_meanings_stay_open() {
    check(&[("IST", "IST?"), ("CST", "CST?"), ("BST", "BST?"), ("AST", "AST?"), ("SST", "SST?")]);
}

#[test]
fn offsets_count_east_as_people_mean_them() {
    check(&[
        ("GMT+1", "GMT+1 3600"),
        ("GMT + 1", "GMT+1 3600"),
        ("GMT-04:00", "GMT-4 -14400"),
        ("UTC+0", "UTC 0"),
        ("UTC+5:30", "UTC+5:30 19800"),
        ("UTC -5", "UTC-5 -18000"),
        ("+02:00", "+02:00 7200"),
        ("-0400", "-04:00 -14400"),
        ("+00:00", "UTC 0"),
        ("UTC+25", "none"),
    ]);
}

#[test]
fn regions_phrases_and_places_are_tz_names() {
    check(&[
        ("America/New_York", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("PT", "America/Los_Angeles"),
        ("ET", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Eastern", "America/New_York"),
        ("Central African Time", "CAT 7200"),
        ("British Summer Time", "BST 3600"),
        ("Indian Standard Time", "IST 19800"),
        ("Denver", "America/Denver"),
        ("denver time", "America/Denver"),
        ("Tegucigalpa time", "America/Tegucigalpa"),
        ("nowhere", "none"),
        ("", "none"),
        ("UTC and more", "none"),
    ]);
}

#[test]
fn an_instant_needs_a_zone_with_one_meaning() {
    let date = civil::date(2024, 3, 10);
    let at = |hour: i8, zone: &str| {
        let time = ClockTime { hour, minute: 30, second: None };
        parse_zone(zone).and_then(|zone| instant(date, time, &zone)).map(|instant| instant.to_string())
    };
    for (hour, zone, expected) in [
        (22, "UTC", Some("2024-03-10T22:30:00Z")),
        (0, "GMT+1", Some("2024-03-09T23:30:00Z")),
        (22, "IST", None),
        // New York skips 02:30 on that day; the time moves forward by the gap.
        (2, "America/New_York", Some("2024-03-10T07:30:00Z")),
        (1, "America/New_York", Some("2024-03-10T06:30:00Z")),
    ] {
        assert_eq!(at(hour, zone).as_deref(), expected, "{hour}:30 {zone}");
    }
}

#[test]
fn a_standard_time_in_summer_is_suspect() {
    for (zone, date, expected) in [
        ("PST", civil::date(2018, 7, 30), true),
        ("PST", civil::date(2018, 1, 30), false),
        ("CET", civil::date(2019, 6, 1), true),
        ("CEST", civil::date(2019, 6, 1), false),
        ("GMT", civil::date(2019, 6, 1), false),
        ("AEST", civil::date(2019, 1, 1), false),
        ("IST", civil::date(2019, 6, 1), false),
    ] {
        let zone = parse_zone(zone).unwrap();
        assert_eq!(is_dst_suspect(&zone, date), expected, "{zone:?} {date}");
    }
}

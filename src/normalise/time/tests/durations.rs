//! Lengths of time.

use super::*;

/// Minutes, `..` a second length, `~` where approximate, `>` or `<` for a bound, `duty` for support hours.
fn read(text: &str) -> Vec<String> {
    let show = |found: &WrittenDuration| {
        let mut shown = format!("{}", found.length.as_f64());
        if let Some(last) = found.at_most {
            shown += &format!("..{}", last.as_f64());
        }
        if found.approximate {
            shown += " ~";
        }
        match found.bound {
            Some(Bound::AtLeast) => shown += " >",
            Some(Bound::AtMost) => shown += " <",
            None => {}
        }
        if found.support_hours {
            shown += " duty";
        }
        shown
    };
    durations(text).iter().map(show).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text:?}");
    }
}

#[test]
fn units_of_one_letter_add_up() {
    check(&[
        ("0h 16m", &["16"]),
        ("2h 8m", &["128"]),
        ("5h 09m", &["309"]),
        ("673h 34m", &["40414"]),
        ("1d 5h 47m", &["1787"]),
        ("2d 1h 29m", &["2969"]),
        ("8m", &["8"]),
        ("2h14m", &["134"]),
        ("16h 45m", &["1005"]),
        ("1 h 13 m", &["73"]),
        ("Xh Xm", &[]),
        ("about 1h50m", &["110 ~"]),
        ("~1.5h total", &["90 ~"]),
        ("it took 2h30", &["150"]),
        ("10m30s", &["10.5"]),
    ]);
}

#[test]
fn units_in_words_add_up() {
    check(&[
        ("8 minutes", &["8"]),
        ("1 minutes", &["1"]),
        ("1415 minutes", &["1415"]),
        ("1,415 minutes", &["1415"]),
        ("4 hours 42 minutes", &["282"]),
        ("19 hours 43 minutes.", &["1183"]),
        ("11 Days", &["15840"]),
        ("279 minutes [^3]", &["279"]),
        ("1 hour and 48 minutes", &["108"]),
        ("1hour 30mins from 19:30 to 21:00 WAT", &["90"]),
        ("42 minutes 17 seconds", &["42.28333333333333"]),
        ("47 minute period", &["47"]),
        ("a 5-minute outage", &["5"]),
        ("16.5 hours", &["990"]),
        ("~8.75 hours", &["525 ~"]),
        ("(50 minutes)", &["50"]),
        ("1시간 21분", &["81"]),
        ("2 1/2 hours", &["150"]),
        ("1½ hours", &["90"]),
        ("?", &[]),
        ("N/A", &[]),
    ]);
}

#[test]
fn numbers_in_words_are_numbers() {
    check(&[
        ("an hour and a half", &["90"]),
        ("half an hour", &["30"]),
        ("Half an hour later", &["30"]),
        ("seven hours and ten minutes", &["430"]),
        ("approximately five hours", &["300 ~"]),
        ("nearly two hours", &["120 ~"]),
        ("almost six hours", &["360 ~"]),
        ("twenty-five minutes", &["25"]),
        ("two and a half hours", &["150"]),
        ("a couple of hours", &["120"]),
        ("for an hour", &["60"]),
        ("six hours and 33 minutes", &["393"]),
    ]);
}

#[test]
fn two_lengths_are_a_range() {
    check(&[
        ("15-21 hours", &["900..1260 ~"]),
        ("between 30 and 60 min", &["30..60 ~"]),
        ("from 5 to 30 minutes", &["5..30 ~"]),
        ("10-20min", &["10..20 ~"]),
        ("1 to 2 hours", &["60..120 ~"]),
        ("30 minutes to 2 hours", &["30..120 ~"]),
    ]);
}

#[test]
fn bounds_are_kept() {
    check(&[
        ("at least seven hours", &["420 ~ >"]),
        ("bounded to at maximum 16 hours", &["960 ~ <"]),
        ("just under 7 hours", &["420 ~ <"]),
        ("up to 45 minutes", &["45 ~ <"]),
        ("more than 3 hours", &["180 ~ >"]),
        ("no more than 3 hours", &["180 ~ <"]),
        ("5+ hours", &[]),
        ("5 hours or so", &["300 ~"]),
        ("approximately 16 hours", &["960 ~"]),
        ("about 3 hours", &["180 ~"]),
        ("~1hr", &["60 ~"]),
    ]);
}

#[test]
fn support_hours_are_no_elapsed_time() {
    check(&[
        ("9h 16m (during support hours 10:00-17:00)", &["556 duty"]),
        ("33h 15m (during support hours 10:00-17:00 M-F)", &["1995 duty"]),
        ("9 working hours", &["540 duty"]),
    ]);
}

#[test]
fn several_lengths_stay_apart() {
    check(&[
        ("~16h30m silent failure + ~47m active recovery", &["990 ~", "47 ~"]),
        ("7 days degraded (2/3 nodes) + ~1h 12m complete outage", &["10080", "72 ~"]),
        ("~13 min silent + ~8 min to fix + ~1.5h total", &["13 ~", "8 ~", "90 ~"]),
    ]);
}

#[test]
fn hours_minutes_and_seconds_are_read_where_a_length_is_asked_for() {
    check(&[
        ("00:45:00", &["45"]),
        ("00:00:00", &["0"]),
        ("it took 01:02:03", &["62.05"]),
        ("Duration: 00:45:00", &["45"]),
        ("it was down for 1:30 hours", &["90"]),
        ("ran for 10:30 minutes", &["10.5"]),
        ("at 14:00 hours", &[]),
        ("at 00:45:00 it broke", &[]),
    ]);
}

#[test]
fn times_of_day_counts_and_rates_are_no_lengths() {
    check(&[
        ("10:05 AM to 11:45 AM", &[]),
        ("at 1600h", &[]),
        ("at 15h50 UTC", &[]),
        ("(8h30 Paris time)", &[]),
        ("5m users and 5M rows", &[]),
        ("cpu limit of 500m", &[]),
        ("every 5 minutes", &[]),
        ("1000 requests per hour", &[]),
        ("24 hours a day", &[]),
        ("300 ms", &[]),
        ("twice a day", &[]),
        ("issue #5 minutes", &[]),
        ("no digits at all", &[]),
    ]);
}

//! Openings of timeline entries.

use jiff::civil::Weekday;

use super::*;

fn read(text: &str) -> String {
    let Some(found) = leading(text, DayOrder::Undecided) else { return "prose".to_owned() };
    let when = match &found.when {
        When::At(range) => show_range(range),
        When::Unreadable => "?".to_owned(),
        When::InWords => unreachable!("a caller reads words instead of a time"),
        When::Relative { offset, approximate } => {
            format!("T{:+}{}", offset.as_f64(), if *approximate { " ~" } else { "" })
        }
    };
    format!("{when} | {}", &text[found.rest..])
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text:?}");
    }
}

#[test]
fn a_clock_with_pm_and_a_colon_keeps_its_pm() {
    check(&[("10:05 PM: alert fired", "22:05 | alert fired"), ("1:00 PM:", "13:00 | "), ("10:05PM: x", "22:05 | x")]);
}

#[test]
fn the_text_begins_behind_the_time_and_its_separator() {
    check(&[
        ("March 3rd, 2024, 10:00 PM UTC: alert fired", "2024-03-03 22:00 UTC | alert fired"),
        ("-09:00 AM UTC: alert fired", "09:00 UTC | alert fired"),
        ("10:00 AM (UTC): alert fired", "10:00 UTC | alert fired"),
        ("16:58 UTC - alert fired", "16:58 UTC | alert fired"),
        ("15:35 – plan made", "15:35 | plan made"),
        ("- 15:15 GMT+1 --> alert fired", "15:15 GMT+1 | alert fired"),
        ("* 16:37 Denver - agents back", "16:37 America/Denver | agents back"),
        ("19:30 Monitor went red", "19:30 | Monitor went red"),
        ("~10:39 AEST alert fired", "10:39 AEST ~ | alert fired"),
        ("ca. 18:30", "18:30 ~ | "),
        ("2:56am EST: alert fired", "02:56 EST | alert fired"),
        ("07:30am - First word", "07:30 | First word"),
        ("01-31-2024 - fixed", "2024-01-31 | fixed"),
        ("02-13-2025 11:00 pm - fixed", "2025-02-13 23:00 | fixed"),
        ("11:30 AM\t\tRolled out", "11:30 | Rolled out"),
        ("2025-03-18 09:36: alert fired", "2025-03-18 09:36 | alert fired"),
        ("2022-11-02 13:01 Someone looked", "2022-11-02 13:01 | Someone looked"),
        ("15:30 EAT: Detected", "15:30 EAT | Detected"),
        ("070223 / 0654: Opened app", "7|2|2023 06:54 !date_ambiguous | Opened app"),
        ("2018-01-15 Deploy began", "2018-01-15 | Deploy began"),
        ("22:52 (maybe earlier?)", "22:52 ~ | "),
        ("22:52? alert fired", "22:52 ~ | alert fired"),
        ("14:30 approx - alert fired", "14:30 ~ | alert fired"),
        ("2020-11-17 10:45~ alert fired", "2020-11-17 10:45 ~ | alert fired"),
        ("**10:00 AM:** alert fired", "10:00 | alert fired"),
        ("Tuesday 10:00 - alert fired", "10:00 | alert fired"),
        ("Noon: alert fired", "12:00 | alert fired"),
        ("Midnight - alert fired", "00:00 | alert fired"),
        ("12:48 - 12:30 job failed", "12:48 | 12:30 job failed"),
        ("12:48 - _alert_ fired", "12:48 | _alert_ fired"),
        ("@12:00 alert fired", "12:00 | alert fired"),
        ("20240305 10:00 alert fired", "2024-03-05 10:00 | alert fired"),
        ("15:00 CET/CEST: alert fired", "15:00 Europe/Paris | alert fired"),
        ("🔴 10:00 - alert fired", "10:00 | alert fired"),
        ("| Thur | Jan 20 | 22:40 | alert fired |", "--01-20 22:40 | alert fired |"),
        ("| 2021-07-02 07:32 | alert fired", "2021-07-02 07:32 | alert fired"),
        ("2:54 PM PST: alert fired", "14:54 PST | alert fired"),
        ("2024-03-03 (Sunday) 10:00: alert fired", "2024-03-03 10:00 | alert fired"),
        ("14:20-2:00 Through the night", "14:20 .. 02:00 !ampm_suspect +1 | Through the night"),
    ]);
}

#[test]
fn brackets_and_their_labels_are_taken_off() {
    check(&[
        ("[13:20] alert fired", "13:20 | alert fired"),
        ("[12-05 16:21] alert fired", "--12-05 16:21 | alert fired"),
        ("[???] alert fired", "? | alert fired"),
        ("(Between 1:46pm - 5:30pm) nothing", "13:46 .. 17:30 | nothing"),
        ("[Update - 2023-03-29 15h50 UTC]", "2023-03-29 15:50 UTC | "),
        ("[Update 11th of February 2022 - 19:00 UTC]", "2022-02-11 19:00 UTC | "),
        ("[Edit - Monday 25th]", "---25 | "),
        ("[Initial Message - Friday 22th]", "---22 | "),
        ("??:?? someone noticed", "? | someone noticed"),
        ("HH:mm - someone noticed", "? | someone noticed"),
    ]);
}

#[test]
fn a_time_alone_on_its_line_opens_an_empty_entry() {
    check(&[
        ("2018-01-15", "2018-01-15 | "),
        ("24/07/25", "2025-07-24 | "),
        ("## Feb 21, 13:00", "--02-21 13:00 | "),
        ("### 17:00-18:00", "17:00 .. 18:00 | "),
        ("19. April, 11:00", "--04-19 11:00 | "),
        ("16:59 PST", "16:59 PST | "),
        ("Sep 27 2017 13:06", "2017-09-27 13:06 | "),
        ("~13:30-13:45", "13:30 ~ .. 13:45 | "),
        ("May 14", "--05-14 | "),
        ("2022-02-?? ??:??", "2022-02 !time_unreadable | "),
        ("2021/22-??-?? HH:mm", "? | "),
    ]);
}

#[test]
fn a_second_clock_is_kept_beside_the_first() {
    check(&[
        ("12:48 (6:48 PDT): back", "12:48 (06:48 PDT) | back"),
        ("13:48 UTC (6:48 PDT): back", "13:48 UTC (06:48 PDT) | back"),
        ("12:48 UTC (6:48 PDT): back", "12:48 UTC !clocks_disagree (06:48 PDT) | back"),
    ]);
}

#[test]
fn offsets_from_the_start_are_minutes() {
    check(&[
        ("T0: alert fired", "T+0 | alert fired"),
        ("~T+2m we looked", "T+2 ~ | we looked"),
        ("T+1h30m - fixed", "T+90 | fixed"),
        ("T-10: deploy", "T-10 | deploy"),
        ("T+00:15 fixed", "T+15 | fixed"),
    ]);
}

#[test]
fn what_was_meant_as_a_time_is_an_entry_without_one() {
    check(&[("203/2025 7:15 PM EAT: alert fired", "? | alert fired")]);
}

#[test]
fn prose_that_begins_with_a_number_is_no_entry() {
    for text in [
        "3 nodes were lost",
        "500 errors rose",
        "2024 was a long year",
        "12 services failed",
        "at 14:05 we looked",
        "At 14:05, we looked",
        "10:30 was too late",
        "Between 14:00 and 15:30 the API was down",
        "From 10:00 on nothing worked",
        "Around 12:00 we looked",
        "Noon is near",
        "Wednesday July 26 2023, between 10:30 UTC and 14:30 UTC, the service will rest",
        "5 March 2024, we looked",
        "May 12 was a Sunday",
        "1. 10 users",
        "v1.2.3: released",
        "30% of users",
        "April 8, 2024 Outage",
        "Time to repair: 1h 37m",
        "",
        "[link](x)",
        "T cells",
    ] {
        check(&[(text, "prose")]);
    }
}

#[test]
fn a_sign_and_a_length_count_from_the_start() {
    check(&[
        ("+00:12 the alert fires", "T+12 | the alert fires"),
        ("- +01:05 rolled back", "T+65 | rolled back"),
        ("+7m: first call", "T+7 | first call"),
        ("+2h 10m - all shops print", "T+130 | all shops print"),
        ("+5 points for the team", "prose"),
        ("+49 30 1234567 rang", "prose"),
    ]);
}

#[test]
fn the_day_of_the_week_in_front_of_a_clock_is_kept() {
    let day = |text: &str| leading(text, DayOrder::Undecided).and_then(|found| found.weekday);
    assert_eq!(day("Thu 16:00 - job started"), Some(Weekday::Thursday));
    assert_eq!(day("Sat ~11:00 first call"), Some(Weekday::Saturday));
    assert_eq!(day("Tuesday | 09:10 | pump stopped"), Some(Weekday::Tuesday));
    assert_eq!(day("09:10 pump stopped on Tuesday"), None);
}

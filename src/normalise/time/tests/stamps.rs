//! Single stamps.

use super::*;

fn check(order: DayOrder, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let found: Vec<String> = stamps(text, order).iter().map(show).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}

fn check_undecided(cases: &[(&str, &[&str])]) {
    check(DayOrder::Undecided, cases);
}

#[test]
fn iso_dates_and_times_are_read_with_their_offset() {
    check_undecided(&[
        ("2016-08-18T19:00:00Z", &["2016-08-18 19:00:00 UTC"]),
        ("2022-09-07T11:55:04-04:00", &["2022-09-07 11:55:04 -04:00"]),
        ("2021-05-29T22:41:00-00:00", &["2021-05-29 22:41:00 UTC !unknown_offset"]),
        ("2025-09-17T9:30:00-00:00", &["2025-09-17 09:30:00 UTC !unknown_offset"]),
        ("2026-05-04T17:46:43.43678Z", &["2026-05-04 17:46:43 UTC"]),
        ("2026-05-04T17:46:43.4367Z", &["2026-05-04 17:46:43 UTC"]),
        ("2019-06-13T14:04:23.000Z", &["2019-06-13 14:04:23 UTC"]),
        ("2021-06-07 12:37:00", &["2021-06-07 12:37:00"]),
        ("2021-06-07 12:37:00-04:00", &["2021-06-07 12:37:00 -04:00"]),
        ("2021-06-01T23:00:00", &["2021-06-01 23:00:00"]),
        ("2021-05-30T08:13", &["2021-05-30 08:13"]),
        ("2016-12-31T23:59:60Z", &["2016-12-31 23:59:59 UTC"]),
        ("2022-04-25 00:00 (GMT-04:00)", &["2022-04-25 00:00 GMT-4"]),
        ("2023-12-07 15:30 EAT", &["2023-12-07 15:30 EAT"]),
        ("2020-02-12 11:45", &["2020-02-12 11:45"]),
        ("2021-11-05 9:29", &["2021-11-05 09:29"]),
        ("2021-12-10   15:40", &["2021-12-10 15:40"]),
        ("2016/11/07 21:30", &["2016-11-07 21:30"]),
        ("2017-11-30 16:22 PST", &["2017-11-30 16:22 PST"]),
        ("2021-06-03 - 15:15 UTC", &["2021-06-03 15:15 UTC"]),
        ("start_time: \"\"", &[]),
    ]);
}

#[test]
fn month_names_are_read_in_either_order() {
    check_undecided(&[
        ("March 3rd, 2024, 10:00 PM UTC", &["2024-03-03 22:00 UTC"]),
        ("March 4th, 2024, 12:00 AM UTC", &["2024-03-04 00:00 UTC"]),
        ("May 23th, 2018 at 1pm PST", &["2018-05-23 13:00 PST !zone_dst_suspect"]),
        ("June 28, 2023 (11:25 AM), which lasted for 1 hour and 20 minutes", &["2023-06-28 11:25"]),
        ("February 15, 2024: 7:56am UTC", &["2024-02-15 07:56 UTC"]),
        ("June 16th 2022, 8:45 AM:", &["2022-06-16 08:45"]),
        ("July 29th, 2022, 12:00 AM:", &["2022-07-29 00:00"]),
        ("2nd June 2025, at 08:00am UTC", &["2025-06-02 08:00 UTC"]),
        ("19 February 2025, at 08:00 UTC", &["2025-02-19 08:00 UTC"]),
        ("24 October 2024 at 10:00am UTC", &["2024-10-24 10:00 UTC"]),
        ("8 June 2023 at 12:30UTC for 30 min", &["2023-06-08 12:30 UTC"]),
        ("friday 21st June, 2024", &["2024-06-21"]),
        ("19. April, 11:00", &["--04-19 11:00"]),
        ("Feb 21, 13:00", &["--02-21 13:00"]),
        ("Sep 27 2017 13:06", &["2017-09-27 13:06"]),
        ("15 May", &["--05-15"]),
        ("May 14", &["--05-14"]),
        ("30 July 2012, 02:33 IST", &["2012-07-30 02:33 IST !zone_ambiguous"]),
        ("November 9, 2014, at 23:30 GMT", &["2014-11-09 23:30 GMT"]),
        ("On 18 Nov. 2025", &["2025-11-18"]),
        ("Jan 15, 5:33 PM", &["--01-15 17:33"]),
        ("July 11, 2025 at 4:42PM UTC", &["2025-07-11 16:42 UTC"]),
        ("October 20, 11:40 AM PT", &["--10-20 11:40 America/Los_Angeles"]),
        ("Friday 22th", &["---22"]),
        ("Monday 25th", &["---25"]),
        ("the Thursday 07th of Mars 2024", &["2024-03-07"]),
        ("Thursday, 27th of October 2022", &["2022-10-27"]),
        ("the 9th around 11:50 UTC", &["---09 11:50 UTC ~"]),
        ("in January 2024", &["2024-01"]),
        ("Date (2022)", &["2022"]),
        ("Mon May 10 19:03:52 2021 +0900", &["2021-05-10 19:03:52 +09:00"]),
    ]);
}

#[test]
fn a_date_may_stand_behind_its_clock() {
    check_undecided(&[
        ("10:25pm PDT on June 4", &["--06-04 22:25 PDT"]),
        ("22:25 AEST 2026-02-21", &["2026-02-21 22:25 AEST"]),
        ("12:16 pm, GMT+1, January 14 2020", &["2020-01-14 12:16 GMT+1"]),
        ("11:45 PM in January 2024", &["2024-01 23:45"]),
        ("12:00 PM on April 15, 2024 (UTC)", &["2024-04-15 12:00 UTC"]),
        ("beginning at 23:00 (UTC) Wednesday June 26, 2024.", &["2024-06-26 23:00 UTC"]),
        ("resolved at 00:05am on the 30 October.", &["--10-30 00:05"]),
        ("10:00 UTC on March 3 and 11:00 UTC on March 4", &["--03-03 10:00 UTC", "--03-04 11:00 UTC"]),
        ("5:00 PM, May 12, 2024, 6:00 PM", &["17:00", "2024-05-12 18:00"]),
    ]);
}

#[test]
fn lone_clocks_are_read_with_their_zone() {
    check_undecided(&[
        ("10:15 PM UTC", &["22:15 UTC"]),
        ("10:00 AM (UTC)", &["10:00 UTC"]),
        ("12:00 PM", &["12:00"]),
        ("12:30 AM", &["00:30"]),
        ("14:50PM Central African Time", &["14:50 CAT !ampm_suspect"]),
        ("13:00 PM GMT", &["13:00 GMT !ampm_suspect"]),
        ("13:00am UTC", &["13:00 UTC !ampm_suspect"]),
        ("23:59 PM", &["23:59 !ampm_suspect"]),
        ("09:15:04 UTC", &["09:15:04 UTC"]),
        ("02:29:16 AEST", &["02:29:16 AEST"]),
        ("11:35 a.m. ET", &["11:35 America/New_York"]),
        ("6 a.m. Pacific Time", &["06:00 America/Los_Angeles"]),
        ("1:40 p.m. UTC", &["13:40 UTC"]),
        ("16:37 Denver", &["16:37 America/Denver"]),
        ("20:09 DEnver - all clear", &["20:09 America/Denver"]),
        ("at 17h50 UTC", &["17:50 UTC"]),
        ("12h00 UTC", &["12:00 UTC"]),
        ("09h30am UTC", &["09:30 UTC"]),
        ("ca. 18:30", &["18:30 ~"]),
        ("~10:39 AEST", &["10:39 AEST ~"]),
        ("10:45~", &["10:45 ~"]),
        ("at 1600h", &["16:00"]),
        ("at 14:00 hours", &["14:00"]),
        ("from noon", &["12:00"]),
        ("12 noon on May 4", &["--05-04 12:00"]),
        ("12:00 midnight", &["00:00"]),
        ("4.30pm", &["16:30"]),
        ("until midnight UTC", &["00:00 UTC"]),
        ("10:00 (UTC+2)", &["10:00 UTC+2"]),
        ("10:00 AM (UTC+0)", &["10:00 UTC"]),
        ("15:15 GMT+1", &["15:15 GMT+1"]),
        ("15:15 GMT + 1", &["15:15 GMT+1"]),
        ("8:45 IST (UTC+5:30)", &["08:45 IST"]),
    ]);
}

#[test]
fn dates_in_digits_need_a_known_order() {
    let text = "10/04/2024, 5:00 AM";
    check(DayOrder::Undecided, &[(text, &["10|4|2024 05:00 !date_ambiguous"])]);
    check(DayOrder::DayFirst, &[(text, &["2024-04-10 05:00"]), ("24/07/25", &["2025-07-24"])]);
    check(DayOrder::MonthFirst, &[(text, &["2024-10-04 05:00"]), ("4/5/23", &["2023-04-05"])]);
    check_undecided(&[
        ("14/04/2024, 8:00 PM", &["2024-04-14 20:00"]),
        ("20/03/2025 7:15 PM", &["2025-03-20 19:15"]),
        ("24/07/25", &["2025-07-24"]),
        ("02-13-2025 11:00 pm", &["2025-02-13 23:00"]),
        ("01-31-2024 - text", &["2024-01-31"]),
        ("_4/21/23_", &["2023-04-21"]),
        ("03/03/2024", &["2024-03-03"]),
        ("[12-05 16:21]", &["--12-05 16:21"]),
    ]);
}

#[test]
fn slips_of_the_author_are_read_and_noted() {
    check_undecided(&[
        ("2018-01-17 17:14pm", &["2018-01-17 17:14 !ampm_suspect"]),
        ("2024-04-15 14.43", &["2024-04-15 14:43"]),
        ("2022-03-10 11.56", &["2022-03-10 11:56"]),
        ("2022-03-10 1.29 came out", &["2022-03-10"]),
        ("2025-01-14 1600", &["2025-01-14 16:00"]),
        ("22025-03-18 09:36", &["2025-03-18 09:36 !year_typo"]),
        ("20202-01-16 12:00", &["2020-01-16 12:00 !year_typo"]),
        ("2023-01-04 (Time TBC)", &["2023-01-04 !time_unreadable"]),
        ("2022-02-?? ??:??", &["2022-02 !time_unreadable"]),
        ("2022-05-?? HH:mm", &["2022-05 !time_unreadable"]),
        ("2020-12-21 HH:mm", &["2020-12-21 !time_unreadable"]),
        ("2019-12-03 --:--", &["2019-12-03 !time_unreadable"]),
        ("2024-03-13 14:??", &["2024-03-13 !time_unreadable"]),
        ("~2025-03-03 19:30", &["2025-03-03 19:30 ~"]),
        ("2026-01-08 ~02:00", &["2026-01-08 02:00 ~"]),
        ("2018-07-08 ca. 18:30", &["2018-07-08 18:30 ~"]),
        ("2025\u{2011}05\u{2011}20 08:41", &["2025-05-20 08:41"]),
    ]);
}

#[test]
fn numbers_that_are_no_times_are_left_alone() {
    for text in [
        "version 9.99 and 1.29.7",
        "3 nodes, 500 errors, 12 services",
        "https://example.org/2024-05-01/10:30/x?at=2024-05-01T10:00:00Z",
        "10.0.0.1:8080 and fe80::1 and 00:1b:44:11:3a:b7",
        "30% of users, $10.30, #2024, PR #1030",
        "commit 2024abc and 1a2b3c4",
        "images/2020-12-08-kubernetes-1.20/laser.png",
        "CVE-2024-05-01",
        "a ratio of 3:2 and 16:9",
        "2024 was a long year",
        "we may 12 times retry",
        "the midnight batch",
        "ran for 10:30 minutes",
        "it was down for 1:30 hours",
        "Q4 2025 - Q1 2026",
        "Q1 2022 (January to March)",
        "it took 00:45:00",
        "a 2h30 outage",
        "13:75 and 25:00 and 2024-02-30",
        "May 30% and Sep 1.5",
        "",
        "no digits at all",
    ] {
        check_undecided(&[(text, &[])]);
    }
}

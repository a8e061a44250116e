//! Ranges and what their ends share.

use super::*;

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let found: Vec<String> = ranges(text, DayOrder::Undecided).iter().map(show_range).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}

#[test]
fn both_ends_may_be_complete() {
    check(&[
        (
            "from March 3rd, 2024, 10:00 PM UTC to March 4th, 2024, 2:00 AM UTC",
            &["2024-03-03 22:00 UTC .. 2024-03-04 02:00 UTC"],
        ),
        ("May 12, 2024, 09:00 AM UTC to May 12, 2024, 11:30 AM UTC", &["2024-05-12 09:00 UTC .. 2024-05-12 11:30 UTC"]),
        ("22:25 AEST 2026-02-21 → 18:48 AEST 2026-02-22", &["2026-02-21 22:25 AEST .. 2026-02-22 18:48 AEST"]),
        (
            "22:30 UTC on October 29 to 05:39 UTC on October 30 (7 hours 9 minutes)",
            &["--10-29 22:30 UTC .. --10-30 05:39 UTC"],
        ),
        ("Between 2020-02-18 14:22 and 2020-02-18 14:26, nothing", &["2020-02-18 14:22 .. 2020-02-18 14:26"]),
        ("from 2021-05-25 11:30 UTC until 2021-05-26 07:51 UTC", &["2021-05-25 11:30 UTC .. 2021-05-26 07:51 UTC"]),
    ]);
}

#[test]
fn date_and_zone_of_one_end_hold_for_both() {
    check(&[
        ("April 8, 2024, 10:00 AM - April 8, 2024, 2:00 PM (GMT)", &["2024-04-08 10:00 GMT .. 2024-04-08 14:00 GMT"]),
        ("from 10:00 PM to 11:45 PM in January 2024", &["2024-01 22:00 .. 2024-01 23:45"]),
        ("from 10:00 AM to 12:00 PM on April 15, 2024 (UTC)", &["2024-04-15 10:00 UTC .. 2024-04-15 12:00 UTC"]),
        (
            "from May 12, 2024, at 10:00 AM to May 12, 2024, at 12:00 PM (UTC+0)",
            &["2024-05-12 10:00 UTC .. 2024-05-12 12:00 UTC"],
        ),
        ("2024-08-20, 15:15 GMT+1 to 16:05 GMT+1 (50 minutes)", &["2024-08-20 15:15 GMT+1 .. 2024-08-20 16:05 GMT+1"]),
        ("August 25, 2023, 14:00 - August 25, 2023, 16:30 (WAT)", &["2023-08-25 14:00 WAT .. 2023-08-25 16:30 WAT"]),
        (
            "10:05 AM to 11:45 AM UTC+2 on September 20th, 2024, lasting 1 hour and 40 minutes",
            &["2024-09-20 10:05 UTC+2 .. 2024-09-20 11:45 UTC+2"],
        ),
        ("Apr 29, 2024 6:00 AM EAT to Apr 30, 6:00 AM EAT", &["2024-04-29 06:00 EAT .. 2024-04-30 06:00 EAT"]),
        ("From 6:00 am to 12:16 pm, GMT+1, January 14 2020", &["2020-01-14 06:00 GMT+1 .. 2020-01-14 12:16 GMT+1"]),
        ("2025-09-05 14:37 ~ 15:58 (GMT+9)", &["2025-09-05 14:37 GMT+9 .. 2025-09-05 15:58 GMT+9"]),
        (
            "2025\u{2011}05\u{2011}20, 08:41\u{2013}09:54\u{202F}UTC (1\u{202F}h\u{202F}13\u{202F}m)",
            &["2025-05-20 08:41 UTC .. 2025-05-20 09:54 UTC"],
        ),
        ("2024-03-03 ~10:00-11:00", &["2024-03-03 10:00 ~ .. 2024-03-03 11:00"]),
        ("2024-03-03 (10:00-11:00)", &["2024-03-03 10:00 .. 2024-03-03 11:00"]),
        ("Dec 31 - Jan 2, 2024", &["2023-12-31 .. 2024-01-02"]),
    ]);
}

#[test]
fn clocks_alone_share_zone_and_half_of_the_day() {
    check(&[
        ("1:30pm-2:30pm", &["13:30 .. 14:30"]),
        ("3pm-4pm", &["15:00 .. 16:00"]),
        ("1hour 30mins from 19:30 to 21:00 WAT", &["19:30 WAT .. 21:00 WAT"]),
        ("That is from 10am GMT to 4pm GMT", &["10:00 GMT .. 16:00 GMT"]),
        ("between ~8-9 PM", &["20:00 ~ .. 21:00"]),
        ("10:45 - 16:11 UTC", &["10:45 UTC .. 16:11 UTC"]),
        ("16:15:51-16:16:02 UTC", &["16:15:51 UTC .. 16:16:02 UTC"]),
        ("09:15-09:30", &["09:15 .. 09:30"]),
        ("(~21:02 AEST → ~21:33 AEST)", &["21:02 AEST ~ .. 21:33 AEST ~"]),
        ("between 11h30 and 14h30 UTC", &["11:30 UTC .. 14:30 UTC"]),
        ("11:30 - 1:00 PM", &["11:30 .. 13:00"]),
        ("1:46pm - 5:30", &["13:46 .. 17:30"]),
        ("10:00 UTC - 11:00 UTC", &["10:00 UTC .. 11:00 UTC"]),
        ("10:00 UTC-11:30 UTC", &["10:00 UTC .. 11:30 UTC"]),
        ("10am ET until about 4pm ET", &["10:00 America/New_York .. 16:00 America/New_York ~"]),
    ]);
}

#[test]
fn an_end_before_its_start_is_the_next_day() {
    check(&[
        ("23:30 to 00:15 UTC", &["23:30 UTC .. 00:15 UTC +1"]),
        ("2024-03-03 23:30 - 00:15", &["2024-03-03 23:30 .. 2024-03-04 00:15 +1"]),
        ("11 PM to 1 AM on April 15, 2024", &["2024-04-15 23:00 .. 2024-04-16 01:00 +1"]),
        ("14:20-2:00", &["14:20 .. 02:00 !ampm_suspect +1"]),
        ("2024-03-03 22:00 to 24:00", &["2024-03-03 22:00 .. 2024-03-04 00:00"]),
    ]);
}

#[test]
fn days_without_clocks_make_ranges_too() {
    check(&[
        ("01/16/2024 - 02/28/2024. All times approximations", &["2024-01-16 .. 2024-02-28"]),
        ("1/29/24, 2/15/24 - 2/16/24", &["2024-01-29", "2024-02-15 .. 2024-02-16"]),
        ("4/21/23-4/25/23.", &["2023-04-21 .. 2023-04-25"]),
        ("October 29-30, 2025", &["2025-10-29 .. 2025-10-30"]),
        ("January 14-19, 2026", &["2026-01-14 .. 2026-01-19"]),
        ("14-19 January 2026", &["2026-01-14 .. 2026-01-19"]),
    ]);
}

#[test]
fn what_is_no_range_stays_apart() {
    check(&[
        ("2022-08-03 12:26-12:??", &["2022-08-03 12:26 !time_unreadable"]),
        ("2020-10-06 09:00 - 11:00", &["2020-10-06 09:00 .. 2020-10-06 11:00"]),
        ("10:15 and 10:30", &["10:15", "10:30"]),
        ("10:15 - 2024-03-03 was worse", &["10:15", "2024-03-03"]),
        ("10:15 - 2 nodes lost", &["10:15"]),
    ]);
}

#[test]
fn a_second_clock_in_brackets_is_the_same_moment() {
    check(&[
        ("12:48 (6:48 PDT)", &["12:48 (06:48 PDT)"]),
        ("2023-12-06, starting at 9:15 UTC (10:15 Paris)", &["2023-12-06 09:15 UTC (10:15 Europe/Paris)"]),
        (
            "2023-12-06, starting at 9:15 UTC (9:15 Paris)",
            &["2023-12-06 09:15 UTC !clocks_disagree (09:15 Europe/Paris)"],
        ),
        ("10:00 - 11:00 UTC (12:00 - 13:00 CEST)", &["10:00 UTC (12:00 CEST) .. 11:00 UTC"]),
        ("10:00 UTC (11:00)", &["10:00 UTC", "11:00"]),
        ("9:00 AM EST / 14:00 UTC", &["09:00 EST (14:00 UTC)"]),
        ("2pm PT / 5pm ET", &["14:00 America/Los_Angeles (17:00 America/New_York)"]),
        ("15:00 BST (14:00 UTC)", &["15:00 BST (14:00 UTC)"]),
    ]);
}

//! What holds for a whole document, and single values.

use super::*;

#[test]
fn a_line_can_name_the_zone_of_all_times() {
    for (text, expected) in [
        ("All times in CET (GMT+1)", "CET"),
        ("All times in CEST (UTC+2)", "CEST"),
        ("All times in UTC+1 (Zurich time)", "UTC+1"),
        ("All times in PST (UTC-7)", "UTC-7"),
        ("All times in UC/Pacific", "America/Los_Angeles"),
        ("_All times in EEST_", "EEST"),
        ("_All times in EDT_", "EDT"),
        ("All times in IST", "IST"),
        ("All times in Central European Time (CET)", "CET"),
        ("Timeline (all time in GMT + 1)", "GMT+1"),
        ("Timeline (all times PST) 01/16/2024 - 02/28/2024. All times approximations", "PST"),
        ("Timeline (all times UTC) 1/29/24, 2/15/24 - 2/16/24 All times approximations", "UTC"),
        ("Timeline (PST) 4/21/23-4/25/23.", "PST"),
        ("## Timeline (all times PT )", "America/Los_Angeles"),
        ("Time (UTC)", "UTC"),
        ("Time (WAT)", "WAT"),
        ("(PST)", "PST"),
        ("Start (UTC)", "UTC"),
        ("times are in UTC", "UTC"),
        ("Timezone: Europe/Berlin", "Europe/Berlin"),
        ("All timestamps are UTC", "UTC"),
        ("All times in {{ your zone }}", "none"),
        ("Time to detect: 10:30 UTC", "none"),
        ("Timeline", "none"),
        ("It took some time in Berlin to find out", "none"),
        ("The API (CAT)", "none"),
        ("Date/Time (WAT)", "WAT"),
        ("Time UTC", "UTC"),
        ("UTC", "UTC"),
        ("TZ: UTC", "UTC"),
        ("Timeline - UTC", "UTC"),
        ("Timeline (PST/PDT)", "America/Los_Angeles"),
        ("All times are Central European (CET)", "CET"),
        ("Times in this report are local time (UTC+5).", "UTC+5"),
        ("1.2 Times in this report are local time (UTC+5).", "UTC+5"),
        ("The following times are in CEST:", "CEST"),
        ("Response times in US/Pacific rose", "none"),
        ("It was the third time in London", "none"),
        ("", "none"),
    ] {
        let found = document_zone(text);
        assert_eq!(found.as_ref().map_or("none", |zone| zone.name()), expected, "{text:?}");
    }
}

#[test]
fn a_heading_can_name_the_year_of_all_dates() {
    for (text, expected) in [
        ("Date (2022)", Some(2022)),
        ("2018-07-08, pods everywhere", Some(2018)),
        ("Outage of April 8, 2024", Some(2024)),
        ("Timeline", None),
    ] {
        assert_eq!(document_year(text), expected, "{text:?}");
    }
}

#[test]
fn a_value_is_one_stamp_and_nothing_else() {
    for (text, expected) in [
        ("2024-03-03T22:00:00Z", "2024-03-03 22:00:00 UTC"),
        ("2025-09-17T9:30:00-00:00", "2025-09-17 09:30:00 UTC !unknown_offset"),
        ("2021-06-07 12:37:00", "2021-06-07 12:37:00"),
        ("2024-03-03", "2024-03-03"),
        ("\"2026-05-04T17:46:43.43678Z\"", "2026-05-04 17:46:43 UTC"),
        ("2016-12-31T23:59:60Z", "2016-12-31 23:59:59 UTC"),
        ("March 3rd, 2024, 10:00 PM UTC", "2024-03-03 22:00 UTC"),
        ("Mon, 10 May 2021 19:03:52 +0900", "2021-05-10 19:03:52 +09:00"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("20240303", "2024-03-03"),
        ("2024-03-03T10:00:00+01:00[Europe/Berlin]", "2024-03-03 10:00:00 +01:00"),
        ("", "none"),
        ("soon", "none"),
        ("42", "none"),
        ("2024-03-03 and later", "none"),
    ] {
        let found = value(text, DayOrder::Undecided);
        assert_eq!(found.as_ref().map_or("none".to_owned(), show), expected, "{text:?}");
    }
}

#[test]
fn one_number_above_twelve_proves_the_order_of_the_document() {
    for (lines, expected) in [
        (&["10/04/2024, 5:00 AM", "14/04/2024, 8:00 PM"][..], Some(DayOrder::DayFirst)),
        (&["02-13-2025 11:00 pm"], Some(DayOrder::MonthFirst)),
        (&["10/04/2024"], None),
        (&["14/04/2024", "04/14/2024"], None),
        (&["2024-13-01", "1/29"], None),
        (&["24/07/25"], Some(DayOrder::DayFirst)),
    ] {
        assert_eq!(proven_order(lines.iter().copied()), expected, "{lines:?}");
    }
}

#[test]
fn the_name_of_a_file_can_hold_a_date() {
    for (stem, expected) in [
        ("2024-03-03-load-balancer", "2024-03-03"),
        ("outage_2024_03_03", "2024-03-03"),
        ("20240303-outage", "2024-03-03"),
        ("2024-03-outage", "2024-03"),
        ("000_7c82c6a21b011996", "none"),
        ("load-balancer", "none"),
    ] {
        assert_eq!(file_date(stem).map_or("none".to_owned(), show_date), expected, "{stem:?}");
    }
}

use jiff::Span;
use jiff::civil::date;

use super::*;
use crate::analyse::sample::{archive as built, draft, five_outages};
use crate::analyse::statistics::Draws;
use crate::model::KnowledgeBase;

fn read(kb: &KnowledgeBase) -> Calendar {
    calendar(&Archive::new(kb), &Options::default())
}

fn check(kb: &KnowledgeBase, weekdays: &str, hours: &str, months: &str, weekend: &str, working_hours: &str) {
    let it = read(kb);
    let found =
        [it.weekdays.verdict, it.hours.verdict, it.months.verdict, it.weekend.verdict, it.working_hours.verdict];
    assert_eq!(found, [weekdays, hours, months, weekend, working_hours], "{}", it.reading);
}

/// `n` incidents from a Monday on, each on a day and at an hour of its own.
fn starts(n: i32, day: impl Fn(i32) -> i32, hour: impl Fn(i32) -> i32) -> KnowledgeBase {
    let first = date(2022, 1, 3);
    let on = |i: i32| first.checked_add(Span::new().days(day(i))).unwrap();
    built((0..n).map(|i| draft(&i.to_string()).on(&format!("{}T{:02}:00", on(i), hour(i)))))
}

#[test]
fn five_incidents_are_too_few_for_a_pattern() {
    let five = five_outages();
    check(&five, "too few", "too few", "too short", "too few", "too few");
    assert_eq!(
        read(&five).reading,
        "Four incidents are too few to tell weekdays or hours of the day apart. Less than two years are too short to tell \
         months apart. Two of four incidents began at a weekend."
    );
}

#[test]
fn an_even_spread_is_no_evidence() {
    check(
        &starts(146, |i| i * 5, |i| i * 7 % 24),
        "no evidence",
        "no evidence",
        "no evidence",
        "no evidence",
        "no evidence",
    );
}

#[test]
fn days_without_weekends_are_not_uneven_weekdays() {
    let kb = starts(100, |i| i / 5 * 7 + i % 5, |i| 9 + i % 9);
    check(&kb, "no evidence", "too few", "too short", "fewer", "more");
    let reading = read(&kb).reading;
    assert!(
        reading.starts_with(
            "None of 100 incidents began at a weekend, fewer than two days of seven give (28.6, p < 0.001)."
        ),
        "{reading}"
    );
    assert!(!reading.contains("unevenly"), "{reading}");
}

#[test]
fn people_who_begin_early_are_no_pattern_of_the_day() {
    // From 07:00 to 16:00, evenly: the hours before nine are counted and not compared.
    let kb = starts(90, |i| i * 9, |i| 7 + i % 9);
    let it = read(&kb);
    assert_eq!((it.hours.counts[2], it.hours.expected[2], it.hours.n), (20, None, 70));
    assert_ne!(it.hours.verdict, "uneven", "{}", it.reading);
}

#[test]
fn days_and_hours_are_on_the_clock_of_the_support_hours() {
    let kb = built([draft("late").on("2024-03-03T23:30Z")]);
    let mut config = crate::config::Config::default();
    let zone = Some("Europe/Oslo".to_owned());
    let (from, to, days) = ("09:00".to_owned(), "17:00".to_owned(), vec!["mon".to_owned()]);
    config.support_hours =
        Some(crate::config::SupportHours { days, from, to, timezone: zone.clone(), holidays: vec![] });
    let it = calendar(&Archive::new(&kb), &Options::of(&config));
    assert_eq!((it.weekday_by_hour[0][0], it.weekend.count, it.zone), (1, 0, zone), "half past midnight of Monday");
    assert_eq!(read(&kb).weekday_by_hour[6][23], 1);
}

#[test]
fn mondays_stand_out_among_the_days_of_work() {
    let kb = starts(104, |i| i * 7, |i| i * 7 % 24);
    check(&kb, "uneven", "no evidence", "no evidence", "fewer", "no evidence");
    let reading = read(&kb).reading;
    let says = "From Monday to Friday incidents start unevenly: 104 of 104 on Monday, where an even spread gives 20.8 (p < 0.001).";
    assert!(reading.starts_with(says), "{reading}");
}

#[test]
fn few_incidents_are_told_apart_where_the_pattern_is_plain() {
    let kb = starts(12, |i| i * 7 + 3, |_| 3);
    let it = read(&kb);
    assert_eq!((it.weekdays.verdict, it.hours.verdict), ("uneven", "uneven"), "{}", it.reading);
    assert!(it.reading.contains("twelve of twelve from 03:00 to 06:00"), "{}", it.reading);
}

#[test]
fn a_month_stands_out_only_against_the_other_months_of_its_years() {
    // One every second Novembers' day, two years long, and as many over the rest of each year.
    let november = |i: i32| if i % 2 == 0 { 302 + i % 60 / 2 + i / 60 * 365 } else { i * 6 };
    check(&starts(120, november, |i| i * 7 % 24), "no evidence", "no evidence", "uneven", "no evidence", "no evidence");
    // A busy second year alone is none: it began in July, and the months after July have it twice.
    let growing = |i: i32| if i < 10 { i * 18 + 180 } else { 365 + (i - 10) * 3 };
    assert_ne!(read(&starts(131, growing, |i| i * 7 % 24)).months.verdict, "uneven");
}

#[test]
fn a_month_seen_twice_counts_as_twice_as_long() {
    let years = Years::of(&[date(2023, 12, 1), date(2024, 12, 31)]);
    assert_eq!((years.days[0][11], years.days[1][11], years.days[1][0], years.days[1][1]), (31.0, 31.0, 31.0, 29.0));
    assert!(!years.show_each_month_twice());
}

#[test]
fn each_p_is_corrected_for_the_tests_of_the_page() {
    let it = read(&starts(104, |i| i * 7, |i| i * 7 % 24));
    assert_eq!(it.tests, 5);
    for (p, corrected) in [(it.weekdays.p, it.weekdays.corrected), (it.months.p, it.months.corrected)] {
        assert!(corrected >= p && corrected.is_some(), "{p:?} {corrected:?}");
    }
}

#[test]
fn days_and_hours_drawn_by_chance_show_a_pattern_in_one_archive_of_twenty_at_most() {
    let mut draws = Draws::new(20);
    let mut speaking = 0;
    for archive in 0..200 {
        let n = [8, 30, 60][archive % 3];
        let drafts: Vec<_> = (0..n)
            .map(|i| {
                let day = date(2020, 1, 1).checked_add(Span::new().days(draws.below(1_461) as i64)).unwrap();
                draft(&i.to_string()).on(&format!("{day}T{:02}:00", draws.below(24)))
            })
            .collect();
        speaking += usize::from(read(&built(drafts)).shows_a_pattern());
    }
    assert!(speaking <= 10, "{speaking} of 200");
}

//! Sentences of reports, and the windows and lengths that they state.

use super::*;

/// `start..end length`, the best window first.
fn check(text: &str, expected: &str) {
    let passage = Passage::at(text, 1, 1, Standing::Whole);
    let mut found = read_behind(&passage, DayOrder::Undecided, Day::default());
    found.windows.sort_by_key(Window::rank);
    let clock = |told: &Option<Told>| {
        told.as_ref().and_then(|told| told.stamp.time).map(|time| time.to_string()).unwrap_or_default()
    };
    let window = found.windows.first().map(|window| {
        let length = window.length.as_ref().map(|length| format!(" {}", length.minutes.rounded()));
        format!("{}..{}{}", clock(&window.start), clock(&window.end), length.unwrap_or_default())
    });
    let length = found.lengths.first().map(|length| length.minutes.rounded().to_string());
    assert_eq!(window.or(length).unwrap_or_default(), expected, "{text}");
}

#[test]
fn a_range_in_a_sentence_about_trouble_is_a_window() {
    check("Parcels could not be booked between 07:10 and 07:55 UTC.", "07:10..07:55");
    check("From 3:05 PM to 4:40 PM CET the label printer was offline.", "15:05..16:40");
    check("On 4 May 2023, checkout errors rose between the hours of 1900 and 2130.", "19:00..21:30");
    check("Our queue was stuck (22:40 - 00:15 UTC).", "22:40..00:15");
    check("Between as early as 06:20 UTC on 3 May 2024 and 09:05 UTC on 4 May 2024, logins failed.", "06:20..09:05");
}

#[test]
fn a_start_and_a_later_word_of_recovery_are_a_window() {
    check("Starting at 01:30 UTC, uploads failed. Service was fully restored at 03:05 UTC.", "01:30..03:05");
    check(
        "Orders were rejected beginning around 9:20 am; by 10:45 am all of them went through and the incident was over.",
        "09:20..10:45",
    );
    check("The outage began on Tuesday, 2022-09-27 19:56 and was resolved as of 21:27.", "19:56..21:27");
    check(
        "The site went down at 14:02. At 14:20 it started to recover, and it was back to normal at 14:41.",
        "14:02..14:41",
    );
    check("Since 08:15, no invoices were sent until 09:40.", "08:15..09:40");
}

#[test]
fn a_start_and_a_length_are_a_window() {
    check("At roughly 18:52 UTC the mirror had a 7 minute failure.", "18:52.. 7");
    check("At 04:10 the broker became unavailable for about 25 minutes.", "04:10.. 25");
}

#[test]
fn a_length_alone_is_of_the_whole() {
    check("The outage lasted 45 minutes.", "45");
    check("The booking site was down for about an hour.", "60");
    check("This was a 20-minute outage of the relay.", "20");
    check("In total the incident took two hours.", "120");
    check("Some requests took 20 minutes.", "");
    check("So the parcel scanner was failing for about 40 minutes.", "40");
    check("Last Friday all exports stopped for nearly three hours.", "180");
    check("Tenants with read replicas saw three hours of downtime.", "");
    check("Shops using the old gateway incurred about 40 minutes of downtime.", "");
    check("Tills with the old client were moved, causing about three hours of downtime.", "");
}

#[test]
fn a_length_that_was_expected_is_no_length() {
    check("Expected downtime is one hour.", "");
    check("We expect a 10 minute outage of the login.", "");
    check("We expect at least 4h of downtime.", "");
    check("The shop may be down for less than an hour.", "");
    check("Listeners might see interruptions for up to two hours.", "");
    check("An interruption could last for up to two hours.", "");
    check("Readers may have been without service for two hours, as the outage lasted 120 minutes.", "120");
}

#[test]
fn every_time_takes_the_words_that_are_told_of_it() {
    let told = |text: &str| {
        let found = read(&Passage::at(text, 1, 1, Standing::Whole), DayOrder::Undecided).mentions;
        let one =
            |it: &Mention| format!("{} {}", it.told.stamp.time.map(|t| t.to_string()).unwrap_or_default(), it.text);
        found.iter().map(one).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(
        told("At 10:02 a fan died and we swapped it at 10:40."),
        "10:02 At a fan died | 10:40 and we swapped it at"
    );
    assert_eq!(
        told("Lena closed the valve at 04:31 UTC, and by 04:50 UTC all pumps ran."),
        "04:31 Lena closed the valve at | 04:50 and by all pumps ran"
    );
    assert_eq!(told("The clerk rang at 7:05 am; nobody knew why."), "07:05 The clerk rang at nobody knew why");
    assert_eq!(
        told("we shipped it at 3:15pm utc, tills dead. put it back at 3:29pm utc, all fine."),
        "15:15 we shipped it at tills dead | 15:29 put it back at all fine"
    );
    assert_eq!(told("We will meet at 10:00."), "");
}

#[test]
fn ten_minutes_later_counts_from_the_time_before() {
    let last = |text: &str| {
        let found = read(&Passage::at(text, 1, 1, Standing::Whole), DayOrder::Undecided).mentions;
        found.last().and_then(|mention| mention.told.stamp.time).map(|time| time.to_string()).unwrap_or_default()
    };
    assert_eq!(last("At 09:50 the press stopped. Ten minutes later a printer rang us."), "10:00");
    assert_eq!(last("We released it at 16:30. About 2 hours later, the first ticket came in."), "18:30");
    assert_eq!(last("Two hours later it was over."), "");
    assert_eq!(last("At 23:50 the press stopped. Twenty minutes later it ran."), "23:50");
}

#[test]
fn who_complains_from_when_on_begins_no_outage() {
    check("Readers complained by mail from 19:30 UTC on; the press had failed.", "");
    check("The press was down from 19:30 UTC on.", "19:30..");
}

#[test]
fn both_ends_with_their_days_are_a_window_whatever_happened() {
    check("From 6 May 2024, 11:00 UTC to 8 May 2024, 09:30 UTC some labels came out upside down.", "11:00..09:30");
    check("From 6 May 2024, 11:00 UTC to 8 May 2024, 09:30 UTC we investigated the labels.", "");
}

#[test]
fn what_was_to_happen_and_did_not_begins_it() {
    check("The invoice run due at 01:30 UTC never started.", "01:30..");
    check("The reset that should have run at 02:00 did not happen.", "02:00..");
    check("The export scheduled for 04:15 UTC was skipped.", "04:15..");
    check("The backup that should have run at 02:00 was fine.", "");
}

#[test]
fn what_is_said_of_the_moment_before_holds_for_it() {
    check("At 03:10 UTC a second fan stopped. From that moment on orders failed.", "03:10..");
    check("The licence lapsed at 06:00 UTC. From then on nobody could log in.", "06:00..");
}

#[test]
fn the_first_and_the_last_that_was_hit_are_a_window() {
    check("The first wrong letter left at 16:02 UTC, the last one at 17:49 UTC.", "16:02..17:49");
    check("Orders failed from 08:00 UTC on. The first shops came back at 09:15, the last at 09:40.", "08:00..09:40");
}

#[test]
fn two_values_of_a_clock_and_times_that_name_a_thing_are_no_windows() {
    check("The clocks jumped from 2 am to 3 am and the job failed.", "");
    check("We lost the backup of Friday, 3 AM.", "");
    check("The outage of last week (06:10 to 06:40) had a different cause.", "");
    check("The batch, which normally ends at 03:30, was still running and requests failed.", "");
}

#[test]
fn what_did_not_work_before_a_time_ended_then() {
    check("Belts stopped at 6:05 am and did not move again before 11:50 am.", "06:05..11:50");
    check("Trading was halted from 14:03 UTC to 15:41 UTC.", "14:03..15:41");
    check(
        "The pumps failed at 08:10. At 09:00 the pumps were stopped, and they were running normally at 09:40.",
        "08:10..09:40",
    );
    check("The app failed at 18:05. It returned errors until we had grown the volume at 18:52.", "18:05..18:52");
    check("Uploads failed at 11:04. Uploads worked again from 11:23.", "11:04..11:23");
    check("Mail failed at 02:30; nobody noticed until 07:50.", "02:30..");
    check("The lifts failed at 09:10 UTC; no lift moved before 10:25 UTC.", "09:10..10:25");
    check("From 14:22 UTC nobody could open a board. At 15:03 UTC boards opened again everywhere.", "14:22..15:03");
}

#[test]
fn what_a_step_brought_about_ends_it() {
    check("From 10:00 UTC until we had put in the new disk at 11:40 UTC nobody could log in.", "10:00..11:40");
    check(
        "Logins failed from 10:00. Ten servers were added by 11:40, and from then on it was available.",
        "10:00..11:40",
    );
    check("Pages hung from 10:00 on. At 11:40 Mara stopped the job, whereupon the pages came up.", "10:00..11:40");
    check(
        "Maps failed from 10:00. The old list was loaded at 11:30. It took until 11:40 for all to pick it up.",
        "10:00..11:40",
    );
    check("Logins failed from 10:00. It took until 10:30 to find the culprit.", "10:00..");
    check("Sales failed from 10:00; sales reopened at 11:40, and we watched them until 14:00.", "10:00..11:40");
}

#[test]
fn a_stopgap_begins_no_outage() {
    check("At 10:00 UTC deliveries stopped. A workaround is in place since 11:40 UTC.", "10:00..");
}

#[test]
fn plans_habits_and_the_work_of_others_are_no_windows() {
    check("The next maintenance will be between 10:00 and 11:00 UTC.", "");
    check("Backups run every night between 01:00 and 02:00.", "");
    check("We investigated the logs between 10:00 and 11:00.", "");
    check("The investigation started at 10:00.", "");
}

#[test]
fn the_second_half_of_a_verb_and_what_a_step_brings_about_end_it() {
    check("The outage began at 08:40 and was at 11:15 cleared.", "08:40..11:15");
    check("Sales stopped at 14:05 and were at 14:50 resumed.", "14:05..14:50");
    check("Maps failed from 09:00. At 09:30 Jo reloaded the list, whereupon the maps came at 09:35.", "09:00..09:35");
    check(
        "Maps failed from 09:00. At 09:30 the list was reloaded, after which all shelves filled at 09:36.",
        "09:00..09:36",
    );
}

#[test]
fn a_clock_may_have_its_date_behind_the_thing_it_names() {
    let dated = |text: &str| {
        let found = read(&Passage::at(text, 1, 1, Standing::Whole), DayOrder::Undecided).windows;
        found.iter().filter_map(|window| window.start.as_ref()).any(|told| told.stamp.date.is_some())
    };
    assert!(dated("Prices were wrong from the 06:00 load on Monday 4 May."));
    assert!(dated("Orders failed since the 17:30 sync on 4 May 2023."));
    assert!(dated("Orders failed from the 05:15 batch of 4 May 2023."));
    assert!(!dated("Orders failed from 05:15; it was fixed on 4 May 2023."));
}

#[test]
fn several_stretches_of_one_sentence_are_one() {
    check("From 10:02-10:07 UTC and from 10:20-11:04 UTC calls failed.", "10:02..11:04");
    check("Lifts were down from 08:00 to 08:10 and from 08:30 to 08:45.", "08:00..08:45");
    check("Mail was delayed between 06:00 and 06:20 and again between 07:00 and 07:40.", "06:00..07:40");
    check("Mail was delayed between 07:00 and 07:40. Backups were lost between 06:00 and 06:20.", "07:00..07:40");
}

#[test]
fn a_time_in_words_is_of_the_part_of_the_day_that_the_story_came_to() {
    check("In the evening the doors jammed. At half past seven all gates went offline.", "19:30..");
    check("That afternoon we had a fire drill. At quarter past three the alarm failed.", "15:15..");
    check("In the morning all was well. At half past seven all gates went offline.", "07:30..");
    check("In the evening the doors jammed. At 19:30 all gates went offline.", "19:30..");
}

#[test]
fn a_length_with_what_failed_in_it_is_of_the_whole() {
    check("This led to a restart, resulting in about 40 seconds where most writes were blocked.", "1");
    check("We had twenty minutes in which no lamp could be lit.", "20");
    check("The problem was around for roughly 16 hours.", "960");
    check("The fault persisted for two hours.", "120");
    check("The drill took 20 minutes in which nothing failed.", "");
}

//! When it was, as the author means it: windows in prose and in updates, rows that are no part of the outage, lengths
//! that contradict the times, and what holds for a whole document.

use incidex::model::Incident;

use super::{Example, check, flags, kind, minutes, when};

/// Start, end, length, bound and dispute.
fn facts(incident: &Incident) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(incident.started_at.iter().map(|start| format!("start {}", when(start))));
    facts.extend(incident.ended_at.iter().map(|end| format!("end {}", when(end))));
    facts.extend(incident.duration.minutes.map(|length| format!("lasts {}", minutes(length))));
    facts.extend(incident.duration.at_most_minutes.map(|length| format!("at most {}", minutes(length))));
    facts.extend(incident.duration.disputed.iter().map(|disputed| {
        let (stated, computed) = (minutes(disputed.stated_minutes), minutes(disputed.computed_minutes));
        format!("disputed {stated} or {computed}, lines {:?}", disputed.lines)
    }));
    facts
}

/// The role of each entry.
fn roles(incident: &Incident) -> Vec<String> {
    incident.timeline.iter().map(|entry| entry.role.map_or_else(|| "?".to_owned(), kind)).collect()
}

const PROSE: &[Example] = &[
    (
        "between",
        "# Parcels lost\n\nBetween 07:10 and 07:55 UTC on 3 May 2023 no parcel could be booked in.\n",
        "start 2023-05-03T07:10Z\nend 2023-05-03T07:55Z\nlasts 45",
    ),
    (
        "from ... until, the day first",
        "# Mill stands still\n\n## Impact\n\nOn 2022-11-09 the mill's controller was offline from 13:05 until 14:35 UTC.\n",
        "start 2022-11-09T13:05Z\nend 2022-11-09T14:35Z\nlasts 90",
    ),
    (
        "past midnight",
        "# Ferry tickets\n\nTicket sales were down from 11:40 PM UTC on 30 June 2021 to 12:20 AM UTC.\n",
        "start 2021-06-30T23:40Z\nend 2021-07-01T00:20Z\nlasts 40",
    ),
    (
        "hours of four digits",
        "# Tide tables\n\nBetween the hours of 1900 and 2130 UTC on 8 March 2024 our tide tables were unavailable.\n",
        "start 2024-03-08T19:00Z\nend 2024-03-08T21:30Z\nlasts 150",
    ),
    (
        "the letter h",
        "# Ovens\n\nFrom 10h47 UTC to 11h20 UTC on 8 March 2024 the ovens' dashboard failed to load.\n",
        "start 2024-03-08T10:47Z\nend 2024-03-08T11:20Z\nlasts 33",
    ),
    (
        "a start and a word of recovery",
        "# Sluice\n\nStarting at 02:15 UTC on 4 May 2023, sensors reported nothing. Readings came back at 03:50 UTC.\n",
        "start 2023-05-04T02:15Z\nend 2023-05-04T03:50Z\nlasts 95",
    ),
    (
        "partial recoveries are none",
        "# Sluice\n\nBeginning around 02:15 UTC on 4 May 2023 gauges failed. By 02:50 UTC most of them had recovered, and by 03:50 UTC all gauges were back online.\n",
        "start ~2023-05-04T02:15Z\nend 2023-05-04T03:50Z\nlasts 95",
    ),
    (
        "a length beside a start",
        "# Loom\n\nOn 5 June 2023 at about 06:12 UTC the loom had a 9 minute outage.\n",
        "start ~2023-06-05T06:12Z\nend ~2023-06-05T06:21Z\nlasts 9",
    ),
    (
        "a length alone",
        "---\nstarted_at: 2023-06-05 06:12 UTC\n---\n# Loom\n\nThe outage lasted 25 minutes.\n",
        "start 2023-06-05T06:12Z\nend 2023-06-05T06:37Z\nlasts 25",
    ),
    (
        "a sentence over two lines",
        "# Loom\n\nBetween 06:12 UTC and 06:40\nUTC on 5 June 2023, patterns were\nnot saved.\n",
        "start 2023-06-05T06:12Z\nend 2023-06-05T06:40Z\nlasts 28",
    ),
    (
        "plans are no windows",
        "# Loom\n\nPatterns were lost. The next maintenance will be between 06:12 and 06:40 UTC on 5 June 2023.\n",
        "",
    ),
];

#[test]
fn a_sentence_states_the_window() {
    check(PROSE, facts);
}

const UPDATES: &[Example] = &[
    (
        "the last update states the window",
        "# Bookings slow (2022)\n\nMay 3, 9:40 AM UTC We are investigating slow bookings.\n\nMay 3, 10:20 AM UTC We have identified the cause and continue to work on it.\n\nMay 3, 11:02 AM UTC Between 9:05 AM and 10:48 AM UTC bookings were slow. The issue has been resolved.\n",
        "start 2022-05-03T09:05Z\nend 2022-05-03T10:48Z\nlasts 103",
    ),
    (
        "the window began the day before",
        "# Bookings slow\n\n2022-05-04 00:20 UTC We are investigating slow bookings.\n\n2022-05-04 01:15 UTC Starting at 23:30 UTC we experienced slow bookings, which were fully restored at 01:05 UTC.\n",
        "start 2022-05-03T23:30Z\nend 2022-05-04T01:05Z\nlasts 95",
    ),
    (
        "without a window the first and the last update bound it",
        "# Bookings slow\n\n2022-05-04 08:20 UTC We are investigating slow bookings.\n\n2022-05-04 08:45 UTC We are continuing to investigate.\n\n2022-05-04 09:15 UTC This has been resolved, bookings are working normally.\n",
        "start 2022-05-04T08:20Z\nend 2022-05-04T09:15Z\nlasts 55",
    ),
    (
        "components of a page carry their date",
        "---\ntitle: Maps grey\ndate: 2024-07-17T13:34:00Z\n---\n\nOur supplier has an outage and maps stay grey.\n\n<Update date=\"2024-07-17T14:02:00Z\">The supplier has fixed it and maps are available again.</Update>\n",
        "start 2024-07-17T13:34Z\nend 2024-07-17T14:02Z\nlasts 28",
    ),
];

#[test]
fn the_clock_of_an_update_says_when_it_was_written() {
    check(UPDATES, facts);
}

const ROWS: &[Example] = &[
    (
        "what was done days before and paperwork are no part",
        "# Labels\n\n## Timeline (UTC)\n\n- 2024-02-10 09:00 Pull request for the new template is approved\n- 2024-03-01 10:05 Template switched on, labels stop printing\n- 2024-03-01 10:30 Template switched off, labels are printed again\n- 2024-03-04 15:00 Retrospective with both teams\n",
        "start 2024-03-01T10:05Z\nend 2024-03-01T10:30Z\nlasts 25",
    ),
    (
        "markers in brackets",
        "# Labels\n\n## Timeline (UTC)\n\n- 2024-03-01 09:00 Version 7 is tagged\n- 2024-03-01 10:05 (impact starts) queue of labels grows\n- 2024-03-01 10:30 Version 6 deployed (end of impact)\n- 2024-03-01 11:30 Ticket closed\n",
        "start 2024-03-01T10:05Z\nend 2024-03-01T10:30Z\nlasts 25",
    ),
    (
        "markers with a colon",
        "# Labels\n\n## Timeline (UTC)\n\n- 2024-03-01 09:00 Printers get slower\n- 2024-03-01 10:05 **Discovery:** a colleague sees no labels\n- 2024-03-01 10:30 **Recovery:** spooler restarted\n- 2024-03-01 12:00 Spooler upgraded for good measure\n",
        "start 2024-03-01T09:00Z\nend 2024-03-01T10:30Z\nlasts 90",
    ),
    (
        "a row of weeks before does not take bare clocks with it",
        "# Labels\n\nDate: 2024-03-01\n\n## Timeline (UTC)\n\n- 2024-02-10 (pre-existing) one printer has an old driver\n- 10:05 Labels stop printing\n- 10:30 Driver replaced, labels are printed again\n",
        "start 2024-03-01T10:05Z\nend 2024-03-01T10:30Z\nlasts 25",
    ),
    (
        "no word of the end",
        "# Labels\n\n## Timeline (UTC)\n\n- 2024-03-01 10:05 Labels stop printing\n- 2024-03-01 10:30 We look at the spooler\n- 2024-03-01 11:05 We ask the vendor\n",
        "start 2024-03-01T10:05Z\nat most 60",
    ),
    (
        "times to detection and recovery pin the rows",
        "# Labels\n\n## Timeline\n\nAll times in UTC.\n\n- 2024-03-01 08:00 New driver rolled out\n- 2024-03-01 10:05 A customer reports that labels are blank\n- 2024-03-01 10:30 Old driver put back\n- 2024-03-01 12:00 Told all depots\n\n## Stats\n\n- Time to detection: 125 minutes\n- Time to recovery: 150 minutes\n",
        "start 2024-03-01T08:00Z\nend 2024-03-01T10:30Z\nlasts 150",
    ),
];

#[test]
fn a_timeline_is_no_outage() {
    check(ROWS, facts);
}

const LENGTHS: &[Example] = &[
    (
        "rounding is no contradiction",
        "---\nstarted_at: 2024-03-01 10:00 UTC\nended_at: 2024-03-01 12:41 UTC\nduration: about 3 hours\n---\n# Labels\n",
        "start 2024-03-01T10:00Z\nend 2024-03-01T12:41Z\nlasts 161",
    ),
    (
        "far apart: neither is used",
        "---\nstarted_at: 2024-03-01 10:00 UTC\nended_at: 2024-05-02 11:50 UTC\nduration: 1h 50m\n---\n# Labels\n",
        "start 2024-03-01T10:00Z\nend 2024-05-02T11:50Z\ndisputed 110 or 89390, lines [2, 3, 4]",
    ),
    (
        "counted from the report to the closing",
        "# Labels\n\n**Reported at:** 2024-03-01 10:07 UTC\n**Impact started at:** 2024-03-01 10:00 UTC\n**Fixed at:** 2024-03-01 10:40 UTC\n**Closed at:** 2024-03-01 18:07 UTC\n**Duration:** 8h\n",
        "start 2024-03-01T10:00Z\nend 2024-03-01T10:40Z\nlasts 40",
    ),
    (
        "unknown is an answer",
        "---\nduration: unknown (days at least)\n---\n# Labels\n\n## Timeline (UTC)\n\n- 2024-03-01 10:05 Blank labels noticed\n- 2024-03-01 10:30 Driver replaced, labels are printed again\n",
        "start 2024-03-01T10:05Z\nend 2024-03-01T10:30Z",
    ),
    (
        "a clock that is earlier is of the next day",
        "# Labels\n\nDate: 2024-03-01\nStart time (UTC): 23:40\nEnd time (UTC): 00:25\n",
        "start 2024-03-01T23:40Z\nend 2024-03-02T00:25Z\nlasts 45",
    ),
    (
        "a day in one key, clocks in others",
        "---\ndate: 2024-03-01\nstart_time: \"09:10\"\nend_time: \"09:40\"\ntime_zone: UTC\n---\n# Labels\n",
        "start 2024-03-01T09:10Z\nend 2024-03-01T09:40Z\nlasts 30",
    ),
];

#[test]
fn lengths_and_times_are_solved_together() {
    check(LENGTHS, facts);
}

const WHOLE: &[Example] = &[
    (
        "zone with a negation in front",
        "# Labels\n\nUnless otherwise noted, all timestamps are UTC.\n\n## Timeline\n\n- 2024-03-01 10:05 Labels stop printing\n",
        "start 2024-03-01T10:05Z",
    ),
    (
        "zone over a line's end, with a link",
        "# Labels\n\n## Timeline\n\nPlease note that all of the times in this report are given in\n[UTC](https://example.org/utc).\n\n- 2024-03-01 10:05 Labels stop printing\n",
        "start 2024-03-01T10:05Z",
    ),
    (
        "zone in the head of a column",
        "# Labels\n\n## Timeline\n\n| Date and Time in UTC | What |\n|---|---|\n| 2024-03-01 10:05 | Labels stop printing |\n| 2024-03-01 10:15 | We look at the spooler |\n",
        "start 2024-03-01T10:05Z\nat most 10",
    ),
    (
        "day and zone of all events",
        "# Labels\n\n## Timeline\n\nAll events below took place on 1 March 2024. Times are in UTC.\n\n- 10:05 Labels stop printing\n- 10:30 Spooler restarted, labels are printed again\n",
        "start 2024-03-01T10:05Z\nend 2024-03-01T10:30Z\nlasts 25",
    ),
];

#[test]
fn a_sentence_gives_day_and_zone_to_all_rows() {
    check(WHOLE, |incident| {
        let mut facts = facts(incident);
        facts.retain(|fact| !(fact.starts_with("at most") && incident.timeline.len() < 2));
        facts
    });
}

const ROLES: &[Example] = &[(
    "every role",
    "# Labels\n\n## Timeline (UTC)\n\n- 2024-02-10 09:00 Template merged\n- 2024-03-01 10:00 Wrong template goes live\n- 2024-03-01 10:05 Alert: no labels printed\n- 2024-03-01 10:08 On-call engineer starts to investigate\n- 2024-03-01 10:12 Tried to restart the spooler, which did not help\n- 2024-03-01 10:20 Template rolled back\n- 2024-03-01 10:25 Labels are printed again\n- 2024-03-02 15:00 Postmortem meeting\n",
    "background\nonset\ndetection\nresponse\nattempt\nfix\nrecovery\naftermath",
)];

#[test]
fn rows_have_roles() {
    check(ROLES, roles);
}

const CALENDAR: &[Example] = &[
    ("weekday", "# Labels\n\nDate: Tuesday, 1 March 2024\n", "weekday_wrong"),
    ("right weekday", "# Labels\n\nDate: Friday, 1 March 2024\n", ""),
    ("skipped", "---\nstarted_at: 2024-03-31 02:30 Europe/Oslo\n---\n# Labels\n", "clock_skipped"),
    ("twice", "---\nstarted_at: 2024-10-27 02:30 Europe/Oslo\n---\n# Labels\n", "clock_repeated"),
    ("far ahead", "---\nstarted_at: 2084-03-01 10:00 UTC\n---\n# Labels\n", "date_future"),
];

#[test]
fn dates_that_cannot_be_are_found() {
    check(CALENDAR, |incident| flags(incident).into_iter().map(str::to_owned).collect());
}

const OPENINGS: &[Example] = &[
    (
        "an unknown verb before a known one",
        "# Lockers jammed\n\nAt 06:20 UTC on 3 May 2024 the lockers quit opening for parcels of size M. A courier rang us at 06:45 UTC. At 07:10 UTC a fitter found that two relays had failed.\n",
        "start 2024-05-03T06:20Z",
    ),
    (
        "before it was noticed",
        "# Odd labels\n\nOn 3 May 2024 at 14:05 UTC our printer took to Greek letters. Monitoring paged the stock team at 14:31 UTC.\n",
        "start 2024-05-03T14:05Z",
    ),
    (
        "what was done before anybody noticed",
        "# Till keys\n\nAt 09:00 UTC on 3 May 2024 a trainee replaced the signing key of the tills. A shop manager wrote to us at 09:25 UTC that receipts looked odd.\n",
        "start 2024-05-03T09:00Z",
    ),
    (
        "the day of the report is later",
        "# Minutes of the review\n\nDate: 9 May 2024\n\nOn Friday, 3 May 2024, at 17:03 UTC the app quit opening for couriers.\n",
        "start 2024-05-03T17:03Z",
    ),
    (
        "what had been before",
        "# Empty parcels\n\nThe first empty parcel left at 16:02 UTC on 3 May 2024, the last at 17:49 UTC. The scale had been moved at 16:00 UTC.\n",
        "start 2024-05-03T16:02Z\nend 2024-05-03T17:49Z\nlasts 107",
    ),
    (
        "a state that is brought back",
        "# Table gone\n\nAt 14:32 UTC on 3 May 2024 I typed a line into the wrong window. A colleague restored the database to 14:31 UTC, and at 15:10 UTC orders were back.\n",
        "start 2024-05-03T14:32Z\nend 2024-05-03T15:10Z\nlasts 38",
    ),
    (
        "a row that lies a stated length before the recovery",
        "# Seals ran out\n\nDuration: 3 hours\n\n## Timeline (UTC)\n\n- 2024-04-19 06:00 Last run of the signer, which hangs from here on\n- 2024-05-03 00:00 The seals go stale for everybody\n- 2024-05-03 00:48 An operator writes to us\n- 2024-05-03 01:55 Signer restarted\n- 2024-05-03 03:00 Service normal again\n",
        "start 2024-05-03T00:00Z\nend 2024-05-03T03:00Z\nlasts 180",
    ),
];

#[test]
fn a_story_is_told_from_its_beginning() {
    check(OPENINGS, |incident| {
        let mut facts = facts(incident);
        facts.retain(|fact| !fact.starts_with("at most"));
        facts
    });
}

//! Dates, times and zones in their notations (the numbers are those of the list of notations).

use incidex::config::Config;
use incidex::model::Incident;

use super::{Example, check, difference, entry, flags, incident_with, minutes, when};

/// Start, end, length, entries and flags of a document.
fn facts(incident: &Incident) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(incident.started_at.iter().map(|start| format!("start {}", when(start))));
    facts.extend(incident.ended_at.iter().map(|end| format!("end {}", when(end))));
    facts.extend(incident.duration.minutes.map(|length| format!("lasts {}", minutes(length))));
    facts.extend(incident.duration.at_most_minutes.map(|length| format!("at most {}", minutes(length))));
    facts.extend(incident.duration.stated_minutes.map(|length| format!("stated {}", minutes(length))));
    facts.extend(incident.timeline.iter().map(entry));
    facts.extend(flags(incident).into_iter().map(|flag| format!("! {flag}")));
    facts
}

const FRONT_MATTER: &[Example] = &[
    ("1 instant", "---\nstarted: 2016-09-18T19:20:00Z\n---\n", "start 2016-09-18T19:20Z"),
    ("2 offset", "---\nstarted: 2022-09-08T11:45:04-04:00\n---\n", "start 2022-09-08T15:45:04Z"),
    ("3 unknown offset", "---\nstarted: 2021-05-28T22:40:00-00:00\n---\n", "start 2021-05-28T22:40Z\n! unknown_offset"),
    (
        "4 hour of one digit",
        "---\nstarted: 2025-09-16T9:40:00-00:00\n---\n",
        "start 2025-09-16T09:40Z\n! unknown_offset",
    ),
    ("5 fraction", "---\nstarted: 2026-05-05T17:46:43.43678Z\n---\n", "start 2026-05-05T17:46:43Z"),
    ("6 milliseconds", "---\nstarted: 2019-06-12T14:05:23.000Z\n---\n", "start 2019-06-12T14:05:23Z"),
    ("7 naive", "---\nstarted: 2021-06-09 12:40:00\n---\n", "start 2021-06-09 12:40:00\n! zone_missing"),
    ("8 naive with T", "---\nstarted: 2021-06-02T23:10\n---\n", "start 2021-06-02 23:10\n! zone_missing"),
    ("9 empty", "---\nstarted: \"\"\n---\n", ""),
    ("74 leap second", "---\nstarted: 2016-12-31T23:59:60Z\n---\n", "start 2016-12-31T23:59:59Z"),
];

const RANGES: &[Example] = &[
    (
        "10 and 11: ordinals, midnight is 12 AM",
        "Duration: from March 5th, 2024, 10:30 PM UTC to March 6th, 2024, 12:00 AM UTC.\n",
        "start 2024-03-05T22:30Z\nend 2024-03-06T00:00Z\nlasts 90",
    ),
    (
        "14 to",
        "Duration: May 14, 2024, 09:30 AM UTC to May 14, 2024, 11:00 AM UTC\n",
        "start 2024-05-14T09:30Z\nend 2024-05-14T11:00Z\nlasts 90",
    ),
    (
        "15 dash, the zone in brackets holds for both ends",
        "**Duration:** April 9, 2024, 10:30 AM - April 9, 2024, 2:15 PM (GMT)\n",
        "start 2024-04-09T10:30Z\nend 2024-04-09T14:15Z\nlasts 225",
    ),
    (
        "16 a month without a day",
        "Duration: The shop was down from 9:00 PM to 10:20 PM in February 2024.\n",
        "start 2024-02 21:00\nend 2024-02 22:20\nlasts 80\n! date_partial\n! zone_missing",
    ),
    (
        "17 the date behind the times, noon is 12 PM",
        "- **Duration:** It lasted from 10:20 AM to 12:00 PM on April 16, 2024 (UTC).\n",
        "start 2024-04-16T10:20Z\nend 2024-04-16T12:00Z\nlasts 100",
    ),
    (
        "20 at, UTC+0",
        "Duration: from May 13, 2024, at 10:15 AM to May 13, 2024, at 12:00 PM (UTC+0)\n",
        "start 2024-05-13T10:15Z\nend 2024-05-13T12:00Z\nlasts 105",
    ),
    (
        "21 GMT+1 is an hour ahead, the length is stated too",
        "Duration: 2024-08-21, 15:20 GMT+1 to 16:00 GMT+1 (40 minutes)\n",
        "start 2024-08-21T14:20Z\nend 2024-08-21T15:00Z\nlasts 40\nstated 40",
    ),
    (
        "22 WAT",
        "Duration: August 26, 2023, 14:10 - August 26, 2023, 16:30 (WAT)\n",
        "start 2023-08-26T13:10Z\nend 2023-08-26T15:30Z\nlasts 140",
    ),
    (
        "23 UTC+2 before the date, length in words",
        "Duration: 10:15 AM to 11:45 AM UTC+2 on September 21st, 2024, lasting 1 hour and 30 minutes\n",
        "start 2024-09-21T08:15Z\nend 2024-09-21T09:45Z\nlasts 90\nstated 90",
    ),
    (
        "31 the year is carried to the end",
        "Duration: Apr 27, 2024 6:30 AM EAT to Apr 28, 6:30 AM EAT\n",
        "start 2024-04-27T03:30Z\nend 2024-04-28T03:30Z\nlasts 1440",
    ),
    (
        "32 zone between time and date",
        "Duration: From 6:10 am to 12:16 pm, GMT+1, January 15 2020\n",
        "start 2020-01-15T05:10Z\nend 2020-01-15T11:16Z\nlasts 366",
    ),
    (
        "35 length, then times with a zone",
        "Date: friday 28th June, 2024\n\nDuration: 1hour 40mins from 19:20 to 21:00 WAT\n",
        "start 2024-06-28T18:20Z\nend 2024-06-28T20:00Z\nlasts 100\nstated 100",
    ),
    (
        "36 length and times without any date",
        "Duration: about 5 hours. That is from 11am GMT to 4pm GMT\n",
        "start 11:00 GMT\nend 16:00 GMT\nlasts 300\nstated 300\n! date_partial",
    ),
    (
        "37 start and length",
        "Duration: June 27, 2023 (11:35 AM UTC), which lasted for 1 hour and 10 minutes\n",
        "start 2023-06-27T11:35Z\nend 2023-06-27T12:45Z\nlasts 70\nstated 70",
    ),
    (
        "34 hours only",
        "Date: May 22th, 2018\n\nDuration: 1:30pm-3pm PST\n",
        "start 2018-05-22T21:30Z\nend 2018-05-22T23:00Z\nlasts 90\n! zone_dst_suspect",
    ),
    (
        "33 a wrong ordinal and an hour without minutes",
        "Duration: May 22th, 2018 at 1pm UTC\n",
        "start 2018-05-22T13:00Z",
    ),
    (
        "70 on, with an offset in words and the length in brackets",
        "Duration: 22:40 UTC on October 28 to 05:40 UTC on October 29, 2025 (7 hours)\n",
        "start 2025-10-28T22:40Z\nend 2025-10-29T05:40Z\nlasts 420\nstated 420",
    ),
    (
        "73 arrow, the date behind the zone",
        "Duration: 22:35 AEST 2026-02-20 → 18:05 AEST 2026-02-21\n",
        "start 2026-02-20T12:35Z\nend 2026-02-21T08:05Z\nlasts 1170",
    ),
    (
        "76 tilde between times, length in another script",
        "Duration: 2025-09-04 14:30 ~ 15:50 (GMT+9)\n",
        "start 2025-09-04T05:30Z\nend 2025-09-04T06:50Z\nlasts 80",
    ),
    (
        "76 Unicode dashes",
        "Duration: 2025‑05‑21 08:40–09:50 UTC (1 h 10 m)\n",
        "start 2025-05-21T08:40Z\nend 2025-05-21T09:50Z\nlasts 70\nstated 70",
    ),
    (
        "past midnight without a date for the end",
        "Date: 2025-03-04\n\nDuration: 10:30 PM to 1:15 AM UTC\n",
        "start 2025-03-04T22:30Z\nend 2025-03-05T01:15Z\nlasts 165",
    ),
    (
        "13 hours of one range, PM in the night before",
        "Duration: from 10 PM to 11:45 PM UTC on 4 January 2024\n",
        "start 2024-01-04T22:00Z\nend 2024-01-04T23:45Z\nlasts 105",
    ),
];

const MOMENTS: &[Example] = &[
    (
        "24 offset in brackets",
        "- When was the issue detected - 2022-04-24 00:10 (GMT-04:00)\n",
        "start 2022-04-24T04:10Z",
    ),
    ("25 EAT", "Started: 2023-12-08 15:40 EAT\n", "start 2023-12-08T12:40Z"),
    (
        "38 and 39 naive, hour of one digit",
        "**Key events**\n\n- Fault occurs 2020-02-13 9:45\n- Resolved 2020-02-13 12:05\n",
        "start 2020-02-13 09:45\nend 2020-02-13 12:05\nlasts 140\n2020-02-13 09:45 Fault occurs\n2020-02-13 12:05 Resolved\n! zone_missing",
    ),
    (
        "40 and 41 a dot or nothing for the colon",
        "**Key events**\n\n- First detected 2024-04-16 14.33\n- Repaired 2024-04-16 1600\n- Resolved 2024-04-16 16.30\n",
        "start 2024-04-16 14:33\nend 2024-04-16 16:30\nlasts 117\n2024-04-16 14:33 First detected\n2024-04-16 16:00 Repaired\n2024-04-16 16:30 Resolved\n! zone_missing",
    ),
    (
        "42 a year of five digits",
        "**Key events**\n\n- First detected 22025-03-19 09:36\n- Resolved 20255-03-19 10:00\n",
        "start 2025-03-19 09:36\nend 2025-03-19 10:00\nlasts 24\n2025-03-19 09:36 First detected\n2025-03-19 10:00 Resolved\n! year_typo\n! zone_missing\n! year_typo",
    ),
    (
        "43 a date whose time is to be confirmed",
        "**Key events**\n\n- First detected 2023-01-05 (Time TBC)\n- Resolved 2023-02-02 10:30\n",
        "start 2023-01-05\nend 2023-02-02 10:30\n2023-02-02 10:30 Resolved\n! time_unreadable\n! zone_missing",
    ),
    (
        "68 at, in words",
        "Start: 3rd June 2025, at 08:10am UTC\nEnd: 3 June 2025 at 10:00am UTC\n",
        "start 2025-06-03T08:10Z\nend 2025-06-03T10:00Z\nlasts 110",
    ),
    (
        "68 the zone without a space, a length behind it",
        "Start: 9 June 2023 at 12:40UTC for 30 min\n",
        "start 2023-06-09T12:40Z",
    ),
    (
        "75 a.m. and p.m.",
        "Start: 11:25 a.m. ET on 4 June 2024\nEnd: 1:40 p.m. ET on 4 June 2024\n",
        "start 2024-06-04T15:25Z\nend 2024-06-04T17:40Z\nlasts 135",
    ),
    (
        "75 Pacific Time, an abbreviated month with its stop",
        "Start: 6 a.m. Pacific Time on 18 Nov. 2025\nEnd: November 18, 2025, at 15:30 GMT\n",
        "start 2025-11-18T14:00Z\nend 2025-11-18T15:30Z\nlasts 90",
    ),
    (
        "75 PT in summer",
        "Start: 10:25pm PDT on June 5, 2024\nEnd: June 6, 2024, 1:00 AM PT\n",
        "start 2024-06-06T05:25Z\nend 2024-06-06T08:00Z\nlasts 155",
    ),
    ("75 IST could be three zones", "Start: 30 July 2024, 02:33 IST\n", "start 2024-07-30 02:33 IST\n! zone_ambiguous"),
];

const ENTRIES: &[Example] = &[
    (
        "12 and 13 the date of the entry above",
        "## Timeline\n\n- March 5th, 2024, 10:30 PM UTC: Pages fail.\n- 10:40 PM UTC: Team called.\n- March 6th, 2024, 12:10 AM UTC: Found.\n- 1:00 AM UTC: Pages load, resolved.\n",
        "start 2024-03-05T22:30Z\nend 2024-03-06T01:00Z\nlasts 150\n2024-03-05T22:30Z Pages fail.\n2024-03-05T22:40Z Team called.\n2024-03-06T00:10Z Found.\n2024-03-06T01:00Z Pages load, resolved.",
    ),
    (
        "18 and 19 zone in brackets, noon",
        "# Mail down on April 15, 2024\n\n## Timeline\n\n- **11:40 AM (UTC):** Mail stops.\n- **12:00 PM (UTC):** Queue grows.\n- **12:30 PM (UTC):** Mail flows, resolved.\n",
        "start 2024-04-15T11:40Z\nend 2024-04-15T12:30Z\nlasts 50\n2024-04-15T11:40Z Mail stops.\n2024-04-15T12:00Z Queue grows.\n2024-04-15T12:30Z Mail flows, resolved.",
    ),
    (
        "26 hours above 12 with AM or PM",
        "# Mail down on 2018-01-18\n\n## Timeline (UTC)\n\n- 13:00PM: Mail stops.\n- 14:50PM: Queue grows.\n- 15:10pm: Mail flows, resolved.\n",
        "start 2018-01-18T13:00Z\nend 2018-01-18T15:10Z\nlasts 130\n2018-01-18T13:00Z Mail stops.\n2018-01-18T14:50Z Queue grows.\n2018-01-18T15:10Z Mail flows, resolved.\n! ampm_suspect",
    ),
    (
        "26 Central African Time",
        "# Mail down on 2018-01-18\n\n## Timeline\n\n- 13:00 Central African Time: Mail stops.\n- 14:00 Central African Time: Mail flows, resolved.\n",
        "start 2018-01-18T11:00Z\nend 2018-01-18T12:00Z\nlasts 60\n2018-01-18T11:00Z Mail stops.\n2018-01-18T12:00Z Mail flows, resolved.",
    ),
    (
        "28 the day comes first where one number shows it",
        "## Timeline (UTC)\n\n- 10/04/2024, 5:00 AM: Mail stops.\n- 14/04/2024, 8:00 PM: Mail flows, resolved.\n",
        "start 2024-04-10T05:00Z\nend 2024-04-14T20:00Z\nlasts 6660\n2024-04-10T05:00Z Mail stops.\n2024-04-14T20:00Z Mail flows, resolved.",
    ),
    (
        "29 and 30 what is no date is kept as it is",
        "## Timeline\n\n12/02/2025 8:10 PM EAT: Mail stops.\n203/2025 7:15 PM EAT: Somebody looks.\n20/03/2025 7:25 PM EAT: Mail flows, resolved.\n",
        "start 2025-02-12T17:10Z\nend 2025-03-20T16:25Z\nlasts 51795\n2025-02-12T17:10Z Mail stops.\n? Somebody looks.\n2025-03-20T16:25Z Mail flows, resolved.\n! time_unreadable",
    ),
    (
        "a date that could be either is left open",
        "## Timeline (UTC)\n\n- 10/04/2024, 5:00 AM: Mail stops.\n- 11/04/2024, 8:00 PM: Mail flows, resolved.\n",
        "start 2024 05:00 UTC\nend 2024 20:00 UTC\n2024 05:00 UTC Mail stops.\n2024 20:00 UTC Mail flows, resolved.\n! date_ambiguous",
    ),
    (
        "44 a date alone on its line",
        "## Timeline (UTC)\n\n24/07/25\n\n15:35 Key leaked.\n\n25/07/25\n\n12:34 Key revoked, resolved.\n",
        "start 2025-07-24T15:35Z\nend 2025-07-25T12:34Z\nlasts 1259\n2025-07-24T15:35Z Key leaked.\n2025-07-25T12:34Z Key revoked, resolved.",
    ),
    (
        "45 and 46 question marks and about",
        "## Timeline (UTC)\n\n- 2022-02-03 ??:?? Cable loosened.\n- 2022-02-03 10:45~ Mail stops.\n- ~2022-02-03 11:30 Cable pressed in, resolved.\n",
        "start 2022-02-03\nend ~2022-02-03T11:30Z\n2022-02-03 Cable loosened.\n~2022-02-03T10:45Z Mail stops.\n~2022-02-03T11:30Z Cable pressed in, resolved.\n! time_unreadable",
    ),
    (
        "47 and 48 an entry that lasts, more than one space",
        "## Timeline (UTC)\n\n- 2020-10-07 09:10 - 11:00 Disks copied.\n- 2020-10-07   15:40 Mail flows, resolved.\n",
        "start 2020-10-07T09:10Z\nend 2020-10-07T15:40Z\nlasts 390\n2020-10-07T09:10Z..2020-10-07T11:00Z Disks copied.\n2020-10-07T15:40Z Mail flows, resolved.",
    ),
    (
        "49 and 50 headings with times",
        "# Mail stops\n\n## Timeline\n\nAll times in CET (GMT+1)\n\n### Feb 27 2017 13:16\n\nMail stops.\n\n### ca. 13:35\n\nQueue grows.\n\n### 14:20 - 14:24\n\nNode replaced.\n\n### 14:52 (maybe earlier?)\n\nMail flows, resolved.\n",
        "start 2017-02-27T12:16Z\nend ~2017-02-27T13:52Z\nlasts 96\n2017-02-27T12:16Z Mail stops.\n~2017-02-27T12:35Z Queue grows.\n2017-02-27T13:20Z..2017-02-27T13:24Z Node replaced.\n~2017-02-27T13:52Z Mail flows, resolved.",
    ),
    (
        "51 a heading with its own zone",
        "# Mail stops\n\n## Timeline\n\n### 2017-12-01 16:29 PST\n\nMail stops.\n\n### 16:59 PST\n\nMail flows, resolved.\n",
        "start 2017-12-02T00:29Z\nend 2017-12-02T00:59Z\nlasts 30\n2017-12-02T00:29Z Mail stops.\n2017-12-02T00:59Z Mail flows, resolved.",
    ),
    (
        "52 the day first with a stop, the year from the title",
        "# 2018-04-18, mail stops\n\n## Timeline (UTC)\n\n### 18. April, 11:10\n\nMail stops.\n\n### Apr 19, 07:30am - First report\n\nA user calls.\n",
        "start 2018-04-18T11:10Z\nat most 1220\n2018-04-18T11:10Z Mail stops.\n2018-04-19T07:30Z First report. A user calls.",
    ),
    (
        "53 all times in a zone with its summer offset",
        "# 2019-06-12, mail stops\n\nAll times in CEST (UTC+2)\n\n## Timeline\n\n- 10:00 Mail stops.\n- 11:00 Mail flows, resolved.\n",
        "start 2019-06-12T08:00Z\nend 2019-06-12T09:00Z\nlasts 60\n2019-06-12T08:00Z Mail stops.\n2019-06-12T09:00Z Mail flows, resolved.",
    ),
    (
        "53 emphasis around the zone",
        "# 2019-06-12, mail stops\n\n## Timeline\n\n_All times in EEST_\n\n- 10:00 Mail stops.\n- 11:00 Mail flows, resolved.\n",
        "start 2019-06-12T07:00Z\nend 2019-06-12T08:00Z\nlasts 60\n2019-06-12T07:00Z Mail stops.\n2019-06-12T08:00Z Mail flows, resolved.",
    ),
    (
        "53 a zone with the wrong offset beside it, and out of season",
        "# 2019-06-12, mail stops\n\n## Timeline\n\nAll times in PST (UTC-7)\n\n- 10:00 Mail stops.\n- 11:00 Mail flows, resolved.\n",
        "start 2019-06-12T17:00Z\nend 2019-06-12T18:00Z\nlasts 60\n2019-06-12T17:00Z Mail stops.\n2019-06-12T18:00Z Mail flows, resolved.",
    ),
    (
        "53 a city",
        "# 2019-06-12, mail stops\n\n## Timeline\n\nAll times in UTC+1 (Zurich time)\n\n- 10:00 Mail stops.\n- 11:00 Mail flows, resolved.\n",
        "start 2019-06-12T09:00Z\nend 2019-06-12T10:00Z\nlasts 60\n2019-06-12T09:00Z Mail stops.\n2019-06-12T10:00Z Mail flows, resolved.",
    ),
    (
        "53 a zone that a document names once, out of its season",
        "# 2019-06-12, mail stops\n\n## Timeline (all times in CET)\n\n- 10:00 Mail stops.\n- 11:00 Mail flows, resolved.\n",
        "start 2019-06-12T09:00Z\nend 2019-06-12T10:00Z\nlasts 60\n2019-06-12T09:00Z Mail stops.\n2019-06-12T10:00Z Mail flows, resolved.\n! zone_dst_suspect",
    ),
    (
        "54 zone and dates of the United States in the heading",
        "## Timeline (all times PST) 01/17/2024 - 01/18/2024. All times approximations\n\n- 01/17/2024 10:00 AM: Mail stops.\n- 1:00 PM: Mail flows, resolved.\n",
        "start 2024-01-17T18:00Z\nend 2024-01-17T21:00Z\nlasts 180\n2024-01-17T18:00Z Mail stops.\n2024-01-17T21:00Z Mail flows, resolved.",
    ),
    (
        "55 a date of two digits in the heading",
        "## Timeline (PST) 2/21/23\n\n- 10:00 AM: Mail stops.\n- 1:00 PM: Mail flows, resolved.\n",
        "start 2023-02-21T18:00Z\nend 2023-02-21T21:00Z\nlasts 180\n2023-02-21T18:00Z Mail stops.\n2023-02-21T21:00Z Mail flows, resolved.",
    ),
    (
        "56 two clocks that disagree",
        "# 2022-07-01, mail stops\n\n## Timeline (UTC)\n\n- 12:40 (6:40 PDT): Mail stops.\n- 13:40: Mail flows, resolved.\n",
        "start 2022-07-01T12:40Z\nend 2022-07-01T13:40Z\nlasts 60\n2022-07-01T12:40Z Mail stops.\n2022-07-01T13:40Z Mail flows, resolved.\n! clocks_disagree",
    ),
    (
        "57 two notations in one range",
        "# 2022-07-01, mail stops\n\n## Timeline (UTC)\n\n- 13:20-2:00 Queue drained.\n- 14:10 Mail flows, resolved.\n",
        "start 2022-07-01T13:20Z\nend 2022-07-01T14:10Z\nlasts 50\n2022-07-01T13:20Z..2022-07-01T14:00Z Queue drained.\n2022-07-01T14:10Z Mail flows, resolved.\n! ampm_suspect",
    ),
    (
        "58 seconds, and AM beside a 24-hour time",
        "# 2024-02-15, mail stops\n\n## Timeline\n\n- 08:09 AM UTC - Mail stops.\n- 09:15:04 UTC - Queue grows.\n- February 15, 2024: 9:56am UTC Mail flows, resolved.\n",
        "start 2024-02-15T08:09Z\nend 2024-02-15T09:56Z\nlasts 107\n2024-02-15T08:09Z Mail stops.\n2024-02-15T09:15:04Z Queue grows.\n2024-02-15T09:56Z Mail flows, resolved.",
    ),
    (
        "59 the month first with dashes",
        "## Timeline (UTC)\n\n01-31-2024 - Release.\n02-13-2024 11:00 pm - Mail stops.\n02-14-2024 1:00 am - Mail flows, resolved.\n",
        "start 2024-02-13T23:00Z\nend 2024-02-14T01:00Z\nlasts 120\n2024-01-31 Release.\n2024-02-13T23:00Z Mail stops.\n2024-02-14T01:00Z Mail flows, resolved.",
    ),
    (
        "60 year and zone from the heads of the columns",
        "## Timeline\n\n| Day | Date (2022) | Time (UTC) | Event |\n|---|---|---|---|\n| Thur | Jan 20 | 22:50 | Mail stops. |\n| Fri | Jan 21 | 01:10 | Mail flows, resolved. |\n",
        "start 2022-01-20T22:50Z\nend 2022-01-21T01:10Z\nlasts 140\n2022-01-20T22:50Z Mail stops.\n2022-01-21T01:10Z Mail flows, resolved.",
    ),
    (
        "61 bold dates in words",
        "## Timeline (UTC)\n\n**June 17th 2022, 8:55 AM:** Mail stops.\n\n**June 18th, 2022, 12:00 AM:** Mail flows, resolved.\n",
        "start 2022-06-17T08:55Z\nend 2022-06-18T00:00Z\nlasts 905\n2022-06-17T08:55Z Mail stops.\n2022-06-18T00:00Z Mail flows, resolved.",
    ),
    (
        "62 an emphasised date line, about",
        "## Timeline (UTC)\n\n_4/22/23_\n\n- ~9:00 AM: Mail stops.\n- 10:00 AM: Mail flows, resolved.\n",
        "start ~2023-04-22T09:00Z\nend 2023-04-22T10:00Z\nlasts 60\n~2023-04-22T09:00Z Mail stops.\n2023-04-22T10:00Z Mail flows, resolved.",
    ),
    (
        "63 the date of a commit in indented text is none of ours",
        "# 2021-05-10, mail stops\n\n## Timeline (UTC)\n\n- 10:00 Mail stops.\n- 11:00 Mail flows, resolved.\n\n      commit 5f2b\n      Date: Mon May 10 19:03:52 2021 +0900\n",
        "start 2021-05-10T10:00Z\nend 2021-05-10T11:00Z\nlasts 60\n2021-05-10T10:00Z Mail stops.\n2021-05-10T11:00Z Mail flows, resolved.",
    ),
    (
        "64 days as headings",
        "# Mail stops in 2023\n\n## Timeline (UTC)\n\n### May 14\n\n- 5:12 PM Mail stops.\n\n### 15 May\n\n- 00:40 Mail flows, resolved.\n",
        "start 2023-05-14T17:12Z\nend 2023-05-15T00:40Z\nlasts 448\n2023-05-14T17:12Z Mail stops.\n2023-05-15T00:40Z Mail flows, resolved.",
    ),
    (
        "66 a city behind the clock",
        "# 2021-06-02, mail stops\n\n## Timeline\n\n- 16:27 Denver - Mail stops.\n- 20:19 DEnver - Mail flows, resolved.\n",
        "start 2021-06-02T22:27Z\nend 2021-06-03T02:19Z\nlasts 232\n2021-06-02T22:27Z Mail stops.\n2021-06-03T02:19Z Mail flows, resolved.",
    ),
    (
        "67 h for the colon",
        "[Update - 2023-03-28 17h50 UTC]\n\nMail flows, resolved.\n\n[Update - 2023-03-28 15h40 UTC]\n\nMail stops.\n",
        "start 2023-03-28T15:40Z\nend 2023-03-28T17:50Z\nlasts 130\n2023-03-28T15:40Z Mail stops.\n2023-03-28T17:50Z Mail flows, resolved.",
    ),
    (
        "69 weekday and day, the month from the front matter",
        "---\ndate: 2022-07-22 09:00:00\n---\n\n[Initial Message - Friday 22th]\n\nMail stops for everybody in the office.\n\n[Edit - Monday 25th]\n\nMail flows again, resolved.\n",
        "start 2022-07-22 09:00:00\nend 2022-07-25\n2022-07-22 Mail stops for everybody in the office.\n2022-07-25 Mail flows again, resolved.\n! zone_missing",
    ),
    (
        "70 bold time, dash behind",
        "# Mail stops on Jan 15, 2026\n\n## Timeline\n\n- **21:45 UTC** - Mail stops.\n- Jan 15, 11:33 PM UTC - Queue grows.\n- January 16, 2026 at 1:42AM UTC - Mail flows, resolved.\n",
        "start 2026-01-15T21:45Z\nend 2026-01-16T01:42Z\nlasts 237\n2026-01-15T21:45Z Mail stops.\n2026-01-15T23:33Z Queue grows.\n2026-01-16T01:42Z Mail flows, resolved.",
    ),
    (
        "71 square brackets, an unknown time, a range in round ones",
        "# Mail stops in 2016\n\n## Timeline (UTC)\n\n* [12-05 16:31] Mail stops.\n* [17:04] Node drained.\n* [???] Somebody restarts it.\n* [18:10] Mail flows, resolved.\n",
        "start 2016-12-05T16:31Z\nend 2016-12-05T18:10Z\nlasts 99\n2016-12-05T16:31Z Mail stops.\n2016-12-05T17:04Z Node drained.\n? Somebody restarts it.\n2016-12-05T18:10Z Mail flows, resolved.\n! time_unreadable",
    ),
    (
        "71 between two times",
        "# 2016-12-05, mail stops\n\n## Timeline\n\n- (Between 1:56pm - 5:30pm PST) Mail stops now and then.\n- 5:54 PM PST: Mail flows, resolved.\n",
        "start 2016-12-05T21:56Z\nend 2016-12-06T01:54Z\nlasts 238\n2016-12-05T21:56Z..2016-12-06T01:30Z Mail stops now and then.\n2016-12-06T01:54Z Mail flows, resolved.",
    ),
    (
        "72 line breaks of HTML",
        "# Mail stops\n\n## Timeline (UTC)\n\n2016/11/08 21:14 - Mail stops.<br> 21:20 - Queue grows.<br>\n**21:30** Mail flows, resolved. <br>\n",
        "start 2016-11-08T21:14Z\nend 2016-11-08T21:30Z\nlasts 16\n2016-11-08T21:14Z Mail stops.\n2016-11-08T21:20Z Queue grows.\n2016-11-08T21:30Z Mail flows, resolved.",
    ),
    (
        "73 about with a zone, bold date and time, seconds in a range",
        "# Mail stops\n\n## Timeline\n\n- **2026-07-08 ~02:00 AEST** Mail stops.\n- ~03:39 AEST Queue grows.\n- 04:15:51-04:16:02 AEST Node restarted.\n- 04:29:16 AEST Mail flows, resolved.\n",
        "start ~2026-07-07T16:00Z\nend 2026-07-07T18:29:16Z\nlasts 149.27\n~2026-07-07T16:00Z Mail stops.\n~2026-07-07T17:39Z Queue grows.\n2026-07-07T18:15:51Z..2026-07-07T18:16:02Z Node restarted.\n2026-07-07T18:29:16Z Mail flows, resolved.",
    ),
    (
        "76 a bare clock of four digits",
        "Date: 2023-07-02\n\n## Timeline (UTC)\n\n0654: Mail stops.\n\n0710: Mail flows, resolved.\n",
        "start 2023-07-02T06:54Z\nend 2023-07-02T07:10Z\nlasts 16\n2023-07-02T06:54Z Mail stops.\n2023-07-02T07:10Z Mail flows, resolved.",
    ),
    (
        "27 half a day back is past midnight only where the clock says so",
        "# 2024-06-10, mail stops\n\n## Timeline (UTC)\n\n- 11:30 AM: Mail stops.\n- 12:00 PM: Queue grows.\n- 12:15 AM: Node drained.\n",
        "start 2024-06-10T11:30Z\nat most 765\n2024-06-10T11:30Z Mail stops.\n2024-06-10T12:00Z Queue grows.\n2024-06-11T00:15Z Node drained.\n! ampm_suspect",
    ),
    (
        "a step back of less than six hours is out of order",
        "# 2024-06-10, mail stops\n\n## Timeline (UTC)\n\n- 11:30 Mail stops.\n- 14:00 Queue grows.\n- 12:00 Node drained.\n- 15:00 Mail flows, resolved.\n",
        "start 2024-06-10T11:30Z\nend 2024-06-10T15:00Z\nlasts 210\n2024-06-10T11:30Z Mail stops.\n2024-06-10T12:00Z Node drained.\n2024-06-10T14:00Z Queue grows.\n2024-06-10T15:00Z Mail flows, resolved.\n! out_of_order",
    ),
    (
        "a larger step back is the next day",
        "# 2024-06-10, mail stops\n\n## Timeline (UTC)\n\n- 23:30 Mail stops.\n- 00:10 Queue grows.\n- 01:00 Mail flows, resolved.\n",
        "start 2024-06-10T23:30Z\nend 2024-06-11T01:00Z\nlasts 90\n2024-06-10T23:30Z Mail stops.\n2024-06-11T00:10Z Queue grows.\n2024-06-11T01:00Z Mail flows, resolved.",
    ),
    (
        "times in code, quotes, addresses and versions are none",
        "# 2024-06-10, mail stops\n\n## Timeline (UTC)\n\n- 10:00 Mail stops after release 12.30.\n\n  ```\n  10:05 postfix: queue full\n  ```\n\n> 10:07 ann: is mail down?\n\n- 10:20 Mail flows, see https://status.example.org/10:15, resolved.\n",
        "start 2024-06-10T10:00Z\nend 2024-06-10T10:20Z\nlasts 20\n2024-06-10T10:00Z Mail stops after release 12.30.\n2024-06-10T10:20Z Mail flows, see https://status.example.org/10:15, resolved.",
    ),
];

const TOLD: &[Example] = &[
    (
        "a letter dates itself",
        "# Till displays dark\n\nTo: all shops\nFrom: Ana\nDate: 5 December 2025\nSubject: tills\n\nOn 2 December from 17:40 to 19:25 UTC tills showed nothing.\n",
        "start 2025-12-02T17:40Z\nend 2025-12-02T19:25Z\nlasts 105",
    ),
    (
        "a day of the month before the day of writing",
        "# Boards slow\n\n*Posted by Ana, 24 November 2025*\n\nOn Wednesday the 19th boards failed from 14:22 to 15:03 UTC.\n",
        "start 2025-11-19T14:22Z\nend 2025-11-19T15:03Z\nlasts 41",
    ),
    (
        "a day of the week before the day of writing",
        "# Boards slow last Wednesday\n\n*Posted by Ana, 24 November 2025*\n\nBoards failed from 14:22 to 15:03 UTC.\n",
        "start 2025-11-19T14:22Z\nend 2025-11-19T15:03Z\nlasts 41",
    ),
    (
        "a mail dates itself, also with a clock",
        "From: Ana <ana@example.org>\nTo: all@example.org\nDate: Thu, 16 Oct 2025 09:30:00 +0200\nSubject: [shop-announce] Mail stops\n\nIt could not be sent from 14 October 2025, 18:22 UTC until 15 October 2025, 07:05 UTC.\n",
        "start 2025-10-14T18:22Z\nend 2025-10-15T07:05Z\nlasts 763",
    ),
    (
        "days without a clock",
        "# Members locked out\n\nFrom 22 April 2024 to 26 April 2024 members were unable to log in.\n",
        "start 2024-04-22\nend 2024-04-26",
    ),
    (
        "words in brackets between two ends, a zone behind words, a zone twice",
        "# Mail stops\n\nDate: 2024-06-10\n\nWhen: 08:00 (invoice run) to 10:45 (local time, UTC+2)\n",
        "start 2024-06-10T06:00Z\nend 2024-06-10T08:45Z\nlasts 165",
    ),
    (
        "minutes from a moment with a name",
        "# 2024-06-10, mail stops\n\nT0 = 2024-06-10 13:05 UTC\n\n## Timeline\n\n- T+0 mail stops\n- T+33m mail flows, resolved\n",
        "start 2024-06-10T13:05Z\nend 2024-06-10T13:38Z\nlasts 33\n2024-06-10T13:05Z mail stops\n2024-06-10T13:38Z mail flows, resolved",
    ),
    (
        "who wrote when, above what was written",
        "# 2024-06-10, mail stops\n\n**ana** commented at 08:31 UTC\n\nMail stops since 08:05 UTC.\n\n**bo** commented at 09:12 UTC\n\nSpool emptied, mail flows again.\n",
        "start 2024-06-10T08:05Z\nend 2024-06-10T09:12Z\nlasts 67\n2024-06-10T08:31Z Mail stops since 08:05 UTC.\n2024-06-10T09:12Z Spool emptied, mail flows again.",
    ),
    (
        "the only zone that is named holds for all clocks",
        "# 2024-06-10, mail stops\n\nMail stopped from 18:20 to 20:55 UTC.\n\n## Timeline\n\n- 18:22 Alarm.\n- 20:55 Mail flows, resolved.\n",
        "start 2024-06-10T18:20Z\nend 2024-06-10T20:55Z\nlasts 155\n2024-06-10T18:22Z Alarm.\n2024-06-10T20:55Z Mail flows, resolved.",
    ),
    (
        "names put together, a zone by its town, an end under a name of its own",
        "# Mail stops\n\nAll times are local (Edinburgh).\n\n3. Incident began: 2024-06-10 10:00\n\nBack in service: 2024-06-10 11:30\n",
        "start 2024-06-10T09:00Z\nend 2024-06-10T10:30Z\nlasts 90",
    ),
];

#[test]
fn days_and_zones_come_from_where_they_are_told() {
    check(TOLD, facts);
}

#[test]
fn moments_in_front_matter_are_read_in_every_notation() {
    check(FRONT_MATTER, facts);
}

#[test]
fn stated_ranges_are_read_in_every_notation() {
    check(RANGES, facts);
}

#[test]
fn named_moments_are_read_in_every_notation() {
    check(MOMENTS, facts);
}

#[test]
fn timeline_entries_are_read_in_every_notation() {
    check(ENTRIES, facts);
}

#[test]
fn a_setting_gives_the_zone_where_a_document_has_none() {
    let config = Config { timezone: Some("Europe/Berlin".to_owned()), ..Config::default() };
    let incident = incident_with("Start: 2024-07-01 10:00\nEnd: 2024-07-01 11:00\n", &config);
    assert_eq!(difference("", &facts(&incident), "start 2024-07-01T08:00Z\nend 2024-07-01T09:00Z\nlasts 60"), None);
}

#[test]
fn a_setting_decides_between_day_and_month_where_a_document_does_not() {
    let config = Config { day_first: Some(false), ..Config::default() };
    let incident = incident_with("Start: 10/04/2024 10:00 UTC\n", &config);
    assert_eq!(difference("", &facts(&incident), "start 2024-10-04T10:00Z"), None);
}

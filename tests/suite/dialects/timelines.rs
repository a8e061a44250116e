//! Timelines in their shapes (the numbers are those of the list of notations).

use incidex::model::Incident;

use super::{Example, check, entry, kind};

/// One line per entry: time, text, kind where it is told.
fn facts(incident: &Incident) -> Vec<String> {
    let entries = incident.timeline.iter();
    entries
        .map(|told| match kind(told.kind).as_str() {
            "note" => entry(told),
            kind => format!("{} [{kind}]", entry(told)),
        })
        .collect()
}

const SHAPES: &[Example] = &[
    (
        "1 consecutive lines of one paragraph",
        "Timeline:\nMay 3rd, 2024, 10:00 PM UTC: A rush of errors is seen by monitoring.\n10:15 PM UTC: The web team was paged.\n10:40 PM UTC: The old cache setting was deployed as a fix.\nRoot Cause: A full cache.\n",
        "2024-05-03T22:00Z A rush of errors is seen by monitoring. [detected]
         2024-05-03T22:15Z The web team was paged. [responded]
         2024-05-03T22:40Z The old cache setting was deployed as a fix. [fixed]",
    ),
    (
        "2 no space behind the dash",
        "#Timeline:\n-09:00 AM UTC: Alert fired for slow pages.\n-09:30 AM UTC: Cache repaired.\n",
        "09:00 UTC Alert fired for slow pages. [detected]
         09:30 UTC Cache repaired. [fixed]",
    ),
    (
        "3 bold times in a list",
        "## Timeline (UTC)\n\n- **10:00 AM:** Alert fired for slow pages.\n- **10:20 AM (UTC):** Cache repaired.\n- **16:58 UTC** - Report written.\n",
        "10:00 UTC Alert fired for slow pages. [detected]
         10:20 UTC Cache repaired. [fixed]
         16:58 UTC Report written.",
    ),
    (
        "4 blank lines between some entries, the next label glued to the last",
        "TIMELINE: \n10:00 PM: Alert fired for slow pages. \n\n10:05 PM: The web team was alerted.\n\n10:20 PM: Cache replaced. \n10:30 PM: Pages load again, service restored.\nROOT CAUSE: \nA full cache.\n",
        "22:00 Alert fired for slow pages. [detected]
         22:05 The web team was alerted. [responded]
         22:20 Cache replaced. [fixed]
         22:30 Pages load again, service restored. [resolved]",
    ),
    (
        "5 all kinds of separators, and none",
        "## Timeline\n\n- 10:05 AM: one\n* 11:15 - two\n- 12:30 Three happens\n- 15:15 GMT+1 --> four\n* 16:37 Denver - five\n",
        "10:05 one
         11:15 two
         12:30 Three happens
         15:15 GMT+1 four
         16:37 America/Denver five",
    ),
    (
        "6 brackets, and lines that go on without an indent",
        "# 2016-12-05, pods hang\n\n## Timeline (UTC)\n\n* [16:04] Alert fired for hanging pods\n* [16:21] Somebody finds a node in a strange state,\npresent and thereby blocking\n* [???] Node drained\n",
        "2016-12-05T16:04Z Alert fired for hanging pods [detected]
         2016-12-05T16:21Z Somebody finds a node in a strange state, present and thereby blocking [identified]
         ? Node drained",
    ),
    (
        "7 dates in front of each line",
        "## Timeline (UTC)\n\n22/02/2025 8:00 PM: one\n23/02/2025 9:00 PM: two\n",
        "2025-02-22T20:00Z one
         2025-02-23T21:00Z two",
    ),
    (
        "8 a heading per entry, with paragraphs, lists, quotes and code below",
        "# Pods hang, 2018-01-11\n\n## Timeline (UTC)\n\n### 13:44\n\nOne.\n\n- two\n- three\n\n```\n13:45 noise\n```\n\n### 5:02 PM\n\n> ann: what is that?\n\n### 17:35 - Note pending pods\n\nFour.\n\n### 2018-01-12\n\nFive.\n",
        "2018-01-11T13:44Z One. two; three
         2018-01-11T17:02Z ann: what is that?
         2018-01-11T17:35Z Note pending pods. Four.
         2018-01-12 Five.",
    ),
    (
        "8 days as headings between other sections",
        "# Pods hang in 2018\n\n## May 12\n\n- 10:00 UTC one\n- 11:00 UTC two\n\n## May 13\n\n- 9:00 UTC three\n\n## Lessons learned\n\n- Look sooner.\n",
        "2018-05-12T10:00Z one
         2018-05-12T11:00Z two
         2018-05-13T09:00Z three",
    ),
    (
        "9 tables with a date in each row, with ranges, and without the last pipe",
        "## Timeline\n\n| Time (UTC) | What |\n| -----------: | :-- |\n| 2021-07-03 07:32 | one |\n| 09:15-09:30 | two |\n| 10:00  | three\n",
        "2021-07-03T07:32Z one
         2021-07-03T09:15Z..2021-07-03T09:30Z two
         2021-07-03T10:00Z three",
    ),
    (
        "9 several tables, each under its date",
        "## Timeline (UTC)\n\n### 2021-07-03\n\n| Time | What |\n|---|---|\n| 23:00 | one |\n\n### 2021-07-04\n\n| Time | What |\n|---|---|\n| 01:00 | two |\n",
        "2021-07-03T23:00Z one
         2021-07-04T01:00Z two",
    ),
    (
        "10 tabs for columns",
        "Timeline\n\nTime (WAT)\tActions\n11:30 AM\t\tRelease rolled out\n12:10 PM\t\tPages fail\n",
        "11:30 WAT Release rolled out
         12:10 WAT Pages fail",
    ),
    (
        "11 a long dash, and a list that belongs to the entry above",
        "## Timeline\n\n15:35 – Plan pushed\n\n16:48 – More was in it:\n\n* a token\n* a password\n\n16:59 – Incident declared\n",
        "15:35 Plan pushed
         16:48 More was in it: a token; a password
         16:59 Incident declared [responded]",
    ),
    (
        "12 a title on the line of the time, the text below",
        "## Timeline\n\n15:30 EAT: Issue Detected\nAn alert told of slow pages.\n\n15:50 EAT: Issue Resolved\nThe cache was emptied.\n",
        "15:30 EAT Issue Detected An alert told of slow pages. [detected]
         15:50 EAT Issue Resolved The cache was emptied. [resolved]",
    ),
    (
        "13 many in one paragraph, parted by HTML",
        "## Timeline (UTC)\n\n**07:52** one<br>\n**07:58** two<br>\n08:24 - three<br> 08:27 - four<br>\n",
        "07:52 UTC one
         07:58 UTC two
         08:24 UTC three
         08:27 UTC four",
    ),
    (
        "14 named moments and a list under another name",
        "---\ntitle: Pods hang\n---\n\n- **Key events**\n  - First detected: 2023-06-07 10:23\n  - Incident declared: 2023-06-07 10:40\n  - Resolved 2023-06-07 11:30\n- **Context**:\n  - 2023-06-07 10:23 - User reported that pods hang\n  - 2023-06-07 11:02: nodes replaced\n",
        "2023-06-07 10:23 User reported that pods hang [detected]
         2023-06-07 10:40 Incident declared [responded]
         2023-06-07 11:02 nodes replaced [fixed]
         2023-06-07 11:30 Resolved [resolved]",
    ),
    (
        "15 the newest first, stamps at the end",
        "*Resolved* - Mail flows. {{< track \"2018-04-14 16:50:00\" >}}\n\n*Identified* - Root cause identified: a full disk. {{< track \"2018-04-14 16:20:00\" >}}\n\n*Investigating* - Mail is late. {{< track \"2018-04-14 16:00:00\" >}}\n",
        "2018-04-14 16:00:00 Investigating - Mail is late. [investigating]
         2018-04-14 16:20:00 Identified - Root cause identified: a full disk. [identified]
         2018-04-14 16:50:00 Resolved - Mail flows. [resolved]",
    ),
    (
        "15 the newest first, stamps in brackets or bold",
        "[Update - 2023-03-28 15h50 UTC]\n\nMail flows, resolved.\n\n**2023-03-28 15:20 UTC**\n\nMail server restarted.\n\n<Update date=\"2023-03-28 15:00 UTC\">Mail is late.</Update>\n",
        "2023-03-28T15:00Z Mail is late.
         2023-03-28T15:20Z Mail server restarted. [fixed]
         2023-03-28T15:50Z Mail flows, resolved. [resolved]",
    ),
    (
        "16 minutes from the start",
        "# 2024-05-06, mail is late\n\n## Timeline (UTC)\n\n- T0 Power fails.\n- ~T+2m Generator starts.\n- T+1h05m Mail flows.\n",
        "? Power fails.
         ? Generator starts.
         ? Mail flows.",
    ),
    (
        "17 labels instead of times",
        "## Incident\n\n* When was the issue detected - 2022-04-24 00:10 (GMT-04:00)\n* Detection Time: 2022-04-24 00:15 (GMT-04:00)\n",
        "",
    ),
    (
        "18 markers inside entries",
        "# 2024-05-06, mail is late\n\n## Timeline (UTC)\n\n- 10:00 **INCIDENT START**: Alert fires for late mail.\n- 10:05 **\\<START OF OUTAGE>** Queue stops.\n- 11:00 **Outage ends.**\n",
        "2024-05-06T10:00Z INCIDENT START: Alert fires for late mail. [detected]
         2024-05-06T10:05Z <START OF OUTAGE> Queue stops.
         2024-05-06T11:00Z Outage ends. [resolved]",
    ),
];

const KINDS: &[Example] = &[(
    "cues",
    "# 2024-05-06, mail is late\n\n## Timeline (UTC)\n\n- 10:00 Monitoring alerts on late mail.\n- 10:05 On-call acknowledged and began to investigate.\n- 10:15 We suspected the spam filter.\n- 10:40 The spam filter was ruled out.\n- 10:50 Escalated to the network team.\n- 11:10 Root cause identified: a full disk.\n- 11:30 Old mail deleted, fix deployed.\n- 11:45 Service restored.\n",
    "2024-05-06T10:00Z Monitoring alerts on late mail. [detected]
     2024-05-06T10:05Z On-call acknowledged and began to investigate. [responded]
     2024-05-06T10:15Z We suspected the spam filter. [false_lead]
     2024-05-06T10:40Z The spam filter was ruled out. [ruled_out]
     2024-05-06T10:50Z Escalated to the network team. [escalated]
     2024-05-06T11:10Z Root cause identified: a full disk. [identified]
     2024-05-06T11:30Z Old mail deleted, fix deployed. [fixed]
     2024-05-06T11:45Z Service restored. [resolved]",
)];

#[test]
fn timelines_are_read_in_every_shape() {
    check(SHAPES, facts);
}

#[test]
fn an_entry_has_the_kind_that_its_words_tell() {
    check(KINDS, facts);
}

#[test]
fn a_timeline_of_one_entry_is_a_timeline() {
    let incident = super::incident("# Mail\n\n## Timeline\n\n- 10:00 UTC Mail stops.\n");
    assert_eq!(facts(&incident), ["10:00 UTC Mail stops."]);
}

#[test]
fn an_entry_knows_how_long_after_the_start_it_was() {
    let incident =
        super::incident("# 2024-05-06, mail\n\n## Timeline (UTC)\n\n- 23:50 one\n- 00:20 two\n- T+45m three\n");
    let elapsed: Vec<_> = incident.timeline.iter().map(|entry| entry.elapsed.map(|length| length.rounded())).collect();
    assert_eq!(elapsed, [Some(0), Some(30), Some(45)]);
}

//! Invented reports: what their words make of the beginning, the end and the moments between.

use crate::config::Config;
use crate::model::{Incident, Moment, Source, SourceFormat};
use crate::normalise::incidents;
use crate::parse;

fn incident(markdown: &str) -> Incident {
    let source = Source { path: "incidents/case.md".to_owned(), format: SourceFormat::Markdown, hash: String::new() };
    incidents(&parse::document(source, markdown), &Config::default()).0.remove(0)
}

fn when(moment: &Option<Moment>) -> String {
    let Some(moment) = moment else { return "-".to_owned() };
    let (date, time) = (moment.date.map(|date| date.to_string()), moment.time.map(|time| time.to_string()));
    [date, time].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Start and end of a report.
fn check(markdown: &str, start: &str, end: &str) {
    let read = incident(markdown);
    assert_eq!((when(&read.started_at).as_str(), when(&read.ended_at).as_str()), (start, end), "{markdown}");
}

#[test]
fn a_report_counts_back_from_the_day_on_which_it_was_written() {
    check(
        "# Fri 8 Mar 2024, the ferry tickets\n\nYesterday from about two in the afternoon no tickets were sold and the tills failed. They were fixed at 16:10.\n",
        "2024-03-07 14:00",
        "2024-03-07 16:10",
    );
    check(
        "---\ntitle: A bad evening\ndate: 2024-05-16\n---\n\nThe booking desk went down on Tuesday and nobody could pay.\n\nAt 18:20 the first payment failed. It was restored at 19:05.\n",
        "2024-05-14 18:20",
        "2024-05-14 19:05",
    );
    check(
        "# 12 June 2023 - mail\n\nLast night the mail relay was down. From 22:15 nothing was delivered.\n\nIt was restored at 23:40.\n",
        "2023-06-11 22:15",
        "2023-06-11 23:40",
    );
    check(
        "# Outage of 12 June 2023\n\nFrom 22:15 UTC nothing was delivered. It was restored at 23:40 UTC.\n\nA fix is rolled out since Monday.\n",
        "2023-06-12 22:15",
        "2023-06-12 23:40",
    );
}

#[test]
fn what_hurt_nobody_begins_nothing() {
    for harmless in [
        "09:10 First link lost, traffic moved to the second, no customer impact",
        "09:10 Fan of node 3 failed, no effect on services",
        "09:10 Pump A stopped, no users affected",
        "09:10 Standby lost power, without interruption of sales",
    ] {
        check(
            &format!(
                "# Both links\n\n## Timeline (UTC), 3 May 2022\n\n- {harmless}\n- 09:40 Second link lost, shops offline\n- 10:30 Link spliced, all shops back online\n"
            ),
            "2022-05-03 09:40",
            "2022-05-03 10:30",
        );
    }
}

#[test]
fn a_calm_opening_of_a_story_is_no_onset() {
    for opening in [
        "We opened the doors at 10:00 UTC and all went well.",
        "The fair opened its gates at 10:00 UTC.",
        "The new season began at 10:00 UTC, and for hours we were happy.",
        "Pim unlocked the hall at 10:00 UTC.",
    ] {
        check(
            &format!(
                "# Turnstiles, 3 May 2022\n\n{opening} At 14:30 UTC the turnstiles stopped working. They were back online at 15:10 UTC.\n"
            ),
            "2022-05-03 14:30",
            "2022-05-03 15:10",
        );
    }
}

#[test]
fn the_day_of_the_paperwork_is_not_that_of_what_follows() {
    for done in ["Closed", "Published", "Reviewed", "Approved"] {
        check(
            &format!(
                "# Frozen map\n\nOpened 2022-07-03 14:05 UTC. {done} 2022-07-05 09:00 UTC.\n\nThe map was frozen from 13:25 UTC. It was restored at 14:45 UTC.\n"
            ),
            "2022-07-03 13:25",
            "2022-07-03 14:45",
        );
    }
}

#[test]
fn a_zone_of_europe_puts_the_day_first() {
    for (zone, written, expected) in [
        ("BST", "06/10/2020 13:17", "2020-10-06 13:17"),
        ("CET", "03/02/2021 08:00", "2021-02-03 08:00"),
        ("CEST", "05/08/2021 08:00", "2021-08-05 08:00"),
        ("UTC", "06/10/2020 13:17", "2020 13:17"),
    ] {
        check(&format!("# Two circuits\n\nStart: {written} {zone}\n\nBoth circuits failed.\n"), expected, "-");
    }
}

#[test]
fn below_a_day_of_a_log_yesterday_is_the_day_before() {
    for (told, start) in [
        ("Yesterday evening the price export failed. Prices were stale from 22:00 on.", "2023-10-03 22:00"),
        ("Yesterday the price export failed. Prices were stale from 17:40 on.", "2023-10-03 17:40"),
        ("Last night the price export failed. Prices were stale from 23:05 on.", "2023-10-03 23:05"),
        ("The price export failed. Prices were stale from 22:00 on.", "2023-10-04 22:00"),
    ] {
        check(&format!("# Wed 4 Oct 2023\n\n{told}\n"), start, "-");
    }
}

#[test]
fn a_row_of_measures_holds_the_length() {
    for (row, minutes) in [
        ("| Duration | none | about 3 hours |", Some(180)),
        ("| Downtime | 0 | 45 minutes |", Some(45)),
        ("| Total duration | n/a | 2 h 10 min |", Some(130)),
        ("| Response | 20 ms | 3 minutes |", None),
    ] {
        let text = format!(
            "# Slow maps, 3 May 2022\n\nMaps failed.\n\n## Impact\n\n| Measure | Usual | Then |\n|---|---|---|\n{row}\n"
        );
        assert_eq!(incident(&text).duration.minutes.map(|it| it.rounded()), minutes, "{row}");
    }
}

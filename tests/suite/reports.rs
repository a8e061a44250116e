//! `incidex report` and `incidex trends --format dora` over the sample archive: what each form holds.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn answer(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incidex"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let output = command.args(args).arg("-C").arg(root).env_remove("SOURCE_DATE_EPOCH").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn check(args: &[&str], expected: &[&str]) -> String {
    let (code, stdout, stderr) = answer(args);
    assert_eq!(code, 0, "{stderr}");
    for part in expected {
        assert!(stdout.contains(part), "{args:?} lacks {part:?}:\n{stdout}");
    }
    stdout
}

#[test]
fn the_next_quarter_is_told_as_text_as_a_page_and_as_data() {
    let parts =
        ["What no completed action names", "A promise that is open or untested", "How this is ranked", "12 h 3 min"];
    check(&["report", "--next"], &parts);
    let html = check(&["report", "--next", "--format", "html"], &parts);
    assert!(html.contains("@media print") && !html.contains("<script"), "one file, made to be printed");
    let next: Value = serde_json::from_str(&check(&["report", "--next", "--format", "json"], &[])).unwrap();
    let minutes: Vec<f64> =
        next["causes"].as_array().unwrap().iter().filter_map(|it| it["cost"]["minutes"].as_f64()).collect();
    assert!(minutes.len() > 2 && minutes.is_sorted_by(|a, b| a >= b), "{minutes:?}");
    let place = next["causes"][0]["promise"]["place"].as_str().unwrap();
    let (path, line) = place.split_once(':').unwrap();
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(path);
    let text = std::fs::read_to_string(document).unwrap();
    let line = text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
    let first_words: Vec<&str> = next["causes"][0]["promise"]["text"].as_str().unwrap().split(' ').take(3).collect();
    assert!(line.contains(&first_words.join(" ")), "{place}: {line}");
}

#[test]
fn a_quarter_is_compared_with_two_others_and_a_digest_with_as_many_days() {
    check(
        &["report", "--quarter", "2026-Q2"],
        &[
            "Against 2026-Q1 (the quarter before)",
            "Against 2025-Q2 (a year before)",
            "times as many a day",
            "cannot tell",
        ],
    );
    let one = check(&["report", "--quarter", "2026-Q2", "--against", "2025-Q1"], &["Against 2025-Q1"]);
    assert!(!one.contains("2026-Q1"), "{one}");
    check(
        &["report", "--since", "2026-03-01", "--as-of", "2026-06-18"],
        &["since 2026-03-01", "2025-11-11 to 2026-02-28 (the period before)", "On this day", "Outside support hours"],
    );
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_remedy() {
    for (args, part) in [
        (&["report", "--since", "2030-01-01"][..], "after the day of the report"),
        (&["report", "--quarter", "2025-Q1", "--against", "2025-Q1"], "is not before 2025-Q1"),
        (&["report", "--since", "2026-01-01", "--quarter", "2026-Q1"], "cannot be used with"),
        (&["report", "--next", "--against", "2026-Q1"], "cannot be used with"),
    ] {
        let (code, _, stderr) = answer(args);
        assert!(code == 2 && stderr.contains(part), "{args:?}: {stderr}");
    }
}

#[test]
fn the_table_of_deliveries_counts_each_incident_in_one_month_and_one_quarter() {
    let text =
        check(&["trends", "--format", "dora"], &["period,kind,first_day,last_day,incidents,restore_minutes_median"]);
    let sum = |kind: &str| -> usize {
        let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        rows.filter(|row| row[1] == kind).map(|row| row[4].parse::<usize>().unwrap()).sum()
    };
    assert!(sum("month") > 20 && sum("month") == sum("quarter"), "{text}");
}

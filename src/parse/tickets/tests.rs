//! The exports of three trackers, and rows that cannot be used.

use super::*;

/// Tickets as `key state closed line`.
fn check(path: &str, text: &str, expected: &[&str], findings: &[&str]) {
    let (tickets, odd) = tickets(path, text);
    let told = |it: &Ticket| {
        let closed = it.closed.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("{} {:?} {closed} {}", it.key, it.says, it.line)
    };
    assert_eq!(tickets.iter().map(told).collect::<Vec<_>>(), expected, "{text}");
    let odd = odd.iter().map(|it| {
        let span = it.span.unwrap();
        format!("{}:{} {}", span.line, span.column, it.message)
    });
    assert_eq!(odd.collect::<Vec<_>>(), findings, "{text}");
}

#[test]
fn what_gh_issue_list_gives() {
    let text = r#"[
  {"closedAt":"2026-03-02T09:11:10Z","number":41,"state":"CLOSED","stateReason":"COMPLETED","title":"a, {b}","url":"https://github.com/reed/ops/issues/41"},
  {"closedAt":"2026-03-03T09:11:10Z","number":42,"state":"CLOSED","stateReason":"NOT_PLANNED","title":"[","url":"https://github.com/reed/ops/issues/42"},
  {"closedAt":null,"number":43,"state":"OPEN","stateReason":"","title":"say \"so\" ]","url":"https://github.com/reed/ops/issues/43"},
  {"closedAt":"2026-03-04T09:11:10Z","mergedAt":null,"number":44,"state":"CLOSED","url":"https://github.com/reed/ops/pull/44"},
  {"closedAt":"2026-03-05T09:11:10Z","mergedAt":"2026-03-05T09:11:10Z","number":45,"state":"MERGED","url":"https://github.com/reed/ops/pull/45"}
]"#;
    let expected = [
        "#41 Done 2026-03-02 2",
        "#42 Dropped 2026-03-03 3",
        "#43 Open - 4",
        "#44 Dropped 2026-03-04 5",
        "#45 Done 2026-03-05 6",
    ];
    check("tickets.json", text, &expected, &[]);
}

#[test]
fn what_gitlab_gives() {
    let json = r#"[{"id":9001,"iid":7,"state":"closed","closed_at":"2026-01-09T10:00:00.000+01:00","web_url":"https://git.example/a/b/-/issues/7","_links":{"closed_as_duplicate_of":null}},
{"id":9002,"iid":8,"state":"opened","closed_at":null,"web_url":"https://git.example/a/b/-/issues/8"},
{"iid":9,"state":"closed","closed_at":"2026-01-10T10:00:00Z","_links":{"closed_as_duplicate_of":"https://git.example/api/v4/projects/1/issues/7"}}]
[{"iid":3,"state":"merged","merged_at":"2026-02-01T00:00:00Z","source_branch":"x"}]"#;
    let expected = ["#7 Done 2026-01-09 1", "#8 Open - 2", "#9 Dropped 2026-01-10 3", "!3 Done 2026-02-01 4"];
    check("tickets.json", json, &expected, &[]);
    let table = "Title,Description,Issue ID,URL,State,Closed At (UTC)\n\"two\nlines\",,7,https://git.example/a/b/-/issues/7,Closed,2026-01-09 10:00:00\nb,,8,,Open,\n";
    check("tickets.csv", table, &["#7 Done 2026-01-09 2", "#8 Open - 4"], &[]);
}

#[test]
fn what_jira_gives() {
    let json = r#"{"expand":"names","total":3,"issues":[
{"key":"OPS-1","fields":{"status":{"name":"Live","statusCategory":{"key":"done"}},"resolution":{"name":"Done"},"resolutiondate":"2026-04-01T12:00:00.000+0000"}},
{"key":"OPS-2","fields":{"status":{"name":"Closed","statusCategory":{"key":"done"}},"resolution":{"name":"Won't Do"},"resolutiondate":"2026-04-02T12:00:00.000+0000"}},
{"key":"OPS-3","fields":{"status":{"name":"Brewing","statusCategory":{"key":"indeterminate"}},"resolution":null}}]}"#;
    check("tickets.json", json, &["OPS-1 Done 2026-04-01 2", "OPS-2 Dropped 2026-04-02 3", "OPS-3 Open - 4"], &[]);
    let table = "Issue key;Status;Status Category;Resolved;Resolution;Labels;Labels\nOPS-1;Live;Done;01/Apr/26 1:00 PM;Done;a;b\nOPS-4;Brewing;In Progress;;;;\n";
    check("tickets.csv", table, &["OPS-1 Done 2026-04-01 2", "OPS-4 Open - 3"], &[]);
}

#[test]
fn a_table_written_by_hand() {
    check(
        "tickets.csv",
        "key,state,closed\nTASK0001,done,2026-05-01\nTASK0002,open,\n",
        &["TASK0001 Done 2026-05-01 2", "TASK0002 Open - 3"],
        &[],
    );
}

#[test]
fn a_row_that_cannot_be_used_costs_itself_alone() {
    let (good, day) = (r#"{"key":"A-1","state":"open"}"#, r#"{"key":"A-2","state":"closed","closed":"in May"}"#);
    let rows = format!("[{good},\n  7,\n  {{\"title\":\"x\"}},\n{{\"key\":\"A-3\",\"state\":\"brewing\"}},\n{day}]");
    let findings = [
        "2:3 a ticket is an object with keys",
        "3:3 the row has neither the keys of a GitHub, GitLab nor Jira export",
        "4:1 A-3 has the status \"brewing\", which may be open or done",
        "5:1 the day A-2 was closed cannot be read: \"in May\"",
    ];
    check("tickets.json", &rows, &["A-1 Open - 1", "A-2 Done - 5"], &findings);
    let table = "key,state\nA-1,open,more\nA-2,closed\n";
    check("tickets.csv", table, &["A-2 Done - 3"], &["2:1 the row has 3 fields, the line of names has 2"]);
}

#[test]
fn a_text_that_breaks_off_is_read_until_there_and_the_place_is_told() {
    let text = "{\"key\":\"A-1\",\"state\":\"open\"}\n{\"key\":\"A-2\",";
    check("tickets.json", text, &["A-1 Open - 1"], &["2:13 it is no JSON from here on: EOF while parsing an object"]);
    check("tickets.json", "", &[], &[]);
    check("tickets.csv", "", &[], &[]);
    check("tickets.json", "[]", &[], &[]);
}

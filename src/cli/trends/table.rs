//! One figure to a line, for a spreadsheet: part, what it is about, what is counted, how much, and the incidents behind it.

use crate::analyse::{Strength, Summary, Trends};
use crate::model::Minutes;

const HEAD: [&str; 6] = ["part", "item", "figure", "value", "n", "incidents"];

struct Row {
    part: &'static str,
    item: String,
    figure: &'static str,
    value: String,
    n: usize,
    incidents: String,
}

pub(super) fn table(trends: &Trends) -> String {
    let mut text = line(&HEAD.map(str::to_owned));
    for row in rows(trends) {
        text.push_str(&line(&[
            row.part.to_owned(),
            row.item,
            row.figure.to_owned(),
            row.value,
            row.n.to_string(),
            row.incidents,
        ]));
    }
    text
}

fn rows(trends: &Trends) -> Vec<Row> {
    let all = trends.incidents;
    let row = |part, item: &str, figure, value: String, n, incidents: &[String]| Row {
        part,
        item: item.to_owned(),
        figure,
        value,
        n,
        incidents: incidents.join("; "),
    };
    let mut rows = vec![row("archive", "", "incidents", all.to_string(), all, &[])];
    rows.extend(lengths("durations", "", &trends.durations.summary));
    let phases = &trends.phases;
    for (name, summary) in [
        ("detect", &phases.detect),
        ("respond", &phases.respond),
        ("identify", &phases.identify),
        ("fix", &phases.fix),
        ("resolve", &phases.resolve),
    ] {
        rows.extend(lengths("phases", name, summary));
    }
    for cause in &trends.causes {
        let label = cause.component.as_ref().map_or(cause.class.clone(), |it| format!("{}/{it}", cause.class));
        rows.push(row("causes", &label, "incidents", cause.count.to_string(), all, &cause.incidents));
    }
    for cause in &trends.recurring {
        let figure = if cause.strength == Strength::Recurring { "incidents" } else { "related incidents" };
        rows.push(row("recurring", &cause.label, figure, cause.incidents.len().to_string(), all, &cause.incidents));
        if let Some(lasted) = cause.cost.minutes {
            let figure = "minutes in all";
            rows.push(row("recurring", &cause.label, figure, minutes(lasted), cause.cost.n, &cause.incidents));
        }
    }
    for promise in &trends.promised_again {
        rows.push(row(
            "promised_again",
            &promise.label,
            "items",
            promise.items.len().to_string(),
            all,
            &promise.incidents,
        ));
        let again: Vec<String> = promise.recurred_after.iter().map(|it| it.incident.clone()).collect();
        rows.push(row("promised_again", &promise.label, "recurred after", again.len().to_string(), all, &again));
    }
    let reviewed = &trends.reviewed;
    for (item, tally) in [("pairs", reviewed.pairs), ("promises", reviewed.promises), ("verdicts", reviewed.verdicts)] {
        if (tally.checked, tally.missed) == (0, 0) {
            continue;
        }
        let figures = [("checked", tally.checked), ("upheld", tally.upheld), ("missed", tally.missed)];
        rows.extend(figures.map(|(figure, n)| row("reviewed", item, figure, n.to_string(), tally.checked, &[])));
    }
    for suspect in &trends.false_leads.by_component {
        let (n, named) = (trends.false_leads.stated_in, &suspect.incidents);
        rows.push(row("false_leads", &suspect.component, "incidents", named.len().to_string(), n, named));
        rows.push(row("false_leads", &suspect.component, "minutes at least", minutes(suspect.minutes.min), n, named));
        rows.push(row("false_leads", &suspect.component, "minutes at most", minutes(suspect.minutes.max), n, named));
        rows.push(row(
            "false_leads",
            &suspect.component,
            "the cause of",
            suspect.cause_of.len().to_string(),
            all,
            &suspect.cause_of,
        ));
    }
    for source in &trends.detection {
        let word = serde_json::to_value(source.source).ok().and_then(|word| word.as_str().map(str::to_owned));
        rows.push(row(
            "detection",
            &word.unwrap_or_default(),
            "incidents",
            source.count.to_string(),
            all,
            &source.incidents,
        ));
    }
    for count in &trends.actions.by_state {
        rows.push(row(
            "actions",
            super::text::state(count.state),
            "items",
            count.count.to_string(),
            trends.actions.n,
            &[],
        ));
    }
    for field in &trends.coverage {
        for (figure, count) in [
            ("stated", field.stated),
            ("derived", field.derived),
            ("inferred", field.inferred),
            ("missing", field.missing),
        ] {
            rows.push(row("coverage", field.field, figure, count.to_string(), all, &[]));
        }
    }
    rows
}

/// Only the figures that are known.
fn lengths(part: &'static str, item: &str, summary: &Summary) -> Vec<Row> {
    let interval = summary.interval.as_ref();
    let figures = [
        ("median minutes", summary.median),
        ("least minutes", summary.min),
        ("most minutes", summary.max),
        ("median minutes at least", interval.map(|it| it.low)),
        ("median minutes at most", interval.map(|it| it.high)),
    ];
    let row = |(figure, value): (&'static str, Option<Minutes>)| {
        Some(Row {
            part,
            item: item.to_owned(),
            figure,
            value: minutes(value?),
            n: summary.n,
            incidents: String::new(),
        })
    };
    figures.into_iter().filter_map(row).collect()
}

fn minutes(value: Minutes) -> String {
    serde_json::to_string(&value).unwrap_or_default()
}

fn line<const N: usize>(cells: &[String; N]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\n", cells.join(","))
}

/// Quoted where a comma, a quote or a line end asks for it; what a spreadsheet would run starts with an apostrophe.
fn quoted(cell: &str) -> String {
    let cell = match cell.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => format!("'{cell}"),
        _ => cell.to_owned(),
    };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_safe_in_a_spreadsheet() {
        let cases = [("plain", "plain"), ("a, \"b\"", "\"a, \"\"b\"\"\""), ("=1+1", "'=1+1"), ("", "")];
        for (cell, expected) in cases {
            assert_eq!(quoted(cell), expected);
        }
    }
}

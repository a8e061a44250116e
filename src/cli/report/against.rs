//! A period against earlier ones, as a section of the report: what was, what is, the interval, the verdict.

use super::pack::{Section, Table};
use crate::analyse::{Compared, Counts, Lengths, Review, Shares, Summary, noticed_by, wording};
use crate::model::Minutes;

const HEAD: &[&str] = &["Figure", "Before", "Now", "Difference, 95% sure", "Verdict"];
const NOTE: &str = "A change is told only where chance explains it in fewer than one of twenty cases: where the whole \
                    interval lies on one side of no difference. Two periods are rarely enough. Lengths are compared from \
                    seven incidents on each side, shares from five; the five sources share one level.";

/// `2026-Q2 (the quarter before) and 2025-Q3 (a year before)`
pub(super) fn told(review: &Review) -> String {
    let all: Vec<String> = review.comparisons.iter().map(|it| named(review, it)).collect();
    wording::list(&all)
}

fn named(review: &Review, compared: &Compared) -> String {
    match compared.with {
        with if with == review.period.before() => format!("{with} (the {} before)", review.period.noun()),
        with if with == review.period.a_year_before() => format!("{with} (a year before)"),
        with => with.to_string(),
    }
}

pub(super) fn section(review: &Review) -> Section {
    let readings: Vec<&str> = review.comparisons.iter().map(|it| it.reading.as_str()).collect();
    let tables = review.comparisons.iter().filter(|it| it.reaches_back).map(|compared| Table {
        caption: Some(format!("Against {}", named(review, compared))),
        head: HEAD,
        rows: rows(compared),
    });
    Section {
        title: "Against earlier periods",
        reading: readings.join(" "),
        tables: tables.collect(),
        note: Some(NOTE),
    }
}

fn rows(compared: &Compared) -> Vec<Vec<String>> {
    let severe = shares("Critical or major, of those with a severity", &compared.severe);
    let noticed = compared
        .detection
        .iter()
        .map(|it| shares(&format!("Noticed by {}, of those that tell", noticed_by(it.source)), &it.shares));
    let lengths = compared.lengths.iter().map(lengths);
    std::iter::once(counts(&compared.incidents)).chain(lengths).chain([severe]).chain(noticed).collect()
}

fn row(what: &str, before: String, after: String, difference: Option<String>, verdict: &str) -> Vec<String> {
    vec![what.to_owned(), before, after, difference.unwrap_or_else(|| "too few".to_owned()), verdict.to_owned()]
}

fn counts(counts: &Counts) -> Vec<String> {
    // Of no incident before any number of times as many is as likely.
    let ratio = counts.ratio_low.and_then(|low| match counts.ratio_high {
        Some(high) => Some(format!("{low:.1} to {high:.1} times as many a day")),
        None if low < 0.05 => None,
        None => Some(format!("at least {low:.1} times as many a day")),
    });
    row("Incidents", counts.before.to_string(), counts.after.to_string(), ratio, counts.verdict)
}

fn lengths(it: &Lengths) -> Vec<String> {
    let shown = |summary: &Summary| {
        let median = summary.median.map_or_else(|| "unknown".to_owned(), wording::minutes);
        format!("{median} (n = {} of {})", summary.n, summary.of)
    };
    let signed = |length: Minutes| {
        if length.seconds > 0 { format!("+{}", wording::minutes(length)) } else { wording::minutes(length) }
    };
    let difference = it.low.zip(it.high).map(|(low, high)| format!("{} to {}", signed(low), signed(high)));
    row(&wording::sentence(it.what), shown(&it.before), shown(&it.after), difference, it.verdict)
}

fn shares(what: &str, it: &Shares) -> Vec<String> {
    let points = |share: f64| format!("{:+}", (share * 100.0).round() as i64);
    let difference = it.low.zip(it.high).map(|(low, high)| format!("{} to {} points", points(low), points(high)));
    let [before, after] = [it.before, it.after].map(|part| format!("{} of {}", part.k, part.n));
    row(what, before, after, difference, it.verdict)
}

//! `incidex report`: what a review of a quarter, or of all since a day, is held over, to read, to print or to compute with.

mod against;
mod html;
mod markdown;
mod next;
mod pack;

use jiff::civil::Date;
use serde::Serialize;

use self::pack::Pack;
use super::engine;
use super::session::{Archive, Session};
use super::{Exit, Failure, ReportFlags, ReportFormat};
use crate::analyse::Asked;

pub(super) fn run(session: &Session, flags: &ReportFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let redactor = config.redactor().map_err(|bad| Failure::usage(bad.to_string(), "mend them in incidex.toml"))?;
    let config = config.seen_by(&view.audience, &redactor);
    let (title, language) = (config.title.clone(), config.language.clone());
    if flags.next {
        let next = engine::trends(&root, config, &view)?.next;
        return print(session, flags.format, || next::pack(&next, &title), &next, &language);
    }
    let (quarter, against, since) = (flags.quarter, flags.against, flags.since);
    if let Some((quarter, other)) = quarter.zip(against).filter(|(quarter, other)| other >= quarter) {
        let help = "a quarter is held against an earlier one, as what came after it is left out";
        return Err(Failure::usage(format!("{other} is not before {quarter}"), help));
    }
    let asked = |as_of| match since {
        Some(first) => (first <= as_of).then_some(Asked::Days(first, as_of)),
        None => Some(Asked::Quarter { quarter, against }),
    };
    let Some(review) = engine::review(&root, config, asked, &view)? else {
        return Err(nothing(since));
    };
    print(session, flags.format, || pack::pack(&review, &title), &review, &language)
}

/// Why there is no review.
fn nothing(since: Option<Date>) -> Failure {
    match since {
        Some(day) => Failure::usage(
            format!("{day} is after the day of the report"),
            "`--as-of` gives that day; it is the newest date of the archive when left out",
        ),
        None => Failure::usage(
            "no incident of the archive says in which month it happened",
            "`incidex report --quarter 2026-Q3` reviews a quarter whether or not something happened in it",
        ),
    }
}

fn print<T: Serialize>(
    session: &Session,
    format: ReportFormat,
    pack: impl Fn() -> Pack,
    value: &T,
    language: &str,
) -> Result<Exit, Failure> {
    let text = match format {
        ReportFormat::Md => markdown::document(&pack()),
        ReportFormat::Html => html::document(&pack(), language),
        ReportFormat::Json => serde_json::to_string_pretty(value)?,
    };
    session.report.data(&text)?;
    Ok(Exit::Done)
}

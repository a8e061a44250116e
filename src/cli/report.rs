//! `incidex report`: what a review of one quarter is held over, to read, to print or to compute with.

mod html;
mod markdown;
mod pack;

use super::engine;
use super::session::{Archive, Session};
use super::{Exit, Failure, ReportFlags, ReportFormat};

pub(super) fn run(session: &Session, flags: &ReportFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let redactor = config.redactor().map_err(|bad| Failure::usage(bad.to_string(), "mend them in incidex.toml"))?;
    let config = config.seen_by(&view.audience, &redactor);
    let (title, language) = (config.title.clone(), config.language.clone());
    let review = engine::review(&root, config, flags.quarter, &view)?;
    let Some(review) = review else {
        let help = "`incidex report --quarter 2026-Q3` reviews a quarter whether or not something happened in it";
        return Err(Failure::usage("no incident of the archive says in which month it happened", help));
    };
    let text = match flags.format {
        ReportFormat::Md => markdown::document(&pack::pack(&review, &title)),
        ReportFormat::Html => html::document(&pack::pack(&review, &title), &language),
        ReportFormat::Json => serde_json::to_string_pretty(&review)?,
    };
    session.report.data(&text)?;
    Ok(Exit::Done)
}

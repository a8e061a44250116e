//! `incidex trends`: what an archive tells across its documents.

mod table;
pub(super) mod text;

use super::engine;
use super::session::{Archive, Session};
use super::{Exit, Failure, TrendsFlags, TrendsFormat};
use crate::analyse::dora_table;

pub(super) fn run(session: &Session, flags: &TrendsFlags) -> Result<Exit, Failure> {
    let Archive { root, config } = session.archive(flags.dir.as_deref(), &session.folder)?;
    let view = session.view(&flags.view, &config)?;
    let trends = engine::trends(&root, config, &view)?;
    match flags.format {
        TrendsFormat::Text => session.report.data(&text::text(&trends, session.report.data_paint()))?,
        TrendsFormat::Json => session.report.data(&serde_json::to_string_pretty(&trends)?)?,
        TrendsFormat::Csv => session.report.data(&table::table(&trends))?,
        TrendsFormat::Dora => session.report.data(&dora_table(&trends.delivery))?,
    }
    Ok(Exit::Done)
}

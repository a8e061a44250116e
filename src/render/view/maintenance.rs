//! Planned work and notices: published, but in no statistic.

use serde::Serialize;
use tera::Value;

use super::incident_list::{IncidentTable, titled};
use super::{Frame, View};
use crate::model::Kind;
use crate::render::archive::{Archive, page_path};
use crate::render::words;

pub const FOLDER: &str = "maintenance";

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MaintenanceListPage {
    pub frame: Frame,
    pub sentence: String,
    pub table: IncidentTable,
}

impl View for MaintenanceListPage {
    const TEMPLATE: &'static str = "maintenance_list.html";
}

impl MaintenanceListPage {
    pub fn new(archive: &Archive, rows: &[Value], number: usize) -> Self {
        let planned = &archive.planned;
        let works = planned.iter().filter(|&&index| archive.entry(index).incident().kind == Kind::Maintenance).count();
        let counts = [
            (works, words::count(works, "piece of planned work", "pieces of planned work")),
            (planned.len() - works, words::count(planned.len() - works, "notice", "notices")),
        ];
        let counts = counts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect::<Vec<_>>();
        let sentence = format!("{}, newest first; not incidents, and in no other count.", words::list(&counts));
        let mut frame =
            Frame::new(archive, &page_path(FOLDER, number), "incidents", titled("Maintenance and notices", number))
                .description(&*sentence)
                .below([("Incidents", "incidents/index.html")], "Maintenance and notices");
        let table = IncidentTable::new(archive, rows, planned, number, "Maintenance and notices", |number| {
            page_path(FOLDER, number)
        });
        table.pager.link(&mut frame);
        Self { sentence, table, frame }
    }
}

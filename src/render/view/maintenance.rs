//! Planned work and notices: published, but in no statistic.

use serde::Serialize;

use super::incident_list::{PER_PAGE, Pager, titled};
use super::row::IncidentRow;
use super::{Frame, page_view};
use crate::model::Kind;
use crate::render::archive::{Archive, page_path};
use crate::render::words;

pub const FOLDER: &str = "maintenance";

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MaintenanceListPage<'a> {
    pub frame: Frame,
    pub sentence: String,
    pub rows: Vec<IncidentRow<'a>>,
    pub pager: Pager,
}

page_view!(MaintenanceListPage<'_>, "maintenance_list.html");

impl<'a> MaintenanceListPage<'a> {
    pub fn new(archive: &'a Archive, number: usize) -> Self {
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
        let pager = Pager::of(number, planned.len(), |number| page_path(FOLDER, number));
        pager.link(&mut frame);
        let shown = planned.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
        let rows = shown.map(|&index| IncidentRow::new(archive, archive.entry(index), "")).collect();
        Self { sentence, rows, pager, frame }
    }
}

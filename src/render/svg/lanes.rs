//! Lines of dots under one axis: when each of several things happened again. A label stands above its line.

use super::Svg;
use super::time_axis::TimeAxis;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    pub label: String,
    /// At the right end: `5 times`.
    pub note: String,
    /// Where the label leads, from the page.
    pub href: String,
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Days since 1970.
    pub day: f64,
    pub href: String,
    pub label: String,
}

const ROW: f64 = 40.0;
const FOOT: f64 = 22.0;

/// Draws the lanes from top to bottom; `id` is unique on the page.
pub fn lanes(id: &str, title: &str, description: &str, axis: &TimeAxis, rows: &[Lane]) -> String {
    let height = ROW * rows.len() as f64;
    let mut svg = Svg::open("lanes", id, "group", height + FOOT, title, description);
    for (at, row) in rows.iter().enumerate() {
        let top = ROW * at as f64;
        svg.name(top + 13.0, &row.label, &row.note, Some(&row.href));
        svg.horizontal("grid", top + 27.0);
        for mark in &row.marks {
            svg.point(axis.x(mark.day), top + 27.0, &mark.href, &mark.label);
        }
    }
    axis.draw(&mut svg, height);
    svg.close()
}

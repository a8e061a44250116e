//! What was counted against what was to be expected: a dot with its interval and a tick, a row each.

use super::Svg;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    pub label: String,
    /// At the right end: `6`.
    pub note: String,
    pub found: f64,
    pub expected: f64,
    /// Interval of what was found.
    pub low: f64,
    pub high: f64,
}

const ROW: f64 = 40.0;
const FOOT: f64 = 20.0;

/// Draws the rows from top to bottom on one linear scale from nothing; `id` is unique on the page.
pub fn against(id: &str, title: &str, description: &str, rows: &[Against]) -> String {
    let height = ROW * rows.len() as f64;
    let most = rows.iter().map(|row| row.high.max(row.expected)).fold(1.0_f64, f64::max) * 1.04;
    let x = |value: f64| (value / most * 100.0).clamp(0.0, 99.0);
    let mut svg = Svg::open("against", id, "img", height + FOOT, title, description);
    for (at, row) in rows.iter().enumerate() {
        let (top, y) = (ROW * at as f64, ROW * at as f64 + 27.0);
        svg.name(top + 13.0, &row.label, &row.note, None);
        svg.horizontal("grid", y);
        svg.raw("<line class=\"interval\" x1=\"").number(x(row.low)).raw("%\" x2=\"").number(x(row.high));
        svg.raw("%\" y1=\"").number(y).raw("\" y2=\"").number(y).raw("\"/>");
        svg.vertical("expected", x(row.expected), y - 7.0, y + 7.0);
        svg.raw("<circle class=\"found\" cx=\"").number(x(row.found)).raw("%\" cy=\"").number(y).raw("\" r=\"4.5\"/>");
    }
    svg.horizontal("axis", height);
    let step =
        [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0].into_iter().find(|step| most / step <= 6.0);
    let step = step.unwrap_or(2000.0);
    let mut value = 0.0;
    while value < most * 0.97 {
        svg.vertical("tick", x(value), height, height + 5.0);
        svg.label(
            if value > 0.0 { "tick-label middle" } else { "tick-label" },
            x(value),
            height + 16.0,
            &value.to_string(),
        );
        value += step;
    }
    svg.close()
}

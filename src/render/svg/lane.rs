//! A single line of dots: when the same thing happened again.

use super::Svg;
use super::time_axis::TimeAxis;

/// Draws one dot for each day on `axis`; `id` is unique on the page.
pub fn lane(id: &str, title: &str, description: &str, axis: &TimeAxis, days: &[f64]) -> String {
    let mut svg = Svg::open("lane", id, "img", 14.0, title, description);
    svg.horizontal("axis", 7.0);
    for day in days {
        svg.raw("<circle class=\"dot\" cx=\"").number(axis.x(*day)).raw("%\" cy=\"7\" r=\"3.5\"/>");
    }
    svg.close()
}

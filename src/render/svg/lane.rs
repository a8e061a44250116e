//! A single line of dots: when the same thing happened again.

use super::time_axis::TimeAxis;
use super::{Svg, short};

/// Draws one dot for each day on `axis`; `id` is unique on the page.
pub fn lane(id: &str, title: &str, description: &str, axis: &TimeAxis, days: &[f64]) -> String {
    let mut svg = Svg::open("lane", id, "img", 14.0, title, description);
    svg.raw(format_args!("<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"7\" y2=\"7\"/>"));
    for day in days {
        svg.raw(format_args!("<circle class=\"dot\" cx=\"{}%\" cy=\"7\" r=\"3.5\"/>", short(axis.x(*day))));
    }
    svg.close()
}

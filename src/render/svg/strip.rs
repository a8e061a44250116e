//! One mark per incident on a time axis: where it lies is when, how high it stands is how long, its shape is how bad.

use super::Svg;
use super::time_axis::TimeAxis;
use crate::model::SeverityLevel;
use crate::render::words;

/// A mark of the strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Days since 1970.
    pub day: f64,
    /// `None` draws it hollow on the axis.
    pub minutes: Option<f64>,
    pub level: SeverityLevel,
    /// Address from the page.
    pub href: String,
    /// `2024-03-03, major, Load balancer ..., 4 h`
    pub label: String,
}

/// Room for the marks, in pixels.
const PLOT: f64 = 104.0;
/// Below the axis, for the dates.
const FOOT: f64 = 22.0;
/// Above the highest mark.
const HEAD: f64 = 10.0;
/// What stands on the axis itself.
const SHORTEST: f64 = 5.0;

/// Lengths that get a line, in minutes.
const LEVELS: [(f64, &str); 7] = [
    (10.0, "10 min"),
    (60.0, "1 h"),
    (360.0, "6 h"),
    (1_440.0, "1 day"),
    (10_080.0, "1 week"),
    (43_200.0, "1 month"),
    (525_600.0, "1 year"),
];

/// Draws the strip; `id` is unique on the page.
pub fn strip(id: &str, title: &str, description: &str, axis: &TimeAxis, marks: &[Mark]) -> String {
    let longest = marks.iter().filter_map(|mark| mark.minutes).fold(120.0_f64, f64::max);
    let scale = Scale { longest };
    let mut svg = Svg::open("strip", id, "group", HEAD + PLOT + FOOT, title, description);
    symbols(&mut svg, id);
    levels(&mut svg, &scale);
    axis.draw(&mut svg, HEAD + PLOT);
    for mark in marks {
        draw(&mut svg, id, axis, &scale, mark);
    }
    svg.close()
}

struct Scale {
    longest: f64,
}

impl Scale {
    fn y(&self, minutes: f64) -> f64 {
        let share = (minutes.max(SHORTEST) / SHORTEST).ln() / (self.longest / SHORTEST).ln();
        HEAD + PLOT * (1.0 - share.min(1.0))
    }
}

fn levels(svg: &mut Svg, scale: &Scale) {
    let mut above = f64::MAX;
    for (minutes, label) in LEVELS {
        let y = scale.y(minutes).round();
        if minutes > scale.longest || above - y < 16.0 {
            continue;
        }
        above = y;
        svg.horizontal("grid", y);
        svg.label("grid-label", 0.0, y - 3.0, label);
    }
}

fn draw(svg: &mut Svg, id: &str, axis: &TimeAxis, scale: &Scale, mark: &Mark) {
    let (x, base) = (axis.x(mark.day), HEAD + PLOT);
    let y = mark.minutes.map_or(base, |minutes| scale.y(minutes)).round();
    let level = words::level_id(mark.level);
    let class = if mark.minutes.is_some() { "mark " } else { "mark hollow " };
    svg.raw("<a class=\"").raw(class).raw(level).raw("\" tabindex=\"-1\" href=\"").escaped(&mark.href);
    svg.raw("\"><title>").escaped(&mark.label).raw("</title>");
    if y < base {
        svg.vertical("stem", x, y, base);
    }
    svg.raw("<use href=\"#").raw(id).raw("-").raw(level).raw("\" x=\"").number(x).raw("%\" y=\"").number(y);
    svg.raw("\"/></a>");
}

/// The shapes, centred on the origin: the same as the marks beside the words.
fn symbols(svg: &mut Svg, id: &str) {
    svg.raw("<defs>");
    for (level, shape) in [
        ("critical", "<path d=\"M0-7 6 0 0 7-6 0Z\"/>"),
        ("major", "<path d=\"M0-6 6 5H-6Z\"/>"),
        ("minor", "<circle r=\"4\"/>"),
        ("none", "<circle class=\"ring\" r=\"3.5\"/>"),
        ("unknown", "<circle r=\"3\"/>"),
    ] {
        svg.raw("<g id=\"").raw(id).raw("-").raw(level).raw("\">").raw(shape).raw("</g>");
    }
    svg.raw("</defs>");
}

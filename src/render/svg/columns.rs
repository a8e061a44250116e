//! Counts over time as stacked columns, for archives with too many incidents for a mark each.

use super::{NARROW, Svg, WIDE, text_width};

/// One period.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// `2024-03`, `2024 Q1` or `2024`.
    pub label: String,
    /// Whether a new year starts with it, or it is one.
    pub starts_year: bool,
    /// Counts in the order critical, major, minor, everything else.
    pub counts: [usize; 4],
}

const PLOT: f64 = 110.0;
const HEAD: f64 = 14.0;
const FOOT: f64 = 22.0;
const CLASSES: [&str; 4] = ["critical", "major", "minor", "unknown"];

/// Draws the columns from the left; `id` is unique on the page.
pub fn columns(id: &str, title: &str, description: &str, columns: &[Column]) -> String {
    let total = |column: &Column| column.counts.iter().sum::<usize>();
    let largest = columns.iter().map(total).max().unwrap_or(0).max(1);
    let base = HEAD + PLOT;
    let width = 100.0 / columns.len().max(1) as f64;
    let mut svg = Svg::open("stack", id, "img", base + FOOT, title, description);
    patterns(&mut svg, id);
    svg.horizontal("grid", HEAD);
    svg.label("grid-label", 0.0, HEAD - 3.0, &largest.to_string());
    let mut ends = (f64::MIN, f64::MIN);
    for (at, column) in columns.iter().enumerate() {
        let x = at as f64 * width;
        let mut y = base;
        for (class, count) in CLASSES.iter().zip(column.counts).filter(|(_, count)| *count > 0) {
            let height = PLOT * count as f64 / largest as f64;
            y -= height;
            svg.raw("<rect class=\"bar ").raw(class).raw("\" fill=\"url(#").raw(id).raw("-").raw(class).raw(")\"");
            svg.place(x + width * 0.1, width * 0.8, y, height).raw("><title>");
            svg.escaped(&format!("{}: {count} {class}", column.label)).raw("</title></rect>");
        }
        if column.starts_year {
            year_label(&mut svg, &mut ends, x, base, &column.label);
        }
    }
    svg.horizontal("axis", base);
    svg.close()
}

fn year_label(svg: &mut Svg, ends: &mut (f64, f64), x: f64, base: f64, label: &str) {
    let label = &label[..label.len().min(4)];
    let (wide, narrow) = (x / 100.0 * WIDE, x / 100.0 * NARROW);
    if wide < ends.0 || wide + text_width(label) > WIDE {
        return;
    }
    ends.0 = wide + text_width(label) + 10.0;
    let fits = narrow >= ends.1 && narrow + text_width(label) <= NARROW;
    if fits {
        ends.1 = narrow + text_width(label) + 10.0;
    }
    svg.label(if fits { "tick-label" } else { "tick-label wide" }, x, base + 16.0, label);
}

/// Fills that can be told apart without colour: solid, hatched, dotted, outlined.
fn patterns(svg: &mut Svg, id: &str) {
    let pattern = |name: &str, content: &str| {
        format!(
            "<pattern id=\"{id}-{name}\" class=\"{name}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
             {content}</pattern>"
        )
    };
    let critical = pattern("critical", "<rect class=\"solid\" width=\"6\" height=\"6\"/>");
    let major = pattern("major", "<path class=\"hatch\" d=\"M-1 1 1-1M0 6 6 0M5 7 7 5\"/>");
    let minor = pattern("minor", "<circle class=\"solid\" cx=\"3\" cy=\"3\" r=\"1.4\"/>");
    let unknown = pattern("unknown", "");
    for part in ["<defs>", &critical, &major, &minor, &unknown, "</defs>"] {
        svg.raw(part);
    }
}

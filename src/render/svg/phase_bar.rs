//! How an incident went, to scale: one segment per phase, false leads hatched over the time they took.

use super::{NARROW, Svg, WIDE, text_width};

/// A stretch of the incident in minutes from its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// `investigate`
    pub label: String,
    pub from: f64,
    pub to: f64,
    /// Class name: `unseen`, `respond`, `investigate`, `fix` or `verify`.
    pub class: &'static str,
}

/// A false lead; between `sure` and `to` it is not known whether it was still followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    pub label: String,
    pub from: f64,
    pub sure: f64,
    pub to: f64,
}

/// A labelled moment on the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub at: f64,
    pub label: String,
}

/// Heights in pixels.
const BAR: f64 = 34.0;
const LEAD: f64 = 11.0;
const FOOT: f64 = 22.0;

/// Draws the bar over `total` minutes; `id` is unique on the page.
pub fn phase_bar(
    id: &str,
    description: &str,
    total: f64,
    segments: &[Segment],
    leads: &[Lead],
    ticks: &[Tick],
) -> String {
    let percent = |minutes: f64| (minutes / total * 100.0).clamp(0.0, 100.0);
    let mut svg = Svg::open("phase-bar", id, "img", BAR + FOOT, "Phases of the incident, to scale", description);
    svg.raw("<defs><pattern id=\"").raw(id).raw("-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">");
    svg.raw("<path class=\"hatch\" d=\"M-1 1 1-1M0 6 6 0M5 7 7 5\"/></pattern></defs>");
    for segment in segments {
        draw_segment(&mut svg, segment, percent(segment.from), percent(segment.to));
    }
    for lead in leads {
        let (from, sure, to) = (percent(lead.from), percent(lead.sure), percent(lead.to));
        draw_lead(&mut svg, id, from, sure - from, to - from);
    }
    draw_ticks(&mut svg, &percent, total, ticks);
    svg.close()
}

fn draw_segment(svg: &mut Svg, segment: &Segment, from: f64, to: f64) {
    svg.raw("<rect class=\"phase ").raw(segment.class).raw("\"").place(from, to - from, 0.0, BAR).raw("/>");
    if let Some(class) = fits(to - from, &segment.label) {
        svg.raw("<text class=\"phase-label").raw(class).raw("\" x=\"").number(from).raw("%\" dx=\"6\" y=\"15\">");
        svg.escaped(&segment.label).raw("</text>");
    }
}

fn draw_lead(svg: &mut Svg, id: &str, x: f64, sure: f64, width: f64) {
    let y = BAR - LEAD;
    svg.raw("<rect class=\"lead-maybe\"").place(x, width, y, LEAD).raw("/>");
    svg.raw("<rect class=\"lead\" fill=\"url(#").raw(id).raw("-hatch)\"").place(x, sure, y, LEAD).raw("/>");
}

/// The class that hides a label where it would not fit; `None` where it never fits.
fn fits(width: f64, label: &str) -> Option<&'static str> {
    let needed = text_width(label) + 12.0;
    let pixels = |chart: f64| width / 100.0 * chart;
    if pixels(NARROW) >= needed {
        Some("")
    } else if pixels(WIDE) >= needed {
        Some(" wide")
    } else {
        None
    }
}

/// Times below the bar. Those at its two ends are always there; others where they keep clear of their neighbours.
fn draw_ticks(svg: &mut Svg, percent: &impl Fn(f64) -> f64, total: f64, ticks: &[Tick]) {
    let y = BAR + 16.0;
    let is_end = |tick: &&Tick| tick.at <= 0.0 || tick.at >= total;
    let (mut taken, mut room) = (0.0_f64, 0.0_f64);
    for tick in ticks.iter().filter(is_end) {
        let width = text_width(&tick.label) + 8.0;
        if tick.at <= 0.0 {
            taken = taken.max(width);
            svg.label("tick-label", 0.0, y, &tick.label);
        } else {
            room = room.max(width);
            svg.label("tick-label end", 100.0, y, &tick.label);
        }
    }
    let (mut wide, mut narrow) = (taken, taken);
    for tick in ticks.iter().filter(|tick| !is_end(tick)) {
        let x = percent(tick.at);
        svg.vertical("boundary", x, 0.0, BAR + 5.0);
        let half = text_width(&tick.label) / 2.0;
        let (from, to) = (x / 100.0 * WIDE - half, x / 100.0 * WIDE + half);
        if from < wide || to > WIDE - room {
            continue;
        }
        wide = to + 8.0;
        let (from, to) = (x / 100.0 * NARROW - half, x / 100.0 * NARROW + half);
        let is_narrow = from >= narrow && to <= NARROW - room;
        if is_narrow {
            narrow = to + 8.0;
        }
        svg.label(if is_narrow { "tick-label middle" } else { "tick-label middle wide" }, x, y, &tick.label);
    }
}

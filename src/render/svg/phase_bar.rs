//! How an incident went, to scale: one segment per phase, false leads hatched over the time they took.

use super::{NARROW, Svg, WIDE, short, text_width};

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
    let percent = |minutes: f64| short((minutes / total * 100.0).clamp(0.0, 100.0));
    let mut svg = Svg::open("phase-bar", id, "img", BAR + FOOT, "Phases of the incident, to scale", description);
    svg.raw(format_args!(
        "<defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <path class=\"hatch\" d=\"M-1 1 1-1M0 6 6 0M5 7 7 5\"/></pattern></defs>"
    ));
    for segment in segments {
        let (x, width) = (percent(segment.from), short(percent(segment.to) - percent(segment.from)));
        let class = segment.class;
        svg.raw(format_args!("<rect class=\"phase {class}\" x=\"{x}%\" width=\"{width}%\" y=\"0\" height=\"{BAR}\"/>"));
        if let Some(class) = fits(width, &segment.label) {
            svg.raw(format_args!("<text class=\"phase-label{class}\" x=\"{x}%\" dx=\"6\" y=\"15\">"));
            svg.escaped(&segment.label);
            svg.raw(format_args!("</text>"));
        }
    }
    for lead in leads {
        let (x, width) = (percent(lead.from), short(percent(lead.to) - percent(lead.from)));
        let sure = short(percent(lead.sure) - percent(lead.from));
        let y = BAR - LEAD;
        svg.raw(format_args!(
            "<rect class=\"lead-maybe\" x=\"{x}%\" width=\"{width}%\" y=\"{y}\" height=\"{LEAD}\"/>\
             <rect class=\"lead\" fill=\"url(#{id}-hatch)\" x=\"{x}%\" width=\"{sure}%\" y=\"{y}\" height=\"{LEAD}\"/>"
        ));
    }
    draw_ticks(&mut svg, &percent, ticks);
    svg.close()
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

/// Times below the bar. The first and the last are always there; others where they keep clear of their neighbours.
fn draw_ticks(svg: &mut Svg, percent: &impl Fn(f64) -> f64, ticks: &[Tick]) {
    let [first, inner @ .., last] = ticks else { return };
    let y = BAR + 16.0;
    let place = |chart: f64, tick: &Tick| {
        let (x, half) = (percent(tick.at) / 100.0 * chart, text_width(&tick.label) / 2.0);
        (x - half, x + half)
    };
    svg.label("tick-label", 0.0, y, &first.label);
    svg.label("tick-label end", 100.0, y, &last.label);
    let ends = |chart: f64| (text_width(&first.label) + 8.0, chart - text_width(&last.label) - 8.0);
    let ((mut wide, wide_last), (mut narrow, narrow_last)) = (ends(WIDE), ends(NARROW));
    for tick in inner {
        let x = percent(tick.at);
        svg.raw(format_args!("<line class=\"boundary\" x1=\"{x}%\" x2=\"{x}%\" y1=\"0\" y2=\"{}\"/>", BAR + 5.0));
        let (from, to) = place(WIDE, tick);
        if from < wide || to > wide_last {
            continue;
        }
        wide = to + 8.0;
        let (from, to) = place(NARROW, tick);
        let is_narrow = from >= narrow && to <= narrow_last;
        if is_narrow {
            narrow = to + 8.0;
        }
        svg.label(if is_narrow { "tick-label middle" } else { "tick-label middle wide" }, x, y, &tick.label);
    }
}

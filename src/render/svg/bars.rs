//! Horizontal bars of parts that fill the width, each with its name above it and its parts labelled where they fit.

use super::{NARROW, Svg, WIDE, text_width};

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub label: String,
    /// At the right end: `n = 12`.
    pub note: String,
    /// Where the label leads, from the page.
    pub href: Option<String>,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Written on the part where it fits: `monitoring 12`.
    pub label: String,
    pub amount: f64,
    pub fill: Fill,
}

/// What a part looks like: a tint with a texture of its own, so that neither is needed to read the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Unseen,
    Respond,
    Investigate,
    Fix,
    Verify,
    /// Outlined only: what is not known.
    Absent,
    /// Left out altogether: the part only keeps its room.
    Blank,
}

impl Fill {
    /// Name in class names and of the texture.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unseen => "unseen",
            Self::Respond => "respond",
            Self::Investigate => "investigate",
            Self::Fix => "fix",
            Self::Verify => "verify",
            Self::Absent => "absent",
            Self::Blank => "blank",
        }
    }

    /// Strokes on a square of eight pixels; `None` where the tint stays plain.
    fn texture(self) -> Option<&'static str> {
        match self {
            Self::Unseen => Some("M2 2h1M6 6h1"),
            Self::Investigate => Some("M-1 1 1-1M0 8 8 0M7 9 9 7"),
            Self::Fix => Some("M-1 7 1 9M0 0 8 8M7-1 9 1"),
            Self::Verify => Some("M0 4h8"),
            Self::Respond | Self::Absent | Self::Blank => None,
        }
    }
}

const TEXTURED: [Fill; 4] = [Fill::Unseen, Fill::Investigate, Fill::Fix, Fill::Verify];

const ROW: f64 = 41.0;
const BAR: f64 = 18.0;

/// Draws the bars from top to bottom, each to its own total; `id` is unique on the page.
pub fn bars(id: &str, title: &str, description: &str, rows: &[Bar]) -> String {
    let mut svg = Svg::open("bars", id, "group", ROW * rows.len() as f64, title, description);
    svg.raw("<defs>");
    for fill in TEXTURED {
        svg.raw("<pattern id=\"").raw(id).raw("-").raw(fill.id());
        svg.raw("\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><path class=\"texture\" d=\"");
        svg.raw(fill.texture().unwrap_or_default()).raw("\"/></pattern>");
    }
    svg.raw("</defs>");
    for (at, row) in rows.iter().enumerate() {
        draw(&mut svg, id, ROW * at as f64, row);
    }
    svg.close()
}

/// A small sample of a fill for the legend of the chart called `id`.
pub fn sample(id: &str, fill: Fill) -> String {
    let texture = match fill.texture() {
        Some(_) => format!("<rect width=\"16\" height=\"12\" fill=\"url(#{id}-{})\"/>", fill.id()),
        None => String::new(),
    };
    let class = fill.id();
    format!(
        "<svg class=\"sample\" width=\"16\" height=\"12\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"phase {class}\" width=\"16\" height=\"12\"/>{texture}</svg>"
    )
}

fn draw(svg: &mut Svg, id: &str, top: f64, row: &Bar) {
    svg.name(top + 13.0, &row.label, &row.note, row.href.as_deref());
    let total: f64 = row.parts.iter().map(|part| part.amount).sum();
    let mut from = 0.0;
    for part in row.parts.iter().filter(|part| part.amount > 0.0 && total > 0.0) {
        let width = part.amount / total * 100.0;
        if part.fill != Fill::Blank {
            draw_part(svg, id, from, width, top + 18.0, part);
        }
        from += width;
    }
}

fn draw_part(svg: &mut Svg, id: &str, x: f64, width: f64, y: f64, part: &Part) {
    svg.raw("<g><title>").escaped(&part.label).raw("</title><rect class=\"phase ").raw(part.fill.id()).raw("\"");
    svg.place(x, width, y, BAR).raw("/>");
    if part.fill.texture().is_some() {
        svg.raw("<rect fill=\"url(#").raw(id).raw("-").raw(part.fill.id()).raw(")\"").place(x, width, y, BAR).raw("/>");
    }
    let needed = text_width(&part.label) + 12.0;
    let fits = |chart: f64| width / 100.0 * chart >= needed;
    if fits(WIDE) {
        let class = if fits(NARROW) { "part-label" } else { "part-label wide" };
        svg.raw("<text class=\"").raw(class).raw("\" x=\"").number(x).raw("%\" dx=\"6\" y=\"").number(y + 13.0);
        svg.raw("\">").escaped(&part.label).raw("</text>");
    }
    svg.raw("</g>");
}

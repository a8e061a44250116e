//! Charts as inline SVG: no script, no style attribute, no fixed width.
//!
//! Input: numbers and labels. Output: an `<svg>` element as text. Positions along the time axis are percentages and heights
//! are pixels, so a chart follows its column while its text keeps its size. Colours come from the theme by class name.

pub mod against;
pub mod bars;
pub mod columns;
pub mod lane;
pub mod lanes;
pub mod matrix;
pub mod phase_bar;
pub mod spread;
pub mod strip;
pub mod time_axis;

use crate::render::words::{push_number, push_two};

/// An `<svg>` being written.
pub struct Svg {
    text: String,
}

impl Svg {
    /// Starts a chart that is `height` pixels high and says in words what it shows.
    ///
    /// `role` is `img` for a picture and `group` where the marks are links. `id` is unique on the page.
    pub fn open(class: &str, id: &str, role: &str, height: f64, title: &str, description: &str) -> Self {
        let mut svg = Self { text: String::with_capacity(1024) };
        svg.raw("<svg class=\"")
            .raw(class)
            .raw("\" width=\"100%\" height=\"")
            .number(height)
            .raw("\" role=\"")
            .raw(role);
        svg.raw("\" aria-labelledby=\"").raw(id).raw("-title ").raw(id).raw("-desc\" focusable=\"false\"><title id=\"");
        svg.raw(id).raw("-title\">").escaped(title).raw("</title><desc id=\"").raw(id).raw("-desc\">");
        svg.escaped(description).raw("</desc>");
        svg
    }

    /// Writes markup of our own; nothing an author wrote may go in here.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// Writes a number with at most two decimals.
    pub fn number(&mut self, value: f64) -> &mut Self {
        let hundredths = (value * 100.0).round() as i64;
        if hundredths < 0 {
            self.text.push('-');
        }
        let (whole, part) = (hundredths.abs() / 100, (hundredths.abs() % 100) as i8);
        push_number(&mut self.text, whole);
        if part > 0 {
            self.text.push('.');
            push_two(&mut self.text, part);
            if part % 10 == 0 {
                self.text.pop();
            }
        }
        self
    }

    /// Writes text, escaped for text and quoted attributes.
    pub fn escaped(&mut self, text: &str) -> &mut Self {
        for part in text.split_inclusive(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || c.is_control()) {
            let last = part.chars().next_back().unwrap_or(' ');
            let escape = match last {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                control if control.is_control() => " ",
                _ => {
                    self.text.push_str(part);
                    continue;
                }
            };
            self.text.push_str(&part[..part.len() - last.len_utf8()]);
            self.text.push_str(escape);
        }
        self
    }

    /// A text element at `x` percent and `y` pixels.
    pub fn label(&mut self, class: &str, x: f64, y: f64, text: &str) {
        self.raw("<text class=\"").raw(class).raw("\" x=\"").number(x).raw("%\" y=\"").number(y).raw("\">");
        self.escaped(text).raw("</text>");
    }

    /// The name of a row at its left end and a note at its right end; the name is shorter where the chart is narrow.
    ///
    /// `href` makes the name a link.
    pub fn name(&mut self, y: f64, text: &str, note: &str, href: Option<&str>) {
        if !note.is_empty() {
            self.label("end", 100.0, y, note);
        }
        if let Some(href) = href {
            self.raw("<a class=\"row-name\" href=\"").escaped(href).raw("\">");
        }
        let beside = note.chars().count() + 2;
        let (long, short) = (cut(text, LONG_ROW - beside), cut(text, SHORT_ROW - beside.min(SHORT_ROW / 2)));
        if long == short {
            self.label("name", 0.0, y, &long);
        } else {
            self.label("name wide", 0.0, y, &long);
            self.raw("<g class=\"narrow\" aria-hidden=\"true\">");
            self.label("name", 0.0, y, &short);
            self.raw("</g>");
        }
        if href.is_some() {
            self.raw("</a>");
        }
    }

    /// A dot that leads somewhere and says what it is.
    pub fn point(&mut self, x: f64, y: f64, href: &str, label: &str) {
        self.raw("<a class=\"point\" tabindex=\"-1\" href=\"").escaped(href).raw("\"><title>").escaped(label);
        self.raw("</title><circle cx=\"").number(x).raw("%\" cy=\"").number(y).raw("\" r=\"4.5\"/></a>");
    }

    /// A vertical line at `x` percent.
    pub fn vertical(&mut self, class: &str, x: f64, from: f64, to: f64) {
        self.raw("<line class=\"").raw(class).raw("\" x1=\"").number(x).raw("%\" x2=\"").number(x);
        self.raw("%\" y1=\"").number(from).raw("\" y2=\"").number(to).raw("\"/>");
    }

    /// A horizontal line over the whole width.
    pub fn horizontal(&mut self, class: &str, y: f64) {
        self.raw("<line class=\"").raw(class).raw("\" x1=\"0\" x2=\"100%\" y1=\"").number(y);
        self.raw("\" y2=\"").number(y).raw("\"/>");
    }

    /// The position and size of a rectangle: `x` and `width` in percent, the others in pixels. Leaves the tag open.
    pub fn place(&mut self, x: f64, width: f64, y: f64, height: f64) -> &mut Self {
        self.raw(" x=\"").number(x).raw("%\" width=\"").number(width).raw("%\" y=\"").number(y);
        self.raw("\" height=\"").number(height).raw("\"")
    }

    pub fn close(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}

/// Letters on one line of a chart, where it is wide and where it is narrow.
const LONG_ROW: usize = 96;
const SHORT_ROW: usize = 44;

fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let start: String = text.chars().take(limit - 1).collect();
    format!("{}…", start.trim_end())
}

/// Text as it may stand in markup.
pub fn escaped(text: &str) -> String {
    let mut svg = Svg { text: String::with_capacity(text.len()) };
    svg.escaped(text);
    svg.text
}

/// About how many pixels a label takes at the size charts use (12 px).
pub fn text_width(label: &str) -> f64 {
    label.chars().count() as f64 * 6.6
}

/// Widths a chart is laid out for: labels that only fit the wide one are hidden on the narrow one.
pub const WIDE: f64 = 620.0;
pub const NARROW: f64 = 280.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, note: &str, narrow: &str) {
        let mut svg = Svg { text: String::new() };
        svg.name(13.0, name, note, None);
        let texts = svg.text.split("</text>").filter_map(|part| part.rsplit('>').next()).collect::<Vec<_>>();
        let shown = texts.iter().rev().find(|text| !text.is_empty()).copied();
        assert_eq!(shown, Some(narrow));
    }

    #[test]
    fn a_name_is_as_long_as_its_note_leaves_room_for() {
        check("Expired certificate: identity", "3 times", "Expired certificate: identity");
        check("Expired certificate: identity, auth", "3 times", "Expired certificate: identity, auth");
        check("Expired certificate: identity, auth", "12 incidents", "Expired certificate: identity…");
    }

    #[test]
    fn what_an_author_wrote_is_escaped() {
        assert_eq!(escaped("<b>\"Tom\" & 'Ann'</b>"), "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;");
    }
}
